//! What puts corresp in place in a repository: settings of editors, and what a forge runs on each push.

use std::path::Path;

use clap::ValueEnum;

use super::super::output::{self, Output};
use super::super::{Failure, Verdict};
use crate::schema;

/// A forge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Ci {
    /// GitHub Actions: .github/workflows/letter.yml
    Github,
    /// GitLab: .gitlab-ci.yml
    Gitlab,
}

const GITHUB: &str = include_str!("../../../assets/ci/github.yml");
const GITLAB: &str = include_str!("../../../assets/ci/gitlab.yml");
const TAPLO: &str = include_str!("../../../assets/init/taplo.toml");
const EXTENSIONS: &str = include_str!("../../../assets/init/vscode-extensions.json");

impl Ci {
    /// Returns the file that the forge reads.
    pub(super) fn file(self) -> Output {
        let (path, text) = match self {
            Ci::Github => (".github/workflows/letter.yml", GITHUB),
            Ci::Gitlab => (".gitlab-ci.yml", GITLAB),
        };
        Output { path: path.into(), bytes: text.into() }
    }

    /// Returns what is said of it, and what is left to do.
    pub(super) fn told(self) -> String {
        let path = self.file().path;
        format!(
            "  {path:<29} checks each push, and builds the letter\n  \
             {:29} set the variables that it names: which corresp, and which commit of it\n",
            ""
        )
    }
}

/// Returns the settings of editors: TOML is checked and completed by the schema of book.toml.
pub(super) fn editors() -> [Output; 3] {
    [
        Output { path: ".taplo.toml".into(), bytes: TAPLO.into() },
        Output {
            path: ".corresp/book.schema.json".into(),
            bytes: schema::book_toml().into_bytes(),
        },
        Output { path: ".vscode/extensions.json".into(), bytes: EXTENSIONS.into() },
    ]
}

/// Adds what a forge runs to a project that is there.
pub(super) fn add(ci: Ci, target: &Path, shown: &str) -> Result<Verdict, Failure> {
    let file = ci.file();
    if target.join(&file.path).exists() {
        return Err(Failure {
            message: format!("{} is there already; nothing was written", file.path),
            help: Some("move it away, or take over what docs/ci.md shows by hand".into()),
        });
    }
    output::write(target, shown, &[file], &[])?;
    output::stderr(&format!(
        "Wrote {shown}/\n{}Next: commit it; the next push is checked\n",
        ci.told()
    ));
    Ok(Verdict::Good)
}

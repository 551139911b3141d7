//! What puts corresp in place in a repository: settings of editors, and what a forge runs on each push.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::super::output::{self, Output};
use super::super::{Failure, Verdict};
use crate::project;
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

/// Where a project stands in the repository around it.
pub(super) struct Stand {
    /// The repository's top; the project's own folder where there is none.
    top: PathBuf,
    /// The project's folder from there; empty at the top.
    below: String,
}

impl Stand {
    /// Returns where a folder stands, which need not be there yet.
    pub(super) fn of(target: &Path) -> Result<Self, Failure> {
        let folder = std::path::absolute(target).unwrap_or_else(|_| target.to_owned());
        let there = folder.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
        let folder = match there {
            Some((above, real)) => real.join(folder.strip_prefix(above).unwrap_or(Path::new(""))),
            None => folder,
        };
        let Some(top) = project::repository(&folder) else {
            return Ok(Self { top: folder, below: String::new() });
        };
        let steps = folder.strip_prefix(top).unwrap_or(Path::new("")).components();
        let names: Option<Vec<&str>> = steps.map(|step| step.as_os_str().to_str()).collect();
        match names.map(|names| names.join("/")) {
            Some(below) if !below.contains(char::is_control) => {
                Ok(Self { top: top.to_owned(), below })
            }
            _ => Err(Failure {
                message: "the folder has a name that no forge's file can hold; nothing was written"
                    .into(),
                help: Some("name it in letters, digits and blanks".into()),
            }),
        }
    }
}

impl Ci {
    /// Returns the file that the forge reads, at the repository's top, by its path from the project's folder.
    pub(super) fn file(self, stand: &Stand) -> Output {
        let steps = stand.below.split('/').filter(|step| !step.is_empty()).count();
        let text = match (self, stand.below.as_str()) {
            (Ci::Github, "") => GITHUB.to_owned(),
            (Ci::Gitlab, "") => GITLAB.to_owned(),
            (Ci::Github, below) => github(below),
            (Ci::Gitlab, below) => gitlab(below),
        };
        Output { path: "../".repeat(steps) + self.path(), bytes: text.into_bytes() }
    }

    /// Returns the path of that file from the repository's top.
    fn path(self) -> &'static str {
        match self {
            Ci::Github => ".github/workflows/letter.yml",
            Ci::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// Refuses to write over the file of another.
    pub(super) fn refuse_what_is_there(self, stand: &Stand) -> Result<(), Failure> {
        let file = stand.top.join(self.path());
        if file.symlink_metadata().is_err() {
            return Ok(());
        }
        // A project at the top is where one is; elsewhere the whole path says which file is meant.
        let shown = match stand.below.as_str() {
            "" => self.path().to_owned(),
            _ => file.display().to_string(),
        };
        Err(Failure {
            message: format!("{shown} is there already; nothing was written"),
            help: Some("move it away, or take over what docs/ci.md shows by hand".into()),
        })
    }

    /// Returns what is said of it, and what is left to do.
    pub(super) fn told(self, stand: &Stand) -> String {
        let path = self.file(stand).path;
        let gap =
            if path.len() > 29 { format!("\n{:32}", "") } else { " ".repeat(30 - path.len()) };
        format!(
            "  {path}{gap}checks each push, and builds the letter\n{:32}\
             set the variables that it names: which\n{:32}corresp, and which commit of it\n",
            "", ""
        )
    }
}

/// Returns the workflow for a project in a folder of the repository.
fn github(below: &str) -> String {
    // What stands between these signs would be worked out.
    let below = quoted(&below.replace("${{", "${{ '${{' }}"));
    let anchor = "          # Drafts pass on a branch";
    GITHUB.replacen(
        anchor,
        &format!(
            "          # The folder of the project, from the top of the repository.\n          \
             project: {below}\n{anchor}"
        ),
        1,
    )
}

/// Returns the job for a project in a folder of the repository. The folder's name comes to the script in a
/// variable, never as its text.
fn gitlab(below: &str) -> String {
    // A single dollar sign would name a variable.
    let escaped = below.replace('$', "$$");
    let path = |name: &str| quoted(&format!("{escaped}/{name}"));
    let report = "gl-code-quality-report.json";
    let depth = "    GIT_DEPTH: 0\n";
    let enter = "    - export PATH=\"$CARGO_HOME/bin:$PATH\"\n";
    let folder = format!(
        "{depth}    # The folder of the project, from the top of the repository.\n    \
         CORRESP_PROJECT: {}\n",
        quoted(&escaped)
    );
    GITLAB
        .replacen(depth, &folder, 1)
        .replacen(enter, &format!("{enter}    - cd \"$CI_PROJECT_DIR/$CORRESP_PROJECT\"\n"), 1)
        .replacen("paths: [out/]", &format!("paths: [{}]", path("out/")), 1)
        .replacen(&format!("codequality: {report}"), &format!("codequality: {}", path(report)), 1)
        .replacen("junit: junit.xml", &format!("junit: {}", path("junit.xml")), 1)
}

/// Returns a text as a string of YAML, which takes those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
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
    let stand = Stand::of(target)?;
    ci.refuse_what_is_there(&stand)?;
    output::write(target, shown, &[ci.file(&stand)], &[])?;
    output::stderr(&format!(
        "Wrote {shown}/\n{}Next: commit it; the next push is checked\n",
        ci.told(&stand)
    ));
    Ok(Verdict::Good)
}

//! What is told of a small project, for the tests of the checks.

use std::path::Path;

use crate::finding::{Finding, Findings};
use crate::mend::{Mending, mend};
use crate::project::Project;
use crate::{commands, project};

/// A project as it was read and checked.
pub(super) struct Told {
    project: Project,
    findings: Findings,
}

/// Reads and checks a project: its letter's body, lines of book.toml, and the files of its round by name.
pub(super) fn told(letter: &str, book: &str, files: &[(&str, &str)]) -> Told {
    let folder = tempfile::tempdir().expect("a folder");
    let round = folder.path().join("responses/2020-03-02");
    let write = |path: &Path, text: &str| {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let book = format!("[matter]\ncompany = \"Example Stores, Inc.\"\n\n[letter]\n{book}\n");
    write(&folder.path().join("book.toml"), &book);
    let front = "date = 2020-03-02\nto = { company = \"Example Stores, Inc.\" }";
    write(&round.join("letter.md"), &format!("+++\n{front}\n+++\n\n{letter}"));
    for (name, text) in files {
        write(&round.join(name), text);
    }
    let mut findings = Findings::default();
    let project = project::load(folder.path(), &mut findings).expect("a project");
    commands::check::check(&project, false, &mut findings);
    Told { project, findings }
}

impl Told {
    /// Returns the findings of a rule.
    pub(super) fn of(&self, code: &str) -> Vec<&Finding> {
        self.findings.iter().filter(|finding| finding.rule.code == code).collect()
    }

    /// Returns the underlined texts of the findings of a rule.
    pub(super) fn typed(&self, code: &str) -> Vec<&str> {
        let places = self.of(code).into_iter().filter_map(|finding| finding.place);
        places.map(|place| self.project.files.text(place)).collect()
    }

    /// Returns the text of the first response with its fixes made.
    pub(super) fn mended(&self) -> Option<String> {
        let file = self.project.responses.first()?.file;
        let raw = &self.project.files.get(file).text;
        mend(&Mending::new(&self.project, &self.findings), file, raw).map(|mended| mended.text)
    }
}

//! The pre-commit hook: pre-commit installs it from a repository, and a commit that leaves a bullet open is
//! blocked.
//!
//! pre-commit builds the tool with Cargo, in release, into Cargo's own target folder. `./test.sh` runs this.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use support::schemas;

/// What a repository of the tool must have for Cargo to build it.
const TOOL: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "src",
    "assets",
    "benches",
    "docs",
    "schema",
    "templates",
    "tests/support",
    ".pre-commit-hooks.yaml",
];

struct Repository<'a> {
    folder: &'a Path,
    home: &'a Path,
}

impl Repository<'_> {
    fn run(&self, program: &Path, arguments: &[&str]) -> Output {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), std::path::PathBuf::from);
        let mut command = Command::new(program);
        command.current_dir(self.folder).args(arguments);
        // Nobody's own settings, and a store of hooks that is empty.
        command.env("PRE_COMMIT_HOME", self.home.join("pre-commit"));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for name in ["GIT_AUTHOR", "GIT_COMMITTER"] {
            command.env(format!("{name}_NAME"), "Pat Example");
            command.env(format!("{name}_EMAIL"), "pat@example.com");
        }
        // A commit calls pre-commit by name, and what is compiled already is not compiled again.
        let tools = schemas::python("pre-commit");
        let tools = tools.parent().expect("it lies in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", tools.display()));
        command.env("CARGO_TARGET_DIR", root.join(target));
        for inherited in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "RUSTC", "CARGO"] {
            command.env_remove(inherited);
        }
        command.output().unwrap_or_else(|error| panic!("{}: {error}", program.display()))
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(Path::new("git"), arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let faults = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?} fails:\n{text}{faults}");
        text
    }

    /// Commits all; returns whether it was let through, and what was said.
    fn commit(&self, message: &str) -> (bool, String) {
        self.git(&["add", "--all"]);
        let output = self.run(Path::new("git"), &["commit", "-m", message]);
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

/// Copies files and folders of the repository.
fn copy(names: &[&str], to: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in names {
        for entry in walkdir::WalkDir::new(root.join(name)) {
            let entry = entry.expect("readable");
            let target = to.join(entry.path().strip_prefix(root).expect("below the root"));
            if entry.file_type().is_file() {
                std::fs::create_dir_all(target.parent().expect("in a folder"))
                    .expect("can be made");
                std::fs::copy(entry.path(), &target).expect("can be copied");
            }
        }
    }
}

#[test]
#[ignore = "builds the tool in release; ./test.sh runs it"]
fn a_commit_that_leaves_a_bullet_open_is_blocked() {
    let work = tempfile::tempdir().expect("a temporary folder");
    let (tool, project) = (work.path().join("tool"), work.path().join("project"));
    copy(&TOOL, &tool);
    copy(&["book.toml", "responses"], &project);
    let tool = Repository { folder: &tool, home: work.path() };
    tool.git(&["init", "--quiet"]);
    assert!(tool.commit("The tool").0);
    let revision = tool.git(&["rev-parse", "HEAD"]);
    let project = Repository { folder: &project, home: work.path() };
    project.git(&["init", "--quiet"]);
    let settings = format!(
        "repos:\n  - repo: file://{}\n    rev: {}\n    hooks:\n      - id: corresp-check\n",
        tool.folder.display(),
        revision.trim()
    );
    std::fs::write(project.folder.join(".pre-commit-config.yaml"), settings)
        .expect("can be written");
    let installed = project.run(&schemas::python("pre-commit"), &["install"]);
    assert!(installed.status.success());

    let (passes, said) = project.commit("All is answered");
    assert!(passes, "{said}");
    assert!(said.contains("every comment is answered") && said.contains("Passed"), "{said}");

    // A file that is deleted is in no list of changed files that pre-commit could pass.
    let answers = project.folder.join("responses/2009-01-14/02-reporting-units.md");
    let text = std::fs::read_to_string(&answers).expect("readable");
    std::fs::remove_file(&answers).expect("it is there");
    let (passes, said) = project.commit("A file less");
    assert!(!passes, "{said}");
    assert!(said.contains("unanswered-bullet") && said.contains("2.1"), "{said}");

    // A heading that names one bullet less leaves that one open.
    let less = text.replace("## 2.1, 2.2 ", "## 2.1 ");
    assert_ne!(less, text);
    std::fs::write(&answers, less).expect("can be written");
    let (passes, said) = project.commit("A key less");
    assert!(!passes, "{said}");
    assert!(said.contains("bullet 2.2") && !said.contains("bullet 2.1"), "{said}");
    assert_eq!(project.git(&["rev-list", "--count", "HEAD"]).trim(), "1");

    std::fs::write(&answers, text.replacen(" ", "  ", 1)).expect("can be written");
    let (passes, said) = project.commit("Answered again");
    assert!(passes, "{said}");
}

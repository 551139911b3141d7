//! The action for GitHub: its steps, run as a runner runs them.

use std::path::Path;
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder of the repository.
fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("readable")) {
        let target = to.join(entry.path().strip_prefix(from).expect("below it"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("can be made");
        } else {
            std::fs::copy(entry.path(), &target).expect("can be copied");
        }
    }
}

/// Writes a copy of the example.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("responses"), &folder.path().join("responses"));
    std::fs::copy(root().join("book.toml"), folder.path().join("book.toml")).expect("copied");
    folder
}

/// Runs a step of the action as a runner does; returns its output and what it printed for later steps.
fn step(name: &str, folder: &Path, variables: &[(&str, &str)]) -> (Output, String) {
    let told = folder.join("github-output");
    std::fs::write(&told, "").expect("can be written");
    let mut command = Command::new(root().join("assets/ci/action.sh"));
    command.env_remove("GITHUB_BASE_REF");
    command.arg(name).current_dir(folder).envs(variables.iter().copied());
    command.env("GITHUB_OUTPUT", &told).env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
    let output = command.output().expect("the step runs");
    (output, std::fs::read_to_string(&told).expect("readable"))
}

#[test]
fn the_action_checks_and_builds_a_project() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    let project = path.join("a project");
    copy(example().path(), &project);
    let binary = env!("CARGO_BIN_EXE_corresp");
    let common = [("CORRESP_PROJECT", "a project"), ("CORRESP_BINARY", binary)];
    let (prepared, outputs) = step("prepare", path, &common);
    assert!(prepared.status.success());
    assert!(outputs.lines().any(|line| line == format!("binary={binary}")), "{outputs}");
    assert!(outputs.lines().any(|line| line == "folder=a project/out"), "{outputs}");

    let with_final = [common[0], common[1], ("CORRESP_FINAL", "true")];
    let (checked, _) = step("check", path, &with_final);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let (built, _) = step("build", path, &common);
    assert!(built.status.success() && project.join("out/letter.pdf").exists());

    // A bullet that loses its answer fails the check with an annotation; the draft is still built.
    let file = project.join("responses/2009-01-14/02-reporting-units.md");
    let text = std::fs::read_to_string(&file).expect("readable");
    let less = text.replace("## 2.1, 2.2 ", "## 2.1 ");
    assert_ne!(less, text);
    std::fs::write(&file, less).expect("can be written");
    std::fs::remove_dir_all(project.join("out")).expect("it is there");
    let (checked, _) = step("check", path, &common);
    let annotations = String::from_utf8_lossy(&checked.stdout);
    assert_eq!(checked.status.code(), Some(1), "{annotations}");
    assert!(annotations.lines().any(|line| line.starts_with("::error ") && line.contains("2.2")));
    let summary = std::fs::read_to_string(path.join("summary.md")).expect("a summary");
    assert!(summary.contains("2.2"), "{summary}");
    let (built, _) = step("build", path, &common);
    assert!(built.status.success() && project.join("out/letter.pdf").exists());
    let (unknown, _) = step("deploy", path, &common);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn the_summary_of_a_pull_request_says_what_it_changes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    copy(example().path(), &path.join("a project"));
    let git = |arguments: &[&str]| {
        let settings = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        let mut command = Command::new("git");
        command.current_dir(path).args(settings).args(["-c", "commit.gpgsign=false"]);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let output = command.args(arguments).output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "The letter, answered"]);
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let file = path.join("a project/responses/2009-01-14/02-reporting-units.md");
    let text = std::fs::read_to_string(&file).expect("readable");
    let less = text.replacen("status = \"final\"", "status = \"draft\"", 1);
    assert_ne!(less, text);
    std::fs::write(&file, less).expect("can be written");

    let binary = env!("CARGO_BIN_EXE_corresp");
    let summary = |base: &str| {
        let _ = std::fs::remove_file(path.join("summary.md"));
        let variables = [
            ("CORRESP_PROJECT", "a project"),
            ("CORRESP_BINARY", binary),
            ("GITHUB_BASE_REF", base),
        ];
        let (checked, _) = step("check", path, &variables);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        std::fs::read_to_string(path.join("summary.md")).expect("a summary")
    };
    let told = summary("main");
    assert!(
        told.contains("### Since origin/main (") && told.contains("- **opened**: 2.1"),
        "{told}"
    );
    // On a push, and where the history was not fetched, there is nothing to compare with.
    for base in ["", "nowhere", "--help"] {
        assert!(!summary(base).contains("### Since"), "{base}");
    }
}

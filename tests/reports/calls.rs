//! Options, exit codes, files and pipes of `check`.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{at, corresp, text};

fn copy(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = at("tests/findings").join(name);
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.expect("readable");
        let target = folder.path().join(entry.path().strip_prefix(&from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
    folder
}

fn exit(folder: &Path, arguments: &[&str]) -> i32 {
    corresp(folder, arguments).status.code().expect("an exit code")
}

#[test]
fn the_level_says_which_findings_fail_the_run() {
    let (error, warning, note) = (
        at("tests/findings/unanswered-bullet"),
        at("tests/findings/unused-fact"),
        at("tests/findings/furniture"),
    );
    assert_eq!(exit(&error, &["check"]), 1);
    assert_eq!(exit(&warning, &["check"]), 0);
    assert_eq!(exit(&warning, &["check", "--level", "error"]), 0);
    assert_eq!(exit(&warning, &["check", "--level", "warning"]), 1);
    let said = text(&corresp(&warning, &["check", "--level", "warning"]).stderr);
    assert!(said.contains("No error, but `--level warning` fails the run."), "{said}");
    assert_eq!(exit(&note, &["check", "--level", "warning"]), 0);
    assert_eq!(exit(&note, &["check", "--level", "note"]), 1);
    let sound = copy("unanswered-bullet");
    let response = sound.path().join("responses/2020-03-02/01-stores.md");
    let text = fs::read_to_string(&response).expect("a response") + "\n## 1.2\n\nNone.\n";
    fs::write(response, text).expect("it is written");
    assert_eq!(exit(sound.path(), &["check", "--level", "note"]), 0);
    assert_eq!(exit(&error, &["check", "--level", "off"]), 2);
}

#[test]
fn exit_zero_hides_findings_from_the_exit_code_and_no_error() {
    let folder = at("tests/findings/unanswered-bullet");
    for format in ["human", "json", "sarif", "junit", "github", "gitlab", "markdown"] {
        assert_eq!(exit(&folder, &["check", "--format", format]), 1, "{format}");
        assert_eq!(exit(&folder, &["check", "--format", format, "--exit-zero"]), 0, "{format}");
    }
    let empty = tempfile::tempdir().expect("a folder");
    assert_eq!(exit(empty.path(), &["check", "--exit-zero"]), 2);
    assert_eq!(exit(&folder, &["check", "--exit-zero", "--report", "sarif"]), 2);
}

#[test]
fn reports_go_to_files_and_the_rest_to_standard_output() {
    let folder = copy("unanswered-bullet");
    let arguments = [
        "check",
        "--report",
        "sarif=made/a.sarif",
        "--report",
        "junit=b.xml",
        "--report",
        "human=c.txt",
    ];
    let output = corresp(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.starts_with("Wrote made/a.sarif\nWrote b.xml\nWrote c.txt\n"), "{said}");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("it was written");
    // Written for 80 columns and without colour, it is what the terminal shows.
    assert_eq!(read("c.txt"), text(&output.stdout));
    assert!(read("made/a.sarif").starts_with('{') && read("b.xml").starts_with("<?xml"));

    let output = corresp(folder.path(), &["check", "--format", "json", "--output", "made/a.sarif"]);
    assert_eq!(text(&output.stdout), "");
    assert!(read("made/a.sarif").contains("\"schema\": 1"), "the file is replaced whole");
    let left = fs::read_dir(folder.path().join("made")).expect("a folder").count();
    assert_eq!(left, 1, "nothing is left beside it");
}

#[test]
fn no_report_is_written_over_a_file_of_the_project_or_over_another() {
    let folder = copy("unanswered-bullet");
    let answer = "responses/2020-03-02/01-stores.md";
    let before = fs::read(folder.path().join(answer)).expect("a response");
    fs::create_dir(folder.path().join("out")).expect("a folder");
    for name in [".gitignore", "out/letter.pdf", "out/manifest.json"] {
        fs::write(folder.path().join(name), "").expect("a file");
    }
    for arguments in [
        ["check", "--output", answer, "--format", "sarif"].as_slice(),
        &["check", "--report", "json=./responses/../responses/2020-03-02/01-stores.md"],
        &["check", "--output", "book.toml"],
        &["check", "--output", "responses/2020-03-02/new.md"],
        &["check", "--report", "json=responses/2019-01-02/source.txt"],
        &["check", "--report", "json=.gitignore"],
        &["check", "--report", "json=.git/HEAD"],
        &["check", "--report", "json=out/letter.pdf"],
        &["check", "--report", "json=out/manifest.json"],
        &["check", "--report", "json=x", "--report", "sarif=x"],
        &["check", "--report", "json=x", "--output", "./x"],
    ] {
        let output = corresp(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
        assert!(
            text(&output.stderr).contains("give each report a file of its own"),
            "{arguments:?}"
        );
        assert!(!folder.path().join("x").exists(), "{arguments:?}");
    }
    assert_eq!(fs::read(folder.path().join(answer)).expect("a response"), before);
}

/// What is no file stays what it is, and a file keeps its rights.
#[cfg(unix)]
#[test]
fn a_report_goes_into_a_pipe_and_through_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = copy("unanswered-bullet");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("real.json"), "old").expect("a file");
    fs::set_permissions(at("real.json"), fs::Permissions::from_mode(0o600)).expect("rights");
    symlink("real.json", at("link.json")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(at("pipe")).status().expect("mkfifo runs");
    assert!(made.success());
    let pipe = at("pipe");
    let reader = std::thread::spawn(move || fs::read_to_string(pipe).expect("it is read"));
    corresp(folder.path(), &["check", "--report", "json=link.json", "--report", "junit=pipe"]);
    assert!(reader.join().expect("no panic").starts_with("<?xml"));
    assert!(fs::symlink_metadata(at("link.json")).expect("it is there").is_symlink());
    assert!(fs::read_to_string(at("real.json")).expect("it is there").starts_with('{'));

    let rights = |name: &str| fs::metadata(at(name)).expect("it is there").permissions().mode();
    corresp(folder.path(), &["check", "--report", "json=real.json"]);
    assert_eq!(rights("real.json") & 0o777, 0o600);
    let answer = "responses/2020-03-02/01-stores.md";
    fs::set_permissions(at(answer), fs::Permissions::from_mode(0o640)).expect("rights");
    assert_eq!(corresp(folder.path(), &["check", "--fix"]).status.code(), Some(1));
    assert_eq!(rights(answer) & 0o777, 0o640);
    let command =
        format!("umask 027; {} -C . check --report json=new.json", env!("CARGO_BIN_EXE_corresp"));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &command]).current_dir(folder.path()).output().expect("sh runs");
    assert_eq!(rights("new.json") & 0o777, 0o640);
}

#[test]
fn a_wrong_report_is_a_wrong_call() {
    let folder = at("tests/findings/unanswered-bullet");
    for (report, said) in [
        ("sarif", "write FORMAT=FILE"),
        ("pdf=a.pdf", "`pdf` is no format"),
        ("json=", "name a file"),
    ] {
        let output = corresp(&folder, &["check", "--report", report]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    let output = corresp(&folder, &["check", "--output", "book.toml/x.json", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("book.toml/x.json cannot be written"));
}

/// `corresp check | head -1`: a reader that goes away changes neither the exit code nor what is printed.
#[test]
fn a_pipe_that_is_closed_is_no_error() {
    let folder = copy("unanswered-bullet");
    let round = folder.path().join("responses/2020-03-02");
    let mut response = fs::read_to_string(round.join("01-stores.md")).expect("a response");
    // More than a pipe holds.
    for note in 0..3000 {
        response.push_str(&format!("\nSee [^n{note}].\n"));
    }
    fs::write(round.join("01-stores.md"), response).expect("it is written");
    for format in ["human", "json", "sarif", "junit", "github", "gitlab", "markdown"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_corresp"))
            .args(["-C".as_ref(), folder.path().as_os_str()])
            .args(["check", "--all", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut first = [0; 1];
        let mut stdout = child.stdout.take().expect("a pipe");
        stdout.read_exact(&mut first).expect("something is printed");
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(!text(&output.stderr).contains("error"), "{format}: {}", text(&output.stderr));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_printed_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .args(["-C".as_ref(), at("").as_os_str()])
        .arg("check")
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("standard output cannot be written"));
}

#[test]
fn colour_is_for_people_alone() {
    let folder = at("tests/findings/unanswered-bullet");
    let run = |arguments: &[&str], no_color: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        command
            .args(["-C".as_ref(), folder.as_os_str()])
            .args(arguments)
            .env_remove("CLICOLOR_FORCE");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        text(&command.output().expect("the binary runs").stdout)
    };
    assert!(run(&["--color", "always", "check"], false).contains("\u{1b}["));
    assert!(!run(&["check"], false).contains('\u{1b}'), "a pipe has no colour");
    assert!(!run(&["check"], true).contains('\u{1b}'));
    assert!(!run(&["--color", "never", "check"], false).contains('\u{1b}'));
    for format in ["json", "sarif", "junit", "github", "gitlab", "markdown"] {
        let plain = run(&["check", "--format", format], true);
        assert_eq!(
            run(&["--color", "always", "check", "--format", format], false),
            plain,
            "{format}"
        );
    }
    let mut unforced = Command::new(env!("CARGO_BIN_EXE_corresp"));
    unforced.args(["-C".as_ref(), folder.as_os_str()]).arg("check").env("CLICOLOR_FORCE", "0");
    let unforced = text(&unforced.output().expect("the binary runs").stdout);
    assert!(!unforced.contains('\u{1b}'), "0 forces nothing");
    let plain = run(&["check"], true);
    let coloured = run(&["--color", "always", "check"], false);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn the_summary_of_a_job_is_added_where_github_wants_it() {
    let folder = at("tests/findings/unanswered-bullet");
    let work = tempfile::tempdir().expect("a folder");
    let file = work.path().join("summary.md");
    fs::write(&file, "what another command said\n").expect("it is written");
    let run = |arguments: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_corresp"))
            .args(["-C".as_ref(), folder.as_os_str()])
            .args(arguments)
            .env("GITHUB_STEP_SUMMARY", &file)
            .output()
            .expect("the binary runs")
            .status;
        assert_eq!(status.code(), Some(1));
        fs::read_to_string(&file).expect("it is there")
    };
    assert_eq!(run(&["check", "--format", "json"]), "what another command said\n");
    let summary = run(&["check", "--format", "github"]);
    assert!(
        summary.starts_with("what another command said\n## Staff letter of March 2, 2020"),
        "{summary}"
    );
    assert!(summary.contains("| **1** | 2 | 1 |  |  |  | 1 | 1.2 open |"), "{summary}");
    let report = format!("github={}", work.path().join("x").display());
    assert_eq!(run(&["check", "--report", &report]).matches("## Staff letter").count(), 2);
}

/// A project below the top of its repository is shown by paths from that top.
#[test]
fn paths_are_those_of_the_repository() {
    let work = tempfile::tempdir().expect("a folder");
    let project = work.path().join("letters/acme");
    fs::create_dir_all(work.path().join(".git")).expect("a folder");
    fs::create_dir_all(&project).expect("a folder");
    let from = copy("unanswered-bullet");
    for name in ["book.toml", "responses"] {
        fs::rename(from.path().join(name), project.join(name)).expect("it moves");
    }
    let shown = |format: &str| text(&corresp(&project, &["check", "--format", format]).stdout);
    let path = "letters/acme/responses/2020-03-02/letter.md";
    assert!(shown("github").contains(&format!("file={path},")));
    assert!(shown("gitlab").contains(&format!("\"path\": \"{path}\"")));
    assert!(shown("sarif").contains(&format!("\"uri\": \"{path}\"")));
    assert!(shown("junit").contains(&format!("file=\"{path}\"")));
    assert!(shown("json").contains("\"file\": \"responses/2020-03-02/letter.md\""));
}

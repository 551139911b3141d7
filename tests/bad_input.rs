//! No input makes the tool panic, hang or write outside the project: each gets a finding or an error that
//! says where and what to do, and the last good outputs stay as they were.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ROUND: &str = "responses/2020-03-02";

fn corresp(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
    command.current_dir(folder).args(arguments).output().expect("the binary runs")
}

/// A small project that is complete and built.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(corresp(folder.path(), &["init"]).status.success());
    assert!(corresp(folder.path(), &["build"]).status.success());
    folder
}

/// Runs a command; returns its exit code and all that it said. A panic is 101 and never right.
fn said(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = corresp(folder, arguments);
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).expect("it says UTF-8");
    assert!(!text.contains("panicked"), "{text}");
    (output.status.code().expect("it ends by itself"), text)
}

fn response(text: &str) -> (i32, String) {
    let folder = project();
    fs::write(folder.path().join(ROUND).join("09-more.md"), text).expect("written");
    said(folder.path(), &["check", "--quiet"])
}

#[test]
fn deep_nesting_is_a_finding() {
    let lists: String = (0..2_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let items = "- ".repeat(10_000);
    for body in [lists, format!("{}a\n", ">".repeat(10_000)), format!("{items}a\n")] {
        let (exit, text) = response(&format!("+++\ncomment = \"1\"\n+++\n\n## 1.5\n\n{body}"));
        assert_eq!(exit, 1);
        assert!(text.contains("too-deep"), "{}", &text[..text.len().min(500)]);
    }
}

#[test]
fn keys_that_are_none_are_findings_where_they_stand() {
    for (key, code) in [
        ("2.0", "unknown-key"),
        ("2.", "malformed-key"),
        ("2.99", "unknown-key"),
        ("2.2–2.1", "malformed-key"),
        ("٣", "malformed-key"),
        ("7.1", "unknown-comment"),
        ("2.1/2.2", "malformed-key"),
        ("2007", "unknown-comment"),
        ("99999999999999999999", "malformed-key"),
    ] {
        let (exit, text) =
            response(&format!("+++\nstatus = \"final\"\n+++\n\n## {key}\n\nText.\n"));
        assert_eq!(exit, 1, "{key}");
        assert!(text.contains(&format!("09-more.md:5:4: error[{code}]")), "{key}: {text}");
    }
}

#[test]
fn toml_cut_off_anywhere_is_a_finding_or_still_whole() {
    let folder = project();
    for name in ["book.toml", "responses/2020-03-02/02-bill-and-hold.md"] {
        let path = folder.path().join(name);
        let whole = fs::read(&path).expect("it is there");
        for end in (0..whole.len()).step_by(23) {
            fs::write(&path, &whole[..end]).expect("written");
            let (exit, text) = said(folder.path(), &["check", "--quiet"]);
            assert!(matches!(exit, 0..=2), "{name} cut at {end}: {text}");
        }
        fs::write(&path, &whole).expect("written");
    }
    assert_eq!(said(folder.path(), &["check"]).0, 0);
}

#[test]
fn bytes_that_are_no_text_are_findings() {
    let folder = project();
    let path = folder.path().join(ROUND).join("01-recall.md");
    let text = fs::read_to_string(&path).expect("it is there");
    // A byte-order mark and the line ends of other systems are no fault.
    fs::write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).expect("written");
    assert_eq!(said(folder.path(), &["check"]).0, 0);
    fs::write(&path, [text.as_bytes(), b"\xff\xfe"].concat()).expect("written");
    let (exit, text) = said(folder.path(), &["check", "--quiet"]);
    assert_eq!(exit, 1);
    assert!(text.contains("error[not-utf8]"), "{text}");
}

#[test]
fn files_that_are_missing_or_folders_are_errors_that_say_what_to_do() {
    let folder = project();
    let letter = folder.path().join(ROUND).join("letter.md");
    fs::remove_file(&letter).expect("removed");
    let (exit, text) = said(folder.path(), &["check"]);
    assert_eq!(exit, 2);
    assert!(text.contains("it is not there") && text.contains("corresp import"), "{text}");
    fs::create_dir(&letter).expect("made");
    let (exit, text) = said(folder.path(), &["check"]);
    assert_eq!(exit, 2);
    assert!(text.contains("it is a folder"), "{text}");
    let empty = tempfile::tempdir().expect("a folder");
    let (exit, text) = said(empty.path(), &["check"]);
    assert_eq!(exit, 2);
    assert!(text.contains("there is no book.toml"), "{text}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let folder = project();
    let round = folder.path().join(ROUND);
    std::os::unix::fs::symlink(".", round.join("loop")).expect("linked");
    std::os::unix::fs::symlink("../..", round.join("up")).expect("linked");
    std::os::unix::fs::symlink("01-recall.md", round.join("copy.md")).expect("linked");
    assert_eq!(said(folder.path(), &["check"]).0, 0);
}

#[test]
fn a_build_that_cannot_be_written_leaves_the_last_one() {
    let folder = project();
    let out = folder.path().join("out");
    let before = fs::read(out.join("letter.pdf")).expect("a letter");
    fs::remove_file(out.join("letter.html")).expect("removed");
    fs::create_dir(out.join("letter.html")).expect("made");
    let book = folder.path().join("book.toml");
    let changed =
        fs::read_to_string(&book).expect("it is there").replace("Pat Q. Sample", "Robin Example");
    fs::write(&book, changed).expect("written");
    let (exit, text) = said(folder.path(), &["build"]);
    assert_eq!(exit, 2);
    assert!(text.contains("out/letter.html cannot be written"), "{text}");
    assert_eq!(fs::read(out.join("letter.pdf")).expect("a letter"), before);
}

#[test]
fn a_template_that_recurses_or_fails_is_a_finding() {
    let folder = project();
    fs::create_dir(folder.path().join("templates")).expect("made");
    for (name, text) in [
        ("letter.md", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
        ("letter.md", "{{ nothing }}"),
        ("letter.md", "{% include \"letter.md\" %}"),
        (
            "page.html",
            "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        ),
    ] {
        let path = folder.path().join("templates").join(name);
        fs::write(&path, text).expect("written");
        let (exit, said) = said(folder.path(), &["build"]);
        assert_eq!(exit, 1, "{text}");
        assert!(said.contains("template-error"), "{said}");
        fs::remove_file(path).expect("removed");
    }
}

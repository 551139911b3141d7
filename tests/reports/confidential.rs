//! What is marked confidential stands in no report.

use std::fs;

use crate::marked::{ROUND, write};
use crate::{at, corresp, text};

/// The phrase that is marked; no report may hold it, nor a piece of it.
const SECRET: &str = "a premium of 31.57% for Wintergreen";

fn project(response: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = at("tests/findings/unanswered-bullet");
    let read = |path: &str| fs::read_to_string(from.join(path)).expect("a file of the repository");
    let letter = read(&format!("{ROUND}/letter.md"));
    write(folder.path(), &read("book.toml"), &[("letter.md", &letter), ("01-stores.md", response)]);
    folder
}

fn assert_hidden(response: &str, code: &str) {
    let folder = project(response);
    for arguments in [
        ["check"].as_slice(),
        &["check", "--quiet"],
        &["--color", "always", "check"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "junit"],
        &["check", "--format", "github"],
        &["check", "--format", "gitlab"],
        &["check", "--format", "markdown"],
        &["build"],
    ] {
        let output = corresp(folder.path(), arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(said.contains(code), "{arguments:?} lacks {code}:\n{said}");
        for piece in ["Wintergreen", "31.57", "premium"] {
            assert!(!said.contains(piece), "{arguments:?} shows {piece}:\n{said}");
        }
    }
    let shown = text(&corresp(folder.path(), &["check"]).stdout);
    assert!(shown.contains("[***]"), "{shown}");
}

fn with(body: &str) -> String {
    format!(
        "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\n{body}\n\n## 1.2\n\nNone.\n"
    )
}

#[test]
fn a_source_line_shows_the_sign_in_place_of_what_is_marked() {
    let body = format!("It paid [*** {SECRET} ***], and <b>no more</b>.");
    assert_hidden(&with(&body), "raw-html");
    let shown = text(&corresp(project(&with(&body)).path(), &["check"]).stdout);
    // The column is that of the file: what is shown is shorter.
    assert!(shown.contains("01-stores.md:8:60"), "{shown}");
    assert!(shown.contains("8 | It paid [***], and <b>no more</b>."), "{shown}");
    let under =
        shown.lines().skip_while(|line| !line.contains("8 | It paid")).nth(1).expect("a line");
    assert_eq!(under.find('^'), Some("8 | It paid [***], and ".len()), "{shown}");
}

#[test]
fn a_finding_within_a_region_quotes_nothing_of_it() {
    assert_hidden(
        &with(&format!("It paid [*** {SECRET} {{{{ facts.Wintergreen }}}} ***].")),
        "unknown-fact",
    );
    assert_hidden(&with("It paid [*** a premium, TODO 31.57 Wintergreen ***]."), "placeholder");
    assert_hidden(
        &with("It paid [*** ![a premium](Wintergreen-31.57.png) ***]."),
        "image-not-found",
    );
    assert_hidden(
        &with("See [*** [a premium](http://Wintergreen-31.57) ***]."),
        "unknown-reference",
    );
}

#[test]
fn a_mark_without_its_partner_hides_what_follows() {
    assert_hidden(&with(&format!("It paid [*** {SECRET} and more.")), "malformed-mark");
    assert_hidden(&with(&format!("It paid {SECRET} ***] and more.")), "malformed-mark");
    assert_hidden(&with(&format!("[*** It paid [*** {SECRET} ***] and more.")), "malformed-mark");
}

/// What a finding says of marked text is no more than its place: no sum of it, no address in it, and nothing of a
/// note to which it alone refers.
#[test]
fn nothing_of_a_region_is_worked_out_or_quoted() {
    assert_hidden(
        &with(&format!("[***\n[{SECRET}](#Wintergreen) and [it](#31.57)\n***]")),
        "unknown-reference",
    );
    let note = format!("It is so [*** there[^n] ***].\n\n[^n]: Of {SECRET}, **as said");
    assert_hidden(&with(&note), "stray-markup");
    let table = "| *In millions* | 2019 |\n|---|---:|\n| A | 8,734 |\n| B | 4 |\n| Total | 5,000 |";
    let folder = project(&with(&format!("[***\n{table}\n***]")));
    for format in ["human", "json", "sarif", "junit", "github", "gitlab", "markdown"] {
        let output = corresp(folder.path(), &["check", "--format", format]);
        let said = text(&output.stdout);
        assert!(said.contains("table-does-not-foot"), "{format}: {said}");
        for figure in ["8,738", "8738", "8,734", "5,000", "3,738"] {
            assert!(!said.contains(figure), "{format} says {figure}: {said}");
        }
    }
}

//! A newcomer's first hour, on three letters of invented companies: from the staff's letter to a project in
//! which every unit is open and a draft of the letter can be read; and what is asked for in vain.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::tools;

/// How a command went.
struct Said {
    exit: Option<i32>,
    out: String,
    err: String,
}

fn corresp(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .current_dir(folder)
        .env("COLUMNS", "80")
        .args(arguments)
        .output()
        .expect("the tool runs");
    Said {
        exit: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn letter(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/first_hour").join(name);
    path.display().to_string()
}

/// Returns the paths of all files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    let entries = entries.into_iter().map(|entry| entry.expect("readable"));
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn is_narrow(text: &str) -> bool {
    text.is_ascii() && text.lines().all(|line| line.len() <= 80)
}

#[test]
fn each_letter_becomes_a_project_whose_every_unit_is_open() {
    let cases = [
        ("harbor.txt", None, "Harbor & Pine Foods, Inc.", 9, "2021-06-29"),
        ("quarry.txt", None, "Quarry Lane Bancorp", 7, "2019-09-17"),
        ("heron.txt", Some("2025-02-03"), "Blue Heron Robotics Ltd.", 5, ""),
    ];
    for (name, round, company, units, due) in cases {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (letter, mut arguments) = (letter(name), vec!["init", "matter", "--letter"]);
        arguments.push(&letter);
        arguments.extend(round.iter().flat_map(|round| ["--round", round]));
        let init = corresp(folder.path(), &arguments);
        assert_eq!(init.exit, Some(0), "{name}: {}", init.err);
        assert!(init.err.contains("Next:\n  cd matter\n"), "{name}: {}", init.err);
        let project = folder.path().join("matter");

        let status = corresp(&project, &["status", "--as-of", "2019-09-04"]);
        assert!(is_narrow(&status.out) && is_narrow(&status.err), "{name}: {}", status.out);
        assert!(status.out.contains("[..........]"), "{}", status.out);
        assert!(status.err.starts_with("Next: answer 1"), "{name}: {}", status.err);
        let json = corresp(&project, &["status", "--as-of", "2019-09-04", "--format", "json"]);
        let board: Value = serde_json::from_str(&json.out).expect("JSON");
        assert!(json.err.is_empty(), "{}", json.err);
        assert_eq!(board["company"], company, "{name}");
        assert_eq!(
            (&board["totals"]["units"], &board["totals"]["open"]),
            (&units.into(), &units.into())
        );
        assert_eq!(board["due"].as_str().unwrap_or_default(), due, "{name}");

        // What is wrong is that nothing is answered, and nothing else.
        let check = corresp(&project, &["check", "--format", "json"]);
        assert_eq!(check.exit, Some(1));
        let report: Value = serde_json::from_str(&check.out).expect("JSON");
        let findings = report["findings"].as_array().expect("a list");
        let errors = findings.iter().filter(|finding| finding["level"] == "error");
        let codes: Vec<&str> = errors.filter_map(|finding| finding["code"].as_str()).collect();
        assert_eq!(codes, vec!["empty-response"; units], "{name}");

        let build = corresp(&project, &["build", "--draft"]);
        assert!(build.err.contains("Each page is marked DRAFT."), "{name}: {}", build.err);
        let letter = project.join("out/letter.pdf").display().to_string();
        let text = tools::run("pdftotext", "poppler-utils", &[&letter, "-"]);
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        assert!(pages.iter().all(|page| page.contains("DRAFT")), "{name}:\n{text}");
        assert!(!text.contains("Acme") && !text.contains("Illustration"), "{name}:\n{text}");
    }
}

#[test]
fn a_letter_that_cannot_be_used_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let empty = folder.path().join("empty.txt");
    std::fs::write(&empty, "\n \n").expect("can be written");
    let undated = letter("heron.txt");
    let cases = [
        (undated.as_str(), Some(2), "--round 2009-01-14"),
        ("empty.txt", Some(1), "Nothing was written."),
        ("nowhere.txt", Some(2), "cannot be read"),
        (".", Some(2), "it is a folder"),
    ];
    for (letter, exit, words) in cases {
        let said = corresp(folder.path(), &["init", "matter", "--letter", letter]);
        assert_eq!(said.exit, exit, "{letter}: {}", said.err);
        assert!(said.err.contains(words), "{letter}: {}", said.err);
        assert_eq!(files(folder.path()), std::slice::from_ref(&empty), "{letter}");
    }
}

#[test]
fn a_file_that_is_no_text_is_no_letter() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    assert_eq!(corresp(path, &["init", "there"]).exit, Some(0));
    let before = files(path).len();
    let cases = [
        ("letter.docx", &b"PK\x03\x04 word/document.xml"[..], "a Word file"),
        ("letter.rtf", b"{\\rtf1 1. Tell us why.}", "an RTF file"),
        ("letter.txt", b"\x89PNG\r\n\x1a\n 1. Tell us why.", "a picture"),
        ("letter.pdf", b"\x7fELF\x02\x01\x01\0", "no text"),
    ];
    for (name, bytes, words) in cases {
        std::fs::write(path.join(name), bytes).expect("can be written");
        let round = ["--round", "2020-03-02"];
        let other = format!("../{name}");
        for arguments in [
            [&["init", "new", "--letter", name][..], &round].concat(),
            [&["-C", "there", "import", &other][..], &round].concat(),
            vec!["-C", "there", "import", &other, "--format", "json"],
        ] {
            let said = corresp(path, &arguments);
            assert_eq!(said.exit, Some(2), "{name}: {}", said.err);
            assert!(
                said.err.contains(&format!("{name} is {words}; nothing was written")),
                "{}",
                said.err
            );
            assert!(said.out.is_empty(), "{}", said.out);
        }
        std::fs::remove_file(path.join(name)).expect("it is there");
        assert_eq!(files(path).len(), before, "{name}");
    }
}

#[test]
fn the_way_into_a_new_project_can_be_typed_as_it_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    std::fs::create_dir(path.join("w d")).expect("can be made");
    let harbor = letter("harbor.txt");
    for (arguments, folder) in [
        (vec!["init", "a b/it's"], "a b/it's"),
        (vec!["-C", "w d", "init", "proj"], "w d/proj"),
        (vec!["-C", "w d", "init", "./more", "--letter", &harbor], "w d/more"),
        (vec!["init", "--", "-x"], "-x"),
    ] {
        let said = corresp(path, &arguments);
        assert_eq!(said.exit, Some(0), "{}", said.err);
        assert!(is_narrow(&said.err), "{}", said.err);
        let enter = said.err.lines().find(|line| line.starts_with("  cd ")).expect("it is told");
        let script = format!("{enter} && test -f book.toml && test \"$PWD\" -ef \"$1\"");
        let mut shell = Command::new("bash");
        shell.current_dir(path).args(["-c", &script, "-"]).arg(path.join(folder));
        assert!(shell.status().expect("it runs").success(), "{enter}");
    }
}

#[test]
fn a_round_of_another_date_than_its_letters_is_told_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let harbor = letter("harbor.txt");
    let init = |name: &str, round: &str| {
        let said = corresp(folder.path(), &["init", name, "--letter", &harbor, "--round", round]);
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (exit, said) = init("other", "2021-06-15");
    let words = "the letter is dated 2021-06-14, and `--round` names 2021-06-15";
    assert_eq!(exit, Some(1), "{said}");
    assert!(said.contains("error[header-mismatch]") && said.contains(words), "{said}");
    let (exit, said) = init("same", "2021-06-14");
    assert!(exit == Some(0) && !said.contains("header-mismatch"), "{said}");
}

#[test]
fn what_is_advised_was_not_typed_just_now() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    let (harbor, heron) = (letter("harbor.txt"), letter("heron.txt"));
    assert_eq!(corresp(path, &["init", "--letter", &harbor]).exit, Some(0));
    let taken = corresp(path, &["import", &heron, "--round", "2021-06-14"]);
    assert_eq!(taken.exit, Some(2), "{}", taken.err);
    assert!(
        taken.err.contains("is another letter") && !taken.err.contains("--round"),
        "{}",
        taken.err
    );
    // A book.toml with its own company: nothing but the round is set.
    let other = path.join("other");
    assert_eq!(corresp(path, &["init", "other"]).exit, Some(0));
    let book = std::fs::read_to_string(other.join("book.toml")).expect("readable");
    let own = book.replace("Acme Corp.", "Own Corp.").replace("001-00001", "001-99998");
    std::fs::write(other.join("book.toml"), own).expect("can be written");
    let said = corresp(&other, &["import", &heron, "--round", "2025-02-03"]);
    assert!(said.err.contains("  round set;"), "{}", said.err);
}

#[test]
fn an_imported_letter_takes_the_place_of_the_sample() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    let harbor = letter("harbor.txt");
    assert_eq!(corresp(path, &["init"]).exit, Some(0));
    assert_eq!(corresp(path, &["import", &harbor]).exit, Some(0));
    assert!(!path.join("responses/2020-03-02").exists());
    let book = std::fs::read_to_string(path.join("book.toml")).expect("readable");
    for value in ["\"Harbor & Pine Foods, Inc.\"", "\"001-38888\"", "round = \"2021-06-14\""] {
        assert!(book.contains(value), "{book}");
    }
    // Nothing that the sample said of itself is said of the company.
    for sample in ["Acme", "illustration", "Sample", "555", "recall"] {
        assert!(!book.contains(sample), "{sample} in {book}");
    }
}

#[test]
fn what_somebody_wrote_stays_when_a_letter_is_imported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    let harbor = letter("harbor.txt");
    assert_eq!(corresp(path, &["init"]).exit, Some(0));
    let file = path.join("book.toml");
    let book = std::fs::read_to_string(&file).expect("readable");
    let book = book
        .replace("short_name = \"Acme\"", "short_name = \"Harbor\"")
        .replace("\"001-00001\"", "\"001-99999\"    # as on the cover");
    std::fs::write(&file, &book).expect("can be written");
    let answer = path.join("responses/2020-03-02/01-recall.md");
    let text = std::fs::read_to_string(&answer).expect("readable") + "\nAnd more.\n";
    std::fs::write(&answer, &text).expect("can be written");

    assert_eq!(corresp(path, &["import", &harbor]).exit, Some(0));
    let new = std::fs::read_to_string(&file).expect("readable");
    let wanted = book
        .replace("company = \"Acme Corp.\"", "company = \"Harbor & Pine Foods, Inc.\"")
        .replace("round = \"2020-03-02\"", "round = \"2021-06-14\"");
    assert_eq!(new, wanted);
    assert_eq!(std::fs::read_to_string(&answer).expect("readable"), text);
}

#[test]
fn a_folder_with_files_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let note = folder.path().join("note.txt");
    std::fs::write(&note, "mine").expect("can be written");
    let said = corresp(folder.path(), &["init"]);
    assert_eq!(said.exit, Some(2));
    assert!(said.err.contains("is not empty") && said.err.contains("corresp init NAME"));
    assert_eq!(files(folder.path()), [note]);
}

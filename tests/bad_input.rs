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
fn a_text_as_filed_under_a_wrong_name_is_told_once_with_the_right_one() {
    let folder = project();
    let disclosures = folder.path().join(ROUND).join("disclosures");
    fs::create_dir_all(&disclosures).expect("a folder");
    let proposed = "+++\nfiling = \"2020 Form 10-K\"\n+++\n\nWe close stores.\n";
    fs::write(disclosures.join("stores.md"), proposed).expect("a disclosure");
    fs::write(disclosures.join("store.as-filed.md"), "We open stores.\n").expect("a text");
    let (_, text) = said(folder.path(), &["check"]);
    assert!(text.contains("rename it to stores.as-filed.md"), "{text}");
    assert!(!text.contains("disclosure-without-as-filed"), "{text}");
    fs::rename(disclosures.join("store.as-filed.md"), disclosures.join("rents.as-filed.md"))
        .expect("renamed");
    let (_, text) = said(folder.path(), &["check"]);
    assert!(text.contains("add rents.md"), "{text}");
    assert!(text.contains("disclosure-without-as-filed"), "{text}");
}

#[test]
fn keys_that_are_none_are_findings_where_they_stand() {
    for (key, code) in [
        ("2.0", "unknown-key"),
        ("2..", "malformed-key"),
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

/// A project with one letter that was imported, and its answer.
fn imported() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("written");
    write(
        "book.toml",
        "[matter]\ncompany = \"Example Stores, Inc.\"\n[letter]\ndate = 2020-03-16\n",
    );
    let letter = "March 2, 2020\n\nRe: Example Stores, Inc.\n\n1. Please tell us how many stores you operated.\n";
    write("letter.txt", letter);
    let (exit, text) = said(folder.path(), &["import", "letter.txt"]);
    assert!(exit == 0 && !text.contains("earlier round"), "{text}");
    let answer =
        "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.\n\nWe operated 214 stores.\n";
    write("responses/2020-03-02/01-re-example-stores-inc.md", answer);
    let (exit, text) = said(folder.path(), &["check"]);
    assert!(exit == 0 && !text.contains("error"), "{text}");
    folder
}

/// Changes a file of the project and checks it, with the levels lowered.
fn changed(folder: &Path, path: &str, change: impl Fn(&str) -> String) -> (i32, String) {
    let path = folder.join(path);
    let whole = fs::read_to_string(&path).expect("it is there");
    fs::write(&path, change(&whole)).expect("written");
    let book = fs::read_to_string(folder.join("book.toml")).expect("book.toml");
    let off = "[levels]\nno-source = \"off\"\nunread-round = \"off\"\n";
    fs::write(folder.join("book.toml"), format!("{book}{off}")).expect("written");
    let said = said(folder, &["check", "--quiet"]);
    fs::write(folder.join("book.toml"), book).expect("written");
    fs::write(&path, whole).expect("written");
    said
}

#[test]
fn a_proof_is_not_turned_off_by_taking_the_source_out_of_the_front_matter() {
    let folder = imported();
    let letter = "responses/2020-03-02/letter.md";
    let without = |sign: &str| {
        let sign = sign.to_owned();
        move |text: &str| {
            let lines = text.split_inclusive('\n').filter(|line| !line.starts_with(&sign));
            lines.collect::<String>()
        }
    };
    let (exit, text) = changed(folder.path(), letter, without("source = "));
    assert_eq!(exit, 1, "{text}");
    assert!(
        text.contains("error[no-source]") && text.contains("source.txt lies beside it"),
        "{text}"
    );
    let (exit, text) = changed(folder.path(), letter, |text| {
        text[text.rfind("+++\n").expect("front matter") + 4..].to_owned()
    });
    assert_eq!(exit, 1, "{text}");
    assert!(text.contains("error[no-source]"), "{text}");
    let (exit, text) = changed(folder.path(), letter, |text| {
        let start = text.find(", sha256").expect("a hash");
        let end = start + text[start..].find(" }").expect("its end");
        format!("{}{}", &text[..start], &text[end..])
    });
    assert_eq!(exit, 1, "{text}");
    assert!(text.contains("error[no-source]: letter.md states no sha256"), "{text}");
    // A letter by hand has no such file, and a person may say that it was read over.
    fs::remove_file(folder.path().join("responses/2020-03-02/source.txt")).expect("removed");
    let (exit, text) = changed(folder.path(), letter, without("source = "));
    assert_eq!(exit, 0, "{text}");
}

#[test]
fn a_folder_of_a_round_that_is_named_by_no_date_is_told() {
    let folder = imported();
    let newer = folder.path().join("responses/2020-6-1");
    fs::create_dir(&newer).expect("a folder");
    fs::write(newer.join("letter.md"), "+++\ndate = 2020-06-01\n+++\n\n# 1.\n\nPlease say why.\n")
        .expect("written");
    let (exit, text) = changed(folder.path(), "book.toml", str::to_owned);
    assert_eq!(exit, 1, "{text}");
    assert!(text.contains("responses/2020-6-1/letter.md:1:1: error[unread-round]"), "{text}");
    let (_, text) = said(folder.path(), &["check"]);
    assert!(text.contains("name the folder by the date of its letter, `2020-06-01`"), "{text}");
    // Drafts and copies lie in folders that are not read.
    fs::rename(&newer, folder.path().join("responses/_2020-6-1")).expect("renamed");
    assert_eq!(said(folder.path(), &["check"]).0, 0);
}

#[test]
fn a_letter_is_not_dated_before_the_one_that_it_answers() {
    let folder = imported();
    let earlier = |text: &str| text.replace("2020-03-16", "2020-03-01");
    let (exit, text) = changed(folder.path(), "book.toml", earlier);
    assert_eq!(exit, 1, "{text}");
    let says = "the letter is dated March 1, 2020, before the staff's letter that it answers, of March 2, 2020";
    assert!(text.contains("error[header-mismatch]") && text.contains(says), "{text}");
    let same = |text: &str| text.replace("2020-03-16", "2020-03-02");
    assert_eq!(changed(folder.path(), "book.toml", same).0, 0);
    // The second letter of a matter: the date is still that of the first answer.
    let letter =
        "June 1, 2020\n\nRe: Example Stores, Inc.\n\n1. Please tell us why you closed one.\n";
    fs::write(folder.path().join("second-letter.txt"), letter).expect("written");
    let (_, text) = said(folder.path(), &["import", "second-letter.txt"]);
    let hint = "`date` under `[letter]` in book.toml is 2020-03-16, of an earlier round";
    assert!(text.contains(hint), "{text}");
    let (exit, text) = said(folder.path(), &["check"]);
    assert!(exit == 1 && text.contains("error[header-mismatch]"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8_is_said_to_be_none() {
    use std::os::unix::ffi::OsStrExt;
    let folder = imported();
    let name = std::ffi::OsStr::from_bytes(b"02-caf\xe9.md");
    fs::write(folder.path().join(ROUND).join(name), "+++\n+++\n").expect("written");
    let (exit, text) = said(folder.path(), &["check"]);
    assert_eq!(exit, 2, "{text}");
    assert!(text.contains("is not UTF-8") && text.contains("rename it"), "{text}");
}

#[test]
fn a_heading_that_is_printed_with_its_signs_is_told_once() {
    let folder = imported();
    let answer = "responses/2020-03-02/01-re-example-stores-inc.md";
    for line in ["##1 Our view", "\\## 1.", "\u{a0}## 1", "\u{200b}## Our view", "##Our view"] {
        let (_, text) = changed(folder.path(), answer, |text| format!("{text}\n{line}\n\nYes.\n"));
        assert_eq!(text.matches("warning[").count(), 1, "{line}: {text}");
        assert!(text.contains("warning[stray-markup]") && text.contains(":10:"), "{line}: {text}");
    }
    // Without `comment` the unit has no response: that the text has no key says it all.
    let (exit, text) = changed(folder.path(), answer, |text| {
        text.replace("## 1.", "##1 Our view").replace("comment = \"1\"\n", "")
    });
    assert!(exit == 1 && text.contains("text-without-key"), "{text}");
    assert!(!text.contains("stray-markup"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_pipe_or_device_in_the_place_of_a_file_is_not_waited_for() {
    use std::os::unix::fs::symlink;
    let put = |path: &Path, is_pipe: bool| {
        let _ = fs::remove_file(path);
        if is_pipe {
            let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
            assert!(made.success());
        } else {
            symlink("/dev/zero", path).expect("a link");
        }
    };
    for is_pipe in [true, false] {
        for file in
            ["book.toml", "responses/2020-03-02/letter.md", "responses/2020-03-02/source.txt"]
        {
            let folder = project();
            put(&folder.path().join(file), is_pipe);
            for command in ["check", "build"] {
                let (exit, text) = said(folder.path(), &[command]);
                let is_told =
                    text.contains("it is no plain file") || text.contains("missing-source");
                assert!(exit > 0 && is_told, "{file} {command}: {text}");
            }
        }
        let folder = project();
        put(&folder.path().join("letter.txt"), is_pipe);
        for arguments in [
            &["import", "letter.txt"][..],
            &["check-edgar", "letter.txt"],
            &["init", "--letter", "letter.txt", "new"],
        ] {
            let (exit, text) = said(folder.path(), arguments);
            assert!(exit == 2 && text.contains("it is no plain file"), "{arguments:?}: {text}");
        }
        // Nor is one that import comes by.
        let letter = "March 3, 2020\n\n1. Please tell us why.\n";
        fs::write(folder.path().join("staff.txt"), letter).expect("written");
        put(&folder.path().join("book.toml"), is_pipe);
        said(folder.path(), &["import", "staff.txt"]);
        let folder = project();
        put(&folder.path().join(ROUND).join("chart.png"), is_pipe);
        let picture = "+++\ncomment = \"1\"\n+++\n\nSee ![a chart](chart.png).\n";
        fs::write(folder.path().join(ROUND).join("01-recall.md"), picture).expect("written");
        let (exit, text) = said(folder.path(), &["check"]);
        assert!(exit == 1 && text.contains("image-not-found"), "{text}");
    }
}

#[test]
fn a_long_expression_is_a_finding() {
    let folder = project();
    for sign in ["-", "not "] {
        let long = format!("We spent {{{{ {}1 }}}}.\n", sign.repeat(20_000));
        let file = folder.path().join(ROUND).join("09-more.md");
        fs::write(&file, format!("+++\ncomment = \"1\"\n+++\n\n{long}")).expect("written");
        for command in ["check", "build"] {
            let (exit, text) = said(folder.path(), &[command]);
            assert!(exit == 1 && text.contains("malformed-fact"), "{text}");
        }
        fs::remove_file(file).expect("removed");
        let templates = folder.path().join("templates");
        fs::create_dir_all(&templates).expect("a folder");
        fs::write(templates.join("letter.md"), long).expect("written");
        let (exit, text) = said(folder.path(), &["build"]);
        assert!(exit > 0 && text.contains("template-error"), "{text}");
        fs::remove_dir_all(templates).expect("removed");
    }
}

#[test]
fn what_has_no_room_on_a_page_is_a_finding() {
    let folder = project();
    let book = fs::read_to_string(folder.path().join("book.toml")).expect("read");
    let (before, behind) = book.split_once("[letter]\n").expect("a letter");
    let kept = |name: &str| -> String {
        let is_other = |line: &&str| !line.starts_with(&format!("{name} ="));
        behind.lines().filter(is_other).map(|line| format!("{line}\n")).collect()
    };
    for name in ["letterhead", "via", "to", "re", "cc"] {
        for (lines, exit) in
            [("\"A line\",".repeat(3_000), 1), (format!("\"{}\"", "word ".repeat(9_000)), 1)]
        {
            let text = format!("{before}[letter]\n{name} = [{lines}]\n{}", kept(name));
            fs::write(folder.path().join("book.toml"), text).expect("written");
            let (code, text) = said(folder.path(), &["build"]);
            assert_eq!(code, exit, "{text}");
            assert!(text.contains("and a page has room for 40"), "{text}");
        }
        let text =
            format!("{before}[letter]\n{name} = [{}]\n{}", "\"A line\",".repeat(40), kept(name));
        fs::write(folder.path().join("book.toml"), text).expect("written");
        let (_, text) = said(folder.path(), &["build"]);
        assert!(!text.contains("has room for"), "{text}");
    }
}

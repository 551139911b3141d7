//! Never a false green: the example is damaged in every section, and `check` must name the right unit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The round of the example.
const ROUND: &str = "responses/2009-01-14";

/// A section of the example as it stands in its file.
struct Section {
    file: PathBuf,
    /// The keys typed at its head, the first one foremost.
    keys: Vec<String>,
    /// The words behind the keys.
    words: String,
    /// The whole file, cut before the heading, after the body.
    before: String,
    body: String,
    after: String,
}

impl Section {
    /// Returns the file's text with another heading and body.
    fn with(&self, heading: &str, body: &str) -> String {
        format!("{}{heading}\n{body}{}", self.before, self.after)
    }

    fn heading(&self) -> String {
        format!("## {} {}", self.keys.join(", "), self.words)
    }
}

fn copy_of_the_example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("responses"), &folder.path().join("responses"));
    fs::copy(root.join("book.toml"), folder.path().join("book.toml")).expect("book.toml");
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("a name");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Returns the sections of all responses.
fn sections(root: &Path) -> Vec<Section> {
    let mut files: Vec<PathBuf> = fs::read_dir(root.join(ROUND))
        .expect("the round")
        .map(|entry| entry.expect("a name").path())
        .filter(|path| {
            path.extension().is_some_and(|end| end == "md") && !path.ends_with("letter.md")
        })
        .collect();
    files.sort();
    files.iter().flat_map(|file| sections_of(file)).collect()
}

fn sections_of(file: &Path) -> Vec<Section> {
    let text = fs::read_to_string(file).expect("a response");
    let starts: Vec<usize> = text.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    let mut found = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let (heading, body) = text[start..end].split_once('\n').expect("a heading ends");
        let typed = heading.strip_prefix("## ").expect("it begins a section");
        let is_key =
            |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
        let keys: Vec<String> = typed
            .split(' ')
            .take_while(is_key)
            .map(|key| key.trim_end_matches(',').to_owned())
            .collect();
        let words = typed.split(' ').skip(keys.len()).collect::<Vec<_>>().join(" ");
        found.push(Section {
            file: file.to_owned(),
            keys,
            words,
            before: text[..start].to_owned(),
            body: body.to_owned(),
            after: text[end..].to_owned(),
        });
    }
    found
}

fn check(root: &Path) -> (i32, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(root)
        .args(["check", "--format", "json"])
        .output()
        .expect("the binary runs");
    let report = serde_json::from_slice(&output.stdout).expect("a report");
    (output.status.code().unwrap_or(-1), report)
}

fn staff_words(report: &Value, key: &str) -> String {
    let units = report["units"].as_array().expect("units");
    let unit = units.iter().find(|unit| unit["key"] == key).expect("the unit is in the letter");
    unit["text"].as_str().expect("its words").to_owned()
}

/// Damages one file, checks, and mends it again; returns what is wrong with the verdict.
fn damaged(
    root: &Path,
    file: &Path,
    text: &str,
    keys: &[String],
    errors: Option<usize>,
) -> Option<String> {
    let good = fs::read(file).expect("the response");
    fs::write(file, text).expect("written");
    let (exit, report) = check(root);
    fs::write(file, good).expect("mended");
    let findings = report["findings"].as_array().expect("findings");
    let found: Vec<&Value> =
        findings.iter().filter(|finding| finding["level"] == "error").collect();
    let first = findings.first().and_then(|finding| finding["key"].as_str()).unwrap_or_default();
    let count_is_right = errors.is_none_or(|errors| found.len() == errors);
    if exit == 1 && keys.iter().any(|key| key == first) && count_is_right {
        return None;
    }
    let shown: Vec<String> =
        findings.iter().map(|finding| format!("{} {}", finding["code"], finding["key"])).collect();
    Some(format!("exit {exit}, wanted {keys:?} first: {}", shown.join("; ")))
}

/// Returns ways to misspell a key.
fn misspelt(key: &str) -> Vec<String> {
    let (comment, part) = key.split_once('.').expect("a bullet's key");
    vec![
        format!("{comment}.{part}7"),
        format!("{comment}{part}7"),
        format!("{comment}.x{part}"),
        format!("{comment}{comment}.{part}"),
        format!("{comment}.0"),
        format!("{comment}({part})"),
    ]
}

#[test]
fn the_undamaged_example_has_no_error_and_no_warning() {
    let folder = copy_of_the_example();
    let (exit, report) = check(folder.path());
    assert_eq!(exit, 0);
    let findings = report["findings"].as_array().expect("findings");
    assert!(findings.iter().all(|finding| finding["level"] == "note"), "{findings:?}");
    let keys: usize = sections(folder.path()).iter().map(|section| section.keys.len()).sum();
    assert_eq!(keys, 18, "a section for each bullet; comment 1 is answered before the first key");
}

#[test]
fn whatever_is_done_to_a_section_is_found_and_names_its_unit() {
    let folder = copy_of_the_example();
    let (_, report) = check(folder.path());
    let mut wrong = Vec::new();
    let mut count = 0;
    for section in sections(folder.path()) {
        let key = &section.keys[0];
        let words: Vec<String> = section.keys.iter().map(|key| staff_words(&report, key)).collect();
        let heading = section.heading();
        let quoted: Vec<String> = words.iter().map(|words| format!("> {words}\n")).collect();
        let bodies = [
            ("emptied", "\n".to_owned()),
            ("replaced by TODO", "\nTODO\n\n".to_owned()),
            ("replaced by [●]", "\n[●]\n\n".to_owned()),
            ("replaced by the staff's words", format!("\n{}\n\n", words.join("\n\n"))),
            ("replaced by the staff's words in quotation", format!("\n{}\n", quoted.join("\n"))),
            ("commented out", format!("\n<!-- {} -->\n\n", section.body.replace("--", "").trim())),
        ];
        for (how, body) in bodies {
            count += 1;
            let fault = damaged(
                folder.path(),
                &section.file,
                &section.with(&heading, &body),
                &section.keys,
                None,
            );
            wrong.extend(fault.map(|fault| format!("{key} {how}: {fault}")));
        }
        count += 1;
        let text = format!("{}{}", section.before, section.after);
        let fault = damaged(folder.path(), &section.file, &text, &section.keys, None);
        wrong.extend(fault.map(|fault| format!("{key} deleted: {fault}")));
    }
    assert!(wrong.is_empty(), "of {count} damaged sections:\n{}", wrong.join("\n"));
}

#[test]
fn a_misspelt_key_is_one_finding_that_names_the_unit_that_was_meant() {
    let folder = copy_of_the_example();
    let mut wrong = Vec::new();
    for section in sections(folder.path()) {
        for typed in misspelt(&section.keys[0]) {
            let rest: Vec<String> = section.keys[1..].to_vec();
            let keys = std::iter::once(typed.clone()).chain(rest).collect::<Vec<_>>().join(", ");
            for words in [section.words.as_str(), ""] {
                let heading = format!("## {keys} {words}");
                let text = section.with(heading.trim_end(), &section.body);
                let fault = damaged(folder.path(), &section.file, &text, &section.keys, Some(1));
                wrong.extend(fault.map(|fault| format!("{heading}: {fault}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_answer_before_the_first_key_is_held_to_the_same() {
    let folder = copy_of_the_example();
    let (_, report) = check(folder.path());
    let file = folder.path().join(ROUND).join("01-tender-option-bonds.md");
    let text = fs::read_to_string(&file).expect("the response to comment 1");
    let end = text[4..].find("\n+++\n").expect("front matter") + 9;
    let (front, keys) = (&text[..end], ["1".to_owned()]);
    let words = staff_words(&report, "1");
    for (how, damage) in [
        ("emptied", front.to_owned()),
        ("TODO", format!("{front}\nTODO\n")),
        ("the staff's words", format!("{front}\n{words}\n")),
        ("quoted", format!("{front}\n> {words}\n")),
        ("key misspelt", text.replace("comment = \"1\"", "comment = \"11\"")),
        ("key lost", text.replace("comment = \"1\"\n", "")),
    ] {
        let fault = damaged(folder.path(), &file, &damage, &keys, None);
        assert_eq!(fault, None, "{how}");
    }
}

//! The fixes in SARIF are the edits of `check --fix`: made by hand in the files, they give the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use corresp::mend::{self, Mending};
use corresp::report::sarif;
use proptest::prelude::*;
use serde_json::Value;

use crate::generated::{Checked, plans};
use crate::{at, corresp};

/// An edit of a file: from and to (line and column, from 1), and the text that is put there.
type Edit = ((usize, usize), (usize, usize), String);

/// Returns the edits of all fixes in a SARIF log, by file.
fn edits(log: &Value) -> BTreeMap<String, Vec<Edit>> {
    let mut files: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for result in list(&log["runs"][0]["results"]) {
        for fix in list(&result["fixes"]) {
            for change in list(&fix["artifactChanges"]) {
                let uri = change["artifactLocation"]["uri"].as_str().expect("a file");
                for replacement in list(&change["replacements"]) {
                    let region = &replacement["deletedRegion"];
                    let number = |name: &str| region[name].as_u64().expect("a number") as usize;
                    let text = replacement["insertedContent"]["text"].as_str().expect("a text");
                    files.entry(uri.to_owned()).or_default().push((
                        (number("startLine"), number("startColumn")),
                        (number("endLine"), number("endColumn")),
                        text.to_owned(),
                    ));
                }
            }
        }
    }
    files
}

/// Makes edits in a file's text, as an editor would: lines end in one of three ways, columns are characters,
/// and a byte-order mark is no part of the text.
fn edited(raw: &str, edits: &[Edit]) -> String {
    let mut starts = vec![if raw.starts_with('\u{feff}') { 3 } else { 0 }];
    let bytes = raw.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_end = *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        if is_end {
            starts.push(at + 1);
        }
    }
    let offset = |(line, column): (usize, usize)| {
        let start = starts[line - 1];
        let signs = raw[start..].char_indices().map(|(at, _)| at).chain([raw.len() - start]);
        start + signs.clone().nth(column - 1).expect("the line is as long")
    };
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|(from, to, _)| (*from, *to));
    let (mut text, mut done) = (String::new(), 0);
    for (from, to, new) in edits {
        let (from, to) = (offset(*from), offset(*to));
        assert!(done <= from, "two fixes change the same text");
        text.push_str(&raw[done..from]);
        text.push_str(new);
        done = to;
    }
    text + &raw[done..]
}

/// Compares both ways in a project; says how many files they change.
fn compare(root: &Path, name: &str) -> usize {
    let checked = Checked::of(root);
    let log: Value = serde_json::from_str(&sarif::render(&checked.outcome(""))).expect("JSON");
    let edits = edits(&log);
    let mut tidied = 0;
    let mending = Mending::new(&checked.project, &checked.findings);
    for response in &checked.project.responses {
        let path = root.join(&response.path);
        let Ok(raw) = fs::read_to_string(&path) else { continue };
        let uri: String = response.path.bytes().fold(String::new(), |uri, byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri + &char::from(byte).to_string()
            }
            _ => uri + &format!("%{byte:02X}"),
        });
        let by_hand = edited(&raw, edits.get(&uri).map_or(&[], Vec::as_slice));
        let mended = mend::mend(&mending, response.file, &raw);
        let is_tidied = mended.as_ref().is_some_and(|mended| {
            mended.done.iter().any(|done| done.starts_with("brought") || done.starts_with("put"))
        });
        let by_fix = mended.map_or_else(|| raw.clone(), |mended| mended.text);
        if !is_tidied {
            assert_eq!(by_hand, by_fix, "{name}: {}", response.path);
        }
        tidied += usize::from(is_tidied);
        fs::write(&path, by_hand).expect("it is written");
    }
    // What no finding names, the order of sections and the form of front matter, is left to be done.
    let again = Checked::of(root);
    let mending = Mending::new(&again.project, &again.findings);
    for response in &again.project.responses {
        let path = root.join(&response.path);
        let Ok(raw) = fs::read_to_string(&path) else { continue };
        let mended = mend::mend(&mending, response.file, &raw);
        assert!(mended.is_none() || tidied > 0, "{name}: {mended:?}");
    }
    edits.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_fixes_in_sarif_are_those_of_the_program(plan in plans(), form in 0..4) {
        let folder = tempfile::tempdir().expect("a folder");
        plan.write(folder.path(), "");
        for entry in fs::read_dir(folder.path().join("responses/2020-03-02")).expect("a folder") {
            let path = entry.expect("a name").path();
            let text = fs::read_to_string(&path).expect("a text");
            let text = match form {
                1 => text.replace('\n', "\r\n"),
                2 => format!("\u{feff}{}", text.replace('\n', "\r\n")),
                3 => text.trim_end().to_owned(),
                _ => text,
            };
            fs::write(&path, text).expect("it is written");
        }
        compare(folder.path(), &format!("{plan:?}"));
    }
}

/// The bytes that `check --fix` leaves are those that the fixes give; no file is left out.
#[test]
fn the_fixes_of_the_examples_of_findings_are_those_of_the_program() {
    let mut changed = 0;
    for entry in fs::read_dir(at("tests/findings")).expect("the folder is there") {
        let from = entry.expect("a name").path();
        let name = from.file_name().expect("a name").to_string_lossy().into_owned();
        let arguments = fs::read_to_string(from.join("arguments.txt")).unwrap_or_default();
        if !from.join("responses").exists() || arguments.starts_with("import") {
            continue;
        }
        let folders = [0, 1].map(|_| tempfile::tempdir().expect("a folder"));
        for folder in &folders {
            copy(&from, folder.path());
        }
        if corresp(folders[0].path(), &["check", "--quiet"]).status.code() == Some(2) {
            continue;
        }
        changed += compare(folders[0].path(), &name);
        let output = corresp(folders[1].path(), &["check", "--fix", "--quiet"]);
        assert!(output.status.code() < Some(2), "{name}");
        corresp(folders[0].path(), &["check", "--fix", "--quiet"]);
        for entry in walkdir::WalkDir::new(folders[0].path().join("responses")) {
            let entry = entry.expect("readable");
            let path = entry.path().strip_prefix(folders[0].path()).expect("below");
            if entry.file_type().is_file() {
                let read = |folder: &Path| fs::read(folder.join(path)).expect("it is there");
                let [by_hand, by_fix] = [read(folders[0].path()), read(folders[1].path())];
                assert!(by_hand == by_fix, "{name}: {}", path.display());
            }
        }
    }
    assert!(changed >= 4, "{changed} files have fixes");
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("readable");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Whoever mistypes a key is told what to type, and where: not to write the section anew.
#[test]
fn a_mistyped_key_is_told_as_what_it_was_meant_to_be() {
    for (typed, help) in [
        ("1.2)", "write `1.2`; `corresp check --fix` does it"),
        ("1.2o", "write `1.2`; `corresp check --fix` does it"),
        ("1(2)", "write `1.2`; `corresp check --fix` does it"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&at("tests/findings/unanswered-bullet"), folder.path());
        let file = folder.path().join("responses/2020-03-02/01-stores.md");
        let text = fs::read_to_string(&file).expect("a response");
        let text = format!("{}\n\n## {typed} How many did you close\n\nNone.\n", text.trim_end());
        let line =
            text.lines().position(|line| line.contains("did you close")).expect("a line") + 1;
        fs::write(&file, text).expect("it is written");
        let output = corresp(folder.path(), &["check"]);
        let flat = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let said = flat(&output.stdout);
        assert!(said.contains(help), "{typed}: {said}");
        let next = format!(
            "Next: mend responses/2020-03-02/01-stores.md:{line}, where 1.2 may be answered"
        );
        assert_eq!(flat(&output.stderr), next, "{typed}");
        corresp(folder.path(), &["check", "--fix"]);
        assert_eq!(corresp(folder.path(), &["check"]).status.code(), Some(0), "{typed}");
    }
}

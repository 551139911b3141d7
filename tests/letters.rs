//! Letters as received, and what `import` makes of them: `tests/letters/<case>/`.
//!
//! `BLESS=1 cargo test --test letters` writes what came out; reviewing that diff is the work.

use std::fs;
use std::path::{Path, PathBuf};

use corresp::finding::{Findings, Level};
use corresp::markdown::{Block, BlockKind};
use corresp::source::Files;
use corresp::{conservation, import, letter, received, response};

/// Returns the folders of the cases, in order.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let mut cases: Vec<PathBuf> = fs::read_dir(&root)
        .expect("tests/letters is there")
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

/// Returns the bytes of a case's letter: `input.txt`, `input.html` or `input.pdf`.
fn input(case: &Path) -> (String, Vec<u8>) {
    let names = ["input.txt", "input.html", "input.pdf"];
    let mut found = names.iter().filter_map(|name| Some((*name, fs::read(case.join(name)).ok()?)));
    let (name, bytes) = found.next().expect("each case has an input");
    assert!(found.next().is_none(), "{} has two inputs", case.display());
    (name.to_owned(), bytes)
}

/// Returns letter.md, the model and the starter responses of a case.
fn imported(case: &Path) -> (String, String, Vec<(String, String)>, Vec<u8>) {
    let (name, bytes) = input(case);
    let received = received::read(&bytes);
    let mut files = Files::default();
    let id = received.add_to(&mut files, name);
    let import = import::read_received(&received, &bytes, files.get(id));
    let json =
        serde_json::to_string_pretty(&import::json(&import)).expect("values are JSON") + "\n";
    let written = import::write(&import, None, &bytes);
    let mut texts: Vec<(String, String)> = written
        .files
        .into_iter()
        .filter(|(name, _)| name.ends_with(".md"))
        .map(|(name, bytes)| (name, String::from_utf8(bytes).expect("what we write is UTF-8")))
        .collect();
    let letter = if texts.is_empty() { String::new() } else { texts.remove(0).1 };
    (letter, json, texts, bytes)
}

/// Returns a line-by-line difference, where the two texts differ.
fn difference(name: &str, expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let diff = similar::TextDiff::from_lines(expected, found);
    Some(format!("{name}\n{}", diff.unified_diff().context_radius(2)))
}

#[test]
fn each_letter_is_imported_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut differences = Vec::new();
    for case in cases() {
        let (letter, json, _, _) = imported(&case);
        for (name, found) in [("expected.md", letter), ("expected.json", json)] {
            let path = case.join(name);
            if bless {
                fs::write(&path, &found).expect("expected files can be written");
                continue;
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            differences.extend(difference(&path.display().to_string(), &expected, &found));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Returns what a model says, as `outline.txt` of a case does: facts, comments, what stands in them.
fn outline(model: &serde_json::Value) -> String {
    let mut out = String::new();
    let facts = &model["facts"];
    let fact = |name: &str| facts[name].as_str().map(str::to_owned);
    let numbers = facts["file_numbers"].as_array().into_iter().flatten();
    let lines =
        [("date", fact("date")), ("company", fact("company")), ("addressee", fact("addressee"))];
    let lines = lines.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
    let lines =
        lines.chain(numbers.filter_map(|number| Some(format!("file {}", number.as_str()?))));
    let within = facts["respond_within_business_days"].as_u64();
    for line in lines.chain(within.map(|days| format!("within {days}"))) {
        out += &format!("{line}\n");
    }
    for comment in model["comments"].as_array().into_iter().flatten() {
        let last =
            comment["headings"].as_array().and_then(|all| all.last()?.as_str()).unwrap_or("-");
        let words = comment["text"].as_str().unwrap_or_default().split_whitespace().count();
        out += &format!(
            "comment {} under {last}\n  words {words}\n",
            comment["number"].as_str().unwrap_or_default()
        );
        for unit in comment["units"].as_array().into_iter().flatten() {
            let first: Vec<&str> =
                unit["text"].as_str().unwrap_or_default().split_whitespace().take(6).collect();
            let group =
                unit["group"].as_str().map_or(String::new(), |group| format!(" in {group}"));
            out += &format!(
                "  {}{group}: {}\n",
                unit["kind"].as_str().unwrap_or_default(),
                first.join(" ")
            );
        }
    }
    out.replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}

/// What a person wrote down of a letter, before any was imported, holds of its model; it is never blessed.
#[test]
fn each_letter_has_the_outline_that_its_author_gave_it() {
    let mut differences = Vec::new();
    let mut count = 0;
    for case in cases() {
        let Ok(expected) = fs::read_to_string(case.join("outline.txt")) else { continue };
        count += 1;
        let (_, json, _, _) = imported(&case);
        let found = outline(&serde_json::from_str(&json).expect("the model is JSON"));
        differences.extend(difference(&case.display().to_string(), &expected, &found));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(count >= 40, "{count} outlines");
}

/// Returns what the reader and the proof find in a letter.md, notes left out.
fn faults(letter_md: &str, bytes: &[u8]) -> Vec<String> {
    let mut files = Files::default();
    let letter_id = files.add("letter.md", letter_md);
    let received = received::read(bytes);
    let source_id = received.add_to(&mut files, received.kind.file_name());
    let mut findings = Findings::default();
    let letter = letter::parse(files.get(letter_id), &mut findings);
    let source = files.get(source_id);
    conservation::check(&letter, files.get(letter_id), Some(source), None, &mut findings);
    let second = received::disagreements(bytes, &received);
    conservation::disagreements(&second, "source", None, &mut findings);
    findings
        .iter()
        .filter(|finding| finding.level > Level::Note)
        .map(|finding| format!("{}: {}", finding.rule.code, finding.message))
        .collect()
}

#[test]
fn no_letter_drifts_from_its_source() {
    for case in cases() {
        let (letter, _, _, source) = imported(&case);
        let faults = if letter.is_empty() { Vec::new() } else { faults(&letter, &source) };
        // What the letter itself is wrong in stays; what import would have to mend may not be there.
        let ours = faults.iter().filter(|fault| {
            !["no-date", "no-comments", "number-gap", "repeated-number", "uncertain-import"]
                .iter()
                .any(|code| fault.starts_with(code))
        });
        let ours: Vec<&String> = ours.collect();
        assert!(ours.is_empty(), "{}: {ours:#?}", case.display());
    }
}

#[test]
fn starter_responses_are_read_without_a_finding() {
    for case in cases() {
        let (_, _, responses, _) = imported(&case);
        for (name, text) in responses {
            let mut files = Files::default();
            let id = files.add(name.as_str(), &text);
            let mut findings = Findings::default();
            let response = response::parse(files.get(id), &mut findings);
            assert!(findings.is_empty(), "{}/{name}: {findings:#?}", case.display());
            assert!(!response.sections.is_empty(), "{}/{name}", case.display());
            // The staff's words, and the list of requests where they are several.
            let is_theirs =
                |block: &Block| matches!(block.kind, BlockKind::Quote(_) | BlockKind::Html);
            for section in &response.sections {
                assert!(section.keys.len() == 1 && section.blocks.len() <= 2);
                assert!(section.blocks.iter().all(is_theirs), "{}/{name}", case.display());
            }
        }
    }
}

//! One slip, one finding: what a tired hand does to a file is told once, at its place and with its cause; what
//! follows from it is not told beside it.

use std::collections::BTreeMap;

use crate::book::{Bench, Book, Expect, Mutant};

const ROUND: &str = "responses/2009-01-14";

/// A slip: what it is called, a file, what it does to the file's text, and the code of the one finding.
type Slip = (&'static str, &'static str, fn(&str) -> String, &'static str);

const SLIPS: &[Slip] = &[
    ("YAML", "01-tender-option-bonds.md", yaml, "missing-front-matter"),
    ("YAML", "03-market-approach.md", yaml, "missing-front-matter"),
    ("YAML", "07-analyst-reports.md", yaml, "missing-front-matter"),
    ("YAML", "disclosures/goodwill.md", yaml, "missing-front-matter"),
    (
        "a line of YAML",
        "02-reporting-units.md",
        |text| with(text, "comment = \"2\"", "comment: \"2\""),
        "malformed-toml",
    ),
    (
        "a line of YAML",
        "06-market-capitalization.md",
        |text| with(text, "status = \"final\"", "status: final"),
        "malformed-toml",
    ),
    ("dashes", "06-market-capitalization.md", dashes, "missing-front-matter"),
    ("no front matter", "06-market-capitalization.md", bare, "missing-front-matter"),
    ("no front matter", "disclosures/goodwill.md", bare, "missing-front-matter"),
    ("capitals", "01-tender-option-bonds.md", |text| named(text, "comment"), "unknown-field"),
    ("capitals", "01-tender-option-bonds.md", |text| named(text, "status"), "unknown-field"),
    ("capitals", "01-tender-option-bonds.md", |text| named(text, "disclosures"), "unknown-field"),
    ("capitals", "01-tender-option-bonds.md", |text| named(text, "undertaking"), "unknown-field"),
    ("capitals", "03-market-approach.md", |text| named(text, "comment"), "unknown-field"),
    ("capitals", "disclosures/goodwill.md", |text| named(text, "filing"), "unknown-field"),
    ("capitals", "letter.md", |text| named(text, "source"), "unknown-field"),
    (
        "letters",
        "01-tender-option-bonds.md",
        |text| with(text, "comment", "coment"),
        "unknown-field",
    ),
    (
        "letters",
        "06-market-capitalization.md",
        |text| with(text, "disclosures", "disclosure"),
        "unknown-field",
    ),
    (
        "letters",
        "06-market-capitalization.md",
        |text| with(text, "\"final\"", "\"Final\""),
        "wrong-type",
    ),
    (
        "letters",
        "06-market-capitalization.md",
        |text| with(text, "\"final\"", "\"fnal\""),
        "wrong-type",
    ),
    (
        "another name",
        "06-market-capitalization.md",
        |text| with(text, "\"goodwill\"", "\"Goodwill\""),
        "unknown-disclosure",
    ),
    (
        "another name",
        "06-market-capitalization.md",
        |text| with(text, "\"goodwill\"", "\"note-19\""),
        "unknown-disclosure",
    ),
    (
        "a path",
        "06-market-capitalization.md",
        |text| with(text, "\"goodwill\"", "\"disclosures/goodwill.md\""),
        "unknown-disclosure",
    ),
];

/// Puts YAML in place of TOML, as other tools have it.
fn yaml(text: &str) -> String {
    let text = dashes(text);
    let end = text[4..].find("---\n").expect("it closes") + 4;
    let fields = text[4..end].lines().map(|line| match line.split_once(" = ") {
        Some((name, value)) if !value.starts_with(['[', '{']) => {
            format!("{name}: {}\n", value.trim_matches('"'))
        }
        Some((name, value)) => format!("{name}: {}\n", value.replace(" = ", ": ")),
        None => format!("{line}\n"),
    });
    format!("---\n{}{}", fields.collect::<String>(), &text[end..])
}

fn dashes(text: &str) -> String {
    text.replacen("+++\n", "---\n", 2)
}

fn bare(text: &str) -> String {
    text.splitn(3, "+++\n").nth(2).expect("it closes").trim_start().to_owned()
}

/// Writes the name of a field with a capital.
fn named(text: &str, field: &str) -> String {
    let capital = field[..1].to_uppercase() + &field[1..];
    with(text, &format!("\n{field} = "), &format!("\n{capital} = "))
}

fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// Says what else is told, or what is told instead.
fn fault(bench: &mut Bench<'_>, mutant: &Mutant, code: &str) -> Option<String> {
    let verdict = bench.damaged(mutant, |bench| bench.verdict(true)).expect("it can be read");
    let told: Vec<_> = verdict.findings.iter().filter(|it| it.level != "note").collect();
    let is_one = matches!(told.as_slice(), [only] if only.code == code && only.level == "error");
    (!is_one).then(|| format!("{}: wanted {code}, found {told:?}", mutant.name))
}

#[test]
fn a_slip_is_told_once() {
    let book = Book::example();
    let mut bench = Bench::new(&book);
    let mut faults = Vec::new();
    for (what, name, change, code) in SLIPS {
        let path = format!("{ROUND}/{name}");
        let text = change(&book.text(&path));
        let edits = vec![(path, Some(text.into_bytes()))];
        let mutant = Mutant::new(format!("{what} in {name}"), edits, Expect::Refused);
        faults.extend(fault(&mut bench, &mutant, code));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_file_in_utf_16_is_told_once() {
    let book = Book::example();
    let mut bench = Bench::new(&book);
    let mut faults = Vec::new();
    for path in book.files.keys().filter(|path| path.ends_with(".md") || *path == "book.toml") {
        let text = format!("\u{feff}{}", book.text(path));
        for (form, bytes) in [
            ("small end first", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
            ("big end first", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            let edits = vec![(path.clone(), Some(bytes))];
            let mutant = Mutant::new(format!("{path}, {form}"), edits, Expect::Refused);
            faults.extend(fault(&mut bench, &mutant, "not-utf8"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_file_in_the_wrong_folder_is_told_once() {
    let book = Book::example();
    let mut faults = Vec::new();
    let mut moves: Vec<BTreeMap<String, String>> = Vec::new();
    for path in book.responses() {
        let to = path.replace(ROUND, &format!("{ROUND}/disclosures"));
        moves.push([(path.to_owned(), to)].into());
    }
    let own = |name: &str| (format!("{ROUND}/disclosures/{name}"), format!("{ROUND}/{name}"));
    moves.push([own("goodwill.md")].into());
    let mut bench = Bench::new(&book);
    for pairs in moves {
        let edits = pairs.iter().flat_map(|(from, to)| {
            [(from.clone(), None), (to.clone(), Some(book.files[from].clone()))]
        });
        let mutant = Mutant::new(format!("{pairs:?}"), edits.collect(), Expect::Refused);
        faults.extend(fault(&mut bench, &mutant, "misplaced-file"));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

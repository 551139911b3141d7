//! Never a false green: whatever becomes of headings, texts and front matter, each unit that is left open is named
//! by an error that no level lowers.

use proptest::prelude::*;

use super::keys::LETTER;
use super::read_with;
use crate::finding::Level;

/// The keys of the letter's units, by comment.
const KEYS: [&[&str]; 4] =
    [&["1"], &["2.1", "2.2", "2.3", "2.4"], &["3.a", "3.b.1", "3.b.2", "3.c"], &["4"]];

/// What may stand where the heading of a section should; `{}` is its key.
const HEADINGS: [&str; 30] = [
    "## {}",
    "## {}",
    "## {}",
    "## {}",
    "### {}",
    "# {}",
    "    ## {}",
    "{}\n---",
    "##{}",
    "## {}7",
    "## 9{}",
    "## {}.9",
    "## {},",
    "## ({})",
    "## {}#1",
    "## {}#9",
    "## {}#1–{}#2",
    "## {}–2.3",
    "## 2.1–{}",
    "## {}, 2.2",
    "## {}/2.4",
    "## {} Tell us why",
    "## {} Please",
    "## x Tell us why the margin",
    "## 2-3",
    "## 2. 3",
    "## 3–4",
    "## {{ facts.x }} {}",
    "## 3.b",
    "```\n## {}\n```",
];

/// What may stand below it.
const TEXTS: [&str; 8] = [
    "So.",
    "So.",
    "So.",
    "",
    "TODO",
    "> Please explain your policy.",
    "<!-- So. -->",
    "So.\n\n=======\n\nSo.",
];

/// What the front matter may say.
const FRONTS: [&str; 14] = [
    "status = \"final\"",
    "status = \"final\"",
    "comment = \"{}\"\nstatus = \"final\"",
    "comment = \"{}\"",
    "comment = {}.1",
    "comment = \"{}{}\"",
    "comment = \"{}(a)\"",
    "comment = ",
    "comment = \"1\"",
    "comment = \"9\"\nowner = 5",
    "comment = \"{}\"\ndeferred = { until = 2020-04-01, why = \"So.\" }",
    "comment = \"{}\"\ndeferred = { why = \"So.\" }",
    "deferred = { until = \"soon\", why = \"So.\" }",
    "comment = \"{}\"\nanswered_in = { letter = 2020-02-01 }",
];

/// Returns a file for a comment: which of the fronts, and for each of its keys which heading and text.
fn file(comment: usize, (front, intro, sections): &(usize, usize, Vec<(usize, usize)>)) -> String {
    let number = (comment + 1).to_string();
    let mut text = format!("+++\n{}\n+++\n", FRONTS[*front].replace("{}", &number));
    if comment == 0 || comment == 3 || *intro == 1 {
        text.push_str(&format!("\n{}\n", TEXTS[*intro]));
    }
    for (key, &(heading, body)) in KEYS[comment].iter().zip(sections) {
        if key.contains('.') {
            text.push_str(&format!(
                "\n{}\n\n{}\n",
                HEADINGS[heading].replace("{}", key),
                TEXTS[body]
            ));
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn an_open_unit_is_named_by_an_error_that_no_level_lowers(
        plans in proptest::collection::vec(
            (0..FRONTS.len(), 0..TEXTS.len(), proptest::collection::vec((0..HEADINGS.len(), 0..TEXTS.len()), 4)),
            4,
        ),
    ) {
        let texts: Vec<String> = plans.iter().enumerate().map(|(comment, plan)| file(comment, plan)).collect();
        let responses: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (_, letter, _, coverage, findings) = read_with(LETTER, &responses, false);
        for (row, state) in letter.rows.iter().zip(&coverage.rows) {
            if !state.is_unit || state.status.word() != "open" {
                continue;
            }
            // A row with a section and items shows the worst of all.
            if row.has_items && state.first_claim().is_some() {
                continue;
            }
            let key = row.key.to_string();
            let mut errors = findings.iter().filter(|it| it.level == Level::Error && it.is_fixed);
            prop_assert!(errors.any(|it| it.keys.contains(&key)), "{key} in\n{}", texts.join("\n----\n"));
        }
    }
}

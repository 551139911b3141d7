//! Texts of a section, and what is said of the units that it is for.

use super::{Coverage, check, name};
use crate::finding::Findings;
use crate::letter::{self, Letter};
use crate::response::{self, Response};
use crate::source::Files;

const LETTER: &str = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\nPlease tell us about each of your stores and \
                      their leases:\n\n- Why so?\n- How many stores did you operate at the end of the year?\n- \
                      Please describe the basis for each of the leases that you hold.\n\n### 2.\n\nPlease tell us \
                      of your \\[●\\] plans.\n";

fn read(responses: &[&str]) -> (Files, Letter, Vec<Response>, Coverage, Findings) {
    let (mut files, mut findings) = (Files::default(), Findings::default());
    let id = files.add("letter.md", LETTER);
    let letter = letter::parse(files.get(id), &mut findings);
    let mut read = Vec::new();
    for (index, text) in responses.iter().enumerate() {
        let id = files.add(format!("{index}.md"), text);
        read.push(response::parse(files.get(id), &mut findings));
    }
    let coverage = check(&letter, &read, false, &mut findings);
    name(&letter, &read, &coverage, &files, &mut findings);
    (files, letter, read, coverage, findings)
}

/// Returns the status of each unit of comment 1 in a letter each, and the findings but for what is open:
/// `oaa placeholder 1.1 TODO`.
fn said(responses: &[&str]) -> String {
    let (files, letter, _, coverage, findings) = read(responses);
    let units = (0..letter.rows.len()).filter(|&row| letter.is_unit(row));
    let first = |row: usize| coverage.rows[row].status.word()[..1].to_owned();
    let mut said: String = units.take(3).map(first).collect();
    for finding in findings.iter() {
        let code = finding.rule.code;
        if code.starts_with("unanswered-") || code == "no-source" || code == "key-words-short" {
            continue;
        }
        let text = finding.place.map_or("", |place| files.text(place));
        let text = text.lines().next().unwrap_or_default();
        said.push_str(&format!("; {code} {} {text}", finding.keys.join(",")));
        if finding.is_fixed && !finding.rule.fixed {
            said.push_str(" (fixed)");
        }
    }
    said
}

/// Returns what is said of a text for 1.2, beside sound answers to 1.1 and 1.3.
fn of_body(body: &str) -> String {
    let text = format!(
        "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\nYes.\n\n## 1.2\n\n{body}\n\n## 1.3\n\nNo.\n"
    );
    said(&[&text])
}

#[test]
fn one_word_of_ones_own_is_an_answer() {
    for body in [
        "Nine.",
        "> Nine.",
        "- Nine.",
        "| A | B |\n|---|---|\n| | 9 |",
        "```\nnine\n```",
        "**Nine.**",
        "{{ facts.nine }}",
        "[*** How many stores did you operate at the end of the year? ***]",
        "**{{ facts.nine }}**",
        "~~*{{ facts.nine }}*~~",
        "[{{ facts.nine }}](#1.1)",
        "[***\n\nHow many?\n\n***]\n\nNine.",
        "How many stores did you operate at the end of the year? Nine.",
        "How many stores did you operate at the end of the year?\n\nNine.",
        // Four words of the staff are no quotation.
        "How many stores did",
        "the end of the",
        "At the end of 2019.",
    ] {
        assert_eq!(of_body(body), "aaa", "{body}");
    }
}

#[test]
fn what_says_nothing_of_its_own_is_no_answer() {
    for body in [
        "",
        "### Nine",
        "---",
        "<!-- Nine. -->",
        "| Nine | Ten |\n|---|---|",
        "| Nine | Ten |\n|---|---|\n| | |",
        "How many stores did you operate at the end of the year?",
        "how many STORES did you *operate* at the end of the year",
        "- How many stores did you operate\n- at the end of the year?",
        "stores did you operate at",
        "> How many stores did you operate at the end of the year?\n\nHow many stores did you operate at the end?",
        // Other words of the comment are the staff's too, and what they go on with.
        "Please describe the basis for each of the leases that you hold.",
        "Please describe the basis for each\n\nof the leases that you hold.",
    ] {
        assert_eq!(of_body(body), "aoa; empty-response 1.2 ## 1.2", "{body}");
    }
    // A unit of two words is the staff's as a whole.
    let short = "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\nWhy so?\n\n## 1.2\n\nWhy so?\n\n## 1.3\n\nWhy?\n";
    assert_eq!(said(&[short]), "oaa; empty-response 1.1 ## 1.1");
}

#[test]
fn a_placeholder_is_told_where_it_stands_and_answers_nothing() {
    for (body, placeholder) in [
        ("TODO", "TODO"),
        ("(TBD)", "TBD"),
        ("[●]", "[●]"),
        ("(____)", "____"),
        ("TODO\n\nTBD", "TODO"),
        ("Lorem ipsum", "Lorem ipsum"),
        ("> TBC", "TBC"),
        ("- FIXME", "FIXME"),
        ("| A |\n|---|\n| [ ] |", "[ ]"),
    ] {
        let said = of_body(body);
        let told = format!("aoa; placeholder 1.2 {placeholder} (fixed)");
        assert!(said.starts_with(&told), "{body}: {said}");
        assert!(!said.contains("empty-response"), "{body}: {said}");
    }
    for (body, placeholders) in [
        ("It is TODO now.", &["TODO"][..]),
        ("It is TODO, and TODO.", &["TODO", "TODO"]),
        ("From ___ to _____.", &["___", "_____"]),
        ("[_] of 9", &["[_]"]),
        ("### TODO\n\nNine.", &["TODO"]),
        ("Nine.[^a]\n\n[^a]: TBD", &["TBD"]),
        ("> Nine, TBD", &["TBD"]),
        ("- Nine, TBD", &["TBD"]),
        ("| TBD | A |\n|---|---|\n| 9 | TBC |", &["TBD", "TBC"]),
        ("[***\n\nNine, TBD\n\n***]", &["TBD"]),
        ("Nine and __ and TODOS, ATODO, TBD_1 and 1TBD.", &[]),
    ] {
        let told: String =
            placeholders.iter().map(|found| format!("; placeholder 1.2 {found}")).collect();
        assert_eq!(of_body(body), format!("aaa{told}"), "{body}");
    }
}

#[test]
fn one_section_for_several_units_is_empty_once() {
    let front = "+++\nstatus = \"final\"\n+++\n\n";
    let several =
        |body: &str| said(&[&format!("{front}## 1.1, 1.3\n\n{body}\n\n## 1.2\n\nNine.\n")]);
    assert_eq!(several("It is so."), "aaa");
    assert_eq!(several(""), "oao; empty-response 1.1,1.3 ## 1.1, 1.3");
    assert_eq!(several("Why so?"), "oao; empty-response 1.1,1.3 ## 1.1, 1.3");
    assert_eq!(several("TODO"), "oao; placeholder 1.1,1.3 TODO (fixed)");
    // A placeholder of another section stays with its own.
    let two = format!("{front}## 1.1, 1.3\n\nTODO\n\n## 1.2\n\nNine, TBD.\n");
    assert_eq!(said(&[&two]), "oao; placeholder 1.1,1.3 TODO (fixed); placeholder 1.2 TBD");
    let two = format!("{front}## 1.2\n\nNine, TBD.\n\n## 1.1, 1.3\n\n");
    assert_eq!(said(&[&two]), "oao; placeholder 1.2 TBD; empty-response 1.1,1.3 ## 1.1, 1.3");
    let files = [format!("{front}## 1.1, 1.3\n\n"), format!("{front}## 1.2\n\nNine, TBD.\n")];
    assert_eq!(
        said(&[&files[0], &files[1]]),
        "oao; placeholder 1.2 TBD; empty-response 1.1,1.3 ## 1.1, 1.3"
    );
}

#[test]
fn what_is_put_off_wants_no_words_and_a_date() {
    let deferred = |value: &str, body: &str| {
        said(&[&format!("+++\ncomment = \"1\"\ndeferred = {value}\n+++\n{body}")])
    };
    assert_eq!(deferred("{ until = 2020-04-01, why = \"So.\" }", ""), "ddd");
    assert_eq!(deferred("{ until = 2020-04-01, why = \"So.\" }", "\n## 1.2\n"), "odo");
    assert_eq!(
        deferred("{ why = \"So.\" }", ""),
        "ooo; deferral-without-date 1.1,1.2,1.3 deferred (fixed)"
    );
    let none = deferred("{ why = \"So.\" }", "\n## 1.2\n");
    assert!(none.starts_with("ooo; deferral-without-date 1.2 deferred"), "{none}");
}

#[test]
fn statuses_have_an_order_and_totals_are_their_sum() {
    let draft = "+++\nstatus = \"draft\"\n+++\n\n## 1.2\n\nNine.\n";
    let sound = "+++\nstatus = \"final\"\n+++\n\n## 1.1\n\nYes.\n";
    let later = "+++\ndeferred = { until = 2020-04-01, why = \"So.\" }\n+++\n\n## 1.3\n";
    let other = "+++\ncomment = \"2\"\nanswered_in = { letter = 2020-02-01 }\n+++\n";
    let (_, letter, _, coverage, _) = read(&[draft, sound, later, other]);
    let word = |key: &str| {
        let row = letter.row(&key.parse().expect("a key")).expect("a row");
        coverage.rows[row].status.word()
    };
    let words = ["1", "1.1", "1.2", "1.3", "2"].map(word);
    assert_eq!(words, ["draft", "answered", "draft", "deferred", "elsewhere"]);
    let totals = coverage.totals;
    assert_eq!((totals.comments, totals.bullets, totals.parts, totals.units), (2, 3, 0, 4));
    assert_eq!((totals.answered, totals.draft, totals.deferred), (1, 1, 1));
    assert_eq!((totals.elsewhere, totals.open), (1, 0));
    let (.., coverage, _) = read(&[sound]);
    assert_eq!((coverage.totals.open, coverage.totals.answered), (3, 1));
}

#[test]
fn a_dash_for_the_dot_is_one_finding_and_no_range() {
    let text = "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\nYes.\n\n## 1.2\n\nNo.\n\n## 1-3\n\n\
                [#1] No.\n";
    assert_eq!(said(&[text]), "aao; unknown-comment 1.3 1-3 (fixed)");
}

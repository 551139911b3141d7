//! Texts of a section, and what is said of the units that it is for.

mod keys;
mod law;
mod names;

use super::{Coverage, check, name};
use crate::finding::{Finding, Findings};
use crate::letter::{self, Letter};
use crate::response::{self, Response};
use crate::source::Files;

const LETTER: &str = "+++\ndate = 2020-03-02\nto = { company = \"Alder Creek Foods\" }\n+++\n\n### 1.\n\nPlease tell us about each of your stores and \
                      their leases:\n\n- Why so?\n- How many stores did you operate at the end of the year?\n- \
                      Please describe the basis for each of the leases that you hold.\n\n### 2.\n\nPlease tell us \
                      of your \\[●\\] plans.\n";

/// Returns the findings in a project: `unknown-key 2.3 \`2.33\``, with `(fixed)` where no level lowers one that
/// its rule alone would let be lowered.
fn told(letter: &str, responses: &[&str]) -> Vec<String> {
    let (files, .., findings) = read_with(letter, responses, false);
    findings
        .iter()
        .filter(|it| it.rule.code != "no-source")
        .map(|it| {
            let text =
                it.place.map_or("", |place| files.text(place)).lines().next().unwrap_or_default();
            let fixed = if it.is_fixed && !it.rule.fixed { " (fixed)" } else { "" };
            format!("{} {} `{text}`{fixed}", it.rule.code, it.keys.join(","))
        })
        .collect()
}

/// Returns the words of the findings in a project: message, label and help.
fn said_in_full(letter: &str, responses: &[&str]) -> Vec<String> {
    let (.., findings) = read_with(letter, responses, false);
    let told =
        findings.iter().filter(|it| !matches!(it.rule.code, "no-source" | "missing-front-matter"));
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    told.map(|it| format!("{} [{}] {}", it.message, words(&it.label), words(&it.help))).collect()
}

fn read(responses: &[&str]) -> (Files, Letter, Vec<Response>, Coverage, Findings) {
    read_with(LETTER, responses, false)
}

fn read_with(
    letter: &str,
    responses: &[&str],
    final_only: bool,
) -> (Files, Letter, Vec<Response>, Coverage, Findings) {
    let (mut files, mut findings) = (Files::default(), Findings::default());
    let id = files.add("letter.md", letter);
    let letter = letter::parse(files.get(id), &mut findings);
    let mut read = Vec::new();
    for (index, text) in responses.iter().enumerate() {
        let id = files.add(format!("{index}.md"), text);
        read.push(response::parse(files.get(id), &mut findings));
    }
    let coverage = check(&letter, &read, final_only, &mut findings);
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
        "Nine, ~~not ten~~.",
        "*[~~ten~~ nine](#1.1)*",
        "[{{ facts.nine }}](#1.1)",
        "[***\n\nHow many?\n\n***]\n\nNine.",
        "How many stores did you operate at the end of the year? Nine.",
        "How many stores did you operate at the end of the year?\n\nNine.",
        "Nine.\n\nHow many stores did you operate at the end of the year?",
        // Four words of the staff are no quotation.
        "How many stores did",
        "the end of the",
        "At the end of 2019.",
        "No.",
        "Q4 2019",
        "5",
        "We propose the following disclosure:",
        "[We] revised it.",
        "Note 4: nine.",
    ] {
        assert_eq!(of_body(body), "aaa", "{body}");
    }
}

#[test]
fn what_says_nothing_of_its_own_is_no_answer() {
    for body in [
        "",
        "~~Nine.~~",
        "- ~~Nine.~~\n- **~~{{ facts.nine }}~~**",
        "| A | B |\n|---|---|\n| ~~Eight~~ | ~~9~~ |",
        "[~~Nine~~](#1.1)",
        "~~How~~ ~~many stores? Nine.~~",
        "\u{3164} \u{115f}\u{ffa0}\u{200b}",
        "### Nine",
        "---",
        "<!-- Nine. -->",
        "| Nine | Ten |\n|---|---|",
        "| Nine | Ten |\n|---|---|\n| | |",
        "How many stores did you operate at the end of the year?",
        "how many STORES did you *operate* at the end of the year",
        "- How many stores did you operate\n- at the end of the year?",
        "- How many stores did you operate at the end\n- of the year?",
        "stores did you operate at",
        "> How many stores did you operate at the end of the year?\n\nHow many stores did you operate at the end?",
        "[*** \u{2026} ***]",
        "[*** - ***]",
        "[Company to provide]",
        "*[Company to respond].*",
        "[KPMG to confirm]",
        "[confirming]",
        "{insert}",
        "Company:",
        "A:",
        "A1.",
        "R1",
        "(a)",
        "Dear Staff:",
        "> [!NOTE]",
        "- [x]",
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
fn a_statement_in_the_words_of_a_question_is_an_answer() {
    let letter = "+++\ndate = 2020-03-02\n+++\n\n# 1.\n\nYour stores are leased by the year. Please tell us \
                  whether the leases of your stores end in March and the stores will be closed then.\n";
    let of = |body: &str| {
        let text = format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n{body}\n");
        let (.., findings) = read_with(letter, &[&text], false);
        !findings.iter().any(|it| it.rule.code == "empty-response")
    };
    for (body, is_answer) in [
        ("The leases of your stores end in March.", true),
        ("The leases of your stores end in March and the stores will be closed then.", true),
        ("1. The leases of your stores end in March.\n2. The stores will be closed then.", true),
        // The staff's own, or a part of it.
        ("the leases of your stores end in March", false),
        ("The leases of your stores end in March", false),
        ("Your stores are leased by the year.", false),
        ("> The leases of your stores end in March.", false),
        ("**The leases of your stores end in March.**", false),
        ("THE LEASES OF YOUR STORES END IN MARCH.", false),
        ("Please tell us whether the leases of your stores end in March.", false),
        ("Stores end in March and the stores.", false),
    ] {
        assert_eq!(of(body), is_answer, "{body}");
    }
    // All that an item says is the staff's, also behind `and`.
    let letter = "+++\ndate = 2020-03-02\n+++\n\n# 1.\n\nPlease tell us:\n\n- The rent of each of your stores; and\n\
                  - The term of each of the leases.\n";
    let of = |body: &str| {
        let text = format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.2\n\n{body}\n");
        let (.., findings) = read_with(letter, &[&text], false);
        !findings.iter().any(|it| it.rule.code == "empty-response")
    };
    assert!(!of("The term of each of the leases."));
    assert!(of("The term of each of the leases is a year."));
}

#[test]
fn a_response_that_only_refers_answers_where_it_leads_to_an_answer() {
    let of = |bodies: [&str; 3]| {
        let [one, two, three] = bodies;
        said(&[&format!(
            "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\n{one}\n\n## 1.2\n\n{two}\n\n## 1.3\n\n{three}\n"
        )])
    };
    for body in [
        "See our response to 1.1.",
        "See [our response](#1.1) above.",
        "Please refer to our responses to bullets 1.1 and 1.2 above.",
        "Please refer to our responses to bullets 1.1\u{2013}1.3.",
        "See our response to comment 1.",
        "See our response to comment 2.",
        // These say something beside.
        "See 1.2; we closed nine.",
        "See note 1.2 to our financial statements.",
        "See our response to comment 1.2 of your letter dated March 2, 2020.",
        "See [the table](#1.2).",
        "See [our response](#1.2).[^a]\n\n[^a]: Nine.",
        "See {{ facts.nine }} in 1.2.",
        "See our response to 1.2.\n\n- Nine.",
        "Our response is 1.2.",
    ] {
        assert_eq!(of(["Yes.", body, "No."]), "aaa", "{body}");
    }
    for body in [
        "See our response to 1.2.",
        "Please see [our response](#1.2).",
        "The Company respectfully refers the Staff to its response to bullet 1.2 above.",
        "See [1.2](#1.2) and 1.2.",
        "See our response to 1.2#1.",
        "See [our response](#1.2#1).",
    ] {
        assert_eq!(of(["Yes.", body, "No."]), "aoa; empty-response 1.2 ## 1.2", "{body}");
    }
    let (one, two, three) =
        ("See 1.2.", "See our response to 1.3.", "Refer to bullets 1.1 to 1.2.");
    assert_eq!(
        of([one, two, three]),
        "ooo; empty-response 1.1 ## 1.1; empty-response 1.2 ## 1.2; empty-response 1.3 ## 1.3"
    );
    assert_eq!(of([one, two, "Nine."]), "aaa");
    assert_eq!(of(["See 1.1.", two, "Nine."]), "oaa; empty-response 1.1 ## 1.1");
    // All of them refer to the comment as a whole.
    assert!(of(["See comment 1.", "See comment 1.", "See comment 1."]).starts_with("ooo"));
    // A comment may be answered request by request.
    let letter = "+++\ndate = 2020-03-02\n+++\n\n# 1.\n\nPlease tell us why. Please explain how you decided.\n\n# 2.\n\nPlease tell us when.\n";
    let in_circle = |first: &str| {
        let text = format!(
            "+++\nstatus = \"final\"\n+++\n\n## 1#1\n\n{first}\n\n## 1#2\n\nSee comment 2.\n\n## 2\n\nSee comment 1.\n"
        );
        let (.., findings) = read_with(letter, &[&text], false);
        findings.iter().filter(|it| it.rule.code == "empty-response").count()
    };
    assert_eq!((in_circle("See comment 2."), in_circle("It was so.")), (3, 0));
    // What is not there yet is told where it belongs.
    let open = "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\nSee 1.3.\n\n## 1.2\n\nSee 1.1.\n";
    assert_eq!(said(&[open]), "aao");
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
        ("Response to come.", "Response to come."),
        ("Click or tap here to enter text.", "Click or tap here to enter text"),
        ("T\u{200b}BD", "T\u{200b}BD"),
        ("$[ ]", "[ ]"),
        ("WIP", "WIP"),
        ("To be determined.", "To be determined."),
        ("Response to be provided", "Response to be provided"),
        ("Note to draft: confirm", "Note to draft: confirm"),
        ("NTD", "NTD"),
        ("tbc", "tbc"),
        ("DRAFT", "DRAFT"),
        ("@todo", "@todo"),
        ("// todo", "// todo"),
        ("Insert text here", "Insert text here"),
        ("[Response pending]", "[Response pending]"),
        ("[X]\n\n<!-- to do -->", "[X]"),
        ("●", "●"),
        ("> TK", "TK"),
        ("| A |\n|---|\n| [ ] |", "[ ]"),
    ] {
        let said = of_body(body);
        let told = format!("aoa; placeholder 1.2 {placeholder} (fixed)");
        assert!(said.starts_with(&told), "{body}: {said}");
        assert!(!said.contains("empty-response"), "{body}: {said}");
    }
    for (body, placeholders) in [
        ("It is TODO now.", &["TODO"][..]),
        ("Nine.\n\nWIP", &["WIP"]),
        ("Nine.\n\n> ☐", &["☐"]),
        // In a cell or an item a sign may stand for itself.
        ("| A | WIP |\n|---|---|\n| ● | [X] |\n\n- WIP\n- Goods", &[]),
        ("| A | [X] |\n|---|---|\n| B | [ ] |", &[]),
        ("| A | Price |\n|---|---|\n| Nine | To be determined |\n\nIt is to be determined.", &[]),
        ("It is TODO, and TODO.", &["TODO", "TODO"]),
        ("From ___ to _____.", &["___", "_____"]),
        ("[_] of 9", &["[_]"]),
        ("Nine [●]___ to [_]", &["[●]", "___", "[_]"]),
        ("- Nine.\n\n  ### TODO", &["TODO"]),
        ("### TODO\n\nNine.", &["TODO"]),
        ("Nine.[^a]\n\n[^a]: TBD", &["TBD"]),
        ("> Nine, TBD", &["TBD"]),
        ("- Nine, TBD", &["TBD"]),
        ("| TBD | A |\n|---|---|\n| 9 | TBC |", &["TBD", "TBC"]),
        ("[***\n\nNine, TBD\n\n***]", &["TBD"]),
        ("Nine and a__b and TODOS, ATODO, TBD_1 and 1TBD.", &[]),
    ] {
        let told: String =
            placeholders.iter().map(|found| format!("; placeholder 1.2 {found}")).collect();
        assert_eq!(of_body(body), format!("aaa{told}"), "{body}");
    }
}

#[test]
fn a_placeholder_in_the_words_of_the_staff_is_theirs() {
    let letter = "+++\ndate = 2020-03-02\n+++\n\n# 1.\n\nPlease have your auditors revise the report on the [__] note, TBD.\n";
    let of = |body: &str| {
        let text = format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n{body}\n");
        let (.., findings) = read_with(letter, &[&text], false);
        findings.iter().map(|it| it.rule.code).collect::<Vec<_>>().join(" ")
    };
    let quotation = "> Please have your auditors revise the report on the \\[\\_\\_] note, TBD.";
    let said = of(quotation);
    assert!(said.contains("empty-response") && !said.contains("placeholder"), "{said}");
    assert!(!of(&format!("{quotation}\n\nWe revised it.")).contains("placeholder"));
    assert!(of("> We revised it, TBD.").contains("placeholder"));
    assert!(
        of("Please have your auditors revise the report on the \\[\\_\\_] note, TBD.")
            .contains("placeholder")
    );
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
        "ooo; deferral-without-date 1.1,1.2,1.3 deferred"
    );
    let none = deferred("{ why = \"So.\" }", "\n## 1.2\n");
    assert!(none.starts_with("ooo; deferral-without-date 1.2 deferred"), "{none}");
    // What is wrong with the date leaves the units open: no level lowers it, as it would lower another's.
    assert_eq!(
        deferred("{ until = \"soon\", why = 5 }", ""),
        "ooo; wrong-type 1.1,1.2,1.3 \"soon\" (fixed); wrong-type 1.1,1.2,1.3 5"
    );
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
    assert_eq!(said(&[text]), "aao; unknown-comment 1.3 1-3");
}

#[test]
fn an_empty_section_says_what_it_holds() {
    let message = |body: &str| {
        let text = format!("+++\nstatus = \"final\"\n+++\n\n## 1.1\n\n{body}\n");
        let words = said_in_full(LETTER, &[&text]);
        words.into_iter().next().unwrap_or_default()
    };
    let help = "[] write the answer below the heading";
    assert_eq!(message(""), format!("the section of 1.1 is empty {help}"));
    assert_eq!(message("<!-- Ask counsel. -->"), format!("the section of 1.1 is empty {help}"));
    assert_eq!(message("| A |\n|---|\n| |"), format!("the section of 1.1 is empty {help}"));
    assert_eq!(
        message("Why so?"),
        format!("the section of 1.1 holds the staff's own words and no answer {help}")
    );
    assert_eq!(
        message("Response:"),
        format!("the section of 1.1 holds a label and no answer {help}")
    );
    assert_eq!(
        message("~~Nine.~~"),
        format!("the section of 1.1 holds text that is struck out and no answer {help}")
    );
    assert_eq!(
        message("\u{3164}"),
        format!("the section of 1.1 holds signs that are not seen and no answer {help}")
    );
    assert_eq!(
        message("TODO"),
        "a placeholder stands for the response to 1.1 [] write what it stands for"
    );
}

#[test]
fn a_placeholder_in_place_of_an_answer_is_that_of_its_own_section() {
    // A placeholder in a section is none of the text before the first, and the other way round.
    let text = "+++\ncomment = \"2\"\nstatus = \"final\"\n+++\n\nTODO\n";
    let other = "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\nIn short, TBD.\n\n## 1.1\n\nA, TBC.\n\n## 1.2\n\nB.\n\n\
                 ## 1.3\n\n";
    assert_eq!(
        said(&[other, text]),
        "aao; placeholder 1 TBD; placeholder 1.1 TBC; placeholder 2 TODO (fixed); empty-response 1.3 ## 1.3"
    );
    // What else is wrong in it stays what it is.
    let raw = of_body("<b>TODO</b>");
    assert_eq!(raw, "aoa; raw-html 1.2 <b>; placeholder 1.2 TODO (fixed)");
}

#[test]
fn a_comment_in_the_source_is_no_text_without_a_key() {
    let answers = "## 1.1\n\nA.\n\n## 1.2\n\nB.\n\n## 1.3\n\nC.\n";
    let file =
        |intro: &str| said(&[&format!("+++\nstatus = \"final\"\n+++\n\n{intro}\n\n{answers}")]);
    assert_eq!(file("<!-- Ask counsel. -->"), "aaa");
    assert_eq!(file("In short."), "aaa; text-without-key 1 In short.");
    // What the reader of the front matter has reported is not told twice.
    let typed = format!("+++\ncomment = 1.5\nstatus = \"final\"\n+++\n\nIn short.\n\n{answers}");
    assert_eq!(said(&[&typed]), "aaa; wrong-type 1.1,1.2,1.3 1.5");
}

#[test]
fn what_is_sent_has_no_draft_in_it() {
    let letter = "### 1. {own}\n\nPlease tell us about:\n\n- your stores\n- your leases\n\n### 2.\n\nPlease:\n\n- tell\n";
    let told = |files: &[(&str, &str)]| {
        let texts: Vec<String> = files
            .iter()
            .map(|(status, body)| format!("+++\nstatus = \"{status}\"\n{body}"))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (.., coverage, findings) = read_with(letter, &texts, true);
        let has_drafts = findings.iter().any(|it| it.rule.code == "draft-response");
        assert_eq!(coverage.is_final(), !has_drafts && coverage.totals.open == 0);
        let drafts = findings.iter().filter(|it| it.rule.code == "draft-response");
        // The first file is the letter.
        let file = |it: &Finding| it.place.map_or(0, |place| place.file.0);
        let line = |it: &Finding| format!("{}.md {}: {}", file(it), it.keys.join(","), it.message);
        drafts.map(line).collect::<Vec<_>>()
    };
    let items = ("final", "+++\n\n## 1.1\n\nA.\n\n## 1.2\n\nB.\n\n## 2.1\n\nC.\n");
    assert!(told(&[items, ("final", "+++\n\n## 1\n\nD.\n")]).is_empty());
    let both = told(&[("draft", items.1), ("final", "+++\n\n## 1\n\nD.\n")]);
    assert_eq!(both, ["1.md 1.1,1.2,2.1: the responses to 1.1, 1.2 and 2.1 are drafts"]);
    // The answer to a comment's own words, beside those to its bullets.
    let own = told(&[items, ("review", "+++\n\n## 1\n\nD.\n")]);
    assert_eq!(own, ["2.md 1: the response to 1 is a draft"]);
    // The text that introduces the answers to a comment's bullets stands in the letter too.
    let intro = "comment = \"2\"\n+++\n\nIn short.\n";
    let own = ("final", "+++\n\n## 1\n\nD.\n");
    assert_eq!(told(&[items, own, ("draft", intro)]), ["3.md 2: the response to 2 is a draft"]);
    assert!(told(&[items, own, ("final", intro)]).is_empty());
    // What is put off or empty is no draft.
    let later = "deferred = { until = 2020-04-01, why = \"So.\" }\n+++\n\n## 1\n";
    assert!(told(&[items, ("draft", later)]).is_empty());
    assert!(told(&[items, ("draft", "+++\n\n## 1\n")]).is_empty());
    // Of a file without front matter that alone is told.
    let (.., findings) = read_with(letter, &["## 1.1\n\nA.\n"], true);
    assert!(findings.iter().all(|it| it.rule.code != "draft-response"));
}

#[test]
fn no_level_lowers_a_number_that_hides_a_comment() {
    let again = "### 1.\n\nA.\n\n### 1.\n\n- b\n- a. c\n- a. d\n";
    let (.., findings) = read_with(again, &[], false);
    let told: Vec<(&str, bool)> = findings.iter().map(|it| (it.rule.code, it.is_fixed)).collect();
    assert_eq!(
        told,
        [
            ("missing-front-matter", true),
            ("repeated-number", true),
            ("repeated-key", true),
            ("unanswered-comment", true),
            ("unanswered-bullet", true),
            ("unanswered-part", true),
        ]
    );
}

#[test]
fn an_open_unit_is_told_with_the_file_that_has_its_comment() {
    use keys::{LETTER, SOUND};
    let told = |second: &str| {
        let (files, .., findings) =
            read_with(LETTER, &[SOUND[0], second, SOUND[2], SOUND[3]], false);
        let first = findings.iter().find(|it| it.rule.code == "unanswered-bullet").expect("open");
        let also = first.also.first().map_or("", |(place, _)| files.text(*place));
        format!("{} `{also}` {}", first.keys.join(","), first.help.clone().unwrap_or_default())
    };
    assert_eq!(
        told(&SOUND[1].replace("## 2.3\n\nThree.\n\n", "")),
        "2.3 `## 2.2` add a section `## 2.3` to 1.md"
    );
    assert_eq!(
        told(&SOUND[1].replace("## 2.1\n\nOne.\n\n", "")),
        "2.1 `` add a section `## 2.1` to 1.md"
    );
    // The last answer before it may be some bullets above.
    let two = SOUND[1].replace("## 2.2\n\nTwo.\n\n## 2.3\n\nThree.\n\n", "");
    let (files, .., findings) = read_with(LETTER, &[SOUND[0], &two, SOUND[2], SOUND[3]], false);
    let open = findings.iter().filter(|it| it.rule.code == "unanswered-bullet");
    let also: Vec<&str> =
        open.flat_map(|it| &it.also).map(|(place, _)| files.text(*place)).collect();
    assert_eq!(also, ["## 2.1", "## 2.1"]);
    let empty = "+++\ncomment = \"2\"\nstatus = \"final\"\n+++\n";
    assert_eq!(told(empty), "2.1 `` add a section `## 2.1` to 1.md");
    let none = "+++\nstatus = \"final\"\n+++\n";
    assert_eq!(
        told(none),
        "2.1 `` answer it in a file of the round's folder: `comment = \"2\"` in its front matter, and a section `## 2.1`"
    );
}

#[test]
fn a_heading_over_two_lines_is_no_answer() {
    let of = |heading: &str, rest: &str| {
        let text = format!(
            "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\nYes.\n\n{heading}\n{rest}\n\n## 1.3\n\nNo.\n"
        );
        said(&[&text])
    };
    for (heading, rest) in [
        ("## 1.2 How many stores", "did you operate"),
        ("## 1.2 How many stores", "did you"),
        ("## 1.2 How many stores", "did"),
        ("## 1.2 How many", "stores did\nyou operate"),
        ("## 1.2 How many stores did", "*you* operate at"),
        ("## 1.2 How many stores did", "\nyou operate at"),
        (
            "## 1.2 How many stores did",
            "you operate\n\n> How many stores did you operate at the end?",
        ),
    ] {
        let heading_only = heading.lines().next().unwrap_or_default();
        let told = format!("aoa; empty-response 1.2 {heading_only}");
        assert_eq!(of(heading, rest), told, "{heading} {rest}");
    }
    for (rest, stray) in [
        ("did you\n\nNine.", "did you"),
        ("did\nNine.", "did"),
        ("did you operate\n{{ facts.nine }}", "did you operate"),
        ("\ndid you operate\n\nNine.", "did you operate"),
        ("did `you` operate\n\nNine.", "did `you` operate"),
    ] {
        let told = format!("aaa; malformed-key 1.2 {stray}");
        assert_eq!(of("## 1.2 How many stores", rest), told, "{rest}");
    }
    for rest in [
        "Nine.",
        "did not operate any.",
        "\ndid you",
        "did you? Nine.",
        "{{ facts.nine }}",
        "[did you](#1.1)",
        "—\ndid you",
    ] {
        assert_eq!(of("## 1.2 How many stores", rest), "aaa", "{rest}");
    }
    // One for a request goes on with the request's words.
    let asked = of("## 1.2#1 How many stores", "did you\n\nNine.");
    assert_eq!(asked, "aaa; malformed-key 1.2 did you");
    // Its lines are shown to their end, and no other.
    let front = "+++\nstatus = \"final\"\n+++\n\n";
    let text = format!("{front}## 1.2, 1.3 How many stores\ndid you\noperate\nNine.\n");
    let (files, .., findings) = read(&[&text]);
    let told = findings.iter().find(|it| it.rule.code == "malformed-key").expect("it is told");
    assert_eq!(told.place.map(|place| files.text(place)), Some("did you\noperate"));
    assert_eq!(told.keys, ["1.2", "1.3"]);
    // Words that are not the unit's, or none, are no beginning of it.
    assert_eq!(of("## 1.2 Our title", "stores did"), "aaa; key-words-mismatch 1.2 Our title");
    assert_eq!(of("## 1.2 —", "How many"), "aaa");
}

#[test]
fn a_label_and_a_number_are_no_answer() {
    for body in [
        "Response:",
        "**Response:**",
        "Company's Response:",
        "**Response to Comment 1.2:**",
        "Acme's Response:",
        "Alder Creek's Response to Comment 2",
        "**1.2. How many stores did you operate at the end of the year?**\n\n**Response:**",
        "**1. How many stores did you operate at the end of the year?**",
        "(2) How many stores did you operate at the end of the year?",
        "Comment 1: How many stores did you operate at the end of the year?",
        "Staff comment 1.2. How many stores did you operate at the end of the year?\n\nResponse",
        "> How many stores did you operate at the end of the year?\n\n**Response to Comment 1:**",
        "**1.2**\n\nHow many stores did you operate at the end of the year?",
    ] {
        assert_eq!(of_body(body), "aoa; empty-response 1.2 ## 1.2", "{body}");
    }
    for body in [
        "1",
        "**2**",
        "1.2",
        "No response.",
        "Response: nine.",
        "**Response:** {{ facts.nine }}",
        "{{ facts.nine }} Response:",
        "Response:\n\nNine.",
        "**2**\n\n**2**",
        "Response to Comment 2 stands for this one as well.",
        "2 How many stores did you operate at the end of the year? Nine.",
    ] {
        assert_eq!(of_body(body), "aaa", "{body}");
    }
}

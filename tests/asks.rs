//! The requests inside the staff's prose: how many of a marked set are found, and what sections and marks
//! that name them do to a unit.
//!
//! `tests/asks/gold.txt` was marked by hand. What the grammar misses stays in it and is counted.

use std::fs;
use std::path::Path;
use std::process::Command;

use corresp::asks;
use serde_json::Value;

const GOLD: &str = include_str!("asks/gold.txt");

/// A line of the gold set: its text, and where its requests begin, each with whether it has a condition.
fn line(marked: &str) -> (String, Vec<(usize, bool)>) {
    let (mut text, mut requests) = (String::new(), Vec::new());
    let mut characters = marked.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '{' {
            text.push(character);
            continue;
        }
        let has_condition = characters.next_if_eq(&'?').is_some();
        requests.push((text.len(), has_condition));
    }
    (text, requests)
}

#[test]
fn the_requests_of_the_gold_set_are_found_and_little_else() {
    let (mut units, mut wanted, mut hits, mut extra, mut conditions) = (0, 0, 0, 0, 0);
    let mut faults = String::new();
    for marked in GOLD.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (text, requests) = line(marked);
        let found = asks::find(&text);
        let mut used = vec![false; found.len()];
        for (at, has_condition) in &requests {
            let hit = (0..found.len()).find(|&ask| !used[ask] && found[ask].range.contains(at));
            let Some(hit) = hit else {
                faults.push_str(&format!("missed: {}\n", &text[*at..]));
                continue;
            };
            used[hit] = true;
            hits += 1;
            if found[hit].condition.is_some() != *has_condition {
                conditions += 1;
                faults.push_str(&format!("condition {:?}: {marked}\n", found[hit].condition));
            }
        }
        for ask in found.iter().zip(&used).filter(|(_, used)| !**used).map(|(ask, _)| ask) {
            extra += 1;
            faults.push_str(&format!("no request: {}\n", ask.text));
        }
        units += 1;
        wanted += requests.len();
    }
    let recall = f64::from(hits) / f64::from(u32::try_from(wanted).expect("few"));
    let precision = f64::from(hits) / f64::from(hits + extra);
    println!(
        "{units} units, {wanted} requests: precision {precision:.3}, recall {recall:.3}\n{faults}"
    );
    assert!(units >= 150, "the set has {units} units");
    assert!(
        precision >= 0.99 && recall >= 0.975,
        "precision {precision}, recall {recall}\n{faults}"
    );
    assert!(conditions <= 1, "{conditions} conditions are wrong\n{faults}");
}

#[test]
fn the_requests_of_a_text_stand_in_it_in_order_and_apart() {
    let lines: Vec<String> =
        GOLD.lines().filter(|line| !line.starts_with('#')).map(|marked| line(marked).0).collect();
    for pair in lines.windows(2) {
        let text = format!("{} — “{}” \u{a0}{}", pair[0], pair[1], pair[0]);
        let mut end = 0;
        for ask in asks::find(&text) {
            assert!(ask.range.start >= end && ask.range.end > ask.range.start, "{text}");
            assert!(!ask.text.is_empty());
            end = ask.range.end;
        }
        assert!(end <= text.len());
    }
}

#[test]
fn the_sentence_that_opens_items_asks_through_them() {
    for (text, expected) in [
        ("Please tell us the following:", ""),
        ("Please tell us, and revise future filings to disclose:", ""),
        ("Please supplementally provide us with, and confirm that you will disclose:", ""),
        ("Please tell us, with a view toward disclosure, and revise to disclose:", ""),
        ("Also tell us whether", ""),
        ("Please explain to us how (see page 4)", ""),
        (
            "You have two segments. Explain why. Please tell us, and revise to disclose:",
            "Explain why",
        ),
        (
            "Please revise to quantify the loss, and tell us the following:",
            "Please revise to quantify the loss",
        ),
        (
            "Please tell us, in detail, how it works, and disclose the following.",
            "Please tell us, in detail, how it works",
        ),
        (
            "Please tell us how you measure it. We note these units.",
            "Please tell us how you measure it",
        ),
        ("Please tell us why.", "Please tell us why"),
        ("Why is it so?", "Why is it so?"),
    ] {
        let found: Vec<String> = asks::before_items(text).into_iter().map(|ask| ask.text).collect();
        assert_eq!(found.join(" | "), expected, "{text}");
    }
}

#[test]
fn the_requests_of_the_real_letter_are_those_that_its_readers_count() {
    let report = check(Path::new(env!("CARGO_MANIFEST_DIR")));
    let asks = report["asks"].as_array().expect("asks");
    let several: Vec<&str> = asks
        .iter()
        .filter_map(|ask| ask["key"].as_str())
        .filter(|key| !key.ends_with("#1"))
        .collect();
    assert_eq!(several, ["1#2", "1#3", "1#4", "3.3#2", "3.7#2", "3.11#2", "3.13#2"]);
    // Comment 2 asks through its two bullets, which ask nothing by themselves; so does comment 3.
    assert_eq!(asks.len(), 4 + 16 + 4);
    let of = |key: &str| asks.iter().find(|ask| ask["key"] == key).expect("it is there");
    assert_eq!(of("1#3")["condition"], "If so");
    assert_eq!(of("1#4")["condition"], "If so");
    assert_eq!(of("3.3#2")["condition"], "If they are control-based");
    assert_eq!(
        of("3.11#2")["condition"],
        "If this was performed for the February 29, 2008 testing date"
    );
    assert_eq!(of("3.7#1")["condition"], Value::Null);
    assert!(asks.iter().all(|ask| ask["kind"] == "ask" && ask["named"].is_boolean()));
    let units = report["units"].as_array().expect("units");
    assert!(units.iter().all(|unit| !unit["key"].as_str().expect("a key").contains('#')));
}

fn check(folder: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(folder)
        .args(["check", "--format", "json"])
        .output()
        .expect("the binary runs");
    serde_json::from_slice(&output.stdout).expect("a report")
}

/// A project of one comment with three requests, two bullets in comment 2, and responses.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let round = folder.path().join("responses/2020-03-02");
    fs::create_dir_all(&round).expect("the round");
    let book = "[matter]\ncompany = \"Example Stores, Inc.\"\n[letter]\ndate = 2020-03-16\n[levels]\nno-source = \"off\"\n";
    fs::write(folder.path().join("book.toml"), book).expect("book.toml");
    let letter = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\nPlease tell us how many stores you operate. \
        Also, please tell us whether any will close; if so, describe the plan.\n\n### 2.\n\n\
        Please provide the following:\n\n- Tell us why. Please explain how.\n- the number of staff.\n";
    fs::write(round.join("letter.md"), letter).expect("letter.md");
    for (name, text) in files {
        fs::write(round.join(name), text).expect("a response");
    }
    folder
}

const SECOND: (&str, &str) = (
    "02.md",
    "+++\ncomment = \"2\"\nstatus = \"final\"\n+++\n\n## 2.1\n\n[#1] Because. [#2] So.\n\n## 2.2\n\nNine.\n",
);

fn first(body: &str) -> Value {
    let text = format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n{body}");
    check(project(&[("01.md", &text), SECOND]).path())
}

/// Returns the status of comment 1, and the codes about it.
fn verdict(report: &Value) -> String {
    let unit = report["units"].as_array().expect("units").iter().find(|unit| unit["key"] == "1");
    let codes: Vec<String> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| {
            assert_eq!(finding["key"], "1", "{finding}");
            finding["code"].as_str().expect("a code").to_owned()
        })
        .collect();
    format!(
        "{} {}",
        unit.expect("comment 1")["status"].as_str().expect("a status"),
        codes.join(" ")
    )
}

#[test]
fn a_unit_is_answered_by_a_section_of_its_own_or_by_all_of_its_requests() {
    for (body, expected) in [
        ("[#1] 214. [#2] Two. [#3] In June.\n", "answered "),
        ("We have 214. Two.\n", "answered unanswered-ask"),
        ("## 1#1\n\nWe have 214.\n\n## 1#2\n\nTwo.\n\n## 1#3\n\nIn June.\n", "answered "),
        ("## 1#1–1#3\n\n214, two, in June.\n", "answered "),
        ("## 1#1, 1#2, 1#3\n\n214, two, in June.\n", "answered "),
        (
            "## 1#1 Please tell us how many stores\n\nWe have 214.\n\n## 1#2, 1#3\n\nTwo, in June.\n",
            "answered ",
        ),
        ("## 1\n\nWe have 214.\n\n## 1#2\n\nTwo. [1#3]\n\n", "answered unanswered-ask"),
        ("## 1\n\n[#1] 214.\n\n## 1#2\n\nTwo. [1#3] In June.\n\n", "answered "),
    ] {
        assert_eq!(verdict(&first(body)), expected, "{body}");
    }
}

#[test]
fn no_damage_to_the_sections_of_requests_is_green() {
    let good = ["## 1#1\n\nWe have 214.\n\n", "## 1#2\n\nTwo.\n\n", "## 1#3\n\nIn June.\n\n"];
    assert_eq!(verdict(&first(&good.concat())), "answered ");
    for at in 0..3 {
        let with = |other: &str| {
            let mut sections = good;
            sections[at] = other;
            verdict(&first(&sections.concat()))
        };
        let heading = good[at].lines().next().expect("a heading");
        let words = [
            "Please tell us how many stores you operate.",
            "Also, please tell us whether any will close;",
            "if so, describe the plan.",
        ][at];
        assert_eq!(with(""), "open unanswered-comment", "{heading} deleted");
        assert_eq!(with(&format!("{heading}\n\n")), "open empty-response", "{heading} emptied");
        assert_eq!(with(&format!("{heading}\n\nTODO\n\n")), "open placeholder", "{heading}");
        assert_eq!(
            with(&format!("{heading}\n\n> {words}\n\n")),
            "open empty-response",
            "{heading}"
        );
        assert_eq!(with(&format!("{heading}\n\n{words}\n\n")), "open empty-response", "{heading}");
        assert_eq!(
            with(&format!("<!-- {} -->\n\n", good[at].trim())),
            "open unanswered-comment",
            "{heading} commented out"
        );
        assert_eq!(with("## 1#4\n\nIn July.\n\n"), "open unknown-key", "{heading} misspelt");
        assert_eq!(with("## 1#0\n\nIn July.\n\n"), "open unknown-key", "{heading} misspelt");
        assert_eq!(with("## 7#1\n\nIn July.\n\n"), "open unknown-comment", "{heading} misspelt");
        assert_eq!(with("## 1.1#1\n\nIn July.\n\n"), "open unknown-key", "{heading} misspelt");
        assert_eq!(with("## 1#x\n\nIn July.\n\n"), "open malformed-key", "{heading} misspelt");
        let twice = format!("{}{}", good[at], good[at]);
        assert_eq!(with(&twice), "answered duplicate-response", "{heading} twice");
    }
    let wrong_words =
        "## 1#1 Also, please tell us\n\nWe have 214.\n\n## 1#2\n\nTwo.\n\n## 1#3\n\nIn June.\n";
    assert_eq!(verdict(&first(wrong_words)), "answered key-words-mismatch");
}

#[test]
fn a_mark_alone_answers_nothing_and_one_in_a_comment_names_nothing() {
    assert_eq!(verdict(&first("[#1] [#2] [#3]\n")), "open empty-response");
    assert_eq!(
        verdict(&first("We have 214. <!-- [#1] [#2] [#3] -->\n")),
        "answered unanswered-ask"
    );
    assert_eq!(verdict(&first("We have 214. `[#1]` [#2] \\[#3]\n")), "answered unanswered-ask");
    assert_eq!(verdict(&first("[#1] [#2] [#3] [#4] 214.\n")), "answered unknown-key");
}

#[test]
fn a_mark_in_a_section_of_several_units_names_its_unit() {
    let second = |body: &str| {
        let text = format!("+++\ncomment = \"2\"\nstatus = \"final\"\n+++\n\n{body}");
        let one =
            "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n[#1] 214. [#2] Two. [#3] In June.\n";
        let report = check(project(&[("01.md", one), ("02.md", &text)]).path());
        let codes = report["findings"].as_array().expect("findings").iter();
        codes
            .map(|finding| finding["code"].as_str().expect("a code").to_owned())
            .collect::<Vec<_>>()
    };
    assert!(second("## 2.1, 2.2\n\n[2.1#1] Because. [2.1#2] So. Nine.\n").is_empty());
    assert_eq!(
        second("## 2.1, 2.2\n\n[#1] Because. [2.1#2] So. Nine.\n"),
        ["malformed-key", "unanswered-ask"]
    );
    assert_eq!(
        second("## 2.1\n\n[#1] Because. [9.1#2] So.\n\n## 2.2\n\nNine.\n"),
        ["unknown-key", "unanswered-ask"]
    );
}

#[test]
fn the_letter_prints_the_sections_of_requests_and_no_marks() {
    let body = "## 1#1\n\nWe have 214 stores[#1].\n\n## 1#2, 1#3\n\n[#2] Two will close, [#3] *in June* [#3] 2020.\n";
    let text = format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n{body}");
    let folder = project(&[("01.md", &text), SECOND]);
    let status = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(folder.path())
        .args(["build", "--format", "html"])
        .output()
        .expect("the binary runs");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let html = fs::read_to_string(folder.path().join("out/letter.html")).expect("the letter");
    let page = scraper::Html::parse_document(&html);
    let text: String = page.root_element().text().collect::<Vec<_>>().join("");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("We have 214 stores."), "{text}");
    assert!(text.contains("Two will close, in June 2020."), "{text}");
    assert!(!text.contains("[#") && !text.contains("not been written"), "{text}");
}

#[test]
fn a_starter_response_lists_the_requests_of_each_unit_and_answers_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("book.toml"), folder.path().join("book.toml")).expect("book.toml");
    let import = |format: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_corresp"))
            .arg("-C")
            .arg(folder.path())
            .arg("import")
            .arg(root.join("responses/2009-01-14/source.txt"))
            .args(["--round", "2009-01-14"])
            .args(format)
            .output()
            .expect("the binary runs")
    };
    let model: Value = serde_json::from_slice(&import(&["--format", "json"]).stdout).expect("JSON");
    let keys: Vec<&str> = model["comments"][0]["asks"]
        .as_array()
        .expect("asks")
        .iter()
        .filter_map(|ask| ask["key"].as_str())
        .collect();
    assert_eq!(keys, ["1#1", "1#2", "1#3", "1#4"]);
    assert!(import(&[]).status.success());
    let text = fs::read_to_string(
        folder.path().join("responses/2009-01-14/01-municipal-securities-tender-option.md"),
    )
    .expect("the starter of comment 1");
    assert!(text.contains("\n[#4] quantify the amount of QSPE's impacted\n"), "{text}");
    let report = check(folder.path());
    assert_eq!(report["totals"]["open"], 19);
    let codes: std::collections::BTreeSet<&str> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["level"] == "error")
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), ["empty-response"]);
}

//! Waivers: what they cover, how each report shows it, and that none hides an open unit.

use std::fs;
use std::path::Path;

use corresp::finding::{Level, RULES};
use corresp::waivers::OF_BUILDS;
use proptest::prelude::*;
use serde_json::Value;

use crate::generated::{Checked, plans};
use crate::{at, corresp, text};

const ENTRY: &str = "\n[[waiver]]\nfinding = \"raw-html\"\nkey = \"1\"\n\
                     reason = \"the staff's own table\"\nby = \"A. Person\"\nuntil = 2020-03-20\n";

/// Writes the smallest project with an error that may be waived, and more of book.toml.
fn project(book: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = at("tests/findings/raw-html");
    let round = folder.path().join("responses/2020-03-02");
    fs::create_dir_all(&round).expect("a folder");
    for name in ["letter.md", "01-stores.md"] {
        fs::copy(from.join("responses/2020-03-02").join(name), round.join(name)).expect("a copy");
    }
    let own = fs::read_to_string(from.join("book.toml")).expect("book.toml");
    fs::write(folder.path().join("book.toml"), own + book).expect("book.toml");
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = corresp(folder, &[&["check"], arguments].concat());
    (output.status.code().expect("a code"), text(&output.stdout))
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let (_, report) = check(folder, &[&["--format", "json"], arguments].concat());
    serde_json::from_str(&report).expect("JSON")
}

fn codes(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let report = json(folder, arguments);
    let findings = report["findings"].as_array().expect("a list").iter();
    let standing = findings.filter(|finding| finding.get("waived").is_none());
    standing.map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn a_waived_error_fails_no_run_and_is_shown_as_waived_in_each_report() {
    assert_eq!(check(project("").path(), &[]).0, 1);
    let folder = project(ENTRY);
    let (code, human) = check(folder.path(), &[]);
    assert_eq!(code, 0, "{human}");
    assert_eq!(human, fs::read_to_string(at("tests/reports/waived.txt")).expect("it is there"));
    for line in human.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert_eq!(
        check(folder.path(), &["--quiet"]).1,
        "responses/2020-03-02/01-stores.md:6:13: waived error[raw-html]: raw HTML has no place in a letter\n"
    );
    let waived = serde_json::json!({
        "reason": "the staff's own table", "by": "A. Person", "until": "2020-03-20"
    });
    assert_eq!(json(folder.path(), &[])["findings"][0]["waived"], waived);
    let says = "until March 20, 2020, by A. Person: the staff's own table";
    let sarif: Value =
        serde_json::from_str(&check(folder.path(), &["--format", "sarif"]).1).expect("JSON");
    let suppressions = &sarif["runs"][0]["results"][0]["suppressions"];
    assert_eq!(
        *suppressions,
        serde_json::json!([{ "kind": "external", "status": "accepted", "justification": says }])
    );
    let junit = check(folder.path(), &["--format", "junit"]).1;
    assert!(junit.contains("failures=\"0\""), "{junit}");
    assert!(
        junit.contains(&format!("<skipped message=\"waived {}\"/>", says.replace('\'', "&apos;"))),
        "{junit}"
    );
    let github = check(folder.path(), &["--format", "github"]).1;
    assert!(
        github.starts_with("::notice ") && github.contains(&format!("%0Awaived {says}")),
        "{github}"
    );
    let gitlab = check(folder.path(), &["--format", "gitlab"]).1;
    assert!(
        gitlab.contains("\"severity\": \"info\"") && gitlab.contains(&format!("(waived {says})")),
        "{gitlab}"
    );
    let markdown = check(folder.path(), &["--format", "markdown"]).1;
    assert!(markdown.contains("| waived error | raw-html | 1 |"), "{markdown}");
    assert!(
        markdown.contains(&format!("<br>{says} |")) && markdown.contains("1 waived."),
        "{markdown}"
    );
    // A build goes by the same verdict.
    let build = corresp(folder.path(), &["build", "--format", "html"]);
    assert_eq!(build.status.code(), Some(0), "{}", text(&build.stderr));
    assert!(text(&build.stderr).contains("waived error[raw-html]"), "{}", text(&build.stderr));
}

#[test]
fn a_waiver_ends_with_its_day() {
    let folder = project(ENTRY);
    assert_eq!(check(folder.path(), &["--as-of", "2020-03-20"]).0, 0);
    assert_eq!(
        codes(folder.path(), &["--as-of", "2020-03-21"]),
        ["waiver-expired", "past-due", "raw-html"]
            .into_iter()
            .filter(|code| *code != "past-due")
            .collect::<Vec<_>>()
    );
    assert_eq!(check(folder.path(), &["--as-of", "2020-03-21"]).0, 1);
    // Without a day the letter's own date counts, March 16: no clock is asked.
    let short = project(&ENTRY.replace("2020-03-20", "2020-03-15"));
    assert_eq!(codes(short.path(), &[]), ["waiver-expired", "raw-html"]);
    let output = corresp(short.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_waiver_that_covers_nothing_is_an_error() {
    let meant = "name what is meant: `key = \"1\"`";
    for (was, now, help) in [
        ("key = \"1\"\n", "", meant),
        ("key = \"1\"", "key = \"2\"", meant),
        ("key = \"1\"", "file = \"responses/2020-03-02/01-stores.md\"", meant),
        ("key = \"1\"", "key = \"1\"\nfile = \"responses/2020-03-02/02-stores.md\"", meant),
        ("finding = \"raw-html\"", "finding = \"indented-code\"", "take the waiver out"),
    ] {
        let folder = project(&ENTRY.replace(was, now));
        assert_eq!(codes(folder.path(), &[]), ["waiver-unused", "raw-html"], "{now}");
        let report = check(folder.path(), &[]).1;
        let flat = report.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(help), "{report}");
    }
    let twice = project(&[ENTRY, ENTRY].concat());
    assert_eq!(codes(twice.path(), &[]), ["waiver-unused"]);
    let report = check(twice.path(), &[]).1;
    assert!(report.contains("another waiver covers the finding `raw-html` about 1"), "{report}");
    let off = project(&format!("\nraw-html = \"off\"\n{ENTRY}"));
    let levels = fs::read_to_string(off.path().join("book.toml")).expect("it is there");
    assert!(levels.contains("[levels]"), "{levels}");
    assert_eq!(codes(off.path(), &[]), ["waiver-unused"]);
}

#[test]
fn a_waiver_of_what_another_run_looks_for_is_kept() {
    for (code, seen_with) in [("due-soon", "--as-of"), ("missing-glyph", "build")] {
        let folder = project(&format!(
            "{ENTRY}{}",
            ENTRY
                .replace("\"raw-html\"", &format!("\"{code}\""))
                .replace("key = \"1\"", "file = \"responses/2020-03-02/letter.md\"")
        ));
        assert_eq!(
            codes(folder.path(), &[]),
            Vec::<String>::new(),
            "{code} is found with {seen_with} alone"
        );
    }
    // Whatever a golden folder shows by building alone is in the list of rules that builds alone break.
    for entry in fs::read_dir(at("tests/findings")).expect("the folder is there") {
        let folder = entry.expect("a name").path();
        let arguments = fs::read_to_string(folder.join("arguments.txt")).unwrap_or_default();
        let code = folder.file_name().expect("a name").to_string_lossy().into_owned();
        if arguments.starts_with("build") && !codes(&folder, &[]).contains(&code) {
            let is_known = code.starts_with("edgar-") || code.starts_with("pdf-");
            let is_known = is_known || OF_BUILDS.contains(&code.as_str());
            assert!(is_known, "{code} is found by builds alone");
        }
    }
}

/// A section for several bullets, with what may be waived in it.
fn several(book: &str) -> tempfile::TempDir {
    let folder = project(book);
    let round = folder.path().join("responses/2020-03-02");
    let letter = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\nPlease tell us:\n\n- What it was.\n- Why it was.\n\
                  - When it was.\n";
    fs::write(round.join("letter.md"), letter).expect("letter.md");
    let response = "+++\nstatus = \"final\"\n+++\n\n## 1.1–1.3\n\nIt was <b>5</b>.\n";
    fs::write(round.join("01-stores.md"), response).expect("a response");
    folder
}

fn entry(key: &str, reason: &str) -> String {
    ENTRY
        .replace("key = \"1\"", &format!("key = \"{key}\""))
        .replace("the staff's own table", reason)
}

/// Returns the units of each finding, those of the waived ones with the waiver's reason.
fn units(folder: &Path, arguments: &[&str]) -> Vec<(Vec<String>, Option<String>)> {
    let report = json(folder, arguments);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let findings = report["findings"].as_array().expect("a list").iter();
    let of_html = findings.filter(|finding| finding["code"] == "raw-html");
    of_html
        .map(|finding| {
            let several = finding["keys"].as_array().into_iter().flatten().filter_map(text);
            let mut keys: Vec<String> = several.collect();
            if keys.is_empty() {
                keys.extend(text(&finding["key"]));
            }
            (keys, text(&finding["waived"]["reason"]))
        })
        .collect()
}

#[test]
fn a_waiver_of_one_unit_leaves_the_others() {
    let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    let none = several("");
    assert_eq!(units(none.path(), &[]), [(keys(&["1.1", "1.2", "1.3"]), None)]);
    let one = several(&entry("1.2", "so"));
    assert_eq!(
        units(one.path(), &[]),
        [(keys(&["1.1", "1.3"]), None), (keys(&["1.2"]), Some("so".into()))]
    );
    assert_eq!(check(one.path(), &[]).0, 1);
    let human = check(one.path(), &[]).1;
    assert!(human.contains("error[raw-html]") && human.contains("1 error, 1 waived."), "{human}");
    let junit = check(one.path(), &["--format", "junit"]).1;
    assert!(junit.contains("failures=\"2\""), "{junit}");

    // Each unit has its own reason; those that share a waiver's words do not share the waiver.
    let all = several(&[entry("1.1", "so"), entry("1.2", "or so"), entry("1.3", "so")].concat());
    let waived = [("1.1", "so"), ("1.2", "or so"), ("1.3", "so")];
    let waived = waived.map(|(key, reason)| (keys(&[key]), Some(reason.to_owned())));
    assert_eq!(units(all.path(), &[]), waived);
    assert_eq!(check(all.path(), &["--level", "note"]).0, 0);

    // One that has ended leaves its unit alone.
    let ended = entry("1.2", "so").replace("2020-03-20", "2020-03-17");
    let ended = several(&[entry("1.1", "so"), entry("1.3", "so"), ended].concat());
    assert_eq!(check(ended.path(), &[]).0, 0);
    assert_eq!(codes(ended.path(), &["--as-of", "2020-03-18"]), ["waiver-expired", "raw-html"]);
    let left = units(ended.path(), &["--as-of", "2020-03-18"]);
    assert_eq!(left[0], (keys(&["1.2"]), None));
    assert_eq!(left.len(), 3);

    // Two for one unit: the second covers nothing.
    let twice = several(&[entry("1.2", "so"), entry("1.2", "or so")].concat());
    assert_eq!(codes(twice.path(), &[]), ["waiver-unused", "raw-html"]);
    let wrong = several(&entry("1", "so"));
    let report = check(wrong.path(), &[]).1;
    let flat = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("`key = \"1.1\"`, `key = \"1.2\"` and `key = \"1.3\"`"), "{report}");
}

#[test]
fn a_waiver_says_all_that_it_has_to() {
    for (line, help) in [
        ("reason = \"the staff's own table\"\n", "add it, as in `reason = "),
        ("by = \"A. Person\"\n", "add it, as in `by = "),
        ("until = 2020-03-20\n", "add it, as in `until = 2009-03-20`"),
        ("finding = \"raw-html\"\n", "add it, as in `finding = "),
    ] {
        let folder = project(&ENTRY.replace(line, ""));
        assert_eq!(codes(folder.path(), &[]), ["missing-field", "raw-html"], "{line}");
        assert!(check(folder.path(), &[]).1.contains(help), "{}", check(folder.path(), &[]).1);
    }
    for (was, now, code) in [
        ("\"A. Person\"", "\"  \"", "missing-field"),
        ("\"the staff's own table\"", "\"\"", "missing-field"),
        ("until = 2020-03-20", "until = \"2020-03-20\"", "wrong-type"),
        ("\"raw-html\"", "\"raw-hmtl\"", "wrong-type"),
        ("key = \"1\"", "key = \"1,1\"", "malformed-key"),
        ("reason = ", "why = \"so\"\nreason = ", "unknown-field"),
        ("key = \"1\"", "key = \"1\"\nfile = 5", "wrong-type"),
        ("key = \"1\"", "key = [1]", "wrong-type"),
    ] {
        let folder = project(&ENTRY.replace(was, now));
        let codes = codes(folder.path(), &[]);
        let is_covered = code == "unknown-field";
        let expected = if is_covered { vec![code] } else { vec![code, "raw-html"] };
        assert_eq!(codes, expected, "{now}");
    }
}

#[test]
fn what_is_always_an_error_cannot_be_waived_and_the_message_says_so() {
    let fixed: Vec<&str> = RULES.iter().filter(|rule| rule.fixed).map(|rule| rule.code).collect();
    for code in [
        "unanswered-bullet",
        "empty-response",
        "draft-response",
        "letter-drift",
        "malformed-mark",
        "waiver-unused",
        // What drops words of the author or of the staff.
        "duplicate-response",
        "unknown-key",
        "malformed-key",
        "text-without-key",
        "outside-comment",
        "furniture-asks",
    ] {
        assert!(fixed.contains(&code), "{code}");
    }
    // Of this one, what only looks alike may be.
    for code in fixed.into_iter().filter(|code| *code != "confidential-but-public") {
        let folder = project(&ENTRY.replace("raw-html", code));
        let report = check(folder.path(), &[]).1;
        assert!(
            report.contains(&format!("error[wrong-type]: `{code}` cannot be waived")),
            "{report}"
        );
    }
}

#[test]
fn words_of_another_bullet_that_leave_one_open_cannot_be_waived() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = at("tests/findings/key-words-mismatch");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.expect("readable");
        let target = folder.path().join(entry.path().strip_prefix(&from).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
    let key = json(folder.path(), &[])["findings"][0]["key"].as_str().expect("a key").to_owned();
    let book = folder.path().join("book.toml");
    let own = fs::read_to_string(&book).expect("book.toml");
    let entry = ENTRY
        .replace("raw-html", "key-words-mismatch")
        .replace("key = \"1\"", &format!("key = \"{key}\""));
    fs::write(&book, own + &entry).expect("book.toml");
    assert_eq!(codes(folder.path(), &[]), ["waiver-unused", "key-words-mismatch"]);
    let report = check(folder.path(), &["--quiet"]).1;
    let says =
        format!("`key-words-mismatch` leaves {key} without an answer here, and cannot be waived");
    assert!(report.contains(&says), "{report}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whoever waives all that can be waived still has no green run while a unit is open.
    #[test]
    fn no_waiver_hides_an_open_unit(plan in plans()) {
        let folder = tempfile::tempdir().expect("a folder");
        plan.write(folder.path(), "");
        let before = Checked::of(folder.path());
        let waivers = before.waivers(|finding| !finding.rule.fixed);
        plan.write(folder.path(), &waivers);
        let after = Checked::of(folder.path());
        prop_assert_eq!(before.coverage.totals.open, after.coverage.totals.open);
        if after.coverage.totals.open > 0 {
            let open = after.findings.standing().any(|finding| {
                finding.level == Level::Error && finding.rule.code != "waiver-unused"
            });
            prop_assert!(open, "{:?}", after.findings);
        }
    }

    /// What no entry names stands as it stood, and nothing else is told of it.
    #[test]
    fn no_waiver_silences_what_it_does_not_name(plan in plans()) {
        let folder = tempfile::tempdir().expect("a folder");
        plan.write(folder.path(), "");
        let before = Checked::of(folder.path());
        // Some of the entries, by the plan's own choice.
        let all = before.waivers(|_| true);
        let entries: Vec<&str> = all.split("\n[[waiver]]").skip(1).collect();
        let chosen = |index: &usize| plan.waived[index % plan.waived.len()];
        let chosen: Vec<&str> =
            (0..entries.len()).filter(chosen).map(|index| entries[index]).collect();
        let book: String = chosen.iter().map(|entry| format!("\n[[waiver]]{entry}")).collect();
        plan.write(folder.path(), &book);
        let after = Checked::of(folder.path());
        let told = |checked: &Checked| {
            let findings = checked.findings.iter();
            let mut told: Vec<(&str, String, String, bool)> = findings
                .filter(|finding| !["waiver-unused", "wrong-type"].contains(&finding.rule.code))
                .flat_map(|finding| {
                    let none = finding.keys.is_empty().then(String::new);
                    let keys = none.into_iter().chain(finding.keys.iter().cloned());
                    keys.map(|key| {
                        let waived = finding.waived.is_some();
                        (finding.rule.code, key, finding.message.clone(), waived)
                    })
                })
                .collect();
            told.sort();
            told
        };
        let (before, after) = (told(&before), told(&after));
        let bare = |(code, key, message, _): &(&'static str, String, String, bool)| {
            (*code, key.clone(), message.clone())
        };
        prop_assert_eq!(
            before.iter().map(bare).collect::<Vec<_>>(),
            after.iter().map(bare).collect::<Vec<_>>()
        );
        for (code, key, ..) in after.iter().filter(|(.., waived)| *waived) {
            let is_named = chosen.iter().any(|entry| {
                entry.contains(&format!("finding = \"{code}\""))
                    && (key.is_empty() || entry.contains(&format!("key = \"{key}\"")))
            });
            prop_assert!(is_named, "{} of {} is waived by nothing", code, key);
        }
    }
}

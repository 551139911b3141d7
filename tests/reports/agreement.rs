//! All formats carry the same findings, keys and counts.

use std::collections::BTreeMap;

use corresp::coverage::Totals;
use corresp::report::json::{Item, State};
use corresp::report::{self, github, gitlab, human, json, junit, markdown, sarif, summary};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::generated::{AS_OF, Checked, Plan, plans};

/// A finding as any format tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    waived: bool,
    level: String,
    code: String,
    message: String,
    /// `file:line:column`, the file from the repository's folder.
    place: Option<String>,
}

/// The folder in which the project stands in its repository.
const FOLDER: &str = "letters/a b/";

fn seen(item: &Item, folder: &str) -> Seen {
    Seen {
        waived: item.waived.is_some(),
        level: item.level.word().to_owned(),
        code: item.code.to_owned(),
        message: item.message.clone(),
        place: item
            .place
            .as_ref()
            .map(|it| format!("{folder}{}:{}:{}", it.file, it.line, it.column)),
    }
}

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Reads `waived error[code]: message`.
fn title(line: &str) -> Option<Seen> {
    let line = line.trim_start();
    let (waived, line) = match line.strip_prefix("waived ") {
        Some(line) => (true, line),
        None => (false, line),
    };
    let level = ["error", "warning", "note"]
        .into_iter()
        .find(|level| line.starts_with(&format!("{level}[")))?;
    let (code, message) = line[level.len() + 1..].split_once("]: ")?;
    let (level, code, message) = (level.to_owned(), code.to_owned(), message.to_owned());
    Some(Seen { waived, level, code, message, place: None })
}

/// Reads findings that are told in lines.
fn told(text: &str) -> Vec<Seen> {
    let mut found: Vec<Seen> = Vec::new();
    for line in text.lines() {
        if let Some(seen) = title(line) {
            found.push(seen);
        } else if let (Some(place), Some(last)) =
            (line.trim_start().strip_prefix("--> "), found.last_mut())
        {
            last.place.get_or_insert(place.to_owned());
        }
    }
    found
}

fn of_human(checked: &Checked) -> Vec<Seen> {
    // So wide that nothing is wrapped.
    let text = human::findings(&checked.findings, &checked.project.files, 100_000, true);
    told(&anstream::adapter::strip_str(&text).to_string())
}

fn of_quiet(checked: &Checked) -> Vec<Seen> {
    let text = human::quiet(&checked.findings, &checked.project.files);
    let lines = text.lines().map(|line| {
        title(line).unwrap_or_else(|| {
            let start = [": error[", ": warning[", ": note[", ": waived "]
                .iter()
                .filter_map(|sign| line.find(sign))
                .min()
                .expect("a level follows the place");
            let place = Some(line[..start].to_owned());
            Seen { place, ..title(&line[start + 2..]).expect("a finding") }
        })
    });
    lines.collect()
}

fn unescaped(text: &str) -> String {
    let text =
        text.replace("%0A", "\n").replace("%0D", "\r").replace("%3A", ":").replace("%2C", ",");
    text.replace("%25", "%")
}

/// Returns the findings and their keys.
fn of_github(text: &str) -> Vec<(Seen, Vec<String>)> {
    let lines = text.lines().map(|line| {
        let (command, rest) = line[2..].split_once(' ').expect("properties follow");
        let (properties, message) = rest.split_once("::").expect("a message follows");
        let properties: BTreeMap<&str, String> = properties
            .split(',')
            .map(|pair| pair.split_once('=').expect("a name and a value"))
            .map(|(name, value)| (name, unescaped(value)))
            .collect();
        let message = unescaped(message);
        let mut said = message.lines();
        let title = &properties["title"];
        let (code, keys) = title.split_once(" (").unwrap_or((title, ""));
        let keys = keys.trim_end_matches(')').split(", ").filter(|key| !key.is_empty());
        let place = properties.get("file").map(|file| {
            format!("{file}:{}:{}", properties["line"], properties.get("col").map_or("?", |it| it))
        });
        let seen = Seen {
            waived: message.lines().any(|line| line.starts_with("waived until ")),
            level: if command == "notice" { "note".into() } else { command.to_owned() },
            code: code.to_owned(),
            message: said.next().unwrap_or_default().to_owned(),
            place,
        };
        (seen, keys.map(str::to_owned).collect())
    });
    lines.collect()
}

/// How GitHub is told of a finding: a waived one is a notice, and columns are of single lines alone.
fn for_github(item: &Item) -> Seen {
    let mut seen = seen(item, FOLDER);
    if seen.waived {
        seen.level = "note".into();
    }
    if let Some(place) = item.place.as_ref().filter(|place| place.line != place.end_line) {
        seen.place = Some(format!("{FOLDER}{}:{}:?", place.file, place.line));
    }
    seen
}

fn of_sarif(log: &Value) -> Vec<(Seen, Vec<String>)> {
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().expect("results").iter().map(|result| {
        let rule = &run["tool"]["driver"]["rules"]
            [result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(words(&rule["help"]["markdown"]).contains("How to mend it"));
        let location = &result["locations"][0]["physicalLocation"];
        let region = &location["region"];
        let uri = words(&location["artifactLocation"]["uri"]);
        let place = region
            .is_object()
            .then(|| format!("{}:{}:{}", decoded(uri), region["startLine"], region["startColumn"]));
        let keys = result["properties"]["keys"].as_array().expect("keys");
        let seen = Seen {
            waived: result["suppressions"].as_array().is_some_and(|all| !all.is_empty()),
            level: words(&result["level"]).to_owned(),
            code: words(&result["ruleId"]).to_owned(),
            message: words(&result["message"]["text"])
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
            place,
        };
        (seen, keys.iter().map(|key| words(key).to_owned()).collect())
    });
    results.collect()
}

/// Reads what stands behind percent signs.
fn decoded(uri: &str) -> String {
    assert!(uri.is_ascii() && !uri.contains([' ', '%', '#', '?']) || uri.contains('%'));
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(&tail[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn of_gitlab(issues: &Value) -> Vec<(Seen, Vec<String>)> {
    let issues = issues.as_array().expect("a list").iter().map(|issue| {
        let description = words(&issue["description"]);
        let (message, waived) = match description.split_once(" (waived until ") {
            Some((message, _)) => (message, true),
            None => (description, false),
        };
        let begin = &issue["location"]["positions"]["begin"];
        assert_eq!(issue["location"]["lines"]["begin"], begin["line"]);
        let place =
            format!("{}:{}:{}", words(&issue["location"]["path"]), begin["line"], begin["column"]);
        let level = match words(&issue["severity"]) {
            "major" => "error",
            "minor" => "warning",
            "info" => "note",
            other => panic!("{other} is no severity that is used"),
        };
        let keys = issue["keys"].as_array().cloned().unwrap_or_default();
        let seen = Seen {
            waived,
            level: level.into(),
            code: words(&issue["check_name"]).to_owned(),
            message: message.to_owned(),
            place: Some(place),
        };
        (seen, keys.iter().map(|key| words(key).to_owned()).collect())
    });
    issues.collect()
}

/// How GitLab is told of a finding: a waived one is information, each has a place, and a line break is a blank.
fn for_gitlab(item: &Item) -> Seen {
    let mut seen = seen(item, FOLDER);
    if seen.waived {
        seen.level = "note".into();
    }
    seen.place.get_or_insert(format!("{FOLDER}book.toml:1:1"));
    seen.message = seen.message.replace('\n', " ");
    seen
}

/// Returns the cells of a table's row as Markdown shows them.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut signs = row.trim_matches('|').chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => cells.last_mut().expect("a cell").extend(signs.next()),
            '|' => cells.push(String::new()),
            sign => cells.last_mut().expect("a cell").push(sign),
        }
    }
    let shown = |cell: &String| {
        let cell = cell.trim().replace("@<!-- -->", "@");
        cell.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    cells.iter().map(shown).collect()
}

/// Reads the findings, with their keys, from the table of a pull request's comment or of a job's summary.
fn of_markdown(text: &str) -> Vec<(Seen, Vec<String>)> {
    let rows = text.lines().skip_while(|line| !line.starts_with("| level |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells = cells(row);
        let [level, code, keys, what, place] = cells.as_slice() else {
            panic!("five cells: {row}")
        };
        let (waived, level) = match level.strip_prefix("waived ") {
            Some(level) => (true, level),
            None => (false, level.as_str()),
        };
        assert_eq!(waived, what.contains("<br>until ") && what.contains(", by "), "{row}");
        let seen = Seen {
            waived,
            level: level.to_owned(),
            code: code.clone(),
            message: what.split("<br>").next().unwrap_or_default().to_owned(),
            place: Some(place.clone()).filter(|place| !place.is_empty()),
        };
        (seen, keys.split(", ").filter(|key| !key.is_empty()).map(str::to_owned).collect())
    })
    .collect()
}

/// How Markdown tells of a finding: a line break in a message is a blank.
fn for_markdown(item: &Item) -> Seen {
    let mut seen = seen(item, FOLDER);
    seen.message = seen.message.replace('\n', " ");
    seen
}

/// A case of a JUnit report.
#[derive(Debug, Default)]
struct Case {
    suite: String,
    name: String,
    failed: bool,
    skipped: bool,
    text: String,
}

fn cases(xml: &str) -> Vec<Case> {
    let mut reader = Reader::from_str(xml);
    let (mut suite, mut cases) = (String::new(), Vec::<Case>::new());
    loop {
        let event = reader.read_event().expect("XML that can be read");
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let attribute = |name: &str| {
                    let value = start.try_get_attribute(name).expect("attributes");
                    value
                        .map(|it| {
                            it.normalized_value(quick_xml::XmlVersion::Implicit1_0)
                                .expect("text")
                                .into_owned()
                        })
                        .unwrap_or_default()
                };
                match start.name().as_ref() {
                    "testsuite" => suite = attribute("name"),
                    "testcase" => {
                        assert_eq!(attribute("classname"), suite);
                        let (suite, name) = (suite.clone(), attribute("name"));
                        cases.push(Case { suite, name, ..Case::default() });
                    }
                    "failure" => cases.last_mut().expect("in a case").failed = true,
                    "skipped" => cases.last_mut().expect("in a case").skipped = true,
                    _ => {}
                }
            }
            Event::Text(text) => {
                if let Some(case) = cases.last_mut() {
                    case.text.push_str(text);
                }
            }
            Event::GeneralRef(name) => {
                let sign = match &**name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("{other:?} is no sign that is used"),
                };
                cases.last_mut().expect("in a case").text.push(sign);
            }
            Event::Eof => return cases,
            _ => {}
        }
    }
}

fn agree(checked: &Checked) {
    let outcome = checked.outcome(FOLDER);
    let report = json::report(&outcome);
    let keys = |item: &Item| item.keys().map(str::to_owned).collect::<Vec<_>>();
    let items = &report.findings;
    assert_eq!(items.len(), checked.findings.len());

    let plain = sorted(items.iter().map(|item| seen(item, "")));
    assert_eq!(sorted(of_human(checked)), plain, "human");
    assert_eq!(sorted(of_quiet(checked)), plain, "quiet");

    let whole = |seen: fn(&Item) -> Seen| sorted(items.iter().map(|item| (seen(item), keys(item))));
    let log: Value = serde_json::from_str(&sarif::render(&outcome)).expect("JSON");
    assert_eq!(sorted(of_sarif(&log)), whole(|item| seen(item, FOLDER)), "sarif");
    assert_eq!(sorted(of_github(&github::render(&outcome))), whole(for_github), "github");
    let issues: Value = serde_json::from_str(&gitlab::render(&outcome)).expect("JSON");
    assert_eq!(sorted(of_gitlab(&issues)), whole(for_gitlab), "gitlab");

    let text = markdown::render(&outcome);
    assert_eq!(sorted(of_markdown(&text)), whole(for_markdown), "markdown");
    let text = summary::render(&outcome);
    assert_eq!(sorted(of_markdown(&text)), whole(for_markdown), "the job's summary");

    let cases = cases(&junit::render(&outcome));
    for unit in &report.units {
        let of_unit: Vec<&Case> = cases
            .iter()
            .filter(|case| case.suite == format!("comment {}", unit.comment))
            .filter(|case| case.name.split(' ').next() == Some(&unit.key))
            .collect();
        let [case] = of_unit.as_slice() else { panic!("{} has {} cases", unit.key, of_unit.len()) };
        let about: Vec<&Item> = items.iter().filter(|item| item.is_about(&unit.key)).collect();
        let expected = sorted(about.iter().map(|item| seen(item, FOLDER)));
        assert_eq!(sorted(told(&case.text)), expected, "junit, {}", unit.key);
        let fails = about.iter().any(|item| item.waived.is_none() && item.level.word() == "error");
        assert_eq!(case.failed, fails || unit.status == State::Open, "{}", unit.key);
        let passes = !case.failed && !case.skipped;
        let waived = about.iter().any(|item| item.waived.is_some());
        assert_eq!(passes, unit.status == State::Answered && !fails && !waived, "{}", unit.key);
    }
    let is_of_unit = |item: &&Item| report.units.iter().any(|unit| item.is_about(&unit.key));
    let rest = items.iter().filter(|item| !is_of_unit(item));
    let others = cases.iter().filter(|case| case.suite == "findings");
    assert_eq!(
        sorted(others.clone().flat_map(|case| told(&case.text))),
        sorted(rest.map(|item| seen(item, FOLDER))),
        "junit, the rest"
    );
    assert_eq!(cases.len(), report.units.len() + others.count());

    counts(checked, &log, &report.totals);
}

/// Holds the counts of what is answered and of what is found to be one in all formats.
fn counts(checked: &Checked, log: &Value, totals: &corresp::coverage::Totals) {
    let outcome = checked.outcome(FOLDER);
    let of_sarif = &log["runs"][0]["properties"]["totals"];
    assert_eq!(*of_sarif, serde_json::to_value(totals).expect("JSON"));
    let human = human::summary(&outcome);
    let human = anstream::adapter::strip_str(&human).to_string();
    let summary = summary::render(&outcome);
    let markdown = markdown::render(&outcome);
    let tally = human::tally(&checked.findings);
    assert!(human.contains(tally.trim_end_matches('.')), "{human}");
    for text in [&summary, &markdown] {
        assert!(text.contains(&tally), "{text}");
        assert!(text.contains(&report::shares(totals)), "{text}");
    }
    owed(checked, &markdown);
    assert!(summary.contains("due March 16, 2020, in 2 business days"), "{AS_OF}: {summary}");
    let rows = summary.lines().filter(|line| line.starts_with("| **"));
    let mut sums = [0; 6];
    for row in rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        for (sum, cell) in sums.iter_mut().zip(&cells[1..]) {
            *sum += cell.trim().parse().unwrap_or(0);
        }
    }
    let Totals { units, answered, draft, deferred, elsewhere, open, .. } = *totals;
    assert_eq!(sums, [units, answered, draft, deferred, elsewhere, open]);
}

/// Holds that a comment lists what is open or a draft, each once.
fn owed(checked: &Checked, markdown: &str) {
    let lines = markdown.lines().skip_while(|line| *line != "### Open").skip(2);
    let lines = lines.take_while(|line| line.starts_with("- "));
    let listed = lines.flat_map(|line| line.rsplit(": ").next().unwrap_or_default().split(", "));
    let outcome = checked.outcome(FOLDER);
    let owed = json::report(&outcome).units.into_iter().filter_map(|unit| match unit.status {
        State::Open => Some(unit.key),
        State::Draft => Some(format!("{} (draft)", unit.key)),
        State::Deferred | State::Elsewhere | State::Answered => None,
    });
    assert_eq!(sorted(listed.map(str::to_owned)), sorted(owed), "{markdown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn all_formats_carry_the_same_findings_keys_and_counts(plan in plans()) {
        let folder = tempfile::tempdir().expect("a folder");
        plan.write(folder.path(), "");
        let checked = Checked::of(folder.path());
        agree(&checked);
        let mut index = 0;
        let waivers = checked.waivers(|finding| {
            index += 1;
            !finding.is_fixed && plan.waived[index % plan.waived.len()]
        });
        let Plan { .. } = plan;
        plan.write(folder.path(), &waivers);
        let again = Checked::of(folder.path());
        agree(&again);
    }
}

#[test]
fn a_fingerprint_stays_where_lines_move() {
    let folder = tempfile::tempdir().expect("a folder");
    let comment = crate::generated::Comment {
        file: crate::generated::File::Final,
        sections: vec![crate::generated::Section::Html, crate::generated::Section::Html],
    };
    let plan = Plan { comments: vec![comment], waived: vec![false] };
    plan.write(folder.path(), "");
    let prints = || {
        let checked = Checked::of(folder.path());
        report::fingerprints(&json::report(&checked.outcome("")).findings)
    };
    let before = prints();
    let file = folder.path().join("responses/2020-03-02/1 größe, 50%; a&b.md");
    let text = std::fs::read_to_string(&file).expect("it is there");
    std::fs::write(&file, text.replace("## 1.1", "\n\n\n## 1.1")).expect("it is written");
    let after = prints();
    assert!(before.len() > 3 && before == after);
    let mut unique = before.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), before.len());
}

#[test]
fn a_fix_is_the_exact_text_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let comment = crate::generated::Comment {
        file: crate::generated::File::Final,
        sections: vec![crate::generated::Section::Html],
    };
    Plan { comments: vec![comment], waived: vec![false] }.write(folder.path(), "");
    let mut checked = Checked::of(folder.path());
    checked.findings.each(|finding| {
        if let Some(place) = finding.place.filter(|_| finding.rule.code == "raw-html") {
            *finding = finding.clone().fix(place, "**");
        }
    });
    let log: Value = serde_json::from_str(&sarif::render(&checked.outcome(FOLDER))).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let fixed: Vec<&Value> = results.iter().filter(|it| it.get("fixes").is_some()).collect();
    let [result] = fixed.as_slice() else { panic!("{} results have a fix", fixed.len()) };
    let location = &result["locations"][0]["physicalLocation"];
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"], location["artifactLocation"]);
    let replacement = &change["replacements"][0];
    assert_eq!(replacement["deletedRegion"], location["region"]);
    assert_eq!(replacement["insertedContent"]["text"], "**");
}

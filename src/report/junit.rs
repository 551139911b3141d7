//! The report for test views: `check --format junit`, so that CI's own page of tests is the coverage board.
//!
//! In: an [`Outcome`]. Out: XML in the form of JUnit's reports: a suite a comment, a case a unit, and a suite
//! `findings` for what is about no unit. A case passes where its unit is answered in final text and no
//! finding fails it.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::json::{self, Item};
use super::{Outcome, waiver};
use crate::coverage::Status;
use crate::deadline::long;
use crate::finding::Level;
use crate::words::counted;

/// How many characters of the staff's words stand in a case's name.
const NAME: usize = 60;

/// A suite of cases.
struct Suite {
    name: String,
    cases: Vec<Case>,
}

/// A case, with what is said of it.
struct Case {
    name: String,
    file: Option<(String, usize)>,
    /// Title and text of the failure.
    failure: Option<(&'static str, String, String)>,
    skipped: Option<String>,
    output: String,
}

/// Returns the report.
pub fn render(outcome: &Outcome<'_>) -> String {
    let report = json::report(outcome);
    let mut shown = vec![false; report.findings.len()];
    let mut about: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, finding) in report.findings.iter().enumerate() {
        let units = finding.keys().filter_map(|key| key.split('#').next());
        for key in units.collect::<BTreeSet<_>>() {
            about.entry(key).or_default().push(index);
        }
    }
    // By place and not by key: two comments may have one number.
    let mut units: BTreeMap<usize, Vec<&json::Unit>> = BTreeMap::new();
    for unit in &report.units {
        units.entry(outcome.project.letter.rows[unit.row].comment).or_default().push(unit);
    }
    let mut suites = Vec::new();
    for (index, comment) in report.comments.iter().enumerate() {
        let units = units.get(&index).into_iter().flatten();
        let cases = units.map(|unit| {
            let about = about.get(unit.key.as_str()).map_or(&[][..], Vec::as_slice);
            about.iter().for_each(|&index| shown[index] = true);
            of_unit(outcome, unit, about.iter().map(|&index| &report.findings[index]).collect())
        });
        suites.push(Suite { name: format!("comment {}", comment.key), cases: cases.collect() });
    }
    let rest: Vec<&Item> = report
        .findings
        .iter()
        .zip(&shown)
        .filter(|(_, shown)| !**shown)
        .map(|(it, _)| it)
        .collect();
    if !rest.is_empty() {
        suites.push(Suite { name: "findings".into(), cases: of_findings(outcome, &rest) });
    }
    write(&suites).expect("XML is written to memory")
}

fn of_unit(outcome: &Outcome<'_>, unit: &json::Unit, about: Vec<&Item>) -> Case {
    let words: String = unit.text.chars().take(NAME).collect();
    let cut = if words.len() < unit.text.len() { "…" } else { "" };
    let status = &outcome.coverage.rows[unit.row].status;
    let open = (*status == Status::Open).then(|| {
        let message = format!("{} {} has no response", unit.kind.word(), unit.key);
        ("open", message.clone(), message)
    });
    let failure = failure(outcome, &about).or(open);
    let waived = about.iter().find_map(|finding| finding.waived.as_ref());
    let skipped =
        not_yet(status).or_else(|| waived.map(|waived| format!("waived {}", waiver(waived))));
    let place = match (&unit.file, unit.line) {
        (Some(file), Some(line)) => (outcome.path(file), line),
        _ => asked_at(outcome, unit.row),
    };
    Case {
        name: format!("{} {words}{cut}", unit.key),
        file: Some(place),
        skipped: skipped.filter(|_| failure.is_none()),
        failure,
        output: remarks(outcome, &about),
    }
}

/// Says why a unit that has not been answered in final text passes no case; none where it has.
fn not_yet(status: &Status) -> Option<String> {
    match status {
        Status::Open => Some("open".into()),
        Status::Draft => Some("the response is not final".into()),
        Status::Deferred { until, .. } => Some(format!("deferred until {}", long(*until))),
        Status::Elsewhere { letter } => {
            Some(format!("answered in the letter of {}", long(*letter)))
        }
        Status::Answered => None,
    }
}

/// Returns where the staff ask something: that is where a unit without an answer is shown.
fn asked_at(outcome: &Outcome<'_>, row: usize) -> (String, usize) {
    let place = outcome.project.letter.rows[row].place;
    let file = outcome.project.files.get(place.file);
    (outcome.path(&file.path), file.position(place.start).line)
}

fn of_findings(outcome: &Outcome<'_>, findings: &[&Item]) -> Vec<Case> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let cases = findings.iter().map(|finding| {
        let keys: Vec<&str> = finding.keys().collect();
        let about = if keys.is_empty() { String::new() } else { format!("{} ", keys.join(", ")) };
        let name = format!("{about}{}: {}", finding.code, finding.message);
        let count = names.entry(name.clone()).or_default();
        *count += 1;
        let place = finding.place.as_ref();
        Case {
            name: if *count > 1 { format!("{name} ({count})") } else { name },
            file: place.map(|place| (outcome.path(&place.file), place.line)),
            failure: failure(outcome, &[finding]),
            skipped: finding.waived.as_ref().map(|waived| format!("waived {}", waiver(waived))),
            output: remarks(outcome, &[finding]),
        }
    });
    cases.collect()
}

/// Returns the failure that the findings of a case make: those at the level that fails the run.
fn failure(outcome: &Outcome<'_>, about: &[&Item]) -> Option<(&'static str, String, String)> {
    let failing: Vec<&&Item> = about.iter().filter(|finding| fails(outcome, finding)).collect();
    let first = failing.first()?;
    let more = match failing.len() {
        1 => String::new(),
        count => format!(", and {} more", counted(count - 1, "finding")),
    };
    let text = failing.iter().map(|finding| told(outcome, finding)).collect();
    Some((first.code, format!("{}{more}", first.message), text))
}

fn fails(outcome: &Outcome<'_>, finding: &Item) -> bool {
    finding.waived.is_none() && finding.level >= outcome.fails_from
}

/// Returns what the findings of a case say that do not fail it.
fn remarks(outcome: &Outcome<'_>, about: &[&Item]) -> String {
    let remarks = about.iter().filter(|finding| !fails(outcome, finding));
    remarks.map(|finding| told(outcome, finding)).collect()
}

/// Returns a finding in lines, as the report for people begins and without its source.
fn told(outcome: &Outcome<'_>, finding: &Item) -> String {
    let waived = if finding.waived.is_some() { "waived " } else { "" };
    let level = if finding.level == Level::Off { Level::Note } else { finding.level };
    let mut text = format!("{waived}{}[{}]: {}\n", level.word(), finding.code, finding.message);
    if let Some(place) = &finding.place {
        let file = outcome.path(&place.file);
        text.push_str(&format!("  --> {file}:{}:{}\n", place.line, place.column));
    }
    for (name, line) in [("help", finding.help.as_deref()), ("rule", finding.rule)] {
        if let Some(line) = line {
            text.push_str(&format!("  = {name}: {line}\n"));
        }
    }
    if let Some(waived) = &finding.waived {
        text.push_str(&format!("  = waived: {}\n", waiver(waived)));
    }
    text
}

type Xml = Writer<Vec<u8>>;

fn write(suites: &[Suite]) -> std::io::Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let cases = || suites.iter().flat_map(|suite| &suite.cases);
    let mut root = BytesStart::new("testsuites");
    attribute(&mut root, "name", "corresp check");
    attribute(&mut root, "tests", &cases().count().to_string());
    attribute(
        &mut root,
        "failures",
        &cases().filter(|it| it.failure.is_some()).count().to_string(),
    );
    attribute(&mut root, "errors", "0");
    xml.write_event(Event::Start(root))?;
    for suite in suites {
        let count = |holds: fn(&Case) -> bool| {
            suite.cases.iter().filter(|case| holds(case)).count().to_string()
        };
        let mut start = BytesStart::new("testsuite");
        attribute(&mut start, "name", &suite.name);
        attribute(&mut start, "tests", &suite.cases.len().to_string());
        attribute(&mut start, "failures", &count(|case| case.failure.is_some()));
        attribute(&mut start, "errors", "0");
        attribute(&mut start, "skipped", &count(|case| case.skipped.is_some()));
        xml.write_event(Event::Start(start))?;
        for case in &suite.cases {
            write_case(&mut xml, &suite.name, case)?;
        }
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    let mut text = String::from_utf8(xml.into_inner()).map_err(std::io::Error::other)?;
    text.push('\n');
    Ok(text)
}

fn write_case(xml: &mut Xml, suite: &str, case: &Case) -> std::io::Result<()> {
    let mut start = BytesStart::new("testcase");
    attribute(&mut start, "name", &case.name);
    attribute(&mut start, "classname", suite);
    // No clock reaches an output: how long a check took is not the report's to say.
    attribute(&mut start, "time", "0");
    if let Some((file, line)) = &case.file {
        attribute(&mut start, "file", file);
        attribute(&mut start, "line", &line.to_string());
    }
    if case.failure.is_none() && case.skipped.is_none() && case.output.is_empty() {
        return xml.write_event(Event::Empty(start));
    }
    xml.write_event(Event::Start(start))?;
    if let Some((kind, message, text)) = &case.failure {
        let mut failure = BytesStart::new("failure");
        attribute(&mut failure, "type", kind);
        attribute(&mut failure, "message", message);
        element(xml, failure, text)?;
    } else if let Some(message) = &case.skipped {
        let mut skipped = BytesStart::new("skipped");
        attribute(&mut skipped, "message", message);
        element(xml, skipped, "")?;
    }
    if !case.output.is_empty() {
        element(xml, BytesStart::new("system-out"), &case.output)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

fn element(xml: &mut Xml, start: BytesStart<'_>, text: &str) -> std::io::Result<()> {
    if text.is_empty() {
        return xml.write_event(Event::Empty(start));
    }
    let end = start.to_end().into_owned();
    xml.write_event(Event::Start(start))?;
    xml.write_event(Event::Text(BytesText::new(&allowed(text))))?;
    xml.write_event(Event::End(end))
}

/// Adds an attribute; its value is one line, as XML reads line breaks in attributes as blanks.
fn attribute(element: &mut BytesStart<'_>, name: &str, value: &str) {
    let value = allowed(value).replace(['\n', '\r', '\t'], " ");
    element.push_attribute((name, value.as_str()));
}

/// Returns a text without the characters that XML 1.0 (section 2.2) has not.
fn allowed(text: &str) -> String {
    let is_allowed = |sign: char| matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().map(|sign| if is_allowed(sign) { sign } else { '\u{FFFD}' }).collect()
}

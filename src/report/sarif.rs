//! The report for code scanning: `check --format sarif`, in the form of SARIF 2.1.0.
//!
//! In: an [`Outcome`]. Out: one run with the rules that were broken, each with its page, and one result a
//! finding, with exact regions, fixes where their text is known, and suppressions where it is waived.

use serde_json::{Value, json};

use super::concealed::Concealed;
use super::json::{self, Item, Region};
use super::{Outcome, fingerprints, waiver};
use crate::finding::{Finding, Rule, rule};
use crate::source::Place;

/// Where the schema of SARIF 2.1.0 stands.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The address of the program's repository, as Cargo.toml has it; empty where it has none.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Returns the report as a JSON text that ends with a line break.
pub fn render(outcome: &Outcome<'_>) -> String {
    let report = json::report(outcome);
    let mut codes: Vec<&str> = report.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().filter_map(|code| rule(code)).map(descriptor).collect();
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    if !REPOSITORY.is_empty() {
        driver["informationUri"] = REPOSITORY.into();
    }
    let concealed = Concealed::new(&outcome.project.files);
    let prints = fingerprints(&report.findings);
    let results: Vec<Value> = outcome
        .findings
        .iter()
        .zip(&report.findings)
        .zip(prints)
        .map(|((finding, item), print)| {
            let index = codes.binary_search(&item.code).unwrap_or_default();
            result(outcome, &concealed, finding, item, index, print)
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "automationDetails": { "id": format!("corresp/{}", report.round) },
            "invocations": [{ "executionSuccessful": true }],
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": { "round": report.round, "totals": report.totals },
        }],
    });
    let text = serde_json::to_string_pretty(&log).expect("the report holds texts and numbers");
    format!("{text}\n")
}

/// Returns a rule with the page that explains it.
fn descriptor(rule: &Rule) -> Value {
    let mut value = json!({
        "id": rule.code,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": sentence(rule.explanation) },
        "help": { "text": rule.explanation, "markdown": rule.explanation },
        "defaultConfiguration": { "level": rule.level.word() },
    });
    if let Some(address) = address(REPOSITORY, rule.code) {
        value["helpUri"] = address.into();
    }
    value
}

/// Returns where a rule's page stands on the web; none where the program names no repository.
fn address(repository: &str, code: &str) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    (!repository.is_empty()).then(|| format!("{repository}/blob/HEAD/docs/findings/{code}.md"))
}

/// Returns the sentence below a page's title.
fn sentence(page: &str) -> String {
    let lines = page.lines().skip(1).skip_while(|line| line.is_empty());
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn result(
    outcome: &Outcome<'_>,
    concealed: &Concealed<'_>,
    finding: &Finding,
    item: &Item,
    index: usize,
    print: String,
) -> Value {
    let mut message = item.message.clone();
    if let Some(help) = &item.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let keys: Vec<&str> = item.keys().collect();
    let logical: Vec<Value> =
        keys.iter().map(|key| json!({ "name": key, "kind": "unit" })).collect();
    let mut location = json!({ "physicalLocation": match &item.place {
        Some(region) => physical(outcome, region),
        // Code scanning shows nothing without a place: the project as a whole is its book.toml.
        None => json!({ "artifactLocation": artifact(outcome, "book.toml") }),
    }});
    if !logical.is_empty() {
        location["logicalLocations"] = logical.into();
    }
    let mut properties = json!({ "keys": keys });
    for (name, text) in [("help", item.help.as_deref()), ("rule", item.rule)] {
        if let Some(text) = text {
            properties[name] = text.into();
        }
    }
    let suppressions: Vec<Value> = item
        .waived
        .iter()
        .map(|waived| {
            json!({ "kind": "external", "status": "accepted", "justification": waiver(waived) })
        })
        .collect();
    let mut result = json!({
        "ruleId": item.code,
        "ruleIndex": index,
        "level": item.level.word(),
        "message": { "text": message },
        "locations": [location],
        "partialFingerprints": { "correspFinding/v1": print },
        // Where any result may have one, each says whether it does.
        "suppressions": suppressions,
        "properties": properties,
    });
    if !item.also.is_empty() {
        let also = item.also.iter().enumerate().map(|(id, also)| {
            json!({
                "id": id,
                "message": { "text": also.message },
                "physicalLocation": physical(outcome, &also.place),
            })
        });
        result["relatedLocations"] = also.collect();
    }
    // A text that repeats what is marked stays out, and its fix with it.
    if let Some(fix) = finding.fix.as_ref().filter(|fix| !concealed.hides(&fix.text)) {
        result["fixes"] = json!([{
            "description": { "text": item.help.as_deref().unwrap_or("change the text") },
            "artifactChanges": [change(outcome, fix.place, &fix.text)],
        }]);
    }
    result
}

fn physical(outcome: &Outcome<'_>, region: &Region) -> Value {
    json!({ "artifactLocation": artifact(outcome, &region.file), "region": area(region) })
}

fn artifact(outcome: &Outcome<'_>, file: &str) -> Value {
    json!({ "uri": reference(&outcome.path(file)), "uriBaseId": "%SRCROOT%" })
}

fn area(region: &Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

fn change(outcome: &Outcome<'_>, place: Place, text: &str) -> Value {
    let files = &outcome.project.files;
    let region = json::region(place, files);
    // A text that is put into a file has that file's line ends.
    let text = text.replace('\n', files.get(place.file).line_end);
    json!({
        "artifactLocation": artifact(outcome, &region.file),
        "replacements": [{ "deletedRegion": area(&region), "insertedContent": { "text": text } }],
    })
}

/// Returns a path as a reference of RFC 3986: all but its unreserved characters is written in percent.
fn reference(path: &str) -> String {
    let mut reference = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                reference.push(char::from(byte));
            }
            _ => reference.push_str(&format!("%{byte:02X}")),
        }
    }
    reference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(reference("a b/é:#.md"), "a%20b/%C3%A9%3A%23.md");
    }

    #[test]
    fn a_rule_links_to_its_page_where_the_repository_is_named() {
        let page = "https://example.org/corresp/blob/HEAD/docs/findings/raw-html.md";
        assert_eq!(address("https://example.org/corresp/", "raw-html").as_deref(), Some(page));
        assert_eq!(address("", "raw-html"), None);
    }

    #[test]
    fn the_sentence_below_the_title_describes_a_rule() {
        assert_eq!(
            sentence("# code\n\nOne thing is\nwrong here\n\n## What"),
            "One thing is wrong here"
        );
    }
}

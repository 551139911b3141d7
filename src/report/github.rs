//! The report that GitHub shows beside the lines of a pull request: `check --format github`.
//!
//! In: an [`Outcome`]. Out: one workflow command a line, as the runner of GitHub Actions reads them.

use super::json::{self, Item};
use super::{Outcome, waiver};
use crate::finding::Level;

/// Returns one annotation a finding.
pub fn render(outcome: &Outcome<'_>) -> String {
    json::report(outcome).findings.iter().map(|finding| annotation(outcome, finding)).collect()
}

fn annotation(outcome: &Outcome<'_>, finding: &Item) -> String {
    let command = match finding.level {
        _ if finding.waived.is_some() => "notice",
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note | Level::Off => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = &finding.place {
        properties.push(("file", outcome.path(&place.file)));
        properties.push(("line", place.line.to_string()));
        properties.push(("endLine", place.end_line.to_string()));
        // GitHub takes columns of a single line alone, and counts the last one in.
        if place.line == place.end_line {
            let last = place.end_column.saturating_sub(1).max(place.column);
            properties.push(("col", place.column.to_string()));
            properties.push(("endColumn", last.to_string()));
        }
    }
    properties.push(("title", title(finding)));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    format!("::{command} {}::{}\n", properties.join(","), data(&message(finding)))
}

/// Returns the code, and the keys that the finding is about: `unanswered-bullet (3.7)`.
fn title(finding: &Item) -> String {
    let keys: Vec<&str> = finding.keys().collect();
    if keys.is_empty() {
        finding.code.to_owned()
    } else {
        format!("{} ({})", finding.code, keys.join(", "))
    }
}

fn message(finding: &Item) -> String {
    let mut lines = vec![finding.message.clone()];
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    lines.extend(finding.rule.map(|rule| format!("rule: {rule}")));
    lines.extend(finding.waived.as_ref().map(|waived| format!("waived {}", waiver(waived))));
    lines.join("\n")
}

/// Escapes what a command says.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

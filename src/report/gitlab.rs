//! The report that GitLab shows in a merge request: `check --format gitlab`.
//!
//! In: an [`Outcome`]. Out: a JSON list in the form of Code Climate's issues, which GitLab calls a code
//! quality report.

use serde::Serialize;

use super::{Outcome, fingerprints, json, waiver};
use crate::finding::Level;

/// A finding as GitLab reads it.
#[derive(Debug, Serialize)]
struct Issue {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: &'static str,
    /// One line.
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content>,
    categories: [&'static str; 1],
    severity: &'static str,
    /// Stays the same while the finding stands, wherever its lines move to.
    fingerprint: String,
    location: Location,
    /// The units that it is about. GitLab takes further names and leaves them aside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Content {
    body: String,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    positions: Positions,
    lines: Lines,
}

/// What GitLab before 13.9 reads in place of positions.
#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// Returns the report as a JSON text that ends with a line break.
pub fn render(outcome: &Outcome<'_>) -> String {
    let findings = json::report(outcome).findings;
    let fingerprints = fingerprints(&findings);
    let issues: Vec<Issue> = findings
        .iter()
        .zip(fingerprints)
        .map(|(finding, fingerprint)| issue(outcome, finding, fingerprint))
        .collect();
    let text = serde_json::to_string_pretty(&issues).expect("issues are texts and numbers");
    format!("{text}\n")
}

fn issue(outcome: &Outcome<'_>, finding: &json::Item, fingerprint: String) -> Issue {
    let waived = finding.waived.as_ref();
    let mut description = finding.message.clone();
    if let Some(waived) = waived {
        description.push_str(&format!(" (waived {})", waiver(waived)));
    }
    // GitLab drops what has no place: the project as a whole is its book.toml.
    let location = match &finding.place {
        Some(place) => Location {
            path: outcome.path(&place.file),
            positions: Positions {
                begin: Position { line: place.line, column: place.column },
                end: Position { line: place.end_line, column: place.end_column },
            },
            lines: Lines { begin: place.line, end: place.end_line },
        },
        None => Location {
            path: outcome.path("book.toml"),
            positions: Positions {
                begin: Position { line: 1, column: 1 },
                end: Position { line: 1, column: 1 },
            },
            lines: Lines { begin: 1, end: 1 },
        },
    };
    Issue {
        kind: "issue",
        check_name: finding.code,
        description: description.replace(['\r', '\n'], " "),
        content: finding.help.as_ref().map(|help| Content { body: help.clone() }),
        categories: ["Bug Risk"],
        severity: match finding.level {
            _ if waived.is_some() => "info",
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Note | Level::Off => "info",
        },
        fingerprint,
        location,
        keys: finding.keys().map(str::to_owned).collect(),
    }
}

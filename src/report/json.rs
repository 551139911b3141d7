//! The report for machines: `check --format json`.
//!
//! In: an [`Outcome`]. Out: one JSON document whose shape is stable; `schema/check.schema.json` has it.

use serde::Serialize;

use super::Outcome;
use crate::coverage::{Claim, Totals, ask_key};
use crate::finding::Finding;
use crate::letter::Kind;
use crate::source::{Files, Place};

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// Version of this shape.
    pub schema: u32,
    /// The round's name.
    pub round: &'a str,
    /// Counts.
    pub totals: Totals,
    /// The comments.
    pub comments: Vec<Comment>,
    /// What wants a response of its own.
    pub units: Vec<Unit>,
    /// The requests in their words, in the order of the letter; they are no units.
    pub asks: Vec<Ask>,
    /// Parts and bullets with items below them.
    pub rows: Vec<Row>,
    /// The findings, in the order of the letter.
    pub findings: Vec<Item>,
}

/// A comment.
#[derive(Debug, Serialize)]
pub struct Comment {
    /// Its key.
    pub key: String,
    /// The worst status of its units.
    pub status: &'static str,
    /// The keys of its units.
    pub units: Vec<String>,
}

/// A unit.
#[derive(Debug, Serialize)]
pub struct Unit {
    /// Its key.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// The key of its comment.
    pub comment: String,
    /// The subheading it stands under.
    pub group: Option<String>,
    /// Its status.
    pub status: &'static str,
    /// The staff's words.
    pub text: String,
    /// The file that answers it.
    pub file: Option<String>,
    /// The line on which the answer begins.
    pub line: Option<usize>,
}

/// A request in the words of a comment, bullet or part.
#[derive(Debug, Serialize)]
pub struct Ask {
    /// Its key.
    pub key: String,
    /// What it is: always `ask`.
    pub kind: &'static str,
    /// The key of the comment, bullet or part in whose words it stands.
    pub unit: String,
    /// The condition under which it is asked, in the staff's words.
    pub condition: Option<String>,
    /// The staff's words.
    pub text: String,
    /// Whether a section or a mark of the responses names it.
    pub named: bool,
    /// The file of the section that answers it alone.
    pub file: Option<String>,
    /// The line on which that section begins.
    pub line: Option<usize>,
}

/// A row with items below it.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// The worst status of what is below it.
    pub status: &'static str,
}

/// A finding.
#[derive(Debug, Serialize)]
pub struct Item {
    /// The rule's code.
    pub code: &'static str,
    /// Its level in force.
    pub level: crate::finding::Level,
    /// The unit it is about, foremost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// All units it is about, where they are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The message.
    pub message: String,
    /// What stands beside the underline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What to type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The Commission's rule behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// Where it is.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Region>,
    /// Other places that explain it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
}

/// A stretch of a file; lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize)]
pub struct Region {
    /// The file.
    pub file: String,
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
}

/// Another place of a finding.
#[derive(Debug, Serialize)]
pub struct Also {
    /// Where.
    #[serde(flatten)]
    pub place: Region,
    /// Its words.
    pub message: String,
}

/// Returns the report as a JSON text that ends with a line break.
pub fn render(outcome: &Outcome<'_>) -> String {
    let mut text = serde_json::to_string_pretty(&report(outcome))
        .expect("the report holds only texts, numbers and lists, which JSON can write");
    text.push('\n');
    text
}

/// Returns the report.
pub fn report<'a>(outcome: &'a Outcome<'_>) -> Report<'a> {
    let letter = &outcome.project.letter;
    let coverage = outcome.coverage;
    let files = &outcome.project.files;
    let comment_key = |row: usize| letter.comments[letter.rows[row].comment].key.to_string();
    let units: Vec<usize> =
        (0..letter.rows.len()).filter(|&row| coverage.rows[row].is_unit).collect();
    Report {
        schema: 1,
        round: &outcome.project.round.name,
        totals: coverage.totals,
        comments: letter
            .comments
            .iter()
            .enumerate()
            .map(|(index, comment)| Comment {
                key: comment.key.to_string(),
                status: coverage.rows[comment.row].status.word(),
                units: units
                    .iter()
                    .filter(|&&row| letter.rows[row].comment == index)
                    .map(|&row| letter.rows[row].key.to_string())
                    .collect(),
            })
            .collect(),
        units: units
            .iter()
            .map(|&row| {
                let unit = &letter.rows[row];
                let claim = coverage.rows[row].first_claim();
                let place = claim.map(|claim| start(claim, outcome));
                Unit {
                    key: unit.key.to_string(),
                    kind: unit.kind,
                    comment: comment_key(row),
                    group: unit.group.clone(),
                    status: coverage.rows[row].status.word(),
                    text: unit.text.clone(),
                    file: place.map(|place| files.get(place.file).path.clone()),
                    line: place.map(|place| files.get(place.file).position(place.start).line),
                }
            })
            .collect(),
        asks: (0..letter.rows.len()).flat_map(|row| asks(row, outcome)).collect(),
        rows: (0..letter.rows.len())
            .filter(|&row| letter.rows[row].has_items && letter.rows[row].kind != Kind::Comment)
            .map(|row| Row {
                key: letter.rows[row].key.to_string(),
                status: coverage.rows[row].status.word(),
            })
            .collect(),
        findings: outcome.findings.iter().map(|finding| item(finding, files)).collect(),
    }
}

/// Returns where an answer begins.
fn start(claim: Claim, outcome: &Outcome<'_>) -> Place {
    let response = &outcome.project.responses[claim.response];
    match claim.section {
        Some(section) => response.sections[section].place,
        None => response.intro.first().map_or(response.place, |block| block.place),
    }
}

/// Returns the requests in a row's words.
fn asks(row: usize, outcome: &Outcome<'_>) -> Vec<Ask> {
    let letter = &outcome.project.letter;
    let files = &outcome.project.files;
    let states = &outcome.coverage.rows[row].asks;
    let asks = letter.rows[row].asks.iter().zip(states).enumerate();
    asks.map(|(index, (ask, state))| {
        let place = state.claim.map(|claim| start(claim, outcome));
        Ask {
            key: ask_key(letter, row, index),
            kind: "ask",
            unit: letter.rows[row].key.to_string(),
            condition: ask.condition.clone(),
            text: ask.text.clone(),
            named: state.is_named,
            file: place.map(|place| files.get(place.file).path.clone()),
            line: place.map(|place| files.get(place.file).position(place.start).line),
        }
    })
    .collect()
}

/// Returns a finding as reports for machines have it.
pub fn item(finding: &Finding, files: &Files) -> Item {
    Item {
        code: finding.rule.code,
        level: finding.level,
        key: finding.keys.first().cloned(),
        keys: if finding.keys.len() > 1 { finding.keys.clone() } else { Vec::new() },
        message: finding.message.clone(),
        label: finding.label.clone(),
        help: finding.help.clone(),
        rule: finding.reference,
        place: finding.place.map(|place| region(place, files)),
        also: finding
            .also
            .iter()
            .map(|(place, words)| Also { place: region(*place, files), message: words.clone() })
            .collect(),
    }
}

/// Returns the lines and columns of a place.
pub fn region(place: Place, files: &Files) -> Region {
    let file = files.get(place.file);
    let (start, end) = (file.position(place.start), file.position(place.end));
    Region {
        file: file.path.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

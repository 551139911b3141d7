//! The report for machines: `check --format json`.
//!
//! In: an [`Outcome`]. Out: one JSON document whose shape is stable; `schema/check.schema.json` has it.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::concealed::{self, Concealed};
use crate::coverage::{Claim, Status, Totals, ask_key};
use crate::finding::{Finding, Findings, Waived};
use crate::letter::Kind;
use crate::source::{Files, Place};

/// What is answered in a round, and what is wrong in its files.
///
/// Fields are added without a new version; none is taken away or changes its meaning.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Report<'a> {
    /// Version of this shape.
    #[schemars(extend("const" = 1))]
    pub schema: u32,
    /// The name of the round's folder, as 2009-01-14.
    pub round: &'a str,
    /// Counts.
    pub totals: Totals,
    /// The comments, in the order of the staff's letter.
    pub comments: Vec<Comment>,
    /// Whatever wants a response of its own, in the order of the staff's letter.
    pub units: Vec<Unit>,
    /// The requests in the words of comments, bullets and parts, in the order of the staff's letter. They are
    /// no units.
    pub asks: Vec<Ask>,
    /// Bullets and parts that have items below them.
    pub rows: Vec<Row>,
    /// What is wrong or worth knowing: findings in book.toml first, then in the order of the staff's letter.
    pub findings: Vec<Item>,
    /// What was done since the commit that `--since` names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Since<'a>>,
}

/// What was done since a commit.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Since<'a> {
    /// The revision as it was typed.
    pub revision: &'a str,
    /// The commit that it is compared with: the last one that this branch and the revision have in common.
    pub commit: &'a str,
    /// The units that changed or are not answered, in the order of the staff's letter.
    pub units: Vec<UnitChange<'a>>,
    /// What changed in the staff's letter.
    pub letter: Vec<LetterChange<'a>>,
    /// What changed in the proposed disclosures, by name.
    pub disclosures: Vec<DisclosureChange<'a>>,
}

/// What became of a unit.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct UnitChange<'a> {
    /// Its key.
    pub key: &'a str,
    /// What became of it.
    pub change: crate::since::Change,
    /// Its status before; null where the letter did not have it.
    pub before: Option<State>,
    /// Its status now.
    pub now: State,
}

/// What became of a comment, bullet or part of the staff's letter.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LetterChange<'a> {
    /// Its key.
    pub key: &'a str,
    /// What became of it.
    pub change: crate::since::TextChange,
}

/// What became of a proposed disclosure.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DisclosureChange<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// What became of it.
    pub change: crate::since::TextChange,
}

/// Where a unit stands on its way to the staff; of several units, the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing answers it.
    Open,
    /// Its file is not final.
    Draft,
    /// A later letter answers it.
    Deferred,
    /// Another letter answers it.
    Elsewhere,
    /// Its file is final.
    Answered,
}

impl State {
    /// Returns the word for a unit's status.
    pub fn of(status: &Status) -> Self {
        match status {
            Status::Open => Self::Open,
            Status::Draft => Self::Draft,
            Status::Deferred { .. } => Self::Deferred,
            Status::Elsewhere { .. } => Self::Elsewhere,
            Status::Answered => Self::Answered,
        }
    }
}

/// A comment.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Comment {
    /// Its key.
    pub key: String,
    /// The worst status of its units.
    pub status: State,
    /// The keys of its units; its own alone where it has no items.
    pub units: Vec<String>,
}

/// A unit.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Unit {
    /// Which row of the letter it is.
    #[serde(skip)]
    pub row: usize,
    /// Its key.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// The key of its comment.
    pub comment: String,
    /// The subheading it stands under.
    pub group: Option<String>,
    /// Its status.
    pub status: State,
    /// The staff's words, without number and list sign.
    pub text: String,
    /// The file that answers it, from the project's folder.
    pub file: Option<String>,
    /// The line on which the answer begins.
    #[schemars(range(min = 1))]
    pub line: Option<usize>,
}

/// A request in the words of a comment, bullet or part.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Ask {
    /// Its key.
    pub key: String,
    /// What it is.
    #[schemars(extend("const" = "ask"))]
    pub kind: &'static str,
    /// The key of the comment, bullet or part in whose words it stands.
    pub unit: String,
    /// The condition under which it is asked, in the staff's words: If so.
    pub condition: Option<String>,
    /// The staff's words, without the full stop.
    #[schemars(length(min = 1))]
    pub text: String,
    /// Whether a section or a mark of the responses names it.
    pub named: bool,
    /// The file of the section that answers it alone.
    pub file: Option<String>,
    /// The line on which that section begins.
    #[schemars(range(min = 1))]
    pub line: Option<usize>,
}

/// A row with items below it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// The worst status of what is below it.
    pub status: State,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("dependentRequired" = {
    "file": ["line", "column", "end_line", "end_column"],
    "line": ["file"],
    "keys": ["key"],
}))]
pub struct Item {
    /// Its name; `corresp explain CODE` says more.
    #[schemars(extend("pattern" = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub code: &'static str,
    /// How much it weighs, as book.toml says. One that is off is not reported.
    pub level: crate::finding::Level,
    /// The unit that it is about; of a misspelt key, the unit that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// All units it is about, where they are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 2))]
    pub keys: Vec<String>,
    /// What is there.
    #[schemars(length(min = 1))]
    pub message: String,
    /// What stands beside the underlined place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What to type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The Commission's rule behind it, as 17 CFR 200.83.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// Where it is.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Region>,
    /// Other places that explain it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub also: Vec<Also>,
    /// The waiver that covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
}

impl Item {
    /// Returns the keys of all units that it is about.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let one = self.key.iter().filter(|_| self.keys.is_empty());
        one.chain(&self.keys).map(String::as_str)
    }

    /// Says whether it is about a unit, or about a request in its words (`3.7#2`).
    pub fn is_about(&self, unit: &str) -> bool {
        self.keys().any(|key| key.split('#').next() == Some(unit))
    }
}

/// A stretch of a file; lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Region {
    /// The file, from the project's folder, with / between folders.
    #[schemars(length(min = 1))]
    pub file: String,
    /// First line.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// First column.
    #[schemars(range(min = 1))]
    pub column: usize,
    /// Last line.
    #[schemars(range(min = 1))]
    pub end_line: usize,
    /// The column after the last character.
    #[schemars(range(min = 1))]
    pub end_column: usize,
}

/// Another place of a finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
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
                status: State::of(&coverage.rows[comment.row].status),
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
                    row,
                    key: unit.key.to_string(),
                    kind: unit.kind,
                    comment: comment_key(row),
                    group: unit.group.clone(),
                    status: State::of(&coverage.rows[row].status),
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
                status: State::of(&coverage.rows[row].status),
            })
            .collect(),
        findings: items(outcome.findings, files),
        since: outcome.since.map(since),
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

fn since(since: &crate::since::Since) -> Since<'_> {
    let units = since.units.iter().map(|unit| UnitChange {
        key: &unit.key,
        change: unit.change,
        before: unit.before.as_ref().map(State::of),
        now: State::of(&unit.now),
    });
    let letter =
        since.letter.iter().map(|change| LetterChange { key: &change.key, change: change.kind });
    let disclosures = since.disclosures.iter().map(|change| DisclosureChange {
        name: concealed::shown(&change.name),
        change: change.kind,
    });
    Since {
        revision: &since.revision,
        commit: &since.commit,
        units: units.collect(),
        letter: letter.collect(),
        disclosures: disclosures.collect(),
    }
}

/// Returns findings as reports for machines have them.
pub fn items(findings: &Findings, files: &Files) -> Vec<Item> {
    let concealed = Concealed::new(files);
    findings.iter().map(|finding| item(finding, files, &concealed)).collect()
}

fn item(finding: &Finding, files: &Files, concealed: &Concealed<'_>) -> Item {
    let words = |text: &str| concealed.words(finding, text).into_owned();
    Item {
        code: finding.rule.code,
        level: finding.level,
        key: finding.keys.first().cloned(),
        keys: if finding.keys.len() > 1 { finding.keys.clone() } else { Vec::new() },
        message: words(&finding.message),
        label: finding.label.as_deref().map(words),
        help: finding.help.as_deref().map(words),
        rule: finding.reference,
        place: finding.place.map(|place| region(place, files)),
        also: finding
            .also
            .iter()
            .map(|(place, said)| Also { place: region(*place, files), message: words(said) })
            .collect(),
        waived: finding.waived.as_ref().map(|waived| concealed.waived(finding, waived)),
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

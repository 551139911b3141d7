//! What a run found, for people and for machines.
//!
//! In: the settled findings, the letter and its coverage. Out: text. All reports carry the same findings.

pub mod board;
pub mod human;
pub mod json;
pub mod manifest;

use crate::coverage::{Coverage, Totals};
use crate::finding::Findings;
use crate::letter::Letter;
use crate::project::Project;
use crate::words::counted;

/// What a report is made from.
pub struct Outcome<'a> {
    /// The project.
    pub project: &'a Project,
    /// The coverage of its letter.
    pub coverage: &'a Coverage,
    /// The findings, settled.
    pub findings: &'a Findings,
}

/// Returns the units' counts as a sentence has them: `19 units, 17 answered, 2 deferred`.
pub fn shares(totals: &Totals) -> String {
    let parts: Vec<String> = [
        (totals.answered, "answered"),
        (totals.draft, "draft"),
        (totals.deferred, "deferred"),
        (totals.elsewhere, "answered elsewhere"),
        (totals.open, "open"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    if parts.is_empty() {
        return "nothing to answer".into();
    }
    format!("{}, {}", counted(totals.units, "unit"), parts.join(", "))
}

/// Returns what the letter has: `3 comments, 18 bullets`.
pub fn contents(totals: &Totals) -> String {
    let mut text = counted(totals.comments, "comment");
    for (count, noun) in [(totals.bullets, "bullet"), (totals.parts, "part")] {
        if count > 0 {
            text = format!("{text}, {}", counted(count, noun));
        }
    }
    text
}

/// Returns the date of the staff's letter in words, or the round's name.
pub fn letter_date(project: &Project) -> String {
    let letter: &Letter = &project.letter;
    let date = letter.front.date.as_ref().map(|date| date.value).or(project.round.date);
    date.map_or_else(|| project.round.name.clone(), crate::deadline::long)
}

//! What a run found, for people and for machines.
//!
//! In: the settled findings, the letter and its coverage. Out: text. All reports carry the same findings.

pub mod board;
pub mod concealed;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod manifest;
pub mod markdown;
pub mod next;
pub mod review;
pub mod sarif;
pub mod summary;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::checks;
use crate::coverage::{Coverage, Totals};
use crate::deadline::{business_days_until, long};
use crate::digest::sha256;
use crate::finding::{Findings, Level, Waived};
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
    /// What was done since an older state, where that was asked for.
    pub since: Option<&'a crate::since::Since>,
    /// The day from which the days left are counted; none where none was named.
    pub as_of: Option<Date>,
    /// The level from which a finding fails the run.
    pub fails_from: Level,
    /// The project's folder in its repository, with a `/` at its end; empty where both are one.
    pub folder: &'a str,
}

impl Outcome<'_> {
    /// Returns a file's path from the repository's folder: the services that show reports count from there.
    pub fn path(&self, file: &str) -> String {
        format!("{}{file}", self.folder)
    }
}

/// Returns a name for each finding that stays the same while others come and go, and where lines move.
///
/// Of several that say the same of the same file, the later ones are told apart by their order.
pub fn fingerprints(findings: &[json::Item]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let prints = findings.iter().map(|finding| {
        let file = finding.place.as_ref().map_or("", |place| place.file.as_str());
        let keys: Vec<&str> = finding.keys().collect();
        let said = [finding.code, file, &keys.join(","), &finding.message].join("\0");
        let count = seen.entry(said.clone()).or_default();
        *count += 1;
        sha256(format!("{said}\0{count}").as_bytes())
    });
    prints.collect()
}

/// Returns what a waiver says: `until March 20, 2009, by A. Person: the fact is used in round 2`.
pub fn waiver(waived: &Waived) -> String {
    format!("until {}, by {}: {}", long(waived.until), waived.by, waived.reason)
}

/// Returns when the response is due, and how many days are left from a day on.
pub fn due(project: &Project, as_of: Option<Date>) -> Option<String> {
    let deadline = checks::deadline(project)?;
    let mut text = format!("due {}", long(deadline.due));
    if let Some(as_of) = as_of {
        let left = business_days_until(as_of, deadline.due, &project.book.deadline.extra_holidays);
        let days = counted(left.unsigned_abs() as usize, "business day");
        text.push_str(&match left {
            _ if as_of == deadline.due => ", today".to_owned(),
            _ if as_of > deadline.due => format!(", {days} ago"),
            _ => format!(", in {days}"),
        });
    }
    Some(text)
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
    date.map_or_else(|| project.round.name.clone(), long)
}

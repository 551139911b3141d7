//! What was done between two states of a project: which units were answered, opened, reworded or left, and
//! what changed in the staff's letter.
//!
//! In: the project before and now, each with its coverage. Out: [`Since`], plain data. Knows no git: where the
//! older state comes from is for the command to say.

use crate::coverage::{Coverage, Status};
use crate::key::Key;
use crate::letter::Letter;
use crate::project::Project;

/// What changed.
#[derive(Debug, Clone)]
pub struct Since {
    /// What it is compared with, as it was typed.
    pub revision: String,
    /// The commit that this is, in hexadecimal digits.
    pub commit: String,
    /// The units of which there is something to say, in the order of the letter.
    pub units: Vec<UnitChange>,
    /// What changed in the staff's letter.
    pub letter: Vec<LetterChange>,
}

/// What became of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// Its row in the letter as it is now.
    pub row: usize,
    /// Its key.
    pub key: String,
    /// What became of it.
    pub change: Change,
    /// Its status before; none where the letter did not have it.
    pub before: Option<Status>,
    /// Its status now.
    pub now: Status,
}

/// What became of a unit.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It was not answered, and is.
    Answered,
    /// It is further than it was, and not answered.
    Advanced,
    /// It is less far than it was.
    Opened,
    /// It is as far as it was, and its text or its date is another.
    Reworded,
    /// It is not answered, and nothing was done about it.
    Left,
}

impl Change {
    /// All of them, in the order in which they are told.
    pub const ALL: [Change; 5] =
        [Change::Answered, Change::Advanced, Change::Opened, Change::Reworded, Change::Left];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Change::Answered => "answered",
            Change::Advanced => "advanced",
            Change::Opened => "opened",
            Change::Reworded => "reworded",
            Change::Left => "left",
        }
    }
}

/// A change of the staff's letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterChange {
    /// The key of the comment, bullet or part; before, where it is no longer there.
    pub key: String,
    /// What became of it.
    pub kind: LetterChangeKind,
}

/// What became of a comment, bullet or part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LetterChangeKind {
    /// The letter did not have it.
    Added,
    /// The letter has it no more.
    Removed,
    /// Its words are others.
    Reworded,
}

impl LetterChangeKind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            LetterChangeKind::Added => "added",
            LetterChangeKind::Removed => "taken out",
            LetterChangeKind::Reworded => "reworded",
        }
    }
}

/// A project in one state.
#[derive(Clone, Copy)]
pub struct State<'a> {
    /// The project.
    pub project: &'a Project,
    /// The coverage of its letter.
    pub coverage: &'a Coverage,
}

/// Compares a round with what it was before; `before` is none where it was not there.
pub fn compare(before: Option<State<'_>>, now: State<'_>, revision: &str, commit: &str) -> Since {
    let letter = &now.project.letter;
    let units = (0..letter.rows.len())
        .filter(|&row| now.coverage.rows[row].is_unit && is_first(letter, row))
        .filter_map(|row| unit(before, now, row))
        .collect();
    let letter = match before {
        Some(before) => letters(&before.project.letter, letter),
        None => Vec::new(),
    };
    Since { revision: revision.into(), commit: commit.into(), units, letter }
}

/// Says whether a row is the one that its key names.
fn is_first(letter: &Letter, row: usize) -> bool {
    letter.row(&letter.rows[row].key) == Some(row)
}

fn unit(before: Option<State<'_>>, now: State<'_>, row: usize) -> Option<UnitChange> {
    let key = &now.project.letter.rows[row].key;
    let old = before.and_then(|before| {
        let row = before.project.letter.row(key)?;
        before.coverage.rows[row].is_unit.then_some((before, row))
    });
    let status = own_status(now, row);
    let old_status = old.map(|(before, row)| own_status(before, row));
    let was = old_status.as_ref().unwrap_or(&Status::Open);
    let change = if status.rank() > was.rank() {
        if status == Status::Answered { Change::Answered } else { Change::Advanced }
    } else if status.rank() < was.rank() {
        Change::Opened
    } else if status != *was
        || old.map(|(state, row)| answer(state, row)).unwrap_or_default() != answer(now, row)
    {
        Change::Reworded
    } else if status == Status::Answered {
        return None;
    } else {
        Change::Left
    };
    Some(UnitChange { row, key: key.to_string(), change, before: old_status, now: status })
}

/// Returns the status of a row's own answer: one with items shows the worst of theirs.
fn own_status(state: State<'_>, row: usize) -> Status {
    let covered = &state.coverage.rows[row];
    let has_items = state.project.letter.rows[row].has_items;
    if has_items && covered.first_claim().is_none() { Status::Open } else { covered.status.clone() }
}

/// Returns the words that answer a row, as they stand in the file.
fn answer<'a>(state: State<'a>, row: usize) -> Vec<&'a str> {
    let project = state.project;
    let mut words = Vec::new();
    for claim in state.coverage.rows[row].claims() {
        let response = &project.responses[claim.response];
        let text = &project.files.get(response.file).text;
        let next = |section: usize| {
            response.sections.get(section).map_or(text.len(), |next| next.place.range().start)
        };
        let range = match claim.section {
            Some(section) => response.sections[section].place.range().end..next(section + 1),
            None => response.intro.first().map_or(0, |first| first.place.range().start)..next(0),
        };
        words.extend(text.get(range).unwrap_or_default().split_whitespace());
    }
    words
}

fn letters(before: &Letter, now: &Letter) -> Vec<LetterChange> {
    let words = |letter: &Letter, row: usize| -> Vec<String> {
        letter.rows[row].own_text.split_whitespace().map(str::to_owned).collect()
    };
    let mut changes: Vec<(usize, LetterChange)> = Vec::new();
    let mut push = |at: usize, key: &Key, kind| {
        changes.push((at, LetterChange { key: key.to_string(), kind }));
    };
    for (row, there) in now.rows.iter().enumerate() {
        match before.row(&there.key) {
            None => push(row, &there.key, LetterChangeKind::Added),
            Some(old) if words(before, old) != words(now, row) => {
                push(row, &there.key, LetterChangeKind::Reworded);
            }
            Some(_) => {}
        }
    }
    for (row, gone) in before.rows.iter().enumerate() {
        if now.row(&gone.key).is_none() {
            push(row, &gone.key, LetterChangeKind::Removed);
        }
    }
    changes.sort_by_key(|(at, _)| *at);
    changes.into_iter().map(|(_, change)| change).collect()
}

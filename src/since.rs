//! What was done between two states of a project: which units were answered, opened, reworded or left, and
//! what changed in the staff's letter and in the proposed disclosures.
//!
//! In: the project before and now, each with its coverage. Out: [`Since`], plain data. Knows no git: where the
//! older state comes from is for the command to say.

use std::collections::{BTreeMap, BTreeSet};

use crate::coverage::{Coverage, Status};
use crate::digest::sha256;
use crate::disclosure::Disclosure;
use crate::facts::Evaluator;
use crate::finding::Findings;
use crate::front;
use crate::key::Key;
use crate::letter::Letter;
use crate::markdown::{Block, InlineKind, each_inline};
use crate::project::Project;
use crate::response::Response;

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
    /// What changed in the proposed disclosures, by name.
    pub disclosures: Vec<DisclosureChange>,
}

impl Since {
    /// Says whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty() && self.letter.is_empty() && self.disclosures.is_empty()
    }
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
    /// It is as far as it was, and its text, a fact in it or its date is another.
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
    pub kind: TextChange,
}

/// A change of a proposed disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureChange {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub kind: TextChange,
}

/// What became of a comment, bullet or part, or of a proposed disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TextChange {
    /// It was not there.
    Added,
    /// It is there no more.
    Removed,
    /// Its words are others, or the value of a fact in it.
    Reworded,
}

impl TextChange {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            TextChange::Added => "added",
            TextChange::Removed => "taken out",
            TextChange::Reworded => "reworded",
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
    let before = before.map(Printed::of);
    let now = Printed::of(now);
    let letter = &now.state.project.letter;
    let units = (0..letter.rows.len())
        .filter(|&row| now.state.coverage.rows[row].is_unit && is_first(letter, row))
        .filter_map(|row| unit(before.as_ref(), &now, row))
        .collect();
    let (letter, disclosures) = match &before {
        Some(before) => (
            letters(&before.state.project.letter, letter),
            disclosures(&before.disclosures, &now.disclosures),
        ),
        None => (Vec::new(), Vec::new()),
    };
    Since { revision: revision.into(), commit: commit.into(), units, letter, disclosures }
}

/// A project in one state, with a hash of each text as it is printed: facts by their values.
struct Printed<'a> {
    state: State<'a>,
    /// Of each response, what stands before the first key, and each section; empty where there are no words.
    responses: Vec<Vec<String>>,
    /// Of each proposed disclosure, by name.
    disclosures: BTreeMap<&'a str, String>,
}

impl<'a> Printed<'a> {
    fn of(state: State<'a>) -> Self {
        let project = state.project;
        let mut values = Values::new(project);
        let responses = project.responses.iter();
        let responses = responses.map(|response| values.sections(project, response)).collect();
        let disclosures = project.disclosures.iter();
        let disclosures = disclosures
            .map(|disclosure| (disclosure.name.as_str(), values.disclosure(project, disclosure)))
            .collect();
        Self { state, responses, disclosures }
    }

    /// Returns the hashes of what answers a row.
    fn answer(&self, row: usize) -> Vec<&str> {
        let claims = self.state.coverage.rows[row].claims();
        let texts = claims.map(|claim| {
            let section = claim.section.map_or(0, |section| section + 1);
            self.responses[claim.response][section].as_str()
        });
        texts.filter(|text| !text.is_empty()).collect()
    }
}

/// The values of the facts that texts use, each worked out once.
struct Values<'a> {
    evaluator: Evaluator<'a>,
    hashes: BTreeMap<&'a str, String>,
}

impl<'a> Values<'a> {
    fn new(project: &'a Project) -> Self {
        Self { evaluator: Evaluator::new(&project.book.facts), hashes: BTreeMap::new() }
    }

    /// Returns a hash of words and of the values of the facts in them; empty where there are no words.
    fn hash<'b>(
        &mut self,
        words: &str,
        blocks: impl IntoIterator<Item = &'a Block> + 'b,
    ) -> String {
        let words: Vec<&str> = words.split_whitespace().collect();
        if words.is_empty() {
            return String::new();
        }
        let mut text = words.join(" ");
        for block in blocks {
            each_inline(std::slice::from_ref(block), &mut |inline| {
                let InlineKind::Fact(expression) = &inline.kind else { return };
                let evaluator = &self.evaluator;
                let hash = self.hashes.entry(expression).or_insert_with(|| {
                    // A fact that becomes confidential is printed otherwise, though its value is the same.
                    let value = evaluator.value(expression, inline.place).unwrap_or_default();
                    sha256(format!("{} {value}", evaluator.is_confidential(expression)).as_bytes())
                });
                text.push('\n');
                text.push_str(hash);
            });
        }
        sha256(text.as_bytes())
    }

    /// Returns the hashes of what stands before a response's first key, and of its sections.
    fn sections(&mut self, project: &'a Project, response: &'a Response) -> Vec<String> {
        let text = &project.files.get(response.file).text;
        let next = |section: usize| {
            response.sections.get(section).map_or(text.len(), |next| next.place.range().start)
        };
        let start = response.intro.first().map_or(next(0), |first| first.place.range().start);
        let words = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
        let mut hashes = vec![self.hash(words(start, next(0)), &response.intro)];
        for (index, section) in response.sections.iter().enumerate() {
            let words = words(section.place.range().end, next(index + 1));
            hashes.push(self.hash(words, &section.blocks));
        }
        hashes
    }

    /// Returns the hash of a proposed disclosure: its text, the text as filed, and where it stands in the filing.
    fn disclosure(&mut self, project: &'a Project, disclosure: &'a Disclosure) -> String {
        let file = project.files.get(disclosure.file);
        let body = front::split(file, &mut Findings::default()).body;
        let as_filed = disclosure.as_filed.as_ref();
        let parts = [
            disclosure.filing.as_ref().map(|text| text.value.as_str()),
            disclosure.caption.as_ref().map(|text| text.value.as_str()),
            disclosure.page.as_ref().map(|text| text.value.as_str()),
            file.text.get(body),
            as_filed.map(|as_filed| project.files.get(as_filed.file).text.as_str()),
        ];
        // The sign parts them: a word that moves from one to the next is a change.
        let parts = parts.map(|part| part.map_or("\u{0}", |part| part));
        self.hash(&parts.join(" \u{1} "), &disclosure.blocks)
    }
}

/// Says whether a row is the one that its key names.
fn is_first(letter: &Letter, row: usize) -> bool {
    letter.row(&letter.rows[row].key) == Some(row)
}

fn unit(before: Option<&Printed<'_>>, now: &Printed<'_>, row: usize) -> Option<UnitChange> {
    let key = &now.state.project.letter.rows[row].key;
    let old = before.and_then(|before| {
        let row = before.state.project.letter.row(key)?;
        before.state.coverage.rows[row].is_unit.then_some((before, row))
    });
    let status = own_status(now.state, row);
    let old_status = old.map(|(before, row)| own_status(before.state, row));
    let was = old_status.as_ref().unwrap_or(&Status::Open);
    let change = if status.rank() > was.rank() {
        if status == Status::Answered { Change::Answered } else { Change::Advanced }
    } else if status.rank() < was.rank() {
        Change::Opened
    } else if status != *was
        || old.map(|(before, row)| before.answer(row)).unwrap_or_default() != now.answer(row)
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
            None => push(row, &there.key, TextChange::Added),
            Some(old) if words(before, old) != words(now, row) => {
                push(row, &there.key, TextChange::Reworded);
            }
            Some(_) => {}
        }
    }
    for (row, gone) in before.rows.iter().enumerate() {
        if now.row(&gone.key).is_none() {
            push(row, &gone.key, TextChange::Removed);
        }
    }
    changes.sort_by_key(|(at, _)| *at);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Compares the proposed disclosures, each given by its name and a hash of its text.
fn disclosures(
    before: &BTreeMap<&str, String>,
    now: &BTreeMap<&str, String>,
) -> Vec<DisclosureChange> {
    let names: BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    let change = |name: &str| match (before.get(name), now.get(name)) {
        (None, _) => Some(TextChange::Added),
        (_, None) => Some(TextChange::Removed),
        (Some(before), Some(now)) => (before != now).then_some(TextChange::Reworded),
    };
    let changes = names.into_iter().filter_map(|name| Some((name, change(name)?)));
    changes.map(|(name, kind)| DisclosureChange { name: name.to_owned(), kind }).collect()
}

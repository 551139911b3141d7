//! The board: who owes what by when.
//!
//! In: a project, its coverage and the day from which days are counted. Out: a [`Board`], plain data that
//! is printed for people or as JSON.

mod text;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

pub use text::{Order, render};

use super::concealed;
use super::json::State;
use crate::checks;
use crate::coverage::{Coverage, Status, Totals};
use crate::deadline::{business_days_until, release_date};
use crate::letter::Kind;
use crate::project::Project;

/// Who owes what by when.
///
/// Fields are added without a new version; none is taken away or changes its meaning.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Board {
    /// Version of this shape.
    #[schemars(extend("const" = 1))]
    pub schema: u32,
    /// The company.
    pub company: String,
    /// The Commission's file number.
    pub file_number: Option<String>,
    /// The name of the round's folder, as 2009-01-14.
    pub round: String,
    /// The day from which days are counted.
    #[schemars(with = "String", extend("format" = "date"))]
    pub as_of: Date,
    /// The last day that is in time. Null where the letter states no period.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due: Option<Date>,
    /// How many business days are left until then; below zero when it is past.
    pub business_days_left: Option<i32>,
    /// The due date before it was extended.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub extended_from: Option<Date>,
    /// The day on which the staff agreed to extend it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub extended_on: Option<Date>,
    /// The day on which the review was completed.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub completed: Option<Date>,
    /// The first day on which the letters of the review may be made public.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub public_from: Option<Date>,
    /// The day on which the request for confidential treatment was received.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub foia_received: Option<Date>,
    /// The day on which that request lapses: ten years later.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub foia_lapses: Option<Date>,
    /// Counts of the whole letter.
    pub totals: Totals,
    /// How far each comment is.
    pub comments: Vec<Share>,
    /// How far the units under each subheading of a comment are.
    pub groups: Vec<Share>,
    /// The comments, bullets and parts in the order of the staff's letter.
    pub rows: Vec<Line>,
}

/// How far a comment is, or what stands under one of its subheadings.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Share {
    /// The comment's key.
    pub comment: String,
    /// The subheading; null where the whole comment is meant.
    pub group: Option<String>,
    /// The worst status of its units.
    pub status: State,
    /// How many units it has.
    pub units: usize,
    /// How many of them are answered, deferred or answered elsewhere.
    pub done: usize,
    /// The keys of those that are drafts.
    pub draft: Vec<String>,
    /// The keys of those that nothing answers.
    pub open: Vec<String>,
    /// Who owes them, in the order of the letter.
    pub owners: Vec<String>,
}

/// A comment, bullet or part.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Line {
    /// Its key.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// The key of its comment.
    pub comment: String,
    /// The subheading that it stands under.
    pub group: Option<String>,
    /// Whether it wants a response of its own.
    pub unit: bool,
    /// Its status; of what has items below it, the worst of theirs.
    pub status: State,
    /// Who owes it.
    pub owner: Option<String>,
    /// The file that answers it, from the project's folder.
    pub file: Option<String>,
    /// The line on which its section begins.
    #[schemars(range(min = 1))]
    pub line: Option<usize>,
    /// The day by which a later letter answers it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// The date of the letter that answers it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub letter: Option<Date>,
}

/// Returns the board of a project as it stands on a day.
pub fn of(project: &Project, coverage: &Coverage, as_of: Date) -> Board {
    let matter = &project.book.matter;
    let deadline = checks::deadline(project);
    let holidays = &project.book.deadline.extra_holidays;
    let extended = deadline.as_ref().and_then(|deadline| deadline.extended.as_ref());
    let period = deadline.as_ref().and_then(|deadline| deadline.period.as_ref());
    let rows: Vec<Line> =
        (0..project.letter.rows.len()).map(|row| line(project, coverage, row)).collect();
    let whole = |line: &Line| (line.comment.clone(), None);
    let group = |line: &Line| (line.comment.clone(), line.group.clone());
    let foia_received =
        project.book.confidential.as_ref().and_then(|stated| stated.foia_received.as_ref());
    let foia_received = foia_received.map(|received| received.value);
    Board {
        schema: 1,
        company: words(&matter.company),
        file_number: matter.file_number.as_ref().map(|number| words(&number.value)),
        round: project.round.name.clone(),
        as_of,
        due: deadline.as_ref().map(|deadline| deadline.due),
        business_days_left: deadline
            .as_ref()
            .map(|deadline| business_days_until(as_of, deadline.due, holidays)),
        extended_from: extended.and(period).map(|period| period.end),
        extended_on: extended.and_then(|extended| extended.on),
        completed: project.book.deadline.completed,
        public_from: project.book.deadline.completed.and_then(|day| release_date(day, holidays)),
        foia_received,
        foia_lapses: foia_received.and_then(checks::lapses),
        totals: coverage.totals,
        comments: shares(&rows, whole),
        groups: shares(&rows, group).into_iter().filter(|share| share.group.is_some()).collect(),
        rows,
    }
}

/// Returns a text of the author's as it is shown: what is marked in it has no place on a board.
fn words(text: &str) -> String {
    concealed::shown(text).into_owned()
}

fn line(project: &Project, coverage: &Coverage, row: usize) -> Line {
    let unit = &project.letter.rows[row];
    let state = &coverage.rows[row];
    let response = state.first_claim().map(|claim| &project.responses[claim.response]);
    let place = state.first_claim().map(|claim| {
        let response = &project.responses[claim.response];
        match claim.section {
            Some(section) => response.sections[section].place,
            None => response.intro.first().map_or(response.place, |block| block.place),
        }
    });
    // What nothing answers is owed by whoever owes the comment.
    let comment = unit.key.comment_key();
    let of_comment = project.responses.iter().find(|response| {
        response.front.comment.as_ref().is_some_and(|named| named.value == comment)
            && response.front.owner.is_some()
    });
    let owner = response.filter(|response| response.front.owner.is_some()).or(of_comment);
    Line {
        key: unit.key.to_string(),
        kind: unit.kind,
        comment: comment.to_string(),
        group: unit.group.clone(),
        unit: state.is_unit,
        status: State::of(&state.status),
        owner: owner.and_then(|response| response.front.owner.as_deref().map(words)),
        file: response.map(|response| response.path.clone()),
        line: place.map(|place| project.files.get(place.file).position(place.start).line),
        until: match state.status {
            Status::Deferred { until, .. } => Some(until),
            _ => None,
        },
        letter: match state.status {
            Status::Elsewhere { letter } => Some(letter),
            _ => None,
        },
    }
}

/// Counts the units of each comment or group; `of` says to which a row belongs.
fn shares(rows: &[Line], of: impl Fn(&Line) -> (String, Option<String>)) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    for line in rows.iter().filter(|line| line.unit) {
        let (comment, group) = of(line);
        let there = |share: &Share| share.comment == comment && share.group == group;
        let at = shares.iter().position(there).unwrap_or_else(|| {
            let (draft, open, owners) = (Vec::new(), Vec::new(), Vec::new());
            let status = line.status;
            shares.push(Share { comment, group, status, units: 0, done: 0, draft, open, owners });
            shares.len() - 1
        });
        let share = &mut shares[at];
        share.units += 1;
        match line.status {
            State::Open => share.open.push(line.key.clone()),
            State::Draft => share.draft.push(line.key.clone()),
            State::Deferred | State::Elsewhere | State::Answered => share.done += 1,
        }
        share.status = share.status.min(line.status);
        if let Some(owner) = line.owner.as_ref().filter(|owner| !share.owners.contains(owner)) {
            share.owners.push(owner.clone());
        }
    }
    shares
}

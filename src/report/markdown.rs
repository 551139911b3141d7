//! The report as the text of a pull request's comment: `check --format markdown`.
//!
//! In: an [`Outcome`]. Out: Markdown as GitHub and GitLab read it: the summary of a job, with what the branch did
//! and who owes what is open. Words of files are escaped: they mark nothing up and call nobody's name.

use std::collections::BTreeMap;

use super::Outcome;
use super::concealed;
use super::summary::{self, escape};
use crate::coverage::Status;

/// Returns the text of a comment.
pub fn render(outcome: &Outcome<'_>) -> String {
    let changes = outcome.since.map(summary::changes).unwrap_or_default();
    let text = summary::with(outcome, &(changes + &open(outcome)));
    // An escaped `@` is still a name to the services, where letters follow it right away.
    text.replace("\\@", "@<!-- -->")
}

/// Returns what is open or a draft, by who owes it.
fn open(outcome: &Outcome<'_>) -> String {
    let project = outcome.project;
    let mut owed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (row, unit) in project.letter.rows.iter().enumerate() {
        let state = &outcome.coverage.rows[row];
        let status = own_status(outcome, row);
        if !state.is_unit || !matches!(status, Status::Open | Status::Draft) {
            continue;
        }
        let of_claim = state.first_claim().map(|claim| &project.responses[claim.response]);
        let of_comment = project.responses.iter().find(|response| {
            let comment = response.front.comment.as_ref();
            comment.is_some_and(|comment| comment.value == unit.key.comment_key())
        });
        let owner = of_claim.or(of_comment).and_then(|response| response.front.owner.clone());
        let note = if *status == Status::Draft { " (draft)" } else { "" };
        owed.entry(owner.unwrap_or_default()).or_default().push(format!("{}{note}", unit.key));
    }
    if owed.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n### Open\n\n");
    for (owner, keys) in owed {
        let owner = if owner.is_empty() {
            "nobody named".to_owned()
        } else {
            escape(&concealed::shown(&owner))
        };
        text.push_str(&format!("- {owner}: {}\n", keys.join(", ")));
    }
    text
}

/// Returns the status of a unit's own answer: a row with items shows the worst of theirs.
fn own_status<'a>(outcome: &'a Outcome<'_>, row: usize) -> &'a Status {
    let state = &outcome.coverage.rows[row];
    let has_items = outcome.project.letter.rows[row].has_items;
    if has_items && state.first_claim().is_none() { &Status::Open } else { &state.status }
}

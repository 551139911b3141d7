//! What is marked as it was typed, where a fault keeps marks from being read.
//!
//! In: the files of a project. Out: [`Secrets`] that are read from their lines alone. More may count as marked than
//! was meant, and never less: it decides what of an earlier build may stay.

use crate::finding::{Findings, Rule, codes};
use crate::project::Project;
use crate::report::concealed::Concealed;
use crate::secrets::{Marked, Open, Secrets};
use crate::source::{File, Place};

/// The findings of what keeps marks from being read as they were meant.
fn hides_marks(rule: &Rule) -> bool {
    let rules = [&codes::MALFORMED_MARK, &codes::MISPLACED_MARK, &codes::MERGE_CONFLICT];
    rules.contains(&rule)
}

/// Returns what is marked and what is not, line by line; nothing where all marks could be read.
pub(super) fn secrets(project: &Project, findings: &Findings) -> Option<Secrets> {
    if !findings.iter().any(|finding| hides_marks(finding.rule)) {
        return None;
    }
    let concealed = Concealed::new(&project.files);
    let mut secrets = Secrets::default();
    // What templates print is looked at by the search itself.
    for file in project.files.iter().filter(|file| !file.path.starts_with("templates/")) {
        for place in concealed.regions(file.id) {
            let pieces = region(file, place).split(['\n', '|']);
            secrets.marked.extend(pieces.filter_map(|piece| Marked::alone(place, piece)));
        }
        let shown = concealed.text(file.id);
        let open =
            if file.text.contains(CONFLICT) { without_conflicts(shown) } else { shown.into() };
        secrets.open.push(Open::alone(&open));
    }
    Some(secrets)
}

/// Returns the text of a region; one that nothing closes ends with its first paragraph.
fn region(file: &File, place: Place) -> &str {
    let text = &file.text[place.range()];
    let is_closed =
        text.trim_end().ends_with(['*', ']', ')', '}']) || place.range().end < file.text.len();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if is_closed { text } else { text.split("\n\n").next().unwrap_or_default() }
}

/// How the lines begin between which two versions of a text stand.
const CONFLICT: &str = "<<<<<<<";
const CONFLICT_END: &str = ">>>>>>>";

/// Returns a text without what has two versions: what one marks, the other shows.
fn without_conflicts(text: &str) -> String {
    let mut is_within = false;
    let open = text.lines().filter(|line| {
        is_within |= line.starts_with(CONFLICT);
        let is_open = !is_within;
        is_within &= !line.starts_with(CONFLICT_END);
        is_open
    });
    open.collect::<Vec<_>>().join("\n")
}

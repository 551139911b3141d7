//! Where a section that is missing belongs: in which file, and before which section.

use std::collections::HashMap;

use super::Sound;
use crate::coverage::Coverage;
use crate::finding::Findings;
use crate::key::Key;
use crate::project::Project;
use crate::source::Place;

/// The index of a response among those of the project.
pub type Home = usize;

/// Where sections that are missing belong.
pub struct Homes<'a> {
    project: &'a Project,
    coverage: &'a Coverage,
    sound: Sound,
    /// The responses that name each comment, in their order.
    naming: HashMap<&'a Key, Vec<Home>>,
}

impl<'a> Homes<'a> {
    /// Reads which comment each response names, and which of them are sound.
    pub fn new(project: &'a Project, coverage: &'a Coverage, findings: &Findings) -> Self {
        let mut naming: HashMap<&Key, Vec<Home>> = HashMap::new();
        for (index, response) in project.responses.iter().enumerate() {
            if let Some(comment) = &response.front.comment {
                naming.entry(&comment.value).or_default().push(index);
            }
        }
        Self { project, coverage, sound: Sound::new(findings), naming }
    }

    /// Returns the response to which a section for a row belongs.
    ///
    /// The one that answers the unit before it in the comment, else the one behind it, else one that names the
    /// comment. A file that puts off what it answers takes no further section: that would be put off with it.
    pub fn of(&self, row: usize) -> Option<Home> {
        let letter = &self.project.letter;
        let comment = &letter.comments[letter.rows[row].comment].key;
        let takes = |index: &Home| {
            let response = &self.project.responses[*index];
            let names = response.front.comment.as_ref();
            let is_other = names.is_some_and(|named| named.value != *comment);
            let front = &response.front;
            !is_other
                && front.deferred.is_none()
                && front.answered_in.is_none()
                && self.sound.is(response.file)
        };
        let claimed = |other: usize| {
            let claim = self.coverage.rows[other].first_claim();
            claim.map(|claim| claim.response)
        };
        let rows = letter.rows_of(letter.rows[row].comment);
        let before = (rows.start..row).rev().filter_map(claimed).find(takes);
        let behind = || (row + 1..rows.end).filter_map(claimed).find(takes);
        let named = || self.naming.get(comment)?.iter().copied().find(takes);
        before.or_else(behind).or_else(named)
    }
}

/// Returns where in a response a section for a row is inserted: before the first one that the letter has later.
pub fn spot(project: &Project, response: Home, row: usize) -> Place {
    let response = &project.responses[response];
    let text = &project.files.get(response.file).text;
    let later = response.sections.iter().find(|section| {
        let first = section.keys.first().and_then(|(item, _)| project.letter.row(item.first()));
        first.is_some_and(|first| first > row)
    });
    let at = later.map_or(text.len(), |section| {
        text[..section.place.range().start].rfind('\n').map_or(0, |line| line + 1)
    });
    Place::new(response.file, at..at)
}

/// Returns a section with the blank lines that it needs at a place, behind `before` others that go there too.
pub fn prefix(project: &Project, place: Place, before: usize, section: &str) -> String {
    let text = &project.files.get(place.file).text;
    let above = &text[..place.range().start];
    if place.range().start < text.len() {
        let blank = match above {
            _ if before > 0 || above.ends_with("\n\n") => "",
            _ => "\n",
        };
        return format!("{blank}{section}\n");
    }
    let blank = match above {
        _ if before > 0 => "\n",
        _ if above.is_empty() || above.ends_with("\n\n") => "",
        _ if above.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{blank}{section}")
}

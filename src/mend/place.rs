//! Where a section that is missing belongs: in which file, and before which section.

use super::is_sound;
use crate::coverage::Coverage;
use crate::finding::Findings;
use crate::project::Project;
use crate::source::Place;

/// The index of a response among those of the project.
pub type Home = usize;

/// Returns the response to which a section for a row belongs.
///
/// The one that answers the unit before it in the comment, else the one behind it, else one that names the
/// comment. A file that puts off what it answers takes no further section: that would be put off with it.
pub fn home(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    row: usize,
) -> Option<Home> {
    let letter = &project.letter;
    let comment = &letter.comments[letter.rows[row].comment].key;
    let takes = |index: &Home| {
        let response = &project.responses[*index];
        let names = response.front.comment.as_ref();
        let is_other = names.is_some_and(|named| named.value != *comment);
        let front = &response.front;
        !is_other
            && front.deferred.is_none()
            && front.answered_in.is_none()
            && is_sound(response, findings)
    };
    let claimed = |other: usize| {
        let is_near = letter.rows[other].comment == letter.rows[row].comment;
        coverage.rows[other].first_claim().filter(|_| is_near).map(|claim| claim.response)
    };
    let before = (0..row).rev().filter_map(claimed).find(takes);
    let behind = || (row + 1..letter.rows.len()).filter_map(claimed).find(takes);
    let named = || {
        (0..project.responses.len()).filter(takes).find(|&index| {
            let comment_of = project.responses[index].front.comment.as_ref();
            comment_of.is_some_and(|named| named.value == *comment)
        })
    };
    before.or_else(behind).or_else(named)
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

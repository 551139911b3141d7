//! Readings that nearly won: where the letter was read in one way and could as well be read in another.
//!
//! In: the letter as it was read, stage by stage. Out: [`Rival`]s, each with its place, what was chosen and
//! what could be. They are looked for in what was decided, and change nothing of it.

use std::ops::Range;

use super::furniture;
use super::items;
use super::lines::Line;
use super::numbers::Numbers;
use super::outline::Outline;
use super::paragraphs::{Opener, Paragraph, is_aside};
use crate::marks;

/// A reading that nearly won.
#[derive(Debug, Clone)]
pub(super) struct Rival {
    /// Where it stands, in bytes of the source.
    pub place: Range<usize>,
    /// What was chosen, and the other reading.
    pub says: String,
    /// What to do where the other reading is right.
    pub help: String,
}

impl Rival {
    /// Returns a rival at the first bytes of a line.
    pub(super) fn at(line: &Line<'_>, end: usize, says: &str, help: &str) -> Self {
        let start = line.range.start;
        let (says, help) = (says.to_owned(), help.to_owned());
        Self { place: start..start + end.min(line.text.len()), says, help }
    }
}

/// Returns the rivals of what was left out as furniture; `lines` are all of the source.
pub(super) fn of_furniture(lines: &[Line<'_>], is_furniture: &[bool]) -> Vec<Rival> {
    let mut rivals = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is_between = !is_furniture[index]
            && index > 0
            && is_furniture[index - 1]
            && is_furniture.get(index + 1) == Some(&true);
        if is_between && line.length() <= 60 && !furniture::opens_comment(line.text) {
            rivals.push(Rival::at(
                line,
                line.text.len(),
                "this line stands among the lines of a page's head and was kept as the staff's text; it could belong to the page",
                "if it does, take it out of letter.md and put it into `furniture`, in its order",
            ));
        }
    }
    for index in furniture::repeated_headings(lines, is_furniture) {
        let line = &lines[index];
        rivals.push(Rival::at(
            line,
            line.text.len(),
            "this line was left out since another page shows it at the same place; it could be a heading",
            "if it is, take it out of `furniture` and write it into letter.md where it stands",
        ));
    }
    rivals
}

/// Returns the rivals of the letter's structure.
pub(super) fn of_letter(
    lines: &[Line<'_>],
    numbers: &Numbers,
    paragraphs: &[Paragraph],
    outline: &Outline,
) -> Vec<Rival> {
    let mut rivals = Vec::new();
    for near in &numbers.weak {
        let line = &lines[near.line];
        rivals.push(Rival::at(
            line,
            near.end,
            &format!(
                "\"{}\" was read as comment {}; the letter reads nearly as well with it as an item or as text",
                &line.text[..near.end],
                near.number
            ),
            "if it opens no comment, take its heading out of letter.md and correct `counts`",
        ));
    }
    for (near, chosen) in &numbers.twins {
        let line = &lines[near.line];
        let other = &lines[chosen.line];
        rivals.push(Rival::at(
            line,
            near.end,
            &format!(
                "\"{}\" could be comment {} as well as line {}, which was chosen",
                &line.text[..near.end],
                near.number,
                other.number + 1
            ),
            "if it is, put its heading here in letter.md",
        ));
    }
    for (start, end) in comments(lines, numbers) {
        for line in items::lone(lines, start..end) {
            let line = &lines[line];
            let mark = line.text.split_whitespace().next().unwrap_or_default();
            rivals.push(Rival::at(
                line,
                mark.len(),
                &format!("\"{mark}\" begins a line, no mark that follows it was found, and it was read as text; it could be an item"),
                "if it is one, begin it with `- ` in letter.md, and look for the mark that is lost",
            ));
        }
        rivals.extend(dashes(lines, paragraphs, start..end));
    }
    for &paragraph in &outline.near_headings {
        let line = &lines[paragraphs[paragraph].first_line()];
        rivals.push(Rival::at(
            line,
            line.text.len(),
            "this short paragraph above a number was read as text of what stands above it; it could be a heading",
            "if it is one, begin it with `#` in letter.md, as many as the headings of its kind have",
        ));
    }
    for &paragraph in &outline.near_texts {
        let line = &lines[paragraphs[paragraph].first_line()];
        rivals.push(Rival::at(
            line,
            line.text.len(),
            "this line was read as a heading; it could be the end of the paragraph above it, which ends in no stop",
            "if it is, join it to that paragraph in letter.md",
        ));
    }
    rivals
}

/// Returns the lines of each comment.
fn comments<'a>(
    lines: &'a [Line<'_>],
    numbers: &'a Numbers,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let starts = numbers.chosen.iter().map(|number| number.line);
    let ends = starts.clone().skip(1).chain([lines.len()]);
    starts.zip(ends).map(|(start, end)| (start + 1, end))
}

/// Returns the dashes of a comment that could be a list's sign or a sentence's.
fn dashes(lines: &[Line<'_>], paragraphs: &[Paragraph], range: Range<usize>) -> Vec<Rival> {
    let is_dash = |line: &Line<'_>| {
        let rest = line.text.strip_prefix(['-', '–']);
        rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
    };
    let found: Vec<usize> = range.filter(|&index| is_dash(&lines[index])).collect();
    let [only] = found.as_slice() else {
        return Vec::new();
    };
    let line = &lines[*only];
    let runs_on = !line.has_gap
        && !line.is_on_new_page
        && only.checked_sub(1).is_some_and(|above| marks::runs_on(lines[above].text));
    if !runs_on {
        return Vec::new();
    }
    let at = paragraphs.partition_point(|paragraph| paragraph.first_line() < *only);
    let is_item = paragraphs.get(at).is_some_and(|found| {
        found.first_line() == *only && matches!(found.opener, Opener::Item(_))
    });
    let (says, help) = if is_item {
        (
            "the only dash that begins a line in its comment was read as a bullet; it could be a dash of the sentence above it",
            "if it is, join the bullet to the paragraph above in letter.md, and correct `counts`",
        )
    } else if is_aside(lines, *only) {
        (
            "the dash that begins this line was read as one of its sentence; it could be a bullet",
            "if it is one, begin its words with `- ` on a line of their own in letter.md, and correct `counts`",
        )
    } else {
        return Vec::new();
    };
    vec![Rival::at(line, line.text.len(), says, help)]
}

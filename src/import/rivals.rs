//! Readings that nearly won: where the letter was read in one way and could as well be read in another.
//!
//! In: the letter as it was read, stage by stage. Out: [`Rival`]s, each with its place, what was chosen and
//! what could be. They are looked for in what was decided, and change nothing of it.

use std::ops::Range;

use super::furniture;
use super::items;
use super::lines::Line;
use super::numbers::{Candidate, Numbers};
use super::outline::Outline;
use super::paragraphs::{Opener, Paragraph, is_aside};
use super::text;
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

/// How many of a page's lines are looked over for what stands around them.
const REACH: usize = 8;

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

/// A number that stands alone on its line: a page's, or a comment's.
pub(super) struct BareNumber {
    /// The line's number in the source.
    line: usize,
    place: Range<usize>,
    value: u32,
    is_furniture: bool,
    /// Whether the line above it or below it is a page's.
    is_beside_furniture: bool,
    /// Whether what stands around it ends and begins sentences, so that a comment could begin here.
    could_open: bool,
}

/// Returns the numbers that stand alone on their lines; `lines` are all of the source.
pub(super) fn bare_numbers(lines: &[Line<'_>], is_furniture: &[bool]) -> Vec<BareNumber> {
    let read = |index: usize| {
        let line = &lines[index];
        let value = furniture::bare_number(line.text)?;
        let above = index.checked_sub(1);
        let is_page = |at: Option<usize>| at.and_then(|at| is_furniture.get(at)) == Some(&true);
        let before = (0..index).rev().take(REACH).find(|&at| !is_furniture[at]);
        let after = (index + 1..lines.len()).take(REACH).find(|&at| !is_furniture[at]);
        let ends =
            |at: usize| text::ends_sentence(lines[at].text) || text::is_heading(lines[at].text);
        let begins = |at: usize| lines[at].text.starts_with(char::is_uppercase);
        Some(BareNumber {
            line: line.number,
            place: line.range.clone(),
            value,
            is_furniture: is_furniture[index],
            is_beside_furniture: is_page(above) || is_page(Some(index + 1)),
            could_open: before.is_none_or(ends) && after.is_some_and(begins),
        })
    };
    (0..lines.len()).filter_map(read).collect()
}

/// Returns the bare numbers that were read as a page's and could be a comment's, or the other way about.
pub(super) fn of_page_numbers(
    bare: &[BareNumber],
    lines: &[Line<'_>],
    numbers: &Numbers,
) -> Vec<Rival> {
    let chosen = &numbers.chosen;
    let line = |candidate: &Candidate| lines[candidate.line].number;
    let rival = |number: &BareNumber| {
        let at = chosen.partition_point(|candidate| line(candidate) < number.line);
        let (before, after) = (at.checked_sub(1).map(|at| &chosen[at]), chosen.get(at));
        let place = number.place.clone();
        let value = number.value;
        let is_lacking = before.is_some_and(|before| before.number + 1 == value)
            && after.is_some_and(|after| after.number > value);
        if number.is_furniture && number.could_open && is_lacking {
            return Some(Rival {
                place,
                says: format!(
                    "\"{value}\" was left out as a page's number; comment {value} is lacking here, and it could open it"
                ),
                help: format!(
                    "if it does, take it out of `furniture`, and write `### {value}.` above its text in letter.md"
                ),
            });
        }
        let is_comment = after.is_some_and(|after| line(after) == number.line && after.is_bare());
        (is_comment && number.is_beside_furniture).then(|| Rival {
            place,
            says: format!("\"{value}\" stands beside the lines of a page and was read as comment {value}; it could be the page's number"),
            help: "if it is, take its heading out of letter.md, put it into `furniture`, and correct `counts`".to_owned(),
        })
    };
    bare.iter().filter_map(rival).collect()
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
    for paragraph in quoted_items(lines, paragraphs) {
        let paragraph = &paragraphs[paragraph];
        let line = &lines[paragraph.first_line()];
        let word =
            paragraph.words(lines).next().and_then(|(_, text)| text.split_whitespace().next());
        let word = word.unwrap_or_default();
        let sign = if marks::signs(line.text).1 > 0 { "- " } else { "" };
        let mark = format!("{sign}{word}");
        rivals.push(Rival::at(
            line,
            line.text.len(),
            "the items from here on stand within a quotation and were read as bullets; they could be what the staff quote",
            &format!(
                "if they are, put `> ` before each of their lines in letter.md, correct `counts`, and say of each in `[[mended]]` that its mark is none: `was = \"{mark}\"`, `now = \"{word}\"`"
            ),
        ));
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
    for &paragraph in &outline.near_groups {
        let line = &lines[paragraphs[paragraph].first_line()];
        rivals.push(Rival::at(
            line,
            line.text.len(),
            "this short paragraph over items was read as text of the comment; it could be their heading",
            "if it is one, begin it with `#` in letter.md, one more than the comment's number has",
        ));
    }
    for &paragraph in &outline.weak_groups {
        let line = &lines[paragraphs[paragraph].first_line()];
        rivals.push(Rival::at(
            line,
            line.text.len(),
            "this line was read as a heading within the comment; no item stands under it, and it could be a short paragraph",
            "if it is one, take its `#` away in letter.md",
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

/// Returns the first items of lists that stand within a quotation: it begins above them and ends in the last.
fn quoted_items(lines: &[Line<'_>], paragraphs: &[Paragraph]) -> Vec<usize> {
    let is_item = |at: usize| matches!(paragraphs[at].opener, Opener::Item(_));
    let is_open = |at: usize| text::is_within_quotation(&paragraphs[at].text(lines));
    let mut firsts = Vec::new();
    let mut at = 1;
    while at < paragraphs.len() {
        let count = (at..paragraphs.len()).take_while(|&at| is_item(at)).count();
        if count > 0 && !is_item(at - 1) && is_open(at - 1) {
            let last = paragraphs[at + count - 1].text(lines);
            let ends = last.trim_end_matches(['.', ',', ';']).ends_with(['"', '”']);
            let closes = last.matches(['"', '”']).count() > last.matches('“').count();
            if ends && closes && (at..at + count - 1).all(|item| !is_open(item)) {
                firsts.push(at);
            }
        }
        at += count.max(1);
    }
    firsts
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

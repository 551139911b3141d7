//! Lines joined to paragraphs and items, over wrapped lines, blank lines and page breaks.

use super::items::{self, Style};
use super::lines::{Line, has_figures, wrapped_at};
use super::numbers::Candidate;
use super::text;
use crate::marks;
use crate::words::is_unseen;

/// A paragraph, item or number of the letter.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// What stands before its words.
    pub opener: Opener,
    /// Its lines.
    pub lines: Vec<Piece>,
    /// How far it is indented.
    pub indent: usize,
    /// Whether it was joined over a blank line or the end of a page: the line from which it goes on.
    pub joined_at: Option<usize>,
    /// Whether its lines are rows of a table.
    pub is_table: bool,
    /// Whether all of it is bold, underlined or italic.
    pub is_strong: bool,
}

impl Piece {
    /// Returns its text with its line; nothing where it has no word.
    fn words<'a>(&self, lines: &'a [Line<'_>]) -> Option<(usize, &'a str)> {
        let text = lines[self.line].text.get(self.skipped..)?.trim();
        text.contains(|c: char| !c.is_whitespace() && !is_unseen(c)).then_some((self.line, text))
    }
}

/// The part of a line that belongs to a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The line.
    pub line: usize,
    /// The bytes of the line to leave out at its start.
    pub skipped: usize,
}

/// What stands before a paragraph's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    /// Nothing.
    None,
    /// A comment's number: which one of the chosen.
    Number(usize),
    /// The mark of an item.
    Item(Style),
}

/// Joins lines to paragraphs.
pub(super) fn read(lines: &[Line<'_>], numbers: &[Candidate]) -> Vec<Paragraph> {
    let openers = openers(lines, numbers);
    let body = Body::of(lines);
    let wrapped = wrapped_at(lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let (opener, skipped) = openers[index];
        let above = paragraphs.last_mut();
        if opener == Opener::None
            && let Some(above) = above
            && let Some(join) =
                joins(lines, index, above, width_at(lines, index, wrapped, &body), &body)
        {
            above.lines.push(Piece { line: index, skipped: 0 });
            above.is_strong &= line.is_strong;
            if join == Join::OverGap {
                above.joined_at.get_or_insert(index);
            }
            above.is_table |= join == Join::Row;
            continue;
        }
        let mut new = Paragraph {
            opener,
            lines: vec![Piece { line: index, skipped }],
            indent: line.indent,
            joined_at: None,
            is_table: opener == Opener::None
                && (body.start..body.end).contains(&index)
                && line.is_row()
                && has_figures(line.text),
            is_strong: line.is_strong,
        };
        if let Opener::Number(_) = opener {
            paragraphs.push(new.clone());
            new.opener = Opener::None;
            if line.text[skipped..].trim().is_empty() {
                continue;
            }
        }
        paragraphs.push(new);
    }
    // A list sign that waits for words in vain.
    paragraphs.retain(|paragraph| {
        matches!(paragraph.opener, Opener::Number(_)) || paragraph.words(lines).next().is_some()
    });
    paragraphs
}

impl Paragraph {
    /// Returns its pieces of text that are not empty, with their lines.
    pub(super) fn words<'a>(
        &'a self,
        lines: &'a [Line<'_>],
    ) -> impl Iterator<Item = (usize, &'a str)> {
        self.lines.iter().filter_map(|piece| piece.words(lines))
    }

    /// Returns its last piece of text that is not empty, with its line.
    fn last_words<'a>(&'a self, lines: &'a [Line<'_>]) -> Option<(usize, &'a str)> {
        self.lines.iter().rev().find_map(|piece| piece.words(lines))
    }

    /// Says whether it has so few words that it can be a heading.
    fn is_short(&self, lines: &[Line<'_>]) -> bool {
        self.words(lines).map(|(_, text)| text.len()).take(12).sum::<usize>() <= 1_000
            && self.lines.len() <= 12
    }

    /// Returns its text on one line, as it stands in the source.
    pub(super) fn text(&self, lines: &[Line<'_>]) -> String {
        let words: Vec<&str> =
            self.words(lines).flat_map(|(_, text)| text.split_whitespace()).collect();
        words.join(" ")
    }

    /// Returns its first line.
    pub(super) fn first_line(&self) -> usize {
        self.lines.first().map_or(0, |piece| piece.line)
    }
}

/// Where the letter's body stands: between the salutation and the signature.
struct Body {
    start: usize,
    end: usize,
}

impl Body {
    fn of(lines: &[Line<'_>]) -> Self {
        let start = lines.iter().position(|line| text::is_salutation(line.text));
        let is_end = |line: &Line<'_>| line.text.to_lowercase().starts_with("sincerely");
        Self {
            start: start.map_or(0, |at| at + 1),
            end: lines.iter().rposition(is_end).unwrap_or(lines.len()),
        }
    }
}

/// Returns what each line opens, and the bytes that its mark takes.
fn openers(lines: &[Line<'_>], numbers: &[Candidate]) -> Vec<(Opener, usize)> {
    let mut openers = vec![(Opener::None, 0); lines.len()];
    for (index, number) in numbers.iter().enumerate() {
        openers[number.line] = (Opener::Number(index), number.end);
    }
    for (index, line) in lines.iter().enumerate() {
        if openers[index].0 != Opener::None {
            continue;
        }
        let (skipped, signs) = marks::signs(line.text);
        if signs > 0 && !is_dash(lines, index) {
            openers[index] = (Opener::Item(Style::of_sign(line.text)), skipped);
        }
    }
    let ranges =
        numbers.iter().zip(numbers.iter().skip(1).map(|next| next.line).chain([lines.len()]));
    for (number, end) in ranges {
        for (line, style) in items::lettered(lines, number.line + 1..end) {
            if openers[line].0 == Opener::None {
                openers[line] = (Opener::Item(style), 0);
            }
        }
    }
    openers
}

/// Says whether a dash that stands first on a line is one of a sentence and no list sign.
///
/// `the value⏎- as it stands - is high`: the sentence runs on to it, and a second dash closes it.
fn is_dash(lines: &[Line<'_>], index: usize) -> bool {
    let line = &lines[index];
    let rest = line.text.strip_prefix(['-', '–']).unwrap_or_default();
    let is_first_item = !index.checked_sub(1).is_some_and(|above| {
        lines[above].text.starts_with(['-', '–']) || !marks::runs_on(lines[above].text)
    });
    // `paragraphs 16⏎- 18 of SFAS 146`: a range.
    let is_digit = |c: char| c.is_ascii_digit();
    let is_range = rest.trim_start().starts_with(is_digit)
        && index.checked_sub(1).is_some_and(|above| lines[above].text.ends_with(is_digit));
    !rest.is_empty() && !line.has_gap && is_first_item && (is_aside(lines, index) || is_range)
}

/// Says whether a dash that stands first on a line has a second one behind it: `- as it stands - is high`.
pub(super) fn is_aside(lines: &[Line<'_>], index: usize) -> bool {
    let rest = lines[index].text.strip_prefix(['-', '–']).unwrap_or_default();
    text::goes_on(rest.trim_start()) && [" - ", " – "].iter().any(|dash| rest.contains(dash))
}

/// How many lines above and below a line show how wide its column is.
const NEIGHBOURS: usize = 10;

/// Returns the width to which the text around a line is wrapped: a column may be narrower than the page.
fn width_at(
    lines: &[Line<'_>],
    index: usize,
    wrapped: Option<usize>,
    body: &Body,
) -> Option<usize> {
    let wrapped = wrapped?;
    // A letterhead and an address are of short lines that are whole.
    if index < body.start || index >= body.end || body.start == 0 {
        return Some(wrapped);
    }
    let near = &lines[index.saturating_sub(NEIGHBOURS)..(index + NEIGHBOURS).min(lines.len())];
    let widest = near.iter().map(|line| line.indent + line.length()).max().unwrap_or(wrapped);
    Some(widest.clamp(wrapped * 2 / 5, wrapped))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Line,
    OverGap,
    Row,
}

/// Says whether nothing goes on from a line: a gap follows, or the next line's first word had room on it.
fn ends_short(lines: &[Line<'_>], index: usize, width: usize) -> bool {
    lines.get(index + 1).is_none_or(|next| {
        let first = next.text.split_whitespace().next().map_or(0, |word| word.chars().count());
        let line = &lines[index];
        next.has_gap || next.is_on_new_page || line.indent + line.length() + 1 + first + 8 < width
    })
}

/// Says whether a line goes on with the paragraph above it, and how.
fn joins(
    lines: &[Line<'_>],
    index: usize,
    paragraph: &Paragraph,
    wrapped: Option<usize>,
    body: &Body,
) -> Option<Join> {
    if let Opener::Number(_) = paragraph.opener {
        return None;
    }
    let line = &lines[index];
    let Some((last, above_text)) = paragraph.last_words(lines) else {
        // A list sign alone on its line waits for its words.
        return Some(Join::Line);
    };
    let above = &lines[last];
    let is_body = (body.start..body.end).contains(&index) && last >= body.start;
    let is_parted = line.has_gap || line.is_on_new_page;
    // A table goes on over the end of a page, and no sentence goes on from a table.
    if is_parted && is_body && paragraph.is_table {
        return (line.is_on_new_page && line.is_row()).then_some(Join::Row);
    }
    if !is_parted && is_body && (above.is_row() || line.is_row()) {
        return (above.is_row() && line.is_row()).then_some(Join::Row);
    }
    let is_figure = line.text.starts_with(|first: char| first.is_ascii_digit());
    let is_cut = is_cut(above_text) && (text::goes_on(line.text) || is_figure && !is_parted);
    let runs_on = !text::ends_sentence(above_text);
    if !is_parted {
        let first = line.text.split_whitespace().next().map_or(0, |word| word.chars().count());
        let is_full =
            wrapped.is_some_and(|width| above.indent + above.length() + 1 + first + 8 > width);
        // A heading of a line's whole width, with another one below it.
        let is_full = is_full
            && !(above_text.ends_with("Results of Operations") && text::is_heading(line.text));
        // A heading may stand close below a paragraph that ends where its line ends.
        let is_set_apart = line.is_strong && !above.is_strong && text::may_be_heading(line.text)
            || (text::has_page(line.text)
                || is_body && wrapped.is_some_and(|width| ends_short(lines, index, width)))
                && text::is_heading(line.text);
        let is_full = is_full && !(is_set_apart && text::ends_sentence(above_text));
        let is_full = is_full
            || is_body
                && is_wrapped_heading(above_text, line.text)
                && paragraph.is_short(lines)
                && (above.is_strong && line.is_strong || text::is_heading(&paragraph.text(lines)));
        // `comment` and `3. of our letter`, `2008 and` and `2009.`, however short the line above is.
        let goes_on = text::goes_on(line.text)
            || is_figure && marks::is_left_open(above_text)
            || wants_more(above_text);
        let is_sentence = runs_on && goes_on && is_body;
        return (is_full || is_cut || is_sentence).then_some(Join::Line);
    }
    if !is_body {
        return None;
    }
    let goes_on = runs_on && text::goes_on(line.text);
    let is_over_page = line.is_on_new_page
        && runs_on
        && above.length() >= 40
        && !text::is_heading(line.text)
        && !(paragraph.is_short(lines) && text::is_heading(&paragraph.text(lines)));
    let is_body_text = paragraph.opener != Opener::None
        || paragraph.words(lines).map(|(_, text)| text.len()).take(40).sum::<usize>() >= 40;
    (is_cut || is_over_page || (goes_on && is_body_text)).then_some(Join::OverGap)
}

/// Says whether a text ends with a word that ends no sentence: `your response letter dated`.
fn wants_more(text: &str) -> bool {
    const WORDS: [&str; 8] = ["the", "a", "an", "of", "our", "your", "its", "dated"];
    text.split_whitespace().next_back().is_some_and(|last| WORDS.contains(&last))
}

/// Says whether a heading goes on in the next line: it ends with a word that ends none.
fn is_wrapped_heading(above: &str, below: &str) -> bool {
    const OPEN: [&str; 20] = [
        "and", "of", "the", "page", "pages", "in", "for", "to", "on", "or", "with", "from", "&",
        "by", "at", "a", "an", "–", "-", "Note",
    ];
    let last = above.split_whitespace().next_back().unwrap_or_default();
    (OPEN.contains(&last) || above.ends_with(',') || text::goes_on(below)) && !text::has_page(above)
}

/// Says whether a line ends within a word.
pub(super) fn is_cut(line: &str) -> bool {
    let Some(stem) = line.strip_suffix(['-', '‐', '‑', '\u{ad}']) else { return false };
    stem.ends_with(char::is_alphanumeric)
}

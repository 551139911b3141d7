//! The letter as lines with their places: what every kind of source is turned into first.

use std::ops::Range;

use crate::conservation::is_raw_word;
use crate::marks;
use crate::source::File;

/// A line that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// Its number in the source, from 0.
    pub number: usize,
    /// Its text without the blanks at its ends.
    pub text: &'a str,
    /// Its bytes in the source.
    pub range: Range<usize>,
    /// How many columns it is indented.
    pub indent: usize,
    /// Whether a blank line, or a line of nothing but signs, stands above it.
    pub has_gap: bool,
    /// Whether a page ends above it.
    pub is_on_new_page: bool,
    /// Whether all of it is bold, underlined or italic in the letter as received.
    pub is_strong: bool,
    /// Whether it comes from a PDF.
    pub is_printed: bool,
}

/// Returns the lines of a plain text.
pub(super) fn of_text(source: &File) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut at, mut has_gap, mut is_on_new_page) = (0, true, false);
    for (number, whole) in source.text.split_inclusive('\n').enumerate() {
        let start = whole.len() - whole.trim_start().len();
        let text = whole.trim();
        is_on_new_page |= whole[..start.min(whole.len())].contains('\u{c}');
        if !has_words(text) {
            has_gap = true;
        } else {
            lines.push(Line {
                number,
                text,
                range: at + start..at + start + text.len(),
                indent: columns(&whole[..start]),
                has_gap,
                is_on_new_page,
                is_strong: source.origins.get(number).is_some_and(|origin| origin.is_strong),
                is_printed: source.origins.get(number).is_some_and(|origin| origin.page > 0),
            });
            has_gap = false;
            is_on_new_page = false;
        }
        is_on_new_page |= whole[start.min(whole.len())..].contains('\u{c}');
        at += whole.len();
    }
    lines
}

/// Says whether a line has words, or a list sign that waits for them.
fn has_words(text: &str) -> bool {
    let (skipped, signs) = marks::signs(text);
    signs > 0 || text[skipped..].split(char::is_whitespace).any(is_raw_word)
}

/// Returns the width of leading blanks; a tab leads to the next column of eight.
fn columns(blanks: &str) -> usize {
    blanks.chars().fold(0, |column, blank| match blank {
        '\t' => (column / 8 + 1) * 8,
        '\u{c}' => 0,
        _ => column + 1,
    })
}

impl Line<'_> {
    /// Returns its length in characters.
    pub(super) fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// Says whether it is a row of a table: wide gaps part its text.
    pub(super) fn is_row(&self) -> bool {
        let (skipped, _) = marks::signs(self.text);
        let text = self.text[skipped..].trim_start();
        // The blanks behind a comment's number part nothing.
        let first = text.find(char::is_whitespace).unwrap_or(text.len());
        let text = if marks::may_open(&text[..first]) { text[first..].trim_start() } else { text };
        text.contains("    ") || text.contains('\t')
    }
}

/// Says whether a row of a table ends with a figure, so that it can be no heading.
pub(super) fn has_figures(row: &str) -> bool {
    let last = row.rsplit(['\t', ' ']).next().unwrap_or_default();
    let cell = row.rsplit("    ").next().unwrap_or_default().trim();
    !cell.contains(char::is_alphabetic)
        && !last.is_empty()
        && last.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '—'))
}

/// Returns the width to which a text is wrapped; none where its paragraphs are whole lines.
pub(super) fn wrapped_at(lines: &[Line<'_>]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines
        .iter()
        .map(|line| line.indent + line.length())
        .filter(|&length| length > 50)
        .collect();
    lengths.sort_unstable();
    let longest = *lengths.get(lengths.len().saturating_sub(1).min(lengths.len() * 95 / 100))?;
    let neighbours = lines.windows(2).filter(|pair| {
        !pair[1].has_gap && pair[0].length() > 50 && marks::sign(pair[1].text).is_none()
    });
    (longest <= 130 && neighbours.count() >= 2).then_some(longest)
}

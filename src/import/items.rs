//! Items of a comment: bullets, and what the staff lettered or numbered.

use std::ops::Range;

use super::lines::Line;
use super::text;
use crate::key::roman;
use crate::marks;

/// How an item is marked; items of one style stand on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// A list sign.
    Sign,
    /// The sign `o`, which word processors put below `•`.
    Circle,
    /// `a.`, `(a)`: the letters, and how they are set off.
    Letter(Close),
    /// `A.`.
    Capital(Close),
    /// `ii.`.
    Roman(Close),
    /// `1.`, `(1)`.
    Number(Close),
}

/// What sets a letter or number off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Close {
    Dot,
    Paren,
    Both,
}

impl Style {
    /// Returns the style of the list sign that a line begins with.
    pub(super) fn of_sign(line: &str) -> Self {
        if line.starts_with('o') { Style::Circle } else { Style::Sign }
    }
}

/// A line that begins with a letter or number.
struct Lettered {
    line: usize,
    close: Close,
    letter: Option<u32>,
    roman: Option<u32>,
    number: Option<u32>,
    is_capital: bool,
    is_prose: bool,
}

/// How many lists are looked at side by side.
const OPEN: usize = 16;

/// Returns the lines of a comment that begin an item with a letter or number.
///
/// They count from their first, `a`, `i` or `1`, and there are two at least: `(b)` at the start of a line
/// of prose has no `(a)` before it.
pub(super) fn lettered(lines: &[Line<'_>], range: Range<usize>) -> Vec<(usize, Style)> {
    let found: Vec<Lettered> = range.filter_map(|line| read(lines, line)).collect();
    let mut items = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    for item in &found {
        let next = open.iter().rposition(|run| run.takes(item));
        if let Some(at) = next {
            // What stood inside has ended.
            open.drain(at + 1..).for_each(|run| run.close(&mut items));
            if let Some(run) = open.last_mut() {
                run.lines.push(item.line);
            }
            continue;
        }
        if item.is_prose {
            continue;
        }
        if let Some(run) = Run::begin(item) {
            open.push(run);
        }
        // No list stands deeper, and what goes on after so many others that began is none.
        if open.len() > OPEN {
            open.remove(0).close(&mut items);
        }
    }
    open.into_iter().for_each(|run| run.close(&mut items));
    items.sort_unstable();
    items.dedup_by_key(|item| item.0);
    items
}

/// Returns the lines of a comment that begin with the first letter or number of a list of which no second
/// was found.
pub(super) fn lone(lines: &[Line<'_>], range: Range<usize>) -> Vec<usize> {
    let found: Vec<Lettered> = range.clone().filter_map(|line| read(lines, line)).collect();
    let taken = lettered(lines, range);
    found
        .iter()
        .filter(|item| lines[item.line].has_gap && !item.is_prose)
        .filter(|item| item.number.is_none() || item.close == Close::Both)
        .filter(|item| Run::begin(item).is_some())
        .filter(|item| !taken.iter().any(|(line, _)| *line == item.line))
        // `A. Operating Results` is a heading.
        .filter(|item| !(item.is_capital && text::is_heading(lines[item.line].text)))
        .map(|item| item.line)
        .collect()
}

/// A run of items that count on.
struct Run {
    style: Style,
    lines: Vec<usize>,
}

impl Run {
    fn begin(item: &Lettered) -> Option<Self> {
        let style = match item {
            Lettered { number: Some(1), .. } => Style::Number(item.close),
            Lettered { roman: Some(1), is_capital: false, .. } => Style::Roman(item.close),
            Lettered { letter: Some(1), is_capital: true, .. } => Style::Capital(item.close),
            Lettered { letter: Some(1), .. } => Style::Letter(item.close),
            _ => return None,
        };
        Some(Self { style, lines: vec![item.line] })
    }

    fn takes(&self, item: &Lettered) -> bool {
        let (close, count) = match self.style {
            Style::Number(close) => (close, item.number),
            Style::Roman(close) => (close, item.roman.filter(|_| !item.is_capital)),
            Style::Letter(close) => (close, item.letter.filter(|_| !item.is_capital)),
            Style::Capital(close) => (close, item.letter.filter(|_| item.is_capital)),
            Style::Sign | Style::Circle => return false,
        };
        close == item.close && count == u32::try_from(self.lines.len() + 1).ok()
    }

    fn close(self, items: &mut Vec<(usize, Style)>) {
        if self.lines.len() > 1 {
            items.extend(self.lines.into_iter().map(|line| (line, self.style)));
        }
    }
}

fn read(lines: &[Line<'_>], index: usize) -> Option<Lettered> {
    let line = &lines[index];
    let word = line.text.split_whitespace().next()?;
    let close = match (word.starts_with('('), word.chars().next_back()?) {
        (true, ')') => Close::Both,
        (false, ')') => Close::Paren,
        (false, '.') => Close::Dot,
        _ => return None,
    };
    let is_capital = word.contains(|c: char| c.is_ascii_uppercase());
    let mark = marks::mark(&word.to_lowercase())?;
    // `C. Gas Charge Settlement, page 81` is a heading, whatever stands above it.
    if text::has_page(line.text) && text::is_heading(line.text) {
        return None;
    }
    let mut item = Lettered {
        line: index,
        close,
        letter: None,
        roman: None,
        number: None,
        is_capital,
        is_prose: !line.has_gap
            && index.checked_sub(1).is_some_and(|above| marks::runs_on(lines[above].text)),
    };
    match mark {
        marks::Mark::Number(number) => item.number = Some(number),
        marks::Mark::Letter(letter) => {
            item.roman = roman(&letter);
            item.letter = (letter.len() == 1)
                .then(|| u32::from(letter.as_bytes()[0]).checked_sub(u32::from(b'a') - 1))
                .flatten();
        }
    }
    Some(item)
}

/// The items that are open at a place, for how deep the next one stands.
#[derive(Debug, Default)]
pub(super) struct Depth {
    open: Vec<(Style, usize)>,
}

/// The deepest items; keys go no deeper.
const DEEPEST: usize = 6;

impl Depth {
    /// Returns the depth of the next item, from 1.
    pub(super) fn of_item(&mut self, style: Style, indent: usize) -> usize {
        // Signs tell their level by indentation alone; other marks by their style.
        let is_same = |&(open, at): &(Style, usize)| {
            open == style && (style != Style::Sign || indent <= at + 1)
        };
        let same = match style {
            // Of several lists with one sign it goes on with the outermost that it is not indented below.
            Style::Sign => self.open.iter().position(is_same),
            _ => self.open.iter().rposition(is_same),
        };
        let outer = self.open.iter().position(|&(_, at)| indent + 1 < at);
        match (same, outer) {
            (Some(same), _) => self.open.truncate(same + 1),
            (None, Some(outer)) => {
                self.open.truncate(outer);
                self.open.push((style, indent));
            }
            (None, None) => self.open.push((style, indent)),
        }
        if let Some(last) = self.open.last_mut() {
            last.1 = indent.min(last.1);
        }
        self.open.truncate(DEEPEST);
        self.open.len()
    }

    /// Returns the depth of a paragraph without a mark: that of the item it is indented below, or none.
    pub(super) fn of_text(&mut self, indent: usize) -> usize {
        while self.open.last().is_some_and(|&(_, at)| indent < at + 2) {
            self.open.pop();
        }
        self.open.len()
    }

    /// Forgets all items.
    pub(super) fn clear(&mut self) {
        self.open.clear();
    }
}

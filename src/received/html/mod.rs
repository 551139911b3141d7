//! HTML of every age of EDGAR, read as lines.
//!
//! The browser's own rules build the tree (html5ever); a walk over it sets lines as a reader would see
//! them: paragraphs, lists with their signs and numbers, layout tables with the mark in one cell and the
//! text in the next.

mod cells;
mod images;
mod look;
mod sheet;
mod tree;
mod walk;

pub(super) use look::{Face, Look, hides, sign_of};
pub(super) use sheet::{ListStyle, list_number};

use super::{Kind, OutLine, Received};

/// Says whether a text is HTML.
pub(super) fn is_html(text: &str) -> bool {
    const TAGS: [&str; 18] = [
        "html",
        "!doctype html",
        "head",
        "body",
        "p",
        "div",
        "table",
        "font",
        "center",
        "title",
        "meta",
        "h1",
        "h2",
        "h3",
        "span",
        "b",
        "br",
        "!--",
    ];
    let tag = |at: usize, name: &str| {
        let start = at + 1;
        let Some(found) = text.get(start..start + name.len()) else { return false };
        let next = text[start + name.len()..].chars().next();
        found.eq_ignore_ascii_case(name)
            && (name == "!--" || next.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/')))
    };
    let first = text.len() - text.trim_start().len();
    let begins_so = |at: usize| TAGS.iter().any(|name| tag(at, name));
    if text[first..].starts_with("<?xml") || (text[first..].starts_with('<') && begins_so(first)) {
        return true;
    }
    let blocks = ["p", "div", "br", "table", "tr", "td", "html", "body"];
    let found = text.match_indices('<').filter(|&(at, _)| blocks.iter().any(|name| tag(at, name)));
    found.take(6).count() == 6
}

/// Reads HTML; `first_line` is how many lines of the file stand above it.
pub(super) fn read(text: &str, first_line: usize) -> Received {
    let tree = tree::parse(text, first_line);
    let (lines, hidden) = walk::walk(&tree);
    let mut received = Received::of(Kind::Html, whole_lines(lines));
    received.hidden = hidden;
    received
}

/// The longest line of print, in characters.
const LINE: usize = 125;

/// Takes the paragraphs of an HTML that has one for each line of print as the lines that they are.
fn whole_lines(mut lines: Vec<OutLine>) -> Vec<OutLine> {
    let length = |line: &OutLine| line.text.chars().count();
    let is_full = |line: &OutLine| (45..=LINE).contains(&length(line));
    let ends = |line: &OutLine| line.text.trim_end().ends_with(['.', ':', ';', '?', '!']);
    let (mut broken, mut whole) = (0, 0);
    for pair in lines.windows(2) {
        if pair[1].gap == 1 && is_full(&pair[0]) {
            let goes_on = pair[1].text.starts_with(char::is_lowercase) && !ends(&pair[0]);
            broken += usize::from(goes_on);
            whole += usize::from(!goes_on);
        }
    }
    let longest = lines.iter().map(length).max().unwrap_or(0);
    if broken >= 4 && broken * 3 >= whole && longest <= LINE {
        for line in lines.iter_mut().filter(|line| line.gap == 1) {
            line.gap = 0;
        }
    }
    lines
}

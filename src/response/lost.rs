//! Lines that look like the heading of a section and open none: `**3.8**`, `##3.8 Please provide`.
//!
//! In: the text of a response, line by line, and its blocks. Out: the keys that such lines begin with. Whether one was meant to be
//! a heading is for [`coverage`](crate::coverage) to say: `3.8 million` begins with a key too.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::key::{self, KeyItem};
use crate::markdown::{Block, BlockKind};
use crate::source::{File, Place};
use crate::words;

/// A line that begins with a key and opens no section.
#[derive(Debug, Clone)]
pub struct LostHeading {
    /// The line without the blanks around it.
    pub place: Place,
    /// The keys, at least one; their bytes are not those of the line.
    pub keys: Vec<KeyItem>,
    /// Whether it has the signs of a heading: `#`, bold, italic or code.
    pub is_signed: bool,
    /// What keeps it from opening a section, where that is not its own form.
    pub cause: Option<Cause>,
}

/// What keeps a line with a key from opening a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It stands in lines of code, which begin here.
    Code(Place),
    /// It stands in a comment, which begins here.
    Comment(Place),
    /// This character, and no blank, stands behind its `##`.
    NoBlank(char),
    /// It is a heading as it stands, and the lines around it are not read: a side of a merge, HTML.
    Unread,
}

/// Returns the lines of a file's body that begin with a key, but for those at whose start a section opens.
pub(super) fn lost_headings(
    file: &File,
    body: Range<usize>,
    blocks: &[Block],
    sections: &BTreeSet<usize>,
) -> Vec<LostHeading> {
    let mut found = Vec::new();
    let mut hidden = Vec::new();
    unread(blocks, &mut hidden);
    let mut at = body.start;
    let mut stands_free = true;
    for line in file.text[body].split_inclusive('\n') {
        let range = at + (line.len() - line.trim_start().len())..at + line.trim_end().len();
        at += line.len();
        if range.is_empty() {
            stands_free = true;
            continue;
        }
        if let Some((keys, is_signed)) = typed_heading(line)
            // Within a paragraph a figure begins a line as it happens.
            && (is_signed || stands_free)
            && !sections.contains(&range.start)
        {
            let cause = cause(file, line, range.start, &hidden);
            found.push(LostHeading { place: file.place(range), keys, is_signed, cause });
        }
        stands_free = false;
    }
    found
}

/// Collects the blocks in which no heading is read, in their order.
fn unread<'a>(blocks: &'a [Block], found: &mut Vec<&'a Block>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code(_) | BlockKind::Html => found.push(block),
            BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks)
            | BlockKind::Footnote { blocks, .. } => unread(blocks, found),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| unread(&item.blocks, found));
            }
            _ => {}
        }
    }
}

/// Returns what keeps a line from opening a section; `hidden` are the blocks in which none is read.
fn cause(file: &File, line: &str, start: usize, hidden: &[&Block]) -> Option<Cause> {
    let before = hidden.partition_point(|block| block.place.range().start <= start);
    let around = hidden[..before].last().filter(|block| block.place.range().contains(&start));
    if let Some(block) = around {
        let text = &file.text[block.place.range()];
        let first = file.place(
            block.place.range().start
                ..block.place.range().start + text.find('\n').unwrap_or(text.len()),
        );
        return match text {
            _ if text.starts_with("<!--") => Some(Cause::Comment(first)),
            _ if text.starts_with("```") || text.starts_with("~~~") => Some(Cause::Code(first)),
            _ => None,
        };
    }
    let behind = line.trim_start().strip_prefix('#')?.trim_start_matches('#');
    let first = behind.chars().next()?;
    let looks_blank = first.is_whitespace() || words::is_unseen(first);
    match first {
        _ if looks_blank && !first.is_ascii() => Some(Cause::NoBlank(first)),
        _ if line.starts_with("## ") => Some(Cause::Unread),
        _ => None,
    }
}

/// In how many bytes a key has its first digit, and a line that may have words before it.
const NEAR: usize = 5;
const FAR: usize = 64;

/// Reads a line as a heading was meant: its keys, and whether it has the signs of one.
///
/// Blanks, quotation signs, the opening of a comment and of a list's item may stand before it. Without signs, the
/// key of a comment alone is none: `3 stores`.
pub fn typed_heading(line: &str) -> Option<(Vec<KeyItem>, bool)> {
    let is_sign = |c: char| c.is_whitespace() || words::is_unseen(c) || r"<!-+>\#*_`~".contains(c);
    let bare = line.trim_start_matches(is_sign);
    let before = &line[..line.len() - bare.len()];
    let is_signed =
        before.contains(['#', '_', '`']) || before.contains("**") || before.ends_with('*');
    // No key is longer in front of its first digit, and most lines are prose.
    let has_digit =
        |text: &str, near: usize| text.bytes().take(near).any(|byte| byte.is_ascii_digit());
    if !has_digit(bare, if is_signed { FAR } else { NEAR }) {
        return None;
    }
    let bare: String = bare.trim_end().chars().filter(|c| !"*_`".contains(*c)).collect();
    let bare = bare.trim_end_matches("-->").trim_end_matches(|c: char| " \t:.#".contains(c));
    let bare = if is_signed { key::behind_label(bare) } else { bare.trim_start() };
    if !has_digit(bare, NEAR) {
        return None;
    }
    let keys = key::keys(bare).ok()?.items;
    let has_parts = keys.iter().any(|item| !item.first().parts.is_empty());
    (is_signed || has_parts).then_some((keys, is_signed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Option<(String, bool)> {
        let (keys, is_signed) = typed_heading(line)?;
        Some((
            keys.iter().map(|item| item.first().to_string()).collect::<Vec<_>>().join(" "),
            is_signed,
        ))
    }

    #[test]
    fn a_heading_is_known_in_whatever_signs_it_stands() {
        for line in [
            "## 3.8",
            "##3.8 Please provide",
            "### 3.8 Please provide",
            "    ## 3.8",
            "\\## 3.8",
            "> ## 3.8",
            "<!-- ## 3.8 -->",
            "**3.8**",
            "**3.8 **",
            "** 3.8**",
            "**3.8.** Please provide",
            "**3.8**: Please provide",
            "*3.8*",
            "__3.8__",
            "`3.8`",
            "***3.8***",
            "**Response to Comment 3.8**",
            "**Bullet 3.8:**",
            "**Comment No. 3.8**",
        ] {
            assert_eq!(typed(line), Some(("3.8".into(), true)), "{line}");
        }
        for line in ["3.8", "3.8 Please provide", "- 3.8", "* 3.8", "> 3.8", "3.8:", "3.8 million"]
        {
            assert_eq!(typed(line), Some(("3.8".into(), false)), "{line}");
        }
        assert_eq!(typed("**3.8, 3.9** Please"), Some(("3.8 3.9".into(), true)));
        assert_eq!(typed("**2**"), Some(("2".into(), true)));
    }

    #[test]
    fn prose_is_none() {
        for line in [
            "",
            "##",
            "2 stores",
            "The 3.8",
            "**Response**",
            "$3.8 million",
            "3.8% of",
            "| 3.8 | 4.1 |",
            "[3.8](#3.8)",
            "Response to 3.8",
        ] {
            assert_eq!(typed(line), None, "{line}");
        }
    }
}

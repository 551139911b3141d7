//! `{own}` where it is not read: anywhere but behind a comment's number and at an item's end.
//!
//! In: the letter whose numbers and items have taken theirs. Out: findings, and its text without the rest.

use super::{Content, Letter, Part, Row};
use crate::finding::{Finding, Findings, codes};
use crate::markdown::{Block, BlockKind, Inline, InlineKind};
use crate::source::Place;

/// What makes a comment or item with items below it a unit.
pub(super) const OWN: &str = "{own}";

/// Reports each `{own}` that is left in the letter's text, and takes it out: it is no word of the staff.
pub(super) fn refuse(source: &str, letter: &mut Letter, findings: &mut Findings) {
    if !source.contains(OWN) {
        return;
    }
    let mut left = Left { source, places: Vec::new() };
    for part in &mut letter.parts {
        match part {
            Part::Heading { text, .. } => left.inlines(text),
            Part::Text(block) => left.block(block),
            Part::Comment(_) | Part::Closing => {}
        }
    }
    for place in left.places.drain(..) {
        findings.push(misplaced(place).help("take it out: it belongs behind a comment's number"));
    }
    for comment in &mut letter.comments {
        contents(&mut comment.content, comment.row, &letter.rows, &mut left, findings);
    }
}

/// Reads the content of a row.
fn contents(
    content: &mut [Content],
    row: usize,
    rows: &[Row],
    left: &mut Left<'_>,
    findings: &mut Findings,
) {
    for piece in content {
        match piece {
            Content::Text(block) => left.block(block),
            Content::Group { text, .. } => left.inlines(text),
            Content::Item(item) => {
                contents(&mut item.content, item.row, rows, left, findings);
                continue;
            }
        }
        for place in left.places.drain(..) {
            findings.push(misplaced(place).about(&rows[row].key).help(help(&rows[row])));
        }
    }
}

fn misplaced(place: Place) -> Finding {
    codes::MISPLACED_MARK.at(place).says("`{own}` stands where it is not read")
}

fn help(row: &Row) -> String {
    let key = &row.key;
    if !row.has_items {
        return format!("take it out: {key} has no items, and is a unit without it");
    }
    match row.parent {
        None => format!("write it behind the comment's number: `### {}. {OWN}`", key.comment),
        Some(_) => format!("write it at the end of the first paragraph of {key}"),
    }
}

/// What is left of it in a text.
struct Left<'a> {
    source: &'a str,
    places: Vec<Place>,
}

impl Left<'_> {
    /// Reads a block; the parser bounds how deep they stand.
    fn block(&mut self, block: &mut Block) {
        match &mut block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => self.inlines(text),
            BlockKind::List { items, .. } => {
                let blocks = items.iter_mut().flat_map(|item| &mut item.blocks);
                blocks.for_each(|block| self.block(block));
            }
            BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks)
            | BlockKind::Footnote { blocks, .. } => {
                blocks.iter_mut().for_each(|block| self.block(block));
            }
            BlockKind::Table { head, rows, .. } => {
                let cells = head.iter_mut().chain(rows.iter_mut().flat_map(|row| &mut row.cells));
                cells.for_each(|cell| self.inlines(cell));
            }
            BlockKind::Code(text) => self.text(text, block.place),
            BlockKind::Rule | BlockKind::Html => {}
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match &mut inline.kind {
                InlineKind::Text(text) if is_escaped(self.source, inline.place) => {
                    let mut rest = text.split_off(OWN.len().min(text.len()));
                    self.text(&mut rest, inline.place);
                    text.push_str(&rest);
                }
                InlineKind::Text(text) | InlineKind::Code(text) => self.text(text, inline.place),
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Confidential(inner)
                | InlineKind::Link { text: inner, .. } => self.inlines(inner),
                _ => {}
            }
        }
    }

    /// Takes it out of a text, with the blanks before it.
    fn text(&mut self, text: &mut String, place: Place) {
        if !text.contains(OWN) {
            return;
        }
        let typed = self.source.get(place.range()).unwrap_or_default();
        for (at, _) in typed.match_indices(OWN) {
            self.places.push(place.within(at..at + OWN.len()));
        }
        let kept: Vec<&str> = text.split(OWN).collect();
        let (last, before) = kept.split_last().expect("a split has a piece");
        let before: String = before.iter().map(|piece| piece.trim_end()).collect();
        *text = before + last;
    }
}

/// Says whether a text that begins with it has a backslash before it: then it is the staff's word.
pub(super) fn is_escaped(source: &str, place: Place) -> bool {
    let range = place.range();
    source.get(range.clone()).is_some_and(|text| text.starts_with(OWN))
        && source.get(..range.start).is_some_and(|before| before.ends_with('\\'))
}

//! Proposed disclosures in three views, and what a redline changes in them.

use super::escape;
use super::writer::{RANKS, Writer};
use crate::document::{Block, Change, Disclosure, Inline};

impl<'a> Writer<'a> {
    pub(super) fn disclosure(&mut self, disclosure: &'a Disclosure) {
        let wished = if disclosure.alone { self.ranks.base + 1 } else { self.ranks.section + 1 };
        let rank = self.rank(wished);
        let name = RANKS[usize::from(rank)];
        let mut id = String::new();
        escape::push(&disclosure.id, &mut id);
        let alone = if disclosure.alone { "alone" } else { "" };
        self.open("section", Some(&disclosure.id), &["disclosure", alone]);
        self.raw(&["\n<", name, " class=\"title\">"]);
        self.words(&disclosure.title);
        self.raw(&[" <span class=\"source\">"]);
        self.inlines(&disclosure.source);
        self.raw(&["</span></", name, ">\n"]);
        if !disclosure.legend.is_empty() {
            self.raw(&["<p class=\"legend\">"]);
            self.inlines(&disclosure.legend);
            self.raw(&["</p>\n"]);
        }
        if has_changes(&disclosure.blocks) {
            self.views(&id);
        }
        self.raw(&["<div class=\"proposed\">\n"]);
        // Its own notes stand within it; those of the answer around it wait for the answer's end.
        let waiting = std::mem::take(&mut self.pending);
        let outer = std::mem::replace(&mut self.ranks.unit, rank);
        self.blocks(&disclosure.blocks);
        self.flush_notes();
        self.ranks.unit = outer;
        self.pending = waiting;
        self.raw(&["</div>\n</section>\n"]);
    }

    /// Writes the choice of views; the style sheet does what it says.
    fn views(&mut self, id: &str) {
        self.raw(&["<fieldset class=\"views\"><legend>Show the text</legend>\n"]);
        for (value, words) in [("marked", "Marked"), ("clean", "Clean"), ("filed", "As filed")] {
            let checked = if value == "marked" { " checked" } else { "" };
            self.raw(&[
                "<label><input type=\"radio\" name=\"view:",
                id,
                "\" value=\"",
                value,
                "\"",
                checked,
                "><span>",
                words,
                "</span></label>\n",
            ]);
        }
        self.raw(&["</fieldset>\n"]);
    }
}

/// Returns what happens to a text as a whole, where a redline adds or takes out all of its words.
pub(super) fn change(inlines: &[Inline]) -> Option<Change> {
    let mut change = None;
    for inline in inlines {
        let this = match inline {
            Inline::Text(text) if text.trim().is_empty() => continue,
            Inline::LineBreak => continue,
            Inline::Inserted(_) => Change::Inserted,
            Inline::Deleted(_) => Change::Deleted,
            _ => return None,
        };
        if change.is_some_and(|change| change != this) {
            return None;
        }
        change = Some(this);
    }
    change
}

/// Returns the class of a block that a redline adds or takes out as a whole.
pub(super) fn change_class(change: Option<Change>) -> &'static str {
    match change {
        Some(Change::Inserted) => "new",
        Some(Change::Deleted) => "old",
        None => "",
    }
}

pub(super) fn block_change(block: &Block) -> Option<Change> {
    match block {
        Block::Paragraph(paragraph) => change(&paragraph.text),
        Block::Heading { text, .. } => change(text),
        Block::List(list) => same(list.items.iter().map(|item| all_change(item))),
        Block::Quote(inner) => all_change(inner),
        _ => None,
    }
}

pub(super) fn all_change(blocks: &[Block]) -> Option<Change> {
    same(blocks.iter().map(block_change))
}

/// Returns the change that all have; none where they differ.
fn same(mut changes: impl Iterator<Item = Option<Change>>) -> Option<Change> {
    let first = changes.next()??;
    changes.all(|change| change == Some(first)).then_some(first)
}

/// Says whether a redline changes anything in the blocks.
fn has_changes(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(paragraph) => changes(&paragraph.text),
        Block::Heading { text, .. } => changes(text),
        Block::List(list) => list.items.iter().any(|item| has_changes(item)),
        Block::Quote(inner) => has_changes(inner),
        Block::Table(table) => {
            table.caption.as_deref().is_some_and(changes)
                || table.notes.iter().any(|note| changes(note))
                || table.head.iter().chain(&table.body).any(|row| {
                    row.change.is_some() || row.cells.iter().any(|cell| changes(&cell.text))
                })
        }
        _ => false,
    })
}

fn changes(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Inserted(_) | Inline::Deleted(_) => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => changes(inner),
        Inline::Link { text, .. } => changes(text),
        _ => false,
    })
}

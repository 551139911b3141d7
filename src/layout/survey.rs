//! A first walk through the document: its ids, its chapters, and who cites a footnote first.
//!
//! A chapter begins with a heading or with a comment's number. Chapters are set apart from one
//! another, so that a long letter goes to all cores; what one needs to know of the others is here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::document::{
    Block, Document, Entry, Exchange, Inline, Margin, Paragraph, Passage, Row, Table,
};

/// What chapters know of the whole.
pub(super) struct Survey<'a> {
    /// All ids that links may lead to.
    pub(super) ids: HashSet<&'a str>,
    /// The entries of the contents by their ids.
    pub(super) entries: HashMap<&'a str, &'a Entry>,
    pub(super) chapters: Vec<Chapter>,
    /// For each footnote the chapter that cites it first.
    pub(super) cited: Vec<Option<usize>>,
}

/// A part of the letter that is set by itself.
pub(super) struct Chapter {
    /// Its blocks.
    pub(super) blocks: Range<usize>,
    /// The headings that are open where it begins.
    pub(super) levels: Levels,
}

/// The levels of the open headings, as the document counts them.
///
/// Their number is the level of the structure: it begins with 1 and never skips one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Levels(Vec<u8>);

impl Levels {
    /// Opens a heading and returns its level in the structure.
    pub(super) fn open(&mut self, level: u8) -> u8 {
        while self.0.last().is_some_and(|&open| open >= level) {
            self.0.pop();
        }
        self.0.push(level);
        self.depth()
    }

    /// Returns how many headings are open.
    pub(super) fn depth(&self) -> u8 {
        self.0.len().min(6) as u8
    }
}

/// Walks through the document.
pub(super) fn survey(document: &Document) -> Survey<'_> {
    let mut walk = Walk {
        survey: Survey {
            ids: HashSet::new(),
            entries: document.contents.iter().map(|entry| (entry.id.as_str(), entry)).collect(),
            chapters: Vec::new(),
            cited: vec![None; document.notes.len()],
        },
        levels: Levels::default(),
        chapter: 0,
    };
    for (index, block) in document.blocks.iter().enumerate() {
        if index == 0 || begins_chapter(block) {
            walk.begin_chapter(index);
        }
        walk.block(block);
        if let Some(chapter) = walk.survey.chapters.last_mut() {
            chapter.blocks.end = index + 1;
        }
    }
    if document.blocks.is_empty() {
        walk.begin_chapter(0);
    }
    walk.notes(&document.notes);
    walk.survey
}

fn begins_chapter(block: &Block) -> bool {
    match block {
        Block::Heading { .. } => true,
        Block::Exchange(exchange) => opens_comment(exchange),
        _ => false,
    }
}

/// Says whether an exchange begins with a comment's number.
pub(super) fn opens_comment(exchange: &Exchange) -> bool {
    exchange.passages.iter().any(|passage| matches!(passage.margin, Margin::Number(_)))
}

struct Walk<'a> {
    survey: Survey<'a>,
    levels: Levels,
    chapter: usize,
}

impl<'a> Walk<'a> {
    fn begin_chapter(&mut self, block: usize) {
        self.chapter = self.survey.chapters.len();
        let levels = self.levels.clone();
        self.survey.chapters.push(Chapter { blocks: block..block, levels });
    }

    /// Walks through the notes: their ids count, and a note that only a note cites is cited there.
    fn notes(&mut self, notes: &'a [Vec<Block>]) {
        let mut done = vec![false; notes.len()];
        loop {
            let cited =
                self.survey.cited.iter().zip(&done).position(|(by, done)| by.is_some() && !done);
            let uncited = || done.iter().position(|done| !done);
            let Some(note) = cited.or_else(uncited) else { break };
            done[note] = true;
            // A note that went out with the confidential text that cites it has left its number alone.
            if self.survey.cited[note].is_none() && notes[note].is_empty() {
                continue;
            }
            let last = self.survey.chapters.len().saturating_sub(1);
            self.chapter = *self.survey.cited[note].get_or_insert(last);
            self.blocks(&notes[note]);
        }
    }

    fn id(&mut self, id: Option<&'a String>) {
        self.survey.ids.extend(id.map(String::as_str));
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Lines { lines, .. } | Block::Subject { lines, .. } | Block::Copies(lines) => {
                self.lines(lines);
            }
            Block::Heading { level, id, text } => {
                self.levels.open(*level);
                self.id(id.as_ref());
                self.inlines(text);
            }
            Block::Paragraph(Paragraph { id, text, .. }) => {
                self.id(id.as_ref());
                self.inlines(text);
            }
            Block::List(list) => {
                for item in &list.items {
                    self.blocks(item);
                }
            }
            Block::Quote(blocks) | Block::Confidential(blocks) | Block::Changed { blocks, .. } => {
                self.blocks(blocks)
            }
            Block::Table(table) => self.table(table),
            Block::Exchange(exchange) => {
                for passage in &exchange.passages {
                    let Passage { id, blocks, .. } = passage;
                    self.id(id.as_ref());
                    self.blocks(blocks);
                }
                self.blocks(&exchange.answer);
            }
            Block::Disclosure(disclosure) => {
                self.id(Some(&disclosure.id));
                self.inlines(&disclosure.source);
                self.inlines(&disclosure.legend);
                self.blocks(&disclosure.blocks);
            }
            Block::Letterhead { .. }
            | Block::Code(_)
            | Block::Figure { .. }
            | Block::Break
            | Block::Redacted
            | Block::Signature(_) => {}
        }
    }

    fn table(&mut self, table: &'a Table) {
        let Table { id, caption, head, body, notes, .. } = table;
        self.id(id.as_ref());
        if let Some(caption) = caption {
            self.inlines(caption);
        }
        for Row { cells, .. } in head.iter().chain(body) {
            for cell in cells {
                self.inlines(&cell.text);
            }
        }
        self.lines(notes);
    }

    fn lines(&mut self, lines: &'a [Vec<Inline>]) {
        for line in lines {
            self.inlines(line);
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Inserted(inner)
                | Inline::Deleted(inner)
                | Inline::Confidential(inner)
                | Inline::Link { text: inner, .. } => self.inlines(inner),
                Inline::NoteReference(note) => {
                    if let Some(by) = self.survey.cited.get_mut(*note) {
                        by.get_or_insert(self.chapter);
                    }
                }
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::LineBreak
                | Inline::PageOf(_)
                | Inline::Redacted => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_begin_with_one_and_skip_none() {
        let mut levels = Levels::default();
        let opened: Vec<u8> = [2, 4, 4, 3, 1, 2].map(|level| levels.open(level)).to_vec();
        assert_eq!(opened, [1, 2, 2, 2, 1, 2]);
    }
}

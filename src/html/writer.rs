//! What is known while a document is written: ids, ranks of headings, notes that wait.

use std::collections::HashSet;

use super::escape;
use crate::document::{Block, Document, PassageKind};

/// What is known of a note while the document is written.
#[derive(Debug, Clone, Default)]
pub(super) struct NoteState {
    /// How many references to it were written.
    pub(super) references: usize,
    /// Whether it is written, or waits to be.
    pub(super) queued: bool,
}

/// The ranks of headings, 1 to 6, so that none is skipped.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    /// What a heading of level 1 ranks below: the subject, where there is one.
    pub(super) base: u8,
    /// The heading written last.
    pub(super) last: u8,
    /// The heading of the section that the blocks stand in.
    pub(super) section: u8,
    /// The number of the comment, or the group over its bullets.
    pub(super) comment: u8,
    /// The number or key that the answer belongs to.
    pub(super) unit: u8,
}

/// Writes the blocks of a document.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) labels: &'a dyn Fn(&str) -> Option<String>,
    pub(super) out: String,
    /// The ids that the document has.
    pub(super) places: HashSet<&'a str>,
    /// The ids that were written; an id stands once.
    written: HashSet<&'a str>,
    pub(super) ranks: Ranks,
    pub(super) notes: Vec<NoteState>,
    /// Notes that were referred to and are not yet written.
    pub(super) pending: Vec<usize>,
    /// Whether a link is open; within it no other may stand.
    pub(super) in_link: bool,
    /// Notes that a link refers to, for after its end.
    pub(super) deferred: Vec<usize>,
    pub(super) tables: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, labels: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let mut places = HashSet::from([MAIN]);
        collect_places(&document.blocks, &mut places);
        for note in &document.notes {
            collect_places(note, &mut places);
        }
        let subject = document.blocks.iter().any(|block| matches!(block, Block::Subject { .. }));
        Self {
            document,
            labels,
            out: String::new(),
            places,
            written: HashSet::from([MAIN]),
            ranks: Ranks { base: u8::from(subject), ..Ranks::default() },
            notes: vec![NoteState::default(); document.notes.len()],
            pending: Vec::new(),
            in_link: false,
            deferred: Vec::new(),
            tables: 0,
        }
    }

    /// Writes all blocks, and the notes that nothing refers to at the end.
    pub(super) fn write(mut self) -> String {
        for block in &self.document.blocks {
            self.block(block);
            self.flush_notes();
        }
        let document = self.document;
        // A note that went out with the confidential text that cites it has left its number alone.
        let is_left = |note: &usize| !document.notes[*note].is_empty();
        let unqueued = (0..self.notes.len()).filter(|note| !self.notes[*note].queued);
        self.pending = unqueued.filter(is_left).collect();
        self.flush_notes();
        self.out
    }

    pub(super) fn raw(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.out.push_str(piece);
        }
    }

    /// Writes text as it is, in an element or attribute.
    pub(super) fn text(&mut self, text: &str) {
        escape::push(text, &mut self.out);
    }

    /// Writes text that a reader reads.
    pub(super) fn words(&mut self, text: &str) {
        escape::push_text(text, &mut self.out);
    }

    /// Opens an element with its id and classes, each left out where it is empty.
    pub(super) fn open(&mut self, name: &str, id: Option<&'a str>, classes: &[&str]) {
        self.raw(&["<", name]);
        if let Some(id) = id
            && self.written.insert(id)
        {
            self.raw(&[" id=\""]);
            self.text(id);
            self.raw(&["\""]);
        }
        let mut before = " class=\"";
        for class in classes.iter().filter(|class| !class.is_empty()) {
            self.raw(&[before, class]);
            before = " ";
        }
        self.raw(&[if before == " " { "\">" } else { ">" }]);
    }

    /// Returns the rank of a heading, at most one below the heading before it.
    pub(super) fn rank(&mut self, wished: u8) -> u8 {
        let rank = wished.clamp(1, (self.ranks.last + 1).min(6));
        self.ranks.last = rank;
        rank
    }
}

/// The id of the letter's own element, to which the first link of the page leads.
const MAIN: &str = "letter";

/// Elements by rank.
pub(super) const RANKS: [&str; 7] = ["h1", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Collects the ids that blocks have.
fn collect_places<'a>(blocks: &'a [Block], places: &mut HashSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Heading { id, .. } => places.extend(id.as_deref()),
            Block::Paragraph(paragraph) => places.extend(paragraph.id.as_deref()),
            Block::Table(table) => places.extend(table.id.as_deref()),
            Block::List(list) => {
                list.items.iter().for_each(|item| collect_places(item, places));
            }
            Block::Quote(inner) | Block::Confidential(inner) => collect_places(inner, places),
            Block::Exchange(exchange) => {
                for passage in &exchange.passages {
                    places.extend(passage.id.as_deref());
                    // A group is written as a heading, without its paragraph.
                    if passage.kind != PassageKind::Group {
                        collect_places(&passage.blocks, places);
                    }
                }
                collect_places(&exchange.answer, places);
            }
            Block::Disclosure(disclosure) => {
                places.insert(&disclosure.id);
                collect_places(&disclosure.blocks, places);
            }
            _ => {}
        }
    }
}

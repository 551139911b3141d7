//! What is known while a document is written: ids, notes that wait, images, links that were left out.

use std::collections::{BTreeMap, HashSet};

use super::labels::Head;
use super::{Pages, Picture, Written, escape, pictures};
use crate::document::{Block, Document};

/// What is known of a note while the document is written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NoteState {
    /// Whether a reference to it was written, to which it leads back.
    pub(super) referred: bool,
    /// Whether it is written, or waits to be.
    pub(super) queued: bool,
}

/// Writes the blocks of a document.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) pages: Pages<'a>,
    pub(super) out: String,
    /// The ids that the document has.
    pub(super) places: HashSet<&'a str>,
    /// The ids that were written; an id stands once.
    named: HashSet<&'a str>,
    pub(super) notes: Vec<NoteState>,
    /// Notes that were referred to and are not yet written.
    pub(super) pending: Vec<usize>,
    /// Whether a link is open; within it no other may stand.
    pub(super) in_link: bool,
    /// Notes that a link refers to, for after its end.
    pub(super) deferred: Vec<usize>,
    /// Whether the staff's words are written, which are set bold or italic.
    pub(super) is_staff: bool,
    /// Whether an answer is written: its headings are below the staff's keys.
    pub(super) is_answer: bool,
    /// The rank of the last heading.
    pub(super) rank: u8,
    /// The page at whose head the last label was shown.
    pub(super) head: Option<Head>,
    written: Written,
    /// The name of each image that was written, by its path in the project.
    images: BTreeMap<&'a str, Option<String>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, pages: Pages<'a>) -> Self {
        let mut places = HashSet::new();
        collect_places(&document.blocks, &mut places);
        document.notes.iter().for_each(|note| collect_places(note, &mut places));
        Self {
            document,
            pages,
            out: String::new(),
            places,
            named: HashSet::new(),
            notes: vec![NoteState::default(); document.notes.len()],
            pending: Vec::new(),
            in_link: false,
            deferred: Vec::new(),
            is_staff: false,
            is_answer: false,
            head: None,
            rank: 1,
            written: Written::default(),
            images: BTreeMap::new(),
        }
    }

    /// Writes all blocks, and the notes that nothing refers to at the end; the text is the body's.
    pub(super) fn write(mut self) -> (String, Written) {
        self.first_page();
        for block in &self.document.blocks {
            self.block(block);
            self.flush_notes();
        }
        // Notes whose text went with the confidential text that referred to them are empty.
        let left = (0..self.notes.len())
            .filter(|&note| !self.notes[note].queued && !self.document.notes[note].is_empty());
        self.pending = left.collect();
        for &note in &self.pending {
            self.notes[note].queued = true;
        }
        self.flush_notes();
        self.last_page();
        (self.out, self.written)
    }

    pub(super) fn raw(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.out.push_str(piece);
        }
    }

    /// Writes text that a reader reads, or the value of an attribute.
    pub(super) fn text(&mut self, text: &str) {
        escape::push(text, &mut self.out);
    }

    /// Opens an element with its style and id, each left out where it is empty.
    pub(super) fn open(&mut self, name: &str, id: Option<&'a str>, style: &str) {
        self.raw(&["<", name]);
        self.id(id);
        if !style.is_empty() {
            self.raw(&[" style=\"", style, "\""]);
        }
        self.raw(&[">"]);
    }

    /// Writes an id into a tag.
    pub(super) fn id(&mut self, id: Option<&'a str>) {
        if let Some(id) = id
            && self.named.insert(id)
        {
            let anchor = escape::anchor(id);
            self.raw(&[" id=\"", &anchor, "\""]);
        }
    }

    /// Returns the name that an image has beside the document; none where it cannot go to EDGAR.
    pub(super) fn image(&mut self, path: &'a str) -> Option<String> {
        if let Some(known) = self.images.get(path) {
            return known.clone();
        }
        let name = match pictures::converted(self.document.images.get(path)?) {
            Ok((suffix, bytes)) => {
                let name = format!("image{}.{suffix}", self.written.images.len() + 1);
                self.written.images.push(Picture { name: name.clone(), bytes });
                Some(name)
            }
            Err(why) => {
                self.written.refused.push((path.to_owned(), why));
                None
            }
        };
        self.images.insert(path, name.clone());
        name
    }

    /// Remembers a link whose words stand as text.
    pub(super) fn drop_link(&mut self, address: &str) {
        if !self.written.dropped.iter().any(|known| known == address) {
            self.written.dropped.push(address.to_owned());
        }
    }
}

/// Collects the ids that blocks have.
fn collect_places<'a>(blocks: &'a [Block], places: &mut HashSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Heading { id, .. } => places.extend(id.as_deref()),
            Block::Paragraph(paragraph) => places.extend(paragraph.id.as_deref()),
            Block::Table(table) => places.extend(table.id.as_deref()),
            Block::List(list) => list.items.iter().for_each(|item| collect_places(item, places)),
            Block::Quote(inner) | Block::Changed { blocks: inner, .. } => {
                collect_places(inner, places);
            }
            Block::Exchange(exchange) => {
                for passage in &exchange.passages {
                    places.extend(passage.id.as_deref());
                    collect_places(&passage.blocks, places);
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

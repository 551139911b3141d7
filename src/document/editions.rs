//! The two editions of a letter: confidential text in brackets, or taken out.
//!
//! In: a document as composed, with [`Inline::Confidential`] and [`Block::Confidential`] in it. Out: the
//! complete edition, where the regions' brackets stand in their text, or the public one, which holds no
//! confidential text any more: what is made from it has never seen it.

use std::collections::BTreeSet;

use super::{Block, Cell, Disclosure, Document, Exchange, Inline, List, Paragraph, Row, Table};

/// What stands in the public edition in place of confidential text, whatever its length and shape.
pub const REDACTED: &str = "[***]";
/// What opens and closes a region in the complete edition; each stays on a line with the text beside it.
const OPENING: &str = "[***\u{a0}";
const CLOSING: &str = "\u{a0}***]";

/// Says whether a document has confidential regions.
pub fn has_regions(document: &Document) -> bool {
    let mut found = false;
    let mut visit = |_: Region<'_>| found = true;
    each_region(&document.blocks, &mut visit);
    document.notes.iter().for_each(|note| each_region(note, &mut visit));
    found
}

/// A confidential region of a document.
#[derive(Debug, Clone, Copy)]
pub enum Region<'a> {
    /// Text within a block.
    Text(&'a [Inline]),
    /// Whole blocks.
    Blocks(&'a [Block]),
}

/// Calls `visit` with each confidential region of some blocks, in reading order.
pub fn each_region<'a>(blocks: &'a [Block], visit: &mut impl FnMut(Region<'a>)) {
    let mut stack: Vec<&'a Block> = blocks.iter().rev().collect();
    while let Some(block) = stack.pop() {
        match block {
            Block::Confidential(inner) => visit(Region::Blocks(inner)),
            Block::Lines { lines, .. } | Block::Subject { lines, .. } | Block::Copies(lines) => {
                lines.iter().for_each(|line| regions_of(line, visit));
            }
            Block::Heading { text, .. } => regions_of(text, visit),
            Block::Paragraph(paragraph) => regions_of(&paragraph.text, visit),
            Block::List(list) => stack.extend(list.items.iter().flatten().rev()),
            Block::Quote(inner) | Block::Changed { blocks: inner, .. } => {
                stack.extend(inner.iter().rev());
            }
            Block::Table(table) => {
                table.caption.iter().for_each(|caption| regions_of(caption, visit));
                let rows = table.head.iter().chain(&table.body);
                rows.flat_map(|row| &row.cells).for_each(|cell| regions_of(&cell.text, visit));
                table.notes.iter().for_each(|note| regions_of(note, visit));
            }
            Block::Exchange(exchange) => {
                let passages = exchange.passages.iter().flat_map(|passage| &passage.blocks);
                let inner: Vec<&Block> = passages.chain(&exchange.answer).collect();
                stack.extend(inner.into_iter().rev());
            }
            Block::Disclosure(disclosure) => {
                regions_of(&disclosure.source, visit);
                regions_of(&disclosure.legend, visit);
                stack.extend(disclosure.blocks.iter().rev());
            }
            Block::Letterhead { .. }
            | Block::Code(_)
            | Block::Figure { .. }
            | Block::Break
            | Block::Redacted
            | Block::Signature(_) => {}
        }
    }
}

fn regions_of<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(Region<'a>)) {
    for inline in inlines {
        match inline {
            Inline::Confidential(inner) => visit(Region::Text(inner)),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Inserted(inner)
            | Inline::Deleted(inner)
            | Inline::Link { text: inner, .. } => regions_of(inner, visit),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::NoteReference(_)
            | Inline::LineBreak
            | Inline::PageOf(_)
            | Inline::Redacted => {}
        }
    }
}

/// Says whether a confidential region stands in a text.
pub fn is_marked(text: &[Inline]) -> bool {
    let mut found = false;
    regions_of(text, &mut |_| found = true);
    found
}

/// Returns the ids at which answers begin, in order, and whether a confidential region stands in each or in
/// a note that it cites.
pub fn answers(document: &Document) -> Vec<(String, bool)> {
    let mut answers: Vec<(String, bool)> = Vec::new();
    for block in &document.blocks {
        let Block::Exchange(exchange) = block else { continue };
        let first = answers.len();
        for block in &exchange.answer {
            if let Block::Paragraph(Paragraph { id: Some(id), label: Some(_), .. }) = block {
                answers.push((id.clone(), false));
            }
            if let Some((_, is_marked)) = answers[first..].last_mut() {
                *is_marked |= has_region(block, document);
            }
        }
    }
    answers
}

fn has_region(block: &Block, document: &Document) -> bool {
    let mut found = false;
    let blocks = std::slice::from_ref(block);
    each_region(blocks, &mut |_| found = true);
    let notes = notes_of(blocks, &document.notes);
    for note in notes.iter().filter_map(|note| document.notes.get(*note)) {
        each_region(note, &mut |_| found = true);
    }
    found
}

/// Returns the public edition of a document as composed: every confidential region is one sign.
///
/// With the text goes what it alone uses: footnotes (their numbers stay theirs, so that both editions
/// count alike), images, ids, and what a reader may jump to.
pub fn redact(document: &Document) -> Document {
    let blocks = mapped(&document.blocks, Making::Public);
    let notes: Vec<Vec<Block>> =
        document.notes.iter().map(|note| mapped(note, Making::Public)).collect();
    let kept = notes_of(&blocks, &notes);
    let mut number = 0;
    let notes = notes.into_iter().map(|note| {
        number += 1;
        if kept.contains(&(number - 1)) { note } else { Vec::new() }
    });
    let notes: Vec<Vec<Block>> = notes.collect();
    let used = Used::of(&blocks, &notes);
    Document {
        title: document.title.clone(),
        author: document.author.clone(),
        date: document.date,
        running: document.running.clone(),
        images: document
            .images
            .iter()
            .filter(|(name, _)| used.images.contains(name.as_str()))
            .map(|(name, image)| (name.clone(), image.clone()))
            .collect(),
        contents: document
            .contents
            .iter()
            .filter(|entry| used.ids.contains(entry.id.as_str()))
            .cloned()
            .collect(),
        justify: document.justify,
        staff_italic: document.staff_italic,
        blocks,
        notes,
    }
}

/// Returns the complete edition of a document as composed: the brackets of its regions stand in their text.
///
/// A note that confidential text alone cites is confidential with it, and stands in brackets too.
pub fn bracketed(document: &Document) -> Document {
    let public = mapped(&document.blocks, Making::Public);
    let public_notes: Vec<Vec<Block>> =
        document.notes.iter().map(|note| mapped(note, Making::Public)).collect();
    let kept = notes_of(&public, &public_notes);
    let notes = document.notes.iter().enumerate().map(|(number, note)| {
        if kept.contains(&number) {
            mapped(note, Making::Complete)
        } else {
            mapped(&[Block::Confidential(flat(note))], Making::Complete)
        }
    });
    Document {
        blocks: mapped(&document.blocks, Making::Complete),
        notes: notes.collect(),
        ..document.clone()
    }
}

/// Which edition is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Making {
    Complete,
    Public,
}

fn mapped(blocks: &[Block], making: Making) -> Vec<Block> {
    blocks.iter().map(|block| mapped_block(block, making)).collect()
}

fn mapped_block(block: &Block, making: Making) -> Block {
    let text = |inlines: &[Inline]| mapped_inlines(inlines, making);
    let lines = |lines: &[Vec<Inline>]| lines.iter().map(|line| text(line)).collect();
    match block {
        Block::Confidential(inner) => match making {
            Making::Public => Block::Redacted,
            Making::Complete => Block::Confidential(in_brackets(flat(inner))),
        },
        Block::Lines { role, lines: all } => Block::Lines { role: *role, lines: lines(all) },
        Block::Subject { label, lines: all } => {
            Block::Subject { label: label.clone(), lines: lines(all) }
        }
        Block::Copies(all) => Block::Copies(lines(all)),
        Block::Heading { level, id, text: words } => {
            Block::Heading { level: *level, id: id.clone(), text: text(words) }
        }
        Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
            id: paragraph.id.clone(),
            label: paragraph.label.clone(),
            text: text(&paragraph.text),
            style: paragraph.style,
        }),
        Block::List(list) => Block::List(List {
            start: list.start,
            loose: list.loose,
            items: list.items.iter().map(|item| mapped(item, making)).collect(),
        }),
        Block::Quote(inner) => Block::Quote(mapped(inner, making)),
        Block::Changed { change, blocks } => {
            Block::Changed { change: *change, blocks: mapped(blocks, making) }
        }
        Block::Table(table) => Block::Table(mapped_table(table, making)),
        Block::Exchange(exchange) => Block::Exchange(Exchange {
            passages: exchange
                .passages
                .iter()
                .map(|passage| super::Passage {
                    id: passage.id.clone(),
                    margin: passage.margin.clone(),
                    kind: passage.kind.clone(),
                    blocks: mapped(&passage.blocks, making),
                })
                .collect(),
            answer: mapped(&exchange.answer, making),
        }),
        Block::Disclosure(disclosure) => Block::Disclosure(Disclosure {
            id: disclosure.id.clone(),
            title: disclosure.title.clone(),
            source: text(&disclosure.source),
            legend: text(&disclosure.legend),
            blocks: mapped(&disclosure.blocks, making),
            alone: disclosure.alone,
        }),
        Block::Letterhead { .. }
        | Block::Code(_)
        | Block::Figure { .. }
        | Block::Break
        | Block::Redacted
        | Block::Signature(_) => block.clone(),
    }
}

fn mapped_table(table: &Table, making: Making) -> Table {
    let text = |inlines: &Vec<Inline>| mapped_inlines(inlines, making);
    let rows = |rows: &[Row]| -> Vec<Row> {
        rows.iter()
            .map(|row| Row {
                kind: row.kind,
                cells: row
                    .cells
                    .iter()
                    .map(|cell| Cell { text: text(&cell.text), span: cell.span })
                    .collect(),
                change: row.change,
            })
            .collect()
    };
    Table {
        id: table.id.clone(),
        style: table.style,
        caption: table.caption.as_ref().map(text),
        columns: table.columns.clone(),
        head: rows(&table.head),
        body: rows(&table.body),
        notes: table.notes.iter().map(text).collect(),
    }
}

fn mapped_inlines(inlines: &[Inline], making: Making) -> Vec<Inline> {
    let inner = |inlines: &[Inline]| mapped_inlines(inlines, making);
    let map = |inline: &Inline| match inline {
        Inline::Confidential(text) => match making {
            Making::Public => Inline::Redacted,
            Making::Complete => {
                let mut text = flat_inlines(text);
                text.insert(0, Inline::text(OPENING));
                text.push(Inline::text(CLOSING));
                Inline::Confidential(text)
            }
        },
        Inline::Emphasis(text) => Inline::Emphasis(inner(text)),
        Inline::Strong(text) => Inline::Strong(inner(text)),
        Inline::Strike(text) => Inline::Strike(inner(text)),
        Inline::Inserted(text) => Inline::Inserted(inner(text)),
        Inline::Deleted(text) => Inline::Deleted(inner(text)),
        Inline::Link { target, text } => Inline::Link { target: target.clone(), text: inner(text) },
        Inline::Text(_)
        | Inline::Code(_)
        | Inline::NoteReference(_)
        | Inline::LineBreak
        | Inline::PageOf(_)
        | Inline::Redacted => inline.clone(),
    };
    inlines.iter().map(map).collect()
}

/// Puts brackets round blocks: into the first and last paragraph, or else on lines of their own.
fn in_brackets(mut blocks: Vec<Block>) -> Vec<Block> {
    match blocks.first_mut() {
        Some(Block::Paragraph(paragraph)) if paragraph.label.is_none() => {
            paragraph.text.insert(0, Inline::text(OPENING));
        }
        _ => blocks.insert(0, Block::paragraph(vec![Inline::text(OPENING.trim_end())])),
    }
    match blocks.last_mut() {
        Some(Block::Paragraph(paragraph)) => paragraph.text.push(Inline::text(CLOSING)),
        _ => blocks.push(Block::paragraph(vec![Inline::text(CLOSING.trim_start())])),
    }
    blocks
}

/// Returns blocks with no region left in them: a region round them counts.
fn flat(blocks: &[Block]) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Confidential(inner) => out.extend(flat(inner)),
            Block::Paragraph(paragraph) => out.push(Block::Paragraph(Paragraph {
                text: flat_inlines(&paragraph.text),
                ..paragraph.clone()
            })),
            Block::Heading { level, id, text } => {
                out.push(Block::Heading { level: *level, id: id.clone(), text: flat_inlines(text) })
            }
            Block::List(list) => out.push(Block::List(List {
                items: list.items.iter().map(|item| flat(item)).collect(),
                ..*list
            })),
            Block::Quote(inner) => out.push(Block::Quote(flat(inner))),
            Block::Table(table) => {
                let mut table = table.clone();
                let rows = table.head.iter_mut().chain(&mut table.body);
                let cells = rows.flat_map(|row| &mut row.cells).map(|cell| &mut cell.text);
                let texts = cells.chain(&mut table.caption).chain(&mut table.notes);
                texts.for_each(|text| *text = flat_inlines(text));
                out.push(Block::Table(table));
            }
            other => out.push(other.clone()),
        }
    }
    out
}

fn flat_inlines(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Confidential(inner) => out.extend(flat_inlines(inner)),
            Inline::Emphasis(inner) => out.push(Inline::Emphasis(flat_inlines(inner))),
            Inline::Strong(inner) => out.push(Inline::Strong(flat_inlines(inner))),
            Inline::Strike(inner) => out.push(Inline::Strike(flat_inlines(inner))),
            Inline::Link { target, text } => {
                out.push(Inline::Link { target: target.clone(), text: flat_inlines(text) });
            }
            other => out.push(other.clone()),
        }
    }
    out
}

/// Returns the notes that blocks cite, and those that these notes cite.
fn notes_of(blocks: &[Block], notes: &[Vec<Block>]) -> BTreeSet<usize> {
    let mut cited = Used::of(blocks, &[]).notes;
    let mut waiting: Vec<usize> = cited.iter().copied().collect();
    while let Some(note) = waiting.pop() {
        let Some(blocks) = notes.get(note) else { continue };
        let further = Used::of(blocks, &[]).notes;
        waiting.extend(further.iter().copied().filter(|note| cited.insert(*note)));
    }
    cited
}

/// What some blocks use and hold.
#[derive(Default)]
struct Used<'a> {
    notes: BTreeSet<usize>,
    images: BTreeSet<&'a str>,
    ids: BTreeSet<&'a str>,
}

impl<'a> Used<'a> {
    fn of(blocks: &'a [Block], notes: &'a [Vec<Block>]) -> Self {
        let mut used = Self::default();
        used.blocks(blocks);
        notes.iter().for_each(|note| used.blocks(note));
        used
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Lines { lines, .. } | Block::Subject { lines, .. } | Block::Copies(lines) => {
                lines.iter().for_each(|line| self.inlines(line));
            }
            Block::Heading { id, text, .. } => {
                self.ids.extend(id.as_deref());
                self.inlines(text);
            }
            Block::Paragraph(paragraph) => {
                self.ids.extend(paragraph.id.as_deref());
                self.inlines(&paragraph.text);
            }
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Quote(inner)
            | Block::Confidential(inner)
            | Block::Changed { blocks: inner, .. } => self.blocks(inner),
            Block::Table(table) => {
                self.ids.extend(table.id.as_deref());
                table.caption.iter().for_each(|caption| self.inlines(caption));
                let rows = table.head.iter().chain(&table.body);
                rows.flat_map(|row| &row.cells).for_each(|cell| self.inlines(&cell.text));
                table.notes.iter().for_each(|note| self.inlines(note));
            }
            Block::Figure { image, .. } => {
                self.images.insert(image);
            }
            Block::Exchange(exchange) => {
                for passage in &exchange.passages {
                    self.ids.extend(passage.id.as_deref());
                    self.blocks(&passage.blocks);
                }
                self.blocks(&exchange.answer);
            }
            Block::Disclosure(disclosure) => {
                self.ids.insert(&disclosure.id);
                self.inlines(&disclosure.source);
                self.inlines(&disclosure.legend);
                self.blocks(&disclosure.blocks);
            }
            Block::Letterhead { .. }
            | Block::Code(_)
            | Block::Break
            | Block::Redacted
            | Block::Signature(_) => {}
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::NoteReference(note) => {
                    self.notes.insert(*note);
                }
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Inserted(inner)
                | Inline::Deleted(inner)
                | Inline::Confidential(inner)
                | Inline::Link { text: inner, .. } => self.inlines(inner),
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
    use crate::document::plain;

    fn document(blocks: Vec<Block>, notes: Vec<Vec<Block>>) -> Document {
        Document {
            title: "Letter".into(),
            author: "Acme Corp.".into(),
            date: jiff::civil::date(2020, 3, 2),
            running: crate::document::Running::default(),
            blocks,
            notes,
            contents: Vec::new(),
            images: std::collections::BTreeMap::new(),
            justify: false,
            staff_italic: false,
        }
    }

    fn secret(text: &str) -> Inline {
        Inline::Confidential(vec![Inline::text(text)])
    }

    #[test]
    fn one_region_is_one_sign_and_nothing_of_it_is_left() {
        let item = vec![
            Block::paragraph(vec![Inline::text("a "), secret("KUMQUAT"), Inline::text(" b")]),
            Block::Confidential(vec![
                Block::Code("KUMQUAT".into()),
                Block::paragraph(vec![Inline::text("KUMQUAT")]),
            ]),
        ];
        let list = Block::List(List { start: None, loose: false, items: vec![item] });
        let public = redact(&document(vec![list], Vec::new()));
        assert!(!format!("{public:?}").contains("KUMQUAT"), "{public:?}");
        let Block::List(list) = &public.blocks[0] else { panic!("a list") };
        let Block::Paragraph(paragraph) = &list.items[0][0] else { panic!("a paragraph") };
        assert_eq!(plain(&paragraph.text), "a [***] b");
        assert_eq!(list.items[0][1], Block::Redacted);
        assert_eq!(list.items[0].len(), 2);
    }

    #[test]
    fn a_note_that_marked_text_alone_cites_goes_with_it_and_keeps_its_number() {
        let region = vec![Inline::text("x"), Inline::NoteReference(0)];
        let text = vec![Inline::Confidential(region), Inline::NoteReference(2)];
        let note = |word: &str| vec![Block::paragraph(vec![Inline::text(word)])];
        let mut first = note("KUMQUAT");
        first.push(Block::paragraph(vec![Inline::NoteReference(1)]));
        let notes = vec![first, note("DURIAN"), note("public")];
        let composed = document(vec![Block::paragraph(text)], notes);
        let public = redact(&composed);
        assert!(public.notes[0].is_empty() && public.notes[1].is_empty(), "{:?}", public.notes);
        assert_eq!(public.notes[2], note("public"));
        let complete = bracketed(&composed);
        let Block::Confidential(blocks) = &complete.notes[0][0] else { panic!("brackets") };
        let Block::Paragraph(paragraph) = &blocks[0] else { panic!("a paragraph") };
        assert_eq!(plain(&paragraph.text), "[***\u{a0}KUMQUAT");
        assert_eq!(complete.notes[2], note("public"));
    }

    #[test]
    fn brackets_stand_round_whole_blocks() {
        let table = Block::Table(Table::default());
        let words = |block: &Block| match block {
            Block::Paragraph(paragraph) => plain(&paragraph.text),
            _ => "…".to_owned(),
        };
        let shown =
            |blocks: Vec<Block>| -> Vec<String> { in_brackets(blocks).iter().map(words).collect() };
        assert_eq!(shown(vec![table.clone()]), ["[***", "…", "***]"]);
        let text = |text: &str| Block::paragraph(vec![Inline::text(text)]);
        assert_eq!(shown(vec![text("a"), table]), ["[***\u{a0}a", "…", "***]"]);
        assert_eq!(shown(vec![text("a"), text("b")]), ["[***\u{a0}a", "b\u{a0}***]"]);
        assert_eq!(shown(vec![text("a")]), ["[***\u{a0}a\u{a0}***]"]);
    }
}

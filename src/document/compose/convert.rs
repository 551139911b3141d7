//! Markdown of a response as blocks of the document: facts evaluated, links resolved, notes numbered.
//!
//! In: blocks with places. Out: blocks without. What has no value is a finding already, made by the
//! checks, and enters as nothing.

use std::collections::{BTreeMap, VecDeque};

use super::disclosures::Proposed;
use super::table;
use crate::document::{Block, Inline, List, Paragraph, ParagraphStyle, REDACTED, Target};
use crate::facts::Evaluator;
use crate::key::Key;
use crate::markdown::{self, BlockKind, InlineKind, footnotes};
use crate::project::{Project, image_path};
use crate::source::FileId;

/// Converts the texts of one document; its notes are numbered through.
pub(super) struct Converter<'a> {
    project: &'a Project,
    evaluator: &'a Evaluator<'a>,
    proposed: &'a Proposed,
    /// The footnotes in the order of their references.
    notes: Vec<Vec<Block>>,
    numbers: BTreeMap<(FileId, String), usize>,
    /// Whether what is converted stands in a confidential region.
    is_marked: bool,
    /// How many notes are being converted, each at its reference in the one before.
    depth: usize,
    /// The notes that have a number and are yet to be converted, with their labels: those of one file.
    waiting: VecDeque<(usize, String)>,
}

/// Notes that refer to notes are converted within one another as deep as this; deeper ones wait.
const DEEPEST_NOTE: usize = 16;

/// The file that is being converted: its path, and its footnotes.
pub(super) struct Origin<'a> {
    file: FileId,
    path: &'a str,
    notes: BTreeMap<&'a str, &'a [markdown::Block]>,
}

impl<'a> Origin<'a> {
    /// Returns the origin of blocks of a file whose whole text is `all`.
    pub(super) fn new(file: FileId, path: &'a str, all: &'a [markdown::Block]) -> Self {
        Self { file, path, notes: footnotes(all) }
    }
}

impl<'a> Converter<'a> {
    pub(super) fn new(
        project: &'a Project,
        evaluator: &'a Evaluator<'a>,
        proposed: &'a Proposed,
    ) -> Self {
        Self {
            project,
            evaluator,
            proposed,
            notes: Vec::new(),
            numbers: BTreeMap::new(),
            is_marked: false,
            depth: 0,
            waiting: VecDeque::new(),
        }
    }

    /// Returns the notes of all that was converted.
    pub(super) fn take_notes(&mut self) -> Vec<Vec<Block>> {
        std::mem::take(&mut self.notes)
    }

    /// Converts blocks; headings of the text begin at `level`.
    pub(super) fn blocks(
        &mut self,
        blocks: &[markdown::Block],
        origin: &Origin<'_>,
        level: u8,
    ) -> Vec<Block> {
        let mut out = Vec::new();
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            rest = after;
            if let Some((table, used)) = self.table(block, after, origin) {
                out.push(Block::Table(table));
                rest = &after[used..];
                continue;
            }
            match &block.kind {
                BlockKind::Heading { level: typed, text, .. } => out.push(Block::Heading {
                    level: level + typed.saturating_sub(3),
                    id: None,
                    text: self.inlines(text, origin),
                }),
                BlockKind::Paragraph(text) => self.paragraph(text, origin, &mut out),
                BlockKind::List { start, loose, items } => out.push(Block::List(List {
                    start: *start,
                    loose: *loose,
                    items: items
                        .iter()
                        .map(|item| self.blocks(&item.blocks, origin, level))
                        .collect(),
                })),
                BlockKind::Quote(blocks) => {
                    out.push(Block::Quote(self.blocks(blocks, origin, level)))
                }
                BlockKind::Code(text) => {
                    out.push(Block::Code(text.trim_end_matches('\n').to_owned()))
                }
                BlockKind::Rule => out.push(self.rule(block)),
                BlockKind::Confidential(inner) => {
                    out.extend(self.marked(|converter| converter.blocks(inner, origin, level)));
                }
                BlockKind::Table { .. } | BlockKind::Html | BlockKind::Footnote { .. } => {}
            }
        }
        out
    }

    /// Converts a rule. Stars with blanks between them say that paragraphs were left out, and are printed.
    fn rule(&self, block: &markdown::Block) -> Block {
        let typed = self.project.files.text(block.place);
        let stars: Vec<&str> = typed.split_whitespace().collect();
        if stars.len() < 3 || stars.iter().any(|star| *star != "*") {
            return Block::Break;
        }
        let text = vec![Inline::Text(stars.join("\u{A0}"))];
        Block::Paragraph(Paragraph { text, style: ParagraphStyle::Centred, ..Paragraph::default() })
    }

    /// Converts what stands in a region. A region of one paragraph is a region of its text; one that
    /// holds nothing to be set is none.
    fn marked(&mut self, convert: impl FnOnce(&mut Self) -> Vec<Block>) -> Option<Block> {
        let outer = std::mem::replace(&mut self.is_marked, true);
        let mut blocks = convert(self);
        self.is_marked = outer;
        Some(match (&mut blocks[..], outer) {
            ([], _) => return None,
            ([Block::Paragraph(paragraph)], false) => {
                Block::paragraph(vec![Inline::Confidential(std::mem::take(&mut paragraph.text))])
            }
            _ => Block::Confidential(blocks),
        })
    }

    /// Converts a table with its caption before it and its notes after it; returns how many blocks it took.
    fn table(
        &mut self,
        block: &markdown::Block,
        after: &[markdown::Block],
        origin: &Origin<'_>,
    ) -> Option<(crate::document::Table, usize)> {
        let (caption, table, after, mut used) = match (&block.kind, after.first()) {
            (BlockKind::Table { .. }, _) => (None, block, after, 0),
            (BlockKind::Paragraph(text), Some(next))
                if matches!(next.kind, BlockKind::Table { .. }) =>
            {
                (Some(caption(text)?), next, &after[1..], 1)
            }
            _ => return None,
        };
        let BlockKind::Table { head, rows, .. } = &table.kind else { return None };
        let cells = head.iter().chain(rows.iter().flat_map(|row| &row.cells));
        let has_stars = cells.into_iter().any(|cell| open_text(cell).trim_end().ends_with('*'));
        let caption = caption.map(|text| self.inlines(text, origin));
        let head = head.iter().map(|cell| self.inlines(cell, origin)).collect();
        let rows = rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| self.inlines(cell, origin)).collect());
        let mut table = table::table(head, rows.collect());
        table.caption = caption;
        for block in after {
            let starred = has_stars.then(|| self.star_note(block)).flatten();
            let text = match (&block.kind, &starred) {
                (BlockKind::Paragraph(text), _) if is_note_to_table(text) => text,
                (_, Some(text)) => text,
                _ => break,
            };
            table.notes.extend(notes_of(text).into_iter().map(|note| self.inlines(note, origin)));
            used += 1;
        }
        Some((table, used))
    }

    /// Returns the text of a note that Markdown takes for a list, because it begins with a star as the cells end.
    fn star_note(&self, block: &markdown::Block) -> Option<Vec<markdown::Inline>> {
        let BlockKind::List { start: None, items, .. } = &block.kind else { return None };
        let [item] = items.as_slice() else { return None };
        let [markdown::Block { kind: BlockKind::Paragraph(text), .. }] = item.blocks.as_slice()
        else {
            return None;
        };
        let typed = self.project.files.text(item.place);
        let star = markdown::Inline { place: item.place, kind: InlineKind::Text("* ".into()) };
        typed.starts_with('*').then(|| std::iter::once(star).chain(text.iter().cloned()).collect())
    }

    /// Converts a paragraph; its images stand after it, as figures.
    fn paragraph(&mut self, text: &[markdown::Inline], origin: &Origin<'_>, out: &mut Vec<Block>) {
        let inlines = self.inlines(text, origin);
        if inlines
            .iter()
            .any(|inline| !matches!(inline, Inline::Text(text) if text.trim().is_empty()))
        {
            out.push(Block::paragraph(inlines));
        }
        for inline in text {
            let InlineKind::Image { path, alternative } = &inline.kind else { continue };
            let Some(image) = image_path(&self.project.round.folder, origin.path, path) else {
                continue;
            };
            if self.project.images.contains_key(&image) {
                out.push(Block::Figure { image, alternative: alternative.clone() });
            }
        }
    }

    /// Converts a run of text.
    pub(super) fn inlines(
        &mut self,
        inlines: &[markdown::Inline],
        origin: &Origin<'_>,
    ) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        let mut gap = Gap::None;
        for inline in inlines {
            let converted = match &inline.kind {
                InlineKind::Text(text) => Inline::Text(gap.close(text)),
                InlineKind::SoftBreak => Inline::Text(gap.close(" ")),
                InlineKind::Ask(_) => {
                    gap = Gap::open(&mut out);
                    continue;
                }
                InlineKind::HardBreak => Inline::LineBreak,
                InlineKind::Fact(expression) => {
                    let value = self.evaluator.value(expression, inline.place).unwrap_or_default();
                    if !self.is_marked && self.evaluator.is_confidential(expression) {
                        Inline::Confidential(vec![Inline::Text(value)])
                    } else {
                        Inline::Text(value)
                    }
                }
                InlineKind::Confidential(inner) if self.is_marked => {
                    let inner = self.inlines(inner, origin);
                    inner.into_iter().for_each(|inline| push(&mut out, inline));
                    continue;
                }
                InlineKind::Confidential(inner) => {
                    self.is_marked = true;
                    let inner = self.inlines(inner, origin);
                    self.is_marked = false;
                    Inline::Confidential(inner)
                }
                InlineKind::Emphasis(inner) => Inline::Emphasis(self.inlines(inner, origin)),
                InlineKind::Strong(inner) => Inline::Strong(self.inlines(inner, origin)),
                InlineKind::Strike(inner) => Inline::Strike(self.inlines(inner, origin)),
                InlineKind::Code(text) => Inline::Code(text.clone()),
                InlineKind::Link { address, text } => {
                    let text = self.inlines(text, origin);
                    match self.target(address) {
                        Some(target) => Inline::Link { target, text },
                        None => {
                            text.into_iter().for_each(|inline| push(&mut out, inline));
                            continue;
                        }
                    }
                }
                InlineKind::NoteReference(label) => match self.note(label, origin) {
                    Some(number) => Inline::NoteReference(number),
                    None => continue,
                },
                InlineKind::Image { .. } | InlineKind::Open | InlineKind::Close => continue,
            };
            // What is no text stands behind a mark with the blank that stood before it.
            if gap.is_due() {
                push(&mut out, Inline::text(" "));
            }
            gap = Gap::None;
            push(&mut out, converted);
        }
        out
    }

    fn target(&self, address: &str) -> Option<Target> {
        if let Some(name) = address.strip_prefix("#disclosure-") {
            return self.proposed.id_of(name).map(Target::Place);
        }
        if let Some(key) = address.strip_prefix('#') {
            let key: Key = key.parse().ok()?;
            self.project.letter.row(&key)?;
            return Some(Target::Place(key.id()));
        }
        let is_safe = address.starts_with("https://") || address.starts_with("mailto:");
        is_safe.then(|| Target::Address(address.to_owned()))
    }

    /// Returns the number of a note (from 0), and converts it at its first reference.
    fn note(&mut self, label: &str, origin: &Origin<'_>) -> Option<usize> {
        let id = (origin.file, label.to_owned());
        if let Some(&number) = self.numbers.get(&id) {
            return Some(number);
        }
        origin.notes.get(label)?;
        let number = self.notes.len();
        self.numbers.insert(id, number);
        // A note that refers to notes is numbered before them.
        self.notes.push(Vec::new());
        self.waiting.push_back((number, label.to_owned()));
        if self.depth < DEEPEST_NOTE {
            self.depth += 1;
            while let Some((number, label)) = self.waiting.pop_front() {
                let blocks = origin.notes.get(label.as_str()).copied().unwrap_or_default();
                // The note may be cited outside of the region too: what is marked in it is marked by itself.
                let outer = std::mem::replace(&mut self.is_marked, false);
                self.notes[number] = self.blocks(blocks, origin, 4);
                self.is_marked = outer;
            }
            self.depth -= 1;
        }
        Some(number)
    }
}

/// What the mark of a request leaves between the words around it: it is not printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// There is none.
    None,
    /// Nothing stands before it: no blank follows.
    AtStart,
    /// A blank stood before it, and follows unless a sign does.
    Blank,
    /// A word stands right before it.
    Glued,
}

impl Gap {
    /// Takes the blank before a mark away.
    fn open(out: &mut [Inline]) -> Self {
        let is_first = out.len() == 1;
        match out.last_mut() {
            None => Gap::AtStart,
            Some(Inline::Text(before)) if before.ends_with(' ') => {
                before.truncate(before.trim_end_matches(' ').len());
                if before.is_empty() && is_first { Gap::AtStart } else { Gap::Blank }
            }
            Some(_) => Gap::Glued,
        }
    }

    /// Returns the text behind a mark as it is printed.
    fn close(&mut self, text: &str) -> String {
        let gap = std::mem::replace(self, Gap::None);
        let bare = text.trim_start_matches(' ');
        match gap {
            Gap::AtStart => bare.to_owned(),
            Gap::Blank if bare.starts_with(|c: char| ".,;:?!".contains(c)) => bare.to_owned(),
            Gap::Blank => format!(" {bare}"),
            Gap::None | Gap::Glued => text.to_owned(),
        }
    }

    fn is_due(self) -> bool {
        self == Gap::Blank
    }
}

/// Adds an inline, joining texts.
fn push(out: &mut Vec<Inline>, inline: Inline) {
    if let (Some(Inline::Text(before)), Inline::Text(text)) = (out.last_mut(), &inline) {
        before.push_str(text);
    } else {
        out.push(inline);
    }
}

/// Returns the words of a paragraph that is nothing but strong text: a table's caption.
fn caption(text: &[markdown::Inline]) -> Option<&[markdown::Inline]> {
    match text {
        [markdown::Inline { kind: InlineKind::Strong(inner), .. }] => Some(inner),
        _ => None,
    }
}

/// Cuts a paragraph of table notes where a line of it begins with a mark: each is a note of its own.
fn notes_of(text: &[markdown::Inline]) -> Vec<&[markdown::Inline]> {
    let is_break = |inline: &markdown::Inline| {
        matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
    };
    let mut notes = Vec::new();
    let mut first = 0;
    for index in 1..text.len() {
        if is_break(&text[index]) && is_table_note(&open_text(&text[index + 1..])) {
            notes.push(&text[first..index]);
            first = index + 1;
        }
    }
    notes.push(&text[first..]);
    notes
}

/// Returns the text of a paragraph up to its first region: what is marked makes no note, or the public edition would
/// tell how it begins.
fn open_text(text: &[markdown::Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        match &inline.kind {
            InlineKind::Confidential(_) => {
                out.push_str(REDACTED);
                break;
            }
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Strike(inner) => {
                out.push_str(&open_text(inner));
            }
            _ => out.push_str(&markdown::plain(std::slice::from_ref(inline))),
        }
    }
    out
}

/// Says whether a paragraph below a table is a note to it, or several on lines of their own.
pub fn is_note_to_table(text: &[markdown::Inline]) -> bool {
    is_table_note(&open_text(text))
}

/// Says whether a paragraph is a note to the table above it: `(1) …`, `(a) …`, `* …`.
fn is_table_note(text: &str) -> bool {
    let text = text.trim_start();
    let behind = text.trim_start_matches(['*', '†', '‡']);
    if behind.len() < text.len() {
        return behind.starts_with(char::is_whitespace);
    }
    let Some((mark, rest)) = text.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return false;
    };
    (1..=2).contains(&mark.len())
        && mark.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && rest.starts_with(char::is_whitespace)
}

/// Converts text of the staff or of a template: no facts, links or notes of its own.
pub(super) fn plain_blocks(blocks: &[markdown::Block]) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { level, text, .. } => {
                out.push(Block::Heading { level: *level, id: None, text: plain_inlines(text) });
            }
            BlockKind::Paragraph(text) => out.push(Block::paragraph(plain_inlines(text))),
            BlockKind::List { start, loose, items } => out.push(Block::List(List {
                start: *start,
                loose: *loose,
                items: items.iter().map(|item| plain_blocks(&item.blocks)).collect(),
            })),
            BlockKind::Quote(blocks) => out.push(Block::Quote(plain_blocks(blocks))),
            BlockKind::Table { head, rows, .. } => {
                let cells = |row: &[Vec<markdown::Inline>]| {
                    row.iter().map(|cell| plain_inlines(cell)).collect()
                };
                let rows = rows.iter().map(|row| cells(&row.cells)).collect();
                out.push(Block::Table(table::table(cells(head), rows)));
            }
            BlockKind::Code(text) => out.push(Block::Code(text.trim_end_matches('\n').to_owned())),
            BlockKind::Rule => out.push(Block::Break),
            BlockKind::Footnote { blocks, .. } => out.extend(plain_blocks(blocks)),
            // These texts are read without marks.
            BlockKind::Confidential(blocks) => out.push(Block::Confidential(plain_blocks(blocks))),
            BlockKind::Html => {}
        }
    }
    out
}

/// Converts a run of the staff's text or of a template.
pub(super) fn plain_inlines(inlines: &[markdown::Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        let converted = match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => Inline::Text(text.clone()),
            InlineKind::SoftBreak => Inline::text(" "),
            InlineKind::HardBreak => Inline::LineBreak,
            InlineKind::Emphasis(inner) => Inline::Emphasis(plain_inlines(inner)),
            InlineKind::Strong(inner) => Inline::Strong(plain_inlines(inner)),
            InlineKind::Strike(inner) => Inline::Strike(plain_inlines(inner)),
            InlineKind::Link { address, text }
                if address.starts_with("https://") || address.starts_with("mailto:") =>
            {
                Inline::Link { target: Target::Address(address.clone()), text: plain_inlines(text) }
            }
            InlineKind::Link { text, .. } => {
                plain_inlines(text).into_iter().for_each(|inline| push(&mut out, inline));
                continue;
            }
            InlineKind::Confidential(text) => Inline::Confidential(plain_inlines(text)),
            InlineKind::NoteReference(_)
            | InlineKind::Ask(_)
            | InlineKind::Fact(_)
            | InlineKind::Open
            | InlineKind::Close
            | InlineKind::Image { .. } => continue,
        };
        push(&mut out, converted);
    }
    out
}

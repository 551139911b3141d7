//! Typographic signs for plain typing: quotes, dashes, ranges, and the blanks that hold a line together.
//!
//! In: a [`Document`] as typed. Out: the same document with the signs of `“Note 4”`, `3.4–3.6` and `’08` in
//! its texts, and U+00A0 where two words always share a line. [`fold`] takes the signs back for comparing.
//! Code, link targets, ids and figures in tables are never touched. The staff's words keep their own signs
//! but for straight quotes, apostrophes and `--`.

mod fold;
mod joins;
mod signs;

pub use fold::fold;

use super::{Block, Disclosure, Document, Exchange, Inline, Table, Target, figures, plain};

/// Sets the signs in all texts of a document.
pub fn set(document: &mut Document) {
    let mut setter = Setter::default();
    setter.metadata(&mut document.title, Voice::Company);
    setter.metadata(&mut document.running.addressee, Voice::Company);
    setter.metadata(&mut document.running.date, Voice::Company);
    if let Some(status) = &mut document.running.status {
        setter.metadata(status, Voice::Company);
    }
    for entry in &mut document.contents {
        setter.metadata(&mut entry.words, Voice::Staff);
    }
    setter.blocks(&mut document.blocks, Voice::Company);
    for note in &mut document.notes {
        setter.blocks(note, Voice::Company);
    }
}

/// Whose words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// The company's: all signs.
    Company,
    /// The staff's: quotes, apostrophes and `--` alone.
    Staff,
}

/// Which side of a redline a run of text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Inserted,
    Deleted,
}

/// A way to read a text with changes: as proposed, or as filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Proposed,
    Filed,
}

impl View {
    fn shows(self, side: Side) -> bool {
        match side {
            Side::Both => true,
            Side::Inserted => self == View::Proposed,
            Side::Deleted => self == View::Filed,
        }
    }
}

/// Stands for what is read and never changed: code, a page reference, a bare address.
const OBJECT: char = '\u{FFFC}';

/// The run of a character that belongs to no text.
const NO_RUN: u32 = u32::MAX;

/// The characters of a block's text as one view reads them, each with the run that it came from.
#[derive(Debug, Default)]
struct Line {
    chars: Vec<char>,
    runs: Vec<u32>,
    /// Whether the character is part of an address and stays.
    fixed: Vec<bool>,
    /// Whether the text has changes, so that another view may show its runs with other neighbours.
    changed: bool,
    /// Whether a dash, dot or blank stands twice in a row: else nothing becomes shorter.
    doubled: bool,
}

impl Line {
    fn clear(&mut self) {
        self.chars.clear();
        self.runs.clear();
        self.fixed.clear();
        self.changed = false;
        self.doubled = false;
    }

    fn push(&mut self, sign: char, run: u32, fixed: bool) {
        if matches!(sign, '-' | '.' | ' ') && self.chars.last() == Some(&sign) {
            self.doubled = true;
        }
        self.chars.push(sign);
        self.runs.push(run);
        self.fixed.push(fixed);
    }

    /// Returns the character at an index, or none beyond either end.
    fn at(&self, index: Option<usize>) -> Option<char> {
        self.chars.get(index?).copied()
    }
}

/// The walk over a document; its buffers are used again for each block.
#[derive(Debug, Default)]
struct Setter {
    typed: Line,
    line: Line,
    /// The text of each run, as set.
    texts: Vec<String>,
    /// The side of each run.
    sides: Vec<Side>,
}

impl Setter {
    fn blocks(&mut self, blocks: &mut [Block], voice: Voice) {
        for block in blocks {
            self.block(block, voice);
        }
    }

    fn block(&mut self, block: &mut Block, voice: Voice) {
        match block {
            Block::Letterhead { name, lines } => {
                self.string(name, voice);
                self.strings(lines, voice);
            }
            Block::Lines { lines, .. } | Block::Copies(lines) => self.lines(lines, voice),
            Block::Subject { label, lines } => {
                self.string(label, voice);
                self.lines(lines, voice);
            }
            Block::Heading { text, .. } => self.inlines(text, voice),
            Block::Paragraph(paragraph) => {
                if let Some(label) = &mut paragraph.label {
                    self.string(&mut label.words, voice);
                }
                self.inlines(&mut paragraph.text, voice);
            }
            Block::List(list) => {
                for item in &mut list.items {
                    self.blocks(item, voice);
                }
            }
            Block::Quote(inner)
            | Block::Confidential(inner)
            | Block::Changed { blocks: inner, .. } => self.blocks(inner, voice),
            Block::Table(table) => self.table(table, voice),
            Block::Figure { alternative, .. } => self.metadata(alternative, voice),
            Block::Exchange(exchange) => self.exchange(exchange),
            Block::Disclosure(disclosure) => self.disclosure(disclosure),
            Block::Signature(signature) => {
                self.string(&mut signature.closing, voice);
                if let Some(conformed) = &mut signature.conformed {
                    self.string(conformed, voice);
                }
                self.strings(&mut signature.lines, voice);
            }
            Block::Code(_) | Block::Break | Block::Redacted => {}
        }
    }

    fn exchange(&mut self, exchange: &mut Exchange) {
        for passage in &mut exchange.passages {
            self.blocks(&mut passage.blocks, Voice::Staff);
        }
        self.blocks(&mut exchange.answer, Voice::Company);
    }

    fn disclosure(&mut self, disclosure: &mut Disclosure) {
        self.string(&mut disclosure.title, Voice::Company);
        self.inlines(&mut disclosure.source, Voice::Company);
        self.inlines(&mut disclosure.legend, Voice::Company);
        self.blocks(&mut disclosure.blocks, Voice::Company);
    }

    fn table(&mut self, table: &mut Table, voice: Voice) {
        if let Some(caption) = &mut table.caption {
            self.inlines(caption, voice);
        }
        for row in table.head.iter_mut().chain(&mut table.body) {
            for cell in &mut row.cells {
                if !is_figure(&cell.text) {
                    self.inlines(&mut cell.text, voice);
                }
            }
        }
        self.lines(&mut table.notes, voice);
    }

    fn lines(&mut self, lines: &mut [Vec<Inline>], voice: Voice) {
        for line in lines {
            self.inlines(line, voice);
        }
    }

    fn strings(&mut self, texts: &mut [String], voice: Voice) {
        for text in texts {
            self.string(text, voice);
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>, voice: Voice) {
        merge(inlines);
        self.regions(inlines, voice);
        self.sides.clear();
        let filed = sides(inlines, Side::Both, &mut self.sides);
        if self.sides.is_empty() {
            return;
        }
        // Each run is written back by the view that shows it: what both show, as proposed.
        self.texts.clear();
        self.texts.resize(self.sides.len(), String::new());
        self.view(inlines, View::Proposed, voice);
        if filed {
            self.view(inlines, View::Filed, voice);
        }
        write_back(inlines, &mut self.texts.iter_mut());
    }

    /// Sets the confidential regions among some inlines, each by itself: to the text around it a region
    /// is one sign, in either edition.
    fn regions(&mut self, inlines: &mut [Inline], voice: Voice) {
        for inline in inlines {
            match inline {
                Inline::Confidential(inner) => self.inlines(inner, voice),
                other => {
                    if let Some(inner) = inner_mut(other) {
                        self.regions(inner, voice);
                    }
                }
            }
        }
    }

    /// Sets the runs that a view shows and owns.
    fn view(&mut self, inlines: &[Inline], view: View, voice: Voice) {
        self.typed.clear();
        self.typed.changed = self.sides.iter().any(|side| *side != Side::Both);
        read(inlines, Side::Both, view, &mut 0, &mut self.typed);
        self.set_line(voice, true);
        let mut start = 0;
        for stretch in self.line.runs.chunk_by(|one, other| one == other) {
            let chars = &self.line.chars[start..start + stretch.len()];
            start += stretch.len();
            let run = stretch[0] as usize;
            let Some(side) = self.sides.get(run) else { continue };
            if view == View::Proposed || *side == Side::Deleted {
                self.texts[run].reserve(chars.len());
                self.texts[run].extend(chars);
            }
        }
    }

    fn string(&mut self, text: &mut String, voice: Voice) {
        self.plain(text, voice, true);
    }

    /// Sets words that stand outside the text, where no line breaks: signs, but no joined blanks.
    fn metadata(&mut self, text: &mut String, voice: Voice) {
        self.plain(text, voice, false);
    }

    fn plain(&mut self, text: &mut String, voice: Voice, join: bool) {
        self.typed.clear();
        push_text(text, 0, &mut self.typed);
        self.set_line(voice, join);
        text.clear();
        text.extend(&self.line.chars);
    }

    fn set_line(&mut self, voice: Voice, join: bool) {
        signs::set(&mut self.typed, &mut self.line, voice);
        if join {
            joins::set(&mut self.line);
        }
    }
}

/// Says whether a cell holds a figure, in each view of it.
fn is_figure(text: &[Inline]) -> bool {
    let is = |text: &str| text.trim().is_empty() || figures::figure(text).is_some();
    let changed = |inline: &Inline| matches!(inline, Inline::Inserted(_) | Inline::Deleted(_));
    if text.iter().any(changed) {
        text.iter().all(|inline| is(&plain(std::slice::from_ref(inline))))
    } else {
        is(&plain(text))
    }
}

/// Joins texts that stand side by side, so that a sign is never cut in two.
fn merge(inlines: &mut Vec<Inline>) {
    inlines.dedup_by(|next, kept| match (kept, next) {
        (Inline::Text(kept), Inline::Text(next)) => {
            kept.push_str(next);
            true
        }
        _ => false,
    });
    for inline in inlines {
        if let Some(inner) = inner_mut(inline) {
            merge(inner);
        }
    }
}

/// Lists the side of each run of text in order, and says whether any is taken out.
fn sides(inlines: &[Inline], side: Side, out: &mut Vec<Side>) -> bool {
    let mut filed = false;
    for inline in inlines {
        if let Inline::Text(_) = inline {
            out.push(side);
            filed |= side == Side::Deleted;
        } else if let Some((inner, side)) = inner(inline, side) {
            filed |= sides(inner, side, out);
        }
    }
    filed
}

/// Reads the characters that a view shows; `run` counts all runs, shown or not.
fn read(inlines: &[Inline], side: Side, view: View, run: &mut u32, out: &mut Line) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                if view.shows(side) {
                    push_text(text, *run, out);
                }
                *run += 1;
            }
            Inline::Code(_) | Inline::PageOf(_) | Inline::Confidential(_) | Inline::Redacted
                if view.shows(side) =>
            {
                out.push(OBJECT, NO_RUN, true);
            }
            Inline::LineBreak if view.shows(side) => out.push('\n', NO_RUN, true),
            _ => {
                if let Some((inner, side)) = inner(inline, side) {
                    read(inner, side, view, run, out);
                } else if view.shows(side) && is_bare_address(inline) {
                    out.push(OBJECT, NO_RUN, true);
                }
            }
        }
    }
}

/// Pushes a run; an address within it is marked as fixed up to the next blank or quote.
fn push_text(text: &str, run: u32, out: &mut Line) {
    let mut fixed = false;
    out.chars.reserve(text.len());
    for (index, sign) in text.char_indices() {
        if fixed && (sign.is_whitespace() || matches!(sign, '"' | '\'' | '<' | '>' | ')')) {
            fixed = false;
        } else if matches!(sign, ':' | 'w')
            && (text[index..].starts_with("://") || text[index..].starts_with("www."))
        {
            fixed = true;
        }
        out.push(sign, run, fixed);
    }
}

/// Puts the set texts back into their runs.
fn write_back<'a>(inlines: &mut [Inline], texts: &mut impl Iterator<Item = &'a mut String>) {
    for inline in inlines {
        if let Inline::Text(text) = inline {
            let set = texts.next().expect("each run has its text");
            std::mem::swap(text, set);
        } else if let Some(inner) = inner_mut(inline) {
            write_back(inner, texts);
        }
    }
}

/// Returns the inlines within an inline whose text is set, and their side.
fn inner(inline: &Inline, side: Side) -> Option<(&[Inline], Side)> {
    match inline {
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => {
            Some((inner, side))
        }
        Inline::Link { text, .. } if !is_bare_address(inline) => Some((text, side)),
        Inline::Inserted(inner) => Some((inner, Side::Inserted)),
        Inline::Deleted(inner) => Some((inner, Side::Deleted)),
        _ => None,
    }
}

/// Returns the same inlines as [`inner`], to be changed.
fn inner_mut(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    if is_bare_address(inline) {
        return None;
    }
    match inline {
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Inserted(inner)
        | Inline::Deleted(inner)
        | Inline::Link { text: inner, .. } => Some(inner),
        _ => None,
    }
}

/// Says whether a link shows its own address.
fn is_bare_address(inline: &Inline) -> bool {
    let Inline::Link { target: Target::Address(address), text } = inline else { return false };
    let words = plain(text);
    words == *address || address.strip_prefix("mailto:") == Some(words.as_str())
}

#[cfg(test)]
mod tests;

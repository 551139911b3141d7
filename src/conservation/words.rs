//! The words of the letter as received and of letter.md, each with its place and its part in the structure.
//!
//! A word is what blanks part, with quotes, dashes and no-break blanks folded. Not words are list signs at
//! a line's start, `{own}`, runs of three or more of `-_=.*`, a `|` alone, and blanks of no width.

use std::ops::Range;

use crate::key::MAX_DEPTH;
use crate::letter::{Letter, comment_number};
use crate::markdown::{self, Block, BlockKind, Inline};
use crate::marks;
use crate::source::{File, Place};
use crate::words::{fold, is_unseen};

/// Words as folded text, with what `W` says of each.
#[derive(Debug)]
pub(super) struct Words<W> {
    text: String,
    list: Vec<Word<W>>,
}

/// A word.
#[derive(Debug)]
pub(super) struct Word<W> {
    start: u32,
    end: u32,
    /// Its place in its file.
    pub place: Place,
    /// What its side knows of it.
    pub role: W,
}

/// What a word of the source is.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceRole {
    /// Its line, from 0.
    pub line: u32,
    /// Whether it is the first word on its line.
    pub is_first: bool,
    /// Whether it ends its line with a hyphen.
    pub is_cut: bool,
    /// Whether a list sign stands before it.
    pub has_sign: bool,
    /// What it is as a mark.
    pub mark: Marked,
}

/// What is asked of words of either side.
pub(super) trait Role {
    /// Says whether the word ends its line with a hyphen.
    fn is_cut(&self) -> bool {
        false
    }
}

impl Role for SourceRole {
    fn is_cut(&self) -> bool {
        self.is_cut
    }
}

impl Role for LetterRole {}

/// Whether a word of the source opens an item or comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    /// It has no mark.
    No,
    /// It may: `A.`, a bare number, a number that a sentence runs on to.
    May,
    /// It does.
    Must,
}

/// What a word of letter.md opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    /// Nothing.
    Nothing,
    /// Nothing, though it stands first in an item or number that a quotation, or what else gives no unit, holds.
    Hidden,
    /// An item.
    Item,
    /// A comment: it is its number.
    Comment,
}

/// What a word of letter.md is.
#[derive(Debug, Clone, Copy)]
pub(super) struct LetterRole {
    /// What it opens.
    pub opens: Opens,
    /// Whether it is a list sign that begins a paragraph as text, which Markdown does not read as one.
    pub is_sign: bool,
}

impl<W: Role> Words<W> {
    fn new(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), list: Vec::new() }
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns a word; none beyond the end.
    pub(super) fn get(&self, index: usize) -> Option<&Word<W>> {
        self.list.get(index)
    }

    /// Returns a word's folded text; nothing beyond the end.
    pub(super) fn text(&self, index: usize) -> &str {
        self.list
            .get(index)
            .and_then(|word| self.text.get(word.start as usize..word.end as usize))
            .unwrap_or_default()
    }

    /// Adds a word, if it is one.
    fn push(&mut self, raw: &str, place: Place, role: W) -> bool {
        let start = self.text.len();
        push_folded(raw, &mut self.text);
        if !is_word(&self.text[start..]) {
            self.text.truncate(start);
            return false;
        }
        // A soft hyphen is seen where a line ends with it.
        if raw.ends_with('\u{ad}') && role.is_cut() {
            self.text.push('-');
        }
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let (start, end) = (offset(start), offset(self.text.len()));
        self.list.push(Word { start, end, place, role });
        true
    }
}

/// Adds a word as it is compared: folded, without characters that nobody sees.
fn push_folded(raw: &str, out: &mut String) {
    out.extend(raw.chars().filter(|&c| !is_unseen(c)).map(fold));
}

/// Returns the words of a text as they are compared.
pub(super) fn folded(text: &str) -> Vec<String> {
    folded_pieces(text).filter(|word| is_word(word)).collect()
}

/// Returns what blanks part, folded, whether it counts as a word or not.
pub(super) fn folded_pieces(text: &str) -> impl Iterator<Item = String> + '_ {
    pieces(text).map(|range| {
        let mut word = String::new();
        push_folded(&text[range], &mut word);
        word
    })
}

/// Says whether what blanks part off counts as a word.
pub(crate) fn is_raw_word(raw: &str) -> bool {
    if raw.is_ascii() {
        return is_word(raw);
    }
    let mut word = String::new();
    push_folded(raw, &mut word);
    is_word(&word)
}

fn is_word(word: &str) -> bool {
    let is_run = word.len() >= 3 && word.bytes().all(|byte| b"-_=.*".contains(&byte));
    !(word.is_empty() || matches!(word, "|" | "{own}") || is_run)
}

/// Returns the ranges of a text that blanks part.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split(char::is_whitespace).filter(|piece| !piece.is_empty()).map(|piece| {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        start..start + piece.len()
    })
}

/// Returns the words of the letter as received.
pub(super) fn of_source(file: &File) -> Words<SourceRole> {
    let mut words = Words::new(file.text.len());
    let mut at = 0;
    let mut above = "";
    let mut has_sign = false;
    for (number, line) in file.text.split_inclusive('\n').enumerate() {
        source_line(file, number, at, line, above, &mut has_sign, &mut words);
        above = line;
        at += line.len();
    }
    words
}

fn source_line(
    file: &File,
    number: usize,
    at: usize,
    line: &str,
    above: &str,
    has_sign: &mut bool,
    words: &mut Words<SourceRole>,
) {
    let start = line.len() - line.trim_start().len();
    let (signs, count) = marks::signs(&line[start..]);
    *has_sign |= count > 0;
    let skipped = start + signs;
    let end = line.trim_end().len();
    let mut first = true;
    let mut after_mark = false;
    for piece in pieces(&line[skipped..]) {
        let range = skipped + piece.start..skipped + piece.end;
        let raw = &line[range.clone()];
        let mark = match (first, after_mark) {
            (true, _) if *has_sign => Marked::Must,
            (true, _) if marks::mark(raw).is_some() && !marks::runs_on(above) => Marked::Must,
            (true, _) | (_, true) if marks::may_open(raw) => Marked::May,
            _ => Marked::No,
        };
        let role = SourceRole {
            line: u32::try_from(number).unwrap_or(u32::MAX),
            is_first: first,
            is_cut: range.end == end
                && raw.ends_with(['-', '‐', '‑', '\u{ad}'])
                && raw.chars().count() > 1,
            has_sign: *has_sign,
            mark,
        };
        let place = file.place(at + range.start..at + range.end);
        if words.push(raw, place, role) {
            after_mark = first && (mark != Marked::No) && marks::may_open(raw);
            first = false;
            *has_sign = false;
        }
    }
    // A sign waits for its words on the next line only where it stands alone: `• ----` marks nothing.
    let is_seen = |c: char| !c.is_whitespace() && !is_unseen(c);
    if count > 0 && line[skipped..].contains(is_seen) {
        *has_sign = false;
    }
}

/// The first word of a line that opens something.
#[derive(Debug, Clone)]
pub(crate) struct Lead {
    /// The line, from 0.
    pub line: usize,
    /// Whether a list sign stands before it.
    pub has_sign: bool,
    /// Where it stands.
    pub place: Place,
}

/// Returns the words of the source that must open an item or comment in letter.md.
pub(crate) fn leads(file: &File) -> Vec<Lead> {
    let words = of_source(file);
    let marked = words.list.iter().filter(|word| word.role.mark == Marked::Must);
    let lead = |word: &Word<SourceRole>| Lead {
        line: word.role.line as usize,
        has_sign: word.role.has_sign,
        place: word.place,
    };
    marked.map(lead).collect()
}

/// Returns the words of letter.md.
pub(super) fn of_letter(letter: &Letter, file: &File) -> Words<LetterRole> {
    let mut reader =
        LetterReader { file, words: Words::new(file.text.len()), opens: Opens::Nothing };
    reader.blocks(&letter.blocks, Around::Items(0));
    reader.words
}

/// What stands around a block of letter.md, as [`letter`](crate::letter) reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// As many items; nothing, where none: a number heading opens a comment there.
    Items(usize),
    /// A quotation or the like: what looks like an item or number in it is text and gives no unit.
    Text,
}

struct LetterReader<'a> {
    file: &'a File,
    words: Words<LetterRole>,
    /// What the next word opens.
    opens: Opens,
}

impl LetterReader<'_> {
    fn blocks(&mut self, blocks: &[Block], around: Around) {
        for block in blocks {
            self.block(block, around);
        }
    }

    /// Reads a block; the parser bounds how deep they stand.
    fn block(&mut self, block: &Block, around: Around) {
        match &block.kind {
            BlockKind::Heading { text, .. } => {
                let is_number = comment_number(&markdown::plain(text)).is_some();
                self.opens = match (is_number, around) {
                    (true, Around::Items(0)) => Opens::Comment,
                    (true, _) => Opens::Hidden,
                    (false, _) => Opens::Nothing,
                };
                self.inlines(text);
                self.opens = Opens::Nothing;
            }
            BlockKind::Paragraph(text) => self.inlines(text),
            BlockKind::List { start, items, .. } => {
                let within = match around {
                    Around::Items(depth) if depth < MAX_DEPTH => Around::Items(depth + 1),
                    _ => Around::Text,
                };
                for item in items {
                    match within {
                        Around::Items(_) => self.opens = Opens::Item,
                        // Its words may still be the first ones of an item around the quotation.
                        Around::Text if self.opens == Opens::Nothing => self.opens = Opens::Hidden,
                        Around::Text => {}
                    }
                    if start.is_some() {
                        self.typed_number(item.place);
                    }
                    self.blocks(&item.blocks, within);
                    self.opens = Opens::Nothing;
                }
            }
            BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks)
            | BlockKind::Footnote { blocks, .. } => self.blocks(blocks, Around::Text),
            BlockKind::Table { head, rows, .. } => {
                head.iter().for_each(|cell| self.inlines(cell));
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.inlines(cell));
            }
            BlockKind::Code(text) => {
                for piece in pieces(text) {
                    self.word(&text[piece], block.place, false);
                }
            }
            BlockKind::Rule | BlockKind::Html => {}
        }
    }

    /// Adds the number of an item of an ordered list as it was typed, which the parser hides.
    fn typed_number(&mut self, place: Place) {
        let text = self.file.text.get(place.range()).unwrap_or_default();
        let start = text.len() - text.trim_start().len();
        let length = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
        self.word(&text[start..start + length], place.within(start..start + length), false);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let flat = markdown::flatten(inlines);
        let text = flat.text.as_str();
        // Behind Markdown's own mark of an item a sign is text.
        let signs = match self.opens {
            Opens::Nothing => {
                marks::signs(text.trim_start()).0 + text.len() - text.trim_start().len()
            }
            Opens::Hidden | Opens::Item | Opens::Comment => 0,
        };
        for piece in pieces(text) {
            let is_sign = piece.end <= signs;
            if let Some(place) = flat.place(piece.clone()) {
                self.word(&text[piece], place, is_sign);
            }
        }
    }

    fn word(&mut self, raw: &str, place: Place, is_sign: bool) {
        let opens = if is_sign { Opens::Nothing } else { self.opens };
        if self.words.push(raw, place, LetterRole { opens, is_sign }) && !is_sign {
            self.opens = Opens::Nothing;
        }
    }
}

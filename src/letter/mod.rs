//! The staff's letter: letter.md as comments, bullets and parts, each with its key and place.
//!
//! In: letter.md. Out: a [`Letter`]. Knows nothing of responses.

mod front;
mod items;
mod outside;
mod own;

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;

pub use front::shape;
pub use front::{Counts, Front, Mended, Restart, Source};

use crate::asks::{self, Ask};
use crate::finding::{Findings, codes};
use crate::key::Key;
use crate::markdown::{self, Block, BlockKind, Inline};
use crate::parallel;
use crate::reader::Masked;
use crate::source::{File, FileId, Place};
use crate::words;

/// The staff's letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The file.
    pub file: FileId,
    /// The file's first line.
    pub place: Place,
    /// The facts that its front matter states.
    pub front: Front,
    /// The body as it was read, for whoever compares its words.
    pub blocks: Vec<Block>,
    /// The body in reading order.
    pub parts: Vec<Part>,
    /// The comments in reading order.
    pub comments: Vec<Comment>,
    /// Every comment, bullet and part in reading order: what a key may name.
    pub rows: Vec<Row>,
    by_key: HashMap<Key, usize>,
}

/// A piece of the letter in reading order.
#[derive(Debug, Clone)]
pub enum Part {
    /// A heading above comments.
    Heading {
        /// Level, from 1.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
        /// Its place.
        place: Place,
    },
    /// Text outside every comment: the salutation, the opening, the closing.
    Text(Block),
    /// A comment: index into [`Letter::comments`].
    Comment(usize),
    /// The break before the closing.
    Closing,
}

/// A numbered comment.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Its key.
    pub key: Key,
    /// The number as the staff wrote it: `1.`.
    pub number: String,
    /// The place of the number.
    pub place: Place,
    /// Its row.
    pub row: usize,
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// Its words in order.
    pub content: Vec<Content>,
}

/// A piece of a comment in reading order.
#[derive(Debug, Clone)]
pub enum Content {
    /// A paragraph, table or quotation.
    Text(Block),
    /// A subheading over bullets.
    Group {
        /// Its words.
        text: Vec<Inline>,
        /// Its place.
        place: Place,
    },
    /// A bullet or part.
    Item(Item),
}

/// A bullet or part of a comment.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its row.
    pub row: usize,
    /// What stands before its words in print: `•`, `a.`, `(1)`.
    pub marker: String,
    /// Depth, from 1.
    pub depth: u8,
    /// Its words in order, with the items below it.
    pub content: Vec<Content>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A numbered comment.
    Comment,
    /// A bullet, also one in a bullet.
    Bullet,
    /// A lettered, roman or bracketed part.
    Part,
}

impl Kind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Comment => "comment",
            Kind::Bullet => "bullet",
            Kind::Part => "part",
        }
    }
}

/// A comment, bullet or part: what a key names.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its key.
    pub key: Key,
    /// What it is.
    pub kind: Kind,
    /// Its comment: index into [`Letter::comments`].
    pub comment: usize,
    /// The row above it.
    pub parent: Option<usize>,
    /// The subheading it stands under.
    pub group: Option<String>,
    /// All of its words in order, those of the items below it included, without numbers and marks.
    pub text: String,
    /// Its own words, up to the first item below it.
    pub own_text: String,
    /// Where its first words stand; the number of a comment.
    pub place: Place,
    /// The requests in its own words, in order: `3.7#1` is the first one of `3.7`. The sentence that opens
    /// its items is none of them.
    pub asks: Vec<Ask>,
    /// Whether items stand below it.
    pub has_items: bool,
    /// Whether letter.md says `{own}`: it wants a response of its own though items stand below it.
    pub own: bool,
}

impl Letter {
    /// Returns the row of a key.
    pub fn row(&self, key: &Key) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// Returns the rows right below a row, in order.
    pub fn below(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        // What is below a row, at any depth, follows it without a gap.
        let rest = self.rows[row + 1..].iter();
        let within = rest.take_while(move |other| other.parent.is_some_and(|above| above >= row));
        let below = within.enumerate().filter(move |(_, other)| other.parent == Some(row));
        below.map(move |(index, _)| row + 1 + index)
    }

    /// Says whether a row is a unit by the letter alone: nothing stands below it, or it says `{own}`.
    pub fn is_unit(&self, row: usize) -> bool {
        !self.rows[row].has_items || self.rows[row].own
    }

    /// Returns the rows of a comment, which stand together: an index into [`Letter::comments`].
    pub fn rows_of(&self, comment: usize) -> Range<usize> {
        let end = self.comments.get(comment + 1).map_or(self.rows.len(), |next| next.row);
        self.comments[comment].row..end
    }

    /// Returns the units of a comment in order: an index into [`Letter::comments`].
    pub fn units_of(&self, comment: usize) -> Vec<usize> {
        self.rows_of(comment).filter(|&row| self.is_unit(row)).collect()
    }

    /// Returns how many rows there are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.rows.iter().filter(|row| row.kind == kind).count()
    }
}

/// Reads the staff's letter.
pub fn parse(file: &File, findings: &mut Findings) -> Letter {
    let text = crate::front::without_conflicts(file, findings);
    let text = text.as_deref().unwrap_or(&file.text);
    let cut = crate::front::required(file, "date = 2009-01-14", findings);
    let front = front::read(text, file, &cut, findings);
    let body = cut.body;
    let masked = Masked::plain(&text[body.clone()], file.place(body));
    let blocks = markdown::parse(&masked, findings);
    let folder = file.path.rsplit('/').nth(1);
    let mut reader = Reader {
        source: text,
        round: folder.and_then(|name| name.parse().ok()),
        letter: Letter {
            file: file.id,
            place: file.first_line(),
            front,
            blocks: Vec::new(),
            parts: Vec::new(),
            comments: Vec::new(),
            rows: Vec::new(),
            by_key: HashMap::new(),
        },
        findings,
        open: None,
        sections: Vec::new(),
        closing: None,
        prefix: String::new(),
        restarts: 0,
    };
    for block in &blocks {
        reader.block(block);
    }
    let mut letter = reader.finish();
    letter.blocks = blocks;
    letter
}

/// The comment that is being read.
struct OpenComment {
    comment: usize,
    level: u8,
    group: Option<String>,
    counters: items::Counters,
}

struct Reader<'a> {
    source: &'a str,
    /// The date by which somebody named the letter's folder.
    round: Option<Date>,
    letter: Letter,
    findings: &'a mut Findings,
    open: Option<OpenComment>,
    /// Section headings above: level and words.
    sections: Vec<(u8, String)>,
    /// The place of the break before the closing, and the level of the heading in it.
    closing: Option<(Place, Option<u8>)>,
    prefix: String,
    restarts: usize,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, underlined, text } => {
                if *underlined {
                    self.findings.push(
                        codes::LETTER_HEADING
                            .at(block.place)
                            .says("a line of `-` or `=` makes a heading of the text above it")
                            .help("put a blank line before `---`; headings begin with `#`"),
                    );
                }
                self.heading(*level, text, block.place);
            }
            BlockKind::Rule => self.rule(block.place),
            BlockKind::List { items, .. } => match self.open.take() {
                Some(mut open) => {
                    let content = items::read(self, &mut open, items, None, 1);
                    self.letter.comments[open.comment].content.extend(content);
                    self.open = Some(open);
                }
                None => self.outside(block, items.len()),
            },
            BlockKind::Html => {}
            _ => match &self.open {
                Some(open) => {
                    self.letter.comments[open.comment].content.push(Content::Text(block.clone()));
                }
                None => self.letter.parts.push(Part::Text(block.clone())),
            },
        }
    }

    fn heading(&mut self, level: u8, text: &[Inline], place: Place) {
        let words = markdown::plain(text);
        let next = self.letter.comments.last().map_or(0, |comment| comment.key.comment + 1);
        if let Some((number, own)) = comment_number(&words).or_else(|| thousandth(&words, next)) {
            return self.number(level, number, own, place);
        }
        if let Some(open) = &mut self.open
            && level > open.level
        {
            open.group = Some(words.trim().to_owned());
            let comment = open.comment;
            self.letter.comments[comment]
                .content
                .push(Content::Group { text: text.to_vec(), place });
            return;
        }
        self.open = None;
        if let Some((_, heading)) = &mut self.closing {
            *heading = Some(level);
        } else {
            self.sections.retain(|(above, _)| *above < level);
            self.sections.push((level, words.trim().to_owned()));
        }
        let restart = self.letter.front.restarts.get(self.restarts);
        if let Some(restart) = restart
            && words::compared(&restart.heading) == words::compared(&words)
        {
            self.prefix.clone_from(&restart.prefix);
            self.restarts += 1;
        }
        self.letter.parts.push(Part::Heading { level, text: text.to_vec(), place });
    }

    /// Opens a comment.
    fn number(&mut self, level: u8, number: &str, own: bool, place: Place) {
        let shown = number.trim_end_matches(['.', ')']);
        let digits: u32 = shown.parse().unwrap_or(0);
        let key = Key::of_comment(&self.prefix, digits);
        if self.closing.is_some() {
            self.findings.push(
                codes::OUTSIDE_COMMENT
                    .at(place)
                    .about(&key)
                    .says(format!("comment number {shown} stands in the closing"))
                    .help("move the break `---` below the last comment"),
            );
        } else if let Some(open) = &self.open
            && level > open.level
        {
            let above = &self.letter.comments[open.comment];
            let finding = codes::NESTED_COMMENT
                .at(place)
                .about(&key)
                .says(format!("comment number {shown} stands inside comment {}", above.key))
                .also(above.place, "the comment around it")
                .help(format!("give it as many `#` as comment {} has", above.key));
            self.findings.push(finding);
        }
        self.check_number(&key, place);
        let comment = self.letter.comments.len();
        let row = self.letter.rows.len();
        self.letter.rows.push(Row {
            key: key.clone(),
            kind: Kind::Comment,
            comment,
            parent: None,
            group: None,
            text: String::new(),
            own_text: String::new(),
            place,
            asks: Vec::new(),
            has_items: false,
            own,
        });
        self.letter.by_key.entry(key.clone()).or_insert(row);
        self.letter.comments.push(Comment {
            key,
            number: number.to_owned(),
            place,
            row,
            headings: self.sections.iter().map(|(_, words)| words.clone()).collect(),
            content: Vec::new(),
        });
        self.letter.parts.push(Part::Comment(comment));
        self.open =
            Some(OpenComment { comment, level, group: None, counters: items::Counters::default() });
    }

    fn check_number(&mut self, key: &Key, place: Place) {
        if let Some(first) = self.letter.row(key) {
            let finding = codes::REPEATED_NUMBER
                .at(place)
                .says(format!("comment number {key} stands twice"))
                .about(key)
                .also(self.letter.rows[first].place, "here first")
                .help(
                    "a letter that starts again for another filing needs `[[restart]]` with its heading and a prefix",
                );
            self.findings.push(finding);
            return;
        }
        let before =
            self.letter.comments.iter().rev().find(|comment| comment.key.prefix == key.prefix);
        if let Some(before) = before
            && key.comment != before.key.comment + 1
        {
            let finding = codes::NUMBER_GAP
                .at(place)
                .says(format!("comment {key} follows comment {}", before.key))
                .about(key)
                .also(before.place, "the number before it")
                .help(
                    "compare with the letter as received; a number the staff left out is no fault",
                );
            self.findings.push(finding);
        }
    }

    fn rule(&mut self, place: Place) {
        self.open = None;
        match self.closing {
            Some((first, _)) => self.findings.push(
                codes::REPEATED_BREAK
                    .at(place)
                    .says("a second break `---` stands here")
                    .also(first, "the break before the closing")
                    .help("keep the one before the closing; a break ends every comment above it"),
            ),
            None => {
                self.closing = Some((place, None));
                self.letter.parts.push(Part::Closing);
            }
        }
    }

    /// Reports a list that stands in no comment.
    fn outside(&mut self, block: &Block, count: usize) {
        // No closing begins with a list: the break has cut one from its comment.
        let is_cut = matches!(self.letter.parts.last(), Some(Part::Closing));
        self.letter.parts.push(Part::Text(block.clone()));
        let count = words::counted(count, "item");
        let section = self.sections.last().map_or(0, |(level, _)| *level);
        let is_closing = match self.closing {
            Some((_, heading)) => !is_cut && heading.is_none_or(|level| level <= section.max(1)),
            None => false,
        };
        if !is_closing
            && let BlockKind::List { items, .. } = &block.kind
            && let [item] = items.as_slice()
            && let Some(number) = items::bare_number(self.source, item)
        {
            let says = format!("the number {number} stands without words, in no comment");
            let key = Key::of_comment(&self.prefix, number);
            self.findings.push(items::outside(item.place, says, key));
            return;
        }
        self.findings.push(if is_closing {
            codes::CLOSING_LIST
                .at(block.place)
                .says(format!("{count} stand in the closing and want no response"))
                .help("where the list asks for something, move the break `---` below it")
        } else {
            codes::OUTSIDE_COMMENT
                .at(block.place)
                .says(format!("a list of {count} stands in no comment"))
                .help(if is_cut {
                    "move the break `---` below the list"
                } else {
                    "a number may be lost above it: compare with the letter as received, and write `### 1.`"
                })
        });
    }

    fn finish(mut self) -> Letter {
        own::refuse(self.source, &mut self.letter, self.findings);
        for comment in 0..self.letter.comments.len() {
            let content = std::mem::take(&mut self.letter.comments[comment].content);
            let row = self.letter.comments[comment].row;
            texts(&content, row, &mut self.letter.rows);
            self.letter.comments[comment].content = content;
        }
        let rows = &self.letter.rows;
        let asks = parallel::map(rows.len(), ROWS, |range| {
            rows[range].iter().map(asks_of).collect::<Vec<_>>()
        });
        for (row, asks) in self.letter.rows.iter_mut().zip(asks.into_iter().flatten()) {
            row.asks = asks;
        }
        let letter = self.letter;
        outside::check(&letter, self.findings);
        if letter.blocks_are_empty() {
            self.findings.push(
                codes::EMPTY_LETTER
                    .at(letter.place)
                    .says("the staff's letter has no text")
                    .help("`corresp import FILE` makes it from the letter as received"),
            );
        } else if letter.comments.is_empty() {
            self.findings.push(
                codes::NO_COMMENTS
                    .at(letter.place)
                    .says("no comment number stands in the staff's letter")
                    .help("a heading that holds only a number opens a comment: `### 1.`"),
            );
        }
        if letter.front.date.is_none() && letter.front.was_read {
            let help = match self.round {
                Some(round) => {
                    format!("write `date = {round}`, if that is the date that the letter bears")
                }
                None => "write the date that the letter bears: `date = 2009-01-14`".into(),
            };
            self.findings.push(
                codes::NO_DATE.at(letter.front.place).says("letter.md states no date").help(help),
            );
        }
        check_counts(&letter, self.findings);
        letter
    }
}

impl Letter {
    fn blocks_are_empty(&self) -> bool {
        self.parts.is_empty() && self.comments.is_empty()
    }
}

/// In how many rows a core looks for requests at a time; most letters have fewer.
const ROWS: usize = 256;

/// Returns the requests in a row's own words.
///
/// The sentence that opens its items ("please tell us the following:") is answered through them.
fn asks_of(row: &Row) -> Vec<Ask> {
    if row.has_items { asks::before_items(&row.own_text) } else { asks::find(&row.own_text) }
}

/// Compares the counts that the front matter states with those of the body.
fn check_counts(letter: &Letter, findings: &mut Findings) {
    let Some(counts) = &letter.front.counts else { return };
    for (name, kind, stated) in [
        ("comments", Kind::Comment, counts.comments),
        ("bullets", Kind::Bullet, counts.bullets),
        ("parts", Kind::Part, counts.parts),
    ] {
        let there = letter.count(kind);
        let Some(stated) = stated.filter(|stated| *stated as usize != there) else { continue };
        findings.push(
            codes::LETTER_COUNT
                .at(counts.place)
                .says(format!(
                    "the letter has {}, `counts` says {stated}",
                    words::counted(there, kind.word())
                ))
                .help(format!(
                    "mend what is lost; where the letter is right, write `{name} = {there}`"
                )),
        );
    }
}

/// Reads the words of a heading as a comment's number: `3.`, `3)`, `3`, perhaps with `{own}`.
///
/// Four digits are a year.
pub(crate) fn comment_number(words: &str) -> Option<(&str, bool)> {
    let words = words.trim();
    let (number, own) = match words.strip_suffix(own::OWN) {
        Some(number) => (number.trim_end(), true),
        None => (words, false),
    };
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..=3).contains(&digits) && matches!(&number[digits..], "" | "." | ")");
    is_number.then_some((number, own))
}

/// Reads a number of four digits, which is a comment's where it goes on with the run: 1000 behind 999.
fn thousandth(words: &str, next: u32) -> Option<(&str, bool)> {
    let number = words.trim();
    let digits = number.trim_end_matches(['.', ')']);
    let is_it = digits.len() == 4 && next >= 1000 && digits.parse() == Ok(next);
    is_it.then_some((number, false))
}

/// Fills the rows' texts from their content.
fn texts(content: &[Content], row: usize, rows: &mut [Row]) -> String {
    let mut all = String::new();
    let mut own: Option<String> = None;
    let add = |piece: &str, all: &mut String| {
        if !piece.trim().is_empty() {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(piece.trim());
        }
    };
    for piece in content {
        match piece {
            Content::Text(block) => add(&block_text(block), &mut all),
            Content::Group { text, .. } => {
                own.get_or_insert_with(|| all.clone());
                add(&markdown::plain(text), &mut all);
            }
            Content::Item(item) => {
                own.get_or_insert_with(|| all.clone());
                let text = texts(&item.content, item.row, rows);
                add(&text, &mut all);
            }
        }
    }
    rows[row].own_text = own.unwrap_or_else(|| all.clone());
    rows[row].text.clone_from(&all);
    all
}

/// Returns the words of a block as plain text.
pub fn block_text(block: &Block) -> String {
    let join = |texts: Vec<String>| texts.join(" ");
    match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => markdown::plain(text),
        BlockKind::List { items, .. } => {
            join(items.iter().flat_map(|item| &item.blocks).map(block_text).collect())
        }
        BlockKind::Quote(blocks)
        | BlockKind::Confidential(blocks)
        | BlockKind::Footnote { blocks, .. } => join(blocks.iter().map(block_text).collect()),
        BlockKind::Table { head, rows, .. } => {
            let cells = head.iter().chain(rows.iter().flat_map(|row| &row.cells));
            join(cells.map(|cell| markdown::plain(cell)).collect())
        }
        BlockKind::Code(text) => text.clone(),
        BlockKind::Rule | BlockKind::Html => String::new(),
    }
}

#[cfg(test)]
mod tests;

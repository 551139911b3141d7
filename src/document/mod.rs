//! The letter as blocks and inlines: what it says and in which order, before any page or markup.
//!
//! In: the project, the staff's letter, the responses and their coverage. Out: a [`Document`]. This is
//! the last stage that knows what a comment is; right of it there are only blocks, inlines and ids.

pub mod compose;
pub mod editions;
pub mod figures;
pub mod typography;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use editions::{REDACTED, bracketed, redact};

/// A letter, or the proposed disclosures by themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Title, in plain words: document information, bookmarks, browser tab.
    pub title: String,
    /// Who sends it.
    pub author: String,
    /// The letter's date; the only date that an output may carry.
    pub date: Date,
    /// What stands on every page.
    pub running: Running,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// The footnotes, numbered from 1 in this order through the whole document.
    pub notes: Vec<Vec<Block>>,
    /// What a reader may jump to, in order: the comments, bullets and disclosures.
    pub contents: Vec<Entry>,
    /// The images that figures name, by their path in the project.
    pub images: BTreeMap<String, Image>,
    /// Set text justified (`[letter] justify`).
    pub justify: bool,
    /// Set the staff's words italic in place of bold (`[letter] staff_text`).
    pub staff_italic: bool,
}

/// What stands on every page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Running {
    /// First line of the head from page 2: whom the letter is addressed to, or the document's name.
    pub addressee: String,
    /// Second line of the head: the date in words.
    pub date: String,
    /// Centred line of the foot on every page.
    pub status: Option<String>,
    /// Whether each page is marked DRAFT.
    pub draft: bool,
    /// The legend and labels of a letter that has confidential regions.
    pub legend: Option<Legend>,
    /// In the public edition: what stands at the foot of each page with a redaction.
    pub omission: Option<String>,
}

/// What every page of a letter with confidential regions carries (17 CFR 200.83(c)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// The lines of the legend: `Confidential Treatment Requested by Citigroup Inc.`
    pub lines: Vec<String>,
    /// The code of the labels: `CITI`.
    pub code: String,
    /// The number of the first page.
    pub first: u32,
    /// How many digits a number has at least, joined to its code: `C00001`; none for `CITI 1`.
    pub width: Option<usize>,
}

impl Legend {
    /// Returns the label of a page, by its index from 0.
    pub fn label(&self, page: usize) -> String {
        let number = u64::from(self.first) + page as u64;
        match self.width {
            Some(width) => format!("{}{number:0width$}", self.code),
            None => format!("{} {number}", self.code),
        }
    }
}

/// Which of the two forms of a letter a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// For the staff: confidential text stands in it, in brackets.
    Complete,
    /// For everyone: confidential text was taken out, and a sign stands in its place.
    Public,
}

/// A place that a reader may jump to.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The id of the place.
    pub id: String,
    /// Its key or letter: `3`, `3.7`, `A`.
    pub key: String,
    /// Its first telling words.
    pub words: String,
    /// 1 for comments and disclosures, more for what is below them.
    pub depth: u8,
}

/// A picture that a response shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The file's bytes: PNG or JPEG.
    pub bytes: Vec<u8>,
    /// Which of both.
    pub kind: ImageKind,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The kind of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// Portable network graphics.
    Png,
    /// JPEG.
    Jpeg,
}

/// A block of the document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The company's name and address lines at the head of page 1.
    Letterhead {
        /// The name, set large.
        name: String,
        /// Further lines.
        lines: Vec<String>,
    },
    /// Lines that stand under one another and are never filled: date, via, addressee, salutation.
    Lines {
        /// What they are.
        role: LinesRole,
        /// The lines.
        lines: Vec<Vec<Inline>>,
    },
    /// The `Re:` block; its first line has the label.
    Subject {
        /// `Re:`.
        label: String,
        /// The lines.
        lines: Vec<Vec<Inline>>,
    },
    /// A heading.
    Heading {
        /// Level from 1 (a filing) to 4.
        level: u8,
        /// Where links and the outline lead.
        id: Option<String>,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list.
    List(List),
    /// A quotation within a response.
    Quote(Vec<Block>),
    /// A table.
    Table(Table),
    /// A block of code: text in lines, set as it is.
    Code(String),
    /// A picture; `image` is a key of [`Document::images`].
    Figure {
        /// Which image.
        image: String,
        /// What it shows, in words.
        alternative: String,
    },
    /// A break between two parts of a text.
    Break,
    /// Whole blocks that a redline adds or takes out; never within another such block.
    ///
    /// An item of a list that holds this and nothing else is added or taken out itself, its marker with it.
    Changed {
        /// Which of both.
        change: Change,
        /// The blocks, unmarked; those taken out have no ids.
        blocks: Vec<Block>,
    },
    /// Confidential blocks; never within another confidential region. Their brackets stand in their text.
    Confidential(Vec<Block>),
    /// The place of confidential blocks in the public edition: a paragraph of the sign [`REDACTED`].
    Redacted,
    /// Words of the staff and what answers them.
    Exchange(Exchange),
    /// A proposed disclosure.
    Disclosure(Disclosure),
    /// The signature block.
    Signature(Signature),
    /// The list of who receives a copy.
    Copies(Vec<Vec<Inline>>),
}

/// What a group of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinesRole {
    /// The letter's date.
    Date,
    /// `VIA EDGAR CORRESPONDENCE` and the like.
    Via,
    /// The addressee.
    Addressee,
    /// `Dear Mr. Vaughn:`.
    Salutation,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// Where links lead.
    pub id: Option<String>,
    /// A run-in label before the text.
    pub label: Option<Label>,
    /// The text; empty only where a label stands alone before a table or list.
    pub text: Vec<Inline>,
    /// How it is set.
    pub style: ParagraphStyle,
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParagraphStyle {
    /// As text of its surroundings.
    #[default]
    Text,
    /// Small, as the sentence of totals under the key table.
    Small,
    /// In the middle of its line, as the stars of an omission.
    Centred,
}

/// A run-in label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its words, with their punctuation.
    pub words: String,
    /// How it is set.
    pub style: LabelStyle,
}

/// How a run-in label is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelStyle {
    /// Bold italic: `Citigroup’s Response:`.
    Response,
    /// Bold: `Undertaking.`.
    Undertaking,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The number of the first item; none for bullets.
    pub start: Option<u64>,
    /// Whether its items stand apart as paragraphs do.
    pub loose: bool,
    /// The items.
    pub items: Vec<Vec<Block>>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Where links lead.
    pub id: Option<String>,
    /// What it is set as.
    pub style: TableStyle,
    /// Caption.
    pub caption: Option<Vec<Inline>>,
    /// The columns, the label column first.
    pub columns: Vec<Column>,
    /// Rows of the head.
    pub head: Vec<Row>,
    /// Rows of the body.
    pub body: Vec<Row>,
    /// Notes below it, each beginning with its mark: `(1) …`.
    pub notes: Vec<Vec<Inline>>,
}

/// What a table is set as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableStyle {
    /// A table in a response or disclosure.
    #[default]
    Accounting,
    /// The key table at the letter's end.
    Key,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Column {
    /// What it holds.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnKind {
    /// Words, flush left; the first such column is the label column.
    #[default]
    Words,
    /// Amounts: they add up, so totals have rules.
    Amounts,
    /// Percentages, multiples and the like: they do not add up.
    Ratios,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// The cells; their spans add up to the number of columns.
    pub cells: Vec<Cell>,
    /// Whether a redline adds or takes out the whole row.
    pub change: Option<Change>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// A row like others.
    #[default]
    Plain,
    /// A subheading over the rows below it: one cell over all columns.
    Group,
    /// A total within the table: a rule above its amounts.
    Total,
    /// The total that closes a table: bold, a rule above and two below.
    GrandTotal,
    /// A row below another, its label indented (the key table's bullets).
    Below,
}

/// A change of a redline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// New text.
    Inserted,
    /// Text taken out.
    Deleted,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Its text.
    pub text: Vec<Inline>,
    /// How many columns it covers, at least 1.
    pub span: u16,
}

/// Words of the staff and what answers them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exchange {
    /// The staff's words in order; empty where they are left out.
    pub passages: Vec<Passage>,
    /// The response; empty where the answer follows with a later exchange.
    pub answer: Vec<Block>,
}

/// A passage of the staff's letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Where links lead; none for text between numbered places.
    pub id: Option<String>,
    /// What stands in the margin.
    pub margin: Margin,
    /// What it is.
    pub kind: PassageKind,
    /// Its words: paragraphs, now and then a table or quotation. Empty where only number and key are shown.
    pub blocks: Vec<Block>,
}

/// What stands in the margin beside a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Margin {
    /// Nothing.
    Empty,
    /// The staff's own number, bold: `1.`.
    Number(String),
    /// The key that counts bullets, small: `3.7`.
    Key(String),
}

/// What a passage is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassageKind {
    /// A comment's own words, or a paragraph between its bullets.
    Text,
    /// A subheading over bullets.
    Group,
    /// A bullet or part.
    Item {
        /// The mark before it: `•`, `a.`, `(1)`.
        marker: String,
        /// Depth, from 1.
        depth: u8,
    },
}

/// A proposed disclosure.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// Where links lead.
    pub id: String,
    /// `Proposed disclosure A.`
    pub title: String,
    /// Filing, caption and page.
    pub source: Vec<Inline>,
    /// How it is marked, and the keys that it serves.
    pub legend: Vec<Inline>,
    /// The text, marked or clean.
    pub blocks: Vec<Block>,
    /// Whether it stands by itself (disclosures.pdf) and not in a letter.
    pub alone: bool,
}

/// The signature block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `Sincerely,`
    pub closing: String,
    /// `/s/ Pat Q. Sample`; none where the letter is not signed.
    pub conformed: Option<String>,
    /// Name, title and further lines.
    pub lines: Vec<String>,
}

/// A run of text within a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text as it is to be read; typographic signs are made in layout and markup, never here.
    Text(String),
    /// Emphasised text.
    Emphasis(Vec<Inline>),
    /// Strong text.
    Strong(Vec<Inline>),
    /// Text struck through by its author.
    Strike(Vec<Inline>),
    /// Code or a file name.
    Code(String),
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A reference to a footnote: index into [`Document::notes`].
    NoteReference(usize),
    /// A line break that the author asked for.
    LineBreak,
    /// New text of a redline.
    Inserted(Vec<Inline>),
    /// Text that a redline takes out.
    Deleted(Vec<Inline>),
    /// The label of the page on which an id stands, known after layout.
    PageOf(String),
    /// Confidential text; never within another confidential region. Its brackets stand in its text.
    Confidential(Vec<Inline>),
    /// The place of confidential text in the public edition: the sign [`REDACTED`].
    Redacted,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An https or mailto address.
    Address(String),
    /// An id of this document.
    Place(String),
}

impl Inline {
    /// Returns a run of text.
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text(text.into())
    }
}

/// Returns the words of inlines as plain text, without notes and page references.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Inserted(inner)
            | Inline::Deleted(inner)
            | Inline::Confidential(inner)
            | Inline::Link { text: inner, .. } => push_plain(inner, out),
            Inline::LineBreak => out.push(' '),
            Inline::Redacted => out.push_str(REDACTED),
            Inline::NoteReference(_) | Inline::PageOf(_) => {}
        }
    }
}

impl Block {
    /// Returns a paragraph of text.
    pub fn paragraph(text: Vec<Inline>) -> Self {
        Block::Paragraph(Paragraph { text, ..Paragraph::default() })
    }
}

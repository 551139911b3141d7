//! The laid-out letter: pages of shaped runs, rules and links, with the structure that they belong to.
//!
//! Made by [`lay_out`](crate::layout::lay_out), read by [`pdf`](crate::pdf) and by tests. All lengths
//! are points; `x` counts from the page's left edge, `y` from its top downward.

use std::collections::BTreeMap;

/// A typeface of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Serif roman.
    Roman,
    /// Serif bold.
    Bold,
    /// Serif italic.
    Italic,
    /// Serif bold italic.
    BoldItalic,
    /// Monospaced, for code and file names.
    Mono,
    /// Roman of the family that steps in where the first one lacks a character.
    FallbackRoman,
    /// Bold of that family.
    FallbackBold,
    /// Italic of that family.
    FallbackItalic,
    /// Bold italic of that family.
    FallbackBoldItalic,
    /// Roman of the built-in signs, which step in last.
    SignsRoman,
    /// Bold of them.
    SignsBold,
    /// Italic of them.
    SignsItalic,
    /// Bold italic of them.
    SignsBoldItalic,
}

impl Face {
    /// All faces in the order of their numbers.
    pub const ALL: [Face; 13] = [
        Face::Roman,
        Face::Bold,
        Face::Italic,
        Face::BoldItalic,
        Face::Mono,
        Face::FallbackRoman,
        Face::FallbackBold,
        Face::FallbackItalic,
        Face::FallbackBoldItalic,
        Face::SignsRoman,
        Face::SignsBold,
        Face::SignsItalic,
        Face::SignsBoldItalic,
    ];

    /// Returns the face that steps in for this one.
    pub fn fallback(self) -> Face {
        match self {
            Face::Roman | Face::Mono | Face::FallbackRoman | Face::SignsRoman => {
                Face::FallbackRoman
            }
            Face::Bold | Face::FallbackBold | Face::SignsBold => Face::FallbackBold,
            Face::Italic | Face::FallbackItalic | Face::SignsItalic => Face::FallbackItalic,
            Face::BoldItalic | Face::FallbackBoldItalic | Face::SignsBoldItalic => {
                Face::FallbackBoldItalic
            }
        }
    }

    /// Returns the face of the built-in signs that goes with this one.
    pub fn signs(self) -> Face {
        match self.fallback() {
            Face::FallbackBold => Face::SignsBold,
            Face::FallbackItalic => Face::SignsItalic,
            Face::FallbackBoldItalic => Face::SignsBoldItalic,
            _ => Face::SignsRoman,
        }
    }

    /// Returns the face's number, an index into [`ALL`](Self::ALL).
    pub fn index(self) -> usize {
        self as usize
    }
}

/// A shaped glyph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Glyph number in the face's own font file.
    pub id: u16,
    /// Advance in em, with kerning and any correction that the layout added.
    pub advance: f32,
    /// The bytes of the run's text that it stands for.
    pub start: u32,
    /// End of these bytes.
    pub end: u32,
}

/// What a run, rule or image is to a reader that cannot see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Content of a node of [`Laid::nodes`].
    Node(NodeId),
    /// Running header, legend or page label: an artifact of pagination.
    Header,
    /// Running footer: an artifact of pagination.
    Footer,
    /// A rule or decoration: an artifact of layout.
    Decoration,
    /// A table's repeated head and the like: an artifact of pagination with no place of its own.
    Repeated,
}

/// Shaped text on one baseline in one face and size.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The face.
    pub face: Face,
    /// Size in points.
    pub size: f32,
    /// Left edge.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// The text that the run stands for, as a reader copies it (blanks between runs of one line included).
    pub text: String,
    /// The glyphs; their ranges cover the text.
    pub glyphs: Vec<Glyph>,
    /// Structure.
    pub mark: Mark,
}

/// A filled rectangle: every line of the letter is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An https or mailto address.
    Address(String),
    /// A place of [`Laid::places`].
    Place(String),
}

/// An area of a page that leads elsewhere; a link over two lines has two.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkArea {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Where it leads.
    pub destination: Destination,
    /// The words of the link, for readers that cannot see it (PDF/UA-1, 7.18.5).
    pub alternative: String,
    /// The `Link` node it belongs to.
    pub node: NodeId,
}

/// A picture on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Name of the image, a key of [`Document::images`](crate::document::Document::images).
    pub image: String,
    /// The `Figure` node it belongs to.
    pub node: NodeId,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The page's label: `2`, or `CITI 2`.
    pub label: String,
    /// Text, in reading order: what belongs to one node and line stands together.
    pub runs: Vec<Run>,
    /// Rules and underlines; all are artifacts.
    pub rules: Vec<Rule>,
    /// Links.
    pub links: Vec<LinkArea>,
    /// Pictures.
    pub pictures: Vec<Picture>,
}

/// A node of the structure tree: an index into [`Laid::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// What a structure node is (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The whole letter; the root, node 0.
    Document,
    /// A comment or bullet with its response; a disclosure.
    Section,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The staff's words, or a quotation in a response.
    BlockQuote,
    /// A list; the flag says that its labels are numbers.
    List {
        /// Whether the labels are numbers or letters.
        numbered: bool,
    },
    /// An item of a list.
    Item,
    /// The label of an item, a note or a comment.
    Label,
    /// The body of an item.
    Body,
    /// A table.
    Table,
    /// A table's caption.
    Caption,
    /// A table's head.
    TableHead,
    /// A table's body.
    TableBody,
    /// A row.
    Row,
    /// A header cell of a column.
    ColumnHeader {
        /// How many columns it covers.
        span: u16,
    },
    /// A header cell of a row.
    RowHeader {
        /// How many columns it covers.
        span: u16,
    },
    /// A cell.
    Cell,
    /// A link.
    Link,
    /// A footnote, or a note to a table.
    Note,
    /// A reference to a footnote.
    Reference,
    /// A run-in label, or text of a style of its own.
    Span,
    /// New text of a redline.
    Inserted,
    /// Text that a redline takes out.
    Deleted,
    /// Code.
    Code,
    /// A picture.
    Figure,
}

/// A node of the structure tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// Its parent; none for the root.
    pub parent: Option<NodeId>,
    /// Its children in reading order.
    pub children: Vec<NodeId>,
    /// Alternative text of a picture.
    pub alternative: Option<String>,
}

/// Where something stands: a page (index from 0) and the top of its first line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Index of the page, from 0.
    pub page: usize,
    /// From the page's top.
    pub y: f32,
}

/// An entry of the outline (bookmarks).
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// Its words.
    pub title: String,
    /// Depth, from 1; never more than one below the entry before.
    pub level: u8,
    /// Where it leads.
    pub spot: Spot,
}

/// The laid-out letter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Laid {
    /// The pages.
    pub pages: Vec<Page>,
    /// The structure tree; node 0 is the root.
    pub nodes: Vec<Node>,
    /// The outline.
    pub outline: Vec<OutlineEntry>,
    /// Where each id of the document stands.
    pub places: BTreeMap<String, Spot>,
    /// Where the answers end that begin at an id of the document.
    pub ends: BTreeMap<String, Spot>,
    /// What did not fit or has no glyph, in the words of a message.
    pub faults: Vec<Fault>,
}

/// Something that the layout could not set as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A character that no face has.
    MissingGlyph {
        /// The character.
        character: char,
        /// The words around it.
        context: String,
    },
    /// A word wider than its measure.
    LineTooWide {
        /// The word.
        word: String,
    },
    /// A table wider than the page at its smallest size.
    TableTooWide {
        /// Its caption or first words.
        caption: String,
    },
}

impl Laid {
    /// Returns the label of the page on which an id of the document stands.
    pub fn label_of(&self, id: &str) -> Option<&str> {
        self.places.get(id).map(|spot| self.pages[spot.page].label.as_str())
    }
}

//! The PDF: pages, structure and metadata in one file that conforms to PDF/UA-1 and PDF/A-2a.
//!
//! In: the laid-out letter, its fonts and [`Info`]. Out: the bytes of the file, a function of these
//! alone. Knows no document: what a run is to a reader is what its [`Mark`](crate::layout::page::Mark)
//! says. The pages are drawn once, and written as often as they are wanted: with what leads elsewhere and
//! without.
//!
//! `printpdf` embeds the fonts, `lopdf` gives the objects. Pages and structure, of which a long letter
//! has a hundred thousand objects, are written as bytes on all cores and never held as objects.

/// Appends formatted text to a vector of bytes.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {{
        use std::io::Write as _;
        write!($out, $($text)*).expect("a vector takes all bytes")
    }};
}

mod check;
mod content;
mod file;
mod fonts;
mod glyphs;
mod headers;
mod labels;
mod metadata;
mod navigation;
mod pictures;
mod structure;

use std::collections::BTreeMap;

use jiff::civil::Date;
use lopdf::{Object, dictionary};

use crate::document::Image;
use crate::layout::Fonts;
use crate::layout::page::{Face, Laid, LinkArea};
use file::{Block, File, reference};
use fonts::Font;
use pictures::Pictures;

/// Width of a page in points: US Letter.
const PAGE_WIDTH: f32 = 612.0;

/// Height of a page in points.
const PAGE_HEIGHT: f32 = 792.0;

/// What a file says about itself.
#[derive(Debug, Clone, Copy)]
pub struct Info<'a> {
    /// Title, shown in the window's bar (PDF/UA-1, 7.1).
    pub title: &'a str,
    /// Who sends it.
    pub author: &'a str,
    /// What it is about.
    pub subject: Option<&'a str>,
    /// Language of the text as a tag of BCP 47: `en-US` (PDF/UA-1, 7.2).
    pub language: &'a str,
    /// The only date that the file carries.
    pub date: Date,
    /// The pictures that the pages name.
    pub images: &'a BTreeMap<String, Image>,
    /// Version of the tool, named as the producer.
    pub version: &'a str,
}

/// Whether a file has what leads elsewhere: links, bookmarks and named places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It has.
    Kept,
    /// It has none, and its words and pages are the same (Regulation S-T Rule 105, for a copy on EDGAR).
    LeftOut,
}

/// Why a letter could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is nothing to write.
    #[error("the laid-out letter has no pages")]
    NoPages,
    /// There are more objects than a PDF/A file may have (ISO 19005-2, 6.1.13).
    #[error("the letter has too many parts for one PDF")]
    TooLarge,
    /// A run, link or picture names a structure node that is not there.
    #[error("structure node {0} does not exist")]
    NoSuchNode(u32),
    /// The structure is no tree: a node hangs nowhere, twice or below itself.
    #[error("structure node {0} does not hang in the tree exactly once")]
    NotInTree(u32),
    /// An outline entry or place names a page that is not there.
    #[error("page {0} does not exist")]
    NoSuchPage(usize),
    /// A link names a place that is not there.
    #[error("a link leads to `{0}`, which is no place of the letter")]
    NoSuchPlace(String),
    /// A link leads to an address that a conforming letter may not have.
    #[error("a link leads to `{0}`, which is no http, https or mailto address")]
    Address(String),
    /// A length is not finite, or beyond all pages.
    #[error("the {what} on page {page} has a place or size beyond the page")]
    Measure {
        /// What has it.
        what: &'static str,
        /// The page, from 1.
        page: usize,
    },
    /// A glyph stands for bytes that are not whole characters of its run.
    #[error("a glyph on page {page} stands for text outside of its run")]
    GlyphText {
        /// The page, from 1.
        page: usize,
    },
    /// A face has no such glyph, or cannot be embedded.
    #[error("the font {name} ({face:?}) cannot be embedded: {reason}")]
    Font {
        /// The face.
        face: Face,
        /// Its PostScript name.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A picture cannot be shown.
    #[error("the picture {name} cannot be shown: {reason}")]
    Picture {
        /// Its name.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

/// The object numbers that several stages refer to.
struct Plan {
    /// The root of the page tree.
    page_tree: u32,
    /// The pages.
    pages: Block,
    /// Elements of the structure nodes.
    nodes: Block,
    /// Annotations of the links, page by page.
    links: Block,
}

/// Draws the letter and writes it as a PDF 1.7 file, with its links.
///
/// `fonts` are those that it was laid out with. The same arguments give the same bytes.
///
/// # Errors
///
/// Where `laid` contradicts itself, or a font or picture cannot be embedded.
pub fn write(laid: &Laid, fonts: &Fonts, info: &Info<'_>) -> Result<Vec<u8>, Error> {
    draw(laid, fonts, info.images)?.write(info, Links::Kept)
}

/// A letter whose pages are drawn.
pub struct Drawn<'a> {
    laid: &'a Laid,
    fonts: Vec<Font>,
    pictures: Pictures<'a>,
    pages: Vec<content::Drawn>,
}

/// Draws the pages of a letter; `fonts` are those that it was laid out with.
///
/// # Errors
///
/// Where `laid` contradicts itself, or a font or picture cannot be embedded.
pub fn draw<'a>(
    laid: &'a Laid,
    fonts: &Fonts,
    images: &BTreeMap<String, Image>,
) -> Result<Drawn<'a>, Error> {
    check::check(laid)?;
    let alphabets = glyphs::collect(&laid.pages)?;
    let fonts = fonts::embed(&alphabets, fonts)?;
    let pictures = pictures::read(&laid.pages, images)?;
    let pages = content::draw(&laid.pages, &laid.nodes, &alphabets, &fonts, &pictures);
    Ok(Drawn { laid, fonts, pictures, pages })
}

impl Drawn<'_> {
    /// Writes a PDF 1.7 file; the same arguments give the same bytes.
    ///
    /// # Errors
    ///
    /// Where the letter has more parts than a file may have.
    pub fn write(&self, info: &Info<'_>, links: Links) -> Result<Vec<u8>, Error> {
        let laid = self.laid;
        let areas = self.areas(links);
        let mut file = File::new();
        let plan = Plan {
            page_tree: file.number(),
            pages: file.numbers(laid.pages.len()),
            nodes: file.numbers(laid.nodes.len()),
            links: file.numbers(areas.iter().map(|areas| areas.len()).sum()),
        };
        let fonts = fonts::put(&self.fonts, &mut file);
        let images = pictures::put(&self.pictures, &mut file);
        let resources = dictionary! { "Font" => fonts, "XObject" => images };
        let resources = file.add(Object::Dictionary(resources));
        content::put(&self.pages, &areas, &plan, resources, &mut file);
        let structure = structure::put(laid, &self.pages, &areas, &plan, &mut file);
        navigation::put_links(&areas, &plan, &mut file);
        let mut catalog = dictionary! {
            "Type" => "Catalog",
            "Pages" => reference(plan.page_tree),
            "StructTreeRoot" => reference(structure),
            "PageLabels" => labels::number_tree(&laid.pages),
        };
        if links == Links::Kept {
            navigation::put_outline(&laid.outline, &plan, &mut catalog, &mut file);
            navigation::put_places(&laid.places, &plan, &mut catalog, &mut file);
        }
        let document_info = metadata::put(info, &mut catalog, &mut file);
        let catalog = file.add(Object::Dictionary(catalog));
        file.finish(catalog, document_info)
    }

    /// Returns the links of each page that a file has.
    fn areas(&self, links: Links) -> Vec<&[LinkArea]> {
        let pages = self.laid.pages.iter();
        match links {
            Links::Kept => pages.map(|page| page.links.as_slice()).collect(),
            Links::LeftOut => vec![&[]; pages.len()],
        }
    }
}

/// Returns where a place stands, as a destination (ISO 32000-1, 12.3.2.2).
fn destination(page: u32, y: f32) -> Object {
    Object::Array(vec![
        reference(page),
        Object::Name(b"XYZ".to_vec()),
        0.into(),
        file::real(PAGE_HEIGHT - y),
        Object::Null,
    ])
}

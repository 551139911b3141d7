//! The letter as EDGAR takes it: one HTML document in the subset, and the images beside it.
//!
//! In: a [`Public`] document whose signs are set, the labels of its pages, and a page template. Out: the
//! document's text in 7 bits, images as GIF or JPEG, and what had to be left out. Styles stand in `style`
//! attributes, new text is `<u>` and old text `<strike>`, and no table stands in another. Knows no rules of
//! [`acceptance`](crate::acceptance), to which the files are held before they are left anywhere.

mod blocks;
mod escape;
mod exchange;
mod inlines;
mod labels;
mod manifest;
mod pictures;
mod table;
mod writer;

use minijinja::context;
use minijinja::value::Value;

pub use manifest::{Entry, Filed, Role, Submission, Type, manifest};

use crate::document::{Document, editions};
use crate::html::{self, TemplateError};
use writer::Writer;

/// The built-in page around the letter's blocks.
pub const PAGE: &str = include_str!("../../templates/edgar.html");

/// The page template's file name.
const PAGE_NAME: &str = "edgar.html";

/// A document without a confidential word: the public edition, or the only one where nothing is marked.
///
/// What goes to EDGAR is public for good, so nothing else can be written for it.
#[derive(Debug, Clone, Copy)]
pub struct Public<'a>(&'a Document);

impl<'a> Public<'a> {
    /// Returns a document as public; none where it has a confidential region.
    pub fn new(document: &'a Document) -> Option<Self> {
        (!editions::has_regions(document)).then_some(Self(document))
    }
}

/// A document for EDGAR.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The document's text: ASCII.
    pub text: String,
    /// The images that it shows, by the names that it gives them.
    pub images: Vec<Picture>,
    /// The addresses of links that EDGAR does not take; their words stand as text.
    pub dropped: Vec<String>,
    /// Images that could not be made into GIF, by their paths in the project, and why.
    pub refused: Vec<(String, String)>,
}

/// An image beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its name: `image1.gif`.
    pub name: String,
    /// GIF or JPEG.
    pub bytes: Vec<u8>,
}

/// The pages of the PDF copy.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    /// Returns the label of the page on which an id stands.
    pub labels: &'a dyn Fn(&str) -> Option<String>,
    /// How many there are.
    pub count: usize,
}

/// Writes the document, with the labels of the pages of its copy.
///
/// # Errors
///
/// Returns what is wrong with the page template, where it does not parse or run.
pub fn write(
    public: Public<'_>,
    pages: Pages<'_>,
    template: &str,
) -> Result<Written, TemplateError> {
    let document = public.0;
    let (body, mut written) = Writer::new(document, pages).write();
    let running = &document.running;
    // What enters a page is escaped here, in 7 bits; minijinja would write references that are not decimal.
    let safe = |text: &str| {
        let mut out = String::new();
        escape::push(text, &mut out);
        Value::from_safe_string(out)
    };
    let lines = running.legend.iter().flat_map(|legend| &legend.lines);
    let legend: Vec<Value> = lines.map(|line| safe(line)).collect();
    let values = context! {
        title => safe(&document.title),
        status => running.status.as_deref().map(safe),
        omission => running.omission.as_deref().map(safe),
        legend => legend,
        draft => running.draft,
        body => Value::from_safe_string(body),
    };
    let page = html::fill(PAGE_NAME, template, values)?;
    written.text = escape::broken(&escape::seven_bit(&page));
    Ok(written)
}

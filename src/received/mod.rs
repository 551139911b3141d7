//! The letter as received, of whatever kind, read as lines of text.
//!
//! In: the bytes of a file. Out: [`Received`]: the letter's text, a line for each line of the letter, with
//! its indentation, list signs and numbers as plain text shows them, and the place of each line in the file.
//! What kind of file it is its content says, never its name. Knows nothing of comments.

pub mod decode;
mod foreign;
mod html;
mod pdf;
mod second;
mod sgml;

pub(crate) use decode::windows_1252;
pub use decode::{Encoding, decode};
pub use foreign::{Foreign, foreign};
pub(crate) use pdf::THREAD;
pub use second::{Disagreement, disagreements};

use std::borrow::Cow;

use crate::source::{FileId, Files, Origin};

/// What kind of file a letter came as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, also within a submission's container.
    Text,
    /// HTML, also within a submission's container.
    Html,
    /// PDF.
    Pdf,
}

impl Kind {
    /// Returns the name that the letter as received has in its round's folder.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Text => "source.txt",
            Self::Html => "source.html",
            Self::Pdf => "source.pdf",
        }
    }
}

/// A letter as received, as text.
#[derive(Debug, Clone)]
pub struct Received {
    /// What it came as.
    pub kind: Kind,
    /// Its lines.
    pub text: String,
    /// Where each line stands in the file; empty where the text is the file's own.
    pub origins: Vec<Origin>,
    /// Texts that the file hides from its readers, which are no part of the letter.
    pub hidden: Vec<String>,
    /// The pages that show something and hold no text, from 1.
    pub pictures: Vec<u32>,
    /// Why nothing could be read.
    pub trouble: Option<String>,
}

impl Received {
    fn of(kind: Kind, lines: Vec<OutLine>) -> Self {
        let mut text = String::new();
        let mut origins = Vec::new();
        for line in lines {
            if line.is_on_new_page && !text.is_empty() {
                text.push_str("\u{c}\n");
                origins.push(line.origin);
            } else if line.gap > 0 && !text.is_empty() {
                text.push('\n');
                origins.push(line.origin);
            }
            text.extend(std::iter::repeat_n(' ', line.indent));
            text.push_str(line.text.trim_end());
            text.push('\n');
            origins.push(line.origin);
        }
        let none = Vec::new();
        Self { kind, text, origins, hidden: none, pictures: Vec::new(), trouble: None }
    }

    /// Adds the text to the files of a project.
    pub fn add_to(&self, files: &mut Files, path: impl Into<String>) -> FileId {
        files.add_received(path, &self.text, self.origins.clone())
    }
}

/// A line that was read from HTML or PDF.
#[derive(Debug, Clone, Default)]
struct OutLine {
    text: String,
    /// Columns.
    indent: usize,
    /// What parts it from the line above: 0 nothing, 1 a paragraph's end, 2 an empty line.
    gap: u8,
    is_on_new_page: bool,
    origin: Origin,
}

/// Returns the text of a file that is no PDF, each line ended by a line feed.
fn lines_of(bytes: &[u8]) -> String {
    let (text, _) = decode(bytes);
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Returns the PDF that a file is or holds.
fn pdf_of(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if pdf::is_pdf(bytes) {
        return Some(Cow::Borrowed(bytes));
    }
    sgml::pdf(&lines_of(bytes)).map(Cow::Owned)
}

/// Returns the name that a letter as received has in its round's folder.
pub fn file_name(kind: Kind, bytes: &[u8]) -> &'static str {
    match kind {
        // A submission with a PDF in it is a text.
        Kind::Pdf if !pdf::is_pdf(bytes) => Kind::Text.file_name(),
        kind => kind.file_name(),
    }
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Received {
    if pdf::is_pdf(bytes) {
        return pdf::read(bytes);
    }
    let text = lines_of(bytes);
    if let Some(inner) = sgml::pdf(&text) {
        return pdf::read(&inner);
    }
    let document = sgml::document(&text);
    let inner = &text[document.clone()];
    if html::is_html(inner) {
        let first_line = text[..document.start].matches('\n').count();
        return html::read(inner, first_line);
    }
    Received {
        kind: Kind::Text,
        text: sgml::plain(&text, document),
        origins: Vec::new(),
        hidden: Vec::new(),
        pictures: Vec::new(),
        trouble: None,
    }
}

//! The letter as received, read once into letter.md.
//!
//! In: the decoded text of a staff letter. Out: an [`Import`], and from it the files of a round: letter.md,
//! the source, and a starter response for each comment. The letter becomes lines, the lines are read as a
//! whole (numbers that rise, pages that repeat their heads), and what comes out is Markdown that
//! [`letter`](crate::letter) reads and [`conservation`](crate::conservation) proves. Knows no disk.

mod closing;
mod compose;
mod facts;
mod files;
mod furniture;
mod items;
mod hyphens;
mod json;
mod lines;
pub mod merge;
mod numbers;
mod outline;
mod paragraphs;
mod report;
mod rivals;
mod starter;
mod stated;
mod text;
mod write;

#[cfg(test)]
mod tests;

pub use facts::{Facts, Person};
pub use files::{Written, write};
pub use json::{Model, json};
pub use starter::{Openings, file_name, new_front, starters};
pub use write::{escaped, escaped_heading};

use crate::finding::{Findings, codes};
use crate::letter::{self, Letter};
use crate::parallel;
use crate::received::{Kind, Received};
use crate::source::{File, Files};
use lines::Line;

/// A staff letter as it was read.
#[derive(Debug, Clone)]
pub struct Import {
    /// What kind of file it came as.
    pub kind: Kind,
    /// The source's text.
    pub source: File,
    /// What the letter says of itself.
    pub facts: Facts,
    /// The body of letter.md.
    pub body: String,
    /// The lines of the source that belong to its pages, in order.
    pub furniture: Vec<String>,
    /// The words of the source that are mended, in order.
    pub mended: Vec<Mending>,
    /// The headings from which numbers start again, with the prefix of the keys below.
    pub restarts: Vec<(String, String)>,
    /// letter.md as its reader reads it.
    pub letter: Letter,
    /// What was found, with places in the source.
    pub findings: Findings,
    /// Whether the source has any word.
    pub has_text: bool,
}

/// A word of the source that is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mending {
    /// Where it stands in the source.
    pub start: usize,
    /// The words of the source.
    pub was: String,
    /// What letter.md has for them.
    pub now: String,
    /// Why.
    pub why: &'static str,
}

/// Reads a staff letter of whatever kind; `source` is its text among the files of a project.
///
/// `bytes` is the file, which is read a second time to prove the first reading.
pub fn read_received(received: &Received, bytes: &[u8], source: &File) -> Import {
    let (mut import, found) =
        parallel::both(|| read(source), || crate::received::disagreements(bytes, received));
    import.kind = received.kind;
    let mut findings = report::of_source(received, source);
    if import.has_text {
        crate::conservation::disagreements(&found, &source.path, None, &mut findings);
    }
    import.findings.iter().for_each(|finding| findings.push(finding.clone()));
    import.findings = report::with_pages(findings, source);
    import
}

/// Reads a staff letter in plain text.
pub fn read(source: &File) -> Import {
    let mut findings = Findings::default();
    let all = lines::of_text(source);
    let has_text = !all.is_empty();
    let is_furniture = furniture::find(&all);
    let mut rivals = rivals::of_furniture(&all, &is_furniture);
    let bare = rivals::bare_numbers(&all, &is_furniture);
    let (lines, furniture) = parted(all, &is_furniture);
    let numbers = numbers::choose(&lines);
    let paragraphs = paragraphs::read(&lines, &numbers.chosen);
    let outline = outline::read(&lines, &paragraphs, &numbers.chosen);
    rivals.extend(rivals::of_letter(&lines, &numbers, &paragraphs, &outline));
    rivals.extend(rivals::of_page_numbers(&bare, &lines, &numbers));
    let first = numbers.chosen.first().map(|number| number.line);
    let (composed, facts) = parallel::both(
        || compose::compose(source, &lines, &paragraphs, &numbers.chosen, &outline),
        || facts::read(&lines, first),
    );
    let mut import = Import {
        kind: Kind::Text,
        source: source.clone(),
        facts,
        body: composed.body,
        furniture,
        mended: composed.mended,
        restarts: composed.restarts,
        letter: empty_letter(),
        findings: Findings::default(),
        has_text,
    };
    import.letter = read_back(&import, &mut findings);
    let reading = report::Reading {
        source,
        lines: &lines,
        paragraphs: &paragraphs,
        numbers: &numbers,
        outline: &outline,
        unsure: &composed.unsure,
        rivals: &rivals,
    };
    import.findings = report::report(&reading, &import, &findings);
    import
}

/// Parts the furniture from the letter's own lines.
fn parted<'a>(all: Vec<Line<'a>>, is_furniture: &[bool]) -> (Vec<Line<'a>>, Vec<String>) {
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(all.len());
    let mut furniture = Vec::new();
    let mut is_over_page = false;
    let mut has_gap = false;
    for (mut line, &is_furniture) in all.into_iter().zip(is_furniture) {
        has_gap |= line.has_gap;
        if is_furniture {
            furniture.push(line.text.split_whitespace().collect::<Vec<_>>().join(" "));
            is_over_page = true;
            continue;
        }
        line.has_gap = has_gap;
        line.is_on_new_page |= is_over_page;
        (is_over_page, has_gap) = (false, false);
        lines.push(line);
    }
    (lines, furniture)
}

/// Reads letter.md as its own reader does: the model is what the reader says it is.
fn read_back(import: &Import, findings: &mut Findings) -> Letter {
    let text = files::letter_md(import, None);
    let mut files = Files::default();
    let id = files.add("letter.md", &text);
    letter::parse(files.get(id), findings)
}

fn empty_letter() -> Letter {
    let mut files = Files::default();
    let id = files.add("letter.md", "");
    letter::parse(files.get(id), &mut Findings::default())
}

/// The finding of a source that holds no word.
fn no_text(source: &File) -> crate::finding::Finding {
    codes::NO_TEXT.anywhere().says(format!("{} holds no text", source.path)).help(
        "a picture of a letter cannot be read: get the letter as text, HTML or a PDF with text",
    )
}

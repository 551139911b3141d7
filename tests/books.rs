//! The golden books of `tests/books`, and the repository's example: their pages as text, and their words
//! as two readers take them out of the PDF.
//!
//! `BLESS=1 cargo test --test books` writes `expected/pages.txt`; reading that diff is the work.

mod support;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use corresp::coverage;
use corresp::document::Document;
use corresp::document::compose::{self, DISCLOSURES, LETTER, Templates};
use corresp::finding::Findings;
use corresp::layout::page::Page;
use corresp::layout::{Fonts, Laid, lay_out, lay_out_editions, print};
use corresp::project;
use corresp::source::FileId;
use similar::TextDiff;
use support::books;
use support::tools::run;
use support::words::{holds_in_order, text_of_html, text_of_pdf};

/// Returns the documents of a book: the letter in each of its editions, and the proposed disclosures if it
/// has any.
fn documents(folder: &Path) -> Vec<(&'static str, Document)> {
    let mut findings = Findings::default();
    let project = project::load(folder, &mut findings).expect("the book is there");
    let coverage = coverage::check(&project.letter, &project.responses, false, &mut findings);
    let templates = Templates {
        letter: (Cow::Borrowed(LETTER), FileId(0)),
        disclosures: (Cow::Borrowed(DISCLOSURES), FileId(0)),
    };
    let is_draft = !coverage.is_final();
    let composed = compose::compose(&project, &coverage, &templates, is_draft, &mut findings);
    let mut documents = vec![("letter", composed.letter)];
    documents.extend(composed.public.map(|document| (PUBLIC, document)));
    documents.extend(composed.disclosures.map(|document| ("disclosures", document)));
    documents
}

/// The public edition, which is laid out to the pages of the complete one.
const PUBLIC: &str = "public/letter";

/// Returns the laid-out documents of a book.
fn laid(folder: &Path) -> Vec<(&'static str, Laid)> {
    let fonts = Fonts::embedded();
    let documents = documents(folder);
    let public = documents.iter().find(|(name, _)| *name == PUBLIC);
    let editions = public.map(|(_, public)| {
        let laid = lay_out_editions(&documents[0].1, public, &fonts);
        laid.expect("both editions have the same pages")
    });
    let lay_out = |(name, document): &(&'static str, Document)| {
        let laid = match (*name, &editions) {
            ("letter", Some(editions)) => editions.complete.clone(),
            (PUBLIC, Some(editions)) => editions.public.clone(),
            _ => lay_out(document, &fonts),
        };
        (*name, laid)
    };
    documents.iter().map(lay_out).collect()
}

#[test]
fn the_pages_of_each_book_are_those_that_were_reviewed() {
    let mut report = String::new();
    for (name, folder) in books::folders() {
        let print = |(document, laid): (&str, Laid)| format!("{document}\n\n{}", print(&laid));
        let got: String = laid(&folder).into_iter().map(print).collect();
        let file = folder.join("expected/pages.txt");
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if got == expected {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &got).expect("pages.txt is written");
            continue;
        }
        let diff = TextDiff::from_lines(&expected, &got);
        let diff = diff.unified_diff().context_radius(2).header("expected", "found").to_string();
        report.push_str(&format!("tests/books/{name}\n{diff}\n"));
    }
    assert!(report.is_empty(), "these books differ; BLESS=1 writes what came out\n\n{report}");
}

/// Returns a text without blanks: where a reader breaks lines is its own matter.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns the text of a page of the model, in the order in which it is set.
fn text_of_page(page: &Page) -> String {
    squeezed(&page.runs.iter().map(|run| run.text.as_str()).collect::<String>())
}

/// Returns the pages that a reader takes out of a PDF, without blanks.
fn pages_of(text: &str) -> Vec<String> {
    text.trim_end().split('\u{c}').map(squeezed).collect()
}

#[test]
fn two_readers_take_the_models_words_out_of_each_page() {
    let folder = tempfile::tempdir().expect("a folder");
    books::build(folder.path(), "pdf");
    let mut all: Vec<(String, PathBuf)> = books::folders();
    all.push(("example".to_owned(), PathBuf::from(env!("CARGO_MANIFEST_DIR"))));
    for (name, book) in all {
        for (document, laid) in laid(&book) {
            let file = folder.path().join(&name).join(format!("{document}.pdf"));
            let file = file.to_str().expect("a plain path");
            let text = folder.path().join("text");
            let text_file = text.to_str().expect("a plain path");
            run("pdftotext", "poppler-utils", &["-raw", "-enc", "UTF-8", file, text_file]);
            let poppler = std::fs::read_to_string(&text).expect("it wrote the text");
            run("mutool", "mupdf-tools", &["draw", "-q", "-F", "txt", "-o", text_file, file]);
            let mupdf = std::fs::read_to_string(&text).expect("it wrote the text");
            let expected: Vec<String> = laid.pages.iter().map(text_of_page).collect();
            for (reader, pages) in [("pdftotext", pages_of(&poppler)), ("mutool", pages_of(&mupdf))]
            {
                assert_eq!(pages.len(), expected.len(), "{name}/{document}.pdf by {reader}");
                for (number, (got, expected)) in pages.iter().zip(&expected).enumerate() {
                    assert_eq!(
                        got,
                        expected,
                        "{name}/{document}.pdf, page {}, by {reader}",
                        number + 1
                    );
                }
            }
            let whole = expected.concat();
            assert!(whole.contains("ff") || document == "disclosures", "{name} has no ligatures");
        }
    }
}

#[test]
fn a_screen_reader_says_the_words_of_each_book_in_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    books::build(folder.path(), "pdf");
    for (name, book) in books::folders() {
        for (document, model) in documents(&book) {
            let file = folder.path().join(&name).join(format!("{document}.pdf"));
            holds_in_order(&model, &text_of_pdf(&file), &format!("{name}/{document}.pdf"));
            let file = file.with_extension("html");
            holds_in_order(&model, &text_of_html(&file), &format!("{name}/{document}.html"));
        }
    }
}

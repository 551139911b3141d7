//! The words of a document in order, and as readers take them out of a PDF or an HTML file.

use std::path::Path;
use std::process::Command;

use corresp::document::{Block, Document, Inline, plain, typography};

/// Returns a text without blanks, quotes and dashes in plain typing: the words exactly, however they were
/// broken into lines.
pub(crate) fn squeezed(text: &str) -> String {
    typography::fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns the text of a PDF in the order of its structure tree, which is what a screen reader says:
/// headers and footers are left out.
pub(crate) fn text_of_pdf(file: &Path) -> String {
    let output = Command::new("pdfinfo")
        .arg("-struct-text")
        .arg(file)
        .output()
        .expect("pdfinfo is missing: install poppler-utils");
    assert!(output.status.success(), "pdfinfo cannot read {}", file.display());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let quoted = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'));
    quoted.collect::<Vec<_>>().join(" ")
}

/// Returns the text of an HTML file, tags left out.
pub(crate) fn text_of_html(file: &Path) -> String {
    let html = std::fs::read_to_string(file).expect("the HTML is there");
    let document = scraper::Html::parse_document(&html);
    let body = scraper::Selector::parse("main").expect("a selector");
    let pieces: Vec<&str> = document.select(&body).flat_map(|main| main.text()).collect();
    pieces.join(" ")
}

/// Holds that a text has the words of a document in their order.
pub(crate) fn holds_in_order(document: &Document, text: &str, what: &str) {
    let text = squeezed(text);
    let mut at = 0;
    let mut all = Vec::new();
    texts(&document.blocks, &mut all);
    assert!(all.len() > 5, "{what}: the model has only {} texts", all.len());
    for piece in all {
        let wanted = squeezed(&piece);
        match text[at..].find(&wanted) {
            Some(found) => at += found + wanted.len(),
            None => {
                let before = text[..at].char_indices().rev().nth(80).map_or(0, |(index, _)| index);
                panic!("{what} lacks {piece:?} behind {:?}", &text[before..at]);
            }
        }
    }
}

/// Collects the texts of blocks in order: every run between notes, marks of a redline and page references.
fn texts(blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Letterhead { name, lines } => {
                out.push(name.clone());
                out.extend(lines.iter().cloned());
            }
            Block::Heading { text, .. } => runs(text, out),
            Block::Paragraph(paragraph) => {
                out.extend(paragraph.label.iter().map(|label| label.words.clone()));
                runs(&paragraph.text, out);
            }
            Block::List(list) => list.items.iter().for_each(|item| texts(item, out)),
            Block::Quote(blocks) | Block::Changed { blocks, .. } | Block::Confidential(blocks) => {
                texts(blocks, out);
            }
            Block::Table(table) => {
                table.caption.iter().for_each(|caption| runs(caption, out));
                let rows = table.head.iter().chain(&table.body);
                rows.flat_map(|row| &row.cells).for_each(|cell| runs(&cell.text, out));
                table.notes.iter().for_each(|note| runs(note, out));
            }
            Block::Code(text) => out.extend(text.lines().map(str::to_owned)),
            Block::Exchange(exchange) => {
                exchange.passages.iter().for_each(|passage| texts(&passage.blocks, out));
                texts(&exchange.answer, out);
            }
            Block::Disclosure(disclosure) => {
                out.push(disclosure.title.clone());
                runs(&disclosure.source, out);
                runs(&disclosure.legend, out);
                texts(&disclosure.blocks, out);
            }
            Block::Lines { lines, .. } | Block::Copies(lines) => {
                lines.iter().for_each(|line| runs(line, out));
            }
            Block::Subject { label, lines } => {
                out.push(label.clone());
                lines.iter().for_each(|line| runs(line, out));
            }
            Block::Signature(signature) => {
                out.push(signature.closing.clone());
                out.extend(signature.conformed.iter().chain(&signature.lines).cloned());
            }
            // A picture has a text beside the words, a break none, and a sign stands for what is left out.
            Block::Figure { .. } | Block::Break | Block::Redacted => {}
        }
    }
}

/// A run ends where a note's mark or a page reference stands between the words.
fn runs(inlines: &[Inline], out: &mut Vec<String>) {
    let cut = |inline: &Inline| matches!(inline, Inline::NoteReference(_) | Inline::PageOf(_));
    for run in inlines.split(cut) {
        let text = plain(run);
        if !text.trim().is_empty() {
            out.push(text);
        }
    }
}

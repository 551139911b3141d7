//! Footnotes, where the answer or block that refers to them ends.

use super::writer::Writer;
use crate::document::Block;

impl Writer<'_> {
    /// Writes the notes that were referred to since the last call; notes may refer to further notes.
    pub(super) fn flush_notes(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let start = self.out.len();
        let (mut first, mut last) = (usize::MAX, 0);
        let unit = std::mem::replace(&mut self.ranks.unit, self.ranks.last.max(1));
        while !self.pending.is_empty() {
            for note in std::mem::take(&mut self.pending) {
                (first, last) = (first.min(note + 1), last.max(note + 1));
                self.notes[note].queued = true;
                self.note(note);
            }
        }
        self.ranks.unit = unit;
        let label = if first == last {
            format!("Footnote {first}")
        } else {
            format!("Footnotes {first} to {last}")
        };
        let head =
            format!("<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n");
        self.out.insert_str(start, &head);
        self.raw(&["</section>\n"]);
    }

    fn note(&mut self, note: usize) {
        let number = (note + 1).to_string();
        let document = self.document;
        let blocks = &document.notes[note];
        let mark = format!("<sup>{number}</sup> ");
        let back = if self.notes[note].references > 0 {
            format!(
                " <a href=\"#fnref:{number}\" role=\"doc-backlink\" aria-label=\"Back to reference {number}\">↩</a>"
            )
        } else {
            String::new()
        };
        self.raw(&["<div class=\"note\" id=\"fn:", &number, "\">\n"]);
        if !matches!(blocks.first(), Some(Block::Paragraph(_))) {
            self.raw(&["<p>", mark.trim_end(), "</p>\n"]);
        }
        for (index, block) in blocks.iter().enumerate() {
            let before = if index == 0 { &mark } else { "" };
            let after = if index + 1 == blocks.len() { &back } else { "" };
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, before, after),
                _ => self.block(block),
            }
        }
        if !back.is_empty() && !matches!(blocks.last(), Some(Block::Paragraph(_))) {
            self.raw(&["<p>", back.trim_start(), "</p>\n"]);
        }
        self.raw(&["</div>\n"]);
    }
}

//! Confidential figures in a table's cells, in the slots of their column.
//!
//! In: a cell of a column of figures. Out: its currency sign at the cell's left edge, its number at the
//! column's point, and the closing bracket hanging with the sign; none where the cell holds more.

use std::ops::Range;

use super::Layout;
use crate::document::figures::{Bracketed, bracketed};
use crate::document::{Inline, plain};
use crate::html::writer::Writer;

/// A confidential figure in brackets, or the sign in its place.
pub(super) struct Marked<'a> {
    text: String,
    at: Bracketed,
    strong: bool,
    /// The mark of a table note behind it.
    mark: Option<String>,
    /// References to footnotes behind it.
    notes: &'a [Inline],
}

impl<'a> Marked<'a> {
    /// Reads a cell that holds one region, what belongs to its figure, and nothing else.
    pub(super) fn read(text: &'a [Inline], layout: &Layout) -> Option<Self> {
        let is_note = |inline: &Inline| matches!(inline, Inline::NoteReference(_));
        let end = text.iter().rposition(|inline| !is_note(inline)).map_or(0, |last| last + 1);
        let (mut inner, notes) = text.split_at(end);
        let mut strong = false;
        while let [Inline::Strong(words)] = inner {
            strong = true;
            inner = words;
        }
        let is_text = |inline: &Inline| matches!(inline, Inline::Text(_));
        let is_region = |inline: &Inline| match inline {
            Inline::Redacted => true,
            Inline::Confidential(words) => words.iter().all(is_text),
            _ => false,
        };
        let regions = inner.iter().filter(|inline| is_region(inline)).count();
        if regions != 1 || !inner.iter().all(|inline| is_region(inline) || is_text(inline)) {
            return None;
        }
        let words = plain(inner);
        let (text, mark) = match layout.mark(&words) {
            Some((text, mark)) => (text.to_owned(), Some(mark.to_owned())),
            None => (words, None),
        };
        let at = bracketed(&text)?;
        Some(Self { text, at, strong, mark, notes })
    }

    /// Returns how many digits stand behind the point; none where the number was taken out.
    pub(super) fn decimals(&self) -> Option<usize> {
        (!self.at.is_omitted).then(|| self.at.number.saturating_sub(self.at.point + 1))
    }

    /// Returns how wide it is what hangs behind the number, in hundredths of an em.
    pub(super) fn sign(&self) -> u32 {
        let behind = self.text[self.at.number..].trim_end();
        super::sign_width(behind) + super::marks_width(self.mark.as_deref(), self.notes)
    }
}

impl<'a> Writer<'a> {
    /// Writes a confidential figure into its slots.
    pub(super) fn marked_figure(&mut self, marked: &Marked<'a>) {
        let Bracketed { currency, number, .. } = marked.at;
        self.raw(&[if marked.strong { "<strong>" } else { "" }]);
        if currency > 0 {
            self.raw(&["<span class=\"cur\">"]);
            self.text(marked.text[..currency].trim());
            self.raw(&["</span>"]);
        }
        self.stretch(marked, currency..number);
        self.hanging(true, |writer| {
            writer.stretch(marked, number..marked.text.len());
            writer.marks(marked.mark.as_deref(), marked.notes);
        });
        self.raw(&[if marked.strong { "</strong>" } else { "" }]);
    }

    /// Writes a stretch of a figure, what of it is confidential in an element of its own.
    fn stretch(&mut self, marked: &Marked<'a>, stretch: Range<usize>) {
        let class = if marked.at.is_omitted { "redacted" } else { "confidential" };
        let start = marked.at.region.start.clamp(stretch.start, stretch.end);
        let end = marked.at.region.end.clamp(stretch.start, stretch.end);
        self.text(marked.text[stretch.start..start].trim_start());
        if start < end {
            self.raw(&["<span class=\"", class, "\">"]);
            self.text(&marked.text[start..end]);
            self.raw(&["</span>"]);
        }
        self.text(marked.text[end..stretch.end].trim_end());
    }
}

//! The labels of the pages of a letter with confidential parts, as text of the document.
//!
//! In: the places of the document, each with the label of its page in the PDF. Out: legend and label at the
//! head of what follows, where the letter comes to a new page at a place. A document has no pages of its own:
//! those that begin within a paragraph are named with the page before them, so that each label is found.

use super::writer::Writer;
use crate::document::Legend;

/// A page whose label was shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    /// Its index from 0.
    page: usize,
    /// Where its label ends in what was written.
    end: usize,
}

/// How far ahead a page is looked for: no letter is longer.
const PAGES: usize = 5000;

impl<'a> Writer<'a> {
    /// Shows the label of the first page, which has the legend from its template.
    pub(super) fn first_page(&mut self) {
        if let Some(legend) = self.document.running.legend.as_ref().filter(|_| self.pages.count > 0)
        {
            self.show(legend, 0);
        }
    }

    /// Shows the label of the page on which a place stands, where the letter comes to a new page: the document
    /// breaks there, so that what is printed has legend and label at the head of its pages too.
    pub(super) fn page_label(&mut self, id: Option<&str>) {
        let (Some(legend), Some(head)) = (&self.document.running.legend, self.head) else { return };
        let Some(label) = id.and_then(|id| (self.pages.labels)(id)) else { return };
        let mut further = head.page + 1..head.page + PAGES;
        let Some(page) = further.find(|page| legend.label(*page) == label) else { return };
        self.end_at(legend, page);
        self.raw(&["<hr style=\"page-break-after: always\" />\n"]);
        legend.lines.iter().for_each(|line| self.at_head(line));
        self.show(legend, page);
    }

    /// Names the pages up to the letter's end.
    pub(super) fn last_page(&mut self) {
        if let Some(legend) = &self.document.running.legend {
            self.end_at(legend, self.pages.count);
        }
    }

    fn show(&mut self, legend: &Legend, page: usize) {
        const END: &str = "</small></p>\n";
        self.at_head(&joined(legend, page));
        self.head = Some(Head { page, end: self.out.len() - END.len() });
    }

    /// Names the pages between the one that was shown last and the next one.
    fn end_at(&mut self, legend: &Legend, next: usize) {
        let Some(head) = self.head.filter(|head| head.page + 1 < next) else { return };
        let mut label = String::new();
        super::escape::push(&joined(legend, next - 1), &mut label);
        self.out.insert_str(head.end, &format!(" to {label}"));
    }

    /// Writes a line that stands at the head of a page.
    fn at_head(&mut self, line: &str) {
        self.raw(&["<p align=\"right\" style=\"margin: 0\"><small>"]);
        self.text(line);
        self.raw(&["</small></p>\n"]);
    }
}

/// Returns a page's label on one line.
fn joined(legend: &Legend, page: usize) -> String {
    legend.label(page).replace(' ', "\u{a0}")
}

//! Runs of text: emphasis, links that EDGAR takes, references to notes and pages, changes.

use super::escape;
use super::writer::Writer;
use crate::document::editions::REDACTED;
use crate::document::{Inline, Target, plain};

/// Where documents of earlier submissions stand: the only addresses that a link may lead to.
const ARCHIVES: [&str; 3] = [
    "https://www.sec.gov/Archives/edgar/data/",
    "http://www.sec.gov/Archives/edgar/data/",
    "https://www.sec.gov/ix?doc=/Archives/edgar/data/",
];

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Emphasis(inner) => self.within("i", inner),
            Inline::Strong(inner) => self.within("b", inner),
            Inline::Inserted(inner) => self.within("u", inner),
            Inline::Strike(inner) | Inline::Deleted(inner) => self.within("strike", inner),
            Inline::Code(code) => {
                self.raw(&["<code>"]);
                self.text(code);
                self.raw(&["</code>"]);
            }
            Inline::Link { target, text } => self.link(target, text),
            Inline::NoteReference(note) if self.in_link => self.deferred.push(*note),
            Inline::NoteReference(note) => self.reference(*note),
            Inline::LineBreak => self.raw(&["<br />"]),
            Inline::PageOf(id) => {
                let label = (self.pages.labels)(id).unwrap_or_else(|| "—".to_owned());
                self.text(&label.replace(' ', "\u{a0}"));
            }
            // A public document has no confidential text; were there one, its words would not be written.
            Inline::Confidential(_) | Inline::Redacted => self.raw(&[REDACTED]),
        }
    }

    fn within(&mut self, name: &str, inner: &'a [Inline]) {
        self.raw(&["<", name, ">"]);
        self.inlines(inner);
        self.raw(&["</", name, ">"]);
    }

    /// Writes a link; one that EDGAR does not take leaves its words, and its address behind them.
    fn link(&mut self, target: &Target, text: &'a [Inline]) {
        let address = match target {
            Target::Place(id) => {
                self.places.contains(id.as_str()).then(|| format!("#{}", escape::anchor(id)))
            }
            Target::Address(address) => {
                ARCHIVES.iter().any(|start| address.starts_with(start)).then(|| address.clone())
            }
        };
        let Some(address) = address.filter(|_| !self.in_link) else {
            self.inlines(text);
            if let Target::Address(address) = target {
                self.drop_link(address);
                let words = plain(text);
                if words.trim() != address && Some(words.trim()) != address.strip_prefix("mailto:")
                {
                    self.raw(&[" ("]);
                    self.text(address.strip_prefix("mailto:").unwrap_or(address));
                    self.raw(&[")"]);
                }
            }
            return;
        };
        self.raw(&["<a href=\""]);
        self.text(&address);
        self.raw(&["\">"]);
        self.in_link = true;
        self.inlines(text);
        self.in_link = false;
        self.raw(&["</a>"]);
        for note in std::mem::take(&mut self.deferred) {
            self.reference(note);
        }
    }

    /// Writes the reference to a note, and sees to it that the note follows.
    fn reference(&mut self, note: usize) {
        let number = (note + 1).to_string();
        let Some(state) = self.notes.get_mut(note) else {
            return self.raw(&["<sup>", &number, "</sup>"]);
        };
        // Only the first reference is led back to; ids stand once.
        let id = if state.referred { String::new() } else { format!(" id=\"fnref{number}\"") };
        state.referred = true;
        if !state.queued {
            state.queued = true;
            self.pending.push(note);
        }
        self.raw(&["<sup><a", &id, " href=\"#fn", &number, "\">", &number, "</a></sup>"]);
    }
}

/// Says whether runs show nothing.
pub(super) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.trim().is_empty(),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Inserted(inner)
        | Inline::Deleted(inner)
        | Inline::Link { text: inner, .. } => is_blank(inner),
        Inline::LineBreak => true,
        Inline::NoteReference(_)
        | Inline::PageOf(_)
        | Inline::Confidential(_)
        | Inline::Redacted => false,
    })
}

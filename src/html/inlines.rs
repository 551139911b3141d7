//! Runs of text: emphasis, links, references to notes and pages, changes.

use super::escape;
use super::writer::Writer;
use crate::document::{Inline, REDACTED, Target};

/// The element of each kind of run that wraps others.
fn element(inline: &Inline) -> Option<(&'static str, &[Inline])> {
    match inline {
        Inline::Emphasis(inner) => Some(("em", inner)),
        Inline::Strong(inner) => Some(("strong", inner)),
        Inline::Strike(inner) => Some(("s", inner)),
        Inline::Inserted(inner) => Some(("ins", inner)),
        Inline::Deleted(inner) => Some(("del", inner)),
        _ => None,
    }
}

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            let replaces = matches!(inline, Inline::Inserted(_))
                && index > 0
                && matches!(inlines[index - 1], Inline::Deleted(_));
            self.inline(inline, replaces);
        }
    }

    /// Writes a run; `replaces` says that it is new text directly behind the text that it replaces.
    fn inline(&mut self, inline: &'a Inline, replaces: bool) {
        if let Some((name, inner)) = element(inline) {
            let class = if replaces { " class=\"swap\"" } else { "" };
            self.raw(&["<", name, class, ">"]);
            self.inlines(inner);
            self.raw(&["</", name, ">"]);
            return;
        }
        match inline {
            Inline::Text(text) => escape::push_text(text, &mut self.out),
            Inline::Code(code) => {
                self.raw(&["<code>"]);
                self.text(code);
                self.raw(&["</code>"]);
            }
            Inline::Link { target, text } => self.link(target, text),
            Inline::NoteReference(note) if self.in_link => self.deferred.push(*note),
            Inline::NoteReference(note) => self.reference(*note),
            Inline::LineBreak => self.raw(&["<br>"]),
            Inline::Confidential(inner) => {
                self.raw(&["<span class=\"confidential\">"]);
                self.inlines(inner);
                self.raw(&["</span>"]);
            }
            Inline::Redacted => {
                self.raw(&["<span class=\"redacted\">"]);
                self.words(REDACTED);
                self.raw(&["</span>"]);
            }
            Inline::PageOf(id) => {
                let label = (self.labels)(id).unwrap_or_else(|| "—".to_string());
                self.text(&label.replace(' ', "\u{A0}"));
            }
            _ => {}
        }
    }

    /// Writes a link; one that leads nowhere, or stands in another, leaves its words.
    fn link(&mut self, target: &Target, text: &'a [Inline]) {
        let address = match target {
            Target::Address(address) => is_safe(address).then(|| address.clone()),
            Target::Place(id) => self.places.contains(id.as_str()).then(|| escape::fragment(id)),
        };
        let Some(address) = address.filter(|_| !self.in_link) else {
            self.inlines(text);
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
    pub(super) fn reference(&mut self, note: usize) {
        let number = (note + 1).to_string();
        let Some(state) = self.notes.get_mut(note) else {
            self.raw(&["<sup>", &number, "</sup>"]);
            return;
        };
        state.references += 1;
        // Only the first reference is led back to; ids stand once.
        let id =
            if state.references == 1 { format!(" id=\"fnref:{number}\"") } else { String::new() };
        if !state.queued {
            state.queued = true;
            self.pending.push(note);
        }
        self.raw(&[
            "<sup><a",
            &id,
            " href=\"#fn:",
            &number,
            "\" role=\"doc-noteref\" aria-label=\"Footnote ",
            &number,
            "\">",
            &number,
            "</a></sup>",
        ]);
    }
}

/// Says whether an address may be linked to: only https and mail.
fn is_safe(address: &str) -> bool {
    let address = address.trim_start().to_ascii_lowercase();
    address.starts_with("https://") || address.starts_with("mailto:")
}

/// Says whether runs show nothing.
pub(super) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.trim().is_empty(),
        Inline::Link { text, .. } => is_blank(text),
        Inline::Confidential(inner) => is_blank(inner),
        Inline::NoteReference(_) | Inline::PageOf(_) | Inline::Redacted => false,
        Inline::LineBreak => true,
        _ => element(inline).is_none_or(|(_, inner)| is_blank(inner)),
    })
}

//! Blocks as elements with styles; exchanges and tables have modules of their own.

use super::writer::Writer;
use crate::document::editions::REDACTED;
use crate::document::{
    Block, Disclosure, Inline, LabelStyle, LinesRole, List, Paragraph, ParagraphStyle, Signature,
};

/// The space below a paragraph.
pub(super) const PARAGRAPH: &str = "margin: 0 0 8pt 0";
/// The same in the middle of the line.
const CENTRED: &str = "margin: 0 0 8pt 0; text-align: center";

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        match block {
            Block::Letterhead { name, lines } => self.letterhead(name, lines),
            Block::Lines { role, lines } => self.lines(*role, lines),
            Block::Subject { label, lines } => self.subject(label, lines),
            Block::Heading { level, id, text } => self.heading(*level, id.as_deref(), text),
            Block::Paragraph(paragraph) => {
                self.page_label(paragraph.id.as_deref());
                let style = match paragraph.style {
                    ParagraphStyle::Centred => CENTRED,
                    _ => PARAGRAPH,
                };
                self.paragraph(paragraph, style, "");
            }
            Block::List(list) => self.list(list),
            Block::Quote(inner) => {
                self.raw(&["<blockquote style=\"margin: 0 24pt 0 24pt\">\n"]);
                self.blocks(inner);
                self.raw(&["</blockquote>\n"]);
            }
            Block::Table(table) => self.table(table),
            Block::Code(code) => {
                self.raw(&["<pre style=\"margin: 0 0 8pt 0\">"]);
                self.text(code);
                self.raw(&["</pre>\n"]);
            }
            Block::Figure { image, alternative } => self.figure(image, alternative),
            Block::Break => self.raw(&["<hr size=\"1\" width=\"30%\" />\n"]),
            // The change stands in the inlines: see `redline::spread`.
            Block::Changed { blocks, .. } => self.blocks(blocks),
            // A public document has no confidential block; were there one, its words would not be written.
            Block::Confidential(_) | Block::Redacted => {
                self.raw(&["<p style=\"", PARAGRAPH, "\">", REDACTED, "</p>\n"]);
            }
            Block::Exchange(exchange) => self.exchange(exchange),
            Block::Disclosure(disclosure) => self.disclosure(disclosure),
            Block::Signature(signature) => self.signature(signature),
            Block::Copies(lines) => {
                self.raw(&["<p style=\"", PARAGRAPH, "\">cc:&#160; "]);
                self.broken_lines(lines);
                self.raw(&["</p>\n"]);
            }
        }
    }

    fn letterhead(&mut self, name: &str, lines: &[String]) {
        self.raw(&["<p align=\"center\" style=\"margin: 0 0 16pt 0\"><b><font size=\"4\">"]);
        self.text(name);
        self.raw(&["</font></b>"]);
        for line in lines {
            self.raw(&["<br />"]);
            self.text(line);
        }
        self.raw(&["</p>\n"]);
    }

    fn lines(&mut self, role: LinesRole, lines: &'a [Vec<Inline>]) {
        let bold = role == LinesRole::Via;
        self.raw(&["<p style=\"margin: 0 0 12pt 0\">", if bold { "<b>" } else { "" }]);
        self.broken_lines(lines);
        self.raw(&[if bold { "</b>" } else { "" }, "</p>\n"]);
    }

    fn broken_lines(&mut self, lines: &'a [Vec<Inline>]) {
        for (index, line) in lines.iter().enumerate() {
            self.raw(&[if index > 0 { "<br />" } else { "" }]);
            self.inlines(line);
        }
    }

    /// Writes what the letter is about: its heading of the first rank.
    fn subject(&mut self, label: &str, lines: &'a [Vec<Inline>]) {
        self.raw(&["<h1 style=\"margin: 12pt 0 12pt 36pt; font-size: 11pt\">"]);
        self.text(label);
        self.raw(&["&#160; "]);
        self.broken_lines(lines);
        self.raw(&["</h1>\n"]);
    }

    fn heading(&mut self, level: u8, id: Option<&'a str>, text: &'a [Inline]) {
        let (name, size) = self.ranked(if self.is_answer { level.max(2) + 2 } else { level + 1 });
        self.page_label(id);
        self.open(name, id, &format!("margin: 14pt 0 8pt 0; font-size: {size}"));
        self.inlines(text);
        self.raw(&["</", name, ">\n"]);
    }

    /// Returns the element and the size of a heading of some rank, at most one below the heading before it: who
    /// hears the letter goes from rank to rank.
    fn ranked(&mut self, wished: u8) -> (&'static str, &'static str) {
        self.rank = wished.min(self.rank + 1);
        match self.rank {
            0..=2 => ("h2", "13pt"),
            3 => ("h3", "12pt"),
            4 => ("h4", "11pt"),
            5 => ("h5", "11pt"),
            _ => ("h6", "11pt"),
        }
    }

    /// Writes a paragraph, with markup before its text.
    pub(super) fn paragraph(&mut self, paragraph: &'a Paragraph, style: &str, before: &str) {
        self.open("p", paragraph.id.as_deref(), style);
        self.raw(&[before]);
        self.paragraph_text(paragraph);
        self.raw(&["</p>\n"]);
    }

    fn paragraph_text(&mut self, paragraph: &'a Paragraph) {
        if let Some(label) = &paragraph.label {
            let (start, end) = match label.style {
                LabelStyle::Response => ("<b><i>", "</i></b>"),
                LabelStyle::Undertaking => ("<b>", "</b>"),
            };
            self.raw(&[start]);
            self.text(&label.words);
            self.raw(&[end, if paragraph.text.is_empty() { "" } else { " " }]);
        }
        let small = paragraph.style == ParagraphStyle::Small;
        self.raw(&[if small { "<small>" } else { "" }]);
        self.voice(&paragraph.text);
        self.raw(&[if small { "</small>" } else { "" }]);
    }

    /// Writes a text in the voice of who says it: the staff's words are bold or italic.
    fn voice(&mut self, text: &'a [Inline]) {
        let name = match (self.is_staff, self.document.staff_italic) {
            (false, _) => return self.inlines(text),
            (true, false) => "b",
            (true, true) => "i",
        };
        self.raw(&["<", name, ">"]);
        self.inlines(text);
        self.raw(&["</", name, ">"]);
    }

    fn list(&mut self, list: &'a List) {
        // EDGAR takes no list without items.
        if list.items.is_empty() {
            return;
        }
        let name = if list.start.is_some() { "ol" } else { "ul" };
        self.raw(&["<", name]);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.raw(&[" start=\"", &start.to_string(), "\""]);
        }
        self.raw(&[" style=\"margin: 0 0 8pt 0\">\n"]);
        for item in &list.items {
            self.item(item, list.loose);
        }
        self.raw(&["</", name, ">\n"]);
    }

    /// Writes an item; in a close list its first paragraph stands in it without an element.
    fn item(&mut self, item: &'a [Block], loose: bool) {
        match item {
            [Block::Paragraph(first), rest @ ..] if !loose => {
                self.open("li", first.id.as_deref(), "");
                self.paragraph_text(first);
                self.raw(&[if rest.is_empty() { "" } else { "\n" }]);
                self.blocks(rest);
            }
            _ => {
                self.raw(&["<li>\n"]);
                self.blocks(item);
            }
        }
        self.raw(&["</li>\n"]);
    }

    /// The widest that an image is shown, in pixels: about the width of the text.
    const WIDEST: u32 = 640;

    fn figure(&mut self, image: &'a str, alternative: &str) {
        let size = self.document.images.get(image).map(|image| (image.width, image.height));
        let (Some(name), Some((width, height))) = (self.image(image), size) else {
            self.raw(&["<p style=\"", PARAGRAPH, "\">"]);
            self.text(alternative);
            return self.raw(&["</p>\n"]);
        };
        let shown = width.clamp(1, Self::WIDEST);
        let height = (u64::from(height) * u64::from(shown) / u64::from(width.max(1))).max(1);
        self.raw(&[
            "<p align=\"center\" style=\"",
            PARAGRAPH,
            "\"><img src=\"",
            &name,
            "\" alt=\"",
        ]);
        self.text(alternative);
        let (width, height) = (shown.to_string(), height.to_string());
        self.raw(&["\" width=\"", &width, "\" height=\"", &height, "\" border=\"0\" /></p>\n"]);
    }

    fn disclosure(&mut self, disclosure: &'a Disclosure) {
        self.page_label(Some(&disclosure.id));
        let frame = "border: 1px solid #000000; margin: 12pt 0 12pt 0; padding: 6pt 8pt 0 8pt";
        self.open("div", Some(&disclosure.id), frame);
        let (name, _) = self.ranked(4);
        self.raw(&["\n<", name, " style=\"margin: 0 0 4pt 0; font-size: 11pt\">"]);
        self.text(&disclosure.title);
        self.raw(&[" "]);
        self.inlines(&disclosure.source);
        self.raw(&["</", name, ">\n"]);
        if !disclosure.legend.is_empty() {
            self.raw(&["<p style=\"", PARAGRAPH, "\"><small>"]);
            self.inlines(&disclosure.legend);
            self.raw(&["</small></p>\n"]);
        }
        // Its own notes stand within it; those of the answer around it wait for the answer's end.
        let waiting = std::mem::take(&mut self.pending);
        let outer = std::mem::replace(&mut self.is_answer, true);
        self.blocks(&disclosure.blocks);
        self.flush_notes();
        (self.pending, self.is_answer) = (waiting, outer);
        self.raw(&["</div>\n"]);
    }

    fn signature(&mut self, signature: &Signature) {
        self.raw(&["<div style=\"margin: 16pt 0 16pt 222pt\">\n<p style=\"margin: 0 0 12pt 0\">"]);
        self.text(&signature.closing);
        self.raw(&["</p>\n"]);
        if let Some(conformed) = &signature.conformed {
            self.raw(&["<p style=\"margin: 0 0 4pt 0\">"]);
            self.text(conformed);
            self.raw(&["</p>\n"]);
        }
        self.raw(&["<p style=\"margin: 0\">"]);
        for (index, line) in signature.lines.iter().enumerate() {
            self.raw(&[if index > 0 { "<br />" } else { "" }]);
            self.text(line);
        }
        self.raw(&["</p>\n</div>\n"]);
    }

    /// Writes the notes that were referred to since the last call; notes may refer to further notes.
    pub(super) fn flush_notes(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let staff = std::mem::replace(&mut self.is_staff, false);
        self.raw(&["<hr size=\"1\" width=\"20%\" align=\"left\" />\n"]);
        while !self.pending.is_empty() {
            for note in std::mem::take(&mut self.pending) {
                self.notes[note].queued = true;
                self.note(note);
            }
        }
        self.is_staff = staff;
    }

    fn note(&mut self, note: usize) {
        let number = (note + 1).to_string();
        let document = self.document;
        let blocks = &document.notes[note];
        let mark = if self.notes[note].referred {
            format!("<sup><a id=\"fn{number}\" href=\"#fnref{number}\">{number}</a></sup> ")
        } else {
            format!("<sup>{number}</sup> ")
        };
        self.raw(&["<div style=\"font-size: 9pt\">\n"]);
        match blocks.as_slice() {
            [Block::Paragraph(first), rest @ ..] => {
                self.paragraph(first, "margin: 0 0 4pt 0", &mark);
                self.blocks(rest);
            }
            blocks => {
                self.raw(&["<p style=\"margin: 0 0 4pt 0\">", mark.trim_end(), "</p>\n"]);
                self.blocks(blocks);
            }
        }
        self.raw(&["</div>\n"]);
    }
}

//! Blocks as elements; the larger kinds have modules of their own.

use super::disclosure::{all_change, block_change, change, change_class};
use super::escape;
use super::writer::{RANKS, Writer};
use crate::document::{
    Block, ImageKind, Inline, Label, LabelStyle, LinesRole, List, Paragraph, ParagraphStyle,
    REDACTED, Signature,
};

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        match block {
            Block::Letterhead { name, lines } => self.letterhead(name, lines),
            Block::Lines { role, lines } => self.lines(*role, lines),
            Block::Subject { label, lines } => self.subject(label, lines),
            Block::Heading { level, id, text } => self.heading(*level, id.as_deref(), text),
            Block::Paragraph(paragraph) => self.paragraph(paragraph, "", ""),
            Block::List(list) => self.list(list),
            Block::Quote(inner) => {
                self.open("blockquote", None, &["quote", change_class(block_change(block))]);
                self.raw(&["\n"]);
                self.blocks(inner);
                self.raw(&["</blockquote>\n"]);
            }
            Block::Table(table) => self.table(table),
            Block::Code(code) => {
                self.raw(&["<pre tabindex=\"0\"><code>"]);
                self.text(code);
                self.raw(&["</code></pre>\n"]);
            }
            Block::Figure { image, alternative } => self.figure(image, alternative),
            Block::Break => self.raw(&["<hr>\n"]),
            // The change stands in the inlines: see `redline::spread`.
            Block::Changed { blocks, .. } => self.blocks(blocks),
            Block::Confidential(inner) => {
                self.raw(&["<div class=\"confidential\">\n"]);
                self.blocks(inner);
                self.raw(&["</div>\n"]);
            }
            Block::Redacted => {
                // As a paragraph that is one region: what was taken out has no form.
                self.raw(&["<p><span class=\"redacted\">"]);
                self.words(REDACTED);
                self.raw(&["</span></p>\n"]);
            }
            Block::Exchange(exchange) => self.exchange(exchange),
            Block::Disclosure(disclosure) => self.disclosure(disclosure),
            Block::Signature(signature) => self.signature(signature),
            Block::Copies(lines) => self.copies(lines),
        }
    }

    fn letterhead(&mut self, name: &str, lines: &[String]) {
        self.raw(&["<header class=\"letterhead\">\n<p class=\"name\">"]);
        self.words(name);
        self.raw(&["</p>\n"]);
        if !lines.is_empty() {
            self.raw(&["<p>"]);
            for (index, line) in lines.iter().enumerate() {
                self.raw(&[if index > 0 { "<br>" } else { "" }]);
                self.words(line);
            }
            self.raw(&["</p>\n"]);
        }
        self.raw(&["</header>\n"]);
    }

    fn lines(&mut self, role: LinesRole, lines: &'a [Vec<Inline>]) {
        let class = match role {
            LinesRole::Date => "date",
            LinesRole::Via => "via",
            LinesRole::Addressee => "addressee",
            LinesRole::Salutation => "salutation",
        };
        self.open("p", None, &[class]);
        if role == LinesRole::Date {
            let date = self.document.date.to_string();
            self.raw(&["<time datetime=\"", &date, "\">"]);
            self.broken_lines(lines);
            self.raw(&["</time>"]);
        } else {
            self.broken_lines(lines);
        }
        self.raw(&["</p>\n"]);
    }

    fn broken_lines(&mut self, lines: &'a [Vec<Inline>]) {
        for (index, line) in lines.iter().enumerate() {
            self.raw(&[if index > 0 { "<br>" } else { "" }]);
            self.inlines(line);
        }
    }

    /// Writes what the letter is about: its heading of the first rank.
    fn subject(&mut self, label: &str, lines: &'a [Vec<Inline>]) {
        self.ranks.last = 1;
        self.ranks.section = 1;
        self.raw(&["<h1 class=\"subject\"><span class=\"re\">"]);
        self.words(label);
        self.raw(&["</span> <span class=\"lines\">"]);
        self.broken_lines(lines);
        self.raw(&["</span></h1>\n"]);
    }

    fn heading(&mut self, level: u8, id: Option<&'a str>, text: &'a [Inline]) {
        // Within an answer the staff's keys are the headings above.
        let above = if self.ranks.unit > 0 { self.ranks.unit } else { self.ranks.base };
        let level = level.clamp(1, 4);
        let wished = if self.ranks.unit > 0 {
            above + level.saturating_sub(2).max(1)
        } else {
            above + level
        };
        let rank = self.rank(wished);
        if self.ranks.unit == 0 {
            self.ranks.section = rank;
            self.ranks.comment = 0;
        }
        self.headline(rank, id, &[LEVELS[usize::from(level)], change_class(change(text))], text);
    }

    fn headline(&mut self, rank: u8, id: Option<&'a str>, classes: &[&str], text: &'a [Inline]) {
        let name = RANKS[usize::from(rank)];
        self.open(name, id, classes);
        self.inlines(text);
        self.raw(&["</", name, ">\n"]);
    }

    /// Writes a paragraph, with markup before and after its text.
    pub(super) fn paragraph(&mut self, paragraph: &'a Paragraph, before: &str, after: &str) {
        let class = match (paragraph.style, &paragraph.label) {
            (ParagraphStyle::Small, _) => "small",
            (ParagraphStyle::Centred, _) => "centred",
            (_, Some(Label { style: LabelStyle::Undertaking, .. })) => "undertaking",
            (_, Some(_)) if paragraph.text.is_empty() => "label-line",
            _ => "",
        };
        let change = change_class(change(&paragraph.text));
        self.open("p", paragraph.id.as_deref(), &[class, change]);
        self.raw(&[before]);
        self.paragraph_text(paragraph);
        self.raw(&[after, "</p>\n"]);
    }

    pub(super) fn paragraph_text(&mut self, paragraph: &'a Paragraph) {
        if let Some(label) = &paragraph.label {
            let class = match label.style {
                LabelStyle::Response => "label",
                LabelStyle::Undertaking => "term",
            };
            self.open("b", None, &[class]);
            self.words(&label.words);
            self.raw(&["</b>", if paragraph.text.is_empty() { "" } else { " " }]);
        }
        self.inlines(&paragraph.text);
    }

    fn list(&mut self, list: &'a List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        self.raw(&["<", name]);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.raw(&[" start=\"", &start.to_string(), "\""]);
        }
        self.raw(&[if list.loose { " class=\"loose\">\n" } else { ">\n" }]);
        for item in &list.items {
            self.item(item, list.loose);
        }
        self.raw(&["</", name, ">\n"]);
    }

    /// Writes an item; in a close list its first paragraph stands in it without an element.
    fn item(&mut self, item: &'a [Block], loose: bool) {
        let class = change_class(all_change(item));
        match item {
            [Block::Paragraph(first), rest @ ..] if !loose => {
                self.open("li", first.id.as_deref(), &[class]);
                self.paragraph_text(first);
                if !rest.is_empty() {
                    self.raw(&["\n"]);
                }
                self.blocks(rest);
            }
            _ => {
                self.open("li", None, &[class]);
                self.raw(&["\n"]);
                self.blocks(item);
            }
        }
        self.raw(&["</li>\n"]);
    }

    fn figure(&mut self, image: &str, alternative: &str) {
        let Some(picture) = self.document.images.get(image) else {
            self.raw(&["<p>"]);
            self.words(alternative);
            self.raw(&["</p>\n"]);
            return;
        };
        let kind = match picture.kind {
            ImageKind::Png => "png",
            ImageKind::Jpeg => "jpeg",
        };
        self.raw(&["<figure><img alt=\""]);
        self.text(alternative);
        let (width, height) = (picture.width.to_string(), picture.height.to_string());
        self.raw(&[
            "\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\" src=\"data:image/",
            kind,
            ";base64,",
        ]);
        escape::push_base64(&picture.bytes, &mut self.out);
        self.raw(&["\"></figure>\n"]);
    }

    fn signature(&mut self, signature: &Signature) {
        self.raw(&["<div class=\"signature\">\n<p>"]);
        self.words(&signature.closing);
        self.raw(&["</p>\n"]);
        match &signature.conformed {
            Some(conformed) => {
                self.raw(&["<p class=\"conformed\">"]);
                self.words(conformed);
                self.raw(&["</p>\n"]);
            }
            None => self.raw(&["<p class=\"unsigned\"></p>\n"]),
        }
        self.raw(&["<p>"]);
        for (index, line) in signature.lines.iter().enumerate() {
            self.raw(&[if index > 0 { "<br>" } else { "" }]);
            self.words(line);
        }
        self.raw(&["</p>\n</div>\n"]);
    }

    fn copies(&mut self, lines: &'a [Vec<Inline>]) {
        self.raw(&["<dl class=\"copies\"><dt>cc:</dt><dd>"]);
        self.broken_lines(lines);
        self.raw(&["</dd></dl>\n"]);
    }
}

/// Classes of headings by level.
const LEVELS: [&str; 5] = ["h-1", "h-1", "h-2", "h-3", "h-4"];

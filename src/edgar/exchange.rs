//! The staff's words and the answer, under one another.

use super::blocks::PARAGRAPH;
use super::escape;
use super::writer::Writer;
use crate::document::{Block, Exchange, Margin, Passage, PassageKind};

impl<'a> Writer<'a> {
    pub(super) fn exchange(&mut self, exchange: &'a Exchange) {
        self.is_staff = true;
        exchange.passages.iter().for_each(|passage| self.passage(passage));
        self.is_staff = false;
        if exchange.answer.is_empty() {
            return;
        }
        self.raw(&["<div style=\"margin: 0 0 0 36pt\">\n"]);
        let outer = std::mem::replace(&mut self.is_answer, true);
        self.blocks(&exchange.answer);
        self.flush_notes();
        self.is_answer = outer;
        self.raw(&["</div>\n"]);
    }

    /// Writes a passage beside a rule: number or key in the margin, the staff's own mark, and the words.
    fn passage(&mut self, passage: &'a Passage) {
        self.page_label(passage.id.as_deref());
        let indent = match passage.kind {
            PassageKind::Item { depth, .. } => 12 * (u32::from(depth).max(1) - 1),
            _ => 0,
        };
        let before = mark(passage, indent);
        let style = match passage.kind {
            PassageKind::Group => "margin: 8pt 0 8pt 0".to_owned(),
            _ if indent > 0 => format!("margin: 0 0 8pt {indent}pt"),
            _ => PARAGRAPH.to_owned(),
        };
        self.open("div", passage.id.as_deref(), RULE);
        self.raw(&["\n"]);
        match passage.blocks.as_slice() {
            [Block::Paragraph(first), rest @ ..] => {
                self.paragraph(first, &style, &before);
                self.blocks(rest);
            }
            blocks => {
                if !before.is_empty() {
                    self.raw(&["<p style=\"", &style, "\">", before.trim_end(), "</p>\n"]);
                }
                self.blocks(blocks);
            }
        }
        self.raw(&["</div>\n"]);
    }
}

/// The rule beside the staff's words, which leaves a margin for numbers and keys.
const RULE: &str = "margin: 0 0 0 36pt; border-left: 1px solid #000000; padding: 0 0 0 7pt";

/// How far text beside the rule stands from the margin's left edge, in points.
const MARGIN: u32 = 43;

/// Returns what stands before a passage's words: its number or key, hung into the margin, and its mark.
fn mark(passage: &Passage, indent: u32) -> String {
    let mut before = String::new();
    let (name, words) = match &passage.margin {
        Margin::Empty => ("", ""),
        Margin::Number(number) => ("b", number.as_str()),
        Margin::Key(key) => ("small", key.as_str()),
    };
    if !name.is_empty() {
        let back = MARGIN + indent;
        let width = MARGIN - 7;
        // The blank behind it takes what is left of the 7 points between rule and words.
        let after = 4 + indent;
        before = format!(
            "<{name} style=\"display: inline-block; width: {width}pt; margin: 0 {after}pt 0 -{back}pt\">"
        );
        escape::push(words, &mut before);
        before.push_str(&format!("</{name}> "));
    }
    if let PassageKind::Item { marker, .. } = &passage.kind
        && !passage.blocks.is_empty()
    {
        escape::push(marker, &mut before);
        before.push_str("&#160; ");
    }
    before
}

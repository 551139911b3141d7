//! The staff's words beside the answer, in rows.

use super::escape;
use super::writer::{RANKS, Writer};
use crate::document::{Block, Exchange, Margin, Passage, PassageKind};

impl<'a> Writer<'a> {
    /// Writes the staff's words and the answer in rows: subheadings across, questions beside the answer.
    ///
    /// Words that lead in to bullets have a row of their own, so that the answer begins beside its bullets.
    pub(super) fn exchange(&mut self, exchange: &'a Exchange) {
        let mut rest = &exchange.passages[..];
        loop {
            let length = row_length(rest);
            let (row, after) = rest.split_at(length);
            let answer = if after.is_empty() { &exchange.answer[..] } else { &[] };
            match row {
                [passage] if is_subheading(passage) && answer.is_empty() => self.group(passage),
                [] if answer.is_empty() => {}
                _ => self.row(row, answer),
            }
            rest = after;
            if rest.is_empty() {
                return;
            }
        }
    }

    fn row(&mut self, passages: &'a [Passage], answer: &'a [Block]) {
        let quoted = passages.iter().any(|passage| !passage.blocks.is_empty());
        let class = match (quoted, answer.is_empty()) {
            (true, false) => "exchange",
            (true, true) => "exchange lead",
            (false, _) => "exchange bare",
        };
        self.open("div", None, &[class]);
        self.raw(&["\n"]);
        if !passages.is_empty() {
            self.raw(&["<div class=\"staff\">\n"]);
            for passage in passages {
                self.passage(passage);
            }
            self.raw(&["</div>\n"]);
        }
        if !answer.is_empty() {
            self.raw(&["<div class=\"answer\">\n"]);
            if self.ranks.unit == 0 {
                self.ranks.unit = self.ranks.comment.max(self.ranks.section).max(1);
            }
            self.blocks(answer);
            self.flush_notes();
            self.raw(&["</div>\n"]);
        }
        self.raw(&["</div>\n"]);
        self.ranks.unit = 0;
    }

    /// Writes a subheading over bullets across both columns.
    fn group(&mut self, passage: &'a Passage) {
        let wished = self.ranks.section + 2;
        let rank = self.rank(wished);
        self.ranks.comment = rank;
        let name = RANKS[usize::from(rank)];
        self.open(name, passage.id.as_deref(), &["group"]);
        for (index, block) in passage.blocks.iter().enumerate() {
            self.raw(&[if index > 0 { " " } else { "" }]);
            if let Block::Paragraph(paragraph) = block {
                self.paragraph_text(paragraph);
            }
        }
        self.raw(&["</", name, ">\n"]);
    }

    fn passage(&mut self, passage: &'a Passage) {
        self.open("div", passage.id.as_deref(), &["passage"]);
        self.margin(passage);
        if passage.blocks.is_empty() {
            self.raw(&["</div>\n"]);
            return;
        }
        match &passage.kind {
            PassageKind::Text => {
                self.raw(&["<blockquote>\n"]);
                self.blocks(&passage.blocks);
            }
            PassageKind::Group => {
                self.raw(&["<blockquote class=\"group\">\n"]);
                self.blocks(&passage.blocks);
            }
            PassageKind::Item { marker, depth } => {
                let depth = usize::from(*depth).clamp(1, DEPTHS.len()) - 1;
                self.open("blockquote", None, &[DEPTHS[depth]]);
                self.raw(&["\n"]);
                self.marked(marker, &passage.blocks);
            }
        }
        self.raw(&["</blockquote></div>\n"]);
    }

    /// Writes an item of the staff's letter with its mark hanging before the first line.
    fn marked(&mut self, marker: &str, blocks: &'a [Block]) {
        let mut mark = String::from("<span class=\"mark\">");
        escape::push(marker, &mut mark);
        mark.push_str("</span> ");
        match blocks {
            [Block::Paragraph(first), rest @ ..] => {
                self.paragraph(first, &mark, "");
                self.blocks(rest);
            }
            _ => {
                self.raw(&["<p>", mark.trim_end(), "</p>\n"]);
                self.blocks(blocks);
            }
        }
    }

    /// Writes number or key as a heading that links to its own place.
    fn margin(&mut self, passage: &'a Passage) {
        let (words, kind, class) = match &passage.margin {
            Margin::Empty => return,
            Margin::Number(number) => (number, "Comment", "number"),
            Margin::Key(key) => (key, unit_name(&passage.kind), "key"),
        };
        let wished = match &passage.margin {
            Margin::Number(_) => self.ranks.section + 1,
            _ if self.ranks.comment > 0 => self.ranks.comment + 1,
            _ => self.ranks.section + 1,
        };
        let rank = self.rank(wished);
        if class == "number" {
            self.ranks.comment = rank;
        }
        self.ranks.unit = rank;
        let name = RANKS[usize::from(rank)];
        self.open(name, None, &[class]);
        match &passage.id {
            Some(id) => {
                self.raw(&["<a href=\"", &escape::fragment(id), "\" aria-label=\"", kind, " "]);
                self.text(words.trim_end_matches('.'));
                self.raw(&[", link to this place\">"]);
                self.text(words);
                self.raw(&["</a>"]);
            }
            None => self.text(words),
        }
        self.raw(&["</", name, ">"]);
    }
}

/// Classes of the staff's items by depth.
const DEPTHS: [&str; 4] = ["item", "item d-2", "item d-3", "item d-4"];

/// Returns the name by which a reader hears of a unit.
fn unit_name(kind: &PassageKind) -> &'static str {
    match kind {
        PassageKind::Item { marker, .. } if marker == "•" => "Bullet",
        PassageKind::Item { .. } => "Part",
        _ => "Comment",
    }
}

/// Says whether a passage can be written as a heading: a group of words alone.
fn is_subheading(passage: &Passage) -> bool {
    passage.kind == PassageKind::Group
        && passage.margin == Margin::Empty
        && passage.blocks.iter().all(|block| matches!(block, Block::Paragraph(_)))
}

/// Returns how many passages stand in the next row.
fn row_length(passages: &[Passage]) -> usize {
    let Some(first) = passages.first() else { return 0 };
    // A group stands alone, unless nothing follows that could carry the answer.
    if first.kind == PassageKind::Group {
        return 1;
    }
    let is_item = |passage: &Passage| matches!(passage.kind, PassageKind::Item { .. });
    let items = is_item(first);
    passages
        .iter()
        .position(|passage| passage.kind == PassageKind::Group || is_item(passage) != items)
        .unwrap_or(passages.len())
}

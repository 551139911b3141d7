//! The staff's words and what answers them.

use super::super::context::Context;
use super::super::measures::{Frame, LEFT, STAFF, TEXT, baseline};
use super::super::page::{Face, NodeId, Role};
use super::super::slab::{Anchor, Bond, Ink, Kind, Slab, space};
use super::super::survey::opens_comment;
use super::super::text::{Spot, Style, Text, end_with_blank};
use super::super::tree::ROOT;
use super::prose::keep_next_lines;
use super::{first_baseline, lay_block, lay_blocks, list_in_outline, name};
use crate::document::{Block, Exchange, Margin, Paragraph, Passage, PassageKind};

/// The staff's words up to this many lines do not break, and keep with their response.
const SHORT: usize = 5;

/// How far text stands behind its bullet.
const INDENT: f32 = 13.0;

/// Sets an exchange.
pub(super) fn lay(context: &mut Context<'_>, exchange: &Exchange, slabs: &mut Vec<Slab>) {
    let opens = opens_comment(exchange);
    let parent = context.comment.filter(|_| !opens).unwrap_or(ROOT);
    let section = context.tree.add(parent, Role::Section);
    if opens {
        context.comment = Some(section);
    }
    let mut margins = Vec::new();
    let staff = slabs.len();
    lay_passages(context, section, &exchange.passages, &mut margins, slabs);
    if !exchange.answer.is_empty() && slabs.len() > staff {
        keep_with_answer(exchange.passages.last(), slabs);
    }
    let first = slabs.len();
    lay_answer(context, section, &exchange.answer, slabs);
    end_answer(&exchange.answer, slabs);
    hang_margins(context, margins, first, slabs);
}

fn lay_answer(context: &mut Context<'_>, section: NodeId, answer: &[Block], slabs: &mut Vec<Slab>) {
    let frame = Frame::answer(section);
    for block in answer {
        let first = slabs.len();
        lay_block(context, frame, block, slabs);
        if context.staff_is_open && slabs.len() > first {
            context.staff_is_open = false;
            if matches!(block, Block::Paragraph(_)) {
                slabs[first].before = 7.0;
            }
        }
    }
}

/// Lets the last slab of an answer say that it ends there.
fn end_answer(answer: &[Block], slabs: &mut [Slab]) {
    let ids = answer.iter().filter_map(|block| match block {
        Block::Paragraph(Paragraph { id: Some(id), label: Some(_), .. }) => Some(id.clone()),
        _ => None,
    });
    if let Some(last) = slabs.last_mut() {
        last.anchors.extend(ids.map(Anchor::End));
    }
}

/// A number or key in the margin whose words are left out: it stands beside what comes next.
struct Hanging {
    ink: Ink,
    anchors: Vec<Anchor>,
}

fn lay_passages(
    context: &mut Context<'_>,
    section: NodeId,
    passages: &[Passage],
    margins: &mut Vec<Hanging>,
    slabs: &mut Vec<Slab>,
) {
    let mut staff = Staff { section, quote: None, lists: Vec::new() };
    for passage in passages {
        let first = slabs.len();
        let margin = staff.passage(context, passage, slabs);
        let mut lines = slabs.split_off(first);
        let mut named = [Slab::new(0.0, Ink::default())];
        let carrier = if lines.is_empty() { &mut named[..] } else { &mut lines[..] };
        name(carrier, passage.id.as_deref());
        if let Some(id) = &passage.id {
            list_in_outline(context, carrier, id);
        }
        if lines.is_empty() {
            let [named] = named;
            margins.push(Hanging { ink: margin, anchors: named.anchors });
            continue;
        }
        finish_passage(context, passage, &mut lines);
        if let Some(line) = first_baseline(&lines) {
            lines[0].ink.prepend(margin, line - baseline(TEXT.1));
        } else {
            lines[0].ink.prepend(margin, 0.0);
        }
        slabs.append(&mut lines);
    }
}

/// Gives the lines of a passage their places in the run of the staff's words.
fn finish_passage(context: &mut Context<'_>, passage: &Passage, lines: &mut [Slab]) {
    let numbered = matches!(passage.margin, Margin::Number(_));
    let starts = !context.staff_is_open || numbered;
    context.staff_is_open = true;
    let before = match &passage.kind {
        _ if !starts => 7.0,
        PassageKind::Group => 16.0,
        PassageKind::Item { .. } => 12.0,
        PassageKind::Text => 20.0,
    };
    space(lines, before, 7.0);
    let short = lines.len() <= SHORT;
    for (index, slab) in lines.iter_mut().enumerate() {
        slab.kind = Kind::Staff { starts: starts && index == 0 };
        if index > 0 && short {
            slab.bond = Bond::Never;
        }
    }
    lines[0].bond = Bond::Free(match (starts, numbered) {
        (true, true) => -0.01,
        (true, false) => 0.0,
        (false, _) => 0.02,
    });
    if passage.kind == PassageKind::Group {
        keep_next_lines(lines);
    }
}

/// A bullet, or a comment of few lines, stays with the label and two lines of its response.
fn keep_with_answer(last: Option<&Passage>, slabs: &mut [Slab]) {
    let item = last.is_some_and(|passage| matches!(passage.kind, PassageKind::Item { .. }));
    let staff = |slab: &&Slab| matches!(slab.kind, Kind::Staff { .. });
    let lines = slabs.iter().rev().take_while(staff).take(SHORT + 1).count();
    if let Some(last) = slabs.last_mut().filter(|_| item || lines <= SHORT) {
        last.keep_next = 2;
    }
}

/// Sets numbers and keys whose words are left out beside what follows.
fn hang_margins(
    context: &mut Context<'_>,
    margins: Vec<Hanging>,
    first: usize,
    slabs: &mut Vec<Slab>,
) {
    let count = margins.len();
    for (index, Hanging { ink, anchors }) in margins.into_iter().enumerate() {
        let at = first + index;
        let beside = index + 1 == count && first_baseline(&slabs[at..]).is_some();
        if !beside {
            let line = Slab {
                before: 12.0,
                lines: 0,
                baseline: Some(baseline(TEXT.1)),
                keep_next: 2,
                ..Slab::new(TEXT.1, Ink::default())
            };
            slabs.insert(at, line);
        }
        let line = slabs[at].baseline.unwrap_or(baseline(TEXT.1));
        slabs[at].ink.prepend(ink, line - baseline(TEXT.1));
        slabs[at].anchors.extend(anchors);
        if slabs[at].before < 12.0 {
            slabs[at].before = 12.0;
        }
        context.staff_is_open = false;
    }
}

/// The structure that the passages of an exchange grow.
struct Staff {
    section: NodeId,
    /// The quotation that holds the staff's words.
    quote: Option<NodeId>,
    /// The open lists of bullets: depth, list and the body of its last item.
    lists: Vec<(u8, NodeId, NodeId)>,
}

impl Staff {
    /// Sets a passage's words; returns what stands in the margin beside them.
    fn passage(
        &mut self,
        context: &mut Context<'_>,
        passage: &Passage,
        slabs: &mut Vec<Slab>,
    ) -> Ink {
        match &passage.kind {
            PassageKind::Item { marker, depth } => {
                self.item(context, passage, marker, *depth, slabs)
            }
            kind => {
                self.lists.clear();
                let margin = self.margin(context, &passage.margin, None);
                let quote = self.quote(context, &passage.blocks);
                let mut frame = Frame::staff(quote, context.document.staff_italic);
                if *kind == PassageKind::Group {
                    frame.face = Face::BoldItalic;
                }
                lay_blocks(context, frame, &passage.blocks, slabs);
                margin
            }
        }
    }

    fn item(
        &mut self,
        context: &mut Context<'_>,
        passage: &Passage,
        marker: &str,
        depth: u8,
        slabs: &mut Vec<Slab>,
    ) -> Ink {
        if passage.blocks.is_empty() {
            return self.margin(context, &passage.margin, None);
        }
        let list = self.list(context, depth, marker);
        let item = context.tree.add(list, Role::Item);
        let label = context.tree.add(item, Role::Label);
        let body = context.tree.add(item, Role::Body);
        if let Some(open) = self.lists.last_mut() {
            open.2 = body;
        }
        let mut ink = self.margin(context, &passage.margin, Some(label));
        let x = STAFF + INDENT * f32::from(depth.saturating_sub(1).min(8));
        let frame = Frame::staff(body, context.document.staff_italic);
        let marker = Text::plain(context, marker, Style::new(frame.face, label));
        let width = marker.width(0..marker.len(), frame.size) + 4.0;
        marker.set_whole(Spot { x, top: 0.0, leading: TEXT.1, size: frame.size }, &mut ink);
        end_with_blank(context, &mut ink);
        let text = (x + INDENT.max(width)).min(frame.right - 200.0);
        lay_blocks(context, Frame { x: text, wide: text, ..frame }, &passage.blocks, slabs);
        ink
    }

    /// Returns the list that an item of some depth belongs to.
    fn list(&mut self, context: &mut Context<'_>, depth: u8, marker: &str) -> NodeId {
        while self.lists.last().is_some_and(|open| open.0 > depth) {
            self.lists.pop();
        }
        if let Some(open) = self.lists.last().filter(|open| open.0 == depth) {
            return open.1;
        }
        let parent = match self.lists.last() {
            Some(open) => open.2,
            None => self.quote(context, &[Block::Break]),
        };
        let numbered = marker.contains(char::is_alphanumeric);
        let list = context.tree.add(parent, Role::List { numbered });
        self.lists.push((depth, list, list));
        list
    }

    fn quote(&mut self, context: &mut Context<'_>, blocks: &[Block]) -> NodeId {
        if blocks.is_empty() {
            return self.section;
        }
        *self.quote.get_or_insert_with(|| context.tree.add(self.section, Role::BlockQuote))
    }

    /// Sets a number or key in the margin; its line box has the leading of the text.
    fn margin(&self, context: &mut Context<'_>, margin: &Margin, label: Option<NodeId>) -> Ink {
        let (words, face, size) = match margin {
            Margin::Empty => return Ink::default(),
            Margin::Number(number) => (number, Face::Bold, 11.0),
            Margin::Key(key) => (key, Face::Roman, 8.5),
        };
        let node = label.unwrap_or_else(|| context.tree.add(self.section, Role::Label));
        let text = Text::plain(context, words, Style::new(face, node));
        let size = text.fitted(size, STAFF - 10.0 - LEFT);
        let mut ink = Ink::default();
        text.set_whole(Spot { x: LEFT, top: 0.0, leading: TEXT.1, size }, &mut ink);
        end_with_blank(context, &mut ink);
        ink
    }
}

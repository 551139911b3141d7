//! Paragraphs, headings, quotations and code.

use super::super::context::Context;
use super::super::measures::{Frame, GAP, baseline};
use super::super::page::{Face, Role};
use super::super::slab::{Anchor, Bond, Ink, Slab, space, weld};
use super::super::text::{Composer, Measure, Spot, Style, Text};
use super::{as_heading, lay_blocks, name, space_around};
use crate::document::{Block, Inline, LabelStyle, Paragraph, ParagraphStyle, plain};

/// How a text becomes lines.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Setting {
    /// How far lines but the first are moved in.
    pub(in super::super) hang: f32,
    /// Whether lines may be justified.
    pub(in super::super) justify: bool,
}

/// Lines that are never justified and do not hang.
const PLAIN: Setting = Setting { hang: 0.0, justify: false };

/// Sets a text as lines in a frame, with two lines at least on each side of a page break.
pub(in super::super) fn prose(
    context: &mut Context<'_>,
    frame: Frame,
    text: &Text,
    setting: Setting,
) -> Vec<Slab> {
    let cuts = match context.guide.filter(|_| text.has_regions()) {
        Some(guide) => guide.cuts(context.tag()),
        None => Vec::new(),
    };
    let measure = Measure {
        width: frame.width() - setting.hang,
        hang: setting.hang,
        size: frame.size,
        justify: setting.justify && context.document.justify,
    };
    let lines = text.lines_cut(context, measure, &cuts);
    let count = lines.len();
    let mut slabs = Vec::with_capacity(count);
    for (index, line) in lines.into_iter().enumerate() {
        let indent = if index == 0 { 0.0 } else { setting.hang };
        let spot = Spot { x: frame.x + indent, top: 0.0, leading: frame.leading, size: frame.size };
        let mut ink = Ink::default();
        text.set(line, spot, &mut ink);
        let whole = count <= 3 || index == 1 || index + 1 == count;
        slabs.push(Slab {
            baseline: Some(baseline(frame.leading)),
            bond: if index > 0 && whole { Bond::Never } else { Bond::Free(frame.cost) },
            parts: index == 0 || !whole,
            notes: text.notes(line.first..line.tail),
            part: context.part,
            at: text.step(line.first),
            ..Slab::new(frame.leading, ink)
        });
    }
    if let Some(first) = slabs.first_mut() {
        first.bond = Bond::Free(0.0);
    }
    space(&mut slabs, frame.gap, frame.gap);
    slabs
}

/// Returns the first baseline of some slabs, where they begin with a line of text.
pub(in super::super) fn first_baseline(slabs: &[Slab]) -> Option<f32> {
    slabs.first().and_then(|slab| slab.baseline)
}

/// Sets a paragraph.
pub(super) fn paragraph(
    context: &mut Context<'_>,
    frame: Frame,
    paragraph: &Paragraph,
    slabs: &mut Vec<Slab>,
) {
    let frame = match paragraph.style {
        ParagraphStyle::Text | ParagraphStyle::Centred => frame,
        ParagraphStyle::Small => Frame { gap: 7.0, ..frame.sized(9.0, 12.0) },
    };
    let node = context.tree.add(frame.node, Role::Paragraph);
    let style = Style::new(frame.face, node);
    let mut composer = Composer::default();
    if let Some(label) = &paragraph.label {
        composer.label(context, label, style);
    }
    composer.inlines(context, &paragraph.text, style);
    let text = composer.finish(context);
    let responds =
        paragraph.label.as_ref().is_some_and(|label| label.style == LabelStyle::Response);
    let frame = if responds { Frame { cost: 0.005, ..frame } } else { frame };
    let justify = frame.face == Face::Roman;
    let frame = match paragraph.style {
        ParagraphStyle::Centred => {
            let x = frame.x + white(&text, frame) / 2.0;
            Frame { x, wide: x, ..frame }
        }
        _ => frame,
    };
    let mut lines = prose(context, frame, &text, Setting { hang: 0.0, justify });
    name(&mut lines, paragraph.id.as_deref());
    let stands_alone = paragraph.label.is_some() && plain(&paragraph.text).trim().is_empty();
    // A lead-in and a label of its own stay with what they announce.
    if stands_alone {
        lines.iter_mut().for_each(|line| line.lines = 0);
    }
    if stands_alone || text.as_str().ends_with(':') {
        keep_next_lines(&mut lines);
    }
    slabs.append(&mut lines);
}

/// Returns how much of a line a text leaves free.
fn white(text: &Text, frame: Frame) -> f32 {
    (frame.right - frame.x - text.widest(frame.size)).max(0.0)
}

/// Sets the sign that stands in the place of confidential blocks.
pub(super) fn redacted(context: &mut Context<'_>, frame: Frame, slabs: &mut Vec<Slab>) {
    let sign = Paragraph { text: vec![Inline::Redacted], ..Paragraph::default() };
    paragraph(context, frame, &sign, slabs);
}

/// Size, leading, face and the space before a heading, by its level.
fn heading_type(level: u8) -> (f32, f32, Face, f32) {
    match level {
        0 | 1 => (14.0, 18.0, Face::Bold, 22.0),
        2 => (12.0, 15.0, Face::Bold, 16.0),
        3 => (11.5, 15.0, Face::BoldItalic, 9.0),
        _ => (11.5, 15.0, Face::Bold, 9.0),
    }
}

/// Sets a heading.
pub(super) fn heading(
    context: &mut Context<'_>,
    frame: Frame,
    level: u8,
    id: Option<&str>,
    text: &[Inline],
    slabs: &mut Vec<Slab>,
) {
    let (size, leading, face, before) = heading_type(level);
    let depth = context.levels.open(level);
    let node = context.tree.add(frame.node, Role::Heading(depth));
    let frame = Frame { size, leading, face, ..frame };
    let set = Text::of(context, text, Style::new(face, node));
    let mut lines = prose(context, frame, &set, PLAIN);
    weld(&mut lines);
    space(&mut lines, before, 8.0);
    as_heading(&mut lines);
    name(&mut lines, id);
    if let Some(first) = lines.first_mut() {
        // A break before a comment is wished for; its headings go with it.
        first.bond = Bond::Free(-0.01);
        first.anchors.push(Anchor::Outline { title: plain(text), level: depth });
    }
    keep_next_lines(&mut lines);
    slabs.append(&mut lines);
}

/// Keeps the last of some lines with two lines of what follows.
pub(super) fn keep_next_lines(lines: &mut [Slab]) {
    if let Some(last) = lines.last_mut() {
        last.keep_next = 2;
    }
}

/// Sets a quotation.
pub(super) fn quote(
    context: &mut Context<'_>,
    frame: Frame,
    blocks: &[Block],
    slabs: &mut Vec<Slab>,
) {
    let node = context.tree.add(frame.node, Role::BlockQuote);
    let narrow = frame.indented(18.0);
    let right = if narrow.x > frame.x { frame.right - 18.0 } else { frame.right };
    let size = if frame.size > 11.0 { (11.0, 14.0) } else { (frame.size, frame.leading) };
    let inner = Frame { node, right, ..narrow.sized(size.0, size.1) };
    let first = slabs.len();
    lay_blocks(context, inner, blocks, slabs);
    space(&mut slabs[first..], space_around(frame), space_around(frame));
}

/// Sets a block of code: its lines as they are.
pub(super) fn code(context: &mut Context<'_>, frame: Frame, code: &str, slabs: &mut Vec<Slab>) {
    let paragraph = context.tree.add(frame.node, Role::Paragraph);
    let node = context.tree.add(paragraph, Role::Code);
    let inner = Frame { face: Face::Mono, ..frame.sized(frame.size * 0.88, frame.leading * 0.88) };
    let mut composer = Composer::verbatim();
    composer.push(code.trim_end_matches('\n'), Style::new(Face::Mono, node));
    let text = composer.finish(context);
    let mut lines = prose(context, inner, &text, PLAIN);
    space(&mut lines, frame.gap, frame.gap);
    slabs.append(&mut lines);
}

/// Returns a break between two parts of a text: a short rule.
pub(super) fn ornament(frame: Frame) -> Slab {
    let middle = (frame.x + frame.right) / 2.0;
    let mut ink = Ink::default();
    ink.line(middle - 36.0, middle + 36.0, 0.25, 0.5);
    Slab { before: 2.0 * GAP, after: 2.0 * GAP, keep_next: 2, lines: 0, ..Slab::new(0.5, ink) }
}

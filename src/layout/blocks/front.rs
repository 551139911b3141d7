//! What frames a letter: letterhead, date, addressee, subject, signature and copies.

use super::super::context::Context;
use super::super::measures::{AXIS, Frame, LEFT, RIGHT, baseline};
use super::super::page::{Face, NodeId, Role};
use super::super::running::letterhead_width;
use super::super::slab::{Bond, Ink, Kind, Slab, space, weld};
use super::super::text::{Spot, Style, Text, end_with_blank};
use super::{Setting, prose};
use crate::document::{Inline, LinesRole, Signature};

/// Left edge of the signature block: the middle of the page.
const SIGNATURE: f32 = 306.0;

/// Sets the letterhead; the lengths count from 40 points below the page's top.
pub(super) fn letterhead(
    context: &mut Context<'_>,
    frame: Frame,
    name: &str,
    lines: &[String],
    slabs: &mut Vec<Slab>,
) {
    let mut ink = Ink::default();
    let node = context.tree.add(frame.node, Role::Paragraph);
    line(context, name, Face::Bold, 17.0, 16.8, node, &mut ink);
    if !lines.is_empty() {
        let node = context.tree.add(frame.node, Role::Paragraph);
        for (index, words) in lines.iter().enumerate() {
            line(context, words, Face::Roman, 9.5, 33.9 + 12.0 * index as f32, node, &mut ink);
            if index + 1 < lines.len() {
                end_with_blank(context, &mut ink);
            }
        }
    }
    let rule = 60.0 + 12.0 * lines.len().saturating_sub(2) as f32;
    ink.line(LEFT, RIGHT, rule, 0.5);
    slabs.push(Slab { after: 13.0, ..Slab::new(rule + 0.25, ink) });
}

/// Sets a line of a letterhead, smaller where it would be too wide.
fn line(
    context: &mut Context<'_>,
    words: &str,
    face: Face,
    size: f32,
    y: f32,
    node: NodeId,
    ink: &mut Ink,
) {
    let text = Text::plain(context, words, Style::new(face, node));
    let size = text.fitted(size, letterhead_width(context.document));
    let spot = Spot { x: LEFT, top: y - baseline(size), leading: size, size };
    text.set_whole(spot, ink);
}

/// Sets lines under one another: date, via, addressee, salutation.
pub(super) fn lines(
    context: &mut Context<'_>,
    frame: Frame,
    role: LinesRole,
    lines: &[Vec<Inline>],
    slabs: &mut Vec<Slab>,
) {
    let (before, after, face) = match role {
        LinesRole::Date => (13.0, 11.0, Face::Roman),
        LinesRole::Via => (11.0, 11.0, Face::Bold),
        LinesRole::Addressee => (11.0, 12.0, Face::Roman),
        LinesRole::Salutation => (7.25, 7.25, Face::Roman),
    };
    let node = context.tree.add(frame.node, Role::Paragraph);
    let frame = Frame { face, ..frame };
    let first = slabs.len();
    stack(context, frame, node, lines, slabs);
    weld(&mut slabs[first..]);
    space(&mut slabs[first..], before, after);
    if role == LinesRole::Salutation {
        slabs[first..].iter_mut().for_each(|slab| slab.keep_next = 2);
    }
}

/// Sets lines of one node under one another, without space between them.
fn stack(
    context: &mut Context<'_>,
    frame: Frame,
    node: NodeId,
    lines: &[Vec<Inline>],
    slabs: &mut Vec<Slab>,
) {
    let first = slabs.len();
    for (index, line) in lines.iter().enumerate() {
        let text = Text::of(context, line, Style::new(frame.face, node));
        let mut set = prose(context, frame, &text, Setting { hang: 13.0, justify: false });
        space(&mut set, 0.0, 0.0);
        if index + 1 < lines.len()
            && let Some(last) = set.last_mut()
        {
            end_with_blank(context, &mut last.ink);
        }
        slabs.append(&mut set);
    }
    weld(&mut slabs[first..]);
}

/// Sets the `Re:` block.
pub(super) fn subject(
    context: &mut Context<'_>,
    frame: Frame,
    label: &str,
    lines: &[Vec<Inline>],
    slabs: &mut Vec<Slab>,
) {
    let node = context.tree.add(frame.node, Role::Paragraph);
    let name = context.tree.add(node, Role::Span);
    let label = Text::plain(context, label, Style::new(Face::Bold, name));
    let width = label.width(0..label.len(), frame.size) + 6.0;
    let column = Frame { face: Face::Bold, x: AXIS + width.clamp(30.0, 200.0), ..frame };
    let first = slabs.len();
    stack(context, column, node, lines, slabs);
    hang_label(context, frame, AXIS, &label, first, slabs);
    space(&mut slabs[first..], 12.0, 12.0);
}

/// Sets a label before the first of some lines, or on a line of its own where there are none.
fn hang_label(
    context: &mut Context<'_>,
    frame: Frame,
    x: f32,
    label: &Text,
    first: usize,
    slabs: &mut Vec<Slab>,
) {
    if slabs.len() == first {
        slabs.push(Slab {
            baseline: Some(baseline(frame.leading)),
            ..Slab::new(frame.leading, Ink::default())
        });
    }
    let mut ink = Ink::default();
    label.set_whole(Spot { x, top: 0.0, leading: frame.leading, size: frame.size }, &mut ink);
    end_with_blank(context, &mut ink);
    slabs[first].ink.prepend(ink, 0.0);
}

/// Sets a signature block.
pub(super) fn signature(
    context: &mut Context<'_>,
    frame: Frame,
    signature: &Signature,
    slabs: &mut Vec<Slab>,
) {
    let follows = slabs.last().is_some_and(|slab| slab.kind == Kind::Signature);
    let node = context.tree.add(frame.node, Role::Section);
    let column = Frame { x: SIGNATURE, node, ..frame };
    let first = slabs.len();
    signed(context, column, &signature.closing, Face::Roman, 0.0, slabs);
    // A letter that is not signed yet has the room for it.
    let room = if signature.conformed.is_some() { 17.0 } else { 17.0 + column.leading + 6.25 };
    if let Some(conformed) = &signature.conformed {
        signed(context, column, conformed, Face::Italic, 17.0, slabs);
    }
    let mut before = if signature.conformed.is_some() { 6.25 } else { room };
    for line in &signature.lines {
        signed(context, column, line, Face::Roman, before, slabs);
        before = 0.0;
    }
    let block = &mut slabs[first..];
    weld(block);
    for slab in block.iter_mut() {
        slab.kind = Kind::Signature;
    }
    if let Some(head) = block.first_mut() {
        head.before = if follows { 24.0 } else { 15.0 };
        head.keep_previous = 2;
    }
    if let Some(last) = block.last_mut() {
        last.after = 15.0;
    }
}

/// Sets a line of a signature block some points below the line before.
fn signed(
    context: &mut Context<'_>,
    frame: Frame,
    words: &str,
    face: Face,
    before: f32,
    slabs: &mut Vec<Slab>,
) {
    if words.trim().is_empty() {
        return;
    }
    let node = context.tree.add(frame.node, Role::Paragraph);
    let text = Text::plain(context, words, Style::new(face, node));
    let mut lines = prose(context, frame, &text, Setting { hang: 13.0, justify: false });
    space(&mut lines, before, 0.0);
    slabs.append(&mut lines);
}

/// The price of a page between the signature and the list of copies.
const COPIES_COST: f32 = 0.08;

/// Sets the list of who receives a copy.
pub(super) fn copies(
    context: &mut Context<'_>,
    frame: Frame,
    copies: &[Vec<Inline>],
    slabs: &mut Vec<Slab>,
) {
    let node = context.tree.add(frame.node, Role::Paragraph);
    let name = context.tree.add(node, Role::Span);
    let frame = frame.sized(10.5, 14.0);
    let label = Text::plain(context, "cc:", Style::new(Face::Roman, name));
    let first = slabs.len();
    stack(context, Frame { x: LEFT + 24.0, ..frame }, node, copies, slabs);
    hang_label(context, frame, LEFT, &label, first, slabs);
    space(&mut slabs[first..], 18.0, 18.0);
    if let Some(first) = slabs.get_mut(first)
        && first.bond != Bond::Never
    {
        first.bond = Bond::Free(COPIES_COST);
    }
}

//! Blocks to slabs.
//!
//! In: the blocks of a chapter. Out: its slabs from top to bottom, its part of the structure tree, and
//! its footnotes. Knows no page: what may stand together is said by the slabs themselves.

mod disclosure;
mod exchange;
mod front;
mod lists;
mod notes;
mod pictures;
mod prose;

pub(super) use notes::lay_uncited;
pub(super) use prose::{Setting, first_baseline, prose};

use super::context::Context;
use super::measures::{Frame, GAP};
use super::slab::{Anchor, Kind, Slab, Tag};
use super::table;
use super::tree::ROOT;
use crate::document::{Block, ParagraphStyle, TableStyle};

/// Sets the blocks of a chapter.
pub(super) fn lay_chapter(context: &mut Context<'_>, blocks: &[Block]) -> Vec<Slab> {
    let mut slabs = Vec::new();
    let mut starts = Vec::with_capacity(blocks.len() + 1);
    for block in blocks {
        starts.push(slabs.len());
        lay_top(context, block, &mut slabs);
        notes::lay_waiting(context);
    }
    starts.push(slabs.len());
    for index in 0..blocks.len() {
        if let Some(count) = key_table(&blocks[index..])
            && let Some(first) = slabs.get_mut(starts[index])
        {
            first.whole = starts[index + count] - starts[index];
        }
    }
    slabs
}

/// Returns how many blocks a key table takes with the heading over it and the totals under it.
fn key_table(blocks: &[Block]) -> Option<usize> {
    let [Block::Heading { .. }, Block::Table(table), rest @ ..] = blocks else { return None };
    let small = |block: &&Block| matches!(block, Block::Paragraph(paragraph) if paragraph.style == ParagraphStyle::Small);
    (table.style == TableStyle::Key).then(|| 2 + rest.iter().take_while(small).count())
}

/// Sets a block that stands in no other.
fn lay_top(context: &mut Context<'_>, block: &Block, slabs: &mut Vec<Slab>) {
    match block {
        Block::Exchange(exchange) => return exchange::lay(context, exchange, slabs),
        Block::Disclosure(disclosure) => {
            let parent = context.comment.unwrap_or(ROOT);
            disclosure::lay(context, Frame::answer(parent), disclosure, slabs);
        }
        _ => {
            context.comment = None;
            lay_block(context, Frame::letter(ROOT), block, slabs);
        }
    }
    context.staff_is_open = false;
}

/// Sets blocks under one another.
fn lay_blocks(context: &mut Context<'_>, frame: Frame, blocks: &[Block], slabs: &mut Vec<Slab>) {
    for block in blocks {
        lay_block(context, frame, block, slabs);
    }
}

/// Sets a block.
fn lay_block(context: &mut Context<'_>, frame: Frame, block: &Block, slabs: &mut Vec<Slab>) {
    let place = context.next_block();
    let first = slabs.len();
    lay_untagged(context, frame, block, slabs);
    tag(place, block, context.is_in_region(), &mut slabs[first..]);
}

/// Gives the slabs of a block their places in the reading order; those of what holds other blocks have
/// them already.
fn tag(place: Tag, block: &Block, is_in_region: bool, slabs: &mut [Slab]) {
    for (slab, index) in slabs.iter_mut().zip(0..) {
        let tag = match block {
            Block::List(_)
            | Block::Quote(_)
            | Block::Changed { .. }
            | Block::Confidential(_)
            | Block::Exchange(_)
            | Block::Disclosure(_) => continue,
            _ if is_in_region => Tag { at: index, ..place },
            Block::Paragraph(_) | Block::Heading { .. } | Block::Redacted => {
                Tag { at: slab.at, ..place }
            }
            Block::Table(table) if table.style == TableStyle::Accounting => {
                Tag { part: slab.part, at: slab.at, ..place }
            }
            _ => Tag { part: index, ..place },
        };
        slab.tag = Some(tag);
    }
}

/// Gives slabs without a place, a list's marker on a line of its own for one, the place of what follows;
/// where nothing follows, a place behind the last.
pub(super) fn tag_rest(slabs: &mut [Slab]) {
    let last = slabs.iter().rev().find_map(|slab| slab.tag).unwrap_or_default();
    let mut next = last.behind();
    for slab in slabs.iter_mut().rev() {
        next = *slab.tag.get_or_insert(next);
    }
}

fn lay_untagged(context: &mut Context<'_>, frame: Frame, block: &Block, slabs: &mut Vec<Slab>) {
    match block {
        Block::Letterhead { name, lines } => front::letterhead(context, frame, name, lines, slabs),
        Block::Lines { role, lines } => front::lines(context, frame, *role, lines, slabs),
        Block::Subject { label, lines } => front::subject(context, frame, label, lines, slabs),
        Block::Heading { level, id, text } => {
            prose::heading(context, frame, *level, id.as_deref(), text, slabs);
        }
        Block::Paragraph(paragraph) => prose::paragraph(context, frame, paragraph, slabs),
        Block::List(list) => lists::lay(context, frame, list, slabs),
        Block::Quote(blocks) => prose::quote(context, frame, blocks, slabs),
        Block::Table(accounting) => table::lay(context, frame, accounting, slabs),
        Block::Code(code) => prose::code(context, frame, code, slabs),
        Block::Figure { image, alternative } => {
            pictures::lay(context, frame, image, alternative, slabs);
        }
        Block::Break => slabs.push(prose::ornament(frame)),
        // The change stands in the inlines: see `redline::spread`.
        Block::Changed { blocks, .. } => lay_blocks(context, frame, blocks, slabs),
        Block::Confidential(blocks) => {
            context.in_region(|context| lay_blocks(context, frame, blocks, slabs));
        }
        Block::Redacted => prose::redacted(context, frame, slabs),
        Block::Exchange(exchange) => exchange::lay(context, exchange, slabs),
        Block::Disclosure(disclosure) => disclosure::lay(context, frame, disclosure, slabs),
        Block::Signature(signature) => front::signature(context, frame, signature, slabs),
        Block::Copies(copies) => front::copies(context, frame, copies, slabs),
    }
}

/// Lets the first of some slabs carry an id.
pub(super) fn name(slabs: &mut [Slab], id: Option<&str>) {
    if let (Some(first), Some(id)) = (slabs.first_mut(), id) {
        first.anchors.push(Anchor::Place(id.into()));
    }
}

/// Lets the first of some slabs carry an entry of the outline, where the contents have one for an id.
fn list_in_outline(context: &Context<'_>, slabs: &mut [Slab], id: &str) {
    let Some(entry) = context.survey.entries.get(id) else { return };
    let Some(first) = slabs.first_mut() else { return };
    let key = &entry.key;
    let title = if entry.words.is_empty() { key.clone() } else { format!("{key} {}", entry.words) };
    let level = context.levels.depth() + entry.depth.max(1);
    first.anchors.push(Anchor::Outline { title, level });
}

/// Marks slabs as lines of a heading.
fn as_heading(slabs: &mut [Slab]) {
    for slab in slabs {
        slab.kind = Kind::Heading;
        slab.lines = 0;
    }
}

/// Returns the space round lists and quotations in a frame: that of paragraphs, outside of lists.
fn space_around(frame: Frame) -> f32 {
    if frame.depth == 0 { frame.gap } else { frame.gap.min(GAP) }
}

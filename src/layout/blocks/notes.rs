//! Footnotes: set when they are first cited, placed when pages are made.

use super::super::context::Context;
use super::super::measures::{Frame, LEFT, baseline};
use super::super::page::{Face, NodeId, Role};
use super::super::slab::{Bond, Ink, Slab, space};
use super::super::text::{Spot, Style, Text, end_with_blank};
use super::super::tree::ROOT;
use super::{first_baseline, lay_blocks};
use crate::document::Block;

/// Space between notes.
const GAP: f32 = 2.0;

/// Notes of up to this many lines do not go on overleaf.
const WHOLE: usize = 6;

/// Sets the footnotes that were cited and are not set yet; a note may cite others.
pub(super) fn lay_waiting(context: &mut Context<'_>) {
    while !context.waiting.is_empty() {
        for (note, node) in std::mem::take(&mut context.waiting) {
            lay(context, note, node);
        }
    }
}

/// Sets the footnotes that the document has and nobody cites, and returns them.
pub(in super::super) fn lay_uncited(context: &mut Context<'_>) -> Vec<usize> {
    let mine = |&note: &usize| context.survey.cited[note] == Some(context.chapter);
    let left: Vec<usize> = (0..context.document.notes.len())
        .filter(mine)
        .filter(|note| !context.notes.contains_key(note))
        .collect();
    for &note in &left {
        if context.cited.insert(note) {
            let node = context.tree.add(ROOT, Role::Note);
            lay(context, note, node);
        }
        lay_waiting(context);
    }
    left
}

fn lay(context: &mut Context<'_>, note: usize, node: NodeId) {
    let blocks: &[Block] = &context.document.notes[note];
    let frame = Frame::note(node);
    let label = context.tree.add(node, Role::Label);
    let levels = context.levels.clone();
    let mut slabs = Vec::new();
    context.in_note(note, |context| lay_blocks(context, frame, blocks, &mut slabs));
    context.levels = levels;
    let mut ink = Ink::default();
    let mark = Style::new(Face::Roman, label).mark(label);
    let mark = Text::plain(context, &(note + 1).to_string(), mark);
    mark.set_whole(spot(frame), &mut ink);
    end_with_blank(context, &mut ink);
    match first_baseline(&slabs) {
        Some(line) => slabs[0].ink.prepend(ink, line - baseline(frame.leading)),
        None => slabs.insert(0, Slab::new(frame.leading, ink)),
    }
    let place = context.note_place(note);
    slabs.iter_mut().for_each(|slab| {
        slab.tag.get_or_insert(place);
    });
    space(&mut slabs, GAP, GAP);
    bind(&mut slabs);
    context.notes.insert(note, slabs);
}

fn spot(frame: Frame) -> Spot {
    Spot { x: LEFT, top: 0.0, leading: frame.leading, size: frame.size }
}

/// A note goes on overleaf only when it is long, and with two lines at least on each page.
fn bind(slabs: &mut [Slab]) {
    let count = slabs.len();
    for (index, slab) in slabs.iter_mut().enumerate() {
        let splits = count > WHOLE && index >= 2 && index + 2 <= count;
        slab.bond = if splits { Bond::Free(0.0) } else { Bond::Never };
    }
}

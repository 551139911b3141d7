//! Tables: accounting tables with their columns of figures, and the key table.
//!
//! The steps of an accounting table: shape its cells, plan its columns, set its rows, say where pages
//! may break.

mod bonds;
mod cells;
mod columns;
mod key;
mod rows;

use super::blocks::{Setting, name, prose};
use super::context::Context;
use super::measures::Frame;
use super::page::{Face, Fault, NodeId, Role};
use super::slab::{Bond, Ink, Repeat, Slab, space, tie, weld};
use super::text::{Composer, Spot, Style, Text, end_with_blank};
use crate::document::{Inline, Table, TableStyle, plain};
pub(super) use columns::Plan;

/// Space before and after a table, and before its notes.
const AROUND: (f32, f32) = (11.0, 12.0);
const BEFORE_NOTES: f32 = 5.0;

/// Space between the caption and the head.
const BELOW_CAPTION: f32 = 4.0;

/// The parts of a table in the reading order, behind its caption.
const HEAD: u32 = 1;
const BODY: u32 = 2;
const NOTES: u32 = u32::MAX / 2;

/// A head that is taller than this is not repeated.
const TALLEST_HEAD: f32 = 240.0;

/// Sets a table.
pub(super) fn lay(context: &mut Context<'_>, frame: Frame, table: &Table, slabs: &mut Vec<Slab>) {
    match table.style {
        TableStyle::Accounting => accounting(context, frame, table, slabs),
        TableStyle::Key => key::lay(context, frame, table, slabs),
    }
}

fn accounting(context: &mut Context<'_>, frame: Frame, table: &Table, slabs: &mut Vec<Slab>) {
    let node = context.tree.add(frame.node, Role::Table);
    let caption = table.caption.as_ref().map(|words| caption(context, node, words));
    let grid = cells::shape(context, node, table);
    let plan = planned(context, frame, &grid);
    if plan.too_wide {
        context.fault(Fault::TableTooWide { caption: title(table) });
    }
    let mut block = Vec::new();
    if let Some(caption) = &caption {
        block = set_caption(context, frame, &plan, caption);
    }
    let head = rows::head(context, &grid, &plan);
    let repeat = repeat(context, frame, &plan, table, &head);
    block.extend(head.into_iter().map(|slab| Slab { part: HEAD, ..slab }));
    weld(&mut block);
    let first = block.len();
    let mut body = rows::body(context, &grid, &plan);
    bonds::bind(&grid.body, &mut body);
    for (row, part) in body.into_iter().zip(BODY..) {
        block.extend(row.into_iter().zip(0..).map(|(slab, at)| Slab { part, at, ..slab }));
    }
    for (index, slab) in block[first..].iter_mut().enumerate() {
        slab.repeat = repeat;
        if index == 0 && first > 0 {
            slab.bond = Bond::Never;
            slab.parts = false;
        }
    }
    let mut notes = set_notes(context, frame, &plan, table);
    block.append(&mut notes);
    space(&mut block, AROUND.0, AROUND.1);
    name(&mut block, table.id.as_deref());
    slabs.append(&mut block);
}

/// Returns the plan of a table's columns: in the public edition, that of the complete one.
fn planned(context: &mut Context<'_>, frame: Frame, grid: &cells::Grid) -> Plan {
    let place = context.tag();
    if let Some(plan) = context.guide.and_then(|guide| guide.plan(place)) {
        return plan.clone();
    }
    let plan = columns::plan(context, frame, grid);
    if !context.is_in_region() {
        context.plans.insert(place.unit, plan.clone());
    }
    plan
}

fn caption(context: &mut Context<'_>, table: NodeId, words: &[Inline]) -> Text {
    let node = context.tree.add(table, Role::Caption);
    Text::of(context, words, Style::new(Face::Bold, node))
}

/// Returns the caption, or a table's first words, for a message.
fn title(table: &Table) -> String {
    let caption = table.caption.iter().map(|caption| plain(caption));
    let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
    let words = caption.chain(cells.map(|cell| plain(&cell.text)));
    words.map(|words| words.trim().to_owned()).find(|words| !words.is_empty()).unwrap_or_default()
}

fn set_caption(context: &mut Context<'_>, frame: Frame, plan: &Plan, caption: &Text) -> Vec<Slab> {
    let frame = Frame { x: plan.left, right: plan.right, ..frame.sized(10.5, 14.0) };
    let mut lines = prose(context, frame, caption, Setting { hang: 0.0, justify: false });
    tie(&mut lines);
    space(&mut lines, AROUND.0, BELOW_CAPTION);
    lines
}

/// Makes what stands at the top of each further page of a table: caption and head.
fn repeat(
    context: &mut Context<'_>,
    frame: Frame,
    plan: &Plan,
    table: &Table,
    head: &[Slab],
) -> Option<usize> {
    let mut ink = Ink::default();
    let mut height = 0.0;
    if let Some(caption) = &table.caption {
        let mut composer = Composer::default();
        composer.push(&plain(caption), Style::new(Face::Bold, frame.node));
        composer.push(" (continued)", Style::new(Face::Italic, frame.node));
        let text = composer.finish(context);
        for line in set_caption(context, frame, plan, &text) {
            ink.append(line.ink, height);
            height += line.height;
        }
        height += BELOW_CAPTION;
    }
    for slab in head {
        ink.append(slab.ink.clone(), height);
        height += slab.height;
    }
    if ink.is_empty() || height > TALLEST_HEAD {
        return None;
    }
    context.repeats.push(Repeat { height, ink: ink.repeated() });
    Some(context.repeats.len() - 1)
}

/// Sets the notes below a table: mark, then the text hanging.
fn set_notes(context: &mut Context<'_>, frame: Frame, plan: &Plan, table: &Table) -> Vec<Slab> {
    let mut slabs = Vec::new();
    for (note, part) in table.notes.iter().zip(NOTES..) {
        context.part = part;
        let node = context.tree.add(frame.node, Role::Note);
        let mut lines = set_note(context, frame, plan, node, note);
        slabs.append(&mut lines);
    }
    for slab in &mut slabs {
        slab.bond = Bond::Never;
    }
    space(&mut slabs, BEFORE_NOTES, AROUND.1);
    slabs
}

fn set_note(
    context: &mut Context<'_>,
    frame: Frame,
    plan: &Plan,
    node: NodeId,
    note: &[Inline],
) -> Vec<Slab> {
    let frame =
        Frame { x: plan.left, right: plan.right, face: Face::Roman, ..frame.sized(8.5, 11.0) };
    let words = plain(note);
    let Some((mark, Some(Inline::Text(first)))) =
        cells::note_mark(&words).map(|(mark, _)| (mark, note.first()))
    else {
        let text = Text::of(context, note, Style::new(Face::Roman, node));
        let mut lines = prose(context, frame, &text, Setting { hang: 0.0, justify: false });
        space(&mut lines, 0.0, 0.0);
        return lines;
    };
    let label = context.tree.add(node, Role::Label);
    let label = Text::plain(context, mark, Style::new(Face::Roman, label));
    let width = label.width(0..label.len(), frame.size) + 4.0;
    // The mark stands in the first words, which are text, or the note has none that is set apart.
    let behind = first.trim_start().strip_prefix(mark).unwrap_or(first).trim_start();
    let mut rest = vec![Inline::text(behind)];
    rest.extend_from_slice(&note[1..]);
    let text = Text::of(context, &rest, Style::new(Face::Roman, node));
    let column = Frame { x: frame.x + width, ..frame };
    let mut lines = prose(context, column, &text, Setting { hang: 0.0, justify: false });
    space(&mut lines, 0.0, 0.0);
    let mut ink = Ink::default();
    label.set_whole(
        Spot { x: frame.x, top: 0.0, leading: frame.leading, size: frame.size },
        &mut ink,
    );
    end_with_blank(context, &mut ink);
    match lines.first_mut() {
        Some(line) => line.ink.prepend(ink, 0.0),
        None => lines.push(Slab::new(frame.leading, ink)),
    }
    lines
}

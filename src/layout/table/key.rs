//! The key table at the letter's end.

use super::super::blocks::name;
use super::super::context::Context;
use super::super::measures::{Frame, LEFT, RIGHT};
use super::super::page::{Face, NodeId, Role};
use super::super::slab::{Bond, Ink, Repeat, Slab, weld};
use super::super::text::{Style, Text};
use super::rows::{Align, stacked, words_stack};
use crate::document::{Row, RowKind, Table};

/// Left edges of the five columns.
const COLUMNS: [f32; 5] = [LEFT, 128.0, 334.0, 402.0, 464.0];
/// Size and leading.
const TYPE: (f32, f32) = (9.5, 12.5);
/// Space above and below the lines of a row.
const PAD: f32 = 1.1;
/// Gap between columns.
const GAP: f32 = 8.0;
/// How far the keys of bullets are moved in.
const INDENT: f32 = 10.0;
/// Rows that stand before and after a break, at least.
const ROWS: usize = 4;

/// Sets a key table.
pub(super) fn lay(context: &mut Context<'_>, frame: Frame, table: &Table, slabs: &mut Vec<Slab>) {
    let node = context.tree.add(frame.node, Role::Table);
    let labels = label_width(context, frame.node);
    let columns = columns(table, labels);
    let mut block = Vec::new();
    let mut repeat = None;
    if !table.head.is_empty() {
        let head = context.tree.add(node, Role::TableHead);
        for row in &table.head {
            let node = context.tree.add(head, Role::Row);
            let header = |_| (Role::ColumnHeader { span: 1 }, Face::Bold, 0.0);
            block.append(&mut lay_row(context, &columns, row, node, header));
        }
        frame_head(&mut block);
        repeat = repeated(context, &block);
    }
    if !table.body.is_empty() {
        let body = context.tree.add(node, Role::TableBody);
        for (index, row) in table.body.iter().enumerate() {
            let node = context.tree.add(body, Role::Row);
            let mut slabs = lay_row(context, &columns, row, node, |column| cell_of(row, column));
            slabs.iter_mut().for_each(|slab| slab.repeat = repeat);
            if let Some(first) = slabs.first_mut() {
                first.bond = bond(&table.body, index);
            }
            block.append(&mut slabs);
        }
    }
    if let Some(last) = block.last_mut() {
        last.ink.line(LEFT, RIGHT, last.height + 0.375, 0.75);
        last.height += 0.75;
        last.after = 7.0;
    }
    if let Some(first) = block.first_mut() {
        first.before = 8.0;
    }
    name(&mut block, table.id.as_deref());
    slabs.append(&mut block);
}

/// A letter has fewer pages.
const PAGES: usize = 999;
/// The column of the pages, which is wider where their labels are; the staff's words keep this much at least.
const ANSWERED: usize = 2;
const WORDS: f32 = 90.0;

/// Returns the width of the widest page label; 0 in a letter whose pages are numbers.
fn label_width(context: &mut Context<'_>, node: NodeId) -> f32 {
    let Some(legend) = &context.document.running.legend else { return 0.0 };
    let label = legend.label(PAGES);
    Text::plain(context, &label, Style::new(Face::Roman, node)).widest(TYPE.0)
}

/// Returns the edges of the columns: as the letter has them, or all alike where their number is another.
fn columns(table: &Table, labels: f32) -> Vec<(f32, f32)> {
    let rows = table.head.iter().chain(&table.body);
    let count = rows.map(|row| row.cells.len()).max().unwrap_or(0).max(table.columns.len());
    let mut lefts: Vec<f32> = COLUMNS.to_vec();
    let answered = COLUMNS[ANSWERED + 1] - GAP - labels;
    lefts[ANSWERED] = answered.clamp(COLUMNS[ANSWERED - 1] + WORDS, COLUMNS[ANSWERED]);
    if count != COLUMNS.len() {
        let width = (RIGHT - LEFT) / count.max(1) as f32;
        lefts = (0..count).map(|column| LEFT + width * column as f32).collect();
    }
    let gap = if count > 20 { 0.0 } else { GAP };
    let rights = lefts.iter().skip(1).map(|left| left - gap).chain([RIGHT]);
    lefts.iter().copied().zip(rights).collect()
}

/// Returns role, face and indent of a body's cell.
fn cell_of(row: &Row, column: usize) -> (Role, Face, f32) {
    let below = row.kind == RowKind::Below;
    let role = if column == 0 { Role::RowHeader { span: 1 } } else { Role::Cell };
    let face = if !below && column < 2 { Face::Bold } else { Face::Roman };
    (role, face, if below && column == 0 { INDENT } else { 0.0 })
}

/// A comment's row stays with its first bullet's, and four rows with the head.
fn bond(rows: &[Row], index: usize) -> Bond {
    let first_below =
        index > 0 && rows[index].kind == RowKind::Below && rows[index - 1].kind != RowKind::Below;
    if index < ROWS || index + 2 > rows.len() || first_below {
        Bond::Never
    } else {
        Bond::Free(0.0)
    }
}

fn lay_row(
    context: &mut Context<'_>,
    columns: &[(f32, f32)],
    row: &Row,
    node: NodeId,
    manner: impl Fn(usize) -> (Role, Face, f32),
) -> Vec<Slab> {
    let mut stacks = Vec::with_capacity(row.cells.len());
    for (column, cell) in row.cells.iter().enumerate() {
        let (role, face, indent) = manner(column);
        let role = if cell.text.is_empty() { Role::Cell } else { role };
        let node = context.tree.add(node, role);
        let text = Text::of(context, &cell.text, Style::new(face, node));
        let edges = columns[column].0 + indent..columns[column].1;
        let align = Align::Left { hang: 0.0 };
        stacks.push(words_stack(context, &text, edges, TYPE.0, TYPE.1, align, false));
    }
    stacked(context, stacks, PAD, PAD)
}

/// Draws the rules above and under the head.
fn frame_head(head: &mut [Slab]) {
    if let Some(first) = head.first_mut() {
        first.ink.line(LEFT, RIGHT, -0.375, 0.75);
    }
    if let Some(last) = head.last_mut() {
        last.ink.line(LEFT, RIGHT, last.height + 0.25, 0.5);
        last.height += 0.5;
    }
    weld(head);
}

fn repeated(context: &mut Context<'_>, head: &[Slab]) -> Option<usize> {
    let mut ink = Ink::default();
    let mut height = 0.0;
    for slab in head {
        ink.append(slab.ink.clone(), height);
        height += slab.height;
    }
    if height > super::TALLEST_HEAD {
        return None;
    }
    context.repeats.push(Repeat { height, ink: ink.repeated() });
    Some(context.repeats.len() - 1)
}

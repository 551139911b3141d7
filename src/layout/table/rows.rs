//! The rows of an accounting table, set into its columns.

use std::ops::Range;

use super::super::context::Context;
use super::super::slab::{Bond, Ink, Slab};
use super::super::text::{Line, Measure, Spot, Text, end_with_blank};
use super::cells::{Content, Figure, Grid, GridCell, GridRow};
use super::columns::{HEAD, Plan, Slots};
use crate::document::{ColumnKind, RowKind};

/// Leading of the body and of column headings, in parts of the body's size.
const LEADING: f32 = 1.3;
const HEAD_LEADING: f32 = 1.1;
/// Space above and below the lines of a row, in parts of the body's size.
const PAD: f32 = 0.075;
/// Space between headings and their rule.
const ABOVE_RULE: f32 = 2.5;
/// Weight of rules.
const RULE: f32 = 0.5;
/// Distance of the two rules below a grand total.
const DOUBLE: f32 = 1.5;
/// Space before a group.
const BEFORE_GROUP: f32 = 5.0;
/// How far a label's further lines, and labels below another, are moved in.
const INDENT: f32 = 10.0;
/// A row that is taller than this is cut into its lines.
const TALLEST: f32 = 480.0;

/// A cell's lines, each from its own top.
pub(super) struct Stack {
    lines: Vec<Ink>,
    /// Height of a line.
    leading: f32,
    /// Whether the last line, not the first, is level with those of other cells.
    at_foot: bool,
    notes: Vec<usize>,
}

/// Where the lines of words in a cell go.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Left { hang: f32 },
    Middle,
    Right,
}

/// Sets the rows of the head.
pub(super) fn head(context: &mut Context<'_>, grid: &Grid, plan: &Plan) -> Vec<Slab> {
    grid.head.iter().flat_map(|row| head_row(context, grid, plan, row)).collect()
}

fn head_row(context: &mut Context<'_>, grid: &Grid, plan: &Plan, row: &GridRow) -> Vec<Slab> {
    let mut stacks = Vec::with_capacity(row.cells.len());
    let mut ruled = Ink::default();
    for cell in &row.cells {
        let edges = edges(plan, cell);
        let label = cell.column == 0 && cell.span == 1 && grid.has_labels();
        let words = grid.kinds[cell.column] == ColumnKind::Words && cell.span == 1;
        let (size, leading, align) = match (label, words) {
            (true, _) => (plan.size, LEADING, Align::Left { hang: 0.0 }),
            (_, true) => (plan.size * HEAD, HEAD_LEADING, Align::Left { hang: 0.0 }),
            _ => (plan.size * HEAD, HEAD_LEADING, Align::Middle),
        };
        let leading = leading * plan.size;
        if !label && !matches!(cell.content, Content::Empty) {
            ruled.line(edges.start, edges.end, 0.0, RULE);
        }
        stacks.push(match &cell.content {
            Content::Words(text) => words_stack(context, text, edges, size, leading, align, true),
            _ => Stack { lines: Vec::new(), leading, at_foot: true, notes: Vec::new() },
        });
    }
    if stacks.iter().all(|stack| stack.lines.is_empty()) {
        return Vec::new();
    }
    let rule = ABOVE_RULE + RULE / 2.0;
    let mut slabs = stacked(context, stacks, 0.0, rule + RULE / 2.0);
    if let Some(last) = slabs.last_mut() {
        let down = last.height - RULE / 2.0;
        last.ink.append(ruled, down);
    }
    slabs
}

/// Sets the rows of the body; a row is one slab, or several where it is very tall.
pub(super) fn body(context: &mut Context<'_>, grid: &Grid, plan: &Plan) -> Vec<Vec<Slab>> {
    grid.body.iter().map(|row| body_row(context, grid, plan, row)).collect()
}

fn body_row(context: &mut Context<'_>, grid: &Grid, plan: &Plan, row: &GridRow) -> Vec<Slab> {
    let leading = LEADING * plan.size;
    // Figures stand beside the last line of their label, and in a redline the new figure, its old one
    // above it, beside those that stay. Beside columns of words all begin on one line.
    let is_prose = |cell: &GridCell| {
        let words = cell.column > 0 && grid.kinds[cell.column] == ColumnKind::Words;
        words && matches!(cell.content, Content::Words(_))
    };
    let at_foot = !row.cells.iter().any(is_prose);
    let stacks = row
        .cells
        .iter()
        .map(|cell| match &cell.content {
            Content::Empty => Stack { lines: Vec::new(), leading, at_foot, notes: Vec::new() },
            Content::Words(text) => {
                let (edges, align) = place_words(grid, plan, row, cell, text);
                words_stack(context, text, edges, plan.size, leading, align, at_foot)
            }
            Content::Figures(figures) => {
                figures_stack(figures, plan.columns[cell.column], plan.size, at_foot)
            }
        })
        .collect();
    let pad = PAD * plan.size;
    let mut slabs = stacked(context, stacks, pad, pad);
    draw_rules(grid, plan, row, &mut slabs);
    if row.kind == RowKind::Group
        && let Some(first) = slabs.first_mut()
    {
        first.before = BEFORE_GROUP;
    }
    slabs
}

/// Returns between which edges the words of a body's cell go, and how.
fn place_words(
    grid: &Grid,
    plan: &Plan,
    row: &GridRow,
    cell: &GridCell,
    text: &Text,
) -> (Range<f32>, Align) {
    let mut edges = edges(plan, cell);
    if row.kind == RowKind::Group && row.cells.len() == 1 {
        return (plan.left..plan.right, Align::Left { hang: INDENT });
    }
    if grid.kinds[cell.column] == ColumnKind::Words || cell.span > 1 {
        if row.kind == RowKind::Below && cell.column == 0 {
            edges.start += INDENT.min((edges.end - edges.start) / 4.0);
        }
        let hang = if cell.column == 0 { INDENT } else { 0.0 };
        return (edges, Align::Left { hang });
    }
    let number = plan.columns[cell.column].number;
    if text.widest(plan.size) <= number - edges.start {
        (edges.start..number, Align::Right)
    } else {
        (edges, Align::Right)
    }
}

/// Returns the edges of the columns that a cell covers.
fn edges(plan: &Plan, cell: &GridCell) -> Range<f32> {
    let last = (cell.column + cell.span - 1).min(plan.columns.len() - 1);
    plan.columns[cell.column].left..plan.columns[last].right
}

pub(super) fn words_stack(
    context: &mut Context<'_>,
    text: &Text,
    edges: Range<f32>,
    size: f32,
    leading: f32,
    align: Align,
    at_foot: bool,
) -> Stack {
    let width = (edges.end - edges.start).max(0.5);
    let hang = match align {
        Align::Left { hang } if width > 3.0 * hang => hang,
        _ => 0.0,
    };
    let measure = Measure { width: width - hang, hang, size, justify: false };
    let mut stack = Stack { lines: Vec::new(), leading, at_foot, notes: Vec::new() };
    for (index, line) in text.lines(context, measure).into_iter().enumerate() {
        let x = match align {
            Align::Left { .. } if index == 0 => edges.start,
            Align::Left { .. } => edges.start + hang,
            Align::Middle => edges.start + ((width - line.width) / 2.0).max(0.0),
            Align::Right => edges.start + (width - line.width).max(0.0),
        };
        let mut ink = Ink::default();
        text.set(line, Spot { x, top: 0.0, leading, size }, &mut ink);
        stack.notes.extend(text.notes(line.first..line.tail));
        stack.lines.push(ink);
    }
    stack
}

/// Sets figures into their slots, the old one of a redline above the new one.
fn figures_stack(figures: &[Figure], slots: Slots, size: f32, at_foot: bool) -> Stack {
    let leading = LEADING * size;
    let mut stack = Stack { lines: Vec::new(), leading, at_foot, notes: Vec::new() };
    for figure in figures {
        let mut ink = Ink::default();
        let mut set = |part: Range<usize>, x: f32| {
            if !part.is_empty() {
                let line = Line::of(&figure.text, part.start, part.end, size);
                figure.text.set(line, Spot { x, top: 0.0, leading, size }, &mut ink);
            }
        };
        let before = figure.text.width(figure.currency..figure.point, size);
        set(0..figure.currency, slots.currency);
        // The sign hangs outside; where decimals are missing it stays at its number.
        let number = match figure.closing {
            _ if figure.is_entry => slots.number - before,
            None => slots.point - before,
            Some(closing) => {
                let within = figure.text.width(figure.currency..closing, size);
                (slots.marked - before).min(slots.number - within)
            }
        };
        set(figure.currency..figure.text.len(), number);
        stack.notes.extend(figure.text.notes(0..figure.text.len()));
        stack.lines.push(ink);
    }
    stack
}

/// Joins the cells of a row to one slab, or where it is very tall to one for each line.
pub(super) fn stacked(
    context: &Context<'_>,
    stacks: Vec<Stack>,
    above: f32,
    below: f32,
) -> Vec<Slab> {
    let height = |stack: &Stack| stack.lines.len() as f32 * stack.leading;
    let tallest = stacks.iter().map(height).fold(0.0, f32::max);
    let leading = stacks.iter().map(|stack| stack.leading).fold(0.0, f32::max);
    let tallest = tallest.max(if stacks.is_empty() { 0.0 } else { leading });
    if tallest > TALLEST {
        return cut(stacks, leading, above, below);
    }
    let last = stacks.iter().rposition(|stack| !stack.lines.is_empty()).unwrap_or(0);
    let mut slab = Slab::new(above + tallest + below, Ink::default());
    for (index, stack) in stacks.into_iter().enumerate() {
        let mut top = above;
        if stack.at_foot {
            // Lines of another leading stand on one baseline with the others.
            top += tallest - height(&stack);
        }
        let mut ink = Ink::default();
        for line in stack.lines {
            ink.append(line, top);
            top += stack.leading;
        }
        if index < last {
            end_with_blank(context, &mut ink);
        }
        slab.ink.append(ink, 0.0);
        slab.notes.extend(stack.notes);
    }
    vec![slab]
}

/// Cuts a row that is taller than a page into its lines.
fn cut(stacks: Vec<Stack>, leading: f32, above: f32, below: f32) -> Vec<Slab> {
    let count = stacks.iter().map(|stack| stack.lines.len()).max().unwrap_or(0);
    let mut slabs: Vec<Slab> = (0..count).map(|_| Slab::new(leading, Ink::default())).collect();
    for stack in stacks {
        let first = if stack.at_foot { count - stack.lines.len() } else { 0 };
        for (index, line) in stack.lines.into_iter().enumerate() {
            slabs[first + index].ink.append(line, 0.0);
        }
        if let Some(slab) = slabs.get_mut(first) {
            slab.notes.extend(stack.notes);
        }
    }
    if let Some(first) = slabs.first_mut() {
        let ink = std::mem::take(&mut first.ink);
        first.ink.append(ink, above);
        first.height += above;
    }
    if let Some(last) = slabs.last_mut() {
        last.height += below;
    }
    if let [_, second, ..] = &mut slabs[..] {
        second.bond = Bond::Never;
    }
    if let [.., last] = &mut slabs[..] {
        last.bond = Bond::Never;
    }
    slabs
}

/// Draws the rules above totals and below a grand total, over the amounts that add up.
fn draw_rules(grid: &Grid, plan: &Plan, row: &GridRow, slabs: &mut [Slab]) {
    if !matches!(row.kind, RowKind::Total | RowKind::GrandTotal) {
        return;
    }
    let amounts: Vec<Slots> = row
        .cells
        .iter()
        .filter(|cell| {
            grid.kinds[cell.column] == ColumnKind::Amounts
                && !matches!(cell.content, Content::Empty)
        })
        .map(|cell| plan.columns[cell.column])
        .collect();
    if let Some(first) = slabs.first_mut() {
        for slots in &amounts {
            first.ink.line(slots.left, slots.right, RULE / 2.0, RULE);
        }
    }
    if row.kind == RowKind::GrandTotal
        && let Some(last) = slabs.last_mut()
    {
        let foot = last.height + RULE / 2.0;
        for slots in &amounts {
            last.ink.line(slots.left, slots.right, foot, RULE);
            last.ink.line(slots.left, slots.right, foot + DOUBLE, RULE);
        }
        last.height += DOUBLE + RULE;
    }
}

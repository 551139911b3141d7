//! Marking a table: rows paired by their labels, cells marked figure by figure.
//!
//! In: two tables with as many columns. Out: one table, its changed rows and cells marked.

use super::blocks::lines;
use super::form::{compared_cell, compared_row, compared_text};
use super::text::{Kind, Text};
use super::words::{self, Bag, Context};
use crate::document::figures::figure;
use crate::document::{Cell, Change, Inline, Row, Table, plain};

/// Says whether a table can be marked from within; with a column more or less it is replaced whole.
pub(super) fn is_alike(old: &Table, new: &Table) -> bool {
    old.columns.len() == new.columns.len() && old.style == new.style
}

/// Marks a table; none where no row stays.
pub(super) fn mark(old: &Table, new: &Table, context: &mut Context) -> Option<Table> {
    let (head, head_stays) = rows(&old.head, &new.head, context);
    let (body, body_stays) = rows(&old.body, &new.body, context);
    // A head that stays over rows that are all others says no more than that the table has a head.
    let stays = if old.body.is_empty() { head_stays } else { body_stays };
    stays.then(|| Table {
        id: new.id.clone(),
        style: new.style,
        caption: caption(old.caption.as_deref(), new.caption.as_deref(), context),
        columns: new.columns.clone(),
        head,
        body,
        notes: lines(&old.notes, &new.notes, context),
    })
}

fn caption(
    old: Option<&[Inline]>,
    new: Option<&[Inline]>,
    context: &mut Context,
) -> Option<Vec<Inline>> {
    let (was, is) = (old.unwrap_or_default(), new.unwrap_or_default());
    old.or(new)?;
    Some(text(was, is, context))
}

/// Marks a run of text, or replaces it whole.
fn text(old: &[Inline], new: &[Inline], context: &mut Context) -> Vec<Inline> {
    words::mark(old, new, context).unwrap_or_else(|| words::replace(old, new))
}

/// A row as pairing sees it.
struct Known {
    /// Equal rows have equal numbers.
    number: u32,
    /// The numbers of its cells' texts.
    cells: Vec<u32>,
    /// Whether the label is empty.
    unlabelled: bool,
    /// The words of its label.
    label: Bag,
}

impl Known {
    fn new(row: &Row, context: &mut Context) -> Self {
        let number = |text: String, context: &mut Context| context.words.number(&text, Kind::Sign);
        let label = row.cells.first().map(|cell| cell.text.as_slice()).unwrap_or_default();
        let tokens = Text::read(label, &mut context.words).tokens;
        Self {
            number: number(format!("\u{4}{:?}", compared_row(row)), context),
            cells: row
                .cells
                .iter()
                .map(|cell| number(format!("\u{5}{:?}", compared_cell(&cell.text)), context))
                .collect(),
            unlabelled: compared_text(label).is_empty(),
            label: Bag::gather(tokens.iter().map(|token| token.word), &context.words),
        }
    }

    /// Returns what pairing two rows is worth: the label counts before the figures.
    fn worth(&self, other: &Known) -> u64 {
        if self.number == other.number {
            return 1_000;
        }
        let figures = |known: &Known| known.cells.len().saturating_sub(1);
        let count = figures(self).max(1) as u64;
        let equal = self.cells.iter().zip(&other.cells).skip(1).filter(|(a, b)| a == b).count();
        // At most 100, and 0 where no figure is the same.
        let equal = 100 * equal as u64 / count;
        if self.cells.first() == other.cells.first() {
            return if self.unlabelled { 200 + equal } else { 600 + 2 * equal };
        }
        let least = self.label.weight.min(other.label.weight);
        let common = self.label.common(&other.label);
        if least > 0 && common * 2 >= least {
            return 100 + 200 * common / self.label.weight.max(other.label.weight) + 2 * equal;
        }
        // A label that was reworded over figures that mostly stay.
        if equal > 50 { equal } else { 0 }
    }
}

fn rows(old: &[Row], new: &[Row], context: &mut Context) -> (Vec<Row>, bool) {
    let mut known =
        |rows: &[Row]| rows.iter().map(|row| Known::new(row, context)).collect::<Vec<_>>();
    let (old_known, new_known) = (known(old), known(new));
    let numbers = |known: &[Known]| known.iter().map(|row| row.number).collect();
    let pairs = super::align::between_anchors(numbers(&old_known), numbers(&new_known), |i, j| {
        let spans = |row: &Row| row.cells.iter().map(|cell| cell.span).collect::<Vec<_>>();
        let alike = old[i].kind == new[j].kind && spans(&old[i]) == spans(&new[j]);
        if alike { old_known[i].worth(&new_known[j]) } else { 0 }
    });
    let changed = |row: &Row, change| Row { change: Some(change), ..row.clone() };
    let mut out = Vec::new();
    let mut next = (0, 0);
    let stays = !pairs.is_empty() || (old.is_empty() && new.is_empty());
    for (i, j) in pairs.into_iter().chain([(old.len(), new.len())]) {
        out.extend(old[next.0..i].iter().map(|row| changed(row, Change::Deleted)));
        out.extend(new[next.1..j].iter().map(|row| changed(row, Change::Inserted)));
        if let Some((was, is)) = old.get(i).zip(new.get(j)) {
            let cells = was.cells.iter().zip(&is.cells);
            let cells = cells.map(|(was, is)| cell(was, is, context)).collect();
            out.push(Row { kind: is.kind, cells, change: None });
        }
        next = (i + 1, j + 1);
    }
    (out, stays)
}

/// Marks a cell: a figure is taken out whole and the new one put in whole.
fn cell(old: &Cell, new: &Cell, context: &mut Context) -> Cell {
    let text = if compared_cell(&old.text) == compared_cell(&new.text) {
        new.text.clone()
    } else if figure(&plain(&old.text)).is_some() || figure(&plain(&new.text)).is_some() {
        words::replace(&old.text, &new.text)
    } else {
        text(&old.text, &new.text, context)
    };
    Cell { text, span: new.span }
}

//! Tables as accountants read them: what a column holds and what a row is, from what was typed.
//!
//! In: cells. Out: a [`Table`] whose columns have kinds and whose rows are plain, groups or totals.

use crate::document::figures::{figure, is_no_figure, without_mark};
use crate::document::{Cell, Column, ColumnKind, Inline, Row, RowKind, Table, editions, plain};

/// Returns the table of a head and rows, each with as many cells as the head.
pub(super) fn table(head: Vec<Vec<Inline>>, mut rows: Vec<Vec<Vec<Inline>>>) -> Table {
    let further = rows.iter().take_while(|row| is_heading(row)).count();
    // A table of headings alone has no row that they could head.
    let further = if further < rows.len() { further } else { 0 };
    let heads: Vec<Vec<Vec<Inline>>> = std::iter::once(head).chain(rows.drain(..further)).collect();
    let count = heads[0].len();
    let columns = (0..count).map(|column| Column { kind: kind(column, &rows) }).collect();
    Table {
        columns,
        head: headings(heads),
        body: rows.into_iter().map(row).collect(),
        ..Table::default()
    }
}

/// Says whether a row below the head is a further line of headings: no label, and all else in bold.
fn is_heading(row: &[Vec<Inline>]) -> bool {
    let is_empty = |cell: &Vec<Inline>| plain(cell).trim().is_empty();
    let Some((label, cells)) = row.split_first() else { return false };
    let is_bold = |cell: &Vec<Inline>| is_all(cell, |inline| matches!(inline, Inline::Strong(_)));
    is_empty(label)
        && cells.iter().any(|cell| !is_empty(cell))
        && cells.iter().all(|cell| is_empty(cell) || is_bold(cell))
}

/// Returns the rows of a head. A heading goes over the empty cells at its right that have headings below
/// them; one that has none below itself stands on the last line.
fn headings(mut lines: Vec<Vec<Vec<Inline>>>) -> Vec<Row> {
    let is_empty = |cell: &Vec<Inline>| plain(cell).trim().is_empty();
    let filled: Vec<Vec<bool>> =
        lines.iter().map(|line| line.iter().map(|cell| !is_empty(cell)).collect()).collect();
    for upper in 0..lines.len() - 1 {
        for column in 0..lines[upper].len() {
            if is_empty(&lines[upper + 1][column]) {
                let heading = std::mem::take(&mut lines[upper][column]);
                lines[upper + 1][column] = heading;
            }
        }
    }
    let mut rows = Vec::with_capacity(lines.len());
    for line in 0..lines.len() {
        let mut cells: Vec<Cell> = Vec::with_capacity(lines[line].len());
        for column in 0..lines[line].len() {
            let below = filled.get(line + 1).is_some_and(|below| below[column]);
            let is_covered = column > 1 && below && !filled[line][column];
            let text = std::mem::take(&mut lines[line][column]);
            match cells.last_mut() {
                Some(left) if is_covered && !is_empty(&left.text) => {
                    left.span += 1;
                }
                // The head is set bold, its units line italic: emphasis typed there says no more.
                _ => cells.push(Cell { text: unwrapped_emphasis(unwrapped_strong(text)), span: 1 }),
            }
        }
        if cells.iter().any(|cell| !is_empty(&cell.text)) {
            rows.push(Row { kind: RowKind::Plain, cells, change: None });
        }
    }
    rows
}

/// Returns what a column holds: figures where most of its filled cells are figures. Confidential cells count where
/// all are; nobody shall see by the look of the others what they hold.
fn kind(column: usize, rows: &[Vec<Vec<Inline>>]) -> ColumnKind {
    if column == 0 {
        return ColumnKind::Words;
    }
    let texts = |marked: bool| -> Vec<String> {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let texts =
            cells.filter(|cell| editions::is_marked(cell) == marked).map(|cell| plain(cell));
        texts.filter(|text| !text.trim().is_empty() && !is_no_figure(text)).collect()
    };
    let open = texts(false);
    let is_marked = open.is_empty();
    let texts = if is_marked { texts(true) } else { open };
    let figures: Vec<_> = texts.iter().filter_map(|text| figure(without_mark(text))).collect();
    if figures.is_empty() || figures.len() * 2 < texts.len() {
        return ColumnKind::Words;
    }
    let counted = figures.iter().filter(|figure| !figure.is_dash()).count();
    let ratios = figures.iter().filter(|figure| figure.is_ratio()).count();
    if ratios * 2 > counted && !is_marked { ColumnKind::Ratios } else { ColumnKind::Amounts }
}

fn row(cells: Vec<Vec<Inline>>) -> Row {
    let count = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    let is_empty = |cell: &Vec<Inline>| plain(cell).trim().is_empty();
    let label = cells.first().map(|cell| open_start(cell)).unwrap_or_default();
    let strong = cells
        .first()
        .is_some_and(|cell| is_all(cell, |inline| matches!(inline, Inline::Strong(_))));
    let emphasised = cells
        .first()
        .is_some_and(|cell| is_all(cell, |inline| matches!(inline, Inline::Emphasis(_))));
    let rest_empty = cells.iter().skip(1).all(is_empty);
    let kind = if strong && rest_empty {
        RowKind::Group
    } else if strong {
        RowKind::GrandTotal
    } else if !rest_empty
        && (emphasised || ["Total", "Subtotal"].iter().any(|word| label.starts_with(word)))
    {
        RowKind::Total
    } else {
        RowKind::Plain
    };
    if kind == RowKind::Group {
        let text = cells.into_iter().next().map(unwrapped_strong).unwrap_or_default();
        return Row { kind, cells: vec![Cell { text, span: count.max(1) }], change: None };
    }
    let cells = cells.into_iter().enumerate().map(|(column, text)| {
        let text = match kind {
            RowKind::GrandTotal => unwrapped_strong(text),
            RowKind::Total if column == 0 => unwrapped_emphasis(text),
            _ => text,
        };
        Cell { text, span: 1 }
    });
    Row { kind, cells: cells.collect(), change: None }
}

/// Returns the words of a cell that stand before what is confidential in it.
fn open_start(cell: &[Inline]) -> String {
    let is_open = |inline: &&Inline| !editions::is_marked(std::slice::from_ref(*inline));
    cell.iter().take_while(is_open).map(|inline| plain(std::slice::from_ref(inline))).collect()
}

/// Says whether a cell is wholly of one emphasis; a note's mark may follow it.
fn is_all(cell: &[Inline], is: impl Fn(&Inline) -> bool) -> bool {
    match cell {
        [first] => is(first),
        [first, Inline::NoteReference(_)] => is(first),
        [first, Inline::Text(mark)] => {
            is(first) && mark.trim().starts_with('(') && mark.trim().len() <= 4
        }
        _ => false,
    }
}

fn unwrapped_strong(text: Vec<Inline>) -> Vec<Inline> {
    text.into_iter()
        .flat_map(|inline| match inline {
            Inline::Strong(inner) => inner,
            other => vec![other],
        })
        .collect()
}

fn unwrapped_emphasis(text: Vec<Inline>) -> Vec<Inline> {
    text.into_iter()
        .flat_map(|inline| match inline {
            Inline::Emphasis(inner) => inner,
            other => vec![other],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<Vec<Inline>> {
        texts
            .iter()
            .map(|text| match text.strip_prefix("**").and_then(|text| text.strip_suffix("**")) {
                Some(text) => vec![Inline::Strong(vec![Inline::text(text)])],
                None => vec![Inline::text(*text)],
            })
            .collect()
    }

    #[test]
    fn columns_and_rows_are_known_by_what_was_typed() {
        let table = table(
            cells(&["In millions", "2008", "Multiple", "Source"]),
            vec![
                cells(&["**Cards**", "", "", ""]),
                cells(&["U.S.", "$1,000 (1)", "11.4x", "Consensus"]),
                cells(&["Total cards", "1,000", "—", ""]),
                cells(&["**Total**", "$1,000", "", ""]),
            ],
        );
        let kinds: Vec<ColumnKind> = table.columns.iter().map(|column| column.kind).collect();
        use ColumnKind::{Amounts, Ratios, Words};
        assert_eq!(kinds, [Words, Amounts, Ratios, Words]);
        let rows: Vec<RowKind> = table.body.iter().map(|row| row.kind).collect();
        assert_eq!(rows, [RowKind::Group, RowKind::Plain, RowKind::Total, RowKind::GrandTotal]);
        assert_eq!(table.body[0].cells[0].span, 4);
        assert_eq!(table.body[3].cells[0].text, [Inline::text("Total")]);
    }

    #[test]
    fn headings_go_over_the_empty_cells_at_their_right() {
        let table = table(
            cells(&["In millions", "2008", "", "2007", "", "Change"]),
            vec![
                cells(&["", "**Amount**", "**Share**", "**Amount**", "**Share**", ""]),
                cells(&["U.S.", "$1,000", "40%", "$900", "39%", "100"]),
            ],
        );
        let shown = |row: &Row| {
            let cells = row.cells.iter().map(|cell| format!("{}x{}", plain(&cell.text), cell.span));
            cells.collect::<Vec<_>>().join(" ")
        };
        let head: Vec<String> = table.head.iter().map(shown).collect();
        assert_eq!(
            head,
            ["x1 2008x2 2007x2 x1", "In millionsx1 Amountx1 Sharex1 Amountx1 Sharex1 Changex1"]
        );
        assert_eq!(table.body.len(), 1);
    }

    #[test]
    fn a_row_without_a_label_is_a_heading_in_bold_and_at_the_top_alone() {
        let rows = |texts: &[&[&str]]| {
            let rows = texts.iter().map(|row| cells(row)).collect();
            let table = table(cells(&["", "2008", ""]), rows);
            (table.head.len(), table.body.len(), table.head[0].cells.len())
        };
        assert_eq!(rows(&[&["", "4", "**x**"], &["a", "1", "2"]]), (1, 2, 3));
        assert_eq!(rows(&[&["a", "1", "2"], &["", "**3**", "**4**"]]), (1, 2, 3));
        assert_eq!(rows(&[&["", "**a**", "**b**"]]), (1, 1, 3));
        assert_eq!(rows(&[&["", "**a**", "**b**"], &["c", "1", "2"]]), (2, 1, 2));
    }
}

//! Tables as accountants read them: what a column holds and what a row is, from what was typed.
//!
//! In: cells. Out: a [`Table`] whose columns have kinds and whose rows are plain, groups or totals.

use crate::document::figures::figure;
use crate::document::{Cell, Column, ColumnKind, Inline, Row, RowKind, Table, plain};

/// Returns the table of a head and rows, each with as many cells as the head.
pub(super) fn table(head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>>) -> Table {
    let columns = (0..head.len()).map(|column| Column { kind: kind(column, &rows) }).collect();
    let has_head = head.iter().any(|cell| !plain(cell).trim().is_empty());
    let head = Row {
        kind: RowKind::Plain,
        // The head is set bold, its units line italic: emphasis typed there says no more.
        cells: head
            .into_iter()
            .map(|text| Cell { text: unwrapped_emphasis(unwrapped_strong(text)), span: 1 })
            .collect(),
        change: None,
    };
    Table {
        columns,
        head: if has_head { vec![head] } else { Vec::new() },
        body: rows.into_iter().map(row).collect(),
        ..Table::default()
    }
}

/// Returns what a column holds: figures where most of its filled cells are figures.
fn kind(column: usize, rows: &[Vec<Vec<Inline>>]) -> ColumnKind {
    if column == 0 {
        return ColumnKind::Words;
    }
    let texts = rows.iter().filter_map(|row| row.get(column)).map(|cell| plain(cell));
    let texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
    let figures: Vec<_> = texts.iter().filter_map(|text| figure(&without_mark(text))).collect();
    if figures.is_empty() || figures.len() * 2 < texts.len() {
        return ColumnKind::Words;
    }
    let counted = figures.iter().filter(|figure| !figure.is_dash()).count();
    let ratios = figures.iter().filter(|figure| figure.is_ratio()).count();
    if ratios * 2 > counted { ColumnKind::Ratios } else { ColumnKind::Amounts }
}

/// Returns a cell's text without the mark of a table note behind it: `1,565 (2)`.
fn without_mark(text: &str) -> String {
    match text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        Some((before, mark)) if mark.len() <= 2 && !before.is_empty() => before.to_owned(),
        _ => text.to_owned(),
    }
}

fn row(cells: Vec<Vec<Inline>>) -> Row {
    let count = u16::try_from(cells.len()).unwrap_or(u16::MAX);
    let is_empty = |cell: &Vec<Inline>| plain(cell).trim().is_empty();
    let label = cells.first().map(|cell| plain(cell)).unwrap_or_default();
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
}

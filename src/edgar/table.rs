//! Tables: rows directly in the table, figures to the right with their digits under one another.
//!
//! What hangs behind a number (`)`, `%`) and digits behind the point are made up for by padding, so that
//! a cell holds its figure whole, as it is read and copied.

use super::inlines::is_blank;
use super::writer::Writer;
use crate::document::figures::{bracketed, figure, without_mark};
use crate::document::{Cell, Change, ColumnKind, Inline, Row, RowKind, Table, TableStyle, plain};

/// What the figures of a column have at most.
#[derive(Debug, Clone, Copy, Default)]
struct Slots {
    /// Digits behind the point.
    decimals: usize,
    /// Width of the sign behind the number, in hundredths of an em.
    sign: u32,
}

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        let staff = std::mem::replace(&mut self.is_staff, false);
        let slots = slots(table);
        // EDGAR takes no table without cells: then its caption stands by itself.
        let has_cells = |rows: &[Row]| rows.iter().any(|row| !row.cells.is_empty());
        if !has_cells(&table.head) && !has_cells(&table.body) {
            self.raw(&["<p"]);
            self.id(table.id.as_deref());
            self.raw(&[" style=\"margin: 4pt 0 4pt 0\"><b>"]);
            table.caption.iter().for_each(|caption| self.inlines(caption));
            self.raw(&["</b></p>\n"]);
        } else {
            self.rows(table, &slots);
        }
        for (index, note) in table.notes.iter().enumerate() {
            let below = if index + 1 == table.notes.len() { 12 } else { 2 };
            self.raw(&["<p style=\"font-size: 9pt; margin: 0 0 ", &below.to_string(), "pt 0\">"]);
            self.inlines(note);
            self.raw(&["</p>\n"]);
        }
        self.is_staff = staff;
    }

    fn rows(&mut self, table: &'a Table, slots: &[Slots]) {
        self.raw(&["<table"]);
        self.id(table.id.as_deref());
        let style = match table.notes.is_empty() {
            true => "margin: 4pt 0 12pt 0; font-size: 10pt; border-collapse: collapse",
            false => "margin: 4pt 0 4pt 0; font-size: 10pt; border-collapse: collapse",
        };
        self.raw(&[
            " border=\"0\" cellpadding=\"0\" cellspacing=\"0\" width=\"100%\" style=\"",
            style,
        ]);
        self.raw(&["\">\n"]);
        if let Some(caption) = &table.caption {
            self.raw(&["<caption align=\"left\" style=\"text-align: left\"><b>"]);
            self.inlines(caption);
            self.raw(&["</b></caption>\n"]);
        }
        for row in table.head.iter().filter(|row| !row.cells.is_empty()) {
            self.head_row(row, table);
        }
        for row in table.body.iter().filter(|row| !row.cells.is_empty()) {
            self.body_row(row, table, slots);
        }
        self.raw(&["</table>\n"]);
    }

    fn head_row(&mut self, row: &'a Row, table: &Table) {
        self.raw(&["<tr>"]);
        for (column, cell) in columns(row) {
            let rule = "border-bottom: 1px solid #000000";
            if is_blank(&cell.text) {
                self.cell("td", cell, column, table, "");
                self.raw(&["</td>"]);
                continue;
            }
            let align = match (cell.span, kind(table, column)) {
                (2.., _) => "center",
                (_, ColumnKind::Words) => "left",
                _ => "right",
            };
            let style =
                format!("text-align: {align}; vertical-align: bottom; padding: 2pt 4pt; {rule}");
            self.cell("th", cell, column, table, &style);
            self.inlines(&cell.text);
            self.raw(&["</th>"]);
        }
        self.raw(&["</tr>\n"]);
    }

    fn body_row(&mut self, row: &'a Row, table: &Table, slots: &[Slots]) {
        self.raw(&["<tr>"]);
        for (column, cell) in columns(row) {
            let is_words = kind(table, column) == ColumnKind::Words;
            let name = if column == 0 && is_words && !is_blank(&cell.text) { "th" } else { "td" };
            let style = match is_words {
                true => words_style(row, table, column),
                false => figure_style(row, cell, kind(table, column), slots.get(column)),
            };
            self.cell(name, cell, column, table, &style);
            let element = change_element(row.change, &cell.text);
            self.raw(&element.map_or(["", "", ""], |name| ["<", name, ">"]));
            if !is_words && are_figures(&cell.text) {
                self.figures(&cell.text);
            } else {
                self.inlines(&cell.text);
            }
            self.raw(&element.map_or(["", "", ""], |name| ["</", name, ">"]));
            self.raw(&["</", name, ">"]);
        }
        self.raw(&["</tr>\n"]);
    }

    /// Writes the figures of a cell with their typographic signs; the two of a change stand apart.
    fn figures(&mut self, text: &'a [Inline]) {
        let mut between = "";
        for inline in text {
            let (name, inner) = match inline {
                Inline::Strong(inner) => ("b", inner.as_slice()),
                Inline::Inserted(inner) => ("u", inner.as_slice()),
                Inline::Deleted(inner) => ("strike", inner.as_slice()),
                Inline::Text(words) => {
                    if let Some(figure) = figure(words) {
                        self.raw(&[between]);
                        self.text(&(figure.currency + &figure.number + &figure.sign));
                        between = " ";
                    }
                    continue;
                }
                _ => continue,
            };
            self.raw(&[between, "<", name, ">"]);
            self.figures(inner);
            self.raw(&["</", name, ">"]);
            between = " ";
        }
    }

    fn cell(&mut self, name: &str, cell: &Cell, column: usize, table: &Table, style: &str) {
        self.raw(&["<", name]);
        let left = table.columns.len().saturating_sub(column).max(1);
        let span = usize::from(cell.span.max(1)).min(left);
        if span > 1 {
            self.raw(&[" colspan=\"", &span.to_string(), "\""]);
        }
        if !style.is_empty() {
            self.raw(&[" style=\"", style, "\""]);
        }
        self.raw(&[">"]);
    }
}

/// Says whether a cell holds figures alone: one, or those of a change.
fn are_figures(text: &[Inline]) -> bool {
    let blank = |inline: &&Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
    let mut pieces = text.iter().filter(|inline| !blank(inline)).peekable();
    pieces.peek().is_some() && pieces.all(is_figure)
}

fn is_figure(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => figure(text).is_some(),
        Inline::Strong(inner) | Inline::Inserted(inner) | Inline::Deleted(inner) => {
            matches!(inner.as_slice(), [only] if is_figure(only))
        }
        _ => false,
    }
}

/// Returns the cells of a row with the column that each begins in.
fn columns(row: &Row) -> impl Iterator<Item = (usize, &Cell)> {
    row.cells.iter().scan(0, |column, cell| {
        let start = *column;
        *column += usize::from(cell.span.max(1));
        Some((start, cell))
    })
}

fn kind(table: &Table, column: usize) -> ColumnKind {
    table.columns.get(column).copied().unwrap_or_default().kind
}

fn words_style(row: &Row, table: &Table, column: usize) -> String {
    let indent = if row.kind == RowKind::Below && column == 0 { 14 } else { 4 };
    let weight = match row.kind {
        RowKind::Group | RowKind::GrandTotal => "bold",
        _ => "normal",
    };
    // The keys are links: a finger finds one row among others.
    let (above, rule) = match table.style {
        TableStyle::Key => (4, "; border-bottom: 1px solid #cccccc"),
        TableStyle::Accounting => (2, ""),
    };
    format!(
        "text-align: left; vertical-align: top; font-weight: {weight}; padding: {above}pt 4pt {above}pt {indent}pt{rule}"
    )
}

fn figure_style(row: &Row, cell: &Cell, kind: ColumnKind, slots: Option<&Slots>) -> String {
    let missing = slots.map_or(0, |slots| slots.missing(&End::of(&cell.text)));
    // Four tenths of an em stand at the end of each cell, as in the head.
    let missing = missing + 40;
    let pad = format!("{}.{:02}em", missing / 100, missing % 100);
    let rules = match (row.kind, kind) {
        _ if cell.text.is_empty() => "",
        (_, ColumnKind::Ratios) => "",
        (RowKind::Total, _) => "; border-top: 1px solid #000000",
        (RowKind::GrandTotal, _) => {
            "; border-top: 1px solid #000000; border-bottom: 3px double #000000"
        }
        _ => "",
    };
    let weight = if row.kind == RowKind::GrandTotal { "; font-weight: bold" } else { "" };
    format!(
        "text-align: right; vertical-align: bottom; white-space: nowrap; padding: 2pt {pad} 2pt 10pt{weight}{rules}"
    )
}

/// Returns what the figures of each column have at most.
fn slots(table: &Table) -> Vec<Slots> {
    let mut slots = vec![Slots::default(); table.columns.len()];
    for row in &table.body {
        for (column, cell) in columns(row) {
            if kind(table, column) != ColumnKind::Words
                && let Some(slots) = slots.get_mut(column)
            {
                let end = End::of(&cell.text);
                slots.decimals = slots.decimals.max(end.decimals.unwrap_or(0));
                slots.sign = slots.sign.max(end.sign);
            }
        }
    }
    slots
}

/// What stands at the end of a cell.
struct End {
    /// Digits behind the point; none where there is no point: a dash, what was taken out, and words end
    /// where numbers end.
    decimals: Option<usize>,
    /// Width of the sign behind the number and of a note's mark, in hundredths of an em.
    sign: u32,
}

impl End {
    fn of(text: &[Inline]) -> Self {
        let all = plain(text);
        let text = without_mark(&all);
        let mark = sign_width(&all[text.len()..]);
        if let Some(figure) = figure(text) {
            let decimals = figure.number.len().saturating_sub(figure.point() + 1);
            let decimals = (!figure.is_dash()).then_some(decimals);
            return Self { decimals, sign: sign_width(&figure.sign) + mark };
        }
        let behind = bracketed(text).map(|omitted| sign_width(text[omitted.number..].trim()));
        Self { decimals: None, sign: behind.unwrap_or(0) + mark }
    }
}

impl Slots {
    /// Returns how much narrower a figure's end is than its column's, in hundredths of an em.
    ///
    /// In Times a digit is half an em wide, a point a quarter.
    fn missing(self, end: &End) -> u32 {
        let has = end.decimals.unwrap_or(self.decimals);
        let digits = u32::try_from(self.decimals.saturating_sub(has)).unwrap_or(0) * 50;
        let point = if has == 0 && self.decimals > 0 { 25 } else { 0 };
        digits + point + self.sign.saturating_sub(end.sign)
    }
}

/// Returns the width of a sign in Times, in hundredths of an em.
fn sign_width(sign: &str) -> u32 {
    sign.chars()
        .map(|sign| match sign {
            ')' | '(' => 33,
            '%' => 83,
            '\u{a0}' | ' ' => 25,
            'b' | 'p' | '0'..='9' => 50,
            's' => 39,
            _ => 56,
        })
        .sum()
}

/// Returns the element for a row's change, unless the text is marked already or says nothing.
fn change_element(row: Option<Change>, text: &[Inline]) -> Option<&'static str> {
    let name = match row? {
        Change::Inserted => "u",
        Change::Deleted => "strike",
    };
    let marked = |inline: &Inline| matches!(inline, Inline::Inserted(_) | Inline::Deleted(_));
    // A dash stands for nothing: there is nothing to mark in a new row.
    let nothing = is_blank(text) || figure(&plain(text)).is_some_and(|figure| figure.is_dash());
    (!nothing && !text.iter().any(marked)).then_some(name)
}

//! Tables: figures in columns whose digits align, rules over amounts alone, marks that lead to notes.
//!
//! A figure's currency sign stands at the left edge of its cell; what hangs behind the number hangs in the
//! cell's right padding, which each column makes as wide as its widest sign.

mod marked;

use self::marked::Marked;
use super::disclosure::{change, change_class};
use super::escape;
use super::inlines::is_blank;
use super::writer::Writer;
use crate::document::figures::{Figure, figure};
use crate::document::{
    Cell, Change, Column, ColumnKind, Inline, Row, RowKind, Table, TableStyle, plain,
};

/// What the cells of a column have in common.
#[derive(Debug, Clone, Copy, Default)]
struct Slots {
    /// Digits behind the point, at most.
    decimals: usize,
    /// Width of the widest sign, in hundredths of an em, with the marks of notes behind it.
    sign: u32,
}

/// Classes of columns by the room that what hangs behind their numbers is given, in hundredths of an em; the
/// first are those of `)`, `×`, `%` and `%)`.
const SIGNS: [(u32, &str); 9] = [
    (0, ""),
    (34, "s-1"),
    (60, "s-2"),
    (90, "s-3"),
    (124, "s-4"),
    (170, "s-5"),
    (220, "s-6"),
    (330, "s-7"),
    (420, "s-8"),
];

/// A heading over figures that is longer, in characters, is given more room, so that it takes three lines.
const LONG_HEAD: usize = 24;

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        let layout = Layout::new(table);
        self.tables += 1;
        let caption = format!("table:{}", self.tables);
        let class = match table.style {
            TableStyle::Accounting => "figures",
            TableStyle::Key => "keys",
        };
        let whole = change_class(same_row_change(table));
        // Columns of words take a share of the width that columns of figures leave to the labels.
        let words = |column: &Column| column.kind == ColumnKind::Words;
        let accounting = table.style == TableStyle::Accounting;
        let mixed = accounting && table.columns.iter().skip(1).any(words);
        let mixed = if mixed { "mixed" } else { "" };
        self.open("div", table.id.as_deref(), &["table", class, mixed, whole]);
        self.raw(&["\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" "]);
        match table.caption {
            Some(_) => self.raw(&["aria-labelledby=\"", &caption, "\">\n<table>\n"]),
            None => self.raw(&["aria-label=\"Table ", &self.tables.to_string(), "\">\n<table>\n"]),
        }
        if let Some(words) = &table.caption {
            self.raw(&["<caption id=\"", &caption, "\">"]);
            self.inlines(words);
            self.raw(&["</caption>\n"]);
        }
        if !table.head.is_empty() {
            self.raw(&["<thead>\n"]);
            for (index, row) in table.head.iter().enumerate() {
                self.head_row(row, &layout, index + 1 == table.head.len());
            }
            self.raw(&["</thead>\n"]);
        }
        self.body(table, &layout);
        self.raw(&["</table>\n</div>\n"]);
        for note in &table.notes {
            self.open("p", None, &["table-note", change_class(change(note))]);
            self.inlines(note);
            self.raw(&["</p>\n"]);
        }
        self.raw(&["</div>\n"]);
    }

    fn head_row(&mut self, row: &'a Row, layout: &Layout<'a>, last: bool) {
        self.raw(&["<tr>"]);
        for (column, cell) in columns(row) {
            let span = cell.span.max(1);
            let kind = layout.column(column).kind;
            if is_blank(&cell.text) {
                self.raw(&["<td", &colspan(span), "></td>"]);
                continue;
            }
            let (scope, class) = match (span, kind) {
                (2.., _) => ("col", "over"),
                (_, ColumnKind::Words) if column == 0 && last && is_unit(&cell.text) => {
                    ("col", "unit")
                }
                (_, ColumnKind::Words) => ("col", ""),
                _ => ("col", "n"),
            };
            let sign = if class == "n" { layout.slots(column).class() } else { "" };
            let long = class == "n" && plain(&cell.text).chars().count() > LONG_HEAD;
            let long = if long { "long" } else { "" };
            self.raw(&[
                "<th scope=\"",
                scope,
                "\"",
                &colspan(span),
                &class_attribute(&[class, sign, long]),
                ">",
            ]);
            self.inlines(&cell.text);
            self.raw(&["</th>"]);
        }
        self.raw(&["</tr>\n"]);
    }

    /// Writes the body: each group of rows in an element of its own, headed by its subheading.
    fn body(&mut self, table: &'a Table, layout: &Layout<'a>) {
        self.raw(&["<tbody>\n"]);
        for (index, row) in table.body.iter().enumerate() {
            if row.kind == RowKind::Group && index > 0 {
                self.raw(&["</tbody>\n<tbody>\n"]);
            }
            self.body_row(row, layout);
        }
        self.raw(&["</tbody>\n"]);
    }

    fn body_row(&mut self, row: &'a Row, layout: &Layout<'a>) {
        let class = match row.kind {
            RowKind::Plain => "",
            RowKind::Group => "group",
            RowKind::Total => "total",
            RowKind::GrandTotal => "grand",
            RowKind::Below => "below",
        };
        self.raw(&["<tr", &class_attribute(&[class, change_class(row.change)]), ">"]);
        for (column, cell) in columns(row) {
            let words = layout.column(column).kind == ColumnKind::Words;
            if column == 0 && words {
                self.label(cell, row, layout);
            } else if words {
                self.raw(&["<td", &colspan(cell.span), ">"]);
                self.marked_words(&cell.text, row.change, layout);
                self.raw(&["</td>"]);
            } else {
                self.figure_cell(cell, column, row.change, layout);
            }
        }
        self.raw(&["</tr>\n"]);
    }

    /// Writes the cell that heads a row.
    fn label(&mut self, cell: &'a Cell, row: &'a Row, layout: &Layout<'a>) {
        if is_blank(&cell.text) {
            self.raw(&["<td", &colspan(cell.span), "></td>"]);
            return;
        }
        let scope = if row.kind == RowKind::Group { "rowgroup" } else { "row" };
        self.raw(&["<th scope=\"", scope, "\"", &colspan(cell.span), ">"]);
        self.marked_words(&cell.text, row.change, layout);
        self.raw(&["</th>"]);
    }

    /// Writes the words of a cell in the element of its row's change; a mark at their end is raised.
    fn marked_words(&mut self, text: &'a [Inline], row: Option<Change>, layout: &Layout<'a>) {
        let element = change_element(row, text);
        self.open_change(element);
        if let [rest @ .., Inline::Text(last)] = text
            && let Some((words, mark)) = layout.mark(last)
        {
            self.inlines(rest);
            escape::push_text(words, &mut self.out);
            self.mark(mark);
        } else {
            self.inlines(text);
        }
        self.close_change(element);
    }

    /// Writes the mark of a table note, on one line with what it stands behind.
    fn mark(&mut self, mark: &str) {
        self.raw(&["&nbsp;<sup>"]);
        self.text(mark);
        self.raw(&["</sup>"]);
    }

    fn figure_cell(
        &mut self,
        cell: &'a Cell,
        column: usize,
        row: Option<Change>,
        layout: &Layout<'a>,
    ) {
        if cell.text.is_empty() {
            self.raw(&["<td", &colspan(cell.span), "></td>"]);
            return;
        }
        if let Some(marked) = Marked::read(&cell.text, layout) {
            self.open_figure(cell, column, layout, layout.slots(column).missing(marked.decimals()));
            self.marked_figure(&marked);
            self.raw(&["</td>"]);
            return;
        }
        let parts = parts(&cell.text, layout);
        let figure = parts.last().and_then(|part| part.figure.as_ref());
        let missing = layout.slots(column).missing(figure.and_then(decimals));
        self.open_figure(cell, column, layout, missing);
        let count = parts.len();
        for (index, part) in parts.into_iter().enumerate() {
            self.raw(&[if index > 0 { " " } else { "" }]);
            self.part(part, row, index + 1 == count, count == 1);
        }
        self.raw(&["</td>"]);
    }

    /// Opens a cell of figures whose number is short of its column's decimals by some half digits.
    fn open_figure(&mut self, cell: &Cell, column: usize, layout: &Layout<'_>, missing: usize) {
        let ratio = if layout.column(column).kind == ColumnKind::Ratios { "ratio" } else { "" };
        let sign = layout.slots(column).class();
        self.raw(&["<td", &colspan(cell.span), &class_attribute(&["n", sign, ratio])]);
        if missing > 0 {
            // Half digits: a point is half as wide as a digit.
            let half = if missing % 2 == 1 { ".5" } else { "" };
            self.raw(&[" style=\"--d:", &(missing / 2).to_string(), half, "ch\""]);
        }
        self.raw(&[">"]);
    }

    /// Writes a part of a cell: the sign of the last hangs, the currency sign of a single one stands apart.
    fn part(&mut self, part: Part<'a>, row: Option<Change>, last: bool, single: bool) {
        // A dash stands for nothing: there is nothing to mark in a new row.
        let nothing = part.figure.as_ref().is_some_and(Figure::is_dash);
        let row = row.filter(|_| !nothing);
        let element = part.change.map(change_name).or_else(|| change_element(row, part.text));
        self.open_change(element);
        match &part.figure {
            Some(figure) => {
                let bold = part.strong;
                self.raw(&[if bold { "<strong>" } else { "" }]);
                if !figure.currency.is_empty() {
                    self.raw(&["<span class=\"", if single { "cur" } else { "near" }, "\">"]);
                    self.text(&figure.currency);
                    self.raw(&["</span>"]);
                }
                self.text(&figure.number);
                self.hanging(last, |writer| {
                    writer.text(&figure.sign);
                    writer.marks(part.mark, part.notes);
                });
                self.raw(&[if bold { "</strong>" } else { "" }]);
            }
            None => self.inlines(part.text),
        }
        self.close_change(element);
    }

    /// Writes what hangs behind a number, if anything does; `hangs` says whether it takes no room there.
    fn hanging(&mut self, hangs: bool, write: impl FnOnce(&mut Self)) {
        const OPEN: &str = "<span class=\"sign\">";
        let start = self.out.len();
        self.raw(&[if hangs { OPEN } else { "" }]);
        let inner = self.out.len();
        write(self);
        if self.out.len() == inner {
            self.out.truncate(start);
        } else if hangs {
            self.raw(&["</span>"]);
        }
    }

    /// Writes the marks of notes behind a figure.
    fn marks(&mut self, mark: Option<&str>, notes: &[Inline]) {
        if let Some(mark) = mark {
            self.mark(mark);
        }
        for note in notes {
            if let Inline::NoteReference(note) = note {
                self.reference(*note);
            }
        }
    }

    fn open_change(&mut self, element: Option<&str>) {
        if let Some(name) = element {
            self.raw(&["<", name, ">"]);
        }
    }

    fn close_change(&mut self, element: Option<&str>) {
        if let Some(name) = element {
            self.raw(&["</", name, ">"]);
        }
    }
}

/// What holds for a table's columns and marks.
struct Layout<'a> {
    columns: &'a [Column],
    slots: Vec<Slots>,
    /// The marks that the table's notes begin with: `(1)`.
    marks: Vec<String>,
}

impl<'a> Layout<'a> {
    fn new(table: &'a Table) -> Self {
        let marks = table.notes.iter().filter_map(|note| {
            let text = plain(note);
            let mark = text.split(char::is_whitespace).next()?;
            (mark.starts_with('(') && mark.ends_with(')')).then(|| mark.to_string())
        });
        let mut layout = Self {
            columns: &table.columns,
            slots: vec![Slots::default(); table.columns.len()],
            marks: marks.collect(),
        };
        for row in &table.body {
            for (column, cell) in columns(row) {
                if layout.column(column).kind != ColumnKind::Words {
                    layout.widen(column, cell);
                }
            }
        }
        layout
    }

    /// Makes the slots of a column wide enough for a cell.
    fn widen(&mut self, column: usize, cell: &Cell) {
        let marked = Marked::read(&cell.text, self);
        let found = match &marked {
            Some(marked) => Some((marked.decimals(), marked.sign())),
            None => parts(&cell.text, self).pop().and_then(|part| {
                let figure = part.figure.as_ref()?;
                let marks = marks_width(part.mark, part.notes);
                Some((decimals(figure), sign_width(&figure.sign) + marks))
            }),
        };
        if let (Some((decimals, sign)), Some(slots)) = (found, self.slots.get_mut(column)) {
            slots.decimals = slots.decimals.max(decimals.unwrap_or(0));
            slots.sign = slots.sign.max(sign);
        }
    }

    fn column(&self, index: usize) -> Column {
        self.columns.get(index).copied().unwrap_or_default()
    }

    fn slots(&self, index: usize) -> Slots {
        self.slots.get(index).copied().unwrap_or_default()
    }

    /// Cuts the mark of a table note off the end of a text.
    fn mark<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let text = text.trim_end();
        let mark = self.marks.iter().find(|mark| text.ends_with(mark.as_str()))?;
        let (words, mark) = text.split_at(text.len() - mark.len());
        let trimmed = words.trim_end();
        (trimmed.len() < words.len() && !trimmed.is_empty()).then_some((trimmed, mark))
    }
}

impl Slots {
    /// Returns the class that gives the widest sign its room.
    fn class(self) -> &'static str {
        let wide = SIGNS.iter().find(|(room, _)| *room >= self.sign);
        wide.unwrap_or(&SIGNS[SIGNS.len() - 1]).1
    }

    /// Returns how many half digits a figure is short of its column's decimals; one without a point is not.
    fn missing(self, decimals: Option<usize>) -> usize {
        let Some(has) = decimals else { return 0 };
        let point = usize::from(has == 0 && self.decimals > 0);
        2 * self.decimals.saturating_sub(has) + point
    }
}

/// Returns how many digits a figure has behind the point; none for a dash, which has no point.
fn decimals(figure: &Figure) -> Option<usize> {
    (!figure.is_dash()).then(|| figure.number.len().saturating_sub(figure.point() + 1))
}

/// Returns how wide the signs behind a number are, in hundredths of an em.
fn sign_width(sign: &str) -> u32 {
    let width = |sign| match sign {
        ')' | ']' | '(' => 34,
        '×' => 60,
        '%' => 90,
        '\u{a0}' | ' ' => 25,
        _ => 50,
    };
    sign.chars().map(width).sum()
}

/// Returns how wide the raised marks behind a figure are, in hundredths of an em.
fn marks_width(mark: Option<&str>, notes: &[Inline]) -> u32 {
    // They are set at three quarters of the size.
    let mark = mark.map_or(0, |mark| 25 + sign_width(mark) * 3 / 4);
    mark + u32::try_from(notes.len()).unwrap_or(0) * 38
}

/// A piece of a cell in a column of figures: all of it, or what a redline takes out or puts in.
struct Part<'a> {
    change: Option<Change>,
    strong: bool,
    text: &'a [Inline],
    /// None where the piece holds words.
    figure: Option<Figure>,
    mark: Option<&'a str>,
    /// References to footnotes behind the figure.
    notes: &'a [Inline],
}

/// Cuts a cell into its pieces.
fn parts<'a>(text: &'a [Inline], layout: &Layout) -> Vec<Part<'a>> {
    let changed = |inline: &Inline| matches!(inline, Inline::Inserted(_) | Inline::Deleted(_));
    let blank = |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
    if !text.iter().any(changed) {
        return vec![part(text, None, layout)];
    }
    // A change within words: the cell is not cut.
    let whole =
        vec![Part { change: None, strong: false, text, figure: None, mark: None, notes: &[] }];
    if !text.iter().all(|inline| changed(inline) || blank(inline)) {
        return whole;
    }
    let cut: Vec<Part> = text
        .iter()
        .filter_map(|inline| match inline {
            Inline::Inserted(inner) => Some(part(inner, Some(Change::Inserted), layout)),
            Inline::Deleted(inner) => Some(part(inner, Some(Change::Deleted), layout)),
            _ => None,
        })
        .collect();
    if cut.iter().all(|part| part.figure.is_some()) { cut } else { whole }
}

fn part<'a>(text: &'a [Inline], change: Option<Change>, layout: &Layout) -> Part<'a> {
    let mut part = Part { change, strong: false, text, figure: None, mark: None, notes: &[] };
    let is_note = |inline: &Inline| matches!(inline, Inline::NoteReference(_));
    let end = text.iter().rposition(|inline| !is_note(inline)).map_or(0, |last| last + 1);
    let (mut inner, notes) = text.split_at(end);
    while let [Inline::Strong(strong)] = inner {
        part.strong = true;
        inner = strong;
    }
    if let [Inline::Text(words)] = inner {
        let (number, mark) = match layout.mark(words) {
            Some((number, mark)) => (number, Some(mark)),
            None => (words.as_str(), None),
        };
        part.figure = figure(number);
        if part.figure.is_some() {
            part.mark = mark;
            part.notes = notes;
        }
    }
    part
}

/// Says whether the heading of the label column is the table's unit: `In millions of dollars`.
fn is_unit(text: &[Inline]) -> bool {
    let words = plain(text).to_lowercase();
    let words = words.trim_start().trim_start_matches('(');
    ["in ", "dollars in ", "amounts in ", "$ in "].iter().any(|start| words.starts_with(start))
}

/// Returns the cells of a row with the column that each begins in.
fn columns(row: &Row) -> impl Iterator<Item = (usize, &Cell)> {
    row.cells.iter().scan(0, |column, cell| {
        let start = *column;
        *column += usize::from(cell.span.max(1));
        Some((start, cell))
    })
}

fn colspan(span: u16) -> String {
    if span > 1 { format!(" colspan=\"{span}\"") } else { String::new() }
}

fn class_attribute(classes: &[&str]) -> String {
    let classes: Vec<&str> = classes.iter().copied().filter(|class| !class.is_empty()).collect();
    if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) }
}

fn change_name(change: Change) -> &'static str {
    match change {
        Change::Inserted => "ins",
        Change::Deleted => "del",
    }
}

/// Returns the element for a row's change, unless the text is marked already or says nothing.
fn change_element(row: Option<Change>, text: &[Inline]) -> Option<&'static str> {
    let row = row?;
    (change(text).is_none() && !is_blank(text)).then(|| change_name(row))
}

/// Returns what a redline does to a table whose rows it all adds or takes out.
fn same_row_change(table: &Table) -> Option<Change> {
    let first = table.body.first()?.change?;
    table.body.iter().all(|row| row.change == Some(first)).then_some(first)
}

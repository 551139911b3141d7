//! A table's cells, shaped: words, or figures cut into their slots.

use std::collections::BTreeSet;

use super::super::context::Context;
use super::super::page::{Face, NodeId, Role};
use super::super::text::{Composer, Style, Text};
use crate::document::figures::{Bracketed, Figure as Parts, bracketed, bracketed_words, figure};
use crate::document::{Cell, Change, ColumnKind, Inline, Row, RowKind, Table, plain};

/// Words among figures that are wider than this, in em, may be broken.
pub(super) const WIDEST_ENTRY: f32 = 6.0;
/// Width of the brackets of a confidential region, in em.
const BRACKETS: f32 = 4.2;

/// A table whose cells are shaped.
pub(super) struct Grid {
    pub(super) kinds: Vec<ColumnKind>,
    pub(super) head: Vec<GridRow>,
    pub(super) body: Vec<GridRow>,
}

/// A row of a grid.
pub(super) struct GridRow {
    pub(super) kind: RowKind,
    pub(super) cells: Vec<GridCell>,
}

/// A cell of a grid.
pub(super) struct GridCell {
    /// Its first column, and how many it covers.
    pub(super) column: usize,
    pub(super) span: usize,
    pub(super) content: Content,
}

/// What a cell holds.
pub(super) enum Content {
    /// Nothing.
    Empty,
    /// Words.
    Words(Text),
    /// A figure; in a redline the old one and the new one under it.
    Figures(Vec<Figure>),
}

impl Content {
    /// Says whether confidential text stands in it.
    pub(super) fn has_regions(&self) -> bool {
        match self {
            Content::Empty => false,
            Content::Words(text) => text.has_regions(),
            Content::Figures(figures) => figures.iter().any(|figure| figure.text.has_regions()),
        }
    }
}

/// A figure: one text, cut at glyphs into currency, number, sign and marks.
pub(super) struct Figure {
    pub(super) text: Text,
    /// End of the currency sign.
    pub(super) currency: usize,
    /// End of what stands before the decimal point; the number's end for a dash.
    pub(super) point: usize,
    /// End of the number.
    pub(super) number: usize,
    /// End of the sign; marks of notes follow.
    pub(super) sign: usize,
    /// Whether it has no point and ends where numbers end: a dash, or what was taken out.
    pub(super) is_entry: bool,
    /// Of a confidential figure, where the closing bracket begins.
    pub(super) closing: Option<usize>,
}

impl Grid {
    /// Says whether the first column holds labels.
    pub(super) fn has_labels(&self) -> bool {
        self.kinds.first() == Some(&ColumnKind::Words)
    }
}

/// Shapes a table's cells, and grows its rows in the structure tree.
pub(super) fn shape(context: &mut Context<'_>, table: NodeId, source: &Table) -> Grid {
    let kinds = kinds(source);
    let marks = marks(source);
    let mut shaping = Shaping { context, kinds: &kinds, marks };
    let head = if source.head.is_empty() {
        Vec::new()
    } else {
        let node = shaping.context.tree.add(table, Role::TableHead);
        source.head.iter().map(|row| shaping.head_row(node, row)).collect()
    };
    let body = if source.body.is_empty() {
        Vec::new()
    } else {
        let node = shaping.context.tree.add(table, Role::TableBody);
        source.body.iter().map(|row| shaping.body_row(node, row)).collect()
    };
    Grid { kinds, head, body }
}

/// Returns the kinds of the columns: as many as the table says, or as its longest row has cells.
fn kinds(table: &Table) -> Vec<ColumnKind> {
    let longest = table.head.iter().chain(&table.body).map(|row| row.cells.len()).max();
    let count = table.columns.len().max(longest.unwrap_or(0));
    let mut kinds: Vec<ColumnKind> = table.columns.iter().map(|column| column.kind).collect();
    kinds.resize(count, ColumnKind::Words);
    kinds
}

/// Returns the marks of a table's notes: `(1)`.
fn marks(table: &Table) -> BTreeSet<String> {
    let mark = |note: &Vec<Inline>| note_mark(&plain(note)).map(|(mark, _)| mark.to_owned());
    table.notes.iter().filter_map(mark).collect()
}

/// Cuts a note into its mark and its text.
pub(super) fn note_mark(note: &str) -> Option<(&str, &str)> {
    let note = note.trim_start();
    let end = note.find(')')? + 1;
    let inner = note.get(1..end - 1)?;
    let marks = note.starts_with('(')
        && (1..=3).contains(&inner.len())
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric());
    marks.then(|| note.split_at(end))
}

struct Shaping<'s, 'a> {
    context: &'s mut Context<'a>,
    kinds: &'s [ColumnKind],
    marks: BTreeSet<String>,
}

impl Shaping<'_, '_> {
    fn head_row(&mut self, head: NodeId, row: &Row) -> GridRow {
        let node = self.context.tree.add(head, Role::Row);
        let mut cells = Vec::with_capacity(row.cells.len());
        for (column, span, cell) in places(row, self.kinds.len()) {
            let label = column == 0 && span == 1 && self.kinds[0] == ColumnKind::Words;
            let face = if label { Face::Italic } else { Face::Bold };
            let role = match is_empty(cell) {
                true => Role::Cell,
                false => Role::ColumnHeader { span: span as u16 },
            };
            let style = self.cell(node, role, span, face, row.change);
            cells.push(GridCell { column, span, content: self.words(&cell.text, style) });
        }
        GridRow { kind: row.kind, cells }
    }

    fn body_row(&mut self, body: NodeId, row: &Row) -> GridRow {
        let node = self.context.tree.add(body, Role::Row);
        let bold = matches!(row.kind, RowKind::Group | RowKind::GrandTotal);
        let face = if bold { Face::Bold } else { Face::Roman };
        let mut cells = Vec::with_capacity(row.cells.len());
        for (column, span, cell) in places(row, self.kinds.len()) {
            let label = column == 0 && (self.kinds[0] == ColumnKind::Words || span > 1);
            let role = match label && !is_empty(cell) {
                true => Role::RowHeader { span: span as u16 },
                false => Role::Cell,
            };
            let style = self.cell(node, role, span, face, row.change);
            let figures = span == 1 && self.kinds[column] != ColumnKind::Words;
            let content = match figures.then(|| self.figures(&cell.text, style)).flatten() {
                Some(all) => Content::Figures(all),
                None => match self.words(&cell.text, style) {
                    Content::Words(text) if figures => confidential(text),
                    content => content,
                },
            };
            cells.push(GridCell { column, span, content });
        }
        GridRow { kind: row.kind, cells }
    }

    /// Adds a cell's node, and empty ones where a cell of data covers further columns; returns the style
    /// of its text.
    fn cell(
        &mut self,
        row: NodeId,
        role: Role,
        span: usize,
        face: Face,
        change: Option<Change>,
    ) -> Style {
        let tree = &mut self.context.tree;
        let node = tree.add(row, role);
        if role == Role::Cell {
            for _ in 1..span {
                tree.add(row, Role::Cell);
            }
        }
        let style = Style::new(face, node);
        match change {
            None => style,
            Some(Change::Inserted) => style.changed(true, tree.add(node, Role::Inserted)),
            Some(Change::Deleted) => style.changed(false, tree.add(node, Role::Deleted)),
        }
    }

    /// Shapes words, with a note's mark at their end raised.
    fn words(&mut self, inlines: &[Inline], style: Style) -> Content {
        let (before, mark) = self.split_mark(inlines);
        let mut composer = Composer::default();
        composer.inlines(self.context, &before, style);
        if let Some(mark) = mark {
            composer.push("\u{a0}", style);
            self.push_mark(&mut composer, &mark, style);
        }
        let text = composer.finish(self.context);
        if text.is_empty() { Content::Empty } else { Content::Words(text) }
    }

    fn push_mark(&mut self, composer: &mut Composer, mark: &str, style: Style) {
        let node = self.context.tree.add(style.node, Role::Reference);
        composer.push(mark, style.mark(node));
    }

    /// Cuts the mark of a note off the end of a cell's text.
    fn split_mark(&self, inlines: &[Inline]) -> (Vec<Inline>, Option<String>) {
        let mut inlines = inlines.to_vec();
        let Some(Inline::Text(last)) = inlines.last_mut() else { return (inlines, None) };
        let trimmed = last.trim_end();
        let mark = self.marks.iter().find(|mark| {
            let words = trimmed.strip_suffix(mark.as_str());
            words.is_some_and(|words| words.ends_with([' ', '\u{a0}']))
        });
        let mark = mark.cloned();
        if let Some(mark) = &mark {
            let length = trimmed.len() - mark.len();
            last.truncate(length);
            last.truncate(last.trim_end().len());
        }
        (inlines, mark)
    }

    /// Shapes a cell's figures; none where the cell holds words.
    fn figures(&mut self, inlines: &[Inline], style: Style) -> Option<Vec<Figure>> {
        let (inlines, mark) = self.split_mark(inlines);
        let parts = stretches(&inlines);
        let read: Vec<Parts> =
            parts.iter().map(|part| figure(&plain(part))).collect::<Option<_>>()?;
        let last = parts.len().checked_sub(1)?;
        let mut figures = Vec::with_capacity(parts.len());
        for (index, (part, read)) in parts.into_iter().zip(read).enumerate() {
            let mark = mark.as_deref().filter(|_| index == last);
            figures.push(self.figure(part, &read, mark, style));
        }
        Some(figures)
    }

    fn figure(
        &mut self,
        inlines: &[Inline],
        parts: &Parts,
        mark: Option<&str>,
        style: Style,
    ) -> Figure {
        let words = format!("{}{}{}", parts.currency, parts.number, parts.sign);
        let mut composer = Composer::instead(&words);
        composer.inlines(self.context, inlines, style);
        if let Some(mark) = mark {
            composer.push("\u{a0}", style);
            self.push_mark(&mut composer, mark, style);
        }
        let text = composer.finish(self.context);
        let currency = parts.currency.len();
        let number = currency + parts.number.len();
        let point = if parts.is_dash() { number } else { currency + parts.point() };
        let sign = number + parts.sign.len();
        let [currency, point, number, sign] =
            [currency, point, number, sign].map(|byte| text.glyph_at(byte));
        Figure { text, currency, point, number, sign, is_entry: parts.is_dash(), closing: None }
    }
}

/// Returns what stands in the brackets of a confidential region as a figure, where the public edition has one in
/// its place: its point stands at those of its column, and the brackets hang. Other words stay words.
fn confidential(text: Text) -> Content {
    let is_short = text.widest(1.0) <= WIDEST_ENTRY + BRACKETS;
    let found = bracketed(text.as_str());
    let found = found.or_else(|| bracketed_words(text.as_str()).filter(|_| is_short));
    let Some(found) = found else { return Content::Words(text) };
    let Bracketed { currency, point, number, closing, is_omitted, .. } = found;
    let [currency, point, number, closing] =
        [currency, point, number, closing].map(|byte| text.glyph_at(byte));
    let sign = text.len();
    let closing = (!is_omitted).then_some(closing);
    let figure = Figure { text, currency, point, number, sign, is_entry: is_omitted, closing };
    Content::Figures(vec![figure])
}

/// Returns a row's cells with their first column and span; no span goes beyond the last column.
fn places(row: &Row, columns: usize) -> Vec<(usize, usize, &Cell)> {
    let mut column = 0;
    let mut left = row.cells.len();
    let mut places = Vec::with_capacity(left);
    for cell in &row.cells {
        left -= 1;
        let span = usize::from(cell.span).clamp(1, columns - column - left);
        places.push((column, span, cell));
        column += span;
    }
    places
}

fn is_empty(cell: &Cell) -> bool {
    cell.text.is_empty() || plain(&cell.text).trim().is_empty()
}

/// Cuts a cell into its old figure and its new one, where a redline replaces one by the other.
fn stretches(inlines: &[Inline]) -> Vec<&[Inline]> {
    let changes = inlines
        .iter()
        .filter(|inline| matches!(inline, Inline::Deleted(_) | Inline::Inserted(_)))
        .count();
    if changes < 2 {
        return vec![inlines];
    }
    let blank = |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
    let mut stretches: Vec<&[Inline]> = Vec::new();
    let mut first = 0;
    for index in 1..=inlines.len() {
        let begins = |inline: &Inline| matches!(inline, Inline::Deleted(_) | Inline::Inserted(_));
        if index == inlines.len() || begins(&inlines[index]) {
            let part = &inlines[first..index];
            if !part.iter().all(blank) {
                stretches.push(part);
            }
            first = index;
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_cut_into_mark_and_text() {
        assert_eq!(note_mark("(1) Insurance"), Some(("(1)", " Insurance")));
        assert_eq!(note_mark(" (a) x"), Some(("(a)", " x")));
        assert_eq!(note_mark("Insurance (1)"), None);
        assert_eq!(note_mark("(see below) x"), None);
    }

    #[test]
    fn spans_stay_within_the_columns() {
        let cell = |span| Cell { span, ..Cell::default() };
        let row = Row { cells: vec![cell(0), cell(9), cell(9)], ..Row::default() };
        let places: Vec<(usize, usize)> =
            places(&row, 5).into_iter().map(|(column, span, _)| (column, span)).collect();
        assert_eq!(places, [(0, 1), (1, 3), (4, 1)]);
    }

    #[test]
    fn a_replaced_figure_is_two() {
        let inlines = [
            Inline::Deleted(vec![Inline::text("12")]),
            Inline::text(" "),
            Inline::Inserted(vec![Inline::text("15")]),
        ];
        let words: Vec<String> = stretches(&inlines).into_iter().map(plain).collect();
        assert_eq!(words, ["12 ", "15"]);
    }
}

//! Texts in one shape, so that what is alike is equal.
//!
//! In: blocks. Out: the same blocks with single blanks and formatting in one order ([`tidy`]), or as they
//! are compared ([`compared`]). Blocks of a letter's frame stand in no disclosure and stay as they are.

use super::text::Text;
use crate::document::figures::figure;
use crate::document::{Block, Cell, Column, Inline, List, Paragraph, Row, Table};

/// How far a text is brought into shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// To be read: blanks and formatting alone.
    Read,
    /// To be compared: signs and figures folded, and without what is no text.
    Compared,
}

/// Returns blocks with single blanks and formatting in one order.
pub(super) fn tidy(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().map(|block| shaped(block, Shape::Read)).collect()
}

/// Returns blocks as they are compared.
pub(super) fn compared(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().map(|block| shaped(block, Shape::Compared)).collect()
}

/// Returns a row as it is compared.
pub(super) fn compared_row(row: &Row) -> Row {
    shaped_row(row, Shape::Compared)
}

/// Returns a run of text as it is compared.
pub(super) fn compared_text(inlines: &[Inline]) -> Vec<Inline> {
    shaped_text(inlines, Shape::Compared)
}

/// Returns a cell's text as it is compared: a figure in its slots.
pub(super) fn compared_cell(inlines: &[Inline]) -> Vec<Inline> {
    shaped_cell(inlines, Shape::Compared)
}

fn shaped(block: &Block, shape: Shape) -> Block {
    let read = shape == Shape::Read;
    let text = |inlines: &[Inline]| shaped_text(inlines, shape);
    let inner = |blocks: &[Block]| blocks.iter().map(|block| shaped(block, shape)).collect();
    let id = |id: &Option<String>| id.clone().filter(|_| read);
    match block {
        Block::Heading { level, id: place, text: words } => {
            Block::Heading { level: *level, id: id(place), text: text(words) }
        }
        Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
            id: id(&paragraph.id),
            label: paragraph.label.clone(),
            text: text(&paragraph.text),
            style: paragraph.style,
        }),
        Block::List(list) => Block::List(List {
            start: list.start,
            loose: read && list.loose,
            items: list.items.iter().map(|item| inner(item)).collect(),
        }),
        Block::Quote(blocks) => Block::Quote(inner(blocks)),
        Block::Table(table) => Block::Table(shaped_table(table, shape)),
        Block::Changed { change, blocks } => {
            Block::Changed { change: *change, blocks: inner(blocks) }
        }
        other => other.clone(),
    }
}

fn shaped_table(table: &Table, shape: Shape) -> Table {
    let read = shape == Shape::Read;
    let rows = |rows: &[Row]| rows.iter().map(|row| shaped_row(row, shape)).collect();
    let columns = table.columns.iter();
    Table {
        id: table.id.clone().filter(|_| read),
        style: table.style,
        caption: table
            .caption
            .as_ref()
            .map(|caption| shaped_text(caption, shape))
            .filter(|caption| !caption.is_empty()),
        columns: columns.map(|column| if read { *column } else { Column::default() }).collect(),
        head: rows(&table.head),
        body: rows(&table.body),
        notes: table
            .notes
            .iter()
            .map(|note| shaped_text(note, shape))
            .filter(|note| !note.is_empty())
            .collect(),
    }
}

fn shaped_row(row: &Row, shape: Shape) -> Row {
    let cells = row.cells.iter();
    let cell = |cell: &Cell| Cell { text: shaped_cell(&cell.text, shape), span: cell.span };
    Row { kind: row.kind, cells: cells.map(cell).collect(), change: row.change }
}

fn shaped_cell(inlines: &[Inline], shape: Shape) -> Vec<Inline> {
    let mut text = shaped_text(inlines, shape);
    if shape == Shape::Compared {
        fold_figure(&mut text);
    }
    text
}

/// Writes a figure that is a cell's whole text as its slots: `$ 16,105` and `$16,105` are one figure.
fn fold_figure(inlines: &mut [Inline]) {
    match inlines {
        [Inline::Text(text)] => {
            if let Some(figure) = figure(text) {
                *text = format!("{} {}{}", figure.currency, figure.number, figure.sign);
            }
        }
        [Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner)] => {
            fold_figure(inner);
        }
        _ => {}
    }
}

fn shaped_text(inlines: &[Inline], shape: Shape) -> Vec<Inline> {
    Text::shaped(inlines, shape == Shape::Compared)
}

/// Calls `visit` for each run of text of a block, those within it included.
pub(super) fn each_text<'a>(block: &'a Block, visit: &mut impl FnMut(&'a [Inline])) {
    match block {
        Block::Heading { text, .. } => visit(text),
        Block::Paragraph(paragraph) => visit(&paragraph.text),
        Block::List(list) => list.items.iter().flatten().for_each(|block| each_text(block, visit)),
        Block::Quote(blocks) | Block::Changed { blocks, .. } => {
            blocks.iter().for_each(|block| each_text(block, visit));
        }
        Block::Table(table) => {
            table.caption.iter().for_each(|caption| visit(caption));
            table
                .head
                .iter()
                .chain(&table.body)
                .flat_map(|row| &row.cells)
                .for_each(|cell| visit(&cell.text));
            table.notes.iter().for_each(|note| visit(note));
        }
        _ => {}
    }
}

/// Finds a run of text with a blank at an end, or two together: what lies around it.
pub(super) fn stray_blank(blocks: &[Block]) -> Option<String> {
    let mut found = None;
    for block in blocks {
        each_text(block, &mut |inlines| {
            let plain = Text::plain(inlines);
            let mut before = '\n';
            let stray = plain.char_indices().find(|&(at, c)| {
                let last = at + c.len_utf8() == plain.len();
                let stray = match c {
                    // A line break parts words as a blank does, so none stands beside it.
                    '\n' => is_blank(before),
                    c => is_blank(c) && (before.is_whitespace() || last),
                };
                before = c;
                stray
            });
            if let (Some((at, _)), None) = (stray, &found) {
                let around = plain[..at].chars().rev().take(20).collect::<Vec<_>>();
                found =
                    Some(around.into_iter().rev().chain(plain[at..].chars().take(20)).collect());
            }
        });
    }
    found
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// Returns blocks as one line of text that shows where they begin, for messages.
pub(super) fn outline(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let name = match block {
            Block::Heading { .. } => "#",
            Block::List(_) => "list:",
            Block::Quote(_) => ">",
            Block::Table(_) => "table:",
            Block::Code(_) => "code:",
            Block::Figure { .. } => "figure:",
            Block::Break => "---",
            _ => "¶",
        };
        out.push_str(name);
        each_text(block, &mut |inlines| {
            out.push(' ');
            out.push_str(&format!("{inlines:?}"));
        });
        if let Block::Code(text) = block {
            out.push_str(text);
        }
        out.push(' ');
    }
    out
}

//! Accepting or rejecting all changes of a redline.
//!
//! In: marked blocks, and which changes stay. Out: blocks without marks.

use crate::document::{Block, Cell, Change, Inline, List, Paragraph, Row, Table};

/// Returns marked blocks with the changes of one kind kept and those of the other taken out.
pub(super) fn settle(blocks: &[Block], kept: Change) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Changed { change, blocks } if *change == kept => {
                out.extend(settle(blocks, kept));
            }
            Block::Changed { .. } => {}
            other => out.push(settled(other, kept)),
        }
    }
    out
}

fn settled(block: &Block, kept: Change) -> Block {
    match block {
        Block::Heading { level, id, text } => {
            Block::Heading { level: *level, id: id.clone(), text: inlines(text, kept) }
        }
        Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
            text: inlines(&paragraph.text, kept),
            ..paragraph.clone()
        }),
        Block::List(list) => {
            let stays = |item: &&Vec<Block>| !matches!(&item[..], [Block::Changed { change, .. }] if *change != kept);
            let items = list.items.iter().filter(stays).map(|item| settle(item, kept)).collect();
            Block::List(List { items, ..*list })
        }
        Block::Quote(blocks) => Block::Quote(settle(blocks, kept)),
        Block::Table(table) => Block::Table(settled_table(table, kept)),
        other => other.clone(),
    }
}

fn settled_table(table: &Table, kept: Change) -> Table {
    let text = |text: &Vec<Inline>| inlines(text, kept);
    Table {
        caption: table.caption.as_ref().map(text).filter(|caption| !caption.is_empty()),
        head: rows(&table.head, kept),
        body: rows(&table.body, kept),
        notes: table.notes.iter().map(text).filter(|note| !note.is_empty()).collect(),
        id: table.id.clone(),
        style: table.style,
        columns: table.columns.clone(),
    }
}

fn rows(rows: &[Row], kept: Change) -> Vec<Row> {
    let stays = |row: &&Row| row.change.is_none_or(|change| change == kept);
    let cell = |cell: &Cell| Cell { text: inlines(&cell.text, kept), span: cell.span };
    rows.iter()
        .filter(stays)
        .map(|row| Row {
            kind: row.kind,
            cells: row.cells.iter().map(cell).collect(),
            change: None,
        })
        .collect()
}

/// Settles inlines; text that comes together runs on as one.
fn inlines(marked: &[Inline], kept: Change) -> Vec<Inline> {
    let mut out = Vec::with_capacity(marked.len());
    for inline in marked {
        match inline {
            Inline::Inserted(inner) | Inline::Deleted(inner) => {
                let change = match inline {
                    Inline::Inserted(_) => Change::Inserted,
                    _ => Change::Deleted,
                };
                if change == kept {
                    inlines(inner, kept).into_iter().for_each(|inline| push(&mut out, inline));
                }
            }
            Inline::Emphasis(inner) => push(&mut out, Inline::Emphasis(inlines(inner, kept))),
            Inline::Strong(inner) => push(&mut out, Inline::Strong(inlines(inner, kept))),
            Inline::Strike(inner) => push(&mut out, Inline::Strike(inlines(inner, kept))),
            Inline::Link { target, text } => {
                let text = inlines(text, kept);
                push(&mut out, Inline::Link { target: target.clone(), text });
            }
            other => push(&mut out, other.clone()),
        }
    }
    out
}

fn push(out: &mut Vec<Inline>, inline: Inline) {
    match (out.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, inline) => out.push(inline),
    }
}

//! Whole blocks that a redline adds or takes out, as blocks whose every run of text is marked.
//!
//! In: a redline. Out: the same with no [`Block::Changed`] left, for layout and markup, which mark text.

use crate::document::{Block, Change, Inline, List, Paragraph, Row, Table};

/// Spreads the changes of whole blocks over their texts.
pub fn spread(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().flat_map(|block| block_of(block, None)).collect()
}

fn all(blocks: &[Block], change: Option<Change>) -> Vec<Block> {
    blocks.iter().flat_map(|block| block_of(block, change)).collect()
}

fn block_of(block: &Block, change: Option<Change>) -> Vec<Block> {
    let one = match block {
        Block::Changed { change, blocks } => return all(blocks, Some(*change)),
        Block::Heading { level, id, text } => {
            Block::Heading { level: *level, id: id.clone(), text: marked(text, change) }
        }
        Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
            text: marked(&paragraph.text, change),
            ..paragraph.clone()
        }),
        Block::List(list) => Block::List(List {
            items: list.items.iter().map(|item| all(item, change)).collect(),
            ..list.clone()
        }),
        Block::Quote(blocks) => Block::Quote(all(blocks, change)),
        Block::Table(table) => Block::Table(table_of(table, change)),
        // Code has no runs of text to be marked: a changed block is set line by line.
        Block::Code(code) if change.is_some() => {
            let mut text = Vec::new();
            for (number, line) in code.lines().enumerate() {
                if number > 0 {
                    text.push(Inline::LineBreak);
                }
                text.push(Inline::Code(line.to_owned()));
            }
            Block::paragraph(marked(&text, change))
        }
        other => other.clone(),
    };
    vec![one]
}

fn table_of(table: &Table, change: Option<Change>) -> Table {
    let row = |row: &Row| {
        let change = change.or(row.change);
        let mut row = row.clone();
        row.change = change;
        for cell in &mut row.cells {
            cell.text = marked(&cell.text, change);
        }
        row
    };
    Table {
        caption: table.caption.as_ref().map(|caption| marked(caption, change)),
        head: table.head.iter().map(row).collect(),
        body: table.body.iter().map(row).collect(),
        notes: table.notes.iter().map(|note| marked(note, change)).collect(),
        ..table.clone()
    }
}

/// Marks a run of text, where a change stands over it and it is not marked already.
fn marked(text: &[Inline], change: Option<Change>) -> Vec<Inline> {
    let has_own =
        text.iter().any(|inline| matches!(inline, Inline::Inserted(_) | Inline::Deleted(_)));
    match change {
        Some(_) if has_own || text.is_empty() => text.to_vec(),
        Some(Change::Inserted) => vec![Inline::Inserted(text.to_vec())],
        Some(Change::Deleted) => vec![Inline::Deleted(text.to_vec())],
        None => text.to_vec(),
    }
}

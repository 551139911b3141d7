//! Redlines that a lawyer could read: each folder of tests/redline holds a text as filed, a proposed text and
//! the redline between them. `BLESS=1 cargo test --test redline` writes what came out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use corresp::document::{Block, Cell, Change, Column, Inline, List, Row, RowKind, Table, Target};
use corresp::finding::Findings;
use corresp::markdown::{self, BlockKind, InlineKind};
use corresp::reader::Masked;
use corresp::redline;
use corresp::source::{FileId, Place};

#[test]
fn redlines_are_as_read_and_judged() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/redline");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .collect();
    cases.sort();
    let mut differing = Vec::new();
    for case in &cases {
        let read = |name: &str| fs::read_to_string(case.join(name)).unwrap_or_default();
        let (as_filed, proposed) = (blocks(&read("as-filed.md")), blocks(&read("proposed.md")));
        let marked = redline::mark(&as_filed, &proposed);
        redline::check(&as_filed, &proposed, &marked)
            .unwrap_or_else(|broken| panic!("{}: {broken}", case.display()));
        let found = shown(&marked);
        if found != read("expected.txt") {
            if std::env::var_os("BLESS").is_some() {
                fs::write(case.join("expected.txt"), &found).expect("the case can be written");
            } else {
                differing.push(format!("{}\n{found}", case.display()));
            }
        }
    }
    assert!(cases.len() >= 20, "the cases are gone");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Reads Markdown into blocks; a footnote's number is its label.
fn blocks(text: &str) -> Vec<Block> {
    let place = Place::new(FileId(0), 0..text.len());
    let blocks = markdown::parse(&Masked::plain(text, place), &mut Findings::default());
    blocks.iter().filter_map(block).collect()
}

fn block(block: &markdown::Block) -> Option<Block> {
    let inner = |blocks: &[markdown::Block]| blocks.iter().filter_map(self::block).collect();
    Some(match &block.kind {
        BlockKind::Heading { level, text, .. } => {
            Block::Heading { level: *level, id: None, text: inlines(text) }
        }
        BlockKind::Paragraph(text) => Block::paragraph(inlines(text)),
        BlockKind::List { start, loose, items } => Block::List(List {
            start: *start,
            loose: *loose,
            items: items.iter().map(|item| inner(&item.blocks)).collect(),
        }),
        BlockKind::Quote(blocks) => Block::Quote(inner(blocks)),
        BlockKind::Confidential(blocks) => Block::Confidential(inner(blocks)),
        BlockKind::Table { head, rows } => Block::Table(Table {
            columns: vec![Column::default(); head.len()],
            head: vec![row(head)],
            body: rows.iter().map(|cells| row(&cells.cells)).collect(),
            ..Table::default()
        }),
        BlockKind::Code(text) => Block::Code(text.clone()),
        BlockKind::Rule => Block::Break,
        BlockKind::Html | BlockKind::Footnote { .. } => return None,
    })
}

fn row(cells: &[Vec<markdown::Inline>]) -> Row {
    let cell = |text: &Vec<markdown::Inline>| Cell { text: inlines(text), span: 1 };
    Row { kind: RowKind::Plain, cells: cells.iter().map(cell).collect(), change: None }
}

fn inlines(source: &[markdown::Inline]) -> Vec<Inline> {
    let inline = |inline: &markdown::Inline| match &inline.kind {
        InlineKind::Text(text) => Inline::text(text),
        InlineKind::Emphasis(inner) => Inline::Emphasis(inlines(inner)),
        InlineKind::Strong(inner) => Inline::Strong(inlines(inner)),
        InlineKind::Strike(inner) => Inline::Strike(inlines(inner)),
        InlineKind::Code(code) => Inline::Code(code.clone()),
        InlineKind::Link { address, text } => {
            Inline::Link { target: Target::Address(address.clone()), text: inlines(text) }
        }
        InlineKind::NoteReference(label) => Inline::NoteReference(label.parse().unwrap_or(0)),
        InlineKind::HardBreak => Inline::LineBreak,
        _ => Inline::text(" "),
    };
    source.iter().map(inline).collect()
}

/// Writes a redline as text: `[-taken out-]`, `{+new+}`, and `-|`, `+|` before whole blocks, items and rows.
fn shown(marked: &[Block]) -> String {
    let mut out = String::new();
    marked.iter().for_each(|block| show(block, "   ", "", &mut out));
    out
}

fn show(block: &Block, sign: &'static str, indent: &str, out: &mut String) {
    let mut line = |text: String| writeln!(out, "{sign}{indent}{text}").expect("a string grows");
    match block {
        Block::Heading { level, text, .. } => {
            line(format!("{} {}", "#".repeat(usize::from(*level)), words(text)));
        }
        Block::Paragraph(paragraph) => line(words(&paragraph.text)),
        Block::Code(text) => text.lines().for_each(|text| line(format!("    {text}"))),
        Block::Break => line("---".to_owned()),
        Block::Quote(blocks) => {
            blocks.iter().for_each(|block| show(block, sign, &format!("{indent}> "), out));
        }
        Block::List(list) => {
            for item in &list.items {
                let (sign, blocks) = match &item[..] {
                    [Block::Changed { change, blocks }] => (signed(*change), blocks),
                    _ => (sign, item),
                };
                let mark = if list.start.is_some() { "#. " } else { "* " };
                for (number, block) in blocks.iter().enumerate() {
                    let mark = if number == 0 { mark } else { "  " };
                    show(block, sign, &format!("{indent}{mark}"), out);
                }
            }
        }
        Block::Table(table) => {
            for row in table.head.iter().chain(&table.body) {
                let cells: Vec<String> = row.cells.iter().map(|cell| words(&cell.text)).collect();
                let sign = row.change.map_or(sign, signed);
                writeln!(out, "{sign}{indent}| {} |", cells.join(" | ")).expect("a string grows");
            }
        }
        Block::Changed { change, blocks } => {
            blocks.iter().for_each(|block| show(block, signed(*change), indent, out));
        }
        other => line(format!("{other:?}")),
    }
}

fn signed(change: Change) -> &'static str {
    match change {
        Change::Inserted => "+| ",
        Change::Deleted => "-| ",
    }
}

fn words(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Strong(inner) => format!("**{}**", words(inner)),
            Inline::Emphasis(inner) => format!("*{}*", words(inner)),
            Inline::Strike(inner) => format!("~~{}~~", words(inner)),
            Inline::Code(code) => format!("`{code}`"),
            Inline::Link { text, .. } => format!("<{}>", words(text)),
            Inline::NoteReference(number) => format!("^{number}"),
            Inline::LineBreak => "/".to_owned(),
            Inline::Inserted(inner) => format!("{{+{}+}}", words(inner)),
            Inline::Deleted(inner) => format!("[-{}-]", words(inner)),
            Inline::PageOf(id) => id.clone(),
            Inline::Confidential(_) | Inline::Redacted => "[***]".to_owned(),
        })
        .collect()
}

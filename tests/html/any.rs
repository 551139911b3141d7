//! Any document: what no letter would have, and the writer must bear all the same.

use corresp::document::*;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// How many footnotes each document has.
const NOTES: usize = 3;

fn text() -> impl Strategy<Value = String> {
    "[a-c<&\"' \u{A0}\u{2011}\\-]{0,8}"
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![Just("k1"), Just("k1.2"), Just("k3"), Just("letter"), Just("a")]
        .prop_map(String::from)
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        id().prop_map(Target::Place),
        Just(Target::Address("https://example.com/?a&b".into())),
        Just(Target::Address("javascript:alert(1)".into())),
    ]
}

/// Runs of text; references to notes stand outside of links, behind which they would move.
fn inlines(notes: bool) -> BoxedStrategy<Vec<Inline>> {
    let note = if notes {
        (0..NOTES + 1).prop_map(|note| Inline::NoteReference(note.min(NOTES - 1))).boxed()
    } else {
        text().prop_map(Inline::Text).boxed()
    };
    let leaf = prop_oneof![
        6 => text().prop_map(Inline::Text),
        1 => text().prop_map(Inline::Code),
        1 => note,
        1 => Just(Inline::LineBreak),
        1 => Just(Inline::Redacted),
        1 => id().prop_map(Inline::PageOf),
    ];
    let plain = vec(text().prop_map(Inline::Text), 0..3).boxed();
    let inline = leaf.prop_recursive(2, 12, 3, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Inline::Emphasis),
            vec(inner.clone(), 0..3).prop_map(Inline::Strong),
            vec(inner.clone(), 0..3).prop_map(Inline::Inserted),
            vec(inner.clone(), 0..3).prop_map(Inline::Confidential),
            vec(inner, 0..3).prop_map(Inline::Deleted),
            (target(), plain.clone()).prop_map(|(target, text)| Inline::Link { target, text }),
        ]
    });
    vec(inline, 0..4).boxed()
}

fn paragraph(notes: bool) -> impl Strategy<Value = Paragraph> {
    let label = (text(), any::<bool>()).prop_map(|(words, response)| Label {
        words,
        style: if response { LabelStyle::Response } else { LabelStyle::Undertaking },
    });
    (option::weighted(0.2, id()), option::weighted(0.3, label), inlines(notes))
        .prop_map(|(id, label, text)| Paragraph { id, label, text, style: ParagraphStyle::Text })
}

fn row(notes: bool) -> impl Strategy<Value = Row> {
    let kind = prop_oneof![
        Just(RowKind::Plain),
        Just(RowKind::Group),
        Just(RowKind::Total),
        Just(RowKind::GrandTotal),
        Just(RowKind::Below),
    ];
    let change = prop_oneof![Just(Change::Inserted), Just(Change::Deleted)];
    let figure = prop_oneof![Just("(1,234)"), Just("5.25%"), Just("—"), Just("7")];
    let cell = prop_oneof![figure.prop_map(|figure| vec![Inline::text(figure)]), inlines(notes),];
    let cells = vec((cell, 1..3u16).prop_map(|(text, span)| Cell { text, span }), 0..4);
    (kind, cells, option::weighted(0.2, change)).prop_map(|(kind, cells, change)| Row {
        kind,
        cells,
        change,
    })
}

fn table(notes: bool) -> impl Strategy<Value = Table> {
    let kind =
        prop_oneof![Just(ColumnKind::Words), Just(ColumnKind::Amounts), Just(ColumnKind::Ratios)];
    (
        option::weighted(0.2, id()),
        option::of(inlines(notes)),
        vec(kind.prop_map(|kind| Column { kind }), 0..4),
        vec(row(notes), 0..2),
        vec(row(notes), 0..5),
        vec(inlines(notes), 0..2),
    )
        .prop_map(|(id, caption, columns, head, body, notes)| Table {
            id,
            style: TableStyle::Accounting,
            caption,
            columns,
            head,
            body,
            notes,
        })
}

fn blocks(notes: bool) -> BoxedStrategy<Vec<Block>> {
    let leaf = prop_oneof![
        4 => paragraph(notes).prop_map(Block::Paragraph),
        2 => (0..7u8, option::of(id()), inlines(notes))
            .prop_map(|(level, id, text)| Block::Heading { level, id, text }),
        1 => table(notes).prop_map(Block::Table),
        1 => text().prop_map(Block::Code),
        1 => Just(Block::Break),
        1 => Just(Block::Redacted),
    ];
    let block = leaf.prop_recursive(2, 12, 3, |inner| {
        let items = vec(vec(inner.clone(), 0..3), 0..3);
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Block::Quote),
            vec(inner, 0..3).prop_map(Block::Confidential),
            (option::of(0..9u64), any::<bool>(), items)
                .prop_map(|(start, loose, items)| Block::List(List { start, loose, items })),
        ]
    });
    vec(block, 0..4).boxed()
}

fn passage() -> impl Strategy<Value = Passage> {
    let margin = prop_oneof![
        Just(Margin::Empty),
        Just(Margin::Number("1.".into())),
        Just(Margin::Key("1.2".into()))
    ];
    let kind = prop_oneof![
        Just(PassageKind::Text),
        Just(PassageKind::Group),
        (0..6u8).prop_map(|depth| PassageKind::Item { marker: "•".into(), depth }),
    ];
    (option::of(id()), margin, kind, blocks(true)).prop_map(|(id, margin, kind, blocks)| Passage {
        id,
        margin,
        kind,
        blocks,
    })
}

fn top() -> impl Strategy<Value = Vec<Block>> {
    let exchange = (vec(passage(), 0..5), blocks(true))
        .prop_map(|(passages, answer)| vec![Block::Exchange(Exchange { passages, answer })]);
    let disclosure = (text(), inlines(true), inlines(true), blocks(true), any::<bool>()).prop_map(
        |(title, source, legend, blocks, alone)| {
            let id = "disclosure-a".into();
            vec![Block::Disclosure(Disclosure { id, title, source, legend, blocks, alone })]
        },
    );
    let subject = vec(inlines(true), 0..3)
        .prop_map(|lines| vec![Block::Subject { label: "Re:".into(), lines }]);
    prop_oneof![4 => exchange, 2 => blocks(true), 1 => disclosure, 1 => subject]
}

/// Returns a strategy for documents of all shapes.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    (vec(top(), 0..4), vec(blocks(false), NOTES)).prop_map(|(blocks, notes)| {
        let mut blocks: Vec<Block> = blocks.into_iter().flatten().collect();
        // A letter has one subject, at its head.
        let subject = blocks.iter().position(|block| matches!(block, Block::Subject { .. }));
        let subject = subject.map(|index| blocks.remove(index));
        blocks.retain(|block| !matches!(block, Block::Subject { .. }));
        Document {
            title: String::new(),
            author: String::new(),
            date: date(2009, 3, 3),
            running: Running::default(),
            blocks: subject.into_iter().chain(blocks).collect(),
            notes,
            contents: Vec::new(),
            images: std::collections::BTreeMap::default(),
            justify: false,
            staff_italic: false,
        }
    })
}

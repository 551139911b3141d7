//! Laws of the layout over random documents.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::{columns, document, row};
use corresp::document::*;
use corresp::layout::page::{Face, Mark, NodeId, Page, Role, Run};
use corresp::layout::{Fonts, Laid, lay_out, lay_out_editions};
use proptest::prelude::*;

/// Words that set traps: hyphens, numbers, marks, foreign letters, a missing one, an endless one.
const WORDS: [&str; 24] = [
    "the",
    "Company",
    "efficient",
    "risk-free",
    "10-K",
    "001-09924",
    "of",
    "a",
    "reporting",
    "goodwill:",
    "impairment.",
    "“estimated”",
    "naïve",
    "(i.e.,",
    "$1.84\u{a0}billion",
    "AVATAR",
    "and/or",
    "Note\u{a0}4",
    "3.4–3.6",
    "漢",
    "cash",
    "non\u{2011}breaking",
    "x\u{302}",
    "http://www.example.com/an/address/that/is/far/too/long/for/one/line/of/the/letter/and_goes_on_and_on.html",
];

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), count).prop_map(|words| words.join(" "))
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        10 => words(1..60).prop_map(Inline::Text),
        1 => Just(Inline::Code("file_name.rs".into())),
        1 => (0..4usize).prop_map(Inline::NoteReference),
        1 => Just(Inline::LineBreak),
        1 => Just(Inline::Redacted),
        1 => Just(Inline::text(" ")),
    ];
    let inline = leaf.prop_recursive(2, 8, 3, |inner| {
        let inner = prop::collection::vec(inner, 1..3);
        prop_oneof![
            inner.clone().prop_map(Inline::Emphasis),
            inner.clone().prop_map(Inline::Strong),
            inner.clone().prop_map(Inline::Strike),
            inner.clone().prop_map(Inline::Inserted),
            inner.clone().prop_map(Inline::Deleted),
            inner.clone().prop_map(Inline::Confidential),
            inner.prop_map(|text| Inline::Link {
                target: Target::Address("https://www.sec.gov".into()),
                text
            }),
        ]
    });
    prop::collection::vec(inline, 0..4).prop_map(|mut inlines| {
        inlines.insert(0, Inline::text("We "));
        inlines
    })
}

fn figure() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (0..100_000u32).prop_map(|number| format!("${number}")),
        (0..100_000u32).prop_map(|number| format!("({number})")),
        (0..1_000u32).prop_map(|number| format!("{}.{}%", number / 10, number % 10)),
        Just("n/a".into()),
        words(1..4),
    ]
}

fn table() -> impl Strategy<Value = Block> {
    let kinds = prop::sample::select(vec!["waa", "w", "war", "aa", "www", "waaaaaaaaaaaa", "wwr"]);
    (kinds, 0..14usize, any::<bool>(), any::<bool>())
        .prop_flat_map(|(kinds, rows, captioned, headed)| {
            let cells = prop::collection::vec(figure(), rows * kinds.len());
            let labels = prop::collection::vec(words(1..12), rows + kinds.len());
            let row_kinds = prop::collection::vec(0..12usize, rows);
            (Just(kinds), cells, labels, row_kinds, Just(captioned), Just(headed))
        })
        .prop_map(|(kinds, cells, labels, row_kinds, captioned, headed)| {
            let width = kinds.len();
            let mut body = Vec::new();
            for (index, kind) in row_kinds.iter().enumerate() {
                let kind = match kind {
                    0 => RowKind::Group,
                    1 => RowKind::Total,
                    2 => RowKind::GrandTotal,
                    _ => RowKind::Plain,
                };
                let mut line: Vec<&str> =
                    cells[index * width..(index + 1) * width].iter().map(String::as_str).collect();
                line[0] = &labels[index];
                body.push(row(kind, &line));
            }
            let heads: Vec<&str> = labels[row_kinds.len()..].iter().map(String::as_str).collect();
            Block::Table(Table {
                caption: captioned.then(|| common::text("Caption of the table")),
                columns: columns(kinds),
                head: if headed { vec![row(RowKind::Plain, &heads)] } else { Vec::new() },
                body,
                notes: if captioned { vec![common::text("(1) A note.")] } else { Vec::new() },
                ..Table::default()
            })
        })
}

fn plain_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        8 => inlines().prop_map(Block::paragraph),
        1 => words(1..12).prop_map(|words| common::heading(2, &words)),
        1 => words(1..12).prop_map(|words| common::heading(4, &words)),
        2 => table(),
        1 => Just(Block::Code("let x = 1;\n    indented\n\nlast".into())),
        1 => Just(Block::Break),
        1 => Just(Block::Redacted),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    plain_block().prop_recursive(3, 16, 4, |inner| {
        let blocks = prop::collection::vec(inner, 1..4);
        prop_oneof![
            (
                prop::option::of(1..200u64),
                any::<bool>(),
                prop::collection::vec(blocks.clone(), 1..4)
            )
                .prop_map(|(start, loose, items)| Block::List(List {
                    start,
                    loose,
                    items
                })),
            blocks.clone().prop_map(Block::Quote),
            blocks.clone().prop_map(Block::Confidential),
            (inlines(), blocks).prop_map(|(legend, blocks)| Block::Disclosure(Disclosure {
                id: "d".into(),
                title: "Proposed disclosure A.".into(),
                source: common::text("Form 10-K, page 92"),
                legend,
                blocks,
                alone: false,
            })),
        ]
    })
}

fn passage() -> impl Strategy<Value = Passage> {
    (0..5usize, words(1..150)).prop_map(|(kind, words)| match kind {
        0 => common::comment("3", &words),
        1 => common::group("Market Approach"),
        2 => common::lead(&words),
        3 => Passage { blocks: Vec::new(), ..common::bullet("3.7", "") },
        _ => common::bullet("3.12", &words),
    })
}

fn top_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        2 => block(),
        3 => (prop::collection::vec(passage(), 0..4), prop::collection::vec(block(), 0..4))
            .prop_map(|(passages, mut answer)| {
                if !answer.is_empty() {
                    answer.insert(0, common::response(common::text("It was so.")));
                }
                common::exchange(passages, answer)
            }),
    ]
}

/// Notes are short here: one that fills a page may leave a single line beside it.
fn note_block() -> impl Strategy<Value = Block> {
    (words(1..40), prop::option::of(0..4usize)).prop_map(|(words, note)| {
        let mut inlines = common::text(&words);
        inlines.extend(note.map(Inline::NoteReference));
        Block::paragraph(inlines)
    })
}

fn documents() -> impl Strategy<Value = Document> {
    (
        prop::collection::vec(top_block(), 0..14),
        prop::collection::vec(prop::collection::vec(note_block(), 1..3), 0..4),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(mut blocks, notes, justify, signed)| {
            if signed {
                blocks.insert(0, Block::Letterhead { name: "Name".into(), lines: Vec::new() });
                blocks.push(Block::Signature(Signature {
                    closing: "Sincerely,".into(),
                    conformed: Some("/s/ First".into()),
                    lines: vec!["Last".into()],
                }));
                blocks.push(Block::Copies(vec![common::text("Robin Example")]));
            }
            Document { notes, justify, ..document(blocks) }
        })
}

/// Returns text as it is compared: without blanks, and with the signs that figures are set with.
/// Letters as people write them: each heading over text, each comment with words and an answer.
fn letters() -> impl Strategy<Value = Document> {
    let paragraph = || words(8..160).prop_map(|words| Block::paragraph(common::text(&words)));
    let cited = (words(8..90), 0..4usize).prop_map(|(words, note)| {
        let mut text = common::text(&words);
        text.push(Inline::NoteReference(note));
        Block::paragraph(text)
    });
    let items = prop::collection::vec(paragraph().prop_map(|item| vec![item]), 1..6);
    let list = (prop::option::of(1..20u64), any::<bool>(), items)
        .prop_map(|(start, loose, items)| Block::List(List { start, loose, items }));
    let text = prop_oneof![6 => paragraph(), 2 => cited, 2 => list, 2 => table()];
    let answer =
        (words(8..120), prop::collection::vec(text, 0..5)).prop_map(|(words, mut rest)| {
            rest.insert(0, common::response(common::text(&words)));
            rest
        });
    let staff =
        (any::<bool>(), words(8..150), words(8..80)).prop_map(|(bullet, comment, words)| {
            let mut passages = vec![common::comment("3", &comment)];
            passages.extend(bullet.then(|| common::bullet("3.1", &words)));
            passages
        });
    let exchange =
        (staff, answer).prop_map(|(passages, answer)| common::exchange(passages, answer));
    let heading = (1..4u8, words(1..9)).prop_map(|(level, words)| common::heading(level, &words));
    let part = (prop::option::of(heading), exchange);
    let notes = prop::collection::vec(words(5..60), 4);
    (prop::collection::vec(part, 1..12), notes, words(20..90), any::<bool>()).prop_map(
        |(parts, notes, closing, justify)| {
            let mut blocks = vec![Block::Letterhead { name: "Name".into(), lines: Vec::new() }];
            for (heading, exchange) in parts {
                blocks.extend(heading);
                blocks.push(exchange);
            }
            blocks.push(Block::paragraph(common::text(&closing)));
            blocks.push(Block::Signature(Signature {
                closing: "Sincerely,".into(),
                conformed: Some("/s/ First".into()),
                lines: vec!["Last".into()],
            }));
            let notes = notes.iter().map(|words| vec![Block::paragraph(common::text(words))]);
            Document { notes: notes.collect(), justify, ..document(blocks) }
        },
    )
}

fn folded(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '—')
        .map(|sign| if sign == '\u{2011}' { '-' } else { sign })
        .collect()
}

/// The words that a document must show, labels of items and notes left out.
#[derive(Default)]
struct Expected {
    body: String,
    notes: Vec<String>,
}

impl Expected {
    fn lines(&mut self, lines: &[Vec<Inline>]) {
        lines.iter().for_each(|line| self.body.push_str(&plain(line)));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Letterhead { name, lines } => {
                self.body.push_str(name);
                lines.iter().for_each(|line| self.body.push_str(line));
            }
            Block::Lines { lines, .. } => self.lines(lines),
            Block::Subject { label, lines } => {
                self.body.push_str(label);
                self.lines(lines);
            }
            Block::Heading { text, .. } => self.body.push_str(&plain(text)),
            Block::Paragraph(paragraph) => {
                let label = paragraph.label.as_ref().map_or("", |label| &label.words);
                self.body.push_str(label);
                self.body.push_str(&plain(&paragraph.text));
            }
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Quote(blocks) | Block::Confidential(blocks) | Block::Changed { blocks, .. } => {
                self.blocks(blocks)
            }
            Block::Redacted => self.body.push_str(REDACTED),
            Block::Table(table) => {
                self.lines(table.caption.as_slice());
                let rows = table.head.iter().chain(&table.body);
                rows.flat_map(|row| &row.cells).for_each(|cell| {
                    self.body.push_str(&plain(&cell.text));
                });
                for note in &table.notes {
                    let note = plain(note);
                    self.notes.push(folded(note.strip_prefix("(1)").unwrap_or(&note)));
                }
            }
            Block::Code(code) => self.body.push_str(code),
            Block::Figure { alternative, .. } => self.body.push_str(alternative),
            Block::Break => {}
            Block::Exchange(exchange) => {
                exchange.passages.iter().for_each(|passage| self.blocks(&passage.blocks));
                self.blocks(&exchange.answer);
            }
            Block::Disclosure(disclosure) => {
                self.body.push_str(&disclosure.title);
                self.body.push_str(&plain(&disclosure.source));
                self.body.push_str(&plain(&disclosure.legend));
                self.blocks(&disclosure.blocks);
            }
            Block::Signature(signature) => {
                let lines = [Some(&signature.closing), signature.conformed.as_ref()];
                lines.into_iter().flatten().chain(&signature.lines).for_each(|line| {
                    self.body.push_str(line);
                });
            }
            Block::Copies(lines) => {
                self.body.push_str("cc:");
                self.lines(lines);
            }
        }
    }

    fn of(document: &Document) -> Self {
        let mut expected = Expected::default();
        expected.blocks(&document.blocks);
        for note in &document.notes {
            let mut inner = Expected::default();
            inner.blocks(note);
            expected.notes.push(folded(&inner.body));
        }
        expected.notes.sort();
        expected
    }
}

/// The structure of a laid-out letter.
struct Structure<'l>(&'l Laid);

impl<'l> Structure<'l> {
    fn above(&self, node: NodeId) -> impl Iterator<Item = NodeId> + 'l {
        let nodes = &self.0.nodes;
        std::iter::successors(Some(node), |node| nodes[node.0 as usize].parent)
    }

    fn role(&self, node: NodeId) -> Role {
        self.0.nodes[node.0 as usize].role
    }

    fn within(&self, run: &Run, role: impl Fn(Role) -> bool) -> Option<NodeId> {
        let Mark::Node(node) = run.mark else { return None };
        self.above(node).find(|node| role(self.role(*node)))
    }

    fn is_label(&self, run: &Run) -> bool {
        self.within(run, |role| role == Role::Label).is_some()
    }

    fn note(&self, run: &Run) -> Option<NodeId> {
        self.within(run, |role| role == Role::Note)
    }
}

fn body_runs<'l>(laid: &'l Laid, page: &'l Page) -> impl Iterator<Item = &'l Run> {
    let structure = Structure(laid);
    page.runs
        .iter()
        .filter(|run| matches!(run.mark, Mark::Node(_)))
        .filter(move |run| structure.note(run).is_none())
}

fn every_word_stands_once(document: &Document, laid: &Laid) {
    let expected = Expected::of(document);
    let structure = Structure(laid);
    let mut body = String::new();
    let mut notes: BTreeMap<u32, String> = BTreeMap::new();
    for run in laid.pages.iter().flat_map(|page| &page.runs) {
        if !matches!(run.mark, Mark::Node(_)) || structure.is_label(run) {
            continue;
        }
        match structure.note(run) {
            Some(note) => notes.entry(note.0).or_default().push_str(&run.text),
            None => body.push_str(&run.text),
        }
    }
    assert_eq!(folded(&body), folded(&expected.body));
    let mut notes: Vec<String> = notes.values().map(|note| folded(note)).collect();
    notes.sort();
    let wanted: Vec<&String> = expected.notes.iter().filter(|note| !note.is_empty()).collect();
    assert_eq!(notes.iter().filter(|note| !note.is_empty()).collect::<Vec<_>>(), wanted);
}

fn nothing_lies_outside(laid: &Laid) {
    for page in &laid.pages {
        for run in page.runs.iter().filter(|run| run.mark != Mark::Footer) {
            let visible = run.text.trim_end().len() as u32;
            let glyphs = run.glyphs.iter().filter(|glyph| glyph.end <= visible);
            let width: f32 = glyphs.map(|glyph| glyph.advance).sum::<f32>() * run.size;
            let place = format!("page {}: {:?} at {}", page.label, run.text, run.x);
            assert!(run.x >= 83.9 && run.x + width <= 528.6, "{place}, {width} wide");
            assert!((45.0..=716.1).contains(&run.y), "{place}, {}", run.y);
        }
        for rule in &page.rules {
            assert!(rule.x >= 83.9 && rule.x + rule.width <= 528.6, "{rule:?}");
            assert!(rule.y >= 45.0 && rule.y + rule.height <= 718.5, "{rule:?}");
            assert!(rule.width >= 0.0 && rule.height > 0.0, "{rule:?}");
        }
    }
}

fn headings_and_labels_end_no_page(laid: &Laid) {
    let structure = Structure(laid);
    // Behind the last page of text may come one of notes.
    let texts = laid.pages.iter().filter(|page| body_runs(laid, page).next().is_some());
    let pages: Vec<&Page> = texts.collect();
    let Some((_, pages)) = pages.split_last() else { return };
    for page in pages {
        let Some(last) = body_runs(laid, page).last() else { continue };
        let heading = structure.within(last, |role| matches!(role, Role::Heading(_)));
        assert_eq!(heading, None, "page {} ends with {:?}", page.label, last.text);
        let lone_label = page
            .runs
            .iter()
            .filter(|run| (run.y - last.y).abs() < 5.0 && matches!(run.mark, Mark::Node(_)))
            .all(|run| {
                let reference = structure.within(run, |role| role == Role::Reference);
                structure.is_label(run) && reference.is_none()
            });
        assert!(!lone_label, "page {} ends with the label {:?}", page.label, last.text);
    }
}

/// The baselines of each node of some role, by page.
fn lines_of(laid: &Laid, wanted: impl Fn(Role) -> bool) -> BTreeMap<(u32, usize), BTreeSet<i32>> {
    let structure = Structure(laid);
    let mut lines: BTreeMap<(u32, usize), BTreeSet<i32>> = BTreeMap::new();
    for (index, page) in laid.pages.iter().enumerate() {
        for run in &page.runs {
            let reference = structure.within(run, |role| role == Role::Reference).is_some();
            if structure.is_label(run) && !reference {
                continue;
            }
            // Marks are raised by 0.35 em of the text around them, of which they have 0.6.
            let y = if reference { run.y + run.size / 0.6 * 0.35 } else { run.y };
            if let Some(node) = structure.within(run, &wanted) {
                lines.entry((node.0, index)).or_default().insert((y * 20.0).round() as i32);
            }
        }
    }
    lines
}

fn paragraphs_leave_two_lines(laid: &Laid) {
    let structure = Structure(laid);
    let lines = lines_of(laid, |role| role == Role::Paragraph);
    let mut pages: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for ((node, _), lines) in &lines {
        pages.entry(*node).or_default().push(lines.len());
    }
    for (node, counts) in pages.into_iter().filter(|(_, counts)| counts.len() > 1) {
        let mut above = structure.above(NodeId(node));
        if above.any(|node| structure.role(node) == Role::Note) {
            continue;
        }
        assert!(counts.iter().all(|count| *count >= 2), "{counts:?}");
        assert!(counts.iter().sum::<usize>() > 3, "{counts:?}");
    }
}

fn rows_are_whole_and_heads_repeated(laid: &Laid) {
    let rows = lines_of(laid, |role| role == Role::Row);
    let mut pages: BTreeMap<u32, usize> = BTreeMap::new();
    for (node, _) in rows.keys() {
        *pages.entry(*node).or_default() += 1;
    }
    assert!(pages.values().all(|count| *count == 1), "{pages:?}");
    for (index, node) in laid.nodes.iter().enumerate() {
        if node.role != Role::Table {
            continue;
        }
        let structure = Structure(laid);
        let mine = |run: &Run| {
            let table = structure.within(run, |role| role == Role::Table);
            table == Some(NodeId(index as u32))
        };
        let mut on: Vec<&Page> =
            laid.pages.iter().filter(|page| page.runs.iter().any(mine)).collect();
        let headed = node
            .children
            .iter()
            .any(|child| matches!(structure.role(*child), Role::TableHead | Role::Caption));
        if headed && !on.is_empty() {
            on.remove(0);
            for page in on {
                assert!(page.runs.iter().any(|run| run.mark == Mark::Repeated), "{}", page.label);
            }
        }
    }
}

fn a_signature_is_whole(laid: &Laid) {
    let with = |words: &str| {
        laid.pages.iter().position(|page| page.runs.iter().any(|run| run.text.trim() == words))
    };
    if let Some(page) = with("Sincerely,") {
        assert_eq!(Some(page), with("/s/ First"));
        assert_eq!(Some(page), with("Last"));
    }
}

/// Lines of a page's text from a height downward, pictures counted as two.
fn lines_below(laid: &Laid, page: &Page, y: f32) -> usize {
    let structure = Structure(laid);
    let lines: BTreeSet<i32> = body_runs(laid, page)
        .filter(|run| run.y > y + 2.0)
        // Marks are raised above their line.
        .filter(|run| structure.within(run, |role| role == Role::Reference).is_none())
        .map(|run| (run.y * 2.0).round() as i32)
        .collect();
    lines.len() + 2 * page.pictures.iter().filter(|picture| picture.y > y).count()
}

fn headings_keep_two_lines(laid: &Laid) {
    let structure = Structure(laid);
    let is_heading = |run: &Run| structure.within(run, |role| matches!(role, Role::Heading(_)));
    for (page, next) in laid.pages.iter().zip(laid.pages.iter().skip(1)) {
        let Some(heading) = body_runs(laid, page).filter(|run| is_heading(run).is_some()).last()
        else {
            continue;
        };
        if body_runs(laid, next).next().is_some() {
            let lines = lines_below(laid, page, heading.y);
            assert!(lines >= 2, "page {}: {lines} below {:?}", page.label, heading.text);
        }
    }
}

fn a_signature_stands_below_two_lines(laid: &Laid) {
    for (index, page) in laid.pages.iter().enumerate() {
        let Some(closing) = page.runs.iter().find(|run| run.text.trim() == "Sincerely,") else {
            continue;
        };
        let above: BTreeSet<i32> = body_runs(laid, page)
            .filter(|run| run.y < closing.y - 2.0)
            .map(|run| run.y.round() as i32)
            .collect();
        let is_text = |page: &Page| body_runs(laid, page).next().is_some();
        if laid.pages[..index].iter().any(is_text) && page.pictures.is_empty() {
            assert!(above.len() >= 2, "page {}: {} lines above", page.label, above.len());
        }
    }
}

/// A comment's number and a bullet's key stand on the line of its first words.
fn numbers_stand_with_their_words(laid: &Laid) {
    let structure = Structure(laid);
    for page in &laid.pages {
        for run in page.runs.iter().filter(|run| matches!(run.mark, Mark::Node(_))) {
            if run.text.trim() == "3." && run.face == Face::Bold && structure.is_label(run) {
                let words = |other: &&Run| {
                    matches!(other.mark, Mark::Node(_))
                        && (other.y - run.y).abs() < 1.0
                        && other.x > run.x + 20.0
                };
                assert!(page.runs.iter().any(|other| words(&other)), "page {}", page.label);
            }
        }
    }
}

/// "Response:" is on no page's last line, unless its answer is a single one.
fn responses_begin_with_two_lines(laid: &Laid) {
    let structure = Structure(laid);
    for (page, next) in laid.pages.iter().zip(laid.pages.iter().skip(1)) {
        let is_label = |run: &&Run| run.text.trim() == "Citigroup’s Response:";
        let Some(label) = body_runs(laid, page).filter(is_label).last() else { continue };
        let paragraph = structure.within(label, |role| role == Role::Paragraph);
        let goes_on = |page: &Page, y: f32| {
            body_runs(laid, page).any(|run| {
                run.y > y && structure.within(run, |role| role == Role::Paragraph) == paragraph
            })
        };
        assert!(
            goes_on(page, label.y + 2.0) || !goes_on(next, 0.0),
            "page {} ends with the first line of a response",
            page.label
        );
    }
}

/// A footnote begins on the page that cites it first. One that other notes cite stands behind them.
fn notes_begin_where_they_are_cited(laid: &Laid) {
    let structure = Structure(laid);
    let mut cited: BTreeMap<&str, usize> = BTreeMap::new();
    let mut cited_by_notes = BTreeSet::new();
    let mut begun: BTreeMap<NodeId, (&str, usize)> = BTreeMap::new();
    for (index, page) in laid.pages.iter().enumerate() {
        for run in page.runs.iter().filter(|run| matches!(run.mark, Mark::Node(_))) {
            let mark = run.text.trim();
            let is_reference = structure.within(run, |role| role == Role::Reference).is_some();
            match structure.note(run) {
                // The first run of a note is its own mark.
                Some(note) if !begun.contains_key(&note) => {
                    begun.insert(note, (mark, index));
                }
                Some(_) if is_reference => {
                    cited_by_notes.insert(mark);
                }
                None if is_reference => {
                    cited.entry(mark).or_insert(index);
                }
                _ => {}
            }
        }
    }
    for (mark, page) in begun.into_values().filter(|(mark, _)| !cited_by_notes.contains(mark)) {
        if let Some(cited) = cited.get(mark) {
            assert_eq!(page, *cited, "note {mark}");
        }
    }
}

fn the_structure_is_a_tree(laid: &Laid) {
    for (index, node) in laid.nodes.iter().enumerate() {
        assert_eq!(node.parent.is_none(), index == 0);
        for child in &node.children {
            assert_eq!(laid.nodes[child.0 as usize].parent, Some(NodeId(index as u32)));
        }
    }
    let children: usize = laid.nodes.iter().map(|node| node.children.len()).sum();
    assert_eq!(children + 1, laid.nodes.len());
    let mut level = 0;
    let mut walk = vec![NodeId(0)];
    while let Some(node) = walk.pop() {
        let node = &laid.nodes[node.0 as usize];
        walk.extend(node.children.iter().rev());
        if let Role::Heading(next) = node.role {
            assert!(next <= level + 1 && next >= 1, "H{next} after H{level}");
            level = next;
        }
    }
}

fn glyphs_cover_their_text(laid: &Laid) {
    for run in laid.pages.iter().flat_map(|page| &page.runs) {
        let mut at = 0;
        for glyph in &run.glyphs {
            assert_eq!(glyph.start, at, "{:?}", run.text);
            assert!(glyph.id != 0 && run.text.is_char_boundary(glyph.end as usize));
            at = glyph.end;
        }
        assert_eq!(at as usize, run.text.len(), "{:?}", run.text);
    }
}

/// Lines that follow one another in a paragraph are parted by a blank, but behind a hyphen or a cut.
fn lines_are_parted(laid: &Laid) {
    let structure = Structure(laid);
    for page in &laid.pages {
        for pair in page.runs.windows(2) {
            let same = structure.within(&pair[0], |role| role == Role::Paragraph);
            if same.is_none()
                || same != structure.within(&pair[1], |role| role == Role::Paragraph)
                || structure.note(&pair[0]) != structure.note(&pair[1])
                || pair[1].y - pair[0].y < 8.0
            {
                continue;
            }
            // A deletion and the insertion behind it may be parted without a blank.
            let deleted = |role| role == Role::Deleted;
            if structure.within(&pair[0], deleted).is_some() {
                continue;
            }
            let word = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
            let (end, next) = (pair[0].text.chars().next_back(), pair[1].text.chars().next());
            let joined = word(end) && word(next) && !pair[0].text.contains("http");
            assert!(!joined, "{:?} {:?}", pair[0].text, pair[1].text);
        }
    }
}

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// Holds any document to the laws that nothing may break.
fn the_laws_hold(document: &Document) -> Laid {
    let laid = lay_out(document, &FONTS);
    every_word_stands_once(document, &laid);
    nothing_lies_outside(&laid);
    headings_and_labels_end_no_page(&laid);
    paragraphs_leave_two_lines(&laid);
    rows_are_whole_and_heads_repeated(&laid);
    a_signature_is_whole(&laid);
    the_structure_is_a_tree(&laid);
    glyphs_cover_their_text(&laid);
    lines_are_parted(&laid);
    assert!(laid == lay_out(document, &FONTS), "the same document, other pages");
    laid
}

// Two tests, so that two cores share them. `PROPTEST_CASES=5000` makes it ten thousand documents.
proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn the_laws_of_the_layout_hold(document in documents()) {
        the_laws_hold(&document);
    }

    #[test]
    fn a_letter_keeps_together_what_belongs_together(document in letters()) {
        let laid = the_laws_hold(&document);
        headings_keep_two_lines(&laid);
        a_signature_stands_below_two_lines(&laid);
        numbers_stand_with_their_words(&laid);
        responses_begin_with_two_lines(&laid);
        notes_begin_where_they_are_cited(&laid);
    }
}

/// How many documents each test makes: 100, unless the environment asks for others.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100)
}

/// Gives every text a word of its own, and every paragraph, heading and passage an id.
#[derive(Default)]
struct Naming(usize);

impl Naming {
    fn next(&mut self) -> usize {
        self.0 += 1;
        self.0
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Heading { id, text, .. } => {
                    *id = Some(format!("i{}", self.next()));
                    self.inlines(text);
                }
                Block::Paragraph(paragraph) => {
                    paragraph.id = Some(format!("i{}", self.next()));
                    self.inlines(&mut paragraph.text);
                }
                Block::List(list) => list.items.iter_mut().for_each(|item| self.blocks(item)),
                Block::Quote(inner) | Block::Confidential(inner) => self.blocks(inner),
                Block::Table(table) => {
                    let rows = table.head.iter_mut().chain(&mut table.body);
                    // The label column: figures stay figures, now and then one is confidential.
                    for row in rows {
                        let secret = self.next().is_multiple_of(3);
                        for (column, cell) in row.cells.iter_mut().enumerate() {
                            if column == 0 {
                                self.inlines(&mut cell.text);
                            }
                            if secret && column > 0 {
                                let text = std::mem::take(&mut cell.text);
                                cell.text = vec![Inline::Confidential(text)];
                            }
                        }
                    }
                    table.notes.iter_mut().for_each(|note| self.inlines(note));
                }
                Block::Exchange(exchange) => {
                    for passage in &mut exchange.passages {
                        passage.id = Some(format!("i{}", self.next()));
                        self.blocks(&mut passage.blocks);
                    }
                    self.blocks(&mut exchange.answer);
                }
                Block::Disclosure(disclosure) => {
                    disclosure.id = format!("i{}", self.next());
                    // It will be filed: nothing in it is marked.
                    disclosure.legend = common::text("The text as proposed.");
                    disclosure.blocks = vec![Block::paragraph(common::text(&WORDS.join(" ")))];
                    self.blocks(&mut disclosure.blocks);
                }
                _ => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => text.push_str(&format!(" qx{}xq", self.next())),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Inserted(inner)
                | Inline::Deleted(inner)
                | Inline::Confidential(inner)
                | Inline::Link { text: inner, .. } => self.inlines(inner),
                _ => {}
            }
        }
    }
}

/// Returns the words that `Naming` gave, each with the page on which it stands.
fn named_words(laid: &Laid) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for (index, page) in laid.pages.iter().enumerate() {
        for run in page.runs.iter().filter(|run| matches!(run.mark, Mark::Node(_))) {
            for piece in run.text.split("qx").skip(1) {
                if let Some((number, _)) = piece.split_once("xq") {
                    words.insert(number.to_owned(), index);
                }
            }
        }
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn r3_a_place_has_the_same_page_in_both_editions(document in documents()) {
        let mut document = document;
        let mut naming = Naming::default();
        naming.blocks(&mut document.blocks);
        let (complete, public) = (bracketed(&document), redact(&document));
        let laid = lay_out_editions(&complete, &public, &Fonts::embedded());
        let laid = laid.expect("the public edition fits on the pages of the complete one");
        prop_assert_eq!(laid.complete.pages.len(), laid.public.pages.len());
        for (id, spot) in &laid.public.places {
            let there = &laid.complete.places[id];
            prop_assert_eq!(there.page, spot.page, "{}", id);
        }
        let (there, here) = (named_words(&laid.complete), named_words(&laid.public));
        for (word, page) in &here {
            prop_assert_eq!(there.get(word), Some(page), "qx{}xq", word);
        }
        every_word_stands_once(&complete, &laid.complete);
        every_word_stands_once(&public, &laid.public);
        nothing_lies_outside(&laid.public);
        the_structure_is_a_tree(&laid.public);
        glyphs_cover_their_text(&laid.public);
    }
}

#[test]
fn the_laws_hold_for_the_example() {
    let document = common::letter();
    let laid = lay_out(&document, &Fonts::embedded());
    assert_eq!(laid.faults, []);
    nothing_lies_outside(&laid);
    headings_and_labels_end_no_page(&laid);
    paragraphs_leave_two_lines(&laid);
    rows_are_whole_and_heads_repeated(&laid);
    the_structure_is_a_tree(&laid);
    glyphs_cover_their_text(&laid);
    lines_are_parted(&laid);
}

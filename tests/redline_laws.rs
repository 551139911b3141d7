//! Laws of the redline over generated texts: accepting gives the proposed text, rejecting the text as filed,
//! figures are never cut, and nothing depends on chance.

use corresp::document::{
    Block, Cell, Change, Column, Inline, List, Paragraph, Row, RowKind, Table, Target, plain,
};
use corresp::redline::{accept, check, is_marked, mark, normalise, reject};

/// A generator of numbers that gives the same ones for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

const WORDS: [&str; 48] = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "is",
    "by",
    "Company",
    "company’s",
    "goodwill",
    "fair",
    "value",
    "reporting",
    "unit",
    "unit(s)",
    "impairment",
    "test",
    "annually",
    "non-GAAP",
    "cash",
    "flows",
    "market",
    "approach",
    "or",
    "both",
    "Note",
    "Form",
    "10-K",
    "U.S.",
    "Inc.",
    "e.g.",
    "“break-up”",
    "rate",
    "risk",
    "difference",
    "believes",
    "reasonable",
    "capitalization",
    "13(a)",
    "and/or",
    "3.4–3.6",
    "that",
    "which",
    "its",
    "at",
    "premium",
    "level",
];

fn number(dice: &mut Dice) -> String {
    let amount = dice.below(5_000);
    match dice.below(8) {
        0 => format!("${},{:03}.{}", dice.below(90) + 1, amount % 1000, dice.below(10)),
        1 => format!("({},{:03})", dice.below(9) + 1, amount % 1000),
        2 => format!("{}.{}%", dice.below(99), dice.below(10)),
        3 => format!("({}.{}%)", dice.below(99), dice.below(10)),
        4 => format!("{}.{}x", dice.below(20), dice.below(10)),
        5 => format!("${}", dice.below(90)),
        6 => format!("20{:02}", dice.below(12)),
        _ => format!("-{amount}"),
    }
}

fn word(dice: &mut Dice) -> String {
    if dice.chance(15) { number(dice) } else { dice.pick(&WORDS).to_owned() }
}

/// Blanks as people type them, and as a parser gives them.
fn blank(dice: &mut Dice) -> &'static str {
    match dice.below(40) {
        0 => "  ",
        1 => "\n",
        2 => "\u{a0}",
        _ => " ",
    }
}

fn inline(dice: &mut Dice, text: String) -> Inline {
    match dice.below(60) {
        0 | 1 => Inline::Emphasis(vec![Inline::text(text)]),
        2 | 3 => Inline::Strong(vec![Inline::text(text)]),
        4 => Inline::Strong(vec![Inline::Emphasis(vec![Inline::text(text)])]),
        5 => Inline::Strike(vec![Inline::text(text)]),
        6 => Inline::Code(text),
        7 => Inline::Link {
            target: Target::Address(format!("https://example.com/{}", dice.below(3))),
            text: vec![Inline::text(text)],
        },
        8 => Inline::NoteReference(dice.below(4)),
        9 => Inline::LineBreak,
        10 => Inline::PageOf(format!("k{}", dice.below(4))),
        _ => Inline::text(text),
    }
}

fn sentence(dice: &mut Dice) -> Vec<Inline> {
    let mut out = Vec::new();
    let count = dice.below(18) + 1;
    for number in 0..count {
        let mut text = word(dice);
        if number > 0 && dice.chance(10) {
            text.push(',');
        }
        if dice.chance(3) {
            text = format!("({text})");
        }
        if number + 1 == count {
            text.push_str(dice.pick(&[".", ".", ".", ";", "?", ".”", ""]));
        }
        let styled = inline(dice, text);
        out.push(styled);
        if !dice.chance(2) {
            out.push(Inline::text(blank(dice)));
        }
    }
    out
}

fn text(dice: &mut Dice, most: usize) -> Vec<Inline> {
    (0..dice.below(most) + 1).flat_map(|_| sentence(dice)).collect()
}

fn row(dice: &mut Dice, columns: usize) -> Row {
    let kind = dice.pick(&[RowKind::Plain, RowKind::Plain, RowKind::Plain, RowKind::Total]);
    let cells = (0..columns)
        .map(|column| {
            let text = match (column, dice.below(10)) {
                (0, _) => vec![Inline::text(format!("{} {}", word(dice), word(dice)))],
                (_, 0) => vec![],
                (_, 1) => vec![Inline::text("—")],
                (_, 2) => vec![Inline::Strong(vec![Inline::text(number(dice))])],
                (_, 3) => vec![Inline::text(format!("$ {}", dice.below(90)))],
                (_, 4) => sentence(dice),
                _ => vec![Inline::text(number(dice))],
            };
            Cell { text, span: 1 }
        })
        .collect();
    Row { kind, cells, change: None }
}

fn block(dice: &mut Dice, depth: usize) -> Block {
    match dice.below(if depth > 1 { 12 } else { 20 }) {
        0 => Block::Heading {
            level: dice.below(2) as u8 + 2,
            id: Some(format!("h{}", dice.below(9))),
            text: text(dice, 1),
        },
        1 => Block::Break,
        2 => Block::Code(format!("{}\n{}", word(dice), word(dice))),
        3 => Block::Figure { image: format!("{}.png", dice.below(3)), alternative: word(dice) },
        12..=14 => Block::List(List {
            start: dice.pick(&[None, None, Some(1), Some(3)]),
            loose: dice.chance(50),
            items: (0..dice.below(5) + 1)
                .map(|_| {
                    let count = if dice.chance(5) { 0 } else { dice.below(2) + 1 };
                    (0..count).map(|_| block(dice, depth + 1)).collect()
                })
                .collect(),
        }),
        15 => Block::Quote((0..dice.below(3)).map(|_| block(dice, depth + 1)).collect()),
        16 | 17 => {
            let columns = dice.below(3) + 1;
            Block::Table(Table {
                id: Some(format!("t{}", dice.below(9))),
                caption: dice.chance(40).then(|| sentence(dice)),
                columns: vec![Column::default(); columns],
                head: (0..dice.below(2)).map(|_| row(dice, columns)).collect(),
                body: (0..dice.below(7)).map(|_| row(dice, columns)).collect(),
                notes: (0..dice.below(3)).map(|_| sentence(dice)).collect(),
                ..Table::default()
            })
        }
        _ => Block::Paragraph(Paragraph { text: text(dice, 4), ..Paragraph::default() }),
    }
}

fn document(dice: &mut Dice) -> Vec<Block> {
    (0..dice.below(8) + 1).map(|_| block(dice, 0)).collect()
}

/// Changes a run of text here and there.
fn edit_text(dice: &mut Dice, inlines: &mut Vec<Inline>) {
    for _ in 0..dice.below(3) + 1 {
        let at = dice.below(inlines.len());
        match dice.below(7) {
            0 if !inlines.is_empty() => drop(inlines.remove(at)),
            1 if !inlines.is_empty() => inlines[at] = Inline::text(word(dice)),
            2 => {
                let new = sentence(dice);
                inlines.splice(at..at, new);
            }
            3 if !inlines.is_empty() => {
                let wrapped = std::mem::replace(&mut inlines[at], Inline::LineBreak);
                inlines[at] = Inline::Strong(vec![wrapped]);
            }
            4 => {
                let end = (at + dice.below(20)).min(inlines.len());
                inlines.drain(at.min(end)..end);
            }
            5 => inlines.insert(at, Inline::text(dice.pick(&[",", ".", " ", "(", "  "]))),
            _ => {
                let text = number(dice);
                inlines.insert(at, Inline::text(format!(" {text} ")));
            }
        }
    }
}

fn edit_rows(dice: &mut Dice, rows: &mut Vec<Row>, columns: usize) {
    match dice.below(4) {
        0 => rows.insert(dice.below(rows.len() + 1), row(dice, columns)),
        1 if !rows.is_empty() => drop(rows.remove(dice.below(rows.len()))),
        2 if rows.len() > 1 => {
            let (a, b) = (dice.below(rows.len()), dice.below(rows.len()));
            rows.swap(a, b);
        }
        _ => {
            for row in rows.iter_mut() {
                if let Some(cell) = row.cells.last_mut()
                    && dice.chance(60)
                {
                    cell.text = vec![Inline::text(number(dice))];
                }
            }
        }
    }
}

fn edit_block(dice: &mut Dice, block: &mut Block, depth: usize) {
    match block {
        Block::Heading { text, level, .. } if dice.chance(80) => {
            edit_text(dice, text);
            *level = (*level).max(2);
        }
        Block::Paragraph(paragraph) => edit_text(dice, &mut paragraph.text),
        Block::List(list) => match dice.below(5) {
            0 => list.start = dice.pick(&[None, Some(1), Some(2)]),
            1 => {
                let new = vec![self::block(dice, depth + 1)];
                list.items.insert(dice.below(list.items.len() + 1), new);
            }
            2 if list.items.len() > 1 => drop(list.items.remove(dice.below(list.items.len()))),
            _ => {
                let at = dice.below(list.items.len());
                if let Some(item) = list.items.get_mut(at) {
                    edit(dice, item, depth + 1);
                }
            }
        },
        Block::Quote(blocks) => edit(dice, blocks, depth + 1),
        Block::Table(table) => {
            let columns = table.columns.len();
            match dice.below(6) {
                0 => table.caption = dice.chance(50).then(|| sentence(dice)),
                1 => table.notes.insert(dice.below(table.notes.len() + 1), sentence(dice)),
                2 => {
                    table.columns.push(Column::default());
                    for row in table.head.iter_mut().chain(&mut table.body) {
                        row.cells.push(Cell { text: vec![Inline::text("1")], span: 1 });
                    }
                }
                3 => edit_rows(dice, &mut table.head, columns),
                _ => edit_rows(dice, &mut table.body, columns),
            }
        }
        other => *other = self::block(dice, depth),
    }
}

/// Changes blocks here and there: inserted, taken out, moved, edited.
fn edit(dice: &mut Dice, blocks: &mut Vec<Block>, depth: usize) {
    for _ in 0..dice.below(3) + 1 {
        let at = dice.below(blocks.len());
        match dice.below(8) {
            0 => blocks.insert(dice.below(blocks.len() + 1), block(dice, depth)),
            1 if blocks.len() > 1 => drop(blocks.remove(at)),
            2 if blocks.len() > 1 => {
                let moved = blocks.remove(at);
                blocks.insert(dice.below(blocks.len() + 1), moved);
            }
            _ => {
                if let Some(block) = blocks.get_mut(at) {
                    edit_block(dice, block, depth);
                }
            }
        }
    }
}

/// A text as filed and a proposed one: an edited copy as a rule, now and then another text.
fn pair(seed: u64) -> (Vec<Block>, Vec<Block>) {
    let mut dice = Dice(seed);
    let as_filed = document(&mut dice);
    let mut proposed = as_filed.clone();
    match dice.below(10) {
        0 => proposed = document(&mut dice),
        _ => edit(&mut dice, &mut proposed, 0),
    }
    (as_filed, proposed)
}

/// How many pairs a law is held against; `REDLINE_PAIRS` sets another number for a longer run.
fn pairs() -> u64 {
    std::env::var("REDLINE_PAIRS").ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(2_000)
}

#[test]
fn accepting_gives_the_proposed_text_and_rejecting_the_text_as_filed() {
    for seed in 0..pairs() {
        let (as_filed, proposed) = pair(seed);
        let marked = mark(&as_filed, &proposed);
        let (accepted, rejected) = (accept(&marked), reject(&marked));
        assert_eq!(normalise(&accepted), normalise(&proposed), "accepting, seed {seed}");
        assert_eq!(normalise(&rejected), normalise(&as_filed), "rejecting, seed {seed}");
        // No blank is lost or doubled: the plain words are those of the tidy texts, sign by sign.
        assert_eq!(each_plain(&accepted), each_plain(&mark(&proposed, &proposed)), "seed {seed}");
        assert_eq!(check(&as_filed, &proposed, &marked), Ok(()), "seed {seed}");
        // A settled text has no marks, so settling it again changes nothing.
        assert_eq!(accept(&accepted), accepted, "seed {seed}");
        assert_eq!(changes(&accepted) + changes(&rejected), 0, "seed {seed}");
    }
}

#[test]
fn blanks_are_single_in_the_text_as_filed_too() {
    // Shapes of quotes and dashes are the proposed text's, so the words are compared where they have none.
    for seed in 0..pairs() / 4 {
        let (as_filed, proposed) = pair(seed);
        let plain = |blocks: &[Block]| -> Vec<String> {
            let unified = |c: char| match c {
                '–' | '−' => '-',
                '\u{a0}' => ' ',
                other => other,
            };
            each_plain(blocks).iter().map(|text| text.chars().map(unified).collect()).collect()
        };
        // A figure that is the same may be written otherwise in a cell: `$ 5` for `$5`.
        let squeezed = |texts: Vec<String>| {
            texts.into_iter().map(|text| text.replace("$ ", "$")).collect::<Vec<_>>()
        };
        let rejected = reject(&mark(&as_filed, &proposed));
        assert_eq!(
            squeezed(plain(&rejected)),
            squeezed(plain(&mark(&as_filed, &as_filed))),
            "seed {seed}"
        );
    }
}

#[test]
fn equal_texts_have_no_marks() {
    for seed in 0..pairs() / 4 {
        let (as_filed, _) = pair(seed);
        assert_eq!(changes(&mark(&as_filed, &as_filed)), 0, "seed {seed}");
    }
}

#[test]
fn the_same_texts_give_the_same_redline() {
    for seed in 0..pairs() / 8 {
        let (as_filed, proposed) = pair(seed);
        assert_eq!(mark(&as_filed, &proposed), mark(&as_filed, &proposed), "seed {seed}");
    }
}

#[test]
fn figures_are_never_cut() {
    for seed in 0..pairs() {
        let (as_filed, proposed) = pair(seed);
        let marked = mark(&as_filed, &proposed);
        each_text(&marked, &mut |inlines| {
            for kept in [Change::Inserted, Change::Deleted] {
                let (text, seams) = seams(inlines, kept);
                for seam in seams {
                    assert!(!cuts_figure(&text, seam), "seed {seed}: cut at {seam} in {text}");
                }
            }
        });
    }
}

#[test]
fn a_word_replaced_is_marked_and_nothing_else() {
    for seed in 0..pairs() / 4 {
        let mut dice = Dice(seed);
        let words: Vec<String> =
            (0..dice.below(20) + 6).map(|i| format!("word{}", letters(i))).collect();
        let at = dice.below(words.len());
        let mut other = words.clone();
        other[at] = if dice.chance(50) { "another".to_owned() } else { number(&mut dice) };
        let paragraph =
            |words: &[String]| vec![Block::paragraph(vec![Inline::text(words.join(" "))])];
        let marked = mark(&paragraph(&words), &paragraph(&other));
        let [Block::Paragraph(paragraph)] = &marked[..] else { panic!("a paragraph, seed {seed}") };
        let marks: Vec<&Inline> =
            paragraph.text.iter().filter(|inline| !matches!(inline, Inline::Text(_))).collect();
        let expected = [
            Inline::Deleted(vec![Inline::text(&words[at])]),
            Inline::Inserted(vec![Inline::text(&other[at])]),
        ];
        assert!(marks.iter().copied().eq(&expected), "seed {seed}: {marked:?}");
    }
}

#[test]
fn a_sentence_inserted_is_marked_and_nothing_else() {
    for seed in 0..pairs() / 4 {
        let mut dice = Dice(seed);
        let sentence = |dice: &mut Dice, name: &str| -> String {
            let words = (0..dice.below(8) + 3).map(|i| format!("{name}{}", letters(i)));
            let words = words.collect::<Vec<_>>().join(" ");
            format!("The {words} of 2008.")
        };
        let mut sentences: Vec<String> = (0..dice.below(5) + 1)
            .map(|i| sentence(&mut dice, &format!("s{}", letters(i))))
            .collect();
        let paragraph =
            |sentences: &[String]| vec![Block::paragraph(vec![Inline::text(sentences.join(" "))])];
        let as_filed = paragraph(&sentences);
        let new = sentence(&mut dice, "new");
        sentences.insert(dice.below(sentences.len() + 1), new.clone());
        let marked = mark(&as_filed, &paragraph(&sentences));
        let [Block::Paragraph(paragraph)] = &marked[..] else { panic!("a paragraph, seed {seed}") };
        let marks: Vec<String> = paragraph
            .text
            .iter()
            .filter(|inline| is_marked(std::slice::from_ref(inline)))
            .map(|inline| plain(std::slice::from_ref(inline)).trim().to_owned())
            .collect();
        assert_eq!(marks, [new], "seed {seed}: {marked:?}");
    }
}

/// Letters for a number, so that a word has no digits.
fn letters(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    format!("{}{}x", letter(number / 26), letter(number))
}

fn each_text<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a [Inline])) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } => visit(text),
            Block::Paragraph(paragraph) => visit(&paragraph.text),
            Block::List(list) => list.items.iter().for_each(|item| each_text(item, visit)),
            Block::Quote(blocks) | Block::Changed { blocks, .. } => each_text(blocks, visit),
            Block::Table(table) => {
                table.caption.iter().for_each(|caption| visit(caption));
                let rows = table.head.iter().chain(&table.body);
                rows.flat_map(|row| &row.cells).for_each(|cell| visit(&cell.text));
                table.notes.iter().for_each(|note| visit(note));
            }
            _ => {}
        }
    }
}

fn each_plain(blocks: &[Block]) -> Vec<String> {
    let mut texts = Vec::new();
    each_text(blocks, &mut |inlines| texts.push(plain(inlines)));
    texts
}

/// Counts the changes marked.
fn changes(blocks: &[Block]) -> usize {
    let mut count = 0;
    each_text(blocks, &mut |inlines| count += usize::from(is_marked(inlines)));
    for block in blocks {
        count += match block {
            Block::Changed { .. } => 1,
            Block::List(list) => list.items.iter().map(|item| changes(item)).sum(),
            Block::Quote(blocks) => changes(blocks),
            Block::Table(table) => {
                table.head.iter().chain(&table.body).filter(|row| row.change.is_some()).count()
            }
            _ => 0,
        };
    }
    count
}

/// Returns one of the two texts of marked inlines, and where in it marks begin or end.
fn seams(inlines: &[Inline], kept: Change) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut seams = Vec::new();
    for inline in inlines {
        let change = match inline {
            Inline::Inserted(_) => Some(Change::Inserted),
            Inline::Deleted(_) => Some(Change::Deleted),
            _ => None,
        };
        if change.is_some_and(|change| change != kept) {
            seams.push(text.len());
            continue;
        }
        if change.is_some() {
            seams.push(text.len());
        }
        text.push_str(&plain(std::slice::from_ref(inline)));
        if change.is_some() {
            seams.push(text.len());
        }
    }
    (text, seams)
}

/// Says whether a seam lies within a figure: `$1,234.5`, `(1,315)`, `12.5%`, `11.4x`, `-5`.
fn cuts_figure(text: &str, seam: usize) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let mut start = at;
        while digit(at) || matches!(bytes.get(at), Some(b',' | b'.')) && digit(at + 1) {
            at += 1;
        }
        let mut end = at;
        if matches!(bytes.get(end), Some(b'%' | b'x')) {
            end += 1;
        }
        if start > 0 && bytes[start - 1] == b'$' {
            start -= 1;
        }
        let inside = start > 0 && bytes[start - 1] == b'(' && bytes.get(end) == Some(&b')');
        if inside && (start == 1 || bytes[start - 2] == b' ') {
            (start, end) = (start - 1, end + 1);
        }
        if start < seam && seam < end {
            return true;
        }
    }
    false
}

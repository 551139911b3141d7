//! Lists of a comment: bullets and parts, with their keys.
//!
//! Bullets, `1.` and `(1)` items take the next number of their level in the comment; what the staff
//! lettered keeps its letter or roman number.

use std::collections::BTreeMap;

use super::own::{self, OWN};
use super::{Content, Item, Kind, OpenComment, Reader, Row};
use crate::finding::{Finding, Level, codes};
use crate::key::{Key, MAX_DEPTH, Part, roman};
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind};
use crate::source::Place;

/// The last number and sign given below each row.
#[derive(Debug, Default)]
pub(super) struct Counters {
    below: BTreeMap<usize, Counter>,
}

#[derive(Debug, Default, Clone)]
struct Counter {
    number: u32,
    sign: Option<String>,
}

/// What the staff wrote before an item's words.
#[derive(Debug, PartialEq, Eq)]
enum Mark {
    /// A list sign alone.
    Bullet,
    /// `a.`, `(b)`, `ii.`: the sign, and the mark as written.
    Sign(String, String),
    /// `1.`, `(1)`: the number, and the mark as written.
    Number(u32, String),
}

/// Reads the items of a list below the row `parent` (the comment's own where none).
pub(super) fn read(
    reader: &mut Reader<'_>,
    open: &mut OpenComment,
    items: &[markdown::Item],
    parent: Option<usize>,
    depth: u8,
) -> Vec<Content> {
    let parent = parent.unwrap_or(reader.letter.comments[open.comment].row);
    reader.letter.rows[parent].has_items = true;
    items.iter().map(|item| Content::Item(read_item(reader, open, item, parent, depth))).collect()
}

fn read_item(
    reader: &mut Reader<'_>,
    open: &mut OpenComment,
    item: &markdown::Item,
    parent: usize,
    depth: u8,
) -> Item {
    if let Some(number) = bare_number(reader.source, item) {
        let comment = &reader.letter.comments[open.comment].key;
        let says = format!("the number {number} stands without words in comment {comment}");
        let key = Key::of_comment(&comment.prefix, number);
        let finding = outside(item.place, says, key);
        reader.findings.push(finding);
    }
    let (typed, blocks) = unwrapped(reader.source, item);
    let mut blocks = blocks.to_vec();
    let previous = open.counters.below.get(&parent).cloned().unwrap_or_default();
    let mark = match typed {
        Some(number) => number,
        None => take_mark(&mut blocks, previous.sign.as_deref()),
    };
    let own = take_own(reader.source, &mut blocks);
    let place = text_place(&blocks).unwrap_or(item.place);
    let counter = open.counters.below.entry(parent).or_default();
    let (part, kind, marker) = match mark {
        Mark::Sign(sign, marker) => {
            counter.sign = Some(sign.clone());
            (Part::Sign(sign), Kind::Part, marker)
        }
        Mark::Bullet => {
            counter.number += 1;
            (Part::Number(counter.number), Kind::Bullet, "•".to_owned())
        }
        Mark::Number(number, marker) => {
            counter.number += 1;
            let count = counter.number;
            if number != count {
                reader.findings.push(
                    codes::NUMBER_GAP
                        .at(place)
                        .level(Level::Note)
                        .says(format!("the staff numbers this item {number}; it is the item {count} of its list"))
                        .help(format!("its key counts: `{}.{count}`", reader.letter.rows[parent].key)),
                );
            }
            (Part::Number(count), Kind::Part, marker)
        }
    };
    let row = add_row(reader, open, parent, part, kind, place, own);
    let mut content = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::List { items, .. } if usize::from(depth) < MAX_DEPTH => {
                content.extend(read(reader, open, items, Some(row), depth + 1));
            }
            BlockKind::Html => {}
            _ => content.push(Content::Text(block)),
        }
    }
    Item { row, marker, depth, content }
}

fn add_row(
    reader: &mut Reader<'_>,
    open: &OpenComment,
    parent: usize,
    part: Part,
    kind: Kind,
    place: Place,
    own: bool,
) -> usize {
    let key: Key = reader.letter.rows[parent].key.below(part);
    let row = reader.letter.rows.len();
    if let Some(first) = reader.letter.row(&key) {
        // A repeated comment number repeats all keys below it: one finding is enough.
        if reader.letter.rows[first].comment == open.comment {
            let finding = codes::REPEATED_KEY
                .at(place)
                .says(format!("a second item has the key {key}"))
                .about(&key)
                .also(reader.letter.rows[first].place, "the first one")
                .help("indent the second list below the item it belongs to, or make it a comment of its own");
            reader.findings.push(finding);
        }
    } else {
        reader.letter.by_key.insert(key.clone(), row);
    }
    reader.letter.rows.push(Row {
        key,
        kind,
        comment: open.comment,
        parent: Some(parent),
        group: open.group.clone(),
        text: String::new(),
        own_text: String::new(),
        place,
        asks: Vec::new(),
        has_items: false,
        own,
    });
    row
}

/// Returns the number of a numbered item as it stands in the source, and its blocks.
///
/// `- 1. text` is an item that holds nothing but a numbered list of one: that is its number.
fn unwrapped<'a>(source: &str, item: &'a markdown::Item) -> (Option<Mark>, &'a [Block]) {
    if let Some(number) = number_at(source, item.place) {
        return (Some(number), &item.blocks);
    }
    if let [Block { kind: BlockKind::List { start: Some(_), items, .. }, .. }] =
        item.blocks.as_slice()
        && let [inner] = items.as_slice()
        && let Some(number) = number_at(source, inner.place)
    {
        return (Some(number), &inner.blocks);
    }
    (None, &item.blocks)
}

/// Returns the number of an item that has nothing else: `2.` on a line of its own.
pub(super) fn bare_number(source: &str, item: &markdown::Item) -> Option<u32> {
    match unwrapped(source, item) {
        (Some(Mark::Number(number, _)), []) => Some(number),
        _ => None,
    }
}

/// Returns the finding of a number that opens no comment, and perhaps was to open the one that it names.
pub(super) fn outside(place: Place, says: String, key: Key) -> Finding {
    codes::OUTSIDE_COMMENT
        .at(place)
        .help(format!("a comment's number is a heading of its own: `### {}.`", key.comment))
        .says(says)
        .about(key)
}

fn number_at(source: &str, place: Place) -> Option<Mark> {
    let text = source.get(place.range())?.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text[digits..].chars().next().filter(|sign| matches!(sign, '.' | ')'))?;
    let number: u32 = text[..digits].parse().ok()?;
    Some(Mark::Number(number, format!("{number}{sign}")))
}

/// Takes the staff's letter, roman or bracketed number from the start of an item's words.
fn take_mark(blocks: &mut [Block], previous: Option<&str>) -> Mark {
    let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = blocks.first_mut() else {
        return Mark::Bullet;
    };
    let Some(Inline { kind: InlineKind::Text(text), place }) = inlines.first_mut() else {
        return Mark::Bullet;
    };
    let Some((mark, length)) = mark(text, previous) else { return Mark::Bullet };
    text.drain(..length);
    place.start += u32::try_from(length).unwrap_or(0);
    mark
}

/// Reads `a.`, `(a)`, `ii)`, `(1)` with a blank behind; returns it with its length in bytes.
fn mark(text: &str, previous: Option<&str>) -> Option<(Mark, usize)> {
    let bracketed = text.starts_with('(');
    let inner = text.strip_prefix('(').unwrap_or(text);
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = &inner[..length];
    let close = inner[length..].chars().next()?;
    let is_closed = if bracketed { close == ')' } else { matches!(close, '.' | ')') };
    if !is_closed || word.is_empty() {
        return None;
    }
    let end = usize::from(bracketed) + length + 1;
    let behind = &text[end..];
    if !(behind.is_empty() || behind.starts_with(char::is_whitespace)) {
        return None;
    }
    let written = text[..end].to_owned();
    let skip = text.len() - behind.trim_start().len();
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = word.parse().ok().filter(|_| word.len() <= 3)?;
        return Some((Mark::Number(number, written), skip));
    }
    let sign = word.to_ascii_lowercase();
    is_next(&sign, previous).then_some((Mark::Sign(sign, written), skip))
}

/// Says whether a letter or roman number begins a list or goes on with one: `U. S. GAAP` does neither.
fn is_next(sign: &str, previous: Option<&str>) -> bool {
    let Some(previous) = previous else { return matches!(sign, "a" | "i") };
    if matches!(sign, "a" | "i") {
        return true;
    }
    let letter = |sign: &str| (sign.len() == 1).then(|| u32::from(sign.as_bytes()[0]));
    let follows = |a: Option<u32>, b: Option<u32>| matches!((a, b), (Some(a), Some(b)) if b > a && b <= a + 3);
    follows(letter(previous), letter(sign)) || follows(roman(previous), roman(sign))
}

/// Takes `{own}` from the end of an item's own words.
fn take_own(source: &str, blocks: &mut [Block]) -> bool {
    let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = blocks.first_mut() else {
        return false;
    };
    let Some(Inline { kind: InlineKind::Text(text), place }) = inlines.last_mut() else {
        return false;
    };
    let Some(kept) = text.trim_end().strip_suffix(OWN) else { return false };
    if kept.is_empty() && own::is_escaped(source, *place) {
        return false;
    }
    let kept = kept.trim_end().len();
    let cut = u32::try_from(text.len() - kept).unwrap_or(0);
    place.end = place.end.saturating_sub(cut).max(place.start);
    text.truncate(kept);
    true
}

/// Returns where an item's own words stand.
fn text_place(blocks: &[Block]) -> Option<Place> {
    let Block { kind: BlockKind::Paragraph(inlines), .. } = blocks.first()? else { return None };
    let (first, last) = (inlines.first()?, inlines.last()?);
    Some(Place { end: last.place.end, ..first.place })
}

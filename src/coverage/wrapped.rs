//! A key's heading that was broken over two lines: what stands right below it goes on with the unit's first words.
//!
//! In: a section, and the letter whose unit heads it. Out: how much of its first paragraph is the heading's.

use std::borrow::Cow;

use super::claims::Claim;
use crate::key::Key;
use crate::letter::Letter;
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind};
use crate::response::{Response, Section};
use crate::source::Place;
use crate::words;

/// How many words of the unit make a paragraph behind a blank line the heading's: fewer may be an answer.
const FAR: usize = 3;

/// The end of a heading that stands below it.
pub(super) struct Wrapped {
    /// Its place, whole lines.
    pub place: Place,
    /// How many inlines of the section's first paragraph it takes.
    inlines: usize,
}

/// Returns what stands below a section's heading and is the heading's.
pub(super) fn wrapped(letter: &Letter, section: &Section) -> Option<Wrapped> {
    let (typed, _) = section.words.as_ref()?;
    let first = section.blocks.first()?;
    let BlockKind::Paragraph(text) = &first.kind else { return None };
    let typed = words::compared(typed);
    let (own_text, skipped) = unit_words(letter, section.keys.first()?.0.first(), &typed)?;
    // A long letter may have many sections for one unit: no more of its words are looked at than stand here.
    let most = words::comparing(&markdown::flatten(text).text).count();
    let own: Vec<String> = words::comparing(own_text).skip(skipped).take(most).collect();
    let mut own = own.as_slice();
    let mut taken = 0;
    for line in lines(text) {
        let typed = words::compared(&markdown::flatten(&text[line.clone()]).text);
        let is_text = text[line.clone()].iter().all(is_text);
        if typed.is_empty() || !is_text || !own.starts_with(&typed) {
            break;
        }
        own = &own[typed.len()..];
        taken = line.end;
    }
    let last = text.get(taken.checked_sub(1)?)?;
    let is_whole = taken == text.len();
    // A heading ends where its line ends, and a paragraph right below begins behind the one `\n`.
    let is_right_below = first.place.start <= section.place.end + 1;
    let place = Place { end: last.place.end, ..first.place };
    (is_right_below || (is_whole && most >= FAR)).then_some(Wrapped { place, inlines: taken })
}

/// Returns the text of the unit or request that a key names, and how many of its words the heading has.
fn unit_words<'l>(letter: &'l Letter, key: &Key, typed: &[String]) -> Option<(&'l str, usize)> {
    let unit = &letter.rows[letter.row(&Key { ask: None, ..key.clone() })?];
    let text = match key.ask {
        None => &unit.own_text,
        Some(ask) => &unit.asks.get((ask as usize).checked_sub(1)?)?.text,
    };
    let has_words = |typed: &[String]| !typed.is_empty() && words::begins(text, typed);
    if has_words(typed) {
        return Some((text, typed.len()));
    }
    // A part's mark may be repeated before its words.
    let mark = unit.key.parts.last()?.to_string();
    let rest = typed.strip_prefix(&[mark])?;
    has_words(rest).then_some((text, rest.len()))
}

/// Returns the lines of a paragraph, as inlines; the breaks between them are left out.
fn lines(text: &[Inline]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let is_break =
        |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    let mut at = 0;
    text.split(is_break).map(move |line| {
        let range = at..at + line.len();
        at = range.end + 1;
        range
    })
}

/// Says whether an inline has nothing but words.
fn is_text(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(_) | InlineKind::Code(_) => true,
        InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => inner.iter().all(is_text),
        _ => false,
    }
}

impl Claim {
    /// Returns the text that answers, without what belongs to its heading.
    pub fn answer<'a>(&self, letter: &Letter, responses: &'a [Response]) -> Cow<'a, [Block]> {
        let blocks = self.blocks(responses);
        let section = self.section.map(|section| &responses[self.response].sections[section]);
        match section.and_then(|section| wrapped(letter, section)) {
            Some(wrapped) => Cow::Owned(without(blocks, &wrapped)),
            None => Cow::Borrowed(blocks),
        }
    }
}

fn without(blocks: &[Block], wrapped: &Wrapped) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    if let Some(BlockKind::Paragraph(text)) = blocks.first_mut().map(|block| &mut block.kind) {
        text.drain(..wrapped.inlines);
    }
    blocks
}

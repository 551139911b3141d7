//! Responses that only refer: `See our response to comment 3.1.` answers where 3.1 does.
//!
//! In: the claims whose text has words of its own. Out: those of them that lead to no answer, whichever way a
//! reader follows them: to themselves, or in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Claim, Claims};
use crate::key::{self, Key, KeyItem};
use crate::letter::Letter;
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind};
use crate::response::Response;
use crate::words;

/// The words that a text may have beside keys and only refer; any other word says something.
const REFERRING: [&str; 74] = [
    "above",
    "addressed",
    "also",
    "and",
    "answer",
    "answered",
    "answers",
    "applies",
    "apply",
    "are",
    "as",
    "at",
    "back",
    "below",
    "bullet",
    "bullets",
    "comment",
    "comments",
    "company",
    "companys",
    "described",
    "directs",
    "discussed",
    "equally",
    "for",
    "forth",
    "further",
    "given",
    "here",
    "immediately",
    "in",
    "information",
    "is",
    "it",
    "item",
    "items",
    "its",
    "kindly",
    "likewise",
    "made",
    "no",
    "nos",
    "noted",
    "number",
    "numbers",
    "of",
    "or",
    "our",
    "part",
    "please",
    "point",
    "points",
    "provided",
    "refer",
    "reference",
    "refers",
    "respectfully",
    "responds",
    "response",
    "responses",
    "responsive",
    "same",
    "see",
    "set",
    "staff",
    "stated",
    "the",
    "this",
    "through",
    "to",
    "under",
    "we",
    "well",
    "which",
];

/// One of these stands in a text that refers.
const VERBS: [&str; 5] = ["see", "refer", "refers", "reference", "directs"];

/// Returns the claims of `answers` that only refer, and lead to none of the others.
pub(super) fn circular(
    letter: &Letter,
    responses: &[Response],
    claims: &Claims,
    answers: &BTreeSet<Claim>,
) -> BTreeSet<Claim> {
    let is_due = |claim: &&Claim| !responses[claim.response].front.puts_off();
    let referring = answers
        .iter()
        .filter(is_due)
        .filter_map(|&claim| Some((claim, targets(letter, &claim.answer(letter, responses))?)));
    let mut referring: BTreeMap<Claim, Vec<usize>> = referring.collect();
    loop {
        // What nothing answers yet is told where it stands.
        let leads = |row: &usize| {
            let mut there = answering(letter, claims, *row).peekable();
            there.peek().is_none() || there.any(|claim| !referring.contains_key(&claim))
        };
        let answered: Vec<Claim> = referring
            .iter()
            .filter(|(_, rows)| rows.iter().any(leads))
            .map(|(claim, _)| *claim)
            .collect();
        if answered.is_empty() {
            return referring.into_keys().collect();
        }
        answered.iter().for_each(|claim| {
            referring.remove(claim);
        });
    }
}

/// Returns what answers a row: its own text, those of its requests, and those of the rows below it.
fn answering<'a>(
    letter: &'a Letter,
    claims: &'a Claims,
    row: usize,
) -> impl Iterator<Item = Claim> + 'a {
    let own = claims.rows[row];
    let asks = claims.asks.range((row, 0)..(row + 1, 0)).map(|(_, claim)| *claim);
    let below = letter.below(row).flat_map(move |row| answering_all(letter, claims, row));
    own.into_iter().chain(asks).chain(below)
}

fn answering_all(letter: &Letter, claims: &Claims, row: usize) -> Vec<Claim> {
    answering(letter, claims, row).collect()
}

/// Says whether a text refers to units of the letter, and says nothing else.
pub fn refers(letter: &Letter, blocks: &[Block]) -> bool {
    targets(letter, blocks).is_some()
}

/// Returns the rows that a text refers to; none where it says anything else.
fn targets(letter: &Letter, blocks: &[Block]) -> Option<Vec<usize>> {
    let [Block { kind: BlockKind::Paragraph(inlines), .. }] = blocks else { return None };
    let mut rows = Vec::new();
    let mut is_plain = true;
    markdown::each_of(inlines, &mut |inline: &Inline| match &inline.kind {
        InlineKind::Link { address, .. } => {
            let key = address.strip_prefix('#').and_then(|key| key.parse::<Key>().ok());
            match key.and_then(|key| letter.row(&Key { ask: None, ..key })) {
                Some(row) => rows.push(row),
                None => is_plain = false,
            }
        }
        InlineKind::Fact(_)
        | InlineKind::Confidential(_)
        | InlineKind::Image { .. }
        | InlineKind::NoteReference(_) => is_plain = false,
        _ => {}
    });
    let text = markdown::flatten(inlines).text;
    let mut refers = false;
    for typed in text.split_whitespace() {
        let word = words::compared(typed).concat();
        refers |= VERBS.contains(&word.as_str());
        if word.is_empty() || REFERRING.contains(&word.as_str()) {
            continue;
        }
        rows.extend(named(letter, typed.trim_matches(|c: char| !c.is_alphanumeric()))?);
    }
    (is_plain && refers && !rows.is_empty()).then_some(rows)
}

/// Returns the rows that a key or a range of keys names.
fn named(letter: &Letter, typed: &str) -> Option<Vec<usize>> {
    let keys = key::keys(typed).ok().filter(|keys| keys.words == typed.len())?;
    let mut rows = Vec::new();
    for item in &keys.items {
        let row = |key: &Key| letter.row(&Key { ask: None, ..key.clone() });
        match item {
            KeyItem::One(key, _) => rows.push(row(key)?),
            KeyItem::Range(first, last, _) => rows.extend(row(first)?..=row(last)?),
        }
    }
    Some(rows)
}

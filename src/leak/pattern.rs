//! What is looked for of a marked text: all of it, its words, its runs of words, and it beside its neighbours.
//!
//! In: the marked texts. Out: [`Pattern`]s and numbers. A single word that stands in the open as well is no
//! pattern; that word behind the words that stand before its region is one, so that a common word or a
//! small figure is missed where it was taken out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::SHORTEST_NAME;
use super::tokens::{Gap, Tokens};
use crate::secrets::Marked;

/// The shortest marked text that is looked for, in signs.
const SHORTEST: usize = 4;
/// The longest that is looked for in one, in signs; a longer one is looked for in stretches. To prepare the search takes
/// the longer the oftener a text repeats itself.
const LONGEST: usize = 1000;
/// A word of so many signs is found within another as well.
const LONG: usize = 8;
/// How many words of a longer text are looked for together.
const RUN: usize = 3;
/// How many words together are a leak even where a template of the project prints them.
const LONG_RUN: usize = 5;
/// The shortest run of words that is looked for, in signs.
const SHORTEST_RUN: usize = 8;

/// A text that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    /// Its tokens, side by side.
    pub(super) signs: String,
    kind: Kind,
    /// Index of its marked text.
    pub(super) marked: usize,
    /// Whether it is the whole of it.
    pub(super) is_whole: bool,
    /// Whether it is made of words that any text may use: few of them, in small letters.
    pub(super) is_everyday: bool,
    /// Whether the program's own names have it.
    pub(super) is_own_name: bool,
}

/// How a pattern has to stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// As a word by itself.
    Word,
    /// Also within another word.
    Within,
    /// As words in a row, whatever signs stand between them.
    Run,
}

impl Pattern {
    /// Says whether a stretch of a text with the pattern's signs is the pattern.
    pub(super) fn fits(&self, text: &Tokens, stretch: Range<usize>) -> bool {
        let widest = if self.kind == Kind::Run { Gap::Hard } else { Gap::Soft };
        let is_whole = text.is_edge(stretch.start) && text.is_edge(stretch.end);
        (is_whole || self.kind == Kind::Within) && text.gap_within(stretch) <= widest
    }

    /// Says whether it is looked for in the program's own names: they have short words in them.
    pub(super) fn is_name(&self) -> bool {
        self.signs.chars().count() >= SHORTEST_NAME
            && (self.is_whole || self.kind == Kind::Word)
            && !self.is_own_name
    }
}

/// Returns all that is looked for of some marked texts, each once.
pub(super) fn all(marked: &[Marked]) -> Vec<Pattern> {
    let everyday = Everyday::of(marked);
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut known: BTreeSet<(String, Kind)> = BTreeSet::new();
    for (index, piece) in marked.iter().enumerate() {
        let tokens = Tokens::of(&piece.text);
        let words: Vec<&str> = tokens.words();
        let mut add = |words: &[&str], kind: Kind, is_whole: bool| {
            let signs = words.concat();
            if known.insert((signs.clone(), kind)) {
                let is_everyday = !is_whole
                    && words.len() < LONG_RUN
                    && words.iter().all(|word| everyday.has(word));
                let is_own_name = false;
                patterns.push(Pattern {
                    signs,
                    kind,
                    marked: index,
                    is_whole,
                    is_everyday,
                    is_own_name,
                });
            }
        };
        let length = |words: &[&str]| words.concat().chars().count();
        // Figures are looked for as numbers: side by side in a row they make others.
        if piece.text.contains(char::is_alphabetic) {
            match length(&words) {
                ..SHORTEST => {}
                SHORTEST..=LONGEST => add(&words, Kind::Run, true),
                _ => stretches(&words).for_each(|stretch| add(stretch, Kind::Run, false)),
            }
        }
        for &word in &words {
            let count = word.chars().count();
            if !word.contains(char::is_alphabetic) || count < SHORTEST {
                continue;
            }
            let is_whole = words.len() == 1;
            add(&[word], Kind::Word, is_whole);
            if count >= LONG {
                add(&[word], Kind::Within, is_whole);
            }
        }
        for run in [RUN, LONG_RUN].into_iter().flat_map(|count| words.windows(count)) {
            if length(run) >= SHORTEST_RUN
                && run.iter().any(|word| word.contains(char::is_alphabetic))
            {
                add(run, Kind::Run, false);
            }
        }
        beside(piece, &words, &mut |run| add(run, Kind::Run, false));
    }
    patterns
}

/// Parts the words of a long text into stretches of about the longest that is looked for in one.
fn stretches<'w, 't>(words: &'w [&'t str]) -> impl Iterator<Item = &'w [&'t str]> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let mut signs = 0;
        let count = rest.iter().take_while(|word| {
            let is_within = signs < LONGEST;
            signs += word.len();
            is_within
        });
        let (stretch, behind) = rest.split_at(count.count());
        rest = behind;
        (!stretch.is_empty()).then_some(stretch)
    })
}

/// Calls `add` with the first and the last word of a marked text beside what stands before and behind it.
fn beside(piece: &Marked, words: &[&str], add: &mut impl FnMut(&[&str])) {
    let (before, after) = (Tokens::of(&piece.before), Tokens::of(&piece.after));
    let (before, after) = (before.words(), after.words());
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let near = &before[before.len().saturating_sub(2)..];
    let next = &after[..after.len().min(2)];
    let mut runs = vec![[near, &[*first]].concat(), [&[*last], next].concat()];
    if words.len() <= RUN {
        let near = &near[near.len().saturating_sub(1)..];
        runs.push([near, words, &next[..next.len().min(1)]].concat());
    }
    for run in runs {
        let is_telling =
            run.len() >= RUN && run.iter().any(|word| word.chars().any(char::is_alphabetic));
        if is_telling && run.concat().chars().count() >= SHORTEST_RUN {
            add(&run);
        }
    }
}

/// Returns the numbers of some marked texts that tell something by themselves, with the index of their text.
pub(super) fn numbers(marked: &[Marked]) -> BTreeMap<String, usize> {
    let mut numbers = BTreeMap::new();
    for (index, piece) in marked.iter().enumerate() {
        let signs = piece.text.chars().filter(|c| !c.is_whitespace()).count();
        let stands_alone = signs >= SHORTEST && !piece.text.contains(char::is_alphabetic);
        let enough = if stands_alone { 2 } else { 3 };
        for number in Tokens::of(&piece.text).iter() {
            if number.bytes().filter(u8::is_ascii_digit).count() >= enough
                && number.starts_with(|c: char| c.is_ascii_digit())
            {
                numbers.entry(number.to_owned()).or_insert(index);
            }
        }
    }
    numbers
}

/// The words that marked texts have in small letters alone: no names.
struct Everyday(BTreeSet<String>);

impl Everyday {
    fn of(marked: &[Marked]) -> Self {
        let (mut small, mut names) = (BTreeSet::new(), BTreeSet::new());
        for piece in marked {
            for text in [&piece.before, &piece.text, &piece.after] {
                for word in text.split(|c: char| !c.is_alphanumeric()) {
                    let is_small = word.chars().all(char::is_lowercase);
                    let set = if is_small { &mut small } else { &mut names };
                    set.extend(Tokens::of(word).words().into_iter().map(str::to_owned));
                }
            }
        }
        small.retain(|word| !names.contains(word));
        Self(small)
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

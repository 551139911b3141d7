//! The walk through both texts at once: which word of letter.md is which word of the source.

use std::collections::BTreeMap;

use super::furniture::Furniture;
use super::words::{LetterRole, Marked, Opens, Role, SourceRole, Words, folded};
use crate::letter::Mended;
use crate::marks;

/// How far both texts have been read, and the first entries that may still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub source: usize,
    pub letter: usize,
    pub furniture: usize,
    pub mended: usize,
}

/// What took the walk from one place to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Words that agree.
    Words,
    /// A mended entry, and whether it speaks of the mark before its first word.
    Mended { entry: usize, with_mark: bool },
    /// A line that is furniture.
    Furniture(usize),
    /// A list sign of letter.md that Markdown does not read as one.
    Sign,
}

/// The two texts and what the front matter says of their differences.
pub(super) struct Walk<'a> {
    pub source: &'a Words<SourceRole>,
    pub letter: &'a Words<LetterRole>,
    pub furniture: &'a Furniture<'a>,
    mended: Vec<Phrases>,
    /// The entries by the first word of what they mend, rising.
    by_word: BTreeMap<String, Vec<usize>>,
}

/// A mended entry as words; the first may be a list sign.
struct Phrases {
    was: Phrase,
    now: Phrase,
}

struct Phrase {
    sign: Option<String>,
    words: Vec<String>,
}

/// How many words ahead are read where two ways are open.
const AHEAD: usize = 16;
/// The widest difference, in words of both texts, that is searched word by word.
const NEAR: usize = 60;
/// How many words must agree again after a difference.
const AGREE: usize = 3;
/// The words of a run by which far places are found again.
const RUN: usize = 5;
/// How many words of letter.md are tried for a far place.
const FAR: usize = 20_000;
/// The most line ends and lines of furniture that cut one word.
const CUTS: usize = 16;

impl<'a> Walk<'a> {
    pub(super) fn new(
        source: &'a Words<SourceRole>,
        letter: &'a Words<LetterRole>,
        furniture: &'a Furniture<'a>,
        mended: &[Mended],
    ) -> Self {
        let mended: Vec<Phrases> = mended
            .iter()
            .map(|entry| Phrases { was: phrase(&entry.was.value), now: phrase(&entry.now.value) })
            .collect();
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, entry) in mended.iter().enumerate() {
            if let Some(first) = entry.was.words.first() {
                by_word.entry(bare(first).to_owned()).or_default().push(index);
            }
        }
        Self { source, letter, furniture, mended, by_word }
    }

    /// Says whether both texts are read.
    pub(super) fn is_done(&self, at: At) -> bool {
        at.source >= self.source.len() && at.letter >= self.letter.len()
    }

    /// Takes the next step, if the texts agree here.
    ///
    /// A line of furniture is left out where what follows agrees better without it than with it.
    pub(super) fn next(&self, at: At) -> Option<(At, Step)> {
        if let Some((skipped, entry)) = self.skip(at) {
            let (stays, goes) = (self.run(at, AHEAD, false), self.run(skipped, AHEAD, true));
            if goes >= stays && stays < AHEAD {
                return Some((skipped, Step::Furniture(entry)));
            }
        }
        self.step(at)
    }

    /// Finds the nearest place from which the texts agree again.
    pub(super) fn resume(&self, at: At, runs: &mut Option<Runs>) -> At {
        let moved = |source: usize, letter: usize| At {
            source: at.source + source,
            letter: at.letter + letter,
            ..at
        };
        for distance in 1..=NEAR {
            for letter in 0..=distance {
                let to = moved(distance - letter, letter);
                if to.source > self.source.len() || to.letter > self.letter.len() {
                    continue;
                }
                // The wider the gap, the likelier a few words agree by chance.
                let wanted = AGREE + distance / 6;
                if self.is_done(to) || self.run(to, wanted, true) >= wanted {
                    return to;
                }
            }
        }
        let runs = runs.get_or_insert_with(|| Runs::of(self.source));
        let mut best: Option<(usize, At)> = None;
        for letter in 0..FAR.min(self.letter.len().saturating_sub(at.letter)) {
            if best.is_some_and(|(distance, _)| distance <= letter) {
                break;
            }
            let hash = run_hash(self.letter, at.letter + letter);
            let Some(source) = hash.and_then(|hash| runs.after(hash, at.source)) else { continue };
            let distance = letter + (source - at.source);
            let to = moved(source - at.source, letter);
            if best.is_none_or(|(best, _)| distance < best) && self.run(to, AHEAD, true) >= AHEAD {
                best = Some((distance, to));
            }
        }
        let end = At { source: self.source.len(), letter: self.letter.len(), ..at };
        best.map_or(end, |(_, to)| to)
    }

    /// Returns how many words of letter.md agree from here, at most `most`.
    fn run(&self, mut at: At, most: usize, may_skip: bool) -> usize {
        let start = at.letter;
        let mut may_skip = may_skip;
        while at.letter - start < most {
            if self.is_done(at) {
                return most;
            }
            let next = self.step(at).map(|(next, _)| next);
            let next = next.or_else(|| self.skip(at).filter(|_| may_skip).map(|(next, _)| next));
            let Some(next) = next else { break };
            at = next;
            may_skip = true;
        }
        (at.letter - start).min(most)
    }

    /// Leaves out the line that begins here, if an entry takes it.
    fn skip(&self, at: At) -> Option<(At, usize)> {
        let word = self.source.get(at.source).filter(|word| word.role.is_first)?;
        let (entry, end) = self.furniture.takes(word.role.line, at.furniture)?;
        Some((At { source: end, furniture: entry + 1, ..at }, entry))
    }

    fn step(&self, at: At) -> Option<(At, Step)> {
        let words = || {
            let next = self.equal(at).or_else(|| self.labelled(at)).or_else(|| self.joined(at))?;
            Some((next, Step::Words))
        };
        let sign = || {
            self.letter.get(at.letter).filter(|word| word.role.is_sign)?;
            Some((At { letter: at.letter + 1, ..at }, Step::Sign))
        };
        self.mended(at).or_else(words).or_else(sign)
    }

    fn equal(&self, at: At) -> Option<At> {
        let letter = self.letter.get(at.letter)?;
        let source = self.source.get(at.source)?;
        let (a, b) = (self.source.text(at.source), self.letter.text(at.letter));
        // A number before a comment or item is its digits: `3:` of the source is the heading `3.`, and
        // `2.` the item `(2)`.
        let is_number = letter.role.opens != Opens::Nothing
            && source.role.is_first
            && marks::digits(b).is_some();
        let agree = a == b || (is_number && marks::digits(a) == marks::digits(b));
        agree.then_some(At { source: at.source + 1, letter: at.letter + 1, ..at })
    }

    /// Reads `Comment 1:` of the source, where letter.md has the heading `1.`.
    fn labelled(&self, at: At) -> Option<At> {
        let letter = self.letter.get(at.letter)?;
        let source = self.source.get(at.source)?;
        let is_number = matches!(letter.role.opens, Opens::Comment | Opens::Hidden);
        if !is_number || !source.role.is_first {
            return None;
        }
        let words = (at.source..self.source.len()).map(|index| self.source.text(index));
        let number = at.source + Some(marks::label(words)).filter(|&count| count > 0)?;
        let stated = marks::digits(self.source.text(number))?;
        (Some(stated) == marks::digits(self.letter.text(at.letter))).then_some(At {
            source: number + 1,
            letter: at.letter + 1,
            ..at
        })
    }

    /// Reads a word that the end of a line cuts: its hyphen may stay or go, with the break or without.
    fn joined(&self, at: At) -> Option<At> {
        self.source.get(at.source).filter(|word| word.role.is_cut)?;
        let whole = self.source.text(at.source);
        let stem = whole.strip_suffix('-')?;
        let word = self.letter.text(at.letter);
        if word == stem {
            return Some(At { source: at.source + 1, letter: at.letter + 1, ..at });
        }
        [whole, stem].into_iter().find_map(|start| {
            let rest = word.strip_prefix(start).filter(|rest| !rest.is_empty())?;
            self.rest_of_word(At { source: at.source + 1, ..at }, rest, CUTS)
        })
    }

    /// Reads what is left of a word of letter.md from the next line of the source.
    fn rest_of_word(&self, at: At, rest: &str, cuts: usize) -> Option<At> {
        // The foot of a page may stand between the two halves.
        if cuts > 0
            && let Some((skipped, _)) = self.skip(at)
            && let Some(found) = self.rest_of_word(skipped, rest, cuts - 1)
        {
            return Some(found);
        }
        let here = self.source.text(at.source);
        if here == rest {
            return Some(At { source: at.source + 1, letter: at.letter + 1, ..at });
        }
        if cuts == 0 || at.source >= self.source.len() {
            return None;
        }
        self.source.get(at.source).filter(|word| word.role.is_cut)?;
        let stem = here.strip_suffix('-')?;
        if stem == rest {
            return Some(At { source: at.source + 1, letter: at.letter + 1, ..at });
        }
        [here, stem].into_iter().filter(|start| !start.is_empty()).find_map(|start| {
            let rest = rest.strip_prefix(start).filter(|rest| !rest.is_empty())?;
            self.rest_of_word(At { source: at.source + 1, ..at }, rest, cuts - 1)
        })
    }

    /// Applies the next entry whose words stand here in both texts.
    fn mended(&self, at: At) -> Option<(At, Step)> {
        if at.mended >= self.mended.len() {
            return None;
        }
        let entries = self.by_word.get(bare(self.source.text(at.source)))?;
        let first = entries.partition_point(|&entry| entry < at.mended);
        entries[first..].iter().take(AHEAD).find_map(|&entry| self.mends(at, entry))
    }

    fn mends(&self, at: At, entry: usize) -> Option<(At, Step)> {
        let Phrases { was, now } = &self.mended[entry];
        let source = self.source.get(at.source)?;
        if was.sign.is_some() && !source.role.has_sign {
            return None;
        }
        // The sign is a word within a paragraph of letter.md, or Markdown's own before an item.
        let with_sign: Vec<String> = now.sign.iter().chain(&now.words).cloned().collect();
        let there =
            |words: &[String]| phrase_at(words, |index| self.letter.text(at.letter + index));
        let (now_words, around) = match there(&with_sign) {
            Some(around) => (&with_sign, around),
            None => (&now.words, there(&now.words)?),
        };
        let tail = phrase_at(&was.words, |index| self.source.text(at.source + index))?;
        if tail != around && !now_words.is_empty() {
            return None;
        }
        // An entry that changes nothing says that a mark is none, where letter.md has it open nothing.
        let first = at.letter + now_words.len() - now.words.len();
        let opens = self.letter.get(first).map_or(Opens::Nothing, |word| word.role.opens);
        if was.words == now.words
            && was.sign == now.sign
            && (source.role.mark != Marked::Must
                || !matches!(opens, Opens::Nothing | Opens::Hidden))
        {
            return None;
        }
        let next = At {
            source: at.source + was.words.len(),
            letter: at.letter + now_words.len(),
            mended: entry + 1,
            ..at
        };
        let names_mark =
            |phrase: &Phrase| phrase.words.first().is_some_and(|word| marks::may_open(word));
        let with_mark = was.sign.is_some() || names_mark(was) || names_mark(now);
        Some((next, Step::Mended { entry, with_mark }))
    }
}

/// Reads an entry's text as words, its list sign apart.
fn phrase(text: &str) -> Phrase {
    let text = text.trim();
    let skipped = marks::sign(text).filter(|&length| length < text.len());
    let (sign, words) = text.split_at(skipped.unwrap_or(0));
    Phrase { sign: folded(sign).pop(), words: folded(words) }
}

/// Returns a word without the punctuation at its ends.
fn bare(word: &str) -> &str {
    let bare = word
        .trim_start_matches(['(', '[', '"', '\''])
        .trim_end_matches(['.', ',', ';', ':', '?', '!', ')', ']', '"', '\'']);
    if bare.is_empty() { word } else { bare }
}

/// Compares a phrase with the words of a text; returns the punctuation that the text has beyond it.
fn phrase_at<'t>(phrase: &[String], text: impl Fn(usize) -> &'t str) -> Option<(String, String)> {
    let mut around = (String::new(), String::new());
    for (index, word) in phrase.iter().enumerate() {
        let there = text(index);
        if there == word {
            continue;
        }
        let (is_first, is_last) = (index == 0, index + 1 == phrase.len());
        let at = there.find(word.as_str())?;
        let (before, after) = (&there[..at], &there[at + word.len()..]);
        let is_punctuation =
            |text: &str| text.chars().all(|character| ".,;:?!()[]\"'".contains(character));
        if (!before.is_empty() && !is_first)
            || (!after.is_empty() && !is_last)
            || !is_punctuation(before)
            || !is_punctuation(after)
        {
            return None;
        }
        if is_first {
            around.0 = before.to_owned();
        }
        if is_last {
            around.1 = after.to_owned();
        }
    }
    Some(around)
}

/// Where each run of words stands in the source.
pub(super) struct Runs(Vec<(u64, u32)>);

impl Runs {
    fn of(words: &Words<SourceRole>) -> Self {
        let mut runs: Vec<(u64, u32)> = (0..words.len())
            .filter_map(|at| Some((run_hash(words, at)?, u32::try_from(at).unwrap_or(u32::MAX))))
            .collect();
        runs.sort_unstable();
        Self(runs)
    }

    /// Returns the first place of a run at or after a word.
    fn after(&self, hash: u64, from: usize) -> Option<usize> {
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        let index = self.0.partition_point(|&run| run < (hash, from));
        self.0.get(index).filter(|run| run.0 == hash).map(|run| run.1 as usize)
    }
}

/// Hashes the run of words that begins at `at` (FNV-1a, the same on every machine).
fn run_hash<W: Role>(words: &Words<W>, at: usize) -> Option<u64> {
    words.get(at + RUN - 1)?;
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for index in at..at + RUN {
        for byte in words.text(index).bytes().chain([b' ']) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Some(hash)
}

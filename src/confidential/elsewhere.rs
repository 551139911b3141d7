//! Marked texts that also stand unmarked: what is public once is not confidential.
//!
//! In: the marked texts and the unmarked ones. Out: a finding for each place where words or figures of a marked
//! text stand unmarked, at these very words.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::figures::{self, Figure};
use crate::document::REDACTED;
use crate::finding::{Finding, Findings, codes};
use crate::regions::RULE;
use crate::secrets::words::folded;
use crate::secrets::{Marked, Open, Secrets};
use crate::source::Place;
use crate::words;

/// The shortest text that is looked for elsewhere, in characters.
const SHORTEST: usize = 4;

/// Words that stand everywhere and tell nothing alone, as figures of one or two digits do not.
const EVERYWHERE: [&str; 34] = [
    "both",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fifteen",
    "fifty",
    "first",
    "five",
    "forty",
    "four",
    "fourteen",
    "half",
    "hundred",
    "less",
    "many",
    "more",
    "most",
    "nine",
    "nineteen",
    "ninety",
    "none",
    "once",
    "second",
    "seven",
    "seventeen",
    "seventy",
    "sixteen",
    "some",
    "thirteen",
    "thirty",
    "three",
    "twelve",
    "twenty",
];

/// Reports marked texts that also stand unmarked. `others` are the texts that are marked in other rounds.
///
/// Of a longer text its figures are looked for as well: `$41,600 million` gives away a marked "fair value of $41,600
/// million".
pub fn elsewhere(secrets: &Secrets, others: &[Marked], findings: &mut Findings) {
    let own = secrets.shown();
    let mut pieces = BTreeMap::new();
    own.iter().chain(others).for_each(|marked| *pieces.entry(marked.place).or_insert(0) += 1);
    let opens = Opens::of(&secrets.open);
    let own = Told::of(own, &opens, &pieces);
    let others = Told::of(others, &opens, &pieces);
    let others = others.0.iter().filter(|told| !own.hold(told.place)).map(Hit::of_another_round);
    own.0.iter().map(Hit::of_this_round).chain(others).for_each(|finding| findings.push(finding));
}

/// A stretch of unmarked text that tells a marked one.
struct Hit {
    place: Place,
    /// Where what it tells is marked.
    marked: Place,
    /// Whether its figure is told, or its words.
    is_figure: bool,
    is_filed: bool,
}

impl Hit {
    fn of_this_round(&self) -> Finding {
        if self.is_filed {
            return self
                .finding(
                    codes::CONFIDENTIAL_BUT_PUBLIC.at(self.place),
                    "marked confidential in a response also stands here, where it is filed",
                )
                .help("mark it nowhere, or take it out here; where it means something else, say so in a waiver");
        }
        self.finding(
            codes::CONFIDENTIAL_ELSEWHERE.at(self.place),
            "marked confidential elsewhere stands here unmarked",
        )
        .help("mark both places, or neither; where it means something else, say so in a waiver")
    }

    fn of_another_round(&self) -> Finding {
        self.finding(
            codes::CONFIDENTIAL_ELSEWHERE.at(self.place),
            "marked confidential in another round stands here unmarked",
        )
        .help("mark it here too, or take it out; where it is public by now, say so in a waiver")
    }

    fn finding(&self, finding: Finding, says: &str) -> Finding {
        let what = if self.is_figure { "a figure that is" } else { "text that is" };
        finding
            .says(format!("{what} {says}"))
            .also(self.marked, "it is marked here")
            .reference(RULE)
    }
}

/// The stretches that tell marked texts, in their order, none of them within another.
struct Told(Vec<Hit>);

impl Told {
    /// Looks for marked texts; `pieces` counts those of each region.
    fn of(marks: &[Marked], opens: &Opens<'_>, pieces: &BTreeMap<Place, usize>) -> Self {
        // A stretch tells the first of those that it tells: there is one thing to mend.
        let mut hits: BTreeMap<(Place, bool), Hit> = BTreeMap::new();
        for marked in marks {
            for (place, is_figure, is_filed) in opens.telling(marked, pieces[&marked.place]) {
                let hit = Hit { place, marked: marked.place, is_figure, is_filed };
                hits.entry((place, is_figure)).or_insert(hit);
            }
        }
        let mut hits: Vec<Hit> = hits.into_values().collect();
        hits.sort_by_key(|it| (it.place.file, it.place.start, std::cmp::Reverse(it.place.end)));
        let mut told = Self(Vec::new());
        for hit in hits {
            if !told.hold(hit.place) {
                told.0.push(hit);
            }
        }
        told
    }

    /// Says whether one of the stretches holds all of a place.
    fn hold(&self, place: Place) -> bool {
        // None is within another: of those that begin before, the last one reaches farthest.
        let behind = self
            .0
            .partition_point(|it| (it.place.file, it.place.start) <= (place.file, place.start));
        let before = behind.checked_sub(1).map(|at| self.0[at].place);
        before.is_some_and(|it| it.file == place.file && it.end >= place.end)
    }
}

/// A word of an unmarked text.
struct Word {
    text: String,
    /// Which text it is of, and where it stands there.
    open: usize,
    range: Range<usize>,
}

/// Where a figure or some words in a row stand among the unmarked texts.
struct Found {
    /// The text in which they begin.
    open: usize,
    /// What of them stands there, in bytes.
    range: Range<usize>,
    /// The text in which they end and the last word there, where that is another one.
    last: Option<(usize, Range<usize>)>,
}

/// The texts that stand unmarked and have a place, ready to be looked through.
struct Opens<'s> {
    texts: &'s [Open],
    /// All their words in a row; none parts what does not go on.
    words: Vec<Option<Word>>,
    /// The words that stand with a small letter somewhere.
    ordinary: BTreeSet<String>,
    /// Where each word stands in the row.
    at: BTreeMap<String, Vec<usize>>,
    /// The figures by what they are compared by, each with its text and where it stands there.
    figures: BTreeMap<String, Vec<(Figure, usize, Range<usize>)>>,
}

impl<'s> Opens<'s> {
    fn of(texts: &'s [Open]) -> Self {
        let mut opens = Self {
            texts,
            words: Vec::new(),
            ordinary: BTreeSet::new(),
            at: BTreeMap::new(),
            figures: BTreeMap::new(),
        };
        let mut before: Option<&Open> = None;
        // An address or a picture's words stand beside a paragraph, and part it from none.
        let beside = texts.iter().enumerate().filter(|(_, open)| !open.is_running);
        let running = texts.iter().enumerate().filter(|(_, open)| open.is_running);
        for (index, open) in beside.chain(running) {
            let goes_on = before.is_some_and(|before| {
                let file = |open: &Open| open.place.map(|place| place.file);
                before.is_running && open.is_running && file(before) == file(open)
            });
            if !goes_on {
                opens.words.push(None);
            }
            before = Some(open);
            if open.place.is_some() {
                opens.read(open.text(), index);
            }
        }
        for (at, word) in opens.words.iter().enumerate() {
            if let Some(word) = word {
                opens.at.entry(word.text.clone()).or_default().push(at);
            }
        }
        opens
    }

    fn read(&mut self, text: &str, open: usize) {
        let mut start = 0;
        for part in text.split(REDACTED) {
            if start > 0 {
                self.words.push(None);
            }
            let small = words::placed(part)
                .filter(|(_, range)| part[range.clone()].starts_with(char::is_lowercase));
            self.ordinary.extend(small.map(|(word, _)| word));
            let words = words::placed(part).map(|(text, range)| {
                Some(Word { text, open, range: start + range.start..start + range.end })
            });
            self.words.extend(words);
            start += part.len() + REDACTED.len();
        }
        for (figure, range) in figures::placed(text) {
            for key in figure.keys() {
                let entry = (figure.clone(), open, range.clone());
                self.figures.entry(key).or_default().push(entry);
            }
        }
    }

    /// Returns the places that tell a marked text, whether by a figure, and whether they are filed. `pieces` says
    /// how many marked texts its region has.
    fn telling(&self, marked: &Marked, pieces: usize) -> Vec<(Place, bool, bool)> {
        let figures = self.with_figure_of(&marked.text).into_iter().map(|found| (found, true));
        let words = self.with_words_of(marked, pieces).into_iter().map(|found| (found, false));
        let places = figures.chain(words).filter_map(|(found, is_figure)| {
            Some((self.place(&found)?, is_figure, self.texts[found.open].is_filed))
        });
        places.collect()
    }

    fn place(&self, found: &Found) -> Option<Place> {
        let place = |open: usize, range: &Range<usize>| {
            let open = &self.texts[open];
            open.traced.place(range.clone()).or(open.place)
        };
        let first = place(found.open, &found.range)?;
        let last = found.last.as_ref().and_then(|(open, range)| place(*open, range));
        let last = last.filter(|last| last.file == first.file && last.end > first.end);
        Some(last.map_or(first, |last| Place { end: last.end, ..first }))
    }

    /// Returns where the figures of a marked text stand.
    fn with_figure_of(&self, marked: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for figure in figures::of(marked) {
            let alike = figure.keys().into_iter().filter_map(|key| self.figures.get(&key));
            let alike = alike.flatten().filter(|(open, ..)| figure.is_told_by(open));
            found.extend(alike.map(|(_, open, range)| Found {
                open: *open,
                range: range.clone(),
                last: None,
            }));
        }
        found
    }

    /// Returns where all words of a marked text stand in a row.
    fn with_words_of(&self, marked: &Marked, pieces: usize) -> Vec<Found> {
        let words = words::without_possessives(&marked.text);
        // Shorter texts, `12` or `no`, stand everywhere.
        if words.is_empty() || folded(&marked.text).chars().count() < SHORTEST {
            return Vec::new();
        }
        // So do single words of whole blocks: the heads of a table's columns, `Store` and `Year`.
        let is_word = words.len() == 1 && words[0].chars().all(char::is_alphabetic);
        if is_word && pieces > 1 {
            return Vec::new();
        }
        if is_word && EVERYWHERE.contains(&words[0].as_str()) || self.is_common_label(marked) {
            return Vec::new();
        }
        // A figure is compared as one.
        if !words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2) {
            return Vec::new();
        }
        let mut found = self.with_words(&words);
        // The name `Target` is no target.
        let name = marked.text.trim_matches(|c: char| !c.is_alphanumeric());
        if is_word && name.starts_with(char::is_uppercase) {
            let capitals = name.to_uppercase();
            found.retain(|found| {
                let text = &self.texts[found.open].text()[found.range.clone()];
                text.starts_with(name) || text.starts_with(&capitals)
            });
        }
        found
    }

    /// Says whether a marked text is the label of a row or column as tables have them, and no name: `Total revenue`,
    /// `(in millions)`.
    fn is_common_label(&self, marked: &Marked) -> bool {
        let is_common = |(word, range): (String, Range<usize>)| {
            !marked.text[range].starts_with(char::is_uppercase)
                // A month is written with a capital, and is no name.
                || words::MONTHS.contains(&word.as_str())
                || self.ordinary.contains(&word)
        };
        // The first word has a capital anyway.
        let mut words = words::placed(&marked.text);
        let first = words.next();
        marked.is_label && (first.is_some_and(|(word, _)| word == "total") || words.all(is_common))
    }

    /// Returns where some words stand in a row, in one text or in several that go on: cells and items side by side.
    fn with_words(&self, words: &[String]) -> Vec<Found> {
        let has_letter = |word: &&String| word.contains(char::is_alphabetic);
        // Single figures and words stand side by side by chance.
        let is_telling = words.iter().filter(has_letter).count() > 1;
        let starts = self.at.get(&words[0]).into_iter().flatten();
        let found = starts.filter_map(|&start| {
            let there = self.words.get(start..start + words.len())?;
            let is_same = there
                .iter()
                .zip(words)
                .all(|(there, word)| there.as_ref().is_some_and(|there| there.text == *word));
            let (first, last) = (there.first()?.as_ref()?, there.last()?.as_ref()?);
            if !is_same || first.open != last.open && !is_telling {
                return None;
            }
            let is_one = first.open == last.open;
            let end = if is_one { last.range.end } else { first.range.end };
            Some(Found {
                open: first.open,
                range: first.range.start..end,
                last: (!is_one).then(|| (last.open, last.range.clone())),
            })
        });
        found.collect()
    }
}

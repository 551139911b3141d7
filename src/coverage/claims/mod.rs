//! Which section answers which row of the letter, and what a misspelt key was meant to be.
//!
//! In: the staff's letter and the responses. Out: [`Claims`]; what names no row, or one that is answered already, is
//! a finding. `ranges`, `requests` and `first_words` read what stands in a heading, `meant` guesses at what cannot
//! be read.

mod first_words;
mod meant;
mod ranges;
mod requests;

use std::collections::{BTreeMap, BTreeSet};

pub use first_words::begins_with;

use super::content::{StaffWords, has_own_words};
use crate::finding::{Finding, Findings, codes};
use crate::key::{Key, KeyItem};
use crate::letter::{Kind, Letter};
use crate::response::Response;
use crate::source::Place;

/// What answers a row: a section of a response, or its text before the first key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// Index of the response.
    pub response: usize,
    /// Index of its section; none for the text before the first key.
    pub section: Option<usize>,
}

/// All claims of the responses.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// What answers each row.
    pub rows: Vec<Option<Claim>>,
    /// Rows that a finding about a misspelt key stands for: they are not reported again.
    pub meant: BTreeSet<usize>,
    /// The text that introduces a comment with items: comment to response.
    pub intros: BTreeMap<usize, usize>,
    /// The sections that answer a request of a row, by row and request.
    pub asks: BTreeMap<(usize, usize), Claim>,
}

/// A text whose key names no row, or one that is answered already.
struct Lost {
    claim: Claim,
    /// The finding to be completed; none where a reader of the file has reported it.
    finding: Option<Finding>,
    typed: String,
    /// The end of its range that is a row, and on which side of it the others are.
    end: Option<(usize, Side)>,
}

/// A side of a row among its siblings.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// A section whose words are those of another row than its key's.
struct Shifted {
    claim: Claim,
    finding: Finding,
    /// The rows of its keys, each with the key's place.
    rows: Vec<(usize, Place)>,
    /// The row that the words fit.
    fits: usize,
}

/// Collects what the responses answer.
pub(super) fn collect(letter: &Letter, responses: &[Response], findings: &mut Findings) -> Claims {
    let claims = Claims { rows: vec![None; letter.rows.len()], ..Claims::default() };
    let mut collector = Collector {
        letter,
        responses,
        findings,
        claims,
        words: StaffWords::new(letter),
        lost: Vec::new(),
        shifted: Vec::new(),
        lost_asks: Vec::new(),
    };
    // Sections that stand in the file of another comment, or put off what is left of one, take what no other has.
    let mut others = Vec::new();
    for (index, response) in responses.iter().enumerate() {
        if !collector.puts_off_all(index) {
            collector.intro(index);
        }
        for section in 0..response.sections.len() {
            match collector.is_foreign(index, section) {
                true => others.push((index, section)),
                false => collector.section(index, section),
            }
        }
    }
    others.into_iter().for_each(|(index, section)| collector.section(index, section));
    (0..responses.len())
        .filter(|&index| collector.puts_off_all(index))
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|index| collector.intro(index));
    collector.settle_shifted();
    collector.too_deep();
    collector.guess();
    collector.settle_asks();
    collector.claims
}

struct Collector<'a> {
    letter: &'a Letter,
    responses: &'a [Response],
    findings: &'a mut Findings,
    claims: Claims,
    words: StaffWords<'a>,
    lost: Vec<Lost>,
    shifted: Vec<Shifted>,
    /// Findings of keys that name no request of a row.
    lost_asks: Vec<(usize, Finding)>,
}

impl Collector<'_> {
    /// Reads the text before the first key, and the comment that the file answers.
    fn intro(&mut self, index: usize) {
        let response = &self.responses[index];
        let claim = Claim { response: index, section: None };
        let Some(comment) = &response.front.comment else {
            return self.without_comment(claim);
        };
        let Some(row) = self.letter.row(&comment.value) else {
            self.lose(claim, &comment.value, comment.place);
            let of_sections = response.sections.iter().flat_map(|section| &section.keys);
            let meant = of_sections
                .map(|(item, _)| item.first().comment_key())
                .find(|key| self.letter.row(key).is_some());
            if let (Some(meant), Some(Lost { finding: Some(finding), .. })) =
                (meant, self.lost.last_mut())
            {
                finding.help =
                    Some(format!("did you mean `{meant}`? The sections below answer that comment"));
            }
            return;
        };
        if self.puts_off_all(index) {
            return self.put_off(row, claim);
        }
        if !has_own_words(&response.intro, &self.words, &[row]) {
            // The staff's words alone, as a starter has them: an empty answer where nothing else stands.
            let is_alone = !self.letter.rows[row].has_items && response.sections.is_empty();
            if is_alone && self.claims.rows[row].is_none() {
                self.claim(row, claim, response.place);
            }
            return;
        }
        let place = response.intro.first().map_or(response.place, |block| block.place);
        if !self.letter.rows[row].has_items || self.letter.rows[row].own {
            self.claim(row, claim, place);
            return;
        }
        let comment = self.letter.rows[row].comment;
        match self.claims.intros.get(&comment) {
            Some(&first) => {
                let first = self.responses[first]
                    .intro
                    .first()
                    .map_or(self.responses[first].place, |b| b.place);
                let key = &self.letter.rows[row].key;
                self.findings.push(
                    codes::DUPLICATE_RESPONSE
                        .at(place)
                        .says(format!("two files introduce the response to comment {key}"))
                        .about(key)
                        .also(first, "the first one")
                        .help("keep one of them"),
                );
            }
            None => {
                self.claims.intros.insert(comment, index);
            }
        }
    }

    /// Says whether a file puts off all units of its comment.
    fn puts_off_all(&self, index: usize) -> bool {
        let response = &self.responses[index];
        response.front.puts_off() && response.sections.is_empty()
    }

    /// Puts off the units of a comment that nothing answers; where something does, the file has to name its own.
    fn put_off(&mut self, row: usize, claim: Claim) {
        let letter = self.letter;
        let units = letter.units_of(letter.rows[row].comment);
        let (answered, open): (Vec<usize>, Vec<usize>) =
            units.into_iter().partition(|&unit| self.claims.rows[unit].is_some());
        open.iter().for_each(|&unit| self.claims.rows[unit] = Some(claim));
        let Some((&first, place)) =
            answered.first().and_then(|first| Some((first, self.claimed_at(*first)?)))
        else {
            return;
        };
        let front = &self.responses[claim.response].front;
        let stated = front.deferred.as_ref().map(|deferred| deferred.place);
        let stated = stated.or(front.answered_in.as_ref().map(|letter| letter.place));
        let finding = codes::DUPLICATE_RESPONSE
            .at(stated.unwrap_or(self.responses[claim.response].place))
            .says(format!(
                "all of comment {} is put off, and {} is answered elsewhere",
                letter.rows[row].key, letter.rows[first].key
            ))
            .also(place, "answered here")
            .help(match super::listed(letter, &open) {
                None => "take one of the two out: nothing of the comment is left to put off".into(),
                Some(keys) => {
                    format!("name what is put off in a section of this file: `## {keys}`")
                }
            });
        let about = |finding: Finding, &row: &usize| finding.about(&letter.rows[row].key);
        self.findings.push(answered.iter().fold(finding, about));
    }

    /// Returns where the text stands that answers a row.
    fn claimed_at(&self, row: usize) -> Option<Place> {
        let first = self.claims.rows[row]?;
        let response = &self.responses[first.response];
        Some(match first.section {
            Some(section) => response.sections[section].place,
            None => response.intro.first().map_or(response.place, |block| block.place),
        })
    }

    /// Says whether a section's first key is one of another comment than its file's.
    fn is_foreign(&self, response: usize, section: usize) -> bool {
        let response = &self.responses[response];
        let comment = response.front.comment.as_ref();
        let comment = comment.filter(|comment| self.letter.row(&comment.value).is_some());
        let first = response.sections[section].keys.first();
        comment.zip(first).is_some_and(|(comment, (item, _))| {
            item.first().comment_key() != comment.value && self.letter.row(item.first()).is_some()
        })
    }

    /// Keeps the text before the first key of a file that names no comment.
    fn without_comment(&mut self, claim: Claim) {
        let response = &self.responses[claim.response];
        let Some(first) = response.intro.iter().find(|block| !super::block_words(block).is_empty())
        else {
            return;
        };
        // What the front matter's reader has reported is the cause, where it cost the file its comment.
        let readers = [&codes::MALFORMED_TOML, &codes::MISSING_FRONT_MATTER];
        let was_reported = response.front.typed_comment.is_some()
            || readers.iter().any(|rule| self.findings.has_at(rule, response.file));
        let example = match response.sections.iter().find_map(|section| section.keys.first()) {
            Some((item, _)) => item.first().comment_key().to_string(),
            None => "…".to_owned(),
        };
        let finding = codes::TEXT_WITHOUT_KEY
            .at(first.place)
            .says("text stands before the first key, and the file names no comment")
            .help(format!(
                "write `comment = \"{example}\"` in the front matter, or put the text under its key"
            ));
        let typed = response.front.typed_comment.as_ref().map(|typed| typed.value.clone());
        self.lost.push(Lost {
            claim,
            finding: (!was_reported).then_some(finding),
            typed: typed.unwrap_or_default(),
            end: None,
        });
    }

    fn section(&mut self, response: usize, index: usize) {
        let section = &self.responses[response].sections[index];
        let claim = Claim { response, section: Some(index) };
        if section.keys.is_empty() {
            self.lost.push(Lost { claim, finding: None, typed: section.typed.clone(), end: None });
            return;
        }
        let mut rows = Vec::new();
        let mut asks = Vec::new();
        let known = self.lost.len();
        for (item, place) in &section.keys {
            match item {
                // A section for a request in a unit's prose answers that request, not the unit.
                KeyItem::One(key, _) if key.ask.is_some() => {
                    asks.extend(self.ask(claim, key, *place));
                }
                KeyItem::Range(first, second, _) if first.ask.is_some() || second.ask.is_some() => {
                    asks.extend(self.asks(claim, first, second, *place));
                }
                KeyItem::One(key, _) => match self.letter.row(key) {
                    Some(row) => rows.push((row, *place)),
                    None => self.lose(claim, key, *place),
                },
                KeyItem::Range(first, second, _) => {
                    rows.extend(
                        self.range(claim, first, second, *place)
                            .into_iter()
                            .map(|row| (row, *place)),
                    );
                }
            }
        }
        // Where a key is lost, the words say which row it was meant for: they are not held against another.
        let first = rows.first().map(|&(row, _)| row).filter(|_| self.lost.len() == known);
        if let Some(first) = first
            && let Some((finding, fits)) = self.words_mismatch(section, first, &rows)
        {
            let key = |row: usize| &self.letter.rows[row].key;
            match fits.filter(|fits| rows.iter().all(|(row, _)| row != fits)) {
                // Of two comments with one number, which is a finding of the letter's, the words say which is meant.
                Some(fits) if key(fits) == key(first) => rows[0].0 = fits,
                Some(fits) => return self.shifted.push(Shifted { claim, finding, rows, fits }),
                None => self.findings.push(finding),
            }
        }
        if let (None, Some(&(row, ask, _))) = (first, asks.first()) {
            self.ask_words(section, row, ask);
        }
        let of_asks: Vec<(usize, Place)> =
            asks.iter().map(|&(row, _, place)| (row, place)).collect();
        self.foreign(response, if rows.is_empty() { &of_asks } else { &rows });
        for (row, place) in rows {
            self.claim(row, claim, place);
        }
        for (row, ask, place) in asks {
            self.claim_ask(row, ask, claim, place);
        }
    }

    /// Reports a section that answers another comment than its file says.
    fn foreign(&mut self, response: usize, rows: &[(usize, Place)]) {
        let Some(comment) = &self.responses[response].front.comment else { return };
        // A comment that is not there was reported.
        if self.letter.row(&comment.value).is_none() {
            return;
        }
        let other =
            rows.iter().find(|(row, _)| self.letter.rows[*row].key.comment_key() != comment.value);
        let Some(&(row, place)) = other else { return };
        // That another section answers it is the one thing to say of a key that slipped.
        if self.claims.rows[row].is_some() {
            return;
        }
        let key = &self.letter.rows[row].key;
        self.findings.push(
            codes::OTHER_COMMENT
                .at(place)
                .about(key)
                .says(format!("{key} stands in a file that answers comment {}", comment.value))
                .also(comment.place, "the file's comment")
                .help(format!(
                    "move the section to a file of comment {}, or take `comment` out",
                    key.comment_key()
                )),
        );
    }

    fn claim(&mut self, row: usize, claim: Claim, place: Place) {
        let Some(first) = self.claims.rows[row] else {
            self.claims.rows[row] = Some(claim);
            return;
        };
        if first == claim {
            return;
        }
        let key = &self.letter.rows[row].key;
        let mut finding = codes::DUPLICATE_RESPONSE
            .at(place)
            .says(format!("{key} is answered twice"))
            .about(key)
            .help("keep one of the two sections, or join their text");
        if let Some(first) = self.claimed_at(row) {
            finding = finding.also(first, "answered here first");
        }
        let foreign = claim.section.is_some_and(|section| self.is_foreign(claim.response, section));
        if let Some(comment) =
            self.responses[claim.response].front.comment.as_ref().filter(|_| foreign)
        {
            finding = finding.also(comment.place, "this file's comment");
        }
        self.lost.push(Lost { claim, finding: Some(finding), typed: key.to_string(), end: None });
    }

    fn lose(&mut self, claim: Claim, key: &Key, place: Place) {
        let finding = self.unknown(key, place);
        self.lost.push(Lost { claim, finding: Some(finding), typed: key.to_string(), end: None });
    }

    /// Loses one end of a range of which the other is a row.
    fn lose_end(&mut self, claim: Claim, key: &Key, place: Place, end: (usize, Side)) {
        self.lose(claim, key, place);
        if let Some(lost) = self.lost.last_mut() {
            lost.end = Some(end);
        }
    }

    /// The finding of a key that names no row.
    fn unknown(&self, key: &Key, place: Place) -> Finding {
        let letter = self.letter;
        let Some(comment) = letter.row(&key.comment_key()) else {
            let numbers: Vec<String> =
                letter.comments.iter().map(|comment| comment.key.to_string()).collect();
            let there = match numbers.as_slice() {
                [] => "it has none".to_owned(),
                [one] => format!("it has comment {one} alone"),
                [first, second] => format!("comments {first} and {second} exist"),
                [first, .., last] => format!("comments {first} to {last} exist"),
            };
            return codes::UNKNOWN_COMMENT
                .at(place)
                .says(format!("the staff's letter has no comment {}", key.comment_key()))
                .label(there)
                .help("write the staff's own number; an earlier letter's comment belongs to its own round");
        };
        let below: Vec<usize> = letter.below(comment).collect();
        let there = match below.as_slice() {
            [] => "it has neither bullets nor parts".to_owned(),
            [one] => format!("{} exists", letter.rows[*one].key),
            [first, second] => {
                format!("{} and {} exist", letter.rows[*first].key, letter.rows[*second].key)
            }
            [first, .., last] => {
                format!("{} to {} exist", letter.rows[*first].key, letter.rows[*last].key)
            }
        };
        let is_all =
            |kind| !below.is_empty() && below.iter().all(|&row| letter.rows[row].kind == kind);
        let noun = match () {
            () if is_all(Kind::Bullet) => "bullet ",
            () if is_all(Kind::Part) => "part ",
            () => "",
        };
        codes::UNKNOWN_KEY
            .at(place)
            .says(format!("comment {} has no {noun}{key}", key.comment_key()))
            .label(there)
            .help("write the key of a unit of the staff's letter")
    }
}

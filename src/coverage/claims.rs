//! Which section answers which row of the letter, and what a misspelt key was meant to be.

use std::collections::{BTreeMap, BTreeSet};

use super::content::has_own_words;
use crate::finding::{Finding, Findings, Level, codes};
use crate::key::{Key, KeyItem};
use crate::letter::Letter;
use crate::response::{Response, Section};
use crate::source::Place;
use crate::words;

/// What answers a row: a section of a response, or its text before the first key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

/// A section whose key names no row.
struct Lost {
    claim: Claim,
    /// The finding to be completed; none where the response's reader has reported it.
    finding: Option<Finding>,
    typed: String,
}

/// Collects what the responses answer.
pub(super) fn collect(letter: &Letter, responses: &[Response], findings: &mut Findings) -> Claims {
    let claims = Claims { rows: vec![None; letter.rows.len()], ..Claims::default() };
    let mut collector = Collector { letter, responses, findings, claims, lost: Vec::new() };
    for (index, response) in responses.iter().enumerate() {
        collector.intro(index);
        for section in 0..response.sections.len() {
            collector.section(index, section);
        }
    }
    collector.guess();
    collector.claims
}

struct Collector<'a> {
    letter: &'a Letter,
    responses: &'a [Response],
    findings: &'a mut Findings,
    claims: Claims,
    lost: Vec<Lost>,
}

impl Collector<'_> {
    /// Reads the text before the first key, and the comment that the file answers.
    fn intro(&mut self, index: usize) {
        let response = &self.responses[index];
        let Some(comment) = &response.front.comment else {
            let first = response.intro.iter().find(|block| !super::block_words(block).is_empty());
            if let Some(first) = first {
                self.findings.push(
                    codes::TEXT_WITHOUT_KEY
                        .at(first.place)
                        .says("text stands before the first key, and the file names no comment")
                        .help("write `comment = \"3\"` in the front matter, or put the text under its key"),
                );
            }
            return;
        };
        let Some(row) = self.letter.row(&comment.value) else {
            let finding = self.unknown(&comment.value, comment.place);
            self.findings.push(finding);
            return;
        };
        let claim = Claim { response: index, section: None };
        let puts_off = response.front.deferred.is_some() || response.front.answered_in.is_some();
        if puts_off && response.sections.is_empty() {
            let units: Vec<usize> = (0..self.letter.rows.len())
                .filter(|&unit| {
                    self.letter.rows[unit].comment == self.letter.rows[row].comment
                        && self.letter.is_unit(unit)
                })
                .collect();
            for unit in units {
                self.claim(unit, claim, response.place);
            }
            return;
        }
        if !has_own_words(&response.intro, self.letter, row) {
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

    fn section(&mut self, response: usize, index: usize) {
        let section = &self.responses[response].sections[index];
        let claim = Claim { response, section: Some(index) };
        if section.keys.is_empty() {
            self.lost.push(Lost { claim, finding: None, typed: section.typed.clone() });
            return;
        }
        let mut rows = Vec::new();
        for (item, place) in &section.keys {
            match item {
                // A section for a request in a unit's prose answers that request, not the unit.
                KeyItem::One(key, _) if key.ask.is_some() => {
                    let unit = Key { ask: None, ..key.clone() };
                    if self.letter.row(&unit).is_none() {
                        self.lose(claim, &unit, *place);
                    }
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
        let first = rows.first().map(|&(row, _)| row);
        if let Some(first) = first
            && let Some(skip) = self.words_mismatch(section, first)
        {
            // The words say what was meant: the number claims nothing.
            if skip {
                return;
            }
        }
        self.foreign(response, section, &rows);
        for (row, place) in rows {
            self.claim(row, claim, place);
        }
    }

    /// Returns the rows from one sibling to another.
    fn range(&mut self, claim: Claim, first: &Key, second: &Key, place: Place) -> Vec<usize> {
        let (start, end) = match (self.letter.row(first), self.letter.row(second)) {
            (Some(start), Some(end)) => (start, end),
            (None, _) => {
                self.lose(claim, first, place);
                return self.letter.row(second).into_iter().collect();
            }
            (_, None) => {
                self.lose(claim, second, place);
                return self.letter.row(first).into_iter().collect();
            }
        };
        let letter = self.letter;
        let malformed = |says: String, help: String| {
            codes::MALFORMED_KEY.at(place).says(says).help(help).about(first)
        };
        if start > end {
            let finding = malformed(
                format!("{second} stands before {first} in the staff's letter"),
                format!("write `{second}–{first}`"),
            );
            self.findings.push(finding);
        }
        let (start, end) = (start.min(end), start.max(end));
        let siblings =
            (start..=end).filter(|&row| letter.rows[row].parent == letter.rows[start].parent);
        let rows: Vec<usize> = siblings.collect();
        let with_items = [start, end].into_iter().find(|&row| letter.rows[row].has_items);
        if let Some(row) = with_items {
            let below: Vec<usize> = letter.below(row).collect();
            let help = match (below.first(), below.last()) {
                (Some(&a), Some(&b)) => {
                    format!("name its items: `{}–{}`", letter.rows[a].key, letter.rows[b].key)
                }
                _ => "name its items".to_owned(),
            };
            let finding = malformed(
                format!(
                    "{} has items of its own, and a range covers units only",
                    letter.rows[row].key
                ),
                help,
            );
            self.findings.push(finding);
        }
        rows
    }

    /// Compares the words behind a key with the unit's first words.
    ///
    /// Returns whether the section claims nothing by its number; none where the words fit.
    fn words_mismatch(&mut self, section: &Section, row: usize) -> Option<bool> {
        let (typed, place) = section.words.as_ref()?;
        let typed = words::compared(typed);
        if typed.is_empty() {
            return None;
        }
        let letter = self.letter;
        let begins = |row: usize| begins_with(letter, row, &typed);
        let comment = letter.rows[row].comment;
        if begins(row) {
            let others: Vec<String> = (0..letter.rows.len())
                .filter(|&other| {
                    other != row && letter.rows[other].comment == comment && begins(other)
                })
                .map(|other| letter.rows[other].key.to_string())
                .collect();
            if !others.is_empty() {
                let level = if typed.len() < 6 { Level::Warning } else { Level::Note };
                let key = &letter.rows[row].key;
                self.findings.push(
                    codes::KEY_WORDS_SHORT
                        .at(*place)
                        .level(level)
                        .about(key)
                        .says(format!(
                            "these words fit {} as well as {key}",
                            super::sentence(&others)
                        ))
                        .help("write more of the unit's words, or none"),
                );
            }
            return None;
        }
        let fits = (0..letter.rows.len())
            .filter(|&other| begins(other))
            .min_by_key(|&other| (letter.rows[other].comment != comment, other.abs_diff(row)));
        let key = &letter.rows[row].key;
        let finding = codes::KEY_WORDS_MISMATCH.at(*place);
        let finding = match fits {
            Some(fit) => {
                let meant = &letter.rows[fit].key;
                self.claims.meant.insert(fit);
                finding
                    .says(format!("these are the first words of {meant}, not of {key}"))
                    .about(meant)
                    .also(letter.rows[fit].place, format!("{meant}"))
                    .help(format!("write `## {meant}`, or take the words out"))
            }
            None => finding
                .says(format!("these are not the first words of {key}"))
                .about(key)
                .also(letter.rows[row].place, format!("{key}"))
                .help(format!(
                    "write `## {key} {}`; a title of your own takes `###` below it",
                    words::first(&letter.rows[row].own_text, 6).trim_end_matches(" …")
                )),
        };
        self.findings.push(finding);
        Some(fits.is_some())
    }

    /// Reports a section that answers another comment than its file says.
    fn foreign(&mut self, response: usize, section: &Section, rows: &[(usize, Place)]) {
        let Some(comment) = &self.responses[response].front.comment else { return };
        let other =
            rows.iter().find(|(row, _)| self.letter.rows[*row].key.comment_key() != comment.value);
        let Some(&(row, place)) = other else { return };
        let key = &self.letter.rows[row].key;
        let _ = section;
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
        let response = &self.responses[first.response];
        let first_place = match first.section {
            Some(section) => response.sections[section].place,
            None => response.intro.first().map_or(response.place, |block| block.place),
        };
        self.findings.push(
            codes::DUPLICATE_RESPONSE
                .at(place)
                .says(format!("{key} is answered twice"))
                .about(key)
                .also(first_place, "answered here first")
                .help("keep one of the two sections, or join their text"),
        );
    }

    fn lose(&mut self, claim: Claim, key: &Key, place: Place) {
        let finding = self.unknown(key, place);
        let typed = key.to_string();
        self.lost.push(Lost { claim, finding: Some(finding), typed });
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
            [first, .., last] => {
                format!("{} to {} exist", letter.rows[*first].key, letter.rows[*last].key)
            }
        };
        codes::UNKNOWN_KEY
            .at(place)
            .says(format!("comment {} has no {key}", key.comment_key()))
            .label(there)
            .help("write the key of a unit of the staff's letter")
    }

    /// Says of each section whose key names no row which open unit was meant, where one is near.
    fn guess(&mut self) {
        for lost in std::mem::take(&mut self.lost) {
            let meant = self.meant(&lost);
            if let Some(meant) = meant {
                self.claims.meant.insert(meant);
            }
            let key = meant.map(|row| &self.letter.rows[row].key);
            match (lost.finding, key) {
                (Some(finding), Some(key)) => {
                    let help = format!("did you mean `{key}`? It has no response yet");
                    self.findings.push(finding.about(key).help(help));
                }
                (Some(finding), None) => self.findings.push(finding),
                (None, key) => {
                    let section = lost.claim.section.unwrap_or_default();
                    let place = self.responses[lost.claim.response].sections[section].place;
                    let Some(key) = key else { continue };
                    self.findings.each(|finding| {
                        let is_it = finding.rule == &codes::MALFORMED_KEY
                            && finding.keys.is_empty()
                            && finding.place.is_some_and(|at| {
                                at.file == place.file
                                    && at.start >= place.start
                                    && at.start <= place.end
                            });
                        if is_it {
                            finding.keys.push(key.to_string());
                        }
                    });
                }
            }
        }
    }

    fn meant(&self, lost: &Lost) -> Option<usize> {
        let letter = self.letter;
        let section = lost.claim.section?;
        let sections = &self.responses[lost.claim.response].sections;
        let open = |row: &usize| {
            letter.is_unit(*row)
                && self.claims.rows[*row].is_none()
                && !self.claims.meant.contains(row)
        };
        let open: Vec<usize> = (0..letter.rows.len()).filter(open).collect();
        // The words behind the key say it, where they are there.
        let typed = sections[section]
            .words
            .as_ref()
            .map_or(lost.typed.as_str(), |(words, _)| words.as_str());
        let typed = words::compared(typed);
        // A malformed key stands before the words: leave out what may be its pieces.
        let by_words = (0..typed.len().min(4)).find_map(|skip| {
            let typed = &typed[skip..];
            (typed.len() >= 3)
                .then(|| open.iter().find(|&&row| begins_with(letter, row, typed)))
                .flatten()
        });
        if let Some(&row) = by_words {
            return Some(row);
        }
        // Then its neighbours: the open unit that follows the section before.
        let row_of =
            |section: &Section| section.keys.first().and_then(|(item, _)| letter.row(item.first()));
        let before = sections[..section].iter().rev().find_map(row_of);
        let after = sections[section + 1..].iter().find_map(row_of);
        let between = |row: &&usize| {
            before.is_none_or(|before| **row > before) && after.is_none_or(|after| **row < after)
        };
        let key = |row: usize| letter.rows[row].key.to_string();
        let near = |row: &usize| strsim::damerau_levenshtein(&lost.typed, &key(*row));
        let same_comment = |row: &&usize| {
            let comment = self.responses[lost.claim.response].front.comment.as_ref();
            comment.is_none_or(|comment| letter.rows[**row].key.comment_key() == comment.value)
        };
        open.iter()
            .filter(between)
            .filter(same_comment)
            .min_by_key(|row| near(row))
            .or_else(|| open.iter().filter(|row| near(row) <= 2).min_by_key(|row| near(row)))
            .copied()
    }
}

/// Says whether a row's own words begin with `typed`; a part's mark may be repeated before them.
fn begins_with(letter: &Letter, row: usize, typed: &[String]) -> bool {
    let own = words::compared(&letter.rows[row].own_text);
    if own.starts_with(typed) {
        return true;
    }
    let mark = letter.rows[row].key.parts.last().map(ToString::to_string);
    match (mark, typed) {
        (Some(mark), [first, rest @ ..]) if *first == mark => {
            own.starts_with(rest) && !rest.is_empty()
        }
        _ => false,
    }
}

//! Which section answers which row of the letter, and what a misspelt key was meant to be.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{StaffWords, has_own_words};
use crate::finding::{Finding, Findings, Level, codes};
use crate::key::{self, Key, KeyItem, Part};
use crate::letter::{Kind, Letter};
use crate::markdown::{self, BlockKind};
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
    for (index, response) in responses.iter().enumerate() {
        collector.intro(index);
        for section in 0..response.sections.len() {
            collector.section(index, section);
        }
    }
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
            && let Some((finding, fits)) = self.words_mismatch(section, first)
        {
            match fits.filter(|fits| rows.iter().all(|(row, _)| row != fits)) {
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

    /// Returns the row and the request that a key such as `3.7#2` names, with the key's place.
    fn ask(&mut self, claim: Claim, key: &Key, place: Place) -> Option<(usize, usize, Place)> {
        let unit = Key { ask: None, ..key.clone() };
        let Some(row) = self.letter.row(&unit) else {
            self.lose(claim, &unit, place);
            return None;
        };
        let number = key.ask.unwrap_or(0) as usize;
        if (1..=self.letter.rows[row].asks.len()).contains(&number) {
            return Some((row, number - 1, place));
        }
        let finding = super::asks::unknown(self.letter, row, &key.to_string(), place);
        self.lost_asks.push((row, finding));
        None
    }

    /// Returns the requests from one to another of the same unit: `3.7#1–3.7#3`.
    fn asks(
        &mut self,
        claim: Claim,
        first: &Key,
        second: &Key,
        place: Place,
    ) -> Vec<(usize, usize, Place)> {
        let is_one_unit = Key { ask: None, ..first.clone() } == Key { ask: None, ..second.clone() };
        let (Some(from), Some(to)) = (first.ask, second.ask.filter(|_| is_one_unit)) else {
            let finding = codes::MALFORMED_KEY
                .at(place)
                .says(format!("{first} and {second} are not requests of one unit"))
                .help("name them one by one, with commas");
            match self.letter.row(&Key { ask: None, ..first.clone() }) {
                Some(row) => {
                    let finding = finding.about(&self.letter.rows[row].key);
                    self.lost_asks.push((row, finding));
                }
                None => self.findings.push(finding),
            }
            return Vec::new();
        };
        let (from, to) = (from.min(to), from.max(to));
        // Beyond the last request the first that is not there is reported, and no other.
        let last = self
            .letter
            .row(&Key { ask: None, ..first.clone() })
            .map_or(from, |row| u32::try_from(self.letter.rows[row].asks.len()).unwrap_or(0) + 1);
        (from..=to.min(last.max(from)))
            .filter_map(|ask| self.ask(claim, &Key { ask: Some(ask), ..first.clone() }, place))
            .collect()
    }

    /// Compares the words behind the key of a request with the request's first words.
    fn ask_words(&mut self, section: &Section, row: usize, ask: usize) {
        let Some((typed, place)) = section.words.as_ref() else { return };
        let typed = words::compared(typed);
        let asks = &self.letter.rows[row].asks;
        let begins = |ask: usize| words::begins(&asks[ask].text, &typed);
        if typed.is_empty() || begins(ask) {
            return;
        }
        let unit = &self.letter.rows[row].key;
        let key = super::ask_key(self.letter, row, ask);
        let finding = codes::KEY_WORDS_MISMATCH.at(*place).about(unit);
        let finding = match (0..asks.len()).find(|&other| begins(other)) {
            Some(other) => {
                let meant = super::ask_key(self.letter, row, other);
                finding
                    .says(format!("these are the first words of {meant}, not of {key}"))
                    .help(format!("write `## {meant}`; if {key} is meant, take the words out"))
            }
            None => finding.says(format!("these are not the first words of {key}")).help(format!(
                "write `## {key} {}`, or no words",
                words::first(&asks[ask].text, 6).trim_end_matches(" …")
            )),
        };
        self.findings.push(finding);
    }

    fn claim_ask(&mut self, row: usize, ask: usize, claim: Claim, place: Place) {
        let first = *self.claims.asks.entry((row, ask)).or_insert(claim);
        if first == claim {
            return;
        }
        let response = &self.responses[first.response];
        let first_place =
            first.section.map_or(response.place, |section| response.sections[section].place);
        let key = super::ask_key(self.letter, row, ask);
        self.findings.push(
            codes::DUPLICATE_RESPONSE
                .at(place)
                .says(format!("{key} is answered twice"))
                .about(&self.letter.rows[row].key)
                .also(first_place, "answered here first")
                .help("keep one of the two sections, or join their text"),
        );
    }

    /// Reports the keys that name no request: where the unit is left open, nothing else is said of it.
    fn settle_asks(&mut self) {
        for (row, finding) in std::mem::take(&mut self.lost_asks) {
            let is_open = self.claims.rows[row].is_none();
            if is_open {
                self.claims.meant.insert(row);
            }
            self.findings.push(if is_open { finding.fixed() } else { finding });
        }
    }

    /// Returns the rows from one sibling to another.
    fn range(&mut self, claim: Claim, first: &Key, second: &Key, place: Place) -> Vec<usize> {
        let (start, end) = match (self.letter.row(first), self.letter.row(second)) {
            (Some(start), Some(end)) => (start, end),
            (None, None) => {
                self.lose(claim, first, place);
                return Vec::new();
            }
            (None, Some(end)) => {
                self.lose_end(claim, first, place, (end, Side::Before));
                return vec![end];
            }
            (Some(start), None) => {
                // `3-11` for 3.11 reads as a range of comments, of which there is no eleventh.
                let item = first.below(Part::Number(second.comment));
                let is_meant = first.parts.is_empty() && second.parts.is_empty();
                if is_meant && self.letter.row(&item).is_some() {
                    let finding = Some(self.unknown(second, place));
                    self.lost.push(Lost { claim, finding, typed: item.to_string(), end: None });
                    return Vec::new();
                }
                self.lose_end(claim, second, place, (start, Side::After));
                return vec![start];
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
            // `3-7` for 3.7 reads as a range of comments.
            let item = first.below(Part::Number(second.comment));
            if first.parts.is_empty() && letter.row(&item).is_some() {
                let finding = Some(finding);
                self.lost.push(Lost { claim, finding, typed: item.to_string(), end: None });
                return Vec::new();
            }
            self.findings.push(finding);
        }
        rows
    }

    /// Lets sections whose words are another row's answer that row, where nothing else does: the number
    /// slipped. Where something does, the words are wrong and the number stands.
    fn settle_shifted(&mut self) {
        for Shifted { claim, finding, rows, fits } in std::mem::take(&mut self.shifted) {
            if self.claims.rows[fits].is_none() {
                self.claims.meant.insert(fits);
                let others = rows.iter().skip(1).map(|&(row, _)| row);
                let open: Vec<usize> =
                    others.filter(|&row| self.claims.rows[row].is_none()).collect();
                self.claims.meant.extend(&open);
                let finding = open
                    .iter()
                    .fold(finding, |finding, &row| finding.about(&self.letter.rows[row].key));
                self.findings.push(finding.fixed());
                continue;
            }
            let (key, meant) = (rows[0].0, fits);
            let (key, meant) = (&self.letter.rows[key].key, &self.letter.rows[meant].key);
            let keys = vec![key.to_string()];
            let help =
                format!("write the first words of {key}, or none; {meant} is answered elsewhere");
            self.findings.push(Finding { keys, ..finding }.help(help));
            self.foreign(claim.response, &rows);
            for (row, place) in rows {
                self.claim(row, claim, place);
            }
        }
    }

    /// Compares the words behind a key with the unit's first words.
    ///
    /// Returns the finding and the row that the words fit; none where they are the unit's.
    fn words_mismatch(
        &mut self,
        section: &Section,
        row: usize,
    ) -> Option<(Finding, Option<usize>)> {
        let (typed, place) = section.words.as_ref()?;
        let typed = words::compared(typed);
        if typed.is_empty() {
            return None;
        }
        let letter = self.letter;
        if let Some(split) = self.split_key(section, row) {
            return Some(split);
        }
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
                finding
                    .says(format!("these are the first words of {meant}, not of {key}"))
                    .about(meant)
                    .also(letter.rows[fit].place, format!("{meant}"))
                    .help(format!("write `## {meant}`; if {key} is meant, take the words out"))
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
        Some((finding, fits))
    }

    /// Finds the row that is meant by a key with a blank in it: `3. 7` for 3.7.
    ///
    /// What stands behind the blank goes on with the key, and the words behind that are the unit's own, where
    /// there are any.
    fn split_key(&self, section: &Section, row: usize) -> Option<(Finding, Option<usize>)> {
        let (typed, place) = section.words.as_ref()?;
        let behind = typed.trim_start_matches('.');
        let whole = format!("{}.{behind}", self.letter.rows[row].key);
        let keys = key::keys(&whole).ok()?;
        let meant = keys.items.first()?.first();
        let meant_row = self.letter.row(meant).filter(|&meant| meant != row)?;
        let words = words::compared(&whole[keys.words..]);
        if !(words.is_empty() || begins_with(self.letter, meant_row, &words)) {
            return None;
        }
        let head = section.keys.first().map_or(*place, |(_, place)| *place);
        let length = typed.find(char::is_whitespace).unwrap_or(typed.len());
        let end = place.start + u32::try_from(length).unwrap_or(0);
        let finding = codes::MALFORMED_KEY
            .at(Place { end, ..head })
            .says(format!("a blank stands within the key {meant}"))
            .about(meant)
            .also(self.letter.rows[meant_row].place, meant.to_string())
            .help(format!("write `## {}`", whole[..keys.words].trim_end()));
        Some((finding, Some(meant_row)))
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
        let response = &self.responses[first.response];
        let first_place = match first.section {
            Some(section) => response.sections[section].place,
            None => response.intro.first().map_or(response.place, |block| block.place),
        };
        let finding = codes::DUPLICATE_RESPONSE
            .at(place)
            .says(format!("{key} is answered twice"))
            .about(key)
            .also(first_place, "answered here first")
            .help("keep one of the two sections, or join their text");
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

    /// Names the open units whose keys stand in a heading of the answer's own: `### 3.7` opens no section.
    fn too_deep(&mut self) {
        let (letter, responses) = (self.letter, self.responses);
        for block in responses.iter().flat_map(|response| &response.blocks) {
            let BlockKind::Heading { level: 3.., text, .. } = &block.kind else { continue };
            let flat = markdown::flatten(text);
            let Ok(keys) = key::keys(&flat.text) else { continue };
            let rows = keys.items.iter().filter_map(|item| letter.row(item.first()));
            let rows: Vec<usize> = rows.filter(|&row| self.is_open(row)).collect();
            let mut is_reported = false;
            self.findings.each(|finding| {
                if finding.rule == &codes::MALFORMED_KEY && finding.place == Some(block.place) {
                    is_reported = true;
                    finding.keys =
                        rows.iter().map(|&row| letter.rows[row].key.to_string()).collect();
                    finding.is_fixed |= !rows.is_empty();
                }
            });
            if is_reported {
                self.claims.meant.extend(rows);
            }
        }
    }

    /// Says of each text whose key names no row which open units were meant, where some are near.
    fn guess(&mut self) {
        for lost in std::mem::take(&mut self.lost) {
            let meant = match lost.claim.section {
                Some(section) => self.meant(&lost, section),
                None => self.meant_by_comment(&lost),
            };
            let mut meant = meant;
            // A heading that cannot be read names nothing: what stands beside the slip was meant too.
            if lost.finding.is_none() && lost.claim.section.is_some() {
                for row in self.listed(&lost.typed) {
                    if !meant.contains(&row) {
                        meant.push(row);
                    }
                }
            }
            self.claims.meant.extend(&meant);
            let keys: Vec<String> =
                meant.iter().map(|&row| self.letter.rows[row].key.to_string()).collect();
            match lost.finding {
                Some(finding) => self.findings.push(completed(finding, keys)),
                None => self.complete_reported(lost.claim, &keys),
            }
        }
    }

    /// Names the units that were meant in the finding of a key that the file's reader has reported.
    fn complete_reported(&mut self, claim: Claim, keys: &[String]) {
        if keys.is_empty() {
            return;
        }
        let response = &self.responses[claim.response];
        let section = claim.section.map(|section| response.sections[section].place);
        let mut is_done = false;
        self.findings.each(|finding| {
            let Some(at) = finding.place.filter(|at| at.file == response.file) else { return };
            let is_it = match section {
                Some(place) => {
                    finding.rule == &codes::MALFORMED_KEY
                        && at.start >= place.start
                        && at.start <= place.end
                }
                None => [
                    &codes::WRONG_TYPE,
                    &codes::MALFORMED_KEY,
                    &codes::MALFORMED_TOML,
                    &codes::MISSING_FRONT_MATTER,
                ]
                .contains(&finding.rule),
            };
            if is_it && finding.keys.is_empty() && finding.level == Level::Error && !is_done {
                is_done = true;
                finding.keys = keys.to_vec();
                finding.is_fixed = true;
            }
        });
    }

    /// Returns the open rows that a list of keys names, piece by piece; `2(1)` is read as 2.1.
    fn listed(&self, typed: &str) -> Vec<usize> {
        let pieces = typed.split(',').filter_map(|piece| piece.split_whitespace().next());
        let keys =
            pieces.filter_map(|piece| piece.replace('(', ".").replace(')', "").parse::<Key>().ok());
        let rows = keys.filter_map(|key| self.letter.row(&key));
        rows.filter(|&row| self.is_open(row)).collect()
    }

    fn is_open(&self, row: usize) -> bool {
        self.letter.is_unit(row)
            && self.claims.rows[row].is_none()
            && !self.claims.meant.contains(&row)
    }

    /// Returns the units that a section was meant to answer, the likeliest first.
    fn meant(&self, lost: &Lost, section: usize) -> Vec<usize> {
        let letter = self.letter;
        let sections = &self.responses[lost.claim.response].sections;
        let open: Vec<usize> = (0..letter.rows.len()).filter(|&row| self.is_open(row)).collect();
        let row_of =
            |section: &Section| section.keys.first().and_then(|(item, _)| letter.row(item.first()));
        let before = sections[..section].iter().rev().find_map(row_of);
        let after = sections[section + 1..].iter().find_map(row_of);
        let is_between = |row: usize| {
            before.is_none_or(|before| row > before) && after.is_none_or(|after| row < after)
        };
        let is_duplicate =
            lost.finding.as_ref().is_some_and(|finding| finding.rule == &codes::DUPLICATE_RESPONSE);
        // Of a range, what follows its known end up to the next answer; of several keys, all that are open.
        let ends = lost.end.map(|(end, side)| self.neighbours(end, side));
        let named = ends.unwrap_or_else(|| self.rows_named(&lost.typed));
        let near = |row: usize| {
            strsim::damerau_levenshtein(&lost.typed, &letter.rows[row].key.to_string())
        };
        if !named.is_empty() {
            let likeliest = named.iter().copied().min_by_key(|&row| near(row));
            let others = named.iter().copied().filter(|row| Some(*row) != likeliest);
            return likeliest.into_iter().chain(others).collect();
        }
        // The words behind the key say it, where they are there.
        let typed = sections[section]
            .words
            .as_ref()
            .map_or(lost.typed.as_str(), |(words, _)| words.as_str());
        let typed = words::compared(typed);
        // A malformed key stands before the words: leave out what may be its pieces.
        let by_words = (0..typed.len().min(4)).find_map(|skip| {
            let typed = &typed[skip..];
            let fits = open
                .iter()
                .copied()
                .filter(|&row| typed.len() >= 3 && begins_with(letter, row, typed));
            fits.min_by_key(|&row| !is_between(row))
        });
        if by_words.is_some() {
            return by_words.into_iter().collect();
        }
        // Then its neighbours: the open unit that follows the section before.
        let comment = self.responses[lost.claim.response].front.comment.as_ref();
        let comment = comment.filter(|comment| letter.row(&comment.value).is_some());
        let is_of_file = |row: usize| {
            comment.is_none_or(|comment| letter.rows[row].key.comment_key() == comment.value)
        };
        let by_place = open.iter().copied().filter(|&row| is_between(row) && is_of_file(row));
        if is_duplicate {
            // A key that is there may be meant: only a gap between its neighbours says that it slipped.
            let gap: Vec<usize> =
                by_place.filter(|_| before.is_some() && after.is_some()).collect();
            return if gap.len() == 1 { gap } else { Vec::new() };
        }
        by_place
            .min_by_key(|&row| near(row))
            .or_else(|| {
                open.iter().copied().filter(|&row| near(row) <= 2).min_by_key(|&row| near(row))
            })
            .into_iter()
            .collect()
    }

    /// Returns the open siblings on one side of a row, up to the first that is answered.
    fn neighbours(&self, row: usize, side: Side) -> Vec<usize> {
        let letter = self.letter;
        let parent = letter.rows[row].parent;
        let is_sibling = |&other: &usize| letter.rows[other].parent == parent;
        let is_open = |&other: &usize| self.is_open(other);
        match side {
            Side::Before => (0..row).rev().filter(is_sibling).take_while(is_open).collect(),
            Side::After => {
                (row + 1..letter.rows.len()).filter(is_sibling).take_while(is_open).collect()
            }
        }
    }

    /// Returns the open rows that a heading names which cannot be read as a whole: `3.6–3.4`, `1.a/1.b`.
    fn rows_named(&self, typed: &str) -> Vec<usize> {
        let first = typed.split_whitespace().next().unwrap_or_default();
        let with_point = first.replace(',', ".").parse().ok().filter(|_| first.contains(','));
        if let Some(row) =
            with_point.and_then(|key| self.letter.row(&key)).filter(|&row| self.is_open(row))
        {
            return vec![row];
        }
        let pieces = typed.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        let keys = pieces.map(|piece| piece.trim_matches('.')).map_while(|piece| match piece {
            "" => Some(None),
            piece => piece.parse::<Key>().ok().map(Some),
        });
        let rows: Vec<usize> = keys.flatten().filter_map(|key| self.letter.row(&key)).collect();
        let rows = match rows.as_slice() {
            [a, b] if !typed.contains(',') => {
                let parent = self.letter.rows[*a].parent;
                let all = *a.min(b)..=*a.max(b);
                all.filter(|&row| self.letter.rows[row].parent == parent).collect()
            }
            _ => rows,
        };
        rows.into_iter().filter(|&row| self.is_open(row)).collect()
    }

    /// Returns the units of the comment that a file was meant to answer.
    fn meant_by_comment(&self, lost: &Lost) -> Vec<usize> {
        let letter = self.letter;
        let response = &self.responses[lost.claim.response];
        let puts_off = response.front.deferred.is_some() || response.front.answered_in.is_some();
        // Its sections have found their rows, or are lost on their own account.
        if !response.sections.is_empty() {
            return Vec::new();
        }
        let units = |comment: usize| -> Vec<usize> {
            let rows = (0..letter.rows.len()).filter(|&row| letter.rows[row].comment == comment);
            rows.filter(|&row| {
                letter.is_unit(row) && (puts_off || letter.rows[row].parent.is_none())
            })
            .collect()
        };
        let candidates: Vec<usize> = (0..letter.comments.len())
            .filter(|&comment| {
                let units = units(comment);
                !units.is_empty() && units.iter().all(|&row| self.is_open(row))
            })
            .collect();
        let near = |&comment: &usize| {
            strsim::damerau_levenshtein(&lost.typed, &letter.comments[comment].key.to_string())
        };
        let nearest = candidates.iter().copied().min_by_key(|comment| near(comment));
        let is_clear = |&comment: &usize| {
            candidates.len() == 1 || (!lost.typed.is_empty() && near(&comment) <= 1)
        };
        nearest.filter(is_clear).map(units).unwrap_or_default()
    }
}

/// Names in a finding the units that were meant, the likeliest first.
fn completed(finding: Finding, keys: Vec<String>) -> Finding {
    let Some(likeliest) = keys.first().cloned() else { return finding };
    let help = match finding.rule.code {
        "text-without-key" => {
            format!(
                "write `comment = \"{likeliest}\"` in the front matter, or put the text under its key"
            )
        }
        "duplicate-response" => {
            format!("did you mean `{likeliest}`, which has no response? Else keep one of the two")
        }
        _ => format!("did you mean `{likeliest}`? It has no response yet"),
    };
    let keys = keys.into_iter().chain(finding.keys.clone()).collect();
    Finding { keys, ..finding }.help(help).fixed()
}

/// Says whether a row's own words begin with `typed`; a part's mark may be repeated before them.
pub fn begins_with(letter: &Letter, row: usize, typed: &[String]) -> bool {
    let own = &letter.rows[row].own_text;
    if words::begins(own, typed) {
        return true;
    }
    let mark = letter.rows[row].key.parts.last().map(ToString::to_string);
    match (mark, typed) {
        (Some(mark), [first, rest @ ..]) if *first == mark => {
            !rest.is_empty() && words::begins(own, rest)
        }
        _ => false,
    }
}

//! Sections for requests in a unit's prose: `3.7#2`.
//!
//! In: their keys and the words behind them. Out: the requests that they answer; what names none is a finding,
//! and stands for the unit where it is left open.

use super::{Claim, Collector};
use crate::coverage::{ask_key, asks};
use crate::finding::codes;
use crate::key::Key;
use crate::response::Section;
use crate::source::Place;
use crate::words;

impl Collector<'_> {
    /// Returns the row and the request that a key such as `3.7#2` names, with the key's place.
    pub(super) fn ask(
        &mut self,
        claim: Claim,
        key: &Key,
        place: Place,
    ) -> Option<(usize, usize, Place)> {
        let unit = Key { ask: None, ..key.clone() };
        let Some(row) = self.letter.row(&unit) else {
            self.lose(claim, &unit, place);
            return None;
        };
        let number = key.ask.unwrap_or(0) as usize;
        if (1..=self.letter.rows[row].asks.len()).contains(&number) {
            return Some((row, number - 1, place));
        }
        let finding = asks::unknown(self.letter, row, &key.to_string(), place);
        self.lost_asks.push((row, finding));
        None
    }

    /// Returns the requests from one to another of the same unit: `3.7#1–3.7#3`.
    pub(super) fn asks(
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
    pub(super) fn ask_words(&mut self, section: &Section, row: usize, ask: usize) {
        let Some((typed, place)) = section.words.as_ref() else { return };
        let typed = words::compared(typed);
        let asks = &self.letter.rows[row].asks;
        let begins = |ask: usize| words::begins(&asks[ask].text, &typed);
        if typed.is_empty() || begins(ask) {
            return;
        }
        let unit = &self.letter.rows[row].key;
        let key = ask_key(self.letter, row, ask);
        let finding = codes::KEY_WORDS_MISMATCH.at(*place).about(unit);
        let finding = match (0..asks.len()).find(|&other| begins(other)) {
            Some(other) => {
                let meant = ask_key(self.letter, row, other);
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

    pub(super) fn claim_ask(&mut self, row: usize, ask: usize, claim: Claim, place: Place) {
        let first = *self.claims.asks.entry((row, ask)).or_insert(claim);
        if first == claim {
            return;
        }
        let response = &self.responses[first.response];
        let first_place =
            first.section.map_or(response.place, |section| response.sections[section].place);
        let key = ask_key(self.letter, row, ask);
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
    pub(super) fn settle_asks(&mut self) {
        for (row, finding) in std::mem::take(&mut self.lost_asks) {
            let is_open = self.claims.rows[row].is_none();
            if is_open {
                self.claims.meant.insert(row);
            }
            self.findings.push(if is_open { finding.fixed() } else { finding });
        }
    }
}

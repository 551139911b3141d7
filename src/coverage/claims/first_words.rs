//! The words behind a key, held against the unit's first words: an answer must not slip under its neighbour's
//! question.
//!
//! In: a section and the row of its first key. Out: findings, and the row that the words fit where they fit another.

use super::{Collector, Shifted};
use crate::coverage::sentence;
use crate::finding::{Finding, Level, codes};
use crate::key;
use crate::letter::Letter;
use crate::response::Section;
use crate::source::Place;
use crate::words;

/// How many words import writes behind a key: where they fit other units too, people cannot have known it.
const WRITTEN: usize = 6;

/// How many keys a help line names.
const MOST_KEYS: usize = 12;

impl Collector<'_> {
    /// Lets sections whose words are another row's answer that row, where nothing else does: the number
    /// slipped. Where something does, the words are wrong and the number stands.
    pub(super) fn settle_shifted(&mut self) {
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

    /// Compares the words behind a key with the unit's first words; `rows` are those of all keys before them.
    ///
    /// Returns the finding and the row that the words fit; none where they are the unit's.
    pub(super) fn words_mismatch(
        &mut self,
        section: &Section,
        row: usize,
        rows: &[(usize, Place)],
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
            self.too_short(section, row, &typed);
            return None;
        }
        if let Some(finding) = self.joined(section) {
            return Some((finding, None));
        }
        let fits = (0..letter.rows.len())
            .filter(|&other| begins(other))
            .min_by_key(|&other| (letter.rows[other].comment != comment, other.abs_diff(row)));
        let key = &letter.rows[row].key;
        let finding = codes::KEY_WORDS_MISMATCH.at(*place);
        let finding = match fits {
            Some(fit) => {
                let meant = &letter.rows[fit].key;
                // In a heading with several keys the words are the first one's: the others stay.
                let is_beside = rows.iter().any(|&(row, _)| row == fit);
                let others = rows.iter().filter(|&&(row, _)| is_beside && row != fit);
                let others = others.map(|&(row, _)| letter.rows[row].key.to_string());
                let keys = std::iter::once(meant.to_string()).chain(others.take(MOST_KEYS));
                let keys = keys.collect::<Vec<_>>().join(", ");
                finding
                    .says(format!("these are the first words of {meant}, not of {key}"))
                    .about(meant)
                    .also(letter.rows[fit].place, format!("{meant}"))
                    .help(match rows.len() {
                        count if is_beside && count > MOST_KEYS => "take the words out".into(),
                        _ if is_beside => format!("write `## {keys}`, or take the words out"),
                        _ => format!("write `## {meant}`; if {key} is meant, take the words out"),
                    })
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

    /// Finds keys that a word or sign joins to the one before it: `4 and 5`, `2.1 & 2.2`. No section answers them yet.
    fn joined(&mut self, section: &Section) -> Option<Finding> {
        let (_, place) = section.words.as_ref()?;
        let meant = key::meant(&section.typed)?;
        let keys = key::keys(&meant).ok()?.items;
        let more = keys.get(section.keys.len()..).filter(|more| !more.is_empty())?;
        let rows: Option<Vec<usize>> =
            more.iter().map(|item| self.letter.row(item.first())).collect();
        let rows = rows?;
        let finding = codes::MALFORMED_KEY
            .at(*place)
            .says("a comma parts the keys of a heading, and this is read as words")
            .help(format!("write `## {meant}`"));
        let about = |finding: Finding, &row: &usize| finding.about(&self.letter.rows[row].key);
        let finding = rows.iter().fold(finding, about);
        self.claims.meant.extend(rows);
        Some(finding)
    }

    /// Reports words that fit other units of the comment as well.
    fn too_short(&mut self, section: &Section, row: usize, typed: &[String]) {
        let Some((_, place)) = section.words.as_ref() else { return };
        let letter = self.letter;
        let of_comment = letter.rows.iter().enumerate().filter(|&(other, unit)| {
            other != row
                && unit.comment == letter.rows[row].comment
                && begins_with(letter, other, typed)
        });
        let others: Vec<String> = of_comment.map(|(_, unit)| unit.key.to_string()).collect();
        if others.is_empty() {
            return;
        }
        let level = if typed.len() < WRITTEN { Level::Warning } else { Level::Note };
        let key = &letter.rows[row].key;
        self.findings.push(
            codes::KEY_WORDS_SHORT
                .at(*place)
                .level(level)
                .about(key)
                .says(format!("these words fit {} as well as {key}", sentence(&others)))
                .help("write more of the unit's words, or none"),
        );
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

//! Proves letter.md against the letter as received: its words, its marks, and the file itself.
//!
//! In: the letter and the text of its source. Out: findings. Every word of the source stands in letter.md
//! once and in order, or on a line that `furniture` names; every bullet and number that stands first on
//! its line opens an item or a comment; and what `[[mended]]` changes is a fault of reading, no word.

mod furniture;
mod levels;
mod look;
mod mended;
mod second;
mod trace;
mod walk;
mod words;

#[cfg(test)]
mod tests;

pub use furniture::sounds_like_a_request;
pub use second::disagreements;
pub use trace::{Fate, Trace, Traced, trace};
pub(crate) use words::{Lead, is_raw_word, leads};

use crate::finding::{Finding, Findings, Level, codes};
use crate::key::Key;
use crate::letter::{Letter, Row};
use crate::markdown::BlockKind;
use crate::marks;
use crate::source::{File, Place};
use furniture::Furniture;
use levels::Levels;
use walk::{At, Step, Walk};
use words::{Marked, Opens, Role, Words};

/// How many places of drift are reported; the rest of the letter is then not compared.
const MOST: usize = 20;

/// Reports a letter as received that lies beside a letter.md which names none: its whole proof would be off.
///
/// `file` is the name of the file in the round's folder.
pub fn check_named(
    letter: &Letter,
    letter_file: &File,
    file: Option<&str>,
    findings: &mut Findings,
) {
    let (Some(name), None) = (file, &letter.front.source) else { return };
    let place = if letter.front.was_read { letter.front.place } else { letter_file.first_line() };
    findings.retain(|finding| finding.rule != &codes::NO_SOURCE);
    findings.push(
        codes::NO_SOURCE
            .at(place)
            .level(Level::Error)
            .says(format!("letter.md names no source, and {name} lies beside it: nothing is proved"))
            .help(format!(
                "write `source = {{ file = \"{name}\", sha256 = \"…\" }}` to the front matter, as `corresp import` did; \
                 a file that is no letter takes another name"
            ))
            .fixed(),
    );
}

/// Compares letter.md with the letter as received.
///
/// `source` is the decoded text of the file that the front matter names, none where it is not there;
/// `source_sha256` the hash of that file's bytes in hexadecimal digits.
pub fn check(
    letter: &Letter,
    letter_file: &File,
    source: Option<&File>,
    source_sha256: Option<&str>,
    findings: &mut Findings,
) {
    let Some(stated) = &letter.front.source else {
        if letter.front.was_read {
            findings.push(
                codes::NO_SOURCE
                    .at(letter.front.place)
                    .says("letter.md names no source, so nothing proves its words")
                    .help("`corresp import FILE` makes letter.md from the letter as received"),
            );
        }
        return;
    };
    let Some(source) = source else {
        let name = &stated.file.value;
        findings.push(
            codes::MISSING_SOURCE
                .at(stated.file.place)
                .says(format!("{name} is not in the round's folder"))
                .help(format!("put the letter as received back as {name}")),
        );
        return;
    };
    check_hash(letter, source, source_sha256, findings);
    let source_words = words::of_source(source);
    let letter_words = words::of_letter(letter, letter_file);
    let furniture = Furniture::new(&letter.front.furniture, source, &source_words);
    let proof = Proof {
        letter,
        source,
        walk: Walk::new(&source_words, &letter_words, &furniture, &letter.front.mended),
        findings,
        is_furniture: vec![false; letter.front.furniture.len()],
        is_mended: vec![false; letter.front.mended.len()],
        levels: Levels::of(letter),
    };
    proof.run();
}

fn check_hash(letter: &Letter, source: &File, sha256: Option<&str>, findings: &mut Findings) {
    let Some(stated) = &letter.front.source else { return };
    let Some(sha256) = sha256 else { return };
    let name = &stated.file.value;
    match &stated.sha256 {
        Some(hash) if hash.value.eq_ignore_ascii_case(sha256) => {}
        Some(hash) => findings.push(
            codes::SOURCE_CHANGED
                .at(hash.place)
                .says(format!("{name} is not the file that was imported"))
                .label(format!("{name} has {}…", sha256.get(..8).unwrap_or(sha256)))
                .also(source.first_line(), "this file")
                .help(format!("put the letter as received back, or import {name} again")),
        ),
        None => findings.push(
            codes::NO_SOURCE
                .at(stated.file.place)
                .level(Level::Error)
                .fixed()
                .says(format!("letter.md states no sha256 of {name}, so nothing proves that it was not changed"))
                .help(format!("write `source = {{ file = \"{name}\", sha256 = \"{sha256}\" }}`")),
        ),
    }
}

struct Proof<'a, 'f> {
    letter: &'a Letter,
    source: &'a File,
    walk: Walk<'a>,
    findings: &'f mut Findings,
    /// Which entries of `furniture` took a line.
    is_furniture: Vec<bool>,
    /// Which entries of `[[mended]]` were applied.
    is_mended: Vec<bool>,
    /// How far in the bullets stand in the source.
    levels: Levels<'a>,
}

impl Proof<'_, '_> {
    fn run(mut self) {
        let mut at = At { source: 0, letter: 0, furniture: 0, mended: 0 };
        let mut runs = None;
        let mut drifts = 0;
        while !self.walk.is_done(at) {
            if let Some((next, step)) = self.walk.next(at) {
                self.took(at, next, step);
                at = next;
                continue;
            }
            let next = self.walk.resume(at, &mut runs);
            drifts += 1;
            let is_last = drifts == MOST && !self.walk.is_done(next);
            let drift = self.drift(at, next, is_last);
            self.findings.push(drift);
            if is_last {
                break;
            }
            at = next;
        }
        self.check_look();
        self.walk.furniture.report(&self.is_furniture, self.findings);
        self.report_mended(drifts < MOST);
    }

    /// Notes the entries that a step used, and checks the marks of its words.
    fn took(&mut self, at: At, next: At, step: Step) {
        match step {
            Step::Words => {
                self.check_mark(at);
                // The foot of a page may stand within a word that a line's end cuts.
                self.is_furniture[at.furniture..next.furniture].fill(true);
            }
            Step::Mended { entry, with_mark } => {
                self.is_mended[entry] = true;
                if !with_mark {
                    self.check_mark(at);
                }
            }
            Step::Furniture(entry) => self.is_furniture[entry] = true,
            Step::Sign => {}
        }
    }

    /// Holds that a mark of the source opens something in letter.md, and the other way about.
    fn check_mark(&mut self, at: At) {
        let (Some(source), Some(letter)) =
            (self.walk.source.get(at.source), self.walk.letter.get(at.letter))
        else {
            return;
        };
        let word = self.walk.letter.text(at.letter);
        match (source.role.mark, letter.role.opens) {
            (Marked::Must, Opens::Nothing) => {
                let help = if source.role.has_sign {
                    "put `- ` before it as the first words of an item; a sign that is no mark goes to `[[mended]]`"
                        .to_owned()
                } else {
                    format!(
                        "put `- ` before it, or make it a comment's number, `### {word}`; a number that is no mark goes to `[[mended]]`"
                    )
                };
                let says = format!(
                    "\"{word}\" opens nothing in letter.md, and stands behind a mark in the letter as received"
                );
                self.lost_mark(at, says, help);
            }
            (Marked::Must | Marked::May, Opens::Hidden) => {
                let says = format!(
                    "\"{word}\" stands in a quotation or another item, where it opens nothing, and behind a mark in the letter as received"
                );
                let help = "take what stands before its `- ` or `#` out; where the staff quote it, say in `[[mended]]` that it is no mark".to_owned();
                self.lost_mark(at, says, help);
            }
            (Marked::Must, Opens::Item) => {
                let source_text = &self.source.text;
                let before = source_text.get(..source.place.range().start).unwrap_or_default();
                let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
                let mark = &source_text[source.place.range()];
                let finding = self.levels.below_its_like(letter.place, source.place, before, mark);
                if let Some(finding) = finding {
                    self.findings.push(finding);
                }
            }
            (Marked::No, Opens::Item) => self.note_unmarked(letter.place, source.place, "an item"),
            (Marked::No, Opens::Comment) => {
                self.note_unmarked(letter.place, source.place, "a comment");
            }
            _ => {}
        }
    }

    /// Reports a mark of the source that opens nothing in letter.md; of a number it says which comment is lost.
    fn lost_mark(&mut self, at: At, says: String, help: String) {
        let (Some(source), Some(letter)) =
            (self.walk.source.get(at.source), self.walk.letter.get(at.letter))
        else {
            return;
        };
        let finding = codes::LETTER_STRUCTURE
            .at(letter.place)
            .says(says)
            .label(format!(
                "{} reads \"{}\"",
                self.line(source.place),
                self.line_start(source.place)
            ))
            .also(source.place, "behind a mark here")
            .help(help);
        let prefix = self.row_before(at).map_or("", |row| row.key.prefix.as_str());
        let finding = match self.lost_comment(prefix, at.source) {
            Some(key) => finding.about(key),
            None => finding,
        };
        self.findings.push(finding);
    }

    fn note_unmarked(&mut self, letter: Place, source: Place, what: &str) {
        self.findings.push(
            codes::LETTER_STRUCTURE
                .at(letter)
                .level(Level::Note)
                .says(format!("{what} begins here that has no mark in the letter as received"))
                .also(source, "the same words"),
        );
    }

    /// Reports words that differ, from `at` up to `next`, where both agree again.
    fn drift(&self, at: At, next: At, is_last: bool) -> Finding {
        let reads = shown(self.walk.letter, at.letter..next.letter);
        let source = shown(self.walk.source, at.source..next.source);
        // Where words are missing, the finding stands at the word before which they are missing.
        let letter = self
            .walk
            .letter
            .get(at.letter)
            .or_else(|| self.walk.letter.get(at.letter.saturating_sub(1)));
        let place = letter.map_or(self.letter.place, |word| word.place);
        let there = self
            .walk
            .source
            .get(at.source)
            .or_else(|| self.walk.source.get(at.source.saturating_sub(1)));
        let finding = codes::LETTER_DRIFT.at(place);
        let finding = match (reads.is_empty(), source.is_empty()) {
            (false, true) => finding
                .says(format!("letter.md reads \"{reads}\", the letter as received does not"))
                .help("take it out: letter.md holds the staff's words and no others"),
            (true, _) => finding
                .says(format!("letter.md lacks \"{source}\" of the letter as received"))
                .help("put the words back; a line of a page's head or foot goes to `furniture`"),
            (false, false) => finding
                .says(format!("letter.md reads \"{reads}\", the letter as received \"{source}\""))
                .help("put the word back; a fault of the source goes to `[[mended]]`"),
        };
        let finding = match self.loser(at, next, reads.is_empty()) {
            Some(key) => finding.about(key),
            None => finding,
        };
        let finding = match there {
            Some(word) => finding
                .label(format!(
                    "{} reads \"{}\"",
                    self.line(word.place),
                    if source.is_empty() {
                        shown(self.walk.source, at.source..at.source + 1)
                    } else {
                        source
                    }
                ))
                .also(word.place, "the letter as received"),
            None => finding,
        };
        if is_last {
            return finding.help(format!("{MOST} places differ; the rest is not compared: `corresp import` makes letter.md anew"));
        }
        finding
    }

    /// Returns the key of what differs from `at` up to `next`, where the place of it does not tell.
    ///
    /// A comment whose number is lost, or what lost the words that letter.md lacks at an item's end.
    fn loser(&self, at: At, next: At, is_lack: bool) -> Option<Key> {
        let row = self.row_before(at);
        let prefix = row.map_or("", |row| row.key.prefix.as_str());
        let lost =
            [at.source, next.source].into_iter().find_map(|index| self.lost_comment(prefix, index));
        if lost.is_some() || !is_lack {
            return lost;
        }
        // Where the words behind them begin an item, or stand in none, what went before has lost them.
        let behind = self.walk.source.get(next.source).map(|word| word.role.mark);
        let in_none =
            self.walk.letter.get(next.letter).is_none_or(|word| self.is_closing(word.place));
        let is_tail = behind == Some(Marked::Must) || in_none;
        row.filter(|_| is_tail).map(|row| row.key.clone())
    }

    /// Returns the row in which the word before a place of letter.md stands.
    fn row_before(&self, at: At) -> Option<&Row> {
        let rows = &self.letter.rows;
        let word = self.walk.letter.get(at.letter.checked_sub(1)?)?;
        let behind = rows.partition_point(|row| row.place.start <= word.place.start);
        rows.get(behind.checked_sub(1)?)
    }

    /// Returns the key of the comment that a number of the source opens, and that letter.md does not have.
    fn lost_comment(&self, prefix: &str, source: usize) -> Option<Key> {
        let key = Key::of_comment(prefix, self.number(source)?);
        self.letter.row(&key).is_none().then_some(key)
    }

    /// Returns the number that a word of the source is, where it stands as a mark.
    fn number(&self, source: usize) -> Option<u32> {
        let word = self.walk.source.get(source)?;
        let typed = self.walk.source.text(source);
        // Behind a list sign a bare number may be a word: `- 2 of your stores`.
        if word.role.mark != Marked::Must || (word.role.has_sign && marks::mark(typed).is_none()) {
            return None;
        }
        typed.trim_matches(['.', ')', '(']).parse().ok()
    }

    /// Says whether a place of letter.md stands behind the break that ends the comments.
    fn is_closing(&self, place: Place) -> bool {
        let mut blocks = self.letter.blocks.iter();
        blocks.any(|block| matches!(block.kind, BlockKind::Rule) && block.place.start < place.start)
    }

    /// Returns a place of the source as `source.txt:13`.
    fn line(&self, place: Place) -> String {
        let name = self.source.path.rsplit('/').next().unwrap_or_default();
        format!("{name}:{}", self.source.position(place.start).line)
    }

    /// Returns the text of the source's line up to and with a word.
    fn line_start(&self, place: Place) -> &str {
        let end = place.range().end;
        let before = self.source.text.get(..place.range().start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        self.source.text.get(start..end).unwrap_or_default().trim()
    }

    /// Reports each entry of `[[mended]]`; those that fit nowhere only where the whole letter was read.
    fn report_mended(&mut self, was_read: bool) {
        for (entry, is_used) in self.letter.front.mended.iter().zip(&self.is_mended) {
            let (was, now) = (&entry.was.value, &entry.now.value);
            let why = entry.why.as_deref().unwrap_or("no reason is given");
            if !mended::is_reading_fault(was, now) {
                self.findings.push(
                    codes::MENDED_TOO_MUCH
                        .at(entry.now.place)
                        .says(format!("\"{was}\" to \"{now}\" is more than a reading fault"))
                        .help("keep the staff's words as the letter has them, slips included"),
                );
            } else if *is_used && was == now {
                self.findings.push(
                    codes::MENDED_TEXT
                        .at(entry.was.place)
                        .says(format!("\"{was}\" stands first on a line of the letter as received and opens nothing"))
                        .label(why),
                );
            } else if *is_used {
                self.findings.push(
                    codes::MENDED_TEXT
                        .at(entry.was.place)
                        .says(format!("\"{was}\" of the letter as received is mended to \"{now}\""))
                        .label(why),
                );
            } else if was_read {
                self.findings.push(
                    codes::UNUSED_MENDED
                        .at(entry.was.place)
                        .says(format!("\"{was}\" mended to \"{now}\" fits nowhere"))
                        .help("take the entry out; entries stand in the order of the letter, each is applied once"),
                );
            }
        }
    }
}

/// Returns words as a message shows them: the first six.
fn shown<W: Role>(words: &Words<W>, range: std::ops::Range<usize>) -> String {
    let end = range.end.min(words.len());
    let first: Vec<&str> = (range.start..end).take(6).map(|index| words.text(index)).collect();
    let more = if end.saturating_sub(range.start) > 6 { " ..." } else { "" };
    format!("{}{more}", first.join(" "))
}

//! Which words of the staff a response was written to, so that nobody answers words that changed meanwhile.
//!
//! In: the letter, its earlier versions, the responses and their `[seen]` tables. Out: findings, and a
//! response's text with other entries. An entry is a key and the first eight digits of a hash of the words.

use std::collections::{BTreeMap, BTreeSet};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::coverage::{Coverage, begins_with};
use crate::digest::sha256;
use crate::finding::{Findings, codes};
use crate::key::Key;
use crate::letter::{Content, Letter, block_text};
use crate::markdown;
use crate::response::Response;
use crate::source::Place;
use crate::words::{self, fold};

/// How many changes a finding names.
const MOST: usize = 3;

/// Returns the words of each row: a unit's, and those of a row with items that stand outside them.
pub fn words(letter: &Letter) -> Vec<String> {
    let mut all = vec![String::new(); letter.rows.len()];
    for comment in &letter.comments {
        collect(&comment.content, comment.row, &mut all);
    }
    all
}

fn collect(content: &[Content], row: usize, all: &mut [String]) {
    for piece in content {
        let text = match piece {
            Content::Text(block) => block_text(block),
            Content::Group { text, .. } => markdown::plain(text),
            Content::Item(item) => {
                collect(&item.content, item.row, all);
                continue;
            }
        };
        if !all[row].is_empty() {
            all[row].push(' ');
        }
        all[row].push_str(text.trim());
    }
}

/// Returns the hash of words: eight hexadecimal digits.
///
/// Blanks and the hyphens between letters do not count: they are what conversion loses and people mend.
pub fn hash(words: &str) -> String {
    let folded: Vec<char> = words.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| folded.get(at)).is_some_and(|character| character.is_alphabetic())
    };
    let kept = folded.iter().enumerate().filter(|&(at, character)| {
        let is_hyphen = matches!(character, '-' | '\u{ad}');
        !(is_hyphen && is_letter(at.checked_sub(1)) && is_letter(Some(at + 1)))
    });
    let kept: String = kept.map(|(_, character)| character).collect();
    sha256(kept.as_bytes())[..8].to_owned()
}

/// Returns the hashes of all rows.
pub fn hashes(letter: &Letter) -> Vec<String> {
    words(letter).iter().map(|words| hash(words)).collect()
}

/// Returns the rows that a response was written to: those it answers, and those around them.
pub fn rows_of(letter: &Letter, coverage: &Coverage, response: usize) -> BTreeSet<usize> {
    let answered = coverage.rows.iter().enumerate();
    let answered = answered.filter(|(_, state)| state.claims().any(|c| c.response == response));
    let introduced = coverage.intros.iter().filter(|(_, other)| **other == response);
    let introduced = introduced.map(|(&comment, _)| letter.comments[comment].row);
    let mut rows: BTreeSet<usize> = answered.map(|(row, _)| row).chain(introduced).collect();
    for row in rows.clone() {
        let mut at = letter.rows[row].parent;
        while let Some(parent) = at {
            rows.insert(parent);
            at = letter.rows[parent].parent;
        }
    }
    rows
}

/// A heading with first words that the staff have changed since the response was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldHeading {
    /// The response.
    pub response: usize,
    /// The row that its section answers.
    pub row: usize,
    /// Where the words stand.
    pub place: Place,
}

/// Returns the headings that begin as their units did in the letter that the response was written to.
///
/// Words that are another unit's now are none of them: there a bullet may have moved.
pub fn old_headings(
    letter: &Letter,
    earlier: &[Letter],
    responses: &[Response],
) -> Vec<OldHeading> {
    if earlier.is_empty() {
        return Vec::new();
    }
    let now = hashes(letter);
    let before: Vec<(&Letter, Vec<String>)> =
        earlier.iter().map(|letter| (letter, hashes(letter))).collect();
    let mut found = Vec::new();
    for (response, read) in responses.iter().enumerate() {
        for section in &read.sections {
            let (Some((typed, place)), Some((item, _))) = (&section.words, section.keys.first())
            else {
                continue;
            };
            let (key, typed) = (item.first(), words::compared(typed));
            let seen = read.front.seen.iter().find(|(other, _)| other == key);
            let (Some(row), Some((_, seen))) = (letter.row(key), seen) else { continue };
            let is_suspect = !now[row].eq_ignore_ascii_case(&seen.value);
            let was_its = || {
                before.iter().any(|(old, hashes)| {
                    old.row(key).is_some_and(|row| {
                        hashes[row].eq_ignore_ascii_case(&seen.value)
                            && begins_with(old, row, &typed)
                    })
                })
            };
            let fits_none = || !(0..letter.rows.len()).any(|row| begins_with(letter, row, &typed));
            if is_suspect && !typed.is_empty() && was_its() && fits_none() {
                found.push(OldHeading { response, row, place: *place });
            }
        }
    }
    found
}

/// Reports responses whose words of the staff are other ones than those they were written to.
///
/// A heading that has the words as they were is part of that, and no finding of its own.
pub fn check(
    letter: &Letter,
    earlier: &[Letter],
    responses: &[Response],
    coverage: &Coverage,
    findings: &mut Findings,
) {
    if responses.iter().all(|response| response.front.seen.is_empty()) {
        return;
    }
    let headings = old_headings(letter, earlier, responses);
    findings.retain(|finding| {
        let is_old = |heading: &OldHeading| finding.place == Some(heading.place);
        finding.rule != &codes::KEY_WORDS_MISMATCH || !headings.iter().any(is_old)
    });
    let now = words(letter);
    let hashes: Vec<String> = now.iter().map(|words| hash(words)).collect();
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    for words in earlier.iter().flat_map(words) {
        before.entry(hash(&words)).or_insert(words);
    }
    for (index, response) in responses.iter().enumerate() {
        let rows = rows_of(letter, coverage, index);
        for (key, seen) in &response.front.seen {
            let Some(row) = letter.row(key).filter(|row| rows.contains(row)) else { continue };
            if hashes[row].eq_ignore_ascii_case(&seen.value) {
                continue;
            }
            let unit = &letter.rows[row];
            let what =
                if unit.has_items { "the words around the items of" } else { "the words of" };
            let finding = codes::SUSPECT_RESPONSE
                .at(seen.place)
                .about(&unit.key)
                .ordered(unit.place)
                .says(format!("{what} {} changed since the response to it was looked at", unit.key))
                .also(unit.place, format!("{} as it reads now", unit.key));
            let finding = match before.get(&seen.value.to_ascii_lowercase()) {
                Some(words) => finding.label(changes(words, &now[row])),
                None => finding,
            };
            let is_old = |heading: &&OldHeading| heading.response == index && heading.row == row;
            let heading = match headings.iter().find(is_old) {
                Some(_) => ", which writes its heading anew too",
                None => "",
            };
            let moved = hashes.iter().position(|hash| hash.eq_ignore_ascii_case(&seen.value));
            findings.push(match moved {
                Some(moved) => finding.help(format!(
                    "the words that it was written to stand at {0} now: did you mean `## {0}`? Else `corresp touch {1}`",
                    letter.rows[moved].key, unit.key
                )),
                None => finding.help(format!(
                    "read the response against the new words, then `corresp touch {}`{heading}",
                    unit.key
                )),
            });
        }
    }
}

/// Says which words changed: `"could" is now "should"; "also" is new`.
pub fn changes(before: &str, now: &str) -> String {
    let before: Vec<&str> = before.split_whitespace().collect();
    let now: Vec<&str> = now.split_whitespace().collect();
    let mut said = Vec::new();
    let mut more = 0;
    for op in capture_diff_slices(Algorithm::Patience, &before, &now) {
        let (old, new) = (before[op.old_range()].join(" "), now[op.new_range()].join(" "));
        let change = match op.tag() {
            DiffTag::Equal => continue,
            DiffTag::Replace => format!("\"{}\" is now \"{}\"", short(&old), short(&new)),
            DiffTag::Insert => format!("\"{}\" is new", short(&new)),
            DiffTag::Delete => format!("\"{}\" is gone", short(&old)),
        };
        if said.len() < MOST {
            said.push(change);
        } else {
            more += 1;
        }
    }
    match more {
        0 => said.join("; "),
        more => format!("{}; and {more} more", said.join("; ")),
    }
}

fn short(text: &str) -> String {
    crate::words::first(text, 8)
}

/// Returns the text of a response with entries of its `[seen]` table set (or taken out, where none).
///
/// All else stays as it is, byte for byte. None where the file has no front matter.
pub fn set(text: &str, entries: &[(Key, Option<String>)]) -> Option<String> {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let is_fence = |line: &String| line.trim_start_matches('\u{feff}').trim_end() == "+++";
    if !lines.first().is_some_and(is_fence) {
        return None;
    }
    let end = lines.iter().skip(1).position(is_fence)? + 1;
    let header = (1..end).find(|&at| lines[at].trim() == "[seen]");
    let (mut start, mut end) = match header {
        Some(header) => {
            let after = (header + 1..end).find(|&at| lines[at].trim_start().starts_with('['));
            (header + 1, after.unwrap_or(end))
        }
        None => (end, end),
    };
    for (key, hash) in entries {
        let there = (start..end).find(|&at| key_of(&lines[at]).as_ref() == Some(key));
        match (there, hash) {
            (Some(at), Some(hash)) => {
                let line = format!("\"{key}\" = \"{hash}\"{ending}");
                if lines[at].trim() != line.trim() {
                    lines[at] = line;
                }
            }
            (Some(at), None) => {
                lines.remove(at);
                end -= 1;
            }
            (None, Some(hash)) => {
                if header.is_none() && start == end && lines[start - 1].trim() != "[seen]" {
                    lines.insert(start, format!("[seen]{ending}"));
                    start += 1;
                    end += 1;
                }
                let at = (start..end)
                    .find(|&at| key_of(&lines[at]).is_some_and(|other| other > *key))
                    .unwrap_or_else(|| last_entry(&lines[start..end]) + start);
                lines.insert(at, format!("\"{key}\" = \"{hash}\"{ending}"));
                end += 1;
            }
            (None, None) => {}
        }
    }
    Some(lines.concat())
}

/// Returns where an entry is added behind the last one: before blank lines.
fn last_entry(lines: &[String]) -> usize {
    lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |at| at + 1)
}

/// Returns the key that a line of the table begins with.
fn key_of(line: &str) -> Option<Key> {
    line.split_once('=')?.0.trim().trim_matches(['"', '\'']).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        text.parse().expect("a key")
    }

    #[test]
    fn mends_of_conversion_change_no_hash_and_words_do() {
        assert_eq!(hash("controlbased  multiples"), hash("control-based multiples"));
        assert_eq!(hash("the “break-up” value"), hash("the \"break-up\" value"));
        for (a, b) in [("could", "should"), ("1.5%", "15%"), ("10-5", "105"), ("us.", "us?")] {
            assert_ne!(hash(a), hash(b));
        }
    }

    #[test]
    fn entries_are_set_in_order_and_all_else_stays() {
        let text = "+++\r\ncomment = \"3\"\r\n+++\r\n\r\n## 3.1\r\n\r\n[seen]\r\n";
        let set_two = [(key("3.2"), Some("b".repeat(8))), (key("3.1"), Some("a".repeat(8)))];
        let once = set(text, &set_two).expect("front matter");
        assert_eq!(
            once,
            "+++\r\ncomment = \"3\"\r\n[seen]\r\n\"3.1\" = \"aaaaaaaa\"\r\n\"3.2\" = \"bbbbbbbb\"\r\n+++\r\n\r\n## 3.1\r\n\r\n[seen]\r\n"
        );
        assert_eq!(set(&once, &set_two).as_deref(), Some(once.as_str()));
        let gone = set(&once, &[(key("3.1"), None)]).expect("front matter");
        assert_eq!(gone, once.replace("\"3.1\" = \"aaaaaaaa\"\r\n", ""));
        assert_eq!(set("no front matter", &set_two), None);
        let between = "+++\n[seen]\n# by hand\n\"3.1\" = \"x\" # why\n\n[other]\na = 1\n+++\n";
        assert_eq!(
            set(between, &[(key("3.10"), Some("c".into())), (key("3.2"), Some("d".into()))])
                .as_deref(),
            Some(
                "+++\n[seen]\n# by hand\n\"3.1\" = \"x\" # why\n\"3.2\" = \"d\"\n\"3.10\" = \"c\"\n\n[other]\na = 1\n+++\n"
            )
        );
    }

    #[test]
    fn changes_are_said_in_words() {
        assert_eq!(
            changes("you could revise it", "you should revise it now"),
            "\"could\" is now \"should\"; \"now\" is new"
        );
        assert_eq!(changes("a b c", "a c"), "\"b\" is gone");
    }
}

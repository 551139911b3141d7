//! Earlier comments that the staff cite, and whether a round holds them.
//!
//! In: the staff's letter, the rounds of the tree, `[[prior]]` of book.toml. Out: findings for
//! citations that no round holds: "comment 1 to our letter dated October 27, 2008", "comment 1D".

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::book::Prior;
use crate::deadline::long;
use crate::finding::{Findings, codes};
use crate::key::Key;
use crate::letter::{Content, Letter};
use crate::markdown::{Block, BlockKind, Flat, flatten};
use crate::source::Place;

/// How many words may stand between a comment's number and the date of its letter.
const REACH: usize = 12;
/// Numbers that staff letters write as words.
const NUMBERS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A comment of an earlier letter, as the staff cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Citation {
    key: Key,
    range: Range<usize>,
    /// The date of the letter, where the sentence names it.
    date: Option<Date>,
}

/// A citation with the row in whose words it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The comment, bullet or part that cites.
    pub row: Key,
    /// The comment that is cited.
    pub key: Key,
    /// The date of its letter, where the staff say it.
    pub date: Option<Date>,
}

/// Returns the comments of earlier letters that a letter cites, each row's in order.
pub fn cited(letter: &Letter) -> Vec<Cited> {
    let mut found: Vec<Cited> = Vec::new();
    each_text(letter, &mut |flat, row| {
        for citation in citations(&flat.text) {
            let cited = Cited { row: row.clone(), key: citation.key, date: citation.date };
            if !found.contains(&cited) {
                found.push(cited);
            }
        }
    });
    found
}

/// Reports citations of comments that no round holds.
pub fn check(
    letter: &Letter,
    siblings: &BTreeMap<String, Letter>,
    prior: &[Prior],
    findings: &mut Findings,
) {
    let mut last: Option<Date> = None;
    let mut reported: Vec<(Option<Date>, Key)> = Vec::new();
    each_text(letter, &mut |flat, row_key| {
        for citation in citations(&flat.text) {
            // A number without a date is of the letter that was named last.
            let date = citation.date.or(last);
            last = date;
            let Some(place) = flat.place(citation.range.clone()) else { continue };
            let Some(date) = date else { continue };
            let own = letter.front.date.as_ref().map(|date| date.value);
            let known = if own == Some(date) {
                Some(letter.row(&citation.key).is_some())
            } else {
                holds(date, &citation.key, siblings, prior)
            };
            let once = (Some(date), citation.key.clone());
            if known == Some(true) || reported.contains(&once) {
                continue;
            }
            reported.push(once);
            findings.push(finding(&citation.key, date, known.is_some(), place).about(row_key));
        }
    });
}

fn finding(key: &Key, date: Date, round_is_known: bool, place: Place) -> crate::finding::Finding {
    let finding = codes::UNKNOWN_PRIOR_COMMENT.at(place);
    if round_is_known {
        return finding
            .says(format!(
                "the staff cite comment {key} of {}, and that round has none",
                long(date)
            ))
            .help(format!(
                "compare with that letter; `[[prior]]` of book.toml lists its comments: `\"{key}\"`"
            ));
    }
    finding
        .says(format!("the staff cite comment {key} of their letter dated {}, which no round holds", long(date)))
        .help(format!(
            "add to book.toml: `[[prior]]`, `date = {date}`, `comments = [\"{key}\"]`; or the round's folder"
        ))
}

/// Says whether the round of a date has a comment; none where no round of that date is known.
fn holds(
    date: Date,
    key: &Key,
    siblings: &BTreeMap<String, Letter>,
    prior: &[Prior],
) -> Option<bool> {
    let of_tree = siblings.get(&date.to_string()).map(|letter| letter.row(key).is_some());
    let of_book =
        prior.iter().filter(|prior| prior.date == date).map(|prior| prior.comments.contains(key));
    of_tree.into_iter().chain(of_book).reduce(|a, b| a || b)
}

/// Finds citations in a text.
fn citations(text: &str) -> Vec<Citation> {
    let words: Vec<(usize, &str)> = words(text);
    let mut found = Vec::new();
    for (index, &(start, word)) in words.iter().enumerate() {
        let is_list = word.eq_ignore_ascii_case("comments");
        if !is_list && !word.eq_ignore_ascii_case("comment") {
            continue;
        }
        let Some(&(at, number)) = words.get(index + 1) else { continue };
        let Some(key) = number_of(number) else { continue };
        let rest = &words[index + 2..(index + 2 + REACH).min(words.len())];
        let date = date_after(text, rest);
        // "comment 3 below" and the like cite this letter: only what follows "response to" or "prior", or
        // names a letter, is of an earlier one.
        let before: Vec<String> = words[index.saturating_sub(3)..index]
            .iter()
            .map(|(_, word)| word.to_lowercase())
            .collect();
        let is_prior =
            before.iter().any(|word| matches!(word.as_str(), "prior" | "previous" | "response"));
        if date.is_none() && !is_prior {
            continue;
        }
        let end = at + number.trim_end_matches([',', '.', ';', ':', ')']).len();
        found.push(Citation { key, range: start..end, date });
        // "comments 2, 3 and 7": each number is one.
        let more = if is_list { more_numbers(&words[index + 1..]) } else { Vec::new() };
        for (key, start, number) in more {
            let end = start + number.trim_end_matches([',', '.', ';', ':', ')']).len();
            found.push(Citation { key, range: start..end, date });
        }
    }
    found
}

/// Returns the numbers of a list behind its first: `2, 3 and 7`.
fn more_numbers<'a>(words: &[(usize, &'a str)]) -> Vec<(Key, usize, &'a str)> {
    let mut found = Vec::new();
    let mut goes_on = words.first().is_some_and(|(_, word)| word.ends_with(','));
    for &(start, word) in &words[1.min(words.len())..] {
        if matches!(word, "and" | "or" | "&") {
            goes_on = true;
            continue;
        }
        let Some(key) = number_of(word).filter(|_| goes_on) else { break };
        found.push((key, start, word));
        goes_on = word.ends_with(',');
    }
    found
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (character.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(begin)) => {
                words.push((begin, &text[begin..at]));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|begin| (begin, &text[begin..])));
    words
}

/// Reads `1`, `1D`, `1.a`, `seven` as the key of a comment.
fn number_of(word: &str) -> Option<Key> {
    let word = word.trim_matches(['(', ')', ',', ';', ':', '.', '"']);
    if let Some(number) = NUMBERS.iter().position(|name| *name == word.to_lowercase()) {
        return Some(Key::of_comment("", u32::try_from(number + 1).ok()?));
    }
    word.chars().next().filter(char::is_ascii_digit)?;
    word.parse().ok()
}

/// Finds `letter dated October 27, 2008`, `letter of …` or `our October 27, 2008 letter` among words.
fn date_after(text: &str, words: &[(usize, &str)]) -> Option<Date> {
    let index = words.iter().position(|(_, word)| {
        word.trim_end_matches(['.', ',', ';', ':', ')']).eq_ignore_ascii_case("letter")
    })?;
    let read = |three: &[(usize, &str)]| {
        let [month, _, year] = three else { return None };
        let shown =
            text[month.0..year.0 + year.1.len()].trim_end_matches(['.', ',', ';', ':', ')']);
        let shown: Vec<&str> = shown.split_whitespace().collect();
        Date::strptime("%B %d, %Y", shown.join(" ")).ok()
    };
    let is_dated = words.get(index + 1).is_some_and(|(_, word)| matches!(*word, "dated" | "of"));
    if is_dated {
        return read(words.get(index + 2..index + 5)?);
    }
    read(words.get(index.checked_sub(3)?..index)?)
}

/// Calls `visit` with each text of the comments, and the key of the row that it belongs to.
fn each_text(letter: &Letter, visit: &mut impl FnMut(&Flat, &Key)) {
    for comment in &letter.comments {
        each_content(letter, &comment.content, &comment.key, visit);
    }
}

fn each_content(
    letter: &Letter,
    content: &[Content],
    key: &Key,
    visit: &mut impl FnMut(&Flat, &Key),
) {
    for piece in content {
        match piece {
            Content::Text(block) => each_block(block, key, visit),
            Content::Group { .. } => {}
            Content::Item(item) => {
                each_content(letter, &item.content, &letter.rows[item.row].key, visit)
            }
        }
    }
}

fn each_block(block: &Block, key: &Key, visit: &mut impl FnMut(&Flat, &Key)) {
    match &block.kind {
        BlockKind::Paragraph(text) => visit(&flatten(text), key),
        BlockKind::Quote(blocks) => blocks.iter().for_each(|block| each_block(block, key, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let found = citations(text);
        found
            .iter()
            .map(|citation| {
                let date = citation.date.map_or("-".to_owned(), |date| date.to_string());
                format!("{} {date} {}", citation.key, &text[citation.range.clone()])
            })
            .collect()
    }

    #[test]
    fn citations_are_read_as_the_staff_write_them() {
        assert_eq!(
            shown(
                "We note your response to comment 1 to our letter dated October 27, 2008. Please"
            ),
            ["1 2008-10-27 comment 1"]
        );
        assert_eq!(
            shown("described in your response to comment 1D and concluded"),
            ["1.d - comment 1D"]
        );
        assert_eq!(shown("response to prior comment seven, please"), ["7 - comment seven"]);
        assert_eq!(shown("Please see comment 3 below. This comment is new."), Vec::<String>::new());
        assert_eq!(
            shown("your responses to comments 2, 3 and 7 in our letter dated February 1, 2006."),
            ["2 2006-02-01 comments 2", "3 2006-02-01 3", "7 2006-02-01 7"]
        );
        assert_eq!(
            shown("prior comment 2 of our July 15, 2019 letter"),
            ["2 2019-07-15 comment 2"]
        );
    }
}

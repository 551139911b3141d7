//! Numbers drawn in pieces: `4 1 2 . 7`, `41 2.7`.
//!
//! In: the marked numbers, and the text that stands in the open. Out: which of the numbers a text shows with
//! blanks among their digits. Figures that stand side by side make other numbers, so few joints are taken:
//! single digits, as a renderer leaves them that sets glyph by glyph, and longer parts on one line with no
//! figure beside them; and none that the letter itself has in the open, be it in two cells of a row.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::{is_digit, is_passed_over, parts_thousands};
use unicode_normalization::UnicodeNormalization;

/// The shortest number in pieces that is taken for one, in digits.
const SHORTEST: usize = 3;
/// The shortest whose single digits stand on several lines, or whose longer parts have a point or comma between
/// them: `1. 25 stores` has a label before a figure.
const SHORTEST_UNSURE: usize = 4;

/// The numbers that are looked for in pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    numbers: BTreeMap<String, usize>,
    /// Length of the longest.
    longest: usize,
    /// Pieces that stand side by side in the open, and would make one of them.
    open: BTreeSet<String>,
}

/// Digits that belong together, and what stands before them.
#[derive(Debug, Default)]
struct Piece {
    before: Joint,
    digits: String,
}

/// What stands between two pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Joint {
    has_line_end: bool,
    has_point: bool,
    has_comma: bool,
}

impl Pieces {
    /// Prepares the search for numbers, with the index of the text that each stands in.
    pub(super) fn new<'t>(
        numbers: &BTreeMap<String, usize>,
        open: impl Iterator<Item = &'t str>,
    ) -> Self {
        let longest = numbers.keys().map(String::len).max().unwrap_or(0);
        let mut pieces = Self { numbers: numbers.clone(), longest, open: BTreeSet::new() };
        // One text follows another, as the cells of a row do.
        let open: Vec<&str> = open.collect();
        let shown = pieces.all(&open.join("\n"), |_, _, _| true);
        pieces.open = shown.into_iter().map(|(_, shown)| shown).collect();
        pieces
    }

    /// Returns the numbers that a text shows in pieces, with their index.
    pub(super) fn find(&self, text: &str) -> BTreeMap<&str, usize> {
        let hits = self.all(text, is_one).into_iter();
        hits.filter(|(_, shown)| !self.open.contains(shown))
            .filter_map(|(number, _)| self.numbers.get_key_value(number.as_str()))
            .map(|(number, index)| (number.as_str(), *index))
            .collect()
    }

    /// Returns each number that pieces of a text make where `is_one` says so, with its pieces: `41|2.7`.
    fn all(
        &self,
        text: &str,
        is_one: impl Fn(&[Piece], usize, usize) -> bool,
    ) -> Vec<(String, String)> {
        let mut hits = Vec::new();
        if self.longest < SHORTEST {
            return hits;
        }
        for run in runs(text) {
            for first in 0..run.len() {
                let mut joined = run[first].digits.clone();
                for last in first + 1..run.len() {
                    joined.push_str(if run[last].before.has_point { "." } else { "" });
                    joined.push_str(&run[last].digits);
                    if joined.len() > self.longest {
                        break;
                    }
                    if self.numbers.contains_key(&joined) && is_one(&run, first, last) {
                        let pieces = run[first..=last].iter().map(|piece| piece.digits.as_str());
                        hits.push((joined.clone(), pieces.collect::<Vec<_>>().join("|")));
                    }
                }
            }
        }
        hits
    }
}

/// Says whether some pieces of a run may be one number.
fn is_one(run: &[Piece], first: usize, last: usize) -> bool {
    let pieces = &run[first..=last];
    let count: usize =
        pieces.iter().map(|piece| piece.digits.bytes().filter(u8::is_ascii_digit).count()).sum();
    let has_line_end = pieces[1..].iter().any(|piece| piece.before.has_line_end);
    let has_sign = pieces[1..].iter().any(|piece| piece.before.has_point || piece.before.has_comma);
    if pieces.iter().all(|piece| piece.digits.len() == 1) {
        return count >= if has_line_end { SHORTEST_UNSURE } else { SHORTEST };
    }
    // A row of figures goes on at its ends.
    let is_alone = (first == 0 || run[first].before != Joint::default())
        && run.get(last + 1).is_none_or(|next| next.before != Joint::default());
    // `2, 2020` is a date: behind a comma stand three digits.
    let parts_thousands = |piece: &Piece| {
        !piece.before.has_comma || piece.digits.split('.').next().map_or(0, str::len) == 3
    };
    let shortest = if has_sign { SHORTEST_UNSURE } else { SHORTEST };
    count >= shortest && !has_line_end && is_alone && pieces[1..].iter().all(parts_thousands)
}

/// Returns the runs of digits of a text that only blanks, points and commas part.
fn runs(text: &str) -> Vec<Vec<Piece>> {
    let characters = characters(text);
    let (mut runs, mut run) = (Vec::new(), Vec::new());
    let mut piece = Piece::default();
    let mut joint = Joint::default();
    for (at, &character) in characters.iter().enumerate() {
        let is_within = !piece.digits.is_empty();
        match character {
            c if c.is_ascii_digit() => {
                if !is_within {
                    piece.before = std::mem::take(&mut joint);
                }
                piece.digits.push(c);
                continue;
            }
            '.' if is_within && is_digit(&characters, at + 1) => {
                piece.digits.push('.');
                continue;
            }
            ',' if is_within && parts_thousands(&characters, at) => continue,
            _ => {}
        }
        if is_within {
            run.push(std::mem::take(&mut piece));
        }
        match character {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => joint.has_line_end = true,
            c if c.is_whitespace() => {}
            '.' if !joint.has_point && !run.is_empty() => joint.has_point = true,
            ',' | '\'' | '’' if !run.is_empty() => joint.has_comma = true,
            _ => {
                runs.extend((run.len() > 1).then(|| std::mem::take(&mut run)));
                run.clear();
                joint = Joint::default();
            }
        }
    }
    if !piece.digits.is_empty() {
        run.push(piece);
    }
    runs.extend((run.len() > 1).then_some(run));
    runs
}

/// Returns the characters of a text in one form (Unicode NFKC), each by itself: digits are made of no others.
fn characters(text: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    for character in text.chars().filter(|c| !is_passed_over(*c)) {
        match character.is_ascii() {
            true => out.push(character),
            false => out.extend(std::iter::once(character).nfkc()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(numbers: &[&str], open: &[&str], text: &str) -> Vec<String> {
        let numbers = numbers.iter().map(|number| ((*number).to_owned(), 0)).collect();
        let pieces = Pieces::new(&numbers, open.iter().copied());
        pieces.find(text).into_keys().map(str::to_owned).collect()
    }

    #[test]
    fn a_number_is_put_together_from_its_pieces() {
        for text in [
            "of 4 1 2 . 7 million",
            "of 4\u{a0}1\u{2009}2.7 million",
            "of 41 2.7, and",
            "of 41 2 . 7 million",
            "4\n1\n2\n.\n7",
            "412 .7",
            "3\n41 2.7\n9",
            "4\u{200b} \u{ff11} 2 .7",
        ] {
            assert_eq!(found(&["412.7"], &[], text), ["412.7"], "{text:?}");
        }
        for text in ["1 2 5 0", "1 250", "1 , 250", "1 , 2 5 0", "1'250", "1 2\n50\n1 25 0"] {
            assert_eq!(found(&["1250"], &[], text), ["1250"], "{text:?}");
        }
        assert_eq!(found(&["98.5"], &[], "9 8 . 5"), ["98.5"]);
        for text in ["1 2 5", "12 5", "1 25", "of 12\u{a0}5 stores"] {
            assert_eq!(found(&["125"], &[], text), ["125"], "{text:?}");
        }
        assert_eq!(found(&["41.2"], &[], "to 4 1.2%"), ["41.2"]);
    }

    #[test]
    fn figures_side_by_side_are_none() {
        for text in [
            // Cells of a row, one after another.
            "41\n2.7",
            // A row on one line.
            "3 41 2.7 9",
            "41 2.7 9",
            // Two figures of a sentence, and dates.
            "41 and 2.7",
            "41-2.7",
            "41 (2.7)",
            "41. 2. 7",
            "41 27",
            "412, 7",
        ] {
            assert!(found(&["412.7"], &[], text).is_empty(), "{text:?}");
        }
        assert!(found(&["312008"], &[], "December 31, 2008").is_empty());
        // Short ones stand everywhere: over lines, behind labels, as cells of a row in the open.
        assert!(found(&["125"], &[], "1\n2\n5").is_empty());
        assert!(found(&["125"], &[], "12\n5").is_empty());
        assert!(found(&["1.25"], &[], "1. 25 stores").is_empty());
        assert!(found(&["125"], &[], "rose 12 5 8").is_empty());
        assert!(found(&["125"], &["12", "5"], "12 5").is_empty());
    }

    #[test]
    fn what_stands_so_in_the_open_is_none() {
        assert!(found(&["412.7"], &["it rose from 41 2.7"], "41 2.7").is_empty());
        assert!(found(&["1234"], &["1", "2", "3", "4"], "1\n2\n3\n4").is_empty());
        // Other pieces of the same number are one.
        assert_eq!(found(&["412.7"], &["from 41 2.7"], "4 12.7"), ["412.7"]);
    }
}

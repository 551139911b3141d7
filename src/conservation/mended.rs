//! What a `[[mended]]` entry may change: what machines do to a text, and no word of the staff.
//!
//! `should` and `could` are two letters apart, `now` and `not` one: so the limit is a table of what is
//! confused, never a distance.

use super::words::folded_pieces;
use crate::marks;

/// Letters and digits that machines confuse; each group is one class.
const CONFUSED: [&str; 4] = ["lI1|", "O0", "S5", "B8"];

/// Pairs of letters that are read for one, and letters that print as one sign.
const JOINED: [(&str, &str); 9] = [
    ("rn", "m"),
    ("vv", "w"),
    ("ff", "ﬀ"),
    ("fi", "ﬁ"),
    ("fl", "ﬂ"),
    ("ffi", "ﬃ"),
    ("ffl", "ﬄ"),
    ("st", "ﬆ"),
    ("ft", "ﬅ"),
];

/// The longest text, in characters, that an entry may mend.
const LONGEST: usize = 300;

/// Says whether `now` differs from `was` in nothing but blanks, hyphens, list marks, escapes and
/// letters that machines confuse.
pub(super) fn is_reading_fault(was: &str, now: &str) -> bool {
    let (was, now) = (letters(was), letters(now));
    if was.len() > LONGEST || now.len() > LONGEST {
        return false;
    }
    // reached[b]: the first `a` characters of `was` can be read as the first `b` of `now`.
    let mut rows = vec![vec![false; now.len() + 1]; was.len() + 1];
    rows[0][0] = true;
    for a in 0..=was.len() {
        for b in 0..=now.len() {
            if rows[a][b] {
                for (x, y) in steps(&was[a..], &now[b..]) {
                    rows[a + x][b + y] = true;
                }
            }
        }
    }
    rows[was.len()][now.len()]
}

/// Returns the characters that must agree: without blanks, hyphens, list marks and escapes.
fn letters(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    for word in folded_pieces(text) {
        if marks::sign(&word).is_some_and(|length| length == word.len()) {
            continue;
        }
        let characters = unescaped(&word);
        for (at, &character) in characters.iter().enumerate() {
            let next = characters.get(at + 1);
            // A hyphen before a figure is a minus: "-5%" is not "5%".
            let is_minus = character == '-'
                && next.is_some_and(char::is_ascii_digit)
                && !at.checked_sub(1).is_some_and(|before| characters[before].is_alphanumeric());
            if character != '-' || is_minus {
                out.push(character);
            }
        }
    }
    out
}

/// Returns the characters of a word without the backslashes that escape a sign.
fn unescaped(word: &str) -> Vec<char> {
    let mut characters: Vec<char> = Vec::new();
    let mut is_escaped = false;
    for character in word.chars() {
        if is_escaped && character.is_ascii_punctuation() {
            characters.pop();
        }
        is_escaped = character == '\\' && !is_escaped;
        characters.push(character);
    }
    characters
}

/// Returns how many characters of each text may be taken together from their starts.
fn steps(was: &[char], now: &[char]) -> Vec<(usize, usize)> {
    let mut steps = Vec::new();
    if let (Some(&a), Some(&b)) = (was.first(), now.first()) {
        if a == b || CONFUSED.iter().any(|class| class.contains(a) && class.contains(b)) {
            steps.push((1, 1));
        }
        // The sign for an unreadable character may have been a ligature of up to three letters.
        if a == '\u{fffd}' {
            steps.extend((1..=now.len().min(3)).map(|count| (1, count)));
        }
    }
    for (many, one) in JOINED {
        let count = many.chars().count();
        let (many_was, one_was) = (starts(was, many), starts(was, one));
        let (many_now, one_now) = (starts(now, many), starts(now, one));
        if many_was && one_now {
            steps.push((count, 1));
        }
        if one_was && many_now {
            steps.push((1, count));
        }
    }
    steps
}

fn starts(text: &[char], with: &str) -> bool {
    let mut at = 0;
    with.chars().all(|character| {
        at += 1;
        text.get(at - 1) == Some(&character)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_machines_do_may_be_mended() {
        for (was, now) in [
            ("controlbased", "control-based"),
            ("non- operating", "nonoperating"),
            (r"\$27", "$27"),
            ("l.", "1."),
            ("lO.", "10."),
            ("modem", "modern"),
            ("ﬁnal", "final"),
            ("o\u{fffd}ce", "office"),
            ("can\u{fffd}t", "can't"),
            ("• Please", "Please"),
            ("the value", "thevalue"),
            ("3.", "3."),
        ] {
            assert!(is_reading_fault(was, now), "{was} → {now}");
        }
    }

    #[test]
    fn no_word_of_the_staff_may_be_softened() {
        for (was, now) in [
            ("should", "could"),
            ("not", "now"),
            ("any", "an"),
            ("3.", "4."),
            ("must not", "must"),
            ("-5%", "5%"),
            ("perform", "performed"),
            ("a", ""),
            ("", "a"),
            ("Please", "please"),
            ("etc)", "etc.)"),
        ] {
            assert!(!is_reading_fault(was, now), "{was} → {now}");
        }
    }
}

//! The hyphens at line ends: which belong to their word, and which the line's end put there.
//!
//! The letter itself is the dictionary: a word that stands in it whole, with its hyphen or without, decides.
//! Where it does not, the halves do; and a letter that breaks its words says so by all its line ends.

use std::borrow::Cow;
use std::collections::HashSet;

use super::lines::Line;
use super::paragraphs::is_cut;
use super::text;

/// What becomes of a hyphen at a line's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hyphen {
    Stays,
    Goes,
}

/// What the letter says of its hyphens.
pub(super) struct Hyphens<'a> {
    /// The words that no line's end cuts, in small letters; none where no line's end cuts any.
    words: HashSet<Cow<'a, str>>,
    /// Whether the letter breaks words at line ends.
    breaks: bool,
}

/// First halves of words that are written with a hyphen.
const FIRST: [&str; 42] = [
    "after", "arm's", "book", "by", "case", "cost", "cross", "day", "down", "fair", "fixed",
    "follow", "forward", "full", "half", "high", "large", "long", "low", "mark", "mid", "mini",
    "month", "multi", "near", "non", "one", "over", "post", "pre", "quasi", "quarter", "risk",
    "self", "semi", "short", "single", "third", "three", "two", "well", "year",
];

/// Second halves of such words.
const SECOND: [&str; 34] = [
    "average",
    "based",
    "by",
    "controlling",
    "current",
    "date",
    "down",
    "employee",
    "end",
    "free",
    "held",
    "in",
    "leased",
    "length",
    "level",
    "like",
    "line",
    "lived",
    "looking",
    "off",
    "only",
    "operating",
    "out",
    "over",
    "owned",
    "party",
    "related",
    "sheet",
    "specific",
    "term",
    "to",
    "type",
    "up",
    "wide",
];

impl<'a> Hyphens<'a> {
    /// Reads all line ends of a letter.
    pub(super) fn of(lines: &'a [Line<'_>]) -> Self {
        if !lines.iter().any(|line| is_cut(line.text)) {
            return Self { words: HashSet::new(), breaks: false };
        }
        let mut hyphens = Self { words: whole_words(lines), breaks: false };
        let (mut soft, mut hard) = (0, 0);
        for pair in lines.windows(2) {
            let head = pair[0].text.split_whitespace().next_back().unwrap_or_default();
            let tail = pair[1].text.split_whitespace().next().unwrap_or_default();
            if !is_cut(head) || !text::goes_on(tail) {
                continue;
            }
            match hyphens.known(head, tail) {
                Some(Hyphen::Goes) => soft += 1,
                Some(Hyphen::Stays) => hard += 1,
                // A half that is no word of the letter.
                None => soft += i32::from(!hyphens.words.contains(&plain(tail))),
            }
        }
        // Who prints a PDF may break words; a text file is seldom broken.
        let is_printed = lines.first().is_some_and(|line| line.is_printed);
        hyphens.breaks = soft > hard && soft >= if is_printed { 1 } else { 3 };
        hyphens
    }

    /// Decides on a hyphen, and says whether the letter leaves no doubt.
    pub(super) fn at(&self, head: &str, tail: &str) -> (Hyphen, bool) {
        if let Some(known) = self.known(head, tail) {
            return (known, true);
        }
        if self.breaks && !self.words.contains(&plain(tail)) {
            return (Hyphen::Goes, false);
        }
        (Hyphen::Stays, !self.breaks)
    }

    /// Decides where the letter's own words or the halves do.
    fn known(&self, head: &str, tail: &str) -> Option<Hyphen> {
        if head.ends_with('\u{ad}') {
            return Some(Hyphen::Goes);
        }
        let stem = head.trim_end_matches(['-', '‐', '‑']);
        if !text::goes_on(tail) {
            return Some(Hyphen::Stays);
        }
        if self.words.contains(&plain(&format!("{head}{tail}"))) {
            return Some(Hyphen::Stays);
        }
        if self.words.contains(&plain(&format!("{stem}{tail}"))) {
            return Some(Hyphen::Goes);
        }
        let (first, second) = (plain(stem), plain(tail));
        let is_compound = first.contains('-')
            || !first.contains(char::is_alphabetic)
            || stem.chars().next_back().is_some_and(|c| c.is_ascii_digit())
            || FIRST.contains(&&*first)
            || SECOND.contains(&&*second)
            || (first.len() > 3
                && second.len() > 3
                && self.words.contains(&first)
                && self.words.contains(&second));
        is_compound.then_some(Hyphen::Stays)
    }
}

/// Returns the words that no line's end cuts: what one cuts is no word on either side of it.
fn whole_words<'a>(lines: &'a [Line<'_>]) -> HashSet<Cow<'a, str>> {
    let mut words = HashSet::new();
    let mut is_cut_above = false;
    for line in lines {
        let whole = line.text.split_whitespace().skip(usize::from(is_cut_above));
        words.extend(whole.filter(|word| !is_cut(word)).map(plain));
        is_cut_above = is_cut(line.text);
    }
    words
}

/// Returns a word as it is looked up.
fn plain(word: &str) -> Cow<'_, str> {
    let word = text::bare(word);
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.replace(['‐', '‑'], "-").to_lowercase())
}

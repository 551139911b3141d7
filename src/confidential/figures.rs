//! Figures of a text, as marked and open ones are compared: by value, whatever they are spelt like.
//!
//! In: text. Out: [`Figure`]s. `$8.4 billion` is `$8,400 million`, `.84` is `0.84` and `8.40` is `8.4`. A year and a
//! number of fewer digits than three stand everywhere: alone they tell nothing.

use std::ops::Range;

use crate::document::typography;

/// A figure of fewer digits tells nothing by itself.
const SHORTEST: usize = 3;
/// The fewest signs of a short figure that is all that is marked: `9.5x`.
const SHORTEST_WHOLE: usize = 4;
/// The words that scale a figure, and by how many zeros.
const SCALES: [(&str, usize); 4] =
    [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];
/// Their short forms, which stand behind amounts of money.
const SHORT_SCALES: [(&str, usize); 6] =
    [("k", 3), ("m", 6), ("mm", 6), ("mn", 6), ("b", 9), ("bn", 9)];
/// Behind one of these words a number names a place, and is no figure: `comment 3.1`.
const REFERRING: [&str; 26] = [
    "article",
    "articles",
    "asc",
    "bullet",
    "bullets",
    "chapter",
    "clause",
    "comment",
    "comments",
    "exhibit",
    "exhibits",
    "item",
    "items",
    "no",
    "note",
    "notes",
    "page",
    "pages",
    "paragraph",
    "part",
    "parts",
    "rule",
    "schedule",
    "section",
    "sections",
    "table",
];
/// Behind one of these it names one however long it is: `ASC 350`, `Rule 606`.
const NAMING: [&str; 24] = [
    "asc",
    "asu",
    "exhibit",
    "fas",
    "file",
    "file no",
    "form",
    "ias",
    "ifrs",
    "no",
    "note",
    "page",
    "regulation",
    "room",
    "rule",
    "rules",
    "sab",
    "section",
    "sections",
    "sfas",
    "subtopic",
    "suite",
    "topic",
    "topics",
];
/// What may stand behind a figure and does not say what it counts.
const BESIDE: [&str; 21] = [
    "a", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "per",
    "than", "that", "to", "was", "were", "which", "with",
];
/// So does one behind these, and one behind another place and one of [`JOINING`].
const RESPONDING: [&str; 4] = ["response to", "responses to", "answer to", "answers to"];
/// What stands between the places of one list.
const JOINING: [&str; 7] = ["", "and", "or", "to", "through", "-", "&"];

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Money,
    Percent,
    Multiple,
    BasisPoints,
}

/// A figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its digits, without commas and zeros that change nothing.
    digits: String,
    /// Its value, where a word scales it.
    scaled: Option<String>,
    unit: Option<Unit>,
    /// Whether it tells something by itself.
    is_long: bool,
    /// Whether the text is this figure and nothing else, and is not short.
    is_whole: bool,
    /// Whether a word behind it says what it counts: `350 plants`.
    has_noun: bool,
    /// Whether it names a place: `comment 3.1`.
    is_reference: bool,
    /// Whether it is a name itself, however long: `ASC 350-20`, `File No. 001-412`.
    is_name: bool,
}

impl Figure {
    /// Returns what it may be found by.
    pub(super) fn keys(&self) -> Vec<String> {
        let scaled = self.scaled.iter().filter(|scaled| **scaled != self.digits);
        scaled.chain([&self.digits]).cloned().collect()
    }

    /// Says whether an open figure that has a key of this marked one tells it.
    pub(super) fn is_told_by(&self, open: &Self) -> bool {
        let value = |figure: &Self| figure.scaled.clone().unwrap_or_else(|| figure.digits.clone());
        let is_scaled = self.scaled.is_some() || open.scaled.is_some();
        if is_scaled && value(self) == value(open) {
            return (self.is_whole || self.tells()) && open.tells();
        }
        let differ = self.unit.is_some() && open.unit.is_some() && self.unit != open.unit;
        if self.digits != open.digits || open.is_name || differ {
            return false;
        }
        // Few digits count other things too: `$350 million` and `350 plants`.
        let is_known = match (self.unit, open.unit) {
            (Some(_), None) => !open.has_noun,
            (None, Some(_)) => !self.has_noun,
            _ => true,
        };
        if !is_known && self.digits.bytes().filter(u8::is_ascii_digit).count() <= SHORTEST {
            return false;
        }
        if self.is_long && open.is_long {
            return true;
        }
        // A short one, `9.5x`, tells where it is all that is marked, and what it counts is no other thing.
        let has_point = self.digits.contains('.');
        let is_apart = self.scaled.is_some() && open.scaled.is_some();
        let is_alike = has_point || self.unit.is_some() && self.unit == open.unit;
        (self.is_whole || self.is_long) && is_alike && !is_apart && !open.is_reference
    }

    /// Says whether a figure with a word that scales it tells something.
    fn tells(&self) -> bool {
        self.is_long || self.scaled.is_some() && self.digits.contains('.')
    }
}

/// Returns the figures of a text.
pub(super) fn of(text: &str) -> Vec<Figure> {
    placed(text).into_iter().map(|(figure, _)| figure).collect()
}

/// Returns the figures of a text, each with where its digits stand, in bytes.
pub(super) fn placed(typed: &str) -> Vec<(Figure, Range<usize>)> {
    // Folding changes signs around them, and no digit.
    let digits: Vec<usize> =
        typed.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
    let text = typography::fold(typed).to_lowercase();
    let mut next_digit = 0;
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut figures = Vec::new();
    let mut at = 0;
    // Where the figure before ends, and whether it names a place.
    let (mut end, mut was_reference, mut was_name) = (0, false, false);
    while let Some(next) = text[at..].find(is_part) {
        let start = at + next;
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = start + length;
        let first_digit = next_digit;
        next_digit += text[start..at].bytes().filter(u8::is_ascii_digit).count();
        let Some(mut figure) = figure(&text, start, &text[start..at]) else { continue };
        let joint = text[end..start].trim_matches([' ', ',', ';']);
        figure.is_reference |= was_reference && JOINING.contains(&joint);
        figure.is_name |= was_name && matches!(&text[end..start], "-" | "–");
        (end, was_reference, was_name) = (at, figure.is_reference, figure.is_name);
        let range = digits[first_digit]..digits[next_digit - 1] + 1;
        figures.push((figure, range));
    }
    figures
}

/// Reads the figure of a run of digits, points and commas that starts at an offset of a text.
fn figure(text: &str, start: usize, run: &str) -> Option<Figure> {
    let number = run.trim_matches(['.', ',']);
    if number.is_empty() {
        return None;
    }
    let lead = run.len() - run.trim_start_matches(['.', ',']).len();
    let before = &text[..start];
    let behind = &text[start + lead + number.len()..];
    // `.84`, and no end of `no.84`.
    let is_fraction = run.starts_with('.')
        && lead == 1
        && !number.contains('.')
        && !before.ends_with(char::is_alphanumeric);
    let typed = format!("{}{number}", if is_fraction { "0." } else { "" });
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let count = typed.bytes().filter(u8::is_ascii_digit).count();
    // `10-K405` and `Q412` are names.
    if before.ends_with(char::is_alphabetic) {
        return None;
    }
    let before = before.trim_end();
    let is_money = before.ends_with(['$', '€', '£', '¥']);
    // `US$`.
    let name = before.strip_suffix('$').map_or(before, |name| name.trim_end_matches("us"));
    let (zeros, behind) = scale(behind, is_money);
    let (unit, behind) = match unit(behind) {
        Some((unit, behind)) => (Some(unit), behind),
        None => (is_money.then_some(Unit::Money), behind),
    };
    let signs = text.chars().filter(|c| !c.is_whitespace()).count();
    let is_bare = |text: &str| !text.contains(char::is_alphanumeric);
    let digits = canonical(&typed);
    Some(Figure {
        scaled: zeros.map(|zeros| times(&digits, zeros)),
        digits,
        unit,
        is_long: count >= SHORTEST && !is_year,
        is_whole: signs >= SHORTEST_WHOLE && is_bare(name) && is_bare(behind),
        has_noun: has_noun(behind),
        is_reference: refers(before, &REFERRING) || refers(before, &RESPONDING),
        is_name: refers(before, &NAMING),
    })
}

/// Says whether what stands before a number makes it the name of a place.
fn refers(before: &str, words: &[&str]) -> bool {
    let before = before.trim_end_matches([' ', '.', '(']);
    let is_behind = |words: &str| {
        before.strip_suffix(words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    };
    before.ends_with('§') || words.iter().any(|words| is_behind(words))
}

/// Says whether the word behind a figure is none of those that go on in its sentence.
fn has_noun(behind: &str) -> bool {
    let word = behind.trim_start_matches([' ', '-']);
    let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
    !word.is_empty() && !BESIDE.contains(&word)
}

/// Reads the word that scales a figure, and returns how many zeros it stands for and what follows.
fn scale(behind: &str, is_money: bool) -> (Option<usize>, &str) {
    let text = behind.trim_start_matches([' ', '-']);
    let length = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let short = SHORT_SCALES.iter().filter(|_| is_money);
    let known = SCALES.iter().chain(short).find(|(scale, _)| *scale == word);
    known.map_or((None, behind), |(_, zeros)| (Some(*zeros), rest))
}

/// Reads what a figure counts, and returns what follows.
fn unit(behind: &str) -> Option<(Unit, &str)> {
    let text = behind.trim_start_matches([' ', '-']);
    if let Some(rest) = text.strip_prefix('%') {
        return Some((Unit::Percent, rest));
    }
    let length = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    match word {
        "percent" => Some((Unit::Percent, rest)),
        "x" | "times" => Some((Unit::Multiple, rest)),
        "bp" | "bps" => Some((Unit::BasisPoints, rest)),
        "basis" => Some((Unit::BasisPoints, rest.strip_prefix(" points").unwrap_or(rest))),
        _ => None,
    }
}

/// Returns digits without commas, and without the zeros that change no value.
fn canonical(number: &str) -> String {
    let number = number.replace(',', "");
    let Some((whole, fraction)) = number.split_once('.').filter(|(_, rest)| !rest.contains('.'))
    else {
        return number;
    };
    let fraction = fraction.trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Returns canonical digits with their point moved.
fn times(digits: &str, zeros: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let moved = zeros.min(fraction.len());
    let (inner, rest) = fraction.split_at(moved);
    canonical(&format!("{whole}{inner}{}.{rest}", "0".repeat(zeros - moved)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tells(marked: &str, open: &str) -> bool {
        of(marked).iter().any(|figure| {
            of(open).iter().any(|open| {
                figure.keys().iter().any(|key| open.keys().contains(key)) && figure.is_told_by(open)
            })
        })
    }

    #[test]
    fn figures_are_compared_by_value() {
        for (marked, open) in [
            ("9.5x", "at 9.5 times"),
            ("9.5 times", "9.5x"),
            ("9.5x", "9.5"),
            ("0.84", "of .84,"),
            (".84%", "0.84"),
            ("of 8,412 stores", "8,412.0"),
            ("8,412.0", "8412"),
            ("8.40", "8.4"),
            ("8.4%", "8.40 percent"),
            ("12.5", "12.50%"),
            ("10.0%", "10%"),
            ("$8.4 billion", "$8,400 million"),
            ("a value of $8,400 million", "$8.4 billion"),
            ("$8,400,000,000", "$8.4bn"),
            ("$0.5 million", "$500,000"),
            ("$41,600 million", "41,600"),
            ("$350 million", "350"),
            ("of 842 stores", "842 shops"),
            ("150 bps", "150 basis points"),
            ("US$ 9.5", "it rose to 9.5"),
        ] {
            assert!(tells(marked, open), "{marked}: {open}");
        }
        for (marked, open) in [
            ("9.5x", "9.5%"),
            ("9.5x", "95"),
            ("9.5", "9.5"),
            ("up to 9.5x of it", "9.5 times"),
            ("12.0", "12"),
            ("10.0%", "Form 10-K"),
            ("3.1x", "our response to comment 3.1"),
            ("3.1x", "our responses to 2.1, 3.1 and 3.2"),
            ("3.1x", "§ 3.1, No. 3.1"),
            ("$8.4 billion", "$8.4 million"),
            ("in 2019", "2019"),
            ("of 12 million", "12 million"),
            ("8.4.1", "8.41"),
            ("no.84", "0.84"),
            ("$350 million", "under ASC 350-20-35"),
            ("842 stores", "ASC Topic 842"),
            ("$350 million", "350 plants"),
            ("405", "Form 10-K405"),
            ("412", "File No. 001-412"),
            ("100%", "100 employees"),
            ("12.5%", "$12.50"),
            ("3.5%", "3.5 years"),
            ("150 basis points", "150 employees"),
            ("606", "Section 606(a)"),
        ] {
            assert!(!tells(marked, open), "{marked}: {open}");
        }
    }

    #[test]
    fn figures_stand_where_their_digits_do() {
        let text = "… of $ 1,250.50 — “41.6%” and .84, İ 7...";
        let told: Vec<&str> = placed(text).into_iter().map(|(_, range)| &text[range]).collect();
        assert_eq!(told, ["1,250.50", "41.6", "84", "7"]);
    }

    #[test]
    fn a_word_that_scales_moves_the_point() {
        assert_eq!(times("8.4", 9), "8400000000");
        assert_eq!(times("0.84123", 3), "841.23");
        assert_eq!(times("12", 3), "12000");
    }
}

//! What stands first on a line of the letter as received: list signs, numbers and letters.
//!
//! In: a line of text. Out: what its beginning says of the structure. The importer reads the letter's
//! structure from these, and the proof that no mark was lost reads them again.

use crate::key::roman;

/// A number or letter before an item's words: `1.`, `(2)`, `a.`, `(ii)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// `1.`, `1)`, `(1)`.
    Number(u32),
    /// `a.`, `a)`, `(a)`, `ii.`: in small letters.
    Letter(String),
}

/// Says whether a character is a list sign wherever it stands first on a line.
pub fn is_bullet(character: char) -> bool {
    matches!(
        character,
        '•' | '·' | '∙' | '▪' | '■' | '□' | '●' | '○' | '◦' | '◆' | '►' | '‣' | '⁃' | '➢'
            // The bullets of the fonts Symbol and Wingdings, which Word leaves in private use.
            | '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}'
    )
}

/// Returns the length in bytes of the list sign that stands first, with the blanks behind it.
///
/// `-`, `*`, `–` and `o` are signs where a blank or the line's end follows.
pub fn sign(line: &str) -> Option<usize> {
    let mut characters = line.chars();
    let first = characters.next()?;
    let rest = characters.as_str();
    let is_parted = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let is_sign = is_bullet(first) || (matches!(first, '-' | '*' | '–' | 'o') && is_parted);
    is_sign.then(|| line.len() - rest.trim_start().len())
}

/// Returns the length in bytes of all list signs that stand first on a line, and how many they are.
///
/// `* * *` parts texts and marks nothing: a line of several signs and no word has none.
pub fn signs(line: &str) -> (usize, usize) {
    let (mut skipped, mut count) = (0, 0);
    while let Some(length) = sign(&line[skipped..]) {
        skipped += length;
        count += 1;
    }
    if count > 1 && skipped == line.len() { (skipped, 0) } else { (skipped, count) }
}

/// Reads a word as the mark of an item.
pub fn mark(word: &str) -> Option<Mark> {
    let inner = match word.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?,
        None => word.strip_suffix(['.', ')'])?,
    };
    if (1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit()) {
        return inner.parse().ok().map(Mark::Number);
    }
    let is_letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_letter || roman(inner).is_some()).then(|| Mark::Letter(inner.to_owned()))
}

/// Says whether a word may open an item or comment, though it need not: `A.`, `2`, `3:`.
pub fn may_open(word: &str) -> bool {
    mark(&word.to_lowercase()).is_some() || digits(word).is_some()
}

/// Returns the number of a word that holds one and nothing but signs beside it: `3`, `3.`, `#3:`, `(3)`.
pub fn digits(word: &str) -> Option<u32> {
    let inner =
        word.trim_start_matches(['(', '#', '[']).trim_end_matches(['.', ')', ':', ']', '-']);
    let is_number = (1..=3).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| inner.parse().ok()).flatten()
}

/// Returns how many of the words that begin a line are a label before a comment's number.
///
/// `Comment 1.`, `SEC Comment No. 1:`, `Staff's Comment #1`.
pub fn label<'a>(mut words: impl Iterator<Item = &'a str>) -> usize {
    let mut count = 1;
    let mut word = words.next().unwrap_or_default().to_lowercase();
    if matches!(word.as_str(), "sec" | "staff" | "staff's") {
        word = words.next().unwrap_or_default().to_lowercase();
        count += 1;
    }
    if word != "comment" {
        return 0;
    }
    let next = words.next().unwrap_or_default().to_lowercase();
    count + usize::from(matches!(next.as_str(), "no." | "no" | "number" | "#"))
}

/// The shortest line that a sentence may run on from: shorter ones end where they end.
const FULL: usize = 40;

/// Says whether the text of a line goes on in the next one, so that a number there is no mark.
///
/// `… as of December` does; what ends with a stop, a comma or `and`, and a short line, may be followed
/// by an item.
pub fn runs_on(line: &str) -> bool {
    let line = line.trim();
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let ends = line.ends_with(['.', ':', ';', '?', '!', ',', ')', ']', '"', '”', '\'', '’']);
    if ends || matches!(last, "and" | "or" | "and/or") {
        return false;
    }
    line.chars().count() >= FULL || refers(last)
}

/// Says whether a text ends where a figure may follow: `2008 and`, `comment`, `December 31,`.
pub fn is_left_open(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    matches!(last, "and" | "or" | "in" | "for" | "from" | "at" | "by" | "than" | "Form" | "Exhibit")
        || last.ends_with(',')
        || refers(last)
}

/// Says whether a word wants a number behind it: `comment`, `Note`, `December`.
fn refers(word: &str) -> bool {
    let word = word.to_lowercase();
    crate::words::MONTHS.contains(&word.as_str())
        || matches!(
            word.as_str(),
            "comment"
                | "comments"
                | "note"
                | "notes"
                | "item"
                | "page"
                | "pages"
                | "exhibit"
                | "rule"
                | "section"
                | "paragraph"
                | "of"
                | "to"
                | "the"
                | "no"
                | "fas"
                | "sfas"
                | "number"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_first_and_are_parted_from_the_word() {
        for (line, length) in
            [("- a", Some(2)), ("•a", Some(3)), ("o\u{a0}a", Some(3)), ("-5%", None), ("or", None)]
        {
            assert_eq!(sign(line), length, "{line}");
        }
        assert_eq!((signs("* * *"), signs("- • x"), signs("•")), ((5, 0), (6, 2), (3, 1)));
    }

    #[test]
    fn marks_are_numbers_and_small_letters() {
        assert_eq!(mark("12."), Some(Mark::Number(12)));
        assert_eq!(mark("(ii)"), Some(Mark::Letter("ii".into())));
        for word in ["2008.", "e.g.", "1.5", "A.", "(a", "a", "10-K", "1:"] {
            assert_eq!(mark(word), None, "{word}");
        }
        assert!(may_open("A.") && may_open("1:") && may_open("7") && !may_open("Form"));
    }

    #[test]
    fn labels_stand_before_numbers() {
        let count = |line: &'static str| label(line.split(' '));
        assert_eq!(count("Comment 1:"), 1);
        assert_eq!(count("SEC Comment No. 1"), 3);
        assert_eq!(count("We 1"), 0);
    }

    #[test]
    fn a_sentence_runs_on_into_a_number() {
        assert!(runs_on("In your response to our earlier letter, you refer to comment"));
        assert!(runs_on("December") && !runs_on("Market Approach"));
        assert!(!runs_on("The fair value of each of your reporting units as of the date; and"));
    }
}

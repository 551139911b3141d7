//! Words: how texts are compared, whatever signs, case and emphasis they were typed with.
//!
//! In: plain text. Out: the words that count. Quotes, dashes and no-break blanks are folded.

use std::ops::Range;

/// The months, in small letters.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns a character as plain typing has it.
pub fn fold(character: char) -> char {
    match character {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// Returns the words of a text for comparing: letters and digits in small letters, all else left out.
///
/// Words that have neither are left out.
pub fn compared(text: &str) -> Vec<String> {
    comparing(text).collect()
}

/// Returns the same words one by one: of a long text the first few are often enough.
pub fn comparing(text: &str) -> impl Iterator<Item = String> {
    pieces(text).map(signs).filter(|word| !word.is_empty())
}

/// Returns the words of a text for comparing, without the `'s` of a possessive: `Zephyr's` is `zephyr`.
pub fn without_possessives(text: &str) -> Vec<String> {
    placed(text).map(|(word, _)| word).collect()
}

/// Returns the same words with where each stands, in bytes, without the signs around it.
pub fn placed(text: &str) -> impl Iterator<Item = (String, Range<usize>)> {
    let mut at = 0;
    pieces(text).filter_map(move |piece| {
        // Each piece is followed by the sign that ends it.
        let start = at;
        at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
        let is_sign = |c: char| !c.is_alphanumeric();
        let from = piece.len() - piece.trim_start_matches(is_sign).len();
        let range = start + from..start + piece.trim_end_matches(is_sign).len();
        let word = bare(piece);
        (!word.is_empty()).then_some((word, range))
    })
}

/// Returns the signs of a word without the `'s` of a possessive.
fn bare(word: &str) -> String {
    let word: String = word.chars().map(fold).collect();
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    signs(word.strip_suffix("'s").or(word.strip_suffix("'S")).unwrap_or(word))
}

/// Returns the pieces of a text between blanks, dashes and slashes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| {
        let c = fold(c);
        c.is_whitespace() || c == '-' || c == '/'
    })
}

/// Returns the letters and digits of a word, in small letters.
fn signs(word: &str) -> String {
    let signs = word.chars().map(fold).filter(|c| c.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// Says whether a text begins with words.
pub fn begins(text: &str, words: &[String]) -> bool {
    let mut own = comparing(text);
    words.iter().all(|word| own.next().as_ref() == Some(word))
}

/// Says whether `part` stands in `whole` in one piece.
pub fn runs_in(part: &[String], whole: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// The words that make a sentence of the staff a request.
const ASKING: [&str; 7] = ["?", "please", "tell us", "provide", "revise", "disclose", "explain"];

/// Says whether a text asks for something.
pub fn asks(text: &str) -> bool {
    let text = text.to_lowercase();
    ASKING.iter().any(|sign| text.contains(sign))
}

/// Returns the first `count` words of a text as they stand, with `…` where more follow.
pub fn first(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shown = words.iter().take(count).copied().collect::<Vec<_>>().join(" ");
    if words.len() > count { format!("{shown} …") } else { shown }
}

/// Returns `count` with its noun: `1 bullet`, `2 bullets`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Says whether a character has no width: no word is other for it.
pub fn is_unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
        || is_steering(character)
}

/// Says whether a character steers those beside it: signs of direction, of annotations, and tags.
pub fn is_steering(character: char) -> bool {
    matches!(character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_signs_and_case() {
        assert_eq!(compared("The “break-up” value, etc)"), ["the", "break", "up", "value", "etc"]);
        assert_eq!(compared("QSPE’s …"), ["qspes"]);
        assert_eq!(
            without_possessives("QSPE’s “Ohio's” it's, the stores' 's"),
            ["qspe", "ohio", "it", "the", "stores"]
        );
        let text = "The “break-up”\u{a0}— of Ohio’s, (etc.)";
        let words: Vec<&str> = placed(text).map(|(_, range)| &text[range]).collect();
        assert_eq!(words, ["The", "break", "up", "of", "Ohio’s", "etc"]);
        assert!(begins("The “break-up” value", &compared("the break")));
        assert!(begins("The value", &[]));
        assert!(!begins("The value", &compared("the values")));
        assert!(!begins("The value", &compared("the value of")));
        assert!(runs_in(&compared("break-up value"), &compared("the “break-up” VALUE of")));
    }
}

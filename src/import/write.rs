//! Text as Markdown: what Markdown would read in it is escaped, and no word changes.

use crate::words::is_unseen;

/// Returns a paragraph's text as Markdown.
///
/// Escape and parse together change no word; a law holds it.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split_whitespace() {
        let is_first = out.is_empty();
        if !is_first && word.bytes().all(is_plain) {
            out.push(' ');
            out.push_str(word);
            continue;
        }
        let word: Vec<char> = word.chars().filter(|&c| !is_unseen(c)).collect();
        if word.is_empty() {
            continue;
        }
        if !is_first {
            out.push(' ');
        }
        push_word(&word, is_first, &mut out);
    }
    out
}

/// Says whether a byte is a character that Markdown reads as itself within a line.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".,;:()'\"-$%/?".contains(&byte)
}

/// Returns the text of a heading as Markdown: a `#` at its end would be taken for its frame.
pub fn escaped_heading(text: &str) -> String {
    let escaped = escaped(text);
    let last = escaped.rfind(' ').map_or(0, |blank| blank + 1);
    let is_frame = escaped[last..].starts_with('#') && escaped[last..].trim_matches('#').is_empty();
    if is_frame { format!("{}\\{}", &escaped[..last], &escaped[last..]) } else { escaped }
}

fn push_word(word: &[char], is_first: bool, out: &mut String) {
    let escaped_at = if is_first { block_sign(word) } else { None };
    for (at, &character) in word.iter().enumerate() {
        let is_sign = matches!(character, '\\' | '*' | '_' | '`' | '[' | '<' | '~' | '|' | '{');
        let is_entity = character == '&' && begins_entity(&word[at + 1..]);
        if is_sign || is_entity || escaped_at == Some(at) {
            out.push('\\');
        }
        out.push(character);
    }
}

/// Returns which character of a block's first word would open a block of another kind.
fn block_sign(word: &[char]) -> Option<usize> {
    let first = *word.first()?;
    let digits = word.iter().take_while(|character| character.is_ascii_digit()).count();
    match first {
        '#' | '>' => Some(0),
        '-' | '+' | '=' | ':' if word.len() == 1 || word.iter().all(|&other| other == first) => {
            Some(0)
        }
        _ if (1..=9).contains(&digits)
            && digits + 1 == word.len()
            && matches!(word[digits], '.' | ')') =>
        {
            Some(digits)
        }
        _ => None,
    }
}

/// Says whether what follows `&` makes it an entity: `amp;`, `#8212;`.
fn begins_entity(rest: &[char]) -> bool {
    let length = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    length > 0 && rest.get(length) == Some(&';')
}

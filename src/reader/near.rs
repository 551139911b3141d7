//! What is nearly a confidential mark or a fact: it would be printed in every edition, with the text that it was to hide.
//!
//! In: text. Out: how long a sign at its start is that a reader takes for an opening mark, and the program
//! does not: too few stars, blanks, round brackets, signs that look alike, or are written as references.

use std::ops::Range;

use crate::secrets::words::is_unseen;

/// Signs that look like the bracket of a mark, and that bracket as a reference; the first three are on keyboards.
const BRACKETS: [&str; 14] = [
    "[", "(", "{", "［", "【", "〔", "（", "｛", "&#91;", "&#091;", "&#x5b;", "&#x5B;", "&lbrack;",
    "&lsqb;",
];
/// Signs that look like a star, and the star as a reference.
const STARS: [&str; 10] =
    ["*", "＊", "∗", "⁎", "﹡", "&#42;", "&#x2a;", "&#x2A;", "&ast;", "&midast;"];

/// The characters with which what is nearly a mark begins.
pub(crate) const FIRST: [char; 9] = ['[', '(', '{', '［', '【', '〔', '（', '｛', '&'];

/// Returns the length of what was meant to open a region and does not: `[** `, `[* `, `[ *** `, `(*** `, `［***`.
///
/// A blank behind the stars tells it from emphasis in a link's text, `[**Note 4**](#3.1)`, and in brackets.
pub(crate) fn near_mark(rest: &str) -> Option<usize> {
    let bracket = BRACKETS.iter().find(|bracket| rest.starts_with(**bracket))?;
    if rest.starts_with("[***") {
        return None;
    }
    let mut behind = &rest[bracket.len()..];
    let mut has_blank = false;
    // What is not seen parts signs only for the program.
    let mut is_plain = *bracket == "[";
    let mut stars = 0;
    loop {
        if let Some(star) = STARS.iter().find(|star| behind.starts_with(**star)) {
            stars += 1;
            is_plain &= *star == "*";
            behind = &behind[star.len()..];
        } else if let Some(c) = behind.chars().next()
            && (is_unseen(c) && !c.is_control() || stars == 0 && is_blank(c))
        {
            has_blank |= is_blank(c);
            is_plain &= c == ' ';
            behind = &behind[c.len_utf8()..];
        } else {
            break;
        }
    }
    let is_open = stars > 0 && behind.chars().next().is_some_and(char::is_whitespace);
    let is_near = match *bracket {
        "[" if is_plain => is_open || has_blank && stars == 3,
        "(" | "{" => is_open && stars == 3,
        _ => stars >= 3,
    };
    is_near.then_some(rest.len() - behind.len())
}

/// Returns the length of what was meant for a fact at the start of a text: `{facts.a}`, with one brace.
pub(crate) fn near_fact(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('{')?.trim_start_matches(' ');
    let word = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
    let names =
        inner[..word].eq_ignore_ascii_case("facts") || inner[..word].eq_ignore_ascii_case("fact");
    let name = inner[word..].strip_prefix(['.', '['])?;
    let length =
        name.bytes().take_while(|byte| !matches!(byte, b'{' | b'}' | b'\n' | b' ')).count();
    if !names || length == 0 {
        return None;
    }
    let behind = name[length..].trim_start_matches(' ');
    let behind = behind.strip_prefix("}}").or(behind.strip_prefix('}')).unwrap_or(&name[length..]);
    Some(rest.len() - behind.len())
}

/// Returns where a text has what is nearly a mark, and no backslash before it.
pub(crate) fn near_mark_in(text: &str) -> Option<Range<usize>> {
    text.match_indices(FIRST)
        .filter(|(at, _)| !text[..*at].ends_with('\\'))
        .find_map(|(at, _)| near_mark(&text[at..]).map(|length| at..at + length))
}

fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_mark_and_is_none_is_near() {
        for (text, length) in [
            ("[** twelve", 3),
            ("[ *** twelve", 5),
            ("[ ***twelve", 5),
            ("[\u{a0}***twelve", 6),
            ("[\n*** twelve", 5),
            ("(*** twelve ***)", 4),
            ("{*** twelve", 4),
            ("［*** twelve", 6),
            ("[＊＊＊twelve", 10),
            ("[*\u{200b}**twelve", 7),
            ("&#91;***twelve", 8),
            ("[&ast;&ast;&ast;twelve", 16),
        ] {
            assert_eq!(near_mark(text), Some(length), "{text}");
        }
        for text in [
            "[**Note 4**](#3.1)",
            "[*this*][a]",
            "(***Note*** that)",
            "(* a)",
            "(***)",
            "[a]",
            "[*** a ***]",
            "&amp;***",
            "{{ facts.a }}",
            "[",
        ] {
            assert_eq!(near_mark(text), None, "{text}");
        }
    }
}

//! What is nearly a confidential mark or a fact: it would be printed in every edition, with the text that it was to hide.
//!
//! In: text. Out: how long a sign at its start is that a reader takes for an opening mark, and the program
//! does not: too few stars, blanks, round brackets, signs that look alike, or are written as references.

use std::ops::Range;

use html5ever::data::NAMED_ENTITIES;
use unicode_normalization::char::is_combining_mark;

use crate::secrets::words::is_unseen;

/// A comment between the signs of a mark is no longer than this, in bytes.
const COMMENT: usize = 200;
/// A reference is no longer than this, in bytes: `&#x0000002a;`, `&LeftDoubleBracket;`.
const REFERENCE: usize = 24;

/// Says whether what is nearly a mark may begin with a character: a bracket, or a reference to one.
pub(crate) fn may_begin(c: char) -> bool {
    match c {
        '[' | '(' | '{' | '<' | '&' => true,
        c => !c.is_ascii() && is_bracket(c),
    }
}

/// Says whether a character looks like the bracket of a mark.
fn is_bracket(c: char) -> bool {
    "[({<«‹⁅⌈⌊〈❨❪❬❮❰❲❴⟦⟨⟪⟬⟮⦃⦅⦇⦋⦍⦏〈《「『【〔〖〘〚﹙﹛﹝（［｛｟｢".contains(c)
}

/// Says whether a character looks like an asterisk.
fn is_asterisk(c: char) -> bool {
    "*＊∗⁎﹡⋆٭⁕✱✲✳✻✼✽꙳".contains(c)
}

/// Says whether a character is a star of another kind, which stands in round brackets by itself: `(★★★ hotels)`.
fn is_star(c: char) -> bool {
    matches!(c, '★' | '☆' | '⚹' | '✢'..='✥' | '✦' | '✧' | '✩'..='✰' | '✴'..='✺' | '✾'..='❋')
}

/// Returns the length of what was meant to open a region and does not: `[** `, `[* `, `[ *** `, `(*** `, `［***`.
///
/// A blank behind the stars tells it from emphasis in a link's text, `[**Note 4**](#3.1)`, and in round brackets;
/// in `{***9.5***}` nothing else is meant.
pub(crate) fn near_mark(rest: &str) -> Option<usize> {
    let (bracket, length) = character(rest)?;
    if !is_bracket(bracket) || rest.starts_with("[***") {
        return None;
    }
    if sign_of_stars(rest).is_some() {
        return None;
    }
    let is_round = matches!(bracket, '(' | '{' | '<');
    let mut behind = &rest[length..];
    let mut has_blank = false;
    // What is not seen parts signs only for the program.
    let mut is_plain = rest.starts_with('[');
    let mut stars = 0;
    while let Some((c, length)) = comment(behind).or_else(|| character(behind)) {
        if is_asterisk(c) || is_star(c) && !is_round {
            stars += 1;
            is_plain &= behind.starts_with('*');
        } else if is_combining_mark(c)
            || is_unseen(c) && !c.is_control()
            || stars == 0 && is_blank(c)
        {
            has_blank |= is_blank(c);
            is_plain &= behind.starts_with(' ');
        } else {
            break;
        }
        behind = &behind[length..];
    }
    // A program that formats Markdown writes `[**_ text` where it takes the stars for those of strong text.
    let is_mixed = ["[**_", "[_**"].iter().any(|sign| rest.starts_with(sign));
    if is_mixed && rest[4..].starts_with(char::is_whitespace) {
        return Some(4);
    }
    let is_open = stars > 0 && behind.chars().next().is_some_and(char::is_whitespace);
    let is_near = match bracket {
        _ if is_plain => is_open || has_blank && stars == 3,
        '(' => is_open && stars == 3,
        _ if is_round => stars == 3,
        _ => stars >= 3,
    };
    is_near.then_some(rest.len() - behind.len())
}

/// Returns the length of a bracket that holds stars alone: `[**]`, `[*****]`, `[* * *]`. So exhibits show what they omit.
///
/// `[*** ***]` is an empty region.
pub(crate) fn sign_of_stars(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let is_in = |c: &char| *c == '*' || is_blank(*c);
    let length: usize = inner.chars().take_while(is_in).map(char::len_utf8).sum();
    let mut stars = inner[..length].split(is_blank).filter(|stars| !stars.is_empty());
    let first = stars.next()?;
    let is_sign = match stars.next() {
        None => true,
        Some(second) => first == "*" && second == "*" && stars.all(|stars| stars == "*"),
    };
    (is_sign && inner[length..].starts_with(']')).then_some(length + 2)
}

/// Returns the character that a text begins with, and how long it is there: it may be a reference, `&#91;`.
fn character(text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let length = match first {
        '&' => text.bytes().skip(1).take(REFERENCE).take_while(is_in).count(),
        _ => 0,
    };
    if length > 0 && text[1 + length..].starts_with(';') {
        let name = &text[1..1 + length];
        let code = match name.strip_prefix('#') {
            None => NAMED_ENTITIES.get(&format!("{name};")).map(|(first, _)| *first),
            Some(number) => match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            },
        };
        if let Some(c) = code.and_then(char::from_u32).filter(|c| *c != '\0') {
            return Some((c, length + 2));
        }
    }
    Some((first, first.len_utf8()))
}

/// Returns a comment that a text begins with as a character that is not seen, and its length.
fn comment(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix("<!--")?;
    let within = &inner.as_bytes()[..inner.len().min(COMMENT)];
    let end = within.windows(3).position(|end| end == b"-->");
    end.map(|end| ('\u{200b}', "<!--".len() + end + "-->".len()))
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
    text.match_indices(may_begin)
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
            ("&#x0005b;*&#042;&#x02A;twelve", 23),
            ("&LeftDoubleBracket;***twelve", 22),
            ("[\u{301}*\u{301}*&zwnj;* twelve", 14),
            ("[<!-- a -->*** twelve", 14),
            ("<*** twelve", 4),
            ("<***twelve***>", 4),
            ("{***9.5***}", 4),
            ("[★★★twelve", 10),
        ] {
            assert_eq!(near_mark(text), Some(length), "{text}");
        }
        for text in [
            "[**Note 4**](#3.1)",
            "[*this*][a]",
            "(***Note*** that)",
            "(* a)",
            "(***)",
            "***[emphasis added]***",
            "[* * *] per unit",
            "[**]",
            "***a*** [b]",
            "{**9.5**}",
            "(★★★ hotels)",
            "[<!-- ***",
            "&#0;***",
            "&#x110000;***",
            "&Aacute;***",
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

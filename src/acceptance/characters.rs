//! The characters of a document: 7-bit, and references that every reader knows.
//!
//! In: the text of a file. Out: faults, one for each character that EDGAR does not take.

use std::collections::BTreeMap;
use std::ops::Range;

use super::faults::Faults;
use super::subset::{CHARACTERS, NAMES, is_accepted};
use crate::finding::codes::{EDGAR_CHARACTER, PERSONAL_DATA};

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// HTML, where a reference may stand for any character.
    Html,
    /// Plain ASCII.
    Ascii,
}

/// Checks every character of a document.
pub(super) fn check(text: &str, writing: Writing, faults: &mut Faults) {
    let mut found: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for (start, sign) in text.char_indices() {
        // A tab has no width in a text of fixed columns (EFM 5.2.1.2).
        let is_tab = sign == '\t' && writing == Writing::Ascii;
        if is_tab || !u8::try_from(u32::from(sign)).is_ok_and(is_accepted) {
            found.entry(sign).or_insert((start, 0)).1 += 1;
        }
    }
    for (sign, (start, times)) in found {
        let range = start..start + sign.len_utf8();
        let message = format!("{} is not among the characters that EDGAR takes", named(sign));
        faults.add_all(&EDGAR_CHARACTER, range, times, message, help(sign, writing));
    }
    if writing == Writing::Html {
        check_references(text, faults);
    }
}

/// Adds the fault of a byte-order mark, which is no part of the text that findings point into.
pub(super) fn check_mark(faults: &mut Faults) {
    let message = format!("{} stands before the text", named('\u{FEFF}'));
    faults.add(&EDGAR_CHARACTER, 0..0, message, "save the file as ASCII");
}

/// Checks that a text has no number of the form of a social security number.
pub(super) fn check_personal(text: &str, faults: &mut Faults) {
    for range in social_security_numbers(text) {
        faults.add(&PERSONAL_DATA, range, PERSONAL.to_owned(), PERSONAL_HELP);
    }
}

/// What is said of such a number.
pub(super) const PERSONAL: &str = "the text has a number of the form of a social security number";

/// What to do about it.
pub(super) const PERSONAL_HELP: &str = "take it out: what is on EDGAR is public for good";

/// Returns a character as a message names it: `U+2019 ’ (right single quotation mark)`.
fn named(sign: char) -> String {
    let code = format!("U+{:04X}", u32::from(sign));
    let shown = match sign {
        _ if sign.is_control() || sign.is_whitespace() || sign == '\u{FEFF}' => String::new(),
        _ => format!(" `{sign}`"),
    };
    let name = CHARACTERS.iter().find(|known| known.sign == sign);
    match name {
        Some(known) => format!("{code}{shown} ({})", known.name),
        None if sign.is_control() => format!("{code} (a control character)"),
        None => format!("{code}{shown}"),
    }
}

fn help(sign: char, writing: Writing) -> String {
    match writing {
        Writing::Html if sign == '\u{FEFF}' || sign.is_control() => "take it out".into(),
        Writing::Html => format!("write `&#{};`", u32::from(sign)),
        Writing::Ascii if sign == '\t' => "write blanks".into(),
        Writing::Ascii => match CHARACTERS.iter().find(|known| known.sign == sign) {
            Some(known) if known.ascii == Some("") => "take it out".into(),
            Some(known) if known.ascii == Some(" ") => "write a plain blank".into(),
            Some(known) => match known.ascii {
                Some(ascii) => format!("write `{ascii}`"),
                None => "write it in other words".into(),
            },
            None => "write it in letters of the English alphabet".into(),
        },
    }
}

/// Checks what stands behind each `&`.
fn check_references(text: &str, faults: &mut Faults) {
    for (start, _) in text.match_indices('&') {
        let (body, end) = reference(text, start);
        let range = start..end.max(start + 1);
        let Some(body) = body else {
            let message = "`&` begins no reference that ends with `;`".to_owned();
            faults.add(&EDGAR_CHARACTER, range, message, "write `&amp;`");
            continue;
        };
        match body.strip_prefix('#') {
            Some(number) if !is_character(number) => {
                let message = format!("`&{body};` stands for no character");
                faults.add(&EDGAR_CHARACTER, range, message, "take it out");
            }
            Some(_) => {}
            None if body == "apos" => {
                let message = "`&apos;` is no name of HTML 3.2 or 4".to_owned();
                faults.add(&EDGAR_CHARACTER, range, message, "write `&#39;`");
            }
            None if !NAMES.split_whitespace().any(|name| name == body) => {
                let message = format!("`&{body};` is no name of a character that EDGAR knows");
                faults.add(&EDGAR_CHARACTER, range, message, "write the decimal reference `&#…;`");
            }
            None => {}
        }
    }
}

/// Returns what stands between the `&` at `start` and its `;`, and the offset behind it.
fn reference(text: &str, start: usize) -> (Option<&str>, usize) {
    let rest = &text[start + 1..];
    let length = rest
        .bytes()
        .take(40)
        .enumerate()
        .take_while(|(at, byte)| byte.is_ascii_alphanumeric() || (*at == 0 && *byte == b'#'))
        .count();
    let end = start + 1 + length;
    match rest.as_bytes().get(length) {
        Some(b';') if length > 0 => (Some(&rest[..length]), end + 1),
        _ => (None, end),
    }
}

/// Says whether the number of a reference, `8217` or `x2019`, is that of a character.
fn is_character(number: &str) -> bool {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    // 128 to 159 are controls, which browsers read as signs of windows-1252.
    let control =
        |code: u32| code < 32 && !matches!(code, 9 | 10 | 13) || (127..160).contains(&code);
    code.is_ok_and(|code| !control(code) && char::from_u32(code).is_some())
}

/// Finds numbers of the form of a social security number: three digits, two and four, with hyphens.
///
/// Groups that are never given (000, 666 and 900 to 999; 00; 0000) are none.
pub(crate) fn social_security_numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut before = None;
    for (start, sign) in text.char_indices() {
        if sign.is_ascii_digit()
            && !before.is_some_and(is_joined)
            && let Some(length) = number_length(&text[start..])
        {
            found.push(start..start + length);
        }
        before = Some(sign);
    }
    found
}

fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}')
}

/// Says whether a character makes what stands beside it a part of something longer.
fn is_joined(sign: char) -> bool {
    sign.is_alphanumeric() || is_hyphen(sign)
}

/// How many blanks and line ends may stand behind a hyphen at a line's end.
const BREAK: usize = 3;

/// Returns the length in bytes of the number that a text begins with.
fn number_length(text: &str) -> Option<usize> {
    let mut signs = text.char_indices();
    let mut digits = String::with_capacity(9);
    for place in 0..11 {
        let (_, sign) = signs.next()?;
        match place {
            3 | 6 if is_hyphen(sign) => {
                // It may go on in the next line.
                let rest = signs.as_str();
                let blanks = rest.len() - rest.trim_start_matches([' ', '\n', '\r']).len();
                if (1..=BREAK).contains(&blanks) {
                    signs.nth(blanks - 1);
                }
            }
            3 | 6 => return None,
            _ if sign.is_ascii_digit() => digits.push(sign),
            _ => return None,
        }
    }
    let rest = signs.as_str();
    let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
    let is_given = area != "000" && area != "666" && !area.starts_with('9');
    let ends = !rest.starts_with(is_joined);
    (is_given && group != "00" && serial != "0000" && ends).then_some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e20_a_social_security_number_has_three_two_and_four_digits() {
        let found = |text: &str| social_security_numbers(text).len();
        assert_eq!(found("No. 123-45-6789."), 1);
        assert_eq!(found("(123\u{2011}45\u{2011}6789, 219-09-9999)"), 2);
        for other in [
            "001-09924",
            "ASC 350-20-3535-3",
            "212-555-1234",
            "000-12-3456",
            "666-12-3456",
            "912-12-3456",
            "123-00-4567",
            "123-45-0000",
            "1123-45-6789",
            "123-45-67890",
            "123-45-6789-0",
            "12-3456789",
        ] {
            assert_eq!(found(other), 0, "{other}");
        }
    }

    #[test]
    fn references_are_cut_out_whole() {
        assert_eq!(reference("a &#8217; b", 2), (Some("#8217"), 9));
        assert_eq!(reference("AT&T x", 2), (None, 4));
        assert_eq!(reference("&", 0), (None, 1));
        assert!(is_character("8217") && is_character("x2019") && is_character("94"));
        for none in ["0", "1", "146", "55296", "1114112", "", "x", "99999999999"] {
            assert!(!is_character(none), "{none}");
        }
    }
}

//! Characters that steer a text and are no part of it: pages and web pages would show it in different ways.
//!
//! In: a text as it was typed. Out: findings for the controls in it.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Findings, codes};
use crate::source::Place;
use crate::words::{counted, is_steering};

/// Says whether a character has no place in a text: controls, ends of lines that are none, signs of direction.
pub(crate) fn is_control(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{2028}' | '\u{2029}' => true,
        _ => character.is_control() || is_steering(character),
    }
}

/// Reports each control of a text at the first place where it stands; `place` gives that of bytes of the text.
pub(crate) fn refuse_in_text(
    text: &str,
    place: impl Fn(Range<usize>) -> Place,
    findings: &mut Findings,
) {
    let mut found: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for (at, character) in text.char_indices().filter(|&(_, character)| is_control(character)) {
        found.entry(character).or_insert((at, 0)).1 += 1;
    }
    for (character, (at, count)) in found {
        findings.push(finding(character, count, place(at..at + character.len_utf8())));
    }
}

/// Reports the controls in the texts of a TOML table, which stands at `place`.
pub(crate) fn refuse_in_fields(table: &DeTable<'_>, place: Place, findings: &mut Findings) {
    for value in table.values() {
        refuse_in_value(value, place, findings);
    }
}

fn refuse_in_value(value: &Spanned<DeValue<'_>>, place: Place, findings: &mut Findings) {
    match value.get_ref() {
        DeValue::String(text) => {
            let whole = place.within(value.span());
            refuse_in_text(text, |_| whole, findings);
        }
        DeValue::Array(values) => {
            values.iter().for_each(|value| refuse_in_value(value, place, findings));
        }
        DeValue::Table(table) => refuse_in_fields(table, place, findings),
        _ => {}
    }
}

fn finding(character: char, count: usize, place: Place) -> Finding {
    let times = match count {
        1 => String::new(),
        _ => format!(", {} in all", counted(count, "time")),
    };
    codes::CONTROL_CHARACTER
        .at(place)
        .says(format!("U+{:04X}, {}, stands here{times}", character as u32, what(character)))
        .help(match character {
            _ if is_steering(character) => "take it out",
            _ => "take it out, and type the blank, hyphen or new line that is meant",
        })
}

/// Returns what a control is for.
fn what(character: char) -> &'static str {
    match character {
        '\u{b}' => "a line break of a word processor",
        '\u{c}' => "a page break",
        '\u{1e}' | '\u{1f}' => "a hyphen of a word processor",
        '\u{85}' | '\u{2028}' => "a line break that Markdown does not know",
        '\u{2029}' => "a paragraph's end that Markdown does not know",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a sign that turns the direction of writing"
        }
        _ => "a control character",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn controls_are_told_once_each_and_counted() {
        let text = "a\u{b}b\u{b}c\u{202e}d\te\nf\u{a0}g\u{ad}h";
        let mut findings = Findings::default();
        let whole = Place::new(FileId(0), 0..text.len());
        refuse_in_text(text, |range| whole.within(range), &mut findings);
        let told: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        let expected = [
            "U+000B, a line break of a word processor, stands here, 2 times in all",
            "U+202E, a sign that turns the direction of writing, stands here",
        ];
        assert_eq!(told, expected);
    }
}

//! Placeholders: signs that a text or figure is to come, `TODO`, `[●]`, `___`.
//!
//! In: a text, or the fields of TOML that the letter prints. Out: where placeholders stand, and their findings.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Findings, codes};
use crate::source::Place;

/// Returns where placeholders stand in a text: TODO, TBD, `[●]`, three or more `_`, lorem ipsum.
pub fn find(text: &str) -> Vec<Range<usize>> {
    const WORDS: [&str; 4] = ["TODO", "TBD", "TBC", "FIXME"];
    const SIGNS: [&str; 4] = ["[●]", "[•]", "[ ]", "[_]"];
    let mut found = Vec::new();
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    for word in WORDS {
        for (at, _) in text.match_indices(word) {
            let end = at + word.len();
            if !is_part(text[..at].chars().next_back()) && !is_part(text[end..].chars().next()) {
                found.push(at..end);
            }
        }
    }
    for sign in SIGNS {
        found.extend(text.match_indices(sign).map(|(at, sign)| at..at + sign.len()));
    }
    let mut at = 0;
    while let Some(start) = text[at..].find("___").map(|start| at + start) {
        let end = start + text[start..].bytes().take_while(|byte| *byte == b'_').count();
        found.push(start..end);
        at = end;
    }
    let lower = text.to_ascii_lowercase();
    found.extend(lower.match_indices("lorem ipsum").map(|(at, word)| at..at + word.len()));
    found.sort_by_key(|range| range.start);
    found
}

/// The finding of a placeholder.
pub fn finding(place: Place, sign: &str) -> Finding {
    codes::PLACEHOLDER
        .at(place)
        .says(format!("the placeholder `{sign}` stands in the text"))
        .help("write what it stands for")
}

/// Reports placeholders in the `printed` fields of a table, whose text stands at `place`; a field's name has those
/// of the tables around it before it: `deferred.why`.
pub fn report_in_fields(
    table: &DeTable<'_>,
    place: Place,
    printed: &[&str],
    findings: &mut Findings,
) {
    for name in printed {
        let (first, rest) = name.split_once('.').map_or((*name, None), |(a, b)| (a, Some(b)));
        if let Some(value) = table.get(first) {
            report_in_value(first, rest, value, place, findings);
        }
    }
}

fn report_in_value(
    name: &str,
    below: Option<&str>,
    value: &Spanned<DeValue<'_>>,
    place: Place,
    findings: &mut Findings,
) {
    match (value.get_ref(), below) {
        (DeValue::String(text), None) => {
            if let Some(range) = find(text).into_iter().next() {
                let finding = finding(place.within(value.span()), &text[range.clone()]);
                findings.push(finding.says(format!(
                    "the placeholder `{}` stands in `{name}`, which the letter prints",
                    &text[range]
                )));
            }
        }
        (DeValue::Table(table), Some(below)) => {
            report_in_fields(table, place, &[below], findings);
        }
        (DeValue::Array(values), _) => {
            values.iter().for_each(|value| report_in_value(name, below, value, place, findings));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    #[test]
    fn only_fields_that_are_printed_are_looked_at() {
        let text = "[matter]\ncompany = \"TODO\"\ncik = \"TBD\"\n[letter]\ncc = [\"A\", \"B ___\"]\n\
                    signatory = { name = \"[●]\", title = \"Officer\" }\n[[enclosure]]\nname = \"TBC\"\nfile = \"TODO\"\n\
                    [[enclosure]]\nname = \"Model\"\n";
        let mut files = Files::default();
        let file = files.add("book.toml", text);
        let mut findings = Findings::default();
        crate::book::parse(files.get(file), &mut findings);
        let told = findings.iter().filter(|it| it.rule == &codes::PLACEHOLDER);
        let told: Vec<&str> =
            told.map(|it| it.place.map_or("", |place| files.text(place))).collect();
        assert_eq!(told, ["\"TODO\"", "\"[●]\"", "\"B ___\"", "\"TBC\""]);
    }
}

//! Confidential treatment against what is public anyway (17 CFR 200.83).
//!
//! In: texts that stand in every edition. Out: findings for marks in them, which would hide nothing.

use toml::de::DeValue;

use crate::finding::{Findings, codes};
use crate::regions::RULE;
use crate::source::Place;

/// The marks that open and close a region.
const MARKS: [&str; 2] = ["[***", "***]"];

/// Returns where a mark stands in a text; the sign `[***]` is none.
fn mark_in(text: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    while let Some(next) = MARKS.iter().filter_map(|mark| text[at..].find(mark)).min() {
        let start = at + next;
        if !text[start..].starts_with(crate::document::REDACTED) {
            return Some(start..start + MARKS[0].len());
        }
        at = start + crate::document::REDACTED.len();
    }
    None
}

/// Refuses marks in a text that is printed as it stands: a template, a text as filed.
pub fn refuse_in_text(text: &str, place: Place, what: &str, findings: &mut Findings) {
    if let Some(range) = mark_in(text) {
        findings.push(
            codes::CONFIDENTIAL_BUT_PUBLIC
                .at(place.within(range))
                .says(format!("{what} is marked confidential, and it is public"))
                .help("take the mark out; what is confidential stands in a response, between marks")
                .reference(RULE),
        );
    }
}

/// Refuses marks in the texts of a TOML table, which stands at `place`; `except` names a table of it in
/// which marks have a meaning.
pub fn refuse_in_fields(
    table: &toml::de::DeTable<'_>,
    place: Place,
    except: Option<&str>,
    findings: &mut Findings,
) {
    for (name, value) in table {
        if except == Some(name.get_ref().as_ref()) {
            continue;
        }
        refuse_in_value(name.get_ref(), value, place, findings);
    }
}

fn refuse_in_value(
    name: &str,
    value: &toml::Spanned<DeValue<'_>>,
    place: Place,
    findings: &mut Findings,
) {
    match value.get_ref() {
        DeValue::String(text) if mark_in(text).is_some() => {
            findings.push(
                codes::CONFIDENTIAL_BUT_PUBLIC
                    .at(place.within(value.span()))
                    .says(format!(
                        "`{name}` is marked confidential, and stands in every edition as it is"
                    ))
                    .help("take the mark out; a fact's whole value and a response's text may be marked")
                    .reference(RULE),
            );
        }
        DeValue::Array(values) => {
            values.iter().for_each(|value| refuse_in_value(name, value, place, findings));
        }
        DeValue::Table(table) => refuse_in_fields(table, place, None, findings),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_of_the_public_edition_is_no_mark() {
        assert_eq!(mark_in("a [***] b"), None);
        assert_eq!(mark_in("a [***] b [*** c ***]"), Some(10..14));
        assert_eq!(mark_in("c ***]"), Some(2..6));
    }
}

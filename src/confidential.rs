//! Confidential treatment against what is public anyway (17 CFR 200.83).
//!
//! In: texts that stand in every edition, and what of a letter is marked. Out: findings for marks that
//! would hide nothing: in public text, of text that also stands unmarked, of all of an answer.

mod elsewhere;
mod figures;

pub use elsewhere::elsewhere;
use toml::de::DeValue;

use crate::finding::{Findings, Level, codes};
use crate::project::Project;
use crate::reader::near::{near_mark_in, sign_of_stars};
use crate::regions::RULE;
use crate::response::Response;
use crate::secrets::{Share, count};
use crate::source::Place;

/// The marks that open and close a region.
const MARKS: [&str; 2] = ["[***", "***]"];

/// Returns where a mark, or what is nearly one, stands in a text; the sign `[***]` is none.
fn mark_in(text: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    while let Some(next) = MARKS.iter().filter_map(|mark| text[at..].find(mark)).min() {
        let start = at + next;
        match sign_of_stars(&text[start..]) {
            Some(length) => at = start + length,
            None => return Some(start..start + MARKS[0].len()),
        }
    }
    near_mark_in(text)
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

/// Reports answers that are marked as a whole, and a letter that is marked for more than half: the rule
/// asks that what is confidential be segregated from the rest.
pub fn over_redaction(project: &Project, findings: &mut Findings) {
    let mut letter = Share::default();
    let before = findings.count(Level::Warning);
    for response in &project.responses {
        count(&response.blocks, false, &mut letter);
        whole_answers(response, findings);
    }
    // Whole answers may be all that is marked.
    let is_told = findings.count(Level::Warning) > before;
    if letter.marked * 2 > letter.all && !is_told {
        let place =
            project.book.confidential.as_ref().map_or(project.book.place, |stated| stated.place);
        findings.push(
            codes::OVER_REDACTION
                .at(place)
                .says(format!(
                    "{} of the {} words of the responses are marked",
                    letter.marked, letter.all
                ))
                .help("mark the figures and phrases that are confidential, and leave the rest open")
                .reference(RULE),
        );
    }
}

fn whole_answers(response: &Response, findings: &mut Findings) {
    let intro = (response.place, &response.intro, None);
    let sections = response.sections.iter().map(|section| {
        (section.place, &section.blocks, section.keys.first().map(|(item, _)| item.first().clone()))
    });
    for (place, blocks, key) in std::iter::once(intro).chain(sections) {
        let mut share = Share::default();
        count(blocks, false, &mut share);
        if share.all == 0 || share.marked < share.all {
            continue;
        }
        let finding = codes::OVER_REDACTION
            .at(place)
            .says("the whole of a response is marked confidential")
            .help("mark the figures and phrases that are confidential, and leave the rest open")
            .reference(RULE);
        findings.push(match key {
            Some(key) => finding.about(&key),
            None => finding,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_of_the_public_edition_is_no_mark() {
        assert_eq!(mark_in("a [***] b [*****] c [* * *]"), None);
        assert_eq!(mark_in("a [*** ***] b"), Some(2..6));
        assert_eq!(mark_in("a [***] b [*** c ***]"), Some(10..14));
        assert_eq!(mark_in("c ***]"), Some(2..6));
        assert_eq!(mark_in("c (*** d ***)"), Some(2..6));
    }
}

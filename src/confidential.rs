//! Confidential treatment against what is public anyway (17 CFR 200.83).
//!
//! In: texts that stand in every edition, and what of a letter is marked. Out: findings for marks that
//! would hide nothing: in public text, of text that also stands unmarked, of all of an answer.

mod figures;

use std::collections::{BTreeMap, BTreeSet};

use figures::Figure;
use toml::de::DeValue;

use crate::document::REDACTED;
use crate::finding::{Findings, Level, codes};
use crate::project::Project;
use crate::reader::near::near_mark_in;
use crate::regions::RULE;
use crate::response::Response;
use crate::secrets::words::folded;
use crate::secrets::{Marked, Open, Secrets, Share, count};
use crate::source::Place;
use crate::words;

/// The shortest text that is looked for elsewhere, in characters.
const SHORTEST: usize = 4;

/// The marks that open and close a region.
const MARKS: [&str; 2] = ["[***", "***]"];

/// Returns where a mark, or what is nearly one, stands in a text; the sign `[***]` is none.
fn mark_in(text: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    while let Some(next) = MARKS.iter().filter_map(|mark| text[at..].find(mark)).min() {
        let start = at + next;
        if !text[start..].starts_with(REDACTED) {
            return Some(start..start + MARKS[0].len());
        }
        at = start + REDACTED.len();
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

/// Reports marked texts that also stand unmarked: what is public once is not confidential. `others` are the texts that
/// are marked in other rounds.
///
/// Of a longer text its figures are looked for as well: `$41,600 million` gives away a marked "fair value of $41,600
/// million".
pub fn elsewhere(secrets: &Secrets, others: &[Marked], findings: &mut Findings) {
    let own = secrets.shown().iter().map(|marked| (marked, true));
    let others = others.iter().map(|marked| (marked, false));
    let marks: Vec<(&Marked, bool)> = own.chain(others).collect();
    let mut told = BTreeSet::new();
    let mut pieces = BTreeMap::new();
    marks.iter().for_each(|(marked, _)| *pieces.entry(marked.place).or_insert(0) += 1);
    let open = Opens::of(&secrets.open);
    let mut tell = |marked: &Marked, is_own: bool, open: &Open, what: &str| {
        // Each marked text is told of a place once: what a waiver covers is seen.
        let is_new = |place: &Place| told.insert((place.file, place.start, folded(&marked.text)));
        let Some(place) = open.place.filter(is_new) else { return };
        let (rule, says, help) = match (is_own, open.is_filed) {
            (true, true) => (
                &codes::CONFIDENTIAL_BUT_PUBLIC,
                "marked confidential in a response also stands here, where it is filed",
                "mark it nowhere, or take it out here; where it means something else, say so in a waiver",
            ),
            (true, false) => (
                &codes::CONFIDENTIAL_ELSEWHERE,
                "marked confidential elsewhere stands here unmarked",
                "mark both places, or neither",
            ),
            (false, _) => (
                &codes::CONFIDENTIAL_ELSEWHERE,
                "marked confidential in another round stands here unmarked",
                "mark it here too, or take it out; where it is public by now, say so in a waiver",
            ),
        };
        findings.push(
            rule.at(place)
                .says(format!("{what} {says}"))
                .also(marked.place, "it is marked here")
                .help(help)
                .reference(RULE),
        );
    };
    for (marked, is_own) in marks {
        for open in open.with_figure_of(&marked.text) {
            tell(marked, is_own, open, "a figure that is");
        }
        let text = words::without_possessives(&marked.text);
        // Shorter texts, `12` or `no`, stand everywhere.
        if text.is_empty() || folded(&marked.text).chars().count() < SHORTEST {
            continue;
        }
        // So do single words of whole blocks: the heads of a table's columns, `Store` and `Year`.
        let is_word = text.len() == 1 && text[0].chars().all(char::is_alphabetic);
        if is_word && pieces[&marked.place] > 1 {
            continue;
        }
        // A figure is compared as one.
        if !text.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2) {
            continue;
        }
        // The name `Target` is no target.
        let name = marked.text.trim();
        let is_name = is_word && name.starts_with(char::is_uppercase);
        let shows = |open: &&Open| {
            !is_name || open.text.contains(name) || open.text.contains(&name.to_uppercase())
        };
        for open in open.with_words(&text).into_iter().filter(shows) {
            tell(marked, is_own, open, "text that is");
        }
    }
}

/// The texts that stand unmarked and have a place, ready to be looked through.
struct Opens<'s> {
    texts: Vec<&'s Open>,
    /// All their words in a row, each with its text; none parts what does not go on.
    words: Vec<Option<(String, usize)>>,
    /// Where each word stands in the row.
    at: BTreeMap<String, Vec<usize>>,
    /// The figures by what they are compared by.
    figures: BTreeMap<String, Vec<(Figure, usize)>>,
}

impl<'s> Opens<'s> {
    fn of(texts: &'s [Open]) -> Self {
        let mut opens = Self {
            texts: texts.iter().collect(),
            words: Vec::new(),
            at: BTreeMap::new(),
            figures: BTreeMap::new(),
        };
        let mut before: Option<&Open> = None;
        // An address or a picture's words stand beside a paragraph, and part it from none.
        let beside = texts.iter().enumerate().filter(|(_, open)| !open.is_running);
        let running = texts.iter().enumerate().filter(|(_, open)| open.is_running);
        for (index, open) in beside.chain(running) {
            let goes_on = before.is_some_and(|before| {
                let file = |open: &Open| open.place.map(|place| place.file);
                before.is_running && open.is_running && file(before) == file(open)
            });
            if !goes_on {
                opens.words.push(None);
            }
            before = Some(open);
            if open.place.is_none() {
                continue;
            }
            for (number, part) in open.text.split(REDACTED).enumerate() {
                if number > 0 {
                    opens.words.push(None);
                }
                let words = words::without_possessives(part).into_iter();
                opens.words.extend(words.map(|word| Some((word, index))));
            }
            for figure in figures::of(&open.text) {
                for key in figure.keys() {
                    opens.figures.entry(key).or_default().push((figure.clone(), index));
                }
            }
        }
        for (at, word) in opens.words.iter().enumerate() {
            if let Some((word, _)) = word {
                opens.at.entry(word.clone()).or_default().push(at);
            }
        }
        opens
    }

    /// Returns the texts that have one of the figures of a marked text.
    fn with_figure_of(&self, marked: &str) -> Vec<&'s Open> {
        let mut found = BTreeSet::new();
        for figure in figures::of(marked) {
            let alike = figure.keys().into_iter().filter_map(|key| self.figures.get(&key));
            let alike = alike.flatten().filter(|(open, _)| figure.is_told_by(open));
            found.extend(alike.map(|(_, index)| *index));
        }
        found.into_iter().map(|index| self.texts[index]).collect()
    }

    /// Returns the texts that have some words in a row, or begin them where several have them together: cells and
    /// items side by side.
    fn with_words(&self, words: &[String]) -> Vec<&'s Open> {
        let has_letter = |word: &&String| word.contains(char::is_alphabetic);
        // Single figures and words stand side by side by chance.
        let is_telling = words.iter().filter(has_letter).count() > 1;
        let starts = self.at.get(&words[0]).into_iter().flatten();
        let mut found = BTreeSet::new();
        for &start in starts {
            let first = self.words[start].as_ref().map(|word| word.1);
            if first.is_some_and(|first| found.contains(&first)) {
                continue;
            }
            let Some(there) = self.words.get(start..start + words.len()) else { continue };
            let is_same = there
                .iter()
                .zip(words)
                .all(|(there, word)| there.as_ref().is_some_and(|(there, _)| there == word));
            let text = |word: Option<&Option<(String, usize)>>| word?.as_ref().map(|word| word.1);
            let is_one = text(there.first()) == text(there.last());
            if is_same && (is_one || is_telling) {
                found.extend(text(there.first()));
            }
        }
        found.into_iter().map(|index| self.texts[index]).collect()
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
        assert_eq!(mark_in("a [***] b"), None);
        assert_eq!(mark_in("a [***] b [*** c ***]"), Some(10..14));
        assert_eq!(mark_in("c ***]"), Some(2..6));
        assert_eq!(mark_in("c (*** d ***)"), Some(2..6));
    }
}

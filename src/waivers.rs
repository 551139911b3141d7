//! Findings that a person answers for: the `[[waiver]]` entries of book.toml.
//!
//! In: an entry, later the findings of a run. Out: findings that carry their waiver and fail no run, and a
//! finding for each waiver that is expired or covers nothing. No waiver covers what it does not name, nor what
//! is [fixed](crate::finding::Finding::is_fixed): no word of a person answers a bullet.

use std::ops::Range;

use jiff::civil::Date;

use crate::deadline::long;
use crate::fields::{Fields, Placed, listed, nearest, toml_string};
use crate::finding::{Finding, Findings, Level, RULES, Rule, Waived, codes, rule};
use crate::key::Key;
use crate::project::Project;
use crate::words::first;

/// The most characters of the words that a waiver names: they are words, and no page.
const LONGEST: usize = 500;

/// An entry of `[[waiver]]`.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule whose findings it covers, and where its code stands.
    pub rule: Placed<&'static Rule>,
    /// The unit that the finding is about; none where it is about none.
    pub key: Option<String>,
    /// The file that the finding stands in.
    pub file: Option<String>,
    /// The words that the finding stands in, as they stand in the file.
    pub text: Option<String>,
    /// What it says.
    pub says: Waived,
}

/// Reads an entry; one that lacks a field covers nothing.
pub(crate) fn parse(fields: Fields<'_, '_>) -> Option<Waiver> {
    let finding = fields.required("finding", "\"unused-fact\"");
    let rule = finding.and_then(|finding| {
        let rule = known(&fields, &finding)?;
        Some(Placed { value: rule, place: finding.place })
    });
    let key = fields.text_or_number("key");
    let is_key_read = key.is_some() == fields.has("key");
    let key = match key.map(|key| (key.value.parse::<Key>(), key)) {
        Some((Ok(key), _)) => Some(key.to_string()),
        Some((Err(fault), typed)) => {
            fields.report(
                codes::MALFORMED_KEY
                    .at(typed.place)
                    .says(format!("`{}` is no key", typed.value))
                    .help(format!("{}, as in `\"3.7\"` or `\"1.a\"`", fault.message)),
            );
            fields.has("file");
            return None;
        }
        None => None,
    };
    let file = fields.string("file");
    let is_file_read = file.is_some() == fields.has("file");
    let needs_text = rule.as_ref().is_some_and(|rule| is_chance(rule.value));
    let text = words(&fields, needs_text);
    let is_text_read = text.is_some() == (needs_text || fields.has("text"));
    let reason = said(&fields, "reason", "\"the fact is for the next round\"");
    let by = said(&fields, "by", "\"A. Person\"");
    let until = fields.date("until");
    if fields.lacks("until") {
        fields.missing("until", "2009-03-20");
    }
    fields.finish();
    if !is_key_read || !is_file_read || !is_text_read {
        return None;
    }
    Some(Waiver {
        rule: rule?,
        key,
        file: file.map(|file| file.value),
        text,
        says: Waived { reason: reason?, by: by?, until: until?.value },
    })
}

/// Says whether a rule tells of words that may stand in a text by chance: one finding of it says nothing of the next.
fn is_chance(rule: &Rule) -> bool {
    let rules =
        [&codes::CONFIDENTIAL_BUT_PUBLIC, &codes::CONFIDENTIAL_ELSEWHERE, &codes::PLACEHOLDER];
    rules.contains(&rule)
}

/// Returns the words that an entry names, where it names some.
fn words(fields: &Fields<'_, '_>, is_needed: bool) -> Option<String> {
    const EXAMPLE: &str = "\"the target date\"";
    let text = fields.string("text");
    if is_needed && fields.lacks("text") {
        fields.missing("text", EXAMPLE);
        return None;
    }
    let text = text?;
    let length = text.value.chars().count();
    if text.value.trim().is_empty() || length > LONGEST {
        fields.report(
            codes::WRONG_TYPE
                .at(text.place)
                .says(match text.value.trim() {
                    "" => "`text` names no words".into(),
                    _ => format!("`text` has {length} characters, and {LONGEST} are the most"),
                })
                .help(format!("name the words that are meant, as in `text = {EXAMPLE}`")),
        );
        return None;
    }
    Some(text.value)
}

/// Returns a text that must be there and say something.
fn said(fields: &Fields<'_, '_>, name: &'static str, example: &str) -> Option<String> {
    let text = fields.required(name, example)?;
    if text.value.trim().is_empty() {
        fields.missing(name, example);
        return None;
    }
    Some(text.value)
}

/// Returns the rule that an entry names, where it may be waived.
fn known(fields: &Fields<'_, '_>, finding: &Placed<String>) -> Option<&'static Rule> {
    let Some(rule) = rule(&finding.value) else {
        let near = nearest(&finding.value, RULES.iter().map(|rule| rule.code));
        fields.report(
            codes::WRONG_TYPE
                .at(finding.place)
                .says(format!("no finding has the code `{}`", finding.value))
                .help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`corresp explain` lists all codes".into(),
                }),
        );
        return None;
    };
    if rule.fixed && rule != &codes::CONFIDENTIAL_BUT_PUBLIC {
        fields.report(
            codes::WRONG_TYPE
                .at(finding.place)
                .says(format!("`{}` cannot be waived", rule.code))
                .help(if rule.code.starts_with("unanswered-") || rule == &codes::EMPTY_RESPONSE {
                    "answer the unit, or put it off: `deferred = { until = 2009-03-20, why = \"…\" }`"
                } else {
                    "mend what it says, and take the waiver out"
                }),
        );
        return None;
    }
    Some(rule)
}

/// What a run looks for beyond what every run does: a waiver of something else may be of use elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sought {
    /// The day that `--as-of` names.
    pub as_of: Option<Date>,
    /// Whether responses that are not final are errors.
    pub final_only: bool,
}

/// Rules that a build breaks, beside those of EDGAR: it sets pages. `check` tells of the fonts alone.
pub const OF_BUILDS: [&str; 6] = [
    "template-error",
    "fonts-not-usable",
    "missing-glyph",
    "line-too-wide",
    "table-too-wide",
    "redaction-leak",
];

impl Sought {
    /// Says whether a run would report a rule's findings.
    fn seeks(self, rule: &Rule) -> bool {
        match rule.code {
            "due-soon" | "past-due" => self.as_of.is_some(),
            "draft-response" => self.final_only,
            code => {
                let is_of_edgar = code.starts_with("edgar-") || code.starts_with("pdf-");
                !is_of_edgar && !OF_BUILDS.contains(&code)
            }
        }
    }
}

/// Reports waivers that are expired, and those that cover nothing.
///
/// A waiver is held against the day that was named, else against the letter's own date: it has to last
/// until the letter goes out. No clock is asked.
pub fn judge(project: &Project, sought: Sought, findings: &mut Findings) {
    let Some(day) = day(project, sought.as_of) else { return };
    let mut found = Vec::new();
    for (index, waiver) in project.book.waivers.iter().enumerate() {
        if waiver.says.until < day {
            found.push(expired(waiver, sought.as_of, day));
        } else if project.book.levels.get(waiver.rule.value.code) == Some(&Level::Off)
            || (sought.seeks(waiver.rule.value)
                && !findings.iter().any(|finding| covers(project, day, index, finding)))
        {
            found.push(unused(project, day, index, findings));
        }
    }
    found.into_iter().for_each(|finding| findings.push(finding));
}

/// Marks the findings that a waiver covers.
///
/// One about several units is parted: what no waiver names stands, and is about the units that are left.
pub fn apply(project: &Project, as_of: Option<Date>, findings: &mut Findings) {
    let Some(day) = day(project, as_of) else { return };
    findings.split(|finding| {
        if finding.keys.is_empty() {
            let waived = cover(project, day, &finding, None);
            return vec![Finding { waived: waived.map(|at| says(project, at)), ..finding }];
        }
        let mut parts: Vec<(Option<usize>, Vec<String>)> = vec![(None, Vec::new())];
        for key in &finding.keys {
            let waiver = cover(project, day, &finding, Some(key));
            // Each waiver has its own reason and day.
            let part = match parts.iter().position(|(other, _)| *other == waiver) {
                Some(part) => part,
                None => {
                    parts.push((waiver, Vec::new()));
                    parts.len() - 1
                }
            };
            parts[part].1.push(key.clone());
        }
        parts.retain(|(_, keys)| !keys.is_empty());
        // What mends one part mends all of them.
        let mut fix = finding.fix.clone();
        let part = |(waiver, keys): (Option<usize>, Vec<String>)| Finding {
            keys,
            waived: waiver.map(|at| says(project, at)),
            fix: fix.take(),
            ..finding.clone()
        };
        parts.into_iter().map(part).collect()
    });
}

fn says(project: &Project, waiver: usize) -> Waived {
    project.book.waivers[waiver].says.clone()
}

/// Returns the day that waivers are held against; none where book.toml lacks the letter's date, which is an
/// error of its own.
fn day(project: &Project, as_of: Option<Date>) -> Option<Date> {
    as_of.or_else(|| project.book.letter.date.as_ref().map(|date| date.value))
}

/// Says whether a person may answer for a finding: not for a unit that is left open, nor for a mark in public text.
/// That two texts are alike by chance, a person alone can say.
fn may_be_waived(finding: &Finding) -> bool {
    let is_alike = finding.rule == &codes::CONFIDENTIAL_BUT_PUBLIC && !finding.also.is_empty();
    !finding.is_fixed || is_alike
}

/// Returns which waiver covers a finding in what it says of a unit, or of none: the first that is in force and
/// names it.
fn cover(project: &Project, day: Date, finding: &Finding, key: Option<&str>) -> Option<usize> {
    if !may_be_waived(finding) {
        return None;
    }
    let mut waivers = project.book.waivers.iter();
    waivers.position(|it| {
        it.says.until >= day && names(project, it, finding, key) && !is_vague(project, it, finding)
    })
}

/// Says whether a waiver covers a finding, or what it says of one of its units.
fn covers(project: &Project, day: Date, waiver: usize, finding: &Finding) -> bool {
    abouts(finding).any(|key| cover(project, day, finding, key) == Some(waiver))
}

/// Returns the units that a finding is about; one that is about none is about the project.
fn abouts(finding: &Finding) -> impl Iterator<Item = Option<&str>> {
    let none = finding.keys.is_empty().then_some(None);
    none.into_iter().chain(finding.keys.iter().map(|key| Some(key.as_str())))
}

/// Says whether a waiver names a finding: its code and the unit, or its file where it is about none, and the words
/// that it stands in, where it names some.
fn names(project: &Project, waiver: &Waiver, finding: &Finding, key: Option<&str>) -> bool {
    let file = finding.place.map(|place| project.files.get(place.file));
    let is_file = waiver.file.as_deref() == file.map(|file| file.path.as_str());
    let is_text = || {
        let Some(words) = &waiver.text else { return true };
        let place = finding.place.zip(file);
        place.is_some_and(|(place, file)| stand_around(words, &file.text, place.range()))
    };
    waiver.rule.value.code == finding.rule.code
        && waiver.key.as_deref() == key
        && (is_file || key.is_some() && waiver.file.is_none())
        && is_text()
}

/// Says whether the words of a waiver could mean several places of the file in which a finding stands: the words of a
/// marked text may stand there by chance once and in earnest the next time.
fn is_vague(project: &Project, waiver: &Waiver, finding: &Finding) -> bool {
    let of_marks = [&codes::CONFIDENTIAL_BUT_PUBLIC, &codes::CONFIDENTIAL_ELSEWHERE];
    let (Some(words), Some(place), true) =
        (&waiver.text, finding.place, of_marks.contains(&finding.rule))
    else {
        return false;
    };
    let words = flat(words.trim().chars(), usize::MAX);
    let text = flat(project.files.get(place.file).text.chars(), usize::MAX);
    // In book.toml the waivers have them as well.
    let others = project.book.waivers.iter().filter_map(|it| it.text.as_ref());
    let is_book = place.file == project.book.file;
    let own = others.filter(|text| is_book && text.contains(&words)).count();
    text.matches(&words).count() > 1 + own
}

/// Says whether words stand in a text so that they hold all of a range of it; blanks of any kind and number are one.
fn stand_around(words: &str, text: &str, range: Range<usize>) -> bool {
    let words = flat(words.trim().chars(), usize::MAX);
    let most = words.chars().count();
    let (Some(before), Some(within), Some(behind)) =
        (text.get(..range.start), text.get(range.clone()), text.get(range.end..))
    else {
        return false;
    };
    let before: String = flat(before.chars().rev(), most).chars().rev().collect();
    let within = flat(within.chars(), usize::MAX);
    let around = format!("{before}{within}{}", flat(behind.chars(), most));
    let (start, end) = (before.len(), before.len() + within.len());
    let mut starts = around.char_indices().map(|(at, _)| at).take_while(|at| *at <= start);
    starts.any(|at| around[at..].starts_with(&words) && at + words.len() >= end)
}

/// Returns the first `most` characters, with each run of blanks as one.
fn flat(characters: impl Iterator<Item = char>, most: usize) -> String {
    let mut was_blank = false;
    let single = characters.filter_map(|c| {
        let is_blank = c.is_whitespace();
        let is_more = is_blank && was_blank;
        was_blank = is_blank;
        (!is_more).then_some(if is_blank { ' ' } else { c })
    });
    single.take(most).collect()
}

fn expired(waiver: &Waiver, as_of: Option<Date>, day: Date) -> Finding {
    let which = if as_of.is_some() { "" } else { "the letter's date, " };
    codes::WAIVER_EXPIRED
        .at(waiver.rule.place)
        .says(format!(
            "the waiver of `{}` ended on {}, before {which}{}",
            waiver.rule.value.code,
            long(waiver.says.until),
            long(day)
        ))
        .label(format!("by {}", waiver.says.by))
        .help("mend the finding and take the waiver out, or have it waived anew")
}

fn unused(project: &Project, day: Date, index: usize, findings: &Findings) -> Finding {
    let waiver = &project.book.waivers[index];
    let code = waiver.rule.value.code;
    let finding = codes::WAIVER_UNUSED.at(waiver.rule.place);
    let is_named = |finding: &&Finding| {
        !may_be_waived(finding) && abouts(finding).any(|key| names(project, waiver, finding, key))
    };
    if findings.iter().find(is_named).is_some() {
        let about = waiver.key.as_deref().unwrap_or("a unit");
        if waiver.rule.value == &codes::CONFIDENTIAL_BUT_PUBLIC {
            return finding
                .says("a mark in text that is public hides nothing, and cannot be waived")
                .help("take the mark out, and the waiver");
        }
        return finding
            .says(format!("`{code}` leaves {about} without an answer here, and cannot be waived"))
            .help("mend what it says, and take the waiver out");
    }
    let is_vague = |it: &&Finding| {
        abouts(it).any(|key| names(project, waiver, it, key)) && is_vague(project, waiver, it)
    };
    if findings.iter().find(is_vague).is_some() {
        return finding
            .says("the words that it names stand in the file several times")
            .help("name more of the words around those that are meant, one waiver for each place");
    }
    if let Some(first) = earlier(project, day, index, findings) {
        let about = match (&waiver.key, &waiver.file) {
            (Some(key), _) => format!(" about {key}"),
            (None, Some(file)) => format!(" in {file}"),
            (None, None) => String::new(),
        };
        return finding
            .says(format!("another waiver covers the finding `{code}`{about}"))
            .also(first.rule.place, "this one")
            .help("take one of the two out");
    }
    let says = match (&waiver.key, &waiver.file) {
        (Some(key), Some(file)) => format!("no finding `{code}` about {key} stands in {file}"),
        (Some(key), None) => format!("no finding `{code}` is about {key}"),
        (None, Some(file)) => format!("no finding `{code}` without a key stands in {file}"),
        (None, None) => format!("no finding `{code}` is about the project as a whole"),
    };
    let says = match &waiver.text {
        Some(words) => format!("{says} at the words `{}`", first(words, 8)),
        None => says,
    };
    let mut names: Vec<String> = findings
        .iter()
        .filter(|it| it.rule.code == code)
        .flat_map(|it| wanted(project, it))
        .collect();
    names.sort();
    names.dedup();
    names.truncate(3);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    finding.says(says).help(match names.as_slice() {
        [] => "take the waiver out".into(),
        names => format!("take it out, or name what is meant: {}", listed(names)),
    })
}

/// Returns the waiver that covers what this one names.
fn earlier<'a>(
    project: &'a Project,
    day: Date,
    index: usize,
    findings: &Findings,
) -> Option<&'a Waiver> {
    let waiver = &project.book.waivers[index];
    // Where the rule is off, there is nothing to cover.
    if project.book.levels.get(waiver.rule.value.code) == Some(&Level::Off) {
        return None;
    }
    let named = findings.iter().flat_map(|finding| abouts(finding).map(move |key| (finding, key)));
    let mut named = named.filter(|(finding, key)| names(project, waiver, finding, *key));
    let first = named.find_map(|(finding, key)| cover(project, day, finding, key))?;
    Some(&project.book.waivers[first]).filter(|_| first != index)
}

/// Returns what a waiver of a finding has to say; of one about several units, for each of them.
fn wanted(project: &Project, finding: &Finding) -> Vec<String> {
    let file = finding.place.map(|place| project.files.get(place.file).path.as_str());
    let words = finding.place.filter(|_| is_chance(finding.rule)).map(|place| {
        let text = flat(project.files.text(place).chars(), usize::MAX);
        format!(" and text = {}", toml_string(&text))
    });
    let words = words.unwrap_or_default();
    let wanted = abouts(finding).map(|key| match (key, file) {
        (Some(key), _) => format!("key = \"{key}\"{words}"),
        (None, Some(file)) => format!("file = \"{file}\"{words}"),
        (None, None) => "no key and no file".into(),
    });
    wanted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cover_what_stands_within_them() {
        let text = "We met the target date\n  of 842 stores, and 842 more.";
        let at = |words: &str| {
            let start = text.find(words).expect("it is there");
            start..start + words.len()
        };
        let last = text.rfind("842").expect("it is there");
        for (words, range, is_covered) in [
            ("target", at("target"), true),
            ("the target date of", at("target"), true),
            (" date of  842 ", at("842"), true),
            ("842", last..last + 3, true),
            ("842 more", last..last + 3, true),
            ("842 more", at("842"), false),
            ("842 stores", last..last + 3, false),
            ("stores", at("842"), false),
            ("targe", at("target"), false),
            ("Target", at("target"), false),
            ("date of", at("date\n  of"), true),
            ("the end", last..last + 3, false),
        ] {
            assert_eq!(stand_around(words, text, range.clone()), is_covered, "{words}: {range:?}");
        }
        assert!(stand_around("aa", "aaa", 1..3));
        assert!(stand_around("é", "aé", 1..3));
    }
}

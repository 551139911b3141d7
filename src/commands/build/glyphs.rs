//! Characters that the fonts lack, for a check: nothing is set where the files have none of them.

use super::faults::{faults, files_of};
use super::templates::Read;
use super::{fonts, forbids};
use crate::coverage::Coverage;
use crate::document::compose;
use crate::finding::{Finding, Findings, codes};
use crate::layout::{self, Fonts};
use crate::project::Project;
use crate::secrets;
use crate::source::Place;

/// Reports the characters that a build would lack, and fonts that it could not use.
///
/// The characters of the files say whether there may be any. Only then the letter is laid out, as a build does:
/// what stands in a comment or in an unused fact is not printed.
pub(in crate::commands) fn check(
    project: &mut Project,
    coverage: &Coverage,
    templates: &Read,
    findings: &mut Findings,
) {
    let fonts = fonts::read(project, findings);
    if forbids(findings) || !files_of(project).any(|file| may_lack(&file.text, &fonts)) {
        return;
    }
    let mut met = Findings::default();
    let composed =
        compose::compose(project, coverage, &templates.of_letter(), !coverage.is_final(), &mut met);
    let secrets = secrets::secrets(project);
    for document in std::iter::once(&composed.letter).chain(&composed.disclosures) {
        faults(project, &secrets, &layout::lay_out(document, &fonts), &mut met);
    }
    let is_told = |finding: &Finding| finding.place.is_some_and(|place| is_no_sign(project, place));
    met.retain(|finding| finding.rule == &codes::MISSING_GLYPH && !is_told(finding));
    findings.append(met);
}

/// Says whether a place is that of what stands for no sign: findings of their own tell of bytes that are no text
/// and of private characters.
fn is_no_sign(project: &Project, place: Place) -> bool {
    let text = &project.files.get(place.file).text[place.range()];
    text.chars().all(|sign| {
        matches!(sign, char::REPLACEMENT_CHARACTER | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
    })
}

/// Says whether a text has a character that the fonts lack, or one that is written by its number or name.
fn may_lack(text: &str, fonts: &Fonts) -> bool {
    let is_reference = |rest: &str| {
        let name = rest.split_once(';').map_or("", |(name, _)| name);
        let mut signs = name.chars();
        name.len() < 40 && signs.next().is_some() && signs.all(|sign| sign.is_ascii_alphanumeric())
    };
    text.chars().any(|sign| !sign.is_ascii() && !fonts.draw(sign))
        || text.split('&').skip(1).any(is_reference)
        || text.contains("\\u")
        || text.contains("\\U")
}

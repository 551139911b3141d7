//! What of the findings can be mended with certainty, and the responses with that done.
//!
//! In: the project, its coverage and findings. Out: a [`Fix`](crate::finding::Fix) beside each finding whose
//! text can be named, and the text of a file with its fixes made, its sections in the letter's order and its
//! front matter in one form. No unit counts as answered by it but one whose key was misspelt: what is added is
//! empty.

mod edits;
mod place;
mod tidy;

pub use place::{Home, Homes, prefix, spot};

use std::collections::{BTreeMap, BTreeSet};

use crate::coverage::{Coverage, begins_with};
use crate::finding::{Finding, Findings, Fix, Level, codes};
use crate::import::Openings;
use crate::key::{self, KeyItem};
use crate::letter::Letter;
use crate::project::Project;
use crate::response::Section;
use crate::source::{FileId, Place};
use crate::words;

/// Names the exact text that mends each finding, where it is certain.
///
/// Where the staff's letter itself is in doubt, nothing is: its keys may be wrong.
pub fn name_fixes(project: &Project, coverage: &Coverage, findings: &mut Findings) {
    if is_in_doubt(project, findings) {
        return;
    }
    let sound = Sound::new(findings);
    let responses: BTreeSet<FileId> =
        project.responses.iter().map(|response| response.file).collect();
    let is_sound = |fix: &Fix| responses.contains(&fix.place.file) && sound.is(fix.place.file);
    let corrected: Vec<Option<Fix>> = findings
        .iter()
        .map(|finding| {
            let fix = key_fix(project, coverage, finding);
            fix.or_else(|| comment_fix(project, finding)).filter(is_sound)
        })
        .collect();
    let added = added(project, coverage, findings, &corrected);
    let mut index = 0;
    findings.each(|finding| {
        if finding.fix.is_none() {
            // What was typed may read as another key: its help is for that one.
            let is_meant = finding.rule == &codes::MALFORMED_KEY;
            if let Some(fix) = corrected[index].as_ref().filter(|_| is_meant) {
                let help = format!("write `{}`; `corresp check --fix` does it", fix.text);
                finding.help = Some(help);
            }
            finding.fix = corrected[index].clone().or_else(|| added.get(&index).cloned());
        }
        index += 1;
    });
    drop_second(findings);
}

/// Leaves each text one correction: of two findings about it, the first has it.
fn drop_second(findings: &mut Findings) {
    let mut taken: Vec<Place> = Vec::new();
    findings.each(|finding| {
        let place = finding.fix.as_ref().map(|fix| fix.place);
        let Some(place) = place.filter(|place| place.start < place.end) else { return };
        let meets = |other: &Place| {
            other.file == place.file && other.start < place.end && place.start < other.end
        };
        if taken.iter().any(meets) {
            finding.fix = None;
        } else {
            taken.push(place);
        }
    });
}

/// Says whether the staff's letter has an error of its own.
fn is_in_doubt(project: &Project, findings: &Findings) -> bool {
    let letter = &project.letter;
    findings.iter().any(|finding| {
        finding.level == Level::Error
            && finding.place.is_some_and(|place| place.file == letter.file)
            && unanswered_row(letter, finding).is_none()
    })
}

/// Returns the row of a finding that says that nothing answers it.
fn unanswered_row(letter: &Letter, finding: &Finding) -> Option<usize> {
    let rules = [&codes::UNANSWERED_COMMENT, &codes::UNANSWERED_BULLET, &codes::UNANSWERED_PART];
    if !rules.contains(&finding.rule) {
        return None;
    }
    letter.row(&finding.keys.first()?.parse().ok()?)
}

/// Returns the sections to be added for findings of units that nothing answers, by the finding's index.
fn added(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    corrected: &[Option<Fix>],
) -> BTreeMap<usize, Fix> {
    let letter = &project.letter;
    let mut open: Vec<(usize, usize)> = findings
        .iter()
        .enumerate()
        .filter_map(|(index, finding)| Some((unanswered_row(letter, finding)?, index)))
        .collect();
    open.sort_unstable();
    let strays: Vec<&Finding> = findings
        .iter()
        .zip(corrected)
        .filter(|(finding, fix)| fix.is_none() && is_stray(finding))
        .map(|(finding, _)| finding)
        .collect();
    let mut taken: BTreeMap<Place, usize> = BTreeMap::new();
    let mut fixes = BTreeMap::new();
    let openings = Openings::new(letter);
    let homes = Homes::new(project, coverage, findings);
    for (row, index) in open {
        // A section for the row above was meant for all below it: what is to be done with it is not certain.
        let above = letter.rows[row]
            .parent
            .filter(|&parent| coverage.rows[parent].claims().any(|claim| claim.section.is_some()));
        // A line that looks like its heading may stand above its response.
        if above.is_some() || coverage.lost_headings.contains_key(&row) {
            continue;
        }
        // Where a text of the comment has not found its unit, it may be this one's.
        let comment = letter.rows[row].key.comment_key();
        let is_of_comment = |finding: &&Finding| {
            let keys: Vec<crate::key::Key> =
                finding.keys.iter().filter_map(|key| key.parse().ok()).collect();
            keys.is_empty() || keys.iter().any(|key| key.comment_key() == comment)
        };
        if strays.iter().any(is_of_comment) {
            continue;
        }
        let Some(response) = homes.of(row) else { continue };
        let place = spot(project, response, row);
        let before = taken.entry(place).or_default();
        let key = letter.rows[row].key.to_string();
        let section = openings.section(&key, &[row]);
        fixes.insert(index, Fix { place, text: prefix(project, place, *before, &section) });
        *before += 1;
    }
    fixes
}

/// Says whether a finding is about a text whose unit is in doubt.
fn is_stray(finding: &Finding) -> bool {
    let rules = [
        &codes::UNKNOWN_KEY,
        &codes::UNKNOWN_COMMENT,
        &codes::MALFORMED_KEY,
        &codes::KEY_WORDS_MISMATCH,
        &codes::DUPLICATE_RESPONSE,
        &codes::TEXT_WITHOUT_KEY,
        &codes::OTHER_COMMENT,
        &codes::MERGE_CONFLICT,
    ];
    finding.level == Level::Error && rules.contains(&finding.rule)
}

/// Returns the correction of a key that was misspelt, where one open unit alone can have been meant.
fn key_fix(project: &Project, coverage: &Coverage, finding: &Finding) -> Option<Fix> {
    let rules = [&codes::UNKNOWN_KEY, &codes::UNKNOWN_COMMENT, &codes::MALFORMED_KEY];
    let (place, [key]) = (finding.place?, finding.keys.as_slice()) else { return None };
    if !rules.contains(&finding.rule) {
        return None;
    }
    let letter = &project.letter;
    let row = letter.row(&key.parse().ok()?)?;
    let is_open = |row: usize| letter.is_unit(row) && coverage.rows[row].first_claim().is_none();
    let response = project.responses.iter().find(|response| response.file == place.file)?;
    let section = response
        .sections
        .iter()
        .find(|section| section.place.start <= place.start && place.end <= section.place.end)?;
    let typed = project.files.text(place);
    // A heading with one key alone: of a list or range the rest would have to be read anew.
    let is_one = match section.keys.as_slice() {
        [] => section.typed.starts_with(typed),
        [(KeyItem::One(..), _)] => true,
        _ => false,
    };
    let lists = typed.contains(['\n', '–', '#']) || typed.ends_with(',') || typed.contains(", ");
    if !is_one || lists || !is_open(row) {
        return None;
    }
    let behind = words_behind(section, typed);
    let fits = !behind.is_empty() && begins_with(letter, row, &behind);
    if !behind.is_empty() && !fits {
        return None;
    }
    let near = |row: usize| strsim::damerau_levenshtein(typed, &letter.rows[row].key.to_string());
    let others = || (0..letter.rows.len()).filter(|&other| other != row && is_open(other));
    let is_near = near(row) <= 1 && others().all(|other| near(other) > 1);
    let is_it = pieces(typed) == pieces(key) || key::meant(typed).as_ref() == Some(key);
    let is_certain = is_it || is_near || (fits && behind.len() >= 3 && near(row) <= 3);
    is_certain.then(|| Fix { place, text: key.clone() })
}

/// Returns the compared words that stand in a section's heading behind what was typed as its key.
fn words_behind(section: &Section, typed: &str) -> Vec<String> {
    if section.keys.is_empty() {
        return words::compared(section.typed.strip_prefix(typed).unwrap_or_default());
    }
    let Some((behind, place)) = &section.words else { return Vec::new() };
    // Of a key with a blank in it, the words begin with the key's own end.
    let key = section.keys.first().map_or(*place, |(_, place)| *place);
    let rest = typed.len().saturating_sub((place.start - key.start) as usize);
    words::compared(behind.get(rest..).unwrap_or(behind))
}

/// Returns the letters and digits of a key in its pieces: `3(7)` has those of 3.7.
fn pieces(typed: &str) -> Vec<String> {
    typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Returns the correction of a file's comment that is not in the letter, where its sections all name one that is.
fn comment_fix(project: &Project, finding: &Finding) -> Option<Fix> {
    let place = finding.place.filter(|_| finding.rule == &codes::UNKNOWN_COMMENT)?;
    let response = project.responses.iter().find(|response| {
        response.front.comment.as_ref().is_some_and(|comment| comment.place == place)
    })?;
    let keys = response.sections.iter().flat_map(|section| &section.keys);
    let mut comments: Vec<_> = keys.map(|(item, _)| item.first().comment_key()).collect();
    comments.dedup();
    match comments.as_slice() {
        [comment] if project.letter.row(comment).is_some() => {
            Some(Fix { place, text: format!("\"{comment}\"") })
        }
        _ => None,
    }
}

/// What was done to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Its bytes as text, with the line ends and the mark that it had.
    pub text: String,
    /// What was done, in words for people.
    pub done: Vec<String>,
}

/// What can be mended in the files of a project.
pub struct Mending<'a> {
    project: &'a Project,
    sound: Sound,
    is_in_doubt: bool,
    fixes: BTreeMap<FileId, Vec<(&'a Finding, &'a Fix)>>,
}

impl<'a> Mending<'a> {
    /// Parts the fixes of the findings by their files.
    pub fn new(project: &'a Project, findings: &'a Findings) -> Self {
        let mut fixes: BTreeMap<FileId, Vec<(&Finding, &Fix)>> = BTreeMap::new();
        for finding in findings.iter() {
            if let Some(fix) = &finding.fix {
                fixes.entry(fix.place.file).or_default().push((finding, fix));
            }
        }
        let sound = Sound::new(findings);
        Self { project, sound, is_in_doubt: is_in_doubt(project, findings), fixes }
    }
}

/// Mends a file of responses: `raw` is its text as it stands on the disk.
///
/// None where there is nothing to be done with certainty.
pub fn mend(mending: &Mending<'_>, file: FileId, raw: &str) -> Option<Mended> {
    let Mending { project, sound, is_in_doubt, fixes } = mending;
    if !sound.is(file) || *is_in_doubt {
        return None;
    }
    let mut done = Vec::new();
    let mut fixes = fixes.get(&file).cloned().unwrap_or_default();
    fixes.sort_by_key(|(finding, fix)| (fix.place, finding.order.map_or(0, |order| order.start)));
    for (finding, fix) in &fixes {
        let key = finding.keys.first().cloned().unwrap_or_default();
        // What is to be marked is not shown.
        if finding.rule == &codes::MALFORMED_MARK {
            done.push("made confidential marks of the signs around a text".to_owned());
            continue;
        }
        done.push(match project.files.text(fix.place) {
            "" => format!("added a section for {key}"),
            typed if fix.text.is_empty() => format!("took `{}` out", typed.trim()),
            typed if typed.contains('\n') => "made a list of lines that begin like one".to_owned(),
            typed => format!("corrected `{typed}` to `{}`", fix.text),
        });
    }
    let all = fixes.iter().map(|(_, fix)| (fix.place.range(), fix.text.clone()));
    let mut text = edits::apply(raw, &all.collect::<Vec<_>>());
    if let Some(tidy) = tidy::front(&text) {
        text = tidy;
        done.push("brought the front matter into form".into());
    }
    if let Some(sorted) = tidy::sorted(&project.letter, &text) {
        text = sorted;
        done.push("put the sections in the letter's order".into());
    }
    (text != raw).then_some(Mended { text, done })
}

/// Returns the text of a file with texts put in at places, which are in order; all else stays.
pub fn edited(raw: &str, texts: &[(Place, String)]) -> String {
    let all: Vec<_> = texts.iter().map(|(place, text)| (place.range(), text.clone())).collect();
    edits::apply(raw, &all)
}

/// Which files were read as their authors meant them: no merge in one, its front matter whole.
pub struct Sound {
    unsound: BTreeSet<FileId>,
}

impl Sound {
    /// Looks for what was found in each file.
    fn new(findings: &Findings) -> Self {
        let faults = [
            &codes::MERGE_CONFLICT,
            &codes::MALFORMED_TOML,
            &codes::UNCLOSED_FRONT_MATTER,
            &codes::MISSING_FRONT_MATTER,
            &codes::NOT_UTF8,
            &codes::TOO_LARGE,
            &codes::TOO_DEEP,
            &codes::PRIVATE_USE_CHARACTER,
        ];
        let faulty = findings.iter().filter(|finding| faults.contains(&finding.rule));
        Self { unsound: faulty.filter_map(|finding| Some(finding.place?.file)).collect() }
    }

    fn is(&self, file: FileId) -> bool {
        !self.unsound.contains(&file)
    }
}

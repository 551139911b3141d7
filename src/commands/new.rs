//! `corresp new KEY`: the section or file that is missing, as import's starter would have it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::keys::{self, Group};
use super::output;
use super::{Failure, Verdict, check};
use crate::coverage::Coverage;
use crate::finding::{Findings, codes};
use crate::import::{self, Openings};
use crate::letter::Letter;
use crate::mend::{self, Homes};
use crate::project::{Project, reason};

/// Adds the missing section or file for a key
///
/// The section is empty: the staff's first words behind the key, and their words in quotation below it. What
/// is answered already is refused, and its file named.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp new 3.7          a section for one bullet\n  corresp new 3.7 3.9      a section for each\n  corresp new 3.4-3.6      one section for several\n  corresp new 3            a section for each bullet of comment 3 that is open"
)]
pub(super) struct New {
    /// Keys, as the staff's letter numbers them: 3.7 3.9, 3.4-3.6, 3
    #[arg(required = true, num_args = 1.., value_name = "KEY")]
    keys: Vec<String>,
}

/// A section to be added: its keys as typed, and its rows.
struct Wanted {
    typed: String,
    rows: Vec<usize>,
}

/// A file with new text.
struct Written {
    path: String,
    text: String,
    is_new: bool,
}

impl New {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let mut findings = Findings::default();
        let project = check::load(folder, &mut findings)?;
        let coverage = check::check(&project, false, &mut findings);
        let wanted = wanted(&project, &coverage, &findings, &self.keys)?;
        let mut text = String::new();
        let mut files = Vec::new();
        for batch in batches(&project, &coverage, &findings, wanted) {
            let written = match batch.home {
                Some(home) => extended(&project, home, &batch.sections)?,
                None => fresh(&project, &batch.sections, batch.comment.is_some(), &files),
            };
            text.push_str(&told(&written, &batch.sections));
            let target = project.root.join(&written.path);
            files.push((target, written.path, written.text.into_bytes()));
        }
        output::replace(&files)?;
        text.push_str("Next: write the answer below it, then `corresp check`\n");
        output::stderr(&text);
        Ok(Verdict::Good)
    }
}

/// Returns what is said of a file that is written.
fn told(written: &Written, sections: &[Wanted]) -> String {
    let headings: Vec<String> =
        sections.iter().map(|section| format!("`## {}`", section.typed)).collect();
    let (verb, to) = match (written.is_new, headings.len()) {
        (true, _) => ("Wrote", "with"),
        (false, 1) => ("Added to", "the section"),
        (false, _) => ("Added to", "the sections"),
    };
    format!("{verb} {} {to} {}\n", written.path, headings.join(", "))
}

/// Sections that go into one file.
struct Batch {
    /// The response that they are added to; none where they make a new one.
    home: Option<mend::Home>,
    /// The comment that they all answer.
    comment: Option<usize>,
    sections: Vec<Wanted>,
}

/// Parts sections by the files that they go into, each in the order of the letter.
fn batches(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    mut wanted: Vec<Wanted>,
) -> Vec<Batch> {
    wanted.sort_by_key(|section| section.rows[0]);
    let homes = Homes::new(project, coverage, findings);
    let mut batches: Vec<Batch> = Vec::new();
    for section in wanted {
        let of = |row: &usize| project.letter.rows[*row].comment;
        let first = of(&section.rows[0]);
        // One section may serve several comments, and then stands in a file that names none.
        let comment = section.rows.iter().all(|row| of(row) == first).then_some(first);
        let home = comment.and_then(|_| homes.of(section.rows[0]));
        let is_its = |batch: &Batch| match home {
            Some(_) => batch.home == home,
            None => batch.home.is_none() && comment.is_some() && batch.comment == comment,
        };
        match batches.iter_mut().find(|batch| is_its(batch)) {
            Some(batch) => batch.sections.push(section),
            None => batches.push(Batch { home, comment, sections: vec![section] }),
        }
    }
    batches
}

/// Returns the sections that are asked for; refuses what is answered, and what the letter has not.
fn wanted(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    typed: &[String],
) -> Result<Vec<Wanted>, Failure> {
    let mut all: Vec<Wanted> = Vec::new();
    let mut is_taken = vec![false; project.letter.rows.len()];
    for group in keys::read(&project.letter, typed, "corresp new")? {
        for section in sections(project, coverage, findings, group)? {
            // What was typed twice is one section.
            let count = section.rows.iter().filter(|&&row| is_taken[row]).count();
            if count == section.rows.len() {
                continue;
            }
            if count > 0 {
                return Err(Failure {
                    message: format!("`{}` names a key that was typed before", section.typed),
                    help: Some("name each key once".into()),
                });
            }
            section.rows.iter().for_each(|&row| is_taken[row] = true);
            all.push(section);
        }
    }
    Ok(all)
}

/// Returns the sections of keys that were typed as one.
fn sections(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    Group { typed, rows }: Group,
) -> Result<Vec<Wanted>, Failure> {
    let letter = &project.letter;
    let open = |row: usize| refused(project, coverage, findings, row);
    // A comment or bullet with items stands for those of them that are open.
    if let [row] = rows.as_slice()
        && letter.rows[*row].has_items
    {
        let units: Vec<usize> =
            (*row..letter.rows.len()).filter(|&unit| is_below(letter, unit, *row)).collect();
        let wanted: Vec<usize> =
            units.iter().copied().filter(|&unit| open(unit).is_none()).collect();
        if wanted.is_empty() {
            let first = units.first().and_then(|&unit| open(unit));
            return Err(first.unwrap_or_else(|| nothing_open(&letter.rows[*row].key.to_string())));
        }
        return Ok(wanted
            .into_iter()
            .map(|row| Wanted { typed: letter.rows[row].key.to_string(), rows: vec![row] })
            .collect());
    }
    if let Some(refused) = rows.iter().find_map(|&row| open(row)) {
        return Err(refused);
    }
    if let Some(&row) =
        rows.iter().find(|&&row| letter.rows[row].has_items && !letter.rows[row].own)
    {
        return Err(Failure {
            message: format!("{} has items of its own", letter.rows[row].key),
            help: Some("name the items, or that key alone".into()),
        });
    }
    Ok(vec![Wanted { typed, rows }])
}

fn nothing_open(key: &str) -> Failure {
    Failure {
        message: format!("nothing is open below {key}"),
        help: Some("`corresp status` shows what is".into()),
    }
}

/// Says whether a row is a unit that stands at or below another.
fn is_below(letter: &Letter, row: usize, top: usize) -> bool {
    let mut at = Some(row);
    while let Some(above) = at {
        if above == top {
            return letter.is_unit(row);
        }
        at = letter.rows[above].parent;
    }
    false
}

/// Says why no section is added for a row: it has one, or one was meant for it.
fn refused(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    row: usize,
) -> Option<Failure> {
    let key = project.letter.rows[row].key.to_string();
    let position = |place: crate::source::Place| {
        let file = project.files.get(place.file);
        format!("{}:{}", file.path, file.position(place.start).line)
    };
    if let Some(claim) = coverage.rows[row].first_claim() {
        let response = &project.responses[claim.response];
        let place = claim.section.map_or(response.place, |at| response.sections[at].place);
        let is_open = coverage.rows[row].status == crate::coverage::Status::Open;
        let state = if is_open { "has its section already" } else { "is answered already" };
        return Some(Failure {
            message: format!("{key} {state}, in {}", position(place)),
            help: Some("write there; each unit is answered in one place".into()),
        });
    }
    let rules = [&codes::UNANSWERED_COMMENT, &codes::UNANSWERED_BULLET, &codes::UNANSWERED_PART];
    let is_meant = findings.iter().find(|finding| {
        !rules.contains(&finding.rule)
            && finding.level == crate::finding::Level::Error
            && finding.keys.contains(&key)
            && finding.place.is_some_and(|place| {
                project.responses.iter().any(|response| response.file == place.file)
            })
    });
    let finding = is_meant?;
    let place = finding.place.map(position).unwrap_or_default();
    Some(Failure {
        message: format!("a section in {place} may be meant for {key}: {}", finding.message),
        help: Some("mend it there, or let `corresp check --fix` do what is certain".into()),
    })
}

fn text_of(openings: &Openings<'_>, section: &Wanted) -> String {
    openings.section(&section.typed, &section.rows)
}

/// Returns a file that answers the comment, with the sections added where the letter has them.
fn extended(project: &Project, home: mend::Home, wanted: &[Wanted]) -> Result<Written, Failure> {
    let response = &project.responses[home];
    let raw =
        crate::project::read(&project.root.join(&response.path)).map_err(|error| Failure {
            message: format!("{} cannot be read: {}", response.path, reason(&error)),
            help: None,
        })?;
    let raw = String::from_utf8_lossy(&raw).into_owned();
    let mut edits: Vec<(crate::source::Place, String)> = Vec::new();
    let openings = Openings::new(&project.letter);
    for section in wanted {
        let place = mend::spot(project, home, section.rows[0]);
        let before = edits.iter().filter(|(other, _)| *other == place).count();
        let text = mend::prefix(project, place, before, &text_of(&openings, section));
        edits.push((place, text));
    }
    let text = mend::edited(&raw, &edits);
    Ok(Written { path: response.path.clone(), text, is_new: false })
}

/// Returns a new file for the comment, named as import names it.
fn fresh(
    project: &Project,
    wanted: &[Wanted],
    is_one: bool,
    others: &[(PathBuf, String, Vec<u8>)],
) -> Written {
    let letter = &project.letter;
    let comment = &letter.comments[letter.rows[wanted[0].rows[0]].comment];
    let mut text = import::new_front(letter, is_one.then_some(comment));
    let openings = Openings::new(letter);
    for section in wanted {
        text.push('\n');
        text.push_str(&text_of(&openings, section));
    }
    let stem = import::file_name(comment);
    let folder = &project.round.folder;
    let path = (1..)
        .map(|count| match count {
            1 => format!("{folder}/{stem}.md"),
            count => format!("{folder}/{stem}-{count}.md"),
        })
        .find(|path| {
            let is_other = others.iter().any(|(_, other, _)| other == path);
            !is_other && !project.root.join(path).exists()
        })
        .expect("some number is free");
    Written { path, text, is_new: true }
}

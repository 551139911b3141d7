//! `corresp new KEY`: the section or file that is missing, as import's starter would have it.

use std::path::Path;

use clap::Args;

use super::output;
use super::{Failure, Verdict, check};
use crate::coverage::Coverage;
use crate::finding::{Findings, codes};
use crate::import;
use crate::key::{self, KeyItem};
use crate::letter::Letter;
use crate::mend;
use crate::project::{Project, reason};

/// Adds the missing section or file for a key
///
/// The section is empty: the staff's first words behind the key, and their words in quotation below it. What
/// is answered already is refused, and its file named.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp new 3.7          a section for one bullet\n  corresp new 3.4-3.6      one section for several\n  corresp new 3            a section for each bullet of comment 3 that is open"
)]
pub(super) struct New {
    /// The key, as the staff's letter numbers it: 3.7, 3.4-3.6, 3
    #[arg(required = true, num_args = 1..)]
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
        let typed = self.keys.join(" ");
        let wanted = wanted(&project, &coverage, &findings, &typed)?;
        // One section may serve several comments, and then stands in a file that names none.
        let comment = |row: &usize| project.letter.rows[*row].comment;
        let first = comment(&wanted[0].rows[0]);
        let is_one =
            wanted.iter().flat_map(|section| &section.rows).all(|row| comment(row) == first);
        let home = mend::home(&project, &coverage, &findings, wanted[0].rows[0]);
        let written = match home.filter(|_| is_one) {
            Some(home) => extended(&project, home, &wanted)?,
            None => fresh(&project, &wanted, is_one),
        };
        let target = project.root.join(&written.path);
        let shown = written.path.clone();
        output::replace(&[(target, shown, written.text.into_bytes())])?;
        let headings: Vec<String> =
            wanted.iter().map(|section| format!("`## {}`", section.typed)).collect();
        let (verb, to) =
            if written.is_new { ("Wrote", "with") } else { ("Added to", "the sections") };
        let to = if headings.len() == 1 && !written.is_new { "the section" } else { to };
        output::stderr(&format!(
            "{verb} {} {to} {}\nNext: write the answer below it, then `corresp check`\n",
            written.path,
            headings.join(", "),
        ));
        Ok(Verdict::Good)
    }
}

/// Returns the sections that are asked for; refuses what is answered, and what the letter has not.
fn wanted(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    typed: &str,
) -> Result<Vec<Wanted>, Failure> {
    let letter = &project.letter;
    let keys = key::keys(typed).map_err(|fault| Failure {
        message: format!("`{typed}` is no key: {}", fault.message),
        help: Some("write a key of the staff's letter: `corresp new 3.7`".into()),
    })?;
    let mut rows = Vec::new();
    for item in &keys.items {
        rows.extend(rows_of(letter, item)?);
    }
    rows.dedup();
    if keys.words < typed.len() {
        return Err(Failure {
            message: format!("`{}` stands behind the key", &typed[keys.words..]),
            help: Some("write the key alone: the first words are added to it".into()),
        });
    }
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
    Ok(vec![Wanted { typed: typed.trim().to_owned(), rows }])
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

fn rows_of(letter: &Letter, item: &KeyItem) -> Result<Vec<usize>, Failure> {
    let row = |key: &key::Key| {
        letter.row(key).ok_or_else(|| {
            let keys: Vec<String> = letter.rows.iter().map(|row| row.key.to_string()).collect();
            let near = crate::fields::nearest(&key.to_string(), keys.iter().map(String::as_str))
                .map(|near| format!("did you mean `{near}`?"));
            Failure {
                message: format!("the staff's letter has no {key}"),
                help: near.or_else(|| Some("`corresp status` lists its keys".into())),
            }
        })
    };
    match item {
        KeyItem::One(key, _) => Ok(vec![row(key)?]),
        KeyItem::Range(first, last, _) => {
            let (first, last) = (row(first)?, row(last)?);
            let parent = letter.rows[first].parent;
            Ok((first..=last).filter(|&row| letter.rows[row].parent == parent).collect())
        }
    }
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

fn text_of(letter: &Letter, section: &Wanted) -> String {
    import::section(letter, &section.typed, &section.rows)
}

/// Returns a file that answers the comment, with the sections added where the letter has them.
fn extended(project: &Project, home: mend::Home, wanted: &[Wanted]) -> Result<Written, Failure> {
    let response = &project.responses[home];
    let raw = std::fs::read(project.root.join(&response.path)).map_err(|error| Failure {
        message: format!("{} cannot be read: {}", response.path, reason(&error)),
        help: None,
    })?;
    let raw = String::from_utf8_lossy(&raw).into_owned();
    let mut edits: Vec<(crate::source::Place, String)> = Vec::new();
    for section in wanted {
        let place = mend::spot(project, home, section.rows[0]);
        let before = edits.iter().filter(|(other, _)| *other == place).count();
        let text = mend::prefix(project, place, before, &text_of(&project.letter, section));
        edits.push((place, text));
    }
    let text = mend::edited(&raw, &edits);
    Ok(Written { path: response.path.clone(), text, is_new: false })
}

/// Returns a new file for the comment, named as import names it.
fn fresh(project: &Project, wanted: &[Wanted], is_one: bool) -> Written {
    let letter = &project.letter;
    let comment = &letter.comments[letter.rows[wanted[0].rows[0]].comment];
    let mut text = import::new_front(letter, is_one.then_some(comment));
    for section in wanted {
        text.push('\n');
        text.push_str(&text_of(letter, section));
    }
    let stem = import::file_name(comment);
    let folder = &project.round.folder;
    let path = (1..)
        .map(|count| match count {
            1 => format!("{folder}/{stem}.md"),
            count => format!("{folder}/{stem}-{count}.md"),
        })
        .find(|path| !project.root.join(path).exists())
        .expect("some number is free");
    Written { path, text, is_new: true }
}

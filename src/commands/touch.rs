//! `corresp touch`: notes that a response was looked at against the staff's words as they read now.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;

use super::output::{self, Output};
use super::{Failure, Verdict, check, keys};
use crate::coverage;
use crate::finding::Findings;
use crate::import::Openings;
use crate::key::Key;
use crate::project::Project;
use crate::seen::{self, OldHeading};

/// Notes that responses were looked at against the staff's words as they read now
///
/// Writes a hash of the words of each KEY into the front matter of the response that answers it. When a
/// corrected copy of the letter changes these words, `check` reports the response as suspect-response. A
/// heading that begins as the unit did in the earlier copy is written anew, with the words as they are now.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp touch 3.7         the response to 3.7 was read again\n  corresp touch 3 3.7-3.9   the words around the bullets of 3 too\n  corresp touch --all       all responses were read again"
)]
pub(super) struct Touch {
    /// Keys of comments, bullets or parts: 3.7 3.9, or runs of them: 3.4-3.6
    #[arg(required_unless_present = "all", value_name = "KEY")]
    keys: Vec<String>,

    /// All that has a response
    #[arg(long, conflicts_with = "keys")]
    all: bool,
}

impl Touch {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let mut findings = Findings::default();
        let project = check::load(folder, &mut findings)?;
        let rows = self.rows(&project)?;
        let coverage = coverage::check(&project.letter, &project.responses, false, &mut findings);
        let hashes = seen::hashes(&project.letter);
        let mut entries: BTreeMap<usize, Vec<(Key, Option<String>)>> = BTreeMap::new();
        let mut is_answered = vec![false; project.letter.rows.len()];
        for (index, response) in project.responses.iter().enumerate() {
            let of_response = seen::rows_of(&project.letter, &coverage, index);
            for &row in rows.iter().filter(|row| of_response.contains(row)) {
                is_answered[row] = true;
                let entry = (project.letter.rows[row].key.clone(), Some(hashes[row].clone()));
                entries.entry(index).or_default().push(entry);
            }
            // Keys that the letter has no more say nothing.
            let gone =
                response.front.seen.iter().filter(|(key, _)| project.letter.row(key).is_none());
            let gone: Vec<_> =
                gone.filter(|_| self.all).map(|(key, _)| (key.clone(), None)).collect();
            if !gone.is_empty() {
                entries.entry(index).or_default().extend(gone);
            }
        }
        if let Some(&row) = rows.iter().find(|&&row| !is_answered[row] && !self.all) {
            let key = &project.letter.rows[row].key;
            return Err(Failure {
                message: format!("no response answers {key}; nothing was written"),
                help: Some(format!("add a section `## {key}` first")),
            });
        }
        let headings = seen::old_headings(&project.letter, &project.earlier, &project.responses);
        let headings: Vec<OldHeading> =
            headings.into_iter().filter(|heading| rows.contains(&heading.row)).collect();
        write(&project, &entries, &headings)?;
        Ok(Verdict::Good)
    }

    fn rows(&self, project: &Project) -> Result<Vec<usize>, Failure> {
        if self.all {
            return Ok((0..project.letter.rows.len()).collect());
        }
        let groups = keys::read(&project.letter, &self.keys, "corresp touch")?;
        let mut rows: Vec<usize> = groups.into_iter().flat_map(|group| group.rows).collect();
        rows.sort_unstable();
        rows.dedup();
        Ok(rows)
    }
}

/// Writes the entries into the front matter of their responses, into all of them or into none.
fn write(
    project: &Project,
    entries: &BTreeMap<usize, Vec<(Key, Option<String>)>>,
    headings: &[OldHeading],
) -> Result<(), Failure> {
    let mut outputs = Vec::new();
    let mut text = String::new();
    for (&index, entries) in entries {
        let response = &project.responses[index];
        let path = project.root.join(&response.path);
        let unread = |reason: String| Failure {
            message: format!("{} cannot be changed: {reason}; nothing was written", response.path),
            help: Some("its entries stand one a line below `[seen]` in the front matter".into()),
        };
        // The file as it is, not as it was read: line ends and all else stay.
        let before = crate::project::read_text(&path).map_err(|error| unread(error.to_string()))?;
        let (renewed, new) = with_headings(project, &before, index, headings);
        let after =
            seen::set(&renewed, entries).ok_or_else(|| unread("it has no front matter".into()))?;
        if !holds(&after, entries) {
            return Err(unread("its `seen` is written in another way".into()));
        }
        let keys: Vec<String> = entries.iter().map(|(key, _)| key.to_string()).collect();
        text.push_str(&format!("{}: {}\n", response.path, coverage::sentence(&keys)));
        new.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
        if after != before {
            outputs.push(Output { path: response.path.clone(), bytes: after.into_bytes() });
        }
    }
    output::write(&project.root, ".", &outputs, &[])?;
    let verb = if outputs.is_empty() { "Looked at before" } else { "Looked at" };
    output::stderr(&format!("{verb}\n{text}"));
    Ok(())
}

/// Returns a response's text with headings of old words written anew, and these lines.
fn with_headings(
    project: &Project,
    text: &str,
    response: usize,
    headings: &[OldHeading],
) -> (String, Vec<String>) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let mut new = Vec::new();
    let openings = Openings::new(&project.letter);
    for heading in headings.iter().filter(|heading| heading.response == response) {
        let file = project.files.get(heading.place.file);
        let line = file.position(heading.place.start).line;
        let old = project.files.text(heading.place);
        let Some(line) = line.checked_sub(1).and_then(|line| lines.get_mut(line)) else { continue };
        // The line is as it was read but for its end.
        let Some(at) = line.rfind(old) else { continue };
        line.replace_range(at..at + old.len(), &openings.heading_words(heading.row));
        new.push(line.trim_end().to_owned());
    }
    (lines.concat(), new)
}

/// Says whether a response's text, read again, holds the entries.
fn holds(text: &str, entries: &[(Key, Option<String>)]) -> bool {
    let mut files = crate::source::Files::default();
    let id = files.add("response.md", text);
    let mut findings = Findings::default();
    let response = crate::response::parse(files.get(id), &mut findings);
    entries.iter().all(|(key, hash)| {
        let there = response.front.seen.iter().find(|(other, _)| other == key);
        there.map(|(_, hash)| &hash.value) == hash.as_ref()
    })
}

//! The leak check of a build: from the outputs as they are to be written to findings.

use std::collections::BTreeMap;
use std::path::Path;

use super::templates::BUILT_IN;
use super::typed;
use crate::commands::Failure;
use crate::commands::output::Output;
use crate::finding::{Findings, codes};
use crate::leak::{Leak, Search};
use crate::parallel;
use crate::project::Project;
use crate::regions::RULE;
use crate::secrets::{Secrets, secrets};
use crate::source::Place;
use crate::words::counted;

/// The files that hold the complete edition: they go to the staff alone.
const COMPLETE: [&str; 2] = ["letter.pdf", "letter.html"];

/// Reads back every output that goes outside, and reports the marked texts that stand in it.
///
/// # Errors
///
/// Returns a failure where an output cannot be read: of that nothing is known.
pub(super) fn check(
    project: &Project,
    outputs: &[Output],
    findings: &mut Findings,
) -> Result<(), Failure> {
    let secrets = secrets(project);
    if secrets.marked.is_empty() {
        return Ok(());
    }
    let search = Search::new(&secrets, project);
    let outside = outputs.iter().filter(|output| !COMPLETE.contains(&output.path.as_str()));
    let outside: Vec<&Output> = outside.collect();
    let read = parallel::map(outside.len(), 1, |range| {
        let output = outside[range.start];
        search.leaks(&output.path, &output.bytes)
    });
    // What leaks, with the places where it stands: one text is one finding.
    let mut found: BTreeMap<Place, Vec<(String, Leak)>> = BTreeMap::new();
    for (output, leaks) in outside.iter().zip(read) {
        let leaks = leaks.map_err(|error| Failure {
            message: format!("{}: {error}", output.path),
            help: Some("what cannot be read back is not written".into()),
        })?;
        for leak in leaks {
            let at = format!("{}, in {}", output.path, leak.place);
            found.entry(search.marked(&leak).place).or_default().push((at, leak));
        }
    }
    for (place, at) in found {
        let others = match at.len() {
            1 => String::new(),
            count => format!(", and in {}", counted(count - 1, "other place")),
        };
        let is_whole = at.iter().any(|(_, leak)| leak.is_whole);
        let what = if is_whole { "a marked text" } else { "a part of a marked text" };
        let finding = codes::REDACTION_LEAK
            .at(place)
            .says(format!("{what} stands in {}{others}", at[0].0))
            .label("it is marked here")
            .reference(RULE);
        findings.push(match printed(project, &search, place) {
            Some(at) => finding.help(format!("take it out of {at}, or mark it nowhere")),
            None => finding
                .help("reword what shows it; if nothing of yours does, report it with the files of the round"),
        });
    }
    Ok(())
}

/// Takes away what an earlier build left that goes outside and shows text that is marked now; returns the paths.
///
/// `known` are the paths, from the folder of outputs, that builds write and this one has not. A file that cannot be
/// read back goes too: of that nothing is known.
pub(super) fn take_away(project: &Project, target: &Path, known: &[String]) -> Vec<String> {
    let secrets = secrets(project);
    let mut gone = take_away_marked(project, &secrets, target, known);
    if secrets.shown().is_empty() {
        gone.extend(take_away_editions(target, known));
    }
    gone
}

/// Takes away of some outputs of an earlier build those that go outside and show text that is marked now; returns
/// their paths. After a build that failed this is all that may be told from what is marked: a mark may be lost by
/// the fault that made it fail. Where the fault is one of marks, they count as they were typed.
pub(super) fn take_away_shown(
    project: &Project,
    findings: &Findings,
    target: &Path,
    known: &[String],
) -> Vec<String> {
    let mut gone = take_away_marked(project, &secrets(project), target, known);
    if let Some(typed) = typed::secrets(project, findings) {
        gone.extend(take_away_marked(project, &typed, target, known));
    }
    gone
}

fn take_away_marked(
    project: &Project,
    secrets: &Secrets,
    target: &Path,
    known: &[String],
) -> Vec<String> {
    let outside = known.iter().filter(|path| !COMPLETE.contains(&path.as_str()));
    let left: Vec<&String> = outside.filter(|path| target.join(path).is_file()).collect();
    if secrets.marked.is_empty() || left.is_empty() {
        return Vec::new();
    }
    let search = Search::new(secrets, project);
    let shows = |path: &str| {
        let bytes = crate::project::read(&target.join(path)).unwrap_or_default();
        search.leaks(path, &bytes).map_or(true, |leaks| !leaks.is_empty())
    };
    removed(target, left.into_iter().filter(|path| shows(path)))
}

/// Takes away what a build with two editions left where nothing is marked any more: `letter.pdf` was the complete one
/// then, and is what everyone may read now.
fn take_away_editions(target: &Path, known: &[String]) -> Vec<String> {
    let of_editions = |path: &str| path.starts_with("public/") || path.starts_with("foia-request.");
    let is_left = |path: &&String| target.join(path).is_file();
    if !known.iter().filter(is_left).any(|path| of_editions(path)) {
        return Vec::new();
    }
    let gone = known.iter().filter(is_left);
    let gone = gone.filter(|path| of_editions(path) || COMPLETE.contains(&path.as_str()));
    removed(target, gone)
}

/// Removes files of the folder of outputs; returns the paths of those that are gone.
fn removed<'a>(target: &Path, paths: impl Iterator<Item = &'a String>) -> Vec<String> {
    paths.filter(|path| std::fs::remove_file(target.join(path)).is_ok()).cloned().collect()
}

/// Returns how many of some outputs go outside.
pub(super) fn outside(outputs: &[Output]) -> usize {
    let goes = |path: &str| !COMPLETE.contains(&path) && path != "manifest.json";
    outputs.iter().filter(|output| goes(&output.path)).count()
}

/// Returns the template of the project that prints a marked text, and its line: `templates/letter.md:12`.
///
/// The line itself is not shown: reports go where the complete edition does not.
fn printed(project: &Project, search: &Search, marked: Place) -> Option<String> {
    let templates = project.files.iter().filter(|file| file.path.starts_with("templates/"));
    for file in templates.filter(|file| !file.path.ends_with(BUILT_IN)) {
        let line = file.text.lines().position(|line| {
            let leaks = search.leaks("a line", line.as_bytes()).unwrap_or_default();
            leaks.iter().any(|leak| search.marked(leak).place == marked)
        });
        if let Some(line) = line {
            return Some(format!("{}:{}", file.path, line + 1));
        }
    }
    None
}

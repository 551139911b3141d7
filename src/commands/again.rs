//! A letter that is imported again: the new copy is merged into the round that is there.
//!
//! In: the round's folder and the new copy. Out: the files to be written, and what to tell. The copy that was
//! merged away stays in the round's `_earlier` folder, with letter.md as it was.

use std::collections::BTreeSet;
use std::path::Path;

use walkdir::WalkDir;

use super::Failure;
use super::import::{another_letter, read_source};
use super::output::Output;
use crate::coverage;
use crate::digest::sha256;
use crate::finding::{Findings, codes};
use crate::import::{self, Import, merge};
use crate::key::Key;
use crate::letter::{self, Letter};
use crate::project::{self, EARLIER, reason};
use crate::response::{self, Response};
use crate::seen;
use crate::source::Files;
use crate::words::counted;

/// What an import into a round that has a letter writes and tells.
pub(super) struct Again {
    pub(super) outputs: Vec<Output>,
    /// Files that the new ones take the place of.
    pub(super) stale: Vec<String>,
    /// What the staff changed, and which responses are suspect.
    pub(super) text: String,
    /// How many places a person must decide.
    pub(super) conflicts: usize,
    /// The starter responses that nobody wrote in since the copy before: they are made anew.
    pub(super) untouched: BTreeSet<String>,
}

/// A new copy of a letter: how it reads, its bytes, and the name of its file in the round.
pub(super) struct Copy<'a> {
    pub(super) import: &'a Import,
    pub(super) bytes: &'a [u8],
    pub(super) name: &'a str,
    /// Whether the round was named on the command line.
    pub(super) is_named: bool,
}

/// Merges a new copy into the round in `target`, shown as `shown`.
///
/// None where the round has no letter with a source, or this very copy.
pub(super) fn merge(target: &Path, shown: &str, copy: &Copy<'_>) -> Result<Option<Again>, Failure> {
    let Ok(there) = crate::project::read_text(&target.join("letter.md")) else { return Ok(None) };
    let has_returns = there.contains("\r\n");
    let mine = there.replace("\r\n", "\n");
    let old = read_letter(&mine, &mut Findings::default());
    let Some(source) = &old.front.source else { return Ok(None) };
    let name = source.file.value.as_str();
    if name.contains(['/', '\\']) || name.starts_with('.') {
        return Ok(None);
    }
    let bytes = match crate::project::read(&target.join(name)) {
        Ok(bytes) if bytes == copy.bytes => return Ok(None),
        Ok(bytes) => bytes,
        Err(error) => {
            return Err(Failure {
                message: format!(
                    "{shown}/{name} cannot be read: {}; nothing was written",
                    reason(&error)
                ),
                help: Some(
                    "the new copy is compared with it: put the letter as received back".into(),
                ),
            });
        }
    };
    let hash = sha256(&bytes);
    if source.sha256.as_ref().is_some_and(|stated| !stated.value.eq_ignore_ascii_case(&hash)) {
        return Err(Failure {
            message: format!(
                "{shown}/{name} is not the file that was imported; nothing was written"
            ),
            help: Some("put the letter as received back, then import the new copy".into()),
        });
    }
    let (_, base) = read_source(&bytes, name);
    if !merge::is_same_letter(&base.body, &copy.import.body) {
        return Err(another_letter(&format!("{shown}/{name}"), copy.is_named));
    }
    let theirs = merge::letter_md(copy.import, copy.name, &sha256(copy.bytes));
    let merged = merge::merge(&merge::letter_md(&base, name, &hash), &mine, &theirs);
    let new = merged_letter(&mine, &merged, shown)?;
    let mut text = told(&base, copy.import);
    let kept = format!("{EARLIER}/{}", &hash[..8]);
    let mut outputs = vec![
        Output { path: format!("{kept}/letter.md"), bytes: there.into_bytes() },
        Output { path: format!("{kept}/{name}"), bytes },
        Output { path: copy.name.to_owned(), bytes: copy.bytes.to_vec() },
    ];
    let whole = if has_returns { merged.text.replace('\n', "\r\n") } else { merged.text.clone() };
    outputs.push(Output { path: "letter.md".into(), bytes: whole.into_bytes() });
    let untouched = if merged.conflicts == 0 { untouched(target, &base) } else { BTreeSet::new() };
    outputs.extend(suspects(target, &old, &new, merged.conflicts, &untouched, &mut text)?);
    if merged.conflicts > 0 {
        text.push_str(&format!(
            "{} could not be merged, for letter.md has other words there than either copy: look for `<<<<<<<`\n",
            counted(merged.conflicts, "place")
        ));
    }
    let mut stale = if name == copy.name { Vec::new() } else { vec![name.to_owned()] };
    // A starter of a comment that has another name or none in the new copy.
    let names: BTreeSet<String> = import::starters(&copy.import.letter).into_keys().collect();
    stale.extend(untouched.difference(&names).cloned());
    Ok(Some(Again { outputs, stale, text, conflicts: merged.conflicts, untouched }))
}

/// Returns the starter responses in a round that are as the import of `base` wrote them.
fn untouched(target: &Path, base: &Import) -> BTreeSet<String> {
    let starters = import::starters(&base.letter).into_iter();
    let is_same = |name: &str, bytes: &[u8]| {
        crate::project::read(&target.join(name)).is_ok_and(|there| there == bytes)
    };
    starters.filter(|(name, bytes)| is_same(name, bytes)).map(|(name, _)| name).collect()
}

fn read_letter(text: &str, findings: &mut Findings) -> Letter {
    let mut files = Files::default();
    let id = files.add("letter.md", text);
    letter::parse(files.get(id), findings)
}

/// Reads the merged letter; one whose front matter cannot be read any more is not written.
fn merged_letter(mine: &str, merged: &merge::Merged, shown: &str) -> Result<Letter, Failure> {
    let (mut before, mut after) = (Findings::default(), Findings::default());
    read_letter(mine, &mut before);
    let letter = read_letter(&merged.text, &mut after);
    for rule in
        [&codes::MALFORMED_TOML, &codes::MISSING_FRONT_MATTER, &codes::UNCLOSED_FRONT_MATTER]
    {
        if after.has(rule) && !before.has(rule) && merged.conflicts == 0 {
            return Err(Failure {
                message: format!("the front matter of {shown}/letter.md cannot be merged; nothing was written"),
                help: Some("take what you added to its `furniture`, `[[mended]]` and `[[restart]]` out, import, and put it back".into()),
            });
        }
    }
    Ok(letter)
}

/// Returns what the staff changed between the copies.
fn told(base: &Import, new: &Import) -> String {
    let changes = merge::changes(base, new);
    if changes.is_empty() {
        return "The words of both copies are the same.\n".into();
    }
    let mut text = String::from("The copies differ in these lines:\n");
    for line in changes {
        let options = textwrap::Options::new(super::output::width())
            .initial_indent("  ")
            .subsequent_indent("    ");
        text.push_str(&textwrap::fill(&line, options));
        text.push('\n');
    }
    text
}

/// Notes in responses whose words of the staff changed which words they were written to, and tells of them.
fn suspects(
    target: &Path,
    old: &Letter,
    new: &Letter,
    conflicts: usize,
    untouched: &BTreeSet<String>,
    text: &mut String,
) -> Result<Vec<Output>, Failure> {
    let (paths, responses) = responses(target)?;
    let coverage = coverage::check(old, &responses, false, &mut Findings::default());
    let (was, now) = (seen::hashes(old), seen::hashes(new));
    let mut outputs = Vec::new();
    for (index, response) in responses.iter().enumerate() {
        if untouched.contains(&paths[index]) {
            continue;
        }
        let mut entries: Vec<(Key, Option<String>)> = Vec::new();
        let mut changed = Vec::new();
        for row in seen::rows_of(old, &coverage, index) {
            let key = &old.rows[row].key;
            let is_same = new.row(key).is_some_and(|row_now| now[row_now] == was[row]);
            if !is_same {
                changed.push(key.to_string());
            }
            let is_noted = response.front.seen.iter().any(|(other, _)| other == key);
            // What a person decides in a conflict may be other words too.
            if (!is_same || conflicts > 0) && !is_noted {
                entries.push((key.clone(), Some(was[row].clone())));
            }
        }
        if !changed.is_empty() {
            let keys = coverage::sentence(&changed);
            text.push_str(&format!(
                "{} answers other words at {keys}: read it, then `corresp touch`\n",
                response.path
            ));
        }
        if entries.is_empty() {
            continue;
        }
        let path = target.join(&paths[index]);
        let unread = |reason: String| Failure {
            message: format!("{} cannot be read: {reason}; nothing was written", response.path),
            help: None,
        };
        let there = crate::project::read_text(&path).map_err(|error| unread(reason(&error)))?;
        if let Some(after) = seen::set(&there, &entries) {
            outputs.push(Output { path: paths[index].clone(), bytes: after.into_bytes() });
        }
    }
    Ok(outputs)
}

/// Reads the responses of a round, each with its path from the round's folder.
fn responses(target: &Path) -> Result<(Vec<String>, Vec<Response>), Failure> {
    let mut paths = Vec::new();
    let mut read = Vec::new();
    let mut files = Files::default();
    let walk = WalkDir::new(target).follow_links(false).max_depth(12).sort_by_file_name();
    let walk = walk.into_iter().filter_entry(|entry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with(['_', '.'])
    });
    for entry in walk {
        let entry = entry.map_err(|error| Failure {
            message: format!("{} cannot be read: {error}", target.display()),
            help: None,
        })?;
        let path = entry.path().strip_prefix(target).unwrap_or(entry.path());
        let names: Vec<String> =
            path.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let is_response = entry.file_type().is_file()
            && project::stem(&entry.file_name().to_string_lossy()).is_some()
            && names.first().is_some_and(|first| first != "letter.md" && first != "disclosures");
        if !is_response {
            continue;
        }
        let Ok(text) = crate::project::read_text(entry.path()) else { continue };
        let path = names.join("/");
        let id = files.add(path.clone(), &text);
        read.push(response::parse(files.get(id), &mut Findings::default()));
        paths.push(path);
    }
    Ok((paths, read))
}

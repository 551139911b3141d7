//! What `--fix` does to damaged projects: nothing but what is certain, and nothing twice.

use std::collections::BTreeMap;
use std::fs;

use corresp::commands::check::{check, settle};
use corresp::finding::{Finding, Findings};
use corresp::mend::{Mending, mend};
use corresp::project::{self, Project};

use crate::book::{Bench, Book, Mutant};
use crate::mutants;

/// A damaged project as it was read.
struct Read {
    project: Project,
    findings: Findings,
    /// The keys of the units that nothing answers.
    open: Vec<String>,
}

fn read(bench: &Bench<'_>) -> Option<Read> {
    let mut findings = Findings::default();
    let project = project::load(bench.root(), &mut findings).ok()?;
    let coverage = check(&project, false, &mut findings);
    settle(&project, None, &mut findings);
    let rows = project.letter.rows.iter().zip(&coverage.rows);
    let open = rows
        .filter(|(row, state)| {
            // A row with items shows the worst of theirs: whether its own section is empty, a finding says.
            let is_empty = || {
                findings.iter().any(|finding| {
                    ["empty-response", "placeholder"].contains(&finding.rule.code)
                        && finding.keys.contains(&row.key.to_string())
                })
            };
            match row.has_items {
                true => state.is_unit && (state.claim.is_none() || is_empty()),
                false => state.status.word() == "open",
            }
        })
        .map(|(row, _)| row.key.to_string())
        .collect();
    Some(Read { project, findings, open })
}

/// Mends all responses; returns each path with its text before and behind.
fn mended(bench: &Bench<'_>, read: &Read) -> Vec<(String, String, String)> {
    let mut changed = Vec::new();
    let mending = Mending::new(&read.project, &read.findings);
    for response in &read.project.responses {
        let path = bench.root().join(&response.path);
        let Ok(raw) = fs::read_to_string(&path) else { continue };
        if let Some(mended) = mend(&mending, response.file, &raw) {
            changed.push((response.path.clone(), raw, mended.text));
        }
    }
    changed
}

/// Says whether a finding's fix corrects a key that was typed.
fn corrects(read: &Read, finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| !read.project.files.text(fix.place).is_empty())
}

/// Mends a damaged project and says what went wrong; adds to the counts what was done.
fn fault(bench: &Bench<'_>, mutant: &Mutant, counts: &mut [usize; 2]) -> Option<String> {
    let before = read(bench)?;
    let changed = mended(bench, &before);
    let corrected: Vec<&String> = before
        .findings
        .iter()
        .filter(|finding| corrects(&before, finding))
        .flat_map(|finding| &finding.keys)
        .collect();
    let fixes = before.findings.iter().filter(|finding| finding.fix.is_some()).count();
    counts[0] += corrected.len();
    counts[1] += fixes.saturating_sub(corrected.len());
    for (path, raw, text) in &changed {
        let is_kept = kept(raw, text);
        fs::write(bench.root().join(path), text).expect("written");
        if let Err(line) = is_kept {
            return Some(format!("{}: {path} lost {line:?}", mutant.name));
        }
    }
    if changed.is_empty() {
        return None;
    }
    let after = read(bench)?;
    let filled: Vec<&String> = before.open.iter().filter(|key| !after.open.contains(key)).collect();
    if let Some(key) = filled.iter().find(|key| !corrected.contains(key)) {
        return Some(format!("{}: {key} was open and is not", mutant.name));
    }
    let again = mended(bench, &after);
    let restored = changed.iter().map(|(path, raw, _)| (path, raw));
    let first_again = again.first().map(|(path, _, text)| format!("{path}\n{text}"));
    for (path, raw) in restored {
        fs::write(bench.root().join(path), raw).expect("written");
    }
    first_again.map(|text| format!("{}: mended twice: {text}", mutant.name))
}

/// Holds that a file keeps its mark, its line ends and all its lines but those that a fix names: a heading, and
/// a line of the front matter.
fn kept(raw: &str, text: &str) -> Result<(), String> {
    if raw.starts_with('\u{feff}') != text.starts_with('\u{feff}') {
        return Err("the byte-order mark".into());
    }
    if raw.contains("\r\n") && text.matches('\n').count() != text.matches("\r\n").count() {
        return Err("a line end".into());
    }
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for line in text.split_inclusive('\n') {
        *lines.entry(line.trim_end_matches(['\r', '\n'])).or_default() += 1;
    }
    let mut in_front = false;
    for line in raw.split_inclusive('\n') {
        let line = line.trim_end_matches(['\r', '\n']);
        in_front ^= line.trim_start_matches('\u{feff}') == "+++";
        match lines.get_mut(line) {
            Some(count) if *count > 0 => *count -= 1,
            _ if line.starts_with("##") || in_front || line.trim().is_empty() => {}
            _ => return Err(line.to_owned()),
        }
    }
    Ok(())
}

#[test]
fn a_fix_answers_nothing_loses_nothing_and_is_made_once() {
    let mut counts = [0, 0];
    for name in crate::BOOKS {
        let book = Book::named(name);
        let mut bench = Bench::new(&book);
        let mutants = mutants(&book);
        let faults: Vec<String> = mutants
            .iter()
            .step_by(2)
            .filter_map(|mutant| bench.damaged(mutant, |bench| fault(bench, mutant, &mut counts)))
            .collect();
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
    let [corrected, added] = counts;
    println!("{corrected} keys corrected, {added} sections added");
    assert!(corrected >= 30 && added >= 15, "{corrected} keys corrected, {added} sections added");
}

#[test]
fn the_undamaged_are_left_as_they_are() {
    for name in crate::BOOKS {
        let book = Book::named(name);
        let bench = Bench::new(&book);
        let read = read(&bench).expect("it can be read");
        for (path, raw, text) in mended(&bench, &read) {
            // Its author put 1.4 before 1.3, and typed a number for the comment's key.
            let is_known = path.ends_with("revenue/price.md")
                || path.ends_with("02-table.md")
                || path.ends_with("stores.md");
            assert!(is_known, "{path}:\n{text}\nwas\n{raw}");
        }
    }
}

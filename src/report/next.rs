//! The next step: what to type after a command, so that nobody has to look it up.
//!
//! In: a project, its coverage and what was found. Out: one line, `Next: …`.

use crate::coverage::{Coverage, Status};
use crate::finding::{Findings, Level, codes};
use crate::project::Project;

/// Columns of a terminal.
const WIDTH: usize = 80;

/// Returns the next step on the way to a letter that can be sent, as lines of a terminal.
pub fn step(project: &Project, coverage: &Coverage, findings: &Findings) -> String {
    let open = (0..coverage.rows.len())
        .find(|&row| coverage.rows[row].is_unit && coverage.rows[row].status == Status::Open);
    let draft = coverage.drafts.iter().min_by_key(|(_, rows)| rows.first());
    let step = match (open, draft) {
        (Some(open), _) => match meant(project, coverage, findings, open) {
            Some(step) => step,
            None => answer(project, coverage, open),
        },
        (None, _) if findings.count(Level::Error) > 0 => {
            "mend the errors, then `corresp build`".to_owned()
        }
        (None, Some((&draft, _))) => format!(
            "when it has been read over, `status = \"final\"` in {}; then `corresp check --final`",
            project.responses[draft].path
        ),
        (None, None) => match suspect(findings) {
            Some(step) => step,
            None => "`corresp build --final` writes the letter for the staff".to_owned(),
        },
    };
    wrapped(&format!("Next: {step}"))
}

/// Returns what to look at where the staff's words changed under a response.
fn suspect(findings: &Findings) -> Option<String> {
    let mut all = findings.standing().filter(|it| it.rule == &codes::SUSPECT_RESPONSE);
    let key = all.next()?.keys.first()?.clone();
    let more = if all.next().is_some() { ", and so with the others" } else { "" };
    Some(format!("read the response to {key} again, then `corresp touch {key}`{more}"))
}

/// Returns what to mend where a section may be meant for a unit, and is not read as its answer.
fn meant(
    project: &Project,
    coverage: &Coverage,
    findings: &Findings,
    row: usize,
) -> Option<String> {
    let key = project.letter.rows[row].key.to_string();
    let rules = [
        &codes::UNKNOWN_KEY,
        &codes::UNKNOWN_COMMENT,
        &codes::MALFORMED_KEY,
        &codes::KEY_WORDS_MISMATCH,
        &codes::MERGE_CONFLICT,
    ];
    let mut about = findings.standing().filter(|finding| {
        rules.contains(&finding.rule) && finding.keys.first().is_some_and(|about| *about == key)
    });
    let place = match about.next() {
        Some(finding) => finding.place?,
        None => *coverage.lost_headings.get(&row)?,
    };
    let file = project.files.get(place.file);
    let line = file.position(place.start).line;
    Some(format!("mend {}:{line}, where {key} may be answered", file.path))
}

/// Returns how to answer a unit that nothing answers.
fn answer(project: &Project, coverage: &Coverage, row: usize) -> String {
    let key = &project.letter.rows[row].key;
    if let Some(file) = file(project, coverage, row) {
        return format!("answer {key} in {file}");
    }
    // Where nothing names the unit, a neighbour's file is the place for it.
    let comment = project.letter.rows[row].comment;
    let neighbours = (0..coverage.rows.len()).filter(|&other| {
        project.letter.rows[other].comment == comment
            && coverage.rows[other].first_claim().is_some()
    });
    let near = neighbours.min_by_key(|other| other.abs_diff(row));
    match near.and_then(|near| file(project, coverage, near)) {
        Some(file) => format!("answer {key}, in a section `## {key}` of {file}"),
        None => {
            let comment = key.comment_key();
            format!("`corresp new {comment}` adds a file for comment {comment}; answer {key} in it")
        }
    }
}

/// Returns the path of the file that answers a unit.
fn file<'a>(project: &'a Project, coverage: &Coverage, row: usize) -> Option<&'a str> {
    let claim = coverage.rows[row].first_claim()?;
    Some(&project.responses[claim.response].path)
}

/// Breaks a line at a blank where it is wider than a terminal; what is to be typed stays in one piece.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    let mut is_code = false;
    for word in text.split(' ') {
        let length = word.chars().count();
        if is_code || width == 0 || width + 1 + length <= WIDTH {
            out.push_str(if width == 0 { "" } else { " " });
            width += usize::from(width > 0) + length;
        } else {
            out.push_str("\n  ");
            width = 2 + length;
        }
        out.push_str(word);
        is_code ^= word.matches('`').count() % 2 == 1;
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_typed_stays_in_one_piece() {
        let text = format!("Next: {} then `corresp check --final` and so on", "word ".repeat(13));
        assert!(wrapped(&text).contains("`corresp check --final`"), "{}", wrapped(&text));
        assert!(wrapped(&text).lines().all(|line| line.len() <= WIDTH + 20));
        assert_eq!(wrapped("Next: this"), "Next: this\n");
    }
}

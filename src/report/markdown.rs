//! The report as the text of a pull request's comment: `check --format markdown`.
//!
//! In: an [`Outcome`]. Out: Markdown as GitHub and GitLab read it. Words of files are escaped: they neither
//! mark up the comment nor call anyone's name.

use std::collections::BTreeMap;

use super::{Outcome, contents, letter_date, shares};
use crate::coverage::Status;
use crate::finding::Level;
use crate::since::{Change, Since};
use crate::words;

/// How many findings are told; a comment may not grow without end.
const MOST: usize = 50;

/// Returns the text of a comment.
pub fn render(outcome: &Outcome<'_>) -> String {
    let totals = &outcome.coverage.totals;
    let mut text = format!(
        "### Response to the staff's letter of {}\n\n{}: {}.\n\n",
        escaped(&letter_date(outcome.project)),
        contents(totals),
        shares(totals)
    );
    text.push_str(&table(outcome));
    if let Some(since) = outcome.since {
        text.push_str(&changes(since));
    }
    text.push_str(&open(outcome));
    text.push_str(&findings(outcome));
    text
}

/// Returns a row for each comment: how many of its units are where.
fn table(outcome: &Outcome<'_>) -> String {
    let letter = &outcome.project.letter;
    let mut text = String::from(
        "| comment | units | answered | draft | deferred | elsewhere | open |\n|:--|--:|--:|--:|--:|--:|--:|\n",
    );
    for (index, comment) in letter.comments.iter().enumerate() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let rows = (0..letter.rows.len()).filter(|&row| letter.rows[row].comment == index);
        let units: Vec<usize> = rows.filter(|&row| outcome.coverage.rows[row].is_unit).collect();
        for &row in &units {
            *counts.entry(own_status(outcome, row).word()).or_default() += 1;
        }
        let count = |word: &str| match counts.get(word) {
            Some(count) => count.to_string(),
            None => String::new(),
        };
        let heading = comment
            .headings
            .last()
            .map_or_else(String::new, |heading| format!(" {}", escaped(&words::first(heading, 8))));
        text.push_str(&format!(
            "| **{}**{heading} | {} | {} | {} | {} | {} | {} |\n",
            comment.key,
            units.len(),
            count("answered"),
            count("draft"),
            count("deferred"),
            count("elsewhere"),
            count("open")
        ));
    }
    text
}

/// Returns the status of a unit's own answer: a row with items shows the worst of theirs.
fn own_status<'a>(outcome: &'a Outcome<'_>, row: usize) -> &'a Status {
    let state = &outcome.coverage.rows[row];
    let has_items = outcome.project.letter.rows[row].has_items;
    if has_items && state.first_claim().is_none() { &Status::Open } else { &state.status }
}

/// Returns what this branch did.
fn changes(since: &Since) -> String {
    let commit = since.commit.get(..10).unwrap_or(&since.commit);
    let mut text = format!("\n#### Since {} ({commit})\n\n", escaped(&since.revision));
    for change in Change::ALL {
        let keys: Vec<&str> = since
            .units
            .iter()
            .filter(|unit| unit.change == change)
            .map(|unit| unit.key.as_str())
            .collect();
        if !keys.is_empty() {
            text.push_str(&format!("- **{}**: {}\n", change.word(), keys.join(", ")));
        }
    }
    for change in &since.letter {
        text.push_str(&format!("- staff's letter: {} {}\n", change.key, change.kind.word()));
    }
    if since.units.is_empty() && since.letter.is_empty() {
        text.push_str("Nothing changed, and nothing is open.\n");
    }
    text
}

/// Returns what is open or a draft, by who owes it.
fn open(outcome: &Outcome<'_>) -> String {
    let project = outcome.project;
    let mut owed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (row, unit) in project.letter.rows.iter().enumerate() {
        let state = &outcome.coverage.rows[row];
        let status = own_status(outcome, row);
        if !state.is_unit || !matches!(status, Status::Open | Status::Draft) {
            continue;
        }
        let of_claim = state.first_claim().map(|claim| &project.responses[claim.response]);
        let of_comment = project.responses.iter().find(|response| {
            let comment = response.front.comment.as_ref();
            comment.is_some_and(|comment| comment.value == unit.key.comment_key())
        });
        let owner = of_claim.or(of_comment).and_then(|response| response.front.owner.clone());
        let note = if *status == Status::Draft { " (draft)" } else { "" };
        owed.entry(owner.unwrap_or_default()).or_default().push(format!("{}{note}", unit.key));
    }
    if owed.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n#### Open\n\n");
    for (owner, keys) in owed {
        let owner = if owner.is_empty() { "nobody named".to_owned() } else { escaped(&owner) };
        text.push_str(&format!("- {owner}: {}\n", keys.join(", ")));
    }
    text
}

fn findings(outcome: &Outcome<'_>) -> String {
    if outcome.findings.is_empty() {
        return "\nNo findings.\n".to_owned();
    }
    let mut text = String::from("\n#### Findings\n\n");
    for finding in outcome.findings.iter().take(MOST) {
        let place = finding.place.map(|place| {
            let file = outcome.project.files.get(place.file);
            format!(" — {}:{}", escaped(&file.path), file.position(place.start).line)
        });
        let level = match finding.level {
            Level::Error => "**error**",
            level => level.word(),
        };
        text.push_str(&format!(
            "- {level} `{}`: {}{}\n",
            finding.rule.code,
            escaped(&finding.message),
            place.unwrap_or_default()
        ));
    }
    if outcome.findings.len() > MOST {
        let more = words::counted(outcome.findings.len() - MOST, "more finding");
        text.push_str(&format!("- and {more}\n"));
    }
    text
}

/// Returns words so that Markdown prints them as they are, in one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => out.push(' '),
            // A name behind `@` would be called, a number behind `#` linked.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_files_mark_nothing_up() {
        assert_eq!(
            escaped("@all see #7 <b>|`x`\n[y](z)"),
            "&#64;all see &#35;7 &lt;b&gt;\\|\\`x\\` \\[y\\]\\(z\\)"
        );
    }
}

//! The summary of a job: what GitHub shows above the log of `check --format github`.
//!
//! In: an [`Outcome`]. Out: Markdown with the coverage of each comment, the days left, what the branch did and the
//! findings.

use super::json::{self, Item, State};
use super::{Outcome, concealed, contents, due, letter_date, shares, waiver};
use crate::finding::Level;
use crate::report::human;
use crate::since::{Change, Since};

/// How many findings are listed: GitHub takes no more than one MiB, and people fewer.
const SHOWN: usize = 200;

/// Returns the summary.
pub fn render(outcome: &Outcome<'_>) -> String {
    with(outcome, &outcome.since.map(changes).unwrap_or_default())
}

/// Returns the summary, with more text between the coverage and the findings.
pub(super) fn with(outcome: &Outcome<'_>, between: &str) -> String {
    let totals = &outcome.coverage.totals;
    let date = letter_date(outcome.project);
    let mut text = format!("## Staff letter of {}: {}\n\n", escape(&date), contents(totals));
    text.push_str(&format!("**{}**", shares(totals)));
    if let Some(due) = due(outcome.project, outcome.as_of) {
        text.push_str(&format!(", {due}"));
    }
    text.push_str(".\n");
    text.push_str(&coverage(outcome));
    text.push_str(between);
    text.push_str(&findings(outcome));
    text
}

/// Returns what this branch did.
pub(super) fn changes(since: &Since) -> String {
    let commit = since.commit.get(..10).unwrap_or(&since.commit);
    let mut text = format!("\n### Since {} ({commit})\n\n", escape(&since.revision));
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
    for change in &since.disclosures {
        let name = escape(&concealed::shown(&change.name));
        text.push_str(&format!("- proposed disclosure: {name} {}\n", change.kind.word()));
    }
    if since.is_empty() {
        text.push_str("Nothing changed, and nothing is open.\n");
    }
    text
}

/// Returns a row a comment: how many of its units stand how, and which are not answered.
fn coverage(outcome: &Outcome<'_>) -> String {
    let report = json::report(outcome);
    if report.comments.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "\n| comment | units | answered | draft | deferred | elsewhere | open | to be done |\n\
         |---|--:|--:|--:|--:|--:|--:|---|\n",
    );
    for (index, comment) in report.comments.iter().enumerate() {
        let rows = &outcome.project.letter.rows;
        let units: Vec<_> =
            report.units.iter().filter(|unit| rows[unit.row].comment == index).collect();
        let count = |status: State| match units.iter().filter(|it| it.status == status).count() {
            0 => String::new(),
            count => count.to_string(),
        };
        let undone = units.iter().filter_map(|unit| match unit.status {
            State::Open => Some(format!("{} open", unit.key)),
            State::Draft => Some(format!("{} draft", unit.key)),
            State::Deferred | State::Elsewhere | State::Answered => None,
        });
        let undone: Vec<String> = undone.collect();
        text.push_str(&format!(
            "| **{}** | {} | {} | {} | {} | {} | {} | {} |\n",
            comment.key,
            units.len(),
            count(State::Answered),
            count(State::Draft),
            count(State::Deferred),
            count(State::Elsewhere),
            count(State::Open),
            undone.join(", ")
        ));
    }
    text
}

/// Returns the findings in a table, those that are waived last.
fn findings(outcome: &Outcome<'_>) -> String {
    let report = json::report(outcome);
    let mut text = format!("\n{}\n", human::tally(outcome.findings));
    if report.findings.is_empty() {
        return text;
    }
    text.push_str("\n| level | finding | key | what is there | place |\n|---|---|---|---|---|\n");
    let (waived, standing): (Vec<_>, Vec<_>) =
        report.findings.iter().partition(|finding| finding.waived.is_some());
    for finding in standing.iter().chain(&waived).take(SHOWN) {
        text.push_str(&row(outcome, finding));
    }
    if report.findings.len() > SHOWN {
        let more = report.findings.len() - SHOWN;
        text.push_str(&format!("\n{more} more are in the job's log.\n"));
    }
    text
}

fn row(outcome: &Outcome<'_>, finding: &Item) -> String {
    let level = match finding.level {
        Level::Off => Level::Note.word(),
        level => level.word(),
    };
    let waived = if finding.waived.is_some() { "waived " } else { "" };
    let mut what = escape(&finding.message);
    if let Some(help) = &finding.help {
        what.push_str(&format!("<br>{}", escape(help)));
    }
    if let Some(waived) = &finding.waived {
        what.push_str(&format!("<br>{}", escape(&waiver(waived))));
    }
    let place = finding.place.as_ref().map(|place| {
        escape(&format!("{}:{}:{}", outcome.path(&place.file), place.line, place.column))
    });
    let keys: Vec<&str> = finding.keys().collect();
    format!(
        "| {waived}{level} | {} | {} | {what} | {} |\n",
        finding.code,
        escape(&keys.join(", ")),
        place.unwrap_or_default()
    )
}

/// Returns a text that Markdown prints as it is, within a cell of a table too.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|'
            | '~' | '$' | '@' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            _ => escaped.push(sign),
        }
    }
    escaped
}

//! `corresp status`: who owes what by when.

use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::check::{check, load};
use super::{Failure, Verdict, output};
use crate::checks;
use crate::coverage::{Coverage, Status as State};
use crate::deadline::{Deadline, business_days_until, long};
use crate::finding::Findings;
use crate::project::Project;
use crate::report::{contents, letter_date, shares};
use crate::words::counted;

/// Shows who owes what by when
///
/// Exits 0 whatever the states are.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp status\n  corresp status --as-of 2009-02-24\n  corresp status --by owner"
)]
pub(super) struct Status {
    /// Count the days from this date in place of today's
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// How to report
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Group the rows by who owes them
    #[arg(long, value_enum)]
    by: Option<By>,

    /// List answered bullets too
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For machines
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Owner
    Owner,
}

/// A row of the board.
struct Line {
    key: String,
    group: Option<String>,
    is_comment: bool,
    state: &'static str,
    owner: String,
    response: String,
    is_done: bool,
}

impl Status {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let mut findings = Findings::default();
        let project = load(folder, &mut findings)?;
        let coverage = check(&project, false, &mut findings);
        // The one command that may ask for the day: nothing it prints goes into a file.
        let as_of = self
            .as_of
            .unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date());
        let deadline = checks::deadline(&project);
        let lines = lines(&project, &coverage);
        let text = match self.format {
            Format::Json => json(&project, &coverage, deadline.as_ref(), as_of, &lines),
            Format::Human => self.human(&project, &coverage, deadline.as_ref(), as_of, &lines),
        };
        output::stdout(&text)?;
        Ok(Verdict::Good)
    }

    fn human(
        &self,
        project: &Project,
        coverage: &Coverage,
        deadline: Option<&Deadline>,
        as_of: Date,
        lines: &[Line],
    ) -> String {
        let number = project
            .book
            .matter
            .file_number
            .as_ref()
            .map(|number| format!(", File No. {}", number.value));
        let mut text = format!("{}{}\n", project.book.matter.company, number.unwrap_or_default());
        text.push_str(&format!("Staff letter of {}\n", letter_date(project)));
        for line in due(project, deadline, as_of) {
            text.push_str(&format!("{line}\n"));
        }
        let dim = anstyle::Style::new().dimmed();
        text.push_str(&format!(
            "\n{dim}{:7} {:10} {:24} RESPONSE{dim:#}\n",
            "KEY", "STATE", "OWNER"
        ));
        let mut order: Vec<&Line> = lines.iter().collect();
        if self.by == Some(By::Owner) {
            order.retain(|line| !line.is_comment);
            order.sort_by(|a, b| a.owner.cmp(&b.owner));
        }
        let mut group: Option<&str> = None;
        let mut folded = 0;
        for line in order {
            let here =
                if self.by.is_some() { Some(line.owner.as_str()) } else { line.group.as_deref() };
            if here != group && !line.is_comment {
                group = here;
                folded = 0;
                if let Some(group) = group.filter(|group| !group.is_empty()) {
                    text.push_str(&format!("  {group}\n"));
                }
            }
            if line.is_comment {
                group = None;
                folded = 0;
            } else if line.is_done && !self.all {
                folded += 1;
                if folded > 1 {
                    continue;
                }
            }
            text.push_str(&shown(line));
        }
        let totals = &coverage.totals;
        text.push_str(&format!("\n{}: {}\n", contents(totals), shares(totals)));
        text
    }
}

fn shown(line: &Line) -> String {
    let colour = match line.state {
        "open" => anstyle::AnsiColor::Red,
        "draft" => anstyle::AnsiColor::Yellow,
        "answered" => anstyle::AnsiColor::Green,
        _ => anstyle::AnsiColor::Blue,
    }
    .on_default()
    .bold();
    let key = if line.is_comment { line.key.clone() } else { format!("  {}", line.key) };
    let pad = " ".repeat(10_usize.saturating_sub(line.state.len()));
    let row = format!(
        "{key:7} {colour}{}{colour:#}{pad} {:24} {}",
        line.state, line.owner, line.response
    );
    format!("{}\n", row.trim_end())
}

/// Returns when the response is due, in lines.
fn due(project: &Project, deadline: Option<&Deadline>, as_of: Date) -> Vec<String> {
    let Some(deadline) = deadline else {
        return vec!["no due date: the letter states no period".into()];
    };
    let holidays = &project.book.deadline.extra_holidays;
    let left = business_days_until(as_of, deadline.due, holidays);
    let when = match left {
        0 if as_of == deadline.due => "today".to_owned(),
        left if as_of > deadline.due => {
            format!("{} ago", counted(usize::try_from(-left).unwrap_or(0), "business day"))
        }
        left => format!("in {}", counted(usize::try_from(left).unwrap_or(0), "business day")),
    };
    let mut lines = vec![format!("due {}, {when}", long(deadline.due))];
    if let (Some(extended), Some(period)) = (&deadline.extended, &deadline.period) {
        let agreed = extended.on.map(|on| format!(", agreed {}", long(on))).unwrap_or_default();
        lines.push(format!(
            "extended from {} ({}{agreed})",
            long(period.end),
            counted(period.days as usize, "business day")
        ));
    }
    lines
}

fn lines(project: &Project, coverage: &Coverage) -> Vec<Line> {
    let letter = &project.letter;
    let files = &project.files;
    (0..letter.rows.len())
        .map(|row| {
            let unit = &letter.rows[row];
            let state = &coverage.rows[row];
            let response = state.first_claim().map(|claim| &project.responses[claim.response]);
            let below = (row + 1..letter.rows.len()).filter(|&other| {
                letter.rows[other].comment == unit.comment && coverage.rows[other].is_unit
            });
            let below: Vec<usize> = below.collect();
            let is_comment = unit.parent.is_none();
            let place = match (&state.status, state.first_claim()) {
                (State::Deferred { until, .. }, _) => format!("until {}", long(*until)),
                (State::Elsewhere { letter }, _) => format!("letter of {}", long(*letter)),
                (_, Some(claim)) => {
                    let response = &project.responses[claim.response];
                    let place = claim
                        .section
                        .map_or(response.place, |section| response.sections[section].place);
                    let line = files.get(place.file).position(place.start).line;
                    let name = response.path.rsplit('/').next().unwrap_or(&response.path);
                    format!("{name}:{line}")
                }
                (_, None) if is_comment && !below.is_empty() => {
                    let done = below
                        .iter()
                        .filter(|&&other| coverage.rows[other].status == State::Answered)
                        .count();
                    format!("{done} of {} answered", counted(below.len(), "bullet"))
                }
                _ => "no section".to_owned(),
            };
            let owner = response.and_then(|response| response.front.owner.clone()).or_else(|| {
                let of_comment = project.responses.iter().find(|response| {
                    response
                        .front
                        .comment
                        .as_ref()
                        .is_some_and(|key| key.value == unit.key.comment_key())
                });
                of_comment.and_then(|response| response.front.owner.clone())
            });
            Line {
                key: unit.key.to_string(),
                group: unit.group.clone(),
                is_comment,
                state: state.status.word(),
                owner: owner.unwrap_or_default(),
                response: place,
                is_done: state.status == State::Answered,
            }
        })
        .collect()
}

fn json(
    project: &Project,
    coverage: &Coverage,
    deadline: Option<&Deadline>,
    as_of: Date,
    lines: &[Line],
) -> String {
    let holidays = &project.book.deadline.extra_holidays;
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            serde_json::json!({
                "key": line.key, "status": line.state, "group": line.group,
                "owner": line.owner, "response": line.response,
            })
        })
        .collect();
    let value = serde_json::json!({
        "schema": 1,
        "round": project.round.name,
        "as_of": as_of.to_string(),
        "due": deadline.map(|deadline| deadline.due.to_string()),
        "business_days_left": deadline.map(|deadline| business_days_until(as_of, deadline.due, holidays)),
        "extended_from": deadline
            .filter(|deadline| deadline.extended.is_some())
            .and_then(|deadline| deadline.period.as_ref())
            .map(|period| period.end.to_string()),
        "totals": coverage.totals,
        "rows": rows,
    });
    let text =
        serde_json::to_string_pretty(&value).expect("the board holds texts and numbers alone");
    format!("{text}\n")
}

//! `corresp status`: who owes what by when.

use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::check::{check, load};
use super::{Failure, Verdict, output};
use crate::finding::Findings;
use crate::report::board::{self, Order};
use crate::report::next;

/// Shows who owes what by when
///
/// For each comment and each subheading a bar: `#` for what is answered, deferred or answered elsewhere, `+`
/// for drafts, `.` for what is open. A submission to EDGAR that is begun by 5:30 p.m. Eastern
/// has that day's filing date. Exits 0 whatever the states are.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp status\n  corresp status --as-of 2009-02-24\n  corresp status --by owner\n  corresp status --format json | jq '.comments[].open'"
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
    /// For machines; schema/status.schema.json describes it
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// Owner
    Owner,
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
        let board = board::of(&project, &coverage, as_of);
        let order = match (self.by, self.all) {
            (Some(By::Owner), _) => Order::Owner,
            (None, true) => Order::LetterWhole,
            (None, false) => Order::Letter,
        };
        let text = match self.format {
            Format::Human => board::render(&board, order),
            Format::Json => {
                let value = serde_json::to_value(&board);
                format!("{:#}\n", value.expect("the board holds texts and numbers alone"))
            }
        };
        output::stdout(&text)?;
        if self.format == Format::Human {
            output::stderr(&next::step(&project, &coverage, &findings));
        }
        Ok(Verdict::Good)
    }
}

//! `corresp build`: checks, then writes the letter and the proposed disclosures.

mod faults;
mod make;
mod manifest;
mod templates;
mod told;

use std::path::Path;
use std::time::Instant;

use clap::{Args, ValueEnum};

use self::make::{Made, make};
use super::check::{check, load, settle};
use super::output::{self, Output};
use super::{Failure, Verdict};
use crate::coverage::Coverage;
use crate::finding::{Findings, Level, codes};
use crate::project::Project;
use crate::report::{human, next};
use crate::waivers::{self, Sought};

/// Checks the round, then writes the letter as PDF and HTML
///
/// Writes nothing while a finding at error level stands, unless `--draft` is given. Outputs are replaced
/// whole; a build that fails leaves those of the last good one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp build\n  corresp build --final\n  corresp build --draft --out /tmp/draft\n  corresp build --format pdf"
)]
pub(super) struct Build {
    /// Refuse responses that are not final
    #[arg(long = "final", conflicts_with = "draft")]
    final_only: bool,

    /// Build though errors stand; each page is marked DRAFT where a unit is open or draft
    #[arg(long)]
    draft: bool,

    /// Write this format alone
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Where to write
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: std::path::PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// PDF
    Pdf,
    /// HTML
    Html,
}

/// What a build may write: those that it does not write are taken away.
const ALL: [&str; 4] = ["letter.pdf", "letter.html", "disclosures.pdf", "disclosures.html"];

impl Build {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let start = Instant::now();
        let mut findings = Findings::default();
        let mut project = load(folder, &mut findings)?;
        let coverage = check(&project, self.final_only, &mut findings);
        let sought = Sought { as_of: None, final_only: self.final_only };
        waivers::judge(&project, sought, &mut findings);
        let templates = templates::read(&mut project, &mut findings);
        let mut made = Made::default();
        if !self.is_refused(&project, &mut findings) {
            made = make(&project, &coverage, &templates, &mut findings)?;
        }
        if self.is_refused(&project, &mut findings) {
            let shown = human::findings(&findings, &project.files, output::width(), false);
            output::stderr(&format!(
                "{shown}{}\nNothing was written; {} is as it was.\n{}",
                told::refusal(&findings),
                self.shown(),
                next::step(&project, &coverage, &findings)
            ));
            return Ok(Verdict::Findings);
        }
        let outputs = self.chosen(&project, made.outputs);
        let stale: Vec<String> = match self.format {
            Some(_) => Vec::new(),
            None => ALL
                .iter()
                .filter(|name| !outputs.iter().any(|output| output.path == **name))
                .map(|name| (*name).to_owned())
                .collect(),
        };
        let target = project.root.join(&self.out);
        output::write(&target, &self.shown(), &outputs, &stale)?;
        let mut text = human::findings(&findings, &project.files, output::width(), false);
        text.push_str(&told::told(
            &self.shown(),
            &project,
            &coverage,
            &outputs,
            &made.pages,
            start,
        ));
        text.push_str(&self.next(&project, &coverage, &findings));
        output::stderr(&text);
        Ok(super::check::verdict(&findings))
    }

    /// Says whether the findings forbid writing.
    fn is_refused(&self, project: &Project, findings: &mut Findings) -> bool {
        settle(project, findings);
        // Where a mark cannot be read, nobody can tell what is confidential: nothing is built of it.
        let never = [
            &codes::MALFORMED_MARK,
            &codes::MISPLACED_MARK,
            &codes::CONFIDENTIAL_BUT_PUBLIC,
            &codes::TOO_LARGE,
            &codes::TEMPLATE_ERROR,
        ];
        never.iter().any(|rule| findings.has(rule))
            || (!self.draft && findings.count(Level::Error) > 0)
    }

    /// Returns the next step; after a final build the letter goes to its readers.
    fn next(&self, project: &Project, coverage: &Coverage, findings: &Findings) -> String {
        let is_final = coverage.totals.open + coverage.totals.draft == 0;
        if is_final && findings.count(Level::Error) == 0 {
            let ending = if self.format == Some(Format::Html) { "html" } else { "pdf" };
            return format!("Next: read {}/letter.{ending} as the staff will\n", self.shown());
        }
        next::step(project, coverage, findings)
    }

    fn shown(&self) -> String {
        self.out.display().to_string()
    }

    /// Keeps the formats that were asked for, and adds the manifest.
    fn chosen(&self, project: &Project, outputs: Vec<Output>) -> Vec<Output> {
        let suffix = match self.format {
            Some(Format::Pdf) => ".pdf",
            Some(Format::Html) => ".html",
            None => "",
        };
        let mut chosen: Vec<Output> =
            outputs.into_iter().filter(|output| output.path.ends_with(suffix)).collect();
        chosen.push(manifest::of(project, &chosen));
        chosen
    }
}

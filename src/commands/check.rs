//! `corresp check`: coverage and all other findings.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;
use jiff::civil::Date;

use super::reports::Reports;
use super::{Failure, Verdict, build, fix, output, since};
use crate::checks;
use crate::confidential;
use crate::conservation;
use crate::coverage::{self, Coverage};
use crate::digest::sha256;
use crate::finding::{Finding, Findings, Level, Rule, codes};
use crate::mend;
use crate::prior;
use crate::project::{self, Project};
use crate::report::{Outcome, next};
use crate::seen;
use crate::source::FileId;
use crate::waivers::{self, Sought};

/// Checks that every comment and bullet is answered, and reports all that is wrong
///
/// Reads the round that book.toml names, or the newest one. Writes the reports that are asked for and,
/// with `--fix`, responses; nothing else.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "Examples:\n  corresp check\n  corresp check --final\n  corresp check --fix --diff\n  corresp check --since origin/main --format markdown\n  corresp check --format json | jq .totals\n  corresp check --report json=check.json\n\nExit codes: 0 no finding at the level of `--level` or above, 1 some, 2 a wrong\ncall or a file that cannot be read or written."
)]
pub(super) struct Check {
    /// Report responses that are not final as errors
    #[arg(long = "final")]
    final_only: bool,

    /// Report a due date that is near or gone, counted from this date
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// Say also what this branch did since it left a branch, tag or commit; reads it through git
    #[arg(long, value_name = "REV", conflicts_with = "diff")]
    since: Option<String>,

    /// Mend what is certain in the responses that are there: misspelt keys, missing sections (empty ones), the
    /// order of sections, front matter
    #[arg(long)]
    fix: bool,

    /// Show what `--fix` would change, and change nothing
    #[arg(long, requires = "fix")]
    diff: bool,

    #[command(flatten)]
    reports: Reports,
}

impl Check {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let mut findings = Findings::default();
        let mut project = load(folder, &mut findings)?;
        let coverage = check(&project, self.final_only, &mut findings);
        let templates = build::templates::read(&mut project, &mut findings);
        build::glyphs::check(&mut project, &coverage, &templates, &mut findings);
        if let Some(as_of) = self.as_of {
            checks::due(&project, as_of, &mut findings);
            checks::expiry(&project, as_of, &mut findings);
        }
        let sought = Sought { as_of: self.as_of, final_only: self.final_only };
        waivers::judge(&project, sought, &mut findings);
        settle(&project, self.as_of, &mut findings);
        if self.fix {
            let mode = if self.diff { fix::Mode::Show } else { fix::Mode::Write };
            let has_changed = fix::fix(&project, &findings, mode)?;
            if mode == fix::Mode::Show {
                return Ok(verdict(&findings));
            }
            if has_changed {
                // What is left is reported as it stands now.
                return Self { fix: false, ..self.clone() }.run(folder);
            }
        }
        let since = self.since.as_deref();
        let since =
            since.map(|revision| since::since(&project, &coverage, revision)).transpose()?;
        let outcome = Outcome {
            project: &project,
            coverage: &coverage,
            findings: &findings,
            since: since.as_ref(),
            as_of: self.as_of,
            fails_from: self.reports.fails_from(),
            folder: &project::within_repository(&project.root),
        };
        let verdict = self.reports.write(&outcome, folder)?;
        if self.reports.is_for_people() {
            output::stderr(&next::step(&project, &coverage, &findings));
        }
        Ok(verdict)
    }
}

/// Finds and reads the project; what was found on the way is printed where it cannot be read on.
pub(super) fn load(folder: &Path, findings: &mut Findings) -> Result<Project, Failure> {
    let root = project::find(folder)?;
    Ok(project::load(&root, findings)?)
}

/// Reads the templates that the project overrides: what they say is public.
pub(super) fn templates(
    project: &mut Project,
    findings: &mut Findings,
) -> BTreeMap<&'static str, FileId> {
    let found = project::templates(project, findings);
    for &file in found.values() {
        let file = project.files.get(file);
        let place = file.place(0..file.text.len());
        confidential::refuse_in_text(&file.text, place, "a template", findings);
    }
    found
}

/// Runs every check that needs no output.
pub fn check(project: &Project, final_only: bool, findings: &mut Findings) -> Coverage {
    let coverage = coverage::check(&project.letter, &project.responses, final_only, findings);
    checks::check(project, &coverage, findings);
    seen::check(&project.letter, &project.earlier, &project.responses, &coverage, findings);
    prior::check(&project.letter, &project.siblings, &project.book.prior, findings);
    let received = project.received.map(|file| project.files.get(file));
    let hash = project.source.as_ref().map(|source| sha256(&source.bytes));
    let letter = project.files.get(project.letter.file);
    conservation::check(&project.letter, letter, received, hash.as_deref(), findings);
    conservation::check_named(&project.letter, letter, project.unnamed_source.as_deref(), findings);
    if let Some(stated) = &project.letter.front.source {
        let place = Some(stated.file.place);
        conservation::disagreements(&project.disagreements, &stated.file.value, place, findings);
    }
    coverage::name(&project.letter, &project.responses, &coverage, &project.files, findings);
    drop_consequences(findings);
    name_links(project, findings);
    mend::name_fixes(project, &coverage, findings);
    coverage
}

/// Says of units without a response that a symbolic link, which is not followed, may lead to it.
fn name_links(project: &Project, findings: &mut Findings) {
    let Some(first) = project.links.first() else { return };
    let rules = [&codes::UNANSWERED_COMMENT, &codes::UNANSWERED_BULLET, &codes::UNANSWERED_PART];
    findings.each(|finding| {
        if rules.contains(&finding.rule) {
            let help = format!(
                "{first} is a symbolic link, and none is followed: put the file itself there"
            );
            finding.help = Some(help);
        }
    });
}

/// Drops what only follows from a bullet that lost its mark: its text asks, and stands in no unit.
fn drop_consequences(findings: &mut Findings) {
    let lost: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == &codes::LETTER_STRUCTURE && finding.level == Level::Error)
        .filter_map(|finding| finding.place.map(|place| (place.file, place.start)))
        .collect();
    findings.retain(|finding| {
        let at = finding.place.map(|place| (place.file, place.start));
        finding.rule != &codes::ASK_AFTER_ITEMS || at.is_none_or(|at| !lost.contains(&at))
    });
    counts(findings);
}

/// Drops counts that differ because of words or marks that are lost, and says which item is one too many.
fn counts(findings: &mut Findings) {
    let is_explained = findings.iter().any(|finding| {
        finding.level == Level::Error
            && [&codes::LETTER_DRIFT, &codes::LETTER_STRUCTURE].contains(&finding.rule)
    });
    let unmarked = findings.iter().filter(|finding| finding.rule == &codes::LETTER_STRUCTURE);
    let keys: Vec<String> = unmarked.flat_map(|finding| finding.keys.clone()).collect();
    findings.retain(|finding| !(is_explained && finding.rule == &codes::LETTER_COUNT));
    findings.each(|finding| {
        if finding.rule == &codes::LETTER_COUNT && finding.keys.is_empty() {
            finding.keys.clone_from(&keys);
        }
    });
}

/// Applies the levels and waivers of book.toml and puts the findings in the order of the letter.
///
/// Waivers are held against a day where one is named, and otherwise against the letter's own date.
pub fn settle(project: &Project, as_of: Option<Date>, findings: &mut Findings) {
    let letter = project.letter.file;
    findings.settle(&project.book.levels, |finding| {
        let own =
            finding.place.map(|place| (project.files.get(place.file).path.clone(), place.start));
        let weight = Reverse(finding.level);
        match (finding.order, finding.place) {
            // Errors of book.toml may explain the rest; a fact that an open bullet would use does not.
            (None, Some(place))
                if place.file == project.book.file && finding.level == Level::Error =>
            {
                (0, place.start, weight, own)
            }
            // So may what is wrong with the staff's letter itself.
            (_, Some(place)) if place.file == letter && explains(finding) => {
                (1, place.start, weight, own)
            }
            // Of what is said of a unit, errors come first.
            (Some(order), _) => (2, order.start, weight, own),
            // What warns or informs comes last, whatever stands above the first comment.
            _ => (3, 0, weight, own),
        }
    });
    waivers::apply(project, as_of, findings);
}

/// Says whether an error in letter.md may be the cause of others: a unit that is open is not, nor are counts.
fn explains(finding: &Finding) -> bool {
    const FOLLOW: [&Rule; 4] = [
        &codes::UNANSWERED_COMMENT,
        &codes::UNANSWERED_BULLET,
        &codes::UNANSWERED_PART,
        &codes::LETTER_COUNT,
    ];
    finding.level == Level::Error && !FOLLOW.contains(&finding.rule)
}

/// Returns how a run went: an error that is not waived fails it.
pub(super) fn verdict(findings: &Findings) -> Verdict {
    if findings.count(Level::Error) > 0 { Verdict::Findings } else { Verdict::Good }
}

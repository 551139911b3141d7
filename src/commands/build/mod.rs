//! `corresp build`: checks, then writes the letter and the proposed disclosures.

mod edgar;
mod extension;
mod faults;
mod fonts;
pub(super) mod glyphs;
mod leaks;
mod make;
mod manifest;
pub(super) mod templates;
mod told;
mod typed;

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
/// The files for EDGAR, in the folder `edgar`, are made of the public edition and held to what EDGAR accepts. A
/// submission that is begun by 5:30 p.m. Eastern has that day's filing date, a later one the next business
/// day's; EDGAR is open from 6 a.m. to 10 p.m. on business days.
///
/// Writes nothing while a finding at error level stands, unless `--draft` is given. Outputs are replaced
/// whole; a build that fails leaves those of the last good one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp build\n  corresp build --final\n  corresp build --draft --out /tmp/draft\n  corresp build --format pdf\n  corresp build --edition edgar\n  corresp build --extension"
)]
pub(super) struct Build {
    /// Refuse responses that are not final
    #[arg(long = "final", conflicts_with = "draft")]
    final_only: bool,

    /// Build though errors stand; each page is marked DRAFT where a unit is open or draft
    #[arg(long)]
    draft: bool,

    /// Write this format alone; the files for EDGAR, which go together, are left as they are
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write this edition alone
    #[arg(long, value_enum, conflicts_with = "format")]
    edition: Option<Edition>,

    /// Write the short letter that confirms the extension of book.toml, and nothing else
    #[arg(long, conflicts_with_all = ["final_only", "format", "edition"])]
    extension: bool,

    /// Print all findings, also beyond the twentieth of a code
    #[arg(long)]
    all: bool,

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Edition {
    /// For the staff, with all that is marked confidential
    Complete,
    /// For everyone, with [***] in its place; the only one where nothing is marked
    Public,
    /// The submission for EDGAR: of the public edition, or of the only one where nothing is marked
    Edgar,
}

/// The folder of the public edition.
const PUBLIC: &str = "public/";
/// What a build may write: those that it does not write are taken away.
const ALL: [&str; 8] = [
    "letter.pdf",
    "letter.html",
    "disclosures.pdf",
    "disclosures.html",
    "public/letter.pdf",
    "public/letter.html",
    "foia-request.pdf",
    "foia-request.html",
];

/// The letter that confirms an extension, which a command of its own writes.
const EXTENSION: [&str; 2] = ["extension.pdf", "extension.html"];

/// The letter in its forms, and who reads each: the first that was written is to be read over.
const READ: [(&str, &str); 5] = [
    ("letter.pdf", "the staff"),
    ("letter.html", "the staff"),
    ("edgar/corresp.htm", "everyone"),
    ("public/letter.pdf", "everyone"),
    ("public/letter.html", "everyone"),
];

impl Build {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let start = Instant::now();
        let mut findings = Findings::default();
        let mut project = load(folder, &mut findings)?;
        let coverage = check(&project, self.final_only, &mut findings);
        let sought = Sought { as_of: None, final_only: self.final_only };
        waivers::judge(&project, sought, &mut findings);
        let templates = templates::read(&mut project, &mut findings);
        let fonts = fonts::read(&mut project, &mut findings);
        if self.extension {
            settle(&project, None, &mut findings);
            return self.confirm_extension(&project, &templates, &fonts, findings);
        }
        let mut made = Made::default();
        if !self.is_refused(&project, &mut findings) {
            made = make(&project, &coverage, &templates, &fonts, &mut findings)?;
            self.read_back(&mut project, &mut made, &mut findings)?;
        }
        if self.is_refused(&project, &mut findings) {
            let shown = human::findings(&findings, &project.files, output::width(), self.all);
            let refused = self.refused(&project, &findings);
            let next = next::step(&project, &coverage, &findings);
            output::stderr(&format!("{shown}{refused}{next}"));
            return Ok(Verdict::Findings);
        }
        let outputs = std::mem::take(&mut made.outputs);
        let outputs = self.chosen(&project, &made, outputs);
        let target = project.root.join(&self.out);
        let stale = self.stale(&target, &outputs);
        output::write(&target, &self.shown(), &outputs, &stale)?;
        let gone = leaks::take_away(&project, &target, &left(&target, &outputs));
        let mut text = human::findings(&findings, &project.files, output::width(), self.all);
        text.push_str(&told::told(&self.shown(), &project, &coverage, &outputs, &made, start));
        text.push_str(&told::gone(&self.shown(), &gone));
        text.push_str(&self.next(&project, &coverage, &findings, &outputs));
        output::stderr(&text);
        Ok(if gone.is_empty() { super::check::verdict(&findings) } else { Verdict::Findings })
    }

    /// Holds the submission to what EDGAR accepts, and reads back what goes outside.
    fn read_back(
        &self,
        project: &mut Project,
        made: &mut Made,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let mut faults = Findings::default();
        let held = edgar::hold(project, &self.shown(), &made.edgar, &mut faults);
        let is_held = !held.is_empty();
        // What is refused is read as well: its faults are shown with their lines.
        let files = if is_held { held } else { edgar::outputs(&made.edgar) };
        made.outputs.extend(files);
        leaks::check(project, &made.outputs, findings)?;
        if !is_held {
            made.outputs.retain(|output| !output.path.starts_with(edgar::FOLDER));
        }
        if !findings.has(&codes::REDACTION_LEAK) {
            findings.append(faults);
        }
        Ok(())
    }

    /// Says whether the findings forbid writing.
    fn is_refused(&self, project: &Project, findings: &mut Findings) -> bool {
        settle(project, None, findings);
        forbids(findings) || (!self.draft && findings.count(Level::Error) > 0)
    }

    /// Says that nothing was written. What an earlier build left does not stay where it shows what is marked since.
    fn refused(&self, project: &Project, findings: &Findings) -> String {
        let target = project.root.join(&self.out);
        let gone = leaks::take_away_shown(project, findings, &target, &left(&target, &[]));
        told::refused(findings, &self.shown(), &gone)
    }

    /// Returns the next step; after a final build what was written goes to its readers.
    fn next(
        &self,
        project: &Project,
        coverage: &Coverage,
        findings: &Findings,
        outputs: &[Output],
    ) -> String {
        let is_final = coverage.is_final();
        let letter = READ.iter().find(|(path, _)| outputs.iter().any(|file| file.path == **path));
        match letter {
            Some((path, reader)) if is_final && findings.count(Level::Error) == 0 => {
                format!("Next: read {}/{path} as {reader} will\n", self.shown())
            }
            _ => next::step(project, coverage, findings),
        }
    }

    fn shown(&self) -> String {
        self.out.display().to_string()
    }

    /// Returns what an earlier build may have left and this one does not write.
    fn stale(&self, target: &Path, outputs: &[Output]) -> Vec<String> {
        if self.format.is_some() {
            return Vec::new();
        }
        let all: &[&str] = if self.edition.is_some() { &[] } else { &ALL };
        if matches!(self.edition, Some(Edition::Complete | Edition::Public)) {
            return Vec::new();
        }
        let mut names: Vec<String> =
            all.iter().chain(&edgar::FILES).map(|name| (*name).to_owned()).collect();
        names.extend(edgar::images(target));
        names.retain(|name| !outputs.iter().any(|output| output.path == *name));
        names
    }

    /// Keeps the formats and the edition that were asked for, and adds the manifest.
    fn chosen(&self, project: &Project, made: &Made, outputs: Vec<Output>) -> Vec<Output> {
        let is_chosen = |output: &Output| {
            let of_edgar = output.path.starts_with("edgar/");
            let of_public = output.path.starts_with(PUBLIC);
            match (self.edition, self.format) {
                (Some(Edition::Edgar), _) => of_edgar,
                (Some(Edition::Public), _) => of_public || (!made.has_editions() && !of_edgar),
                // The request goes to the staff with the complete edition.
                (Some(Edition::Complete), _) => !of_public && !of_edgar,
                (None, None) => true,
                (None, Some(Format::Pdf)) => !of_edgar && output.path.ends_with(".pdf"),
                (None, Some(Format::Html)) => !of_edgar && output.path.ends_with(".html"),
            }
        };
        let mut chosen: Vec<Output> = outputs.into_iter().filter(is_chosen).collect();
        chosen.push(manifest::of(project, made, &chosen));
        chosen
    }
}

/// Says whether a finding forbids even a draft.
fn forbids(findings: &Findings) -> bool {
    // Where a mark cannot be read, nobody can tell what is confidential: nothing is built of it.
    let never = [
        &codes::MALFORMED_MARK,
        &codes::MISPLACED_MARK,
        &codes::CONFIDENTIAL_BUT_PUBLIC,
        &codes::REDACTION_LEAK,
        &codes::LABEL_REUSED,
        &codes::TOO_LARGE,
        &codes::TEMPLATE_ERROR,
    ];
    findings.standing().any(|finding| never.contains(&finding.rule))
}

/// Returns the paths that builds write and this one has not.
fn left(target: &Path, outputs: &[Output]) -> Vec<String> {
    let names = ALL.iter().chain(&edgar::FILES).chain(&EXTENSION).map(|name| (*name).to_owned());
    let names = names.chain(edgar::images(target));
    names.filter(|name| outputs.iter().all(|output| output.path != *name)).collect()
}

//! The reports that a run was asked for: in which formats, and where they go.
//!
//! In: the options and an [`Outcome`]. Out: text on standard output, and files that are replaced whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::output;
use super::{Failure, Verdict};
use crate::finding::{Findings, Level};
use crate::report::{Outcome, github, gitlab, human, json, junit, markdown, sarif, summary};

/// The width of a report for people in a file.
const FILE_WIDTH: usize = 80;

/// What to report, and where.
#[derive(Debug, Clone, Args)]
pub(super) struct Reports {
    /// How to report
    #[arg(long, value_enum, default_value = "human", conflicts_with = "diff")]
    format: Format,

    /// Write the report to this file in place of standard output
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    output: Option<PathBuf>,

    /// Write a further report to a file; may be given more than once
    #[arg(long = "report", value_name = "FORMAT=FILE", value_parser = report, conflicts_with = "diff")]
    reports: Vec<Report>,

    /// Print one line a finding
    #[arg(long, short)]
    quiet: bool,

    /// Print all findings, also beyond the twentieth of a code
    #[arg(long)]
    all: bool,

    /// The level from which a finding fails the run
    #[arg(long, value_enum, default_value = "error")]
    level: Threshold,

    /// Exit with 0 whatever is found; a wrong call and a file that cannot be read still exit with 2
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For machines; schema/check.schema.json describes it
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For views of tests: a suite a comment, a case a unit
    Junit,
    /// For GitHub Actions: annotations, and the job's summary
    Github,
    /// For GitLab: a code quality report
    Gitlab,
    /// The text of a pull request's comment
    Markdown,
}

/// The level from which a finding fails the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Threshold {
    /// Any finding
    Note,
    /// Warnings and errors
    Warning,
    /// Errors
    Error,
}

impl Threshold {
    fn level(self) -> Level {
        match self {
            Threshold::Note => Level::Note,
            Threshold::Warning => Level::Warning,
            Threshold::Error => Level::Error,
        }
    }
}

/// A report to be written to a file.
#[derive(Debug, Clone)]
struct Report {
    format: Format,
    file: PathBuf,
}

/// Reads `FORMAT=FILE`.
fn report(typed: &str) -> Result<Report, String> {
    let formats = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let names: Vec<String> = formats.map(|format| format.get_name().to_owned()).collect();
    let known = names.join(", ");
    let Some((format, file)) = typed.split_once('=') else {
        return Err(format!("write FORMAT=FILE, as in `json=report.json`; formats are {known}"));
    };
    if file.is_empty() {
        return Err(format!("name a file, as in `{format}=FILE`"));
    }
    let format = Format::from_str(format, false)
        .map_err(|_| format!("`{format}` is no format; formats are {known}"))?;
    Ok(Report { format, file: file.into() })
}

impl Reports {
    /// Writes all reports that were asked for: the files first, beginning from `folder`.
    pub(super) fn write(&self, outcome: &Outcome<'_>, folder: &Path) -> Result<Verdict, Failure> {
        self.write_files(outcome, folder)?;
        self.summarize(outcome)?;
        if self.output.is_none() {
            output::stdout(&self.render(self.format, outcome, output::width(), self.all))?;
        }
        let verdict = self.verdict(outcome.findings);
        if let Verdict::Findings = verdict
            && outcome.findings.count(Level::Error) == 0
        {
            let level = self.fails_from().word();
            output::stderr(&format!("No error, but `--level {level}` fails the run.\n"));
        }
        Ok(verdict)
    }

    fn write_files(&self, outcome: &Outcome<'_>, folder: &Path) -> Result<(), Failure> {
        let main = self.output.iter().map(|file| (self.format, file));
        let others = self.reports.iter().map(|report| (report.format, &report.file));
        let wanted: Vec<(Format, &PathBuf)> = main.chain(others).collect();
        let mut taken: BTreeSet<PathBuf> = inputs(outcome);
        let mut files = Vec::new();
        for (format, file) in wanted {
            let target = folder.join(file);
            let place = resolved(&target);
            if is_kept(&place, outcome) || !taken.insert(place) {
                return Err(Failure {
                    message: format!(
                        "{} is written by another report, or belongs to the project",
                        file.display()
                    ),
                    help: Some("give each report a file of its own".into()),
                });
            }
            let text = self.render(format, outcome, FILE_WIDTH, true);
            let text = anstream::adapter::strip_str(&text).to_string();
            files.push((target, file.display().to_string(), text.into_bytes()));
        }
        let told: String = files.iter().map(|(_, shown, _)| format!("Wrote {shown}\n")).collect();
        output::report(files)?;
        output::stderr(&told);
        Ok(())
    }

    /// Adds the job's summary to the file that GitHub Actions names for it, where its format is asked for.
    ///
    /// This is the one report whose place comes from the environment, because only the runner knows it.
    fn summarize(&self, outcome: &Outcome<'_>) -> Result<(), Failure> {
        let mut formats = self.reports.iter().map(|report| report.format).chain([self.format]);
        let file = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty());
        match file.filter(|_| formats.any(|format| format == Format::Github)) {
            // Other commands of the same step may have written to it, and their words stay.
            Some(file) => output::append(Path::new(&file), &summary::render(outcome)),
            None => Ok(()),
        }
    }

    fn render(&self, format: Format, outcome: &Outcome<'_>, width: usize, all: bool) -> String {
        let files = &outcome.project.files;
        match format {
            Format::Json => json::render(outcome),
            Format::Sarif => sarif::render(outcome),
            Format::Junit => junit::render(outcome),
            Format::Github => github::render(outcome),
            Format::Gitlab => gitlab::render(outcome),
            Format::Markdown => markdown::render(outcome),
            Format::Human if self.quiet => human::quiet(outcome.findings, files),
            Format::Human => {
                human::findings(outcome.findings, files, width, all)
                    + &human::summary(outcome)
                    + &outcome.since.map(human::since).unwrap_or_default()
            }
        }
    }

    /// Returns the level from which a finding fails the run.
    pub(super) fn fails_from(&self) -> Level {
        self.level.level()
    }

    /// Says whether the report goes to a person who reads it at once.
    pub(super) fn is_for_people(&self) -> bool {
        self.format == Format::Human && self.output.is_none() && !self.quiet
    }

    fn verdict(&self, findings: &Findings) -> Verdict {
        let fails = findings.standing().any(|finding| finding.level >= self.fails_from());
        if fails && !self.exit_zero { Verdict::Findings } else { Verdict::Good }
    }
}

/// Returns the files that were read: no report is written over one.
fn inputs(outcome: &Outcome<'_>) -> BTreeSet<PathBuf> {
    let project = outcome.project;
    let texts = project.files.iter().map(|file| file.path.as_str());
    let paths = texts.chain(project.inputs.keys().map(String::as_str));
    paths.map(|path| resolved(&project.root.join(path))).collect()
}

/// Says whether a report may not go to a path: what was received, answered, built or is git's stands there.
fn is_kept(path: &Path, outcome: &Outcome<'_>) -> bool {
    let root = resolved(&outcome.project.root);
    let of_project = ["responses", "templates"];
    let is_of_project = path.strip_prefix(&root).is_ok_and(|path| {
        path.iter().next().is_some_and(|first| of_project.iter().any(|name| first == *name))
    });
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let is_built = name.is_some_and(|name| {
        name.starts_with('.')
            || name == "manifest.json"
            || [".pdf", ".html", ".htm"].iter().any(|end| name.ends_with(end))
    });
    is_of_project || path.iter().any(|name| name == ".git") || (is_built && path.is_file())
}

/// Returns where a file stands, past links, whether it is there or not.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            parent.canonicalize().unwrap_or_else(|_| parent.to_owned()).join(name)
        }
        _ => path.to_owned(),
    }
}

//! `corresp import`: the letter as received becomes the folder of a round.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::again::{self, Copy};
use super::check::verdict;
use super::output::{self, Output};
use super::{Failure, Verdict, init};
use crate::finding::{Finding, Findings, codes};
use crate::import::{self, Import};
use crate::letter::{self, Kind};
use crate::project::{self, MAX_BYTES, reason};
use crate::received::{self, Foreign};
use crate::report::human;
use crate::report::review::{self, Review};
use crate::response;
use crate::source::{File, Files};
use crate::words::counted;

/// Reads the staff's letter and writes the folder of its round
///
/// The folder gets letter.md, the source as received, and a starter response for each comment. Files that
/// are there are kept. A corrected copy of a letter that is there already is merged into letter.md, and the
/// responses whose words of the staff changed are marked: see suspect-response.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp import staff-letter.txt\n  corresp import staff-letter.txt --round 2009-01-14\n  corresp import staff-letter.txt --format json"
)]
pub(super) struct ImportCommand {
    /// The letter as received: text, HTML, PDF or an EDGAR submission
    file: PathBuf,

    /// The round's name, where the letter states no date
    #[arg(long, value_name = "DATE")]
    round: Option<Date>,

    /// Write _review.html into the round's folder too: the letter as received beside letter.md, each word
    /// marked by what became of it, the doubtful places first
    #[arg(long)]
    review: bool,

    /// How to report; json prints the model and writes nothing
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For machines
    Json,
}

impl ImportCommand {
    pub(super) fn of(file: PathBuf, round: Option<Date>) -> Self {
        Self { file, round, review: false, format: Format::Human }
    }

    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        if self.format == Format::Json {
            return self.print(folder);
        }
        let reading = self.read(folder)?;
        if let Some(verdict) = reading.refused() {
            return Ok(verdict);
        }
        let round = reading.round(&format!("corresp import {}", reading.shown))?;
        let root = project::find(folder)?;
        let (mut text, verdict) = reading.write(&root, round)?;
        text.push_str(&format!(
            "Next: read responses/{round}/letter.md beside the letter, then `corresp check`\n"
        ));
        output::stderr(&text);
        Ok(verdict)
    }

    /// Prints what was read; nothing is written, and so no response to begin with is made either.
    fn print(&self, folder: &Path) -> Result<Verdict, Failure> {
        let bytes = read(&folder.join(&self.file))?;
        let (_, import) = read_source(&bytes, &self.shown());
        let mut text = serde_json::to_string_pretty(&import::json(&import))
            .expect("the model holds texts and numbers alone");
        text.push('\n');
        output::stdout(&text)?;
        Ok(verdict(&import.findings))
    }

    fn shown(&self) -> String {
        self.file.display().to_string()
    }

    /// Reads the letter; writes nothing.
    pub(super) fn read(&self, folder: &Path) -> Result<Reading, Failure> {
        let bytes = read(&folder.join(&self.file))?;
        let shown = self.shown();
        let (files, import) = read_source(&bytes, &shown);
        let round = self.round.or(import.facts.date);
        let mut written = import::write(&import, round, &bytes);
        let letter = files.iter().next().expect("the letter was read");
        if let Some(finding) = other_round(self.round, &import, letter) {
            written.findings.push(finding);
        }
        let is_named = self.round.is_some();
        Ok(Reading { shown, files, import, round, is_named, written, review: self.review })
    }
}

/// A letter that was read, and the files that its round would have.
pub(super) struct Reading {
    shown: String,
    files: Files,
    import: Import,
    round: Option<Date>,
    /// Whether it was named on the command line.
    is_named: bool,
    written: import::Written,
    /// Whether the page for reading it over is written too.
    review: bool,
}

impl Reading {
    /// Returns what was read.
    pub(super) fn import(&self) -> &Import {
        &self.import
    }

    /// Says how it went where the letter has nothing to write, and why.
    pub(super) fn refused(&self) -> Option<Verdict> {
        self.written.files.is_empty().then(|| {
            output::stderr(&self.findings());
            output::stderr("Nothing was written.\n");
            verdict(&self.written.findings)
        })
    }

    /// Returns the date by which the round is named; `command` is what was typed.
    pub(super) fn round(&self, command: &str) -> Result<Date, Failure> {
        self.round.ok_or_else(|| Failure {
            message: format!("{} states no date, by which its round would be named", self.shown),
            help: Some(format!("write the letter's own: `{command} --round 2009-01-14`")),
        })
    }

    fn findings(&self) -> String {
        human::findings(&self.written.findings, &self.files, output::width(), true)
    }

    /// Writes the folder of the round; returns what is said of it.
    pub(super) fn write(self, root: &Path, round: Date) -> Result<(String, Verdict), Failure> {
        let name = format!("responses/{round}");
        let target = root.join(&name);
        let source = self.written.files.iter().find(|(file, _)| file.starts_with("source."));
        let (source, bytes) = source.cloned().unwrap_or_default();
        let is_named = self.is_named;
        let copy = Copy { import: &self.import, bytes: &bytes, name: &source, is_named };
        let again = again::merge(&target, &name, &copy)?;
        let read = format!("Read {}: {}", self.shown, summary(&self.import));
        let mut text = textwrap::fill(&read, output::width()) + "\n";
        text.push_str(&outline(&self.import));
        text.push_str(&format!("\n{}", self.findings()));
        let of_letter = ["letter.md", source.as_str()];
        let files = self.written.files.into_iter();
        let files =
            files.filter(|(file, _)| again.is_none() || !of_letter.contains(&file.as_str()));
        let untouched = again.as_ref().map(|again| again.untouched.clone()).unwrap_or_default();
        let (mut new, kept) = sorted(&target, &name, files.collect(), &untouched, is_named)?;
        let (mut stale, mut conflicts) = (Vec::new(), 0);
        if let Some(again) = again {
            new.extend(again.outputs);
            text.push_str(&again.text);
            (stale, conflicts) = (again.stale, again.conflicts);
        }
        if self.review {
            let received = self.files.iter().next().expect("the letter was read");
            new.push(review(received, &target, &new, &self.written.findings));
        }
        output::write(&target, &name, &new, &stale)?;
        text.push_str(&format!("Wrote {name}/\n"));
        for file in &new {
            text.push_str(&format!("  {}\n", file.path));
        }
        for (file, why) in &kept {
            text.push_str(&format!("  kept {file} ({why})\n"));
        }
        text.push_str(&init::adopt(root, round, &self.import)?);
        text.push_str(&init::earlier_date(root, round));
        let verdict = verdict(&self.written.findings);
        Ok((text, if conflicts > 0 { Verdict::Findings } else { verdict }))
    }
}

/// The finding of a round that was named by another date than its letter's: `check` would refuse it.
fn other_round(named: Option<Date>, import: &Import, letter: &File) -> Option<Finding> {
    let (named, date) = (named?, import.facts.date?);
    (date != named).then(|| {
        codes::HEADER_MISMATCH
            .at(letter.first_line())
            .says(format!("the letter is dated {date}, and `--round` names {named}"))
            .help("leave `--round` out; where the date was misread, mend it in letter.md")
    })
}

/// The page on which letter.md, as it will be, is read beside the letter as received.
fn review(source: &File, target: &Path, new: &[Output], findings: &Findings) -> Output {
    let written = new.iter().find(|output| output.path == "letter.md");
    let there = || crate::project::read(&target.join("letter.md")).unwrap_or_default();
    let bytes = written.map_or_else(there, |output| output.bytes.clone());
    let mut files = Files::default();
    let id = files.add("letter.md", &String::from_utf8_lossy(&bytes));
    let letter_file = files.get(id);
    let letter = letter::parse(letter_file, &mut Findings::default());
    let review = Review { source, letter: &letter, letter_file, findings };
    Output { path: REVIEW.into(), bytes: review::page(&review).into_bytes() }
}

/// The page for reading an import over; names that begin with `_` are no part of the round.
const REVIEW: &str = "_review.html";

/// Reads the letter as received.
pub(super) fn read_source(bytes: &[u8], shown: &str) -> (Files, Import) {
    let received = received::read(bytes);
    let mut files = Files::default();
    let id = received.add_to(&mut files, shown);
    let import = import::read_received(&received, bytes, files.get(id));
    (files, import)
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |reason: String| Failure {
        message: format!("{} cannot be read: {reason}", file.display()),
        help: None,
    };
    let about = std::fs::metadata(file).map_err(|error| failed(reason(&error)))?;
    if about.is_dir() {
        return Err(failed("it is a folder".into()));
    }
    if about.len() > MAX_BYTES {
        return Err(failed(format!(
            "it has {} MiB, and at most {} are read",
            about.len().div_ceil(1 << 20),
            MAX_BYTES >> 20
        )));
    }
    let bytes = crate::project::read(file).map_err(|error| failed(reason(&error)))?;
    match received::foreign(&bytes) {
        Some(foreign) => Err(no_letter(file, foreign)),
        None => Ok(bytes),
    }
}

/// What is said of a file that holds no letter that can be read.
fn no_letter(file: &Path, foreign: Foreign) -> Failure {
    let help = match foreign {
        Foreign::Word(_) => "save it as text, HTML or PDF, and import that",
        Foreign::Picture => {
            "a picture of a letter cannot be read: get the letter as text, HTML or a PDF with text"
        }
        Foreign::Unknown => "get the letter as text, HTML or PDF",
    };
    let message = format!("{} is {}; nothing was written", file.display(), foreign.words());
    Failure { message, help: Some(help.into()) }
}

/// What is said where a round holds another letter; `is_named` says whether it was named on the command line.
pub(super) fn another_letter(path: &str, is_named: bool) -> Failure {
    // What was typed just now is no advice.
    let help = if is_named {
        "a round is named by the date of its letter: find this one's own, and name that"
    } else {
        "a round is named by the date of its letter: give this one's with `--round`"
    };
    Failure {
        message: format!("{path} is another letter; nothing was written"),
        help: Some(help.into()),
    }
}

/// Files to be written, and those that are kept, each with the reason.
type Sorted = (Vec<Output>, Vec<(String, String)>);

/// Parts the files of a round into those to be written and those that are kept, with the reason.
///
/// `untouched` are the starters that nobody wrote in; `is_named` says whether the round was named on the command
/// line.
fn sorted(
    target: &Path,
    shown: &str,
    files: Vec<(String, Vec<u8>)>,
    untouched: &BTreeSet<String>,
    is_named: bool,
) -> Result<Sorted, Failure> {
    let answered = answered(target, untouched);
    let mut new = Vec::new();
    let mut kept = Vec::new();
    for (path, bytes) in files {
        if let Ok(there) = crate::project::read(&target.join(&path)) {
            if path.starts_with("source.") && there != bytes {
                return Err(another_letter(&format!("{shown}/{path}"), is_named));
            }
            if there != bytes && untouched.contains(&path) {
                new.push(Output { path, bytes });
                continue;
            }
            let why = if there == bytes { "it is the same" } else { "it has text" };
            kept.push((path, why.to_owned()));
            continue;
        }
        match comment_of(&path, &bytes) {
            Some(comment) if answered.contains(&comment) => {
                kept.push((path, format!("comment {comment} has a response")));
            }
            _ => new.push(Output { path, bytes }),
        }
    }
    Ok((new, kept))
}

/// Returns the comments that responses of a round answer already.
fn answered(target: &Path, untouched: &BTreeSet<String>) -> BTreeSet<String> {
    let entries = std::fs::read_dir(target).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names
        .filter(|name| {
            name.ends_with(".md")
                && name != "letter.md"
                && !name.starts_with(['_', '.'])
                && !untouched.contains(name)
        })
        .filter_map(|name| Some((name.clone(), crate::project::read(&target.join(&name)).ok()?)))
        .flat_map(|(name, bytes)| comments_of(&name, &bytes))
        .collect()
}

fn comment_of(path: &str, bytes: &[u8]) -> Option<String> {
    let is_response = path.ends_with(".md") && path != "letter.md";
    is_response.then(|| comments_of(path, bytes).into_iter().next()).flatten()
}

/// Returns the comments that a response names.
fn comments_of(path: &str, bytes: &[u8]) -> Vec<String> {
    let mut files = Files::default();
    let id = files.add(path, &String::from_utf8_lossy(bytes));
    let response = response::parse(files.get(id), &mut Findings::default());
    let sections = response.sections.iter().flat_map(|section| &section.keys);
    let keys = sections.map(|(item, _)| item.first().comment_key().to_string());
    response.front.comment.iter().map(|comment| comment.value.to_string()).chain(keys).collect()
}

/// Returns what the letter has: `3 comments, 18 bullets (0, 2, 16), no furniture`.
fn summary(import: &Import) -> String {
    let letter = &import.letter;
    let of_comment = |index: usize, kind: Kind| {
        letter.rows.iter().filter(|row| row.comment == index && row.kind == kind).count()
    };
    let mut text = counted(letter.comments.len(), "comment");
    for kind in [Kind::Bullet, Kind::Part] {
        let each: Vec<String> =
            (0..letter.comments.len()).map(|index| of_comment(index, kind).to_string()).collect();
        if letter.count(kind) > 0 {
            text.push_str(&format!(
                ", {} ({})",
                counted(letter.count(kind), kind.word()),
                each.join(", ")
            ));
        }
    }
    match import.furniture.len() {
        0 => text + ", no furniture",
        count => format!("{text}, {} of furniture", counted(count, "line")),
    }
}

/// Returns for each comment its headings and what stands below it; headings as those above are not said again.
fn outline(import: &Import) -> String {
    let letter = &import.letter;
    let mut text = String::new();
    let mut above: Option<&[String]> = None;
    for (index, comment) in letter.comments.iter().enumerate() {
        let count = |kind| {
            letter.rows.iter().filter(|row| row.comment == index && row.kind == kind).count()
        };
        let items: Vec<String> = [Kind::Bullet, Kind::Part]
            .into_iter()
            .filter(|&kind| count(kind) > 0)
            .map(|kind| counted(count(kind), kind.word()))
            .collect();
        let items =
            if items.is_empty() { String::new() } else { format!("  ({})", items.join(", ")) };
        let headings = match above {
            Some(above) if above == comment.headings && !above.is_empty() => "the same".to_owned(),
            _ => comment.headings.join(" > "),
        };
        above = Some(&comment.headings);
        let line =
            format!("  {:4} {}", comment.key.to_string(), format!("{headings}{items}").trim());
        let options = textwrap::Options::new(output::width()).subsequent_indent("       ");
        text.push_str(&textwrap::fill(&line, options));
        text.push('\n');
    }
    text
}

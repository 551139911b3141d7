//! What a build says of itself in the terminal: from its outputs to text.

use std::time::Instant;

use super::leaks::outside;
use super::make::Made;
use super::manifest::transmittal;
use crate::commands::output::{self, Output};
use crate::coverage::{Coverage, sentence};
use crate::deadline::long;
use crate::document::compose::Range;
use crate::finding::{Findings, Level};
use crate::project::Project;
use crate::report::manifest::Transmittal;
use crate::report::shares;
use crate::words::counted;

/// Returns what the build says of itself.
pub(super) fn told(
    folder: &str,
    project: &Project,
    coverage: &Coverage,
    outputs: &[Output],
    made: &Made,
    start: Instant,
) -> String {
    let green = anstyle::AnsiColor::Green.on_default().bold();
    let contents = crate::report::contents(&coverage.totals);
    let mut text = format!("Checked: {contents}, {}\n", shares(&coverage.totals));
    let mut part = None;
    for output in outputs {
        let next = heading(output, made);
        if next.is_some() && next != part {
            text.push_str(next.as_deref().unwrap_or_default());
            text.push('\n');
        }
        part = next.or(part);
        text.push_str(&line(folder, output, made, project));
    }
    let written: Vec<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    for Transmittal { to, by, files } in transmittal(project, made, &written) {
        text.push_str(&format!("to {to}, by {by}: {}\n", sentence(&files)));
    }
    let read_back = if made.regions > 0 { outside(outputs) } else { 0 };
    if read_back > 0 {
        let files = counted(read_back, "file");
        let verb = if read_back == 1 { "goes" } else { "go" };
        text.push_str(&format!(
            "{green}Read back {files} that {verb} outside: no marked text in them.{green:#}\n"
        ));
    }
    let date = compose_date(project);
    let time = start.elapsed().as_millis();
    text.push_str(&format!("{green}Built in {time} ms{green:#}, dated {date}."));
    if project.book.matter.status.is_some() {
        text.push_str(" Each page carries the status line.");
    }
    if !coverage.is_final() {
        text.push_str(" Each page is marked DRAFT.");
    }
    text.push('\n');
    text
}

/// Returns what is said of files of an earlier build that were taken away.
pub(super) fn gone(folder: &str, gone: &[String]) -> String {
    let lines = gone.iter().map(|path| {
        format!("Removed {folder}/{path} of an earlier build: it shows what is marked, or was.\n")
    });
    lines.collect()
}

/// Returns which responses the request names: `responses 1 and 3 (3.1, 3.3)`.
fn responses(ranges: &[Range]) -> String {
    let names = ranges.iter().map(|range| match range.response.bullets.is_empty() {
        true => range.response.key.clone(),
        false => format!("{} ({})", range.response.key, range.response.bullets.join(", ")),
    });
    let names: Vec<String> = names.collect();
    let noun = if names.len() == 1 { "response" } else { "responses" };
    format!("{noun} {}", sentence(&names))
}

/// Returns the line that stands over an output and those of its kind; none where there is one edition.
fn heading(output: &Output, made: &Made) -> Option<String> {
    if !made.has_editions() {
        return None;
    }
    match output.path.as_str() {
        "letter.pdf" | "letter.html" => Some("complete edition".into()),
        path if path.starts_with("public/") => {
            let regions = counted(made.regions, "region");
            Some(format!("public edition                 {regions} replaced by [***]"))
        }
        path if path.starts_with("foia-request") => {
            Some("request for confidential treatment".into())
        }
        "manifest.json" => None,
        path if path.starts_with("edgar/") => {
            Some("EDGAR submission                of the public edition".into())
        }
        _ => Some("of both editions".into()),
    }
}

/// Returns the line of a file that was written.
pub(super) fn line(folder: &str, output: &Output, made: &Made, project: &Project) -> String {
    let path = format!("{folder}/{}", output.path);
    let about = match made.pages.get(&output.path) {
        Some(&count) if output.path == "letter.pdf" => match &made.labels {
            Some((first, last)) => format!("{}, {first} to {last}", counted(count, "page")),
            None => counted(count, "page"),
        },
        Some(&count) if output.path.starts_with("public/") => {
            format!("{}, same labels", counted(count, "page"))
        }
        Some(_) if output.path == "foia-request.pdf" => responses(&made.ranges),
        Some(&count) if output.path.starts_with("disclosures") => {
            let disclosures = counted(project.disclosures.len(), "proposed disclosure");
            format!("{disclosures}, {}", counted(count, "page"))
        }
        Some(&count) => counted(count, "page"),
        None => String::new(),
    };
    format!("  {path:<28} {about:<34} {:>8}\n", output::size(output.bytes.len()))
}

fn compose_date(project: &Project) -> String {
    project
        .book
        .letter
        .date
        .as_ref()
        .map_or_else(|| project.round.name.clone(), |date| long(date.value))
}

/// Returns what is said where nothing was written: why, and what became of an earlier build.
pub(super) fn refused(findings: &Findings, folder: &str, taken: &[String]) -> String {
    let errors = counted(findings.count(Level::Error), "error");
    match taken {
        [] => format!("{errors}.\nNothing was written; {folder} is as it was.\n"),
        taken => format!("{errors}.\nNothing was written.\n{}", gone(folder, taken)),
    }
}

//! What a build says of itself in the terminal: from its outputs to text.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::commands::output::{self, Output};
use crate::coverage::Coverage;
use crate::deadline::long;
use crate::finding::{Findings, Level};
use crate::project::Project;
use crate::report::shares;
use crate::words::counted;

/// Returns what the build says of itself.
pub(super) fn told(
    folder: &str,
    project: &Project,
    coverage: &Coverage,
    outputs: &[Output],
    pages: &BTreeMap<String, usize>,
    start: Instant,
) -> String {
    let green = anstyle::AnsiColor::Green.on_default().bold();
    let contents = crate::report::contents(&coverage.totals);
    let mut text = format!("Checked: {contents}, {}\n", shares(&coverage.totals));
    for output in outputs {
        text.push_str(&line(folder, output, pages, project));
    }
    let date = compose_date(project);
    let time = start.elapsed().as_millis();
    text.push_str(&format!("{green}Built in {time} ms{green:#}, dated {date}."));
    if project.book.matter.status.is_some() {
        text.push_str(" Each page carries the status line.");
    }
    if coverage.totals.open + coverage.totals.draft > 0 {
        text.push_str(" Each page is marked DRAFT.");
    }
    text.push('\n');
    text
}

/// Returns the line of a file that was written.
pub(super) fn line(
    folder: &str,
    output: &Output,
    pages: &BTreeMap<String, usize>,
    project: &Project,
) -> String {
    let path = format!("{folder}/{}", output.path);
    let about = match pages.get(&output.path) {
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

/// Returns the line that says why nothing was written.
pub(super) fn refusal(findings: &Findings) -> String {
    let errors = findings.count(Level::Error);
    format!("{}.", counted(errors, "error"))
}

//! `corresp check --fix`: makes the fixes that are certain, or shows them as a diff.

use similar::TextDiff;

use super::{Failure, output};
use crate::finding::Findings;
use crate::mend;
use crate::project::{Project, reason};

/// Whether files are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The files are replaced.
    Write,
    /// What would change is printed.
    Show,
}

/// Mends the responses of a project; returns whether a file was changed.
pub(super) fn fix(project: &Project, findings: &Findings, mode: Mode) -> Result<bool, Failure> {
    let mut files = Vec::new();
    let mut told = String::new();
    let mut diffs = String::new();
    for response in &project.responses {
        let path = project.root.join(&response.path);
        let bytes = std::fs::read(&path).map_err(|error| Failure {
            message: format!("{} cannot be read: {}", response.path, reason(&error)),
            help: None,
        })?;
        let Ok(raw) = String::from_utf8(bytes) else { continue };
        // A file that changed since it was read is left alone: places would be off.
        if project.inputs.get(&response.path) != Some(&crate::digest::sha256(raw.as_bytes())) {
            continue;
        }
        let Some(mended) = mend::mend(project, findings, response.file, &raw) else { continue };
        let diff = TextDiff::from_lines(&raw, &mended.text);
        let (old, new) = (format!("a/{}", response.path), format!("b/{}", response.path));
        diffs.push_str(&diff.unified_diff().context_radius(3).header(&old, &new).to_string());
        told.push_str(&format!("Mended {}: {}\n", response.path, mended.done.join("; ")));
        files.push((path, response.path.clone(), mended.text.into_bytes()));
    }
    if mode == Mode::Show {
        output::stdout(&diffs)?;
        if files.is_empty() {
            output::stderr("Nothing can be mended with certainty.\n");
        }
        return Ok(false);
    }
    output::replace(&files)?;
    output::stderr(if files.is_empty() {
        "Nothing can be mended with certainty.\n"
    } else {
        &told
    });
    Ok(!files.is_empty())
}

//! `corresp check --fix`: makes the fixes that are certain, or shows them as a diff.

use similar::TextDiff;

use super::{Failure, output};
use crate::finding::Findings;
use crate::mend::{self, Mending};
use crate::project::{Project, reason};
use crate::report::concealed;

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
    let mending = Mending::new(project, findings);
    for response in &project.responses {
        let path = project.root.join(&response.path);
        let bytes = crate::project::read(&path).map_err(|error| Failure {
            message: format!("{} cannot be read: {}", response.path, reason(&error)),
            help: None,
        })?;
        let Ok(raw) = String::from_utf8(bytes) else { continue };
        // A file that changed since it was read is left alone: places would be off.
        if project.inputs.get(&response.path) != Some(&crate::digest::sha256(raw.as_bytes())) {
            continue;
        }
        let Some(mended) = mend::mend(&mending, response.file, &raw) else { continue };
        diffs.push_str(&diff(&response.path, &raw, &mended.text));
        let done = mended.done.join("; ");
        told.push_str(&format!("Mended {}: {}\n", response.path, concealed::shown(&done)));
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

/// Returns the lines that differ, each with three around it, as `diff -u` has them.
///
/// What is compared are the texts as they are; what is marked confidential in them is shown by its sign alone.
fn diff(path: &str, old: &str, new: &str) -> String {
    let shown = [concealed::shown(old), concealed::shown(new)];
    let [old_shown, new_shown] = [lines(&shown[0]), lines(&shown[1])];
    let (old, new) = (lines(old), lines(new));
    let diff = TextDiff::from_slices(&old, &new);
    let mut text = format!("--- a/{path}\n+++ b/{path}\n");
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        text.push_str(&format!("{}\n", hunk.header()));
        for change in hunk.iter_changes() {
            let line = match (change.old_index(), change.new_index()) {
                (_, Some(index)) => new_shown[index],
                (Some(index), None) => old_shown[index],
                (None, None) => continue,
            };
            text.push_str(&format!("{}{line}", change.tag()));
            if !line.ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_is_that_of_other_programs_where_nothing_is_marked() {
        let (old, new) = ("a\nb\r\nc\nd\ne\nf\ng\nh", "a\nB\r\nc\nd\ne\nf\ng\nh\ni\n");
        let theirs = TextDiff::from_lines(old, new);
        let theirs = theirs.unified_diff().context_radius(3).header("a/x", "b/x").to_string();
        assert_eq!(diff("x", old, new), theirs);
    }

    #[test]
    fn a_diff_shows_the_sign_in_place_of_what_is_marked() {
        let (old, new) = ("[*** x\r\ny ***] z\r\nb\r\n", "[*** x\r\ny ***] z\r\nc\r\n");
        let shown = "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n [***]\r\n [***] z\r\n-b\r\n+c\r\n";
        assert_eq!(diff("f", old, new), shown);
        // A change of the marked text is one, and does not say which.
        assert!(diff("f", "[*** x ***]\n", "[*** y ***]\n").ends_with("\n-[***]\n+[***]\n"));
    }
}

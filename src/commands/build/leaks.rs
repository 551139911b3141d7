//! The leak check of a build: from the outputs as they are to be written to findings.

use std::collections::BTreeMap;

use crate::commands::Failure;
use crate::commands::output::Output;
use crate::finding::{Findings, codes};
use crate::leak::Search;
use crate::project::Project;
use crate::regions::RULE;
use crate::secrets::secrets;
use crate::source::Place;
use crate::words::counted;

/// The files that hold the complete edition: they go to the staff alone.
const COMPLETE: [&str; 2] = ["letter.pdf", "letter.html"];

/// Reads back every output that goes outside, and reports the marked texts that stand in it; returns how
/// many were read.
///
/// # Errors
///
/// Returns a failure where an output cannot be read: of that nothing is known.
pub(super) fn check(
    project: &Project,
    outputs: &[Output],
    findings: &mut Findings,
) -> Result<usize, Failure> {
    let secrets = secrets(project);
    if secrets.marked.is_empty() {
        return Ok(0);
    }
    let search = Search::new(&secrets, project);
    let outside = outputs.iter().filter(|output| !COMPLETE.contains(&output.path.as_str()));
    let mut count = 0;
    // What leaks, with the places where it stands: one text is one finding.
    let mut found: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for output in outside {
        count += 1;
        let leaks = search.leaks(&output.path, &output.bytes).map_err(|error| Failure {
            message: format!("{}: {error}", output.path),
            help: Some("what cannot be read back is not written".into()),
        })?;
        for leak in leaks {
            let place = search.marked(&leak).place;
            found.entry(place).or_default().push(format!("{}, in {}", output.path, leak.place));
        }
    }
    for (place, at) in found {
        let others = match at.len() {
            1 => String::new(),
            count => format!(", and in {}", counted(count - 1, "other place")),
        };
        findings.push(
            codes::REDACTION_LEAK
                .at(place)
                .says(format!("a marked text stands in {}{others}", at[0]))
                .label("it is marked here")
                .help("reword what shows it; if nothing of yours does, report it with the files of the round")
                .reference(RULE),
        );
    }
    Ok(count)
}

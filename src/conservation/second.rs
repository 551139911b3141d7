//! What two independent readings of the letter as received do not agree on, as findings.

use crate::finding::{Finding, Findings, Level, codes};
use crate::received::Disagreement;
use crate::source::Place;

/// Reports disagreements; `place` is where the file is named, nothing while it is imported.
pub fn disagreements(
    found: &[Disagreement],
    file: &str,
    place: Option<Place>,
    findings: &mut Findings,
) {
    let name = file.rsplit('/').next().unwrap_or_default();
    let on = |page: u32| if page > 0 { format!(" on page {page}") } else { String::new() };
    for disagreement in found {
        let finding: Finding = match disagreement {
            Disagreement::Lost { page, what } => at(&codes::LETTER_DRIFT, place)
                .says(format!(
                    "a second reading of {name} finds \"{what}\"{}, which the first one lacks",
                    on(*page)
                ))
                .help("compare letter.md with the letter as received there: a word may be lost"),
            Disagreement::Invented { page, what } => at(&codes::LETTER_DRIFT, place)
                .says(format!("a second reading of {name} does not find \"{what}\"{}", on(*page)))
                .help(
                    "compare letter.md with the letter as received there: a word may be too much",
                ),
            Disagreement::Unproved { pages } => {
                let list: Vec<String> = pages.iter().map(u32::to_string).collect();
                let pages = crate::words::counted(pages.len(), "page");
                let finding = at(&codes::UNCERTAIN_IMPORT, place);
                // Import warns of it; from then on it is known.
                let finding = if place.is_some() { finding.level(Level::Note) } else { finding };
                finding
                    .says(format!("a second reading cannot read {pages} of {name}: {}", list.join(", ")))
                    .help("the words of these pages are proved by one reading alone: read them against the letter")
            }
        };
        findings.push(finding);
    }
}

fn at(rule: &'static crate::finding::Rule, place: Option<Place>) -> Finding {
    match place {
        Some(place) => rule.at(place),
        None => rule.anywhere(),
    }
}

//! What the layout could not set: from its faults to findings with places.

use crate::finding::{Findings, Rule, codes};
use crate::layout::Laid;
use crate::layout::page::Fault;
use crate::project::Project;
use crate::source::Place;

/// Turns what the layout could not set into findings.
pub(super) fn faults(project: &Project, laid: &Laid, findings: &mut Findings) {
    for fault in &laid.faults {
        let at = |rule: &'static Rule, text: &str| {
            place_of(project, text).map_or(rule.anywhere(), |place| rule.at(place))
        };
        findings.push(match fault {
            Fault::MissingGlyph { character, context } => {
                let name = unicode_names2::name(*character)
                    .map_or_else(String::new, |name| format!(", {name}"));
                at(&codes::MISSING_GLYPH, &character.to_string())
                    .says(format!(
                        "the fonts have no U+{:04X} `{character}`{name}, near \"{context}\"",
                        *character as u32
                    ))
                    .help("write it in letters that the fonts have")
            }
            Fault::LineTooWide { word } => at(&codes::LINE_TOO_WIDE, word)
                .says(format!("`{word}` is wider than its line"))
                .help("write it with blanks or hyphens between its parts"),
            Fault::TableTooWide { caption } => at(&codes::TABLE_TOO_WIDE, caption)
                .says(format!("the table \"{caption}\" is wider than the page"))
                .help("take a column out, or cut the table in two"),
        });
    }
}

/// Finds where a text that the layout could not set stands: the pages do not know it.
pub(super) fn place_of(project: &Project, text: &str) -> Option<Place> {
    let as_filed = project.disclosures.iter().filter_map(|disclosure| disclosure.as_filed.as_ref());
    let files = project
        .responses
        .iter()
        .map(|response| response.file)
        .chain(project.disclosures.iter().map(|disclosure| disclosure.file))
        .chain(as_filed.map(|as_filed| as_filed.file))
        .chain([project.letter.file, project.book.file]);
    let found = files.into_iter().find_map(|id| {
        let file = project.files.get(id);
        file.text.find(text).map(|at| file.place(at..at + text.len()))
    });
    found.filter(|_| !text.is_empty())
}

//! What the layout could not set: from its faults to findings with places.

use crate::document::REDACTED;
use crate::finding::{Findings, Rule, codes};
use crate::layout::Laid;
use crate::layout::page::Fault;
use crate::project::Project;
use crate::secrets::Secrets;
use crate::source::{File, Place};

/// Turns what the layout could not set into findings.
pub(super) fn faults(project: &Project, secrets: &Secrets, laid: &Laid, findings: &mut Findings) {
    // No message shows what is confidential.
    let shown = |text: &str| match secrets.holds(text) {
        true => REDACTED.to_owned(),
        false => text.to_owned(),
    };
    for fault in &laid.faults {
        let at = |rule: &'static Rule, text: &str| {
            place_of(project, text).map_or(rule.anywhere(), |place| rule.at(place))
        };
        findings.push(match fault {
            Fault::MissingGlyph { character, context } => {
                let name = unicode_names2::name(*character)
                    .map_or_else(String::new, |name| format!(", {name}"));
                let is_open = secrets.open.iter().any(|open| open.text().contains(*character));
                let is_marked =
                    secrets.marked.iter().any(|marked| marked.text.contains(*character));
                let says = match is_marked && !is_open {
                    true => "the fonts lack a character of a marked text".to_owned(),
                    false => format!(
                        "the fonts have no U+{:04X} `{character}`{name}, near \"{}\"",
                        *character as u32,
                        shown(context)
                    ),
                };
                place_of_sign(project, *character, context)
                    .map_or(codes::MISSING_GLYPH.anywhere(), |place| codes::MISSING_GLYPH.at(place))
                    .says(says)
                    .help(
                        "write it in letters that the fonts have, or name a family that has it as \
                         `fallback` under `[letter]` in book.toml",
                    )
            }
            Fault::LineTooWide { word } => at(&codes::LINE_TOO_WIDE, word)
                .says(format!("`{}` is wider than its line", shown(word)))
                .help("write it with blanks or hyphens between its parts"),
            Fault::TableTooWide { caption } => at(&codes::TABLE_TOO_WIDE, caption)
                .says(format!("the table \"{}\" is wider than the page", shown(caption)))
                .help("take a column out, or cut the table in two"),
        });
    }
}

/// Finds where a text that the layout could not set stands: the pages do not know it.
pub(super) fn place_of(project: &Project, text: &str) -> Option<Place> {
    let found = files_of(project).find_map(|file| {
        let at = file.text.find(text)?;
        Some(file.place(at..at + text.len()))
    });
    found.filter(|_| !text.is_empty())
}

/// Finds where a character stands: of its places the one whose surroundings are most like those on the
/// page, where blanks, quotation marks and dashes may be others.
fn place_of_sign(project: &Project, character: char, context: &str) -> Option<Place> {
    let at = context.find(character)?;
    let behind = at + character.len_utf8();
    let likeness = |text: &str, place: usize| {
        alike(text[..place].chars().rev(), context[..at].chars().rev())
            + alike(text[place + character.len_utf8()..].chars(), context[behind..].chars())
    };
    let places = files_of(project)
        .flat_map(|file| file.text.match_indices(character).map(move |(place, _)| (file, place)));
    // Of places that are equally alike the first one counts.
    let mut best = None;
    for (file, place) in places {
        let like = likeness(&file.text, place);
        if best.is_none_or(|(most, _, _)| like > most) {
            best = Some((like, file, place));
        }
    }
    best.map(|(_, file, place)| file.place(place..place + character.len_utf8()))
}

/// Counts the letters and digits that two texts have alike from their beginnings.
fn alike(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let letters = |sign: &char| sign.is_alphanumeric();
    one.filter(letters).zip(other.filter(letters)).take_while(|(one, other)| one == other).count()
}

/// Returns the files whose words the letter prints: responses first, then the letter, then book.toml.
pub(super) fn files_of(project: &Project) -> impl Iterator<Item = &File> {
    let as_filed = project.disclosures.iter().filter_map(|disclosure| disclosure.as_filed.as_ref());
    project
        .responses
        .iter()
        .map(|response| response.file)
        .chain(project.disclosures.iter().map(|disclosure| disclosure.file))
        .chain(as_filed.map(|as_filed| as_filed.file))
        .chain([project.letter.file, project.book.file])
        .map(|id| project.files.get(id))
}

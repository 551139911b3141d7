//! What confidential treatment adds to a letter: the legend with its labels, and the statement.
//!
//! In: book.toml. Out: the running legend (17 CFR 200.83(c)), the statement on the first page, and the line
//! at the foot of each page of the public edition on which something is omitted.

use crate::book::Book;
use crate::document::{Block, Document, Inline, Legend, Paragraph, ParagraphStyle, REDACTED};

/// Gives a letter with confidential regions its legend, its labels and its statement.
///
/// The statement is true of both editions and the same in both, so that it takes the same room.
pub(super) fn apply(book: &Book, letter: &mut Document) {
    letter.running.legend = Some(legend(book));
    let company = &book.matter.company;
    let statement = Paragraph {
        text: vec![Inline::Text(format!(
            "Confidential treatment of parts of this letter is requested by {company} under 17 C.F.R. \
             § 200.83. In the edition submitted via EDGAR these parts are omitted, and {REDACTED} stands \
             in the place of each; they are given to the Staff in the complete edition."
        ))],
        style: ParagraphStyle::Small,
        ..Paragraph::default()
    };
    let behind = usize::from(matches!(letter.blocks.first(), Some(Block::Letterhead { .. })));
    letter.blocks.insert(behind, Block::Paragraph(statement));
}

/// Returns the line at the foot of a page of the public edition on which something is omitted.
pub(super) fn omission() -> String {
    format!(
        "{REDACTED} Omitted and given to the Staff separately; confidential treatment requested under \
         17 C.F.R. § 200.83."
    )
}

fn legend(book: &Book) -> Legend {
    let stated = book.confidential.as_ref();
    let prefix = stated.and_then(|stated| stated.legend_prefix.as_deref()).unwrap_or_default();
    let words = format!("Confidential Treatment Requested by {}", book.matter.company);
    let mut lines = vec![format!("{prefix} {words}").trim_start().to_owned()];
    lines.extend(stated.and_then(|stated| stated.legend_suffix.clone()));
    Legend {
        lines,
        code: code(book),
        first: stated.map_or(1, |stated| stated.first_label.value),
        width: stated.and_then(|stated| Some(stated.label_width.as_ref()?.value)),
    }
}

/// Returns the code of the labels: the stated one, or capitals of the company's name while none is.
pub fn code(book: &Book) -> String {
    let stated = book.confidential.as_ref().and_then(|stated| stated.code.clone());
    let of_name = || -> String {
        let name = book.matter.short_name.to_uppercase();
        name.chars().filter(char::is_ascii_uppercase).take(12).collect()
    };
    stated
        .unwrap_or_else(|| Some(of_name()).filter(|code| !code.is_empty()).unwrap_or("PAGE".into()))
}

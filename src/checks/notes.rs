//! Footnotes: what a text refers to is defined in it once, and what it defines is referred to.
//!
//! In: the blocks of a response or disclosure. Out: findings.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::finding::{Findings, codes};
use crate::markdown::{Block, Inline, InlineKind, each_inline, note_definitions};

/// Checks the footnotes of one file.
pub(super) fn check(blocks: &[Block], findings: &mut Findings) {
    let defined = note_definitions(blocks);
    let labels: BTreeSet<&str> = defined.iter().map(|(label, _)| *label).collect();
    let mut referred = BTreeSet::new();
    each_inline(blocks, &mut |inline| match &inline.kind {
        InlineKind::NoteReference(label) => {
            referred.insert(label.as_str());
            if !labels.contains(label.as_str()) {
                undefined(label, inline, 0..inline.place.range().len(), findings);
            }
        }
        // The parser leaves a reference without a definition as text.
        InlineKind::Text(text) => {
            for (at, _) in text.match_indices("[^") {
                let Some(length) = text[at..].find(']') else { continue };
                let label = &text[at + 2..at + length];
                if !label.is_empty() && !label.contains(char::is_whitespace) {
                    undefined(label, inline, at..at + length + 1, findings);
                }
            }
        }
        _ => {}
    });
    let mut seen = BTreeSet::new();
    for (label, block) in defined {
        if !seen.insert(label) {
            findings.push(
                codes::UNUSED_FOOTNOTE
                    .at(block.place)
                    .says(format!(
                        "the footnote `{label}` is defined above, and this text is printed nowhere"
                    ))
                    .help("give it a label of its own, or take it out"),
            );
        } else if !referred.contains(label) {
            findings.push(
                codes::UNUSED_FOOTNOTE
                    .at(block.place)
                    .says(format!(
                        "no text refers to the footnote `{label}`: it is printed nowhere"
                    ))
                    .help(format!("write `[^{label}]` where it belongs, or take it out")),
            );
        }
    }
}

fn undefined(label: &str, inline: &Inline, range: Range<usize>, findings: &mut Findings) {
    findings.push(
        codes::UNKNOWN_FOOTNOTE
            .at(inline.place.within(range))
            .says(format!("the footnote `{label}` is not defined in this file"))
            .help(format!("add its text on a line of its own: `[^{label}]: …`")),
    );
}

#[cfg(test)]
mod tests {
    use crate::finding::Findings;
    use crate::markdown::parse;
    use crate::reader;
    use crate::source::{FileId, Place};

    /// The code and the underlined text of each finding.
    fn told(text: &str) -> Vec<(&'static str, &str)> {
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        let blocks = parse(&masked, &mut findings);
        super::check(&blocks, &mut findings);
        let place = |place: Option<Place>| &text[place.expect("it has a place").range()];
        findings.iter().map(|finding| (finding.rule.code, place(finding.place))).collect()
    }

    #[test]
    fn a_note_is_defined_once_and_referred_to() {
        assert_eq!(told("A.[^a]\n\n[^a]: One.\n"), []);
        assert_eq!(told("A.[^a] B.[^a]\n\n[^a]: One.[^b]\n\n[^b]: Two.\n"), []);
        assert_eq!(told("| A[^a] |\n| --- |\n| 1 |\n\n[^a]: One.\n"), []);
        assert_eq!(told("A.[^b]\n"), [("unknown-footnote", "[^b]")]);
    }

    #[test]
    fn a_note_that_is_printed_nowhere_is_told() {
        assert_eq!(told("A.\n\n[^a]: One.\n"), [("unused-footnote", "[^a]: One.")]);
        let twice = "A.[^a]\n\n[^a]: One.\n\n[^a]: Two.\n";
        assert_eq!(told(twice), [("unused-footnote", "[^a]: Two.")]);
        let close = "A.[^a]\n\n[^a]: One.\n[^a]: Two.\n";
        assert_eq!(told(close), [("unused-footnote", "[^a]: Two.")]);
    }
}

//! Confidential marks that a text shows when it is put together: `[{{ facts.a }}]`, `[&nbsp;*** … ***]`, `[~~*** … ***~~]`.
//!
//! In: the texts of responses and disclosures, and the facts. Out: findings. The reader looks for marks in what was
//! typed; here are those that references, facts and signs of Markdown make, and that would hide nothing.

use crate::facts::Evaluator;
use crate::finding::{Findings, codes};
use crate::markdown::{Block, BlockKind, Inline, InlineKind};
use crate::reader::near::{near_mark_in, sign_of_stars};
use crate::regions::RULE;
use crate::source::{Files, Place};

/// What no mark goes over: code, a region, a picture.
const CUT: char = '\u{fffc}';

/// Reports the marks that the texts of `blocks` show.
pub(super) fn check(
    blocks: &[Block],
    evaluator: &Evaluator<'_>,
    files: &Files,
    findings: &mut Findings,
) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => {
                leaf(text, evaluator, files, findings);
            }
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| check(&item.blocks, evaluator, files, findings));
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
                check(blocks, evaluator, files, findings);
            }
            BlockKind::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flat_map(|row| &row.cells));
                cells.for_each(|cell| leaf(cell, evaluator, files, findings));
            }
            // What a region holds is hidden, whatever it is.
            BlockKind::Confidential(_) | BlockKind::Code(_) | BlockKind::Rule | BlockKind::Html => {
            }
        }
    }
}

fn leaf(inlines: &[Inline], evaluator: &Evaluator<'_>, files: &Files, findings: &mut Findings) {
    let (Some(first), Some(last)) = (inlines.first(), inlines.last()) else { return };
    let place = Place { end: last.place.end, ..first.place };
    let mut text = String::new();
    print(inlines, evaluator, &mut text);
    let shows = text.match_indices("[***").any(|(at, _)| sign_of_stars(&text[at..]).is_none())
        || near_mark_in(&text).is_some();
    if !shows {
        return;
    }
    // Behind a backslash a sign is text, as its author says; what the reader has told is told.
    let typed = files.text(place);
    let is_text = ["\\[", "\\*", "\\("].iter().any(|sign| typed.contains(sign));
    let is_told = findings.iter().any(|finding| {
        [&codes::MALFORMED_MARK, &codes::MISPLACED_MARK].contains(&finding.rule)
            && finding.place.is_some_and(|at| place.contains(at))
    });
    if !is_text && !is_told {
        findings.retain(|finding| {
            let is_of_text = finding.place.is_some_and(|at| place.contains(at));
            !(finding.rule == &codes::STRAY_MARKUP && is_of_text)
        });
        // The line is not shown: what stands between such marks is meant to be hidden.
        let file = files.get(place.file);
        let line = file.position(place.start).line;
        findings.push(
            codes::MISPLACED_MARK
                .anywhere()
                .says(format!(
                    "the text in line {line} of {} shows a confidential mark when it is put together, and it hides nothing",
                    file.path
                ))
                .help("type the mark itself, `[*** text ***]`, around what it is to hide")
                .reference(RULE),
        );
    }
}

/// Adds the text of inlines as it is printed.
fn print(inlines: &[Inline], evaluator: &Evaluator<'_>, out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Strike(inner) => {
                print(inner, evaluator, out);
            }
            InlineKind::Link { text, .. } => print(text, evaluator, out),
            InlineKind::Fact(expression) if !evaluator.is_confidential(expression) => {
                // One without a value is a finding already.
                out.push_str(&evaluator.value(expression, inline.place).unwrap_or_default());
            }
            InlineKind::Fact(_)
            | InlineKind::Confidential(_)
            | InlineKind::Open
            | InlineKind::Close
            | InlineKind::Code(_)
            | InlineKind::Image { .. } => out.push(CUT),
            InlineKind::NoteReference(_) | InlineKind::Ask(_) => {}
        }
    }
}

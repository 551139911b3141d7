//! Quotations that say what the letter prints above them already: the staff's own words, left in an answer.
//!
//! In: the project and what answers which unit. Out: findings.

use std::collections::BTreeMap;

use crate::book::StaffText;
use crate::coverage::{Claim, Coverage, StaffWords, block_words, has_own_words};
use crate::finding::{Findings, codes};
use crate::markdown::{Block, BlockKind};
use crate::project::Project;

/// Checks the answers; where the letter leaves the staff's words out, they may be quoted.
pub(super) fn check(project: &Project, coverage: &Coverage, findings: &mut Findings) {
    if project.book.letter.staff_text == StaffText::Omitted {
        return;
    }
    let mut served: BTreeMap<Claim, Vec<usize>> = BTreeMap::new();
    for (row, state) in coverage.rows.iter().enumerate() {
        for claim in state.claims() {
            served.entry(claim).or_default().push(row);
        }
    }
    served.retain(|claim, _| claim.blocks(&project.responses).iter().any(is_quotation));
    if served.is_empty() {
        return;
    }
    let words = StaffWords::new(&project.letter);
    for (claim, rows) in served {
        let blocks = claim.answer(&project.letter, &project.responses);
        // Of one that says nothing else it is told that it is empty.
        if !has_own_words(&blocks, &words, &rows) {
            continue;
        }
        let key = &project.letter.rows[rows[0]].key;
        let quotations = blocks.iter().filter(|block| is_quotation(block));
        for quotation in quotations {
            if !has_own_words(std::slice::from_ref(quotation), &words, &rows) {
                findings.push(
                    codes::QUOTED_STAFF
                        .at(quotation.place)
                        .about(key)
                        .says(format!("this quotation repeats the staff's words of {key}"))
                        .help(
                            "take it out: the letter prints the staff's words above the response",
                        ),
                );
            }
        }
    }
}

/// Says whether a block is a quotation with words.
fn is_quotation(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Quote(_)) && !block_words(block).is_empty()
}

//! Text that says what the letter prints above it already: the staff's own words, left in an answer, and the label
//! of the answer itself.
//!
//! In: the project and what answers which unit. Out: findings.

use std::collections::BTreeMap;

use super::own_labels;
use crate::book::StaffText;
use crate::coverage::{
    Claim, Coverage, StaffWords, answer_labels, block_words, has_own_words, labels,
};
use crate::finding::{Findings, codes};
use crate::letter::{Letter, block_text};
use crate::markdown::{Block, BlockKind};
use crate::project::Project;
use crate::source::Place;
use crate::words;

/// The fewest words of a unit that are known for the staff's where no signs of a quotation stand before them.
const FEWEST: usize = 8;

/// Checks the answers; where the letter leaves the staff's words out, they may be quoted.
pub(super) fn check(project: &Project, coverage: &Coverage, findings: &mut Findings) {
    let mut served: BTreeMap<Claim, Vec<usize>> = BTreeMap::new();
    for (row, state) in coverage.rows.iter().enumerate() {
        for claim in state.claims() {
            served.entry(claim).or_default().push(row);
        }
    }
    let letter = &project.letter;
    let is_quoted = project.book.letter.staff_text != StaffText::Omitted;
    let is_labelled = !project.book.letter.response_label.trim().is_empty();
    let company = letter.front.to.company.as_ref().map(|company| company.value.as_str());
    let names = words::compared(company.unwrap_or(&project.book.matter.company));
    let staff = StaffWords::new(letter);
    for (claim, rows) in served {
        let blocks = claim.answer(letter, &project.responses);
        let key = letter.rows[rows[0]].key.to_string();
        let says_more = |blocks: &[Block]| has_own_words(blocks, &staff, &rows);
        let mut repeats = |place: Place, what: &str| {
            findings.push(
                codes::QUOTED_STAFF
                    .at(place)
                    .about(&key)
                    .says(format!("this {what} repeats the staff's words of {key}"))
                    .help("take it out: the letter prints the staff's words above the response"),
            );
        };
        let pasted = match is_quoted && blocks.first().is_some_and(is_pasted) {
            true => pasted(&blocks, letter, &rows, &names),
            false => 0,
        };
        // Of an answer that says nothing else it is told that it is empty.
        let pasted = if pasted > 0 && says_more(&blocks[pasted..]) { pasted } else { 0 };
        if let (Some(first), Some(last)) = (blocks.first(), blocks[..pasted].last()) {
            repeats(Place { end: last.place.end, ..first.place }, "text");
        }
        let mut answer = &blocks[pasted..];
        let quotations = || answer.iter().filter(|block| is_quotation(block));
        if is_quoted && quotations().next().is_some() && says_more(answer) {
            let is_repeated = |block: &Block| !says_more(std::slice::from_ref(block));
            for quotation in quotations().filter(|block| is_repeated(block)) {
                repeats(quotation.place, "quotation");
            }
            let is_passed = |block: &&Block| {
                matches!(block.kind, BlockKind::Html) || is_quotation(block) && is_repeated(block)
            };
            answer = &answer[answer.iter().take_while(is_passed).count()..];
        }
        let opens = answer.iter().find(|block| !matches!(block.kind, BlockKind::Html));
        let may_have_label = opens.is_some_and(|block| {
            matches!(block.kind, BlockKind::Paragraph(_))
                && !answer_labels(&block_text(block), &names).is_empty()
        });
        if is_labelled && may_have_label && says_more(answer) {
            own_labels::check(answer, &key, &names, &project.files, findings);
        }
    }
}

/// Says whether a block is a quotation with words.
fn is_quotation(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Quote(_)) && !block_words(block).is_empty()
}

/// Returns how many of the first blocks of an answer are the whole text of a unit or comment that it answers, as it is
/// pasted from the staff's letter: in paragraphs and lists.
fn pasted(blocks: &[Block], letter: &Letter, rows: &[usize], names: &[String]) -> usize {
    let mut printed =
        blocks.iter().enumerate().filter(|(_, block)| !matches!(block.kind, BlockKind::Html));
    let Some((_, first)) = printed.clone().next() else { return 0 };
    let own = block_words(first);
    let starts = before(&own, first, names);
    let comments = rows.iter().map(|&row| letter.comments[letter.rows[row].comment].row);
    let rows = rows.iter().copied().chain(comments).map(|row| &letter.rows[row]);
    // Most answers begin with words of their own.
    let begins = |text: &&String| {
        let few = |start: &usize| &own[*start..own.len().min(start + FEWEST)];
        starts.iter().map(few).any(|few| !few.is_empty() && words::begins(text, few))
    };
    let texts = rows.flat_map(|row| [&row.own_text, &row.text]).filter(begins);
    let texts = texts.map(|text| words::compared(text)).filter(|words| words.len() >= FEWEST);
    let texts: Vec<Vec<String>> = texts.collect();
    // By each reading of what stands before the words.
    let mut runs: Vec<Vec<String>> = starts.iter().map(|start| own[*start..].to_vec()).collect();
    let mut pasted = 0;
    let mut last = printed.next().map_or(0, |(index, _)| index);
    loop {
        let is_begun = |run: &Vec<String>| texts.iter().any(|text| text.starts_with(run));
        runs.retain(|run| !run.is_empty() && is_begun(run));
        if runs.iter().any(|run| texts.contains(run)) {
            pasted = last + 1;
        }
        let next = printed.next().filter(|_| !runs.is_empty());
        let Some((index, block)) = next.filter(|(_, block)| is_pasted(block)) else {
            return pasted;
        };
        let more = block_words(block);
        runs.iter_mut().for_each(|run| run.extend(more.iter().cloned()));
        last = index;
    }
}

/// Says whether a block may be of a text that was pasted from the staff's letter without the signs of a quotation.
fn is_pasted(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::List { .. })
}

/// Returns how many of a block's first words may stand before the staff's: a label, a number, both or none.
fn before(own: &[String], block: &Block, names: &[String]) -> Vec<usize> {
    let labels = labels(&block_text(block), names);
    let is_number = |at: &usize| {
        own.get(*at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let starts: Vec<usize> = labels.into_iter().chain([0]).filter(|at| *at < own.len()).collect();
    let numbered: Vec<usize> = starts.iter().filter(|at| is_number(at)).map(|at| at + 1).collect();
    starts.into_iter().chain(numbered).collect()
}

#[cfg(test)]
mod tests {
    use crate::checks::told::told;

    const LETTER: &str = "### 1.\n\nWe note that sales fell in the last quarter. Please tell us why.\n\nPlease also:\n\n\
                          - tell us which of your stores you closed in the year\n- say why\n";

    /// Returns what is told of the answer to the first bullet.
    fn of(answer: &str) -> Vec<String> {
        let response = format!(
            "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\n{answer}\n\n## 1.2\n\nSo.\n"
        );
        let told = told(LETTER, "", &[("01-a.md", response.as_str())]);
        told.typed("quoted-staff").into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_whole_text_of_the_staff_above_an_answer_is_told() {
        let (own, unit) =
            ("We closed none.", "tell us which of your stores you closed in the year");
        for text in [
            unit.to_owned(),
            format!("**{unit}**"),
            format!("**1.1.** Tell{}.", &unit[4..]),
            format!("Comment 1.1: {unit}"),
            format!("- {unit}"),
            "We note that sales fell in the last quarter. Please tell us why.\n\nPlease also:"
                .to_owned(),
            format!(
                "1. We note that sales fell in the last quarter. Please tell us why.\n\nPlease also:\n\n- {unit}\n- say why"
            ),
        ] {
            assert_eq!(of(&format!("{text}\n\n{own}")), [text.as_str()], "{text}");
        }
        for text in [
            // A part of it may be quoted, and so may what is short.
            format!("{unit} that is past\n\n{own}"),
            format!("which of your stores you closed in the year\n\n{own}"),
            format!("{own}\n\n{unit}"),
            "say why\n\nWe did.".to_owned(),
            "We note that sales fell in the last quarter.\n\nWe did.".to_owned(),
        ] {
            assert_eq!(of(&text), [""; 0], "{text}");
        }
        assert_eq!(of(&format!("> {unit}\n\n{own}")), [format!("> {unit}")]);
        // Of one that has nothing else it is told that it is empty.
        assert_eq!(of(unit), [""; 0]);
    }
}

//! The requests inside a unit's prose: which section or mark of the responses names which of them.
//!
//! A section `## 3.7#2` answers its request. Where the unit has no section of its own, it is answered when
//! all of its requests are. The mark `[#2]` in the unit's own section names a request and changes no status.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Claim, Claims};
use super::{Coverage, RowState, Status};
use crate::finding::{Finding, Findings, codes};
use crate::key::Key;
use crate::letter::Letter;
use crate::markdown::{InlineKind, each_inline};
use crate::response::Response;
use crate::source::Place;
use crate::words;

/// What is known of a request of the staff.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskState {
    /// The section that answers it.
    pub claim: Option<Claim>,
    /// Whether a section or mark names it.
    pub is_named: bool,
}

/// The finding of a key that names no request of its unit.
pub(super) fn unknown(letter: &Letter, row: usize, typed: &str, place: Place) -> Finding {
    let unit = &letter.rows[row];
    let noun = unit.kind.word();
    let finding = codes::UNKNOWN_KEY.at(place).about(&unit.key);
    match unit.asks.len() {
        0 => finding
            .says(format!("{noun} {} has no request of its own, so {typed} names none", unit.key))
            .help(format!("answer it as a whole: `## {}`", unit.key)),
        count => finding
            .says(format!(
                "{noun} {} has {}, and {typed} is none of them",
                unit.key,
                words::counted(count, "request")
            ))
            .label(match count {
                1 => format!("{}#1 exists", unit.key),
                _ => format!("{0}#1 to {0}#{count} exist", unit.key),
            })
            .help("write the number of a request; `corresp check --format json` lists them"),
    }
}

/// Reads the marks of the responses, and returns what is known of each row's requests.
pub(super) fn states(
    letter: &Letter,
    responses: &[Response],
    claims: &Claims,
    findings: &mut Findings,
) -> Vec<Vec<AskState>> {
    let mut states: Vec<Vec<AskState>> =
        letter.rows.iter().map(|row| vec![AskState::default(); row.asks.len()]).collect();
    for (&(row, ask), &claim) in &claims.asks {
        states[row][ask] = AskState { claim: Some(claim), is_named: true };
    }
    let mut units: BTreeMap<Claim, BTreeSet<usize>> = BTreeMap::new();
    let own = claims.rows.iter().enumerate().filter_map(|(row, claim)| Some((row, (*claim)?)));
    for (row, claim) in own.chain(claims.asks.iter().map(|(&(row, _), &claim)| (row, claim))) {
        units.entry(claim).or_default().insert(row);
    }
    for (index, response) in responses.iter().enumerate() {
        let intro = response.front.comment.as_ref().and_then(|comment| letter.row(&comment.value));
        let rows: Vec<usize> = intro.into_iter().collect();
        each_inline(&response.intro, &mut |inline| {
            if let InlineKind::Ask(typed) = &inline.kind {
                name(letter, &rows, typed, inline.place, &mut states, findings);
            }
        });
        for (section, text) in response.sections.iter().enumerate() {
            let claim = Claim { response: index, section: Some(section) };
            let units: Vec<usize> = units.get(&claim).into_iter().flatten().copied().collect();
            each_inline(&text.blocks, &mut |inline| {
                if let InlineKind::Ask(typed) = &inline.kind {
                    name(letter, &units, typed, inline.place, &mut states, findings);
                }
            });
        }
    }
    states
}

/// Notes the request that a mark in the text of `rows` names.
fn name(
    letter: &Letter,
    rows: &[usize],
    typed: &str,
    place: Place,
    states: &mut [Vec<AskState>],
    findings: &mut Findings,
) {
    let row = match (typed.strip_prefix('#'), rows) {
        // The key of the section is lost, which was reported.
        (Some(_), []) => return,
        (Some(_), [row]) => *row,
        (Some(_), [first, ..]) => {
            findings.push(
                codes::MALFORMED_KEY
                    .at(place)
                    .says(format!("`[{typed}]` stands in a text that answers several units"))
                    .about(&letter.rows[*first].key)
                    .help(format!("write the whole key: `[{}{typed}]`", letter.rows[*first].key)),
            );
            return;
        }
        (None, _) => {
            let unit = typed.parse::<Key>().ok().map(|key| Key { ask: None, ..key });
            match unit.and_then(|unit| letter.row(&unit)) {
                Some(row) => row,
                None => {
                    findings.push(
                        codes::UNKNOWN_KEY
                            .at(place)
                            .says(format!("`[{typed}]` names no unit of the staff's letter"))
                            .help("write `[#1]` for the first request of the section's own unit"),
                    );
                    return;
                }
            }
        }
    };
    match ask_number(typed).filter(|&number| (1..=states[row].len()).contains(&number)) {
        Some(number) => states[row][number - 1].is_named = true,
        None => findings.push(unknown(letter, row, typed, place)),
    }
}

/// Returns the number of a request in `#2` or `3.7#2`.
fn ask_number(typed: &str) -> Option<usize> {
    typed.rsplit_once('#').and_then(|(_, number)| number.parse().ok())
}

/// Returns the key of a request, as `3.7#2`.
pub fn ask_key(letter: &Letter, row: usize, ask: usize) -> String {
    format!("{}#{}", letter.rows[row].key, ask + 1)
}

/// Returns the first request of a row that no section answers, where others have one.
pub(super) fn first_without_section(state: &RowState) -> Option<usize> {
    let has_any = state.asks.iter().any(|ask| ask.claim.is_some());
    state.asks.iter().position(|ask| ask.claim.is_none()).filter(|_| has_any)
}

/// Reports requests that the response to their unit does not name, a finding a unit.
pub(super) fn unnamed(
    letter: &Letter,
    responses: &[Response],
    coverage: &Coverage,
    findings: &mut Findings,
) {
    for (row, state) in coverage.rows.iter().enumerate() {
        let unit = &letter.rows[row];
        let missing: Vec<usize> =
            (0..state.asks.len()).filter(|&ask| !state.asks[ask].is_named).collect();
        let Some(&first) = missing.first() else { continue };
        let keys: Vec<String> = missing.iter().map(|&ask| ask_key(letter, row, ask)).collect();
        let keys = super::sentence(&keys);
        let words = words::first(&unit.asks[first].text, 8);
        if !state.is_unit {
            // Its items are answered; what it asks before them is in no unit.
            if unit.has_items {
                findings.push(
                    codes::UNANSWERED_ASK
                        .at(unit.place)
                        .about(&unit.key)
                        .says(format!(
                            "{} {} asks for {keys} before its items, in no unit",
                            unit.kind.word(),
                            unit.key
                        ))
                        .label(format!("\"{words}\""))
                        .help(format!(
                            "write `{{own}}` after its number, or `[{}]` where the text answers it",
                            ask_key(letter, row, first)
                        )),
                );
            }
            continue;
        }
        let is_answered = matches!(state.status, Status::Answered | Status::Draft);
        let Some(claim) = state.claim.filter(|_| is_answered && state.asks.len() > 1) else {
            continue;
        };
        let response = &responses[claim.response];
        let place = match claim.section {
            Some(section) => response.sections[section].place,
            None => response.intro.first().map_or(response.place, |block| block.place),
        };
        findings.push(
            codes::UNANSWERED_ASK
                .at(place)
                .about(&unit.key)
                .ordered(unit.place)
                .says(format!("the response to {} does not say where it answers {keys}", unit.key))
                .also(unit.place, format!("{}: \"{words}\"", ask_key(letter, row, first)))
                .help(format!(
                    "write `[#{}]` where the text answers it (the mark is not printed), or a section `## {}`",
                    first + 1,
                    ask_key(letter, row, first)
                )),
        );
    }
}

//! Which unit of the staff's letter is answered, where, and how far the answer is.
//!
//! In: the staff's letter and the responses. Out: [`Coverage`], plain data from which every report is
//! made. Knows nothing of files on disk or of output.

mod asks;
mod claims;
mod content;
mod labels;
mod naming;
mod referrals;
mod wrapped;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

pub use asks::{AskState, ask_key};
pub use claims::{Claim, begins_with};
pub use content::{StaffWords, block_words, has_own_words, report_placeholders};
pub use labels::{answer_labels, labels};
pub use naming::name;
pub use referrals::refers;

use crate::finding::{Finding, Findings, Level, Rule, codes};
use crate::key::{Key, KeyItem};
use crate::letter::{Content, Kind, Letter, block_text};
use crate::markdown::Block;
use crate::response::{Cause, LostHeading, Response, Stage};
use crate::source::Place;
use crate::words;

/// Where a unit stands on its way to the staff; the worst first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Nothing answers it.
    Open,
    /// The answer is not final.
    Draft,
    /// The letter itself tells the staff until when, and why.
    Deferred {
        /// Until when.
        until: Date,
        /// Why.
        why: String,
    },
    /// Another letter answers it, and this one says so.
    Elsewhere {
        /// The date of that letter.
        letter: Date,
    },
    /// It is answered.
    Answered,
}

impl Status {
    /// Returns the word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Draft => "draft",
            Status::Deferred { .. } => "deferred",
            Status::Elsewhere { .. } => "elsewhere",
            Status::Answered => "answered",
        }
    }

    /// Returns its rank, the worst first; a deferred unit and one answered elsewhere are equal.
    pub fn rank(&self) -> u8 {
        match self {
            Status::Open => 0,
            Status::Draft => 1,
            Status::Deferred { .. } | Status::Elsewhere { .. } => 2,
            Status::Answered => 3,
        }
    }
}

/// How the staff's letter is covered.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// One for each of [`Letter::rows`].
    pub rows: Vec<RowState>,
    /// The responses' text before the first key that introduces a comment with items, by comment.
    pub intros: BTreeMap<usize, usize>,
    /// The responses of which a text stands in the letter and is not final, each with the rows that it is for.
    pub drafts: BTreeMap<usize, BTreeSet<usize>>,
    /// The lines that look like the heading of a row's section and open none, by row.
    pub lost_headings: BTreeMap<usize, Place>,
    /// Counts of all.
    pub totals: Totals,
}

impl Coverage {
    /// Says whether the letter may go out: nothing is open, and every text in it is final.
    pub fn is_final(&self) -> bool {
        self.totals.open == 0 && self.drafts.is_empty()
    }
}

/// How a row of the letter is covered.
#[derive(Debug, Clone)]
pub struct RowState {
    /// Whether it wants a response of its own.
    pub is_unit: bool,
    /// Its status; of a row with items below it, the worst of theirs.
    pub status: Status,
    /// What answers it.
    pub claim: Option<Claim>,
    /// What is known of the requests in its words, in their order.
    pub asks: Vec<AskState>,
}

impl RowState {
    /// Returns all that answers it: its own section, then those of its requests.
    pub fn claims(&self) -> impl Iterator<Item = Claim> + '_ {
        self.claim.into_iter().chain(self.asks.iter().filter_map(|ask| ask.claim))
    }

    /// Says whether it is answered as a whole: by a section of its own, or by one for each of its requests.
    fn is_claimed(&self) -> bool {
        let mut asks = self.asks.iter();
        self.claim.is_some() || (!self.asks.is_empty() && asks.all(|ask| ask.claim.is_some()))
    }

    /// Returns the first of what answers it.
    pub fn first_claim(&self) -> Option<Claim> {
        self.claims().next()
    }
}

/// How many there are of each. The units are the sum of answered, draft, deferred, elsewhere and open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Totals {
    /// Numbered comments.
    pub comments: usize,
    /// Bullets at every depth.
    pub bullets: usize,
    /// Lettered, roman and bracketed parts.
    pub parts: usize,
    /// What wants a response of its own.
    pub units: usize,
    /// Units that are answered.
    pub answered: usize,
    /// Units whose answer is not final.
    pub draft: usize,
    /// Units put off to a later letter.
    pub deferred: usize,
    /// Units that another letter answers.
    pub elsewhere: usize,
    /// Units that nothing answers.
    pub open: usize,
}

/// Checks that every unit of the letter is answered; with `final_only` drafts are findings too.
pub fn check(
    letter: &Letter,
    responses: &[Response],
    final_only: bool,
    findings: &mut Findings,
) -> Coverage {
    let claims = claims::collect(letter, responses, findings);
    let asks = asks::states(letter, responses, &claims, findings);
    let mut rows: Vec<RowState> = asks
        .into_iter()
        .enumerate()
        .map(|(row, asks)| RowState {
            is_unit: letter.is_unit(row)
                || claims.rows[row].is_some()
                || asks.iter().any(|ask| ask.claim.is_some()),
            status: Status::Open,
            claim: claims.rows[row],
            asks,
        })
        .collect();
    let answers = content::check(letter, responses, &claims, findings);
    let of = |claim: Claim| status(responses, claim, answers.contains(&claim));
    let lost_headings = lost_headings(letter, responses);
    let naming = first_naming(responses);
    // The lines of lost headings.
    let mut typed: BTreeSet<Place> = BTreeSet::new();
    for row in 0..rows.len() {
        if !rows[row].is_unit {
            continue;
        }
        if rows[row].is_claimed() {
            let claimed = rows[row].claims().map(of);
            rows[row].status = claimed.min_by_key(Status::rank).unwrap_or(Status::Open);
            continue;
        }
        // A second row of a key cannot be named: that its key is repeated was reported.
        let is_first = letter.row(&letter.rows[row].key) == Some(row);
        if is_first && !claims.meant.contains(&row) {
            findings.push(unanswered(letter, responses, &rows, &lost_headings, &naming, row));
            // Its signs are those of the heading that it was to be.
            typed.extend(lost_headings.get(&row).map(|heading| heading.place));
        }
    }
    findings.retain(|finding| {
        let is_of_line = |at: Place| {
            let before = typed.range(..=Place { end: u32::MAX, ..at }).next_back();
            before.is_some_and(|heading| heading.contains(at))
        };
        !(finding.rule == &codes::STRAY_MARKUP && finding.place.is_some_and(is_of_line))
    });
    worst_of_items(letter, &mut rows);
    asks_after_items(letter, &rows, findings);
    let totals = totals(letter, &rows);
    let drafts = drafts(letter, responses, &rows, &claims.intros, of);
    if final_only {
        report_drafts(letter, responses, &drafts, findings);
    }
    let lost_headings = lost_headings.into_iter().map(|(row, it)| (row, it.place)).collect();
    let coverage = Coverage { rows, intros: claims.intros, drafts, lost_headings, totals };
    asks::unnamed(letter, responses, &coverage, findings);
    coverage
}

/// Returns the status of what claims a unit, which answers where it has words of its own.
fn status(responses: &[Response], claim: Claim, answers: bool) -> Status {
    let front = &responses[claim.response].front;
    if let Some(letter) = &front.answered_in {
        return Status::Elsewhere { letter: letter.value };
    }
    if let Some(deferred) = &front.deferred {
        return match &deferred.until {
            Some(until) => Status::Deferred { until: until.value, why: deferred.why.clone() },
            None => Status::Open,
        };
    }
    if !answers {
        return Status::Open;
    }
    match front.status.value {
        Stage::Final => Status::Answered,
        Stage::Draft | Stage::Review => Status::Draft,
    }
}

/// Returns the lines that look like the heading of a row's section and open none: the likeliest of each row.
fn lost_headings<'a>(
    letter: &Letter,
    responses: &'a [Response],
) -> BTreeMap<usize, &'a LostHeading> {
    let mut lost: BTreeMap<usize, &LostHeading> = BTreeMap::new();
    let row = |key: &Key| letter.row(&Key { ask: None, ..key.clone() });
    for heading in responses.iter().flat_map(|response| &response.lost_headings) {
        for item in &heading.keys {
            let rows = match item {
                KeyItem::One(key, _) => row(key).map(|row| row..=row),
                KeyItem::Range(first, last, _) => row(first).zip(row(last)).map(|(a, b)| a..=b),
            };
            // A figure may begin a paragraph; signs are there for a reason.
            let is_new = |row: usize| {
                lost.get(&row).is_none_or(|known| heading.is_signed && !known.is_signed)
            };
            // Many lines may name one range: it is gone through once.
            for row in rows.filter(|rows| is_new(*rows.start())).into_iter().flatten() {
                lost.insert(row, heading);
            }
        }
    }
    lost
}

/// Returns the first response that names each comment in its front matter.
fn first_naming(responses: &[Response]) -> HashMap<Key, usize> {
    let mut naming = HashMap::new();
    for (index, response) in responses.iter().enumerate() {
        if let Some(comment) = &response.front.comment {
            naming.entry(comment.value.clone()).or_insert(index);
        }
    }
    naming
}

/// The finding of a unit that nothing answers.
fn unanswered(
    letter: &Letter,
    responses: &[Response],
    rows: &[RowState],
    lost_headings: &BTreeMap<usize, &LostHeading>,
    naming: &HashMap<Key, usize>,
    row: usize,
) -> Finding {
    let unit = &letter.rows[row];
    let rule: &'static Rule = match unit.kind {
        Kind::Comment => &codes::UNANSWERED_COMMENT,
        Kind::Bullet => &codes::UNANSWERED_BULLET,
        Kind::Part => &codes::UNANSWERED_PART,
    };
    let mut finding = rule
        .at(unit.place)
        .says(format!("{} {} has no response", unit.kind.word(), unit.key))
        .about(&unit.key)
        .ordered(unit.place);
    if let Some(group) = &unit.group {
        finding = finding.label(format!("{}, under \"{group}\"", unit.key));
    }
    if let Some(ask) = asks::first_without_section(&rows[row]) {
        let key = ask_key(letter, row, ask);
        return finding
            .says(format!(
                "{} {} is answered in part, and {key} has no response",
                unit.kind.word(),
                unit.key
            ))
            .label(format!("{key}: \"{}\"", crate::words::first(&unit.asks[ask].text, 8)))
            .help(format!(
                "add a section `## {key}`, or one `## {}` for all that is not answered yet",
                unit.key
            ));
    }
    if let Some(heading) = lost_headings.get(&row) {
        return lost_finding(finding, heading, &unit.key);
    }
    // A section for the row above was meant for all that stands below it.
    if let Some(parent) = unit.parent.filter(|&parent| rows[parent].claim.is_some()) {
        return finding.help(format!(
            "write `## {}` in place of `## {}`, or move its text there",
            open_keys(letter, rows, parent),
            letter.rows[parent].key
        ));
    }
    let claimed = |other: &usize| rows[*other].claim.is_some();
    let of_comment = letter.rows_of(unit.comment);
    let before = (of_comment.start..row).rev().find(claimed);
    let near = before.or_else(|| (row..of_comment.end).find(claimed));
    let mut file =
        naming.get(&unit.key.comment_key()).map(|&response| responses[response].path.clone());
    if let Some(claim) = near.and_then(|row| rows[row].claim) {
        let response = &responses[claim.response];
        file = Some(response.path.clone());
        if let (Some(_), Some(section)) = (before, claim.section) {
            finding = finding.also(
                response.sections[section].place,
                format!("the last {} that is answered before it", unit.kind.word()),
            );
        }
    }
    finding.help(match file {
        Some(file) => format!("add a section `## {}` to {file}", unit.key),
        None => format!(
            "answer it in a file of the round's folder: `comment = \"{}\"` in its front matter{}",
            unit.key.comment_key(),
            if unit.parent.is_some() {
                format!(", and a section `## {}`", unit.key)
            } else {
                String::new()
            }
        ),
    })
}

/// Completes the finding of a unit that nothing answers with the line that was to be its section's heading.
fn lost_finding(finding: Finding, heading: &LostHeading, key: &Key) -> Finding {
    let within = |what: &str, opening: Place| {
        let finding =
            finding.clone().also(heading.place, format!("names {key}, and stands in {what}"));
        match opening.contains(heading.place) {
            true => finding,
            false => finding.also(opening, "it begins here"),
        }
    };
    let shown =
        || finding.clone().also(heading.place, format!("names {key}, and opens no section"));
    match heading.cause {
        Some(Cause::Code(opening)) => within("code", opening).help(format!(
            "close the code above that line, or take out the signs that open it; `## {key}` then opens a section"
        )),
        Some(Cause::Comment(opening)) => within("a comment", opening).help(format!(
            "close the comment with `-->` above that line, or take it out; `## {key}` then opens a section"
        )),
        Some(Cause::NoBlank(sign)) => shown().help(format!(
            "type a plain blank behind the signs, in place of {}",
            match sign {
                '\u{a0}' => "a no-break space (U+00A0)".to_owned(),
                sign => format!("U+{:04X}", u32::from(sign)),
            }
        )),
        Some(Cause::Unread) => {
            shown().help("mend first what is told of the lines around it: they are not read")
        }
        None => shown().help(format!(
            "if its response stands there, write `## {key}` at the start of a line; else add that section"
        )),
    }
}

/// How many keys and ranges a help line names.
const MOST_RUNS: usize = 12;

/// Returns the keys of the units below a row that nothing answers.
fn open_keys(letter: &Letter, rows: &[RowState], parent: usize) -> String {
    let is_open = |row: usize| letter.is_unit(row) && !rows[row].is_claimed();
    let below = (parent + 1..rows.len())
        .take_while(|&row| letter.rows[row].parent.is_some_and(|above| above >= parent));
    let open: Vec<usize> = below.filter(|&row| is_open(row)).collect();
    listed(letter, &open).unwrap_or_default()
}

/// Returns the keys of rows as a heading has them, neighbours as a range; none where there is no row.
fn listed(letter: &Letter, rows: &[usize]) -> Option<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &row in rows {
        match runs.last_mut() {
            // What lies between two siblings is below the first, which is then no unit.
            Some((_, last))
                if *last + 1 == row && letter.rows[*last].parent == letter.rows[row].parent =>
            {
                *last = row;
            }
            _ => runs.push((row, row)),
        }
    }
    let key = |row: usize| &letter.rows[row].key;
    let named = runs.iter().take(MOST_RUNS).map(|&(first, last)| match last - first {
        0 => key(first).to_string(),
        _ => format!("{}–{}", key(first), key(last)),
    });
    let more = (runs.len() > MOST_RUNS).then(|| "…".to_owned());
    (!runs.is_empty()).then(|| named.chain(more).collect::<Vec<_>>().join(", "))
}

/// Gives each row with items the worst status of the units below it.
fn worst_of_items(letter: &Letter, rows: &mut [RowState]) {
    for row in (0..rows.len()).rev() {
        if !letter.rows[row].has_items {
            continue;
        }
        let own = rows[row].is_unit.then(|| rows[row].status.clone());
        let below = letter.below(row).map(|below| rows[below].status.clone());
        let worst = own.into_iter().chain(below).min_by_key(Status::rank);
        rows[row].status = worst.unwrap_or(Status::Open);
    }
}

/// Reports text after a comment's items that asks for something: it is in no unit.
fn asks_after_items(letter: &Letter, rows: &[RowState], findings: &mut Findings) {
    for comment in &letter.comments {
        let row = &letter.rows[comment.row];
        let last_item =
            comment.content.iter().rposition(|content| matches!(content, Content::Item(_)));
        let first_item =
            comment.content.iter().position(|content| matches!(content, Content::Item(_)));
        let (Some(first), Some(_)) = (first_item, last_item) else { continue };
        if row.own {
            continue;
        }
        for content in &comment.content[first..] {
            let Content::Text(block) = content else { continue };
            let text = block_text(block);
            if !words::asks(&text) || text.trim_end().ends_with(':') {
                continue;
            }
            let level =
                if rows[comment.row].claim.is_some() { Level::Note } else { Level::Warning };
            findings.push(
                codes::ASK_AFTER_ITEMS
                    .at(block.place)
                    .level(level)
                    .about(&row.key)
                    .says(format!(
                        "comment {} asks for something after its items, in no unit",
                        row.key
                    ))
                    .help(format!(
                        "write `{{own}}` after its number, or give it a section `## {}`",
                        row.key
                    )),
            );
        }
    }
}

/// Returns the responses of which a text stands in the letter and is not final, each with its rows.
fn drafts(
    letter: &Letter,
    responses: &[Response],
    rows: &[RowState],
    intros: &BTreeMap<usize, usize>,
    of: impl Fn(Claim) -> Status,
) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut drafts: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (row, state) in rows.iter().enumerate() {
        for claim in state.claims().filter(|claim| of(*claim) == Status::Draft) {
            drafts.entry(claim.response).or_default().insert(row);
        }
    }
    // A file may hold nothing but the text that introduces a comment, whose items other files answer.
    for (&comment, &response) in intros {
        let claim = Claim { response, section: None };
        if status(responses, claim, true) == Status::Draft {
            drafts.entry(response).or_insert_with(|| [letter.comments[comment].row].into());
        }
    }
    drafts
}

/// Reports every response that is not final, a finding a file.
fn report_drafts(
    letter: &Letter,
    responses: &[Response],
    drafts: &BTreeMap<usize, BTreeSet<usize>>,
    findings: &mut Findings,
) {
    for (&response, rows) in drafts {
        let Some(&first) = rows.first() else { continue };
        let response = &responses[response];
        // Front matter that is not there is told, and that alone.
        if !response.front.was_read {
            continue;
        }
        let keys: Vec<String> = rows.iter().map(|&row| letter.rows[row].key.to_string()).collect();
        let says = match keys.as_slice() {
            [key] => format!("the response to {key} is a draft"),
            keys => format!("the responses to {} are drafts", sentence(keys)),
        };
        let mut finding = codes::DRAFT_RESPONSE
            .at(response.front.status.place)
            .says(says)
            .label("`--final` takes only \"final\"")
            .help("have it read, then write `status = \"final\"`")
            .ordered(letter.rows[first].place);
        for key in keys {
            finding = finding.about(key);
        }
        findings.push(finding);
    }
}

/// Joins words as a sentence does: a, b and c.
pub fn sentence(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn totals(letter: &Letter, rows: &[RowState]) -> Totals {
    let mut totals = Totals {
        comments: letter.count(Kind::Comment),
        bullets: letter.count(Kind::Bullet),
        parts: letter.count(Kind::Part),
        ..Totals::default()
    };
    for row in rows.iter().filter(|row| row.is_unit) {
        totals.units += 1;
        match row.status {
            Status::Open => totals.open += 1,
            Status::Draft => totals.draft += 1,
            Status::Deferred { .. } => totals.deferred += 1,
            Status::Elsewhere { .. } => totals.elsewhere += 1,
            Status::Answered => totals.answered += 1,
        }
    }
    totals
}

impl Claim {
    /// Returns the text that answers.
    pub fn blocks<'a>(&self, responses: &'a [Response]) -> &'a [Block] {
        let response = &responses[self.response];
        match self.section {
            Some(section) => &response.sections[section].blocks,
            None => &response.intro,
        }
    }
}

#[cfg(test)]
mod tests;

//! Whether a section says something of its own: not the staff's words, not a placeholder.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::claims::{Claim, Claims};
use crate::finding::{Findings, codes};
use crate::letter::Letter;
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind};
use crate::response::Response;
use crate::words;

/// How many words of the staff in one run make a paragraph theirs.
const RUN: usize = 5;

/// Returns the words of a block as they count for an answer; a fact or mark counts as a word.
pub fn block_words(block: &Block) -> Vec<String> {
    let mut all = Vec::new();
    leaves(std::slice::from_ref(block), &mut |inlines| all.extend(inline_words(inlines)));
    all
}

/// The words of each comment as they are compared, made when they are first asked for.
pub struct StaffWords<'l> {
    letter: &'l Letter,
    comments: Vec<OnceCell<Vec<String>>>,
}

impl<'l> StaffWords<'l> {
    /// Returns the words of a letter's comments.
    pub fn new(letter: &'l Letter) -> Self {
        Self { letter, comments: vec![OnceCell::new(); letter.comments.len()] }
    }

    /// Returns all words of the comment that a row belongs to.
    fn around(&self, row: usize) -> &[String] {
        let comment = self.letter.rows[row].comment;
        let text = || &self.letter.rows[self.letter.comments[comment].row].text;
        self.comments[comment].get_or_init(|| words::compared(text()))
    }
}

/// Says whether a text has a word of its own, as the answer to rows of the letter.
///
/// Comments, headings, rules, tables without body cells, footnotes, placeholders and the staff's own
/// words do not count: the words of any comment that one of the rows belongs to.
pub fn has_own_words(blocks: &[Block], words: &StaffWords<'_>, rows: &[usize]) -> bool {
    let mut around: Vec<&[String]> = rows.iter().map(|&row| words.around(row)).collect();
    around.dedup_by_key(|comment| comment.as_ptr());
    // What a unit says, and each request in its prose, is the staff's also where it is short.
    let own_texts = rows.iter().map(|&row| words.letter.rows[row].own_text.as_str());
    let asks = rows.iter().flat_map(|&row| &words.letter.rows[row].asks);
    let units: Vec<Vec<String>> =
        own_texts.chain(asks.map(|ask| ask.text.as_str())).map(words::compared).collect();
    let mut run: Vec<String> = Vec::new();
    let mut own = false;
    leaves(blocks, &mut |inlines| {
        // One word of its own is enough.
        if own {
            return;
        }
        let leaf = inline_words(inlines);
        if leaf.is_empty() {
            return;
        }
        let together: Vec<String> = run.iter().chain(&leaf).cloned().collect();
        let is_staff = |text: &[String]| {
            units.iter().any(|unit| text == unit.as_slice())
                || (text.len() >= RUN && around.iter().any(|staff| words::runs_in(text, staff)))
        };
        // A list of the staff's items is theirs piece by piece, also where a piece is short.
        if is_staff(&leaf) || (!run.is_empty() && is_staff(&together)) {
            run = together;
        } else {
            run.clear();
            own = true;
        }
    });
    own
}

/// What has words of its own.
pub(super) struct Answers {
    /// For each row, whether what claims it has.
    pub rows: Vec<bool>,
    /// The sections of requests that have none.
    pub empty_asks: Vec<Claim>,
}

/// Reports sections without words of their own, and placeholders wherever they stand.
pub(super) fn check(
    letter: &Letter,
    responses: &[Response],
    claims: &Claims,
    findings: &mut Findings,
) -> Answers {
    let words = StaffWords::new(letter);
    let mut answers = vec![false; letter.rows.len()];
    let mut waiting: Vec<Claim> = Vec::new();
    for response in responses {
        each_placeholder(response, findings);
    }
    // One text may serve several rows: the words of none of them are its own.
    let mut served: BTreeMap<(usize, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (row, claim) in claims.rows.iter().enumerate() {
        let Some(claim) = claim else { continue };
        served.entry((claim.response, claim.section)).or_default().push(row);
    }
    for (&(row, _), claim) in &claims.asks {
        served.entry((claim.response, claim.section)).or_default().push(row);
    }
    let says: BTreeMap<_, bool> = served
        .into_iter()
        .map(|((response, section), rows)| {
            let claim = Claim { response, section };
            ((response, section), has_own_words(claim.blocks(responses), &words, &rows))
        })
        .collect();
    let answers_with = |claim: Claim| says[&(claim.response, claim.section)];
    for (row, claim) in claims.rows.iter().enumerate() {
        answers[row] = claim.is_some_and(answers_with);
    }
    for (row, claim) in claims.rows.iter().enumerate() {
        let Some(claim) = *claim else { continue };
        let response = &responses[claim.response];
        let puts_off = response.front.deferred.is_some() || response.front.answered_in.is_some();
        if puts_off || answers[row] {
            continue;
        }
        // One section may serve several keys: it is empty once.
        if waiting.contains(&claim) {
            let key = letter.rows[row].key.to_string();
            findings.each(|finding| {
                let is_it =
                    finding.rule == &codes::EMPTY_RESPONSE || finding.rule == &codes::PLACEHOLDER;
                if is_it
                    && finding.order.is_some()
                    && finding.place.is_some_and(|at| stands_in(at, claim, responses))
                {
                    finding.keys.push(key.clone());
                }
            });
            continue;
        }
        waiting.push(claim);
        let key = letter.rows[row].key.to_string();
        report_empty(letter, responses, row, &key, claim, findings);
    }
    let mut empty_asks: Vec<Claim> = Vec::new();
    for (&(row, ask), &claim) in &claims.asks {
        let response = &responses[claim.response];
        let puts_off = response.front.deferred.is_some() || response.front.answered_in.is_some();
        if puts_off || empty_asks.contains(&claim) || answers_with(claim) {
            continue;
        }
        empty_asks.push(claim);
        if !waiting.contains(&claim) {
            report_empty(
                letter,
                responses,
                row,
                &super::ask_key(letter, row, ask),
                claim,
                findings,
            );
        }
    }
    Answers { rows: answers, empty_asks }
}

fn stands_in(place: crate::source::Place, claim: Claim, responses: &[Response]) -> bool {
    let response = &responses[claim.response];
    let Some(section) = claim.section else { return place.file == response.file };
    let start = response.sections[section].place.start;
    let end = response.sections.get(section + 1).map_or(u32::MAX, |next| next.place.start);
    place.file == response.file && (start..end).contains(&place.start)
}

fn report_empty(
    letter: &Letter,
    responses: &[Response],
    row: usize,
    key: &str,
    claim: Claim,
    findings: &mut Findings,
) {
    let unit = &letter.rows[row];
    let blocks = claim.blocks(responses);
    // A placeholder that stands for the whole answer was reported: that finding is about the unit.
    let mut reported = false;
    findings.each(|finding| {
        let is_it = finding.rule == &codes::PLACEHOLDER
            && !reported
            && finding.place.is_some_and(|at| stands_in(at, claim, responses));
        if is_it {
            reported = true;
            finding.message = format!("a placeholder stands for the response to {key}");
            finding.keys = vec![unit.key.to_string()];
            finding.order = Some(unit.place);
            finding.is_fixed = true;
        }
    });
    if reported {
        return;
    }
    let response = &responses[claim.response];
    let place = match claim.section {
        Some(section) => response.sections[section].place,
        None => response.place,
    };
    let quotes = blocks.iter().any(|block| !block_words(block).is_empty());
    let says = if quotes {
        format!("the section of {key} holds the staff's own words and no answer")
    } else {
        format!("the section of {key} is empty")
    };
    findings.push(
        codes::EMPTY_RESPONSE
            .at(place)
            .says(says)
            .about(&unit.key)
            .ordered(unit.place)
            .also(unit.place, format!("{} {}", unit.kind.word(), unit.key))
            .help("write the answer below the heading"),
    );
}

fn each_placeholder(response: &Response, findings: &mut Findings) {
    let mut visit = |inlines: &[Inline]| {
        let flat = markdown::flatten(inlines);
        for range in placeholders(&flat.text) {
            let Some(place) = flat.place(range.clone()) else { continue };
            findings.push(
                codes::PLACEHOLDER
                    .at(place)
                    .says(format!("the placeholder `{}` stands in the text", &flat.text[range]))
                    .help("write what it stands for"),
            );
        }
    };
    for section in std::iter::once(&response.intro)
        .chain(response.sections.iter().map(|section| &section.blocks))
    {
        leaves_and_headings(section, &mut visit);
    }
}

/// Returns where placeholders stand: TODO, TBD, `[●]`, three or more `_`, lorem ipsum.
fn placeholders(text: &str) -> Vec<Range<usize>> {
    const WORDS: [&str; 4] = ["TODO", "TBD", "TBC", "FIXME"];
    const SIGNS: [&str; 4] = ["[●]", "[•]", "[ ]", "[_]"];
    let mut found = Vec::new();
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    for word in WORDS {
        for (at, _) in text.match_indices(word) {
            let end = at + word.len();
            if !is_part(text[..at].chars().next_back()) && !is_part(text[end..].chars().next()) {
                found.push(at..end);
            }
        }
    }
    for sign in SIGNS {
        found.extend(text.match_indices(sign).map(|(at, sign)| at..at + sign.len()));
    }
    let mut at = 0;
    while let Some(start) = text[at..].find("___").map(|start| at + start) {
        let end = start + text[start..].bytes().take_while(|byte| *byte == b'_').count();
        found.push(start..end);
        at = end;
    }
    let lower = text.to_ascii_lowercase();
    found.extend(lower.match_indices("lorem ipsum").map(|(at, word)| at..at + word.len()));
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found.dedup_by(|next, before| next.start < before.end);
    found
}

/// Returns the words of a run of inlines, placeholders left out.
fn inline_words(inlines: &[Inline]) -> Vec<String> {
    let flat = markdown::flatten(inlines);
    let mut text = flat.text.clone();
    for range in placeholders(&flat.text).into_iter().rev() {
        text.replace_range(range, " ");
    }
    let mut all = words::compared(&text);
    let mut count = 0;
    visit_facts(inlines, &mut || count += 1);
    all.extend((0..count).map(|_| "\u{1a}".to_owned()));
    all
}

fn visit_facts(inlines: &[Inline], visit: &mut impl FnMut()) {
    for inline in inlines {
        match &inline.kind {
            // A marked text is a word of its own, also where it quotes the staff and in the public edition.
            InlineKind::Fact(_) | InlineKind::Image { .. } | InlineKind::Confidential(_) => visit(),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link { text: inner, .. } => visit_facts(inner, visit),
            _ => {}
        }
    }
}

/// Calls `visit` with each run of text that may answer.
fn leaves(blocks: &[Block], visit: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(text) => visit(text),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| leaves(&item.blocks, visit))
            }
            BlockKind::Quote(blocks) | BlockKind::Confidential(blocks) => leaves(blocks, visit),
            // The head alone is a form to be filled in.
            BlockKind::Table { rows, .. } => {
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| visit(cell))
            }
            BlockKind::Code(text) => {
                let inline = Inline { place: block.place, kind: InlineKind::Text(text.clone()) };
                visit(std::slice::from_ref(&inline));
            }
            BlockKind::Heading { .. }
            | BlockKind::Rule
            | BlockKind::Html
            | BlockKind::Footnote { .. } => {}
        }
    }
}

/// Calls `visit` with each run of text, headings and footnotes included.
fn leaves_and_headings(blocks: &[Block], visit: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } => visit(text),
            BlockKind::Footnote { blocks, .. }
            | BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks) => leaves_and_headings(blocks, visit),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| leaves_and_headings(&item.blocks, visit));
            }
            BlockKind::Table { head, .. } => {
                head.iter().for_each(|cell| visit(cell));
                leaves(std::slice::from_ref(block), visit);
            }
            _ => leaves(std::slice::from_ref(block), visit),
        }
    }
}

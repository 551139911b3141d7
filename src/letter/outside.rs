//! Words of the staff that stand in no comment: neither answered nor printed.
//!
//! In: a letter. Out: findings. Between the first heading or comment and the closing every word is told; of
//! the opening and the closing what asks for something and is not customary there, and what goes on from the
//! last comment. Lists are told where they are read.

use super::{Comment, Content, Item, Letter, Part, block_text};
use crate::asks::{self, customary};
use crate::finding::{Finding, Findings, Level, codes};
use crate::markdown::{self, Block, BlockKind, Inline};
use crate::source::Place;
use crate::words;

/// Words that end no sentence and no heading.
const JOINING: [&str; 20] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "our", "than",
    "that", "the", "their", "to", "with", "your",
];

/// How many words of what is lost a message shows.
const SHOWN: usize = 8;

/// What words in no comment stand behind.
#[derive(Clone, Copy, Default)]
struct Before<'a> {
    comment: Option<&'a Comment>,
    /// The heading right above them.
    heading: Option<(&'a [Inline], Place)>,
    /// Whether they stand below the break before the closing.
    is_closing: bool,
}

/// A paragraph, quotation or table in no comment.
struct Lost<'a> {
    block: &'a Block,
    text: String,
}

/// Reports words in no comment.
pub(super) fn check(letter: &Letter, findings: &mut Findings) {
    let is_break = |part: &Part| matches!(part, Part::Closing);
    let closing = letter.parts.iter().position(is_break).unwrap_or(letter.parts.len());
    let mut before = Before::default();
    let runs = letter.parts[..closing].chunk_by(|one, next| is_text(one) && is_text(next));
    for run in runs {
        // That no number stands in a letter is told, and with it what it asks for.
        let is_told = before.is_opening() && letter.comments.is_empty();
        if let Some(finding) = between(&lost(run), &before).filter(|_| !is_told) {
            findings.push(finding);
        }
        run.iter().for_each(|part| before.passes(letter, part));
    }
    let Some(parts) = letter.parts.get(closing + 1..) else { return };
    before = Before { comment: letter.comments.last(), heading: None, is_closing: true };
    // Beside a list or number that has slipped into the closing its words are not told again.
    let start = parts.first().map(|part| place_of(letter, part));
    let is_told = findings.iter().any(|finding| {
        finding.rule == &codes::OUTSIDE_COMMENT && start.is_some() && finding.place >= start
    });
    if is_told {
        return;
    }
    if let Some(finding) = in_closing(letter, parts, before) {
        // Of a break in the midst of the comments it says more than that there are two, or a list below.
        let is_less = [&codes::REPEATED_BREAK, &codes::CLOSING_LIST];
        findings.retain(|other| !is_less.contains(&other.rule));
        findings.push(finding);
    }
}

impl<'a> Before<'a> {
    /// Takes up a part that the words behind it stand below.
    fn passes(&mut self, letter: &'a Letter, part: &'a Part) {
        match part {
            Part::Heading { text, place, .. } => self.heading = Some((text, *place)),
            Part::Comment(comment) => {
                *self = Before { comment: letter.comments.get(*comment), heading: None, ..*self };
            }
            Part::Text(_) | Part::Closing => {}
        }
    }

    fn is_opening(&self) -> bool {
        self.heading.is_none() && self.comment.is_none()
    }

    /// Says whether a heading or comment stands before that is not at its end.
    fn is_cut(&self) -> bool {
        let heading = self.heading.map(|(text, _)| markdown::plain(text));
        heading.is_some_and(|heading| is_joining(&heading))
            || self.comment.is_some_and(|comment| is_unfinished(&comment.content))
    }
}

/// Returns the finding of words between the comments, which have no other place in print.
fn between(lost: &[Lost<'_>], before: &Before<'_>) -> Option<Finding> {
    let first = lost.first()?;
    // Above all headings stands the letter's opening, which has what its comments do not.
    if before.is_opening() {
        let is_frame = |text: &str| customary::is(text) || customary::is_procedure(text);
        let is_lost = |lost: &&Lost<'_>| !is_frame(&lost.text) && asked(&lost.text).is_some();
        let lost = lost.iter().find(is_lost)?;
        return Some(asks_for(lost, Level::Warning, before));
    }
    // A list among them is told, and with it what it stands in.
    if lost.iter().any(|lost| matches!(lost.block.kind, BlockKind::List { .. })) {
        return None;
    }
    if begins_small(&first.text) || before.is_cut() {
        return Some(goes_on(first, before));
    }
    let mut told = lost.iter().filter(|lost| !customary::is(&lost.text));
    let asking = told.clone().find_map(|lost| Some((lost, asked(&lost.text)?)));
    match asking {
        Some((lost, level)) => Some(asks_for(lost, level, before)),
        None => {
            let lost = told.next()?;
            Some(finding(lost, Level::Warning, "stands in no comment", before))
        }
    }
}

/// Returns the finding of words below the break that belong to the comments above it.
fn in_closing<'a>(
    letter: &'a Letter,
    parts: &'a [Part],
    mut before: Before<'a>,
) -> Option<Finding> {
    let all = lost(parts);
    if let (Some(first), Some(Part::Text(_))) = (all.first(), parts.first()) {
        let goes = before.is_cut() && !customary::is(&first.text) && ends_sentence(&first.text);
        if begins_small(&first.text) || goes {
            return Some(goes_on(first, &before));
        }
    }
    for part in parts {
        before.passes(letter, part);
        for lost in lost(std::slice::from_ref(part)) {
            // From here on the letter says what all of them say.
            if customary::is(&lost.text) {
                return None;
            }
            if let Some(level) = asked(&lost.text) {
                // What closings ask for has no end: a person may say that it is nothing to answer.
                return Some(Finding { is_fixed: false, ..asks_for(&lost, level, &before) });
            }
        }
    }
    None
}

fn goes_on(lost: &Lost<'_>, before: &Before<'_>) -> Finding {
    match (before.comment, before.heading) {
        (Some(comment), _) => {
            let says = format!("goes on from comment {}, and stands in none", comment.key);
            finding(lost, Level::Error, &says, before).about(&comment.key)
        }
        (None, _) => finding(lost, Level::Error, "goes on from the heading", before),
    }
}

fn asks_for(lost: &Lost<'_>, level: Level, before: &Before<'_>) -> Finding {
    finding(lost, level, "asks for something in no comment", before)
}

/// Begins a finding with what ended the comment above, and how to mend that.
fn finding(lost: &Lost<'_>, level: Level, says: &str, before: &Before<'_>) -> Finding {
    let shown = words::first(&lost.text, SHOWN);
    let finding = codes::OUTSIDE_COMMENT
        .at(lost.block.place)
        .level(level)
        .says(format!("\"{shown}\" {says}: it is printed nowhere"));
    let finding = Finding { is_fixed: level == Level::Error, ..finding };
    if before.is_closing {
        return finding.help("move the break `---` below it, and put it where its comment is");
    }
    let Some((heading, place)) = before.heading else {
        return finding.help("a number may be lost above it: compare with the letter as received, and write `### 1.`");
    };
    let words = markdown::plain(heading);
    let is_empty = words.trim().is_empty();
    let finding = match before.comment {
        Some(comment) if is_empty => {
            finding.also(place, format!("an empty heading ends comment {}", comment.key))
        }
        Some(comment) => finding.also(place, format!("this heading ends comment {}", comment.key)),
        None => finding.also(place, "below this heading"),
    };
    finding.help(match before.comment {
        _ if is_joining(&words) => {
            "a heading is one line: put the words behind those of the heading".to_owned()
        }
        Some(_) if is_empty => "take the empty heading out; a number that is lost stands above the words, `### 2.`".to_owned(),
        Some(comment) => format!(
            "a heading within comment {} has more `#` than its number; a number that is lost stands above the words, `### 2.`",
            comment.key,
        ),
        None => "a number may be lost above it: compare with the letter as received, and write `### 1.`".to_owned(),
    })
}

/// Says how much it weighs that a text is lost which asks for something; nothing where it asks for nothing.
///
/// What is asked of the answer itself, or opens what follows, wants none.
fn asked(text: &str) -> Option<Level> {
    let asks = asks::find(text);
    let opens = asks.last()?.text.contains("following");
    let is_procedure = asks.iter().all(|ask| customary::is_procedure(&ask.text));
    Some(if opens || is_procedure { Level::Warning } else { Level::Error })
}

/// Returns the texts of a run that have words.
fn lost(run: &[Part]) -> Vec<Lost<'_>> {
    let blocks = run.iter().filter_map(|part| match part {
        Part::Text(block) => Some(Lost { block, text: block_text(block) }),
        _ => None,
    });
    blocks.filter(|lost| !lost.text.trim().is_empty()).collect()
}

fn is_text(part: &Part) -> bool {
    matches!(part, Part::Text(_))
}

fn place_of(letter: &Letter, part: &Part) -> Place {
    match part {
        Part::Heading { place, .. } => *place,
        Part::Text(block) => block.place,
        Part::Comment(comment) => letter.comments[*comment].place,
        Part::Closing => letter.place,
    }
}

/// Says whether a comment's words are not at their end: of an item a full stop may be left out.
fn is_unfinished(content: &[Content]) -> bool {
    match content.last() {
        Some(Content::Text(block)) => {
            matches!(block.kind, BlockKind::Paragraph(_)) && !ends_sentence(&block_text(block))
        }
        Some(Content::Item(item)) => {
            last_of(item).is_some_and(|block| is_joining(&block_text(block)))
        }
        Some(Content::Group { .. }) | None => false,
    }
}

/// Returns the last block of an item or of those below it.
fn last_of(item: &Item) -> Option<&Block> {
    match item.content.last()? {
        Content::Text(block) => Some(block),
        Content::Item(item) => last_of(item),
        Content::Group { .. } => None,
    }
}

fn begins_small(text: &str) -> bool {
    text.trim_start().starts_with(char::is_lowercase)
}

fn ends_sentence(text: &str) -> bool {
    let is_around = |c: char| matches!(c, ')' | ']' | '"' | '”' | '\'' | '’') || c.is_whitespace();
    text.trim_end_matches(is_around).ends_with(['.', '?', '!'])
}

/// Says whether words are to go on: they end in a comma, or in a word such as "and".
fn is_joining(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.split_whitespace().next_back().unwrap_or_default();
    text.ends_with([',', ';']) || JOINING.contains(&last.to_lowercase().as_str())
}

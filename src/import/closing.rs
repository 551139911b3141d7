//! Where the letter's closing begins, behind its last comment.
//!
//! Each paragraph behind the last number speaks for the closing or for the comment; the closing is the end
//! of the letter for which all of them together speak most. So a comment's last paragraph may ask for a
//! response, and a sentence of the closing may have no word that closes letters.

use super::paragraphs::{Opener, Paragraph};
use super::text;
use crate::words::asks;

/// Where the closing begins.
pub(super) struct Closing {
    /// Its first paragraph.
    pub start: usize,
    /// Another paragraph at which it could begin as well.
    pub rival: Option<usize>,
}

/// How near another reading must come to be a rival.
const NEAR: i32 = 20;

/// What a heading that names the closing speaks for it.
const NAMED: i32 = 200;

/// Beginnings that only a closing has.
const BEGINNINGS: [&str; 31] = [
    "please respond to th",
    "please respond to our",
    "please respond within",
    "please provide us with your response within",
    "as appropriate, please",
    "we urge all persons",
    "we remind you that",
    "in closing, we",
    "in connection with responding",
    "in responding to our comments",
    "in your response letter",
    "please furnish a cover letter",
    "please amend your filing promptly",
    "please amend your filings promptly",
    "please respond promptly",
    "please submit a cover letter",
    "please submit your response",
    "please file your response",
    "please file all correspondence",
    "please send us your response",
    "please understand that we may have",
    "please note that we may have",
    "notwithstanding our comments",
    "you may contact",
    "please contact",
    "if you have any questions",
    "if you have questions",
    "direct any questions",
    "closing comment",
    "we will consider a written request",
    "we direct your attention to rules 460",
];

/// Words that stand in closings, and what each speaks for them.
const WORDS: [(&str, i32); 24] = [
    ("any questions", 30),
    ("with any other questions", 30),
    ("if you have questions", 30),
    ("you may contact", 40),
    ("please contact", 30),
    ("please call", 30),
    ("feel free to", 20),
    ("in her absence", 20),
    ("in his absence", 20),
    ("all persons who are responsible", 60),
    ("responsible for the accuracy and adequacy", 50),
    ("responsible for the adequacy and accuracy", 60),
    ("do not foreclose the commission", 60),
    ("may not assert staff comments", 60),
    ("may not assert this action", 60),
    ("statement from the company acknowledging", 60),
    ("acknowledging that", 30),
    ("business days", 40),
    ("tell us when you will", 30),
    ("we may have additional comments", 40),
    ("cover letter", 20),
    ("on edgar", 15),
    ("acceleration of the effective", 40),
    ("division of enforcement", 40),
];

/// Finds the closing among the paragraphs from `from` on.
pub(super) fn find(
    paragraphs: &[Paragraph],
    texts: &[String],
    from: usize,
    has_comments: bool,
) -> Option<Closing> {
    let mut weights: Vec<i32> = Vec::new();
    for index in from..paragraphs.len() {
        let before = weights.last().copied();
        weights.push(weight(&paragraphs[index], &texts[index], before, has_comments));
    }
    // Behind the signature all is the letter's end, whatever it says.
    if let Some(end) = (from..texts.len()).find(|&at| is_signature(&texts[at])) {
        weights[end - from..].fill(2);
        weights[end - from] = 80;
    }
    let mut best: Option<(i32, usize)> = None;
    let mut sums = vec![0; weights.len()];
    let mut sum = 0;
    for (at, weight) in weights.iter().enumerate().rev() {
        sum += weight;
        sums[at] = sum;
        let is_start = !matches!(paragraphs[from + at].opener, Opener::Item(_)) && *weight > 0;
        if is_start && best.is_none_or(|(most, _)| sum > most) {
            best = Some((sum, at));
        }
    }
    let (most, at) = best?;
    if most <= 0 {
        return None;
    }
    // A start that leaves a whole paragraph of words to the other side and reads nearly as well.
    let rival = (0..weights.len()).find(|&other| {
        other != at
            && most - sums[other] < NEAR
            && !matches!(paragraphs[from + other].opener, Opener::Item(_))
            && texts[from + other].split_whitespace().count() > 6
            && weights[other.min(at)..other.max(at)].iter().any(|weight| *weight != 2)
    });
    Some(Closing { start: from + at, rival: rival.map(|at| from + at) })
}

fn is_signature(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["sincerely", "very truly yours", "yours truly", "respectfully", "regards,"]
        .iter()
        .any(|start| lower.starts_with(start))
        && text.chars().count() < 60
}

/// Returns how much a paragraph speaks for the closing; less than nothing for the comment.
fn weight(paragraph: &Paragraph, text: &str, before: Option<i32>, has_comments: bool) -> i32 {
    let lower = text.to_lowercase();
    // Nothing but the closing stands below a heading that names it.
    if matches!(
        lower.trim_end_matches([':', '.']),
        "closing comments" | "closing comment" | "closing"
    ) {
        return NAMED;
    }
    let mut closes: i32 =
        WORDS.iter().filter(|(words, _)| lower.contains(words)).map(|(_, worth)| worth).sum();
    if BEGINNINGS.iter().any(|start| lower.starts_with(start)) {
        closes += 40;
    }
    if has_telephone(text) {
        closes += 50;
    }
    // Without comments nothing but words to those who wrote it closes a letter.
    let least = if has_comments { 30 } else { 100 };
    if closes >= least {
        return closes;
    }
    if let Opener::Item(_) = paragraph.opener {
        return match before {
            Some(before) => before.clamp(-20, 20),
            None => -20,
        };
    }
    let is_request = asks(text);
    let is_of_a_comment = text::has_page(text) || lower.contains("future filings");
    closes.min(20) - 30 - if is_request { 40 } else { 0 } - if is_of_a_comment { 20 } else { 0 }
}

/// Says whether a telephone number stands in a text: `(202) 555-0146`, `202-555-0101`.
fn has_telephone(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = text::bare(word);
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let is_figure =
            word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | ')' | '‑' | '–'));
        is_figure
            && matches!(digits, 7 | 10 | 11)
            && word.contains(['-', '.', '‑', '–'])
            && !word.starts_with('-')
    })
}

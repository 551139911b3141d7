//! Where the letter's closing begins, behind its last comment.
//!
//! Each paragraph behind the last number speaks for the closing or for the comment; the closing is the end
//! of the letter for which all of them together speak most. So a comment's last paragraph may ask for a
//! response, and a sentence of the closing may have no word that closes letters.

use super::paragraphs::{Opener, Paragraph};
use super::text;
use crate::asks::customary;
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
    if let Some(end) = (from..texts.len()).find(|&at| customary::is_valediction(&texts[at])) {
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
    let closes = customary::weight(text);
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

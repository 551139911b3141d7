//! The numbers of the comments: not by rules for a line, but by one reading of the whole letter.
//!
//! Every line that may begin with a comment's number is a candidate with a score. The numbers of comments
//! rise, one by one as a rule, so the best chain of candidates is found by dynamic programming: a number
//! in prose that a line happens to begin with loses to the chain that does without it.

use super::lines::Line;
use super::text::{self, HeadingKind};
use crate::marks;

/// A line that may begin with a comment's number.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The line.
    pub line: usize,
    /// The number.
    pub number: u32,
    /// The bytes of the line before the number: list signs and a label.
    pub skipped: usize,
    /// The bytes of the line up to the end of the number.
    pub end: usize,
    /// How it is written.
    form: Form,
    /// Whether a list sign stands before it.
    pub has_sign: bool,
    /// The number as it is meant, where letters stand in it (`l.`) or text is glued to it.
    pub mended: Option<String>,
    /// How likely it is by itself.
    score: i32,
}

impl Candidate {
    /// Says whether it is a number without any sign.
    pub(super) fn is_bare(&self) -> bool {
        self.form == Form::Bare
    }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Dot,
    Paren,
    Both,
    Label,
    Bare,
}

/// The comments' numbers and what was left.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// The chain, in order.
    pub chosen: Vec<Candidate>,
    /// Candidates that were left out though they looked like comments.
    pub doubtful: Vec<Candidate>,
    /// Chosen ones without which the chain would be worth nearly as much.
    pub weak: Vec<Candidate>,
    /// Candidates that were left out and could nearly stand for a chosen one, with that one.
    pub twins: Vec<(Candidate, Candidate)>,
}

/// The least that a chain is worth, and what a candidate that was left out must be worth to be doubted.
const LEAST: i32 = 60;
const DOUBT: i32 = 85;
/// How near another reading must come to be a rival: of two numbers, and of a number and none.
const NEAR: i32 = 30;
const WEAK: i32 = 60;
/// What a candidate is worth by itself that plainly opens a comment.
const PLAIN: i32 = 100;
/// How far a number may be from the one before it that it runs backward from.
const STRAY: u32 = 5;
/// The highest number of a comment.
const HIGHEST: usize = 400;
/// How many chains are kept that end with one number.
const KEPT: usize = 4;

/// Chooses the comments' numbers.
pub(super) fn choose(lines: &[Line<'_>]) -> Numbers {
    let region = Region::of(lines);
    let mut candidates: Vec<Candidate> =
        (0..lines.len()).filter_map(|line| candidate(lines, line)).collect();
    for candidate in &mut candidates {
        candidate.score = score(lines, candidate, &region);
    }
    // `(1)` numbers comments only where nothing else does.
    let has_others =
        candidates.iter().any(|found| found.form != Form::Both && found.score >= PLAIN);
    for candidate in candidates.iter_mut().filter(|found| has_others && found.form == Form::Both) {
        candidate.score -= 100;
    }
    let filings = filings_before(lines);
    let chain = best_chain(&candidates, &filings);
    let all = with_strays(lines, &candidates, &chain);
    let is_chosen = |index: &usize| all.binary_search(index).is_ok();
    let first = chain.first().copied();
    let doubtful = (0..candidates.len())
        .filter(|index| !is_chosen(index) && candidates[*index].score >= DOUBT)
        .filter(|&index| first.is_none_or(|first| index > first))
        .map(|index| candidates[index].clone())
        .collect();
    let chosen = all.iter().map(|&index| candidates[index].clone()).collect();
    let around = Around { candidates: &candidates, chain: &chain, filings: &filings };
    let number = |at: usize| chain.get(at).map(|&index| candidates[index].number);
    // A number that stands twice is told as such.
    let is_repeated =
        |at: usize| number(at) == number(at + 1) || at > 0 && number(at) == number(at - 1);
    let weak = (0..chain.len())
        .filter(|&at| !is_repeated(at))
        .filter(|&at| around.worth(at, chain[at]).is_some_and(|worth| worth < WEAK))
        .map(|at| candidates[chain[at]].clone())
        .collect();
    let mut twins = Vec::new();
    for at in 0..chain.len() {
        let Some(own) = around.worth(at, chain[at]) else { continue };
        let from = at.checked_sub(1).map_or(chain[at], |before| chain[before] + 1);
        let end = chain.get(at + 1).copied().unwrap_or(candidates.len());
        for other in from..end {
            let is_same = candidates[other].number == candidates[chain[at]].number;
            let worth = (is_same && other != chain[at]).then(|| around.worth(at, other)).flatten();
            // What looks like a comment by itself is doubted already.
            if worth.is_some_and(|worth| own - worth < NEAR) && candidates[other].score < DOUBT {
                twins.push((candidates[other].clone(), candidates[chain[at]].clone()));
            }
        }
    }
    Numbers { chosen, doubtful, weak, twins }
}

/// A chain among its candidates.
struct Around<'a> {
    candidates: &'a [Candidate],
    chain: &'a [usize],
    filings: &'a [usize],
}

impl Around<'_> {
    /// Returns what the chain gains by a candidate in the place `at`, against the chain without one there;
    /// none at the ends, or where the chain does not hold together otherwise.
    fn worth(&self, at: usize, index: usize) -> Option<i32> {
        let step = |from: usize, to: usize| {
            step(&self.candidates[from], &self.candidates[to], self.filings)
        };
        let before = at.checked_sub(1).map(|before| self.chain[before]);
        let after = self.chain.get(at + 1).copied();
        let own = &self.candidates[index];
        let (Some(before), Some(after)) = (before, after) else {
            // At an end the chain gains its step and its own score.
            let gained = match (before, after) {
                (Some(before), None) => step(before, index)?,
                (None, Some(after)) => step(index, after)?,
                _ => return None,
            };
            return Some(own.score + gained);
        };
        let without = step(before, after).unwrap_or(-120);
        Some(own.score + step(before, index)? + step(index, after)? - without)
    }
}

/// Adds to a chain the numbers that run backward or stand twice, and plainly open a comment nevertheless.
///
/// A list within a comment counts as well; so only one is added between two comments, which stands as they
/// do, and of which no neighbour is left out.
fn with_strays(lines: &[Line<'_>], candidates: &[Candidate], chain: &[usize]) -> Vec<usize> {
    let mut all = Vec::with_capacity(chain.len());
    for (at, &before) in chain.iter().enumerate() {
        all.push(before);
        let end = chain.get(at + 1).copied().unwrap_or(candidates.len());
        let mut left_out = (before + 1..end).filter(|&index| candidates[index].score > 0);
        let (Some(index), None) = (left_out.next(), left_out.next()) else { continue };
        let (own, above) = (&candidates[index], &candidates[before]);
        let stands_alike = own.form == above.form
            && own.has_sign == above.has_sign
            && lines[own.line].indent == lines[above.line].indent;
        let is_near = own.number > 1 && own.number.abs_diff(above.number) <= STRAY;
        if own.score >= PLAIN && stands_alike && is_near {
            all.push(index);
        }
    }
    all
}

/// Where the comments may stand.
struct Region {
    start: usize,
    end: usize,
}

impl Region {
    fn of(lines: &[Line<'_>]) -> Self {
        let start = lines.iter().position(|line| text::is_salutation(line.text));
        let start = start.map_or(0, |at| at + 1);
        let is_end = |line: &Line<'_>| line.text.to_lowercase().starts_with("sincerely");
        let end = lines.iter().rposition(is_end).unwrap_or(lines.len());
        Self { start, end }
    }
}

/// Reads a line's beginning as a comment's number.
fn candidate(lines: &[Line<'_>], index: usize) -> Option<Candidate> {
    let line = lines[index].text;
    let (mut skipped, signs) = marks::signs(line);
    let has_sign = signs > 0;
    let label = marks::label(line[skipped..].split_whitespace());
    for _ in 0..label {
        let word = line[skipped..].find(char::is_whitespace)?;
        skipped +=
            word + (line[skipped + word..].len() - line[skipped + word..].trim_start().len());
    }
    let word = line[skipped..].split_whitespace().next()?;
    let end = skipped + word.len();
    let rest = line[end..].trim_start();
    let make = |number: u32, form: Form, end: usize, mended: Option<String>| {
        ((1..=HIGHEST).contains(&(number as usize))).then_some(Candidate {
            line: index,
            number,
            skipped,
            end,
            form,
            has_sign,
            mended,
            score: 0,
        })
    };
    if let Some(number) = marks::digits(word) {
        let form = match word.chars().next_back() {
            _ if label > 0 => Form::Label,
            Some('.') => Form::Dot,
            Some(')') if word.starts_with('(') => Form::Both,
            Some(')') => Form::Paren,
            Some(':') => Form::Dot,
            // A bare number stands alone, or a wide gap parts it from the text.
            _ if rest.is_empty()
                || line[end..].starts_with("  ")
                || line[end..].starts_with('\t') =>
            {
                Form::Bare
            }
            _ => return None,
        };
        return make(number, form, end, None);
    }
    if label > 0 {
        return None;
    }
    if let Some(number) = misread(word) {
        return make(number, Form::Dot, end, Some(format!("{number}{}", &word[word.len() - 1..])));
    }
    // Text glued to the number: `1.We note`.
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let glued = word[digits..].strip_prefix('.').unwrap_or_default();
    if (1..=3).contains(&digits)
        && glued.starts_with(|first: char| first.is_ascii_uppercase())
        && glued.len() > 1
        && glued.chars().all(|c| c.is_alphanumeric() || matches!(c, ',' | '\'' | '’'))
    {
        let number = word[..digits].parse().ok()?;
        return make(number, Form::Dot, skipped + digits + 1, Some(format!("{number}. {glued}")));
    }
    None
}

/// Reads a number in which letters stand for digits: `l.`, `lO.`, `1l)`.
fn misread(word: &str) -> Option<u32> {
    let inner = word.strip_suffix(['.', ')'])?;
    let digits: Option<String> = inner
        .chars()
        .map(|letter| match letter {
            'l' | 'I' | '|' => Some('1'),
            'O' => Some('0'),
            'S' if inner.len() > 1 => Some('5'),
            'B' if inner.len() > 1 => Some('8'),
            digit if digit.is_ascii_digit() => Some(digit),
            _ => None,
        })
        .collect();
    let is_mixed =
        inner.bytes().any(|byte| byte.is_ascii_digit()) || inner.starts_with('l') || inner == "I";
    // `II.` and `III.` are roman.
    (is_mixed && (1..=3).contains(&inner.len())).then(|| digits?.parse().ok()).flatten()
}

/// Scores a candidate by what stands around it.
fn score(lines: &[Line<'_>], candidate: &Candidate, region: &Region) -> i32 {
    let line = &lines[candidate.line];
    let above = candidate.line.checked_sub(1).map(|index| &lines[index]);
    let below = lines.get(candidate.line + 1);
    let rest = line.text[candidate.end..].trim();
    let mut score = match candidate.form {
        Form::Dot => 40,
        Form::Paren => 30,
        Form::Label => 55,
        Form::Both => 5,
        Form::Bare => 0,
    };
    score -= if candidate.mended.is_some() { 10 } else { 0 };
    let heading_above = above.is_some_and(|above| text::is_heading(above.text));
    score += match above {
        None => 15,
        _ if line.has_gap || line.is_on_new_page => 15,
        _ if candidate.has_sign => 10,
        _ if heading_above => 15,
        Some(above) if marks::runs_on(above.text) => -60,
        Some(_) => 0,
    };
    score += if heading_above { 20 } else { 0 };
    // What a lead-in announces is a list, but for `we have the following comments:`.
    let is_announced = !heading_above
        && above.is_some_and(|above| {
            above.text.ends_with(':') && !above.text.to_lowercase().contains("comment")
        });
    score -= if is_announced { 40 } else { 0 };
    let (first, text) = match (rest.is_empty(), below) {
        (true, Some(below)) => (5, below.text),
        _ => (10, rest),
    };
    score += match text.chars().find(|c| c.is_alphanumeric()) {
        Some(letter) if letter.is_uppercase() => first,
        Some(letter) if letter.is_lowercase() => -30,
        _ => -20,
    };
    score += if asks_near(lines, candidate.line) { 25 } else { 0 };
    score += if begins_like_a_comment(text) { 10 } else { 0 };
    // `1. General`: a heading that is numbered.
    score -= if !rest.is_empty() && text::is_heading(rest) { 30 } else { 0 };
    score -= if line.is_row() && candidate.form == Form::Bare { 40 } else { 0 };
    if candidate.line < region.start || candidate.line > region.end {
        score -= 100;
    }
    score
}

/// Says whether the paragraph that begins with a line asks for something.
fn asks_near(lines: &[Line<'_>], start: usize) -> bool {
    let mut read = 0;
    for (count, line) in lines[start..].iter().take(16).enumerate() {
        if count > 1 && line.has_gap && read > 80 {
            return false;
        }
        if crate::words::asks(line.text) {
            return true;
        }
        read += line.text.len();
    }
    false
}

fn begins_like_a_comment(text: &str) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "we note",
        "we have",
        "we see",
        "we refer",
        "we reissue",
        "please",
        "refer to",
        "in your",
        "your ",
        "you ",
        "tell us",
        "revise",
        "in future",
        "it appears",
    ];
    let start: String = text.chars().take(12).collect::<String>().to_lowercase();
    BEGINNINGS.iter().any(|beginning| start.starts_with(beginning))
}

/// The best chain that ends with a candidate.
#[derive(Clone, Copy)]
struct Chain {
    worth: i32,
    before: Option<usize>,
}

/// Returns the candidates of the best chain, in order.
fn best_chain(candidates: &[Candidate], filings: &[usize]) -> Vec<usize> {
    let mut chains: Vec<Chain> = Vec::with_capacity(candidates.len());
    let mut ends: Vec<Vec<usize>> = vec![Vec::new(); HIGHEST + 1];
    for (index, candidate) in candidates.iter().enumerate() {
        let start = if candidate.number == 1 { 20 } else { -20 };
        // Few letters number their comments `(1)`, and many a comment its items.
        let start = start - if candidate.form == Form::Both { 70 } else { 0 };
        let mut best = Chain { worth: candidate.score + start, before: None };
        if candidate.score > 0 {
            for &end in ends.iter().flatten() {
                let Some(step) = step(&candidates[end], candidate, filings) else { continue };
                let worth = chains[end].worth + candidate.score + step;
                if worth > best.worth {
                    best = Chain { worth, before: Some(end) };
                }
            }
        }
        chains.push(best);
        let same = &mut ends[candidate.number as usize];
        same.push(index);
        if same.len() > KEPT {
            // The last one may begin a later chain; of the others the worst goes.
            let worst = (0..same.len() - 1).min_by_key(|&at| chains[same[at]].worth);
            worst.map(|at| same.remove(at));
        }
    }
    let best = (0..chains.len()).rev().max_by_key(|&index| chains[index].worth);
    let mut chain = Vec::new();
    let mut next = best.filter(|&index| chains[index].worth >= LEAST);
    while let Some(index) = next {
        chain.push(index);
        next = chains[index].before;
    }
    chain.reverse();
    chain
}

/// Returns what it is worth that one comment follows another; none where it cannot.
fn step(from: &Candidate, to: &Candidate, filings: &[usize]) -> Option<i32> {
    let is_other_filing = filings[to.line] > filings[from.line];
    let worth = match to.number.checked_sub(from.number) {
        Some(1) => 30,
        // Numbers start again only where another filing's heading stands between.
        Some(0) | None if to.number == 1 && is_other_filing => -20,
        // The staff gave a number twice: it has to look like a comment in every other way.
        Some(0) => -100,
        Some(gap @ 2..=6) => -15 * i32::try_from(gap).unwrap_or(6),
        Some(_) => -120,
        None => return None,
    };
    // A letter numbers its comments in one way; `(2)` behind `1.` is an item.
    match (from.form, to.form) {
        (from, to) if from == to => Some(worth),
        (Form::Both, _) | (_, Form::Both) => None,
        _ => Some(worth - 15),
    }
}

/// Counts the headings of filings above each line.
fn filings_before(lines: &[Line<'_>]) -> Vec<usize> {
    lines
        .iter()
        .scan(0, |count, line| {
            let is_filing = line.text.len() <= 240
                && text::heading_kind(line.text) == HeadingKind::Filing
                && text::is_heading(line.text);
            *count += usize::from(is_filing);
            Some(*count)
        })
        .collect()
}

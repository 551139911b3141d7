//! Text as sentences, clauses and words, each with its place in the text.

use std::ops::Range;

/// A sentence.
pub(super) struct Sentence {
    /// Its clauses, which semicolons part.
    pub clauses: Vec<Clause>,
    /// Whether it ends with a question mark.
    pub is_question: bool,
}

/// A clause.
pub(super) struct Clause {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its words.
    pub words: Vec<Word>,
}

/// A word in small letters, without the signs around it.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: String,
    /// Where it begins and ends, signs included.
    pub start: usize,
    pub end: usize,
    pub ends_with_comma: bool,
}

impl Word {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text
    }
}

/// Abbreviations behind which a sentence goes on.
const ABBREVIATIONS: [&str; 30] = [
    "no", "nos", "inc", "corp", "co", "ltd", "mr", "mrs", "ms", "dr", "jr", "sr", "st", "vs",
    "e.g", "i.e", "etc", "u.s", "approx", "sec", "para", "p", "pp", "art", "fig", "jan", "feb",
    "dec", "cf", "l.p",
];

/// Cuts a text into sentences, and each into clauses.
pub(super) fn cut(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut clauses: Vec<Clause> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut all = pieces(text).peekable();
    while let Some(range) = all.next() {
        let raw = &text[range.clone()];
        let next = all.peek().map(|range| &text[range.clone()]);
        let ends = ends_sentence(raw, next);
        let breaks = ends || closed(raw).ends_with(';');
        words.push(word(raw, range.clone()));
        if breaks {
            clauses.push(clause(std::mem::take(&mut words)));
        }
        if ends {
            let is_question = closed(raw).ends_with('?');
            sentences.push(Sentence { clauses: std::mem::take(&mut clauses), is_question });
        }
    }
    if !words.is_empty() {
        clauses.push(clause(words));
    }
    if !clauses.is_empty() {
        sentences.push(Sentence { clauses, is_question: false });
    }
    sentences
}

fn clause(words: Vec<Word>) -> Clause {
    let range = words.first().map_or(0, |word| word.start)..words.last().map_or(0, |word| word.end);
    Clause { range, words }
}

/// Returns the bytes of each run between blanks.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| !c.is_whitespace())?;
        let length = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
        at = start + length;
        Some(start..at)
    })
}

fn word(raw: &str, range: Range<usize>) -> Word {
    let bare = raw.trim_matches(|c: char| !c.is_alphanumeric());
    let text =
        bare.chars().flat_map(char::to_lowercase).collect::<String>().replace(['’', '‘'], "'");
    Word { text, start: range.start, end: range.end, ends_with_comma: closed(raw).ends_with(',') }
}

/// Returns a word without the quotation marks and brackets behind it.
fn closed(raw: &str) -> &str {
    raw.trim_end_matches(['"', '”', '’', '\'', ')', ']'])
}

/// Says whether a text ends with a sentence's stop.
pub(super) fn is_closed(text: &str) -> bool {
    closed(text).ends_with(['.', '?', '!'])
}

/// Says whether a sentence ends with this word.
fn ends_sentence(raw: &str, next: Option<&str>) -> bool {
    let bare = closed(raw);
    if bare.ends_with(['?', '!']) {
        return true;
    }
    let Some(stem) = bare.strip_suffix('.') else { return false };
    let Some(next) = next else { return true };
    let stem = stem.trim_start_matches(['(', '[', '"', '“']).to_lowercase();
    let is_initial = stem.chars().count() == 1 && stem.chars().all(char::is_alphabetic);
    let first = next.chars().find(|c| c.is_alphanumeric());
    // A small letter or a sign goes on with the sentence; "No. 001" does too.
    let begins = first.is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let is_short = ABBREVIATIONS.contains(&stem.as_str()) || is_initial;
    let is_number = first.is_some_and(char::is_numeric)
        && stem.chars().all(char::is_alphabetic)
        && stem.len() < 3;
    begins && !is_number && (!is_short || stem == "etc")
}

//! The body of letter.md: the outline's pieces as Markdown, and what of the source had to be mended.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Mending;
use super::hyphens::{Hyphen, Hyphens};
use super::lines::Line;
use super::numbers::Candidate;
use super::outline::{Outline, Part};
use super::paragraphs::{Paragraph, is_cut};
use super::write::{escaped, escaped_heading};
use crate::conservation::{self, Lead};
use crate::marks;
use crate::parallel;
use crate::source::File;
use crate::words::is_unseen;

/// What was composed.
pub(super) struct Composed {
    pub body: String,
    pub mended: Vec<Mending>,
    pub restarts: Vec<(String, String)>,
    /// Words whose hyphen at a line's end could as well stay or go, with the line below it.
    pub unsure: Vec<(usize, String)>,
}

/// Composes the body of letter.md.
pub(super) fn compose(
    source: &File,
    lines: &[Line<'_>],
    paragraphs: &[Paragraph],
    numbers: &[Candidate],
    outline: &Outline,
) -> Composed {
    let mut composer = Composer {
        lines,
        paragraphs,
        numbers,
        hyphens: Hyphens::of(lines),
        unsure: Vec::new(),
        body: String::new(),
        mended: Vec::new(),
        opening: BTreeSet::new(),
    };
    let write = || {
        let mut before = None;
        for part in &outline.parts {
            composer.part(*part, before);
            before = Some(*part);
        }
    };
    let ((), leads) = parallel::both(write, || conservation::leads(source));
    composer.marks_that_open_nothing(source, &leads);
    composer.mended.sort_by_key(|mending| mending.start);
    let restarts = restarts(outline, |paragraph| paragraphs[paragraph].text(lines));
    Composed { body: composer.body, mended: composer.mended, restarts, unsure: composer.unsure }
}

struct Composer<'a> {
    lines: &'a [Line<'a>],
    paragraphs: &'a [Paragraph],
    numbers: &'a [Candidate],
    hyphens: Hyphens<'a>,
    /// Words whose hyphen at a line's end could as well stay or go, with the line.
    unsure: Vec<(usize, String)>,
    body: String,
    mended: Vec<Mending>,
    /// The lines whose first word opens an item or comment.
    opening: BTreeSet<usize>,
}

impl Composer<'_> {
    fn part(&mut self, part: Part, before: Option<Part>) {
        // Items of a list stand on lines below each other.
        let is_next_item =
            matches!(part, Part::Item { .. }) && matches!(before, Some(Part::Item { .. }));
        if !self.body.is_empty() && !is_next_item {
            self.body.push('\n');
        }
        let line = match part {
            Part::Heading { level, paragraph } | Part::Group { level, paragraph } => {
                format!("{} {}", "#".repeat(level), escaped_heading(&self.text(paragraph)))
            }
            Part::Number { level, number } => {
                format!("{} {}", "#".repeat(level), self.number(number))
            }
            Part::Text { depth, paragraph } => {
                format!("{}{}", "  ".repeat(depth), self.paragraph(paragraph, depth))
            }
            Part::Item { depth, paragraph } => {
                let has_word = |text: &str| text.split_whitespace().any(conservation::is_raw_word);
                let words = self.paragraphs[paragraph].words(self.lines);
                let line = words.filter(|(_, text)| has_word(text)).map(|(line, _)| line).next();
                self.opening.extend(line.map(|line| self.lines[line].number));
                format!("{}- {}", "  ".repeat(depth - 1), self.item(paragraph, depth))
            }
            Part::Closing => "---".to_owned(),
        };
        self.body.push_str(line.trim_end());
        self.body.push('\n');
    }

    /// Returns a comment's number as letter.md has it, and notes what is mended for it.
    fn number(&mut self, number: usize) -> String {
        let candidate = &self.numbers[number];
        let line = &self.lines[candidate.line];
        self.opening.insert(line.number);
        let written = &line.text[candidate.skipped..candidate.end];
        let last = written.chars().next_back();
        let number = match last {
            Some(sign @ ('.' | ')')) if !written.starts_with('(') => {
                format!("{}{sign}", candidate.number)
            }
            _ => format!("{}.", candidate.number),
        };
        if let Some(now) = &candidate.mended {
            let rest = &line.text[candidate.skipped..];
            let was = rest.split_whitespace().next().unwrap_or_default();
            let is_glued = was.len() > written.len();
            self.mended.push(Mending {
                start: line.range.start + candidate.skipped,
                was: was.to_owned(),
                now: now.clone(),
                why: if is_glued {
                    "a blank was lost behind the comment's number"
                } else {
                    "a letter was read for a digit of the comment's number"
                },
            });
        }
        number
    }

    /// Returns an item's text; its number is written as `(1)`.
    fn item(&mut self, paragraph: usize, depth: usize) -> String {
        let text = self.paragraph(paragraph, depth);
        let (_, words) = self.paragraphs[paragraph].words(self.lines).next().unwrap_or_default();
        let first = words.split_whitespace().next().unwrap_or_default();
        match marks::mark(first) {
            Some(marks::Mark::Number(number)) => {
                let rest = text.find(' ').map_or("", |blank| &text[blank..]);
                format!("({number}){rest}")
            }
            _ => text,
        }
    }

    /// Returns a paragraph as Markdown; the rows of a table keep their lines.
    fn paragraph(&mut self, paragraph: usize, depth: usize) -> String {
        if !self.paragraphs[paragraph].is_table {
            return escaped(&self.text(paragraph));
        }
        let pieces: Vec<(usize, String)> = self.pieces(paragraph);
        let rows: Vec<String> =
            pieces.iter().map(|(_, text)| escaped(text)).filter(|row| !row.is_empty()).collect();
        rows.join(&format!("\\\n{}", "  ".repeat(depth)))
    }

    /// Returns a paragraph's words on one line.
    fn text(&mut self, paragraph: usize) -> String {
        let mut out = String::new();
        for (at, text) in self.pieces(paragraph) {
            self.join(&mut out, &text, at);
        }
        out.retain(|character| !is_unseen(character));
        out
    }

    /// Returns the text of each line of a paragraph, escapes undone.
    fn pieces(&mut self, paragraph: usize) -> Vec<(usize, String)> {
        let mut pieces = Vec::new();
        let mut is_cut_above = false;
        for (line, text) in self.paragraphs[paragraph].words(self.lines) {
            let start = self.lines[line].range.start + offset(self.lines[line].text, text);
            let mut words = String::with_capacity(text.len());
            for word in text.split_whitespace() {
                // A word that a line's end cuts is left as it is: where it is whole, nobody can say.
                let is_part = (is_cut_above && words.is_empty()) || is_cut(word);
                let now = if is_part { Cow::Borrowed(word) } else { unescaped(word) };
                let now = if is_cut(&now) { Cow::Borrowed(word) } else { now };
                if now != word {
                    self.mended.push(Mending {
                        start: start + offset(text, word),
                        was: word.to_owned(),
                        now: now.clone().into_owned(),
                        why: "the backslash is an escape left by a converter, not the staff's",
                    });
                }
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(&now);
            }
            is_cut_above = is_cut(text);
            pieces.push((line, words));
        }
        pieces
    }

    /// Joins a line to the ones above it, and decides on the hyphen at their end.
    fn join(&mut self, out: &mut String, line: &str, at: usize) {
        if out.is_empty() {
            out.push_str(line);
            return;
        }
        let head = out.rsplit(' ').next().unwrap_or_default();
        let tail = line.split(' ').next().unwrap_or_default();
        let is_part = tail.starts_with(char::is_alphanumeric) && !marks::may_open(tail);
        if !is_cut(head) || !is_part || matches!(tail, "and" | "or" | "to") {
            out.push(' ');
        } else {
            let (hyphen, is_sure) = self.hyphens.at(head, tail);
            if !is_sure {
                let stem = head.trim_end_matches(['-', '‐', '‑', '\u{ad}']);
                let sign = if hyphen == Hyphen::Stays { "-" } else { "" };
                self.unsure.push((at, format!("{stem}{sign}{tail}")));
            }
            if hyphen == Hyphen::Goes {
                out.pop();
            }
        }
        out.push_str(line);
    }

    /// Says of each mark of the source that opens nothing here that it is none.
    fn marks_that_open_nothing(&mut self, source: &File, leads: &[Lead]) {
        let mended = self.mended.iter().enumerate().rev();
        let mended: BTreeMap<usize, usize> =
            mended.map(|(index, mending)| (mending.start, index)).collect();
        for lead in leads {
            if self.opening.contains(&lead.line) {
                continue;
            }
            let line = self.lines.binary_search_by_key(&lead.line, |line| line.number);
            let Some(line) = line.ok().map(|index| &self.lines[index]) else { continue };
            let word = source.text.get(lead.place.range()).unwrap_or_default();
            let sign = line.text.chars().next().filter(|_| lead.has_sign);
            let is_same_line = marks::signs(line.text).1 > 0;
            let (was, now) = match sign {
                Some(sign) if is_same_line => (format!("{sign} {word}"), format!("{sign} {word}")),
                Some(_) => (format!("- {word}"), word.to_owned()),
                None => (word.to_owned(), word.to_owned()),
            };
            let start = lead.place.range().start;
            if let Some(&index) = mended.get(&start) {
                let mending = &mut self.mended[index];
                mending.now = now.replace(word, &mending.now);
                mending.was = was;
                continue;
            }
            self.mended.push(Mending {
                start,
                was,
                now,
                why: "it stands first on its line within a text, and is no mark",
            });
        }
    }
}

/// Returns where a part of a text begins in it, in bytes.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// Returns a word without the backslashes that escape a sign; the word itself where that leaves no word.
fn unescaped(word: &str) -> Cow<'_, str> {
    if !word.contains('\\') {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        let is_escape =
            character == '\\' && characters.peek().is_some_and(|next| next.is_ascii_punctuation());
        if !is_escape {
            out.push(character);
        } else if let Some(next) = characters.next() {
            out.push(next);
        }
    }
    // A list sign could come to stand first, and a backslash that is left could escape again.
    let is_kept = marks::sign(&out).is_some()
        || out.contains(|character| character == '\\' || is_unseen(character))
        || !conservation::is_raw_word(&out);
    if is_kept { Cow::Borrowed(word) } else { Cow::Owned(out) }
}

/// Returns the headings from which numbers start again, each with a prefix of its own.
fn restarts(outline: &Outline, text: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let mut restarts: Vec<(String, String)> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (_, heading) in &outline.restarts {
        let Some(heading) = heading.map(&text) else { continue };
        let wanted = prefix_of(&heading);
        let prefix = if taken.contains(&wanted) {
            let letters = ('A'..='Z')
                .flat_map(|letter| ["", wanted.as_str()].map(|start| format!("{start}{letter}")));
            letters.clone().find(|prefix| !taken.contains(prefix)).unwrap_or(wanted)
        } else {
            wanted
        };
        taken.insert(prefix.clone());
        restarts.push((heading, prefix));
    }
    restarts
}

/// Returns the prefix that a filing suggests: `Q` for Form 10-Q.
fn prefix_of(heading: &str) -> String {
    let lower = heading.to_lowercase();
    for (form, prefix) in [
        ("10-q", "Q"),
        ("10-k", "K"),
        ("20-f", "F"),
        ("40-f", "F"),
        ("8-k", "E"),
        ("6-k", "E"),
        ("s-", "S"),
        ("14a", "P"),
        ("proxy", "P"),
        ("schedule", "T"),
        ("release", "R"),
    ] {
        if lower.contains(form) {
            return prefix.to_owned();
        }
    }
    "B".to_owned()
}

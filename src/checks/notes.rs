//! Footnotes: what a text refers to is defined in it once, and what it defines is referred to.
//!
//! In: the blocks of a response or disclosure. Out: findings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::finding::{Findings, codes};
use crate::markdown::{Block, BlockKind, Inline, InlineKind, each_inline, note_definitions};
use crate::source::{Files, Place};

/// Checks the footnotes of one file; `is_printed` says whether a block at its top stands in the letter.
pub(super) fn check(
    blocks: &[Block],
    is_printed: impl Fn(&Block) -> bool,
    findings: &mut Findings,
) {
    let defined = note_definitions(blocks);
    let labels: BTreeSet<&str> = defined.iter().map(|(label, _)| *label).collect();
    each_inline(blocks, &mut |inline| match &inline.kind {
        InlineKind::NoteReference(label) if !labels.contains(label.as_str()) => {
            undefined(label, inline, 0..inline.place.range().len(), findings);
        }
        // The parser leaves a reference without a definition as text.
        InlineKind::Text(text) => {
            for (at, _) in text.match_indices("[^") {
                let Some(length) = text[at..].find(']') else { continue };
                let label = &text[at + 2..at + length];
                if !label.is_empty() && !label.contains(char::is_whitespace) {
                    undefined(label, inline, at..at + length + 1, findings);
                }
            }
        }
        _ => {}
    });
    let references = References::of(blocks, is_printed);
    let printed = references.printed();
    let mut seen = BTreeSet::new();
    for (label, block) in defined {
        if !seen.insert(label) {
            findings.push(
                codes::UNUSED_FOOTNOTE
                    .at(block.place)
                    .says(format!(
                        "the footnote `{label}` is defined above, and this text is printed nowhere"
                    ))
                    .help("give it a label of its own, or take it out"),
            );
        } else if !printed.contains(label) {
            let finding = codes::UNUSED_FOOTNOTE
                .at(block.place)
                .help(format!("write `[^{label}]` where it belongs, or take it out"));
            findings.push(match references.unprinted.get(label) {
                Some((place, why)) => finding
                    .says(format!("the footnote `{label}` is printed nowhere"))
                    .also(*place, *why),
                None => finding.says(format!(
                    "no text refers to the footnote `{label}`: it is printed nowhere"
                )),
            });
        } else if !has_text(block) {
            findings.push(
                codes::UNKNOWN_FOOTNOTE
                    .at(block.place)
                    .says(format!("the footnote `{label}` has no text"))
                    .help(format!(
                        "write its text on the same line, `[^{label}]: …`, or take both signs out"
                    )),
            );
        }
    }
}

/// Reports lines that a footnote takes up though nothing sets them apart as its own: they begin a sentence where
/// the one above ended, and are not indented, as text of the answer is.
///
/// A line within a sentence is one that an editor broke.
pub(super) fn run_on(blocks: &[Block], files: &Files, findings: &mut Findings) {
    for block in blocks {
        let BlockKind::Footnote { label, blocks } = &block.kind else { continue };
        let Some(first) = blocks.first().filter(|it| matches!(it.kind, BlockKind::Paragraph(_)))
        else {
            continue;
        };
        let text = files.text(first.place);
        let lines = text.match_indices('\n').map(|(at, _)| at + 1);
        let Some(at) = lines.into_iter().find(|&at| runs_on(&text[..at], &text[at..])) else {
            continue;
        };
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        findings.push(
            codes::FOOTNOTE_RUNS_ON
                .at(first.place.within(at..end))
                .says(format!("this line is read as part of the footnote `{label}`"))
                .also(first.place.within(0..text.find('\n').unwrap_or(0)), "the note")
                .help("put an empty line above it where the note ends there; what belongs to the note is indented by four blanks"),
        );
    }
}

fn runs_on(above: &str, line: &str) -> bool {
    let above = above.trim_end().trim_end_matches(['"', '\'', '”', '’', ')', '*', '_']);
    let begins = line.trim_start_matches(['"', '\'', '“', '‘', '(', '*', '_', '[', '$', '\\']);
    above.ends_with(['.', '!', '?', ':', ';'])
        && begins.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '{')
}

/// What refers to which footnotes.
#[derive(Default)]
struct References<'a> {
    /// The labels that printed text names.
    text: BTreeSet<&'a str>,
    /// The labels that each footnote names.
    notes: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// References that are not printed themselves, or stand in notes that may not be; and why.
    unprinted: BTreeMap<&'a str, (Place, &'static str)>,
}

impl<'a> References<'a> {
    fn of(blocks: &'a [Block], is_printed: impl Fn(&Block) -> bool) -> Self {
        let mut references = Self::default();
        for block in blocks {
            if is_printed(block) {
                references.read(block, None);
            } else {
                each_reference(block, &mut |label, place| {
                    let why = "a heading with a key is not printed";
                    references.unprinted.entry(label).or_insert((place, why));
                });
            }
        }
        references
    }

    /// Reads a block, which stands in the note with the label `within`.
    fn read(&mut self, block: &'a Block, within: Option<&'a str>) {
        match &block.kind {
            BlockKind::Footnote { label, blocks } => {
                // Of two notes with one label the first is printed.
                if within.is_none() && !self.notes.contains_key(label.as_str()) {
                    self.notes.insert(label, BTreeSet::new());
                    blocks.iter().for_each(|block| self.read(block, Some(label)));
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Confidential(blocks) => {
                blocks.iter().for_each(|block| self.read(block, within));
            }
            BlockKind::List { items, .. } => {
                let blocks = items.iter().flat_map(|item| &item.blocks);
                blocks.for_each(|block| self.read(block, within));
            }
            _ => each_reference(block, &mut |label, place| match within {
                Some(note) => {
                    self.notes.entry(note).or_default().insert(label);
                    let why = "this stands in a footnote that is printed nowhere";
                    self.unprinted.entry(label).or_insert((place, why));
                }
                None => {
                    self.text.insert(label);
                }
            }),
        }
    }

    /// Returns the labels of the notes that are printed: those that text names, and that such notes name.
    fn printed(&self) -> BTreeSet<&'a str> {
        let mut printed = BTreeSet::new();
        let mut next: Vec<&str> = self.text.iter().copied().collect();
        while let Some(label) = next.pop() {
            if printed.insert(label) {
                next.extend(self.notes.get(label).into_iter().flatten());
            }
        }
        printed
    }
}

fn each_reference<'a>(block: &'a Block, visit: &mut impl FnMut(&'a str, Place)) {
    each_inline(std::slice::from_ref(block), &mut |inline| {
        if let InlineKind::NoteReference(label) = &inline.kind {
            visit(label, inline.place);
        }
    });
}

/// Says whether a footnote has something that is printed.
fn has_text(note: &Block) -> bool {
    let BlockKind::Footnote { blocks, .. } = &note.kind else { return true };
    let mut has_text = blocks.iter().any(|block| {
        matches!(block.kind, BlockKind::Code(_) | BlockKind::Table { .. } | BlockKind::Rule)
    });
    each_inline(blocks, &mut |inline| {
        has_text |= match &inline.kind {
            InlineKind::Text(text) => !text.trim().is_empty(),
            InlineKind::Code(_) | InlineKind::Fact(_) | InlineKind::Image { .. } => true,
            _ => false,
        }
    });
    has_text
}

fn undefined(label: &str, inline: &Inline, range: Range<usize>, findings: &mut Findings) {
    findings.push(
        codes::UNKNOWN_FOOTNOTE
            .at(inline.place.within(range))
            .says(format!("the footnote `{label}` is not defined in this file"))
            .help(format!("add its text on a line of its own: `[^{label}]: …`")),
    );
}

#[cfg(test)]
mod tests {
    use crate::finding::Findings;
    use crate::markdown::{Block, BlockKind, parse};
    use crate::reader;
    use crate::source::{FileId, Place};

    /// The code and the underlined text of each finding.
    fn told(text: &str) -> Vec<(&'static str, &str)> {
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        let blocks = parse(&masked, &mut findings);
        let is_printed = |block: &Block| !matches!(block.kind, BlockKind::Heading { .. });
        super::check(&blocks, is_printed, &mut findings);
        let place = |place: Option<Place>| &text[place.expect("it has a place").range()];
        findings.iter().map(|finding| (finding.rule.code, place(finding.place))).collect()
    }

    #[test]
    fn a_note_is_defined_once_and_referred_to() {
        assert_eq!(told("A.[^a]\n\n[^a]: One.\n"), []);
        assert_eq!(told("A.[^a] B.[^a]\n\n[^a]: One.[^b]\n\n[^b]: Two.\n"), []);
        assert_eq!(told("| A[^a] |\n| --- |\n| 1 |\n\n[^a]: One.\n"), []);
        assert_eq!(told("A.[^b]\n"), [("unknown-footnote", "[^b]")]);
    }

    #[test]
    fn a_note_that_is_printed_nowhere_is_told() {
        assert_eq!(told("A.\n\n[^a]: One.\n"), [("unused-footnote", "[^a]: One.")]);
        let twice = "A.[^a]\n\n[^a]: One.\n\n[^a]: Two.\n";
        assert_eq!(told(twice), [("unused-footnote", "[^a]: Two.")]);
        let close = "A.[^a]\n\n[^a]: One.\n[^a]: Two.\n";
        assert_eq!(told(close), [("unused-footnote", "[^a]: Two.")]);
    }

    #[test]
    fn a_note_that_only_unprinted_text_names_is_told() {
        let heading = "## 3.7 We note[^a]\n\nA.\n\n[^a]: One.\n";
        assert_eq!(told(heading), [("unused-footnote", "[^a]: One.")]);
        assert_eq!(told("## 3.7 We note[^a]\n\nA.[^a]\n\n[^a]: One.\n"), []);
        assert_eq!(told("A.\n\n[^a]: One.[^a]\n"), [("unused-footnote", "[^a]: One.[^a]")]);
        let circle = "A.\n\n[^a]: One.[^b]\n\n[^b]: Two.[^a]\n";
        assert_eq!(told(circle).len(), 2, "{:?}", told(circle));
        assert_eq!(told("A.[^a]\n\n- x\n\n  [^a]: One.[^b]\n\n[^b]: Two.[^a]\n"), []);
    }

    #[test]
    fn a_line_that_a_note_takes_up_is_told() {
        let run_on = |text: &str| {
            let mut files = crate::source::Files::default();
            let file = files.add("r.md", text);
            let mut findings = Findings::default();
            let place = files.get(file).place(0..text.len());
            let masked = reader::read(text, place, &mut findings);
            let blocks = parse(&masked, &mut findings);
            super::run_on(&blocks, &files, &mut findings);
            let place =
                |place: Option<Place>| files.text(place.expect("it has a place")).to_owned();
            findings.iter().map(|finding| place(finding.place)).collect::<Vec<_>>()
        };
        let told = "A.[^a]\n\n[^a]: The note.\nThe statement rested on it.\nIt did.\n";
        assert_eq!(run_on(told), ["The statement rested on it."]);
        assert_eq!(run_on("A.[^a]\n\n[^a]: The note.\n\"It\" did.\n").len(), 1);
        for text in [
            "A.[^a]\n\n[^a]: The note.\n\nThe statement.\n",
            "A.[^a]\n\n[^a]: The note.\n    The statement.\n",
            "A.[^a]\n\n[^a]: The note is of\nJanuary 28.\n",
            "A.[^a]\n\n[^a]: The note of No. 4,\nas amended.\n",
            "A.[^a]\n\n[^a]: One.\n[^b]: Two.[^a]\n",
        ] {
            assert!(run_on(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_note_without_text_is_told() {
        assert_eq!(told("A.[^a]\n\n[^a]:\n"), [("unknown-footnote", "[^a]:")]);
        assert_eq!(told("A.[^a]\n\n[^a]: <!-- later -->\n").len(), 1);
        assert_eq!(told("A.[^a]\n\n[^a]: {{ facts.a }}\n"), []);
    }
}

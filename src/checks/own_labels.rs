//! Labels that an answer opens with, `Response:`, `**Answer:**`: the letter sets its own before it.
//!
//! In: the blocks of an answer. Out: a finding with its fix.

use crate::coverage::answer_labels;
use crate::finding::{Findings, codes};
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind};
use crate::source::{Files, Place};
use crate::words;

/// Checks an answer to the unit `key`; `names` are the words of the company's name.
pub(super) fn check(
    blocks: &[Block],
    key: &str,
    names: &[String],
    files: &Files,
    findings: &mut Findings,
) {
    let mut printed = blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Html));
    let Some(BlockKind::Paragraph(text)) = printed.next().map(|block| &block.kind) else { return };
    let Some(end) = label(text, names) else { return };
    let Some(place) = markdown::flatten(text).place(0..end) else { return };
    let finding = codes::REPEATED_LABEL
        .at(place)
        .about(key)
        .says("the letter sets a label above each response, and this one would stand beside it");
    findings.push(match cut(text, end, printed.next(), files) {
        Some(cut) => finding.help("take it out; `corresp check --fix` does it").fix(cut, ""),
        None => finding.help("take it out"),
    });
}

/// Returns where the label ends that a paragraph begins with, in its words.
///
/// It ends in a colon, or is emphasised or a paragraph by itself: `Response rates fell.` has none.
fn label(text: &[Inline], names: &[String]) -> Option<usize> {
    let flat = markdown::flatten(text).text;
    // A sign that is printed was to emphasise the label: that is told of it.
    if flat.starts_with(['*', '_', '~']) {
        return None;
    }
    let emphasised = match text.first().map(|first| &first.kind) {
        Some(InlineKind::Emphasis(inner) | InlineKind::Strong(inner)) => {
            markdown::flatten(inner).text.len()
        }
        _ => 0,
    };
    answer_labels(&flat, names).into_iter().rev().find_map(|count| {
        let (_, last) = words::placed(&flat).nth(count.checked_sub(1)?)?;
        let rest = &flat[last.end..];
        let signs = rest.trim_start_matches(|c: char| c.is_whitespace() || ".:–—-".contains(c));
        let end = flat.len() - signs.len();
        let is_parted = flat[last.end..end].contains(['.', ':', '–', '—', '-']);
        let is_label = flat[last.end..end].contains(':')
            || signs.is_empty()
            || is_parted && (last.end..=end).contains(&emphasised);
        is_label.then(|| flat[..end].trim_end().len())
    })
}

/// Returns what to take out with a label, so that nothing else changes; `next` is the block behind the paragraph.
fn cut(text: &[Inline], end: usize, next: Option<&Block>, files: &Files) -> Option<Place> {
    let first = text.first()?;
    let file = first.place.file;
    let source = &files.get(file).text;
    let mut start = first.place.range().start;
    let mut left = end;
    let mut inlines = text;
    let stop = loop {
        let Some((inline, rest)) = inlines.split_first() else {
            let next = next?.place.range().start;
            return source.get(start..next).map(|_| Place::new(file, start..next));
        };
        let length = markdown::flatten(std::slice::from_ref(inline)).text.len();
        let range = inline.place.range();
        match &inline.kind {
            _ if left == 0 => break range.start,
            _ if length <= left => {
                left -= length;
                inlines = rest;
            }
            InlineKind::Text(text) if text.len() == range.len() => break range.start + left,
            // The label is the beginning of what is emphasised.
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) if left == end => {
                start = inner.first()?.place.range().start;
                inlines = inner;
            }
            _ => return None,
        }
    };
    let behind = source.get(stop..)?;
    let words = behind.trim_start();
    let is_whole = source.get(start..stop).is_some_and(|cut| !cut.contains("***"));
    let cut = start..stop + behind.len() - words.len();
    (is_whole && super::begins_as_text(words)).then(|| Place::new(file, cut))
}

#[cfg(test)]
mod tests {
    use crate::checks::told::{Told, told};

    fn of(answer: &str, book: &str) -> Told {
        let response = format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n{answer}");
        told("### 1.\n\nWhy did you?\n", book, &[("01-a.md", response.as_str())])
    }

    #[test]
    fn a_label_that_is_set_already_is_told_and_taken_out() {
        for (answer, label, mended) in [
            ("Response: We did.\n", "Response:", "We did.\n"),
            ("**Response:** We did.\n", "Response:", "We did.\n"),
            ("**Response**: We did.\n", "Response**:", "We did.\n"),
            ("**Company Response:**\nWe did.\n", "Company Response:", "We did.\n"),
            ("*Response to Comment 1:* **We** did.\n", "Response to Comment 1:", "**We** did.\n"),
            ("**Answer:**\n\n- We did.\n", "Answer:", "- We did.\n"),
            ("Response\n\nWe did.\n", "Response", "We did.\n"),
            ("**Response.** We did.\n", "Response.", "We did.\n"),
            ("**Response: We did** so.\n", "Response:", "**We did** so.\n"),
            (
                "Example Stores' Response:\n$5 million.\n",
                "Example Stores' Response:",
                "$5 million.\n",
            ),
            (
                "<!-- a -->\n\n> Why did you?\n\nResponse: We did.\n",
                "Response:",
                "<!-- a -->\n\n> Why did you?\n\nWe did.\n",
            ),
        ] {
            let told = of(answer, "");
            assert_eq!(told.typed("repeated-label"), [label], "{answer}");
            let text = told.mended().expect("it is certain");
            assert_eq!(text.rsplit_once("+++\n\n").expect("a body").1, mended, "{answer}");
        }
        // What is left would be a list.
        let told = of("Response: 1. We did.\n", "");
        assert!(told.typed("repeated-label").len() == 1 && told.mended().is_none());
    }

    #[test]
    fn words_of_a_sentence_are_no_label() {
        for answer in [
            "Response rates fell.\n",
            "**Response:**We did.\n",
            "*Response* rates fell.\n",
            "Our response to comment 2 applies: we did.\n",
            "In response to the Staff's comment, we say: we did.\n",
            "We did.\n\nResponse: Yes.\n",
            "Answers differ by store: we did.\n",
            "No response.\n",
            "Response:\n",
        ] {
            assert!(of(answer, "").typed("repeated-label").is_empty(), "{answer}");
        }
        assert!(of("Response: We did.\n", "response_label = \"\"").of("repeated-label").is_empty());
    }
}

//! Text that was pasted twice: two paragraphs of one section, or one answer under two keys.
//!
//! In: the responses and the files. Out: findings. Short texts repeat themselves, "None." or a label, and are left.

use std::collections::BTreeMap;

use crate::coverage::refers;
use crate::finding::{Findings, codes};
use crate::letter::Letter;
use crate::markdown::{Block, BlockKind};
use crate::response::Response;
use crate::source::{Files, Place};

/// How many words a text has at most that may stand twice.
const SHORT: usize = 10;

/// Checks the responses of a round; what only refers to another answer may stand under several keys.
pub(super) fn check(
    letter: &Letter,
    responses: &[Response],
    files: &Files,
    findings: &mut Findings,
) {
    let mut answers: BTreeMap<String, Place> = BTreeMap::new();
    for response in responses.iter().filter(|response| !response.front.puts_off()) {
        let sections =
            response.sections.iter().map(|section| (section.blocks.as_slice(), section.place));
        let intro = response.intro.first().map(|first| (response.intro.as_slice(), first.place));
        for (blocks, place) in intro.into_iter().chain(sections) {
            paragraphs(blocks, files, findings);
            let text = blocks
                .iter()
                .filter_map(|block| typed(block, files))
                .collect::<Vec<_>>()
                .join("\n");
            if text.split(' ').count() <= SHORT || refers(letter, blocks) {
                continue;
            }
            match answers.get(&text) {
                None => {
                    answers.insert(text, place);
                }
                Some(&first) => findings.push(
                    codes::DUPLICATE_TEXT
                        .at(place)
                        .says("the text of this section stands under another one, word for word")
                        .also(first, "the other one")
                        .help("write what this one is asked, or refer to the other: `[our response](#3.7)`"),
                ),
            }
        }
    }
}

/// Reports paragraphs that stand twice in a section.
fn paragraphs(blocks: &[Block], files: &Files, findings: &mut Findings) {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for block in blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
        let Some(text) = typed(block, files).filter(|text| text.split(' ').count() > SHORT) else {
            continue;
        };
        match seen.get(&text) {
            None => {
                seen.insert(text, block.place);
            }
            Some(&first) => findings.push(
                codes::DUPLICATE_TEXT
                    .at(block.place)
                    .says("this paragraph stands twice in the section")
                    .also(first, "the first one")
                    .help("take one of the two out"),
            ),
        }
    }
}

/// Returns a block as it was typed, whatever its lines and blanks; none of what is not printed.
fn typed(block: &Block, files: &Files) -> Option<String> {
    let is_printed = !matches!(block.kind, BlockKind::Html);
    is_printed.then(|| files.text(block.place).split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use crate::finding::Findings;
    use crate::source::Files;

    /// The lines of the findings.
    fn told(body: &str) -> Vec<usize> {
        let mut files = Files::default();
        let id = files.add("r.md", &format!("+++\n+++\n{body}"));
        let response = crate::response::parse(files.get(id), &mut Findings::default());
        let letter = files.add("letter.md", "+++\n+++\n\n### 1.\n\nWhy?\n");
        let letter = crate::letter::parse(files.get(letter), &mut Findings::default());
        let mut findings = Findings::default();
        super::check(&letter, &[response], &files, &mut findings);
        let line = |place: crate::source::Place| files.get(place.file).position(place.start).line;
        findings.iter().filter_map(|finding| finding.place.map(line)).collect()
    }

    const LONG: &str = "We tested goodwill of each reporting unit as of July 1, 2019.";

    const REFERS: &str = "Please refer to the Company's response to Comment 1 above, which responds to this comment as well.";

    #[test]
    fn what_was_pasted_twice_is_told() {
        assert_eq!(
            told(&format!("## 1\n\n{LONG}\n\nSo.\n\n{}\n", LONG.replace(" of", "\nof"))),
            [9]
        );
        assert_eq!(told(&format!("## 1\n\n{LONG}\n\n## 2\n\n{LONG}\n\n<!-- a -->\n")), [7]);
        assert_eq!(told(&format!("{LONG}\n\n## 2\n\n{LONG}\n")), [5]);
    }

    #[test]
    fn what_is_short_or_differs_is_not() {
        for body in [
            "## 1\n\nNone.\n\nNone.\n\n## 2\n\nNone.\n\nNone.\n".to_owned(),
            format!("## 1\n\n{LONG}\n\nSo.\n\n## 2\n\n{LONG}\n"),
            format!("## 1\n\n{LONG} {{{{ facts.a }}}}\n\n{LONG} {{{{ facts.b }}}}\n"),
            format!("## 1\n\n- {LONG}\n- {LONG}\n"),
            "## 2\n\nREFERS\n\n## 3\n\nREFERS\n".replace("REFERS", REFERS),
        ] {
            assert!(told(&body).is_empty(), "{body}");
        }
    }
}

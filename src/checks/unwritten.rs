//! Paragraphs that are nothing but a sign of what is to come: `●`, `[X]`, `WIP`.
//!
//! In: the blocks of a text. Out: findings. In a cell of a table, or as an item of a list, such a sign may stand for
//! itself, so [`placeholders::find`] knows none of them.

use crate::finding::{Finding, Findings};
use crate::markdown::{self, Block, BlockKind};
use crate::placeholders;
use crate::response::{Response, each_text};

/// Checks a response: where the sign is all that answers units, the finding is about them.
pub(super) fn check(response: &Response, findings: &mut Findings) {
    let comment = response.front.comment.iter().map(|comment| comment.value.to_string());
    let sections = response.sections.iter().map(|section| {
        let keys = section.keys.iter().map(|(item, _)| item.first().to_string()).collect();
        (section.blocks.as_slice(), keys)
    });
    let mut keys =
        std::iter::once((response.intro.as_slice(), comment.collect::<Vec<_>>())).chain(sections);
    each_text(response, |blocks| {
        let keys = keys.next().map(|(_, keys)| keys).unwrap_or_default();
        let texts = blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Html));
        let [only] = texts.collect::<Vec<_>>()[..] else { return check_text(blocks, findings) };
        let (Some(sign), Some(first)) = (sign(only), keys.first()) else {
            return check_text(blocks, findings);
        };
        // A sign without a letter is no word: the section was found empty.
        if sign.chars().any(char::is_alphanumeric) {
            let finding = placeholders::finding(only.place, &sign)
                .says(format!("the placeholder `{sign}` stands for the response to {first}"))
                .help("write what it stands for")
                .fixed();
            findings.push(Finding { keys, ..finding });
        }
    });
}

/// Checks a text, quotations and confidential regions included.
pub(super) fn check_text(blocks: &[Block], findings: &mut Findings) {
    for block in blocks {
        match &block.kind {
            BlockKind::Quote(blocks) | BlockKind::Confidential(blocks) => {
                check_text(blocks, findings)
            }
            _ => {
                if let Some(sign) = sign(block) {
                    findings.push(placeholders::finding(block.place, &sign));
                }
            }
        }
    }
}

/// Returns the sign that a block is nothing but.
fn sign(block: &Block) -> Option<String> {
    let BlockKind::Paragraph(text) = &block.kind else { return None };
    let text = markdown::flatten(text).text;
    placeholders::is_whole_paragraph(&text).then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use crate::finding::Findings;
    use crate::source::Files;

    fn told(body: &str) -> Vec<String> {
        let mut files = Files::default();
        let id = files.add("r.md", &format!("+++\ncomment = \"1\"\n+++\n\n{body}"));
        let response = crate::response::parse(files.get(id), &mut Findings::default());
        let mut findings = Findings::default();
        super::check(&response, &mut findings);
        let told = |finding: &crate::finding::Finding| {
            let fixed = if finding.is_fixed { "!" } else { "" };
            format!("{}{fixed}{}", finding.message, finding.keys.concat())
        };
        findings.iter().map(told).collect()
    }

    #[test]
    fn a_paragraph_that_is_a_sign_is_a_placeholder() {
        for sign in ["WIP", "[X]", "TK"] {
            let only = format!("the placeholder `{sign}` stands for the response to ");
            assert_eq!(told(&format!("{sign}\n")), [format!("{only}1!1")]);
            assert_eq!(
                told(&format!("## 1.2\n\n{sign}\n\n<!-- a -->\n")),
                [format!("{only}1.2!1.2")]
            );
            let beside = format!("the placeholder `{sign}` stands in the text");
            assert_eq!(told(&format!("We did.\n\n{sign}\n")), [beside]);
        }
        assert_eq!(told("We did.\n\n\\●\n").len(), 0);
        assert_eq!(told("We did.\n\n●\n").len(), 1);
        assert_eq!(told("We did.\n\n> ☐\n").len(), 1);
    }

    #[test]
    fn a_cell_and_an_item_may_be_a_sign() {
        assert!(
            told("We did.\n\n| A | WIP |\n|---|---|\n| ● | [X] |\n\n- WIP\n- Goods\n").is_empty()
        );
    }
}

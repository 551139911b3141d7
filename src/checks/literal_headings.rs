//! Lines that look like a heading and are printed with their `#` signs: `##3.15 Please provide`, `\\## 4.b`.
//!
//! In: the blocks of a text and the files. Out: findings, but for lines that a unit without a response shows already.

use crate::coverage::{Coverage, Status};
use crate::finding::{Findings, codes};
use crate::markdown::{Block, BlockKind};
use crate::response::typed_heading;
use crate::source::{Files, Place};
use crate::words;

/// Checks the paragraphs of one file, at any depth.
pub(super) fn check(blocks: &[Block], coverage: &Coverage, files: &Files, findings: &mut Findings) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(_) => check_lines(block.place, coverage, files, findings),
            BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks)
            | BlockKind::Footnote { blocks, .. } => check(blocks, coverage, files, findings),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| check(&item.blocks, coverage, files, findings));
            }
            _ => {}
        }
    }
}

fn check_lines(place: Place, coverage: &Coverage, files: &Files, findings: &mut Findings) {
    let mut at = 0;
    for line in files.text(place).split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let Some(heading) = literal_heading(line) else { continue };
        let place = place.within(range);
        let is_told = |told: &Place| told.contains(place) || place.contains(*told);
        // The finding of a unit without a response shows the line.
        let is_shown = |(&row, told): (&usize, &Place)| {
            coverage.rows[row].is_unit && coverage.rows[row].status == Status::Open && is_told(told)
        };
        if coverage.lost_headings.iter().any(is_shown) {
            continue;
        }
        let says = format!(
            "`{}` is no heading, and is printed as it stands",
            words::first(line.trim(), 4)
        );
        findings.push(codes::STRAY_MARKUP.at(place).says(says).help(format!(
            "write `{}` below an empty line, with a plain blank behind the `#` signs and nothing before them; or take them out",
            words::first(&heading, 4)
        )));
    }
}

/// Returns the heading that a line was to be, where it was to be one.
///
/// `#1 in its market` and `\## Note` are text.
fn literal_heading(line: &str) -> Option<String> {
    let is_blank = |c: char| c.is_whitespace() || words::is_unseen(c);
    let bare = line.trim_matches(is_blank);
    let (is_escaped, signs) = match bare.strip_prefix('\\') {
        Some(rest) => (true, rest),
        None => (false, bare),
    };
    let rest = signs.trim_start_matches(['#', '\\']);
    let count = signs[..signs.len() - rest.len()].matches('#').count();
    let text = rest.trim_start_matches(is_blank);
    let is_apart = rest.len() > text.len();
    let is_heading = match count {
        _ if text.is_empty() => false,
        0 => false,
        _ if is_escaped => count > 1 && typed_heading(bare).is_some(),
        1 => is_apart,
        _ => true,
    };
    // The answer's own headings begin on the third level.
    let has_key = typed_heading(bare).is_some();
    let signs = if has_key { "##".to_owned() } else { "#".repeat(count.clamp(3, 6)) };
    is_heading.then(|| format!("{signs} {text}"))
}

#[cfg(test)]
mod tests {
    use super::literal_heading;

    #[test]
    fn a_heading_that_is_printed_with_its_signs_is_known() {
        for (line, expected) in [
            ("##3.15 Please provide\n", "## 3.15 Please provide"),
            ("\\## 4.b\n", "## 4.b"),
            ("\\#\\# 4.b\n", "## 4.b"),
            ("##\u{a0}3.15\n", "## 3.15"),
            ("\u{a0}## 3.15\n", "## 3.15"),
            ("\u{200b}## Our view\n", "### Our view"),
            ("##Heading\n", "### Heading"),
            ("#\u{a0}Heading\n", "### Heading"),
            ("####### Heading\n", "###### Heading"),
        ] {
            assert_eq!(literal_heading(line).as_deref(), Some(expected), "{line}");
        }
        for line in [
            "#1 in its market\n",
            "\\## Heading\n",
            "\\#1 in its market",
            "#REF!",
            "##",
            "We ## it",
            "#",
            "",
        ] {
            assert_eq!(literal_heading(line), None, "{line}");
        }
    }
}

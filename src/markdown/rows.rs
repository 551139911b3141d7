//! The lines of pipe tables, read once more where Markdown takes them for prose.
//!
//! In: a paragraph's text and the lines of it that may be rows. Out: how many cells a row was typed with, and
//! what keeps the lines from being a table.

use std::ops::Range;

use crate::words;

/// Why lines that look like a table are none.
pub(super) struct Lost {
    /// The line that is wrong, as bytes of the text.
    pub(super) line: Range<usize>,
    /// What is wrong.
    pub(super) says: String,
}

/// Counts the cells that a row was typed with.
pub(super) fn typed_cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut escaped = false;
    let mut bars = 0;
    for byte in row.bytes() {
        bars += usize::from(byte == b'|' && !escaped);
        escaped = byte == b'\\' && !escaped;
    }
    let closed = row.ends_with('|') && !row.ends_with("\\|");
    bars + usize::from(!closed)
}

/// Counts the cells of a row up to the last one that holds something: no one misses the others.
pub(super) fn filled_cells(row: &str) -> usize {
    let end = row.trim_end_matches(|c: char| c == '|' || c.is_whitespace());
    // A bar behind a backslash is text.
    let end = if end.ends_with('\\') { row } else { end };
    typed_cells(end)
}

/// Says whether text at a line's start may open a row of a table, or its line of dashes.
pub(super) fn may_open(text: &str) -> bool {
    text.starts_with(['|', ':', '-'])
}

/// Finds the table that was meant by lines of a paragraph: `lines` are the starts of those that
/// [`may_open`] a row, rising. A bar behind a backslash is a sign of the text and opens none.
pub(super) fn lost(text: &str, lines: &[usize]) -> Option<Lost> {
    let dashes = lines.iter().copied().find(|&at| is_dashes(line(text, at)));
    if let Some(at) = dashes {
        let below = typed_cells(line(text, at));
        let above = typed_cells(line_before(text, at));
        let says = if above == below {
            "this line of dashes makes no table where it stands".to_owned()
        } else {
            format!(
                "the line of dashes has {}, the line above it {above}: no table is read",
                words::counted(below, "cell")
            )
        };
        return Some(Lost { line: at..at + line(text, at).len(), says });
    }
    let at = lines.iter().copied().find(|&at| text[at..].starts_with('|'))?;
    let says = "this line begins with `|` and belongs to no table".to_owned();
    Some(Lost { line: at..at + line(text, at).len(), says })
}

/// Says whether a line is one that parts a table's head from its rows: dashes, colons and a bar.
fn is_dashes(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '\r'))
}

fn line(text: &str, at: usize) -> &str {
    text[at..].lines().next().unwrap_or_default()
}

/// Returns the line before the one at an offset, without the signs of a quotation around it.
fn line_before(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').unwrap_or(0);
    let before = text[..start].lines().next_back().unwrap_or_default();
    before.trim_start_matches(['>', ' '])
}

#[cfg(test)]
mod tests {
    use crate::finding::Findings;
    use crate::markdown::{BlockKind, parse};
    use crate::reader;
    use crate::source::{FileId, Place};

    /// The lines and messages of the findings of a text.
    fn told(text: &str) -> Vec<(usize, String)> {
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        parse(&masked, &mut findings);
        findings
            .iter()
            .map(|finding| {
                let place = finding.place.expect("it has a place");
                (text[..place.range().start].lines().count().max(1), finding.message.clone())
            })
            .collect()
    }

    const DASHES: &str = "the line of dashes has";

    #[test]
    fn a_lost_bar_in_the_line_of_dashes_is_told_with_both_counts() {
        let [(_, says)] = &told("| Year | Stores |\n| :---  ---: |\n| 2019 | 214 |\n")[..] else {
            panic!("one finding")
        };
        assert_eq!(says, &format!("{DASHES} 1 cell, the line above it 2: no table is read"));
    }

    #[test]
    fn a_head_without_outer_bars_is_told_in_a_quotation_too() {
        let [(_, says)] = &told("> Year and stores\n> :--- | ---:\n> 2019 | 214\n")[..] else {
            panic!("one finding")
        };
        assert_eq!(says, &format!("{DASHES} 2 cells, the line above it 1: no table is read"));
    }

    #[test]
    fn rows_behind_a_blank_line_are_told() {
        let text = "| Year | Stores |\n| :--- | ---: |\n| 2019 | 214 |\n\n| 2018 | 223 |\n| 2017 | 221 |\n";
        let told = told(text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, 4, "{told:?}");
    }

    #[test]
    fn rows_in_an_item_a_footnote_and_below_prose_are_told() {
        for text in [
            "- | Year | Stores |\n  | 2019 | 214 |\n",
            "- one\n\n  | Year | Stores |\n",
            "A note.[^a]\n\n[^a]: | Year | Stores |\n",
            "We had these:\n| 2019 | 214 |\n| 2018 | 223 |\n",
            "We had these:  \n| 2019 | [*** 214 ***] |\n",
        ] {
            assert_eq!(told(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn cells_beyond_the_head_are_told_where_they_hold_something() {
        let head = "| Year | Stores |\n| :--- | ---: |\n";
        for row in ["| 2019 | 214 | 5 |", "| | 2019 | 214 |", "| 2019 | 214 | \\| |"] {
            assert_eq!(told(&format!("{head}{row}\n")).len(), 1, "{row}");
        }
        for row in ["| 2019 | 214 | |", "| 2019 | 214 ||", "| 2019 | \\| |", "| 2019"] {
            assert_eq!(told(&format!("{head}{row}\n")), [], "{row}");
        }
    }

    #[test]
    fn prose_right_below_a_table_is_told() {
        let text = "| Year | Stores |\n| :--- | ---: |\n| 2019 | 214 |\nThat is all.\n";
        let told = told(text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].1.contains("as a row of the table above it"), "{told:?}");
    }

    #[test]
    fn tables_and_signs_are_not() {
        for text in [
            "| Year | Stores |\n| :--- | ---: |\n| 2019 | 214 |\n",
            "Year | Stores\n--- | ---\n2019 | 214\n",
            "| Year |\n| --- |\n| 2019 |\n",
            "\\| 2019 is a bar\n",
            "We closed nine\n\\| stores.\n",
            "We closed `| nine |`\n`| stores |`.\n",
            "- 5 of them\n- 6 of them\n",
            "From 5\n-- at most -- to\n:6.\n",
            "```\n| 2019 | 214 |\n```\n",
            "A title\n---\n",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn a_table_right_below_prose_is_read() {
        let text =
            "We had these:\n| Year | Stores |\n| :--- | ---: |\n| 2019 | 214 |\n\nThat is all.\n";
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        let blocks = parse(&masked, &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        assert!(matches!(blocks[1].kind, BlockKind::Table { .. }), "{blocks:?}");
    }
}

//! Numbered lists: the letter numbers their items on from the first one, whatever was typed.
//!
//! In: the blocks of a text and the files. Out: findings where a number that was typed is not the one printed.

use crate::finding::{Findings, codes};
use crate::markdown::{Block, BlockKind, Item};
use crate::source::{Files, Place};

/// Checks the numbered lists of one file, at any depth.
pub(super) fn check(blocks: &[Block], files: &Files, findings: &mut Findings) {
    check_blocks(blocks, false, files, findings);
}

/// Checks blocks; of numbers in a confidential region none is said.
fn check_blocks(blocks: &[Block], in_region: bool, files: &Files, findings: &mut Findings) {
    for block in blocks {
        match &block.kind {
            BlockKind::List { start, items, .. } => {
                if let Some((place, says, help)) =
                    start.and_then(|start| wrong_number(start, items, files))
                {
                    let finding = codes::LIST_NUMBER.at(place);
                    findings.push(match in_region {
                        true => finding
                            .says("an item is printed with another number than was typed")
                            .help("number the items on from the first one"),
                        false => finding.says(says).help(help),
                    });
                }
                for item in items {
                    check_blocks(&item.blocks, in_region, files, findings);
                }
            }
            BlockKind::Confidential(blocks) => check_blocks(blocks, true, files, findings),
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
                check_blocks(blocks, in_region, files, findings);
            }
            _ => {}
        }
    }
}

/// Returns where a list has a number that is not printed as it was typed, what is wrong, and what to do.
fn wrong_number(start: u64, items: &[Item], files: &Files) -> Option<(Place, String, String)> {
    let typed: Vec<(u64, Place)> =
        items.iter().filter_map(|item| number(files.text(item.place), item.place)).collect();
    if let [(year, place)] = typed[..] {
        // No list begins so: the sentence does, and its year would stand in the margin.
        return (items.len() == 1 && (1000..=9999).contains(&year)).then(|| {
            let says = format!("`{year}` is read as the number of a list's only item");
            let help = format!("write a backslash before the sign behind it: `{year}\\.`");
            (place, says, help)
        });
    }
    // A mark that stands alone on its line may hide where an item begins.
    if typed.len() != items.len() {
        return None;
    }
    // One number for all items is a habit of Markdown: they are counted from it.
    if typed.iter().all(|(number, _)| *number == start) {
        return None;
    }
    let printed = (0..).map(|more: u64| start.saturating_add(more));
    let mut numbers = typed.iter().zip(printed);
    numbers.find(|((number, _), printed)| number != printed).map(|((number, place), printed)| {
        let says = format!("this item is typed as {number} and would be printed as {printed}");
        let help = format!(
            "write {printed}; or let it be no list, with a backslash before the sign behind each number"
        );
        (*place, says, help)
    })
}

/// Returns the number that an item begins with, and its place.
fn number(item: &str, place: Place) -> Option<(u64, Place)> {
    let lead = item.len() - item.trim_start().len();
    let digits = item[lead..].bytes().take_while(u8::is_ascii_digit).count();
    let number = item[lead..lead + digits].parse().ok()?;
    Some((number, place.within(lead..lead + digits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::reader;

    /// The underlined numbers.
    fn told(text: &str) -> Vec<String> {
        let mut files = Files::default();
        let id = files.add("a.md", text);
        let mut findings = Findings::default();
        let masked = reader::read(text, files.get(id).place(0..text.len()), &mut findings);
        check(&parse(&masked, &mut findings), &files, &mut findings);
        findings.iter().map(|one| files.text(one.place.expect("a place")).to_owned()).collect()
    }

    #[test]
    fn a_number_that_is_printed_as_another_is_told() {
        assert_eq!(told("2019. First.\n\n2020. Second.\n\n2022. Third.\n"), ["2022"]);
        assert_eq!(told("1. a\n2. b\n4. c\n"), ["4"]);
        assert_eq!(told("- x\n\n  1. a\n  1. b\n  2. c\n"), ["1"]);
        assert_eq!(told("> 3) a\n> 5) {{ facts.b }}\n"), ["5"]);
        assert_eq!(told("2019. We closed nine stores.\n"), ["2019"]);
        assert_eq!(told("A.[^a]\n\n[^a]: B\n\n    1. a\n    3. b\n"), ["3"]);
    }

    #[test]
    fn numbers_that_are_printed_as_typed_are_not() {
        for text in [
            "1. a\n2. b\n3. c\n",
            "1. a\n1. b\n1. c\n",
            "4. a\n5. b\n",
            "3. a\n",
            "1. a\n2) b\n",
            "2019\\. We closed nine.\n",
            "- a\n- b\n",
            "01. a\n02. b\n",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}

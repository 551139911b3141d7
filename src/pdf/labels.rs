//! The page labels that a reader shows: `2`, `CITI 2`.
//!
//! In: the label of each page. Out: ranges of labels that count on (ISO 32000-1, 12.4.2).

use lopdf::{Object, dictionary};

use super::file;
use crate::layout::page::Page;

/// Returns the number tree of the labels.
pub(super) fn number_tree(pages: &[Page]) -> Object {
    let labels = pages.iter().map(|page| page.label.as_str());
    let mut numbers = Vec::new();
    for range in ranges(labels) {
        let mut dictionary = dictionary! {};
        if !range.prefix.is_empty() {
            dictionary.set("P", file::text(range.prefix));
        }
        if let Some(first) = range.first {
            dictionary.set("S", "D");
            dictionary.set("St", i64::from(first));
        }
        numbers.push((range.start as i64).into());
        numbers.push(dictionary.into());
    }
    dictionary! { "Nums" => numbers }.into()
}

/// Pages whose labels count on.
#[derive(Debug, PartialEq, Eq)]
struct Range<'a> {
    /// Index of the first page.
    start: usize,
    /// What stands before the number.
    prefix: &'a str,
    /// The first number; none for a label without one.
    first: Option<u32>,
}

fn ranges<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<Range<'a>> {
    let mut ranges: Vec<Range<'a>> = Vec::new();
    for (start, label) in labels.enumerate() {
        let (prefix, first) = split(label);
        let counts_on = ranges.last().is_some_and(|range| {
            let due = range.first.map(|number| u64::from(number) + (start - range.start) as u64);
            range.prefix == prefix && due == first.map(u64::from)
        });
        if !counts_on {
            ranges.push(Range { start, prefix, first });
        }
    }
    ranges
}

/// Splits a label before its number. Zeros in front belong to the prefix: readers write none.
fn split(label: &str) -> (&str, Option<u32>) {
    let before = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = label[before.len()..].trim_start_matches('0');
    match digits.parse().ok().filter(|&number| i32::try_from(number).is_ok()) {
        Some(number) => (&label[..label.len() - digits.len()], Some(number)),
        None => (label, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(labels: &[&str], expected: &[(usize, &str, Option<u32>)]) {
        let ranges = ranges(labels.iter().copied());
        let found: Vec<_> = ranges.iter().map(|r| (r.start, r.prefix, r.first)).collect();
        assert_eq!(found, expected, "{labels:?}");
    }

    #[test]
    fn labels_that_count_on_share_a_range() {
        check(&["1", "2", "3"], &[(0, "", Some(1))]);
        check(&["CITI 5", "CITI 6"], &[(0, "CITI ", Some(5))]);
        check(&["1", "2", "A-1", "A-2"], &[(0, "", Some(1)), (2, "A-", Some(1))]);
        check(&["1", "3"], &[(0, "", Some(1)), (1, "", Some(3))]);
    }

    #[test]
    fn zeros_in_front_and_labels_without_a_number_are_kept() {
        check(&["C 09", "C 10", "C 11"], &[(0, "C 0", Some(9)), (1, "C ", Some(10))]);
        check(&["Cover", "Cover", "0", ""], &[(0, "Cover", None), (2, "0", None), (3, "", None)]);
        check(&["99999999999"], &[(0, "99999999999", None)]);
    }
}

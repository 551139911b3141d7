//! A range of keys, `3.4–3.6`, as rows of the letter.
//!
//! In: its two ends. Out: the rows from one to the other; what is wrong with it is a finding, and an end that names
//! no row is lost.

use super::{Claim, Collector, Lost, Side};
use crate::finding::{Finding, codes};
use crate::key::{Key, Part};
use crate::source::Place;

impl Collector<'_> {
    /// Returns the rows from one sibling to another.
    pub(super) fn range(
        &mut self,
        claim: Claim,
        first: &Key,
        second: &Key,
        place: Place,
    ) -> Vec<usize> {
        let letter = self.letter;
        let (start, end) = match (letter.row(first), letter.row(second)) {
            (Some(start), Some(end)) => (start, end),
            (None, None) => {
                self.lose(claim, first, place);
                return Vec::new();
            }
            (None, Some(end)) => {
                self.lose_end(claim, first, place, (end, Side::Before));
                return vec![end];
            }
            (Some(start), None) => {
                if let Some(typed) = self.dashed(first, second) {
                    let finding = Some(self.unknown(second, place));
                    self.lost.push(Lost { claim, finding, typed, end: None });
                    return Vec::new();
                }
                self.lose_end(claim, second, place, (start, Side::After));
                return vec![start];
            }
        };
        if start > end {
            self.findings.push(
                codes::MALFORMED_KEY
                    .at(place)
                    .about(first)
                    .says(format!("{second} stands before {first} in the staff's letter"))
                    .help(format!("write `{second}–{first}`")),
            );
        }
        let (start, end) = (start.min(end), start.max(end));
        let rows: Vec<usize> = (start..=end)
            .filter(|&row| letter.rows[row].parent == letter.rows[start].parent)
            .collect();
        if let Some(row) = [start, end].into_iter().find(|&row| letter.rows[row].has_items) {
            let finding = self.with_items(row, first, place);
            if let Some(typed) = self.dashed(first, second) {
                self.lost.push(Lost { claim, finding: Some(finding), typed, end: None });
                return Vec::new();
            }
            self.findings.push(finding);
        }
        rows
    }

    /// Returns the key of the item that a range of comments was meant to be: `3-7` stands for 3.7.
    fn dashed(&self, first: &Key, second: &Key) -> Option<String> {
        let [] = first.parts.as_slice() else { return None };
        let item = first.below(Part::Number(second.comment));
        self.letter.row(&item).map(|_| item.to_string())
    }

    /// The finding of a range that has an end with items of its own.
    fn with_items(&self, row: usize, first: &Key, place: Place) -> Finding {
        let rows = &self.letter.rows;
        let below: Vec<usize> = self.letter.below(row).collect();
        let help = match below.as_slice() {
            [a, .., b] => format!("name its items: `{}–{}`", rows[*a].key, rows[*b].key),
            [one] => format!("name its item: `{}`", rows[*one].key),
            [] => "name its items".to_owned(),
        };
        codes::MALFORMED_KEY
            .at(place)
            .says(format!("{} has items of its own, and a range covers units only", rows[row].key))
            .help(help)
            .about(first)
    }
}

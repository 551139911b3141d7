//! How far in the bullets stand in the letter as received, held against how they nest in letter.md.

use std::collections::BTreeMap;

use crate::finding::{Finding, Level, codes};
use crate::key::Key;
use crate::letter::{Kind, Letter};
use crate::marks;
use crate::source::Place;

/// The items that were met so far, each with its mark and how far in it stands on its line of the source.
pub(super) struct Levels<'a> {
    letter: &'a Letter,
    /// The items by where their words start.
    items: BTreeMap<u32, usize>,
    marks: BTreeMap<usize, Mark<'a>>,
}

impl<'a> Levels<'a> {
    pub(super) fn of(letter: &'a Letter) -> Self {
        let rows = letter.rows.iter().enumerate().filter(|(_, row)| row.kind != Kind::Comment);
        let items = rows.map(|(index, row)| (row.place.start, index)).collect();
        Self { letter, items, marks: BTreeMap::new() }
    }

    /// Notes the item whose first word stands at a place, and reports it where it stands below another one
    /// that the letter as received has beside it: that one is then no unit, and nobody answers it. Where that one
    /// ends as what opens a list does, it may have been meant so, and the indentation be lost.
    ///
    /// Their signs are the same, or its letter follows the other's, and it is indented no further: so the importer never nests them, a person may.
    pub(super) fn below_its_like(
        &mut self,
        letter: Place,
        source: Place,
        before: &'a str,
        word: &'a str,
    ) -> Option<Finding> {
        // A letter or number, and the blank behind it, stand before the item's first words.
        let row = *self.items.range(letter.start..=letter.end + 1).next()?.1;
        let mark = Mark { before, word, place: source };
        let above = self.letter.rows[row].parent;
        let above = above.and_then(|above| Some((above, self.marks.get(&above)?)));
        let place = above.filter(|(_, above)| mark.is_beside(above)).map(|(_, above)| above.place);
        let above = above.map(|(above, _)| &self.letter.rows[above]);
        self.marks.insert(row, mark);
        let (above, place) = (above?, place?);
        if above.own {
            return None;
        }
        let key = &self.letter.rows[row].key;
        let opens_items = above.own_text.trim_end().ends_with(':');
        let finding = codes::LETTER_STRUCTURE
            .at(letter)
            .level(if opens_items { Level::Warning } else { Level::Error })
            .says(format!(
                "{} {key} stands below {}, and not in the letter as received",
                self.letter.rows[row].kind.word(),
                above.key
            ))
            .also(place, format!("{} stands here, no further out", above.key))
            .help(help(&above.key));
        Some(finding.about(&above.key))
    }
}

/// What stands before an item's words on its line of the source, and its first word.
struct Mark<'a> {
    before: &'a str,
    word: &'a str,
    place: Place,
}

impl Mark<'_> {
    /// Says whether an item stands in one list with one above it, as far as their marks tell.
    fn is_beside(&self, above: &Self) -> bool {
        let is_signed = marks::sign(self.before.trim_start()).is_some();
        above.before.ends_with(self.before)
            && (is_signed || self.before.trim().is_empty() && self.follows(above))
    }

    /// Says whether it has the letter or number that follows another one's: `b.` and `a.`.
    ///
    /// `(i)` behind `(h)` may begin a list of roman numbers.
    fn follows(&self, above: &Self) -> bool {
        let inner = |word: &'_ str| word.trim_matches(['(', ')', '.']).to_owned();
        let (own, other) = (inner(self.word), inner(above.word));
        let form = |word: &str, inner: &str| word.replacen(inner, "", 1);
        if form(self.word, &own) != form(above.word, &other) {
            return false;
        }
        match (own.as_bytes(), other.as_bytes()) {
            ([own], [other]) if own.is_ascii_alphabetic() => {
                *own == other + 1 && !own.eq_ignore_ascii_case(&b'i')
            }
            _ => own
                .parse::<u32>()
                .ok()
                .zip(other.parse::<u32>().ok())
                .is_some_and(|(a, b)| a == b + 1),
        }
    }
}

fn help(above: &Key) -> String {
    format!(
        "put it beside {above}: what has items below it is a unit only with `{{own}}` at its end"
    )
}

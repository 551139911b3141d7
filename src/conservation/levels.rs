//! How far in the bullets stand in the letter as received, held against how they nest in letter.md.

use std::collections::BTreeMap;

use crate::finding::{Finding, Level, codes};
use crate::key::Key;
use crate::letter::{Kind, Letter};
use crate::marks;
use crate::source::Place;

/// The bullets that were met so far, each with what stands before its words on its line of the source.
pub(super) struct Levels<'a> {
    letter: &'a Letter,
    /// The bullets by where their words start.
    bullets: BTreeMap<u32, usize>,
    before: BTreeMap<usize, (&'a str, Place)>,
}

impl<'a> Levels<'a> {
    pub(super) fn of(letter: &'a Letter) -> Self {
        let rows = letter.rows.iter().enumerate().filter(|(_, row)| row.kind == Kind::Bullet);
        let bullets = rows.map(|(index, row)| (row.place.start, index)).collect();
        Self { letter, bullets, before: BTreeMap::new() }
    }

    /// Notes the bullet whose first word stands at a place, and reports it where it stands below another one
    /// that the letter as received has beside it: that one is then no unit, and nobody answers it.
    ///
    /// Their signs are the same, and it is indented no further: so the importer never nests them, a person may.
    pub(super) fn below_its_like(
        &mut self,
        letter: Place,
        source: Place,
        before: &'a str,
    ) -> Option<Finding> {
        let row = *self.bullets.get(&letter.start)?;
        marks::sign(before.trim_start())?;
        self.before.insert(row, (before, source));
        let above = self.letter.rows[row].parent?;
        let (before_above, place) = self.before.get(&above)?;
        let above = &self.letter.rows[above];
        if !before_above.ends_with(before) || above.own {
            return None;
        }
        let key = &self.letter.rows[row].key;
        let finding = codes::LETTER_STRUCTURE
            .at(letter)
            .level(Level::Warning)
            .says(format!(
                "bullet {key} stands below {}, and not in the letter as received",
                above.key
            ))
            .also(*place, format!("{} stands here, no further out", above.key))
            .help(help(&above.key));
        Some(finding.about(&above.key))
    }
}

fn help(above: &Key) -> String {
    format!(
        "put it beside {above}: what has items below it is a unit only with `{{own}}` at its end"
    )
}

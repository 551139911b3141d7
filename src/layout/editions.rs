//! Two editions on the same pages: the public one is set to the page breaks of the complete one.
//!
//! In: where everything of the complete edition stands. Out: what of the public edition goes to which
//! page. Confidential text only makes room when it goes, so what is left fits: lines are never more, and
//! columns are as wide as they were. Where it does not fit all the same, that is told.

use std::collections::{BTreeMap, BTreeSet};

use super::chapters::Letter;
use super::context::note_of;
use super::paginate::{Filling, Material};
use super::slab::{Slab, Tag};
use super::table::Plan;

/// What rounding may add to a page that is full, in points.
const ROUNDING: f32 = 0.05;

/// A page of the public edition that would not hold what the complete one has on it, or would hold more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("page {page} of the public edition cannot hold what that of the complete one holds")]
pub struct Overflow {
    /// The page, from 1.
    pub page: usize,
}

/// Where everything of the complete edition stands.
pub(super) struct Guide {
    /// The places of the reading order with their pages, in order.
    slabs: Vec<(Tag, usize)>,
    /// The same of the lines of footnotes, by place.
    notes: BTreeMap<Tag, usize>,
    /// The places with which pages begin, by block and part.
    cuts: BTreeMap<(usize, u64, u32), BTreeSet<u32>>,
    /// How much of each page is used, in points.
    used: Vec<f32>,
    plans: BTreeMap<(usize, u64), Plan>,
}

impl Guide {
    /// Notes where the complete edition has everything.
    pub(super) fn new(letter: &mut Letter, pages: &[Filling], material: &Material) -> Self {
        let mut guide = Guide {
            slabs: Vec::with_capacity(letter.slabs.len()),
            notes: BTreeMap::new(),
            cuts: BTreeMap::new(),
            used: Vec::with_capacity(pages.len()),
            plans: std::mem::take(&mut letter.plans),
        };
        for (page, filling) in pages.iter().enumerate() {
            let slabs = letter.slabs[filling.slabs.clone()].iter().map(tag);
            guide.slabs.extend(slabs.map(|tag| (tag, page)));
            let notes = letter.notes[filling.notes.clone()].iter().map(tag);
            for tag in notes {
                guide.notes.entry(tag).or_insert(page);
            }
            let first = |slabs: &[Slab], at: usize| slabs.get(at).map(tag);
            let slab =
                first(&letter.slabs, filling.slabs.start).filter(|_| !filling.slabs.is_empty());
            let note =
                first(&letter.notes, filling.notes.start).filter(|_| !filling.notes.is_empty());
            for tag in slab.into_iter().chain(note).filter(|tag| tag.at > 0) {
                let block = (tag.chapter, tag.unit, tag.part);
                guide.cuts.entry(block).or_default().insert(tag.at);
            }
            guide.used.push(material.used(filling));
        }
        guide
    }

    /// Returns where pages begin within the text of a block or of a part of it.
    pub(super) fn cuts(&self, place: Tag) -> Vec<u32> {
        let cuts = self.cuts.get(&(place.chapter, place.unit, place.part));
        cuts.into_iter().flatten().copied().collect()
    }

    /// Returns the columns of a table.
    pub(super) fn plan(&self, place: Tag) -> Option<&Plan> {
        self.plans.get(&(place.chapter, place.unit))
    }

    /// Puts the public edition on the pages of the complete one.
    ///
    /// # Errors
    ///
    /// Returns the first page that would be fuller than a page, or than it is in the complete edition.
    pub(super) fn fill(
        &self,
        slabs: &[Slab],
        notes: &[Slab],
        material: &Material,
    ) -> Result<Vec<Filling>, Overflow> {
        let slabs = ranges(slabs.iter().map(|slab| self.page_of(tag(slab))), self.used.len());
        let notes = ranges(notes.iter().map(|slab| self.page_of_note(tag(slab))), self.used.len());
        let pages: Vec<Filling> =
            slabs.into_iter().zip(notes).map(|(slabs, notes)| Filling { slabs, notes }).collect();
        for (index, (filling, used)) in pages.iter().zip(&self.used).enumerate() {
            let room = if index == 0 { material.first_room } else { material.room };
            if material.used(filling) > room.max(*used) + ROUNDING {
                return Err(Overflow { page: index + 1 });
            }
        }
        Ok(pages)
    }

    /// Returns the page on which a place stands: that of the last slab that begins there or before.
    fn page_of(&self, tag: Tag) -> usize {
        let after = self.slabs.partition_point(|(known, _)| *known <= tag);
        self.slabs.get(after.saturating_sub(1)).map_or(0, |known| known.1)
    }

    fn page_of_note(&self, tag: Tag) -> usize {
        let before = self.notes.range(..=tag).next_back();
        let same = before.filter(|(known, _)| note_of(known.unit) == note_of(tag.unit));
        same.map_or(0, |(_, page)| *page)
    }
}

fn tag(slab: &Slab) -> Tag {
    slab.tag.unwrap_or_default()
}

/// Cuts a sequence into the stretches that go to each page; no page goes back behind the one before.
fn ranges(on: impl Iterator<Item = usize>, count: usize) -> Vec<std::ops::Range<usize>> {
    let mut ranges = vec![0..0; count];
    let (mut page, mut end) = (0, 0);
    for wanted in on {
        while page < wanted.min(count.saturating_sub(1)) {
            page += 1;
            ranges[page] = end..end;
        }
        end += 1;
        if let Some(range) = ranges.get_mut(page) {
            range.end = end;
        }
    }
    ranges.iter_mut().skip(page + 1).for_each(|range| *range = end..end);
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_may_be_empty_and_nothing_is_lost() {
        assert_eq!(ranges([0, 0, 2, 1, 4].into_iter(), 6), [0..2, 2..2, 2..4, 4..4, 4..5, 5..5]);
        assert_eq!(ranges([9].into_iter(), 2), [0..0, 0..1]);
        assert_eq!(ranges([].into_iter(), 2), [0..0, 0..0]);
    }
}

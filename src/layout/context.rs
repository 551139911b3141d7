//! What blocks share while a chapter of the letter is set.

use std::collections::{BTreeMap, BTreeSet};

use super::editions::Guide;
use super::faults::Faults;
use super::page::{Fault, NodeId};
use super::shape::Shaper;
use super::slab::{Repeat, Slab, Tag};
use super::survey::{Levels, Survey};
use super::table::Plan;
use super::tree::Tree;
use crate::document::Document;

/// The state of a chapter in the making.
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    pub(super) survey: &'a Survey<'a>,
    /// Index of the chapter.
    pub(super) chapter: usize,
    pub(super) shaper: Shaper<'a>,
    pub(super) tree: Tree,
    pub(super) faults: Faults,
    pub(super) repeats: Vec<Repeat>,
    /// The footnotes that are set, by their index.
    pub(super) notes: BTreeMap<usize, Vec<Slab>>,
    /// The footnotes that this chapter is the first to cite and that are not set yet.
    pub(super) waiting: Vec<(usize, NodeId)>,
    /// The footnotes that this chapter has cited.
    pub(super) cited: BTreeSet<usize>,
    /// Where in the hierarchy of headings the text stands.
    pub(super) levels: Levels,
    /// The section of the comment that is being answered.
    pub(super) comment: Option<NodeId>,
    /// Whether the slab before is the staff's, with an open rule.
    pub(super) staff_is_open: bool,
    /// The number of the block that is being set, and what of it; see [`Tag`].
    unit: u64,
    pub(super) part: u32,
    /// Within a confidential region: the number of its block.
    region: Option<u32>,
    /// The layout of the complete edition, while the public one is set to it.
    pub(super) guide: Option<&'a Guide>,
    /// The columns of the tables, by the number of their block.
    pub(super) plans: BTreeMap<u64, Plan>,
}

/// The numbers of blocks in footnotes begin here, and so far apart.
const NOTES: u64 = 1 << 40;
const EACH_NOTE: u64 = 1 << 20;

impl<'a> Context<'a> {
    pub(super) fn new(
        document: &'a Document,
        survey: &'a Survey<'a>,
        chapter: usize,
        shaper: Shaper<'a>,
        guide: Option<&'a Guide>,
    ) -> Self {
        Context {
            document,
            survey,
            chapter,
            shaper,
            tree: Tree::new(),
            faults: Faults::default(),
            repeats: Vec::new(),
            notes: BTreeMap::new(),
            waiting: Vec::new(),
            cited: BTreeSet::new(),
            levels: survey.chapters[chapter].levels.clone(),
            comment: None,
            staff_is_open: false,
            unit: 0,
            part: 0,
            region: None,
            guide,
            plans: BTreeMap::new(),
        }
    }

    /// Comes to the next block, and returns its place in the reading order.
    pub(super) fn next_block(&mut self) -> Tag {
        match &mut self.region {
            Some(part) => *part = part.wrapping_add(1),
            None => self.unit += 1,
        }
        self.part = 0;
        Tag { part: self.region.unwrap_or(0), ..self.tag() }
    }

    /// Returns the place of what is being set, with the part that was said.
    pub(super) fn tag(&self) -> Tag {
        // A note belongs to no chapter: the editions may differ in which of them cites it.
        let chapter = if self.unit < NOTES { self.chapter } else { 0 };
        Tag { chapter, unit: self.unit, part: self.part, at: 0 }
    }

    /// Says whether what is being set stands in a confidential region.
    pub(super) fn is_in_region(&self) -> bool {
        self.region.is_some()
    }

    /// Sets the blocks of a confidential region, whose blocks are parts of it.
    pub(super) fn in_region(&mut self, set: impl FnOnce(&mut Self)) {
        let outer = self.region;
        // The first block of the region is its part 0, as the sign of the public edition is.
        self.region = outer.or(Some(u32::MAX));
        set(self);
        // Within another region the blocks are counted on: no two of them have one place.
        self.region = outer.and(self.region);
    }

    /// Returns the place of a footnote's beginning.
    pub(super) fn note_place(&self, note: usize) -> Tag {
        Tag { chapter: 0, unit: NOTES + EACH_NOTE * note as u64, part: 0, at: 0 }
    }

    /// Sets a footnote, whose blocks are counted by themselves: the editions differ in what they cite.
    pub(super) fn in_note(&mut self, note: usize, set: impl FnOnce(&mut Self)) {
        let outer = (self.unit, self.part, self.region.take());
        self.unit = NOTES + EACH_NOTE * note as u64;
        set(self);
        (self.unit, self.part, self.region) = outer;
    }

    /// Notes a fault.
    pub(super) fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }
}

/// Returns the footnote of which a numbered block is part.
pub(super) fn note_of(unit: u64) -> Option<u64> {
    unit.checked_sub(NOTES).map(|unit| unit / EACH_NOTE)
}

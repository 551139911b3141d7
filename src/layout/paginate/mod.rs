//! Pages from slabs: what must stay together, then the breaks of least cost over the whole letter.
//!
//! In: the letter's slabs, its footnotes, and what pages repeat. Out: which slabs and lines of
//! footnotes stand on which page.

mod keep;
mod search;

use std::ops::Range;

use super::chapters::Letter;
use super::measures::{BOTTOM, LETTERHEAD_TOP, TOP};
use super::slab::{Bond, Kind, Slab};

/// Space above the rule over footnotes, its weight, and the space below it.
pub(super) const ABOVE_NOTES: f32 = 10.0;
pub(super) const NOTES_RULE: f32 = 0.5;
pub(super) const BELOW_RULE: f32 = 3.0;

/// What stands on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filling {
    /// The slabs.
    pub(super) slabs: Range<usize>,
    /// The lines of footnotes, counted through the letter.
    pub(super) notes: Range<usize>,
}

/// What is broken into pages, with all that the search asks for.
pub(super) struct Material {
    /// Height of each slab.
    pub(super) heights: Vec<f32>,
    /// Space before each slab, where it does not begin a page.
    pub(super) gaps: Vec<f32>,
    /// Height of what a page repeats that begins with the slab.
    pub(super) repeats: Vec<f32>,
    pub(super) bonds: Vec<Bond>,
    /// Whether a page may begin with a slab where no allowed break is left.
    pub(super) parts: Vec<bool>,
    /// For slabs that begin a group that goes whole to a page: the group's end.
    pub(super) groups: Vec<Option<usize>>,
    /// How many lines of footnotes are cited before each slab, and by all.
    pub(super) cited: Vec<usize>,
    pub(super) notes: Vec<NoteLine>,
    /// Where each line of footnotes ends, were they all under one another.
    feet: Vec<f64>,
    /// Room on the first page and on others.
    pub(super) first_room: f32,
    pub(super) room: f32,
}

/// A line of a footnote.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NoteLine {
    pub(super) height: f32,
    /// Space before it, where it does not begin the notes of a page.
    pub(super) gap: f32,
    /// Whether a page's notes may begin with it.
    pub(super) splits: bool,
    /// The first line of its note.
    pub(super) first: usize,
}

/// Ties together what stays together, and returns what is broken into pages.
pub(super) fn material(letter: &mut Letter, has_letterhead: bool) -> Material {
    keep::tie_together(&mut letter.slabs);
    let first_top = if has_letterhead { LETTERHEAD_TOP } else { TOP };
    let (slabs, repeats) = (&letter.slabs, &letter.repeats);
    let notes = std::mem::take(&mut letter.note_lines);
    Material {
        heights: slabs.iter().map(|slab| slab.height).collect(),
        gaps: gaps(slabs),
        repeats: slabs
            .iter()
            .map(|slab| slab.repeat.map_or(0.0, |repeat| repeats[repeat].height + slab.before))
            .collect(),
        bonds: slabs.iter().map(|slab| slab.bond).collect(),
        parts: slabs.iter().map(|slab| slab.parts).collect(),
        groups: slabs
            .iter()
            .enumerate()
            .map(|(index, slab)| (slab.whole > 0).then_some(index + slab.whole))
            .collect(),
        cited: std::mem::take(&mut letter.cited),
        feet: feet(&notes),
        notes,
        first_room: BOTTOM - first_top,
        room: BOTTOM - TOP,
    }
}

/// Breaks slabs into pages.
pub(super) fn paginate(material: &Material) -> Vec<Filling> {
    search::fill(material)
}

/// Returns the space before each slab: of two spaces that meet, the larger.
fn gaps(slabs: &[Slab]) -> Vec<f32> {
    let mut gaps = vec![0.0; slabs.len()];
    for index in 1..slabs.len() {
        let (before, here) = (&slabs[index - 1], &slabs[index]);
        let starts = matches!(here.kind, Kind::Staff { starts: true });
        gaps[index] = if before.kind == Kind::Heading && starts {
            before.after
        } else {
            before.after.max(here.before)
        };
    }
    gaps
}

impl Material {
    /// Keeps some points of each page free.
    pub(super) fn keep(&mut self, points: f32) {
        self.first_room -= points;
        self.room -= points;
    }

    /// Returns how much of a page is used.
    pub(super) fn used(&self, filling: &Filling) -> f32 {
        let slabs = match filling.slabs.is_empty() {
            true => 0.0,
            false => self.height(filling.slabs.clone()),
        };
        slabs + self.notes_height(filling.notes.clone())
    }

    /// Returns the height of some slabs on a page, with what the page repeats.
    fn height(&self, slabs: Range<usize>) -> f32 {
        let gaps: f32 = self.gaps[slabs.clone()].iter().skip(1).sum();
        let repeat = self.repeats.get(slabs.start).copied().unwrap_or(0.0);
        repeat + gaps + self.heights[slabs].iter().sum::<f32>()
    }

    /// Returns how much of a page the footnotes take, rule and the space above it included.
    pub(super) fn notes_height(&self, lines: Range<usize>) -> f32 {
        let (Some(first), Some(last)) = (self.notes.get(lines.start), lines.end.checked_sub(1))
        else {
            return 0.0;
        };
        if lines.is_empty() {
            return 0.0;
        }
        let top = self.feet[lines.start] - f64::from(first.height);
        ABOVE_NOTES + NOTES_RULE + BELOW_RULE + (self.feet[last] - top) as f32
    }
}

fn feet(notes: &[NoteLine]) -> Vec<f64> {
    let mut foot = 0.0;
    let place = |line: &NoteLine| {
        foot += f64::from(line.gap) + f64::from(line.height);
        foot
    };
    notes.iter().map(place).collect()
}

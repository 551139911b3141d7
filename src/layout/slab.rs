//! Slabs: the pieces of which pages are stacked, each whole and with its own ink.
//!
//! A slab is a line of a paragraph, a row of a table, a picture or a rule. Its ink has page
//! coordinates sideways and counts from the slab's top downward.

use std::ops::Range;

use super::page::{LinkArea, Mark, Picture, Rule, Run};

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Ink {
    pub(super) runs: Vec<Run>,
    pub(super) rules: Vec<Rule>,
    pub(super) links: Vec<LinkArea>,
    pub(super) pictures: Vec<Picture>,
    pub(super) slots: Vec<Slot>,
}

/// A run that waits for the label of a page.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// Index of the run in its ink.
    pub(super) run: usize,
    /// The place whose page is meant.
    pub(super) place: String,
    /// How many of the runs after it stand on the same line and move with its width.
    pub(super) tail: usize,
    /// The rules and links of its line.
    pub(super) rules: Range<usize>,
    pub(super) links: Range<usize>,
}

impl Ink {
    /// Adds other ink after this, moved down.
    pub(super) fn append(&mut self, mut other: Ink, down: f32) {
        other.lower(down);
        let (runs, rules, links) = (self.runs.len(), self.rules.len(), self.links.len());
        let slots = other.slots.into_iter().map(|slot| slot.behind(runs, rules, links));
        self.slots.extend(slots);
        self.runs.append(&mut other.runs);
        self.rules.append(&mut other.rules);
        self.links.append(&mut other.links);
        self.pictures.append(&mut other.pictures);
    }

    /// Moves it down.
    fn lower(&mut self, down: f32) {
        self.runs.iter_mut().for_each(|run| run.y += down);
        self.rules.iter_mut().for_each(|rule| rule.y += down);
        self.links.iter_mut().for_each(|link| link.y += down);
        self.pictures.iter_mut().for_each(|picture| picture.y += down);
    }

    /// Puts other ink, moved down, before this.
    pub(super) fn prepend(&mut self, mut other: Ink, down: f32) {
        other.lower(down);
        other.append(std::mem::take(self), 0.0);
        *self = other;
    }

    /// Returns it as an artifact that repeats what stands elsewhere.
    pub(super) fn repeated(&self) -> Ink {
        let runs =
            self.runs.iter().map(|run| Run { mark: Mark::Repeated, ..run.clone() }).collect();
        Ink { runs, rules: self.rules.clone(), ..Ink::default() }
    }

    /// Draws a horizontal line with the given middle and weight.
    pub(super) fn line(&mut self, x: f32, right: f32, middle: f32, weight: f32) {
        let y = middle - weight / 2.0;
        self.rules.push(Rule { x, y, width: right - x, height: weight });
    }

    /// Says whether nothing is drawn.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.rules.is_empty() && self.pictures.is_empty()
    }
}

impl Slot {
    /// Returns it in an ink in which some runs, rules and links stand before its own.
    pub(super) fn behind(self, runs: usize, rules: usize, links: usize) -> Self {
        Slot {
            run: self.run + runs,
            rules: self.rules.start + rules..self.rules.end + rules,
            links: self.links.start + links..self.links.end + links,
            ..self
        }
    }
}

/// Whether a page may begin with a slab.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Bond {
    /// It may, at a cost.
    Free(f32),
    /// The slab stays with the one before.
    Never,
}

/// What a slab is to the slabs around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// Text, rows and all else.
    #[default]
    Plain,
    /// A line of a heading.
    Heading,
    /// A line of the staff's words, with the rule beside it.
    Staff {
        /// Whether a new rule begins.
        starts: bool,
    },
    /// A line of a signature block.
    Signature,
}

/// Where a slab stands in the reading order, alike in both editions of a letter.
///
/// A confidential region is one place: the blocks in it are parts of its unit, its text is one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Tag {
    pub(super) chapter: usize,
    /// Number of the block in its chapter; notes have numbers of their own.
    pub(super) unit: u64,
    /// What of the block: a row, a note of a table, a block of a region.
    pub(super) part: u32,
    /// Where in its text the slab begins: twice the steps before it, and one more within a region.
    pub(super) at: u32,
}

impl Tag {
    /// Returns a place behind all of the block.
    pub(super) fn behind(self) -> Self {
        Tag { part: u32::MAX, at: u32::MAX, ..self }
    }
}

/// A name that a slab carries.
#[derive(Debug, Clone)]
pub(super) enum Anchor {
    /// An id of the document.
    Place(String),
    /// The end of the answer that begins at an id.
    End(String),
    /// An entry of the outline.
    Outline {
        /// Its words.
        title: String,
        /// Its level before levels are closed up.
        level: u8,
    },
}

/// What a page shows again at its top.
#[derive(Debug, Clone)]
pub(super) struct Repeat {
    pub(super) height: f32,
    pub(super) ink: Ink,
}

/// A piece of a page.
#[derive(Debug, Clone)]
pub(super) struct Slab {
    pub(super) height: f32,
    /// Space before it; the larger of two that meet counts.
    pub(super) before: f32,
    /// Space after it.
    pub(super) after: f32,
    /// Where its first baseline lies, where it is a line of text.
    pub(super) baseline: Option<f32>,
    pub(super) ink: Ink,
    /// Whether a page may begin with it.
    pub(super) bond: Bond,
    /// Whether a page may begin with it where no allowed break is left.
    pub(super) parts: bool,
    /// How many lines of text it counts as.
    pub(super) lines: u8,
    /// How many lines of what follows stay with it.
    pub(super) keep_next: u8,
    /// How many lines of what stands before stay with it.
    pub(super) keep_previous: u8,
    pub(super) kind: Kind,
    /// The footnotes that it is the first to cite.
    pub(super) notes: Vec<usize>,
    /// What a page that begins with it shows again before it: an index into the chapter's repeats.
    pub(super) repeat: Option<usize>,
    pub(super) anchors: Vec<Anchor>,
    /// How many slabs from this one on go together to a page of their own, unless all fit on this one.
    pub(super) whole: usize,
    /// Its place in the reading order, once it is known.
    pub(super) tag: Option<Tag>,
    /// What of its block it is, and where in its text it begins; see [`Tag`].
    pub(super) part: u32,
    pub(super) at: u32,
}

impl Slab {
    /// Returns a slab of some height that stands freely.
    pub(super) fn new(height: f32, ink: Ink) -> Self {
        Slab {
            height,
            before: 0.0,
            after: 0.0,
            baseline: None,
            ink,
            bond: Bond::Free(0.0),
            parts: true,
            lines: 1,
            keep_next: 0,
            keep_previous: 0,
            kind: Kind::Plain,
            notes: Vec::new(),
            repeat: None,
            anchors: Vec::new(),
            whole: 0,
            tag: None,
            part: 0,
            at: 0,
        }
    }
}

/// Sets the space before the first and after the last of some slabs.
pub(super) fn space(slabs: &mut [Slab], before: f32, after: f32) {
    if let Some(first) = slabs.first_mut() {
        first.before = before;
    }
    if let Some(last) = slabs.last_mut() {
        last.after = after;
    }
}

/// Ties all slabs but the first to the one before.
pub(super) fn tie(slabs: &mut [Slab]) {
    for slab in slabs.iter_mut().skip(1) {
        slab.bond = Bond::Never;
    }
}

/// Ties slabs for good: not even where no allowed break is left does one of them begin a page.
pub(super) fn weld(slabs: &mut [Slab]) {
    tie(slabs);
    for slab in slabs.iter_mut().skip(1) {
        slab.parts = false;
    }
}

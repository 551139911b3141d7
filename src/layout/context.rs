//! What blocks share while a chapter of the letter is set.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Fault, NodeId};
use super::shape::Shaper;
use super::slab::{Repeat, Slab};
use super::survey::{Levels, Survey};
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
    pub(super) faults: Vec<Fault>,
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
}

impl<'a> Context<'a> {
    pub(super) fn new(
        document: &'a Document,
        survey: &'a Survey<'a>,
        chapter: usize,
        shaper: Shaper<'a>,
    ) -> Self {
        Context {
            document,
            survey,
            chapter,
            shaper,
            tree: Tree::new(),
            faults: Vec::new(),
            repeats: Vec::new(),
            notes: BTreeMap::new(),
            waiting: Vec::new(),
            cited: BTreeSet::new(),
            levels: survey.chapters[chapter].levels.clone(),
            comment: None,
            staff_is_open: false,
        }
    }

    /// Notes a fault, each missing character once.
    pub(super) fn fault(&mut self, fault: Fault) {
        let known = match &fault {
            Fault::MissingGlyph { character, .. } => self.faults.iter().any(
                |known| matches!(known, Fault::MissingGlyph { character: other, .. } if other == character),
            ),
            _ => false,
        };
        if !known {
            self.faults.push(fault);
        }
    }
}

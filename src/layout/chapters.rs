//! Chapters to one letter: each is set by itself, on all cores where the letter is long.
//!
//! In: the document and its [`Survey`]. Out: the [`Letter`]: slabs, footnotes and structure in the
//! document's order, whatever core set them.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::blocks;
use super::context::Context;
use super::editions::Guide;
use super::faults::Faults;
use super::fonts::Fonts;
use super::page::{LinkArea, Mark, Picture, Run};
use super::paginate::NoteLine;
use super::shape::Shaper;
use super::slab::{Bond, Ink, Repeat, Slab};
use super::survey::Survey;
use super::table::Plan;
use super::tree::{Tree, moved};
use crate::document::Document;

/// A letter with fewer chapters is set on one core.
const FEW: usize = 24;

/// The whole letter before its pages are known.
pub(super) struct Letter {
    pub(super) slabs: Vec<Slab>,
    pub(super) repeats: Vec<Repeat>,
    /// The lines of all footnotes in the order of their citation.
    pub(super) notes: Vec<Slab>,
    pub(super) note_lines: Vec<NoteLine>,
    /// How many lines of footnotes are cited before each slab, and by all.
    pub(super) cited: Vec<usize>,
    pub(super) tree: Tree,
    pub(super) faults: Faults,
    /// The columns of the tables, by chapter and the number of their block.
    pub(super) plans: BTreeMap<(usize, u64), Plan>,
}

/// A chapter when it is set.
struct Part {
    slabs: Vec<Slab>,
    repeats: Vec<Repeat>,
    notes: BTreeMap<usize, Vec<Slab>>,
    tree: Tree,
    faults: Faults,
    plans: BTreeMap<u64, Plan>,
}

/// Sets all chapters and joins them; a public edition to the layout of the complete one.
pub(super) fn lay(
    document: &Document,
    survey: &Survey<'_>,
    fonts: &Fonts,
    guide: Option<&Guide>,
) -> Letter {
    let count = survey.chapters.len();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = if count < FEW { 1 } else { cores.min(count / (FEW / 2)) };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut shaper = Shaper::new(fonts);
        let mut parts = Vec::new();
        loop {
            let chapter = next.fetch_add(1, Ordering::Relaxed);
            if chapter >= count {
                return parts;
            }
            let (part, back) = lay_chapter(document, survey, chapter, shaper, guide);
            shaper = back;
            parts.push((chapter, part));
        }
    };
    let mut parts = if workers == 1 {
        work()
    } else {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            let join = |worker: thread::ScopedJoinHandle<'_, Vec<(usize, Part)>>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().flat_map(join).collect()
        })
    };
    parts.sort_by_key(|(chapter, _)| *chapter);
    join(parts.into_iter().map(|(_, part)| part))
}

fn lay_chapter<'a>(
    document: &'a Document,
    survey: &'a Survey<'a>,
    chapter: usize,
    shaper: Shaper<'a>,
    guide: Option<&'a Guide>,
) -> (Part, Shaper<'a>) {
    let mut context = Context::new(document, survey, chapter, shaper, guide);
    let range = survey.chapters[chapter].blocks.clone();
    let mut slabs = blocks::lay_chapter(&mut context, &document.blocks[range]);
    let uncited = blocks::lay_uncited(&mut context);
    if !uncited.is_empty() {
        if slabs.is_empty() {
            slabs.push(Slab::new(0.0, Ink::default()));
        }
        if let Some(last) = slabs.last_mut() {
            last.notes.extend(uncited);
        }
    }
    blocks::tag_rest(&mut slabs);
    let Context { shaper, tree, faults, repeats, notes, plans, .. } = context;
    (Part { slabs, repeats, notes, tree, faults, plans }, shaper)
}

/// Joins the chapters; ids of nodes and repeats move behind those of the chapters before.
fn join(parts: impl Iterator<Item = Part>) -> Letter {
    let mut letter = Letter {
        slabs: Vec::new(),
        repeats: Vec::new(),
        notes: Vec::new(),
        note_lines: Vec::new(),
        cited: vec![0],
        tree: Tree::new(),
        faults: Faults::default(),
        plans: BTreeMap::new(),
    };
    for (chapter, part) in parts.enumerate() {
        let Part { slabs, repeats, mut notes, tree, faults, plans } = part;
        letter.plans.extend(plans.into_iter().map(|(unit, plan)| ((chapter, unit), plan)));
        let shift = letter.tree.join(tree);
        let repeats_before = letter.repeats.len();
        letter.repeats.extend(repeats);
        for mut slab in slabs {
            move_ink(&mut slab.ink, shift);
            slab.repeat = slab.repeat.map(|repeat| repeat + repeats_before);
            for note in std::mem::take(&mut slab.notes) {
                letter.add_note(note, &mut notes, shift);
            }
            letter.slabs.push(slab);
            letter.cited.push(letter.notes.len());
        }
        letter.faults.extend(faults);
    }
    letter
}

impl Letter {
    /// Adds the lines of a footnote, and behind them those of the notes that it cites itself.
    fn add_note(&mut self, note: usize, notes: &mut BTreeMap<usize, Vec<Slab>>, shift: u32) {
        let mut wanted = vec![note];
        while let Some(note) = wanted.pop() {
            let Some(slabs) = notes.remove(&note) else { continue };
            let first = self.notes.len();
            for mut slab in slabs {
                move_ink(&mut slab.ink, shift);
                wanted.extend(slab.notes.drain(..).rev());
                let before = self.notes.last().map_or(0.0, |before| before.after);
                self.note_lines.push(NoteLine {
                    height: slab.height,
                    gap: before.max(slab.before),
                    splits: slab.bond != Bond::Never,
                    first,
                });
                self.notes.push(slab);
            }
        }
    }
}

fn move_ink(ink: &mut Ink, shift: u32) {
    if shift == 0 {
        return;
    }
    for Run { mark, .. } in &mut ink.runs {
        if let Mark::Node(node) = mark {
            *node = moved(*node, shift);
        }
    }
    for LinkArea { node, .. } in &mut ink.links {
        *node = moved(*node, shift);
    }
    for Picture { node, .. } in &mut ink.pictures {
        *node = moved(*node, shift);
    }
}

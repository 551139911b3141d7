//! Slabs to pages: every piece at its height, with the staff's rule, footnotes, labels and places.

use super::chapters::Letter;
use super::fonts::Fonts;
use super::measures::{BOTTOM, LEFT, LETTERHEAD_TOP, STAFF_RULE, TOP};
use super::page::{
    Destination, Glyph, Laid, LinkArea, OutlineEntry, Page, Picture, Rule, Run, Spot,
};
use super::paginate::{ABOVE_NOTES, BELOW_RULE, Filling, Material, NOTES_RULE};
use super::running::Pen;
use super::shape::Shaper;
use super::slab::{Anchor, Ink, Kind, Slab, Slot};
use crate::document::Document;

/// Length of the rule over footnotes.
const NOTES_RULE_LENGTH: f32 = 72.0;

/// Puts slabs and notes on their pages.
pub(super) fn assemble(
    document: &Document,
    fonts: &Fonts,
    letter: Letter,
    fillings: &[Filling],
    material: &Material,
    has_letterhead: bool,
) -> Laid {
    let mut work =
        Assembly { laid: Laid { nodes: letter.tree.nodes, ..Laid::default() }, slots: Vec::new() };
    let mut shaper = Shaper::new(fonts);
    let mut faults = letter.faults;
    let mut slabs = letter.slabs.into_iter();
    let mut notes = letter.notes.into_iter();
    for (index, filling) in fillings.iter().enumerate() {
        let mut page = Page { label: label(document, index), ..Page::default() };
        let mut pen = Pen { shaper: &mut shaper, faults: &mut faults, page: &mut page };
        pen.head(document, index, fillings.len());
        work.laid.pages.push(page);
        let top = if index == 0 && has_letterhead { LETTERHEAD_TOP } else { TOP };
        let repeats = |slab: &Slab| slab.repeat.map(|repeat| &letter.repeats[repeat].ink);
        let on_page = slabs.by_ref().take(filling.slabs.len());
        work.body(on_page, repeats, filling, material, top);
        work.notes(notes.by_ref().take(filling.notes.len()), filling, material);
        if let Some(page) = work.laid.pages.last_mut() {
            let mut pen = Pen { shaper: &mut shaper, faults: &mut faults, page };
            pen.foot(document);
        }
    }
    work.resolve_slots(&mut shaper);
    let mut laid = work.laid;
    laid.faults = faults.into_vec();
    laid.links_to_places();
    close_levels(&mut laid.outline);
    laid
}

/// Returns the label of a page: its number, or what the legend makes of it.
fn label(document: &Document, index: usize) -> String {
    match &document.running.legend {
        Some(legend) => legend.label(index),
        None => (index + 1).to_string(),
    }
}

struct Assembly {
    laid: Laid,
    /// The runs that wait for the label of a page, with their own page.
    slots: Vec<(usize, Slot)>,
}

impl Assembly {
    fn body<'r>(
        &mut self,
        slabs: impl Iterator<Item = Slab>,
        repeat: impl Fn(&Slab) -> Option<&'r Ink>,
        filling: &Filling,
        material: &Material,
        top: f32,
    ) {
        let mut y = top;
        let mut staff = StaffRule::default();
        for (index, slab) in filling.slabs.clone().zip(slabs) {
            if index > filling.slabs.start {
                y += material.gaps[index];
            } else if index > 0
                && let Some(ink) = repeat(&slab)
            {
                self.ink(ink.clone(), y);
                y += material.repeats[index];
            }
            match slab.kind {
                Kind::Staff { starts } => staff.draw_on(y, slab.height, starts, self.rules()),
                _ => staff.close(self.rules()),
            }
            self.anchors(slab.anchors, y);
            self.ink(slab.ink, y);
            y += slab.height;
        }
        staff.close(self.rules());
    }

    /// Puts the footnotes of a page at its foot.
    fn notes(&mut self, notes: impl Iterator<Item = Slab>, filling: &Filling, material: &Material) {
        if filling.notes.is_empty() {
            return;
        }
        let height = material.notes_height(filling.notes.clone()) - ABOVE_NOTES;
        let mut y = BOTTOM - height;
        let rule = Rule { x: LEFT, y, width: NOTES_RULE_LENGTH, height: NOTES_RULE };
        self.rules().push(rule);
        y += NOTES_RULE + BELOW_RULE;
        for (index, slab) in filling.notes.clone().zip(notes) {
            if index > filling.notes.start {
                y += material.notes[index].gap;
            }
            self.anchors(slab.anchors, y);
            self.ink(slab.ink, y);
            y += slab.height;
        }
    }

    fn rules(&mut self) -> &mut Vec<Rule> {
        &mut self.laid.pages.last_mut().expect("a page is open").rules
    }

    fn anchors(&mut self, anchors: Vec<Anchor>, y: f32) {
        let spot = Spot { page: self.laid.pages.len() - 1, y };
        for anchor in anchors {
            match anchor {
                Anchor::Place(id) => {
                    self.laid.places.entry(id).or_insert(spot);
                }
                Anchor::End(id) => {
                    self.laid.ends.insert(id, spot);
                }
                Anchor::Outline { title, level } => {
                    self.laid.outline.push(OutlineEntry { title, level, spot });
                }
            }
        }
    }

    fn ink(&mut self, ink: Ink, y: f32) {
        let index = self.laid.pages.len() - 1;
        let page = &mut self.laid.pages[index];
        let (runs, rules, links) = (page.runs.len(), page.rules.len(), page.links.len());
        let slots = ink.slots.into_iter().map(|slot| (index, slot.behind(runs, rules, links)));
        self.slots.extend(slots);
        page.runs.extend(ink.runs.into_iter().map(|run| Run { y: run.y + y, ..run }));
        page.rules.extend(ink.rules.into_iter().map(|rule| Rule { y: rule.y + y, ..rule }));
        page.links.extend(ink.links.into_iter().map(|link| LinkArea { y: link.y + y, ..link }));
        let pictures = ink.pictures.into_iter();
        page.pictures.extend(pictures.map(|picture| Picture { y: picture.y + y, ..picture }));
    }

    /// Puts the labels of pages where they are wanted, and closes up the lines behind them.
    fn resolve_slots(&mut self, shaper: &mut Shaper<'_>) {
        for (page, slot) in std::mem::take(&mut self.slots) {
            let label = self.laid.label_of(&slot.place).unwrap_or("—").to_owned();
            fill(&mut self.laid.pages[page], &slot, &label, shaper);
        }
    }
}

/// Replaces the digits that held a place by a label.
fn fill(page: &mut Page, slot: &Slot, label: &str, shaper: &mut Shaper<'_>) {
    let run = &mut page.runs[slot.run];
    let width = |glyphs: &[Glyph], size: f32| -> f32 {
        glyphs.iter().map(|glyph| glyph.advance * size).sum()
    };
    let old = width(&run.glyphs, run.size);
    let blank = run.glyphs.pop().filter(|_| run.text.ends_with(' '));
    run.glyphs.clear();
    shaper.word(run.face, label, 0, &mut run.glyphs);
    run.text = label.to_owned();
    if let Some(blank) = blank {
        let start = run.text.len() as u32;
        run.text.push(' ');
        run.glyphs.push(Glyph { start, end: start + 1, ..blank });
    }
    let by = width(&run.glyphs, run.size) - old;
    let x = run.x;
    for run in &mut page.runs[slot.run + 1..][..slot.tail] {
        run.x += by;
    }
    for rule in &mut page.rules[slot.rules.clone()] {
        (rule.x, rule.width) = moved(rule.x, rule.width, x, by);
    }
    for link in &mut page.links[slot.links.clone()] {
        (link.x, link.width) = moved(link.x, link.width, x, by);
    }
}

/// Returns left edge and width of what stands on a line whose part from `x` on moves.
fn moved(left: f32, width: f32, x: f32, by: f32) -> (f32, f32) {
    if left > x {
        (left + by, width)
    } else if left + width > x {
        (left, (width + by).max(1.0))
    } else {
        (left, width)
    }
}

/// The rule beside the staff's words, from the top of the first line to the bottom of the last.
#[derive(Default)]
struct StaffRule {
    open: Option<(f32, f32)>,
}

impl StaffRule {
    fn draw_on(&mut self, top: f32, height: f32, starts: bool, rules: &mut Vec<Rule>) {
        if starts {
            self.close(rules);
        }
        let (first, _) = self.open.unwrap_or((top, top));
        self.open = Some((first, top + height));
    }

    fn close(&mut self, rules: &mut Vec<Rule>) {
        if let Some((top, bottom)) = self.open.take() {
            let (middle, weight) = STAFF_RULE;
            let x = middle - weight / 2.0;
            rules.push(Rule { x, y: top, width: weight, height: bottom - top });
        }
    }
}

/// No entry of the outline lies more than one level below the entry before.
fn close_levels(outline: &mut [OutlineEntry]) {
    let mut deepest = 0;
    for entry in outline {
        entry.level = entry.level.clamp(1, deepest + 1);
        deepest = entry.level;
    }
}

impl Laid {
    /// Takes away links whose place was never set.
    fn links_to_places(&mut self) {
        let Laid { pages, places, .. } = self;
        for page in pages {
            page.links.retain(|link| match &link.destination {
                Destination::Place(id) => places.contains_key(id),
                Destination::Address(_) => true,
            });
        }
    }
}

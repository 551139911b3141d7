//! Lines to ink: runs, underlines and link areas at their place.

use super::super::context::Context;
use super::super::measures::baseline;
use super::super::page::{Glyph, LinkArea, Mark, Rule, Run};
use super::super::slab::{Ink, Slot};
use super::{Line, Span, Text};

/// Middle of an underline below the baseline, in em.
const UNDERLINE: f32 = 0.171;
/// Middle of a strike above the baseline, in em.
const STRIKE: f32 = 0.262;
/// Weight of both, in em.
const WEIGHT: f32 = 0.057;

/// Where a line is set.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Spot {
    /// Left edge of its first glyph.
    pub(in super::super) x: f32,
    /// Top of its line box.
    pub(in super::super) top: f32,
    /// Height of its line box.
    pub(in super::super) leading: f32,
    /// Size of the type.
    pub(in super::super) size: f32,
}

impl Text {
    /// Sets a line of the text.
    pub(in super::super) fn set(&self, line: Line, spot: Spot, ink: &mut Ink) {
        let (first_slot, first_rule, first_link) =
            (ink.slots.len(), ink.rules.len(), ink.links.len());
        let mut pen = Pen { text: self, spot, x: spot.x, stretch: line.stretch, ink, open: false };
        let mut glyph = line.first;
        let mut index = self.span_at(glyph);
        while glyph < line.tail {
            let span = &self.spans[index];
            let end = span.end.min(line.tail);
            if glyph > line.first {
                pen.x += span.kern;
            }
            pen.span(span, glyph, end, line.end);
            glyph = end;
            index += 1;
        }
        for slot in &mut ink.slots[first_slot..] {
            slot.tail = ink.runs.len() - 1 - slot.run;
            slot.rules = first_rule..ink.rules.len();
            slot.links = first_link..ink.links.len();
        }
    }

    /// Sets the whole text as one line.
    pub(in super::super) fn set_whole(&self, spot: Spot, ink: &mut Ink) {
        if !self.is_empty() {
            self.set(Line::of(self, 0, self.len(), spot.size), spot, ink);
        }
    }
}

struct Pen<'t> {
    text: &'t Text,
    spot: Spot,
    x: f32,
    stretch: f32,
    ink: &'t mut Ink,
    /// Whether the last run is of this line and may take more glyphs.
    open: bool,
}

impl Pen<'_> {
    /// Sets the glyphs of a span; what lies from `visible` on is the line's trailing blank.
    fn span(&mut self, span: &Span, first: usize, end: usize, visible: usize) {
        let left = self.x;
        let size = self.spot.size * span.scale;
        let y = self.spot.top + baseline(self.spot.leading) - span.raised * self.spot.size;
        if let Some(slot) = span.slot {
            let place = self.text.slots[slot].clone();
            let run = self.ink.runs.len();
            self.ink.slots.push(Slot { run, place, tail: 0, rules: 0..0, links: 0..0 });
            self.open = false;
        }
        let run = self.run_for(span, size, y);
        self.open = span.slot.is_none();
        let right = self.glyphs(run, first, end, visible, size);
        if right > left {
            self.decorate(span, left, right, y, size);
        }
    }

    /// Returns the run that a span's glyphs go to: the last one, where they go on in its manner.
    fn run_for(&mut self, span: &Span, size: f32, y: f32) -> usize {
        let mark = Mark::Node(span.node);
        let continues =
            |run: &Run| run.mark == mark && run.face == span.face && run.size == size && run.y == y;
        let joins = self.open && span.kern == 0.0 && self.ink.runs.last().is_some_and(continues);
        if !joins {
            self.ink.runs.push(Run {
                face: span.face,
                size,
                x: self.x,
                y,
                text: String::new(),
                glyphs: Vec::new(),
                mark,
            });
        }
        self.ink.runs.len() - 1
    }

    /// Adds glyphs to a run and returns the right edge of the last visible one.
    fn glyphs(&mut self, run: usize, first: usize, end: usize, visible: usize, size: f32) -> f32 {
        let run = &mut self.ink.runs[run];
        let from = self.text.glyphs[first].start;
        let to = self.text.glyphs[end - 1].end;
        let shift = run.text.len() as u32;
        run.text.push_str(&self.text.text[from as usize..to as usize]);
        run.glyphs.reserve(end - first);
        let mut right = self.x;
        for index in first..end {
            let Glyph { id, mut advance, start, end } = self.text.glyphs[index];
            if self.stretch != 0.0 && index < visible && self.text.is_blank(index) {
                advance += self.stretch / size;
            }
            self.x += advance * size;
            if index < visible {
                right = self.x;
            }
            run.glyphs.push(Glyph {
                id,
                advance,
                start: start - from + shift,
                end: end - from + shift,
            });
        }
        right
    }

    fn decorate(&mut self, span: &Span, left: f32, right: f32, y: f32, size: f32) {
        let weight = WEIGHT * size;
        if span.underlined {
            self.stroke(left, right, y + UNDERLINE * size, weight);
        }
        if span.struck {
            self.stroke(left, right, y - STRIKE * size, weight);
        }
        if let Some(link) = span.link {
            let link = &self.text.links[link];
            let touches = |area: &LinkArea| {
                area.node == link.node
                    && area.y == self.spot.top
                    && (area.x + area.width - left).abs() < 2.0
            };
            match self.ink.links.last_mut().filter(|area| touches(area)) {
                Some(area) => area.width = right - area.x,
                None => self.ink.links.push(LinkArea {
                    x: left,
                    y: self.spot.top,
                    width: right - left,
                    height: self.spot.leading,
                    destination: link.destination.clone(),
                    alternative: link.alternative.clone(),
                    node: link.node,
                }),
            }
        }
    }

    /// Draws a line of text decoration, or draws the last one on.
    fn stroke(&mut self, left: f32, right: f32, middle: f32, weight: f32) {
        let y = middle - weight / 2.0;
        let touches = |rule: &Rule| {
            rule.y == y && rule.height == weight && (rule.x + rule.width - left).abs() < 0.01
        };
        match self.ink.rules.iter_mut().rev().take(2).find(|rule| touches(rule)) {
            Some(rule) => rule.width = right - rule.x,
            None => self.ink.rules.push(Rule { x: left, y, width: right - left, height: weight }),
        }
    }
}

/// Adds a blank behind the last run, so that whoever copies the text gets words apart.
pub(in super::super) fn end_with_blank(context: &Context<'_>, ink: &mut Ink) {
    if let Some(run) = ink.runs.last_mut().filter(|run| !run.text.ends_with(' ')) {
        let typeface = context.shaper.fonts().typeface(run.face);
        let start = run.text.len() as u32;
        run.text.push(' ');
        run.glyphs.push(Glyph {
            id: typeface.blank_glyph,
            advance: typeface.blank,
            start,
            end: start + 1,
        });
    }
}

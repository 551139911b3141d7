//! Lines: the total fit of a paragraph over its measure.
//!
//! The cost of a line is the square of the white at its right edge, in parts of the measure; the last
//! line is free, unless it is very short.

use super::super::context::Context;
use super::super::page::Fault;
use super::{Edges, Text};

/// A last line shorter than this, in points, is short.
const SHORT: f32 = 24.0;

/// A short last line costs as much as a line that is a quarter short.
const SHORT_COST: f64 = 0.0625;

/// How much a blank may shrink and stretch in justified text, in em.
const SHRINK: f32 = 0.05;
const STRETCH: f32 = 0.08;

/// What rounding may add to a line that fits, in points.
const ROUNDING: f32 = 0.01;

/// What lines are broken to.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Measure {
    /// Width in points.
    pub(in super::super) width: f32,
    /// How much wider the first line is, where others hang.
    pub(in super::super) hang: f32,
    /// Size of the type.
    pub(in super::super) size: f32,
    /// Whether lines are filled to the right edge where they can be.
    pub(in super::super) justify: bool,
}

/// A line of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Line {
    /// Its first glyph.
    pub(in super::super) first: usize,
    /// The glyph behind its last visible one.
    pub(in super::super) end: usize,
    /// The glyph behind its trailing blank.
    pub(in super::super) tail: usize,
    /// Width without the trailing blank, in points.
    pub(in super::super) width: f32,
    /// What is added to each of its blanks, in points.
    pub(in super::super) stretch: f32,
}

impl Line {
    /// Returns some glyphs of a text as a line of their own.
    pub(in super::super) fn of(text: &Text, first: usize, end: usize, size: f32) -> Self {
        let width = text.width(first..end, size);
        Line { first, end, tail: end, width, stretch: 0.0 }
    }
}

/// What cannot be broken: glyphs up to the next stop.
#[derive(Debug, Clone, Copy)]
struct Atom {
    first: usize,
    end: usize,
    tail: usize,
    /// Left edge, and right edges without and with the trailing blank, on one long line.
    left: f32,
    right: f32,
    /// How many blanks stand before it and in it.
    blanks: usize,
    forced: bool,
}

impl Text {
    /// Breaks the text into lines.
    pub(in super::super) fn lines(&self, context: &mut Context<'_>, measure: Measure) -> Vec<Line> {
        self.lines_cut(context, measure, &[])
    }

    /// Breaks the text into lines, of which some end where a page ends in the complete edition: at the
    /// first place from a step on that may end a line.
    pub(in super::super) fn lines_cut(
        &self,
        context: &mut Context<'_>,
        measure: Measure,
        cuts: &[u32],
    ) -> Vec<Line> {
        let cuts: Vec<usize> = cuts
            .iter()
            .filter_map(|&cut| self.stops.iter().find(|stop| self.step(stop.glyph) >= cut))
            .map(|stop| stop.glyph)
            .collect();
        let measure = Measure { width: measure.width.max(1.0), ..measure };
        let edges = Edges::new(self, measure.size);
        // Most cells and headings, and many paragraphs, are one line.
        if cuts.is_empty() && self.stops.iter().all(|stop| !stop.forced) {
            let width = edges.width(0..self.len());
            if width <= measure.width + measure.hang + ROUNDING && !self.is_empty() {
                return vec![Line {
                    first: 0,
                    end: self.len(),
                    tail: self.len(),
                    width,
                    stretch: 0.0,
                }];
            }
        }
        let atoms = self.atoms(&edges, measure, &cuts, context);
        let lines = fit(&atoms, measure);
        if !self.has_regions() {
            return lines;
        }
        // The public edition never needs more lines than the complete one: filled one by one, the shorter
        // text takes as many at most, and the total fit of it must not take more than that.
        let filled = fill_up(&atoms, measure);
        if filled.len() < lines.len() { filled } else { lines }
    }

    /// Returns the width of the widest part that cannot be broken.
    pub(in super::super) fn narrowest(&self, size: f32) -> f32 {
        let edges = Edges::new(self, size);
        let mut first = 0;
        let ends = self.stops.iter().map(|stop| stop.glyph).chain([self.len()]);
        ends.map(|tail| {
            let end = self.visible_end(first, tail);
            let width = edges.width(first..end);
            first = tail;
            width
        })
        .fold(0.0, f32::max)
    }

    /// Returns the width of its widest line where only forced breaks end lines.
    pub(in super::super) fn widest(&self, size: f32) -> f32 {
        let edges = Edges::new(self, size);
        let mut first = 0;
        let forced = self.stops.iter().filter(|stop| stop.forced).map(|stop| stop.glyph);
        forced
            .chain([self.len()])
            .map(|tail| {
                let end = self.visible_end(first, tail);
                let width = edges.width(first..end);
                first = tail;
                width
            })
            .fold(0.0, f32::max)
    }

    fn visible_end(&self, first: usize, tail: usize) -> usize {
        (first..tail).rev().find(|&glyph| !self.is_blank(glyph)).map_or(first, |last| last + 1)
    }

    fn atoms(
        &self,
        edges: &Edges,
        measure: Measure,
        cuts: &[usize],
        context: &mut Context<'_>,
    ) -> Vec<Atom> {
        let mut atoms = Vec::with_capacity(self.stops.len() + 1);
        let mut first = 0;
        let stops = self.stops.iter();
        let stops = stops.map(|stop| (stop.glyph, stop.forced || cuts.contains(&stop.glyph)));
        for (tail, forced) in stops.chain([(self.len(), true)]) {
            if first == tail {
                continue;
            }
            let end = self.visible_end(first, tail);
            if edges.width(first..end) > measure.width + ROUNDING {
                self.cut_word(first, tail, edges, measure, context, &mut atoms);
            } else {
                atoms.push(self.atom(first, tail, edges));
            }
            if let Some(last) = atoms.last_mut() {
                last.forced = forced;
            }
            first = tail;
        }
        let mut blanks = 0;
        for atom in &mut atoms {
            blanks += atom.blanks;
            atom.blanks = blanks;
        }
        atoms
    }

    fn atom(&self, first: usize, tail: usize, edges: &Edges) -> Atom {
        let end = self.visible_end(first, tail);
        Atom {
            first,
            end,
            tail,
            left: edges.left[first],
            right: if end > first { edges.right[end - 1] } else { edges.left[first] },
            blanks: (first..tail).filter(|&glyph| self.is_blank(glyph)).count(),
            forced: false,
        }
    }

    /// Cuts a word that is wider than its measure behind `/`, `-`, `_` and `.`, and where that is not
    /// enough wherever the line ends.
    fn cut_word(
        &self,
        first: usize,
        tail: usize,
        edges: &Edges,
        measure: Measure,
        context: &mut Context<'_>,
        atoms: &mut Vec<Atom>,
    ) {
        let mut start = first;
        let mut torn = false;
        for glyph in first..tail {
            let last = glyph + 1 == tail;
            let sign =
                &self.text[self.glyphs[glyph].start as usize..self.glyphs[glyph].end as usize];
            if !last && !matches!(sign, "/" | "-" | "_" | ".") {
                continue;
            }
            while edges.width(start..self.visible_end(start, glyph + 1)) > measure.width + ROUNDING
            {
                torn = true;
                let end = self.fitting(start, glyph + 1, edges, measure.width);
                atoms.push(self.atom(start, end, edges));
                start = end;
            }
            if start < glyph + 1 {
                atoms.push(self.atom(start, glyph + 1, edges));
                start = glyph + 1;
            }
        }
        if torn {
            let word =
                &self.text[self.glyphs[first].start as usize..self.glyphs[tail - 1].end as usize];
            let word = word.trim().chars().take(80).collect();
            context.fault(Fault::LineTooWide { word });
        }
    }

    /// Returns the glyph up to which a part of a word fits; it takes one character at least.
    fn fitting(&self, first: usize, tail: usize, edges: &Edges, width: f32) -> usize {
        let fits = |glyph: &usize| edges.right[*glyph] - edges.left[first] <= width;
        let mut end = first + (first..tail).take_while(fits).count().max(1);
        // Glyphs without text belong to the character before them.
        while end < tail && self.glyphs[end].start == self.glyphs[end].end {
            end += 1;
        }
        end
    }
}

/// Returns the lines of least cost. Each line is tried from its last atom backward, as far as it fits.
fn fit(atoms: &[Atom], measure: Measure) -> Vec<Line> {
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=atoms.len() {
        let closes = atoms[end - 1].forced;
        let mut choice = (f64::INFINITY, end - 1);
        for first in (0..end).rev() {
            if first + 1 < end && atoms[first].forced {
                break;
            }
            let fill = Fill::new(atoms, first, end, measure);
            if first + 1 < end && fill.overfull(measure) {
                break;
            }
            let cost = best[first].0 + fill.cost(closes);
            if cost < choice.0 {
                choice = (cost, first);
            }
        }
        best.push(choice);
    }
    let mut lines = Vec::new();
    let mut end = atoms.len();
    while end > 0 {
        let first = best[end].1;
        lines.push(Fill::new(atoms, first, end, measure).line(atoms, first, end, measure));
        end = first;
    }
    lines.reverse();
    lines
}

/// Returns lines that are each filled as far as they go.
fn fill_up(atoms: &[Atom], measure: Measure) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut first = 0;
    while first < atoms.len() {
        let mut end = first + 1;
        while end < atoms.len()
            && !atoms[end - 1].forced
            && !Fill::new(atoms, first, end + 1, measure).overfull(measure)
        {
            end += 1;
        }
        lines.push(Fill::new(atoms, first, end, measure).line(atoms, first, end, measure));
        first = end;
    }
    lines
}

/// How some atoms fill a line.
struct Fill {
    /// The room that there is.
    room: f32,
    /// Width without trailing blank.
    width: f32,
    /// How many blanks can give way.
    blanks: usize,
}

impl Fill {
    fn new(atoms: &[Atom], first: usize, end: usize, measure: Measure) -> Self {
        let last = &atoms[end - 1];
        let before = if first == 0 { 0 } else { atoms[first - 1].blanks };
        let inner = if measure.justify { last.blanks - before } else { 0 };
        Fill {
            room: measure.width + if first == 0 { measure.hang } else { 0.0 },
            width: last.right - atoms[first].left,
            blanks: inner.saturating_sub(last.tail - last.end),
        }
    }

    fn overfull(&self, measure: Measure) -> bool {
        let shrink = self.blanks as f32 * SHRINK * measure.size;
        self.width - shrink > self.room + ROUNDING
    }

    fn cost(&self, closes: bool) -> f64 {
        if closes && self.width <= self.room {
            return if self.width < SHORT { SHORT_COST } else { 0.0 };
        }
        let white = f64::from((self.room - self.width) / self.room);
        white * white
    }

    fn line(&self, atoms: &[Atom], first: usize, end: usize, measure: Measure) -> Line {
        let last = &atoms[end - 1];
        Line {
            first: atoms[first].first,
            end: last.end.max(atoms[first].first),
            tail: last.tail,
            width: self.width,
            stretch: self.stretch(last.forced, measure),
        }
    }

    /// Returns what justified text adds to each blank; nothing where the line would need too much.
    fn stretch(&self, closes: bool, measure: Measure) -> f32 {
        let white = self.room - self.width;
        if self.blanks == 0 || (closes && white >= 0.0) {
            return 0.0;
        }
        let each = white / self.blanks as f32;
        if each > STRETCH * measure.size { 0.0 } else { each.max(-SHRINK * measure.size) }
    }
}

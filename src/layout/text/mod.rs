//! A paragraph's text: from inlines to shaped glyphs, then to lines, then to ink.

mod breaks;
mod compose;
mod lines;
mod set;
mod shaped;

use std::ops::Range;

use super::page::{Destination, Face, Glyph, NodeId};

pub(super) use compose::{Composer, Style};
pub(super) use lines::{Line, Measure};
pub(super) use set::{Spot, end_with_blank};

/// How far footnote marks and the like are raised, in em of the text around them.
pub(super) const RAISED: f32 = 0.35;

/// The size of raised marks, in em of the text around them.
pub(super) const MARK: f32 = 0.6;

/// A shaped text, before its lines are broken. Its size is given when lines are broken and set.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The text as a reader copies it.
    text: String,
    /// Its glyphs; their ranges count bytes of `text`.
    glyphs: Vec<Glyph>,
    /// What the glyphs are, in order.
    spans: Vec<Span>,
    /// Where lines may end.
    stops: Vec<Stop>,
    links: Vec<Link>,
    /// The footnotes that are cited here first, and by which glyph.
    cited: Vec<(usize, usize)>,
    /// The places whose page labels are wanted.
    slots: Vec<String>,
    /// Which bytes of `text` are a confidential region, or the sign in its place.
    regions: Vec<Range<usize>>,
    /// By how many bytes the regions up to each are longer than one step.
    hidden: Vec<usize>,
}

/// Glyphs of one kind.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    /// The glyph behind the last one.
    end: usize,
    face: Face,
    /// Size in em of the text around.
    scale: f32,
    /// How far it is raised, in em of the text around.
    raised: f32,
    node: NodeId,
    /// Index of its link.
    link: Option<usize>,
    underlined: bool,
    struck: bool,
    /// Space before it that is no character, in points.
    kern: f32,
    /// Index of the slot that it fills.
    slot: Option<usize>,
}

/// A place where a line may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stop {
    /// The first glyph of the next line.
    glyph: usize,
    /// Whether the line must end here.
    forced: bool,
}

/// A link of a text.
#[derive(Debug)]
struct Link {
    destination: Destination,
    alternative: String,
    node: NodeId,
}

impl Text {
    /// Says whether there is nothing to set.
    pub(super) fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }

    /// Returns the text as a reader copies it.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns how many glyphs there are.
    pub(super) fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// Returns the first glyph of a text that begins at a byte.
    pub(super) fn glyph_at(&self, byte: usize) -> usize {
        self.glyphs.partition_point(|glyph| (glyph.start as usize) < byte)
    }

    /// Returns the width of some glyphs at a size, in points.
    pub(super) fn width(&self, glyphs: Range<usize>, size: f32) -> f32 {
        let edges = Edges::new(self, size);
        edges.width(glyphs)
    }

    /// Returns a size at which the whole text fits on one line: the wanted one, or a smaller.
    pub(super) fn fitted(&self, size: f32, width: f32) -> f32 {
        let natural = self.width(0..self.len(), size);
        if natural > width { size * width / natural } else { size }
    }

    /// Returns the footnotes that some glyphs are the first to cite.
    pub(super) fn notes(&self, glyphs: Range<usize>) -> Vec<usize> {
        let cited = self.cited.iter().filter(|(glyph, _)| glyphs.contains(glyph));
        cited.map(|&(_, note)| note).collect()
    }

    /// Returns the span of a glyph.
    fn span_at(&self, glyph: usize) -> usize {
        self.spans.partition_point(|span| span.end <= glyph)
    }

    /// Says whether a confidential region, or the sign in its place, stands in the text.
    pub(super) fn has_regions(&self) -> bool {
        !self.regions.is_empty()
    }

    /// Returns where a glyph stands, in steps that both editions count alike; see
    /// [`Tag`](super::slab::Tag).
    pub(super) fn step(&self, glyph: usize) -> u32 {
        let byte = self.glyphs.get(glyph).map_or(self.text.len(), |glyph| glyph.start as usize);
        let next = self.regions.partition_point(|region| region.end <= byte);
        let more = if next == 0 { 0 } else { self.hidden[next - 1] };
        match self.regions.get(next).filter(|region| region.start < byte) {
            Some(region) => (2 * (region.start - more) + 1) as u32,
            None => (2 * (byte - more)) as u32,
        }
    }

    fn is_blank(&self, glyph: usize) -> bool {
        let Glyph { start, end, .. } = self.glyphs[glyph];
        &self.text[start as usize..end as usize] == " "
    }
}

/// The left and right edges of a text's glyphs, were it one long line, in points.
struct Edges {
    left: Vec<f32>,
    right: Vec<f32>,
}

impl Edges {
    fn new(text: &Text, size: f32) -> Self {
        let mut edges = Edges {
            left: Vec::with_capacity(text.glyphs.len()),
            right: Vec::with_capacity(text.glyphs.len()),
        };
        let (mut x, mut first) = (0.0, 0);
        for span in &text.spans {
            x += span.kern;
            let em = size * span.scale;
            for glyph in &text.glyphs[first..span.end] {
                edges.left.push(x);
                x += glyph.advance * em;
                edges.right.push(x);
            }
            first = span.end;
        }
        edges
    }

    fn width(&self, glyphs: Range<usize>) -> f32 {
        if glyphs.is_empty() { 0.0 } else { self.right[glyphs.end - 1] - self.left[glyphs.start] }
    }
}

//! The lengths that all of the letter keeps to, in points.

use super::page::{Face, NodeId};

/// Width of the page.
pub(super) const PAGE_WIDTH: f32 = 612.0;
/// Left edge of the text block.
pub(super) const LEFT: f32 = 84.0;
/// Right edge of the text block.
pub(super) const RIGHT: f32 = 528.0;
/// Top of the text block.
pub(super) const TOP: f32 = 100.0;
/// Bottom of the text block.
pub(super) const BOTTOM: f32 = 716.0;
/// Top of page 1 where it begins with the letterhead.
pub(super) const LETTERHEAD_TOP: f32 = 40.0;
/// Where responses begin: the comment axis.
pub(super) const AXIS: f32 = 120.0;
/// Where the staff's words begin.
pub(super) const STAFF: f32 = 119.2;
/// The staff's rule: its middle and its width.
pub(super) const STAFF_RULE: (f32, f32) = (112.0, 0.75);
/// Space round paragraphs.
pub(super) const GAP: f32 = 7.25;
/// Size and leading of the text.
pub(super) const TEXT: (f32, f32) = (11.5, 14.5);
/// The part of a line box that lies above the baseline.
const ABOVE: f32 = 0.74;

/// Returns how far below the top of a line box its baseline lies.
pub(super) fn baseline(leading: f32) -> f32 {
    ABOVE * leading
}

/// The column in which blocks are set, and the type they are set in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Left edge.
    pub(super) x: f32,
    /// Right edge.
    pub(super) right: f32,
    /// Left edge for tables that are wider than the frame.
    pub(super) wide: f32,
    /// Size of the type.
    pub(super) size: f32,
    /// Height of a line box.
    pub(super) leading: f32,
    /// Face of the type.
    pub(super) face: Face,
    /// Space between paragraphs.
    pub(super) gap: f32,
    /// What a page break within a paragraph costs.
    pub(super) cost: f32,
    /// How many lists lie round it.
    pub(super) depth: u8,
    /// The node that its blocks belong to.
    pub(super) node: NodeId,
}

impl Frame {
    /// Returns the frame of paragraphs that belong to no response.
    pub(super) fn letter(node: NodeId) -> Self {
        Frame {
            x: LEFT,
            right: RIGHT,
            wide: LEFT,
            size: TEXT.0,
            leading: TEXT.1,
            face: Face::Roman,
            gap: GAP,
            cost: 0.0,
            depth: 0,
            node,
        }
    }

    /// Returns the frame of responses.
    pub(super) fn answer(node: NodeId) -> Self {
        Frame { x: AXIS, ..Frame::letter(node) }
    }

    /// Returns the frame of the staff's words.
    pub(super) fn staff(node: NodeId, italic: bool) -> Self {
        let frame = Frame::letter(node);
        // Bold looks larger than it is, italic does not.
        let (face, size) = if italic { (Face::Italic, 11.5) } else { (Face::Bold, 11.0) };
        Frame { x: STAFF, wide: STAFF, size, face, gap: 7.0, cost: 0.02, ..frame }
    }

    /// Returns the frame of footnotes.
    pub(super) fn note(node: NodeId) -> Self {
        let frame = Frame::letter(node);
        Frame { x: LEFT + 9.0, wide: LEFT + 9.0, size: 9.0, leading: 11.5, gap: 2.0, ..frame }
    }

    /// Returns its width.
    pub(super) fn width(&self) -> f32 {
        self.right - self.x
    }

    /// Returns the frame with a smaller or larger type.
    pub(super) fn sized(self, size: f32, leading: f32) -> Self {
        Frame { size, leading, ..self }
    }

    /// Returns the frame moved in on the left, as far as 200 points of width remain.
    pub(super) fn indented(self, by: f32) -> Self {
        let x = if self.width() - by < 200.0 { self.x } else { self.x + by };
        Frame { x, wide: x, ..self }
    }
}

//! Pictures.

use super::super::context::Context;
use super::super::measures::{BOTTOM, Frame, TOP};
use super::super::page::{Picture, Role};
use super::super::slab::{Ink, Slab};
use super::prose;
use crate::document::{Block, Inline};

/// A picture's pixel in points, where it is not made smaller to fit.
const PIXEL: f32 = 0.75;

/// The part of a page's height that a picture may take.
const SHARE: f32 = 0.8;

/// Sets a picture, or its words where there is none.
pub(super) fn lay(
    context: &mut Context<'_>,
    frame: Frame,
    image: &str,
    alternative: &str,
    slabs: &mut Vec<Slab>,
) {
    let known = context.document.images.get(image);
    let Some(known) = known.filter(|image| image.width > 0 && image.height > 0) else {
        let words = vec![Inline::Emphasis(vec![Inline::text(alternative)])];
        let Block::Paragraph(words) = Block::paragraph(words) else { return };
        return prose::paragraph(context, frame, &words, slabs);
    };
    let (width, height) = (known.width as f32 * PIXEL, known.height as f32 * PIXEL);
    let scale = (frame.width() / width).min((BOTTOM - TOP) * SHARE / height).min(1.0);
    let node = context.tree.add(frame.node, Role::Figure);
    context.tree.describe(node, alternative);
    let picture = Picture {
        x: frame.x,
        y: 0.0,
        width: width * scale,
        height: height * scale,
        image: image.into(),
        node,
    };
    let ink = Ink { pictures: vec![picture], ..Ink::default() };
    let space = frame.gap.max(11.0);
    slabs.push(Slab { before: space, after: space, ..Slab::new(height * scale, ink) });
}

//! Pages from blocks: shapes words, breaks lines and pages, and keeps the structure of each run.
//!
//! In: a [`Document`] and the [`Fonts`]. Out: [`Laid`]. A pure function of both: no clock, no disk, and
//! the same pages however many cores work on them.

mod assemble;
mod blocks;
mod chapters;
mod context;
mod fonts;
mod measures;
pub mod page;
mod paginate;
mod print;
mod running;
mod shape;
mod slab;
mod survey;
mod table;
mod text;
mod tree;

pub use fonts::{FontFault, FontReason, Fonts};
pub use page::Laid;
pub use print::print;

use crate::document::{Block, Document};
use paginate::Filling;

/// Lays a document out on pages.
pub fn lay_out(document: &Document, fonts: &Fonts) -> Laid {
    let survey = survey::survey(document);
    let mut letter = chapters::lay(document, &survey, fonts);
    let has_letterhead = matches!(document.blocks.first(), Some(Block::Letterhead { .. }));
    let note_lines = std::mem::take(&mut letter.note_lines);
    let cited = std::mem::take(&mut letter.cited);
    let (mut pages, material) =
        paginate::paginate(&mut letter.slabs, &letter.repeats, note_lines, cited, has_letterhead);
    if pages.is_empty() {
        // A letter without a word has a page all the same.
        pages.push(Filling { slabs: 0..0, notes: 0..0 });
    }
    assemble::assemble(document, fonts, letter, &pages, &material, has_letterhead)
}

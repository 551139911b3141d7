//! Pages from blocks: shapes words, breaks lines and pages, and keeps the structure of each run.
//!
//! In: a [`Document`] and the [`Fonts`]. Out: [`Laid`]. A pure function of both: no clock, no disk, and
//! the same pages however many cores work on them.

mod assemble;
mod blocks;
mod chapters;
mod context;
mod editions;
mod faults;
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

pub use editions::Overflow;
pub use fonts::{FontFault, FontReason, Fonts};
pub use page::Laid;
pub use print::print;

use crate::document::{Block, Document};
use editions::Guide;
use paginate::Filling;

/// How often room is kept on the pages of the complete edition where the public one would not fit, and
/// how much: a line.
const TRIES: u8 = 4;
const KEPT: f32 = measures::TEXT.1;

/// Lays a document out on pages.
pub fn lay_out(document: &Document, fonts: &Fonts) -> Laid {
    complete(document, fonts, 0.0).0
}

/// The two editions of a letter on the same pages.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidEditions {
    /// The complete edition.
    pub complete: Laid,
    /// The public edition: each place has the page, and the label, that it has in the complete one.
    pub public: Laid,
}

/// Lays out the two editions of a letter: the public one to the page breaks and columns of the complete.
///
/// # Errors
///
/// Returns the page on which the public edition does not fit, which is a fault of this module.
pub fn lay_out_editions(
    letter: &Document,
    redacted: &Document,
    fonts: &Fonts,
) -> Result<LaidEditions, Overflow> {
    let mut overflow = Overflow { page: 1 };
    for kept in 0..TRIES {
        let (complete, guide) = complete(letter, fonts, f32::from(kept) * KEPT);
        match public(redacted, fonts, &guide) {
            Ok(public) => match moved(&complete, &public) {
                None => return Ok(LaidEditions { complete, public }),
                Some(page) => overflow = Overflow { page },
            },
            Err(error) => overflow = error,
        }
    }
    Err(overflow)
}

/// Returns the page, from 1, of the first place that has another page in the complete edition.
fn moved(complete: &Laid, public: &Laid) -> Option<usize> {
    let mut places = public.places.iter();
    let moved = places
        .find(|(id, spot)| complete.places.get(*id).is_none_or(|there| there.page != spot.page));
    moved.map(|(_, spot)| spot.page + 1)
}

fn complete(document: &Document, fonts: &Fonts, kept: f32) -> (Laid, Guide) {
    let survey = survey::survey(document);
    let mut letter = chapters::lay(document, &survey, fonts, None);
    let has_letterhead = has_letterhead(document);
    let mut material = paginate::material(&mut letter, has_letterhead);
    material.keep(kept);
    let mut pages = paginate::paginate(&material);
    if pages.is_empty() {
        // A letter without a word has a page all the same.
        pages.push(Filling { slabs: 0..0, notes: 0..0 });
    }
    let guide = Guide::new(&mut letter, &pages, &material);
    (assemble::assemble(document, fonts, letter, &pages, &material, has_letterhead), guide)
}

fn public(document: &Document, fonts: &Fonts, guide: &Guide) -> Result<Laid, Overflow> {
    let survey = survey::survey(document);
    let mut letter = chapters::lay(document, &survey, fonts, Some(guide));
    let has_letterhead = has_letterhead(document);
    let material = paginate::material(&mut letter, has_letterhead);
    let pages = guide.fill(&letter.slabs, &letter.notes, &material)?;
    Ok(assemble::assemble(document, fonts, letter, &pages, &material, has_letterhead))
}

fn has_letterhead(document: &Document) -> bool {
    matches!(document.blocks.first(), Some(Block::Letterhead { .. }))
}

//! The pages of the PDF copy: nothing in them leads anywhere (Regulation S-T Rule 105).

use crate::layout::Laid;
use crate::layout::page::Role;

/// Returns the laid-out letter without links, bookmarks and named places; its words and pages are the same.
pub fn without_links(laid: &Laid) -> Laid {
    let mut copy = laid.clone();
    copy.outline.clear();
    copy.places.clear();
    for page in &mut copy.pages {
        page.links.clear();
    }
    for node in &mut copy.nodes {
        // A link without its area is a stretch of text.
        if node.role == Role::Link {
            node.role = Role::Span;
        }
    }
    copy
}

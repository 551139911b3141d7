//! The redline of a proposed disclosure: what it adds to the text as filed, and what it takes out.
//!
//! In: the blocks of both texts. Out: the blocks of the proposed text with changes marked, word by word,
//! and in tables figure by figure. Accepting all changes gives the proposed text, rejecting them the text
//! as filed; [`check`] proves it at run time. Text that moved is taken out in one place and new in the other.
//!
//! The steps: [`form`] brings both texts into one shape, [`blocks`] pairs paragraphs, lists and tables by
//! the words that they share, [`words`] marks what differs within a pair.

mod align;
mod blocks;
mod form;
mod settle;
mod spread;
mod table;
mod text;
mod words;

pub use spread::spread;

use crate::document::{Block, Change, Inline};

/// A redline that does not give back its two texts. It is a fault of this program, never of the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} gives “{found}” where the {} has “{expected}”", self.verb(), self.name())]
pub struct Broken {
    /// Whether accepting (`Inserted`) or rejecting (`Deleted`) all changes gives the wrong text.
    pub kept: Change,
    /// What the text has, from shortly before the first difference.
    pub expected: String,
    /// What the redline gives in its place.
    pub found: String,
}

impl Broken {
    fn verb(&self) -> &'static str {
        match self.kept {
            Change::Inserted => "accepting all changes",
            Change::Deleted => "rejecting all changes",
        }
    }

    fn name(&self) -> &'static str {
        match self.kept {
            Change::Inserted => "proposed text",
            Change::Deleted => "text as filed",
        }
    }
}

/// Marks the proposed text against the text as filed.
///
/// Neither may hold marks already. A reference to a footnote is unchanged when its number is the same, so
/// notes that are alike in both texts must have one number. Blanks come out single, and formatting in one
/// order; ids, the looseness of lists and the kinds of columns are the proposed text's.
pub fn mark(as_filed: &[Block], proposed: &[Block]) -> Vec<Block> {
    blocks::mark(&form::tidy(as_filed), &form::tidy(proposed))
}

/// Accepts all changes of a redline: new text stays, text taken out goes.
pub fn accept(marked: &[Block]) -> Vec<Block> {
    settle::settle(marked, Change::Inserted)
}

/// Rejects all changes of a redline: text taken out stays, new text goes.
pub fn reject(marked: &[Block]) -> Vec<Block> {
    settle::settle(marked, Change::Deleted)
}

/// Returns a text as redlines are compared: blanks single, formatting in one order, the shapes of quotes and
/// dashes folded, figures cut alike, and without what is no text: ids, looseness, kinds of columns.
pub fn normalise(blocks: &[Block]) -> Vec<Block> {
    form::compared(blocks)
}

/// Proves that a redline gives back both of its texts, words and structure, with no blank lost or doubled.
pub fn check(as_filed: &[Block], proposed: &[Block], marked: &[Block]) -> Result<(), Broken> {
    for (kept, text) in [(Change::Inserted, proposed), (Change::Deleted, as_filed)] {
        let settled = settle::settle(marked, kept);
        let (expected, found) = (form::compared(text), form::compared(&settled));
        if expected != found {
            return Err(broken(kept, &expected, &found));
        }
        // Comparing makes blanks single, so those of the settled text are looked at as they are.
        if let Some(found) = form::stray_blank(&settled) {
            return Err(Broken { kept, expected: "single blanks".to_owned(), found });
        }
    }
    Ok(())
}

fn broken(kept: Change, expected: &[Block], found: &[Block]) -> Broken {
    const SHOWN: usize = 60;
    let (expected, found) = (form::outline(expected), form::outline(found));
    let same = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
    let start = same.saturating_sub(SHOWN / 4);
    let piece = |text: &str| text.chars().skip(start).take(SHOWN).collect();
    Broken { kept, expected: piece(&expected), found: piece(&found) }
}

/// Says whether inlines hold a mark of a redline.
pub fn is_marked(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Inserted(_) | Inline::Deleted(_) => true,
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Link { text: inner, .. } => is_marked(inner),
        _ => false,
    })
}

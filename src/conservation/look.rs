//! What letter.md does to the look of the staff's words, which are printed as it has them.

use super::Proof;
use crate::finding::{Level, codes};
use crate::markdown::{self, BlockKind, Inline, InlineKind};

impl Proof<'_, '_> {
    /// Reports words that letter.md strikes through and pictures that it adds, which `import` never writes.
    ///
    /// Emphasis is a note, and only where the letter as received is plain text: that has none. What emphasis an
    /// HTML or PDF file has is not kept.
    pub(super) fn check_look(&mut self) {
        let letter = self.letter;
        let is_plain = self.source.origins.is_empty();
        let mut blocks = letter.blocks.iter();
        let closing = blocks.find(|block| matches!(block.kind, BlockKind::Rule));
        let closing = closing.map_or(u32::MAX, |block| block.place.start);
        let mut end = 0;
        markdown::each_inline(&letter.blocks, &mut |inline| {
            // What stands within something that was told is told.
            if inline.place.start < end {
                return;
            }
            let Some((does, level, help)) =
                look(inline).filter(|(_, level, _)| is_plain || *level == Level::Error)
            else {
                return;
            };
            end = inline.place.end;
            let words = markdown::plain(std::slice::from_ref(inline));
            let words = words.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
            let what =
                if words.is_empty() { "a picture".to_owned() } else { format!("\"{words}\"") };
            let finding = codes::LETTER_DRIFT
                .at(inline.place)
                .level(level)
                .says(format!("letter.md {does} {what}, the letter as received does not"))
                .help(help);
            let rows = &letter.rows;
            let behind = rows.partition_point(|row| row.place.start <= inline.place.start);
            self.findings.push(match behind.checked_sub(1).and_then(|row| rows.get(row)) {
                Some(row) if inline.place.start < closing => finding.about(&row.key),
                _ => finding,
            });
        });
    }
}

/// Returns what an inline does to its words, how much that weighs, and what to type.
fn look(inline: &Inline) -> Option<(&'static str, Level, &'static str)> {
    const PLAIN: &str = "take its signs out; a backslash before one makes it the staff's own";
    match &inline.kind {
        InlineKind::Strike(_) => {
            Some(("strikes through", Level::Error, "take the `~` out; `\\~` is the sign itself"))
        }
        InlineKind::Image { .. } => {
            Some(("shows", Level::Error, "take it out; `\\!` is the sign itself"))
        }
        InlineKind::Emphasis(_) | InlineKind::Strong(_) => Some(("emphasises", Level::Note, PLAIN)),
        InlineKind::Link { .. } => Some(("makes a link of", Level::Note, PLAIN)),
        InlineKind::Code(_) => Some(("makes code of", Level::Note, PLAIN)),
        _ => None,
    }
}

//! The glyphs that a letter uses, and the text that each stands for.
//!
//! In: the pages. Out: an [`Alphabet`] for each face.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Error;
use crate::layout::page::{Face, Page};
use crate::parallel;

/// How many pages a thread takes at once.
const CHUNK: usize = 16;

/// The largest advance that is taken, in em.
const LARGEST: f32 = 1_000.0;

/// Stands for what no text may be mapped to.
const UNKNOWN: &str = "\u{FFFD}";

/// The glyphs of a face that a letter uses, numbered anew without gaps.
///
/// Code 0 is the glyph of missing characters. It is in each font and never shown (ISO 19005-2,
/// 6.2.11.8).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Alphabet<'a> {
    /// Code of each glyph of the font file; 0 where it is not used.
    codes: Vec<u16>,
    /// Glyph of each code, rising.
    pub(super) glyphs: Vec<u16>,
    /// What each code stands for most often: its entry in the ToUnicode map. Empty for code 0 alone.
    pub(super) texts: Vec<&'a str>,
}

impl Alphabet<'_> {
    /// Returns the code of a glyph.
    pub(super) fn code(&self, glyph: u16) -> u16 {
        self.codes.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// Tells whether no run uses the face.
    pub(super) fn is_empty(&self) -> bool {
        self.glyphs.len() < 2
    }
}

/// How often the glyphs of a face stand for which text.
#[derive(Default)]
struct Tally<'a> {
    /// For each glyph the first text seen, and how often.
    firsts: Vec<(&'a str, u32)>,
    /// Other texts: few glyphs have any.
    others: BTreeMap<(u16, &'a str), u32>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, glyph: u16, text: &'a str, count: u32) {
        let index = usize::from(glyph);
        if index >= self.firsts.len() {
            self.firsts.resize(index + 1, ("", 0));
        }
        let first = &mut self.firsts[index];
        if first.1 == 0 {
            *first = (text, count);
        } else if first.0 == text {
            first.1 += count;
        } else {
            *self.others.entry((glyph, text)).or_default() += count;
        }
    }

    fn merge(&mut self, later: Self) {
        for (glyph, (text, count)) in (0..).zip(later.firsts) {
            if count > 0 {
                self.add(glyph, text, count);
            }
        }
        for ((glyph, text), count) in later.others {
            self.add(glyph, text, count);
        }
    }

    /// Returns the text that a glyph stands for most often, the lesser one where two are even.
    fn text(&self, glyph: u16) -> &'a str {
        let first = self.firsts[usize::from(glyph)];
        let others = self.others.range((glyph, "")..).take_while(|((other, _), _)| *other == glyph);
        others
            .map(|(&(_, text), &count)| (text, count))
            .chain([first])
            .filter(|(text, _)| is_mappable(text))
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
            .map_or(UNKNOWN, |(text, _)| text)
    }

    fn alphabet(&self) -> Alphabet<'a> {
        let mut alphabet =
            Alphabet { codes: vec![0; self.firsts.len()], glyphs: vec![0], texts: vec![""] };
        for (glyph, (_, count)) in (0..).zip(&self.firsts).skip(1) {
            if *count > 0 {
                alphabet.codes[usize::from(glyph)] = alphabet.glyphs.len() as u16;
                alphabet.glyphs.push(glyph);
                alphabet.texts.push(self.text(glyph));
            }
        }
        alphabet
    }
}

/// Tells whether a ToUnicode map may have a text as a value.
///
/// ISO 19005-2, 6.2.11.7: not U+0000, U+FEFF and U+FFFE, and a private character only where
/// `ActualText` says what it means, which the content gives to whatever differs from the map.
fn is_mappable(text: &str) -> bool {
    let barred = |c| {
        matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
            || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
    };
    !text.is_empty() && !text.contains(barred)
}

/// Collects the glyphs of all pages, and checks them.
pub(super) fn collect(pages: &[Page]) -> Result<[Alphabet<'_>; Face::ALL.len()], Error> {
    let mut tallies: [Tally<'_>; Face::ALL.len()] = Default::default();
    for part in parallel::map(pages.len(), CHUNK, |range| tally(pages, range)) {
        for (tally, later) in tallies.iter_mut().zip(part?) {
            tally.merge(later);
        }
    }
    Ok(tallies.map(|tally| tally.alphabet()))
}

fn tally(pages: &[Page], range: Range<usize>) -> Result<[Tally<'_>; Face::ALL.len()], Error> {
    let mut tallies: [Tally<'_>; Face::ALL.len()] = Default::default();
    for index in range {
        for run in &pages[index].runs {
            let tally = &mut tallies[run.face.index()];
            for glyph in &run.glyphs {
                if glyph.advance.is_nan() || glyph.advance.abs() > LARGEST {
                    return Err(Error::Measure { what: "glyph", page: index + 1 });
                }
                let text = run.text.get(glyph.start as usize..glyph.end as usize);
                tally.add(glyph.id, text.ok_or(Error::GlyphText { page: index + 1 })?, 1);
            }
        }
    }
    Ok(tallies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_is_mapped_to_the_text_that_it_stands_for_most_often() {
        let mut tally = Tally::default();
        tally.add(7, "\u{A0}", 1);
        tally.add(7, " ", 3);
        tally.add(3, "a", 1);
        let alphabet = tally.alphabet();
        assert_eq!(alphabet.glyphs, [0, 3, 7]);
        assert_eq!(alphabet.texts, ["", "a", " "]);
        assert_eq!([alphabet.code(3), alphabet.code(7), alphabet.code(5)], [1, 2, 0]);
    }

    #[test]
    fn the_order_of_the_pages_does_not_show() {
        let (mut one, mut other) = (Tally::default(), Tally::default());
        one.add(7, "b", 1);
        other.add(7, "a", 1);
        let (mut forward, mut backward) = (Tally::default(), Tally::default());
        forward.add(7, "b", 1);
        backward.add(7, "a", 1);
        forward.merge(other);
        backward.merge(one);
        assert_eq!(forward.alphabet(), backward.alphabet());
    }

    #[test]
    fn no_text_and_private_characters_are_mapped_to_the_replacement_character() {
        let mut tally = Tally::default();
        tally.add(7, "", 9);
        tally.add(8, "\u{E000}", 9);
        assert_eq!(tally.alphabet().texts, ["", UNKNOWN, UNKNOWN]);
    }
}

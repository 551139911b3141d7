//! Shaped words: text in, glyphs with kerning and ligatures out, each word of a face shaped once.

use std::collections::HashMap;
use std::ops::Range;

use harfrust::{Buffer, Direction, Script, ShapeOptions, ShaperFont};

use super::fonts::{Fonts, runs_from_the_right};
use super::page::{Face, Glyph};

/// The longest piece that is shaped at once, in bytes; longer words are cut.
const LONGEST: usize = 120;

/// Shapes words and remembers them.
pub(super) struct Shaper<'a> {
    fonts: &'a Fonts,
    shapers: [ShaperFont<'a, 'static>; Face::ALL.len()],
    /// For each face where in `glyphs` a word's shape lies.
    known: [HashMap<Box<str>, Shape>; Face::ALL.len()],
    glyphs: Vec<Glyph>,
    buffer: Buffer,
}

/// A word's shape.
#[derive(Clone)]
struct Shape {
    glyphs: Range<usize>,
    /// Whether the face lacks one of its characters, or one runs from right to left, which no face draws.
    lacking: bool,
}

impl<'a> Shaper<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Shaper {
            fonts,
            shapers: Face::ALL.map(|face| ShaperFont::new(&fonts.typeface(face).font)),
            known: Default::default(),
            glyphs: Vec::new(),
            buffer: Buffer::new(),
        }
    }

    /// Returns the fonts that it shapes with.
    pub(super) fn fonts(&self) -> &'a Fonts {
        self.fonts
    }

    /// Appends the glyphs of a word without blanks; says whether the face has all its characters.
    ///
    /// The ranges count from `offset`. A missing character has glyph 0, for the caller to replace.
    pub(super) fn word(
        &mut self,
        face: Face,
        word: &str,
        offset: usize,
        out: &mut Vec<Glyph>,
    ) -> bool {
        let mut complete = true;
        for (start, piece) in pieces(word) {
            let shape = match self.known[face.index()].get(piece) {
                Some(shape) => shape.clone(),
                None => self.shape(face, piece),
            };
            complete &= !shape.lacking;
            let shift = (offset + start) as u32;
            out.extend(self.glyphs[shape.glyphs].iter().map(|glyph| Glyph {
                start: glyph.start + shift,
                end: glyph.end + shift,
                ..*glyph
            }));
        }
        complete
    }

    fn shape(&mut self, face: Face, word: &str) -> Shape {
        let typeface = self.fonts.typeface(face);
        self.buffer.clear();
        self.buffer.push_str(word);
        let mut options = ShapeOptions::new();
        if face == face.fallback() {
            // What the first family lacks is of any script.
            self.buffer.guess_segment_properties();
        } else {
            self.buffer.set_script(Some(Script::LATIN));
            options = options.plan(Some(&typeface.plan));
        }
        self.buffer.set_direction(Direction::LeftToRight);
        harfrust::shape(&self.shapers[face.index()], &mut self.buffer, options)
            .expect("the buffer has the plan's direction and script");
        let first = self.glyphs.len();
        self.push_shaped(word.len(), typeface.units);
        let glyphs = first..self.glyphs.len();
        let lacking = self.glyphs[glyphs.clone()].iter().any(|glyph| glyph.id == 0)
            || word.chars().any(runs_from_the_right);
        let shape = Shape { glyphs, lacking };
        self.known[face.index()].insert(word.into(), shape.clone());
        shape
    }

    /// Copies the buffer's glyphs. A glyph's text goes up to the next cluster; of several glyphs in one
    /// cluster the first has all of the text. A sideways offset moves into the advances around it.
    fn push_shaped(&mut self, length: usize, units: f32) {
        let infos = self.buffer.glyph_infos();
        let positions = self.buffer.glyph_positions();
        let first = self.glyphs.len();
        for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
            let start = info.cluster;
            let repeats = index > 0 && infos[index - 1].cluster == start;
            let end = infos[index..]
                .iter()
                .map(|later| later.cluster)
                .find(|&cluster| cluster != start)
                .unwrap_or(length as u32);
            let offset = position.x_offset as f32 / units;
            if let Some(before) = self.glyphs[first..].last_mut() {
                before.advance += offset;
            }
            self.glyphs.push(Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: position.x_advance as f32 / units - offset,
                start: if repeats { end } else { start },
                end,
            });
        }
    }
}

/// Cuts a word into pieces that are short enough to be shaped and remembered.
fn pieces(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = word.get(start..).filter(|rest| !rest.is_empty())?;
        let mut end = rest.len().min(LONGEST);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let piece = (start, &rest[..end]);
        start += end;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaped(face: Face, word: &str) -> Vec<Glyph> {
        let fonts = Fonts::embedded();
        let mut glyphs = Vec::new();
        Shaper::new(&fonts).word(face, word, 0, &mut glyphs);
        glyphs
    }

    #[test]
    fn a_ligature_stands_for_its_letters() {
        let glyphs = shaped(Face::Roman, "efficient");
        assert_eq!(glyphs.len(), 7);
        assert_eq!((glyphs[1].start, glyphs[1].end), (1, 4));
    }

    #[test]
    fn letters_are_kerned() {
        let width = |word: &str| shaped(Face::Roman, word).iter().map(|g| g.advance).sum::<f32>();
        assert!(width("AV") < width("A") + width("V"));
    }

    #[test]
    fn the_glyphs_of_a_word_cover_its_bytes() {
        for word in ["naïve", "e\u{301}te\u{301}", "x\u{302}y", &"long".repeat(200)] {
            let mut at = 0;
            for glyph in shaped(Face::Roman, word) {
                assert_eq!(glyph.start, at, "{word}");
                at = glyph.end;
            }
            assert_eq!(at as usize, word.len(), "{word}");
        }
    }

    #[test]
    fn a_lacking_character_is_told() {
        let fonts = Fonts::embedded();
        let mut shaper = Shaper::new(&fonts);
        assert!(shaper.word(Face::Roman, "all", 0, &mut Vec::new()));
        assert!(!shaper.word(Face::Roman, "漢", 0, &mut Vec::new()));
    }
}

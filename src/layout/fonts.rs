//! The five faces of the letter, parsed once.
//!
//! In: the bytes of font files, the embedded ones or a company's own. Out: [`Fonts`], which shaping
//! and the PDF's writer read.

use std::borrow::Cow;

use harfrust::{Direction, Font, GlyphId, Script, ShapePlan};

use super::page::Face;

/// The files that the program carries, in the order of [`Face::ALL`].
static EMBEDDED: [(&[u8], &str); 5] = [
    (include_bytes!("../../assets/fonts/texgyretermes-regular.otf"), "TeXGyreTermes-Regular"),
    (include_bytes!("../../assets/fonts/texgyretermes-bold.otf"), "TeXGyreTermes-Bold"),
    (include_bytes!("../../assets/fonts/texgyretermes-italic.otf"), "TeXGyreTermes-Italic"),
    (include_bytes!("../../assets/fonts/texgyretermes-bolditalic.otf"), "TeXGyreTermes-BoldItalic"),
    (include_bytes!("../../assets/fonts/texgyrecursor-regular.otf"), "TeXGyreCursor-Regular"),
];

/// The faces of a letter.
pub struct Fonts {
    faces: [Typeface; 5],
}

/// One parsed font file.
pub(super) struct Typeface {
    bytes: Cow<'static, [u8]>,
    name: String,
    pub(super) font: Font,
    pub(super) plan: ShapePlan,
    pub(super) units: f32,
    /// Advance of the blank in em.
    pub(super) blank: f32,
    /// The glyph of the blank.
    pub(super) blank_glyph: u16,
    /// The glyph that stands where the face has none.
    pub(super) question_glyph: u16,
}

impl Fonts {
    /// Returns the embedded faces: TeX Gyre Termes, and Cursor for code.
    pub fn embedded() -> Self {
        let faces = EMBEDDED.map(|(bytes, name)| {
            Typeface::new(Cow::Borrowed(bytes), name).expect("the embedded fonts are whole")
        });
        Fonts { faces }
    }

    /// Returns a company's own faces, in the order of [`Face::ALL`]; fails with the face that is none.
    pub fn from_files(files: [(Vec<u8>, String); 5]) -> Result<Self, Face> {
        let mut faces = Vec::with_capacity(files.len());
        for (face, (bytes, name)) in Face::ALL.into_iter().zip(files) {
            faces.push(Typeface::new(Cow::Owned(bytes), &name).ok_or(face)?);
        }
        let faces = faces.try_into().map_err(|_| Face::Roman)?;
        Ok(Fonts { faces })
    }

    /// Returns the font file of a face.
    pub fn bytes(&self, face: Face) -> &[u8] {
        &self.typeface(face).bytes
    }

    /// Returns the PostScript name of a face.
    pub fn name(&self, face: Face) -> &str {
        &self.typeface(face).name
    }

    /// Returns how many font units make an em.
    pub fn units_per_em(&self, face: Face) -> f32 {
        self.typeface(face).units
    }

    /// Returns the advance of a glyph as the font file has it, before kerning, in em.
    pub fn advance(&self, face: Face, glyph: u16) -> f32 {
        let typeface = self.typeface(face);
        advance(&typeface.font, glyph) / typeface.units
    }

    pub(super) fn typeface(&self, face: Face) -> &Typeface {
        &self.faces[face.index()]
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.faces.iter().map(|face| &face.name)).finish()
    }
}

impl Typeface {
    fn new(bytes: Cow<'static, [u8]>, name: &str) -> Option<Self> {
        let font = match &bytes {
            Cow::Borrowed(bytes) => Font::new(*bytes, 0)?,
            Cow::Owned(bytes) => Font::new(bytes.clone(), 0)?,
        };
        let units = f32::from(font.units_per_em());
        let plan = ShapePlan::new(&font, Direction::LeftToRight, Some(Script::LATIN), None, &[]);
        let glyph_of = |character: char| {
            let glyph = font.charmap().map_unicode(character)?;
            u16::try_from(glyph.to_u32()).ok()
        };
        let (blank_glyph, question_glyph) = (glyph_of(' ')?, glyph_of('?')?);
        let blank = advance(&font, blank_glyph) / units;
        (units > 0.0).then_some(Typeface {
            bytes,
            name: name.into(),
            font,
            plan,
            units,
            blank,
            blank_glyph,
            question_glyph,
        })
    }
}

fn advance(font: &Font, glyph: u16) -> f32 {
    font.glyph_metrics().h_advance(GlyphId::new(u32::from(glyph)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_the_serif_faces_are_half_an_em() {
        let fonts = Fonts::embedded();
        for face in [Face::Roman, Face::Bold, Face::Italic, Face::BoldItalic] {
            let glyph = fonts.typeface(face).font.charmap().map_unicode('7').expect("a seven");
            assert_eq!(fonts.advance(face, glyph.to_u32() as u16), 0.5, "{face:?}");
        }
    }

    #[test]
    fn a_file_that_is_no_font_is_named() {
        let file = || (EMBEDDED[0].0.to_vec(), String::from("Serif"));
        let broken = (vec![1, 2, 3], String::from("None"));
        assert_eq!(
            Fonts::from_files([file(), file(), broken, file(), file()]).err(),
            Some(Face::Italic)
        );
    }
}

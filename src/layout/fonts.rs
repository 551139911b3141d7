//! The faces of the letter, parsed once: four of a family, one for code, those of a fallback family, and the
//! built-in signs.
//!
//! In: the bytes of font files, the embedded ones or a company's own. Out: [`Fonts`], which shaping
//! and the PDF's writer read.

use std::borrow::Cow;

use harfrust::{Direction, Font, GlyphId, Script, ShapePlan};

use super::page::Face;

mod about;

use about::About;
pub use about::FontReason;

/// Why a family of fonts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontFault {
    /// A file cannot be used.
    Unusable {
        /// Its path.
        path: String,
        /// Why.
        reason: FontReason,
    },
    /// No file has a face.
    Missing(Face),
    /// Two files have the same face.
    Twice {
        /// The face.
        face: Face,
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
}

/// The files that the program carries, in the order of [`Face::ALL`].
static EMBEDDED: [(&[u8], &str); 5] = [
    (include_bytes!("../../assets/fonts/texgyretermes-regular.otf"), "TeXGyreTermes-Regular"),
    (include_bytes!("../../assets/fonts/texgyretermes-bold.otf"), "TeXGyreTermes-Bold"),
    (include_bytes!("../../assets/fonts/texgyretermes-italic.otf"), "TeXGyreTermes-Italic"),
    (include_bytes!("../../assets/fonts/texgyretermes-bolditalic.otf"), "TeXGyreTermes-BoldItalic"),
    (include_bytes!("../../assets/fonts/texgyrecursor-regular.otf"), "TeXGyreCursor-Regular"),
];

/// The signs that the letters of many a family lack: superiors and inferiors, fractions, boxes, currencies.
static SIGNS: [(&[u8], &str); 4] = [
    (include_bytes!("../../assets/fonts/corresp-signs-regular.ttf"), "CorrespSigns-Regular"),
    (include_bytes!("../../assets/fonts/corresp-signs-bold.ttf"), "CorrespSigns-Bold"),
    (include_bytes!("../../assets/fonts/corresp-signs-italic.ttf"), "CorrespSigns-Italic"),
    (include_bytes!("../../assets/fonts/corresp-signs-bolditalic.ttf"), "CorrespSigns-BoldItalic"),
];

/// The faces of a letter.
pub struct Fonts {
    faces: [Typeface; 5],
    /// Roman, bold, italic and bold italic of the family that steps in, as far as it has them.
    fallback: [Option<Typeface>; 4],
    /// The same of the built-in signs, which step in last.
    signs: [Typeface; 4],
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
        Fonts {
            faces: EMBEDDED.map(built_in),
            fallback: Default::default(),
            signs: SIGNS.map(built_in),
        }
    }

    /// Returns a family of one's own, from the files of a folder: four faces, told apart by what they say
    /// of themselves. Code stays in the built-in face.
    ///
    /// A file may say that it must not be embedded, or not cut down to what is used (OpenType, `OS/2`,
    /// `fsType`): its faces are not used then.
    pub fn of_family(files: Vec<(String, Vec<u8>)>) -> Result<Self, FontFault> {
        let mut faces = Vec::with_capacity(5);
        for (face, found) in Face::ALL.into_iter().zip(family(files)?) {
            faces.push(found.ok_or(FontFault::Missing(face))?);
        }
        faces.push(built_in(EMBEDDED[Face::Mono.index()]));
        let faces = faces.try_into().map_err(|_| FontFault::Missing(Face::Mono))?;
        Ok(Fonts { faces, fallback: Default::default(), signs: SIGNS.map(built_in) })
    }

    /// Returns the fonts with a family that steps in where the first one lacks a character: its regular
    /// face at least, which also stands for those of its others that are not there.
    pub fn with_fallback(self, files: Vec<(String, Vec<u8>)>) -> Result<Self, FontFault> {
        let fallback = family(files)?;
        match fallback[0] {
            Some(_) => Ok(Fonts { fallback, ..self }),
            None => Err(FontFault::Missing(Face::Roman)),
        }
    }

    /// Says whether some face draws a character.
    pub fn draw(&self, character: char) -> bool {
        self.face_with(character, Face::Roman).is_some()
    }

    /// Returns the face that draws a character: the wanted one, else the fallback family's, else the built-in
    /// signs', else any that has it. None where all lack it, or where it belongs to a script that runs from
    /// right to left: lines are set from left to right alone.
    fn face_with(&self, character: char, wanted: Face) -> Option<Face> {
        if runs_from_the_right(character) {
            return None;
        }
        let stands_in =
            [wanted, wanted.fallback(), Face::FallbackRoman, wanted.signs(), Face::SignsRoman];
        // Latin 1 has three superiors, and many a family those alone: beside `⁴` they are of one face with it.
        let is_among_others = matches!(character, '¹' | '²' | '³');
        let has = |face: &Face| {
            let typeface = self.find(*face);
            typeface.is_some_and(|it| it.has(character) && (!is_among_others || it.has('⁴')))
        };
        stands_in.into_iter().chain(Face::ALL).find(has)
    }

    /// Cuts a word into parts that one face draws each; see [`face_with`](Self::face_with).
    pub(super) fn parts<'w>(
        &self,
        word: &'w str,
        wanted: Face,
    ) -> impl Iterator<Item = (Option<Face>, &'w str)> {
        let mut rest = word;
        std::iter::from_fn(move || {
            let face = self.face_with(rest.chars().next()?, wanted);
            let same = |next: &char| self.face_with(*next, wanted) == face;
            let length = rest.chars().take_while(same).map(char::len_utf8).sum();
            let (part, behind) = rest.split_at(length);
            rest = behind;
            Some((face, part))
        })
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

    /// Returns a face; the family's own regular where there is no such face.
    pub(super) fn typeface(&self, face: Face) -> &Typeface {
        self.find(face).unwrap_or(&self.faces[0])
    }

    /// Returns a face, if it is there.
    fn find(&self, face: Face) -> Option<&Typeface> {
        let Some(index) = face.index().checked_sub(self.faces.len()) else {
            return self.faces.get(face.index());
        };
        match index.checked_sub(self.fallback.len()) {
            None => self.fallback[index].as_ref(),
            Some(index) => self.signs.get(index),
        }
    }
}

/// Returns a face that the program carries.
fn built_in((bytes, name): (&'static [u8], &str)) -> Typeface {
    Typeface::new(Cow::Borrowed(bytes), name).expect("the built-in fonts are whole")
}

/// Says whether a character is in the blocks that Unicode keeps for scripts from right to left.
pub(super) fn runs_from_the_right(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// Returns the faces that the files of a folder have, told apart by what they say of themselves.
fn family(files: Vec<(String, Vec<u8>)>) -> Result<[Option<Typeface>; 4], FontFault> {
    let mut paths: [Option<String>; 4] = Default::default();
    let mut found: [Option<Typeface>; 4] = Default::default();
    for (path, bytes) in files {
        let unusable = |reason| FontFault::Unusable { path: path.clone(), reason };
        let about = About::read(&bytes).map_err(unusable)?;
        let slot = about.face.index();
        if let Some(first) = paths[slot].take() {
            return Err(FontFault::Twice { face: about.face, first, second: path });
        }
        let name = about.name.unwrap_or_else(|| path.clone());
        found[slot] = Some(Typeface::new(Cow::Owned(bytes), &name).map_err(unusable)?);
        paths[slot] = Some(path);
    }
    Ok(found)
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let faces = self.faces.iter().chain(self.fallback.iter().flatten());
        formatter.debug_list().entries(faces.map(|face| &face.name)).finish()
    }
}

impl Typeface {
    /// Says whether the face draws a character.
    fn has(&self, character: char) -> bool {
        self.font.charmap().map_unicode(character).is_some()
    }

    fn new(bytes: Cow<'static, [u8]>, name: &str) -> Result<Self, FontReason> {
        let font = match &bytes {
            Cow::Borrowed(bytes) => Font::new(*bytes, 0),
            Cow::Owned(bytes) => Font::new(bytes.clone(), 0),
        };
        let font = font.ok_or(FontReason::Damaged)?;
        let units = f32::from(font.units_per_em());
        let plan = ShapePlan::new(&font, Direction::LeftToRight, Some(Script::LATIN), None, &[]);
        let glyph_of = |character: char| {
            let glyph = font.charmap().map_unicode(character)?;
            u16::try_from(glyph.to_u32()).ok()
        };
        let blank_glyph = glyph_of(' ').ok_or(FontReason::Bare)?;
        let question_glyph = glyph_of('?').ok_or(FontReason::Bare)?;
        let blank = advance(&font, blank_glyph) / units;
        let name = name.into();
        match units > 0.0 {
            true => {
                Ok(Typeface { bytes, name, font, plan, units, blank, blank_glyph, question_glyph })
            }
            false => Err(FontReason::Damaged),
        }
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
    fn the_built_in_signs_have_what_the_letters_lack() {
        let fonts = Fonts::embedded();
        for sign in "⅓⅔⅛₀₁₂₃⁰¹²³⁴⁵⁶⁷⁸⁹☐☑☒✓✔✗₿₹₽₪₺′″ʻ■□●∏".chars()
        {
            let parts: Vec<_> = fonts
                .parts(sign.encode_utf8(&mut [0; 4]), Face::Roman)
                .map(|(face, _)| face)
                .collect();
            assert_eq!(parts, [Some(Face::SignsRoman)], "{sign}");
        }
        let bold: Vec<_> = fonts.parts("66⅔%☐", Face::Bold).collect();
        let (bold_letters, bold_signs) = (Some(Face::Bold), Some(Face::SignsBold));
        let roman_signs = Some(Face::SignsRoman);
        assert_eq!(
            bold,
            [(bold_letters, "66"), (bold_signs, "⅔"), (bold_letters, "%"), (roman_signs, "☐")]
        );
    }

    fn family() -> Vec<(String, Vec<u8>)> {
        let files = EMBEDDED[..4].iter();
        files.map(|(bytes, name)| (format!("fonts/{name}.otf"), bytes.to_vec())).collect()
    }

    #[test]
    fn a_family_is_known_by_what_its_files_say() {
        let mut files = family();
        files.reverse();
        let fonts = Fonts::of_family(files).expect("the four faces are there");
        assert_eq!(fonts.name(Face::Italic), "TeXGyreTermes-Italic");
        assert_eq!(fonts.name(Face::BoldItalic), "TeXGyreTermes-BoldItalic");
        assert_eq!(fonts.bytes(Face::Bold), EMBEDDED[Face::Bold.index()].0);
    }

    #[test]
    fn a_face_that_is_missing_or_there_twice_is_named() {
        let mut files = family();
        let italic = files.remove(2);
        assert_eq!(Fonts::of_family(files.clone()).err(), Some(FontFault::Missing(Face::Italic)));
        files.extend([italic.clone(), ("fonts/x.otf".into(), italic.1)]);
        let fault = Fonts::of_family(files).err();
        assert!(matches!(fault, Some(FontFault::Twice { face: Face::Italic, .. })), "{fault:?}");
    }

    /// The family with its ligatures moved to where Unicode has letters of Hebrew.
    fn hebrew_family() -> Vec<(String, Vec<u8>)> {
        let mut files = family();
        for (name, bytes) in &mut files {
            // The last codes of the segments of `cmap`, and the first ones.
            for [old, new] in [
                [*b"\xf7\xff\xfb\x04\xff\xff", *b"\xf7\xff\xfb\x24\xff\xff"],
                [*b"\xf7\xf8\xfb\x00\xff\xff", *b"\xf7\xf8\xfb\x20\xff\xff"],
            ] {
                let found = bytes.windows(6).filter(|window| *window == old).count();
                assert!(found > 0, "{name}");
                while let Some(at) = bytes.windows(6).position(|window| window == old) {
                    bytes[at..at + 6].copy_from_slice(&new);
                }
            }
        }
        files
    }

    #[test]
    fn letters_from_right_to_left_are_drawn_by_no_family_that_has_them() {
        let letter = '\u{fb21}';
        let own = Fonts::of_family(hebrew_family()).expect("the four faces are there");
        let has = own.typeface(Face::Roman).font.charmap().map_unicode(letter);
        assert!(has.is_some(), "else nothing is tested");
        let behind = Fonts::embedded().with_fallback(hebrew_family()).expect("a family");
        for fonts in [own, behind] {
            let parts: Vec<_> = fonts.parts("a\u{fb21}b", Face::Roman).collect();
            let roman = Some(Face::Roman);
            assert_eq!(parts, [(roman, "a"), (None, "\u{fb21}"), (roman, "b")]);
        }
    }

    #[test]
    fn a_file_that_must_not_be_embedded_is_not() {
        let with = |kind: u8| {
            let mut files = family();
            let bytes = &mut files[0].1;
            let at = about::offset(bytes, b"OS/2").expect("an OS/2 table");
            bytes[at + 8..at + 10].copy_from_slice(&[if kind > 0xF { 1 } else { 0 }, kind & 0xF]);
            Fonts::of_family(files).err()
        };
        let reason = |fault: Option<FontFault>| match fault {
            Some(FontFault::Unusable { reason, .. }) => Some(reason),
            _ => None,
        };
        assert_eq!(reason(with(2)), Some(FontReason::Restricted));
        assert_eq!(reason(with(0x10)), Some(FontReason::NoSubset));
        assert_eq!(with(4), None);
        assert_eq!(with(8), None);
        let broken = vec![("fonts/a.otf".to_owned(), vec![1, 2, 3])];
        assert_eq!(reason(Fonts::of_family(broken).err()), Some(FontReason::NoFont));
    }
}

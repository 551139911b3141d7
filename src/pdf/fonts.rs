//! The fonts: each face cut down to the glyphs that the letter uses, and embedded.
//!
//! In: the alphabets and the font files. Out: a [`Font`] for each face, whose objects go to the file.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{
    Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Pt, TextItem,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::Error;
use super::file::{self, File, reference};
use super::glyphs::Alphabet;
use crate::layout::Fonts;
use crate::layout::page::Face;
use crate::parallel;

/// An embedded font, not yet in the file.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// Natural advance of each code, in thousandths of an em: the numbers of `/W`.
    pub(super) widths: Vec<i32>,
    /// Its objects, as `printpdf` numbered them; none where no run uses the face.
    objects: Option<(ObjectId, Document)>,
}

/// Embeds what the alphabets hold, each face on a thread of its own.
pub(super) fn embed(
    alphabets: &[Alphabet<'_>; Face::ALL.len()],
    fonts: &Fonts,
) -> Result<Vec<Font>, Error> {
    let faces = parallel::map(Face::ALL.len(), 1, |range| {
        let face = Face::ALL[range.start];
        let (bytes, name) = (fonts.bytes(face), fonts.name(face));
        let font = embed_face(&alphabets[face.index()], bytes, name);
        font.map_err(|reason| Error::Font { face, name: name.to_owned(), reason })
    });
    faces.into_iter().collect()
}

/// Embeds a face; `name` is its PostScript name.
fn embed_face(alphabet: &Alphabet<'_>, bytes: &[u8], name: &str) -> Result<Font, String> {
    if alphabet.is_empty() {
        return Ok(Font::default());
    }
    // The glyphs rise from 0, so the code of each is its place among them.
    let remapper = GlyphRemapper::new_from_glyphs_sorted(&alphabet.glyphs);
    let subset = subsetter::subset(bytes, 0, &remapper).map_err(|error| error.to_string())?;
    let mut parsed = ParsedFont::from_bytes(&subset, 0, &mut Vec::new())
        .ok_or("its tables cannot be read".to_owned())?;
    parsed.font_name = Some(format!("{}+{}", subset_tag(alphabet, name), plain_name(name)));
    let widths = widths(&parsed, alphabet)?;
    let (root, mut document) = skeleton(parsed, alphabet)?;
    set_widths(&mut document, root, &widths);
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object {
            stream.content = file::deflate(&stream.content);
            stream.dict.set("Filter", "FlateDecode");
        }
    }
    Ok(Font { widths, objects: Some((root, document)) })
}

/// Returns the advances of an alphabet's codes in thousandths of an em.
fn widths(parsed: &ParsedFont, alphabet: &Alphabet<'_>) -> Result<Vec<i32>, String> {
    let em = f64::from(parsed.units_per_em.max(1));
    (0..alphabet.glyphs.len())
        .map(|code| {
            let width = parsed.get_glyph_width(code as u16);
            let width = width.ok_or_else(|| format!("no width of glyph {}", alphabet.glyphs[code]));
            Ok((f64::from(width?) * 1000.0 / em).round() as i32)
        })
        .collect()
}

/// Has `printpdf` make the font's objects: a document of one page that shows each glyph once.
fn skeleton(parsed: ParsedFont, alphabet: &Alphabet<'_>) -> Result<(ObjectId, Document), String> {
    const NAME: &str = "Letter";
    let mut document = PdfDocument::new("");
    // `add_font` would name the font at random.
    document.resources.fonts.map.insert(FontId(NAME.to_owned()), PdfFont::new(parsed));
    let glyphs = (0..).zip(&alphabet.texts).skip(1);
    let shown = glyphs.map(|(code, text)| Codepoint::with_cid(code, 0.0, (*text).to_owned()));
    let operations = vec![
        Op::SetFont { font: PdfFontHandle::External(FontId(NAME.to_owned())), size: Pt(1.0) },
        Op::ShowText { items: vec![TextItem::GlyphIds(shown.collect())] },
    ];
    document.pages.push(PdfPage::new(Mm(10.0), Mm(10.0), operations));
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let document = document.to_lopdf_document(&options, &mut Vec::new());
    let font = document.objects.iter().find_map(|(id, object)| {
        let subtype = object.as_dict().ok()?.get(b"Subtype").and_then(Object::as_name).ok()?;
        (subtype == b"Type0").then_some(*id)
    });
    Ok((font.ok_or("printpdf did not embed it")?, document))
}

/// Sets `/W` to rounded widths: `printpdf` truncates them, and ISO 19005-2, 6.2.11.5 wants them right.
fn set_widths(document: &mut Document, font: ObjectId, widths: &[i32]) {
    let descendant = document
        .get_object_mut(font)
        .and_then(Object::as_dict_mut)
        .and_then(|font| font.get_mut(b"DescendantFonts"))
        .and_then(Object::as_array_mut)
        .ok()
        .and_then(|fonts| fonts.first_mut());
    if let Some(Object::Dictionary(descendant)) = descendant {
        let widths = widths.iter().map(|&width| i64::from(width).into()).collect();
        descendant.set("W", vec![0.into(), Object::Array(widths)]);
    }
}

/// Returns the six letters that name a subset (ISO 32000-1, 9.6.4), made from what is in it.
fn subset_tag(alphabet: &Alphabet<'_>, name: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(name);
    for glyph in &alphabet.glyphs {
        hash.update(glyph.to_be_bytes());
    }
    hash.finalize()[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// Returns a name without what a PostScript name may not have.
fn plain_name(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).take(100).collect()
}

/// Puts the fonts into the file and returns the dictionary of their names: `F0` to `F12`.
pub(super) fn put(fonts: &[Font], file: &mut File) -> Object {
    let mut names = Dictionary::new();
    for (index, font) in fonts.iter().enumerate() {
        if let Some((root, document)) = &font.objects {
            let mut graft = Graft { document, numbers: BTreeMap::new(), file };
            let number = graft.object(*root);
            names.set(format!("F{index}"), reference(number));
        }
    }
    Object::Dictionary(names)
}

/// Copies objects of another document into the file, with all that they refer to.
struct Graft<'a> {
    document: &'a Document,
    numbers: BTreeMap<ObjectId, u32>,
    file: &'a mut File,
}

impl Graft<'_> {
    fn object(&mut self, id: ObjectId) -> u32 {
        if let Some(&number) = self.numbers.get(&id) {
            return number;
        }
        let number = self.file.number();
        self.numbers.insert(id, number);
        let mut object = self.document.objects.get(&id).cloned().unwrap_or(Object::Null);
        self.renumber(&mut object);
        self.file.put(number, &object);
        number
    }

    fn renumber(&mut self, object: &mut Object) {
        match object {
            Object::Reference(id) => *object = file::reference(self.object(*id)),
            Object::Array(items) => items.iter_mut().for_each(|item| self.renumber(item)),
            Object::Dictionary(entries) => self.renumber_entries(entries),
            Object::Stream(stream) => self.renumber_entries(&mut stream.dict),
            _ => {}
        }
    }

    fn renumber_entries(&mut self, entries: &mut Dictionary) {
        entries.iter_mut().for_each(|(_, value)| self.renumber(value));
    }
}

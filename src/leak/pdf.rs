//! A PDF read back: text through the fonts' own maps, and every string wherever it stands.
//!
//! In: bytes. Out: what stands where: pages, document information, XMP, outline, page labels, alternative
//! texts, the structure tree, links, names. Streams that belong to no page are read as if they did.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{Found, Piece, Unreadable};

/// The text that each code of a font stands for.
type Map = BTreeMap<u16, String>;
/// The fonts of a page by their names in its content.
type Fonts = BTreeMap<Vec<u8>, Rc<Map>>;
/// Maps that were read, by the address of the font: most pages have the same fonts.
type Known = BTreeMap<*const Dictionary, Rc<Map>>;

/// A gap in a line of glyphs that parts two words, in thousandths of an em.
const GAP: f32 = -180.0;

/// How far from the end of a figure its next piece begins at most, in em; columns are further apart.
const NEAR: f32 = 0.25;

/// Reads a PDF back.
pub(super) fn read(bytes: &[u8]) -> Result<Found, Unreadable> {
    let document = Document::load_mem(bytes).map_err(|error| Unreadable(error.to_string()))?;
    if document.is_encrypted() {
        return Err(Unreadable("it is encrypted".into()));
    }
    let mut found = Found::default();
    let (mut contents, mut all_fonts) = (BTreeMap::new(), Fonts::new());
    let mut known = Known::new();
    for (number, page) in document.get_pages() {
        let fonts = fonts(&document, page, &mut known)?;
        all_fonts.extend(fonts.clone());
        for stream in document.get_page_contents(page) {
            contents.insert(stream, (number, fonts.clone()));
        }
    }
    let mut flowing = String::new();
    for (id, object) in &document.objects {
        strings(object, "", &mut found, 0);
        let Object::Stream(stream) = object else { continue };
        let page = contents.get(id).map(|(number, _)| *number);
        if page.is_none() {
            let place = "a part that belongs to no page".to_owned();
            other_stream(stream, &place, &all_fonts, &mut found)?;
        }
    }
    // A text that goes on overleaf is one text.
    let mut pages: Vec<(u32, ObjectId)> = contents.iter().map(|(id, page)| (page.0, *id)).collect();
    pages.sort_unstable();
    for (number, id) in pages {
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { continue };
        let fonts = &contents[&id].1;
        let text = content(&decoded(stream)?, &format!("page {number}"), fonts, &mut found)?;
        flowing.push_str(&text);
        flowing.push('\n');
    }
    found.say("its pages", flowing);
    found.frame("what stands around its objects", around_streams(bytes));
    strings(&Object::Dictionary(without_id(&document.trailer)), "", &mut found, 0);
    Ok(found)
}

/// Returns what a file has outside of its streams: comments, what an older state of it left, what follows its end.
fn around_streams(bytes: &[u8]) -> String {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let mut pieces = text.split("endstream").map(|piece| match piece.find("stream") {
        Some(start) => &piece[..start],
        None => piece,
    });
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| all + "\n" + piece)
}

/// Returns the trailer without the file's identifier, which is no text.
fn without_id(trailer: &Dictionary) -> Dictionary {
    let mut trailer = trailer.clone();
    trailer.remove(b"ID");
    trailer
}

fn decoded(stream: &Stream) -> Result<Vec<u8>, Unreadable> {
    if stream.dict.get(b"Filter").is_err() {
        return Ok(stream.content.clone());
    }
    stream.decompressed_content().map_err(|error| Unreadable(error.to_string()))
}

/// Reads a stream that is no content of a page.
fn other_stream(
    stream: &Stream,
    place: &str,
    fonts: &Fonts,
    found: &mut Found,
) -> Result<(), Unreadable> {
    let is = |key: &[u8], value: &[u8]| {
        stream.dict.get(key).and_then(Object::as_name).is_ok_and(|name| name == value)
    };
    if is(b"Type", b"XRef") || is(b"Type", b"ObjStm") {
        return Ok(());
    }
    if is(b"Subtype", b"Image") {
        let size = |key: &[u8]| {
            let size = stream.dict.get(key).and_then(Object::as_i64);
            size.ok().and_then(|size| u32::try_from(size).ok())
        };
        let size = size(b"Width").zip(size(b"Height"));
        found.pictures.push(("a picture".into(), stream.content.clone(), size));
        return Ok(());
    }
    // Programs of fonts and colour profiles have no text of a letter; their names are strings above.
    let is_program = is(b"Subtype", b"CIDFontType0C")
        || is(b"Subtype", b"OpenType")
        || [&b"Length1"[..], b"N"].iter().any(|key| stream.dict.has(key));
    if is_program {
        return Ok(());
    }
    let bytes = decoded(stream)?;
    let text = String::from_utf8_lossy(&bytes);
    if is(b"Type", b"Metadata") {
        metadata(&text, found);
    } else if !text.contains("begincmap") {
        let text = content(&bytes, place, fonts, found)?;
        found.say(place, text);
    }
    Ok(())
}

/// Reads XMP. The addresses of its namespaces, which have numbers in them, are names.
fn metadata(text: &str, found: &mut Found) {
    let mut rest = text;
    let mut said = String::with_capacity(text.len());
    while let Some(at) = rest.find("xmlns:") {
        said.push_str(&rest[..at]);
        let quote = rest[at..].find(['"', '\'']).map_or(rest.len(), |quote| at + quote);
        let value = rest.get(quote + 1..).unwrap_or_default();
        let end = value.find(['"', '\'']).unwrap_or(value.len());
        found.name("its metadata", &rest[at..quote + 1 + end]);
        rest = value.get(end + 1..).unwrap_or_default();
    }
    said.push_str(rest);
    for piece in super::html::read_text(&said).pieces {
        found.pieces.push(Piece { place: "its metadata".into(), ..piece });
    }
}

/// Reads a content stream; returns its text without artifacts.
fn content(
    bytes: &[u8],
    place: &str,
    fonts: &Fonts,
    found: &mut Found,
) -> Result<String, Unreadable> {
    let content = Content::decode(bytes).map_err(|error| Unreadable(error.to_string()))?;
    let nothing = Rc::default();
    let mut font = &nothing;
    let (mut all, mut flowing) = (String::new(), String::new());
    // Whether each marked content that is open is an artifact.
    let mut open: Vec<bool> = Vec::new();
    let mut pen = Pen::default();
    for operation in &content.operations {
        match operation.operator.as_str() {
            "Tf" => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                font = name.and_then(|name| fonts.get(name)).unwrap_or(&nothing);
                pen.size = number(&operation.operands, 1);
            }
            "Tj" | "TJ" | "'" | "\"" => {
                let mut text = String::new();
                operation.operands.iter().for_each(|operand| shown(operand, font, &mut text));
                pen.drawn += figures_width(&text);
                all.push_str(&text);
                if !open.contains(&true) {
                    flowing.push_str(&text);
                }
            }
            "BMC" | "BDC" => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                open.push(name == Some(b"Artifact"));
                operation.operands.iter().for_each(|operand| strings(operand, place, found, 0));
            }
            "EMC" => {
                open.pop();
            }
            "Td" | "TD" | "Tm" | "T*" | "ET" => {
                let goes_on = pen.moves(&operation.operator, &operation.operands);
                let gap = if goes_on { ' ' } else { '\n' };
                all.push(gap);
                flowing.push(gap);
            }
            _ => operation.operands.iter().for_each(|operand| strings(operand, place, found, 0)),
        }
    }
    found.say(place, all);
    Ok(flowing)
}

/// Where text is drawn, so far as it says whether a line goes on.
#[derive(Default)]
struct Pen {
    /// Where the line began, from the page's lower left corner.
    place: (f32, f32),
    size: f32,
    /// How wide is what was drawn since, in em, were it figures.
    drawn: f32,
}

impl Pen {
    /// Moves to another place, and says whether it is that at which the drawn figures end.
    fn moves(&mut self, operator: &str, operands: &[Object]) -> bool {
        let old = self.place;
        self.place = match operator {
            "Td" | "TD" => (old.0 + number(operands, 0), old.1 + number(operands, 1)),
            "Tm" => (number(operands, 4), number(operands, 5)),
            _ => (old.0, old.1 - self.size),
        };
        let end = old.0 + self.drawn * self.size;
        let is_near = (self.place.0 - end).abs() <= NEAR * self.size;
        let goes_on = self.drawn > 0.0 && self.place.1 == old.1 && is_near;
        self.drawn = 0.0;
        goes_on
    }
}

/// Returns the width of a figure in em: in the usual faces a digit is half an em wide, a point a quarter.
fn figures_width(text: &str) -> f32 {
    text.chars().map(|c| if matches!(c, '.' | ',') { 0.25 } else { 0.5 }).sum()
}

fn number(operands: &[Object], index: usize) -> f32 {
    operands.get(index).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0)
}

/// Adds the text that an operand of a showing operator draws.
fn shown(operand: &Object, font: &Map, out: &mut String) {
    match operand {
        // Codes of one byte, should a font have them, are their own letters.
        Object::String(bytes, _) if font.is_empty() => {
            out.extend(bytes.iter().map(|byte| char::from(*byte)));
        }
        Object::String(bytes, _) => {
            for code in bytes.chunks(2) {
                let code = code.iter().fold(0, |code, byte| code << 8 | u16::from(*byte));
                match font.get(&code) {
                    Some(text) => out.push_str(text),
                    None => out.push('\u{fffd}'),
                }
            }
        }
        Object::Array(items) => items.iter().for_each(|item| shown(item, font, out)),
        number => {
            if number.as_float().is_ok_and(|gap| gap < GAP) {
                out.push(' ');
            }
        }
    }
}

/// Returns the maps of a page's fonts.
fn fonts(document: &Document, page: ObjectId, known: &mut Known) -> Result<Fonts, Unreadable> {
    let fonts = document.get_page_fonts(page).map_err(|error| Unreadable(error.to_string()))?;
    let mut maps = Fonts::new();
    for (name, font) in fonts {
        if let Some(map) = known.get(&std::ptr::from_ref(font)) {
            maps.insert(name, Rc::clone(map));
            continue;
        }
        let stream = font.get(b"ToUnicode").and_then(|map| document.dereference(map));
        let Ok((_, Object::Stream(stream))) = stream else {
            let name = String::from_utf8_lossy(&name).into_owned();
            return Err(Unreadable(format!("the font {name} does not say what its glyphs mean")));
        };
        let map = Rc::new(unicode_map(&String::from_utf8_lossy(&decoded(stream)?)));
        known.insert(font, Rc::clone(&map));
        maps.insert(name, map);
    }
    Ok(maps)
}

/// Reads a ToUnicode map: `bfchar` and `bfrange` (ISO 32000-1, 9.10.3).
fn unicode_map(text: &str) -> Map {
    let mut map = Map::new();
    for section in text.split("beginbfchar").skip(1) {
        let codes = hexadecimal(section.split("endbfchar").next().unwrap_or_default());
        for pair in codes.chunks_exact(2) {
            map.insert(code(&pair[0]), utf16(&pair[1]));
        }
    }
    for section in text.split("beginbfrange").skip(1) {
        let section = section.split("endbfrange").next().unwrap_or_default();
        for line in section.lines() {
            let codes = hexadecimal(line);
            let [first, last, texts @ ..] = &codes[..] else { continue };
            for (index, code) in (code(first)..=code(last)).enumerate() {
                let text = match (texts, line.contains('[')) {
                    (_, true) => texts.get(index).map(|text| utf16(text)),
                    ([start], false) => Some(counted(start, index)),
                    _ => None,
                };
                if let Some(text) = text {
                    map.insert(code, text);
                }
            }
        }
    }
    map
}

/// Returns the text of a range's nth code: that of its first, counted on.
fn counted(start: &[u8], index: usize) -> String {
    let mut units = start.to_vec();
    if let [.., high, low] = &mut units[..] {
        let last =
            u16::from_be_bytes([*high, *low]).wrapping_add(u16::try_from(index).unwrap_or(0));
        [*high, *low] = last.to_be_bytes();
    }
    utf16(&units)
}

/// Returns the bytes of each `<…>`.
fn hexadecimal(text: &str) -> Vec<Vec<u8>> {
    let inner = text.split('<').skip(1).filter_map(|piece| piece.split_once('>'));
    inner
        .map(|(digits, _)| {
            let digits: Vec<u8> =
                digits.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
            digits
                .chunks(2)
                .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
                .collect()
        })
        .collect()
}

fn code(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |code, byte| code << 8 | u16::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units =
        bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

/// Reads every string and name of an object; `key` is where it stands.
fn strings(object: &Object, key: &str, found: &mut Found, depth: usize) {
    // Objects of a file refer to one another; within one they are not nested deeply.
    if depth > 64 {
        return;
    }
    match object {
        Object::String(bytes, _) => found.say(place(key), text_string(bytes)),
        Object::Name(name) => found.name(place(key), String::from_utf8_lossy(name)),
        Object::Array(items) => {
            items.iter().for_each(|item| strings(item, key, found, depth + 1));
        }
        Object::Dictionary(dictionary) => entries(dictionary, key, found, depth),
        Object::Stream(stream) => entries(&stream.dict, key, found, depth),
        _ => {}
    }
}

fn entries(dictionary: &Dictionary, around: &str, found: &mut Found, depth: usize) {
    for (key, value) in dictionary {
        // A file's identifier and digests are bytes, not text.
        if key == b"ID" && around.is_empty() && matches!(value, Object::Array(_)) {
            continue;
        }
        let key = String::from_utf8_lossy(key).into_owned();
        found.name(place(around), key.clone());
        strings(value, &key, found, depth + 1);
    }
}

/// Returns where a string stands, in words.
fn place(key: &str) -> String {
    match key {
        "Title" => "the outline or a title".into(),
        "Alt" => "an alternative text".into(),
        "ActualText" | "E" => "a replacement text".into(),
        "Contents" => "the words of a link".into(),
        "URI" => "the address of a link".into(),
        "P" => "the page labels".into(),
        "Author" | "Subject" | "Keywords" | "Creator" | "Producer" => {
            "the document information".into()
        }
        "Dest" | "D" | "Names" | "Limits" => "the name of a place".into(),
        _ => "its structure".into(),
    }
}

/// Decodes a text string (ISO 32000-1, 7.9.2.2).
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each code is its own letter, as in a font without a map.
    fn drawn(operations: &str) -> String {
        let mut found = Found::default();
        content(operations.as_bytes(), "page 1", &Fonts::new(), &mut found).expect("a page")
    }

    #[test]
    fn figures_go_on_where_the_pen_stands_at_their_end() {
        for (operations, text) in [
            ("/F1 10 Tf 50 700 Td (41) Tj 10 0 Td (2.7) Tj", "\n41 2.7"),
            ("/F1 10 Tf 1 0 0 1 50 700 Tm (41) Tj 1 0 0 1 61 700 Tm (2.7) Tj", "\n41 2.7"),
            ("/F1 10 Tf 50 700 Td [(4) -250 (1) -9 (2)] TJ", "\n4 12"),
            // Another column, another line.
            ("/F1 10 Tf 50 700 Td (41) Tj 40 0 Td (2.7) Tj", "\n41\n2.7"),
            ("/F1 10 Tf 50 700 Td (41) Tj 10 -12 Td (2.7) Tj", "\n41\n2.7"),
        ] {
            assert_eq!(drawn(operations), text, "{operations}");
        }
    }

    #[test]
    fn maps_of_fonts_are_read() {
        let map = unicode_map(
            "2 beginbfchar\n<0001> <0041>\n<0002> <006600660069>\nendbfchar\n2 beginbfrange\n\
             <0010> <0012> <0061>\n<0020> <0021> [<0031> <0032>]\nendbfrange",
        );
        let text: String = [1, 2, 0x10, 0x12, 0x21].iter().map(|code| map[code].as_str()).collect();
        assert_eq!(text, "Affiac2");
    }
}

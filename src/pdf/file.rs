//! The file: objects in their places, packed into object streams, and the table that finds them.
//!
//! In: objects by number. Out: the bytes of a PDF 1.7 file (ISO 32000-1, 7.5). Does what `lopdf`'s
//! `save_modern` does, but takes objects as they are made, so that none has to be kept.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::Error;

/// How hard content and structure are compressed: 6 takes half as long again and saves 3 %.
const LEVEL: u32 = 4;

/// How many objects an object stream has: more compress better, fewer are found faster.
pub(super) const PACK: usize = 256;

/// The most objects that a PDF/A file may have (ISO 19005-2, 6.1.13).
const MOST: usize = 8_388_607;

/// Numbers of objects that follow one another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    first: u32,
    count: u32,
}

impl Block {
    /// Returns the number of the object at an index.
    pub(super) fn at(self, index: usize) -> u32 {
        debug_assert!(index < self.count as usize, "object {index} of {}", self.count);
        self.first + index as u32
    }
}

/// Where an object stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Nowhere: a number that was not used.
    Free,
    /// At an offset in the file.
    At(usize),
    /// In an object stream.
    Packed { stream: u32, index: u16 },
}

/// A file in the making.
pub(super) struct File {
    bytes: Vec<u8>,
    places: Vec<Place>,
    pack: Pack,
}

impl File {
    pub(super) fn new() -> Self {
        // Four bytes beyond ASCII tell that the file is binary (ISO 19005-2, 6.1.2).
        let bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        Self { bytes, places: vec![Place::Free], pack: Pack::default() }
    }

    /// Returns a number that is not yet used.
    pub(super) fn number(&mut self) -> u32 {
        self.places.push(Place::Free);
        (self.places.len() - 1) as u32
    }

    /// Returns numbers that are not yet used.
    pub(super) fn numbers(&mut self, count: usize) -> Block {
        let block = Block { first: self.places.len() as u32, count: count as u32 };
        self.places.resize(self.places.len() + count, Place::Free);
        block
    }

    /// Adds an object under a new number, which it returns.
    pub(super) fn add(&mut self, object: Object) -> u32 {
        let number = self.number();
        self.put(number, &object);
        number
    }

    /// Puts an object: a stream into the file itself, all else into an object stream.
    pub(super) fn put(&mut self, number: u32, object: &Object) {
        if let Object::Stream(stream) = object {
            return self.stream(number, stream.dict.clone(), &stream.content);
        }
        self.pack(number, |out| write_object(out, object));
    }

    /// Puts an object that `write` writes into an object stream.
    pub(super) fn pack(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        self.pack.object(number, write);
        if self.pack.is_full() {
            let sealed = std::mem::take(&mut self.pack).seal();
            self.sealed(sealed);
        }
    }

    /// Puts a stream whose data are encoded as its dictionary says.
    pub(super) fn stream(&mut self, number: u32, mut dictionary: Dictionary, data: &[u8]) {
        dictionary.set("Length", data.len() as i64);
        self.places[number as usize] = Place::At(self.bytes.len());
        put!(self.bytes, "{number} 0 obj\n");
        write_dictionary(&mut self.bytes, &dictionary);
        self.bytes.extend_from_slice(b"\nstream\n");
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Puts a deflated stream.
    pub(super) fn deflated(&mut self, number: u32, mut dictionary: Dictionary, data: &[u8]) {
        dictionary.set("Filter", "FlateDecode");
        self.stream(number, dictionary, data);
    }

    /// Puts an object stream.
    pub(super) fn sealed(&mut self, pack: Sealed) {
        if pack.numbers.is_empty() {
            return;
        }
        let stream = self.number();
        for (index, &number) in (0..).zip(&pack.numbers) {
            self.places[number as usize] = Place::Packed { stream, index };
        }
        let dictionary = dictionary! {
            "Type" => "ObjStm",
            "N" => pack.numbers.len() as i64,
            "First" => pack.first as i64,
        };
        self.deflated(stream, dictionary, &pack.data);
    }

    /// Ends the file with the table of its objects and a trailer (ISO 32000-1, 7.5.8).
    pub(super) fn finish(mut self, catalog: u32, info: u32) -> Result<Vec<u8>, Error> {
        let last = std::mem::take(&mut self.pack).seal();
        self.sealed(last);
        if self.places.len() > MOST {
            return Err(Error::TooLarge);
        }
        // The identifier is a hash of all that stands above it: never a clock or a random number.
        let hash = Sha256::digest(&self.bytes);
        let identifier = Object::String(hash[..16].to_vec(), StringFormat::Hexadecimal);
        let number = self.number();
        let start = self.bytes.len();
        self.places[number as usize] = Place::At(start);
        let (widths, table) = self.table();
        let dictionary = dictionary! {
            "Type" => "XRef",
            "Size" => self.places.len() as i64,
            "W" => widths.map(|width| (width as i64).into()).to_vec(),
            "DecodeParms" => dictionary! {
                "Predictor" => 12, "Columns" => widths.iter().sum::<usize>() as i64,
            },
            "Root" => reference(catalog),
            "Info" => reference(info),
            "ID" => vec![identifier.clone(), identifier],
        };
        self.deflated(number, dictionary, &deflate(&table));
        put!(self.bytes, "startxref\n{start}\n%%EOF\n");
        Ok(self.bytes)
    }

    /// Returns the widths of the table's columns, and its rows as differences to the row above.
    fn table(&self) -> ([usize; 3], Vec<u8>) {
        let bits = usize::BITS - self.bytes.len().max(self.places.len()).leading_zeros();
        let widths = [1, bits.div_ceil(8) as usize, 2];
        let mut table = Vec::with_capacity(self.places.len() * (widths.iter().sum::<usize>() + 1));
        let mut above = [0u8; 11];
        for place in &self.places {
            let (kind, field, last) = match *place {
                Place::Free => (0, 0, 0xFFFF),
                Place::At(offset) => (1, offset, 0),
                Place::Packed { stream, index } => (2, stream as usize, index),
            };
            let mut row = [0u8; 11];
            row[0] = kind;
            row[1..=widths[1]].copy_from_slice(&field.to_be_bytes()[8 - widths[1]..]);
            row[1 + widths[1]..3 + widths[1]].copy_from_slice(&last.to_be_bytes());
            // 2: the PNG filter "up".
            table.push(2);
            let end = widths[1] + 3;
            table.extend(row[..end].iter().zip(&above).map(|(now, then)| now.wrapping_sub(*then)));
            above = row;
        }
        (widths, table)
    }
}

/// Objects that will share an object stream (ISO 32000-1, 7.5.7).
#[derive(Default)]
pub(super) struct Pack {
    numbers: Vec<u32>,
    offsets: Vec<usize>,
    bytes: Vec<u8>,
}

impl Pack {
    /// Adds an object that `write` writes.
    pub(super) fn object(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        self.numbers.push(number);
        self.offsets.push(self.bytes.len());
        write(&mut self.bytes);
        self.bytes.push(b'\n');
    }

    /// Tells whether the pack has as many objects as an object stream should.
    pub(super) fn is_full(&self) -> bool {
        self.numbers.len() >= PACK
    }

    /// Compresses the pack.
    pub(super) fn seal(self) -> Sealed {
        let mut data = Vec::with_capacity(self.bytes.len() + self.numbers.len() * 12);
        for (number, offset) in self.numbers.iter().zip(&self.offsets) {
            put!(data, "{number} {offset} ");
        }
        let first = data.len();
        data.extend_from_slice(&self.bytes);
        Sealed { numbers: self.numbers, first, data: deflate(&data) }
    }
}

/// A compressed pack.
pub(super) struct Sealed {
    numbers: Vec<u32>,
    first: usize,
    data: Vec<u8>,
}

thread_local! {
    /// A compressor takes 300 KiB, too much to make one for each page.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// Deflates bytes.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        let mut out = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let rest = &bytes[compress.total_in() as usize..];
            let status = compress.compress_vec(rest, &mut out, FlushCompress::Finish);
            if status.expect("deflating has no wrong state") == Status::StreamEnd {
                return out;
            }
            out.reserve(bytes.len() / 3 + 64);
        }
    })
}

/// Returns a reference to an object.
pub(super) fn reference(number: u32) -> Object {
    Object::Reference((number, 0))
}

/// Returns a length, rounded to hundredths of a point.
pub(super) fn real(value: f32) -> Object {
    let hundredths = (f64::from(value) * 100.0).round();
    match hundredths % 100.0 == 0.0 {
        true => Object::Integer((hundredths / 100.0) as i64),
        false => Object::Real((hundredths / 100.0) as f32),
    }
}

/// Returns a text string (ISO 32000-1, 7.9.2.2).
pub(super) fn text(text: &str) -> Object {
    if is_plain(text) {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let mut bytes = Vec::new();
    lopdf::encode_utf16_be(text, &mut bytes);
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Returns a name as a byte string: in UTF-8, whose order is that of name trees (ISO 32000-1, 7.9.6).
pub(super) fn byte_string(name: &str) -> Object {
    Object::String(name.as_bytes().to_vec(), StringFormat::Literal)
}

/// Tells whether a text is the same in ASCII and in the encoding of PDF documents.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Writes a text string.
pub(super) fn write_text(out: &mut Vec<u8>, text: &str) {
    if is_plain(text) {
        return write_literal(out, text.as_bytes());
    }
    out.extend_from_slice(b"<FEFF");
    text.encode_utf16().for_each(|unit| put!(out, "{unit:04X}"));
    out.push(b'>');
}

/// Writes bytes as a literal string (ISO 32000-1, 7.3.4.2).
fn write_literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for &byte in bytes {
        write_string_byte(out, byte);
    }
    out.push(b')');
}

/// Writes a byte of a literal string.
pub(super) fn write_string_byte(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(byte),
    }
}

/// Writes an object that is no stream.
pub(super) fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null | Object::Stream(_) => out.extend_from_slice(b"null"),
        Object::Boolean(value) => put!(out, "{value}"),
        Object::Integer(value) => put!(out, "{value}"),
        Object::Real(value) => put!(out, "{value}"),
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, StringFormat::Literal) => write_literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            bytes.iter().for_each(|byte| put!(out, "{byte:02X}"));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write_object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => write_dictionary(out, entries),
        Object::Reference((number, _)) => put!(out, "{number} 0 R"),
    }
}

fn write_dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (name, value) in entries {
        write_name(out, name);
        out.push(b' ');
        write_object(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Writes a name (ISO 32000-1, 7.3.5).
fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        match byte {
            b'#' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => {
                put!(out, "#{byte:02X}");
            }
            b'!'..=b'~' => out.push(byte),
            _ => put!(out, "#{byte:02X}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_deflated_can_be_inflated() {
        // Noise does not compress: it needs more than the room set aside at first.
        let noise: Vec<u8> =
            (0..9_999u32).map(|n| (n.wrapping_mul(n ^ 2_654_435_769) >> 13) as u8).collect();
        for bytes in [&b""[..], b"text text text", &noise] {
            let mut inflated = Vec::new();
            flate2::read::ZlibDecoder::new(&deflate(bytes)[..])
                .read_to_end(&mut inflated)
                .expect("inflated");
            assert_eq!(inflated, bytes);
        }
    }

    fn written(object: &Object) -> String {
        let mut out = Vec::new();
        write_object(&mut out, object);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn strings_and_names_are_escaped() {
        assert_eq!(written(&text("a (b) \\")), r"(a \(b\) \\)");
        assert_eq!(written(&text("“é”")), "<FEFF201C00E9201D>");
        assert_eq!(written(&text("two\nlines")), "<FEFF00740077006F000A006C0069006E00650073>");
        assert_eq!(written(&Object::Name(b"A B#/".to_vec())), "/A#20B#23#2F");
    }

    #[test]
    fn lengths_are_rounded_to_hundredths() {
        assert_eq!(written(&real(612.000_1)), "612");
        assert_eq!(written(&real(-0.126)), "-0.13");
        assert_eq!(written(&real(-0.001)), "0");
    }
}

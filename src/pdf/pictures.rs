//! The pictures that responses show.
//!
//! In: the pages and the image files. Out: an image for each file that a page names, in sRGB or grey,
//! without transparency (ISO 19005-2, 6.2.4.3 and 6.2.10).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};
use png::{ColorType, Decoder, Limits, Transformations};

use super::Error;
use super::file::{self, File, reference};
use crate::document::{Image, ImageKind};
use crate::layout::page::Page;

/// How much memory a picture may take when it is decoded: some 80 million pixels.
const MOST: usize = 256 << 20;

/// The pictures in the order of their names.
pub(super) struct Pictures<'a>(BTreeMap<&'a str, Raster>);

impl Pictures<'_> {
    /// Returns the number in a picture's name among the resources: `I0`, `I1` ….
    pub(super) fn index(&self, name: &str) -> usize {
        self.0.range(..name).count()
    }
}

/// A picture as it goes to the file.
struct Raster {
    width: u32,
    height: u32,
    /// `DeviceGray` or `DeviceRGB`.
    space: &'static str,
    /// `FlateDecode` or `DCTDecode`.
    filter: &'static str,
    data: Vec<u8>,
}

/// Reads the pictures that the pages name.
pub(super) fn read<'a>(
    pages: &'a [Page],
    images: &BTreeMap<String, Image>,
) -> Result<Pictures<'a>, Error> {
    let mut pictures = BTreeMap::new();
    for picture in pages.iter().flat_map(|page| &page.pictures) {
        let name = picture.image.as_str();
        if pictures.contains_key(name) {
            continue;
        }
        let failed = |reason| Error::Picture { name: name.to_owned(), reason };
        let image = images.get(name).ok_or_else(|| failed("there is no such image".to_owned()))?;
        let raster = match image.kind {
            ImageKind::Png => read_png(&image.bytes),
            ImageKind::Jpeg => read_jpeg(&image.bytes),
        };
        pictures.insert(name, raster.map_err(failed)?);
    }
    Ok(Pictures(pictures))
}

/// Puts the pictures into the file and returns the dictionary of their names.
pub(super) fn put(pictures: &Pictures<'_>, file: &mut File) -> Object {
    let mut names = Dictionary::new();
    for (index, raster) in pictures.0.values().enumerate() {
        let number = file.number();
        let dictionary = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(raster.width),
            "Height" => i64::from(raster.height),
            "ColorSpace" => raster.space,
            "BitsPerComponent" => 8,
            "Filter" => raster.filter,
        };
        file.stream(number, dictionary, &raster.data);
        names.set(format!("I{index}"), reference(number));
    }
    Object::Dictionary(names)
}

/// Decodes a PNG; what shines through it is white, as paper is.
fn read_png(bytes: &[u8]) -> Result<Raster, String> {
    let text = |error: png::DecodingError| error.to_string();
    let mut decoder = Decoder::new_with_limits(std::io::Cursor::new(bytes), Limits { bytes: MOST });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(text)?;
    let size = reader.output_buffer_size().filter(|&size| size <= MOST).ok_or("it is too large")?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(text)?;
    samples.truncate(frame.buffer_size());
    let (space, samples) = match frame.color_type {
        ColorType::Grayscale => ("DeviceGray", samples),
        ColorType::GrayscaleAlpha => ("DeviceGray", on_white::<1>(&samples)),
        ColorType::Rgb => ("DeviceRGB", samples),
        ColorType::Rgba => ("DeviceRGB", on_white::<3>(&samples)),
        ColorType::Indexed => return Err("its palette was not expanded".to_owned()),
    };
    let data = file::deflate(&samples);
    Ok(Raster { width: frame.width, height: frame.height, space, filter: "FlateDecode", data })
}

/// Lays pixels of `N` samples and an alpha value on white.
fn on_white<const N: usize>(samples: &[u8]) -> Vec<u8> {
    let mut opaque = Vec::with_capacity(samples.len() / (N + 1) * N);
    for pixel in samples.chunks_exact(N + 1) {
        let alpha = u32::from(pixel[N]);
        let blend = |sample: u8| (u32::from(sample) * alpha + 255 * (255 - alpha) + 127) / 255;
        opaque.extend(pixel[..N].iter().map(|&sample| blend(sample) as u8));
    }
    opaque
}

/// Takes a JPEG as it is, once its frame header says that a PDF reader can show it.
fn read_jpeg(bytes: &[u8]) -> Result<Raster, String> {
    let frame = jpeg_frame(bytes).ok_or("it is no JPEG")?;
    let space = match (frame.precision, frame.components) {
        (8, 1) => "DeviceGray",
        (8, 3) => "DeviceRGB",
        (8, 4) => return Err("its colours are for print (CMYK); save it as RGB".to_owned()),
        _ => return Err("it is not of 8 bits a sample".to_owned()),
    };
    let (width, height) = (u32::from(frame.width), u32::from(frame.height));
    if width == 0 || height == 0 {
        return Err("it has no size".to_owned());
    }
    Ok(Raster { width, height, space, filter: "DCTDecode", data: bytes.to_vec() })
}

/// What the frame header of a JPEG says.
struct Frame {
    precision: u8,
    components: u8,
    width: u16,
    height: u16,
}

/// Finds the frame header: baseline, extended or progressive with Huffman coding, as `DCTDecode` takes.
fn jpeg_frame(bytes: &[u8]) -> Option<Frame> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        // Any number of fill bytes may stand before a marker.
        while rest.first() == Some(&0xFF) {
            rest = &rest[1..];
        }
        let (&marker, segment) = rest.split_first()?;
        let length = usize::from(u16::from_be_bytes([*segment.first()?, *segment.get(1)?]));
        match marker {
            0xC0..=0xC2 => {
                let &[_, _, precision, h1, h0, w1, w0, components] = segment.first_chunk()?;
                let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
                return Some(Frame { precision, components, width, height });
            }
            // Lossless and arithmetic frames, the image's end, and the scan, which comes after the frame.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD9 | 0xDA => return None,
            _ => rest = segment.get(length..)?,
        }
        rest = rest.strip_prefix(&[0xFF])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shines_through_is_white() {
        let pixels = [0, 0, 0, 255, 0, 0, 0, 0, 10, 20, 30, 128];
        assert_eq!(on_white::<3>(&pixels), [0, 0, 0, 255, 255, 255, 132, 137, 142]);
    }

    #[test]
    fn a_broken_picture_is_refused() {
        for bytes in [&b""[..], b"\x89PNG\r\n\x1a\n", b"\xFF\xD8", b"\xFF\xD8\xFF\xE0\0\x10JFIF"] {
            assert!(read_png(bytes).is_err());
            assert!(read_jpeg(bytes).is_err());
        }
    }

    #[test]
    fn the_frame_of_a_jpeg_is_found_behind_other_segments() {
        let bytes = b"\xFF\xD8\xFF\xE0\0\x04AB\xFF\xFF\xC2\0\x0B\x08\0\x10\0\x20\x03\x01\x11\0";
        let frame = jpeg_frame(bytes).expect("a frame");
        assert_eq!([frame.width, frame.height], [32, 16]);
        assert_eq!([frame.precision, frame.components], [8, 3]);
    }
}

//! Images as EDGAR takes them: JPEG as it is, PNG as a GIF of one picture.

use std::collections::BTreeMap;

use crate::document::{Image, ImageKind};

/// The suffix and the bytes of an image for EDGAR.
///
/// A picture of at most 256 colours keeps each of them; one of more is brought down to 256. What is
/// transparent is set on white, as on the letter's paper.
///
/// # Errors
///
/// Returns why the image cannot be made into GIF.
pub(super) fn converted(image: &Image) -> Result<(&'static str, Vec<u8>), String> {
    match image.kind {
        ImageKind::Jpeg => Ok(("jpg", image.bytes.clone())),
        ImageKind::Png => Ok(("gif", gif(&image.bytes)?)),
    }
}

fn gif(png: &[u8]) -> Result<Vec<u8>, String> {
    let (width, height, pixels) = pixels(png)?;
    let frame = match indexed(&pixels) {
        Some((palette, indexes)) => {
            gif::Frame::from_palette_pixels(width, height, indexes, palette, None)
        }
        // The finest of its ten speeds: a letter has few pictures.
        None => gif::Frame::from_rgb_speed(width, height, &pixels, 1),
    };
    let mut bytes = Vec::new();
    let failed = |error: gif::EncodingError| format!("it cannot be written as GIF: {error}");
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &[]).map_err(failed)?;
    encoder.write_frame(&frame).map_err(failed)?;
    drop(encoder);
    Ok(bytes)
}

/// The most pixels that an image may have; a page at 1200 dpi has as many.
const MOST_PIXELS: u64 = 150_000_000;

/// Reads a PNG as red, green and blue on white.
fn pixels(bytes: &[u8]) -> Result<(u16, u16, Vec<u8>), String> {
    let failed = |error: png::DecodingError| format!("it cannot be read: {error}");
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(failed)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let (Ok(short_width), Ok(short_height)) = (u16::try_from(width), u16::try_from(height)) else {
        return Err(format!(
            "it is {width} by {height} pixels, and a GIF has at most 65,535 a side"
        ));
    };
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("it has {width} by {height} pixels"));
    }
    let size = reader.output_buffer_size().ok_or("it is too large")?;
    let mut buffer = vec![0; size];
    let info = reader.next_frame(&mut buffer).map_err(failed)?;
    buffer.truncate(info.buffer_size());
    let on_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let pixels = match info.color_type {
        png::ColorType::Rgb => buffer,
        png::ColorType::Rgba => {
            let pixels = buffer.chunks_exact(4);
            pixels
                .flat_map(|p| [on_white(p[0], p[3]), on_white(p[1], p[3]), on_white(p[2], p[3])])
                .collect()
        }
        png::ColorType::Grayscale => buffer.iter().flat_map(|&grey| [grey; 3]).collect(),
        png::ColorType::GrayscaleAlpha => {
            buffer.chunks_exact(2).flat_map(|pixel| [on_white(pixel[0], pixel[1]); 3]).collect()
        }
        png::ColorType::Indexed => return Err("its colours cannot be read".into()),
    };
    Ok((short_width, short_height, pixels))
}

/// Returns the colours of a picture in order and the colour of each pixel; none for more than 256.
fn indexed(pixels: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut colours: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    for pixel in pixels.as_chunks::<3>().0 {
        colours.insert(*pixel, 0);
        if colours.len() > 256 {
            return None;
        }
    }
    let mut palette = Vec::with_capacity(3 * colours.len());
    for (index, (colour, number)) in colours.iter_mut().enumerate() {
        *number = u8::try_from(index).ok()?;
        palette.extend(colour);
    }
    let pixels = pixels.as_chunks::<3>().0.iter();
    Some((palette, pixels.map(|pixel| colours[pixel]).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(width: u32, height: u32, colour: png::ColorType, data: &[u8]) -> Image {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(colour);
        let mut writer = encoder.write_header().expect("a head");
        writer.write_image_data(data).expect("pixels");
        writer.finish().expect("a PNG");
        Image { bytes, kind: ImageKind::Png, width, height }
    }

    /// Returns the pixels of a GIF as red, green and blue.
    fn read(bytes: &[u8]) -> Vec<[u8; 3]> {
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(bytes).expect("a GIF");
        let frame = decoder.read_next_frame().expect("readable").expect("a picture");
        let pixels: Vec<_> = frame.buffer.chunks_exact(4).map(|p| [p[0], p[1], p[2]]).collect();
        assert!(decoder.read_next_frame().expect("readable").is_none());
        pixels
    }

    #[test]
    fn e9_a_png_of_few_colours_keeps_each_pixel() {
        let data: Vec<u8> = (0..=255_u8).flat_map(|value| [value, 255 - value, 7]).collect();
        let (suffix, gif) = converted(&image(16, 16, png::ColorType::Rgb, &data)).expect("a GIF");
        assert_eq!(suffix, "gif");
        assert_eq!(read(&gif), data.as_chunks::<3>().0);
    }

    #[test]
    fn what_is_transparent_stands_on_white() {
        let data = [10, 20, 30, 255, 10, 20, 30, 0];
        let (_, gif) = converted(&image(2, 1, png::ColorType::Rgba, &data)).expect("a GIF");
        assert_eq!(read(&gif), [[10, 20, 30], [255, 255, 255]]);
        let (_, gif) =
            converted(&image(1, 1, png::ColorType::GrayscaleAlpha, &[0, 0])).expect("a GIF");
        assert_eq!(read(&gif), [[255; 3]]);
    }

    #[test]
    fn a_picture_of_many_colours_is_near_to_what_it_was() {
        let data: Vec<u8> =
            (0..64 * 64_u32).flat_map(|n| [(n % 64 * 4) as u8, (n / 64 * 4) as u8, 128]).collect();
        let (_, gif) = converted(&image(64, 64, png::ColorType::Rgb, &data)).expect("a GIF");
        for (found, wanted) in read(&gif).iter().zip(data.as_chunks::<3>().0) {
            for (found, wanted) in found.iter().zip(wanted) {
                assert!(found.abs_diff(*wanted) < 32, "{found} for {wanted}");
            }
        }
    }

    #[test]
    fn a_broken_png_is_refused_and_a_jpeg_passes_as_it_is() {
        let mut broken = image(16, 16, png::ColorType::Grayscale, &[7; 256]);
        broken.bytes.truncate(50);
        assert!(converted(&broken).is_err());
        let jpeg = Image { bytes: vec![1, 2], kind: ImageKind::Jpeg, width: 1, height: 1 };
        assert_eq!(converted(&jpeg), Ok(("jpg", vec![1, 2])));
    }
}

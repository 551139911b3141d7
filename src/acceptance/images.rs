//! Images: JPEG and GIF, each true to its suffix, and standing still (EFM 5.2.2.7 to 5.2.2.10).

/// Returns what is wrong with the bytes of an image whose name has a suffix; none where EDGAR takes it.
pub(super) fn fault(suffix: &str, bytes: &[u8]) -> Option<String> {
    let kind = kind(bytes);
    match (suffix, kind) {
        ("jpg", Some("jpeg")) => match imagesize::blob_size(bytes) {
            Ok(_) => jpeg_end(bytes).map_or_else(
                || Some("its JPEG data breaks off".into()),
                |end| behind(&bytes[end..]),
            ),
            Err(_) => Some("its JPEG data cannot be read".into()),
        },
        ("gif", Some("gif")) => {
            let end = || behind(&bytes[gif_end(bytes).unwrap_or(bytes.len())..]);
            gif_fault(bytes).or_else(end)
        }
        (_, Some(kind)) => Some(format!("its suffix is `.{suffix}` and its contents are {kind}")),
        (_, None) => Some("its contents are neither JPEG nor GIF".into()),
    }
}

/// Returns the kind of an image by its first bytes.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("gif"),
        [0x89, b'P', b'N', b'G', ..] => Some("PNG"),
        [b'B', b'M', ..] => Some("a bitmap"),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Some("TIFF"),
        [b'%', b'P', b'D', b'F', ..] => Some("PDF"),
        _ => None,
    }
}

/// Reads the blocks of a GIF, as far as its second picture.
fn gif_fault(bytes: &[u8]) -> Option<String> {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let unread = || Some("its GIF data cannot be read".to_owned());
    let Ok(mut decoder) = options.read_info(bytes) else { return unread() };
    let mut pictures = 0;
    loop {
        match decoder.next_frame_info() {
            Ok(Some(_)) if pictures > 0 => return Some("it is animated".into()),
            Ok(Some(_)) => pictures += 1,
            Ok(None) if pictures == 0 => return Some("it holds no picture".into()),
            Ok(None) => return None,
            Err(_) => return unread(),
        }
    }
}

/// Says what is wrong with bytes behind the end of a picture: they are none of it.
fn behind(rest: &[u8]) -> Option<String> {
    // Some programs fill a file up with noughts.
    let is_filler = rest.iter().all(|byte| matches!(byte, 0 | b'\r' | b'\n'));
    (!is_filler).then(|| "something stands behind the end of its picture".into())
}

/// Returns where a JPEG ends: behind the mark that ends it, which stands behind a scan (ITU-T T.81, B.1 and B.2).
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    let mut has_scan = false;
    loop {
        let marker = bytes.get(at..at + 2)?;
        match marker {
            [0xFF, 0xFF] => at += 1,
            [0xFF, 0xD9] => return has_scan.then_some(at + 2),
            [0xFF, 0xD0..=0xD7 | 0x01] => at += 2,
            [0xFF, kind] => {
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + (usize::from(length[0]) << 8 | usize::from(length[1]));
                if *kind == 0xDA {
                    has_scan = true;
                    // Within a scan a mark is no nought and no restart.
                    at += bytes
                        .get(at..)?
                        .windows(2)
                        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7))?;
                }
            }
            _ => return None,
        }
    }
}

/// Returns where a GIF ends: behind its trailer (GIF89a, 27).
fn gif_end(bytes: &[u8]) -> Option<usize> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let blocks = |mut at: usize| loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    };
    let mut at = 13 + table(*bytes.get(10)?);
    loop {
        match bytes.get(at)? {
            0x21 => at = blocks(at + 2)?,
            0x2C => at = blocks(at + 11 + table(*bytes.get(at + 9)?))?,
            0x3B => return Some(at + 1),
            _ => return None,
        }
    }
}

//! Images: JPEG and GIF, each true to its suffix, and standing still (EFM 5.2.2.7 to 5.2.2.10).

/// Returns what is wrong with the bytes of an image whose name has a suffix; none where EDGAR takes it.
pub(super) fn fault(suffix: &str, bytes: &[u8]) -> Option<String> {
    let kind = kind(bytes);
    match (suffix, kind) {
        ("jpg", Some("jpeg")) => match imagesize::blob_size(bytes) {
            Ok(_) => None,
            Err(_) => Some("its JPEG data cannot be read".into()),
        },
        ("gif", Some("gif")) => gif_fault(bytes),
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

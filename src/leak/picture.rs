//! The size of a picture, read from its first bytes.

/// Returns the width and height that a PNG, GIF or JPEG states.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
        return number(16).zip(number(20));
    }
    if bytes.starts_with(b"GIF8") {
        let number = |at: usize| Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?).into());
        return number(6).zip(number(8));
    }
    if bytes.starts_with(&[0xFF, 0xD8]) { jpeg(bytes) } else { None }
}

/// Reads the segments of a JPEG up to the one that begins a frame (ITU T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    let mut at = 2;
    while bytes.get(at) == Some(&0xFF) {
        let marker = *bytes.get(at + 1)?;
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            return Some((number(at + 7)?.into(), number(at + 5)?.into()));
        }
        at += 2 + usize::from(number(at + 2)?);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_each_kind() {
        let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &[0, 0, 1, 2, 0, 0, 0, 9]].concat();
        assert_eq!(size(&png), Some((258, 9)));
        assert_eq!(size(b"GIF89a\x03\x01\x02\x00"), Some((259, 2)));
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xC2, 0, 17, 8, 0, 5, 1, 0];
        assert_eq!(size(&jpeg), Some((256, 5)));
        assert_eq!(size(&jpeg[..9]), None);
        assert_eq!(size(b"GIF8"), None);
    }
}

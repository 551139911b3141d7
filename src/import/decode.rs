//! The bytes of the letter as received, as text.

/// How the bytes of a text are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// windows-1252, which whatever is no UTF-8 is taken for.
    Windows1252,
}

/// Decodes a text, whatever it is: a byte that means nothing becomes U+FFFD.
///
/// Control characters other than tabs, line and page ends are left out: no page shows them.
pub fn decode(bytes: &[u8]) -> (String, Encoding) {
    let (text, encoding) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            (String::from_utf8_lossy(rest).into_owned(), Encoding::Utf8)
        }
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes), Encoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes), Encoding::Utf16Be),
        _ => match (std::str::from_utf8(bytes), unmarked_utf16(bytes)) {
            (_, Some(Encoding::Utf16Le)) => (utf16(bytes, u16::from_le_bytes), Encoding::Utf16Le),
            (_, Some(_)) => (utf16(bytes, u16::from_be_bytes), Encoding::Utf16Be),
            (Ok(text), None) => (text.to_owned(), Encoding::Utf8),
            (Err(_), None) => {
                (bytes.iter().copied().map(windows_1252).collect(), Encoding::Windows1252)
            }
        },
    };
    let is_seen = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}');
    let text = if text.chars().all(is_seen) {
        text
    } else {
        text.chars().filter(|&c| is_seen(c)).collect()
    };
    (text, encoding)
}

/// Recognises UTF-16 without a byte-order mark: every other byte of Latin text is nought.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(400) & !1];
    let noughts =
        |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let most = sample.len() / 2 * 3 / 4;
    if sample.len() < 8 {
        return None;
    }
    match (noughts(0), noughts(1)) {
        (0, odd) if odd > most => Some(Encoding::Utf16Le),
        (even, 0) if even > most => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Returns the character of a byte in windows-1252, as the WHATWG's Encoding Standard has it.
pub(crate) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_the_encoding_they_have() {
        for (bytes, text, encoding) in [
            (&b"\xef\xbb\xbfa \xe2\x80\xa2"[..], "a •", Encoding::Utf8),
            (b"it\x92s \x97 \x95\xa0x", "it’s — •\u{a0}x", Encoding::Windows1252),
            (b"\xff\xfea\0\"\x20", "a•", Encoding::Utf16Le),
            (b"\xfe\xff\0a\x20\x22", "a•", Encoding::Utf16Be),
            (b"D\0e\0a\0r\0 \0x\0", "Dear x", Encoding::Utf16Le),
            (b"a\0b\x07\x0cc", "ab\u{c}c", Encoding::Utf8),
            (b"", "", Encoding::Utf8),
        ] {
            let (read, by) = decode(bytes);
            assert_eq!((read.as_str(), by), (text, encoding));
        }
    }
}

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
/// The ends of lines within a paragraph, which word processors write, become line feeds. Control characters
/// other than tabs, line and page ends are left out: no page shows them.
pub fn decode(bytes: &[u8]) -> (String, Encoding) {
    let (bytes, encoding) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (rest, Encoding::Utf8),
        [0xff, 0xfe, rest @ ..] => (rest, Encoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => (rest, Encoding::Utf16Be),
        _ => (bytes, guessed(bytes)),
    };
    let by = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    };
    let text = by.decode_without_bom_handling(bytes).0.into_owned();
    let is_kept = |c: char| plain(c) == Some(c);
    let text =
        if text.chars().all(is_kept) { text } else { text.chars().filter_map(plain).collect() };
    (text, encoding)
}

/// Returns what a character is to a reader; nothing where no page shows it.
fn plain(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{c}' | '\u{85}' => Some(character),
        // A line break of a word processor, and its hyphen that breaks no line.
        '\u{b}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{1e}' => Some('-'),
        _ => (!character.is_control()).then_some(character),
    }
}

/// Guesses the encoding of a text that has no byte-order mark.
fn guessed(bytes: &[u8]) -> Encoding {
    if let Some(encoding) = unmarked_utf16(bytes) {
        return encoding;
    }
    // A text that was cut within a character is UTF-8 still; a windows-1252 one has no valid sequence.
    let (mut valid, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if broken == 0 || broken * 8 < valid { Encoding::Utf8 } else { Encoding::Windows1252 }
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

/// Returns the character of a byte in windows-1252, as the WHATWG's Encoding Standard has it.
pub(crate) fn windows_1252(byte: u8) -> char {
    let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned();
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
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
            (b"S-K and\x0bnon\x1eGAAP", "S-K and\nnon-GAAP", Encoding::Utf8),
            (b"", "", Encoding::Utf8),
        ] {
            let (read, by) = decode(bytes);
            assert_eq!((read.as_str(), by), (text, encoding));
        }
    }
}

//! Files that hold no letter that can be read: of word processors, pictures, whatever is no text.
//!
//! In: the bytes of a file. Out: what it is. Its first bytes say so, or what stands in it besides text.

use super::decode::{Encoding, decode};
use super::pdf_of;

/// What a file is that is neither text nor HTML nor PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A document of a word processor.
    Word(&'static str),
    /// A picture.
    Picture,
    /// Anything else.
    Unknown,
}

impl Foreign {
    /// Returns what it is, as it follows "it is": `a Word file`, `no text`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Word(words) => words,
            Self::Picture => "a picture",
            Self::Unknown => "no text",
        }
    }
}

/// First bytes of files, with what they are; the more particular ones first.
const MARKS: [(&[u8], Foreign); 11] = [
    (b"{\\rtf", Foreign::Word("an RTF file")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::Word("a file of Word or Outlook")),
    (b"PK\x03\x04", Foreign::Word("a Word file or an archive")),
    (b"PK\x05\x06", Foreign::Unknown),
    (b"\x89PNG", Foreign::Picture),
    (b"\xff\xd8\xff", Foreign::Picture),
    (b"GIF87a", Foreign::Picture),
    (b"GIF89a", Foreign::Picture),
    (b"II*\0", Foreign::Picture),
    (b"MM\0*", Foreign::Picture),
    (b"\x7fELF", Foreign::Unknown),
];

/// The names of parts by which a zip archive is known for a document.
const PARTS: [(&[u8], Foreign); 3] = [
    (b"word/", Foreign::Word("a Word file")),
    (b"application/vnd.oasis.opendocument", Foreign::Word("an OpenDocument file")),
    (b"xl/", Foreign::Word("an Excel file")),
];

/// Of so many characters of a text, at most one is none that a page could show.
const SHARE: usize = 20;

/// Returns what a file is where it is neither text nor HTML nor PDF, nor a submission that holds one.
pub fn foreign(bytes: &[u8]) -> Option<Foreign> {
    if let Some(&(mark, kind)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(if mark == b"PK\x03\x04" { document(bytes).unwrap_or(kind) } else { kind });
    }
    (!is_text(bytes) && pdf_of(bytes).is_none()).then_some(Foreign::Unknown)
}

/// Returns what document a zip archive is: the names of its parts stand in it as they are.
fn document(bytes: &[u8]) -> Option<Foreign> {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    PARTS.iter().find(|(name, _)| holds(name)).map(|(_, kind)| *kind)
}

/// Says whether bytes are text in some encoding: few of the characters are none that a page could show.
fn is_text(bytes: &[u8]) -> bool {
    let (text, encoding) = decode(bytes);
    let strange = match encoding {
        // The controls are left out of the text; noughts at its end fill up a block.
        Encoding::Utf8 | Encoding::Windows1252 => {
            let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            bytes[..end].iter().filter(|byte| is_control(**byte)).count()
        }
        Encoding::Utf16Le | Encoding::Utf16Be => 0,
    };
    let strange = strange + text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    strange * SHARE <= text.chars().count()
}

/// Says whether a byte is one that no text has: the ends of lines and pages, tabs, and what word processors
/// write for line breaks, hyphens and fields aside.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0e..=0x12 | 0x16..=0x19 | 0x1c..=0x1d | 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns bytes as a compressed file has them.
    fn noise(count: usize) -> Vec<u8> {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let next = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        (0..count).map(next).collect()
    }

    #[test]
    fn what_is_no_letter_is_named() {
        let word = b"PK\x03\x04\x14\0\x06\0[Content_Types].xmlPK\x03\x04word/document.xml";
        for (bytes, words) in [
            (&b"PK\x03\x04x"[..], "a Word file or an archive"),
            (word, "a Word file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "a file of Word or Outlook"),
            (b"{\\rtf1\\ansi Dear Ms. Sample:}", "an RTF file"),
            (b"\x89PNG\r\n\x1a\n", "a picture"),
            (b"\x7fELF\x02\x01\x01\0", "no text"),
            (b"RIFF\x10\0\0\0WEBPVP8 \x01\0\0\0", "no text"),
            (&noise(500), "no text"),
            (&noise(100_000), "no text"),
        ] {
            assert_eq!(foreign(bytes).map(Foreign::words), Some(words), "{:?}", &bytes[..5]);
        }
    }

    #[test]
    fn text_in_every_encoding_is_a_letter() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut padded = b"1. Tell us why.\n".to_vec();
        padded.extend([0; 500]);
        for bytes in [
            &b""[..],
            b"It\x92s \x97 \x95\xa0tell us why\x85",
            b"\xef\xbb\xbfTell us \xe2\x80\xa2 why",
            b"1. Item 303\x0bof S-K, non\x1eGAAP\x0c",
            &wide("1. Tell us why.\n"),
            &[b"\xff\xfe".to_vec(), wide("1. Tell us \u{2019}why\u{2019}.\n")].concat(),
            &padded,
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x01\x02\x03",
        ] {
            assert_eq!(foreign(bytes), None, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn no_letter_of_the_tests_is_refused() {
        let letters = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
        let entries =
            walkdir::WalkDir::new(letters).into_iter().map(|entry| entry.expect("readable"));
        let names =
            entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("input."));
        for entry in names {
            let bytes = std::fs::read(entry.path()).expect("readable");
            assert_eq!(foreign(&bytes), None, "{}", entry.path().display());
        }
    }
}

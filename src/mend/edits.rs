//! Edits of a text as it stands on the disk, by places in the text as it was read.
//!
//! In: the text with its own line ends and byte-order mark. Out: the same with the edits made, all other
//! bytes as they were.

use std::ops::Range;

use crate::source::line_end;

/// Returns for each byte of the text as it was read, and for its end, the byte of the text on the disk.
pub(super) fn offsets(raw: &str) -> Vec<usize> {
    let bytes = raw.as_bytes();
    let mut at = if raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut offsets = Vec::with_capacity(raw.len() + 1);
    while at < bytes.len() {
        offsets.push(at);
        // A line end is one byte to the reader, whatever it is here.
        at += if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
    }
    offsets.push(bytes.len());
    offsets
}

/// Puts texts in place of ranges, which are in order and do not overlap.
pub(super) fn apply(raw: &str, edits: &[(Range<usize>, String)]) -> String {
    let offsets = offsets(raw);
    let end = line_end(raw);
    let byte = |offset: usize| offsets.get(offset).copied().unwrap_or(raw.len());
    let mut out = String::with_capacity(raw.len());
    let mut from = 0;
    for (range, text) in edits {
        let (start, stop) = (byte(range.start), byte(range.end));
        if start < from {
            continue;
        }
        out.push_str(&raw[from..start]);
        out.push_str(&text.replace('\n', end));
        from = stop;
    }
    out.push_str(&raw[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_edited_changes() {
        let raw = "\u{feff}a\r\nbb\r\nc";
        assert_eq!(apply(raw, &[(2..4, "x\ny".into())]), "\u{feff}a\r\nx\r\ny\r\nc");
        assert_eq!(apply(raw, &[(6..6, "\nd".into())]), "\u{feff}a\r\nbb\r\nc\r\nd");
        assert_eq!(apply(raw, &[]), raw);
        assert_eq!(apply("a\rb\n", &[(0..1, "z".into())]), "z\rb\n");
    }
}

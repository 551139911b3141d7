//! What a font file says of itself: its style, its name, and whether it may be embedded.
//!
//! In: the bytes of an OpenType or TrueType file. Out: [`About`], or why the file cannot be used. Field
//! numbers are those of the OpenType specification.

use crate::layout::page::Face;

/// What a font file says of itself.
pub(super) struct About {
    /// Which face it is.
    pub(super) face: Face,
    /// Its PostScript name.
    pub(super) name: Option<String>,
}

/// Why a font file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontReason {
    /// It is no OpenType or TrueType font.
    NoFont,
    /// It holds several fonts.
    Collection,
    /// Its shape varies; only fixed faces are set.
    Variable,
    /// It has no outlines, but pictures of letters.
    NoOutlines,
    /// Its licence forbids embedding (`fsType`, bit 1).
    Restricted,
    /// Its licence forbids embedding a part of it (`fsType`, bit 8).
    NoSubset,
    /// Its tables cannot be read.
    Damaged,
    /// It has no blank or no question mark.
    Bare,
}

impl About {
    /// Reads what a file says of itself.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FontReason> {
        match bytes.get(..4) {
            Some(b"OTTO" | b"true" | [0, 1, 0, 0]) => {}
            Some(b"ttcf") => return Err(FontReason::Collection),
            _ => return Err(FontReason::NoFont),
        }
        if offset(bytes, b"fvar").is_some() {
            return Err(FontReason::Variable);
        }
        if offset(bytes, b"glyf").or_else(|| offset(bytes, b"CFF ")).is_none() {
            return Err(FontReason::NoOutlines);
        }
        let head = offset(bytes, b"head").ok_or(FontReason::Damaged)?;
        let style = u16_at(bytes, head + 44).ok_or(FontReason::Damaged)?;
        let (mut bold, mut italic) = (style & 1 != 0, style & 2 != 0);
        if let Some(os2) = offset(bytes, b"OS/2") {
            let kind = u16_at(bytes, os2 + 8).ok_or(FontReason::Damaged)?;
            let selection = u16_at(bytes, os2 + 62).unwrap_or(0);
            // Of the lower bits the least restrictive counts: 4 and 8 allow embedding beside 2.
            if kind & 0xE == 2 {
                return Err(FontReason::Restricted);
            }
            if kind & 0x100 != 0 {
                return Err(FontReason::NoSubset);
            }
            if kind & 0x200 != 0 {
                return Err(FontReason::Restricted);
            }
            bold |= selection & 0x20 != 0;
            italic |= selection & 1 != 0;
        }
        let face = match (bold, italic) {
            (false, false) => Face::Roman,
            (true, false) => Face::Bold,
            (false, true) => Face::Italic,
            (true, true) => Face::BoldItalic,
        };
        Ok(About { face, name: postscript_name(bytes) })
    }
}

/// Returns where a table begins.
pub(super) fn offset(bytes: &[u8], tag: &[u8; 4]) -> Option<usize> {
    let count = usize::from(u16_at(bytes, 4)?);
    (0..count).map(|index| 12 + 16 * index).find_map(|record| {
        let is_it = bytes.get(record..record + 4)? == tag;
        let start = u32_at(bytes, record + 8)? as usize;
        (is_it && start < bytes.len()).then_some(start)
    })
}

/// Returns the PostScript name: entry 6 of the table `name`.
fn postscript_name(bytes: &[u8]) -> Option<String> {
    let table = offset(bytes, b"name")?;
    let count = usize::from(u16_at(bytes, table + 2)?);
    let strings = table + usize::from(u16_at(bytes, table + 4)?);
    (0..count).map(|index| table + 6 + 12 * index).find_map(|record| {
        if u16_at(bytes, record + 6)? != 6 {
            return None;
        }
        let (length, start) = (u16_at(bytes, record + 8)?, u16_at(bytes, record + 10)?);
        let start = strings + usize::from(start);
        let text = bytes.get(start..start + usize::from(length))?;
        // UTF-16 or a Macintosh encoding: the names are of ASCII in both.
        let name: String = text
            .iter()
            .filter(|byte| byte.is_ascii_graphic())
            .map(|byte| char::from(*byte))
            .collect();
        (!name.is_empty()).then_some(name)
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}

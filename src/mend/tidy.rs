//! The form of a response: its front matter and the order of its sections.
//!
//! Each function returns the text as it should stand on the disk, none where it does already.

use std::ops::Range;

use toml::de::DeValue;

use super::edits;
use crate::fields;
use crate::finding::Findings;
use crate::front;
use crate::letter::Letter;
use crate::response;
use crate::source::{File, Files, line_end};

fn read(raw: &str) -> (Files, crate::source::FileId) {
    let mut files = Files::default();
    let id = files.add("response.md", raw);
    (files, id)
}

/// Brings the front matter into form: one blank on both sides of `=`, no blanks at a line's ends, and the comment
/// as a text.
pub(super) fn front(raw: &str) -> Option<String> {
    let (files, id) = read(raw);
    let file = files.get(id);
    let mut findings = Findings::default();
    let range = front::split(file, &mut findings).toml?;
    let toml = &file.text[range.clone()];
    let table = fields::parse(toml, file.place(range.clone()), &mut findings);
    if !findings.is_empty() {
        return None;
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (name, value) in table.get_ref() {
        let (name_at, value_at) = (name.span(), value.span());
        // A table of its own, or a name with dots, is not one line.
        let Some(sign) = toml.get(name_at.end..value_at.start) else { continue };
        if sign.trim_matches([' ', '\t']) != "=" {
            continue;
        }
        let start = toml[..name_at.start].rfind('\n').map_or(0, |at| at + 1);
        let end = toml[value_at.end..].find('\n').map_or(toml.len(), |at| value_at.end + at);
        let mut push = |part: Range<usize>, text: &str| {
            if &toml[part.clone()] != text {
                edits.push((range.start + part.start..range.start + part.end, text.to_owned()));
            }
        };
        if toml[start..name_at.start].trim_matches([' ', '\t']).is_empty() {
            push(start..name_at.start, "");
        }
        push(name_at.end..value_at.start, " = ");
        let is_number = matches!(value.get_ref(), DeValue::Integer(_));
        let typed = &toml[value_at.clone()];
        if name.get_ref() == "comment" && is_number && typed.bytes().all(|b| b.is_ascii_digit()) {
            push(value_at.clone(), &format!("\"{typed}\""));
        }
        if toml[value_at.end..end].trim_matches([' ', '\t']).is_empty() {
            push(value_at.end..end, "");
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    (!edits.is_empty()).then(|| edits::apply(raw, &edits))
}

/// Puts the sections in the order of the letter; nothing is moved where one has a key that is not in it.
pub(super) fn sorted(letter: &Letter, raw: &str) -> Option<String> {
    let (files, id) = read(raw);
    let file = files.get(id);
    let response = response::parse(file, &mut Findings::default());
    let starts: Vec<usize> = response
        .sections
        .iter()
        .map(|section| line_start(file, section.place.range().start))
        .collect();
    let rows: Vec<usize> = response
        .sections
        .iter()
        .map(|section| letter.row(section.keys.first()?.0.first()))
        .collect::<Option<_>>()?;
    if rows.is_sorted() {
        return None;
    }
    let offsets = edits::offsets(raw);
    let ends = starts.iter().skip(1).copied().chain([file.text.len()]);
    let pieces: Vec<&str> =
        starts.iter().zip(ends).map(|(&start, end)| &raw[offsets[start]..offsets[end]]).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&index| rows[index]);
    let line = line_end(raw);
    let mut out = raw[..offsets[*starts.first()?]].to_owned();
    for (at, &index) in order.iter().enumerate() {
        let piece = pieces[index];
        out.push_str(piece);
        // What was the last of the file needs a blank line before the next heading.
        if at + 1 < order.len() {
            if !piece.ends_with(line) {
                out.push_str(line);
            }
            if !piece.trim_end_matches([' ', '\t']).ends_with(&format!("{line}{line}")) {
                out.push_str(line);
            }
        }
    }
    // What is the last now had a blank line before the next heading.
    out.truncate(out.trim_end().len());
    out.push_str(line);
    Some(out)
}

/// Returns where the line of a byte begins.
fn line_start(file: &File, at: usize) -> usize {
    file.text[..at].rfind('\n').map_or(0, |line| line + 1)
}

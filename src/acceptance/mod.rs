//! What EDGAR accepts: the files of a submission held to the rules, whoever wrote them.
//!
//! In: the files' names and bytes. Out: findings. Written from the manual's rules and not from what writes
//! documents for EDGAR: neither knows the other.

mod anchors;
mod attributes;
mod characters;
mod faults;
mod html;
mod images;
mod names;
mod pdf;
mod subset;

use std::collections::BTreeMap;

use self::characters::Writing;
use self::faults::Faults;
use crate::finding::Findings;
use crate::finding::codes::{EDGAR_FILE_NAME, EDGAR_IMAGE, PDF_WITHOUT_OFFICIAL};
use crate::received::windows_1252;
use crate::source::Files;

pub(crate) use self::characters::social_security_numbers;

/// A file of a submission.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    /// Its path, as messages show it; its last part is the name that EDGAR gets.
    pub path: &'a str,
    /// Its contents.
    pub bytes: &'a [u8],
}

impl<'a> Attachment<'a> {
    fn name(&self) -> &'a str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(self.path)
    }

    /// Returns the suffix in small letters; files of odd suffixes are read as what they are meant for.
    fn suffix(&self) -> &'static str {
        let suffix = self.name().rsplit_once('.').map_or("", |(_, suffix)| suffix);
        match suffix.to_ascii_lowercase().as_str() {
            "htm" | "html" => "htm",
            "txt" => "txt",
            "pdf" => "pdf",
            "jpg" | "jpeg" => "jpg",
            "gif" => "gif",
            _ => "",
        }
    }
}

/// Checks the files of one submission; texts among them are added to `files`, so that findings have places.
pub fn check(attachments: &[Attachment<'_>], files: &mut Files, findings: &mut Findings) {
    let names: Vec<&str> = attachments.iter().map(Attachment::name).collect();
    check_names(attachments, findings);
    check_copies(attachments, findings);
    for attachment in attachments {
        let bytes = attachment.bytes;
        match attachment.suffix() {
            "htm" => check_text(attachment, files, findings, |text, faults| {
                characters::check(text, Writing::Html, faults);
                html::check(text, &names, faults);
            }),
            "txt" => check_text(attachment, files, findings, |text, faults| {
                characters::check(text, Writing::Ascii, faults);
                characters::check_personal(text, faults);
            }),
            "pdf" => pdf::check(attachment.path, bytes, findings),
            "jpg" | "gif" => {
                if let Some(fault) = images::fault(attachment.suffix(), bytes) {
                    let message = format!("{}: {fault}", attachment.path);
                    findings.push(
                        EDGAR_IMAGE
                            .anywhere()
                            .says(message)
                            .help("save it anew, as a `.jpg` or as a `.gif` with one picture"),
                    );
                }
            }
            _ => {}
        }
    }
}

/// Returns the names of the files that an HTML document wants beside it.
pub fn references(bytes: &[u8]) -> Vec<String> {
    html::references(&decode(bytes))
}

fn check_text(
    attachment: &Attachment<'_>,
    files: &mut Files,
    findings: &mut Findings,
    check: impl FnOnce(&str, &mut Faults),
) {
    let mut faults = Faults::default();
    let text = decode(attachment.bytes);
    // The mark is no part of the text that findings point into.
    if text.starts_with('\u{FEFF}') {
        characters::check_mark(&mut faults);
    }
    let id = files.add(attachment.path, &text);
    let file = files.get(id);
    check(&file.text, &mut faults);
    faults.report(file, findings);
}

/// Reads a text for its findings: as UTF-8, or byte by byte where it is none.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(windows_1252).collect(),
    }
}

fn check_names(attachments: &[Attachment<'_>], findings: &mut Findings) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for attachment in attachments {
        let name = attachment.name();
        if let Some(fault) = names::fault(name) {
            findings.push(
                EDGAR_FILE_NAME
                    .anywhere()
                    .says(format!("EDGAR does not take the name `{name}`: {fault}"))
                    .help(
                        "name it as in `corresp-20090303.htm`: small letters, digits, `-` and `_`",
                    ),
            );
        }
        if let Some(other) = seen.insert(name.to_ascii_lowercase(), attachment.path) {
            findings.push(
                EDGAR_FILE_NAME
                    .anywhere()
                    .says(format!("{} and {other} have the same name to EDGAR", attachment.path))
                    .help("give each file a name of its own, whatever its capitals"),
            );
        }
    }
}

/// Checks that each PDF has its official document (Regulation S-T Rule 104).
fn check_copies(attachments: &[Attachment<'_>], findings: &mut Findings) {
    let copies: Vec<_> = attachments.iter().filter(|one| one.suffix() == "pdf").collect();
    let official = attachments.iter().filter(|one| matches!(one.suffix(), "htm" | "txt")).count();
    if copies.len() <= official {
        return;
    }
    let message = match official {
        0 => format!("{} goes without an official document", copies[0].path),
        _ => format!("{} is one PDF more than there are official documents", copies[official].path),
    };
    findings.push(
        PDF_WITHOUT_OFFICIAL
            .anywhere()
            .says(message)
            .help("add the letter as `.htm` or `.txt`; a PDF is an unofficial copy beside it")
            .reference("17 CFR 232.104"),
    );
}

#[cfg(test)]
mod tests;

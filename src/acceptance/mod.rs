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
use std::ops::Range;

use self::characters::Writing;
use self::faults::Faults;
use crate::finding::Findings;
use crate::finding::codes::{EDGAR_FILE_NAME, EDGAR_IMAGE, PDF_WITHOUT_OFFICIAL};
use crate::parallel;
use crate::received::windows_1252;
use crate::source::{File, FileId, Files};

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
    let texts: Vec<_> = attachments.iter().map(|attachment| add_text(attachment, files)).collect();
    let files = &*files;
    let check = |range: Range<usize>| {
        let (attachment, text) = (&attachments[range.start], texts[range.start]);
        match text {
            Some(id) => check_text(attachment, &names, files.get(id)),
            None => check_binary(attachment),
        }
    };
    let found = parallel::map(attachments.len(), 1, check);
    found.into_iter().for_each(|found| findings.append(found));
}

/// Adds an attachment that is text to the files.
fn add_text(attachment: &Attachment<'_>, files: &mut Files) -> Option<FileId> {
    let is_text = matches!(attachment.suffix(), "htm" | "txt");
    is_text.then(|| files.add(attachment.path, &decode(attachment.bytes)))
}

fn check_text(attachment: &Attachment<'_>, names: &[&str], file: &File) -> Findings {
    let mut faults = Faults::default();
    // The mark is no part of the text that findings point into.
    if attachment.bytes.starts_with("\u{FEFF}".as_bytes()) {
        characters::check_mark(&mut faults);
    }
    if attachment.suffix() == "htm" {
        characters::check(&file.text, Writing::Html, &mut faults);
        let names = attributes::Names { own: attachment.name(), all: names };
        html::check(&file.text, names, &mut faults);
    } else {
        characters::check(&file.text, Writing::Ascii, &mut faults);
        characters::check_personal(&file.text, &mut faults);
    }
    let mut findings = Findings::default();
    faults.report(file, &mut findings);
    findings
}

fn check_binary(attachment: &Attachment<'_>) -> Findings {
    let mut findings = Findings::default();
    match attachment.suffix() {
        "pdf" => pdf::check(attachment.path, attachment.bytes, &mut findings),
        suffix @ ("jpg" | "gif") => {
            if let Some(fault) = images::fault(suffix, attachment.bytes) {
                findings.push(
                    EDGAR_IMAGE
                        .anywhere()
                        .says(format!("{}: {fault}", attachment.path))
                        .help("save it anew, as a `.jpg` or as a `.gif` with one picture"),
                );
            }
        }
        _ => {}
    }
    findings
}

/// Returns the names of the files that an HTML document wants beside it.
pub fn references(bytes: &[u8]) -> Vec<String> {
    html::references(&decode(bytes))
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

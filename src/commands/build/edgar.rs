//! The files for EDGAR: from the public edition and its pages to a submission that holds to the rules.

use std::path::Path;

use super::faults::place_of;
use super::templates::{Read, page_fault};
use crate::acceptance::{self, Attachment};
use crate::commands::Failure;
use crate::commands::output::Output;
use crate::document::Document;
use crate::edgar::{self, Filed, Public, Role, Written};
use crate::finding::{Findings, Level, codes};
use crate::layout::Laid;
use crate::project::Project;

/// The folder of the submission within that of the outputs.
pub(super) const FOLDER: &str = "edgar";

/// The PDF copy of the official document.
pub(super) const COPY: &str = "edgar/corresp.pdf";

/// The official document, its copy, and what lists all.
pub(super) const FILES: [&str; 3] = ["edgar/corresp.htm", COPY, "edgar/manifest.json"];

/// Returns the images that an earlier build left in the submission's folder.
pub(super) fn images(target: &Path) -> Vec<String> {
    let entries =
        std::fs::read_dir(target.join(FOLDER)).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_ours = |name: &String| {
        name.strip_prefix("image").is_some_and(|rest| {
            let number = rest.strip_suffix(".gif").or(rest.strip_suffix(".jpg"));
            number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    names.filter(is_ours).map(|name| format!("{FOLDER}/{name}")).collect()
}

/// A file of a submission in memory.
pub(super) struct File {
    name: String,
    role: Role,
    bytes: Vec<u8>,
}

/// Returns a document as one that may go to EDGAR: it holds no confidential text.
///
/// # Errors
///
/// Where it does, which is never an author's fault.
pub(super) fn public(document: &Document) -> Result<Public<'_>, Failure> {
    Public::new(document).ok_or_else(|| Failure {
        message: "the files for EDGAR would hold confidential text".into(),
        help: Some("this is a fault of corresp: report it; nothing was written".into()),
    })
}

/// Writes the official document in memory, and says what had to be left out of it; none where the page's
/// template has a fault, which is a finding.
pub(super) fn write(
    project: &Project,
    public: Public<'_>,
    laid: &Laid,
    templates: &Read,
    findings: &mut Findings,
) -> Option<Written> {
    let labels = |id: &str| laid.label_of(id).map(str::to_owned);
    let pages = edgar::Pages { labels: &labels, count: laid.pages.len() };
    match edgar::write(public, pages, &templates.edgar.0) {
        Ok(written) => {
            left_out(project, &written, findings);
            Some(written)
        }
        Err(error) => {
            findings.push(page_fault(project, templates, &error));
            None
        }
    }
}

/// Returns the files of a submission: the official document, the PDF copy of its pages, and its images.
pub(super) fn files(official: Written, copy: Vec<u8>) -> Vec<File> {
    let file = |name: &str, role, bytes| File { name: name.into(), role, bytes };
    let mut files = vec![
        file("corresp.htm", Role::Official, official.text.into_bytes()),
        file("corresp.pdf", Role::Copy, copy),
    ];
    let images = official.images.into_iter();
    files.extend(images.map(|picture| file(&picture.name, Role::Graphic, picture.bytes)));
    files
}

/// Says which links are plain text, and which images could not be converted.
fn left_out(project: &Project, written: &Written, findings: &mut Findings) {
    for address in &written.dropped {
        let rule = &codes::EDGAR_LINK_DROPPED;
        let finding = place_of(project, address).map_or(rule.anywhere(), |place| rule.at(place));
        findings.push(
            finding
                .says(format!("the link to `{address}` is plain text in edgar/corresp.htm"))
                .help(
                    "EDGAR takes links to the document's own places and to sec.gov/Archives alone",
                )
                .reference("17 CFR 232.105"),
        );
    }
    for (path, why) in &written.refused {
        let rule = &codes::EDGAR_IMAGE;
        let name = path.rsplit('/').next().unwrap_or(path);
        let finding = place_of(project, name).map_or(rule.anywhere(), |place| rule.at(place));
        findings.push(
            finding
                .says(format!("the image {path} cannot be made into GIF: {why}"))
                .help("save it anew, as PNG in RGB or grey, or as JPEG"),
        );
    }
}

/// Returns the files of a submission as outputs, without the manifest.
pub(super) fn outputs(files: &[File]) -> Vec<Output> {
    let path = |file: &File| format!("{FOLDER}/{}", file.name);
    files.iter().map(|file| Output { path: path(file), bytes: file.bytes.clone() }).collect()
}

/// Holds a submission to what EDGAR accepts; one with an error is not written.
///
/// `shown` is the folder of the outputs, as messages name it.
pub(super) fn hold(
    project: &mut Project,
    shown: &str,
    files: &[File],
    findings: &mut Findings,
) -> Vec<Output> {
    let paths: Vec<String> =
        files.iter().map(|file| format!("{shown}/{FOLDER}/{}", file.name)).collect();
    let attachments: Vec<_> = files
        .iter()
        .zip(&paths)
        .map(|(file, path)| Attachment { path, bytes: &file.bytes })
        .collect();
    let mut found = Findings::default();
    acceptance::check(&attachments, &mut project.files, &mut found);
    found.settle(&project.book.levels, |_| 0);
    let is_good = found.count(Level::Error) == 0;
    findings.append(found);
    if !is_good || files.is_empty() {
        return Vec::new();
    }
    let filed: Vec<_> = files
        .iter()
        .map(|file| Filed { name: &file.name, role: file.role, bytes: &file.bytes })
        .collect();
    let matter = &project.book.matter;
    let number = matter.file_number.as_ref().map(|number| number.value.as_str());
    let manifest = edgar::manifest(&filed, matter.cik.as_deref(), number);
    let mut outputs = self::outputs(files);
    outputs.push(Output { path: format!("{FOLDER}/manifest.json"), bytes: manifest.into_bytes() });
    outputs
}

//! The templates of a build: from the project's own files, else the built-in ones.

use std::borrow::Cow;

use crate::document::compose::{self, Templates};
use crate::finding::{Finding, Findings, codes};
use crate::project::Project;
use crate::source::FileId;
use crate::{edgar, html};

/// What the path of a built-in template ends with.
pub(super) const BUILT_IN: &str = " (built in)";

/// The templates of a project: its own, else the built-in ones.
pub(in crate::commands) struct Read {
    pub(super) letter: (String, FileId),
    pub(super) disclosures: (String, FileId),
    pub(super) foia_request: (String, FileId),
    pub(super) page: html::Template,
    pub(super) page_file: FileId,
    /// The page around the document for EDGAR.
    pub(super) edgar: (String, FileId),
    /// The letter that confirms an extension.
    pub(super) extension: (String, FileId),
}

impl Read {
    /// Returns what the letter and the disclosures are composed of.
    pub(super) fn of_letter(&self) -> Templates<'_> {
        Templates {
            letter: (Cow::Borrowed(&self.letter.0), self.letter.1),
            disclosures: (Cow::Borrowed(&self.disclosures.0), self.disclosures.1),
        }
    }
}

/// Reads the templates that the project brings, and takes the built-in ones for the rest.
pub(in crate::commands) fn read(project: &mut Project, findings: &mut Findings) -> Read {
    let found = crate::commands::check::templates(project, findings);
    let mut text = |name: &'static str, builtin: &str| match found.get(name) {
        Some(&file) => (project.files.get(file).text.clone(), file),
        None => {
            (builtin.to_owned(), project.files.add(format!("templates/{name}{BUILT_IN}"), builtin))
        }
    };
    let default = html::Template::default();
    let letter = text("letter.md", compose::LETTER);
    let disclosures = text("disclosures.md", compose::DISCLOSURES);
    let foia_request = text("foia-request.md", compose::FOIA_REQUEST);
    let (page, page_file) = text("page.html", &default.page);
    let (css, _) = text("style.css", &default.css);
    let edgar = text("edgar.html", edgar::PAGE);
    let extension = text("extension.md", compose::EXTENSION);
    Read {
        letter,
        disclosures,
        foia_request,
        page: html::Template { page: page.into(), css: css.into() },
        page_file,
        edgar,
        extension,
    }
}

/// Turns a fault of the page template into a finding with its place.
pub(super) fn page_fault(
    project: &Project,
    templates: &Read,
    error: &html::TemplateError,
) -> Finding {
    let file = match error.template.as_str() {
        "edgar.html" => templates.edgar.1,
        _ => templates.page_file,
    };
    let file = project.files.get(file);
    let line = error.line.unwrap_or(1);
    let start: usize =
        file.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = file.text[start..].find('\n').map_or(file.text.len(), |length| start + length);
    codes::TEMPLATE_ERROR
        .at(file.place(start..end))
        .says(format!("the template cannot be filled: {}", error.message))
        .help("without the file, the built-in template is used")
}

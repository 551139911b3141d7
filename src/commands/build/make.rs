//! The documents of a build: from the project to the bytes of each output, in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::edgar::{self, File};
use super::faults::faults;
use super::templates::{Read, page_fault};
use crate::commands::Failure;
use crate::commands::output::Output;
use crate::coverage::Coverage;
use crate::document::Document;
use crate::document::compose::{self, Templates};
use crate::finding::{Findings, codes};
use crate::layout::{self, Fonts, Laid};
use crate::project::Project;
use crate::{html, pdf};

/// What a build made in memory.
#[derive(Default)]
pub(super) struct Made {
    pub(super) outputs: Vec<Output>,
    /// Pages of each PDF.
    pub(super) pages: BTreeMap<String, usize>,
    /// The files for EDGAR.
    pub(super) edgar: Vec<File>,
}

/// Composes, lays out and writes the documents in memory.
pub(super) fn make(
    project: &Project,
    coverage: &Coverage,
    templates: &Read,
    fonts: &Fonts,
    findings: &mut Findings,
) -> Result<Made, Failure> {
    let is_draft = coverage.totals.open + coverage.totals.draft > 0;
    let own = Templates {
        letter: (Cow::Borrowed(&templates.letter.0), templates.letter.1),
        disclosures: (Cow::Borrowed(&templates.disclosures.0), templates.disclosures.1),
    };
    let composed = compose::compose(project, coverage, &own, is_draft, findings);
    let mut made = Made::default();
    if composed.public.is_some() {
        return Err(Failure {
            message: "text is marked confidential, and this version builds one edition only".into(),
            help: Some("leave the marked text out until both editions can be built".into()),
        });
    }
    if findings.has(&codes::TEMPLATE_ERROR) {
        return Ok(made);
    }
    let documents =
        [("letter", Some(&composed.letter)), ("disclosures", composed.disclosures.as_ref())];
    for (name, document) in documents {
        let Some(document) = document else { continue };
        let laid = layout::lay_out(document, fonts);
        faults(project, &laid, findings);
        made.pages.insert(format!("{name}.pdf"), laid.pages.len());
        let bytes = pdf_bytes(name, document, &laid, fonts)?;
        made.outputs.push(Output { path: format!("{name}.pdf"), bytes });
        made.outputs.extend(write_html(name, project, document, &laid, templates, findings));
        if name == "letter" {
            made.edgar = edgar::make(project, document, &laid, templates, fonts, findings)?;
            made.pages.insert("edgar/corresp.pdf".into(), laid.pages.len());
        }
    }
    Ok(made)
}

/// Writes a document as HTML; none where the page's template has a fault, which is a finding.
pub(super) fn write_html(
    name: &str,
    project: &Project,
    document: &Document,
    laid: &Laid,
    templates: &Read,
    findings: &mut Findings,
) -> Option<Output> {
    let labels = |id: &str| laid.label_of(id).map(str::to_owned);
    match html::write(document, &labels, &templates.page) {
        Ok(text) => Some(Output { path: format!("{name}.html"), bytes: text.into_bytes() }),
        Err(error) => {
            findings.push(page_fault(project, templates, &error));
            None
        }
    }
}

pub(super) fn pdf_bytes(
    name: &str,
    document: &Document,
    laid: &Laid,
    fonts: &Fonts,
) -> Result<Vec<u8>, Failure> {
    let info = pdf::Info {
        title: &document.title,
        author: &document.author,
        subject: None,
        language: "en-US",
        date: document.date,
        images: &document.images,
        version: env!("CARGO_PKG_VERSION"),
    };
    pdf::write(laid, fonts, &info).map_err(|error| Failure {
        message: format!("{name}.pdf cannot be made: {error}"),
        help: Some(match error {
            pdf::Error::Picture { .. } => {
                "save the picture anew, as PNG or as JPEG in RGB or grey".into()
            }
            pdf::Error::Address(_) => "write the link's address whole, as `https://…`".into(),
            _ => "this is a fault of corresp: report it with the files of the round".into(),
        }),
    })
}

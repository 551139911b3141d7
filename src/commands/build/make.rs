//! The documents of a build: from the project to the bytes of each output, in memory.

use std::collections::BTreeMap;

use super::edgar::{self, File};
use super::faults::faults;
use super::templates::{Read, page_fault};
use crate::commands::Failure;
use crate::commands::output::Output;
use crate::coverage::Coverage;
use crate::document::Document;
use crate::document::compose::{self, MarkedResponse, Range};
use crate::edgar::Public;
use crate::finding::{Findings, codes};
use crate::layout::{self, Fonts, Laid};
use crate::pdf::Links;
use crate::project::Project;
use crate::secrets::{self, Secrets};
use crate::{html, parallel, pdf};

/// What a build made in memory.
#[derive(Default)]
pub(super) struct Made {
    pub(super) outputs: Vec<Output>,
    /// Pages of each PDF.
    pub(super) pages: BTreeMap<String, usize>,
    /// How many confidential regions the letter has.
    pub(super) regions: usize,
    /// The first and the last page label of a letter that has any.
    pub(super) labels: Option<(String, String)>,
    /// The pages that the request for confidential treatment names.
    pub(super) ranges: Vec<Range>,
    /// The files for EDGAR.
    pub(super) edgar: Vec<File>,
}

impl Made {
    /// Says whether the letter has a complete and a public edition.
    pub(super) fn has_editions(&self) -> bool {
        self.labels.is_some()
    }
}

/// Composes, lays out and writes the documents in memory.
pub(super) fn make(
    project: &Project,
    coverage: &Coverage,
    templates: &Read,
    fonts: &Fonts,
    findings: &mut Findings,
) -> Result<Made, Failure> {
    let is_draft = !coverage.is_final();
    let composed = compose::compose(project, coverage, &templates.of_letter(), is_draft, findings);
    let mut work = Work {
        project,
        templates,
        fonts,
        secrets: secrets::secrets(project),
        made: Made::default(),
    };
    if findings.has(&codes::TEMPLATE_ERROR) {
        return Ok(work.made);
    }
    match &composed.public {
        None => {
            let laid = work.lay_out(&composed.letter, findings);
            let public = edgar::public(&composed.letter)?;
            let written = work.write("letter", &composed.letter, &laid, Some(public))?;
            work.made.take(written, findings);
        }
        Some(public) => work.editions(coverage, &composed.letter, public, findings)?,
    }
    if let Some(disclosures) = &composed.disclosures {
        work.set("disclosures", disclosures, findings)?;
    }
    work.made.regions = work.secrets.regions();
    Ok(work.made)
}

/// What the writers made of one document.
struct Written {
    outputs: Vec<Output>,
    /// The PDF's name and its pages.
    pages: (String, usize),
    edgar: Vec<File>,
    findings: Findings,
}

impl Made {
    fn take(&mut self, written: Written, findings: &mut Findings) {
        let (path, count) = written.pages;
        if !written.edgar.is_empty() {
            self.pages.insert(edgar::COPY.into(), count);
        }
        self.pages.insert(path, count);
        self.outputs.extend(written.outputs);
        self.edgar.extend(written.edgar);
        findings.append(written.findings);
    }
}

/// A build on its way.
struct Work<'a> {
    project: &'a Project,
    templates: &'a Read,
    fonts: &'a Fonts,
    secrets: Secrets,
    made: Made,
}

impl Work<'_> {
    fn lay_out(&self, document: &Document, findings: &mut Findings) -> Laid {
        let laid = layout::lay_out(document, self.fonts);
        faults(self.project, &self.secrets, &laid, findings);
        laid
    }

    /// Lays a document out and writes it as PDF and HTML.
    fn set(
        &mut self,
        name: &str,
        document: &Document,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let laid = self.lay_out(document, findings);
        let written = self.write(name, document, &laid, None)?;
        self.made.take(written, findings);
        Ok(())
    }

    /// Lays the two editions of a letter out on the same pages, and writes both.
    fn editions(
        &mut self,
        coverage: &Coverage,
        complete: &Document,
        public: &Document,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let laid =
            layout::lay_out_editions(complete, public, self.fonts).map_err(|overflow| Failure {
                message: format!("the two editions cannot have the same pages: {overflow}"),
                help: Some(
                    "this is a fault of corresp: report it with the files of the round".into(),
                ),
            })?;
        faults(self.project, &self.secrets, &laid.complete, findings);
        let pages = laid.complete.pages.len();
        labels(self.project, pages, findings);
        self.made.labels = laid
            .complete
            .pages
            .first()
            .map(|page| page.label.clone())
            .zip(laid.complete.pages.last().map(|page| page.label.clone()));
        let filed = edgar::public(public)?;
        let (of_complete, of_public) = parallel::both(
            || self.write("letter", complete, &laid.complete, None),
            || self.write("public/letter", public, &laid.public, Some(filed)),
        );
        self.made.take(of_complete?, findings);
        self.made.take(of_public?, findings);
        self.request(coverage, complete, &laid.complete, findings)
    }

    /// Writes the request for confidential treatment, with the pages that the complete edition has.
    fn request(
        &mut self,
        coverage: &Coverage,
        complete: &Document,
        laid: &Laid,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let marked = compose::marked_responses(self.project, coverage, complete);
        let ranges: Vec<Range> =
            marked.into_iter().filter_map(|response| range(response, laid)).collect();
        let Some((first, last)) = self.made.labels.clone() else { return Ok(()) };
        let (text, file) = &self.templates.foia_request;
        let request = compose::request(
            self.project,
            coverage,
            (text, *file),
            complete,
            &ranges,
            (&first, &last),
            findings,
        );
        self.made.ranges = ranges;
        self.set("foia-request", &request, findings)
    }

    /// Writes a laid-out document as PDF and HTML, side by side; `filed` is what goes to EDGAR of it, as
    /// HTML and with a copy of the PDF's pages.
    fn write(
        &self,
        name: &str,
        document: &Document,
        laid: &Laid,
        filed: Option<Public<'_>>,
    ) -> Result<Written, Failure> {
        let mut findings = Findings::default();
        let (pdfs, (html, official)) = parallel::both(
            || pdfs(name, document, laid, self.fonts, filed.is_some()),
            || {
                let (project, templates) = (self.project, self.templates);
                let html = write_html(name, project, document, laid, templates, &mut findings);
                let official = filed.and_then(|public| {
                    edgar::write(project, public, laid, templates, &mut findings)
                });
                (html, official)
            },
        );
        let pdfs = pdfs?;
        let path = format!("{name}.pdf");
        let mut outputs = vec![Output { path: path.clone(), bytes: pdfs.letter }];
        outputs.extend(html);
        let edgar = official.zip(pdfs.copy).map(|(official, copy)| edgar::files(official, copy));
        let pages = (path, laid.pages.len());
        Ok(Written { outputs, pages, edgar: edgar.unwrap_or_default(), findings })
    }
}

/// Returns the pages on which the responses to a comment stand: from the first of them to the last.
fn range(response: MarkedResponse, laid: &Laid) -> Option<Range> {
    let begin = response.answers.iter().filter_map(|id| laid.places.get(id));
    let end = response.answers.iter().filter_map(|id| laid.ends.get(id));
    let first = begin.map(|spot| spot.page).min()?;
    let last = end.map(|spot| spot.page).max()?.max(first);
    let label = |page: usize| laid.pages.get(page).map(|page| page.label.clone());
    Some(Range { first: label(first)?, last: label(last)?, response })
}

/// Reports labels that another round of the matter has used.
fn labels(project: &Project, pages: usize, findings: &mut Findings) {
    let Some(stated) = &project.book.confidential else { return };
    let first = stated.first_label.value;
    let last = first.saturating_add(u32::try_from(pages).unwrap_or(u32::MAX).saturating_sub(1));
    crate::checks::labels(project, first..=last, findings);
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

/// A letter as PDF, and the copy of its pages for EDGAR, in which nothing leads anywhere.
pub(super) struct Pdfs {
    pub(super) letter: Vec<u8>,
    copy: Option<Vec<u8>>,
}

/// Draws a document's pages once and writes them; with `copied` for EDGAR too.
pub(super) fn pdfs(
    name: &str,
    document: &Document,
    laid: &Laid,
    fonts: &Fonts,
    copied: bool,
) -> Result<Pdfs, Failure> {
    let info = pdf::Info {
        title: &document.title,
        author: &document.author,
        subject: None,
        language: "en-US",
        date: document.date,
        images: &document.images,
        version: env!("CARGO_PKG_VERSION"),
    };
    let refused = |error| refused(name, &error);
    let drawn = pdf::draw(laid, fonts, &document.images).map_err(refused)?;
    let copy = copied.then(|| drawn.write(&info, Links::LeftOut)).transpose().map_err(refused)?;
    let letter = drawn.write(&info, Links::Kept).map_err(refused)?;
    Ok(Pdfs { letter, copy })
}

/// Says why a PDF cannot be made, and what to do.
fn refused(name: &str, error: &pdf::Error) -> Failure {
    Failure {
        message: format!("{name}.pdf cannot be made: {error}"),
        help: Some(match error {
            pdf::Error::Picture { .. } => {
                "save the picture anew, as PNG or as JPEG in RGB or grey".into()
            }
            pdf::Error::Address(_) => "write the link's address whole, as `https://…`".into(),
            _ => "this is a fault of corresp: report it with the files of the round".into(),
        }),
    }
}

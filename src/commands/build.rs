//! `corresp build`: checks, then writes the letter and the proposed disclosures.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::check::{check, load, settle};
use super::output::{self, Output};
use super::{Failure, Verdict};
use crate::coverage::Coverage;
use crate::deadline::long;
use crate::digest::sha256;
use crate::document::Document;
use crate::document::compose::{self, Templates};
use crate::finding::{Findings, Level, Rule, codes};
use crate::layout::page::Fault;
use crate::layout::{self, Fonts, Laid};
use crate::project::Project;
use crate::report::{human, shares};
use crate::source::{FileId, Place};
use crate::words::counted;
use crate::{html, pdf};

/// Checks the round, then writes the letter as PDF and HTML
///
/// Writes nothing while a finding at error level stands, unless `--draft` is given. Outputs are replaced
/// whole; a build that fails leaves those of the last good one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp build\n  corresp build --final\n  corresp build --draft --out /tmp/draft\n  corresp build --format pdf"
)]
pub(super) struct Build {
    /// Refuse responses that are not final
    #[arg(long = "final", conflicts_with = "draft")]
    final_only: bool,

    /// Build though errors stand; each page is marked DRAFT where a unit is open or draft
    #[arg(long)]
    draft: bool,

    /// Write this format alone
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Where to write
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: std::path::PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// PDF
    Pdf,
    /// HTML
    Html,
}

/// What a build may write: those that it does not write are taken away.
const ALL: [&str; 4] = ["letter.pdf", "letter.html", "disclosures.pdf", "disclosures.html"];

impl Build {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let start = Instant::now();
        let mut findings = Findings::default();
        let mut project = load(folder, &mut findings)?;
        let coverage = check(&project, self.final_only, &mut findings);
        let templates = read_templates(&mut project, &mut findings);
        let mut made = Made::default();
        if !self.is_refused(&project, &mut findings) {
            made = make(&project, &coverage, &templates, &mut findings)?;
        }
        if self.is_refused(&project, &mut findings) {
            let shown = human::findings(&findings, &project.files, output::width(), false);
            output::stderr(&format!(
                "{shown}{}\nNothing was written; {} is as it was.\n",
                refusal(&findings),
                self.shown()
            ));
            return Ok(Verdict::Findings);
        }
        let outputs = self.chosen(&project, made.outputs);
        let stale: Vec<String> = match self.format {
            Some(_) => Vec::new(),
            None => ALL
                .iter()
                .filter(|name| !outputs.iter().any(|output| output.path == **name))
                .map(|name| (*name).to_owned())
                .collect(),
        };
        let target = project.root.join(&self.out);
        output::write(&target, &self.shown(), &outputs, &stale)?;
        let mut text = human::findings(&findings, &project.files, output::width(), false);
        text.push_str(&self.told(&project, &coverage, &outputs, &made.pages, start));
        output::stderr(&text);
        Ok(super::check::verdict(&findings))
    }

    /// Says whether the findings forbid writing.
    fn is_refused(&self, project: &Project, findings: &mut Findings) -> bool {
        settle(project, findings);
        // Where a mark cannot be read, nobody can tell what is confidential: nothing is built of it.
        let never = [
            &codes::MALFORMED_MARK,
            &codes::MISPLACED_MARK,
            &codes::CONFIDENTIAL_BUT_PUBLIC,
            &codes::TOO_LARGE,
            &codes::TEMPLATE_ERROR,
        ];
        never.iter().any(|rule| findings.has(rule))
            || (!self.draft && findings.count(Level::Error) > 0)
    }

    fn shown(&self) -> String {
        self.out.display().to_string()
    }

    /// Keeps the formats that were asked for, and adds the manifest.
    fn chosen(&self, project: &Project, outputs: Vec<Output>) -> Vec<Output> {
        let suffix = match self.format {
            Some(Format::Pdf) => ".pdf",
            Some(Format::Html) => ".html",
            None => "",
        };
        let mut chosen: Vec<Output> =
            outputs.into_iter().filter(|output| output.path.ends_with(suffix)).collect();
        let hashes: BTreeMap<&str, String> =
            chosen.iter().map(|output| (output.path.as_str(), sha256(&output.bytes))).collect();
        let manifest = serde_json::json!({
            "schema": 1,
            "version": env!("CARGO_PKG_VERSION"),
            "round": project.round.name,
            "inputs": project.inputs,
            "outputs": hashes,
        });
        let text = serde_json::to_string_pretty(&manifest).expect("the manifest holds texts alone");
        chosen
            .push(Output { path: "manifest.json".into(), bytes: format!("{text}\n").into_bytes() });
        chosen
    }

    /// Returns what the build says of itself.
    fn told(
        &self,
        project: &Project,
        coverage: &Coverage,
        outputs: &[Output],
        pages: &BTreeMap<String, usize>,
        start: Instant,
    ) -> String {
        let green = anstyle::AnsiColor::Green.on_default().bold();
        let contents = crate::report::contents(&coverage.totals);
        let mut text = format!("Checked: {contents}, {}\n", shares(&coverage.totals));
        for output in outputs {
            let path = format!("{}/{}", self.shown(), output.path);
            let about = match pages.get(&output.path) {
                Some(&count) if output.path.starts_with("disclosures") => {
                    let disclosures = counted(project.disclosures.len(), "proposed disclosure");
                    format!("{disclosures}, {}", counted(count, "page"))
                }
                Some(&count) => counted(count, "page"),
                None => String::new(),
            };
            text.push_str(&format!(
                "  {path:<28} {about:<34} {:>8}\n",
                output::size(output.bytes.len())
            ));
        }
        let date = compose_date(project);
        let time = start.elapsed().as_millis();
        text.push_str(&format!("{green}Built in {time} ms{green:#}, dated {date}."));
        if project.book.matter.status.is_some() {
            text.push_str(" Each page carries the status line.");
        }
        text.push('\n');
        text
    }
}

fn compose_date(project: &Project) -> String {
    project
        .book
        .letter
        .date
        .as_ref()
        .map_or_else(|| project.round.name.clone(), |date| long(date.value))
}

fn refusal(findings: &Findings) -> String {
    let errors = findings.count(Level::Error);
    format!("{}.", counted(errors, "error"))
}

/// The templates of a project: its own, else the built-in ones.
struct Read {
    letter: (String, FileId),
    disclosures: (String, FileId),
    page: html::Template,
    page_file: FileId,
}

fn read_templates(project: &mut Project, findings: &mut Findings) -> Read {
    let found = super::check::templates(project, findings);
    let mut text = |name: &'static str, builtin: &str| match found.get(name) {
        Some(&file) => (project.files.get(file).text.clone(), file),
        None => {
            (builtin.to_owned(), project.files.add(format!("templates/{name} (built in)"), builtin))
        }
    };
    let default = html::Template::default();
    let letter = text("letter.md", compose::LETTER);
    let disclosures = text("disclosures.md", compose::DISCLOSURES);
    let (page, page_file) = text("page.html", &default.page);
    let (css, _) = text("style.css", &default.css);
    Read {
        letter,
        disclosures,
        page: html::Template { page: page.into(), css: css.into() },
        page_file,
    }
}

/// What a build made in memory.
#[derive(Default)]
struct Made {
    outputs: Vec<Output>,
    /// Pages of each PDF.
    pages: BTreeMap<String, usize>,
}

/// Composes, lays out and writes the documents in memory.
fn make(
    project: &Project,
    coverage: &Coverage,
    templates: &Read,
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
    let fonts = Fonts::embedded();
    let documents =
        [("letter", Some(&composed.letter)), ("disclosures", composed.disclosures.as_ref())];
    for (name, document) in documents {
        let Some(document) = document else { continue };
        let laid = layout::lay_out(document, &fonts);
        faults(project, &laid, findings);
        made.pages.insert(format!("{name}.pdf"), laid.pages.len());
        let bytes = pdf_bytes(name, document, &laid, &fonts)?;
        made.outputs.push(Output { path: format!("{name}.pdf"), bytes });
        let labels = |id: &str| laid.label_of(id).map(str::to_owned);
        match html::write(document, &labels, &templates.page) {
            Ok(text) => {
                made.outputs.push(Output { path: format!("{name}.html"), bytes: text.into_bytes() })
            }
            Err(error) => findings.push(page_fault(project, templates, &error)),
        }
    }
    Ok(made)
}

fn pdf_bytes(
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

/// Turns what the layout could not set into findings.
fn faults(project: &Project, laid: &Laid, findings: &mut Findings) {
    for fault in &laid.faults {
        let at = |rule: &'static Rule, text: &str| {
            place_of(project, text).map_or(rule.anywhere(), |place| rule.at(place))
        };
        findings.push(match fault {
            Fault::MissingGlyph { character, context } => {
                at(&codes::MISSING_GLYPH, &character.to_string())
                    .says(format!(
                        "the fonts have no U+{:04X} `{character}`, near \"{context}\"",
                        *character as u32
                    ))
                    .help("write it in letters that the fonts have")
            }
            Fault::LineTooWide { word } => at(&codes::LINE_TOO_WIDE, word)
                .says(format!("`{word}` is wider than its line"))
                .help("write it with blanks or hyphens between its parts"),
            Fault::TableTooWide { caption } => at(&codes::TABLE_TOO_WIDE, caption)
                .says(format!("the table \"{caption}\" is wider than the page"))
                .help("take a column out, or cut the table in two"),
        });
    }
}

/// Finds where a text that the layout could not set stands: the pages do not know it.
fn place_of(project: &Project, text: &str) -> Option<Place> {
    let as_filed = project.disclosures.iter().filter_map(|disclosure| disclosure.as_filed.as_ref());
    let files = project
        .responses
        .iter()
        .map(|response| response.file)
        .chain(project.disclosures.iter().map(|disclosure| disclosure.file))
        .chain(as_filed.map(|as_filed| as_filed.file))
        .chain([project.letter.file, project.book.file]);
    let found = files.into_iter().find_map(|id| {
        let file = project.files.get(id);
        file.text.find(text).map(|at| file.place(at..at + text.len()))
    });
    found.filter(|_| !text.is_empty())
}

fn page_fault(
    project: &Project,
    templates: &Read,
    error: &html::TemplateError,
) -> crate::finding::Finding {
    let file = project.files.get(templates.page_file);
    let line = error.line.unwrap_or(1);
    let start: usize =
        file.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = file.text[start..].find('\n').map_or(file.text.len(), |length| start + length);
    codes::TEMPLATE_ERROR
        .at(file.place(start..end))
        .says(format!("the template cannot be filled: {}", error.message))
        .help("without the file, the built-in template is used")
}

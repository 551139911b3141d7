//! `corresp check-edgar`: the rules of EDGAR alone, on any files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::check::verdict;
use super::{Failure, Verdict, output};
use crate::acceptance::{self, Attachment};
use crate::finding::{Findings, Level};
use crate::project::reason;
use crate::report::{human, json};
use crate::source::Files;
use crate::words::counted;

/// Checks files against what EDGAR accepts, whoever wrote them
///
/// The files are taken as one submission: an HTML or ASCII document, a PDF copy, images. What a document
/// names and what lies beside it is read too. Of ASCII documents the characters alone are checked. A
/// submission that is begun by 5:30 p.m. Eastern has that day's filing date, a later one the next business
/// day's; EDGAR is open from 6 a.m. to 10 p.m. on business days. This checks what was known of the EDGAR Filer
/// Manual; send a TEST submission first.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp check-edgar out/edgar/*\n  corresp check-edgar letter.htm\n\nExit codes: 0 EDGAR should take the files, 1 a fault, 2 a file that cannot be read."
)]
pub(super) struct CheckEdgar {
    /// The files of a submission
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// How to report
    #[arg(long, value_enum, default_value = "human")]
    format: Format,

    /// Print all findings, also beyond the twentieth of a code
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For machines
    Json,
}

/// The largest submission that EDGAR takes, in bytes.
const LARGEST: u64 = 200 * 1024 * 1024;

impl CheckEdgar {
    pub(super) fn run(&self, folder: &Path) -> Result<Verdict, Failure> {
        let mut read = Vec::new();
        for path in &self.files {
            // The manifest that `build` leaves beside a submission is none of its files.
            if path.file_name().is_some_and(|name| name == "manifest.json") {
                continue;
            }
            read.push(self.read(folder, path)?);
        }
        self.read_beside(folder, &mut read);
        let attachments: Vec<_> =
            read.iter().map(|(path, bytes)| Attachment { path, bytes }).collect();
        let (mut files, mut findings) = (Files::default(), Findings::default());
        acceptance::check(&attachments, &mut files, &mut findings);
        output::stdout(&match self.format {
            Format::Human => self.human(&attachments, &findings, &files),
            Format::Json => machine(&attachments, &findings, &files),
        })?;
        Ok(verdict(&findings))
    }

    fn read(&self, folder: &Path, path: &Path) -> Result<(String, Vec<u8>), Failure> {
        let shown = path.display().to_string();
        let failed = |why: String| Failure {
            message: format!("{shown} cannot be read: {why}"),
            help: Some("name the files of a submission: .htm, .txt, .pdf, .jpg, .gif".into()),
        };
        let target = folder.join(path);
        let size = std::fs::metadata(&target).map_err(|error| failed(reason(&error)))?;
        if size.len() > LARGEST {
            return Err(failed("it has more than 200 MB, and EDGAR takes no more".into()));
        }
        let bytes = crate::project::read(&target).map_err(|error| failed(reason(&error)))?;
        Ok((shown, bytes))
    }

    /// Adds what the documents name, and the official document of a PDF, where they lie beside them.
    fn read_beside(&self, folder: &Path, read: &mut Vec<(String, Vec<u8>)>) {
        let suffix = |path: &str| {
            Path::new(path)
                .extension()
                .map(|suffix| suffix.to_ascii_lowercase())
                .unwrap_or_default()
        };
        let official = |path: &str| matches!(suffix(path).to_str(), Some("htm" | "html" | "txt"));
        if !read.iter().any(|(path, _)| official(path)) {
            let copies: Vec<PathBuf> = read.iter().map(|(path, _)| PathBuf::from(path)).collect();
            for copy in
                copies.iter().filter(|copy| copy.extension().is_some_and(|end| end == "pdf"))
            {
                let beside = ["htm", "txt"].map(|suffix| copy.with_extension(suffix));
                if let Some(found) = beside.iter().find_map(|path| self.read(folder, path).ok()) {
                    read.push(found);
                }
            }
        }
        let mut known: BTreeSet<PathBuf> =
            read.iter().map(|(path, _)| PathBuf::from(path)).collect();
        let mut wanted = Vec::new();
        for (path, bytes) in read.iter().filter(|(path, _)| official(path)) {
            let parent = Path::new(path).parent().unwrap_or(Path::new(""));
            wanted.extend(acceptance::references(bytes).into_iter().map(|name| parent.join(name)));
        }
        for path in wanted {
            if known.insert(path.clone())
                && let Ok(found) = self.read(folder, &path)
            {
                read.push(found);
            }
        }
    }

    fn human(&self, attachments: &[Attachment<'_>], findings: &Findings, files: &Files) -> String {
        let mut text = human::findings(findings, files, output::width(), self.all);
        let paths: Vec<&str> = attachments.iter().map(|one| one.path).collect();
        let checked = format!("Checked {}: {}", counted(paths.len(), "file"), paths.join(", "));
        let errors = findings.count(Level::Error);
        let end = match errors {
            0 => "nothing that EDGAR refuses was found".to_owned(),
            _ => counted(errors, "error"),
        };
        text.push_str(&format!("{checked}\n{end}\n"));
        text
    }
}

fn machine(attachments: &[Attachment<'_>], findings: &Findings, files: &Files) -> String {
    let items: Vec<_> = json::items(findings, files);
    let paths: Vec<&str> = attachments.iter().map(|one| one.path).collect();
    let report = serde_json::json!({ "schema": 1, "files": paths, "findings": items });
    let text =
        serde_json::to_string_pretty(&report).expect("the report holds texts and numbers alone");
    format!("{text}\n")
}

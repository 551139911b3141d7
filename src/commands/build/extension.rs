//! `corresp build --extension`: the letter that confirms an extension, made while all may be open.

use super::make::{Made, pdfs, write_html};
use super::templates::Read;
use super::{Build, leaks, left, told};
use crate::commands::output::{self, Output};
use crate::commands::{Failure, Verdict};
use crate::document::compose;
use crate::finding::{Finding, Findings, Level, codes};
use crate::layout::{self, Fonts};
use crate::project::Project;
use crate::report::human;
use crate::secrets::secrets;

impl Build {
    /// Writes `extension.pdf` and `extension.html`, and leaves all other outputs as they are.
    pub(super) fn confirm_extension(
        &self,
        project: &Project,
        templates: &Read,
        fonts: &Fonts,
        mut findings: Findings,
    ) -> Result<Verdict, Failure> {
        let template = (templates.extension.0.as_str(), templates.extension.1);
        let Some(document) = compose::extension(project, template, &mut findings) else {
            return Err(Failure {
                message: "book.toml records no extension".into(),
                help: Some(
                    "write under `[deadline]`: `extension = { until = 2009-03-03, agreed_with = \"…\", on = \
                     2009-01-26 }`"
                        .into(),
                ),
            });
        };
        // What the responses lack is no matter of this letter.
        findings.retain(|finding| is_of_frame(project, finding));
        let mut outputs = Vec::new();
        let mut made = Made::default();
        if findings.count(Level::Error) == 0 {
            let laid = layout::lay_out(&document, fonts);
            super::faults::faults(project, &secrets(project), &laid, &mut findings);
            made.pages.insert("extension.pdf".into(), laid.pages.len());
            let bytes = pdfs("extension", &document, &laid, fonts, false)?.letter;
            outputs.push(Output { path: "extension.pdf".into(), bytes });
            outputs.extend(write_html(
                "extension",
                project,
                &document,
                &laid,
                templates,
                &mut findings,
            ));
            leaks::check(project, &outputs, &mut findings)?;
        }
        let shown = human::findings(&findings, &project.files, output::width(), self.all);
        if findings.count(Level::Error) > 0 {
            output::stderr(&format!("{shown}{}", self.refused(project, &findings)));
            return Ok(Verdict::Findings);
        }
        let target = project.root.join(&self.out);
        output::write(&target, &self.shown(), &outputs, &[])?;
        let gone = leaks::take_away(project, &target, &left(&target, &outputs));
        let mut text = shown;
        for written in &outputs {
            text.push_str(&told::line(&self.shown(), written, &made, project));
        }
        text.push_str(&told::gone(&self.shown(), &gone));
        text.push_str(
            "Send it, then add its date to the extension in book.toml: `confirmed = DATE`\n",
        );
        output::stderr(&text);
        Ok(if gone.is_empty() { Verdict::Good } else { Verdict::Findings })
    }
}

/// Says whether a finding is about what the letter of an extension is made from.
fn is_of_frame(project: &Project, finding: &Finding) -> bool {
    let rules = [
        &codes::HEADER_MISMATCH,
        &codes::TEMPLATE_ERROR,
        &codes::EXTENSION_UNCONFIRMED,
        &codes::REDACTION_LEAK,
    ];
    let is_frame = rules.iter().any(|rule| finding.rule.code == rule.code);
    let public = [&codes::CONFIDENTIAL_BUT_PUBLIC, &codes::CONFIDENTIAL_ELSEWHERE];
    let of_frame = finding.place.is_some_and(|place| {
        let path = &project.files.get(place.file).path;
        path == "book.toml" || path.starts_with("templates/extension.md")
    });
    let is_frame = is_frame || (of_frame && public.contains(&finding.rule));
    // Facts are for responses, and what is marked in them is.
    let of_book = finding.place.is_some_and(|place| place.file == project.book.file);
    is_frame || (of_book && finding.level == Level::Error)
}

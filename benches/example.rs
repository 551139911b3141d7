//! The example from its files to its bytes: what `check` and `build` take without the start of a process.

use std::borrow::Cow;
use std::path::Path;

use corresp::coverage;
use corresp::document::compose::{self, DISCLOSURES, LETTER, Templates};
use corresp::finding::Findings;
use corresp::layout::{Fonts, lay_out};
use corresp::project;
use corresp::source::FileId;
use corresp::{html, pdf};
use divan::Bencher;

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads the files and says what answers what.
#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        let mut findings = Findings::default();
        let project = project::load(root(), &mut findings).expect("the example is there");
        coverage::check(&project.letter, &project.responses, true, &mut findings).totals
    });
}

/// Reads the files and makes letter and disclosures as PDF and HTML, fonts parsed anew.
#[divan::bench]
fn build(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        let mut findings = Findings::default();
        let project = project::load(root(), &mut findings).expect("the example is there");
        let coverage = coverage::check(&project.letter, &project.responses, true, &mut findings);
        let templates = Templates {
            letter: (Cow::Borrowed(LETTER), FileId(0)),
            disclosures: (Cow::Borrowed(DISCLOSURES), FileId(0)),
        };
        let composed = compose::compose(&project, &coverage, &templates, false, &mut findings);
        let fonts = Fonts::embedded();
        let documents = [Some(composed.letter), composed.disclosures];
        let sizes = documents.iter().flatten().map(|document| {
            let laid = lay_out(document, &fonts);
            let info = pdf::Info {
                title: &document.title,
                author: &document.author,
                subject: None,
                language: "en-US",
                date: document.date,
                images: &document.images,
                version: env!("CARGO_PKG_VERSION"),
            };
            let pdf = pdf::write(&laid, &fonts, &info).expect("the PDF is made");
            let labels = |id: &str| laid.label_of(id).map(str::to_owned);
            let html = html::write(document, &labels, &html::Template::default())
                .expect("the page is made");
            pdf.len() + html.len()
        });
        sizes.sum::<usize>()
    });
}

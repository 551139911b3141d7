//! The letter from the project: the staff's words, each with what answers it, in the frame of a letter.
//!
//! In: the project and the coverage of its letter. Out: a [`Document`]. What stands where, a template
//! says; the staff's words and the responses enter it as blocks, never as text to be parsed again.

mod convert;
mod disclosures;
mod exchanges;
mod extension;
mod frame;
mod keytable;
mod request;
mod table;
mod template;
mod treatment;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use convert::is_note_to_table;
pub use extension::extension;
pub use request::{MarkedResponse, Range, marked_responses, request};
pub use template::{DISCLOSURES, EXTENSION, FOIA_REQUEST, LETTER};
pub use treatment::code;

use self::convert::Converter;
use self::disclosures::Proposed;
use self::template::{Frame, Value};
use super::{Block, Document, Running, editions, typography};
use crate::coverage::Coverage;
use crate::deadline::long;
use crate::facts::Evaluator;
use crate::finding::Findings;
use crate::project::Project;
use crate::source::FileId;

/// The templates of a build: those of the project where it has them, else the built-in ones.
pub struct Templates<'a> {
    /// The letter's, and the file it was read from.
    pub letter: (Cow<'a, str>, FileId),
    /// The disclosures', and the file it was read from.
    pub disclosures: (Cow<'a, str>, FileId),
}

/// What a build composes.
pub struct Composed {
    /// The keyed response letter: the complete edition, or the only one.
    pub letter: Document,
    /// Its public edition, from which all confidential text was taken; none where nothing is marked.
    pub public: Option<Document>,
    /// The proposed disclosures by themselves; none where there are none.
    pub disclosures: Option<Document>,
}

/// Composes the letter and the proposed disclosures; `draft` marks each page.
pub fn compose(
    project: &Project,
    coverage: &Coverage,
    templates: &Templates<'_>,
    draft: bool,
    findings: &mut Findings,
) -> Composed {
    let evaluator = Evaluator::new(&project.book.facts);
    let proposed = Proposed::new(project, coverage);
    let mut converter = Converter::new(project, &evaluator, &proposed);
    let comments = exchanges::comments(project, coverage, &proposed, &mut converter, findings);
    let frame = Frame::new(project, coverage, &proposed);
    let tokens = BTreeMap::from([
        ("letterhead", Value::Blocks(vec![frame::letterhead(project)])),
        ("date", Value::Blocks(frame::date(project))),
        ("via", Value::Blocks(frame::via(project))),
        ("addressee", Value::Blocks(frame::addressee(project))),
        ("subject", Value::Blocks(vec![frame::subject(project)])),
        ("salutation", Value::Blocks(frame::salutation(project))),
        ("comments", Value::Blocks(comments)),
        ("signature", Value::Blocks(frame::signature(project))),
        ("copies", Value::Blocks(frame::copies(project))),
        ("key_table", Value::Blocks(keytable::key_table(project, coverage, &proposed))),
    ]);
    let blocks = template::fill(&templates.letter.0, templates.letter.1, &frame, tokens, findings);
    let staff = super::super::report::letter_date(project);
    let title =
        format!("{} – Response to the Staff’s letter of {staff}", project.book.matter.company);
    let mut letter = document(project, title, addressee_name(project), draft, blocks);
    letter.notes = converter.take_notes();
    letter.contents = keytable::contents(project, &proposed);
    // The public edition parts from the complete one before signs are set: no neighbour of a region, a
    // quotation mark for one, tells anything of the text that stood there.
    let public = editions::has_regions(&letter).then(|| {
        treatment::apply(&project.book, &mut letter);
        let mut public = editions::redact(&letter);
        public.running.omission = Some(treatment::omission());
        letter = editions::bracketed(&letter);
        typography::set(&mut public);
        public
    });
    typography::set(&mut letter);

    let disclosures = (!proposed.list.is_empty()).then(|| {
        let mut converter = Converter::new(project, &evaluator, &proposed);
        let alone = proposed
            .list
            .iter()
            .flat_map(|one| one.alone(project, &mut converter, &mut Findings::default()));
        let blocks = alone.collect();
        let tokens = BTreeMap::from([
            ("letterhead", Value::Blocks(vec![frame::letterhead(project)])),
            ("date", Value::Blocks(frame::date(project))),
            ("subject", Value::Blocks(vec![frame::subject(project)])),
            ("disclosures", Value::Blocks(blocks)),
        ]);
        let (text, file) = &templates.disclosures;
        let blocks = template::fill(text, *file, &frame, tokens, findings);
        let title = format!("{} – Proposed disclosures", project.book.matter.company);
        let mut document = document(project, title, "Proposed disclosures".into(), draft, blocks);
        document.notes = converter.take_notes();
        document.contents = proposed.contents(project);
        typography::set(&mut document);
        document
    });
    Composed { letter, public, disclosures }
}

fn document(
    project: &Project,
    title: String,
    addressee: String,
    draft: bool,
    blocks: Vec<Block>,
) -> Document {
    let matter = &project.book.matter;
    let date = frame::letter_date(project);
    Document {
        title,
        author: matter.company.clone(),
        date,
        running: Running {
            addressee,
            date: long(date),
            status: matter.status.clone(),
            draft,
            ..Running::default()
        },
        blocks,
        notes: Vec::new(),
        contents: Vec::new(),
        images: project.images.clone(),
        justify: project.book.letter.justify,
        staff_italic: project.book.letter.staff_text == crate::book::StaffText::Italic,
    }
}

/// Returns whom the running head names.
fn addressee_name(project: &Project) -> String {
    frame::addressee_lines(project).into_iter().next().unwrap_or_default()
}

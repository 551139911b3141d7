//! The letter that confirms an extension: the frame of the response letter round one paragraph.
//!
//! In: book.toml and the front matter of letter.md. Out: a [`Document`]. It holds no response and no fact,
//! so that it can be sent while all is open.

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::Value as Jinja;

use super::template::{self, Frame, Value};
use super::{addressee_name, frame};
use crate::book::Extension;
use crate::checks;
use crate::deadline::long;
use crate::document::{Document, Running, typography};
use crate::finding::Findings;
use crate::project::Project;
use crate::source::FileId;

/// Composes the letter that confirms the extension of book.toml; none where there is none.
///
/// Its date is the day on which it was confirmed, else that on which it was agreed, else the response
/// letter's.
pub fn extension(
    project: &Project,
    template: (&str, FileId),
    findings: &mut Findings,
) -> Option<Document> {
    let extension = project.book.deadline.extension.as_ref()?;
    let date = extension.confirmed.or(extension.on).unwrap_or(frame::letter_date(project));
    let tokens = BTreeMap::from([
        ("letterhead", Value::Blocks(vec![frame::letterhead(project)])),
        ("date", Value::Blocks(frame::dated(date))),
        ("via", Value::Blocks(frame::via(project))),
        ("addressee", Value::Blocks(frame::addressee(project))),
        ("subject", Value::Blocks(vec![frame::subject(project)])),
        ("salutation", Value::Blocks(frame::salutation(project))),
        ("signature", Value::Blocks(frame::signature(project))),
        ("copies", Value::Blocks(frame::copies(project))),
    ]);
    let frame = Frame::of_values(values(project, extension, date));
    let blocks = template::fill(template.0, template.1, &frame, tokens, findings);
    let matter = &project.book.matter;
    let mut document = Document {
        title: format!("{} – Extension of the time for our response", matter.company),
        author: matter.company.clone(),
        date,
        running: Running {
            addressee: addressee_name(project),
            date: long(date),
            status: matter.status.clone(),
            ..Running::default()
        },
        blocks,
        notes: Vec::new(),
        contents: Vec::new(),
        images: BTreeMap::new(),
        justify: project.book.letter.justify,
        staff_italic: false,
    };
    typography::set(&mut document);
    Some(document)
}

fn values(project: &Project, extension: &Extension, date: Date) -> Vec<(&'static str, Jinja)> {
    let matter = &project.book.matter;
    let staff = project.letter.front.date.as_ref().map(|date| date.value).or(project.round.date);
    let due = checks::deadline(project).and_then(|deadline| deadline.period);
    let day = |date: Option<Date>| Jinja::from(date.map(long).unwrap_or_default());
    vec![
        ("company", Jinja::from(matter.company.clone())),
        ("short_name", Jinja::from(matter.short_name.clone())),
        ("letter_date", day(Some(date))),
        ("staff_letter_date", day(staff)),
        ("due", day(due.map(|period| period.end))),
        ("until", day(Some(extension.until))),
        ("agreed_with", Jinja::from(extension.agreed_with.clone().unwrap_or_default())),
        ("agreed_on", day(extension.on)),
    ]
}

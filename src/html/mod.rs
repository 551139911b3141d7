//! The letter as one HTML file: no script, nothing fetched, its words in the order of the document's.
//!
//! In: a [`Document`] whose signs are set, the labels of its pages, and a [`Template`]. Out: the file's text.
//! Knows no letter: a passage, an answer and a disclosure are boxes with ids.

mod blocks;
mod disclosure;
pub(crate) mod escape;
mod exchange;
mod inlines;
mod notes;
mod table;
mod writer;

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use crate::document::Document;
use writer::Writer;

/// The language of the letters.
const LANGUAGE: &str = "en-US";

/// What a page template may use up: enough for some ten thousand keys, too little for an endless loop.
const FUEL: u64 = 5_000_000;

/// The shell around the letter's blocks: a page in minijinja and its style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The page; see `templates/page.html` for what it is given.
    pub page: Cow<'static, str>,
    /// The style sheet, put into the page as it is.
    pub css: Cow<'static, str>,
}

impl Default for Template {
    fn default() -> Self {
        Self {
            page: include_str!("../../templates/page.html").into(),
            css: include_str!("../../templates/style.css").into(),
        }
    }
}

/// A page template that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{template}: {message}")]
pub struct TemplateError {
    /// The template's file name.
    pub template: String,
    /// The line that is wrong, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

/// The template's file name, in messages and for minijinja, which escapes for HTML by it.
const PAGE: &str = "page.html";

/// Writes a document as HTML; `labels` gives the label of the page on which an id stands.
///
/// # Errors
///
/// Returns what is wrong with the page template, where it does not parse or run.
pub fn write(
    document: &Document,
    labels: &dyn Fn(&str) -> Option<String>,
    template: &Template,
) -> Result<String, TemplateError> {
    let body = Writer::new(document, labels).write();
    let contents: Vec<Value> = document
        .contents
        .iter()
        .map(|entry| {
            context! {
                href => escape::fragment(&entry.id),
                key => escape::clean(&entry.key),
                words => escape::clean(&entry.words),
                depth => entry.depth,
            }
        })
        .collect();
    let values = context! {
        language => LANGUAGE,
        title => escape::clean(&document.title),
        author => escape::clean(&document.author),
        date => document.date.to_string(),
        addressee => escape::clean(&document.running.addressee),
        running_date => escape::clean(&document.running.date),
        status => document.running.status.as_deref().map(escape::clean),
        draft => document.running.draft,
        legend => document.running.legend.as_ref().map(|legend| {
            legend.lines.iter().map(|line| escape::clean(line).to_string()).collect::<Vec<_>>()
        }),
        omission => document.running.omission.as_deref().map(escape::clean),
        staff_italic => document.staff_italic,
        // A style sheet ends at `</`, wherever that stands.
        css => Value::from_safe_string(template.css.replace("</", r"<\/")),
        contents => contents,
        body => Value::from_safe_string(body),
    };
    fill(PAGE, &template.page, values)
}

/// Fills a page template that is named `name` in messages.
///
/// # Errors
///
/// Returns what is wrong with it, where it does not parse or run.
pub(crate) fn fill(name: &str, page: &str, values: Value) -> Result<String, TemplateError> {
    if let Some(too_much) = crate::expressions::too_much(page) {
        let line = page[..too_much.range.start].matches('\n').count() + 1;
        return Err(TemplateError {
            template: name.into(),
            line: Some(line),
            message: too_much.says,
        });
    }
    render(page, values).map_err(|error| TemplateError {
        template: name.into(),
        line: error.line(),
        message: error.detail().map_or_else(|| error.kind().to_string(), str::to_string),
    })
}

fn render(page: &str, values: Value) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build()?);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("css", |text: String| Value::from_safe_string(escape::css(&text)));
    environment.template_from_named_str(PAGE, page)?.render(values)
}

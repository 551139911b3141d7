//! Templates: Markdown that says what stands where in the letter.
//!
//! In: a template, plain values, and blocks by name. Out: blocks. Plain values are escaped, so that
//! nothing in them is read as Markdown; blocks enter through tokens and are never parsed again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value as Jinja};

use super::convert::{plain_blocks, plain_inlines};
use super::disclosures::Proposed;
use crate::book::Enclosure;
use crate::coverage::{Coverage, Status, sentence};
use crate::deadline::long;
use crate::document::{Block, plain};
use crate::finding::{Findings, codes};
use crate::markdown::{self, BlockKind};
use crate::project::Project;
use crate::reader::Masked;
use crate::source::{FileId, Place};

/// The built-in template of the letter.
pub const LETTER: &str = include_str!("../../../templates/letter.md");
/// The built-in template of the disclosures.
pub const DISCLOSURES: &str = include_str!("../../../templates/disclosures.md");

/// The built-in template of the request for confidential treatment.
pub const FOIA_REQUEST: &str = include_str!("../../../templates/foia-request.md");

/// The built-in template of the letter that confirms an extension.
pub const EXTENSION: &str = include_str!("../../../templates/extension.md");

/// Steps that a template may take.
const FUEL: u64 = 200_000;
/// The first private-use character that stands for blocks in a filled template.
const FIRST: u32 = 0xE000;
/// The longest text that a template may come to, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// What a name of a template stands for.
pub(super) enum Value {
    /// Blocks; the name stands alone in its paragraph.
    Blocks(Vec<Block>),
}

/// The plain values that templates may use.
pub(super) struct Frame {
    values: Vec<(&'static str, Jinja)>,
}

impl Frame {
    /// Collects the values from the project.
    pub(super) fn new(project: &Project, coverage: &Coverage, proposed: &Proposed) -> Self {
        let letter = &project.letter;
        let book = &project.book;
        let staff_date = letter.front.date.as_ref().map(|date| date.value).or(project.round.date);
        let text = |text: &str| Jinja::from(text.to_owned());
        let keys = |wanted: &dyn Fn(&Status) -> bool| -> Vec<String> {
            let rows = (0..letter.rows.len()).filter(|&row| {
                coverage.rows[row].is_unit
                    && !letter.rows[row].has_items
                    && wanted(&coverage.rows[row].status)
            });
            rows.map(|row| letter.rows[row].key.to_string()).collect()
        };
        let mut deferred: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (row, state) in coverage.rows.iter().enumerate() {
            let key = letter.rows[row].key.to_string();
            match &state.status {
                Status::Deferred { until, .. } if state.is_unit => {
                    deferred.entry(until.to_string()).or_default().push(key);
                }
                Status::Elsewhere { letter } if state.is_unit => {
                    elsewhere.entry(letter.to_string()).or_default().push(key);
                }
                _ => {}
            }
        }
        let groups = |groups: BTreeMap<String, Vec<String>>| -> Jinja {
            let groups = groups.into_iter().map(|(date, keys)| {
                let date = date.parse().map_or(date, long);
                Jinja::from_pairs([
                    ("keys", Jinja::from(sentence(&keys))),
                    ("date", Jinja::from(date)),
                    ("several", Jinja::from(keys.len() > 1)),
                ])
            });
            groups.collect()
        };
        let open = keys(&|status| matches!(status, Status::Open | Status::Draft));
        let enclosed = |wanted: &dyn Fn(&Enclosure) -> bool| -> Jinja {
            let named = book.enclosures.iter().filter(|enclosure| wanted(enclosure));
            named.map(|enclosure| Jinja::from(enclosure.name.clone())).collect()
        };
        let values = vec![
            ("enclosures", enclosed(&|enclosure| !enclosure.supplemental)),
            ("supplemental", enclosed(&|enclosure| enclosure.supplemental)),
            (
                "returned",
                enclosed(&|enclosure| enclosure.supplemental && enclosure.returned == Some(true)),
            ),
            ("securities_act", Jinja::from(is_of_securities_act(project))),
            ("company", text(&book.matter.company)),
            ("short_name", text(&book.matter.short_name)),
            ("letter_date", text(&long(super::frame::letter_date(project)))),
            ("staff_letter_date", text(&staff_date.map(long).unwrap_or_default())),
            ("comments_count", Jinja::from(letter.comments.len())),
            ("has_items", Jinja::from(letter.rows.iter().any(|row| row.parent.is_some()))),
            ("first_item", text(&first_item(project))),
            ("interleaved", Jinja::from(book.letter.order == crate::book::Order::Interleaved)),
            (
                "staff_text",
                text(match book.letter.staff_text {
                    crate::book::StaffText::Bold => "bold",
                    crate::book::StaffText::Italic => "italic",
                    crate::book::StaffText::Omitted => "omitted",
                }),
            ),
            ("has_key_table", Jinja::from(book.letter.key_table)),
            ("has_disclosures", Jinja::from(!proposed.list.is_empty())),
            (
                "has_undertakings",
                Jinja::from(
                    project.responses.iter().any(|response| response.front.undertaking.is_some()),
                ),
            ),
            ("deferred", groups(deferred)),
            ("elsewhere", groups(elsewhere)),
            ("open", text(&sentence(&open))),
            ("telephone", text(book.letter.telephone.as_deref().unwrap_or_default())),
            ("marked", Jinja::from(book.letter.redline == crate::book::Redline::Marked)),
        ];
        Self { values }
    }
}

impl Frame {
    /// Adds a value that one kind of letter has.
    pub(super) fn add(&mut self, name: &'static str, text: String) {
        self.values.push((name, Jinja::from(text)));
    }

    /// Takes values that another letter than the response letter uses.
    pub(super) fn of_values(values: Vec<(&'static str, Jinja)>) -> Self {
        Self { values }
    }
}

/// Says whether the letter is about a registration statement under the Securities Act: Forms S-1 to S-11,
/// SF-1, F-1 and their like. Form 10 and Form 20-F are of the Exchange Act.
fn is_of_securities_act(project: &Project) -> bool {
    let own = &project.book.letter.re;
    let lines = if own.is_empty() { &project.letter.front.re } else { own };
    let is_form = |word: &str| {
        let number = ["S-", "SF-", "F-"].iter().find_map(|form| word.strip_prefix(form));
        number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
    };
    lines.iter().any(|line| line.value.split_whitespace().any(is_form))
}

/// Returns the key of the first bullet or part, as an example.
fn first_item(project: &Project) -> String {
    let row = project.letter.rows.iter().find(|row| row.parent.is_some());
    row.map(|row| row.key.to_string()).unwrap_or_default()
}

/// Fills a template that was read from `file`.
pub(super) fn fill(
    template: &str,
    file: FileId,
    frame: &Frame,
    tokens: BTreeMap<&'static str, Value>,
    findings: &mut Findings,
) -> Vec<Block> {
    let mut blocks: Vec<Vec<Block>> = Vec::new();
    let mut values: Vec<(&str, Jinja)> = frame.values.clone();
    for (name, value) in tokens {
        let Value::Blocks(of_name) = value;
        let token = char::from_u32(FIRST + u32::try_from(blocks.len()).unwrap_or(0)).unwrap_or(' ');
        let text = if of_name.is_empty() { String::new() } else { token.to_string() };
        values.push((name, Jinja::from_safe_string(text)));
        blocks.push(of_name);
    }
    if let Some(too_much) = crate::expressions::too_much(template) {
        findings.push(
            codes::TEMPLATE_ERROR
                .at(Place::new(file, too_much.range))
                .says(format!("the template cannot be filled: {}", too_much.says))
                .help("cut it into several: `{% set %}` names a part of what is long"),
        );
        return Vec::new();
    }
    let text = match render(template, &values) {
        Ok(text) => text,
        Err(error) => {
            findings.push(failed(template, file, &error));
            return Vec::new();
        }
    };
    let mut inner = Findings::default();
    let masked = Masked::trusted(&text, Place::new(file, 0..0));
    let parsed = markdown::parse(&masked, &mut inner);
    let mut slots: Vec<Option<Vec<Block>>> = blocks.into_iter().map(Some).collect();
    let mut out = Vec::new();
    let mut misplaced = false;
    for block in &parsed {
        if let BlockKind::Paragraph(text) = &block.kind
            && let Some(slot) = token(&markdown::plain(text))
        {
            out.extend(slots.get_mut(slot).and_then(Option::take).unwrap_or_default());
            continue;
        }
        if let BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) = &block.kind {
            misplaced |= plain(&plain_inlines(text)).contains(is_token);
        }
        out.extend(plain_blocks(std::slice::from_ref(block)));
    }
    if misplaced {
        findings.push(
            codes::TEMPLATE_ERROR
                .at(Place::new(file, 0..0))
                .says("a block of the letter stands within a paragraph of the template")
                .help("put `{{ comments }}` and the like on lines of their own, with blank lines around them"),
        );
    }
    out
}

fn is_token(character: char) -> bool {
    (FIRST..FIRST + 256).contains(&(character as u32))
}

/// Returns the number of the token that a paragraph consists of.
fn token(text: &str) -> Option<usize> {
    let mut characters = text.trim().chars();
    let first = characters.next().filter(|first| is_token(*first))?;
    characters.next().is_none().then_some((first as u32 - FIRST) as usize)
}

fn render(template: &str, values: &[(&str, Jinja)]) -> Result<String, Error> {
    let written = AtomicUsize::new(0);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(64);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build()?);
    environment.set_formatter(
        move |out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Jinja| {
            if value.is_undefined() {
                return minijinja::escape_formatter(out, state, value);
            }
            let text = value.to_string();
            if written.fetch_add(text.len(), Ordering::Relaxed) > MAX_BYTES {
                return Err(Error::new(
                    ErrorKind::InvalidOperation,
                    "the template makes too long a text",
                ));
            }
            let text = if value.is_safe() { text } else { escape(&text) };
            out.write_str(&text).map_err(Error::from)
        },
    );
    environment.render_str(template, Jinja::from_pairs(values.iter().cloned()))
}

/// Returns a plain value so that Markdown reads it as text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => out.push(' '),
            c if c.is_ascii_punctuation() => {
                out.push('\\');
                out.push(c);
            }
            c if is_token(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// The finding of a template that cannot be filled.
fn failed(template: &str, file: FileId, error: &Error) -> crate::finding::Finding {
    let line = error.line().unwrap_or(1);
    let start: usize =
        template.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = template[start..].find('\n').map_or(template.len(), |length| start + length);
    let range = error.range().filter(|range| range.end <= template.len() && !range.is_empty());
    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    codes::TEMPLATE_ERROR
        .at(Place::new(file, range.unwrap_or(start..end)))
        .says(format!("the template cannot be filled: {reason}"))
        .help("docs/formats.md lists the names that a template may use; without the file, the built-in one is used")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Inline;

    fn filled(template: &str) -> (Vec<Block>, usize) {
        let frame =
            Frame { values: vec![("company", Jinja::from("A *B* & Co. [x](y)".to_owned()))] };
        let tokens = BTreeMap::from([(
            "comments",
            Value::Blocks(vec![Block::paragraph(vec![Inline::text("*raw*")])]),
        )]);
        let mut findings = Findings::default();
        let blocks = fill(template, FileId(0), &frame, tokens, &mut findings);
        (blocks, findings.len())
    }

    #[test]
    fn values_are_text_and_blocks_enter_whole() {
        let (blocks, findings) = filled("Of {{ company }}.\n\n{{ comments }}\n");
        assert_eq!(findings, 0);
        let expected = [
            Block::paragraph(vec![Inline::text("Of A *B* & Co. [x](y).")]),
            Block::paragraph(vec![Inline::text("*raw*")]),
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn a_broken_or_endless_template_is_a_finding() {
        for template in [
            "{{ unknown }}",
            "{% if %}",
            "{{ company",
            "In a line {{ comments }} there.",
            &format!("{{{{ {}1 }}}}", "-".repeat(20_000)),
            &"{% if 1 %}".repeat(20_000),
            &"{% if 1 %}".repeat(1_000),
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
        ] {
            assert_eq!(filled(template).1, 1, "{template}");
        }
    }
}

//! The front matter of letter.md: the facts that a person or `import` took from the letter's text.

use std::cell::RefCell;

use jiff::civil::Date;

use crate::fields::{Fields, Placed, Shape, shape_of};
use crate::finding::Findings;
use crate::source::{File, Place};

/// What the front matter of letter.md states.
#[derive(Debug, Clone)]
pub struct Front {
    /// Where it stands.
    pub place: Place,
    /// Whether there is any.
    pub was_read: bool,
    /// The letter's date.
    pub date: Option<Placed<Date>>,
    /// Who sent it: name and title.
    pub from: Option<(Placed<String>, Option<String>)>,
    /// Whom it is addressed to.
    pub to: Addressee,
    /// The lines after `Re:`.
    pub re: Vec<Placed<String>>,
    /// The file numbers.
    pub file_numbers: Vec<Placed<String>>,
    /// The period for the response, in the staff's words: `10 business days`.
    pub respond_within: Option<Placed<String>>,
    /// The date of the company's letter that it answers.
    pub letter_answered: Option<Placed<Date>>,
    /// The letter as received.
    pub source: Option<Source>,
    /// Lines of the source that belong to its pages.
    pub furniture: Vec<Placed<String>>,
    /// Words of the source that were mended.
    pub mended: Vec<Mended>,
    /// Where comment numbers start again.
    pub restarts: Vec<Restart>,
    /// How many comments, bullets and parts the letter has, as its importer counted.
    pub counts: Option<Counts>,
}

/// Whom the staff's letter is addressed to.
#[derive(Debug, Clone, Default)]
pub struct Addressee {
    /// Name.
    pub name: Option<Placed<String>>,
    /// Title.
    pub title: Option<Placed<String>>,
    /// Company.
    pub company: Option<Placed<String>>,
}

/// The letter as received.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its file, in the round's folder.
    pub file: Placed<String>,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: Option<Placed<String>>,
}

/// A word of the source that was mended.
#[derive(Debug, Clone)]
pub struct Mended {
    /// Where the entry stands.
    pub place: Place,
    /// The words of the source.
    pub was: Placed<String>,
    /// What letter.md has for them.
    pub now: Placed<String>,
    /// Why.
    pub why: Option<String>,
}

/// A heading from which comment numbers start again.
#[derive(Debug, Clone)]
pub struct Restart {
    /// The heading's words.
    pub heading: String,
    /// The prefix of the keys below it.
    pub prefix: String,
}

/// How many comments, bullets and parts the letter has.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Where they are stated.
    pub place: Place,
    /// Comments.
    pub comments: Option<u32>,
    /// Bullets at every depth.
    pub bullets: Option<u32>,
    /// Lettered, roman and bracketed parts.
    pub parts: Option<u32>,
}

/// Reads the front matter of letter.md, which `cut` has parted from the text.
pub(super) fn read(
    text: &str,
    file: &File,
    cut: &crate::front::Front,
    findings: &mut Findings,
) -> Front {
    let was_read = cut.toml.is_some();
    let (table, place) = cut.table(text, file, findings);
    let findings = RefCell::new(findings);
    let fields = Fields::new(&table, place, "the front matter of letter.md", &findings)
        .shown_at(file.first_line());
    read_fields(fields, was_read)
}

/// Returns the shape of the front matter of letter.md: the fields that its reader asks for.
pub fn shape() -> Shape {
    shape_of(|fields| {
        read_fields(fields, true);
    })
}

fn read_fields(fields: Fields<'_, '_>, was_read: bool) -> Front {
    let front = Front {
        place: fields.place(),
        was_read,
        date: fields.date("date"),
        from: fields.table("from").and_then(|from| {
            let name = from.required("name", "\"…\"");
            let title = from.string("title").map(|title| title.value);
            from.finish();
            name.map(|name| (name, title))
        }),
        to: fields.table("to").map(addressee).unwrap_or_default(),
        re: fields.lines("re"),
        file_numbers: fields.strings("file_number").unwrap_or_default(),
        respond_within: fields.string("respond_within"),
        letter_answered: fields.date("letter_answered"),
        source: fields.table("source").and_then(|source| {
            let file = source.required("file", "\"source.txt\"");
            let sha256 = source.string("sha256");
            source.finish();
            file.map(|file| Source { file, sha256 })
        }),
        furniture: fields.strings("furniture").unwrap_or_default(),
        mended: fields.tables("mended").into_iter().filter_map(mended).collect(),
        restarts: fields.tables("restart").into_iter().filter_map(restart).collect(),
        counts: fields.table("counts").map(|counts| {
            let found = Counts {
                place: fields.name_place("counts").unwrap_or(counts.place()),
                comments: counts.number("comments").map(|count| count.value),
                bullets: counts.number("bullets").map(|count| count.value),
                parts: counts.number("parts").map(|count| count.value),
            };
            counts.finish();
            found
        }),
    };
    fields.finish();
    front
}

fn addressee(fields: Fields<'_, '_>) -> Addressee {
    let addressee = Addressee {
        name: fields.string("name"),
        title: fields.string("title"),
        company: fields.string("company"),
    };
    fields.finish();
    addressee
}

fn mended(fields: Fields<'_, '_>) -> Option<Mended> {
    let place = fields.place();
    let was = fields.required("was", "\"the words of the source\"");
    let now = fields.required("now", "\"the words of letter.md\"");
    let why = fields.string("why").map(|why| why.value);
    fields.finish();
    Some(Mended { place, was: was?, now: now?, why })
}

fn restart(fields: Fields<'_, '_>) -> Option<Restart> {
    let heading = fields.required("heading", "\"Form 10-Q …\"");
    let prefix = fields.required("prefix", "\"Q\"");
    if let Some(prefix) = &prefix {
        let is_prefix = (1..=4).contains(&prefix.value.len())
            && prefix.value.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_prefix {
            fields.report(
                crate::finding::codes::WRONG_TYPE
                    .at(prefix.place)
                    .says(format!("`{}` is no prefix of keys", prefix.value))
                    .help("write one to four letters: `prefix = \"Q\"`"),
            );
        }
    }
    fields.finish();
    Some(Restart { heading: heading?.value, prefix: prefix?.value.to_ascii_uppercase() })
}

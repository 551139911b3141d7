//! Proposed disclosures: text that the company would put into a filing, and the text as filed.
//!
//! In: `disclosures/NAME.md` and, where it is there, `NAME.as-filed.md`. Out: a [`Disclosure`].

use std::cell::RefCell;

use crate::confidential;
use crate::fields::{Fields, Placed, Shape, shape_of};
use crate::finding::{Findings, codes};
use crate::key::Key;
use crate::markdown::{self, Block};
use crate::placeholders;
use crate::reader::{self, Masked, TokenKind};
use crate::regions::RULE;
use crate::source::{File, FileId, Place};

/// The fields of its front matter that the letter prints.
const PRINTED: [&str; 3] = ["filing", "caption", "page"];

/// A proposed disclosure.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// Its name: what responses call it by.
    pub name: String,
    /// The file.
    pub file: FileId,
    /// Its first line.
    pub place: Place,
    /// The filing that it would stand in.
    pub filing: Option<Placed<String>>,
    /// The item or note.
    pub caption: Option<Placed<String>>,
    /// The page of the filing as filed.
    pub page: Option<Placed<String>>,
    /// The keys that it serves.
    pub comments: Vec<Placed<Key>>,
    /// The proposed text.
    pub blocks: Vec<Block>,
    /// The text as filed; none where the text is new.
    pub as_filed: Option<AsFiled>,
}

/// A text as filed.
#[derive(Debug, Clone)]
pub struct AsFiled {
    /// The file.
    pub file: FileId,
    /// The text.
    pub blocks: Vec<Block>,
}

/// Reads a proposed disclosure called `name`, and its text as filed.
pub fn parse(
    name: &str,
    file: &File,
    as_filed: Option<&File>,
    findings: &mut Findings,
) -> Disclosure {
    let text = crate::front::without_conflicts(file, findings);
    let text = text.as_deref().unwrap_or(&file.text);
    let cut = crate::front::required(file, "filing = \"2009 Form 10-K\"", findings);
    let (table, place) = cut.table(text, file, findings);
    confidential::refuse_in_fields(table.get_ref(), place, None, findings);
    placeholders::report_in_fields(table.get_ref(), place, &PRINTED, findings);
    let mut told = Findings::default();
    let masked = reader::read(&text[cut.body.clone()], file.place(cut.body), &mut told);
    // A region would be no better: what is proposed will be filed.
    told.each(|finding| {
        if finding.rule == &codes::LITERAL_MARK {
            finding.help =
                Some("write `\\[***]` if the sign itself is meant, or take it out".into());
        }
    });
    findings.append(told);
    refuse_marks(&masked, findings);
    let blocks = markdown::parse(&masked, findings);
    let as_filed = as_filed.map(|file| read_as_filed(file, findings));
    // What front matter lacks that is not there at all is told by that.
    let mut told = Findings::default();
    let findings = RefCell::new(if cut.toml.is_some() { findings } else { &mut told });
    let fields =
        Fields::new(&table, place, "the front matter", &findings).shown_at(file.first_line());
    let front = read(fields);
    Disclosure { name: name.to_owned(), file: file.id, blocks, as_filed, ..front }
}

/// Returns the shape of a proposed disclosure's front matter: the fields that [`parse`] asks for.
pub fn shape() -> Shape {
    shape_of(|fields| {
        read(fields);
    })
}

/// Reads the front matter: a disclosure that has no text yet.
fn read(fields: Fields<'_, '_>) -> Disclosure {
    let disclosure = Disclosure {
        name: String::new(),
        file: fields.place().file,
        place: fields.place(),
        filing: fields.required("filing", "\"2009 Form 10-K\""),
        caption: fields.string("caption"),
        page: fields.text_or_number("page"),
        comments: comments(&fields),
        blocks: Vec::new(),
        as_filed: None,
    };
    fields.finish();
    disclosure
}

fn comments(fields: &Fields<'_, '_>) -> Vec<Placed<Key>> {
    let mut keys = Vec::new();
    for comment in fields.strings("comments").unwrap_or_default() {
        match comment.value.parse::<Key>() {
            Ok(value) => keys.push(Placed { value, place: comment.place }),
            Err(fault) => fields.report(
                codes::MALFORMED_KEY
                    .at(comment.place)
                    .says(format!("`{}` is no key: {}", comment.value, fault.message))
                    .help(
                        "write keys of the staff's letter, as in `comments = [\"3.1\", \"3.8\"]`",
                    ),
            ),
        }
    }
    keys
}

/// Reads a text as filed: it has no front matter, and nothing in it is a fact or a mark.
fn read_as_filed(file: &File, findings: &mut Findings) -> AsFiled {
    let text = crate::front::without_conflicts(file, findings);
    let text = text.as_deref().unwrap_or(&file.text);
    confidential::refuse_in_text(text, file.place(0..text.len()), "the text as filed", findings);
    let help = "take it out: a text as filed has none; `\\+++` is the sign itself";
    crate::front::refuse(file, 0..text.len(), help, findings);
    let masked = Masked::plain(text, file.place(0..text.len()));
    AsFiled { file: file.id, blocks: markdown::parse(&masked, findings) }
}

/// Refuses confidential marks and those of requests: a proposed disclosure will be filed.
fn refuse_marks(masked: &Masked, findings: &mut Findings) {
    for token in masked.tokens.iter().filter(|token| matches!(token.kind, TokenKind::Ask(_))) {
        findings.push(
            codes::MISPLACED_MARK
                .at(token.place)
                .says("the mark of a request stands in a proposed disclosure, which answers none")
                .help("put it in the response, or write a backslash before it"),
        );
    }
    let is_mark = |kind: &TokenKind| matches!(kind, TokenKind::Open | TokenKind::Close);
    let mut marks = masked.tokens.iter().filter(|token| is_mark(&token.kind)).peekable();
    while let Some(token) = marks.next() {
        let closing = (token.kind == TokenKind::Open)
            .then(|| marks.next_if(|next| next.kind == TokenKind::Close))
            .flatten();
        let end = closing.map_or(token.place.end, |closing| closing.place.end);
        findings.push(
            codes::CONFIDENTIAL_BUT_PUBLIC
                .at(Place { end, ..token.place })
                .says("a proposed disclosure is marked confidential, and it will be filed")
                .help("take the mark out, or leave the text out of the disclosure")
                .reference(RULE),
        );
    }
}

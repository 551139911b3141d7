//! The company's responses, keyed to the units of the staff's letter.
//!
//! In: a Markdown file of a round. Out: a [`Response`] whose sections name the units they answer.
//! Knows no letter: whether a key exists is for [`coverage`](crate::coverage) to say.

mod lost;

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil::Date;

pub use lost::{Cause, LostHeading, typed_heading};

use crate::confidential;
use crate::fields::{Fields, Kind, Placed, Shape, shape_of};
use crate::finding::{Findings, codes};
use crate::key::{self, Key, KeyItem};
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind};
use crate::placeholders;
use crate::reader;
use crate::regions;
use crate::source::{File, FileId, Place};

/// A file of responses.
#[derive(Debug, Clone)]
pub struct Response {
    /// The file.
    pub file: FileId,
    /// Its path in the project.
    pub path: String,
    /// Its first line.
    pub place: Place,
    /// What its front matter states.
    pub front: Front,
    /// The text before the first key; empty where there is none.
    pub intro: Vec<Block>,
    /// The sections in the order of the file.
    pub sections: Vec<Section>,
    /// All blocks of the file.
    pub blocks: Vec<Block>,
    /// Its lines that begin with a key and open no section.
    pub lost_headings: Vec<LostHeading>,
}

/// What the front matter of a response states.
#[derive(Debug, Clone)]
pub struct Front {
    /// Whether there is any.
    pub was_read: bool,
    /// The comment that the file answers.
    pub comment: Option<Placed<Key>>,
    /// The same as it was typed, for guessing what was meant.
    pub typed_comment: Option<Placed<String>>,
    /// How far the text is.
    pub status: Placed<Stage>,
    /// Who owes it.
    pub owner: Option<String>,
    /// What the answer does.
    pub position: Vec<Placed<Position>>,
    /// What the company undertakes.
    pub undertaking: Option<Undertaking>,
    /// The proposed disclosures that it names.
    pub disclosures: Vec<Placed<String>>,
    /// Until when the response is put off.
    pub deferred: Option<Deferred>,
    /// The letter that answers in place of this one.
    pub answered_in: Option<Placed<Date>>,
    /// The words of the staff that the text was written to, as hashes by key.
    pub seen: Vec<(Key, Placed<String>)>,
}

impl Front {
    /// Says whether the text puts its units off, to a later day or to another letter: it needs no words then.
    pub fn puts_off(&self) -> bool {
        self.deferred.is_some() || self.answered_in.is_some()
    }
}

/// How far a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Being read over.
    Review,
    /// Ready to go out.
    Final,
}

/// What an answer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// It revises the disclosure.
    Revise,
    /// It explains why none is needed.
    Explain,
    /// It gives supplemental information.
    Supplement,
}

/// What the company undertakes, in a person's words.
#[derive(Debug, Clone)]
pub struct Undertaking {
    /// Where the field stands.
    pub place: Place,
    /// The filing.
    pub filing: String,
    /// The sentence that the letter prints.
    pub text: String,
}

/// Until when a response is put off.
#[derive(Debug, Clone)]
pub struct Deferred {
    /// Where the field stands.
    pub place: Place,
    /// The date; none is the finding `deferral-without-date`.
    pub until: Option<Placed<Date>>,
    /// Why.
    pub why: String,
}

/// A section: keys, and the text that answers them.
#[derive(Debug, Clone)]
pub struct Section {
    /// The heading's place.
    pub place: Place,
    /// The keys, each with its place; empty where the heading has none that can be read.
    pub keys: Vec<(KeyItem, Place)>,
    /// What was typed where the keys should stand, for guessing what was meant.
    pub typed: String,
    /// The words behind the keys, and where they stand.
    pub words: Option<(String, Place)>,
    /// The text below.
    pub blocks: Vec<Block>,
}

/// Reads a file of responses.
pub fn parse(file: &File, findings: &mut Findings) -> Response {
    let text = crate::front::without_conflicts(file, findings);
    let text = text.as_deref().unwrap_or(&file.text);
    let cut = crate::front::required(file, "status = \"draft\"", findings);
    let front = front(text, file, &cut, findings);
    let masked = reader::read(&text[cut.body.clone()], file.place(cut.body.clone()), findings);
    let blocks = markdown::parse(&masked, findings);
    let blocks = regions::pair(blocks, opens_section, findings);
    let (intro, sections) = sections(&blocks, findings);
    let opened = sections.iter().map(|section| section.place.range().start).collect();
    Response {
        lost_headings: lost::lost_headings(file, cut.body, &blocks, &opened),
        file: file.id,
        path: file.path.clone(),
        place: file.first_line(),
        front,
        intro,
        sections,
        blocks,
    }
}

/// Says whether a block is the heading of a section.
pub fn opens_section(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { level: ..=2, .. })
}

/// The fields of a response's front matter that the letter prints.
const PRINTED: [&str; 3] = ["deferred.why", "undertaking.filing", "undertaking.text"];

/// Reads the front matter of a response.
fn front(text: &str, file: &File, cut: &crate::front::Front, findings: &mut Findings) -> Front {
    let before = findings.len();
    let (table, place) = cut.table(text, file, findings);
    // What is no TOML may take the fields behind it away.
    let was_read = cut.toml.is_some() && findings.len() == before;
    confidential::refuse_in_fields(table.get_ref(), place, None, findings);
    placeholders::report_in_fields(table.get_ref(), place, &PRINTED, findings);
    let findings = RefCell::new(findings);
    let fields =
        Fields::new(&table, place, "the front matter", &findings).shown_at(file.first_line());
    Front { was_read, ..read_front(fields) }
}

/// Returns the shape of a response's front matter: the fields that [`parse`] asks for.
pub fn shape() -> Shape {
    shape_of(|fields| {
        read_front(fields);
    })
}

fn read_front(fields: Fields<'_, '_>) -> Front {
    let draft = Placed { value: Stage::Draft, place: fields.place() };
    let stages = [("draft", Stage::Draft), ("review", Stage::Review), ("final", Stage::Final)];
    let positions = [
        ("revise", Position::Revise),
        ("explain", Position::Explain),
        ("supplement", Position::Supplement),
    ];
    let front = Front {
        was_read: true,
        comment: comment(&fields),
        typed_comment: fields.raw("comment", Kind::TextOrNumber).map(|(value, place)| Placed {
            value: crate::fields::scalar(value).unwrap_or_default(),
            place,
        }),
        status: fields.one_of("status", &stages).unwrap_or(draft),
        owner: fields.string("owner").map(|owner| owner.value),
        position: fields.some_of("position", &positions),
        undertaking: fields.table("undertaking").and_then(|table| {
            let place = fields.name_place("undertaking").unwrap_or(table.place());
            let filing = table.written("filing", "\"2009 Form 10-K\"");
            let text = table.written("text", "\"We will …\"");
            table.finish();
            Some(Undertaking { place, filing: filing?.value, text: text?.value })
        }),
        disclosures: fields.strings("disclosures").unwrap_or_default(),
        deferred: fields.table("deferred").map(|table| deferred(&fields, table)),
        answered_in: fields.table("answered_in").and_then(|table| {
            let letter = table.date("letter");
            if table.lacks("letter") {
                table.missing("letter", "2009-02-02");
            }
            table.finish();
            letter
        }),
        seen: fields.table("seen").map(seen).unwrap_or_default(),
    };
    if let (Some(deferred), Some(_)) = (&front.deferred, &front.answered_in) {
        fields.report(
            codes::WRONG_TYPE
                .at(deferred.place)
                .says("`deferred` and `answered_in` stand side by side")
                .help(
                    "keep the one that is true; a section with another state has a file of its own",
                ),
        );
    }
    fields.finish();
    front
}

/// The fields of a response's front matter, but for `[seen]`: people add them below it, where they do not belong.
pub const FIELDS: [&str; 8] = [
    "comment",
    "status",
    "owner",
    "position",
    "undertaking",
    "disclosures",
    "deferred",
    "answered_in",
];

/// Reads `[seen]`: keys, each with a hash of the staff's words.
fn seen(fields: Fields<'_, '_>) -> Vec<(Key, Placed<String>)> {
    let mut seen = Vec::new();
    fields.others(Kind::Text);
    for (name, value, place) in fields.entries() {
        if name.value.starts_with("x-") {
            continue;
        }
        let hash = value
            .as_str()
            .filter(|hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match (name.value.parse::<Key>(), hash) {
            (Ok(key), Some(hash)) => seen.push((key, Placed { value: hash.to_owned(), place })),
            (Ok(key), None) => fields.report(
                codes::WRONG_TYPE
                    .at(place)
                    .says(format!("`{key}` in `[seen]` has no hash of eight hexadecimal digits"))
                    .help(format!("`corresp touch {key}` writes it")),
            ),
            (Err(_), _) => {
                let finding = codes::UNKNOWN_FIELD
                    .at(name.place)
                    .says(format!("`{}` stands in `[seen]`, which holds keys", name.value));
                fields.report(if FIELDS.contains(&name.value.as_str()) {
                    finding.help("move it above the line `[seen]`")
                } else {
                    finding.help("`corresp touch KEY` writes the entries; take this one out")
                });
            }
        }
    }
    seen
}

fn deferred(fields: &Fields<'_, '_>, table: Fields<'_, '_>) -> Deferred {
    let place = fields.name_place("deferred").unwrap_or(table.place());
    let until = table.deciding_date("until");
    if table.lacks("until") {
        fields.report(
            codes::DEFERRAL_WITHOUT_DATE
                .at(place)
                .says("the response is deferred, and no date says until when")
                .help("add the day of the answer, as in `until = 2020-03-20`"),
        );
    }
    let why = table.written("why", "\"…\"").map(|why| why.value).unwrap_or_default();
    table.finish();
    Deferred { place, until, why }
}

/// Reads the comment that a file answers: a text or an integer.
fn comment(fields: &Fields<'_, '_>) -> Option<Placed<Key>> {
    let (value, place) = fields.raw("comment", Kind::TextOrNumber)?;
    let Some(text) = crate::fields::scalar(value) else {
        fields.report(
            codes::WRONG_TYPE
                .at(place)
                .says("`comment` is a list or table, and should be a comment's key")
                .help("write the staff's number: `comment = \"3\"`; a file answers one comment"),
        );
        return None;
    };
    // `comment =` has no value: the reader of TOML has told it.
    if place.range().is_empty() {
        return None;
    }
    // `comment = 2.1` is a number to TOML; the author means bullet 2.1.
    if matches!(value, toml::de::DeValue::Float(_)) {
        let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
        let help = match part.trim_end_matches('0').is_empty() {
            true => format!("write `comment = \"{whole}\"`"),
            false => format!("write `comment = \"{whole}\"` and head the section `## {text}`"),
        };
        fields.report(
            codes::WRONG_TYPE
                .at(place)
                .says(format!("`comment` is the number {text}, and should be a comment's key"))
                .help(help),
        );
        return None;
    }
    match text.parse::<Key>() {
        Ok(key) if key.parts.is_empty() && key.ask.is_none() => Some(Placed { value: key, place }),
        Ok(key) => {
            fields.report(
                codes::MALFORMED_KEY
                    .at(place)
                    .says(format!("`comment` names {key}, which is no comment"))
                    .help(format!(
                        "write `comment = \"{}\"` and head the section `## {key}`",
                        key.comment_key()
                    )),
            );
            Some(Placed { value: key.comment_key(), place })
        }
        Err(_) => {
            fields.report(
                codes::MALFORMED_KEY.at(place).says(format!("`{text}` is no comment's key")).help(
                    match key::meant(&text).and_then(|key| key.parse::<Key>().ok()) {
                        Some(key) => format!("write `comment = \"{}\"`", key.comment_key()),
                        None => "write the staff's number: `comment = \"3\"`".into(),
                    },
                ),
            );
            None
        }
    }
}

/// Cuts the blocks of a file into the text before the first key, and sections.
fn sections(blocks: &[Block], findings: &mut Findings) -> (Vec<Block>, Vec<Section>) {
    let mut intro = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        if let BlockKind::Heading { level, underlined, text } = &block.kind {
            if *level <= 2 {
                sections.push(section(block.place, *level, *underlined, text, findings));
                continue;
            }
            refuse_keys_below(block.place, text, findings);
        }
        match sections.last_mut() {
            Some(section) => section.blocks.push(block.clone()),
            None => intro.push(block.clone()),
        }
    }
    (intro, sections)
}

/// Reads the heading of a section.
fn section(
    place: Place,
    level: u8,
    underlined: bool,
    text: &[Inline],
    findings: &mut Findings,
) -> Section {
    let flat = markdown::flatten(text);
    let mut section = Section {
        place,
        keys: Vec::new(),
        typed: flat.text.trim().to_owned(),
        words: None,
        blocks: Vec::new(),
    };
    let mut fault = |place: Place, says: String, help: String| {
        findings.push(codes::MALFORMED_KEY.at(place).says(says).help(help));
    };
    if underlined {
        fault(
            place,
            "a line of `-` or `=` makes a heading of the text above it".into(),
            "put a blank line before `---`; a section begins with `## ` and its key".into(),
        );
        return section;
    }
    let masked = text.iter().find(|inline| {
        matches!(inline.kind, InlineKind::Fact(_) | InlineKind::Open | InlineKind::Close)
    });
    if let Some(inline) = masked {
        let says = "a fact or a confidential mark stands in a section's heading";
        fault(inline.place, says.into(), "write the key alone: `## 3.7`".into());
        return section;
    }
    if level == 1 {
        let help = match key::keys(&flat.text) {
            Ok(_) => format!("write `## {}`", flat.text.trim()),
            Err(_) => "a section is `## ` and its key; a heading of the answer's own takes `###`, and `\\#` is \
                       the sign itself"
                .into(),
        };
        fault(place, "a heading of level 1 opens no section".into(), help);
        return section;
    }
    match key::keys(&flat.text) {
        Ok(keys) => {
            let place_of = |range: Range<usize>| flat.place(range).unwrap_or(place);
            let typed = flat.text.trim_end();
            section.words = typed
                .get(keys.words..)
                .filter(|words| !words.is_empty())
                .map(|words| (words.to_owned(), place_of(keys.words..typed.len())));
            section.keys = keys
                .items
                .into_iter()
                .map(|item| {
                    let range = item.range();
                    (item, place_of(range))
                })
                .collect();
            let end = section.keys.last().map_or(0, |(_, place)| place.end);
            if let Some(struck) = struck(text).filter(|struck| struck.start < end) {
                section.keys.clear();
                section.words = None;
                let help = "take the `~~` out, or the section with its text";
                fault(struck, "a key that is struck out names no unit".into(), help.into());
            }
        }
        Err(malformed) => {
            let place = flat.place(malformed.range).unwrap_or(place);
            fault(place, malformed.message, malformed.help);
        }
    }
    section
}

/// Returns where something is struck out first.
fn struck(text: &[Inline]) -> Option<Place> {
    text.iter().find_map(|inline| match &inline.kind {
        InlineKind::Strike(_) => Some(inline.place),
        InlineKind::Emphasis(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Link { text: inner, .. } => struck(inner),
        _ => None,
    })
}

/// Says whether a confidential mark stands in a heading.
fn has_mark(text: &[Inline]) -> bool {
    use InlineKind::{Close, Confidential, Open};
    let mut found = false;
    markdown::each_of(text, &mut |inline| {
        found |= matches!(inline.kind, Open | Close | Confidential(_));
    });
    found
}

/// Refuses a deeper heading that is nothing but keys: `### 3.12` would lose bullet 3.12.
fn refuse_keys_below(place: Place, text: &[Inline], findings: &mut Findings) {
    // What is marked names no unit, and that it reads like a key is not told.
    if has_mark(text) {
        return;
    }
    let flat = markdown::flatten(text);
    let Ok(keys) = key::keys(&flat.text) else { return };
    let has_parts = keys.items.iter().any(|item| !item.first().parts.is_empty());
    if keys.words >= flat.text.trim_end().len() && has_parts {
        let finding = codes::MALFORMED_KEY
            .at(place)
            .says(format!("`{}` stands in a heading of the answer's own", flat.text.trim()))
            .help(format!("a section has two signs: `## {}`", flat.text.trim()));
        findings.push(finding);
    }
}

/// Calls `visit` with every block of text that a file answers with, sections in their order.
pub fn each_text<'a>(response: &'a Response, mut visit: impl FnMut(&'a [Block])) {
    visit(&response.intro);
    response.sections.iter().for_each(|section| visit(&section.blocks));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    fn read(text: &str) -> (Response, Vec<String>) {
        let mut files = Files::default();
        let id = files.add("r.md", text);
        let mut findings = Findings::default();
        let response = parse(files.get(id), &mut findings);
        let codes = findings
            .iter()
            .map(|finding| {
                let place = finding.place.map_or("", |place| files.text(place));
                format!("{}:{place}", finding.rule.code)
            })
            .collect();
        (response, codes)
    }

    #[test]
    fn a_comment_without_a_value_is_told_once() {
        assert_eq!(
            read("+++\ncomment =\nstatus = \"final\"\n+++\n\nYes.\n").1,
            ["malformed-toml:"]
        );
        assert_eq!(read("+++\ncomment = \"\"\n+++\n\nYes.\n").1, ["malformed-key:\"\""]);
        assert_eq!(read("+++\ncomment = [\"2\"]\n+++\n\nYes.\n").1, ["wrong-type:[\"2\"]"]);
    }

    #[test]
    fn a_value_without_quotes_is_told_once_with_what_to_type() {
        for (line, typed) in [
            ("status = final", "status = \"final\""),
            ("status = draft", "status = \"draft\""),
            ("comment = 02", "comment = \"2\""),
            ("comment = “2”", "comment = \"2\""),
            ("owner = Corporate Valuation", "owner = \"Corporate Valuation\""),
        ] {
            let mut files = Files::default();
            let id = files.add("r.md", &format!("+++\n{line}\n+++\n\nYes.\n"));
            let mut findings = Findings::default();
            parse(files.get(id), &mut findings);
            let told: Vec<_> = findings.iter().collect();
            let [finding] = told.as_slice() else { panic!("{line}: {told:?}") };
            assert_eq!(finding.rule.code, "malformed-toml", "{line}");
            assert_eq!(finding.help.as_deref(), Some(&*format!("write `{typed}`")), "{line}");
        }
        let told = read("+++\ndeferred = { until = 2021-02-30, why = \"So.\" }\n+++\n\nYes.\n").1;
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn what_the_letter_prints_of_the_front_matter_is_written_out() {
        let deferred = |why: &str| {
            read(&format!(
                "+++\ndeferred = {{ until = 2020-04-01, why = \"{why}\" }}\nowner = \"TBD\"\n+++\n"
            ))
            .1
        };
        assert!(deferred("The count is not complete.").is_empty());
        assert_eq!(deferred("TODO: ask counsel"), ["placeholder:\"TODO: ask counsel\""]);
        assert_eq!(deferred(" "), ["missing-field:\" \""]);
        let undertaking =
            "+++\nundertaking = { filing = \"\", text = \"We will disclose [●].\" }\n+++\n";
        assert_eq!(
            read(undertaking).1,
            ["placeholder:\"We will disclose [●].\"", "missing-field:\"\""]
        );
    }

    #[test]
    fn a_file_is_cut_at_its_keys() {
        let (response, codes) = read(
            "+++\ncomment = 3\nstatus = \"final\"\n+++\nIntro.\n\n## 3.1 Please provide us\n\nA\n\n### Own\n\n## 3.2, 3.3\n\nB\n\n## 3.4–3.6\n",
        );
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(response.intro.len(), 1);
        assert_eq!(response.sections.len(), 3);
        assert_eq!(response.sections[0].blocks.len(), 2);
        assert_eq!(
            response.sections[0].words.as_ref().map(|words| words.0.as_str()),
            Some("Please provide us")
        );
        assert_eq!(response.sections[1].keys.len(), 2);
        assert_eq!(response.front.status.value, Stage::Final);
    }

    #[test]
    fn headings_without_a_key_are_malformed() {
        let (_, codes) =
            read("+++\n+++\n## Overview\n\n# 3.1\n\nText\n---\n\n### 3.12\n\n## {{ facts.a }} x\n");
        assert_eq!(
            codes,
            [
                "malformed-key:Overview",
                "malformed-key:# 3.1",
                "malformed-key:Text\n---",
                "malformed-key:### 3.12",
                "malformed-key:{{ facts.a }}",
            ]
        );
    }

    #[test]
    fn front_matter_says_where_and_what_is_wrong() {
        let (_, codes) =
            read("+++\ncomment = 2.1\nstatsu = \"final\"\nstatus = \"done\"\nowner = 5\n+++\n");
        assert_eq!(
            codes,
            ["wrong-type:2.1", "wrong-type:\"done\"", "wrong-type:5", "unknown-field:statsu"]
        );
        let (_, codes) = read("# 3.1\n");
        assert_eq!(codes, ["missing-front-matter:# 3.1", "malformed-key:# 3.1"]);
        let (_, codes) = read("+++\ncomment = 3\n\n## 3.1\n\nText\n");
        assert_eq!(codes, ["unclosed-front-matter:+++"]);
    }

    #[test]
    fn a_mark_without_a_partner_is_told_where_it_stands() {
        let (_, codes) = read("+++\n+++\n## 3.1\n\nA [*** 5 ***] and ***] and [*** 6\n");
        assert_eq!(codes, ["malformed-mark:***]", "malformed-mark:[***"]);
    }

    #[test]
    fn a_mark_does_not_reach_into_the_next_section() {
        let (_, codes) = read("+++\n+++\n## 3.1\n\n[***\n\nA\n\n## 3.2\n\nB\n\n***]\n");
        assert_eq!(codes, ["malformed-mark:[***"]);
    }

    #[test]
    fn headings_of_the_answers_own_may_hold_figures() {
        let (_, codes) = read("+++\n+++\n## 3.1\n\n### 2007\n\n### 3.12 is another matter\n\nA\n");
        assert!(codes.is_empty(), "{codes:?}");
        for marked in ["[*** 0.05 ***]", "**[*** 3.12 ***]**", "[*** 3.12 ***], 3.13"] {
            let (_, codes) = read(&format!("+++\n+++\n## 3.1\n\n### {marked}\n\nA\n"));
            assert!(codes.is_empty(), "{marked}: {codes:?}");
        }
    }

    #[test]
    fn words_behind_keys_have_their_place() {
        let words = |heading: &str| {
            let mut files = Files::default();
            let id = files.add("r.md", &format!("+++\n+++\n{heading}\n"));
            let response = parse(files.get(id), &mut Findings::default());
            let (words, place) = response.sections[0].words.as_ref().expect("words");
            format!("{words}: {}", files.text(*place))
        };
        assert_eq!(words("## 3.1 Please *provide* us"), "Please provide us: Please *provide* us");
        assert_eq!(words("## 3.1 I"), "I: I");
    }

    #[test]
    fn a_comment_is_named_by_the_key_of_one() {
        let named = |value: &str| {
            let (response, codes) = read(&format!("+++\ncomment = {value}\n+++\n"));
            (
                response.front.comment.map(|key| key.value.to_string()).unwrap_or_default(),
                codes.join(" "),
            )
        };
        assert_eq!(named("\"3\""), ("3".into(), String::new()));
        assert_eq!(named("\"3.1\""), ("3".into(), "malformed-key:\"3.1\"".into()));
        assert_eq!(named("\"3#1\""), ("3".into(), "malformed-key:\"3#1\"".into()));
        assert_eq!(named("\"3.1#1\""), ("3".into(), "malformed-key:\"3.1#1\"".into()));
    }

    #[test]
    fn what_was_seen_has_eight_hexadecimal_digits() {
        let (response, codes) = read(
            "+++\n[seen]\n\"3.1\" = \"0123abcd\"\n\"3.2\" = \"0123abc\"\n\"3.3\" = \"0123wxyz\"\n+++\n",
        );
        assert_eq!(codes, ["wrong-type:\"0123abc\"", "wrong-type:\"0123wxyz\""]);
        assert_eq!(response.front.seen.len(), 1);
    }
}

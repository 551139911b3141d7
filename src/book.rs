//! book.toml: the matter, the letter's frame, deadlines, levels and facts.
//!
//! In: book.toml. Out: a [`Book`], with findings for all that is unknown, missing or of the wrong kind.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::de::DeValue;

use crate::deadline::long;
use crate::facts::Facts;
use crate::fields::{
    Fields, Kind, Placed, Shape, as_date, nearest, parse as parse_toml, scalar, shape_of,
};
use crate::finding::{Findings, Level, RULES, codes};
use crate::key::Key;
use crate::placeholders;
use crate::source::{File, FileId, Place};
use crate::waivers::{self, Waiver};

/// What book.toml states.
#[derive(Debug, Clone)]
pub struct Book {
    /// The file.
    pub file: FileId,
    /// Its first line.
    pub place: Place,
    /// The matter.
    pub matter: Matter,
    /// The letter's frame.
    pub letter: LetterFrame,
    /// Deadlines.
    pub deadline: Deadline,
    /// What is stated for confidential treatment; none where there is no `[confidential]` table.
    pub confidential: Option<Confidential>,
    /// Levels of findings, by code.
    pub levels: BTreeMap<String, Level>,
    /// Figures stated once.
    pub facts: Facts,
    /// Rounds that are not in the tree.
    pub prior: Vec<Prior>,
    /// What is sent with the letter.
    pub enclosures: Vec<Enclosure>,
    /// Findings that a person answers for.
    pub waivers: Vec<Waiver>,
}

/// The matter.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    /// The company's full name.
    pub company: String,
    /// Where it stands.
    pub company_place: Option<Place>,
    /// What the letter calls it; the full name where none is given.
    pub short_name: String,
    /// The Commission's file number.
    pub file_number: Option<Placed<String>>,
    /// The company's central index key.
    pub cik: Option<String>,
    /// The round to answer; the newest folder where none is given.
    pub round: Option<Placed<String>>,
    /// What every footer says.
    pub status: Option<String>,
}

/// The letter's frame.
#[derive(Debug, Clone)]
pub struct LetterFrame {
    /// The letter's date.
    pub date: Option<Placed<Date>>,
    /// `VIA EDGAR CORRESPONDENCE` and the like.
    pub via: Vec<String>,
    /// Name and address lines at the head; the company's name where none are given.
    pub letterhead: Vec<String>,
    /// The addressee's lines; from the staff's letter where none are given.
    pub to: Vec<String>,
    /// `Dear Mr. Vaughn:`.
    pub salutation: String,
    /// The lines after `Re:`; from the staff's letter where none are given.
    pub re: Vec<Placed<String>>,
    /// Who signs.
    pub signatory: Option<Signatory>,
    /// Who receives a copy.
    pub cc: Vec<String>,
    /// The reader's telephone number for questions.
    pub telephone: Option<String>,
    /// Where responses stand.
    pub order: Order,
    /// How the staff's words are set.
    pub staff_text: StaffText,
    /// What opens each response.
    pub response_label: String,
    /// Whether the key table stands at the end.
    pub key_table: bool,
    /// How proposed disclosures are shown.
    pub redline: Redline,
    /// Whether paragraphs are justified.
    pub justify: bool,
    /// The folder of the fonts that the letter is set with, from the project's folder.
    pub fonts: Option<Placed<String>>,
    /// The folder of the fonts that step in where those lack a character, from the project's folder.
    pub fallback: Option<Placed<String>>,
    /// Whether the acknowledgments are printed; where not stated, when the staff ask for them.
    pub acknowledgments: Option<bool>,
}

/// Who signs the letter.
#[derive(Debug, Clone)]
pub struct Signatory {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
}

/// Where responses stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Each bullet, then its response.
    Interleaved,
    /// All of a comment's words, then its responses.
    AfterComment,
}

/// How the staff's words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffText {
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Left out: number and key alone.
    Omitted,
}

/// How proposed disclosures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redline {
    /// Marked against the text as filed.
    Marked,
    /// As proposed.
    Clean,
}

/// Deadlines.
#[derive(Debug, Clone, Default)]
pub struct Deadline {
    /// An extension that was agreed.
    pub extension: Option<Extension>,
    /// Days that are no business days, beyond the federal holidays.
    pub extra_holidays: Vec<Date>,
    /// The day on which the staff's letter was received, where the period counts from it.
    pub received: Option<Date>,
    /// The day on which the review was completed.
    pub completed: Option<Date>,
}

/// An extension of the period for the response.
#[derive(Debug, Clone)]
pub struct Extension {
    /// Where it stands.
    pub place: Place,
    /// The new due date.
    pub until: Date,
    /// With whom it was agreed.
    pub agreed_with: Option<String>,
    /// When it was agreed.
    pub on: Option<Date>,
    /// The date of the letter that records it.
    pub confirmed: Option<Date>,
}

/// What is stated for confidential treatment under 17 CFR 200.83; read when something is marked.
#[derive(Debug, Clone)]
pub struct Confidential {
    /// Where the table stands.
    pub place: Place,
    /// The code of the labels; made of the company's short name where none is given.
    pub code: Option<String>,
    /// The number of the first page.
    pub first_label: Placed<u32>,
    /// How many digits a label's number has, joined to the code: `C00001`.
    pub label_width: Option<Placed<usize>>,
    /// Whether the legend begins with `FOIA `, or another word.
    pub legend_prefix: Option<String>,
    /// A second line of the legend.
    pub legend_suffix: Option<String>,
    /// The last numbers that earlier rounds used, by code.
    pub used: Vec<UsedLabels>,
    /// Who asks for confidential treatment.
    pub requester: Requester,
    /// The grounds, in the author's words.
    pub grounds: Option<String>,
    /// The address of the Office of FOIA Services.
    pub foia_address: Option<Vec<String>>,
    /// When the office received the request.
    pub foia_received: Option<Placed<Date>>,
}

/// Labels that an earlier round of the matter used.
#[derive(Debug, Clone)]
pub struct UsedLabels {
    /// Where they are stated.
    pub place: Place,
    /// The round.
    pub round: String,
    /// Code, first and last number.
    pub code: String,
    /// The first number.
    pub first: u32,
    /// The last number.
    pub last: u32,
}

/// Who asks for confidential treatment (17 CFR 200.83(c)(4)).
#[derive(Debug, Clone, Default)]
pub struct Requester {
    /// Where it is stated.
    pub place: Option<Place>,
    /// Name.
    pub name: Option<String>,
    /// Address lines.
    pub address: Vec<String>,
    /// Telephone number.
    pub telephone: Option<String>,
}

/// Something that is sent to the staff with the letter.
#[derive(Debug, Clone)]
pub struct Enclosure {
    /// Where it is stated.
    pub place: Place,
    /// What it is, in the letter's words.
    pub name: String,
    /// Whether it is supplemental information, which is not filed.
    pub supplemental: bool,
    /// Whether its return is asked for.
    pub returned: Option<bool>,
    /// Its file, from the project's folder, where it lies there.
    pub file: Option<String>,
}

/// A round that is not in the tree.
#[derive(Debug, Clone)]
pub struct Prior {
    /// The date of the staff's letter.
    pub date: Date,
    /// The keys of its comments and parts.
    pub comments: Vec<Key>,
}

/// The fields that a letter prints, but for those that only marked text needs.
const PRINTED: [&str; 16] = [
    "matter.company",
    "matter.short_name",
    "matter.file_number",
    "matter.status",
    "letter.via",
    "letter.letterhead",
    "letter.to",
    "letter.salutation",
    "letter.re",
    "letter.signatory.name",
    "letter.signatory.title",
    "letter.cc",
    "letter.telephone",
    "letter.response_label",
    "deadline.extension.agreed_with",
    "enclosure.name",
];

/// Reads book.toml.
pub fn parse(file: &File, findings: &mut Findings) -> Book {
    let text = crate::front::without_conflicts(file, findings);
    let text = text.as_deref().unwrap_or(&file.text);
    let place = file.place(0..text.len());
    let table = parse_toml(text, place, findings);
    crate::confidential::refuse_in_fields(table.get_ref(), place, Some("facts"), findings);
    placeholders::report_in_fields(table.get_ref(), place, &PRINTED, findings);
    let findings = RefCell::new(findings);
    let fields = Fields::new(&table, place, "book.toml", &findings).shown_at(file.first_line());
    read(fields, file.id)
}

/// Returns the shape of book.toml: the fields that [`parse`] asks for.
pub fn shape() -> Shape {
    shape_of(|fields| {
        let file = fields.place().file;
        read(fields, file);
    })
}

fn read(fields: Fields<'_, '_>, file: FileId) -> Book {
    let matter = match fields.table("matter") {
        Some(table) => matter(table),
        None => {
            fields.missing("matter", "{ company = \"…\" }");
            Matter::default()
        }
    };
    fields.lacks("matter");
    let book = Book {
        file,
        place: fields.place(),
        letter: letter(fields.table("letter"), &matter),
        deadline: fields.table("deadline").map(deadline).unwrap_or_default(),
        confidential: fields.table("confidential").map(|table| {
            let place = fields.name_place("confidential").unwrap_or(fields.place());
            confidential(table, place)
        }),
        levels: fields.table("levels").map(levels).unwrap_or_default(),
        facts: fields.table("facts").map(facts).unwrap_or_default(),
        prior: fields.tables("prior").into_iter().filter_map(prior).collect(),
        enclosures: fields.tables("enclosure").into_iter().filter_map(enclosure).collect(),
        waivers: fields.tables("waiver").into_iter().filter_map(waivers::parse).collect(),
        matter,
    };
    fields.finish();
    book
}

/// Reads `[confidential]`.
fn confidential(fields: Fields<'_, '_>, place: Place) -> Confidential {
    let text =
        |name| fields.string(name).map(|text| text.value).filter(|text| !text.trim().is_empty());
    let confidential = Confidential {
        place,
        code: code(&fields),
        first_label: fields.number("first_label").unwrap_or(Placed { value: 1, place }),
        label_width: fields
            .number("label_width")
            .map(|width| Placed { value: width.value.min(12) as usize, place: width.place }),
        legend_prefix: text("legend_prefix"),
        legend_suffix: text("legend_suffix"),
        used: fields.tables("used").into_iter().filter_map(used).collect(),
        requester: fields.table("requester").map_or_else(Requester::default, |table| {
            let requester = Requester {
                place: Some(fields.name_place("requester").unwrap_or(table.place())),
                name: table.string("name").map(|name| name.value),
                address: words(table.lines("address")),
                telephone: table.string("telephone").map(|telephone| telephone.value),
            };
            table.finish();
            requester
        }),
        grounds: text("grounds"),
        foia_address: Some(words(fields.lines("foia_address"))).filter(|lines| !lines.is_empty()),
        foia_received: fields.date("foia_received"),
    };
    fields.finish();
    confidential
}

/// Reads a label's code: capitals, digits and hyphens, a capital first, at most twelve.
fn code(fields: &Fields<'_, '_>) -> Option<String> {
    let code = fields.string("code")?;
    if is_code(&code.value) {
        return Some(code.value);
    }
    let mut meant: String = code
        .value
        .to_uppercase()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .skip_while(|c| !c.is_ascii_alphabetic())
        .take(12)
        .collect();
    if meant.is_empty() {
        meant.push_str("CODE");
    }
    fields.report(
        codes::WRONG_TYPE
            .at(code.place)
            .says(format!("`{}` is no code of a page label", code.value))
            .help(format!(
                "write a capital and up to eleven capitals, digits and hyphens: `code = \"{meant}\"`"
            )),
    );
    Some(meant)
}

/// Says whether a text is the code of page labels.
pub fn is_code(text: &str) -> bool {
    let tail = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    text.len() <= 12 && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(tail)
}

fn used(fields: Fields<'_, '_>) -> Option<UsedLabels> {
    let place = fields.place();
    let round = fields.required("round", "\"2008-10-27\"");
    let code = code(&fields);
    if code.is_none() && fields.lacks("code") {
        fields.missing("code", "\"CITI\"");
    }
    let number = |name, example| {
        let number = fields.number(name);
        if number.is_none() && fields.lacks(name) {
            fields.missing(name, example);
        }
        number.map(|number| number.value)
    };
    let (first, last) = (number("first", "1"), number("last", "17"));
    if let (Some(first), Some(last)) = (first, last)
        && first > last
    {
        fields.report(
            codes::WRONG_TYPE
                .at(place)
                .says(format!("the labels of the round run backward, from {first} to {last}"))
                .help(format!("write `first = {last}, last = {first}`, if these are they")),
        );
    }
    fields.finish();
    Some(UsedLabels { place, round: round?.value, code: code?, first: first?, last: last? })
}

fn matter(fields: Fields<'_, '_>) -> Matter {
    let company = fields.required("company", "\"Example Corp.\"");
    let name = company.as_ref().map(|company| company.value.clone()).unwrap_or_default();
    let matter = Matter {
        short_name: fields.string("short_name").map_or_else(|| name.clone(), |short| short.value),
        company_place: company.map(|company| company.place),
        company: name,
        file_number: fields.string("file_number"),
        cik: fields.string("cik").map(|cik| cik.value),
        round: fields.string("round"),
        status: fields.string("status").map(|status| match status.value.as_str() {
            "illustration" => {
                "Illustration – every response and figure in this letter is invented and is not a statement of \
                 any company."
                    .to_owned()
            }
            _ => status.value,
        }),
    };
    fields.finish();
    matter
}

fn words(lines: Vec<Placed<String>>) -> Vec<String> {
    lines.into_iter().map(|line| line.value).collect()
}

fn letter(fields: Option<Fields<'_, '_>>, matter: &Matter) -> LetterFrame {
    let Some(fields) = fields else {
        return LetterFrame {
            date: None,
            via: Vec::new(),
            letterhead: vec![matter.company.clone()],
            to: Vec::new(),
            salutation: String::new(),
            re: Vec::new(),
            signatory: None,
            cc: Vec::new(),
            telephone: None,
            order: Order::Interleaved,
            staff_text: StaffText::Bold,
            response_label: "Response:".into(),
            key_table: true,
            redline: Redline::Marked,
            justify: false,
            fonts: None,
            fallback: None,
            acknowledgments: None,
        };
    };
    let texts = |name| words(fields.lines(name));
    let flag = |name| fields.bool(name).map(|flag| flag.value);
    let mut letterhead = texts("letterhead");
    if letterhead.is_empty() {
        letterhead.push(matter.company.clone());
    }
    let orders = [("interleaved", Order::Interleaved), ("after-comment", Order::AfterComment)];
    let staff_texts =
        [("bold", StaffText::Bold), ("italic", StaffText::Italic), ("omitted", StaffText::Omitted)];
    let redlines = [("marked", Redline::Marked), ("clean", Redline::Clean)];
    let frame = LetterFrame {
        date: fields.date("date"),
        via: texts("via"),
        letterhead,
        to: texts("to"),
        salutation: fields.string("salutation").map(|text| text.value).unwrap_or_default(),
        re: fields.lines("re"),
        signatory: fields.table("signatory").and_then(|table| {
            let name = table.required("name", "\"…\"");
            let title = table.required("title", "\"Chief Financial Officer\"");
            table.finish();
            Some(Signatory { name: name?.value, title: title?.value })
        }),
        cc: texts("cc"),
        telephone: fields.string("telephone").map(|text| text.value),
        order: fields.one_of("order", &orders).map_or(Order::Interleaved, |order| order.value),
        staff_text: fields
            .one_of("staff_text", &staff_texts)
            .map_or(StaffText::Bold, |text| text.value),
        response_label: fields
            .string("response_label")
            .map_or_else(|| "Response:".into(), |label| label.value),
        key_table: flag("key_table").unwrap_or(true),
        redline: fields
            .one_of("redline", &redlines)
            .map_or(Redline::Marked, |redline| redline.value),
        justify: flag("justify").unwrap_or(false),
        fonts: fields.string("fonts"),
        fallback: fields.string("fallback"),
        acknowledgments: flag("acknowledgments"),
    };
    if fields.lacks("date") {
        fields.missing("date", "2009-03-03");
    }
    fields.finish();
    frame
}

fn deadline(fields: Fields<'_, '_>) -> Deadline {
    let deadline = Deadline {
        extension: fields.table("extension").and_then(|table| {
            let until = table.date("until");
            if table.lacks("until") {
                table.missing("until", "2009-03-03");
            }
            let agreed_with = table.string("agreed_with").map(|with| with.value);
            let on = table.date("on").map(|on| on.value);
            let confirmed = table.date("confirmed").map(|date| date.value);
            let place = fields.name_place("extension").unwrap_or(table.place());
            let until = until.map(|until| until.value);
            let extension =
                until.map(|until| Extension { place, until, agreed_with, on, confirmed });
            table.finish();
            extension
        }),
        extra_holidays: fields.dates("extra_holidays").into_iter().map(|date| date.value).collect(),
        received: fields.date("received").map(|date| date.value),
        completed: fields.date("completed").map(|date| date.value),
    };
    fields.finish();
    deadline
}

/// Reads `[levels]`: finding codes and their levels.
fn levels(fields: Fields<'_, '_>) -> BTreeMap<String, Level> {
    let mut levels = BTreeMap::new();
    for rule in RULES {
        let all = [Level::Off, Level::Note, Level::Warning, Level::Error].map(Level::word);
        let own = [rule.level.word()];
        fields.entry_of(rule.code, if rule.fixed { &own } else { &all });
    }
    for (name, value, place) in fields.entries() {
        if name.value.starts_with("x-") {
            continue;
        }
        let Some(rule) = crate::finding::rule(&name.value) else {
            let near = nearest(&name.value, RULES.iter().map(|rule| rule.code));
            fields.report(
                codes::UNKNOWN_FIELD
                    .at(name.place)
                    .says(format!("no finding has the code `{}`", name.value))
                    .help(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "`corresp explain` lists all codes".into(),
                    }),
            );
            continue;
        };
        let level = [Level::Off, Level::Note, Level::Warning, Level::Error]
            .into_iter()
            .find(|level| value.as_str() == Some(level.word()));
        match level {
            Some(level) if !rule.fixed => {
                levels.insert(name.value, level);
            }
            Some(level) => {
                if level != rule.level {
                    fields.report(
                        codes::WRONG_TYPE
                            .at(place)
                            .says(format!(
                                "`{}` is always at level {}",
                                rule.code,
                                rule.level.word()
                            ))
                            .help("take the line out"),
                    );
                }
            }
            None => fields.report(
                codes::WRONG_TYPE
                    .at(place)
                    .says(format!(
                        "{} is no level",
                        scalar(value).map_or("this".into(), |text| format!("`{text}`"))
                    ))
                    .help("write one of `\"off\"`, `\"note\"`, `\"warning\"` and `\"error\"`"),
            ),
        }
    }
    levels
}

/// Reads `[facts]`: names of the author's own, and values as they are to be printed.
fn facts(fields: Fields<'_, '_>) -> Facts {
    let mut facts = Facts::default();
    fields.others(Kind::Single);
    for (name, value, place) in fields.entries() {
        let text = match value {
            DeValue::Array(_) | DeValue::Table(_) => None,
            _ => as_date(value).map(long).or_else(|| scalar(value)),
        };
        let Some(text) = text else {
            fields.report(
                codes::WRONG_TYPE
                    .at(place)
                    .says(format!("the fact `{}` is no single value", name.value))
                    .help("state one figure a fact, as it is to be printed: `\"$1.84 billion\"`"),
            );
            continue;
        };
        let text = match crate::facts::marked_value(&text) {
            None => text,
            Some(Ok(inner)) => {
                facts.confidential.insert(name.value.clone());
                inner.to_owned()
            }
            Some(Err(())) => {
                fields.report(
                    codes::MALFORMED_MARK
                        .at(place)
                        .says(format!("the fact `{}` is not marked as a whole", name.value))
                        .help(
                            "mark its whole value, `\"[*** 5 ***]\"`, or mark it where it is used",
                        )
                        .reference("17 CFR 200.83"),
                );
                facts.confidential.insert(name.value.clone());
                text
            }
        };
        facts.values.insert(name.value, Placed { value: text, place: name.place });
    }
    facts
}

fn enclosure(fields: Fields<'_, '_>) -> Option<Enclosure> {
    let place = fields.place();
    let name = fields.required("name", "\"The model of the impairment test\"");
    let supplemental = fields.bool("supplemental").is_some_and(|flag| flag.value);
    let returned = fields.bool("return").map(|flag| flag.value);
    let file = fields.string("file").map(|file| file.value);
    fields.finish();
    Some(Enclosure { place, name: name?.value, supplemental, returned, file })
}

fn prior(fields: Fields<'_, '_>) -> Option<Prior> {
    let date = fields.date("date");
    if fields.lacks("date") {
        fields.missing("date", "2008-10-27");
    }
    let comments = fields.strings("comments").unwrap_or_default();
    if fields.lacks("comments") {
        fields.missing("comments", "[\"1\", \"1.a\", \"2\"]");
    }
    let mut keys = Vec::new();
    for comment in &comments {
        match comment.value.parse::<Key>() {
            Ok(key) => keys.push(key),
            Err(fault) => fields.report(
                codes::MALFORMED_KEY
                    .at(comment.place)
                    .says(format!("`{}` is no key", comment.value))
                    .help(format!("{}, as in `\"3\"` or `\"1.a\"`", fault.message)),
            ),
        }
    }
    fields.finish();
    Some(Prior { date: date?.value, comments: keys })
}

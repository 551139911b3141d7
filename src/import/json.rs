//! The model as JSON: what `corresp import --format json` prints.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Import;
use super::stated::{self, Filing};
use crate::finding::{Finding, Level};
use crate::letter::{Comment, Content, Item, Kind, Letter, Row};
use crate::source::File;
use crate::{parallel, prior};

/// A staff letter as import reads it.
///
/// Fields are added without a new version; none is taken away or changes its meaning.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Model {
    /// Version of this shape.
    #[schemars(extend("const" = 1))]
    pub schema: u32,
    /// What the letter says of itself. What it does not say is null: nothing is guessed.
    pub facts: LetterFacts,
    /// Its comments, in order.
    pub comments: Vec<NumberedComment>,
    /// The lines of the source that belong to its pages, in order.
    pub furniture: Vec<String>,
    /// What was found on the way.
    pub findings: Vec<Noticed>,
}

/// What a staff letter says of itself.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LetterFacts {
    /// Its date.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
    /// The company.
    pub company: Option<String>,
    /// Whom it is addressed to, without Mr. or Ms.
    pub addressee: Option<String>,
    /// The file numbers.
    pub file_numbers: Vec<String>,
    /// Within how many business days it wants a response.
    pub respond_within_business_days: Option<u32>,
    /// The date of the company's letter that it answers.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub letter_answered: Option<Date>,
    /// The addressee's title.
    pub addressee_title: Option<String>,
    /// Who signed it.
    pub signed_by: Signer,
    /// The filings under review, with their periods.
    pub filings: Vec<Filing>,
    /// The dates of the company's earlier letters that it names.
    #[schemars(with = "Vec<String>")]
    pub company_letters: Vec<Date>,
    /// The comments of earlier letters that it cites.
    pub prior_comments: Vec<PriorComment>,
    /// Whether it asks for a statement with the company's acknowledgments.
    pub asks_acknowledgments: bool,
    /// Whether it asks for the text of proposed disclosures.
    pub asks_proposed_disclosures: bool,
    /// Whether it speaks of future filings.
    pub asks_future_filings: bool,
}

/// Who signed a staff letter.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Signer {
    /// The name; null where a division signed.
    pub name: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The division or office.
    pub division: Option<String>,
}

/// A comment of an earlier letter, as the staff cite it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PriorComment {
    /// The comment, bullet or part of this letter that cites it.
    pub cited_in: String,
    /// The comment cited: `1.d`.
    pub comment: String,
    /// The date of its letter, where the staff say it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub letter: Option<Date>,
}

/// A comment of the staff's letter.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NumberedComment {
    /// Its key.
    pub key: String,
    /// Its number in digits, as the staff meant it.
    pub number: String,
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// All of its words in order, those of its bullets and parts included, without numbers and signs.
    pub text: String,
    /// Its bullets and parts at every depth, in order.
    pub units: Vec<Below>,
    /// The requests in the words of the comment, its bullets and parts, in order. They are no units.
    pub asks: Vec<Asked>,
}

/// A request in the words of a comment, bullet or part.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Asked {
    /// Its key.
    pub key: String,
    /// What it is.
    #[schemars(extend("const" = "ask"))]
    pub kind: &'static str,
    /// The key of the comment, bullet or part in whose words it stands.
    pub unit: String,
    /// The condition under which it is asked, in the staff's words: If so.
    pub condition: Option<String>,
    /// The staff's words, without the full stop.
    #[schemars(length(min = 1))]
    pub text: String,
}

/// A bullet or part of a comment.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Below {
    /// Its key.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// Its depth, from 1.
    #[schemars(range(min = 1))]
    pub depth: u8,
    /// The subheading that it stands under.
    pub group: Option<String>,
    /// All of its words in order, those of the items below it included.
    pub text: String,
}

/// A finding; lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Noticed {
    /// Its name; `corresp explain CODE` says more.
    #[schemars(extend("pattern" = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub code: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// The comment, bullet or part that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// All that it is about, where they are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 2))]
    pub keys: Vec<String>,
    /// What is there.
    #[schemars(length(min = 1))]
    pub message: String,
    /// What to type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The letter as received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// First line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub line: Option<usize>,
    /// First column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub column: Option<usize>,
    /// Last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub end_line: Option<usize>,
    /// The column after the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub end_column: Option<usize>,
}

/// Returns the model of a letter.
pub(super) fn model(import: &Import) -> Model {
    let facts = &import.facts;
    let letter = &import.letter;
    let ((wanted, company_letters), (cited, numbered)) = parallel::both(
        || (stated::wanted(letter), stated::company_letters(letter)),
        || {
            let comments = letter.comments.iter().map(|comment| numbered(letter, comment));
            (prior::cited(letter), comments.collect::<Vec<_>>())
        },
    );
    Model {
        schema: 1,
        facts: LetterFacts {
            date: facts.date,
            company: facts.company.clone(),
            addressee: facts.to.name.clone(),
            file_numbers: facts.file_numbers.clone(),
            respond_within_business_days: facts.respond_within,
            letter_answered: facts.letter_answered,
            addressee_title: facts.to.title.clone(),
            signed_by: Signer {
                name: facts.from.name.clone(),
                title: facts.from.title.clone(),
                division: facts.division.clone(),
            },
            filings: stated::filings(&facts.re),
            company_letters,
            prior_comments: cited
                .into_iter()
                .map(|cited| PriorComment {
                    cited_in: cited.row.to_string(),
                    comment: cited.key.to_string(),
                    letter: cited.date,
                })
                .collect(),
            asks_acknowledgments: wanted.acknowledgments,
            asks_proposed_disclosures: wanted.proposed_disclosures,
            asks_future_filings: wanted.future_filings,
        },
        comments: numbered,
        furniture: import.furniture.clone(),
        findings: import.findings.iter().map(|finding| noticed(&import.source, finding)).collect(),
    }
}

/// Returns the model of a letter as JSON.
pub fn json(import: &Import) -> Value {
    serde_json::to_value(model(import)).expect("the model holds texts and numbers alone")
}

fn numbered(letter: &Letter, comment: &Comment) -> NumberedComment {
    let mut units = Vec::new();
    items(letter, &comment.content, &mut units);
    // A comment's rows follow its own without a gap.
    let own = letter.rows[comment.row].comment;
    let rows = letter.rows[comment.row..].iter().take_while(|row| row.comment == own);
    NumberedComment {
        key: comment.key.to_string(),
        number: comment.key.comment.to_string(),
        headings: comment.headings.clone(),
        text: letter.rows[comment.row].text.clone(),
        units,
        asks: rows.flat_map(asks).collect(),
    }
}

/// Returns the requests in a row's words.
fn asks(row: &Row) -> Vec<Asked> {
    let asks = row.asks.iter().enumerate().map(|(index, ask)| Asked {
        key: format!("{}#{}", row.key, index + 1),
        kind: "ask",
        unit: row.key.to_string(),
        condition: ask.condition.clone(),
        text: ask.text.clone(),
    });
    asks.collect()
}

/// Adds the items of a comment, at every depth, in order.
fn items(letter: &Letter, content: &[Content], units: &mut Vec<Below>) {
    for piece in content {
        let Content::Item(Item { row, depth, content, .. }) = piece else { continue };
        let there = &letter.rows[*row];
        units.push(Below {
            key: there.key.to_string(),
            kind: there.kind,
            depth: *depth,
            group: there.group.clone(),
            text: there.text.clone(),
        });
        items(letter, content, units);
    }
}

fn noticed(source: &File, finding: &Finding) -> Noticed {
    let place =
        finding.place.map(|place| (source.position(place.start), source.position(place.end)));
    Noticed {
        code: finding.rule.code,
        level: finding.level,
        key: finding.keys.first().cloned(),
        keys: if finding.keys.len() > 1 { finding.keys.clone() } else { Vec::new() },
        message: finding.message.clone(),
        help: finding.help.clone(),
        file: place.map(|_| source.path.clone()),
        line: place.map(|(start, _)| start.line),
        column: place.map(|(start, _)| start.column),
        end_line: place.map(|(_, end)| end.line),
        end_column: place.map(|(_, end)| end.column),
    }
}

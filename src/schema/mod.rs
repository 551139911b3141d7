//! JSON Schemas of what corresp reads and writes.
//!
//! In: the fields that the readers of TOML ask for, what docs/formats.md says of them, and the types of the
//! reports. Out: the files of `schema/`. Nothing is described here that is not asked for or written there.

mod page;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::edgar::Submission;
use crate::fields::{Kind, Shape};
use crate::finding::rule;
use crate::report::board::Board;
use crate::report::json::Report;
use crate::report::manifest::Manifest;
use crate::{book, disclosure, import, letter, response};
use page::Page;

/// The formats' page, whose tables say what each field means.
const FORMATS: &str = include_str!("../../docs/formats.md");

/// Returns the schemas by the names of their files, as JSON texts.
pub fn all() -> Vec<(&'static str, String)> {
    let reports = [
        ("check.schema.json", of_type::<Report<'_>>("corresp check --format json")),
        ("import.schema.json", of_type::<import::Model>("corresp import --format json")),
        ("status.schema.json", of_type::<Board>("corresp status --format json")),
        ("manifest.schema.json", of_type::<Manifest>("out/manifest.json")),
        ("edgar-manifest.schema.json", of_type::<Submission>("out/edgar/manifest.json")),
    ];
    let read = TABLES.iter().map(|table| (table.file, table.schema()));
    let all = reports.into_iter().chain(read);
    all.map(|(name, schema)| (name, format!("{schema:#}\n"))).collect()
}

/// Returns the schema of book.toml.
pub fn book_toml() -> String {
    format!("{:#}\n", TABLES[0].schema())
}

/// Returns what the readers ask for and docs/formats.md does not say, or says otherwise.
pub fn undescribed() -> Vec<String> {
    TABLES.iter().flat_map(|table| table.described().faults).collect()
}

/// A table of TOML that people write.
struct Table {
    file: &'static str,
    title: &'static str,
    /// The section of docs/formats.md that has its fields; none where each of them has its own.
    section: Option<&'static str>,
    shape: fn() -> Shape,
}

const TABLES: [Table; 4] = [
    Table { file: "book.schema.json", title: "book.toml", section: None, shape: book::shape },
    Table {
        file: "letter-front-matter.schema.json",
        title: "The front matter of letter.md",
        section: Some("Front matter of letter.md"),
        shape: letter::shape,
    },
    Table {
        file: "response-front-matter.schema.json",
        title: "The front matter of a response",
        section: Some("Front matter of a response"),
        shape: response::shape,
    },
    Table {
        file: "disclosure-front-matter.schema.json",
        title: "The front matter of a proposed disclosure",
        section: Some("Proposed disclosures"),
        shape: disclosure::shape,
    },
];

impl Table {
    fn schema(&self) -> Value {
        let Described { mut schema, .. } = self.described();
        // The older draft: editors of TOML know no newer one.
        schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
        schema.insert("title".into(), json!(self.title));
        schema.insert(
            "description".into(),
            json!("Names that begin with `x-` are the author's own. Dates stand without quotation marks."),
        );
        Value::Object(schema)
    }

    fn described(&self) -> Described {
        let mut described = Described { faults: Vec::new(), schema: Map::new() };
        let page = Page::new(FORMATS);
        described.schema =
            object(&(self.shape)(), self.section, None, &page, &mut described.faults);
        described
    }
}

/// A schema, and what could not be said in it.
struct Described {
    schema: Map<String, Value>,
    faults: Vec<String>,
}

/// Returns the schema of a table. `above` is what its own row in the page says, where it has one.
fn object(
    shape: &Shape,
    section: Option<&str>,
    above: Option<&str>,
    page: &Page<'_>,
    faults: &mut Vec<String>,
) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in &shape.fields {
        let own =
            page.section_of(&field.name).filter(|_| section.is_none_or(|name| name != field.name));
        let row = section.and_then(|section| page.row(section, &field.name));
        let is_said = row.is_some()
            || (section.is_none() && own.is_some())
            || above.is_some_and(|above| page::names(above, &field.name))
            || rule(&field.name).is_some();
        if !is_said {
            faults.push(format!(
                "docs/formats.md says nothing of `{}` under \"{}\"",
                field.name,
                section.unwrap_or("book.toml")
            ));
        }
        if let Some(kind) =
            row.as_ref().and_then(|row| row.kind).filter(|kind| !fits(&field.kind, kind))
        {
            faults.push(format!("docs/formats.md says that `{}` is {kind}", field.name));
        }
        let meaning = row.as_ref().map(|row| row.meaning);
        let inner = own.or(section);
        let mut value = match &field.kind {
            Kind::Table(below) => {
                let text = meaning.or(above).or(own.map(|own| page.text(own)));
                Value::Object(object(&below.shape(), inner, text, page, faults))
            }
            Kind::Tables(below) => {
                let text = own.map(|own| page.text(own)).or(meaning);
                json!({ "type": "array", "items": object(&below.shape(), inner, text, page, faults) })
            }
            plain => one(plain),
        };
        let words =
            meaning.map(page::plain).or_else(|| rule(&field.name).map(|rule| rule.title.into()));
        if let (Some(words), Some(object)) = (words, value.as_object_mut()) {
            object.insert("description".into(), json!(words));
        }
        properties.insert(field.name.clone(), value);
    }
    let required: Vec<&str> =
        shape.fields.iter().filter(|field| field.is_required).map(|field| &*field.name).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("patternProperties".into(), json!({ "^x-": true }));
    let others = shape.others.as_ref().map_or(json!(false), one);
    schema.insert("additionalProperties".into(), others);
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema
}

/// Returns the schema of a value that is no table.
fn one(kind: &Kind) -> Value {
    match kind {
        Kind::Any | Kind::Table(_) | Kind::Tables(_) => json!({}),
        Kind::Text => json!({ "type": "string" }),
        Kind::TextOrNumber => json!({ "type": ["string", "integer"] }),
        Kind::Texts => json!({
            "type": ["string", "array"],
            "items": { "type": ["string", "integer"] }
        }),
        Kind::Single => json!({ "type": ["string", "number", "boolean"] }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Dates => json!({ "type": "array", "items": { "type": "string", "format": "date" } }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number => json!({ "type": "integer", "minimum": 0 }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => json!({
            "anyOf": [{ "enum": words }, { "type": "array", "items": { "enum": words } }]
        }),
    }
}

/// Says whether a kind is what the page calls it.
fn fits(kind: &Kind, said: &str) -> bool {
    let known: &[&str] = match kind {
        Kind::Text | Kind::Word(_) => &["text", "text, required"],
        Kind::TextOrNumber => &["text or number"],
        Kind::Texts | Kind::Words(_) => &["list of texts", "text, or list of texts"],
        Kind::Date => &["date", "date, required"],
        Kind::Dates => &["list of dates"],
        Kind::Flag => &["true, false"],
        Kind::Number => &["number"],
        Kind::Table(_) => &["table"],
        Kind::Tables(_) => &["entries"],
        Kind::Any | Kind::Single => return true,
    };
    known.contains(&said)
}

/// Returns the schema of a report, from its type.
fn of_type<T: JsonSchema>(title: &str) -> Value {
    let mut schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    schema.insert("title".into(), json!(title));
    RecursiveTransform(sharpened).transform(&mut schema);
    schema.to_value()
}

/// Takes out what a type says and a report does not.
fn sharpened(schema: &mut Schema) {
    // The width of a number in memory is nobody's concern.
    if schema.get("format").and_then(Value::as_str).is_some_and(|format| format != "date") {
        schema.remove("format");
    }
    // A field that may be left out is left out where there is nothing to say: it is never null.
    let required = schema.get("required").cloned().unwrap_or_default();
    let is_required = |name: &str| {
        required.as_array().is_some_and(|names| names.iter().any(|other| other == name))
    };
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        if is_required(name) {
            continue;
        }
        if let Some(Value::Array(types)) = property.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [one] = types.as_slice() {
                property["type"] = one.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formats_page_says_of_each_field_what_it_is() {
        let faults = undescribed();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn the_page_names_no_field_that_nobody_asks_for() {
        let page = Page::new(FORMATS);
        let asked: Vec<String> = TABLES.iter().flat_map(|table| names((table.shape)())).collect();
        let sections = TABLES.iter().filter_map(|table| table.section);
        let own = ["matter", "letter", "deadline", "confidential", "prior", "waiver"];
        let own = own.iter().filter_map(|name| page.section_of(name));
        for section in sections.chain(own) {
            for name in page.fields(section) {
                assert!(
                    asked.iter().any(|other| other == name),
                    "{section}: nobody asks for {name}"
                );
            }
        }
    }

    fn names(shape: Shape) -> Vec<String> {
        let mut names = Vec::new();
        for field in shape.fields {
            if let Kind::Table(below) | Kind::Tables(below) = &field.kind {
                names.extend(self::names(below.shape()));
            }
            names.push(field.name);
        }
        names
    }
}

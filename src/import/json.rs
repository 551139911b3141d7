//! The model as JSON: what `corresp import --format json` prints.

use serde_json::{Value, json};

use super::Import;
use crate::finding::Finding;
use crate::letter::{Comment, Content, Item, Letter, Row};
use crate::source::File;

/// Returns the model of a letter.
pub fn json(import: &Import) -> Value {
    let facts = &import.facts;
    let comments: Vec<Value> = import
        .letter
        .comments
        .iter()
        .map(|comment| comment_json(&import.letter, comment))
        .collect();
    let findings: Vec<Value> =
        import.findings.iter().map(|finding| finding_json(&import.source, finding)).collect();
    json!({
        "schema": 1,
        "facts": {
            "date": facts.date.map(|date| date.to_string()),
            "company": facts.company,
            "addressee": facts.to.name,
            "file_numbers": facts.file_numbers,
            "respond_within_business_days": facts.respond_within,
            "letter_answered": facts.letter_answered.map(|date| date.to_string()),
        },
        "comments": comments,
        "furniture": import.furniture,
        "findings": findings,
    })
}

fn comment_json(letter: &Letter, comment: &Comment) -> Value {
    let row = &letter.rows[comment.row];
    let mut units = Vec::new();
    items(letter, &comment.content, &mut units);
    let comment_row = letter.rows[comment.row].comment;
    let rows = letter.rows.iter().filter(|row| row.comment == comment_row);
    let asks: Vec<Value> = rows.flat_map(asks).collect();
    json!({
        "key": comment.key.to_string(),
        "number": comment.key.comment.to_string(),
        "headings": comment.headings,
        "text": row.text,
        "units": units,
        "asks": asks,
    })
}

/// Returns the requests in a row's words.
fn asks(row: &Row) -> Vec<Value> {
    let asks = row.asks.iter().enumerate().map(|(index, ask)| {
        json!({
            "key": format!("{}#{}", row.key, index + 1),
            "kind": "ask",
            "unit": row.key.to_string(),
            "condition": ask.condition,
            "text": ask.text,
        })
    });
    asks.collect()
}

/// Adds the items of a comment, at every depth, in order.
fn items(letter: &Letter, content: &[Content], units: &mut Vec<Value>) {
    for piece in content {
        let Content::Item(Item { row, depth, content, .. }) = piece else { continue };
        let there = &letter.rows[*row];
        units.push(json!({
            "key": there.key.to_string(),
            "kind": there.kind.word(),
            "depth": depth,
            "group": there.group,
            "text": there.text,
        }));
        items(letter, content, units);
    }
}

fn finding_json(source: &File, finding: &Finding) -> Value {
    let mut value = json!({
        "code": finding.rule.code,
        "level": finding.level.word(),
        "message": finding.message,
    });
    let mut add = |name: &str, field: Value| {
        if let Some(object) = value.as_object_mut() {
            object.insert(name.to_owned(), field);
        }
    };
    match finding.keys.as_slice() {
        [] => {}
        [key] => add("key", json!(key)),
        keys => {
            add("key", json!(keys[0]));
            add("keys", json!(keys));
        }
    }
    if let Some(help) = &finding.help {
        add("help", json!(help));
    }
    if let Some(place) = finding.place {
        let (start, end) = (source.position(place.start), source.position(place.end));
        add("file", json!(source.path));
        add("line", json!(start.line));
        add("column", json!(start.column));
        add("end_line", json!(end.line));
        add("end_column", json!(end.column));
    }
    value
}

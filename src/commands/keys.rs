//! Keys as they are typed behind a command: parted by blanks or commas, and runs of them.
//!
//! In: the arguments, `3.7 3.9`, `3.4-3.6`, `3.1, 3.2`. Out: the rows of the letter that they name.

use super::Failure;
use crate::fields::nearest;
use crate::key::{self, Key, KeyItem};
use crate::letter::Letter;

/// Keys that were typed as one: a key, a run, or several with commas between them.
pub(super) struct Group {
    /// What was typed.
    pub(super) typed: String,
    /// The rows that it names.
    pub(super) rows: Vec<usize>,
}

/// Reads keys behind a command, which is named by what is typed before them: `corresp new`.
pub(super) fn read(
    letter: &Letter,
    arguments: &[String],
    command: &str,
) -> Result<Vec<Group>, Failure> {
    let all = arguments.join(" ");
    let mut groups: Vec<Group> = Vec::new();
    let mut rest = all.trim();
    while !rest.is_empty() || groups.is_empty() {
        let keys = key::keys(rest).map_err(|fault| match groups.is_empty() {
            true => Failure {
                message: format!("`{rest}` is no key: {}", fault.message),
                help: Some(format!("write a key of the staff's letter: `{command} 3.7`")),
            },
            false => Failure {
                message: format!("`{rest}` stands behind the key"),
                help: Some("write keys alone, with blanks or commas between them".into()),
            },
        })?;
        let mut rows = Vec::new();
        for item in &keys.items {
            rows.extend(rows_of(letter, item, command)?);
        }
        rows.dedup();
        groups.push(Group { typed: rest[..keys.words].trim().to_owned(), rows });
        rest = rest[keys.words..].trim_start();
    }
    Ok(groups)
}

fn rows_of(letter: &Letter, item: &KeyItem, command: &str) -> Result<Vec<usize>, Failure> {
    let row = |key: &Key| letter.row(key).ok_or_else(|| unknown(letter, key, command));
    match item {
        KeyItem::One(key, _) => Ok(vec![row(key)?]),
        KeyItem::Range(first, last, _) => {
            let (first, last) = (row(first)?, row(last)?);
            let parent = letter.rows[first].parent;
            Ok((first..=last).filter(|&row| letter.rows[row].parent == parent).collect())
        }
    }
}

/// What is said of a key that names no row: a request, or nothing that the letter has.
fn unknown(letter: &Letter, key: &Key, command: &str) -> Failure {
    let whole = Key { ask: None, ..key.clone() };
    let asks = letter.row(&whole).map_or(0, |row| letter.rows[row].asks.len());
    if key.ask.is_some_and(|ask| (1..=asks).contains(&(ask as usize))) {
        let ask = key.ask.unwrap_or_default();
        return Failure {
            message: format!("{key} is a request in the words of {whole}, and no unit"),
            help: Some(format!(
                "`{command} {whole}` is for all of them; the mark `[#{ask}]` says where this one is answered"
            )),
        };
    }
    let keys: Vec<String> = letter.rows.iter().map(|row| row.key.to_string()).collect();
    let near = nearest(&key.to_string(), keys.iter().map(String::as_str))
        .map(|near| format!("did you mean `{near}`?"));
    Failure {
        message: format!("the staff's letter has no {key}"),
        help: near.or_else(|| Some("`corresp status` lists its keys".into())),
    }
}

//! Starter responses: for each comment a file with a section for each unit, and the staff's words under it.

use super::write::{escaped, escaped_heading};
use crate::letter::{Comment, Letter, Row};
use crate::{seen, words};

/// How many of a unit's first words a section's heading has, at least and at most.
const FEWEST: usize = 6;
const MOST: usize = 16;

/// Returns the files of starter responses, by name.
pub(super) fn responses(letter: &Letter) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let hashes = seen::hashes(letter);
    for comment in &letter.comments {
        let name = file_name(comment);
        let copies = files.iter().filter(|(other, _)| other.starts_with(&name)).count();
        // Two comments with one number get two files.
        let name =
            if copies > 0 { format!("{name}-{}.md", copies + 1) } else { format!("{name}.md") };
        files.push((name, response(letter, comment, &hashes).into_bytes()));
    }
    files
}

/// Returns the front matter of a starter response to a comment, with what it saw of the staff's words.
fn front(letter: &Letter, comment: &Comment, hashes: &[String]) -> String {
    let mut out = format!("+++\ncomment = \"{}\"\nstatus = \"draft\"\n[seen]\n", comment.key);
    for (row, hash) in letter.rows.iter().zip(hashes) {
        if row.comment == letter.rows[comment.row].comment {
            out.push_str(&format!("\"{}\" = \"{hash}\"\n", row.key));
        }
    }
    out.push_str("+++\n");
    out
}

/// Returns the front matter of a new file: for a comment, or for units of several.
pub fn new_front(letter: &Letter, comment: Option<&Comment>) -> String {
    match comment {
        Some(comment) => front(letter, comment, &seen::hashes(letter)),
        None => "+++\nstatus = \"draft\"\n+++\n".to_owned(),
    }
}

fn response(letter: &Letter, comment: &Comment, hashes: &[String]) -> String {
    let mut out = front(letter, comment, hashes);
    let rows = (0..letter.rows.len())
        .filter(|&row| letter.rows[row].comment == letter.rows[comment.row].comment);
    for unit in rows.filter(|&row| letter.is_unit(row)) {
        out.push('\n');
        out.push_str(&section(letter, &letter.rows[unit].key.to_string(), &[unit]));
    }
    out
}

/// Returns an empty section for some rows, of which there is one at least: `## KEYS first words`, and their words
/// in quotation.
pub fn section(letter: &Letter, keys: &str, rows: &[usize]) -> String {
    let first = rows[0];
    let row = &letter.rows[first];
    let others = (0..letter.rows.len())
        .filter(|&other| {
            other != first && letter.rows[other].comment == row.comment && letter.is_unit(other)
        })
        .map(|other| letter.rows[other].text.as_str());
    let first = first_words(&row.text, others);
    let heading = format!("{keys} {}", escaped_heading(&first));
    let mut out = format!("## {}\n", heading.trim_end());
    for &row in rows {
        let row = &letter.rows[row];
        let words = escaped(if row.own { &row.own_text } else { &row.text });
        if !words.is_empty() {
            out.push_str(&format!("\n> {words}\n"));
        }
        out.push_str(&requests(row));
    }
    out
}

/// Returns the requests in a unit's words as a comment, where there are several: one is easily lost.
fn requests(row: &Row) -> String {
    if row.asks.len() < 2 {
        return String::new();
    }
    let mut out = String::from("\n<!-- Answer each request, and put its mark where you do:\n");
    for (index, ask) in row.asks.iter().enumerate() {
        out.push_str(&format!("[#{}] {}\n", index + 1, in_comment(&ask.text)));
    }
    out.push_str("-->\n");
    out
}

/// Returns words as they may stand in a comment, which they neither end nor fill with facts and marks.
fn in_comment(text: &str) -> String {
    let signs =
        [("-->", "-- >"), ("<!--", "< !--"), ("{{", "{ {"), ("[***", "[ ***"), ("***]", "*** ]")];
    signs.iter().fold(text.to_owned(), |text, (sign, parted)| text.replace(sign, parted))
}

/// Returns a unit's first words: six, and more until no other unit of the comment begins so.
fn first_words<'a>(text: &str, others: impl Iterator<Item = &'a str>) -> String {
    let own = words::compared(text);
    let shared = others
        .map(|other| {
            let other = words::compared(other);
            own.iter().zip(&other).take_while(|(a, b)| a == b).count()
        })
        .max()
        .unwrap_or(0);
    let wanted = (shared + 1).clamp(FEWEST, MOST);
    let all: Vec<&str> = text.split_whitespace().collect();
    // Words are compared without signs, and `re-form` is two: so they are counted as they are compared.
    let count = (FEWEST..=MOST)
        .find(|&count| {
            words::compared(&all[..count.min(all.len())].join(" ")).len() >= wanted.min(own.len())
        })
        .unwrap_or(MOST);
    all[..count.min(all.len())].join(" ")
}

/// Returns the name of a comment's file without its ending: `03-business-segments`.
pub fn file_name(comment: &Comment) -> String {
    let prefix = comment.key.prefix.to_lowercase();
    let number = comment.key.comment;
    let slug =
        comment.headings.iter().rev().map(|heading| slug(heading)).find(|slug| !slug.is_empty());
    format!("{prefix}{number:02}-{}", slug.unwrap_or_else(|| "comment".to_owned()))
}

/// Makes a heading a name: `Note 4. Business Segments, page 128` is `business-segments`.
fn slug(heading: &str) -> String {
    const SMALL: [&str; 14] = [
        "a", "an", "and", "the", "of", "for", "to", "in", "on", "or", "with", "s", "page", "pages",
    ];
    let mut text = heading.to_lowercase();
    if let Some(at) = text.rfind(", page") {
        text.truncate(at);
    }
    let mut depth = 0_u32;
    text.retain(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    let words: Vec<&str> = text
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let words = match words.as_slice() {
        ["note" | "item" | "exhibit", _, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    let words: Vec<&str> =
        words.iter().copied().filter(|word| !SMALL.contains(word)).take(4).collect();
    let slug: String = words.join("-");
    slug.chars().take(48).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_headings() {
        assert_eq!(slug("Note 4. Business Segments, page 128"), "business-segments");
        assert_eq!(
            slug("Municipal Securities Tender Option Bond (TOB) Trusts, page 92"),
            "municipal-securities-tender-option"
        );
        assert_eq!(slug("2007 Form 10-K"), "2007-form-10-k");
        assert_eq!(slug("§ …"), "");
    }

    #[test]
    fn first_words_are_six_and_more_where_units_begin_alike() {
        let (a, b) = (
            "Please describe any other adjustments performed in arriving at the value for each unit",
            "Please describe any other adjustments performed in arriving at the value, such as cash",
        );
        assert_eq!(
            first_words(a, [b].into_iter()),
            "Please describe any other adjustments performed in arriving at the value for"
        );
        assert_eq!(
            first_words(a, ["Please tell us"].into_iter()),
            "Please describe any other adjustments performed"
        );
        assert_eq!(first_words("Why?", [].into_iter()), "Why?");
    }
}

//! Starter responses: for each comment a file with a section for each unit, and the staff's words under it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::write::{escaped, escaped_heading};
use crate::letter::{Comment, Letter, Row};
use crate::{parallel, seen, words};

/// How many of a unit's first words a section's heading has, at least and at most.
const FEWEST: usize = 6;
const MOST: usize = 16;
/// For how many comments a core writes responses at a time; most letters have fewer.
const COMMENTS: usize = 64;

/// Returns the starter responses to a letter, by the names that they have in its round.
pub fn starters(letter: &Letter) -> BTreeMap<String, Vec<u8>> {
    responses(letter).into_iter().collect()
}

/// Returns the files of starter responses, by name.
pub(super) fn responses(letter: &Letter) -> Vec<(String, Vec<u8>)> {
    let (hashes, shared) = parallel::both(|| seen::hashes(letter), || shared(letter));
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); letter.comments.len()];
    for (index, row) in letter.rows.iter().enumerate() {
        rows[row.comment].push(index);
    }
    let response = |comment: &Comment| {
        let rows = &rows[letter.rows[comment.row].comment];
        let mut out = front(letter, comment, rows, &hashes);
        for &unit in rows.iter().filter(|&&row| letter.is_unit(row)) {
            out.push('\n');
            let key = letter.rows[unit].key.to_string();
            out.push_str(&section_of(letter, &key, &[unit], shared[unit]));
        }
        out.into_bytes()
    };
    let texts = parallel::map(letter.comments.len(), COMMENTS, |range| {
        letter.comments[range].iter().map(response).collect::<Vec<_>>()
    });
    names(letter).into_iter().zip(texts.into_iter().flatten()).collect()
}

/// Returns the names of the files of all comments.
fn names(letter: &Letter) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let name = |comment: &Comment| {
        let name = file_name(comment);
        // Two comments with one number get two files.
        let copies = taken.range(name.clone()..).take_while(|other| other.starts_with(&name));
        let copies = copies.count();
        let name =
            if copies > 0 { format!("{name}-{}.md", copies + 1) } else { format!("{name}.md") };
        taken.insert(name.clone());
        name
    };
    letter.comments.iter().map(name).collect()
}

/// Returns the front matter of a starter response to a comment, with what it saw of the staff's words.
fn front(letter: &Letter, comment: &Comment, rows: &[usize], hashes: &[String]) -> String {
    let mut out = format!("+++\ncomment = \"{}\"\nstatus = \"draft\"\n[seen]\n", comment.key);
    for &row in rows {
        out.push_str(&format!("\"{}\" = \"{}\"\n", letter.rows[row].key, hashes[row]));
    }
    out.push_str("+++\n");
    out
}

/// Returns the front matter of a new file: for a comment, or for units of several.
pub fn new_front(letter: &Letter, comment: Option<&Comment>) -> String {
    match comment {
        Some(comment) => {
            let rows: Vec<usize> = letter.rows_of(letter.rows[comment.row].comment).collect();
            front(letter, comment, &rows, &seen::hashes(letter))
        }
        None => "+++\nstatus = \"draft\"\n+++\n".to_owned(),
    }
}

/// The first words of a letter's rows, compared with one another once for all sections that are asked for.
pub struct Openings<'a> {
    letter: &'a Letter,
    shared: OnceCell<Vec<usize>>,
}

impl<'a> Openings<'a> {
    /// Returns those of a letter; nothing is compared before it is asked for.
    pub fn new(letter: &'a Letter) -> Self {
        Self { letter, shared: OnceCell::new() }
    }

    fn shared(&self, row: usize) -> usize {
        self.shared.get_or_init(|| shared(self.letter))[row]
    }

    /// Returns an empty section for some rows, of which there is one at least: `## KEYS first words`, and their
    /// words in quotation.
    pub fn section(&self, keys: &str, rows: &[usize]) -> String {
        section_of(self.letter, keys, rows, self.shared(rows[0]))
    }

    /// Returns the first words of a row as a section's heading has them behind the key.
    pub fn heading_words(&self, row: usize) -> String {
        escaped_heading(&first_words(&self.letter.rows[row].text, self.shared(row)))
    }
}

/// Returns a section, where another unit of the comment begins with the same `shared` words.
fn section_of(letter: &Letter, keys: &str, rows: &[usize], shared: usize) -> String {
    let first = first_words(&letter.rows[rows[0]].text, shared);
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

/// Returns for each row how many of its first words another unit of its comment begins with as well.
///
/// Sorted by their words, those that begin alike stand beside each other.
fn shared(letter: &Letter) -> Vec<usize> {
    let openings: Vec<Vec<String>> = letter.rows.iter().map(|row| opening(&row.text)).collect();
    let mut units: Vec<usize> = (0..letter.rows.len()).filter(|&row| letter.is_unit(row)).collect();
    units.sort_by_key(|&row| (letter.rows[row].comment, &openings[row]));
    let common = |a: usize, b: usize| {
        let is_same = letter.rows[a].comment == letter.rows[b].comment;
        let alike = openings[a].iter().zip(&openings[b]).take_while(|(a, b)| a == b).count();
        if is_same { alike } else { 0 }
    };
    let mut shared = vec![0; letter.rows.len()];
    for pair in units.windows(2) {
        let count = common(pair[0], pair[1]);
        shared[pair[0]] = count.max(shared[pair[0]]);
        shared[pair[1]] = count.max(shared[pair[1]]);
    }
    // A row with items that is no unit by itself may have a section too.
    for row in (0..letter.rows.len()).filter(|&row| !letter.is_unit(row)) {
        let key = (letter.rows[row].comment, &openings[row]);
        let at = units.partition_point(|&unit| (letter.rows[unit].comment, &openings[unit]) < key);
        let near = units[at.saturating_sub(1)..(at + 1).min(units.len())].iter();
        shared[row] = near.map(|&unit| common(row, unit)).max().unwrap_or(0);
    }
    shared
}

/// Returns the first words of a text as they are compared: no more than can be shared.
fn opening(text: &str) -> Vec<String> {
    let mut opening = Vec::with_capacity(MOST);
    for word in text.split_whitespace() {
        if opening.len() >= MOST {
            break;
        }
        opening.extend(words::compared(word));
    }
    opening.truncate(MOST);
    opening
}

/// Returns a unit's first words: six, and more until no other unit of the comment begins so, where another
/// one begins with the same `shared` words.
fn first_words(text: &str, shared: usize) -> String {
    let own = opening(text);
    let wanted = (shared + 1).clamp(FEWEST, MOST);
    let all: Vec<&str> = text.split_whitespace().take(MOST).collect();
    // Words are compared without signs, and `re-form` is two: so they are counted as they are compared.
    let wanted = wanted.min(own.len());
    let mut compared = 0;
    let reached = all.iter().position(|word| {
        compared += words::compared(word).len();
        compared >= wanted
    });
    let count = reached.map_or(MOST, |at| at + 1).clamp(FEWEST, MOST);
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
    // `Exhibit 99.1` is named by its number, and `Item 1A. Risk Factors` by what it is about.
    let has_subject = |rest: &[&str]| {
        rest.iter().any(|word| word.len() > 1 && word.contains(|c: char| c.is_ascii_alphabetic()))
    };
    let words = match words.as_slice() {
        ["note" | "item" | "exhibit", _, rest @ ..] if has_subject(rest) => rest,
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
        assert_eq!(slug("Exhibit 99.1"), "exhibit-99-1");
        assert_eq!(slug("Item 3.D, page 4"), "item-3-d");
        assert_eq!(slug("Item 1A. Risk Factors"), "risk-factors");
        assert_eq!(slug("§ …"), "");
    }

    #[test]
    fn first_words_are_six_and_more_where_units_begin_alike() {
        let (a, b) = (
            "Please describe any other adjustments performed in arriving at the value for each unit",
            "Please describe any other adjustments performed in arriving at the value, such as cash",
        );
        let shared = opening(a).iter().zip(opening(b)).take_while(|(a, b)| *a == b).count();
        assert_eq!(
            first_words(a, shared),
            "Please describe any other adjustments performed in arriving at the value for"
        );
        assert_eq!(first_words(a, 1), "Please describe any other adjustments performed");
        assert_eq!(first_words("Why?", 0), "Why?");
    }
}

//! HTML read back: text, attributes and comments.
//!
//! In: bytes. Out: what stands where. It knows no more of HTML than how tags, attributes, comments and
//! references are written, so that nothing in a file is passed over because its element is unknown.

use std::collections::BTreeSet;

use super::escapes::{ADDRESS, SCRIPT, STYLE, referred};
use super::{Found, Unreadable};

/// Elements within which a number goes on. A word does so in any; the mark of a note, and a figure that is struck
/// through, are no part of the one beside them.
const INLINE: [&str; 28] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "samp", "small", "span", "strong", "sub", "time", "tt", "u", "var", "wbr",
    "s",
];
/// Attributes whose values are names of the program's own.
const NAMES: [&str; 9] =
    ["class", "type", "role", "name", "rel", "http-equiv", "charset", "lang", "scope"];

/// Reads an HTML file back.
pub(super) fn read(bytes: &[u8]) -> Result<Found, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|error| Unreadable(error.to_string()))?;
    Ok(read_text(text))
}

/// Reads HTML or XML.
pub(super) fn read_text(text: &str) -> Found {
    let mut found = Found::default();
    let mut visible = String::new();
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        visible.push_str(&referred(&rest[..at]));
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").unwrap_or(comment.len());
            found.say("a comment", referred(&comment[..end]));
            rest = comment[end..].strip_prefix("-->").unwrap_or_default();
            continue;
        }
        let end = tag_end(rest);
        let tag = &rest[..end];
        rest = &rest[end..];
        let name = tag_name(tag);
        // What is no element is a declaration or a section of text.
        if tag.starts_with("<!") && name != "doctype" || tag.starts_with("<?") {
            found.name("a declaration", referred(tag));
        }
        if !INLINE.contains(&name.as_str()) {
            visible.push('\n');
        }
        attributes(tag, &name, &mut names, &mut found);
        // A style sheet holds rules of the template, which is public: texts in it are strings.
        if name == "style" && !tag.starts_with("</") {
            let end = rest.to_ascii_lowercase().find("</style").unwrap_or(rest.len());
            style_sheet(&rest[..end], &mut found);
            rest = &rest[end..];
        }
        if name == "script" && !tag.starts_with("</") {
            let end = rest.to_ascii_lowercase().find("</script").unwrap_or(rest.len());
            found
                .pieces
                .extend(SCRIPT.read(&rest[..end]).map(|text| super::Piece::of("a script", text)));
        }
    }
    visible.push_str(&referred(rest));
    found.say("its text", visible);
    let names: Vec<String> = names.into_iter().collect();
    found.name("the names of elements and attributes", names.join("\n"));
    found
}

/// Returns the length of the tag that a text begins with; `>` in a quoted value does not end it.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/', '!']);
    name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Reads the attributes of a tag; what is written in an unknown way is read as text.
fn attributes(tag: &str, element: &str, names: &mut BTreeSet<String>, found: &mut Found) {
    if !names.contains(element) {
        names.insert(element.to_owned());
    }
    let mut rest =
        tag.trim_start_matches(['<', '/', '!']).trim_start_matches(|c: char| !c.is_whitespace());
    while let Some(at) = rest.find('=') {
        let name = rest[..at].trim().rsplit(char::is_whitespace).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if !names.contains(&name) {
            names.insert(name.clone());
        }
        let value = rest[at + 1..].trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        rest = after;
        let value = referred(value);
        let place = format!("attribute {name} of {element}");
        if let Some(picture) = value.strip_prefix("data:image/") {
            let bytes = picture.split_once("base64,").map(|(_, text)| base64(text));
            let bytes = bytes.unwrap_or_default();
            let size = super::picture::size(&bytes);
            found.pictures.push((place, bytes, size));
        } else if NAMES.contains(&name.as_str()) || is_measure(&name, &value) {
            found.name(place, value);
        } else {
            let read = ADDRESS.read(&value);
            found.pieces.extend(read.map(|text| super::Piece::of(&place, text)));
            found.say(place, value);
        }
    }
    found.name(format!("a tag of {element}"), rest);
}

/// Says whether a value is a length or a setting of the program's own: it has no words.
fn is_measure(name: &str, value: &str) -> bool {
    ["width", "height", "style", "colspan", "rowspan", "start", "tabindex"].contains(&name)
        || (name == "content" && value.contains("default-src"))
        || value.is_empty()
}

/// Reads the strings of a style sheet; its comments and rules are of the program's own words.
fn style_sheet(css: &str, found: &mut Found) {
    let mut rest = css;
    let mut rules = String::new();
    while let Some(at) = rest.find(['"', '\'', '/']) {
        rules.push_str(&rest[..at]);
        rules.push('\n');
        let sign = rest.as_bytes()[at] as char;
        if let Some(comment) = rest[at..].strip_prefix("/*") {
            let end = comment.find("*/").unwrap_or(comment.len());
            found.name("a comment of the style sheet", &comment[..end]);
            rest = comment.get(end + 2..).unwrap_or_default();
        } else if sign == '/' {
            rest = &rest[at + 1..];
        } else {
            let text = &rest[at + 1..];
            let end = text.find(sign).unwrap_or(text.len());
            let string = &text[..end];
            found.say("the style sheet", STYLE.read(string).unwrap_or_else(|| string.to_owned()));
            rest = text.get(end + 1..).unwrap_or_default();
        }
    }
    rules.push_str(rest);
    found.name("the rules of the style sheet", rules);
}

/// Decodes base64; what is no digit of it is passed over.
fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| -> Option<u32> {
        Some(u32::from(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        }))
    };
    let digits: Vec<u32> = text.bytes().filter_map(digit).collect();
    let mut out = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - group.len()));
        let bytes = [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8];
        out.extend_from_slice(&bytes[..(group.len() * 3 / 4).min(3)]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(html: &str) -> Vec<(String, String)> {
        let found = read(html.as_bytes()).expect("HTML");
        found.pieces.into_iter().map(|piece| (piece.place, piece.text)).collect()
    }

    #[test]
    fn text_attributes_and_comments_are_read() {
        let html = "<style>/* don't */ p { content: 'in a style' } /* nor 'this' */</style><p title=\"a &gt; b\">1<b>2</b>3</p><p>4&#x35;</p><!-- no > end -->";
        let pieces = pieces(html);
        let at = |place: &str| {
            pieces.iter().find(|(there, _)| there == place).map(|(_, text)| text.trim())
        };
        assert_eq!(at("attribute title of p"), Some("a > b"));
        assert_eq!(at("the style sheet"), Some("in a style"));
        assert_eq!(at("a comment of the style sheet"), Some("don't"));
        assert_eq!(at("a comment"), Some("no > end"));
        assert_eq!(at("its text"), Some("123\n\n45"));
    }

    #[test]
    fn pictures_are_decoded() {
        let found = read(b"<img src=\"data:image/png;base64,aGVsbG8=\">").expect("HTML");
        assert_eq!(found.pictures[0].1, b"hello");
    }
}

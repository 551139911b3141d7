//! EDGAR's container: where in a submission the letter stands, and the marks of pages and tables in it.

use std::ops::Range;

/// Returns the bytes of the document in a submission; all of a text that is none.
///
/// Of several documents the first letter is taken, by its type; without one, the first that has words.
pub(super) fn document(text: &str) -> Range<usize> {
    let head: String = text.trim_start().chars().take(400).collect::<String>().to_uppercase();
    let is_container = [
        "<SEC-DOCUMENT>",
        "<SEC-HEADER>",
        "<IMS-DOCUMENT>",
        "<IMS-HEADER>",
        "<DOCUMENT>",
        "<SUBMISSION>",
        "-----BEGIN PRIVACY-ENHANCED MESSAGE-----",
    ]
    .iter()
    .any(|mark| head.starts_with(mark));
    if !is_container {
        return 0..text.len();
    }
    let mut documents = Vec::new();
    let mut at = 0;
    while let Some(start) = find(text, "<DOCUMENT>", at) {
        let end = find(text, "</DOCUMENT>", start).unwrap_or(text.len());
        let Some(open) = find(text, "<TEXT>", start).filter(|&open| open < end) else {
            at = end.max(start + 1);
            continue;
        };
        let kind = text[start..open]
            .lines()
            .find_map(|line| line.trim().strip_prefix("<TYPE>"))
            .unwrap_or_default()
            .trim()
            .to_uppercase();
        let open = open + "<TEXT>".len();
        let close = find(text, "</TEXT>", open).unwrap_or(end).min(end).max(open);
        documents.push((kind, open..close));
        at = end.max(close).max(start + 1);
    }
    let is_letter = |kind: &str| {
        ["LETTER", "UPLOAD", "CORRESP", "COVER"].iter().any(|letter| kind.starts_with(letter))
    };
    let has_words = |range: &Range<usize>| {
        let inner = text[range.clone()].trim_start();
        !inner.is_empty() && !inner.starts_with("<PDF>")
    };
    let letter = documents.iter().find(|(kind, range)| is_letter(kind) && has_words(range));
    let any = || documents.iter().find(|(_, range)| has_words(range));
    letter.or_else(any).map_or(0..text.len(), |(_, range)| range.clone())
}

/// Finds a tag, in capitals or not.
fn find(text: &str, tag: &str, from: usize) -> Option<usize> {
    let (bytes, tag) = (text.as_bytes(), tag.as_bytes());
    let mut at = from;
    while let Some(open) = bytes.get(at..)?.iter().position(|&byte| byte == b'<') {
        let start = at + open;
        if bytes.len() - start < tag.len() {
            return None;
        }
        if bytes[start..start + tag.len()].eq_ignore_ascii_case(tag) {
            return Some(start);
        }
        at = start + 1;
    }
    None
}

/// Returns a text of which only the document is left; its lines keep their numbers.
///
/// `<PAGE>` alone on its line is the end of a page, and the marks of old EDGAR tables are no words.
pub(super) fn plain(text: &str, document: Range<usize>) -> String {
    let has_marks = document.len() < text.len()
        || text.lines().any(|line| line.trim().eq_ignore_ascii_case("<PAGE>"));
    if !has_marks {
        return text.to_owned();
    }
    let mut out = "\n".repeat(text[..document.start].matches('\n').count());
    for line in text[document].split_inclusive('\n') {
        let mark = line.trim().to_ascii_uppercase();
        let end = if line.ends_with('\n') { "\n" } else { "" };
        match mark.as_str() {
            "<PAGE>" => {
                out.push('\u{c}');
                out.push_str(end);
            }
            "<TABLE>" | "</TABLE>" | "<CAPTION>" | "</CAPTION>" | "<TEXT>" | "</TEXT>" => {
                out.push_str(end)
            }
            _ if !mark.is_empty()
                && mark.split_whitespace().all(|word| matches!(word, "<S>" | "<C>" | "<FN>")) =>
            {
                out.push_str(end);
            }
            _ => out.push_str(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_is_found_in_its_container() {
        let text = "<SEC-HEADER>\nX 1\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>EX-1\n<TEXT>\nno\n</TEXT>\n</DOCUMENT>\n\
                    <DOCUMENT>\n<TYPE>LETTER\n<SEQUENCE>1\n<TEXT>\nDear\n<PAGE>\nSir\n</TEXT>\n</DOCUMENT>\n";
        let range = document(text);
        assert_eq!(&text[range.clone()], "\nDear\n<PAGE>\nSir\n");
        let plain = plain(text, range);
        assert_eq!(plain.trim(), "Dear\n\u{c}\nSir");
        let line = |text: &str| text.lines().position(|line| line == "Dear");
        assert_eq!(line(&plain), line(text));
    }

    #[test]
    fn a_text_without_a_container_stays_as_it_is() {
        let text = "Dear <b>\n<DOCUMENT> is a word\n";
        assert_eq!(plain(text, document(text)), text);
    }
}

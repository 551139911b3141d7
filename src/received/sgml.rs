//! EDGAR's container: where in a submission the letter stands, and the marks of pages and tables in it.
//!
//! A PDF stands in it as lines of text, as `uuencode` writes them: `<PDF>`, `begin 644 letter.pdf` and so on.

use std::ops::Range;

/// Returns the bytes of the document in a submission; all of a text that is none.
///
/// Of several documents the first letter is taken, by its type; without one, the first that has words.
pub(super) fn document(text: &str) -> Range<usize> {
    let documents = documents(text);
    let has_words = |document: &&Document| document.has_words(text);
    let letter = documents.iter().filter(has_words).find(|document| document.is_letter());
    letter
        .or_else(|| documents.iter().find(has_words))
        .map_or(0..text.len(), |found| found.range.clone())
}

/// Returns the PDF that is the letter of a submission; nothing where the letter is text, or no PDF is there.
pub(super) fn pdf(text: &str) -> Option<Vec<u8>> {
    let documents = documents(text);
    let is_text = |document: &Document| document.is_letter() && document.has_words(text);
    if documents.iter().any(is_text) {
        return None;
    }
    let inner = |document: &Document| uudecoded(&text[document.range.clone()]);
    let letter = documents.iter().filter(|document| document.is_letter()).find_map(inner);
    let has_words = |document: &Document| document.has_words(text);
    letter.or_else(|| {
        let is_only = !documents.iter().any(has_words);
        documents.iter().filter(|_| is_only).find_map(inner)
    })
}

/// Returns the bytes that lines of `uuencode` stand for; nothing where no PDF begins.
fn uudecoded(text: &str) -> Option<Vec<u8>> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with("begin "));
    lines.next()?;
    let mut bytes = Vec::new();
    for line in lines.take_while(|line| line.trim_end() != "end") {
        // EDGAR cuts blanks at a line's end, which stand for noughts as the grave accent does.
        let value =
            |at: usize| line.as_bytes().get(at).map_or(0, |&byte| byte.wrapping_sub(32) & 63);
        let count = usize::from(value(0));
        let start = bytes.len();
        for group in 0..count.div_ceil(3) {
            let at = 1 + group * 4;
            let (a, b, c, d) = (value(at), value(at + 1), value(at + 2), value(at + 3));
            bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        }
        bytes.truncate(start + count);
    }
    super::pdf::is_pdf(&bytes).then_some(bytes)
}

/// A document of a submission.
struct Document {
    kind: String,
    range: Range<usize>,
}

impl Document {
    fn is_letter(&self) -> bool {
        ["LETTER", "UPLOAD", "CORRESP", "COVER"].iter().any(|kind| self.kind.starts_with(kind))
    }

    fn has_words(&self, text: &str) -> bool {
        let inner = text[self.range.clone()].trim_start();
        !inner.is_empty() && !inner.starts_with("<PDF>")
    }
}

/// Returns the documents of a submission; none of a text that is no container.
fn documents(text: &str) -> Vec<Document> {
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
        return Vec::new();
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
        documents.push(Document { kind, range: open..close });
        at = end.max(close).max(start + 1);
    }
    documents
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
    fn a_pdf_is_unpacked_from_its_lines() {
        // `printf '%%PDF-1.4 \\0\\0\\0' | uuencode x.pdf`, without the blanks at its line's end.
        let of = |kind: &str| {
            format!(
                "<SEC-HEADER>\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>{kind}\n<TEXT>\n<PDF>\nbegin 644 x.pdf\n-)5!$1BTQ+C0@\n`\nend\n</PDF>\n</TEXT>\n</DOCUMENT>\n"
            )
        };
        assert_eq!(pdf(&of("LETTER")).as_deref(), Some(&b"%PDF-1.4 \0\0\0\0"[..]));
        let letter = "<DOCUMENT>\n<TYPE>LETTER\n<TEXT>\nDear\n</TEXT>\n</DOCUMENT>\n";
        assert_eq!(pdf(&(of("GRAPHIC") + letter)), None);
        assert_eq!(pdf("begin 644 x.pdf\n-)5!$1BTQ+C0@\nend\n"), None);
    }

    #[test]
    fn a_text_without_a_container_stays_as_it_is() {
        let text = "Dear <b>\n<DOCUMENT> is a word\n";
        assert_eq!(plain(text, document(text)), text);
    }
}

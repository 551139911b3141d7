//! HTML comments: the one way to keep a note out of the letter, and so a note that is printed when a sign fails.
//!
//! In: HTML, or text that the parser took as plain. Out: whether the one is a comment, and where signs of a
//! comment stand in the other.

use std::ops::Range;

/// The sign that opens a comment.
pub(super) const OPENS: &str = "<!--";
/// The sign that closes a comment.
pub(super) const CLOSES: &str = "-->";

/// What HTML is that begins with a comment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Html {
    /// Comments and nothing else.
    Comment,
    /// A comment that ends nowhere, or only where another one does.
    Unclosed,
    /// A comment with text behind it, which begins at this offset.
    Text(usize),
    /// No comment stands at its start.
    Other,
}

/// Reads HTML as the parser cut it out.
pub(super) fn read(html: &str) -> Html {
    let mut rest = html.trim_start();
    if !rest.starts_with(OPENS) {
        return Html::Other;
    }
    while let Some(comment) = rest.strip_prefix(OPENS) {
        let Some(end) = comment.find(CLOSES) else { return Html::Unclosed };
        if comment[..end].contains(OPENS) {
            return Html::Unclosed;
        }
        rest = comment[end + CLOSES.len()..].trim_start();
    }
    if rest.is_empty() { Html::Comment } else { Html::Text(html.len() - rest.len()) }
}

/// Returns where plain text has signs that open or close a comment, in their order: `<!--`, `<!-`, `<!–`, `-->`.
pub(super) fn signs(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    let Some(piece) = text.get(stretch.clone()) else { return Vec::new() };
    let mut found = Vec::new();
    for (at, _) in piece.match_indices(['<', '>']) {
        let (before, behind) = (&piece[..at], &piece[at..]);
        let sign = if before.ends_with("--") {
            at - 2..at + 1
        } else if behind.starts_with(OPENS) {
            at..at + OPENS.len()
        } else if let Some(dash) = behind.strip_prefix("<!").and_then(|rest| rest.chars().next())
            && matches!(dash, '-' | '–' | '—')
        {
            at..at + 2 + dash.len_utf8()
        } else {
            continue;
        };
        let sign = stretch.start + sign.start..stretch.start + sign.end;
        if !text[..sign.start].ends_with('\\') {
            found.push(sign);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Findings;
    use crate::markdown::{BlockKind, parse, plain};
    use crate::reader;
    use crate::source::{FileId, Place};

    /// The underlined text of each `raw-html`, and all other codes.
    fn told(text: &str) -> Vec<String> {
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        parse(&masked, &mut findings);
        findings
            .iter()
            .map(|finding| match finding.rule.code {
                "raw-html" => text[finding.place.expect("it has a place").range()].to_owned(),
                code => code.to_owned(),
            })
            .collect()
    }

    #[test]
    fn html_is_a_comment_or_not() {
        assert_eq!(read("<!-- a -->\n"), Html::Comment);
        assert_eq!(read("<!-- a -->  <!-- b -->"), Html::Comment);
        assert_eq!(read("<!-- a --> The answer."), Html::Text(11));
        assert_eq!(read("<!-- a <!-- b -->"), Html::Unclosed);
        assert_eq!(read("<!-- a"), Html::Unclosed);
        assert_eq!(read("<b>"), Html::Other);
    }

    #[test]
    fn a_note_that_would_be_printed_is_told_once() {
        assert_eq!(told("The answer. <!-- a note\n\nstill a note -->\n\nMore.\n"), ["<!--"]);
        assert_eq!(told("The answer. <!-- a note\n- still -->\n"), ["<!--"]);
        assert_eq!(told("The answer. <!-- a note\n"), ["<!--"]);
        assert_eq!(told("<!-- a note\n\nThe answer.\n"), ["<!--"]);
        assert_eq!(told("- <!-- a note\n\nstill -->\n"), ["<!--"]);
        assert_eq!(told("x <!- a note -> y\n"), ["<!-"]);
        assert_eq!(told("x <!– a note –> y\n"), ["<!–"]);
        assert_eq!(told("The answer. A note -->\n"), ["-->"]);
        assert_eq!(told("| A <!-- x | y --> |\n| --- | --- |\n| 1 | 2 |\n"), ["<!--"]);
        assert_eq!(told("x <!-- a <!-- b --> y\n"), ["<!--"]);
        assert_eq!(told("x <!-- a\n\ny <!-- b\n"), ["<!--", "<!--"]);
    }

    #[test]
    fn whole_comments_and_the_signs_themselves_are_not() {
        for text in [
            "The answer. <!-- a note\nstill a note --> More.\n",
            "<!-- a note\n\nstill a note -->\n\nMore.\n",
            "<!-- a --> <!-- b -->\n",
            "\\<!-- a \\--> b\n",
            "`<!--` and `-->`\n",
            "5 -> 6, a < b, b > a, wait -- then\n> quoted\n",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn text_behind_a_comment_is_kept() {
        let text = "<!-- checked by AB --> The {{ facts.a }}.\n\nMore.\n";
        assert_eq!(told(text), ["<!-- checked by AB -->"]);
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        let blocks = parse(&masked, &mut findings);
        assert_eq!(blocks[0].kind, BlockKind::Html);
        let BlockKind::Paragraph(inlines) = &blocks[1].kind else { panic!("{blocks:?}") };
        assert_eq!(plain(inlines), "The .");
        assert_eq!(&text[blocks[1].place.range()], "The {{ facts.a }}.");
    }
}

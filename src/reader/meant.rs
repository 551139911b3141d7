//! What was meant to be marked confidential, and is not: two signs around a text that are no marks.
//!
//! In: a text as it was typed. Out: where such signs stand, and what they are. People leave brackets out, and
//! programs that put Markdown in order make `[_**text**_]` or `\[\*\*\* text \*\*\*\]` of a mark.

use std::ops::Range;

use super::typed::Targets;
use super::{begins_block, content, escaped, fence_after, lines};

/// How two signs stand around a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signs {
    /// `\[*** text \***]`.
    Escaped,
    /// `[_**text**_]`, which nothing but a program makes.
    Formatted,
    /// `[**text**]`.
    Bold,
    /// `*** text ***`.
    Bare,
    /// `***` alone on two lines.
    Rules,
    /// `***[ text ]***`.
    Outside,
    /// `[ *** ] text [ *** ]`.
    Spaced,
    /// `_**] text [**_`: the end of one mark and the begin of the next, of which a program made strong text.
    Halves,
}

/// A text between two signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant {
    pub(crate) signs: Signs,
    /// The first sign.
    pub(crate) open: Range<usize>,
    /// The second sign.
    pub(crate) close: Range<usize>,
}

impl Meant {
    /// Returns the bytes from the one sign to the other, both included.
    pub(crate) fn range(&self) -> Range<usize> {
        self.open.start..self.close.end
    }
}

/// Returns the texts that stand between such signs, in their order.
pub(crate) fn meant(text: &str) -> Vec<Meant> {
    let mut search =
        Search { text, found: Vec::new(), rule: None, alone: None, labels: Targets::default() };
    // Most texts have none, and are read no further.
    if !text.contains("**") && !text.contains("__") && !text.contains("\\*") {
        return search.found;
    }
    let mut fence = None;
    let mut paragraph = 0..0;
    for line in lines(text) {
        let content = content(&text[line.clone()]);
        let was_open = fence.is_some();
        fence = fence_after(fence, content);
        let is_code = was_open || fence.is_some();
        let is_alone = !is_code && search.line(line.start, &text[line.clone()], content);
        let parts = is_code || is_alone || content.is_empty() || begins_block(content);
        if parts {
            search.paragraph(paragraph);
            paragraph = if is_code || is_alone { line.end..line.end } else { line };
        } else {
            paragraph.end = line.end;
        }
    }
    search.paragraph(paragraph);
    search.found.sort_by_key(|found| found.open.start);
    search.found
}

struct Search<'a> {
    text: &'a str,
    found: Vec<Meant>,
    /// The last `***` alone on its line.
    rule: Option<Range<usize>>,
    /// The last mark behind a backslash that opens alone on its line.
    alone: Option<Range<usize>>,
    /// What links of the text may lead to.
    labels: Targets,
}

impl Search<'_> {
    fn add(&mut self, signs: Signs, open: Range<usize>, close: Range<usize>) {
        let says_something = self.text[open.end..close.start].contains(char::is_alphanumeric);
        if says_something {
            self.found.push(Meant { signs, open, close });
        }
    }

    /// Takes a line; says whether it is a sign alone.
    fn line(&mut self, start: usize, line: &str, content: &str) -> bool {
        let at = start + line.find(content).unwrap_or(0);
        let sign = at..at + content.len();
        let is_whole = |length: Option<usize>| length == Some(content.len());
        if content == "***" {
            match self.rule.take() {
                Some(open) => self.add(Signs::Rules, open, sign),
                None => self.rule = Some(sign),
            }
        } else if is_whole(escaped::opens(content)) {
            self.alone = Some(sign);
        } else if is_whole(escaped::closes(content)) {
            if let Some(open) = self.alone.take() {
                self.add(Signs::Escaped, open, sign);
            }
        } else {
            return false;
        }
        true
    }

    /// Says whether a bracket that begins at an offset is a link's: it goes on with an address, or with a label that
    /// the text defines. Behind a note's sign or a colon it is none.
    fn is_link(&self, at: usize, behind: &str) -> bool {
        let is_definition = behind.starts_with(": ")
            && self.text[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty())
            && ["http", "mailto:", "#", "<"].iter().any(|it| behind[2..].starts_with(it));
        is_definition || self.labels.is_target(behind, false, self.text)
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let (mut bare, mut behind_backslash) = (None::<Range<usize>>, None::<Range<usize>>);
        let (mut spaced, mut half) = (None::<(Range<usize>, bool)>, None::<Range<usize>>);
        // Whether `]***` may stand further on.
        let mut may_close = true;
        let mut at = range.start;
        while let Some(skip) = self.text[at..range.end].find(['`', '*', '\\', '[', '|', '_']) {
            at += skip;
            let rest = &self.text[at..range.end];
            if let Some(length) = escaped::opens(rest) {
                behind_backslash.get_or_insert(at..at + length);
                at += length;
            } else if let Some(length) = escaped::closes(rest) {
                if let Some(open) = behind_backslash.take() {
                    self.add(Signs::Escaped, open, at..at + length);
                }
                at += length;
            } else if let Some(behind) = rest.strip_prefix('\\') {
                at += 1 + behind.chars().next().map_or(0, char::len_utf8);
            } else if rest.starts_with('|') {
                (bare, behind_backslash, spaced, half) = (None, None, None, None);
                at += 1;
            } else if rest.starts_with('`') {
                at += code(rest);
            } else if ["_**]", "**_]"].iter().any(|sign| rest.starts_with(sign)) {
                half = Some(at..at + 4);
                at += 4;
            } else if ["[**_", "[_**"].iter().any(|sign| rest.starts_with(sign)) && half.is_some() {
                if let Some(open) = half.take() {
                    self.add(Signs::Halves, open, at..at + 4);
                }
                at += 4;
            } else if let Some(length) = sign(rest) {
                let typed = at..at + length;
                let is_spaced = length > "[***]".len();
                match spaced.take() {
                    // Two without blanks are told where they are read.
                    Some((open, was_spaced)) if is_spaced || was_spaced => {
                        self.add(Signs::Spaced, open, typed);
                    }
                    _ => spaced = Some((typed, is_spaced)),
                }
                at += length;
            } else if let Some((signs, open, close)) =
                bracketed(rest, |behind| self.is_link(at, behind))
            {
                self.add(signs, at..at + open, at + close.start..at + close.end);
                at += close.end;
            } else if let Some(behind) = rest.strip_prefix("***[ ").filter(|_| may_close) {
                match behind.find("]***") {
                    Some(end) => {
                        let close = at + "***[ ".len() + end;
                        self.add(Signs::Outside, at..at + 4, close..close + 4);
                        at = close + 4;
                    }
                    None => {
                        may_close = false;
                        at += 1;
                    }
                }
            } else if rest.starts_with("***") && stands_alone(self.text, at, range.end) {
                let sign = at..at + 3;
                match bare.take() {
                    Some(open) => self.add(Signs::Bare, open, sign),
                    None => bare = Some(sign),
                }
                at += 3;
            } else {
                at += 1;
            }
        }
    }
}

/// Says whether three stars stand between blanks: `*** text ***`.
fn stands_alone(text: &str, at: usize, end: usize) -> bool {
    let before = text[..at].chars().next_back();
    let behind = text[at + 3..end].chars().next();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '|'))
        && behind.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '|'))
}

/// Returns the length of the sign of the public edition, with blanks in it or without.
fn sign(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let stars = inner.trim_start_matches(' ').strip_prefix("***")?;
    let behind = stars.trim_start_matches(' ').strip_prefix(']')?;
    Some(rest.len() - behind.len())
}

/// Returns the length of a code span at the start of a text, or of the backticks that open none.
fn code(rest: &str) -> usize {
    let length = rest.bytes().take_while(|byte| *byte == b'`').count();
    let mut at = length;
    while let Some(skip) = rest[at..].find('`') {
        at += skip;
        let next = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
        at += next;
        if next == length {
            return at;
        }
    }
    length
}

/// Reads a bracket that is filled with strong text, at the start of a text: how it is written, the length of the
/// sign that opens, and where that stands which closes. The text of a link is none, as `is_link` says of what is behind.
fn bracketed(rest: &str, is_link: impl Fn(&str) -> bool) -> Option<(Signs, usize, Range<usize>)> {
    let inner = rest.strip_prefix('[')?.trim_start_matches(' ');
    let run = &inner[..inner.bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count()];
    let signs = match run {
        "**" | "__" => Signs::Bold,
        "_**" | "**_" | "*__" | "__*" | "___" => Signs::Formatted,
        _ => return None,
    };
    let open = rest.len() - inner.len() + run.len();
    let mirrored: String = run.chars().rev().collect();
    let strong = if run.contains("**") { "**" } else { "__" };
    let text = &rest[open..];
    // The first strong sign closes, or nothing does: what is behind it is not read for each bracket.
    let first = text.find(strong)?;
    let more = text[first..].bytes().take_while(|byte| strong.as_bytes().contains(byte)).count();
    let (end, length) = (first.saturating_sub(1)..first + more).find_map(|at| {
        let behind = text.get(at..)?.strip_prefix(mirrored.as_str())?;
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        behind[blanks..].starts_with(']').then_some((at, mirrored.len() + blanks + 1))
    })?;
    let is_text = !text.starts_with(char::is_whitespace)
        && !text[..end].contains('|')
        && !text[..end].contains(strong);
    let close = open + end..open + end + length;
    (is_text && !is_link(&rest[close.end..])).then_some((signs, open, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(Signs, &str)> {
        let found = meant(text).into_iter();
        found.map(|it| (it.signs, text[it.open.end..it.close.start].trim())).collect()
    }

    #[test]
    fn two_signs_around_a_text_are_known() {
        for (text, signs) in [
            ("It is \\[\\*\\*\\* so \\*\\*\\*\\].", Signs::Escaped),
            ("\\[***\n\nso\n\n\\***]", Signs::Escaped),
            ("It is [_**so**_], now.", Signs::Formatted),
            ("> It is [**_so_**].", Signs::Formatted),
            ("It is [**so**].", Signs::Bold),
            ("- [__so__]", Signs::Bold),
            ("It is *** so ***.", Signs::Bare),
            ("| a | *** so *** |", Signs::Bare),
            ("Text.\n\n***\n\nso\n\n***\n", Signs::Rules),
            ("It is ***[ so ]***.", Signs::Outside),
            ("It is [ *** ] so [ *** ].", Signs::Spaced),
            ("It is [*** 5 _**] so [**_ 6 ***].", Signs::Halves),
            ("It is [_**so**_][^n].\n\n[^n]: A.", Signs::Formatted),
            ("It is [_**so**_]: so it is.", Signs::Formatted),
            ("[_**so**_]: so it is.", Signs::Formatted),
            ("It is [_**so**_](1).", Signs::Formatted),
            ("It is [_**so**_ ].", Signs::Formatted),
            ("It is [ **so** ].", Signs::Bold),
            ("It is [**so**][b].", Signs::Bold),
            ("It is [***] so [ *** ].", Signs::Spaced),
            ("It is \\[***so*** \\].", Signs::Escaped),
        ] {
            assert_eq!(of(text), [(signs, "so")], "{text}");
        }
        assert_eq!(of("It is [_**a [sic] b[^n]**_] so."), [(Signs::Formatted, "a [sic] b[^n]")]);
        for text in [
            "See [**Note 4**](#3.1) and [**it**][a].\n\n[a]: https://a.example\n\n[**it**]: https://a.example",
            "***[emphasis added]*** and **[bold]**",
            "It is [*sic*] and [**].",
            "A [*** mark ***] and [***its***] sign.",
            "\\[***] and \\[***]",
            "`[**code**]` and ``\\[*** a \\***]``",
            "```\n*** a ***\n```",
            "| Cash*** | *** |\n| *** Not meaningful | |",
            "*** Not meaningful.",
            "Significant at 1%***, 5%** and 10%*.",
            "Text.\n\n***\n\nMore.",
            "A region begins with \\[***.\n\nIt ends with \\***].",
            "an __init__ and ***bold*** text",
            "[__]",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn many_signs_are_read_once() {
        for sign in ["[**a ", "[_**a ", "***[ a "] {
            assert_eq!(of(&sign.repeat(100_000)), [], "{sign}");
        }
    }
}

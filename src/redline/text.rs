//! A run of inlines as tokens: words, signs and things that are never cut, each with the blank before it.
//!
//! In: inlines. Out: [`Text`], whose tokens can be compared by number and written as inlines again.

use std::collections::HashMap;

use crate::document::Inline;
use crate::words::fold;

/// How a piece of text is set: bits, so that nesting has one order.
pub(super) type Format = u8;

const STRONG: Format = 1;
const EMPHASIS: Format = 2;
const STRIKE: Format = 4;
const INSERTED: Format = 8;
const DELETED: Format = 16;

/// Stands in the plain text for an inline that is never cut.
const ATOM: char = '\u{fffc}';

/// The inlines of a paragraph, cell or line as plain text with tokens.
pub(super) struct Text {
    plain: String,
    spans: Vec<Span>,
    pub(super) tokens: Vec<Token>,
}

/// A stretch of the plain text that is set alike, or one atom.
struct Span {
    end: usize,
    format: Format,
    atom: Option<Inline>,
}

/// A word, sign or atom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    start: usize,
    end: usize,
    /// The blank before it: an ordinary one, a no-break one, or none.
    pub(super) blank: Option<char>,
    /// The number of its words and formatting in [`Words`]: equal tokens have equal numbers.
    pub(super) key: u32,
    /// The number of its words alone.
    pub(super) word: u32,
}

/// What a token is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Signs alone.
    Sign,
    /// A word of at most three letters.
    Short,
    /// A longer word.
    Long,
    /// A word with digits.
    Number,
    /// A link, note reference, piece of code or page reference.
    Atom,
}

impl Kind {
    /// Returns how much it says about which texts belong together.
    pub(super) fn weight(self) -> u32 {
        match self {
            Kind::Sign => 0,
            Kind::Short => 1,
            Kind::Long | Kind::Number | Kind::Atom => 4,
        }
    }
}

/// All tokens of two texts, by number.
#[derive(Default)]
pub(super) struct Words {
    numbers: HashMap<String, u32>,
    kinds: Vec<Kind>,
}

impl Words {
    /// Returns the number of a string; the kind counts where it is new.
    pub(super) fn number(&mut self, key: &str, kind: Kind) -> u32 {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        let number = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        self.numbers.insert(key.to_owned(), number);
        self.kinds.push(kind);
        number
    }

    /// Returns what a numbered token is.
    pub(super) fn kind(&self, number: u32) -> Kind {
        self.kinds.get(number as usize).copied().unwrap_or(Kind::Sign)
    }
}

impl Text {
    /// Reads inlines into tokens.
    pub(super) fn read(inlines: &[Inline], words: &mut Words) -> Self {
        let mut text = Text::unnumbered(inlines);
        for at in 0..text.tokens.len() {
            let Token { start, end, .. } = text.tokens[at];
            (text.tokens[at].key, text.tokens[at].word) = text.numbers(start, end, words);
        }
        text
    }

    /// Returns inlines with single blanks and formatting in one order; shapes of signs folded where `fold` says so.
    pub(super) fn shaped(inlines: &[Inline], fold: bool) -> Vec<Inline> {
        let text = Text::unnumbered(inlines);
        let mut line = Line { fold, ..Line::default() };
        for token in &text.tokens {
            line.blank(token.blank);
            line.token(&text, *token);
        }
        line.finish()
    }

    fn unnumbered(inlines: &[Inline]) -> Self {
        let mut text = Text { plain: String::new(), spans: Vec::new(), tokens: Vec::new() };
        text.flatten(inlines, 0);
        let token = |(start, end, blank)| Token { start, end, blank, key: 0, word: 0 };
        text.tokens = cut(&text).into_iter().map(token).collect();
        text
    }

    /// Returns inlines as plain text: a line break as a blank, other atoms as one replacement character.
    pub(super) fn plain(inlines: &[Inline]) -> String {
        let mut text = Text { plain: String::new(), spans: Vec::new(), tokens: Vec::new() };
        text.flatten(inlines, 0);
        let mut start = 0;
        let mut plain = String::with_capacity(text.plain.len());
        for span in &text.spans {
            match span.atom {
                Some(Inline::LineBreak) => plain.push('\n'),
                _ => plain.push_str(&text.plain[start..span.end]),
            }
            start = span.end;
        }
        plain
    }

    fn flatten(&mut self, inlines: &[Inline], format: Format) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.span(text, format, None),
                Inline::Strong(inner) => self.flatten(inner, format | STRONG),
                Inline::Emphasis(inner) => self.flatten(inner, format | EMPHASIS),
                Inline::Strike(inner) => self.flatten(inner, format | STRIKE),
                Inline::Inserted(inner) => self.flatten(inner, format | INSERTED),
                Inline::Deleted(inner) => self.flatten(inner, format | DELETED),
                Inline::Link { target, text } => {
                    let text = Text::shaped(text, false);
                    let link = Inline::Link { target: target.clone(), text };
                    self.span("\u{fffc}", format, Some(link));
                }
                // A proposed disclosure has no confidential text: should one have it, it goes as one sign.
                Inline::Confidential(_) => {
                    self.span("\u{fffc}", format, Some(Inline::Redacted));
                }
                Inline::Code(_)
                | Inline::Redacted
                | Inline::NoteReference(_)
                | Inline::LineBreak
                | Inline::PageOf(_) => self.span("\u{fffc}", format, Some(inline.clone())),
            }
        }
    }

    fn span(&mut self, text: &str, format: Format, atom: Option<Inline>) {
        if text.is_empty() {
            return;
        }
        self.plain.push_str(text);
        let end = self.plain.len();
        match self.spans.last_mut() {
            Some(last) if last.format == format && last.atom.is_none() && atom.is_none() => {
                last.end = end;
            }
            _ => self.spans.push(Span { end, format, atom }),
        }
    }

    /// Returns a token's plain text; an atom's is one replacement character.
    pub(super) fn str(&self, token: Token) -> &str {
        &self.plain[token.start..token.end]
    }

    /// Returns the inline of a token that is one which is never cut.
    pub(super) fn atom(&self, token: Token) -> Option<&Inline> {
        self.span_at(token.start).and_then(|span| span.atom.as_ref())
    }

    fn span_at(&self, at: usize) -> Option<&Span> {
        self.spans.get(self.spans.partition_point(|span| span.end <= at))
    }

    /// Returns the pieces of a stretch of the plain text, each set alike.
    fn pieces(&self, start: usize, end: usize) -> impl Iterator<Item = (&str, &Span)> {
        let first = self.spans.partition_point(|span| span.end <= start);
        let mut from = start;
        self.spans[first..].iter().map_while(move |span| {
            let piece = (from < end).then(|| (&self.plain[from..span.end.min(end)], span));
            from = span.end;
            piece
        })
    }

    fn numbers(&self, start: usize, end: usize, words: &mut Words) -> (u32, u32) {
        let mut key = String::new();
        let mut word = String::from("\u{1}");
        for (piece, span) in self.pieces(start, end) {
            key.push(char::from(b'@' + span.format));
            match &span.atom {
                Some(atom) => {
                    let atom = format!("\u{2}{:?}", folded_inline(atom));
                    key.push_str(&atom);
                    word.push_str(&atom);
                }
                None => {
                    let folded = folded(piece);
                    key.push_str(&folded);
                    word.push_str(&folded);
                }
            }
        }
        let kind = match self.span_at(start) {
            Some(Span { atom: Some(Inline::LineBreak), .. }) => Kind::Sign,
            Some(Span { atom: Some(_), .. }) => Kind::Atom,
            _ => kind(&self.plain[start..end]),
        };
        (words.number(&key, kind), words.number(&word, kind))
    }
}

/// Inlines being written: text of one format runs together.
#[derive(Default)]
pub(super) struct Line {
    runs: Vec<(Format, Inline)>,
    blank: Option<char>,
    fold: bool,
}

impl Line {
    /// Adds a blank; it is set as the text on both of its sides is.
    pub(super) fn blank(&mut self, blank: Option<char>) {
        self.blank = self.blank.or(blank);
    }

    /// Adds a token without its blank.
    pub(super) fn token(&mut self, text: &Text, token: Token) {
        for (piece, span) in text.pieces(token.start, token.end) {
            if let Some(blank) = self.blank.take() {
                let blank = if self.fold { ' ' } else { blank };
                let before = self.runs.last().map_or(0, |(format, _)| *format);
                self.text(before & span.format, blank.encode_utf8(&mut [0; 4]));
            }
            match &span.atom {
                Some(atom) if self.fold => self.runs.push((span.format, folded_inline(atom))),
                Some(atom) => self.runs.push((span.format, atom.clone())),
                None if self.fold => self.text(span.format, &folded(piece)),
                None => self.text(span.format, piece),
            }
        }
    }

    fn text(&mut self, format: Format, text: &str) {
        match self.runs.last_mut() {
            Some((last, Inline::Text(before))) if *last == format => before.push_str(text),
            _ => self.runs.push((format, Inline::text(text))),
        }
    }

    /// Returns the inlines, formatting nested in one order.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        if let Some(blank) = self.blank.take() {
            self.text(0, blank.encode_utf8(&mut [0; 4]));
        }
        nest(self.runs, &[INSERTED, DELETED, STRONG, EMPHASIS, STRIKE])
    }
}

/// Wraps runs into their formats, the first of `order` outermost.
fn nest(runs: Vec<(Format, Inline)>, order: &[Format]) -> Vec<Inline> {
    let Some((bit, inner)) = order.split_first() else {
        return runs.into_iter().map(|(_, inline)| inline).collect();
    };
    let mut inlines = Vec::new();
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        let has = run.0 & bit != 0;
        let mut group = vec![run];
        while let Some(run) = runs.next_if(|run| (run.0 & bit != 0) == has) {
            group.push(run);
        }
        let group = nest(group, inner);
        match *bit {
            _ if !has => inlines.extend(group),
            STRONG => inlines.push(Inline::Strong(group)),
            EMPHASIS => inlines.push(Inline::Emphasis(group)),
            STRIKE => inlines.push(Inline::Strike(group)),
            INSERTED => inlines.push(Inline::Inserted(group)),
            _ => inlines.push(Inline::Deleted(group)),
        }
    }
    inlines
}

/// Returns a piece of text with the shapes of quotes and dashes as plain typing has them.
fn folded(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    for character in piece.chars() {
        match fold(character) {
            // `--`, `---` and the dashes are typed for one another.
            '-' if out.ends_with('-') => {}
            '…' => out.push_str("..."),
            // A multiple: `11.4x` is set as `11.4×`.
            '×' if out.ends_with(|c: char| c.is_ascii_digit()) => out.push('x'),
            folded => out.push(folded),
        }
    }
    out
}

fn folded_inline(inline: &Inline) -> Inline {
    match inline {
        Inline::Link { target, text } => {
            let text = Text::shaped(text, true);
            Inline::Link { target: target.clone(), text }
        }
        other => other.clone(),
    }
}

fn kind(text: &str) -> Kind {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if text.contains(|c: char| c.is_numeric()) {
        Kind::Number
    } else if letters == 0 {
        Kind::Sign
    } else if letters <= 3 {
        Kind::Short
    } else {
        Kind::Long
    }
}

/// Cuts a text into tokens: start, end, and the blank before.
fn cut(text: &Text) -> Vec<(usize, usize, Option<char>)> {
    let plain = text.plain.as_str();
    let mut cuts = Vec::new();
    let mut at = 0;
    let mut blank = None;
    let mut after_break = true;
    while let Some(first) = plain[at..].chars().next() {
        if first.is_whitespace() {
            let no_break = matches!(first, '\u{a0}' | '\u{2007}' | '\u{202f}');
            let kind = if no_break { '\u{a0}' } else { ' ' };
            blank = if blank == Some('\u{a0}') { blank } else { Some(kind) };
            at += first.len_utf8();
            continue;
        }
        let is_atom = |at: usize, c: char| {
            c == ATOM && text.span_at(at).is_some_and(|span| span.atom.is_some())
        };
        let here = if after_break { None } else { blank };
        if is_atom(at, first) {
            let end = at + first.len_utf8();
            let is_break =
                matches!(text.span_at(at), Some(Span { atom: Some(Inline::LineBreak), .. }));
            cuts.push((at, end, if is_break { None } else { here }));
            after_break = is_break;
            at = end;
        } else {
            let chunk = plain[at..]
                .char_indices()
                .find(|&(offset, c)| c.is_whitespace() || is_atom(at + offset, c))
                .map_or(&plain[at..], |(offset, _)| &plain[at..at + offset]);
            cut_chunk(chunk, at, &mut cuts);
            if let Some(cut) = cuts.iter_mut().rev().find(|cut| cut.0 == at) {
                cut.2 = here;
            }
            after_break = false;
            at += chunk.len();
        }
        blank = None;
    }
    cuts
}

/// Cuts a stretch without blanks into words and the signs around them.
fn cut_chunk(chunk: &str, offset: usize, cuts: &mut Vec<(usize, usize, Option<char>)>) {
    let is_opener = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '[' | '„');
    let is_closer = |c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '”' | '’' | ']' | '*')
    };
    let lead = chunk.len() - chunk.trim_start_matches(is_opener).len();
    let core = chunk[lead..].trim_end_matches(is_closer);
    let mut at = 0;
    while at < chunk.len() {
        let length = if at == lead && is_whole(core) {
            core.len()
        } else {
            let rest = &chunk[at..];
            match word_length(chunk, at) {
                0 => sign_length(rest),
                length => length,
            }
        };
        cuts.push((offset + at, offset + at + length, None));
        at += length;
    }
}

/// Says whether a piece with parentheses is one figure or item mark: `(1,315)`, `$(0.4)%`, `(a)`.
fn is_whole(core: &str) -> bool {
    let item = core.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    if item.is_some_and(|item| {
        (1..=4).contains(&item.len()) && item.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }) {
        return true;
    }
    let opened = core.matches('(').count();
    opened > 0
        && opened == core.matches(')').count()
        && core.contains(|c: char| c.is_ascii_digit())
        && core.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(c, ',' | '.' | '(' | ')' | '%' | '-' | '−' | '×' | 'x')
                || is_currency(c)
        })
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥')
}

/// Says whether a character stands in words wherever it stands.
fn is_inner(c: char) -> bool {
    c.is_alphanumeric()
        || is_currency(c)
        || matches!(c, '%' | '‰' | '§' | '#' | '°' | '×' | '_')
        // Combining marks belong to the letter before them.
        || matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the length of the word that begins at `at`, 0 where a sign does.
fn word_length(chunk: &str, at: usize) -> usize {
    let mut chars = chunk[at..].char_indices().peekable();
    let mut before = None;
    let mut length = 0;
    while let Some((offset, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        if !is_inner(c) && !joins(before, c, after) {
            let suffix = parenthesised(&chunk[at + offset..]);
            if before.is_none() || suffix == 0 {
                break;
            }
            // `unit(s)`, `13(a)`, `14a-8(i)(7)`: the parenthesis belongs to the word.
            while chars.next_if(|(next, _)| *next < offset + suffix).is_some() {}
            length = offset + suffix;
            before = Some('a');
            continue;
        }
        length = offset + c.len_utf8();
        before = Some(c);
    }
    length
}

/// Says whether a sign between two characters of a word does not cut it.
fn joins(before: Option<char>, sign: char, after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    let figure = after.is_ascii_digit() || is_currency(after);
    let Some(before) = before else {
        // `-5`, `.50`, `~10`: a sign before a figure at the start.
        return figure && matches!(sign, '-' | '−' | '+' | '±' | '~' | '.' | '<' | '>');
    };
    let word = before.is_alphanumeric() || matches!(before, '%' | '×' | '_');
    match sign {
        '-' | '‐' | '‑' | '\'' | '’' | '/' | '@' | '.' | '&' | '+' | '=' => {
            (word || is_currency(before)) && (after.is_alphanumeric() || figure || after == '_')
        }
        ',' | ':' => before.is_ascii_digit() && after.is_ascii_digit(),
        // A range: `9.5%–15.0%`; a dash between words parts them.
        '–' | '−' => word && figure,
        _ => false,
    }
}

/// Returns the length of a short parenthesis that opens a text: `(s)`, `(7)`.
fn parenthesised(rest: &str) -> usize {
    let Some(inner) = rest.strip_prefix('(') else { return 0 };
    let Some(end) = inner.bytes().take(5).position(|byte| byte == b')') else { return 0 };
    let plain = inner.bytes().take(end).all(|byte| byte.is_ascii_alphanumeric());
    if end > 0 && plain { end + 2 } else { 0 }
}

/// Returns the length of the run of one sign that opens a text.
fn sign_length(rest: &str) -> usize {
    let first = rest.chars().next().unwrap_or_default();
    rest.chars().take_while(|c| *c == first).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut words = Words::default();
        let text = Text::read(&[Inline::text(text)], &mut words);
        text.tokens.iter().map(|token| text.str(*token).to_owned()).collect()
    }

    #[test]
    fn figures_names_and_compounds_are_never_cut() {
        for whole in [
            "$1,234.5",
            "(1,315)",
            "12.5%",
            "(0.4)%",
            "($445)",
            "$(445)",
            "11.4x",
            "11.4×",
            "-5",
            "$.50",
            "9.5%–15.0%",
            "2007-2008",
            "$10–$12",
            "Form-10-K/A",
            "001-09924",
            "non-GAAP",
            "Citigroup’s",
            "A.2.b",
            "U.S",
            "13(a)",
            "14a-8(i)(7)",
            "unit(s)",
            "(a)",
            "(ii)",
            "and/or",
            "R&D",
            "5:30",
            "www.sec.gov",
            "a@b.com",
            "£12",
            "é",
        ] {
            assert_eq!(tokens(whole), [whole]);
            assert_eq!(tokens(&format!("“{whole},”")), ["“", whole, ",", "”"], "{whole}");
        }
    }

    #[test]
    fn signs_are_split_off() {
        assert_eq!(tokens("unit (see Note 4)."), ["unit", "(", "see", "Note", "4", ")", "."]);
        assert_eq!(tokens("cost--or market…"), ["cost", "--", "or", "market", "…"]);
        assert_eq!(tokens("(2008 and 2007)"), ["(", "2008", "and", "2007", ")"]);
        assert_eq!(tokens("word—word"), ["word", "—", "word"]);
        assert_eq!(tokens("  \u{a0} "), [""; 0]);
    }

    #[test]
    fn blanks_come_out_single_and_formatting_in_one_order() {
        let read = |inlines: &[Inline]| Text::shaped(inlines, false);
        let text = |text: &str| Inline::text(text);
        let inlines = [
            text("  a \n b"),
            Inline::Emphasis(vec![Inline::Strong(vec![text("c ")])]),
            Inline::Strong(vec![Inline::Emphasis(vec![text(" d")]), text("e ")]),
            Inline::LineBreak,
            text(" f "),
        ];
        let expected = vec![
            text("a b"),
            Inline::Strong(vec![Inline::Emphasis(vec![text("c d")]), text("e")]),
            Inline::LineBreak,
            text("f"),
        ];
        assert_eq!(read(&inlines), expected);
        assert_eq!(read(&expected), expected);
    }
}

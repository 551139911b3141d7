//! The pass before Markdown: facts `{{ … }}`, confidential marks `[*** … ***]` and the marks of requests `[#1]`.
//!
//! In: the text of a response or disclosure as it was typed. Out: a [`Masked`] text in which each of
//! them is one private-use character, with a map of offsets. Markdown's own rules would destroy them:
//! two marks in a paragraph pair up as emphasis, and a `|` in a fact splits a table cell.

pub(crate) mod controls;
mod escaped;
pub(crate) mod meant;
pub(crate) mod near;
mod typed;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::finding::{Findings, codes};
use crate::regions::RULE;
use crate::source::Place;
use meant::Meant;
use near::{near_mark, sign_of_stars};
use typed::Signs;

/// The first private-use character that the pass puts down (Unicode plane 15).
const FIRST: u32 = 0xF_0000;
/// How many it may put down: planes 15 and 16, less their last two characters each.
pub(crate) const MOST: usize = 65_000;

/// What a private-use character stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// The expression between `{{` and `}}`.
    Fact(String),
    /// `[***`: confidential text begins.
    Open,
    /// `***]`: confidential text ends.
    Close,
    /// Text that must not be read as Markdown: `[***]` typed by hand, or a mark behind a backslash.
    Literal(String),
    /// `[#1]`, `[3.7#2]`: the request of the staff that the text answers here; `#1`, `3.7#2`.
    Ask(String),
}

/// A private-use character put down for something in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it stands for.
    pub kind: TokenKind,
    /// Where that stands in the file.
    pub place: Place,
}

/// A text as Markdown is to read it, with the way back to the file.
#[derive(Debug, Clone)]
pub struct Masked {
    /// The text with private-use characters.
    pub text: String,
    /// What they stand for, by number.
    pub tokens: Vec<Token>,
    /// Whether private-use characters of the text are our own.
    pub trusted: bool,
    /// Whether facts and marks were read in it: what is left of them is none.
    is_read: bool,
    /// The place of the whole text in its file.
    place: Place,
    /// Where the two texts part: offsets in the masked text and in the source, rising.
    jumps: Vec<(usize, usize)>,
}

impl Masked {
    /// Returns a text that is read as it stands: letter.md, a text as filed, a template.
    pub fn plain(text: &str, place: Place) -> Self {
        Self {
            text: text.to_owned(),
            tokens: Vec::new(),
            trusted: false,
            is_read: false,
            place,
            jumps: vec![(0, 0)],
        }
    }

    /// Returns a text of our own making, in which private-use characters stand for blocks.
    pub fn trusted(text: &str, place: Place) -> Self {
        Self { trusted: true, ..Self::plain(text, place) }
    }

    /// Says whether facts and marks were read in the text.
    pub fn is_read(&self) -> bool {
        self.is_read
    }

    /// Returns the place in the file of bytes of the masked text.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.source(range.start, false);
        let end = self.source(range.end, true).max(start);
        self.place.within(start..end)
    }

    /// Returns the source offset of a masked one; `before` takes the end of what lies before it.
    fn source(&self, offset: usize, before: bool) -> usize {
        let index = if before {
            self.jumps.partition_point(|&(masked, _)| masked < offset)
        } else {
            self.jumps.partition_point(|&(masked, _)| masked <= offset)
        };
        let (masked, source) = self.jumps[index.saturating_sub(1)];
        // Between two jumps the texts run alike; a token's own bytes map to its start and end.
        match self.jumps.get(index) {
            Some(&(at, end)) if at == offset => end,
            Some(&(_, end)) => (source + (offset - masked)).min(end),
            None => source + (offset - masked),
        }
    }

    /// Returns the token that a character stands for.
    pub fn token(&self, character: char) -> Option<(usize, &Token)> {
        let number = (character as u32).checked_sub(FIRST)? as usize;
        self.tokens.get(number).map(|token| (number, token))
    }
}

/// Says whether a character belongs to Unicode's private use areas.
pub fn is_private_use(character: char) -> bool {
    matches!(character as u32, 0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD)
}

/// Reads the facts and marks of `text`, which stands at `place`.
pub fn read(text: &str, place: Place, findings: &mut Findings) -> Masked {
    let text_read = String::with_capacity(text.len());
    let masked = Masked { text: text_read, is_read: true, ..Masked::plain("", place) };
    let mut pass = Pass { text, at: 0, masked, is_full: false, signs: Signs::default(), findings };
    let mut fence = None;
    let mut paragraph = 0..0;
    for line in lines(text) {
        let content = content(&text[line.clone()]);
        let before = fence;
        fence = fence_after(fence, content);
        if before.is_some() {
            pass.refuse_marks(line.clone());
            paragraph = line.end..line.end;
        } else if fence.is_some() {
            pass.paragraph(paragraph);
            paragraph = line.end..line.end;
        } else if matches!(content, "[***" | "***]") {
            pass.paragraph(paragraph);
            pass.block_mark(line.clone());
            paragraph = line.end..line.end;
        } else if content.is_empty() || begins_block(content) {
            pass.paragraph(paragraph);
            paragraph = line;
        } else {
            let end = line.start + text[line.clone()].trim_end().len();
            if content == "[***]" {
                pass.signs.alone(end - content.len()..end);
            }
            paragraph.end = line.end;
        }
    }
    pass.paragraph(paragraph);
    pass.copy_to(text.len());
    pass.signs.report(place, pass.findings);
    for meant in meant::meant(text) {
        // A sign of two is told with them.
        let signs = [&meant.open, &meant.close].map(|sign| place.within(sign.clone()));
        pass.findings.retain(|finding| {
            let is_sign = finding.place.is_some_and(|at| signs.contains(&at));
            !(finding.rule == &codes::MALFORMED_MARK && is_sign)
        });
        pass.unmarked(&meant);
    }
    pass.masked
}

/// Returns the bytes of each line with its end.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        at - line.len()..at
    })
}

/// Returns a line without its indentation, the signs of quotations and what ends it.
fn content(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

/// A sign and how many of it open a block of code.
pub(crate) type Fence = (char, usize);

/// Returns the block of code that is open below a line, by the one that is open above it.
pub(crate) fn fence_after(fence: Option<Fence>, line: &str) -> Option<Fence> {
    let content = content(line);
    match fence {
        Some((sign, length)) => {
            let closes = is_fence(content, sign, length)
                && content.trim_start_matches(sign).trim().is_empty();
            fence.filter(|_| !closes)
        }
        None => opens_fence(content),
    }
}

fn opens_fence(content: &str) -> Option<(char, usize)> {
    let sign = content.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = content.chars().take_while(|c| *c == sign).count();
    // An info string of backticks would be a code span.
    let is_span = sign == '`' && content[length..].contains('`');
    (length >= 3 && !is_span).then_some((sign, length))
}

fn is_fence(content: &str, sign: char, length: usize) -> bool {
    content.chars().take_while(|c| *c == sign).count() >= length
}

/// Says whether a line cannot go on with the paragraph above it.
fn begins_block(content: &str) -> bool {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    content.starts_with(['#', '|'])
        || ["- ", "* ", "+ "].iter().any(|sign| content.starts_with(sign))
        || (digits > 0
            && (content[digits..].starts_with(". ") || content[digits..].starts_with(") ")))
}

struct Pass<'a, 'f> {
    text: &'a str,
    /// What was copied or put down so far.
    at: usize,
    masked: Masked,
    /// Whether the marks beyond the last that can be read were reported.
    is_full: bool,
    /// The signs that were typed by hand, and the marks behind backslashes.
    signs: Signs,
    findings: &'f mut Findings,
}

impl Pass<'_, '_> {
    fn copy_to(&mut self, offset: usize) {
        self.masked.text.push_str(&self.text[self.at..offset]);
        self.at = offset;
    }

    /// Puts down one character for `range`, which begins where the copied text ends.
    fn put(&mut self, range: Range<usize>, kind: TokenKind) {
        self.copy_to(range.start);
        let number = self.masked.tokens.len();
        let place = self.masked.place.within(range.clone());
        if number >= MOST {
            if !self.is_full {
                self.is_full = true;
                self.findings
                    .push(codes::TOO_LARGE.at(place).says("the file has too many facts and marks"));
            }
            self.copy_to(range.end);
            return;
        }
        let character = char::from_u32(FIRST + u32::try_from(number).unwrap_or(0)).unwrap_or(' ');
        self.masked.jumps.push((self.masked.text.len(), range.start));
        self.masked.text.push(character);
        self.masked.jumps.push((self.masked.text.len(), range.end));
        self.masked.tokens.push(Token { kind, place });
        self.at = range.end;
    }

    /// Puts in text that the source does not have.
    fn insert(&mut self, text: &str) {
        self.masked.text.push_str(text);
        self.masked.jumps.push((self.masked.text.len(), self.at));
    }

    /// Sets a mark that stands alone on its line off by blank lines, as a paragraph of one character.
    fn block_mark(&mut self, line: Range<usize>) {
        let content = &self.text[line.clone()];
        let lead = content.len() - content.trim_start_matches([' ', '\t', '>']).len();
        let prefix = content[..lead].to_owned();
        let mark = line.start + lead..line.start + lead + 4;
        let kind =
            if &self.text[mark.clone()] == "[***" { TokenKind::Open } else { TokenKind::Close };
        self.copy_to(line.start);
        self.insert(&format!("{}\n", prefix.trim_end()));
        self.put(mark, kind);
        self.copy_to(line.end);
        if !content.ends_with('\n') {
            self.insert("\n");
        }
        self.insert(&format!("{}\n", prefix.trim_end()));
    }

    /// Reads the facts and marks of consecutive lines.
    fn paragraph(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut runs = None;
        let mut open = None;
        self.signs.paragraph();
        while at < range.end {
            let rest = &self.text[at..range.end];
            let is_sign = |c: char| matches!(c, '`' | '*' | '\\' | '|') || near::may_begin(c);
            let Some(skip) = rest.find(is_sign) else { break };
            at += skip;
            let rest = &self.text[at..range.end];
            at += match rest.as_bytes()[0] {
                b'|' => {
                    self.signs.paragraph();
                    1
                }
                b'`' => {
                    let text = &self.text[range.clone()];
                    let runs = runs.get_or_insert_with(|| backticks(text, range.start));
                    self.code(at, rest, runs)
                }
                b'\\' => self.backslash(at, rest),
                b'{' if rest.starts_with("{{") => self.fact(at, rest),
                b'[' if rest.starts_with("[***]") => {
                    self.signs.typed(self.text, at..at + 5);
                    self.put(at..at + 5, TokenKind::Literal("[***]".into()));
                    5
                }
                b'[' if sign_of_stars(rest).is_some() => {
                    let length = sign_of_stars(rest).unwrap_or(1);
                    self.put(at..at + length, TokenKind::Literal(rest[..length].to_owned()));
                    length
                }
                b'[' if ask_mark(rest).is_some() => {
                    let length = ask_mark(rest).unwrap_or(1);
                    self.put(at..at + length, TokenKind::Ask(rest[1..length - 1].to_owned()));
                    length
                }
                b'[' if rest.starts_with("[***") => {
                    let stars = rest[1..].bytes().take_while(|byte| *byte == b'*').count();
                    if stars > 3 {
                        self.too_many_stars(at..at + 1 + stars);
                    }
                    open = Some(at);
                    self.put(at..at + 1 + stars, TokenKind::Open);
                    1 + stars
                }
                b'*' if rest.starts_with("***]") => {
                    if let Some(open) = open.take() {
                        self.around_link(open, &rest[4..]);
                    }
                    self.put(at..at + 4, TokenKind::Close);
                    4
                }
                _ => self.other(at, rest),
            };
        }
    }

    /// Reports a mark whose brackets were meant for those of a link or picture as well: `[*** it ***](https://…)`.
    fn around_link(&mut self, open: usize, behind: &str) {
        let before = &self.text[..open];
        let is_picture = before.ends_with('!') && !before.ends_with("\\!");
        if !self.signs.is_target(behind, is_picture, self.text) {
            return;
        }
        let (says, help) = match is_picture {
            true => (
                "the brackets of a confidential mark cannot be those of a picture as well",
                "put `[***` and `***]` alone on lines around the picture's paragraph",
            ),
            false => (
                "the brackets of a confidential mark cannot be those of a link as well",
                "write `[[*** text ***]](…)`, or `[*** [text](…) ***]` to hide where it leads",
            ),
        };
        self.findings.push(
            codes::MISPLACED_MARK
                .at(self.masked.place.within(open..open + 4))
                .says(says)
                .help(help)
                .reference(RULE),
        );
    }

    /// Reports a mark with more than three stars: the others would be printed.
    fn too_many_stars(&mut self, sign: Range<usize>) {
        self.findings.push(
            codes::MALFORMED_MARK
                .at(self.masked.place.within(sign))
                .says("a confidential mark has three stars, and this one more")
                .help("write `[*** text ***]`, with a blank before emphasis within it")
                .reference(RULE),
        );
    }

    /// Reports what was meant to be marked.
    fn unmarked(&mut self, meant: &Meant) {
        let (says, help) = match meant.signs {
            meant::Signs::Escaped => (
                "a mark behind a backslash is text, and what stands between two of them is printed everywhere",
                "take the backslashes out: `[*** text ***]`",
            ),
            meant::Signs::Formatted => (
                "strong text in brackets marks nothing: a program that formats Markdown makes this of `[***text***]`",
                "write `[*** text ***]`, with blanks: programs leave it as it is",
            ),
            meant::Signs::Bold => (
                "strong text in brackets is nearly a confidential mark, and marks nothing",
                "write `[*** text ***]`; what is bold alone is `**[text]**`",
            ),
            meant::Signs::Bare => (
                "three stars on both sides of a text mark nothing without brackets",
                "write `[*** text ***]`; for a sign of three stars `\\*\\*\\*`",
            ),
            meant::Signs::Rules => (
                "`***` alone on its line is a rule, and what stands between two of them is printed everywhere",
                "write `[***` and `***]` around confidential text; a rule is `---`",
            ),
            meant::Signs::Halves => (
                "a program that formats Markdown made strong text of the end of one mark and the begin of the next",
                "write `***]` and `[***`",
            ),
            meant::Signs::Spaced => (
                "`[ *** ]` stands on both sides of a text, and marks nothing",
                "a region is `[*** text ***]`",
            ),
            meant::Signs::Outside => (
                "three stars around a bracket mark nothing",
                "write `[*** text ***]`; what is bold alone is `**[text]**`",
            ),
        };
        let place = self.masked.place;
        let finding = codes::MALFORMED_MARK
            .at(place.within(meant.open.clone()))
            .says(says)
            .also(place.within(meant.close.clone()), "the second one")
            .help(help)
            .reference(RULE);
        let inner = &self.text[meant.open.end..meant.close.start];
        // Nothing else can have been meant.
        let mended = match meant.signs {
            meant::Signs::Escaped | meant::Signs::Formatted => {
                let blank = if inner.starts_with(char::is_whitespace) { "" } else { " " };
                Some(format!("[***{blank}{inner}{blank}***]"))
            }
            meant::Signs::Halves => Some(format!("***]{inner}[***")),
            _ => None,
        };
        self.findings.push(match mended {
            Some(text) => finding.fix(place.within(meant.range()), text),
            None => finding,
        });
    }

    /// Reads a sign that is no mark; what is nearly one is told.
    fn other(&mut self, at: usize, rest: &str) -> usize {
        if let Some(length) = near::near_fact(rest) {
            self.findings.push(
                codes::MALFORMED_FACT
                    .at(self.masked.place.within(at..at + length))
                    .says("one brace opens no fact: this would be printed as it is")
                    .help("write `{{ facts.NAME }}`; `\\{` for the sign itself"),
            );
            return length;
        }
        let Some(length) = near_mark(rest) else {
            return rest.chars().next().map_or(1, char::len_utf8);
        };
        self.findings.push(
            codes::MALFORMED_MARK
                .at(self.masked.place.within(at..at + length))
                .says("this is nearly a confidential mark, and marks nothing")
                .help("write `[*** text ***]`, three stars close to the bracket; `\\[` for the sign itself")
                .reference(RULE),
        );
        length
    }

    /// Reads a code span: a mark in it would be printed in every edition, with what it was to hide.
    fn code(&mut self, at: usize, rest: &str, runs: &Backticks) -> usize {
        let length = code_span(at, rest, runs);
        self.refuse_marks(at..at + length);
        length
    }

    /// Reports a mark or fact in code, where it is text.
    fn refuse_marks(&mut self, range: Range<usize>) {
        let code = &self.text[range.clone()];
        let fact = code.find("{{").and_then(|open| {
            let close = open + code[open..].find("}}")? + 2;
            Some(range.start + open..range.start + close)
        });
        if let Some(fact) = fact {
            self.findings.push(
                codes::MISPLACED_MARK
                    .at(self.masked.place.within(fact))
                    .says("a fact stands in code, where it is text and has no value")
                    .help("take it out of the backticks or fences"),
            );
        }
        let marks = code.match_indices("***").map(|(mark, _)| mark).find_map(|mark| {
            let opens =
                mark > 0 && code[..mark].ends_with('[') && !code[mark..].starts_with("***]");
            let closes = code[mark..].starts_with("***]") && !code[..mark].ends_with('[');
            (opens || closes).then(|| if opens { mark - 1..mark + 3 } else { mark..mark + 4 })
        });
        if let Some(mark) = marks {
            let place = self.masked.place.within(range.start + mark.start..range.start + mark.end);
            self.findings.push(
                codes::MISPLACED_MARK
                    .at(place)
                    .says("a confidential mark stands in code, where it is text and hides nothing")
                    .help(
                        "put the marks around the code, with its backticks or fences between them",
                    )
                    .reference(RULE),
            );
        }
    }

    /// Reads a backslash: an odd number of them makes text of the mark behind, and the last one goes.
    fn backslash(&mut self, at: usize, rest: &str) -> usize {
        let count = rest.bytes().take_while(|byte| *byte == b'\\').count();
        let behind = &rest[count..];
        let literal =
            ["[***]", "[***", "***]", "{{"].iter().find(|sign| behind.starts_with(**sign));
        match literal {
            Some(sign) if count % 2 == 1 => {
                self.put(
                    at + count - 1..at + count + sign.len(),
                    TokenKind::Literal((*sign).into()),
                );
                count + sign.len()
            }
            // The character behind an odd backslash is Markdown's business.
            _ if count % 2 == 1 => count + behind.chars().next().map_or(0, char::len_utf8),
            _ => count,
        }
    }

    fn fact(&mut self, at: usize, rest: &str) -> usize {
        let place = |length: usize| self.masked.place.within(at..at + length);
        let Some(end) = rest.find("}}") else {
            self.findings.push(
                codes::MALFORMED_FACT
                    .at(place(2))
                    .says("`{{` has no `}}` in the same paragraph")
                    .help("write `{{ facts.NAME }}`, or `\\{{` for the sign itself"),
            );
            self.put(at..at + 2, TokenKind::Literal("{{".into()));
            return 2;
        };
        let expression = rest[2..end].trim();
        if expression.is_empty() {
            self.findings.push(
                codes::MALFORMED_FACT
                    .at(place(end + 2))
                    .says("nothing stands between `{{` and `}}`")
                    .help("name a fact of book.toml: `{{ facts.NAME }}`"),
            );
        }
        let kind = TokenKind::Fact(expression.to_owned());
        self.put(at..at + end + 2, kind);
        end + 2
    }
}

/// Returns the length of `[#1]` or `[3.7#2]` at the start of `rest`; a link with such a text is none.
fn ask_mark(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let key =
        inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'.').count();
    let digits = inner[key..].strip_prefix('#')?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let behind = digits[count..].strip_prefix(']')?;
    let is_mark = count > 0 && key < 24 && !behind.starts_with(['(', '[', ':']);
    is_mark.then_some(1 + key + 1 + count + 1)
}

/// Where the runs of backticks of a paragraph begin, by their lengths.
type Backticks = BTreeMap<usize, Vec<usize>>;

/// Returns the runs of backticks of a text that begins at `start`.
fn backticks(text: &str, start: usize) -> Backticks {
    let mut runs = Backticks::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('`') {
        at += next;
        let length = text[at..].bytes().take_while(|byte| *byte == b'`').count();
        runs.entry(length).or_default().push(start + at);
        at += length;
    }
    runs
}

/// Returns the length of the code span at the start of `rest`, or of its backticks where none closes it.
fn code_span(at: usize, rest: &str, runs: &Backticks) -> usize {
    let run = rest.bytes().take_while(|byte| *byte == b'`').count();
    let alike = runs.get(&run).map(Vec::as_slice).unwrap_or_default();
    let closing = alike.get(alike.partition_point(|start| *start < at + run));
    closing.map_or(run, |closing| closing + run - at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn masked(text: &str) -> (Masked, Findings) {
        let mut findings = Findings::default();
        let place = Place::new(FileId(0), 0..text.len());
        (read(text, place, &mut findings), findings)
    }

    /// The masked text with `<kind>` for each token, and what the tokens' places cover.
    fn shown(text: &str) -> (String, Vec<String>) {
        let (masked, _) = masked(text);
        let shown = masked
            .text
            .chars()
            .map(|c| match masked.token(c) {
                Some((_, token)) => match &token.kind {
                    TokenKind::Fact(name) => format!("<{name}>"),
                    TokenKind::Open => "<+>".into(),
                    TokenKind::Close => "<->".into(),
                    TokenKind::Literal(text) => format!("<'{text}>"),
                    TokenKind::Ask(ask) => format!("<?{ask}>"),
                },
                None => c.to_string(),
            })
            .collect();
        (shown, masked.tokens.iter().map(|token| text[token.place.range()].to_owned()).collect())
    }

    #[test]
    fn facts_and_marks_become_one_character_each() {
        let (text, places) = shown("A {{ facts.a|b }} and [*** 22% ***] | x");
        assert_eq!(text, "A <facts.a|b> and <+> 22% <-> | x");
        assert_eq!(places, ["{{ facts.a|b }}", "[***", "***]"]);
    }

    #[test]
    fn code_backslashes_and_typed_marks_are_text() {
        assert_eq!(shown("`{{ a }}` ``[*** ` ***]``").0, "`{{ a }}` ``[*** ` ***]``");
        assert_eq!(shown("```\n{{ a }}\n```\n{{ b }}").0, "```\n{{ a }}\n```\n<b>");
        assert_eq!(shown("\\[*** x \\***] \\{{ y").0, "<'[***> x <'***]> <'{{> y");
        assert_eq!(shown("\\\\{{ b }} \\*").0, "\\\\<b> \\*");
        assert_eq!(shown("see [***] there").0, "see <'[***]> there");
        // A backtick that nothing closes is a backtick.
        assert_eq!(shown("a ` {{ b }}\n\n` c").0, "a ` <b>\n\n` c");
    }

    #[test]
    fn what_is_nearly_a_mark_is_told() {
        let place = Place::new(FileId(0), 0..0);
        let told = |text: &str| -> Vec<&'static str> {
            let mut findings = Findings::default();
            read(text, place, &mut findings);
            findings.iter().map(|finding| finding.rule.code).collect()
        };
        for text in [
            "[**** twelve ****]",
            "we close [** twelve **]",
            "[* twelve *]",
            "[ *** twelve ***]",
            "[ ***twelve*** ]",
        ] {
            assert_eq!(told(text), ["malformed-mark"], "{text}");
        }
        for text in ["`[*** twelve ***]`", "a ``twelve ***]`` b", "```\na [*** b\n```\n"] {
            assert_eq!(told(text), ["misplaced-mark"], "{text}");
        }
        for text in [
            "[**Note 4**](#3.1) and [*this*][a]",
            "\\[** twelve",
            "`[***]` and `a ** b`",
            "[*** twelve ***] and [a]",
            "```\n[ ** ]\n```\n",
        ] {
            assert_eq!(told(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn facts_in_code_and_what_is_nearly_one_are_told() {
        let told = |text: &str| -> Vec<(&'static str, String)> {
            let (_, findings) = masked(text);
            let shown = |place: Option<Place>| text[place.expect("a place").range()].to_owned();
            findings.iter().map(|finding| (finding.rule.code, shown(finding.place))).collect()
        };
        for text in ["`{{ facts.a }}`", "``a {{ b }}`` c", "```\na {{ b }}\n```\n"] {
            assert_eq!(told(text)[0].0, "misplaced-mark", "{text}");
        }
        for text in ["{facts.a}", "{ facts.a }", "{facts.a}}", "{fact.a_b}", "{Facts.a"] {
            assert_eq!(told(&format!("A {text} b")), [("malformed-fact", text.to_owned())]);
        }
        for text in ["{a}", "\\{facts.a}", "{facts}", "{ facts of it }", "`{ a }`", "{{ facts.a }}"]
        {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn marks_of_requests_are_no_links() {
        assert_eq!(shown("A [#1] b.[3.7#2]").0, "A <?#1> b.<?3.7#2>");
        for text in ["[#1](x)", "[#1][a]", "[#1]: x", "[#]", "[#a]", "`[#1]`", "\\[#1]", "[our #1]"]
        {
            assert_eq!(shown(text).0, text);
        }
    }

    #[test]
    fn a_mark_alone_on_its_line_is_a_paragraph() {
        assert_eq!(shown("a\n[***\n| t |\n***]\nb").0, "a\n\n<+>\n\n| t |\n\n<->\n\nb");
        assert_eq!(shown("- a\n  [***\n  b\n  ***]\n").0, "- a\n\n  <+>\n\n  b\n\n  <->\n\n");
    }

    #[test]
    fn offsets_lead_back_to_the_file() {
        let text = "é {{ facts.x }} tail\n[***\nend ***] z";
        let (masked, _) = masked(text);
        for word in ["tail", "end", "z"] {
            let at = masked.text.find(word).expect(word);
            assert_eq!(&text[masked.place(at..at + word.len()).range()], word);
        }
        let fact = masked.text.find('\u{F0000}').expect("the fact");
        assert_eq!(&text[masked.place(fact..fact + 4).range()], "{{ facts.x }}");
        assert_eq!(&text[masked.place(fact + 4..fact + 9).range()], " tail");
    }
}

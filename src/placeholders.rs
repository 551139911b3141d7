//! Placeholders: signs that a text or figure is to come, `TODO`, `[●]`, `___`.
//!
//! In: a text, or the fields of TOML that the letter prints. Out: where placeholders stand, and their findings.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

use crate::fields::toml_string;
use crate::finding::{Finding, Findings, codes};
use crate::source::{Files, Place};
use crate::words;

/// Signs of what is to come: words of their own, in any case or as typed.
const WORDS: [&str; 4] = ["TODO", "TBC", "FIXME", "TBD"];
/// Signs that stand for something wherever they stand, in small letters.
const SIGNS: [&str; 23] = [
    "[●]",
    "[•]",
    "[○]",
    "[■]",
    "[□]",
    "[_]",
    "#ref!",
    "#value!",
    "#name?",
    "#div/0!",
    "#n/a",
    "#num!",
    "#null!",
    "click or tap here to enter text",
    "click here to enter text",
    "click or tap to enter text",
    "click or tap to enter a date",
    "click here to enter a date",
    "choose an item.",
    "choose a building block.",
    "lorem ipsum",
    "t.b.d.",
    "t.b.a.",
];
/// What a bracket begins with that holds a note of those who write, in small letters.
const NOTES: [&str; 16] = [
    "to come",
    "to follow",
    "to be added",
    "to be completed",
    "to be confirmed",
    "to be determined",
    "to be inserted",
    "to be provided",
    "to be updated",
    "insert",
    "placeholder",
    "ntd",
    "note to draft",
    "note to drafter",
    "draft note",
    "drafting note",
];
/// What is a placeholder where a text says nothing else, in small letters and without signs around it.
const WHOLE: [&str; 14] = [
    "to come",
    "to follow",
    "to be provided",
    "response to come",
    "response to follow",
    "answer to come",
    "answer to follow",
    "text to come",
    "to do",
    "todo",
    "[date]",
    "[amount]",
    "[response]",
    "[*]",
];
/// What is one where a paragraph says nothing else; a cell of a table may hold it for itself.
const WHOLE_PARAGRAPHS: [&str; 37] = [
    "●",
    "○",
    "☐",
    "□",
    "[x]",
    "wip",
    "tk",
    "tbc",
    "ntd",
    "draft",
    "pending",
    "under review",
    "will update",
    "to be added",
    "to be completed",
    "to be confirmed",
    "to be determined",
    "to be drafted",
    "to be inserted",
    "to be updated",
    "response pending",
    "response follows",
    "response to be added",
    "response to be completed",
    "response to be determined",
    "response to be drafted",
    "response to be inserted",
    "response to be provided",
    "answer pending",
    "answer follows",
    "answer to be provided",
    "insert text here",
    "insert response here",
    "enter text here",
    "enter response here",
    "type here",
    "text here",
];
/// What follows the name of a firm, whatever its letters.
const FIRMS: [&str; 9] =
    ["co", "corp", "corporation", "global", "inc", "llc", "ltd", "partners", "ventures"];
/// Names that begin with letters which would be a placeholder: `TBC Bank`, `TBA securities`.
const NAMED: [&str; 23] = [
    "bank",
    "capital",
    "corp",
    "corporation",
    "group",
    "holdings",
    "inc",
    "plc",
    "agency",
    "commitments",
    "contracts",
    "forward",
    "forwards",
    "market",
    "mbs",
    "mortgage",
    "positions",
    "purchases",
    "sales",
    "securities",
    "trades",
    "trading",
    "transactions",
];

/// Returns where placeholders stand in a text: TODO, TBD, `[●]`, two or more `_`, lorem ipsum, what Word and Excel
/// leave where a field fails, and a text that says nothing but that it is to come.
///
/// They are looked for in the text as it is seen: without characters that are not, and wide letters as plain ones.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let seen = Seen::new(text);
    let lower = seen.text.to_ascii_lowercase();
    let mut found = Vec::new();
    own_words(&seen.text, &lower, &mut found);
    for sign in SIGNS {
        found.extend(lower.match_indices(sign).map(|(at, sign)| at..at + sign.len()));
    }
    field_errors(&seen.text, &mut found);
    brackets(&seen.text, &lower, &mut found);
    blanks(&seen.text, &mut found);
    merge_fields(&seen.text, &mut found);
    figures(&lower, &mut found);
    let trimmed = lower.trim();
    let is_task = ["to do:", "todo:"].iter().any(|sign| trimmed.starts_with(sign));
    let is_figure = trimmed.len() > 1 && trimmed.bytes().all(|byte| byte == b'x');
    if is_task || is_figure || WHOLE.contains(&bare(trimmed)) {
        found.push(0..seen.text.len());
    }
    let found = found.into_iter().map(|range| seen.range(range)).collect();
    apart(found)
}

/// Says whether a paragraph that says nothing else is a placeholder, though a cell of a table is none: `●`, `[X]`.
pub fn is_whole_paragraph(text: &str) -> bool {
    let lower = Seen::new(text).text.to_ascii_lowercase();
    let typed = lower.trim();
    let text = typed.trim_start_matches(['@', '/']).trim_start();
    // `Note to draft: ask the auditors.`
    let is_note = NOTES.iter().skip_while(|note| **note != "ntd").any(|note| {
        text.strip_prefix(note).is_some_and(|rest| rest.starts_with(':') || rest.is_empty())
    });
    is_note
        || WHOLE_PARAGRAPHS.contains(&bare(text))
        || text.len() < typed.len() && WHOLE.contains(&bare(text))
}

/// Returns a text without the brackets, full stops and dashes around it; what has its own brackets keeps them.
fn bare(text: &str) -> &str {
    let is_whole = |text: &str| WHOLE.contains(&text) || WHOLE_PARAGRAPHS.contains(&text);
    let ended = text.trim_end_matches(['.', '…', '!', ':', ' ']);
    if is_whole(ended) {
        return ended;
    }
    ended.trim_matches(|c: char| c.is_whitespace() || ".…!:;-–—()[]<>{}*\"".contains(c))
}

/// A text as it is seen, and where each of its bytes comes from.
struct Seen {
    text: String,
    /// Where the character begins that a byte comes from; nothing where the text is as it was.
    starts: Vec<usize>,
    length: usize,
}

impl Seen {
    fn new(text: &str) -> Self {
        let length = text.len();
        if text.is_ascii() {
            return Self { text: text.to_owned(), starts: Vec::new(), length };
        }
        let mut seen = Self { text: String::with_capacity(length), starts: Vec::new(), length };
        for (at, character) in text.char_indices().filter(|(_, c)| !words::is_unseen(*c)) {
            seen.text.extend(std::iter::once(character).nfkc());
            seen.starts.resize(seen.text.len(), at);
        }
        seen
    }

    /// Returns the bytes of the text as it was that a run of it as seen comes from.
    fn range(&self, range: Range<usize>) -> Range<usize> {
        if self.starts.is_empty() {
            return range;
        }
        let start = self.starts.get(range.start).copied().unwrap_or(self.length);
        start..self.starts.get(range.end).copied().unwrap_or(self.length)
    }
}

/// Puts ranges in order and joins those that meet.
fn apart(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found.into_iter().filter(|range| !range.is_empty()) {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

fn is_part(character: Option<char>) -> bool {
    character.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Words of their own: `TODO`, `tbd`.
fn own_words(text: &str, lower: &str, found: &mut Vec<Range<usize>>) {
    let capitals = WORDS.into_iter().flat_map(|word| text.match_indices(word));
    let others = ["tbd", "tba"].into_iter().flat_map(|word| lower.match_indices(word));
    for (at, word) in capitals.chain(others) {
        let end = at + word.len();
        if is_part(text[..at].chars().next_back()) || is_part(text[end..].chars().next()) {
            continue;
        }
        // `tbd.com`, `@tbd`.
        let is_address = text[..at].ends_with('@')
            || text[end..].strip_prefix('.').is_some_and(|rest| is_part(rest.chars().next()));
        if is_address {
            continue;
        }
        let behind = lower[end..].strip_prefix(' ').unwrap_or_default();
        let next = &behind[..behind.bytes().take_while(u8::is_ascii_alphabetic).count()];
        let is_firm = FIRMS.contains(&next);
        let is_name = word.eq_ignore_ascii_case("TBC") || word == "tba";
        // Agency securities that are to be announced are called so.
        let is_term = word == "tba"
            && ["to be announced", "to-be-announced"].iter().any(|it| lower.contains(it));
        if !(is_term || is_firm || is_name && NAMED.contains(&next)) {
            found.push(at..end);
        }
    }
}

/// What Word prints in place of a field that leads nowhere: `Error! Reference source not found.`
fn field_errors(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, sign) in text.match_indices("Error! ") {
        let behind = &text[at + sign.len()..];
        let length = behind.find('.').filter(|&length| length < 80).map(|length| length + 1);
        if behind.starts_with(|c: char| c.is_ascii_uppercase()) {
            found.push(at..at + sign.len() + length.unwrap_or(0));
        }
    }
}

/// Brackets that hold nothing, or a note of those who write: `[ ]`, `$[]`, `[to come]`, `[NTD: ask the auditors]`.
fn brackets(text: &str, lower: &str, found: &mut Vec<Range<usize>>) {
    // Of `Yes [X] No [ ]` nothing is to be filled in.
    let is_box = lower.contains("[x]");
    for (at, _) in text.match_indices('[') {
        let inner = &lower[at + 1..];
        let words = inner.trim_start();
        let is_index = text[..at].ends_with(|c: char| c.is_alphanumeric());
        if words.starts_with(']') && !is_box && !(is_index && inner.starts_with(']')) {
            found.push(at..at + 2 + inner.len() - words.len());
        }
        let is_note = NOTES
            .iter()
            .any(|note| words.strip_prefix(note).is_some_and(|rest| !is_part(rest.chars().next())));
        if is_note {
            let end =
                inner.find(']').map_or(words.find(':').map_or(4, |end| end + 1), |end| end + 1);
            found.push(at..at + 1 + end.min(inner.len()));
        }
    }
}

/// Blanks to be filled in: two underscores that join no words, three wherever they stand.
fn blanks(text: &str, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(start) = text[at..].find("__").map(|start| at + start) {
        let end = start + text[start..].bytes().take_while(|byte| *byte == b'_').count();
        let joins = text[..start].ends_with(char::is_alphanumeric)
            || text[end..].starts_with(char::is_alphanumeric);
        if end - start > 2 || !joins {
            found.push(start..end);
        }
        at = end;
    }
}

/// Fields of a form letter: `«Name»`, one word.
fn merge_fields(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, sign) in text.match_indices('«') {
        let start = at + sign.len();
        let length = text[start..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .count();
        if length > 0 && text[start + length..].starts_with('»') {
            found.push(at..start + length + '»'.len_utf8());
        }
    }
}

/// Figures of which only the place is there: `$XXX`, `$XX million`, `XX%`.
fn figures(lower: &str, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(start) = lower[at..].find('x').map(|start| at + start) {
        let run =
            lower[start..].bytes().take_while(|byte| matches!(byte, b'x' | b',' | b'.')).count();
        let run = lower[start..start + run].trim_end_matches([',', '.']);
        let end = start + run.len();
        at = end;
        let (before, behind) = (&lower[..start], &lower[end..]);
        if is_part(before.chars().next_back()) || is_part(behind.chars().next()) {
            continue;
        }
        let count = run.matches('x').count();
        let dollar =
            before.trim_end_matches(' ').ends_with('$').then(|| before.rfind('$')).flatten();
        let scaled =
            [" million", " billion", " thousand"].iter().any(|word| behind.starts_with(word));
        let percent = behind.trim_start_matches(' ').starts_with('%');
        match dollar {
            Some(dollar) if count > 1 || scaled => found.push(dollar..end),
            None if count > 1 && percent => {
                found.push(start..end + behind.find('%').map_or(0, |at| at + 1));
            }
            _ => {}
        }
    }
}

/// What to do about a placeholder.
const HELP: &str = "write what it stands for";

/// The finding of a placeholder.
pub fn finding(place: Place, sign: &str) -> Finding {
    codes::PLACEHOLDER
        .at(place)
        .says(format!("the placeholder `{}` stands in the text", sign.trim()))
        .help(HELP)
}

/// Says of placeholders that are words within an answer that a waiver may say so where they are names.
///
/// What stands for a whole answer cannot be waived, and which does is known when all answers were read.
pub fn name_waivers(files: &Files, findings: &mut Findings) {
    findings.each(|finding| {
        let is_free = finding.rule == &codes::PLACEHOLDER && !finding.is_fixed;
        let Some(place) =
            finding.place.filter(|_| is_free && finding.help.as_deref() == Some(HELP))
        else {
            return;
        };
        let sign = files.text(place);
        let is_word = |c: char| c.is_alphanumeric() || words::is_unseen(c) || "«»_.".contains(c);
        let is_name = sign.chars().all(is_word) && sign.contains(char::is_alphanumeric);
        let what = if is_name { "a name" } else { "quoted, or a form's own" };
        finding.help = Some(format!(
            "{HELP}; where it is {what}, a `[[waiver]]` with `text = {}` in book.toml may say so",
            toml_string(sign.trim())
        ));
    });
}

/// Reports placeholders in the `printed` fields of a table, whose text stands at `place`; a field's name has those
/// of the tables around it before it: `deferred.why`.
pub fn report_in_fields(
    table: &DeTable<'_>,
    place: Place,
    printed: &[&str],
    findings: &mut Findings,
) {
    for name in printed {
        let (first, rest) = name.split_once('.').map_or((*name, None), |(a, b)| (a, Some(b)));
        if let Some(value) = table.get(first) {
            report_in_value(first, rest, value, place, findings);
        }
    }
}

fn report_in_value(
    name: &str,
    below: Option<&str>,
    value: &Spanned<DeValue<'_>>,
    place: Place,
    findings: &mut Findings,
) {
    match (value.get_ref(), below) {
        (DeValue::String(text), None) => {
            if let Some(range) = find(text).into_iter().next() {
                let finding = finding(place.within(value.span()), &text[range.clone()]);
                findings.push(finding.says(format!(
                    "the placeholder `{}` stands in `{name}`, which the letter prints",
                    &text[range]
                )));
            }
        }
        (DeValue::Table(table), Some(below)) => {
            report_in_fields(table, place, &[below], findings);
        }
        (DeValue::Array(values), _) => {
            values.iter().for_each(|value| report_in_value(name, below, value, place, findings));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_lawyers_and_word_leave_is_a_placeholder() {
        for (text, expected) in [
            ("See Error! Reference source not found. below.", "Error! Reference source not found."),
            ("See page Error! Bookmark not defined.", "Error! Bookmark not defined."),
            ("Click or tap here to enter text.", "Click or tap here to enter text"),
            ("It was Click here to enter text.", "Click here to enter text"),
            ("It was #REF! million", "#REF!"),
            ("It was #VALUE!", "#VALUE!"),
            ("It was #NAME? then", "#NAME?"),
            ("It was #DIV/0!%", "#DIV/0!"),
            ("It was $[] million", "[]"),
            ("It was $[   ] million", "[   ]"),
            ("It was $[\u{a0}] million", "[\u{a0}]"),
            ("on March __, 2020", "__"),
            ("of $__ million", "__"),
            ("of $____ million", "____"),
            ("The figure is [to come].", "[to come]"),
            ("The figure is [Insert figure from Finance] here", "[Insert figure from Finance]"),
            ("The figure [placeholder] here", "[placeholder]"),
            ("We did. [NTD: ask the auditors]", "[NTD: ask the auditors]"),
            ("[Note to Draft: ask] We did", "[Note to Draft: ask]"),
            ("We did. [Draft note: ask", "[Draft note:"),
            ("Dear «Name» of", "«Name»"),
            ("It is tbd by then", "tbd"),
            ("It is t.b.d.", "t.b.d."),
            ("It is TBA.", "TBA"),
            ("It is T\u{200b}BD.", "T\u{200b}BD"),
            ("It is ＴＢＤ.", "ＴＢＤ"),
            ("It was [○]%", "[○]"),
            ("It was [■]%", "[■]"),
            ("It was [□]%", "[□]"),
            ("It was $XXX then", "$XXX"),
            ("It was $ XX.X then", "$ XX.X"),
            ("It was XX% then", "XX%"),
            ("It was XX.X %.", "XX.X %"),
            ("It was $XX million", "$XX"),
            ("It was $X.X million", "$X.X"),
            ("It was $X million", "$X"),
        ] {
            assert_eq!(shown(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_text_that_says_nothing_else_is_a_placeholder() {
        for text in [
            "To come",
            "To come.",
            "[To come]",
            "To be provided",
            "Response to come.",
            "XX",
            "XXX",
            "[*]",
            "[date]",
            "[amount]",
            "To do: ask Finance",
            "Todo: x",
            "\u{200b}To\u{a0}come",
        ] {
            assert_eq!(shown(text), [text.trim_start_matches('\u{200b}')], "{text}");
        }
        for text in
            ["TK", "WIP", "[X]", "●", "○", "☐", "WIP.", "To be determined", "To be completed."]
        {
            assert!(is_whole_paragraph(text) && find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn words_of_an_answer_are_no_placeholders() {
        for text in [
            "TBC Bank Group PLC is a customer.",
            "We sell TBA securities, and agency TBA contracts.",
            "We use the to-be-announced (\u{201c}TBA\u{201d}) market.",
            "We made an error! It was mended.",
            "as \u{ab}le monde\u{bb} wrote",
            "the [inserted] words",
            "the bracketed [words to come back]",
            "__init__ and a__b",
            "The array x[] is read.",
            "a 3.5x multiple, FedEx, x and xx of Article XX",
            "it is X% of $X",
            "The amount is to be provided by the seller.",
            "Capítulo todo incluido",
            "work in process (WIP)",
            "The form: [date] and [amount], [*] omitted",
            "XXX million units",
            "",
            "…",
        ] {
            assert_eq!(shown(text), Vec::<&str>::new(), "{text}");
            assert!(!is_whole_paragraph(text), "{text}");
        }
    }

    #[test]
    fn a_word_that_may_be_a_name_may_be_waived() {
        let mut files = Files::default();
        let text = "TBC «Name» [●] ___";
        let file = files.add("a.md", text);
        let mut findings = Findings::default();
        for range in find(text) {
            findings.push(finding(files.get(file).place(range.clone()), &text[range]));
        }
        findings.push(finding(files.get(file).place(0..3), "TBC").fixed());
        name_waivers(&files, &mut findings);
        let hints: Vec<bool> = findings
            .iter()
            .map(|it| it.help.as_deref().is_some_and(|help| help.contains("waiver")))
            .collect();
        assert_eq!(hints, [true, true, true, true, false]);
    }

    #[test]
    fn only_fields_that_are_printed_are_looked_at() {
        let text = "[matter]\ncompany = \"TODO\"\ncik = \"TBD\"\n[letter]\ncc = [\"A\", \"B ___\"]\n\
                    signatory = { name = \"[●]\", title = \"Officer\" }\n[[enclosure]]\nname = \"TBC\"\nfile = \"TODO\"\n\
                    [[enclosure]]\nname = \"Model\"\n";
        let mut files = Files::default();
        let file = files.add("book.toml", text);
        let mut findings = Findings::default();
        crate::book::parse(files.get(file), &mut findings);
        let told = findings.iter().filter(|it| it.rule == &codes::PLACEHOLDER);
        let told: Vec<&str> =
            told.map(|it| it.place.map_or("", |place| files.text(place))).collect();
        assert_eq!(told, ["\"TODO\"", "\"[●]\"", "\"B ___\"", "\"TBC\""]);
    }
}

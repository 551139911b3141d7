//! Front matter between `---` lines, as other tools have it: YAML, or TOML between the wrong signs.
//!
//! In: the text of a file. Out: where its fields stand, and the fields as TOML would give them, each with its place, so
//! that one finding tells the signs and all else is checked as if they were right. Of YAML only what people write at
//! the top of a text is read: names and texts, lists, and a table below a name.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::Datetime;

/// Where the fields stand, the line that closes them, where there is one, and the text below.
pub(super) struct Cut {
    pub fields: Range<usize>,
    pub closing: Option<Range<usize>>,
    pub body: Range<usize>,
}

/// Cuts a text that begins with a line `---` and fields; none where it begins otherwise.
pub(super) fn cut(text: &str) -> Option<Cut> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let mut at = first.len();
    // Without a closing line the fields end where the text begins.
    let mut end = at;
    for line in lines {
        if ["---", "...", "+++"].contains(&line.trim_end()) {
            let closing = at..at + line.trim_end().len();
            let body = at + line.len()..text.len();
            return Some(Cut { fields: first.len()..at, closing: Some(closing), body });
        }
        if !is_of_fields(line) {
            break;
        }
        at += line.len();
        if !line.trim().is_empty() && !line.starts_with('#') {
            end = at;
        }
    }
    (end > first.len()).then_some(Cut {
        fields: first.len()..end,
        closing: None,
        body: end..text.len(),
    })
}

/// Says whether a line may stand among fields.
fn is_of_fields(line: &str) -> bool {
    let is_below = line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
    is_below || line.trim().is_empty() || named(line, ":=").is_some()
}

/// Cuts a line with a name: the name, and where its value begins.
fn named<'t>(line: &'t str, signs: &str) -> Option<(&'t str, usize)> {
    let at = line.find(|c| signs.contains(c))?;
    let name = line[..at].trim().trim_matches(['"', '\'']);
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let behind = &line[at + 1..];
    (is_name && (behind.starts_with(char::is_whitespace) || behind.is_empty() || signs != ":"))
        .then_some((name, at + 1))
}

/// Reads fields: as TOML, where they are that, and else what can be understood of them as YAML.
pub(super) fn table(text: &str) -> Spanned<DeTable<'_>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return table;
    }
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if !bare.is_empty() && !bare.starts_with('#') {
            lines.push((at, line.trim_end()));
        }
        at += line.len();
    }
    Spanned::new(0..text.len(), block(&lines, DEEPEST))
}

/// Returns a field as TOML has it, the first that is a text; none where all of them stand in TOML already.
pub(super) fn in_toml(text: &str) -> Option<Option<String>> {
    if DeTable::parse_recoverable(text).1.is_empty() {
        return None;
    }
    let table = table(text);
    let texts = table.get_ref().iter().filter_map(|(name, value)| {
        let text = value.get_ref().as_str().filter(|text| !text.contains(['"', '\\']))?;
        Some((name.span().start, format!("{} = \"{text}\"", name.get_ref())))
    });
    Some(texts.min().map(|(_, field)| field))
}

/// A line, and where it begins.
type Line<'t> = (usize, &'t str);

/// Values stand within one another as deep as this; what is deeper is text.
const DEEPEST: usize = 8;

/// Reads the fields of lines that are indented alike, with what stands below each.
fn block<'t>(lines: &[Line<'t>], depth: usize) -> DeTable<'t> {
    let mut table = DeTable::new();
    let Some(&(_, first)) = lines.first() else { return table };
    let indent = indent_of(first);
    let mut rest = lines;
    while let Some((&(at, line), below)) = rest.split_first() {
        let is_below =
            |&(_, line): &Line<'_>| indent_of(line) > indent || line.trim_start().starts_with("- ");
        let count = below.iter().take_while(|line| is_below(line)).count();
        let (under, next) = below.split_at(count);
        rest = next;
        let Some((name, value)) = named(line, ":") else { continue };
        let start = at + line.find(name).unwrap_or_default();
        let key = Spanned::new(start..start + name.len(), Cow::Borrowed(name));
        table.insert(key, value_of((at + value, &line[value..]), under, depth));
    }
    table
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Reads the value behind a name, or what stands in the lines below it.
fn value_of<'t>(behind: Line<'t>, under: &[Line<'t>], depth: usize) -> Spanned<DeValue<'t>> {
    let (at, text) = bare(behind);
    let span = at..under.last().map_or(at + text.len(), |(at, line)| at + line.len());
    let is_folded = text.starts_with(['|', '>']);
    let value = match under.first() {
        Some((_, first)) if text.is_empty() && first.trim_start().starts_with("- ") => {
            let items = under.iter().filter_map(|&(at, line)| {
                let item = line.trim_start().strip_prefix("- ")?;
                Some(single((at + line.len() - item.len(), item), depth))
            });
            DeValue::Array(array(items))
        }
        Some(_) if text.is_empty() && depth > 0 => DeValue::Table(block(under, depth - 1)),
        Some(_) => {
            let first = if is_folded { "" } else { text };
            let all = std::iter::once(first).chain(under.iter().map(|(_, line)| line.trim()));
            DeValue::String(Cow::Owned(all.collect::<Vec<_>>().join(" ").trim().to_owned()))
        }
        None => return single((at, text), depth),
    };
    Spanned::new(span, value)
}

/// Reads a value that stands on one line: a text, a date, `[a, b]`, `{ a: b }`.
fn single<'t>(line: Line<'t>, depth: usize) -> Spanned<DeValue<'t>> {
    let (at, text) = bare(line);
    let inner = |open: char, close: char| {
        let within = text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
        within.filter(|_| depth > 0).map(|text| (at + 1, text))
    };
    let value = if let Some(inner) = inner('[', ']') {
        DeValue::Array(array(pieces(inner).into_iter().map(|piece| single(piece, depth - 1))))
    } else if let Some(inner) = inner('{', '}') {
        let mut table = DeTable::new();
        for (at, piece) in pieces(inner) {
            let Some((name, value)) = named(piece, ":=") else { continue };
            let start = at + piece.find(name).unwrap_or_default();
            let key = Spanned::new(start..start + name.len(), Cow::Borrowed(name));
            table.insert(key, single((at + value, &piece[value..]), depth - 1));
        }
        DeValue::Table(table)
    } else {
        scalar(text)
    };
    Spanned::new(at..at + text.len(), value)
}

fn scalar(text: &str) -> DeValue<'_> {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            return DeValue::String(Cow::Borrowed(inner));
        }
    }
    match (text, text.parse::<Datetime>()) {
        ("true" | "false", _) => DeValue::Boolean(text == "true"),
        (_, Ok(date)) => DeValue::Datetime(date),
        _ => DeValue::String(Cow::Borrowed(text)),
    }
}

fn array<'t>(items: impl Iterator<Item = Spanned<DeValue<'t>>>) -> DeArray<'t> {
    let mut array = DeArray::new();
    items.for_each(|item| array.push(item));
    array
}

/// Returns a text without the blanks around it and the remark behind it.
fn bare((at, text): Line<'_>) -> Line<'_> {
    let is_quoted = text.trim_start().starts_with(['"', '\'', '[', '{']);
    let text = match text.find(" #") {
        Some(end) if !is_quoted => &text[..end],
        _ => text,
    };
    (at + indent_of(text), text.trim())
}

/// Cuts a text at its commas, but for those in quotes.
fn pieces((at, text): Line<'_>) -> Vec<Line<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut quote = None;
    for (index, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            (None, ',') => {
                pieces.push((at + start, &text[start..index]));
                start = index + 1;
            }
            _ => {}
        }
    }
    pieces.push((at + start, &text[start..]));
    pieces.retain(|(_, piece)| !piece.trim().is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &DeValue<'_>) -> String {
        match value {
            DeValue::Array(items) => {
                items.iter().map(|item| shown(item.get_ref())).collect::<Vec<_>>().join("|")
            }
            DeValue::Table(table) => {
                let fields = table.iter();
                let fields = fields
                    .map(|(key, value)| format!("{}={}", key.get_ref(), shown(value.get_ref())));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(" "))
            }
            DeValue::Datetime(date) => format!("day {date}"),
            other => crate::fields::scalar(other).unwrap_or_default(),
        }
    }

    #[test]
    fn fields_are_read_in_either_form_and_keep_their_places() {
        for (text, expected) in [
            ("comment = \"3\"\n", "{comment=3}"),
            ("comment: 3\nstatus: final # read\n", "{comment=3 status=final}"),
            ("a: \"x: y, # z\"\nb: 'c'\n", "{a=x: y, # z b=c}"),
            ("a: [b, \"c, d\"]\n", "{a=b|c, d}"),
            ("a:\n  - b\n  - c\nd:\n- e\n", "{a=b|c d=e}"),
            (
                "a: { until: 2020-03-02, why: \"So, so.\" }\n",
                "{a={until=day 2020-03-02 why=So, so.}}",
            ),
            (
                "a:\n  until: 2020-03-02\n  why: So.\nb: c\n",
                "{a={until=day 2020-03-02 why=So.} b=c}",
            ),
            ("a: >\n  one\n  two\nb: three\n  four\n", "{a=one two b=three four}"),
            ("# none\n\n", "{}"),
            ("a: [[[[[[[[[[b]]]]]]]]]]\n", "{a=[[b]]}"),
        ] {
            let table = table(text);
            assert_eq!(shown(&DeValue::Table(table.get_ref().clone())), expected, "{text}");
            for (key, value) in table.get_ref() {
                assert_eq!(&text[key.span()], key.get_ref(), "{text}");
                if let DeValue::String(value_text) = value.get_ref() {
                    let first = value_text.split(' ').next().unwrap_or_default();
                    assert!(text[value.span()].contains(first), "{text}");
                }
            }
        }
    }

    #[test]
    fn fields_end_at_their_line_or_where_the_text_begins() {
        let body = |text: &str| cut(text).map(|cut| text[cut.body].to_owned());
        assert_eq!(body("---\na: b\n---\nText.\n").as_deref(), Some("Text.\n"));
        assert_eq!(body("---\na: b\n\nc: d\n...\nText.\n").as_deref(), Some("Text.\n"));
        assert_eq!(body("---\na = 1\n+++\nText.\n").as_deref(), Some("Text.\n"));
        assert_eq!(body("---\na: b\n\n## 3.1\n\nText.\n").as_deref(), Some("\n## 3.1\n\nText.\n"));
        assert_eq!(body("---\nA text and no field.\n---\n"), None);
        assert_eq!(body("+++\na = 1\n+++\n"), None);
    }
}

//! Keys: how the letter's own numbering names its units.
//!
//! In: what people type (`3.7`, `1.a`, `Q1.2`, `3.4–3.6, 3.9`). Out: [`Key`]s and [`Keys`], or a
//! [`Malformed`] that says what to type. Knows no letter: whether a key exists is for others to say.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// The key of a comment, bullet, part or request, as the letter's own numbering gives it.
///
/// `keys = key { "," key }`, `key = unit | unit range unit`, `range = "–" | "-" | " to "`,
/// `unit = comment { "." part } [ "#" digits ]`, `comment = [ prefix ] digits`,
/// `part = digits | letter | roman`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// One to four letters where the letter's numbers start again (`Q` in `Q1.2`), in capitals.
    pub prefix: String,
    /// The comment's number.
    pub comment: u32,
    /// What follows, from the outermost inward.
    pub parts: Vec<Part>,
    /// The request within the unit's prose: 2 in `3.7#2`.
    pub ask: Option<u32>,
}

/// A step of a key below its comment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A bullet's number.
    Number(u32),
    /// The staff's own letter or roman number, in small letters.
    Sign(String),
}

/// Why text is no key, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The bytes of the text that are wrong.
    pub range: Range<usize>,
    /// What is wrong, as a message.
    pub message: String,
    /// What to type.
    pub help: String,
}

/// What people write before a key: `Response to Comment 3.8`.
const BEFORE: [&str; 12] = [
    "answer", "bullet", "comment", "comments", "no", "nos", "part", "re", "reply", "response",
    "section", "to",
];

/// The longest number of a comment or bullet.
const MAX_DIGITS: usize = 4;
/// The deepest key: comment, bullet, and bullets in bullets.
pub const MAX_DEPTH: usize = 8;

impl Key {
    /// Returns the key of a comment.
    pub fn of_comment(prefix: &str, comment: u32) -> Self {
        Self { prefix: prefix.to_ascii_uppercase(), comment, parts: Vec::new(), ask: None }
    }

    /// Returns the key one step below.
    #[must_use]
    pub fn below(&self, part: Part) -> Self {
        let mut key = self.clone();
        key.parts.push(part);
        key
    }

    /// Returns the key of its comment.
    #[must_use]
    pub fn comment_key(&self) -> Self {
        Self { parts: Vec::new(), ask: None, ..self.clone() }
    }

    /// Returns the key one step above; none for a comment.
    pub fn parent(&self) -> Option<Self> {
        let mut key = self.clone();
        key.ask = None;
        key.parts.pop().map(|_| key)
    }

    /// Returns the id that documents give to it: `k3.7`, `k1-ask1`.
    pub fn id(&self) -> String {
        match self.ask {
            Some(ask) => format!("k{}-ask{ask}", Self { ask: None, ..self.clone() }),
            None => format!("k{self}"),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.prefix, self.comment)?;
        for part in &self.parts {
            write!(f, ".{part}")?;
        }
        self.ask.map_or(Ok(()), |ask| write!(f, "#{ask}"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Number(number) => write!(f, "{number}"),
            Part::Sign(sign) => f.write_str(sign),
        }
    }
}

impl FromStr for Key {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let trimmed = text.trim();
        let (key, length) = read(trimmed)?;
        if length < trimmed.len() {
            return Err(glued(trimmed, 0, length, &key));
        }
        Ok(key)
    }
}

/// A key, or a run of sibling keys, with its bytes in the text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyItem {
    /// One key.
    One(Key, Range<usize>),
    /// From the first to the second, both included.
    Range(Key, Key, Range<usize>),
}

impl KeyItem {
    /// Returns the first key.
    pub fn first(&self) -> &Key {
        match self {
            KeyItem::One(key, _) | KeyItem::Range(key, _, _) => key,
        }
    }

    /// Returns the bytes that it was read from.
    pub fn range(&self) -> Range<usize> {
        match self {
            KeyItem::One(_, range) | KeyItem::Range(_, _, range) => range.clone(),
        }
    }
}

/// What stands at the head of a section: keys, then perhaps the unit's first words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The keys in the order typed, at least one.
    pub items: Vec<KeyItem>,
    /// Offset of the words after them; the text's length where there are none.
    pub words: usize,
}

/// Reads the keys at the head of a section: `3.1`, `3.2, 3.3`, `3.4–3.6 Please describe`.
///
/// After the keys comes the end or a blank, and `.` or `:` may stand before either.
pub fn keys(text: &str) -> Result<Keys, Malformed> {
    let mut at = text.len() - text.trim_start().len();
    let mut items = Vec::new();
    loop {
        let start = at;
        let (key, length) = read(&text[at..]).map_err(|fault| fault.moved(at))?;
        at += length;
        match range_end(&text[at..])? {
            Some((skip, second, second_length)) => {
                let end = at + skip + second_length;
                check_siblings(&key, &second, start..end)?;
                items.push(KeyItem::Range(key, second, start..end));
                at = end;
            }
            None => items.push(KeyItem::One(key, start..at)),
        }
        let rest = &text[at..];
        let Some(after) = rest.trim_start().strip_prefix(',') else { break };
        // `3,7` is a slip for 3.7 and would name two comments: a blank parts the keys of a list.
        let last = items.last().map(KeyItem::first);
        if last.is_some_and(|key| key.parts.is_empty())
            && after.starts_with(|c: char| c.is_ascii_digit())
        {
            let stop =
                text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
            let typed = &text[start..stop];
            return Err(Malformed {
                range: start..stop,
                message: format!("`{typed}` has a comma within a key"),
                help: format!(
                    "write `{}`; a blank parts the keys of a list: `{}`",
                    typed.replace(',', "."),
                    typed.replace(',', ", ")
                ),
            });
        }
        // A comma promises another key: `4, Item 7` would silently be key 4 alone.
        let next = text.len() - after.trim_start().len();
        if read(&text[next..]).is_err() {
            let comma = text.len() - after.len() - 1;
            let has_more =
                |meant: &str| keys(meant).is_ok_and(|keys| keys.items.len() > items.len());
            return Err(Malformed {
                range: comma..comma + 1,
                message: "no key follows the comma".into(),
                help: match meant(text).filter(|meant| has_more(meant)) {
                    Some(meant) => format!("write `{meant}`"),
                    None => format!(
                        "take the comma out, or write a key after it: `{}, …`",
                        items.last().map_or_else(String::new, |item| item.first().to_string())
                    ),
                },
            });
        }
        at = next;
    }
    let last =
        items.last().map(KeyItem::first).expect("the loop pushes an item before it breaks").clone();
    let rest = &text[at..];
    let words = match rest.strip_prefix(['.', ':']) {
        Some(after) if after.is_empty() || after.starts_with(char::is_whitespace) => after,
        _ if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest,
        _ => return Err(glued(text, text.len() - text.trim_start().len(), at, &last)),
    };
    Ok(Keys { items, words: text.len() - words.trim_start().len() })
}

/// Reads a key at the start of `text`, longest reading first; returns it and its length in bytes.
fn read(text: &str) -> Result<(Key, usize), Malformed> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = text[letters..].bytes().take_while(u8::is_ascii_digit).count();
    if letters > 4 || digits == 0 || digits > MAX_DIGITS {
        return Err(no_key(text));
    }
    let comment: u32 = text[letters..letters + digits].parse().map_err(|_| no_key(text))?;
    let mut key = Key::of_comment(&text[..letters], comment);
    let mut at = letters + digits;
    // "1D", as staff letters cite it, is 1.d; "10K" or "1st" is not.
    let sign = text[at..].bytes().take_while(u8::is_ascii_alphabetic).count();
    if sign == 1 {
        key.parts.push(Part::Sign(text[at..=at].to_ascii_lowercase()));
        at += 1;
    }
    while let Some(after) = text[at..].strip_prefix('.') {
        let word = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let Some(part) = part(&after[..word]) else { break };
        if key.parts.len() >= MAX_DEPTH {
            return Err(no_key(text));
        }
        key.parts.push(part);
        at += 1 + word;
    }
    if let Some(after) = text[at..].strip_prefix('#') {
        let count = after.bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(ask) = after[..count.min(MAX_DIGITS)].parse() {
            key.ask = Some(ask);
            at += 1 + count.min(MAX_DIGITS);
        }
    }
    Ok((key, at))
}

/// Reads a part: digits, one letter, or a roman number in one case.
fn part(word: &str) -> Option<Part> {
    if word.is_empty() {
        return None;
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return (word.len() <= MAX_DIGITS).then(|| word.parse().ok().map(Part::Number)).flatten();
    }
    let lower = word.to_ascii_lowercase();
    let is_sign = lower.len() == 1 || roman(&lower).is_some();
    (word.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_sign).then_some(Part::Sign(lower))
}

/// Returns the number that a roman number below forty stands for; none where it is not written so.
pub fn roman(word: &str) -> Option<u32> {
    const TENS: [&str; 4] = ["", "x", "xx", "xxx"];
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if word.is_empty() {
        return None;
    }
    (0..4u32).flat_map(|tens| (0..10u32).map(move |ones| (tens, ones))).find_map(|(tens, ones)| {
        let is_it = word.strip_prefix(TENS[tens as usize]) == Some(ONES[ones as usize]);
        is_it.then_some(tens * 10 + ones)
    })
}

/// Reads what makes a key the first of a range: the sign, and the key behind it.
///
/// Returns the bytes before the second key, the key and its length. `-` and `–` may have blanks around
/// them where a whole key follows; `4 to the extent` is key 4.
fn range_end(rest: &str) -> Result<Option<(usize, Key, usize)>, Malformed> {
    let trimmed = rest.trim_start();
    let after = match trimmed.strip_prefix("to").filter(|_| trimmed.len() < rest.len()) {
        Some(after) if after.starts_with(char::is_whitespace) => after,
        _ => match trimmed.strip_prefix(['-', '–', '—']) {
            Some(after) => after.strip_prefix('-').unwrap_or(after),
            None => return Ok(None),
        },
    };
    let key_text = after.trim_start();
    let Ok((key, length)) = read(key_text) else { return Ok(None) };
    let behind = &key_text[length..];
    let whole = behind.is_empty() || behind.starts_with([' ', '\t', ',', '.', ':', '\n']);
    Ok(whole.then_some((rest.len() - key_text.len(), key, length)))
}

/// Holds that both ends of a range are siblings, whole and in order where numbers tell it.
fn check_siblings(first: &Key, second: &Key, range: Range<usize>) -> Result<(), Malformed> {
    let fault =
        |message: String, help: String| Err(Malformed { range: range.clone(), message, help });
    let same_parent = match (first.parent(), second.parent()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => first.prefix == second.prefix,
        _ => false,
    };
    if !same_parent {
        let example = match sibling(first, second) {
            Some(sibling) => format!("{first}–{sibling}"),
            None => "3.4–3.6".to_owned(),
        };
        return fault(
            format!("{first} and {second} are not in one list"),
            format!(
                "write both keys whole, as siblings: `{example}`; or name them one by one, with commas"
            ),
        );
    }
    let backwards = match (first.parts.last(), second.parts.last()) {
        (Some(Part::Number(a)), Some(Part::Number(b))) => a > b,
        (None, None) => first.comment > second.comment,
        _ => false,
    };
    if backwards {
        return fault(
            format!("the range runs backward, from {first} to {second}"),
            format!("write `{second}–{first}`"),
        );
    }
    Ok(())
}

/// Returns the text behind what people write before a key: `3.8` of `Response to Comment No. 3.8`.
pub fn behind_label(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some((word, behind)) = rest.split_once(char::is_whitespace)
        && BEFORE.contains(&word.trim_end_matches(['.', ':']).to_ascii_lowercase().as_str())
    {
        rest = behind.trim_start();
    }
    rest
}

/// Returns the keys that a text was to begin with, in their own form: `4, 5` for `Comments 4 and 5`, `3.a–3.c` for
/// `3.a-c`.
pub fn meant(text: &str) -> Option<String> {
    let mut rest = behind_label(text);
    let mut items = Vec::new();
    while let Some((item, length)) = item_meant(rest) {
        items.push(item);
        match joined(&rest[length..]) {
            Some(more) => rest = more,
            None => break,
        }
    }
    (!items.is_empty()).then(|| items.join(", "))
}

/// Returns the key or range at the start of a text, and its length in bytes; a range may end in what is last of its
/// second key.
fn item_meant(text: &str) -> Option<(String, usize)> {
    let (first, length) = read(text).ok()?;
    let rest = &text[length..];
    if let Ok(Some((skip, second, more))) = range_end(rest) {
        let second = sibling(&first, &second).unwrap_or(second);
        return Some((format!("{first}–{second}"), length + skip + more));
    }
    let last = rest.trim_start().strip_prefix(['-', '–', '—']).map(str::trim_start);
    let sibling = last.and_then(|last| {
        let word = last.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let second = first.parent()?.below(part(&last[..word])?);
        Some((format!("{first}–{second}"), text.len() - last.len() + word))
    });
    Some(sibling.unwrap_or((first.to_string(), length)))
}

/// Returns the second key of a range of which its last number alone was typed: 2.3 in `2.1-3`.
fn sibling(first: &Key, second: &Key) -> Option<Key> {
    let is_bare = second.parts.is_empty() && second.prefix.is_empty() && second.ask.is_none();
    let parent = first.parent().filter(|_| is_bare)?;
    Some(parent.below(Part::Number(second.comment)))
}

/// Returns what follows a sign or word by which people join keys: `, `, ` and `, ` & `, `/`.
fn joined(rest: &str) -> Option<&str> {
    let bare = rest.trim_start();
    let behind = bare.trim_start_matches([',', '&', '+', '/', ';']).trim_start();
    let and = behind.strip_prefix("and").filter(|more| more.starts_with(char::is_whitespace));
    let more = and.unwrap_or(behind).trim_start();
    (more.len() < bare.len()).then_some(more)
}

/// The fault of text that does not begin with a key.
fn no_key(text: &str) -> Malformed {
    let behind = behind_label(text);
    if behind.len() < text.len()
        && let (Ok((_, length)), Some(meant)) = (read(behind), meant(behind))
    {
        return Malformed {
            range: 0..text.len() - behind.len() + length,
            message: "the heading begins with no key".into(),
            help: format!("write `## {meant}`"),
        };
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let foreign =
        text.chars().next().is_some_and(|first| first.is_numeric() && !first.is_ascii_digit());
    Malformed {
        range: 0..end,
        message: if foreign {
            "the key's digits are not 0 to 9".into()
        } else {
            "the heading begins with no key".into()
        },
        help: "begin it with the key of a unit, as in `## 3.7`; a heading of the answer's own takes `###`"
            .into(),
    }
}

/// The fault of something that stands glued to a key: `3.1(b)`, `1(a)`, `10-K`.
fn glued(text: &str, start: usize, end: usize, key: &Key) -> Malformed {
    let stop = text[end..].find(char::is_whitespace).map_or(text.len(), |length| end + length);
    let tail = &text[end..stop];
    let below = tail.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let meant = match below.and_then(|(inner, _)| part(inner)) {
        Some(part) => key.below(part).to_string(),
        None => meant(&text[start..]).unwrap_or_else(|| key.to_string()),
    };
    let message = format!("`{tail}` stands glued to the key {key}");
    Malformed {
        range: start..stop,
        message,
        help: format!("write `{meant}`, with nothing or a blank behind it"),
    }
}

impl Malformed {
    fn moved(self, by: usize) -> Self {
        Self { range: self.range.start + by..self.range.end + by, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match keys(text) {
            Ok(found) => {
                let items: Vec<String> = found
                    .items
                    .iter()
                    .map(|item| match item {
                        KeyItem::One(key, _) => key.to_string(),
                        KeyItem::Range(a, b, _) => format!("{a}..{b}"),
                    })
                    .collect();
                format!("{}|{}", items.join(" "), &text[found.words..])
            }
            Err(fault) => format!("! {}", &text[fault.range]),
        }
    }

    #[test]
    fn keys_are_read_as_people_type_them() {
        for (text, expected) in [
            ("3.1", "3.1|"),
            ("3.1 Please provide", "3.1|Please provide"),
            ("3.1. The", "3.1|The"),
            ("3.2: the", "3.2|the"),
            ("3.2, 3.3", "3.2 3.3|"),
            ("3.4–3.6", "3.4..3.6|"),
            ("3.4-3.6 The", "3.4..3.6|The"),
            ("3.1 - 3.3", "3.1..3.3|"),
            ("3.1 to 3.3", "3.1..3.3|"),
            ("4 to the extent", "4|to the extent"),
            ("4 - the rest", "4|- the rest"),
            ("1.A", "1.a|"),
            ("1D", "1.d|"),
            ("1.a.2, 1.b", "1.a.2 1.b|"),
            ("1.ii–1.iv", "1.ii..1.iv|"),
            ("q1.2", "Q1.2|"),
            ("1#1", "1#1|"),
            ("3.7#2 Also", "3.7#2|Also"),
            // As the letter writes its numbers.
            ("1.", "1|"),
            ("3.1. ", "3.1|"),
            ("3.1:", "3.1|"),
            ("1.a.", "1.a|"),
            ("3.4–3.6.", "3.4..3.6|"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_glued_to_a_key_is_malformed() {
        for text in [
            "1(a) why",
            "4, Item 7",
            "10-K",
            "3.10-3.2",
            "Q1.1–3",
            "1.b.1–1.c",
            "٣",
            "3..",
            "3.)",
            "Item 4",
            "",
            "3.1/3.2",
            "3,7 Please",
            "3.6–3.4",
            "99999",
        ] {
            assert!(keys(text).is_err(), "{text}: {}", shown(text));
        }
        assert_eq!(
            keys("1(a) why").expect_err("glued").help,
            "write `1.a`, with nothing or a blank behind it"
        );
        for (typed, meant) in [
            ("Comment 1", "## 1"),
            ("Response to Comment No. 4 We note", "## 4"),
            ("Comments 4 and 5", "## 4, 5"),
            ("3.a-c", "3.a–3.c"),
            ("2.1-3", "2.1–2.3"),
            ("4/5", "4, 5"),
            ("3.a, 3.b, and 3.c", "3.a, 3.b, 3.c"),
            ("10-K", "10"),
            ("4, Item 7", "4, …"),
        ] {
            let help = keys(typed).expect_err("no keys").help;
            assert!(help.contains(&format!("`{meant}`")), "{typed}: {help}");
        }
        assert_eq!(meant("4 and 5 We note").as_deref(), Some("4, 5"));
        assert_eq!(meant("2.1 & 2.2").as_deref(), Some("2.1, 2.2"));
        assert_eq!(meant("3.7 and so on").as_deref(), Some("3.7"));
        assert_eq!(meant("The 3.7"), None);
        // Three digits and more are keys that no letter has: for coverage to say.
        assert_eq!(shown("2007"), "2007|");
        assert_eq!(shown("3.0"), "3.0|");
    }

    #[test]
    fn display_and_from_str_invert_each_other() {
        for text in ["1", "3.16", "1.a", "1.ii.3", "Q1.2", "3.7#2", "ABCD12.z.1#9"] {
            let key: Key = text.parse().expect(text);
            assert_eq!(key.to_string(), text);
            assert_eq!(key.to_string().parse::<Key>().expect(text), key);
        }
    }
}

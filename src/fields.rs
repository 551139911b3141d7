//! TOML as fields with places: book.toml and the front matter of every file are read through this.
//!
//! In: TOML text and where it stands. Out: typed values, each with its place, and findings for what is
//! unknown, missing or of the wrong kind, all of them at once.

mod shape;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use shape::{Field, Kind, Recorder, Shape, shape_of};

use crate::finding::{Finding, Findings, codes};
use crate::reader::controls;
use crate::source::Place;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub place: Place,
}

/// How many lines a list of texts may come to in print: it stands on one page, beside others.
const MOST_LINES: usize = 40;

/// How many characters go into a line at most.
const LINE: usize = 100;

/// Parses TOML that stands at `place`, and reports what TOML itself forbids.
///
/// What could be read is returned beside the findings, so that the rest is checked in the same run.
pub fn parse<'a>(text: &'a str, place: Place, findings: &mut Findings) -> Spanned<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    // A slip is told once: what follows it in its line follows from it.
    let mut lines = BTreeSet::new();
    let is_new = |error: &&toml::de::Error| {
        let start = error.span().unwrap_or(0..0).start.min(text.len());
        lines.insert(text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count())
    };
    for error in errors.iter().filter(is_new).take(10) {
        let range = error.span().unwrap_or(0..0);
        let end =
            text[range.start.min(text.len())..].find('\n').map_or(text.len(), |n| range.start + n);
        let range =
            range.start.min(text.len())..range.end.min(end).max(range.start.min(text.len()));
        let message = error.message().lines().next().unwrap_or("the TOML cannot be read");
        let finding = codes::MALFORMED_TOML.at(place.within(range.clone()));
        findings.push(match message {
            "duplicate key" => twice(finding, text, range, place),
            _ => finding.says(message).help(match unquoted(text, range.start) {
                Some((name, value)) => format!("write `{name} = {value}`"),
                None => "write `name = \"value\"`, one a line; a text stands in straight quotes, in double ones \
                         where it has a `'`"
                    .into(),
            }),
        });
    }
    controls::refuse_in_fields(table.get_ref(), place, findings);
    table
}

/// Says of a name that it stands twice in its table, and where it stands first.
fn twice(finding: Finding, text: &str, name: Range<usize>, place: Place) -> Finding {
    let typed = &text[name.clone()];
    let own = text[..name.start].rfind('\n').map_or(0, |at| at + 1);
    let head = text[own..].lines().next().map(str::trim).filter(|line| line.starts_with('['));
    let finding = finding.says(format!("`{typed}` stands twice in one table")).help(match head {
        Some(head) => format!("join the two under one line `{head}`"),
        None => "take one of the two out".to_owned(),
    });
    let is_it = |line: &str| match head {
        Some(head) => line.trim() == head,
        None => line.split_once('=').is_some_and(|(name, _)| name.trim() == typed),
    };
    let mut start = own;
    for line in text[..own].split_inclusive('\n').rev() {
        start -= line.len();
        if is_it(line) {
            let first = place.within(start..start + line.trim_end().len());
            return finding.also(first, "the first one");
        }
        // A table begins with the line in brackets above it.
        if head.is_none() && line.trim_start().starts_with('[') {
            break;
        }
    }
    finding
}

/// Returns the name and the value, in its quotes, of a line of TOML whose value is a text without quotes, or in those
/// of print, or between apostrophes with one in it; a number with a nought before it is a text.
fn unquoted(text: &str, at: usize) -> Option<(&str, String)> {
    let before = text.get(..at)?;
    let line = text[before.rfind('\n').map_or(0, |at| at + 1)..].lines().next()?;
    let (name, value) = line.split_once('=').or_else(|| line.split_once(": "))?;
    let (name, value) = (name.trim(), value.trim());
    // `comment: "2"` has its quotes.
    let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let value = quoted.filter(|_| !line.contains('=')).unwrap_or(value);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let value = value.trim_matches(['“', '”', '„', '‘', '’']).trim();
    let value = match value.bytes().all(|byte| byte.is_ascii_digit()) {
        true => value.trim_start_matches('0'),
        false => value,
    };
    let within = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
    let value = within.filter(|text| text.contains('\'') && !text.contains("',")).unwrap_or(value);
    let has_signs =
        value.starts_with('\'') || value.contains(['"', '[', ']', '{', '}', '#', '=', '\\', '`']);
    // A date that is none is meant to be one.
    let is_date = value.len() >= 8
        && value.bytes().all(|byte| byte.is_ascii_digit() || b"-:TZ ".contains(&byte));
    (!name.is_empty() && name.chars().all(is_name) && !value.is_empty() && !has_signs && !is_date)
        .then(|| (name, format!("\"{value}\"")))
}

/// The fields of a table, as the reader of one kind of file asks for them.
pub struct Fields<'a, 'f> {
    table: &'a DeTable<'a>,
    /// The place of the whole TOML text, to which spans are relative.
    text: Place,
    /// The place to show where a field is missing.
    place: Place,
    /// How the table is called: `[letter]`, `the front matter`.
    name: String,
    asked: RefCell<BTreeSet<&'static str>>,
    /// The names that were typed amiss, each with the field that it was read as.
    slips: RefCell<BTreeMap<String, &'static str>>,
    /// What notes the questions, where they are put to learn the table's shape.
    recorder: Option<Recorder>,
    findings: &'f RefCell<&'f mut Findings>,
}

impl<'a, 'f> Fields<'a, 'f> {
    /// Returns the fields of a parsed table called `name`, whose text stands at `text`.
    pub fn new(
        table: &'a Spanned<DeTable<'a>>,
        text: Place,
        name: &str,
        findings: &'f RefCell<&'f mut Findings>,
    ) -> Self {
        let end = text.range().len().min(3);
        Self {
            table: table.get_ref(),
            text,
            place: text.within(0..end),
            name: name.to_owned(),
            asked: RefCell::default(),
            slips: RefCell::default(),
            recorder: None,
            findings,
        }
    }

    /// Says that a field is missing at `place` when it is.
    #[must_use]
    pub fn shown_at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Returns where a field's name stands.
    pub fn name_place(&self, name: &str) -> Option<Place> {
        let slips = self.slips.borrow();
        let is_it = |key: &str| key == name || slips.get(key).is_some_and(|meant| *meant == name);
        let (key, _) = self.table.iter().find(|(key, _)| is_it(key.get_ref()))?;
        Some(self.text.within(key.span()))
    }

    /// Returns where the table is shown as a whole.
    pub fn place(&self) -> Place {
        self.place
    }

    fn note(&self, name: &str, kind: impl FnOnce() -> Kind) {
        if let Some(recorder) = &self.recorder {
            recorder.note(name, kind());
        }
    }

    fn get(&self, name: &'static str) -> Option<(&'a DeValue<'a>, Place)> {
        self.asked.borrow_mut().insert(name);
        let value = self.table.get(name).or_else(|| self.slipped(name))?;
        let range = value.span();
        Some((value.get_ref(), self.text.within(range)))
    }

    /// Returns the value of a field whose name was typed amiss, `Comment` or `coment`, and reports the name.
    ///
    /// What would follow from its absence is not told beside it, and so book.toml cannot lower what is.
    fn slipped(&self, name: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        let mut slips = self.slips.borrow_mut();
        let (key, value) = self.table.iter().find(|(key, _)| {
            let typed: &str = key.get_ref();
            match slips.get(typed) {
                Some(meant) => *meant == name,
                None => {
                    let is_known = self.asked.borrow().contains(typed);
                    !is_known && !typed.starts_with("x-") && is_slip(typed, name)
                }
            }
        })?;
        let typed: &str = key.get_ref();
        if slips.insert(typed.to_owned(), name).is_none() {
            self.findings.borrow_mut().push(
                codes::UNKNOWN_FIELD
                    .at(self.text.within(key.span()))
                    .says(format!("{} has no field `{typed}`", self.name))
                    .help(format!("did you mean `{name}`? A field of your own begins with `x-`"))
                    .fixed(),
            );
        }
        Some(value)
    }

    /// Says whether a field is there.
    pub fn has(&self, name: &'static str) -> bool {
        self.note(name, || Kind::Any);
        self.get(name).is_some()
    }

    /// Says whether a field is not there that must be.
    pub fn lacks(&self, name: &'static str) -> bool {
        if let Some(recorder) = &self.recorder {
            recorder.require(name);
        }
        !self.has(name)
    }

    fn wrong(&self, name: &str, place: Place, found: &DeValue<'_>, wanted: &str, help: String) {
        self.report(wrong_type(name, place, found, wanted).help(help));
    }

    /// Returns a text.
    pub fn string(&self, name: &'static str) -> Option<Placed<String>> {
        self.note(name, || Kind::Text);
        let (value, place) = self.get(name)?;
        self.text_of(name, value, place)
    }

    fn text_of(&self, name: &str, value: &DeValue<'_>, place: Place) -> Option<Placed<String>> {
        match value.as_str() {
            Some(text) => Some(Placed { value: text.to_owned(), place }),
            None => {
                let items = value.as_array().map(|array| array.iter().map(Spanned::get_ref));
                let joined = items.and_then(|items| items.map(scalar).collect::<Option<Vec<_>>>());
                let shown = scalar(value).or_else(|| Some(joined?.join(", ")));
                let help = match shown.filter(|shown| !shown.is_empty()) {
                    Some(shown) => format!("put it in quotes: `{name} = {}`", toml_string(&shown)),
                    None => format!("write `{name} = \"…\"`"),
                };
                self.wrong(name, place, value, "a text", help);
                None
            }
        }
    }

    /// Returns a text that must be there.
    pub fn required(&self, name: &'static str, example: &str) -> Option<Placed<String>> {
        let found = self.string(name);
        if self.lacks(name) {
            self.missing(name, example);
        }
        found
    }

    /// Returns a text that must be there, and say something.
    pub fn written(&self, name: &'static str, example: &str) -> Option<Placed<String>> {
        let found = self.required(name, example)?;
        if !found.value.trim().is_empty() {
            return Some(found);
        }
        self.report(
            codes::MISSING_FIELD
                .at(found.place)
                .says(format!("{} has an empty `{name}`", self.name))
                .help(format!("say it, as in `{name} = {example}`")),
        );
        None
    }

    /// Reports that a field is missing.
    pub fn missing(&self, name: &str, example: &str) {
        if let Some(recorder) = &self.recorder {
            recorder.require(name);
        }
        self.findings.borrow_mut().push(
            codes::MISSING_FIELD
                .at(self.place)
                .says(format!("{} has no `{name}`", self.name))
                .help(format!("add it, as in `{name} = {example}`")),
        );
    }

    /// Returns a text or a number, as text: keys and pages are typed both ways.
    pub fn text_or_number(&self, name: &'static str) -> Option<Placed<String>> {
        self.note(name, || Kind::TextOrNumber);
        let (value, place) = self.get(name)?;
        match value {
            DeValue::Integer(number) => Some(Placed { value: number.to_string(), place }),
            _ => self.text_of(name, value, place),
        }
    }

    /// Returns the value as it was typed, whatever it is; `kind` says what it should be.
    pub fn raw(&self, name: &'static str, kind: Kind) -> Option<(&'a DeValue<'a>, Place)> {
        self.note(name, || kind);
        self.get(name)
    }

    /// Returns a list of texts; one text counts as a list of one.
    pub fn strings(&self, name: &'static str) -> Option<Vec<Placed<String>>> {
        self.note(name, || Kind::Texts);
        let (value, place) = self.get(name)?;
        let Some(array) = value.as_array() else {
            if let Some(text) = value.as_str() {
                return Some(vec![Placed { value: text.to_owned(), place }]);
            }
            self.wrong(
                name,
                place,
                value,
                "a list of texts",
                format!("write `{name} = [\"…\", \"…\"]`"),
            );
            return None;
        };
        let items = array.iter().filter_map(|item| {
            let place = self.text.within(item.span());
            match item.get_ref() {
                DeValue::Integer(number) => Some(Placed { value: number.to_string(), place }),
                other => self.text_of(name, other, place),
            }
        });
        Some(items.collect())
    }

    /// Returns the lines of a part of a letter's frame, which has to find room on a page.
    pub fn lines(&self, name: &'static str) -> Vec<Placed<String>> {
        let mut lines = self.strings(name).unwrap_or_default();
        let height = |line: &Placed<String>| 1 + line.value.chars().count() / LINE;
        let count: usize = lines.iter().map(height).sum();
        if count > MOST_LINES {
            let says =
                format!("`{name}` comes to {count} lines, and a page has room for {MOST_LINES}");
            self.report(
                codes::WRONG_TYPE
                    .at(self.name_place(name).unwrap_or(self.place()))
                    .says(says)
                    .help("leave out what is no line of its own: the rest goes into the letter's text")
                    .fixed(),
            );
            lines.clear();
        }
        lines
    }

    /// Returns a date.
    pub fn date(&self, name: &'static str) -> Option<Placed<Date>> {
        self.date_else(name, |finding| finding)
    }

    /// Returns a date without which a unit stays open: book.toml cannot lower what is said of a wrong one.
    pub fn deciding_date(&self, name: &'static str) -> Option<Placed<Date>> {
        self.date_else(name, Finding::fixed)
    }

    fn date_else(
        &self,
        name: &'static str,
        finish: impl FnOnce(Finding) -> Finding,
    ) -> Option<Placed<Date>> {
        self.note(name, || Kind::Date);
        let (value, place) = self.get(name)?;
        let date = as_date(value);
        if date.is_none() {
            let help = format!("write year, month and day without quotes: `{name} = 2009-03-03`");
            self.report(finish(wrong_type(name, place, value, "a date").help(help)));
        }
        date.map(|value| Placed { value, place })
    }

    /// Returns a list of dates.
    pub fn dates(&self, name: &'static str) -> Vec<Placed<Date>> {
        self.note(name, || Kind::Dates);
        let Some((value, place)) = self.get(name) else { return Vec::new() };
        let array = value.as_array();
        let dates: Option<Vec<_>> = array.and_then(|array| {
            array
                .iter()
                .map(|item| {
                    let place = self.text.within(item.span());
                    as_date(item.get_ref()).map(|value| Placed { value, place })
                })
                .collect()
        });
        if dates.is_none() {
            self.wrong(
                name,
                place,
                value,
                "a list of dates",
                format!("write `{name} = [2009-01-20]`"),
            );
        }
        dates.unwrap_or_default()
    }

    /// Returns `true` or `false`.
    pub fn bool(&self, name: &'static str) -> Option<Placed<bool>> {
        self.note(name, || Kind::Flag);
        let (value, place) = self.get(name)?;
        let found = value.as_bool();
        if found.is_none() {
            self.wrong(name, place, value, "true or false", format!("write `{name} = true`"));
        }
        found.map(|value| Placed { value, place })
    }

    /// Returns a whole number that is not negative.
    pub fn number(&self, name: &'static str) -> Option<Placed<u32>> {
        self.note(name, || Kind::Number);
        let (value, place) = self.get(name)?;
        let found = value.as_integer().and_then(|number| {
            u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
        });
        if found.is_none() {
            let expected = match value.as_integer() {
                Some(_) => "one from 0 to 4294967295",
                None => "a whole number",
            };
            self.wrong(name, place, value, expected, format!("write `{name} = 10`"));
        }
        found.map(|value| Placed { value, place })
    }

    /// Returns one of the words that are known for a field.
    pub fn one_of<T: Copy>(&self, name: &'static str, words: &[(&str, T)]) -> Option<Placed<T>> {
        self.note(name, || Kind::Word(words_of(words)));
        let text = self.string(name)?;
        self.word(name, &text, words)
    }

    /// Returns a list of words that are known for a field.
    pub fn some_of<T: Copy>(&self, name: &'static str, words: &[(&str, T)]) -> Vec<Placed<T>> {
        self.note(name, || Kind::Words(words_of(words)));
        let texts = self.strings(name).unwrap_or_default();
        texts.iter().filter_map(|text| self.word(name, text, words)).collect()
    }

    fn word<T: Copy>(
        &self,
        name: &str,
        text: &Placed<String>,
        words: &[(&str, T)],
    ) -> Option<Placed<T>> {
        let exact = words.iter().find(|(word, _)| *word == text.value);
        // What would follow from a word that was typed amiss is not told beside it.
        let found = exact.or_else(|| words.iter().find(|(word, _)| is_slip(&text.value, word)));
        if exact.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let help = match nearest(&text.value, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? Known are {}", listed(&known)),
                None => format!("known are {}", listed(&known)),
            };
            let finding = codes::WRONG_TYPE
                .at(text.place)
                .says(format!("`{}` is no value of `{name}`", text.value))
                .help(help);
            let finding = if found.is_some() { finding.fixed() } else { finding };
            self.findings.borrow_mut().push(finding);
        }
        found.map(|&(_, value)| Placed { value, place: text.place })
    }

    /// Returns the fields of a table below this one.
    pub fn table(&self, name: &'static str) -> Option<Fields<'a, 'f>> {
        if let Some(asked) = self.asked_below(name, Kind::Table) {
            return Some(asked);
        }
        let (value, place) = self.get(name)?;
        match value.as_table() {
            Some(table) => {
                let shown = if self.name == "book.toml" {
                    format!("[{name}]")
                } else {
                    format!("`{name}`")
                };
                Some(self.child(table, place, shown))
            }
            None => {
                self.wrong(name, place, value, "a table", format!("write `{name} = {{ … }}`"));
                None
            }
        }
    }

    /// Returns the fields of each table of a list of tables.
    pub fn tables(&self, name: &'static str) -> Vec<Fields<'a, 'f>> {
        if let Some(asked) = self.asked_below(name, Kind::Tables) {
            return vec![asked];
        }
        let Some((value, place)) = self.get(name) else { return Vec::new() };
        let Some(array) = value.as_array() else {
            self.wrong(
                name,
                place,
                value,
                "a list of tables",
                format!("begin each with `[[{name}]]`"),
            );
            return Vec::new();
        };
        let tables = array.iter().filter_map(|item| {
            let place = self.text.within(item.span());
            match item.get_ref().as_table() {
                Some(table) => Some(self.child(table, place, format!("`[[{name}]]`"))),
                None => {
                    self.wrong(
                        name,
                        place,
                        item.get_ref(),
                        "a table",
                        format!("begin it with `[[{name}]]`"),
                    );
                    None
                }
            }
        });
        tables.collect()
    }

    /// Returns an empty table to be asked, where the questions are what is wanted.
    fn asked_below(&self, name: &str, kind: fn(Recorder) -> Kind) -> Option<Fields<'a, 'f>> {
        let recorder = self.recorder.as_ref()?;
        let below = Recorder::default();
        recorder.note(name, kind(below.clone()));
        let fields = self.child(self.table, self.place, format!("`{name}`"));
        Some(Fields { recorder: Some(below), ..fields })
    }

    fn child(&self, table: &'a DeTable<'a>, place: Place, name: String) -> Fields<'a, 'f> {
        Fields {
            table,
            text: self.text,
            place,
            name,
            asked: RefCell::default(),
            slips: RefCell::default(),
            recorder: None,
            findings: self.findings,
        }
    }

    /// Says which words a name of a table may have that is read by its [`Fields::entries`].
    pub fn entry_of(&self, name: &str, words: &[&str]) {
        self.note(name, || Kind::Word(words.iter().map(|&word| word.to_owned()).collect()));
    }

    /// Says what stands behind the names of a table that are the author's own.
    pub fn others(&self, kind: Kind) {
        if let Some(recorder) = &self.recorder {
            recorder.note_others(kind);
        }
    }

    /// Returns all names and values of the table, for tables whose names are not the reader's.
    pub fn entries(&self) -> Vec<(Placed<String>, &'a DeValue<'a>, Place)> {
        let entries = self.table.iter().map(|(key, value)| {
            let name =
                Placed { value: key.get_ref().to_string(), place: self.text.within(key.span()) };
            (name, value.get_ref(), self.text.within(value.span()))
        });
        entries.collect()
    }

    /// Reports a finding at a place of this table, unless TOML itself forbids what stands there: that was told.
    pub fn report(&self, finding: Finding) {
        let follows = [&codes::WRONG_TYPE, &codes::MALFORMED_KEY].contains(&finding.rule);
        let mut findings = self.findings.borrow_mut();
        let is_told = follows
            && findings.iter().any(|told| {
                let places = told.place.zip(finding.place);
                told.rule == &codes::MALFORMED_TOML
                    && places
                        .is_some_and(|(told, place)| told.contains(place) || place.contains(told))
            });
        if !is_told {
            findings.push(finding);
        }
    }

    /// Reports every name that was not asked for; names that begin with `x-` are the author's own.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        let slips = self.slips.borrow();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if asked.contains(name) || slips.contains_key(name) || name.starts_with("x-") {
                continue;
            }
            let help = match nearest(name, asked.iter().copied()) {
                Some(near) => {
                    format!("did you mean `{near}`? A field of your own begins with `x-`")
                }
                None => {
                    let known: Vec<&str> = asked.iter().copied().collect();
                    format!("known are {}; a field of your own begins with `x-`", listed(&known))
                }
            };
            self.findings.borrow_mut().push(
                codes::UNKNOWN_FIELD
                    .at(self.text.within(key.span()))
                    .says(format!("{} has no field `{name}`", self.name))
                    .help(help),
            );
        }
    }
}

fn words_of<T>(words: &[(&str, T)]) -> Vec<String> {
    words.iter().map(|(word, _)| (*word).to_owned()).collect()
}

/// Returns a date that stands alone, without a time.
pub fn as_date(value: &DeValue<'_>) -> Option<Date> {
    let datetime = value.as_datetime()?;
    let date = datetime.date.filter(|_| datetime.time.is_none())?;
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}

/// Returns a text as a TOML string.
pub fn toml_string(text: &str) -> String {
    let is_plain = |c: char| !c.is_control() || c == '\t';
    if text.contains('\\') && !text.contains('\'') && text.chars().all(is_plain) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            other if is_plain(other) => out.push(other),
            control => out.push_str(&format!("\\u{:04X}", control as u32)),
        }
    }
    out.push('"');
    out
}

/// Returns a scalar as it may be typed in quotes.
pub fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Datetime(datetime) => Some(datetime.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn wrong_type(name: &str, place: Place, found: &DeValue<'_>, wanted: &str) -> Finding {
    codes::WRONG_TYPE.at(place).says(format!("`{name}` is {}, and should be {wanted}", kind(found)))
}

/// Returns what a value is, in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Says whether a word is another one as it may slip from a hand: in other case, a letter or two amiss.
fn is_slip(typed: &str, word: &str) -> bool {
    let most = match word.len() {
        ..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    strsim::damerau_levenshtein(&typed.to_lowercase(), word) <= most
}

/// Returns the known name that is nearest to `word`, where one is near enough to be meant.
pub fn nearest<'n>(word: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&word, &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Joins names as a sentence does: `a`, `b` and `c`.
pub fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns each pair of fields of a table, or of one in it, of which one may be typed for the other.
    fn alike(shape: &Shape, pairs: &mut Vec<String>) {
        for (index, field) in shape.fields.iter().enumerate() {
            let others = shape.fields[..index].iter();
            let near = others.filter(|other| {
                is_slip(&field.name, &other.name) || is_slip(&other.name, &field.name)
            });
            pairs.extend(near.map(|other| format!("{} {}", other.name, field.name)));
            if let Kind::Table(below) | Kind::Tables(below) = &field.kind {
                alike(&below.shape(), pairs);
            }
        }
    }

    /// Returns what is told of a TOML text: the underlined words, the message and the help.
    fn told(text: &str) -> Vec<String> {
        let mut files = crate::source::Files::default();
        let id = files.add("book.toml", text);
        let place = files.get(id).place(0..text.len());
        let mut findings = Findings::default();
        let table = parse(text, place, &mut findings);
        let cell = RefCell::new(&mut findings);
        let fields = Fields::new(&table, place, "book.toml", &cell);
        fields.string("owner");
        let told = findings.iter().map(|finding| {
            let also = finding.also.iter().map(|(place, _)| files.text(*place));
            let also: Vec<&str> = also.collect();
            let help = finding.help.as_deref().unwrap_or_default();
            let typed = finding.place.map_or("", |place| files.text(place));
            format!("{typed} [{}] {}: {help}", also.join("; "), finding.message)
        });
        told.collect()
    }

    #[test]
    fn a_name_that_stands_twice_is_told_with_the_first() {
        let twice = |name: &str, first: &str| {
            [format!(
                "{name} [{first}] `{name}` stands twice in one table: take one of the two out"
            )]
        };
        assert_eq!(
            told("[a]\nvia = 1\n[letter]\nvia = [\"A\"]\nre = []\nvia = \"B\"\n"),
            twice("via", "via = [\"A\"]")
        );
        let heads = "letter [[letter]] `letter` stands twice in one table: join the two under one line `[letter]`";
        assert_eq!(told("[letter]\nre = []\n[a]\n[letter]\nvia = []\n"), [heads]);
        assert_eq!(told("a = { b = 1, b = 2 }\n"), twice("b", ""));
    }

    #[test]
    fn a_help_names_the_quotes_that_a_text_needs() {
        for (line, help) in [
            ("name = 'O'Brien'", "write `name = \"O'Brien\"`"),
            ("name = O'Brien", "write `name = \"O'Brien\"`"),
            ("owner = [\"A\", \"B\"]", "put it in quotes: `owner = \"A, B\"`"),
            ("owner = 2", "put it in quotes: `owner = \"2\"`"),
            ("owner = { a = 1 }", "write `owner = \"…\"`"),
            (
                "re = ['O'Brien', 'B']",
                "write `name = \"value\"`, one a line; a text stands in straight quotes, in double ones where it has a \
                 `'`",
            ),
        ] {
            let told = told(line);
            let [told] = told.as_slice() else { panic!("{line}: {told:?}") };
            assert!(told.ends_with(&format!(": {help}")), "{line}: {told}");
        }
    }

    #[test]
    fn no_field_is_a_slip_for_another() {
        let mut pairs = Vec::new();
        for shape in [
            crate::book::shape(),
            crate::letter::shape(),
            crate::response::shape(),
            crate::disclosure::shape(),
        ] {
            alike(&shape, &mut pairs);
        }
        assert!(pairs.is_empty(), "{pairs:?}");
    }
}

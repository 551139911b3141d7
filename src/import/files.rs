//! The files of a round: letter.md, the source, and the starter responses.

use std::fmt::Write as _;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::facts::Person;
use super::{Import, starter};
use crate::fields::toml_string;
use crate::finding::{Findings, codes};
use crate::letter::Kind;
use crate::received;

/// The files of a round, by name, and what was found.
#[derive(Debug, Clone)]
pub struct Written {
    /// Name in the round's folder, and content; none where the source has no text.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was found, with places in the source.
    pub findings: Findings,
}

/// Returns the files of a round.
///
/// `round` is the date of the round's folder; it is no date of the letter and stands in no file.
/// `source` is the bytes as received.
pub fn write(import: &Import, round: Option<Date>, source: &[u8]) -> Written {
    let mut findings = import.findings.clone();
    if let Some(round) = round {
        findings = findings.iter().cloned().fold(Findings::default(), |mut all, finding| {
            let is_date = finding.rule.code == codes::NO_DATE.code;
            all.push(if is_date {
                finding.help(format!("write `date = {round}` in letter.md, if that is its date"))
            } else {
                finding
            });
            all
        });
    }
    if !import.has_text {
        return Written { files: Vec::new(), findings };
    }
    let source_name = received::file_name(import.kind, source).to_owned();
    let sha256: String = Sha256::digest(source).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let letter = letter_md(import, Some((&source_name, &sha256)));
    let mut files = vec![
        ("letter.md".to_owned(), letter.into_bytes()),
        (source_name, source.to_vec()),
        (".gitattributes".to_owned(), b"source.* -text\n".to_vec()),
    ];
    files.extend(starter::responses(&import.letter));
    Written { files, findings }
}

/// Returns letter.md; the source, its name and hash, is left out while the letter is only read back.
pub(super) fn letter_md(import: &Import, source: Option<(&str, &str)>) -> String {
    let mut out = String::from("+++\n");
    let facts = &import.facts;
    let mut field = |name: &str, value: String| {
        let _ = writeln!(out, "{name} = {value}");
    };
    if let Some(date) = facts.date {
        field("date", date.to_string());
    }
    if facts.from.name.is_some() {
        field("from", person(&facts.from, None));
    }
    if facts.to.name.is_some() || facts.company.is_some() {
        field("to", person(&facts.to, facts.company.as_deref()));
    }
    if !facts.re.is_empty() {
        field("re", list(&facts.re));
    }
    match facts.file_numbers.as_slice() {
        [] => {}
        [one] => field("file_number", toml_string(one)),
        more => field("file_number", list(more)),
    }
    if let Some(days) = facts.respond_within {
        field(
            "respond_within",
            format!("\"{}\"", crate::words::counted(days as usize, "business day")),
        );
    }
    if let Some(date) = facts.letter_answered {
        field("letter_answered", date.to_string());
    }
    if let Some((name, sha256)) = source {
        field("source", format!("{{ file = {}, sha256 = \"{sha256}\" }}", toml_string(name)));
        let count = |kind| import.letter.count(kind);
        field(
            "counts",
            format!(
                "{{ comments = {}, bullets = {}, parts = {} }}",
                count(Kind::Comment),
                count(Kind::Bullet),
                count(Kind::Part)
            ),
        );
    }
    if !import.furniture.is_empty() {
        field("furniture", long_list(&import.furniture));
    }
    for mending in &import.mended {
        let (was, now) = (toml_string(&mending.was), toml_string(&mending.now));
        let _ = write!(
            out,
            "\n[[mended]]\nwas = {was}\nnow = {now}\nwhy = {}\n",
            toml_string(mending.why)
        );
    }
    for (heading, prefix) in &import.restarts {
        let heading = toml_string(heading);
        let _ = write!(out, "\n[[restart]]\nheading = {heading}\nprefix = \"{prefix}\"\n");
    }
    out.push_str("+++\n\n");
    out.push_str(&import.body);
    out
}

fn person(person: &Person, company: Option<&str>) -> String {
    let fields = [
        ("name", person.name.as_deref()),
        ("title", person.title.as_deref()),
        ("company", company),
    ];
    let fields: Vec<String> = fields
        .iter()
        .filter_map(|(name, value)| Some(format!("{name} = {}", toml_string((*value)?))))
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| toml_string(value)).collect();
    format!("[{}]", values.join(", "))
}

/// Returns a list with an entry a line.
fn long_list(values: &[String]) -> String {
    let lines: String =
        values.iter().map(|value| format!("    {},\n", toml_string(value))).collect();
    format!("[\n{lines}]")
}

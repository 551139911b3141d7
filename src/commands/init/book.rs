//! book.toml of a project that answers a letter of its own: from what the letter says of itself.

use std::path::Path;

use jiff::civil::Date;

use super::super::Failure;
use super::super::output::{self, Output};
use super::{BOOK, ROUND, round};
use crate::book;
use crate::coverage::sentence;
use crate::deadline::add_business_days;
use crate::fields::toml_string;
use crate::finding::Findings;
use crate::import::Import;
use crate::source::Files;

/// Returns book.toml for the round of a letter. What the letter does not say is left to its reader.
pub(super) fn of(round: Date, import: &Import) -> String {
    let facts = &import.facts;
    let mut lines =
        vec!["# The matter, as the staff's letter states it. Read each line over.".to_owned()];
    lines.push("\n[matter]".into());
    lines.push(match &facts.company {
        Some(company) => format!("company = {}", toml_string(company)),
        None => noted("company = \"The Company\"", "the letter names none: write its full name"),
    });
    if let Some(number) = facts.file_numbers.first() {
        lines.push(format!("file_number = {}", toml_string(number)));
    }
    lines.push(format!("round = \"{round}\""));
    lines.push("\n[letter]".into());
    lines.push(date(round, facts.respond_within));
    lines.push("via = [\"VIA EDGAR CORRESPONDENCE\"]".into());
    if let Some(company) = &facts.company {
        let name = format!("letterhead = [{}]", toml_string(company));
        lines.push(noted(&name, "name and address, a line each"));
    }
    if let (Some(name), Some(title)) = (&facts.to.name, &facts.to.title) {
        let (name, title) = (toml_string(name), toml_string(title));
        let signatory = format!("signatory = {{ name = {name}, title = {title} }}");
        lines.push("# To whom the staff wrote. Change it where another signs.".into());
        lines.push(signatory);
    }
    lines.push(String::new());
    lines.push(noted("[facts]", "figures stated once, used as {{ facts.NAME }}"));
    lines.join("\n") + "\n"
}

/// Returns the date of the company's letter: the last day in time, since no clock is asked.
fn date(round: Date, respond_within: Option<u32>) -> String {
    let due = respond_within.and_then(|days| add_business_days(round, days, &[]));
    match due {
        Some(due) => noted(
            &format!("date = {due}"),
            "the last day in time: write the day on which you send it",
        ),
        None => noted(&format!("date = {round}"), "write the day on which you send it"),
    }
}

/// Returns a line with a note behind it.
fn noted(line: &str, note: &str) -> String {
    format!("{line:<37} # {note}")
}

/// Makes an imported round the one that is answered, where book.toml is still a new project's.
///
/// Company, file number and round are set where they are still the sample's, and the sample round is taken
/// away if nobody edited it. In a book.toml that nobody edited, nothing of the sample is left.
pub(in crate::commands) fn adopt(
    root: &Path,
    date: Date,
    import: &Import,
) -> Result<String, Failure> {
    let book = crate::project::read_text(&root.join("book.toml")).unwrap_or_default();
    let (new, set) = if book == BOOK {
        let facts = &import.facts;
        let known = [facts.company.is_some(), !facts.file_numbers.is_empty(), true];
        let names = FIELDS.iter().zip(known).filter(|(_, is_known)| *is_known);
        (of(date, import), names.map(|((_, name), _)| (*name).to_owned()).collect())
    } else {
        with_own_values(&book, date, import)
    };
    if new == book {
        let named = format!("round = \"{date}\"");
        let is_other = !book.contains(&named) && book.contains("round = ");
        let hint = format!("book.toml names another round: write `{named}` to answer this one\n");
        return Ok(if is_other { hint } else { String::new() });
    }
    output::write(root, ".", &[Output { path: "book.toml".into(), bytes: new.into_bytes() }], &[])?;
    let mut text = format!("  book.toml                     {} set", sentence(&set));
    if date.to_string() != ROUND && take_sample_away(root) {
        text.push_str("; the sample round taken away");
    }
    Ok(text + "\n")
}

/// Says that the date of the company's letter is of an earlier round, where it is: no clock tells another.
pub(in crate::commands) fn earlier_date(root: &Path, round: Date) -> String {
    let text = crate::project::read_text(&root.join("book.toml")).unwrap_or_default();
    let mut files = Files::default();
    let file = files.add("book.toml", &text);
    let date = book::parse(files.get(file), &mut Findings::default()).letter.date;
    match date.filter(|date| date.value < round) {
        Some(date) => format!(
            "`date` under `[letter]` in book.toml is {}, of an earlier round: write the day on which you send this one\n",
            date.value
        ),
        None => String::new(),
    }
}

/// What is set in book.toml: the sample's line, and what people call it.
const FIELDS: [(&str, &str); 3] = [
    ("company = \"Acme Corp.\"", "company"),
    ("file_number = \"001-00001\"", "file number"),
    ("round = \"2020-03-02\"", "round"),
];

/// Sets what is still the sample's in a book.toml that somebody has edited; returns the text, and what was set.
fn with_own_values(book: &str, date: Date, import: &Import) -> (String, Vec<String>) {
    let facts = &import.facts;
    let company = facts.company.as_deref().map(toml_string);
    let number = facts.file_numbers.first().map(|number| toml_string(number));
    let values = [company, number, Some(format!("\"{date}\""))];
    let (mut lines, mut set) = (Vec::new(), Vec::new());
    for line in book.split_inclusive('\n') {
        let new = FIELDS.iter().zip(&values).find_map(|((sample, called), value)| {
            let (name, _) = sample.split_once(' ')?;
            let rest = line.strip_prefix(sample)?;
            let is_whole = rest.trim().is_empty() || rest.trim_start().starts_with('#');
            Some((format!("{name} = {}{rest}", value.as_ref().filter(|_| is_whole)?), *called))
        });
        match new {
            Some((new, called)) => {
                if new != line {
                    set.push(called.to_owned());
                }
                lines.push(new);
            }
            None => lines.push(line.to_owned()),
        }
    }
    (lines.concat(), set)
}

/// Takes the sample round away; says whether it was there and nobody had edited it.
fn take_sample_away(root: &Path) -> bool {
    let sample = root.join("responses").join(ROUND);
    let files = round();
    let is_untouched = files.iter().all(|(path, bytes)| {
        crate::project::read(&sample.join(path)).is_ok_and(|there| there == *bytes)
    });
    let count = std::fs::read_dir(&sample).map_or(0, Iterator::count);
    is_untouched && count == files.len() && std::fs::remove_dir_all(&sample).is_ok()
}

//! The letter's frame: letterhead, date, addressee, Re: block, salutation, signature, copies.
//!
//! In: book.toml and the front matter of letter.md. Out: blocks.

use jiff::civil::Date;

use crate::deadline::long;
use crate::document::{Block, Inline, LinesRole, Signature};
use crate::project::Project;

fn lines(role: LinesRole, lines: impl IntoIterator<Item = String>) -> Vec<Block> {
    let lines: Vec<Vec<Inline>> = lines.into_iter().map(|line| vec![Inline::Text(line)]).collect();
    if lines.is_empty() { Vec::new() } else { vec![Block::Lines { role, lines }] }
}

/// Returns the letter's date; the round's where book.toml states none, which is a finding.
pub(super) fn letter_date(project: &Project) -> Date {
    let stated = project.book.letter.date.as_ref().map(|date| date.value);
    stated.or(project.round.date).unwrap_or(Date::constant(2000, 1, 1))
}

pub(super) fn letterhead(project: &Project) -> Block {
    let lines = &project.book.letter.letterhead;
    let name = lines.first().cloned().unwrap_or_default();
    Block::Letterhead { name, lines: lines.iter().skip(1).cloned().collect() }
}

pub(super) fn date(project: &Project) -> Vec<Block> {
    dated(letter_date(project))
}

/// Returns the line of a date.
pub(super) fn dated(date: Date) -> Vec<Block> {
    lines(LinesRole::Date, [long(date)])
}

pub(super) fn via(project: &Project) -> Vec<Block> {
    lines(LinesRole::Via, project.book.letter.via.iter().cloned())
}

/// Returns the addressee's lines: book.toml's, or those of who sent the staff's letter.
pub(super) fn addressee_lines(project: &Project) -> Vec<String> {
    if !project.book.letter.to.is_empty() {
        return project.book.letter.to.clone();
    }
    let mut lines = Vec::new();
    if let Some((name, title)) = &project.letter.front.from {
        lines.push(name.value.clone());
        lines.extend(title.clone());
    }
    let office = [
        "Division of Corporation Finance",
        "Securities and Exchange Commission",
        "100 F Street, N.E.",
        "Washington, D.C. 20549",
    ];
    lines.extend(office.map(str::to_owned));
    lines
}

pub(super) fn addressee(project: &Project) -> Vec<Block> {
    lines(LinesRole::Addressee, addressee_lines(project))
}

/// Returns the Re: block: company, filings, file number (requirement K3).
pub(super) fn subject(project: &Project) -> Block {
    let own = &project.book.letter.re;
    let stated = if own.is_empty() { &project.letter.front.re } else { own };
    let mut texts: Vec<String> = stated.iter().map(|line| line.value.clone()).collect();
    if texts.is_empty() {
        texts.push(project.book.matter.company.clone());
    }
    let number = project.book.matter.file_number.as_ref().map(|number| number.value.clone());
    let number = number.or_else(|| {
        let all: Vec<&str> =
            project.letter.front.file_numbers.iter().map(|number| number.value.as_str()).collect();
        (!all.is_empty()).then(|| all.join(", "))
    });
    if let Some(number) = number
        && !texts.iter().any(|line| line.contains(&number))
    {
        texts.push(format!("File No. {number}"));
    }
    let lines = texts.into_iter().map(|line| vec![Inline::Text(line)]).collect();
    Block::Subject { label: "Re:".into(), lines }
}

pub(super) fn salutation(project: &Project) -> Vec<Block> {
    let stated = project.book.letter.salutation.trim();
    let text = if stated.is_empty() {
        let name = addressee_lines(project).into_iter().next().unwrap_or_default();
        if name.is_empty() { "Ladies and Gentlemen:".to_owned() } else { format!("Dear {name}:") }
    } else {
        stated.to_owned()
    };
    lines(LinesRole::Salutation, [text])
}

pub(super) fn signature(project: &Project) -> Vec<Block> {
    let Some(signatory) = &project.book.letter.signatory else { return Vec::new() };
    vec![Block::Signature(Signature {
        closing: "Sincerely,".into(),
        conformed: Some(format!("/s/ {}", signatory.name)),
        lines: vec![signatory.name.clone(), signatory.title.clone()],
    })]
}

pub(super) fn copies(project: &Project) -> Vec<Block> {
    let copies = &project.book.letter.cc;
    if copies.is_empty() {
        return Vec::new();
    }
    vec![Block::Copies(copies.iter().map(|name| vec![Inline::text(name)]).collect())]
}

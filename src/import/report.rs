//! What import has to say of its reading: what is missing, what was mended, what is doubtful.

use std::collections::BTreeSet;

use super::lines::Line;
use super::numbers::{Candidate, Numbers};
use super::outline::{Outline, Part};
use super::paragraphs::Paragraph;
use super::rivals::Rival;
use super::{Import, no_text};
use crate::finding::{Finding, Findings, codes};
use crate::received::Received;
use crate::source::{File, Place};
use crate::words;

/// A letter as it was read.
pub(super) struct Reading<'a> {
    pub source: &'a File,
    pub lines: &'a [Line<'a>],
    pub paragraphs: &'a [Paragraph],
    pub numbers: &'a Numbers,
    pub outline: &'a Outline,
    pub unsure: &'a [(usize, String)],
    pub rivals: &'a [Rival],
}

/// How many findings of doubt are reported.
const MOST: usize = 20;

/// Returns what was found; `read_back` is what the reader of letter.md found in it.
pub(super) fn report(reading: &Reading<'_>, import: &Import, read_back: &Findings) -> Findings {
    let mut findings = Findings::default();
    if !import.has_text {
        findings.push(no_text(reading.source));
        return findings;
    }
    if import.facts.date.is_none() {
        findings.push(
            codes::NO_DATE
                .anywhere()
                .says("the letter states no date")
                .help("write `date = …` in letter.md, as the letter's envelope or EDGAR has it"),
        );
    }
    reading.numbers(import, &mut findings);
    reading.joined(import, &mut findings);
    reading.doubts(&mut findings);
    reader_doubts(read_back, !reading.outline.outside.is_empty(), &mut findings);
    findings
}

/// Returns what is to be said of the file itself, before its letter is read.
pub(super) fn of_source(received: &Received, source: &File) -> Findings {
    let mut findings = Findings::default();
    if let Some(trouble) = &received.trouble {
        findings.push(
            codes::NO_TEXT
                .anywhere()
                .says(format!("{} cannot be read: {trouble}", source.path))
                .help("get the letter anew, or as text or HTML from EDGAR"),
        );
    } else if !received.pictures.is_empty() && received.text.trim().is_empty() {
        // The letter's own finding says that it has no text.
    } else if !received.pictures.is_empty() {
        let pages: Vec<String> = received.pictures.iter().map(u32::to_string).collect();
        let count = words::counted(pages.len(), "page");
        findings.push(
            codes::NO_TEXT
                .anywhere()
                .says(format!("{count} of {} is a picture without text: {}", source.path, pages.join(", ")))
                .help("a picture cannot be read: get the letter as text, or type what these pages say into letter.md"),
        );
    }
    for hidden in received.hidden.iter().take(MOST) {
        let shown: String = hidden.chars().take(80).collect();
        let more = if shown.len() < hidden.len() { " ..." } else { "" };
        findings.push(
            codes::UNCERTAIN_IMPORT
                .anywhere()
                .says(format!("\"{shown}{more}\" is hidden in {} and was left out", source.path))
                .help(
                    "no reader of the file sees it; if it is the staff's, write it into letter.md",
                ),
        );
    }
    findings
}

/// Says of each finding with a place on which page of the file it stands.
pub(super) fn with_pages(findings: Findings, source: &File) -> Findings {
    let mut out = Findings::default();
    for finding in findings.iter() {
        let origin = finding.place.and_then(|place| source.origin(place));
        let mut finding = finding.clone();
        match origin {
            Some(origin) if origin.page > 0 => {
                finding.message += &format!(" (page {})", origin.page)
            }
            Some(origin) if origin.line > 0 => {
                finding.message += &format!(" (line {} of the HTML)", origin.line)
            }
            _ => {}
        }
        out.push(finding);
    }
    out
}

impl Reading<'_> {
    /// Returns the place of bytes of a line.
    fn place(&self, line: usize, start: usize, end: usize) -> Place {
        let at = self.lines[line].range.start;
        self.source.place(at + start..at + end)
    }

    fn number_place(&self, candidate: &Candidate) -> Place {
        self.place(candidate.line, 0, candidate.end)
    }

    /// Reports numbers that are missing, skip, repeat, or were read from something else.
    fn numbers(&self, import: &Import, findings: &mut Findings) {
        let chosen = &self.numbers.chosen;
        if chosen.is_empty() {
            findings.push(
                codes::NO_COMMENTS
                    .anywhere()
                    .says(format!(
                        "no comment number was found in {} of text",
                        words::counted(self.lines.len(), "line")
                    ))
                    .help("where the letter has comments, put `### 1.` above each of them in letter.md"),
            );
        }
        let restarts: BTreeSet<usize> =
            self.outline.restarts.iter().map(|(number, _)| *number).collect();
        for (index, candidate) in chosen.iter().enumerate() {
            let place = self.number_place(candidate);
            let key = import.letter.comments.get(index).map(|comment| comment.key.to_string());
            let key = key.unwrap_or_else(|| candidate.number.to_string());
            if candidate.has_sign || candidate.mended.is_some() {
                let text = &self.lines[candidate.line].text[..candidate.end];
                findings.push(
                    codes::MENDED_NUMBER
                        .at(place)
                        .says(format!("\"{text}\" is read as comment {}", candidate.number))
                        .about(&key),
                );
            }
            let Some(before) = index.checked_sub(1).map(|before| &chosen[before]) else { continue };
            let restarts = restarts.contains(&index);
            if candidate.number == before.number && !restarts {
                findings.push(
                    codes::REPEATED_NUMBER
                        .at(place)
                        .says(format!("comment number {} stands twice", candidate.number))
                        .about(&key)
                        .also(self.number_place(before), "here first")
                        .help("read the letter: a number of letter.md must be mended, or one of the two is an item"),
                );
            } else if candidate.number != before.number + 1 && !restarts {
                findings.push(
                    codes::NUMBER_GAP
                        .at(place)
                        .says(format!("comment {} follows comment {}", candidate.number, before.number))
                        .about(&key)
                        .also(self.number_place(before), "the number before it")
                        .help("compare with the letter as received; a number the staff left out is no fault"),
                );
            }
        }
    }

    /// Reports items that go on after a blank line or on another page.
    fn joined(&self, import: &Import, findings: &mut Findings) {
        let mut rows = import.letter.rows.iter().filter(|row| row.parent.is_some());
        let mut in_comment = false;
        for part in &self.outline.parts {
            let paragraph = match part {
                Part::Number { .. } => {
                    in_comment = true;
                    continue;
                }
                Part::Heading { .. } | Part::Closing => {
                    in_comment = false;
                    continue;
                }
                Part::Item { paragraph, .. } => *paragraph,
                _ => continue,
            };
            let key = if in_comment { rows.next().map(|row| row.key.to_string()) } else { None };
            let paragraph = &self.paragraphs[paragraph];
            let Some(line) = paragraph.joined_at else { continue };
            let before = paragraph.words(self.lines).take_while(|(at, _)| *at < line).last();
            let before =
                before.and_then(|(_, text)| text.split_whitespace().last()).unwrap_or_default();
            let after = self.lines[line].text.split_whitespace().next().unwrap_or_default();
            let what = key.as_ref().map_or("an item".to_owned(), |key| format!("bullet {key}"));
            let finding = codes::JOINED_BULLET
                .at(self.place(line, 0, after.len()))
                .says(format!("{what} goes on after a gap, \"{before} / {after}\""));
            findings.push(match key {
                Some(key) => finding.about(key),
                None => finding,
            });
        }
    }

    /// Reports what could be read in two ways.
    fn doubts(&self, findings: &mut Findings) {
        let mut doubts: Vec<Finding> = Vec::new();
        for candidate in &self.numbers.doubtful {
            let text = &self.lines[candidate.line].text[candidate.skipped..candidate.end];
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.number_place(candidate))
                    .says(format!(
                        "\"{text}\" begins a line here and was not read as a comment's number"
                    ))
                    .help(format!(
                        "if it is one, write `### {}.` above its text in letter.md",
                        candidate.number
                    )),
            );
        }
        for &paragraph in &self.outline.doubtful {
            let line = self.paragraphs[paragraph].first_line();
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.place(line, 0, self.lines[line].text.len()))
                    .says("a heading stands here within a comment, and no number follows it")
                    .help("if a number is lost, write it in letter.md below the heading, with as many `#` as the others have"),
            );
        }
        for &paragraph in &self.outline.unmarked {
            let line = self.paragraphs[paragraph].first_line();
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.place(line, 0, self.lines[line].text.len()))
                    .says("these lines read like a list whose marks are lost")
                    .help("if they are bullets, begin each with `- ` in letter.md, and correct `counts`"),
            );
        }
        if let Some(&paragraph) =
            self.outline.outside.first().filter(|_| !self.numbers.chosen.is_empty())
        {
            let line = self.paragraphs[paragraph].first_line();
            let count = words::counted(self.outline.outside.len(), "list item");
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.place(line, 0, self.lines[line].text.len()))
                    .says(format!("{count} stand in no comment"))
                    .help(
                        "a number may be lost above: compare letter.md with the letter as received",
                    ),
            );
        }
        if let [(line, first), more @ ..] = self.unsure {
            let words: Vec<&str> = std::iter::once(first.as_str())
                .chain(more.iter().map(|(_, word)| word.as_str()))
                .map(|word| word.trim_matches(|sign: char| ",.;:()".contains(sign)))
                .collect();
            let shown = words.iter().take(12).copied().collect::<Vec<_>>().join(", ");
            let rest = if words.len() > 12 { " ..." } else { "" };
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.place(*line, 0, self.lines[*line].text.len()))
                    .says(format!(
                        "the hyphen at a line's end may be part of the word or not: {shown}{rest}"
                    ))
                    .help("read these words in letter.md; a hyphen at a line's end may stay or go"),
            );
        }
        if let Some(rival) = self.outline.closing_rival {
            let line = self.paragraphs[rival].first_line();
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.place(line, 0, self.lines[line].text.len()))
                    .says("the letter's closing could as well begin here")
                    .help("move the `---` of letter.md, if it stands in the wrong place"),
            );
        }
        for (number, heading) in &self.outline.restarts {
            let candidate = &self.numbers.chosen[*number];
            let said = if heading.is_some() {
                "the numbers start again here, and keys take a prefix from here on"
            } else {
                "the numbers start again here"
            };
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.number_place(candidate))
                    .says(said)
                    .help("see `[[restart]]` in letter.md: the prefix is yours to choose"),
            );
        }
        for rival in self.rivals {
            doubts.push(
                codes::UNCERTAIN_IMPORT
                    .at(self.source.place(rival.place.clone()))
                    .says(rival.says.as_str())
                    .help(rival.help.as_str()),
            );
        }
        doubts.sort_by_key(|finding| finding.place);
        doubts.into_iter().take(MOST).for_each(|finding| findings.push(finding));
    }
}

/// Reports faults that the reader of letter.md finds in what import wrote; `has_outside` where items stand in no
/// comment, which is told with their place.
fn reader_doubts(read_back: &Findings, has_outside: bool, findings: &mut Findings) {
    let known = [
        codes::NO_DATE.code,
        codes::NO_COMMENTS.code,
        codes::NUMBER_GAP.code,
        codes::REPEATED_NUMBER.code,
        codes::CLOSING_LIST.code,
    ];
    let is_known = |finding: &&Finding| {
        known.contains(&finding.rule.code) || has_outside && finding.rule == &codes::OUTSIDE_COMMENT
    };
    for finding in read_back.iter().filter(|finding| !is_known(finding)).take(MOST) {
        findings.push(
            codes::UNCERTAIN_IMPORT.anywhere().says(format!(
                "letter.md needs a look ({}): {}",
                finding.rule.code, finding.message
            )),
        );
    }
}

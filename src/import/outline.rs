//! The letter's structure: which paragraph is a heading, a comment's text, an item, the closing.
//!
//! In: paragraphs, with the numbers already chosen. Out: [`Part`]s in reading order.

use super::closing;
use super::items::Depth;
use super::lines::Line;
use super::numbers::Candidate;
use super::paragraphs::{Opener, Paragraph};
use super::text::{self, HeadingKind, heading_kind};
use crate::letter::comment_number;

/// A piece of letter.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A heading above comments, or in the closing.
    Heading { level: usize, paragraph: usize },
    /// A comment's number: which one of the chosen.
    Number { level: usize, number: usize },
    /// A heading over items of a comment.
    Group { level: usize, paragraph: usize },
    /// A paragraph, at the depth of the item it belongs to.
    Text { depth: usize, paragraph: usize },
    /// An item.
    Item { depth: usize, paragraph: usize },
    /// The break before the closing.
    Closing,
}

/// The structure, with what made it doubtful.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The pieces.
    pub parts: Vec<Part>,
    /// Headings within comments that look as if a number had stood below them.
    pub doubtful: Vec<usize>,
    /// Paragraphs that read like a list whose marks are lost.
    pub unmarked: Vec<usize>,
    /// Items that stand in no comment.
    pub outside: Vec<usize>,
    /// A paragraph at which the closing could as well begin.
    pub closing_rival: Option<usize>,
    /// Short paragraphs above numbers that nearly read like headings.
    pub near_headings: Vec<usize>,
    /// Headings that could be the end of the paragraph above them.
    pub near_texts: Vec<usize>,
    /// Short paragraphs over items within comments that nearly read like headings.
    pub near_groups: Vec<usize>,
    /// Headings within comments under which no item stands.
    pub weak_groups: Vec<usize>,
    /// Where the numbers start again: the chosen number, and the paragraph of the heading.
    pub restarts: Vec<(usize, Option<usize>)>,
}

/// Import writes at most so many levels of headings above comments.
const LEVELS: usize = 4;

/// In how many paragraphs under a heading within a comment an item has to stand.
const UNDER: usize = 40;

/// Reads the structure.
pub(super) fn read(lines: &[Line<'_>], paragraphs: &[Paragraph], numbers: &[Candidate]) -> Outline {
    let texts: Vec<String> = paragraphs.iter().map(|paragraph| paragraph.text(lines)).collect();
    let salutation = texts.iter().position(|text| text::is_salutation(text));
    let mut reader = Reader {
        paragraphs,
        texts: &texts,
        salutation,
        is_section: vec![false; paragraphs.len()],
        closing: paragraphs.len(),
        outline: Outline::default(),
        sections: Vec::new(),
        is_in_filing: false,
        comment: None,
        depth: Depth::default(),
    };
    reader.find_closing();
    reader.find_sections();
    reader.restarts(numbers);
    reader.parts();
    reader.outline
}

struct Reader<'a> {
    paragraphs: &'a [Paragraph],
    texts: &'a [String],
    salutation: Option<usize>,
    /// Which paragraphs are headings above comments.
    is_section: Vec<bool>,
    /// The first paragraph of the closing.
    closing: usize,
    outline: Outline,
    /// The headings above: level and kind.
    sections: Vec<(usize, HeadingKind)>,
    /// Whether the first of them names a filing by its form or period.
    is_in_filing: bool,
    /// The level of the comment that is open.
    comment: Option<usize>,
    depth: Depth,
}

impl Reader<'_> {
    fn is_number(&self, index: usize) -> bool {
        matches!(self.paragraphs[index].opener, Opener::Number(_))
    }

    fn is_heading(&self, index: usize) -> bool {
        let paragraph = &self.paragraphs[index];
        paragraph.opener == Opener::None
            && !paragraph.is_table
            && self.salutation.is_none_or(|salutation| index > salutation)
            && (text::is_heading(&self.texts[index])
                || (paragraph.is_strong && text::may_be_heading(&self.texts[index])))
    }

    /// Finds where the closing begins: the split after the last comment that reads best as a whole.
    fn find_closing(&mut self) {
        let last = (0..self.paragraphs.len()).rposition(|index| self.is_number(index));
        let from = last.map_or(0, |last| last + 2);
        let from = from.max(self.salutation.map_or(0, |at| at + 1));
        let found = closing::find(self.paragraphs, self.texts, from, last.is_some());
        let Some(found) = found else { return };
        self.closing = found.start;
        self.outline.closing_rival = found.rival;
        // Its heading, "Closing Comments", belongs to it.
        let above = found.start.checked_sub(1).filter(|&above| above + 1 > from);
        if let Some(above) = above
            && self.is_heading(above)
            && self.texts[above].to_lowercase().contains("closing")
        {
            self.closing = above;
        }
    }

    /// Finds the headings that stand directly above numbers.
    fn find_sections(&mut self) {
        for number in 0..self.paragraphs.len() {
            if !self.is_number(number) {
                continue;
            }
            let mut above = number;
            while let Some(index) = above.checked_sub(1) {
                let reach = if self.is_heading(index) { 1 } else { self.caption(index) };
                if reach == 0 || number - index > 6 {
                    self.near(index, above < number);
                    break;
                }
                for index in above - reach..above {
                    self.is_section[index] = true;
                }
                above -= reach;
            }
        }
    }

    /// Notes where a section's first heading, or the paragraph above a number, could be read otherwise.
    fn near(&mut self, index: usize, has_heading: bool) {
        let paragraph = &self.paragraphs[index];
        let text = &self.texts[index];
        let is_body = self.salutation.is_none_or(|salutation| index > salutation);
        if !is_body || paragraph.opener != Opener::None || paragraph.is_table {
            return;
        }
        if looks_like_heading(text) || is_question(text) {
            self.outline.near_headings.push(index);
        } else if has_heading && !ends_in_a_sign(text) && text.split_whitespace().nth(14).is_some()
        {
            let heading = index + 1;
            let is_sure = self.paragraphs[heading].is_strong
                || text::has_page(&self.texts[heading])
                || heading_kind(&self.texts[heading]) != HeadingKind::Plain;
            if !is_sure {
                self.outline.near_texts.push(heading);
            }
        }
    }

    /// Returns how many paragraphs up to `index` are a heading and its caption, none where they are not.
    ///
    /// A risk factor's caption is a sentence: `Risk Factors, page 11`, `We may not obtain financing.` That of
    /// an answer is a question.
    fn caption(&self, index: usize) -> usize {
        let is_short = |index: usize| {
            let text = &self.texts[index];
            self.paragraphs[index].opener == Opener::None
                && text.chars().count() <= 240
                && text.contains(char::is_alphabetic)
                && comment_number(text).is_none()
                && !crate::words::asks(text.trim_end_matches('?'))
        };
        let Some(above) = index.checked_sub(1) else { return 0 };
        let is_paged = text::has_page(&self.texts[above]) && self.is_heading(above);
        if is_paged && index < self.closing && is_short(index) { 2 } else { 0 }
    }

    /// Notes where the numbers start again, with the heading of the filing they then belong to.
    fn restarts(&mut self, numbers: &[Candidate]) {
        let mut before = 0;
        for index in 0..self.paragraphs.len() {
            let Opener::Number(number) = self.paragraphs[index].opener else { continue };
            let this = numbers[number].number;
            let heading =
                (0..index).rev().take_while(|&above| !self.is_number(above)).find(|&above| {
                    self.is_section[above]
                        && heading_kind(&self.texts[above]) == HeadingKind::Filing
                });
            // A filing with one comment is followed by another 1. Other numbers run backward and start nothing.
            if this == 1 && (before > 1 || before == 1 && heading.is_some()) {
                self.outline.restarts.push((number, heading));
            }
            before = this;
        }
    }

    fn parts(&mut self) {
        let mut index = 0;
        while index < self.paragraphs.len() {
            if index == self.closing {
                self.comment = None;
                self.depth.clear();
                self.outline.parts.push(Part::Closing);
            }
            let run = (index..self.paragraphs.len()).take_while(|&at| self.is_section[at]).count();
            if run > 0 {
                self.section_run(index, run);
                index += run;
                continue;
            }
            self.part(index);
            index += 1;
        }
    }

    /// Gives the headings above a comment their levels.
    fn section_run(&mut self, start: usize, count: usize) {
        self.comment = None;
        self.depth.clear();
        let first = heading_kind(&self.texts[start]);
        let deepest = self.sections.len();
        // All that follows the heading of a form or a period is of that filing: `Form 10-K for 2009`.
        let highest = if self.is_in_filing { 2 } else { 1 };
        let level = match self.sections.iter().find(|(_, kind)| *kind == first) {
            _ if first == HeadingKind::Filing => 1,
            Some((level, _)) => *level,
            // Items and exhibits are a filing's own parts, and stand in no other heading.
            None if matches!(first, HeadingKind::Item | HeadingKind::Exhibit) => highest,
            // No heading of its kind stands above: the run ends where the one before ended.
            None => (deepest + 1).saturating_sub(count).max(highest),
        };
        for (offset, index) in (start..start + count).enumerate() {
            let level = (level + offset).min(LEVELS);
            self.sections.retain(|(above, _)| *above < level);
            self.sections.push((level, heading_kind(&self.texts[index])));
            if level == 1 {
                self.is_in_filing = self.sections[0].1 == HeadingKind::Filing
                    && self.texts[index].contains(|c: char| c.is_ascii_digit());
            }
            self.outline.parts.push(Part::Heading { level, paragraph: index });
        }
    }

    fn part(&mut self, index: usize) {
        let paragraph = &self.paragraphs[index];
        let part = match paragraph.opener {
            Opener::Number(number) => {
                let level = self.sections.last().map_or(0, |(level, _)| *level) + 1;
                self.comment = Some(level);
                self.depth.clear();
                Part::Number { level, number }
            }
            Opener::Item(style) => {
                let depth = self.depth.of_item(style, paragraph.indent);
                if self.comment.is_none() && index < self.closing {
                    self.outline.outside.push(index);
                }
                Part::Item { depth, paragraph: index }
            }
            Opener::None => match self.comment {
                _ if index == self.closing && self.is_heading(index) => {
                    Part::Heading { level: 1, paragraph: index }
                }
                Some(level) if self.is_group(index) => {
                    self.depth.clear();
                    if heading_kind(&self.texts[index]) != HeadingKind::Plain {
                        self.outline.doubtful.push(index);
                    } else if self.is_weak_group(index) {
                        self.outline.weak_groups.push(index);
                    }
                    Part::Group { level: level + 1, paragraph: index }
                }
                Some(_) => {
                    if self.is_unmarked_list(index) {
                        self.outline.unmarked.push(index);
                    } else if self.is_near_group(index) {
                        self.outline.near_groups.push(index);
                    }
                    let depth = self.depth.of_text(paragraph.indent);
                    Part::Text { depth, paragraph: index }
                }
                None => {
                    self.depth.clear();
                    Part::Text { depth: 0, paragraph: index }
                }
            },
        };
        self.outline.parts.push(part);
    }

    /// Says whether a paragraph is a list without marks: indented below a lead-in, with `; and` in it.
    fn is_unmarked_list(&self, index: usize) -> bool {
        let Some(above) = index.checked_sub(1) else { return false };
        self.paragraphs[above].opener == Opener::None
            // What is quoted of a filing is set in as well.
            && !self.texts[index].starts_with(['"', '“', '\''])
            && self.texts[above].ends_with(':')
            && self.paragraphs[index].indent > self.paragraphs[above].indent
            // `"premium;" and`: the sign may stand within a quotation's end.
            && self.texts[index]
                .split_whitespace()
                .any(|word| word.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(';'))
    }

    /// Says whether a heading within a comment is told by its capitals alone: no item stands under it.
    fn is_weak_group(&self, index: usize) -> bool {
        let under = self.paragraphs[index + 1..self.closing.max(index + 1)].iter();
        let mut under = under
            .take(UNDER)
            .take_while(|paragraph| !matches!(paragraph.opener, Opener::Number(_)));
        !self.paragraphs[index].is_strong
            && !under.any(|paragraph| matches!(paragraph.opener, Opener::Item(_)))
    }

    /// Says whether a paragraph between the items of a comment could be a heading over those that follow.
    fn is_near_group(&self, index: usize) -> bool {
        let is_item = |at: usize| {
            let paragraph = self.paragraphs.get(at);
            paragraph.is_some_and(|paragraph| matches!(paragraph.opener, Opener::Item(_)))
        };
        index > 0
            && is_item(index - 1)
            && is_item(index + 1)
            && !self.paragraphs[index].is_table
            && looks_like_heading(&self.texts[index])
    }

    /// Says whether a heading within a comment stands over what follows in it.
    fn is_group(&self, index: usize) -> bool {
        let next = index + 1;
        // A comment's first words are no heading: `1.` and `Please`.
        let is_first = index.checked_sub(1).is_some_and(|above| self.is_number(above));
        self.is_heading(index)
            && !is_first
            && next < self.paragraphs.len()
            && next != self.closing
            && !self.is_number(next)
    }
}

/// Says whether a short text could be a heading, if its words had capitals: no sign ends it, and it asks nothing.
fn looks_like_heading(text: &str) -> bool {
    (2..=14).contains(&text.split_whitespace().take(15).count())
        && text.starts_with(char::is_uppercase)
        && !ends_in_a_sign(text)
        && !crate::words::asks(text)
}

/// Says whether a short text is a question, as some headings of a filing are: `Who may vote?`.
fn is_question(text: &str) -> bool {
    let text = text.replace('(', "");
    let name = text::without_question(&text).trim_end_matches('?');
    name.len() < text.len() && looks_like_heading(name)
}

fn ends_in_a_sign(text: &str) -> bool {
    text.ends_with(['.', ':', ';', '?', '!', ',', '"', '”', ')', '’', '\''])
}

//! Which units a finding is about, and where it sorts.
//!
//! In: the findings of all checks, with their places. Out: the same with keys, each put where the letter has
//! the unit. A finding in a response is about the section around it, one in its front matter about all that
//! the file answers, one in letter.md about the bullet or comment in which it stands.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Claim, Coverage};
use crate::finding::{Finding, Findings, Level, codes};
use crate::key::Key;
use crate::letter::Letter;
use crate::markdown::BlockKind;
use crate::response::{Response, typed_heading};
use crate::source::{FileId, Files, Place};

/// How far above a finding, and in its line, a lost heading is looked for, in bytes.
const FAR: usize = 4096;

/// Gives each finding that names no unit the keys of those it is about, and all their place in the letter.
pub fn name(
    letter: &Letter,
    responses: &[Response],
    coverage: &Coverage,
    files: &Files,
    findings: &mut Findings,
) {
    let mut rows_of: BTreeMap<Claim, Vec<usize>> = BTreeMap::new();
    for (row, state) in coverage.rows.iter().enumerate() {
        for claim in state.claims().collect::<BTreeSet<_>>() {
            rows_of.entry(claim).or_default().push(row);
        }
    }
    let by_file =
        responses.iter().enumerate().map(|(index, response)| (response.file, index)).collect();
    let names = Names { letter, responses, coverage, files, by_file, rows_of };
    findings.each(|finding| names.complete(finding));
}

struct Names<'a> {
    letter: &'a Letter,
    responses: &'a [Response],
    coverage: &'a Coverage,
    files: &'a Files,
    /// The response that each file is.
    by_file: HashMap<FileId, usize>,
    /// What each text answers, in the letter's order.
    rows_of: BTreeMap<Claim, Vec<usize>>,
}

impl Names<'_> {
    fn complete(&self, finding: &mut Finding) {
        let named = finding.keys.first().and_then(|key| self.letter.row(&key.parse().ok()?));
        let rows = match (named, finding.place) {
            (Some(row), _) => vec![row],
            (None, Some(place)) if place.file == self.letter.file => {
                self.of_letter(place).into_iter().collect()
            }
            (None, Some(place)) => self.of_response(finding, place),
            (None, None) => Vec::new(),
        };
        let Some(&first) = rows.first() else { return };
        if finding.keys.is_empty() {
            let keys = rows.iter().map(|&row| self.letter.rows[row].key.to_string());
            finding.keys = keys.collect();
        }
        // What only informs about the staff's letter comes last.
        let only_informs = finding.level <= Level::Note
            && finding.place.is_some_and(|place| place.file == self.letter.file);
        if finding.order.is_none() && !only_informs {
            finding.order = Some(self.letter.rows[first].place);
        }
    }

    /// Returns the row of letter.md in which a place stands; none above the first and in the closing.
    fn of_letter(&self, place: Place) -> Option<usize> {
        // A line that stands right above a row's is about the row: the first line of a merge.
        let text = &self.files.get(place.file).text[place.range().start..];
        let lines = if text.starts_with("<<<<<<<") { 2 } else { 1 };
        let length: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
        let end = place.range().start + length;
        let row = self.letter.rows.iter().rposition(|row| row.place.range().start < end)?;
        let at = self.letter.rows[row].place.start;
        let is_closing = self.letter.blocks.iter().any(|block| {
            matches!(block.kind, BlockKind::Rule) && (at..place.start).contains(&block.place.start)
        });
        (!is_closing).then_some(row)
    }

    /// Returns the rows that a finding in a response is about.
    fn of_response(&self, finding: &Finding, place: Place) -> Vec<usize> {
        let Some(&index) = self.by_file.get(&place.file) else { return Vec::new() };
        let response = &self.responses[index];
        if let Some(row) = self.typed_near(finding, place) {
            return vec![row];
        }
        let text = response.blocks.first().map_or(u32::MAX, |first| first.place.start);
        let is_head = place.start < text || finding.rule == &codes::MISSING_FRONT_MATTER;
        if is_head {
            let claim = |section| Claim { response: index, section };
            let of_file = self.rows_of.range(claim(None)..=claim(Some(usize::MAX)));
            let claimed: BTreeSet<usize> = of_file.flat_map(|(_, rows)| rows).copied().collect();
            if !claimed.is_empty() {
                return claimed.into_iter().collect();
            }
        }
        let key = |section: &crate::response::Section| {
            section.keys.first().map(|(item, _)| item.first().clone())
        };
        let around =
            response.sections.iter().rposition(|section| section.place.start <= place.start);
        // A section for several units is about each of them.
        if let Some(answered) = self.rows_of.get(&Claim { response: index, section: around }) {
            return answered.clone();
        }
        let key = match around {
            Some(section) => key(&response.sections[section]),
            None => response
                .front
                .comment
                .as_ref()
                .map(|comment| comment.value.clone())
                .or_else(|| Some(response.sections.iter().find_map(key)?.comment_key())),
        };
        let row = key
            .and_then(|key| self.letter.row(&key).or_else(|| self.letter.row(&key.comment_key())));
        row.into_iter().collect()
    }

    /// Returns the open row, or that of a section, whose heading was typed at a place and may be lost: in a
    /// merge, in code, in a comment, in bold.
    fn typed_near(&self, finding: &Finding, place: Place) -> Option<usize> {
        let text = &self.files.get(place.file).text;
        if finding.rule == &codes::MERGE_CONFLICT {
            let opens = text[place.range()].starts_with('<');
            let mut lines = text[place.range().end..].lines().skip(1);
            // Right below a text, and apart from what follows, it is the text's.
            let is_below = !text[..place.range().start].ends_with("\n\n")
                && lines.clone().next().is_none_or(|line| line.trim().is_empty());
            return match opens {
                false if is_below => None,
                true => lines
                    .take_while(|line| !line.starts_with(">>>>>>>"))
                    .find_map(|line| self.typed(line)),
                false => {
                    lines.find(|line| !line.trim().is_empty()).and_then(|line| self.typed(line))
                }
            };
        }
        let at = place.range().start;
        let from = text.ceil_char_boundary(at.saturating_sub(FAR));
        let to = text.floor_char_boundary(at.saturating_add(FAR));
        let line_end = text[at..to].find('\n').map_or(to, |found| at + found);
        let row = text[from..line_end].lines().rev().find_map(|line| self.typed(line))?;
        self.coverage.rows[row].claim.is_none().then_some(row)
    }

    /// Reads a line as the heading of a section, also where it opens none.
    fn typed(&self, line: &str) -> Option<usize> {
        let (keys, _) = typed_heading(line).filter(|(_, is_signed)| *is_signed)?;
        // A section for a request is one for its unit.
        self.letter.row(&Key { ask: None, ..keys.first()?.first().clone() })
    }
}

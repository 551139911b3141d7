//! Which open units a text was meant for whose key names no row.
//!
//! In: the texts that lost their key, once all others have found their rows. Out: their findings, with the units
//! that were meant: nothing else is said of these.

use std::ops::{Bound, RangeBounds};

use super::{Collector, Lost, Side, begins_with};
use crate::finding::{Finding, codes};
use crate::key::{self, Key};
use crate::letter::Kind;
use crate::markdown::{self, BlockKind};
use crate::response::Section;
use crate::source::Place;
use crate::words;

/// How many words of a heading that cannot be read may stand before the unit's own: what is left of a key.
const PIECES: usize = 4;

/// The fewest words that tell a unit.
const WORDS: usize = 3;

/// The rows between those of the sections before and behind a lost one.
type Gap = (Bound<usize>, Bound<usize>);

impl Collector<'_> {
    /// Names the open units whose keys stand in a heading of the answer's own: `### 3.7` opens no section.
    pub(super) fn too_deep(&mut self) {
        let (letter, responses) = (self.letter, self.responses);
        for block in responses.iter().flat_map(|response| &response.blocks) {
            let BlockKind::Heading { level: 3.., text, .. } = &block.kind else { continue };
            let Ok(keys) = key::keys(&markdown::flatten(text).text) else { continue };
            let rows = keys.items.iter().filter_map(|item| letter.row(item.first()));
            let rows: Vec<usize> = rows.filter(|&row| self.is_open(row)).collect();
            if self.complete_reported(&rows, |finding, at| is_of_heading(finding, at, block.place))
            {
                self.claims.meant.extend(rows);
            }
        }
    }

    /// Says of each text whose key names no row which open units were meant, where some are near.
    pub(super) fn guess(&mut self) {
        for mut lost in std::mem::take(&mut self.lost) {
            let finding = lost.finding.take();
            let is_duplicate =
                finding.as_ref().is_some_and(|it| it.rule == &codes::DUPLICATE_RESPONSE);
            let rows = self.meant(&lost, is_duplicate);
            self.claims.meant.extend(&rows);
            match finding {
                Some(finding) => self.findings.push(completed(finding, self.keys(&rows))),
                None => self.complete_lost(&lost, &rows),
            }
        }
    }

    fn keys(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().map(|&row| self.letter.rows[row].key.to_string()).collect()
    }

    /// Names the units that were meant in what the file's reader has reported of a key that it could not read.
    fn complete_lost(&mut self, lost: &Lost, rows: &[usize]) {
        let response = &self.responses[lost.claim.response];
        if let Some(section) = lost.claim.section {
            let heading = response.sections[section].place;
            self.complete_reported(rows, |finding, at| is_of_heading(finding, at, heading));
        } else if let Some(typed) = &response.front.typed_comment {
            // Where TOML forbids what was typed, that is told of it.
            self.complete_reported(rows, |finding, at| {
                let is_toml = finding.rule == &codes::MALFORMED_TOML;
                at == typed.place || is_toml && typed.place.contains(at)
            });
        } else {
            let heads = [&codes::MALFORMED_TOML, &codes::MISSING_FRONT_MATTER];
            self.complete_reported(rows, |finding, at| {
                at.file == response.file && heads.contains(&finding.rule)
            });
        }
    }

    /// Names rows in findings that stand already; says whether there are any.
    fn complete_reported(
        &mut self,
        rows: &[usize],
        is_it: impl Fn(&Finding, Place) -> bool,
    ) -> bool {
        if rows.is_empty() {
            return false;
        }
        let keys = self.keys(rows);
        let mut is_reported = false;
        self.findings.each(|finding| {
            if finding.place.is_some_and(|at| is_it(finding, at)) {
                is_reported = true;
                finding.keys.clone_from(&keys);
                finding.is_fixed = true;
            }
        });
        is_reported
    }

    fn is_open(&self, row: usize) -> bool {
        self.letter.is_unit(row)
            && self.claims.rows[row].is_none()
            && !self.claims.meant.contains(&row)
    }

    fn open(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        (0..self.letter.rows.len()).filter(|&row| self.is_open(row))
    }

    /// Returns how far a key is from what was typed.
    fn distance(&self, lost: &Lost, row: usize) -> usize {
        strsim::damerau_levenshtein(&lost.typed, &self.letter.rows[row].key.to_string())
    }

    /// Returns the units that a text was meant to answer, the likeliest first.
    fn meant(&self, lost: &Lost, is_duplicate: bool) -> Vec<usize> {
        // Of a range, what follows its known end up to the next answer; of several keys, all that are open.
        let mut named = match lost.end {
            Some((end, side)) => self.neighbours(end, side),
            None => self.rows_named(&lost.typed),
        };
        if let Some(nearest) =
            (0..named.len()).min_by_key(|&index| self.distance(lost, named[index]))
        {
            named[..=nearest].rotate_right(1);
            return named;
        }
        let Some(section) = lost.claim.section else { return self.meant_by_comment(lost) };
        let gap = self.gap(lost, section);
        // The words behind the key say it, where they are there.
        if let Some(row) = self.by_words(lost, section, gap) {
            return vec![row];
        }
        let between: Vec<usize> = self
            .open()
            .filter(|&row| gap.contains(&row) && self.is_of_file(lost.claim.response, row))
            .collect();
        if is_duplicate && !self.is_foreign(lost.claim.response, section) {
            // A key that is there may be meant: only a gap between its neighbours says that it slipped.
            return match (gap, between.as_slice()) {
                ((Bound::Excluded(_), Bound::Excluded(_)), [row]) => vec![*row],
                _ => Vec::new(),
            };
        }
        let nearest = between.into_iter().min_by_key(|&row| self.distance(lost, row));
        if is_duplicate {
            return nearest.into_iter().collect();
        }
        let alike = || {
            let alike = self.open().filter(|&row| self.distance(lost, row) <= 2);
            alike.min_by_key(|&row| self.distance(lost, row))
        };
        nearest.or_else(alike).into_iter().collect()
    }

    /// Returns the gap in which a section stands, by the keys of its neighbours in the file.
    fn gap(&self, lost: &Lost, section: usize) -> Gap {
        let row_of = |section: &Section| self.letter.row(section.keys.first()?.0.first());
        let (above, rest) = self.responses[lost.claim.response].sections.split_at(section);
        let before = above.iter().rev().find_map(row_of);
        let behind = rest.iter().skip(1).find_map(row_of);
        let bound = |row: Option<usize>| row.map_or(Bound::Unbounded, Bound::Excluded);
        (bound(before), bound(behind))
    }

    /// Returns the open unit with whose words a heading goes on, rather one in the gap.
    fn by_words(&self, lost: &Lost, section: usize, gap: Gap) -> Option<usize> {
        let words = &self.responses[lost.claim.response].sections[section].words;
        let typed = words.as_ref().map_or(&lost.typed, |(words, _)| words);
        let typed = words::compared(typed);
        // A malformed key stands before the words: leave out what may be its pieces.
        let rests = (0..typed.len().min(PIECES)).map(|skip| &typed[skip..]);
        rests.filter(|rest| rest.len() >= WORDS).find_map(|rest| {
            let mut fits = self.open().filter(|&row| begins_with(self.letter, row, rest));
            fits.clone().find(|row| gap.contains(row)).or_else(|| fits.next())
        })
    }

    /// Says whether a row is of the comment that a file names; of one that names none it may be any.
    fn is_of_file(&self, response: usize, row: usize) -> bool {
        let comment = self.responses[response].front.comment.as_ref();
        let comment = comment.filter(|comment| self.letter.row(&comment.value).is_some());
        comment.is_none_or(|comment| self.letter.rows[row].key.comment_key() == comment.value)
    }

    /// Returns the open siblings on one side of a row, up to the first that is answered.
    fn neighbours(&self, row: usize, side: Side) -> Vec<usize> {
        let rows = &self.letter.rows;
        let is_sibling = |&other: &usize| rows[other].parent == rows[row].parent;
        let is_open = |&other: &usize| self.is_open(other);
        match side {
            Side::Before => (0..row).rev().filter(is_sibling).take_while(is_open).collect(),
            Side::After => {
                (row..rows.len()).skip(1).filter(is_sibling).take_while(is_open).collect()
            }
        }
    }

    /// Returns the open rows that a text names which cannot be read as a whole: `3.6–3.4`, `1.a/1.b`, `2(1)`.
    fn rows_named(&self, typed: &str) -> Vec<usize> {
        let typed = typed.replace('(', ".").replace(')', "");
        let first = typed.split_whitespace().next().unwrap_or_default();
        // `3,7` is a slip for 3.7.
        let with_point = first.contains(',').then(|| first.replace(',', "."));
        if let Some(row) = with_point
            .and_then(|key| self.letter.row(&key.parse().ok()?))
            .filter(|&row| self.is_open(row))
        {
            return vec![row];
        }
        let typed = key::meant(&typed).unwrap_or(typed);
        let pieces = typed.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        let pieces = pieces.map(|piece| piece.trim_matches('.')).filter(|piece| !piece.is_empty());
        let keys = pieces.map_while(|piece| piece.parse::<Key>().ok());
        let rows: Vec<usize> = keys.filter_map(|key| self.letter.row(&key)).collect();
        let rows = match rows.as_slice() {
            [a, b] if typed.contains('–') => {
                let parent = self.letter.rows[*a].parent;
                let all = *a.min(b)..=*a.max(b);
                all.filter(|&row| self.letter.rows[row].parent == parent).collect()
            }
            _ => rows,
        };
        rows.into_iter().filter(|&row| self.is_open(row)).collect()
    }

    /// Returns the units of the comment that a file was meant to answer.
    fn meant_by_comment(&self, lost: &Lost) -> Vec<usize> {
        let response = &self.responses[lost.claim.response];
        // Its sections have found their rows, or are lost on their own account.
        if !response.sections.is_empty() {
            return Vec::new();
        }
        let units = |comment: usize| -> Vec<usize> {
            let units = self.letter.units_of(comment).into_iter();
            let is_its = |&row: &usize| {
                response.front.puts_off() || self.letter.rows[row].kind == Kind::Comment
            };
            units.filter(is_its).collect()
        };
        let candidates: Vec<Vec<usize>> = (0..self.letter.comments.len())
            .map(units)
            .filter(|units| !units.is_empty() && units.iter().all(|&row| self.is_open(row)))
            .collect();
        if let [only] = candidates.as_slice() {
            return only.clone();
        }
        let is_near = |units: &&Vec<usize>| {
            let comment = self.letter.rows[units[0]].key.comment_key().to_string();
            !lost.typed.is_empty() && strsim::damerau_levenshtein(&lost.typed, &comment) <= 1
        };
        let near: Vec<&Vec<usize>> = candidates.iter().filter(is_near).collect();
        match near.as_slice() {
            [units] => units.to_vec(),
            _ => Vec::new(),
        }
    }
}

/// Says whether a finding is of the key in a heading.
fn is_of_heading(finding: &Finding, at: Place, heading: Place) -> bool {
    finding.rule == &codes::MALFORMED_KEY && heading.contains(at)
}

/// Names in a finding the units that were meant, the likeliest first.
fn completed(finding: Finding, keys: Vec<String>) -> Finding {
    let Some(likeliest) = keys.first().cloned() else { return finding };
    let help = match finding.rule.code {
        "text-without-key" => {
            format!(
                "write `comment = \"{likeliest}\"` in the front matter, or put the text under its key"
            )
        }
        "duplicate-response" => {
            format!("did you mean `{likeliest}`, which has no response? Else keep one of the two")
        }
        _ => format!("did you mean `{likeliest}`? It has no response yet"),
    };
    let keys = keys.into_iter().chain(finding.keys.clone()).collect();
    Finding { keys, ..finding }.help(help).fixed()
}

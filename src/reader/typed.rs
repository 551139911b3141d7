//! The sign of the public edition typed by hand: `[***]` marks nothing.
//!
//! In: where they stand, as the pass comes to them. Out: findings. Two of them around a text were meant to mark it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::finding::{Findings, codes};
use crate::regions::RULE;
use crate::source::Place;

/// What a link's address begins with; `(1)` behind a mark is the mark of a note.
const ADDRESSES: [&str; 6] = ["http:", "https:", "mailto:", "www.", "#", "<"];
/// How the name of a file ends that a link may lead to.
const FILES: [&str; 7] = [".png", ".jpg", ".jpeg", ".gif", ".pdf", ".htm", ".html"];

/// The signs of a file.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Each `[***]`.
    typed: Vec<Range<usize>>,
    /// Two of them around a text, by where the first stands.
    pairs: BTreeMap<usize, Range<usize>>,
    /// The last of the paragraph.
    last: Option<Range<usize>>,
    /// The last that stands alone on its line.
    alone: Option<Range<usize>>,
    /// What its links may lead to.
    targets: Targets,
}

/// What the links of a text may lead to.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// The labels for which it defines where they lead.
    labels: OnceCell<BTreeSet<String>>,
}

impl Targets {
    /// Says whether a text goes on from a bracket as a link or a picture does: `(https://…`, `[a]` where the file
    /// defines `a`.
    pub(super) fn is_target(&self, behind: &str, is_picture: bool, file: &str) -> bool {
        if let Some(rest) = behind.strip_prefix('(') {
            let address = rest.split([')', ' ', '\n']).next().unwrap_or_default().to_lowercase();
            return is_picture
                || ADDRESSES.iter().any(|begin| address.starts_with(begin))
                || FILES.iter().any(|end| address.ends_with(end));
        }
        let label = behind.strip_prefix('[').and_then(|rest| rest.split(']').next());
        label.is_some_and(|label| {
            let labels = self.labels.get_or_init(|| labels(file));
            labels.contains(&label.trim().to_lowercase())
        })
    }
}

impl Signs {
    /// Begins a paragraph or a cell.
    pub(super) fn paragraph(&mut self) {
        self.last = None;
    }

    /// Takes `[***]` alone on its line.
    pub(super) fn alone(&mut self, place: Range<usize>) {
        match self.alone.take() {
            Some(first) => drop(self.pairs.insert(first.start, place)),
            None => self.alone = Some(place),
        }
    }

    /// Takes `[***]` within a paragraph.
    pub(super) fn typed(&mut self, text: &str, sign: Range<usize>) {
        self.typed.push(sign.clone());
        let first = self.last.take();
        match first.filter(|first| !text[first.end..sign.start].trim().is_empty()) {
            Some(first) => drop(self.pairs.insert(first.start, sign)),
            None => self.last = Some(sign),
        }
    }

    /// Says whether a text goes on from a bracket as a link or a picture does.
    pub(super) fn is_target(&self, behind: &str, is_picture: bool, file: &str) -> bool {
        self.targets.is_target(behind, is_picture, file)
    }

    /// Reports what was taken.
    pub(super) fn report(&self, place: Place, findings: &mut Findings) {
        let mut paired = BTreeSet::new();
        for (start, second) in &self.pairs {
            paired.extend([*start, second.start]);
            findings.push(
                codes::MALFORMED_MARK
                    .at(place.within(*start..start + second.len()))
                    .says("`[***]` stands on both sides of a text, and marks nothing")
                    .also(place.within(second.clone()), "the second one")
                    .help("a region is `[*** text ***]`; `\\[***]` is the sign itself")
                    .reference(RULE),
            );
        }
        for sign in self.typed.iter().filter(|sign| !paired.contains(&sign.start)) {
            findings.push(
                codes::LITERAL_MARK
                    .at(place.within(sign.clone()))
                    .says("`[***]` is typed by hand, and stands for no text")
                    .help(
                        "mark the text itself, `[*** text ***]`: the public edition makes the sign",
                    ),
            );
        }
    }
}

/// Returns the labels that a file defines, `[label]: https://…`, in small letters.
fn labels(file: &str) -> BTreeSet<String> {
    let label = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']).strip_prefix('[')?;
        let (label, _) = line.split_once("]:")?;
        (!label.starts_with('^')).then(|| label.trim().to_lowercase())
    };
    file.lines().filter_map(label).collect()
}

//! Lines of the source that letter.md puts aside as its pages' own.

use std::collections::BTreeMap;

use super::words::{SourceRole, Words};
use crate::fields::Placed;
use crate::finding::{Findings, codes};
use crate::marks;
use crate::source::File;
use crate::words::{asks, fold};

/// The entries of `furniture`, each with the lines that it may stand for.
#[derive(Debug)]
pub(super) struct Furniture<'a> {
    entries: &'a [Placed<String>],
    /// For each line of the source that equals entries: which ones, rising.
    lines: BTreeMap<u32, usize>,
    groups: Vec<Vec<usize>>,
    /// For each such line: the index of the first word behind it.
    ends: BTreeMap<u32, usize>,
}

impl<'a> Furniture<'a> {
    /// Finds the lines that the entries may stand for.
    pub(super) fn new(
        entries: &'a [Placed<String>],
        source: &File,
        words: &Words<SourceRole>,
    ) -> Self {
        let mut by_text: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let group = *by_text.entry(compared_line(&entry.value)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(index);
        }
        let mut furniture = Self { entries, lines: BTreeMap::new(), groups, ends: BTreeMap::new() };
        if entries.is_empty() {
            return furniture;
        }
        for (number, line) in source.text.split('\n').enumerate() {
            if let Some(&group) = by_text.get(&compared_line(line)) {
                furniture.lines.insert(u32::try_from(number).unwrap_or(u32::MAX), group);
            }
        }
        for index in 0..words.len() {
            let Some(word) = words.get(index) else { break };
            if furniture.lines.contains_key(&word.role.line) {
                furniture.ends.insert(word.role.line, index + 1);
            }
        }
        furniture
    }

    /// Returns the entry at or after `from` that takes a line, and the first word behind that line.
    pub(super) fn takes(&self, line: u32, from: usize) -> Option<(usize, usize)> {
        let group = &self.groups[*self.lines.get(&line)?];
        let entry = *group.get(group.partition_point(|&entry| entry < from))?;
        Some((entry, *self.ends.get(&line)?))
    }

    /// Reports each different entry, those that ask for something, and those that took no line.
    pub(super) fn report(&self, used: &[bool], findings: &mut Findings) {
        for group in &self.groups {
            let Some(entry) = group.first().and_then(|&first| self.entries.get(first)) else {
                continue;
            };
            let text = &entry.value;
            if sounds_like_a_request(text) {
                findings.push(
                    codes::FURNITURE_ASKS
                        .at(entry.place)
                        .says(format!(
                            "\"{text}\" is put aside as page furniture and asks for something"
                        ))
                        .help("take it out of `furniture`, and put its words into the letter"),
                );
                continue;
            }
            let taken = group.iter().filter(|&&entry| used.get(entry) == Some(&true)).count();
            let times = match taken {
                1 => "once".to_owned(),
                2 => "twice".to_owned(),
                _ => format!("{taken} times"),
            };
            findings.push(
                codes::FURNITURE
                    .at(entry.place)
                    .says(format!("\"{text}\" is left out as page furniture, {times}")),
            );
            let left = group.len() - taken;
            if left > 0 && !compared_words(text).is_empty() {
                findings.push(
                    codes::FURNITURE
                        .at(entry.place)
                        .level(crate::finding::Level::Warning)
                        .says(format!("\"{text}\" is no line of the source here"))
                        .help("take the entry out: each stands for one whole line, in the order of the source"),
                );
            }
        }
    }
}

/// Returns a line as entries are compared with it: folded, with single blanks.
fn compared_line(line: &str) -> String {
    let folded: String = line.chars().map(fold).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compared_words(text: &str) -> Vec<String> {
    let text = text.trim();
    super::words::folded(&text[marks::signs(text).0..])
}

/// Says whether a line asks, or is an item: a list mark and a letter.
pub fn sounds_like_a_request(text: &str) -> bool {
    let text = text.trim();
    let behind = match marks::sign(text) {
        Some(length) => Some(&text[length..]),
        None => text
            .split_once(char::is_whitespace)
            .filter(|(word, _)| marks::mark(word).is_some())
            .map(|(_, rest)| rest),
    };
    let is_item = behind
        .is_some_and(|rest| rest.trim_start().starts_with(|first: char| first.is_alphabetic()));
    is_item || asks(text)
}

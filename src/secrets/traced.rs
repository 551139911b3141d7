//! Text that was put together from stretches of files, and where each of its words was typed.
//!
//! In: texts with the places that they come from. Out: [`Traced`], which gives a range of its text a place.

use std::ops::Range;

use crate::source::{Files, Place};

/// A text whose parts know where they come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traced {
    /// The text.
    pub text: String,
    stretches: Vec<Stretch>,
}

/// A part of a text that comes from one place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    /// Where it stands in the text, in bytes.
    range: Range<usize>,
    place: Place,
    /// Whether the place holds the very bytes; a fact's does not, it holds its name.
    is_typed: bool,
}

impl From<&str> for Traced {
    /// Takes a text that comes from no file.
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), stretches: Vec::new() }
    }
}

impl Traced {
    /// Adds a text that comes from no file.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a text that stands at a place, or is made of what stands there.
    pub(super) fn push_from(&mut self, files: &Files, place: Place, text: &str) {
        let range = self.text.len()..self.text.len() + text.len();
        self.text.push_str(text);
        if range.is_empty() {
            return;
        }
        let typed = files.text(place).find(text);
        let place = typed.map_or(place, |at| place.within(at..at + text.len()));
        self.stretches.push(Stretch { range, place, is_typed: typed.is_some() });
    }

    /// Returns where a range of the text stands, from the first of its parts to the last; none where it comes
    /// from no file, or from several.
    pub fn place(&self, range: Range<usize>) -> Option<Place> {
        let first = self.stretches.partition_point(|it| it.range.end <= range.start);
        let end = self.stretches.partition_point(|it| it.range.start < range.end);
        let within = self.stretches.get(first..end)?;
        let (first, last) = (within.first()?, within.last()?);
        if first.place.file != last.place.file || first.place.start > last.place.start {
            return None;
        }
        let offset = |stretch: &Stretch, at: usize| {
            let from = stretch.range.start;
            stretch.place.within(at - from..at - from)
        };
        let start = match first.is_typed {
            true => offset(first, range.start.max(first.range.start)).start,
            false => first.place.start,
        };
        let end = match last.is_typed {
            true => offset(last, range.end.min(last.range.end)).end,
            false => last.place.end,
        };
        Some(Place { file: first.place.file, start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_were_typed() {
        let mut files = Files::default();
        let file = files.add("1.md", "It has `842` of {{ facts.what }} here.");
        let at = |range: Range<usize>| Place::new(file, range);
        let mut traced = Traced::default();
        traced.push_from(&files, at(0..7), "It has ");
        traced.push_from(&files, at(7..12), "842");
        traced.push_from(&files, at(12..16), " of ");
        traced.push_from(&files, at(16..32), "stores");
        traced.push("[***]");
        traced.push_from(&files, at(32..38), " here.");
        let told = |words: &str| {
            let start = traced.text.find(words).expect("it is there");
            traced.place(start..start + words.len()).map(|place| files.text(place))
        };
        assert_eq!(told("842"), Some("842"));
        assert_eq!(told("has 842 of"), Some("has `842` of"));
        assert_eq!(told("tore"), Some("{{ facts.what }}"));
        assert_eq!(told("of stores"), Some("of {{ facts.what }}"));
        assert_eq!(told("[***]"), None);
        assert_eq!(told("[***] her"), Some(" her"));
    }
}

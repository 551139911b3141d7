//! Ids, names and the links that lead to them.

use std::collections::HashMap;
use std::ops::Range;

use super::faults::Faults;
use crate::finding::codes::EDGAR_ATTRIBUTE;

/// The places of a document, and the links to them.
#[derive(Default)]
pub(super) struct Anchors {
    /// Each name, with the element that has it: the start of its tag.
    names: HashMap<String, usize>,
    links: Vec<(String, Range<usize>)>,
}

impl Anchors {
    /// Adds the id of an element, or the name of an anchor; an anchor may have the same as both.
    pub(super) fn name(
        &mut self,
        name: &str,
        tag: usize,
        range: Range<usize>,
        faults: &mut Faults,
    ) {
        if !is_name(name) {
            let message = format!("`{}` is no name of a place", shown(name));
            let help = "write a letter first, then letters, digits, `.`, `_` and `-`";
            faults.add(&EDGAR_ATTRIBUTE, range.clone(), message, help);
        }
        if self.names.get(name).is_some_and(|known| *known != tag) {
            let message = format!("the name `{}` stands at two places", shown(name));
            faults.add(&EDGAR_ATTRIBUTE, range, message, "give each place a name of its own");
            return;
        }
        self.names.insert(name.to_owned(), tag);
    }

    /// Adds a link to a place of the document.
    pub(super) fn link(&mut self, name: &str, range: Range<usize>) {
        self.links.push((name.to_owned(), range));
    }

    /// Checks that each link has its place.
    pub(super) fn finish(self, faults: &mut Faults) {
        for (name, range) in self.links {
            if !self.names.contains_key(&name) {
                let message = format!("a link leads to `#{}`, which no place has", shown(&name));
                faults.add(
                    &EDGAR_ATTRIBUTE,
                    range,
                    message,
                    "name the place, or take the link out",
                );
            }
        }
    }
}

/// Says whether a text names a place: `[A-Za-z][A-Za-z0-9._-]*`.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Returns a value that may be anything, as a message shows it.
pub(super) fn shown(value: &str) -> String {
    let plain = |sign: char| if sign.is_control() || sign == '`' { ' ' } else { sign };
    let mut text: String = value.chars().map(plain).take(60).collect();
    if value.chars().count() > 60 {
        text.push('…');
    }
    text
}

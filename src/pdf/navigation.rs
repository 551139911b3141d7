//! How a reader gets about: links, outline and named places.
//!
//! In: what the layout says of them. Out: their objects (ISO 32000-1, 12.3 and 12.5.6.5). There are no
//! actions but addresses, and no scripts.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};

use super::file::{File, byte_string, real, reference, text};
use super::{PAGE_HEIGHT, Plan, destination, structure};
use crate::layout::page::{Destination, LinkArea, OutlineEntry, Spot};

/// How many entries an outline may have to be shown open; a longer one shows its first level.
const OPEN: usize = 50;

/// Puts an annotation for each link.
pub(super) fn put_links(areas: &[&[LinkArea]], plan: &Plan, file: &mut File) {
    let links = areas.iter().enumerate();
    let links = links.flat_map(|(page, areas)| areas.iter().map(move |link| (page, link)));
    for (index, (page, link)) in links.enumerate() {
        let mut annotation = annotation(link);
        annotation.set("P", reference(plan.pages.at(page)));
        // The parent tree has the links after the pages.
        annotation.set("StructParent", (areas.len() + index) as i64);
        file.put(plan.links.at(index), &Object::Dictionary(annotation));
    }
}

/// Returns the annotation of a link: printed (F 4), without a border, described in words (PDF/UA-1,
/// 7.18.5).
fn annotation(link: &LinkArea) -> Dictionary {
    let top = PAGE_HEIGHT - link.y;
    let sides = [link.x, top - link.height, link.x + link.width, top];
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => sides.map(real).to_vec(),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "Contents" => text(contents(link)),
    };
    match &link.destination {
        Destination::Address(address) => annotation.set(
            "A",
            dictionary! { "Type" => "Action", "S" => "URI", "URI" => text(&ascii(address)) },
        ),
        Destination::Place(place) => annotation.set("Dest", byte_string(place)),
    }
    annotation
}

/// Returns the words that describe a link; those of its destination where it has none of its own.
fn contents(link: &LinkArea) -> &str {
    match (&link.destination, link.alternative.trim()) {
        (Destination::Address(words) | Destination::Place(words), "") => words,
        (_, words) => words,
    }
}

/// Returns an address in ASCII (ISO 32000-1, 12.6.4.7), other bytes as `%XX` (RFC 3986, 2.1).
fn ascii(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'!'..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Puts the outline as a tree, and names it in the catalog.
pub(super) fn put_outline(
    entries: &[OutlineEntry],
    plan: &Plan,
    catalog: &mut Dictionary,
    file: &mut File,
) {
    if entries.is_empty() {
        return;
    }
    let root = file.number();
    let numbers = file.numbers(entries.len());
    let family = Family::of(entries);
    let number = |index: Option<usize>| index.map(|index| reference(numbers.at(index)));
    for (index, entry) in entries.iter().enumerate() {
        let kin = family.entries[index];
        let page = plan.pages.at(entry.spot.page);
        let mut item = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => number(kin.parent).unwrap_or(reference(root)),
            "Dest" => destination(page, entry.spot.y),
        };
        let links =
            [("Prev", kin.before), ("Next", kin.after), ("First", kin.first), ("Last", kin.last)];
        for (name, index) in links {
            if let Some(reference) = number(index) {
                item.set(name, reference);
            }
        }
        if kin.below > 0 {
            let sign = if entries.len() > OPEN { -1 } else { 1 };
            item.set("Count", sign * kin.below as i64);
        }
        file.put(numbers.at(index), &Object::Dictionary(item));
    }
    let shown = if entries.len() > OPEN { family.top } else { entries.len() };
    let mut outline = dictionary! { "Type" => "Outlines", "Count" => shown as i64 };
    outline.set("First", reference(numbers.at(0)));
    outline.set("Last", reference(numbers.at(family.last)));
    file.put(root, &Object::Dictionary(outline));
    catalog.set("Outlines", reference(root));
    catalog.set("PageMode", "UseOutlines");
}

/// How the entries of an outline hang together.
struct Family {
    entries: Vec<Kin>,
    /// The last entry of the first level.
    last: usize,
    /// How many entries are of the first level.
    top: usize,
}

/// An entry's neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Kin {
    parent: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    /// How many entries are below it at any depth.
    below: usize,
}

impl Family {
    fn of(entries: &[OutlineEntry]) -> Self {
        let mut family = Self { entries: vec![Kin::default(); entries.len()], last: 0, top: 0 };
        let mut above: Vec<usize> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let mut before = None;
            while let Some(last) = above.pop_if(|last| entries[*last].level >= entry.level) {
                before = Some(last);
            }
            let parent = above.last().copied();
            // An entry of the first level may stand before one of a lesser level.
            let before = if parent.is_none() && index > 0 { Some(family.last) } else { before };
            family.entries[index] = Kin { parent, before, ..Kin::default() };
            if let Some(before) = before {
                family.entries[before].after = Some(index);
            }
            match parent {
                Some(parent) => {
                    family.entries[parent].first.get_or_insert(index);
                    family.entries[parent].last = Some(index);
                }
                None => (family.last, family.top) = (index, family.top + 1),
            }
            above.iter().for_each(|&above| family.entries[above].below += 1);
            above.push(index);
        }
        family
    }
}

/// Puts the letter's places as named destinations, so that `letter.pdf#k3.7` leads to one.
pub(super) fn put_places(
    places: &BTreeMap<String, Spot>,
    plan: &Plan,
    catalog: &mut Dictionary,
    file: &mut File,
) {
    if places.is_empty() {
        return;
    }
    let mut entries = Vec::with_capacity(places.len());
    for (name, spot) in places {
        let number = file.add(destination(plan.pages.at(spot.page), spot.y));
        entries.push((name.clone(), number));
    }
    let tree = structure::put_names(&entries, file);
    catalog.set("Names", dictionary! { "Dests" => reference(tree) });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(levels: &[u8]) -> Vec<OutlineEntry> {
        let spot = Spot { page: 0, y: 0.0 };
        levels.iter().map(|&level| OutlineEntry { title: String::new(), level, spot }).collect()
    }

    #[test]
    fn an_outline_is_a_tree() {
        let family = Family::of(&entries(&[1, 2, 2, 3, 1]));
        let kin = |index: usize| family.entries[index];
        assert_eq!([kin(0).first, kin(0).last, kin(0).after], [Some(1), Some(2), Some(4)]);
        assert_eq!([kin(2).parent, kin(2).before, kin(2).first], [Some(0), Some(1), Some(3)]);
        assert_eq!([kin(0).below, kin(2).below, kin(4).below], [3, 1, 0]);
        assert_eq!((family.top, family.last), (2, 4));
    }

    #[test]
    fn a_level_may_be_left_out() {
        let family = Family::of(&entries(&[3, 2, 1, 3]));
        assert_eq!((family.top, family.last), (3, 2));
        assert_eq!(family.entries[1].before, Some(0));
        assert_eq!(family.entries[3].parent, Some(2));
    }

    #[test]
    fn an_address_is_ascii() {
        assert_eq!(ascii("https://a.b/é (x)"), "https://a.b/%C3%A9%20(x)");
    }
}

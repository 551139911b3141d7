//! What must hold of a laid-out letter before it can be written.
//!
//! In: the [`Laid`]. Out: nothing, or the first contradiction. What later stages index with has been
//! looked at here; the glyphs, of which there are millions, are checked where they are collected.

use super::Error;
use crate::layout::page::{Destination, Laid, Mark, Node, NodeId, Page, Spot};

/// The largest length that is taken, in points: no page of a PDF is larger (ISO 32000-1, annex C.2).
const LARGEST: f32 = 14_400.0;

/// Checks ids, places, links and lengths.
pub(super) fn check(laid: &Laid) -> Result<(), Error> {
    if laid.pages.is_empty() {
        return Err(Error::NoPages);
    }
    check_tree(&laid.nodes)?;
    for (index, page) in laid.pages.iter().enumerate() {
        check_page(page, index + 1, laid)?;
    }
    for entry in &laid.outline {
        check_spot(entry.spot, "outline entry", laid)?;
    }
    laid.places.values().try_for_each(|&spot| check_spot(spot, "place", laid))
}

/// Holds that each node but the root is the child of the one parent that it names, below the root.
fn check_tree(nodes: &[Node]) -> Result<(), Error> {
    let root = nodes.first().ok_or(Error::NoSuchNode(0))?;
    if root.parent.is_some() {
        return Err(Error::NotInTree(0));
    }
    let mut seen = vec![false; nodes.len()];
    seen[0] = true;
    let mut waiting = vec![NodeId(0)];
    while let Some(parent) = waiting.pop() {
        for &child in &nodes[parent.0 as usize].children {
            let node = nodes.get(child.0 as usize).ok_or(Error::NoSuchNode(child.0))?;
            if seen[child.0 as usize] || node.parent != Some(parent) {
                return Err(Error::NotInTree(child.0));
            }
            seen[child.0 as usize] = true;
            waiting.push(child);
        }
    }
    match seen.iter().position(|seen| !seen) {
        Some(lost) => Err(Error::NotInTree(lost as u32)),
        None => Ok(()),
    }
}

/// Checks a page; `number` counts from 1.
fn check_page(page: &Page, number: usize, laid: &Laid) -> Result<(), Error> {
    let measures = |what: &'static str, lengths: &[f32]| match lengths.iter().all(|&l| fits(l)) {
        true => Ok(()),
        false => Err(Error::Measure { what, page: number }),
    };
    for run in &page.runs {
        measures("text", &[run.x, run.y, run.size])?;
        if let Mark::Node(node) = run.mark {
            check_node(node, laid)?;
        }
    }
    for rule in &page.rules {
        measures("rule", &[rule.x, rule.y, rule.width, rule.height])?;
    }
    for picture in &page.pictures {
        measures("picture", &[picture.x, picture.y, picture.width, picture.height])?;
        check_node(picture.node, laid)?;
    }
    for link in &page.links {
        measures("link", &[link.x, link.y, link.width, link.height])?;
        check_node(link.node, laid)?;
        check_destination(&link.destination, laid)?;
    }
    Ok(())
}

fn check_destination(destination: &Destination, laid: &Laid) -> Result<(), Error> {
    match destination {
        Destination::Place(place) if !laid.places.contains_key(place) => {
            Err(Error::NoSuchPlace(place.clone()))
        }
        Destination::Address(address) if !is_safe(address) => Err(Error::Address(address.clone())),
        Destination::Place(_) | Destination::Address(_) => Ok(()),
    }
}

/// Tells whether an address is one that a letter may lead to: never a script or a file.
fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    ["https", "http", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
}

fn check_node(node: NodeId, laid: &Laid) -> Result<(), Error> {
    match laid.nodes.get(node.0 as usize) {
        Some(_) => Ok(()),
        None => Err(Error::NoSuchNode(node.0)),
    }
}

fn check_spot(spot: Spot, what: &'static str, laid: &Laid) -> Result<(), Error> {
    if spot.page >= laid.pages.len() {
        return Err(Error::NoSuchPage(spot.page));
    }
    match fits(spot.y) {
        true => Ok(()),
        false => Err(Error::Measure { what, page: spot.page + 1 }),
    }
}

/// Tells whether a length is a number that a page can have; false for NaN.
fn fits(length: f32) -> bool {
    length.abs() <= LARGEST
}

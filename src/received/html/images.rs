//! Pictures that stand for list signs: `<img src="bul1.gif" width="12" height="12">` before an item's words.
//!
//! In: the tree. Out: whether an image could be a bullet; where it stands is for the walk to say.

use std::collections::BTreeMap;

use super::tree::{Node, NodeKind, Tree};

/// The largest and the smallest picture of a list sign, in pixels; smaller ones keep a place free.
const SIDES: std::ops::RangeInclusive<f64> = 3.0..=28.0;
/// What the names of pictures say that are bullets.
const BULLETS: [&str; 8] = ["bul", "dot", "disc", "square", "circle", "arrow", "diamond", "check"];
/// What the names of pictures say that nobody is to see, or that part texts.
const SPACERS: [&str; 8] = ["spac", "blank", "clear", "trans", "pixel", "shim", "rule", "line"];

/// The images of a document.
pub(super) struct Images {
    /// How often each is shown, by its source.
    shown: BTreeMap<String, usize>,
}

impl Images {
    /// Counts the images of a document.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut shown = BTreeMap::new();
        let images = tree.nodes.iter().filter(|node| is_image(node));
        for source in images.filter_map(|image| image.attribute("src")) {
            *shown.entry(source.to_owned()).or_default() += 1;
        }
        Self { shown }
    }

    /// Says whether a node is an image that could stand for a list sign.
    ///
    /// One whose size is not said has to be named like a bullet, or to be shown again.
    pub(super) fn is_bullet(&self, node: &Node) -> bool {
        if !is_image(node) {
            return false;
        }
        let sides: Vec<f64> =
            ["width", "height"].into_iter().filter_map(|name| side(node, name)).collect();
        let source = node.attribute("src").unwrap_or_default();
        let name = file_name(source);
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if sides.iter().any(|side| !SIDES.contains(side)) || says(&SPACERS) {
            return false;
        }
        let alternative = node.attribute("alt").unwrap_or_default().trim().to_lowercase();
        let is_sign = crate::marks::sign(&alternative) == Some(alternative.len());
        let is_named = is_sign || says(&BULLETS) || alternative.contains("bullet");
        let is_name = !name.is_empty() && alternative.contains(&name);
        let has_words = alternative.split_whitespace().count() > 1 && !is_name;
        is_named || !has_words && (sides.len() == 2 || self.shown.get(source) > Some(&1))
    }
}

fn is_image(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Element(name, _) if &**name == "img")
}

/// Returns the length of an image's side in pixels, where its attribute or style says it.
fn side(node: &Node, name: &str) -> Option<f64> {
    let styled = node.attribute("style").and_then(|style| {
        let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
        declarations
            .filter(|(property, _)| property.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_ascii_lowercase())
            .next_back()
    });
    let value = styled.or_else(|| Some(node.attribute(name)?.trim().to_ascii_lowercase()))?;
    let end = value.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok()?;
    match value[end..].trim() {
        "" | "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" => Some(number * 16.0),
        "in" => Some(number * 96.0),
        _ => None,
    }
}

/// Returns the name of an image's file in small letters; none where it stands in the document itself.
fn file_name(source: &str) -> String {
    if source.starts_with("data:") {
        return String::new();
    }
    source.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    /// Returns for each image of a document whether it could be a bullet.
    fn bullets(html: &str) -> Vec<bool> {
        let tree = tree::parse(html, 0);
        let images = Images::of(&tree);
        let nodes = tree.nodes.iter().filter(|node| is_image(node));
        nodes.map(|node| images.is_bullet(node)).collect()
    }

    #[test]
    fn bullets_are_small_named_or_shown_again() {
        let found = bullets(
            "<img src='a.gif' width=12 height=12><img src='x/edgbul1a.gif' alt='edgbul1a.gif (894 bytes)'>\
             <img src='b.gif' style='width:6pt;height:6pt'><img src='c.gif' alt='•'>\
             <img src='d.gif'>text<img src='d.gif'>",
        );
        assert_eq!(found, [true; 6]);
    }

    #[test]
    fn seals_rules_spacers_and_single_pictures_are_none() {
        let found = bullets(
            "<img src='seal.gif' width=96 height=96><img src='rule.gif'><img src='bul.gif' width=1 height=12>\
             <img src='spacer.gif' width=10 height=10><img src='logo.gif'><img alt='Seal of the Commission' width=20 height=20>\
             <img src='bullet.gif' width='100%' height=600>",
        );
        assert_eq!(found, [false; 7]);
    }
}

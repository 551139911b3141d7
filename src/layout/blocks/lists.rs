//! Lists in responses and other text.

use super::super::context::Context;
use super::super::measures::{Frame, GAP, baseline};
use super::super::page::{NodeId, Role};
use super::super::slab::{Bond, Ink, Slab, space};
use super::super::text::{Spot, Style, Text, end_with_blank};
use super::{first_baseline, lay_block};
use crate::document::{Block, List};

/// Space between an item and the list within it.
const NESTED: f32 = 2.0;

/// How a list is set.
#[derive(Clone, Copy)]
struct Manner {
    /// How far text stands behind its marker.
    indent: f32,
    /// Space between items.
    gap: f32,
}

/// Sets a list.
pub(super) fn lay(context: &mut Context<'_>, frame: Frame, list: &List, slabs: &mut Vec<Slab>) {
    let numbered = list.start.is_some();
    let node = context.tree.add(frame.node, Role::List { numbered });
    let manner = manner(frame, list);
    let first = slabs.len();
    for (index, item) in list.items.iter().enumerate() {
        let marker = match list.start {
            Some(start) => number(start.saturating_add(index as u64), frame.depth),
            None if frame.depth < 2 => "•".into(),
            None => "–".into(),
        };
        lay_item(context, frame, node, manner, &marker, item, slabs);
    }
    let nested = frame.depth > 0;
    let before = if nested && !list.loose { NESTED } else { GAP };
    let after = if nested { frame.gap } else { GAP };
    space(&mut slabs[first..], before, after);
}

fn manner(frame: Frame, list: &List) -> Manner {
    let gap = match (list.loose, list.start) {
        (true, _) => GAP,
        (false, Some(_)) => 4.0,
        (false, None) => 2.0,
    };
    let last = list.start.map(|start| start.saturating_add(list.items.len() as u64));
    let indent = match (frame.depth, last) {
        (0, Some(last)) if last > 10 => 20.0,
        (0, _) => 14.5,
        (1, Some(_)) => 15.5,
        (1, None) => 12.5,
        (2, Some(_)) => 19.0,
        _ => 13.0,
    };
    Manner { indent, gap }
}

fn lay_item(
    context: &mut Context<'_>,
    frame: Frame,
    list: NodeId,
    manner: Manner,
    marker: &str,
    blocks: &[Block],
    slabs: &mut Vec<Slab>,
) {
    let item = context.tree.add(list, Role::Item);
    let label = context.tree.add(item, Role::Label);
    let node = context.tree.add(item, Role::Body);
    let marker = Text::plain(context, marker, Style::new(frame.face, label));
    let width = marker.width(0..marker.len(), frame.size) + 3.0;
    let inner = frame.indented(manner.indent.max(width));
    // Where no width is left to move in, the marker stands in the text's own column above it.
    let crowded = inner.x == frame.x;
    let depth = frame.depth.saturating_add(1);
    let inner = Frame { node, depth, gap: manner.gap, ..inner };
    let first = slabs.len();
    for block in blocks {
        if let (Block::List(list), Some(before)) = (block, slabs[first..].last_mut())
            && !list.loose
        {
            before.after = NESTED;
        }
        lay_block(context, inner, block, slabs);
    }
    let spot = |top: f32| Spot { x: frame.x, top, leading: frame.leading, size: frame.size };
    let mut ink = Ink::default();
    match first_baseline(&slabs[first..]).filter(|_| !crowded && begins_with_text(blocks)) {
        Some(line) => {
            marker.set_whole(spot(line - baseline(frame.leading)), &mut ink);
            end_with_blank(context, &mut ink);
            slabs[first].ink.prepend(ink, 0.0);
        }
        None => {
            marker.set_whole(spot(0.0), &mut ink);
            let line = Slab {
                baseline: Some(baseline(frame.leading)),
                lines: u8::from(blocks.is_empty()),
                keep_next: u8::from(!blocks.is_empty()) * 2,
                ..Slab::new(frame.leading, ink)
            };
            if let Some(next) = slabs.get_mut(first) {
                next.bond = Bond::Never;
            }
            slabs.insert(first, line);
        }
    }
    space(&mut slabs[first..], manner.gap, manner.gap);
}

fn begins_with_text(blocks: &[Block]) -> bool {
    match blocks.first() {
        Some(Block::Confidential(inner)) => begins_with_text(inner),
        first => matches!(
            first,
            Some(Block::Paragraph(_) | Block::Heading { .. } | Block::Code(_) | Block::Redacted)
        ),
    }
}

/// Returns the marker of a numbered item: `1.`, within it `(a)`, within that `(i)`.
fn number(number: u64, depth: u8) -> String {
    match depth {
        1 => {
            letters(number).map_or_else(|| format!("({number})"), |letters| format!("({letters})"))
        }
        2 => roman(number).map_or_else(|| format!("({number})"), |roman| format!("({roman})")),
        _ => format!("{number}."),
    }
}

/// Writes 1 to 26 as letters.
fn letters(number: u64) -> Option<char> {
    let index = u8::try_from(number.checked_sub(1)?).ok().filter(|index| *index < 26)?;
    Some(char::from(b'a' + index))
}

/// Writes 1 to 99 in roman numerals.
fn roman(number: u64) -> Option<String> {
    const TENS: [&str; 10] = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let number = usize::try_from(number).ok().filter(|number| (1..100).contains(number))?;
    Some(format!("{}{}", TENS[number / 10], ONES[number % 10]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_letters_and_numerals_as_lists_nest() {
        assert_eq!([0, 1, 2, 3].map(|depth| number(14, depth)), ["14.", "(n)", "(xiv)", "14."]);
        assert_eq!([1, 2].map(|depth| number(0, depth)), ["(0)", "(0)"]);
        assert_eq!(number(99, 2), "(xcix)");
    }
}

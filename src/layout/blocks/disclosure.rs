//! Proposed disclosures between their two rules.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::measures::{Frame, LEFT, TEXT};
use super::super::page::{Face, NodeId, Role};
use super::super::slab::{Bond, Ink, Repeat, Slab, space, tie};
use super::super::text::{Composer, Spot, Style, Text};
use super::{Setting, lay_blocks, list_in_outline, name, prose};
use crate::document::Disclosure;

/// A disclosure with fewer lines does not break.
const WHOLE: usize = 12;

/// Weight of the rules.
const RULE: f32 = 0.75;

/// Sets a proposed disclosure.
pub(super) fn lay(
    context: &mut Context<'_>,
    frame: Frame,
    disclosure: &Disclosure,
    slabs: &mut Vec<Slab>,
) {
    let node = context.tree.add(frame.node, Role::Section);
    let frame = if disclosure.alone {
        Frame { x: LEFT, wide: LEFT, node, ..frame.sized(TEXT.0, TEXT.1) }
    } else {
        Frame { node, ..frame.sized(10.5, 14.0) }
    };
    let mut block = vec![rule(frame)];
    head(context, frame, disclosure, &mut block);
    let text = block.len();
    lay_blocks(context, frame, &disclosure.blocks, &mut block);
    if let Some(first) = block.get_mut(text) {
        first.before = 7.0;
    }
    if let Some(last) = block.last_mut() {
        last.after = 6.0;
    }
    let mut end = rule(frame);
    end.bond = Bond::Never;
    end.before = 6.0;
    // Behind the last line, not with it: where a page is full the rule alone may go to the next one.
    end.tag = block.last().and_then(|last| last.tag).map(|last| last.behind());
    block.push(end);
    bind(context, frame, disclosure, &mut block, text);
    space(&mut block, 14.0, 14.0);
    name(&mut block, Some(&disclosure.id));
    list_in_outline(context, &mut block, &disclosure.id);
    slabs.append(&mut block);
}

fn rule(frame: Frame) -> Slab {
    let mut ink = Ink::default();
    ink.line(frame.x, frame.right, RULE / 2.0, RULE);
    Slab { lines: 0, ..Slab::new(RULE, ink) }
}

/// Sets title and source, and under them how the text is marked.
fn head(context: &mut Context<'_>, frame: Frame, disclosure: &Disclosure, block: &mut Vec<Slab>) {
    let title_frame = frame.sized(frame.size.max(10.5), frame.leading.max(14.0));
    let node = context.tree.add(frame.node, Role::Paragraph);
    let mut composer = Composer::default();
    let title = context.tree.add(node, Role::Span);
    composer.push(&disclosure.title, Style::new(Face::Bold, title));
    composer.push(" ", Style::new(Face::Bold, title).with_blank(0.25 + 3.0 / 10.5));
    composer.inlines(context, &disclosure.source, Style::new(Face::Roman, node));
    let title = composer.finish(context);
    let mut lines = set(context, title_frame, &title);
    space(&mut lines, 5.0, 2.0);
    block.append(&mut lines);
    if !disclosure.legend.is_empty() {
        let node = context.tree.add(frame.node, Role::Paragraph);
        let legend = Text::of(context, &disclosure.legend, Style::new(Face::Italic, node));
        let mut lines = set(context, frame.sized(9.0, 12.0), &legend);
        space(&mut lines, 2.0, 7.0);
        block.append(&mut lines);
    }
}

fn set(context: &mut Context<'_>, frame: Frame, text: &Text) -> Vec<Slab> {
    prose(context, frame, text, Setting { hang: 0.0, justify: false })
}

/// Ties the head to two lines of the text, or all of a short disclosure; gives a longer one the line
/// that stands over its second part.
fn bind(
    context: &mut Context<'_>,
    frame: Frame,
    disclosure: &Disclosure,
    block: &mut [Slab],
    text: usize,
) {
    tie(&mut block[..text]);
    for slab in block.iter_mut().skip(text).take(2) {
        slab.bond = Bond::Never;
    }
    if block.len() - text <= WHOLE {
        return tie(block);
    }
    let words = format!("{} (continued)", disclosure.title.trim_end_matches('.'));
    let continued = continuation(context, frame, &words);
    let mut known = BTreeMap::new();
    for slab in &mut block[text..] {
        slab.repeat = Some(match slab.repeat {
            Some(inner) => *known.entry(inner).or_insert_with(|| joined(context, continued, inner)),
            None => continued,
        });
    }
}

/// Makes the line that stands over the second part of something.
fn continuation(context: &mut Context<'_>, frame: Frame, words: &str) -> usize {
    let text = Text::plain(context, words, Style::new(Face::Italic, NodeId(0)));
    let mut ink = Ink::default();
    let size = text.fitted(9.0, frame.width());
    text.set_whole(Spot { x: frame.x, top: 0.0, leading: 12.0, size }, &mut ink);
    context.repeats.push(Repeat { height: 12.0 + 4.0, ink: ink.repeated() });
    context.repeats.len() - 1
}

/// Puts one repeated head under another.
fn joined(context: &mut Context<'_>, upper: usize, lower: usize) -> usize {
    let Repeat { height, mut ink } = context.repeats[upper].clone();
    let below = context.repeats[lower].clone();
    ink.append(below.ink, height);
    context.repeats.push(Repeat { height: height + below.height, ink });
    context.repeats.len() - 1
}

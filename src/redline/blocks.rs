//! Pairing blocks of both texts, and marking what differs within a pair.
//!
//! In: tidy blocks. Out: marked blocks. Blocks pair with blocks of their kind, in order, by the words that
//! they share; what finds no partner is taken out or new as a whole.

use super::align::between_anchors;
use super::form::{compared, each_text};
use super::table;
use super::text::{Kind, Text};
use super::words::{self, Bag, Context};
use crate::document::{Block, Change, Inline, List, Paragraph};

/// How deep lists and quotations are marked from within; what is deeper is replaced whole.
const MAX_DEPTH: usize = 40;

/// Marks tidy blocks.
pub(super) fn mark(old: &[Block], new: &[Block]) -> Vec<Block> {
    sequence(old, new, &mut Context::new(), 0).0
}

/// A stretch of blocks as pairing sees it: a block, or an item of a list.
struct Member {
    /// Equal members have equal numbers.
    number: u32,
    /// The words in it.
    bag: Bag,
}

impl Member {
    fn new(blocks: &[Block], context: &mut Context) -> Self {
        let key = format!("\u{3}{:?}", compared(blocks));
        let number = context.words.number(&key, Kind::Sign);
        let mut tokens = Vec::new();
        for block in blocks {
            each_text(block, &mut |inlines| {
                let text = Text::read(inlines, &mut context.words);
                tokens.extend(text.tokens.iter().map(|token| token.word));
            });
        }
        Self { number, bag: Bag::gather(tokens.into_iter(), &context.words) }
    }

    /// Returns what pairing two members is worth; those that share less than `percent` are not paired.
    fn worth(&self, other: &Member, percent: u64) -> u64 {
        // Equal ones pair even where they say nothing, as two breaks do.
        if self.number == other.number {
            return 5 + 60 * self.bag.weight;
        }
        self.bag.worth(&other.bag, percent)
    }
}

/// Marks a sequence of blocks; says also whether anything of it stays.
fn sequence(
    old: &[Block],
    new: &[Block],
    context: &mut Context,
    depth: usize,
) -> (Vec<Block>, bool) {
    let mut members = |blocks: &[Block]| -> Vec<Member> {
        blocks.iter().map(|block| Member::new(std::slice::from_ref(block), context)).collect()
    };
    let (old_members, new_members) = (members(old), members(new));
    let pairs = pairs(&old_members, &new_members, |i, j| {
        let equal = old_members[i].number == new_members[j].number;
        let percent = if equal { Some(0) } else { shared(&old[i], &new[j]) };
        percent.map_or(0, |percent| old_members[i].worth(&new_members[j], percent))
    });
    let mut out = Out { blocks: Vec::new(), deleted: Vec::new(), inserted: Vec::new() };
    let mut next = (0, 0);
    let mut stays = false;
    for (i, j) in pairs {
        out.deleted.extend_from_slice(&old[next.0..i]);
        out.inserted.extend_from_slice(&new[next.1..j]);
        let marked = if old_members[i].number == new_members[j].number {
            Some(new[j].clone())
        } else {
            pair(&old[i], &new[j], context, depth)
        };
        match marked {
            Some(block) => {
                stays = true;
                out.keep(block);
            }
            None => {
                out.deleted.push(old[i].clone());
                out.inserted.push(new[j].clone());
            }
        }
        next = (i + 1, j + 1);
    }
    out.deleted.extend_from_slice(&old[next.0..]);
    out.inserted.extend_from_slice(&new[next.1..]);
    out.flush();
    (out.blocks, stays)
}

fn pairs(
    old: &[Member],
    new: &[Member],
    worth: impl FnMut(usize, usize) -> u64,
) -> Vec<(usize, usize)> {
    let numbers = |members: &[Member]| members.iter().map(|member| member.number).collect();
    between_anchors(numbers(old), numbers(new), worth)
}

/// Returns the share of words, in percent, that two blocks must have in common to be marked within; none
/// where they can only be replaced.
fn shared(old: &Block, new: &Block) -> Option<u64> {
    match (old, new) {
        (Block::Heading { level: a, .. }, Block::Heading { level: b, .. }) => {
            (a == b).then_some(40)
        }
        (Block::Paragraph(a), Block::Paragraph(b)) => {
            (a.label == b.label && a.style == b.style).then_some(40)
        }
        // Their items and rows are weighed one by one, so that little is enough.
        (Block::List(a), Block::List(b)) => (a.start == b.start).then_some(15),
        (Block::Quote(_), Block::Quote(_)) => Some(25),
        (Block::Table(a), Block::Table(b)) => table::is_alike(a, b).then_some(15),
        _ => None,
    }
}

/// Marks two blocks that differ; none where nothing of them stays.
fn pair(old: &Block, new: &Block, context: &mut Context, depth: usize) -> Option<Block> {
    match (old, new) {
        (Block::Heading { text: was, .. }, Block::Heading { level, id, text }) => {
            let text = words::mark(was, text, context)?;
            Some(Block::Heading { level: *level, id: id.clone(), text })
        }
        (Block::Paragraph(was), Block::Paragraph(is)) => {
            let text = words::mark(&was.text, &is.text, context)?;
            Some(Block::Paragraph(Paragraph { text, ..is.clone() }))
        }
        _ if depth >= MAX_DEPTH => None,
        (Block::List(was), Block::List(is)) => list(was, is, context, depth),
        (Block::Quote(was), Block::Quote(is)) => {
            let (blocks, stays) = sequence(was, is, context, depth + 1);
            stays.then_some(Block::Quote(blocks))
        }
        (Block::Table(was), Block::Table(is)) => table::mark(was, is, context).map(Block::Table),
        _ => None,
    }
}

/// Marks a list item by item.
fn list(old: &List, new: &List, context: &mut Context, depth: usize) -> Option<Block> {
    let mut members = |list: &List| -> Vec<Member> {
        list.items.iter().map(|item| Member::new(item, context)).collect()
    };
    let (old_members, new_members) = (members(old), members(new));
    let pairs = pairs(&old_members, &new_members, |i, j| old_members[i].worth(&new_members[j], 33));
    let mut items: Vec<Vec<Block>> = Vec::new();
    let mut waiting: Vec<Vec<Block>> = Vec::new();
    let changed = |change, blocks| vec![Block::Changed { change, blocks }];
    let mut next = (0, 0);
    let mut stays = false;
    for (i, j) in pairs.into_iter().chain([(old.items.len(), new.items.len())]) {
        for item in &old.items[next.0..i] {
            items.push(changed(Change::Deleted, without_ids(item)));
        }
        waiting.extend(new.items[next.1..j].iter().cloned());
        next = (i + 1, j + 1);
        let Some((was, is)) = old.items.get(i).zip(new.items.get(j)) else { continue };
        let marked = if old_members[i].number == new_members[j].number {
            Some(is.clone())
        } else {
            let (blocks, stays) = sequence(was, is, context, depth + 1);
            stays.then_some(blocks)
        };
        let Some(blocks) = marked else {
            items.push(changed(Change::Deleted, without_ids(was)));
            waiting.push(is.clone());
            continue;
        };
        items.extend(waiting.drain(..).map(|item| changed(Change::Inserted, item)));
        items.push(blocks);
        stays = true;
    }
    items.extend(waiting.into_iter().map(|item| changed(Change::Inserted, item)));
    stays.then_some(Block::List(List { items, ..*new }))
}

/// Marked blocks being written: a deletion waits for the insertion that replaces it.
struct Out {
    blocks: Vec<Block>,
    deleted: Vec<Block>,
    inserted: Vec<Block>,
}

impl Out {
    fn keep(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }

    fn flush(&mut self) {
        let deleted = without_ids(&std::mem::take(&mut self.deleted));
        let inserted = std::mem::take(&mut self.inserted);
        for (change, blocks) in [(Change::Deleted, deleted), (Change::Inserted, inserted)] {
            if !blocks.is_empty() {
                self.blocks.push(Block::Changed { change, blocks });
            }
        }
    }
}

/// Returns blocks without ids: what is taken out is no place to jump to, and an id may stand but once.
fn without_ids(blocks: &[Block]) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    blocks.iter_mut().for_each(strip_ids);
    blocks
}

fn strip_ids(block: &mut Block) {
    match block {
        Block::Heading { id, .. } => *id = None,
        Block::Paragraph(paragraph) => paragraph.id = None,
        Block::Table(table) => table.id = None,
        Block::List(list) => list.items.iter_mut().flatten().for_each(strip_ids),
        Block::Quote(blocks) | Block::Changed { blocks, .. } => {
            blocks.iter_mut().for_each(strip_ids);
        }
        _ => {}
    }
}

/// Marks lines of text that stand below one another, as a table's notes: each is marked, or replaced whole.
pub(super) fn lines(
    old: &[Vec<Inline>],
    new: &[Vec<Inline>],
    context: &mut Context,
) -> Vec<Vec<Inline>> {
    let mut members = |lines: &[Vec<Inline>]| -> Vec<Member> {
        let paragraph = |line: &Vec<Inline>| [Block::paragraph(line.clone())];
        lines.iter().map(|line| Member::new(&paragraph(line), context)).collect()
    };
    let (old_members, new_members) = (members(old), members(new));
    let pairs = pairs(&old_members, &new_members, |i, j| old_members[i].worth(&new_members[j], 40));
    let mut out = Vec::new();
    let mut next = (0, 0);
    for (i, j) in pairs.into_iter().chain([(old.len(), new.len())]) {
        out.extend(old[next.0..i].iter().map(|line| words::replace(line, &[])));
        out.extend(new[next.1..j].iter().map(|line| words::replace(&[], line)));
        if let Some((was, is)) = old.get(i).zip(new.get(j)) {
            let marked = words::mark(was, is, context);
            out.push(marked.unwrap_or_else(|| words::replace(was, is)));
        }
        next = (i + 1, j + 1);
    }
    out
}

//! Confidential regions from the marks that open and close them (17 CFR 200.83).
//!
//! In: blocks in which each mark is a token of its own. Out: the same blocks with
//! [`InlineKind::Confidential`] and [`BlockKind::Confidential`] round what is marked, and a finding for
//! every mark without its partner. What is opened and never closed counts as marked to its end.

use std::collections::BTreeSet;

use crate::finding::{Finding, Findings, codes};
use crate::markdown::{Block, BlockKind, Inline, InlineKind, Item, TableRow};
use crate::source::Place;

/// The rule that all findings of marks name.
pub const RULE: &str = "17 CFR 200.83";

/// Pairs the marks of a file; `parts` says which blocks part it, so that no region crosses them.
pub fn pair(
    blocks: Vec<Block>,
    parts: impl Fn(&Block) -> bool,
    findings: &mut Findings,
) -> Vec<Block> {
    let mut pairing = Pairing { findings, dangling: None, reported: BTreeSet::new(), forgiven: 0 };
    let mut out = Vec::with_capacity(blocks.len());
    let mut part = Vec::new();
    for block in blocks {
        if parts(&block) {
            out.append(&mut pairing.blocks(std::mem::take(&mut part), None));
            out.push(block);
        } else {
            part.push(block);
        }
    }
    out.append(&mut pairing.blocks(part, None));
    pairing.finish();
    out
}

/// The state of a file's marks.
struct Pairing<'f> {
    findings: &'f mut Findings,
    /// A mark that was opened and not closed where it had to be.
    dangling: Option<Place>,
    /// Where the marks start that have their finding.
    reported: BTreeSet<u32>,
    /// How many closing marks belong to opening ones that were reported as nested.
    forgiven: usize,
}

impl Pairing<'_> {
    fn report(&mut self, place: Place, says: &str, help: &str, also: Option<(Place, &str)>) {
        if self.reported.insert(place.start) {
            let mut finding: Finding =
                codes::MALFORMED_MARK.at(place).says(says).help(help).reference(RULE);
            if let Some((place, words)) = also {
                finding = finding.also(place, words);
            }
            self.findings.push(finding);
        }
    }

    fn nested(&mut self, place: Place, outer: Place) {
        self.forgiven += 1;
        self.report(
            place,
            "a confidential mark opens in one that is still open",
            "close the first one with `***]`, or take this one out",
            Some((outer, "the first one")),
        );
    }

    fn empty(&mut self, place: Place) {
        self.report(
            place,
            "nothing stands between `[***` and `***]`",
            "put the confidential text between them, or take both out",
            None,
        );
    }

    /// A closing mark in whose list of blocks or inlines no region is open.
    fn stray(&mut self, place: Place, outer: Option<Place>) {
        if self.forgiven > 0 {
            self.forgiven -= 1;
            return;
        }
        match outer.or_else(|| self.dangling.take()) {
            Some(opened) => self.report(
                opened,
                "a confidential region runs from one paragraph, cell, item or section into another",
                "close it where it began; whole blocks stand between `[***` and `***]` alone on their lines",
                Some((place, "it is closed here")),
            ),
            None => self.report(
                place,
                "`***]` closes no confidential mark",
                "write `[***` before the confidential text",
                None,
            ),
        }
    }

    /// A region that is open where its list of blocks or inlines ends.
    fn dangle(&mut self, place: Place) {
        if self.reported.contains(&place.start) {
            return;
        }
        if let Some(before) = self.dangling.replace(place) {
            self.unclosed(before);
        }
    }

    fn unclosed(&mut self, place: Place) {
        self.report(
            place,
            "a confidential mark is never closed",
            "write `***]` after the confidential text",
            None,
        );
    }

    fn finish(mut self) {
        if let Some(place) = self.dangling.take() {
            self.unclosed(place);
        }
    }

    /// Pairs the marks that stand alone among blocks; `outer` is the region that is open around them.
    fn blocks(&mut self, blocks: Vec<Block>, outer: Option<Place>) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
        let mut open: Option<(Place, Vec<Block>)> = None;
        let mut rest = blocks.into_iter().peekable();
        while let Some(block) = rest.next() {
            let Some((opens, place)) = sole_mark(&block) else {
                let inside = outer.or(open.as_ref().map(|open| open.0));
                let block = self.block(block, inside);
                open.as_mut().map_or(&mut out, |open| &mut open.1).push(block);
                continue;
            };
            let before = open.as_ref().map_or(&out, |open| &open.1).last();
            self.splits_list(before, rest.peek(), place);
            match (opens, open.take()) {
                (true, None) if outer.is_none() => open = Some((place, Vec::new())),
                (true, opened) => {
                    let first = opened.as_ref().map(|opened| opened.0).or(outer);
                    self.nested(place, first.unwrap_or(place));
                    open = opened;
                }
                (false, Some((start, inner))) => {
                    out.push(self.closed(start, place, inner));
                }
                (false, None) => self.stray(place, outer),
            }
        }
        if let Some((start, inner)) = open {
            self.dangle(start);
            let end = inner.last().map_or(start, |block| block.place);
            out.push(region(start, end, inner));
        }
        out
    }

    fn closed(&mut self, start: Place, end: Place, inner: Vec<Block>) -> Block {
        let is_nothing =
            |block: &Block| matches!(block.kind, BlockKind::Html | BlockKind::Footnote { .. });
        if inner.iter().all(is_nothing) {
            self.empty(start);
        }
        region(start, end, inner)
    }

    /// A mark between two items ends a numbered list, and another begins behind it.
    fn splits_list(&mut self, before: Option<&Block>, after: Option<&Block>, place: Place) {
        let (Some(before), Some(after)) = (before, after) else { return };
        let (
            BlockKind::List { start: Some(first), items, .. },
            BlockKind::List { start: Some(next), .. },
        ) = (&before.kind, &after.kind)
        else {
            return;
        };
        let due = first.saturating_add(items.len() as u64);
        if *next != due {
            self.findings.push(
                codes::MARK_SPLITS_LIST
                    .at(place)
                    .says(format!("the mark ends a numbered list, which goes on with {next}"))
                    .help(format!(
                        "number the next item {due}, or move the mark in, below an item"
                    )),
            );
        }
    }

    fn block(&mut self, block: Block, outer: Option<Place>) -> Block {
        let Block { place, kind } = block;
        let kind = match kind {
            BlockKind::Heading { level, underlined, text } => {
                BlockKind::Heading { level, underlined, text: self.inlines(text, outer) }
            }
            BlockKind::Paragraph(text) => return self.paragraph(place, text, outer),
            BlockKind::List { start, loose, items } => BlockKind::List {
                start,
                loose,
                items: items
                    .into_iter()
                    .map(|item| Item { blocks: self.blocks(item.blocks, outer), ..item })
                    .collect(),
            },
            BlockKind::Quote(blocks) => BlockKind::Quote(self.blocks(blocks, outer)),
            BlockKind::Table { head, rows } => BlockKind::Table {
                head: head.into_iter().map(|cell| self.inlines(cell, outer)).collect(),
                rows: rows
                    .into_iter()
                    .map(|row| TableRow {
                        cells: row
                            .cells
                            .into_iter()
                            .map(|cell| self.inlines(cell, outer))
                            .collect(),
                        ..row
                    })
                    .collect(),
            },
            BlockKind::Footnote { label, blocks } => {
                let blocks = self.blocks(blocks, outer);
                // A note that is defined in a region is confidential, whoever refers to it.
                let blocks = match outer {
                    Some(_) => vec![Block { place, kind: BlockKind::Confidential(blocks) }],
                    None => blocks,
                };
                BlockKind::Footnote { label, blocks }
            }
            BlockKind::Code(_) | BlockKind::Rule | BlockKind::Html | BlockKind::Confidential(_) => {
                kind
            }
        };
        Block { place, kind }
    }

    /// Pairs the marks of a paragraph. One that is nothing but a marked image is a region of blocks.
    fn paragraph(&mut self, place: Place, text: Vec<Inline>, outer: Option<Place>) -> Block {
        let text = self.inlines(text, outer);
        if let [Inline { kind: InlineKind::Confidential(inner), .. }] = &text[..]
            && !inner.is_empty()
            && inner.iter().all(|inline| matches!(inline.kind, InlineKind::Image { .. }))
        {
            let inner = Block { place, kind: BlockKind::Paragraph(inner.clone()) };
            return Block { place, kind: BlockKind::Confidential(vec![inner]) };
        }
        for inline in &text {
            if let InlineKind::Confidential(inner) = &inline.kind
                && let Some(image) = inner.iter().find(|inline| is_image(inline))
            {
                self.report(
                    image.place,
                    "an image is marked confidential within a line",
                    "give it a paragraph of its own, with `[***` and `***]` alone on lines around it",
                    None,
                );
            }
        }
        Block { place, kind: BlockKind::Paragraph(text) }
    }

    /// Pairs the marks of a run of text. A region may cross emphasis, which is cut at its edges.
    fn inlines(&mut self, inlines: Vec<Inline>, outer: Option<Place>) -> Vec<Inline> {
        if !inlines.iter().any(has_mark) {
            return inlines;
        }
        let mut leaves = Vec::new();
        let mut count = 0;
        unwrap(inlines, &mut Vec::new(), &mut count, &mut leaves);
        let mut out: Vec<Leaf> = Vec::new();
        let mut open: Option<(Place, Vec<Leaf>)> = None;
        for mut leaf in leaves {
            let place = leaf.inline.place;
            match &mut leaf.inline.kind {
                InlineKind::Open => match (&mut open, outer) {
                    (None, None) => open = Some((place, vec![leaf])),
                    (Some((first, _)), _) => {
                        let first = *first;
                        self.nested(place, first);
                    }
                    (None, Some(first)) => self.nested(place, first),
                },
                InlineKind::Close => match open.take() {
                    Some((start, mut region)) => {
                        region.push(leaf);
                        out.push(self.region(start, place, region));
                    }
                    None => self.stray(place, outer),
                },
                kind => {
                    if let InlineKind::Link { text, .. } = kind {
                        let inside = outer.or(open.as_ref().map(|open| open.0));
                        *text = self.inlines(std::mem::take(text), inside);
                    }
                    open.as_mut().map_or(&mut out, |open| &mut open.1).push(leaf);
                }
            }
        }
        if let Some((start, region)) = open {
            self.dangle(start);
            let end = region.last().map_or(start, |leaf| leaf.inline.place);
            let leaf = made(start, end, region);
            out.push(leaf);
        }
        wrapped(out, 0)
    }

    fn region(&mut self, start: Place, end: Place, leaves: Vec<Leaf>) -> Leaf {
        let leaf = made(start, end, leaves);
        if let InlineKind::Confidential(inner) = &leaf.inline.kind
            && inner.is_empty()
        {
            self.empty(start);
        }
        leaf
    }
}

/// Calls `visit` with the place of each region of some blocks.
pub fn each(blocks: &[Block], visit: &mut impl FnMut(Place)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Confidential(_) => visit(block.place),
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => each_of(text, visit),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| each(&item.blocks, visit));
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => each(blocks, visit),
            BlockKind::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flat_map(|row| &row.cells));
                cells.for_each(|cell| each_of(cell, visit));
            }
            BlockKind::Code(_) | BlockKind::Rule | BlockKind::Html => {}
        }
    }
}

fn each_of(inlines: &[Inline], visit: &mut impl FnMut(Place)) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Confidential(_) => visit(inline.place),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link { text: inner, .. } => each_of(inner, visit),
            _ => {}
        }
    }
}

fn region(start: Place, end: Place, inner: Vec<Block>) -> Block {
    let place = Place { end: end.end.max(start.end), ..start };
    Block { place, kind: BlockKind::Confidential(inner) }
}

/// Says whether a block is a mark that stands alone: whether it opens, and where.
fn sole_mark(block: &Block) -> Option<(bool, Place)> {
    let BlockKind::Paragraph(text) = &block.kind else { return None };
    match &text[..] {
        [Inline { place, kind: InlineKind::Open }] => Some((true, *place)),
        [Inline { place, kind: InlineKind::Close }] => Some((false, *place)),
        _ => None,
    }
}

fn has_mark(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Open | InlineKind::Close => true,
        InlineKind::Emphasis(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Link { text: inner, .. } => inner.iter().any(has_mark),
        _ => false,
    }
}

fn is_image(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Image { .. } => true,
        InlineKind::Emphasis(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Link { text: inner, .. } => inner.iter().any(is_image),
        _ => false,
    }
}

/// Emphasis round a leaf; the number tells two of a kind apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wrapper {
    kind: Wrap,
    number: usize,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrap {
    Emphasis,
    Strong,
    Strike,
}

/// An inline that is no emphasis, with the emphasis round it.
struct Leaf {
    wrappers: Vec<Wrapper>,
    inline: Inline,
}

fn unwrap(inlines: Vec<Inline>, around: &mut Vec<Wrapper>, count: &mut usize, out: &mut Vec<Leaf>) {
    for inline in inlines {
        let place = inline.place;
        let (kind, inner) = match inline.kind {
            InlineKind::Emphasis(inner) => (Wrap::Emphasis, inner),
            InlineKind::Strong(inner) => (Wrap::Strong, inner),
            InlineKind::Strike(inner) => (Wrap::Strike, inner),
            kind => {
                out.push(Leaf { wrappers: around.clone(), inline: Inline { place, kind } });
                continue;
            }
        };
        *count += 1;
        around.push(Wrapper { kind, number: *count, place });
        unwrap(inner, around, count, out);
        around.pop();
    }
}

/// Puts the emphasis back, from a depth on.
fn wrapped(leaves: Vec<Leaf>, depth: usize) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = leaves.into_iter().peekable();
    while let Some(leaf) = rest.next() {
        let Some(&wrapper) = leaf.wrappers.get(depth) else {
            out.push(leaf.inline);
            continue;
        };
        let mut group = vec![leaf];
        while let Some(next) = rest.next_if(|next| next.wrappers.get(depth) == Some(&wrapper)) {
            group.push(next);
        }
        let inner = wrapped(group, depth + 1);
        let kind = match wrapper.kind {
            Wrap::Emphasis => InlineKind::Emphasis(inner),
            Wrap::Strong => InlineKind::Strong(inner),
            Wrap::Strike => InlineKind::Strike(inner),
        };
        out.push(Inline { place: wrapper.place, kind });
    }
    out
}

/// Makes a region of leaves, its marks among them; what is emphasised around all of it stays around it.
fn made(start: Place, end: Place, leaves: Vec<Leaf>) -> Leaf {
    let mut common = leaves.first().map(|leaf| leaf.wrappers.clone()).unwrap_or_default();
    for leaf in &leaves {
        let same = common.iter().zip(&leaf.wrappers).take_while(|(a, b)| a == b).count();
        common.truncate(same);
    }
    let is_mark = |leaf: &Leaf| matches!(leaf.inline.kind, InlineKind::Open | InlineKind::Close);
    let mut inner: Vec<Leaf> = leaves.into_iter().filter(|leaf| !is_mark(leaf)).collect();
    trim(&mut inner);
    let inner = wrapped(inner, common.len());
    let place = Place { end: end.end.max(start.end), ..start };
    Leaf { wrappers: common, inline: Inline { place, kind: InlineKind::Confidential(inner) } }
}

/// Takes the blanks at both ends away: the brackets of the complete edition bring their own.
fn trim(leaves: &mut Vec<Leaf>) {
    let is_blank = |leaf: &Leaf| match &leaf.inline.kind {
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    while leaves.last().is_some_and(is_blank) {
        leaves.pop();
    }
    let blank = leaves.iter().take_while(|leaf| is_blank(leaf)).count();
    leaves.drain(..blank);
    if let Some(Leaf { inline, .. }) = leaves.first_mut() {
        cut(inline, |text| text.len() - text.trim_start().len()..text.len());
    }
    if let Some(Leaf { inline, .. }) = leaves.last_mut() {
        cut(inline, |text| 0..text.trim_end().len());
    }
}

fn cut(inline: &mut Inline, keep: impl Fn(&str) -> std::ops::Range<usize>) {
    let InlineKind::Text(text) = &mut inline.kind else { return };
    let range = keep(text);
    if text.len() == inline.place.range().len() {
        inline.place = inline.place.within(range.clone());
    }
    *text = text[range].to_owned();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{parse, plain};
    use crate::reader::read;
    use crate::source::Files;

    /// The text with `<` and `>` round regions and the codes and places of the findings.
    fn shown(text: &str) -> (String, Vec<String>) {
        let mut files = Files::default();
        let id = files.add("a.md", text);
        let mut findings = Findings::default();
        let masked = read(text, files.get(id).place(0..text.len()), &mut findings);
        let blocks = parse(&masked, &mut findings);
        let heading = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 2, .. });
        let blocks = pair(blocks, heading, &mut findings);
        let mut out = String::new();
        show_blocks(&blocks, &mut out);
        let found = findings.iter().map(|finding| {
            let place = finding.place.expect("a place");
            let at = files.get(place.file).position(place.start);
            let (line, column) = (at.line, at.column);
            format!("{}@{line}:{column}", finding.message)
        });
        (out, found.collect())
    }

    fn show_blocks(blocks: &[Block], out: &mut String) {
        for block in blocks {
            match &block.kind {
                BlockKind::Confidential(inner) => {
                    out.push_str("<<");
                    show_blocks(inner, out);
                    out.push_str(">>");
                }
                BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => {
                    show(text, out);
                    out.push('/');
                }
                BlockKind::List { items, .. } => {
                    items.iter().for_each(|item| show_blocks(&item.blocks, out));
                }
                BlockKind::Table { head, rows, .. } => {
                    for cell in head.iter().chain(rows.iter().flat_map(|row| &row.cells)) {
                        show(cell, out);
                        out.push('|');
                    }
                }
                BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
                    show_blocks(blocks, out);
                }
                _ => out.push('?'),
            }
        }
    }

    fn show(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Confidential(inner) => {
                    out.push('<');
                    show(inner, out);
                    out.push('>');
                }
                InlineKind::Strong(inner) => {
                    out.push('{');
                    show(inner, out);
                    out.push('}');
                }
                _ => out.push_str(&plain(std::slice::from_ref(inline))),
            }
        }
    }

    fn clean(text: &str) -> String {
        let (shown, findings) = shown(text);
        assert!(findings.is_empty(), "{text}: {findings:?}");
        shown
    }

    #[test]
    fn r1_a_region_is_one_node_wherever_it_stands() {
        assert_eq!(clean("a [*** 5% ***] b"), "a <5%> b/");
        assert_eq!(
            clean("| a | [*** b ***] |\n|---|---|\n| [*** c d ***] | e |"),
            "a|<b>|<c d>|e|"
        );
        assert_eq!(clean("- [*** a ***]\n- b"), "<a>/b/");
        assert_eq!(clean("[***\nb\n\n| c |\n|---|\n***]\n\nd"), "<<b/c|>>d/");
        assert_eq!(clean("### a [*** b ***]"), "a <b>/");
        assert_eq!(clean("x[^1]\n\n[^1]: n [*** o ***]"), "x/n <o>/");
    }

    #[test]
    fn a_region_may_cross_emphasis() {
        assert_eq!(clean("[*** a **b ***] c**"), "<a {b}>{ c}/");
        assert_eq!(clean("**[*** b ***]**"), "{<b>}/");
        assert_eq!(clean("**a [*** b** c ***] d"), "{a }<{b} c> d/");
    }

    #[test]
    fn r11_marks_without_a_partner_have_their_places() {
        for (text, expected) in [
            ("a ***] b", "`***]` closes no confidential mark@1:3"),
            ("a [*** b", "a confidential mark is never closed@1:3"),
            ("a [***  ***] b", "nothing stands between `[***` and `***]`@1:3"),
            (
                "[*** a [*** b ***] c ***]",
                "a confidential mark opens in one that is still open@1:8",
            ),
            (
                "[*** a\n\nb ***]",
                "a confidential region runs from one paragraph, cell, item or section into another@1:1",
            ),
            (
                "| [*** a | b ***] |\n|---|---|",
                "a confidential region runs from one paragraph, cell, item or section into another@1:3",
            ),
            (
                "- [*** a\n- b ***]",
                "a confidential region runs from one paragraph, cell, item or section into another@1:3",
            ),
            (
                "[***\na\n\n## 2\n\nb\n***]",
                "a confidential region runs from one paragraph, cell, item or section into another@1:1",
            ),
            (
                "[***\n- a ***]\n- b",
                "a confidential region runs from one paragraph, cell, item or section into another@1:1",
            ),
            ("[***\n***]\n", "nothing stands between `[***` and `***]`@1:1"),
            (
                "[***\na [*** b ***]\n***]\n",
                "a confidential mark opens in one that is still open@2:3",
            ),
            (
                "[*** see [a ***] b](https://a.example)",
                "a confidential region runs from one paragraph, cell, item or section into another@1:1",
            ),
            (
                "1. a\n\n[***\n1. b\n***]\n",
                "the mark ends a numbered list, which goes on with 1@3:1",
            ),
        ] {
            assert_eq!(shown(text).1, [expected], "{text}");
        }
    }

    #[test]
    fn what_is_never_closed_counts_as_marked() {
        assert_eq!(shown("a [*** b **c**").0, "a <b {c}>/");
        assert_eq!(shown("[***\na\n\nb").0, "<<a/b/>>");
    }
}

//! Blocks as elements: headings without skipped levels, the staff's words beside the answer, notes after it.

use std::collections::HashSet;

use super::escape;
use super::inlines::change;
use crate::document::{
    Block, Change, Disclosure, Document, Exchange, ImageKind, Inline, Label, LabelStyle, LinesRole,
    List, Margin, Paragraph, ParagraphStyle, Passage, PassageKind, Signature,
};

/// What is known of a note while the document is written.
#[derive(Debug, Clone, Default)]
pub(super) struct NoteState {
    /// How many references to it were written.
    pub(super) references: usize,
    /// Whether it is written, or waits to be.
    pub(super) queued: bool,
}

/// The ranks of headings, 1 to 6, so that none is skipped.
#[derive(Debug, Default)]
struct Ranks {
    /// What a heading of level 1 ranks below: the subject, where there is one.
    base: u8,
    /// The heading written last.
    last: u8,
    /// The heading of the section that the blocks stand in.
    section: u8,
    /// The number of the comment, or the group over its bullets.
    comment: u8,
    /// The number or key that the answer belongs to.
    unit: u8,
}

/// Writes the blocks of a document.
pub(super) struct Writer<'a> {
    document: &'a Document,
    pub(super) labels: &'a dyn Fn(&str) -> Option<String>,
    pub(super) out: String,
    /// The ids that the document has.
    pub(super) places: HashSet<&'a str>,
    /// The ids that were written; an id stands once.
    written: HashSet<&'a str>,
    ranks: Ranks,
    pub(super) notes: Vec<NoteState>,
    /// Notes that were referred to and are not yet written.
    pub(super) pending: Vec<usize>,
    /// Whether a link is open; within it no other may stand.
    pub(super) in_link: bool,
    /// Notes that a link refers to, for after its end.
    pub(super) deferred: Vec<usize>,
    pub(super) tables: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, labels: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let mut places = HashSet::from([MAIN]);
        collect_places(&document.blocks, &mut places);
        for note in &document.notes {
            collect_places(note, &mut places);
        }
        let subject = document.blocks.iter().any(|block| matches!(block, Block::Subject { .. }));
        Self {
            document,
            labels,
            out: String::new(),
            places,
            written: HashSet::from([MAIN]),
            ranks: Ranks { base: u8::from(subject), ..Ranks::default() },
            notes: vec![NoteState::default(); document.notes.len()],
            pending: Vec::new(),
            in_link: false,
            deferred: Vec::new(),
            tables: 0,
        }
    }

    /// Writes all blocks, and the notes that nothing refers to at the end.
    pub(super) fn write(mut self) -> String {
        for block in &self.document.blocks {
            self.block(block);
            self.flush_notes();
        }
        self.pending = (0..self.notes.len()).filter(|note| !self.notes[*note].queued).collect();
        self.flush_notes();
        self.out
    }

    pub(super) fn raw(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.out.push_str(piece);
        }
    }

    /// Writes text as it is, in an element or attribute.
    pub(super) fn text(&mut self, text: &str) {
        escape::push(text, &mut self.out);
    }

    /// Writes text that a reader reads.
    fn words(&mut self, text: &str) {
        escape::push_text(text, &mut self.out);
    }

    /// Opens an element with its id and classes, each left out where it is empty.
    pub(super) fn open(&mut self, name: &str, id: Option<&'a str>, classes: &[&str]) {
        self.raw(&["<", name]);
        if let Some(id) = id
            && self.written.insert(id)
        {
            self.raw(&[" id=\""]);
            self.text(id);
            self.raw(&["\""]);
        }
        let mut before = " class=\"";
        for class in classes.iter().filter(|class| !class.is_empty()) {
            self.raw(&[before, class]);
            before = " ";
        }
        self.raw(&[if before == " " { "\">" } else { ">" }]);
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Letterhead { name, lines } => self.letterhead(name, lines),
            Block::Lines { role, lines } => self.lines(*role, lines),
            Block::Subject { label, lines } => self.subject(label, lines),
            Block::Heading { level, id, text } => self.heading(*level, id.as_deref(), text),
            Block::Paragraph(paragraph) => self.paragraph(paragraph, "", ""),
            Block::List(list) => self.list(list),
            Block::Quote(inner) => {
                self.open("blockquote", None, &["quote", change_class(block_change(block))]);
                self.raw(&["\n"]);
                self.blocks(inner);
                self.raw(&["</blockquote>\n"]);
            }
            Block::Table(table) => self.table(table),
            Block::Code(code) => {
                self.raw(&["<pre tabindex=\"0\"><code>"]);
                self.text(code);
                self.raw(&["</code></pre>\n"]);
            }
            Block::Figure { image, alternative } => self.figure(image, alternative),
            Block::Break => self.raw(&["<hr>\n"]),
            // The change stands in the inlines: see `redline::spread`.
            Block::Changed { blocks, .. } => self.blocks(blocks),
            Block::Exchange(exchange) => self.exchange(exchange),
            Block::Disclosure(disclosure) => self.disclosure(disclosure),
            Block::Signature(signature) => self.signature(signature),
            Block::Copies(lines) => self.copies(lines),
        }
    }

    fn letterhead(&mut self, name: &str, lines: &[String]) {
        self.raw(&["<header class=\"letterhead\">\n<p class=\"name\">"]);
        self.words(name);
        self.raw(&["</p>\n"]);
        if !lines.is_empty() {
            self.raw(&["<p>"]);
            for (index, line) in lines.iter().enumerate() {
                self.raw(&[if index > 0 { "<br>" } else { "" }]);
                self.words(line);
            }
            self.raw(&["</p>\n"]);
        }
        self.raw(&["</header>\n"]);
    }

    fn lines(&mut self, role: LinesRole, lines: &'a [Vec<Inline>]) {
        let class = match role {
            LinesRole::Date => "date",
            LinesRole::Via => "via",
            LinesRole::Addressee => "addressee",
            LinesRole::Salutation => "salutation",
        };
        self.open("p", None, &[class]);
        if role == LinesRole::Date {
            let date = self.document.date.to_string();
            self.raw(&["<time datetime=\"", &date, "\">"]);
            self.broken_lines(lines);
            self.raw(&["</time>"]);
        } else {
            self.broken_lines(lines);
        }
        self.raw(&["</p>\n"]);
    }

    fn broken_lines(&mut self, lines: &'a [Vec<Inline>]) {
        for (index, line) in lines.iter().enumerate() {
            self.raw(&[if index > 0 { "<br>" } else { "" }]);
            self.inlines(line);
        }
    }

    /// Writes what the letter is about: its heading of the first rank.
    fn subject(&mut self, label: &str, lines: &'a [Vec<Inline>]) {
        self.ranks.last = 1;
        self.ranks.section = 1;
        self.raw(&["<h1 class=\"subject\"><span class=\"re\">"]);
        self.words(label);
        self.raw(&["</span> <span class=\"lines\">"]);
        self.broken_lines(lines);
        self.raw(&["</span></h1>\n"]);
    }

    /// Returns the rank of a heading, at most one below the heading before it.
    fn rank(&mut self, wished: u8) -> u8 {
        let rank = wished.clamp(1, (self.ranks.last + 1).min(6));
        self.ranks.last = rank;
        rank
    }

    fn heading(&mut self, level: u8, id: Option<&'a str>, text: &'a [Inline]) {
        // Within an answer the staff's keys are the headings above.
        let above = if self.ranks.unit > 0 { self.ranks.unit } else { self.ranks.base };
        let level = level.clamp(1, 4);
        let wished = if self.ranks.unit > 0 {
            above + level.saturating_sub(2).max(1)
        } else {
            above + level
        };
        let rank = self.rank(wished);
        if self.ranks.unit == 0 {
            self.ranks.section = rank;
            self.ranks.comment = 0;
        }
        self.headline(rank, id, &[LEVELS[usize::from(level)], change_class(change(text))], text);
    }

    fn headline(&mut self, rank: u8, id: Option<&'a str>, classes: &[&str], text: &'a [Inline]) {
        let name = RANKS[usize::from(rank)];
        self.open(name, id, classes);
        self.inlines(text);
        self.raw(&["</", name, ">\n"]);
    }

    /// Writes a paragraph, with markup before and after its text.
    fn paragraph(&mut self, paragraph: &'a Paragraph, before: &str, after: &str) {
        let class = match (paragraph.style, &paragraph.label) {
            (ParagraphStyle::Small, _) => "small",
            (_, Some(Label { style: LabelStyle::Undertaking, .. })) => "undertaking",
            (_, Some(_)) if paragraph.text.is_empty() => "label-line",
            _ => "",
        };
        let change = change_class(change(&paragraph.text));
        self.open("p", paragraph.id.as_deref(), &[class, change]);
        self.raw(&[before]);
        self.paragraph_text(paragraph);
        self.raw(&[after, "</p>\n"]);
    }

    fn paragraph_text(&mut self, paragraph: &'a Paragraph) {
        if let Some(label) = &paragraph.label {
            let class = match label.style {
                LabelStyle::Response => "label",
                LabelStyle::Undertaking => "term",
            };
            self.open("b", None, &[class]);
            self.words(&label.words);
            self.raw(&["</b>", if paragraph.text.is_empty() { "" } else { " " }]);
        }
        self.inlines(&paragraph.text);
    }

    fn list(&mut self, list: &'a List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        self.raw(&["<", name]);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.raw(&[" start=\"", &start.to_string(), "\""]);
        }
        self.raw(&[if list.loose { " class=\"loose\">\n" } else { ">\n" }]);
        for item in &list.items {
            self.item(item, list.loose);
        }
        self.raw(&["</", name, ">\n"]);
    }

    /// Writes an item; in a close list its first paragraph stands in it without an element.
    fn item(&mut self, item: &'a [Block], loose: bool) {
        let class = change_class(all_change(item));
        match item {
            [Block::Paragraph(first), rest @ ..] if !loose => {
                self.open("li", first.id.as_deref(), &[class]);
                self.paragraph_text(first);
                if !rest.is_empty() {
                    self.raw(&["\n"]);
                }
                self.blocks(rest);
            }
            _ => {
                self.open("li", None, &[class]);
                self.raw(&["\n"]);
                self.blocks(item);
            }
        }
        self.raw(&["</li>\n"]);
    }

    fn figure(&mut self, image: &str, alternative: &str) {
        let Some(picture) = self.document.images.get(image) else {
            self.raw(&["<p>"]);
            self.words(alternative);
            self.raw(&["</p>\n"]);
            return;
        };
        let kind = match picture.kind {
            ImageKind::Png => "png",
            ImageKind::Jpeg => "jpeg",
        };
        self.raw(&["<figure><img alt=\""]);
        self.text(alternative);
        let (width, height) = (picture.width.to_string(), picture.height.to_string());
        self.raw(&[
            "\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\" src=\"data:image/",
            kind,
            ";base64,",
        ]);
        escape::push_base64(&picture.bytes, &mut self.out);
        self.raw(&["\"></figure>\n"]);
    }

    /// Writes the staff's words and the answer in rows: subheadings across, questions beside the answer.
    ///
    /// Words that lead in to bullets have a row of their own, so that the answer begins beside its bullets.
    fn exchange(&mut self, exchange: &'a Exchange) {
        let mut rest = &exchange.passages[..];
        loop {
            let length = row_length(rest);
            let (row, after) = rest.split_at(length);
            let answer = if after.is_empty() { &exchange.answer[..] } else { &[] };
            match row {
                [passage] if passage.kind == PassageKind::Group && answer.is_empty() => {
                    self.group(passage)
                }
                [] if answer.is_empty() => {}
                _ => self.row(row, answer),
            }
            rest = after;
            if rest.is_empty() {
                return;
            }
        }
    }

    fn row(&mut self, passages: &'a [Passage], answer: &'a [Block]) {
        let quoted = passages.iter().any(|passage| !passage.blocks.is_empty());
        let class = match (quoted, answer.is_empty()) {
            (true, false) => "exchange",
            (true, true) => "exchange lead",
            (false, _) => "exchange bare",
        };
        self.open("div", None, &[class]);
        self.raw(&["\n"]);
        if !passages.is_empty() {
            self.raw(&["<div class=\"staff\">\n"]);
            for passage in passages {
                self.passage(passage);
            }
            self.raw(&["</div>\n"]);
        }
        if !answer.is_empty() {
            self.raw(&["<div class=\"answer\">\n"]);
            if self.ranks.unit == 0 {
                self.ranks.unit = self.ranks.comment.max(self.ranks.section).max(1);
            }
            self.blocks(answer);
            self.flush_notes();
            self.raw(&["</div>\n"]);
        }
        self.raw(&["</div>\n"]);
        self.ranks.unit = 0;
    }

    /// Writes a subheading over bullets across both columns.
    fn group(&mut self, passage: &'a Passage) {
        let wished = self.ranks.section + 2;
        let rank = self.rank(wished);
        self.ranks.comment = rank;
        let name = RANKS[usize::from(rank)];
        self.open(name, passage.id.as_deref(), &["group"]);
        for (index, block) in passage.blocks.iter().enumerate() {
            self.raw(&[if index > 0 { " " } else { "" }]);
            if let Block::Paragraph(paragraph) = block {
                self.paragraph_text(paragraph);
            }
        }
        self.raw(&["</", name, ">\n"]);
    }

    fn passage(&mut self, passage: &'a Passage) {
        self.open("div", passage.id.as_deref(), &["passage"]);
        self.margin(passage);
        if passage.blocks.is_empty() {
            self.raw(&["</div>\n"]);
            return;
        }
        match &passage.kind {
            PassageKind::Text => {
                self.raw(&["<blockquote>\n"]);
                self.blocks(&passage.blocks);
            }
            PassageKind::Group => {
                self.raw(&["<blockquote class=\"group\">\n"]);
                self.blocks(&passage.blocks);
            }
            PassageKind::Item { marker, depth } => {
                let depth = usize::from(*depth).clamp(1, DEPTHS.len()) - 1;
                self.open("blockquote", None, &[DEPTHS[depth]]);
                self.raw(&["\n"]);
                self.marked(marker, &passage.blocks);
            }
        }
        self.raw(&["</blockquote></div>\n"]);
    }

    /// Writes an item of the staff's letter with its mark hanging before the first line.
    fn marked(&mut self, marker: &str, blocks: &'a [Block]) {
        let mut mark = String::from("<span class=\"mark\">");
        escape::push(marker, &mut mark);
        mark.push_str("</span> ");
        match blocks {
            [Block::Paragraph(first), rest @ ..] => {
                self.paragraph(first, &mark, "");
                self.blocks(rest);
            }
            _ => {
                self.raw(&["<p>", mark.trim_end(), "</p>\n"]);
                self.blocks(blocks);
            }
        }
    }

    /// Writes number or key as a heading that links to its own place.
    fn margin(&mut self, passage: &'a Passage) {
        let (words, kind, class) = match &passage.margin {
            Margin::Empty => return,
            Margin::Number(number) => (number, "Comment", "number"),
            Margin::Key(key) => (key, unit_name(&passage.kind), "key"),
        };
        let wished = match &passage.margin {
            Margin::Number(_) => self.ranks.section + 1,
            _ if self.ranks.comment > 0 => self.ranks.comment + 1,
            _ => self.ranks.section + 1,
        };
        let rank = self.rank(wished);
        if class == "number" {
            self.ranks.comment = rank;
        }
        self.ranks.unit = rank;
        let name = RANKS[usize::from(rank)];
        self.open(name, None, &[class]);
        match &passage.id {
            Some(id) => {
                self.raw(&["<a href=\"", &escape::fragment(id), "\" aria-label=\"", kind, " "]);
                self.text(words.trim_end_matches('.'));
                self.raw(&[", link to this place\">"]);
                self.text(words);
                self.raw(&["</a>"]);
            }
            None => self.text(words),
        }
        self.raw(&["</", name, ">"]);
    }

    fn disclosure(&mut self, disclosure: &'a Disclosure) {
        let wished = if disclosure.alone { self.ranks.base + 1 } else { self.ranks.section + 1 };
        let rank = self.rank(wished);
        let name = RANKS[usize::from(rank)];
        let mut id = String::new();
        escape::push(&disclosure.id, &mut id);
        let alone = if disclosure.alone { "alone" } else { "" };
        self.open("section", Some(&disclosure.id), &["disclosure", alone]);
        self.raw(&["\n<", name, " class=\"title\">"]);
        self.words(&disclosure.title);
        self.raw(&[" <span class=\"source\">"]);
        self.inlines(&disclosure.source);
        self.raw(&["</span></", name, ">\n"]);
        if !disclosure.legend.is_empty() {
            self.raw(&["<p class=\"legend\">"]);
            self.inlines(&disclosure.legend);
            self.raw(&["</p>\n"]);
        }
        if has_changes(&disclosure.blocks) {
            self.views(&id);
        }
        self.raw(&["<div class=\"proposed\">\n"]);
        // Its own notes stand within it; those of the answer around it wait for the answer's end.
        let waiting = std::mem::take(&mut self.pending);
        let outer = std::mem::replace(&mut self.ranks.unit, rank);
        self.blocks(&disclosure.blocks);
        self.flush_notes();
        self.ranks.unit = outer;
        self.pending = waiting;
        self.raw(&["</div>\n</section>\n"]);
    }

    /// Writes the choice of views; the style sheet does what it says.
    fn views(&mut self, id: &str) {
        self.raw(&["<fieldset class=\"views\"><legend>Show the text</legend>\n"]);
        for (value, words) in [("marked", "Marked"), ("clean", "Clean"), ("filed", "As filed")] {
            let checked = if value == "marked" { " checked" } else { "" };
            self.raw(&[
                "<label><input type=\"radio\" name=\"view:",
                id,
                "\" value=\"",
                value,
                "\"",
                checked,
                "><span>",
                words,
                "</span></label>\n",
            ]);
        }
        self.raw(&["</fieldset>\n"]);
    }

    fn signature(&mut self, signature: &Signature) {
        self.raw(&["<div class=\"signature\">\n<p>"]);
        self.words(&signature.closing);
        self.raw(&["</p>\n"]);
        match &signature.conformed {
            Some(conformed) => {
                self.raw(&["<p class=\"conformed\">"]);
                self.words(conformed);
                self.raw(&["</p>\n"]);
            }
            None => self.raw(&["<p class=\"unsigned\"></p>\n"]),
        }
        self.raw(&["<p>"]);
        for (index, line) in signature.lines.iter().enumerate() {
            self.raw(&[if index > 0 { "<br>" } else { "" }]);
            self.words(line);
        }
        self.raw(&["</p>\n</div>\n"]);
    }

    fn copies(&mut self, lines: &'a [Vec<Inline>]) {
        self.raw(&["<dl class=\"copies\"><dt>cc:</dt><dd>"]);
        self.broken_lines(lines);
        self.raw(&["</dd></dl>\n"]);
    }

    /// Writes the notes that were referred to since the last call; notes may refer to further notes.
    fn flush_notes(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let start = self.out.len();
        let (mut first, mut last) = (usize::MAX, 0);
        let unit = std::mem::replace(&mut self.ranks.unit, self.ranks.last.max(1));
        while !self.pending.is_empty() {
            for note in std::mem::take(&mut self.pending) {
                (first, last) = (first.min(note + 1), last.max(note + 1));
                self.notes[note].queued = true;
                self.note(note);
            }
        }
        self.ranks.unit = unit;
        let label = if first == last {
            format!("Footnote {first}")
        } else {
            format!("Footnotes {first} to {last}")
        };
        let head =
            format!("<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n");
        self.out.insert_str(start, &head);
        self.raw(&["</section>\n"]);
    }

    fn note(&mut self, note: usize) {
        let number = (note + 1).to_string();
        let document = self.document;
        let blocks = &document.notes[note];
        let mark = format!("<sup>{number}</sup> ");
        let back = if self.notes[note].references > 0 {
            format!(
                " <a href=\"#fnref:{number}\" role=\"doc-backlink\" aria-label=\"Back to reference {number}\">↩</a>"
            )
        } else {
            String::new()
        };
        self.raw(&["<div class=\"note\" id=\"fn:", &number, "\">\n"]);
        if !matches!(blocks.first(), Some(Block::Paragraph(_))) {
            self.raw(&["<p>", mark.trim_end(), "</p>\n"]);
        }
        for (index, block) in blocks.iter().enumerate() {
            let before = if index == 0 { &mark } else { "" };
            let after = if index + 1 == blocks.len() { &back } else { "" };
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, before, after),
                _ => self.block(block),
            }
        }
        if !back.is_empty() && !matches!(blocks.last(), Some(Block::Paragraph(_))) {
            self.raw(&["<p>", back.trim_start(), "</p>\n"]);
        }
        self.raw(&["</div>\n"]);
    }
}

/// The id of the letter's own element, to which the first link of the page leads.
const MAIN: &str = "letter";

/// Elements by rank.
const RANKS: [&str; 7] = ["h1", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Classes of headings by level.
const LEVELS: [&str; 5] = ["h-1", "h-1", "h-2", "h-3", "h-4"];

/// Classes of the staff's items by depth.
const DEPTHS: [&str; 4] = ["item", "item d-2", "item d-3", "item d-4"];

/// Returns the name by which a reader hears of a unit.
fn unit_name(kind: &PassageKind) -> &'static str {
    match kind {
        PassageKind::Item { marker, .. } if marker == "•" => "Bullet",
        PassageKind::Item { .. } => "Part",
        _ => "Comment",
    }
}

/// Returns how many passages stand in the next row.
fn row_length(passages: &[Passage]) -> usize {
    let Some(first) = passages.first() else { return 0 };
    // A group stands alone, unless nothing follows that could carry the answer.
    if first.kind == PassageKind::Group {
        return 1;
    }
    let is_item = |passage: &Passage| matches!(passage.kind, PassageKind::Item { .. });
    let items = is_item(first);
    passages
        .iter()
        .position(|passage| passage.kind == PassageKind::Group || is_item(passage) != items)
        .unwrap_or(passages.len())
}

/// Returns the class of a block that a redline adds or takes out as a whole.
pub(super) fn change_class(change: Option<Change>) -> &'static str {
    match change {
        Some(Change::Inserted) => "new",
        Some(Change::Deleted) => "old",
        None => "",
    }
}

fn block_change(block: &Block) -> Option<Change> {
    match block {
        Block::Paragraph(paragraph) => change(&paragraph.text),
        Block::Heading { text, .. } => change(text),
        Block::List(list) => same(list.items.iter().map(|item| all_change(item))),
        Block::Quote(inner) => all_change(inner),
        _ => None,
    }
}

fn all_change(blocks: &[Block]) -> Option<Change> {
    same(blocks.iter().map(block_change))
}

/// Returns the change that all have; none where they differ.
fn same(mut changes: impl Iterator<Item = Option<Change>>) -> Option<Change> {
    let first = changes.next()??;
    changes.all(|change| change == Some(first)).then_some(first)
}

/// Says whether a redline changes anything in the blocks.
fn has_changes(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(paragraph) => changes(&paragraph.text),
        Block::Heading { text, .. } => changes(text),
        Block::List(list) => list.items.iter().any(|item| has_changes(item)),
        Block::Quote(inner) => has_changes(inner),
        Block::Table(table) => {
            table.caption.as_deref().is_some_and(changes)
                || table.notes.iter().any(|note| changes(note))
                || table.head.iter().chain(&table.body).any(|row| {
                    row.change.is_some() || row.cells.iter().any(|cell| changes(&cell.text))
                })
        }
        _ => false,
    })
}

fn changes(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Inserted(_) | Inline::Deleted(_) => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => changes(inner),
        Inline::Link { text, .. } => changes(text),
        _ => false,
    })
}

/// Collects the ids that blocks have.
fn collect_places<'a>(blocks: &'a [Block], places: &mut HashSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Heading { id, .. } => places.extend(id.as_deref()),
            Block::Paragraph(paragraph) => places.extend(paragraph.id.as_deref()),
            Block::Table(table) => places.extend(table.id.as_deref()),
            Block::List(list) => {
                list.items.iter().for_each(|item| collect_places(item, places));
            }
            Block::Quote(inner) => collect_places(inner, places),
            Block::Exchange(exchange) => {
                for passage in &exchange.passages {
                    places.extend(passage.id.as_deref());
                    // A group is written as a heading, without its paragraph.
                    if passage.kind != PassageKind::Group {
                        collect_places(&passage.blocks, places);
                    }
                }
                collect_places(&exchange.answer, places);
            }
            Block::Disclosure(disclosure) => {
                places.insert(&disclosure.id);
                collect_places(&disclosure.blocks, places);
            }
            _ => {}
        }
    }
}

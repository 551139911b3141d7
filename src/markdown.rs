//! Markdown as a tree in which every node has its place in the file.
//!
//! In: a [`Masked`] text. Out: [`Block`]s, and findings for what the dialect does not have: raw HTML,
//! indented code, tables that are none, cells beyond a table's head, signs without a partner, and marks that stand where they cannot be read.

mod code;
mod comments;
mod notes;
mod rows;
mod stray;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::finding::{Findings, Level, codes};
use crate::reader::{Masked, TokenKind, controls, is_private_use};
use crate::source::Place;

/// The deepest nesting that is read; what is deeper joins the node around it.
const MAX_DEPTH: usize = 32;

/// A block and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its place, list marks included.
    pub place: Place,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading.
    Heading {
        /// Level, from 1.
        level: u8,
        /// Whether it is made by a line of `=` or `-` under it.
        underlined: bool,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The number of its first item, where it is numbered.
        start: Option<u64>,
        /// Whether blank lines part its items.
        loose: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A table.
    Table {
        /// The cells of its head.
        head: Vec<Vec<Inline>>,
        /// The rows below.
        rows: Vec<TableRow>,
    },
    /// A fenced or indented block of code.
    Code(String),
    /// A line of `---`.
    Rule,
    /// A comment `<!-- … -->`: never printed. Other HTML is a finding and printed nowhere either.
    Html,
    /// Confidential blocks, once [`regions`](crate::regions) has paired the marks around them.
    Confidential(Vec<Block>),
    /// The text of a footnote.
    Footnote {
        /// Its label.
        label: String,
        /// Its text.
        blocks: Vec<Block>,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its place, mark included.
    pub place: Place,
    /// Its blocks; text of a tight item is a paragraph.
    pub blocks: Vec<Block>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Its place.
    pub place: Place,
    /// Its cells, as many as the head has.
    pub cells: Vec<Vec<Inline>>,
}

/// A run of text within a block, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// Its place.
    pub place: Place,
    /// What it is.
    pub kind: InlineKind,
}

/// What a run of text is.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Text.
    Text(String),
    /// A fact: the expression between `{{` and `}}`.
    Fact(String),
    /// A confidential region begins.
    Open,
    /// A confidential region ends.
    Close,
    /// Confidential text: what stands between the two, once [`regions`](crate::regions) has paired them.
    Confidential(Vec<Inline>),
    /// Emphasised text.
    Emphasis(Vec<Inline>),
    /// Strong text.
    Strong(Vec<Inline>),
    /// Text struck through.
    Strike(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link.
    Link {
        /// The address, or `#` and a key.
        address: String,
        /// Its words.
        text: Vec<Inline>,
    },
    /// An image.
    Image {
        /// Its path, from the file's folder.
        path: String,
        /// What it shows.
        alternative: String,
    },
    /// A reference to a footnote, by label.
    NoteReference(String),
    /// The mark of a request that is answered here: `#1`, `3.7#2`. It is not printed.
    Ask(String),
    /// The end of a line that is none in the text.
    SoftBreak,
    /// A break that the author asked for.
    HardBreak,
}

/// Parses a text into blocks.
pub fn parse(masked: &Masked, findings: &mut Findings) -> Vec<Block> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = Builder::new(masked, findings);
    builder.foreign_characters();
    let mut events = Parser::new_ext(&masked.text, options).into_offset_iter();
    for (event, range) in events.by_ref() {
        builder.event(event, range);
    }
    // The parser keeps them by their hashes.
    for (label, link) in events.reference_definitions().iter() {
        if let Some(title) =
            link.title.as_deref().filter(|_| builder.labels.contains(&matched(label)))
        {
            builder.lost_title(title, link.span.clone());
        }
    }
    let definitions = events.reference_definitions().iter();
    let definitions: BTreeMap<usize, (&str, usize)> =
        definitions.map(|(label, link)| (link.span.start, (label, link.span.end))).collect();
    builder.second_definitions(&definitions);
    for (start, (label, end)) in definitions {
        builder.lost_definition(label, start..end);
    }
    builder.finish()
}

/// Returns a label as links and their definitions are matched by it (CommonMark 6.3).
fn matched(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What is open while the events pass.
enum Node {
    Root,
    Heading { level: u8, underlined: bool },
    Paragraph,
    List { start: Option<u64>, loose: bool, items: Vec<Item> },
    Item { loose: bool },
    Quote,
    Table { head: Vec<Vec<Inline>>, rows: Vec<TableRow> },
    TableHead,
    TableRow,
    Cell,
    Code { fenced: bool, text: String },
    Html { text: String },
    Footnote { label: String },
    Emphasis,
    Strong,
    Strike,
    Link { address: String },
    Image { path: String, text: String },
}

struct Open {
    node: Node,
    range: Range<usize>,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    cells: Vec<Vec<Inline>>,
    /// Where lines start that may be rows of a table that Markdown did not see.
    rows: Vec<usize>,
}

struct Builder<'a, 'f> {
    masked: &'a Masked,
    findings: &'f mut Findings,
    stack: Vec<Open>,
    /// How many nodes beyond the deepest one are open.
    beyond: usize,
    too_deep: bool,
    /// The names of HTML elements that were reported and are open: their end tags are no second finding.
    elements: Vec<String>,
    /// Which tokens came out of the parse as text.
    seen: Vec<bool>,
    /// The labels by which links and images name a definition.
    labels: BTreeSet<String>,
    /// Lines that begin as the definition of a link does, and of which nothing came out of the parse so far.
    definitions: BTreeMap<usize, usize>,
    /// The sign of a comment that was opened as text, until the one that should close it is met.
    unclosed: Option<Range<usize>>,
    /// Plain text that the parser gave in pieces, so far.
    run: Range<usize>,
    notes: notes::Notes,
}

impl<'a, 'f> Builder<'a, 'f> {
    fn new(masked: &'a Masked, findings: &'f mut Findings) -> Self {
        let mut builder = Self {
            masked,
            findings,
            stack: Vec::new(),
            beyond: 0,
            too_deep: false,
            elements: Vec::new(),
            seen: vec![false; masked.tokens.len()],
            labels: BTreeSet::new(),
            definitions: definitions(&masked.text),
            unclosed: None,
            run: 0..0,
            notes: notes::Notes::default(),
        };
        builder.open(Node::Root, 0..masked.text.len());
        builder
    }

    fn open(&mut self, node: Node, range: Range<usize>) {
        self.stack.push(Open {
            node,
            range,
            blocks: vec![],
            inlines: vec![],
            cells: vec![],
            rows: vec![],
        });
    }

    fn top(&mut self) -> &mut Open {
        self.stack.last_mut().expect("the root is closed last, by `finish`")
    }

    /// Reports characters that stand for facts and marks and are typed in the file itself, and controls.
    fn foreign_characters(&mut self) {
        if self.masked.trusted {
            return;
        }
        let masked = self.masked;
        controls::refuse_in_text(&masked.text, |range| masked.place(range), self.findings);
        let found = masked
            .text
            .char_indices()
            .find(|&(_, character)| is_private_use(character) && masked.token(character).is_none());
        if let Some((at, character)) = found {
            self.private_use(character, masked.place(at..at + character.len_utf8()));
        }
    }

    fn private_use(&mut self, character: char, place: Place) {
        self.findings.push(
            codes::PRIVATE_USE_CHARACTER
                .at(place)
                .says(format!(
                    "U+{:04X} has no meaning outside the program that made it",
                    character as u32
                ))
                .help("type the character that is meant, a bullet or dash as a rule"),
        );
    }

    /// Reports the same where it is written as a reference, `&#xF0B7;`: it stands for none of our own.
    fn foreign_reference(&mut self, text: &str, place: Place) -> bool {
        controls::refuse_in_text(text, |_| place, self.findings);
        let found = text.chars().find(|&character| is_private_use(character));
        if let Some(character) = found {
            self.private_use(character, place);
        }
        found.is_some()
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if !matches!(event, Event::Text(_)) {
            self.stray_signs();
        }
        if !self.definitions.is_empty() && !range.is_empty() && is_leaf(&event) {
            while let Some((&line, _)) = self.definitions.range(range.clone()).next() {
                self.definitions.remove(&line);
            }
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                let place = self.masked.place(range);
                self.inline(place, InlineKind::Code(code.into_string()));
            }
            Event::InlineHtml(html) => self.raw_html(&html, range),
            Event::Html(html) => {
                if let Node::Html { text } = &mut self.top().node {
                    text.push_str(&html);
                }
            }
            Event::FootnoteReference(label) => {
                let place = self.masked.place(range);
                self.inline(place, InlineKind::NoteReference(label.into_string()));
            }
            Event::SoftBreak => {
                let place = self.masked.place(range);
                self.inline(place, InlineKind::SoftBreak);
            }
            Event::HardBreak => {
                let place = self.masked.place(range);
                self.inline(place, InlineKind::HardBreak);
            }
            Event::Rule => self.block(range, BlockKind::Rule),
            // Not enabled: math and task lists.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.stack.len() > MAX_DEPTH {
            self.beyond += 1;
            if !self.too_deep {
                self.too_deep = true;
                self.findings.push(
                    codes::TOO_DEEP
                        .at(self.masked.place(range.start..range.end.min(range.start + 1)))
                        .says(format!("lists or quotations stand more than {MAX_DEPTH} deep"))
                        .help("take the indentation back"),
                );
            }
            return;
        }
        let node = match tag {
            Tag::Heading { level, .. } => Node::Heading {
                level: depth(level),
                underlined: !self.masked.text[range.clone()].trim_start().starts_with('#'),
            },
            Tag::List(start) => Node::List { start, loose: false, items: Vec::new() },
            Tag::Item => Node::Item { loose: false },
            Tag::BlockQuote(_) => Node::Quote,
            Tag::Table(_) => Node::Table { head: Vec::new(), rows: Vec::new() },
            Tag::TableHead => Node::TableHead,
            Tag::TableRow => Node::TableRow,
            Tag::TableCell => Node::Cell,
            Tag::CodeBlock(kind) => {
                if let CodeBlockKind::Fenced(info) = &kind {
                    self.broken_code(info, range.clone());
                }
                Node::Code { fenced: matches!(kind, CodeBlockKind::Fenced(_)), text: String::new() }
            }
            Tag::HtmlBlock => Node::Html { text: String::new() },
            Tag::FootnoteDefinition(label) => Node::Footnote { label: label.into_string() },
            Tag::Emphasis => Node::Emphasis,
            Tag::Strong => Node::Strong,
            Tag::Strikethrough => Node::Strike,
            Tag::Link { dest_url, link_type, id, title } => {
                self.labels.insert(matched(&id));
                // One that stands with a definition is told there, once.
                if link_type == LinkType::Inline {
                    self.lost_title(&title, range.clone());
                }
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                Node::Link { address }
            }
            Tag::Image { dest_url, id, title, link_type } => {
                self.labels.insert(matched(&id));
                // One that stands with a definition is told there, once.
                if link_type == LinkType::Inline {
                    self.lost_title(&title, range.clone());
                }
                Node::Image { path: dest_url.into_string(), text: String::new() }
            }
            _ => Node::Paragraph,
        };
        // A tight item's text has no paragraph of its own: one is opened for it, and closed before a block.
        if is_block(&node) {
            self.close_loose_text();
        }
        if matches!(node, Node::Heading { .. } | Node::Paragraph)
            && !matches!(self.top().node, Node::Item { .. })
        {
            self.notes.text(&self.masked.text[range.clone()]);
        }
        self.open(node, range);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if matches!(tag, TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::BlockQuote(_)) {
            self.close_loose_text();
        }
        let Some(open) = self.stack.pop() else { return };
        let Open { node, range: opened, blocks, inlines, cells, rows: lines } = open;
        let range = opened.start..range.end.max(opened.start);
        let place = self.masked.place(range.clone());
        if matches!(node, Node::Emphasis | Node::Strong | Node::Strike) {
            self.taken_signs(range.clone());
        }
        match node {
            Node::Root => {}
            Node::Heading { level, underlined } => {
                self.block(range, BlockKind::Heading { level, underlined, text: inlines });
            }
            Node::Paragraph => {
                self.lost_table(&lines);
                // The text of a tight list's items has no paragraphs (CommonMark 5.3).
                if let Node::Item { loose } = &mut self.top().node {
                    *loose = true;
                }
                self.block(range, BlockKind::Paragraph(inlines));
            }
            Node::List { start, loose, items } => {
                self.block(range, BlockKind::List { start, loose, items });
            }
            Node::Item { loose: is_loose } => {
                if let Node::List { items, loose, .. } = &mut self.top().node {
                    *loose |= is_loose;
                    items.push(Item { place, blocks });
                }
            }
            Node::Quote => self.block(range, BlockKind::Quote(blocks)),
            Node::Table { head, rows } => {
                self.notes.table();
                self.block(range, BlockKind::Table { head, rows });
            }
            Node::TableHead => {
                self.half_bold(&cells);
                if let Node::Table { head, .. } = &mut self.top().node {
                    *head = cells;
                }
            }
            Node::TableRow => {
                self.half_bold(&cells);
                self.row(range, cells);
            }
            Node::Cell => {
                self.notes.cell(&self.masked.text[range], &inlines);
                self.top().cells.push(inlines);
            }
            Node::Code { fenced, text } => {
                if !fenced {
                    self.findings.push(
                        codes::INDENTED_CODE
                            .at(place)
                            .says("these lines are indented by four blanks and more, and read as code")
                            .help("take the indentation out; code stands between lines of ```"),
                    );
                }
                self.block(range, BlockKind::Code(text));
            }
            Node::Html { text } => {
                self.raw_html(&text, range.clone());
                self.block(range.clone(), BlockKind::Html);
                self.text_behind(&text, range);
            }
            Node::Footnote { label } => self.block(range, BlockKind::Footnote { label, blocks }),
            Node::Emphasis => self.inline(place, InlineKind::Emphasis(inlines)),
            Node::Strong => self.inline(place, InlineKind::Strong(inlines)),
            Node::Strike => self.inline(place, InlineKind::Strike(inlines)),
            Node::Link { address } => {
                self.inline(place, InlineKind::Link { address, text: inlines })
            }
            Node::Image { path, text } => {
                let alternative = if text.is_empty() { plain(&inlines) } else { text };
                self.inline(place, InlineKind::Image { path, alternative });
            }
        }
    }

    /// Adds a row, and reports the cells that Markdown drops without a word.
    fn row(&mut self, range: Range<usize>, cells: Vec<Vec<Inline>>) {
        let place = self.masked.place(range.clone());
        let row = &self.masked.text[range];
        let (typed, has_bar) = (rows::filled_cells(row), row.contains('|'));
        let Node::Table { head, rows, .. } = &mut self.top().node else { return };
        let known = head.len();
        rows.push(TableRow { place, cells });
        if !has_bar && known > 1 {
            self.findings.push(
                codes::BROKEN_TABLE
                    .at(place)
                    .says("this line has no `|` and is read as a row of the table above it")
                    .help(
                        "leave a blank line below the table; a row of one cell is written `| … |`",
                    ),
            );
        }
        if typed > known {
            self.findings.push(
                codes::TABLE_ROW
                    .at(place)
                    .says(format!("the row has {typed} cells, the table's head {known}"))
                    .help("take a `|` out, or write `\\|` for the sign itself"),
            );
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        match &mut self.top().node {
            Node::Code { text: code, .. } => return code.push_str(text),
            Node::Html { text: html } => return html.push_str(text),
            Node::Image { text: alternative, .. } => return alternative.push_str(text),
            _ => {}
        }
        if range.start != self.run.end || range.len() != text.len() {
            self.stray_signs();
            self.run = range.clone();
        }
        self.run.end = range.end;
        let opens_row = rows::may_open(text) && self.begins_line(range.start);
        let line = range.start;
        // The offsets within the event are those of the text where it is a plain slice of the source.
        let is_slice = range.len() == text.len();
        if !is_slice && !self.masked.trusted {
            let place = self.masked.place(range.clone());
            if self.foreign_reference(text, place) {
                return;
            }
        }
        let mut start = 0;
        for (at, character) in text.char_indices().filter(|(_, c)| is_private_use(*c)) {
            let Some((number, token)) = self.masked.token(character) else { continue };
            let place = token.place;
            let kind = match &token.kind {
                TokenKind::Fact(expression) => InlineKind::Fact(expression.clone()),
                TokenKind::Open => InlineKind::Open,
                TokenKind::Close => InlineKind::Close,
                TokenKind::Literal(text) => InlineKind::Text(text.clone()),
                TokenKind::Ask(ask) => InlineKind::Ask(ask.clone()),
            };
            self.seen[number] = true;
            if start < at {
                let piece =
                    if is_slice { range.start + start..range.start + at } else { range.clone() };
                let piece = self.masked.place(piece);
                self.inline(piece, InlineKind::Text(text[start..at].to_owned()));
            }
            self.inline(place, kind);
            start = at + character.len_utf8();
        }
        if start < text.len() {
            let piece = if is_slice { range.start + start..range.end } else { range };
            let place = self.masked.place(piece.clone());
            self.unread_marks(&text[start..], place);
            self.inline(place, InlineKind::Text(text[start..].to_owned()));
        }
        if opens_row {
            self.top().rows.push(line);
        }
    }

    /// Says whether text at an offset begins a line of a paragraph, or of one that is about to be opened.
    fn begins_line(&mut self, at: usize) -> bool {
        let escaped = self.masked.text[..at].ends_with('\\');
        let top = self.top();
        let is_prose = matches!(
            top.node,
            Node::Root | Node::Item { .. } | Node::Quote | Node::Footnote { .. } | Node::Paragraph
        );
        let is_first = top.inlines.last().is_none_or(|before| {
            matches!(before.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
        });
        is_prose && is_first && !escaped
    }

    /// Reports words behind the sign that opens code, which are printed nowhere, and code that nothing closes.
    fn broken_code(&mut self, info: &str, range: Range<usize>) {
        let block = self.masked.text.get(range.clone()).unwrap_or_default();
        let fence = block.lines().next().unwrap_or_default();
        let place =
            self.masked.place(trimmed(&self.masked.text, range.start..range.start + fence.len()));
        if code::is_prose(info) {
            self.findings.push(
                codes::BROKEN_CODE
                    .at(place)
                    .says("the words behind the sign that opens code are printed nowhere")
                    .help("put them on a line of their own, above it"),
            );
        }
        if !code::is_closed(block) {
            self.findings.push(
                codes::BROKEN_CODE
                    .at(place)
                    .says(
                        "code begins here and does not end: what follows is printed as it is typed",
                    )
                    .help("close it with a line of the same signs, indented alike"),
            );
        }
    }

    /// Reports rows of a table that Markdown took for prose: they would be printed with their bars.
    fn lost_table(&mut self, lines: &[usize]) {
        let Some(lost) = rows::lost(&self.masked.text, lines) else { return };
        self.findings.push(
            codes::BROKEN_TABLE
                .at(self.masked.place(trimmed(&self.masked.text, lost.line)))
                .says(lost.says)
                .help(
                    "a table is a head, a line of dashes with as many cells, and its rows, with no blank \
                     line between them; `\\|` is the sign itself",
                ),
        );
    }

    /// Reports a mark that the first pass took for code and Markdown for text.
    fn unread_marks(&mut self, text: &str, place: Place) {
        // A file with more marks than can be read has its finding already.
        let is_full = self.masked.tokens.len() >= crate::reader::MOST;
        if is_full || !self.masked.is_read() {
            return;
        }
        for sign in ["{{", "[***", "***]"] {
            if let Some(at) = text.find(sign) {
                self.findings.push(
                    codes::MISPLACED_MARK
                        .at(place.within(at..at + sign.len()))
                        .says(format!("`{sign}` could not be read here"))
                        .help("close the backticks before it, or write a backslash before the sign itself"),
                );
            }
        }
    }

    /// Reports definitions of links whose label was defined before: of two, the first alone is read.
    fn second_definitions(&mut self, definitions: &BTreeMap<usize, (&str, usize)>) {
        let labels: BTreeMap<String, usize> =
            definitions.iter().map(|(start, (label, _))| (matched(label), *start)).collect();
        let lines = std::mem::take(&mut self.definitions);
        for (start, end) in lines {
            let text = self.masked.text[start..end].trim_end();
            let label = text.strip_prefix('[').and_then(|text| text.split_once("]:"));
            let Some((label, _)) = label else { continue };
            let Some(&first) = labels.get(&matched(label)).filter(|first| **first != start) else {
                continue;
            };
            let (place, end) = (start..start + text.len(), definitions[&first].1);
            let first = self.masked.place(trimmed(&self.masked.text, first..end));
            self.findings.push(
                codes::STRAY_MARKUP
                    .at(self.masked.place(place))
                    .says(format!("`{label}` is defined above: this line is printed nowhere"))
                    .level(Level::Error)
                    .also(first, "links lead here")
                    .help("give it a label of its own, or take it out")
                    .fixed(),
            );
        }
    }

    /// Reports a definition of a link that no link names: it is printed nowhere.
    fn lost_definition(&mut self, label: &str, range: Range<usize>) {
        if self.labels.contains(&matched(label)) {
            return;
        }
        let place = self.masked.place(trimmed(&self.masked.text, range));
        self.findings.push(
            codes::STRAY_MARKUP
                .at(place)
                .level(Level::Error)
                .says(format!("no link names `{label}`: this line is printed nowhere"))
                .help("write a backslash before the bracket if it is text, or take the line out")
                .fixed(),
        );
    }

    /// Reports the title of a link or picture, which no output has, in what was typed for it.
    fn lost_title(&mut self, title: &str, range: Range<usize>) {
        if title.trim().is_empty() {
            return;
        }
        let typed = &self.masked.text[range.clone()];
        let at = typed.rfind(title).map(|at| range.start + at..range.start + at + title.len());
        let range = trimmed(&self.masked.text, at.unwrap_or(range));
        self.findings.push(
            codes::STRAY_MARKUP
                .at(self.masked.place(range))
                .level(Level::Error)
                .says("the title of a link is printed nowhere")
                .help("write its words into the text, and take them out behind the address")
                .fixed(),
        );
    }

    /// Reports signs of Markdown that had no partner, and so are printed as they were typed.
    fn stray_signs(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.comment_signs(run.clone());
        let mut told = run.start;
        for sign in stray::signs(&self.masked.text, run.clone()) {
            if sign.start < told || self.is_of_note(&sign) {
                continue;
            }
            match stray::unparted(&self.masked.text, &sign, run.end) {
                Some(([first, second], side)) => {
                    told = second.end;
                    self.unparted_signs(first, second, side);
                }
                None => self.stray_sign(sign),
            }
        }
    }

    /// Says whether a sign is one of a note to a table, in it or below it.
    fn is_of_note(&mut self, sign: &Range<usize>) -> bool {
        let text = &self.masked.text;
        match self.stack.iter().rev().find(|open| matches!(open.node, Node::Cell)) {
            Some(cell) => self.notes.is_in_cell(text, &cell.range, sign),
            None => self.notes.is_in_text(text, sign),
        }
    }

    /// Reports the signs of a row that was read which close bold text that nothing opens.
    fn half_bold(&mut self, cells: &[Vec<Inline>]) {
        for sign in self.notes.row(cells) {
            self.stray_sign(sign);
        }
    }

    /// Reports a sign of Markdown that has no partner.
    fn stray_sign(&mut self, sign: Range<usize>) {
        let typed = &self.masked.text[sign.clone()];
        // Between backticks they would read as lines of code do.
        let told = match typed.trim_matches('`') {
            "" if typed.len() == 1 => "a backtick".to_owned(),
            "" => format!("a run of {} backticks", typed.len()),
            _ => format!("`{typed}`"),
        };
        self.findings.push(
            codes::STRAY_MARKUP
                .at(self.masked.place(sign))
                .says(format!("{told} has no partner and would be printed"))
                .help(
                    "close what it opens, take it out, or write a backslash before the sign itself",
                ),
        );
    }

    /// Reports a pair of signs that Markdown does not read as one, for a word touches it.
    fn unparted_signs(&mut self, first: Range<usize>, second: Range<usize>, side: stray::Side) {
        let typed = &self.masked.text[first.clone()];
        let [first, second] = [first, second].map(|sign| self.masked.place(sign));
        let (at, other, does, which, right) = match side {
            stray::Side::Behind => (second, first, "closes", "the sign before it", "behind"),
            stray::Side::Before => (first, second, "opens", "the sign behind it", "before"),
        };
        self.findings.push(
            codes::STRAY_MARKUP
                .at(at)
                .says(format!(
                    "`{typed}` {does} nothing here, for a word stands right {right} it: both signs would be printed"
                ))
                .also(other, which)
                .help(format!("write a blank {right} it")),
        );
    }

    /// Reports signs that were read as emphasis, and so are not printed, where they stand for themselves.
    fn taken_signs(&mut self, range: Range<usize>) {
        let Some([open, close]) = stray::taken_signs(&self.masked.text, range) else { return };
        let typed = &self.masked.text[open.clone()];
        self.findings.push(
            codes::STRAY_MARKUP
                .at(self.masked.place(open.clone()))
                .says(format!("`{typed}` is read as the start of emphasis, and not printed"))
                .also(self.masked.place(close), "and this as its end")
                .help(format!(
                    "write `{}` for the sign itself, in both places",
                    typed.replace(['*', '_', '~'], &format!("\\{}", &typed[..1]))
                )),
        );
    }

    fn inline(&mut self, place: Place, kind: InlineKind) {
        let top = self.top();
        if matches!(top.node, Node::Root | Node::Item { .. } | Node::Quote | Node::Footnote { .. })
        {
            // Its place is known when it closes, from its inlines.
            self.open(Node::Paragraph, 0..0);
        }
        let top = self.top();
        if let (Some(last), InlineKind::Text(text)) = (top.inlines.last_mut(), &kind)
            && let InlineKind::Text(before) = &mut last.kind
            && last.place.end == place.start
            && before.len() == last.place.range().len()
            && text.len() == place.range().len()
        {
            before.push_str(text);
            last.place.end = place.end;
            return;
        }
        top.inlines.push(Inline { place, kind });
    }

    /// Closes the paragraph that was opened for the text of a tight item.
    fn close_loose_text(&mut self) {
        let is_loose_text = self
            .stack
            .last()
            .is_some_and(|open| matches!(open.node, Node::Paragraph) && open.range == (0..0));
        if !is_loose_text {
            return;
        }
        let Some(open) = self.stack.pop() else { return };
        self.lost_table(&open.rows);
        let (Some(first), Some(last)) = (open.inlines.first(), open.inlines.last()) else { return };
        let place = Place { end: last.place.end, ..first.place };
        self.top().blocks.push(Block { place, kind: BlockKind::Paragraph(open.inlines) });
    }

    fn block(&mut self, range: Range<usize>, kind: BlockKind) {
        self.close_loose_text();
        let place = self.masked.place(trimmed(&self.masked.text, range));
        self.top().blocks.push(Block { place, kind });
    }

    fn raw_html(&mut self, html: &str, range: Range<usize>) {
        let text = html.trim();
        let range = trimmed(&self.masked.text, range);
        match comments::read(text) {
            comments::Html::Comment => return,
            comments::Html::Unclosed => {
                return self.comment_sign(range.start..range.start + comments::OPENS.len());
            }
            comments::Html::Text(at) => {
                // The comment's lines are whole in the source, but for the signs of quotations before them.
                let behind = range.end.saturating_sub(text.len() - at).max(range.start);
                let comment = trimmed(&self.masked.text, range.start..behind);
                self.findings.push(
                    codes::RAW_HTML
                        .at(self.masked.place(comment))
                        .says("a comment begins the line, and Markdown does not read the text behind it")
                        .help("put the comment on a line of its own, or behind the text"),
                );
                return;
            }
            comments::Html::Other => {}
        }
        let name = |tag: &str| -> String {
            tag.chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_lowercase()
        };
        if let Some(end) = text.strip_prefix("</")
            && let Some(open) = self.elements.iter().rposition(|element| *element == name(end))
        {
            self.elements.truncate(open);
            return;
        }
        let element = text.strip_prefix('<').map(name).unwrap_or_default();
        let help = match element.as_str() {
            "sup" => "write the sign itself, `⁴` or `⁽¹⁾`; a note is `[^name]`",
            "sub" => "write the sign itself, as in `CO₂`",
            _ => "write it in Markdown; `\\<` is the sign itself",
        };
        if text.starts_with('<') {
            self.elements.push(element);
        }
        let place = self.masked.place(range);
        let finding =
            codes::RAW_HTML.at(place).says("raw HTML has no place in a letter").help(help);
        // Text between the tags of a block is printed nowhere: no level hides that.
        let holds_text = !text.ends_with('>') || text.matches('<').count() > 1;
        self.findings.push(if holds_text { finding.fixed() } else { finding });
    }

    /// Keeps the text behind a comment that begins its line, as it was typed: it answers a comment as well.
    fn text_behind(&mut self, html: &str, range: Range<usize>) {
        let html = html.trim();
        let comments::Html::Text(at) = comments::read(html) else { return };
        let end = trimmed(&self.masked.text, range).end;
        let start = end.saturating_sub(html.len() - at);
        if self.masked.text.get(start..end) == Some(&html[at..]) {
            self.text(&html[at..], start..end);
            self.run = 0..0;
            self.close_loose_text();
        }
    }

    /// Reports the signs of comments in plain text: the note would be printed.
    fn comment_signs(&mut self, run: Range<usize>) {
        for sign in comments::signs(&self.masked.text, run) {
            self.comment_sign(sign);
        }
    }

    /// Notes a sign that opens a comment, or reports it with the one that should close it.
    fn comment_sign(&mut self, sign: Range<usize>) {
        let closes = self.masked.text.get(sign.clone()) == Some(comments::CLOSES);
        match (self.unclosed.take(), closes) {
            (Some(open), true) => self.unclosed_comment(open, Some(sign)),
            (None, true) => self.findings.push(
                codes::RAW_HTML
                    .at(self.masked.place(sign))
                    .says("`-->` closes no comment and would be printed")
                    .help("a comment begins with `<!--`; `\\-->` is the sign itself"),
            ),
            (open, false) => {
                if let Some(open) = open {
                    self.unclosed_comment(open, None);
                }
                self.unclosed = Some(sign);
            }
        }
    }

    /// Reports a comment without an end, and the sign that was meant to be it.
    fn unclosed_comment(&mut self, open: Range<usize>, close: Option<Range<usize>>) {
        let typed = self.masked.text.get(open.clone()).unwrap_or_default();
        let finding = codes::RAW_HTML.at(self.masked.place(open)).fixed();
        let finding = if typed == comments::OPENS {
            finding.says("this comment is not closed: its text would be printed, or hide what follows").help(
                "a comment ends with `-->`, and within a paragraph before a blank line or another item; `\\<` is the sign itself",
            )
        } else {
            finding
                .says(format!("`{typed}` opens no comment: the text behind it would be printed"))
                .help("write `<!-- … -->`; `\\<` is the sign itself")
        };
        self.findings.push(match close {
            Some(close) => finding.also(self.masked.place(close), "too far behind to close it"),
            None => finding,
        });
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_loose_text();
        if let Some(open) = self.unclosed.take() {
            self.unclosed_comment(open, None);
        }
        for (number, token) in self.masked.tokens.iter().enumerate() {
            // The mark of a request in a comment answers nothing, and does no harm.
            if self.seen[number] || matches!(token.kind, TokenKind::Literal(_) | TokenKind::Ask(_))
            {
                continue;
            }
            let what = if matches!(token.kind, TokenKind::Fact(_)) {
                "a fact"
            } else {
                "a confidential mark"
            };
            self.findings.push(
                codes::MISPLACED_MARK
                    .at(token.place)
                    .says(format!(
                        "{what} stands in code, a comment, an address or a lost table cell"
                    ))
                    .help("put it in the text, where it is read"),
            );
        }
        self.stack.into_iter().next().map(|root| root.blocks).unwrap_or_default()
    }
}

/// Says whether an event is one by which its part of the source is printed, or is known not to be.
fn is_leaf(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
            true
        }
        Event::Start(_) | Event::End(_) | Event::Rule => false,
        _ => true,
    }
}

/// Returns the lines that begin as the definition of a link does, from their bracket.
fn definitions(text: &str) -> BTreeMap<usize, usize> {
    let mut at = 0;
    let mut found = BTreeMap::new();
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start_matches([' ', '>']).len();
        at += line.len();
        let is_one = text[start..at].starts_with('[') && !text[start..at].starts_with("[^");
        if is_one && text[start..at].contains("]:") {
            found.insert(start, at);
        }
    }
    found
}

fn is_block(node: &Node) -> bool {
    matches!(
        node,
        Node::Heading { .. }
            | Node::Paragraph
            | Node::List { .. }
            | Node::Quote
            | Node::Table { .. }
            | Node::Code { .. }
            | Node::Html { .. }
            | Node::Footnote { .. }
    )
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// Returns a range without the blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(piece) = text.get(range.clone()) else { return range };
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.start + piece.trim_end().len();
    start.min(end)..end
}

/// Returns the words of inlines as plain text; a line's end is a blank.
pub fn plain(inlines: &[Inline]) -> String {
    flatten(inlines).text
}

/// Plain text with the way back to the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flat {
    /// The text.
    pub text: String,
    /// For each piece: where it begins in the text, its place, and whether both run byte for byte.
    pieces: Vec<(usize, Place, bool)>,
}

impl Flat {
    /// Returns the place of bytes of the text; of nothing, where there is no text.
    pub fn place(&self, range: Range<usize>) -> Option<Place> {
        let (file, start) = self.at(range.start, false)?;
        let (_, end) = self.at(range.end.max(range.start + 1), true)?;
        Some(Place { file, start, end: end.max(start) })
    }

    fn at(&self, offset: usize, end: bool) -> Option<(crate::source::FileId, u32)> {
        let look = if end { offset.saturating_sub(1) } else { offset };
        let index = self.pieces.partition_point(|piece| piece.0 <= look).checked_sub(1)?;
        let (start, place, alike) = self.pieces[index];
        let source = match (alike, end) {
            (true, _) => place
                .start
                .saturating_add(u32::try_from(offset - start).unwrap_or(0))
                .min(place.end),
            (false, false) => place.start,
            (false, true) => place.end,
        };
        Some((place.file, source))
    }

    fn push(&mut self, text: &str, place: Place) {
        if !text.is_empty() {
            self.pieces.push((self.text.len(), place, text.len() == place.range().len()));
            self.text.push_str(text);
        }
    }
}

/// Flattens inlines to plain text that knows its places; footnote references and images are left out.
pub fn flatten(inlines: &[Inline]) -> Flat {
    let mut flat = Flat::default();
    push_flat(inlines, "", &mut flat);
    flat
}

/// What stands in a text for what has no words of its own.
pub const OBJECT: char = '\u{fffc}';

/// Flattens inlines as [`flatten`] does, with [`OBJECT`] for each fact, image and reference to a footnote.
pub fn flatten_with_objects(inlines: &[Inline]) -> Flat {
    let mut flat = Flat::default();
    push_flat(inlines, OBJECT.encode_utf8(&mut [0; 4]), &mut flat);
    flat
}

fn push_flat(inlines: &[Inline], object: &str, flat: &mut Flat) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => flat.push(text, inline.place),
            InlineKind::SoftBreak | InlineKind::HardBreak => flat.push(" ", inline.place),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Confidential(inner)
            | InlineKind::Link { text: inner, .. } => push_flat(inner, object, flat),
            InlineKind::Fact(_) | InlineKind::Image { .. } | InlineKind::NoteReference(_) => {
                flat.push(object, inline.place);
            }
            InlineKind::Open | InlineKind::Close | InlineKind::Ask(_) => {}
        }
    }
}

/// Calls `visit` for every inline of `blocks`, in reading order, outer ones first.
pub fn each_inline<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => each_of(text, visit),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| each_inline(&item.blocks, visit))
            }
            BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks)
            | BlockKind::Footnote { blocks, .. } => each_inline(blocks, visit),
            BlockKind::Table { head, rows, .. } => {
                head.iter().for_each(|cell| each_of(cell, visit));
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| each_of(cell, visit));
            }
            BlockKind::Code(_) | BlockKind::Rule | BlockKind::Html => {}
        }
    }
}

/// Calls `visit` with each inline, those within others included.
pub fn each_of<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match &inline.kind {
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Confidential(inner)
            | InlineKind::Link { text: inner, .. } => each_of(inner, visit),
            _ => {}
        }
    }
}

/// Returns the footnotes of `blocks` by label, at any depth; of several with one label the first.
pub fn footnotes(blocks: &[Block]) -> BTreeMap<&str, &[Block]> {
    let mut notes = BTreeMap::new();
    for (label, note) in note_definitions(blocks) {
        if let BlockKind::Footnote { blocks, .. } = &note.kind {
            notes.entry(label).or_insert(blocks.as_slice());
        }
    }
    notes
}

/// Returns what defines footnotes in `blocks`, at any depth, with its labels, in the order in which it stands.
pub fn note_definitions(blocks: &[Block]) -> Vec<(&str, &Block)> {
    let mut notes = Vec::new();
    collect_footnotes(blocks, &mut notes);
    notes
}

fn collect_footnotes<'a>(blocks: &'a [Block], notes: &mut Vec<(&'a str, &'a Block)>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Footnote { label, .. } => notes.push((label, block)),
            BlockKind::Quote(blocks) | BlockKind::Confidential(blocks) => {
                collect_footnotes(blocks, notes);
            }
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| collect_footnotes(&item.blocks, notes));
            }
            _ => {}
        }
    }
}

/// What the tests of this module's parts have in common.
#[cfg(test)]
mod told {
    use crate::finding::Findings;
    use crate::reader;
    use crate::source::{FileId, Place};

    /// Returns the findings of a text.
    pub(super) fn findings(text: &str) -> Findings {
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        super::parse(&masked, &mut findings);
        findings
    }

    /// Returns the underlined text of each finding of one rule in a text.
    pub(super) fn told<'t>(text: &'t str, code: &str) -> Vec<&'t str> {
        let found = findings(text);
        let told = found.iter().filter(|finding| finding.rule.code == code);
        told.map(|finding| &text[finding.place.expect("it has a place").range()]).collect()
    }
}

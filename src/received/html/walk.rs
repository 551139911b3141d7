//! The walk over the tree: from elements and texts to lines.

use super::OutLine;
use super::cells::Table;
use super::images::Images;
use super::look::{Face, Look, sign_of};
use super::sheet::{ListStyle, list_number};
use super::tree::{NodeKind, Tree};
use crate::source::Origin;

/// Tables deeper than this are read as running text.
const DEEPEST: usize = 24;

/// Returns the lines of a document, and the texts that it hides.
pub(super) fn walk(tree: &Tree) -> (Vec<OutLine>, Vec<String>) {
    let mut walker = Walker::default();
    let images = Images::of(tree);
    walker.sheets.push(Sheet::default());
    let mut stack = vec![(0usize, false)];
    while let Some((index, is_end)) = stack.pop() {
        if is_end {
            walker.leave();
            continue;
        }
        let node = &tree.nodes[index];
        match &node.kind {
            NodeKind::Text(text) => walker.text(text, node.line),
            NodeKind::Element(name, _) => {
                if matches!(
                    &**name,
                    "script" | "style" | "title" | "head" | "noscript" | "template"
                ) {
                    continue;
                }
                let attribute = |name: &str| node.attribute(name);
                walker.enter(name, &attribute);
                if images.is_bullet(node) {
                    walker.picture(node.line);
                }
                stack.push((index, true));
                stack.extend(node.children.iter().rev().map(|&child| (child, false)));
            }
            NodeKind::Other => {
                stack.extend(node.children.iter().rev().map(|&child| (child, false)));
            }
        }
    }
    while walker.sheets.len() > 1 {
        walker.end_cell();
    }
    walker.end_line();
    walker.end_hidden();
    let lines = walker.sheets.pop().map_or_else(Vec::new, |sheet| sheet.lines);
    (lines, walker.hidden)
}

/// What holds within an element.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    indent: i32,
    /// What the first line of a paragraph is indented beyond that.
    first: i32,
    is_strong: bool,
    face: Face,
    is_hidden: bool,
    is_pre: bool,
}

/// An element that is open.
struct Open {
    kind: Kind,
    before: State,
    ends_page: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Inline,
    Block(u8),
    List,
    Item,
    Table,
    Row,
    Cell,
}

struct List {
    style: ListStyle,
    next: i64,
}

/// The lines of a page or a cell.
#[derive(Default)]
struct Sheet {
    lines: Vec<OutLine>,
    line: OutLine,
    /// Blanks before the line's first word, in columns.
    leading: i32,
    /// Whether a blank waits for the next word.
    has_blank: bool,
    /// Whether all of the line so far is emphasised.
    is_strong: bool,
    /// What parts the next line from the last one.
    gap: u8,
    is_on_new_page: bool,
    /// The sign or number of a list that waits for the item's text.
    mark: Option<String>,
    /// Whether the line's list sign is a picture.
    is_drawn: bool,
}

#[derive(Default)]
struct Walker {
    sheets: Vec<Sheet>,
    state: State,
    open: Vec<Open>,
    lists: Vec<List>,
    tables: Vec<Table>,
    hidden: Vec<String>,
    /// The text that is being hidden.
    hiding: String,
}

impl Walker {
    fn sheet(&mut self) -> &mut Sheet {
        // The first is never taken before the end.
        let last = self.sheets.len() - 1;
        &mut self.sheets[last]
    }

    fn enter<'a>(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<&'a str>) {
        let look = Look::of(attribute);
        let before = self.state;
        let kind = kind_of(name);
        let kind =
            if kind == Kind::Table && self.tables.len() >= DEEPEST { Kind::Block(1) } else { kind };
        if look.begins_page {
            self.end_line();
            self.sheet().is_on_new_page = true;
        }
        self.apply(name, &look);
        match kind {
            Kind::Inline => self.inline(name),
            Kind::Block(gap) => self.block(gap),
            Kind::List => {
                self.block(1);
                let number = |name: &str| attribute(name)?.trim().parse::<i64>().ok();
                let style = look.list_style.as_deref();
                let style = ListStyle::of(name == "ol", attribute("type"), style);
                self.lists.push(List { style, next: number("start").unwrap_or(1) });
                self.state.indent += if self.lists.len() > 1 { 3 } else { 0 };
            }
            Kind::Item => {
                self.block(1);
                let value = attribute("value").and_then(|value| value.trim().parse::<i64>().ok());
                let own = look.list_style.as_deref() == Some("none");
                let mark = match self.lists.last_mut() {
                    Some(list) => {
                        let number = value.unwrap_or(list.next);
                        list.next = number.saturating_add(1);
                        list_number(list.style, number)
                    }
                    None => "•".to_owned(),
                };
                if !own && !mark.is_empty() && !self.state.is_hidden {
                    self.sheet().mark = Some(mark);
                }
            }
            Kind::Table => {
                self.block(1);
                let indent = usize::try_from(self.state.indent).unwrap_or(0);
                self.state.indent = 0;
                self.tables.push(Table { indent, ..Table::default() });
            }
            Kind::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            Kind::Cell => {
                if self.tables.is_empty() || self.is_flat() {
                    self.block(1);
                } else {
                    self.state.indent = 0;
                    self.sheets.push(Sheet::default());
                }
            }
        }
        self.open.push(Open { kind, before, ends_page: look.ends_page });
    }

    /// Says whether the table of a cell is read as running text.
    fn is_flat(&self) -> bool {
        let table =
            self.open.iter().rev().find(|open| matches!(open.kind, Kind::Table | Kind::Cell));
        table.is_none_or(|open| open.kind != Kind::Table)
    }

    /// Takes what an element's look says of all within it.
    fn apply(&mut self, name: &str, look: &Look) {
        let state = &mut self.state;
        state.indent = (state.indent + look.indent).clamp(0, 200);
        state.first = look.first.unwrap_or(state.first);
        state.is_strong |= look.is_strong.unwrap_or(false)
            || matches!(
                name,
                "b" | "strong"
                    | "u"
                    | "i"
                    | "em"
                    | "h1"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "h6"
                    | "th"
                    | "ins"
            );
        if look.is_strong == Some(false) && !matches!(name, "p" | "div" | "td" | "body") {
            state.is_strong = false;
        }
        state.face = look.face.unwrap_or(state.face);
        state.is_hidden |= look.is_hidden;
        state.is_pre |= look.is_pre || matches!(name, "pre" | "xmp" | "listing" | "plaintext");
        if matches!(name, "blockquote" | "dd") {
            state.indent += 5;
        }
    }

    fn inline(&mut self, name: &str) {
        match name {
            "br" => {
                let sheet = self.sheet();
                if sheet.line.text.is_empty() && sheet.mark.is_none() {
                    sheet.gap = 2;
                } else {
                    self.end_line();
                }
            }
            // A rule is where EDGAR's pages end.
            "hr" => {
                self.end_line();
                let sheet = self.sheet();
                sheet.gap = 2;
                sheet.is_on_new_page |= !sheet.lines.is_empty();
            }
            _ => {}
        }
    }

    fn block(&mut self, gap: u8) {
        self.end_line();
        let sheet = self.sheet();
        sheet.gap = sheet.gap.max(gap);
        // An empty paragraph is an empty line.
        if sheet.leading > 0 {
            sheet.gap = 2;
        }
        sheet.leading = 0;
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.kind {
            Kind::Inline => {}
            Kind::Block(gap) => self.block(gap),
            Kind::List => {
                self.lists.pop();
                self.block(1);
            }
            Kind::Item => {
                self.block(1);
                self.sheet().mark = None;
            }
            Kind::Row => {}
            Kind::Cell => {
                let is_flat = self.tables.is_empty() || self.is_flat();
                if is_flat { self.block(1) } else { self.end_cell() }
            }
            Kind::Table => {
                if let Some(table) = self.tables.pop() {
                    let lines = table.lines();
                    let sheet = self.sheet();
                    for mut line in lines {
                        line.gap = line.gap.max(std::mem::take(&mut sheet.gap));
                        line.is_on_new_page |= std::mem::take(&mut sheet.is_on_new_page);
                        sheet.lines.push(line);
                    }
                    sheet.gap = 1;
                }
            }
        }
        if open.before.is_hidden != self.state.is_hidden {
            self.end_hidden();
        }
        self.state = open.before;
        if open.ends_page {
            self.end_line();
            let sheet = self.sheet();
            sheet.is_on_new_page |= !sheet.lines.is_empty();
        }
    }

    /// Puts the lines of a cell into its row.
    fn end_cell(&mut self) {
        self.end_line();
        if self.sheets.len() < 2 {
            return;
        }
        let lines = self.sheets.pop().map_or_else(Vec::new, |sheet| sheet.lines);
        match self.tables.last_mut() {
            Some(table) => {
                if table.rows.is_empty() {
                    table.rows.push(Vec::new());
                }
                if let Some(row) = table.rows.last_mut() {
                    row.push(lines);
                }
            }
            None => self.sheet().lines.extend(lines),
        }
    }

    fn end_hidden(&mut self) {
        let text = std::mem::take(&mut self.hiding);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().any(char::is_alphanumeric) {
            self.hidden.push(text);
        }
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.state.is_hidden {
            self.hiding.push_str(text);
            self.hiding.push(' ');
            return;
        }
        let state = self.state;
        if let Some(sign) = sign_of(state.face, text)
            && self.sheet().line.text.is_empty()
        {
            self.word(sign, state, line);
            self.sheet().has_blank = true;
            return;
        }
        for character in text.chars() {
            match character {
                '\n' | '\r' if state.is_pre => self.end_line_of_pre(),
                '\u{c}' => {
                    self.end_line();
                    self.sheet().is_on_new_page = true;
                }
                '\t' | '\n' | '\r' | ' ' => self.blank(i32::from(state.is_pre), state.is_pre),
                '\u{a0}' | '\u{2002}' | '\u{2004}'..='\u{200a}' | '\u{202f}' => {
                    self.blank(1, state.is_pre)
                }
                '\u{2003}' | '\u{3000}' => self.blank(2, state.is_pre),
                '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
                _ if character.is_control() => {}
                _ => self.word(character, state, line),
            }
        }
    }

    /// Takes a picture that stands first on its line for a list sign.
    fn picture(&mut self, line: u32) {
        let state = self.state;
        let sheet = self.sheet();
        if state.is_hidden || !sheet.line.text.is_empty() || sheet.mark.is_some() {
            return;
        }
        self.word('•', state, line);
        let sheet = self.sheet();
        sheet.has_blank = true;
        sheet.is_drawn = true;
    }

    fn blank(&mut self, columns: i32, is_pre: bool) {
        let sheet = self.sheet();
        if sheet.line.text.is_empty() {
            sheet.leading += columns;
        } else if is_pre {
            sheet.line.text.push(' ');
        } else {
            sheet.has_blank = true;
        }
    }

    fn end_line_of_pre(&mut self) {
        let sheet = self.sheet();
        if sheet.line.text.trim().is_empty() {
            sheet.gap = 2;
            sheet.leading = 0;
        } else {
            self.end_line();
        }
    }

    fn word(&mut self, character: char, state: State, line: u32) {
        let sheet = self.sheet();
        if sheet.line.text.is_empty() {
            sheet.is_strong = true;
            sheet.line.origin = Origin { page: 0, line, is_strong: false };
            let first = state.indent + state.first + if state.is_pre { 0 } else { sheet.leading };
            let first = if state.is_pre { sheet.leading } else { first };
            sheet.line.indent = usize::try_from(first.clamp(0, 120)).unwrap_or(0);
            if let Some(mark) = sheet.mark.take() {
                // A sign that the text has as well is no second one.
                let is_there = mark == "•" && crate::marks::is_bullet(character);
                if !is_there {
                    sheet.line.text.push_str(&mark);
                    sheet.line.text.push_str("  ");
                }
            }
        } else if sheet.has_blank {
            sheet.line.text.push(' ');
        }
        sheet.has_blank = false;
        sheet.line.text.push(character);
        sheet.is_strong &= state.is_strong || !character.is_alphanumeric();
    }

    fn end_line(&mut self) {
        let is_page = self.sheets.len() == 1;
        let sheet = self.sheet();
        sheet.has_blank = false;
        // A picture in a cell of its own waits for the next cell; one by itself on the page marks nothing.
        let is_drawn = std::mem::take(&mut sheet.is_drawn);
        let is_ornament = is_drawn && is_page && sheet.line.text.chars().count() == 1;
        if is_ornament || sheet.line.text.trim().is_empty() {
            sheet.line.text.clear();
            return;
        }
        let mut line = std::mem::take(&mut sheet.line);
        line.origin.is_strong = sheet.is_strong;
        line.gap = std::mem::take(&mut sheet.gap);
        line.is_on_new_page = std::mem::take(&mut sheet.is_on_new_page);
        sheet.leading = 0;
        sheet.lines.push(line);
    }
}

/// Returns what an element is to the lines of a page.
fn kind_of(name: &str) -> Kind {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "xmp"
        | "listing" | "div" | "center" | "address" | "article" | "aside" | "section" | "main"
        | "header" | "footer" | "form" | "fieldset" | "figure" | "figcaption" | "body" | "html"
        | "dl" | "dt" | "dd" | "caption" | "nav" | "details" | "summary" | "legend"
        | "plaintext" => Kind::Block(1),
        "ul" | "ol" | "menu" | "dir" => Kind::List,
        "li" => Kind::Item,
        "table" => Kind::Table,
        "tr" => Kind::Row,
        "td" | "th" => Kind::Cell,
        _ => Kind::Inline,
    }
}

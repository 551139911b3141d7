//! An HTML document held to the subset: elements and where they stand, attributes, ids, links and images.
//!
//! In: the document's text and the names of the submission's files. Out: faults. The text is cut by a
//! tokenizer that takes any bytes as browsers do; what stands in what is followed here.

use std::ops::Range;

use html5gum::{DefaultEmitter, EndTag, Error, StartTag, Token, Tokenizer};

use super::anchors::Anchors;
use super::attributes::{self, Names};
use super::characters::{PERSONAL, PERSONAL_HELP, social_security_numbers};
use super::faults::Faults;
use super::subset::{Content, END_MAY_LACK, Element, Kind, REFUSED, find, instead};
use crate::finding::Rule;
use crate::finding::codes::{
    EDGAR_ATTRIBUTE, EDGAR_ELEMENT, EDGAR_IMAGE, EDGAR_NESTED_TABLE, PERSONAL_DATA,
};
use crate::words::counted;

/// Checks a document.
pub(super) fn check(text: &str, names: Names<'_>, faults: &mut Faults) {
    let mut walk = Walk {
        names,
        faults,
        open: Vec::new(),
        crossed: Vec::new(),
        frame: [0; 4],
        anchors: Anchors::default(),
        skips: false,
        words: String::new(),
        sources: Vec::new(),
        images: Vec::new(),
        has_words: false,
        has_doctype: false,
        is_too_deep: false,
    };
    for token in tokens(text) {
        match token {
            Token::StartTag(tag) => walk.start(&tag),
            Token::EndTag(tag) => walk.end(&tag),
            Token::String(string) => walk.text(&string.value, string.span.start..string.span.end),
            Token::Comment(comment) => {
                let range = comment.span.start..comment.span.end;
                walk.comment(&lossy(&comment.value), range);
            }
            Token::Doctype(doctype) => {
                walk.doctype(doctype.span.start..doctype.span.end);
            }
            Token::Error(error) => walk.error(error.value, error.span.start..error.span.end),
        }
    }
    walk.finish(text.len());
}

/// Returns the files of the submission that a document names: images, and documents that links lead to.
pub(super) fn references(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens(text) {
        let Token::StartTag(tag) = token else { continue };
        for name in [&b"src"[..], b"href"] {
            if let Some(value) = tag.attributes.get(name)
                && let Some(file) = attributes::file_name(&lossy(&value.value))
            {
                found.push(file.to_owned());
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn tokens(text: &str) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    // A text in memory cannot fail to be read.
    Tokenizer::new_with_emitter(text, emitter).map_while(Result::ok)
}

pub(super) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An element that is open.
struct Open {
    element: &'static Element,
    range: Range<usize>,
    /// Whether something stands in it, a table's caption apart.
    filled: bool,
    /// Whether a table's caption does.
    has_caption: bool,
}

/// The walk through a document.
struct Walk<'a> {
    names: Names<'a>,
    faults: &'a mut Faults,
    open: Vec<Open>,
    /// Elements that ended with an outer one, as was said: their own ends are no further faults.
    crossed: Vec<&'static str>,
    /// How many there are of each element of [`FRAME`].
    frame: [usize; 4],
    anchors: Anchors,
    /// Whether the next text is that of a refused element, a script or style sheet.
    skips: bool,
    /// The document's text so far, blocks on lines of their own.
    words: String,
    /// Where pieces of it come from: offset in `words`, and the bytes of the document.
    sources: Vec<(usize, Range<usize>)>,
    images: Vec<Range<usize>>,
    /// Whether the body has a word.
    has_words: bool,
    /// Whether the document's type was stated.
    has_doctype: bool,
    /// Whether elements stood too deep to be followed.
    is_too_deep: bool,
}

/// The most elements that may stand within one another; word processors make some twenty.
const DEEPEST: usize = 400;

/// Elements of which a document has one each.
const FRAME: [&str; 4] = ["html", "head", "title", "body"];

impl Walk<'_> {
    fn fault(&mut self, rule: &'static Rule, range: Range<usize>, message: String, help: &str) {
        self.faults.add(rule, range, message, help);
    }

    /// A document's type stands before all else, once.
    fn doctype(&mut self, range: Range<usize>) {
        if self.has_doctype || self.frame != [0; 4] {
            let message = "`<!DOCTYPE>` stands within the document".to_owned();
            self.fault(&EDGAR_ELEMENT, range, message, "take it out");
        }
        self.has_doctype = true;
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        self.skips = false;
        if self.open.len() >= DEEPEST {
            self.is_too_deep = true;
            let message = format!("more than {DEEPEST} elements stand within one another");
            let help = "what stands within them was not checked";
            return self.fault(&EDGAR_ELEMENT, tag.span.start..tag.span.end, message, help);
        }
        let name = lossy(&tag.name);
        let range = tag.span.start..tag.span.end;
        let Some(element) = find(&name) else {
            self.refused(&name, range);
            return;
        };
        if let Some(index) = FRAME.iter().position(|part| *part == element.name) {
            self.frame[index] += 1;
        }
        self.close_before(element);
        self.check_place(element, range.clone());
        attributes::check(element, tag, &self.names, &mut self.anchors, self.faults);
        if element.kind != Kind::Inline || element.name == "br" {
            self.words.push('\n');
        }
        if element.name == "img" {
            self.images.push(range.clone());
        }
        if element.content == Content::Empty {
            return;
        }
        if tag.self_closing {
            let message = format!("`<{name} />` stays open: only empty elements end themselves");
            self.fault(
                &EDGAR_ELEMENT,
                range.clone(),
                message,
                &format!("write `<{name}></{name}>`"),
            );
        }
        self.open.push(Open { element, range, filled: false, has_caption: false });
    }

    fn refused(&mut self, name: &str, range: Range<usize>) {
        // Its text is none of the letter's; so is that of a style sheet.
        self.skips = matches!(name, "script" | "style" | "noscript" | "iframe");
        let message = match name {
            "r" => "`<r>` is EDGAR's own mark of changed text".to_owned(),
            _ if REFUSED.contains(&name) => format!("EDGAR refuses the element `<{name}>`"),
            _ => format!("`<{}>` is no element that EDGAR knows", shortened(name)),
        };
        self.fault(&EDGAR_ELEMENT, range, message, instead(name).unwrap_or("take it out"));
    }

    /// Closes what ends without a tag of its own where an element begins.
    fn close_before(&mut self, element: &Element) {
        let (closes, stops): (&[&str], &[&str]) = match element.name {
            "li" => (&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "body" => (&["head"], &["html"]),
            _ if element.kind == Kind::Block => (&["p"], &[]),
            _ => return,
        };
        for index in (0..self.open.len()).rev() {
            let name = self.open[index].element.name;
            if closes.contains(&name) {
                self.close_from(index);
                return;
            }
            if stops.contains(&name) || !END_MAY_LACK.contains(&name) {
                return;
            }
        }
    }

    /// Checks that an element may stand where it begins.
    fn check_place(&mut self, element: &'static Element, range: Range<usize>) {
        let is_open = |name: &str| self.open.iter().any(|open| open.element.name == name);
        let name = element.name;
        if name == "table" && is_open("table") {
            let help = "set the inner table after the outer one, or as rows of it";
            let message = "a table stands within a table".to_owned();
            return self.fault(&EDGAR_NESTED_TABLE, range, message, help);
        }
        let within = match name {
            "a" if is_open("a") => Some("a"),
            "img" | "big" | "small" | "font" | "sub" | "sup" if is_open("pre") => Some("pre"),
            _ => None,
        };
        let parent = self.open.last_mut();
        let takes = match &parent {
            None => matches!(name, "html" | "head" | "body"),
            Some(open) => takes(open, element),
        };
        let place = match &parent {
            None => "outside of `<html>`".to_owned(),
            Some(open) => format!("in `<{}>`", open.element.name),
        };
        if let Some(open) = parent {
            // A table of a caption alone is none.
            open.has_caption |= name == "caption";
            open.filled |= name != "caption";
        }
        let place = match within {
            Some(within) => format!("in `<{within}>`"),
            None if takes => return,
            None => place,
        };
        let message = format!("`<{name}>` stands {place}, which does not take it");
        self.fault(&EDGAR_ELEMENT, range, message, "");
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        self.skips = false;
        let name = lossy(&tag.name);
        // What is refused was said where it began.
        let Some(element) = find(&name) else { return };
        let range = tag.span.start..tag.span.end;
        if element.kind != Kind::Inline {
            self.words.push('\n');
        }
        let Some(index) = self.open.iter().rposition(|open| open.element.name == element.name)
        else {
            if let Some(said) = self.crossed.iter().position(|crossed| *crossed == element.name) {
                self.crossed.swap_remove(said);
                return;
            }
            // Ends of what was not followed.
            if self.is_too_deep {
                return;
            }
            let message = format!("`</{name}>` ends nothing that is open");
            return self.fault(&EDGAR_ELEMENT, range, message, "take it out");
        };
        let crossed =
            self.open[index + 1..].iter().find(|open| !END_MAY_LACK.contains(&open.element.name));
        if let Some(crossed) = crossed {
            let inner = crossed.element.name;
            let help = format!("end `<{inner}>` first, with `</{inner}>`");
            let (range, message) = match element.name {
                "html" | "body" => (crossed.range.clone(), format!("`<{inner}>` is never ended")),
                _ => (range, format!("`</{name}>` stands where `<{inner}>` is still open")),
            };
            self.fault(&EDGAR_ELEMENT, range, message, &help);
            self.crossed.push(inner);
        }
        self.close_from(index);
    }

    /// Closes the elements from one on; a list or table that holds nothing is none.
    fn close_from(&mut self, index: usize) {
        for open in self.open.split_off(index) {
            let name = open.element.name;
            let wants = match open.element.content {
                Content::Items => "`<li>`",
                Content::Terms => "`<dt>` or `<dd>`",
                Content::Rows => "`<tr>`",
                Content::Cells => "`<td>` or `<th>`",
                _ => continue,
            };
            if !open.filled {
                let message = format!("`<{name}>` holds no {wants}");
                self.fault(&EDGAR_ELEMENT, open.range, message, "take it out");
            }
        }
    }

    fn text(&mut self, text: &[u8], range: Range<usize>) {
        if self.skips {
            return;
        }
        let text = lossy(text);
        self.sources.push((self.words.len(), range.clone()));
        self.words.push_str(&text);
        if text.trim().is_empty() {
            return;
        }
        let place = match self.open.last_mut() {
            None => "outside of `<body>`".to_owned(),
            Some(open) => {
                open.filled = true;
                self.has_words |= open.element.content != Content::Text;
                let takes = !matches!(
                    open.element.content,
                    Content::Document
                        | Content::Head
                        | Content::Items
                        | Content::Terms
                        | Content::Rows
                        | Content::Cells
                );
                if takes {
                    return;
                }
                format!("in `<{}>`", open.element.name)
            }
        };
        let message = format!("text stands {place}, which takes none");
        self.fault(&EDGAR_ELEMENT, range, message, "");
    }

    fn comment(&mut self, comment: &str, range: Range<usize>) {
        if comment.trim().is_empty() {
            return;
        }
        let (message, help) = match comment.strip_prefix('?') {
            Some(_) => ("a processing instruction stands in the document", "take it out"),
            None => (
                "a comment holds text",
                "take it out: whoever opens the file on EDGAR can read what comments say",
            ),
        };
        self.fault(&EDGAR_ELEMENT, range, message.to_owned(), help);
    }

    fn error(&mut self, error: Error, range: Range<usize>) {
        let (rule, message, help) = match error {
            Error::DuplicateAttribute => {
                (&EDGAR_ATTRIBUTE, "an attribute stands twice in a tag", "take one out")
            }
            Error::InvalidFirstCharacterOfTagName | Error::EofBeforeTagName => {
                (&EDGAR_ELEMENT, "`<` begins no tag", "write `&lt;`")
            }
            Error::EofInTag | Error::EofInComment | Error::EofInDoctype | Error::EofInCdata => {
                (&EDGAR_ELEMENT, "the document ends within a tag or comment", "")
            }
            Error::MissingWhitespaceBetweenAttributes
            | Error::MissingAttributeValue
            | Error::UnexpectedCharacterInAttributeName
            | Error::UnexpectedCharacterInUnquotedAttributeValue
            | Error::UnexpectedEqualsSignBeforeAttributeName
            | Error::UnexpectedSolidusInTag => (
                &EDGAR_ATTRIBUTE,
                "an attribute cannot be read for certain",
                "write each as `name=\"value\"`, with a blank before it",
            ),
            // Characters and references are checked by themselves, comments too.
            _ => return,
        };
        self.fault(rule, range, message.to_owned(), help);
    }

    /// Checks what holds of a document as a whole.
    fn finish(mut self, length: usize) {
        let first = 0..length.min(1);
        for (name, count) in FRAME.into_iter().zip(self.frame) {
            let message = match count {
                1 => continue,
                0 => format!("the document has no `<{name}>`"),
                _ => format!(
                    "the document has {} of `<{name}>`, and takes one",
                    counted(count, "tag")
                ),
            };
            self.fault(&EDGAR_ELEMENT, first.clone(), message, "");
        }
        for open in std::mem::take(&mut self.open) {
            let name = open.element.name;
            if !END_MAY_LACK.contains(&name) {
                let message = format!("`<{name}>` is never ended");
                self.fault(&EDGAR_ELEMENT, open.range, message, &format!("write `</{name}>`"));
            }
        }
        std::mem::take(&mut self.anchors).finish(self.faults);
        match self.images.first().cloned() {
            _ if self.has_words => {}
            Some(image) => {
                let message = "the document has images and no words".to_owned();
                let help = "write as text what the images show as text";
                self.fault(&EDGAR_IMAGE, image, message, help);
            }
            None if self.frame == [1; 4] => {
                let message = "the document has no words".to_owned();
                self.fault(&EDGAR_ELEMENT, first.clone(), message, "");
            }
            None => {}
        }
        for found in social_security_numbers(&self.words) {
            let range = self.source(found.start);
            self.fault(&PERSONAL_DATA, range, PERSONAL.to_owned(), PERSONAL_HELP);
        }
    }

    /// Returns the bytes of the document that a place of its text comes from.
    fn source(&self, offset: usize) -> Range<usize> {
        let index = self.sources.partition_point(|(start, _)| *start <= offset);
        index.checked_sub(1).map_or(0..0, |index| self.sources[index].1.clone())
    }
}

/// Says whether an element takes another into it.
fn takes(parent: &Open, child: &Element) -> bool {
    let name = child.name;
    match parent.element.content {
        Content::Document => matches!(name, "head" | "body"),
        Content::Head => matches!(name, "title" | "meta"),
        Content::Text | Content::Empty => false,
        Content::Flow => child.kind != Kind::Part,
        Content::Inline => child.kind == Kind::Inline || name == "page",
        Content::Address => child.kind == Kind::Inline || name == "p",
        Content::Items => name == "li",
        Content::Terms => matches!(name, "dt" | "dd"),
        Content::Rows => {
            name == "tr" || (name == "caption" && !parent.filled && !parent.has_caption)
        }
        Content::Cells => matches!(name, "td" | "th"),
    }
}

/// Returns a name that may be anything, as a message shows it.
fn shortened(name: &str) -> String {
    name.chars().filter(|sign| !sign.is_control() && *sign != '`').take(24).collect()
}

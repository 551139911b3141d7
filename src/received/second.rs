//! A second, independent reading of the letter as received, by which the first one is proved.
//!
//! In: the bytes of a file and the first reading. Out: what the two disagree on. The second reading shares
//! no code with the first beyond what cuts HTML in tags and texts: it knows no tree, no table and no place,
//! and so cannot lose a word in one. HTML is compared word by word, PDF letter by letter for each page, since
//! where a word ends in a PDF is inferred. Plain text is its own proof.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states,
};

use super::html::{Face, ListStyle, Look, hides, list_number, sign_of};
use super::{Kind, Received, html, pdf, sgml};
use crate::words::fold;

/// Something that two readings of one file do not agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// Words that the second reading has and the first one lacks.
    Lost {
        /// The page, from 1; 0 where the file has none.
        page: u32,
        /// The words, or the letters.
        what: String,
    },
    /// Words that the first reading has and the second one lacks.
    Invented {
        /// The page, from 1; 0 where the file has none.
        page: u32,
        /// The words, or the letters.
        what: String,
    },
    /// Pages that the second reading could not read.
    Unproved {
        /// The pages, from 1.
        pages: Vec<u32>,
    },
}

/// Reads the file a second time and compares.
pub fn disagreements(bytes: &[u8], first: &Received) -> Vec<Disagreement> {
    match first.kind {
        Kind::Text => Vec::new(),
        Kind::Html => of_html(bytes, first),
        Kind::Pdf => super::pdf_of(bytes).map_or_else(Vec::new, |bytes| of_pdf(&bytes, first)),
    }
}

/// Counts things: how often each stands there.
type Bag = BTreeMap<String, i64>;

fn of_html(bytes: &[u8], first: &Received) -> Vec<Disagreement> {
    let text = super::lines_of(bytes);
    let inner = &text[sgml::document(&text)];
    debug_assert!(html::is_html(inner), "the first reading took it for HTML");
    let second = tokens(inner);
    let mut counts: HashMap<Cow<'_, str>, i64> = HashMap::new();
    words(&first.text).for_each(|word| *counts.entry(word).or_default() += 1);
    words(&second).for_each(|word| *counts.entry(word).or_default() -= 1);
    let counts = counts.into_iter().filter(|(_, count)| *count != 0);
    let bag: Bag = counts.map(|(word, count)| (word.into_owned(), count)).collect();
    differences(&bag, 0, " ")
}

/// Returns a text's words, without the signs of lists, which are marks.
fn words(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split_whitespace().filter_map(|word| {
        // No sign of a list, and nothing that is folded, is ASCII.
        let word = if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(folded(word)) };
        let is_sign = word.chars().count() == 1 && !word.contains(char::is_alphanumeric);
        (!word.is_empty() && word != "o" && !is_sign).then_some(word)
    })
}

fn folded(word: &str) -> String {
    let seen = word.chars().filter(|&c| !crate::words::is_unseen(c));
    seen.map(fold).skip_while(|&c| crate::marks::is_bullet(c)).collect()
}

fn differences(bag: &Bag, page: u32, between: &str) -> Vec<Disagreement> {
    let side = |sign: i64| {
        let found: Vec<String> = bag
            .iter()
            .filter(|(_, count)| **count * sign > 0)
            .flat_map(|(what, count)| {
                std::iter::repeat_n(what.clone(), count.unsigned_abs().min(12) as usize)
            })
            .take(12)
            .collect();
        found.join(between)
    };
    let (invented, lost) = (side(1), side(-1));
    let mut out = Vec::new();
    if !lost.is_empty() {
        out.push(Disagreement::Lost { page, what: lost });
    }
    if !invented.is_empty() {
        out.push(Disagreement::Invented { page, what: invented });
    }
    out
}

/// Returns the text of HTML as a stream of tags and texts has it.
fn tokens(text: &str) -> String {
    let sink = Stream { state: RefCell::new(StreamState::default()) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.state.into_inner().text
}

struct Stream {
    state: RefCell<StreamState>,
}

#[derive(Default)]
struct StreamState {
    text: String,
    /// Text since the last tag: a tokenizer may cut it anywhere.
    pending: String,
    /// The element whose text is not shown, and how many of its name are open within it.
    hidden: Option<(String, usize)>,
    lists: Vec<(String, ListStyle, i64)>,
    /// The typefaces of open elements, by name.
    faces: Vec<(String, Face)>,
    /// Whether words stand on the line since the last block began.
    has_words: bool,
    /// The number of a list that waits for the item's text.
    mark: Option<String>,
}

impl TokenSink for Stream {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.pending.push_str(&text),
            Token::TagToken(tag) => {
                state.characters();
                return state.tag(&tag);
            }
            Token::EOFToken => state.characters(),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl StreamState {
    fn characters(&mut self) {
        let text = std::mem::take(&mut self.pending);
        let text = text.as_str();
        if self.hidden.is_some() {
            return;
        }
        let face = self.faces.last().map_or(Face::Plain, |(_, face)| *face);
        if !self.has_words && sign_of(face, text).is_some() {
            return;
        }
        let is_seen =
            |c: char| !c.is_whitespace() && !c.is_control() && !crate::words::is_unseen(c);
        if text.contains(is_seen) {
            self.has_words = true;
            if let Some(mark) = self.mark.take() {
                self.text.push_str(&mark);
                self.text.push(' ');
            }
        }
        self.text.extend(
            text.chars().map(|c| if c.is_control() && !c.is_whitespace() { '\u{200b}' } else { c }),
        );
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let is_start = tag.kind == TagKind::StartTag;
        let attribute = |wanted: &str| {
            tag.attrs.iter().find(|attr| &*attr.name.local == wanted).map(|attr| &*attr.value)
        };
        if let Some((hidden, open)) = &mut self.hidden {
            if hidden == name {
                if is_start {
                    *open += 1;
                } else if *open == 0 {
                    self.hidden = None;
                } else {
                    *open -= 1;
                }
            }
            return TokenSinkResult::Continue;
        }
        if is_block(name) {
            self.text.push('\n');
            self.has_words = false;
        }
        if !is_start {
            self.end(name);
            return TokenSinkResult::Continue;
        }
        match name {
            "script" | "style" | "title" | "noscript" => {
                self.hidden = Some((name.to_owned(), 0));
                let kind = if name == "title" {
                    states::RawKind::Rcdata
                } else {
                    states::RawKind::Rawtext
                };
                return TokenSinkResult::RawData(kind);
            }
            "ul" | "ol" | "menu" | "dir" => {
                let style = Look::of(attribute).list_style;
                let style = ListStyle::of(name == "ol", attribute("type"), style.as_deref());
                let start =
                    attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                self.lists.push((name.to_owned(), style, start));
            }
            "li" => {
                self.mark = None;
                let none = Look::of(attribute).list_style.as_deref() == Some("none");
                if let Some((_, style, next)) = self.lists.last_mut() {
                    let number = attribute("value")
                        .and_then(|value| value.trim().parse().ok())
                        .unwrap_or(*next);
                    *next = number.saturating_add(1);
                    let mark = list_number(*style, number);
                    if !none && !mark.is_empty() && mark != "•" {
                        self.mark = Some(mark);
                    }
                }
            }
            _ => {}
        }
        if is_void(name) || tag.self_closing && name.contains(':') {
            return TokenSinkResult::Continue;
        }
        if hides(attribute) {
            self.hidden = Some((name.to_owned(), 0));
            return TokenSinkResult::Continue;
        }
        if let Some(face) = Look::of(attribute).face {
            self.faces.push((name.to_owned(), face));
        } else if self.faces.iter().any(|(other, _)| other == name) {
            let face = self.faces.last().map_or(Face::Plain, |(_, face)| *face);
            self.faces.push((name.to_owned(), face));
        }
        TokenSinkResult::Continue
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.faces.iter().rposition(|(other, _)| other == name) {
            self.faces.truncate(at);
        }
        if let Some(at) = self.lists.iter().rposition(|(other, ..)| other == name) {
            self.lists.truncate(at);
        }
        if name == "li" {
            self.mark = None;
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "param"
            | "source"
            | "wbr"
    )
}

fn is_block(name: &str) -> bool {
    is_void(name) && name != "wbr" && name != "img"
        || matches!(
            name,
            "p" | "div"
                | "table"
                | "tr"
                | "td"
                | "th"
                | "ul"
                | "ol"
                | "li"
                | "dl"
                | "dt"
                | "dd"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "blockquote"
                | "pre"
                | "center"
                | "address"
                | "body"
                | "html"
                | "caption"
                | "thead"
                | "tbody"
                | "tfoot"
                | "form"
                | "section"
                | "article"
                | "header"
                | "footer"
                | "menu"
                | "dir"
                | "xmp"
                | "listing"
                | "figure"
                | "figcaption"
                | "main"
                | "nav"
                | "aside"
                | "fieldset"
                | "legend"
                | "details"
                | "summary"
        )
}

/// The most bytes that a page of a PDF may be unpacked to.
const PAGE: usize = 64 << 20;

fn of_pdf(bytes: &[u8], first: &Received) -> Vec<Disagreement> {
    let mut pages: BTreeMap<u32, Bag> = BTreeMap::new();
    for (line, origin) in first.text.split('\n').zip(&first.origins) {
        let bag = pages.entry(origin.page).or_default();
        letters(line).for_each(|letter| *bag.entry(letter).or_default() += 1);
    }
    let owned = bytes.to_vec();
    let Some(second) = pdf::apart(move || pages_of(&owned)) else {
        return vec![Disagreement::Unproved { pages: pages.into_keys().collect() }];
    };
    let mut out = Vec::new();
    let mut unproved = Vec::new();
    for (page, text) in &second {
        let bag = pages.entry(*page).or_default();
        letters(text.as_deref().unwrap_or_default())
            .for_each(|letter| *bag.entry(letter).or_default() -= 1);
        if text.is_none()
            || bag.values().all(|&count| count >= 0) && bag.values().any(|&count| count > 0)
        {
            // What the second reading cannot decode it cannot prove.
            unproved.push(*page);
            continue;
        }
        out.extend(differences(bag, *page, ""));
    }
    let unread = pages.keys().filter(|page| !second.contains_key(page) && **page > 0);
    unproved.extend(unread.copied());
    unproved.sort_unstable();
    if !unproved.is_empty() {
        out.push(Disagreement::Unproved { pages: unproved });
    }
    out
}

/// Returns the letters and digits of a text, each as it is compared.
fn letters(text: &str) -> impl Iterator<Item = String> + '_ {
    text.chars()
        .flat_map(|c| match c {
            'ﬀ' => "ff".chars().collect::<Vec<_>>(),
            'ﬁ' => "fi".chars().collect(),
            'ﬂ' => "fl".chars().collect(),
            'ﬃ' => "ffi".chars().collect(),
            'ﬄ' => "ffl".chars().collect(),
            _ => vec![c],
        })
        .filter(|c| c.is_alphanumeric())
        .map(String::from)
}

/// Returns the text of each page; nothing for one that cannot be decoded.
fn pages_of(bytes: &[u8]) -> BTreeMap<u32, Option<String>> {
    let Ok(document) = lopdf::Document::load_mem(bytes) else { return BTreeMap::new() };
    let pages = document.get_pages();
    let read = |page: u32| document.extract_text_with_limit(&[page], PAGE).ok();
    pages.keys().map(|&page| (page, read(page))).collect()
}

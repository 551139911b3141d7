//! The leak check: no confidential text in what goes outside (17 CFR 200.83).
//!
//! In: the [`Secrets`] of the source, and the bytes of an output as it is to be written. Out: what of it
//! stands there, and where. It reads the bytes back by itself: nothing of what made them is asked.

mod escapes;
mod html;
mod own;
mod pattern;
mod pdf;
mod picture;
mod pieces;
mod tokens;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::document::Image;
use crate::project::Project;
use crate::secrets::{Marked, Open, Secrets};
use pattern::Pattern;
use pieces::Pieces;
use tokens::Tokens;

/// In names and classes, which are the program's own, shorter texts are not looked for.
const SHORTEST_NAME: usize = 7;
/// There, and in templates, so are numbers of fewer digits: they are widths, colours and counts.
const SHORTEST_NUMBER_OF_NAMES: usize = 5;
/// How many page labels a letter has at most, for a number beside the labels' code to be one of them.
const LABELS: u64 = 5000;

/// A sign that parts figures, and no word for sure.
const UNKNOWN: &str = "\u{fffd}";
/// What stands before the size of a file in a manifest.
const SIZE: &str = "\"size\": ";

/// What is looked for.
pub struct Search {
    patterns: Vec<Pattern>,
    matcher: AhoCorasick,
    /// The numbers that stand in regions alone.
    numbers: BTreeMap<String, usize>,
    /// Those that the program's own names have: a colour of the style sheet.
    own_numbers: BTreeSet<String>,
    /// The numbers in pieces.
    pieces: Pieces,
    /// The confidential pictures, with the index of their marked text.
    pictures: Vec<(Picture, usize)>,
    /// The pictures that may be shown.
    open_pictures: Vec<Picture>,
    marked: Vec<Marked>,
    labels: Labels,
}

/// The labels of pages: their numbers are no figures.
#[derive(Debug, Clone, Default)]
struct Labels {
    /// Their code.
    code: String,
    /// The number of the first.
    first: u64,
}

/// What is known of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Picture {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

/// A marked text that stands in an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// Index of the marked text in [`Secrets::marked`].
    pub marked: usize,
    /// Where in the output it stands: `page 3`, `the outline`.
    pub place: String,
    /// Whether all of it stands there, or a part.
    pub is_whole: bool,
}

/// What an output cannot be read back for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it cannot be read back: {0}")]
pub struct Unreadable(pub String);

/// What an output says at one place.
#[derive(Debug, Default)]
struct Piece {
    place: String,
    /// The text; blanks and lines part numbers.
    text: String,
    kind: Kind,
}

/// What a piece of an output is, by which it is looked at more or less closely.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    /// Text, which a reader may see.
    #[default]
    Text,
    /// A name, which the program or a template gives: it has short words and small numbers in it.
    Name,
    /// What holds a file together: offsets and lengths are any numbers.
    Frame,
}

impl Piece {
    /// Returns a piece of text.
    fn of(place: &str, text: String) -> Self {
        Self { place: place.into(), text, kind: Kind::Text }
    }
}

/// The text of an output as its reader found it.
#[derive(Debug, Default)]
struct Found {
    pieces: Vec<Piece>,
    pictures: Vec<Shown>,
}

/// A picture that an output shows: where, its bytes, and its size where it is stated.
type Shown = (String, Vec<u8>, Option<(u32, u32)>);

impl Found {
    fn say(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.add(place, text, Kind::Text);
    }

    fn name(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.add(place, text, Kind::Name);
    }

    fn frame(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.add(place, text, Kind::Frame);
    }

    fn add(&mut self, place: impl Into<String>, text: impl Into<String>, kind: Kind) {
        self.pieces.push(Piece { place: place.into(), text: text.into(), kind });
    }
}

impl Search {
    /// Prepares the search for what stands in regions and nowhere else in the letter.
    pub fn new(secrets: &Secrets, project: &Project) -> Self {
        let files = project.files.iter().filter(|file| file.path.starts_with("templates/"));
        let overrides: Vec<&str> = files.map(|file| file.text.as_str()).collect();
        let stated = project.book.confidential.as_ref();
        let code = crate::document::compose::code(&project.book);
        let labels =
            Labels { code, first: stated.map_or(1, |stated| stated.first_label.value.into()) };
        Self::of(secrets, &project.images, &overrides, labels)
    }

    fn of(
        secrets: &Secrets,
        images: &BTreeMap<String, Image>,
        overrides: &[&str],
        labels: Labels,
    ) -> Self {
        let open = open_texts(secrets);
        let mut patterns = pattern::all(&secrets.marked);
        let is_open = stand_in(&patterns, &open);
        let overrides: Vec<Tokens> = overrides.iter().map(|text| own::template(text)).collect();
        // What a template of the project prints is looked at as closely as what is public allows: its
        // everyday words are no leak.
        let is_printed = stand_in(&patterns, &overrides);
        let mut at = 0..;
        patterns.retain(|pattern| {
            let at = at.next().expect("it has no end");
            !(is_open[at] || is_printed[at] && pattern.is_everyday)
        });
        let names = own::names();
        let is_own_name = stand_in(&patterns, &names);
        for (pattern, is_own_name) in patterns.iter_mut().zip(is_own_name) {
            pattern.is_own_name = is_own_name;
        }
        let shown: BTreeSet<&str> = open.iter().flat_map(Tokens::iter).collect();
        let numbers = pattern::numbers(&secrets.marked);
        let numbers = numbers.into_iter().filter(|(number, _)| !shown.contains(number.as_str()));
        let numbers: BTreeMap<String, usize> = numbers.collect();
        let pieces = Pieces::new(&numbers, secrets.open.iter().map(Open::text));
        let matcher = matcher(&patterns);
        let own_numbers = names.iter().flat_map(Tokens::iter).map(str::to_owned);
        let own_numbers = own_numbers.filter(|name| numbers.contains_key(name)).collect();
        let (pictures, open_pictures) = pictures(secrets, images);
        let marked = secrets.marked.clone();
        Self {
            patterns,
            matcher,
            numbers,
            own_numbers,
            pieces,
            pictures,
            open_pictures,
            marked,
            labels,
        }
    }

    /// Says whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty() && self.numbers.is_empty() && self.pictures.is_empty()
    }

    /// Returns the marked text that leaks.
    pub fn marked(&self, leak: &Leak) -> &Marked {
        &self.marked[leak.marked]
    }

    /// Reads an output back and returns what of the marked text stands in it; by its name's end it is a
    /// PDF, HTML, or text.
    ///
    /// # Errors
    ///
    /// Returns why the output cannot be read: then nothing is known of it.
    pub fn leaks(&self, name: &str, bytes: &[u8]) -> Result<Vec<Leak>, Unreadable> {
        let mut found = match name.rsplit('.').next() {
            Some("pdf") => pdf::read(bytes)?,
            Some("html" | "htm") => html::read(bytes)?,
            Some("jpg" | "jpeg" | "gif" | "png") => {
                let mut found = Found::default();
                found.pictures.push((name.to_owned(), bytes.to_vec(), picture::size(bytes)));
                found
            }
            _ => {
                let mut found = Found::default();
                let text = without_counts(&String::from_utf8_lossy(bytes));
                found
                    .pieces
                    .extend(escapes::SCRIPT.read(&text).map(|text| Piece::of("its text", text)));
                found.say("its text", text);
                found
            }
        };
        found.say("its name", own::stranger(name));
        let mut leaks = Vec::new();
        for piece in &found.pieces {
            self.search(piece, &mut leaks);
        }
        for (place, bytes, size) in &found.pictures {
            self.picture(place, bytes, *size, &mut leaks);
        }
        Ok(leaks)
    }

    fn search(&self, piece: &Piece, leaks: &mut Vec<Leak>) {
        let mut add = |marked: usize, is_whole: bool| {
            let leak = Leak { marked, place: piece.place.clone(), is_whole };
            let known =
                leaks.iter_mut().find(|leak| leak.marked == marked && leak.place == piece.place);
            match known {
                Some(known) => known.is_whole |= is_whole,
                None => leaks.push(leak),
            }
        };
        let shown = self.labels.without(&piece.text);
        let text = Tokens::of(&shown);
        for hit in self.matcher.find_overlapping_iter(&text.signs) {
            let pattern = &self.patterns[hit.pattern().as_usize()];
            let is_sought = piece.kind == Kind::Text || pattern.is_name();
            if is_sought && pattern.fits(&text, hit.start()..hit.end()) {
                add(pattern.marked, pattern.is_whole);
            }
        }
        if self.numbers.is_empty() || piece.kind == Kind::Frame {
            return;
        }
        let is_sought = |number: &str| {
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            piece.kind == Kind::Text
                || digits >= SHORTEST_NUMBER_OF_NAMES && !self.own_numbers.contains(number)
        };
        let whole = text.iter().filter_map(|token| self.numbers.get_key_value(token));
        let whole = whole.map(|(number, marked)| (number.as_str(), *marked));
        let in_pieces = match piece.kind {
            Kind::Text => self.pieces.find(&shown),
            _ => BTreeMap::new(),
        };
        for (number, marked) in whole.filter(|(number, _)| is_sought(number)).chain(in_pieces) {
            add(marked, Tokens::of(&self.marked[marked].text).signs == number);
        }
    }

    /// Holds a picture of an output against the confidential ones.
    fn picture(&self, place: &str, bytes: &[u8], size: Option<(u32, u32)>, leaks: &mut Vec<Leak>) {
        for (picture, marked) in &self.pictures {
            let like = |picture: &Picture| size == Some((picture.width, picture.height));
            let same = bytes == picture.bytes.as_slice()
                || (like(picture) && !self.open_pictures.iter().any(like));
            if same {
                leaks.push(Leak { marked: *marked, place: place.to_owned(), is_whole: true });
            }
        }
    }
}

impl Labels {
    /// Returns a text without the labels of pages in it, as `CITI 12` and `C00012` are.
    fn without<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.code.is_empty() || !text.contains(&self.code) {
            return Cow::Borrowed(text);
        }
        // A PDF states the code of its labels by itself.
        if text.trim() == self.code {
            return Cow::Borrowed("");
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(&self.code) {
            let behind = &rest[at + self.code.len()..];
            let number = behind.strip_prefix([' ', '\u{a0}']).unwrap_or(behind);
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = number.split_at(digits);
            let is_near = |number: u64| (self.first..self.first + LABELS).contains(&number);
            let mut next = after.chars();
            // `1,214` and `12.5` are figures.
            let goes_on = next.next().is_some_and(|c| matches!(c, ',' | '.'))
                && next.next().is_some_and(|c| c.is_ascii_digit());
            let is_label = !goes_on && number.parse().is_ok_and(is_near);
            out.push_str(&rest[..at + if is_label { 0 } else { self.code.len() }]);
            // What stands before a label and behind it is no one figure.
            out.push_str(if is_label { UNKNOWN } else { "" });
            rest = if is_label { after } else { behind };
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

/// Returns the text of a manifest without the sizes and SHA-256 digests in it: their digits are no figures.
fn without_counts(text: &str) -> String {
    let is_digest =
        |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let words = words
        .filter(|word| !is_digest(word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric())));
    let text: String = words.collect();
    let mut pieces = text.split(SIZE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(SIZE);
        out.push_str(piece.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    out
}

/// Returns what stands in the open: the letter's unmarked texts, and what the tool itself prints.
fn open_texts(secrets: &Secrets) -> Vec<Tokens> {
    let mut open: Vec<Tokens> = secrets.open.iter().map(|piece| Tokens::of(piece.text())).collect();
    // Where one piece follows another, the last words of the one run into the first of the other.
    let seams = secrets.open.windows(2).map(|pair| {
        let last = pair[0].text().rsplitn(4, char::is_whitespace).take(3).collect::<Vec<_>>();
        let first = pair[1].text().split_whitespace().take(3);
        Tokens::of(&last.into_iter().rev().chain(first).collect::<Vec<_>>().join(" "))
    });
    let seams: Vec<Tokens> = seams.collect();
    open.extend(seams);
    // Paragraphs and cells of a word or two make runs of words over several of them.
    let running = secrets.open.iter().filter(|open| open.is_running);
    let running: Vec<&str> = running.map(Open::text).collect();
    open.push(Tokens::of(&running.join("\n")));
    open.extend(own::texts());
    open
}

/// Says of each pattern whether it stands in one of some texts.
fn stand_in(patterns: &[Pattern], texts: &[Tokens]) -> Vec<bool> {
    let mut found = vec![false; patterns.len()];
    let matcher = matcher(patterns);
    for text in texts {
        for hit in matcher.find_overlapping_iter(&text.signs) {
            let at = hit.pattern().as_usize();
            found[at] = found[at] || patterns[at].fits(text, hit.start()..hit.end());
        }
    }
    found
}

fn matcher(patterns: &[Pattern]) -> AhoCorasick {
    let signs = patterns.iter().map(|pattern| pattern.signs.as_bytes());
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(signs)
        .expect("texts of a letter are few enough")
}

fn pictures(
    secrets: &Secrets,
    images: &BTreeMap<String, Image>,
) -> (Vec<(Picture, usize)>, Vec<Picture>) {
    let picture = |path: &str| {
        images.get(path).map(|image| Picture {
            bytes: image.bytes.clone(),
            width: image.width,
            height: image.height,
        })
    };
    let hidden: Vec<(Picture, usize)> = secrets
        .marked
        .iter()
        .enumerate()
        .filter(|(_, marked)| {
            let image = marked.image.as_deref();
            image.is_some_and(|image| !secrets.open_images.contains(image))
        })
        .filter_map(|(index, marked)| Some((picture(marked.image.as_deref()?)?, index)))
        .collect();
    let open = secrets.open_images.iter().filter_map(|path| picture(path)).collect();
    (hidden, open)
}

#[cfg(test)]
mod tests;

//! The leak check: no confidential text in what goes outside (17 CFR 200.83).
//!
//! In: the [`Secrets`] of the source, and the bytes of an output as it is to be written. Out: what of it
//! stands there, and where. It reads the bytes back by itself: nothing of what made them is asked.

mod html;
mod pdf;

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::document::Image;
use crate::project::Project;
use crate::secrets::words::{folded, numbers};
use crate::secrets::{Marked, Secrets};

/// The shortest marked text that is looked for, in characters without blanks.
const SHORTEST: usize = 4;
/// In names and classes, which are the program's own, shorter texts are words that it uses.
const SHORTEST_NAME: usize = 12;
/// How many words of a longer text are looked for together.
const RUN: usize = 5;

/// What is looked for.
pub struct Search {
    texts: Vec<Text>,
    matcher: AhoCorasick,
    /// The numbers that stand in regions alone.
    numbers: Vec<(String, usize)>,
    /// The confidential pictures, with the index of their marked text.
    pictures: Vec<(Picture, usize)>,
    /// The pictures that may be shown.
    open_pictures: Vec<Picture>,
    marked: Vec<Marked>,
}

/// A text that is looked for, as it is compared.
struct Text {
    folded: String,
    /// Index of its marked text.
    marked: usize,
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
    /// Whether it is a name of the program's own.
    is_name: bool,
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
        self.pieces.push(Piece { place: place.into(), text: text.into(), is_name: false });
    }

    fn name(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.pieces.push(Piece { place: place.into(), text: text.into(), is_name: true });
    }
}

impl Search {
    /// Prepares the search for what stands in regions and nowhere else in the letter.
    pub fn new(secrets: &Secrets, project: &Project) -> Self {
        Self::of(secrets, &project.images)
    }

    fn of(secrets: &Secrets, images: &BTreeMap<String, Image>) -> Self {
        let mut open = String::new();
        let mut open_numbers = BTreeSet::new();
        for piece in &secrets.open {
            // A text that runs from one open piece into the next is no open text.
            open.push('\n');
            open.push_str(&folded(&piece.text));
            open_numbers.extend(numbers(&piece.text));
        }
        let mut texts: Vec<Text> = Vec::new();
        let mut known = BTreeSet::new();
        let mut hidden = Vec::new();
        for (marked, piece) in secrets.marked.iter().enumerate() {
            for text in runs(&piece.text).chain([piece.text.clone()]) {
                // Figures are looked for as numbers: side by side in a row they make others.
                if !text.contains(char::is_alphabetic) {
                    continue;
                }
                let folded = folded(&text);
                let is_long = folded.chars().count() >= SHORTEST;
                if is_long && !open.contains(&folded) && known.insert(folded.clone()) {
                    texts.push(Text { folded, marked });
                }
            }
            for number in numbers(&piece.text) {
                let digits = number.bytes().filter(u8::is_ascii_digit).count();
                let stands_alone = folded(&piece.text).chars().count() >= SHORTEST
                    && !piece.text.contains(char::is_alphabetic);
                let enough = if stands_alone { 2 } else { 3 };
                if digits >= enough && !open_numbers.contains(&number) {
                    hidden.push((number, marked));
                }
            }
        }
        let patterns = texts.iter().map(|text| text.folded.as_bytes());
        let matcher = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(patterns)
            .expect("texts of a letter are few enough");
        let (pictures, open_pictures) = pictures(secrets, images);
        let marked = secrets.marked.clone();
        Self { texts, matcher, numbers: hidden, pictures, open_pictures, marked }
    }

    /// Says whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.numbers.is_empty() && self.pictures.is_empty()
    }

    /// Returns the marked texts that are looked for.
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
                found.pictures.push((name.to_owned(), bytes.to_vec(), None));
                found
            }
            _ => {
                let mut found = Found::default();
                found.say("its text", String::from_utf8_lossy(bytes));
                found
            }
        };
        found.say("its name", name);
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
        let mut add = |marked: usize| {
            let leak = Leak { marked, place: piece.place.clone() };
            if !leaks.contains(&leak) {
                leaks.push(leak);
            }
        };
        let text = folded(&piece.text);
        for hit in self.matcher.find_overlapping_iter(&text) {
            let known = &self.texts[hit.pattern().as_usize()];
            if !piece.is_name || known.folded.chars().count() >= SHORTEST_NAME {
                add(known.marked);
            }
        }
        if !piece.is_name && !self.numbers.is_empty() {
            let there: BTreeSet<String> = numbers(&piece.text).collect();
            self.numbers
                .iter()
                .filter(|(number, _)| there.contains(number))
                .for_each(|(_, marked)| add(*marked));
        }
    }

    /// Holds a picture of an output against the confidential ones.
    fn picture(&self, place: &str, bytes: &[u8], size: Option<(u32, u32)>, leaks: &mut Vec<Leak>) {
        for (picture, marked) in &self.pictures {
            let like = |picture: &Picture| size == Some((picture.width, picture.height));
            let same = bytes == picture.bytes.as_slice()
                || (like(picture) && !self.open_pictures.iter().any(like));
            if same {
                leaks.push(Leak { marked: *marked, place: place.to_owned() });
            }
        }
    }
}

/// Returns the runs of words of a longer text: a part of it is confidential as well.
fn runs(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let runs: Vec<String> = if words.len() > RUN {
        words.windows(RUN).map(|run| run.join(" ")).collect()
    } else {
        Vec::new()
    };
    runs.into_iter()
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

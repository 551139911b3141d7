//! What became of each word of the letter as received: the walk of the proof, word by word.

use super::furniture::Furniture;
use super::walk::{At, Step, Walk};
use super::words;
use crate::letter::Letter;
use crate::source::{File, Place};

/// What became of a word of the letter as received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It stands in letter.md.
    Kept,
    /// It stands in letter.md, mended.
    Mended,
    /// It was left out as part of a page.
    Furniture,
    /// letter.md lacks it.
    Lost,
    /// It was not compared: the texts differ in too many places before it.
    Unread,
}

/// A word of the letter as received.
#[derive(Debug, Clone, Copy)]
pub struct Traced {
    /// Where it stands in the letter as received.
    pub source: Place,
    /// Where it stands in letter.md.
    pub letter: Option<Place>,
    /// What became of it.
    pub fate: Fate,
}

/// The words of both sides.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The words of the letter as received, in order, each once.
    pub source: Vec<Traced>,
    /// The words of letter.md, in order, each with the fate of its word in the source; none where the source
    /// does not have it.
    pub letter: Vec<(Place, Option<Fate>)>,
}

/// How many differences are searched word by word.
const MOST: usize = 100;

/// Follows each word of the letter as received to letter.md.
pub fn trace(letter: &Letter, letter_file: &File, source: &File) -> Trace {
    let source_words = words::of_source(source);
    let letter_words = words::of_letter(letter, letter_file);
    let furniture = Furniture::new(&letter.front.furniture, source, &source_words);
    let walk = Walk::new(&source_words, &letter_words, &furniture, &letter.front.mended);
    let mut tracer = Tracer { walk, trace: Trace::default() };
    let mut at = At { source: 0, letter: 0, furniture: 0, mended: 0 };
    let mut runs = None;
    let mut differences = 0;
    while !tracer.walk.is_done(at) {
        if let Some((next, step)) = tracer.walk.next(at) {
            tracer.step(at, next, step);
            at = next;
            continue;
        }
        differences += 1;
        let (next, fate) = if differences > MOST {
            let end = At { source: source_words.len(), letter: letter_words.len(), ..at };
            (end, Fate::Unread)
        } else {
            (tracer.walk.resume(at, &mut runs), Fate::Lost)
        };
        tracer.differ(at, next, fate);
        at = next;
    }
    tracer.trace
}

struct Tracer<'a> {
    walk: Walk<'a>,
    trace: Trace,
}

impl Tracer<'_> {
    /// Notes the words that a step of the walk took.
    fn step(&mut self, at: At, next: At, step: Step) {
        let fate = match step {
            Step::Words | Step::Sign => Fate::Kept,
            Step::Mended { .. } => Fate::Mended,
            Step::Furniture(_) => Fate::Furniture,
        };
        let places: Vec<Place> = (at.letter..next.letter)
            .filter_map(|index| self.walk.letter.get(index).map(|word| word.place))
            .collect();
        self.trace.letter.extend(places.iter().map(|&place| (place, Some(fate))));
        let count = next.source - at.source;
        for (offset, index) in (at.source..next.source).enumerate() {
            let Some(word) = self.walk.source.get(index) else { continue };
            // The foot of a page may stand within a word that a line's end cuts.
            let is_foot = offset > 0
                && next.furniture > at.furniture
                && self.walk.furniture.takes(word.role.line, at.furniture).is_some();
            let fate = if is_foot { Fate::Furniture } else { fate };
            // Words that were joined or parted point at the first or the one that stands alike.
            let letter = match (fate, places.len()) {
                (Fate::Furniture, _) | (_, 0) => None,
                (_, there) if there == count => places.get(offset).copied(),
                _ => places.first().copied(),
            };
            self.trace.source.push(Traced { source: word.place, letter, fate });
        }
    }

    /// Notes words that differ.
    fn differ(&mut self, at: At, next: At, fate: Fate) {
        for index in at.source..next.source {
            if let Some(word) = self.walk.source.get(index) {
                self.trace.source.push(Traced { source: word.place, letter: None, fate });
            }
        }
        let fate = (fate == Fate::Unread).then_some(fate);
        for index in at.letter..next.letter {
            if let Some(word) = self.walk.letter.get(index) {
                self.trace.letter.push((word.place, fate));
            }
        }
    }
}

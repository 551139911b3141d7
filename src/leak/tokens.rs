//! Text as it is searched: its words and numbers in a row, and what parts each from the one before.
//!
//! In: text. Out: [`Tokens`]. Case, Unicode forms and signs that are not seen are taken away, and the commas
//! that part thousands. A word that is drawn in pieces, or hyphenated at a line's end, is still found: its
//! signs stand side by side, and only blanks and hyphens part them.

use unicode_normalization::UnicodeNormalization;

use crate::secrets::words::{is_hyphen, is_unseen};

/// What stands between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: a letter beside a digit.
    None,
    /// Blanks, line ends and hyphens: a word may go on behind them.
    Soft,
    /// Other signs.
    Hard,
    /// The sign of something omitted: no text goes on behind it.
    Barrier,
}

/// The tokens of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tokens {
    /// The signs of all tokens, without what parts them.
    pub(super) signs: String,
    /// Where each token starts in them, and what stands before it.
    starts: Vec<(usize, Gap)>,
}

/// What a character is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
}

impl Tokens {
    /// Reads a text.
    pub(super) fn of(text: &str) -> Self {
        let characters: Vec<char> =
            text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_passed_over(*c)).collect();
        let mut tokens = Self::default();
        let mut gap = Gap::Soft;
        let mut before: Option<Class> = None;
        for (at, &character) in characters.iter().enumerate() {
            // `×` is the sign of a multiple, as `x` is.
            let character = if character == '×' { 'x' } else { character };
            let class = match character {
                c if c.is_ascii_digit() => Some(Class::Digit),
                c if c.is_alphanumeric() => Some(Class::Letter),
                '.' if before == Some(Class::Digit) && is_digit(&characters, at + 1) => {
                    tokens.signs.push('.');
                    continue;
                }
                ',' if before == Some(Class::Digit) && parts_thousands(&characters, at) => continue,
                _ => None,
            };
            match class {
                None => {
                    let found = match character {
                        '*' => Gap::Barrier,
                        // A glyph of which nobody knows what it shows parts nothing for sure.
                        '\u{fffd}' => Gap::Soft,
                        c if c.is_whitespace() || is_hyphen(c) || c.is_control() => Gap::Soft,
                        _ => Gap::Hard,
                    };
                    gap = if before.is_some() { found } else { gap.max(found) };
                }
                Some(class) => {
                    if before.is_none() {
                        tokens.starts.push((tokens.signs.len(), gap));
                    } else if before != Some(class) {
                        tokens.starts.push((tokens.signs.len(), Gap::None));
                    }
                    tokens.signs.push(character);
                    gap = Gap::None;
                }
            }
            before = class;
        }
        tokens
    }

    /// Returns the tokens, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let ends = self.starts.iter().skip(1).map(|start| start.0);
        let ends = ends.chain(std::iter::once(self.signs.len()));
        self.starts.iter().zip(ends).map(|((start, _), end)| &self.signs[*start..end])
    }

    /// Returns the words: tokens between which nothing stands are one.
    pub(super) fn words(&self) -> Vec<&str> {
        let mut starts: Vec<usize> =
            self.starts.iter().filter(|(_, gap)| *gap != Gap::None).map(|start| start.0).collect();
        starts.push(self.signs.len());
        starts.windows(2).map(|pair| &self.signs[pair[0]..pair[1]]).collect()
    }

    /// Says whether a token starts, or the last one ends, at an offset of the signs.
    pub(super) fn is_edge(&self, offset: usize) -> bool {
        offset == self.signs.len()
            || self.starts.binary_search_by_key(&offset, |start| start.0).is_ok()
    }

    /// Returns the widest gap within a stretch of the signs.
    pub(super) fn gap_within(&self, stretch: std::ops::Range<usize>) -> Gap {
        let first = self.starts.partition_point(|start| start.0 <= stretch.start);
        let inner = self.starts[first..].iter().take_while(|start| start.0 < stretch.end);
        inner.map(|start| start.1).max().unwrap_or(Gap::None)
    }
}

/// Says whether a character is not seen; line ends are, for they part words.
pub(super) fn is_passed_over(character: char) -> bool {
    is_unseen(character) && !character.is_control()
}

/// Says whether a digit stands at a place.
pub(super) fn is_digit(characters: &[char], at: usize) -> bool {
    characters.get(at).is_some_and(char::is_ascii_digit)
}

/// Says whether three digits follow a comma, and no fourth.
pub(super) fn parts_thousands(characters: &[char], at: usize) -> bool {
    (1..=3).all(|ahead| is_digit(characters, at + ahead)) && !is_digit(characters, at + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        Tokens::of(text).iter().map(str::to_owned).collect()
    }

    #[test]
    fn words_and_numbers_are_tokens() {
        assert_eq!(all("Re-\nVenue “ﬁgure” $1,250.5m"), ["re", "venue", "figure", "1250.5", "m"]);
        assert_eq!(all("12,34; 1,2345 and 7.\n8"), ["12", "34", "1", "2345", "and", "7", "8"]);
        assert_eq!(all("pro\u{ad}gramme 3×"), ["programme", "3", "x"]);
        assert_eq!(Tokens::of("the 10-K of ZX81").words(), ["the", "10", "k", "of", "zx81"]);
    }

    #[test]
    fn gaps_are_the_widest_of_what_stands_there() {
        let gap = |text: &str| Tokens::of(text).gap_within(0..usize::MAX);
        assert_eq!(gap("a8"), Gap::None);
        assert_eq!(gap("kum-\n quat"), Gap::Soft);
        assert_eq!(gap("one, two"), Gap::Hard);
        assert_eq!(gap("one [***] two"), Gap::Barrier);
    }
}

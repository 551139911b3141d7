//! Marking the words that differ between two runs of text.
//!
//! In: the tokens of both. Out: which of them are kept, and the inlines with marks. Sentences are paired
//! first, so that a word never matches one that stands in another thought; then the words within a pair.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::align::align;
use super::text::{Kind, Line, Text, Token, Words};
use crate::document::Inline;

/// What opening a change costs, where a sign kept counts 1, a short word 4 and a longer one 13: what stands
/// between two changes and is less than two short words is not worth a change more.
const OPENING: i32 = 6;
/// Up to how many cells one pair of sentences is compared exactly.
const EXACT: usize = 4_000_000;
/// How many words a pair may have at most; larger ones are replaced whole.
const MOST: usize = 400_000;

/// What two texts share, and how much work was spent on finding out.
pub(super) struct Context {
    /// All tokens of both texts.
    pub(super) words: Words,
    /// How many more cells may be compared exactly; a cap on time that depends on nothing but the texts.
    exact: usize,
}

impl Context {
    /// Returns a context for one redline.
    pub(super) fn new() -> Self {
        Self { words: Words::default(), exact: 50 * EXACT }
    }
}

/// Marks a run of text against the one as filed; none where no word is kept.
pub(super) fn mark(old: &[Inline], new: &[Inline], context: &mut Context) -> Option<Vec<Inline>> {
    let old = Text::read(old, &mut context.words);
    let new = Text::read(new, &mut context.words);
    let mut kept = kept(&old, &new, context);
    part_unlike_blanks(&old, &new, &mut kept);
    let words = |(i, _): &(usize, usize)| context.words.kind(old.tokens[*i].word) != Kind::Sign;
    let alike = old.tokens.is_empty() && new.tokens.is_empty();
    (alike || kept.iter().any(words)).then(|| written(&old, &new, &kept))
}

/// Marks a run of text as replaced whole.
pub(super) fn replace(old: &[Inline], new: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    if !old.is_empty() {
        out.push(Inline::Deleted(old.to_vec()));
    }
    if !new.is_empty() {
        out.push(Inline::Inserted(new.to_vec()));
    }
    out
}

/// Finds the tokens that both texts keep, as rising pairs.
fn kept(old: &Text, new: &Text, context: &mut Context) -> Vec<(usize, usize)> {
    let (a, b) = (&old.tokens, &new.tokens);
    if a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key) {
        return (0..a.len()).map(|i| (i, i)).collect();
    }
    let (old_sentences, new_sentences) = (sentences(old), sentences(new));
    let pairs = pair_sentences(old, new, &old_sentences, &new_sentences, &context.words);
    let mut kept = Vec::new();
    for (old_range, new_range) in pairs {
        let span = |sentences: &[Range<usize>], range: &Range<usize>| {
            sentences[range.start].start..sentences[range.end - 1].end
        };
        let (a, b) = (span(&old_sentences, &old_range), span(&new_sentences, &new_range));
        let found = common(&old.tokens[a.clone()], &new.tokens[b.clone()], context);
        let found = readable(found, &old.tokens[a.clone()], &new.tokens[b.clone()], &context.words);
        kept.extend(found.into_iter().map(|(i, j)| (i + a.start, j + b.start)));
    }
    kept
}

/// Cuts a text into sentences: ranges of tokens that follow one another.
fn sentences(text: &Text) -> Vec<Range<usize>> {
    let tokens = &text.tokens;
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at + 1;
        if ends_sentence(text, at) {
            // Closing quotes and parentheses, and references to notes, belong to the sentence before.
            while tokens.get(end).is_some_and(|token| {
                token.blank.is_none()
                    && (matches!(text.str(*token), ")" | "]" | "\"" | "'" | "”" | "’")
                        || matches!(text.atom(*token), Some(Inline::NoteReference(_))))
            }) {
                end += 1;
            }
            if tokens.get(end).is_none_or(|next| opens_sentence(text, *next)) {
                sentences.push(start..end);
                start = end;
            }
        } else if matches!(text.atom(tokens[at]), Some(Inline::LineBreak)) {
            sentences.push(start..end);
            start = end;
        }
        at = end;
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

/// Says whether a token is a sign that ends a sentence, and not the point of an abbreviation.
fn ends_sentence(text: &Text, at: usize) -> bool {
    const SHORT: [&str; 22] = [
        "Mr", "Mrs", "Ms", "Messrs", "Dr", "Jr", "Sr", "St", "Inc", "Corp", "Co", "Ltd", "No",
        "Nos", "vs", "cf", "approx", "Sec", "Art", "Fig", "Bros", "al",
    ];
    match text.str(text.tokens[at]) {
        "!" | "?" => true,
        "." => !at.checked_sub(1).is_some_and(|before| {
            let before = text.str(text.tokens[before]);
            // `U.S.`, `e.g.`, an initial: they hold a point, or are one letter.
            SHORT.contains(&before)
                || before.contains('.') && before.chars().all(|c| c.is_alphabetic() || c == '.')
                || before.chars().count() == 1 && before.chars().all(char::is_uppercase)
        }),
        _ => false,
    }
}

fn opens_sentence(text: &Text, token: Token) -> bool {
    token.blank.is_some() && !text.str(token).starts_with(char::is_lowercase)
}

/// The words of a stretch that say something, by number, each with its weight times how often it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bag {
    words: Vec<(u32, u32)>,
    /// The weight of all of them.
    pub(super) weight: u64,
}

impl Bag {
    /// Gathers the words of tokens.
    pub(super) fn gather(tokens: impl Iterator<Item = u32>, words: &Words) -> Self {
        let mut numbers: Vec<u32> = tokens.collect();
        numbers.sort_unstable();
        let mut bag = Bag::default();
        for number in numbers {
            let weight = words.kind(number).weight();
            bag.weight += u64::from(weight);
            match bag.words.last_mut() {
                Some((last, sum)) if *last == number => *sum += weight,
                _ if weight > 0 => bag.words.push((number, weight)),
                _ => {}
            }
        }
        bag
    }

    /// Returns the weight of the words that both hold.
    pub(super) fn common(&self, other: &Bag) -> u64 {
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0;
        while let (Some((x, m)), Some((y, n))) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    common += u64::from(*m.min(n));
                    a.next();
                    b.next();
                }
            }
        }
        common
    }

    /// Returns what pairing two stretches is worth: 0 where they share less than `percent` of the lesser one.
    ///
    /// Rises faster than what is shared, so that one good pair beats two poor ones.
    pub(super) fn worth(&self, other: &Bag, percent: u64) -> u64 {
        let least = self.weight.min(other.weight);
        let common = self.common(other);
        if common == 0 || common * 100 < least * percent {
            return 0;
        }
        let square = common.saturating_mul(common);
        1 + 30 * square / least + 20 * square / (self.weight + other.weight)
    }
}

/// Pairs sentences with sentences, and one with two where it was parted or joined.
fn pair_sentences(
    old: &Text,
    new: &Text,
    old_sentences: &[Range<usize>],
    new_sentences: &[Range<usize>],
    words: &Words,
) -> Vec<(Range<usize>, Range<usize>)> {
    /// The least share of the lesser sentence that both must hold, in percent.
    const SHARED: u64 = 33;
    let bags = |text: &Text, sentences: &[Range<usize>], count: usize| -> Vec<Bag> {
        (0..(sentences.len() + 1).saturating_sub(count))
            .map(|i| sentences[i].start..sentences[i + count - 1].end)
            .map(|range| Bag::gather(text.tokens[range].iter().map(|token| token.word), words))
            .collect()
    };
    let old_bags = [bags(old, old_sentences, 1), bags(old, old_sentences, 2)];
    let new_bags = [bags(new, new_sentences, 1), bags(new, new_sentences, 2)];
    let equal = |i: usize, j: usize| {
        let (a, b) = (&old.tokens[old_sentences[i].clone()], &new.tokens[new_sentences[j].clone()]);
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key)
    };
    align(old_sentences.len(), new_sentences.len(), &[(1, 1), (1, 2), (2, 1)], |a, b| {
        let (whole, other) = (&old_bags[a.len() - 1][a.start], &new_bags[b.len() - 1][b.start]);
        let worth = whole.worth(other, SHARED);
        if worth == 0 {
            // Sentences of signs alone, and those that say nothing, pair when they are equal.
            let same = a.len() + b.len() == 2 && equal(a.start, b.start);
            return u64::from(same);
        }
        if a.len() + b.len() == 2 {
            return worth;
        }
        // The second sentence must bring at least half of its own words to the pair.
        let (one, parts) = match a.len() {
            1 => (whole, [&new_bags[0][b.start], &new_bags[0][b.start + 1]]),
            _ => (other, [&old_bags[0][a.start], &old_bags[0][a.start + 1]]),
        };
        let single = one.common(parts[0]).max(one.common(parts[1]));
        let gain = whole.common(other) - single;
        if gain * 2 >= parts[0].weight.min(parts[1].weight) { worth } else { 0 }
    })
}

/// Finds the tokens that two stretches have in common, with as few changes between them as reads well.
fn common(old: &[Token], new: &[Token], context: &mut Context) -> Vec<(usize, usize)> {
    let start = old.iter().zip(new).take_while(|(a, b)| a.key == b.key).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a.key == b.key)
        .count();
    let (old_rest, new_rest) =
        (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    let cells = (old_rest.len() + 1).saturating_mul(new_rest.len() + 1);
    let middle = if cells <= EXACT.min(context.exact) {
        context.exact -= cells;
        exact(old_rest, new_rest, &context.words)
    } else if old_rest.len() + new_rest.len() <= MOST {
        heuristic(old_rest, new_rest)
    } else {
        Vec::new()
    };
    let mut pairs: Vec<(usize, usize)> = (0..start).map(|i| (i, i)).collect();
    pairs.extend(middle.into_iter().map(|(i, j)| (i + start, j + start)));
    pairs.extend((0..end).map(|i| (old.len() - end + i, new.len() - end + i)));
    pairs
}

/// Keeps the tokens of the greatest weight, less the cost of each change that is opened between them.
fn exact(old: &[Token], new: &[Token], words: &Words) -> Vec<(usize, usize)> {
    const NEVER: i32 = i32::MIN / 2;
    /// From which state a cell's best way comes.
    const MATCH_AFTER_MATCH: u8 = 1;
    const CHANGE_OPENS: u8 = 2;
    const CHANGE_BY_OLD: u8 = 4;
    let width = new.len() + 1;
    let mut from = vec![0u8; (old.len() + 1) * width];
    // matched: the last token of both is kept; changed: a change is open.
    let mut matched = vec![NEVER; width];
    let mut changed = vec![NEVER; width];
    let mut row = (vec![NEVER; width], vec![NEVER; width]);
    for i in 0..=old.len() {
        for j in 0..width {
            let cell = &mut from[i * width + j];
            row.0[j] = if i == 0 && j == 0 {
                0
            } else if i > 0 && j > 0 && old[i - 1].key == new[j - 1].key {
                // Signs count a little: they hold their place, but hold up no sentence.
                let weight = 1 + 3 * words.kind(old[i - 1].word).weight() as i32;
                if matched[j - 1] >= changed[j - 1] {
                    *cell |= MATCH_AFTER_MATCH;
                }
                matched[j - 1].max(changed[j - 1]) + weight
            } else {
                NEVER
            };
            let mut best = (NEVER, 0);
            let mut offer = |value: i32, way: u8| {
                if value > best.0 {
                    best = (value, way);
                }
            };
            if j > 0 {
                offer(row.1[j - 1], 0);
                offer(row.0[j - 1] - OPENING, CHANGE_OPENS);
            }
            if i > 0 {
                offer(changed[j], CHANGE_BY_OLD);
                offer(matched[j] - OPENING, CHANGE_BY_OLD | CHANGE_OPENS);
            }
            row.1[j] = best.0;
            *cell |= best.1;
        }
        std::mem::swap(&mut matched, &mut row.0);
        std::mem::swap(&mut changed, &mut row.1);
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (old.len(), new.len());
    let mut in_match = matched[new.len()] >= changed[new.len()];
    while i > 0 || j > 0 {
        let way = from[i * width + j];
        if in_match {
            (i, j) = (i - 1, j - 1);
            pairs.push((i, j));
            in_match = way & MATCH_AFTER_MATCH != 0;
        } else {
            if way & CHANGE_BY_OLD != 0 {
                i -= 1
            } else {
                j -= 1
            }
            in_match = way & CHANGE_OPENS != 0;
        }
    }
    pairs.reverse();
    pairs
}

/// Finds common tokens of long stretches in bounded time (Myers as `similar` bounds it; no clock).
fn heuristic(old: &[Token], new: &[Token]) -> Vec<(usize, usize)> {
    let keys = |tokens: &[Token]| tokens.iter().map(|token| token.key).collect::<Vec<_>>();
    capture_diff_slices(Algorithm::Myers, &keys(old), &keys(new))
        .into_iter()
        .filter_map(|operation| match operation {
            DiffOp::Equal { old_index, new_index, len } => {
                Some((0..len).map(move |i| (old_index + i, new_index + i)))
            }
            _ => None,
        })
        .flatten()
        .collect()
}

/// A stretch of tokens that both texts keep, between two changes.
struct Stretch {
    /// Which pairs.
    pairs: Range<usize>,
    /// Words of one to three letters.
    short: usize,
    /// Longer words.
    long: usize,
    /// Words with digits, and atoms.
    firm: usize,
}

/// Joins changes that stand too close, and gives a sentence up of which too little is kept.
fn readable(
    pairs: Vec<(usize, usize)>,
    old: &[Token],
    new: &[Token],
    words: &Words,
) -> Vec<(usize, usize)> {
    let mut pairs = pairs;
    // Joining enlarges the changes beside it, so that the next stretch may come too close.
    for _ in 0..4 {
        let before = pairs.len();
        pairs = joined(pairs, old, new, words);
        if pairs.len() == before {
            break;
        }
    }
    let weight = |tokens: &mut dyn Iterator<Item = &Token>| -> u64 {
        tokens.map(|token| u64::from(words.kind(token.word).weight())).sum()
    };
    let kept = weight(&mut pairs.iter().map(|(i, _)| &old[*i]));
    // Words that stay and are set otherwise are a change, but the sentence is still the same one.
    let reset = weight(&mut reset(&pairs, old, new).iter());
    let least = weight(&mut old.iter()).min(weight(&mut new.iter()));
    // More than two thirds changed: the sentence is struck whole, and the new one underlined whole.
    if (kept + reset) * 3 < least { Vec::new() } else { pairs }
}

/// Returns the words of changes that put the same words in another formatting.
fn reset(pairs: &[(usize, usize)], old: &[Token], new: &[Token]) -> Vec<Token> {
    let mut reset = Vec::new();
    let mut next = (0, 0);
    for &(i, j) in pairs.iter().chain([&(old.len(), new.len())]) {
        let (deleted, inserted) = (&old[next.0..i], &new[next.1..j]);
        if deleted.len() == inserted.len()
            && deleted.iter().zip(inserted).all(|(a, b)| a.word == b.word)
        {
            reset.extend_from_slice(deleted);
        }
        next = (i + 1, j + 1);
    }
    reset
}

fn joined(
    pairs: Vec<(usize, usize)>,
    old: &[Token],
    new: &[Token],
    words: &Words,
) -> Vec<(usize, usize)> {
    let stretches = stretches(&pairs, old, words);
    // The changes before, between and after the stretches: the words taken out and put in.
    let change = |number: usize| {
        let start = match number.checked_sub(1) {
            Some(before) => {
                let (i, j) = pairs[stretches[before].pairs.end - 1];
                (i + 1, j + 1)
            }
            None => (0, 0),
        };
        let end = match stretches.get(number) {
            Some(stretch) => pairs[stretch.pairs.start],
            None => (old.len(), new.len()),
        };
        let count = |tokens: &[Token]| {
            tokens.iter().filter(|token| words.kind(token.word) != Kind::Sign).count()
        };
        let touched = start.0 < end.0 || start.1 < end.1;
        (touched, count(&old[start.0..end.0]).max(count(&new[start.1..end.1])))
    };
    let mut out = Vec::with_capacity(pairs.len());
    for (number, stretch) in stretches.iter().enumerate() {
        let (before, after) = (change(number), change(number + 1));
        let between = before.0 && after.0;
        let words = (stretch.firm, stretch.long, stretch.short);
        let close = matches!(words, (0, 0, 0 | 1));
        // One long word or two short ones between changes of several words are an island that nobody can read.
        let island = matches!(words, (0, 1, 0) | (0, 0, 2)) && before.1.min(after.1) >= 2;
        if !(between && (close || island)) {
            out.extend_from_slice(&pairs[stretch.pairs.clone()]);
        }
    }
    out
}

/// Groups pairs that follow one another on both sides.
fn stretches(pairs: &[(usize, usize)], old: &[Token], words: &Words) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (number, &(i, j)) in pairs.iter().enumerate() {
        let follows = number > 0 && pairs[number - 1] == (i.wrapping_sub(1), j.wrapping_sub(1));
        if !follows {
            stretches.push(Stretch { pairs: number..number, short: 0, long: 0, firm: 0 });
        }
        let Some(stretch) = stretches.last_mut() else { continue };
        stretch.pairs.end = number + 1;
        match words.kind(old[i].word) {
            Kind::Sign => {}
            Kind::Short => stretch.short += 1,
            Kind::Long => stretch.long += 1,
            Kind::Number | Kind::Atom => stretch.firm += 1,
        }
    }
    stretches
}

/// Gives up kept tokens before which the blanks differ and no change is there to hold the difference.
///
/// What is left can be written exactly: each blank is in both texts, or goes with a deletion or insertion.
fn part_unlike_blanks(old: &Text, new: &Text, kept: &mut Vec<(usize, usize)>) {
    let mut next = (0, 0);
    kept.retain(|&(i, j)| {
        let (deleted, inserted) = (i > next.0, j > next.1);
        let blank = |text: &Text, at: usize| usize::from(text.tokens[at].blank.is_some());
        let (was, is) = (blank(old, i), blank(new, j));
        let fits = match (deleted, inserted) {
            (false, false) => was == is,
            (true, true) => true,
            // The blanks at both ends of a deletion must hold the one that stays; an insertion likewise.
            (true, false) => is <= was + blank(old, next.0),
            (false, true) => was <= is + blank(new, next.1),
        };
        if fits {
            next = (i + 1, j + 1);
        }
        fits
    });
}

/// Writes both texts as one run of inlines with marks, a deletion before the insertion that replaces it.
fn written(old: &Text, new: &Text, kept: &[(usize, usize)]) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut line = Line::default();
    let mut next = (0, 0);
    let ends = (old.tokens.len(), new.tokens.len());
    for &(i, j) in kept.iter().chain([&ends]) {
        let deleted = &old.tokens[next.0..i];
        let inserted = &new.tokens[next.1..j];
        let last = old.tokens.get(i).zip(new.tokens.get(j));
        let after = last.map_or((None, None), |(old, new)| (old.blank, new.blank));
        if deleted.is_empty() && inserted.is_empty() {
            line.blank(after.1);
        } else {
            let (lead, trail) = shared_blanks(deleted, inserted, after);
            line.blank(lead);
            out.append(&mut std::mem::take(&mut line).finish());
            let change = |text: &Text, tokens: &[Token], after: Option<char>| {
                let mut line = Line::default();
                for (number, token) in tokens.iter().enumerate() {
                    line.blank(token.blank.filter(|_| number > 0 || lead.is_none()));
                    line.token(text, *token);
                }
                line.blank(after.filter(|_| trail.is_none()));
                (!tokens.is_empty()).then(|| line.finish())
            };
            out.extend(change(old, deleted, after.0).map(Inline::Deleted));
            out.extend(change(new, inserted, after.1).map(Inline::Inserted));
            line.blank(trail);
        }
        if let Some((_, token)) = last {
            line.token(new, *token);
        }
        next = (i + 1, j + 1);
    }
    out.append(&mut line.finish());
    out
}

/// Returns the blanks before and after a change that are in both texts; all others go with the change.
///
/// Where one text has nothing between two kept tokens but a blank, that blank is shared, before the change
/// if it can be: `the [-big -]dog`, and `unit[- annually-].`
fn shared_blanks(
    deleted: &[Token],
    inserted: &[Token],
    after: (Option<char>, Option<char>),
) -> (Option<char>, Option<char>) {
    let lead = |tokens: &[Token]| tokens.first().and_then(|token| token.blank);
    match (deleted.is_empty(), inserted.is_empty()) {
        (false, false) => (
            lead(inserted).filter(|_| lead(deleted).is_some()),
            after.1.filter(|_| after.0.is_some()),
        ),
        // Only a deletion: the new text has the blank of `after.1` alone.
        (false, true) => match lead(deleted) {
            Some(_) => (after.1, None),
            None => (None, after.1.filter(|_| after.0.is_some())),
        },
        (true, false) => match lead(inserted) {
            Some(blank) => (after.0.map(|_| blank), None),
            None => (None, after.1.filter(|_| after.0.is_some())),
        },
        (true, true) => (None, after.1),
    }
}

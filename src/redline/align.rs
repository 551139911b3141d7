//! Pairing two sequences in their order, so that the pairs are worth the most together.
//!
//! In: two lengths and what a pair is worth. Out: the pairs, rising on both sides. Knows no text.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Up to how many cells all pairs are weighed; beyond it only those near the diagonal.
const FULL: usize = 250_000;
/// How far from the diagonal pairs are weighed in long sequences.
const BAND: usize = 40;

/// A pair of stretches.
pub(super) type Pair = (Range<usize>, Range<usize>);

/// Pairs members that have numbers: in long sequences equal ones are found first, and the rest is paired
/// between them.
pub(super) fn between_anchors(
    old: Vec<u32>,
    new: Vec<u32>,
    mut worth: impl FnMut(usize, usize) -> u64,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut next = (0, 0);
    for (i, j) in anchors(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        let (a, b) = next;
        let between = singles(i - a, j - b, |x, y| worth(a + x, b + y));
        pairs.extend(between.into_iter().map(|(x, y)| (a + x, b + y)));
        if i < old.len() {
            pairs.push((i, j));
        }
        next = (i + 1, j + 1);
    }
    pairs
}

/// Finds equal members of long sequences, in order; of short ones none, for there all pairs are weighed.
fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    if (old.len() + 1).saturating_mul(new.len() + 1) <= FULL {
        return Vec::new();
    }
    let mut pairs = Vec::new();
    for operation in capture_diff_slices(Algorithm::Patience, old, new) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            pairs.extend((0..len).map(|i| (old_index + i, new_index + i)));
        }
    }
    pairs
}

/// Pairs single members; `worth` is 0 for what must not be paired.
fn singles(
    old: usize,
    new: usize,
    mut worth: impl FnMut(usize, usize) -> u64,
) -> Vec<(usize, usize)> {
    align(old, new, &[(1, 1)], |a, b| worth(a.start, b.start))
        .into_iter()
        .map(|(a, b)| (a.start, b.start))
        .collect()
}

/// Pairs stretches whose lengths are among `moves`; `worth` is 0 for what must not be paired.
///
/// Takes time and room in proportion to the lengths' product, and in long sequences to their sum.
pub(super) fn align(
    old: usize,
    new: usize,
    moves: &[(usize, usize)],
    mut worth: impl FnMut(Range<usize>, Range<usize>) -> u64,
) -> Vec<Pair> {
    let band = Band::new(old, new);
    // best[i][j]: what the first i and j are worth; step: the move that ends there, 0 and 1 for skips.
    let mut best: Vec<u64> = vec![0; band.size()];
    let mut step: Vec<u8> = vec![0; band.size()];
    for i in 0..=old {
        for j in band.row(i) {
            let mut top = (0, u8::from(i == 0));
            if i > 0 && band.has(i - 1, j) {
                top = (best[band.at(i - 1, j)], 0);
            }
            if j > 0 && band.has(i, j - 1) {
                let skip = best[band.at(i, j - 1)];
                if skip > top.0 || i == 0 || !band.has(i - 1, j) {
                    top = (skip, 1);
                }
            }
            for (number, &(a, b)) in moves.iter().enumerate() {
                if i < a || j < b || !band.has(i - a, j - b) {
                    continue;
                }
                let worth = worth(i - a..i, j - b..j);
                let total = best[band.at(i - a, j - b)].saturating_add(worth);
                if worth > 0 && total > top.0 {
                    top = (total, number as u8 + 2);
                }
            }
            (best[band.at(i, j)], step[band.at(i, j)]) = top;
        }
    }
    let (mut i, mut j) = (old, new);
    let mut pairs = Vec::new();
    while i > 0 && j > 0 {
        match step[band.at(i, j)] {
            0 => i -= 1,
            1 => j -= 1,
            number => {
                let (a, b) = moves[number as usize - 2];
                pairs.push((i - a..i, j - b..j));
                (i, j) = (i - a, j - b);
            }
        }
    }
    pairs.reverse();
    pairs
}

/// Which cells of the table are weighed: all, or those near the diagonal.
struct Band {
    old: usize,
    new: usize,
    /// Cells on each side of the diagonal.
    reach: usize,
    width: usize,
}

impl Band {
    fn new(old: usize, new: usize) -> Self {
        let all = (old + 1).saturating_mul(new + 1) <= FULL;
        // Rows next to each other overlap, so that a way through always exists.
        let reach = if all { new } else { BAND + new / old.max(1) };
        let width = (2 * reach + 1).min(new + 1);
        Self { old, new, reach, width }
    }

    fn first(&self, i: usize) -> usize {
        let middle = (i as u128 * self.new as u128 / self.old.max(1) as u128) as usize;
        middle.saturating_sub(self.reach).min(self.new + 1 - self.width)
    }

    fn row(&self, i: usize) -> Range<usize> {
        let first = self.first(i);
        first..first + self.width
    }

    fn has(&self, i: usize, j: usize) -> bool {
        self.row(i).contains(&j)
    }

    fn at(&self, i: usize, j: usize) -> usize {
        i * self.width + (j - self.first(i))
    }

    fn size(&self) -> usize {
        (self.old + 1) * self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_rise_and_are_worth_the_most() {
        let (old, new) = (b"abcd", b"xbzcaed");
        let pairs = singles(old.len(), new.len(), |i, j| u64::from(old[i] == new[j]));
        assert_eq!(pairs, [(1, 1), (2, 3), (3, 6)]);
        assert_eq!(singles(0, 3, |_, _| 1), []);
        assert_eq!(singles(3, 0, |_, _| 1), []);
    }

    #[test]
    fn long_sequences_are_paired_near_the_diagonal() {
        for (old, new) in [(5_000, 5_010), (100, 90_000), (90_000, 100), (1, 300_000)] {
            let pairs = singles(old, new, |i, j| u64::from(i == j));
            assert!(!pairs.is_empty());
            assert!(pairs.iter().all(|(i, j)| i == j));
        }
        assert_eq!(singles(5_000, 5_010, |i, j| u64::from(i + 10 == j)).len(), 5_000);
    }
}

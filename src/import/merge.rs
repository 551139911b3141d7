//! A corrected or second copy of a letter, merged into the letter.md that a person has read over.
//!
//! In: letter.md as import makes it of the old source and of the new one, and letter.md as it is. Out: a text
//! in which the person's mends and the new copy's changes both stand; where both changed the same words, the
//! place is left as a merge conflict, with both. What is merged is proved against the new source by `check`,
//! as every letter.md is.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{Import, files};
use crate::letter::{Kind, Letter};

/// A merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text.
    pub text: String,
    /// How many places were left as conflicts.
    pub conflicts: usize,
}

/// Returns letter.md as import makes it of a source with this name and hash.
pub fn letter_md(import: &Import, name: &str, sha256: &str) -> String {
    files::letter_md(import, Some((name, sha256)))
}

/// Says whether two letters are copies of one: most runs of three words of the smaller stand in the other.
pub fn is_same_letter(a: &str, b: &str) -> bool {
    let runs = |text: &str| -> std::collections::BTreeSet<Vec<String>> {
        let words = crate::words::compared(text);
        words.windows(3).map(<[String]>::to_vec).collect()
    };
    let (a, b) = (runs(a), runs(b));
    let shared = a.intersection(&b).count();
    shared * 2 > a.len().min(b.len())
}

/// Merges what `mine` and `theirs` each changed of `base`.
///
/// `mine` is letter.md, `theirs` the reading of the new copy, `base` that of the old one.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Merged {
    let (base, mine_lines, theirs) = (lines(base), lines(mine), lines(theirs));
    let mut merged = Merged { text: String::with_capacity(mine.len()), conflicts: 0 };
    for chunk in chunks(&base, &mine_lines, &theirs) {
        let (b, m, t) = (&base[chunk.base], &mine_lines[chunk.mine], &theirs[chunk.theirs]);
        match resolve(b, m, t) {
            Some(text) => merged.text.push_str(&text),
            None => {
                merged.conflicts += 1;
                merged.text.push_str(&conflict(m, t));
            }
        }
    }
    merged
}

/// Returns a text's lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A stretch of the three texts: either equal in all of them, or one on which they differ.
#[derive(Debug, Clone)]
struct Chunk {
    base: Range<usize>,
    mine: Range<usize>,
    theirs: Range<usize>,
}

/// Cuts three texts at the pieces that all of them share.
fn chunks(base: &[&str], mine: &[&str], theirs: &[&str]) -> Vec<Chunk> {
    let in_mine = matches(base, mine);
    let in_theirs = matches(base, theirs);
    let mut chunks = Vec::new();
    let (mut b, mut m, mut t) = (0, 0, 0);
    for at in 0..base.len() {
        let (Some(to_m), Some(to_t)) = (in_mine[at], in_theirs[at]) else { continue };
        if b < at || m < to_m || t < to_t {
            chunks.push(Chunk { base: b..at, mine: m..to_m, theirs: t..to_t });
        }
        chunks.push(Chunk { base: at..at + 1, mine: to_m..to_m + 1, theirs: to_t..to_t + 1 });
        (b, m, t) = (at + 1, to_m + 1, to_t + 1);
    }
    chunks.push(Chunk { base: b..base.len(), mine: m..mine.len(), theirs: t..theirs.len() });
    chunks
}

/// Returns for each piece of `base` where it stands in `other`, rising.
fn matches(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Patience, base, other) {
        if op.tag() == DiffTag::Equal {
            for (old, new) in op.old_range().zip(op.new_range()) {
                found[old] = Some(new);
            }
        }
    }
    found
}

/// Returns the one text that holds both changes; none where both changed the same words.
fn resolve(base: &[&str], mine: &[&str], theirs: &[&str]) -> Option<String> {
    if mine == base || mine == theirs {
        return Some(theirs.concat());
    }
    if theirs == base {
        return Some(mine.concat());
    }
    if let ([base], [mine], [theirs]) = (base, mine, theirs)
        && let Some(counts) = counts(base, mine, theirs)
    {
        return Some(counts);
    }
    // The lines of a list stand below each other: each is merged by itself where none came or went.
    if base.len() == mine.len() && base.len() == theirs.len() && base.len() > 1 {
        let each =
            (0..base.len()).map(|at| resolve(&base[at..=at], &mine[at..=at], &theirs[at..=at]));
        if let Some(lines) = each.collect::<Option<Vec<_>>>() {
            return Some(lines.concat());
        }
    }
    by_words(&base.concat(), &mine.concat(), &theirs.concat())
}

/// Merges word by word; none where both changed words that touch.
fn by_words(base: &str, mine: &str, theirs: &str) -> Option<String> {
    // What came or went as a whole has no words in common to hold on to.
    if base.is_empty() || mine.is_empty() || theirs.is_empty() {
        return None;
    }
    let (base, mine, theirs) = (tokens(base), tokens(mine), tokens(theirs));
    let mut out = String::new();
    for chunk in chunks(&base, &mine, &theirs) {
        let (b, m, t) = (&base[chunk.base], &mine[chunk.mine], &theirs[chunk.theirs]);
        if m == b || m == t {
            out.push_str(&t.concat());
        } else if t == b {
            out.push_str(&m.concat());
        } else {
            return None;
        }
    }
    Some(out)
}

/// Cuts a text into words, each with the blanks behind it, and line ends.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let blank = &rest[word..];
        let length = word + blank.find(|c: char| !c.is_whitespace()).unwrap_or(blank.len());
        let (token, after) = rest.split_at(length.max(1));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// Merges `counts`, which say how many comments, bullets and parts there are: both changes add up.
fn counts(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let read = |line: &str| -> Option<[i64; 3]> {
        let inner = line.trim().strip_prefix("counts = {")?.strip_suffix('}')?;
        let numbers: Vec<i64> = inner
            .split(',')
            .zip(["comments", "bullets", "parts"])
            .filter_map(|(field, name)| {
                let (field, number) = field.split_once('=')?;
                (field.trim() == name).then(|| number.trim().parse().ok()).flatten()
            })
            .collect();
        numbers.try_into().ok()
    };
    let (base, mine, theirs) = (read(base)?, read(mine)?, read(theirs)?);
    let sum = |at: usize| (mine[at] + theirs[at] - base[at]).max(0);
    Some(format!(
        "counts = {{ comments = {}, bullets = {}, parts = {} }}\n",
        sum(0),
        sum(1),
        sum(2)
    ))
}

/// Returns a place that a person must decide, as merges leave it.
fn conflict(mine: &[&str], theirs: &[&str]) -> String {
    let whole = |lines: &[&str]| {
        let text = lines.concat();
        if text.is_empty() || text.ends_with('\n') { text } else { format!("{text}\n") }
    };
    format!("<<<<<<< letter.md\n{}=======\n{}>>>>>>> the new copy\n", whole(mine), whole(theirs))
}

/// What the staff changed between two copies: a line for each, `-` before what went and `+` before what came.
pub fn changes(base: &Import, new: &Import) -> Vec<String> {
    let (base, new) = (lines(&base.body), lines(&new.body));
    let mut said = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &base, &new) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let shown = |line: &&str| !line.trim().is_empty();
        said.extend(
            base[op.old_range()]
                .iter()
                .filter(|l| shown(l))
                .map(|line| format!("- {}", line.trim())),
        );
        said.extend(
            new[op.new_range()]
                .iter()
                .filter(|l| shown(l))
                .map(|line| format!("+ {}", line.trim())),
        );
    }
    said
}

/// Returns how many comments, bullets and parts a letter has.
pub fn counted(letter: &Letter) -> [usize; 3] {
    [Kind::Comment, Kind::Bullet, Kind::Part].map(|kind| letter.count(kind))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASE: &str = "counts = { comments = 1, bullets = 2, parts = 0 }\n\n# A\n\n- one could two\n- three four\n\nfive six seven eight\n";

    fn merged(mine: &str, theirs: &str) -> (String, usize) {
        let merged = merge(BASE, mine, theirs);
        (merged.text, merged.conflicts)
    }

    #[test]
    fn both_changes_stand() {
        let mine = BASE.replace("six", "sixth").replace("bullets = 2", "bullets = 3");
        let theirs = BASE
            .replace("could", "should")
            .replace("eight", "ate")
            .replace("- three four\n", "- three four\n- new\n")
            .replace("bullets = 2", "bullets = 4");
        let (text, conflicts) = merged(&mine, &theirs);
        assert_eq!(conflicts, 0, "{text}");
        assert_eq!(
            text,
            "counts = { comments = 1, bullets = 5, parts = 0 }\n\n# A\n\n- one should two\n- three four\n- new\n\nfive sixth seven ate\n"
        );
    }

    #[test]
    fn the_same_words_changed_twice_are_a_conflict_with_both() {
        let (text, conflicts) =
            merged(&BASE.replace("could", "can"), &BASE.replace("could", "should"));
        assert_eq!(conflicts, 1);
        assert!(
            text.contains("<<<<<<< letter.md\n- one can two\n=======\n- one should two\n>>>>>>> "),
            "{text}"
        );
        let (text, conflicts) =
            merged(&BASE.replace("- one could two\n", ""), &BASE.replace("could", "should"));
        assert_eq!(conflicts, 1);
        assert!(text.contains("- one should two\n"), "{text}");
    }

    #[test]
    fn neighbours_of_a_list_are_merged_one_by_one() {
        let (text, conflicts) = merged(&BASE.replace("could", "can"), &BASE.replace("four", "4"));
        assert_eq!((text.contains("- one can two\n- three 4\n"), conflicts), (true, 0), "{text}");
    }

    #[test]
    fn copies_are_told_from_other_letters() {
        let letter =
            "Please tell us how you determined the fair value of each of your reporting units.";
        assert!(is_same_letter(letter, &letter.replace("each", "all")));
        assert!(!is_same_letter(
            letter,
            "Please tell us why the table on page three was left out of the filing."
        ));
    }

    /// Lines of a small alphabet, so that texts share some of them.
    fn text() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(
            prop_oneof![Just(String::new()), "- [ab] [cd] [ef] [gh]", "[abc] [def] (ghi|jkl)"],
            0..12,
        )
    }

    /// A text with some of its lines changed, taken out or added, each marked by whom.
    fn changed(base: &[String], seeds: &[(u8, u8)], by: &str) -> String {
        let mut lines: Vec<String> = base.to_vec();
        for (index, (what, at)) in seeds.iter().enumerate() {
            let at = *at as usize % (lines.len() + 1);
            let new = format!("{by}{index} added {at}");
            match what % 3 {
                0 => lines.insert(at, new),
                1 if at < lines.len() => lines[at] = format!("{} {by}{index}", lines[at]),
                _ if at < lines.len() => drop(lines.remove(at)),
                _ => lines.push(new),
            }
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_only_one_side_changed_is_what_comes_out(
            base in text(), seeds in prop::collection::vec((any::<u8>(), any::<u8>()), 0..6)
        ) {
            let whole: String = base.iter().map(|line| format!("{line}\n")).collect();
            let other = changed(&base, &seeds, "x");
            let unchanged = |text: &str| Merged { text: text.to_owned(), conflicts: 0 };
            prop_assert_eq!(merge(&whole, &other, &whole), unchanged(&other));
            prop_assert_eq!(merge(&whole, &whole, &other), unchanged(&other));
            prop_assert_eq!(merge(&whole, &other, &other), unchanged(&other));
        }

        #[test]
        fn nothing_that_either_side_wrote_is_lost(
            base in text(),
            mine in prop::collection::vec((any::<u8>(), any::<u8>()), 0..6),
            theirs in prop::collection::vec((any::<u8>(), any::<u8>()), 0..6),
        ) {
            let whole: String = base.iter().map(|line| format!("{line}\n")).collect();
            let (mine, theirs) = (changed(&base, &mine, "m"), changed(&base, &theirs, "t"));
            let merged = merge(&whole, &mine, &theirs);
            for word in mine.split_whitespace().chain(theirs.split_whitespace()) {
                let is_own = word.starts_with(['m', 't']) && word[1..].bytes().all(|b| b.is_ascii_digit());
                prop_assert!(!is_own || merged.text.split_whitespace().any(|there| there == word), "{} of {}", word, merged.text);
            }
        }
    }
}

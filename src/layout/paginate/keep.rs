//! Slabs that stay with those before or after them: headings, labels, lead-ins, signatures.

use super::super::slab::{Bond, Kind, Slab};

/// Turns what slabs say of their neighbours into bonds.
pub(super) fn tie_together(slabs: &mut [Slab]) {
    for index in 0..slabs.len() {
        if slabs[index].keep_next > 0 {
            keep_next(slabs, index);
        }
        if slabs[index].keep_previous > 0 {
            keep_previous(slabs, index);
        }
    }
}

/// Ties some lines that follow a slab to it. Lines that keep others themselves end the walk, so that a
/// row of headings is walked once.
fn keep_next(slabs: &mut [Slab], index: usize) {
    let mut wanted = slabs[index].keep_next;
    // A heading or a lone label is nothing without what follows.
    let binds = slabs[index].lines == 0;
    for slab in &mut slabs[index + 1..] {
        slab.bond = Bond::Never;
        slab.parts &= !binds;
        wanted = wanted.saturating_sub(slab.lines);
        if wanted == 0 || (slab.keep_next > 0 && slab.lines == 0) {
            break;
        }
    }
}

/// Ties some lines before a slab to it.
fn keep_previous(slabs: &mut [Slab], index: usize) {
    let mut wanted = slabs[index].keep_previous;
    for here in (1..=index).rev() {
        slabs[here].bond = Bond::Never;
        let before = &slabs[here - 1];
        wanted = wanted.saturating_sub(before.lines);
        if wanted == 0 || before.kind == Kind::Signature {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::slab::Ink;
    use super::*;

    fn bonds(slabs: &[Slab]) -> String {
        slabs.iter().map(|slab| if slab.bond == Bond::Never { '-' } else { '|' }).collect()
    }

    fn line() -> Slab {
        Slab::new(10.0, Ink::default())
    }

    #[test]
    fn headings_stay_with_each_other_and_two_lines() {
        let heading = || Slab { kind: Kind::Heading, lines: 0, keep_next: 2, ..line() };
        let mut slabs = [line(), heading(), heading(), line(), line(), line()];
        tie_together(&mut slabs);
        assert_eq!(bonds(&slabs), "||---|");
    }

    #[test]
    fn a_signature_stays_with_two_lines_before_it() {
        let mut slabs = [line(), line(), line(), Slab { keep_previous: 2, ..line() }];
        tie_together(&mut slabs);
        assert_eq!(bonds(&slabs), "||--");
    }
}

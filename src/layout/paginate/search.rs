//! The search for the page breaks of least cost.
//!
//! A state is the slab that begins a page, with the number of lines of footnotes that stand on the
//! pages before. From each state the search tries the ends of its page only as far as the page
//! reaches, so that its time grows with the letter's length alone. Where no allowed end fits, the
//! page is broken at any slab, at a price: nothing is lost and no page is empty.

use std::ops::Range;

use super::{Filling, Material};
use crate::layout::slab::Bond;

/// The price of a break where none is allowed.
const FORCED: f64 = 10.0;
/// The price of a page: of two ways of like cost, the shorter letter is the better one.
const PAGE: f64 = 0.015;
/// The price of a footnote that goes on overleaf.
const SPLIT: f64 = 0.05;
/// How many ways to have set the notes are followed for one slab.
const STATES: usize = 8;
/// What rounding may add to a page that is full, in points.
const ROUNDING: f32 = 0.05;

/// A way to reach the beginning of a page.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Lines of footnotes that stand on the pages before.
    notes: usize,
    cost: f64,
    /// The slab and state that the page before begins with.
    from: (usize, usize),
}

/// Returns the pages of least cost.
pub(super) fn fill(material: &Material) -> Vec<Filling> {
    let count = material.heights.len();
    let mut search = Search { material, states: vec![Vec::new(); count + 1] };
    search.states[0].push(State { notes: 0, cost: 0.0, from: (0, 0) });
    for first in 0..count {
        let mut index = 0;
        while index < search.states[first].len() {
            search.page(first, index);
            index += 1;
        }
    }
    search.last_notes();
    search.pages()
}

struct Search<'m> {
    material: &'m Material,
    states: Vec<Vec<State>>,
}

impl Search<'_> {
    /// Tries all pages that begin with a slab.
    fn page(&mut self, first: usize, index: usize) {
        let material = self.material;
        let State { notes, cost, .. } = self.states[first][index];
        let from = (first, index);
        let room = self.room(first, notes);
        let mut used = material.repeats[first];
        let mut group_end = 0;
        let mut found = false;
        for end in first + 1..=material.heights.len() {
            let added = end - 1;
            used += material.heights[added];
            if added > first {
                used += material.gaps[added];
                group_end = group_end.max(material.groups[added].unwrap_or(0));
            }
            if used > room + ROUNDING {
                break;
            }
            let Some(penalty) = self.penalty(end) else { continue };
            if end < group_end {
                continue;
            }
            let Some((last_note, split)) = self.notes_that_fit(notes, first, end, room - used)
            else {
                continue;
            };
            found = true;
            let white = room - used - material.notes_height(notes..last_note);
            let white = self.white(end, white) + penalty + split + PAGE;
            let most = if end == material.heights.len() { usize::MAX } else { STATES };
            self.reach(end, State { notes: last_note, cost: cost + white, from }, most);
        }
        if !found {
            self.forced(first, index);
        }
    }

    fn room(&self, first: usize, notes: usize) -> f32 {
        if first == 0 && notes == 0 { self.material.first_room } else { self.material.room }
    }

    /// Returns what a break before a slab costs; none where it is not allowed.
    fn penalty(&self, slab: usize) -> Option<f64> {
        match self.material.bonds.get(slab) {
            None => Some(0.0),
            Some(Bond::Free(cost)) => Some(f64::from(*cost)),
            Some(Bond::Never) => None,
        }
    }

    fn parts(&self, slab: usize) -> bool {
        self.material.parts.get(slab).copied().unwrap_or(true)
    }

    /// White at the foot of the last page costs nothing, nor does it before what has a page of its own:
    /// else it would be spread over the pages before.
    fn white(&self, end: usize, white: f32) -> f64 {
        if self.material.groups.get(end).is_none_or(Option::is_some) {
            return 0.0;
        }
        let part = f64::from(white.max(0.0) / self.material.room);
        part * part
    }

    /// Returns up to which line footnotes fit on a page, and the price of that: all of them, or where the
    /// last of them is long as much of it as fits.
    fn notes_that_fit(
        &self,
        notes: usize,
        first: usize,
        end: usize,
        room: f32,
    ) -> Option<(usize, f64)> {
        let all = self.material.cited[end];
        if self.material.notes_height(notes..all) <= room + ROUNDING {
            return Some((all, 0.0));
        }
        // The last note must begin on the page that cites it.
        let news = self.material.cited[first].max(notes);
        let begins = if news < all { self.material.notes[all - 1].first } else { notes };
        let most = self.lines_that_fit(notes..all, room);
        (begins + 1..=most)
            .rev()
            .find(|&line| line < all && self.material.notes[line].splits)
            .map(|line| (line, SPLIT))
    }

    /// Breaks a page where no allowed break fits: behind as many slabs as it holds, one at least; and
    /// where the notes of earlier pages fill the page, behind none.
    fn forced(&mut self, first: usize, index: usize) {
        let material = self.material;
        let State { notes, cost, .. } = self.states[first][index];
        let room = self.room(first, notes);
        let carried = notes..material.cited[first];
        let used = material.height(first..first + 1);
        if used + material.notes_height(carried.clone()) > room + ROUNDING && !carried.is_empty() {
            let last = self.lines_that_fit(carried, room).max(notes + 1);
            let state = State { notes: last, cost: cost + FORCED, from: (first, index) };
            return self.reach(first, state, usize::MAX);
        }
        // A break between paragraphs or rows hurts less than one that leaves a single line, and less than
        // notes that begin overleaf.
        let with_notes = self.most(first, room, notes);
        let without = self.most(first, room, usize::MAX);
        let parting = |end: usize| (first + 1..=end).rev().find(|&end| self.parts(end));
        let end = parting(with_notes).or_else(|| parting(without)).unwrap_or(with_notes);
        let used = material.height(first..end);
        let last = self.lines_that_fit(notes..material.cited[end], room - used);
        let state = State { notes: last, cost: cost + FORCED, from: (first, index) };
        self.reach(end, state, usize::MAX);
    }

    /// Returns up to where a page is full, one slab at least; the footnotes from a line on have room too.
    fn most(&self, first: usize, room: f32, notes: usize) -> usize {
        let material = self.material;
        let mut used = material.height(first..first + 1);
        let mut end = first + 1;
        while end < material.heights.len() {
            used += material.gaps[end] + material.heights[end];
            if used + material.notes_height(notes..material.cited[end + 1]) > room + ROUNDING {
                break;
            }
            end += 1;
        }
        end
    }

    /// Returns up to which of some lines of footnotes a room takes them.
    fn lines_that_fit(&self, lines: Range<usize>, room: f32) -> usize {
        let (mut fits, mut beyond) = (lines.start, lines.end + 1);
        while fits + 1 < beyond {
            let middle = (fits + beyond) / 2;
            if self.material.notes_height(lines.start..middle) <= room + ROUNDING {
                fits = middle;
            } else {
                beyond = middle;
            }
        }
        fits
    }

    /// Notes a way to reach the beginning of a page, if it is better than those known. Of allowed ways
    /// only some are followed; a forced one may be the only one that goes on.
    fn reach(&mut self, slab: usize, state: State, most: usize) {
        let states = &mut self.states[slab];
        let worst = |states: &[State]| {
            let costs = states.iter().enumerate().map(|(index, state)| (state.cost, index));
            costs.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, index)| index)
        };
        let place = match states.iter().position(|known| known.notes == state.notes) {
            Some(known) => Some(known),
            None if states.len() < most => None,
            None => worst(states),
        };
        match place {
            Some(known) if state.cost < states[known].cost => states[known] = state,
            Some(_) => {}
            None => states.push(state),
        }
    }

    /// Lets notes that the last page could not take go on to pages of their own.
    fn last_notes(&mut self) {
        let end = self.material.heights.len();
        let all = self.material.notes.len();
        let mut index = 0;
        while index < self.states[end].len() {
            let State { notes, cost, .. } = self.states[end][index];
            if notes < all {
                let last = self.lines_that_fit(notes..all, self.material.room).max(notes + 1);
                self.states[end].push(State {
                    notes: last,
                    cost: cost + FORCED,
                    from: (end, index),
                });
            }
            index += 1;
        }
    }

    /// Follows the least cost back to the first page.
    fn pages(&self) -> Vec<Filling> {
        let end = self.material.heights.len();
        let all = self.material.notes.len();
        let whole =
            (0..self.states[end].len()).filter(|&index| self.states[end][index].notes == all);
        let cost = |index: &usize| self.states[end][*index].cost;
        let Some(best) = whole.min_by(|a, b| cost(a).total_cmp(&cost(b))) else {
            return Vec::new();
        };
        let mut pages = Vec::new();
        let mut at = (end, best);
        loop {
            let State { notes, from, .. } = self.states[at.0][at.1];
            if at == (0, 0) {
                break;
            }
            let before = self.states[from.0][from.1];
            pages.push(Filling { slabs: from.0..at.0, notes: before.notes..notes });
            at = from;
        }
        pages.reverse();
        pages
    }
}

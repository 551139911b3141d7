//! Lines of print as the letter's lines: columns one after the other, indentation, gaps, pages.

use super::OutLine;
use super::glyphs::Page;
use super::lines::{Printed, Segment, of_page};
use crate::source::Origin;

/// The least lines that stand in two columns.
const COLUMN: usize = 3;

/// Returns the lines of all pages.
pub(super) fn lines(pages: &[Page]) -> Vec<OutLine> {
    let printed: Vec<(u32, Vec<Printed>)> =
        pages.iter().map(|page| (page.number, columns(of_page(&page.glyphs)))).collect();
    let margin = margin(&printed);
    let leading = leading(&printed);
    let mut out = Vec::new();
    for (number, lines) in printed {
        let mut above: Option<f64> = None;
        for line in lines {
            let gap = above.map_or(2, |above| {
                let step = line.baseline - above;
                // What stands higher is the head of the next column.
                u8::from(step > leading * 1.2 || step < -1.0) * 2
            });
            out.push(set(&line, number, gap, above.is_none(), margin));
            above = Some(line.baseline);
        }
    }
    out
}

fn set(line: &Printed, page: u32, gap: u8, is_on_new_page: bool, margin: f64) -> OutLine {
    let mut text = String::new();
    let mut right = 0.0;
    for segment in &line.segments {
        if !text.is_empty() {
            // A mark hangs before its text at any distance; columns stand wide apart.
            let is_mark = crate::marks::signs(&text).0 == text.len()
                || text.split_whitespace().count() == 1 && crate::marks::may_open(text.trim());
            let is_wide = segment.left - right > 2.2 * line.size;
            text.push_str(if is_mark || !is_wide { " " } else { "    " });
        }
        text.push_str(&segment.text);
        right = segment.right;
    }
    let columns = ((line.left() - margin) / (line.size.max(4.0) * 0.5)).round().clamp(0.0, 120.0);
    OutLine {
        text,
        indent: columns as usize,
        gap,
        is_on_new_page,
        origin: Origin {
            page,
            line: 0,
            is_strong: line.segments.iter().all(|segment| segment.is_strong),
        },
    }
}

/// Returns the left edge of the letter's text: that of most lines, to the nearest point.
fn margin(pages: &[(u32, Vec<Printed>)]) -> f64 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for line in pages.iter().flat_map(|(_, lines)| lines) {
        let long = line.segments.iter().map(|segment| segment.text.len()).sum::<usize>() > 40;
        // What is beyond the widest page is no place.
        let left = line.left().round().clamp(-10_000.0, 10_000.0) as i64;
        *counts.entry(left).or_default() += if long { 2 } else { 1 };
    }
    let most = counts.values().max().copied().unwrap_or(0);
    let left = counts.iter().find(|(_, count)| **count * 3 >= most).map_or(0, |(left, _)| *left);
    left as f64
}

/// Returns the distance of the lines within a paragraph: the smallest one that is common.
fn leading(pages: &[(u32, Vec<Printed>)]) -> f64 {
    let mut steps: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for (_, lines) in pages {
        for pair in lines.windows(2) {
            let step = pair[1].baseline - pair[0].baseline;
            let is_full =
                pair[0].segments.iter().map(|segment| segment.text.len()).sum::<usize>() > 30;
            if step > 0.85 * pair[1].size && step < 60.0 && is_full {
                *steps.entry((step * 2.0).round() as i64).or_default() += 1;
            }
        }
    }
    let most = steps.values().max().copied().unwrap_or(0);
    let least = (most / 8).max(2);
    let step = steps.iter().find(|(_, count)| **count >= least).map_or(28, |(step, _)| *step);
    step as f64 / 2.0
}

/// Sets columns that stand beside each other one below the other.
fn columns(lines: Vec<Printed>) -> Vec<Printed> {
    let Some(block) = block(&lines) else { return lines };
    let (above, rest) = lines.split_at(block.start);
    let (within, below) = rest.split_at(block.end - block.start);
    let part = |is_left: bool| {
        within
            .iter()
            .filter_map(|line| {
                let segments: Vec<Segment> = line
                    .segments
                    .iter()
                    .filter(|segment| (segment.left < block.gutter) == is_left)
                    .cloned()
                    .collect();
                (!segments.is_empty()).then_some(Printed { segments, ..line.clone() })
            })
            .collect::<Vec<_>>()
    };
    let (left, right) = (part(true), part(false));
    let shifted = right.iter().map(Printed::left).fold(f64::INFINITY, f64::min);
    let margin = lines.iter().map(Printed::left).fold(f64::INFINITY, f64::min);
    // The right column is indented as the left one is.
    let right = right.into_iter().map(|mut line| {
        for segment in &mut line.segments {
            segment.left -= shifted - margin;
            segment.right -= shifted - margin;
        }
        line
    });
    let mut out = columns(above.to_vec());
    out.extend(left);
    out.extend(right);
    out.extend(columns(below.to_vec()));
    out
}

/// Lines that stand in two columns.
struct Block {
    start: usize,
    end: usize,
    gutter: f64,
}

/// Finds the longest block of two columns.
///
/// Both sides are of words: a table of figures, or marks that hang before their texts, are no columns.
fn block(lines: &[Printed]) -> Option<Block> {
    let mut edges: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for line in lines {
        for segment in line.segments.iter().filter(|segment| is_prose(&segment.text)) {
            *edges.entry(segment.left.round().clamp(-10_000.0, 10_000.0) as i64).or_default() += 1;
        }
    }
    let mut edges: Vec<(usize, i64)> = edges
        .into_iter()
        .filter(|&(_, count)| count >= COLUMN)
        .map(|(edge, count)| (count, edge))
        .collect();
    edges.sort_unstable_by(|a, b| b.cmp(a));
    let margin = lines.iter().map(Printed::left).fold(f64::INFINITY, f64::min);
    let size = lines.first()?.size;
    edges
        .into_iter()
        .take(6)
        .map(|(_, edge)| edge as f64 - 0.4 * size)
        .filter(|gutter| gutter - margin > 8.0 * size)
        .filter_map(|gutter| runs(lines, gutter))
        .max_by_key(|block| block.end - block.start)
}

/// Finds the longest run of lines that a gutter parts in two columns.
fn runs(lines: &[Printed], gutter: f64) -> Option<Block> {
    let crosses = |line: &Printed| {
        line.segments.iter().any(|segment| segment.left < gutter && segment.right > gutter)
    };
    let mut best: Option<Block> = None;
    let mut start = 0;
    while start < lines.len() {
        if crosses(&lines[start]) {
            start += 1;
            continue;
        }
        let length = lines[start..].iter().take_while(|line| !crosses(line)).count();
        if let Some(block) = run(lines, start, start + length, gutter)
            && best.as_ref().is_none_or(|best| block.end - block.start > best.end - best.start)
        {
            best = Some(block);
        }
        start += length;
    }
    best
}

fn run(lines: &[Printed], start: usize, end: usize, gutter: f64) -> Option<Block> {
    let right = |line: &Printed| line.segments.iter().any(|segment| segment.left >= gutter);
    let left = |line: &Printed| line.segments.iter().any(|segment| segment.left < gutter);
    let first = (start..end).find(|&at| right(&lines[at]))?;
    let mut last = (start..end).rfind(|&at| right(&lines[at]))?;
    let prose = |is_left: bool, last: usize| {
        let mut words = 0;
        let mut all = 0;
        for line in &lines[first..=last] {
            for segment in line.segments.iter().filter(|segment| (segment.left < gutter) == is_left)
            {
                all += 1;
                words += usize::from(is_prose(&segment.text));
            }
        }
        (words, all)
    };
    let (left_words, left_all) = prose(true, last);
    let (right_words, right_all) = prose(false, last);
    let are_columns = left_words >= COLUMN
        && right_words >= COLUMN
        && left_words * 10 >= left_all * 7
        && right_words * 10 >= right_all * 7;
    if !are_columns {
        return None;
    }
    // The left column may be the longer one, where its lines are as full as a column's.
    let rest = &lines[last + 1..end];
    let margin = lines.iter().map(Printed::left).fold(f64::INFINITY, f64::min);
    let full = rest.iter().filter(|line| {
        left(line)
            && line
                .segments
                .last()
                .is_some_and(|segment| segment.right - margin > 0.6 * (gutter - margin))
    });
    if rest.len() >= COLUMN && full.count() * 2 >= rest.len() {
        last = end - 1;
    }
    Some(Block { start: first, end: last + 1, gutter })
}

/// Says whether a text is of words, and neither a figure nor a mark.
fn is_prose(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    letters > digits && letters > 1 && !crate::marks::may_open(text.trim())
}

//! The rows of a table as lines: a mark and its text, columns of a letterhead, or figures.

use super::OutLine;
use crate::marks;

/// A table that is open.
#[derive(Default)]
pub(super) struct Table {
    /// Its rows: the lines of each cell.
    pub rows: Vec<Vec<Vec<OutLine>>>,
    /// What the table itself is indented.
    pub indent: usize,
}

/// How far one empty cell indents what stands behind it.
const CELL: usize = 4;
/// The longest text of a cell that stands on one line with others.
const SHORT: usize = 60;

impl Table {
    /// Returns the table's lines.
    pub(super) fn lines(self) -> Vec<OutLine> {
        let mut out: Vec<OutLine> = Vec::new();
        let mut is_figures_above = false;
        let has_figures = self.rows.iter().filter(|row| is_figures(row)).count() >= 2;
        for row in self.rows {
            let is_row = has_figures
                && row.iter().flatten().count() > 0
                && row.iter().all(|cell| cell.len() <= 1);
            let mut lines = if is_row && filled(&row) > 1 {
                vec![joined(row)]
            } else {
                row_lines(row, self.indent)
            };
            if let Some(first) = lines.first_mut() {
                // The rows of one table of figures stand close together.
                first.gap = if is_row && is_figures_above { 0 } else { first.gap.max(1) };
                is_figures_above = is_row;
            }
            out.append(&mut lines);
        }
        out
    }
}

fn filled(row: &[Vec<OutLine>]) -> usize {
    row.iter().filter(|cell| !cell.is_empty()).count()
}

/// Says whether a row holds figures or short labels, none of them a mark.
fn is_figures(row: &[Vec<OutLine>]) -> bool {
    let texts: Vec<&str> =
        row.iter().filter_map(|cell| Some(cell.first()?.text.as_str())).collect();
    let is_single = row.iter().all(|cell| cell.len() <= 1);
    let digits = texts.iter().skip(1).filter(|text| {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        text.contains(|c: char| c.is_ascii_digit()) && text.chars().count() <= 16
    });
    is_single
        && texts.len() >= 2
        && !is_mark(texts[0])
        && digits.count() * 2 >= texts.len() - 1
        && texts.iter().all(|text| text.chars().count() <= 120)
}

/// Says whether a cell holds a mark and nothing else: a list sign, a number, a letter, `Comment 1:`.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    let (skipped, signs) = marks::signs(text);
    if signs > 0 && skipped == text.len() {
        return true;
    }
    let rest = &text[skipped..];
    let label = marks::label(rest.split_whitespace());
    let words: Vec<&str> = rest.split_whitespace().collect();
    match words.as_slice() {
        [word] => marks::may_open(word),
        words => label > 0 && words.len() == label + 1 && marks::digits(words[label]).is_some(),
    }
}

/// Joins the cells of a row of figures with wide gaps; a money sign stays by its figure.
fn joined(row: Vec<Vec<OutLine>>) -> OutLine {
    let mut cells = row.into_iter().flatten();
    let mut line = cells.next().unwrap_or_default();
    for cell in cells {
        let text = cell.text.trim();
        let is_tail = matches!(text, ")" | "%" | ")%" | "x");
        let is_head = line.text.ends_with('$') || line.text.ends_with('(');
        line.text.push_str(if is_tail || is_head { " " } else { "    " });
        line.text.push_str(text);
        line.origin.is_strong &= cell.origin.is_strong;
    }
    line
}

/// Sets the cells of a row that is no row of figures.
fn row_lines(row: Vec<Vec<OutLine>>, indent: usize) -> Vec<OutLine> {
    let mut out: Vec<OutLine> = Vec::new();
    let mut at = indent;
    let mut left = filled(&row);
    let mut pending: Option<OutLine> = None;
    for cell in row {
        if cell.is_empty() {
            if pending.is_none() && out.is_empty() {
                at += CELL;
            }
            continue;
        }
        left -= 1;
        let has_more = left > 0;
        let is_lone = cell.len() == 1;
        let text = cell[0].text.trim().to_owned();
        // A mark, or `Re:`, waits for the text in the next cell.
        let waits =
            is_lone && has_more && (is_mark(&text) || (text.ends_with(':') && text.len() <= 24));
        if waits {
            let mut line = cell.into_iter().next().unwrap_or_default();
            line.text = text;
            line.indent = at.max(line.indent);
            pending = Some(match pending.take() {
                None => line,
                // `2.` and `(a)` in two cells: each has a line of its own.
                Some(before) => {
                    out.push(before);
                    at += CELL;
                    OutLine { indent: at, gap: 0, ..line }
                }
            });
            continue;
        }
        let mut lines = cell.into_iter();
        let mut base = at;
        if let Some(mut mark) = pending.take() {
            let first = lines.next().unwrap_or_default();
            // A list that begins in the cell of the text is below the mark.
            let is_item = is_item(&first.text);
            if is_item {
                out.push(mark);
                out.push(OutLine { indent: at + CELL + first.indent, gap: 0, ..first });
            } else {
                mark.text = format!("{}    {}", mark.text, first.text.trim());
                mark.origin.is_strong = first.origin.is_strong;
                out.push(mark);
            }
            base = at + CELL;
        } else if let Some(last) = out.last_mut()
            && last.text.chars().count() <= SHORT
            && lines.len() == 1
        {
            // Two short texts beside each other.
            if let Some(line) = lines.next() {
                if line.text.chars().count() <= SHORT && !is_item(&line.text) {
                    last.text.push_str("    ");
                    last.text.push_str(line.text.trim());
                } else {
                    out.push(OutLine { indent: base + line.indent, gap: 1, ..line });
                }
            }
        }
        let mut is_first = true;
        for line in lines {
            let gap = if is_first && !out.is_empty() {
                line.gap.max(u8::from(base == at))
            } else {
                line.gap
            };
            is_first = false;
            out.push(OutLine { indent: base + line.indent, gap, ..line });
        }
    }
    out.extend(pending);
    out
}

fn is_item(text: &str) -> bool {
    let text = text.trim();
    marks::signs(text).1 > 0
        || text
            .split_whitespace()
            .next()
            .is_some_and(|word| marks::mark(&word.to_lowercase()).is_some())
}

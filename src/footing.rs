//! Totals of tables that differ from the rows above them.
//!
//! In: the tables of responses and proposed disclosures, facts evaluated. Out: findings. Only a row that
//! calls itself a total is held to its rows, and only in columns that add up; what an amount means,
//! whether it should be added at all, the tool does not know.

mod amount;
mod columns;
mod labels;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::document::figures::{figure, is_no_figure, without_mark};
use crate::facts::Evaluator;
use crate::finding::{Findings, Level, codes};
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind, TableRow};
use crate::source::{Files, Place};
use amount::Amount;
use columns::{Closing, Column, close};
use labels::{is_not_summed, is_total};

/// The words that scale a figure.
const SCALES: [&str; 4] = ["thousand", "million", "billion", "trillion"];
/// How many totals above a total are taken for its parts, at most.
const TOTALS: usize = 8;

/// Reports the totals of all tables in `blocks` that differ from their rows.
pub fn check(blocks: &[Block], evaluator: &Evaluator<'_>, files: &Files, findings: &mut Findings) {
    check_blocks(blocks, false, evaluator, files, findings);
}

/// Reports the totals of blocks; within a confidential region every figure is confidential, and so is their sum.
fn check_blocks(
    blocks: &[Block],
    in_region: bool,
    evaluator: &Evaluator<'_>,
    files: &Files,
    findings: &mut Findings,
) {
    for (index, block) in blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Table { head, rows, .. } => {
                let mut table = Table::read(head, rows, evaluator);
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| cell.is_confidential |= in_region);
                let is_rounded = says_rounded(&blocks[index + 1..]);
                table.check(is_rounded, files, findings);
                // Where all is hidden nothing that is open gives a figure away.
                if !in_region {
                    table.derivable(findings);
                }
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    check_blocks(&item.blocks, in_region, evaluator, files, findings);
                }
            }
            BlockKind::Confidential(blocks) => {
                check_blocks(blocks, true, evaluator, files, findings);
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
                check_blocks(blocks, in_region, evaluator, files, findings);
            }
            _ => {}
        }
    }
}

/// Says whether the paragraphs under a table, its notes foremost, say that its figures are rounded.
fn says_rounded(after: &[Block]) -> bool {
    let paragraphs = after.iter().map_while(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(markdown::plain(text)),
        _ => None,
    });
    paragraphs
        .enumerate()
        .take_while(|(index, text)| *index == 0 || text.trim_start().starts_with('('))
        .any(|(_, text)| text.to_lowercase().contains("round"))
}

/// A table as adding up sees it.
struct Table {
    /// The headings of its columns, each with all its lines.
    headings: Vec<Vec<String>>,
    /// Whether the units line says that nothing in it is summed.
    is_ratios: bool,
    rows: Vec<Row>,
}

/// A row of such a table.
struct Row {
    place: Place,
    kind: RowKind,
    /// Whether its own label says that it is not summed: earnings per share.
    is_ratio: bool,
    /// Whether it is part of a row above it: `of which stores`.
    is_part: bool,
    /// Whether its label, or the subheading above it, says that it is taken off: `Less: discount`.
    is_taken_off: bool,
    /// The words of its label, and what its figures count.
    words: BTreeSet<String>,
    unit: BTreeSet<String>,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RowKind {
    /// A row of figures.
    Plain,
    /// A row without figures: what stands above it is another set of rows.
    Heading,
    /// A row in bold or italics: it may close rows, and claims nothing.
    Closing,
    /// A row that begins with `Total` or `Subtotal`.
    Total,
}

/// A cell of figures.
struct Cell {
    content: Content,
    place: Place,
    /// Whether a confidential mark stands in it: its figure is shown to nobody.
    is_confidential: bool,
}

enum Content {
    /// Nothing, or a sign that there is no figure: `n/a`.
    Empty,
    /// A figure, and how it reads without its currency sign.
    Amount(Amount, String),
    /// A figure with the word that scales it, `$ 41.6 million`: what adds up with others of that word alone.
    Scaled(Amount, &'static str),
    /// Words, a percentage or a multiple: nothing that can be added.
    Other,
}

impl Table {
    fn read(head: &[Vec<Inline>], rows: &[TableRow], evaluator: &Evaluator<'_>) -> Self {
        let lines = rows.iter().take_while(|row| is_heading(row)).map(|row| row.cells.as_slice());
        let lines: Vec<&[Vec<Inline>]> = std::iter::once(head).chain(lines).collect();
        let heading = |column: usize| -> Vec<String> {
            let cells = lines.iter().filter_map(|line| line.get(column));
            let texts = cells.map(|cell| text(cell, evaluator).0.trim().to_owned());
            texts.filter(|text| !text.is_empty()).collect()
        };
        let headings: Vec<Vec<String>> = (0..head.len()).map(heading).collect();
        let units = headings.first().map(|lines| lines.join(" ")).unwrap_or_default();
        let is_ratios = is_not_summed(&units) && !units.to_lowercase().contains("except");
        let mut is_below_less = false;
        let rows = rows.iter().skip(lines.len() - 1).map(|row| {
            let mut row = Row::read(row, evaluator);
            match row.kind {
                RowKind::Heading => is_below_less = row.is_taken_off,
                RowKind::Plain => row.is_taken_off |= is_below_less,
                RowKind::Closing | RowKind::Total => is_below_less = false,
            }
            row
        });
        let rows = rows.collect();
        Self { headings, is_ratios, rows }
    }

    fn check(&self, is_rounded: bool, files: &Files, findings: &mut Findings) {
        if self.is_ratios || !self.rows.iter().any(|row| row.kind == RowKind::Total) {
            return;
        }
        let columns = (1..self.headings.len())
            .filter(|&column| !self.headings[column].iter().any(|line| is_not_summed(line)))
            .map(|column| (column, close(&self.rows, column)));
        let columns: Vec<(usize, Column)> = columns.collect();
        for (column, sums) in &columns {
            for closing in &sums.wrong {
                // A total between its rows, beside one that they come to, is their average; but a year's is not.
                let is_of_time = self.headings[*column].iter().any(|line| has_digit(line));
                let is_average = closing.lies_between
                    && sums.right.is_empty()
                    && !is_of_time
                    && columns.iter().any(|(_, column)| column.is_sum(closing.total));
                if self.claims(closing, *column, is_average || sums.is_list) {
                    self.report(*column, closing, is_rounded, files, findings);
                }
            }
        }
    }

    /// Says whether a total that differs from its rows is meant as their sum.
    ///
    /// Where that is in doubt, it is if a slip of the pen makes the difference.
    fn claims(&self, closing: &Closing, column: usize, is_doubtful: bool) -> bool {
        let counts = |row: &&Row| {
            let cell = row.cells.get(column);
            !row.is_ratio && cell.is_some_and(|cell| matches!(cell.content, Content::Amount(..)))
        };
        let rows: Vec<&Row> =
            self.rows[closing.first..closing.total].iter().filter(counts).collect();
        let total = &self.rows[closing.total];
        let units = || rows.iter().map(|row| &row.unit).filter(|unit| !unit.is_empty());
        let unit = Some(&total.unit).filter(|unit| !unit.is_empty()).or(units().next());
        if units().any(|one| unit.is_some_and(|unit| one.is_disjoint(unit))) {
            return false;
        }
        // Figures of one unit among others of none: a list of this and that.
        let is_mixed = units().any(|one| Some(one) != unit)
            || total.unit.is_empty() && (1..rows.len().max(2)).contains(&units().count());
        let decimals = |row: &Row| match &row.cells[column].content {
            Content::Amount(amount, _) if *amount != Amount::ZERO => Some(amount.decimals),
            _ => None,
        };
        // Dollars beside dollars a share: the total could not be as exact as its rows.
        let finest = rows.iter().filter_map(|row| decimals(row)).max();
        let coarsest = rows.iter().filter_map(|row| decimals(row)).min();
        let is_coarser = coarsest < finest && Some(closing.stated.decimals) < finest;
        let is_doubtful = is_doubtful || is_mixed || is_coarser;
        !is_doubtful || closing.is_slip()
    }

    /// Reports a marked figure that the rest of its column or row gives away: its total less the others.
    fn derivable(&self, findings: &mut Findings) {
        if self.is_ratios {
            return;
        }
        let mut told = BTreeSet::new();
        for column in 1..self.headings.len() {
            let mut set: Vec<&Cell> = Vec::new();
            // The totals above: a later one may add them up, beside rows of its own.
            let mut totals: Vec<&Cell> = Vec::new();
            for row in &self.rows {
                match (row.kind, row.cells.get(column)) {
                    (RowKind::Heading, _) => set.clear(),
                    (RowKind::Plain | RowKind::Closing, Some(cell))
                        if !row.is_ratio && !row.is_part =>
                    {
                        set.push(cell)
                    }
                    (RowKind::Total, Some(cell)) => {
                        set.push(cell);
                        told.extend(given_away(&set));
                        for count in 1..=totals.len().min(TOTALS) {
                            let above = &totals[totals.len() - count..];
                            told.extend(given_away(&[above, &set[..]].concat()));
                        }
                        totals.push(cell);
                        set.clear();
                    }
                    _ => {}
                }
            }
        }
        let closes =
            self.headings.last().is_some_and(|lines| lines.iter().any(|line| is_total(line)));
        for row in self.rows.iter().filter(|row| closes && !row.is_ratio) {
            let cells: Vec<&Cell> = row.cells.iter().skip(1).collect();
            told.extend(given_away(&cells));
        }
        for place in told {
            findings.push(
                codes::REDACTION_DERIVABLE
                    .at(place)
                    .says("a marked figure is the one that its row or column does not show, and can be computed")
                    .help("mark another figure of the row or column too, or the total")
                    .reference(crate::regions::RULE),
            );
        }
    }

    fn report(
        &self,
        column: usize,
        closing: &Closing,
        is_rounded: bool,
        files: &Files,
        findings: &mut Findings,
    ) {
        if closing.is_rounding && is_rounded {
            return;
        }
        let Content::Amount(_, stated) = &self.rows[closing.total].cells[column].content else {
            return;
        };
        let place = self.rows[closing.total].cells[column].place;
        let hidden = self.rows[closing.first..=closing.total]
            .iter()
            .any(|row| row.cells.get(column).is_some_and(|cell| cell.is_confidential));
        let heading = match self.headings[column].first() {
            None => format!("column {}", column + 1),
            Some(heading) => format!("column \"{heading}\""),
        };
        let line = |row: usize| {
            let place = self.rows[row].place;
            files.get(place.file).position(place.start).line
        };
        let (first, last) = (line(closing.first), line(closing.total - 1));
        let rows = match first == last {
            true => format!("row {first}"),
            false => format!("rows {first} to {last}"),
        };
        let sum = closing.sum;
        let says = match (hidden, closing.is_rounding) {
            (true, true) => "the rows and the total differ, as rounding can explain".to_owned(),
            (true, false) => "the rows do not sum to the total".to_owned(),
            (false, true) => {
                format!("the rows sum to {sum}, the total says {stated}, as rounding can explain")
            }
            (false, false) => format!("the rows sum to {sum}, the total says {stated}"),
        };
        let finding =
            codes::TABLE_DOES_NOT_FOOT.at(place).says(says).label(format!("{heading}, {rows}"));
        findings.push(if closing.is_rounding {
            finding
                .level(Level::Note)
                .help("say so under the table: `(1) Figures may not add due to rounding.`")
        } else {
            finding.help("correct a row, or the total")
        });
    }
}

/// Returns the place of the one marked figure among figures that add up to their last one.
fn given_away(cells: &[&Cell]) -> Option<Place> {
    let mut amounts = Vec::new();
    let mut scales = BTreeSet::new();
    let mut marked = Vec::new();
    for cell in cells {
        match &cell.content {
            Content::Amount(amount, _) => {
                amounts.push(*amount);
                // A dash is nothing, of whatever scale.
                scales.extend((*amount != Amount::ZERO).then_some(""));
            }
            Content::Scaled(amount, scale) => {
                amounts.push(*amount);
                scales.insert(*scale);
            }
            Content::Empty => continue,
            Content::Other => return None,
        }
        if cell.is_confidential {
            marked.push(cell.place);
        }
    }
    let (total, parts) = amounts.split_last()?;
    let sum = parts.iter().fold(Amount::ZERO, |sum, amount| sum.plus(*amount));
    // Rounded figures give the marked one away all the same.
    let is_near = total.apart(sum) <= total.unit().max(sum.unit()) * parts.len() as u128;
    match &marked[..] {
        _ if scales.len() > 1 => None,
        [only] if parts.len() > 1 && is_near => Some(*only),
        _ => None,
    }
}

impl Row {
    fn read(row: &TableRow, evaluator: &Evaluator<'_>) -> Self {
        let label = row.cells.first().map(Vec::as_slice).unwrap_or_default();
        let words = text(label, evaluator).0;
        let cells: Vec<Cell> =
            row.cells.iter().map(|cell| Cell::read(cell, row.place, evaluator)).collect();
        let has_figures = cells.iter().skip(1).any(|cell| !matches!(cell.content, Content::Empty));
        let is_set_off = label.first().is_some_and(|inline| {
            matches!(inline.kind, InlineKind::Strong(_) | InlineKind::Emphasis(_))
        });
        let kind = match (has_figures, is_total(&words), is_set_off) {
            (false, _, _) => RowKind::Heading,
            (true, true, _) => RowKind::Total,
            (true, false, true) => RowKind::Closing,
            (true, false, false) => RowKind::Plain,
        };
        // A unit may stand in a column of its own.
        let others = row.cells.iter().zip(&cells).skip(1);
        let others = others.filter(|(_, cell)| matches!(cell.content, Content::Other));
        let others = others.map(|(cell, _)| text(cell, evaluator).0);
        let units = others.filter(|other| labels::words(other).count() <= 2);
        let units = units.map(|other| format!("({other})"));
        let unit = units.chain([words.clone()]).flat_map(|words| labels::unit(&words)).collect();
        Self {
            place: row.place,
            kind,
            is_ratio: is_not_summed(&words),
            is_part: labels::is_part(&words),
            is_taken_off: labels::is_taken_off(&words),
            words: labels::words(&words).skip_while(|word| is_total(word)).collect(),
            unit,
            cells,
        }
    }

    /// Says whether a total has no other name: it is one of all rows.
    fn is_bare_total(&self) -> bool {
        self.kind == RowKind::Total && self.words.is_empty()
    }

    /// Says whether a total calls itself what another one is a part of: `Total`, `Total assets`.
    fn is_whole_of(&self, part: &Row) -> bool {
        self.words.is_subset(&part.words)
    }
}

/// Says whether a row below the head is a further line of headings: no label, and all else in bold.
fn is_heading(row: &TableRow) -> bool {
    let Some((label, cells)) = row.cells.split_first() else { return false };
    let is_bold =
        |cell: &Vec<Inline>| cell.iter().all(|inline| matches!(inline.kind, InlineKind::Strong(_)));
    label.is_empty() && cells.iter().all(is_bold)
}

impl Cell {
    fn read(cell: &[Inline], row: Place, evaluator: &Evaluator<'_>) -> Self {
        let (text, is_confidential) = text(cell, evaluator);
        let place = match (cell.first(), cell.last()) {
            (Some(first), Some(last)) => Place { end: last.place.end, ..first.place },
            _ => row,
        };
        Self { content: Content::read(&text), place, is_confidential }
    }
}

impl Content {
    fn read(text: &str) -> Self {
        let is_note = ['*', '†', '‡', '§'];
        let text = text.trim();
        let starred = text.trim_end_matches(is_note);
        // A star alone may stand for a figure that is too small to be shown.
        let text = if starred.is_empty() { text } else { starred };
        let text = without_mark(text).trim_end_matches(is_note);
        if text.is_empty() || is_no_figure(text) {
            return Content::Empty;
        }
        if let Some((words, scale)) = scaled(text) {
            let amount = figure(words).filter(|figure| !figure.is_ratio());
            return match amount.and_then(|figure| Amount::read(&figure)) {
                Some(amount) => Content::Scaled(amount, scale),
                None => Content::Other,
            };
        }
        let Some(figure) = figure(text).filter(|figure| !figure.is_ratio()) else {
            return Content::Other;
        };
        match Amount::read(&figure) {
            Some(amount) => Content::Amount(amount, format!("{}{}", figure.number, figure.sign)),
            None => Content::Other,
        }
    }
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Cuts the word that scales a figure off a text, `41.6 million`, and says which it is.
fn scaled(text: &str) -> Option<(&str, &'static str)> {
    let (words, last) = text.rsplit_once(char::is_whitespace)?;
    let scale = SCALES.into_iter().find(|scale| last.eq_ignore_ascii_case(scale))?;
    Some((words.trim_end(), scale))
}

/// Returns the text of a cell with its facts, and whether a confidential mark stands in it.
fn text(inlines: &[Inline], evaluator: &Evaluator<'_>) -> (String, bool) {
    let mut out = String::new();
    let mut is_confidential = false;
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => {
                let (text, marked) = self::text(inner, evaluator);
                out.push_str(&text);
                is_confidential |= marked;
            }
            InlineKind::Link { text: inner, .. } => {
                let (text, marked) = self::text(inner, evaluator);
                out.push_str(&text);
                is_confidential |= marked;
            }
            InlineKind::Fact(expression) => {
                // One without a value is a finding already.
                let value = evaluator.value(expression, inline.place).unwrap_or_default();
                is_confidential |= evaluator.is_confidential(expression);
                out.push_str(value.trim());
            }
            InlineKind::Confidential(inner) => {
                is_confidential = true;
                out.push_str(&self::text(inner, evaluator).0);
            }
            InlineKind::Open | InlineKind::Close => is_confidential = true,
            // What the author struck through counts no more.
            InlineKind::Strike(_)
            | InlineKind::Image { .. }
            | InlineKind::NoteReference(_)
            | InlineKind::Ask(_) => {}
        }
    }
    (out, is_confidential)
}

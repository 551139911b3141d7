//! One column, added up: which rows each total closes, and whether they come to it.
//!
//! In: the rows and a column. Out: the totals that differ. A total closes the rows since the last
//! subheading or total, or those since an earlier one with the totals between in place of their rows. Of
//! these readings one has to come to the total; rows in the middle of a set are never left out to make it.

use super::amount::Amount;
use super::{Content, Row, RowKind};

/// A total that differs from the rows it closes.
#[derive(Debug)]
pub(super) struct Closing {
    /// The first row that it closes, and its own.
    pub(super) first: usize,
    pub(super) total: usize,
    /// What the rows come to.
    pub(super) sum: Amount,
    /// Whether rounding of the last digits can explain the difference.
    pub(super) is_rounding: bool,
}

/// A row, or a total in place of the rows that it closes.
#[derive(Clone, Copy)]
struct Item {
    /// What stands there.
    stated: Amount,
    /// What its rows come to: the same, but for a total that differs from them.
    summed: Amount,
    /// Its first row.
    row: usize,
    /// How many figures it is made of, dashes left out.
    figures: u32,
    is_total: bool,
    /// Whether a set of rows begins with it.
    begins: bool,
    /// What all items before it come to, as stated and as summed, in millionths.
    before: (i128, i128),
}

/// How many readings of a total are tried, the nearest first; all rows together are always one.
const READINGS: usize = 200;

/// Adds a column up and returns the totals that differ from their rows.
pub(super) fn close(rows: &[Row], column: usize) -> Vec<Closing> {
    let mut items: Vec<Item> = Vec::new();
    let mut out = Vec::new();
    let mut begins = true;
    for (index, row) in rows.iter().enumerate() {
        let content = row.cells.get(column).map_or(&Content::Empty, |cell| &cell.content);
        let amount = match (row.kind, content) {
            (RowKind::Heading, _) => {
                begins = true;
                continue;
            }
            (_, Content::Empty) => {
                begins |= row.kind != RowKind::Plain;
                continue;
            }
            // What cannot be added ends what can be said of the rows above it.
            (_, Content::Other | Content::Scaled(..)) if !row.is_ratio => {
                items.clear();
                begins = true;
                continue;
            }
            (_, Content::Amount(amount, _)) if !row.is_ratio => *amount,
            _ => continue,
        };
        let mut item = Item {
            stated: amount,
            summed: amount,
            row: index,
            figures: u32::from(amount.value != 0),
            is_total: row.kind != RowKind::Plain,
            begins,
            before: items.last().map_or((0, 0), Item::after),
        };
        begins = row.kind != RowKind::Plain;
        if let Some(start) = closed(&items, amount, row.kind) {
            let sum = sum(&items[start..], |item| item.stated);
            if row.kind == RowKind::Total && apart(&items, start, amount) != 0 {
                let is_rounding = is_rounding(&items[start..], amount, sum);
                out.push(Closing { first: items[start].row, total: index, sum, is_rounding });
            }
            item.row = items[start].row;
            item.summed = self::sum(&items[start..], |item| item.summed);
            item.figures = 1;
            item.begins = items[start].begins;
            item.before = items[start].before;
            items.truncate(start);
        }
        items.push(item);
    }
    out
}

/// Returns where the items begin that a row closes; none where it closes nothing.
///
/// Of several readings the nearest one that comes to the amount counts. Where none does, a total closes
/// those that come nearest to it, and a row that is no more than set off is a row like others.
fn closed(items: &[Item], amount: Amount, kind: RowKind) -> Option<usize> {
    if kind == RowKind::Plain {
        return None;
    }
    // A total alone, right above another one, is not what that one closes: the rows around it are.
    let alone = |start: usize| start + 1 == items.len() && start > 0 && items[start].is_total;
    let mut best: Option<(u128, usize)> = None;
    let begins = (1..items.len()).rev().filter(|&at| items[at].begins && !alone(at));
    for start in begins.take(READINGS).chain((!items.is_empty()).then_some(0)) {
        let apart = apart(items, start, amount);
        if best.is_none_or(|(least, _)| apart < least) {
            best = Some((apart, start));
        }
        if apart == 0 {
            break;
        }
    }
    let (apart, start) = best?;
    (apart == 0 || kind == RowKind::Total).then_some(start)
}

/// Returns how far an amount is from the sum of the items from `start` on, as stated or as summed.
fn apart(items: &[Item], start: usize, amount: Amount) -> u128 {
    let Some(last) = items.last() else { return u128::MAX };
    let (after, before) = (last.after(), items[start].before);
    let (stated, summed) = (after.0 - before.0, after.1 - before.1);
    stated.abs_diff(amount.value).min(if summed == amount.value { 0 } else { u128::MAX })
}

impl Item {
    /// Returns what all items up to this one come to.
    fn after(&self) -> (i128, i128) {
        (self.before.0 + self.stated.value, self.before.1 + self.summed.value)
    }
}

fn sum(items: &[Item], amount: impl Fn(&Item) -> Amount) -> Amount {
    items.iter().map(amount).fold(Amount::ZERO, Amount::plus)
}

/// Says whether rounding explains a difference: half a unit of the last digit for each figure and the total.
fn is_rounding(items: &[Item], total: Amount, sum: Amount) -> bool {
    let figures: u32 = items.iter().map(|item| item.figures).sum();
    let unit = total.unit().max(sum.unit());
    figures > 1 && 2 * total.apart(sum) < unit * u128::from(figures + 1)
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::*;
    use crate::facts::{Evaluator, Facts};
    use crate::finding::Findings;
    use crate::markdown::{BlockKind, parse};
    use crate::source::Files;

    /// Returns what is wrong with the second column of a table: row of the total, first row, sum.
    fn wrong(rows: &str) -> Vec<String> {
        let mut files = Files::default();
        let text = format!("| a | b |\n| :- | -: |\n{rows}");
        let id = files.add("a.md", &text);
        let mut findings = Findings::default();
        let masked = crate::reader::read(&text, files.get(id).place(0..text.len()), &mut findings);
        let blocks = parse(&masked, &mut findings);
        let facts = Facts::default();
        let BlockKind::Table { head, rows, .. } = &blocks[0].kind else { panic!("{blocks:?}") };
        let table = Table::read(head, rows, &Evaluator::new(&facts));
        let shown = |closing: Closing| {
            let rounding = if closing.is_rounding { " by rounding" } else { "" };
            format!("{}..{} {}{rounding}", closing.first, closing.total, closing.sum)
        };
        close(&table.rows, 1).into_iter().map(shown).collect()
    }

    #[test]
    fn a_total_closes_the_rows_above_it() {
        assert_eq!(wrong("| x | $ 12 |\n| y | (2) |\n| z | — |\n| Total | $ 10 |"), [""; 0]);
        assert_eq!(wrong("| x | 12 |\n| y | 7 |\n| Total | 25 |\n"), ["0..2 19"]);
        // A total that leaves the first row out does not pass for one of fewer rows.
        assert_eq!(wrong("| x | 12 |\n| y | 7 |\n| z | 3 |\n| Total | 10 |\n"), ["0..3 22"]);
        assert_eq!(wrong("| Total | 10 |\n| of which x | 4 |"), [""; 0]);
        assert_eq!(wrong("| x | 12 |\n| y | see note |\n| Total | 10 |"), [""; 0]);
    }

    #[test]
    fn totals_of_totals_are_read_in_every_way_that_a_table_is_built() {
        let groups = "| **A** | |\n| x | 1 |\n| y | 2 |\n| Total A | 3 |\n| **B** | |\n| z | 4 |\n";
        assert_eq!(wrong(&format!("{groups}| Total B | 4 |\n| **Total** | 7 |")), [""; 0]);
        assert_eq!(wrong(&format!("{groups}| Total B | 4 |\n| **Total** | 18 |")), ["1..7 7"]);
        // The same sum divided in two ways, and a line of income between totals.
        assert_eq!(wrong("| x | 6 |\n| Total | 6 |\n| p | 4 |\n| q | 2 |\n| Total | 6 |"), [""; 0]);
        let income = "| Sales | 100 |\n| Costs | (60) |\n| *Gross* | 40 |\n| Taxes | (10) |\n";
        assert_eq!(wrong(&format!("{income}| **Total** | 30 |")), [""; 0]);
        assert_eq!(wrong(&format!("{income}| **Total** | 45 |")), ["0..4 30"]);
        // A wrong total is said once: the grand total of the right rows is not a second finding.
        let wrong_total = "| x | 1 |\n| y | 2 |\n| Total A | 9 |\n| z | 5 |\n| **Total** | 8 |";
        assert_eq!(wrong(wrong_total), ["0..2 3"]);
    }

    #[test]
    fn rounding_is_told_from_an_error_by_how_many_figures_there_are() {
        assert_eq!(wrong("| x | 1.2 |\n| y | 1.2 |\n| Total | 2.5 |"), ["0..2 2.4 by rounding"]);
        assert_eq!(wrong("| x | 1.2 |\n| y | 1.2 |\n| Total | 2.6 |"), ["0..2 2.4"]);
        assert_eq!(wrong("| x | 5 |\n| y | — |\n| Total | 6 |"), ["0..2 5"]);
        assert_eq!(wrong("| x | 1.4 |\n| y | 1.3 |\n| Total | 3 |"), ["0..2 2.7 by rounding"]);
    }
}

//! One column, added up: which rows each total closes, and whether they come to it.
//!
//! In: the rows and a column. Out: the totals that differ, and those that do not. A total closes the rows
//! since the last subheading or total, or those since an earlier one with the totals between in place of
//! their rows. Of these readings one has to come to the total; rows in the middle of a set are never left
//! out to make it, and a row at its begin only where a later row shows that it is no part.

use std::collections::BTreeSet;

use super::amount::Amount;
use super::{Content, Row, RowKind};

/// What a column comes to.
#[derive(Debug, Default)]
pub(super) struct Column {
    /// The totals that differ from the rows they close, in their order.
    pub(super) wrong: Vec<Closing>,
    /// The rows of the totals that are the sum of others.
    pub(super) right: BTreeSet<usize>,
    /// The rows of those that are figures of their own.
    figures: BTreeSet<usize>,
    /// Whether totals stand below one another that come to nothing: it is a list of key figures.
    pub(super) is_list: bool,
}

/// A total that differs from the rows it closes.
#[derive(Debug, Clone)]
pub(super) struct Closing {
    /// The first row that it closes, and its own.
    pub(super) first: usize,
    pub(super) total: usize,
    /// What the rows come to, and what the total says.
    pub(super) sum: Amount,
    pub(super) stated: Amount,
    /// Whether rounding of the last digits can explain the difference.
    pub(super) is_rounding: bool,
    /// Whether the total is less than a row and more than another, as an average is.
    pub(super) lies_between: bool,
}

impl Closing {
    /// Returns how far the total is from its rows.
    fn apart(&self) -> u128 {
        self.sum.apart(self.stated)
    }

    /// Says whether the total reads as its sum would with a slip of the pen, or nearly.
    pub(super) fn is_slip(&self) -> bool {
        let near = 10 * self.apart() <= self.sum.value.unsigned_abs();
        near || self.is_rounding || self.sum.is_slip_of(self.stated)
    }
}

/// A row, or a total in place of the rows that it closes.
#[derive(Clone, Copy)]
struct Item {
    /// What stands there.
    stated: Amount,
    /// What its rows come to: the same, but for a total that differs from them.
    summed: Amount,
    /// Its first row, and its own.
    row: usize,
    own: usize,
    /// How many figures it is made of, dashes left out.
    figures: u32,
    is_total: bool,
    /// Whether it is a total of which nothing shows what it closes.
    is_unproven: bool,
    /// Whether a set of rows begins with it.
    begins: bool,
    /// What all items before it come to, as stated and as summed, in millionths.
    before: (i128, i128),
}

/// How many readings of a total are tried, the nearest first; all rows together are always one.
const READINGS: usize = 200;

/// How a row that is no total closes the rows above it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Derives {
    Never,
    /// As their sum: a balance at the end.
    Sums,
    /// As their sum or their difference: gross profit.
    Differences,
}

/// A way to take the rows of a column. Tables are built in all of them, and none is wrong.
#[derive(Clone, Copy)]
struct Way {
    /// What a row that is no total has to come to, to close the rows above it.
    derives: Derives,
    /// Whether rows that say that they are not summed are summed: weighted average shares, which options
    /// are added to.
    sums_all: bool,
    /// Whether a row that says that it is taken off is so without parentheses.
    takes_off: bool,
}

/// Adds a column up and returns the totals that differ from their rows, whichever way they are taken.
pub(super) fn close(rows: &[Row], column: usize) -> Column {
    let ways = [false, true].into_iter().flat_map(|sums_all| {
        [false, true].into_iter().flat_map(move |takes_off| {
            [Derives::Never, Derives::Sums, Derives::Differences].map(|derives| Way {
                derives,
                sums_all,
                takes_off,
            })
        })
    });
    let mut walks = ways.map(|way| walk(rows, column, way));
    let mut out = walks.next().unwrap_or_default();
    out.wrong.retain(|closing| !is_sum_of_below(rows, column, closing));
    while let Some(other) = (!out.wrong.is_empty()).then(|| walks.next()).flatten() {
        for closing in &mut out.wrong {
            if let Some(same) =
                other.differing(closing.total).filter(|same| same.apart() < closing.apart())
            {
                *closing = same.clone();
            }
        }
        out.wrong.retain(|closing| {
            let is_figure = other.figures.contains(&closing.total) && !closing.is_slip();
            !other.right.contains(&closing.total) && !is_figure
        });
        out.right.extend(other.right);
        out.is_list &= other.is_list;
    }
    out
}

/// Says whether a total stands above its rows, and they come to it.
fn is_sum_of_below(rows: &[Row], column: usize, total: &Closing) -> bool {
    let below = rows[total.total + 1..].iter().take_while(|row| row.kind == RowKind::Plain);
    let amounts: Vec<Amount> = below
        .filter(|row| !row.is_ratio && !row.is_part)
        .filter_map(|row| match row.cells.get(column).map(|cell| &cell.content) {
            Some(Content::Amount(amount, _)) => Some(*amount),
            _ => None,
        })
        .collect();
    let sum = amounts.iter().copied().fold(Amount::ZERO, Amount::plus);
    amounts.len() > 1 && sum.apart(total.stated) == 0
}

impl Column {
    /// Says whether a total is the sum of its rows, but for a slip.
    pub(super) fn is_sum(&self, total: usize) -> bool {
        self.right.contains(&total) || self.differing(total).is_some_and(Closing::is_slip)
    }

    /// Returns how a total differs.
    fn differing(&self, total: usize) -> Option<&Closing> {
        let at = self.wrong.binary_search_by_key(&total, |closing| closing.total).ok()?;
        Some(&self.wrong[at])
    }
}

/// Takes the rows of a column in one way.
fn walk(rows: &[Row], column: usize, way: Way) -> Column {
    let mut walk =
        Walk { rows, way, items: Vec::new(), pending: Vec::new(), out: Column::default() };
    let mut begins = true;
    let mut was_ratio = false;
    for (index, row) in rows.iter().enumerate() {
        let content = row.cells.get(column).map_or(&Content::Empty, |cell| &cell.content);
        let is_left_out = row.is_part || row.is_ratio && !way.sums_all;
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
            (_, Content::Other | Content::Scaled(..)) if !row.is_ratio && !row.is_part => {
                walk.end();
                begins = true;
                continue;
            }
            (_, Content::Amount(amount, _)) if !is_left_out => *amount,
            _ => continue,
        };
        let is_taken_off = way.takes_off && row.is_taken_off && amount.value > 0;
        let amount = if is_taken_off { amount.negative() } else { amount };
        let item = Item {
            stated: amount,
            summed: amount,
            row: index,
            own: index,
            figures: u32::from(amount.value != 0),
            is_total: row.kind != RowKind::Plain,
            is_unproven: false,
            // Shares are no part of the income above them.
            begins: begins || row.is_ratio && !was_ratio,
            before: (0, 0),
        };
        was_ratio = row.is_ratio;
        begins = walk.step(item) || row.kind != RowKind::Plain;
    }
    walk.end();
    walk.out.wrong.sort_by_key(|closing| closing.total);
    walk.out
}

/// A column on the way down.
struct Walk<'a> {
    rows: &'a [Row],
    way: Way,
    items: Vec<Item>,
    /// Totals that are right if no row of their set before an item is one of theirs; a later row may show it.
    pending: Vec<(usize, Closing)>,
    out: Column,
}

impl Walk<'_> {
    /// Ends what can be said of the rows so far.
    fn end(&mut self) {
        self.items.clear();
        self.out.wrong.extend(self.pending.drain(..).map(|(_, closing)| closing));
    }

    /// Adds an item in place of those that it closes, and says whether it closes any.
    fn step(&mut self, mut item: Item) -> bool {
        let row = &self.rows[item.own];
        let reading = closed(&self.items, item.stated, row, self.way)
            .filter(|reading| reading.is_exact || !self.is_figure(&item, reading));
        if let Some(Reading { start, is_exact }) = reading {
            self.settle(start, is_exact);
            let start = match (row.kind, is_exact) {
                (RowKind::Total, false) => self.differs(start, &item),
                _ => start,
            };
            if is_exact && self.items.len() - start > 1 {
                self.out.right.insert(item.own);
            }
            let closed = &self.items[start..];
            // What a difference comes to is no sum of its rows.
            if apart(&self.items, start, item.stated) == 0 || !is_exact {
                item.summed = sum(closed, |item| item.summed);
            }
            item.row = closed[0].row;
            item.figures = 1;
            item.is_total = true;
            item.begins = closed[0].begins || !is_exact;
            self.items.truncate(start);
        } else if row.kind == RowKind::Total && !self.items.is_empty() {
            self.out.is_list |= self.items.iter().any(|item| item.is_unproven);
            self.out.figures.insert(item.own);
            (item.is_unproven, item.begins) = (true, true);
        }
        item.before = self.items.last().map_or((0, 0), Item::after);
        self.items.push(item);
        reading.is_some()
    }

    /// Settles what is pending of the items that are closed: a row that comes to all of them shows that those
    /// left out of a total are no part of it.
    fn settle(&mut self, start: usize, is_exact: bool) {
        // They stand in the order of their items.
        while let Some((_, closing)) = self.pending.pop_if(|(left_out, _)| *left_out >= start) {
            if is_exact {
                self.out.right.insert(closing.total);
            } else {
                self.out.wrong.push(closing);
            }
        }
    }

    /// Keeps a total that differs from the items from `start` on, and returns where those begin that it closes.
    fn differs(&mut self, start: usize, total: &Item) -> usize {
        let row = &self.rows[total.own];
        let closing = closing(&self.items[start..], total);
        let at = without_first(&self.items, total.stated);
        let Some(at) = at.filter(|_| self.way.derives > Derives::Never && !row.is_bare_total())
        else {
            self.out.wrong.push(closing);
            return start;
        };
        // Shares above dollars are none of them.
        let mut left_out =
            self.items[start.min(at)..at].iter().map(|item| &self.rows[item.own].unit);
        if left_out.all(|unit| !unit.is_empty() && unit.is_disjoint(&row.unit)) {
            self.out.right.insert(total.own);
        } else {
            self.pending.push((at - 1, closing));
        }
        at
    }

    /// Says whether a total that comes to nothing above it is a figure of its own: in a list of key figures
    /// they stand below one another.
    fn is_figure(&self, total: &Item, reading: &Reading) -> bool {
        let is_slip = || closing(&self.items[reading.start..], total).is_slip();
        match self.items[..] {
            // A total of one total is none, but for the whole that it is named a part of.
            [only] if only.is_total => {
                !self.rows[total.own].is_whole_of(&self.rows[only.own]) || !is_slip()
            }
            [first, _] if first.is_total && first.row == first.own => !is_slip(),
            _ => self.items.iter().any(|item| item.is_unproven) && !is_slip(),
        }
    }
}

/// Where the items begin that a row closes, and whether they come to it.
#[derive(Clone, Copy)]
struct Reading {
    start: usize,
    is_exact: bool,
}

/// Returns where the items begin that a row closes; none where it closes nothing.
///
/// Of several readings the nearest one that comes to the amount counts. Where none does, a total closes
/// those that come nearest to it, and a row that is no more than set off is a row like others.
fn closed(items: &[Item], amount: Amount, row: &Row, way: Way) -> Option<Reading> {
    let kind = row.kind;
    if kind == RowKind::Plain && (way.derives == Derives::Never || amount.value == 0) {
        return None;
    }
    // A total alone, right above another one, is not what that one closes: the rows around it are.
    let alone = |start: usize| start + 1 == items.len() && start > 0 && items[start].is_total;
    let totals = items.iter().rev().take(READINGS).take_while(|item| item.is_total).count();
    let mut best: Option<(u128, usize)> = None;
    // Every row may close others, and looks no further up than this.
    let top = if kind == RowKind::Plain { items.len().saturating_sub(READINGS) } else { 0 };
    let begins = (top.max(1)..items.len()).rev().filter(|&at| items[at].begins && !alone(at));
    for start in begins.take(READINGS).chain((!items.is_empty()).then_some(0)) {
        // One row that stands twice closes nothing.
        let is_one = start + 1 == items.len();
        if kind == RowKind::Plain && is_one {
            continue;
        }
        // A total is the difference of totals alone, or calls itself net; of rows, their signs would say so.
        let may_subtract = || {
            (start + totals >= items.len() && !row.is_bare_total() || row.words.contains("net"))
                && items[start + 1..].iter().all(|item| item.stated.value >= 0)
        };
        let subtracts = way.derives == Derives::Differences
            && !is_one
            && (kind != RowKind::Total || may_subtract());
        if subtracts && is_difference(items, start, amount) {
            return Some(Reading { start, is_exact: true });
        }
        let apart = apart(items, start, amount);
        if best.is_none_or(|(least, _)| apart < least) {
            best = Some((apart, start));
        }
        if apart == 0 {
            break;
        }
    }
    // Net flows close the flows alone, and not the balance above them.
    if kind == RowKind::Plain
        && best.is_none_or(|(apart, _)| apart > 0)
        && let Some(start) = without_first(items, amount)
    {
        return Some(Reading { start, is_exact: true });
    }
    let (apart, start) = best?;
    let is_exact = apart == 0;
    (is_exact || kind == RowKind::Total).then_some(Reading { start, is_exact })
}

/// Says whether an amount is the first of the items from `start` on less the others, or all others less the
/// last.
fn is_difference(items: &[Item], start: usize, amount: Amount) -> bool {
    let (first, last) = (items[start], items[items.len() - 1]);
    let (after, before) = (last.after(), first.before);
    let stated = after.0 - before.0;
    let summed = after.1 - before.1;
    [
        2 * first.stated.value - stated,
        2 * first.summed.value - summed,
        stated - 2 * last.stated.value,
        summed - 2 * last.summed.value,
    ]
    .contains(&amount.value)
}

/// Returns where the last rows begin that come to an amount without those before them in their set.
fn without_first(items: &[Item], amount: Amount) -> Option<usize> {
    if items.last()?.begins {
        return None;
    }
    let starts = (1..items.len() - 1).rev().take(READINGS);
    starts.take_while(|&at| !items[at].begins).find(|&at| apart(items, at, amount) == 0)
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

/// Returns how a total differs from the items that it closes.
fn closing(items: &[Item], total: &Item) -> Closing {
    let stated = total.stated;
    let sum = sum(items, |item| item.stated);
    let values = || items.iter().map(|item| item.stated.value);
    Closing {
        first: items[0].row,
        total: total.own,
        sum,
        stated,
        is_rounding: is_rounding(items, stated, sum),
        lies_between: values().all(|value| value >= 0)
            && values().min() < Some(stated.value)
            && values().max() > Some(stated.value),
    }
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
        close(&table.rows, 1).wrong.into_iter().map(shown).collect()
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

//! The columns of a table: how wide each is, and where its slots lie.
//!
//! A column of figures has four slots: gap, currency, number and sign. Where the natural width is more
//! than the frame's, the table takes the full measure, then smaller gaps, then smaller type. The slots are those of
//! the figures that are not confidential; a confidential one moves to the left where it does not fit in them.

use std::collections::BTreeSet;

use super::super::context::Context;
use super::super::measures::Frame;
use super::super::text::{Measure, Text};
use super::cells::{Content, Figure, Grid, WIDEST_ENTRY};
use crate::document::ColumnKind;
use crate::document::figures::bracketed_words;

/// Sizes that are tried in turn.
const SIZES: [f32; 4] = [10.0, 9.5, 9.0, 8.5];
/// Size of column headings, in parts of the body's.
pub(super) const HEAD: f32 = 0.9;
/// Gap before a column of figures: at least, wished and at most.
const GAP: (f32, f32, f32) = (6.0, 14.0, 20.0);
/// Gap before a column of words.
const WORDS_GAP: f32 = 8.0;
/// The label column is this wide at least, where its labels are.
const LABELS: f32 = 120.0;
/// Width of the currency slot, in em: at least; and the gap in it behind a wider sign, `US$`.
const CURRENCY: f32 = 0.9;
const BEHIND_CURRENCY: f32 = 0.3;
/// Width of the number slot in a table of dollars, in em: at least.
const DOLLARS: f32 = 4.0;
/// Columns that end before the measure by less than this are not noticed.
const ROUNDING: f32 = 0.01;

/// Where everything in a table stands, in points from the page's left edge.
#[derive(Debug, Clone)]
pub(in super::super) struct Plan {
    /// Size of the body's type.
    pub(super) size: f32,
    /// Edges of caption, group rows and notes; the columns may end before the right one.
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) columns: Vec<Slots>,
    /// Whether it did not fit at its smallest size.
    pub(super) too_wide: bool,
}

/// The slots of a column.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slots {
    /// Left edge: of the words, or of the currency slot and the rules.
    pub(super) left: f32,
    /// Right edge: of the words, or of the sign slot and the rules.
    pub(super) right: f32,
    /// Where the currency sign begins.
    pub(super) currency: f32,
    /// Where decimal points stand.
    pub(super) point: f32,
    /// Where numbers end.
    pub(super) number: f32,
    /// Where the decimal points of confidential figures stand.
    pub(super) marked: f32,
}

/// The steps to which the widths of columns with confidential text are rounded, of figures and of words, in em. In
/// the first all figures of some eight digits, with their brackets, are alike, and eight letters; where there is less
/// room it is four digits, two or one.
const STEPS: [(f32, f32); 4] = [(6.0, 4.0), (2.0, 4.0), (1.0, 2.0), (0.5, 1.0)];

/// What a column needs, in em of the body's type.
#[derive(Debug, Clone, Copy, Default)]
struct Needs {
    words: bool,
    currency: f32,
    /// Widths before and from the decimal point on, and of whole entries without one.
    integer: f32,
    fraction: f32,
    entry: f32,
    sign: f32,
    marked: Marked,
    /// Narrowest width at which its headings take three lines at most, and two where they can.
    heading: f32,
    wished: f32,
    /// Words: widest line, and widest part that cannot be broken.
    natural: f32,
    narrowest: f32,
}

/// What the confidential figures of a column need, in em: of them the column's width is made, and no slot.
#[derive(Debug, Clone, Copy, Default)]
struct Marked {
    /// Width before the decimal point, the opening bracket included.
    before: f32,
    /// Width from the decimal point to the closing bracket.
    behind: f32,
    /// Width to the closing bracket.
    whole: f32,
}

impl Needs {
    fn number(&self) -> f32 {
        let open = (self.integer + self.fraction).max(self.entry);
        open.max(self.marked.before + self.fraction).max(self.marked.whole)
    }

    fn slots(&self) -> f32 {
        self.currency + self.number() + self.sign
    }

    /// Returns the width of a column of figures.
    fn width(&self) -> f32 {
        self.slots().max(self.heading)
    }

    /// Takes over what another column of its kind needs, so that both are alike.
    fn join(&mut self, other: &Needs) {
        self.currency = self.currency.max(other.currency);
        self.integer = self.integer.max(other.integer);
        self.fraction = self.fraction.max(other.fraction);
        self.entry = self.entry.max(other.entry);
        self.sign = self.sign.max(other.sign);
        self.marked.before = self.marked.before.max(other.marked.before);
        self.marked.whole = self.marked.whole.max(other.marked.whole);
        self.heading = self.heading.max(other.heading);
        self.wished = self.wished.max(other.wished);
    }
}

/// Plans the columns of a table.
pub(super) fn plan(context: &mut Context<'_>, frame: Frame, grid: &Grid) -> Plan {
    let needs = measure(context, grid);
    let plan = plan_for(frame, grid, needs.clone());
    // As wide a step as there is room for without smaller type.
    let blurred = STEPS.iter().filter_map(|steps| {
        let needs = blurred(grid, &needs, *steps)?;
        let blurred = plan_for(frame, grid, needs);
        (!blurred.too_wide && blurred.size >= plan.size).then_some(blurred)
    });
    blurred.into_iter().next().unwrap_or(plan)
}

fn plan_for(frame: Frame, grid: &Grid, mut needs: Vec<Needs>) -> Plan {
    make_alike(grid, &mut needs);
    let narrow = (frame.x, frame.right);
    let wide = (frame.wide.min(frame.x), frame.right);
    let like = like_dollars(grid, &needs);
    let wished = wished(grid, &like);
    if let Some(columns) = fit(&wished, SIZES[0], 1.0, narrow, true) {
        return finish(columns, SIZES[0], narrow, false);
    }
    // Columns of dollars are alike as long as the type need not be smaller for it.
    let full = [(&like, SIZES[0], narrow), (&like, SIZES[0], wide)];
    let tries = full.into_iter().chain(SIZES.map(|size| (&needs, size, wide)));
    for (needs, size, edges) in tries {
        if let Some(columns) = fit(needs, size, 1.0, edges, false) {
            return finish(columns, size, edges, false);
        }
    }
    // Nothing is lost: what is too wide is set as small as it must be, and reported.
    let mut scale = 0.95;
    loop {
        let size = SIZES[SIZES.len() - 1] * scale;
        if let Some(columns) = fit(&needs, size, scale, wide, false) {
            return finish(columns, size, wide, true);
        }
        scale *= 0.9;
        if scale < 1e-4 {
            return finish(vec![Slots::default(); needs.len()], 0.001, wide, true);
        }
    }
}

fn finish(columns: Vec<Slots>, size: f32, edges: (f32, f32), too_wide: bool) -> Plan {
    Plan { size, left: edges.0, right: edges.1, columns, too_wide }
}

/// Measures what each column needs.
fn measure(context: &mut Context<'_>, grid: &Grid) -> Vec<Needs> {
    let mut needs: Vec<Needs> = grid
        .kinds
        .iter()
        .map(|kind| Needs { words: *kind == ColumnKind::Words, ..Needs::default() })
        .collect();
    for cell in grid.head.iter().flat_map(|row| &row.cells).filter(|cell| cell.span == 1) {
        let need = &mut needs[cell.column];
        if let Content::Words(text) = &cell.content {
            let label = cell.column == 0 && need.words;
            let scale = if label { 1.0 } else { HEAD };
            if need.words {
                need.natural = need.natural.max(text.widest(scale));
                need.narrowest = need.narrowest.max(text.narrowest(scale));
            } else {
                need.heading = need.heading.max(in_lines(3, context, text, scale));
                need.wished = need.wished.max(in_lines(2, context, text, scale));
            }
        }
    }
    for cell in grid.body.iter().flat_map(|row| &row.cells).filter(|cell| cell.span == 1) {
        let need = &mut needs[cell.column];
        match &cell.content {
            Content::Empty => {}
            Content::Figures(figures) => figures.iter().for_each(|figure| add(need, figure)),
            Content::Words(text) if need.words => {
                need.natural = need.natural.max(text.widest(1.0));
                need.narrowest = need.narrowest.max(text.narrowest(1.0));
            }
            // A word or two among figures ends where the numbers end; longer ones are broken.
            Content::Words(text) => {
                let width = text.widest(1.0);
                let width = if width > WIDEST_ENTRY { text.narrowest(1.0) } else { width };
                if !text.has_regions() {
                    need.entry = need.entry.max(width);
                    continue;
                }
                need.marked.whole = need.marked.whole.max(width);
                if let Some(found) = bracketed_words(text.as_str()) {
                    make_room(need, text, text.glyph_at(found.closing));
                }
            }
        }
    }
    needs
}

/// Returns what columns need with that of those rounded up which hold confidential text: the public edition has the
/// complete one's widths, and by them nobody shall count the digits or letters of what it leaves out. None where
/// nothing is confidential.
fn blurred(grid: &Grid, needs: &[Needs], (figures, words): (f32, f32)) -> Option<Vec<Needs>> {
    let cells = grid.head.iter().chain(&grid.body).flat_map(|row| &row.cells);
    let marked: BTreeSet<usize> = cells
        .filter(|cell| cell.span == 1 && cell.content.has_regions())
        .map(|cell| cell.column)
        .collect();
    let mut needs = needs.to_vec();
    for &column in &marked {
        let need = &mut needs[column];
        let marked = &mut need.marked;
        for width in [&mut marked.before, &mut marked.whole, &mut need.narrowest] {
            *width = (*width / figures).ceil() * figures;
        }
        for width in [&mut need.natural, &mut need.heading, &mut need.wished] {
            *width = (*width / words).ceil() * words;
        }
    }
    (!marked.is_empty()).then_some(needs)
}

/// Returns the needs with one least width for all columns of amounts, where some are in dollars.
fn like_dollars(grid: &Grid, needs: &[Needs]) -> Vec<Needs> {
    let mut like = needs.to_vec();
    let dollars = needs.iter().any(|need| need.currency > 0.0);
    for (need, kind) in like.iter_mut().zip(&grid.kinds) {
        if dollars && *kind == ColumnKind::Amounts {
            need.entry = need.entry.max(DOLLARS);
        }
    }
    like
}

/// Adds a figure to what its column needs.
fn add(need: &mut Needs, figure: &Figure) {
    let Figure { text, currency, point, number, sign, is_entry, closing } = figure;
    if *currency > 0 {
        let width = text.width(0..*currency, 1.0) + BEHIND_CURRENCY;
        need.currency = need.currency.max(CURRENCY).max(width);
    }
    if let Some(closing) = closing {
        let marked = &mut need.marked;
        let (before, behind) =
            (text.width(*currency..*point, 1.0), text.width(*point..*closing, 1.0));
        marked.before = marked.before.max(before);
        marked.behind = marked.behind.max(behind);
        marked.whole = marked.whole.max(before + behind);
        make_room(need, text, *closing);
        return;
    }
    if point < number {
        need.fraction = need.fraction.max(text.width(*point..*number, 1.0));
        need.integer = need.integer.max(text.width(*currency..*point, 1.0));
    } else {
        let width = text.width(*currency..*number, 1.0);
        // A dash ends where numbers end; a whole number ends at the point.
        if *is_entry {
            need.entry = need.entry.max(width);
        } else {
            need.integer = need.integer.max(width);
        }
    }
    let behind = text.width(*number..text.len(), 1.0);
    if behind > 0.0 {
        // At 10 points: `)` 4, `×` 6, `%` 8.5 or bold 10, `%)` 12.
        let slot = ((behind * 20.0 - 0.01).ceil() / 20.0).max(0.4);
        need.sign = need.sign.max(if sign < &text.len() { behind + 0.05 } else { slot });
    }
}

/// Makes room for the bracket that closes a region, and for what is open behind it: that stands in the public
/// edition too.
fn make_room(need: &mut Needs, text: &Text, closing: usize) {
    need.sign = need.sign.max(text.width(closing..text.len(), 1.0) + 0.05);
}

/// Returns the narrowest width at which a heading takes some lines at most, in em of the body.
fn in_lines(most: usize, context: &mut Context<'_>, text: &Text, size: f32) -> f32 {
    let natural = text.widest(size);
    let mut width = text.narrowest(size).max(natural / most as f32);
    for _ in 0..12 {
        let measure =
            Measure { width: width * 100.0, hang: 0.0, size: size * 100.0, justify: false };
        if width >= natural || text.lines(context, measure).len() <= most {
            break;
        }
        width = (width * 1.1).min(natural);
    }
    width + 0.02
}

/// Columns of one kind under one spanning heading get one width.
fn make_alike(grid: &Grid, needs: &mut [Needs]) {
    let spans = grid.head.iter().flat_map(|row| &row.cells).filter(|cell| cell.span > 1);
    for cell in spans {
        for kind in [ColumnKind::Amounts, ColumnKind::Ratios] {
            let columns: Vec<usize> = (cell.column..cell.column + cell.span)
                .filter(|&column| grid.kinds[column] == kind)
                .collect();
            let mut most = Needs::default();
            columns.iter().for_each(|&column| most.join(&needs[column]));
            columns.iter().for_each(|&column| needs[column].join(&most));
        }
    }
}

/// Returns what columns take where there is room: headings of two lines, and one width for all of a kind.
fn wished(grid: &Grid, needs: &[Needs]) -> Vec<Needs> {
    let mut wished = needs.to_vec();
    for kind in [ColumnKind::Amounts, ColumnKind::Ratios] {
        let mut most = Needs::default();
        let of_kind = |column: &usize| grid.kinds[*column] == kind;
        (0..needs.len()).filter(of_kind).for_each(|column| most.join(&needs[column]));
        for column in (0..needs.len()).filter(of_kind) {
            wished[column].join(&most);
            wished[column].heading = wished[column].heading.max(most.wished);
        }
    }
    wished
}

/// Puts the columns between two edges; fails where they do not fit at this size, or where a loose fit is
/// wanted and a label would be broken.
fn fit(
    needs: &[Needs],
    size: f32,
    scale: f32,
    edges: (f32, f32),
    loose: bool,
) -> Option<Vec<Slots>> {
    let has_labels = needs.first().is_some_and(|need| need.words);
    let mut room = edges.1 - edges.0;
    let mut figures = 0;
    for (index, need) in needs.iter().enumerate() {
        if need.words {
            room -= if index > 0 { WORDS_GAP * scale } else { 0.0 };
        } else {
            room -= need.width() * size;
            figures += usize::from(index > 0);
        }
    }
    let least = |(index, need): (usize, &Needs)| match (need.words, index) {
        (false, _) => 0.0,
        (true, 0) => (need.natural * size).min(LABELS * scale).max(need.narrowest * size),
        (true, _) => need.narrowest * size,
    };
    let least: Vec<f32> = needs.iter().enumerate().map(least).collect();
    let natural: Vec<f32> = needs
        .iter()
        .zip(&least)
        .map(|(need, least)| if need.words { (need.natural * size).max(*least) } else { 0.0 })
        .collect();
    let (least_sum, natural_sum) = (least.iter().sum::<f32>(), natural.iter().sum::<f32>());
    let count = figures as f32;
    let words = if loose { natural_sum } else { least_sum };
    if words + GAP.0 * scale * count > room + ROUNDING {
        return None;
    }
    let spare = |words: f32| if figures == 0 { 0.0 } else { (room - words) / count };
    let gap = match spare(natural_sum) {
        spare if spare >= GAP.0 * scale => spare.min(GAP.2 * scale),
        _ => spare(least_sum).clamp(GAP.0 * scale, GAP.1 * scale),
    };
    let left = (room - gap * count).max(0.0);
    let words = share(left, &least, &natural, has_labels);
    Some(place(needs, size, scale, edges.0, gap, &words))
}

/// Shares the room between the columns of words.
fn share(room: f32, least: &[f32], natural: &[f32], stretch: bool) -> Vec<f32> {
    let (least_sum, natural_sum) = (least.iter().sum::<f32>(), natural.iter().sum::<f32>());
    if natural_sum <= 0.0 && stretch {
        let mut widths = natural.to_vec();
        widths.iter_mut().take(1).for_each(|width| *width = room);
        return widths;
    }
    if natural_sum <= room {
        let more = if stretch && natural_sum > 0.0 { room / natural_sum } else { 1.0 };
        return natural.iter().map(|width| width * more).collect();
    }
    let part = ((room - least_sum) / (natural_sum - least_sum).max(1e-6)).clamp(0.0, 1.0);
    least.iter().zip(natural).map(|(least, natural)| least + (natural - least) * part).collect()
}

fn place(needs: &[Needs], size: f32, scale: f32, left: f32, gap: f32, words: &[f32]) -> Vec<Slots> {
    let mut x = left;
    let mut columns = Vec::with_capacity(needs.len());
    for (index, (need, words)) in needs.iter().zip(words).enumerate() {
        let before = match (index, need.words) {
            (0, _) => 0.0,
            (_, true) => WORDS_GAP * scale,
            (_, false) => gap,
        };
        let left = x + before;
        let width = if need.words { *words } else { need.width() * size };
        // Where the heading is wider than the slots, they stand in its middle; the currency sign stays.
        let slack = if need.words { 0.0 } else { (width - need.slots() * size) / 2.0 };
        let number = left + slack + (need.currency + need.number()) * size;
        let point = number - need.fraction * size;
        // Among open figures they share their point; by themselves they have one of their own.
        let marked = match need.integer > 0.0 {
            true => point,
            false => point.min(number - need.marked.behind * size),
        };
        let right = left + width;
        columns.push(Slots { left, right, currency: left, point, number, marked });
        x = left + width;
    }
    columns
}

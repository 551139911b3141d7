//! Where pages may break within a table.

use super::super::slab::{Bond, Slab};
use super::cells::GridRow;
use crate::document::RowKind;

/// Rows that stand before and after a break, at least.
const ROWS: usize = 3;
/// Groups of up to this many rows stay together where they can.
const GROUP: usize = 20;
/// What a break in a table costs, and one within a group: as much as 40 % of a page left white.
const COST: f32 = 0.02;
const GROUP_COST: f32 = 0.16;

/// Says before which rows a page may begin.
pub(super) fn bind(rows: &[GridRow], slabs: &mut [Vec<Slab>]) {
    let small_group = small_groups(rows);
    let kind = |index: usize| rows[index].kind;
    for index in 0..rows.len() {
        let closes = matches!(kind(index), RowKind::Total | RowKind::GrandTotal);
        let below_head = index > 0
            && (kind(index - 1) == RowKind::Group
                || (kind(index) == RowKind::Below && kind(index - 1) != RowKind::Below));
        let bond = if index < ROWS || index + ROWS > rows.len() || closes || below_head {
            Bond::Never
        } else if kind(index) == RowKind::Group {
            Bond::Free(0.0)
        } else if small_group[index] {
            Bond::Free(GROUP_COST)
        } else {
            Bond::Free(COST)
        };
        if let Some(first) = slabs[index].first_mut() {
            first.bond = if index == 0 { Bond::Free(0.0) } else { bond };
        }
    }
}

/// Says of each row whether it stands within a group that is kept together.
fn small_groups(rows: &[GridRow]) -> Vec<bool> {
    let mut small = vec![false; rows.len()];
    let heads = (0..rows.len()).filter(|&row| rows[row].kind == RowKind::Group);
    for head in heads {
        let inner = rows[head + 1..].iter().take_while(|row| row.kind != RowKind::Group).count();
        if inner <= GROUP {
            small[head + 1..head + 1 + inner].fill(true);
        }
    }
    small
}

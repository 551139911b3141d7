//! Which header cells a table's cell answers to, where its row and column do not tell.
//!
//! In: the nodes. Out: [`Headers`]. A reader finds the headers above a cell and before it by their
//! scope (ISO 32000-1, 14.8.5.7). What it cannot find is a header that stands alone in its row over
//! the rows below it ("Level 3 assets"): in tables that have one, the cells name their headers.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::page::{Node, NodeId, Role};

/// The header cells that cells name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Headers {
    of: BTreeMap<u32, Vec<u32>>,
    named: BTreeSet<u32>,
}

impl Headers {
    /// Returns the header cells that a cell names.
    pub(super) fn of(&self, cell: u32) -> &[u32] {
        self.of.get(&cell).map_or(&[], Vec::as_slice)
    }

    /// Tells whether a cell names a node as its header.
    pub(super) fn is_named(&self, node: u32) -> bool {
        self.named.contains(&node)
    }

    fn add(&mut self, cell: NodeId, headers: Vec<u32>) {
        if !headers.is_empty() {
            self.named.extend(&headers);
            self.of.insert(cell.0, headers);
        }
    }
}

/// Collects the headers of all tables.
pub(super) fn collect(nodes: &[Node]) -> Headers {
    let mut headers = Headers::default();
    for table in nodes.iter().filter(|node| node.role == Role::Table) {
        let (head, body) = rows(table, nodes);
        if body.iter().any(|row| group_of(row, nodes).is_some()) {
            name_headers(&head, &body, nodes, &mut headers);
        }
    }
    headers
}

/// Returns a table's rows: those of its head, and all others.
fn rows<'a>(table: &Node, nodes: &'a [Node]) -> (Vec<&'a Node>, Vec<&'a Node>) {
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for part in children(table, nodes) {
        match part.role {
            Role::TableHead => head.extend(children(part, nodes)),
            Role::TableBody => body.extend(children(part, nodes)),
            Role::Row => body.push(part),
            _ => {}
        }
    }
    (head, body)
}

/// Returns the header that stands alone in a row over several columns.
fn group_of(row: &Node, nodes: &[Node]) -> Option<NodeId> {
    match row.children[..] {
        [cell] => match nodes[cell.0 as usize].role {
            Role::RowHeader { span } if span > 1 => Some(cell),
            _ => None,
        },
        _ => None,
    }
}

/// Has each cell name its column's headers and its row's, and each row's header the group above it.
///
/// The headers of a header are those of its cells too.
fn name_headers(head: &[&Node], body: &[&Node], nodes: &[Node], headers: &mut Headers) {
    let columns = column_headers(head, nodes);
    let mut group = None;
    for row in body {
        if let Some(header) = group_of(row, nodes) {
            group = Some(header.0);
            continue;
        }
        let mut own = Vec::new();
        let mut column = 0;
        for &cell in &row.children {
            let role = nodes[cell.0 as usize].role;
            if let Role::RowHeader { .. } = role {
                headers.add(cell, group.into_iter().collect());
                own.push(cell.0);
            } else {
                let above = columns.get(column).into_iter().flatten().copied();
                let before = if own.is_empty() { group.into_iter().collect() } else { own.clone() };
                headers.add(cell, above.chain(before).collect());
            }
            column += span(role);
        }
    }
}

/// Returns the header cells over each column, from above.
fn column_headers(head: &[&Node], nodes: &[Node]) -> Vec<Vec<u32>> {
    let mut columns: Vec<Vec<u32>> = Vec::new();
    for row in head {
        let mut column = 0;
        for &cell in &row.children {
            let role = nodes[cell.0 as usize].role;
            for covered in column..column + span(role) {
                if columns.len() <= covered {
                    columns.resize(covered + 1, Vec::new());
                }
                if let Role::ColumnHeader { .. } = role {
                    columns[covered].push(cell.0);
                }
            }
            column += span(role);
        }
    }
    columns
}

fn span(role: Role) -> usize {
    match role {
        Role::ColumnHeader { span } | Role::RowHeader { span } => usize::from(span.max(1)),
        _ => 1,
    }
}

fn children<'a>(node: &Node, nodes: &'a [Node]) -> impl Iterator<Item = &'a Node> {
    node.children.iter().map(|child| &nodes[child.0 as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes nodes of `(role, parent)`.
    fn nodes(of: &[(Role, Option<u32>)]) -> Vec<Node> {
        let node = |&(role, parent): &(Role, Option<u32>)| Node {
            role,
            parent: parent.map(NodeId),
            children: Vec::new(),
            alternative: None,
        };
        let mut nodes: Vec<Node> = of.iter().map(node).collect();
        for (index, &(_, parent)) in (0..).zip(of) {
            if let Some(parent) = parent {
                nodes[parent as usize].children.push(NodeId(index));
            }
        }
        nodes
    }

    #[test]
    fn cells_below_a_group_name_their_headers() {
        let nodes = nodes(&[
            (Role::Table, None),
            (Role::TableHead, Some(0)),
            (Role::Row, Some(1)),
            (Role::Cell, Some(2)),
            (Role::ColumnHeader { span: 1 }, Some(2)),
            (Role::TableBody, Some(0)),
            (Role::Row, Some(5)),
            (Role::RowHeader { span: 2 }, Some(6)),
            (Role::Row, Some(5)),
            (Role::RowHeader { span: 1 }, Some(8)),
            (Role::Cell, Some(8)),
        ]);
        let headers = collect(&nodes);
        assert_eq!(headers.of(10), [4, 9]);
        assert_eq!(headers.of(9), [7]);
        assert!(headers.is_named(7) && !headers.is_named(10));
    }

    #[test]
    fn scopes_do_for_a_table_without_groups() {
        let nodes = nodes(&[
            (Role::Table, None),
            (Role::Row, Some(0)),
            (Role::RowHeader { span: 1 }, Some(1)),
            (Role::Cell, Some(1)),
        ]);
        assert_eq!(collect(&nodes), Headers::default());
    }
}

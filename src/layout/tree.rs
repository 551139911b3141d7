//! The structure tree while it grows.
//!
//! Chapters of the letter grow trees of their own, whose root stands for the letter's root, and are
//! then joined.

use super::page::{Node, NodeId, Role};

/// The root of each tree.
pub(super) const ROOT: NodeId = NodeId(0);

/// A structure tree.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn new() -> Self {
        let root =
            Node { role: Role::Document, parent: None, children: Vec::new(), alternative: None };
        Tree { nodes: vec![root] }
    }

    /// Adds a node as the last child of another.
    pub(super) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            role,
            parent: Some(parent),
            children: Vec::new(),
            alternative: None,
        });
        self.nodes[parent.0 as usize].children.push(id);
        id
    }

    /// Says in words what a node shows.
    pub(super) fn describe(&mut self, node: NodeId, alternative: &str) {
        self.nodes[node.0 as usize].alternative = Some(alternative.into());
    }

    /// Joins another tree whose root is this tree's; returns what its ids are moved by.
    pub(super) fn join(&mut self, other: Tree) -> u32 {
        let shift = self.nodes.len() as u32 - 1;
        let moved = |id: NodeId| moved(id, shift);
        let mut nodes = other.nodes.into_iter();
        let root = nodes.next().expect("each tree has a root");
        self.nodes[0].children.extend(root.children.into_iter().map(moved));
        self.nodes.extend(nodes.map(|node| Node {
            parent: node.parent.map(moved),
            children: node.children.into_iter().map(moved).collect(),
            ..node
        }));
        shift
    }
}

/// Returns a node's id in a tree that its own was joined to.
pub(super) fn moved(id: NodeId, shift: u32) -> NodeId {
    if id == ROOT { ROOT } else { NodeId(id.0 + shift) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_trees_share_their_root() {
        let mut letter = Tree::new();
        letter.add(ROOT, Role::Paragraph);
        let mut chapter = Tree::new();
        let section = chapter.add(ROOT, Role::Section);
        chapter.add(section, Role::Paragraph);
        let shift = letter.join(chapter);
        assert_eq!(letter.nodes[0].children, [NodeId(1), NodeId(2)]);
        assert_eq!(letter.nodes[2].children, [NodeId(3)]);
        assert_eq!(letter.nodes[3].parent, Some(moved(section, shift)));
    }
}

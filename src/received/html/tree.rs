//! The tree that the HTML standard's parser builds, flat in one list.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, LocalName, QualName, local_name, ns};

/// The nodes of a document; the first is the document.
pub(super) struct Tree {
    pub nodes: Vec<Node>,
}

/// A node.
pub(super) struct Node {
    parent: Option<usize>,
    /// Its children, in order.
    pub children: Vec<usize>,
    /// What it is.
    pub kind: NodeKind,
    /// The line of the file on which it ends or begins.
    pub line: u32,
}

/// What a node is.
pub(super) enum NodeKind {
    /// The document, a comment, a processing instruction.
    Other,
    /// An element with its attributes.
    Element(LocalName, Vec<(LocalName, StrTendril)>),
    /// A text.
    Text(String),
}

impl Node {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let NodeKind::Element(_, attributes) = &self.kind else { return None };
        attributes.iter().find(|(other, _)| &**other == name).map(|(_, value)| &**value)
    }
}

/// Parses HTML.
pub(super) fn parse(text: &str, first_line: usize) -> Tree {
    let sink = Sink {
        nodes: RefCell::new(vec![Node {
            parent: None,
            children: Vec::new(),
            kind: NodeKind::Other,
            line: 0,
        }]),
        line: Cell::new(1),
        first_line: u32::try_from(first_line).unwrap_or(0),
    };
    html5ever::parse_document(sink, html5ever::ParseOpts::default()).one(text)
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    line: Cell<u32>,
    first_line: u32,
}

/// A node as the parser holds it.
#[derive(Clone)]
struct Handle {
    index: usize,
    name: Rc<QualName>,
}

impl Sink {
    fn add(&self, kind: NodeKind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        let line = self.first_line + self.line.get();
        nodes.push(Node { parent: None, children: Vec::new(), kind, line });
        nodes.len() - 1
    }

    fn handle(&self, kind: NodeKind) -> Handle {
        let name = QualName::new(None, ns!(), local_name!(""));
        Handle { index: self.add(kind), name: Rc::new(name) }
    }

    /// Puts a node or text before the child `at` of a parent.
    fn insert(&self, parent: usize, at: usize, child: NodeOrText<Handle>) {
        let index = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.index);
                node.index
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = at.checked_sub(1).map(|before| nodes[parent].children[before]);
                if let Some(before) = before
                    && let NodeKind::Text(there) = &mut nodes[before].kind
                {
                    there.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(NodeKind::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[index].parent = Some(parent);
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, index);
    }

    fn append_to(&self, parent: usize, child: NodeOrText<Handle>) {
        let at = self.nodes.borrow()[parent].children.len();
        self.insert(parent, at, child);
    }

    fn detach(&self, index: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent) = nodes[index].parent.take() else { return };
        // What is moved was added last, as a rule.
        if let Some(at) = nodes[parent].children.iter().rposition(|&child| child == index) {
            nodes[parent].children.remove(at);
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { index: 0, name: Rc::new(QualName::new(None, ns!(), local_name!(""))) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let attributes = attrs.into_iter().map(|attr| (attr.name.local, attr.value)).collect();
        let index = self.add(NodeKind::Element(name.local.clone(), attributes));
        Handle { index, name: Rc::new(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.handle(NodeKind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.handle(NodeKind::Other)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.append_to(parent.index, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[element.index].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        a.index == b.index
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let at = {
            let nodes = self.nodes.borrow();
            let Some(parent) = nodes[sibling.index].parent else { return };
            let at = nodes[parent].children.iter().rposition(|&index| index == sibling.index);
            (parent, at.unwrap_or(0))
        };
        self.insert(at.0, at.1, child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        let NodeKind::Element(_, there) = &mut nodes[target.index].kind else { return };
        for attr in attrs {
            if !there.iter().any(|(name, _)| *name == attr.name.local) {
                there.push((attr.name.local, attr.value));
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.index);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[node.index].children);
        for &child in &children {
            nodes[child].parent = Some(new_parent.index);
        }
        nodes[new_parent.index].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX));
    }
}

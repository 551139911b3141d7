//! The structure tree: what the letter is to a reader that cannot see it.
//!
//! In: the nodes, and the leaves of each page. Out: an element for each node, the tree that leads back
//! from marked content and links to them, and the table of ids (ISO 32000-1, 14.7 and 14.8).

use std::ops::Range;

use super::content::Drawn;
use super::file::{File, PACK, Pack, Sealed, byte_string, real, write_object, write_text};
use super::headers::{self, Headers};
use super::{PAGE_HEIGHT, Plan};
use crate::layout::page::{Laid, LinkArea, Node, NodeId, Role};
use crate::parallel;

/// How many entries a leaf of a number or name tree has.
pub(super) const TREE_LEAF: usize = 64;

/// No place in the reading order: a node without content.
const NOWHERE: u32 = u32::MAX;

/// Returns the tag of a role's marked content: its structure type, but for a link, of which a file without
/// links makes a span.
pub(super) fn tag(role: Role) -> &'static str {
    match role {
        Role::Link => "Span",
        _ => structure_type(role),
    }
}

/// Returns the structure type of a role.
fn structure_type(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(_) => "H6",
        Role::Paragraph => "P",
        Role::BlockQuote => "BlockQuote",
        Role::List { .. } => "L",
        Role::Item => "LI",
        Role::Label => "Lbl",
        Role::Body => "LBody",
        Role::Table => "Table",
        Role::Caption => "Caption",
        Role::TableHead => "THead",
        Role::TableBody => "TBody",
        Role::Row => "TR",
        Role::ColumnHeader { .. } | Role::RowHeader { .. } => "TH",
        Role::Cell => "TD",
        Role::Link => "Link",
        Role::Note => "Note",
        Role::Reference => "Reference",
        Role::Span => "Span",
        // No standard types: the role map says that they are spans.
        Role::Inserted => "Ins",
        Role::Deleted => "Del",
        Role::Code => "Code",
        Role::Figure => "Figure",
    }
}

/// Puts the structure into the file and returns the number of its root.
pub(super) fn put(
    laid: &Laid,
    drawn: &[Drawn],
    areas: &[&[LinkArea]],
    plan: &Plan,
    file: &mut File,
) -> u32 {
    let root = file.number();
    let tree = Tree::new(laid, drawn, areas, plan, root);
    for pack in parallel::map(laid.nodes.len(), PACK, |range| tree.elements(range)) {
        file.sealed(pack);
    }
    let parents = put_parents(drawn, areas, plan, file);
    let ids = put_ids(&tree, plan, file);
    let next = areas.len() + areas.iter().map(|areas| areas.len()).sum::<usize>();
    file.pack(root, |out| {
        put!(out, "<</Type/StructTreeRoot/K {} 0 R", plan.nodes.at(0));
        put!(out, "/ParentTree {parents} 0 R/ParentTreeNextKey {next}");
        if let Some(ids) = ids {
            put!(out, "/IDTree {ids} 0 R");
        }
        out.extend_from_slice(b"/RoleMap<</Ins/Span/Del/Span>>>>");
    });
    root
}

/// Something that belongs to a node, on a page: marked content, or a link's annotation.
#[derive(Debug, Clone, Copy)]
struct Piece {
    node: u32,
    page: u32,
    /// The content's MCID, or the annotation's index among all.
    index: u32,
    /// The place in the reading order of all marked content.
    order: u32,
}

/// What stands in an element's array of children.
#[derive(Clone, Copy)]
enum Kid {
    Content(Piece),
    Annotation(Piece),
    Element(NodeId),
}

/// The structure as its elements need it.
struct Tree<'a> {
    laid: &'a Laid,
    drawn: &'a [Drawn],
    plan: &'a Plan,
    root: u32,
    /// Marked content by node, each node's in reading order.
    contents: Vec<Piece>,
    /// Annotations by node.
    annotations: Vec<Piece>,
    /// Where the content of each node or of those below it begins in reading order.
    begins: Vec<u32>,
    headers: Headers,
}

impl<'a> Tree<'a> {
    fn new(
        laid: &'a Laid,
        drawn: &'a [Drawn],
        areas: &[&[LinkArea]],
        plan: &'a Plan,
        root: u32,
    ) -> Self {
        let mut contents = Vec::new();
        let mut begins = vec![NOWHERE; laid.nodes.len()];
        for (page, drawn) in (0..).zip(drawn) {
            for (index, leaf) in (0..).zip(&drawn.leaves) {
                let order = contents.len() as u32;
                contents.push(Piece { node: leaf.node.0, page, index, order });
                begin(leaf.node, order, &laid.nodes, &mut begins);
            }
        }
        contents.sort_by_key(|piece| piece.node);
        let mut annotations = Vec::new();
        for (page, areas) in (0..).zip(areas) {
            for link in *areas {
                let index = annotations.len() as u32;
                annotations.push(Piece { node: link.node.0, page, index, order: NOWHERE });
            }
        }
        annotations.sort_by_key(|piece| piece.node);
        let headers = headers::collect(&laid.nodes);
        Self { laid, drawn, plan, root, contents, annotations, begins, headers }
    }

    /// Writes the elements of some nodes as an object stream.
    fn elements(&self, nodes: Range<usize>) -> Sealed {
        let mut pack = Pack::default();
        for node in nodes {
            pack.object(self.plan.nodes.at(node), |out| self.element(node, out));
        }
        pack.seal()
    }

    fn element(&self, index: usize, out: &mut Vec<u8>) {
        let node = &self.laid.nodes[index];
        let parent = node.parent.map_or(self.root, |parent| self.plan.nodes.at(parent.0 as usize));
        let (contents, annotations) =
            (of(&self.contents, index as u32), of(&self.annotations, index as u32));
        // A link without its area is a stretch of text.
        let is_text = node.role == Role::Link && annotations.is_empty();
        let name = structure_type(if is_text { Role::Span } else { node.role });
        put!(out, "<</S/{name}/P {parent} 0 R");
        let page = contents.first().or(annotations.first()).map(|piece| piece.page);
        if let Some(page) = page {
            put!(out, "/Pg {} 0 R", self.plan.pages.at(page as usize));
        }
        let kids = self.kids(&node.children, contents, annotations);
        match kids[..] {
            [] => {}
            [kid] => {
                out.extend_from_slice(b"/K ");
                self.kid(kid, page, out);
            }
            _ => {
                out.extend_from_slice(b"/K[");
                for kid in kids {
                    self.kid(kid, page, out);
                    out.push(b' ');
                }
                out.push(b']');
            }
        }
        self.attributes(index, node, out);
        out.extend_from_slice(b">>");
    }

    /// Returns what an element holds: content and elements in reading order, then annotations.
    ///
    /// The elements keep the order of the nodes, and content stands before the first element that
    /// begins after it. A note begins where it is referred to, wherever on the page it is set.
    fn kids(&self, children: &[NodeId], contents: &[Piece], annotations: &[Piece]) -> Vec<Kid> {
        let mut kids = Vec::with_capacity(children.len() + contents.len() + annotations.len());
        let mut contents = contents.iter().copied().peekable();
        if contents.peek().is_some() {
            let begins = self.begins_in_order(children);
            for (&child, begin) in children.iter().zip(begins) {
                while let Some(piece) = contents.next_if(|piece| piece.order < begin) {
                    kids.push(Kid::Content(piece));
                }
                kids.push(Kid::Element(child));
            }
            kids.extend(contents.map(Kid::Content));
        } else {
            kids.extend(children.iter().copied().map(Kid::Element));
        }
        kids.extend(annotations.iter().copied().map(Kid::Annotation));
        kids
    }

    /// Returns where children begin, none after one that follows it.
    fn begins_in_order(&self, children: &[NodeId]) -> Vec<u32> {
        let mut begins: Vec<u32> = Vec::with_capacity(children.len());
        for child in children {
            let begin = match (self.laid.nodes[child.0 as usize].role, begins.last()) {
                (Role::Note, Some(&before)) => before,
                _ => self.begins[child.0 as usize],
            };
            begins.push(begin);
        }
        for index in (1..begins.len()).rev() {
            begins[index - 1] = begins[index - 1].min(begins[index]);
        }
        begins
    }

    /// Writes a child; `page` is the page of the element (ISO 32000-1, 14.7.4).
    fn kid(&self, kid: Kid, page: Option<u32>, out: &mut Vec<u8>) {
        let number = |page: u32| self.plan.pages.at(page as usize);
        match kid {
            Kid::Content(piece) if Some(piece.page) == page => put!(out, "{}", piece.index),
            Kid::Content(piece) => {
                put!(out, "<</Type/MCR/Pg {} 0 R/MCID {}>>", number(piece.page), piece.index);
            }
            Kid::Annotation(piece) => {
                let annotation = self.plan.links.at(piece.index as usize);
                put!(out, "<</Type/OBJR/Obj {annotation} 0 R/Pg {} 0 R>>", number(piece.page));
            }
            Kid::Element(node) => put!(out, "{} 0 R", self.plan.nodes.at(node.0 as usize)),
        }
    }

    /// Writes what a role says beyond its type (ISO 32000-1, 14.8.5).
    fn attributes(&self, index: usize, node: &Node, out: &mut Vec<u8>) {
        if self.has_id(index as u32) {
            put!(out, "/ID({})", id(index as u32));
        }
        match node.role {
            Role::List { numbered } => {
                let numbering = if numbered { self.numbering(node) } else { "Disc" };
                put!(out, "/A<</O/List/ListNumbering/{numbering}>>");
            }
            Role::ColumnHeader { span } => self.cell(index, Some("Column"), span, out),
            Role::RowHeader { span } => self.cell(index, Some("Row"), span, out),
            Role::Cell => self.cell(index, None, 1, out),
            Role::Inserted => {
                out.extend_from_slice(b"/A<</O/Layout/TextDecorationType/Underline>>")
            }
            Role::Deleted => {
                out.extend_from_slice(b"/A<</O/Layout/TextDecorationType/LineThrough>>");
            }
            Role::Figure => self.figure(index, node, out),
            _ => {}
        }
    }

    /// Writes the attributes of a table's cell (ISO 32000-1, 14.8.5.7; PDF/UA-1, 7.5).
    fn cell(&self, index: usize, scope: Option<&str>, span: u16, out: &mut Vec<u8>) {
        let headers = self.headers.of(index as u32);
        if scope.is_none() && span < 2 && headers.is_empty() {
            return;
        }
        out.extend_from_slice(b"/A<</O/Table");
        if let Some(scope) = scope {
            put!(out, "/Scope/{scope}");
        }
        if span > 1 {
            put!(out, "/ColSpan {span}");
        }
        if !headers.is_empty() {
            out.extend_from_slice(b"/Headers[");
            headers.iter().for_each(|&header| put!(out, "({})", id(header)));
            out.push(b']');
        }
        out.extend_from_slice(b">>");
    }

    /// Writes a picture's alternative text and the box that it fills (PDF/UA-1, 7.3).
    fn figure(&self, index: usize, node: &Node, out: &mut Vec<u8>) {
        let own = |page: &Piece| {
            let pictures = &self.laid.pages[page.page as usize].pictures;
            pictures.iter().find(|picture| picture.node.0 == index as u32)
        };
        let picture = of(&self.contents, index as u32).first().and_then(own);
        let words = node.alternative.as_deref().filter(|words| !words.trim().is_empty());
        if let Some(words) = words.or(picture.map(|picture| picture.image.as_str())) {
            out.extend_from_slice(b"/Alt");
            write_text(out, words);
        }
        if let Some(picture) = picture {
            let top = PAGE_HEIGHT - picture.y;
            out.extend_from_slice(b"/A<</O/Layout/Placement/Block/BBox[");
            for side in [picture.x, top - picture.height, picture.x + picture.width, top] {
                write_object(out, &real(side));
                out.push(b' ');
            }
            out.extend_from_slice(b"]>>");
        }
    }

    /// Returns how a list is numbered, as its first label shows (ISO 32000-1, 14.8.5.5).
    fn numbering(&self, list: &Node) -> &'static str {
        let child = |node: &Node, role: Role| {
            let mut children = node.children.iter().copied();
            children.find(|child| self.laid.nodes[child.0 as usize].role == role)
        };
        let item = child(list, Role::Item);
        let label = item.and_then(|item| child(&self.laid.nodes[item.0 as usize], Role::Label));
        match label.and_then(|label| self.first_letter(label)) {
            Some('i') => "LowerRoman",
            Some('I') => "UpperRoman",
            Some(letter) if letter.is_lowercase() => "LowerAlpha",
            Some(letter) if letter.is_uppercase() => "UpperAlpha",
            _ => "Decimal",
        }
    }

    fn first_letter(&self, node: NodeId) -> Option<char> {
        let piece = of(&self.contents, node.0).first()?;
        let leaf = self.drawn[piece.page as usize].leaves[piece.index as usize];
        let run = &self.laid.pages[piece.page as usize].runs[leaf.run? as usize];
        run.text.chars().find(|c| c.is_alphanumeric())
    }

    /// Tells whether others refer to an element, or might: each note must have an id (PDF/UA-1, 7.9).
    fn has_id(&self, node: u32) -> bool {
        self.laid.nodes[node as usize].role == Role::Note || self.headers.is_named(node)
    }
}

/// Notes where content of a node begins, for it and for those above it.
fn begin(mut node: NodeId, order: u32, nodes: &[Node], begins: &mut [u32]) {
    while begins[node.0 as usize] == NOWHERE {
        begins[node.0 as usize] = order;
        match nodes[node.0 as usize].parent {
            Some(parent) => node = parent,
            None => return,
        }
    }
}

/// Returns the pieces of a node.
fn of(pieces: &[Piece], node: u32) -> &[Piece] {
    let start = pieces.partition_point(|piece| piece.node < node);
    let count = pieces[start..].iter().take_while(|piece| piece.node == node).count();
    &pieces[start..start + count]
}

/// Returns the id of an element; ids sort as the nodes do.
fn id(node: u32) -> String {
    format!("n{node:07}")
}

/// Puts the tree that leads from content and annotations to elements (ISO 32000-1, 14.7.4.4).
///
/// The keys are the pages' numbers from 0, then those of the links.
fn put_parents(drawn: &[Drawn], areas: &[&[LinkArea]], plan: &Plan, file: &mut File) -> u32 {
    let links: Vec<NodeId> = areas.iter().copied().flatten().map(|link| link.node).collect();
    let element = |node: NodeId| plan.nodes.at(node.0 as usize);
    let count = drawn.len() + links.len();
    let mut kids = Vec::new();
    for start in (0..count).step_by(TREE_LEAF) {
        let end = count.min(start + TREE_LEAF);
        let number = file.number();
        kids.push(number);
        file.pack(number, |out| {
            put!(out, "<</Limits[{start} {}]/Nums[", end - 1);
            for key in start..end {
                put!(out, "{key}");
                match drawn.get(key) {
                    None => put!(out, " {} 0 R ", element(links[key - drawn.len()])),
                    Some(page) => {
                        out.push(b'[');
                        page.leaves
                            .iter()
                            .for_each(|leaf| put!(out, "{} 0 R ", element(leaf.node)));
                        out.push(b']');
                    }
                }
            }
            out.extend_from_slice(b"]>>");
        });
    }
    put_tree_root(&kids, file)
}

/// Puts the table of ids (ISO 32000-1, 14.7.2), if there are any.
fn put_ids(tree: &Tree<'_>, plan: &Plan, file: &mut File) -> Option<u32> {
    let count = tree.laid.nodes.len() as u32;
    let named = (0..count).filter(|&node| tree.has_id(node));
    let entries: Vec<_> = named.map(|node| (id(node), plan.nodes.at(node as usize))).collect();
    (!entries.is_empty()).then(|| put_names(&entries, file))
}

/// Puts a name tree of references (ISO 32000-1, 7.9.6); the entries are sorted.
pub(super) fn put_names(entries: &[(String, u32)], file: &mut File) -> u32 {
    let mut kids = Vec::new();
    for entries in entries.chunks(TREE_LEAF) {
        let number = file.number();
        kids.push(number);
        file.pack(number, |out| {
            let (first, last) = (&entries[0].0, &entries[entries.len() - 1].0);
            out.extend_from_slice(b"<</Limits[");
            write_object(out, &byte_string(first));
            write_object(out, &byte_string(last));
            out.extend_from_slice(b"]/Names[");
            for (name, number) in entries {
                write_object(out, &byte_string(name));
                put!(out, "{number} 0 R ");
            }
            out.extend_from_slice(b"]>>");
        });
    }
    put_tree_root(&kids, file)
}

fn put_tree_root(kids: &[u32], file: &mut File) -> u32 {
    let root = file.number();
    file.pack(root, |out| {
        out.extend_from_slice(b"<</Kids[");
        kids.iter().for_each(|kid| put!(out, "{kid} 0 R "));
        out.extend_from_slice(b"]>>");
    });
    root
}

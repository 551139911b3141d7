//! PDFs as they come out of harm's way: cut off, with bytes turned, with pages out of order, doubled or gone.

use lopdf::{Document, Object, ObjectId};

/// What happens to a file.
#[derive(Debug, Clone)]
pub(crate) enum Harm {
    /// It ends after so many parts of 1,000.
    Cut(usize),
    /// At so many parts of 1,000 a byte becomes another one.
    Turned(usize, u8),
    /// At so many parts of 1,000 some bytes are gone.
    Gone(usize, usize),
}

/// Returns a file after harm.
pub(crate) fn harmed(bytes: &[u8], harms: &[Harm]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for harm in harms {
        let at = |part: usize| part * bytes.len() / 1_000;
        match *harm {
            Harm::Cut(part) => bytes.truncate(at(part)),
            Harm::Turned(part, byte) => {
                let at = at(part);
                if let Some(there) = bytes.get_mut(at) {
                    *there = byte;
                }
            }
            Harm::Gone(part, count) => {
                let start = at(part);
                bytes.drain(start..(start + count).min(bytes.len()));
            }
        }
    }
    bytes
}

/// Returns a file with its pages in another order, some of them doubled or gone; pages count from 0.
pub(crate) fn with_pages(bytes: &[u8], order: &[usize]) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).expect("the press makes PDFs");
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let kids: Vec<Object> = order
        .iter()
        .map(|&page| {
            let page = document.get_object(pages[page]).expect("a page").clone();
            Object::Reference(document.add_object(page))
        })
        .collect();
    let catalog = document.catalog().expect("a catalogue");
    let root = catalog.get(b"Pages").and_then(Object::as_reference).expect("a tree of pages");
    let tree = document.get_object_mut(root).and_then(Object::as_dict_mut).expect("a dictionary");
    tree.set("Count", Object::Integer(i64::try_from(kids.len()).expect("few pages")));
    tree.set("Kids", kids);
    let mut out = Vec::new();
    document.save_to(&mut out).expect("a PDF");
    out
}

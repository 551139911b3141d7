//! What holds of each PDF: readers find its words and structure, and nothing is left untagged.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use corresp::layout::page::{
    Destination, Face, Glyph, Laid, LinkArea, Mark, NodeId, OutlineEntry, Page, Role, Rule, Run,
    Spot,
};
use corresp::pdf::{self, Error};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use support::tools::{run, store};
use support::{FONTS, Setter, everything, info, long, write};

fn everything_written() -> Vec<u8> {
    let (laid, images) = everything();
    pdf::write(&laid, &FONTS, &info(&images)).expect("written")
}

/// Returns a letter of one line.
fn line(text: &str) -> Setter {
    let mut letter = Setter::new("");
    letter.block(NodeId(0), Role::Paragraph, Face::Roman, text);
    letter
}

/// Returns a text without its blanks, which readers guess from distances.
fn closed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn the_syntax_is_sound() {
    let file = store("syntax.pdf", &everything_written());
    run("qpdf", "qpdf", &["--check", &file.to_string_lossy()]);
}

#[test]
fn the_words_stand_in_order() {
    let (laid, images) = everything();
    let file = pdf::write(&laid, &FONTS, &info(&images)).expect("written");
    let path = store("words.pdf", &file);
    let read = run("pdftotext", "poppler-utils", &["-raw", &path.to_string_lossy(), "-"]);
    let runs = laid.pages.iter().flat_map(|page| &page.runs);
    let set: String = runs.map(|run| run.text.as_str()).collect();
    assert_eq!(closed(&read), closed(&set));
}

#[test]
fn a_reader_is_told_what_the_letter_is() {
    let file = store("info.pdf", &everything_written());
    let read = run("pdfinfo", "poppler-utils", &[&file.to_string_lossy()]);
    for expected in [
        "Title:           Response to the staff’s letter <& more>",
        "Author:          Citigroup Inc.",
        "Producer:        corresp 0.1.0",
        "Tagged:          yes",
        "JavaScript:      no",
        "Page size:       612 x 792 pts (letter)",
        "PDF version:     1.7",
        "Mar  3",
    ] {
        assert!(read.contains(expected), "no `{expected}` in\n{read}");
    }
}

#[test]
fn the_structure_has_the_words_in_reading_order() {
    let file = store("structure.pdf", &everything_written());
    let read = run("pdfinfo", "poppler-utils", &["-struct-text", &file.to_string_lossy()]);
    // The note stands where it is referred to, though it is set pages later.
    let order = [
        "see \"",
        "comment\u{a0}3",
        " and the ",
        "as the note says",
        "A note at the foot",
        "After",
    ];
    let places: Vec<_> = order.iter().map(|words| read.find(words)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{read}");
    for expected in [
        "/ListNumbering /Disc",
        "/ListNumbering /Decimal",
        "/ListNumbering /LowerAlpha",
        "/TextDecorationType /Underline",
        "/TextDecorationType /LineThrough",
        "/Scope /Column",
        "/ColSpan 2",
        "/Scope /Row",
        "/Headers [(n",
        "/BBox [72 ",
    ] {
        assert!(read.contains(expected), "no `{expected}` in\n{read}");
    }
    assert!(!read.contains("Illustration"), "the foot is no content");
}

#[test]
fn page_labels_count_with_their_prefix() {
    let document = Document::load_mem(&everything_written()).expect("read");
    let labels = catalog(&document).get(b"PageLabels").and_then(Object::as_dict).expect("labels");
    let numbers = labels.get(b"Nums").and_then(Object::as_array).expect("numbers");
    assert_eq!(numbers.len(), 2);
    let range = numbers[1].as_dict().expect("a range");
    assert_eq!(range.get(b"P").and_then(Object::as_str).expect("a prefix"), b"CITI ");
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    assert_eq!(everything_written(), everything_written());
    let letter = long(40);
    assert_eq!(write(&letter).expect("written"), write(&letter).expect("written"));
}

#[test]
fn a_letter_of_two_thousand_links_is_sound() {
    let mut letter = Setter::new("");
    letter.mark(1, "Here", "here");
    let paragraph = letter.node(NodeId(0), Role::Paragraph);
    for _ in 0..2_000 {
        letter.link(paragraph, "link", Destination::Place("here".to_owned()));
    }
    let file = write(&letter.laid).expect("written");
    check_structure(&file);
    run("qpdf", "qpdf", &["--check", &store("links.pdf", &file).to_string_lossy()]);
}

#[test]
fn all_content_is_tagged_once() {
    check_structure(&everything_written());
    check_structure(&write(&long(30)).expect("written"));
}

// What a glyph stands for.

fn read_back(name: &str, laid: &Laid) -> String {
    let path = store(name, &write(laid).expect("written"));
    run("pdftotext", "poppler-utils", &["-raw", &path.to_string_lossy(), "-"])
}

#[test]
fn a_no_break_blank_is_read_as_one() {
    let letter = line("see page\u{a0}4 of 17 pages");
    let file = store("blank.pdf", &write(&letter.laid).expect("written"));
    let read = run("pdfinfo", "poppler-utils", &["-struct-text", &file.to_string_lossy()]);
    assert!(read.contains("see page\u{a0}4 of 17 pages"), "{read}");
}

#[test]
fn a_ligature_is_read_as_its_letters() {
    let letter = line("an efficient affiliate’s workflow");
    assert!(read_back("ligature.pdf", &letter.laid).contains("an efficient affiliate’s workflow"));
}

#[test]
fn a_hyphen_that_the_layout_made_is_not_read() {
    let mut letter = line("a well-known fact");
    let mut glyphs = letter.shape(Face::Roman, "docu-");
    let hyphen = glyphs.last_mut().expect("a hyphen");
    (hyphen.start, hyphen.end) = (4, 4);
    let node = letter.node(NodeId(0), Role::Paragraph);
    let text = "docu".to_owned();
    let run = Run {
        face: Face::Roman,
        size: 11.0,
        x: 72.0,
        y: 200.0,
        text,
        glyphs,
        mark: Mark::Node(node),
    };
    letter.laid.pages[0].runs.push(run);
    let read = read_back("hyphen.pdf", &letter.laid);
    assert!(read.contains("well-known") && read.contains("docu"), "{read}");
    assert!(!read.contains("docu-"), "{read}");
}

#[test]
fn text_without_a_glyph_of_its_own_is_read() {
    let mut letter = line("abc");
    let run = letter.laid.pages[0].runs.last_mut().expect("a run");
    // Soft hyphens have no glyphs.
    run.text = "a\u{ad}bc!".to_owned();
    for (glyph, (start, end)) in run.glyphs.iter_mut().zip([(0, 1), (3, 4), (4, 5)]) {
        (glyph.start, glyph.end) = (start, end);
    }
    let read = closed(&read_back("soft.pdf", &letter.laid));
    assert!(read.contains("c!"), "{read}");
}

#[test]
fn glyphs_from_right_to_left_are_read_as_their_text() {
    let mut letter = line("abc");
    let run = letter.laid.pages[0].runs.last_mut().expect("a run");
    run.glyphs.reverse();
    assert!(read_back("backward.pdf", &letter.laid).contains("abc"));
}

#[test]
fn glyphs_stand_where_the_layout_put_them() {
    let mut letter = line("AVAVAV To WAVE, justified");
    let run = letter.laid.pages[0].runs.last_mut().expect("a run");
    run.glyphs.iter_mut().for_each(|glyph| glyph.advance += 0.033_4);
    let end = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size;
    let path = store("places.pdf", &write(&letter.laid).expect("written"));
    let read = run_bbox(&path.to_string_lossy());
    let last = read.lines().find(|line| line.contains(">justified<")).expect("the last word");
    let right: f32 = attribute(last, "xMax").parse().expect("a number");
    // The last glyph's own added space is not part of it.
    assert!((right - (end - 0.033_4 * 11.0)).abs() < 0.05, "{right} is not {end}: {last}");
}

fn run_bbox(path: &str) -> String {
    run("pdftotext", "poppler-utils", &["-bbox", path, "-"])
}

fn attribute<'a>(line: &'a str, name: &str) -> &'a str {
    let (_, rest) = line.split_once(&format!("{name}=\"")).expect("the attribute");
    rest.split_once('"').expect("a value").0
}

// What cannot be written.

/// Holds that a change to a sound letter makes it one that cannot be written.
fn refused(change: impl FnOnce(&mut Laid)) -> Error {
    let (mut laid, images) = everything();
    change(&mut laid);
    pdf::write(&laid, &FONTS, &info(&images)).expect_err("refused")
}

#[test]
fn a_letter_that_contradicts_itself_is_refused() {
    let last = |laid: &Laid| NodeId(laid.nodes.len() as u32 - 1);
    assert_eq!(refused(|laid| laid.pages.clear()), Error::NoPages);
    assert_eq!(refused(|laid| laid.nodes.clear()), Error::NoSuchNode(0));
    assert_eq!(
        refused(|laid| laid.pages[0].runs[3].mark = Mark::Node(NodeId(9999))),
        Error::NoSuchNode(9999)
    );
    assert!(matches!(refused(|laid| laid.nodes[0].children.push(NodeId(5))), Error::NotInTree(_)));
    assert!(matches!(
        refused(|laid| {
            // A ring that hangs nowhere.
            let node = last(laid);
            for node in &mut laid.nodes {
                node.children.retain(|&child| child != NodeId(70));
            }
            laid.nodes[70].parent = Some(node);
            laid.nodes[node.0 as usize].children.push(NodeId(70));
        }),
        Error::NotInTree(_)
    ));
    assert!(matches!(
        refused(|laid| laid.pages[1].runs[0].x = f32::NAN),
        Error::Measure { what: "text", page: 2 }
    ));
    assert!(matches!(
        refused(|laid| laid.pages[0].rules[0].width = f32::INFINITY),
        Error::Measure { what: "rule", page: 1 }
    ));
    assert!(matches!(
        refused(|laid| laid.pages[0].runs[0].glyphs[0].advance = f32::NAN),
        Error::Measure { what: "glyph", page: 1 }
    ));
    assert_eq!(
        refused(|laid| laid.pages[0].runs[0].glyphs[0].end = 999),
        Error::GlyphText { page: 1 }
    );
    assert_eq!(refused(|laid| laid.outline[0].spot.page = 50), Error::NoSuchPage(50));
}

#[test]
fn a_link_to_nowhere_or_to_a_script_is_refused() {
    let lead = |to: Destination| refused(|laid| laid.pages[0].links[0].destination = to);
    assert_eq!(lead(Destination::Place("k99".to_owned())), Error::NoSuchPlace("k99".to_owned()));
    for address in ["javascript:alert(1)", "file:///etc/passwd", "k3", ""] {
        let address = address.to_owned();
        assert_eq!(lead(Destination::Address(address.clone())), Error::Address(address));
    }
}

#[test]
fn a_picture_that_cannot_be_shown_is_named() {
    let (laid, images) = everything();
    let show = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut images = images.clone();
        images.values_mut().for_each(|image| change(&mut image.bytes));
        pdf::write(&laid, &FONTS, &info(&images)).expect_err("refused").to_string()
    };
    assert!(show(&|bytes| bytes.truncate(40)).starts_with("the picture chart.png cannot be shown"));
    let missing = pdf::write(&laid, &FONTS, &info(&BTreeMap::new())).expect_err("refused");
    assert_eq!(
        missing.to_string(),
        "the picture chart.png cannot be shown: there is no such image"
    );
}

#[test]
fn a_glyph_that_the_font_lacks_is_refused() {
    let error = refused(|laid| laid.pages[0].runs[0].glyphs[0].id = 60_000);
    assert!(error.to_string().starts_with("the font TeXGyreTermes-"), "{error}");
}

#[test]
fn the_glyph_of_missing_characters_is_never_shown() {
    let mut letter = line("abc");
    letter.laid.pages[0].runs.last_mut().expect("a run").glyphs[1].id = 0;
    let file = write(&letter.laid).expect("written");
    check_structure(&file);
}

mod any {
    //! Whatever the layout hands over, the writer ends with a file or an error.

    use super::*;
    use proptest::prelude::*;

    fn length() -> impl Strategy<Value = f32> {
        prop_oneof![199 => -50.0f32..900.0, 1 => any::<f32>()]
    }

    fn glyph() -> impl Strategy<Value = Glyph> {
        (0u16..700, -1.0f32..2.0, 0u32..6, 0u32..3).prop_map(|(id, advance, start, more)| Glyph {
            id,
            advance,
            start,
            end: start + more,
        })
    }

    prop_compose! {
        fn a_run()(
            face in 0usize..5,
            (size, x, y) in (length(), length(), length()),
            text in "[a-z]{8}|[a-z]{8}|[a-z]{8}|[a-z]{8}|[a-z]{8}|[a-z]{8}|[aé\u{a0}\u{e000}]{0,4}",
            glyphs in prop::collection::vec(glyph(), 0..6),
            mark in 0u32..6,
        ) -> Run {
            let mark = match mark {
                0 => Mark::Header,
                1 => Mark::Decoration,
                2 => Mark::Repeated,
                node => Mark::Node(NodeId(node - 3)),
            };
            Run { face: Face::ALL[face], size, x, y, text, glyphs, mark }
        }
    }

    prop_compose! {
        fn a_page()(
            label in "[A-Z ]{0,3}[0-9]{0,12}",
            runs in prop::collection::vec(a_run(), 0..5),
            (x, y, width, height) in (length(), length(), length(), length()),
            place in prop::sample::select(vec!["a", "a", "a", "a", "a", "a", "a", "b"]),
            node in 0u32..3,
            decorated in any::<bool>(),
        ) -> Page {
            let destination = Destination::Place(place.to_owned());
            let link = LinkArea {
                x, y, width, height, destination, alternative: String::new(), node: NodeId(node),
            };
            let (rules, links) = match decorated {
                true => (vec![Rule { x, y, width, height }], vec![link]),
                false => (Vec::new(), Vec::new()),
            };
            Page { label, runs, rules, links, pictures: Vec::new() }
        }
    }

    const ROLES: [Role; 8] = [
        Role::Table,
        Role::Row,
        Role::List { numbered: true },
        Role::RowHeader { span: 3 },
        Role::ColumnHeader { span: 0 },
        Role::Note,
        Role::Figure,
        Role::Heading(9),
    ];

    prop_compose! {
        fn a_letter()(
            pages in prop::collection::vec(a_page(), 1..4),
            nodes in prop::collection::vec((0usize..8, 0u32..5), 2..6),
            levels in prop::collection::vec((0u8..4, 0usize..2), 0..3),
            y in length(),
        ) -> Laid {
            let mut letter = Setter::new("");
            for (role, parent) in nodes {
                let parent = NodeId(parent.min(letter.laid.nodes.len() as u32 - 1));
                letter.node(parent, ROLES[role]);
            }
            let outline = levels.iter().map(|&(level, page)| {
                OutlineEntry { title: "é(".to_owned(), level, spot: Spot { page, y } }
            });
            let outline = outline.collect();
            let places = BTreeMap::from([("a".to_owned(), Spot { page: 0, y })]);
            Laid { pages, outline, places, ..letter.laid }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]
        #[test]
        fn letter_is_written_or_refused(laid in a_letter()) {
            if let Ok(file) = write(&laid) {
                check_structure(&file);
            }
        }
    }
}

// The file as a reader of structure sees it.

fn catalog(document: &Document) -> &Dictionary {
    document.catalog().expect("a catalog")
}

fn resolve<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).expect("an object").1
}

/// What the elements of the structure hold.
#[derive(Default)]
struct Held {
    /// The element of each piece of marked content, by page and MCID.
    content: BTreeMap<(ObjectId, i64), ObjectId>,
    /// The element of each annotation.
    annotations: BTreeMap<ObjectId, ObjectId>,
}

/// Holds that each MCID is in one element, that the parent tree leads back to it, and that nothing is
/// shown outside of marked content.
fn check_structure(file: &[u8]) {
    let document = Document::load_mem(file).expect("read");
    let root = catalog(&document).get(b"StructTreeRoot").expect("a structure");
    let root = resolve(&document, root).as_dict().expect("a root");
    let mut held = Held::default();
    let first = root.get(b"K").and_then(Object::as_reference).expect("the first element");
    hold(&document, first, None, &mut held);

    let parents = number_tree(&document, root.get(b"ParentTree").expect("a parent tree"));
    let next = root.get(b"ParentTreeNextKey").and_then(Object::as_i64).expect("a key");
    assert!(parents.keys().copied().eq(0..next), "the keys have no gaps");
    let mut leaves = 0;
    for page in document.get_pages().into_values() {
        let dictionary = document.get_dictionary(page).expect("a page");
        assert_eq!(
            format!("{:?}", dictionary.get(b"MediaBox").expect("a size")),
            format!("{:?}", Object::Array(vec![0.into(), 0.into(), 612.into(), 792.into()]))
        );
        let numbers = marked_content(&document, page);
        let key = dictionary.get(b"StructParents").and_then(Object::as_i64).expect("a key");
        let elements = parents[&key].as_array().expect("elements");
        assert_eq!(numbers, (0..elements.len() as i64).collect::<Vec<_>>());
        for (number, element) in (0..).zip(elements) {
            let element = element.as_reference().expect("an element");
            assert_eq!(held.content.get(&(page, number)), Some(&element), "{page:?} {number}");
        }
        leaves += elements.len();
        check_annotations(&document, dictionary, &parents, &held);
    }
    assert_eq!(leaves, held.content.len(), "no element holds what no page shows");
    assert!(!String::from_utf8_lossy(file).contains("NaN"));
}

/// Collects what an element holds, and checks that it names its parent.
fn hold(document: &Document, id: ObjectId, parent: Option<ObjectId>, held: &mut Held) {
    let element = document.get_dictionary(id).expect("an element");
    let above = element.get(b"P").and_then(Object::as_reference).expect("a parent");
    assert!(parent.is_none_or(|parent| parent == above));
    let page = element.get(b"Pg").and_then(Object::as_reference).ok();
    let kids = match element.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    };
    for kid in kids {
        let (content, number) = match &kid {
            Object::Reference(child) => {
                hold(document, *child, Some(id), held);
                continue;
            }
            Object::Integer(number) => (page.expect("a page"), *number),
            Object::Dictionary(entries) => {
                let page = entries.get(b"Pg").and_then(Object::as_reference).expect("a page");
                if let Ok(annotation) = entries.get(b"Obj").and_then(Object::as_reference) {
                    assert_eq!(held.annotations.insert(annotation, id), None);
                    continue;
                }
                (page, entries.get(b"MCID").and_then(Object::as_i64).expect("a number"))
            }
            other => panic!("{other:?} is no child"),
        };
        assert_eq!(held.content.insert((content, number), id), None, "{content:?} {number}");
    }
}

fn number_tree(document: &Document, node: &Object) -> BTreeMap<i64, Object> {
    let node = resolve(document, node).as_dict().expect("a node");
    let mut entries = BTreeMap::new();
    if let Ok(kids) = node.get(b"Kids").and_then(Object::as_array) {
        kids.iter().for_each(|kid| entries.extend(number_tree(document, kid)));
    }
    if let Ok(numbers) = node.get(b"Nums").and_then(Object::as_array) {
        for pair in numbers.chunks(2) {
            entries.insert(pair[0].as_i64().expect("a key"), pair[1].clone());
        }
    }
    entries
}

/// Returns the MCIDs of a page in order, once all that it shows is found to be in marked content.
fn marked_content(document: &Document, page: ObjectId) -> Vec<i64> {
    let content = document.get_page_content(page);
    let mut numbers = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for operation in Content::decode(&content).expect("operations").operations {
        match operation.operator.as_str() {
            "BDC" => {
                let tag = operation.operands[0].as_name().expect("a tag");
                let properties = operation.operands[1].as_dict().expect("properties");
                if let Ok(number) = properties.get(b"MCID").and_then(Object::as_i64) {
                    assert!(open.is_empty(), "marked content with a number is not nested");
                    numbers.push(number);
                }
                open.push(String::from_utf8_lossy(tag).into_owned());
            }
            "EMC" => assert!(open.pop().is_some(), "what ends has begun"),
            "TJ" | "Do" => assert!(!open.is_empty(), "untagged {operation:?}"),
            "re" | "f" => assert_eq!(open, ["Artifact"], "untagged {operation:?}"),
            "BT" | "ET" | "q" | "Q" => assert!(open.is_empty() || open == ["Figure"]),
            "Tf" | "Td" | "cm" => {}
            other => panic!("no page needs `{other}`"),
        }
        for operand in &operation.operands {
            assert!(!format!("{operand:?}").contains("NaN"));
        }
    }
    assert!(open.is_empty(), "what begins ends");
    numbers
}

/// Holds that each annotation is a link that its element knows, and does nothing but lead somewhere.
fn check_annotations(
    document: &Document,
    page: &Dictionary,
    parents: &BTreeMap<i64, Object>,
    held: &Held,
) {
    let annotations = page.get(b"Annots").and_then(Object::as_array).cloned().unwrap_or_default();
    let mut seen = BTreeSet::new();
    for annotation in annotations {
        let id = annotation.as_reference().expect("a reference");
        assert!(seen.insert(id));
        let annotation = document.get_dictionary(id).expect("an annotation");
        let key = annotation.get(b"StructParent").and_then(Object::as_i64).expect("a key");
        let element = parents[&key].as_reference().expect("an element");
        assert_eq!(held.annotations.get(&id), Some(&element));
        assert_eq!(annotation.get(b"F").and_then(Object::as_i64).expect("flags"), 4);
        assert!(!annotation.get(b"Contents").and_then(Object::as_str).expect("words").is_empty());
        if let Ok(action) = annotation.get(b"A").and_then(Object::as_dict) {
            assert_eq!(action.get(b"S").and_then(Object::as_name).expect("a kind"), b"URI");
        }
    }
}

//! The letter as EDGAR takes it: held to the validator, to XML, and to the words of the document.

use corresp::acceptance::{self, Attachment};
use corresp::document::editions;
use corresp::edgar::{self, PAGE, Pages, Public, Written};
use corresp::finding::Findings;
use corresp::source::Files;

use super::*;

fn pages() -> Pages<'static> {
    Pages { labels: &labels, count: 6 }
}

fn edgar(document: &Document) -> Written {
    let public = Public::new(document).expect("nothing in it is confidential");
    edgar::write(public, pages(), PAGE).expect("the embedded template is sound")
}

/// Returns what the validator finds in a document and its images.
fn found(written: &Written) -> Vec<String> {
    let images = written.images.iter().map(|image| (image.name.as_str(), image.bytes.as_slice()));
    let files: Vec<_> = std::iter::once(("corresp.htm", written.text.as_bytes()))
        .chain(images)
        .map(|(path, bytes)| Attachment { path, bytes })
        .collect();
    let mut findings = Findings::default();
    acceptance::check(&files, &mut Files::default(), &mut findings);
    findings.iter().map(|finding| format!("{}: {}", finding.rule.code, finding.message)).collect()
}

/// Returns the text of a document for EDGAR without blanks; notes stand at their references.
fn text_of(written: &Written) -> String {
    let html = Html::parse_document(&written.text);
    let notes: BTreeMap<String, ElementRef> = all(&html, "div")
        .into_iter()
        .filter_map(|div| Some((format!("#{}", note_id(div)?), div)))
        .collect();
    let mut text = String::new();
    push(all(&html, "body")[0], &notes, &mut text);
    squeezed(&text)
}

/// Returns the id of the note that an element holds; it stands at the note's number.
fn note_id<'a>(element: ElementRef<'a>) -> Option<&'a str> {
    let is_note = element.attr("style") == Some("font-size: 9pt");
    let mark = element.select(&Selector::parse("a[id^=fn]").expect("a selector")).next();
    mark.filter(|_| is_note)?.attr("id")
}

fn push(element: ElementRef, notes: &BTreeMap<String, ElementRef>, out: &mut String) {
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            out.push_str(text);
        }
        let Some(child) = ElementRef::wrap(child) else { continue };
        if child.attr("style") == Some("font-size: 9pt") {
            continue;
        }
        push(child, notes, out);
        let target = child
            .attr("href")
            .filter(|target| target.starts_with("#fn") && !target.starts_with("#fnref"));
        if let Some(note) = target.and_then(|target| notes.get(target)) {
            let mut words = String::new();
            push(*note, notes, &mut words);
            out.push_str(words.trim_start().trim_start_matches(char::is_numeric));
        }
    }
}

fn squeezed(text: &str) -> String {
    let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    // Two hyphens that come to stand side by side are folded into one: they are left out.
    typography::fold(&text).replace('-', "")
}

/// Holds a document for EDGAR to what must be true of each.
#[track_caller]
fn held(document: &Document) -> Written {
    let written = edgar(document);
    assert_eq!(found(&written), Vec::<String>::new(), "{}", written.text);
    assert!(written.text.is_ascii() && !written.text.contains('^'), "E10");
    well_formed(&written.text);
    written
}

/// Holds a text to XML: one root, each element ended in its turn, in small letters.
#[track_caller]
fn well_formed(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut depth, mut roots) = (0, 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            quick_xml::events::Event::Start(tag) => {
                let name: Vec<u8> = AsRef::<[u8]>::as_ref(tag.name().as_ref()).to_vec();
                assert!(name.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|error| panic!("{error}: {text}"));
                }
                roots += usize::from(depth == 0);
                depth += 1;
            }
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((depth, roots), (0, 1));
}

/// Returns the document's words, as [`text_of`] reads them.
fn typed(document: &Document) -> String {
    let mut words = Words { document, text: String::new() };
    words.blocks(&document.blocks);
    squeezed(&words.text)
}

/// Returns the sample's public edition, with a picture that can be read.
fn public() -> Document {
    let mut public = editions::redact(&letter());
    public.images.values_mut().for_each(|image| *image = picture());
    public
}

fn picture() -> Image {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&[10, 20, 30]).expect("a point");
    writer.finish().expect("a PNG");
    Image { bytes, kind: ImageKind::Png, width: 1, height: 1 }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn e12_any_public_document_is_accepted_and_keeps_its_words_in_order(document in any::document()) {
        let public = editions::redact(&document);
        // A document without a word is none to EDGAR.
        proptest::prop_assume!(!typed(&public).is_empty());
        let written = held(&public);
        // Links that EDGAR does not take have their address behind their words (E8).
        let mut text = text_of(&written);
        for address in &written.dropped {
            text = text.replace(&squeezed(&format!("({address})")), "");
        }
        proptest::prop_assert_eq!(text, typed(&public));
    }
}

#[test]
fn e12_the_sample_has_the_words_of_its_public_edition_in_order() {
    let public = public();
    let written = held(&public);
    let mut text = text_of(&written);
    for address in &written.dropped {
        text = text.replace(&squeezed(&format!("({address})")), "");
    }
    let status = squeezed(public.running.status.as_deref().unwrap_or_default());
    assert_eq!(text.strip_suffix(&status), Some(typed(&public).as_str()));
}

#[test]
fn e1_a_document_with_a_confidential_region_cannot_be_written_for_edgar() {
    let mut document = letter();
    let region = vec![Inline::text("$ 4,711 million")];
    document.blocks.push(Block::paragraph(vec![Inline::Confidential(region)]));
    assert!(Public::new(&document).is_none());
    assert!(Public::new(&editions::bracketed(&document)).is_none());
    let public = editions::redact(&document);
    let written = held(&public);
    assert!(!written.text.contains("4,711") && written.text.contains("[***]"));
}

#[test]
fn e3_a_proposed_disclosure_stands_where_the_letter_has_it() {
    let written = held(&public());
    let at = |text: &str| written.text.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("id=\"k1\"") < at("id=\"disclosure-a\""));
    assert!(at("id=\"disclosure-a\"") < at(">Sincerely,</p>"));
}

#[test]
fn e4_only_elements_that_may_be_written_are() {
    // Those of the subset that the manual lists without doubt or age.
    let may = [
        "html",
        "head",
        "title",
        "body",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "hr",
        "pre",
        "blockquote",
        "a",
        "br",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "tt",
        "sub",
        "sup",
        "big",
        "small",
        "code",
        "strike",
        "font",
        "img",
        "table",
        "caption",
        "tr",
        "th",
        "td",
    ];
    let text = held(&public()).text;
    for part in text.split('<').skip(1) {
        let name =
            part.trim_start_matches('/').split(|sign: char| !sign.is_ascii_alphanumeric()).next();
        assert!(name.is_some_and(|name| may.contains(&name)), "{part}");
    }
    assert!(!text.contains("<!") && !text.contains("class=") && !text.contains("xmlns"));
}

#[test]
fn e5_new_text_is_underlined_and_old_text_struck_through() {
    let change = vec![
        Inline::Deleted(vec![Inline::text("old")]),
        Inline::Inserted(vec![Inline::text("new")]),
        Inline::Strike(vec![Inline::text("typed")]),
    ];
    let text = held(&Document { blocks: vec![Block::paragraph(change)], ..public() }).text;
    assert!(text.contains("<strike>old</strike><u>new</u><strike>typed</strike>"));
    let text = held(&public()).text;
    assert!(text.contains("<u>") && text.contains("<strike>"));
}

#[test]
fn e6_pages_are_labelled_in_text_where_the_letter_has_labels() {
    let mut document = public();
    assert!(!held(&document).text.contains("<small>CITI"));
    document.running.legend = Some(Legend {
        lines: vec!["Confidential Treatment Requested by Citigroup Inc.".into()],
        code: "CITI".into(),
        first: 1,
        width: None,
    });
    document.running.omission = Some("[***] stands for what was left out.".into());
    let text = held(&document).text;
    assert!(text.contains("Confidential Treatment Requested by Citigroup Inc."));
    // Each label is found, also of the pages on which no comment begins.
    let heads: Vec<&str> = text.split("<small>CITI").skip(1).collect();
    let heads: Vec<String> = heads
        .iter()
        .map(|head| head.split('<').next().expect("a label").replace("&#160;", " "))
        .collect();
    assert_eq!(heads, [" 1", " 2 to CITI 3", " 4 to CITI 6"]);
    assert!(text.contains("[***] stands for what was left out."));
    // At each page but the first, the document breaks, and the legend stands above the label.
    let breaks = text.matches("<hr style=\"page-break-after: always\" />").count();
    let labels = text.matches("<small>CITI&#160;").count();
    assert!(labels > 1 && breaks == labels - 1, "{labels} labels, {breaks} breaks");
    let legend = "Confidential Treatment Requested by Citigroup Inc.";
    assert_eq!(text.matches(legend).count(), labels);
    for page in text.split("page-break-after: always").skip(1) {
        let (before, _) = page.split_once("<small>CITI&#160;").expect("a label");
        assert_eq!(before.matches(legend).count(), 1, "{before}");
    }
    assert!(!text.contains("<style") && text.contains("style=\""));
}

#[test]
fn e7_no_table_stands_in_another() {
    let table = || {
        let cell = Cell { text: vec![Inline::text("a")], span: 1 };
        let row = Row { cells: vec![cell], ..Row::default() };
        let columns = vec![Column::default()];
        Block::Table(Table { columns, body: vec![row], ..Table::default() })
    };
    let passage = Passage {
        id: None,
        margin: Margin::Key("3.1".into()),
        kind: PassageKind::Item { marker: "•".into(), depth: 1 },
        blocks: vec![table()],
    };
    let list = List { start: None, loose: true, items: vec![vec![table()]] };
    let answer = vec![Block::List(list), Block::Quote(vec![table()])];
    let exchange = Block::Exchange(Exchange { passages: vec![passage], answer });
    let text = held(&Document { blocks: vec![exchange], ..public() }).text;
    assert_eq!(text.matches("<table").count(), 3);
}

/// What ends before the widest figure of its column is padded: all numbers end at one point.
#[test]
fn signs_of_what_is_omitted_end_where_the_numbers_of_their_column_end() {
    let cells = ["$1,204.50", "${1,150.5}", "{0.5}%", "(3)%", "7 (1)", "—", "n/a"];
    let text = held(&redact(&crate::column(&cells))).text;
    for (cell, padding) in [
        // Behind the number there is room for `)%`, the widest of the signs and marks.
        ("$1,204.50", "1.81em"),
        ("$[***]", "1.81em"),
        ("[***]%", "0.98em"),
        // Two digits and the point are missing.
        ("(3)%", "1.90em"),
        ("7 (1)", "1.65em"),
        ("&#8212;", "1.81em"),
        ("n/a", "1.81em"),
    ] {
        let row = text.lines().find(|line| line.contains(&format!(">{cell}<")));
        let row = row.unwrap_or_else(|| panic!("{cell} in {text}"));
        assert!(row.contains(&format!("padding: 2pt {padding} 2pt")), "{cell}: {row}");
    }
}

fn link(address: &str, words: &str) -> Inline {
    Inline::Link { target: Target::Address(address.into()), text: vec![Inline::text(words)] }
}

#[test]
fn e8_a_link_that_edgar_does_not_take_becomes_its_text() {
    let archive = "https://www.sec.gov/Archives/edgar/data/831001/a.htm";
    let text = vec![
        link("https://www.example.com/a?b", "our site"),
        link("https://www.example.com/", "https://www.example.com/"),
        link("mailto:a@example.com", "a@example.com"),
        link(archive, "the 10-K"),
        Inline::Link { target: Target::Place("k1".into()), text: vec![Inline::text("comment 1")] },
        Inline::Link { target: Target::Place("nowhere".into()), text: vec![Inline::text("x")] },
    ];
    let mut document = public();
    document.blocks.push(Block::paragraph(text));
    let written = held(&document);
    assert!(written.text.replace('\n', " ").contains(&format!(
        "our site (https://www.example.com/a?b)https://www.example.com/a@example.com<a href=\"{archive}\">the \
         10-K</a><a href=\"#k1\">comment 1</a>x</p>"
    )));
    let dropped =
        ["https://www.example.com/a?b", "https://www.example.com/", "mailto:a@example.com"];
    for address in dropped {
        assert!(written.dropped.iter().any(|known| known == address), "{address}");
    }
    assert!(!written.dropped.iter().any(|known| known == archive));
}

#[test]
fn e9_images_stand_beside_the_document_as_gif_or_jpeg() {
    let mut document = public();
    let png = picture();
    let broken = Image { bytes: b"\x89PNG".to_vec(), ..png.clone() };
    document.images.insert("r/a.png".into(), png);
    document.images.insert("r/b.png".into(), broken);
    let figure =
        |image: &str| Block::Figure { image: image.into(), alternative: format!("Of {image}") };
    document.blocks = vec![
        Block::paragraph(vec![Inline::text("Words.")]),
        figure("r/a.png"),
        figure("r/b.png"),
        figure("r/a.png"),
    ];
    let written = held(&document);
    assert_eq!(written.images.len(), 1);
    assert_eq!(written.images[0].name, "image1.gif");
    assert!(written.images[0].bytes.starts_with(b"GIF89a"));
    assert_eq!(written.text.matches("src=\"image1.gif\" alt=\"Of r/a.png\"").count(), 2);
    assert_eq!(written.refused.len(), 1);
    assert_eq!(written.refused[0].0, "r/b.png");
    // What cannot be shown is said in words.
    assert!(written.text.contains(">Of r/b.png</p>"));
}

#[test]
fn e10_what_an_author_types_is_escaped_in_seven_bits() {
    let mut document = public();
    let hostile = "</title></p><table> & \"^\" \u{1F600} \u{1}";
    document.title = hostile.into();
    document.running.status = Some(hostile.into());
    document.blocks.push(Block::paragraph(vec![Inline::text(hostile)]));
    document.blocks.push(Block::Code(hostile.into()));
    let text = held(&document).text;
    assert!(text.contains(
        "&lt;/title&gt;&lt;/p&gt;&lt;table&gt; &amp; &#34;&#94;&#34; &#128512; &#65533;"
    ));
}

#[test]
fn e11_an_override_template_is_held_to_the_rules_as_well() {
    let document = public();
    let public = Public::new(&document).expect("public");
    let page = PAGE
        .replace("<title>", "<style>p { }</style><title>")
        .replace("{{ body }}", "{{ body }}<span>“x”</span>");
    let written = edgar::write(public, pages(), &page).expect("it can be filled");
    assert!(
        written.text.contains("<span>&#8220;x&#8221;</span>"),
        "its own characters are made references"
    );
    let found = found(&written);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|line| line.starts_with("edgar-element: ")));
    let error = edgar::write(public, pages(), "{{ titel }}").expect_err("no such name");
    assert_eq!(error.template, "edgar.html");
}

//! Each rule on the smallest document that breaks it.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::*;

/// Returns a document whose body is given, behind a word.
fn page(body: &str) -> String {
    bare(&format!("<p>x</p>{body}"))
}

/// Returns a document whose body is given.
fn bare(body: &str) -> String {
    format!("<html><head><title>T</title></head><body>{body}</body></html>")
}

fn found(attachments: &[(&str, &[u8])]) -> Vec<String> {
    let attachments: Vec<_> =
        attachments.iter().map(|&(path, bytes)| Attachment { path, bytes }).collect();
    let (mut files, mut findings) = (Files::default(), Findings::default());
    check(&attachments, &mut files, &mut findings);
    findings.iter().map(|finding| format!("{}: {}", finding.rule.code, finding.message)).collect()
}

fn in_html(text: &str) -> Vec<String> {
    found(&[("corresp.htm", text.as_bytes())])
}

fn in_body(body: &str) -> Vec<String> {
    in_html(&page(body))
}

/// Asserts that a body has one fault, of a rule, whose message holds some words.
#[track_caller]
fn one(body: &str, code: &str, words: &str) {
    let found = in_body(body);
    let fits = |line: &String| line.starts_with(&format!("{code}: ")) && line.contains(words);
    assert!(
        found.len() == 1 && found.iter().all(fits),
        "{body}\nwants {code} `{words}`: {found:#?}"
    );
}

#[test]
fn a_plain_letter_passes() {
    let body = "<div style=\"font-family: serif\"><h1 id=\"k1\">Re:</h1>\
        <p>It&#8217;s &lt; 5 &amp; more.<br />x<sup><a name=\"f1\" href=\"#k1\">1</a></sup></p>\
        <p>never ended <b>bold</b><p>again\
        <ul><li>a<li>b<ul><li>c</ul></ul>\
        <table border=\"0\"><caption>C</caption><tr><th valign=\"top\">a<td>1<tr><td colspan=\"2\"><p>x</p></table>\
        <p><u>new</u> <strike>old</strike> <font color=\"red\" size=\"2\">f</font></p>\
        <hr style=\"page-break-after: always\" />\
        <a href=\"https://www.sec.gov/Archives/edgar/data/831001/a.htm\">x</a>\
        <pre>a  b</pre><blockquote>q</blockquote></div>";
    assert_eq!(in_body(body), [""; 0]);
    assert_eq!(
        in_html("<!DOCTYPE html>\n<HTML><HEAD><TITLE>T</TITLE></HEAD><BODY>x</BODY></HTML>"),
        [""; 0]
    );
}

#[test]
fn e4_elements_that_are_refused_or_not_listed_are_faults() {
    for name in [
        "thead", "tbody", "tfoot", "col", "colgroup", "ins", "del", "s", "style", "script", "input",
    ] {
        one(
            &format!("<{name}></{name}>"),
            "edgar-element",
            &format!("EDGAR refuses the element `<{name}>`"),
        );
    }
    for name in ["span", "link", "section", "mark", "svg", "o:p", "figure"] {
        one(&format!("<{name}></{name}>"), "edgar-element", "is no element that EDGAR knows");
    }
    one("<SPAN>x</SPAN><span>y</span>", "edgar-element", "here and 1 more time");
    one("<style>p { color: red } a > b</style>", "edgar-element", "`<style>`");
}

#[test]
fn e4_attributes_that_are_not_listed_are_faults() {
    for (tag, words) in [
        ("<p onclick=\"x\">a</p>", "script's attribute"),
        ("<div xmlns:v=\"urn:v\">a</div>", "refuses `xmlns:v`"),
        ("<table><tr><th scope=\"col\">a</th></tr></table>", "`<th>` may not have `scope`"),
        ("<font face=\"Times\">a</font>", "`<font>` may not have `face`"),
        ("<ol><li value=\"3\">a</li></ol>", "`<li>` may not have `value`"),
        ("<a href=\"#x\" id=\"x\" target=\"_blank\">a</a>", "may not have `target`"),
        ("<p id=\"a\" id=\"b\">a</p>", "stands twice"),
        ("<p style=\"background: url(x.gif)\">a</p>", "`url(`"),
    ] {
        one(tag, "edgar-attribute", words);
    }
    let meta = page("x").replace("<title>", "<meta http-equiv=\"refresh\" content=\"0\"><title>");
    assert_eq!(in_html(&meta), ["edgar-attribute: `<meta>` may not have `http-equiv`"]);
    let body = page("x").replace("<body>", "<body background=\"x.gif\">");
    assert_eq!(in_html(&body), ["edgar-attribute: `<body>` may not have `background`"]);
}

#[test]
fn e4_a_comment_holds_no_text() {
    one("<!-- draft: ask legal -->", "edgar-element", "a comment holds text");
    one("<?xml version=\"1.0\"?>", "edgar-element", "processing instruction");
    assert_eq!(in_body("<!-- --><!---->x"), [""; 0]);
}

#[test]
fn e5_edgars_own_mark_of_changes_is_a_fault() {
    one("<p><R>new</R></p>", "edgar-element", "`<r>`");
}

#[test]
fn e6_styles_stand_in_attributes() {
    assert_eq!(in_body("<p style=\"margin: 0 0 6pt\" class=\"x\">a</p>"), [""; 0]);
    let sheet = page("x").replace("<title>", "<style>p { }</style><title>");
    assert_eq!(in_html(&sheet).len(), 1);
}

#[test]
fn e7_a_table_in_a_table_is_a_fault_at_any_depth() {
    let inner = "<table><tr><td>a</td></tr></table>";
    one(
        &format!("<table><tr><td>{inner}</td></tr></table>"),
        "edgar-nested-table",
        "within a table",
    );
    one(
        &format!("<table><tr><td><div><ul><li>{inner}</li></ul></div></td></tr></table>"),
        "edgar-nested-table",
        "within a table",
    );
    assert_eq!(in_body(&format!("{inner}{inner}")), [""; 0]);
}

#[test]
fn e8_links_lead_into_the_submission_or_to_the_archives() {
    for address in [
        "https://www.example.com/",
        "mailto:a@b.c",
        "javascript:x()",
        "ftp://a/b",
        "file:///a",
        "data:,x",
        "//www.example.com/a.htm",
        "../a.htm",
        "https://www.sec.gov/rules/",
        "/ix?doc=/Archives/edgar/data/1",
    ] {
        one(
            &format!("<a href=\"{address}\">x</a>"),
            "edgar-attribute",
            "where EDGAR lets none lead",
        );
    }
    one("<a href=\"#nowhere\">x</a>", "edgar-attribute", "`#nowhere`, which no place has");
    one(
        "<a href=\"b.htm\">x</a>",
        "edgar-attribute",
        "`b.htm`, which is no file of the submission",
    );
    let linked = page(
        "<a href=\"b.htm#x\">x</a><a href=\"#y\" id=\"y\">y</a>\
        <a href=\"http://www.sec.gov/Archives/edgar/data/1/a.htm\">z</a>\
        <a href=\"https://www.sec.gov/ix?doc=/Archives/edgar/data/1/a.htm\">z</a>",
    );
    assert_eq!(found(&[("a.htm", linked.as_bytes()), ("b.htm", page("b").as_bytes())]), [""; 0]);
}

/// A GIF of one pixel, and one of two pictures.
fn gif(pictures: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder =
        gif::Encoder::new(&mut bytes, 1, 1, &[0, 0, 0, 255, 255, 255]).expect("a GIF");
    for _ in 0..pictures {
        let frame = gif::Frame::from_indexed_pixels(1, 1, vec![0], None);
        encoder.write_frame(&frame).expect("a picture");
    }
    drop(encoder);
    bytes
}

/// The frame of a JPEG of 8 by 8 pixels, a scan, and its end.
const JPEG: [u8; 40] = [
    0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 8, 0, 8, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF,
    0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0, 0xAA, 0xFF, 0, 0xFF, 0xD9,
];

#[test]
fn e9_images_are_files_that_hold_what_their_names_say() {
    for (source, words) in [
        ("data:image/gif;base64,R0", "written into the document"),
        ("https://a.b/c.gif", "fetched from"),
        ("a.png", "neither a `.jpg` nor a `.gif`"),
        ("a.jpeg", "neither a `.jpg` nor a `.gif`"),
        ("a.gif", "no file of the submission"),
    ] {
        one(&format!("<p>x<img src=\"{source}\" alt=\"a\" /></p>"), "edgar-image", words);
    }
    one("<p>x<img alt=\"a\" /></p>", "edgar-image", "names no file");
    let text = page("<p>x<img src=\"a.gif\" /><img src=\"b.jpg\" /></p>");
    let with = |first: &[u8], second: &[u8]| {
        found(&[("c.htm", text.as_bytes()), ("a.gif", first), ("b.jpg", second)])
    };
    assert_eq!(with(&gif(1), &JPEG), [""; 0]);
    assert_eq!(with(&gif(2), &JPEG), ["edgar-image: a.gif: it is animated"]);
    assert_eq!(
        with(&JPEG, &gif(1)),
        [
            "edgar-image: a.gif: its suffix is `.gif` and its contents are jpeg",
            "edgar-image: b.jpg: its suffix is `.jpg` and its contents are gif"
        ]
    );
    assert_eq!(with(b"\x89PNG\r\n\x1a\n", b"").len(), 2);
    // Cut off, or with something behind the end.
    for length in [21, 23, 37] {
        let cut = with(&gif(1), &JPEG[..length]);
        assert_eq!(cut, ["edgar-image: b.jpg: its JPEG data breaks off"], "{length}");
    }
    let more = b"<script>".as_slice();
    let behind = with(&[gif(1), more.to_vec()].concat(), &[&JPEG, more].concat());
    assert_eq!(behind.len(), 2, "{behind:?}");
    assert!(behind.iter().all(|line| line.contains("behind the end of its picture")), "{behind:?}");
    assert_eq!(with(&[gif(1), vec![0, 0]].concat(), &[&JPEG[..], b"\r\n"].concat()), [""; 0]);
    let alone = bare("<p><img src=\"a.gif\" /></p>");
    let alone = found(&[("c.htm", alone.as_bytes()), ("a.gif", &gif(1))]);
    assert_eq!(alone, ["edgar-image: the document has images and no words"]);
}

#[test]
fn e10_the_bytes_are_seven_bit_and_the_caret_is_none() {
    one(
        "<p>the Company\u{2019}s</p>",
        "edgar-character",
        "U+2019 `\u{2019}` (right single quotation mark)",
    );
    one(
        "<p>\u{2014}, \u{2014}</p>",
        "edgar-character",
        "(em dash) is not among the characters that EDGAR takes, here and 1 more time",
    );
    one("<p>2^10</p>", "edgar-character", "U+005E `^` (circumflex accent)");
    one("<p>\u{7}</p>", "edgar-character", "U+0007 (a control character)");
    one("<p>it&apos;s</p>", "edgar-character", "`&apos;`");
    one("<p>&rarrow; &nbsp;</p>", "edgar-character", "`&rarrow;`");
    one("<p>AT&T</p>", "edgar-character", "`&` begins no reference");
    one("<p>&#146;</p>", "edgar-character", "`&#146;` stands for no character");
    assert_eq!(in_body("<p>&#94;&sect;&#x2019;&mdash;\t\r\n\u{c}</p>"), [""; 0]);
    let mut bytes = page("x").into_bytes();
    bytes.splice(0..0, [0xEF, 0xBB, 0xBF]);
    let mark = found(&[("a.htm", &bytes)]);
    assert_eq!(mark, ["edgar-character: U+FEFF (byte-order mark) stands before the text"]);
    // Bytes that are no UTF-8 are read as windows-1252.
    let latin = page("x").replace('x', "it\u{1}s").replace('\u{1}', "'").into_bytes();
    let latin: Vec<u8> =
        latin.into_iter().map(|byte| if byte == b'\'' { 0x92 } else { byte }).collect();
    assert!(found(&[("a.htm", &latin)])[0].contains("U+2019"));
    assert!(found(&[("a.txt", b"a \xA7 and ^ b")])[0].contains("U+00A7 `\u{a7}` (section sign)"));
}

#[test]
fn e11_the_frame_stands_once_and_tags_nest() {
    for (text, words) in [
        ("<p>x</p>", "no `<html>`"),
        ("<html><body>x</body></html>", "no `<head>`"),
        ("<html><head></head><body>x</body></html>", "no `<title>`"),
        ("<html><head><title>a</title></head></html>", "no `<body>`"),
    ] {
        assert!(
            in_html(text).iter().any(|line| line.contains(words)),
            "{text}: {:?}",
            in_html(text)
        );
    }
    let twice = page("x").replace("<title>", "<title>a</title><title>");
    assert!(in_html(&twice)[0].contains("2 tags of `<title>`"));
    one("<b>x", "edgar-element", "`<b>` is never ended");
    one("<b>x<i>y</b></i>", "edgar-element", "`</b>` stands where `<i>` is still open");
    one("<p>x</p></div>", "edgar-element", "`</div>` ends nothing");
    one("<b><p>x</p></b>", "edgar-element", "`<p>` stands in `<b>`");
    one("<ul>x</ul>", "edgar-element", "text stands in `<ul>`");
    one(
        "<table><tr><td>a</td></tr><caption>c</caption></table>",
        "edgar-element",
        "`<caption>` stands in `<table>`",
    );
    one("<table><td>a</td></table>", "edgar-element", "`<td>` stands in `<table>`");
    one(
        "<a id=\"x\" href=\"#x\">a<b><a name=\"y\">b</a></b></a>",
        "edgar-element",
        "`<a>` stands in `<a>`",
    );
    one("<p>1 <5</p>", "edgar-element", "`<` begins no tag");
    one("<div />x</div>", "edgar-element", "stays open");
}

#[test]
fn e11_names_of_places_are_unique_and_begin_with_a_letter() {
    one(
        "<p id=\"a\">x</p><a name=\"a\">y</a>",
        "edgar-attribute",
        "the name `a` stands at two places",
    );
    for name in ["1", "k 1", "fn:1", "_a", "é"] {
        let found = in_body(&format!("<p id=\"{name}\">x</p>"));
        assert!(found.iter().any(|line| line.contains("no name of a place")), "{name}");
    }
    assert_eq!(in_body("<a id=\"k3.7\" name=\"k3.7\">x</a>"), [""; 0]);
}

#[test]
fn e18_names_of_files_are_findings_and_unique() {
    let text = page("x");
    let names = found(&[
        ("out/Letter to SEC.htm", text.as_bytes()),
        ("a.html", text.as_bytes()),
        ("b.htm", text.as_bytes()),
        ("c/b.htm", text.as_bytes()),
    ]);
    assert_eq!(names.len(), 3, "{names:#?}");
    assert!(
        names[0].contains("`Letter to SEC.htm`: it has a blank")
            || names[0].contains("small letter")
    );
    assert!(names[2].contains("have the same name"));
}

#[test]
fn e2_a_pdf_has_its_official_document() {
    let pdf = pdf(|_, _| {});
    assert_eq!(
        found(&[("a.pdf", &pdf)]),
        ["pdf-without-official: a.pdf goes without an official document"]
    );
    let text = page("x");
    assert_eq!(found(&[("a.pdf", &pdf), ("a.htm", text.as_bytes())]), [""; 0]);
    let two = found(&[("a.pdf", &pdf), ("a.htm", text.as_bytes()), ("b.pdf", &pdf)]);
    assert_eq!(
        two,
        ["pdf-without-official: b.pdf is one PDF more than there are official documents"]
    );
}

/// Makes a PDF of one page with a line of text, changed as a test wants it.
fn pdf(change: impl FnOnce(&mut Document, lopdf::ObjectId)) -> Vec<u8> {
    saved(change, |pdf, bytes| pdf.save_to(bytes))
}

fn saved(
    change: impl FnOnce(&mut Document, lopdf::ObjectId),
    save: impl FnOnce(&mut Document, &mut Vec<u8>) -> std::io::Result<()>,
) -> Vec<u8> {
    let mut pdf = Document::with_version("1.7");
    let pages = pdf.new_object_id();
    let file = pdf.add_object(Stream::new(Dictionary::new(), b"font".to_vec()));
    let descriptor =
        pdf.add_object(dictionary! { "Type" => "FontDescriptor", "FontFile2" => file });
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "A", "FontDescriptor" => descriptor,
    });
    let content =
        pdf.add_object(Stream::new(Dictionary::new(), b"BT /F 9 Tf (Text) Tj ET".to_vec()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    });
    let kids = vec![Object::Reference(page)];
    pdf.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 });
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", catalog);
    change(&mut pdf, page);
    let mut bytes = Vec::new();
    save(&mut pdf, &mut bytes).expect("a PDF");
    bytes
}

/// Returns what is found in a PDF beside its official document.
fn in_pdf(change: impl FnOnce(&mut Document, lopdf::ObjectId)) -> Vec<String> {
    found(&[("a.htm", page("x").as_bytes()), ("a.pdf", &pdf(change))])
}

fn in_catalog(key: &'static str, value: impl Into<Object>) -> Vec<String> {
    let value = value.into();
    in_pdf(|pdf, _| pdf.catalog_mut().expect("a catalog").set(key, value))
}

#[test]
fn e19_a_pdf_acts_on_nothing() {
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") };
    let active = [
        in_catalog("OpenAction", script.clone()),
        in_catalog("AA", dictionary! { "WC" => script.clone() }),
        in_catalog("AcroForm", dictionary! { "Fields" => Vec::<Object>::new() }),
        in_catalog("Names", dictionary! { "EmbeddedFiles" => Dictionary::new() }),
        in_catalog("Names", dictionary! { "JavaScript" => Dictionary::new() }),
        in_catalog("Outlines", dictionary! { "A" => dictionary! { "S" => "GoTo" } }),
        in_catalog(
            "OpenAction",
            dictionary! { "S" => "Launch", "F" => Object::string_literal("x") },
        ),
    ];
    for found in active {
        assert!(
            !found.is_empty() && found.iter().all(|line| line.starts_with("pdf-active: ")),
            "{found:?}"
        );
    }
    for subtype in ["Widget", "FileAttachment", "Movie", "Sound", "Screen", "RichMedia", "3D"] {
        let found = in_pdf(|pdf, page| {
            let note = pdf.add_object(dictionary! { "Type" => "Annot", "Subtype" => subtype });
            let page = pdf.get_dictionary_mut(page).expect("the page");
            page.set("Annots", vec![Object::Reference(note)]);
        });
        assert!(found.len() == 1 && found[0].starts_with("pdf-active: "), "{subtype}: {found:?}");
    }
    // Whatever the action has beside what it does.
    for (kind, code) in
        [("Launch", "pdf-active: "), ("URI", "pdf-link: "), ("JavaScript", "pdf-active: ")]
    {
        let action = |more: (&str, Object)| {
            let mut action = dictionary! { "S" => kind, "P" => Object::Null, "K" => 0 };
            action.set(more.0, more.1);
            in_catalog("Outlines", dictionary! { "A" => action })
        };
        for more in [("F", Object::string_literal("x")), ("Type", "StructElem".into())] {
            let found = action(more);
            assert!(found.len() == 1 && found[0].starts_with(code), "{kind}: {found:?}");
        }
    }
    let file = dictionary! { "FS" => "URL", "F" => Object::string_literal("http://x/") };
    assert_eq!(
        in_catalog("URI", dictionary! { "Base" => Object::string_literal("http://x/") }).len(),
        1
    );
    assert_eq!(in_catalog("A", file.clone()).len(), 1);
    assert_eq!(in_catalog("A", dictionary! { "Ref" => dictionary! { "F" => file } }).len(), 2);
    // A page to be shown first, and bookmarks without actions, act on nothing.
    assert_eq!(in_catalog("OpenAction", vec![Object::Null, "Fit".into()]), [""; 0]);
    let item = dictionary! { "Title" => Object::string_literal("x"), "Dest" => vec![Object::Null, "Fit".into()] };
    assert_eq!(in_catalog("Outlines", dictionary! { "First" => item }), [""; 0]);
    // In the structure tree, names of actions are names of elements.
    let element = dictionary! { "Type" => "StructElem", "S" => "Sound" };
    assert_eq!(in_catalog("StructTreeRoot", dictionary! { "K" => element }), [""; 0]);
}

#[test]
fn e19_a_pdf_has_no_links() {
    let found = in_pdf(|pdf, page| {
        let link = dictionary! { "Subtype" => "Link", "A" => dictionary! { "S" => "URI" } };
        let page = pdf.get_dictionary_mut(page).expect("the page");
        page.set("Annots", vec![Object::Dictionary(link.clone()), Object::Dictionary(link)]);
    });
    assert_eq!(
        found,
        [
            "pdf-link: a.pdf has a link, 2 times",
            "pdf-link: a.pdf has an action that leads out of it, 2 times"
        ]
    );
}

#[test]
fn e19_what_an_element_of_the_structure_does_is_found() {
    let element = |key: &str, value: Object| {
        let mut element = dictionary! { "S" => "Span", "P" => Object::Reference((1, 0)), "K" => 0 };
        element.set(key, value);
        in_pdf(|pdf, _| {
            pdf.add_object(element);
        })
    };
    let attributes = dictionary! { "O" => "Table", "Scope" => "Row" };
    let content = dictionary! { "Type" => "MCR", "MCID" => 0 };
    for (key, value) in [("A", attributes), ("K", content)] {
        assert_eq!(element(key, vec![Object::Dictionary(value)].into()), [""; 0]);
    }
    let leads = ["pdf-link: a.pdf has an action that leads out of it"];
    let action = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://x.test") };
    assert_eq!(element("A", action.clone().into()), leads);
    assert_eq!(element("K", vec![0.into(), action.into()].into()), leads);
    assert_eq!(element("Subtype", "Link".into()), ["pdf-link: a.pdf has a link"]);
    let font = dictionary! { "Type" => "Font" };
    let found = element("C", font.into());
    assert_eq!(found, ["pdf-font: a.pdf does not hold the font without a name"]);
}

#[test]
fn e19_a_pdf_that_bursts_when_it_is_inflated_is_no_good_one() {
    // What the file has beyond the most that is inflated of a stream, nobody has looked at.
    let bytes = saved(
        |pdf, _| {
            let filling = Object::String(vec![b' '; 65 << 20], lopdf::StringFormat::Literal);
            pdf.add_object(dictionary! { "Filling" => filling });
        },
        |pdf, bytes| pdf.save_modern(bytes),
    );
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    let found = found(&[("a.htm", page("x").as_bytes()), ("a.pdf", &bytes)]);
    assert_eq!(found, ["pdf-no-text: a.pdf cannot be read as PDF"]);
}

#[test]
fn e19_a_pdf_holds_its_fonts() {
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let found = in_pdf(|pdf, _| {
        pdf.add_object(font);
    });
    assert_eq!(found, ["pdf-font: a.pdf does not hold the font Helvetica"]);
}

#[test]
fn e19_each_page_of_a_pdf_has_text() {
    for content in ["", "BT /F 9 Tf () Tj ET", "BT /G 9 Tf (x) Tj ET", "0 0 1 1 re f"] {
        let found = in_pdf(|pdf, page| {
            let content =
                pdf.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
            pdf.get_dictionary_mut(page).expect("the page").set("Contents", content);
        });
        assert_eq!(
            found,
            ["pdf-no-text: page 1 of a.pdf has no text that can be copied"],
            "{content}"
        );
    }
    // Text in a form that the page shows counts.
    let found = in_pdf(|pdf, page| {
        let mut form =
            Stream::new(dictionary! { "Subtype" => "Form" }, b"BT /F 9 Tf [(x)] TJ ET".to_vec());
        form.dict.set("Type", "XObject");
        let form = pdf.add_object(form);
        let content = pdf.add_object(Stream::new(Dictionary::new(), b"/X Do".to_vec()));
        let page = pdf.get_dictionary_mut(page).expect("the page");
        page.set("Contents", content);
        let resources =
            page.get_mut(b"Resources").and_then(Object::as_dict_mut).expect("resources");
        resources.set("XObject", dictionary! { "X" => form });
    });
    assert_eq!(found, [""; 0]);
    let unread = found_pdf(b"no PDF at all");
    assert_eq!(unread, ["pdf-no-text: a.pdf cannot be read as PDF"]);
}

fn found_pdf(bytes: &[u8]) -> Vec<String> {
    found(&[("a.htm", page("x").as_bytes()), ("a.pdf", bytes)])
}

#[test]
fn e19_a_pdf_is_not_encrypted() {
    let found = in_pdf(|pdf, _| {
        pdf.trailer.set("ID", vec![Object::string_literal("a"), Object::string_literal("b")]);
        let version = lopdf::EncryptionVersion::V2 {
            document: pdf,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).expect("a key");
        pdf.encrypt(&state).expect("encrypted");
    });
    assert_eq!(found, ["pdf-encrypted: a.pdf is encrypted"]);
}

#[test]
fn e20_personal_data_is_found_in_texts_whatever_cuts_it() {
    one("<p>No. 123-<b>45</b>-6789</p>", "personal-data", "social security number");
    one("<p>No. 123&#8211;45&#8211;6789</p>", "personal-data", "social security number");
    assert_eq!(in_body("<p>123-45</p><p>-6789</p>"), [""; 0]);
    assert_eq!(found(&[("a.txt", b"123-45-6789")]).len(), 1);
    let found = in_pdf(|pdf, page| {
        let content = b"BT /F 9 Tf (No. 123-45-6789) Tj ET".to_vec();
        let content = pdf.add_object(Stream::new(Dictionary::new(), content));
        pdf.get_dictionary_mut(page).expect("the page").set("Contents", content);
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("personal-data: page 1 of a.pdf"));
}

#[test]
fn elements_that_stand_too_deep_are_one_fault() {
    let body = format!("{}x{}", "<div>".repeat(2_000), "</div>".repeat(2_000));
    let found = in_body(&body);
    assert!(found.iter().any(|line| line.contains("more than 400 elements")), "{found:?}");
    assert!(found.len() <= 3, "{found:?}");
    // Time grows with the file, not with its square.
    let found = in_body(&"<font><b>\u{2019}".repeat(50_000));
    assert!(found.len() < 20, "{found:?}");
}

#[test]
fn files_that_a_document_names_are_listed() {
    let text = page(
        "<img src=\"b.gif\" /><a href=\"a.htm#x\">x</a><a href=\"#x\">x</a><a href=\"https://a.b\">y</a>",
    );
    assert_eq!(references(text.as_bytes()), ["a.htm", "b.gif"]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), cut in 0_usize..900) {
        for path in ["a.htm", "a.txt", "a.pdf", "a.gif", "a.jpg"] {
            found(&[(path, &bytes)]);
        }
        let pdf = pdf(|_, _| {});
        let mut damaged = pdf[..cut.min(pdf.len())].to_vec();
        damaged.extend_from_slice(&bytes);
        damaged.extend_from_slice(&pdf[cut.min(pdf.len())..]);
        found(&[("a.pdf", &damaged)]);
    }

    #[test]
    fn no_soup_of_tags_is_too_odd(soup in "(<|>|/|a|b|p|table|td|tr|ul|li|!--|-->|\"|=|&#|;|href|id| |\u{e9}){0,80}") {
        in_html(&soup);
        in_body(&soup);
    }
}

#[test]
fn e7_a_list_or_table_holds_something() {
    for body in [
        "<table></table>",
        "<table><tr></tr></table>",
        "<table><caption>C</caption></table>",
        "<ul></ul>",
        "<dl></dl>",
    ] {
        one(body, "edgar-element", "holds no `<");
    }
}

#[test]
fn e8_a_link_leads_to_a_place_that_is_there() {
    one("<a href=\"corresp.htm#nope\">x</a>", "edgar-attribute", "`#nope`, which no place has");
    assert_eq!(in_body("<a href=\"corresp.htm#p\" id=\"p\">x</a>"), [""; 0]);
    let archive = "https://www.sec.gov/Archives/edgar/data/";
    for path in ["../../../cgi-bin/x", "1/%2e%2e/x", "1\\..\\x"] {
        one(
            &format!("<a href=\"{archive}{path}\">x</a>"),
            "edgar-attribute",
            "where EDGAR lets none lead",
        );
    }
}

#[test]
fn e4_a_style_reaches_nowhere_however_it_is_written() {
    for style in [
        "background: u\\72l(http://x/a.gif)",
        "background: image-set('x.gif' 1x)",
        "background: URL (x.gif)",
        "x: 'http://x/'",
    ] {
        let found = in_body(&format!("<p style=\"{style}\">x</p>"));
        assert!(
            found.len() == 1 && found[0].starts_with("edgar-attribute: "),
            "{style}: {found:?}"
        );
    }
}

#[test]
fn e11_a_document_has_words_and_one_type() {
    assert_eq!(in_html(&bare("<p> </p>")), ["edgar-element: the document has no words"]);
    one("<p>x</p><!DOCTYPE html><p>y</p>", "edgar-element", "`<!DOCTYPE>` stands within");
    one("<p id=\" a \">x</p>", "edgar-attribute", "is no name of a place");
}

#[test]
fn e13_a_text_has_no_tabs() {
    let found = found(&[("a.txt", b"a\tb")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("edgar-character: U+0009"), "{found:?}");
}

#[test]
fn e20_a_number_is_found_wherever_it_stands() {
    for body in [
        "<p title=\"123-45-6789\">x</p>",
        "<p>x<img src=\"a.gif\" alt=\"No. 123-45-6789\" /></p>",
        "<p>123-45-\n6789</p>",
    ] {
        let found = found(&[("a.htm", page(body).as_bytes()), ("a.gif", &gif(1))]);
        assert!(found.len() == 1 && found[0].starts_with("personal-data: "), "{body}: {found:?}");
    }
    let title = || Object::string_literal("123-45-6789");
    let wide = Object::String(
        "\u{FEFF}123-45-6789".encode_utf16().flat_map(u16::to_be_bytes).collect(),
        lopdf::StringFormat::Hexadecimal,
    );
    for found in [
        in_catalog("Outlines", dictionary! { "Title" => title() }),
        in_catalog("Outlines", dictionary! { "Title" => wide }),
        in_catalog("X", dictionary! { "S" => "P", "P" => 0, "Alt" => title() }),
        in_pdf(|pdf, _| {
            let element = dictionary! { "S" => "P", "P" => Object::Null, "Alt" => title() };
            pdf.add_object(element);
        }),
        in_pdf(|pdf, _| {
            let info = pdf.add_object(dictionary! { "Title" => title() });
            pdf.trailer.set("Info", info);
        }),
    ] {
        assert!(found.len() == 1 && found[0].starts_with("personal-data: "), "{found:?}");
    }
}

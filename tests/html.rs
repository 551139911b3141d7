//! The letter as HTML: one golden file, and what must hold for each file that is written.

#[path = "html/any.rs"]
mod any;
#[path = "html/edgar.rs"]
mod edgar;
#[path = "html/sample.rs"]
mod sample;

use std::collections::{BTreeMap, HashSet};

use corresp::document::figures::figure;
use corresp::document::*;
use corresp::html::{Template, write};
use scraper::{ElementRef, Html, Node, Selector};

/// Returns the sample as the writer gets it.
fn letter() -> Document {
    let mut letter = sample::letter();
    typography::set(&mut letter);
    letter
}

fn labels(id: &str) -> Option<String> {
    let page = match id {
        "k1" | "k2" | "k2.1" | "k2.2" => 2,
        "k3.2" => return None,
        _ => 4,
    };
    Some(format!("CITI {page}"))
}

fn written(document: &Document) -> String {
    write(document, &labels, &Template::default()).expect("the embedded template is sound")
}

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// Parses a page and holds it to what must be true of each.
#[track_caller]
fn checked(page: &str) -> Html {
    let html = Html::parse_document(page);
    assert_eq!(html.errors, Vec::<String>::new());
    let mut ids = HashSet::new();
    for element in all(&html, "[id]") {
        let id = element.attr("id").expect("it has one");
        assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{id:?}");
        assert!(ids.insert(id), "{id} stands twice");
    }
    for element in all(&html, "[href]") {
        let href = element.attr("href").expect("it has one");
        match href.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "{href} leads nowhere"),
            None => assert!(href.starts_with("https://") || href.starts_with("mailto:"), "{href}"),
        }
    }
    for element in all(&html, "[aria-labelledby]") {
        assert!(element.attr("aria-labelledby").is_some_and(|id| ids.contains(id)));
    }
    for element in all(&html, "[src]") {
        assert!(element.attr("src").is_some_and(|source| source.starts_with("data:image/")));
    }
    for forbidden in ["script", "link", "iframe", "object", "embed", "base", "form", "body style"] {
        assert!(all(&html, forbidden).is_empty(), "{forbidden}");
    }
    for element in all(&html, "*") {
        assert!(element.value().attrs().all(|(name, _)| !name.starts_with("on")));
    }
    let mut last = 0;
    for element in all(&html, "h1, h2, h3, h4, h5, h6") {
        let rank = element.value().name()[1..].parse::<usize>().expect("a rank");
        assert!(rank <= last + 1, "rank {rank} follows rank {last}");
        last = rank;
    }
    for element in all(&html, "img") {
        assert!(element.attr("alt").is_some());
    }
    html
}

/// Returns the words of a page's letter in order; those of notes stand at their reference.
fn page_words(html: &Html) -> Vec<String> {
    let notes: BTreeMap<String, ElementRef> = all(html, ".note")
        .into_iter()
        .map(|note| (format!("#{}", note.attr("id").expect("a note has one")), note))
        .collect();
    let mut text = String::new();
    let main = all(html, "main")[0];
    push_words(main, &notes, &mut text);
    split(&text)
}

fn split(text: &str) -> Vec<String> {
    typography::fold(text).split_whitespace().map(str::to_string).collect()
}

fn push_words(element: ElementRef, notes: &BTreeMap<String, ElementRef>, out: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(value) => {
                let child = ElementRef::wrap(child).expect("an element");
                let class = value.attr("class").unwrap_or_default();
                let skipped = ["views", "notes", "draft", "status"].contains(&class)
                    || value.attr("role") == Some("doc-backlink");
                if skipped {
                    continue;
                }
                push_words(child, notes, out);
                if value.attr("role") == Some("doc-noteref") {
                    out.push(' ');
                    if let Some(note) = notes.get(value.attr("href").unwrap_or_default()) {
                        let mut words = String::new();
                        push_words(*note, notes, &mut words);
                        // The number stands at the reference already.
                        out.push_str(words.trim_start().trim_start_matches(char::is_numeric));
                    }
                }
                if !["a", "b", "em", "strong", "ins", "del", "s", "span", "sup", "code", "time"]
                    .contains(&value.name())
                {
                    out.push(' ');
                }
            }
            _ => {}
        }
    }
}

/// The words of a document in order, as [`page_words`] reads them from the page.
struct Words<'a> {
    document: &'a Document,
    text: String,
}

fn document_words(document: &Document) -> Vec<String> {
    let mut words = Words { document, text: String::new() };
    words.blocks(&document.blocks);
    split(&words.text)
}

impl<'a> Words<'a> {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn line(&mut self, text: &str) {
        self.put(text);
        self.put(" ");
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
            self.put(" ");
        }
    }

    fn lines(&mut self, lines: &'a [Vec<Inline>]) {
        for line in lines {
            self.inlines(line);
            self.put(" ");
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Letterhead { name, lines } => {
                self.line(name);
                lines.iter().for_each(|line| self.line(line));
            }
            Block::Lines { lines, .. } => self.lines(lines),
            Block::Subject { label, lines } => {
                self.line(label);
                self.lines(lines);
            }
            Block::Heading { text, .. } => self.inlines(text),
            Block::Paragraph(paragraph) => {
                if let Some(label) = &paragraph.label {
                    self.line(&label.words);
                }
                self.inlines(&paragraph.text);
            }
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Quote(inner)
            | Block::Confidential(inner)
            | Block::Changed { blocks: inner, .. } => self.blocks(inner),
            Block::Redacted => self.line(REDACTED),
            Block::Table(table) => self.table(table),
            Block::Code(code) => self.put(code),
            Block::Figure { .. } | Block::Break => {}
            Block::Exchange(exchange) => {
                for passage in &exchange.passages {
                    if let Margin::Number(words) | Margin::Key(words) = &passage.margin {
                        self.line(words);
                    }
                    if let PassageKind::Item { marker, .. } = &passage.kind
                        && !passage.blocks.is_empty()
                    {
                        self.line(marker);
                    }
                    self.blocks(&passage.blocks);
                }
                self.blocks(&exchange.answer);
            }
            Block::Disclosure(disclosure) => {
                self.line(&disclosure.title);
                self.inlines(&disclosure.source);
                self.put(" ");
                self.inlines(&disclosure.legend);
                self.put(" ");
                self.blocks(&disclosure.blocks);
            }
            Block::Signature(signature) => {
                self.line(&signature.closing);
                self.line(signature.conformed.as_deref().unwrap_or_default());
                signature.lines.iter().for_each(|line| self.line(line));
            }
            Block::Copies(lines) => {
                self.line("cc:");
                self.lines(lines);
            }
        }
    }

    fn table(&mut self, table: &'a Table) {
        self.inlines(table.caption.as_deref().unwrap_or_default());
        self.put(" ");
        for row in table.head.iter().chain(&table.body) {
            let mut column = 0;
            for cell in &row.cells {
                let kind = table.columns.get(column).copied().unwrap_or_default().kind;
                column += usize::from(cell.span);
                self.cell(&cell.text, kind == ColumnKind::Words);
                self.put(" ");
            }
        }
        self.lines(&table.notes);
    }

    /// A cell of figures is their parts without blanks; the figures of a change stand apart.
    fn cell(&mut self, text: &'a [Inline], words: bool) {
        let blank =
            |inline: &&Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
        let figures: Option<Vec<_>> = text
            .iter()
            .filter(|inline| !blank(inline))
            .map(|inline| sole_text(inline).and_then(figure))
            .collect();
        match figures.filter(|_| !words) {
            Some(figures) => {
                for figure in figures {
                    self.line(&(figure.currency + &figure.number + &figure.sign));
                }
            }
            None => self.inlines(text),
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.put(text),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Inserted(inner)
                | Inline::Deleted(inner)
                | Inline::Confidential(inner)
                | Inline::Link { text: inner, .. } => self.inlines(inner),
                Inline::NoteReference(note) => {
                    self.line(&(note + 1).to_string());
                    let document = self.document;
                    self.blocks(&document.notes[*note]);
                }
                Inline::LineBreak => self.put(" "),
                Inline::Redacted => self.put(REDACTED),
                Inline::PageOf(id) => self.put(&labels(id).unwrap_or_else(|| "—".into())),
            }
        }
    }
}

/// Returns the text that a run is, where it is one text alone.
fn sole_text(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text(text) => Some(text),
        Inline::Strong(inner) | Inline::Inserted(inner) | Inline::Deleted(inner) => {
            if let [only] = &inner[..] { sole_text(only) } else { None }
        }
        _ => None,
    }
}

#[test]
fn the_sample_is_written_as_before() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/html/expected/sample.html");
    let page = written(&letter());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &page).expect("the folder is there");
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(page == expected, "differs from {path}; BLESS=1 writes it anew, to be read over");
}

#[test]
fn the_sample_is_sound_and_has_the_words_of_the_document_in_order() {
    let letter = letter();
    let html = checked(&written(&letter));
    assert_eq!(page_words(&html), document_words(&letter));
    assert_eq!(all(&html, "h1").len(), 1);
    assert_eq!(all(&html, "html")[0].attr("lang"), Some("en-US"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_document_is_sound_and_keeps_its_words_in_order(document in any::document()) {
        let html = checked(&written(&document));
        let typed = document_words(&document);
        proptest::prop_assert_eq!(page_words(&html), typed.clone());
        let mut set = document;
        typography::set(&mut set);
        proptest::prop_assert_eq!(page_words(&checked(&written(&set))), typed);
    }
}

#[test]
fn each_key_of_the_contents_leads_to_its_place() {
    let letter = letter();
    let html = checked(&written(&letter));
    let links = all(&html, "nav a");
    assert_eq!(links.len(), letter.contents.len());
    for (link, entry) in links.iter().zip(&letter.contents) {
        assert_eq!(link.attr("href"), Some(format!("#{}", entry.id).as_str()));
        assert_eq!(split(&link.text().collect::<String>())[0], entry.key);
    }
}

#[test]
fn figures_stand_in_their_slots_and_total_rows_have_their_class() {
    let page = written(&letter());
    for part in [
        r#"<td class="n s-1"><span class="cur">$</span>(1,315<span class="sign">)</span></td>"#,
        r#"<td class="n s-4 ratio" style="--d:1.5ch">12<span class="sign">%</span></td>"#,
        r#"<th scope="row">Insured after establishment&nbsp;<sup>(1)</sup></th>"#,
        r#"<tr class="new"><th scope="row"><ins>Impairment of goodwill</ins></th>"#,
        r#"<del><span class="near">$</span>39,942</del> <ins><span class="near">$</span>38,982</ins>"#,
        r#"<th scope="col" colspan="2" class="over">Reporting unit</th>"#,
        r#"<tr class="group"><th scope="rowgroup" colspan="5">"#,
    ] {
        assert!(page.contains(part), "{part}");
    }
}

/// Returns a document with one column of figures; `{…}` in a cell is confidential.
fn column(cells: &[&str]) -> Document {
    let inlines = |text: &str| match text.split_once('{') {
        None => vec![Inline::text(text)],
        Some((before, rest)) => {
            let (inner, behind) = rest.split_once('}').expect("it is closed");
            let region = Inline::Confidential(vec![Inline::text(inner)]);
            let all = [Inline::text(before), region, Inline::text(behind)];
            all.into_iter().filter(|inline| *inline != Inline::text("")).collect()
        }
    };
    let cell = |text| Cell { text: inlines(text), span: 1 };
    let rows = cells.iter().map(|text| Row { cells: vec![cell(text)], ..Row::default() });
    let columns = vec![Column { kind: ColumnKind::Amounts }];
    let notes = vec![vec![Inline::text("(1) A note.")]];
    let table = Table { columns, body: rows.collect(), notes, ..Table::default() };
    Document {
        blocks: vec![Block::Table(table)],
        contents: Vec::new(),
        notes: Vec::new(),
        ..letter()
    }
}

/// A confidential figure stands in the slots of its column: the currency sign at the left, the number at the
/// point, the rest hanging with the bracket.
#[test]
fn confidential_figures_align_as_their_neighbours_do() {
    let document =
        column(&["$1,204.50", "${1,150.5}", "{(3)}", "{4.25} (1)", "{0.5}%", "{12} or so"]);
    let complete = written(&bracketed(&document));
    let public = written(&redact(&document));
    let row = |start: &str, inner: &str| format!("<tr><td class=\"n {start}>{inner}</td></tr>");
    let conf = "<span class=\"confidential\">";
    for part in [
        row("s-7\"", "<span class=\"cur\">$</span>1,204.50"),
        row(
            "s-7\" style=\"--d:1ch\"",
            &format!(
                "<span class=\"cur\">$</span>{conf}[***\u{a0}1,150.5</span><span class=\"sign\">\
                 {conf}\u{a0}***]</span></span>"
            ),
        ),
        row(
            "s-7\" style=\"--d:2.5ch\"",
            &format!(
                "{conf}[***\u{a0}(3</span><span class=\"sign\">{conf})\u{a0}***]</span></span>"
            ),
        ),
        row(
            "s-7\"",
            &format!(
                "{conf}[***\u{a0}4.25</span><span class=\"sign\">{conf}\u{a0}***]</span>\
                 \u{a0}<sup>(1)</sup></span>"
            ),
        ),
        row(
            "s-7\" style=\"--d:1ch\"",
            &format!(
                "{conf}[***\u{a0}0.5</span><span class=\"sign\">{conf}\u{a0}***]</span>%</span>"
            ),
        ),
        row("s-7\"", &format!("{conf}[***\u{a0}12\u{a0}***]</span> or so")),
    ] {
        let part = part.replace('\u{a0}', "&nbsp;");
        assert!(complete.contains(&part), "{part}\n{complete}");
    }
    let sign = "<span class=\"redacted\">[***]</span>";
    for part in [
        row("s-4\"", &format!("<span class=\"cur\">$</span>{sign}")),
        row("s-4\"", sign),
        row("s-4\"", &format!("{sign}<span class=\"sign\">&nbsp;<sup>(1)</sup></span>")),
        row("s-4\"", &format!("{sign}<span class=\"sign\">%</span>")),
    ] {
        assert!(public.contains(&part), "{part}\n{public}");
    }
    checked(&complete);
    checked(&public);
}

#[test]
fn a_note_is_led_to_and_back_once_however_often_it_is_referred_to() {
    let mut letter = letter();
    letter.blocks.push(Block::paragraph(vec![
        Inline::NoteReference(0),
        Inline::NoteReference(17),
        Inline::Link {
            target: Target::Place("k1".into()),
            text: vec![Inline::text("see"), Inline::NoteReference(1)],
        },
    ]));
    letter.notes.push(vec![Block::Break]);
    let html = checked(&written(&letter));
    assert_eq!(all(&html, ".note").len(), letter.notes.len());
    assert_eq!(all(&html, "[href='#fn:1']").len(), 2);
    assert_eq!(all(&html, "[href='#fnref:1']").len(), 1);
    // Nothing refers to the last note: it stands at the end, and leads back to nothing.
    assert_eq!(all(&html, "[href='#fnref:5']").len(), 0);
}

#[test]
fn what_an_author_types_never_becomes_markup() {
    const HOSTILE: &str = "</style></p><script>alert(\"1\")</script>&amp;<!-- ' \u{0}\u{1b}";
    let mut letter = letter();
    letter.title = HOSTILE.into();
    letter.author = HOSTILE.into();
    letter.running.addressee = HOSTILE.into();
    letter.running.date = HOSTILE.into();
    letter.running.status = Some(HOSTILE.into());
    letter.contents.push(Entry {
        id: "k1".into(),
        key: HOSTILE.into(),
        words: HOSTILE.into(),
        depth: 1,
    });
    let link = |address: &str| Inline::Link {
        target: Target::Address(address.into()),
        text: vec![Inline::text(HOSTILE)],
    };
    letter.blocks.push(Block::paragraph(vec![
        Inline::text(HOSTILE),
        link("javascript:alert(1)"),
        link(" JAVASCRIPT:alert(1)"),
        link("http://example.com/"),
        link("https://example.com/?a=\"><script>"),
        Inline::Code(HOSTILE.into()),
        Inline::PageOf(HOSTILE.into()),
    ]));
    letter.blocks.push(Block::Code(HOSTILE.into()));
    letter.blocks.push(Block::Figure { image: "none".into(), alternative: HOSTILE.into() });
    let html = checked(&written(&letter));
    assert_eq!(
        all(&html, "title")[0].text().collect::<String>(),
        HOSTILE.replace(['\u{0}', '\u{1b}'], "\u{FFFD}")
    );
    assert_eq!(all(&html, "style").len(), 1);
    assert_eq!(all(&html, "a[href^='https://example.com']").len(), 1);
}

#[test]
fn disclosures_by_themselves_begin_with_a_heading_of_the_first_rank() {
    let letter = letter();
    let mut disclosures = Vec::new();
    for block in &letter.blocks {
        let Block::Exchange(exchange) = block else { continue };
        disclosures.extend(exchange.answer.iter().filter_map(|block| match block {
            Block::Disclosure(disclosure) => {
                Some(Block::Disclosure(Disclosure { alone: true, ..disclosure.clone() }))
            }
            _ => None,
        }));
    }
    let mut second = disclosures[0].clone();
    if let Block::Disclosure(disclosure) = &mut second {
        disclosure.id = "disclosure-b".into();
    }
    let document = Document {
        blocks: vec![disclosures.remove(0), second],
        notes: Vec::new(),
        contents: Vec::new(),
        ..letter
    };
    let html = checked(&written(&document));
    assert_eq!(all(&html, "h1.title").len(), 2);
    assert!(all(&html, "nav").is_empty());
    let names: HashSet<_> = all(&html, "input").iter().map(|input| input.attr("name")).collect();
    assert_eq!(names.len(), 2);
    assert_eq!(all(&html, "[name='view:disclosure-a'][checked]").len(), 1);
    // Links to keys that are not in this file leave their words.
    assert_eq!(page_words(&html), document_words(&document));
}

#[test]
fn a_draft_says_so_and_an_unset_status_leaves_no_line() {
    let mut letter = letter();
    letter.running.draft = true;
    let page = written(&letter);
    assert_eq!(all(&checked(&page), "p.draft").len(), 1);
    assert!(page.contains("\"\\a DRAFT\""));
    letter.running.status = None;
    letter.running.draft = false;
    let html = checked(&written(&letter));
    assert!(all(&html, ".status, .draft").is_empty());
}

#[test]
fn a_broken_template_is_an_error_with_its_line() {
    let broken = |page: &'static str| {
        let template = Template { page: page.into(), ..Template::default() };
        write(&letter(), &labels, &template).expect_err("it is broken")
    };
    let error = broken("<p>\n{% if %}");
    assert_eq!((error.template.as_str(), error.line), ("page.html", Some(2)));
    let error = broken("{{ title }}\n\n{{ titel }}");
    assert_eq!(error.line, Some(3), "{error}");
    let error =
        broken("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}");
    assert!(error.message.contains("fuel"), "{error}");
}

#[test]
fn a_template_of_the_users_own_is_used_and_its_style_stays_style() {
    let template = Template {
        page: "<style>{{ css }}</style><h1>{{ title }}</h1>{{ body }}".into(),
        css: "p { color: red }</style><script>".into(),
    };
    let page = write(&letter(), &labels, &template).expect("it is sound");
    assert!(page.starts_with("<style>p { color: red }<\\/style><script></style><h1>Citigroup"));
    assert!(page.contains("<div class=\"exchange\">"));
}

/// Returns the colour that a block of the style sheet gives a name.
fn colour(css: &str, name: &str) -> [f64; 3] {
    let start = css.find(&format!("--{name}: #")).expect("the colour is named") + name.len() + 5;
    let channel = |index: usize| {
        let digits = &css[start + 2 * index..start + 2 * index + 2];
        let value = f64::from(u8::from_str_radix(digits, 16).expect("two digits")) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    [channel(0), channel(1), channel(2)]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let light = |[red, green, blue]: [f64; 3]| 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_stands_out_from_its_ground_by_day_and_night() {
    let css = Template::default().css;
    let dark = css.find("prefers-color-scheme: dark").expect("there is a night");
    for half in [&css[..dark], &css[dark..]] {
        for (ink, ground) in [
            ("ink", "paper"),
            ("ink", "desk"),
            ("soft", "paper"),
            ("soft", "desk"),
            ("link", "paper"),
            ("link", "desk"),
            ("new", "new-ground"),
            ("old", "old-ground"),
            ("draft", "draft-ground"),
            ("bar", "paper"),
            ("ink", "mark"),
            ("soft", "mark"),
        ] {
            let found = contrast(colour(half, ink), colour(half, ground));
            assert!(found >= 6.5, "{ink} on {ground}: {found:.1}");
        }
    }
    assert!(!css.contains("url(") && !css.contains("@import"));
}

//! Confidential treatment as a reader meets it: nothing marked in what goes outside, the same labels at the
//! same places, the request's pages as the complete PDF has them (17 CFR 200.83).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "support/marked.rs"]
mod marked;

use corresp::coverage;
use corresp::document::compose::{self, Composed, DISCLOSURES, LETTER, Templates};
use corresp::document::{Block, Margin, plain};
use corresp::finding::Findings;
use corresp::layout::{Fonts, LaidEditions, lay_out_editions};
use corresp::leak::Search;
use corresp::project::{self, Project};
use corresp::secrets::{Marked, Secrets, secrets};
use corresp::source::{FileId, Place};
use marked::{answer, corresp, files, outside, picture, read, small, squeezed, tool};

/// Letters of the words that are planted: none of them is a word of any text.
const SYLLABLES: [&str; 10] = ["zu", "qo", "vy", "xa", "ki", "wu", "je", "fi", "ho", "py"];

/// The nth word that is planted.
fn canary(number: usize) -> String {
    let digits = format!("{number:03}");
    let tail: String = digits.bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]).collect();
    format!("Kwyx{tail}")
}

/// Plants words in every kind of place that an author can mark, and counts them.
#[derive(Default)]
struct Planting {
    count: usize,
}

impl Planting {
    fn word(&mut self) -> String {
        self.count += 1;
        canary(self.count - 1)
    }

    /// The answer to one comment: each place once.
    fn answer(&mut self, round: &Path, comment: usize) -> String {
        let image = format!("{}.png", self.word());
        fs::write(round.join(&image), picture()).expect("a picture");
        let mut w = || self.word();
        format!(
            "We answer [*** {} ***] here, **in [*** bold {} ***]**, and across [*** a **b {} ***] c**.\n\n\
             ### A heading of {comment} with [*** {} ***]\n\n\
             - an item\n- [*** {} ***]\n  - [*** below {} ***]\n\n\
             1. one\n2. two [*** {} ***]\n\n\
             > A quotation of [*** {} ***].\n\n\
             **Caption [*** {} ***]**\n\n\
             | Units [*** {} ***] | 2019 [*** {} ***] | 2020 |\n| :--- | ---: | ---: |\n\
             | Label [*** {} ***] | [*** {} ***] | 5 |\n| Total | 7 | [*** {} ***] |\n\n\
             (1) A note to the table [*** {} ***].\n\n\
             Two notes[^open{comment}] and[^hidden{comment}] one [*** of {} that cites[^secret{comment}] ***].\n\n\
             [^open{comment}]: An open note with [*** {} ***].\n\n\
             [^hidden{comment}]: A second open note.\n\n\
             [^secret{comment}]: A note that marked text alone cites, {}.\n\n\
             A link [*** [words {}](https://example.com/{}) ***] and `code` [*** `{}` ***].\n\n\
             [***\nA paragraph of {}.\n\n| A | B |\n| --- | ---: |\n| {} | 9 |\n\n\
             ```\ncode {}\n```\n\n![A picture of {}]({image})\n***]\n\n\
             [*** ![Another picture of {}]({image}) ***]\n\n\
             A fact: {{{{ facts.secret }}}}, and in words {{{{ facts.secret ~ '!' }}}}.\n",
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
            w(),
        )
    }
}

/// Makes a project whose answers hold some hundred planted words; returns how many.
fn plant(folder: &Path, comments: usize) -> usize {
    let round = folder.join("responses/2020-03-02");
    fs::create_dir_all(&round).expect("a folder");
    let mut planting = Planting::default();
    let mut letter = String::from("+++\ndate = 2020-03-02\n+++\n\n");
    for comment in 1..=comments {
        letter.push_str(&format!(
            "### {comment}.\n\nPlease tell us more about matter {comment}.\n\n"
        ));
        let head = format!("+++\ncomment = \"{comment}\"\nstatus = \"final\"\n+++\n\n");
        let answer = planting.answer(&round, comment);
        fs::write(round.join(format!("{comment:02}.md")), head + &answer).expect("an answer");
    }
    fs::write(round.join("letter.md"), letter).expect("a letter");
    let secret = planting.word();
    let book = format!(
        "[matter]\ncompany = \"Example Stores, Inc.\"\n\n[letter]\ndate = 2020-03-16\n\n\
         [levels]\nno-source = \"off\"\nover-redaction = \"off\"\n\n\
         [confidential]\ncode = \"STORES\"\nfirst_label = 7\ngrounds = \"Commercial information.\"\n\
         requester = {{ name = \"Robin Example\", address = [\"1 Main Street\"], telephone = \"555-0100\" }}\n\n\
         [facts]\nsecret = \"[*** {secret} ***]\"\n"
    );
    fs::write(folder.join("book.toml"), book).expect("a book");
    planting.count
}

/// Returns the planted words that a reader finds, each as it stands and in hexadecimal digits.
fn planted_in(text: &str, count: usize) -> Vec<usize> {
    let hexadecimal =
        |word: &str| -> String { word.encode_utf16().map(|unit| format!("{unit:04x}")).collect() };
    (0..count)
        .filter(|number| {
            let word = canary(*number);
            text.contains(&word.to_lowercase()) || text.contains(&hexadecimal(&word))
        })
        .collect()
}

#[test]
fn r9_no_planted_word_stands_outside_the_complete_edition() {
    let folder = tempfile::tempdir().expect("a folder");
    let count = plant(folder.path(), 9);
    assert!(count > 240, "{count} words are planted");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    let out = folder.path().join("out");
    let outside = outside(&out);
    assert!(outside.len() >= 4, "{outside:?}");
    for file in outside.iter().filter(|path| !path.ends_with("manifest.json")) {
        for (reader, text) in read(file) {
            let found = planted_in(&text, count);
            assert!(found.is_empty(), "{reader} finds {found:?} in {}", file.display());
        }
        let name = file.to_string_lossy().to_lowercase();
        assert!(planted_in(&name, count).is_empty(), "{name}");
    }
    // The readers read: in the complete edition they find what was planted, but for the pictures' names.
    let [(_, text), ..] = &read(&out.join("letter.pdf"))[..] else { panic!("readers") };
    let there = planted_in(text, count).len();
    assert!(there * 10 > count * 7, "pdftotext finds {there} of {count} in the complete edition");
}

#[test]
fn r9_a_renderer_that_leaks_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    plant(folder.path(), 2);
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    let (project, _) = load(folder.path());
    let secrets = secrets(&project);
    let search = Search::new(&secrets, &project);
    let out = folder.path().join("out");
    for name in ["letter.pdf", "letter.html"] {
        // A renderer of the public edition that forgot to leave anything out.
        let leaky = fs::read(out.join(name)).expect("the complete edition");
        let leaks = search.leaks(&format!("public/{name}"), &leaky).expect("it can be read");
        let found: BTreeSet<&str> =
            leaks.iter().map(|leak| secrets.marked[leak.marked].text.as_str()).collect();
        for marked in &secrets.marked {
            // Single letters, as the heads of columns are, stand everywhere.
            if marked.text.contains("Kwyx") {
                let word = marked.text.split(|c: char| !c.is_alphabetic());
                let word = word.into_iter().find(|word| word.starts_with("Kwyx")).expect("a word");
                assert!(found.iter().any(|text| text.contains(word)), "{name}: {}", marked.text);
            }
        }
        let clean = fs::read(out.join("public").join(name)).expect("the public edition");
        assert_eq!(search.leaks(name, &clean).expect("it can be read"), []);
    }
    // One that leaves out what is seen, and forgets a single word of a text elsewhere.
    let public = fs::read(out.join("public/letter.html")).expect("the public edition");
    let public = String::from_utf8(public).expect("UTF-8");
    let word = canary(2);
    let (start, end) = word.split_at(5);
    for (place, leaky) in [
        ("text", public.replace("</main>", &format!("<p>b {word}.</p></main>"))),
        ("title", public.replace("<title>", &format!("<title>{word} "))),
        ("comment", public.replace("</main>", &format!("<!-- {word} --></main>"))),
        ("label", public.replace("<main ", &format!("<main aria-label=\"b {word}\" "))),
        ("attribute", public.replacen("<p", &format!("<p title=\"{}\"", word.to_uppercase()), 1)),
        ("class", public.replacen("<p", &format!("<p class=\"{word}\""), 1)),
        ("data", public.replacen("<p", &format!("<p data-x={word}"), 1)),
        ("id", public.replacen("<p", &format!("<p id=\"k1-{word}\""), 1)),
        (
            "link",
            public.replacen(
                "<p>",
                &format!("<p><a href=\"https://example.com/{word}/a\">a</a>"),
                1,
            ),
        ),
        (
            "alternative",
            public.replace(
                "</main>",
                &format!("<img alt=\"A {word}\" src=\"data:image/png;base64,\"></main>"),
            ),
        ),
        ("style", public.replace("<style>", &format!("<style>p::before {{ content: '{word}' }}"))),
        ("runs", public.replace("</main>", &format!("<p>{start}<b>{end}</b></p></main>"))),
        ("lines", public.replace("</main>", &format!("<p>{start}&shy;-\n{end}</p></main>"))),
    ] {
        assert_ne!(leaky, public, "{place}");
        let leaks = search.leaks("public/letter.html", leaky.as_bytes()).expect("HTML");
        assert_ne!(leaks, [], "{place}");
        assert!(leaks.iter().all(|leak| !leak.is_whole), "{place}: {leaks:?}");
    }
    let name = format!("edgar/{}.htm", word.to_lowercase());
    assert_eq!(search.leaks(&name, b"<p>a</p>").expect("HTML").len(), 1);
}

/// A renderer that leaves one word of each region where it was, in whatever kind of place it stands: it is
/// made by moving the marks.
#[test]
fn r9_a_renderer_that_leaves_one_word_of_a_region_is_caught() {
    let (whole, part) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    plant(whole.path(), 1);
    plant(part.path(), 1);
    let answer = part.path().join("responses/2020-03-02/01.md");
    let text = fs::read_to_string(&answer).expect("an answer");
    let mut moved = String::new();
    let mut planted = Vec::new();
    for piece in text.split_inclusive(" ***]") {
        let inner = piece.strip_suffix(" ***]").unwrap_or(piece);
        let word = inner.rsplit(' ').next().unwrap_or_default();
        if piece == inner || !word.starts_with("Kwyx") || !word.chars().all(char::is_alphabetic) {
            moved.push_str(piece);
            continue;
        }
        moved.push_str(&format!("{}b ***] {word}", inner.strip_suffix(word).expect("its end")));
        planted.push(word.to_owned());
    }
    assert!(planted.len() > 12, "{planted:?}");
    fs::write(&answer, moved).expect("an answer");
    let (code, said) = corresp(part.path(), &["build"]);
    assert!(code <= 1, "{said}");
    let (project, _) = load(whole.path());
    let secrets = secrets(&project);
    let search = Search::new(&secrets, &project);
    let out = part.path().join("out");
    for name in
        ["public/letter.pdf", "public/letter.html", "edgar/corresp.htm", "edgar/corresp.pdf"]
    {
        let bytes =
            fs::read(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}: {said}"));
        let leaks = search.leaks(name, &bytes).expect("it can be read");
        let found: BTreeSet<&str> =
            leaks.iter().map(|leak| secrets.marked[leak.marked].text.as_str()).collect();
        for word in &planted {
            assert!(found.iter().any(|text| text.contains(word)), "{name}: {word} of {found:?}");
        }
    }
}

/// A PDF that tells a word in one of the places that are not seen.
#[test]
fn r9_a_pdf_that_tells_a_word_where_nobody_looks_is_caught() {
    use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
    let folder = tempfile::tempdir().expect("a folder");
    plant(folder.path(), 1);
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    let (project, _) = load(folder.path());
    let secrets = secrets(&project);
    let search = Search::new(&secrets, &project);
    let bytes = fs::read(folder.path().join("out/public/letter.pdf")).expect("the public edition");
    let word = canary(2);
    let utf16: Vec<u8> =
        [0xFE, 0xFF].into_iter().chain(word.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let string = || Object::String(utf16.clone(), StringFormat::Hexadecimal);
    let leaks = |name: &str, change: &dyn Fn(&mut Document)| {
        let mut document = Document::load_mem(&bytes).expect("a PDF");
        change(&mut document);
        let mut changed = Vec::new();
        document.save_to(&mut changed).expect("written");
        let leaks = search.leaks("public/letter.pdf", &changed).expect("it can be read");
        (name.to_owned(), leaks.len())
    };
    let first = |document: &Document, kind: &[u8]| {
        let is = |object: &Object| {
            let dictionary = match object {
                Object::Dictionary(dictionary) => dictionary,
                Object::Stream(stream) => &stream.dict,
                _ => return false,
            };
            [&b"Type"[..], b"S"].iter().any(|key| {
                dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| name == kind)
            })
        };
        let found = document.objects.iter().find(|(_, object)| is(object));
        *found.unwrap_or_else(|| panic!("no {}", String::from_utf8_lossy(kind))).0
    };
    let with = |document: &mut Document, kind: &[u8], key: &str, value: Object| {
        let id = first(document, kind);
        match document.objects.get_mut(&id).expect("it is there") {
            Object::Dictionary(dictionary) => dictionary.set(key, value),
            Object::Stream(stream) => stream.dict.set(key, value),
            _ => unreachable!("it has a dictionary"),
        }
    };
    let add = |document: &mut Document, object: Object| {
        document.add_object(object);
    };
    let found = [
        leaks("nothing", &|_| {}),
        leaks("information", &|document| {
            let id =
                document.trailer.get(b"Info").and_then(Object::as_reference).expect("it has one");
            let info = document.get_dictionary_mut(id).expect("a dictionary");
            info.set("Keywords", string());
        }),
        leaks("outline", &|document| add(document, dictionary! { "Title" => string() }.into())),
        leaks("alternative", &|document| with(document, b"P", "Alt", string())),
        leaks("replacement", &|document| with(document, b"Span", "ActualText", string())),
        leaks("link", &|document| {
            let action = dictionary! { "S" => "URI", "URI" => Object::string_literal(format!("https://a/{word}")) };
            add(document, action.into());
        }),
        leaks("name", &|document| {
            with(document, b"P", "T", Object::Name(word.clone().into_bytes()))
        }),
        leaks("labels", &|document| add(document, dictionary! { "P" => string() }.into())),
        leaks("metadata", &|document| {
            let text = format!("<x:xmpmeta><dc:title>{word}</dc:title></x:xmpmeta>");
            let head = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
            add(document, Stream::new(head, text.into_bytes()).into());
        }),
        leaks("attribute of the metadata", &|document| {
            let text = format!("<x:xmpmeta xmlns:x='adobe:ns:meta/'><a x:b='{word}'/></x:xmpmeta>");
            let head = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
            add(document, Stream::new(head, text.into_bytes()).into());
        }),
        leaks("pieces", &|document| {
            // Codes of one byte of a font that says nothing: drawn in two pieces.
            let (start, end) = word.split_at(5);
            let text = format!("BT ({start}) Tj 20 0 Td ({end}) Tj ET");
            add(document, Stream::new(Dictionary::new(), text.into_bytes()).into());
        }),
        leaks("letters apart", &|document| {
            let letters: String = word.chars().map(|letter| format!("({letter}) -400 ")).collect();
            let text = format!("BT [{letters}] TJ ET");
            add(document, Stream::new(Dictionary::new(), text.into_bytes()).into());
        }),
    ];
    for (place, count) in found {
        assert_eq!(count > 0, place != "nothing", "{place}");
    }
    // What no object has: a comment, and an older state behind the newer one.
    for (start, end) in [("% ", ""), ("7 0 obj (", ") endobj")] {
        let changed = [&bytes[..], format!("\n{start}{word}{end}\n").as_bytes()].concat();
        assert_ne!(search.leaks("public/letter.pdf", &changed).expect("it can be read"), []);
    }
}

fn load(folder: &Path) -> (Project, coverage::Coverage) {
    let mut findings = Findings::default();
    let project = project::load(folder, &mut findings).expect("a project");
    let coverage = coverage::check(&project.letter, &project.responses, false, &mut findings);
    (project, coverage)
}

fn composed(project: &Project, coverage: &coverage::Coverage) -> Composed {
    let templates = Templates {
        letter: (Cow::Borrowed(LETTER), FileId(0)),
        disclosures: (Cow::Borrowed(DISCLOSURES), FileId(0)),
    };
    compose::compose(project, coverage, &templates, false, &mut Findings::default())
}

/// The projects of this repository: the example and the golden books.
fn books() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut books: Vec<PathBuf> = fs::read_dir(root.join("tests/books"))
        .expect("the golden books")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("book.toml").exists())
        .collect();
    books.push(root);
    books
}

fn editions(folder: &Path) -> Option<(Composed, LaidEditions)> {
    let (project, coverage) = load(folder);
    let composed = composed(&project, &coverage);
    let public = composed.public.as_ref()?;
    let laid = lay_out_editions(&composed.letter, public, &Fonts::embedded());
    let laid = laid.expect("the public edition fits");
    Some((composed, laid))
}

#[test]
fn r3_headings_and_comments_have_the_same_label_in_both_editions() {
    let mut count = 0;
    for book in books() {
        let Some((_, laid)) = editions(&book) else { continue };
        count += 1;
        assert_eq!(laid.complete.places.len(), laid.public.places.len());
        for id in laid.complete.places.keys() {
            assert_eq!(laid.complete.label_of(id), laid.public.label_of(id), "{id}");
        }
        let outline = |laid: &corresp::layout::Laid| -> Vec<usize> {
            laid.outline.iter().map(|entry| entry.spot.page).collect()
        };
        assert_eq!(outline(&laid.complete), outline(&laid.public));
    }
    assert!(count >= 1, "no book has two editions");
}

#[test]
fn r4_r7_every_page_of_both_editions_has_legend_and_label() {
    let (_, laid) = editions(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("two editions");
    for pages in [&laid.complete.pages, &laid.public.pages] {
        for (index, page) in pages.iter().enumerate() {
            let label = format!("CITI {}", index + 1);
            assert_eq!(page.label, label);
            let has = |words: &str| page.runs.iter().any(|run| run.text.trim() == words);
            assert!(has(&label), "the label stands alone on its line: {label}");
            assert!(has("Confidential Treatment Requested by Citigroup Inc."), "{label}");
            assert!(has("Pursuant to 17 C.F.R. § 200.83"), "{label}");
        }
    }
}

#[test]
fn r6_the_public_edition_says_what_is_omitted_where_it_is() {
    let (_, laid) = editions(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("two editions");
    let text = |page: &corresp::layout::page::Page| -> String {
        page.runs.iter().map(|run| format!("{} ", run.text)).collect()
    };
    let first = text(&laid.public.pages[0]);
    assert!(first.contains("these parts are omitted"), "{first}");
    for page in &laid.public.pages {
        let text = text(page);
        let says = text.contains("Omitted and given to the Staff separately");
        assert_eq!(says, text.replace("[***] Omitted", "").contains("[***]"), "{}", page.label);
    }
    let complete: String = laid.complete.pages.iter().map(text).collect();
    assert!(!complete.contains("Omitted and given"), "the complete edition omits nothing");
}

#[test]
fn r2_the_complete_edition_shows_regions_in_brackets() {
    let (composed, laid) = editions(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("two editions");
    let text: String = laid
        .complete
        .pages
        .iter()
        .flat_map(|page| &page.runs)
        .map(|run| run.text.as_str())
        .collect();
    let text: String = text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
    assert!(text.contains("[*** $41,600 million ***]"), "the region stands in brackets");
    assert!(!format!("{:?}", composed.public).contains("41,600"));
}

#[test]
fn r8_a_letter_without_regions_has_one_edition() {
    let folder = small("", &answer("We have 214 stores."));
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    let out = folder.path().join("out");
    let names: Vec<String> = files(&out)
        .iter()
        .map(|path| path.strip_prefix(&out).expect("below out").display().to_string())
        .filter(|name| !name.starts_with("edgar"))
        .collect();
    assert_eq!(names, ["letter.html", "letter.pdf", "manifest.json"]);
    let text = tool("pdftotext", &[out.join("letter.pdf").to_str().expect("a plain path"), "-"]);
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(!text.contains("Confidential") && !text.contains("STORES"), "{text}");
}

/// The public edition has the widths of the complete one's columns, and they are not those of what is marked.
#[test]
fn r1_the_width_of_a_column_tells_little_of_what_is_marked() {
    let public = |buyer: &str, price: &str| {
        let table = format!(
            "Sold:\n\n| | Buyer | Price |\n|---|---|---:|\n| Unit A | [*** {buyer} ***] | [*** {price} ***] |\n| Unit B | Other Co. | 19,400 |"
        );
        let folder = small("", &answer(&table));
        let (code, said) = corresp(folder.path(), &["build", "--format", "pdf"]);
        assert_eq!(code, 0, "{said}");
        fs::read(folder.path().join("out/public/letter.pdf")).expect("a PDF")
    };
    let prices = ["7", "73", "738", "7,384", "73,841"];
    let seen: BTreeSet<Vec<u8>> = prices.iter().map(|price| public("Globex", price)).collect();
    assert!(seen.len() <= 2, "{} of {} prices differ", seen.len(), prices.len());
    let buyers = ["Globex", "Initech", "Acme Corp.", "Hooli Ltd."];
    let seen: BTreeSet<Vec<u8>> = buyers.iter().map(|buyer| public(buyer, "738")).collect();
    assert!(seen.len() <= 2, "{} of {} buyers differ", seen.len(), buyers.len());
}

/// Nothing that is filed says of a marked cell more than that there is one.
#[test]
fn r1_the_look_of_a_table_tells_nothing_of_what_is_marked() {
    let filed = |table: &str| {
        let folder = small("", &answer(&format!("Sold:\n\n{table}")));
        let (code, said) = corresp(folder.path(), &["build"]);
        assert_eq!(code, 0, "{said}");
        let out = folder.path().join("out");
        let all = files(&out.join("public")).into_iter().chain(files(&out.join("edgar")));
        let relative = |path: &PathBuf| path.strip_prefix(&out).expect("below out").to_owned();
        let bytes = |path: &PathBuf| fs::read(path).expect("an output");
        all.map(|path| (relative(&path), bytes(&path))).collect::<Vec<(PathBuf, Vec<u8>)>>()
    };
    let alike = |table: &str, cells: &[&str]| {
        let first = filed(&table.replace("MARKED", cells[0]));
        for cell in &cells[1..] {
            for (one, other) in first.iter().zip(filed(&table.replace("MARKED", cell))) {
                assert_eq!(one.0, other.0);
                assert!(
                    one.1 == other.1,
                    "{}: {} and {cell} in {table}",
                    one.0.display(),
                    cells[0]
                );
            }
        }
    };
    let figures =
        ["738", "(738)", "7.3", "738%", "(7%)", "$738", "—", "n/m", "none", "7x", "15 bps"];
    // Beside whole numbers, decimals, dollars and percentages, with notes' marks, and alone in a column.
    for column in [
        "| Unit A | [*** MARKED ***] |\n| Unit B | 19,400 |",
        "| Unit A | 1.25 |\n| Unit B | [*** MARKED ***] |\n| Unit C | 0.5 |",
        "| Unit A | $ [*** MARKED ***] |\n| Unit B | 19,400 |\n| Total | $ 30,000 |",
        "| Unit A | [*** MARKED ***] |\n| Unit B | (12.5)% |\n| **All** | [*** 2 ***] |",
        "| Unit A | [*** MARKED ***] (1) |\n| Unit B | 12% |",
    ] {
        let note = if column.contains("(1)") { "\n\n(1) As of January 31." } else { "" };
        let figures =
            figures.iter().filter(|figure| !column.contains('$') || !figure.contains('$'));
        let figures: Vec<&str> = figures.copied().collect();
        alike(&format!("| | Price |\n|---|---:|\n{column}{note}"), &figures);
    }
    let only = "| | Price | Cost |\n|---|---:|---:|\n| Unit A | [*** MARKED ***] | 5 |\n| Total | [*** 7 ***] | $6 |";
    alike(only, &["738", "(738)", "7.3", "738%", "(7%)", "$738"]);
    let label = "| | Price |\n|---|---:|\n| Unit B | 19,400 |\n| [*** MARKED ***] | 29,400 |";
    alike(label, &["Total", "Subtotal", "Stores"]);
}

#[test]
fn r5_labels_of_another_round_are_not_used_again() {
    let text = answer("We plan to close [*** twelve ***] stores of 214.");
    let used = "used = [{ round = \"2019-12-02\", code = \"STORES\", first = 1, last = 9 }]";
    // (first label, whether it is refused): the letter has two pages.
    for (first, is_reused) in [(1, true), (9, true), (10, false), (500, false)] {
        let folder = small(&format!("first_label = {first}\n{used}"), &text);
        let (code, said) = corresp(folder.path(), &["build"]);
        assert_eq!(code, i32::from(is_reused), "{first}: {said}");
        assert_eq!(said.contains("error[label-reused]"), is_reused, "{first}: {said}");
        assert_eq!(folder.path().join("out").exists(), !is_reused, "{first}");
        if is_reused {
            assert!(said.contains("write `first_label = 10`"), "{said}");
        }
    }
    // Numbers that cannot be, or have no room, are told.
    let backward = used.replace("first = 1, last = 9", "first = 9, last = 1");
    for (stated, says) in [
        (backward.as_str(), "run backward"),
        ("label_width = 1\nfirst_label = 10", "`label_width` is 1"),
        ("first_label = -1", "should be one from 0"),
    ] {
        let folder = small(stated, &text);
        let (code, said) = corresp(folder.path(), &["build"]);
        assert!(code == 1 && said.contains("error[wrong-type]") && said.contains(says), "{said}");
    }
    // Another code has numbers of its own, and a round may be built anew.
    let other = used.replace("STORES", "SHOPS");
    let same = used.replace("2019-12-02", "2020-03-02");
    for used in [other, same] {
        let folder = small(&used, &text);
        let (code, said) = corresp(folder.path(), &["build"]);
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn r10_marked_text_that_also_stands_unmarked_is_told_and_where_it_is_filed_refused() {
    let marked = "We plan to close [*** twelve in Ohio ***] of 214.";
    let folder = small("", &answer(&format!("{marked}\n\nThe leases of Twelve in Ohio end.")));
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("warning[confidential-elsewhere]"), "{said}");
    assert!(said.contains("responses/2020-03-02/1.md:8:1"), "it says where: {said}");
    let folder = small("", &answer(marked).replace("status", "disclosures = [\"leases\"]\nstatus"));
    let disclosures = folder.path().join("responses/2020-03-02/disclosures");
    let filed = "The leases of twelve in Ohio end.\n";
    let proposed = "+++\nfiling = \"2020 Form 10-K\"\n+++\n\nThe leases end.\n";
    for (proposed, as_filed) in [
        (proposed.to_owned(), filed),
        (proposed.replace("The leases end.\n", filed), "The leases end.\n"),
    ] {
        fs::write(disclosures.join("leases.md"), proposed).expect("a disclosure");
        fs::write(disclosures.join("leases.as-filed.md"), as_filed).expect("a text as filed");
        let (code, said) = corresp(folder.path(), &["build"]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("error[confidential-but-public]"), "{said}");
        assert!(!folder.path().join("out").exists());
    }
    // That it means something else there, a person may say, of these words alone.
    let book = folder.path().join("book.toml");
    let stated = fs::read_to_string(&book).expect("book.toml");
    let waiver = "\n[[waiver]]\nfinding = \"confidential-but-public\"\nfile = \"responses/2020-03-02/disclosures/leases.md\"\n\
                  text = \"leases of\\ntwelve in Ohio\"\n\
                  reason = \"Another twelve.\"\nby = \"R. Roe\"\nuntil = 2020-12-31\n";
    fs::write(&book, format!("{stated}{waiver}")).expect("book.toml");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    let chance = proposed.replace("The leases end.", &format!("{filed}\nWe close twelve in Ohio."));
    fs::write(disclosures.join("leases.md"), chance).expect("a disclosure");
    fs::write(disclosures.join("leases.as-filed.md"), "The leases end.\n")
        .expect("a text as filed");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("leases.md:7:10"), "it says which one: {said}");
    assert!(said.contains("waived error[confidential-but-public]"), "{said}");
    let vague = waiver.replace("leases of\\ntwelve in Ohio", "twelve in Ohio");
    fs::write(&book, format!("{stated}{vague}")).expect("book.toml");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("stand in the file several times"), "{said}");
    let nameless = waiver.replace("text = \"leases of\\ntwelve in Ohio\"\n", "");
    fs::write(&book, format!("{stated}{nameless}")).expect("book.toml");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[missing-field]"), "a chance is named by its words: {said}");
    fs::write(&book, stated + waiver).expect("book.toml");
    // A mark in it nobody may answer for.
    let marked = proposed.replace("The leases", "The [*** leases ***]");
    fs::write(disclosures.join("leases.md"), marked).expect("a disclosure");
    fs::write(disclosures.join("leases.as-filed.md"), "The leases end.\n")
        .expect("a text as filed");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[confidential-but-public]"), "{said}");
    assert!(said.contains("error[waiver-unused]"), "{said}");
}

/// A figure of a longer marked text gives it away, and one of three digits that is marked alone.
#[test]
fn r10_a_marked_figure_that_also_stands_unmarked_is_told() {
    for (text, is_told) in [
        (
            "It is [*** a fair value of $41,600 million ***]. In open words it is $41,600 million.",
            true,
        ),
        ("[***\nThe value was 41,600 in March.\n***]\n\nIt is 41600.", true),
        ("It has [*** 125 ***] of them, and 125 more.", true),
        ("It is [*** 41.6% of all ***], not 41.6 of them.", true),
        ("It had [*** 12 in 2019 ***], and more in 2019; 12 are open.", false),
        ("It is [*** a value of $41,600 ***], and 41,601 is not.", false),
    ] {
        let folder =
            small("", &answer(&format!("We say so, and in words that are open.\n\n{text}")));
        let (_, said) = corresp(folder.path(), &["build"]);
        assert_eq!(said.contains("warning[confidential-elsewhere]"), is_told, "{text}: {said}");
    }
}

/// What a table that is marked as a whole calls its rows and columns stands in others too; names are told.
#[test]
fn r10_the_labels_of_a_marked_table_are_told_where_they_are_names() {
    let table = |unit: &str, first: &str| {
        format!(
            "| {unit} | 2024 | 2025 |\n|---|---|---|\n| {first} | 61.2 | 71.3 |\n| Total Revenue | 61.2 | 71.3 |\n"
        )
    };
    for (first, more, is_told) in [
        ("Subscription revenue", "", false),
        ("Year ended December 31", "", false),
        ("Subscription Revenue", "Our revenue is mostly subscription revenue.", false),
        ("Acme Retail Group", "", true),
        ("*In millions*", "", false),
    ] {
        let open = table("*In millions*", first).replace("61.2", "45.1").replace("71.3", "46.9");
        let marked = format!("[***\n\n{}\n\n***]", table("*In millions*", first));
        let text = format!("We say so, in words that are open. {more}\n\n{open}\n\n{marked}");
        let (_, said) = corresp(small("", &answer(&text)).path(), &["build"]);
        assert_eq!(said.contains("confidential-elsewhere"), is_told, "{first}: {said}");
    }
    for word in ["three", "None", "most"] {
        let text = format!("We say so to {word} of them. It is [*** {word} ***].");
        let (_, said) = corresp(small("", &answer(&text)).path(), &["build"]);
        assert!(!said.contains("confidential-elsewhere"), "{word}: {said}");
    }
}

#[test]
fn r12_a_whole_answer_or_most_of_a_letter_is_too_much() {
    for (text, says) in [
        ("[*** We plan to close twelve stores in Ohio. ***]", Some("the whole of a response")),
        ("We [*** plan to close twelve stores in Ohio ***].", Some("7 of the 8 words")),
        ("We plan to close [*** twelve stores in Ohio ***].", None),
        // Tables of figures are not counted.
        (
            "These are ours:\n\n| Town | Stores |\n| --- | ---: |\n| [*** Dayton ***] | [*** 12 ***] |",
            None,
        ),
    ] {
        let folder = small("", &answer(text));
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        let output = command.arg("-C").arg(folder.path()).arg("check").output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert_eq!(said.contains("warning[over-redaction]"), says.is_some(), "{text}: {said}");
        assert!(said.contains(says.unwrap_or_default()), "{text}: {said}");
    }
}

/// The example, built once into a folder.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("a plain path");
    let (code, said) = corresp(Path::new(env!("CARGO_MANIFEST_DIR")), &["build", "--out", out]);
    assert_eq!(code, 0, "{said}");
    folder
}

/// Returns the text of each page of a PDF, as a reader finds it.
fn pages(file: &Path) -> Vec<String> {
    let text = tool("pdftotext", &["-layout", file.to_str().expect("a plain path"), "-"]);
    let text = String::from_utf8_lossy(&text).into_owned();
    text.split('\u{c}').filter(|page| !page.trim().is_empty()).map(str::to_owned).collect()
}

#[test]
fn f1_to_f6_the_request_says_what_the_rule_wants() {
    let out = example();
    let pages = pages(&out.path().join("foia-request.pdf"));
    let first = pages[0].trim_start().lines().next().expect("a line").trim();
    assert_eq!(first, "FOIA Confidential Treatment Request", "F1");
    let html = fs::read_to_string(out.path().join("foia-request.html")).expect("HTML");
    let main = html.split_once("<main").map_or("", |(_, main)| main);
    let text: String =
        main.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect();
    let text = squeezed(text.replace("&nbsp;", " ").as_bytes());
    for (requirement, words) in [
        ("F2", "Robin Example"),
        ("F2", "399 Park Avenue"),
        ("F2", "(212) 555-0100"),
        ("F2", "undertakes to report every change of the name, address and telephone number"),
        ("F3", "17 C.F.R. § 200.83"),
        ("F3", "letter of March 3, 2009 to Mr. Kevin W. Vaughn"),
        ("F4", "any request under the Freedom of Information Act"),
        ("F4", "with a copy of it"),
        ("F4", "within the ten calendar days"),
        ("F4", "telephone rather than rely on the mails: Robin Example"),
        ("F5", "100 F Street NE"),
        ("F5", "Mail Stop 2465"),
        ("F5", "without the letter, goes to the Office of FOIA Services"),
        ("F6", "exempt from disclosure under 5 U.S.C. 552(b)(4)"),
    ] {
        assert!(text.contains(&squeezed(words.as_bytes())), "{requirement}: {words}\n{text}");
    }
}

/// Returns the words of an answer's blocks, piece by piece: paragraphs, cells and notes.
fn pieces<'a>(blocks: impl IntoIterator<Item = &'a Block>, out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => out.push(plain(&paragraph.text)),
            Block::Heading { text, .. } => out.push(plain(text)),
            Block::List(list) => pieces(list.items.iter().flatten(), out),
            Block::Quote(inner) | Block::Confidential(inner) => pieces(inner, out),
            Block::Disclosure(disclosure) => pieces(&disclosure.blocks, out),
            Block::Table(table) => {
                let rows = table.head.iter().chain(&table.body);
                out.extend(rows.flat_map(|row| &row.cells).map(|cell| plain(&cell.text)));
                out.extend(table.notes.iter().map(|note| plain(note)));
            }
            _ => {}
        }
    }
}

/// Returns the page of a PDF on which a text begins, and the one on which it ends: that one or the next.
fn pages_with(pages: &[String], text: &str) -> (usize, usize) {
    let text: Vec<char> = squeezed(text.as_bytes()).chars().collect();
    // Where it goes on overleaf, or cites a note, a part of it stands in one piece.
    let lengths = (6..=text.len().min(60)).rev();
    let begins = lengths.clone().find_map(|length| {
        let part: String = text[..length].iter().collect();
        let found: Vec<usize> =
            (0..pages.len()).filter(|page| pages[*page].contains(&part)).collect();
        assert!(found.len() < 2, "{part} stands on several pages");
        found.first().copied()
    });
    let begins = begins.unwrap_or_else(|| panic!("{text:?} stands on no page"));
    let ends = lengths.clone().find_map(|length| {
        let part: String = text[text.len() - length..].iter().collect();
        let found =
            (begins..pages.len().min(begins + 2)).filter(|page| pages[*page].contains(&part));
        let found: Vec<usize> = found.collect();
        assert!(found.len() < 2, "{part} stands on both pages");
        found.first().copied()
    });
    (begins, ends.unwrap_or_else(|| panic!("{text:?} ends on no page")))
}

/// The entries of the request: a comment's key, the label of the first page, and that of the last.
fn entries(request: &str) -> Vec<(String, String, String)> {
    let entries = request.split("Response ").skip(1).filter(|entry| entry.contains("page labeled"));
    let entry = |entry: &str| {
        let key = entry.split([',', ' ']).next().expect("a key").to_owned();
        let mut labels = entry.split("page labeled ").skip(1).map(|label| {
            let digits = label.find(|c: char| c.is_ascii_digit()).expect("a label has a number");
            let behind = label[digits..].find(|c: char| !c.is_ascii_digit());
            behind.map_or(label, |length| &label[..digits + length]).to_owned()
        });
        (key, labels.next().expect("the first"), labels.next().expect("the last"))
    };
    entries.map(entry).collect()
}

/// A text that answers several comments is named for each of them.
#[test]
fn f3_the_request_names_all_that_a_marked_text_answers() {
    let letter = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\nPlease tell us more.\n\n### 2.\n\nPlease explain:\n\n\
                  - Why so?\n- Since when?\n\n### 3.\n\nPlease tell us the rest.\n";
    let file =
        |comment: &str, body: &str| format!("+++\n{comment}status = \"final\"\n+++\n\n{body}\n");
    for (sections, named) in [
        (
            ["## 1, 3\n\nIt is [*** so ***].", "## 2.1, 2.2\n\nSince then."],
            "Response 1, which is the response to 3 as well, beginning",
        ),
        (
            ["## 1\n\nIt is so.", "## 2.1\n\nAs said.\n\n## 2.2, 3\n\nSince [*** then ***]."],
            "Response 2 (2.2), which is the response to 3 as well, beginning",
        ),
        (
            ["## 1, 3\n\nIt is so.", "## 2.1, 2.2\n\nSince [*** then ***]."],
            "Response 2 (2.1 and 2.2), beginning",
        ),
    ] {
        let folder = small("", &file("", sections[0]));
        fs::write(folder.path().join(marked::ROUND).join("letter.md"), letter).expect("a letter");
        fs::write(folder.path().join(marked::ROUND).join("2.md"), file("", sections[1]))
            .expect("a response");
        let (code, said) = corresp(folder.path(), &["build"]);
        assert_eq!(code, 0, "{said}");
        let request = pages(&folder.path().join("out/foia-request.pdf")).join(" ");
        let request = request.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(request.contains(named), "{named}: {request}");
        assert_eq!(request.matches("page labeled").count(), 2, "{request}");
    }
}

#[test]
fn f3_the_pages_that_the_request_names_are_those_of_the_complete_pdf() {
    let mut count = 0;
    for book in books() {
        let Some((composed, _)) = editions(&book) else { continue };
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().to_str().expect("a plain path");
        let (code, said) = corresp(&book, &["build", "--out", out]);
        assert_eq!(code, 0, "{said}");
        let request = pages(&folder.path().join("foia-request.pdf")).join(" ");
        let request = request.split_whitespace().collect::<Vec<_>>().join(" ");
        let entries = entries(&request);
        let letter = pages(&folder.path().join("letter.pdf"));
        let labels: Vec<String> = letter.iter().map(|page| label_on(page)).collect();
        let letter: Vec<String> = letter.iter().map(|page| squeezed(page.as_bytes())).collect();
        // The answers by comment, as the document has them.
        let mut answers: Vec<(String, Vec<String>, bool)> = Vec::new();
        for block in &composed.letter.blocks {
            let Block::Exchange(exchange) = block else { continue };
            for passage in &exchange.passages {
                if let Margin::Number(number) = &passage.margin {
                    answers.push((number.trim_end_matches('.').to_owned(), Vec::new(), false));
                }
            }
            let (_, texts, is_marked) = answers.last_mut().expect("a comment opens");
            pieces(&exchange.answer, texts);
            // A region is seen by its bracket, in the answer or in a note that it cites.
            let shown = format!("{:?}", exchange.answer);
            let cites = |(note, _): &(usize, _)| shown.contains(&format!("NoteReference({note})"));
            let notes = composed.letter.notes.iter().enumerate().filter(cites);
            let mut shown = vec![shown.clone()];
            shown.extend(notes.map(|(_, note)| format!("{note:?}")));
            *is_marked |= shown.iter().any(|shown| shown.contains("[***"));
        }
        answers.retain(|(_, _, is_marked)| *is_marked);
        assert_eq!(answers.len(), entries.len(), "{entries:?}");
        for ((key, texts, _), (named, first, last)) in answers.iter().zip(&entries) {
            assert_eq!(key, named);
            let texts: Vec<&String> = texts.iter().filter(|text| text.len() > 24).collect();
            let (begins, _) = pages_with(&letter, texts[0]);
            let (_, ends) = pages_with(&letter, texts[texts.len() - 1]);
            assert_eq!((&labels[begins], &labels[ends]), (first, last), "{key}");
            count += 1;
        }
    }
    assert!(count >= 4, "{count} responses are held to their pages");
}

/// Returns the label that stands alone at the end of one of a page's first lines.
fn label_on(page: &str) -> String {
    let mut lines = page.lines().take(8).map(str::trim_end);
    let label = |line: &str| {
        let label = line.rsplit("  ").next().unwrap_or_default().trim();
        let digits = label.trim_start_matches(|c: char| c.is_ascii_uppercase()).trim_start();
        let is_label = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_label && label.starts_with(|c: char| c.is_ascii_uppercase())).then(|| label.to_owned())
    };
    lines.find_map(label).unwrap_or_else(|| panic!("no label: {page}"))
}

/// The labels are read from the PDFs: where each heading and comment stands, and what that page says.
#[test]
fn r3_the_pdfs_of_both_editions_have_headings_and_comments_on_pages_of_the_same_label() {
    let mut count = 0;
    for book in books() {
        if editions(&book).is_none() {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().to_str().expect("a plain path");
        let (code, said) = corresp(&book, &["build", "--out", out]);
        assert_eq!(code, 0, "{said}");
        let of = |name: &str| -> Vec<(String, String)> {
            let file = folder.path().join(name);
            let labels: Vec<String> = pages(&file).iter().map(|page| label_on(page)).collect();
            // The outline by a reader that is not ours: depth, title, and the page that it leads to.
            let outline =
                tool("mutool", &["show", file.to_str().expect("a plain path"), "outline"]);
            let outline = String::from_utf8_lossy(&outline).into_owned();
            let entry = |line: &str| {
                let title = line.split('"').nth(1)?.to_owned();
                let page = line.rsplit("#page=").next()?.split('&').next()?;
                let page: usize = page.trim().parse().ok()?;
                Some((title, labels[page - 1].clone()))
            };
            let entries: Vec<_> = outline.lines().filter_map(entry).collect();
            assert_eq!(entries.len(), outline.lines().count(), "{outline}");
            entries
        };
        let (complete, public) = (of("letter.pdf"), of("public/letter.pdf"));
        assert!(complete.len() > 4, "{complete:?}");
        for ((title, label), (other, same)) in complete.iter().zip(&public) {
            assert_eq!(label, same, "{title} / {other}");
            count += 1;
        }
        assert_eq!(complete.len(), public.len());
    }
    assert!(count > 30, "{count} headings and comments");
}

#[test]
fn f7_the_request_lapses_after_ten_years_and_is_told_half_a_year_before() {
    let text = answer("We plan to close [*** twelve ***] stores of 214.");
    let folder = small("foia_received = 2010-03-17", &text);
    let tells = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        let output = command.arg("-C").arg(folder.path()).args(arguments).output();
        String::from_utf8_lossy(&output.expect("the binary runs").stdout).into_owned()
    };
    for (day, is_told) in
        [("2019-09-16", false), ("2019-09-17", true), ("2020-03-17", true), ("2020-03-18", true)]
    {
        let text = tells(&["check", "--as-of", day]);
        assert_eq!(text.contains("note[rule83-expiry]"), is_told, "{day}: {text}");
    }
    assert!(!tells(&["check"]).contains("rule83-expiry"), "check knows no day by itself");
    let text = tells(&["status", "--as-of", "2012-01-03"]);
    let line = "Confidential treatment requested March 17, 2010: lapses March 17, 2020\n";
    assert!(text.contains(line), "{text}");
    assert!(tells(&["status", "--as-of", "2020-03-18"]).contains(": lapsed March 17, 2020\n"));
    let json = tells(&["status", "--as-of", "2012-01-03", "--format", "json"]);
    assert!(json.contains("\"foia_lapses\": \"2020-03-17\""), "{json}");
    let never = small("", &text);
    let (_, said) = corresp(never.path(), &["status", "--as-of", "2012-01-03"]);
    assert!(!said.contains("Confidential treatment"), "{said}");
}

#[test]
fn f8_the_manifest_says_what_goes_to_whom() {
    let out = example();
    let manifest = fs::read_to_string(out.path().join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let files = |to: &str| -> Vec<String> {
        let entries = manifest["transmittal"].as_array().expect("a list");
        let entry = entries.iter().find(|entry| entry["to"] == to).expect(to);
        let files = entry["files"].as_array().expect("files").iter();
        files.filter_map(|file| file.as_str().map(str::to_owned)).collect()
    };
    assert_eq!(files("Mr. Kevin W. Vaughn"), ["letter.pdf", "foia-request.pdf"]);
    assert_eq!(files("Office of FOIA Services"), ["foia-request.pdf"]);
    assert_eq!(files("EDGAR"), ["edgar/corresp.htm", "edgar/corresp.pdf"]);
}

/// Of one edition alone what was written is named, and to whom it goes; and nothing else.
#[test]
fn each_edition_alone_tells_what_to_read_and_where_it_goes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let to_edgar =
        "to EDGAR, by submission of type CORRESP: edgar/corresp.htm and edgar/corresp.pdf";
    let to_staff = "to Mr. Kevin W. Vaughn, by courier, or the Division's secure file transfer: \
                    letter.pdf and foia-request.pdf";
    let to_foia = "to Office of FOIA Services, by mail: foia-request.pdf";
    for (edition, read, goes) in [
        ("complete", "letter.pdf as the staff", &[to_staff, to_foia][..]),
        ("public", "public/letter.pdf as everyone", &[]),
        ("edgar", "edgar/corresp.htm as everyone", &[to_edgar]),
    ] {
        let out = tempfile::tempdir().expect("a folder");
        let folder = out.path().to_str().expect("a plain path");
        let (code, said) = corresp(root, &["build", "--edition", edition, "--out", folder]);
        assert_eq!(code, 0, "{said}");
        assert!(said.ends_with(&format!("Next: read {folder}/{read} will\n")), "{said}");
        let told: Vec<&str> = said.lines().filter(|line| line.starts_with("to ")).collect();
        assert_eq!(told, goes, "{edition}");
    }
}

/// Returns the words and figures of a file, as they stand in its text and in its decoded bytes.
fn words_of(file: &Path) -> BTreeSet<String> {
    let path = file.to_str().expect("a plain path");
    let mut bytes = fs::read(file).expect("a file");
    if path.ends_with(".pdf") {
        bytes =
            tool("qpdf", &["--qdf", "--object-streams=disable", "--decode-level=all", path, "-"]);
        bytes.extend(tool("pdftotext", &[path, "-"]));
        // Strings of two bytes a letter.
        bytes.retain(|byte| *byte != 0);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let is_word = |word: &&str| {
        let count = word.chars().count();
        let is_all = |is: fn(char) -> bool| word.chars().all(is);
        (count > 3 && is_all(char::is_alphabetic)) || (count > 2 && is_all(|c| c.is_ascii_digit()))
    };
    words.filter(is_word).map(str::to_owned).collect()
}

/// Builds each book and calls `visit` with the book, its project and each output that goes outside.
///
/// The last one has no word in common with what the program says: none is known from the letter by chance.
fn each_output(mut visit: impl FnMut(&Path, &Project, &str, &Path)) {
    let bare = bare();
    for book in books().into_iter().chain([bare.path().to_owned()]) {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().to_str().expect("a plain path");
        let (code, said) = corresp(&book, &["build", "--draft", "--out", out]);
        assert_eq!(code, 0, "{}: {said}", book.display());
        let (project, _) = load(&book);
        let has_editions = !secrets(&project).marked.is_empty();
        for file in files(folder.path()) {
            let name = file.strip_prefix(out).expect("below out").to_str().expect("a plain path");
            let is_inside = ["letter.pdf", "letter.html", "manifest.json"].contains(&name);
            if name != "manifest.json" && !(is_inside && has_editions) {
                visit(&book, &project, name, &file);
            }
        }
    }
}

/// Makes a project that says nothing in English.
fn bare() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let book = "[matter]\ncompany = \"Qx Zw\"\nfile_number = \"001-00000\"\ncik = \"0000000001\"\n\n\
         [letter]\ndate = 2020-03-16\n\n[levels]\nno-source = \"off\"\n\n[confidential]\ncode = \"QX\"\n\
         grounds = \"Zq.\"\nrequester = { name = \"Qz\", address = [\"1 Zx\"], telephone = \"555-0100\" }\n\n\
         [[enclosure]]\nname = \"Zk\"\n\n\
         [deadline]\nextension = { until = 2020-03-30, agreed_with = \"Zy\", on = 2020-03-10 }\n";
    let letter = "+++\ndate = 2020-03-02\n+++\n\n## Qw\n\n### 1.\n\nZa qb?\n\n### 2.\n\nZc qd:\n\n- Ze qf?\n- Zg qh?\n";
    let first = "+++\ncomment = \"1\"\nstatus = \"final\"\nundertaking = { filing = \"Zf\", text = \"Zt.\" }\n\
         disclosures = [\"zd\"]\n+++\n\nZi [*** zj ***] qk.[^n] ![zp](c.png)\n\n\
         | Zl | Zm |\n|---|---:|\n| *Zn* | 3 |\n\n> Zo\n\n1. Zr\n2. Zs\n\n- **Zu** `zv` [zx](#2)\n\n[^n]: Zz.\n";
    let second = "+++\ncomment = \"2\"\nstatus = \"final\"\n+++\n\n## 2.1\n\nQl.\n";
    let later = "+++\ncomment = \"2\"\nstatus = \"final\"\ndeferred = { until = 2020-04-20, why = \"Qm.\" }\n+++\n\n## 2.2\n";
    let disclosure = "+++\nfiling = \"Zf\"\n+++\n\nQn qo.\n";
    let files = [
        ("letter.md", letter),
        ("1.md", first),
        ("2.md", second),
        ("3.md", later),
        ("disclosures/zd.md", disclosure),
        ("disclosures/zd.as-filed.md", "Qn qp.\n"),
    ];
    marked::write(folder.path(), book, &files);
    fs::write(folder.path().join(marked::ROUND).join("c.png"), marked::picture())
        .expect("a picture");
    folder
}

/// Returns what of an output would leak if each of these words stood in a marked text.
fn leaks_of(
    words: impl IntoIterator<Item = String>,
    project: &Project,
    name: &str,
    file: &Path,
) -> Vec<String> {
    let place = Place::new(FileId(0), 0..1);
    let marked = words.into_iter().map(|word| Marked {
        place,
        text: format!("zyqx {word}"),
        image: None,
        before: String::new(),
        after: String::new(),
        is_label: false,
    });
    let planted = Secrets { marked: marked.collect(), ..secrets(project) };
    let search = Search::new(&planted, project);
    let bytes = fs::read(file).expect("a file");
    let leaks = search.leaks(name, &bytes).expect("it can be read");
    let told = |leak: &corresp::leak::Leak| {
        format!("{} ({name}, {})", search.marked(leak).text.replace("zyqx ", ""), leak.place)
    };
    leaks.iter().map(told).collect()
}

/// Whatever word of an output were marked as a part of some text, the output would be no leak: all words that
/// are not the author's are known as the program's own.
#[test]
fn r9_every_word_of_an_output_is_known() {
    let mut unknown = BTreeSet::new();
    each_output(|book, project, name, file| {
        let of_name = name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
        let words = words_of(file).into_iter().chain(of_name.map(str::to_owned));
        for leak in leaks_of(words, project, name, file) {
            unknown.insert(format!("{leak}: {}", book.display()));
        }
    });
    let list: Vec<String> = unknown.into_iter().collect();
    assert!(list.is_empty(), "these words are not known:\n{}", list.join("\n"));
}

/// Returns the numbers that figures side by side in a file would make if they were one.
fn joined_figures(file: &Path) -> BTreeSet<String> {
    let path = file.to_str().expect("a plain path");
    let text = match path.ends_with(".pdf") {
        true => {
            [tool("pdftotext", &["-layout", path, "-"]), tool("pdftotext", &[path, "-"])].concat()
        }
        false => fs::read(file).expect("a file"),
    };
    let text = String::from_utf8_lossy(&text).into_owned();
    // Tags part cells.
    let mut is_tag = false;
    let text: String = text
        .chars()
        .map(|c| {
            is_tag = (is_tag || c == '<') && c != '>';
            if is_tag || c == '>' { ' ' } else { c }
        })
        .collect();
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',');
    let mut joined = BTreeSet::new();
    for run in text.split(|c| !is_part(c)) {
        let figures: Vec<&str> = run.split_whitespace().collect();
        for count in 2..=8 {
            for window in figures.windows(count) {
                let all = window.concat().replace(',', "");
                let inner = all.trim_matches('.');
                let digits = inner.bytes().filter(u8::is_ascii_digit).count();
                if (3..=8).contains(&digits) && inner.matches('.').count() < 2 {
                    joined.insert(inner.to_owned());
                }
            }
        }
    }
    joined
}

/// Whatever number the figures side by side in an output would make, were it marked, the output would be no
/// leak.
#[test]
fn r9_figures_side_by_side_are_no_number_in_pieces() {
    let mut taken = BTreeSet::new();
    let mut count = 0;
    each_output(|book, project, name, file| {
        let joined = joined_figures(file);
        count += joined.len();
        for leak in leaks_of(joined, project, name, file) {
            taken.insert(format!("{leak}: {}", book.display()));
        }
    });
    let list: Vec<String> = taken.into_iter().collect();
    assert!(list.is_empty(), "these are taken for numbers in pieces:\n{}", list.join("\n"));
    assert!(count > 500, "{count} numbers are tried");
}

/// A figure that stands beside a subtotal is given away by the total of both.
#[test]
fn a_figure_beside_a_subtotal_can_be_computed() {
    let table = |other: &str, total: &str| {
        answer(&format!(
            "Sales were these, in open words:\n\n| *In millions* | 2019 |\n| :--- | ---: |\n| North | [*** 417 ***] |\n\
             | South | [*** 583 ***] |\n| Total stores | 1,000 |\n| Other | {other} |\n| Total sales | {total} |"
        ))
    };
    let is_told = |answer: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        let folder = small("", answer);
        command.arg("-C").arg(folder.path()).arg("check");
        let output = command.output().expect("the binary runs");
        String::from_utf8_lossy(&output.stdout).contains("redaction-derivable")
    };
    assert!(is_told(&table("[*** 9 ***]", "1,009")));
    assert!(!is_told(&table("[*** 9 ***]", "[*** 1,009 ***]")));
    assert!(!is_told(&table("9", "1,009")));
}

/// So is one whose column is scaled by a word, where the same word stands behind all of its figures.
#[test]
fn a_figure_with_a_word_that_scales_it_can_be_computed() {
    let is_told = |cells: [&str; 3]| {
        let [north, south, total] = cells;
        let folder = small(
            "",
            &answer(&format!(
                "Sales were these, in open words:\n\n| | 2019 |\n| :--- | ---: |\n| North | {north} |\n\
                 | South | {south} |\n| Total | {total} |"
            )),
        );
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        command.arg("-C").arg(folder.path()).arg("check");
        let output = command.output().expect("the binary runs");
        String::from_utf8_lossy(&output.stdout).contains("redaction-derivable")
    };
    assert!(is_told(["[*** $41.6 million ***]", "$58.4 million", "$100.0 million"]));
    assert!(is_told(["$[*** 41.6 ***] million", "$58.4 million", "$ 100 Million"]));
    assert!(!is_told(["[*** $41.6 million ***]", "$58.4 thousand", "$100.0 million"]));
    assert!(!is_told(["[*** $41.6 million ***]", "$58.4 million", "$100"]));
    assert!(!is_told(["$41.6 million", "$58.4 million", "$100.0 million"]));
}

/// A sum that a marked figure enters, less the figures beside it, is that figure.
#[test]
fn no_report_prints_a_sum_that_a_marked_figure_enters() {
    let table = |south: &str| {
        answer(&format!(
            "Sales were these:\n\n| *In millions* | 2019 | 2018 |\n| :--- | ---: | ---: |\n\
             | North | 4,117 | 3,001 |\n| South | {south} | 2,002 |\n| Total | 7,345 | 5,003 |"
        ))
    };
    // 4,117 and 2,222 are 6,339, where the total says 7,345.
    let tells = |answer: &str, format: &str| {
        let folder = small("", answer);
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        command.arg("-C").arg(folder.path()).args(["check", "--format", format]);
        let output = command.output().expect("the binary runs");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    assert!(tells(&table("2,222"), "human").contains("the rows sum to 6,339"));
    for format in ["human", "json", "sarif", "junit", "github", "gitlab"] {
        let said = tells(&table("[*** 2,222 ***]"), format);
        assert!(said.contains("table-does-not-foot"), "{format}: {said}");
        for figure in ["6,339", "6339", "2,222", "2222", "1,006", "1006"] {
            assert!(!said.contains(figure), "{format} says {figure}: {said}");
        }
        // One that its column gives away is told, and not what it is.
        let said = tells(&table("[*** 3,228 ***]"), format);
        assert!(said.contains("redaction-derivable"), "{format}: {said}");
        assert!(!said.contains("3,228") && !said.contains("3228"), "{format}: {said}");
    }
}

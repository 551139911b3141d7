//! Confidential treatment as a reader meets it: nothing marked in what goes outside, the same labels at the
//! same places, the request's pages as the complete PDF has them (17 CFR 200.83).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use corresp::coverage;
use corresp::document::compose::{self, Composed, DISCLOSURES, LETTER, Templates};
use corresp::document::typography;
use corresp::finding::Findings;
use corresp::layout::{Fonts, LaidEditions, lay_out_editions};
use corresp::leak::Search;
use corresp::project::{self, Project};
use corresp::secrets::secrets;
use corresp::source::FileId;

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

/// Returns a picture of three by two points.
fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 3, 2);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&[0, 90, 180, 200, 220, 255]).expect("its points");
    writer.finish().expect("its end");
    bytes
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

fn corresp(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
    let output = command.arg("-C").arg(folder).args(arguments).output().expect("the binary runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), text)
}

fn tool(name: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(name).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{name} cannot run: {error}"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.stdout.is_empty(), "{name} {arguments:?}: {said}");
    output.stdout
}

/// Returns text without blanks and hyphens, in small letters.
fn squeezed(bytes: &[u8]) -> String {
    let text = typography::fold(&String::from_utf8_lossy(bytes)).to_lowercase();
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2011}')).collect()
}

/// Returns what three readers that are not ours find in a file: text, text, and all decoded bytes.
fn read(file: &Path) -> Vec<(&'static str, String)> {
    let path = file.to_str().expect("a plain path");
    if !path.ends_with(".pdf") {
        return vec![("bytes", squeezed(&fs::read(file).expect("a file")))];
    }
    let decoded =
        tool("qpdf", &["--qdf", "--object-streams=disable", "--decode-level=all", path, "-"]);
    // Strings of two bytes a letter are read as well, written as letters or in hexadecimal digits.
    let narrow: Vec<u8> = decoded.iter().copied().filter(|byte| *byte != 0).collect();
    vec![
        ("pdftotext", squeezed(&tool("pdftotext", &[path, "-"]))),
        ("mutool", squeezed(&tool("mutool", &["draw", "-q", "-F", "txt", path]))),
        ("bytes", squeezed(&decoded) + &squeezed(&narrow)),
    ]
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

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    all
}

#[test]
fn r9_no_planted_word_stands_outside_the_complete_edition() {
    let folder = tempfile::tempdir().expect("a folder");
    let count = plant(folder.path(), 9);
    assert!(count > 240, "{count} words are planted");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    let out = folder.path().join("out");
    let is_inside = |path: &Path| {
        let path = path.strip_prefix(&out).expect("below out").to_str().expect("a plain path");
        ["letter.pdf", "letter.html", "manifest.json"].contains(&path)
    };
    let all = files(&out);
    let outside: Vec<&PathBuf> = all.iter().filter(|path| !is_inside(path)).collect();
    assert!(outside.len() >= 4, "{all:?}");
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
                assert!(found.contains(marked.text.as_str()), "{name}: {}", marked.text);
            }
        }
        let clean = fs::read(out.join("public").join(name)).expect("the public edition");
        assert_eq!(search.leaks(name, &clean).expect("it can be read"), []);
    }
    // One that leaves out what is seen, and forgets the outline and the title.
    let public = fs::read(out.join("public/letter.html")).expect("the public edition");
    let public = String::from_utf8(public).expect("UTF-8");
    let word = canary(1);
    for leaky in [
        public.replace("<title>", &format!("<title>{word} ")),
        public.replace("</main>", &format!("<!-- {word} --></main>")),
        public.replace("<main ", &format!("<main aria-label=\"b {word}\" ")),
        public.replace("<p", &format!("<p title=\"{}\"", word.to_uppercase())),
    ] {
        assert_ne!(search.leaks("public/letter.html", leaky.as_bytes()).expect("HTML"), []);
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
    let folder = tempfile::tempdir().expect("a folder");
    let round = folder.path().join("responses/2020-03-02");
    fs::create_dir_all(&round).expect("a folder");
    let book = "[matter]\ncompany = \"Example Stores, Inc.\"\n\n[letter]\ndate = 2020-03-16\n\n\
                [levels]\nno-source = \"off\"\n\n[confidential]\ncode = \"STORES\"\n";
    fs::write(folder.path().join("book.toml"), book).expect("a book");
    let letter = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\nPlease tell us more.\n";
    fs::write(round.join("letter.md"), letter).expect("a letter");
    let answer = "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\nWe have 214 stores.\n";
    fs::write(round.join("1.md"), answer).expect("an answer");
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

#[test]
fn f3_the_pages_that_the_request_names_are_those_of_the_complete_pdf() {
    let out = example();
    let request = pages(&out.path().join("foia-request.pdf")).join(" ");
    let request: Vec<&str> = request.split_whitespace().collect();
    let request = request.join(" ");
    let letter = pages(&out.path().join("letter.pdf"));
    let page = |label: &str| -> String {
        let has = |page: &&String| {
            page.lines().any(|line| line.trim().ends_with(label) && line.trim() != label)
                || page.lines().any(|line| line.trim() == label)
        };
        squeezed(letter.iter().find(has).expect("a page with the label").as_bytes())
    };
    // The first and last words of the answers to comment 1, and of those to comment 3.
    for (key, first, last) in [
        ("1", "At December 31, 2008 the bonds for which a TOB trust", "consolidat"),
        ("3", "describe the test as of February 29, 2008", ""),
    ] {
        let entry = request.split("Response ").find(|entry| {
            entry.starts_with(&format!("{key},")) || entry.starts_with(&format!("{key} ("))
        });
        let entry = entry.unwrap_or_else(|| panic!("no entry for {key}: {request}"));
        let labels: Vec<&str> = entry.split("page labeled ").skip(1).collect();
        let label = |text: &str| text.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let (begins, ends) = (label(labels[0]), label(labels[1]));
        let ends = ends.trim_end_matches(|c: char| !c.is_ascii_digit());
        assert!(page(&begins).contains(&squeezed(first.as_bytes())), "{key} begins on {begins}");
        assert!(page(ends).contains(&squeezed(last.as_bytes())), "{key} ends on {ends}");
    }
    assert!(request.contains("Response 3 (3.4, 3.8 and 3.10), beginning"), "{request}");
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
    assert!(
        files("EDGAR").iter().all(|file| file.starts_with("edgar/") || file.starts_with("public/"))
    );
}

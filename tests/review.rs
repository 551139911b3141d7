//! The page for reading an import over: it holds the whole source and the whole letter, says of each word what
//! became of it, and is a single file whose links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use corresp::finding::Findings;
use corresp::import::{self, merge};
use corresp::letter;
use corresp::report::review::{self, Review};
use corresp::source::Files;
use scraper::{Html, Selector};

/// Returns the source as the tool reads it and the page; `change` may damage letter.md before.
fn page(source: &str, change: impl Fn(String) -> String) -> (String, String) {
    let mut files = Files::default();
    let id = files.add("source.txt", source);
    let source = files.get(id);
    let import = import::read(source);
    let mut letters = Files::default();
    let id = letters.add("letter.md", &change(merge::letter_md(&import, "source.txt", "0")));
    let letter_file = letters.get(id);
    let letter = letter::parse(letter_file, &mut Findings::default());
    let review = Review { source, letter: &letter, letter_file, findings: &import.findings };
    (source.text.clone(), review::page(&review))
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

/// Returns the text of each element, without the labels and numbers that the page adds.
fn texts(html: &Html, selector: &str) -> Vec<String> {
    let added = ["label", "number", "ask"];
    let selector = select(selector);
    let texts = html.select(&selector).map(|element| {
        let pieces = element.descendants().filter_map(|node| {
            let text = node.value().as_text()?;
            let is_added = node.ancestors().any(|above| {
                above.value().as_element().is_some_and(|element| {
                    added.iter().any(|class| element.classes().any(|there| there == *class))
                })
            });
            (!is_added).then(|| text.to_string())
        });
        pieces.collect::<String>()
    });
    texts.collect()
}

/// Returns what is wrong with a page of a source.
fn fault(source: &str, page: &str) -> Option<String> {
    let html = Html::parse_document(page);
    let lines = texts(&html, ".lines > p");
    // HTML has one kind of blank less, and takes a line's `ask` mark with the blank behind it.
    let plain = |text: &str| {
        text.replace('\u{a0}', " ").replace('\u{2011}', "-").replace('\u{c}', "").trim().to_owned()
    };
    let wanted: Vec<String> = source.split_terminator('\n').map(plain).collect();
    let found: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    if wanted != found {
        let at = wanted.iter().zip(&found).position(|(a, b)| a != b);
        return Some(format!(
            "the source differs in line {at:?}: {:?}",
            at.map(|at| (&wanted[at], &found[at]))
        ));
    }
    let mut ids = BTreeSet::new();
    for element in html.select(&select("[id]")) {
        if !ids.insert(element.value().attr("id").unwrap_or_default()) {
            return Some(format!("an id stands twice: {:?}", element.value().attr("id")));
        }
    }
    let selector = select("a[href]");
    let links = html.select(&selector).filter_map(|link| link.value().attr("href"));
    for link in links {
        let is_there = link.strip_prefix('#').is_some_and(|id| ids.contains(id));
        if !is_there {
            return Some(format!("a link leads nowhere: {link}"));
        }
    }
    let active =
        html.select(&select("script, iframe, object, link, img, [onclick], [style]")).count();
    (active > 0 || page.contains("@import") || page.contains("url("))
        .then(|| "the page is not by itself".to_owned())
}

#[test]
fn the_page_of_every_letter_holds_its_source_and_says_that_all_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("letters") {
        let path = entry.expect("a name").path();
        let Ok(bytes) = fs::read(path.join("input.txt")) else { continue };
        let text = corresp::received::read(&bytes).text;
        let (source, page) = page(&text, |letter| letter);
        count += 1;
        let fault = fault(&source, &page).or_else(|| {
            let is_whole = page.contains("✓ Every word is accounted for.");
            (!is_whole).then(|| "words are said to be lost".to_owned())
        });
        wrong.extend(fault.map(|fault| format!("{}: {fault}", path.display())));
    }
    assert!(count >= 20 && wrong.is_empty(), "{count} letters: {}", wrong.join("\n"));
}

const LETTER: &str = "March 2, 2020\n\nDear Ms. Example:\n\n1.   Please tell us <script>alert(1)</script> how you \
    could & should test a_b.\n\nPage 2\n\n     -  its \"fair\" value; and\n     -  its cost.\n\nPlease respond within 10 business days.\n\nSincerely,\n\nKim Sample\n";

#[test]
fn a_word_that_was_lost_or_softened_is_shown_on_both_sides() {
    let (source, page) =
        page(LETTER, |letter| letter.replace("should", "may").replace("- its cost.\n", ""));
    assert_eq!(fault(&source, &page), None);
    assert!(page.contains("✗ Of 35 words of the letter as received, letter.md lacks 3"), "{page}");
    let html = Html::parse_document(&page);
    let lost = texts(&html, ".lines .lost");
    assert_eq!(lost, ["should", "its cost."]);
    assert_eq!(texts(&html, ".letter .added"), ["may"]);
    let first = texts(&html, ".doubts li").remove(0);
    assert!(first.contains("letter-drift") && first.contains("should"), "{first}");
}

#[test]
fn each_kind_of_word_has_its_label_and_leads_to_the_other_side() {
    let (source, page) = page(LETTER, |letter| letter);
    assert_eq!(fault(&source, &page), None);
    assert!(!page.contains("<script"), "{page}");
    let html = Html::parse_document(&page);
    let of = |class: &str| texts(&html, &format!(".lines .{class}")).join("|");
    assert_eq!(of("number-of"), "1.");
    assert_eq!(of("bullet"), "its \"fair\" value; and|its cost.");
    assert!(of("text").starts_with("Please tell us <script>alert(1)</script>"), "{}", of("text"));
    assert!(of("closing").contains("Please respond within 10 business days."), "{}", of("closing"));
    let labels: Vec<String> = html
        .select(&select(".letter .bullet > .label"))
        .map(|label| label.text().collect())
        .collect();
    assert_eq!(labels, ["1.1", "1.2"]);
}

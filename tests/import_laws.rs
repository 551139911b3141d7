//! Laws of the import: a letter is the same letter however it is set, and a mangled one loses nothing unseen.
//!
//! Letters are made by chance from the staff's own turns of phrase, printed as text, HTML and PDF in many ways
//! (wrapping, numbers, signs, pages, tables), imported, and compared with the plan they were made from.

use std::collections::BTreeMap;

use corresp::finding::{Findings, Level};
use corresp::import::Import;
use corresp::letter::{Content, Kind, Letter};
use corresp::received::Disagreement;
use corresp::source::Files;
use corresp::{conservation, import, letter, received};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

mod support {
    pub(crate) mod mangle;
    pub(crate) mod print;
}
use support::mangle::{Harm, harmed, with_pages};
use support::print::{
    Comment, Item, Marks, Paper, Piece, Plan, Press, Section, Web, html, pdf, text,
};

/// The letters of each run are the same; those of a run with more of them are new each time.
fn seed() -> RngSeed {
    if std::env::var_os("CORRESP_IMPORT_CASES").is_some() {
        RngSeed::Random
    } else {
        RngSeed::Fixed(8)
    }
}

/// On how many letters each law is tried; `CORRESP_IMPORT_CASES=5000` tries more.
fn cases() -> u32 {
    let wanted = std::env::var("CORRESP_IMPORT_CASES").ok();
    wanted.and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

const OPENINGS: [&str; 10] = [
    "We note your response to comment 3 of our letter dated January 6, 2011.",
    "We note that you recorded an impairment of $41.2 million in the quarter ended December 31, 2009.",
    "You state on page 46 that the discount rate was 9.5% and that it rose to 10.25% in 2010.",
    "Refer to prior comment 12.",
    "It appears that the U.S. subsidiaries, i.e., those in Ohio, are not consolidated under Rule 3-10.",
    "Your disclosure on pages 3 and 4 says that sales fell by 3% to 1,204 units.",
    "We refer to paragraphs 16 through 18 of SFAS 146 and to Item 303(a)(3)(ii) of Regulation S-K.",
    "We have read your analysis of the long-lived assets in Note 4. to the financial statements.",
    "In your letter dated February 1, 2006 you say that the plan, which began on May 3, was approved.",
    "The non-GAAP measure on page F-12 excludes charges that recur, such as the one in 2. of the table.",
];
const REQUESTS: [&str; 9] = [
    "Please tell us how you considered the guidance, and provide us with the analysis.",
    "Please revise your disclosure in future filings to quantify each of the reasons for the change.",
    "Please explain to us why, in light of the losses in 2008, 2009 and 2010, no charge was recorded.",
    "In addition, please tell us whether you expect contributions to exceed those of the prior year.",
    "Please provide us with a draft of the disclosure that you intend to include in your next report.",
    "Tell us the amount of goodwill that is allocated to the unit as of December 31, 2010 and 2009.",
    "Please disclose whether the covenants, as amended on June 30, were met.",
    "Revise to clarify, or advise.",
    "Please expand your discussion of the estimates; refer to Section V of SEC Release 33-8350.",
];
const ITEMS: [&str; 9] = [
    "the percentage by which fair value exceeded carrying value as of the date of the most recent test;",
    "the amount of goodwill allocated to the reporting unit; and",
    "how you determined the discount rate of 9.5% that was used in 2009.",
    "Please describe any adjustments performed in arriving at the ultimate fair value indication.",
    "Tell us why comment 2 of our earlier letter does not apply, and when the plan of May 12 was adopted.",
    "whether the units are minority-based or control-based.",
    "Explain the basis for each multiple selected, how each differs from the others, and what weight each was given in reaching the conclusion that is shown on page 71 of your filing.",
    "the nature of the item.",
    "A description of the methods and key assumptions used; and",
];
const HEADINGS: [&str; 12] = [
    "General",
    "Form 10-K for the Fiscal Year Ended December 31, 2009",
    "Item 7. Management's Discussion and Analysis, page 31",
    "Critical Accounting Estimates, page 44",
    "Note 14. Contingencies, page 98",
    "Financial Statements",
    "Risk Factors, page 11",
    "Liquidity and Capital Resources, page 52",
    "Exhibit 5.1",
    "C. Gas Charge Settlement, page 81",
    "Item 9A. Controls and Procedures, page 29",
    "Consolidated Statements of Cash Flows, page F-6",
];

const QUOTES: [&str; 3] = [
    "\"We believe that our backlog, which was $31.4 million at December 31, 2010, is an indicator of future performance.\"",
    "\"On November 11, 2010, the committee met with its advisors; it found that the offer, while not without risk, was the best that could be had.\"",
    "\"Sales rose in each of the regions.\"",
];
const GROUPS: [&str; 5] = [
    "Market Approach",
    "Income Approach",
    "Value Indication & Reconciliation",
    "Positive Evidence",
    "Ohio Segment:",
];
const ROWS: [[&str; 3]; 5] = [
    ["Net income", "12,480", "10,211"],
    ["Interest", "1,204", "998"],
    ["Depreciation and taxes", "3,310", "(2,876)"],
    ["Other charges", "41", "-"],
    ["Adjusted EBITDA", "17,035", "8,333"],
];

fn item() -> impl Strategy<Value = Item> {
    (select(&ITEMS[..]), prop::collection::vec(select(&ITEMS[..]), 0..3), prop::bool::weighted(0.2))
        .prop_map(|(text, below, has_below)| Item {
            text: text.to_owned(),
            below: if has_below && below.len() > 1 {
                below.into_iter().map(str::to_owned).collect()
            } else {
                Vec::new()
            },
        })
}

fn list() -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(item(), 2..6)
}

/// Returns a list and the heading that may stand over it.
fn group() -> impl Strategy<Value = (Option<&'static str>, bool, Vec<Item>)> {
    (prop::option::of(select(&GROUPS[..])), any::<bool>(), list())
}

const LEAD_IN: &str = "With respect to these amounts, please provide us with the following:";

fn comment() -> impl Strategy<Value = Comment> {
    let marks = select(
        &[Marks::Letters, Marks::Bracketed, Marks::Capitals, Marks::Roman, Marks::Numbers][..],
    );
    let lists = prop_oneof![
        4 => Just((Vec::new(), None)),
        4 => prop::collection::vec(group(), 1..3).prop_map(|groups| (groups, None)),
        2 => (Just(Vec::new()), (marks.clone(), list()).prop_map(Some)),
        1 => (prop::collection::vec(group(), 1..2), (marks, list()).prop_map(Some)),
    ];
    let inserted = prop_oneof![
        5 => Just(None),
        1 => select(&QUOTES[..]).prop_map(|text| Some(Piece::Quote(text.to_owned()))),
        1 => (2..=ROWS.len()).prop_map(|count| Some(Piece::Table(
            ROWS[..count].iter().map(|row| row.map(str::to_owned)).collect()
        ))),
    ];
    (
        select(&OPENINGS[..]),
        prop::collection::vec(select(&REQUESTS[..]), 1..4),
        lists,
        inserted,
        (any::<bool>(), prop::bool::weighted(0.2)),
    )
        .prop_map(|(opening, requests, (groups, marked), inserted, (has_two, has_last))| {
            let paragraph = |text: &str| Piece::Paragraph(text.to_owned());
            let mut pieces = vec![paragraph(&format!("{opening} {}", requests[0]))];
            if has_two && requests.len() > 1 {
                pieces.push(paragraph(&requests[1..].join(" ")));
            }
            if let Some(inserted) = inserted {
                pieces.push(paragraph("You disclose the following on page 48 of your filing:"));
                pieces.push(inserted);
            }
            if let Some((marks, items)) = marked {
                pieces.push(paragraph(LEAD_IN));
                pieces.push(Piece::Items(marks, items));
            }
            for (group, has_lead, items) in groups {
                if let Some(group) = group {
                    pieces.push(Piece::Group(group.to_owned()));
                }
                if group.is_none() || has_lead {
                    pieces.push(paragraph(LEAD_IN));
                }
                pieces.push(Piece::Items(Marks::Signs, items));
            }
            if has_last && pieces.len() > 2 {
                pieces.push(paragraph(requests[0]));
            }
            Comment { pieces }
        })
}

fn section() -> impl Strategy<Value = Section> {
    (prop::sample::subsequence(&HEADINGS[..], 1..3), prop::collection::vec(comment(), 1..4))
        .prop_map(|(headings, comments)| Section {
            headings: headings.into_iter().map(str::to_owned).collect(),
            comments,
        })
}

fn plan() -> impl Strategy<Value = Plan> {
    let other = prop_oneof![
        4 => Just(Vec::new()),
        1 => prop::collection::vec(section(), 1..3),
    ];
    let closing = prop::bool::weighted(0.3);
    let parts = (prop::collection::vec(section(), 1..5), other, select(&OTHERS[..]));
    (parts, 1..44u32, closing).prop_map(
        |((mut sections, mut other, (heading, prefix)), first, acknowledges)| {
            let first = if first % 3 == 0 && other.is_empty() { first } else { 1 };
            if let Some(section) = other.first_mut() {
                section.headings.retain(|heading| !heading.starts_with("Form"));
                section.headings.insert(0, heading.to_owned());
                section.headings.truncate(3);
            }
            // What two pages show at one place is their furniture: no group's heading comes twice.
            let comments = sections.iter_mut().chain(&mut other).flat_map(|s| &mut s.comments);
            for (index, piece) in comments.flat_map(|comment| &mut comment.pieces).enumerate() {
                if let Piece::Group(text) = piece {
                    *text = format!("{}, Unit {}", text.trim_end_matches(':'), index + 1);
                }
            }
            Plan { sections, first, other, prefix, acknowledges }
        },
    )
}

/// The headings of filings whose comments are numbered anew, with the prefix of their keys.
const OTHERS: [(&str, &str); 9] = [
    ("Form 10-Q for the Quarter Ended September 30, 2010", "Q"),
    ("Form 8-K filed November 3, 2010", "E"),
    ("Form 20-F for the Fiscal Year Ended June 30, 2010", "F"),
    ("Amendment No. 2 to Registration Statement on Form S-1/A", "S"),
    ("Form 10-K/A for the Fiscal Year Ended December 31, 2008", "K"),
    ("Definitive Proxy Statement on Schedule 14A", "P"),
    ("Preliminary Proxy Statement filed April 5, 2010", "P"),
    ("Earnings Release dated November 2, 2010", "R"),
    ("Schedule TO-I filed October 8, 2010", "T"),
];

fn paper() -> impl Strategy<Value = Paper> {
    (
        prop_oneof![2 => (60..90usize).prop_map(Some), 1 => Just(None)],
        0..4usize,
        (select(&["•", "-", "*", "▪", "·"][..]), 0..3usize),
        (any::<bool>(), any::<bool>(), any::<bool>()),
        prop_oneof![Just(None), (38..60usize).prop_map(Some)],
        0..3usize,
    )
        .prop_map(
            |(width, number, (sign, below), (is_alone, is_indented, is_open), page, head)| Paper {
                width,
                number,
                sign,
                below: ["o", sign, "–"][below],
                is_alone,
                is_indented,
                is_open: is_open || width.is_none(),
                page,
                head,
            },
        )
}

fn press() -> impl Strategy<Value = Press> {
    (select(&["Courier", "Helvetica", "Times-Roman"][..]), any::<bool>(), any::<bool>()).prop_map(
        |(font, has_shapes, is_by_word)| Press {
            font,
            has_shapes,
            is_by_word: is_by_word && font == "Courier",
        },
    )
}

fn web() -> impl Strategy<Value = Web> {
    (0..5usize, prop::option::of(6..30usize), 0..3usize).prop_map(|(style, page, head)| Web {
        style,
        page,
        head,
    })
}

fn difference(wanted: &str, found: &str) -> String {
    similar::TextDiff::from_lines(wanted, found).unified_diff().context_radius(1).to_string()
}

fn imported(bytes: &[u8]) -> Import {
    let received = received::read(bytes);
    let mut files = Files::default();
    let id = received.add_to(&mut files, "letter");
    import::read_received(&received, bytes, files.get(id))
}

/// Returns a letter in words that are compared: a line for each comment and row.
fn model(letter: &Letter) -> String {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for comment in &letter.comments {
        let last = comment.headings.last().map_or("-", String::as_str);
        out += &format!(
            "# {} under {last}\n{}\n",
            comment.key,
            squeezed(&letter.rows[comment.row].text)
        );
        rows(letter, &comment.content, 1, &mut out);
    }
    out
}

fn rows(letter: &Letter, content: &[Content], depth: usize, out: &mut String) {
    for piece in content {
        let Content::Item(item) = piece else { continue };
        let row = &letter.rows[item.row];
        let kind = if row.kind == Kind::Part { "part" } else { "bullet" };
        let group = row.group.as_ref().map_or(String::new(), |group| format!(" in {group}"));
        *out += &format!(
            "{}{kind}{group}: {}\n",
            "  ".repeat(depth),
            row.own_text.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        rows(letter, &item.content, depth + 1, out);
    }
}

/// Returns the letters of the words that were lost, or invented, sorted.
fn letters_of(found: &[Disagreement], lost: bool) -> Vec<char> {
    let words = found.iter().filter_map(|found| match found {
        Disagreement::Lost { what, .. } if lost => Some(what),
        Disagreement::Invented { what, .. } if !lost => Some(what),
        _ => None,
    });
    let mut letters: Vec<char> =
        words.flat_map(|what| what.chars()).filter(|c| c.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}

/// Returns what the proof of a letter.md finds at the level of errors.
fn drifts(bytes: &[u8], import: &Import) -> Vec<String> {
    let written = import::write(import, None, bytes);
    let Some((_, letter_md)) = written.files.first() else { return Vec::new() };
    let received = received::read(bytes);
    let mut files = Files::default();
    let source = received.add_to(&mut files, received.kind.file_name());
    let id = files.add("letter.md", &String::from_utf8_lossy(letter_md));
    let mut findings = Findings::default();
    let letter = letter::parse(files.get(id), &mut Findings::default());
    conservation::check(&letter, files.get(id), Some(files.get(source)), None, &mut findings);
    let mut second = received::disagreements(bytes, &received);
    // A cell that stands in no table is shown without what parts it from the next one: no letter is lost.
    let (lost, invented) = (letters_of(&second, true), letters_of(&second, false));
    // No more than a dozen words are named.
    let is_cut = second.iter().any(
        |found| matches!(found, Disagreement::Lost { what, .. } if what.split(' ').count() >= 12),
    );
    if lost == invented || is_cut && lost.iter().all(|letter| invented.contains(letter)) {
        second.retain(|found| matches!(found, Disagreement::Unproved { .. }));
    }
    conservation::disagreements(&second, "source", None, &mut findings);
    findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .filter(|finding| {
            finding.rule.code.starts_with("letter-") || finding.rule.code.starts_with("furniture-")
        })
        .map(|finding| format!("{}: {}", finding.rule.code, finding.message))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 300, rng_seed: seed(), ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn a_letter_is_the_same_however_its_text_is_set(plan in plan(), paper in paper()) {
        let printed = text(&plan, &paper);
        let import = imported(printed.as_bytes());
        let (found, wanted) = (model(&import.letter), plan.model());
        prop_assert!(found == wanted, "{}\n{:?}\n{}\n{}", difference(&wanted, &found), paper, printed, import.body);
        let drifts = drifts(printed.as_bytes(), &import);
        prop_assert!(drifts.is_empty(), "{:#?}\n{}", drifts, printed);
    }

    #[test]
    fn a_letter_is_the_same_however_its_html_is_set(plan in plan(), web in web()) {
        let printed = html(&plan, &web);
        let import = imported(printed.as_bytes());
        let (found, wanted) = (model(&import.letter), plan.model());
        prop_assert!(found == wanted, "{}\n{:?}\n{}\n{}", difference(&wanted, &found), web, printed, import.body);
        let drifts = drifts(printed.as_bytes(), &import);
        prop_assert!(drifts.is_empty(), "{:#?}\n{}", drifts, printed);
    }

    #[test]
    fn a_letter_is_the_same_however_its_pdf_is_set(
        plan in plan(), paper in paper(), press in press(),
    ) {
        // A page has an edge, and WinAnsiEncoding no square.
        let width = paper.width.or(Some(78));
        let sign = if paper.sign == "▪" && !press.has_shapes { "•" } else { paper.sign };
        let below = if paper.below == "▪" { sign } else { paper.below };
        let page = paper.page.map(|page| page.min(54));
        let paper = Paper { width, sign, below, page, ..paper };
        let printed = pdf(&plan, &paper, &press);
        let import = imported(&printed);
        let (found, wanted) = (model(&import.letter), plan.model());
        prop_assert!(found == wanted, "{}\n{:?} {:?}\n{}\n{}", difference(&wanted, &found), paper, press, import.source.text, import.body);
        let drifts = drifts(&printed, &import);
        prop_assert!(drifts.is_empty(), "{:#?}\n{}", drifts, import.source.text);
    }

    /// What is set clearly is not doubted: a finding that stands in each letter is read in none.
    #[test]
    fn a_clear_letter_has_no_doubts(plan in plan(), paper in paper(), web in prop::option::of(web())) {
        let paper = Paper { page: None, is_open: true, is_indented: true, ..paper };
        let printed = match web {
            Some(web) => html(&plan, &Web { page: None, ..web }),
            None => text(&plan, &paper),
        };
        let import = imported(printed.as_bytes());
        let doubts: Vec<String> = import
            .findings
            .iter()
            .filter(|finding| finding.rule.code == "uncertain-import")
            // Where the numbers start again the prefix is a person's to choose.
            .filter(|finding| !finding.message.starts_with("the numbers start again"))
            .map(|finding| format!("{} {:?}", finding.message, finding.place))
            .collect();
        prop_assert!(doubts.is_empty(), "{:#?}\n{}", doubts, import.source.text);
    }

    /// Lines are cut out, repeated, moved and broken: nothing panics, and no word is lost unseen.
    #[test]
    fn a_mangled_letter_loses_no_word_unseen(
        plan in plan(), paper in paper(), web in prop::option::of(web()),
        harms in prop::collection::vec((0..4u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8),
    ) {
        let printed = web.map_or_else(|| text(&plan, &paper), |web| html(&plan, &web));
        let mut lines: Vec<&str> = printed.lines().collect();
        for (harm, from, to) in &harms {
            let (from, to) = (from.index(lines.len()), to.index(lines.len()));
            match harm {
                0 if lines.len() > 1 => { lines.remove(from); }
                1 => { let line = lines[from]; lines.insert(to, line); }
                2 => lines.swap(from, to),
                _ => {
                    let line = lines[from];
                    let mut at = line.len() / 2;
                    while !line.is_char_boundary(at) { at -= 1; }
                    lines[from] = &line[..at];
                }
            }
        }
        let mangled = lines.join("\n");
        let import = imported(mangled.as_bytes());
        let drifts = drifts(mangled.as_bytes(), &import);
        prop_assert!(drifts.is_empty(), "{:#?}\n{}\n{}", drifts, mangled, import.body);
    }
}

/// Returns how often each letter and digit stands on each page of a letter, pages from 0.
fn letters_by_page(received: &received::Received) -> Vec<BTreeMap<char, usize>> {
    let mut pages: Vec<BTreeMap<char, usize>> = Vec::new();
    for (line, origin) in received.text.lines().zip(&received.origins) {
        let page = origin.page as usize;
        pages.resize(pages.len().max(page), BTreeMap::new());
        for letter in line.chars().filter(|letter| letter.is_alphanumeric()) {
            *pages[page - 1].entry(letter).or_default() += 1;
        }
    }
    pages
}

fn sum<'a>(pages: impl Iterator<Item = &'a BTreeMap<char, usize>>) -> BTreeMap<char, usize> {
    let mut sum = BTreeMap::new();
    for (letter, count) in pages.flatten() {
        *sum.entry(*letter).or_default() += count;
    }
    sum
}

/// Says which findings point at no place of the letter.
fn misplaced(import: &Import) -> Vec<String> {
    let length = import.source.text.len();
    let is_outside = |finding: &&corresp::finding::Finding| {
        finding.place.is_some_and(|place| {
            let range = place.range();
            range.start > range.end || range.end > length || import.source.text.get(range).is_none()
        })
    };
    import.findings.iter().filter(is_outside).map(|finding| finding.message.clone()).collect()
}

fn harms() -> impl Strategy<Value = Vec<Harm>> {
    let cut = || (0..1_000usize).prop_map(Harm::Cut);
    let harm = prop_oneof![
        1 => cut(),
        4 => (0..1_000usize, any::<u8>()).prop_map(|(part, byte)| Harm::Turned(part, byte)),
        2 => (0..1_000usize, 1..40usize).prop_map(|(part, count)| Harm::Gone(part, count)),
    ];
    prop_oneof![1 => cut().prop_map(|cut| vec![cut]), 3 => prop::collection::vec(harm, 1..6)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 100, rng_seed: seed(), ..ProptestConfig::with_cases(cases() / 2) })]

    /// Pages come out of order, twice or not at all: each that is there is read whole.
    #[test]
    fn no_word_is_lost_of_a_pdf_whose_pages_are_shuffled(
        plan in plan(), paper in paper(), press in press(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..7),
    ) {
        let paper = Paper { width: paper.width.or(Some(78)), sign: "•", below: "o", page: Some(40), ..paper };
        let printed = pdf(&plan, &paper, &press);
        let pages = letters_by_page(&received::read(&printed));
        let order: Vec<usize> = order.iter().map(|index| index.index(pages.len())).collect();
        let shuffled = with_pages(&printed, &order);
        let found = sum(letters_by_page(&received::read(&shuffled)).iter());
        let wanted = sum(order.iter().map(|&page| &pages[page]));
        prop_assert_eq!(found, wanted, "{:?}", &order);
        let import = imported(&shuffled);
        prop_assert_eq!(misplaced(&import), Vec::<String>::new());
        let drifts = drifts(&shuffled, &import);
        prop_assert!(drifts.is_empty(), "{:#?}\n{:?}\n{}", drifts, order, import.source.text);
    }

    /// Files are cut off, bytes turned or gone: nothing panics, what is read is kept, and a lost end is told.
    #[test]
    fn a_mangled_pdf_loses_no_word_unseen(
        plan in plan(), paper in paper(), press in press(),
        harms in harms(),
    ) {
        let paper = Paper { width: paper.width.or(Some(78)), sign: "•", below: "o", page: Some(40), ..paper };
        let printed = pdf(&plan, &paper, &press);
        let mangled = harmed(&printed, &harms);
        let count = |bytes: &[u8]| {
            let text = received::read(bytes).text;
            text.chars().filter(|letter| letter.is_alphanumeric()).count()
        };
        let import = imported(&mangled);
        prop_assert_eq!(misplaced(&import), Vec::<String>::new());
        // Whether a byte within a page is the one that was written, no file says.
        let has_end = harms.iter().any(|harm| !matches!(harm, Harm::Cut(_)));
        let is_told = has_end || import.findings.iter().any(|finding| finding.level > Level::Note);
        prop_assert!(is_told || count(&mangled) >= count(&printed), "{:?}\n{}", harms, import.source.text);
        let drifts: Vec<String> = drifts(&mangled, &import)
            .into_iter()
            // The two readings mend a broken file in their own ways, and say so.
            .filter(|drift| !drift.contains("a second reading of"))
            .collect();
        prop_assert!(drifts.is_empty(), "{:#?}\n{:?}\n{}", drifts, harms, import.source.text);
    }
}

/// A number that is gone is told at the comment behind the gap, not guessed over.
#[test]
fn a_lost_comment_is_told_at_its_place() {
    let lost = "Dear Ms. Example:\n\n1. Please tell us why sales fell.\n\n2. Please tell us the reasons.\n\n\
                4. Please describe the plan in detail.\n\n5. Please quantify each effect.\n\nSincerely,\n";
    let import = imported(lost.as_bytes());
    let gap =
        import.findings.iter().find(|finding| finding.rule.code == "number-gap").expect("a gap");
    let place = gap.place.expect("its place");
    assert_eq!(import.source.position(place.start).line, 7);
}

/// A letter as large as they may be does not hang the tool; `benches/scale.rs` measures how long it takes.
#[test]
fn a_page_of_megabytes_is_read() {
    let comment = "<p>1. Please tell us how the units were tested, <b>and</b> why it was in 2008.</p>\n<ul><li>One;</li><li>two.</li></ul>\n<table><tr><td>•</td><td>three</td></tr></table>\n";
    let text = format!("<html><body>{}</body></html>", comment.repeat(8_000));
    let started = std::time::Instant::now();
    assert!(!received::read(text.as_bytes()).text.is_empty());
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

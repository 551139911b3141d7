use proptest::prelude::*;

use super::*;
use crate::conservation;
use crate::finding::Level;
use crate::markdown;
use crate::reader::Masked;
use crate::received::decode;

/// How many random texts a law is tried on.
const CASES: u32 = 256;

fn files_of(text: &str) -> (Files, crate::source::FileId) {
    let mut files = Files::default();
    let id = files.add("source.txt", text);
    (files, id)
}

/// Imports a text and returns letter.md with what its proof finds above the notes.
fn proved(text: &str) -> (String, Vec<String>) {
    let (text, _) = decode(text.as_bytes());
    let (mut files, source) = files_of(&text);
    let import = read(files.get(source));
    let written = write(&import, None, text.as_bytes());
    let Some((_, letter_md)) = written.files.first() else { return Default::default() };
    let letter_md = String::from_utf8(letter_md.clone()).expect("what we write is UTF-8");
    let id = files.add("letter.md", &letter_md);
    let mut findings = Findings::default();
    let letter = letter::parse(files.get(id), &mut Findings::default());
    let hash = letter.front.source.as_ref().and_then(|source| source.sha256.as_ref());
    let hash = hash.map(|hash| hash.value.clone());
    conservation::check(
        &letter,
        files.get(id),
        Some(files.get(source)),
        hash.as_deref(),
        &mut findings,
    );
    let faults = findings
        .iter()
        .filter(|finding| finding.level > Level::Note)
        .map(|finding| format!("{}: {}", finding.rule.code, finding.message))
        .collect();
    (letter_md, faults)
}

/// Returns the words that the parser reads in Markdown.
fn parsed_words(text: &str) -> Vec<String> {
    let (files, id) = files_of(text);
    let file = files.get(id);
    let masked = Masked::plain(&file.text, file.place(0..file.text.len()));
    let blocks = markdown::parse(&masked, &mut Findings::default());
    let text = blocks.iter().map(letter::block_text).collect::<Vec<_>>().join(" ");
    text.split_whitespace().map(str::to_owned).collect()
}

fn seen_words(text: &str) -> Vec<String> {
    let seen: String = text.chars().filter(|&c| !crate::words::is_unseen(c)).collect();
    seen.split_whitespace().map(str::to_owned).collect()
}

/// Pieces of which letters are made, and which Markdown and the reading of letters trip over.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec![
            "please", "tell", "us", "the", "value", "Goodwill", "We", "note", "comment", "units,",
            "year.", "asset:", "tested;", "Why?", "non-", "control-", "based", "December", "page",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "1.", "2.", "3.", "4.", "l.", "(1)", "(2)", "a.", "b.", "(a)", "(b)", "(i)", "(ii)", "A.", "2",
            "2008.", "1)", "Comment", "No.", "1:", "10-K", "12", "1.We", "#1",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "-", "•", "*", "o", "–", "---", "***", "...", "_", "|", "#", "##", ">", "+", "=", "===",
            "`x`", "[x]", "[x](y)", "<b>", "&amp;", "~y~", "{own}", "{{ x }}", "[***]", "\\$5", "\\", "\\\\",
            "\\-", "\u{ad}", "impair\u{ad}", "\u{200b}", "\u{a0}", "“q”", "*em*", "__b__", "![i](j)",
            "http://a.b/c_d", "(TOB)", "\\.", "x\\", "+++", "|---|", "[^1]:", "[^1]", "[a]:", "\u{fffd}",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "\n", "\n\n", "\n\n\n", "\n    ", "\n\t", "\n\u{c}", "\n\nPage 2\n\n", "\n- ", "\n• ", "\n\n1. ",
            "\n\n2. ", "\n\n3. ", "\n  - ", "\n\nNote 4. Debt, page 3\n\n", "\n\nGeneral\n\n", "\n\nSincerely,\n\n",
            "\n\nDear Ms. Example:\n\n", "\n\nPlease contact us.\n\n", "\n\nForm 10-K for 2008\n\n", "\n\n4\n\n",
            "    ", "\n•\n", "\n1.\n", "\nExample Corp.\n", "\nRe: Example Corp.\nFile No. 1-999\n",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ]
}

fn letter_text() -> impl Strategy<Value = String> {
    prop::collection::vec((piece(), prop::bool::weighted(0.9)), 0..90).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, is_parted)| if is_parted { piece + " " } else { piece })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn what_import_writes_has_every_word_and_mark_of_its_source(text in letter_text()) {
        let (letter, faults) = proved(&text);
        prop_assert!(faults.is_empty(), "{faults:#?}\n{letter}");
    }

    #[test]
    fn escape_and_parse_together_change_no_word(
        words in prop::collection::vec((piece(), any::<bool>()), 0..12), other in "\\PC{0,30}"
    ) {
        let text: String = words
            .into_iter()
            .map(|(word, is_parted)| if is_parted { word + " " } else { word })
            .collect();
        for text in [text, other] {
            let paragraph = escaped(&text);
            prop_assert_eq!(parsed_words(&paragraph), seen_words(&text), "{}", paragraph);
            let item = format!("- {paragraph}\n");
            prop_assert_eq!(parsed_words(&item), seen_words(&text), "{}", item);
            let quote = format!("> {paragraph}\n");
            prop_assert_eq!(parsed_words(&quote), seen_words(&text), "{}", quote);
            let heading = format!("## {}\n", escaped_heading(&text));
            prop_assert_eq!(parsed_words(&heading), seen_words(&text), "{}", heading);
        }
    }

    #[test]
    fn nothing_makes_import_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (text, _) = decode(&bytes);
        let (files, id) = files_of(&text);
        let import = read(files.get(id));
        let _ = json(&import);
        let _ = write(&import, None, &bytes);
    }
}

#[test]
fn the_round_is_no_date_of_the_letter() {
    let (files, id) = files_of("Dear Ms. Example:\n\n1. Why?\n");
    let import = read(files.get(id));
    let round = jiff::civil::date(2020, 3, 2);
    let written = write(&import, Some(round), b"");
    let names: Vec<&str> = written.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["letter.md", "source.txt", ".gitattributes", "01-comment.md"]);
    let letter = String::from_utf8_lossy(&written.files[0].1).into_owned();
    assert!(!letter.contains("\ndate ="));
    let help = written.findings.iter().find_map(|finding| finding.help.clone());
    assert_eq!(
        help.as_deref(),
        Some("write `date = 2020-03-02` in letter.md, if that is its date")
    );
}

#[test]
fn a_starter_response_has_the_units_words_as_a_quotation() {
    let (files, id) =
        files_of("1. Please tell us:\n- the fair value of each of your units; and\n- why.\n");
    let import = read(files.get(id));
    let written = write(&import, None, b"");
    let (_, text) = written.files.last().expect("a response");
    let seen: String = [
        ("1", "Please tell us:"),
        ("1.1", "the fair value of each of your units; and"),
        ("1.2", "why."),
    ]
    .iter()
    .map(|(key, words)| format!("\"{key}\" = \"{}\"\n", crate::seen::hash(words)))
    .collect();
    let text = String::from_utf8_lossy(text).replace(&seen, "");
    assert_eq!(
        text,
        "+++\ncomment = \"1\"\nstatus = \"draft\"\n[seen]\n+++\n\n## 1.1 the fair value of each of\n\n\
         > the fair value of each of your units; and\n\n## 1.2 why.\n\n> why.\n"
    );
}

#[test]
fn a_source_without_text_writes_nothing() {
    let (files, id) = files_of("\n \u{c}\n");
    let import = read(files.get(id));
    assert!(write(&import, None, b"").files.is_empty());
    let codes: Vec<&str> = import.findings.iter().map(|finding| finding.rule.code).collect();
    assert_eq!(codes, ["no-text"]);
}

#[test]
fn a_large_letter_is_read_in_linear_time() {
    let paragraph =
        "1. Please tell us how the units were tested and why it was in 2008.\n- One\n\n";
    let (files, id) = files_of(&paragraph.repeat(6_000));
    let started = std::time::Instant::now();
    read(files.get(id));
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

static SEED: &str = include_str!("../../tests/letters/seed-citigroup/input.txt");

/// Returns the keys of a letter's rows, and the words of its comments.
fn model(text: &str) -> (Vec<String>, Vec<String>, Vec<Option<String>>) {
    let (files, id) = files_of(text);
    let letter = read(files.get(id)).letter;
    let keys = letter.rows.iter().map(|row| row.key.to_string()).collect();
    let texts =
        letter.comments.iter().map(|comment| letter.rows[comment.row].text.replace(' ', ""));
    let groups = letter.rows.iter().map(|row| row.group.clone()).collect();
    (keys, texts.collect(), groups)
}

/// Sets a text anew: wrapped to a width, items indented, and pages of so many lines.
fn set(text: &str, width: usize, hang: usize, page: Option<usize>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let is_item = marks_of(paragraph);
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
                if is_item {
                    line.push_str(&" ".repeat(hang));
                }
            }
            if !line.trim().is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    let Some(page) = page else { return lines.join("\n") };
    let mut out = String::new();
    let mut number = 1;
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && index % page == 0 {
            number += 1;
            out.push_str(&format!("\nGary Crittenden\nCitigroup Inc.\nPage {number}\n\n"));
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn marks_of(line: &str) -> bool {
    crate::marks::sign(line).is_some()
}

#[test]
fn the_seed_gives_one_model_however_it_is_set() {
    let expected = model(SEED);
    assert_eq!(expected.0.len(), 21);
    for width in [60, 66, 72, 80, 90, 100, 118] {
        for hang in [0, 2, 4] {
            let set = set(SEED, width, hang, None);
            assert_eq!(model(&set), expected, "{width} wide, {hang} hanging");
        }
    }
    for page in [23, 31, 40, 57] {
        let set = set(SEED, 80, 2, Some(page));
        let (letter, faults) = proved(&set);
        assert_eq!(model(&set), expected, "{page} lines a page\n{letter}");
        assert!(faults.is_empty(), "{faults:?}");
    }
    assert_eq!(model(&SEED.replace("\n- ", "\n• ")), expected, "bullets");
    assert_eq!(
        model(&SEED.replace("\n- ", "\n    -   ").replace("\n•", "\n    •")),
        expected,
        "indented bullets"
    );
    assert_eq!(model(&SEED.replace("\n- ", "\n\n- ")), expected, "parted bullets");
    assert_eq!(
        model(&SEED.replace("\n- 2.", "\n2.").replace("\n- 3.", "\n\n3.")),
        expected,
        "numbers"
    );
    assert_eq!(
        model(&SEED.replace("\n1. ", "\n1.\n\n").replace("\n- 3. ", "\n3)\n")),
        expected,
        "alone"
    );
}

/// Returns what is doubted in a letter whose comments these are.
fn doubts(comments: &str) -> Vec<String> {
    let text = format!(
        "March 2, 2020\n\nMr. Pat Example\nExample Inc.\n\nDear Mr. Example:\n\n{comments}\n\nSincerely,\n\nRosa Brandt\nBranch Chief\n"
    );
    let (files, source) = files_of(&text);
    let import = read(files.get(source));
    let doubts = import.findings.iter().filter(|found| found.rule.code == "uncertain-import");
    doubts.map(|found| found.message.clone()).collect()
}

#[test]
fn each_reading_that_nearly_won_is_told() {
    let mut untold = Vec::new();
    let first = "1. Please tell us why sales fell in the year, and quantify each of the reasons for it.\n\n";
    for (letter, told) in [
        // A number that could be an item, and one that could stand for another.
        ("2. the amount of goodwill that is allocated to the unit\n", "read as comment 2"),
        (
            "2. Please tell us why.\n\n3. The table of the year.\n\n3. We note it.\n",
            "could be comment 3",
        ),
        // A dash of a bullet, or of its sentence.
        (
            "2. Please tell us the value of the assets that were sold in the year\n- land and buildings alone\n",
            "could be a dash of the sentence",
        ),
        (
            "2. Please tell us the value of the assets that were sold in the year\n- as you say - and of the others.\n",
            "could be a bullet",
        ),
        // A part whose fellows are lost.
        (
            "2. Please tell us:\n\n(a) the value of the assets.\n\nthe value of the rest.\n",
            "could be an item",
        ),
        // A heading that is in small letters, and one that could end a sentence.
        (
            "Liquidity and capital resources in general\n\n2. Please explain it.\n",
            "it could be a heading",
        ),
        (
            "We note that the plan was adopted by the board on the day that is named in the\n\nGeneral Instructions\n\n2. Please explain it.\n",
            "could be the end of the paragraph",
        ),
        // A heading within a comment that could be text, and a text among items that could be a heading.
        (
            "2. Please tell us why.\n\nGoodwill\n\nPlease tell us how you tested it.\n",
            "it could be a short paragraph",
        ),
        (
            "2. Please provide us with:\n\n- the multiples.\n\nIncome approach as applied to each reporting unit\n\n- the projections.\n",
            "it could be their heading",
        ),
        // A heading within a comment, a list that is lost, and a list in no comment.
        (
            "Note 4. Debt, page 8\n\nPlease tell us whether the covenants were met.\n",
            "no number follows it",
        ),
    ] {
        let found = doubts(&format!("{first}{letter}"));
        if !found.iter().any(|says| says.contains(told)) {
            untold.push(format!("{told}: {found:#?}\n{letter}"));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
    let bare =
        "2\n\n2. Please tell us why it rose.\n\n3\n\nTell us what it cost.\n\n4. Please explain.\n";
    let found = doubts(&format!("{first}{bare}"));
    assert!(found.iter().any(|says| says.contains("comment 3 is lacking here")), "{found:#?}");
    let bare = "1\n\nPlease tell us why sales fell.\n\nMr. Pat Example\nMarch 2, 2020\nPage 2\n\n2\n\nPlease explain it.\n";
    let found = doubts(bare);
    assert!(found.iter().any(|says| says.contains("could be the page's number")), "{found:#?}");
    let paged = "Please tell us why.\n\u{c}Mr. Pat Example\nMarch 2, 2020\nthe plan of the year\nPage 2\n\nPlease quantify it.\n";
    let found = doubts(&format!("{first}{paged}"));
    assert!(found.iter().any(|says| says.contains("could belong to the page")), "{found:#?}");
}

#[test]
fn a_clear_letter_is_not_doubted() {
    let clear = "General\n\n1. Please tell us why sales fell, and provide us with:\n\n- the amounts; and\n- the reasons.\n\n\
                 Form 10-K for the fiscal year ended June 30, 2009\n\nNote 4. Debt, page 8\n\n\
                 2. Please tell us whether the covenants were met:\n\n(a) in 2008; and\n\n(b) in 2009.\n";
    assert_eq!(doubts(clear), Vec::<String>::new());
}

#[test]
fn a_request_in_no_comment_is_told() {
    let doubts = |body: &str| {
        let mut files = Files::default();
        let text =
            format!("January 14, 2009\n\nDear Mr. Sample:\n\n{body}\n\nSincerely,\n\nKim Sample\n");
        let id = files.add("source.txt", &text);
        let findings = super::read(files.get(id)).findings;
        let told = findings.iter().filter(|finding| finding.rule == &codes::UNCERTAIN_IMPORT);
        told.map(|finding| finding.message.clone()).collect::<Vec<_>>().join("\n")
    };
    let ask = "Please tell us the amount of the costs that you capitalized in each of the years.";
    let comment = "1. We note your costs. Please tell us more about them.";
    let form = "Form 10-K for the Fiscal Year Ended June 30, 2008";
    let above = doubts(&format!("{comment}\n\n{form}\n\n2. Explain the next.\n\n{ask}"));
    assert_eq!(above, "");
    let above = doubts(&format!("{form}\n\n{ask}\n\n{comment}"));
    assert!(above.contains("asks for something in no comment"), "{above}");
    let below = doubts(&format!("{form}\n\n{comment}\n\nClosing Comments\n\n{ask}"));
    assert!(below.contains("asks for something in no comment"), "{below}");
    assert_eq!(doubts(&format!("{form}\n\n{comment}")), "");
}

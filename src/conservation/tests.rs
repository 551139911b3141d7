use super::*;
use crate::letter;
use crate::source::Files;

static SOURCE: &str = include_str!("../../tests/letters/seed-citigroup/input.txt");
static LETTER: &str = include_str!("../../tests/letters/seed-citigroup/expected.md");

/// Returns the findings as `code@line:column of letter.md`.
fn found(letter: &str, source: &str) -> (Vec<String>, Findings) {
    let mut files = Files::default();
    let letter_id = files.add("letter.md", letter);
    let source_id = files.add("responses/2009-01-14/source.txt", source);
    let mut findings = Findings::default();
    let letter = letter::parse(files.get(letter_id), &mut findings);
    check(&letter, files.get(letter_id), Some(files.get(source_id)), None, &mut findings);
    let shown = findings
        .iter()
        .map(|finding| {
            let at = finding.place.map(|place| files.get(letter_id).position(place.start));
            let at = at.map_or(String::new(), |at| format!("@{}:{}", at.line, at.column));
            format!("{}{at}", finding.rule.code)
        })
        .collect();
    (shown, findings)
}

/// Returns the findings of a body against a source, notes left out.
fn faults(front: &str, body: &str, source: &str) -> Vec<String> {
    let letter = format!(
        "+++\ndate = 2009-01-14\nsource = {{ file = \"source.txt\", sha256 = \"0\" }}\n{front}+++\n\n{body}"
    );
    let (_, findings) = found(&letter, source);
    findings
        .iter()
        .filter(|finding| finding.level > Level::Note)
        .map(|finding| format!("{}: {}", finding.rule.code, finding.message))
        .collect()
}

fn levels(front: &str, body: &str, source: &str) -> Vec<Level> {
    let letter = format!(
        "+++\ndate = 2009-01-14\nsource = {{ file = \"source.txt\", sha256 = \"0\" }}\n{front}+++\n\n{body}"
    );
    let levels = found(&letter, source).1.iter().map(|finding| finding.level).collect::<Vec<_>>();
    levels.into_iter().filter(|level| *level > Level::Note).collect()
}

fn codes_of(front: &str, body: &str, source: &str) -> Vec<String> {
    let code = |fault: String| fault.split(':').next().unwrap_or_default().to_owned();
    faults(front, body, source).into_iter().map(code).collect()
}

#[test]
fn the_example_agrees_with_the_letter_as_received() {
    let (shown, findings) = found(LETTER, SOURCE);
    let codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    assert_eq!(codes, ["no-date", "mended-text", "mended-text"], "{shown:?}");
}

/// Returns the ranges of the body's words.
fn body_words() -> Vec<std::ops::Range<usize>> {
    let body = LETTER.rfind("+++").expect("front matter") + 3;
    LETTER[body..]
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - LETTER.as_ptr() as usize)
        .map(|start| {
            start..start + LETTER[start..].find(char::is_whitespace).unwrap_or(LETTER.len() - start)
        })
        .filter(|range| LETTER[range.clone()].chars().any(char::is_alphanumeric))
        .collect()
}

/// Holds that a letter changed at `at` has a fault that stands within `slack` words of it.
fn assert_found_at(letter: &str, at: usize, slack: usize, what: &str) {
    let (shown, findings) = found(letter, SOURCE);
    let drift = findings
        .iter()
        .find(|finding| {
            finding.rule.code == "letter-drift" || finding.rule.code == "letter-structure"
        })
        .unwrap_or_else(|| panic!("{what} is not found: {shown:?}"));
    let start = drift.place.expect("a place").start as usize;
    let (low, high) = (start.min(at), start.max(at));
    let apart = letter[low..high].split_whitespace().count();
    assert!(apart <= slack, "{what} is found {apart} words off, at {:?}", drift.message);
    let drifts = findings.iter().filter(|finding| finding.rule.code == "letter-drift").count();
    assert!(drifts <= 1, "{what} is one place of drift: {shown:?}");
}

#[test]
fn each_changed_deleted_or_doubled_word_is_found_at_its_place() {
    // Every word once, the kinds of change in turn.
    for (index, range) in body_words().into_iter().enumerate() {
        change(range, index % 4);
    }
}

#[test]
#[ignore = "takes a minute: every word in every way"]
fn each_word_is_found_changed_in_every_way() {
    for range in body_words() {
        (0..4).for_each(|kind| change(range.clone(), kind));
    }
}

fn change(range: std::ops::Range<usize>, kind: usize) {
    let word = &LETTER[range.clone()];
    let (before, after) = (&LETTER[..range.start], &LETTER[range.end..]);
    match kind {
        0 => {
            let changed = format!("{before}x{word}{after}");
            assert_found_at(&changed, range.start, 0, &format!("a changed {word:?}"));
        }
        1 if word.to_uppercase() != word => {
            let cased = word.to_uppercase();
            assert_found_at(&format!("{before}{cased}{after}"), range.start, 0, &cased);
        }
        // Where a word is gone, the text begins to differ at the next one.
        1 | 2 => {
            let what = format!("a deleted {word:?}");
            assert_found_at(&format!("{before}{after}"), range.start, 2, &what);
        }
        _ => {
            let doubled = format!("{before}{word} {word}{after}");
            assert_found_at(&doubled, range.end, 2, &format!("a doubled {word:?}"));
        }
    }
}

#[test]
fn drift_names_both_words_and_the_line_of_the_source() {
    let letter = LETTER.replace("you should revise", "you could revise");
    let (_, findings) = found(&letter, SOURCE);
    let drift = findings.iter().find(|f| f.rule.code == "letter-drift").expect("drift");
    assert_eq!(drift.message, "letter.md reads \"could\", the letter as received \"should\"");
    assert_eq!(drift.label.as_deref(), Some("source.txt:13 reads \"should\""));
}

#[test]
fn a_second_drift_is_found_after_the_first() {
    let letter = LETTER
        .replace("you should revise", "you could revise")
        .replace("Please clarify your response", "Please describe your response")
        .replace("additional comments after", "comments after");
    let (shown, _) = found(&letter, SOURCE);
    assert_eq!(
        shown.iter().filter(|shown| shown.starts_with("letter-drift")).count(),
        3,
        "{shown:?}"
    );
}

#[test]
fn swapped_paragraphs_and_a_lost_paragraph_are_drift() {
    let opening = LETTER.find("We have reviewed").expect("the opening");
    let end = opening + LETTER[opening..].find('\n').expect("its end");
    let paragraph = &LETTER[opening..end];
    let without = LETTER.replacen(paragraph, "", 1);
    let (shown, _) = found(&without, SOURCE);
    assert_eq!(
        shown.iter().filter(|shown| shown.starts_with("letter-drift")).count(),
        1,
        "{shown:?}"
    );
    let moved = without.replacen("# Financial", &format!("{paragraph}\n\n# Financial"), 1);
    let (shown, _) = found(&moved, SOURCE);
    assert_eq!(
        shown.iter().filter(|shown| shown.starts_with("letter-drift")).count(),
        2,
        "{shown:?}"
    );
    let bullets: Vec<&str> = LETTER.lines().filter(|line| line.starts_with("- ")).collect();
    let swapped = LETTER
        .replacen(bullets[2], "@", 1)
        .replacen(bullets[3], bullets[2], 1)
        .replacen('@', bullets[3], 1);
    let (shown, _) = found(&swapped, SOURCE);
    let drifts = shown.iter().filter(|shown| shown.starts_with("letter-drift")).count();
    assert!((1..=2).contains(&drifts), "{shown:?}");
}

#[test]
fn each_lost_bullet_is_found_at_its_first_word() {
    let starts: Vec<usize> = LETTER.match_indices("\n- ").map(|(at, _)| at + 1).collect();
    assert_eq!(starts.len(), 18);
    for start in starts {
        let letter = format!("{}{}", &LETTER[..start], &LETTER[start + 2..]);
        let (shown, findings) = found(&letter, SOURCE);
        let fault = findings.iter().find(|f| f.rule.code == "letter-structure").expect("a fault");
        assert_eq!(fault.place.expect("a place").start as usize, start, "{shown:?}");
        assert!(shown.iter().all(|shown| !shown.starts_with("letter-drift")), "{shown:?}");
    }
}

#[test]
fn a_break_put_early_is_found_by_the_counts() {
    let letter = LETTER.replace("\n---\n", "\n").replace("#### Value", "---\n\n#### Value");
    let (shown, _) = found(&letter, SOURCE);
    assert!(shown.iter().any(|shown| shown.starts_with("letter-count")), "{shown:?}");
}

#[test]
fn a_number_of_the_source_opens_a_comment_or_item() {
    let source = "1. One asks.\n\n(1) first\n\n(a) second\n";
    assert!(faults("", "# 1.\n\nOne asks.\n\n- (1) first\n\n- (a) second\n", source).is_empty());
    assert!(faults("", "# 1.\n\nOne asks.\n\n- (1) first\n  - (a) second\n", source).is_empty());
    assert_eq!(
        codes_of("", "# 1.\n\nOne asks.\n\n(1) first\n\n(a) second\n", source),
        ["letter-structure", "letter-structure"]
    );
    assert_eq!(codes_of("", "1\\. One asks. (1) first (a) second\n", source).len(), 4);
    // An ordered list, typed by hand, has its numbers among its words.
    assert!(
        faults("", "# 1.\n\nOne asks.\n\n- (1) first\n\n1. x\n", "1. One asks.\n(1) first\n1. x\n")
            .is_empty()
    );
}

#[test]
fn an_item_or_number_that_something_hides_has_lost_its_mark() {
    let source = "1. Tell us:\n- its value; and\n- its cost.\n2. Why?\n";
    let whole = "# 1.\n\nTell us:\n\n- its value; and\n- its cost.\n\n# 2.\n\nWhy?\n";
    assert!(faults("", whole, source).is_empty());
    for (shown, hidden) in [
        ("- its cost.", "> - its cost."),
        ("- its cost.", "  > - its cost."),
        ("- its cost.", "> > - its cost."),
        ("- its cost.", "> * its cost."),
        ("- its cost.", "> its cost."),
        ("- its cost.", "> ### its cost."),
        ("- its cost.", "  ### its cost."),
        ("- its cost.", "\n```\nits cost.\n```"),
        ("# 2.", "> # 2."),
        ("# 2.", "- # 2."),
        ("# 2.", "> 2."),
        ("# 2.", "> - # 2."),
    ] {
        let codes = codes_of("", &whole.replace(shown, hidden), source);
        assert_eq!(codes, ["letter-structure"], "{hidden}");
    }
    // A bare number need not be a mark, and is one where letter.md has it as a heading.
    let bare = source.replace("2.", "2");
    assert_eq!(codes_of("", &whole.replace("# 2.", "> # 2"), &bare), ["letter-structure"]);
    // More items around each other than a key has parts.
    let deepest = crate::key::MAX_DEPTH;
    let nested =
        |depth: usize| (0..depth).map(|at| format!("{}- x\n", "  ".repeat(at))).collect::<String>();
    let source = |depth: usize| format!("1. Tell us:\n{}", nested(depth));
    let body = |depth: usize| format!("# 1.\n\nTell us:\n\n{}", nested(depth));
    assert!(faults("", &body(deepest), &source(deepest)).is_empty());
    assert_eq!(codes_of("", &body(deepest + 1), &source(deepest + 1)), ["letter-structure"]);
}

#[test]
fn a_quotation_that_hides_nothing_may_stand() {
    let source = "1. You say:\n\nWe sell goods\nand services.\n\n- which ones?\n- and where\nto?\n";
    for body in [
        "# 1.\n\nYou say:\n\n> We sell goods and services.\n\n- which ones?\n- and where to?\n",
        "# 1.\n\nYou say:\n\n> - We sell goods\n> - and services.\n\n- which ones?\n- and where to?\n",
        "# 1.\n\nYou say:\n\nWe sell goods and services.\n\n- > which ones?\n- > - and where to?\n",
    ] {
        assert!(faults("", body, source).is_empty(), "{:?}", faults("", body, source));
    }
    // What is quoted may have marks: then the letter says of each that it is none.
    let source = "1. You say:\n- We sell goods\n- which ones?\n";
    let body = "# 1.\n\nYou say:\n\n> - We sell goods\n\n- which ones?\n";
    assert_eq!(codes_of("", body, source), ["letter-structure"]);
    let entry = "[[mended]]\nwas = \"- We sell\"\nnow = \"- We sell\"\nwhy = \"a quotation\"\n";
    assert!(faults(entry, body, source).is_empty(), "{:?}", faults(entry, body, source));
}

#[test]
fn a_bullet_below_one_that_stands_beside_it_takes_its_unit() {
    let source = "1. Tell us:\n- its value;\n- its cost.\n";
    let body = "# 1.\n\nTell us:\n\n- its value;\n  - its cost.\n";
    for source in [source, "1. Tell us:\n  - its value;\n- its cost.\n"] {
        assert!(faults("", body, source)[0].contains("bullet 1.1.1 stands below 1.1"));
        assert_eq!(levels("", body, source), [Level::Error]);
        // It opens a list, and the indentation of the source may be lost.
        let (body, source) = (body.replace(";", ":"), source.replace(";", ":"));
        assert_eq!(levels("", &body, &source), [Level::Warning]);
    }
    assert!(faults("", &body.replace(";", "; {own}"), source).is_empty());
    for (a, b, is_told) in
        [("a.", "b.", true), ("(1)", "(2)", true), ("a.", "(i)", false), ("(h)", "(i)", false)]
    {
        let source = format!("1. Tell us:\n  {a} its value;\n  {b} its cost.\n");
        let body = format!("# 1.\n\nTell us:\n\n- {a} its value;\n  - {b} its cost.\n");
        let told = faults("", &body, &source);
        assert_eq!(told.iter().any(|told| told.contains("stands below 1.")), is_told, "{told:?}");
    }
    for source in
        [source.replace("- its cost", "  - its cost"), source.replace("- its cost", "* its cost")]
    {
        assert!(faults("", body, &source).is_empty(), "{source}");
    }
}

#[test]
fn a_sentence_that_runs_on_into_a_number_has_no_mark() {
    let source = "1. We refer to your response to our earlier comment\n3. In addition, quantify.\n";
    let body =
        "# 1.\n\nWe refer to your response to our earlier comment 3. In addition, quantify.\n";
    assert!(faults("", body, source).is_empty());
    let source = "1. You say that it ended in 2007.\n3. It did not.\n";
    let body = "# 1.\n\nYou say that it ended in 2007. 3. It did not.\n";
    assert_eq!(codes_of("", body, source), ["letter-structure"]);
    let mended = "[[mended]]\nwas = \"3.\"\nnow = \"3.\"\nwhy = \"no mark\"\n";
    assert!(faults(mended, body, source).is_empty());
}

#[test]
fn signs_that_are_no_marks_go_to_mended() {
    let source = "# x\n1. The value\n- as it stands -\nis high.\n";
    let front = "[[mended]]\nwas = \"- as\"\nnow = \"- as\"\nwhy = \"a dash\"\n";
    let body = "\\# x\n\n# 1.\n\nThe value - as it stands - is high.\n";
    assert!(faults(front, body, source).is_empty(), "{:?}", faults(front, body, source));
    let front = "[[mended]]\nwas = \"- as\"\nnow = \"as\"\nwhy = \"a blot\"\n";
    let body = "\\# x\n\n# 1.\n\nThe value as it stands - is high.\n";
    assert!(faults(front, body, source).is_empty());
    assert_eq!(codes_of("", body, source), ["letter-structure"]);
}

#[test]
fn labels_and_signs_of_a_comments_number_are_no_words() {
    for source in
        ["Comment 1: Why?", "SEC COMMENT NO. 1\nWhy?", "- 1. Why?", "•\n1)\nWhy?", "1\n\nWhy?"]
    {
        assert!(faults("", "# 1.\n\nWhy?\n", source).is_empty(), "{source}");
    }
    assert_eq!(codes_of("", "# 1.\n\nWhy?\n", "Comment 2: Why?").len(), 1);
    let body = "# 1.\n\nYour response to\n\n# 2.\n\nWhy?\n";
    assert!(faults("", body, "1. Your response to comment 2. Why?")[0].contains("\"comment\""));
}

#[test]
fn a_comment_that_is_lost_is_named_also_where_its_number_stands_behind_a_dash() {
    let source = "- 1. Please tell us why.\n- 2. Please refer to your prior response.\n- 3. Please refer to it.\n";
    let front =
        "+++\ndate = 2009-01-14\nsource = { file = \"source.txt\", sha256 = \"0\" }\n+++\n\n";
    let body = "# 1.\n\nPlease tell us why.\n\n# 3.\n\nPlease refer to it.\n";
    let first = |source: &str| {
        let (_, findings) = found(&format!("{front}{body}"), source);
        let drift = findings.iter().find(|it| it.rule == &codes::LETTER_DRIFT).expect("a drift");
        drift.keys.join(" ")
    };
    assert_eq!(first(source), "2");
    assert_eq!(first(&source.replace("- ", "")), "2");
    // A number behind a sign may be the first word of a bullet.
    assert_eq!(first(&source.replace("2. Please", "2 of them. Please")), "");
}

#[test]
fn hyphens_at_a_lines_end_may_stay_or_go() {
    let source = "the non-\noperating and the con-\nPage 2\ntrol-\nbased\n";
    for body in [
        "the non-operating and the control-based",
        "the nonoperating and the controlbased",
        "the non- operating and the con- trol- based",
        "the non operating and the control based",
    ] {
        assert_eq!(codes_of("furniture = [\"Page 2\"]\n", body, source), ["no-comments"], "{body}");
    }
    assert_eq!(codes_of("", "non operating", "non-operating").len(), 2);
}

#[test]
fn furniture_takes_one_whole_line_each_in_order() {
    let source = "Example Corp.\n1. One\nExample Corp.\nPage 2\ntwo.\n2\n2. Three\n";
    let front = "furniture = [\"Example Corp.\", \"Page 2\", \"2\"]\n";
    let body = "Example Corp.\n\n# 1.\n\nOne two.\n\n# 2.\n\nThree\n";
    assert!(faults(front, body, source).is_empty(), "{:?}", faults(front, body, source));
    assert!(
        codes_of("furniture = [\"Page 2\", \"2\"]\n", body, source)
            .contains(&"letter-drift".into())
    );
    let front = "furniture = [\"Page 2\", \"Example Corp.\", \"2\"]\n";
    assert!(
        faults(front, body, source)
            .contains(&"furniture: \"Page 2\" is no line of the source here".to_owned())
            || codes_of(front, body, source).contains(&"letter-drift".to_owned())
    );
}

#[test]
fn furniture_cannot_swallow_a_request() {
    let source = "1. Tell:\n- its fair value; and\n- its cost.\n";
    let front = "furniture = [\"- its cost.\"]\n";
    let body = "# 1.\n\nTell:\n\n- its fair value; and\n";
    assert_eq!(codes_of(front, body, source), ["furniture-asks"]);
}

#[test]
fn mending_is_narrow_and_reported() {
    let source = "1. We should see controlbased multiples, controlbased.\n";
    let entry = "[[mended]]\nwas = \"controlbased\"\nnow = \"control-based\"\n";
    let body = "# 1.\n\nWe should see control-based multiples, control-based.\n";
    assert!(faults(&format!("{entry}{entry}"), body, source).is_empty());
    assert_eq!(codes_of(entry, body, source), ["letter-drift"]);
    assert_eq!(codes_of(&entry.repeat(3), body, source), ["unused-mended"]);
    let softened = "[[mended]]\nwas = \"should\"\nnow = \"could\"\n";
    let body = "# 1.\n\nWe could see controlbased multiples, controlbased.\n";
    assert_eq!(codes_of(softened, body, source), ["mended-too-much"]);
}

#[test]
fn quotes_dashes_blanks_emphasis_and_escapes_are_folded() {
    let source =
        "1. The “value” – 5 – of *it* ... is_it\u{a0}| ok\u{200b}? ----- & <x> 2008. [1]\n";
    let body =
        "# 1. {own}\n\nThe \"va**lue**\" - 5 - of \\*it\\* is\\_it ok? \\& \\<x> 2008\\. \\[1]\n";
    assert!(faults("", body, source).is_empty(), "{:?}", faults("", body, source));
}

#[test]
fn staff_words_are_not_struck_through_nor_have_a_picture() {
    let source = "1. Please tell us who reviews the estimate.\n";
    let body = "# 1.\n\nPlease tell us who reviews the estimate.\n";
    assert_eq!(
        faults("", &body.replace("tell us who", "~~tell *us* who~~"), source),
        [
            "letter-drift: letter.md strikes through \"tell us who\", the letter as received does not"
        ]
    );
    assert_eq!(
        faults("", &body.replace("who", "![](a.png) who"), source),
        ["letter-drift: letter.md shows a picture, the letter as received does not"]
    );
    assert!(
        faults("", &body.replace("tell", r"\~\~tell"), &source.replace("tell", "~~tell"))
            .is_empty()
    );
    // Emphasis and the like are a note.
    for words in ["**tell us**", "*tell **us***", "`tell us`", "[tell us](https://a.example)"] {
        let body = body.replace("tell us", words);
        let letter = format!(
            "+++\ndate = 2009-01-14\nsource = {{ file = \"source.txt\", sha256 = \"0\" }}\n+++\n\n{body}"
        );
        assert_eq!(found(&letter, source).0, ["letter-drift@8:8"], "{words}");
        assert!(faults("", &body, source).is_empty());
    }
}

#[test]
fn the_file_itself_is_proved() {
    let mut files = Files::default();
    let with = files.add("letter.md", "+++\ndate = 2009-01-14\nsource = { file = \"source.txt\", sha256 = \"ab\" }\n+++\n\n# 1.\n\nA\n");
    let without = files.add("letter.md", "+++\ndate = 2009-01-14\n+++\n\n# 1.\n\nA\n");
    let bare = files.add(
        "letter.md",
        "+++\ndate = 2009-01-14\nsource = { file = \"source.txt\" }\n+++\n\n# 1.\n\nA\n",
    );
    let source = files.add("source.txt", "1. A");
    let codes = |id, source: Option<_>, hash| {
        let mut findings = Findings::default();
        let letter = letter::parse(files.get(id), &mut findings);
        check(&letter, files.get(id), source.map(|id| files.get(id)), hash, &mut findings);
        findings.iter().map(|finding| finding.rule.code).collect::<Vec<_>>()
    };
    assert!(codes(with, Some(source), Some("AB")).is_empty());
    assert_eq!(codes(with, Some(source), Some("cd")), ["source-changed"]);
    assert_eq!(codes(with, None, None), ["missing-source"]);
    assert_eq!(codes(without, Some(source), Some("ab")), ["no-source"]);
    assert_eq!(codes(bare, Some(source), Some("ab")), ["no-source"]);
}

#[test]
fn a_letter_of_many_words_is_compared_in_linear_time() {
    let paragraph =
        "Please tell us how the units were tested and why the test was passed in 2008.\n\n";
    let source = format!("1. Begin.\n\n{}", paragraph.repeat(10_000));
    let body =
        format!("# 1.\n\nBegin.\n\n{}", paragraph.repeat(10_000).replacen("passed", "failed", 1));
    let started = std::time::Instant::now();
    assert_eq!(codes_of("", &body, &source), ["letter-drift"]);
    // Far away from any text of its own, and a whole text that is missing.
    assert_eq!(codes_of("", "# 1.\n\nBegin.\n", &source), ["letter-drift"]);
    assert!(codes_of("", &"wholly other words here ".repeat(15_000), &source).len() <= 22);
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

use super::*;
use crate::source::Files;

fn read(body: &str) -> (Letter, Findings, Files) {
    let mut files = Files::default();
    let id = files.add("letter.md", &format!("+++\ndate = 2009-01-14\n+++\n\n{body}"));
    let mut findings = Findings::default();
    let letter = parse(files.get(id), &mut findings);
    (letter, findings, files)
}

fn keys(body: &str) -> String {
    let (letter, _, _) = read(body);
    let rows: Vec<String> = letter.rows.iter().map(|row| row.key.to_string()).collect();
    rows.join(" ")
}

fn codes_of(body: &str) -> Vec<&'static str> {
    let (_, findings, _) = read(body);
    findings.iter().map(|finding| finding.rule.code).collect()
}

#[test]
fn bullets_are_numbered_through_the_whole_comment_across_groups() {
    let body = "# Form\n\n### 3.\n\nPlease:\n\n#### Market\n\n- one\n- two\n\n#### Income\n\nText.\n\n* three\n";
    assert_eq!(keys(body), "3 3.1 3.2 3.3");
    let (letter, findings, files) = read(body);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(letter.rows[3].group.as_deref(), Some("Income"));
    assert_eq!(files.text(letter.rows[3].place), "three");
    assert_eq!(letter.rows[0].text, "Please: Market one two Income Text. three");
    assert_eq!(letter.rows[0].own_text, "Please:");
    assert_eq!(letter.comments[0].headings, ["Form"]);
}

#[test]
fn parts_keep_the_letters_that_the_staff_gave_them() {
    assert_eq!(keys("### 1.\n\n- a. one\n  - x\n  - y\n- b. two\n"), "1 1.a 1.a.1 1.a.2 1.b");
    assert_eq!(keys("### 1.\n\n- i. one\n- ii. two\n- (iii) three\n"), "1 1.i 1.ii 1.iii");
    assert_eq!(keys("### 1.\n\n- plain\n- U. S. companies\n- (2) two\n"), "1 1.1 1.2 1.3");
    assert_eq!(keys("### 1.\n\n1. one\n3. three\n"), "1 1.1 1.2");
    assert_eq!(keys("### 1.\n\n- 1. one\n- 2. two\n"), "1 1.1 1.2");
}

#[test]
fn a_break_ends_the_comments_and_a_year_is_no_number() {
    let body = "### 1.\n\nA.\n\n#### 2008\n\n- b\n\n---\n\nPlease respond.\n\n- ack\n";
    assert_eq!(keys(body), "1 1.1");
    assert_eq!(codes_of(body), ["closing-list"]);
}

#[test]
fn what_would_lose_a_comment_is_a_finding() {
    assert_eq!(codes_of("- lost\n\n### 1.\n\nA.\n"), ["outside-comment"]);
    assert_eq!(codes_of("### 1.\n\nA.\n\n### 1.\n\nB.\n"), ["repeated-number"]);
    assert_eq!(codes_of("### 1.\n\nA.\n\n### 3.\n\nB.\n"), ["number-gap"]);
    assert_eq!(codes_of("### 1.\n\nA.\n\n#### 2.\n\nB.\n"), ["nested-comment"]);
    assert_eq!(codes_of("### 1.\n\nA.\n\n---\n\nB.\n\n---\n\nC.\n"), ["repeated-break"]);
    assert_eq!(codes_of("### 1.\n\nA.\nB.\n---\n"), ["letter-heading"]);
    assert_eq!(codes_of("### 1.\n\n- a. x\n- b. y\n\nText:\n\n- a. z\n"), ["repeated-key"]);
}

#[test]
fn a_restart_gives_keys_their_prefix() {
    let mut files = Files::default();
    let id = files.add(
        "letter.md",
        "+++\ndate = 2009-01-14\n[[restart]]\nheading = \"Form 10-Q\"\nprefix = \"q\"\n+++\n\n# Form 10-K\n\n## 1.\n\nA\n\n# Form 10-Q\n\n## 1.\n\n- B\n",
    );
    let mut findings = Findings::default();
    let letter = parse(files.get(id), &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let keys: Vec<String> = letter.rows.iter().map(|row| row.key.to_string()).collect();
    assert_eq!(keys, ["1", "Q1", "Q1.1"]);
}

#[test]
fn own_makes_a_unit_of_what_has_items() {
    let (letter, _, _) = read("### 1. {own}\n\nA\n\n- b {own}\n  - c\n");
    assert!(letter.is_unit(0) && letter.is_unit(1) && letter.is_unit(2));
    assert_eq!(letter.rows[1].own_text, "b");
}

#[test]
fn the_heads_of_a_comment_are_the_sections_above_it() {
    let (letter, ..) = read(
        "# Form\n\n## Note 1\n\n### 1.\n\nA.\n\n#### Group\n\nB.\n\n## Note 2\n\n### 2.\n\nC.\n\n# Other\n\n### 3.\n\nD.\n",
    );
    let headings: Vec<_> = letter.comments.iter().map(|it| it.headings.join(" > ")).collect();
    assert_eq!(headings, ["Form > Note 1", "Form > Note 2", "Other"]);
    // A heading of the comment's own level ends it, and is no group of it.
    let (letter, findings, _) = read("### 1.\n\nA.\n\n### Next\n\n- lost\n\n### 2.\n\nB.\n");
    assert_eq!(letter.rows[0].text, "A.");
    assert_eq!(findings.iter().next().map(|it| it.rule.code), Some("outside-comment"));
}

#[test]
fn four_digits_are_a_number_where_the_run_has_come_there() {
    assert_eq!(keys("### 999.\n\nA.\n\n### 1000.\n\nB.\n\n#### 2008\n\nC.\n"), "999 1000");
    assert_eq!(keys("### 999.\n\nA.\n\n#### 1001.\n\nB.\n"), "999");
    assert_eq!(keys("### 7.\n\nA.\n\n#### 0008\n\nB.\n"), "7");
}

#[test]
fn comments_in_the_source_are_no_text_of_the_letter() {
    let (letter, ..) = read("### 1.\n\n<!-- a note -->\n\nA.\n\n- b\n\n  <!-- another -->\n");
    let texts: Vec<&str> = letter.rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["A. b", "b"]);
    assert_eq!(letter.comments[0].content.len(), 2);
}

#[test]
fn lists_lie_within_lists_as_deep_as_keys_go() {
    let depth = crate::key::MAX_DEPTH;
    let body: String =
        (0..=depth).map(|level| format!("{}- item {level}\n", "  ".repeat(level))).collect();
    let (letter, ..) = read(&format!("### 1.\n\n{body}"));
    let deepest = letter.rows.iter().map(|row| row.key.parts.len()).max();
    assert_eq!((letter.rows.len(), deepest), (depth + 1, Some(depth)));
}

#[test]
fn own_goes_from_the_words_and_from_their_place() {
    let (letter, _, files) = read("### 1.\n\nA:\n\n- the *bullet* itself {own}\n  - c\n");
    assert_eq!(files.text(letter.rows[1].place), "the *bullet* itself");
    assert_eq!(letter.rows[1].own_text, "the bullet itself");
    // It may stand right behind what is emphasized, and behind one that is the staff's word.
    for (item, words) in [("*the bullet*{own}", "the bullet"), ("a \\{own} b {own}", "a {own} b")] {
        let (letter, ..) = read(&format!("### 1.\n\nA:\n\n- {item}\n  - c\n"));
        assert_eq!((letter.rows[1].own_text.as_str(), letter.rows[1].own), (words, true));
    }
}

#[test]
fn whom_the_letter_names_is_read_from_its_front_matter() {
    let mut files = Files::default();
    let id = files.add(
        "letter.md",
        "+++\ndate = 2009-01-14\nto = { name = \"A. Person\", title = \"Officer\", company = \"Co.\" }\n\
         [[restart]]\nheading = \"Form\"\nprefix = \"Q1\"\n[[restart]]\nheading = \"Form\"\nprefix = \"ABCDE\"\n\
         +++\n\n### 1.\n\nA.\n",
    );
    let mut findings = Findings::default();
    let letter = parse(files.get(id), &mut findings);
    let to = letter.front.to;
    let words = [to.name, to.title, to.company].map(|text| text.expect("stated").value);
    assert_eq!(words, ["A. Person", "Officer", "Co."]);
    let codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    assert_eq!(codes, ["wrong-type", "wrong-type"]);
}

#[test]
fn each_restart_acts_from_its_own_heading() {
    let mut files = Files::default();
    let id = files.add(
        "letter.md",
        "+++\ndate = 2009-01-14\n[[restart]]\nheading = \"Form 10-Q\"\nprefix = \"q\"\n[[restart]]\nheading = \
         \"Form 8-K\"\nprefix = \"k\"\n+++\n\n# Form 10-K\n\n## 1.\n\nA\n\n# Form 10-Q\n\n## 1.\n\nB\n\n# Form 8-K\n\n\
         ## 1.\n\nC\n",
    );
    let letter = parse(files.get(id), &mut Findings::default());
    let keys: Vec<String> = letter.rows.iter().map(|row| row.key.to_string()).collect();
    assert_eq!(keys, ["1", "Q1", "K1"]);
}

#[test]
fn a_list_below_a_deep_heading_of_the_closing_may_be_a_lost_comments() {
    let closing =
        |heading: &str| format!("# Form\n\n## Note 1\n\n### 1.\n\nA.\n\n---\n\n{heading}\n\n- b\n");
    assert_eq!(codes_of(&closing("## Closing")), ["closing-list"]);
    assert_eq!(codes_of(&closing("### Leases")), ["outside-comment"]);
    // The break itself was put above a comment's list.
    assert_eq!(codes_of(&closing("")), ["outside-comment"]);
    assert_eq!(codes_of(&closing("Please acknowledge that:")), ["closing-list"]);
    assert_eq!(codes_of(&closing("Please tell us whether:")), ["outside-comment"]);
    // A number alone is told as what it is, outside the closing.
    assert_eq!(keys("### 1.\n\nA.\n\n---\n\nB.\n\n- 2.\n"), "1");
    assert_eq!(codes_of("### 1.\n\nA.\n\n---\n\nB.\n\n- 2.\n"), ["closing-list"]);
    let message = |body: &str| {
        let (_, findings, _) = read(body);
        findings.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; ")
    };
    let alone = "the number 2 stands without words, in no comment";
    assert_eq!(message("# Form\n\n- 2.\n\n### 3.\n\nA.\n"), alone);
    assert_eq!(
        message("### 1.\n\nA:\n\n- b\n- 2.\n"),
        "the number 2 stands without words in comment 1"
    );
}

#[test]
fn own_is_told_where_it_is_not_read_and_is_no_word() {
    let helps = |body: &str| {
        let (letter, findings, files) = read(body);
        let texts: String = letter.rows.iter().map(|row| row.text.as_str()).collect();
        assert!(!texts.contains("{own}"), "{texts}");
        let told: Vec<_> = findings.iter().filter(|it| it.rule.code == "misplaced-mark").collect();
        let shown = |it: &&crate::finding::Finding| {
            it.place.is_some_and(|place| files.text(place) == "{own}")
        };
        assert!(told.iter().all(shown), "{body}");
        told.iter().map(|it| it.help.clone().unwrap_or_default()).collect::<Vec<_>>().join("; ")
    };
    let in_comment = "write it behind the comment's number: `### 1. {own}`";
    assert_eq!(helps("### 1.\n\nTell us: {own}\n\n- a b\n"), in_comment);
    assert_eq!(helps("### 1.\n\nTell us:\n\n- a b\n\nAlso {own} this.\n"), in_comment);
    assert_eq!(
        helps("### 1.\n\n*Tell us: {own}*\n\n- a b\n\n#### G {own}\n").matches(';').count(),
        1
    );
    assert_eq!(
        helps("### 1.\n\n- a: {own} b\n  - c\n"),
        "write it at the end of the first paragraph of 1.1"
    );
    let needless = "take it out: 1 has no items, and is a unit without it";
    assert_eq!(helps("### 1.\n\nTell us why. {own}\n"), needless);
    assert_eq!(helps("### 1.\n\n`{own}`\n"), needless);
    assert_eq!(helps("Dear {own}\n\n# A {own}\n\n### 1.\n\nB\n").matches("take it out").count(), 2);
    assert_eq!(helps("### 1.\n\nB\n\n---\n\nC:\n\n- d {own}\n").matches("take it out").count(), 1);
    assert_eq!(helps("### 1. {own}\n\nTell us:\n\n- a b {own}\n  - c\n<!-- {own} -->\n"), "");
    // Behind a backslash it is the staff's own word.
    let (letter, findings, _) = read("### 1.\n\nWhy \\{own}\n\n- a \\{own}\n  - b\n");
    assert!(findings.iter().all(|it| it.rule.code != "misplaced-mark"));
    assert!(letter.rows[0].own_text.contains("{own}") && !letter.rows[1].own);
}

#[test]
fn a_letter_with_a_comma_behind_it_is_a_word() {
    assert_eq!(keys("### 1.\n\n- a, b and c\n- i, too\n- () none\n"), "1 1.1 1.2 1.3");
}

#[test]
fn comments_in_the_source_of_an_item_are_no_piece_of_it() {
    let (letter, ..) = read("### 1.\n\n- b\n\n  <!-- a note -->\n");
    let Content::Item(item) = &letter.comments[0].content[0] else { panic!("an item") };
    assert_eq!(item.content.len(), 1);
}

/// Returns the level, the fixedness and the message of each finding.
fn told(body: &str) -> Vec<String> {
    let (_, findings, _) = read(body);
    let fixed = |is_fixed: bool| if is_fixed { "!" } else { "" };
    findings
        .iter()
        .map(|it| {
            format!("{}{} {}: {}", it.level.word(), fixed(it.is_fixed), it.rule.code, it.message)
        })
        .collect()
}

#[test]
fn words_of_the_staff_in_no_comment_are_told() {
    let of_one = |rest: &str| told(&format!("# Form\n\n### 1.\n\nWe note your costs.\n\n{rest}\n"));
    let asks = "Please tell us the amount of these costs.";
    let asking = "error! outside-comment: \"Please tell us the amount of these costs.\" asks for something in no \
                  comment: it is printed nowhere";
    assert_eq!(of_one(&format!("## Note 1. Costs, page 30\n\n{asks}")), [asking]);
    assert_eq!(of_one(&format!("#\n\n{asks}")), [asking]);
    assert_eq!(told(&format!("# Form\n\n{asks}\n\n### 1.\n\nA.\n")), [asking]);
    // One slip is one finding, whatever else stands behind it.
    assert_eq!(of_one(&format!("## Note 1\n\nIn this regard:\n\n{asks}\n\nSo much.")), [asking]);
    assert_eq!(of_one(&format!("## Note 1\n\n{asks}\n\n- a list")).len(), 1);
    assert_eq!(of_one(&format!("#### Note 1. Costs\n\n{asks}")), [""; 0]);
    let heading = "# Item 7. Discussion and\n\nAnalysis, page 24\n\n## 1.\n\nA.\n";
    let says = "\"Analysis, page 24\" goes on from the heading: it is printed nowhere";
    assert_eq!(told(heading), [format!("error! outside-comment: {says}")]);
    let other = "# Form\n\nItem 7. Discussion, page 24\n\n## 1.\n\nA.\n";
    let says = "\"Item 7. Discussion, page 24\" stands in no comment: it is printed nowhere";
    assert_eq!(told(other), [format!("warning outside-comment: {says}")]);
    let opening = "# Form\n\nPlease address the following.\n\n## 1.\n\nA.\n";
    assert!(told(opening)[0].starts_with("warning outside-comment"));
    let customary = "# Form\n\nPlease respond within ten business days.\n\n## 1.\n\nA.\n";
    assert_eq!(told(customary), [""; 0]);
}

#[test]
fn words_of_a_comment_below_the_break_are_told() {
    let below =
        |comment: &str, closing: &str| told(&format!("### 1.\n\n{comment}\n\n---\n\n{closing}\n"));
    let says = "\"to the customer before delivery.\" goes on from comment 1, and stands in none: it is printed nowhere";
    let goes_on = format!("error! outside-comment: {says}");
    let rest = "to the customer before delivery.\n\nPlease respond within 10 business days.";
    assert_eq!(
        below("Please:\n\n- Explain how control passes", rest),
        std::slice::from_ref(&goes_on)
    );
    // A second break says less.
    assert_eq!(
        below("We note that control passes", &format!("{rest}\n\n---\n\nSincerely,")),
        [goes_on]
    );
    assert!(
        below("We note that it passes to", "Example Corp. before delivery.")[0]
            .contains("goes on from comment 1")
    );
    // A full stop may be left out behind an item, and the letter's end is no sentence.
    let list = "Please tell us:\n\n- its fair value; and\n- its carrying value";
    for closing in [
        "We appreciate your help.",
        "Please respond within 10 business days.",
        "Sincerely,\n\nKim Sample",
    ] {
        assert_eq!(below(list, closing), [""; 0], "{closing}");
    }
    let asking = below(
        "A.",
        "Please tell us the amount of these costs.\n\nPlease respond within 10 business days.",
    );
    assert!(
        asking[0].starts_with("error outside-comment: \"Please tell us the amount"),
        "{asking:?}"
    );
    assert_eq!(below("A.", "# Closing Comments\n\nPlease tell us the amount.").len(), 1);
    assert!(below("A.", "Please revise in response to our comments.")[0].starts_with("warning"));
    for closing in [
        "Please respond to these comments within 10 business days or tell us when you will.",
        "As appropriate, please amend your filing. You may wish to provide us with marked copies.",
        "Please provide a statement that the company acknowledges that:\n\nPlease tell us of it.",
        "You may contact Kim Sample at (202) 555-0100.\n\nPlease tell us of it.",
    ] {
        assert_eq!(below("A.", closing), [""; 0], "{closing}");
    }
}

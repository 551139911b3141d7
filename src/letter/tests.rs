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

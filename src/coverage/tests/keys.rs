//! Keys as people mistype them: one finding each, which names the unit that was meant.

use super::{said_in_full, told};

/// Comments 1 and 4 have no items, 2 has bullets, 3 has parts of which one has items.
pub(super) const LETTER: &str = "\
+++
date = 2020-03-02
+++

### 1.

Please tell us about your stores.

### 2.

Please address the following:

- Please describe how you account for the leases of your stores.
- Please describe how you account for the sales of gift cards.
- Tell us why the margin fell in the last quarter.
- Explain the change in your reserves. Also provide a table of them.

### 3.

For each segment:

- a. Please disclose the revenue of the segment.
- b. Please disclose its assets:
  - land and buildings
  - other assets
- c. Please state the name of each manager.

### 4.

Please explain your policy.
";

/// Sound answers to all of it, a file for each comment.
pub(super) const SOUND: [&str; 4] = [
    "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\nYes.\n",
    "+++\ncomment = \"2\"\nstatus = \"final\"\n+++\n\n## 2.1\n\nOne.\n\n## 2.2\n\nTwo.\n\n## 2.3\n\nThree.\n\n## 2.4\n\nFour. [#1] [#2]\n",
    "+++\ncomment = \"3\"\nstatus = \"final\"\n+++\n\n## 3.a\n\nA.\n\n## 3.b.1\n\nLand.\n\n## 3.b.2\n\nOther.\n\n## 3.c\n\nC.\n",
    "+++\ncomment = \"4\"\nstatus = \"final\"\n+++\n\nWe do.\n",
];

/// Returns what is told after changes of the sound answers: `unknown-key 2.3 \`2.33\``.
pub(super) fn changed(changes: &[(&str, &str)]) -> String {
    let changed = SOUND.map(|text| {
        changes.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    });
    told(LETTER, &changed.each_ref().map(String::as_str)).join("; ")
}

/// Returns the words of what is told after changes: message, label and help of each finding.
fn words_after(changes: &[(&str, &str)]) -> String {
    let changed = SOUND.map(|text| {
        changes.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    });
    said_in_full(LETTER, &changed.each_ref().map(String::as_str)).join("; ")
}

/// Holds what is told where the heading `## 2.3` is another one.
fn slips(table: &[(&str, &str)]) {
    for (heading, expected) in table {
        assert_eq!(changed(&[("## 2.3", heading)]), *expected, "{heading}");
    }
}

#[test]
fn a_slip_of_a_key_is_one_finding_that_names_its_unit() {
    assert_eq!(changed(&[]), "");
    slips(&[
        ("## 2.33", "unknown-key 2.3 `2.33`"),
        ("## 23", "unknown-comment 2.3 `23`"),
        ("## 2,3", "malformed-key 2.3 `2,3`"),
        ("## 2(3)", "malformed-key 2.3 `2(3)`"),
        ("## (2.3)", "malformed-key 2.3 `(2.3)`"),
        ("## ~~2.3~~", "malformed-key 2.3 `~~2.3~~`"),
        ("## 2.3~~, 2.4~~", "malformed-key 2.3 `~~, 2.4~~`"),
        ("## **~~2.3~~** Tell us", "malformed-key 2.3 `~~2.3~~`"),
        // What is struck out behind the key is no part of it.
        ("## 2.3~~.~~ Tell us why", ""),
        ("## 2.3)", "malformed-key 2.3 `2.3)`"),
        ("## 2-3", "malformed-key 2.3,2 `2-3`"),
        ("## 9.3", "unknown-comment 2.3 `9.3`"),
        ("## 1.3", "unknown-key 2.3 `1.3`"),
        ("## 3.9", "unknown-key 2.3 `3.9`"),
        ("## 2.3.1", "unknown-key 2.3 `2.3.1`"),
        ("## Bullet 2.3", "malformed-key 2.3 `Bullet 2.3`"),
        ("## {{ facts.x }} 2.3", "malformed-key 2.3 `{{ facts.x }}`"),
        ("# 2.3", "malformed-key 2.3 `# 2.3`"),
        // Between the sections of 2.2 and 2.4 nothing but 2.3 is open: a second 2.2 was to be it.
        ("## 2.2", "duplicate-response 2.3,2.2 `2.2`"),
    ]);
}

#[test]
fn a_second_answer_may_be_one_whose_key_slipped() {
    assert_eq!(
        words_after(&[("## 2.3", "## 2.2")]),
        "2.2 is answered twice [] did you mean `2.3`, which has no response? Else keep one of the two"
    );
    assert_eq!(
        words_after(&[("We do.", "We do.\n\n## 4\n\nWe did.")]),
        "4 is answered twice [] keep one of the two sections, or join their text"
    );
}

#[test]
fn keys_that_are_joined_by_other_signs_than_a_comma_are_told_with_all_of_them() {
    let joined = |heading: &str| {
        let heading = format!("{heading}\n\nThree.");
        let change = ("## 2.3\n\nThree.\n\n## 2.4\n\nFour. [#1] [#2]", heading.as_str());
        format!("{}: {}", changed(&[change]), words_after(&[change]))
    };
    for (heading, typed) in
        [("## 2.3 and 2.4", "and 2.4"), ("## 2.3 & 2.4 Tell us", "& 2.4 Tell us")]
    {
        assert_eq!(
            joined(heading),
            format!(
                "malformed-key 2.4 `{typed}`: a comma parts the keys of a heading, and this is read as words [] \
                 write `## 2.3, 2.4`"
            )
        );
    }
    assert_eq!(
        joined("## 2.3-4"),
        "malformed-key 2.3,2.4 `2.3-4`: 2.3 and 4 are not in one list [] write both keys whole, as siblings: \
         `2.3–2.4`; or name them one by one, with commas"
    );
    assert_eq!(
        changed(&[("## 3.a", "## 3.a, and 3.c"), ("## 3.c\n\nC.\n", "")]),
        "malformed-key 3.a,3.c `,`"
    );
}

#[test]
fn a_blank_within_a_key_is_told_with_the_key() {
    slips(&[
        ("## 2. 3", "malformed-key 2.3 `2. 3`"),
        ("## 2 .3 Tell us why", "malformed-key 2.3 `2 .3`"),
        // With other words it may be a title: nothing is taken for certain.
        (
            "## 2. 3 Our title",
            "key-words-mismatch 2 `3 Our title`; unanswered-bullet 2.3 `Tell us why the margin fell in the last \
             quarter.`",
        ),
        // A sign between the key and the words is none.
        ("## 2.3 . Tell us why", ""),
    ]);
    let words = words_after(&[("## 2.3", "## 2. 3 Tell us")]);
    assert_eq!(words, "a blank stands within the key 2.3 [] write `## 2.3`");
}

#[test]
fn a_heading_of_the_answers_own_opens_no_section() {
    slips(&[
        ("### 2.3", "malformed-key 2.3 `### 2.3`"),
        (
            "### 2.3 Tell us",
            "unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`",
        ),
        // What is answered elsewhere was not meant.
        ("## 2.3\n\nThree.\n\n### 2.1", "malformed-key 2.3 `### 2.1`"),
    ]);
    // Another finding of the file names nothing.
    let two = changed(&[("## 2.3", "### 2.3"), ("## 3.a", "## 3.a x y")]);
    assert_eq!(two, "malformed-key 2.3 `### 2.3`; key-words-mismatch 3.a `x y`");
}

#[test]
fn where_no_key_can_be_read_the_words_tell_the_unit() {
    slips(&[
        ("## The margin", "malformed-key 2.3 `The`"),
        ("## Tell us why the margin fell", "malformed-key 2.3 `Tell`"),
        ("## x Tell us why", "malformed-key 2.3 `x`"),
    ]);
    // Two sections are lost: each is told by its own words, wherever it stands.
    let swapped = [
        ("## 2.3", "## x y z Explain the change in your reserves"),
        ("## 2.4", "## x Tell us why the margin fell"),
    ];
    assert_eq!(changed(&swapped), "malformed-key 2.4 `x`; malformed-key 2.3 `x`");
    // Two words are too few, and behind more than three others they are the section's own.
    let swapped = [("## 2.3", "## x Explain the"), ("## 2.4", "## x Tell us")];
    assert_eq!(changed(&swapped), "malformed-key 2.3 `x`; malformed-key 2.4 `x`");
    let swapped = [
        ("## 2.3", "## a b c d Explain the change in your reserves"),
        ("## 2.4", "## a b c d Tell us why the margin fell"),
    ];
    assert_eq!(changed(&swapped), "malformed-key 2.3 `a`; malformed-key 2.4 `a`");
    // Words that fit two open units are those of the one between the neighbours.
    let letter = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\n- Please tell us why.\n- Of costs.\n\n### 2.\n\n- Please tell us \
                  how.\n- When?\n";
    let text = "+++\nstatus = \"final\"\n+++\n\n## 1.2\n\nA.\n\n## x Please tell us\n\nB.\n\n## 2.2\n\nC.\n";
    let expected = "malformed-key 2.1 `x`; unanswered-bullet 1.1 `Please tell us why.`";
    assert_eq!(told(letter, &[text]).join("; "), expected);
    // Where none is, of the first.
    let text = "+++\nstatus = \"final\"\n+++\n\n## 1.2\n\nA.\n\n## 2.2\n\nC.\n\n## x Please tell us\n\nB.\n";
    let expected = "malformed-key 1.1 `x`; unanswered-bullet 2.1 `Please tell us how.`";
    assert_eq!(told(letter, &[text]).join("; "), expected);
}

#[test]
fn a_range_with_a_lost_end_is_for_the_open_units_on_that_side() {
    let removed = ("## 2.3\n\nThree.\n\n", "");
    assert_eq!(changed(&[("## 2.2", "## 2.2–2.9"), removed]), "unknown-key 2.3 `2.2–2.9`");
    assert_eq!(
        changed(&[("## 2.1", "## 2.0–2.3"), ("## 2.2\n\nTwo.\n\n", ""), removed]),
        "unknown-key 2.2,2.1 `2.0–2.3`"
    );
    // Beyond an answered unit nothing was meant by it: the gap tells.
    assert_eq!(changed(&[("## 2.1", "## 2.1–2.9"), removed]), "unknown-key 2.3 `2.1–2.9`");
    // Neither end is there.
    assert_eq!(changed(&[("## 2.3", "## 2.8–2.9")]), "unknown-key 2.3 `2.8–2.9`");
}

#[test]
fn keys_that_cannot_be_read_as_a_whole_are_read_one_by_one() {
    let lost = ("## 2.4\n\nFour. [#1] [#2]\n", "");
    for (heading, expected) in [
        ("## 2.3/2.4", "malformed-key 2.3,2.4 `2.3/2.4`"),
        ("## 2.3, 2(4)", "malformed-key 2.3,2.4 `2.3, 2(4)`"),
        ("## 2.3, x", "malformed-key 2.3 `,`"),
        ("## 2.4–2.3", "malformed-key 2.3,2.4 `2.4–2.3`"),
    ] {
        assert!(
            changed(&[("## 2.3", heading), lost]).starts_with(expected),
            "{heading}: {}",
            changed(&[("## 2.3", heading), lost])
        );
    }
    // With a comma it is a list, and what lies between its ends is none of it.
    let removed = ("## 2.2\n\nTwo.\n\n## 2.3\n\nThree.\n\n", "");
    let list = changed(&[("## 2.1", "## 2.1, 2.3, x"), removed]);
    assert!(list.starts_with("malformed-key 2.1,2.3 `,`; unanswered-bullet 2.2"), "{list}");
    let parts = ("## 3.b.1\n\nLand.\n\n## 3.b.2\n\nOther.\n\n## 3.c\n\nC.\n", "");
    assert_eq!(
        changed(&[("## 3.a", "## 3.a/3.c"), parts]),
        "malformed-key 3.a,3.c `3.a/3.c`; unanswered-bullet 3.b.1 `land and buildings`; unanswered-bullet 3.b.2 `other assets`"
    );
    assert_eq!(
        changed(&[("## 3.a", "## 3.a, 3.c, x"), parts]),
        "malformed-key 3.a,3.c `,`; unanswered-bullet 3.b.1 `land and buildings`; unanswered-bullet 3.b.2 `other assets`"
    );
}

#[test]
fn a_range_covers_units_in_their_order() {
    assert_eq!(changed(&[("## 2.3", "## 2.3–2.3")]), "");
    let parts = ("## 3.b.1\n\nLand.\n\n## 3.b.2\n\nOther.\n\n", "");
    let last = ("\n## 3.c\n\nC.\n", "");
    assert_eq!(changed(&[("## 3.a", "## 3.c–3.a"), last]), "malformed-key 3.c `3.c–3.a`");
    assert_eq!(
        words_after(&[("## 3.a", "## 3.c–3.a"), last]),
        "3.a stands before 3.c in the staff's letter [] write `3.a–3.c`"
    );
    assert_eq!(
        words_after(&[("## 3.a", "## 3.a–3.b"), parts]),
        "3.b has items of its own, and a range covers units only [] name its items: `3.b.1–3.b.2`; bullet 3.b.1 has no response [] write `## 3.b.1–3.b.2` in place of `## 3.b`, or move its text there; bullet 3.b.2 has no response [] write `## 3.b.1–3.b.2` in place of `## 3.b`, or move its text there"
    );
    assert_eq!(
        changed(&[("## 3.c", "## 3–4")]),
        "malformed-key 3 `3–4`; other-comment 4 `3–4`; duplicate-response 4 `We do.`; unanswered-part 3.c `Please state the name of each manager.`"
    );
    assert_eq!(
        changed(&[("## 3.c", "## 1–9")]),
        "unknown-comment 3.c `1–9`; duplicate-response 1 `1–9`"
    );
    assert_eq!(
        changed(&[("## 3.c", "## 3.b.1–3.b.9")]),
        "unknown-key 3.c `3.b.1–3.b.9`; duplicate-response 3.b.1 `3.b.1–3.b.9`"
    );
}

#[test]
fn sections_for_requests_name_requests_that_are_there() {
    let section = |heading: &str| changed(&[("## 2.4", heading)]);
    assert_eq!(section("## 2.4#1–2.4#2"), "");
    assert_eq!(section("## 2.4#2–2.4#1"), "");
    assert_eq!(section("## 2.4#3"), "unknown-key 2.4 `2.4#3`");
    assert_eq!(section("## 2.4#1–2.4#9"), "unknown-key 2.4 `2.4#1–2.4#9`");
    assert_eq!(section("## 2.4#1–2.4"), "malformed-key 2.4 `2.4#1–2.4`");
    assert_eq!(section("## 2.4#1–2.3#1"), "malformed-key 2.4 `2.4#1–2.3#1`");
    let words = |heading: &str| words_after(&[("## 2.4", heading)]);
    let empty = words_after(&[("## 2.4\n\nFour. [#1] [#2]", "## 2.4#1\n\n## 2.4#2\n\nFour.")]);
    assert_eq!(empty, "the section of 2.4#1 is empty [] write the answer below the heading");
    assert_eq!(
        words("## 2.4#3"),
        "bullet 2.4 has 2 requests, and 2.4#3 is none of them [2.4#1 to 2.4#2 exist] write the number of a request; `corresp check --format json` lists them"
    );
    assert_eq!(
        words("## 2.3#2"),
        "bullet 2.3 has 1 request, and 2.3#2 is none of them [2.3#1 exists] write the number of a request; `corresp check --format json` lists them; bullet 2.4 has no response [] add a section `## 2.4` to 1.md"
    );
    assert_eq!(
        words("## 2.4#1"),
        "bullet 2.4 is answered in part, and 2.4#2 has no response [2.4#2: \"Also provide a table of them\"] add a section `## 2.4#2`, or one `## 2.4` for all that is not answered yet"
    );
}

#[test]
fn a_parts_mark_may_stand_before_its_words() {
    let section = |heading: &str| changed(&[("## 3.a", heading)]);
    assert_eq!(section("## 3.a Please disclose the revenue"), "");
    assert_eq!(section("## 3.a a. Please disclose the revenue"), "");
    assert_eq!(
        section("## 3.a b. Please disclose the revenue"),
        "key-words-mismatch 3.a `b. Please disclose the revenue`"
    );
    // A mark alone is no word of the unit, nor of another one.
    assert_eq!(section("## 3.a a."), "key-words-mismatch 3.a `a.`");
    assert_eq!(section("## 3.a c."), "key-words-mismatch 3.a `c.`");
}

#[test]
fn first_words_are_held_against_all_units() {
    let level = |heading: &str| {
        let responses = SOUND.map(|text| text.replace("## 2.2", heading));
        let (.., findings) =
            super::read_with(LETTER, &responses.each_ref().map(String::as_str), false);
        let found = findings.iter().find(|it| it.rule.code == "key-words-short");
        found.map(|it| (it.level.word(), it.keys.join(","), it.message.clone()))
    };
    let told =
        |level| Some((level, "2.2".to_owned(), "these words fit 2.1 as well as 2.2".to_owned()));
    assert_eq!(level("## 2.2 Please describe how you account"), told("warning"));
    assert_eq!(level("## 2.2 Please describe how you account for"), told("note"));
    assert_eq!(level("## 2.2 Please describe how you account for the sales"), None);
    // Words of another unit, which another section answers: they are wrong, and the key stands.
    assert_eq!(
        changed(&[("## 2.2", "## 2.2 Tell us why")]),
        "key-words-mismatch 2.2 `Tell us why`"
    );
    // They open the nearest unit that they fit, one of the same comment first.
    assert_eq!(
        changed(&[("## 2.3", "## 2.3 Please"), ("## 2.2\n\nTwo.\n\n", "")]),
        "key-words-mismatch 2.2 `Please` (fixed); unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`"
    );
}

#[test]
fn a_file_that_names_no_comment_was_meant_for_the_one_that_is_open() {
    let comment = |to: &str| changed(&[("comment = \"4\"", to)]);
    assert_eq!(comment(""), "text-without-key 4 `We do.`");
    assert_eq!(comment("comment = \"5\""), "unknown-comment 4 `\"5\"`");
    assert_eq!(comment("comment = 4.1"), "wrong-type 4 `4.1` (fixed)");
    assert_eq!(comment("comment = \"4(a)\""), "malformed-key 4 `\"4(a)\"`");
    assert_eq!(
        comment("owner = 5\ncomment = \"4.1.1.\""),
        "malformed-key 4 `\"4.1.1.\"`; wrong-type  `5`"
    );
    let front = "+++\ncomment = \"4\"\nstatus = \"final\"\n+++\n";
    // Each of two files is told with its own comment, also where the front matter is no TOML.
    let second = ("comment = \"2\"\n", "comment =\n");
    for (from, to, expected) in [
        (front, "", "missing-front-matter 4 ``"),
        ("comment = \"4\"", "comment =", "malformed-toml 4 ``"),
        ("comment = \"4\"", "comment = 04", "malformed-toml 4 `0`"),
    ] {
        let other = "malformed-toml 2.1,2.2,2.3,2.4 ``";
        assert_eq!(changed(&[(from, to)]), expected);
        assert_eq!(changed(&[(from, to), second]), format!("{other}; {expected}"));
    }
    // What else is said of the file is of the text in which it stands.
    let raw = changed(&[(front, ""), ("We do.", "We <b>do.")]);
    assert_eq!(raw, "missing-front-matter 4 ``; raw-html  `<b>`");
    // Its words are those of the unit's answer, and what it says of sections is theirs.
    assert_eq!(changed(&[("comment = \"2\"\n", "")]), "");
    assert_eq!(
        changed(&[("comment = \"2\"", "comment = \"5\"")]),
        "unknown-comment 2.1,2.2,2.3,2.4 `\"5\"`"
    );
    assert_eq!(
        words_after(&[("comment = \"4\"", "")]),
        "text stands before the first key, and the file names no comment [] write `comment = \"4\"` in the front matter, or put the text under its key"
    );
    // Of two that are open the key must be near one, and not the other.
    let two = |first: &str, second: &str| {
        changed(&[("comment = \"1\"", first), ("comment = \"4\"", second)])
    };
    assert_eq!(
        two("comment = \"11\"", "comment = \"44\""),
        "unknown-comment 1 `\"11\"`; unknown-comment 4 `\"44\"`"
    );
    assert_eq!(
        two("comment = \"9\"", "comment = \"8\""),
        "unknown-comment  `\"9\"`; unknown-comment  `\"8\"`; unanswered-comment 1 `### 1.`; unanswered-comment 4 `### 4.`"
    );
    assert_eq!(
        two("", ""),
        "text-without-key  `Yes.`; text-without-key  `We do.`; unanswered-comment 1 `### 1.`; unanswered-comment 4 `### 4.`"
    );
    // A comment with items is introduced by a file, and answered by none.
    assert_eq!(
        changed(&[("comment = \"2\"", ""), ("## 2", "### x 2")]),
        "text-without-key  `One.`; unanswered-bullet 2.1 `Please describe how you account for the leases of your stores.`; unanswered-bullet 2.2 `Please describe how you account for the sales of gift cards.`; unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`; unanswered-bullet 2.4 `Explain the change in your reserves. Also provide a table of them.`"
    );
    let later = "+++\ncomment = \"5\"\ndeferred = { until = 2020-04-01, why = \"So.\" }\n+++\n";
    let (a, b, c, d) = (SOUND[0], SOUND[1], SOUND[2], SOUND[3]);
    assert_eq!(
        told(LETTER, &[a, later, c, d]).join("; "),
        "unknown-comment 2.1,2.2,2.3,2.4 `\"5\"`"
    );
    assert_eq!(
        told(LETTER, &[a, b, later, later]).join("; "),
        "unknown-comment  `\"5\"`; unknown-comment  `\"5\"`; unanswered-part 3.a `Please disclose the revenue of the segment.`; unanswered-bullet 3.b.1 `land and buildings`; unanswered-bullet 3.b.2 `other assets`; unanswered-part 3.c `Please state the name of each manager.`; unanswered-comment 4 `### 4.`"
    );
    let some = b.replace("## 2.4\n\nFour. [#1] [#2]\n", "");
    assert_eq!(
        told(LETTER, &[a, &some, c, later]).join("; "),
        "unknown-comment 4 `\"5\"`; unanswered-bullet 2.4 `Explain the change in your reserves. Also provide a table of them.`"
    );
}

#[test]
fn an_unknown_key_says_what_there_is() {
    let words = |key: &str| words_after(&[("## 3.c", key)]);
    assert_eq!(
        words("## 2.9"),
        "comment 2 has no bullet 2.9 [2.1 to 2.4 exist] did you mean `3.c`? It has no response yet"
    );
    assert_eq!(
        words("## 3.z"),
        "comment 3 has no part 3.z [3.a to 3.c exist] did you mean `3.c`? It has no response yet"
    );
    assert_eq!(
        words("## 4.1"),
        "comment 4 has no 4.1 [it has neither bullets nor parts] did you mean `3.c`? It has no response yet"
    );
    assert_eq!(
        words("## 7.1"),
        "the staff's letter has no comment 7 [comments 1 to 4 exist] did you mean `3.c`? It has no response yet"
    );
    assert_eq!(
        words("## 3.b.9"),
        "comment 3 has no part 3.b.9 [3.a to 3.c exist] did you mean `3.c`? It has no response yet"
    );
    let mixed = "### 1.\n\nPlease:\n\n- tell\n- a. ask\n";
    let answers = "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1.1\n\nA.\n\n## 1.a\n\nB.\n\n## 1.7\n\nC.\n";
    assert_eq!(
        said_in_full(mixed, &[answers]),
        ["comment 1 has no 1.7 [1.1 and 1.a exist] write the key of a unit of the staff's letter"]
    );
}

#[test]
fn of_two_comments_with_one_number_the_words_say_which_is_meant() {
    let letter = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\nPlease describe your leases.\n\n### 1.\n\nPlease describe your sales.\n";
    let answer = |words: &str| {
        format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1 {words}\n\nYes.\n")
    };
    let [leases, sales] = ["Please describe your leases", "Please describe your sales"].map(answer);
    assert_eq!(told(letter, &[&leases, &sales]), ["repeated-number 1 `### 1.`"]);
    assert_eq!(told(letter, &[&sales, &leases]), ["repeated-number 1 `### 1.`"]);
}

#[test]
fn a_near_key_is_taken_where_nothing_else_tells() {
    // Behind the last section of the file nothing is open; 2.3 is one letter away.
    let moved = [("## 2.3\n\nThree.\n\n", ""), ("We do.\n", "We do.\n\n## 2.33\n\nThree.\n")];
    assert_eq!(changed(&moved), "unknown-key 2.3 `2.33`");
    let moved = [("## 2.3\n\nThree.\n\n", ""), ("We do.\n", "We do.\n\n## 9.999\n\nThree.\n")];
    assert_eq!(
        changed(&moved),
        "unknown-comment  `9.999`; unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`"
    );
}

#[test]
fn a_section_for_the_row_above_names_the_units_that_are_open() {
    let help = |from: &str, to: &str| {
        let text = SOUND[1].replace(from, to);
        let said = said_in_full(LETTER, &[SOUND[0], &text, SOUND[2], SOUND[3]]);
        let helps = said.iter().filter_map(|it| it.split_once("[] write ")).map(|(_, help)| help);
        helps.collect::<Vec<_>>().join("; ")
    };
    let rest = "in place of `## 2`, or move its text there";
    assert_eq!(help("## 2.1\n", "## 2\n"), format!("`## 2.1` {rest}"));
    let two = "## 2.2\n\nTwo.\n\n## 2.3\n";
    assert_eq!(help(two, "## 2\n"), format!("`## 2.2–2.3` {rest}; `## 2.2–2.3` {rest}"));
    let ends = "## 2.1\n\nOne.\n\n## 2.2\n\nTwo.\n\n## 2.3\n";
    let made = "## 2\n\nOne.\n\n## 2.2\n\nTwo.\n";
    assert_eq!(help(ends, made), format!("`## 2.1, 2.3` {rest}; `## 2.1, 2.3` {rest}"));
    let parts = SOUND[2].replace("## 3.a\n\nA.\n\n## 3.b.1\n\nLand.\n\n## 3.b.2\n", "## 3\n");
    let said = said_in_full(LETTER, &[SOUND[0], SOUND[1], &parts, SOUND[3]]).join("; ");
    assert!(said.contains("write `## 3.a, 3.b.1–3.b.2` in place of `## 3`"), "{said}");
    // Of many the help line names twelve.
    let open = |count: usize| {
        let letter = format!("### 1.\n\nPlease:\n\n{}", "- tell us why\n".repeat(2 * count));
        let answers: String =
            (1..=count).map(|at| format!("\n## 1.{}\n\nYes.\n", 2 * at)).collect();
        let text = format!(
            "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1\n\nIn short.\n{answers}"
        );
        said_in_full(&letter, &[&text]).join("; ")
    };
    let odd = |count: usize| {
        (0..count).map(|at| format!("1.{}", 2 * at + 1)).collect::<Vec<_>>().join(", ")
    };
    for (count, named) in [(12, odd(12)), (13, odd(12) + ", …"), (14, odd(12) + ", …")] {
        let said = open(count);
        assert!(said.contains(&format!("write `## {named}` in place of")), "{count}: {said}");
    }
}

#[test]
fn words_of_another_key_of_the_heading_leave_the_others_in_it() {
    let removed = ("## 2.2\n\nTwo.\n\n", "");
    assert_eq!(
        words_after(&[
            ("## 2.3", "## 2.3, 2.2 Please describe how you account for the sales"),
            removed
        ]),
        "these are the first words of 2.2, not of 2.3 [] write `## 2.2, 2.3`, or take the words out"
    );
    // Where the other key is none of the heading's, it takes its place.
    assert_eq!(
        words_after(&[("## 2.3", "## 2.3 Please describe how you account for the sales"), removed]),
        "these are the first words of 2.2, not of 2.3 [] write `## 2.2`; if 2.3 is meant, take the words out; \
         bullet 2.3 has no response [] add a section `## 2.3` to 1.md"
    );
    // Twelve keys are named, and more are too many for a line.
    let help = |count: usize| {
        let items: String = (1..=count).map(|at| format!("- Item {at} of it?\n")).collect();
        let letter = format!("### 1.\n\nPlease tell us:\n\n{items}");
        let keys: Vec<String> = (1..=count).map(|at| format!("1.{at}")).collect();
        let text = format!(
            "+++\nstatus = \"final\"\n+++\n\n## {} Item 2 of it\n\nYes.\n",
            keys.join(", ")
        );
        said_in_full(&letter, &[&text]).join("; ")
    };
    let rest: String = (3..=12).map(|at| format!(", 1.{at}")).collect();
    let said = "these are the first words of 1.2, not of 1.1 []";
    assert_eq!(help(12), format!("{said} write `## 1.2, 1.1{rest}`, or take the words out"));
    assert_eq!(help(13), format!("{said} take the words out"));
    assert_eq!(help(14), format!("{said} take the words out"));
}

#[test]
fn a_key_of_another_comment_that_is_answered_there_is_one_finding() {
    let slipped = [("## 3.a\n", "## 2.2\n")];
    assert_eq!(changed(&slipped), "duplicate-response 3.a,2.2 `2.2`");
    assert_eq!(
        words_after(&slipped),
        "2.2 is answered twice [] did you mean `3.a`, which has no response? Else keep one of the two"
    );
    // Also where its file stands before the other.
    let text = SOUND[2].replace("## 3.a\n", "## 2.2\n");
    let said = told(LETTER, &[SOUND[0], &text, SOUND[1], SOUND[3]]);
    assert_eq!(said, ["duplicate-response 3.a,2.2 `2.2`"]);
    // One that nothing else answers is answered, in the wrong file.
    let moved = [("## 2.2\n\nTwo.\n\n", ""), ("## 3.a\n", "## 2.2\n\nTwo.\n\n## 3.a\n")];
    assert_eq!(changed(&moved), "other-comment 2.2 `2.2`");
}

#[test]
fn what_is_left_of_a_comment_is_put_off_by_its_keys() {
    let later = |sections: &str| {
        format!(
            "+++\ncomment = \"2\"\ndeferred = {{ until = 2020-04-01, why = \"So.\" }}\n+++\n{sections}"
        )
    };
    let some = SOUND[1].replace("## 2.3\n\nThree.\n\n## 2.4\n\nFour. [#1] [#2]\n", "");
    let all = |later: &str, some: &str| {
        let read = [SOUND[0], later, some, SOUND[2], SOUND[3]];
        (told(LETTER, &read).join("; "), said_in_full(LETTER, &read).join("; "))
    };
    let (told, said) = all(&later(""), &some);
    assert_eq!(told, "duplicate-response 2.1,2.2 `deferred`");
    assert_eq!(
        said,
        "all of comment 2 is put off, and 2.1 is answered elsewhere [] name what is put off in a section of \
         this file: `## 2.3–2.4`"
    );
    assert_eq!(all(&later("\n## 2.3–2.4\n"), &some).0, "");
    let (told, said) = all(&later(""), SOUND[1]);
    assert_eq!(told, "duplicate-response 2.1,2.2,2.3,2.4 `deferred`");
    assert!(said.ends_with("nothing of the comment is left to put off"), "{said}");
}

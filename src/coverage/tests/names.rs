//! Which units a finding names, and where it sorts.

use super::keys::{LETTER, SOUND, changed};
use super::{read_with, told};

#[test]
fn a_finding_in_a_response_names_the_units_of_its_section() {
    assert_eq!(changed(&[("Two.", "<b>Two.</b>")]), "raw-html 2.2 `<b>`");
    assert_eq!(
        changed(&[("## 2.2\n\nTwo.\n\n## 2.3", "## 2.2, 2.3\n\n<b>Two.</b>")]),
        "raw-html 2.2,2.3 `<b>`"
    );
    // Where the section answers nothing, that of its key.
    assert_eq!(
        changed(&[("## 2.3\n\nThree.", "## 2.4\n\n<b>Three.</b>")]),
        "raw-html 2.4 `<b>`; duplicate-response 2.4 `2.4`; unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`; unanswered-ask 2.4 `## 2.4`"
    );
    assert_eq!(changed(&[("We do.", "<b>We do.</b>")]), "raw-html 4 `<b>`");
    // Before the first key it is the comment's.
    assert_eq!(changed(&[("## 2.1", "<b>In short.</b>\n\n## 2.1")]), "raw-html 2 `<b>`");
    assert_eq!(
        changed(&[("comment = \"2\"\n", ""), ("## 2.1", "<b></b>\n\n## 2.1")]),
        "raw-html 2 `<b>`"
    );
}

#[test]
fn a_finding_in_the_front_matter_names_all_that_the_file_answers() {
    assert_eq!(
        changed(&[("comment = \"2\"", "comment = \"2\"\nowner = 5")]),
        "wrong-type 2.1,2.2,2.3,2.4 `5`"
    );
    assert_eq!(changed(&[("comment = \"4\"", "comment = \"4\"\nowner = 5")]), "wrong-type 4 `5`");
    // A section for requests answers its unit in part.
    let request = [
        ("comment = \"2\"", "owner = 5"),
        ("## 2.4", "## 2.4#1"),
        ("## 2.1\n\nOne.\n\n## 2.2\n\nTwo.\n\n## 2.3\n\nThree.\n\n", ""),
    ];
    assert!(changed(&request).starts_with("wrong-type 2.4 `5`"), "{}", changed(&request));
    // One of a file that answers nothing, its comment.
    assert_eq!(
        changed(&[("status = \"final\"\n+++\n\nWe do.\n", "status = \"done\"\n+++\n")]),
        "wrong-type 4 `\"done\"`; empty-response 4 `+++`"
    );
    // A text that is put off is put off for all its units.
    let later =
        "+++\ncomment = \"2\"\ndeferred = { until = 2020-04-01, why = \"So.\" }\n+++\n\n<b></b>\n";
    let (a, c, d) = (SOUND[0], SOUND[2], SOUND[3]);
    assert_eq!(told(LETTER, &[a, later, c, d]).join("; "), "raw-html 2.1,2.2,2.3,2.4 `<b>`");
}

#[test]
fn a_heading_that_is_lost_in_code_or_a_merge_is_named() {
    let merge = "<<<<<<< ours\n## 2.3\n\nThree.\n=======\n## 2.3\n\nDrei.\n>>>>>>> theirs";
    assert_eq!(changed(&[("## 2.3\n\nThree.", merge)]), "merge-conflict 2.3 `<<<<<<< ours`");
    // A line that was left behind stands above the section that it parted from another.
    assert_eq!(changed(&[("## 2.3", "=======\n\n## 2.3")]), "merge-conflict 2.3 `=======`");
    // So it does below text, where it would underline it.
    assert_eq!(changed(&[("Three.", "Three.\n=======")]), "merge-conflict 2.3 `=======`");
    assert_eq!(changed(&[("Three.", "=======\nThree.")]), "merge-conflict 2.3 `=======`");
    assert_eq!(changed(&[("Three.", "Three.\n=======\nDrei.")]), "merge-conflict 2.3 `=======`");
    assert!(changed(&[("Three.", "Three.\n======")]).starts_with("malformed-key"));
    assert_eq!(changed(&[("Three.", "```\nTotal\n=======\n```")]), "");
    assert!(changed(&[("Three.", "Results\n=======\n\nThree.")]).starts_with("malformed-key"));
    let merge = "<<<<<<< ours\n\nThree.\n=======\n\nDrei.\n>>>>>>> theirs";
    assert_eq!(changed(&[("Three.", merge)]), "merge-conflict 2.3 `<<<<<<< ours`");
    assert_eq!(
        changed(&[("## 2.3\n\nThree.", "    ## 2.3\n\nThree.")]),
        "indented-code 2.3 `## 2.3`; unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`"
    );
    assert_eq!(
        changed(&[("## 2.3\n\nThree.", "<!--\n## 2.3\n\n-->\n\n<b>Three.</b>")]),
        "raw-html 2.3 `<b>`; unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`"
    );
    assert_eq!(
        changed(&[("## 2.3\n\nThree.", "<!-- ## 2.3 --> <b>Three.</b>")]),
        "raw-html 2.3 `<!-- ## 2.3 -->`; unanswered-bullet 2.3 `Tell us why the margin fell in the last quarter.`"
    );
}

#[test]
fn a_line_that_looks_like_a_heading_is_shown_beside_the_unit_that_it_names() {
    let headings = [
        "##2.3",
        "**2.3**",
        "**2.3 **",
        "**Response to 2.3**",
        "2.3 Tell us why",
        "> ## 2.3",
        "**2.2–2.4**",
    ];
    for heading in headings {
        let two = SOUND[1].replace("## 2.3", heading);
        let (files, .., findings) = read_with(LETTER, &[SOUND[0], &two, SOUND[2], SOUND[3]], false);
        let told: Vec<_> = findings.iter().filter(|it| it.rule.code != "no-source").collect();
        let [finding] = told.as_slice() else { panic!("{heading}: {told:?}") };
        let [(line, words)] = finding.also.as_slice() else { panic!("{heading}: {finding:?}") };
        assert_eq!(finding.rule.code, "unanswered-bullet", "{heading}");
        assert_eq!(
            (files.text(*line), words.as_str()),
            (heading, "names 2.3, and opens no section")
        );
    }
    // Of several the first with signs, and one for a request of the unit is for the unit.
    for (lines, shown) in [
        ("2.3 million.\n\n**2.3**\n\n*2.3*", "**2.3**"),
        ("**2.3**\n\n2.3 million.", "**2.3**"),
        ("2.3 million.\n\n2.3 more.", "2.3 million."),
        ("**2.3#1**", "**2.3#1**"),
    ] {
        let two = SOUND[1].replace("## 2.3", lines);
        let (files, .., findings) = read_with(LETTER, &[SOUND[0], &two, SOUND[2], SOUND[3]], false);
        let unanswered = findings.iter().find(|it| it.rule.code == "unanswered-bullet");
        assert_eq!(unanswered.map(|it| files.text(it.also[0].0)), Some(shown), "{lines}");
    }
    // Within a paragraph a line begins with a figure as it happens.
    let prose = SOUND[1].replace("## 2.3\n\nThree.", "It rose by\n2.3 million.");
    let (.., findings) = read_with(LETTER, &[SOUND[0], &prose, SOUND[2], SOUND[3]], false);
    let unanswered = findings.iter().find(|it| it.rule.code == "unanswered-bullet").expect("2.3");
    assert!(unanswered.also.iter().all(|(_, words)| !words.contains("names")), "{unanswered:?}");
}

#[test]
fn a_lost_heading_further_up_takes_no_finding_from_a_section_below_it() {
    let lost = ("## 2.3", "    ## 2.3");
    let told = changed(&[lost, ("## 2.4\n\nFour. [#1] [#2]", "## 2.4#1–2.4#2\n\n<b>Four.</b>")]);
    assert!(told.contains("; raw-html 2.4 `<b>`"), "{told}");
    let told = changed(&[lost, ("## 2.4\n\nFour. [#1] [#2]", "## 2.4#1–2.4#2")]);
    assert!(told.contains("empty-response 2.4 `## 2.4#1–2.4#2`"), "{told}");
    // One for requests of several units leaves each of them open.
    let both = [("## 3.a\n\nA.", "## 3.a#1, 3.c#1"), ("\n## 3.c\n\nC.\n", "")];
    assert_eq!(changed(&both), "empty-response 3.a,3.c `## 3.a#1, 3.c#1`");
}

#[test]
fn a_finding_in_the_letter_names_the_unit_in_which_it_stands() {
    let told = |from: &str, to: &str| {
        let letter = LETTER.replace(from, to);
        super::told(&letter, &SOUND).join("; ")
    };
    assert_eq!(told("account for the sales", "account <b> for the sales"), "raw-html 2.2 `<b>`");
    // On the unit's line it is the unit's, also before its words.
    assert_eq!(
        told(
            "- Please describe how you account for the sales",
            "- <b>Please describe how you account for the sales"
        ),
        "raw-html 2.2 `<b>`"
    );
    // Above the first comment and in the closing it is no unit's.
    assert_eq!(told("### 1.", "Dear <b> all:\n\n### 1."), "raw-html  `<b>`");
    assert_eq!(
        told(
            "Please explain your policy.",
            "Please explain your policy.\n\n---\n\nIn <b> closing."
        ),
        "raw-html  `<b>`"
    );
    // A merge begins above its unit.
    let merge = "<<<<<<< ours\n### 4.\n=======\n### 4.\n>>>>>>> theirs";
    assert_eq!(told("### 4.", merge), "merge-conflict 4 `<<<<<<< ours`");
    let merge = "<<<<<<< ours\n- Tell us why the\n=======\n- Tell us why the\n>>>>>>> theirs";
    assert_eq!(told("- Tell us why the margin", merge), "merge-conflict 2.3 `<<<<<<< ours`");
    assert_eq!(
        told("name of each manager.\n\n### 4.", "name of each <b> manager.\n### 4."),
        "raw-html 3.c `<b>`"
    );
}

#[test]
fn what_informs_of_the_letter_comes_last_and_all_else_where_the_unit_stands() {
    let letter = LETTER
        .replace("Please explain", "Please <b> explain")
        .replace("- a. Please disclose the revenue", "- (7) Please disclose the revenue");
    let (_, letter, .., findings) = read_with(&letter, &SOUND, false);
    let order = |code: &str| {
        let found = findings.iter().find(|it| it.rule.code == code).expect("it is told");
        let row = letter.row(&found.keys.first()?.parse().ok()?)?;
        Some(found.order? == letter.rows[row].place)
    };
    assert_eq!(order("raw-html"), Some(true));
    assert_eq!(order("number-gap"), None);
}

#[test]
fn what_hides_a_heading_is_told_with_it() {
    let told = |from: &str, to: &str| {
        let two = SOUND[1].replace(from, to);
        let (files, .., findings) = read_with(LETTER, &[SOUND[0], &two, SOUND[2], SOUND[3]], false);
        let open = findings.iter().find(|it| it.rule.code == "unanswered-bullet").expect("2.3");
        let also =
            open.also.iter().map(|(place, words)| format!("`{}` {words}; ", files.text(*place)));
        also.collect::<String>() + &open.help.clone().unwrap_or_default()
    };
    let then = "`## 2.3` then opens a section";
    for (lines, line, fence) in [
        ("```\n\n## 2.3", "## 2.3", "```"),
        ("~~~~ text\n\n## 2.3", "## 2.3", "~~~~ text"),
        // Also in a list, a quotation and a region.
        ("- Three\n\n  ```\n  ## 2.3\n  ```", "## 2.3", "```"),
        ("> ```\n> ## 2.3\n> ```", "> ## 2.3", "```"),
        ("[***\n\n```\n## 2.3\n```\n\n***]", "## 2.3", "```"),
    ] {
        assert_eq!(
            told("## 2.3", lines),
            format!(
                "`{line}` names 2.3, and stands in code; `{fence}` it begins here; close the code above that line, \
                 or take out the signs that open it; {then}"
            )
        );
    }
    let close = format!("close the comment with `-->` above that line, or take it out; {then}");
    assert_eq!(
        told("## 2.3", "<!-- Ask\n\n## 2.3"),
        format!("`## 2.3` names 2.3, and stands in a comment; `<!-- Ask` it begins here; {close}")
    );
    assert_eq!(
        told("## 2.3", "<!-- ## 2.3 -->"),
        format!("`<!-- ## 2.3 -->` names 2.3, and stands in a comment; {close}")
    );
    for (sign, named) in
        [('\u{a0}', "a no-break space (U+00A0)"), ('\u{2009}', "U+2009"), ('\u{200b}', "U+200B")]
    {
        assert_eq!(
            told("## 2.3", &format!("##{sign}2.3")),
            format!(
                "`##{sign}2.3` names 2.3, and opens no section; type a plain blank behind the signs, in \
                 place of {named}"
            )
        );
    }
    let heading = "if its response stands there, write `## 2.3` at the start of a line; else add that section";
    for (lines, line) in [
        ("##2.3", "##2.3"),
        ("    ## 2.3", "## 2.3"),
        ("<div>\n## 2.3\n</div>", "## 2.3"),
        ("<!-- Ask -->\n**2.3**", "**2.3**"),
        ("```\nThree\n```\n**2.3**", "**2.3**"),
    ] {
        assert_eq!(
            told("## 2.3", lines),
            format!("`{line}` names 2.3, and opens no section; {heading}"),
            "{lines}"
        );
    }
    let merge = "<<<<<<< a\n\nThree.\n=======\n## 2.3\n\nThree.\n>>>>>>> b";
    assert_eq!(
        told("## 2.3\n\nThree.", merge),
        "`## 2.3` names 2.3, and opens no section; mend first what is told of the lines around it: they are not read"
    );
}

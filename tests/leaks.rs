//! Marked text in odd places and spellings: it is hidden in all that goes outside, or nothing is built.
//!
//! Each case has the word `Zqxvalue` where it must not be seen; what is built is read by other programs.

#[path = "support/marked.rs"]
mod marked;

use std::fs;
use std::path::Path;

use marked::{ROUND, answer, corresp, files, outside, picture, read, small, squeezed};

/// The word that is marked, as readers find it.
const WORD: &str = "zqxvalue";

/// Runs `check` in a project, and returns its exit code and report.
fn check(root: &Path) -> (i32, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_corresp"));
    let output = command.arg("-C").arg(root).arg("check").output().expect("the binary runs");
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().unwrap_or(-1), report)
}

/// What becomes of a case.
#[derive(Clone, Copy)]
enum Fate {
    /// It is built, and `[***]` stands in the word's place.
    Hidden,
    /// The finding forbids a build; with `--draft` it is built and hidden.
    Told(&'static str),
    /// Nothing is built, not even with `--draft`; the finding says why.
    Refused(&'static str),
}
use Fate::{Hidden, Refused, Told};

/// Holds each body of an answer to its fate.
#[track_caller]
fn hold(cases: &[(&str, Fate)]) {
    let mut faults = Vec::new();
    for (body, fate) in cases {
        let text = format!("We operate shops, and say so here in open words.\n\n{body}");
        let facts = "\n[facts]\nsecret = \"[*** Zqxvalue ***]\"\nopen = \"31\"\n";
        let folder = small(facts, &answer(&text));
        fs::write(folder.path().join(ROUND).join("c.png"), picture()).expect("a picture");
        let told = fate_of(folder.path(), *fate);
        faults.extend(told.into_iter().map(|told| format!("{body:?}: {told}")));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Builds a project and says in what its fate is another one.
fn fate_of(root: &Path, fate: Fate) -> Vec<String> {
    let mut faults = Vec::new();
    let (code, mut said) = corresp(root, &["build"]);
    if let Refused(finding) | Told(finding) = fate {
        let (draft, told) = corresp(root, &["build", "--draft"]);
        said.push_str(&told);
        let is_built = matches!(fate, Told(_)) && files(&root.join("out")).len() > 1;
        if (code, draft) != (1, 1) && !is_built || !said.contains(&format!("error[{finding}]")) {
            faults.push(format!("not refused for {finding} ({code}, {draft}):\n{said}"));
        }
    } else if code != 0 {
        faults.push(format!("not built ({code}):\n{said}"));
    }
    if squeezed(said.as_bytes()).contains(WORD) {
        faults.push(format!("the word is said:\n{said}"));
    }
    let out = root.join("out");
    let built = if out.exists() { outside(&out) } else { Vec::new() };
    if matches!(fate, Refused(_)) && out.exists() && !files(&out).is_empty() {
        faults.push("files are left".to_owned());
    }
    for file in &built {
        let name = file.strip_prefix(&out).expect("below out").display().to_string();
        let found: Vec<_> =
            read(file).into_iter().filter(|(_, text)| text.contains(WORD)).collect();
        faults.extend(found.iter().map(|(reader, _)| format!("{reader} finds the word in {name}")));
    }
    let has_sign = |text: &str| text.contains("[***]");
    let public = fs::read_to_string(out.join("public/letter.html")).unwrap_or_default();
    if matches!(fate, Hidden | Told(_)) && !has_sign(&public) {
        faults.push("no sign stands in its place".to_owned());
    }
    faults
}

#[test]
fn marks_in_other_signs_are_marks_or_are_told() {
    hold(&[
        ("It is [***Zqxvalue***].", Hidden),
        ("It is [***\tZqxvalue\t***] and [***\u{a0}Zqxvalue\u{a0}***].", Hidden),
        ("It is [***\u{ad} Zqxvalue \u{ad}***].", Hidden),
        ("It is [**** Zqxvalue ****].", Refused("malformed-mark")),
        ("It is a[*** Zqxvalue ***]b.", Hidden),
        ("It is [*** Zqx ***][*** value ***].", Hidden),
        ("It is [** Zqxvalue **].", Refused("malformed-mark")),
        ("It is [ *** Zqxvalue *** ].", Refused("malformed-mark")),
        ("It is [\n*** Zqxvalue ***\n].", Refused("malformed-mark")),
        ("It is (*** Zqxvalue ***).", Refused("malformed-mark")),
        ("It is {*** Zqxvalue ***}.", Refused("malformed-mark")),
        ("It is ［*** Zqxvalue ***］.", Refused("malformed-mark")),
        ("It is [＊＊＊ Zqxvalue ＊＊＊].", Refused("malformed-mark")),
        ("It is [*\u{200b}** Zqxvalue *\u{200b}**].", Refused("malformed-mark")),
        ("It is &#91;*** Zqxvalue ***&#93;.", Refused("malformed-mark")),
        ("It is &lbrack;&ast;&ast;&ast; Zqxvalue ***].", Refused("malformed-mark")),
        ("It is [*** Zqxvalue ***&#93;.", Refused("malformed-mark")),
        ("It is [*** Zqxvalue \\***].", Refused("malformed-mark")),
        ("It is [&nbsp;*** Zqxvalue ***&nbsp;].", Refused("malformed-mark")),
        ("It is [\u{205f}*** Zqxvalue ***\u{205f}].", Refused("malformed-mark")),
        ("It is [~~*** Zqxvalue ***~~].", Refused("misplaced-mark")),
        ("It is [\\\n*** Zqxvalue ***\\\n].", Refused("misplaced-mark")),
    ]);
}

#[test]
fn marks_in_rarer_signs_are_told() {
    hold(&[
        ("It is [⋆⋆⋆ Zqxvalue ⋆⋆⋆].", Refused("malformed-mark")),
        ("It is [★★★ Zqxvalue ★★★].", Refused("malformed-mark")),
        ("It is [✱✱✱ Zqxvalue ✱✱✱].", Refused("malformed-mark")),
        ("It is ⟦*** Zqxvalue ***⟧.", Refused("malformed-mark")),
        ("It is ⁅*** Zqxvalue ***⁆.", Refused("malformed-mark")),
        ("It is <*** Zqxvalue ***>.", Refused("malformed-mark")),
        ("It is «*** Zqxvalue ***».", Refused("malformed-mark")),
        ("It is 「*** Zqxvalue ***」.", Refused("malformed-mark")),
        ("It is [\u{301}*** Zqxvalue ***].", Refused("malformed-mark")),
        ("It is [*\u{301}** Zqxvalue ***].", Refused("malformed-mark")),
        ("It is [<!-- a -->*** Zqxvalue ***].", Refused("malformed-mark")),
        ("It is [*&zwnj;** Zqxvalue ***].", Refused("malformed-mark")),
        ("It is [&#x02a;** Zqxvalue ***].", Refused("malformed-mark")),
        ("It is [&#x0002A;&#042;&#00042; Zqxvalue ***].", Refused("malformed-mark")),
        ("It is &#x005b;*** Zqxvalue ***].", Refused("malformed-mark")),
        ("It is &lpar;*** Zqxvalue ***&rpar;.", Refused("malformed-mark")),
        ("It is &laquo;*** Zqxvalue ***&raquo;.", Refused("malformed-mark")),
        ("It is [&ensp;*** Zqxvalue ***].", Refused("malformed-mark")),
    ]);
}

#[test]
fn two_signs_around_a_text_are_no_region() {
    hold(&[
        ("It is [***] Zqxvalue [***].", Refused("malformed-mark")),
        ("[***]\n\nZqxvalue\n\n[***]", Refused("malformed-mark")),
        ("[***]\nZqxvalue\n[***]", Refused("malformed-mark")),
        ("> [***]\n>\n> Zqxvalue\n>\n> [***]", Refused("malformed-mark")),
        ("| A | B |\n|---|---|\n| [***] Zqxvalue [***] | b |", Refused("malformed-mark")),
        ("It is [*** Zqxvalue ***], not [***].\n\n| A | B |\n|---|---|\n| [***] | [***] |", Hidden),
        ("It is [*** Zqxvalue ***], not \\[***] or \\[***].", Hidden),
    ]);
}

#[test]
fn marks_that_are_brackets_of_links_as_well_are_told() {
    hold(&[
        ("![*** Zqxvalue ***](c.png)", Refused("misplaced-mark")),
        ("![*** Zqxvalue ***][a]\n\n[a]: c.png", Refused("misplaced-mark")),
        ("See [*** Zqxvalue ***](https://a.example).", Refused("misplaced-mark")),
        ("See [*** Zqxvalue ***](#1).", Refused("misplaced-mark")),
        ("See [*** Zqxvalue ***][A].\n\n[a]: https://a.example", Refused("misplaced-mark")),
        ("See [[*** Zqxvalue ***]](https://a.example).", Hidden),
        ("See [*** Zqxvalue ***](1), [*** b ***](a) and [*** c ***][*** d ***].", Hidden),
        ("Stop![*** Zqxvalue ***] And [*** b ***][^a].\n\n[^a]: A note.", Hidden),
        ("It is {***Zqxvalue***}.", Refused("malformed-mark")),
        ("It is <***Zqxvalue***>.", Refused("malformed-mark")),
        ("It is [*** Zqxvalue ***], (***a***) and ***[b](https://a.example)***.", Hidden),
    ]);
}

/// What formatters make of a mark, and what is left of one without its brackets, marks nothing: nothing is built.
#[test]
fn r11_two_signs_around_a_text_that_are_no_marks_are_refused() {
    for (body, is_told) in [
        (r"It is [\*\*\* 8,412 \*\*\*].", true),
        (r"It is \[\*\*\* 8,412 \*\*\*\].", true),
        (r"It is \[*** 8,412 \***].", true),
        ("\\[***\n\n8,412\n\n\\***]", true),
        ("\\[***\n8,412\n\\***]", true),
        ("It is [_**8,412**_].", true),
        ("It is [**8,412**].", true),
        ("It is *** 8,412 ***.", true),
        ("***\n\n8,412\n\n***", true),
        ("It is ***[ 8,412 ]***.", true),
        ("It is [ *** ] 8,412 [ *** ].", true),
        ("It is [*** 8,412 _**]. Or so, [**_ 9 ***].", true),
        ("It is [_**8,412**_][^n] so.\n\n[^n]: A note.", true),
        ("It is [_**8,412**_]: so it is.", true),
        ("It is [_**8,412 [sic]**_] so.", true),
        ("It is [_**8,412**_ ] so.", true),
        ("It is [***] 8,412 [ *** ].", true),
        (r"It is \[***] or \[***].", false),
        ("A region begins with \\[***.\n\nIt ends with \\***].", false),
        ("The fee is [*****]% and the cap is [**], or [*], or [* * *], or [*].", false),
    ] {
        let folder = small("", &answer(&format!("We say so.\n\n{body}")));
        let (_, report) = check(folder.path());
        assert_eq!(
            report.matches("error[malformed-mark]").count(),
            usize::from(is_told),
            "{body}: {report}"
        );
        assert!(!report.contains("8,412"), "{body}: {report}");
        let (code, said) = corresp(folder.path(), &["build"]);
        assert_eq!(code, i32::from(is_told), "{body}: {said}");
    }
    // What a formatter made is mended.
    for body in [
        r"It is \[\*\*\* 8,412 \*\*\*\].",
        "It is [_**8,412**_].",
        "It is [*** 8,412 _**]. Or so, [**_ 9 ***].",
    ] {
        let folder = small("", &answer(&format!("We say so.\n\n{body}")));
        corresp(folder.path(), &["check", "--fix"]);
        let text = fs::read_to_string(folder.path().join(ROUND).join("1.md")).expect("the answer");
        assert!(text.contains("It is [*** 8,412 ***]."), "{text}");
        assert!(!text.contains('_'), "{text}");
        assert!(!check(folder.path()).1.contains("malformed-mark"));
    }
}

#[test]
fn lines_and_characters_within_a_region_show_nothing() {
    hold(&[
        ("It is [***\nZqxvalue\n***] so.", Hidden),
        ("It is [*** Zqxvalue\r\nand more ***] so.\r\n\r\n[***\r\nZqxvalue\r\n***]\r\n", Hidden),
        ("It is [*** Zqxvalue\rand more ***] so.\r", Hidden),
        ("It is [*** Zqxvalue\\\nmore  \nlast ***].", Hidden),
        ("[***\t\n\tZqxvalue\n***]\t", Hidden),
        ("It is [*** Zqxvalue\u{2028}and\u{2029}more\u{85}x ***].", Told("control-character")),
        ("It is [*** Z&#113;xv&shy;alue ***].", Hidden),
        ("It is [*** Zq\u{200d}xv\u{200b}alue ***].", Hidden),
        ("It is [*** \u{202e}Zqxvalue\u{202c} ***].", Told("control-character")),
        ("It is **a [*** b** Zqxvalue ***] and [*** *Zqxvalue* ***].", Hidden),
        ("It is ~~[*** Zqxvalue ***]~~ and [*** ~~Zqxvalue~~ ***].", Hidden),
        ("It is [*** `Zqxvalue` ***].", Hidden),
        ("Of `[*** Zqxvalue ***]`.", Refused("misplaced-mark")),
        ("```\n[*** Zqxvalue ***]\n```", Refused("misplaced-mark")),
        ("Text <!-- [*** Zqxvalue ***] --> more.", Refused("misplaced-mark")),
    ]);
}

#[test]
fn links_notes_and_pictures_show_nothing() {
    hold(&[
        ("See [of [*** Zqxvalue ***] it](https://a.example).", Hidden),
        ("See [*** [it](https://zqxvalue.example/Zqxvalue) ***].", Hidden),
        (
            "See [*** [it](https://zqxvalue.example/Zqxvalue \"Zqxvalue\") ***].",
            Told("stray-markup"),
        ),
        ("See [*** <https://zqxvalue.example> and <mailto:a@zqxvalue.example> ***].", Hidden),
        (
            "See [*** [it] ***].\n\n[***\nA.\n\n[it]: https://zqxvalue.example \"Zqxvalue\"\n***]",
            Told("stray-markup"),
        ),
        ("See [*** [it] ***].\n\n[***\nA.\n\n[it]: https://zqxvalue.example\n***]", Hidden),
        ("See [*** this[^n] ***].\n\n[^n]: Zqxvalue.", Hidden),
        ("[***\nA[^n].\n\n[^n]: Zqxvalue\n***]\n\nB[^n].", Hidden),
        ("B[^n] and [*** c[^m] ***].\n\n[^n]: open [*** x[^m] ***]\n\n[^m]: Zqxvalue", Hidden),
        ("B[^n].\n\n[^n]: open\n\n    [*** Zqxvalue ***]", Hidden),
        ("[*** ![Zqxvalue](c.png) ***]", Hidden),
        ("[*** ![Zqxvalue](c.png \"Zqxvalue\") ***]", Told("stray-markup")),
        ("[*** ![Zqxvalue][i] ***]\n\n[***\nA.\n\n[i]: c.png\n***]", Hidden),
        (
            "[*** ![Zqxvalue][i] ***]\n\n[***\nA.\n\n[i]: c.png \"Zqxvalue\"\n***]",
            Told("stray-markup"),
        ),
        ("See [it](https://a.example \"[*** Zqxvalue ***]\").", Refused("misplaced-mark")),
        ("See [it](https://a.example/[***Zqxvalue***]).", Refused("misplaced-mark")),
        ("See [it].\n\n[it]: https://a.example \"[*** Zqxvalue ***]\"", Refused("misplaced-mark")),
        ("![a [*** Zqxvalue ***] b](c.png)", Refused("misplaced-mark")),
    ]);
}

#[test]
fn blocks_and_tables_show_nothing() {
    hold(&[
        ("### [*** Zqxvalue ***]\n\nText.", Hidden),
        ("[***\n### Zqxvalue\n\nText\n***]", Hidden),
        ("- a\n  [***\n  - Zqxvalue\n    - Zqxvalue b\n      1. Zqxvalue c\n  ***]\n- b", Hidden),
        ("[***\n- a Zqxvalue\n  1. b\n     > Zqxvalue\n- c\n***]", Hidden),
        ("> [***\n> Zqxvalue\n> ***]\n\n> a [*** Zqxvalue\nlazy ***] b", Hidden),
        ("[***\n```Zqxvalue\nZqxvalue\n```\n***]", Hidden),
        ("| A [*** Zqxvalue ***] | [*** Zqxvalue ***] |\n|---|---:|\n| a | 2 |", Hidden),
        ("[***\n| Zqxvalue | B |\n|---|---:|\n| Zqxvalue | 4 |\n***]", Hidden),
        ("| A | B |\n|---|---|\n| [*** Zqxvalue \\| x ***] | b |", Hidden),
        (
            "**Of [*** Zqxvalue ***]**\n\n| A | B |\n|---|---|\n| a | b |\n\n(1) [*** Zqxvalue ***].",
            Hidden,
        ),
        ("| A | B |\n|---|---|\n| [*** Zqxvalue | x ***] |", Refused("malformed-mark")),
        ("| A | B |\n|---|---|\n| a | b | [*** Zqxvalue ***] |", Refused("misplaced-mark")),
    ]);
}

#[test]
fn facts_show_nothing() {
    hold(&[
        ("It is [*** Zqxvalue ***], [{{ facts.open }}] and [[^a]].\n\n[^a]: A note.", Hidden),
        ("It is {{ facts.secret }}, {{facts.secret}} and {{ facts.secret ~ '!' }}.", Hidden),
        ("It is {{ facts.open ~ facts.secret }}.", Hidden),
        ("It is {{ facts[\"secret\"] }} {{ facts[\"sec\" ~ \"ret\"] }}.", Hidden),
        ("It is {{ \"big\" if facts.secret == \"Zqxvalue\" else \"small\" }}.", Hidden),
        ("It is [*** {{ facts.secret }} and {{ facts.open }} ***].", Hidden),
        ("It is {{ facts.secret[:] }} and {{ facts[\"sec\" ~ \"ret\"][:] }}.", Hidden),
        ("It is {{ '' ~ facts.secret[0:] }}, {{ facts.secret[::-1][::-1] }}.", Hidden),
        ("It is {{ \"big\" if facts.secret[:3] == \"Zqx\" else \"small\" }}.", Hidden),
        ("It is {{ \"[*** Zqxvalue ***]\" }}.", Refused("misplaced-mark")),
        ("It is {{ facts.open ~ \" [*** Zqxvalue ***]\" }}.", Refused("misplaced-mark")),
        ("It is {{ \"[***\" }} Zqxvalue {{ \"***]\" }}.", Refused("misplaced-mark")),
        ("It is [{{ \"***\" }} Zqxvalue {{ \"***\" }}].", Refused("misplaced-mark")),
        ("It is [{{ \"*\" * 3 }} Zqxvalue ***].", Refused("malformed-mark")),
        ("It is {{ \"[\" }}*** Zqxvalue ***{{ \"]\" }}.", Refused("misplaced-mark")),
        ("It is [*{{ \"** Zqxvalue **\" }}*].", Refused("misplaced-mark")),
        ("It is {{ \"[\" }}{{ \"*** Zqxvalue **\" }}{{ \"*]\" }}.", Refused("misplaced-mark")),
    ]);
}

/// A part of a build leaves no file of an earlier one that shows what is marked since, and counts what it wrote.
#[test]
fn r9_what_an_earlier_build_left_is_held_against_what_is_marked_now() {
    let marked = answer("We operate shops, and say so. It is [*** Zqxvalue ***].");
    let parts = [
        ["--format", "pdf"].as_slice(),
        &["--format", "html"],
        &["--edition", "complete"],
        &["--edition", "public"],
        &["--edition", "edgar"],
        &["--extension"],
    ];
    let extension = "\n[deadline]\nextension = { until = 2020-03-30, agreed_with = \"Ms. Roe\", on = 2020-03-10 }";
    for part in parts {
        let folder = small(extension, &answer("We operate shops, and say so. It is Zqxvalue."));
        let root = folder.path();
        assert_eq!(corresp(root, &["build"]).0, 0);
        assert_eq!(corresp(root, &["build", "--extension"]).0, 0);
        fs::write(root.join(ROUND).join("1.md"), &marked).expect("the answer");
        let before = files(&root.join("out")).len();
        let (code, said) = corresp(root, &[&["build"], part].concat());
        let removed = said.matches("Removed out/").count();
        assert_eq!(code, i32::from(removed > 0), "{part:?}: {said}");
        for file in outside(&root.join("out")) {
            let found = read(&file).into_iter().find(|(_, text)| text.contains(WORD));
            assert!(found.is_none(), "{part:?}: {}: {said}", file.display());
        }
        // What does not show it stays.
        assert!(root.join("out/extension.pdf").is_file(), "{part:?}: {said}");
        assert!(files(&root.join("out")).len() + removed >= before, "{part:?}: {said}");
        if let Some((_, rest)) = said.split_once("Read back ") {
            let count: usize =
                rest.split(' ').next().and_then(|n| n.parse().ok()).expect("a count");
            let written = said.lines().filter(|line| line.starts_with("  out/")).count();
            assert!(count <= written, "{part:?}: {said}");
        }
    }
}

/// What another round hides is told where this one shows it; it may be public by now.
#[test]
fn r10_text_that_another_round_marks_is_told_where_it_stands_open() {
    let other = "responses/2019-12-02";
    for (here, there, is_told) in [
        ("It is Zqxvalue Inc.", "It was [*** Zqxvalue Inc. ***] then.", true),
        ("It is 4,127 now.", "It was [*** up to 4,127 of them ***] then.", true),
        ("It is Zqxvalue.", "It was {{ facts.secret }} then.", true),
        ("It is [*** Zqxvalue Inc. ***].", "It was [*** Zqxvalue Inc. ***] then.", false),
        ("It is Zqxvalue Inc.", "It was Zqxvalue Inc. then.", false),
        ("It is 412 now.", "It was [*** 4,127 ***] then.", false),
    ] {
        let facts = "\n[facts]\nsecret = \"[*** Zqxvalue ***]\"\n";
        let facts = if there.contains("facts") { facts } else { "" };
        let folder = small(facts, &answer(&format!("We operate shops. {here}")));
        let root = folder.path();
        assert!(!corresp(root, &["build"]).1.contains("confidential-elsewhere"));
        fs::create_dir_all(root.join(other)).expect("a round");
        // A fault of that round is no matter of this one.
        let text = format!("{}\n## 9.9\n", answer(there));
        fs::write(root.join(other).join("1.md"), text).expect("an answer");
        let (code, said) = corresp(root, &["build"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(said.contains("warning[confidential-elsewhere]"), is_told, "{here}: {said}");
        // The other round's line is shown without what it hides.
        let line = if there.contains("facts") { "facts.secret" } else { "It was [***] then." };
        assert_eq!(said.contains("responses/2019-12-02/1.md"), is_told, "{said}");
        assert_eq!(said.contains(line), is_told, "{said}");
    }
}

/// A name in capitals is no common word, a number that names is no figure, and what exhibits show is no mark.
#[test]
fn innocent_words_and_numbers_are_not_taken_for_marked_ones() {
    let told = |body: &str| {
        let (_, said) = corresp(small("", &answer(body)).path(), &["build"]);
        ["confidential-elsewhere", "malformed-mark", "placeholder", "redaction-leak"]
            .into_iter()
            .filter(|code| said.contains(code))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    for body in [
        "Our customer is [*** Target ***].\n\nThe target date is met by all of us here.",
        "It is [*** $350 million ***].\n\nGoodwill is tested under ASC 350, in 350 plants.",
        "It is [*** 555 units ***].\n\nWe did.",
        "It was redacted as \"[* * *]\" in the exhibit, ***[emphasis added]***.",
        "Yes [X] No [ ], says the cover. TBD Ventures LLC (tbd.com) agrees.",
    ] {
        assert_eq!(told(body), Vec::<String>::new(), "{body}");
    }
    for body in [
        "Our customer is [*** Target ***].\n\nThe stores of Target are ours, and of all of us.",
        "Our customer is [*** Target ***].\n\nThe stores of TARGET are ours, and of all of us.",
        "It is [*** $350 million ***].\n\nThe fair value rose to $350 million then.",
    ] {
        assert_eq!(told(body), ["confidential-elsewhere"], "{body}");
    }
}

/// A build that fails writes nothing, and leaves nothing that goes outside and shows what is marked since.
#[test]
fn r9_a_build_that_fails_leaves_nothing_that_shows_what_is_marked_now() {
    for part in [[].as_slice(), &["--draft"], &["--format", "pdf"]] {
        let open = answer("We operate shops, and say so. It is Zqxvalue.");
        let folder = small("", &open);
        let root = folder.path();
        assert_eq!(corresp(root, &["build"]).0, 0);
        let complete = fs::read(root.join("out/letter.pdf")).expect("the letter");
        let marked = open.replace("Zqxvalue", "[*** Zqxvalue ***]");
        // The fault stands beside the mark.
        fs::write(root.join(ROUND).join("1.md"), format!("{marked}\n[*** never closed\n"))
            .expect("the answer");
        let (code, said) = corresp(root, &[&["build"], part].concat());
        assert!(code == 1 && said.contains("Nothing was written.\n"), "{part:?}: {said}");
        assert!(said.contains("Removed out/edgar/corresp.htm"), "{part:?}: {said}");
        for file in outside(&root.join("out")) {
            let found = read(&file).into_iter().find(|(_, text)| text.contains(WORD));
            assert!(found.is_none(), "{part:?}: {}: {said}", file.display());
        }
        // It goes to the staff alone now.
        assert!(fs::read(root.join("out/letter.pdf")).expect("the letter") == complete);
        // What shows nothing of it stays, and is said to.
        fs::write(root.join(ROUND).join("1.md"), open.replace("Zqxvalue", "gone")).expect("open");
        corresp(root, &["build"]);
        fs::write(root.join(ROUND).join("1.md"), format!("{marked}\n[*** never closed\n"))
            .expect("the answer");
        let (_, said) = corresp(root, &[&["build"], part].concat());
        assert!(said.contains("Nothing was written; out is as it was."), "{part:?}: {said}");
        assert!(root.join("out/edgar/corresp.htm").is_file());
    }
}

/// So it is where the fault is the mark's own: what was typed between its signs goes.
#[test]
fn r9_a_mark_that_cannot_be_read_leaves_nothing_of_what_it_was_to_hide() {
    let open = answer("We operate shops, and say so. It is Zqxvalue.");
    let body = "It is Zqxvalue.";
    let merge = |ours: &str, theirs: &str| {
        format!("\n\n<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> theirs")
    };
    for (faulty, is_gone) in [
        ("It is [** Zqxvalue **].".to_owned(), true),
        ("It is [*** Zqxvalue.".to_owned(), true),
        ("It is Zqxvalue ***].".to_owned(), true),
        ("It is [_**Zqxvalue**_].".to_owned(), true),
        ("It is \\[\\*\\*\\* Zqxvalue \\*\\*\\*\\].".to_owned(), true),
        ("It is [** Zqxvalue ***].".to_owned(), true),
        ("It is [ *** Zqxvalue *** ].".to_owned(), true),
        ("It is &#91;*** Zqxvalue ***&#93;.".to_owned(), true),
        ("It is [***] Zqxvalue [***].".to_owned(), true),
        ("It is `[*** Zqxvalue ***]`.".to_owned(), true),
        ("It is <!-- [*** Zqxvalue ***] -->.".to_owned(), true),
        ("It is Zqxvalue.\n\n***]".to_owned(), true),
        ("\n\n[**\n\nIt is Zqxvalue.\n\n**]".to_owned(), true),
        ("\n\n***\n\nIt is Zqxvalue.\n\n***".to_owned(), true),
        ("\n\n[***]\n\nIt is Zqxvalue.\n\n[***]".to_owned(), true),
        ("\n\n(***\n\nIt is Zqxvalue.\n\n***)".to_owned(), true),
        ("It is [_**Zqxvalue [sic]**_][#1].".to_owned(), true),
        ("It is [*** [*** Zqxvalue ***].".to_owned(), true),
        ("It is (*** Zqxvalue ***).".to_owned(), true),
        ("[Zqx](https://example.com/[***Zqxvalue***])".to_owned(), true),
        (merge("It is [*** Zqxvalue ***].", body), true),
        (merge(body, "It is [*** Zqxvalue ***]."), true),
        (merge("It is [*** Zqxvalue.", "It is Zqxvalue now."), true),
        // What was to be hidden is another thing, or nobody marked one.
        ("It is [*** gone.\n\nAnd Zqxvalue.".to_owned(), false),
        ("It is Zqxvalue, [*** gone".to_owned(), false),
        (merge("It is Zqxvalue.", "It is Zqxvalue now."), false),
    ] {
        let folder = small("", &open);
        let root = folder.path();
        assert_eq!(corresp(root, &["build"]).0, 0);
        let text = open.replace(body, &faulty);
        fs::write(root.join(ROUND).join("1.md"), text).expect("the answer");
        let (code, said) = corresp(root, &["build"]);
        assert_eq!(code, 1, "{faulty}: {said}");
        let is_left = root.join("out/edgar/corresp.htm").is_file();
        assert_eq!(!is_left, is_gone, "{faulty}: {said}");
        assert_eq!(said.contains("Removed out/edgar/corresp.htm"), is_gone, "{faulty}: {said}");
    }
}

/// Where nothing is marked any more, `letter.pdf` of a build with two editions was the complete one.
#[test]
fn r9_the_complete_edition_of_an_earlier_build_goes_when_it_is_the_only_one() {
    for part in [["--format", "html"], ["--format", "pdf"], ["--edition", "edgar"]] {
        let folder = small("", &answer("We operate shops, and say so. It is [*** Zqxvalue ***]."));
        let root = folder.path();
        assert_eq!(corresp(root, &["build"]).0, 0);
        let open = answer("We operate shops, and say so. It is gone.");
        fs::write(root.join(ROUND).join("1.md"), open).expect("the answer");
        let (code, said) = corresp(root, &[&["build"], &part[..]].concat());
        assert!(code == 1 && said.contains("Removed out/letter."), "{part:?}: {said}");
        for file in files(&root.join("out")) {
            let found = read(&file).into_iter().find(|(_, text)| text.contains(WORD));
            assert!(found.is_none(), "{part:?}: {}: {said}", file.display());
        }
    }
}

/// What is said of marked text says no character and no number of it.
#[test]
fn no_finding_names_a_character_or_number_of_marked_text() {
    for (body, code, hidden) in [
        ("It is [*** \u{6771}\u{829d} ***] here.", "missing-glyph", ["6771", "829D", "CJK"]),
        ("[***\nSites:\n\n8410. a\n8412. b\n\n***]", "list-number", ["8410", "8411", "8412"]),
    ] {
        let text = format!("We operate shops, and say so here.\n\n{body}");
        let (_, said) = corresp(small("", &answer(&text)).path(), &["build", "--draft"]);
        assert!(said.contains(code), "{said}");
        for word in hidden {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}

/// The letter that confirms an extension is read back as all others are.
#[test]
fn r9_the_letter_of_an_extension_is_read_back() {
    let text = answer("We operate shops, and say so. It is [*** Zqxvalue ***].");
    let extension = |with: &str| {
        format!(
            "\n[deadline]\nextension = {{ until = 2020-03-30, agreed_with = \"{with}\", on = 2020-03-10 }}"
        )
    };
    for (with, template, told) in [
        ("Ms. Roe", "The Zqxvalue price.", "error[redaction-leak]"),
        ("Ms. Roe", "The [*** Zqxvalue ***] price.", "error[confidential-but-public]"),
        ("Zqxvalue", "", "warning[confidential-elsewhere]"),
        ("Ms. Roe", "", "Send it"),
    ] {
        let folder = small(&extension(with), &text);
        let root = folder.path();
        if !template.is_empty() {
            let built_in = include_str!("../templates/extension.md");
            fs::create_dir(root.join("templates")).expect("a folder");
            fs::write(root.join("templates/extension.md"), format!("{built_in}\n{template}\n"))
                .expect("a template");
        }
        let (code, said) = corresp(root, &["build", "--extension"]);
        assert!(said.contains(told), "{with} {template}: {said}");
        assert_eq!(code, i32::from(told.starts_with("error")), "{said}");
        assert_eq!(root.join("out/extension.pdf").exists(), code == 0, "{said}");
    }
}

/// What is stated in book.toml stands in every edition: a mark there is told, and so is text that is marked in
/// the letter; a fact is marked as a whole.
#[test]
fn what_book_toml_states_is_told() {
    let text = answer("We operate shops. It is [*** Zqxvalue ***].");
    for (more, is_told) in [
        ("\n[[enclosure]]\nname = \"The Zqxvalue\"\nsupplemental = true\nreturn = true", true),
        ("foia_address = [\"Zqxvalue\"]", true),
        ("foia_address = [\"1 Main Street\"]", false),
    ] {
        let (code, said) = corresp(small(more, &text).path(), &["build"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(said.contains("warning[confidential-elsewhere]"), is_told, "{more}: {said}");
    }
    for (more, finding) in [
        ("foia_address = [\"[*** Zqxvalue ***]\"]", "confidential-but-public"),
        ("foia_address = [\"(*** Zqxvalue ***)\"]", "confidential-but-public"),
        ("\n[facts]\nother = \"(*** Zqxvalue ***)\"", "malformed-mark"),
        ("\n[facts]\nother = \"［*** Zqxvalue ***］\"", "malformed-mark"),
    ] {
        let faults = fate_of(small(more, &text).path(), Refused(finding));
        assert!(faults.is_empty(), "{more}: {faults:?}");
    }
}

/// A template may say it in other words than the letter: what is built is read back.
#[test]
fn templates_that_print_what_is_marked_are_caught() {
    let text = answer("We operate shops. It is [*** Zqxvalue ***], or [*** 8,800,371 ***] in all.");
    for (name, end) in [
        ("page.html", "{{ body }}"),
        ("edgar.html", "{{ body }}"),
        ("letter.md", ""),
        ("foia-request.md", ""),
    ] {
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name);
        let template = fs::read_to_string(template).expect("a built-in template");
        for printed in [
            "Zqxvalue",
            "Zq&#120;value",
            "Z q x v a l u e",
            "\u{200b}Zqx\u{ad}value",
            "{{ 'eulavxqZ'|reverse }}",
            "8800371",
            "8 8 0 0 3 7 1",
            "88 00371",
        ] {
            let template = match end {
                "" => format!("{template}\n\n{printed}\n"),
                end => template.replacen(end, &format!("{end}<p>{printed}</p>"), 1),
            };
            let folder = small("", &text);
            let path = folder.path().join("templates");
            fs::create_dir_all(&path).expect("a folder");
            fs::write(path.join(name), template).expect("a template");
            let faults = fate_of(folder.path(), Refused("redaction-leak"));
            assert!(faults.is_empty(), "{name}, {printed}: {faults:?}");
        }
    }
}

/// A project whose answer has a proposed disclosure `g`, with the text as filed.
fn with_disclosure(body: &str, front: &str, proposed: &str, as_filed: &str) -> tempfile::TempDir {
    let text = answer(&format!("We operate shops, and say so here.\n\n{body}"));
    let folder = small("", &text.replace("status", "disclosures = [\"g\"]\nstatus"));
    let disclosures = folder.path().join(ROUND).join("disclosures");
    let front = format!("+++\nfiling = \"2020 Form 10-K\"\n{front}+++\n\n");
    fs::write(disclosures.join("g.md"), format!("{front}{proposed}\n")).expect("a disclosure");
    fs::write(disclosures.join("g.as-filed.md"), format!("{as_filed}\n")).expect("as filed");
    folder
}

/// What a note, the caption or the filing of a disclosure says is open, and filed.
#[test]
fn r10_notes_and_captions_of_a_disclosure_are_filed_text() {
    let note = "We test.[^a]\n\n[^a]: Many wombats live there.";
    let (ohio, zq) = ("It is [*** the wombats of Ohio ***] for us.", "It is [*** Zqxvalue ***].");
    let secret = "We test.[^a]\n\n[^a]: The Zqxvalue.";
    for (body, front, proposed, as_filed, finding) in [
        (ohio, "", note, "We test.", None),
        (ohio, "", "We test.", note, None),
        (zq, "", secret, "We test.", Some("g.md:7:11")),
        (zq, "", "We test.", secret, Some("g.as-filed.md:3:11")),
        (zq, "caption = \"The Zqxvalue\"\n", "We test.", "We test.", Some("g.md:3:16")),
        ("It is [*** 412 ***].", "page = 412\n", "We test.", "We test.", None),
        ("It is [*** 412 ***].", "page = \"F-412\"\n", "We test.", "We test.", Some("g.md:3:11")),
    ] {
        let folder = with_disclosure(body, front, proposed, as_filed);
        let (code, said) = corresp(folder.path(), &["build"]);
        let told = "error[confidential-but-public]";
        assert_eq!(said.contains(told), finding.is_some(), "{front} {proposed}: {said}");
        assert!(said.contains(finding.unwrap_or_default()), "{front} {proposed}: {said}");
        assert_eq!(code, i32::from(finding.is_some()), "{front} {proposed}: {said}");
    }
    // What another round marks is told there as well.
    let folder = with_disclosure("It is open.", "", secret, "We test.");
    let other = folder.path().join("responses/2019-12-02");
    fs::create_dir_all(&other).expect("a round");
    fs::write(other.join("1.md"), answer("It was [*** the Zqxvalue ***] then."))
        .expect("an answer");
    let (_, said) = corresp(folder.path(), &["build"]);
    assert!(said.contains("warning[confidential-elsewhere]"), "{said}");
}

#[test]
fn r10_a_possessive_of_marked_text_is_told() {
    let marked = "It is [*** Project Zephyr ***].";
    for open in ["Project Zephyr's end", "Project Zephyr’s end", "Zephyr", "Project “Zephyr’s”"]
    {
        let is_told = open != "Zephyr";
        let here = small("", &answer(&format!("We operate shops. {marked}\n\nIt is {open}.")));
        let (_, report) = check(here.path());
        assert_eq!(report.contains("warning[confidential-elsewhere]"), is_told, "{open}: {report}");
        let filed = with_disclosure(marked, "", &format!("It is {open}."), "It is.");
        let (_, report) = check(filed.path());
        assert_eq!(report.contains("error[confidential-but-public]"), is_told, "{open}: {report}");
    }
    let other = small("", &answer("We operate shops. It is Project Zephyr’s end."));
    let folder = other.path().join("responses/2019-12-02");
    fs::create_dir_all(&folder).expect("a round");
    fs::write(folder.join("1.md"), answer(&format!("{marked} So."))).expect("an answer");
    assert!(check(other.path()).1.contains("warning[confidential-elsewhere]"));
}

/// Words of the author's own that stand side by side in paragraphs, items and cells are no leak; where they are all
/// of a marked text, that is told before anything is built.
#[test]
fn r9_words_side_by_side_in_open_blocks_are_no_leak() {
    let whole = "We close stores in [*** Ohio, Iowa, Texas ***].";
    let part = "We close [*** mostly the Ohio, Iowa, Texas sites ***].";
    for open in [
        "- Ohio\n- Iowa\n- Texas",
        "- [Ohio](https://a.example)\n- Iowa\n- Texas",
        "Ohio\n\nIowa\n\nTexas",
        "### Ohio\n\nIowa\n\nTexas",
        "| Ohio | Iowa | Texas |\n|---|---|---|\n| a | b | c |",
        "| State | Stores |\n|---|---:|\n| Ohio | |\n| Iowa | |\n| Texas | 3 |",
    ] {
        for (marked, is_told) in [(whole, true), (part, false)] {
            let text = format!("We operate shops. {marked}\n\n{open}\n\nThat is all.");
            let folder = small("", &answer(&text));
            let (code, said) = corresp(folder.path(), &["build"]);
            assert_eq!(code, 0, "{open}: {said}");
            assert!(!said.contains("redaction-leak"), "{open}: {said}");
            let report = check(folder.path()).1;
            assert_eq!(report.contains("confidential-elsewhere"), is_told, "{open}: {report}");
        }
    }
    // A region between them parts them.
    let text = format!("We operate shops. {whole}\n\n- Ohio\n- [*** Utah ***]\n- Iowa\n- Texas");
    let report = check(small("", &answer(&text)).path()).1;
    assert!(!report.contains("confidential-elsewhere"), "{report}");
}

/// A figure is told however it is spelt; one that says something else is not.
#[test]
fn r10_a_figure_in_another_spelling_is_told() {
    for (marked, open, is_told) in [
        ("9.5x", "9.5 times earnings", true),
        ("9.5 times", "a multiple of 9.5x", true),
        ("0.84", "a ratio of .84", true),
        ("8,412", "8,412.0 of them", true),
        ("8.40%", "8.4%", true),
        ("a margin of 12.5", "12.50%", true),
        ("$8.4 billion", "$8,400 million", true),
        ("9.5x", "9.5% of them", false),
        ("9.5x", "95 of them", false),
        ("10.0%", "Form 10-K", false),
    ] {
        let text = format!("We operate shops. It is [*** {marked} ***].\n\nWe see {open} there.");
        let report = check(small("", &answer(&text)).path()).1;
        let told = report.contains("warning[confidential-elsewhere]");
        assert_eq!(told, is_told, "{marked}, {open}: {report}");
    }
}

/// A marked fact is confidential though its use is misspelt: what an earlier build left goes.
#[test]
fn r9_a_marked_fact_is_confidential_whether_it_is_used_or_not() {
    let folder = small("", &answer("We operate shops, and say so. It is Zqxvalue."));
    let root = folder.path();
    assert_eq!(corresp(root, &["build"]).0, 0);
    let book = fs::read_to_string(root.join("book.toml")).expect("book.toml");
    fs::write(root.join("book.toml"), book + "\n[facts]\nsecret = \"[*** Zqxvalue ***]\"\n")
        .expect("book.toml");
    let misspelt = answer("We operate shops, and say so. It is {{ facts.secert }}.");
    fs::write(root.join(ROUND).join("1.md"), misspelt).expect("the answer");
    let (code, said) = corresp(root, &["build"]);
    assert!(code == 1 && said.contains("Removed out/edgar/corresp.htm"), "{said}");
    for file in outside(&root.join("out")) {
        let found = read(&file).into_iter().find(|(_, text)| text.contains(WORD));
        assert!(found.is_none(), "{}: {said}", file.display());
    }
}

/// The public files tell nothing of what a region held: one paragraph or two, the note of a table or none, a key.
#[test]
fn r1_the_public_files_tell_nothing_of_what_a_region_held() {
    let table = "| A | B |\n|---|---:|\n| a | 4 |\n\n";
    let groups: [(&str, &[&str]); 5] = [
        (
            "",
            &[
                "[*** Two words. ***]",
                "[***\nTwo words.\n***]",
                "[***\nTwo\n\nwords.\n***]",
                "[***\n> Two words.\n***]",
            ],
        ),
        (table, &["[*** See (1) ***]", "[*** (1) See ***]"]),
        ("- a\n", &["  [***\n  Two words.\n  ***]\n- b", "  [***\n  Two\n\n  words.\n  ***]\n- b"]),
        ("> a\n>\n", &["> [*** Two words. ***]", "> [***\n> Two\n>\n> words.\n> ***]"]),
        (table, &["(1) [*** See it. ***]", "(1) [*** (2) See ***]"]),
    ];
    for (before, bodies) in groups {
        let built = bodies.iter().map(|body| {
            let text =
                format!("We operate shops, and say so here.\n\n{before}{body}\n\nThat is all.");
            let folder = small("", &answer(&text));
            let (code, said) = corresp(folder.path(), &["build"]);
            assert_eq!(code, 0, "{body}: {said}");
            ["out/public/letter.html", "out/edgar/corresp.htm", "out/public/letter.pdf"]
                .map(|name| fs::read(folder.path().join(name)).expect("a file"))
        });
        let built: Vec<[Vec<u8>; 3]> = built.collect();
        for (body, files) in bodies.iter().zip(&built) {
            assert!(files == &built[0], "{body} is told from {}", bodies[0]);
        }
    }
    let heading =
        small("", &answer("We operate shops, and say so.\n\n### [*** 0.05 ***]\n\nText."));
    let report = check(heading.path()).1;
    assert!(!report.contains("malformed-key"), "{report}");
}

/// A long text that repeats itself is looked for in a time that does not grow with its square.
#[test]
fn r9_a_long_text_that_repeats_itself_is_looked_for_in_time() {
    let start = std::time::Instant::now();
    let text = format!("We operate shops.\n\nIt is [*** {}***] so.", "Zqxvalue ".repeat(8000));
    let folder = small("", &answer(&text));
    let faults = fate_of(folder.path(), Hidden);
    assert!(faults.is_empty(), "{faults:?}");
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// The faults of the document for EDGAR are shown with its lines, unless marked text leaks there.
#[test]
fn a_fault_for_edgar_shows_no_line_with_marked_text() {
    let folder = small("", &answer("We operate shops. It is [*** Zqxvalue ***]."));
    let path = folder.path().join("templates");
    fs::create_dir_all(&path).expect("a folder");
    let page = |inner: &str| {
        format!("<html><head><title>a</title></head><body>{{{{ body }}}}{inner}</body></html>")
    };
    fs::write(path.join("edgar.html"), page("<p><!-- open words --></p>")).expect("a template");
    let (code, said) = corresp(folder.path(), &["build"]);
    assert!(code == 1 && said.contains("<!-- open words -->"), "{said}");
    fs::write(path.join("edgar.html"), page("<p><!-- Zqxvalue --></p>")).expect("a template");
    let faults = fate_of(folder.path(), Refused("redaction-leak"));
    assert!(faults.is_empty(), "{faults:?}");
}

/// An address that is defined between marks is confidential; a link outside of them leads there all the same.
#[test]
fn a_link_to_an_address_that_is_defined_between_marks_is_told() {
    let text = answer(
        "We operate shops.\n\n[***\nA.\n\n[it]: https://zqxvalue.example\n***]\n\nSee [it].",
    );
    let folder = small("", &text);
    let (code, said) = corresp(folder.path(), &["build"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("warning[confidential-elsewhere]"), "{said}");
}

//! The repository's own example: what `build` writes holds the model's words, and `check` says that all
//! of the real letter is answered.

mod support;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::Command;

use corresp::coverage::{self, Coverage};
use corresp::document::compose::{self, DISCLOSURES, LETTER, Templates};
use corresp::finding::Findings;
use corresp::project::{self, Project};
use corresp::source::FileId;
use support::words::{holds_in_order, squeezed, text_of_html, text_of_pdf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn corresp(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
    let output = command.arg("-C").arg(root()).args(arguments).output().expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it prints UTF-8");
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a plain path");
    let (code, _, messages) = corresp(&["build", "--out", path]);
    assert_eq!(code, 0, "{messages}");
    folder
}

fn load() -> (Project, Coverage) {
    let mut findings = Findings::default();
    let project = project::load(&root(), &mut findings).expect("the example is there");
    let coverage = coverage::check(&project.letter, &project.responses, true, &mut findings);
    (project, coverage)
}

#[test]
fn the_real_letter_has_three_comments_eighteen_bullets_and_nineteen_units_all_answered() {
    let (code, report, _) = corresp(&["check", "--final", "--format", "json"]);
    assert_eq!(code, 0, "{report}");
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let expected = serde_json::json!({
        "comments": 3, "bullets": 18, "parts": 0, "units": 19,
        "answered": 19, "draft": 0, "deferred": 0, "elsewhere": 0, "open": 0,
    });
    assert_eq!(report["totals"], expected);
    let keys: Vec<&str> = report["units"]
        .as_array()
        .expect("units")
        .iter()
        .filter_map(|unit| unit["key"].as_str())
        .collect();
    assert_eq!(keys.len(), 19);
    assert_eq!((keys[0], keys[1], keys[18]), ("1", "2.1", "3.16"));
    let levels: Vec<&str> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["level"].as_str())
        .collect();
    assert!(levels.iter().all(|level| *level == "note"), "{levels:?}");
}

#[test]
fn the_models_words_stand_in_pdf_and_html_in_order() {
    let (project, coverage) = load();
    let templates = Templates {
        letter: (Cow::Borrowed(LETTER), FileId(0)),
        disclosures: (Cow::Borrowed(DISCLOSURES), FileId(0)),
    };
    let mut findings = Findings::default();
    let composed = compose::compose(&project, &coverage, &templates, false, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let out = built();
    let file = |name: &str| out.path().join(name);
    holds_in_order(&composed.letter, &text_of_pdf(&file("letter.pdf")), "letter.pdf");
    holds_in_order(&composed.letter, &text_of_html(&file("letter.html")), "letter.html");
    let disclosures = composed.disclosures.expect("the example proposes disclosures");
    holds_in_order(&disclosures, &text_of_pdf(&file("disclosures.pdf")), "disclosures.pdf");
    holds_in_order(&disclosures, &text_of_html(&file("disclosures.html")), "disclosures.html");
}

#[test]
fn every_word_of_the_staff_stands_in_pdf_and_html() {
    let (project, _) = load();
    let out = built();
    for text in
        [text_of_pdf(&out.path().join("letter.pdf")), text_of_html(&out.path().join("letter.html"))]
    {
        let text = squeezed(&text);
        let mut at = 0;
        for row in &project.letter.rows {
            let wanted = squeezed(&row.own_text);
            let found = text[at..].find(&wanted);
            assert!(found.is_some(), "the words of {} are not there in order", row.key);
            at += found.unwrap_or(0) + wanted.len();
        }
    }
}

#[test]
fn the_redlines_of_the_example_give_back_both_texts() {
    let out = built();
    let html = std::fs::read_to_string(out.path().join("letter.html")).expect("HTML");
    assert!(html.contains("<ins>") && html.contains("<del>"));
}

#[test]
fn a_build_that_is_refused_leaves_the_last_good_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = folder.path().join("p");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        command.current_dir(folder.path()).args(arguments).output().expect("the binary runs")
    };
    assert!(run(&["init", "p"]).status.success());
    assert!(run(&["-C", "p", "build"]).status.success());
    let before = std::fs::read(project.join("out/letter.pdf")).expect("a letter");
    let response = project.join("responses/2020-03-02/01-recall.md");
    std::fs::write(&response, "+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n## 1\n\nTODO\n")
        .expect("written");
    let refused = run(&["-C", "p", "build"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(std::fs::read(project.join("out/letter.pdf")).expect("a letter"), before);
}

#[test]
fn importing_the_letter_again_gives_the_committed_one_but_for_its_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = root().join("responses/2009-01-14/source.txt");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        command.current_dir(folder.path()).args(arguments).output().expect("the binary runs")
    };
    assert!(run(&["init", "p"]).status.success());
    let source = source.to_str().expect("a plain path");
    let imported = run(&["-C", "p", "import", source, "--round", "2009-01-14"]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let read = |path: &Path| std::fs::read_to_string(path).expect("letter.md");
    let new = read(&folder.path().join("p/responses/2009-01-14/letter.md"));
    let committed = read(&root().join("responses/2009-01-14/letter.md"));
    assert_eq!(committed.replace("date = 2009-01-14\n", ""), new);
    // The sample round of `init` is gone, and the new one is the one that is answered.
    assert!(!folder.path().join("p/responses/2020-03-02").exists());
    let checked = run(&["-C", "p", "check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!(report["totals"]["open"], 19);
}

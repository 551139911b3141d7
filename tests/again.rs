//! A letter that is imported again: the person's mends stay, the staff's changes come in, and the responses to
//! changed words are marked until somebody has looked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use corresp::import::{self, merge};
use corresp::source::Files;
use serde_json::Value;

const ROUND: &str = "responses/2020-03-02";

const LETTER: &str = "\
March 2, 2020

Pat Example
Chief Financial Officer
Example Stores, Inc.

Re:  Example Stores, Inc.
     Form 10-K for Fiscal Year Ended December 31, 2019

Dear Ms. Example:

We have reviewed your filing and have the following comments.

Form 10-K for Fiscal Year Ended December 31, 2019

1.   Please tell us how you tested goodwill in the year, by a controlbased value,
     and at which dates.

2.   Please provide us with the following for each store that you could close:

     -  its fair value; and
     -  its carrying value.

Please respond to these comments within ten business days.

Sincerely,

Kim Sample
Branch Chief
";

struct Project(tempfile::TempDir);

struct Run {
    exit: i32,
    text: String,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let book = "[matter]\ncompany = \"Example Stores, Inc.\"\n[letter]\ndate = 2020-03-16\n";
        fs::write(folder.path().join("book.toml"), book).expect("book.toml");
        Self(folder)
    }

    fn with_letter() -> Self {
        let project = Self::new();
        let run = project.import("letter.txt", LETTER);
        assert_eq!(run.exit, 0, "{}", run.text);
        project
    }

    fn round(&self, name: &str) -> PathBuf {
        self.0.path().join(ROUND).join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.round(name)).expect("a file of the round")
    }

    fn change(&self, name: &str, was: &str, now: &str) {
        let text = self.read(name);
        assert!(text.contains(was), "{name} has no {was}: {text}");
        fs::write(self.round(name), text.replace(was, now)).expect("written");
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
            .env("COLUMNS", "100")
            .args(["--color", "never", "-C"])
            .arg(self.0.path())
            .args(arguments)
            .output()
            .expect("the binary runs");
        let text = [output.stdout, output.stderr].concat();
        Run {
            exit: output.status.code().unwrap_or(-1),
            text: String::from_utf8(text).expect("UTF-8"),
        }
    }

    fn import(&self, name: &str, text: &str) -> Run {
        fs::write(self.0.path().join(name), text).expect("the letter");
        self.run(&["import", name])
    }

    /// Returns `code key` of each finding that is no note.
    fn findings(&self) -> Vec<String> {
        let run = self.run(&["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&run.text).expect("a report");
        let findings = report["findings"].as_array().expect("findings").iter();
        let findings = findings.filter(|finding| finding["level"] != "note");
        let texts = findings.map(|finding| {
            format!(
                "{} {}",
                finding["code"].as_str().unwrap_or_default(),
                finding["key"].as_str().unwrap_or_default()
            )
        });
        texts.collect()
    }

    /// Answers all three units.
    fn answer(&self) {
        for name in self.responses() {
            let text = self.read(&name).replace("status = \"draft\"", "status = \"final\"");
            let answered = |line: &str| match line.starts_with("> ") {
                true => "We did so in June 2019.\n".to_owned(),
                false => format!("{line}\n"),
            };
            let text: String = text.lines().map(answered).collect();
            fs::write(self.round(&name), text).expect("an answer");
        }
        assert!(self.findings().is_empty(), "{:?}", self.findings());
    }

    fn responses(&self) -> Vec<String> {
        self.files()
            .into_keys()
            .filter(|name| name.ends_with(".md") && *name != "letter.md" && !name.contains('/'))
            .collect()
    }

    /// Returns all files of the round with their bytes.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.round(""), "", &mut files);
        files
    }
}

fn collect(folder: &Path, above: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a name").path();
        let name = format!("{above}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).expect("bytes"));
        }
    }
}

/// A letter with the mends that a person makes when reading it over.
fn mended() -> Project {
    let project = Project::with_letter();
    project.change("letter.md", "controlbased", "control-based");
    project.change(
        "letter.md",
        "+++\n\nMarch",
        "\n[[mended]]\nwas = \"controlbased\"\nnow = \"control-based\"\nwhy = \"the hyphen was lost\"\n+++\n\nMarch",
    );
    project.answer();
    project
}

#[test]
fn the_same_bytes_again_change_no_byte() {
    let project = mended();
    let before = project.files();
    let run = project.import("copy.txt", LETTER);
    assert_eq!(run.exit, 0, "{}", run.text);
    assert_eq!(project.files(), before);
}

#[test]
fn a_copy_that_is_set_otherwise_changes_the_source_and_no_word() {
    let project = mended();
    let before = project.files();
    let wide = LETTER.replace("value,\n     and at", "value, and at");
    let run = project.import("copy.txt", &wide);
    assert_eq!(run.exit, 0, "{}", run.text);
    assert!(run.text.contains("The words of both copies are the same."), "{}", run.text);
    let after = project.files();
    let body = |files: &BTreeMap<String, Vec<u8>>| {
        let text = String::from_utf8(files["letter.md"].clone()).expect("UTF-8");
        text.lines().filter(|line| !line.starts_with("source = ")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(body(&after), body(&before));
    assert_eq!(after["source.txt"], wide.as_bytes());
    for name in project.responses() {
        assert_eq!(after[&name], before[&name], "{name}");
    }
    let earlier: Vec<&String> = after.keys().filter(|name| name.starts_with("_earlier/")).collect();
    assert_eq!(earlier.len(), 2, "{earlier:?}");
    assert_eq!(after[earlier[0]], before["letter.md"]);
    assert_eq!(after[earlier[1]], LETTER.as_bytes());
    assert!(project.findings().is_empty(), "{:?}", project.findings());
}

#[test]
fn a_corrected_copy_comes_in_beside_the_mends_and_marks_the_responses() {
    let project = mended();
    let corrected = LETTER
        .replace("and at which dates", "and at which other dates")
        .replace("its carrying value.", "its carrying value; and\n     -  its goodwill.");
    let run = project.import("corrected.txt", &corrected);
    assert_eq!(run.exit, 0, "{}", run.text);
    for line in
        ["  - - its carrying value.", "  + - its carrying value; and", "  + - its goodwill."]
    {
        assert!(run.text.contains(line), "{line}: {}", run.text);
    }
    let letter = project.read("letter.md");
    assert!(
        letter.contains("control-based value") && letter.contains("which other dates"),
        "{letter}"
    );
    assert!(letter.contains("counts = { comments = 2, bullets = 3, parts = 0 }"), "{letter}");
    assert_eq!(
        project.findings(),
        ["suspect-response 1", "suspect-response 2.2", "unanswered-bullet 2.3"]
    );
    let shown = project.run(&["check"]).text;
    assert!(shown.contains("\"other\" is new"), "{shown}");
    assert!(shown.contains("\"value.\" is now \"value; and\""), "{shown}");
    assert_eq!(project.run(&["touch", "1", "2.2"]).exit, 0);
    assert_eq!(project.findings(), ["unanswered-bullet 2.3"]);
    // Touched once is touched: the files do not change again.
    let before = project.files();
    assert_eq!(project.run(&["touch", "1", "2.2"]).exit, 0);
    assert_eq!(project.files(), before);
}

#[test]
fn changed_first_words_are_one_finding_and_touch_writes_the_heading_anew() {
    let project = mended();
    let name = project.responses().remove(0);
    let corrected =
        LETTER.replace("Please tell us how you tested", "Kindly explain how you tested");
    let run = project.import("corrected.txt", &corrected);
    assert_eq!(run.exit, 0, "{}", run.text);
    assert_eq!(project.findings(), ["suspect-response 1"]);
    let shown = project.run(&["check"]).text;
    let next = "Next: read the response to 1 again, then `corresp touch 1`\n";
    assert!(shown.ends_with(next), "{shown}");
    assert!(shown.contains("`corresp touch 1`, which writes its heading"), "{shown}");
    let before = project.read(&name);
    assert!(before.contains("## 1 Please tell us how you tested\n"), "{before}");
    let run = project.run(&["touch", "1"]);
    assert!(run.text.contains("## 1 Kindly explain how you tested goodwill"), "{}", run.text);
    assert!(project.findings().is_empty(), "{:?}", project.findings());
    let hash = |text: &str| text.lines().find(|line| line.starts_with("\"1\"")).map(str::to_owned);
    let after = project.read(&name);
    let wanted = before
        .replace(
            "## 1 Please tell us how you tested\n",
            "## 1 Kindly explain how you tested goodwill\n",
        )
        .replace(&hash(&before).expect("a hash"), &hash(&after).expect("a hash"));
    assert_eq!(after, wanted);
}

#[test]
fn touch_keeps_a_heading_that_never_had_the_staffs_words() {
    let project = mended();
    let name = project.responses().remove(0);
    project.change(&name, "## 1 Please tell us how you tested", "## 1 Our goodwill test");
    let corrected =
        LETTER.replace("Please tell us how you tested", "Kindly explain how you tested");
    assert_eq!(project.import("corrected.txt", &corrected).exit, 0);
    assert_eq!(project.findings(), ["key-words-mismatch 1", "suspect-response 1"]);
    assert_eq!(project.run(&["touch", "1"]).exit, 0);
    assert_eq!(project.findings(), ["key-words-mismatch 1"]);
    assert!(project.read(&name).contains("## 1 Our goodwill test\n"));
}

#[test]
fn a_response_that_noted_nothing_is_marked_all_the_same() {
    let project = mended();
    for name in project.responses() {
        let text = project.read(&name);
        let start = text.find("[seen]\n").expect("a starter notes the words");
        let end = start + text[start..].find("+++").expect("front matter ends");
        fs::write(project.round(&name), format!("{}{}", &text[..start], &text[end..]))
            .expect("written");
    }
    let corrected = LETTER.replace("that you could close", "that you should close");
    let run = project.import("corrected.txt", &corrected);
    assert_eq!(run.exit, 0, "{}", run.text);
    assert_eq!(project.findings(), ["suspect-response 2"]);
    let shown = project.run(&["check"]).text;
    assert!(shown.contains("the words around the items of 2 changed"), "{shown}");
    assert!(shown.contains("\"could\" is now \"should\""), "{shown}");
    assert_eq!(project.run(&["touch", "--all"]).exit, 0);
    assert!(project.findings().is_empty(), "{:?}", project.findings());
}

#[test]
fn words_that_both_changed_are_left_to_a_person_with_both_readings() {
    let project = mended();
    project.change("letter.md", "which dates", "which days");
    let corrected = LETTER.replace("which dates", "what dates");
    let run = project.import("corrected.txt", &corrected);
    assert_eq!(run.exit, 1, "{}", run.text);
    assert!(run.text.contains("1 place could not be merged"), "{}", run.text);
    let letter = project.read("letter.md");
    assert!(letter.contains("which days") && letter.contains("what dates"), "{letter}");
    assert!(
        project.findings().contains(&"merge-conflict 1".to_owned()),
        "{:?}",
        project.findings()
    );
    // The person decides; the response is still to the old words.
    let start = letter.find("<<<<<<<").expect("a conflict");
    let middle = letter.find("=======\n").expect("two sides") + 8;
    let end = letter.find(">>>>>>>").expect("its end");
    let rest = letter[end..].split_once('\n').expect("a line").1;
    let decided = format!(
        "{}{}{rest}",
        &letter[..start],
        letter[middle..end].replace("controlbased", "control-based")
    );
    fs::write(project.round("letter.md"), decided).expect("decided");
    assert_eq!(project.findings(), ["suspect-response 1"]);
}

#[test]
fn another_letter_of_the_same_day_changes_nothing() {
    let project = mended();
    let before = project.files();
    let other = "March 2, 2020\n\nForm 8-K filed in January\n\n1.   Please revise the exhibit index to list each agreement by its title.\n\nSincerely,\n\nAlex Other\n";
    for name in ["other.txt", "other.text"] {
        let run = project.import(name, other);
        assert_eq!(run.exit, 2, "{}", run.text);
        assert!(run.text.contains("is another letter; nothing was written"), "{}", run.text);
        assert_eq!(project.files(), before);
    }
}

#[test]
fn a_copy_with_another_ending_is_named_by_its_content() {
    let project = mended();
    let run =
        project.import("copy.text", &LETTER.replace("ten business days", "ten business days "));
    assert_eq!(run.exit, 0, "{}", run.text);
    let files = project.files();
    assert!(
        files.contains_key("source.txt") && !files.contains_key("source.text"),
        "{:?}",
        files.keys()
    );
    assert!(project.findings().is_empty(), "{:?}", project.findings());
}

#[test]
fn an_entry_that_stands_below_seen_is_named() {
    let project = mended();
    let name = project.responses().remove(0);
    project.change(&name, "+++\n\n##", "owner = \"Tax\"\n\"1\" = \"x\"\n+++\n\n##");
    let shown = project.run(&["check"]).text;
    assert!(
        shown.contains("duplicate") || shown.contains("move it above the line `[seen]`"),
        "{shown}"
    );
    project.change(&name, "\"1\" = \"x\"\n", "\"1.1\" = \"x\"\n");
    let shown = project.run(&["check"]).text;
    assert!(shown.contains("move it above the line `[seen]`"), "{shown}");
    assert!(shown.contains("`corresp touch 1.1` writes it"), "{shown}");
    assert_eq!(project.run(&["touch", "9"]).exit, 2);
    assert_eq!(project.run(&["touch", "1x1"]).exit, 2);
}

/// Reads a letter and returns letter.md.
fn read(text: &str) -> String {
    let mut files = Files::default();
    let id = files.add("source.txt", text);
    merge::letter_md(&import::read(files.get(id)), "source.txt", "0")
}

#[test]
fn every_letter_merged_with_itself_is_the_letter_a_person_has() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    for entry in fs::read_dir(folder).expect("letters") {
        let Ok(bytes) = fs::read(entry.expect("a name").path().join("input.txt")) else { continue };
        let text = corresp::received::read(&bytes).text;
        let base = read(&text);
        for mine in
            [base.clone(), base.replace("Please", "please"), base.to_uppercase(), String::new()]
        {
            let merged = merge::merge(&base, &mine, &base);
            assert_eq!((merged.text, merged.conflicts), (mine, 0));
        }
    }
}

/// A starter in which nobody wrote is no response: it is made anew for the letter as it reads now.
#[test]
fn a_starter_that_nobody_wrote_in_follows_the_corrected_copy() {
    let project = Project::with_letter();
    let [first, second] = project.responses().try_into().expect("two starters");
    project.change(&first, "\n> ", "\nWe did so in June 2019.\n\n> ");
    let answered = project.read(&first);
    let corrected = LETTER
        .replace("-  its carrying value.", "-  its lease; and\n     -  its carrying value.")
        .replace("fair value; and", "fair value;");
    let run = project.import("copy.txt", &corrected);
    assert_eq!(run.exit, 0, "{}", run.text);
    let starter = project.read(&second);
    for section in ["## 2.1 its fair value;", "## 2.2 its lease; and", "## 2.3 its carrying value."]
    {
        assert!(starter.contains(section), "{section}: {starter}");
    }
    assert!(!run.text.contains("answers other words"), "{}", run.text);
    assert_eq!(project.read(&first), answered);
}

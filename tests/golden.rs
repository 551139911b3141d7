//! The folders of `tests/findings`: each is the smallest project that shows one finding, with the report
//! as a terminal of 80 columns prints it in `expected.txt`.
//!
//! `arguments.txt` holds the command where it is not `check`. `BLESS=1 cargo test --test golden` writes
//! what came out; reading that diff is the work.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use corresp::commands::check::{check, settle};
use corresp::finding::{Findings, Level, RULES, rule};
use corresp::project;
use corresp::report::{Outcome, json};
use serde_json::Value;
use similar::TextDiff;

/// Rules that no folder can show, and why.
const NO_FOLDER: [(&str, &str); 2] = [
    (
        "too-large",
        "17 MiB have no place in git: `a_file_of_seventeen_mebibytes_is_too_large` makes the project",
    ),
    ("redline-broken", "only a fault of the tool itself makes it: no input is known to"),
];

/// Rules that no command reports yet. Each has its folder; take a code out when it is shown, and bless.
const NOT_YET: [&str; 0] = [];

/// The headings of a finding's page, in order.
const HEADINGS: [&str; 4] =
    ["What it means", "Why it matters in a review", "An example that fails", "How to mend it"];

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the names in a folder of the repository, in order.
fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(at(folder)).expect("the folder is in the repository");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a name").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

/// A folder of `tests/findings`.
struct Case {
    code: String,
    folder: PathBuf,
    arguments: Vec<String>,
}

/// What a command printed and returned.
struct Run {
    text: String,
    exit: i32,
}

impl Case {
    fn all() -> Vec<Case> {
        let case = |code: String| {
            let folder = at("tests/findings").join(&code);
            let arguments =
                fs::read_to_string(folder.join("arguments.txt")).unwrap_or("check".into());
            let arguments = arguments.split_whitespace().map(str::to_owned).collect();
            Case { code, folder, arguments }
        };
        names("tests/findings").into_iter().map(case).collect()
    }

    /// Those that a command shows.
    fn shown() -> impl Iterator<Item = Case> {
        Case::all().into_iter().filter(|case| !NOT_YET.contains(&case.code.as_str()))
    }

    /// Says whether the command writes files.
    fn writes(&self) -> bool {
        self.arguments.first().is_some_and(|command| command == "build" || command == "import")
    }

    fn is_build(&self) -> bool {
        self.arguments.first().is_some_and(|command| command == "build")
    }

    /// Runs the case's command; one that writes is run in a copy, and what a build says of its outputs is
    /// left out.
    fn run(&self) -> Run {
        if !self.writes() {
            let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
            return run(&self.folder, &arguments);
        }
        let copy = tempfile::tempdir().expect("a folder for the copy");
        copy_folder(&self.folder, copy.path());
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let output = output(copy.path(), &arguments);
        let text = String::from_utf8(output.stderr).expect("UTF-8");
        let end = text.find("Checked: ").unwrap_or(text.len());
        let text = without_next(&text[..end]).to_owned();
        Run { text, exit: output.status.code().unwrap_or(-1) }
    }

    /// Returns the findings of `check --format json` with the case's other arguments.
    fn json(&self) -> Value {
        let mut arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        arguments.extend(["--format", "json"]);
        let run = run(&self.folder, &arguments);
        serde_json::from_str(&run.text)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", self.code, run.text))
    }
}

fn output(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corresp"))
        .env("COLUMNS", "80")
        .env_remove("CLICOLOR_FORCE")
        .args(["-C".as_ref(), folder.as_os_str()])
        .args(["--color", "never"])
        .args(arguments)
        .output()
        .expect("the binary runs")
}

/// Runs a command that reports to standard output.
fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = output(folder, arguments);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let errors = String::from_utf8_lossy(&output.stderr);
    let text = text + without_next(&errors);
    Run { text, exit: output.status.code().unwrap_or(-1) }
}

/// Leaves out the next step, which ends what a command says and is not the finding's.
fn without_next(said: &str) -> &str {
    match said.strip_prefix("Next: ") {
        Some(_) => "",
        None => said.find("\nNext: ").map_or(said, |at| &said[..=at]),
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("its kind").is_dir() {
            fs::create_dir(&target).expect("a folder is made");
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file is copied");
        }
    }
}

fn texts<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns what `check` says of each unit of a project and of each finding, in lines: statuses, places and keys.
fn covered(folder: &Path) -> Option<String> {
    let mut found = Findings::default();
    let project = project::load(folder, &mut found).ok()?;
    let coverage = check(&project, false, &mut found);
    settle(&project, None, &mut found);
    let outcome = Outcome {
        project: &project,
        coverage: &coverage,
        findings: &found,
        since: None,
        as_of: None,
        fails_from: Level::Error,
        folder: "",
    };
    let report = serde_json::to_value(json::report(&outcome)).expect("JSON");
    let list = |name: &str| report[name].as_array().expect("a list").clone();
    let name = |path: &Value| {
        path.as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default().to_owned()
    };
    let mut text = format!("  {}\n", report["totals"]);
    for (kind, rows) in [("unit", list("units")), ("row", list("rows")), ("ask", list("asks"))] {
        for row in rows {
            let mut line = format!("  {kind} {}", texts(&row, "key"));
            for value in [&row["kind"], &row["group"], &row["status"], &row["named"]] {
                if !value.is_null() {
                    line.push_str(&format!(" {}", value.to_string().trim_matches('"')));
                }
            }
            if !row["file"].is_null() {
                line.push_str(&format!(" {}:{}", name(&row["file"]), row["line"]));
            }
            text.push_str(&format!("{line}\n"));
        }
    }
    for finding in findings(&report) {
        let several = strings(&finding["keys"]).collect::<Vec<_>>();
        let keys = if several.is_empty() { vec![texts(finding, "key")] } else { several };
        text.push_str(&format!(
            "  {} {} {} {}:{}\n",
            texts(finding, "level"),
            texts(finding, "code"),
            keys.join(","),
            name(&finding["file"]),
            finding["line"]
        ));
    }
    Some(text)
}

/// What is answered where, and which units each finding names, in every project of the tests.
#[test]
fn every_project_is_covered_as_expected() {
    let mut got = String::new();
    let folders = ["tests/findings", "tests/books"];
    for folder in folders
        .into_iter()
        .flat_map(|of| names(of).into_iter().map(move |name| format!("{of}/{name}")))
    {
        if let Some(text) = covered(&at(&folder)) {
            got.push_str(&format!("{folder}\n{text}"));
        }
    }
    if let Some(text) = covered(&at("")) {
        got.push_str(&format!("the example\n{text}"));
    }
    let file = at("tests/coverage.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &got).expect("coverage.txt is written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    let diff = TextDiff::from_lines(&expected, &got);
    assert!(got == expected, "BLESS=1 writes what came out\n{}", diff.unified_diff());
}

#[test]
fn every_folder_reports_what_it_expects() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut report = String::new();
    for case in Case::shown() {
        let expected_file = case.folder.join("expected.txt");
        let expected = fs::read_to_string(&expected_file).unwrap_or_default();
        let got = case.run().text;
        if got == expected {
            continue;
        }
        if bless {
            fs::write(&expected_file, &got).expect("expected.txt is written");
            continue;
        }
        let diff = TextDiff::from_lines(&expected, &got);
        let diff = diff.unified_diff().context_radius(3).header("expected", "found").to_string();
        report.push_str(&format!("tests/findings/{}\n{diff}\n", case.code));
    }
    assert!(report.is_empty(), "these folders differ; BLESS=1 writes what came out\n\n{report}");
}

#[test]
fn every_folder_shows_its_own_finding_first_and_nothing_beside_it() {
    let mut wrong = Vec::new();
    for case in Case::shown() {
        let run = case.run();
        let codes: Vec<&str> = run.text.lines().filter_map(code_of).collect();
        if codes != [case.code.as_str()] {
            wrong.push(format!("{}: {codes:?}", case.code));
        }
        let exit = i32::from(run.text.lines().any(|line| line.starts_with("error[")));
        if run.exit != exit {
            wrong.push(format!("{}: exit {}, and should be {exit}", case.code, run.exit));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Returns the code of a report's line that opens a finding: `error[code]: …`.
fn code_of(line: &str) -> Option<&str> {
    let rest = ["error[", "warning[", "note["].iter().find_map(|level| line.strip_prefix(level))?;
    rest.split_once("]: ").map(|(code, _)| code)
}

#[test]
fn every_rule_has_its_folder_and_no_folder_is_left_over() {
    let codes: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    let without: BTreeSet<&str> = NO_FOLDER.iter().map(|(code, _)| *code).collect();
    let folders = names("tests/findings");
    let folders: BTreeSet<&str> = folders.iter().map(String::as_str).collect();
    let wanted: BTreeSet<&str> = codes.difference(&without).copied().collect();
    let missing: Vec<_> = wanted.difference(&folders).collect();
    let left_over: Vec<_> = folders.difference(&wanted).collect();
    assert!(missing.is_empty(), "rules without a folder in tests/findings: {missing:?}");
    assert!(left_over.is_empty(), "folders without a rule: {left_over:?}");
    assert!(without.is_subset(&codes) && NOT_YET.iter().all(|code| codes.contains(code)));
}

#[test]
fn what_is_not_shown_yet_is_not_shown() {
    let shown: Vec<String> = Case::all()
        .into_iter()
        .filter(|case| NOT_YET.contains(&case.code.as_str()))
        .filter(|case| case.run().text.lines().filter_map(code_of).any(|code| code == case.code))
        .map(|case| case.code)
        .collect();
    assert!(shown.is_empty(), "take these out of NOT_YET, and bless their folders: {shown:?}");
}

#[test]
fn every_rule_has_its_page_in_four_parts_and_no_page_is_left_over() {
    let mut wrong = Vec::new();
    for rule in RULES {
        if let Err(fault) = page(rule.code, rule.explanation) {
            wrong.push(format!("docs/findings/{}.md: {fault}", rule.code));
        }
    }
    for name in names("docs/findings") {
        let known =
            name.strip_suffix(".md").is_some_and(|code| code == "README" || rule(code).is_some());
        if !known {
            wrong.push(format!("docs/findings/{name}: no rule has this code"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Holds a page to its format: title, one sentence, and four parts with text in each.
fn page(code: &str, text: &str) -> Result<(), String> {
    let mut lines = text.lines();
    if lines.next() != Some(&*format!("# {code}")) || lines.next() != Some("") {
        return Err(format!("it begins with `# {code}` and an empty line"));
    }
    let sentence: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    let sentence = sentence.join(" ");
    if sentence.split(' ').count() < 4 || sentence.ends_with('.') || sentence.contains(". ") {
        return Err(format!(
            "one sentence without a full stop follows the title, not \"{sentence}\""
        ));
    }
    let mut fence = false;
    let mut parts: Vec<(&str, usize)> = Vec::new();
    for line in lines {
        fence ^= line.starts_with("```");
        match line.strip_prefix("## ").filter(|_| !fence) {
            Some(heading) => parts.push((heading, 0)),
            None if line.starts_with('#') && !fence => {
                return Err(format!("`{line}` is no part of a page"));
            }
            None => match parts.last_mut() {
                Some((_, words)) => *words += line.split_whitespace().count(),
                None if line.is_empty() => {}
                None => return Err(format!("`{line}` stands before the first part")),
            },
        }
    }
    let headings: Vec<&str> = parts.iter().map(|(heading, _)| *heading).collect();
    if headings != HEADINGS {
        return Err(format!("its parts are {headings:?}"));
    }
    match parts.iter().find(|(_, words)| *words == 0) {
        Some((heading, _)) => Err(format!("\"{heading}\" is empty")),
        None => Ok(()),
    }
}

#[test]
fn the_report_for_machines_carries_the_same_findings() {
    for case in Case::shown().filter(|case| !case.is_build()) {
        let human = flat(&case.run().text);
        let report = case.json();
        let findings = findings(&report);
        let mut from = 0;
        for finding in findings {
            let mut pieces = vec![format!(
                "{}[{}]: {}",
                texts(finding, "level"),
                texts(finding, "code"),
                texts(finding, "message")
            )];
            if let Some(file) = finding["file"].as_str() {
                pieces.push(format!("--> {file}:{}:{}", finding["line"], finding["column"]));
            }
            for name in ["help", "rule"] {
                pieces.extend(finding[name].as_str().map(|text| format!("= {name}: {text}")));
            }
            for piece in pieces {
                let piece = flat(&piece);
                let found = human[from..].find(&piece);
                from += found
                    .unwrap_or_else(|| panic!("{}: the human report lacks: {piece}", case.code));
            }
            let keys = finding["key"].as_str().into_iter().chain(strings(&finding["keys"]));
            // An import's model has its keys under its comments, a check's report under its units too.
            for key in keys.filter(|_| !case.writes()) {
                assert!(is_key(&report, key), "{}: the letter has no {key}", case.code);
            }
        }
        let shown = human.matches("error[").count()
            + human.matches("warning[").count()
            + human.matches("note[").count();
        assert_eq!(shown, findings.len(), "{}", case.code);
    }
}

/// Returns a text with single blanks: lines are wrapped in the report for people.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Says whether the letter of a report has a comment, bullet or part with this key.
fn is_key(report: &Value, key: &str) -> bool {
    let lists = ["comments", "units", "rows"]
        .map(|name| report[name].as_array().cloned().unwrap_or_default());
    lists.iter().flatten().any(|row| texts(row, "key") == key)
}

#[test]
fn every_place_of_a_finding_holds_text() {
    for case in Case::shown().filter(|case| !case.is_build()) {
        let report = case.json();
        for finding in findings(&report) {
            let also = finding["also"].as_array().into_iter().flatten();
            let places =
                std::iter::once(finding).chain(also).filter(|place| place["file"].is_string());
            for place in places {
                let text = text_at(&case.folder, place);
                assert!(!text.trim().is_empty(), "{}: nothing stands at {place}", case.code);
            }
        }
    }
}

/// Returns the text at a place of a JSON report, counted in lines and characters from 1.
fn text_at(folder: &Path, place: &Value) -> String {
    let number = |name: &str| {
        let number = place[name].as_u64().filter(|number| *number >= 1);
        usize::try_from(number.unwrap_or_else(|| panic!("{name} of {place}"))).expect("small")
    };
    let bytes = fs::read(folder.join(texts(place, "file"))).expect("the file of a place is there");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let lines: Vec<Vec<char>> = text.split('\n').map(|line| line.chars().collect()).collect();
    let (first, last) = (number("line"), number("end_line"));
    let (start, end) = (number("column") - 1, number("end_column") - 1);
    let mut found = String::new();
    for line in first..=last {
        let characters = &lines[line - 1];
        let from = if line == first { start } else { 0 };
        let to = if line == last { end } else { characters.len() };
        found.extend(&characters[from..to]);
        found.push('\n');
    }
    found
}

#[test]
fn a_file_of_seventeen_mebibytes_is_too_large() {
    let project = tempfile::tempdir().expect("a folder for the project");
    copy_folder(&at("tests/findings/unanswered-bullet"), project.path());
    let mut text = fs::read_to_string(project.path().join("responses/2020-03-02/01-stores.md"))
        .expect("it is there");
    text.push_str(&"All of them are open. ".repeat(800_000));
    fs::write(project.path().join("responses/2020-03-02/02-large.md"), text)
        .expect("it is written");
    let run = run(project.path(), &["check", "--quiet"]);
    let large = "responses/2020-03-02/02-large.md:1:1: error[too-large]: responses/2020-03-02/02-large.md has 17 MiB, \
                 and at most 16 are read";
    assert!(run.text.lines().any(|line| line == large), "{}", run.text);
    assert_eq!(run.exit, 1);
}

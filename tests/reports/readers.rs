//! Other people's readers take the reports of the example, of each folder of `tests/findings` and of
//! projects made by chance, and see the same findings in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::generated::{Checked, plans};
use crate::{at, corresp};

/// Writes all reports on a project into `folder` in one run.
fn write_reports(project: &Path, folder: &Path, name: &str) {
    let reports = [
        ("json", "json"),
        ("sarif", "sarif"),
        ("junit", "xml"),
        ("gitlab", "gitlab.json"),
        ("github", "github"),
    ];
    let options = reports.map(|(format, end)| {
        format!("{format}={}", folder.join(format!("{name}.{end}")).display())
    });
    let mut arguments = vec!["check", "--quiet", "--as-of", "2020-03-12"];
    arguments.extend(options.iter().flat_map(|option| ["--report", option.as_str()]));
    let output = corresp(project, &arguments);
    let code = output.status.code();
    assert!(
        code == Some(0) || code == Some(1),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Returns the projects of `tests/findings` that `check` reports on.
fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(at("tests/findings")).expect("the folder is there");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("a name").path()).collect();
    folders.retain(|folder| folder.join("book.toml").exists() && !is_imported(folder));
    folders.sort();
    folders
}

/// Says whether a folder shows a finding of `import`: it has no round yet.
fn is_imported(folder: &Path) -> bool {
    let arguments = fs::read_to_string(folder.join("arguments.txt")).unwrap_or_default();
    arguments.starts_with("import")
}

/// Runs the readers over all reports of a folder.
fn read(folder: &Path) -> Value {
    let readers = std::env::var_os("CORRESP_REPORT_READERS")
        .map_or_else(|| at("target/report-readers"), PathBuf::from);
    assert!(
        readers.join("stamp").exists(),
        "the readers of reports are not in {}: run tests/tools/install-report-readers.sh",
        readers.display()
    );
    let output = Command::new("python3")
        .arg(at("tests/tools/read-reports.py"))
        .args([readers.as_path(), folder])
        .output()
        .unwrap_or_else(|error| panic!("python3 does not run ({error})"));
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the readers find fault:\n{faults}");
    serde_json::from_slice(&output.stdout).expect("the readers print JSON")
}

#[test]
fn the_readers_of_others_see_what_was_found() {
    let work = tempfile::tempdir().expect("a folder");
    let mut names = vec!["example".to_owned()];
    write_reports(&at(""), work.path(), "example");
    for folder in folders() {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        write_reports(&folder, work.path(), &name);
        names.push(name);
    }
    let mut runner = TestRunner::deterministic();
    for number in 0..8 {
        let plan = plans().new_tree(&mut runner).expect("a plan").current();
        let project = tempfile::tempdir().expect("a folder");
        plan.write(project.path(), "");
        let waivers = Checked::of(project.path()).waivers(|finding| !finding.is_fixed);
        plan.write(project.path(), &waivers);
        let name = format!("by chance {number}");
        write_reports(project.path(), work.path(), &name);
        names.push(name);
    }
    let seen = read(work.path());
    assert_eq!(seen.as_object().expect("by name").len(), names.len());
    let mut total = 0;
    for name in &names {
        total += compare(work.path(), name, &seen[name]);
    }
    assert!(total > names.len(), "{total} findings in {} projects", names.len());
}

/// Holds what the readers saw to the JSON report; returns how many findings there are.
fn compare(folder: &Path, name: &str, seen: &Value) -> usize {
    let text = fs::read_to_string(folder.join(format!("{name}.json"))).expect("a report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let findings = report["findings"].as_array().expect("a list");
    let list = |reader: &str| seen[reader].as_array().expect("a list").clone();
    let (sarif, gitlab, github) = (list("sarif"), list("gitlab"), list("github"));
    for seen in [&sarif, &gitlab, &github] {
        assert_eq!(seen.len(), findings.len(), "{name}");
    }
    for (index, finding) in findings.iter().enumerate() {
        let is_waived = finding.get("waived").is_some();
        assert_eq!(sarif[index]["code"], finding["code"], "{name}");
        assert_eq!(sarif[index]["level"], finding["level"], "{name}");
        assert_eq!(sarif[index]["waived"], is_waived, "{name}");
        assert_eq!(gitlab[index]["code"], finding["code"], "{name}");
        let annotation = &github[index];
        let command = match finding["level"].as_str() {
            _ if is_waived => "notice",
            Some("note") => "notice",
            level => level.expect("a level"),
        };
        assert_eq!(annotation["command"], command, "{name}");
        let message = annotation["message"].as_str().expect("a message");
        assert_eq!(message.lines().next(), finding["message"].as_str(), "{name}");
        let help = finding["help"].as_str();
        assert_eq!(message.lines().find_map(|line| line.strip_prefix("help: ")), help, "{name}");
        let properties = &annotation["properties"];
        if let Some(file) = finding["file"].as_str() {
            let shown = properties["file"].as_str().expect("a file");
            assert!(shown.ends_with(file), "{name}: {shown} is not {file}");
            assert_eq!(properties["line"], finding["line"].to_string(), "{name}");
        }
    }
    let cases = seen["junit"]["cases"].as_array().expect("cases");
    let units = report["units"].as_array().expect("units");
    let of_units: Vec<&Value> = cases.iter().filter(|case| case["suite"] != "findings").collect();
    assert_eq!(of_units.len(), units.len(), "{name}");
    for (case, unit) in of_units.iter().zip(units) {
        let key = case["name"].as_str().and_then(|name| name.split(' ').next());
        assert_eq!(key, unit["key"].as_str(), "{name}");
        let passes = case["result"].as_array().is_some_and(Vec::is_empty);
        assert!(!passes || unit["status"] == "answered", "{name}: {unit} passes");
    }
    let errors = findings.iter().any(|it| it["level"] == "error" && it.get("waived").is_none());
    let failures = seen["junit"]["failures"].as_u64().expect("a count");
    assert_eq!(errors, failures > 0, "{name}");
    findings.len()
}

/// The readers find what they are there for.
#[test]
#[should_panic(expected = "columnKind")]
fn a_report_that_is_not_sarif_does_not_pass() {
    spoiled("sarif", "unicodeCodePoints", "characters");
}

#[test]
#[should_panic(expected = "testcase")]
fn a_report_that_is_not_junit_does_not_pass() {
    spoiled("xml", "<testcase name=", "<testcase nomen=");
}

#[test]
#[should_panic(expected = "severity")]
fn a_report_that_is_not_gitlabs_does_not_pass() {
    spoiled("gitlab.json", "\"major\"", "\"grave\"");
}

#[test]
#[should_panic(expected = "not assignable to type 'Category'")]
fn a_report_that_is_not_code_climates_does_not_pass() {
    spoiled("gitlab.json", "\"Bug Risk\"", "\"Risk\"");
}

#[test]
#[should_panic(expected = "reads no command")]
fn an_annotation_that_is_no_command_does_not_pass() {
    spoiled("github", "::error ", ":error ");
}

/// Reads reports of which one was changed by hand.
fn spoiled(end: &str, was: &str, now: &str) {
    let work = tempfile::tempdir().expect("a folder");
    write_reports(&at("tests/findings/unanswered-bullet"), work.path(), "one");
    let file = work.path().join(format!("one.{end}"));
    let text = fs::read_to_string(&file).expect("a report");
    assert!(text.contains(was), "{text}");
    fs::write(&file, text.replace(was, now)).expect("it is written");
    read(work.path());
}

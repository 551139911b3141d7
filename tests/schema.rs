//! `check --format json` has the shape that schema/check.schema.json says: in the example's report, and
//! in reports that hold findings of many kinds and units of every status.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const SCHEMA: &str = include_str!("../schema/check.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

/// Returns the report on a project.
fn report(folder: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .args(["check", "--format", "json", "--as-of", "2009-03-02", "-C"])
        .arg(folder)
        .output()
        .expect("the tool runs");
    let faults = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("no JSON ({error}): {faults}"))
}

/// Returns what in `value` is not as `schema` says, each with its path.
///
/// Knows the keywords that the schema uses, and fails on any other.
fn faults(value: &Value, schema: &Value, whole: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |what: String| found.push(format!("{path}: {what}"));
    let mut below = Vec::new();
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let pointer = rule
                    .as_str()
                    .and_then(|address| address.strip_prefix('#'))
                    .expect("a fragment");
                let target =
                    whole.pointer(pointer).unwrap_or_else(|| panic!("the schema lacks {pointer}"));
                below.extend(faults(value, target, whole, path));
            }
            "const" if value != rule => say(format!("{value} in place of {rule}")),
            "enum" if !rule.as_array().is_some_and(|all| all.contains(value)) => {
                say(format!("{value} is none of {rule}"));
            }
            "const" | "enum" => {}
            "type" => {
                let kinds = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                let fits = |kind: &Value| match kind.as_str().expect("a type is a word") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64() || value.is_i64(),
                    "null" => value.is_null(),
                    kind => panic!("the type {kind} is not known here"),
                };
                if !kinds.iter().any(fits) {
                    say(format!("{value} is no {rule}"));
                }
            }
            "minimum" => {
                if value.as_i64() < rule.as_i64() && !value.is_null() {
                    say(format!("{value} is below {rule}"));
                }
            }
            "minLength" => {
                if value.as_str().is_some_and(|text| {
                    (text.chars().count() as u64) < rule.as_u64().expect("a number")
                }) {
                    say(format!("{value} is too short"));
                }
            }
            "minItems" => {
                if value
                    .as_array()
                    .is_some_and(|items| (items.len() as u64) < rule.as_u64().expect("a number"))
                {
                    say("too few items".into());
                }
            }
            "pattern" => {
                assert_eq!(rule, "^[a-z0-9]+(-[a-z0-9]+)*$", "the one pattern that is known here");
                let is_name = |text: &str| {
                    text.split('-').all(|part| {
                        !part.is_empty()
                            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                    })
                };
                if !value.as_str().is_some_and(is_name) {
                    say(format!("{value} does not fit {rule}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    below.extend(faults(item, rule, whole, &format!("{path}/{index}")));
                }
            }
            "properties" => {
                for (name, rule) in rule.as_object().expect("properties have names") {
                    if let Some(value) = value.get(name) {
                        below.extend(faults(value, rule, whole, &format!("{path}/{name}")));
                    }
                }
            }
            "additionalProperties" => {
                assert_eq!(rule, false, "properties are named or not there");
                for name in value.as_object().into_iter().flat_map(|object| object.keys()) {
                    if schema["properties"].get(name).is_none() {
                        say(format!("`{name}` is not described"));
                    }
                }
            }
            "required" => {
                for name in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.get(name).is_none() {
                        say(format!("`{name}` is missing"));
                    }
                }
            }
            "dependentRequired" => {
                for (name, wanted) in rule.as_object().into_iter().flatten() {
                    for other in wanted.as_array().into_iter().flatten().filter_map(Value::as_str) {
                        if value.get(name).is_some() && value.get(other).is_none() {
                            say(format!("`{name}` stands without `{other}`"));
                        }
                    }
                }
            }
            keyword => panic!("the keyword {keyword} is not known here"),
        }
    }
    found.extend(below);
    found
}

fn assert_valid(report: &Value) {
    let schema = schema();
    let faults = faults(report, &schema, &schema, "");
    assert!(faults.is_empty(), "not as schema/check.schema.json says:\n{}", faults.join("\n"));
}

/// Writes a copy of the example with some files changed.
fn example(changes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("responses"))
        .into_iter()
        .map(|entry| entry.expect("readable"));
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    for path in files.chain([root.join("book.toml")]) {
        let target = folder.path().join(path.strip_prefix(root).expect("below the root"));
        std::fs::create_dir_all(target.parent().expect("in a folder")).expect("can be made");
        std::fs::copy(&path, &target).expect("can be copied");
    }
    for (path, text) in changes {
        std::fs::write(folder.path().join("responses/2009-01-14").join(path), text)
            .expect("can be written");
    }
    folder
}

#[test]
fn the_example_has_the_shape_that_the_schema_says() {
    let report = report(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert_valid(&report);
    assert_eq!(report["totals"]["bullets"], 18);
    assert_eq!(report["units"].as_array().map(Vec::len), Some(19));
}

#[test]
fn so_have_reports_with_findings_and_every_status() {
    let folder = example(&[
        (
            "01-tender-option-bonds.md",
            "+++\ncomment = \"1\"\nanswered_in = { letter = 2009-02-02 }\n+++\n",
        ),
        (
            "02-reporting-units.md",
            "+++\ncomment = \"2\"\nstatsu = \"final\"\n+++\n\n## 2.1\n\nIt was 5.\n\n## 2.9\n\nTODO\n",
        ),
        (
            "07-analyst-reports.md",
            "+++\ndeferred = { until = 2009-03-20, why = \"Not yet.\" }\nundertaking = { filing = \"10-K\", text = \"We will.\" }\n+++\n\n## 3.16\n",
        ),
        (
            "08-twice.md",
            "+++\ncomment = \"3\"\nstatus = \"final\"\n+++\n\n## 3.1\n\nOnce more, <b>in HTML</b>. [^a]\n",
        ),
    ]);
    let report = report(folder.path());
    assert_valid(&report);
    let units = report["units"].as_array().expect("a list");
    for status in ["open", "draft", "deferred", "elsewhere", "answered"] {
        assert!(units.iter().any(|unit| unit["status"] == status), "no unit is {status}");
    }
    let findings = report["findings"].as_array().expect("a list");
    let codes: Vec<&str> = findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
    for code in [
        "unknown-field",
        "unknown-key",
        "duplicate-response",
        "raw-html",
        "unknown-footnote",
        "due-soon",
    ] {
        assert!(codes.contains(&code), "no {code} among {codes:?}");
    }
    for (name, what) in schema()["$defs"]["finding"]["properties"].as_object().expect("properties")
    {
        let is_seen = findings.iter().any(|finding| finding.get(name).is_some());
        // No rule of the Commission stands behind these, and each is about one unit at most.
        assert!(is_seen || name == "rule" || name == "keys", "no finding shows `{name}`: {what}");
    }
}

#[test]
fn what_the_schema_does_not_say_is_found() {
    let good =
        serde_json::json!({"code": "unknown-key", "level": "error", "message": "it is not there"});
    let schema = schema();
    let rule = &schema["$defs"]["finding"];
    assert!(faults(&good, rule, &schema, "").is_empty());
    for (name, value) in [
        ("level", serde_json::json!("off")),
        ("code", serde_json::json!("Unknown key")),
        ("message", serde_json::json!("")),
        ("line", serde_json::json!(0)),
        ("keys", serde_json::json!(["3.1"])),
        ("file", serde_json::json!("letter.md")),
        ("colour", serde_json::json!("red")),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        assert!(!faults(&bad, rule, &schema, "").is_empty(), "{bad}");
    }
}

//! The JSON Schemas: that schema/ holds what the readers ask for and the reports hold, that what corresp
//! reads and prints fits them, and that what it refuses does not.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::schemas;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns what a schema finds wrong in files.
fn invalid(name: &str, files: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let all = corresp::schema::all();
    let (_, text) = all.iter().find(|(other, _)| *other == name).expect("a schema of this name");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("can be written");
    schemas::invalid(&["--schemafile", &path.display().to_string()], files)
}

fn assert_valid(name: &str, files: &[PathBuf]) {
    let faults = invalid(name, files);
    let faults: Vec<String> = faults.into_iter().map(|(_, fault)| fault).collect();
    assert!(faults.is_empty(), "not as {name} says:\n{}", faults.join("\n"));
}

/// Holds that a schema refuses each of these files.
fn assert_refused(name: &str, files: &[PathBuf]) {
    let faults = invalid(name, files);
    for file in files {
        let text = std::fs::read_to_string(file).expect("readable");
        assert!(faults.iter().any(|(path, _)| path == file), "{name} takes {text}");
    }
}

/// Writes texts into a folder and returns their paths.
fn stored(folder: &Path, ending: &str, texts: impl IntoIterator<Item = String>) -> Vec<PathBuf> {
    let write = |(index, text): (usize, String)| {
        let path = folder.join(format!("{index:02}.{ending}"));
        std::fs::write(&path, text).expect("can be written");
        path
    };
    texts.into_iter().enumerate().map(write).collect()
}

/// Returns what a command prints, which is JSON whatever it finds.
fn printed(folder: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .expect("the tool runs");
    let faults = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?} prints no JSON ({error}): {faults}"))
}

/// Writes a copy of the example with some files changed.
fn example(changes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = walkdir::WalkDir::new(root().join("responses"))
        .into_iter()
        .map(|entry| entry.expect("readable"));
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    for path in files.chain([root().join("book.toml")]) {
        let target = folder.path().join(path.strip_prefix(root()).expect("below the root"));
        std::fs::create_dir_all(target.parent().expect("in a folder")).expect("can be made");
        std::fs::copy(&path, &target).expect("can be copied");
    }
    for (path, text) in changes {
        std::fs::write(folder.path().join("responses/2009-01-14").join(path), text)
            .expect("can be written");
    }
    folder
}

/// Returns the example with units of every status and findings of many kinds.
fn damaged() -> tempfile::TempDir {
    example(&[
        (
            "01-tender-option-bonds.md",
            "+++\ncomment = \"1\"\nanswered_in = { letter = 2009-02-02 }\n+++\n",
        ),
        (
            "02-reporting-units.md",
            "+++\ncomment = \"2\"\nstatus = \"draft\"\nstatsu = \"final\"\n+++\n\n## 2.1\n\nIt was 5.\n\n## 2.9\n\nTODO\n",
        ),
        (
            "07-analyst-reports.md",
            "+++\ndeferred = { until = 2009-03-20, why = \"Not yet.\" }\nundertaking = { filing = \"10-K\", text = \"We will.\" }\n+++\n\n## 3.16\n",
        ),
        (
            "08-twice.md",
            "+++\ncomment = \"3\"\nstatus = \"final\"\n+++\n\n## 3.1\n\nOnce more, <b>in HTML</b>. [^a]\n",
        ),
    ])
}

/// Returns the front matter of a Markdown file.
fn front_matter(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).expect("readable");
    let (front, _) = text.strip_prefix("+++\n")?.split_once("\n+++")?;
    Some(front.to_owned())
}

/// Returns the front matters of a folder's files, sorted by the schema that describes them.
fn front_matters(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    let mut found = vec![
        ("letter-front-matter.schema.json", Vec::new()),
        ("response-front-matter.schema.json", Vec::new()),
        ("disclosure-front-matter.schema.json", Vec::new()),
    ];
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    for entry in entries.into_iter().map(|entry| entry.expect("readable")) {
        let name = entry.file_name().to_string_lossy();
        if !name.ends_with(".md") || name.ends_with(".as-filed.md") {
            continue;
        }
        let kind = match () {
            () if name == "letter.md" => 0,
            () if entry.path().components().any(|part| part.as_os_str() == "disclosures") => 2,
            () => 1,
        };
        found[kind].1.extend(front_matter(entry.path()));
    }
    found
}

#[test]
fn the_schemas_are_what_the_readers_and_reports_say() {
    let mut old = Vec::new();
    for (name, text) in corresp::schema::all() {
        let path = root().join("schema").join(name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &text).expect("schema/ can be written");
        }
        if std::fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            old.push(name);
        }
    }
    assert!(old.is_empty(), "{old:?} are old; BLESS=1 cargo test --test schema writes them anew");
    let there = std::fs::read_dir(root().join("schema")).expect("schema/ is there").count();
    assert_eq!(there, corresp::schema::all().len(), "schema/ holds nothing else");
}

#[test]
fn the_schemas_are_schemas() {
    let all = corresp::schema::all();
    let paths: Vec<PathBuf> =
        all.iter().map(|(name, _)| root().join("schema").join(name)).collect();
    let faults = schemas::invalid(&["--check-metaschema"], &paths);
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn reports_have_the_shape_that_their_schemas_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let damaged = damaged();
    let day = ["--as-of", "2009-03-02"];
    let check = |folder: &Path| printed(folder, &["check", "--format", "json", day[0], day[1]]);
    let status = |folder: &Path| printed(folder, &["status", "--format", "json", day[0], day[1]]);
    let (whole, broken) = (check(root()), check(damaged.path()));
    assert_eq!(whole["totals"]["bullets"], 18);
    assert_eq!(whole["units"].as_array().map(Vec::len), Some(19));
    let units = broken["units"].as_array().expect("a list");
    for status in ["open", "draft", "deferred", "elsewhere", "answered"] {
        assert!(units.iter().any(|unit| unit["status"] == status), "no unit is {status}");
    }
    let texts = [whole, broken].map(|report| report.to_string());
    assert_valid("check.schema.json", &stored(folder.path(), "json", texts));

    let texts = [status(root()), status(damaged.path())].map(|report| report.to_string());
    assert_valid("status.schema.json", &stored(folder.path(), "json", texts));

    let letters = std::fs::read_dir(root().join("tests/letters")).expect("letters are there");
    let mut letters: Vec<PathBuf> =
        letters.map(|entry| entry.expect("readable").path().join("input.txt")).collect();
    letters.retain(|path| path.exists());
    letters.sort();
    let texts = letters.iter().map(|path| {
        let path = path.display().to_string();
        printed(root(), &["import", &path, "--format", "json"]).to_string()
    });
    assert_valid("import.schema.json", &stored(folder.path(), "json", texts));

    let sound = example(&[]);
    let built = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(sound.path())
        .args(["build", "--edition", "edgar"])
        .output()
        .expect("the tool runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    assert_valid("edgar-manifest.schema.json", &[sound.path().join("out/edgar/manifest.json")]);

    let build = ["build", "--draft", "--format", "html"];
    let built = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(damaged.path())
        .args(build)
        .output()
        .expect("the tool runs");
    let manifest = damaged.path().join("out/manifest.json");
    assert!(manifest.exists(), "{}", String::from_utf8_lossy(&built.stderr));
    assert_valid("manifest.schema.json", &[manifest]);
}

#[test]
fn reports_of_another_shape_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let whole = printed(damaged().path(), &["check", "--format", "json"]);
    let bad = [
        ("/findings/0/level", json!("off")),
        ("/findings/0/code", json!("Unknown key")),
        ("/findings/0/message", json!("")),
        ("/findings/0/line", json!(0)),
        ("/findings/0/keys", json!(["3.1"])),
        ("/findings/0/colour", json!("red")),
        ("/units/0/status", json!("done")),
        ("/units/0/text", json!(null)),
        ("/totals/open", json!(-1)),
        ("/schema", json!(2)),
        ("/extra", json!(true)),
    ];
    let texts = bad.map(|(pointer, value)| {
        let mut report = whole.clone();
        let (above, name) = pointer.rsplit_once('/').expect("a path");
        report.pointer_mut(above).expect("it is there")[name] = value;
        report.to_string()
    });
    assert_refused("check.schema.json", &stored(folder.path(), "json", texts));
}

#[test]
fn what_corresp_reads_has_the_shape_that_its_schemas_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let books = ["book.toml", "assets/init/book.toml", "tests/findings/past-due/book.toml"];
    assert_valid("book.schema.json", &books.map(|path| root().join(path)));
    for (name, texts) in front_matters(&root().join("responses")) {
        assert!(!texts.is_empty(), "the example has none for {name}");
        assert_valid(name, &stored(folder.path(), "toml", texts));
    }
}

#[test]
fn what_corresp_refuses_its_schemas_refuse() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let refused = |name: &str, texts: &[&str]| {
        let texts = texts.iter().map(|&text| text.to_owned());
        assert_refused(name, &stored(folder.path(), "toml", texts));
    };
    let matter = "[matter]\ncompany = \"A\"\n";
    let book = |text: &str| format!("{matter}{text}");
    let books = [
        "[letter]\ndate = 2020-03-16\n".to_owned(),
        "[matter]\nshort_name = \"A\"\n".to_owned(),
        "[matter]\ncompany = 5\n".to_owned(),
        book("compny = \"A\"\n"),
        book("[leter]\n"),
        book("[letter]\nsalutation = \"Dear Sir:\"\n"),
        book("[letter]\ndate = \"March 16\"\n"),
        book("[letter]\ndate = 2020-03-16\norder = \"sideways\"\n"),
        book("[letter]\ndate = 2020-03-16\njustify = \"yes\"\n"),
        book("[letter]\ndate = 2020-03-16\nsignatory = { name = \"B\" }\n"),
        book("[deadline]\nextension = { on = 2020-03-16 }\n"),
        book("[levels]\nunanswered-bullet = \"off\"\n"),
        book("[levels]\nmended-text = \"loud\"\n"),
        book("[levels]\nno-such-finding = \"off\"\n"),
        book("[facts]\ntable = { a = 1 }\n"),
        book("[[prior]]\ndate = 2020-03-16\n"),
    ];
    refused("book.schema.json", &books.each_ref().map(String::as_str));
    refused(
        "letter-front-matter.schema.json",
        &[
            "date = \"the third\"\n",
            "source = { sha256 = \"9f2c\" }\n",
            "from = { title = \"Branch Chief\" }\n",
            "counts = { comments = -1 }\n",
            "[[mended]]\nwas = \"a\"\n",
            "[[restart]]\nheading = \"a\"\n",
            "addressee = \"Pat\"\n",
        ],
    );
    refused(
        "response-front-matter.schema.json",
        &[
            "ownr = \"Controller\"\n",
            "status = \"finished\"\n",
            "comment = 2.1\n",
            "position = [\"agree\"]\n",
            "undertaking = { filing = \"10-K\" }\n",
            "deferred = { why = \"Not yet.\" }\n",
            "answered_in = { date = 2020-03-16 }\n",
        ],
    );
    refused(
        "disclosure-front-matter.schema.json",
        &["caption = \"Note 4\"\n", "filing = 10\n", "filing = \"10-K\"\ncomment = \"3\"\n"],
    );
}

#[test]
fn names_of_ones_own_and_short_forms_are_taken() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = [
        "x-ticket = { id = 7 }\ncomment = 3\nposition = \"explain\"\ndisclosures = \"goodwill\"\n",
        "comment = \"3\"\nstatus = \"review\"\n",
        "",
    ]
    .map(str::to_owned);
    assert_valid("response-front-matter.schema.json", &stored(folder.path(), "toml", texts));
    let book = "x-a = 1\n[matter]\ncompany = \"A\"\nx-b = 2\n[levels]\nx-c = 3\n[facts]\nd = 2020-03-16\ne = 4.5\n";
    assert_valid("book.schema.json", &stored(folder.path(), "toml", [book.to_owned()]));
}

//! `corresp check --since`, on git repositories that are made here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const ROUND: &str = "responses/2021-09-13";
/// The round of a book that has facts and proposed disclosures.
const ROUND_2020: &str = "responses/2020-03-02";

struct Repository {
    folder: tempfile::TempDir,
    /// The project's folder in the repository.
    project: PathBuf,
}

impl Repository {
    /// Makes a repository with a project of `tests/books` in a folder of it, committed on `main`.
    fn of(book: &str, inside: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let project = folder.path().join(inside);
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(book), &project);
        let repository = Self { folder, project };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit("The letter, answered");
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .current_dir(self.folder.path())
            .args([
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@example.com",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .expect("git runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.project.join(file);
        let text = fs::read_to_string(&path).expect("the file");
        assert!(text.contains(from), "{file} has {from}");
        fs::write(path, text.replacen(from, to, 1)).expect("written");
    }

    fn check(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_corresp"))
            .arg("-C")
            .arg(&self.project)
            .args(["--color", "never", "check"])
            .args(arguments)
            .output()
            .expect("the program runs")
    }

    fn since(&self, revision: &str) -> Value {
        let output = self.check(&["--since", revision, "--format", "json"]);
        let report: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        report["since"].clone()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Returns what became of each unit: `answered 1.4`.
fn units(since: &Value) -> Vec<String> {
    let units = since["units"].as_array().expect("units");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    units.iter().map(|unit| format!("{} {}", word(&unit["change"]), word(&unit["key"]))).collect()
}

fn letter(since: &Value) -> Vec<String> {
    let changes = since["letter"].as_array().expect("changes");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    changes.iter().map(|item| format!("{} {}", word(&item["change"]), word(&item["key"]))).collect()
}

#[test]
fn what_a_branch_answered_opened_reworded_and_left_is_told() {
    let repository = Repository::of("ranges", "matters/Elm Street – 2021");
    let sales = format!("{ROUND}/sales.md");
    repository.change(&sales, "The liquidation gave 9 million dollars.", "TODO");
    repository.change(&format!("{ROUND}/policies.md"), "\"final\"", "\"draft\"");
    repository.commit("1.4 is open, 4 and 5 are drafts");
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.change(&sales, "TODO", "The liquidation gave 9 million dollars.");
    repository.change(&sales, "gave 23 million", "gave 24 million");
    repository.change(&format!("{ROUND}/margin.md"), "Freight rose", "<!-- Freight rose");
    let margin = repository.project.join(format!("{ROUND}/margin.md"));
    let text = fs::read_to_string(&margin).expect("the file");
    fs::write(&margin, format!("{} -->\n", text.trim_end())).expect("written");
    repository.commit("Answer 1.4");
    let since = repository.since("main");
    assert_eq!(
        units(&since),
        [
            "reworded 1.1",
            "reworded 1.2",
            "reworded 1.3",
            "answered 1.4",
            "opened 2",
            "left 4",
            "left 5"
        ]
    );
    assert_eq!(letter(&since), Vec::<String>::new());
    assert_eq!(since["revision"], "main");
    assert_eq!(since["commit"].as_str().map(str::len), Some(40));
}

#[test]
fn what_others_did_meanwhile_is_not_told() {
    let repository = Repository::of("ranges", "");
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.change(&format!("{ROUND}/margin.md"), "1.4 points", "1.5 points");
    repository.commit("Correct a figure");
    repository.git(&["switch", "--quiet", "main"]);
    repository.change(&format!("{ROUND}/stores.md"), "Eleven stores", "Twelve stores");
    repository.commit("Correct another");
    repository.git(&["switch", "--quiet", "work"]);
    assert_eq!(units(&repository.since("main")), ["reworded 2"]);
    // Changes that are not committed count: it is what the next commit would say.
    repository.change(&format!("{ROUND}/sales.md"), "9 million", "8 million");
    assert_eq!(units(&repository.since("main")), ["reworded 1.4", "reworded 2"]);
    assert_eq!(units(&repository.since("HEAD")), ["reworded 1.4"]);
}

#[test]
fn the_staffs_letter_is_compared_too() {
    let repository = Repository::of("ranges", "");
    let file = format!("{ROUND}/letter.md");
    repository.change(&file, "the change in the average basket", "the change in the basket");
    repository.change(&file, "- d. how much headroom was left.\n", "");
    repository.change(&file, "### 5.\n", "### 5.\n\nPlease be brief.\n\n### 6.\n");
    let since = repository.since("HEAD");
    assert_eq!(letter(&since), ["reworded 1.3", "removed 3.d", "reworded 5", "added 6"]);
    assert!(units(&since).contains(&"left 6".to_owned()), "{since}");
}

#[test]
fn a_round_that_was_not_there_is_new_as_a_whole() {
    let repository = Repository::of("ranges", "");
    repository.git(&["rm", "--quiet", "-r", "--cached", "responses"]);
    repository.git(&["commit", "--quiet", "--message", "Without the round"]);
    let told = units(&repository.since("HEAD"));
    assert_eq!(told.len(), 11);
    assert!(told.iter().all(|unit| unit.starts_with("answered ")), "{told:?}");
}

#[test]
fn a_revision_is_never_an_option() {
    let repository = Repository::of("ranges", "");
    let target = repository.folder.path().join("written");
    let option = format!("--output={}", target.display());
    for revision in [option.as_str(), "-", "--help", "nowhere", "", "HEAD; touch written", "@{9}"] {
        let output = repository.check(&[&format!("--since={revision}")]);
        assert_eq!(output.status.code(), Some(2), "{revision}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("git knows no commit"), "{revision}: {said}");
        assert!(output.stdout.is_empty(), "{revision}");
    }
    assert!(!target.exists());
    let bare = tempfile::tempdir().expect("a folder");
    copy(&repository.project.join("responses"), &bare.path().join("responses"));
    fs::copy(repository.project.join("book.toml"), bare.path().join("book.toml")).expect("a copy");
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(bare.path())
        .args(["check", "--since", "HEAD"])
        .env("GIT_CEILING_DIRECTORIES", bare.path().parent().expect("a parent"))
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_comment_of_a_pull_request_tells_all_of_it() {
    let repository = Repository::of("ranges", "");
    repository.change(&format!("{ROUND}/margin.md"), "Freight rose", "TBD @all <b> Freight rose");
    repository.change(&format!("{ROUND}/policies.md"), "\"final\"", "\"draft\"");
    repository.change(&format!("{ROUND}/policies.md"), "\"Reporting\"", "\"Reporting @acme\"");
    let output = repository.check(&["--since", "HEAD", "--format", "markdown"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for line in [
        "## Staff letter of September 13, 2021: 5 comments, 4 bullets, 4 parts",
        "- **opened**: 4, 5",
        "- **reworded**: 2",
        "- Reporting @<!-- -->acme: 4 (draft), 5 (draft)",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    assert!(text.contains("| error | placeholder | 2 |"), "{text}");
    assert!(!text.contains("@acme") && !text.contains("<b>"), "{text}");
    let human = repository.check(&["--since", "HEAD"]);
    let human = String::from_utf8(human.stdout).expect("UTF-8");
    assert!(human.contains("  opened    4, 5\n  reworded  2\n"), "{human}");
}

/// Returns what became of each proposed disclosure: `reworded leases`.
fn disclosures(since: &Value) -> Vec<String> {
    let changes = since["disclosures"].as_array().expect("changes");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    changes
        .iter()
        .map(|item| format!("{} {}", word(&item["change"]), word(&item["name"])))
        .collect()
}

#[test]
fn a_unit_that_prints_another_value_of_a_fact_is_reworded() {
    let repository = Repository::of("two-editions", "matter");
    assert_eq!(units(&repository.since("HEAD")), Vec::<String>::new());
    repository.change("book.toml", "stores = \"214\"", "stores = \"215\"");
    assert_eq!(units(&repository.since("HEAD")), ["reworded 1.2"]);
    // Other fields of the older book.toml are not read: this one names no round that there is.
    repository.change("book.toml", "[matter]", "[matter]\nround = \"1999-01-01\"");
    repository.commit("Another round");
    repository.change("book.toml", "round = \"1999-01-01\"\n", "");
    repository.change("book.toml", "Kumquat Markets LLC", "Quince Markets LLC");
    let output = repository.check(&["--since", "HEAD"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("  reworded  2\n"), "{text}");
    assert!(!text.contains("Kumquat") && !text.contains("Quince"), "{text}");
    repository.change("book.toml", "\"[*** Quince Markets LLC ***]\"", "\"Kumquat Markets LLC\"");
    assert_eq!(units(&repository.since("HEAD")), ["reworded 2"]);
}

#[test]
fn proposed_disclosures_are_compared_too() {
    let repository = Repository::of("two-editions", "");
    let folder = format!("{ROUND_2020}/disclosures");
    let leases = format!("{folder}/leases.md");
    assert_eq!(disclosures(&repository.since("HEAD")), Vec::<String>::new());
    let path = repository.project.join(&leases);
    let text = fs::read_to_string(&path).expect("the file");
    fs::write(&path, format!("{}\nThe leases end in 2031.\n", text.trim_end())).expect("written");
    fs::write(repository.project.join(format!("{folder}/a_b.md")), &text).expect("written");
    assert_eq!(disclosures(&repository.since("HEAD")), ["added a_b", "reworded leases"]);
    let told = |format: &str| {
        let output = repository.check(&["--since", "HEAD", "--format", format]);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(
        told("human").contains("  proposed disclosure: leases reworded\n"),
        "{}",
        told("human")
    );
    assert!(
        told("markdown").contains("- proposed disclosure: a\\_b added\n"),
        "{}",
        told("markdown")
    );
    repository.commit("Another disclosure");
    fs::remove_file(repository.project.join(format!("{folder}/a_b.md"))).expect("it is there");
    repository.change(&format!("{folder}/leases.as-filed.md"), "leases", "rents");
    assert_eq!(disclosures(&repository.since("HEAD")), ["removed a_b", "reworded leases"]);
}

#[test]
fn the_project_of_a_linked_worktree_is_read_in_a_hook_too() {
    let repository = Repository::of("ranges", "matter");
    let linked = tempfile::tempdir().expect("a folder");
    let tree = linked.path().join("tree");
    repository.git(&["worktree", "add", "--quiet", "-b", "work", &tree.display().to_string()]);
    let margin = tree.join("matter").join(format!("{ROUND}/margin.md"));
    let text = fs::read_to_string(&margin).expect("the file");
    fs::write(&margin, text.replacen("1.4 points", "1.5 points", 1)).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .current_dir(&tree)
        .args(["-C", "matter", "check", "--since", "main", "--format", "json"])
        // What git sets where it runs a hook in a linked worktree.
        .env("GIT_DIR", repository.folder.path().join(".git/worktrees/tree"))
        .env("GIT_INDEX_FILE", repository.folder.path().join(".git/worktrees/tree/index"))
        .env("GIT_PREFIX", "")
        .output()
        .expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(units(&report["since"]), ["reworded 2"]);
}

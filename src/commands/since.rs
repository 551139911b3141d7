//! `corresp check --since REV`: the project as it was at a commit, read through git.
//!
//! In: a revision as typed. Out: what changed. git is called with each argument by itself and no shell; a
//! revision is never taken for an option. Nothing of the work tree is touched.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Failure;
use crate::book;
use crate::coverage::{self, Coverage};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::project::{self, MAX_BYTES, Project, reason};
use crate::since::{Since, State, compare};
use crate::source::Files;

/// Compares the round of a project with what it was where this branch left `revision`.
///
/// That is the last commit that both have in common, so that what others did since then is not told as this
/// branch's doing; the revision itself where they have none.
pub(super) fn since(
    project: &Project,
    coverage: &Coverage,
    revision: &str,
) -> Result<Since, Failure> {
    let root = &project.root;
    let tip = resolve(root, revision)?;
    let head = resolve(root, "HEAD")?;
    let commit = match git(root, &["merge-base", &tip, &head], None) {
        Ok(base) => text(&base).trim().to_owned(),
        Err(_) => tip,
    };
    let folder = tempfile::tempdir().map_err(|error| failed("a temporary folder", &error))?;
    let now = State { project, coverage };
    if !check_out(project, &commit, folder.path())? {
        return Ok(compare(None, now, revision, &commit));
    }
    let mut findings = Findings::default();
    let mut older = project::load(folder.path(), &mut findings)?;
    older.book.facts = facts(root, &commit)?;
    let older_coverage = coverage::check(&older.letter, &older.responses, false, &mut findings);
    let before = State { project: &older, coverage: &older_coverage };
    Ok(compare(Some(before), now, revision, &commit))
}

/// Returns the commit of a revision.
fn resolve(root: &Path, revision: &str) -> Result<String, Failure> {
    let unknown = || {
        Failure {
        message: format!("git knows no commit `{revision}`"),
        help: Some("name a branch, tag or commit: `corresp check --since origin/main`; in CI, fetch its history".into()),
    }
    };
    if revision.is_empty() || revision.starts_with('-') || revision.contains(['\0', '\n']) {
        return Err(unknown());
    }
    let commit = format!("{revision}^{{commit}}");
    let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
    match git(root, &arguments, None) {
        Ok(bytes) => Ok(text(&bytes).trim().to_owned()),
        Err(GitFault::Answer(said)) if said.is_empty() => Err(unknown()),
        Err(fault) => Err(fault.into()),
    }
}

/// Writes the round as it was at a commit into a folder, with an empty book.toml; says whether it was there.
fn check_out(project: &Project, commit: &str, folder: &Path) -> Result<bool, Failure> {
    let listed = git(&project.root, &["ls-tree", "-r", "-z", "-l", commit], None)?;
    let round = format!("{}/", project.round.folder);
    let mut wanted: Vec<(String, String)> = Vec::new();
    for entry in listed.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let Some((about, path)) = entry.split_once('\t') else { continue };
        let fields: Vec<&str> = about.split_whitespace().collect();
        // Symbolic links (120000) and other repositories (160000) are not read, as on the disk.
        let [mode, "blob", hash, size] = fields.as_slice() else { continue };
        let is_text = path.starts_with(&round) && project::stem(path).is_some();
        let is_small = size.parse().is_ok_and(|size: u64| size <= MAX_BYTES);
        if mode.starts_with("100") && is_text && is_small && is_plain(path) {
            wanted.push(((*hash).to_owned(), path.to_owned()));
        }
    }
    let letter = format!("{round}letter.md");
    if !wanted.iter().any(|(_, path)| *path == letter) {
        return Ok(false);
    }
    let hashes: String = wanted.iter().map(|(hash, _)| format!("{hash}\n")).collect();
    let blobs = git(&project.root, &["cat-file", "--batch"], Some(hashes.into_bytes()))?;
    let mut rest = blobs.as_slice();
    std::fs::write(folder.join("book.toml"), "").map_err(|error| failed("book.toml", &error))?;
    for (_, path) in &wanted {
        let bytes = blob(&mut rest).ok_or_else(|| Failure {
            message: format!("git gave no text of {path} at {commit}"),
            help: None,
        })?;
        let target = folder.join(path);
        let parent = target.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&target, bytes))
            .map_err(|error| failed(path, &error))?;
    }
    Ok(true)
}

/// Returns the facts of book.toml as it was at a commit: all that it says of the text of responses.
fn facts(root: &Path, commit: &str) -> Result<Facts, Failure> {
    let listed = git(root, &["ls-tree", "-z", "-l", commit, "book.toml"], None)?;
    let entry = text(&listed);
    let about = entry.split_once('\t').map_or("", |(about, _)| about);
    let fields: Vec<&str> = about.split_whitespace().collect();
    let [mode, "blob", hash, size] = fields.as_slice() else { return Ok(Facts::default()) };
    if !mode.starts_with("100") || size.parse().map_or(true, |size: u64| size > MAX_BYTES) {
        return Ok(Facts::default());
    }
    let bytes = git(root, &["cat-file", "blob", hash], None)?;
    let mut files = Files::default();
    let file = files.add("book.toml", &text(&bytes));
    Ok(book::parse(files.get(file), &mut Findings::default()).facts)
}

/// Says whether a path stays in its folder on every system.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|step| !matches!(step, "" | "." | ".."))
        && !path.contains(['\\', ':', '\0'])
}

/// Takes one blob from what `cat-file --batch` prints: a line with its size, its bytes, a line's end.
fn blob<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let line = rest.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&rest[..line]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let bytes = rest.get(line + 1..line + 1 + size)?;
    *rest = rest.get(line + 2 + size..)?;
    Some(bytes)
}

/// Why git gave no answer.
enum GitFault {
    /// It cannot be run.
    Missing(String),
    /// It said so.
    Answer(String),
}

impl From<GitFault> for Failure {
    fn from(fault: GitFault) -> Self {
        match fault {
            GitFault::Missing(reason) => Failure {
                message: format!("git cannot be run: {reason}"),
                help: Some("`--since` reads the older state through git: install it".into()),
            },
            GitFault::Answer(said) => Failure {
                message: format!(
                    "git says: {}",
                    said.lines().next().unwrap_or("nothing").trim_start_matches("fatal: ")
                ),
                help: Some("`--since` wants a project in a git repository".into()),
            },
        }
    }
}

/// The variables that say which repository is meant, as `git rev-parse --local-env-vars` lists them; without those
/// of settings, by which a job may say what it trusts.
const LOCAL: [&str; 12] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Runs git in the project's folder and returns what it prints.
fn git(root: &Path, arguments: &[&str], input: Option<Vec<u8>>) -> Result<Vec<u8>, GitFault> {
    let missing = |error: std::io::Error| GitFault::Missing(reason(&error));
    let mut command = Command::new("git");
    // Within a hook they point at the repository that runs it, and git would look no further: with them it takes
    // the project's folder for the top of its work tree. The repository around the project is meant.
    if project::repository(root).is_some() {
        LOCAL.iter().for_each(|name| {
            command.env_remove(name);
        });
    }
    let mut child = command
        .arg("-C")
        .arg(root)
        .arg("--no-pager")
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(missing)?;
    // Written beside the reading: either side may be longer than a pipe holds.
    let writer = child.stdin.take().zip(input).map(|(mut stdin, input)| {
        std::thread::spawn(move || {
            let _ = stdin.write_all(&input);
        })
    });
    let output = child.wait_with_output().map_err(missing)?;
    if let Some(writer) = writer {
        let _ = writer.join();
    }
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(GitFault::Answer(text(&output.stderr).trim().to_owned()))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn failed(path: &str, error: &std::io::Error) -> Failure {
    Failure { message: format!("{path} cannot be written: {}", reason(error)), help: None }
}

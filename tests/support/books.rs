//! The golden books: the repository's example, a new project, and the folders of `tests/books` that have
//! `expected/pages.txt`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the folders of the books of `tests/books`, by name.
pub(crate) fn folders() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let entries = std::fs::read_dir(folder).expect("tests/books is in the repository");
    let mut books: Vec<(String, PathBuf)> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("expected/pages.txt").exists())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path))
        .collect();
    books.sort();
    assert!(books.len() >= 2, "golden books are missing: {books:?}");
    books
}

/// Builds all golden books into a folder and returns what was written there with an ending.
pub(crate) fn build(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut projects = vec![("example".to_owned(), root.to_path_buf())];
    projects.extend(folders());
    let new = folder.join("project of init");
    corresp(folder, &["init".as_ref(), new.as_ref()]);
    projects.push(("new".to_owned(), new));
    let mut files = Vec::new();
    for (name, project) in projects {
        let out = folder.join(name);
        let build: [&Path; 5] =
            ["-C".as_ref(), project.as_ref(), "build".as_ref(), "--out".as_ref(), out.as_ref()];
        corresp(folder, &build);
        // The letter that confirms an extension is written by a run of its own.
        let book = std::fs::read_to_string(project.join("book.toml")).expect("book.toml");
        if book.contains("\nextension = ") {
            corresp(folder, &[&build[..], &["--extension".as_ref()]].concat());
        }
        collect(&out, ending, &mut files);
    }
    files
}

/// Runs the binary, which must succeed.
pub(crate) fn corresp(folder: &Path, arguments: &[&Path]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
    let output = command.current_dir(folder).args(arguments).output().expect("the binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Collects the files below a folder that have an ending, in order.
fn collect(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the build wrote it");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, ending, files);
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
}

//! Projects with marked text, and readers that look for it where it must not stand.
//!
//! In: texts, or files that were built. Out: a project on the disk, or what other programs find in a file.

#![allow(dead_code, reason = "each test file uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use corresp::document::typography;

/// The name of the round's folder.
pub(crate) const ROUND: &str = "responses/2020-03-02";

/// Writes a project: book.toml, and the files of its round.
pub(crate) fn write(root: &Path, book: &str, files: &[(&str, &str)]) {
    let round = root.join(ROUND);
    fs::create_dir_all(round.join("disclosures")).expect("a folder");
    fs::write(root.join("book.toml"), book).expect("book.toml");
    for (name, text) in files {
        fs::write(round.join(name), text).expect("a file of the round");
    }
}

/// Makes a project of one comment and one answer; `more` stands at the end of book.toml, below
/// `[confidential]`.
pub(crate) fn small(more: &str, answer: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let book = format!(
        "[matter]\ncompany = \"Example Stores, Inc.\"\n\n[letter]\ndate = 2020-03-16\n\n\
         [levels]\nno-source = \"off\"\n\n[confidential]\ncode = \"STORES\"\ngrounds = \"Commercial.\"\n\
         requester = {{ name = \"Robin Example\", address = [\"1 Main Street\"], telephone = \"555-0100\" }}\n\
         {more}\n"
    );
    let letter = "+++\ndate = 2020-03-02\n+++\n\n### 1.\n\nPlease tell us more.\n";
    write(folder.path(), &book, &[("letter.md", letter), ("1.md", answer)]);
    folder
}

/// An answer that is final, with its text.
pub(crate) fn answer(text: &str) -> String {
    format!("+++\ncomment = \"1\"\nstatus = \"final\"\n+++\n\n{text}\n")
}

/// Returns a picture of three by two points.
pub(crate) fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 3, 2);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&[0, 90, 180, 200, 220, 255]).expect("its points");
    writer.finish().expect("its end");
    bytes
}

/// Runs the program in a folder, and returns its exit code and what it says of itself.
pub(crate) fn corresp(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
    let output = command.arg("-C").arg(folder).args(arguments).output().expect("the binary runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), text)
}

/// Runs a reader and returns what it finds.
pub(crate) fn tool(name: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(name).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{name} cannot run: {error}"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.stdout.is_empty(), "{name} {arguments:?}: {said}");
    output.stdout
}

/// Returns text without blanks and hyphens, in small letters.
pub(crate) fn squeezed(bytes: &[u8]) -> String {
    let text = typography::fold(&String::from_utf8_lossy(bytes)).to_lowercase();
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2011}')).collect()
}

/// Returns what three readers that are not ours find in a file: text, text, and all decoded bytes.
pub(crate) fn read(file: &Path) -> Vec<(&'static str, String)> {
    let path = file.to_str().expect("a plain path");
    if !path.ends_with(".pdf") {
        return vec![("bytes", squeezed(&fs::read(file).expect("a file")))];
    }
    let decoded =
        tool("qpdf", &["--qdf", "--object-streams=disable", "--decode-level=all", path, "-"]);
    // Strings of two bytes a letter are read as well, written as letters or in hexadecimal digits.
    let narrow: Vec<u8> = decoded.iter().copied().filter(|byte| *byte != 0).collect();
    vec![
        ("pdftotext", squeezed(&tool("pdftotext", &[path, "-"]))),
        ("mutool", squeezed(&tool("mutool", &["draw", "-q", "-F", "txt", path]))),
        ("bytes", squeezed(&decoded) + &squeezed(&narrow)),
    ]
}

/// Returns the files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    all
}

/// Returns the files of a build that go outside: all but the complete edition and what lists the build.
pub(crate) fn outside(out: &Path) -> Vec<PathBuf> {
    let is_inside = |file: &PathBuf| {
        let name = file.strip_prefix(out).expect("below out").to_str().expect("a plain path");
        ["letter.pdf", "letter.html", "manifest.json"].contains(&name)
    };
    files(out).into_iter().filter(|file| !is_inside(file)).collect()
}

//! Each PDF conforms to PDF/UA-1 and PDF/A-2a, as veraPDF understands them.

mod common;
mod support;

use std::path::{Path, PathBuf};

use support::tools::{run, store, validate};
use support::{FONTS, Setter, books, everything, info, long, write};

use corresp::layout::page::{Face, Mark, NodeId, Role};

/// All files go through one run: starting veraPDF takes longer than most of them.
#[test]
fn what_is_written_conforms() {
    let (laid, images) = everything();
    let all = corresp::pdf::write(&laid, &FONTS, &info(&images)).expect("written");
    let drawn = corresp::pdf::draw(&laid, &FONTS, &images).expect("drawn");
    let copy = drawn.write(&info(&images), corresp::pdf::Links::LeftOut).expect("written");
    let long = write(&long(45)).expect("written");
    let mut bare = Setter::new("");
    bare.block(NodeId(0), Role::Paragraph, Face::Roman, "One line.");
    bare.run(Mark::Header, Face::Roman, 9.0, 72.0, 40.0, "\u{A0}");
    let bare = write(&bare.laid).expect("written");
    let document = common::letter();
    let laid = corresp::layout::lay_out(&document, &FONTS);
    let letter = corresp::pdf::write(&laid, &FONTS, &info(&document.images)).expect("written");
    let mut files = vec![
        store("letter.pdf", &letter),
        store("everything.pdf", &all),
        store("everything-without-links.pdf", &copy),
        store("long.pdf", &long),
        store("bare.pdf", &bare),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    files.extend(books::build(folder.path(), "pdf"));
    let project = |name| new_project(folder.path(), name);
    let cubic = project("cubic");
    fonts(&cubic, "fonts", &texgyre());
    files.push(letter_with(&cubic, &["TeXGyreTermes-Bold"]));
    let quadratic = project("quadratic");
    fonts(&quadratic, "fonts", &liberation());
    files.push(letter_with(&quadratic, &["LiberationSerif-Bold"]));
    // The built-in family has no Cyrillic; the fallback here has but its regular face.
    let fallback = project("fallback");
    fonts(&fallback, "fallback", &liberation()[..1]);
    say(&fallback, "Проект", "We sold **«Заря»** and Заря to Ωmega.");
    files.push(letter_with(&fallback, &["TeXGyreTermes-Regular", "LiberationSerif"]));
    let text = run("pdftotext", "poppler-utils", &[path(files.last().expect("a letter")), "-"]);
    assert!(text.contains("We sold «Заря» and Заря to Ωmega."), "{text}");
    assert!(text.contains("Проект"), "{text}");
    for file in &files {
        run("qpdf", "qpdf", &["--check", path(file)]);
    }
    validate(&files);
}

/// A fallback without a regular face stops the build, and a character that no font draws does, also in a
/// running line and of a script that runs from right to left.
#[test]
fn what_no_font_draws_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = new_project(folder.path(), "lacking");
    say(&project, "店", "It is in שלום.");
    let said = refused(&project);
    assert!(said.contains("U+5E97 `店`, CJK UNIFIED IDEOGRAPH-5E97"), "{said}");
    assert!(said.contains("HEBREW LETTER SHIN"), "{said}");
    fonts(&project, "fallback", &liberation()[1..2]);
    let said = refused(&project);
    assert!(said.contains("no font file in `fallback` is the regular face"), "{said}");
}

/// Builds a letter that must not be written, and returns what is said.
fn refused(project: &Path) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_corresp"));
    let output = command.arg("-C").arg(project).arg("build").output().expect("corresp runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = said + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!project.join("out/letter.pdf").exists(), "{said}");
    said
}

fn new_project(folder: &Path, name: &str) -> PathBuf {
    let project = folder.join(name);
    books::corresp(folder, &["init".as_ref(), project.as_ref()]);
    project
}

/// Copies fonts into a folder of a project and names it in book.toml.
fn fonts(project: &Path, field: &str, files: &[PathBuf]) {
    let folder = project.join(field);
    std::fs::create_dir(&folder).expect("a folder");
    for file in files {
        let bytes = std::fs::read(file).unwrap_or_else(|error| {
            panic!("{}: {error}: install the package fonts-liberation", file.display())
        });
        std::fs::write(folder.join(file.file_name().expect("a name")), bytes).expect("written");
    }
    edit(project, "[letter]\n", &format!("[letter]\n{field} = \"{field}\"\n"));
}

/// Replaces a text of book.toml, once.
fn edit(project: &Path, old: &str, new: &str) {
    let book = project.join("book.toml");
    let text = std::fs::read_to_string(&book).expect("book.toml");
    assert!(text.contains(old), "{text}");
    std::fs::write(&book, text.replacen(old, new, 1)).expect("written");
}

/// Sets the line at the foot of every page, and adds a paragraph to the first response.
fn say(project: &Path, status: &str, words: &str) {
    edit(project, "status = \"illustration\"", &format!("status = \"{status}\""));
    let mut rounds = std::fs::read_dir(project.join("responses")).expect("rounds");
    let round = rounds.next().expect("a round").expect("a folder").path();
    let mut files: Vec<PathBuf> = std::fs::read_dir(round)
        .expect("files")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter(|path| !path.ends_with("letter.md"))
        .collect();
    files.sort();
    let text = std::fs::read_to_string(&files[0]).expect("a response");
    std::fs::write(&files[0], format!("{text}\n{words}\n")).expect("written");
}

/// Builds the letter of a project and sees that it has some fonts.
fn letter_with(project: &Path, wanted: &[&str]) -> PathBuf {
    books::corresp(project, &["build".as_ref()]);
    let letter = project.join("out/letter.pdf");
    let fonts = run("pdffonts", "poppler-utils", &[path(&letter)]);
    for font in wanted {
        assert!(fonts.contains(font), "{fonts}");
    }
    letter
}

fn path(file: &Path) -> &str {
    file.to_str().expect("a plain path")
}

fn texgyre() -> [PathBuf; 4] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
    ["regular", "bold", "italic", "bolditalic"]
        .map(|face| folder.join(format!("texgyretermes-{face}.otf")))
}

fn liberation() -> [PathBuf; 4] {
    let folder = Path::new("/usr/share/fonts/truetype/liberation");
    ["Regular", "Bold", "Italic", "BoldItalic"]
        .map(|face| folder.join(format!("LiberationSerif-{face}.ttf")))
}

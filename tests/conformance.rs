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
    let copy = corresp::edgar::without_links(&laid);
    let copy = corresp::pdf::write(&copy, &FONTS, &info(&images)).expect("written");
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
    files.push(with_fonts(folder.path(), "cubic", &texgyre()));
    files.push(with_fonts(folder.path(), "quadratic", &liberation()));
    for file in &files {
        run("qpdf", "qpdf", &["--check", file.to_str().expect("a plain path")]);
    }
    validate(&files);
}

/// Builds a new project with a family of its own and returns its letter.
fn with_fonts(folder: &Path, name: &str, files: &[PathBuf]) -> PathBuf {
    let project = folder.join(name);
    books::corresp(folder, &["init".as_ref(), project.as_ref()]);
    std::fs::create_dir(project.join("fonts")).expect("a folder");
    for file in files {
        let bytes = std::fs::read(file).unwrap_or_else(|error| {
            panic!("{}: {error}: install the package fonts-liberation", file.display())
        });
        let name = file.file_name().expect("a name");
        std::fs::write(project.join("fonts").join(name), bytes).expect("written");
    }
    let book = project.join("book.toml");
    let text = std::fs::read_to_string(&book).expect("book.toml");
    let text = text.replacen("[letter]\n", "[letter]\nfonts = \"fonts\"\n", 1);
    std::fs::write(&book, text).expect("written");
    books::corresp(folder, &["-C".as_ref(), project.as_ref(), "build".as_ref()]);
    let letter = project.join("out/letter.pdf");
    let fonts = run("pdffonts", "poppler-utils", &[letter.to_str().expect("a plain path")]);
    let wanted = if name == "cubic" { "TeXGyreTermes-Bold" } else { "LiberationSerif-Bold" };
    assert!(fonts.contains(wanted), "{fonts}");
    letter
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

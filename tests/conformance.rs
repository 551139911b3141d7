//! Each PDF conforms to PDF/UA-1 and PDF/A-2a, as veraPDF understands them.

mod common;
mod support;

use support::tools::{run, store, validate};
use support::{FONTS, Setter, books, everything, info, long, write};

use corresp::layout::page::{Face, Mark, NodeId, Role};

/// All files go through one run: starting veraPDF takes longer than most of them.
#[test]
fn what_is_written_conforms() {
    let (laid, images) = everything();
    let all = corresp::pdf::write(&laid, &FONTS, &info(&images)).expect("written");
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
        store("long.pdf", &long),
        store("bare.pdf", &bare),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    files.extend(books::build(folder.path(), "pdf"));
    for file in &files {
        run("qpdf", "qpdf", &["--check", file.to_str().expect("a plain path")]);
    }
    validate(&files);
}

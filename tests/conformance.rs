//! Each PDF conforms to PDF/UA-1 and PDF/A-2a, as veraPDF understands them.

mod common;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::tools::{run, store, validate};
use support::{FONTS, Setter, everything, info, long, write};

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
    files.extend(example(folder.path()));
    for file in &files {
        run("qpdf", "qpdf", &["--check", file.to_str().expect("a plain path")]);
    }
    validate(&files);
}

/// Builds the repository's example, and a new project, into a folder; returns their PDFs.
fn example(folder: &Path) -> Vec<PathBuf> {
    let corresp = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        let output = command.current_dir(folder).args(arguments).output().expect("the binary runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let out = folder.join("example");
    let out = out.to_str().expect("a plain path");
    corresp(&["-C", env!("CARGO_MANIFEST_DIR"), "build", "--out", out]);
    corresp(&["init", "new"]);
    corresp(&["-C", "new", "build"]);
    ["example/letter.pdf", "example/disclosures.pdf", "new/out/letter.pdf"]
        .map(|name| folder.join(name))
        .into()
}

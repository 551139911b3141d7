//! The manifest of a build: from what was read and made to `manifest.json`.

use super::make::Made;
use crate::commands::output::Output;
use crate::digest::sha256;
use crate::project::Project;
use crate::report::manifest::{Hash, Manifest, Transmittal};

/// Makes the manifest of these outputs: the SHA-256 of every file that was read and is written.
pub(super) fn of(project: &Project, made: &Made, outputs: &[Output]) -> Output {
    let inputs = project.inputs.iter().map(|(path, hash)| (path.clone(), Hash(hash.clone())));
    let written: Vec<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let outputs = outputs.iter().map(|output| (output.path.clone(), Hash(sha256(&output.bytes))));
    let manifest = Manifest {
        schema: 1,
        version: env!("CARGO_PKG_VERSION"),
        round: project.round.name.clone(),
        inputs: inputs.collect(),
        outputs: outputs.collect(),
        transmittal: transmittal(project, made, &written),
    };
    Output { path: "manifest.json".into(), bytes: manifest.render().into_bytes() }
}

/// Returns what goes to whom, of the files that are written; nothing where there is one edition.
pub(super) fn transmittal(project: &Project, made: &Made, written: &[&str]) -> Vec<Transmittal> {
    if !made.has_editions() {
        return Vec::new();
    }
    let some = |is: &dyn Fn(&str) -> bool| -> Vec<String> {
        written.iter().filter(|path| is(path)).map(|path| (*path).to_owned()).collect()
    };
    // The files of `public/` are for everyone to read; EDGAR takes its own (EFM 5.2).
    let submission = some(&|path| path.starts_with("edgar/") && path != "edgar/manifest.json");
    let staff = project.book.letter.to.first().cloned().unwrap_or_else(|| "the staff".to_owned());
    let entry = |to: &str, by: &str, files: Vec<String>| Transmittal {
        to: to.to_owned(),
        by: by.to_owned(),
        files,
    };
    let all = vec![
        entry("EDGAR", "submission of type CORRESP", submission),
        entry(
            &staff,
            "courier, or the Division's secure file transfer",
            some(&|path| path == "letter.pdf" || path == "foia-request.pdf"),
        ),
        entry("Office of FOIA Services", "mail", some(&|path| path == "foia-request.pdf")),
    ];
    all.into_iter().filter(|entry| !entry.files.is_empty()).collect()
}

//! The manifest of a build: from what was read and made to `manifest.json`.

use crate::commands::output::Output;
use crate::digest::sha256;
use crate::project::Project;
use crate::report::manifest::{Hash, Manifest};

/// Makes the manifest of these outputs: the SHA-256 of every file that was read and is written.
pub(super) fn of(project: &Project, outputs: &[Output]) -> Output {
    let inputs = project.inputs.iter().map(|(path, hash)| (path.clone(), Hash(hash.clone())));
    let outputs = outputs.iter().map(|output| (output.path.clone(), Hash(sha256(&output.bytes))));
    let manifest = Manifest {
        schema: 1,
        version: env!("CARGO_PKG_VERSION"),
        round: project.round.name.clone(),
        inputs: inputs.collect(),
        outputs: outputs.collect(),
    };
    Output { path: "manifest.json".into(), bytes: manifest.render().into_bytes() }
}

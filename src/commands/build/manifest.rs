//! The manifest of a build: from what was read and made to `manifest.json`.

use std::collections::BTreeMap;

use crate::commands::output::Output;
use crate::digest::sha256;
use crate::project::Project;

/// Makes the manifest of these outputs: the SHA-256 of every file that was read and is written.
pub(super) fn of(project: &Project, outputs: &[Output]) -> Output {
    let hashes: BTreeMap<&str, String> =
        outputs.iter().map(|output| (output.path.as_str(), sha256(&output.bytes))).collect();
    let manifest = serde_json::json!({
        "schema": 1,
        "version": env!("CARGO_PKG_VERSION"),
        "round": project.round.name,
        "inputs": project.inputs,
        "outputs": hashes,
    });
    let text = serde_json::to_string_pretty(&manifest).expect("the manifest holds texts alone");
    Output { path: "manifest.json".into(), bytes: format!("{text}\n").into_bytes() }
}

//! The manifest of a build: what it read and wrote.
//!
//! In: paths and hashes. Out: `manifest.json`, by which anybody can tell which files made which letter.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// What a build read and wrote, each file with the SHA-256 of its bytes.
///
/// Fields are added without a new version; none is taken away or changes its meaning.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this shape.
    #[schemars(extend("const" = 1))]
    pub schema: u32,
    /// The version of corresp that built.
    pub version: &'static str,
    /// The name of the round's folder, as 2009-01-14.
    pub round: String,
    /// The files that were read, by path from the project's folder.
    pub inputs: BTreeMap<String, Hash>,
    /// The files that were written, by path from the folder of outputs.
    pub outputs: BTreeMap<String, Hash>,
}

/// The SHA-256 of a file's bytes, in hexadecimal digits.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Hash(#[schemars(extend("pattern" = "^[0-9a-f]{64}$"))] pub String);

impl Manifest {
    /// Returns the manifest as a JSON text that ends with a line break.
    pub fn render(&self) -> String {
        let value = serde_json::to_value(self).expect("the manifest holds texts alone");
        format!("{value:#}\n")
    }
}

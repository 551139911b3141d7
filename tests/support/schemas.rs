//! JSON Schemas, and the tools from PyPI that tests run.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the path of a tool of tests/tools/requirements.txt.
pub(crate) fn python(tool: &str) -> PathBuf {
    let folder = std::env::var_os("CORRESP_PYTHON")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python"), PathBuf::from);
    let path = folder.join("bin").join(tool);
    assert!(path.exists(), "{} is not there: run tests/tools/install-python.sh", path.display());
    path
}

/// Holds files against a JSON Schema, with check-jsonschema; returns the files that it finds fault with,
/// each with what it says.
///
/// `schema` are the options that name it: `--schemafile FILE`, or `--builtin-schema NAME`.
pub(crate) fn invalid(schema: &[&str], paths: &[PathBuf]) -> Vec<(PathBuf, String)> {
    assert!(!paths.is_empty(), "there is something to validate");
    let mut command = Command::new(python("check-jsonschema"));
    let output = command.args(["-o", "json", "--no-cache"]).args(schema).args(paths).output();
    let output = output.expect("check-jsonschema runs");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!("no report of check-jsonschema: {}", String::from_utf8_lossy(&output.stderr))
    });
    let unread = report["parse_errors"].as_array().cloned().unwrap_or_default();
    assert!(unread.is_empty(), "what cannot be read is a fault of the test: {unread:?}");
    let errors = report["errors"].as_array().cloned().unwrap_or_default();
    assert_eq!(output.status.success(), errors.is_empty(), "{report}");
    let path = |error: &serde_json::Value| error["filename"].as_str().map(PathBuf::from);
    errors
        .iter()
        .map(|error| (path(error).expect("an error has a file"), error.to_string()))
        .collect()
}

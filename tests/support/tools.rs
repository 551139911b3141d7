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

/// Holds that HTML files are sound, as the Nu HTML checker understands it, warnings included.
pub(crate) fn validate_html(paths: &[PathBuf]) {
    let jar = html_checkers().join("node_modules/vnu-jar/build/dist/vnu.jar");
    let jar = jar.to_str().expect("a plain path");
    let mut command = Command::new("java");
    // Its grammar wants a deep stack.
    command.args(["-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", jar, "--format", "gnu"]);
    let output = command.args(paths).output().expect("java does not run: install a JRE");
    let faults = String::from_utf8_lossy(&output.stderr);
    // The checker takes pictures within the page for ones that `img-src data:` forbids. It allows them: the
    // browser of the accessibility tests shows them under the same policy.
    let is_fault = |line: &&str| {
        !(line.contains("Resource violates Content Security Policy")
            && line.contains("image “data:image/")
            && line.contains("blocked by “img-src” directive"))
    };
    let report = format!("{}{faults}", String::from_utf8_lossy(&output.stdout));
    let report: String = report.lines().filter(is_fault).collect();
    assert!(
        output.status.success() && report.trim().is_empty(),
        "the HTML checker finds fault (tests/tools/install-html-checkers.sh installs it):\n{report}"
    );
}

/// Holds HTML files to WCAG 2.2 AA and to what they promise on screens and paper, in one run of Chromium.
pub(crate) fn check_pages(paths: &[PathBuf]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/check-pages.mjs");
    let mut command = Command::new("node");
    let command = command.arg(script).arg(html_checkers()).arg(chromium()).args(paths);
    let output = command.output().expect("node does not run: install the package nodejs");
    let report = String::from_utf8_lossy(&output.stdout);
    let faults = String::from_utf8_lossy(&output.stderr);
    let passes = report.lines().filter(|line| line.starts_with("PASS ")).count();
    assert!(
        output.status.success() && passes == paths.len(),
        "the pages have faults (tests/tools/install-html-checkers.sh installs what finds them):\n\
         {report}{faults}"
    );
}

fn html_checkers() -> PathBuf {
    std::env::var_os("CORRESP_HTML_CHECKERS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/html-checkers"),
        PathBuf::from,
    )
}

/// Returns the path of Chromium, or of the browser that is built from it.
fn chromium() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "google-chrome", "chromium-browser"];
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
        .expect("no browser: install the package chromium")
}

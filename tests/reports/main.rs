//! The reports of `check`: they agree, other people's readers take them, nothing that is marked stands in
//! them, and waivers make no run green that leaves something open.

mod agreement;
mod calls;
mod canaries;
mod confidential;
mod fixes;
mod generated;
#[path = "../support/marked.rs"]
mod marked;
mod readers;
mod waivers;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder, without colour and with nothing of the machine's own in its environment.
fn corresp(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corresp"))
        .env("COLUMNS", "80")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("GITHUB_STEP_SUMMARY")
        .args(["-C".as_ref(), folder.as_os_str()])
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Returns a folder of the repository.
fn at(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

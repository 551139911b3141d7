//! What the README shows in consoles happens: its blocks are run one after the other, in a folder that holds
//! nothing but the letter that they name.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::tools;

/// A command of a console, and what it says.
struct Step {
    command: String,
    said: String,
}

/// Returns the steps of all consoles: `$ ` begins a command, `> ` goes on with it.
fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_console = false;
    let mut is_typed = false;
    for line in text.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
            continue;
        }
        if !is_console {
            continue;
        }
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: format!("{command}\n"), said: String::new() });
            is_typed = true;
        } else if let (true, Some(more)) = (is_typed, line.strip_prefix('>')) {
            let step = steps.last_mut().expect("a command goes on");
            step.command.push_str(more.strip_prefix(' ').unwrap_or(more));
            step.command.push('\n');
        } else {
            is_typed = false;
            let step = steps.last_mut().expect("a console begins with a command");
            step.said.push_str(line);
            step.said.push('\n');
        }
    }
    steps
}

/// Runs a command in a folder; returns what it says, and the folder in which it ends.
fn run(command: &str, folder: &Path) -> (String, PathBuf) {
    let binary = Path::new(env!("CARGO_BIN_EXE_corresp"));
    let path = std::env::var("PATH").unwrap_or_default();
    let script = format!("exec 2>&1\n{command}\nprintf '\\n%s' \"$PWD\"\n");
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binary.parent().expect("a folder").display()))
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .output()
        .expect("bash runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let (said, folder) = said.rsplit_once('\n').expect("the folder comes last");
    (said.to_owned(), folder.into())
}

#[test]
fn the_readme_leads_from_a_letter_to_a_draft() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("readable");
    let steps = steps(&readme);
    for verb in ["init", "status", "check", "build"] {
        let begin = format!("corresp {verb}");
        assert!(steps.iter().any(|step| step.command.contains(&begin)), "no {verb} in the README");
    }
    let work = tempfile::tempdir().expect("a temporary folder");
    let clone = work.path().join("corresp");
    let round = clone.join("responses/2009-01-14");
    std::fs::create_dir_all(&round).expect("can be made");
    std::fs::copy(root.join("responses/2009-01-14/source.txt"), round.join("source.txt"))
        .expect("copied");

    let mut folder = clone;
    for step in &steps {
        let (said, next) = run(&step.command, &folder);
        let shown = step.command.lines().next().unwrap_or_default();
        let shown = format!("$ {shown}\n");
        // A line `...` stands for any lines, `[..]` for any words.
        snapbox::assert_data_eq!(
            format!("{shown}{said}"),
            snapbox::Data::text(format!("{shown}{}", step.said))
        );
        folder = next;
    }

    let letter = folder.join("out/letter.pdf");
    let text = tools::run("pdftotext", "poppler-utils", &[&letter.display().to_string(), "-"]);
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 2, "{text}");
    for page in pages {
        assert!(page.contains("DRAFT"), "a page is not marked:\n{page}");
    }
}

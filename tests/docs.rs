//! The documents say what the tool does: help texts, links, names of findings and of template values.

use std::path::{Path, PathBuf};
use std::process::Command;

use corresp::finding::RULES;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the help text of a command as a terminal of 100 columns shows it.
fn help(command: Option<&str>) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
        .args(command)
        .arg("--help")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .output()
        .expect("the tool runs");
    assert!(output.status.success(), "{command:?} --help fails");
    let text = String::from_utf8(output.stdout).expect("help is UTF-8");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// Returns the names of the commands, in the order of the help text.
fn commands(help: &str) -> Vec<&str> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").collect()
}

#[test]
fn the_commands_are_documented_as_their_help_says() {
    let all = help(None);
    let mut page = String::from(
        "# Commands\n\nWhat `corresp --help` and the help of each command say. This page is printed from \
         them;\n`BLESS=1 cargo test --test docs` writes it anew.\n\n",
    );
    for name in commands(&all) {
        page.push_str(&format!("- [corresp {name}](#corresp-{name})\n"));
    }
    page.push_str(&format!("\n## corresp\n\n```text\n{all}\n```\n"));
    for name in commands(&all) {
        page.push_str(&format!("\n## corresp {name}\n\n```text\n{}\n```\n", help(Some(name))));
    }
    let path = "docs/commands.md";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(root().join(path), &page).expect("docs/ can be written");
    }
    assert!(page == read(path), "{path} is not what the help texts say; BLESS=1 writes it anew");
}

#[test]
fn every_command_stands_in_the_readme() {
    let readme = read("README.md");
    for name in commands(&help(None)) {
        assert!(
            readme.contains(&format!("| `corresp {name}")),
            "README.md has no row of `corresp {name}`"
        );
    }
}

/// Returns the Markdown files that speak of the project.
fn documents() -> Vec<PathBuf> {
    let mut documents = Vec::new();
    for folder in ["", "docs", "docs/findings"] {
        let entries = std::fs::read_dir(root().join(folder)).expect("the folder is there");
        let paths = entries.map(|entry| entry.expect("readable").path());
        documents.extend(paths.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    documents.sort();
    documents
}

/// Returns a Markdown text without its blocks of code.
fn without_code(text: &str) -> String {
    let mut fence = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fence = !fence;
        } else if !fence && !line.starts_with("    ") {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose
}

/// Returns the fragment by which a heading is linked to.
fn fragment(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for path in documents() {
        let text = without_code(&std::fs::read_to_string(&path).expect("readable"));
        for (at, _) in text.match_indices("](") {
            let address = text[at + 2..].split(')').next().unwrap_or_default();
            // Examples in the text show links to keys and files of a project that is not here.
            let is_shown =
                text[..at].rsplit('\n').next().unwrap_or_default().matches('`').count() % 2 == 1;
            if is_shown || address.contains(':') {
                continue;
            }
            let (file, place) = address.split_once('#').unwrap_or((address, ""));
            let target = if file.is_empty() { path.clone() } else { path.with_file_name(file) };
            let leads = match (target.exists(), place) {
                (exists, "") => exists,
                (false, _) => false,
                (true, place) => {
                    let target =
                        without_code(&std::fs::read_to_string(&target).unwrap_or_default());
                    let headings = target.lines().filter(|line| line.starts_with('#'));
                    headings
                        .map(|line| fragment(line.trim_start_matches(['#', ' '])))
                        .any(|it| it == place)
                }
            };
            if !leads {
                broken.push(format!("{}: {address}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn findings_that_the_formats_name_exist() {
    let formats = without_code(&read("docs/formats.md"));
    let named =
        formats.split("(`").skip(1).filter_map(|rest| rest.split_once("`)")).map(|(name, _)| name);
    let named = named.filter(|name| {
        name.contains('-') && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    });
    let unknown: Vec<&str> =
        named.filter(|name| !RULES.iter().any(|rule| rule.code == *name)).collect();
    assert!(unknown.is_empty(), "docs/formats.md names findings that do not exist: {unknown:?}");
}

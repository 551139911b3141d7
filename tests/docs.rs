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

/// The requirements that a letter in two editions and a submission to EDGAR have to meet.
fn requirements() -> Vec<String> {
    let ranges =
        [("R", 1..=12), ("F", 1..=8), ("E", 1..=12), ("E", 18..=21), ("D", 5..=8), ("K", 9..=9)];
    let names = ranges
        .into_iter()
        .flat_map(|(letter, numbers)| numbers.map(move |number| format!("{letter}{number}")));
    names.collect()
}

/// Says whether the name of a test begins with a requirement: `r5_…`, `r4_r7_…`, `f1_to_f6_…`.
fn is_named_after(test: &str, requirement: &str) -> bool {
    let number = |part: &str| -> Option<(char, u32)> {
        let letter = part.chars().next()?;
        Some((letter, part[1..].parse().ok()?))
    };
    let wanted = number(&requirement.to_lowercase()).expect("a requirement");
    let parts: Vec<&str> = test.split('_').collect();
    let first = parts.first().and_then(|part| number(part));
    if let ([_, "to", last, ..], Some(first)) = (&parts[..], first)
        && let Some(last) = number(last)
    {
        return first.0 == wanted.0 && (first.1..=last.1).contains(&wanted.1);
    }
    parts.iter().map_while(|part| number(part)).any(|named| named == wanted)
}

/// Returns the functions that are tests, in all sources.
fn tests() -> std::collections::BTreeSet<String> {
    let mut tests = std::collections::BTreeSet::new();
    for folder in ["src", "tests"] {
        let entries = walkdir::WalkDir::new(root().join(folder)).into_iter().flatten();
        for entry in entries.filter(|entry| entry.path().extension().is_some_and(|it| it == "rs")) {
            let text = std::fs::read_to_string(entry.path()).expect("readable");
            let mut is_test = false;
            for line in text.lines().map(str::trim) {
                is_test |= line == "#[test]";
                if let Some(name) = line.strip_prefix("fn ").and_then(|line| line.split_once('(')) {
                    if is_test {
                        tests.insert(name.0.to_owned());
                    }
                    is_test = false;
                }
            }
        }
    }
    tests
}

#[test]
fn each_requirement_has_a_test_named_after_it() {
    let tests = tests();
    let mut wrong = Vec::new();
    let mut met = std::collections::BTreeSet::new();
    for page in ["docs/conformance/rule-83.md", "docs/conformance/edgar.md"] {
        for row in read(page).lines().filter(|line| line.starts_with("| ")) {
            let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let [requirement, .., named] = cells[..] else { continue };
            let ids: Vec<&str> = requirement.split(", ").collect();
            let is_id =
                |id: &&str| id.len() > 1 && id[1..].bytes().all(|byte| byte.is_ascii_digit());
            if !ids.iter().all(is_id) {
                continue;
            }
            let named: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
            for name in &named {
                if !tests.contains(*name) && !root().join(name).is_dir() {
                    wrong.push(format!("{page}, {requirement}: {name} does not exist"));
                }
            }
            for id in ids {
                if named.iter().any(|name| is_named_after(name, id)) {
                    met.insert(id.to_owned());
                } else {
                    wrong.push(format!("{page}, {id}: no test is named after it"));
                }
            }
        }
    }
    let missing = requirements().into_iter().filter(|id| !met.contains(id));
    wrong.extend(missing.map(|id| format!("{id} has no row with a test")));
    // What is named after a requirement stands in its row.
    let pages = read("docs/conformance/rule-83.md") + &read("docs/conformance/edgar.md");
    let is_of_one = |test: &&String| requirements().iter().any(|id| is_named_after(test, id));
    let untold =
        tests.iter().filter(is_of_one).filter(|test| !pages.contains(&format!("`{test}`")));
    wrong.extend(untold.map(|test| format!("{test} stands in no row")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

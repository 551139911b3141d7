//! corresp in place: the files that forges, editors, shells and packagers read, each shown to what reads it.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::schemas;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn corresp(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
    command.current_dir(folder).args(arguments).output().expect("the tool runs")
}

/// Returns what a program writes, which must go well.
fn told(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} fails:\n{text}{faults}");
    text
}

/// Copies a folder of the repository.
fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("readable")) {
        let target = to.join(entry.path().strip_prefix(from).expect("below it"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("can be made");
        } else {
            std::fs::copy(entry.path(), &target).expect("can be copied");
        }
    }
}

fn assert_valid(schema: &str, paths: &[&str]) {
    let paths: Vec<PathBuf> = paths.iter().map(|path| root().join(path)).collect();
    let faults = schemas::invalid(&["--builtin-schema", schema], &paths);
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn forges_can_read_what_is_written_for_them() {
    let workflows =
        [".github/workflows/ci.yml", ".github/workflows/release.yml", "assets/ci/github.yml"];
    assert_valid("vendor.github-workflows", &workflows);
    assert_valid("custom.github-workflows-require-timeout", &workflows);
    assert_valid("vendor.github-actions", &["action.yml"]);
    assert_valid("vendor.gitlab-ci", &["assets/ci/gitlab.yml"]);
    told(
        Command::new(schemas::python("pre-commit"))
            .arg("validate-manifest")
            .arg(root().join(".pre-commit-hooks.yaml")),
    );
    let bad = schemas::invalid(
        &["--builtin-schema", "vendor.github-actions"],
        &[root().join("assets/ci/github.yml")],
    );
    assert!(!bad.is_empty(), "a workflow is no action");
}

#[test]
fn init_writes_what_a_forge_runs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    assert!(corresp(path, &["init", "a", "--ci", "github"]).status.success());
    let written = std::fs::read(path.join("a/.github/workflows/letter.yml")).expect("it is there");
    let asset = std::fs::read(root().join("assets/ci/github.yml")).expect("it is there");
    assert_eq!(written, asset);

    // In a project that is there, it is added, and nothing is written over.
    assert!(corresp(&path.join("a"), &["init", "--ci", "gitlab"]).status.success());
    let file = path.join("a/.gitlab-ci.yml");
    std::fs::write(&file, "mine: {}\n").expect("can be written");
    let again = corresp(&path.join("a"), &["init", "--ci", "gitlab"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&file).expect("readable"), "mine: {}\n");
}

#[test]
fn what_a_forge_runs_stands_at_the_top_of_the_repository() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let top = folder.path();
    std::fs::create_dir(top.join(".git")).expect("can be made");
    let name = "matters/it's \"one\" of $100 – ${{ 1 }}";
    let said = corresp(top, &["init", name, "--ci", "github"]);
    let words = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(
        said.status.success() && words.contains("../../.github/workflows/letter.yml"),
        "{words}"
    );
    assert!(words.lines().all(|line| line.chars().count() <= 80), "{words}");
    let project = top.join(name);
    assert!(!project.join(".github").exists());
    assert!(corresp(&project, &["init", "--ci", "gitlab"]).status.success());
    let files = [top.join(".github/workflows/letter.yml"), top.join(".gitlab-ci.yml")];
    for (schema, file) in ["vendor.github-workflows", "vendor.gitlab-ci"].iter().zip(&files) {
        let faults = schemas::invalid(&["--builtin-schema", schema], std::slice::from_ref(file));
        assert!(faults.is_empty(), "{faults:?}");
    }
    let [github, gitlab] = files.map(|file| std::fs::read_to_string(file).expect("readable"));
    let line = r#"          project: "matters/it's \"one\" of $100 – ${{ '${{' }} 1 }}""#;
    assert!(github.lines().any(|other| other == line), "{github}");
    for line in [
        r#"    CORRESP_PROJECT: "matters/it's \"one\" of $$100 – $${{ 1 }}""#,
        r#"    - cd "$CI_PROJECT_DIR/$CORRESP_PROJECT""#,
        r#"    paths: ["matters/it's \"one\" of $$100 – $${{ 1 }}/out/"]"#,
        r#"      junit: "matters/it's \"one\" of $$100 – $${{ 1 }}/junit.xml""#,
    ] {
        assert!(gitlab.lines().any(|other| other == line), "{line}\n{gitlab}");
    }

    // Another project of the repository writes over nothing, and is not begun.
    let again = corresp(top, &["init", "other", "--ci", "github"]);
    let words = String::from_utf8_lossy(&again.stderr).into_owned();
    assert_eq!(again.status.code(), Some(2), "{words}");
    assert!(words.contains(".github/workflows/letter.yml is there already"), "{words}");
    assert!(!top.join("other").exists());
}

#[test]
fn editors_are_told_of_the_schema() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert!(corresp(folder.path(), &["init", "a"]).status.success());
    let project = folder.path().join("a");
    let check = || {
        let mut command = Command::new(schemas::python("taplo"));
        command.current_dir(&project).args(["check", "book.toml"]).output().expect("taplo runs")
    };
    let good = check();
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    let book = std::fs::read_to_string(project.join("book.toml")).expect("readable");
    for (from, to) in [("company = \"Acme", "compny = \"Acme"), ("date = 2020", "datum = 2020")] {
        std::fs::write(project.join("book.toml"), book.replace(from, to)).expect("can be written");
        let bad = check();
        assert!(!bad.status.success(), "taplo takes {to}");
    }
}

#[test]
fn completions_and_pages_are_what_the_help_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert!(corresp(folder.path(), &["generate", "."]).status.success());
    let mut old = Vec::new();
    for name in ["completions", "man"] {
        let (new, committed) = (folder.path().join(name), root().join("assets").join(name));
        if std::env::var_os("BLESS").is_some() {
            let _ = std::fs::remove_dir_all(&committed);
            copy(&new, &committed);
        }
        let names = |folder: &Path| {
            let entries = std::fs::read_dir(folder).into_iter().flatten();
            let mut names: Vec<_> =
                entries.map(|entry| entry.expect("readable").file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(
            names(&new),
            names(&committed),
            "BLESS=1 cargo test --test place writes them anew"
        );
        for file in names(&new) {
            if std::fs::read(new.join(&file)).ok() != std::fs::read(committed.join(&file)).ok() {
                old.push(file);
            }
        }
    }
    assert!(old.is_empty(), "{old:?} are old; BLESS=1 cargo test --test place writes them anew");
}

#[test]
fn pages_of_the_manual_can_be_set() {
    let entries = std::fs::read_dir(root().join("assets/man")).expect("they are there");
    for path in entries.map(|entry| entry.expect("readable").path()) {
        let mut groff = Command::new("groff");
        let output = groff.args(["-man", "-ww", "-Tutf8"]).arg(&path).output().expect("groff runs");
        let faults = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && faults.is_empty(), "{}: {faults}", path.display());
        assert!(String::from_utf8_lossy(&output.stdout).contains("corresp"));
    }
}

#[test]
fn shells_read_their_completions() {
    let completions = root().join("assets/completions");
    for (shell, file) in [("bash", "corresp.bash"), ("zsh", "_corresp"), ("fish", "corresp.fish")] {
        told(Command::new(shell).arg("-n").arg(completions.join(file)));
    }
    let bash = "source \"$1\"; COMP_WORDS=(corresp chec); COMP_CWORD=1; \
                _corresp corresp chec corresp; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut shell = Command::new("bash");
    let found = told(shell.args(["-c", bash, "-"]).arg(completions.join("corresp.bash")));
    assert!(found.lines().any(|line| line == "check"), "{found}");

    let fish = "source $argv[1]; complete -C 'corresp check --fin'";
    let mut shell = Command::new("fish");
    let home = tempfile::tempdir().expect("a temporary folder");
    shell.env("HOME", home.path()).args(["--no-config", "-c", fish]);
    let found = told(shell.arg(completions.join("corresp.fish")));
    assert!(found.starts_with("--final"), "{found}");

    let zsh = "autoload -Uz compinit && compinit -D -u && fpath=($1 $fpath) && autoload -Uz +X _corresp \
               && whence -w _corresp";
    let mut shell = Command::new("zsh");
    shell.env("HOME", home.path()).args(["-f", "-c", zsh, "-"]);
    assert_eq!(told(shell.arg(&completions)).trim(), "_corresp: function");
}

#[test]
fn archives_are_named_and_laid_out_as_binstall_looks_for_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = "x86_64-unknown-linux-gnu";
    let mut pack = Command::new(root().join("assets/ci/pack.sh"));
    let archive = told(pack.arg(target).arg(env!("CARGO_BIN_EXE_corresp")).arg(folder.path()));
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("readable");
    let manifest: toml::Table = toml::from_str(&manifest).expect("it is TOML");
    let about = &manifest["package"]["metadata"]["binstall"];
    let filled = |field: &str| {
        let template = about[field].as_str().expect("a text");
        let values =
            [("target", target), ("version", "0.1.0"), ("bin", "corresp"), ("binary-ext", "")];
        values.iter().fold(template.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{ {name} }}"), value)
        })
    };
    let url = filled("pkg-url");
    let name = url.rsplit('/').next().expect("a file's name");
    assert_eq!(Path::new(archive.trim()).file_name().expect("a name"), name);
    let listed = told(Command::new("tar").arg("-tzf").arg(archive.trim()));
    for wanted in [filled("bin-dir"), format!("corresp-{target}/man/corresp.1")] {
        assert!(listed.lines().any(|line| line == wanted), "no {wanted} in:\n{listed}");
    }
}

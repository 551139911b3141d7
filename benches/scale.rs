//! What `check` and `build` take as whole processes, for letters of 20, 150 and 1,000 comments, and `import`
//! for letters of megabytes: the time for each comment and byte must not grow with their number.
//!
//! The letters are made here and kept in Cargo's folder for such files, so that one can also run a command
//! on them by hand.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use divan::Bencher;

/// Numbers of comments.
const SIZES: [usize; 3] = [20, 150, 1_000];
/// Bullets of each comment.
const BULLETS: usize = 5;
/// Words of the invented text.
const WORDS: [&str; 24] = [
    "the",
    "company",
    "estimated",
    "fair",
    "value",
    "of",
    "each",
    "reporting",
    "unit",
    "in",
    "the",
    "fourth",
    "quarter",
    "and",
    "disclosed",
    "its",
    "assumptions",
    "which",
    "management",
    "reviewed",
    "against",
    "market",
    "multiples",
    "again",
];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn check(bencher: Bencher<'_, '_>, comments: usize) {
    let project = project(comments);
    bencher.bench(|| run(&project, &["check"]));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, comments: usize) {
    let project = project(comments);
    bencher.bench(|| run(&project, &["build"]));
}

#[divan::bench(args = [1, 2, 5, 10], sample_count = 5, sample_size = 1)]
fn import(bencher: Bencher<'_, '_>, megabytes: usize) {
    let project = project(SIZES[0]);
    let file = received(megabytes);
    let file = file.to_str().expect("a plain path");
    bencher.bench(|| run(&project, &["import", file, "--format", "json"]));
}

/// Runs the binary, which must succeed.
fn run(project: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
    command.arg("-C").arg(project).args(arguments);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.expect("corresp runs").success(), "{}", project.display());
}

/// Sentences that are the same in each run, and others in each place.
struct Prose(u32);

impl Prose {
    fn number(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % below
    }

    /// Returns a sentence of some words, which begins with a word of its own.
    fn sentence(&mut self, words: u32) -> String {
        let mut text = format!("In period {}", self.number(10_000));
        for _ in 0..words {
            text.push(' ');
            text.push_str(WORDS[self.number(WORDS.len() as u32) as usize]);
        }
        text + "."
    }

    fn paragraph(&mut self, sentences: u32) -> String {
        (0..sentences).map(|_| self.sentence(16)).collect::<Vec<_>>().join(" ")
    }

    fn answer(&mut self) -> String {
        let mut text = format!("{}[^1]\n\n{}\n\n", self.paragraph(4), self.paragraph(5));
        text.push_str("|  | 2023 | 2022 |\n|---|---:|---:|\n");
        let (mut this, mut last) = (0, 0);
        for unit in ["Retail", "Cards", "Trust"] {
            let figures = (self.number(9_000), self.number(9_000));
            (this, last) = (this + figures.0, last + figures.1);
            writeln!(text, "| {unit} | {} | {} |", figures.0, figures.1).expect("a line");
        }
        writeln!(text, "| **Total** | {this} | {last} |\n").expect("a line");
        for _ in 0..3 {
            writeln!(text, "- {}", self.sentence(14)).expect("a line");
        }
        write!(text, "\n{}\n\n[^1]: {}\n", self.paragraph(4), self.sentence(12)).expect("a line");
        text
    }
}

/// Writes a project with a number of comments, all answered, and returns its folder.
fn project(comments: usize) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scale/{comments}"));
    let round = root.join("responses/2024-03-01");
    std::fs::create_dir_all(&round).expect("a folder");
    let write = |path: &Path, text: &str| std::fs::write(path, text).expect("written");
    write(
        &root.join("book.toml"),
        "[matter]\ncompany = \"Example Corp.\"\nshort_name = \"Example\"\nfile_number = \"001-99001\"\n\n\
         [letter]\ndate = 2024-03-15\nsignatory = { name = \"A. Person\", title = \"Controller\" }\n",
    );
    let mut prose = Prose(comments as u32);
    let mut letter = String::from(
        "+++\ndate = 2024-03-01\nfile_number = \"001-99001\"\n\
         from = { name = \"B. Person\", title = \"Branch Chief\" }\n\
         to = { name = \"A. Person\", title = \"Controller\", company = \"Example Corp.\" }\n\
         re = [\"Example Corp.\", \"Form 10-K for Fiscal Year Ended December 31, 2023\"]\n\
         respond_within = \"10 business days\"\n+++\n\n# Form 10-K\n",
    );
    for comment in 1..=comments {
        write!(letter, "\n## {comment}.\n\n{}\n\n", prose.paragraph(2)).expect("a comment");
        for _ in 0..BULLETS {
            writeln!(letter, "- {}", prose.sentence(14)).expect("a bullet");
        }
        let mut response = format!("+++\ncomment = \"{comment}\"\nstatus = \"final\"\n+++\n");
        write!(response, "\n## {comment}.1–{comment}.{BULLETS}\n\n{}", prose.answer())
            .expect("a response");
        write(&round.join(format!("{comment:04}.md")), &response);
    }
    write(&round.join("letter.md"), &letter);
    root
}

/// Writes a letter as received, in plain text of a size, and returns its path.
fn received(megabytes: usize) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("scale/{megabytes}.txt"));
    let mut prose = Prose(megabytes as u32);
    let mut text = String::from("March 1, 2024\n\nDear Ms. Person:\n\n");
    let mut comment = 0;
    while text.len() < megabytes * 1_000_000 {
        comment += 1;
        write!(text, "{comment}. Please tell us why this is so. {}\n\n", prose.paragraph(2))
            .expect("a comment");
        for _ in 0..BULLETS {
            write!(text, "\u{2022} {}\n\n", prose.sentence(14)).expect("a bullet");
        }
    }
    text.push_str("Sincerely,\n\nB. Person\nBranch Chief\n");
    std::fs::write(&path, text).expect("written");
    path
}

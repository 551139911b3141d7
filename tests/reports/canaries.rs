//! Nothing of what is marked leaves by any command: projects full of marks, each with a word of its own,
//! beside all that makes a report print a line of theirs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use corresp::digest::sha256;
use proptest::prelude::*;

use crate::marked::write;
use crate::{corresp, text};

/// The staff's letter.
const LETTER: &str = "March 2, 2020\n\n1. Please tell us about your stores:\n\n- How many did you operate?\n\n\
                      - How many did you close?\n\n- How many do you plan to open?\n\n\
                      2. Please tell us of your leases.";

/// With what each marked word begins, and each marked number.
const WORD: &str = "Zqu";
const NUMBER: &str = "880037";

/// Texts of a section; `{}` stands for what is marked.
const BODIES: [&str; 32] = [
    "It paid [*** {} ***], and <b>no more</b>.",
    "It paid [*** {} ***], TODO, [*** {} ***].",
    "Before.\n\n[***\n\nAll of {}.\n\nMore {}.\n\n***]\n\nAfter it <i>all</i>.",
    "| A | B |\n|---|---:|\n| [*** {} ***] | <i>2</i> | 3 |",
    "| A | B |\n|---|---:|\n| x | [*** {} ***] |\n| Total | 7 |",
    "- an item of [*** {} ***], TBD\n- another",
    "It paid [*** {} and more.",
    "It paid {} ***] and more.",
    "It paid [*** {} [*** {} ***] ***].",
    "It paid [*** {} [*** {} ***] {}, TODO\nand <b>{}</b> more.",
    "[***\n\nAll of {}.\n\n[***\n\nMore {}.\n\n***]\n\nTODO {}.\n\n***]",
    "[*** ![a chart of {}]({}.png) ***]",
    "![a chart](chart.png \"[*** {} ***]\")",
    "See [it](http://example.com/ \"[*** {} ***]\") or [*** [{}](http://{}.example) ***].",
    "Text. <!-- [*** {} ***] -->",
    "See [there].\n\n[there]: http://example.com/ \"[*** {} ***]\"",
    "See.[^n] [^other]\n\n[^n]: [*** {} ***]",
    "### [*** {} ***]\n\nText <b>here</b>.",
    "> [*** {} ***]\n\nTODO",
    "Of `[*** {} ***]` <b>text</b>.",
    "It was {{ facts.[*** {} ***] }}.",
    "It was [*** {{ facts.{} }} ***] and {{ facts.marked }} and {{ facts.nowhere }}.",
    "<<<<<<< HEAD\nIt was [*** {} ***].\n=======\nIt is [*** {} ***].\n>>>>>>> theirs",
    "1. one\n[***\n{}\n***]\n2. two",
    "[*** {} ***]",
    "It was **[*** a **{}** b ***]** and *[*** {}* ***].",
    "    [*** {} ***]\n\nText.",
    "It was [*** {}\u{e000} ***] and [***] and [*** ***].",
    "It was (*** {} ***), <b>so</b>.\n\nTODO",
    "It was &#91;*** {} ***&#93; <i>and</i> [\n*** {} ***].",
    "It was ［*** {} ***］, [＊＊＊ {} ＊＊＊] <b>and</b> {*** {} ***}.",
    "[***\nSee [it].\n\n[it]: http://{}.example \"{}\"\n***]\n\nSee [it] <b>there</b>.",
];

/// What may stand behind a section's key.
const HEADS: [&str; 7] =
    ["", "", "", " How many [*** {} ***]", " [*** {} ***]", ".[*** {} ***]", ", [*** {} ***]"];

/// Lines of front matter.
const FRONT: [&str; 12] = [
    "",
    "owner   =    \"Counsel [*** {} ***]\"  ",
    "position = [\"[*** {} ***]\"]",
    "undertaking = { filing = \"2020 Form 10-K\", text = \"We will say [*** {} ***].\" }",
    "undertaking = { filing = \"[*** {} ***]\", text = \"We will.\" }",
    "deferred = { until = 2020-03-30, why = \"As [*** {} ***] is open.\" }",
    "disclosures = [\"[*** {} ***]\"]",
    "\"[*** {} ***]\" = 1",
    "owner = \"[*** {} ***]",
    "status=\"[*** {} ***]\"",
    "# [*** {} ***]",
    "answered_in = { letter = \"[*** {} ***]\" }",
];

/// Lines of book.toml, below `[facts]`.
const BOOK: [&str; 10] = [
    "",
    "unused = \"[*** {} ***]\"",
    "half = \"x [*** {} ***] <b>\"",
    "open = \"[*** {}\"",
    "list = [\"[*** {} ***]\"]",
    "[levels]\nunused-fact = \"[*** {} ***]\"",
    "[extra]\n\"[*** {} ***]\" = \"[*** {} ***]\"",
    "[[waiver]]\nfinding = \"raw-html\"\nkey = \"1.1\"\ntext = \"of [*** {} ***]\"\nreason = \"as [*** {} ***]\"\n\
     by = \"Counsel of [*** {} ***]\"\nuntil = 2020-12-31",
    "[[waiver]]\nfinding = \"[*** {} ***]\"\nkey = \"[*** {} ***]\"\nreason = \"so\"\nby = \"A\"\n\
     until = 2020-12-31",
    "near = \"(*** {} ***)\"\nunlike = \"[** {} **]\"",
];

/// A project: which of the texts stand where.
#[derive(Debug, Clone)]
struct Plan {
    /// For each section in the order of its file: its key, what stands behind it, its text.
    sections: Vec<(usize, usize, usize)>,
    front: usize,
    book: usize,
    /// Whether lines end as on Windows.
    has_returns: bool,
    /// Whether a proposed disclosure is marked too.
    has_disclosure: bool,
}

/// Keys as they are typed: some are misspelt, and 1.3 may be left out.
const KEYS: [&str; 6] = ["1.1", "1.2", "1.3", "1(1)", "1,2", "1.22"];

/// Fills the places of marked texts with words and numbers that occur once.
#[derive(Default)]
struct Canaries {
    count: u32,
}

impl Canaries {
    fn fill(&mut self, form: &str) -> String {
        let mut pieces = form.split("{}");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let letters = |sign: u32| char::from_u32(u32::from('a') + sign % 26).expect("a letter");
            let (first, second) = (letters(self.count / 26), letters(self.count));
            // In turn: a word, a number, both.
            text.push_str(&match self.count % 3 {
                0 => format!("{WORD}{first}{second}"),
                1 => format!("{NUMBER}{:02}", self.count),
                _ => format!("{WORD}{first}{second} at {NUMBER}{:02}", self.count),
            });
            text.push_str(piece);
            self.count += 1;
        }
        text
    }
}

fn plans() -> impl Strategy<Value = Plan> {
    let section = (0..KEYS.len(), 0..HEADS.len(), 0..BODIES.len());
    let sections = proptest::collection::vec(section, 1..5);
    (sections, 0..FRONT.len(), 0..BOOK.len(), any::<bool>(), any::<bool>()).prop_map(
        |(sections, front, book, has_returns, has_disclosure)| Plan {
            sections,
            front,
            book,
            has_returns,
            has_disclosure,
        },
    )
}

impl Plan {
    fn write(&self, root: &Path) {
        let mut canaries = Canaries::default();
        let source = format!("{LETTER}\n");
        let keyed = LETTER
            .replace("1. Please", "### 1.\n\nPlease")
            .replace("2. Please", "### 2.\n\nPlease");
        let hash = sha256(source.as_bytes());
        let letter = format!(
            "+++\ndate = 2020-03-02\nrespond_within = \"10 business days\"\n\
             source = {{ file = \"source.txt\", sha256 = \"{hash}\" }}\n+++\n\n{keyed}\n"
        );
        let book = format!(
            "[matter]\ncompany = \"Example Stores, Inc.\"\n\n[letter]\ndate = 2020-03-16\n\n[facts]\n\
             marked = \"[*** {{}} ***]\"\n{}\n",
            BOOK[self.book]
        );
        let book = canaries.fill(&book);
        // The front matter is in no form, so that it is brought into one.
        let mut response =
            format!("+++\ncomment=1\n{}\nstatus  =  \"final\"\n+++\n", FRONT[self.front]);
        for &(key, head, body) in &self.sections {
            let (key, head, body) = (KEYS[key], HEADS[head], BODIES[body]);
            response.push_str(&format!("\n## {key}{head}\n\n{body}\n"));
        }
        let response = canaries.fill(&response);
        let response = if self.has_returns { response.replace('\n', "\r\n") } else { response };
        let mut files =
            vec![("source.txt", source), ("letter.md", letter), ("01-stores.md", response)];
        if self.has_disclosure {
            let text = canaries.fill(
                "+++\nfiling = \"2020 Form 10-K\"\ncaption = \"Note 1 [*** {} ***]\"\ncomments = [\"1\"]\n\
                 +++\n\nWe had [*** {} ***] <b>stores</b>.\n",
            );
            files.push(("disclosures/stores.md", text));
            let text = canaries.fill("We had [*** {} ***] stores.\n");
            files.push(("disclosures/stores.as-filed.md", text));
        }
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        write(root, &book, &files);
    }
}

/// All that prints, but for what is built.
const CALLS: [&[&str]; 23] = [
    &["check"],
    &["check", "--quiet"],
    &["check", "--all", "--final", "--as-of", "2020-03-12"],
    &["--color", "always", "check"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "junit"],
    &["check", "--format", "github"],
    &["check", "--format", "gitlab"],
    &["check", "--format", "markdown"],
    &["check", "--since", "HEAD"],
    &["check", "--since", "HEAD", "--format", "json"],
    &["check", "--since", "HEAD", "--format", "markdown"],
    &["check", "--fix", "--diff"],
    &["status", "--as-of", "2020-03-12"],
    &["status", "--as-of", "2020-03-12", "--by", "owner"],
    &["status", "--as-of", "2020-03-12", "--all", "--format", "json"],
    &["build"],
    &["build", "--draft", "--out", "built"],
    &["touch", "--all"],
    &["import", "corrected.txt", "--round", "2020-03-02"],
    &["init", "new", "--letter", "corrected.txt", "--round", "2020-03-03"],
    &["init", "other", "--letter", "responses/2020-03-02/01-stores.md", "--round", "2020-03-02"],
];

/// What changes the project, and is called last.
const CHANGES: [&[&str]; 4] =
    [&["new", "1.3"], &["new", "2"], &["check", "--fix"], &["check", "--format", "json"]];

/// Returns the marked words and numbers that a text shows.
fn shown(text: &str) -> BTreeSet<&str> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| word.contains(WORD) || word.contains(NUMBER)).collect()
}

/// Runs everything in a project and says what it shows; returns how many diffs had lines.
fn leaks(plan: &Plan, diffs: &mut usize) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    plan.write(root);
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .current_dir(root)
            .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
            .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "All of it"]);
    let copy = LETTER.replace("did you close", "did you close in 2019");
    fs::write(root.join("corrected.txt"), copy + "\n").expect("a letter");
    let mut found = Vec::new();
    for arguments in CALLS.iter().chain(&CHANGES) {
        let output = corresp(root, arguments);
        assert!(output.status.code().is_some(), "{arguments:?} ends by itself");
        if arguments.contains(&"--diff") && !output.stdout.is_empty() {
            *diffs += 1;
        }
        for (name, said) in [("prints", &output.stdout), ("says", &output.stderr)] {
            let said = text(said);
            let words = shown(&said);
            if !words.is_empty() {
                found.push(format!("{arguments:?} {name} {words:?}:\n{said}"));
            }
        }
    }
    found
}

/// Holds each of the texts once, beside a section that is missing and one that is out of place.
#[test]
fn no_command_shows_a_word_that_is_marked() {
    let mut diffs = 0;
    let mut faults = Vec::new();
    let most = BODIES.len().max(FRONT.len()).max(BOOK.len());
    for number in 0..most {
        let plan = Plan {
            sections: vec![(1, number % HEADS.len(), number), (0, 0, (number + 1) % BODIES.len())],
            front: number % FRONT.len(),
            book: number % BOOK.len(),
            has_returns: number % 4 == 1,
            has_disclosure: number % 5 == 2,
        };
        let found = leaks(&plan, &mut diffs);
        faults.extend(found.into_iter().map(|fault| format!("{plan:?}\n{fault}")));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(diffs >= most / 4, "{diffs} diffs of {most} show something");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_project_shows_a_word_that_is_marked(plan in plans()) {
        let found = leaks(&plan, &mut 0);
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

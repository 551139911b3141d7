//! Projects made by chance: letters of several comments, answered in all the ways in which one can fail to.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use corresp::commands::check::{check, settle};
use corresp::coverage::Coverage;
use corresp::finding::{Finding, Findings, Level};
use corresp::project::{self, Project};
use corresp::report::Outcome;
use corresp::waivers::{self, Sought};
use proptest::prelude::*;

/// How a section stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Answered,
    Missing,
    Placeholder,
    Empty,
    Misspelt,
    Html,
    Fact,
    Twice,
}

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum File {
    Final,
    Draft,
    Deferred,
    Elsewhere,
}

/// What is asked and answered in a comment.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) file: File,
    /// One a bullet; of a comment without bullets, none.
    pub(crate) sections: Vec<Section>,
}

/// A project to be written.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) comments: Vec<Comment>,
    /// Which of the findings are waived, over and over.
    pub(crate) waived: Vec<bool>,
}

pub(crate) fn plans() -> impl Strategy<Value = Plan> {
    use Section::*;
    let section = prop_oneof![
        4 => Just(Answered), 1 => Just(Missing), 1 => Just(Placeholder), 1 => Just(Empty),
        1 => Just(Misspelt), 1 => Just(Html), 1 => Just(Fact), 1 => Just(Twice),
    ];
    let file = prop_oneof![
        4 => Just(File::Final), 1 => Just(File::Draft), 1 => Just(File::Deferred),
        1 => Just(File::Elsewhere)
    ];
    let comment = (file, proptest::collection::vec(section, 0..5))
        .prop_map(|(file, sections)| Comment { file, sections });
    (proptest::collection::vec(comment, 1..4), proptest::collection::vec(any::<bool>(), 1..6))
        .prop_map(|(comments, waived)| Plan { comments, waived })
}

/// The day on which the projects are checked: two business days before the letter is due.
pub(crate) const AS_OF: jiff::civil::Date = jiff::civil::date(2020, 3, 12);

impl Plan {
    /// Writes the project below `root`.
    pub(crate) fn write(&self, root: &Path, waivers: &str) {
        let round = root.join("responses/2020-03-02");
        fs::create_dir_all(&round).expect("a folder");
        let book = "[matter]\ncompany = \"Example, 100% & <Co>\"\n\n[letter]\ndate = 2020-03-16\n\n\
                    [facts]\nunused = \"5\"\n";
        fs::write(root.join("book.toml"), format!("{book}{waivers}")).expect("book.toml");
        let mut letter = String::from(
            "+++\ndate = 2020-03-02\nrespond_within = \"10 business days\"\n+++\n\n# Form 10-K\n",
        );
        for (index, comment) in self.comments.iter().enumerate() {
            let number = index + 1;
            let _ = write!(
                letter,
                "\n## {number}.\n\nComment {number}: please say, in 100% of cases:\n"
            );
            if !comment.sections.is_empty() {
                letter.push('\n');
            }
            for bullet in 1..=comment.sections.len() {
                let _ =
                    writeln!(letter, "- item {number}.{bullet} of A & B, “why”: \\<x\\> | y, 50%;");
            }
            // A name that every format has to escape in its own way.
            let name = format!("{number} größe, 50%; a&b.md");
            fs::write(round.join(name), comment.response(number)).expect("a response");
        }
        fs::write(round.join("letter.md"), letter).expect("letter.md");
    }
}

impl Comment {
    fn response(&self, number: usize) -> String {
        let state = match self.file {
            File::Final => "status = \"final\"",
            File::Draft => "status = \"draft\"",
            File::Deferred => "deferred = { until = 2020-03-30, why = \"Not yet.\" }",
            File::Elsewhere => "answered_in = { letter = 2020-03-09 }",
        };
        let mut text = format!("+++\ncomment = \"{number}\"\n{state}\n+++\n");
        if self.sections.is_empty() && self.file == File::Final {
            text.push_str("\nIt was 5.\n");
        }
        for (index, section) in self.sections.iter().enumerate() {
            let key = format!("{number}.{}", index + 1);
            let body = match section {
                Section::Missing => continue,
                Section::Answered => "It was 5.",
                Section::Placeholder => "It was TODO, or so.",
                Section::Empty => "",
                Section::Misspelt => "It was 6.",
                Section::Html => "It was <b>7</b>, 100%.",
                Section::Fact => "It was {{ facts.nowhere }}.",
                Section::Twice => "It was 8.",
            };
            let heading = if *section == Section::Misspelt { format!("{number}.77") } else { key };
            let _ = write!(text, "\n## {heading}\n\n{body}\n");
            if *section == Section::Twice {
                let _ = write!(text, "\n## {heading}\n\nOr 9.\n");
            }
        }
        text
    }
}

/// A project that was checked as `check --as-of` does.
pub(crate) struct Checked {
    pub(crate) project: Project,
    pub(crate) coverage: Coverage,
    pub(crate) findings: Findings,
}

impl Checked {
    pub(crate) fn of(root: &Path) -> Self {
        let mut findings = Findings::default();
        let project = project::load(root, &mut findings).expect("the project is read");
        let coverage = check(&project, false, &mut findings);
        corresp::checks::due(&project, AS_OF, &mut findings);
        let sought = Sought { as_of: Some(AS_OF), final_only: false };
        waivers::judge(&project, sought, &mut findings);
        settle(&project, Some(AS_OF), &mut findings);
        Self { project, coverage, findings }
    }

    pub(crate) fn outcome<'a>(&'a self, folder: &'a str) -> Outcome<'a> {
        Outcome {
            project: &self.project,
            coverage: &self.coverage,
            findings: &self.findings,
            since: None,
            as_of: Some(AS_OF),
            fails_from: Level::Error,
            folder,
        }
    }

    /// Returns `[[waiver]]` entries for the findings for which `choose` holds, one an entry.
    pub(crate) fn waivers(&self, mut choose: impl FnMut(&Finding) -> bool) -> String {
        let mut entries: Vec<String> = Vec::new();
        for finding in self.findings.iter().filter(|finding| choose(finding)) {
            let code = finding.rule.code;
            let about = match finding.place {
                _ if !finding.keys.is_empty() => String::new(),
                Some(place) => {
                    format!("file = \"{}\"\n", self.project.files.get(place.file).path)
                }
                None => String::new(),
            };
            let keys = finding.keys.iter().map(|key| format!("key = \"{key}\"\n"));
            let abouts: Vec<String> =
                if finding.keys.is_empty() { vec![about] } else { keys.collect() };
            // What may stand there by chance is named by its words.
            let words = match (code, finding.place) {
                ("placeholder", Some(place)) => {
                    format!("text = \"{}\"\n", self.project.files.text(place))
                }
                _ => String::new(),
            };
            for about in abouts {
                let entry = format!(
                    "\n[[waiver]]\nfinding = \"{code}\"\n{about}{words}reason = \"it, is: 100% so\"\nby = \"A. \
                     Person\"\nuntil = 2020-03-31\n"
                );
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        }
        entries.concat()
    }
}

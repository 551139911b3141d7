//! `corresp init`: a new project that builds at once.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::output::{self, Output};
use super::{Failure, Verdict};
use crate::import::{self, Import};
use crate::project::reason;
use crate::source::Files;

/// Makes a new project: a small staff letter, answered, that builds at once
///
/// `corresp import FILE` then puts your own letter into its place.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp init acme-response\n  corresp init acme-response --letter staff-letter.txt"
)]
pub(super) struct Init {
    /// The folder; it is made, or is empty
    #[arg(default_value = ".")]
    directory: PathBuf,

    /// Import this staff letter at once
    #[arg(long, value_name = "FILE")]
    letter: Option<PathBuf>,

    /// The round's name, where the letter states no date
    #[arg(long, value_name = "DATE", requires = "letter")]
    round: Option<Date>,
}

/// book.toml of a new project.
const BOOK: &str = include_str!("../../assets/init/book.toml");
const IGNORE: &str = include_str!("../../assets/init/gitignore");
/// The staff's letter of a new project, and its responses.
const SOURCE: &str = include_str!("../../assets/init/responses/2020-03-02/source.txt");
const RESPONSES: [(&str, &str); 2] = [
    ("01-recall.md", include_str!("../../assets/init/responses/2020-03-02/01-recall.md")),
    (
        "02-bill-and-hold.md",
        include_str!("../../assets/init/responses/2020-03-02/02-bill-and-hold.md"),
    ),
];
/// The round of a new project.
const ROUND: &str = "2020-03-02";

impl Init {
    pub(super) fn run(&self, base: &Path) -> Result<Verdict, Failure> {
        let target = base.join(&self.directory);
        let shown = self.directory.display().to_string();
        let mut entries = match std::fs::read_dir(&target) {
            Ok(entries) => entries
                .filter_map(Result::ok)
                .filter(|entry| entry.file_name() != ".git")
                .peekable(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(&target).map_err(|error| Failure {
                    message: format!("{shown} cannot be made: {}", reason(&error)),
                    help: None,
                })?;
                return self.fill(&target, &shown);
            }
            Err(error) => {
                return Err(Failure {
                    message: format!("{shown} cannot be read: {}", reason(&error)),
                    help: None,
                });
            }
        };
        if entries.peek().is_some() {
            return Err(Failure {
                message: format!("{shown} is not empty; nothing was written"),
                help: Some("name a new folder: `corresp init NAME`".into()),
            });
        }
        drop(entries);
        self.fill(&target, &shown)
    }

    fn fill(&self, target: &Path, shown: &str) -> Result<Verdict, Failure> {
        let mut outputs = vec![
            Output { path: "book.toml".into(), bytes: BOOK.into() },
            Output { path: ".gitignore".into(), bytes: IGNORE.into() },
        ];
        for (path, bytes) in round() {
            outputs.push(Output { path: format!("responses/{ROUND}/{path}"), bytes });
        }
        output::write(target, shown, &outputs, &[])?;
        let text = format!(
            "Wrote {shown}/\n  book.toml                     the matter: company, file number, signatory\n  \
             responses/{ROUND}/         a staff letter of 2 comments, answered\n  \
             .gitignore                    out/\nNext:\n  cd {shown}\n  \
             corresp build                 the sample letter, as PDF and HTML\n  \
             corresp import FILE           your own staff letter\n"
        );
        output::stderr(&text);
        match &self.letter {
            Some(letter) => {
                {
                    // The file is named from where the command was called, not from the new folder.
                    let letter = std::path::absolute(letter).unwrap_or_else(|_| letter.clone());
                    super::import::ImportCommand::of(letter, self.round).run(target)
                }
            }
            None => Ok(Verdict::Good),
        }
    }
}

/// Returns the files of a new project's round: the letter as import reads it, and its responses.
fn round() -> Vec<(String, Vec<u8>)> {
    let mut files = Files::default();
    let id = files.add("source.txt", SOURCE);
    let import = import::read(files.get(id));
    let date = ROUND.parse().ok();
    let written = import::write(&import, date, SOURCE.as_bytes());
    let is_own = |path: &str| matches!(path, "letter.md" | "source.txt" | ".gitattributes");
    let own = written.files.into_iter().filter(|(path, _)| is_own(path));
    own.chain(RESPONSES.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())))
        .collect()
}

/// Makes an imported round the one that is answered, where book.toml is still a new project's.
///
/// Company, file number and round are set, and the sample round is taken away if nobody edited it.
pub(super) fn adopt(root: &Path, date: Date, import: &Import) -> Result<String, Failure> {
    let path = root.join("book.toml");
    let book = std::fs::read_to_string(&path).unwrap_or_default();
    if book != BOOK {
        let named = format!("round = \"{date}\"");
        let hint = format!("book.toml names another round: write `{named}` to answer this one\n");
        return Ok(if book.contains(&named) || !book.contains("round = ") {
            String::new()
        } else {
            hint
        });
    }
    let facts = &import.facts;
    let quoted = import::toml_string;
    let mut new = book.replace(&format!("round = \"{ROUND}\""), &format!("round = \"{date}\""));
    if let Some(company) = &facts.company {
        new = new.replace("company = \"Acme Corp.\"", &format!("company = {}", quoted(company)));
        new = new.replace("short_name = \"Acme\"\n", "");
        new = new.replace(
            "letterhead = [\"Acme Corp.\", \"1 Example Street\", \"Springfield, IL 62701\"]",
            &format!("letterhead = [{}]", quoted(company)),
        );
    }
    if let Some(number) = facts.file_numbers.first() {
        new = new
            .replace("file_number = \"001-00001\"", &format!("file_number = {}", quoted(number)));
    }
    new = new.replace("recall_cost = \"$4.2 million\"\n", "");
    let output = Output { path: "book.toml".into(), bytes: new.into_bytes() };
    output::write(root, ".", &[output], &[])?;
    let sample = root.join("responses").join(ROUND);
    let is_untouched = round()
        .iter()
        .all(|(path, bytes)| std::fs::read(sample.join(path)).is_ok_and(|there| there == *bytes));
    let count = std::fs::read_dir(&sample).map_or(0, Iterator::count);
    if is_untouched && count == round().len() && date.to_string() != ROUND {
        let _ = std::fs::remove_dir_all(&sample);
        return Ok("  book.toml                     company, file number and round set; the sample round taken away\n".into());
    }
    Ok("  book.toml                     company, file number and round set\n".into())
}

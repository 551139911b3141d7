//! `corresp init`: a new project that builds at once, or one made from a staff letter.

mod book;
mod places;

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

pub(super) use book::{adopt, earlier_date};
use places::{Ci, Stand};

use super::import::{ImportCommand, Reading};
use super::output::{self, Output};
use super::{Failure, Verdict};
use crate::import;
use crate::project::reason;
use crate::source::Files;

/// Makes a new project: a small staff letter, answered, that builds at once
///
/// With `--letter` your own staff letter takes its place, and every bullet is open. `--ci` adds what a forge
/// runs on each push; in a project that is there already, it adds nothing else.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  corresp init acme-response\n  corresp init acme-response --letter staff-letter.txt\n  corresp init acme-response --letter staff-letter.txt --ci github\n  corresp init --ci gitlab"
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

    /// Write what this forge runs on each push: the check, and the letter as an artifact
    #[arg(long, value_enum)]
    ci: Option<Ci>,
}

/// book.toml of a new project.
const BOOK: &str = include_str!("../../../assets/init/book.toml");
const IGNORE: &str = include_str!("../../../assets/init/gitignore");
/// The staff's letter of a new project, and its responses.
const SOURCE: &str = include_str!("../../../assets/init/responses/2020-03-02/source.txt");
const RESPONSES: [(&str, &str); 2] = [
    ("01-recall.md", include_str!("../../../assets/init/responses/2020-03-02/01-recall.md")),
    (
        "02-bill-and-hold.md",
        include_str!("../../../assets/init/responses/2020-03-02/02-bill-and-hold.md"),
    ),
];
/// The round of a new project.
const ROUND: &str = "2020-03-02";

impl Init {
    pub(super) fn run(&self, base: &Path) -> Result<Verdict, Failure> {
        let target = base.join(&self.directory);
        let shown = self.shown(base);
        let is_project = target.join("book.toml").exists();
        if let (true, Some(ci), None) = (is_project, self.ci, &self.letter) {
            return places::add(ci, &target, &shown);
        }
        refuse_what_is_there(&target, &shown)?;
        let stand = self.ci.map(|_| Stand::of(&target)).transpose()?;
        let forge = self.ci.zip(stand);
        if let Some((ci, stand)) = &forge {
            ci.refuse_what_is_there(stand)?;
        }
        // The letter is read before anything is written: one that cannot be read leaves no half project.
        let Some(letter) = &self.letter else { return sample(forge, &target, &shown) };
        let reading = ImportCommand::of(letter.clone(), self.round).read(base)?;
        if let Some(verdict) = reading.refused() {
            return Ok(verdict);
        }
        let typed = |path: &Path| output::typed(&path.display().to_string());
        let folder =
            if base == Path::new(".") { String::new() } else { format!("-C {} ", typed(base)) };
        let again =
            format!("corresp {folder}init {} --letter {}", typed(&self.directory), typed(letter));
        let date = reading.round(&again)?;
        imported(forge, reading, date, &target, &shown)
    }

    /// Returns the project's folder as it is reached from where the command is called.
    fn shown(&self, base: &Path) -> String {
        let dot = Path::new(".");
        let path = match (base == dot, self.directory == dot) {
            (true, _) => self.directory.clone(),
            (false, true) => base.to_owned(),
            (false, false) => base.join(&self.directory),
        };
        path.display().to_string()
    }
}

/// What a forge runs, and where the project stands for it.
type Forge = Option<(Ci, Stand)>;

/// Writes a project with the sample round.
fn sample(forge: Forge, target: &Path, shown: &str) -> Result<Verdict, Failure> {
    let mut outputs = common(forge.as_ref(), BOOK.into());
    for (path, bytes) in round() {
        outputs.push(Output { path: format!("responses/{ROUND}/{path}"), bytes });
    }
    make(target, shown)?;
    output::write(target, shown, &outputs, &[])?;
    let mut text = format!(
        "Wrote {shown}/\n  book.toml                     the matter: company, file number, signatory\n  \
         responses/{ROUND}/         a staff letter of 2 comments, answered\n",
    );
    text.push_str(&told(forge.as_ref()));
    text.push_str("Next:\n");
    text.push_str(&enter(shown));
    text.push_str(
        "  corresp build                 the sample letter, as PDF and HTML\n  \
         corresp import FILE           your own staff letter, in place of the sample\n",
    );
    output::stderr(&text);
    Ok(Verdict::Good)
}

/// Writes a project whose one round is the letter that was read.
fn imported(
    forge: Forge,
    reading: Reading,
    date: Date,
    target: &Path,
    shown: &str,
) -> Result<Verdict, Failure> {
    let outputs = common(forge.as_ref(), book::of(date, reading.import()).into_bytes());
    make(target, shown)?;
    output::write(target, shown, &outputs, &[])?;
    let mut text = format!(
        "Wrote {shown}/\n  book.toml                     the matter: company, file number, who signs\n"
    );
    text.push_str(&told(forge.as_ref()));
    let (told, verdict) = reading.write(target, date)?;
    text.push_str(&told);
    text.push_str("Next:\n");
    text.push_str(&enter(shown));
    text.push_str(&format!(
        "  read responses/{date}/letter.md beside the letter, and then book.toml\n  \
         corresp status                what is open, and who owes it\n  \
         corresp build --draft         the letter so far, each page marked DRAFT\n"
    ));
    output::stderr(&text);
    Ok(verdict)
}

/// Returns the files of every new project.
fn common(forge: Option<&(Ci, Stand)>, book: Vec<u8>) -> Vec<Output> {
    let mut outputs = vec![
        Output { path: "book.toml".into(), bytes: book },
        Output { path: ".gitignore".into(), bytes: IGNORE.into() },
    ];
    outputs.extend(places::editors());
    outputs.extend(forge.map(|(ci, stand)| ci.file(stand)));
    outputs
}

fn told(forge: Option<&(Ci, Stand)>) -> String {
    let mut text = String::from(
        "  .gitignore                    out/\n  \
         .taplo.toml, .corresp/        by which editors check and complete book.toml\n",
    );
    if let Some((ci, stand)) = forge {
        text.push_str(&ci.told(stand));
    }
    text
}

fn enter(shown: &str) -> String {
    if shown == "." { String::new() } else { format!("  cd {}\n", output::typed(shown)) }
}

/// Refuses a folder that holds anything but a repository without files.
fn refuse_what_is_there(target: &Path, shown: &str) -> Result<(), Failure> {
    let entries = match std::fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(Failure {
                message: format!("{shown} cannot be read: {}", reason(&error)),
                help: None,
            });
        }
    };
    let mut names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
    if names.all(|name| name == ".git") {
        return Ok(());
    }
    let help = if target.join("book.toml").exists() {
        "it is a project already: `corresp import FILE` adds a round to it"
    } else {
        "name a new folder: `corresp init NAME`"
    };
    Err(Failure {
        message: format!("{shown} is not empty; nothing was written"),
        help: Some(help.into()),
    })
}

fn make(target: &Path, shown: &str) -> Result<(), Failure> {
    std::fs::create_dir_all(target).map_err(|error| Failure {
        message: format!("{shown} cannot be made: {}", reason(&error)),
        help: None,
    })
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

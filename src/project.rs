//! The project on disk: finds book.toml, reads the round's files, and parses each of them.
//!
//! In: a folder. Out: a [`Project`], plain data. This is the one module that reads the disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use walkdir::WalkDir;

use crate::book::{self, Book};
use crate::disclosure::{self, Disclosure};
use crate::document::{Image, ImageKind};
use crate::fields::nearest;
use crate::finding::{Finding, Findings, Level, codes};
use crate::front;
use crate::letter::{self, Letter};
use crate::markdown::{InlineKind, each_inline};
use crate::received;
use crate::response::{self, Response, each_text};
use crate::source::{File, FileId, Files, Place};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// The deepest folder below a round that is read.
const MAX_FOLDERS: usize = 12;
/// The names of templates that a project may override.
pub const TEMPLATES: [&str; 7] = [
    "letter.md",
    "disclosures.md",
    "foia-request.md",
    "page.html",
    "style.css",
    "edgar.html",
    "extension.md",
];

/// A project as it was read.
#[derive(Debug)]
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its text files.
    pub files: Files,
    /// book.toml.
    pub book: Book,
    /// The round that is answered.
    pub round: Round,
    /// The staff's letter.
    pub letter: Letter,
    /// The responses, by path.
    pub responses: Vec<Response>,
    /// The proposed disclosures, by name.
    pub disclosures: Vec<Disclosure>,
    /// The texts as filed that stand beside no proposed disclosure of their name: the name, and the file.
    pub as_filed_alone: Vec<(String, FileId)>,
    /// The images that responses and disclosures name, by path in the project.
    pub images: BTreeMap<String, Image>,
    /// The letter as received, where the front matter of letter.md names a file that is there.
    pub source: Option<SourceFile>,
    /// The name of a file that is the letter as received, where letter.md names none.
    pub unnamed_source: Option<String>,
    /// The text of the letter as received, decoded.
    pub received: Option<FileId>,
    /// What a second reading of the letter as received does not agree on with the first.
    pub disagreements: Vec<received::Disagreement>,
    /// The staff's letters of other rounds, by date.
    pub siblings: BTreeMap<String, Letter>,
    /// The responses of other rounds in which text may be marked, by path.
    pub other_rounds: Vec<Response>,
    /// Earlier versions of the round's letter, which a corrected copy replaced.
    pub earlier: Vec<Letter>,
    /// The symbolic links in the round's folder that would be texts of it: none is followed.
    pub links: Vec<String>,
    /// SHA-256 of every file that was read, by path: the inputs of a build.
    pub inputs: BTreeMap<String, String>,
}

/// The texts of a round.
struct Texts {
    responses: Vec<Response>,
    disclosures: Vec<Disclosure>,
    as_filed_alone: Vec<(String, FileId)>,
}

/// The letter as received.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path in the project.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A round: one staff letter and the answer to it.
#[derive(Debug, Clone)]
pub struct Round {
    /// Its name: the date of the staff's letter.
    pub name: String,
    /// That date.
    pub date: Option<Date>,
    /// Its folder, from the project's.
    pub folder: String,
}

/// Why the work cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No book.toml in the folder or above it.
    #[error("there is no book.toml in this folder or above it")]
    NoBook,
    /// A file that must be there is not, or cannot be read.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// Its path.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A file has a name that no text can hold.
    #[error("the name of {0} is not UTF-8, and it cannot be read by it")]
    Name(String),
    /// There is no round to answer.
    #[error("{0}")]
    NoRound(String),
}

impl Error {
    /// Returns what to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::NoBook => Some("`corresp init` makes a project here; `-C DIR` works in another folder".into()),
            Error::Unreadable { path, .. } if path.ends_with("/letter.md") => {
                Some("`corresp import FILE` makes it from the staff's letter".into())
            }
            Error::Unreadable { .. } => None,
            Error::Name(_) => Some("rename it, with letters, digits and hyphens".into()),
            Error::NoRound(_) => {
                Some("`corresp import FILE` makes the folder of a round; book.toml names it: `round = \"2009-01-14\"`".into())
            }
        }
    }
}

fn unreadable(path: impl Into<String>, error: &io::Error) -> Error {
    Error::Unreadable { path: path.into(), reason: reason(error) }
}

/// Returns the system's reason in small letters, without its number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::NotADirectory => "it is no folder".into(),
        io::ErrorKind::InvalidInput => "it is no plain file".into(),
        kind => kind.to_string(),
    }
}

/// Reads a plain file: of a pipe or a device an end need not come.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() && !about.is_dir() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    std::fs::read(path)
}

/// Reads a plain file as text.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Returns the project's folder: `start`, or the nearest one above it that holds book.toml.
pub fn find(start: &Path) -> Result<PathBuf, Error> {
    let start =
        start.canonicalize().map_err(|error| unreadable(start.display().to_string(), &error))?;
    start
        .ancestors()
        .find(|folder| folder.join("book.toml").exists())
        .map(Path::to_owned)
        .ok_or(Error::NoBook)
}

/// Returns the top of the git repository that a folder stands in.
pub fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.join(".git").exists())
}

/// Returns where a project stands in its git repository, with a `/` at the end; empty at its top, or
/// where there is no repository.
pub fn within_repository(root: &Path) -> String {
    let top = repository(root);
    let below = top.and_then(|top| root.strip_prefix(top).ok());
    let names = below.into_iter().flat_map(Path::components);
    names.map(|name| format!("{}/", name.as_os_str().to_string_lossy())).collect()
}

/// Reads the project in `root`.
pub fn load(root: &Path, findings: &mut Findings) -> Result<Project, Error> {
    let mut disk = Disk { root: root.to_owned(), files: Files::default(), inputs: BTreeMap::new() };
    let book_file = disk.required("book.toml", findings)?;
    let book = book::parse(disk.files.get(book_file), findings);
    let round = round(root, &book, findings)?;
    let letter_file = disk.required(&format!("{}/letter.md", round.folder), findings)?;
    let letter = letter::parse(disk.files.get(letter_file), findings);
    let Texts { responses, disclosures, as_filed_alone } = disk.round(&round, findings)?;
    let folder = round.folder.clone();
    let source = source(&mut disk, &letter, &round);
    let read = source.as_ref().map(|source| received::read(&source.bytes));
    let received = source
        .as_ref()
        .zip(read.as_ref())
        .map(|(source, read)| read.add_to(&mut disk.files, source.path.clone()));
    let disagreements = source
        .as_ref()
        .zip(read.as_ref())
        .map_or_else(Vec::new, |(source, read)| received::disagreements(&source.bytes, read));
    let unnamed_source =
        if letter.front.source.is_none() { unnamed_source(&disk, &round) } else { None };
    let others = others(&disk, &round);
    let siblings = siblings(&mut disk, &others);
    rounds_beside(&mut disk, &book, &round, &siblings, findings)?;
    let mut project = Project {
        root: root.to_owned(),
        source,
        received,
        disagreements,
        unnamed_source,
        siblings,
        other_rounds: other_rounds(&mut disk, &others),
        earlier: earlier(&mut disk, &round),
        files: Files::default(),
        book,
        round,
        letter,
        responses,
        disclosures,
        as_filed_alone,
        images: BTreeMap::new(),
        links: disk.links(&folder),
        inputs: BTreeMap::new(),
    };
    images(&mut disk, &mut project, findings);
    project.files = disk.files;
    project.inputs = disk.inputs;
    Ok(project)
}

/// Reads the templates that a project overrides, by name, and adds them to its files.
pub fn templates(project: &mut Project, findings: &mut Findings) -> BTreeMap<&'static str, FileId> {
    let mut disk = Disk {
        root: project.root.clone(),
        files: std::mem::take(&mut project.files),
        inputs: std::mem::take(&mut project.inputs),
    };
    let mut found = BTreeMap::new();
    for name in TEMPLATES {
        let path = format!("templates/{name}");
        if disk.root.join(&path).is_file()
            && let Ok(Some(file)) = disk.text(&path, findings)
        {
            found.insert(name, file);
        }
    }
    project.files = disk.files;
    project.inputs = disk.inputs;
    found
}

/// The endings of font files.
const FONT_FILES: [&str; 2] = ["otf", "ttf"];

/// Reads the font files of the folder that `[letter] fonts` names, by path; what is wrong is told in words.
///
/// The folder lies in the project, and no symbolic link is followed.
pub fn fonts(project: &mut Project, folder: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
    let folder = folder.trim_end_matches('/');
    let path = inside("fonts", "fonts", &format!("in/{folder}"))
        .and_then(|path| path.strip_prefix("fonts/in/").map(str::to_owned))
        .ok_or_else(|| format!("`{folder}` is no folder of the project"))?;
    let mut at = project.root.clone();
    for step in path.split('/') {
        at.push(step);
        if std::fs::symlink_metadata(&at).is_ok_and(|about| about.file_type().is_symlink()) {
            return Err(format!("`{folder}` is reached by a symbolic link"));
        }
    }
    let entries = std::fs::read_dir(&at).map_err(|_| format!("there is no folder `{path}`"))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with(['_', '.']))
        .filter(|name| {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
            ending.is_some_and(|ending| FONT_FILES.contains(&ending.as_str()))
        })
        .collect();
    names.sort();
    let mut disk = Disk {
        root: project.root.clone(),
        files: std::mem::take(&mut project.files),
        inputs: std::mem::take(&mut project.inputs),
    };
    let mut files = Vec::new();
    let mut fault = None;
    for name in names {
        let path = format!("{path}/{name}");
        match disk.bytes(&path, &mut Findings::default()) {
            Ok(Some(bytes)) => files.push((path, bytes)),
            Ok(None) => fault = Some(format!("`{path}` is larger than {} MiB", MAX_BYTES >> 20)),
            Err(error) => fault = Some(error.to_string()),
        }
    }
    project.files = disk.files;
    project.inputs = disk.inputs;
    fault.map_or(Ok(files), Err)
}

/// Chooses the round that is answered: book.toml's, or the newest folder.
fn round(root: &Path, book: &Book, findings: &mut Findings) -> Result<Round, Error> {
    let mut names: Vec<String> = std::fs::read_dir(root.join("responses"))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.parse::<Date>().is_ok())
        .collect();
    names.sort();
    let name = match &book.matter.round {
        Some(stated) => {
            if !names.contains(&stated.value) {
                let near = nearest(&stated.value, names.iter().map(String::as_str));
                findings.push(
                    codes::WRONG_TYPE
                        .at(stated.place)
                        .says(format!("responses/ has no folder `{}`", stated.value))
                        .help(match near {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => {
                                "name a folder of responses/, by the date of the staff's letter"
                                    .into()
                            }
                        }),
                );
                return Err(Error::NoRound(format!("the round `{}` is not there", stated.value)));
            }
            stated.value.clone()
        }
        None => names
            .pop()
            .ok_or_else(|| Error::NoRound("responses/ has no folder named by a date".into()))?,
    };
    Ok(Round { date: name.parse().ok(), folder: format!("responses/{name}"), name })
}

/// What was read so far.
struct Disk {
    root: PathBuf,
    files: Files,
    inputs: BTreeMap<String, String>,
}

impl Disk {
    /// Reads the bytes of a file and remembers their hash; none where it is too large.
    fn bytes(&mut self, path: &str, findings: &mut Findings) -> Result<Option<Vec<u8>>, Error> {
        let full = self.root.join(path);
        let about = std::fs::metadata(&full).map_err(|error| unreadable(path, &error))?;
        if about.is_dir() {
            return Err(Error::Unreadable { path: path.into(), reason: "it is a folder".into() });
        }
        if about.len() > MAX_BYTES {
            let id = self.files.add(path, "");
            findings.push(
                codes::TOO_LARGE
                    .at(Place::new(id, 0..0))
                    .says(format!(
                        "{path} has {} MiB, and at most {} are read",
                        about.len().div_ceil(1 << 20),
                        MAX_BYTES >> 20
                    ))
                    .help("cut it into several files"),
            );
            return Ok(None);
        }
        let bytes = read(&full).map_err(|error| unreadable(path, &error))?;
        self.inputs.insert(path.to_owned(), crate::digest::sha256(&bytes));
        Ok(Some(bytes))
    }

    /// Reads a text file; none where it is too large.
    fn text(&mut self, path: &str, findings: &mut Findings) -> Result<Option<FileId>, Error> {
        let Some(bytes) = self.bytes(path, findings)? else { return Ok(None) };
        if let Some(text) = utf16(&bytes) {
            let id = self.files.add(path, &text);
            findings.push(
                codes::NOT_UTF8
                    .at(self.files.get(id).first_line())
                    .says(format!("{path} is UTF-16, and not UTF-8"))
                    .help("save it as UTF-8: in most editors as \"Encoding\" in the save dialog"),
            );
            return Ok(Some(id));
        }
        let id = match std::str::from_utf8(&bytes) {
            Ok(text) => self.files.add(path, text),
            Err(error) => {
                let id = self.files.add(path, &String::from_utf8_lossy(&bytes));
                let file = self.files.get(id);
                let at =
                    file.text.find('\u{fffd}').unwrap_or(error.valid_up_to().min(file.text.len()));
                let end = file.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
                findings.push(
                    codes::NOT_UTF8
                        .at(file.place(at..end))
                        .says(format!(
                            "{path} is not UTF-8: byte {} begins no character",
                            error.valid_up_to() + 1
                        ))
                        .help("save it as UTF-8"),
                );
                id
            }
        };
        Ok(Some(id))
    }

    /// Reads a text file that the project cannot do without.
    fn required(&mut self, path: &str, findings: &mut Findings) -> Result<FileId, Error> {
        match self.text(path, findings)? {
            Some(id) => Ok(id),
            None => Ok(self.files.add(path, "")),
        }
    }

    /// Reads the responses and disclosures of a round, in the order of their paths.
    fn round(&mut self, round: &Round, findings: &mut Findings) -> Result<Texts, Error> {
        let mut texts = Vec::new();
        let mut disclosures = BTreeMap::new();
        let mut as_filed = BTreeMap::new();
        for path in self.markdown(&round.folder)? {
            let name = path[round.folder.len() + 1..].to_owned();
            if name == "letter.md" {
                continue;
            }
            let Some(file) = self.text(&path, findings)? else { continue };
            let folder = name.strip_prefix("disclosures/").and_then(|name| stem(name));
            let is_as_filed = stem(&name).is_some_and(|name| name.ends_with(".as-filed"));
            // A text as filed has no fields, and says what it is by its name.
            let kind = match is_as_filed {
                true => FileKind::Disclosure,
                false => FileKind::of(self.files.get(file)),
            };
            let name = match (folder, kind) {
                (Some(name), FileKind::Response) => {
                    let name = name.rsplit('/').next().unwrap_or(name);
                    let home = format!("{}/{name}.md", round.folder);
                    let says =
                        "a response stands in disclosures/, the folder of proposed disclosures";
                    findings.push(misplaced(self.files.get(file), says, &home));
                    texts.push(file);
                    continue;
                }
                (Some(name), _) => name,
                (None, FileKind::Disclosure) => {
                    let name = name.rsplit('/').next().and_then(stem).unwrap_or_default();
                    let home = format!("{}/disclosures/{name}.md", round.folder);
                    let says = match is_as_filed {
                        true => "a text as filed stands outside disclosures/",
                        false => "a proposed disclosure stands outside disclosures/",
                    };
                    findings.push(misplaced(self.files.get(file), says, &home));
                    name
                }
                (None, _) => {
                    texts.push(file);
                    continue;
                }
            };
            let (of_kind, name) = match name.strip_suffix(".as-filed") {
                Some(name) => (&mut as_filed, name),
                None => (&mut disclosures, name),
            };
            // `a.md` beside `a.markdown`.
            if let Some(&first) = of_kind.get(name) {
                findings.push(
                    codes::UNUSED_DISCLOSURE
                        .at(self.files.get(file).first_line())
                        .says(format!("a second file is called `{name}`, and this one is not read"))
                        .also(self.files.get(first).first_line(), "the first one")
                        .help("give it a name of its own, or begin its name with `_`"),
                );
            } else {
                of_kind.insert(name.to_owned(), file);
            }
        }
        let responses =
            texts.iter().map(|&file| response::parse(self.files.get(file), findings)).collect();
        let disclosures = disclosures
            .iter()
            .map(|(name, &file)| {
                let as_filed = as_filed.remove(name).map(|file| self.files.get(file));
                disclosure::parse(name, self.files.get(file), as_filed, findings)
            })
            .collect();
        Ok(Texts { responses, disclosures, as_filed_alone: as_filed.into_iter().collect() })
    }

    /// Returns the symbolic links right in a folder that lead to Markdown files or to folders.
    fn links(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(folder)).into_iter().flatten();
        let links = entries.filter_map(Result::ok).filter(|entry| {
            entry.file_type().is_ok_and(|kind| kind.is_symlink())
                && !entry.file_name().to_string_lossy().starts_with(['_', '.'])
                && (entry.path().is_dir()
                    || entry.path().extension().is_some_and(|end| end.eq_ignore_ascii_case("md")))
        });
        let mut names: Vec<String> = links
            .map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy()))
            .collect();
        names.sort();
        names
    }

    /// Returns the Markdown files below a folder: no symbolic link is followed, no name begins with `_` or `.`.
    fn markdown(&self, folder: &str) -> Result<Vec<String>, Error> {
        let start = self.root.join(folder);
        let walk = WalkDir::new(&start)
            .follow_links(false)
            .max_depth(MAX_FOLDERS)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with(['_', '.'])
            });
        let mut paths = Vec::new();
        for entry in walk {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&start);
                let path = path.strip_prefix(&self.root).unwrap_or(path).display().to_string();
                let reason = error.io_error().map_or_else(|| "it leads in a circle".into(), reason);
                Error::Unreadable { path, reason }
            })?;
            let is_markdown = stem(&entry.file_name().to_string_lossy()).is_some();
            if !entry.file_type().is_file() || !is_markdown {
                continue;
            }
            let relative = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
            if relative.to_str().is_none() {
                return Err(Error::Name(relative.display().to_string()));
            }
            let names: Vec<String> =
                relative.iter().map(|name| name.to_string_lossy().into_owned()).collect();
            paths.push(names.join("/"));
        }
        paths.sort();
        Ok(paths)
    }
}

/// What a Markdown file of a round is, by the fields of its front matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FileKind {
    /// It has a field that only responses have.
    Response,
    /// It names its filing, as only proposed disclosures do.
    Disclosure,
    /// Its fields do not say: the folder does.
    Either,
}

impl FileKind {
    fn of(file: &File) -> Self {
        let mut ignored = Findings::default();
        let cut = front::required(file, "", &mut ignored);
        let (table, _) = cut.table(&file.text, file, &mut ignored);
        let has = |names: &[&str]| names.iter().any(|name| table.get_ref().contains_key(*name));
        match (has(&response::FIELDS), has(&["filing"]), has(&["caption", "page"])) {
            (true, false, false) => Self::Response,
            (false, true, _) => Self::Disclosure,
            _ => Self::Either,
        }
    }
}

/// The finding of a file that stands in the folder of the other kind: it is read as what it is.
fn misplaced(file: &File, says: &str, home: &str) -> Finding {
    let help = format!("move it to {home}");
    codes::MISPLACED_FILE.at(file.first_line()).says(says).help(help)
}

/// Returns the text of a file in UTF-16; none where it is not that.
///
/// Without a mark it is known by its first two signs, which are plain as a rule: each is a byte and a zero.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (is_little, bytes) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        [a, 0, b, 0, ..] if *a > 0 && *b > 0 => (true, bytes),
        [0, a, 0, b, ..] if *a > 0 && *b > 0 => (false, bytes),
        _ => return None,
    };
    let unit = |pair: &[u8]| match is_little {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    };
    let units: Vec<u16> = bytes.chunks_exact(2).map(unit).collect();
    String::from_utf16(&units).ok().filter(|_| bytes.len().is_multiple_of(2))
}

/// Returns the path of a Markdown file without its ending; none of another file.
pub fn stem(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    let is_markdown = ["md", "markdown"].iter().any(|one| ending.eq_ignore_ascii_case(one));
    (is_markdown && !stem.is_empty()).then_some(stem)
}

/// Reads the letter as received, where letter.md names it and it lies in the round's folder.
fn source(disk: &mut Disk, letter: &Letter, round: &Round) -> Option<SourceFile> {
    let name = &letter.front.source.as_ref()?.file.value;
    let path = inside(&round.folder, &round.folder, name)?;
    let mut ignored = Findings::default();
    let bytes = disk.bytes(&path, &mut ignored).ok()??;
    Some(SourceFile { path, bytes })
}

/// Returns the name of a file of the round that is named as `import` names the letter as received.
fn unnamed_source(disk: &Disk, round: &Round) -> Option<String> {
    let entries = std::fs::read_dir(disk.root.join(&round.folder)).into_iter().flatten();
    let mut found: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.to_ascii_lowercase().starts_with("source.") && stem(name).is_none())
        .collect();
    found.sort();
    found.into_iter().next()
}

/// Reports letters of the staff in responses/ that are not checked: of a newer round, and in a folder that is none.
fn rounds_beside(
    disk: &mut Disk,
    book: &Book,
    round: &Round,
    siblings: &BTreeMap<String, Letter>,
    findings: &mut Findings,
) -> Result<(), Error> {
    if let Some((newest, letter)) =
        siblings.last_key_value().filter(|(name, _)| **name > round.name)
        && let Some(stated) = &book.matter.round
    {
        findings.push(
            codes::UNREAD_ROUND
                .at(stated.place)
                .says(format!("the round {} is checked, and {newest} is newer", round.name))
                .also(disk.files.get(letter.file).first_line(), "its letter")
                .help(format!(
                    "write `round = \"{newest}\"`, or leave `round` out: the newest is checked then"
                )),
        );
    }
    let entries = std::fs::read_dir(disk.root.join("responses")).into_iter().flatten();
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| entry.path().join("letter.md").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with(['_', '.']) && name.parse::<Date>().is_err())
        .collect();
    names.sort();
    for name in names {
        let path = format!("responses/{name}/letter.md");
        let Some(file) = disk.text(&path, &mut Findings::default())? else { continue };
        let file = disk.files.get(file);
        let date = letter::parse(file, &mut Findings::default()).front.date;
        findings.push(
            codes::UNREAD_ROUND
                .at(file.first_line())
                .level(Level::Error)
                .says(format!("responses/{name} is named by no date, and its letter is not checked"))
                .help(format!(
                    "name the folder by the date of its letter, `{}`; one that is no round begins with `_`",
                    date.map_or_else(|| "2020-06-01".into(), |date| date.value.to_string())
                ))
                .fixed(),
        );
    }
    Ok(())
}

/// Returns the names of the other rounds' folders, in their order.
fn others(disk: &Disk, round: &Round) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(disk.root.join("responses"))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.parse::<Date>().is_ok() && *name != round.name)
        .collect();
    names.sort();
    names
}

/// Reads the responses of the other rounds that have marks, or facts, which may be marked; what is wrong in them is
/// for their own check to say.
fn other_rounds(disk: &mut Disk, rounds: &[String]) -> Vec<Response> {
    let mut ignored = Findings::default();
    let mut responses = Vec::new();
    for name in rounds {
        let folder = format!("responses/{name}");
        for path in disk.markdown(&folder).unwrap_or_default() {
            let name = &path[folder.len() + 1..];
            if name == "letter.md" || name.starts_with("disclosures/") {
                continue;
            }
            let Ok(Some(file)) = disk.text(&path, &mut ignored) else { continue };
            let file = disk.files.get(file);
            if ["[***", "{{"].iter().any(|sign| file.text.contains(sign)) {
                responses.push(response::parse(file, &mut ignored));
            }
        }
    }
    responses
}

/// Reads the staff's letters of the other rounds; what is wrong in them is for their own check to say.
fn siblings(disk: &mut Disk, rounds: &[String]) -> BTreeMap<String, Letter> {
    let mut letters = BTreeMap::new();
    for name in rounds {
        let mut ignored = Findings::default();
        let path = format!("responses/{name}/letter.md");
        if let Ok(Some(file)) = disk.text(&path, &mut ignored) {
            letters.insert(name.clone(), letter::parse(disk.files.get(file), &mut ignored));
        }
    }
    letters
}

/// The folder of a round that holds the letters and sources which corrected copies replaced.
pub const EARLIER: &str = "_earlier";

/// Reads the earlier versions of a round's letter, which only tell what changed.
fn earlier(disk: &mut Disk, round: &Round) -> Vec<Letter> {
    let folder = format!("{}/{EARLIER}", round.folder);
    let mut names: Vec<String> = std::fs::read_dir(disk.root.join(&folder))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    let mut ignored = Findings::default();
    let mut letters = Vec::new();
    for name in names {
        if let Ok(Some(file)) = disk.text(&format!("{folder}/{name}/letter.md"), &mut ignored) {
            letters.push(letter::parse(disk.files.get(file), &mut ignored));
        }
    }
    letters
}

/// Reads the images that responses and disclosures name.
fn images(disk: &mut Disk, project: &mut Project, findings: &mut Findings) {
    let mut named: Vec<(String, String, Place)> = Vec::new();
    let mut collect = |path: &str, blocks: &[crate::markdown::Block]| {
        each_inline(blocks, &mut |inline| {
            if let InlineKind::Image { path: image, .. } = &inline.kind {
                named.push((folder_of(path).to_owned(), image.clone(), inline.place));
            }
        });
    };
    for response in &project.responses {
        each_text(response, |blocks| collect(&response.path, blocks));
    }
    for disclosure in &project.disclosures {
        collect(&disk.files.get(disclosure.file).path, &disclosure.blocks);
    }
    for (folder, name, place) in named {
        let Err((says, help)) =
            image(disk, &project.round.folder, &folder, &name, &mut project.images)
        else {
            continue;
        };
        findings.push(codes::IMAGE_NOT_FOUND.at(place).says(says).help(help));
    }
}

/// Returns the path of an image as documents call it: from the project's folder.
pub fn image_path(round: &str, file: &str, name: &str) -> Option<String> {
    inside(round, folder_of(file), name)
}

fn image(
    disk: &mut Disk,
    round: &str,
    folder: &str,
    name: &str,
    images: &mut BTreeMap<String, Image>,
) -> Result<(), (String, String)> {
    let help = || {
        let help = format!("put a PNG or JPEG file into {folder}/ and name it from there");
        // A text names its images from its own folder, so one of the round's own stands above it.
        let below = folder.strip_prefix(round).unwrap_or_default().matches('/').count();
        match name.rsplit('/').next().filter(|file| below > 0 && !file.is_empty()) {
            Some(file) => format!("{help}; one in {round}/ is `{}{file}`", "../".repeat(below)),
            None => help,
        }
    };
    let Some(path) = inside(round, folder, name) else {
        return Err((format!("`{name}` lies outside the round's folder"), help()));
    };
    if images.contains_key(&path) {
        return Ok(());
    }
    let mut at = disk.root.clone();
    for step in path.split('/') {
        at.push(step);
        if std::fs::symlink_metadata(&at).is_ok_and(|about| about.file_type().is_symlink()) {
            return Err((format!("`{name}` is reached by a symbolic link"), help()));
        }
    }
    let mut ignored = Findings::default();
    let bytes = match disk.bytes(&path, &mut ignored) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            return Err((format!("`{path}` is larger than {} MiB", MAX_BYTES >> 20), help()));
        }
        Err(error) => return Err((error.to_string(), help())),
    };
    let kind = match imagesize::image_type(&bytes) {
        Ok(imagesize::ImageType::Png) => ImageKind::Png,
        Ok(imagesize::ImageType::Jpeg) => ImageKind::Jpeg,
        _ => return Err((format!("`{path}` is neither PNG nor JPEG"), help())),
    };
    let size =
        imagesize::blob_size(&bytes).map_err(|_| (format!("`{path}` is damaged"), help()))?;
    let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
        return Err((format!("`{path}` is damaged"), help()));
    };
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > 64_000_000 {
        return Err((format!("`{path}` has {width} by {height} points"), help()));
    }
    images.insert(path, Image { bytes, kind, width, height });
    Ok(())
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Joins a path that a file names to its folder; none where it leaves `round`.
fn inside(round: &str, folder: &str, name: &str) -> Option<String> {
    if name.is_empty() || name.starts_with('/') || name.contains(['\\', ':', '\0', '?', '#']) {
        return None;
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in name.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    let path = steps.join("/");
    path.strip_prefix(round).is_some_and(|rest| rest.starts_with('/')).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_round() {
        let join = |name: &str| inside("responses/2009-01-14", "responses/2009-01-14/a", name);
        assert_eq!(join("x.png").as_deref(), Some("responses/2009-01-14/a/x.png"));
        assert_eq!(join("../x.png").as_deref(), Some("responses/2009-01-14/x.png"));
        for name in [
            "../../x.png",
            "/etc/passwd",
            "../../../../../etc/passwd",
            "",
            "C:\\x",
            "../../2009-01-14x/a",
        ] {
            assert_eq!(join(name), None, "{name}");
        }
    }

    #[test]
    fn a_text_in_utf_16_is_read_with_and_without_its_mark() {
        for (little, mark) in [(true, true), (true, false), (false, true), (false, false)] {
            let text = if mark { "\u{feff}+++\n§ “x”\n" } else { "+++\n§ “x”\n" };
            let bytes = text.encode_utf16().flat_map(|unit| match little {
                true => unit.to_le_bytes(),
                false => unit.to_be_bytes(),
            });
            let read = utf16(&bytes.collect::<Vec<_>>());
            assert_eq!(read.as_deref(), Some("+++\n§ “x”\n"), "{little} {mark}");
        }
        for text in ["", "+", "+++\n", "\u{feff}+++\n", "a\0\0b"] {
            assert_eq!(utf16(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn markdown_files_end_in_two_ways() {
        for (path, expected) in [
            ("a/b.md", Some("a/b")),
            ("b.MD", Some("b")),
            ("b.as-filed.Markdown", Some("b.as-filed")),
            ("b.txt", None),
            ("md", None),
        ] {
            assert_eq!(stem(path), expected, "{path}");
        }
    }
}

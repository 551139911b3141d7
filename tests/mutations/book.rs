//! A project in memory, a copy of it on the disk, and what `check` says of the copy after a damage.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use corresp::commands::check::{check, settle};
use corresp::coverage::Status;
use corresp::finding::{Findings, RULES};
use corresp::letter::{Kind, Letter};
use corresp::project::{self, Error};

/// A project, its files by path.
pub(crate) struct Book {
    pub(crate) name: String,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The round's folder.
    pub(crate) round: String,
    pub(crate) letter: Letter,
}

impl Book {
    /// Reads a project of `tests/books`.
    pub(crate) fn named(name: &str) -> Self {
        let root = repository().join("tests/books").join(name);
        let mut files = BTreeMap::new();
        read(&root, "", &mut files);
        Self::of(name, files)
    }

    /// Reads the repository's own example.
    pub(crate) fn example() -> Self {
        let mut files = BTreeMap::new();
        read(&repository().join("responses"), "responses/", &mut files);
        files.insert("book.toml".into(), fs::read(repository().join("book.toml")).expect("there"));
        Self::of("example", files)
    }

    fn of(name: &str, files: BTreeMap<String, Vec<u8>>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &files);
        let project = project::load(folder.path(), &mut Findings::default()).expect("it is whole");
        Self { name: name.into(), files, round: project.round.folder, letter: project.letter }
    }

    /// Returns the project with every finding off in book.toml.
    pub(crate) fn silenced(&self) -> Self {
        let mut files = self.files.clone();
        let levels: String =
            RULES.iter().map(|rule| format!("{} = \"off\"\n", rule.code)).collect();
        let book = files.get_mut("book.toml").expect("a project has one");
        book.extend_from_slice(format!("\n[levels]\n{levels}").as_bytes());
        Self::of(&self.name, files)
    }

    /// Returns a file's text with plain line ends and without a byte-order mark.
    pub(crate) fn text(&self, path: &str) -> String {
        let text = std::str::from_utf8(&self.files[path]).expect("UTF-8");
        text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
    }

    /// Returns a text in the form of the file at `path`: its line ends, its mark.
    pub(crate) fn formed(&self, path: &str, text: &str) -> Vec<u8> {
        let own = std::str::from_utf8(&self.files[path]).expect("UTF-8");
        let text = if own.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
        if own.starts_with('\u{feff}') { format!("\u{feff}{text}").into() } else { text.into() }
    }

    /// Returns the paths of the responses.
    pub(crate) fn responses(&self) -> impl Iterator<Item = &str> {
        let folder = format!("{}/", self.round);
        self.files.keys().map(String::as_str).filter(move |path| {
            path.strip_prefix(&folder).is_some_and(|name| {
                name.ends_with(".md") && name != "letter.md" && !name.starts_with("disclosures/")
            })
        })
    }

    /// Returns the path of letter.md.
    pub(crate) fn letter_path(&self) -> String {
        format!("{}/letter.md", self.round)
    }

    /// Returns the keys of a comment's units.
    pub(crate) fn units_of(&self, comment: &str) -> Vec<String> {
        let rows = 0..self.letter.rows.len();
        rows.filter(|&row| self.letter.is_unit(row))
            .map(|row| &self.letter.rows[row].key)
            .filter(|key| key.comment_key().to_string() == comment)
            .map(ToString::to_string)
            .collect()
    }

    /// Returns the staff's words of a unit.
    pub(crate) fn staff_words(&self, key: &str) -> &str {
        let row = self.letter.rows.iter().find(|row| row.key.to_string() == key);
        let row = row.expect("the unit is in the letter");
        if row.own { &row.own_text } else { &row.text }
    }

    /// Says whether a key names a comment that has items.
    pub(crate) fn has_items(&self, comment: &str) -> bool {
        let mut rows = self.letter.rows.iter();
        rows.any(|row| row.kind == Kind::Comment && row.has_items && row.key.to_string() == comment)
    }
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(folder: &Path, shown: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let entry = entry.expect("a name");
        let name = format!("{shown}{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a kind").is_dir() {
            read(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
}

pub(crate) fn write(root: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in files {
        put(root, path, bytes);
    }
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, bytes).expect("written");
}

/// A damaged project, or one that was changed and is as good as before.
#[derive(Clone)]
pub(crate) struct Mutant {
    /// What was done: `3.7 emptied`.
    pub(crate) name: String,
    /// Files with their new bytes; none where a file is taken away.
    pub(crate) edits: Vec<(String, Option<Vec<u8>>)>,
    pub(crate) expect: Expect,
    /// Whether it is checked with `--final`.
    pub(crate) is_final: bool,
}

/// What `check` has to say.
#[derive(Clone)]
pub(crate) enum Expect {
    /// The first finding is an error, and its first key is one of these.
    Names(Vec<String>),
    /// The first finding is an error, and its first key is that of one of these comments or of a row in it: the
    /// letter's own keys have changed.
    Within(Vec<String>),
    /// The first finding is an error; it may be about no unit.
    Refused,
    /// There is no finding: the change does no harm.
    Green,
    /// There is no finding but warnings of this code: all is answered, and the letter can be built.
    Warned(&'static str),
}

impl Mutant {
    pub(crate) fn new(
        name: impl Into<String>,
        edits: Vec<(String, Option<Vec<u8>>)>,
        expect: Expect,
    ) -> Self {
        Self { name: name.into(), edits, expect, is_final: false }
    }

    pub(crate) fn with_final(self) -> Self {
        Self { is_final: true, ..self }
    }

    pub(crate) fn is_damage(&self) -> bool {
        !matches!(self.expect, Expect::Green | Expect::Warned(_))
    }

    /// Returns both damages together; none where they change the same file.
    pub(crate) fn and(&self, other: &Self) -> Option<Self> {
        let is_same = |path: &str| self.edits.iter().any(|(own, _)| own == path);
        if other.edits.iter().any(|(path, _)| is_same(path)) {
            return None;
        }
        Some(Self {
            name: format!("{}, and {}", self.name, other.name),
            edits: self.edits.iter().chain(&other.edits).cloned().collect(),
            expect: Expect::Refused,
            is_final: self.is_final || other.is_final,
        })
    }
}

/// A finding as the suite looks at it.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) code: &'static str,
    pub(crate) level: &'static str,
    pub(crate) keys: Vec<String>,
    pub(crate) message: String,
}

impl Seen {
    fn is_error(&self) -> bool {
        self.level == "error"
    }

    /// Says whether it is an error about one of these keys before others.
    fn names(&self, keys: &[String]) -> bool {
        self.is_error() && self.keys.first().is_some_and(|key| keys.contains(key))
    }

    /// Says whether it is an error about a row of one of these comments before others.
    fn is_within(&self, comments: &[String]) -> bool {
        let comment = self.keys.first().and_then(|key| key.split('.').next());
        self.is_error() && comment.is_some_and(|key| comments.iter().any(|other| other == key))
    }
}

/// What `check` said.
pub(crate) struct Verdict {
    pub(crate) findings: Vec<Seen>,
    /// The units that nothing answers.
    pub(crate) open: Vec<String>,
}

impl Verdict {
    fn shown(&self) -> String {
        let lines = self.findings.iter().take(4).map(|finding| {
            let Seen { level, code, keys, message } = finding;
            format!("    {level} {code} {keys:?} {message}")
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn is_red(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == "error")
    }

    /// Says whether all is answered, and what was found, but for notes, is warnings of this code.
    fn warns_of(&self, code: &str) -> bool {
        let told = || self.findings.iter().filter(|finding| finding.level != "note");
        let is_it = |finding: &Seen| finding.level == "warning" && finding.code == code;
        self.open.is_empty() && told().count() > 0 && told().all(is_it)
    }

    /// Returns the open units that no error names.
    fn unnamed(&self) -> Vec<&str> {
        let is_named = |key: &str| {
            let mut errors = self.findings.iter().filter(|finding| finding.level == "error");
            errors.any(|finding| finding.keys.iter().any(|named| named == key))
        };
        self.open.iter().map(String::as_str).filter(|key| !is_named(key)).collect()
    }
}

/// A copy of a project on the disk.
pub(crate) struct Bench<'a> {
    book: &'a Book,
    folder: tempfile::TempDir,
}

impl<'a> Bench<'a> {
    pub(crate) fn new(book: &'a Book) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &book.files);
        Self { book, folder }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Checks the copy as it stands.
    pub(crate) fn verdict(&self, is_final: bool) -> Result<Verdict, Error> {
        let mut findings = Findings::default();
        let project = project::load(self.root(), &mut findings)?;
        let coverage = check(&project, is_final, &mut findings);
        settle(&project, None, &mut findings);
        let rows = project.letter.rows.iter().zip(&coverage.rows);
        // A row with items shows the worst of theirs; its own answer is another matter.
        let open = rows
            .filter(|(row, state)| {
                state.is_unit
                    && state.status == Status::Open
                    && (!row.has_items || state.claim.is_none())
            })
            .map(|(row, _)| row.key.to_string())
            .collect();
        let findings = findings
            .iter()
            .map(|finding| Seen {
                code: finding.rule.code,
                level: finding.level.word(),
                keys: finding.keys.clone(),
                message: finding.message.clone(),
            })
            .collect();
        Ok(Verdict { findings, open })
    }

    /// Damages the copy, calls `look`, and mends it.
    pub(crate) fn damaged<T>(&mut self, mutant: &Mutant, look: impl FnOnce(&Self) -> T) -> T {
        for (path, bytes) in &mutant.edits {
            self.set(path, bytes.as_deref());
        }
        let seen = look(self);
        for (path, _) in &mutant.edits {
            self.set(path, self.book.files.get(path).map(Vec::as_slice));
        }
        seen
    }

    fn set(&self, path: &str, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => put(self.root(), path, bytes),
            None => {
                let path = self.root().join(path);
                fs::remove_file(&path).expect("taken away");
                // A folder that was made for the file alone goes with it.
                if let Some(parent) = path.parent() {
                    let _ = fs::remove_dir(parent);
                }
            }
        }
    }

    /// Says what is wrong with the verdict on a mutant.
    pub(crate) fn fault(&mut self, mutant: &Mutant) -> Option<String> {
        let verdict = self.damaged(mutant, |bench| bench.verdict(mutant.is_final));
        let verdict = match (verdict, &mutant.expect) {
            (Ok(verdict), _) => verdict,
            (Err(_), Expect::Refused) => return None,
            (Err(error), _) => return Some(format!("  {}: {error}", mutant.name)),
        };
        let first = verdict.findings.first();
        let wanted = match (&mutant.expect, first) {
            (Expect::Green, None) => return None,
            (Expect::Green, Some(finding)) if finding.level == "note" => return None,
            (Expect::Green, _) => "no finding".to_owned(),
            (Expect::Warned(code), Some(_)) if verdict.warns_of(code) => return None,
            (Expect::Warned(code), _) => format!("nothing but warnings of {code}"),
            (Expect::Refused, Some(finding)) if finding.is_error() => return None,
            (Expect::Refused, _) => "an error first".to_owned(),
            (Expect::Within(comments), Some(finding)) if finding.is_within(comments) => {
                return None;
            }
            (Expect::Within(comments), _) => format!("an error within comments {comments:?}"),
            (Expect::Names(keys), Some(finding)) if finding.names(keys) => {
                match verdict.unnamed().as_slice() {
                    [] => return None,
                    open => format!("an error that names {open:?}"),
                }
            }
            (Expect::Names(keys), _) => format!("an error about {keys:?} first"),
        };
        Some(format!("  {}: wanted {wanted}, found\n{}", mutant.name, verdict.shown()))
    }

    /// Says which open unit a mutant hides, whatever else is found.
    pub(crate) fn hidden(&mut self, mutant: &Mutant) -> Option<String> {
        let verdict = self.damaged(mutant, |bench| bench.verdict(mutant.is_final)).ok()?;
        let unnamed = verdict.unnamed();
        let is_silenced = self.book.text("book.toml").contains("[levels]");
        if unnamed.is_empty() && (verdict.is_red() || is_silenced) {
            return None;
        }
        Some(format!("  {}: open and unnamed {unnamed:?}\n{}", mutant.name, verdict.shown()))
    }
}

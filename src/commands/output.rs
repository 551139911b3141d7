//! What commands print and write.
//!
//! In: text and files. Out: the terminal, and files that are replaced whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::project::reason;

/// Prints what was asked for; a reader that has gone away is no error.
pub(super) fn stdout(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure {
            message: format!("standard output cannot be written: {}", reason(&error)),
            help: None,
        }),
        _ => Ok(()),
    }
}

/// Prints messages.
pub(super) fn stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Returns the terminal's width for findings: 80 when unknown, at most 100.
pub(super) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(80_usize).clamp(40, 100)
}

/// A file to be written, by its path from the folder of outputs.
pub(super) struct Output {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// Writes files into a folder: all are written beside their places first, then renamed into them.
///
/// Files of an earlier build that are not written now (`stale`) are taken away last.
pub(super) fn write(
    folder: &Path,
    shown: &str,
    outputs: &[Output],
    stale: &[String],
) -> Result<(), Failure> {
    let failed = |path: &str, error: &std::io::Error| Failure {
        message: format!("{shown}/{path} cannot be written: {}", reason(error)),
        help: Some(format!("the files in {shown}/ are as they were; check who may write there")),
    };
    let files: Vec<(PathBuf, &[u8])> =
        outputs.iter().map(|output| (folder.join(&output.path), output.bytes.as_slice())).collect();
    put(&files).map_err(|(index, error)| failed(&outputs[index].path, &error))?;
    for path in stale {
        let _ = std::fs::remove_file(folder.join(path));
    }
    Ok(())
}

/// Replaces files, each given by its path, the path as it was typed and its bytes: all of them or none.
pub(super) fn replace(files: &[(PathBuf, String, Vec<u8>)]) -> Result<(), Failure> {
    let bytes: Vec<(PathBuf, &[u8])> =
        files.iter().map(|(target, _, bytes)| (target.clone(), bytes.as_slice())).collect();
    put(&bytes).map_err(|(index, error)| Failure {
        message: format!("{} cannot be written: {}", files[index].1, reason(&error)),
        help: Some("check the path, and who may write there".into()),
    })
}

/// Writes reports, each given by its path, the path as it was typed and its bytes.
///
/// Files are replaced, all of them or none. What is no plain file by that path, as a pipe, a device or a link, stays
/// what it is: it is written into, as a shell does.
pub(super) fn report(files: Vec<(PathBuf, String, Vec<u8>)>) -> Result<(), Failure> {
    let (opened, replaced): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(target, ..)| is_special(target));
    for (target, shown, bytes) in &opened {
        let file = std::fs::OpenOptions::new().write(true).truncate(true).open(target);
        file.and_then(|mut file| file.write_all(bytes)).map_err(|error| Failure {
            message: format!("{shown} cannot be written: {}", reason(&error)),
            help: Some("check the path, and who may write there".into()),
        })?;
    }
    replace(&replaced)
}

/// Says whether something other than a plain file or a folder stands at a path.
fn is_special(target: &Path) -> bool {
    let about = std::fs::symlink_metadata(target);
    about.is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// Adds text at a file's end.
pub(super) fn append(file: &Path, text: &str) -> Result<(), Failure> {
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(file);
    opened.and_then(|mut opened| opened.write_all(text.as_bytes())).map_err(|error| Failure {
        message: format!("{} cannot be written: {}", file.display(), reason(&error)),
        help: None,
    })
}

/// Writes files beside their places, then renames them into these; a fault is that of one of them.
fn put(files: &[(PathBuf, &[u8])]) -> Result<(), (usize, std::io::Error)> {
    let mut written = Vec::new();
    for (index, (target, bytes)) in files.iter().enumerate() {
        written.push(beside(target, bytes).map_err(|error| (index, error))?);
    }
    for (index, (file, (target, _))) in written.into_iter().zip(files).enumerate() {
        file.persist(target).map_err(|error| (index, error.error))?;
    }
    Ok(())
}

/// Writes a file beside its place.
fn beside(target: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    let parent = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(parent)?;
    // A folder that stands where a file is to stand is found before anything is replaced.
    if target.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    let mut file = ordinary().prefix(".corresp-").tempfile_in(parent)?;
    // Who may read a file that is replaced may read the new one, and nobody else.
    if let Ok(about) = std::fs::symlink_metadata(target)
        && about.is_file()
    {
        file.as_file().set_permissions(about.permissions())?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Begins a file with the rights that the user's mask leaves: temporary ones are made for their owner alone.
fn ordinary<'a, 'b>() -> tempfile::Builder<'a, 'b> {
    #[allow(unused_mut, reason = "rights are those of Unix")]
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Returns a path as it is typed in a shell.
pub(super) fn typed(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    // A dash in front would make it an option.
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    if !path.is_empty() && path.chars().all(is_plain) {
        return path;
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// Returns a size as people read it: `118 KB`.
pub(super) fn size(bytes: usize) -> String {
    if bytes < 1024 * 1024 {
        format!("{} KB", bytes.div_ceil(1024))
    } else {
        format!("{:.1} MB", bytes as f64 / (1024.0 * 1024.0))
    }
}

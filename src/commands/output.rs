//! What commands print and write.
//!
//! In: text and files. Out: the terminal, and files that are replaced whole or not at all.

use std::io::Write as _;
use std::path::Path;

use super::Failure;
use crate::project::reason;

/// Prints what was asked for; a reader that has gone away is no error.
pub(super) fn stdout(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
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
    let mut written = Vec::new();
    for output in outputs {
        let target = folder.join(&output.path);
        let parent = target.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|error| failed(&output.path, &error))?;
        // A folder that stands where a file is to stand is found before anything is replaced.
        if target.is_dir() {
            return Err(failed(&output.path, &std::io::ErrorKind::IsADirectory.into()));
        }
        let mut file = tempfile::Builder::new()
            .prefix(".corresp-")
            .tempfile_in(parent)
            .map_err(|error| failed(&output.path, &error))?;
        file.write_all(&output.bytes)
            .and_then(|()| readable(file.as_file()))
            .and_then(|()| file.as_file().sync_all())
            .map_err(|error| failed(&output.path, &error))?;
        written.push((file, target, output.path.as_str()));
    }
    for (file, target, path) in written {
        file.persist(&target).map_err(|error| failed(path, &error.error))?;
    }
    for path in stale {
        let _ = std::fs::remove_file(folder.join(path));
    }
    Ok(())
}

/// Gives a file the rights of an ordinary one: temporary files are made for their owner alone.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Returns a size as people read it: `118 KB`.
pub(super) fn size(bytes: usize) -> String {
    if bytes < 1024 * 1024 {
        format!("{} KB", bytes.div_ceil(1024))
    } else {
        format!("{:.1} MB", bytes as f64 / (1024.0 * 1024.0))
    }
}

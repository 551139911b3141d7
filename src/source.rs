//! The files of a project as text, and places in them.
//!
//! In: a path and the bytes read for it. Out: [`Files`], which gives each [`Place`] its line and column.
//! Knows no disk: [`project`](crate::project) reads, this only remembers.

use std::ops::Range;

/// A file of the project: which one of [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of bytes in a file, as the author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Place {
    /// Returns the place of `range` (bytes) in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// Returns the bytes covered.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Says whether another place begins within this one, or right behind it.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && (self.start..=self.end).contains(&other.start)
    }

    /// Returns the place of `range`, counted in bytes from the start of this one.
    pub fn within(self, range: Range<usize>) -> Self {
        let start = self.start as usize;
        Self::new(self.file, start + range.start..start + range.end)
    }
}

/// A text file of the project.
#[derive(Debug, Clone)]
pub struct File {
    /// Which file this is.
    pub id: FileId,
    /// Path from the project's folder, with `/` between names on every system.
    pub path: String,
    /// The text, without a byte-order mark and with `\n` at line ends.
    pub text: String,
    /// How lines end in the file itself.
    pub line_end: &'static str,
    /// Where each line stands in the file that was received; empty where the text is that file's own.
    pub origins: Vec<Origin>,
    /// Offset of the first byte of each line.
    lines: Vec<u32>,
}

/// Where a line of the text stands in a letter that was received as HTML or PDF, and how it looks there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin {
    /// The page, from 1; 0 where the file has no pages.
    pub page: u32,
    /// The line of the file, from 1; 0 where it is not known.
    pub line: u32,
    /// Whether all of the line is bold, underlined or italic.
    pub is_strong: bool,
}

/// Where a place begins or ends, as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1; a tab is one.
    pub column: usize,
}

impl File {
    /// Returns the position of a byte offset; one beyond the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|&start| start as usize <= offset);
        let start = self.lines[line - 1] as usize;
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// Returns the place of the whole file's first line, for findings about the file as such.
    pub fn first_line(&self) -> Place {
        let end = self.text.find('\n').unwrap_or(self.text.len());
        Place::new(self.id, 0..end)
    }

    /// Returns where a place stands in the file that was received; nothing where this text is that file's.
    pub fn origin(&self, place: Place) -> Option<Origin> {
        self.origins.get(self.position(place.start).line - 1).copied()
    }

    /// Returns the place of `range` (bytes).
    pub fn place(&self, range: Range<usize>) -> Place {
        Place::new(self.id, range)
    }
}

/// Returns how the lines of a text end.
pub fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// All text files that were read, by id.
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: Vec<File>,
}

impl Files {
    /// Adds a file; line ends become `\n` and a byte-order mark goes.
    pub fn add(&mut self, path: impl Into<String>, text: &str) -> FileId {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line_end = line_end(text);
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.to_owned()
        };
        let lines = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|(_, byte)| *byte == b'\n')
                    .map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)),
            )
            .collect();
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(File { id, path: path.into(), text, line_end, origins: Vec::new(), lines });
        id
    }

    /// Adds the text of a letter that was received as another kind of file, with the origin of each line.
    pub fn add_received(
        &mut self,
        path: impl Into<String>,
        text: &str,
        origins: Vec<Origin>,
    ) -> FileId {
        let id = self.add(path, text);
        self.files[id.0 as usize].origins = origins;
        id
    }

    /// Returns a file.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// Returns all files in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// Returns the text at a place.
    pub fn text(&self, place: Place) -> &str {
        self.get(place.file).text.get(place.range()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let mut files = Files::default();
        let id = files.add("a.md", "\u{feff}é “x”\r\nzwei\r");
        let file = files.get(id);
        assert_eq!(file.text, "é “x”\nzwei\n");
        let at = file.text.find('x').expect("x is in the text");
        assert_eq!(
            file.position(u32::try_from(at).expect("small")),
            Position { line: 1, column: 4 }
        );
        assert_eq!(file.position(9_999), Position { line: 3, column: 1 });
    }
}

//! Cuts responses into their sections, by lines alone: not by the reader that is under test.

use corresp::key::{self, KeyItem};

use crate::book::Book;

/// What answers some units: a section, or the text before the first one.
#[derive(Clone)]
pub(crate) struct Section {
    pub(crate) file: String,
    /// The units that it answers.
    pub(crate) keys: Vec<String>,
    /// The keys as they were typed; empty for the text before the first section.
    pub(crate) typed: String,
    /// The words behind them.
    pub(crate) words: String,
    /// The file's text before it and behind it, and its own.
    pub(crate) before: String,
    pub(crate) body: String,
    pub(crate) after: String,
    /// Whether the file defers its units, or leaves them to another letter.
    pub(crate) puts_off: bool,
}

impl Section {
    pub(crate) fn has_heading(&self) -> bool {
        !self.typed.is_empty()
    }

    pub(crate) fn heading(&self) -> String {
        format!("## {} {}", self.typed, self.words).trim_end().to_owned()
    }

    /// Returns the keys that a damage to it may be said of.
    ///
    /// Its own. Where its heading was the first of a file, its text is then the file's introduction of the
    /// comment, and its deferral the whole comment's; a fact that is lost with it may stand in one too.
    pub(crate) fn hit(&self, book: &Book) -> Vec<String> {
        let mut keys = self.keys.clone();
        let comment = keys[0].split('.').next().expect("a key has a comment").to_owned();
        let is_first = !self.before.contains("\n## ");
        if is_first && self.puts_off {
            keys.extend(book.units_of(&comment));
        }
        if is_first || self.body.contains("{{") {
            keys.push(comment);
        }
        // What names requests of its unit names none of the unit before it.
        if self.body.contains("#1") || self.body.contains("#2") {
            let above = self.before.lines().rev().find_map(|line| line.strip_prefix("## "));
            let above = above.and_then(|heading| key::keys(heading).ok());
            keys.extend(above.map(|keys| keys.items[0].first().to_string()));
        }
        keys
    }

    /// Returns the file with another body; one without blank lines gets them.
    pub(crate) fn with_body(&self, body: &str) -> String {
        let heading = if self.has_heading() { self.heading() + "\n" } else { String::new() };
        format!("{}{heading}\n{}\n\n{}", self.before, body.trim_end_matches('\n'), self.after)
    }

    /// Returns the file with another heading.
    pub(crate) fn with_heading(&self, heading: &str) -> String {
        format!("{}{heading}\n{}{}", self.before, self.body, self.after)
    }

    /// Returns the file without it.
    pub(crate) fn removed(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Returns its own lines.
    pub(crate) fn lines(&self) -> String {
        if self.has_heading() {
            format!("{}\n{}", self.heading(), self.body)
        } else {
            self.body.clone()
        }
    }
}

/// Returns all that answers units in a project.
pub(crate) fn sections(book: &Book) -> Vec<Section> {
    book.responses().flat_map(|path| of_file(book, path)).collect()
}

/// Returns the keys of the units that a file answers.
pub(crate) fn keys_of(book: &Book, path: &str) -> Vec<String> {
    of_file(book, path).into_iter().flat_map(|section| section.keys).collect()
}

/// Returns where the text below the front matter begins.
pub(crate) fn front_end(text: &str) -> usize {
    text[3..].find("\n+++\n").expect("front matter is closed") + 3 + 5
}

/// Returns the comment that a file names.
pub(crate) fn comment_of(text: &str) -> Option<String> {
    let front = &text[..front_end(text)];
    let line = front.lines().find_map(|line| line.strip_prefix("comment = "))?;
    Some(line.trim_matches('"').to_owned())
}

/// Says whether a file has text for a comment before its first section, or puts off the whole of it.
pub(crate) fn introduces(book: &Book, comment: &str) -> bool {
    book.responses().any(|path| {
        let text = book.text(path);
        let body = &text[front_end(&text) - 1..];
        let intro = &body[..body.find("\n## ").unwrap_or(body.len())];
        let puts_off = text.contains("\ndeferred") && !body.contains("\n## ");
        comment_of(&text).as_deref() == Some(comment) && (puts_off || !intro.trim().is_empty())
    })
}

fn of_file(book: &Book, path: &str) -> Vec<Section> {
    let text = book.text(path);
    let start = front_end(&text);
    let puts_off = ["\ndeferred", "\nanswered_in"].iter().any(|name| text[..start].contains(name));
    let heads: Vec<usize> = text.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    let first = heads.first().copied().unwrap_or(text.len());
    let mut found = Vec::new();
    let intro = &text[start..first];
    let comment = comment_of(&text);
    let answers = |comment: &String| {
        !intro.trim().is_empty() && !book.has_items(comment) || puts_off && heads.is_empty()
    };
    if let Some(comment) = comment.filter(answers) {
        found.push(Section {
            file: path.into(),
            keys: if puts_off { book.units_of(&comment) } else { vec![comment] },
            typed: String::new(),
            words: String::new(),
            before: text[..start].into(),
            body: intro.into(),
            after: text[first..].into(),
            puts_off,
        });
    }
    for (index, &head) in heads.iter().enumerate() {
        let end = heads.get(index + 1).copied().unwrap_or(text.len());
        let (heading, body) = text[head..end].split_once('\n').expect("a heading ends");
        let heading = heading.strip_prefix("## ").expect("it opens a section");
        let keys = key::keys(heading).expect("the undamaged heading has keys");
        found.push(Section {
            file: path.into(),
            keys: keys.items.iter().flat_map(|item| units(book, item)).collect(),
            typed: heading[..keys.words].trim_end().into(),
            words: heading[keys.words..].into(),
            before: text[..head].into(),
            body: body.into(),
            after: text[end..].into(),
            puts_off,
        });
    }
    found
}

fn units(book: &Book, item: &KeyItem) -> Vec<String> {
    let row = |key| book.letter.row(key).expect("the undamaged key is in the letter");
    let rows = match item {
        KeyItem::One(key, _) => row(key)..=row(key),
        KeyItem::Range(first, last, _) => row(first)..=row(last),
    };
    let parent = book.letter.rows[*rows.start()].parent;
    rows.map(|row| &book.letter.rows[row])
        .filter(|row| row.parent == parent)
        .map(|row| row.key.to_string())
        .collect()
}

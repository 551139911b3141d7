//! Damages to letter.md: a bullet or number taken from it, added to it, moved, or given other words.

use crate::book::{Book, Expect, Mutant};
use crate::sections::{introduces, sections};

/// A line of letter.md that opens a row: `- b. …`, `### 3.`.
struct Line {
    /// Its index among the lines.
    at: usize,
    /// The key that it has in the undamaged letter.
    key: String,
    /// The key of its comment.
    /// The comments that a damage to it may be said of: its own; of a number also the one before it, which
    /// then takes in what it opened.
    comments: Vec<String>,
    is_number: bool,
    has_items: bool,
}

/// Returns the damages to letter.md.
pub(crate) fn mutants(book: &Book) -> Vec<Mutant> {
    let text = book.text(&book.letter_path());
    let lines: Vec<&str> = text.lines().collect();
    let rows = rows(book, &lines);
    let mut all = Damages { book, lines, mutants: Vec::new() };
    for (index, row) in rows.iter().enumerate() {
        if row.is_number {
            all.number(row, rows[..index].iter().rev().find(|before| before.is_number));
        } else {
            all.item(row);
        }
    }
    all.words(&rows);
    all.mutants
}

/// Pairs the lines that open rows with the letter's rows.
fn rows(book: &Book, lines: &[&str]) -> Vec<Line> {
    let body = lines.iter().skip(1).position(|line| *line == "+++").expect("front matter") + 2;
    let is_number = |line: &str| {
        let word = line.trim_start_matches('#').trim();
        line.starts_with('#')
            && word.strip_suffix('.').is_some_and(|digits| digits.parse::<u32>().is_ok())
    };
    let opens = |line: &str| is_number(line) || line.trim_start().starts_with("- ");
    let found: Vec<usize> = (body..lines.len()).filter(|&at| opens(lines[at])).collect();
    assert_eq!(found.len(), book.letter.rows.len(), "{}: a line opens each row", book.name);
    let pairs = found.into_iter().zip(&book.letter.rows);
    pairs
        .map(|(at, row)| Line {
            at,
            key: row.key.to_string(),
            comments: comments(book, row.comment, is_number(lines[at])),
            is_number: is_number(lines[at]),
            has_items: row.has_items,
        })
        .collect()
}

fn comments(book: &Book, comment: usize, is_number: bool) -> Vec<String> {
    let first = if is_number { comment.saturating_sub(1) } else { comment };
    (first..=comment).map(|index| book.letter.comments[index].key.to_string()).collect()
}

/// Returns the comments of a row's damage, and one of another number beside them.
fn with(row: &Line, number: u32) -> Vec<String> {
    let prefix: String = row.key.chars().take_while(char::is_ascii_alphabetic).collect();
    row.comments.iter().cloned().chain([format!("{prefix}{number}")]).collect()
}

struct Damages<'a> {
    book: &'a Book,
    lines: Vec<&'a str>,
    mutants: Vec<Mutant>,
}

impl Damages<'_> {
    /// Adds a damage that puts `new` in place of a row's line.
    fn push(&mut self, row: &Line, what: &str, new: &[&str]) {
        let mut lines = self.lines.clone();
        lines.splice(row.at..=row.at, new.iter().copied());
        self.push_lines(row, what, &lines);
    }

    fn push_lines(&mut self, row: &Line, what: &str, lines: &[&str]) {
        self.expect(row, what, lines, Expect::Within(row.comments.clone()));
    }

    /// Adds a damage that gives a comment another number, which is then the comment's key.
    fn renumber(&mut self, row: &Line, what: &str, signs: &str, number: u32) {
        let line = format!("{signs} {number}.");
        let mut lines = self.lines.clone();
        lines[row.at] = &line;
        self.expect(row, what, &lines, Expect::Within(with(row, number)));
    }

    fn expect(&mut self, row: &Line, what: &str, lines: &[&str], expect: Expect) {
        let text = lines.join("\n") + "\n";
        let path = self.book.letter_path();
        let edits = vec![(path.clone(), Some(self.book.formed(&path, &text)))];
        let name = format!("letter.md: {} {what}", row.key);
        self.mutants.push(Mutant::new(name, edits, expect));
    }

    /// Adds what makes a row with items a unit of its own, which needs an answer of its own.
    fn own(&mut self, row: &Line) {
        let line = self.lines[row.at];
        let (what, new) = match line.strip_suffix(" {own}") {
            Some(line) => ("made no unit of its own", line.to_owned()),
            None => ("made a unit of its own", format!("{line} {{own}}")),
        };
        let is_answered = sections(self.book).iter().any(|section| section.keys.contains(&row.key))
            || row.is_number && introduces(self.book, &row.key);
        let mut lines = self.lines.clone();
        lines[row.at] = &new;
        let expect = if is_answered { Expect::Green } else { Expect::Names(vec![row.key.clone()]) };
        self.expect(row, what, &lines, expect);
    }

    fn item(&mut self, row: &Line) {
        let line = self.lines[row.at];
        let indent = &line[..line.len() - line.trim_start().len()];
        let words = line.trim_start().strip_prefix("- ").expect("an item");
        let words = words.trim_end_matches(" {own}");
        let half = words[..words.len() / 2].rfind(' ').unwrap_or(words.len());
        let (first, rest) = words.split_at(half);
        let last = words.rfind(' ').map_or("", |at| &words[..at]);
        let added = format!("{indent}- Tell us more about it.");
        let forms = [
            ("taken out", vec![]),
            ("without its mark", vec![format!("{indent}{words}")]),
            (
                "without its mark, by itself",
                vec![String::new(), format!("{indent}{words}"), String::new()],
            ),
            ("with its mark escaped", vec![format!("{indent}\\- {words}")]),
            ("twice", vec![line.to_owned(), line.to_owned()]),
            ("followed by another", vec![line.to_owned(), added]),
            ("without its last word", vec![format!("{indent}- {last}")]),
            ("with another word", vec![format!("{indent}- Kindly {words}")]),
            ("in two", vec![format!("{indent}- {first}"), format!("{indent}-{rest}")]),
            ("without words", vec![format!("{indent}-")]),
            ("in a comment", vec![format!("{indent}<!-- - {words} -->")]),
            ("in a quotation", vec![format!("{indent}> - {words}")]),
        ];
        for (what, lines) in &forms {
            // Where an item holds others, they go with its mark or are cut off from it.
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            self.push(row, what, &lines);
        }
        if row.has_items {
            self.own(row);
        }
    }

    fn number(&mut self, row: &Line, before: Option<&Line>) {
        let line = self.lines[row.at];
        let (signs, number) = line.split_once(' ').expect("a number heading");
        let digits: u32 = number.trim_end_matches('.').parse().expect("digits");
        self.push(row, "taken out", &[]);
        self.push(row, "made text", &[number]);
        self.push(row, "twice", &[line, "", line]);
        self.push(row, "in a quotation", &[&format!("> {line}")]);
        self.renumber(row, "made another number", signs, digits + 50);
        self.push(row, "made another heading", &[&format!("{signs} Number {number}")]);
        self.renumber(row, "made the number before it", signs, digits - 1);
        if before.is_some_and(|before| self.lines[before.at].starts_with(&format!("{signs} "))) {
            // Only a comment that stands right above can take it in.
            let above = before.map_or(0, |before| before.at);
            let is_right_above = !self.lines[above + 1..row.at].iter().any(|line| {
                line.starts_with('#') && line.find(' ').is_some_and(|at| at < signs.len())
            });
            if is_right_above {
                self.push(row, "one level deeper", &[&format!("#{line}")]);
            }
        }
        self.push(row, "behind the break before the closing", &["---", "", line]);
        if row.has_items {
            self.own(row);
        }
        let rest = &self.lines[row.at + 1..];
        let end = rest.iter().position(|line| line.starts_with('#') || *line == "---");
        let end = row.at + 1 + end.expect("something follows");
        let mut lines = self.lines.clone();
        lines.drain(row.at..end);
        self.push_lines(row, "taken out with its words", &lines);
        let mut lines = self.lines.clone();
        let more = format!("{signs} {}.", digits + 1);
        lines.splice(end..end, [more.as_str(), "", "Please tell us more about it.", ""]);
        let expect = Expect::Within(with(row, digits + 1));
        self.expect(row, "followed by another comment", &lines, expect);
    }

    /// Damages to all of it, and merges left in it.
    fn words(&mut self, rows: &[Line]) {
        for row in rows {
            let line = self.lines[row.at];
            let ours = format!("<<<<<<< HEAD\n{line}\n=======\n{line} And more.\n>>>>>>> theirs");
            let ours: Vec<&str> = ours.split('\n').collect();
            self.push(row, "in a merge that was left open", &ours);
        }
        let text = self.lines.join("\n") + "\n";
        let path = self.book.letter_path();
        let end = text[4..].find("\n+++\n").expect("front matter") + 4 + 5;
        let bullets = text.find("counts = { comments = ").expect("counts are stated") + 22;
        let more = format!("{}9{}", &text[..bullets], &text[bullets..]);
        for (what, text) in [
            ("without its front matter", text[end..].to_owned()),
            ("with other counts", more),
            ("cut in half", text[..text.len() / 2].to_owned()),
            ("with the words of another letter", text.replace("Please respond", "Please answer")),
        ] {
            let edits = vec![(path.clone(), Some(text.into_bytes()))];
            self.mutants.push(Mutant::new(format!("letter.md {what}"), edits, Expect::Refused));
        }
    }
}

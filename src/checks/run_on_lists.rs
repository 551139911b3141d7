//! Lists that are one paragraph: lines that begin with signs which Markdown does not know, `• A`, `(a) …`, `Step 1:`.
//!
//! In: the blocks of a text and the files. Out: findings, with the fix where the signs are bullets.

use crate::document::compose::is_note_to_table;
use crate::finding::{Findings, codes};
use crate::key::roman;
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind, OBJECT};
use crate::marks::is_bullet;
use crate::source::{Files, Place};

/// Whether `check --fix` may change a text: it mends responses alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fixes {
    /// It may.
    Named,
    /// It may not.
    Not,
}

/// Checks the paragraphs of one file, at any depth.
pub(super) fn check(blocks: &[Block], fixes: Fixes, files: &Files, findings: &mut Findings) {
    // Within lists, quotations and notes what a line begins with is not all that stands before its words.
    let mut within = |blocks| check(blocks, Fixes::Not, files, findings);
    for block in blocks {
        match &block.kind {
            BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks)
            | BlockKind::Footnote { blocks, .. } => within(blocks),
            BlockKind::List { items, .. } => items.iter().for_each(|item| within(&item.blocks)),
            _ => {}
        }
    }
    let mut is_below_table = false;
    for block in blocks {
        is_below_table = match &block.kind {
            BlockKind::Table { .. } => true,
            // Each line of the notes to a table is set as one.
            BlockKind::Paragraph(text) if is_below_table && is_note_to_table(text) => true,
            BlockKind::Paragraph(text) => {
                paragraph(text, fixes, files, findings);
                false
            }
            _ => false,
        };
    }
}

/// Reports the first lines of a paragraph that count on from one another, or have the same bullet.
fn paragraph(text: &[Inline], fixes: Fixes, files: &Files, findings: &mut Findings) {
    let lines = lines(text);
    let signs: Vec<Option<Sign>> = lines.iter().map(|line| sign(&line.text)).collect();
    let goes_on = |at: usize| {
        let pair = signs[at - 1].as_ref().zip(signs[at].as_ref());
        !lines[at].is_apart && pair.is_some_and(|(before, sign)| sign.follows(before))
    };
    let Some(second) = (1..lines.len()).find(|&at| goes_on(at)) else { return };
    let end =
        (second..lines.len()).take_while(|&at| goes_on(at)).last().map_or(second, |at| at + 1);
    let run = &lines[second - 1..end];
    let (Some(first), Some(place)) = (run[0].place, lines[second].place) else { return };
    let is_bullet = signs[second].as_ref().is_some_and(|sign| sign.counts.is_empty());
    let is_number =
        signs[second].as_ref().is_some_and(|sign| ["#.", "#)"].contains(&sign.form.as_str()));
    let finding = codes::RUN_ON_LIST
        .at(place)
        .says("these lines begin like a list and are one paragraph")
        .also(first, "the first of them");
    let fix = match fixes {
        Fixes::Named if is_bullet => list(text, run, files),
        _ => None,
    };
    findings.push(match fix {
        Some((place, list)) => finding
            .help("begin each with `- ` in place of its sign; `corresp check --fix` does it")
            .fix(place, list),
        None if is_bullet => finding.help("begin each with `- ` in place of its sign"),
        None if is_number => finding.help(
            "write a blank behind each number, and leave an empty line above the first; or one between all of them",
        ),
        None => finding.help("leave an empty line between them, or begin each with `- `"),
    });
}

/// A line of a paragraph.
#[derive(Default)]
struct Line {
    /// Its words; [`OBJECT`] for what has none.
    text: String,
    /// Where they stand.
    place: Option<Place>,
    /// Whether a break that the author asked for stands before it.
    is_apart: bool,
}

fn lines(text: &[Inline]) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    markdown::each_of(text, &mut |inline| {
        let is_apart = matches!(inline.kind, InlineKind::HardBreak);
        if is_apart || matches!(inline.kind, InlineKind::SoftBreak) {
            lines.push(Line { is_apart, ..Line::default() });
        }
        let line = lines.last_mut().expect("there is a line from the beginning on");
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => {
                line.text.push_str(text);
                let start = line.place.map_or(inline.place.start, |place| place.start);
                line.place = Some(Place { start, ..inline.place });
            }
            InlineKind::Fact(_) | InlineKind::Image { .. } | InlineKind::NoteReference(_) => {
                line.text.push(OBJECT);
            }
            _ => {}
        }
    });
    lines
}

/// What a line begins with.
struct Sign {
    /// The sign with `#` for its number or letter: `(#)`, `1.#`, `Step #:`, `•`.
    form: String,
    /// What it counts as, by each way to read it: `(i)` is the ninth letter and the first Roman number. None is a
    /// bullet's.
    counts: Vec<(Count, u32)>,
}

#[derive(PartialEq, Eq)]
enum Count {
    Number,
    Letter,
    Roman,
}

impl Sign {
    fn follows(&self, before: &Sign) -> bool {
        let counts_on = |(count, number): &(Count, u32)| {
            before.counts.iter().any(|(other, last)| count == other && *number == last + 1)
        };
        self.form == before.form && (self.counts.is_empty() || self.counts.iter().any(counts_on))
    }
}

/// Reads the sign that a line begins with, before words.
fn sign(line: &str) -> Option<Sign> {
    let line = line.trim();
    let first = line.chars().next()?;
    let behind = &line[first.len_utf8()..];
    let is_parted = |text: &str| text.starts_with(char::is_whitespace);
    if is_bullet(first) || matches!(first, '–' | '—' | '-' | '*' | 'o') && is_parted(behind) {
        let sign = Sign { form: first.to_string(), counts: Vec::new() };
        return (!behind.trim().is_empty()).then_some(sign);
    }
    labelled(line).or_else(|| {
        let rest = line.strip_prefix('(');
        let (number, behind) = number(rest.unwrap_or(line))?;
        let open = if rest.is_some() { "(" } else { "" };
        let close = behind.chars().next().filter(|close| matches!(close, '.' | ')'));
        let behind = &behind[close.map_or(0, char::len_utf8)..];
        let is_whole = match (rest, close) {
            (Some(_), close) => close == Some(')'),
            // `1.1 Scope` needs none, and `1.First` no blank behind it; `U.S.` is no list.
            (None, None) => number.form.contains('.') && is_parted(behind),
            (None, Some(close)) => {
                let is_glued =
                    close == ')' || number.counts.iter().any(|(count, _)| *count == Count::Number);
                is_parted(behind) || is_glued && behind.starts_with(char::is_alphabetic)
            }
        };
        let form = format!("{open}{}{}", number.form, close.map(String::from).unwrap_or_default());
        (is_whole && !behind.trim().is_empty()).then_some(Sign { form, ..number })
    })
}

/// Reads `Step 1:`, `Phase 2 –`: a word with a capital and its number.
fn labelled(line: &str) -> Option<Sign> {
    let (word, rest) = line.split_once(' ')?;
    let is_word = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[..digits].parse().ok().filter(|_| is_word && digits <= 3)?;
    let close = rest[digits..].trim_start().chars().next()?;
    let is_close = matches!(close, ':' | '.' | ')' | '–' | '—' | '-');
    is_close
        .then(|| Sign { form: format!("{word} #{close}"), counts: vec![(Count::Number, number)] })
}

/// Reads a number, a letter or a Roman number, and what follows it: `1`, `1.1`, `a`, `iv`.
fn number(text: &str) -> Option<(Sign, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut start = 0;
    let mut length = digits(text);
    if length > 0 {
        while text[start + length..].starts_with('.') && digits(&text[start + length + 1..]) > 0 {
            start += length + 1;
            length = digits(&text[start..]);
        }
        let number = text[start..start + length].parse().ok().filter(|_| length <= 3)?;
        let form = format!("{}#", &text[..start]);
        return Some((
            Sign { form, counts: vec![(Count::Number, number)] },
            &text[start + length..],
        ));
    }
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, behind) = text.split_at(length);
    let lower = word.to_ascii_lowercase();
    if lower != word && word.to_ascii_uppercase() != word {
        return None;
    }
    let letter = lower.bytes().next().filter(|_| length == 1);
    let letter = letter.map(|letter| (Count::Letter, u32::from(letter - b'a')));
    let counts: Vec<_> =
        letter.into_iter().chain(roman(&lower).map(|number| (Count::Roman, number))).collect();
    // `A.` and `a.` are of two lists.
    let form = if lower == word { "a" } else { "A" };
    (!counts.is_empty()).then(|| (Sign { form: form.to_owned(), counts }, behind))
}

/// Returns the lines of a run as a list, and what they replace, where nothing else would change by it.
fn list(text: &[Inline], run: &[Line], files: &Files) -> Option<(Place, String)> {
    let (first, last) = (run.first()?.place?, run.last()?.place?);
    let place = Place { end: last.end, ..first };
    let source = &files.get(place.file).text;
    let typed = &source[place.range()];
    let start = place.range().start;
    let begins = source[..start].rfind('\n').map_or(0, |at| at + 1);
    // Emphasis and marks that run over several lines would be parted.
    let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak);
    let mut breaks = 0;
    markdown::each_of(text, &mut |inline| breaks += usize::from(is_break(inline)));
    let is_flat = breaks == text.iter().filter(|inline| is_break(inline)).count();
    if !is_flat || typed.contains("***") || !source[begins..start].trim().is_empty() {
        return None;
    }
    let items = typed.split('\n').map(|line| {
        let words = line.trim_start().strip_prefix(is_bullet)?.trim();
        super::begins_as_text(words).then(|| format!("- {words}"))
    });
    let items: Vec<String> = items.collect::<Option<_>>()?;
    (items.len() == run.len()).then(|| (place, items.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::reader;

    /// The underlined lines, and the text of the last fix.
    fn told(text: &str) -> (Vec<String>, Option<String>) {
        let mut files = Files::default();
        let id = files.add("a.md", text);
        let mut findings = Findings::default();
        let masked = reader::read(text, files.get(id).place(0..text.len()), &mut findings);
        let blocks = parse(&masked, &mut Findings::default());
        check(&blocks, Fixes::Named, &files, &mut findings);
        let lines = findings.iter().map(|one| files.text(one.place.expect("a place")).to_owned());
        let fix = findings.iter().filter_map(|one| one.fix.as_ref()).last();
        let fixed = fix.map(|fix| {
            let range = fix.place.range();
            format!("{}{}{}", &text[..range.start], fix.text, &text[range.end..])
        });
        (lines.collect(), fixed)
    }

    #[test]
    fn lines_that_begin_like_a_list_are_told_at_the_second() {
        for (text, second) in [
            ("• A\n• B\n• C\n", "• B"),
            ("We did:\n•\tA\n•\tB\n", "•\tB"),
            ("– a\n– b\n", "– b"),
            ("o a\no b\n", "o b"),
            ("(a) One\n(b) two\n", "(b) two"),
            ("We did (h) so\n(i) one\n(ii) two\n", "(ii) two"),
            ("(h) one\n(i) two\n", "(i) two"),
            ("a) one\nb) two\n", "b) two"),
            ("a. one\nb. two\n", "b. two"),
            ("i. one\nii. two\n", "ii. two"),
            ("A. one\nB. two\n", "B. two"),
            ("1.1 one\n1.2 two\n", "1.2 two"),
            ("1.First\n2.Second\n", "2.Second"),
            ("We did:\n2. one\n3. two\n", "3. two"),
            ("(1) Restated.\n(2) Unaudited.\n", "(2) Unaudited."),
            ("**Step 1:** one\n**Step 2:** two\n", "Step 2:** two"),
            ("Step 1 – one\nStep 2 – two\n", "Step 2 – two"),
            ("- As:\n  (a) One\n  (b) two\n", "(b) two"),
            ("> • A\n> • B\n", "• B"),
            ("[***\n\n• A\n• B\n\n***]\n", "• B"),
        ] {
            assert_eq!(told(text).0, [second], "{text}");
        }
    }

    #[test]
    fn prose_that_wraps_at_a_sign_is_none() {
        for text in [
            "We did so\n• once\n",
            "• A\n– b\n",
            "We met (a) one\nand\n(b) two\n",
            "(a) one\n(c) three\n",
            "a. one\nB. two\n",
            "Sales were\n1.1 million and\n1.3 million.\n",
            "2019. One\n2020. Two\n",
            "U.S. one\nV.S. two\n",
            "1. one\n2. two\n",
            "- one\n- two\n",
            "(a) one\\\n(b) two\n",
            "• A\n\n• B\n",
            "–5\n–6\n",
            "•\n•\n",
            "{{ facts.a }} (a) one\n{{ facts.b }} (b) two\n",
            "Note 4 shows\nNote 5 shows\n",
            "| A |\n| --- |\n| 1 |\n\n(1) Restated.\n(2) Unaudited.\n",
        ] {
            assert_eq!(told(text).0, [""; 0], "{text}");
        }
    }

    #[test]
    fn bullets_have_their_fix_where_nothing_else_changes() {
        for (text, mended) in [
            ("We did:\n• A\n  •\tb\n•(c) *d*\n", Some("We did:\n- A\n- b\n- (c) *d*\n")),
            ("● A\n● B\n\nC.\n", Some("- A\n- B\n\nC.\n")),
            ("– a\n– b\n", None),
            ("(a) One\n(b) two\n", None),
            ("> • A\n> • B\n", None),
            ("- a\n• A\n• B\n", None),
            ("• **A\n• B**\n", None),
            ("• [*** A\n• B ***]\n", None),
            ("• 1. A\n• # B\n", None),
        ] {
            assert_eq!(told(text).1.as_deref(), mended, "{text}");
        }
    }
}

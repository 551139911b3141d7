//! Stars that are the signs of notes: behind a figure in a table, `7.9***`, and before the note below it.
//!
//! In: signs that Markdown prints as they were typed, and where they stand. Out: whether they mean a note.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Inline, InlineKind, plain};

/// The most stars that a note has.
const MOST: usize = 3;
/// What a note begins with.
const MARKS: [char; 6] = ['*', '†', '‡', '§', '(', '\\'];

/// The signs of notes in the tables of a text, so far.
#[derive(Default)]
pub(super) struct Notes {
    /// Of how many stars they are.
    signs: BTreeSet<usize>,
    /// Whether nothing but notes stands between here and the table above.
    follow: bool,
    /// Signs at the ends of cells in the row that is read.
    held: Vec<Range<usize>>,
}

impl Notes {
    /// Takes up the stars that a cell shows.
    pub(super) fn cell(&mut self, typed: &str, cell: &[Inline]) {
        if typed.contains('*') {
            let text = plain(cell);
            let runs = text.split(|c| c != '*').map(str::len);
            self.signs.extend(runs.filter(|length| (1..=MOST).contains(length)));
        }
    }

    /// Says that a table has ended: its notes may follow.
    pub(super) fn table(&mut self) {
        self.follow = true;
    }

    /// Says that text outside of a table begins: other text than notes ends them.
    pub(super) fn text(&mut self, text: &str) {
        self.follow &= text.starts_with(MARKS);
    }

    /// Says whether a sign in a cell is one of a note, and holds it until the row has been read.
    pub(super) fn is_in_cell(
        &mut self,
        text: &str,
        cell: &Range<usize>,
        sign: &Range<usize>,
    ) -> bool {
        let Some(length) = stars(text, sign) else { return false };
        let edge = |c: char| c.is_whitespace() || c == '|';
        let before = text[cell.start..sign.start].trim_matches(edge);
        let behind = &text[sign.end..cell.end];
        if !before.is_empty() && is_end(behind) {
            // A figure in bold may have a note as well.
            if !before.ends_with('*') {
                self.held.push(sign.clone());
            }
            return true;
        }
        let is_alone = behind.trim_matches(edge).is_empty();
        let begins_note = behind.starts_with(char::is_whitespace) && self.signs.contains(&length);
        before.is_empty() && (is_alone || begins_note)
    }

    /// Returns the signs of a row that are none of notes after all: beside other figures in bold, one has lost
    /// the sign that opens it.
    pub(super) fn row(&mut self, cells: &[Vec<Inline>]) -> Vec<Range<usize>> {
        let held = std::mem::take(&mut self.held);
        let is_bold = |cell: &Vec<Inline>| {
            let [only] = &cell[..] else { return false };
            matches!(only.kind, InlineKind::Strong(_) | InlineKind::Emphasis(_))
        };
        if cells.iter().skip(1).any(is_bold) { held } else { Vec::new() }
    }

    /// Says whether a sign outside of tables is one of a note to a table above.
    pub(super) fn is_in_text(&self, text: &str, sign: &Range<usize>) -> bool {
        let is_known = stars(text, sign).is_some_and(|length| self.signs.contains(&length));
        let before = &text[..sign.start];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let begins = line.chars().all(|c| c.is_whitespace() || c == '>');
        // Between blanks stars open and close nothing.
        let is_apart = text[sign.end..].starts_with(char::is_whitespace)
            && (begins || before.ends_with(char::is_whitespace));
        is_known && (is_apart || begins && self.follow)
    }
}

/// Returns of how many stars a sign is, where a note may have as many.
fn stars(text: &str, sign: &Range<usize>) -> Option<usize> {
    let is_stars = text[sign.clone()].bytes().all(|byte| byte == b'*');
    (is_stars && sign.len() <= MOST).then_some(sign.len())
}

/// Says whether no more than signs of further notes, `†` and `(1)`, stand between here and a cell's end.
fn is_end(behind: &str) -> bool {
    let mut words = behind.split_whitespace().filter(|word| *word != "|");
    words.all(|word| {
        let word = word.trim_end_matches('|');
        let mark = word.strip_prefix('(').and_then(|word| word.strip_suffix(')'));
        let is_mark = mark.is_some_and(|mark| mark.chars().count() <= 2);
        is_mark || !word.contains(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use crate::finding::Findings;
    use crate::markdown::parse;
    use crate::reader;
    use crate::source::{FileId, Place};

    /// The underlined text of each `stray-markup`.
    fn told(text: &str) -> Vec<&str> {
        crate::markdown::told::told(text, "stray-markup")
    }

    /// Asserts that a text has no finding at all: no mark is read from its stars either.
    fn is_silent(text: &str) {
        let mut findings = Findings::default();
        let masked = reader::read(text, Place::new(FileId(0), 0..text.len()), &mut findings);
        parse(&masked, &mut findings);
        assert!(findings.is_empty(), "{text}\n{findings:?}");
    }

    /// A table of three columns.
    fn table(rows: &[&str]) -> String {
        format!("| A | B | C |\n| --- | --- | --- |\n| {} |\n", rows.join(" |\n| "))
    }

    #[test]
    fn stars_behind_a_figure_or_word_of_a_cell_are_not_told() {
        for row in [
            "32.1** | Certification of the chief executive | x",
            "Growth | 7.9*** | (1.2)%**",
            "Total assets** | $ 1,204** | 10.5†*",
            "**Total assets**** | 12**† | 12** (1)",
            "**Total assets** | 12** | 12†**",
            "**Total assets** | **12** | **12****",
            "*Sales** | 12 ** | {{ facts.a }}**",
            "101 | Data | **",
            "[*** 5 ***]** | \\*\\* | 32.1\\*\\*",
        ] {
            is_silent(&table(&[row]));
        }
        is_silent("| Exhibit** | B |\n| --- | --- |\n| 1 | 2 |\n");
    }

    #[test]
    fn what_is_bold_by_half_in_a_cell_is_told() {
        for row in [
            "**Total assets | 12 | 13",
            "**12 | 13 | 14",
            "Total | **12 | 13",
            "Total | **12** | 13**",
            "**Total** | 12** | **13**",
            "32.1**** | 12 | 13",
            "The **sale | 12 | 13",
            "It is right** in all | 12 | 13",
            "** Total | 12 | 13",
        ] {
            assert_eq!(told(&table(&[row])).len(), 1, "{row}");
        }
    }

    #[test]
    fn stars_before_a_note_to_a_table_are_not_told() {
        let table = table(&["32.1** | 7.9*** | 1\\*"]);
        for notes in [
            "** Furnished herewith.\n\n*** Not meaningful.\n",
            "**Furnished herewith.\n\n***Unaudited.\n\n*Filed herewith.\n",
            "(1) As filed.\n\n** Furnished herewith.\n",
            "* Filed herewith.\n** Furnished herewith.\n",
            "* Filed herewith.\n\n**Furnished herewith.\n",
            "\\* Filed herewith.\n**Furnished herewith.\n",
            "We furnish the exhibits marked ** below.\n\n> ** Furnished.\n",
        ] {
            is_silent(&format!("{table}\n{notes}"));
        }
        is_silent(&format!("{table}| ** Furnished herewith. | | |\n"));
    }

    #[test]
    fn what_is_bold_by_half_below_a_table_is_told() {
        let table = table(&["32.1** | 12 | 13"]);
        for text in [
            "As we said.\n\n**Conclusion. We agree.\n",
            "### 3.7\n\n**Conclusion. We agree.\n",
            "***Conclusion. We agree.\n",
            "*** Conclusion.\n",
            "We **agree.\n",
            "We agree** in all.\n",
            "(1) As **filed.\n",
        ] {
            assert_eq!(told(&format!("{table}\n{text}")).len(), 1, "{text}");
        }
        assert_eq!(told("** Furnished herewith.\n"), ["**"]);
        assert_eq!(told("| A |\n| - |\n| **B** |\n\n**Furnished herewith.\n"), ["**"]);
    }
}

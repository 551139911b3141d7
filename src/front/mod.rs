//! Front matter: the TOML between `+++` lines at the head of a file, and the text below it.
//!
//! In: a file. Out: the places of both. Merge conflicts are found here too, since they may cut
//! either, and front matter that a bad merge left in the text.

mod dashes;

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use crate::fields;
use crate::finding::{Findings, codes};
use crate::reader;
use crate::source::{File, Place};

/// A file cut in two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// Bytes of the TOML; none where the file has no front matter.
    pub toml: Option<Range<usize>>,
    /// Whether lines of `---` stand around it: it may be YAML.
    pub has_dashes: bool,
    /// Bytes of the text below it.
    pub body: Range<usize>,
}

impl Front {
    /// Returns the fields, and the place of their text, to which their spans are relative.
    pub fn table<'t>(
        &self,
        text: &'t str,
        file: &File,
        findings: &mut Findings,
    ) -> (Spanned<DeTable<'t>>, Place) {
        let range = self.toml.clone().unwrap_or(0..0);
        let place = file.place(range.clone());
        if !self.has_dashes {
            return (fields::parse(&text[range], place, findings), place);
        }
        let table = dashes::table(&text[range]);
        reader::controls::refuse_in_fields(table.get_ref(), place, findings);
        (table, place)
    }
}

/// Cuts a file that must have front matter; `example` is a field that it may have.
///
/// What follows from front matter that is missing is not told beside it: book.toml cannot lower the finding.
pub fn required(file: &File, example: &str, findings: &mut Findings) -> Front {
    let front = split(file, findings);
    if front.toml.is_none() && !findings.has_at(&codes::UNCLOSED_FRONT_MATTER, file.id) {
        if let Some(cut) = dashes::cut(&file.text) {
            let finding = codes::MISSING_FRONT_MATTER
                .at(file.first_line())
                .says(format!(
                    "the front matter of {} stands between `---`, and should between `+++`",
                    file.path
                ))
                .help(match dashes::in_toml(&file.text[cut.fields.clone()]) {
                    None => "write `+++` in place of the lines of `---`".to_owned(),
                    Some(first) => format!(
                        "write `+++` in place of the lines of `---`, and TOML between them, as in `{}`",
                        first.as_deref().unwrap_or(example)
                    ),
                });
            findings.push(match cut.closing {
                Some(closing) => finding.also(file.place(closing), "it closes here"),
                None => finding,
            });
            return Front { toml: Some(cut.fields), has_dashes: true, body: cut.body };
        }
        findings.push(
            codes::MISSING_FRONT_MATTER
                .at(file.first_line())
                .says(format!("{} begins without front matter", file.path))
                .help(format!(
                    "begin the file with a line `+++`, its fields, as in `{example}`, and another line `+++`"
                )),
        );
    } else if front.toml.is_some() {
        let help = "cut the file in two where two were joined, or take the lines out; `\\+++` is the sign itself";
        refuse(file, front.body.clone(), help, findings);
    }
    front
}

/// Reports front matter in a text, which is a stretch of a file: it would be printed.
pub fn refuse(file: &File, text: Range<usize>, help: &str, findings: &mut Findings) {
    let mut fence = None;
    let mut open: Option<Range<usize>> = None;
    let mut report = |open: Range<usize>, close: Option<Range<usize>>| {
        let finding = codes::MISPLACED_FRONT_MATTER
            .at(file.place(open))
            .says("front matter stands in the text, and would be printed")
            .help(help);
        findings.push(match close {
            Some(close) => finding.also(file.place(close), "it goes to here"),
            None => finding,
        });
    };
    let mut at = text.start;
    for line in file.text[text].split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        fence = reader::fence_after(fence, line);
        if fence.is_some() || line.trim() != "+++" {
            continue;
        }
        match open.take() {
            Some(open) => report(open, Some(place)),
            None => open = Some(place),
        }
    }
    if let Some(open) = open {
        report(open, None);
    }
}

/// Cuts a file that may have front matter.
pub fn split(file: &File, findings: &mut Findings) -> Front {
    let text = &file.text;
    let whole = Front { toml: None, has_dashes: false, body: 0..text.len() };
    let first = text.lines().next().unwrap_or_default();
    if first.trim_end() != "+++" {
        return whole;
    }
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            let body = at + line.len()..text.len();
            return Front { toml: Some(start..at), has_dashes: false, body };
        }
        at += line.len();
    }
    // Fields end where the text begins: what reads as a field is one, the rest is the text.
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        let place = end + (line.len() - line.trim_start().len())..end + line.trim_end().len();
        if let Some(signs) = meant_to_close(line.trim()) {
            findings.push(
                codes::UNCLOSED_FRONT_MATTER
                    .at(file.place(place.clone()))
                    .says("this line does not close the front matter")
                    .also(file.place(0..first.len()), "it opens here")
                    .help(
                        "write `+++` alone at the line's start; what stands behind it goes below",
                    ),
            );
            let body = place.start + signs..text.len();
            return Front { toml: Some(start..end), has_dashes: false, body };
        }
        if line.trim().is_empty() || line.starts_with('#') {
            break;
        }
        end += line.len();
    }
    findings.push(
        codes::UNCLOSED_FRONT_MATTER
            .at(file.first_line())
            .says("the front matter opens here and is never closed")
            .help("write a line `+++` after its last field"),
    );
    Front { toml: Some(start..end), has_dashes: false, body: end..text.len() }
}

/// Returns how many bytes the signs of a line have that was meant to close the front matter: `++++`, `+++ x`.
///
/// No field begins with these signs.
fn meant_to_close(line: &str) -> Option<usize> {
    let signs = |sign: u8| line.bytes().take_while(|&byte| byte == sign).count();
    match (signs(b'+'), signs(b'-')) {
        (plus @ 2.., _) => Some(plus),
        (_, dashes @ 3..) if dashes == line.len() => Some(dashes),
        _ => None,
    }
}

/// How many signs make a mark of a merge.
const SIGNS: usize = 7;

/// Reports the marks of a merge that was not finished, and returns the text with one side of it.
///
/// The marks and the other side become blanks, so that all offsets stay. None where there is no mark.
pub fn without_conflicts(file: &File, findings: &mut Findings) -> Option<String> {
    if !["<<<<<<<", ">>>>>>>", "=======", "|||||||"].iter().any(|sign| file.text.contains(sign)) {
        return None;
    }
    let is_mark = |line: &str, sign: &str| {
        line.strip_prefix(sign)
            .is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
    };
    let mut out = String::with_capacity(file.text.len());
    let mut inside = false;
    let mut other = false;
    let mut at = 0;
    let mut found = false;
    let mut stands_free = true;
    let mut above = "";
    let mut in_code = false;
    for line in file.text.split_inclusive('\n') {
        let opens = is_mark(line, "<<<<<<<");
        let closes = is_mark(line, ">>>>>>>");
        let parts = is_mark(line, "=======") || is_mark(line, "|||||||");
        let turns = inside && parts;
        // A title is underlined at its own length, code may have sums, and of a table others say so; else git
        // wrote it.
        let is_underline = in_code
            || !line.starts_with('=')
            || above.trim().chars().count() == SIGNS
            || above.contains('|');
        let is_left_over = parts && !inside && (stands_free || !is_underline);
        above = line;
        in_code ^= line.starts_with("```") || line.starts_with("~~~");
        stands_free = line.trim().is_empty() || line.starts_with(['#', '+']) || opens || closes;
        if opens || (closes && !inside) || is_left_over {
            found = true;
            findings.push(
                codes::MERGE_CONFLICT
                    .at(file.place(at..at + line.trim_end().len()))
                    .says("a merge was left unfinished here")
                    .help(
                        "keep the lines that are right, and take out the lines of `<`, `=` and `>`",
                    ),
            );
        }
        if opens || closes || turns || other || is_left_over {
            out.extend(
                line.chars()
                    .map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }),
            );
        } else {
            out.push_str(line);
        }
        inside = (inside || opens) && !closes;
        other = (other || turns) && !closes && !opens;
        at += line.len();
    }
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    #[test]
    fn a_line_that_was_meant_to_close_is_one_finding_and_parts_fields_and_text() {
        for (line, text) in
            [("  +++", "\n"), ("++++", "\n"), ("+++ Yes.", " Yes.\n"), ("++", "\n"), ("---", "\n")]
        {
            let mut files = Files::default();
            let id = files.add("a.md", &format!("+++\ncomment = \"1\"\n{line}\nA.\n"));
            let mut findings = Findings::default();
            let front = required(files.get(id), "a = 1", &mut findings);
            let file = files.get(id);
            assert_eq!(&file.text[front.toml.expect("fields")], "comment = \"1\"\n", "{line}");
            assert_eq!(file.text[front.body].to_owned(), format!("{text}A.\n"), "{line}");
            let places = findings.iter().map(|it| files.text(it.place.expect("a place")));
            assert_eq!(places.collect::<Vec<_>>(), [line.trim()]);
        }
    }

    /// What is underlined by each finding about a file.
    fn told(text: &str) -> Vec<String> {
        let mut files = Files::default();
        let id = files.add("a.md", text);
        let mut findings = Findings::default();
        required(files.get(id), "a = 1", &mut findings);
        let shown = |finding: &crate::finding::Finding| {
            let place = finding.place.expect("it has a place");
            format!("{} {}", finding.rule.code, files.get(id).position(place.start).line)
        };
        findings.iter().map(shown).collect()
    }

    #[test]
    fn front_matter_in_the_text_is_told_once() {
        let joined = "+++\na = 1\n+++\n\nText.\n\n+++\na = 2\n+++\n\nMore.\n";
        assert_eq!(told(joined), ["misplaced-front-matter 7"]);
        assert_eq!(told("+++\na = 1\n+++\n\nText.\n+++\n"), ["misplaced-front-matter 6"]);
        assert_eq!(told("+++\na = 1\n+++\n\n```\n+++\n```\n\\+++\na +++\n"), [""; 0]);
        assert_eq!(told("\n+++\na = 1\n+++\n\nText.\n"), ["missing-front-matter 1"]);
    }
}

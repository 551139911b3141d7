//! Signs of Markdown that were typed to mean something and mean nothing, for they have no partner; and those
//! that stand for themselves and were read as a pair.
//!
//! In: a stretch of text that the parser took as plain, or as emphasis. Out: where such signs stand in it.

use std::ops::Range;

/// Signs that no prose has: emphasis, code and links that were opened or closed by half.
const SIGNS: [&str; 4] = ["**", "`", "~~", "]("];

/// Returns the signs without a partner in a stretch of a text, in their order.
///
/// A single asterisk is one where it touches the word behind it and none before it, as emphasis opens: it
/// stands for itself in `5 * 6`, behind a figure with a note (`212*`), and behind a backslash.
pub(super) fn signs(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_escaped = |at: usize| text[..at].ends_with('\\');
    // A bracket that opens nothing makes no half of a link of the one that closes.
    let is_link = |at: usize| {
        let open = text[stretch.start..at].rfind('[');
        open.is_some_and(|open| !is_escaped(stretch.start + open))
    };
    let mut at = stretch.start;
    while let Some(rest) = text.get(at..stretch.end).filter(|rest| !rest.is_empty()) {
        let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
        let sign = sign.or_else(|| opens(text, at).then_some("*"));
        match sign {
            Some(sign) if !is_escaped(at) && (sign != "](" || is_link(at)) => {
                // Three asterisks are one sign, two findings would be one too many.
                let all = rest.chars().take_while(|c| sign.starts_with(*c)).count().max(sign.len());
                found.push(at..at + all);
                at += all;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Returns the two asterisks of a pair that Markdown does not read as one, given the first of them, and which of the
/// two it is that a blank should part from a word (CommonMark 6.2): the second of `**Response:**We`.
pub(super) fn unparted(
    text: &str,
    first: &Range<usize>,
    end: usize,
) -> Option<([Range<usize>; 2], Side)> {
    let sign = text[first.clone()].starts_with('*').then(|| &text[first.clone()])?;
    let at = first.end + text.get(first.end..end)?.find(sign)?;
    let second = at..at + sign.len();
    let before = |at: usize| text[..at].chars().next_back();
    let behind = |at: usize| text[at..].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_sign = |c: Option<char>| {
        c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '*' | '\\'))
    };
    let closes_late = is_sign(before(second.start)) && is_word(behind(second.end));
    let opens_late = is_word(before(first.start)) && is_sign(behind(first.end));
    let touches = !before(second.start)?.is_whitespace() && !behind(first.end)?.is_whitespace();
    let side = match (opens_late, closes_late) {
        _ if !touches => return None,
        (false, true) => Side::Behind,
        (true, _) => Side::Before,
        (false, false) => return None,
    };
    Some(([first.clone(), second], side))
}

/// On which side of a sign something is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Before the first sign of a pair.
    Before,
    /// Behind the second.
    Behind,
}

/// Returns the signs around an emphasised stretch that no one would emphasise: they stand for themselves.
///
/// In `(*) and (*)` they touch brackets from the wrong side, in `5*6*7` they stand between digits, in
/// `P*Q + (D*E)` between operands.
pub(super) fn taken_signs(text: &str, stretch: Range<usize>) -> Option<[Range<usize>; 2]> {
    let sign =
        text[stretch.clone()].chars().next().filter(|sign| matches!(sign, '*' | '_' | '~'))?;
    let run = |piece: &str| piece.bytes().take_while(|byte| *byte == sign as u8).count();
    let length = run(&text[stretch.clone()]).min(2);
    let open = stretch.start..stretch.start + length;
    let close = stretch.end.checked_sub(length)?..stretch.end;
    let inner = text.get(open.end..close.start)?;
    let (first, last) = (inner.chars().next()?, inner.chars().next_back()?);
    let before = text[..open.start].chars().next_back();
    let behind = text[close.end..].chars().next();
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let begins_wrong = matches!(first, ')' | ']' | '}' | '”' | '»')
        || matches!(first, '"' | '\'' | '’') && is_blank(inner.chars().nth(1));
    let ends_wrong = matches!(last, '(' | '[' | '{' | '“' | '«' | '‘')
        || matches!(last, '"' | '\'') && is_blank(inner.chars().nth_back(1));
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (outer, inner) =
        ([is_digit(before), is_digit(behind)], [first, last].map(Some).map(is_digit));
    let multiplies = outer == [true; 2] || outer[0] && inner[0] || outer[1] && inner[1];
    // So it does in `P*Q + (D*E)`, between letters and brackets.
    let ends_operand = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == ')');
    let begins_operand = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '(');
    let multiplies = multiplies
        || sign == '*'
            && [before, Some(last)].into_iter().all(ends_operand)
            && [Some(first), behind].into_iter().all(begins_operand);
    (begins_wrong || ends_wrong || multiplies).then_some([open, close])
}

/// Says whether a single asterisk stands at an offset as one does that opens emphasis.
fn opens(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let behind = text[at..].strip_prefix('*').and_then(|rest| rest.chars().next());
    behind.is_some_and(char::is_alphabetic)
        && before.is_none_or(|before| before.is_whitespace() || matches!(before, '(' | '“' | '"'))
}

#[cfg(test)]
mod tests {
    /// The underlined text of each `stray-markup`.
    fn told(text: &str) -> Vec<&str> {
        crate::markdown::told::told(text, "stray-markup")
    }

    #[test]
    fn what_was_opened_and_not_closed_is_told() {
        assert_eq!(told("We **believe it is right.\n"), ["**"]);
        assert_eq!(told("We **believe. The **second.\n"), ["**", "**"]);
        assert_eq!(told("It is right** in all.\n"), ["**"]);
        assert_eq!(told("The file `flows.csv holds it.\n"), ["`"]);
        assert_eq!(told("See [our filing](https://example.com/x and more.\n"), ["]("]);
        assert_eq!(told("We ~~did not do it.\n"), ["~~"]);
        assert_eq!(told("We *believe it is right.\n"), ["*"]);
        assert_eq!(told("***Both it is.\n"), ["***"]);
        assert_eq!(told("| **A | B |\n| --- | --- |\n| 1 | 2 |\n"), ["**"]);
    }

    #[test]
    fn a_pair_that_touches_a_word_is_told_once() {
        assert_eq!(told("**Response:**We did.\n"), ["**"]);
        assert_eq!(told("**Item 1.**Business and **Item 2.**Properties\n"), ["**", "**"]);
        assert_eq!(told("**(a)**First\n"), ["**"]);
        assert_eq!(told("*Response:*We did.\n"), ["*"]);
        assert_eq!(told("We**(a)** did.\n"), ["**"]);
        let mut findings = crate::finding::Findings::default();
        let text = "We.\n\n**Response:**We did.\n";
        let place = crate::source::Place::new(crate::source::FileId(0), 0..text.len());
        super::super::parse(
            &crate::reader::read(text, place, &mut crate::finding::Findings::default()),
            &mut findings,
        );
        let finding = findings.iter().next().expect("it is told");
        assert_eq!(finding.place.expect("a place").range(), 16..18);
        assert_eq!(
            finding.message,
            "`**` closes nothing here, for a word stands right behind it: both signs would be printed"
        );
        assert_eq!(finding.help.as_deref(), Some("write a blank behind it"));
    }

    #[test]
    fn what_stands_for_itself_and_was_read_as_a_pair_is_told() {
        assert_eq!(told("Sales (*) and margins (*) fell.\n"), ["*"]);
        assert_eq!(told("Volume was 5*6*7.\n"), ["*"]);
        assert_eq!(told("EV = P*Q + (D*E)/F.\n"), ["*"]);
        assert_eq!(told("It is A*(1+g)/(r*g) and B*(1+h).\n"), ["*"]);
        assert_eq!(told("Volume was 5*n*7 or 5**6**7.\n"), ["*", "**"]);
        assert_eq!(told("Sales (_) and margins (_) fell.\n"), ["_"]);
        assert_eq!(told("Sales (~) and (~~) or (~~) fell.\n"), ["~~"]);
        assert_eq!(told("A \"*\" and a \"*\" mean so.\n"), ["*"]);
        assert_eq!(told("| A (*) | B |\n| --- | --- |\n| 1*2*3 | 2 |\n"), ["*"]);
        for text in [
            "(*as filed*) and *(as filed)*, *“a”* *\"a\"* \"*a*\" **$5**, **(5)%**.\n",
            "***Both***, *a **b***, **5**–**6**, FY*19*, *.5* and 5 *6* 7, **Note:**\n",
            "(\\*) and (\\*) 5\\*6\\*7 ~~, as amended~~\n",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_definition_that_no_link_names_is_told() {
        assert_eq!(told("As we said.\n\n[Note 4]: amended\n"), ["[Note 4]: amended"]);
        assert_eq!(told("See [ours].\n\n[Ours]: https://example.com\n"), [""; 0]);
        assert_eq!(told("See [it][our  one].\n\n[Our One]: https://example.com\n"), [""; 0]);
        assert_eq!(told("![a][b] of [c][].\n\n[b]: b.png\n[c]: #3.7\n[d]: d\n"), ["[d]: d"]);
        assert_eq!(told("As we said.\n\n\\[Note 4]: amended\n"), [""; 0]);
        let twice = "See [it].\n\n[it]: #1\n[It]: #2\n\n> [ it ]: #3\n";
        assert_eq!(told(twice), ["[It]: #2", "[ it ]: #3"]);
        for text in [
            "[it]: #1\n\nSee\n[it]: more.\n",
            "[it]: #1\n\n[it]\n\n```\n[it]: #2\n```\n",
            "[it]: #1\n\n[it] <!-- a\n[it]: #2 -->\n",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_title_of_a_link_is_told() {
        assert_eq!(
            told("See [x](https://example.com \"The margin was 412\").\n"),
            ["The margin was 412"]
        );
        assert_eq!(told("![a chart](a.png 'The margin')\n"), ["The margin"]);
        assert_eq!(told("See [x], [x].\n\n[x]: https://example.com (A title)\n"), ["A title"]);
        assert_eq!(told("See [x](https://example.com \"\").\n"), [""; 0]);
    }

    #[test]
    fn what_is_printed_nowhere_is_an_error() {
        for text in [
            "[Retail]: 412\n",
            "- [x]: oscartwo.\n",
            "[x]\n\n[x]: #1\n[x]: #2\n",
            "[x](#3 \"A\")\n",
        ] {
            let findings = crate::markdown::told::findings(text);
            let found: Vec<_> =
                findings.iter().map(|it| (it.rule.code, it.level, it.is_fixed)).collect();
            assert_eq!(found, [("stray-markup", crate::finding::Level::Error, true)], "{text}");
        }
    }

    #[test]
    fn what_is_whole_or_stands_for_itself_is_not() {
        for text in [
            "We **believe** *it* is `right` and ~~wrong~~, see [here](https://example.com).\n",
            "***Both*** it is.\n",
            "A range of 5 * 6 * 7, 212* and \\*Not audited, \\*\\* and \\`.\n",
            "* An item\n* and another\n",
            "Sales [*], margins [*].\n",
            "Note (*) and [***] and [our filing] (see above) and [1](#3.7).\n",
            "    code ** here\n",
            "```\nlet x = **y;\n```\n",
            "The mark [*** 22% ***] and {{ facts.a }}.\n",
            "Signed: ______________\n",
            "See \\[our filing](in full) and x](y).\n",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}

//! Where a line of text may end: UAX 14, less the places that the letter keeps together.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Returns the bytes before which a new line may begin, and whether it must.
pub(super) fn breaks(text: &str) -> Vec<(usize, bool)> {
    linebreaks(text)
        .filter(|&(at, _)| at < text.len())
        .map(|(at, kind)| (at, kind == BreakOpportunity::Mandatory))
        .filter(|&(at, forced)| forced || !keeps_together(text, at))
        .collect()
}

/// Says whether a break that UAX 14 allows would cut a number of a form, file or telephone.
fn keeps_together(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let (last, ahead) = (before.next(), before.next());
    let next = text[at..].chars().next();
    match (ahead, last, next) {
        // `10-K`, `8-K`, `001-09924`, `555-0100`.
        (Some('0'..='9'), Some('-'), Some('0'..='9' | 'A'..='Z')) => true,
        // `3.4–3.6`.
        (Some('0'..='9'), Some('–'), Some('0'..='9')) => true,
        // `(212) 555-0100`.
        (Some(')'), Some(' '), Some('0'..='9')) => {
            is_area_code(&text[..at - 1]) && is_number(&text[at..])
        }
        _ => false,
    }
}

fn is_area_code(text: &str) -> bool {
    let mut signs = text.bytes().rev();
    signs.next() == Some(b')')
        && signs.by_ref().take(3).filter(u8::is_ascii_digit).count() == 3
        && signs.next() == Some(b'(')
}

fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8
        && bytes[..8].iter().enumerate().all(|(index, byte)| match index {
            3 => matches!(byte, b'-' | b'.'),
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let mut edges: Vec<usize> = breaks(text).into_iter().map(|(at, _)| at).collect();
        edges.insert(0, 0);
        edges.push(text.len());
        edges.windows(2).map(|edge| &text[edge[0]..edge[1]]).collect()
    }

    #[test]
    fn numbers_of_forms_files_and_telephones_stay_whole() {
        assert_eq!(parts("the 10-K and 8-K"), ["the ", "10-K ", "and ", "8-K"]);
        assert_eq!(parts("File 001-09924 or"), ["File ", "001-09924 ", "or"]);
        assert_eq!(parts("me at (212) 555-0100."), ["me ", "at ", "(212) 555-0100."]);
        assert_eq!(parts("bullets 3.4–3.6 are"), ["bullets ", "3.4–3.6 ", "are"]);
    }

    #[test]
    fn compounds_may_break_behind_their_hyphen() {
        assert_eq!(parts("a risk-free rate"), ["a ", "risk-", "free ", "rate"]);
        assert_eq!(parts("a 10-year bond"), ["a ", "10-", "year ", "bond"]);
    }

    #[test]
    fn a_blank_that_does_not_break_holds_its_words() {
        assert_eq!(parts("see Note\u{a0}4 there"), ["see ", "Note\u{a0}4 ", "there"]);
    }
}

//! Whether the Re: block of a letter names what a line of the staff's names: a company, a form and its period.
//!
//! In: the lines of both. Out: yes or no. The small words between do not count, and what else the block says does not
//! either: `Annual Report on Form 10-K for the fiscal year ended December 31, 2023 (the "Form 10-K")`.

use crate::words;

/// Words that name nothing by themselves.
const SMALL: [&str; 22] = [
    "a",
    "an",
    "and",
    "annual",
    "ended",
    "ending",
    "fiscal",
    "for",
    "form",
    "forms",
    "in",
    "its",
    "months",
    "of",
    "on",
    "period",
    "quarter",
    "quarterly",
    "report",
    "the",
    "to",
    "year",
];

/// Says whether the lines of a block name what a line of the staff's names.
///
/// What stands together in the line, `December 31, 2023`, stands together in the block. Other words may come before
/// a form or a period, but for another form and another year: that period is not this form's.
pub(super) fn name(block: &[&str], line: &str) -> bool {
    let own: Vec<String> =
        block.iter().flat_map(|line| tokens(line)).filter(|it| !is_small(it)).collect();
    let staffs: Vec<String> = tokens(line).collect();
    let pieces = staffs.split(|token| is_small(token)).filter(|piece| !piece.is_empty());
    // Where what was found so far ends: a line may begin anywhere.
    let mut ends: Vec<usize> = (0..=own.len()).collect();
    for piece in pieces {
        let waits = piece.iter().any(|token| has_digit(token));
        let first_end = |at: usize| match waits {
            true => own[..at]
                .iter()
                .rposition(|token| is_form(token) || is_year(token))
                .map_or(0, |it| it + 1),
            false => at,
        };
        let is_there = |&at: &usize| {
            own[at..].starts_with(piece) && {
                let before = first_end(at)..=at;
                ends.iter().any(|end| before.contains(end))
            }
        };
        ends = (0..own.len()).filter(is_there).map(|at| at + piece.len()).collect();
    }
    !ends.is_empty()
}

/// Returns the words of a line without the signs in them: `10-K/A` is one, and other than `10-K`.
fn tokens(line: &str) -> impl Iterator<Item = String> {
    let bare = line.split_whitespace().map(|word| words::compared(word).concat());
    bare.filter(|word| !word.is_empty()).map(|word| {
        let is_month = |month: &str| word.len() >= 3 && month.starts_with(&word);
        match words::MONTHS.into_iter().find(|month| is_month(month)) {
            Some(month) => month[..3].to_owned(),
            None if ["number", "nos"].contains(&word.as_str()) => "no".to_owned(),
            None => word,
        }
    })
}

fn is_small(token: &str) -> bool {
    SMALL.contains(&token)
}

fn has_digit(token: &str) -> bool {
    token.contains(|c: char| c.is_ascii_digit())
}

/// Says whether a word may be a form's: `10k`, `s1`, `14a`.
fn is_form(token: &str) -> bool {
    has_digit(token) && token.contains(char::is_alphabetic)
}

fn is_year(token: &str) -> bool {
    token.len() == 4
        && (token.starts_with("19") || token.starts_with("20"))
        && token.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::name;

    const COMPANY: &str = "Example Holdings, Inc.";
    const FORM: &str = "Form 10-K for Fiscal Year Ended December 31, 2023";

    #[test]
    fn a_block_may_say_it_in_its_own_words() {
        for block in [
            &[COMPANY, "Form 10-K for the Fiscal Year Ended December 31, 2023"][..],
            &[
                COMPANY,
                "Form 10-K for Fiscal Year Ended December 31, 2023, filed February 28, 2024",
            ],
            &[COMPANY, "Form 10-K for the year ended Dec. 31, 2023 (the \"2023 Form 10-K\")"],
            &[COMPANY, "Annual Report on Form 10‑K for the fiscal year ended December 31, 2023"],
            &["EXAMPLE HOLDINGS INC. (the \"Company\")", FORM],
            &["Example Holdings, Inc. – Form 10-K for FYE December 31, 2023 (File No. 001-38211)"],
            &[
                "Annual Report of Example Holdings, Inc. on Form 10-K (File No. 001-38211)",
                "Year ended December 31, 2023",
            ],
            &[COMPANY, "Form 10-K for Fiscal Year Ended December 31, 2022", FORM],
        ] {
            assert!(name(block, FORM) && name(block, COMPANY), "{block:?}");
        }
        let block =
            ["Bank of Example", "Amendment No. 2 to the Registration Statement on Form S-1"];
        assert!(name(&block, "The Bank of Example"));
        assert!(name(&block, "Amendment No. 2 to Registration Statement on Form S-1"));
        let block = ["Forms 10-Q for the quarters of 2009", "File No. 000-50871"];
        assert!(name(&block, "Forms 10-Q for 2009") && name(&block, "File Number 000-50871"));
    }

    #[test]
    fn another_form_period_or_company_is_none() {
        for block in [
            &[COMPANY, "Form 10-K for Fiscal Year Ended December 31, 2022"][..],
            &[COMPANY, "Form 10-K/A for Fiscal Year Ended December 31, 2023"],
            &[COMPANY, "Form 10-Q for Fiscal Year Ended December 31, 2023"],
            &[
                COMPANY,
                "Form 10-K for Fiscal Year Ended June 30, 2023",
                "Form 10-Q for December 31, 2023",
            ],
            &[
                COMPANY,
                "Form 10-K for Fiscal Year Ended December 31, 2022",
                "Form 8-K of December 31, 2023",
            ],
            &[COMPANY, "Form 10-K, filed February 28, 2024"],
            &[COMPANY],
        ] {
            assert!(!name(block, FORM), "{block:?}");
        }
        assert!(!name(&["Example Group Holdings, Inc.", FORM], COMPANY));
        assert!(!name(&["Example Holdings, LLC", FORM], COMPANY));
        assert!(!name(
            &["Amendment No. 1 to Registration Statement on Form S-2"],
            "Amendment No. 2 to Form S-1"
        ));
        assert!(!name(&["Forms 10-Q for 2010", "Form 10-K for 2009"], "Forms 10-Q for 2009"));
    }
}

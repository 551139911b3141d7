//! What a piece of text looks like: a heading, the end of a sentence, a date, a page.

use jiff::civil::Date;

use crate::letter::comment_number;
use crate::words;

/// What a heading is about; headings of one kind stand on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingKind {
    /// A filing: `Form 10-K for …`, `Schedule TO`.
    Filing,
    /// `Item 7. …`.
    Item,
    /// `Note 4. …`.
    Note,
    /// `Exhibit 5.1`.
    Exhibit,
    /// Anything with a page behind it.
    Paged,
    /// All others: `General`, `Financial Statements`.
    Plain,
}

/// Returns the kind of a heading.
pub(super) fn heading_kind(text: &str) -> HeadingKind {
    let words: Vec<String> =
        text.split_whitespace().take(12).map(|word| bare(word).to_lowercase()).collect();
    let first = words.first().map_or("", String::as_str);
    let is_filing_word = |word: &str| {
        matches!(
            word,
            "form"
                | "forms"
                | "schedule"
                | "schedules"
                | "amendment"
                | "registration"
                | "prospectus"
                | "proxy"
        )
    };
    // `Earnings Release dated May 3, 2010`, `Definitive Proxy Statement`, `Annual Report on Form 10-K`.
    let second = words.get(1).map_or("", String::as_str);
    let is_named = match first {
        "earnings" | "press" => matches!(second, "release" | "releases"),
        "definitive" | "preliminary" => matches!(second, "proxy" | "information"),
        "annual" | "quarterly" | "current" => matches!(second, "report" | "reports"),
        "offering" => matches!(second, "circular" | "statement"),
        "information" => second == "statement",
        _ => false,
    };
    let is_form = words.windows(2).any(|pair| {
        matches!(pair[0].as_str(), "form" | "forms" | "schedule")
            && pair[1].contains(|c: char| c.is_ascii_digit() || c == '-')
    });
    let is_paged = has_page(text);
    match first {
        "item" | "items" => HeadingKind::Item,
        // `Notes to Consolidated Financial Statements` stands above notes.
        "note" | "notes" if words.get(1).is_none_or(|word| word != "to") => HeadingKind::Note,
        "exhibit" | "exhibits" => HeadingKind::Exhibit,
        _ if (is_form || is_named || is_filing_word(first)) && !is_paged => HeadingKind::Filing,
        _ if is_paged => HeadingKind::Paged,
        _ => HeadingKind::Plain,
    }
}

/// Says whether a text ends with a page: `…, page 128`, `pages 3 and 4`.
pub(super) fn has_page(text: &str) -> bool {
    let may_follow = |word: &str| {
        let word = bare(word);
        word.is_empty()
            || matches!(word, "and" | "to" | "through" | "of")
            || word.contains(|c: char| c.is_ascii_digit()) && word.len() <= 9
    };
    // Most texts end with another word, and need not be read.
    let last = text.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    if !may_follow(&last) && !last.contains("page") {
        return false;
    }
    let lower = text.to_lowercase();
    let Some(at) = lower.rfind("page") else { return false };
    let behind = lower[at + 4..].trim_start_matches('s');
    !behind.trim().is_empty() && behind.split_whitespace().all(may_follow)
}

/// Returns a question without the page behind it and its sign; any other text as it is.
///
/// A filing's own heading may be a question: `Will I have appraisal rights?, page 14`.
pub(super) fn without_question(text: &str) -> &str {
    let at = if has_page(text) { text.rfind("page").or_else(|| text.rfind("Page")) } else { None };
    let is_after = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '"' | '”');
    at.and_then(|at| text[..at].trim_end_matches(is_after).strip_suffix('?')).unwrap_or(text)
}

/// Says whether a paragraph reads like a heading: short, no sentence, words in capitals.
pub(super) fn is_heading(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(31).collect();
    if words.len() > 30 {
        return false;
    }
    let lower = text.to_lowercase();
    let starts_well = text
        .trim_start_matches(['"', '“', '(', '\''])
        .starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    if words.is_empty()
        || text.chars().count() > 240
        || !starts_well
        || !text.contains(char::is_alphabetic)
        || comment_number(text).is_some()
        || text.ends_with([';', ',', '?', '!'])
        || ["?", "please", "tell us"].iter().any(|sign| without_question(&lower).contains(sign))
        || is_salutation(text)
        || lower.starts_with("sincerely")
    {
        return false;
    }
    if has_page(text) || names_filing(&words, text) {
        return true;
    }
    // `Adjusted EBITDA 16,994 14,085`: a table's row.
    if words.len() > 2 && words[words.len() - 2..].iter().all(|word| is_amount(word)) {
        return false;
    }
    let last = words.last().copied().unwrap_or_default();
    // An abbreviation may end a heading, a sentence may not.
    if text.ends_with('.') && !is_abbreviation(last) {
        return false;
    }
    if words.len() > 18 {
        return false;
    }
    let long: Vec<&&str> = words.iter().filter(|word| bare(word).chars().count() >= 4).collect();
    let capital = long.iter().filter(|word| {
        bare(word).starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
    });
    let capital = capital.count();
    if text.ends_with(':') {
        return words.len() <= 8 && capital == long.len();
    }
    words.len() <= 3 || capital * 5 >= long.len() * 3
}

/// Says whether a line greets: `Dear Mr. Crittenden:`, `Ladies and Gentlemen:`.
pub(super) fn is_salutation(line: &str) -> bool {
    const GREETINGS: [&str; 5] =
        ["dear ", "ladies and gentlemen", "gentlemen:", "sir or madam", "to whom it may concern"];
    let begins = |greeting: &str| {
        line.get(..greeting.len()).is_some_and(|start| start.eq_ignore_ascii_case(greeting))
    };
    GREETINGS.into_iter().any(begins)
}

/// Says whether a line names a filing and its period: `Form 10-K for the fiscal year ended June 30, 2009`.
fn names_filing(words: &[&str], text: &str) -> bool {
    let is_form = matches!(words[0].to_lowercase().as_str(), "form" | "forms")
        && words
            .get(1)
            .is_some_and(|form| form.contains('-') && form.contains(|c: char| c.is_ascii_digit()));
    let ends = words.last().is_some_and(|last| bare(last).ends_with(|c: char| c.is_ascii_digit()));
    is_form && ends && words.len() <= 18 && !text.ends_with('.') && text.contains(" ended ")
}

/// Says whether a paragraph that is set apart by its type may be a heading: short, and asking nothing.
pub(super) fn may_be_heading(text: &str) -> bool {
    let words = text.split_whitespace().take(31).count();
    (1..=30).contains(&words)
        && text.chars().count() <= 240
        && text.contains(char::is_alphabetic)
        && comment_number(text).is_none()
        && !text.ends_with([';', ',', '?'])
        && !crate::words::asks(text)
        && !is_salutation(text)
        && !text.to_lowercase().starts_with("sincerely")
        && (!text.ends_with('.') || words <= 20)
}

/// Says whether a word is an amount as a table has it: `16,994`, `(4.5)`, `—`.
fn is_amount(word: &str) -> bool {
    let inner = word.trim_matches(['(', ')', '$', '%']);
    let is_figure = inner.starts_with(|c: char| c.is_ascii_digit())
        && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        && inner.contains([',', '.']);
    is_figure || matches!(word, "-" | "–" | "—")
}

fn is_abbreviation(word: &str) -> bool {
    let dots = word.matches('.').count();
    matches!(
        word,
        "Inc."
            | "Corp."
            | "Co."
            | "Ltd."
            | "etc."
            | "Bros."
            | "Cos."
            | "No."
            | "al."
            | "Esq."
            | "Jr."
    ) || dots > 1 && word.chars().all(|c| c == '.' || c.is_uppercase())
}

/// Says whether a text ends where a sentence or a lead-in ends.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['"', '”', '\'', '’', ')', ']']);
    // Behind `; and` the next item begins.
    text.ends_with(['.', ':', ';', '?', '!']) || text.ends_with("; and") || text.ends_with("; or")
}

/// Says whether a text begins in small letters, as the rest of a sentence does.
pub(super) fn goes_on(text: &str) -> bool {
    text.trim_start_matches(['(', '"', '“', '\'']).starts_with(char::is_lowercase)
}

/// Says whether a quotation begins in a text that does not end in it.
pub(super) fn is_within_quotation(text: &str) -> bool {
    text.matches('“').count() > text.matches('”').count() || text.matches('"').count() % 2 == 1
}

/// Returns a word without the punctuation at its ends.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| {
        c.is_ascii_punctuation() && !matches!(c, '$' | '%' | '#' | '&')
            || matches!(c, '“' | '”' | '’' | '‘')
    })
}

/// Returns the first date in words, `January 14, 2009`, with the index of its first word.
pub(super) fn date(words: &[&str]) -> Option<(usize, Date)> {
    words.windows(3).enumerate().find_map(|(at, three)| {
        let month = bare(three[0]).to_lowercase();
        let month = words::MONTHS.iter().position(|&name| name == month)? + 1;
        let day = bare(three[1]).parse().ok()?;
        let year = bare(three[2]).parse().ok().filter(|year| (1933..=2199).contains(year))?;
        Some((at, Date::new(year, i8::try_from(month).ok()?, day).ok()?))
    })
}

/// Says whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    words::MONTHS.contains(&bare(word).to_lowercase().as_str())
}

/// Says whether a word may stand in a date: a month, a day, a year.
pub(super) fn is_date_word(word: &str) -> bool {
    let word = bare(word).to_lowercase();
    let is_figure = word.len() <= 4 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    is_figure || words::MONTHS.contains(&word.as_str())
}

/// Returns the date that a line is, if it is nothing else.
pub(super) fn date_line(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (at, date) = date(&words)?;
    let is_weekday = |word: &str| word.to_lowercase().trim_end_matches(',').ends_with("day");
    (words.len() == at + 3 && (at == 0 || at == 1 && is_weekday(words[0]))).then_some(date)
}

/// Returns a number in digits or in words up to thirty: `10`, `ten`, `(10)`.
pub(super) fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 21] = [
        "",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let word = bare(word).to_lowercase();
    if word == "thirty" {
        return Some(30);
    }
    let in_words = WORDS.iter().skip(1).position(|&name| name == word);
    let in_digits = || word.parse().ok().filter(|_| word.len() <= 3);
    in_words.and_then(|at| u32::try_from(at + 1).ok()).or_else(in_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_short_and_in_capitals() {
        for text in [
            "2007 Form 10-K",
            "Municipal Securities Tender Option Bond (TOB) Trusts, page 92",
            "Financial Statements",
            "Note 4. Business Segments, page 128",
            "Value Indication & Reconciliation",
            "Item 7. Management's Discussion and Analysis of Financial Condition, pages 18 and 19",
            "General",
            "Risk Factors, page 11",
            "Market Approach:",
            "Form 10-K for the fiscal year ended June 30, 2009",
            "What equity stake will current stockholders hold in the combined company?, page 12",
            "Q: What happens if a substantial number of stockholders redeem?, pages 12 and 13",
            "“Will I have appraisal rights?” Page 14",
        ] {
            assert!(is_heading(text), "{text}");
        }
        for text in [
            "Please revise",
            "The fair value of each of your reporting units; and",
            "Please provide the following information for this analysis:",
            "and quantify the effect",
            "We note that the unit was tested for impairment in each of the periods presented",
            "Dear Mr. Crittenden:",
            "Adjusted EBITDA 16,994 14,085",
            "Form 10-K for the fiscal year ended June 30, 2009, and the amendments to it",
            "Will I have appraisal rights?",
            "Why is it so? How do you reconcile this with the table on page 14",
            "Why is it so? Is it the same as on page 14?",
            "How did you determine this amount? (page 14)",
        ] {
            assert!(!is_heading(text), "{text}");
        }
    }

    #[test]
    fn dates_and_numbers_are_read_in_words() {
        let words: Vec<&str> = "filed on December 10, 2008 and".split(' ').collect();
        assert_eq!(date(&words), Some((2, Date::constant(2008, 12, 10))));
        assert_eq!(date_line("January 14, 2009"), Some(Date::constant(2009, 1, 14)));
        assert_eq!(date_line("Filed January 14, 2009"), None);
        assert_eq!((number("ten"), number("(10)"), number("tent")), (Some(10), Some(10), None));
    }

    #[test]
    fn headings_have_kinds() {
        assert_eq!(heading_kind("2007 Form 10-K"), HeadingKind::Filing);
        assert_eq!(heading_kind("Note 4. Business Segments, page 128"), HeadingKind::Note);
        assert_eq!(heading_kind("Forms 10-Q for 2008"), HeadingKind::Filing);
        assert_eq!(heading_kind("Risk Factors, page 11"), HeadingKind::Paged);
        assert_eq!(heading_kind("Financial Statements"), HeadingKind::Plain);
        assert_eq!(heading_kind("Notes to Financial Statements"), HeadingKind::Plain);
    }
}

//! What the letter asks of the response as a whole, and which filings and letters it names.
//!
//! In: the letter as read, and its facts. Out: forms with their periods, the company's earlier letters, and
//! whether acknowledgments, proposed disclosures and statements on future filings are wanted.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::text;
use crate::letter::{Letter, block_text};

/// A filing under review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Filing {
    /// Its form: `10-K`, `20-F`, `Schedule 14A`.
    pub form: String,
    /// The end of its period, where the letter says it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub period: Option<Date>,
    /// The staff's words.
    pub text: String,
}

/// Reads the filings from the lines after `Re:`.
pub(super) fn filings(re: &[String]) -> Vec<Filing> {
    re.iter()
        .filter_map(|line| {
            Some(Filing { form: form(line)?, period: period(line), text: line.clone() })
        })
        .collect()
}

fn form(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let name = |word: &str| word.trim_end_matches([',', ';', '.', ')']).to_owned();
    words.windows(2).find_map(|pair| {
        let is_name = pair[1].contains(|c: char| c.is_ascii_digit() || c == '-')
            && pair[1].starts_with(|c: char| c.is_ascii_alphanumeric());
        match pair[0].trim_matches(['(', ',']).to_lowercase().as_str() {
            "form" | "forms" if is_name => Some(name(pair[1])),
            "schedule" if is_name || pair[1].starts_with("TO") => {
                Some(format!("Schedule {}", name(pair[1])))
            }
            _ => None,
        }
    })
}

/// Reads `… Ended December 31, 2009`.
fn period(line: &str) -> Option<Date> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ended = words.iter().position(|word| {
        word.eq_ignore_ascii_case("ended") || word.eq_ignore_ascii_case("ending")
    })?;
    text::date(words.get(ended + 1..(ended + 4).min(words.len()))?).map(|(_, date)| date)
}

/// Returns the dates of the company's earlier letters that the staff name: `your response dated …`.
pub(super) fn company_letters(letter: &Letter) -> Vec<Date> {
    let mut dates = Vec::new();
    for block in &letter.blocks {
        let text = block_text(block);
        let words: Vec<&str> = text.split_whitespace().collect();
        for at in 0..words.len() {
            let date =
                words[at].eq_ignore_ascii_case("your").then(|| answered(&words[at..])).flatten();
            if let Some(date) = date.filter(|date| !dates.contains(date)) {
                dates.push(date);
            }
        }
    }
    dates
}

/// Reads `your response letter filed on EDGAR on December 10, 2008` from its first word on.
pub(super) fn answered(words: &[&str]) -> Option<Date> {
    let near = words.get(1..words.len().min(5))?;
    let is_letter = near.iter().any(|word| {
        matches!(
            text::bare(word).to_lowercase().as_str(),
            "response" | "responses" | "letter" | "letters" | "correspondence" | "submission"
        )
    });
    let reach = words.get(1..words.len().min(20))?;
    // A sentence's end is the end of what it says.
    let end = reach
        .iter()
        .position(|word| word.ends_with('.') && word.len() > 3 && !text::is_date_word(word));
    let reach = &reach[..end.map_or(reach.len(), |end| end + 1)];
    let (at, date) = text::date(reach).filter(|_| is_letter)?;
    // "your response to our letter dated October 27, 2008" gives the date of another letter.
    let is_ours = reach[..at].iter().any(|word| word.eq_ignore_ascii_case("our"));
    (!is_ours).then_some(date)
}

/// What the letter wants of the response as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// A written statement with the three acknowledgments.
    pub acknowledgments: bool,
    /// The text that the company would disclose.
    pub proposed_disclosures: bool,
    /// What the company will say or do in future filings.
    pub future_filings: bool,
}

/// Reads what is wanted.
pub(super) fn wanted(letter: &Letter) -> Wanted {
    let mut wanted = Wanted::default();
    for block in &letter.blocks {
        let lower = block_text(block).to_lowercase();
        let has = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
        wanted.acknowledgments |= has(&[
            "acknowledging that",
            "acknowledging the following",
            "acknowledge that the company is responsible",
        ]) && has(&["statement", "letter", "company"]);
        wanted.proposed_disclosures |= has(&[
            "proposed disclosure",
            "draft of the disclosure",
            "draft of your",
            "draft disclosure",
            "disclosure you intend",
            "disclosure that you intend",
            "disclosures you intend",
            "disclosures that you intend",
            "disclosure you plan",
            "disclosure that you plan",
            "sample disclosure",
            "text of the disclosure",
            "an example of the disclosure",
            "example of your proposed",
        ]);
        wanted.future_filings |=
            has(&["future filing", "next periodic report", "next form 10-", "future periodic"]);
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filings_have_forms_and_periods() {
        let lines = [
            "Example Corp.",
            "Form 10-K for the Fiscal Year Ended December 31, 2009",
            "Forms 10-Q for 2010",
            "Amendment No. 2 to Registration Statement on Form S-1",
            "Preliminary Proxy Statement on Schedule 14A",
        ];
        let found = filings(&lines.map(str::to_owned));
        let shown: Vec<String> = found
            .iter()
            .map(|filing| {
                format!(
                    "{} {}",
                    filing.form,
                    filing.period.map_or("-".to_owned(), |date| date.to_string())
                )
            })
            .collect();
        assert_eq!(shown, ["10-K 2009-12-31", "10-Q -", "S-1 -", "Schedule 14A -"]);
    }

    #[test]
    fn the_companys_letters_are_not_the_staffs() {
        let date = |text: &str| answered(&text.split_whitespace().collect::<Vec<_>>());
        assert_eq!(
            date("your response letter dated February 4, 2011 and have"),
            Some(jiff::civil::date(2011, 2, 4))
        );
        assert_eq!(date("your response to comment 3 of our letter dated January 6, 2011."), None);
    }
}

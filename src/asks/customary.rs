//! What the staff's letters customarily say at their end: how to answer, what to acknowledge, whom to call.
//!
//! In: a paragraph or a request of the staff. Out: how much it speaks for the end of the letter. Knows no
//! places: where the closing begins is for [`import`](crate::import) to say.

use crate::words;

/// Beginnings that only a closing has.
const BEGINNINGS: [&str; 32] = [
    "please respond to th",
    "please respond to our",
    "please respond within",
    "please provide us with your response within",
    "as appropriate, please",
    "we urge all persons",
    "we remind you that",
    "in closing, we",
    "in connection with responding",
    "in responding to our comments",
    "in your response letter",
    "please furnish a cover letter",
    "please amend your filing promptly",
    "please amend your filings promptly",
    "please respond promptly",
    "please respond.",
    "please submit a cover letter",
    "please submit your response",
    "please file your response",
    "please file all correspondence",
    "please send us your response",
    "please understand that we may have",
    "please note that we may have",
    "notwithstanding our comments",
    "you may contact",
    "please contact",
    "if you have any questions",
    "if you have questions",
    "direct any questions",
    "closing comment",
    "we will consider a written request",
    "we direct your attention to rules 460",
];

/// Words that stand in closings, and what each speaks for them.
const WORDS: [(&str, i32); 24] = [
    ("any questions", 30),
    ("with any other questions", 30),
    ("if you have questions", 30),
    ("you may contact", 40),
    ("please contact", 30),
    ("please call", 30),
    ("feel free to", 20),
    ("in her absence", 20),
    ("in his absence", 20),
    ("all persons who are responsible", 60),
    ("responsible for the accuracy and adequacy", 50),
    ("responsible for the adequacy and accuracy", 60),
    ("do not foreclose the commission", 60),
    ("may not assert staff comments", 60),
    ("may not assert this action", 60),
    ("statement from the company acknowledging", 60),
    ("acknowledging that", 30),
    ("business days", 40),
    ("tell us when you will", 30),
    ("we may have additional comments", 40),
    ("cover letter", 20),
    ("on edgar", 15),
    ("acceleration of the effective", 40),
    ("division of enforcement", 40),
];

/// What a paragraph weighs at least that is one of these.
const LEAST: i32 = 30;

/// What the staff ask for at the end of a letter that is no comment of its own.
const WANTED: [&str; 3] = ["acknowledg", "intent to include", "intention to include"];

/// Words of requests for the answer or the amendment itself, and not for what is to stand in them.
const PROCEDURE: [&str; 11] = [
    "comment",
    "comments",
    "respond",
    "response",
    "responses",
    "amend",
    "amendment",
    "letter",
    "letters",
    "edgar",
    "acceleration",
];

/// Returns how much a paragraph speaks for the closing.
pub fn weight(text: &str) -> i32 {
    let lower = text.to_lowercase();
    let mut closes: i32 =
        WORDS.iter().filter(|(words, _)| lower.contains(words)).map(|(_, worth)| worth).sum();
    if BEGINNINGS.iter().any(|start| lower.starts_with(start)) {
        closes += 40;
    }
    if has_telephone(text) {
        closes += 50;
    }
    closes
}

/// Says whether a paragraph is what closings customarily say, or a valediction.
pub fn is(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_wanted = WANTED.iter().any(|words| lower.contains(words));
    weight(text) >= LEAST || is_wanted || is_valediction(text)
}

/// Says whether a request is for the answer itself, as all letters have it: "amend your filing".
pub fn is_procedure(request: &str) -> bool {
    words::comparing(request).any(|word| PROCEDURE.contains(&word.as_str()))
}

/// Says whether a line is the end of a letter, above its signature.
pub fn is_valediction(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["sincerely", "very truly yours", "yours truly", "respectfully", "regards,"]
        .iter()
        .any(|start| lower.starts_with(start))
        && text.chars().count() < 60
}

/// Says whether a telephone number stands in a text: `(202) 555-0146`, `202-555-0101`.
fn has_telephone(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let is_around = |c: char| {
            c.is_ascii_punctuation() && !matches!(c, '$' | '%' | '#' | '&')
                || matches!(c, '“' | '”' | '’' | '‘')
        };
        let word = word.trim_matches(is_around);
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let is_figure =
            word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | ')' | '‑' | '–'));
        is_figure
            && matches!(digits, 7 | 10 | 11)
            && word.contains(['-', '.', '‑', '–'])
            && !word.starts_with('-')
    })
}

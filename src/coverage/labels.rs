//! Labels: `Response:`, `Company's Response to Comment No. 2`, `Comment 2:`. They say whose words follow, and are no
//! answer.
//!
//! In: a run of text. Out: how many of its first words may be a label.

use crate::words;

/// What a label is about: without one of these words there is none.
const CORE: [&str; 10] = [
    "answer",
    "answers",
    "bullet",
    "comment",
    "comments",
    "question",
    "questions",
    "reply",
    "response",
    "responses",
];

/// What else stands in a label without a colon.
const BESIDE: [&str; 20] = [
    "and",
    "by",
    "company",
    "companys",
    "from",
    "issuer",
    "issuers",
    "item",
    "management",
    "managements",
    "of",
    "our",
    "part",
    "registrant",
    "registrants",
    "sec",
    "staff",
    "staffs",
    "the",
    "to",
];

/// The longest label, in words.
const LONGEST: usize = 10;

/// What a label of an answer is about.
const ANSWERS: [&str; 5] = ["answer", "answers", "reply", "response", "responses"];

/// Returns how many words of a text may be its label: each reading, the shortest first.
///
/// `names` are the words of the company's name, as they are compared.
pub fn labels(text: &str, names: &[String]) -> Vec<usize> {
    let mut readings = readings(text, names, &CORE);
    // Before a colon the company has whatever name it goes by.
    let head = text.split_once(':').map(|(head, _)| words::comparing(head).take(LONGEST + 1));
    let head: Vec<String> = head.into_iter().flatten().collect();
    if head.len() <= LONGEST
        && head.iter().any(|word| CORE.contains(&word.as_str()))
        && !readings.contains(&head.len())
    {
        readings.push(head.len());
    }
    readings
}

/// Returns the same readings where they are labels of an answer and have no words but those of labels.
pub fn answer_labels(text: &str, names: &[String]) -> Vec<usize> {
    readings(text, names, &ANSWERS)
}

/// Returns how many words a label may have that has one of `core`, by the words of labels alone.
fn readings(text: &str, names: &[String], core: &[&str]) -> Vec<usize> {
    let all: Vec<String> = words::comparing(text).take(LONGEST).collect();
    let mut readings = Vec::new();
    let (mut has_core, mut is_about) = (false, false);
    for (index, word) in all.iter().enumerate() {
        let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
        // "No response" says something, and "Comment No. 2" does not.
        let counts = ["no", "number"].contains(&word.as_str());
        let is_of_label = match counts {
            true => all.get(index + 1).is_some_and(is_number),
            false => {
                let is_name = names.iter().any(|name| {
                    word == name || word.strip_suffix('s').is_some_and(|word| word == name)
                });
                CORE.contains(&word.as_str())
                    || BESIDE.contains(&word.as_str())
                    || is_name
                    || (has_core && is_number(word))
            }
        };
        if !is_of_label {
            break;
        }
        has_core |= CORE.contains(&word.as_str());
        is_about |= core.contains(&word.as_str());
        if is_about {
            readings.push(index + 1);
        }
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says whether a text is a label and nothing else.
    fn is_label(text: &str) -> bool {
        let names = words::compared("Alder Creek Foods, Inc.");
        labels(text, &names).contains(&words::compared(text).len())
    }

    #[test]
    fn a_label_says_whose_words_follow() {
        for text in [
            "Response",
            "Response:",
            "RESPONSE",
            "Answer:",
            "Our response",
            "Company's Response:",
            "The Company’s Response",
            "Response of the Company",
            "Management's response:",
            "Alder Creek's Response",
            "Alder Creek Foods, Inc. Response:",
            "Acme's Response:",
            "Acme Response:",
            "Response to Comment 2:",
            "Response to Comment No. 3.7",
            "Response to the Staff's comment 1.a",
            "Comment 2:",
            "Staff Comment No. 2",
            "The response of the Company to the Staff's comment 2",
            "What Acme Foods says on this in response to you:",
        ] {
            assert!(is_label(text), "{text}");
        }
        for text in [
            "",
            "No response.",
            "None.",
            "The Company.",
            "Management",
            "Part 2 of Item 7",
            "2",
            "See our response to comment 2.",
            "Our response to comment 2 applies here as well.",
            "Acme responds",
            "Lenders' response",
        ] {
            assert!(!is_label(text), "{text}");
        }
        // A sentence of eleven words ends in a colon as it happens.
        let sentence = "What Acme Foods says on this in response to you follows: Nine.";
        assert_eq!(labels(sentence, &[]), [0; 0]);
    }
}

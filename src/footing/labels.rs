//! What the label of a row or the heading of a column says about adding up.
//!
//! In: its words. Out: whether it is a total, is summed, is taken off, and what its figures count.

/// Words of a column's heading, a row's label or a units line that say: this is not summed.
const NOT_SUMMED: [&str; 19] = [
    "%",
    "average",
    "averages",
    "mean",
    "median",
    "multiple",
    "multiples",
    "per",
    "percent",
    "percentage",
    "price",
    "prices",
    "rate",
    "rates",
    "ratio",
    "ratios",
    "weighted",
    "yield",
    "yields",
];
/// Words that a label begins with where its figures are no money: `Shares issued`, `Number of employees`.
const UNITS: [&str; 6] = ["acres", "days", "employees", "gallons", "shares", "square"];
/// Words that say so in parentheses, `(in thousands)`, and may say something else without them.
const UNITS_IN_PARENTHESES: [&str; 9] =
    ["billions", "customers", "hours", "millions", "months", "thousands", "tons", "units", "years"];
/// What oil and gas are measured in, behind letters that multiply it: `MBbl`, `MMcf`, `Boe`.
const MEASURES: [&str; 5] = ["bbl", "boe", "btu", "cf", "cfe"];

/// Returns the words of a text, in small letters.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + use<> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '%'));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.into_iter()
}

/// Says whether a label begins with `Total` or `Subtotal`.
pub(super) fn is_total(label: &str) -> bool {
    let label = label.trim_start().to_lowercase();
    ["total", "subtotal", "sub-total"].iter().any(|word| {
        let rest = label.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Says whether words are those of something that does not add up.
pub(super) fn is_not_summed(text: &str) -> bool {
    words(text).any(|word| NOT_SUMMED.contains(&word.as_str()))
}

/// Says whether a label is that of a part of the row above it: `of which stores`.
pub(super) fn is_part(label: &str) -> bool {
    label.trim_start().to_lowercase().starts_with("of which")
}

/// Says whether a label says that its figures are taken off: `Less: discount`. `Less than one year` does not.
pub(super) fn is_taken_off(label: &str) -> bool {
    let mut words = words(label);
    words.next().is_some_and(|word| word == "less")
        && words.next().is_none_or(|word| word != "than")
}

/// Returns the words of a label that say what its figures count.
pub(super) fn unit(label: &str) -> impl Iterator<Item = String> + use<> {
    let (before, behind) = label.split_once('(').unwrap_or((label, ""));
    let mut first = words(before)
        .skip_while(|word| is_total(word) || ["number", "of"].contains(&word.as_str()));
    let first = first.next().filter(|word| UNITS.contains(&word.as_str()));
    let behind = words(behind).filter(|word| {
        let word = word.as_str();
        UNITS.contains(&word) || UNITS_IN_PARENTHESES.contains(&word)
    });
    let measures = words(label).filter(|word| is_measure(word));
    first.into_iter().chain(behind).chain(measures)
}

/// Says whether a word is a measure of oil or gas.
fn is_measure(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    MEASURES.iter().any(|measure| {
        let letters = word.strip_suffix(measure);
        let is_multiplied = |letters: &str| letters.chars().all(|c| matches!(c, 'm' | 'b' | 't'));
        // `cf.` alone means: compare.
        letters.is_some_and(|letters| {
            is_multiplied(letters) && (!letters.is_empty() || *measure != "cf")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_what_its_figures_count() {
        let counts = |label: &str| unit(label).collect::<Vec<_>>().join(" ");
        for (label, expected) in [
            ("Natural gas (MMcf)", "mmcf"),
            ("Oil, MBbls per day", "mbbls"),
            ("Total (Boe, 6:1)", "boe"),
            ("Number of shares issued (in thousands)", "shares thousands"),
            ("Total employees", "employees"),
            ("Square feet", "square"),
            ("Repurchases of shares", ""),
            ("Loans past due 90 days", ""),
            ("Total FCF and DCF (cf. Note 3)", ""),
        ] {
            assert_eq!(counts(label), expected, "{label}");
        }
    }

    #[test]
    fn a_label_says_that_its_figures_are_taken_off() {
        for label in ["Less: discount", "Less accumulated depreciation", "Less"] {
            assert!(is_taken_off(label), "{label}");
        }
        for label in ["Less than one year", "Lessee deposits", "Net of discount"] {
            assert!(!is_taken_off(label), "{label}");
        }
    }
}

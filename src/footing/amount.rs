//! An amount as it was typed: a whole number of units of its last digit.
//!
//! In: a [`Figure`]. Out: its value, exact; none where the digits are no number.

use std::fmt;

use crate::document::figures::Figure;

/// Digits behind the point that are kept.
const DECIMALS: usize = 6;
/// Digits before the point that are read; more are no amount of money.
const DIGITS: usize = 20;

/// An exact amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    /// In millionths.
    pub(super) value: i128,
    /// How many digits behind the point were typed.
    pub(super) decimals: usize,
}

impl Amount {
    /// Zero, as a dash means it.
    pub(super) const ZERO: Amount = Amount { value: 0, decimals: 0 };

    /// Reads a figure: a dash is zero, parentheses and a minus make it negative.
    pub(super) fn read(figure: &Figure) -> Option<Amount> {
        if figure.is_dash() {
            return Some(Amount::ZERO);
        }
        let is_negative = figure.number.starts_with('(') || figure.number.contains('−');
        let digits: String =
            figure.number.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        if whole.len() > DIGITS || decimals.len() > DECIMALS || decimals.contains('.') {
            return None;
        }
        let number: i128 = format!("{whole}{decimals:0<DECIMALS$}").parse().ok()?;
        let value = if is_negative { -number } else { number };
        Some(Amount { value, decimals: decimals.len() })
    }

    /// Returns the sum of two amounts, with the decimals of the finer one.
    pub(super) fn plus(self, other: Amount) -> Amount {
        Amount { value: self.value + other.value, decimals: self.decimals.max(other.decimals) }
    }

    /// Returns the amount with the other sign.
    pub(super) fn negative(self) -> Amount {
        Amount { value: -self.value, ..self }
    }

    /// Says whether two amounts differ as by a slip of the pen: in one digit, two neighbours in the wrong
    /// order, or the sign.
    pub(super) fn is_slip_of(self, other: Amount) -> bool {
        let digits = |amount: Amount| amount.value.unsigned_abs().to_string().into_bytes();
        let (ours, theirs) = (digits(self), digits(other));
        if ours.len() != theirs.len() {
            return false;
        }
        let differ: Vec<usize> = (0..ours.len()).filter(|&at| ours[at] != theirs[at]).collect();
        match differ[..] {
            [] | [_] => true,
            [a, b] => b == a + 1 && ours[a] == theirs[b] && ours[b] == theirs[a],
            _ => false,
        }
    }

    /// Returns how far two amounts are apart, in millionths.
    pub(super) fn apart(self, other: Amount) -> u128 {
        self.value.abs_diff(other.value)
    }

    /// Returns one unit of the last digit, in millionths.
    pub(super) fn unit(self) -> u128 {
        10_u128.pow(u32::try_from(DECIMALS - self.decimals).unwrap_or(0))
    }
}

impl fmt::Display for Amount {
    /// Writes `19,200`, `12.50` or `(1,315)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.value.unsigned_abs(), width = DECIMALS + 1);
        let (whole, decimals) = digits.split_at(digits.len() - DECIMALS);
        let mut text = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        if self.decimals > 0 {
            text.push('.');
            text.push_str(&decimals[..self.decimals]);
        }
        if self.value < 0 { write!(f, "({text})") } else { f.write_str(&text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::figures::figure;

    #[test]
    fn an_amount_is_read_exactly_and_written_as_accountants_write_it() {
        let shown = |text: &str| {
            figure(text).and_then(|figure| Amount::read(&figure)).map(|amount| amount.to_string())
        };
        for (text, expected) in [
            ("$ 16,105", "16,105"),
            ("(1,315)", "(1,315)"),
            ("$ (0.40)", "(0.40)"),
            ("-5", "(5)"),
            ("—", "0"),
            ("1234567.5", "1,234,567.5"),
            (".25", "0.25"),
            ("US$ (1,234)", "(1,234)"),
            ("€-3", "(3)"),
            ("$ (—)", "0"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for none in ["1.2.3", "1.1234567", "123456789012345678901"] {
            assert_eq!(shown(none), None, "{none}");
        }
    }
}

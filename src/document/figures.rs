//! What a cell of figures is made of: currency, number and sign, so that columns line up.
//!
//! In: the plain text of a cell. Out: a [`Figure`], or none where the cell holds words.

/// A figure, cut into the slots of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The currency sign at the slot's left edge: `$`, or nothing.
    pub currency: String,
    /// Opening parenthesis of a negative, and the digits: `(1,315`, `12.5`, `—`.
    pub number: String,
    /// What hangs behind the number: `)`, `%`, `%)`, `×`, or nothing.
    pub sign: String,
}

impl Figure {
    /// Returns the length in bytes of the part of `number` that stands before the decimal point.
    pub fn point(&self) -> usize {
        self.number.find('.').unwrap_or(self.number.len())
    }

    /// Says whether the figure is a dash that stands for nothing or zero.
    pub fn is_dash(&self) -> bool {
        self.number == "—"
    }

    /// Says whether it is a percentage, a multiple or another ratio that does not add up.
    pub fn is_ratio(&self) -> bool {
        self.sign.contains(['%', '×'])
    }
}

/// Reads a cell as a figure: `$ 16,105`, `(1,315)`, `12.5%`, `11.4x`, `—`, `-5`, `n/a` is none.
///
/// A typed minus before digits becomes U+2212, a typed `x` behind digits the sign ×, and `-`, `--`, `–`
/// alone the dash —.
pub fn figure(text: &str) -> Option<Figure> {
    let text = text.trim();
    if matches!(text, "-" | "--" | "---" | "–" | "—") {
        return Some(Figure { currency: String::new(), number: "—".into(), sign: String::new() });
    }
    let (lead, rest) = match text.strip_prefix('(') {
        Some(rest) => ("(", rest.trim_start()),
        None => ("", text),
    };
    let (minus, rest) = match rest.strip_prefix(['-', '−']) {
        Some(rest) => ("−", rest),
        None => ("", rest),
    };
    let (currency, rest) = match rest.strip_prefix('$') {
        Some(rest) => ("$", rest.trim_start()),
        None => ("", rest),
    };
    // `$ (1,315)`: the parenthesis may stand behind the currency sign.
    let (lead, rest) = match rest.strip_prefix('(') {
        Some(rest) if lead.is_empty() => ("(", rest),
        _ => (lead, rest),
    };
    // `$—` in the first row of a column.
    if let Some("") = rest.strip_prefix(['—', '–', '-']) {
        return Some(Figure {
            currency: currency.into(), number: "—".into(), sign: String::new()
        });
    }
    let end =
        rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(rest.len());
    let (digits, tail) = rest.split_at(end);
    if !digits.contains(|c: char| c.is_ascii_digit())
        || !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
    {
        return None;
    }
    let tail = tail.trim();
    let (tail, close) = match tail.strip_suffix(')') {
        Some(tail) if lead == "(" => (tail.trim_end(), ")"),
        None if lead.is_empty() => (tail, ""),
        _ => return None,
    };
    let sign = match tail {
        "" => "",
        "%" => "%",
        "x" | "×" => "×",
        _ => return None,
    };
    Some(Figure {
        currency: currency.into(),
        number: format!("{lead}{minus}{digits}"),
        sign: format!("{sign}{close}"),
    })
}

/// A figure in the brackets of a confidential region, as bytes of its text: `$[*** 1,204.5 ***]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bracketed {
    /// End of the currency sign that stands before the bracket.
    pub currency: usize,
    /// End of what stands before the decimal point, the opening bracket included.
    pub point: usize,
    /// End of the number; its sign and the closing bracket follow.
    pub number: usize,
}

/// Reads a cell as a figure in the brackets of one region: a currency sign may stand before them, a sign
/// behind them. A dash has no point to stand at and is none.
pub fn bracketed(text: &str) -> Option<Bracketed> {
    let open = text.find(OPEN)? + OPEN.len();
    let close = open + text[open..].find(CLOSE)?;
    let (before, behind) = (text[..open - OPEN.len()].trim(), &text[close + CLOSE.len()..]);
    let is_around = matches!(before, "" | "$") && matches!(behind.trim(), "" | "%" | "×" | "x");
    let parts = figure(&text[open..close]).filter(|parts| is_around && !parts.is_dash())?;
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let first = open + text[open..close].find(is_digit)?;
    let length = text[first..close].find(|c| !is_digit(c)).unwrap_or(close - first);
    let digits = &text[first..first + length];
    // Other digits stand nowhere in it: the number is in one piece.
    let is_whole = parts.number.ends_with(digits);
    let point = first + digits.find('.').unwrap_or(length);
    let currency = if before.is_empty() { 0 } else { text.find('$')? + 1 };
    is_whole.then_some(Bracketed { currency, point, number: first + length })
}

/// The brackets of a region.
const OPEN: &str = "[***";
const CLOSE: &str = "***]";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_cut_into_currency_number_and_sign() {
        let parts = |text: &str| {
            figure(text)
                .map(|figure| format!("{}|{}|{}", figure.currency, figure.number, figure.sign))
        };
        for (text, expected) in [
            ("$ 16,105", "$|16,105|"),
            ("$16,105", "$|16,105|"),
            ("(1,315)", "|(1,315|)"),
            ("$ (445)", "$|(445|)"),
            ("($445)", "$|(445|)"),
            ("12.5%", "|12.5|%"),
            ("(0.4%)", "|(0.4|%)"),
            ("11.4x", "|11.4|×"),
            ("-5", "|−5|"),
            ("—", "|—|"),
            ("$—", "$|—|"),
        ] {
            assert_eq!(parts(text).as_deref(), Some(expected), "{text}");
        }
        for words in ["n/a", "July 1", "(a)", "", "Q4 2007", "2.1, 2.2 and", "(12"] {
            assert_eq!(parts(words), None, "{words}");
        }
    }
    #[test]
    fn figures_in_brackets_have_their_point() {
        let parts = |text: &str| {
            let at = bracketed(text)?;
            let (currency, rest) = text.split_at(at.currency);
            let (integer, rest) = rest.split_at(at.point - at.currency);
            let (fraction, sign) = rest.split_at(at.number - at.point);
            Some([currency, integer, fraction, sign].join("|"))
        };
        for (text, expected) in [
            ("[*** 98.75 ***]", "|[*** 98|.75| ***]"),
            ("$[***\u{a0}1,204.5\u{a0}***]", "$|[***\u{a0}1,204|.5|\u{a0}***]"),
            ("[*** $85 ***]", "|[*** $85|| ***]"),
            ("[*** (0.75%) ***]", "|[*** (0|.75|%) ***]"),
            ("[*** 4.25 ***]%", "|[*** 4|.25| ***]%"),
        ] {
            assert_eq!(parts(text).as_deref(), Some(expected), "{text}");
        }
        for words in
            ["[***]", "[*** n/m ***]", "[*** — ***]", "about [*** 5 ***]", "[*** 5", "12.5"]
        {
            assert_eq!(parts(words), None, "{words}");
        }
    }
}

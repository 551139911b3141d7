//! What a cell of figures is made of: currency, number and sign, so that columns line up.
//!
//! In: the plain text of a cell. Out: a [`Figure`], or none where the cell holds words.

use super::REDACTED;

/// A figure, cut into the slots of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The currency sign at the slot's left edge: `$`, `US$`, or nothing.
    pub currency: String,
    /// Opening parenthesis of a negative, and the digits: `(1,315`, `12.5`, `—`.
    pub number: String,
    /// What hangs behind the number: `)`, `%`, `%)`, `)%`, `×`, ` bps`, or nothing.
    pub sign: String,
}

impl Figure {
    /// Returns the length in bytes of the part of `number` that stands before the decimal point.
    pub fn point(&self) -> usize {
        self.number.find('.').unwrap_or(self.number.len())
    }

    /// Says whether the figure is a dash that stands for nothing or zero.
    pub fn is_dash(&self) -> bool {
        self.number.ends_with('—')
    }

    /// Says whether it is a percentage, a multiple or another ratio that does not add up.
    pub fn is_ratio(&self) -> bool {
        self.sign.chars().any(|sign| sign != ')')
    }
}

/// Currency signs that stand by themselves; capital letters before `$` are one too: `US$`.
const CURRENCIES: [&str; 7] = ["$", "€", "£", "¥", "₩", "₹", "RMB"];

/// Reads a cell as a figure: `$ 16,105`, `(1,315)`, `12.5%`, `(0.4)%`, `11.4x`, `12 bps`, `—`, `-5`, `US$ 3`;
/// `n/a` is none.
///
/// A typed minus before digits becomes U+2212, a typed `x` behind digits the sign ×, and `-`, `--`, `–`
/// alone the dash —.
pub fn figure(text: &str) -> Option<Figure> {
    let (lead, rest) = lead(text.trim());
    let (digits, tail) = match dash(rest) {
        Some(tail) => ("—", tail),
        None => digits(rest)?,
    };
    let parenthesis = if lead.is_open { "(" } else { "" };
    Some(Figure {
        currency: lead.currency.into(),
        number: format!("{parenthesis}{}{digits}", lead.plus_or_minus),
        sign: sign(tail, lead.is_open)?,
    })
}

/// What stands before the digits of a figure.
#[derive(Default)]
struct Lead<'t> {
    /// Whether a parenthesis opens: `(445)`, `$ (445)`, `($445)`.
    is_open: bool,
    /// `−`, `+`, or nothing.
    plus_or_minus: &'static str,
    currency: &'t str,
}

/// Reads what stands before the digits, in whatever order it was typed, each once.
fn lead(text: &str) -> (Lead<'_>, &str) {
    let mut lead = Lead::default();
    let mut rest = text;
    loop {
        let next = rest.trim_start();
        let length = currency(next);
        if let Some(behind) = next.strip_prefix('(').filter(|_| !lead.is_open) {
            lead.is_open = true;
            rest = behind;
        } else if length > 0 && lead.currency.is_empty() {
            (lead.currency, rest) = next.split_at(length);
        } else if let Some((sign, behind)) = plus_or_minus(next)
            && lead.plus_or_minus.is_empty()
        {
            lead.plus_or_minus = sign;
            rest = behind;
        } else {
            return (lead, next);
        }
    }
}

/// Returns the length in bytes of the currency sign that a text begins with.
fn currency(text: &str) -> usize {
    let capitals =
        text.bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'.').count();
    if (1..=4).contains(&capitals) && text[capitals..].starts_with('$') {
        return capitals + 1;
    }
    let sign = CURRENCIES.iter().find(|sign| text.starts_with(**sign));
    sign.map_or(0, |sign| sign.len())
}

/// Cuts off the plus or minus that stands directly before a number or its currency sign.
fn plus_or_minus(text: &str) -> Option<(&'static str, &str)> {
    let behind = text.strip_prefix(['-', '−', '+'])?;
    let sign = if text.starts_with('+') { "+" } else { "−" };
    let is_before = behind.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '(');
    (is_before || currency(behind) > 0).then_some((sign, behind))
}

/// Returns what stands behind the dash that a text begins with.
fn dash(text: &str) -> Option<&str> {
    ["---", "--", "-", "–", "—"].iter().find_map(|dash| text.strip_prefix(dash))
}

/// Cuts off the digits that a text begins with.
fn digits(text: &str) -> Option<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (digits, tail) = text.split_at(end);
    let is_number = digits.contains(|c: char| c.is_ascii_digit()) && !digits.starts_with(',');
    is_number.then_some((digits, tail))
}

/// Reads what stands behind the digits: the sign of a ratio, and the parenthesis if one is open, in either
/// order.
fn sign(tail: &str, is_open: bool) -> Option<String> {
    let tail = tail.trim();
    let (before, unit, behind) = match (is_open, tail.strip_suffix(')'), tail.strip_prefix(')')) {
        (false, None, None) => ("", tail, ""),
        (true, Some(unit), _) => ("", unit, ")"),
        (true, None, Some(unit)) => (")", unit, ""),
        _ => return None,
    };
    let unit = match unit.trim() {
        "" => "",
        "%" => "%",
        "x" | "X" | "×" => "×",
        "bps" | "bp" => "\u{a0}bps",
        _ => return None,
    };
    Some(format!("{before}{unit}{behind}"))
}

/// Says whether a text stands for a figure that there is not: `n/a`, `nm`.
pub fn is_no_figure(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    ["n/a", "n.a.", "na", "n/m", "n.m.", "nm"].contains(&text.as_str())
}

/// Cuts the mark of a table note off a figure: `1,565 (2)`.
pub fn without_mark(text: &str) -> &str {
    let text = text.trim_end();
    let cut = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    match cut {
        Some((before, mark))
            if mark.len() <= 2 && before.ends_with(char::is_whitespace) && !is_lead(before) =>
        {
            before.trim_end()
        }
        _ => text,
    }
}

/// Says whether a text is no more than what stands before a figure: `$ (12)` has no mark.
fn is_lead(text: &str) -> bool {
    lead(text).1.is_empty()
}

/// A figure in the brackets of a confidential region, as bytes of its text: `$[*** 1,204.5 ***]`; or the sign
/// of the public edition in its place: `$[***]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracketed {
    /// The region, its brackets included.
    pub region: std::ops::Range<usize>,
    /// End of the currency sign that stands before the bracket.
    pub currency: usize,
    /// End of what stands before the decimal point, the opening bracket included.
    pub point: usize,
    /// End of the number; its sign and the closing bracket follow.
    pub number: usize,
    /// Where the closing bracket begins, the space before it included; the number's end where it was taken out.
    pub closing: usize,
    /// Whether the number was taken out: it has no point, and ends where numbers end.
    pub is_omitted: bool,
}

/// Reads a cell as a figure in the brackets of one region: a currency sign may stand before them, a sign
/// behind them. A dash has no point to stand at and is none.
pub fn bracketed(text: &str) -> Option<Bracketed> {
    let text = without_mark(text);
    let (region, inner) = region(text)?;
    let is_omitted = inner.is_empty();
    let (before, behind) = (&text[..region.start], &text[region.end..]);
    let figures = if is_omitted { "0" } else { &text[inner.clone()] };
    let parts = figure(&format!("{before}{figures}{behind}"));
    let parts = parts.filter(|parts| !parts.is_dash())?;
    let is_before = !parts.currency.is_empty() && before.trim() == parts.currency;
    let currency = if is_before { before.trim_end().len() } else { 0 };
    if is_omitted {
        let end = region.end;
        return Some(Bracketed {
            region,
            currency,
            point: end,
            number: end,
            closing: end,
            is_omitted,
        });
    }
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let first = inner.start + figures.find(is_digit)?;
    let length = text[first..inner.end].find(|c| !is_digit(c)).unwrap_or(inner.end - first);
    let digits = &text[first..first + length];
    // Other digits stand nowhere in it: the number is in one piece.
    let is_whole = parts.number.ends_with(digits);
    let point = first + digits.find('.').unwrap_or(length);
    let number = first + length;
    let closing = text[..inner.end].trim_end().len();
    is_whole.then_some(Bracketed { region, currency, point, number, closing, is_omitted })
}

/// Reads a cell as other words in the brackets of one region, in whose place the public edition has a figure: its
/// number is all within the brackets, and has no point.
pub fn bracketed_words(text: &str) -> Option<Bracketed> {
    let text = without_mark(text);
    let (region, inner) = region(text)?;
    let closing = text[..inner.end].trim_end().len();
    let omitted =
        bracketed(&format!("{}{REDACTED}{}", &text[..region.start], &text[region.end..]))?;
    Some(Bracketed {
        region,
        point: closing,
        number: closing,
        closing,
        is_omitted: false,
        ..omitted
    })
}

/// Returns where the first region of a text stands, and what is within its brackets.
fn region(text: &str) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let start = text.find(OPEN)?;
    let open = start + OPEN.len();
    if text[start..].starts_with(REDACTED) {
        return Some((start..start + REDACTED.len(), open..open));
    }
    let close = open + text[open..].find(CLOSE)?;
    Some((start..close + CLOSE.len(), open..close))
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
            ("—%", "|—|%"),
            ("(—)", "|(—|)"),
            ("(0.75)%", "|(0.75|)%"),
            ("(1.2) %", "|(1.2|)%"),
            ("$ (1,234)", "$|(1,234|)"),
            ("($1,234)", "$|(1,234|)"),
            ("$-5", "$|−5|"),
            ("+3.1%", "|+3.1|%"),
            ("(1.5)x", "|(1.5|)×"),
            ("12 bps", "|12|\u{a0}bps"),
            ("(40) bps", "|(40|)\u{a0}bps"),
            ("€ 1,234", "€|1,234|"),
            ("£(0.5)", "£|(0.5|)"),
            ("US$ 1,234", "US$|1,234|"),
            ("(HK$3.50)", "HK$|(3.50|)"),
            ("RMB 12", "RMB|12|"),
        ] {
            assert_eq!(parts(text).as_deref(), Some(expected), "{text}");
        }
        for words in [
            "n/a",
            "July 1",
            "(a)",
            "",
            "Q4 2007",
            "2.1, 2.2 and",
            "(12",
            "- 5",
            "$",
            "5)",
            "((5))",
            "%",
            "FORMS$5",
            "12 basis",
            "(5)%)",
            "1,234 $",
        ] {
            assert_eq!(parts(words), None, "{words}");
        }
        let closing = |text: &str| bracketed_words(text).map(|at| (at.currency, at.closing));
        assert_eq!(closing("$[*** n/m ***]%"), Some((1, 9)));
        assert_eq!(closing("[*** — ***]"), Some((0, 8)));
        assert_eq!(closing("about [*** 5 ***]"), None);
    }

    #[test]
    fn a_mark_of_a_note_is_no_negative_figure() {
        for (text, expected) in [
            ("1,565 (2)", "1,565"),
            ("$ (2)", "$ (2)"),
            ("US$ (2)", "US$ (2)"),
            ("(2)", "(2)"),
            ("$[*** 5 ***]\u{a0}(a)", "$[*** 5 ***]"),
            ("(1,565)", "(1,565)"),
        ] {
            assert_eq!(without_mark(text), expected, "{text}");
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
            ("([*** 4.25 ***])", "|([*** 4|.25| ***])"),
            ("US$ [*** 98.75 ***] (1)", "US$| [*** 98|.75| ***] (1)"),
            ("$[***]", "$|[***]||"),
            ("[***])%", ""),
            ("([***])%", "|([***]||)%"),
        ] {
            assert_eq!(parts(text).unwrap_or_default(), expected, "{text}");
        }
        for words in
            ["of [***]", "[*** n/m ***]", "[*** — ***]", "about [*** 5 ***]", "[*** 5", "12.5"]
        {
            assert_eq!(parts(words), None, "{words}");
        }
        let closing = |text: &str| bracketed_words(text).map(|at| (at.currency, at.closing));
        assert_eq!(closing("$[*** n/m ***]%"), Some((1, 9)));
        assert_eq!(closing("[*** — ***]"), Some((0, 8)));
        assert_eq!(closing("about [*** 5 ***]"), None);
    }
}

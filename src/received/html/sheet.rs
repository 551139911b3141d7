//! The signs and numbers of HTML's lists, which stand in no text.

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::received) enum ListStyle {
    None,
    Bullet,
    Number,
    Letter,
    Capital,
    Roman,
    CapitalRoman,
}

impl ListStyle {
    /// Reads the style of a list: its `type`, or what its style sheet says.
    pub(in crate::received) fn of(
        is_ordered: bool,
        kind: Option<&str>,
        style: Option<&str>,
    ) -> Self {
        let styled = style.and_then(|style| {
            style.split_whitespace().find_map(|word| {
                Some(match word {
                    "none" => Self::None,
                    "disc" | "circle" | "square" => Self::Bullet,
                    "decimal" => Self::Number,
                    "lower-alpha" | "lower-latin" => Self::Letter,
                    "upper-alpha" | "upper-latin" => Self::Capital,
                    "lower-roman" => Self::Roman,
                    "upper-roman" => Self::CapitalRoman,
                    _ => return None,
                })
            })
        });
        let kind = kind.and_then(|kind| {
            Some(match kind.trim() {
                "1" => Self::Number,
                "a" => Self::Letter,
                "A" => Self::Capital,
                "i" => Self::Roman,
                "I" => Self::CapitalRoman,
                "disc" | "circle" | "square" => Self::Bullet,
                _ => return None,
            })
        });
        styled.or(kind).unwrap_or(if is_ordered { Self::Number } else { Self::Bullet })
    }
}

/// Returns what stands before the item `number` of a list.
pub(in crate::received) fn list_number(style: ListStyle, number: i64) -> String {
    let letter = |first: u8| match number {
        1..=26 => char::from(first + u8::try_from(number - 1).unwrap_or(0)).to_string(),
        _ => number.to_string(),
    };
    match style {
        ListStyle::None => String::new(),
        ListStyle::Bullet => "•".to_owned(),
        ListStyle::Number => format!("{number}."),
        ListStyle::Letter => letter(b'a') + ".",
        ListStyle::Capital => letter(b'A') + ".",
        ListStyle::Roman => roman(number) + ".",
        ListStyle::CapitalRoman => roman(number).to_uppercase() + ".",
    }
}

fn roman(number: i64) -> String {
    if !(1..=399).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

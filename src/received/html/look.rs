//! What attributes and styles say of an element: indentation, emphasis, typeface, whether it is hidden.

/// The typefaces whose letters are signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::received) enum Face {
    /// Any with letters.
    #[default]
    Plain,
    /// Symbol.
    Symbol,
    /// Wingdings, also its sisters.
    Wingdings,
}

/// What an element's own attributes say.
#[derive(Debug, Clone, Default)]
pub(in crate::received) struct Look {
    /// Columns that it is indented, with what its first line is indented beyond that.
    pub indent: i32,
    pub first: Option<i32>,
    /// Bold, underlined or italic; not said where none.
    pub is_strong: Option<bool>,
    pub face: Option<Face>,
    pub is_hidden: bool,
    pub begins_page: bool,
    pub ends_page: bool,
    pub list_style: Option<String>,
    pub is_pre: bool,
}

impl Look {
    /// Reads the attributes of an element.
    pub(in crate::received) fn of<'a>(attribute: impl Fn(&str) -> Option<&'a str>) -> Self {
        let mut look = Self::default();
        if let Some(face) = attribute("face") {
            look.face = Some(face_of(face));
        }
        if attribute("hidden").is_some() {
            look.is_hidden = true;
        }
        for (name, value) in declarations(attribute("style").unwrap_or_default()) {
            look.declare(&name, &value);
        }
        look
    }

    fn declare(&mut self, name: &str, value: &str) {
        match name {
            "margin-left" | "padding-left" => self.indent += columns(value),
            "margin" | "padding" => {
                let parts: Vec<&str> = value.split_whitespace().collect();
                self.indent += match parts.as_slice() {
                    [_, _, _, left] => columns(left),
                    [_, sides] | [_, sides, _] => columns(sides),
                    _ => 0,
                };
            }
            "text-indent" => self.first = Some(columns(value)),
            "font-weight" => {
                let is_bold = value.starts_with("bold")
                    || value.parse::<u32>().is_ok_and(|weight| weight >= 600);
                self.is_strong = Some(self.is_strong.unwrap_or(false) || is_bold);
            }
            "font-style" => {
                let is_italic = value.starts_with("italic") || value.starts_with("oblique");
                self.is_strong = Some(self.is_strong.unwrap_or(false) || is_italic);
            }
            "font" => {
                let is_strong =
                    value.split_whitespace().any(|word| matches!(word, "bold" | "italic"));
                self.is_strong = Some(is_strong);
                self.face = Some(face_of(value));
            }
            "text-decoration" | "text-decoration-line" if value.contains("underline") => {
                self.is_strong = Some(true);
            }
            "font-family" => self.face = Some(face_of(value)),
            "display" => self.is_hidden |= value.starts_with("none"),
            "visibility" => self.is_hidden |= value.starts_with("hidden"),
            "font-size" => self.is_hidden |= value.trim_end_matches(char::is_alphabetic) == "0",
            "mso-hide" => self.is_hidden |= value.starts_with("all"),
            "page-break-before" | "break-before" => self.begins_page |= breaks(value),
            "page-break-after" | "break-after" => self.ends_page |= breaks(value),
            "list-style-type" | "list-style" => self.list_style = Some(value.to_owned()),
            "white-space" => self.is_pre = value.starts_with("pre") && value != "pre-line",
            _ => {}
        }
    }
}

fn breaks(value: &str) -> bool {
    value.starts_with("always") || value.starts_with("page")
}

/// Says whether a tag's attributes hide what it holds.
pub(in crate::received) fn hides<'a>(attribute: impl Fn(&str) -> Option<&'a str>) -> bool {
    Look::of(attribute).is_hidden
}

/// Parts a style in its declarations, in small letters.
fn declarations(style: &str) -> impl Iterator<Item = (String, String)> + '_ {
    style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim().trim_end_matches("!important").trim();
        Some((name.trim().to_ascii_lowercase(), value.to_ascii_lowercase()))
    })
}

fn face_of(family: &str) -> Face {
    let family = family.to_ascii_lowercase();
    let first = family.split(',').next().unwrap_or_default();
    if first.contains("wingdings") || first.contains("webdings") {
        Face::Wingdings
    } else if first.contains("symbol") && !first.contains("segoe") {
        Face::Symbol
    } else {
        Face::Plain
    }
}

/// Returns a length in columns of six points.
fn columns(value: &str) -> i32 {
    let value = value.trim();
    let at = value.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(value.len());
    let Ok(number) = value[..at].trim().parse::<f64>() else { return 0 };
    let unit = match value[at..].trim() {
        "in" => 12.0,
        "em" | "rem" => 2.0,
        "cm" => 4.7,
        "mm" => 0.47,
        "%" => 0.8,
        "px" => 0.125,
        "" => 0.125,
        _ => 1.0 / 6.0,
    };
    // No page is wider; what casts here is bounded by it.
    (number * unit).round().clamp(-200.0, 200.0) as i32
}

/// Returns the list sign that a text is in a typeface of signs.
pub(in crate::received) fn sign_of(face: Face, text: &str) -> Option<char> {
    let mut characters = text.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let only = characters.next()?;
    if characters.next().is_some() {
        return None;
    }
    match face {
        Face::Plain => None,
        Face::Symbol => matches!(only, '·' | '\u{f0b7}' | '¨' | '-' | '•').then_some('•'),
        Face::Wingdings => {
            let is_sign = only.is_ascii_alphanumeric() || !only.is_ascii();
            is_sign.then_some('•')
        }
    }
}

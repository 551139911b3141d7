//! Characters that are written as numbers or names: references of HTML, escapes of addresses, styles and scripts.
//!
//! In: text as it stands in a file. Out: the text that it is read as.

/// How a language writes a character as its number.
pub(super) struct Escapes {
    /// What stands before the hexadecimal digits.
    sign: &'static str,
    /// How many digits there are at most.
    most: usize,
    /// Whether a blank behind the digits belongs to them.
    takes_blank: bool,
    /// Whether the numbers are bytes of UTF-8.
    is_bytes: bool,
}

/// `%71` of an address.
pub(super) const ADDRESS: Escapes =
    Escapes { sign: "%", most: 2, takes_blank: false, is_bytes: true };
/// `\71 ` of a style sheet.
pub(super) const STYLE: Escapes =
    Escapes { sign: "\\", most: 6, takes_blank: true, is_bytes: false };
/// `\u0071` of a script or of JSON.
pub(super) const SCRIPT: Escapes =
    Escapes { sign: "\\u", most: 4, takes_blank: false, is_bytes: false };

impl Escapes {
    /// Returns a text with its escapes as characters; none where it has none.
    pub(super) fn read(&self, text: &str) -> Option<String> {
        let mut pieces = text.split(self.sign);
        let mut out = pieces.next()?.as_bytes().to_vec();
        let mut has_any = false;
        for piece in pieces {
            let is_digit = |byte: &u8| byte.is_ascii_hexdigit();
            let length = piece.bytes().take(self.most).take_while(is_digit).count();
            let (digits, rest) = piece.split_at(length);
            let code = u32::from_str_radix(digits, 16).unwrap_or(0xFFFD);
            match u8::try_from(code).ok().filter(|_| self.is_bytes) {
                Some(byte) => out.push(byte),
                None => {
                    let character = char::from_u32(code).unwrap_or('\u{fffd}');
                    out.extend(character.to_string().bytes());
                }
            }
            let behind = if self.takes_blank { rest.strip_prefix(' ') } else { None };
            out.extend(behind.unwrap_or(rest).bytes());
            has_any |= length > 0;
        }
        has_any.then(|| String::from_utf8_lossy(&out).into_owned())
    }
}

/// Returns a text with its character references as characters; those that are never closed are read too.
pub(super) fn referred(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let reference = &rest[at + 1..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let end = reference.find(|c| !is_part(c)).unwrap_or(reference.len());
        let (sign, length) = match reference.starts_with('#') {
            true => numbered(reference),
            false => (named(&reference[..end]), end),
        };
        let Some(sign) = sign else {
            out.push('&');
            rest = reference;
            continue;
        };
        out.push_str(&sign);
        rest = &reference[length..];
        rest = rest.strip_prefix(';').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// Reads `#113` or `#x71`: the character, and the length.
fn numbered(reference: &str) -> (Option<String>, usize) {
    let number = &reference[1..];
    let (radix, digits) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, number),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let code = u32::from_str_radix(&digits[..end], radix).ok();
    let sign = code.and_then(char::from_u32).map(String::from);
    (sign, reference.len() - digits.len() + end)
}

/// Reads `amp`, `zwnj`: any name that HTML knows, and Markdown with it.
fn named(name: &str) -> Option<String> {
    let frequent = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("nbsp", "\u{a0}")];
    if let Some((_, sign)) = frequent.iter().find(|(known, _)| *known == name) {
        return Some((*sign).to_owned());
    }
    // No name is longer.
    if name.is_empty() || name.len() > 31 {
        return None;
    }
    let reference = format!("&{name};");
    let texts = pulldown_cmark::Parser::new(&reference).filter_map(|event| match event {
        pulldown_cmark::Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    let text: String = texts.collect();
    (text != reference).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_with_their_names_and_without_their_ends() {
        for (text, read) in [
            ("a &amp; b &lt; &c", "a & b < &c"),
            ("&#113&#x71;u&#X71", "qquq"),
            ("Kum&NoBreak;quat&period;", "Kum\u{2060}quat."),
            ("&nothing; &#; &#x;", "&nothing; &#; &#x;"),
            ("&#99999999999;", "&#99999999999;"),
        ] {
            assert_eq!(referred(text), read, "{text}");
        }
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(ADDRESS.read("in%20Ohio%C3%A9").as_deref(), Some("in Ohioé"));
        assert_eq!(STYLE.read("Kum\\71 uat\\000071").as_deref(), Some("Kumquatq"));
        assert_eq!(SCRIPT.read("Kum\\u0071uat").as_deref(), Some("Kumquat"));
        assert_eq!(ADDRESS.read("5 % of"), None);
        assert_eq!(SCRIPT.read("a\\b"), None);
    }
}

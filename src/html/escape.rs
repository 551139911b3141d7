//! Text as it may stand in HTML, in attributes, addresses and style sheets.

/// Appends text; a hyphen that must not break keeps its word together and stays a plain hyphen.
pub(super) fn push_text(text: &str, out: &mut String) {
    if !text.contains('\u{2011}') {
        push(text, out);
        return;
    }
    let blank = |sign: char| sign.is_whitespace();
    for piece in text.split_inclusive(blank) {
        let word = piece.trim_end_matches(blank);
        if word.contains('\u{2011}') {
            out.push_str("<span class=\"nb\">");
            push(word, out);
            out.push_str("</span>");
            push(&piece[word.len()..], out);
        } else {
            push(piece, out);
        }
    }
}

/// Bytes at which a character may begin that is not written as it is.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        // Controls; the leads of U+00A0, U+2011 and of what is no character.
        special[byte] = byte < 0x20 || byte == 0x7F || matches!(byte, 0xC2 | 0xE2 | 0xEF | 0xF0..);
        byte += 1;
    }
    special[b'&' as usize] = true;
    special[b'<' as usize] = true;
    special[b'>' as usize] = true;
    special[b'"' as usize] = true;
    special
};

/// Appends text with the signs replaced that HTML reads as its own; fit for attributes as well.
pub(crate) fn push(text: &str, out: &mut String) {
    let (mut done, mut index) = (0, 0);
    let special = |byte: &u8| SPECIAL[usize::from(*byte)];
    while let Some(next) = text.as_bytes()[index..].iter().position(special) {
        index += next;
        let sign = text[index..].chars().next().expect("a character begins at a special byte");
        let replacement = match sign {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\u{A0}' => "&nbsp;",
            '\u{2011}' => "-",
            _ if is_foreign(sign) => "\u{FFFD}",
            _ => {
                index += sign.len_utf8();
                continue;
            }
        };
        out.push_str(&text[done..index]);
        out.push_str(replacement);
        index += sign.len_utf8();
        done = index;
    }
    out.push_str(&text[done..]);
}

/// Says whether HTML may not hold a character: controls but for blanks, and what is no character at all.
fn is_foreign(sign: char) -> bool {
    let code = u32::from(sign);
    sign.is_control() && !matches!(sign, '\t' | '\n' | '\r')
        || code & 0xFFFE == 0xFFFE
        || (0xFDD0..=0xFDEF).contains(&code)
}

/// Returns text without what HTML may not hold; for values that a template escapes.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|sign| if is_foreign(sign) { '\u{FFFD}' } else { sign }).collect()
}

/// Returns the link to an id of the same page.
pub(super) fn fragment(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 1);
    out.push('#');
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Returns a text as a string of CSS, with its quotes.
pub(super) fn css(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        if sign.is_control() || matches!(sign, '"' | '\\' | '<' | '>' | '&') {
            out.push_str(&format!("\\{:x} ", u32::from(sign)));
        } else {
            out.push(sign);
        }
    }
    out.push('"');
    out
}

/// Appends bytes in base 64.
pub(super) fn push_base64(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            if index > chunk.len() {
                out.push('=');
            } else {
                let digit = group >> (18 - 6 * index) & 63;
                out.push(char::from(DIGITS[digit as usize]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_a_form_keeps_its_hyphen() {
        let mut out = String::new();
        push_text("a <b> & \"c\"\u{A0}on Form\u{A0}10\u{2011}K, or\u{1}", &mut out);
        assert_eq!(
            out,
            "a &lt;b&gt; &amp; &quot;c&quot;&nbsp;on Form&nbsp;<span class=\"nb\">10-K,</span> or\u{FFFD}"
        );
    }

    #[test]
    fn fragments_and_strings_of_css_cannot_break_out() {
        assert_eq!(fragment("k3.7 \"é"), "#k3.7%20%22%C3%A9");
        assert_eq!(css("a\"\\</style>\n"), r#""a\22 \5c \3c /style\3e \a ""#);
    }

    #[test]
    fn base64_pads_its_end() {
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            let mut out = String::new();
            push_base64(bytes.as_bytes(), &mut out);
            assert_eq!(out, expected);
        }
    }
}

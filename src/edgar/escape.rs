//! Text in 7 bits: what EDGAR reads as its own is written as a reference.

/// Appends text that a reader reads, or the value of an attribute.
pub(super) fn push(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            // A hyphen that must not break is one all the same; few fonts have a sign for it.
            '\u{2011}' => out.push('-'),
            _ => push_sign(sign, out),
        }
    }
}

/// Appends a character as it is, or as a reference where EDGAR does not take it.
///
/// The caret is not in the manual's table of characters. What is no character becomes U+FFFD.
fn push_sign(sign: char, out: &mut String) {
    let code = u32::from(sign);
    let is_none = sign.is_control() || code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code);
    match sign {
        '^' => out.push_str("&#94;"),
        ' '..='~' | '\n' | '\t' | '\r' => out.push(sign),
        _ if is_none => out.push_str("&#65533;"),
        _ => out.push_str(&format!("&#{code};")),
    }
}

/// Returns a page as a template filled it in 7 bits: its own characters become references.
pub(super) fn seven_bit(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    page.chars().for_each(|sign| push_sign(sign, &mut out));
    out
}

/// Returns the name of a place: a letter, then letters, digits, `.`, `_` and `-`.
pub(super) fn anchor(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    if !id.starts_with(|first: char| first.is_ascii_alphabetic()) {
        out.push('p');
    }
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("_x{byte:02x}_"));
        }
    }
    out
}

/// The width at which lines are broken, so that two versions can be compared line by line.
const WIDTH: usize = 120;

/// Breaks long lines at blanks between words, never in a tag and never where blanks count.
pub(super) fn broken(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 80);
    let (mut column, mut in_tag, mut kept) = (0, false, false);
    for (at, sign) in page.char_indices() {
        match sign {
            '<' => {
                in_tag = true;
                kept = match page[at..].starts_with("<pre") {
                    true => true,
                    false => kept && !page[at..].starts_with("</pre"),
                };
            }
            '>' => in_tag = false,
            ' ' if !in_tag && !kept && column >= WIDTH => {
                out.push('\n');
                column = 0;
                continue;
            }
            _ => {}
        }
        column = if sign == '\n' { 0 } else { column + 1 };
        out.push(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e10_all_else_is_a_decimal_reference() {
        let mut out = String::new();
        push("a<b> & \"c\" ^\u{a0}Company’s 10\u{2011}K é\u{1}\u{1F600}", &mut out);
        assert_eq!(
            out,
            "a&lt;b&gt; &amp; &#34;c&#34; &#94;&#160;Company&#8217;s 10-K &#233;&#65533;&#128512;"
        );
        assert_eq!(seven_bit("<p>“^”</p>"), "<p>&#8220;&#94;&#8221;</p>");
    }

    #[test]
    fn e11_names_of_places_are_letters_digits_and_three_signs() {
        assert_eq!(anchor("k3.7"), "k3.7");
        assert_eq!(anchor("1 é"), "p1_x20__xc3__xa9_");
    }

    #[test]
    fn lines_break_at_blanks_outside_of_tags_alone() {
        let words = "word ".repeat(60);
        let page = format!("<p style=\"{words}\">{words}</p><pre>{words}</pre>");
        let broken = broken(&page);
        assert_eq!(broken.replace('\n', " "), page);
        assert!(broken.contains("word\nword"));
        // The tag is the first line's, however long: its text begins the second.
        assert_eq!(broken.matches('\n').count(), 3);
    }
}

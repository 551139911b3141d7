//! Confidential marks behind backslashes: `\[***`, `[\*\*\*`, `\***]`.
//!
//! In: text at a sign. Out: how long a mark at its start is of which a sign stands behind a backslash.

/// Returns the length of an escaped mark that opens; `\[***]` is the sign that stands for text, and none.
pub(super) fn opens(text: &str) -> Option<usize> {
    let (bracket, behind) = sign(text, '[')?;
    let (stars, behind) = stars(behind.trim_start_matches(' '))?;
    let is_sign = sign(behind, ']').is_some();
    ((bracket || stars) && !is_sign).then_some(text.len() - behind.len())
}

/// Returns the length of an escaped mark that closes.
pub(super) fn closes(text: &str) -> Option<usize> {
    let (stars, behind) = stars(text)?;
    let (bracket, behind) = sign(behind.trim_start_matches(' '), ']')?;
    (bracket || stars).then_some(text.len() - behind.len())
}

/// Reads three stars: whether a backslash stands before one of them, and what follows.
fn stars(text: &str) -> Option<(bool, &str)> {
    let (first, behind) = sign(text, '*')?;
    let (second, behind) = sign(behind, '*')?;
    let (third, behind) = sign(behind, '*')?;
    Some((first || second || third, behind))
}

/// Reads a sign: whether a backslash stands before it, and what follows.
fn sign(text: &str, sign: char) -> Option<(bool, &str)> {
    let behind = text.strip_prefix('\\');
    let rest = behind.unwrap_or(text).strip_prefix(sign)?;
    Some((behind.is_some(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_behind_backslashes_are_known() {
        for text in [r"\[*** a", r"[\*\*\* a", r"\[\*\*\* a", r"[*\** a"] {
            assert_eq!(opens(text), Some(text.len() - 2), "{text}");
        }
        for text in [r"\***] a", r"\*\*\*] a", r"***\] a", r"\*\*\*\] a"] {
            assert_eq!(closes(text), Some(text.len() - 2), "{text}");
        }
        for text in ["[*** a", r"\[***]", r"[\*\*\*\]", r"\[** a", r"\* a"] {
            assert_eq!(opens(text), None, "{text}");
        }
        for text in ["***]", r"\**]", r"\*** a"] {
            assert_eq!(closes(text), None, "{text}");
        }
    }
}

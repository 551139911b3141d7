//! The way back: typographic signs as they are typed, so that words can be compared.

/// Folds a text to plain typing: `“3.4–3.6”…` and `"3.4--3.6"...` become one.
///
/// Dashes and hyphens of any length become one hyphen and blanks of any kind and number one blank, so
/// that a text and the same text set with [`set`](super::set) fold to equal strings.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    for sign in text.chars() {
        let plain = folded(sign);
        match plain {
            // A run of dashes is one dash, a run of blanks one blank.
            '-' | ' ' if last == Some(plain) => {}
            '…' => out.push_str("..."),
            _ => out.push(plain),
        }
        last = Some(plain);
    }
    out
}

/// Returns the sign as it is typed; the ellipsis, which is three signs, stays.
fn folded(sign: char) -> char {
    match sign {
        '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '×' => 'x',
        _ if sign.is_whitespace() => ' ',
        _ => sign,
    }
}

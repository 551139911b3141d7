//! Text as it is compared: what could hide a word is taken away.

use unicode_normalization::UnicodeNormalization;

/// Returns a text in one form (Unicode NFKC, small letters), without blanks, hyphens and signs that are not
/// seen; quotation marks and apostrophes are as they are typed.
pub fn folded(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !is_hyphen(*c) && !is_unseen(*c))
        .map(typed)
        .collect()
}

/// Says whether a character is a hyphen or a dash.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Says whether a character is not seen: Unicode's Default_Ignorable_Code_Point, and controls.
pub fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
        || c.is_control()
}

fn typed(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        '×' => 'x',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_a_word_is_taken_away() {
        assert_eq!(folded("Re-\nVenue “ﬁgure” 12\u{a0}½"), "revenue\"figure\"121⁄2");
        assert_eq!(folded("don’t — 3×"), "don't3x");
    }
}

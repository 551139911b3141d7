//! The names of a submission's files (EFM 5.1.1).

use super::subset::{LONGEST_NAME, SUFFIXES};

/// Returns what is wrong with a file's name; none where EDGAR takes it.
///
/// The manuals since 2009 take capitals, and a digit at the start; those before took one each of `.`, `-`
/// and `_`. Small letters are in both.
pub(super) fn fault(name: &str) -> Option<String> {
    let Some((stem, suffix)) = name.rsplit_once('.') else {
        return Some("it has no suffix".into());
    };
    if !SUFFIXES.contains(&suffix) {
        return Some(match suffix.to_ascii_lowercase().as_str() {
            "html" => "its suffix is `.html`, and EDGAR takes `.htm`".into(),
            "jpeg" => "its suffix is `.jpeg`, and EDGAR takes `.jpg`".into(),
            lower if SUFFIXES.contains(&lower) => "its suffix has capitals".into(),
            _ => format!("`.{suffix}` is none of the suffixes of EDGAR"),
        });
    }
    let length = name.chars().count();
    if length > LONGEST_NAME {
        return Some(format!("it has {length} characters, and EDGAR takes {LONGEST_NAME}"));
    }
    if !stem.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit()) {
        return Some("it begins with neither a small letter nor a digit".into());
    }
    let taken = |sign: char| {
        sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, '.' | '-' | '_')
    };
    stem.chars().find(|&sign| !taken(sign)).map(|sign| match sign {
        ' ' => "it has a blank".into(),
        _ => format!("it has `{sign}`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e18_names_are_those_of_the_manual() {
        let long = format!("{}.htm", "a".repeat(28));
        for good in ["corresp.htm", "corresp-20090303.htm", "image1.gif", "8k_a.txt", &long] {
            assert_eq!(fault(good), None, "{good}");
        }
        let too_long = "x".repeat(33);
        let longer = format!("{}.htm", "a".repeat(29));
        for bad in [
            "Letter to SEC.htm",
            "a.html",
            "_x.htm",
            &too_long,
            &longer,
            "x",
            "a.jpeg",
            "a.HTM",
            ".htm",
            "a b.htm",
            "é.htm",
            "A.htm",
            "a.png",
            "a/b.htm",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}

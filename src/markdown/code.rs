//! Blocks of code between lines of backticks or tildes, which take all that stands between them as it is.
//!
//! In: a block as it was typed. Out: whether a line closes it, and whether words behind its sign would be lost.

use crate::reader;

/// Says whether the last line of a block of code closes it.
pub(super) fn is_closed(block: &str) -> bool {
    let mut lines = block.trim_end().lines();
    let fence = lines.next().and_then(|line| reader::fence_after(None, line));
    let last = lines.next_back();
    // A fence that cannot be told is none of ours to judge.
    fence.is_none() || last.is_some_and(|line| reader::fence_after(fence, line).is_none())
}

/// Says whether what stands behind the sign is more than the name of a language.
pub(super) fn is_prose(info: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '_' | '.');
    let info = info.trim();
    !info.chars().all(is_name) || info.ends_with('.')
}

#[cfg(test)]
mod tests {
    /// The underlined text of each `broken-code`.
    fn told(text: &str) -> Vec<&str> {
        crate::markdown::told::told(text, "broken-code")
    }

    #[test]
    fn words_behind_the_sign_and_code_without_an_end_are_told() {
        assert_eq!(told("```The table follows\na\n```\n"), ["```The table follows"]);
        assert_eq!(told("~~~ Table.\na\n~~~\n"), ["~~~ Table."]);
        assert_eq!(told("A.\n\n```\na\n\nB.\n"), ["```"]);
        assert_eq!(told("- ```\n  a\n\nB.\n"), ["```"]);
        assert_eq!(told("> ```\n> a\n\nB.\n"), ["```"]);
        assert_eq!(told("````\na\n```\n"), ["````"]);
        assert_eq!(told("```"), ["```"]);
    }

    #[test]
    fn whole_code_is_not() {
        for text in [
            "```\na\n```\n",
            "~~~ c++\na\n\n~~~~\n\nB.\n",
            "- ```\n  a\n  ```\n\nB.\n",
            "> ```text\n> a\n> ```\n",
            "```\n```\n",
            "```\n~~~\n{{\n```",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}

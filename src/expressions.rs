//! How much the template engine is given to read: it follows whatever is nested, however deep.
//!
//! In: a template as it was typed. Out: what of it is too much. Knows no values and no names.

use std::ops::Range;

/// How many bytes an expression or tag may have; each may open a level of its own.
pub(crate) const LONGEST: usize = 1_000;

/// How many tags a template may have; each may stand within the one before.
const MOST_TAGS: usize = 1_000;

/// What of a template is too much to be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooMuch {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) says: String,
}

/// Finds what of a template is too much to be read.
pub(crate) fn too_much(template: &str) -> Option<TooMuch> {
    let mut at = 0;
    let mut tags = 0;
    while let Some(start) = next(template, at) {
        let is_tag = template[start..].starts_with("{%");
        let is_comment = template[start..].starts_with("{#");
        let inner = start + 2;
        let end = match is_comment {
            true => template[inner..].find("#}").map_or(template.len(), |end| inner + end + 2),
            false => end_of(template, inner, if is_tag { "%}" } else { "}}" }),
        };
        if !is_comment && end - start > LONGEST {
            let says =
                format!("an expression has {} signs, and at most {LONGEST} are read", end - start);
            let shown = template[start..].find('\n').map_or(end, |line| end.min(start + line));
            return Some(TooMuch { range: start..shown, says });
        }
        tags += usize::from(is_tag);
        if tags > MOST_TAGS {
            let says = format!("more than {MOST_TAGS} tags stand in the template");
            return Some(TooMuch { range: start..end, says });
        }
        at = end;
        // What is raw is read up to its end as text.
        let name = template[inner..end].trim_start_matches(['-', '+']).trim_start();
        if is_tag && name.starts_with("raw") {
            at = template[end..].find("endraw").map_or(template.len(), |behind| end + behind);
        }
    }
    None
}

/// Returns where the next expression, tag or comment begins.
fn next(template: &str, from: usize) -> Option<usize> {
    template[from..]
        .match_indices('{')
        .map(|(at, _)| from + at)
        .find(|&at| matches!(template.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#')))
}

/// Returns the end of an expression or tag behind its closing sign, which within quotation marks closes nothing.
fn end_of(template: &str, inner: usize, close: &str) -> usize {
    let mut quote = None;
    let mut is_escaped = false;
    for (at, sign) in template[inner..].char_indices() {
        match quote {
            Some(_) if is_escaped => is_escaped = false,
            Some(_) if sign == '\\' => is_escaped = true,
            Some(mark) if sign == mark => quote = None,
            Some(_) => {}
            None if matches!(sign, '"' | '\'') => quote = Some(sign),
            None if template[inner + at..].starts_with(close) => return inner + at + close.len(),
            None => {}
        }
    }
    template.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_or_nested_without_end_is_too_much() {
        let says = |template: &str| too_much(template).map(|it| it.says);
        let long = "-".repeat(2_000);
        let expected = Some("an expression has 2006 signs, and at most 1000 are read".to_owned());
        assert_eq!(
            says(&format!("A\n{{{{ {long}}}}} {{{{ a }}}}").replace("}} {", "1}} {")),
            expected
        );
        assert!(says(&format!("{{{{ \"}}}}\\\"\" ~ {long}1 }}}}")).is_some());
        assert!(says(&format!("{{% if {long}1 %}}{{% endif %}}")).is_some());
        assert!(says(&"{% if a %}".repeat(1_001)).is_some());
        assert!(says(&format!("{{% raw %}}{{% endraw %}}{{{{ {long}1 }}}}")).is_some());
        assert_eq!(says(&"{% if a %}{% endif %} {{ a }}\n".repeat(500)), None);
        assert_eq!(
            says(&format!("{{# {long} #}}{{% raw %}}{{{{ {long}{{% endraw %}} {{ {long} {{{{ a")),
            None
        );
    }
}

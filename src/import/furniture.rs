//! Page headers, footers and numbers, which fall into the middle of comments, bullets and sentences.
//!
//! A line is furniture where it is a page's number, or stands with one and repeats what the letter's head
//! says: the addressee, the company, the date. Nothing that asks or has a list mark is.

use std::collections::BTreeMap;

use super::lines::{Line, has_figures};
use super::text;
use crate::conservation::sounds_like_a_request;
use crate::marks;

/// How many lines above and below a page's number may belong to it.
const REACH: usize = 5;

/// Says for each line whether it is furniture.
pub(super) fn find(lines: &[Line<'_>]) -> Vec<bool> {
    let head_end =
        lines.iter().position(|line| text::is_salutation(line.text)).unwrap_or(lines.len().min(30));
    let head: Vec<String> = lines[..head_end].iter().map(|line| line.text.to_lowercase()).collect();
    let mut found: Vec<bool> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            (is_page(line.text) && !goes_on(lines, index))
                || is_legend(line.text)
                || is_template_field(line.text)
                || is_running(line.text, &head)
        })
        .collect();
    for index in bare_page_numbers(lines) {
        found[index] = true;
    }
    for index in 0..lines.len() {
        // A page that ends with no number may still begin with the head's lines.
        if lines[index].is_on_new_page
            && repeats_head(lines[index].text, &head)
            && index >= head_end
        {
            found[index] = true;
        }
    }
    let dated = lines[..head_end].iter().find_map(|line| text::date_line(line.text));
    let anchors: Vec<usize> = (0..lines.len()).filter(|&index| found[index]).collect();
    let near = texts_near(lines, &anchors);
    for &anchor in &anchors {
        let belongs = |index: usize| {
            let line = &lines[index];
            let text = line.text;
            // A sentence may be repeated as well: no foot of a page reads like the end or the rest of one.
            let is_sentence = text::goes_on(text)
                || text::has_page(text)
                || ends_small(text)
                || text
                    .trim_end_matches(['"', '”', '’', '\'', ')'])
                    .ends_with([';', ',', '.', ':', '?', '!']);
            let offset = index as isize - anchor as isize;
            let count = near.get(&(text, offset)).copied().unwrap_or(0);
            let is_repeated = !is_sentence
                && count > 1
                && count * 2 > anchors.len()
                && !(line.is_row() && has_figures(text));
            // Of a date that EDGAR broke a part may stand here; `2009.` is the end of a sentence.
            let is_date = match text::date_line(text) {
                Some(date) => dated.is_none_or(|own| own == date),
                None => {
                    text.split_whitespace().all(text::is_date_word)
                        && bare_number(text).is_none()
                        && !text.ends_with(['.', ';', ':', '?', ','])
                }
            };
            line.length() <= 90
                && text.contains(char::is_alphanumeric)
                && !sounds_like_a_request(text)
                && !starts_with_number(text)
                && (repeats_head(text, &head)
                    || is_date
                    || is_label(text)
                    || is_repeated
                    || text == "Page")
        };
        for index in (anchor.saturating_sub(REACH)..anchor).rev() {
            if !found[index] && !belongs(index) {
                break;
            }
            // Above the first page's foot stands the letter itself.
            found[index] |= index >= head_end;
        }
        for index in (anchor + 1..lines.len()).take(REACH) {
            if !found[index] && !belongs(index) {
                break;
            }
            // A first page may have a head as well, and what stands below it is the letter's own.
            let is_own = index < head_end
                && !lines[..anchor].iter().any(|above| above.text == lines[index].text);
            if is_own && !found[index] {
                break;
            }
            found[index] = true;
        }
    }
    for (line, found) in lines.iter().zip(&mut found) {
        *found &= !sounds_like_a_request(line.text);
    }
    found
}

/// Says whether a line begins as a comment does, or asks: it is no page's, whatever stands around it.
pub(super) fn opens_comment(line: &str) -> bool {
    starts_with_number(line) || marks::signs(line).1 > 0 || sounds_like_a_request(line)
}

/// Returns the lines left out for nothing but that two pages show them, which read like headings.
///
/// A letter of few pages may well have one heading twice at one place of a page.
pub(super) fn repeated_headings(lines: &[Line<'_>], is_furniture: &[bool]) -> Vec<usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, &is_furniture) in lines.iter().zip(is_furniture) {
        if is_furniture {
            *counts.entry(line.text).or_default() += 1;
        }
    }
    let head_end =
        lines.iter().position(|line| text::is_salutation(line.text)).unwrap_or(lines.len().min(30));
    let head: Vec<String> = lines[..head_end].iter().map(|line| line.text.to_lowercase()).collect();
    let is_weak = |line: &Line<'_>| {
        counts.get(line.text) == Some(&2)
            && text::is_heading(line.text)
            && !is_page(line.text)
            && !is_running(line.text, &head)
            && !is_legend(line.text)
            && !is_template_field(line.text)
            && !is_label(line.text)
            && !repeats_head(line.text, &head)
            && !line.text.split_whitespace().all(text::is_date_word)
    };
    (head_end..lines.len()).filter(|&at| is_furniture[at] && is_weak(&lines[at])).collect()
}

/// Says whether a line's last word has small letters alone: `… of our letter dated`. Names do not end so,
/// and what is left in the letter by mistake is seen there.
fn ends_small(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    !last.is_empty() && last.chars().all(char::is_lowercase)
}

/// Counts the texts that stand near the pages' numbers, each at its distance from the number: what is
/// printed on each page stands at one place of it, and a heading that comes twice does not.
fn texts_near<'a>(lines: &[Line<'a>], anchors: &[usize]) -> BTreeMap<(&'a str, isize), usize> {
    let mut near = BTreeMap::new();
    for &anchor in anchors {
        let start = anchor.saturating_sub(REACH);
        let end = (anchor + 1 + REACH).min(lines.len());
        for (at, line) in lines.iter().enumerate().take(end).skip(start) {
            *near.entry((line.text, at as isize - anchor as isize)).or_insert(0) += 1;
        }
    }
    near
}

/// Says whether a line is the rest of a heading: `Item 7. …, Results of Operations,`, `page 31`.
fn goes_on(lines: &[Line<'_>], index: usize) -> bool {
    let line = &lines[index];
    let Some(above) = index.checked_sub(1).map(|above| &lines[above]) else { return false };
    !line.has_gap && !line.is_on_new_page && line.text.starts_with('p') && above.length() > 20
}

/// Reads `Page 2`, `Page Two`, `Page 2 of 17`, `- 2 -`, `2 of 17`.
fn is_page(line: &str) -> bool {
    let words: Vec<String> = line.split_whitespace().take(5).map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["page", number] | ["page", number, "of", _] => text::number(number).is_some(),
        ["-" | "–" | "—", number, "-" | "–" | "—"] => {
            number.bytes().all(|b| b.is_ascii_digit())
        }
        [number, "of", all] => number.bytes().chain(all.bytes()).all(|byte| byte.is_ascii_digit()),
        [one] => {
            let inner = one.strip_prefix(['-', '–']).and_then(|rest| rest.strip_suffix(['-', '–']));
            inner.is_some_and(|n| {
                (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit())
            })
        }
        _ => false,
    }
}

/// Reads a header on one line: `Mr. Pat Example   March 2, 2020   Page 2`.
fn is_running(line: &str, head: &[String]) -> bool {
    // Twelve words, and `Page 2`.
    let words: Vec<&str> = line.split_whitespace().take(15).collect();
    let [before @ .., "Page", number] = words.as_slice() else { return false };
    if before.is_empty() || before.len() > 12 || text::number(number).is_none() {
        return false;
    }
    // `January 5, 2021 Page 2`, and what EDGAR makes of it: `Page 2 5, 2021 Page 2`, `January2 5, 2021 Page 2`.
    let is_part = |word: &str| {
        let month = word.trim_end_matches(|c: char| c.is_ascii_digit());
        text::is_date_word(word) || text::is_date_word(month) || word == "Page"
    };
    if before.iter().all(|word| is_part(word)) {
        return true;
    }
    let (before, date) = match text::date(before) {
        Some((at, _)) => (&before[..at], true),
        None => (before, false),
    };
    (before.is_empty() && date) || repeats_head(&before.join(" "), head)
}

/// Reads the legend of confidential treatment, which stands on each page.
fn is_legend(line: &str) -> bool {
    if line.chars().count() > 120 {
        return false;
    }
    let lower = line.to_lowercase();
    (lower.contains("confidential treatment requested") || lower.starts_with("foia confidential"))
        && !sounds_like_a_request(line)
}

/// Reads the fields of the staff's template, which EDGAR's text of a letter shows at each page's end.
///
/// Where it sets them on one line, the names of the fields are cut: `Comapany`, `March   NameExample Corp.`.
fn is_template_field(line: &str) -> bool {
    const FIELDS: [&str; 4] = ["FirstName LastName", "Comapany Name", "Company Name", "Comapany"];
    let is_filled = |word: &str| {
        let value = word.strip_prefix("LastName").or_else(|| word.strip_prefix("Name"));
        value.is_some_and(|value| value.starts_with(char::is_uppercase))
    };
    line.len() < 120
        && (FIELDS.iter().any(|field| line.starts_with(field))
            || line.split_whitespace().take(3).any(is_filled))
}

/// Reads a page label, `CITI 2`.
fn is_label(line: &str) -> bool {
    let Some((code, number)) = line.rsplit_once(' ') else { return false };
    (2..=12).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Says whether a line repeats a piece of the letter's head, or is a date.
fn repeats_head(line: &str, head: &[String]) -> bool {
    if text::date_line(line).is_some() {
        return true;
    }
    let lower = line.to_lowercase();
    let name = ["mr. ", "ms. ", "mrs. ", "dr. "]
        .iter()
        .find_map(|title| lower.strip_prefix(title))
        .unwrap_or(&lower)
        .trim_end_matches(',');
    name.chars().count() >= 5
        && name.contains(' ')
        && head.iter().any(|line| {
            line.find(name).is_some_and(|at| {
                let ends = |rest: &str, last: bool| {
                    let next = if last { rest.chars().next_back() } else { rest.chars().next() };
                    !next.is_some_and(char::is_alphanumeric)
                };
                ends(&line[..at], true) && ends(&line[at + name.len()..], false)
            })
        })
}

fn starts_with_number(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    marks::mark(first).is_some() || marks::label(line.split_whitespace()) > 0
}

/// Returns the number that a line is, if it is nothing else: a page's, or a comment's.
pub(super) fn bare_number(line: &str) -> Option<u32> {
    let is_bare = line.len() <= 3 && line.bytes().all(|byte| byte.is_ascii_digit());
    is_bare.then(|| line.parse().ok()).flatten()
}

/// Returns the lines that hold a bare number, where these are the pages' and not the comments'.
fn bare_page_numbers(lines: &[Line<'_>]) -> Vec<usize> {
    let number = |line: &Line<'_>| bare_number(line.text);
    let bare: Vec<usize> =
        (0..lines.len()).filter(|&index| number(&lines[index]).is_some()).collect();
    let has_marked_numbers = lines.iter().any(|line| {
        let skipped = marks::sign(line.text).unwrap_or(0);
        let first = line.text[skipped..].split_whitespace().next().unwrap_or_default();
        matches!(marks::mark(first), Some(marks::Mark::Number(_)))
            || marks::label(line.text.split_whitespace()) > 0
    });
    let ends_page = |index: usize| {
        lines[index].is_on_new_page || lines.get(index + 1).is_some_and(|next| next.is_on_new_page)
    };
    // Numbers that follow each other, where the comments' own have stops behind them.
    let follows = |index: &usize| {
        let at = bare.binary_search(index).unwrap_or(0);
        let this = number(&lines[*index]).unwrap_or(0);
        let before = at.checked_sub(1).and_then(|at| number(&lines[bare[at]]));
        let after = bare.get(at + 1).and_then(|&index| number(&lines[index]));
        before.map_or(this <= 2, |before| before + 1 == this) || after == Some(this + 1)
    };
    // `…, page` and `45`: the rest of a heading.
    let is_rest = |index: usize| {
        let line = &lines[index];
        let above = index.checked_sub(1).map(|above| lines[above].text.to_lowercase());
        !line.has_gap
            && !line.is_on_new_page
            && above.is_some_and(|above| {
                ["page", "pages", "note", "item"].iter().any(|word| above.ends_with(word))
            })
    };
    bare.iter()
        .copied()
        .filter(|index| !is_rest(*index))
        .filter(|index| ends_page(*index) || (has_marked_numbers && follows(index)))
        .collect()
}

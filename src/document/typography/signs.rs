//! Signs for typing within a line: dashes, ellipses, ranges, multiples, quotes, hyphens that hold.
//!
//! In: a line as typed. Out: the line with its signs; each step reads what the step before it wrote.

use super::{Line, OBJECT, Voice};

/// Sets the signs of a line: `typed` as it was written, `line` as it is set.
pub(super) fn set(typed: &mut Line, line: &mut Line, voice: Voice) {
    if typed.doubled {
        shorten(typed, line, voice);
    } else {
        std::mem::swap(typed, line);
    }
    if voice == Voice::Company {
        each(line, '-', dash);
        each(line, '-', range);
        each(line, 'x', multiple);
    }
    quotes(line);
    each(line, '-', form_hyphen);
}

/// What several typed signs become; longest first. The staff's own dots stay.
const SHORTER: [(&str, char, bool); 3] =
    [("---", '—', true), ("--", '–', true), ("...", '…', false)];

/// Writes the line with each run of dashes, dots and blanks as one sign.
///
/// A run that goes on (`----`, `.....`) is a rule or a leader and stays; `....` is an ellipsis and a stop.
fn shorten(typed: &Line, line: &mut Line, voice: Voice) {
    line.clear();
    let mut index = 0;
    while let Some(&sign) = typed.chars.get(index) {
        let (run, fixed) = (typed.runs[index], typed.fixed[index]);
        let length = if fixed { 1 } else { run_length(typed, index) };
        match sign {
            // Two blanks after a full stop are one; so are blanks on both sides of an inline's edge, but
            // for the edge of a change, where another view needs the second.
            ' ' if !fixed => {
                let same = !typed.changed || line.runs.last() == Some(&run);
                if line.chars.last() != Some(&' ') || !same {
                    line.push(' ', run, fixed);
                }
                index += 1;
            }
            '-' | '.' if length > 1 => {
                let rule = SHORTER.iter().find(|(from, _, staff)| {
                    from.starts_with(sign)
                        && (*staff || voice == Voice::Company)
                        && (from.len() == length || sign == '.' && from.len() + 1 == length)
                });
                let shorter = rule.map_or(0, |(from, to, _)| {
                    line.push(*to, run, fixed);
                    from.len()
                });
                for _ in shorter..length {
                    line.push(sign, run, fixed);
                }
                index += length;
            }
            _ => {
                line.push(sign, run, fixed);
                index += 1;
            }
        }
    }
}

/// Returns how often the dash or dot at `index` is repeated within its run of text.
fn run_length(typed: &Line, index: usize) -> usize {
    let sign = typed.chars[index];
    if !matches!(sign, '-' | '.') {
        return 1;
    }
    let same = |at: &usize| {
        typed.chars.get(*at) == Some(&sign)
            && typed.runs[*at] == typed.runs[index]
            && !typed.fixed[*at]
    };
    (index..).take_while(same).count()
}

/// Calls a rule for each place of a sign; the rule says what the sign becomes.
fn each(line: &mut Line, sign: char, rule: fn(&Line, usize) -> Option<char>) {
    for index in 0..line.chars.len() {
        if line.chars[index] == sign
            && !line.fixed[index]
            && let Some(set) = rule(line, index)
        {
            line.chars[index] = set;
        }
    }
}

fn is_blank(sign: Option<char>) -> bool {
    sign.is_some_and(char::is_whitespace)
}

fn is_word(sign: Option<char>) -> bool {
    sign.is_some_and(|sign| sign.is_alphanumeric() || sign == OBJECT)
}

fn is_digit(sign: Option<char>) -> bool {
    sign.is_some_and(|sign| sign.is_ascii_digit())
}

/// A hyphen between blanks is a dash in a sentence.
fn dash(line: &Line, at: usize) -> Option<char> {
    let before = line.at(at.checked_sub(1));
    (is_blank(before) && is_blank(line.at(Some(at + 1)))).then_some('–')
}

/// Words before a number with a hyphen that is a name and no range: `No. 1-2345`, `ASC 310-830`.
const NAMES_A_NUMBER: [&str; 26] = [
    "ASC", "ASU", "CIK", "CUSIP", "EIN", "EITF", "FAS", "FASB", "FIN", "FSP", "File", "Fax", "IAS",
    "ISIN", "Issue", "No.", "Nos.", "PCAOB", "Release", "Rule", "SAB", "SFAS", "SOP", "Subtopic",
    "Tel.", "Topic",
];

/// Figures with a hyphen between are a range where they rise: `3.4-3.6`, `10-15%`, `$5-$10`, `1.2x-1.6x`.
///
/// Not file numbers (`001-09924`), telephone numbers (`555-0100`), dates (`2009-01-14`), names (`EITF 99-20`).
fn range(line: &Line, at: usize) -> Option<char> {
    let chars = &line.chars;
    let number = |sign: &char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
    let tail = matches!(line.at(at.checked_sub(1)), Some('%' | 'x' | '×'));
    let end = at - usize::from(tail);
    let start = end - chars[..end].iter().rev().take_while(|sign| number(sign)).count();
    let money = line.at(Some(at + 1)) == Some('$');
    let next = at + 1 + usize::from(money);
    let length = chars[next..].iter().take_while(|sign| number(sign)).count();
    let low = &chars[start..end];
    let high = trim_stops(&chars[next..next + length]);
    let after = line.at(Some(next + high.len()));
    let multiple = after == Some('x') && !is_word(line.at(Some(next + high.len() + 1)));
    let alone = !matches!(line.at(start.checked_sub(1)), Some('-' | '–' | '/' | '.'))
        && !is_word(line.at(start.checked_sub(1)))
        && (multiple || !is_word(after))
        && !matches!(after, Some('-' | '/'));
    let plain = !tail && !money && !matches!(after, Some('%'));
    (alone && rises(low, high, plain) && !is_named(line, start)).then_some('–')
}

fn trim_stops(number: &[char]) -> &[char] {
    let end = number.iter().rposition(char::is_ascii_digit).map_or(0, |last| last + 1);
    &number[..end]
}

/// Says whether two numbers are a range: well formed, and the second above the first.
///
/// `plain` numbers have neither `$` nor `%`, and may be a telephone or file number.
fn rises(low: &[char], high: &[char], plain: bool) -> bool {
    let (Some(low), Some(high)) = (Number::read(low), Number::read(high)) else { return false };
    let (short, long) = (low.whole.len(), high.whole.len());
    let bare = plain && !low.grouped && !high.grouped && low.parts == 1 && high.parts == 1;
    if bare && (short == 3 && long == 4 || long > short + 1) {
        return false;
    }
    // `3.9-3.12` rises as keys do, `1.25-1.5` as decimals do.
    let whole = (short, &low.whole).cmp(&(long, &high.whole));
    let key = (low.rest.len(), &low.rest) < (high.rest.len(), &high.rest);
    whole.is_lt() || whole.is_eq() && (key || low.rest < high.rest)
}

/// A number cut at its first point.
struct Number {
    whole: Vec<char>,
    rest: Vec<char>,
    parts: usize,
    grouped: bool,
}

impl Number {
    /// Reads digits with commas and points; none for a leading zero, which names and does not count.
    fn read(text: &[char]) -> Option<Self> {
        const LONGEST: usize = 20;
        if text.len() > LONGEST
            || !text.first()?.is_ascii_digit()
            || !text.last()?.is_ascii_digit()
            || text.len() > 1 && text[0] == '0' && text[1].is_ascii_digit()
        {
            return None;
        }
        let mut parts = text.split(|sign| *sign == '.');
        let digits = |part: &[char]| part.iter().copied().filter(|sign| *sign != ',').collect();
        let whole = digits(parts.next()?);
        let rest = parts.next().map(digits).unwrap_or_default();
        Some(Self {
            whole,
            rest,
            parts: text.split(|sign| *sign == '.').count(),
            grouped: text.contains(&','),
        })
    }
}

/// Says whether the word before `start` makes the number after it a name.
fn is_named(line: &Line, start: usize) -> bool {
    let Some(end) = start.checked_sub(1).filter(|at| is_blank(line.at(Some(*at)))) else {
        return false;
    };
    NAMES_A_NUMBER.iter().any(|name| {
        let length = name.len();
        end >= length
            && line.chars[end - length..end].iter().copied().eq(name.chars())
            && !is_word(line.at((end - length).checked_sub(1)))
    })
}

/// `x` behind or between figures is the sign of a multiple: `10.4x`, `3 x 4`.
fn multiple(line: &Line, at: usize) -> Option<char> {
    let (before, after) = (at.checked_sub(1), at + 1);
    let next = line.at(Some(after));
    let spaced = line.at(before) == Some(' ')
        && is_digit(line.at(at.checked_sub(2)))
        && next == Some(' ')
        && is_digit(line.at(Some(at + 2)));
    // `0x1F` is no product.
    let zero = line.at(before) == Some('0')
        && !is_digit(line.at(at.checked_sub(2)))
        && is_word(next)
        && line.at(at.checked_sub(2)) != Some('.');
    let close = is_digit(line.at(before)) && (is_digit(next) && !zero || !is_word(next));
    (spaced || close).then_some('×')
}

/// Contractions that open with an apostrophe.
const CONTRACTIONS: [&str; 6] = ["bout", "cause", "em", "n", "til", "tis"];

/// Sets straight quotes and apostrophes by what stands around them.
fn quotes(line: &mut Line) {
    let mut open = Open::default();
    for index in 0..line.chars.len() {
        let sign = line.chars[index];
        if line.fixed[index] {
            continue;
        }
        line.chars[index] = match sign {
            '"' => double(line, index, &mut open),
            '\'' => single(line, index, &mut open),
            // Signs that the author typed count as well.
            '“' => open.opens_double(),
            '”' => open.closes_double(),
            '‘' => open.opens_single(),
            _ => continue,
        };
    }
}

/// Which quotes are open.
#[derive(Debug, Default)]
struct Open {
    double: bool,
    single: bool,
}

impl Open {
    fn opens_double(&mut self) -> char {
        self.double = true;
        '“'
    }

    fn closes_double(&mut self) -> char {
        self.double = false;
        '”'
    }

    fn opens_single(&mut self) -> char {
        self.single = true;
        '‘'
    }

    fn closes_single(&mut self) -> char {
        self.single = false;
        '’'
    }
}

/// Says whether a quote at `index` can open: nothing, a blank or an opening sign stands before it.
///
/// None where it may be either: after a dash or slash.
fn can_open(line: &Line, index: usize) -> Option<bool> {
    match line.at(index.checked_sub(1)) {
        None | Some('(' | '[' | '{' | '<' | '“' | '‘') => Some(true),
        Some('-' | '‑' | '–' | '—' | '/' | '…' | '=') => None,
        before => Some(is_blank(before)),
    }
}

/// Says whether a quote at `index` can close: nothing, a blank or a closing sign stands behind it.
fn can_close(line: &Line, index: usize) -> bool {
    // Quotes that stand together open or close together.
    let rest = line.chars.get(index + 1..).unwrap_or_default();
    let next = rest.iter().take(3).copied().find(|sign| !matches!(sign, '"' | '\''));
    match next {
        None | Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '>' | '”' | '’') => {
            true
        }
        Some('–' | '—' | '…') => true,
        next => is_blank(next),
    }
}

fn double(line: &Line, index: usize, open: &mut Open) -> char {
    match (can_open(line, index), can_close(line, index)) {
        (Some(true), false) => open.opens_double(),
        (Some(false), true) => open.closes_double(),
        _ if open.double => open.closes_double(),
        _ => open.opens_double(),
    }
}

fn single(line: &Line, index: usize, open: &mut Open) -> char {
    let before = line.at(index.checked_sub(1));
    if is_word(before) && is_word(line.at(Some(index + 1))) || is_elision(line, index) {
        return '’';
    }
    match (can_open(line, index), can_close(line, index)) {
        (Some(true), false) => open.opens_single(),
        (None, false) if !open.single => open.opens_single(),
        (Some(true), true) if !open.single && is_nested(line, index) => open.opens_single(),
        _ => open.closes_single(),
    }
}

/// Says whether another quote follows at once, so that both open: `'"Yes," she said'`.
fn is_nested(line: &Line, index: usize) -> bool {
    matches!(line.at(Some(index + 1)), Some('"'))
}

/// Says whether a quote stands for what was left out: `’08`, `’90s`, `’tis`.
fn is_elision(line: &Line, index: usize) -> bool {
    let rest = line.chars.get(index + 1..).unwrap_or_default();
    let word = |from: usize| rest.get(from).is_some_and(|sign| sign.is_alphanumeric());
    let digits = rest.iter().take(3).take_while(|sign| sign.is_ascii_digit()).count();
    if digits == 2 {
        return !word(2) || rest.get(2) == Some(&'s') && !word(3);
    }
    CONTRACTIONS.iter().any(|contraction| {
        let length = contraction.len();
        rest.len() >= length
            && contraction.chars().zip(rest).all(|(one, other)| one == other.to_ascii_lowercase())
            && !word(length)
    })
}

/// The hyphen in the name of a form never breaks: `10-K`, `8-K`, `S-3`, `N-CSR`, `SB-2`.
fn form_hyphen(line: &Line, at: usize) -> Option<char> {
    const LONGEST: usize = 6;
    let chars = &line.chars;
    let code = |sign: &&char| sign.is_ascii_uppercase() || sign.is_ascii_digit();
    let before = chars[..at].iter().rev().take(LONGEST).take_while(code).count();
    let after = chars[at + 1..].iter().take(LONGEST).take_while(code).count();
    let left = &chars[at - before..at];
    let digits = left.iter().filter(|sign| sign.is_ascii_digit()).count();
    let capital = chars.get(at + 1).is_some_and(char::is_ascii_uppercase);
    let shape = digits == left.len() && capital || digits == 0 && left.len() <= 2;
    let plural = usize::from(line.at(Some(at + 1 + after)) == Some('s'));
    let behind = line.at(Some(at + 1 + after + plural));
    let outside = |sign: Option<char>| !is_word(sign) && !matches!(sign, Some('-' | '‑' | '–'));
    ((1..=2).contains(&before)
        && (1..=4).contains(&after)
        && shape
        && outside(line.at((at - before).checked_sub(1)))
        && outside(behind))
    .then_some('‑')
}

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
const NAMES_A_NUMBER: [&str; 31] = [
    "ASC",
    "ASU",
    "CIK",
    "CUSIP",
    "Code",
    "EIN",
    "EITF",
    "FAS",
    "FASB",
    "FIN",
    "FSP",
    "File",
    "Fax",
    "IAS",
    "ISIN",
    "Issue",
    "No.",
    "Nos.",
    "PCAOB",
    "Phone",
    "Release",
    "Rule",
    "SAB",
    "SFAS",
    "SOP",
    "Subtopic",
    "Tel.",
    "Telephone",
    "Topic",
    "§",
    "§§",
];

/// Words after which two numbers are a range: `pages 12-15`.
const BEFORE_A_RANGE: [&str; 17] = [
    "page",
    "pages",
    "p.",
    "pp.",
    "bullets",
    "comments",
    "footnotes",
    "items",
    "levels",
    "lines",
    "notes",
    "paragraphs",
    "questions",
    "tables",
    "between",
    "fiscal",
    "years",
];

/// Words before which two numbers are a range: `3-5 years`.
const BEHIND_A_RANGE: [&str; 20] = [
    "percent",
    "percentage",
    "basis",
    "bps",
    "thousand",
    "million",
    "billion",
    "trillion",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "quarters",
    "year",
    "years",
    "times",
];

/// Figures with a hyphen between are a range where they rise and it is plain that they count: by `$`, `%` or
/// `x`, as decimals or thousands, as years, or by the word beside them (`pages 12-15`, `3-5 years`).
///
/// Two bare numbers are more often a name: `NI 43-101`, `737-800`, `P.L. 107-204`, a telephone or file number.
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
    let behind = next + high.len();
    let after = line.at(Some(behind));
    let before = line.at(start.checked_sub(1));
    let multiple = after == Some('x') && !is_word(line.at(Some(behind + 1)));
    let alone = !matches!(before, Some('-' | '–' | '/' | '.'))
        && !is_word(before)
        && (multiple || !is_word(after))
        && !matches!(after, Some('-' | '/'));
    let measured = tail || money || multiple || matches!(before, Some('$')) || after == Some('%');
    let rises = alone && rises(low, high);
    let counts = || {
        measured
            || count_by_themselves(low, high)
            || follows_a_word_of_ranges(line, start)
            || precedes_a_word_of_ranges(line, behind)
    };
    (rises && !is_named(line, start) && counts()).then_some('–')
}

/// Says whether two numbers are figures as they stand: both decimals, both with thousands, or years.
fn count_by_themselves(low: &[char], high: &[char]) -> bool {
    let is_year = |number: &[char]| matches!(number, ['1', '9', _, _] | ['2', '0', _, _]);
    let both = |is: &dyn Fn(&[char]) -> bool| is(low) && is(high);
    both(&|number| number.contains(&'.'))
        || both(&|number| number.contains(&','))
        || both(&|number| is_year(number) && number.iter().all(char::is_ascii_digit))
}

/// Says whether the word before a number makes it the begin of a range, past numbers that stand before it in a
/// list: `pages 12-15, and 98-102`.
fn follows_a_word_of_ranges(line: &Line, start: usize) -> bool {
    const FARTHEST: usize = 8;
    let before = &line.chars[..start];
    if !is_blank(before.last().copied()) {
        return false;
    }
    let words = before.rsplit(|sign| sign.is_whitespace()).filter(|word| !word.is_empty());
    let is_listed = |word: &&[char]| {
        word.first().is_some_and(char::is_ascii_digit) || is_one_of(word, &["and", "or", "&", "to"])
    };
    let word = words.take(FARTHEST).find(|word| !is_listed(word));
    word.is_some_and(|word| is_one_of(trim_opening(word), &BEFORE_A_RANGE))
}

/// Says whether the word behind a number makes it the end of a range.
fn precedes_a_word_of_ranges(line: &Line, end: usize) -> bool {
    let rest = line.chars.get(end..).unwrap_or_default();
    let [' ' | '\u{A0}', rest @ ..] = rest else { return false };
    let length = rest.iter().take_while(|sign| sign.is_alphabetic()).count();
    is_one_of(&rest[..length], &BEHIND_A_RANGE)
}

fn trim_opening(word: &[char]) -> &[char] {
    let start = word.iter().take_while(|sign| matches!(sign, '(' | '[' | '"' | '“')).count();
    &word[start..]
}

/// Says whether a word is one of a list, in small or capital letters.
fn is_one_of(word: &[char], list: &[&str]) -> bool {
    list.iter().any(|known| {
        known.chars().count() == word.len()
            && known.chars().zip(word).all(|(one, other)| one == other.to_ascii_lowercase())
    })
}

fn trim_stops(number: &[char]) -> &[char] {
    let end = number.iter().rposition(char::is_ascii_digit).map_or(0, |last| last + 1);
    &number[..end]
}

/// Says whether two numbers are well formed, and the second above the first.
fn rises(low: &[char], high: &[char]) -> bool {
    let (Some(low), Some(high)) = (Number::read(low), Number::read(high)) else { return false };
    let (short, long) = (low.whole.len(), high.whole.len());
    // `3.9-3.12` rises as keys do, `1.25-1.5` as decimals do.
    let whole = (short, &low.whole).cmp(&(long, &high.whole));
    let key = (low.rest.len(), &low.rest) < (high.rest.len(), &high.rest);
    whole.is_lt() || whole.is_eq() && (key || low.rest < high.rest)
}

/// A number cut at its first point.
struct Number {
    whole: Vec<char>,
    rest: Vec<char>,
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
        Some(Self { whole, rest })
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

/// `x` behind a decimal or alone between figures is the sign of a multiple: `10.4x`, `3 x 4`.
///
/// A whole number with `x` may be a name, as may what a capital letter follows: `10x Genomics`, `4x4`, `2x Long`.
fn multiple(line: &Line, at: usize) -> Option<char> {
    let (before, after) = (at.checked_sub(1), at + 1);
    let next = line.at(Some(after));
    let spaced = line.at(before) == Some(' ')
        && is_digit(line.at(at.checked_sub(2)))
        && next == Some(' ')
        && is_digit(line.at(Some(at + 2)));
    let digits = line.chars[..at].iter().rev().take_while(|sign| sign.is_ascii_digit()).count();
    let point = (at - digits).checked_sub(1);
    let decimal = digits > 0
        && line.at(point) == Some('.')
        && is_digit(line.at(point.and_then(|point| point.checked_sub(1))));
    let word = line.chars[after..].iter().find(|sign| !sign.is_whitespace());
    let named = is_blank(next) && word.is_some_and(|sign| sign.is_uppercase());
    (spaced || decimal && !is_word(next) && !named).then_some('×')
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

/// Says whether a quote stands for what was left out: `’08`, `’90s`, `’000`, `’tis`.
fn is_elision(line: &Line, index: usize) -> bool {
    let rest = line.chars.get(index + 1..).unwrap_or_default();
    let word = |from: usize| rest.get(from).is_some_and(|sign| sign.is_alphanumeric());
    let digits = rest.iter().take(4).take_while(|sign| sign.is_ascii_digit()).count();
    // Thousands are given as `’000`.
    if digits == 2 || digits == 3 && rest.starts_with(&['0', '0', '0']) {
        return !word(digits) || rest.get(digits) == Some(&'s') && !word(digits + 1);
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

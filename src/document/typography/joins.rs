//! Words that always share a line: the blank between them becomes U+00A0.
//!
//! In: a line with its signs. Out: the same line, joined by the rules of [`JOINS`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Line, OBJECT};

/// What a word is, as far as the rules ask; a word may be several things.
type Kinds = u32;

/// Any word at all.
const ANY: Kinds = 1;
/// A word that a number follows: `Note`, `page`, `§`.
const COUNTED: Kinds = 1 << 1;
/// A word that a letter or a Roman numeral follows: `Part`, `Exhibit`.
const LETTERED: Kinds = 1 << 2;
/// `Mr.` and the like.
const TITLE: Kinds = 1 << 3;
/// A month's name.
const MONTH: Kinds = 1 << 4;
/// What is counted or measured, where it reads as part of the figure: `billion`, `percentage`, `a.m.`.
const UNIT: Kinds = 1 << 5;
/// `/s/` and the opening of a mark: whatever follows.
const OPENS: Kinds = 1 << 6;
/// The end of a mark: whatever stands before.
const CLOSES: Kinds = 1 << 7;
/// A dash or an ellipsis that stands alone.
const DASH: Kinds = 1 << 8;
/// Begins with a digit or a currency sign.
const FIGURE: Kinds = 1 << 9;
/// Ends with a digit, and begins with one or a currency sign.
const AMOUNT: Kinds = 1 << 10;
/// One or two digits, with or without punctuation: a day of the month.
const DAY: Kinds = 1 << 11;
/// A capital letter or a Roman numeral alone.
const LETTER: Kinds = 1 << 12;
/// The name of a form: `S‑3`.
const CODE: Kinds = 1 << 13;
/// A capital letter with a stop.
const INITIAL: Kinds = 1 << 14;
/// Begins with a capital letter.
const CAPITAL: Kinds = 1 << 15;
/// `Q4`, `1Q`, `FY`.
const QUARTER: Kinds = 1 << 16;
/// `(i)`, `(a)`, `(1)`.
const ENUMERATOR: Kinds = 1 << 17;
/// `(212)`.
const AREA: Kinds = 1 << 18;

/// Which words are joined: what the first is, what the second is, and whether the first must be free on its left.
///
/// A word that is joined already to the word before it is a part of that: `paragraph (c)`, `Exhibit B.`
const JOINS: [(Kinds, Kinds, bool); 13] = [
    (COUNTED, FIGURE | CODE | ENUMERATOR, false), // Note 4, page 92, Form 10-K, paragraph (c)
    (LETTERED, LETTER, false),                    // Part II, Exhibit A, disclosure A
    (TITLE, CAPITAL, false),                      // Mr. Vaughn
    (INITIAL, CAPITAL, true),                     // W. Vaughn
    (MONTH, DAY, false),                          // October 27
    (DAY, MONTH, false),                          // 27 October
    (QUARTER, FIGURE, false),                     // Q4 2007
    (AMOUNT, UNIT, false),                        // $1.84 billion, 17 C.F.R.
    (ENUMERATOR, ANY, true),                      // (i) the
    (AREA, FIGURE, false),                        // (212) 555-0100
    (OPENS, ANY, false),                          // /s/ Pat
    (ANY, CLOSES, false),                         // 22% ***]
    (ANY, DASH, false),                           // words – and a dash, words …
];

/// The words that the rules know, as they are typed; those of one kind stand together.
const WORDS: [(Kinds, &[&str]); 7] = [
    (
        COUNTED,
        &[
            "Note",
            "Notes",
            "Footnote",
            "Footnotes",
            "Item",
            "Items",
            "Part",
            "Parts",
            "Exhibit",
            "Exhibits",
            "Rule",
            "Rules",
            "Section",
            "Sections",
            "Page",
            "Pages",
            "Comment",
            "Comments",
            "Bullet",
            "Bullets",
            "Form",
            "Forms",
            "Article",
            "Articles",
            "Chapter",
            "Chapters",
            "Table",
            "Tables",
            "Figure",
            "Figures",
            "Step",
            "Steps",
            "Level",
            "Levels",
            "Schedule",
            "Schedules",
            "Annex",
            "Appendix",
            "Topic",
            "Topics",
            "Subtopic",
            "Paragraph",
            "Paragraphs",
            "Question",
            "Questions",
            "Issue",
            "Release",
            "Phase",
            "Tier",
            "Volume",
            "Regulation",
            "Title",
            "Line",
            "Lines",
            "No.",
            "Nos.",
            "P.",
            "Pp.",
            "Sec.",
            "Art.",
            "Vol.",
            "§",
            "§§",
            "¶",
            "¶¶",
            "SFAS",
            "FAS",
            "FIN",
            "EITF",
            "SAB",
            "FSP",
            "SOP",
            "ASC",
            "ASU",
            "IAS",
            "IFRS",
        ],
    ),
    (
        LETTERED,
        &[
            "Part",
            "Parts",
            "Exhibit",
            "Exhibits",
            "Appendix",
            "Annex",
            "Schedule",
            "Schedules",
            "Class",
            "Series",
            "Title",
            "Article",
            "Chapter",
            "Volume",
            "Phase",
            "Tier",
            "Basel",
            "Disclosure",
            "Disclosures",
            "Item",
            "Section",
            "Regulation",
            "Tranche",
        ],
    ),
    (TITLE, &["Mr.", "Mrs.", "Ms.", "Messrs.", "Mmes.", "Dr.", "Prof.", "Hon."]),
    (
        MONTH,
        &[
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
            "Jan.",
            "Feb.",
            "Mar.",
            "Apr.",
            "Jun.",
            "Jul.",
            "Aug.",
            "Sep.",
            "Sept.",
            "Oct.",
            "Nov.",
            "Dec.",
        ],
    ),
    (
        UNIT,
        &[
            "Thousand",
            "Million",
            "Billion",
            "Trillion",
            "Percent",
            "Percentage",
            "Basis",
            "%",
            "Bps",
            "a.m",
            "p.m",
            "C.F.R",
            "CFR",
            "U.S.C",
            "USC",
            "Fed",
            "×",
        ],
    ),
    (OPENS, &["/s/", "[***"]),
    (CLOSES, &["***]"]),
];

/// The words of [`WORDS`], those that are no proper names also in small letters.
struct Known {
    /// Each word, packed, with its kinds; in order.
    words: Vec<(u128, Kinds)>,
    /// For each first character the lengths that words with it have, a bit each.
    lengths: [u32; 256],
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut kinds: BTreeMap<u128, Kinds> = BTreeMap::new();
    let mut lengths = [0; 256];
    for (kind, words) in WORDS {
        for word in words {
            let small = word.to_ascii_lowercase();
            let spellings = if kind & (TITLE | MONTH) == 0 { 2 } else { 1 };
            for spelling in [word, small.as_str()].into_iter().take(spellings) {
                let chars: Vec<char> = spelling.chars().collect();
                let packed = pack(&chars).expect("the words of the table are short");
                *kinds.entry(packed).or_default() |= kind;
                lengths[chars[0] as usize] |= 1 << chars.len();
            }
        }
    }
    Known { words: kinds.into_iter().collect(), lengths }
});

/// Packs a word of up to 16 Latin characters into a number; none for another.
fn pack(word: &[char]) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    word.iter().try_fold(0, |packed, sign| {
        let code = u8::try_from(*sign).ok()?;
        Some(packed << 8 | u128::from(code))
    })
}

/// Returns what the tables say of a word.
fn known(word: &[char]) -> Kinds {
    let known = &*KNOWN;
    let Some(lengths) = word.first().and_then(|head| known.lengths.get(*head as usize)) else {
        return 0;
    };
    if word.len() > 16 || lengths >> word.len() & 1 == 0 {
        return 0;
    }
    let found = pack(word)
        .and_then(|packed| known.words.binary_search_by_key(&packed, |(word, _)| *word).ok());
    found.map_or(0, |index| known.words[index].1)
}

/// Joins the words of a line.
pub(super) fn set(line: &mut Line) {
    let mut before: Option<(usize, Kinds, bool)> = None;
    let mut index = 0;
    while index < line.chars.len() {
        if line.chars[index].is_whitespace() {
            index += 1;
            continue;
        }
        let rest = &line.chars[index..];
        let length = rest.iter().position(|sign| sign.is_whitespace()).unwrap_or(rest.len());
        let word = &rest[..length];
        let first = first(word);
        let mut joined = false;
        if let Some((end, kinds, free)) = before
            && end + 1 == index
        {
            joined = line.chars[end] == '\u{A0}';
            let may = line.chars[end] == ' ' && !line.fixed[end];
            if may && are_joined(kinds, second(word, kinds != ANY), free) {
                line.chars[end] = '\u{A0}';
                joined = true;
            }
        }
        index += length;
        before = Some((index, first, !joined));
    }
}

fn are_joined(first: Kinds, second: Kinds, free: bool) -> bool {
    JOINS.iter().any(|(before, after, alone)| {
        first & before != 0 && second & after != 0 && (free || !alone)
    })
}

/// Returns what a word is when another follows it: opening signs before it do not count.
fn first(word: &[char]) -> Kinds {
    let word = trim_start(word);
    let (Some(head), Some(tail)) = (word.first(), word.last()) else { return ANY };
    let mut kinds = ANY | known(word) & !(UNIT | CLOSES);
    if tail.is_ascii_digit() {
        kinds |= quarter(word);
        // A page reference is a number that is not known yet.
        if *head == OBJECT {
            kinds |= FIGURE;
        }
        if head.is_ascii_digit() || is_currency(*head) {
            kinds |= AMOUNT;
        }
        if word.len() <= 2 && word.iter().all(char::is_ascii_digit) {
            kinds |= DAY;
        }
    }
    match word {
        [initial, '.'] if initial.is_uppercase() => kinds |= INITIAL,
        ['(', inner @ .., ')'] => kinds |= enumerator(inner),
        ['F', 'Y'] | ['1'..='4', 'Q'] => kinds |= QUARTER,
        _ => {}
    }
    kinds
}

/// Returns what a word is when it follows another: punctuation behind it does not count.
///
/// Behind a word that is nothing in particular (`named` is false) only what closes is asked for.
fn second(word: &[char], named: bool) -> Kinds {
    let Some(head) = word.first() else { return ANY };
    if !named && !matches!(head, '*' | '–' | '—' | '…') {
        return ANY;
    }
    let mut kinds = ANY;
    // A page reference is a number that is not known yet.
    if *head == OBJECT {
        kinds |= FIGURE;
    }
    if head.is_ascii_digit() || is_currency(*head) && word.get(1).is_some_and(char::is_ascii_digit)
    {
        kinds |= FIGURE | day(word);
    }
    if head.is_uppercase() {
        kinds |= CAPITAL;
    }
    if *head == '(' {
        let close = word.iter().take(7).position(|sign| *sign == ')').unwrap_or(1);
        kinds |= enumerator(&word[1..close]);
    }
    let word = trim_end(word);
    kinds |= known(word) & (MONTH | UNIT | CLOSES);
    if matches!(word, ['–' | '—' | '…']) {
        kinds |= DASH;
    }
    if word.contains(&'‑') {
        kinds |= CODE;
    }
    let roman = |sign: &char| matches!(sign, 'I' | 'V' | 'X' | 'L' | 'C');
    if matches!(word, ['A'..='Z']) || (1..=5).contains(&word.len()) && word.iter().all(roman) {
        kinds |= LETTER;
    }
    kinds
}

fn trim_start(word: &[char]) -> &[char] {
    let start = word.iter().take_while(|sign| matches!(sign, '“' | '‘' | '"' | '\'')).count();
    let word = &word[start..];
    // `(see` is `see`, but `(i)` is an enumerator and `[***` a mark.
    match word {
        ['(' | '[', inner @ ..] if !inner.contains(&')') && inner.first() != Some(&'*') => inner,
        _ => word,
    }
}

fn trim_end(word: &[char]) -> &[char] {
    let stop = |sign: &&char| matches!(sign, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '’');
    &word[..word.len() - word.iter().rev().take_while(stop).count()]
}

fn is_currency(sign: char) -> bool {
    matches!(sign, '$' | '€' | '£' | '¥')
}

fn quarter(word: &[char]) -> Kinds {
    if matches!(word, ['Q', '1'..='4']) { QUARTER } else { 0 }
}

fn day(word: &[char]) -> Kinds {
    let digits = word.iter().take_while(|sign| sign.is_ascii_digit()).count();
    let behind = word.get(digits);
    let ends = behind.is_none_or(|sign| {
        matches!(sign, ',' | '.' | ';' | ':' | ')' | '?' | '–' | '-' | '”' | '’')
    });
    let decimal = word.get(digits + 1).is_some_and(char::is_ascii_digit) && behind == Some(&'.');
    if (1..=2).contains(&digits) && ends && !decimal { DAY } else { 0 }
}

/// Reads what stands between parentheses: a letter, a Roman numeral, a small number, an area code.
fn enumerator(inner: &[char]) -> Kinds {
    let digits = !inner.is_empty() && inner.iter().all(char::is_ascii_digit);
    let roman = |sign: &char| matches!(sign, 'i' | 'v' | 'x' | 'l');
    match inner.len() {
        1 if digits || inner[0].is_ascii_lowercase() => ENUMERATOR,
        2 if digits => ENUMERATOR,
        2..=5 if inner.iter().all(roman) => ENUMERATOR,
        3 if digits => AREA,
        _ => 0,
    }
}

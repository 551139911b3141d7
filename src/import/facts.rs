//! The facts that the letter states about itself: date, addressee, filings, period, signature.

use jiff::civil::Date;

use super::lines::Line;
use super::text;
use crate::words::is_unseen;

/// What the letter says of itself. Whatever it does not say is left out: nothing is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its date.
    pub date: Option<Date>,
    /// Who signed it.
    pub from: Person,
    /// The division or office under whose name it was signed.
    pub division: Option<String>,
    /// Whom it is addressed to, without Mr. or Ms.
    pub to: Person,
    /// The company.
    pub company: Option<String>,
    /// The lines after `Re:`, without the file number.
    pub re: Vec<String>,
    /// The file numbers.
    pub file_numbers: Vec<String>,
    /// Within how many business days it wants a response.
    pub respond_within: Option<u32>,
    /// The date of the company's letter that it answers.
    pub letter_answered: Option<Date>,
}

/// A person, with the title behind the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: Option<String>,
    /// Title.
    pub title: Option<String>,
}

/// Reads the facts. `first` is the line of the first comment's number, where there is one.
pub(super) fn read(lines: &[Line<'_>], first: Option<usize>) -> Facts {
    let texts: Vec<String> = lines
        .iter()
        .map(|line| line.text.chars().filter(|&c| !is_unseen(c)).collect::<String>())
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let lower = |index: usize| texts[index].to_lowercase();
    let salutation = texts.iter().position(|text| text::is_salutation(text));
    let head = salutation.or(first).unwrap_or(texts.len().min(30));
    let re = (0..head).find(|&index| lower(index).starts_with("re:") || lower(index) == "re");
    let mut facts = Facts {
        date: texts[..head].iter().find_map(|text| text::date_line(text)),
        ..Facts::default()
    };
    if let Some(re) = re {
        let block = whole_lines(&lines[re..head], &texts[re..head], is_left_open);
        facts.re = filings(&block);
        facts.file_numbers = file_numbers(&block.join(" "));
    }
    if facts.file_numbers.is_empty() {
        facts.file_numbers = file_numbers(&texts.join(" "));
    }
    // The addressee stands below the date; the Commission's own address stands above it.
    let above = &texts[..re.unwrap_or(head)];
    let dated =
        above.iter().position(|text| text::date_line(text).is_some()).map_or(0, |at| at + 1);
    // Without `Re:` or a salutation nothing says where the address ends and the letter begins.
    if re.is_some() || salutation.is_some() {
        (facts.to, facts.company) = match addressee(&above[dated..]) {
            (to, None) if to.name.is_none() => addressee(above),
            found => found,
        };
    }
    // The staff name the company in the first line of `Re:`; the address may be its lawyers'.
    let is_named = |line: &&String| {
        text::heading_kind(line) != text::HeadingKind::Filing
            && (is_company(line) || facts.company.is_none())
            && !line.to_lowercase().starts_with("file no")
    };
    let letters = |name: &str| name.to_lowercase().replace([',', '.', ' '], "");
    let is_same =
        |name: &str| facts.company.as_deref().is_some_and(|other| letters(other) == letters(name));
    if let Some(line) = facts.re.first().filter(is_named).filter(|line| !is_same(line)) {
        facts.company = Some(line.trim_end_matches(',').to_owned());
    }
    (facts.from, facts.division) = signed(lines, &texts);
    facts.respond_within = texts
        .iter()
        .enumerate()
        .filter(|(_, text)| {
            let lower = text.to_ascii_lowercase();
            lower.contains("within") || lower.contains("later")
        })
        // The number may stand in the next line.
        .find_map(|(at, _)| respond_within(&texts[at..(at + 2).min(texts.len())].join(" ")));
    let opening = head..first.unwrap_or(texts.len()).max(head);
    facts.letter_answered = letter_answered(&texts[opening].join(" "));
    facts
}

/// Returns the lines of a head or a signature, where each says one thing, with those joined that were broken.
fn whole_lines(
    lines: &[Line<'_>],
    texts: &[String],
    is_open: impl Fn(&str, &str) -> bool,
) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let goes_on =
            at > 0 && (is_open(&texts[at - 1], text) || is_rest(&lines[at - 1], &lines[at]));
        match whole.last_mut().filter(|_| goes_on) {
            Some(above) => *above += &format!(" {text}"),
            None => whole.push(text.clone()),
        }
    }
    whole
}

/// Says whether a line is left open: `Form 10-K for the`, `Form 8-K filed`, `Office of Trade &`.
fn is_left_open(text: &str, next: &str) -> bool {
    const OPEN: [&str; 16] = [
        "of",
        "the",
        "for",
        "and",
        "&",
        "to",
        "on",
        "in",
        "form",
        "filed",
        "submitted",
        "dated",
        "ended",
        "ending",
        "no.",
        "nos.",
    ];
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let first = next.split_whitespace().next().unwrap_or_default().to_lowercase();
    OPEN.contains(&last.to_lowercase().as_str())
        || text::is_month(last)
        // `… for the Fiscal Year`, `Ended December 31,`, `2022`.
        || matches!(first.as_str(), "year" | "quarter" | "period" | "ended" | "ending")
        || last.ends_with(',') && first.len() == 4 && first.parse::<u32>().is_ok()
}

/// How many columns a line of EDGAR's text has.
const COLUMNS: usize = 80;

/// Says whether a line is what EDGAR's text broke off the one above: its first word had no room there, and
/// it stands at the margin, left of what it belongs to.
fn is_rest(above: &Line<'_>, line: &Line<'_>) -> bool {
    let first = line.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.indent < above.indent
        && !line.has_gap
        && line.indent < 8
        && above.indent + above.length() + 1 + first > COLUMNS
}

/// Returns the lines after `Re:` without the file numbers.
fn filings(block: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for line in block {
        let line = match line.get(..3) {
            Some(start) if start.eq_ignore_ascii_case("re:") => line[3..].trim(),
            _ => line.trim(),
        };
        let line = match line.to_lowercase().find("file no") {
            // Capital letters may be longer in small ones, and offsets then differ.
            Some(at) => line.get(..at).unwrap_or(line).trim_end_matches([' ', ',', ';', '-', '–']),
            None => line,
        };
        let lower = line.to_lowercase();
        let is_filing_date = ["filed ", "response ", "responses ", "correspondence "]
            .iter()
            .any(|start| lower.starts_with(start));
        if !line.is_empty() && lower != "re" && !is_filing_date {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// Returns the file numbers behind `File No.`: `001-09924`, `333-123456`.
fn file_numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        if !word.contains(['f', 'F']) || !word.to_lowercase().contains("file") {
            continue;
        }
        let is_number = words.get(at + 1).is_some_and(|next| {
            let next = text::bare(next).to_lowercase();
            matches!(next.as_str(), "no" | "nos" | "number" | "numbers")
        });
        if !is_number {
            continue;
        }
        let mut misses = 0;
        for word in &words[at + 2..] {
            match file_number(text::bare(word)) {
                Some(number) if !numbers.contains(&number) => numbers.push(number),
                Some(_) => {}
                None => misses += 1,
            }
            if misses > 2 {
                break;
            }
        }
    }
    numbers
}

/// Reads `1-9924`, `001-09924`, `333-123456-01`.
fn file_number(word: &str) -> Option<String> {
    let word: String = word.chars().map(crate::words::fold).collect();
    let (office, number) = word.split_once('-')?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (number, series) = number.split_once('-').unwrap_or((number, "0"));
    (is_digits(office)
        && office.len() <= 3
        && is_digits(number)
        && number.len() >= 3
        && is_digits(series))
    .then_some(word.clone())
}

/// Titles, longest first where one begins like another.
const TITLES: [&str; 34] = [
    "Executive Vice President",
    "Senior Vice President",
    "Vice President",
    "Vice Chairman",
    "Chief Financial Officer",
    "Chief Executive Officer",
    "Chief Accounting Officer",
    "Chief Operating Officer",
    "Principal Financial Officer",
    "Principal Accounting Officer",
    "General Counsel",
    "Corporate Secretary",
    "Corporate Controller",
    "Chairman",
    "President",
    "Treasurer",
    "Controller",
    "Secretary",
    "Senior Assistant Chief Accountant",
    "Assistant Chief Accountant",
    "Accounting Branch Chief",
    "Legal Branch Chief",
    "Branch Chief",
    "Assistant Director",
    "Associate Director",
    "Office Chief",
    "Senior Staff Attorney",
    "Staff Attorney",
    "Senior Staff Accountant",
    "Staff Accountant",
    "Reviewing Accountant",
    "Attorney-Advisor",
    "Special Counsel",
    "Senior Counsel",
];

/// Splits `Kevin W. Vaughn Branch Chief` into name, title and the rest.
fn split_title(text: &str) -> Option<(&str, &str, &str)> {
    let at = TITLES
        .iter()
        .filter_map(|title| find_words(text, title).map(|at| (at, at + title.len())))
        .min_by_key(|&(start, end)| (start, std::cmp::Reverse(end)))?;
    let (start, mut end) = at;
    // "Chief Financial Officer and Treasurer", "Vice President, Controller".
    loop {
        let rest = &text[end..];
        let joined = ["and ", ", ", " & ", "/"].iter().find_map(|join| {
            let behind = rest.trim_start().strip_prefix(join.trim_start())?.trim_start();
            TITLES
                .iter()
                .find(|title| starts_with_words(behind, title))
                .map(|title| text.len() - behind.len() + title.len())
        });
        match joined {
            Some(next) if next > end => end = next,
            _ => break,
        }
    }
    Some((
        text[..start].trim_end_matches([' ', ',']),
        &text[start..end],
        text[end..].trim_matches([' ', ',']),
    ))
}

fn starts_with_words(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Finds whole words in a text.
fn find_words(text: &str, words: &str) -> Option<usize> {
    text.match_indices(words).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(char::is_alphanumeric) && starts_with_words(&text[at..], words)
    })
}

/// Reads the addressee and the company from the lines above `Re:`.
fn addressee(head: &[String]) -> (Person, Option<String>) {
    let mut lines = head.iter().filter(|line| !is_letterhead(line)).map(String::as_str);
    let Some(first) = lines.next() else { return (Person::default(), None) };
    let first = ["Mr. ", "Ms. ", "Mrs. ", "Dr. ", "Mr ", "Ms "]
        .iter()
        .find_map(|title| first.strip_prefix(title))
        .unwrap_or(first);
    if let Some((name, title, rest)) = split_title(first) {
        let company = if rest.is_empty() { lines.find_map(company_in) } else { company_in(rest) };
        return (person(name, Some(title)), company);
    }
    if first.contains(|c: char| c.is_ascii_digit()) || is_company(first) {
        // The letter is addressed to the company itself.
        return (Person::default(), company_in(first));
    }
    let mut title: Option<String> = None;
    for line in lines {
        if title.is_none() && split_title(line).is_some_and(|(before, _, _)| before.is_empty()) {
            title = split_title(line).map(|(_, title, rest)| {
                if rest.is_empty() {
                    title.to_owned()
                } else {
                    line.trim_end_matches(',').to_owned()
                }
            });
            continue;
        }
        if let Some(company) = company_in(line) {
            return (person(first, title.as_deref()), Some(company));
        }
    }
    (person(first, title.as_deref()), None)
}

fn person(name: &str, title: Option<&str>) -> Person {
    let name = name.trim_end_matches(',').trim();
    Person { name: (!name.is_empty()).then(|| name.to_owned()), title: title.map(str::to_owned) }
}

/// Says whether a line belongs to the Commission's letterhead, or says how the letter was sent.
fn is_letterhead(line: &str) -> bool {
    const STARTS: [&str; 21] = [
        "united states",
        "securities and exchange commission",
        "washington",
        "division of",
        "office of",
        "mail stop",
        "via ",
        "by ",
        "u.s. mail",
        "mail and",
        "facsimile",
        "fax",
        "100 f street",
        "dc ",
        "correspondence",
        "page ",
        "room ",
        "edgar",
        "corporation finance",
        "confidential",
        "personal and confidential",
    ];
    let lower = line.to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
        || lower.contains("facsimile")
        || text::date_line(line).is_some()
        || !line.contains(|c: char| c.is_alphabetic())
}

/// Words that end a company's name.
const SUFFIXES: [&str; 26] = [
    "inc",
    "corp",
    "corporation",
    "company",
    "co",
    "llc",
    "l.l.c",
    "l.p",
    "lp",
    "llp",
    "plc",
    "ltd",
    "limited",
    "n.v",
    "s.a",
    "ag",
    "trust",
    "bancorp",
    "bancshares",
    "group",
    "holdings",
    "partners",
    "partnership",
    "incorporated",
    "bank",
    "fund",
];

fn is_suffix(word: &str) -> bool {
    let word = word.trim_matches(['.', ',', '(', ')']).to_lowercase();
    SUFFIXES.contains(&word.as_str())
}

fn is_company(line: &str) -> bool {
    line.split_whitespace().skip(1).any(is_suffix)
}

/// Returns the company that a text begins with: up to its suffix, or up to the street's number.
fn company_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let street = words.iter().position(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let name = &words[..street.unwrap_or(words.len())];
    let last = name.iter().rposition(|word| is_suffix(word)).filter(|&at| at > 0);
    let end = match (last, street) {
        (Some(last), _) => last + 1,
        (None, Some(street)) if street > 0 && words.len() > street + 2 => street,
        (None, None) if name.len() >= 2 && !text.ends_with(',') => return plain_company(text),
        _ => return None,
    };
    let name = name.get(..end)?.join(" ");
    Some(name.trim_end_matches(',').to_owned())
}

/// A line of capitals and no figures, where the company's should stand.
fn plain_company(text: &str) -> Option<String> {
    let is_name = text
        .split_whitespace()
        .all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '&'));
    let is_place = text.contains(',') || text.to_lowercase().starts_with("p.o.");
    (is_name && !is_place).then(|| text.to_owned())
}

/// Reads who signed, from the lines of the signature that are no office's.
fn signer(lines: &[String]) -> Person {
    let signature = |line: &str| {
        line.strip_prefix("/s/")
            .or_else(|| line.strip_prefix("/S/"))
            .map(|name| name.trim().to_owned())
    };
    let mut lines = lines.iter();
    let mut signed = None;
    let Some(name) = lines.find(|line| {
        let found = signature(line);
        let is_signature = found.is_some();
        signed = found.or(signed.take());
        !is_signature
    }) else {
        let signed = signed.unwrap_or_default();
        return person(signed.strip_suffix(" for").unwrap_or(&signed), None);
    };
    // `/s/ Kim Sample`, `for Pat Example`: the letter is Pat Example's.
    let name = name.strip_prefix("for ").unwrap_or(name);
    if let Some((name, title, _)) = split_title(name).filter(|(name, _, _)| !name.is_empty()) {
        return person(name, Some(title));
    }
    if split_title(name).is_some() {
        return person(signed.as_deref().unwrap_or_default(), Some(name));
    }
    // Below `Kim Sample for` stands the title of somebody else.
    if let Some(name) = name.strip_suffix(" for") {
        return person(name, None);
    }
    let title =
        lines.next().filter(|line| split_title(line).is_some_and(|(name, ..)| name.is_empty()));
    person(name, title.map(|title| title.trim_end_matches(',')))
}

/// Reads `within 10 business days`, `within ten (10) business days`, `no later than ten business days`.
fn respond_within(text: &str) -> Option<u32> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let is_limit = match text::bare(words[at]).to_lowercase().as_str() {
            "within" => true,
            "than" => at > 0 && words[at - 1].eq_ignore_ascii_case("later"),
            _ => false,
        };
        if !is_limit {
            return None;
        }
        let number = text::number(words.get(at + 1)?)?;
        let rest = words.get(at + 2..(at + 5).min(words.len()))?;
        let is_days = rest.windows(2).any(|pair| {
            text::bare(pair[0]).eq_ignore_ascii_case("business")
                && text::bare(pair[1]).to_lowercase().starts_with("day")
        });
        is_days.then_some(number)
    })
}

/// Reads the date of the company's own letter: `your response filed … on December 10, 2008`.
fn letter_answered(opening: &str) -> Option<Date> {
    let words: Vec<&str> = opening.split_whitespace().collect();
    (0..words.len())
        .filter(|&at| words[at].eq_ignore_ascii_case("your"))
        .find_map(|at| super::stated::answered(&words[at..]))
}

/// Reads who signed, and the division or office: below the signature, or in its place.
fn signed(lines: &[Line<'_>], texts: &[String]) -> (Person, Option<String>) {
    let at = texts.iter().rposition(|text| text.to_lowercase().starts_with("sincerely"));
    let Some(at) = at else { return (Person::default(), None) };
    let end = (at + 9).min(texts.len());
    let is_open_office =
        |text: &str, _: &str| [" of", " &", " and"].iter().any(|end| text.ends_with(end));
    let whole = whole_lines(&lines[at + 1..end], &texts[at + 1..end], is_open_office);
    let is_copy = |text: &String| {
        let first = text.split_whitespace().next().unwrap_or_default();
        first.trim_end_matches(':').eq_ignore_ascii_case("cc")
    };
    let mut division: Vec<String> = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    let mut is_open = false;
    let mut whole = whole.into_iter().take_while(|text| !is_copy(text)).peekable();
    while let Some(text) = whole.next() {
        let next = whole.peek().map_or("", String::as_str);
        let is_broken = !next.contains(' ') && is_office(&format!("{text} {next}"));
        if is_office(&text) || is_broken {
            // Of the division the name is known, of an office it may go on in the next line.
            is_open = !text.to_lowercase().ends_with("corporation finance");
            division.push(text);
        } else if is_open && !has_name(&text, next) {
            let office = division.last_mut().expect("an office is open");
            *office += &format!(" {text}");
        } else {
            is_open = false;
            rest.push(text);
        }
    }
    let division = division.join(", ");
    (signer(&rest), (!division.is_empty()).then_some(division))
}

/// Says whether a line begins with the name of a division, an office or a program, which is no person's.
fn is_office(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("division of")
        || lower.starts_with("office of")
        || lower == "corporation finance"
        || lower.ends_with(" program")
}

/// Says whether a person is named on a line, as the title on it or on the next one shows.
fn has_name(text: &str, next: &str) -> bool {
    let begins_with_title =
        |text: &str| split_title(text).is_some_and(|(name, ..)| name.is_empty());
    text.starts_with("/s/")
        || split_title(text).is_some_and(|(name, ..)| !name.is_empty())
        || text.contains(' ') && begins_with_title(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_titles_that_run_together_are_parted() {
        assert_eq!(
            split_title("Gary Crittenden Chief Financial Officer Citigroup Inc. 399 Park Avenue"),
            Some(("Gary Crittenden", "Chief Financial Officer", "Citigroup Inc. 399 Park Avenue"))
        );
        assert_eq!(
            split_title("Pat Example, Vice President and Treasurer"),
            Some(("Pat Example", "Vice President and Treasurer", ""))
        );
        assert_eq!(company_in("Citigroup Inc. 399 Park Avenue"), Some("Citigroup Inc.".into()));
        assert_eq!(company_in("500 Example Street"), None);
        assert_eq!(company_in("Example Foods"), Some("Example Foods".into()));
    }

    #[test]
    fn an_addressee_on_lines_of_his_own_is_read() {
        let lines = [
            "Mail Stop 4561",
            "March 2, 2020",
            "Via Facsimile",
            "Mr. Pat Example",
            "Chief Financial Officer",
            "Example Corp.",
            "1 Main Street",
        ];
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let (to, company) = addressee(&lines);
        assert_eq!(to.name.as_deref(), Some("Pat Example"));
        assert_eq!(to.title.as_deref(), Some("Chief Financial Officer"));
        assert_eq!(company.as_deref(), Some("Example Corp."));
    }

    /// Reads lines as they stand in a source.
    fn with_lines<T>(text: &str, read: impl Fn(&[Line<'_>], &[String]) -> T) -> T {
        let mut files = crate::source::Files::default();
        let id = files.add("source.txt", text);
        let lines = crate::import::lines::of_text(files.get(id));
        let texts: Vec<String> = lines.iter().map(|line| line.text.to_owned()).collect();
        read(&lines, &texts)
    }

    #[test]
    fn an_office_is_no_person_however_it_is_broken() {
        let far = " ".repeat(62);
        for office in [
            format!("{far}Division of\nCorporation Finance\n{far}Office of Trade &\nServices"),
            format!("{far}Division of Corporation\nFinance\n{far}Office of Trade &\nServices"),
            "Division of\nCorporation Finance\nOffice of\nTrade & Services".to_owned(),
            "Division of Corporation Finance\nOffice of Trade\n& Services".to_owned(),
            "Division of Corporation Finance\nOffice of Trade & Services\n\ncc: Pat Example"
                .to_owned(),
        ] {
            let (person, division) = with_lines(&format!("Sincerely,\n\n{office}\n"), signed);
            assert_eq!(person, Person::default(), "{office}");
            assert_eq!(
                division.as_deref(),
                Some("Division of Corporation Finance, Office of Trade & Services"),
                "{office}"
            );
        }
        for office in [
            "Disclosure Review Program",
            "Disclosure Review\nProgram",
            "Office of Real\nEstate & Construction",
            "Office of Life\n\nSciences",
            "Office of Energy &\nTransportation",
            "Office of Industrial\nApplications and\nServices",
            "Office of Crypto\nAssets",
        ] {
            let (person, division) = with_lines(&format!("Sincerely,\n\n{office}\n"), signed);
            assert_eq!(person, Person::default(), "{office}");
            let whole = office.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(division.as_deref(), Some(whole.as_str()));
        }
    }

    #[test]
    fn who_signs_has_a_title_of_their_own() {
        let signer = |lines: &str| {
            let (person, _) = with_lines(&format!("Sincerely,\n\n{lines}\n"), signed);
            let Person { name, title } = person;
            (name.unwrap_or_default(), title.unwrap_or_default())
        };
        let own = ("Kim Sample".to_owned(), "Branch Chief".to_owned());
        let none = ("Kim Sample".to_owned(), String::new());
        assert_eq!(signer("Kim Sample\nBranch Chief\nOffice of Life\nSciences"), own);
        assert_eq!(signer("Division of Corporation Finance\nKim Sample\nBranch Chief"), own);
        assert_eq!(signer("Office of Finance\nKim Sample\nBranch Chief"), own);
        assert_eq!(signer("/s/ Pat Example for\n\nKim Sample\nBranch Chief"), own);
        assert_eq!(signer("/s/ Pat Example\n\nfor Kim Sample\nBranch Chief"), own);
        assert_eq!(signer("Kim Sample\nfor\nPat Example\nBranch Chief"), none);
        assert_eq!(signer("Kim Sample for\nPat Example\nBranch Chief"), none);
        assert_eq!(signer("/s/ Kim Sample for"), none);
    }

    #[test]
    fn lines_after_re_are_whole() {
        let read = |text: &str| {
            with_lines(text, |lines, texts| filings(&whole_lines(lines, texts, is_left_open)))
        };
        let far = " ".repeat(56);
        let wanted = [
            "Example Corp.",
            "Form 10-K for the Fiscal Year Ended December 31, 2022",
            "Form 8-K filed February 2, 2023",
        ];
        let broken = format!(
            "{far}Re: Example Corp.\n{far}    Form 10-K for the\nFiscal Year Ended December 31, 2022\n\
             {far}    Form 8-K filed\nFebruary 2, 2023\n{far}    File No.\n001-99999\n"
        );
        assert_eq!(read(&broken), wanted);
        let fuller = format!(
            "{far}Re: Example Corp.\n{far}Form 10-K for the Fiscal\nYear Ended December 31, 2022\n\
             {far}Filed February\n3, 2023\n{far}Form 8-K filed February\n2, 2023\n"
        );
        assert_eq!(read(&fuller), wanted);
        let narrow = "Re: Example Corp.\nForm 10-K for the\nFiscal Year Ended December 31,\n2022\n\
                      Filed February 3, 2023\nForm 8-K filed February 2, 2023\n";
        assert_eq!(read(narrow), wanted);
    }

    #[test]
    fn periods_dates_and_file_numbers_are_read() {
        assert_eq!(respond_within("comments within ten (10) business days or"), Some(10));
        assert_eq!(respond_within("no later than ten business days from today"), Some(10));
        assert_eq!(respond_within("within 20 days"), None);
        assert_eq!(respond_within("more than 10 business days"), None);
        assert_eq!(
            file_numbers("Form 10-K File Nos. 333-12345 and 1-9924"),
            ["333-12345", "1-9924"]
        );
        assert_eq!(letter_answered("your response to our letter dated May 1, 2008"), None);
        assert_eq!(
            letter_answered("We have reviewed your letter dated May 1, 2008"),
            Some(Date::constant(2008, 5, 1))
        );
    }
}

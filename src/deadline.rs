//! When the response is due: business days, federal holidays and extensions.
//!
//! In: dates and numbers of days, as values. Out: a [`Deadline`]. Knows no clock: today comes in as a date.

use jiff::civil::{Date, Weekday};

/// When a response is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The last day that is in time.
    pub due: Date,
    /// How the staff's own period was counted; none where only an extension gives the day.
    pub period: Option<Period>,
    /// The extension that replaced the staff's period.
    pub extended: Option<Extension>,
}

/// A period that the staff's letter gives, counted out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The day from which it runs; the first business day after it is day 1.
    pub base: Date,
    /// Its length in business days.
    pub days: u32,
    /// Its last day.
    pub end: Date,
}

/// More time, as the staff agreed to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The new due date.
    pub until: Date,
    /// Who on the staff agreed.
    pub agreed_with: Option<String>,
    /// When that was.
    pub on: Option<Date>,
    /// The date of the letter that records it; without one the extension is not confirmed.
    pub confirmed: Option<Date>,
}

/// How a day stands to a due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// More than two business days are left.
    Ahead,
    /// The due date is today or at most two business days ahead.
    Soon,
    /// The due date has gone by.
    Past,
}

impl Deadline {
    /// Counts out a deadline from the letter's date, or from the day it was received where that is stated.
    ///
    /// `respond_within` is the staff's period in business days. A letter without a period or a date has
    /// no due date unless an extension gives one. None too where the calendar ends before the period.
    pub fn new(
        letter: Option<Date>,
        received: Option<Date>,
        respond_within: Option<u32>,
        extension: Option<Extension>,
        extra_holidays: &[Date],
    ) -> Option<Self> {
        let period = received.or(letter).zip(respond_within).and_then(|(base, days)| {
            let end = add_business_days(base, days, extra_holidays)?;
            Some(Period { base, days, end })
        });
        let due = match &extension {
            Some(extension) => extension.until,
            None => period?.end,
        };
        Some(Self { due, period, extended: extension })
    }

    /// Says how a day stands to the due date.
    pub fn standing(&self, as_of: Date, extra_holidays: &[Date]) -> Standing {
        // The due date itself is in time until 5:30 p.m. Eastern (17 CFR 232.13(a)(2)); we deal in dates.
        if as_of > self.due {
            Standing::Past
        } else if business_days_until(as_of, self.due, extra_holidays) <= 2 {
            Standing::Soon
        } else {
            Standing::Ahead
        }
    }
}

/// How a holiday finds its day in a year.
enum Day {
    /// A day of a month; kept on a weekday beside it when it falls on a weekend.
    Fixed(i8, i8),
    /// The first, second, … of a weekday in a month.
    Nth(i8, i8, Weekday),
    /// The last of a weekday in a month.
    Last(i8, Weekday),
}

/// The federal holidays of 5 U.S.C. 6103(a), each with the first year in which this rule held.
///
/// All stand as they are since 1978, when Veterans Day went back to November 11: years before that are
/// older than any letter. Inauguration Day (6103(c)) is one in the Washington area alone: the staff's
/// practice decides, so it is for `extra_holidays`.
const HOLIDAYS: [(&str, i16, Day); 11] = [
    ("New Year’s Day", 1978, Day::Fixed(1, 1)),
    // Public Law 98-144, section 2: from the first January 1 two years after November 2, 1983.
    ("Birthday of Martin Luther King, Jr.", 1986, Day::Nth(3, 1, Weekday::Monday)),
    ("Washington’s Birthday", 1978, Day::Nth(3, 2, Weekday::Monday)),
    ("Memorial Day", 1978, Day::Last(5, Weekday::Monday)),
    // Public Law 117-17, signed on June 17, 2021: the first was kept the next day, Friday, June 18.
    ("Juneteenth National Independence Day", 2021, Day::Fixed(6, 19)),
    ("Independence Day", 1978, Day::Fixed(7, 4)),
    ("Labor Day", 1978, Day::Nth(1, 9, Weekday::Monday)),
    ("Columbus Day", 1978, Day::Nth(2, 10, Weekday::Monday)),
    ("Veterans Day", 1978, Day::Fixed(11, 11)),
    ("Thanksgiving Day", 1978, Day::Nth(4, 11, Weekday::Thursday)),
    ("Christmas Day", 1978, Day::Fixed(12, 25)),
];

/// Days on which an executive order closed the government and EDGAR with it, as the Commission announced.
///
/// The notice of 2024-12-24 was not seen by us; that of 2018-12-24 only as a law firm reports it. An
/// order that is missing here is for `extra_holidays`.
const CLOSURES: [(Date, &str); 6] = [
    (Date::constant(2018, 12, 5), "day of mourning for George H. W. Bush"),
    (Date::constant(2018, 12, 24), "closed by executive order"),
    (Date::constant(2019, 12, 24), "closed by executive order"),
    (Date::constant(2020, 12, 24), "closed by executive order"),
    (Date::constant(2024, 12, 24), "closed by executive order"),
    (Date::constant(2025, 1, 9), "day of mourning for James Earl Carter, Jr."),
];

/// Returns why the government is closed on a weekday: the holiday kept on it, or an order.
///
/// A fixed holiday that falls on a Saturday is kept on the Friday before (5 U.S.C. 6103(b)), one that
/// falls on a Sunday on the Monday after (Executive Order 11582, section 3).
pub fn closure(date: Date) -> Option<&'static str> {
    let holiday = HOLIDAYS.iter().find(|(_, first, day)| match *day {
        Day::Nth(nth, month, weekday) => {
            let week = (date.day() - 1) / 7 + 1;
            date.year() >= *first && (date.month(), week, date.weekday()) == (month, nth, weekday)
        }
        Day::Last(month, weekday) => {
            let last_week = date.day() > date.days_in_month() - 7;
            date.year() >= *first && last_week && (date.month(), date.weekday()) == (month, weekday)
        }
        Day::Fixed(month, day) => {
            // The holiday that may be kept today: its year is its own, for January 1 may be kept on December 31.
            let own = match date.weekday() {
                Weekday::Friday => [Some(date), date.tomorrow().ok()],
                Weekday::Monday => [Some(date), date.yesterday().ok()],
                _ => [Some(date), None],
            };
            own.into_iter()
                .flatten()
                .any(|own| own.year() >= *first && (own.month(), own.day()) == (month, day))
        }
    });
    let order = || CLOSURES.iter().find(|(closed, _)| *closed == date).map(|(_, why)| *why);
    holiday.map(|(name, ..)| *name).or_else(order)
}

/// Says whether the Commission is open on a day; `extra_holidays` are further days on which it is not.
pub fn is_business_day(date: Date, extra_holidays: &[Date]) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
        && closure(date).is_none()
        && !extra_holidays.contains(&date)
}

/// Returns the last of `days` business days after `base`; day 1 is the first business day after it.
///
/// None where the calendar ends (December 31, 9999) before the count does.
pub fn add_business_days(base: Date, days: u32, extra_holidays: &[Date]) -> Option<Date> {
    let mut date = base;
    for _ in 0..days {
        date = date.tomorrow().ok()?;
        while !is_business_day(date, extra_holidays) {
            date = date.tomorrow().ok()?;
        }
    }
    Some(date)
}

/// Counts the business days after `from` up to and with `to`; below zero where `to` lies before `from`.
///
/// Undoes [`add_business_days`]: from a base to the end of its period it gives the period back.
pub fn business_days_until(from: Date, to: Date, extra_holidays: &[Date]) -> i32 {
    let (mut date, end, step) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    let mut days = 0;
    while date < end {
        let Ok(next) = date.tomorrow() else { break };
        date = next;
        if is_business_day(date, extra_holidays) {
            days += step;
        }
    }
    days
}

/// How many business days after a review is completed its letters are made public at the earliest.
///
/// The Division of Corporation Finance's announcement for reviews since January 1, 2012; it was 45 days,
/// not business days, before.
const RELEASE: u32 = 20;

/// Returns the first day on which the letters of a review that was completed on a day may be made public.
pub fn release_date(completed: Date, extra_holidays: &[Date]) -> Option<Date> {
    add_business_days(completed, RELEASE, extra_holidays)
}

/// Returns a date in words: `March 3, 2009`.
pub fn long(date: Date) -> String {
    const MONTHS: [&str; 12] = [
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
    ];
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    format!("{month} {}, {}", date.day(), date.year())
}

/// Reads a period in business days: `10 business days`, `within ten business days`, `ten (10) business days`.
///
/// Takes the first that stands in the text, be it a whole paragraph. None where there is none, where a
/// word and the number in parentheses behind it differ, and for nothing or more than 999 days.
pub fn business_days(text: &str) -> Option<u32> {
    let text = text.to_lowercase().replace(['-', '\u{2010}', '\u{2011}'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let before = words.windows(2).position(|pair| {
        let days =
            pair[1].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'');
        pair[0] == "business" && matches!(days, "day" | "days" | "days’" | "days'")
    })?;
    period_length(&words[..before])
}

/// Reads the number that ends a run of words: `10`, `ten`, `twenty five`, `ten (10)`, `10 (ten)`.
fn period_length(words: &[&str]) -> Option<u32> {
    let (last, before) = words.split_last()?;
    let inner = last.strip_prefix(['(', '[']).and_then(|last| last.strip_suffix([')', ']']));
    let number = match inner {
        // The number stands twice, as words and as digits; where they differ nobody knows which is meant.
        Some(inner) => {
            let inner = trailing_number(&[inner])?;
            match trailing_number(before) {
                Some(outer) if outer != inner => return None,
                _ => inner,
            }
        }
        None => trailing_number(words)?,
    };
    (1..=999).contains(&number).then_some(number)
}

/// Reads digits or a number word at the end of a run of words.
fn trailing_number(words: &[&str]) -> Option<u32> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let place = |list: &[&str], word: &str| {
        list.iter().position(|name| *name == word).and_then(|place| u32::try_from(place).ok())
    };
    let (last, before) = words.split_last()?;
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return last.parse().ok();
    }
    if let Some(tens) = place(&TENS, last) {
        return Some(20 + 10 * tens);
    }
    let ones = place(&ONES, last)?;
    let tens = before.last().and_then(|word| place(&TENS, word));
    Some(match tens {
        Some(tens) if (1..10).contains(&ones) => 20 + 10 * tens + ones,
        _ => ones,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    /// The days on which holidays are kept, from tests/holidays.txt.
    fn table() -> BTreeSet<Date> {
        let lines = include_str!("../tests/holidays.txt").lines();
        lines
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| {
                let (year, days) = line.split_once(' ').expect("a year and its days");
                days.split(' ').map(move |day| format!("{year}-{day}").parse().expect("a date"))
            })
            .collect()
    }

    fn days_of(first: Date, last: Date) -> impl Iterator<Item = Date> {
        std::iter::successors(Some(first), |date| date.tomorrow().ok())
            .take_while(move |date| *date <= last)
    }

    #[test]
    fn d4_the_vectors_of_the_requirements_come_out() {
        for (base, days, extra, due) in [
            (date(2009, 1, 14), 10, None, date(2009, 1, 29)),
            (date(2009, 1, 14), 10, Some(date(2009, 1, 20)), date(2009, 1, 30)),
            (date(2008, 10, 27), 10, None, date(2008, 11, 10)),
            (date(2010, 12, 20), 10, None, date(2011, 1, 5)),
            (date(2016, 10, 5), 10, None, date(2016, 10, 20)),
            (date(2018, 11, 26), 10, Some(date(2018, 12, 5)), date(2018, 12, 11)),
            (date(2018, 11, 26), 10, None, date(2018, 12, 11)),
            (date(2021, 6, 10), 10, None, date(2021, 6, 25)),
            (date(2021, 12, 20), 10, None, date(2022, 1, 5)),
            (date(2026, 11, 23), 10, None, date(2026, 12, 8)),
            (date(2009, 6, 25), 5, None, date(2009, 7, 2)),
        ] {
            let extra: Vec<Date> = extra.into_iter().collect();
            assert_eq!(add_business_days(base, days, &extra), Some(due), "{base} + {days}");
        }
    }

    #[test]
    fn d8_letters_are_public_twenty_business_days_after_the_review_at_the_earliest() {
        // Martin Luther King, Jr., and Washington lie between.
        assert_eq!(release_date(date(2026, 1, 15), &[]), Some(date(2026, 2, 13)));
        assert_eq!(release_date(date(2026, 1, 23), &[]), Some(date(2026, 2, 23)));
        assert_eq!(release_date(date(2026, 1, 23), &[date(2026, 2, 2)]), Some(date(2026, 2, 24)));
        assert_eq!(release_date(Date::MAX, &[]), None);
    }

    #[test]
    fn d3_the_holidays_of_1994_to_2035_are_those_of_the_table() {
        let table = table();
        // Fifteen years have Juneteenth; New Year’s Day of 1994 was kept in 1993.
        assert_eq!(table.len(), 42 * 10 + 15 - 1);
        let weekend = |date: Date| matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        for date in days_of(date(1994, 1, 1), date(2035, 12, 31)) {
            let ordered = CLOSURES.iter().any(|(closed, _)| *closed == date);
            let kept = !weekend(date) && closure(date).is_some();
            assert_eq!(kept, table.contains(&date) || ordered, "{date}");
            assert_eq!(is_business_day(date, &[]), !kept && !weekend(date), "{date}");
        }
    }

    #[test]
    fn holidays_have_their_names_and_first_years() {
        assert_eq!(closure(date(2009, 1, 19)), Some("Birthday of Martin Luther King, Jr."));
        assert_eq!(closure(date(1986, 1, 20)), Some("Birthday of Martin Luther King, Jr."));
        assert_eq!(closure(date(1985, 1, 21)), None);
        assert_eq!(closure(date(2010, 12, 31)), Some("New Year’s Day"));
        assert_eq!(closure(date(2011, 1, 3)), None);
        assert_eq!(closure(date(2021, 6, 18)), Some("Juneteenth National Independence Day"));
        assert_eq!(closure(date(2020, 6, 19)), None);
        assert_eq!(closure(date(2018, 12, 5)), Some("day of mourning for George H. W. Bush"));
        assert_eq!(closure(Date::MAX), None);
        assert_eq!(closure(Date::MIN), None);
    }

    #[test]
    fn counting_undoes_adding_across_years() {
        let extra = [date(2009, 1, 20), date(2009, 1, 24)];
        for base in days_of(date(2008, 11, 1), date(2010, 2, 1)) {
            for days in [0, 1, 2, 5, 10, 20, 270] {
                let end = add_business_days(base, days, &extra).expect("within the calendar");
                let count = i32::try_from(days).expect("small");
                assert_eq!(business_days_until(base, end, &extra), count, "{base} + {days}");
                assert_eq!(business_days_until(end, base, &extra), -count, "{base} + {days}");
                assert!(days == 0 || is_business_day(end, &extra));
            }
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        assert_eq!(add_business_days(Date::MAX, 1, &[]), None);
        assert_eq!(add_business_days(date(9999, 12, 1), u32::MAX, &[]), None);
        assert_eq!(business_days_until(Date::MAX, Date::MAX, &[]), 0);
        assert_eq!(add_business_days(Date::MAX, 0, &[]), Some(Date::MAX));
    }

    #[test]
    fn periods_are_read_in_words_and_digits() {
        for (text, days) in [
            ("10 business days", Some(10)),
            ("within ten business days", Some(10)),
            ("ten (10) business days", Some(10)),
            ("Within TEN (10) Business Days.", Some(10)),
            ("10 (ten) business days", Some(10)),
            ("10\u{a0}business\u{a0}days", Some(10)),
            ("twenty-five business days", Some(25)),
            ("a ten-business-day period", Some(10)),
            ("ten business days’ notice", Some(10)),
            ("(10) business days", Some(10)),
            ("1 business day", Some(1)),
            (
                "Please respond to these comments within 10 business days or tell us when you will \
                 provide us with a response.",
                Some(10),
            ),
            ("ten (15) business days", None),
            ("10 days", None),
            ("10 calendar days", None),
            ("business days", None),
            ("2,010 business days", None),
            ("10–15 business days", None),
            ("zero business days", None),
            ("0 business days", None),
            ("99999999999 business days", None),
            ("ten business weeks", None),
            ("()", None),
            ("", None),
        ] {
            assert_eq!(business_days(text), days, "{text}");
        }
    }

    #[test]
    fn a_deadline_counts_from_the_letter_or_its_receipt_and_an_extension_replaces_it() {
        let letter = Some(date(2009, 1, 14));
        let plain = Deadline::new(letter, None, Some(10), None, &[]).expect("a period");
        assert_eq!(plain.due, date(2009, 1, 29));
        let received = Deadline::new(letter, Some(date(2009, 1, 16)), Some(10), None, &[]);
        assert_eq!(received.expect("a period").due, date(2009, 2, 2));
        assert_eq!(Deadline::new(letter, None, None, None, &[]), None);
        assert_eq!(Deadline::new(None, None, Some(10), None, &[]), None);

        let extension = Extension {
            until: date(2009, 3, 3),
            agreed_with: Some("Kevin W. Vaughn".into()),
            on: Some(date(2009, 1, 26)),
            confirmed: None,
        };
        let extended = Deadline::new(letter, None, Some(10), Some(extension.clone()), &[]);
        let extended = extended.expect("an extension");
        assert_eq!(extended.due, date(2009, 3, 3));
        assert_eq!(extended.period.map(|period| period.end), Some(date(2009, 1, 29)));
        let alone = Deadline::new(letter, None, None, Some(extension), &[]);
        assert_eq!(alone.map(|deadline| deadline.due), Some(date(2009, 3, 3)));
    }

    #[test]
    fn a_day_stands_ahead_soon_or_past() {
        let deadline = Deadline::new(Some(date(2009, 1, 14)), None, Some(10), None, &[]);
        let deadline = deadline.expect("a period");
        assert_eq!(deadline.standing(date(2009, 1, 26), &[]), Standing::Ahead);
        assert_eq!(deadline.standing(date(2009, 1, 27), &[]), Standing::Soon);
        assert_eq!(deadline.standing(date(2009, 1, 29), &[]), Standing::Soon);
        assert_eq!(deadline.standing(date(2009, 1, 30), &[]), Standing::Past);
    }

    #[test]
    fn dates_are_written_in_words() {
        assert_eq!(long(date(2009, 3, 3)), "March 3, 2009");
        assert_eq!(long(date(2026, 12, 31)), "December 31, 2026");
    }
}

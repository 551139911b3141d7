//! The board for people: from a [`Board`] to text of 80 columns, in ASCII signs alone.

use anstyle::AnsiColor;

use super::super::json::State;
use super::super::{contents, shares};
use super::{Board, Line, Share};
use crate::deadline::long;
use crate::words::counted;

/// In which order the rows stand, and which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The letter's; answered units beyond the first of a group are left out.
    Letter,
    /// The letter's, with all units.
    LetterWhole,
    /// By who owes them.
    Owner,
}

/// Signs of a bar.
const BAR: usize = 10;
/// Columns of the board.
const WIDTH: usize = 80;
/// The column in which the response stands.
const RESPONSE: usize = 51;

/// Returns the board as text.
pub fn render(board: &Board, order: Order) -> String {
    let mut text = head(board);
    let dim = anstyle::Style::new().dimmed();
    text.push_str(&format!(
        "\n{dim}{:7} {:9} {:12} {:19} RESPONSE{dim:#}\n",
        "KEY", "STATE", "DONE", "OWNER"
    ));
    match order {
        Order::Owner => by_owner(board, &mut text),
        Order::Letter | Order::LetterWhole => by_letter(board, order, &mut text),
    }
    let totals = &board.totals;
    text.push_str(&format!("\n{}: {}\n", contents(totals), shares(totals)));
    text.push_str(&format!("{dim}# done  + draft  . open{dim:#}\n"));
    text
}

fn head(board: &Board) -> String {
    let number = board.file_number.as_ref().map(|number| format!(", File No. {number}"));
    let date = board.round.parse().map_or_else(|_| board.round.clone(), long);
    let mut text = format!(
        "{}{}\nStaff letter of {date}: {}\n",
        board.company,
        number.unwrap_or_default(),
        contents(&board.totals)
    );
    let (Some(due), Some(left)) = (board.due, board.business_days_left) else {
        text.push_str("No due date: letter.md states no `respond_within`\n");
        return text + &release(board) + &request(board);
    };
    let days = counted(left.unsigned_abs() as usize, "business day");
    let when = match (due.cmp(&board.as_of), left) {
        (std::cmp::Ordering::Equal, _) => "today".to_owned(),
        (std::cmp::Ordering::Less, _) => format!("{days} ago"),
        (std::cmp::Ordering::Greater, _) => format!("in {days}"),
    };
    text.push_str(&format!("Due {}, {when}", long(due)));
    // Whoever reads a report later should see from which day it counts.
    text.push_str(&format!(" (as of {})\n", long(board.as_of)));
    if let Some(from) = board.extended_from {
        let agreed = board.extended_on.map(|on| format!(", agreed {}", long(on)));
        text.push_str(&format!("Extended from {}{}\n", long(from), agreed.unwrap_or_default()));
    }
    text + &release(board) + &request(board)
}

/// Returns when the letters may be made public, in a line; nothing where the review goes on.
fn release(board: &Board) -> String {
    let dates = board.completed.zip(board.public_from);
    dates.map_or_else(String::new, |(completed, first)| {
        format!("Review completed {}: public on {} at the earliest\n", long(completed), long(first))
    })
}

/// Returns when the request for confidential treatment lapses, in a line; nothing where none was received.
fn request(board: &Board) -> String {
    let dates = board.foia_received.zip(board.foia_lapses);
    dates.map_or_else(String::new, |(received, lapses)| {
        let word = if board.as_of > lapses { "lapsed" } else { "lapses" };
        let (received, lapses) = (long(received), long(lapses));
        format!("Confidential treatment requested {received}: {word} {lapses}\n")
    })
}

fn by_letter(board: &Board, order: Order, text: &mut String) {
    let mut group: Option<&str> = None;
    let mut answered = 0;
    for line in &board.rows {
        let share = |name: Option<&str>| {
            let list = if name.is_some() { &board.groups } else { &board.comments };
            list.iter()
                .find(|share| share.comment == line.comment && share.group.as_deref() == name)
        };
        if line.key == line.comment {
            (group, answered) = (None, 0);
            text.push_str(&comment(line, share(None)));
            continue;
        }
        if line.group.as_deref() != group {
            (group, answered) = (line.group.as_deref(), 0);
            if let Some(name) = group {
                text.push_str(&heading(name, share(group).map(Counts::of).as_ref()));
            }
        }
        let is_answered = line.status == State::Answered;
        answered += usize::from(is_answered);
        if !is_answered || answered == 1 || order == Order::LetterWhole {
            text.push_str(&item(line, line.owner.as_deref().unwrap_or_default()));
        }
    }
}

fn by_owner(board: &Board, text: &mut String) {
    let units: Vec<&Line> = board.rows.iter().filter(|line| line.unit).collect();
    let mut owners: Vec<Option<&str>> = units.iter().map(|line| line.owner.as_deref()).collect();
    owners.sort_unstable();
    owners.dedup();
    for owner in owners {
        let own: Vec<&Line> =
            units.iter().copied().filter(|line| line.owner.as_deref() == owner).collect();
        let counts = Counts {
            units: own.len(),
            open: own.iter().filter(|line| line.status == State::Open).count(),
            draft: own.iter().filter(|line| line.status == State::Draft).count(),
        };
        text.push_str(&heading(owner.unwrap_or("Nobody"), Some(&counts)));
        own.iter().for_each(|line| text.push_str(&item(line, "")));
    }
}

/// How many units there are, and how many of them are not done.
struct Counts {
    units: usize,
    open: usize,
    draft: usize,
}

impl Counts {
    fn of(share: &Share) -> Self {
        Self { units: share.units, open: share.open.len(), draft: share.draft.len() }
    }

    /// Returns `[#######++.]`: no sign is drawn that stands for nothing, and none is left out.
    fn bar(&self) -> String {
        let part = |count: usize| if count == 0 { 0 } else { (count * BAR / self.units).max(1) };
        let (mut open, mut draft) = (part(self.open), part(self.draft));
        let done = self.units - self.open - self.draft;
        let least = usize::from(done > 0);
        while open + draft + least > BAR {
            *if open > draft { &mut open } else { &mut draft } -= 1;
        }
        let rest = BAR - open - draft;
        let done = if done > 0 { rest } else { 0 };
        // Where nothing is done, what the division left over belongs to the larger part.
        let (open, draft) = match (done, open > draft) {
            (0, true) => (BAR - draft, draft),
            (0, false) => (open, BAR - open),
            _ => (open, draft),
        };
        format!("[{}{}{}]", "#".repeat(done), "+".repeat(draft), ".".repeat(open))
    }

    fn words(&self) -> String {
        format!("{} of {} done", self.units - self.open - self.draft, self.units)
    }
}

fn comment(line: &Line, share: Option<&Share>) -> String {
    let bar = share.map(|share| Counts::of(share).bar()).unwrap_or_default();
    let (owner, response) = match share {
        Some(share) if share.units > 1 || !line.unit => {
            let owner = match share.owners.as_slice() {
                [] => String::new(),
                [one] => one.clone(),
                several => format!("{} owners", several.len()),
            };
            (owner, Counts::of(share).words())
        }
        _ => (line.owner.clone().unwrap_or_default(), response(line)),
    };
    row(&line.key, Some(line.status), &bar, &owner, &response)
}

/// Returns the line over a group's or an owner's rows.
fn heading(name: &str, counts: Option<&Counts>) -> String {
    let name = fitted(name, WIDTH - 2);
    let Some(counts) = counts else { return format!("  {name}\n") };
    let after = format!("{} {}", counts.bar(), counts.words());
    let blanks = WIDTH.saturating_sub(2 + name.chars().count() + 1 + after.len());
    let start = (RESPONSE - BAR - 6).saturating_sub(name.chars().count() + 2);
    if start > 0 {
        format!("  {name}{}{after}\n", " ".repeat(start))
    } else if blanks > 0 {
        format!("  {name} {after}\n")
    } else {
        format!("  {name}\n")
    }
}

fn item(line: &Line, owner: &str) -> String {
    row(&format!("  {}", line.key), Some(line.status), "", owner, &response(line))
}

/// Returns where a unit's response is, or until when it is put off.
fn response(line: &Line) -> String {
    match (line.until, line.letter, &line.file, line.line) {
        (Some(until), ..) => format!("until {}", long(until)),
        (_, Some(letter), ..) => format!("letter of {}", long(letter)),
        (_, _, Some(file), Some(at)) => {
            format!("{}:{at}", file.rsplit('/').next().unwrap_or(file))
        }
        _ if line.unit => "no section".to_owned(),
        _ => String::new(),
    }
}

fn row(key: &str, state: Option<State>, done: &str, owner: &str, response: &str) -> String {
    let word = state.map(word).unwrap_or_default();
    let colour = state.map(colour).unwrap_or_default();
    let pad = " ".repeat(9_usize.saturating_sub(word.len()));
    let left = format!("{key:7} {colour}{word}{colour:#}{pad} {done:12} {:19}", fitted(owner, 19));
    // A name that is cut keeps its end: there stand the number and the line.
    let pushed = key.chars().count().saturating_sub(7) + done.chars().count().saturating_sub(12);
    let room = (WIDTH - RESPONSE).saturating_sub(pushed).max(4);
    let long = response.chars().count();
    let response = if long > room {
        format!("...{}", response.chars().skip(long - room + 3).collect::<String>())
    } else {
        response.to_owned()
    };
    format!("{}\n", format!("{left} {response}").trim_end())
}

/// Cuts a text to a width.
fn fitted(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    format!("{}...", text.chars().take(width - 3).collect::<String>().trim_end())
}

fn word(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Draft => "draft",
        State::Deferred => "deferred",
        State::Elsewhere => "elsewhere",
        State::Answered => "answered",
    }
}

fn colour(state: State) -> anstyle::Style {
    match state {
        State::Open => AnsiColor::Red,
        State::Draft => AnsiColor::Yellow,
        State::Deferred | State::Elsewhere => AnsiColor::Blue,
        State::Answered => AnsiColor::Green,
    }
    .on_default()
    .bold()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(done: usize, draft: usize, open: usize) -> String {
        Counts { units: done + draft + open, open, draft }.bar()
    }

    #[test]
    fn a_bar_shows_each_state_that_there_is_and_no_other() {
        assert_eq!(bar(11, 2, 3), "[########+.]");
        assert_eq!(bar(1, 0, 0), "[##########]");
        assert_eq!(bar(0, 0, 7), "[..........]");
        assert_eq!(bar(0, 1, 2), "[+++.......]");
        for (done, draft, open) in (0..6).flat_map(|a| (0..60).map(move |b| (a, b % 7, b))) {
            if done + draft + open == 0 {
                continue;
            }
            let bar = bar(done, draft, open);
            assert_eq!(bar.len(), BAR + 2, "{bar}");
            for (count, sign) in [(done, '#'), (draft, '+'), (open, '.')] {
                assert_eq!(bar.contains(sign), count > 0, "{done} {draft} {open}: {bar}");
            }
        }
    }

    #[test]
    fn no_row_is_wider_than_the_board() {
        let long = "a-file-with-a-name-that-goes-on-and-on-and-on.md:1234";
        let row = row("  3.12.4", None, "", "Office of the General Counsel", long);
        assert!(row.trim_end().chars().count() <= WIDTH, "{row}");
        assert!(row.ends_with("on.md:1234\n") && row.contains("Office of the Ge..."), "{row}");
    }
}

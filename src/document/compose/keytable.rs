//! The key table at the letter's end, and what a reader may jump to.
//!
//! In: the staff's letter and its coverage. Out: a table: comment or bullet, page, disclosure, undertaking.

use super::disclosures::Proposed;
use super::exchanges::answer_id;
use crate::coverage::{Coverage, Status};
use crate::deadline::long;
use crate::document::{
    Block, Cell, Column, Entry, Inline, Paragraph, ParagraphStyle, Row, RowKind, Table, TableStyle,
    Target,
};
use crate::letter::Kind;
use crate::project::Project;

/// The longest words of a row, in characters.
const WORDS: usize = 42;
/// Courtesies and connectives with which requests begin: the telling words stand behind them.
const COURTESY: [&str; 35] = [
    "please",
    "provide",
    "us",
    "tell",
    "to",
    "the",
    "a",
    "an",
    "if",
    "we",
    "note",
    "that",
    "also",
    "and",
    "describe",
    "explain",
    "your",
    "you",
    "with",
    "it",
    "appears",
    "whether",
    "why",
    "clarify",
    "refer",
    "for",
    "of",
    "any",
    "detailed",
    "while",
    "in",
    "response",
    "indicates",
    "description",
    "were",
];

/// Returns the key table with its heading and its sentence of totals; nothing where book.toml has it off.
pub(super) fn key_table(project: &Project, coverage: &Coverage, proposed: &Proposed) -> Vec<Block> {
    if !project.book.letter.key_table || project.letter.rows.is_empty() {
        return Vec::new();
    }
    let cell = |text: Vec<Inline>| Cell { text, span: 1 };
    let head = ["Key", "The Staff’s words", "Answered", "Disclosure", "Undertaking"];
    let head =
        Row { cells: head.map(|text| cell(vec![Inline::text(text)])).into(), ..Row::default() };
    let body = (0..project.letter.rows.len()).map(|row| {
        let unit = &project.letter.rows[row];
        let is_comment = unit.kind == Kind::Comment;
        let strong = |text: Inline| if is_comment { Inline::Strong(vec![text]) } else { text };
        let words = Inline::Text(words(project, row));
        let cells = vec![
            cell(vec![link(unit.key.id(), strong(Inline::Text(unit.key.to_string())))]),
            cell(vec![strong(words)]),
            cell(answered(project, coverage, row)),
            cell(disclosures(project, coverage, proposed, row)),
            cell(vec![Inline::Text(undertaking(project, coverage, row))]),
        ];
        Row { kind: if is_comment { RowKind::Plain } else { RowKind::Below }, cells, change: None }
    });
    let table = Table {
        id: Some("key".into()),
        style: TableStyle::Key,
        columns: vec![Column::default(); 5],
        head: vec![head],
        body: body.collect(),
        ..Table::default()
    };
    let heading = Block::Heading {
        level: 1,
        id: Some("key-table".into()),
        text: vec![Inline::text("Key to comments and responses")],
    };
    let totals = Paragraph {
        text: vec![Inline::Text(totals(coverage))],
        style: ParagraphStyle::Small,
        ..Paragraph::default()
    };
    vec![heading, Block::Table(table), Block::Paragraph(totals)]
}

fn link(id: String, text: Inline) -> Inline {
    Inline::Link { target: Target::Place(id), text: vec![text] }
}

fn dash() -> Inline {
    Inline::text("—")
}

/// Returns the page on which a row's response begins, or when and where else it will be given.
fn answered(project: &Project, coverage: &Coverage, row: usize) -> Vec<Inline> {
    let state = &coverage.rows[row];
    // A comment has the worst status of its bullets; its row says where its answers begin.
    let is_leaf = !project.letter.rows[row].has_items;
    match &state.status {
        _ if !is_leaf => {}
        Status::Deferred { until, .. } => {
            return vec![Inline::Text(format!("by {}", short(*until)))];
        }
        Status::Elsewhere { letter } => {
            return vec![Inline::Text(format!("letter of {}", short(*letter)))];
        }
        _ => {}
    }
    let id = match state.claim {
        None if state.first_claim().is_some() => answer_id(project, row),
        // Sections of several keys begin at the first of them that stands together with this one.
        Some(claim) => {
            let together = (0..=row)
                .rev()
                .take_while(|&other| coverage.rows[other].claim == Some(claim))
                .last();
            answer_id(project, together.unwrap_or(row))
        }
        None => {
            let comment = project.letter.rows[row].comment;
            let below = |&other: &usize| coverage.rows[other].first_claim().is_some();
            match coverage.intros.get(&comment) {
                Some(_) if project.letter.rows[row].parent.is_none() => answer_id(project, row),
                _ => match project.letter.below(row).find(below) {
                    Some(first) => answer_id(project, first),
                    None => return vec![dash()],
                },
            }
        }
    };
    vec![Inline::PageOf(id)]
}

/// Returns a date without its year, as the narrow column has it.
fn short(date: jiff::civil::Date) -> String {
    let text = long(date);
    text.split_once(',').map_or(text.clone(), |(day, _)| day.to_owned())
}

fn disclosures(
    project: &Project,
    coverage: &Coverage,
    proposed: &Proposed,
    row: usize,
) -> Vec<Inline> {
    let mut text = Vec::new();
    for one in proposed.serving(project, coverage, row) {
        if !text.is_empty() {
            text.push(Inline::text(", "));
        }
        text.push(link(one.id.clone(), Inline::Text(one.letter.clone())));
    }
    if text.is_empty() { vec![dash()] } else { text }
}

/// Returns what is undertaken: `Future filings`, as the columns of real letters have it.
fn undertaking(project: &Project, coverage: &Coverage, row: usize) -> String {
    let claim = coverage.rows[row].first_claim().or_else(|| {
        let comment = project.letter.rows[row].comment;
        let is_comment = project.letter.rows[row].parent.is_none();
        let response = coverage.intros.get(&comment).filter(|_| is_comment)?;
        Some(crate::coverage::Claim { response: *response, section: None })
    });
    let undertaking =
        claim.and_then(|claim| project.responses[claim.response].front.undertaking.as_ref());
    undertaking.map_or_else(|| "—".to_owned(), |_| "Future filings".to_owned())
}

/// Returns the sentence of totals.
fn totals(coverage: &Coverage) -> String {
    let totals = &coverage.totals;
    let mut text = format!("{}: ", crate::report::contents(totals));
    if totals.answered == totals.units {
        return format!("{text}all answered in this letter.");
    }
    text.push_str(&format!("{} answered in this letter", totals.answered));
    for (count, words) in [
        (totals.deferred, "deferred to a further letter"),
        (totals.elsewhere, "answered in another letter"),
        (totals.draft, "in draft"),
        (totals.open, "not answered"),
    ] {
        if count > 0 {
            text.push_str(&format!(", {count} {words}"));
        }
    }
    format!("{text}.")
}

/// Returns what a reader may jump to: comments, bullets and parts, then disclosures.
pub(super) fn contents(project: &Project, proposed: &Proposed) -> Vec<Entry> {
    let rows = (0..project.letter.rows.len()).map(|row| {
        let unit = &project.letter.rows[row];
        let depth = u8::try_from(unit.key.parts.len() + 1).unwrap_or(u8::MAX);
        Entry { id: unit.key.id(), key: unit.key.to_string(), words: words(project, row), depth }
    });
    let disclosures = proposed.list.iter().map(|one| Entry {
        id: one.id.clone(),
        key: one.letter.clone(),
        words: format!("Proposed disclosure {}", one.letter),
        depth: 1,
    });
    rows.chain(disclosures).collect()
}

/// Returns a row's telling words: the heading of a comment that has one of its own, other words behind their
/// courtesies.
fn words(project: &Project, row: usize) -> String {
    let unit = &project.letter.rows[row];
    if let (Kind::Comment, Some(heading)) = (unit.kind, own_heading(project, unit.comment)) {
        return cut(heading, "");
    }
    let own: Vec<&str> = unit.own_text.split_whitespace().collect();
    let is_courtesy = |word: &&&str| COURTESY.contains(&word.to_lowercase().as_str());
    let skip = own.iter().take_while(is_courtesy).count();
    let skip = if own.len().saturating_sub(skip) < 3 { 0 } else { skip };
    let heading = project.letter.comments[unit.comment].headings.last();
    if let (Kind::Comment, true, Some(heading)) = (unit.kind, cites(&own[skip..]), heading) {
        return cut(heading, "");
    }
    cut(&own[skip..].join(" "), if skip > 0 { "… " } else { "" })
}

/// Says whether a text begins with a comment of another letter, which tells less than any heading.
fn cites(words: &[&str]) -> bool {
    let second = words.get(1).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    words.first().is_some_and(|word| match word.to_lowercase().as_str() {
        "prior" => true,
        "comment" | "comments" => second,
        _ => false,
    })
}

/// Returns the heading over a comment that tells it from others: not the filing's, nor one over several comments.
fn own_heading(project: &Project, comment: usize) -> Option<&str> {
    let comments = &project.letter.comments;
    let headings = &comments[comment].headings;
    let of_filing = headings.len() == 1 && is_filing(&headings[0]);
    let same = comments.iter().filter(|other| other.headings == *headings).count();
    headings.last().map(String::as_str).filter(|_| !of_filing && same == 1)
}

/// Says whether a heading names a filing: `Form 10-K for Fiscal Year Ended December 31, 2023`.
fn is_filing(heading: &str) -> bool {
    const FILINGS: [&str; 9] = [
        "Form ",
        "Amendment ",
        "Registration ",
        "Schedule ",
        "Annual Report ",
        "Quarterly Report ",
        "Preliminary ",
        "Definitive ",
        "Draft ",
    ];
    FILINGS.iter().any(|begin| heading.starts_with(begin))
}

/// Cuts a text at a word.
fn cut(text: &str, before: &str) -> String {
    let mut shown = before.to_owned();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let first = shown.len() == before.len();
        if !first && shown.chars().count() + word.chars().count() + 1 > WORDS {
            return format!("{} …", shown.trim_end_matches([',', ';', ':', '.']));
        }
        if !first {
            shown.push(' ');
        }
        shown.push_str(word);
        if words.peek().is_none() {
            break;
        }
    }
    shown
}

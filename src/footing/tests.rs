//! Tables as registrants write them, `tests/footing.md`: none is told as it stands, and each slip in it is.
//!
//! In: sections of a table and the slips below it. Out: the totals that are told, as messages.

use crate::facts::{Evaluator, Facts};
use crate::finding::Findings;
use crate::markdown::parse;
use crate::source::Files;

/// The messages about a text's tables.
fn told(text: &str) -> Vec<String> {
    let mut files = Files::default();
    let id = files.add("a.md", text);
    let place = files.get(id).place(0..text.len());
    let masked = crate::reader::read(text, place, &mut Findings::default());
    let blocks = parse(&masked, &mut Findings::default());
    let blocks = crate::regions::pair(blocks, |_| false, &mut Findings::default());
    let facts = Facts::default();
    let mut findings = Findings::default();
    super::check(&blocks, &Evaluator::new(&facts), &files, &mut findings);
    findings.iter().map(|finding| finding.message.clone()).collect()
}

/// Reads a slip: "- `1,204` as `1,240`".
fn slip(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("- `")?.strip_suffix('`')?.split_once("` as `")
}

#[test]
fn tables_that_foot_are_silent_and_a_slip_in_them_is_told_once() {
    let sections = include_str!("../../tests/footing.md").split("\n## ").skip(1);
    let mut wrong = Vec::new();
    for section in sections {
        let (name, text) = section.split_once('\n').expect("a section has a name");
        let slips: Vec<(&str, &str)> = text.lines().filter_map(slip).collect();
        let table: String =
            text.split_inclusive('\n').filter(|line| slip(line.trim_end()).is_none()).collect();
        if !told(&table).is_empty() {
            wrong.push(format!("{name}: {:?}", told(&table)));
        }
        for (right, slipped) in slips {
            assert!(table.contains(right), "{right} stands in {name}");
            let told = told(&table.replacen(right, slipped, 1));
            if told.len() != 1 {
                wrong.push(format!("{name}, {right} as {slipped}: {told:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A table of one column of figures, from rows as `label: figure`.
fn table(rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| {
        let (label, figure) = row.split_once(": ").unwrap_or((row, ""));
        format!("| {label} | {figure} |\n")
    });
    format!("| | Amount |\n|:--|--:|\n{}", rows.collect::<String>())
}

#[test]
fn a_total_named_as_the_whole_of_the_one_above_it_is_told() {
    let above = ["Cash: 120", "Receivables: 80", "Total current assets: 200"];
    assert_eq!(told(&table(&[&above[..], &["Total assets: 210"]].concat())).len(), 1);
    assert_eq!(told(&table(&[&above[..], &["Total: 210"]].concat())).len(), 1);
    assert_eq!(told(&table(&[&above[..], &["Total debt: 210"]].concat())), [""; 0]);
}

#[test]
fn a_row_is_left_out_of_a_total_only_where_a_later_row_shows_it() {
    let rows = ["Balance, beginning: 100", "Provision: 30", "Other: 5", "Total additions: 35"];
    assert_eq!(told(&table(&rows)).len(), 1);
    assert_eq!(told(&table(&[&rows[..], &["Balance, end: 135"]].concat())), [""; 0]);
    assert_eq!(told(&table(&[&rows[..], &["Balance, end: 136"]].concat())).len(), 1);
    let bare = [&rows[..3], &["Total: 35", "Balance, end: 135"]].concat();
    assert_eq!(told(&table(&bare)).len(), 1);
}

#[test]
fn a_row_that_has_lost_its_parentheses_is_told() {
    assert_eq!(told(&table(&["Sales: 100", "Costs: (60)", "Total margin: 160"])).len(), 1);
    assert_eq!(told(&table(&["Sales: 100", "Costs: 60", "Total margin: 40"])).len(), 1);
    let sales = ["Retail: 70", "Cards: 30", "Total sales: 100"];
    let costs = ["Rent: (40)", "Wages: (20)", "Total costs: (60)", "Total margin: 160"];
    assert_eq!(told(&table(&[sales, [costs[0], costs[1], costs[2]]].concat())), [""; 0]);
    assert_eq!(told(&table(&[&sales[..], &costs].concat())).len(), 1);
}

#[test]
fn a_marked_figure_is_given_away_beside_parts_of_rows_and_figures_with_stars() {
    let rows = ["Retail: 300*", "of which stores: 200", "Cards: [*** 150 ***]", "Total: 450**"];
    let says =
        "a marked figure is the one that its row or column does not show, and can be computed";
    assert_eq!(told(&table(&rows)), [says]);
}

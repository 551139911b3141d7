//! Never a false green: whole projects are damaged in every way that an author or a merge can, and `check`
//! must find each damage: its first finding is an error, and names the unit that was hit.
//!
//! In: the example and the projects in `tests/books`. `damage` and `letter` hold the damages as data, `book`
//! applies one to a copy and asks the library; `binary` asks the program about a sample of them.

mod binary;
mod book;
mod damage;
mod files;
mod fixes;
mod letter;
mod sections;
mod slips;

use book::{Bench, Book, Mutant};

/// The projects in `tests/books`; the example stands beside them.
const BOOKS: [&str; 6] =
    ["lettered-parts", "nested-bullets", "put-off", "ranges", "restarted-numbers", "several-files"];

/// Of so many mutants one is run, of the larger example one of more: a minute is enough to wait.
const STEP: usize = 3;
const STEP_OF_EXAMPLE: usize = 7;

/// Returns the mutants of a project that are run: some of each damage, or all where `CORRESP_ALL_MUTANTS` is
/// set.
fn mutants(book: &Book) -> Vec<Mutant> {
    let all = every_mutant(book);
    if std::env::var_os("CORRESP_ALL_MUTANTS").is_some() {
        return all;
    }
    all.into_iter().step_by(if book.name == "example" { STEP_OF_EXAMPLE } else { STEP }).collect()
}

fn every_mutant(book: &Book) -> Vec<Mutant> {
    let mut all = damage::mutants(book);
    all.extend(files::mutants(book));
    all.extend(letter::mutants(book));
    all
}

/// Damages a project in every way, one at a time, and fails with all that went unseen.
fn survives_nothing(book: &Book) {
    let mut bench = Bench::new(book);
    let mutants = mutants(book);
    let faults: Vec<String> = mutants.iter().filter_map(|mutant| bench.fault(mutant)).collect();
    assert!(
        faults.is_empty(),
        "{}: {} of {} mutants:\n{}",
        book.name,
        faults.len(),
        mutants.len(),
        faults.join("\n")
    );
}

#[test]
fn the_example_hides_no_damage() {
    survives_nothing(&Book::example());
}

#[test]
fn lettered_parts_hide_no_damage() {
    survives_nothing(&Book::named("lettered-parts"));
}

#[test]
fn nested_bullets_hide_no_damage() {
    survives_nothing(&Book::named("nested-bullets"));
}

#[test]
fn deferrals_hide_no_damage() {
    survives_nothing(&Book::named("put-off"));
}

#[test]
fn ranges_hide_no_damage() {
    survives_nothing(&Book::named("ranges"));
}

#[test]
fn restarted_numbers_hide_no_damage() {
    survives_nothing(&Book::named("restarted-numbers"));
}

#[test]
fn several_files_hide_no_damage() {
    survives_nothing(&Book::named("several-files"));
}

#[test]
fn the_suite_has_more_than_a_thousand_mutants_of_every_kind() {
    let books = BOOKS.map(Book::named);
    let all: Vec<Mutant> = books.iter().chain([&Book::example()]).flat_map(mutants).collect();
    let damaged = all.iter().filter(|mutant| mutant.is_damage()).count();
    let controls = all.len() - damaged;
    println!("{damaged} damages and {controls} controls");
    assert!(damaged >= 1_000, "{damaged} damages");
    assert!(controls >= 50, "{controls} controls");
}

#[test]
fn the_undamaged_have_no_finding() {
    for name in BOOKS {
        let book = Book::named(name);
        let verdict = Bench::new(&book).verdict(true).expect("it can be read");
        assert!(verdict.findings.is_empty(), "{name}: {:?}", verdict.findings);
        assert!(verdict.open.is_empty(), "{name}: {:?}", verdict.open);
    }
    let verdict = Bench::new(&Book::example()).verdict(false).expect("it can be read");
    assert!(
        verdict.findings.iter().all(|finding| finding.level == "note"),
        "{:?}",
        verdict.findings
    );
    assert!(verdict.open.is_empty(), "{:?}", verdict.open);
}

/// Whatever book.toml says of levels, a unit that is open is named by an error.
#[test]
fn no_level_hides_an_open_unit() {
    for name in BOOKS {
        let book = Book::named(name);
        let silenced = book.silenced();
        let mut bench = Bench::new(&silenced);
        let sections = damage::mutants(&book);
        let faults: Vec<String> = sections
            .iter()
            .filter(|mutant| mutant.is_damage())
            .step_by(9)
            .filter_map(|mutant| bench.hidden(mutant))
            .collect();
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

/// Two damages at once: the second must not make up for the first.
#[test]
fn two_damages_do_not_hide_one_another() {
    for name in BOOKS {
        let book = Book::named(name);
        let mut bench = Bench::new(&book);
        // A copy in another file does make up for what is lost in its own.
        let is_copy =
            |mutant: &Mutant| mutant.edits.iter().any(|(path, _)| !book.files.contains_key(path));
        let all: Vec<Mutant> = mutants(&book)
            .into_iter()
            .filter(|mutant| mutant.is_damage() && !is_copy(mutant))
            .collect();
        let mut faults = Vec::new();
        for (index, first) in all.iter().enumerate().step_by(5) {
            let second = &all[(index * 7 + 11) % all.len()];
            let Some(both) = first.and(second) else { continue };
            faults.extend(bench.hidden(&both));
        }
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

//! The program says of a damage what the library says: a sample of the mutants goes through it.

use std::process::Command;

use serde_json::Value;

use crate::book::{Bench, Book, Expect};
use crate::mutants;

/// Every so many mutants one is shown to the program.
const STEP: usize = 50;

#[test]
fn the_program_exits_with_one_and_names_the_same_unit() {
    let mut count = 0;
    for name in crate::BOOKS {
        let book = Book::named(name);
        let mut bench = Bench::new(&book);
        for mutant in mutants(&book).iter().step_by(STEP) {
            let Expect::Names(keys) = &mutant.expect else { continue };
            count += 1;
            let (exit, report) = bench.damaged(mutant, |bench| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
                command.arg("-C").arg(bench.root()).args(["check", "--format", "json"]);
                if mutant.is_final {
                    command.arg("--final");
                }
                let output = command.output().expect("the program runs");
                let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
                (output.status.code(), report)
            });
            assert_eq!(exit, Some(1), "{name}: {}", mutant.name);
            let first = report["findings"][0]["key"].as_str().unwrap_or_default().to_owned();
            assert!(keys.contains(&first), "{name}: {}: {first} first", mutant.name);
        }
        let output = Command::new(env!("CARGO_BIN_EXE_corresp"))
            .arg("-C")
            .arg(bench.root())
            .args(["check", "--final", "--quiet"])
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(0), "{name} is mended");
        assert!(output.stdout.is_empty(), "{name} is mended");
    }
    assert!(count >= 20, "{count} mutants");
}

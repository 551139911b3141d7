//! What a file does wrong, each kind once: a document with a thousand `<span>`s has one fault, not a thousand.

use std::collections::HashMap;
use std::ops::Range;

use crate::finding::{Findings, Rule};
use crate::source::File;
use crate::words::counted;

/// A kind of fault in a file, where it first stands, and how often.
struct Fault {
    rule: &'static Rule,
    range: Range<usize>,
    message: String,
    help: String,
    times: usize,
}

/// The faults of one text file.
#[derive(Default)]
pub(super) struct Faults {
    list: Vec<Fault>,
    known: HashMap<(&'static str, String), usize>,
}

impl Faults {
    /// Adds a fault at a stretch of bytes; one with the same message is counted.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        range: Range<usize>,
        message: String,
        help: impl Into<String>,
    ) {
        if let Some(&known) = self.known.get(&(rule.code, message.clone())) {
            self.list[known].times += 1;
            return;
        }
        self.known.insert((rule.code, message.clone()), self.list.len());
        self.list.push(Fault { rule, range, message, help: help.into(), times: 1 });
    }

    /// Turns the faults into findings, in the order in which they stand.
    pub(super) fn report(mut self, file: &File, findings: &mut Findings) {
        self.list.sort_by_key(|fault| fault.range.start);
        for fault in self.list {
            let message = match fault.times {
                1 => fault.message,
                times => format!("{}, here and {}", fault.message, more(times - 1)),
            };
            let finding = fault.rule.at(file.place(fault.range)).says(message);
            findings.push(if fault.help.is_empty() { finding } else { finding.help(fault.help) });
        }
    }
}

fn more(times: usize) -> String {
    counted(times, "more time")
}

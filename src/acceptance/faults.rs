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

/// The most kinds of faults that are kept of a file: nobody mends more by hand.
const MOST: usize = 1000;

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
        self.add_all(rule, range, 1, message, help);
    }

    /// Adds a fault that stands so many times, first at `range`.
    pub(super) fn add_all(
        &mut self,
        rule: &'static Rule,
        range: Range<usize>,
        times: usize,
        message: String,
        help: impl Into<String>,
    ) {
        if let Some(&known) = self.known.get(&(rule.code, message.clone())) {
            self.list[known].times += times;
            return;
        }
        if self.list.len() == MOST {
            return;
        }
        self.known.insert((rule.code, message.clone()), self.list.len());
        self.list.push(Fault { rule, range, message, help: help.into(), times });
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

//! What could not be set, as it is gathered: a character that the fonts lack is told once.

use super::page::Fault;

/// Faults, in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault.
    pub(super) fn push(&mut self, fault: Fault) {
        let lacks = |known: &Fault| match (known, &fault) {
            (
                Fault::MissingGlyph { character, .. },
                Fault::MissingGlyph { character: other, .. },
            ) => character == other,
            _ => false,
        };
        if !self.0.iter().any(lacks) {
            self.0.push(fault);
        }
    }

    /// Notes the faults of another part, behind those that are known.
    pub(super) fn extend(&mut self, faults: Faults) {
        faults.0.into_iter().for_each(|fault| self.push(fault));
    }

    /// Returns all of them.
    pub(super) fn into_vec(self) -> Vec<Fault> {
        self.0
    }
}

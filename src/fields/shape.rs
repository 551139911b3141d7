//! The shape of a table: which fields its reader asks for, and what each may be.
//!
//! In: the questions of a reader, put to a table that has nothing in it. Out: a [`Shape`], from which the
//! JSON Schemas are made. What is read and what is described can so never part.

use std::cell::RefCell;
use std::rc::Rc;

use super::Fields;
use crate::finding::Findings;
use crate::source::{Files, Place};

/// The fields of a table.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// The fields in the order in which they are asked for.
    pub fields: Vec<Field>,
    /// What stands behind names that are the author's own, where a table has such.
    pub others: Option<Kind>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub kind: Kind,
    /// Whether it must be there.
    pub is_required: bool,
}

/// What a field may be.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Whatever it is, it is not looked at.
    Any,
    /// A text.
    Text,
    /// A text or a whole number.
    TextOrNumber,
    /// A list of texts, or one text for a list of one.
    Texts,
    /// A text, a number, a date, or `true` or `false`: what is printed as it stands.
    Single,
    /// A date.
    Date,
    /// A list of dates.
    Dates,
    /// `true` or `false`.
    Flag,
    /// A whole number that is not negative.
    Number,
    /// One of these words.
    Word(Vec<String>),
    /// A list of these words, or one of them.
    Words(Vec<String>),
    /// A table.
    Table(Recorder),
    /// A list of tables.
    Tables(Recorder),
}

/// What a reader asked for so far.
#[derive(Debug, Clone, Default)]
pub struct Recorder(Rc<RefCell<Shape>>);

impl Recorder {
    /// Returns the shape as it was asked for.
    pub fn shape(&self) -> Shape {
        self.0.borrow().clone()
    }

    /// Notes that a field is asked for; the first question about it says what it may be.
    pub(super) fn note(&self, name: &str, kind: Kind) {
        let mut shape = self.0.borrow_mut();
        match shape.fields.iter_mut().find(|field| field.name == name) {
            Some(field) if matches!(field.kind, Kind::Any) => field.kind = kind,
            Some(_) => {}
            None => {
                shape.fields.push(Field { name: name.to_owned(), kind, is_required: false });
            }
        }
    }

    pub(super) fn note_others(&self, kind: Kind) {
        self.0.borrow_mut().others = Some(kind);
    }

    /// Notes that a field must be there.
    pub(super) fn require(&self, name: &str) {
        self.note(name, Kind::Any);
        for field in self.0.borrow_mut().fields.iter_mut().filter(|field| field.name == name) {
            field.is_required = true;
        }
    }
}

/// Returns the shape of the table that `read` reads.
pub fn shape_of(read: impl FnOnce(Fields<'_, '_>)) -> Shape {
    let mut files = Files::default();
    let place = Place::new(files.add("", ""), 0..0);
    let mut findings = Findings::default();
    let empty = super::parse("", place, &mut findings);
    let findings = RefCell::new(&mut findings);
    let recorder = Recorder::default();
    let fields = Fields::new(&empty, place, "book.toml", &findings);
    read(Fields { recorder: Some(recorder.clone()), ..fields });
    recorder.shape()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_asks_describes_what_it_reads() {
        let shape = shape_of(|fields| {
            fields.required("name", "\"…\"");
            fields.one_of("order", &[("first", 1), ("last", 2)]);
            if let Some(table) = fields.table("extension") {
                if table.lacks("until") {
                    table.missing("until", "2009-03-03");
                }
                table.date("until");
                table.finish();
            }
            fields.finish();
        });
        let [name, order, extension] = shape.fields.as_slice() else { panic!("{shape:?}") };
        assert!(name.is_required && matches!(name.kind, Kind::Text));
        assert!(matches!(&order.kind, Kind::Word(words) if words == &["first", "last"]));
        let Kind::Table(below) = &extension.kind else { panic!("{extension:?}") };
        let [until] = &below.shape().fields[..] else { panic!("{below:?}") };
        assert!(until.is_required && matches!(until.kind, Kind::Date));
    }
}

//! Answers an SEC staff comment letter from Markdown.
//!
//! The modules stand in the order in which data flows.

pub mod deadline;
pub mod document;
pub mod facts;
pub mod fields;
pub mod finding;
pub mod front;
pub mod key;
pub mod layout;
pub mod letter;
pub mod markdown;
pub mod reader;
pub mod response;
pub mod source;
pub mod words;
pub mod book;
pub mod disclosure;
pub mod coverage;
pub mod project;
pub mod digest;
pub mod checks;
pub mod report;

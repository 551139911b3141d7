//! Answers an SEC staff comment letter from Markdown.
//!
//! The modules stand in the order in which data flows.

pub mod conservation;
pub mod document;
pub mod facts;
pub mod fields;
pub mod finding;
pub mod front;
pub mod import;
pub mod key;
pub mod layout;
pub mod letter;
pub mod markdown;
pub mod marks;
pub mod reader;
pub mod response;
pub mod source;
pub mod words;

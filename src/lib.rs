//! Answers an SEC staff comment letter from Markdown.
//!
//! The modules stand in the order in which data flows.

pub mod document;
pub mod finding;
pub mod layout;
pub mod source;
pub mod fields;
pub mod front;
pub mod key;
pub mod reader;
pub mod markdown;
pub mod letter;
pub mod words;

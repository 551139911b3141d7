//! Answers an SEC staff comment letter from Markdown.
//!
//! The modules stand in the order in which data flows.

pub mod document;
pub mod finding;
pub mod layout;
pub mod pdf;
pub mod source;

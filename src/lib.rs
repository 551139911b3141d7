//! Answers an SEC staff comment letter from Markdown.
//!
//! The modules stand in the order in which data flows.

pub mod document;
pub mod finding;
pub mod html;
pub mod layout;
pub mod source;

//! Pages from blocks: shapes words, breaks lines and pages, and keeps the structure of each run.
//!
//! In: a [`Document`](crate::document::Document) and the [`Fonts`]. Out: [`Laid`].

pub mod page;

pub use page::Laid;

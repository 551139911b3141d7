//! Answers an SEC staff comment letter from Markdown: proves that every comment and every bullet is
//! answered, and sets the keyed letter as PDF and HTML.
//!
//! The modules stand in the order in which data flows, each with one public verb:
//!
//! | stage | verb | from → to |
//! |---|---|---|
//! | [`project`] | [`load`](project::load) | a folder → everything below, parsed |
//! | [`letter`] | [`parse`](letter::parse) | letter.md → comments, bullets and parts with keys and places |
//! | [`response`] | [`parse`](response::parse) | a file of responses → sections by key |
//! | [`disclosure`] | [`parse`](disclosure::parse) | a proposed disclosure and the text as filed |
//! | [`coverage`] | [`check`](coverage::check) | letter and responses → what answers which unit, and how far |
//! | [`document`] | [`compose`](document::compose::compose) | all of it → blocks and inlines |
//! | [`layout`] | [`lay_out`](layout::lay_out) | blocks → pages of shaped runs |
//! | [`pdf`] | [`write`](pdf::write) | pages → bytes |
//! | [`html`] | [`write`](html::write) | blocks → one HTML file |
//! | [`edgar`] | [`write`](edgar::write) | blocks of a public document → what EDGAR takes |
//! | [`acceptance`] | [`check`](acceptance::check) | files of a submission → what EDGAR would refuse |
//! | [`report`] | `render` | findings and coverage → text for people and machines |
//! | [`schema`] | [`all`](schema::all) | what readers ask for and reports hold → JSON Schemas |
//!
//! [`finding`] and [`source`] are used by all and use none. The disk is read in [`project`] and written
//! in [`commands`]; all between is a function of its arguments.

pub mod source;
pub mod finding;
pub mod words;
pub mod placeholders;
mod parallel;
mod expressions;
pub mod digest;
pub mod fields;
pub mod key;
pub mod reader;
pub mod markdown;
pub mod regions;
pub mod confidential;
pub mod front;
pub mod facts;
pub mod book;
pub mod asks;
pub mod marks;
pub mod received;
pub mod import;
pub mod letter;
pub mod response;
pub mod disclosure;
pub mod prior;
pub mod project;
pub mod secrets;
pub mod conservation;
pub mod coverage;
pub mod seen;
pub mod deadline;
pub mod footing;
pub mod checks;
pub mod mend;
pub mod since;
pub mod waivers;
pub mod redline;
pub mod document;
pub mod layout;
pub mod pdf;
pub mod html;
pub mod leak;
pub mod edgar;
pub mod acceptance;
pub mod report;
pub mod schema;
pub mod commands;

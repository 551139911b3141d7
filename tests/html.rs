//! The letter as HTML: one golden file, and what must hold for it.

#[path = "html/sample.rs"]
mod sample;

use corresp::document::typography;
use corresp::html::{Template, write};

/// Returns the sample as the writer gets it.
fn letter() -> corresp::document::Document {
    let mut letter = sample::letter();
    typography::set(&mut letter);
    letter
}

fn labels(id: &str) -> Option<String> {
    let page = match id {
        "k1" | "k2" | "k2.1" | "k2.2" => 2,
        "k3.2" => return None,
        _ => 4,
    };
    Some(format!("CITI {page}"))
}

fn page() -> String {
    write(&letter(), &labels, &Template::default()).expect("the embedded template is sound")
}

#[test]
fn the_sample_is_written_as_before() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/html/expected/sample.html");
    let page = page();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &page).expect("the folder is there");
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(page == expected, "differs from {path}; BLESS=1 writes it anew, to be read over");
}

//! Each HTML file of the golden books is sound HTML and meets WCAG 2.2 AA, wide, narrow, dark and printed; what
//! goes to EDGAR is HTML of another age, which `check-edgar` holds to its subset, and is as accessible.

mod support;

use support::books;
use support::tools::{check_pages, store, validate_html};

#[test]
fn what_is_written_is_sound_and_accessible() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = books::build(folder.path(), "html");
    let of_editions = |file: &&std::path::PathBuf| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        ["foia-request.html", "extension.html"].contains(&name)
            || file.parent().is_some_and(|folder| folder.ends_with("public"))
    };
    assert!(
        files.iter().filter(of_editions).count() >= 6,
        "two books have two editions: {files:?}"
    );
    validate_html(&files);
    check_pages(&files);
}

#[test]
fn what_goes_to_edgar_is_accessible() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = books::build(folder.path(), "htm");
    assert!(files.len() >= 5, "each book has one: {files:?}");
    check_pages(&files);
}

/// The rules are applied there too.
#[test]
#[should_panic(expected = "heading-order")]
fn a_document_for_edgar_that_skips_a_rank_does_not_pass() {
    check_pages(&[page("skips.htm", "<h1>y</h1><h4>z</h4>")]);
}

/// The checkers find what they are there for.
#[test]
#[should_panic(expected = "color-contrast")]
fn a_page_that_is_too_pale_does_not_pass() {
    let body = "<main style=\"background: #fff\"><h1>y</h1>\
                <p style=\"color: #ccc\">Words that are too pale to be read.</p></main>";
    check_pages(&[page("pale.html", body)]);
}

#[test]
#[should_panic(expected = "not shown: a dot")]
fn a_page_whose_own_policy_hides_a_picture_does_not_pass() {
    let dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=";
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"img-src 'none'\">";
    let body = format!("{policy}<main><h1>y</h1><img src=\"{dot}\" alt=\"a dot\"></main>");
    check_pages(&[page("hidden.html", &body)]);
}

#[test]
#[should_panic(expected = "Stray end tag")]
fn a_page_that_is_not_sound_does_not_pass() {
    validate_html(&[page("stray.html", "<main><h1>y</h1></p></div></main>")]);
}

fn page(name: &str, body: &str) -> std::path::PathBuf {
    let html = format!("<!doctype html><html lang=\"en\"><title>x</title>{body}</html>");
    store(name, html.as_bytes())
}

//! The attributes of a tag, and what their values lead to.

use std::ops::Range;

use html5gum::StartTag;

use super::anchors::{Anchors, shown};
use super::characters::{PERSONAL, PERSONAL_HELP, social_security_numbers};
use super::faults::Faults;
use super::html::lossy;
use super::subset::{ARCHIVES, Element};
use crate::finding::codes::{EDGAR_ATTRIBUTE, EDGAR_IMAGE, PERSONAL_DATA};

/// The names of a submission's files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    /// That of the document itself.
    pub(super) own: &'a str,
    /// All of them.
    pub(super) all: &'a [&'a str],
}

/// Checks the attributes of a tag.
pub(super) fn check(
    element: &Element,
    tag: &StartTag<usize>,
    names: &Names<'_>,
    anchors: &mut Anchors,
    faults: &mut Faults,
) {
    let whole = tag.span.start..tag.span.end;
    for (name, value) in &tag.attributes {
        let (name, value) = (lossy(name), (lossy(&value.value), value.span.start..value.span.end));
        let range = within(&value.1, &whole);
        if !element.has(&name) {
            let (message, help) = refused(element.name, &name);
            faults.add(&EDGAR_ATTRIBUTE, range, message, help);
            continue;
        }
        if !social_security_numbers(&value.0).is_empty() {
            faults.add(&PERSONAL_DATA, range.clone(), PERSONAL.to_owned(), PERSONAL_HELP);
        }
        if matches!((element.name, name.as_str()), (_, "id") | ("a", "name")) {
            anchors.name(&value.0, whole.start, range, faults);
            continue;
        }
        let value = value.0.trim();
        match (element.name, name.as_str()) {
            ("a", "href") => check_link(value, range, names, anchors, faults),
            ("img", "src") => check_image(value, range, names, faults),
            (_, "style") => check_style(value, range, faults),
            _ => {}
        }
    }
    if element.name == "img" && !tag.attributes.contains_key(&b"src"[..]) {
        let message = "an image names no file".to_owned();
        faults.add(&EDGAR_IMAGE, whole, message, "write `src=\"…\"`");
    }
}

/// Returns a place within a tag; the tag itself where the tokenizer gives none in it.
fn within(range: &Range<usize>, tag: &Range<usize>) -> Range<usize> {
    let fits = tag.start <= range.start && range.start < range.end && range.end <= tag.end;
    if fits { range.clone() } else { tag.clone() }
}

/// Returns why an element may not have an attribute, and what to do.
fn refused(element: &str, name: &str) -> (String, &'static str) {
    if name.starts_with("on") {
        return (format!("`{}` is a script's attribute", shown(name)), "take it out");
    }
    if name == "xmlns" || name.starts_with("xmlns:") {
        return (format!("EDGAR refuses `{}`", shown(name)), "take it out");
    }
    let help = match (element, name) {
        ("th" | "td", "scope" | "headers") => "take it out; `<th>` alone heads a row or column",
        ("font", "face") => "write `style=\"font-family: …\"`",
        ("ol" | "li", "value") => "write `start` at the `<ol>`",
        ("meta", "http-equiv") => "take the `<meta>` out",
        _ => "take it out, or write it as a `style`",
    };
    (format!("`<{element}>` may not have `{}`", shown(name)), help)
}

/// Checks where a link leads (EFM 5.2.2.10; Regulation S-T Rule 105).
fn check_link(
    value: &str,
    range: Range<usize>,
    names: &Names<'_>,
    anchors: &mut Anchors,
    faults: &mut Faults,
) {
    if let Some(place) = value.strip_prefix('#') {
        return anchors.link(place, range);
    }
    // `..` leads out of it again, however it is written.
    let leaves = ["..", "%2e", "%2E", "\\"].iter().any(|step| value.contains(step));
    if !leaves && ARCHIVES.iter().any(|archive| value.starts_with(archive)) {
        return;
    }
    match file_name(value) {
        Some(name) if names.own == name => {
            if let Some((_, place)) = value.split_once('#') {
                anchors.link(place, range);
            }
        }
        Some(name) if names.all.contains(&name) => {}
        Some(name) => {
            let message =
                format!("a link leads to `{}`, which is no file of the submission", shown(name));
            faults.add(&EDGAR_ATTRIBUTE, range, message, "add the file, or take the link out");
        }
        None => {
            let message = format!("a link leads to `{}`, where EDGAR lets none lead", shown(value));
            let help = "write the address as text; a link may lead into the document, to a file of the \
                        submission, or to https://www.sec.gov/Archives/edgar/data/…";
            faults.add(&EDGAR_ATTRIBUTE, range, message, help);
        }
    }
}

/// Returns the file that an address without scheme and folders names: `a.htm` of `a.htm#x`.
pub(super) fn file_name(address: &str) -> Option<&str> {
    let name = address.trim().split('#').next()?;
    let plain = |sign: char| !matches!(sign, '/' | '\\' | ':' | '?') && !sign.is_control();
    (!name.is_empty() && name != "." && name != ".." && name.chars().all(plain)).then_some(name)
}

fn check_image(value: &str, range: Range<usize>, names: &Names<'_>, faults: &mut Faults) {
    let (message, help) = match file_name(value) {
        None if value.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")) => (
            "an image is written into the document".to_owned(),
            "put it beside the document, as a `.jpg` or `.gif` file",
        ),
        None => (
            format!("an image is fetched from `{}`", shown(value)),
            "put it beside the document, as a `.jpg` or `.gif` file",
        ),
        Some(name) if !name.ends_with(".jpg") && !name.ends_with(".gif") => (
            format!("the image `{}` is neither a `.jpg` nor a `.gif` file", shown(name)),
            "save it anew as one of the two",
        ),
        Some(name) if !names.all.contains(&name) => (
            format!("the image `{}` is no file of the submission", shown(name)),
            "put it beside the document",
        ),
        Some(_) => return,
    };
    faults.add(&EDGAR_IMAGE, range, message, help);
}

/// Checks that a style fetches and runs nothing.
fn check_style(value: &str, range: Range<usize>, faults: &mut Faults) {
    let lower = value.to_ascii_lowercase().replace(" (", "(");
    // A backslash writes a letter by its number, `u\72l(`: no style for EDGAR needs one.
    let active = [
        "url(",
        "image-set(",
        "src(",
        "image(",
        "expression(",
        "javascript:",
        "@import",
        "behavior:",
        "-moz-binding",
        "://",
        "\\",
    ];
    if let Some(found) = active.iter().find(|active| lower.contains(**active)) {
        let message = format!("a style holds `{found}`, which reaches beyond the document");
        faults.add(&EDGAR_ATTRIBUTE, range, message, "take it out");
    }
}

//! The pages as text, so that a layout is reviewed without opening a PDF.

use std::fmt::Write;

use super::page::{Face, Laid, LinkArea, Mark, Page, Picture, Rule, Run};

/// Prints the pages: each label, then each run with its place, size, face and text, then rules, links and
/// pictures.
pub fn print(laid: &Laid) -> String {
    let mut out = String::new();
    for page in &laid.pages {
        // Writing to a string cannot fail.
        let _ = print_page(&mut out, page);
    }
    out
}

fn print_page(out: &mut String, page: &Page) -> std::fmt::Result {
    writeln!(out, "page {}", page.label)?;
    for Run { x, y, size, face, text, mark, .. } in &page.runs {
        let text = text.trim_end();
        let mark = match mark {
            Mark::Node(_) => "",
            Mark::Header => "  [header]",
            Mark::Footer => "  [footer]",
            Mark::Decoration => "  [decoration]",
            Mark::Repeated => "  [repeated]",
        };
        let face = name(*face);
        writeln!(out, "{x:7.1} {y:7.1} {size:5.1} {face:<11} {text}{mark}")?;
    }
    for Rule { x, y, width, height } in &page.rules {
        writeln!(out, "{x:7.1} {y:7.1}  rule {width:.1} × {height:.2}")?;
    }
    for LinkArea { x, y, width, height, alternative, .. } in &page.links {
        writeln!(out, "{x:7.1} {y:7.1}  link {width:.1} × {height:.1} {alternative}")?;
    }
    for Picture { x, y, width, height, image, .. } in &page.pictures {
        writeln!(out, "{x:7.1} {y:7.1}  picture {width:.1} × {height:.1} {image}")?;
    }
    writeln!(out)
}

fn name(face: Face) -> &'static str {
    match face {
        Face::Roman => "roman",
        Face::Bold => "bold",
        Face::Italic => "italic",
        Face::BoldItalic => "bold-italic",
        Face::Mono => "mono",
        Face::FallbackRoman => "fallback-roman",
        Face::FallbackBold => "fallback-bold",
        Face::FallbackItalic => "fallback-italic",
        Face::FallbackBoldItalic => "fallback-bold-italic",
        Face::SignsRoman => "signs-roman",
        Face::SignsBold => "signs-bold",
        Face::SignsItalic => "signs-italic",
        Face::SignsBoldItalic => "signs-bold-italic",
    }
}

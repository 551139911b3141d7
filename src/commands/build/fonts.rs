//! The fonts of a build: the family that `[letter] fonts` names, else the built-in one.

use crate::fields::Placed;
use crate::finding::{Findings, codes};
use crate::layout::page::Face;
use crate::layout::{FontFault, FontReason, Fonts};
use crate::project::{self, Project};

/// Reads the fonts of a project; what cannot be used is a finding, and the built-in ones stand in.
pub(super) fn read(project: &mut Project, findings: &mut Findings) -> Fonts {
    let family = project.book.letter.fonts.clone();
    let fallback = project.book.letter.fallback.clone();
    let fonts = family.and_then(|folder| {
        let files = files(project, &folder, "fonts", findings)?;
        usable(Fonts::of_family(files), &folder, findings)
    });
    let files = fallback.map(|folder| (files(project, &folder, "fallback", findings), folder));
    let fonts = fonts.unwrap_or_else(Fonts::embedded);
    match files {
        Some((Some(files), folder)) => {
            usable(fonts.with_fallback(files), &folder, findings).unwrap_or_else(Fonts::embedded)
        }
        _ => fonts,
    }
}

/// Reads the font files of the folder that a field of book.toml names.
fn files(
    project: &mut Project,
    folder: &Placed<String>,
    field: &str,
    findings: &mut Findings,
) -> Option<Vec<(String, Vec<u8>)>> {
    match project::fonts(project, &folder.value) {
        Ok(files) => Some(files),
        Err(says) => {
            let help =
                format!("name a folder of the project with font files: `{field} = \"fonts\"`");
            findings.push(codes::FONTS_NOT_USABLE.at(folder.place).says(says).help(help));
            None
        }
    }
}

/// Returns fonts that can be used; a fault is a finding.
fn usable(
    fonts: Result<Fonts, FontFault>,
    folder: &Placed<String>,
    findings: &mut Findings,
) -> Option<Fonts> {
    fonts
        .map_err(|fault| {
            let (says, help) = told(&folder.value, &fault);
            findings.push(codes::FONTS_NOT_USABLE.at(folder.place).says(says).help(help));
        })
        .ok()
}

/// Returns what is said of a fault, and what helps.
fn told(folder: &str, fault: &FontFault) -> (String, &'static str) {
    match fault {
        FontFault::Missing(face) => (
            format!("no font file in `{folder}` is the {} face", name(*face)),
            "put its file there: a family has regular, bold, italic and bold italic, a fallback at \
             least regular",
        ),
        FontFault::Twice { face, first, second } => (
            format!("{first} and {second} are both the {} face", name(*face)),
            "leave one of them in the folder, or begin the other's name with `_`",
        ),
        FontFault::Unusable { path, reason } => {
            let (says, help) = match reason {
                FontReason::NoFont | FontReason::Damaged => {
                    ("is no font that can be read", "take an OpenType or TrueType file")
                }
                FontReason::Bare => (
                    "has no blank or no question mark",
                    "take a font with the signs of plain English text beside its own",
                ),
                FontReason::Collection => {
                    ("holds several fonts", "take files of one face each, `.otf` or `.ttf`")
                }
                FontReason::Variable => {
                    ("is a variable font", "take the four fixed faces of the family")
                }
                FontReason::NoOutlines => {
                    ("has no outlines", "take an OpenType or TrueType file with outlines")
                }
                FontReason::Restricted => (
                    "says that it must not be embedded",
                    "take a font whose licence allows it: the PDF has to carry its fonts",
                ),
                FontReason::NoSubset => (
                    "says that no part of it may be embedded",
                    "take a font whose licence allows it: the PDF carries what it uses of a font",
                ),
            };
            (format!("{path} {says}"), help)
        }
    }
}

fn name(face: Face) -> &'static str {
    match face {
        Face::Roman => "regular",
        Face::Bold => "bold",
        Face::Italic => "italic",
        Face::BoldItalic => "bold italic",
        Face::Mono => "monospaced",
        Face::FallbackRoman
        | Face::FallbackBold
        | Face::FallbackItalic
        | Face::FallbackBoldItalic => "fallback",
        Face::SignsRoman | Face::SignsBold | Face::SignsItalic | Face::SignsBoldItalic => "signs",
    }
}

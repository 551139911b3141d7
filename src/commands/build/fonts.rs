//! The fonts of a build: the family that `[letter] fonts` names, else the built-in one.

use crate::finding::{Findings, codes};
use crate::layout::page::Face;
use crate::layout::{FontFault, FontReason, Fonts};
use crate::project::{self, Project};

/// Reads the fonts of a project; what cannot be used is a finding, and the built-in ones stand in.
pub(super) fn read(project: &mut Project, findings: &mut Findings) -> Fonts {
    let Some(folder) = project.book.letter.fonts.clone() else { return Fonts::embedded() };
    let files =
        match project::fonts(project, &folder.value) {
            Ok(files) => files,
            Err(says) => {
                findings.push(codes::FONTS_NOT_USABLE.at(folder.place).says(says).help(
                    "name a folder of the project with four font files: `fonts = \"fonts\"`",
                ));
                return Fonts::embedded();
            }
        };
    match Fonts::of_family(files) {
        Ok(fonts) => fonts,
        Err(fault) => {
            let (says, help) = told(&folder.value, &fault);
            findings.push(codes::FONTS_NOT_USABLE.at(folder.place).says(says).help(help));
            Fonts::embedded()
        }
    }
}

/// Returns what is said of a fault, and what helps.
fn told(folder: &str, fault: &FontFault) -> (String, &'static str) {
    match fault {
        FontFault::Missing(face) => (
            format!("no font file in `{folder}` is the {} face", name(*face)),
            "put the four files there: regular, bold, italic and bold italic",
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
    }
}

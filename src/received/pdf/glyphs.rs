//! The glyphs of each page with their places, as hayro draws them.

use std::sync::Arc;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

use super::PAGES;
use super::shapes::{self, Shape};

/// A page with its glyphs in the order in which they are drawn.
pub(super) struct Page {
    /// From 1.
    pub number: u32,
    pub glyphs: Vec<Glyph>,
    pub has_picture: bool,
}

/// A character on a page; lengths are points, `y` grows downward.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub text: char,
    pub x: f64,
    /// The baseline.
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub is_strong: bool,
    /// Whether it stands upright; what is turned belongs to no line.
    pub is_upright: bool,
}

/// The most glyphs that are read.
const MOST: usize = 8_000_000;

/// Reads a file's pages.
pub(super) fn of_file(bytes: Vec<u8>) -> Result<Vec<Page>, String> {
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "the PDF is encrypted".to_owned(),
        LoadPdfError::Invalid => "the PDF is damaged".to_owned(),
    })?;
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let mut count = 0;
    for (index, page) in pdf.pages().iter().take(PAGES).enumerate() {
        let (width, height) = page.render_dimensions();
        let mut reader = Reader { glyphs: Vec::new(), shapes: Vec::new(), has_picture: false };
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        interpret_page(page, &mut context, &mut reader);
        shapes::bullets(reader.shapes, &mut reader.glyphs);
        count += reader.glyphs.len();
        pages.push(Page {
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            glyphs: reader.glyphs,
            has_picture: reader.has_picture,
        });
        if count > MOST {
            return Err("the PDF has more text than any letter".to_owned());
        }
    }
    Ok(pages)
}

struct Reader {
    glyphs: Vec<Glyph>,
    shapes: Vec<Shape>,
    has_picture: bool,
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let mut is_of_signs = false;
            let (advance, is_strong) = match &**glyph {
                Drawn::Outline(outline) => {
                    let data = outline.font_data();
                    is_of_signs = data.as_ref().is_some_and(|data| {
                        let name = data.postscript_name.as_deref().unwrap_or_default();
                        name.contains("ingdings") || name.contains("ebdings")
                    });
                    let is_strong = data.is_some_and(|data| {
                        data.is_italic
                            || data.weight.is_some_and(|weight| weight >= 600)
                            || data.postscript_name.is_some_and(|name| {
                                ["Bold", "Italic", "Oblique"]
                                    .iter()
                                    .any(|style| name.contains(style))
                            })
                    });
                    (outline.advance_width(), is_strong)
                }
                Drawn::Type3(glyph) => (glyph.advance_width(), false),
            };
            let place = props.transform * glyph.transform();
            let text = match glyph.as_unicode() {
                Some(BfString::Char(character)) => character.to_string(),
                Some(BfString::String(text)) => text,
                None => char::REPLACEMENT_CHARACTER.to_string(),
            };
            let text = if is_of_signs && !text.trim().is_empty() { "•".to_owned() } else { text };
            self.add(&text, place, f64::from(advance.unwrap_or(500.0)), is_strong);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.has_picture = true;
        let (width, height) = match &image {
            Image::Stencil(image) => (image.width(), image.height()),
            Image::Raster(image) => (image.width(), image.height()),
        };
        let own = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        if self.shapes.len() < shapes::MOST {
            self.shapes.extend(Shape::of_picture(props.transform.transform_rect_bbox(own)));
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let elements = path.elements();
        // A drawing of many strokes is a picture or a border, and no sign.
        if elements.len() > shapes::STROKES || self.shapes.len() >= shapes::MOST {
            return;
        }
        let is_filled = match mode {
            DrawMode::Fill(_) | DrawMode::FillAndStroke(..) => true,
            DrawMode::Stroke(_) => false,
            DrawMode::Invisible => return,
        };
        let is_round = elements
            .iter()
            .any(|element| matches!(element, PathEl::CurveTo(..) | PathEl::QuadTo(..)));
        let bounds = props.transform.transform_rect_bbox(path.bounding_box());
        self.shapes.extend(Shape::of(bounds, is_filled, is_round));
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Reader {
    /// Adds what one glyph reads, which may be several characters: `ffi`.
    fn add(&mut self, text: &str, place: Affine, advance: f64, is_strong: bool) {
        let along = place * Point::new(1.0, 0.0) - place * Point::ZERO;
        let up = place * Point::new(0.0, 1.0) - place * Point::ZERO;
        // A glyph's own units are a thousandth of its size.
        let scale = 1000.0;
        let size = up.hypot() * scale;
        let width = along.hypot() * advance;
        let at = place * Point::ZERO;
        if ![size, width, at.x, at.y].iter().all(|value| value.is_finite()) {
            return;
        }
        let is_upright = along.x > 0.0 && along.y.abs() < along.x * 0.05 && leans_little(up);
        let letters: Vec<char> = text.chars().flat_map(plain).collect();
        let each = width / letters.len().max(1) as f64;
        for (index, letter) in letters.into_iter().enumerate() {
            let x = at.x + each * index as f64;
            self.glyphs.push(Glyph {
                text: letter,
                x,
                y: at.y,
                width: each,
                size,
                is_strong,
                is_upright,
            });
        }
    }
}

fn leans_little(up: Vec2) -> bool {
    up.x.abs() <= up.y.abs()
}

/// Returns a character without its ligature, and signs of fonts as the signs that they show.
fn plain(character: char) -> Vec<char> {
    let text = match character {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f076}' | '\u{f0a8}' | '\u{f06e}' => "•",
        '\0' => return Vec::new(),
        _ if character.is_control() => " ",
        _ => return vec![character],
    };
    text.chars().collect()
}

//! List signs that a page draws as shapes or pictures: browsers paint a round bullet and write no character.

use hayro_interpret::kurbo::Rect;

use super::glyphs::Glyph;

/// The most strokes that draw a list sign.
pub(super) const STROKES: usize = 24;
/// The most shapes of a page that are looked at.
pub(super) const MOST: usize = 20_000;
/// The widest and the narrowest list sign, in points.
const SIDES: std::ops::RangeInclusive<f64> = 0.8..=12.0;
/// The parts of a line's size that a list sign is high.
const HEIGHTS: std::ops::RangeInclusive<f64> = 0.1..=0.65;
/// The most that one is which is a picture: it has an empty frame around it.
const PICTURE: f64 = 1.0;
/// How far before its text a list sign hangs, in parts of the line's size.
const HANGING: f64 = 4.0;

/// A small shape that is about as wide as it is high.
pub(super) struct Shape {
    bounds: Rect,
    sign: char,
    /// The most that it may be high, in parts of the line's size.
    most: f64,
}

impl Shape {
    /// Returns a shape that could be a list sign; nothing for rules, borders and pictures.
    pub(super) fn of(bounds: Rect, is_filled: bool, is_round: bool) -> Option<Self> {
        let sign = match (is_round, is_filled) {
            (true, true) => '•',
            (true, false) => '◦',
            (false, true) => '▪',
            (false, false) => '□',
        };
        is_small(bounds).then_some(Self { bounds, sign, most: *HEIGHTS.end() })
    }

    /// Returns a picture that could be a list sign; nothing for any larger one.
    pub(super) fn of_picture(bounds: Rect) -> Option<Self> {
        is_small(bounds).then_some(Self { bounds, sign: '•', most: PICTURE })
    }
}

/// Says whether bounds are small, and about as wide as they are high.
fn is_small(bounds: Rect) -> bool {
    let (width, height) = (bounds.width(), bounds.height());
    let is_even = width < 1.5 * height && height < 1.5 * width;
    SIDES.contains(&width) && SIDES.contains(&height) && is_even
}

/// Adds a list sign for each shape that hangs before the first word of a line.
pub(super) fn bullets(shapes: Vec<Shape>, glyphs: &mut Vec<Glyph>) {
    if shapes.is_empty() {
        return;
    }
    let mut rows: Vec<&Glyph> =
        glyphs.iter().filter(|glyph| glyph.is_upright && !glyph.text.is_whitespace()).collect();
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut signs: Vec<Glyph> = Vec::new();
    for shape in shapes {
        let middle = shape.bounds.center().y;
        // Letters stand on their baseline, a little below a sign's middle.
        let reach = *SIDES.end() / HEIGHTS.start() * 0.2;
        let from = rows.partition_point(|glyph| glyph.y < middle - 1.0);
        let line: Vec<&&Glyph> = rows[from..]
            .iter()
            .take_while(|glyph| glyph.y < middle + reach)
            .filter(|glyph| (0.05..0.7).contains(&((glyph.y - middle) / glyph.size)))
            .collect();
        let Some(first) = line.iter().min_by(|a, b| a.x.total_cmp(&b.x)) else { continue };
        let gap = first.x - shape.bounds.x1;
        let hangs = (0.0..HANGING * first.size).contains(&gap)
            && (*HEIGHTS.start()..=shape.most).contains(&(shape.bounds.height() / first.size));
        // A shape that is filled and then stroked is one sign.
        let is_new = signs.last().is_none_or(|sign| {
            (sign.x - shape.bounds.x0).abs() > 1.5 || (sign.y - first.y).abs() > 1.5
        });
        if hangs && is_new {
            signs.push(Glyph {
                text: shape.sign,
                x: shape.bounds.x0,
                y: first.y,
                width: shape.bounds.width(),
                size: first.size,
                is_strong: false,
                is_upright: true,
            });
        }
    }
    glyphs.extend(signs);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: char, x: f64, y: f64) -> Glyph {
        Glyph { text, x, y, width: 6.0, size: 12.0, is_strong: false, is_upright: true }
    }

    fn read(shapes: &[(Rect, bool)], glyphs: &[Glyph]) -> String {
        let shapes = shapes.iter().filter_map(|(at, round)| Shape::of(*at, true, *round)).collect();
        let mut glyphs = glyphs.to_vec();
        bullets(shapes, &mut glyphs);
        glyphs.iter().map(|glyph| glyph.text).collect()
    }

    #[test]
    fn a_small_shape_before_a_line_is_a_list_sign() {
        let line = [glyph('a', 100.0, 200.0), glyph('b', 106.0, 200.0)];
        let disc = (Rect::new(85.0, 194.0, 89.0, 198.0), true);
        assert_eq!(read(&[disc], &line), "ab•");
        assert_eq!(read(&[(disc.0, false)], &line), "ab▪");
        // Filled and stroked.
        assert_eq!(read(&[disc, disc], &line), "ab•");
    }

    #[test]
    fn a_small_picture_before_a_line_is_one_and_a_letter_that_is_drawn_is_none() {
        let line = [glyph('a', 100.0, 200.0), glyph('b', 106.0, 200.0)];
        let read = |bounds| {
            let mut glyphs = line.to_vec();
            bullets(Shape::of_picture(bounds).into_iter().collect(), &mut glyphs);
            glyphs.iter().map(|glyph| glyph.text).collect::<String>()
        };
        assert_eq!(read(Rect::new(80.0, 189.0, 91.0, 200.0)), "ab•");
        // A seal, and the picture of a letter whose text lies over it.
        assert_eq!(read(Rect::new(20.0, 160.0, 90.0, 230.0)), "ab");
        assert_eq!(read(Rect::new(100.0, 192.0, 106.0, 200.0)), "ab");
    }

    #[test]
    fn rules_boxes_and_shapes_within_a_line_are_none() {
        let line = [glyph('a', 100.0, 200.0), glyph('b', 130.0, 200.0)];
        for bounds in [
            Rect::new(85.0, 201.0, 99.0, 201.5),
            Rect::new(80.0, 188.0, 92.0, 200.0),
            Rect::new(115.0, 194.0, 119.0, 198.0),
            Rect::new(10.0, 194.0, 14.0, 198.0),
            Rect::new(85.0, 294.0, 89.0, 298.0),
        ] {
            assert_eq!(read(&[(bounds, true)], &line), "ab", "{bounds:?}");
        }
    }
}

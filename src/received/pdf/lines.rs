//! Glyphs as words, and words as the lines of a page.

use super::glyphs::Glyph;

/// A piece of a line that no wide gap parts.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub is_strong: bool,
}

/// A line of print.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    pub baseline: f64,
    pub size: f64,
    pub segments: Vec<Segment>,
}

impl Printed {
    pub(super) fn left(&self) -> f64 {
        self.segments.first().map_or(0.0, |segment| segment.left)
    }
}

/// The part of its size that parts two words.
const WORD: f64 = 0.18;
/// The part of its size that is wider than most blanks of prose.
const WIDE: f64 = 0.9;

/// Returns the lines of a page from top to bottom.
pub(super) fn of_page(glyphs: &[Glyph]) -> Vec<Printed> {
    let mut upright: Vec<&Glyph> =
        glyphs.iter().filter(|glyph| glyph.is_upright && glyph.size > 0.1).collect();
    // Blanks are known from the gaps; the file's own may stand anywhere.
    upright.retain(|glyph| !glyph.text.is_whitespace());
    upright.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in upright {
        let row = rows.last_mut().filter(|row| {
            let above = row[row.len() - 1];
            let reach = 0.35 * above.size.max(glyph.size);
            glyph.y - above.y <= 0.12 * glyph.size.max(above.size)
                || (is_raised(above, glyph) && glyph.y - above.y <= reach)
        });
        match row {
            Some(row) => row.push(glyph),
            None => rows.push(vec![glyph]),
        }
    }
    let mut printed: Vec<Printed> = rows.into_iter().filter_map(line).collect();
    let turned: Vec<&Glyph> = glyphs.iter().filter(|glyph| !glyph.is_upright).collect();
    printed.extend(turned_line(&turned));
    printed
}

/// Says whether one of two glyphs is a note's sign, set small and higher than its line.
fn is_raised(above: &Glyph, below: &Glyph) -> bool {
    let (small, large) = (above.size.min(below.size), above.size.max(below.size));
    small < 0.85 * large
}

fn line(mut glyphs: Vec<&Glyph>) -> Option<Printed> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let size = size_of(&glyphs);
    let mut kept: Vec<&Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        // Bold by printing twice: the same letter at nearly the same place.
        let is_shadow = kept.iter().rev().take(3).any(|before| {
            before.text == glyph.text
                && (glyph.x - before.x).abs() < 0.12 * glyph.size
                && (glyph.y - before.y).abs() < 0.12 * glyph.size
        });
        if !is_shadow {
            kept.push(glyph);
        }
    }
    let mut segments: Vec<Segment> = Vec::new();
    let mut right = f64::NEG_INFINITY;
    let mut letters: Vec<f64> = Vec::new();
    let tight = tightness(&kept, size);
    for glyph in &kept {
        let gap = glyph.x - right;
        match segments.last_mut().filter(|_| gap < WIDE * size) {
            Some(segment) => {
                if gap > WORD * size + tight {
                    segment.text.push(' ');
                }
                segment.text.push(glyph.text);
                segment.right = glyph.x + glyph.width;
                segment.is_strong &= glyph.is_strong || !glyph.text.is_alphanumeric();
            }
            None => segments.push(Segment {
                text: glyph.text.to_string(),
                left: glyph.x,
                right: glyph.x + glyph.width,
                is_strong: glyph.is_strong || !glyph.text.is_alphanumeric(),
            }),
        }
        right = right.max(glyph.x + glyph.width);
        letters.push(glyph.y);
    }
    // A sign of Wingdings that its file names as a letter of the alphabet.
    if let [first, second, ..] = segments.as_mut_slice()
        && matches!(first.text.as_str(), "§" | "Ø" | "ü" | "\u{fffd}")
        && !second.text.starts_with(|c: char| c.is_ascii_digit())
    {
        first.text = "•".to_owned();
    } else if let Some(first) = segments.first_mut()
        && let Some(rest) = first.text.strip_prefix("§ ")
        && rest.starts_with(char::is_alphabetic)
    {
        first.text = format!("• {rest}");
    }
    // The baseline of a line with raised signs is that of its letters.
    letters.sort_by(f64::total_cmp);
    let baseline = *letters.get(letters.len() / 2)?;
    Some(Printed { baseline, size, segments })
}

fn size_of(glyphs: &[&Glyph]) -> f64 {
    let mut sizes: Vec<f64> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

/// Returns what the letters of a line are spaced apart beyond their widths: headings may be set wide.
fn tightness(glyphs: &[&Glyph], size: f64) -> f64 {
    let mut gaps: Vec<f64> = glyphs
        .windows(2)
        .map(|pair| pair[1].x - pair[0].x - pair[0].width)
        .filter(|gap| *gap < WIDE * size)
        .collect();
    if gaps.len() < 8 {
        return 0.0;
    }
    gaps.sort_by(f64::total_cmp);
    gaps[gaps.len() / 4].clamp(-0.1 * size, 0.5 * size)
}

/// Returns what stands turned on a page, in the order in which it is drawn, as one line.
fn turned_line(glyphs: &[&Glyph]) -> Option<Printed> {
    let text: String = glyphs.iter().map(|glyph| glyph.text).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let last = glyphs.iter().map(|glyph| glyph.y).fold(0.0, f64::max);
    (!text.is_empty()).then(|| Printed {
        baseline: last + 1000.0,
        size: 10.0,
        segments: vec![Segment { text, left: 0.0, right: 0.0, is_strong: false }],
    })
}

//! Characters to glyphs: words are shaped whole, blanks and hyphens become what is drawn.

use std::ops::Range;

use super::super::context::Context;
use super::super::page::{Face, Fault, Glyph};
use super::breaks::breaks;
use super::compose::{Composer, LINE_END, Style};
use super::{Span, Stop, Text};

/// How many characters of context a fault shows on either side.
const CONTEXT: usize = 16;

/// Shapes what was composed.
pub(super) fn shape(mut composer: Composer, context: &mut Context<'_>) -> Text {
    let length = composer.raw.trim_end_matches([' ', '\u{a0}', LINE_END]).len();
    composer.raw.truncate(length);
    let Composer { raw, styles, kerns, links, cited, slots, regions, .. } = composer;
    let mut stops = breaks(&raw);
    for &(at, _) in &kerns {
        if may_part(&raw, at) && !stops.iter().any(|&(stop, _)| stop == at) {
            let index = stops.partition_point(|&(stop, _)| stop < at);
            stops.insert(index, (at, false));
        }
    }
    let mut shaping = Shaping {
        context,
        raw: &raw,
        text: Text { links, slots, ..Text::default() },
        word: String::new(),
        marks: Vec::new(),
        wanted: wanted(&stops, &kerns, &cited, &regions),
    };
    let mut first = 0;
    for (end, style) in styles {
        let end = end.min(raw.len());
        if first < end {
            shaping.run(first, end, style);
        }
        first = first.max(end);
    }
    let (mut text, marks) = (shaping.text, shaping.marks);
    let at =
        |byte: usize| marks.binary_search_by_key(&byte, |mark| mark.0).ok().map(|i| marks[i].1);
    text.stops = stops
        .iter()
        .filter_map(|&(byte, forced)| Some(Stop { glyph: cut(&text, at(byte)?)?, forced }))
        .collect();
    text.stops.dedup_by_key(|stop| stop.glyph);
    text.cited =
        cited.iter().map(|&(byte, note)| (text.glyph_at(at(byte).unwrap_or(0)), note)).collect();
    let ends = |byte: usize| at(byte).unwrap_or(text.text.len());
    let regions = regions.iter().map(|region| ends(region.start)..ends(region.end));
    text.regions = regions.filter(|region| !region.is_empty()).collect();
    let lengths = text.regions.iter().map(|region| region.len() - 1);
    let sums = lengths.scan(0, |sum, length| {
        *sum += length;
        Some(*sum)
    });
    text.hidden = sums.collect();
    for (byte, points) in kerns {
        if let Some(glyph) = at(byte).and_then(|byte| cut(&text, byte)) {
            text.kern(glyph, points);
        }
    }
    text
}

/// Returns the bytes of the raw text whose place in the shaped one is wanted, in order.
fn wanted(
    stops: &[(usize, bool)],
    kerns: &[(usize, f32)],
    cited: &[(usize, usize)],
    regions: &[Range<usize>],
) -> Vec<usize> {
    let mut wanted: Vec<usize> = stops.iter().map(|stop| stop.0).collect();
    wanted.extend(kerns.iter().map(|kern| kern.0));
    wanted.extend(cited.iter().map(|note| note.0));
    wanted.extend(regions.iter().flat_map(|region| [region.start, region.end]));
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

/// Says whether a line may end between a deletion and the insertion behind it.
fn may_part(raw: &str, at: usize) -> bool {
    let before = raw[..at].chars().next_back();
    let next = raw[at..].chars().next();
    before.is_some_and(|sign| !matches!(sign, '(' | '[' | '“' | '‘' | '$' | '\u{a0}'))
        && next.is_some_and(|sign| {
            sign.is_alphanumeric() || matches!(sign, '(' | '“' | '‘' | '$' | '[')
        })
}

/// Returns the glyph that begins at a byte; none where the byte lies within a glyph or at the end.
fn cut(text: &Text, byte: usize) -> Option<usize> {
    let glyph = text.glyph_at(byte);
    let begins = text.glyphs.get(glyph)?.start as usize == byte;
    let whole = glyph == 0 || text.glyphs[glyph - 1].end as usize <= byte;
    (begins && whole).then_some(glyph)
}

struct Shaping<'s, 'a> {
    context: &'s mut Context<'a>,
    raw: &'s str,
    text: Text,
    /// The word that is being gathered.
    word: String,
    /// Bytes of the raw text with their places in the shaped one.
    marks: Vec<(usize, usize)>,
    /// The bytes of the raw text that want a mark, in order; each begins a character.
    wanted: Vec<usize>,
}

impl Shaping<'_, '_> {
    /// Shapes a part of the raw text that has one style.
    fn run(&mut self, first: usize, end: usize, style: Style) {
        let raw = self.raw;
        for (at, character) in raw[first..end].char_indices() {
            self.mark(first + at);
            match blank(character) {
                Some(advance) => {
                    self.flush(style);
                    self.blank(style.blank.or(advance), style);
                }
                None if is_invisible(character) => {}
                None => self.word.push(if character == '\u{2011}' { '-' } else { character }),
            }
        }
        self.flush(style);
    }

    fn mark(&mut self, raw: usize) {
        let next = self.wanted.get(self.marks.len());
        debug_assert!(next.is_none_or(|&next| next >= raw), "a place within a character");
        if self.wanted.get(self.marks.len()) == Some(&raw) {
            self.marks.push((raw, self.text.text.len() + self.word.len()));
        }
    }

    fn blank(&mut self, advance: Option<f32>, style: Style) {
        let typeface = self.context.shaper.fonts().typeface(style.face);
        let start = self.text.text.len() as u32;
        self.text.text.push(' ');
        self.text.glyphs.push(Glyph {
            id: typeface.blank_glyph,
            advance: advance.unwrap_or(typeface.blank),
            start,
            end: start + 1,
        });
        self.close(style.face, style);
    }

    /// Shapes the word that was gathered.
    fn flush(&mut self, style: Style) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        let (offset, count) = (self.text.text.len(), self.text.glyphs.len());
        if self.context.shaper.word(style.face, &word, offset, &mut self.text.glyphs) {
            self.text.text.push_str(&word);
            self.close(style.face, style);
        } else {
            self.text.glyphs.truncate(count);
            self.lacking(&word, style);
        }
        self.word = word;
        self.word.clear();
    }

    /// Shapes a word of which the face lacks a character: another face or a question mark steps in.
    fn lacking(&mut self, word: &str, style: Style) {
        let fonts = self.context.shaper.fonts();
        for (face, part) in fonts.parts(word, style.face) {
            match face {
                Some(face) => self.part(part, face, style),
                None => part.char_indices().for_each(|(at, sign)| {
                    self.question(&part[at..at + sign.len_utf8()], style);
                }),
            }
        }
    }

    fn part(&mut self, part: &str, face: Face, style: Style) {
        let (offset, count) = (self.text.text.len(), self.text.glyphs.len());
        self.context.shaper.word(face, part, offset, &mut self.text.glyphs);
        let question = self.context.shaper.fonts().typeface(face).question_glyph;
        for glyph in &mut self.text.glyphs[count..] {
            // A character that the face has can still be lost in a composition that it has not.
            if glyph.id == 0 {
                glyph.id = question;
            }
        }
        self.text.text.push_str(part);
        self.close(face, style);
    }

    /// Draws a question mark for a character that no face has.
    fn question(&mut self, character: &str, style: Style) {
        let fonts = self.context.shaper.fonts();
        let id = fonts.typeface(style.face).question_glyph;
        let start = self.text.text.len();
        let visible = if character.chars().any(char::is_control) { "\u{fffd}" } else { character };
        self.text.text.push_str(visible);
        self.text.glyphs.push(Glyph {
            id,
            advance: fonts.advance(style.face, id),
            start: start as u32,
            end: self.text.text.len() as u32,
        });
        self.close(style.face, style);
        if let Some(character) = character.chars().next() {
            let context = around(self.raw, character);
            self.context.fault(Fault::MissingGlyph { character, context });
        }
    }

    /// Says that the glyphs since the last span have a style.
    fn close(&mut self, face: Face, style: Style) {
        let span = Span {
            end: self.text.glyphs.len(),
            face,
            scale: style.scale,
            raised: style.raised,
            node: style.node,
            link: style.link,
            underlined: style.underlined,
            struck: style.struck,
            kern: 0.0,
            slot: style.slot,
        };
        match self.text.spans.last_mut() {
            Some(last) if (Span { end: span.end, ..*last }) == span => last.end = span.end,
            _ => self.text.spans.push(span),
        }
    }
}

impl Text {
    /// Leaves some points free before a glyph.
    fn kern(&mut self, glyph: usize, points: f32) {
        let index = self.span_at(glyph);
        let Some(span) = self.spans.get(index).copied() else { return };
        let first = if index == 0 { 0 } else { self.spans[index - 1].end };
        if first < glyph {
            self.spans.insert(index, Span { end: glyph, ..span });
            self.spans[index + 1].kern = points;
        } else {
            self.spans[index].kern = points;
        }
    }
}

/// Returns the advance of a blank in em, none where it is the face's own; none at all for no blank.
fn blank(character: char) -> Option<Option<f32>> {
    match character {
        ' ' | '\u{a0}' | LINE_END => Some(None),
        '\u{2000}' | '\u{2002}' | '\u{2007}' => Some(Some(0.5)),
        '\u{2001}' | '\u{2003}' | '\u{3000}' => Some(Some(1.0)),
        '\u{2004}' => Some(Some(0.333)),
        '\u{2005}' | '\u{2008}' => Some(Some(0.25)),
        '\u{2006}' | '\u{2009}' | '\u{202f}' => Some(Some(0.167)),
        '\u{205f}' => Some(Some(0.222)),
        '\u{200a}' => Some(Some(0.1)),
        _ => None,
    }
}

/// Says whether a character only steers how others are set.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
    )
}

/// Returns the words around a character; none is cut at their ends.
fn around(text: &str, character: char) -> String {
    let at = text.find(character).unwrap_or(0);
    let before = text[..at].char_indices().rev().nth(CONTEXT - 1).map_or(0, |(index, _)| index);
    let end =
        text[at..].char_indices().nth(CONTEXT + 1).map_or(text.len(), |(index, _)| at + index);
    let (mut before, mut end) = (before, end);
    if before > 0 {
        before += text[before..at].find(' ').unwrap_or(0);
    }
    if end < text.len() {
        end = at + text[at..end].rfind(' ').unwrap_or(end - at);
    }
    text[before..end].trim().into()
}

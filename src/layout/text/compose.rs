//! Inlines to characters with a style: the walk that also makes the nodes of links, notes and changes.

use std::ops::Range;

use super::super::context::Context;
use super::super::page::{Destination, Face, NodeId, Role};
use super::{Link, MARK, RAISED, Text, shaped};
use crate::document::{Inline, Label, LabelStyle, REDACTED, Target, plain};

/// Ends a line wherever it stands (U+2028, the line separator).
pub(super) const LINE_END: char = '\u{2028}';

/// Size of code, in em of the text around.
const CODE: f32 = 0.88;

/// Space between a deletion and the insertion that replaces it, in points.
const REPLACED: f32 = 1.5;

/// How characters are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Style {
    pub(in super::super) face: Face,
    pub(super) scale: f32,
    pub(super) raised: f32,
    pub(in super::super) node: NodeId,
    pub(super) link: Option<usize>,
    pub(super) underlined: bool,
    pub(super) struck: bool,
    pub(super) slot: Option<usize>,
    /// Advance of blanks in em, where it is not the face's own.
    pub(super) blank: Option<f32>,
}

impl Style {
    /// Returns a plain style.
    pub(in super::super) fn new(face: Face, node: NodeId) -> Self {
        Style {
            face,
            scale: 1.0,
            raised: 0.0,
            node,
            link: None,
            underlined: false,
            struck: false,
            slot: None,
            blank: None,
        }
    }

    /// Returns the style of a small raised mark.
    pub(in super::super) fn mark(self, node: NodeId) -> Self {
        Style { scale: self.scale * MARK, raised: RAISED, node, ..self }
    }

    /// Returns the style with blanks of another width, in em.
    pub(in super::super) fn with_blank(self, advance: f32) -> Self {
        Style { blank: Some(advance), ..self }
    }

    /// Returns the style underlined as new, or struck as taken out.
    pub(in super::super) fn changed(self, inserted: bool, node: NodeId) -> Self {
        Style {
            underlined: self.underlined || inserted,
            struck: self.struck || !inserted,
            node,
            ..self
        }
    }
}

/// Characters on their way to a [`Text`].
#[derive(Debug, Default)]
pub(in super::super) struct Composer {
    /// The characters: blanks that do not break and hyphens of all kinds are still themselves.
    pub(super) raw: String,
    /// Each style with the byte where it ends.
    pub(super) styles: Vec<(usize, Style)>,
    /// Bytes before which some points are left free, and where a line may end.
    pub(super) kerns: Vec<(usize, f32)>,
    pub(super) links: Vec<Link>,
    pub(super) cited: Vec<(usize, usize)>,
    pub(super) slots: Vec<String>,
    /// Which bytes of `raw` are a confidential region, or the sign in its place.
    pub(super) regions: Vec<Range<usize>>,
    /// Where the region begins that is being composed.
    region: Option<usize>,
    /// Whether blanks are kept as they are.
    verbatim: bool,
    /// Text that takes the place of all the words to come, once.
    instead: Option<String>,
}

impl Composer {
    /// Returns a composer that keeps all blanks.
    pub(in super::super) fn verbatim() -> Self {
        Composer { verbatim: true, ..Composer::default() }
    }

    /// Returns a composer that sets some words in the style of the inlines that it meets, in their place.
    pub(in super::super) fn instead(words: &str) -> Self {
        Composer { instead: Some(words.into()), ..Composer::default() }
    }

    /// Adds a text in one style.
    pub(in super::super) fn push(&mut self, text: &str, style: Style) {
        for character in text.chars() {
            match character {
                '\t' if self.verbatim => self.raw.push_str("    "),
                '\n' | LINE_END if self.verbatim => self.raw.push(LINE_END),
                ' ' if self.verbatim => self.raw.push(' '),
                '\t' | '\n' | '\x0B' | '\x0C' | '\r' | ' ' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    self.push_blank();
                }
                _ => self.raw.push(character),
            }
        }
        self.close(style);
    }

    /// Blanks that follow one another count as one, and none begins a line.
    fn push_blank(&mut self) {
        if !self.raw.is_empty() && !self.raw.ends_with([' ', LINE_END]) {
            self.raw.push(' ');
        }
    }

    /// Takes away blanks at the end, but for those before an open region, which both editions keep.
    fn trim(&mut self) {
        let length = self.raw.trim_end_matches(' ').len().max(self.region.unwrap_or(0));
        self.raw.truncate(length);
        // A place behind the new end would come to lie within the next character.
        let styles = self.styles.iter_mut().rev().map(|(end, _)| end);
        let kerns = self.kerns.iter_mut().rev().map(|(at, _)| at);
        let regions = self.regions.iter_mut().rev();
        let regions = regions.flat_map(|region| [&mut region.end, &mut region.start]);
        pull_back(styles, length);
        pull_back(kerns, length);
        pull_back(regions, length);
    }

    /// Says that what was pushed last has a style.
    fn close(&mut self, style: Style) {
        let end = self.raw.len();
        match self.styles.last_mut() {
            Some((last, same)) if *same == style => *last = end,
            Some((last, _)) if *last >= end => {}
            _ if end == 0 => {}
            _ => self.styles.push((end, style)),
        }
    }

    /// Adds a run-in label and the space behind it.
    pub(in super::super) fn label(
        &mut self,
        context: &mut Context<'_>,
        label: &Label,
        style: Style,
    ) {
        let node = context.tree.add(style.node, Role::Span);
        let (face, blank) = match label.style {
            LabelStyle::Response => (Face::BoldItalic, Some(5.0 / 11.5)),
            LabelStyle::Undertaking => (Face::Bold, None),
        };
        self.push(&label.words, Style { face, node, ..style });
        // The space is a character for those who copy the text, and never ends a line.
        self.push("\u{a0}", Style { face, node, blank, ..style });
    }

    /// Adds inlines.
    pub(in super::super) fn inlines(
        &mut self,
        context: &mut Context<'_>,
        inlines: &[Inline],
        style: Style,
    ) {
        let mut deleted_before = false;
        for inline in inlines {
            if deleted_before && matches!(inline, Inline::Inserted(_)) {
                self.part_changes(inline);
            }
            deleted_before = matches!(inline, Inline::Deleted(_));
            self.inline(context, inline, style);
        }
    }

    /// Leaves some space between a deletion and the insertion that follows it without a blank.
    fn part_changes(&mut self, inserted: &Inline) {
        let next = plain(std::slice::from_ref(inserted)).chars().next();
        let joined = !self.raw.is_empty() && !self.raw.ends_with(' ');
        if joined && next.is_some_and(|next| !next.is_whitespace()) {
            self.kerns.push((self.raw.len(), REPLACED));
        }
    }

    fn inline(&mut self, context: &mut Context<'_>, inline: &Inline, style: Style) {
        match inline {
            Inline::Text(text) => self.words(text, style),
            Inline::Code(text) => {
                let node = context.tree.add(style.node, Role::Code);
                let code = Style { face: Face::Mono, scale: style.scale * CODE, node, ..style };
                self.words(text, code);
            }
            Inline::Emphasis(inner) => {
                self.inlines(context, inner, Style { face: emphasised(style.face), ..style });
            }
            Inline::Strong(inner) => {
                self.inlines(context, inner, Style { face: strong(style.face), ..style });
            }
            Inline::Strike(inner) => {
                let node = context.tree.add(style.node, Role::Span);
                self.inlines(context, inner, Style { struck: true, node, ..style });
            }
            Inline::Inserted(inner) => {
                let node = context.tree.add(style.node, Role::Inserted);
                self.inlines(context, inner, style.changed(true, node));
            }
            Inline::Deleted(inner) => {
                let node = context.tree.add(style.node, Role::Deleted);
                self.inlines(context, inner, style.changed(false, node));
            }
            Inline::Link { target, text } => self.link(context, target, text, style),
            Inline::Confidential(inner) => {
                let outer = self.begin_region();
                self.inlines(context, inner, style);
                self.end_region(outer);
            }
            Inline::Redacted => {
                let outer = self.begin_region();
                self.words(REDACTED, style);
                self.end_region(outer);
            }
            Inline::NoteReference(note) => self.reference(context, *note, style),
            Inline::LineBreak => {
                if !self.raw.is_empty() && self.instead.is_none() {
                    self.trim();
                    self.raw.push(LINE_END);
                    self.close(style);
                }
            }
            Inline::PageOf(place) => {
                let slot = Some(self.slots.len());
                self.slots.push(place.clone());
                // Two digits hold the place until the page is known.
                self.push("00", Style { slot, ..style });
            }
        }
    }

    /// Opens a region and returns the one that was open; one within another is no step of its own.
    fn begin_region(&mut self) -> Option<usize> {
        let outer = self.region;
        self.region = Some(outer.unwrap_or(self.raw.len()));
        outer
    }

    /// Notes where a region stands that was opened within none.
    fn end_region(&mut self, outer: Option<usize>) {
        let inner = std::mem::replace(&mut self.region, outer);
        if let Some(start) = inner.filter(|_| outer.is_none()) {
            self.regions.push(start..self.raw.len());
        }
    }

    /// Adds words, or once the words that take their place.
    fn words(&mut self, text: &str, style: Style) {
        match &mut self.instead {
            None => self.push(text, style),
            Some(_) if text.trim().is_empty() => {}
            Some(words) => {
                let words = std::mem::take(words);
                self.push(&words, style);
            }
        }
    }

    fn link(&mut self, context: &mut Context<'_>, target: &Target, text: &[Inline], style: Style) {
        let Some(destination) = destination(context, target) else {
            return self.inlines(context, text, style);
        };
        let node = context.tree.add(style.node, Role::Link);
        let alternative = match (plain(text), &destination) {
            (words, Destination::Place(_)) if words.trim().is_empty() => "page".into(),
            (words, Destination::Address(address)) if words.trim().is_empty() => address.clone(),
            (words, _) => words,
        };
        let link = Some(self.links.len());
        self.links.push(Link { destination, alternative, node });
        self.inlines(context, text, Style { link, node, ..style });
    }

    /// Adds a footnote's mark; the note itself belongs behind the first of its marks.
    fn reference(&mut self, context: &mut Context<'_>, note: usize, style: Style) {
        let reference = context.tree.add(style.node, Role::Reference);
        let label = context.tree.add(reference, Role::Label);
        let in_region = self.region.is_some() || context.is_in_region();
        let elsewhere = in_region && context.survey.outside.get(note) == Some(&true);
        let here = !elsewhere && context.survey.cited.get(note) == Some(&Some(context.chapter));
        if here && context.cited.insert(note) {
            let node = context.tree.add(style.node, Role::Note);
            context.waiting.push((note, node));
            self.cited.push((self.raw.len(), note));
        }
        let mark = Style { underlined: false, struck: false, ..style.mark(label) };
        self.push(&(note + 1).to_string(), mark);
    }

    /// Shapes what was composed.
    pub(in super::super) fn finish(self, context: &mut Context<'_>) -> Text {
        shaped::shape(self, context)
    }
}

/// Moves the places behind an end to it; they come last first.
fn pull_back<'p>(places: impl Iterator<Item = &'p mut usize>, end: usize) {
    places.take_while(|place| **place > end).for_each(|place| *place = end);
}

impl Text {
    /// Returns the text of some inlines in one face.
    pub(in super::super) fn of(
        context: &mut Context<'_>,
        inlines: &[Inline],
        style: Style,
    ) -> Self {
        let mut composer = Composer::default();
        composer.inlines(context, inlines, style);
        composer.finish(context)
    }

    /// Returns a text in one style.
    pub(in super::super) fn plain(context: &mut Context<'_>, words: &str, style: Style) -> Self {
        let mut composer = Composer::default();
        composer.push(words, style);
        composer.finish(context)
    }
}

/// Returns where a link leads; none where the document has no such place, or the address may not be linked.
fn destination(context: &Context<'_>, target: &Target) -> Option<Destination> {
    match target {
        Target::Place(id) => {
            context.survey.ids.contains(id.as_str()).then(|| Destination::Place(id.clone()))
        }
        Target::Address(address) => {
            let allowed = ["https://", "http://", "mailto:"];
            let allowed = allowed.iter().any(|scheme| address.starts_with(scheme));
            allowed.then(|| Destination::Address(address.clone()))
        }
    }
}

fn emphasised(face: Face) -> Face {
    match face {
        Face::Roman => Face::Italic,
        Face::Italic => Face::Roman,
        Face::Bold => Face::BoldItalic,
        Face::BoldItalic => Face::Bold,
        other => other,
    }
}

fn strong(face: Face) -> Face {
    match face {
        Face::Roman => Face::Bold,
        Face::Italic => Face::BoldItalic,
        other => other,
    }
}

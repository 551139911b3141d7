//! The content streams: what stands on each page, each piece marked with what it is.
//!
//! In: the pages, with alphabets, fonts and pictures. Out: a deflated stream for each page and its
//! [`Leaf`]s: marked content in the order of its numbers (ISO 32000-1, 14.6 and 14.7.4).

use lopdf::Dictionary;

use super::file::{self, File, Pack};
use super::fonts::Font;
use super::glyphs::Alphabet;
use super::pictures::Pictures;
use super::structure::tag;
use super::{PAGE_HEIGHT, PAGE_WIDTH, Plan};
use crate::layout::page::{Face, Glyph, LinkArea, Mark, Node, NodeId, Page, Picture, Rule, Run};
use crate::parallel;

/// How many pages a thread takes at once.
const CHUNK: usize = 8;

/// Marked content that belongs to a node; its number (MCID) is its index among the page's leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The node.
    pub(super) node: NodeId,
    /// The page's first run of it; none for a picture.
    pub(super) run: Option<u32>,
}

/// A page as it goes to the file.
pub(super) struct Drawn {
    /// Its content stream, deflated.
    stream: Vec<u8>,
    /// Its marked content.
    pub(super) leaves: Vec<Leaf>,
}

/// Draws the pages.
pub(super) fn draw(
    pages: &[Page],
    nodes: &[Node],
    alphabets: &[Alphabet<'_>; Face::ALL.len()],
    fonts: &[Font],
    pictures: &Pictures<'_>,
) -> Vec<Drawn> {
    let chunks = parallel::map(pages.len(), CHUNK, |range| {
        let mut pen =
            Pen { nodes, alphabets, fonts, pictures, out: Vec::new(), leaves: Vec::new() };
        pages[range].iter().map(|page| pen.page(page)).collect::<Vec<_>>()
    });
    chunks.into_iter().flatten().collect()
}

/// Puts the pages into the file, each with its links.
pub(super) fn put(
    drawn: &[Drawn],
    areas: &[&[LinkArea]],
    plan: &Plan,
    resources: u32,
    file: &mut File,
) {
    let mut pages = Pack::default();
    let mut link = 0;
    for (index, (drawn, areas)) in drawn.iter().zip(areas).enumerate() {
        let content = file.number();
        file.deflated(content, Dictionary::new(), &drawn.stream);
        pages.object(plan.pages.at(index), |out| {
            put!(out, "<</Type/Page/Parent {} 0 R", plan.page_tree);
            put!(out, "/MediaBox[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]/Resources {resources} 0 R");
            // PDF/UA-1, 7.18.3: the order of tabs is that of the structure.
            put!(out, "/Contents {content} 0 R/StructParents {index}/Tabs/S");
            if !areas.is_empty() {
                out.extend_from_slice(b"/Annots[");
                for index in link..link + areas.len() {
                    put!(out, "{} 0 R ", plan.links.at(index));
                }
                out.push(b']');
            }
            out.extend_from_slice(b">>");
        });
        if pages.is_full() {
            file.sealed(std::mem::take(&mut pages).seal());
        }
        link += areas.len();
    }
    file.sealed(pages.seal());
    file.pack(plan.page_tree, |out| {
        out.extend_from_slice(b"<</Type/Pages/Kids[");
        (0..drawn.len()).for_each(|index| put!(out, "{} 0 R ", plan.pages.at(index)));
        put!(out, "]/Count {}>>", drawn.len());
    });
}

/// Writes content streams.
struct Pen<'a> {
    nodes: &'a [Node],
    alphabets: &'a [Alphabet<'a>; Face::ALL.len()],
    fonts: &'a [Font],
    pictures: &'a Pictures<'a>,
    out: Vec<u8>,
    leaves: Vec<Leaf>,
}

impl Pen<'_> {
    fn page(&mut self, page: &Page) -> Drawn {
        self.out.clear();
        self.texts(&page.runs);
        page.pictures.iter().for_each(|picture| self.picture(picture));
        self.rules(&page.rules);
        Drawn { stream: file::deflate(&self.out), leaves: std::mem::take(&mut self.leaves) }
    }

    /// Sets the runs in one text object; runs of the same mark that follow one another share it.
    fn texts(&mut self, runs: &[Run]) {
        if runs.is_empty() {
            return;
        }
        self.out.extend_from_slice(b"BT\n");
        let mut state = TextState::default();
        let mut open = None;
        for (index, run) in (0..).zip(runs) {
            if run.glyphs.is_empty() {
                continue;
            }
            if open != Some(run.mark) {
                if open.is_some() {
                    self.out.extend_from_slice(b"EMC\n");
                }
                self.open(run.mark, Some(index));
                open = Some(run.mark);
            }
            state.enter(run, &mut self.out);
            self.show(run);
        }
        if open.is_some() {
            self.out.extend_from_slice(b"EMC\n");
        }
        self.out.extend_from_slice(b"ET\n");
    }

    /// Opens marked content: a leaf of the structure, or an artifact (ISO 32000-1, 14.8.2.2).
    fn open(&mut self, mark: Mark, run: Option<u32>) {
        let artifact: &[u8] = match mark {
            Mark::Node(node) => {
                let tag = tag(self.nodes[node.0 as usize].role);
                put!(self.out, "/{tag}<</MCID {}>>BDC\n", self.leaves.len());
                return self.leaves.push(Leaf { node, run });
            }
            Mark::Header => b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
            Mark::Footer => b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
            Mark::Decoration => b"/Artifact<</Type/Layout>>BDC\n",
            Mark::Repeated => b"/Artifact<</Type/Pagination>>BDC\n",
        };
        self.out.extend_from_slice(artifact);
    }

    /// Shows a run's glyphs.
    ///
    /// Where glyphs stand for another text than the font's ToUnicode map says (a no-break blank, a
    /// hyphen at a line's end), the text that they stand for is given (ISO 32000-1, 14.9.4).
    fn show(&mut self, run: &Run) {
        let alphabet = &self.alphabets[run.face.index()];
        let widths = &self.fonts[run.face.index()].widths;
        let mut carry = 0.0;
        let mut start = 0;
        while start < run.glyphs.len() {
            let (end, mapped) = stretch(run, start, alphabet);
            if !mapped {
                self.out.extend_from_slice(b"/Span<</ActualText");
                file::write_text(&mut self.out, actual_text(run, start, end));
                self.out.extend_from_slice(b">>BDC\n");
            }
            show_glyphs(&mut self.out, &run.glyphs[start..end], alphabet, widths, &mut carry);
            if !mapped {
                self.out.extend_from_slice(b"EMC\n");
            }
            start = end;
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.open(Mark::Node(picture.node), None);
        self.out.extend_from_slice(b"q\n");
        length(&mut self.out, picture.width);
        self.out.extend_from_slice(b" 0 0 ");
        length(&mut self.out, picture.height);
        self.out.push(b' ');
        length(&mut self.out, picture.x);
        self.out.push(b' ');
        length(&mut self.out, PAGE_HEIGHT - picture.y - picture.height);
        put!(self.out, " cm\n/I{} Do\nQ\nEMC\n", self.pictures.index(&picture.image));
    }

    fn rules(&mut self, rules: &[Rule]) {
        if rules.is_empty() {
            return;
        }
        self.open(Mark::Decoration, None);
        for rule in rules {
            let bottom = PAGE_HEIGHT - rule.y - rule.height;
            for value in [rule.x, bottom, rule.width, rule.height] {
                length(&mut self.out, value);
                self.out.push(b' ');
            }
            self.out.extend_from_slice(b"re\n");
        }
        self.out.extend_from_slice(b"f\nEMC\n");
    }
}

/// What a text object remembers from run to run.
#[derive(Default)]
struct TextState {
    font: Option<(Face, i64)>,
    /// Where the line began, in hundredths of a point from the page's lower left corner.
    origin: (i64, i64),
}

impl TextState {
    /// Sets font and place of a run; places are given as steps, exact since they are whole numbers.
    fn enter(&mut self, run: &Run, out: &mut Vec<u8>) {
        let font = (run.face, hundredths(run.size));
        if self.font != Some(font) {
            put!(out, "/F{} ", run.face.index());
            decimal(out, font.1);
            out.extend_from_slice(b" Tf\n");
            self.font = Some(font);
        }
        let origin = (hundredths(run.x), hundredths(PAGE_HEIGHT) - hundredths(run.y));
        decimal(out, origin.0 - self.origin.0);
        out.push(b' ');
        decimal(out, origin.1 - self.origin.1);
        out.extend_from_slice(b" Td\n");
        self.origin = origin;
    }
}

/// Returns the end of the glyphs from `start` that are alike, and whether the font maps them to
/// the text that they stand for.
fn stretch(run: &Run, start: usize, alphabet: &Alphabet<'_>) -> (usize, bool) {
    // Right to left, or no order at all: the text of the whole run is given.
    if start == 0 && !run.glyphs.is_sorted_by_key(|glyph| glyph.start) {
        return (run.glyphs.len(), false);
    }
    let mut end = cluster_end(&run.glyphs, start);
    let mapped = is_mapped(run, start, end, alphabet);
    while end < run.glyphs.len() {
        let next = cluster_end(&run.glyphs, end);
        if is_mapped(run, end, next, alphabet) != mapped {
            break;
        }
        end = next;
    }
    (end, mapped)
}

/// Returns the end of the glyphs that begin with the same byte as the one at `start`.
fn cluster_end(glyphs: &[Glyph], start: usize) -> usize {
    let same = glyphs[start..].iter().take_while(|glyph| glyph.start == glyphs[start].start);
    start + same.count()
}

/// Tells whether the font maps a cluster to the text that it stands for.
fn is_mapped(run: &Run, start: usize, end: usize, alphabet: &Alphabet<'_>) -> bool {
    let code = alphabet.code(run.glyphs[start].id);
    end - start == 1
        && code != 0
        && alphabet.texts[usize::from(code)] == actual_text(run, start, end)
}

/// Returns the text that glyphs stand for, with what no glyph stands for after them.
fn actual_text(run: &Run, start: usize, end: usize) -> &str {
    let from = if start == 0 { 0 } else { run.glyphs[start].start as usize };
    let to = run.glyphs.get(end).map_or(run.text.len(), |glyph| glyph.start as usize);
    &run.text[from..to]
}

/// Writes glyphs with their advances (ISO 32000-1, 9.4.3).
///
/// `carry` is how far the pen stands beyond its place, in thousandths of an em.
fn show_glyphs(
    out: &mut Vec<u8>,
    glyphs: &[Glyph],
    alphabet: &Alphabet<'_>,
    widths: &[i32],
    carry: &mut f32,
) {
    out.push(b'[');
    let mut open = false;
    for glyph in glyphs {
        let code = alphabet.code(glyph.id);
        // Code 0 is the glyph of missing characters, which is never shown: its place stays empty.
        if code != 0 {
            if carry.abs() >= 1.0 {
                if open {
                    out.push(b')');
                    open = false;
                }
                let step = carry.round();
                put!(out, "{}", step as i64);
                *carry -= step;
            }
            if !open {
                out.push(b'(');
                open = true;
            }
            code.to_be_bytes().into_iter().for_each(|byte| file::write_string_byte(out, byte));
            *carry += widths[usize::from(code)] as f32;
        }
        *carry -= glyph.advance * 1000.0;
    }
    if open {
        out.push(b')');
    }
    out.extend_from_slice(b"]TJ\n");
}

/// Returns a length in whole hundredths of a point.
fn hundredths(length: f32) -> i64 {
    (f64::from(length) * 100.0).round() as i64
}

/// Writes a length in points.
fn length(out: &mut Vec<u8>, length: f32) {
    decimal(out, hundredths(length));
}

/// Writes hundredths as a decimal number without needless digits.
fn decimal(out: &mut Vec<u8>, hundredths: i64) {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    match rest {
        0 => put!(out, "{sign}{whole}"),
        _ if rest % 10 == 0 => put!(out, "{sign}{whole}.{}", rest / 10),
        _ => put!(out, "{sign}{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_no_needless_digits() {
        let mut out = Vec::new();
        for value in [0, 5, -5, 50, -1250, 79200] {
            decimal(&mut out, value);
            out.push(b' ');
        }
        assert_eq!(out, b"0 0.05 -0.05 0.5 -12.5 792 ");
    }
}

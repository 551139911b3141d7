//! What stands on every page: the head from page 2, and the foot.

use super::measures::{LEFT, PAGE_WIDTH, RIGHT};
use super::page::{Face, Glyph, Mark, Page, Rule, Run};
use super::shape::Shaper;
use crate::document::{Document, Legend, REDACTED};

/// Size of the head's lines.
const HEAD: f32 = 9.5;
/// Baselines of the head's lines.
const HEAD_LINES: [f32; 3] = [50.5, 62.0, 73.5];
/// Middle of the rule under the head.
const HEAD_RULE: f32 = 81.5;
/// Size of the foot's lines.
const FOOT: f32 = 8.5;
/// Size of the legend and of a page's label; baselines of the legend's last line and of the label, and
/// the distance of the legend's lines.
const LEGEND: (f32, f32, f32) = (8.5, 61.1, 11.0);
const LABEL: (f32, f32) = (10.0, 72.1);
/// The widest line of a legend: a longer one goes on in a second line.
const LEGEND_WIDTH: f32 = 222.0;
/// Baselines of the line on what is omitted, of the status and of the word DRAFT.
const OMISSION: f32 = 744.0;
const STATUS: f32 = 758.1;
const DRAFT: f32 = 769.1;

/// Draws the head of a page, by its index.
pub(super) fn head(
    document: &Document,
    shaper: &mut Shaper<'_>,
    index: usize,
    pages: usize,
    page: &mut Page,
) {
    if let Some(legend) = &document.running.legend {
        draw_legend(legend, shaper, page);
    }
    if index == 0 {
        return;
    }
    let number = format!("Page {} of {pages}", index + 1);
    let running = &document.running;
    for (words, y) in [&running.addressee, &running.date, &number].into_iter().zip(HEAD_LINES) {
        let mut run = line(shaper, words, Face::Roman, HEAD, Mark::Header);
        (run.x, run.y) = (LEFT, y);
        push(page, run);
    }
    page.rules.push(Rule { x: LEFT, y: HEAD_RULE - 0.25, width: RIGHT - LEFT, height: 0.5 });
}

/// Draws the legend and under it the page's label, each flush with the right edge.
fn draw_legend(legend: &Legend, shaper: &mut Shaper<'_>, page: &mut Page) {
    let (size, last, leading) = LEGEND;
    let lines = legend_lines(legend, shaper);
    for (words, behind) in lines.iter().zip((0..lines.len()).rev()) {
        let mut run = line_within(shaper, words, Face::Roman, size, Mark::Header, LEGEND_WIDTH);
        (run.x, run.y) = (RIGHT - width(&run), last - leading * behind as f32);
        push(page, run);
    }
    let label = page.label.clone();
    let mut run = line_within(shaper, &label, Face::Bold, LABEL.0, Mark::Header, LEGEND_WIDTH);
    (run.x, run.y) = (RIGHT - width(&run), LABEL.1);
    push(page, run);
}

/// Returns the lines of a legend; one that is too wide goes on behind `by`, with the company's name.
fn legend_lines(legend: &Legend, shaper: &mut Shaper<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for words in &legend.lines {
        let run = line_within(shaper, words, Face::Roman, LEGEND.0, Mark::Header, f32::MAX);
        match words.split_once(" by ").filter(|_| width(&run) > LEGEND_WIDTH) {
            Some((before, company)) => lines.extend([format!("{before} by"), company.to_owned()]),
            None => lines.push(words.clone()),
        }
    }
    lines
}

/// Returns how much of the first page's head the legend leaves to the letterhead.
pub(super) fn letterhead_width(document: &Document) -> f32 {
    match document.running.legend {
        Some(_) => RIGHT - LEFT - LEGEND_WIDTH - 8.0,
        None => RIGHT - LEFT,
    }
}

/// Draws the foot of a page.
pub(super) fn foot(document: &Document, shaper: &mut Shaper<'_>, page: &mut Page) {
    let running = &document.running;
    let omits = page.runs.iter().any(|run| run.text.contains(REDACTED));
    if let Some(omission) = running.omission.as_deref().filter(|_| omits) {
        let mut run = line(shaper, omission, Face::Roman, FOOT, Mark::Footer);
        (run.x, run.y) = (LEFT, OMISSION);
        push(page, run);
    }
    let status = running.status.as_deref().map(|status| (status, Face::Italic, STATUS));
    let draft = running.draft.then_some(("DRAFT", Face::Bold, DRAFT));
    for (words, face, y) in status.into_iter().chain(draft) {
        let mut run = line(shaper, words, face, FOOT, Mark::Footer);
        (run.x, run.y) = ((PAGE_WIDTH - width(&run)) / 2.0, y);
        push(page, run);
    }
}

fn push(page: &mut Page, run: Run) {
    if !run.glyphs.is_empty() {
        page.runs.push(run);
    }
}

/// Shapes a line, smaller where it would be wider than the text block.
fn line(shaper: &mut Shaper<'_>, words: &str, face: Face, size: f32, mark: Mark) -> Run {
    line_within(shaper, words, face, size, mark, RIGHT - LEFT)
}

/// Shapes a line, smaller where it would be wider than some points.
fn line_within(
    shaper: &mut Shaper<'_>,
    words: &str,
    face: Face,
    size: f32,
    mark: Mark,
    most: f32,
) -> Run {
    let mut run = Run { face, size, x: 0.0, y: 0.0, text: String::new(), glyphs: Vec::new(), mark };
    for word in words.split_whitespace() {
        if !run.text.is_empty() {
            push_blank(shaper, &mut run);
        }
        let word = word.replace('\u{2011}', "-");
        shaper.word(face, &word, run.text.len(), &mut run.glyphs);
        run.text.push_str(&word);
    }
    let question = shaper.fonts().typeface(face).question_glyph;
    for glyph in run.glyphs.iter_mut().filter(|glyph| glyph.id == 0) {
        glyph.id = question;
    }
    let natural = width(&run);
    if natural > most {
        run.size *= most / natural;
    }
    run
}

fn push_blank(shaper: &Shaper<'_>, run: &mut Run) {
    let typeface = shaper.fonts().typeface(run.face);
    let start = run.text.len() as u32;
    run.text.push(' ');
    run.glyphs.push(Glyph {
        id: typeface.blank_glyph,
        advance: typeface.blank,
        start,
        end: start + 1,
    });
}

fn width(run: &Run) -> f32 {
    run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size
}

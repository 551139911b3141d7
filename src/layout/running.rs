//! What stands on every page: the head from page 2, and the foot.

use super::faults::Faults;
use super::measures::{LEFT, PAGE_WIDTH, RIGHT};
use super::page::{Face, Fault, Glyph, Mark, Page, Rule, Run};
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

/// Draws on a page what stands on every page.
pub(super) struct Pen<'p, 'f> {
    pub(super) shaper: &'p mut Shaper<'f>,
    pub(super) faults: &'p mut Faults,
    pub(super) page: &'p mut Page,
}

impl Pen<'_, '_> {
    /// Draws the head of a page, by its index.
    pub(super) fn head(&mut self, document: &Document, index: usize, pages: usize) {
        if let Some(legend) = &document.running.legend {
            self.legend(legend);
        }
        if index == 0 {
            return;
        }
        let number = format!("Page {} of {pages}", index + 1);
        let running = &document.running;
        for (words, y) in [&running.addressee, &running.date, &number].into_iter().zip(HEAD_LINES) {
            let line = self.line(words, Face::Roman, HEAD, Mark::Header).within(RIGHT - LEFT);
            self.put(line, LEFT, y);
        }
        let rule = Rule { x: LEFT, y: HEAD_RULE - 0.25, width: RIGHT - LEFT, height: 0.5 };
        self.page.rules.push(rule);
    }

    /// Draws the legend and under it the page's label, each flush with the right edge.
    fn legend(&mut self, legend: &Legend) {
        let (size, last, leading) = LEGEND;
        let lines = self.legend_lines(legend);
        for (words, behind) in lines.iter().zip((0..lines.len()).rev()) {
            let line = self.line(words, Face::Roman, size, Mark::Header).within(LEGEND_WIDTH);
            let x = RIGHT - line.width();
            self.put(line, x, last - leading * behind as f32);
        }
        let label = self.page.label.clone();
        let line = self.line(&label, Face::Bold, LABEL.0, Mark::Header).within(LEGEND_WIDTH);
        let x = RIGHT - line.width();
        self.put(line, x, LABEL.1);
    }

    /// Returns the lines of a legend; one that is too wide goes on behind `by`, with the company's name.
    fn legend_lines(&mut self, legend: &Legend) -> Vec<String> {
        let mut lines = Vec::new();
        for words in &legend.lines {
            let width = self.line(words, Face::Roman, LEGEND.0, Mark::Header).width();
            match words.split_once(" by ").filter(|_| width > LEGEND_WIDTH) {
                Some((before, company)) => {
                    lines.extend([format!("{before} by"), company.to_owned()]);
                }
                None => lines.push(words.clone()),
            }
        }
        lines
    }

    /// Draws the foot of a page.
    pub(super) fn foot(&mut self, document: &Document) {
        let running = &document.running;
        let omits = self.page.runs.iter().any(|run| run.text.contains(REDACTED));
        if let Some(omission) = running.omission.as_deref().filter(|_| omits) {
            let line = self.line(omission, Face::Roman, FOOT, Mark::Footer).within(RIGHT - LEFT);
            self.put(line, LEFT, OMISSION);
        }
        let status = running.status.as_deref().map(|status| (status, Face::Italic, STATUS));
        let draft = running.draft.then_some(("DRAFT", Face::Bold, DRAFT));
        for (words, face, y) in status.into_iter().chain(draft) {
            let line = self.line(words, face, FOOT, Mark::Footer).within(RIGHT - LEFT);
            let x = (PAGE_WIDTH - line.width()) / 2.0;
            self.put(line, x, y);
        }
    }

    /// Shapes a line.
    fn line(&mut self, words: &str, face: Face, size: f32, mark: Mark) -> Line {
        let mut line = Line { size, mark, runs: Vec::new() };
        for word in words.split_whitespace() {
            if let Some(run) = line.runs.last_mut() {
                push_blank(self.shaper, run);
            }
            let word = word.replace('\u{2011}', "-");
            let fonts = self.shaper.fonts();
            for (drawn, part) in fonts.parts(&word, face) {
                if let Some(character) = part.chars().next().filter(|_| drawn.is_none()) {
                    self.faults.push(Fault::MissingGlyph { character, context: words.to_owned() });
                }
                let run = line.run(drawn.unwrap_or(face));
                self.shaper.word(run.face, part, run.text.len(), &mut run.glyphs);
                run.text.push_str(part);
                let question = fonts.typeface(run.face).question_glyph;
                for glyph in run.glyphs.iter_mut().filter(|glyph| glyph.id == 0) {
                    glyph.id = question;
                }
            }
        }
        line
    }

    /// Puts a line on the page, its baseline at a height.
    fn put(&mut self, line: Line, mut x: f32, y: f32) {
        for run in line.runs {
            let width = width(&run);
            self.page.runs.push(Run { x, y, ..run });
            x += width;
        }
    }
}

/// A line of one size, its runs side by side and not yet in their place.
struct Line {
    size: f32,
    mark: Mark,
    runs: Vec<Run>,
}

impl Line {
    /// Returns the run that a face's glyphs go to: the last one, if it is of this face.
    fn run(&mut self, face: Face) -> &mut Run {
        if self.runs.last().is_none_or(|run| run.face != face) {
            self.runs.push(Run {
                face,
                size: self.size,
                x: 0.0,
                y: 0.0,
                text: String::new(),
                glyphs: Vec::new(),
                mark: self.mark,
            });
        }
        self.runs.last_mut().expect("a run was pushed")
    }

    /// Returns its width in points.
    fn width(&self) -> f32 {
        self.runs.iter().map(width).sum()
    }

    /// Returns it smaller where it would be wider than some points.
    fn within(mut self, most: f32) -> Self {
        let natural = self.width();
        if natural > most {
            self.runs.iter_mut().for_each(|run| run.size *= most / natural);
        }
        self
    }
}

/// Returns how much of the first page's head the legend leaves to the letterhead.
pub(super) fn letterhead_width(document: &Document) -> f32 {
    match document.running.legend {
        Some(_) => RIGHT - LEFT - LEGEND_WIDTH - 8.0,
        None => RIGHT - LEFT,
    }
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

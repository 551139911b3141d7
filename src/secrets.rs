//! What is confidential and what is not, as the author wrote it.
//!
//! In: a project. Out: [`Secrets`]: every marked text with its place, and all text that stands unmarked. Read
//! from the source alone, without the document that editions are made of, so that what they show can be
//! held against it.

mod traced;
pub mod words;

use std::collections::BTreeSet;

use crate::disclosure::Disclosure;
use crate::document::REDACTED;
use crate::facts::Evaluator;
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind, footnotes};
use crate::project::Project;
use crate::response::Response;
use crate::source::Place;

pub use traced::Traced;

/// The marked and the unmarked text of a letter.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// The marked texts.
    pub marked: Vec<Marked>,
    /// How many of them, the last ones, are marked facts that no response shows: one whose use is misspelt is
    /// confidential too.
    pub unused: usize,
    /// The unmarked texts of the letter.
    pub open: Vec<Open>,
    /// The pictures that stand in the open, by their path in the project.
    pub open_images: BTreeSet<String>,
}

/// A piece of marked text: a paragraph, a cell, an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Where its region stands.
    pub place: Place,
    /// The text.
    pub text: String,
    /// The picture that it describes, by its path in the project.
    pub image: Option<String>,
    /// The unmarked text before it in its paragraph, or in its row.
    pub before: String,
    /// The unmarked text behind it there.
    pub after: String,
    /// Whether it names a row or a column of a table that is marked as a whole.
    pub is_label: bool,
}

impl Marked {
    /// Returns a marked text that stands by itself; none where it says nothing.
    pub(crate) fn alone(place: Place, text: &str) -> Option<Self> {
        let (before, after) = (String::new(), String::new());
        let text = text.trim().to_owned();
        let marked = Self { place, text, image: None, before, after, is_label: false };
        (!marked.text.is_empty()).then_some(marked)
    }
}

/// A piece of unmarked text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Where it stands; none for what has no place.
    pub place: Option<Place>,
    /// The text, and where its words stand.
    pub traced: Traced,
    /// Whether it is filed: a proposed disclosure or a text as filed.
    pub is_filed: bool,
    /// Whether it is a paragraph or a cell, which goes on where the one before it ends.
    pub is_running: bool,
}

impl Open {
    /// Returns an unmarked text that stands by itself.
    pub(crate) fn alone(text: &str) -> Self {
        Self { place: None, traced: text.into(), is_filed: false, is_running: false }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.traced.text
    }
}

impl Secrets {
    /// Returns how many regions the letter has.
    pub fn regions(&self) -> usize {
        let places = self.shown().iter().map(|marked| (marked.place.file, marked.place.start));
        places.collect::<BTreeSet<_>>().len()
    }

    /// Returns the marked texts that the complete edition shows.
    pub fn shown(&self) -> &[Marked] {
        &self.marked[..self.marked.len() - self.unused]
    }

    /// Says whether a text has a word, or a part of one, of a marked text.
    pub fn holds(&self, text: &str) -> bool {
        let words = || text.split_whitespace().filter(|word| word.chars().count() > 2);
        self.marked.iter().any(|marked| {
            marked.text.contains(text.trim())
                || text.contains(&marked.text)
                || words().any(|word| marked.text.contains(word))
        })
    }
}

/// Collects the texts of a project.
pub fn secrets(project: &Project) -> Secrets {
    let evaluator = Evaluator::new(&project.book.facts);
    let mut walk = Walk::through(project, &evaluator, &project.responses);
    let first = walk.secrets.open.len();
    project.disclosures.iter().for_each(|disclosure| walk.disclosure(disclosure));
    walk.secrets.open[first..].iter_mut().for_each(|open| open.is_filed = true);
    // The staff's letter, and what frames the company's own.
    walk.open(None, &project.files.get(project.letter.file).text);
    walk.stated();
    walk.frame();
    walk.facts();
    walk.secrets
}

/// Collects the texts that are marked in the responses of other rounds.
pub fn of_other_rounds(project: &Project) -> Vec<Marked> {
    let evaluator = Evaluator::new(&project.book.facts);
    Walk::through(project, &evaluator, &project.other_rounds).secrets.marked
}

struct Walk<'p> {
    project: &'p Project,
    evaluator: &'p Evaluator<'p>,
    secrets: Secrets,
    /// The marked texts of the paragraph or cell that is walked, and where they stood in its unmarked text.
    beside: Vec<(usize, usize)>,
    /// The file that is walked.
    path: &'p str,
}

/// What stands in unmarked text in place of a marked one: no text goes on behind it.
const CUT: &str = REDACTED;

impl<'p> Walk<'p> {
    /// Walks some responses.
    fn through(
        project: &'p Project,
        evaluator: &'p Evaluator<'p>,
        responses: &'p [Response],
    ) -> Self {
        let secrets = Secrets::default();
        let mut walk = Self { project, evaluator, secrets, beside: Vec::new(), path: "" };
        for response in responses {
            walk.path = &response.path;
            walk.response(response);
        }
        walk
    }
}

impl Walk<'_> {
    fn open(&mut self, place: Option<Place>, text: &str) {
        let traced = self.traced(place, text);
        self.take(place, traced, false);
    }

    /// Takes a paragraph or a cell.
    fn running(&mut self, place: Option<Place>, traced: Traced) {
        self.take(place, traced, true);
    }

    fn take(&mut self, place: Option<Place>, traced: Traced, is_running: bool) {
        if !traced.text.trim().is_empty() {
            self.secrets.open.push(Open { place, traced, is_filed: false, is_running });
        }
    }

    /// Returns a text that comes from one place, or from none.
    fn traced(&self, place: Option<Place>, text: &str) -> Traced {
        let Some(place) = place else { return text.into() };
        let mut traced = Traced::default();
        traced.push_from(&self.project.files, place, text);
        traced
    }

    fn marked(&mut self, place: Place, text: &str) {
        self.secrets.marked.extend(Marked::alone(place, text));
    }

    /// Takes a region within unmarked text, which is `out` so far.
    fn cut(&mut self, place: Place, text: &str, out: &mut Traced) {
        if !text.trim().is_empty() {
            self.beside.push((self.secrets.marked.len(), out.text.len()));
            self.marked(place, text);
        }
        // What stands before and what stands behind a region are no one text.
        out.push(CUT);
    }

    fn response(&mut self, response: &Response) {
        let notes = footnotes(&response.blocks);
        let mut cited = Cited::default();
        cite(&response.blocks, false, &mut cited);
        // What an open note cites is open, whatever else cites it.
        let mut waiting: Vec<&str> = cited.open.iter().copied().collect();
        while let Some(label) = waiting.pop() {
            let mut further = Cited::default();
            cite(notes.get(label).copied().unwrap_or_default(), false, &mut further);
            waiting.extend(further.open.into_iter().filter(|label| cited.open.insert(label)));
        }
        self.blocks(&response.blocks, None);
        for (label, blocks) in &notes {
            let place = blocks.first().map(|block| block.place);
            self.blocks(blocks, place.filter(|_| !cited.open.contains(label)));
        }
        if let Some(undertaking) = &response.front.undertaking {
            self.open(Some(undertaking.place), &undertaking.text);
            self.open(Some(undertaking.place), &undertaking.filing);
        }
        if let Some(deferred) = &response.front.deferred {
            self.open(Some(deferred.place), &deferred.why);
            deferred
                .until
                .iter()
                .for_each(|date| self.open(None, &crate::deadline::long(date.value)));
        }
        if let Some(letter) = &response.front.answered_in {
            self.open(None, &crate::deadline::long(letter.value));
        }
    }

    /// Walks a proposed disclosure and its text as filed: all of it is open, its notes too.
    fn disclosure(&mut self, disclosure: &Disclosure) {
        let as_filed = disclosure.as_filed.iter().map(|as_filed| &as_filed.blocks);
        for blocks in std::iter::once(&disclosure.blocks).chain(as_filed) {
            self.blocks(blocks, None);
            footnotes(blocks).values().for_each(|note| self.blocks(note, None));
        }
        for text in [&disclosure.filing, &disclosure.caption].into_iter().flatten() {
            self.open(Some(text.place), &text.value);
        }
        if let Some(page) = &disclosure.page {
            // The number of a page is no figure that a marked one could be told by.
            let is_text = page.value.contains(char::is_alphabetic);
            self.open(is_text.then_some(page.place), &page.value);
        }
    }

    /// Takes the facts that are marked and that nothing shows.
    fn facts(&mut self) {
        let facts = &self.project.book.facts;
        let known: BTreeSet<String> =
            self.secrets.marked.iter().map(|marked| marked.text.clone()).collect();
        let first = self.secrets.marked.len();
        let marked = facts.confidential.iter().filter_map(|name| facts.values.get(name));
        for fact in marked.filter(|fact| !known.contains(fact.value.trim())) {
            self.marked(fact.place, &fact.value);
        }
        self.secrets.unused = self.secrets.marked.len() - first;
    }

    /// Walks blocks that stand in the open, or in the region at a place. Notes are walked by themselves.
    fn blocks(&mut self, blocks: &[Block], region: Option<Place>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Confidential(inner) => {
                    self.definitions(block.place);
                    if region.is_none() {
                        self.running(None, CUT.into());
                    }
                    self.blocks(inner, region.or(Some(block.place)));
                }
                BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => {
                    self.leaf(text, block.place, region);
                }
                BlockKind::List { items, .. } => {
                    items.iter().for_each(|item| self.blocks(&item.blocks, region));
                }
                BlockKind::Quote(inner) => self.blocks(inner, region),
                BlockKind::Table { head, rows, .. } => {
                    let first = self.secrets.marked.len();
                    self.row(head, block.place, region);
                    self.name_labels(first..self.secrets.marked.len(), region);
                    for row in rows {
                        let first = self.secrets.marked.len();
                        self.row(&row.cells, block.place, region);
                        self.name_labels(first..self.secrets.marked.len().min(first + 1), region);
                    }
                }
                BlockKind::Code(text) => match region {
                    Some(region) => text.lines().for_each(|line| self.marked(region, line)),
                    None => {
                        let traced = self.traced(Some(block.place), text);
                        self.running(Some(block.place), traced);
                    }
                },
                BlockKind::Footnote { .. } | BlockKind::Rule | BlockKind::Html => {}
            }
        }
    }

    /// Takes the addresses that are defined in a region, `[name]: https://…`: they are no blocks, and a link
    /// outside of it may lead there.
    fn definitions(&mut self, region: Place) {
        let text = &self.project.files.get(region.file).text[region.range()];
        for (address, title) in text.lines().filter_map(definition) {
            self.marked(region, address);
            self.marked(region, title);
        }
    }

    /// Notes which marked texts are labels of a table in a region.
    fn name_labels(&mut self, marked: std::ops::Range<usize>, region: Option<Place>) {
        let labels = &mut self.secrets.marked[marked];
        labels.iter_mut().for_each(|marked| marked.is_label = region.is_some());
    }

    /// Walks the cells of a row: what stands beside a cell that is marked as a whole is its neighbour.
    fn row(&mut self, cells: &[Vec<Inline>], around: Place, region: Option<Place>) {
        let mut whole = Vec::new();
        let mut texts = Vec::new();
        for cell in cells {
            let known = self.secrets.marked.len();
            texts.push(self.leaf(cell, around, region));
            let is_whole = texts.last().is_some_and(|text| text.trim() == CUT);
            if is_whole && self.secrets.marked.len() == known + 1 {
                whole.push((known, texts.len() - 1));
            }
        }
        for (marked, cell) in whole {
            let (before, after) = (texts[..cell].join(" "), texts[cell + 1..].join(" "));
            let marked = &mut self.secrets.marked[marked];
            marked.before = before.rsplit(CUT).next().unwrap_or_default().to_owned();
            marked.after = after.split(CUT).next().unwrap_or_default().to_owned();
        }
    }

    /// Walks a run of text, a paragraph or a cell, and returns what of it is unmarked.
    fn leaf(&mut self, inlines: &[Inline], around: Place, region: Option<Place>) -> String {
        let place = match (inlines.first(), inlines.last()) {
            (Some(first), Some(last)) => Place { end: last.place.end, ..first.place },
            _ => around,
        };
        let mut traced = Traced::default();
        self.beside.clear();
        self.inlines(inlines, region, &mut traced);
        let text = traced.text.clone();
        for (marked, at) in std::mem::take(&mut self.beside) {
            let marked = &mut self.secrets.marked[marked];
            marked.before = text[..at].rsplit(CUT).next().unwrap_or_default().to_owned();
            marked.after = text[at + CUT.len()..].split(CUT).next().unwrap_or_default().to_owned();
        }
        match region {
            Some(region) => {
                self.marked(region, &text);
                String::new()
            }
            None => {
                self.running(Some(place), traced);
                text
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline], region: Option<Place>, out: &mut Traced) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Confidential(inner) if region.is_none() => {
                    let mut marked = Traced::default();
                    self.inlines(inner, Some(inline.place), &mut marked);
                    self.cut(inline.place, &marked.text, out);
                }
                InlineKind::Text(text) | InlineKind::Code(text) => {
                    out.push_from(&self.project.files, inline.place, text);
                }
                InlineKind::SoftBreak | InlineKind::HardBreak => out.push(" "),
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Confidential(inner) => self.inlines(inner, region, out),
                InlineKind::Link { address, text } => {
                    match region {
                        Some(region) if !address.starts_with('#') => self.marked(region, address),
                        _ => self.open(Some(inline.place), address),
                    }
                    self.inlines(text, region, out);
                }
                InlineKind::Image { path, alternative } => {
                    self.image(path, alternative, inline.place, region);
                }
                InlineKind::Fact(expression) => {
                    let value = self.evaluator.value(expression, inline.place).unwrap_or_default();
                    if region.is_none() && self.evaluator.is_confidential(expression) {
                        self.cut(inline.place, &value, out);
                    } else {
                        out.push_from(&self.project.files, inline.place, &value);
                    }
                }
                InlineKind::NoteReference(_)
                | InlineKind::Ask(_)
                | InlineKind::Open
                | InlineKind::Close => {}
            }
        }
    }

    fn image(&mut self, path: &str, words: &str, place: Place, region: Option<Place>) {
        let folder = &self.project.round.folder;
        let image = crate::project::image_path(folder, self.path, path);
        let Some(region) = region else {
            self.secrets.open_images.extend(image);
            return self.open(Some(place), words);
        };
        let (text, before, after) = (words.trim().to_owned(), String::new(), String::new());
        let marked = Marked { place: region, text, image, before, after, is_label: false };
        self.secrets.marked.push(marked);
    }

    /// What book.toml says in the letter's frame, in the company's words.
    fn stated(&mut self) {
        let book = &self.project.book;
        let (letter, matter) = (&book.letter, &book.matter);
        let lines = [&letter.via, &letter.letterhead, &letter.to, &letter.cc];
        let mut texts: Vec<&String> = lines.into_iter().flatten().collect();
        texts.extend(letter.re.iter().map(|line| &line.value));
        texts.extend([&letter.salutation, &letter.response_label]);
        texts.extend(
            letter.signatory.iter().flat_map(|signatory| [&signatory.name, &signatory.title]),
        );
        texts.extend(book.enclosures.iter().map(|enclosure| &enclosure.name));
        texts.extend([&matter.company, &matter.short_name]);
        texts.extend(&matter.status);
        let extension = book.deadline.extension.as_ref();
        texts.extend(extension.and_then(|extension| extension.agreed_with.as_ref()));
        if let Some(stated) = &book.confidential {
            texts.extend(stated.grounds.iter());
            texts.extend(stated.legend_prefix.iter().chain(&stated.legend_suffix));
            texts.extend(&stated.requester.name);
            texts.extend(stated.foia_address.iter().flatten());
        }
        // Numbers that name, of a street, a telephone, a file, tell no figure.
        let requester = book.confidential.as_ref().map(|stated| &stated.requester);
        let mut naming: Vec<&String> = letter.telephone.iter().chain(&matter.cik).collect();
        naming.extend(matter.file_number.iter().map(|number| &number.value));
        naming.extend(requester.iter().flat_map(|it| it.address.iter().chain(&it.telephone)));
        naming.into_iter().for_each(|text| self.open(None, text));
        let file = self.project.files.get(book.place.file);
        let mut taken = BTreeSet::new();
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            // What is the program's own where nothing is stated has no place, nor has what is typed with escapes. One
            // text in two fields has two places.
            let mut starts = file.text.match_indices(text.as_str()).map(|(start, _)| start);
            let start = starts.find(|start| taken.insert(*start));
            let start = start.or_else(|| file.text.find(text.as_str()));
            self.open(start.map(|start| file.place(start..start + text.len())), text);
        }
    }

    /// What the program says in the letter's frame of what the project states.
    fn frame(&mut self) {
        let letter = &self.project.book.letter;
        // The keys stand in a row where a reader may choose among them.
        let rows = &self.project.letter.rows;
        let keys: Vec<String> = rows.iter().map(|row| row.key.to_string()).collect();
        let mut texts = vec![keys.join("\n")];
        let label = letter.response_label.trim_end_matches(':');
        for row in rows {
            texts.push(format!("{label} to {}", row.key));
            texts.push(format!("our response to {} {}", row.kind.word(), row.key));
        }
        texts.extend(letter.date.as_ref().map(|date| crate::deadline::long(date.value)));
        texts.extend(letter.date.as_ref().map(|date| date.value.to_string()));
        texts.iter().for_each(|text| self.open(None, text));
    }
}

/// Reads a line that defines where links lead, `[name]: https://… "title"`: the address and the title.
pub(crate) fn definition(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let (label, address) = line.split_once("]:")?;
    if !label.starts_with('[') || label.starts_with("[^") {
        return None;
    }
    let address = address.trim();
    let (address, title) = address.split_once(char::is_whitespace).unwrap_or((address, ""));
    Some((address.trim_matches(['<', '>']), title.trim().trim_matches(['"', '\'', '(', ')'])))
}

/// The labels of the notes that a text cites, in the open and in regions.
#[derive(Default)]
struct Cited<'a> {
    open: BTreeSet<&'a str>,
}

fn cite<'a>(blocks: &'a [Block], in_region: bool, cited: &mut Cited<'a>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Confidential(inner) => cite(inner, true, cited),
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => {
                cite_in(text, in_region, cited);
            }
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| cite(&item.blocks, in_region, cited));
            }
            BlockKind::Quote(inner) => cite(inner, in_region, cited),
            BlockKind::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flat_map(|row| &row.cells));
                cells.for_each(|cell| cite_in(cell, in_region, cited));
            }
            BlockKind::Footnote { .. } | BlockKind::Code(_) | BlockKind::Rule | BlockKind::Html => {
            }
        }
    }
}

fn cite_in<'a>(inlines: &'a [Inline], in_region: bool, cited: &mut Cited<'a>) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::NoteReference(label) if !in_region => {
                cited.open.insert(label);
            }
            InlineKind::Confidential(inner) => cite_in(inner, true, cited),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link { text: inner, .. } => cite_in(inner, in_region, cited),
            _ => {}
        }
    }
}

/// How many words stand in a text, and how many of them are marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// All words.
    pub all: usize,
    /// The marked ones.
    pub marked: usize,
}

/// Counts the words of blocks.
pub fn count(blocks: &[Block], in_region: bool, share: &mut Share) {
    for block in blocks {
        match &block.kind {
            BlockKind::Confidential(inner) => count(inner, true, share),
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => {
                count_in(text, in_region, share);
            }
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| count(&item.blocks, in_region, share));
            }
            BlockKind::Quote(inner) | BlockKind::Footnote { blocks: inner, .. } => {
                count(inner, in_region, share);
            }
            BlockKind::Table { .. } | BlockKind::Code(_) | BlockKind::Rule | BlockKind::Html => {}
        }
    }
}

fn count_in(inlines: &[Inline], in_region: bool, share: &mut Share) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Confidential(inner) => count_in(inner, true, share),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link { text: inner, .. } => count_in(inner, in_region, share),
            _ => {
                let text = markdown::plain(std::slice::from_ref(inline));
                let fact = usize::from(matches!(inline.kind, InlineKind::Fact(_)));
                let is_word = |word: &&str| word.contains(char::is_alphanumeric);
                let words = text.split_whitespace().filter(is_word).count() + fact;
                share.all += words;
                share.marked += if in_region { words } else { 0 };
            }
        }
    }
}

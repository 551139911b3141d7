//! Laid-out letters made by hand, for the tests and measurements of the PDF.
//!
//! Text is shaped with the letter's own fonts and filled greedily: enough to be real, and independent of
//! the layout.

#![allow(dead_code, reason = "each test file uses a part")]

pub(crate) mod books;
pub(crate) mod schemas;
pub(crate) mod tools;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use corresp::document::{Image, ImageKind};
use corresp::layout::Fonts;
use corresp::layout::page::{
    Destination, Face, Glyph, Laid, LinkArea, Mark, Node, NodeId, OutlineEntry, Page, Picture,
    Role, Rule, Run, Spot,
};
use corresp::pdf::Info;
use harfrust::{Buffer, Font, ShapeOptions, ShaperFont, shape};

/// The letter's fonts.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// Returns what the tests' files say about themselves.
pub(crate) fn info(images: &BTreeMap<String, Image>) -> Info<'_> {
    Info {
        title: "Response to the staff’s letter <& more>",
        author: "Citigroup Inc.",
        subject: Some("Form 10-K for 2007"),
        language: "en-US",
        date: jiff::civil::date(2009, 3, 3),
        images,
        version: "0.1.0",
    }
}

/// Writes a letter that has no pictures.
pub(crate) fn write(laid: &Laid) -> Result<Vec<u8>, corresp::pdf::Error> {
    corresp::pdf::write(laid, &FONTS, &info(&BTreeMap::new()))
}

const LEFT: f32 = 72.0;
const RIGHT: f32 = 540.0;
const BOTTOM: f32 = 700.0;
const LEADING: f32 = 13.6;
const SIZE: f32 = 11.0;

/// Sets a letter.
pub(crate) struct Setter {
    fonts: Vec<Font>,
    prefix: String,
    pub(crate) laid: Laid,
    x: f32,
    pub(crate) y: f32,
}

impl Setter {
    /// Begins a letter whose page labels have a prefix.
    pub(crate) fn new(prefix: &str) -> Self {
        let font = |face| Font::new(FONTS.bytes(face).to_vec(), 0).expect("a font");
        let mut setter = Self {
            fonts: Face::ALL.map(font).into(),
            prefix: prefix.to_owned(),
            laid: Laid::default(),
            x: LEFT,
            y: 0.0,
        };
        setter.laid.nodes.push(node(Role::Document, None));
        setter.page();
        setter
    }

    /// Adds a node.
    pub(crate) fn node(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.laid.nodes.len() as u32);
        self.laid.nodes.push(node(role, Some(parent)));
        self.laid.nodes[parent.0 as usize].children.push(id);
        id
    }

    /// Begins a page.
    pub(crate) fn page(&mut self) {
        let number = self.laid.pages.len() + 1;
        let label = format!("{}{number}", self.prefix);
        self.laid.pages.push(Page { label, ..Page::default() });
        if number > 1 {
            self.run(Mark::Header, Face::Roman, 9.0, LEFT, 50.0, "Mr. Kevin W. Vaughn");
        }
        self.run(Mark::Footer, Face::Italic, 9.0, 280.0, 750.0, "Illustration");
        self.rule(LEFT, 740.0, RIGHT - LEFT, 0.5);
        (self.x, self.y) = (LEFT, 90.0);
    }

    /// Sets a run and returns its width.
    pub(crate) fn run(
        &mut self,
        mark: Mark,
        face: Face,
        size: f32,
        x: f32,
        y: f32,
        text: &str,
    ) -> f32 {
        let glyphs = self.shape(face, text);
        let width = glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size;
        let run = Run { face, size, x, y, text: text.to_owned(), glyphs, mark };
        self.this_page().runs.push(run);
        width
    }

    /// Shapes a text.
    pub(crate) fn shape(&self, face: Face, text: &str) -> Vec<Glyph> {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let font = &self.fonts[face.index()];
        shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new()).expect("shaped");
        let infos = buffer.glyph_infos();
        let end =
            |start: u32| infos.iter().map(|info| info.cluster).filter(|&next| next > start).min();
        let units = f32::from(font.units_per_em());
        let pairs = infos.iter().zip(buffer.glyph_positions());
        pairs
            .map(|(info, position)| Glyph {
                id: info.glyph_id as u16,
                advance: position.x_advance as f32 / units,
                start: info.cluster,
                end: end(info.cluster).unwrap_or(text.len() as u32),
            })
            .collect()
    }

    /// Adds a rule.
    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.this_page().rules.push(Rule { x, y, width, height });
    }

    /// Fills lines with text that goes on where the last text ended, over pages where it must.
    pub(crate) fn fill(&mut self, node: NodeId, face: Face, text: &str) {
        let mut line = String::new();
        let mut start = self.x;
        for word in text.split_inclusive(' ') {
            let width = self.width(face, word.trim_end());
            if self.x + width > RIGHT {
                self.run(Mark::Node(node), face, SIZE, start, self.y, &line);
                line.clear();
                self.new_line();
                start = self.x;
            }
            self.x += self.width(face, word);
            line.push_str(word);
        }
        if !line.is_empty() {
            self.run(Mark::Node(node), face, SIZE, start, self.y, &line);
        }
    }

    /// Goes to the next line.
    pub(crate) fn new_line(&mut self) {
        (self.x, self.y) = (LEFT, self.y + LEADING);
        if self.y > BOTTOM {
            self.page();
        }
    }

    /// Adds a node and fills it with text on lines of its own.
    pub(crate) fn block(&mut self, parent: NodeId, role: Role, face: Face, text: &str) -> NodeId {
        let node = self.node(parent, role);
        self.fill(node, face, text);
        self.new_line();
        node
    }

    /// Adds a node within a line and fills it.
    pub(crate) fn inline(&mut self, parent: NodeId, role: Role, face: Face, text: &str) -> NodeId {
        let node = self.node(parent, role);
        self.fill(node, face, text);
        node
    }

    /// Adds a link within a line.
    pub(crate) fn link(&mut self, parent: NodeId, text: &str, destination: Destination) -> NodeId {
        let node = self.node(parent, Role::Link);
        let width = self.width(Face::Roman, text);
        if self.x + width > RIGHT {
            self.new_line();
        }
        let (x, y) = (self.x, self.y - SIZE);
        self.fill(node, Face::Roman, text);
        let link = LinkArea {
            x,
            y,
            width,
            height: LEADING,
            destination,
            alternative: text.to_owned(),
            node,
        };
        self.this_page().links.push(link);
        node
    }

    /// Adds a row of cells at fixed columns.
    pub(crate) fn row(&mut self, parent: NodeId, cells: &[(Role, &str)]) {
        let row = self.node(parent, Role::Row);
        let mut column = 0.0;
        for (role, text) in cells {
            let cell = self.node(row, *role);
            if !text.is_empty() {
                let face = if *role == Role::Cell { Face::Roman } else { Face::Bold };
                self.run(Mark::Node(cell), face, 9.5, LEFT + column * 120.0, self.y, text);
            }
            column += 1.0;
        }
        self.new_line();
    }

    /// Adds an outline entry and a place at the next line.
    pub(crate) fn mark(&mut self, level: u8, title: &str, id: &str) {
        let spot = Spot { page: self.laid.pages.len() - 1, y: self.y - SIZE };
        self.laid.outline.push(OutlineEntry { title: title.to_owned(), level, spot });
        self.laid.places.insert(id.to_owned(), spot);
    }

    /// Adds a picture in a figure of its own.
    pub(crate) fn picture(&mut self, parent: NodeId, image: &str, alternative: &str) {
        let node = self.node(parent, Role::Figure);
        self.laid.nodes[node.0 as usize].alternative = Some(alternative.to_owned());
        let (y, image) = (self.y, image.to_owned());
        let picture = Picture { x: LEFT, y, width: 60.0, height: 40.0, image, node };
        self.this_page().pictures.push(picture);
        (0..4).for_each(|_| self.new_line());
    }

    fn width(&self, face: Face, text: &str) -> f32 {
        self.shape(face, text).iter().map(|glyph| glyph.advance).sum::<f32>() * SIZE
    }

    fn this_page(&mut self) -> &mut Page {
        self.laid.pages.last_mut().expect("a page")
    }
}

fn node(role: Role, parent: Option<NodeId>) -> Node {
    Node { role, parent, children: Vec::new(), alternative: None }
}

/// A paragraph of the kind that letters have.
pub(crate) const WORDS: &str = "In response to the Staff’s comment, the Company efficiently re-evaluated the \
     affiliate’s workflow and confirmed that the carrying amount of $1,234.5 million did not exceed \
     the fair value of the reporting unit as of December 31, 2008; no impairment was recorded. ";

/// Returns a letter in which each role, link, note, table and picture has its place.
pub(crate) fn everything() -> (Laid, BTreeMap<String, Image>) {
    let mut letter = Setter::new("CITI ");
    let root = NodeId(0);
    letter.mark(1, "Form 10-K for 2007", "k1");
    letter.block(root, Role::Heading(1), Face::Bold, "Form 10-K for 2007");
    let section = letter.node(root, Role::Section);
    letter.mark(2, "1. Tender option bonds – “TOB”", "k1.1");
    letter.block(section, Role::Heading(2), Face::Bold, "1. Tender option bonds – “TOB”");
    let quote = letter.node(section, Role::BlockQuote);
    letter.block(
        quote,
        Role::Paragraph,
        Face::Italic,
        "Please tell us, in detail (and soon), why.",
    );

    let paragraph = letter.node(section, Role::Paragraph);
    letter.inline(paragraph, Role::Span, Face::BoldItalic, "Citigroup’s Response: ");
    letter.fill(paragraph, Face::Roman, "The figures on page\u{a0}4 were checked; see ");
    letter.link(paragraph, "comment\u{a0}3", Destination::Place("k3".to_owned()));
    letter.fill(paragraph, Face::Roman, " and the ");
    let address = "https://www.sec.gov/divisions/corpfin/cfreviews.shtml?a=(1)&b=é".to_owned();
    letter.link(paragraph, "filing review process", Destination::Address(address));
    letter.fill(paragraph, Face::Roman, " as the note says.");
    let reference = letter.node(paragraph, Role::Reference);
    letter.inline(reference, Role::Label, Face::Roman, "1");
    letter.fill(paragraph, Face::Roman, " After the reference the text goes on.");
    letter.new_line();

    for (numbered, labels) in [(false, ["•", "•"]), (true, ["1.", "2."]), (true, ["a.", "b."])]
    {
        let list = letter.node(section, Role::List { numbered });
        for label in labels {
            let item = letter.node(list, Role::Item);
            letter.inline(item, Role::Label, Face::Roman, &format!("{label} "));
            let body = letter.node(item, Role::Body);
            letter.block(body, Role::Paragraph, Face::Roman, "An item of a list.");
        }
    }

    let change = letter.node(section, Role::Paragraph);
    letter.fill(change, Face::Roman, "Fair value is ");
    letter.inline(change, Role::Inserted, Face::Roman, "estimated annually and is ");
    letter.rule(LEFT + 60.0, letter.y + 2.0, 100.0, 0.6);
    letter.inline(change, Role::Deleted, Face::Roman, "believed to be ");
    letter.fill(change, Face::Roman, "tested, as ");
    letter.inline(change, Role::Code, Face::Mono, "notes/goodwill.md");
    letter.fill(change, Face::Roman, " says.");
    letter.new_line();

    table(&mut letter, section);
    letter.picture(section, "chart.png", "A bar that rises from left to right");
    letter.picture(section, "photo.jpg", "A grey square");

    letter.mark(2, "3. Goodwill", "k3");
    letter.block(section, Role::Heading(2), Face::Bold, "3. Goodwill");
    // A long paragraph that runs over a page break.
    letter.block(section, Role::Paragraph, Face::Roman, &WORDS.repeat(30));
    assert!(letter.laid.pages.len() > 1, "the letter has several pages");
    letter.run(Mark::Repeated, Face::Bold, 9.5, LEFT, letter.y, "2008 (continued)");
    letter.new_line();

    // The note is set pages after its reference, and belongs beside it.
    let note = letter.node(paragraph, Role::Note);
    let siblings = &mut letter.laid.nodes[paragraph.0 as usize].children;
    siblings.retain(|&child| child != note);
    let after = siblings.iter().position(|&child| child == reference).expect("a reference") + 1;
    siblings.insert(after, note);
    letter.inline(note, Role::Label, Face::Roman, "1 ");
    letter.block(note, Role::Paragraph, Face::Roman, "A note at the foot.");
    (letter.laid, images())
}

fn table(letter: &mut Setter, section: NodeId) {
    let table = letter.node(section, Role::Table);
    letter.block(table, Role::Caption, Face::Bold, "Assets (in millions)");
    let head = letter.node(table, Role::TableHead);
    let column = |span| Role::ColumnHeader { span };
    let row = |span| Role::RowHeader { span };
    letter.row(head, &[(Role::Cell, ""), (column(2), "December 31,")]);
    letter.row(head, &[(column(1), "Item"), (column(1), "2008"), (column(1), "2007")]);
    let body = letter.node(table, Role::TableBody);
    letter.row(body, &[(row(3), "Level 3 assets")]);
    letter.row(body, &[(row(1), "Securities"), (Role::Cell, "$1,234.5"), (Role::Cell, "(17.0)")]);
    letter.row(body, &[(row(1), "Total"), (Role::Cell, "1,234.5"), (Role::Cell, "")]);
    letter.rule(LEFT, letter.y, 300.0, 0.5);
}

/// Returns a PNG with transparency and a JPEG.
pub(crate) fn images() -> BTreeMap<String, Image> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 3, 2);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    let pixels: Vec<u8> = (0..6u8).flat_map(|pixel| [pixel * 40, 0, 90, pixel * 50]).collect();
    writer.write_image_data(&pixels).expect("an image");
    writer.finish().expect("an image");
    let png = Image { bytes, kind: ImageKind::Png, width: 3, height: 2 };
    let jpeg = Image { bytes: jpeg(), kind: ImageKind::Jpeg, width: 8, height: 8 };
    BTreeMap::from([("chart.png".to_owned(), png), ("photo.jpg".to_owned(), jpeg)])
}

/// Returns a JPEG: a grey square of 8 × 8 pixels, one block whose coefficients are all nought.
fn jpeg() -> Vec<u8> {
    let mut bytes = b"\xFF\xD8\xFF\xDB\0\x43\0".to_vec();
    bytes.extend([1; 64]);
    bytes.extend(b"\xFF\xC0\0\x0B\x08\0\x08\0\x08\x01\x01\x11\0");
    for table in [0x00, 0x10] {
        bytes.extend(b"\xFF\xC4\0\x14");
        // One code, of one bit, which stands for nought.
        bytes.extend([table, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
    bytes.extend(b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x3F\xFF\xD9");
    bytes
}

/// Returns a letter of about as many pages as asked for: headings, paragraphs, lists, tables, links.
pub(crate) fn long(pages: usize) -> Laid {
    let mut letter = Setter::new("CITI ");
    let root = NodeId(0);
    let mut comment = 0;
    while letter.laid.pages.len() < pages {
        comment += 1;
        let id = format!("k{comment}");
        letter.mark(1, &format!("Comment {comment}"), &id);
        let section = letter.node(root, Role::Section);
        let heading = format!("{comment}. Fair value of reporting units");
        letter.block(section, Role::Heading(1), Face::Bold, &heading);
        letter.block(section, Role::BlockQuote, Face::Bold, WORDS);
        let paragraph = letter.node(section, Role::Paragraph);
        letter.inline(paragraph, Role::Span, Face::BoldItalic, "Citigroup’s Response: ");
        letter.fill(paragraph, Face::Roman, &WORDS.repeat(1 + comment % 3));
        letter.link(paragraph, &format!("Note {comment}"), Destination::Place(id));
        letter.new_line();
        let list = letter.node(section, Role::List { numbered: false });
        for _ in 0..3 {
            let item = letter.node(list, Role::Item);
            letter.inline(item, Role::Label, Face::Roman, "• ");
            let body = letter.node(item, Role::Body);
            letter.block(body, Role::Paragraph, Face::Roman, WORDS);
        }
        if comment % 2 == 0 {
            table(&mut letter, section);
        }
    }
    letter.laid
}

//! The page on which a person reads letter.md over against the letter as received.
//!
//! In: the source, letter.md and the findings of its import. Out: one HTML file without scripts: what was
//! uncertain first, then the source with each word marked by what became of it, beside the keyed letter.
//! What became of a word is what the proof of conservation says of it, not what import meant to do.

mod zones;

use std::collections::BTreeSet;

use crate::conservation::{self, Fate, Trace, Traced};
use crate::finding::{Finding, Findings, codes};
use crate::html::escape::push as push_escaped;
use crate::letter::Letter;
use crate::source::{File, Place};
use crate::words::counted;
use zones::{Kind, Zone};

const STYLE: &str = include_str!("../../../assets/review.css");

/// What a page is made from.
pub struct Review<'a> {
    /// The text of the letter as received.
    pub source: &'a File,
    /// letter.md as it was parsed.
    pub letter: &'a Letter,
    /// The file of letter.md.
    pub letter_file: &'a File,
    /// What import found, with places in the source.
    pub findings: &'a Findings,
}

/// Returns the page.
pub fn page(review: &Review<'_>) -> String {
    let trace = conservation::trace(review.letter, review.letter_file, review.source);
    let zones = zones::of(review.letter, review.letter_file);
    let mut proof = Findings::default();
    conservation::check(review.letter, review.letter_file, Some(review.source), None, &mut proof);
    let doubts = doubts(review, &proof);
    let mut page = Page {
        review,
        zones: &zones,
        doubts: &doubts,
        anchored: BTreeSet::new(),
        out: String::new(),
    };
    page.head(&trace);
    page.doubts();
    page.out.push_str("<div class=\"sides\">\n");
    page.source(&trace);
    page.letter(&trace);
    page.out.push_str("</div>\n</body>\n</html>\n");
    page.out
}

/// What a person should look at: a finding, and where it stands on either side.
struct Doubt<'a> {
    finding: &'a Finding,
    /// Its place in the source.
    place: Option<Place>,
    /// Its place in letter.md.
    letter: Option<Place>,
}

/// Findings of import with a place, then errors of the proof, then those without a place.
fn doubts<'a>(review: &'a Review<'_>, proof: &'a Findings) -> Vec<Doubt<'a>> {
    let errors = [&codes::LETTER_DRIFT, &codes::LETTER_STRUCTURE, &codes::MENDED_TOO_MUCH];
    let proved = proof.iter().filter(|finding| errors.contains(&finding.rule)).map(|finding| {
        let source = finding.also.first().map(|(place, _)| *place);
        Doubt { finding, place: source, letter: finding.place }
    });
    let imported =
        review.findings.iter().map(|finding| Doubt { finding, place: finding.place, letter: None });
    let mut all: Vec<Doubt<'_>> = proved.chain(imported).collect();
    all.sort_by_key(|doubt| {
        let level = std::cmp::Reverse(doubt.finding.level);
        (doubt.place.is_none(), level, doubt.place.map(|place| place.start))
    });
    all
}

struct Page<'a> {
    review: &'a Review<'a>,
    zones: &'a [Zone],
    doubts: &'a [Doubt<'a>],
    /// The zones whose beginning in the source has an anchor.
    anchored: BTreeSet<String>,
    out: String,
}

impl Page<'_> {
    fn text(&mut self, text: &str) {
        // The end of a page is no sign that a browser could show.
        text.split('\u{c}').for_each(|text| push_escaped(text, &mut self.out));
    }

    /// A sentence of a finding: what is to be typed stands between grave accents in it.
    fn sentence(&mut self, text: &str) {
        let pieces: Vec<&str> = text.split('`').collect();
        if pieces.len().is_multiple_of(2) {
            return self.text(text);
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            let is_code = index % 2 == 1;
            self.out.push_str(if is_code { "<code>" } else { "" });
            self.text(piece);
            self.out.push_str(if is_code { "</code>" } else { "" });
        }
    }

    /// The head: what the page is, whether all words are there, and the signs that it uses.
    fn head(&mut self, trace: &Trace) {
        let name = self.review.source.path.rsplit('/').next().unwrap_or_default().to_owned();
        self.out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        self.text(&format!("{name} beside letter.md"));
        self.out.push_str("</title>\n<style>\n");
        self.out.push_str(STYLE);
        self.out.push_str("</style>\n</head>\n<body>\n<header>\n<h1>");
        self.text(&format!("{name} beside letter.md"));
        self.out.push_str("</h1>\n");
        let count = |fate| trace.source.iter().filter(|word| word.fate == fate).count();
        let (lost, unread) = (count(Fate::Lost), count(Fate::Unread));
        let added = trace.letter.iter().filter(|(_, fate)| fate.is_none()).count();
        let words = counted(trace.source.len(), "word");
        if lost + unread + added == 0 {
            self.out.push_str("<p class=\"verdict good\">");
            self.text(&format!(
                "✓ Every word is accounted for. Of {words} of the letter as received, {} stand in letter.md as they were, {} mended, and {} belong to its pages.",
                count(Fate::Kept), count(Fate::Mended), count(Fate::Furniture)
            ));
        } else {
            self.out.push_str("<p class=\"verdict bad\">");
            self.text(&format!("✗ Of {words} of the letter as received, letter.md lacks {lost}"));
            if unread > 0 {
                self.text(&format!(", and {unread} were not compared"));
            }
            self.text(&format!(
                "; it has {} that the letter as received does not.",
                counted(added, "word")
            ));
        }
        self.out.push_str("</p>\n<p>");
        self.text(&format!(
            "Read the two sides against each other: is each bullet a bullet, each number a comment, and does nothing that asks stand under {}? A label leads to the same words on the other side.",
            Kind::Furniture.name()
        ));
        self.out.push_str("</p>\n<ul class=\"signs\">\n");
        for kind in Kind::ALL {
            let words = trace.source.iter().filter(|word| self.kind(word) == kind).count();
            if words == 0 {
                continue;
            }
            self.out.push_str(&format!(
                "<li><span class=\"{0}\"><b class=\"label\">{1}</b> {2}</span> {3}</li>\n",
                kind.class(),
                kind.sign(),
                kind.name(),
                counted(words, "word")
            ));
        }
        self.out.push_str("</ul>\n</header>\n");
    }

    /// What to look at first.
    fn doubts(&mut self) {
        self.out.push_str("<section class=\"doubts\" aria-labelledby=\"look\">\n<h2 id=\"look\">");
        let doubts = self.doubts;
        if doubts.is_empty() {
            self.out.push_str("Nothing was uncertain</h2>\n</section>\n");
            return;
        }
        self.text(&format!("Look at these first ({})", doubts.len()));
        self.out.push_str("</h2>\n<ol>\n");
        for (index, doubt) in doubts.iter().enumerate() {
            let finding = doubt.finding;
            self.out.push_str(&format!(
                "<li id=\"d{}\"><p><b class=\"code {}\">",
                index + 1,
                finding.level.word()
            ));
            self.text(finding.rule.code);
            self.out.push_str("</b> ");
            self.sentence(&finding.message);
            self.out.push('.');
            if let Some(label) = &finding.label {
                self.out.push_str(" <span class=\"why\">");
                self.text(label);
                self.out.push_str("</span>");
            }
            self.out.push_str("</p>\n");
            if let Some(help) = &finding.help {
                let is_rival = finding.rule == &codes::UNCERTAIN_IMPORT;
                let what = if is_rival { "Read otherwise:" } else { "What to do:" };
                self.out.push_str(&format!("<p class=\"rival\"><b>{what}</b> "));
                self.sentence(help);
                self.out.push_str("</p>\n");
            }
            self.places(doubt);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    /// Where a doubt stands: the line of the source, quoted, and links to both sides.
    fn places(&mut self, doubt: &Doubt<'_>) {
        let source = self.review.source;
        if let Some(place) = doubt.place {
            let line = source.position(place.start).line;
            let text = source.text.lines().nth(line - 1).unwrap_or_default().trim();
            self.out
                .push_str(&format!("<p class=\"place\"><a href=\"#line{line}\">line {line}</a>"));
            if !text.is_empty() {
                self.out.push_str(" <q>");
                self.text(&crate::words::first(text, 24));
                self.out.push_str("</q>");
            }
            self.out.push_str("</p>\n");
        }
        let zone = doubt.letter.and_then(|place| self.zone_at(place));
        if let Some(zone) = zone {
            let (id, label) = (zone.id.clone(), zone.label());
            self.out.push_str(&format!(
                "<p class=\"place\"><a href=\"#l-{id}\">letter.md, {label}</a></p>\n"
            ));
        }
    }

    fn zone_at(&self, letter: Place) -> Option<&Zone> {
        zones::at(self.zones, letter)
    }

    fn kind(&self, word: &Traced) -> Kind {
        match (word.fate, word.letter) {
            (Fate::Furniture, _) => Kind::Furniture,
            (Fate::Lost, _) => Kind::Lost,
            (Fate::Unread, _) => Kind::Unread,
            (Fate::Mended, _) => Kind::Mended,
            (Fate::Kept, Some(letter)) => {
                self.zone_at(letter).map_or(Kind::Front, |zone| zone.kind)
            }
            (Fate::Kept, None) => Kind::Front,
        }
    }

    /// The letter as received, line by line, each run of words with the sign of what became of it.
    fn source(&mut self, trace: &Trace) {
        self.out.push_str("<section class=\"side source\" aria-labelledby=\"as-received\">\n<h2 id=\"as-received\">As received</h2>\n<div class=\"lines\">\n");
        let source = self.review.source;
        let mut words = trace.source.iter().peekable();
        let mut at = 0;
        let mut above: Option<(Kind, Option<String>)> = None;
        for (number, line) in source.text.split_inclusive('\n').enumerate() {
            let end = at + line.len();
            let marks: Vec<String> = self
                .doubts
                .iter()
                .enumerate()
                .filter(|(_, doubt)| {
                    doubt.place.is_some_and(|place| (at..end).contains(&place.range().start))
                })
                .map(|(index, _)| (index + 1).to_string())
                .collect();
            let class = match (marks.is_empty(), line.trim().is_empty()) {
                (false, _) => " class=\"doubt\"",
                (true, true) => " class=\"blank\"",
                (true, false) => "",
            };
            self.out.push_str(&format!(
                "<p id=\"line{0}\"{class}><span class=\"number\">{0}</span>",
                number + 1
            ));
            for mark in &marks {
                self.out.push_str(&format!(
                    "<a class=\"ask\" href=\"#d{mark}\" title=\"see {mark} above\">? {mark}</a> "
                ));
            }
            let mut done = at;
            let mut open: Option<(Kind, Option<String>)> = None;
            while let Some(word) = words.next_if(|word| word.source.range().start < end) {
                let range = word.source.range();
                let kind = self.kind(word);
                let zone = word.letter.and_then(|letter| self.zone_at(letter));
                let id = zone.map(|zone| zone.id.clone());
                let label = zone.map_or_else(|| kind.sign().to_owned(), Zone::label);
                let run = (kind, id.clone());
                if open.as_ref() != Some(&run) {
                    if open.is_some() {
                        self.out.push_str("</span>");
                    }
                    // Signs before the words, such as a bullet's, stand with them.
                    self.text(&source.text[done..range.start]);
                    self.out.push_str(&format!("<span class=\"{}\">", kind.class()));
                    if above.as_ref() != Some(&run) {
                        self.label(kind, id.as_deref(), &label);
                    }
                    done = range.start;
                    open = Some(run.clone());
                }
                above = Some(run);
                self.text(&source.text[done..range.end]);
                done = range.end;
            }
            if open.is_some() {
                self.out.push_str("</span>");
            }
            self.text(source.text[done..end].trim_end_matches('\n'));
            self.out.push_str("</p>\n");
            at = end;
        }
        self.out.push_str("</div>\n</section>\n");
    }

    /// The label before a run of words: its key, which leads to the other side.
    fn label(&mut self, kind: Kind, id: Option<&str>, label: &str) {
        let shown = if kind.has_key() { label } else { kind.sign() };
        match id {
            Some(id) => {
                // A zone that a page's foot cuts has its anchor where it begins.
                let is_new = self.anchored.insert(id.to_owned());
                let anchor = if is_new { format!(" id=\"s-{id}\"") } else { String::new() };
                self.out.push_str(&format!("<a class=\"label\"{anchor} href=\"#l-{id}\">"));
                self.text(shown);
                self.out.push_str("</a>");
            }
            None => {
                self.out.push_str("<b class=\"label\">");
                self.text(shown);
                self.out.push_str("</b>");
            }
        }
    }

    /// The letter as it is keyed.
    fn letter(&mut self, trace: &Trace) {
        self.out.push_str("<section class=\"side letter\" aria-labelledby=\"keyed\">\n<h2 id=\"keyed\">letter.md</h2>\n");
        let mut words = trace.letter.iter().peekable();
        for (index, zone) in self.zones.iter().enumerate() {
            let end = self.zones.get(index + 1).map_or(u32::MAX, |next| next.start);
            self.out.push_str(&format!(
                "<div class=\"zone {} d{}\" id=\"l-{}\">",
                zone.kind.class(),
                zone.depth,
                zone.id
            ));
            // Words that the source does not have lead nowhere.
            let (open, close) = match self.anchored.contains(&zone.id) {
                true => (format!("<a class=\"label\" href=\"#s-{}\">", zone.id), "</a>"),
                false => ("<b class=\"label\">".to_owned(), "</b>"),
            };
            self.out.push_str(&open);
            self.text(&zone.label());
            self.out.push_str(close);
            self.out.push_str("<p>");
            let mut is_first = true;
            while let Some((place, fate)) = words.next_if(|(place, _)| place.start < end) {
                if !is_first {
                    self.out.push(' ');
                }
                is_first = false;
                let text = self.review.letter_file.text.get(place.range()).unwrap_or_default();
                let text = unescaped(text);
                let class = match fate {
                    None => Some("added"),
                    Some(Fate::Mended) => Some("mended"),
                    Some(_) => None,
                };
                match class {
                    Some(class) => {
                        self.out.push_str(&format!("<span class=\"{class}\">"));
                        self.text(&text);
                        self.out.push_str("</span>");
                    }
                    None => self.text(&text),
                }
            }
            self.out.push_str("</p></div>\n");
        }
        self.out.push_str("</section>\n");
    }
}

/// Returns words of letter.md without the backslashes that Markdown takes away.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_escape =
            character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        if is_escape {
            out.extend(characters.next());
        } else {
            out.push(character);
        }
    }
    out
}

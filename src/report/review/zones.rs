//! letter.md cut into what its words are: headings, numbers, text, items, the closing.

use crate::letter::{Content, Item, Kind as RowKind, Letter, Part};
use crate::source::{File, Place};

/// What a run of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The letter's opening, before the first comment.
    Front,
    /// A heading above comments, or a group within one.
    Heading,
    /// A comment's number.
    Number,
    /// A comment's own words.
    Text,
    /// A bullet.
    Bullet,
    /// A part.
    Part,
    /// The closing.
    Closing,
    /// Words that were mended.
    Mended,
    /// A line of a page.
    Furniture,
    /// Words that letter.md lacks.
    Lost,
    /// Words that were not compared.
    Unread,
}

impl Kind {
    pub(super) const ALL: [Kind; 11] = [
        Kind::Number,
        Kind::Text,
        Kind::Bullet,
        Kind::Part,
        Kind::Heading,
        Kind::Front,
        Kind::Closing,
        Kind::Furniture,
        Kind::Mended,
        Kind::Lost,
        Kind::Unread,
    ];

    pub(super) fn class(self) -> &'static str {
        match self {
            Kind::Front => "front",
            Kind::Heading => "heading",
            Kind::Number => "number-of",
            Kind::Text => "text",
            Kind::Bullet => "bullet",
            Kind::Part => "part",
            Kind::Closing => "closing",
            Kind::Mended => "mended",
            Kind::Furniture => "furniture",
            Kind::Lost => "lost",
            Kind::Unread => "unread",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Front => "opening",
            Kind::Heading => "heading",
            Kind::Number => "comment number",
            Kind::Text => "comment text",
            Kind::Bullet => "bullet",
            Kind::Part => "part",
            Kind::Closing => "closing",
            Kind::Mended => "mended",
            Kind::Furniture => "page furniture",
            Kind::Lost => "lost",
            Kind::Unread => "not compared",
        }
    }

    /// Returns the sign that stands for it where it has no key.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Kind::Front => "O",
            Kind::Heading => "H",
            Kind::Number => "№",
            Kind::Text => "¶",
            Kind::Bullet => "•",
            Kind::Part => "a.",
            Kind::Closing => "C",
            Kind::Mended => "M",
            Kind::Furniture => "F",
            Kind::Lost => "LOST",
            Kind::Unread => "?",
        }
    }

    /// Says whether its label is a key.
    pub(super) fn has_key(self) -> bool {
        matches!(self, Kind::Number | Kind::Text | Kind::Bullet | Kind::Part)
    }
}

/// A stretch of letter.md up to the next one.
#[derive(Debug, Clone)]
pub(super) struct Zone {
    /// Where it begins, in bytes.
    pub start: u32,
    pub kind: Kind,
    /// The key of the comment or item that it belongs to.
    pub key: Option<String>,
    /// Its id, without the side.
    pub id: String,
    /// How far it is indented.
    pub depth: u8,
}

impl Zone {
    /// Returns its key, or its kind's sign.
    pub(super) fn label(&self) -> String {
        match (&self.key, self.kind.has_key()) {
            (Some(key), true) => {
                format!("{key}{}", if self.kind == Kind::Text { " ¶" } else { "" })
            }
            _ => self.kind.sign().to_owned(),
        }
    }
}

/// Cuts letter.md into its zones, in order.
pub(super) fn of(letter: &Letter, file: &File) -> Vec<Zone> {
    let mut cutter = Cutter { letter, file, zones: Vec::new(), is_closing: false };
    for part in &letter.parts {
        match part {
            Part::Heading { level, place, .. } => cutter.push(*place, Kind::Heading, None, *level),
            Part::Text(block) => {
                let kind = if cutter.is_closing { Kind::Closing } else { Kind::Front };
                cutter.push(block.place, kind, None, 0);
            }
            Part::Comment(index) => {
                let comment = &letter.comments[*index];
                let key = Some(comment.key.to_string());
                cutter.push(comment.place, Kind::Number, key.clone(), 0);
                cutter.content(&comment.content, key.as_deref(), Kind::Text, 1);
            }
            Part::Closing => cutter.is_closing = true,
        }
    }
    cutter.zones.sort_by_key(|zone| zone.start);
    cutter.zones
}

/// Returns the zone of a place of letter.md.
pub(super) fn at(zones: &[Zone], place: Place) -> Option<&Zone> {
    let index = zones.partition_point(|zone| zone.start <= place.start).checked_sub(1)?;
    zones.get(index)
}

struct Cutter<'a> {
    letter: &'a Letter,
    file: &'a File,
    zones: Vec<Zone>,
    is_closing: bool,
}

impl Cutter<'_> {
    fn push(&mut self, place: Place, kind: Kind, key: Option<String>, depth: u8) {
        let id = format!("{}", self.zones.len() + 1);
        self.zones.push(Zone { start: self.line_start(place), kind, key, id, depth });
    }

    /// Returns where the words of a place's line begin: an item's mark belongs to it.
    fn line_start(&self, place: Place) -> u32 {
        let before = self.file.text.get(..place.range().start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        u32::try_from(line).unwrap_or(place.start).min(place.start)
    }

    fn content(&mut self, content: &[Content], key: Option<&str>, kind: Kind, depth: u8) {
        for (index, piece) in content.iter().enumerate() {
            match piece {
                // The first words of an item are its own zone.
                Content::Text(_) if index == 0 && kind != Kind::Text => {}
                Content::Text(block) => {
                    self.push(block.place, kind, key.map(str::to_owned), depth);
                }
                Content::Group { place, .. } => self.push(*place, Kind::Heading, None, 4),
                Content::Item(item) => self.item(item, depth),
            }
        }
    }

    fn item(&mut self, item: &Item, depth: u8) {
        let row = &self.letter.rows[item.row];
        let kind = if row.kind == RowKind::Part { Kind::Part } else { Kind::Bullet };
        let key = row.key.to_string();
        self.push(row.place, kind, Some(key.clone()), depth);
        self.content(&item.content, Some(&key), kind, depth + 1);
    }
}

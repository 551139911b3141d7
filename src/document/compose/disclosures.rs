//! Proposed disclosures in the letter: which letter each has, after which response it stands.
//!
//! In: the disclosures and the responses that name them. Out: blocks, marked against the text as filed.

use super::convert::{Converter, Origin};
use crate::book::Redline;
use crate::coverage::{Coverage, RowState};
use crate::document::{Block, Disclosure, Entry, Inline, Target};
use crate::finding::{Findings, codes};
use crate::project::Project;
use crate::redline;

/// The proposed disclosures that responses name, in the order in which the letter has them.
pub(super) struct Proposed {
    pub(super) list: Vec<One>,
}

/// A proposed disclosure in the letter.
pub(super) struct One {
    /// Index into the project's disclosures.
    index: usize,
    /// `A`, `B` …
    pub(super) letter: String,
    /// Where links lead.
    pub(super) id: String,
    /// The response after which it stands.
    pub(super) response: usize,
    name: String,
}

impl Proposed {
    /// Finds which disclosures the letter has, after which response.
    pub(super) fn new(project: &Project, coverage: &Coverage) -> Self {
        let mut list: Vec<One> = Vec::new();
        for response in responses_in_order(coverage) {
            for name in &project.responses[response].front.disclosures {
                let is_named = list.iter().any(|one| one.name == name.value);
                let found =
                    project.disclosures.iter().position(|disclosure| disclosure.name == name.value);
                let Some(index) = found.filter(|_| !is_named) else { continue };
                let letter = letters(list.len());
                let id = format!("disclosure-{}", letter.to_lowercase());
                list.push(One { index, letter, id, response, name: name.value.clone() });
            }
        }
        Self { list }
    }

    /// Returns the id of a disclosure by its name.
    pub(super) fn id_of(&self, name: &str) -> Option<String> {
        self.list.iter().find(|one| one.name == name).map(|one| one.id.clone())
    }

    /// Returns the disclosures that serve a row: those that name its key, and of those that name none the ones
    /// that a response to its comment names.
    pub(super) fn serving<'a>(
        &'a self,
        project: &'a Project,
        coverage: &'a Coverage,
        row: usize,
    ) -> impl Iterator<Item = &'a One> + 'a {
        let unit = &project.letter.rows[row];
        let all = project.letter.rows.iter().zip(&coverage.rows);
        let rows = all.filter(|(other, _)| other.comment == unit.comment).map(|(_, state)| state);
        let claims = rows.flat_map(RowState::claims).map(|claim| claim.response);
        let intro = coverage.intros.get(&unit.comment).copied();
        let responses: Vec<usize> = match unit.parent {
            None => claims.chain(intro).collect(),
            Some(_) => Vec::new(),
        };
        let names = move |name: &str| {
            let mut named =
                responses.iter().flat_map(|&it| &project.responses[it].front.disclosures);
            named.any(|named| named.value == name)
        };
        self.list.iter().filter(move |one| match &project.disclosures[one.index].comments[..] {
            [] => names(&one.name),
            served => served.iter().any(|served| served.value == unit.key),
        })
    }

    /// Returns what a reader of the disclosures may jump to.
    pub(super) fn contents(&self, project: &Project) -> Vec<Entry> {
        let entries = self.list.iter().map(|one| Entry {
            id: one.id.clone(),
            key: one.letter.clone(),
            words: one.source(project),
            depth: 1,
        });
        entries.collect()
    }
}

/// Returns the responses that answer something, by the last row that each answers.
fn responses_in_order(coverage: &Coverage) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for claim in coverage.rows.iter().flat_map(RowState::claims) {
        order.retain(|&response| response != claim.response);
        order.push(claim.response);
    }
    order
}

/// Returns the letters of the nth disclosure: A … Z, AA, AB …
fn letters(mut index: usize) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + u8::try_from(index % 26).unwrap_or(0)));
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => return text,
        }
    }
}

/// Says whether a field names several pages: `48-49`, `F-12 and F-13`. The hyphen of `F-12` parts none.
fn names_several(pages: &str) -> bool {
    let parted = |(at, _): (usize, &str)| pages[..at].ends_with(|sign: char| sign.is_ascii_digit());
    pages.contains([',', ';', '&', '–', '—'])
        || pages.split_whitespace().any(|word| ["and", "to", "through"].contains(&word))
        || pages.match_indices('-').any(parted)
}

impl One {
    /// Returns filing, caption and page: `Form 10-K for 2008, Note 19. Goodwill, page 171`.
    fn source(&self, project: &Project) -> String {
        let disclosure = &project.disclosures[self.index];
        let page = disclosure.page.as_ref().map(|page| match names_several(&page.value) {
            true => format!("pages {}", page.value),
            false => format!("page {}", page.value),
        });
        let texts = [&disclosure.filing, &disclosure.caption].into_iter().flatten();
        let parts: Vec<String> = texts.map(|text| text.value.clone()).chain(page).collect();
        parts.join(", ")
    }

    /// Returns the disclosure as it stands in the letter.
    pub(super) fn block(
        &self,
        project: &Project,
        converter: &mut Converter<'_>,
        findings: &mut Findings,
    ) -> Block {
        self.disclosure(project, converter, false, findings)
    }

    /// Returns the disclosure as it stands by itself, under a heading of its own.
    pub(super) fn alone(
        &self,
        project: &Project,
        converter: &mut Converter<'_>,
        findings: &mut Findings,
    ) -> Vec<Block> {
        let disclosure = &project.disclosures[self.index];
        let caption = disclosure.caption.as_ref().or(disclosure.filing.as_ref());
        let caption = caption.map_or("", |caption| caption.value.as_str());
        let title = format!("{}. {caption}", self.letter);
        let heading = Block::Heading { level: 1, id: None, text: vec![Inline::Text(title)] };
        vec![heading, self.disclosure(project, converter, true, findings)]
    }

    fn disclosure(
        &self,
        project: &Project,
        converter: &mut Converter<'_>,
        alone: bool,
        findings: &mut Findings,
    ) -> Block {
        let disclosure = &project.disclosures[self.index];
        let path = &project.files.get(disclosure.file).path;
        let origin = Origin::new(disclosure.file, path, &disclosure.blocks);
        let blocks = converter.blocks(&disclosure.blocks, &origin, 4);
        let as_filed =
            disclosure.as_filed.as_ref().filter(|_| project.book.letter.redline == Redline::Marked);
        let blocks = match as_filed {
            Some(as_filed) => {
                let path = &project.files.get(as_filed.file).path;
                let origin = Origin::new(as_filed.file, path, &as_filed.blocks);
                let as_filed = converter.blocks(&as_filed.blocks, &origin, 4);
                let marked = redline::mark(&as_filed, &blocks);
                // Checked on every build: accepting all gives the proposed text, rejecting all the filed one.
                if let Err(broken) = redline::check(&as_filed, &blocks, &marked) {
                    let says = format!(
                        "the redline of `{}` does not give back its texts: {broken}",
                        disclosure.name
                    );
                    let help = "this is a fault of corresp: `redline = \"clean\"` shows the text unmarked meanwhile";
                    findings.push(codes::REDLINE_BROKEN.at(disclosure.place).says(says).help(help));
                }
                redline::spread(&marked)
            }
            None => blocks,
        };
        let mut legend = match (as_filed, &disclosure.as_filed) {
            (Some(filed), _) if filed.blocks.is_empty() => vec![
                Inline::text("All of the text is new and "),
                Inline::Inserted(vec![Inline::text("underlined")]),
                Inline::text("."),
            ],
            (Some(_), _) => vec![
                Inline::text("Marked against the text as filed: new text is "),
                Inline::Inserted(vec![Inline::text("underlined")]),
                Inline::text(", text taken out is "),
                Inline::Deleted(vec![Inline::text("struck through")]),
                Inline::text("."),
            ],
            (None, Some(_)) => vec![Inline::text("The text as proposed, without marks of change.")],
            (None, None) => vec![Inline::text("The text as proposed.")],
        };
        legend.extend(self.serves(project, alone));
        Block::Disclosure(Disclosure {
            id: self.id.clone(),
            title: format!("Proposed disclosure {}.", self.letter),
            source: vec![Inline::Text(self.source(project))],
            legend,
            blocks,
            alone,
        })
    }

    /// Returns ` Serves 3.1, 3.8.`, with links where the letter is in the same document.
    fn serves(&self, project: &Project, alone: bool) -> Vec<Inline> {
        let keys = &project.disclosures[self.index].comments;
        if keys.is_empty() {
            return Vec::new();
        }
        let mut text = vec![Inline::text(" Serves ")];
        for (index, key) in keys.iter().enumerate() {
            if index > 0 {
                text.push(Inline::text(", "));
            }
            let shown = Inline::Text(key.value.to_string());
            let is_there = project.letter.row(&key.value).is_some();
            text.push(if alone || !is_there {
                shown
            } else {
                Inline::Link { target: Target::Place(key.value.id()), text: vec![shown] }
            });
        }
        text.push(Inline::text("."));
        text
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn several_pages_are_told_from_the_hyphen_of_one() {
        for one in ["48", "F-12", "II-3", "A-1"] {
            assert!(!super::names_several(one), "{one}");
        }
        for several in ["48-49", "F-12 and F-13", "F-12-F-14", "12, 14", "48–49", "3 to 5"] {
            assert!(super::names_several(several), "{several}");
        }
    }

    #[test]
    fn disclosures_are_lettered_like_columns() {
        assert_eq!(super::letters(0), "A");
        assert_eq!(super::letters(25), "Z");
        assert_eq!(super::letters(26), "AA");
        assert_eq!(super::letters(27), "AB");
    }
}

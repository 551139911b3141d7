//! The comments with their responses: the staff's words in order, each with what answers it.
//!
//! In: the staff's letter, the responses and their coverage. Out: headings and [`Exchange`]s.

use super::convert::{Converter, Origin, plain_blocks, plain_inlines};
use super::disclosures::Proposed;
use crate::book::{Order, StaffText};
use crate::coverage::{Claim, Coverage, Status, sentence};
use crate::deadline::long;
use crate::document::{
    Block, Exchange, Inline, Label, LabelStyle, Margin, Paragraph, Passage, PassageKind, Target,
};
use crate::finding::Findings;
use crate::letter::{Comment, Content, Item, Part};
use crate::project::Project;
use crate::response::Front;

/// Returns the letter's comments under their headings, with their responses.
pub(super) fn comments(
    project: &Project,
    coverage: &Coverage,
    proposed: &Proposed,
    converter: &mut Converter<'_>,
    findings: &mut Findings,
) -> Vec<Block> {
    let mut composer = Composer {
        project,
        coverage,
        proposed,
        converter,
        findings,
        printed: Vec::new(),
        blocks: Vec::new(),
    };
    for part in &project.letter.parts {
        match part {
            Part::Heading { level, text, .. } => {
                composer.blocks.push(Block::Heading {
                    level: *level,
                    id: None,
                    text: plain_inlines(text),
                });
            }
            Part::Comment(index) => composer.comment(&project.letter.comments[*index]),
            Part::Text(_) => {}
            // What follows is the staff's closing: it is in no comment.
            Part::Closing => break,
        }
    }
    composer.blocks
}

/// A step through the staff's words.
enum Step {
    /// A passage, and the row that it opens.
    Passage(Passage, Option<usize>),
    /// The place after a row's last item, where its own response stands.
    After(usize),
}

struct Composer<'a, 'c, 'p> {
    project: &'p Project,
    coverage: &'a Coverage,
    proposed: &'a Proposed,
    converter: &'a mut Converter<'c>,
    findings: &'a mut Findings,
    /// What was answered, with the row at which its text stands.
    printed: Vec<(Claim, usize)>,
    blocks: Vec<Block>,
}

impl Composer<'_, '_, '_> {
    fn comment(&mut self, comment: &Comment) {
        let mut steps = Vec::new();
        self.passages_of_comment(comment, &mut steps);
        let index = self.project.letter.rows[comment.row].comment;
        let start = self.blocks.len();
        match self.project.book.letter.order {
            Order::Interleaved => self.interleaved(steps, index),
            Order::AfterComment => self.after_comment(steps, index),
        }
        debug_assert!(self.blocks.len() > start, "a comment has at least its number");
    }

    /// Each unit's words, then its response.
    fn interleaved(&mut self, steps: Vec<Step>, comment: usize) {
        let mut passages: Vec<Passage> = Vec::new();
        let mut waiting: Vec<usize> = Vec::new();
        let mut steps = steps.into_iter().peekable();
        let mut intro = self.coverage.intros.get(&comment).copied();
        while let Some(step) = steps.next() {
            match step {
                Step::Passage(passage, row) => {
                    passages.push(passage);
                    // The introduction answers the comment's own words, before its first group or item.
                    let opens_comment =
                        row.is_some_and(|row| self.project.letter.rows[row].parent.is_none());
                    if opens_comment && let Some(response) = intro.take() {
                        let answer = self.introduction(response, comment);
                        self.exchange(&mut passages, answer);
                        continue;
                    }
                    let Some(row) = row.filter(|&row| self.answers_here(row)) else { continue };
                    waiting.push(row);
                    let same = match steps.peek() {
                        Some(Step::Passage(_, Some(next))) => {
                            self.answers_here(*next)
                                && self.coverage.rows[*next].claim.is_some()
                                && self.coverage.rows[*next].claim == self.coverage.rows[row].claim
                        }
                        _ => false,
                    };
                    if !same {
                        let answer = self.answer(&std::mem::take(&mut waiting), None);
                        self.exchange(&mut passages, answer);
                    }
                }
                Step::After(row) => {
                    let answer = self.answer(&[row], None);
                    self.exchange(&mut passages, answer);
                }
            }
        }
        if !passages.is_empty() {
            self.exchange(&mut passages, Vec::new());
        }
    }

    /// All of a comment's words, then its responses in order.
    fn after_comment(&mut self, steps: Vec<Step>, comment: usize) {
        let mut passages = Vec::new();
        let mut rows: Vec<usize> = Vec::new();
        for step in steps {
            match step {
                Step::Passage(passage, row) => {
                    passages.push(passage);
                    rows.extend(row.filter(|&row| self.answers_here(row)));
                }
                Step::After(row) => rows.push(row),
            }
        }
        let mut answer = match self.coverage.intros.get(&comment) {
            Some(&response) => self.introduction(response, comment),
            None => Vec::new(),
        };
        let single = rows.len() == 1;
        let mut rest = rows.as_slice();
        while let Some(&first) = rest.first() {
            let claim = self.coverage.rows[first].claim;
            let same = |row: &&usize| claim.is_some() && self.coverage.rows[**row].claim == claim;
            let count = rest.iter().take_while(same).count().max(1);
            let (together, after) = rest.split_at(count);
            let keys: Vec<String> =
                together.iter().map(|&row| self.project.letter.rows[row].key.to_string()).collect();
            let named = (!single).then(|| sentence(&keys));
            answer.extend(self.answer(together, named.as_deref()));
            rest = after;
        }
        self.exchange(&mut passages, answer);
    }

    /// Says whether a row's response stands right after its own words.
    fn answers_here(&self, row: usize) -> bool {
        self.coverage.rows[row].is_unit && !self.project.letter.rows[row].has_items
    }

    fn exchange(&mut self, passages: &mut Vec<Passage>, answer: Vec<Block>) {
        let passages = std::mem::take(passages);
        if !passages.is_empty() || !answer.is_empty() {
            self.blocks.push(Block::Exchange(Exchange { passages, answer }));
        }
    }

    /// The text before the first key, which introduces a comment with items.
    fn introduction(&mut self, response: usize, comment: usize) -> Vec<Block> {
        let response = &self.project.responses[response];
        let origin = Origin::new(response.file, &response.path, &response.blocks);
        let blocks = self.converter.blocks(&response.intro, &origin, 4);
        let key = &self.project.letter.comments[comment].key;
        self.labelled(blocks, format!("r{key}"), None)
    }

    /// What answers rows that stand together; `named` are their keys where the label must say them.
    fn answer(&mut self, rows: &[usize], named: Option<&str>) -> Vec<Block> {
        let Some(&first) = rows.first() else { return Vec::new() };
        let letter = &self.project.letter;
        let id = answer_id(self.project, first);
        let Some(claim) = self.coverage.rows[first].claim else {
            let mut blocks = self.of_asks(first);
            if self.coverage.rows[first].status == Status::Open {
                let text = if blocks.is_empty() {
                    "No response has been written yet."
                } else {
                    "The rest of the response has not been written yet."
                };
                blocks.push(Block::paragraph(vec![Inline::text(text)]));
            }
            let mut blocks = self.labelled(blocks, id, named);
            blocks.extend(self.after_asks(rows));
            return blocks;
        };
        if let Some(&(_, at)) = self.printed.iter().find(|(printed, _)| *printed == claim) {
            let unit = &letter.rows[at];
            let text = vec![
                Inline::text("See "),
                Inline::Link {
                    target: Target::Place(unit.key.id()),
                    text: vec![Inline::Text(format!(
                        "our response to {} {}",
                        unit.kind.word(),
                        unit.key
                    ))],
                },
                Inline::text("."),
            ];
            let mut blocks = self.labelled(vec![Block::paragraph(text)], id, named);
            blocks.extend(self.after_last(rows, claim));
            return blocks;
        }
        self.printed.push((claim, first));
        let response = &self.project.responses[claim.response];
        let origin = Origin::new(response.file, &response.path, &response.blocks);
        let mut blocks = self.converter.blocks(claim.blocks(&self.project.responses), &origin, 4);
        if let Some(lead) = self.lead(rows) {
            prepend(&mut blocks, lead);
        }
        for &row in rows {
            blocks.extend(self.of_asks(row));
        }
        let mut blocks = self.labelled(blocks, id, named);
        blocks.extend(self.after_last(rows, claim));
        blocks.extend(self.after_asks(rows));
        blocks
    }

    /// The sections that answer the requests of a row one by one, each printed once.
    fn of_asks(&mut self, row: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let claims: Vec<Claim> =
            self.coverage.rows[row].asks.iter().filter_map(|ask| ask.claim).collect();
        for claim in claims {
            if self.printed.iter().any(|(printed, _)| *printed == claim) {
                continue;
            }
            self.printed.push((claim, row));
            let response = &self.project.responses[claim.response];
            let origin = Origin::new(response.file, &response.path, &response.blocks);
            let text = claim.blocks(&self.project.responses);
            let mut text = self.converter.blocks(text, &origin, 4);
            if let Some(lead) = put_off(&response.front) {
                prepend(&mut text, lead);
            }
            blocks.extend(text);
        }
        blocks
    }

    /// What stands after the last answer of the files that answer requests of these rows.
    fn after_asks(&mut self, rows: &[usize]) -> Vec<Block> {
        let mut claims: Vec<Claim> = Vec::new();
        for &row in rows {
            let own = self.coverage.rows[row].claim.map(|claim| claim.response);
            for claim in self.coverage.rows[row].asks.iter().filter_map(|ask| ask.claim) {
                let is_new = !claims.iter().any(|other| other.response == claim.response);
                if is_new && own != Some(claim.response) {
                    claims.push(claim);
                }
            }
        }
        claims.into_iter().flat_map(|claim| self.after_last(rows, claim)).collect()
    }

    /// The sentences that the letter itself adds: answered together, deferred, answered elsewhere.
    fn lead(&self, rows: &[usize]) -> Option<String> {
        let letter = &self.project.letter;
        let kinds: Vec<&str> = rows.iter().map(|&row| letter.rows[row].kind.word()).collect();
        let keys: Vec<String> = rows.iter().map(|&row| letter.rows[row].key.to_string()).collect();
        let this =
            if rows.len() == 1 { format!("this {}", kinds[0]) } else { "these items".to_owned() };
        let status = &self.coverage.rows[*rows.first()?].status;
        match status {
            Status::Deferred { until, why } => {
                let mut text =
                    format!("We will respond to {this} in a further letter by {}", long(*until));
                let why = why.trim().trim_end_matches('.');
                if why.is_empty() {
                    text.push('.');
                } else {
                    text.push_str(&format!(": {why}."));
                }
                Some(text)
            }
            Status::Elsewhere { letter } => {
                let verb = if rows.len() == 1 { "is" } else { "are" };
                let mut this = this;
                this[..1].make_ascii_uppercase();
                Some(format!("{this} {verb} answered in our letter dated {}.", long(*letter)))
            }
            _ if rows.len() > 1 => {
                let noun = match kinds.iter().all(|kind| *kind == kinds[0]) {
                    true => format!("{}{}s", kinds[0][..1].to_uppercase(), &kinds[0][1..]),
                    false => "Items".to_owned(),
                };
                Some(format!("{noun} {} are answered together.", sentence(&keys)))
            }
            _ => None,
        }
    }

    /// What stands after the last answer of a file: its undertaking, and the disclosures that it names.
    fn after_last(&mut self, rows: &[usize], claim: Claim) -> Vec<Block> {
        let is_of_file = |row: &usize| {
            self.coverage.rows[*row].claims().any(|other| other.response == claim.response)
        };
        // A row with items is answered after the last of them.
        let place = |row: &usize| {
            let below = self
                .project
                .letter
                .below(*row)
                .last()
                .filter(|_| self.project.letter.rows[*row].has_items);
            (below.unwrap_or(*row), *row)
        };
        let last = (0..self.coverage.rows.len()).filter(is_of_file).max_by_key(place);
        if !last.is_some_and(|last| rows.contains(&last)) {
            return Vec::new();
        }
        let response = &self.project.responses[claim.response];
        let mut blocks = Vec::new();
        if let Some(undertaking) = &response.front.undertaking {
            blocks.push(Block::Paragraph(Paragraph {
                label: Some(Label { words: "Undertaking.".into(), style: LabelStyle::Undertaking }),
                text: vec![Inline::Text(undertaking.text.clone())],
                ..Paragraph::default()
            }));
        }
        for one in &self.proposed.list {
            if one.response == claim.response {
                blocks.push(one.block(self.project, self.converter, self.findings));
            }
        }
        blocks
    }

    /// Puts the response's label before its first paragraph, or on a line of its own.
    fn labelled(&self, mut blocks: Vec<Block>, id: String, named: Option<&str>) -> Vec<Block> {
        let mut words = self.project.book.letter.response_label.clone();
        if let Some(named) = named {
            words = format!("{} to {named}:", words.trim_end_matches(':'));
        }
        let label = Label { words, style: LabelStyle::Response };
        match blocks.first_mut() {
            Some(Block::Paragraph(paragraph)) if paragraph.label.is_none() => {
                paragraph.label = Some(label);
                paragraph.id = Some(id);
            }
            _ => {
                let paragraph =
                    Paragraph { id: Some(id), label: Some(label), ..Paragraph::default() };
                blocks.insert(0, Block::Paragraph(paragraph));
            }
        }
        blocks
    }

    fn passages_of_comment(&self, comment: &Comment, steps: &mut Vec<Step>) {
        let (own, rest) = own_text(&comment.content);
        let passage = Passage {
            id: Some(comment.key.id()),
            margin: Margin::Number(comment.number.clone()),
            kind: PassageKind::Text,
            blocks: self.staff(&own),
        };
        steps.push(Step::Passage(passage, Some(comment.row)));
        self.passages(rest, steps);
        if self.project.letter.rows[comment.row].has_items
            && self.coverage.rows[comment.row].is_unit
        {
            steps.push(Step::After(comment.row));
        }
    }

    fn passages(&self, content: &[Content], steps: &mut Vec<Step>) {
        for piece in content {
            match piece {
                Content::Text(block) => {
                    let blocks = self.staff(&[block]);
                    if !blocks.is_empty() {
                        let kind = PassageKind::Text;
                        steps.push(Step::Passage(
                            Passage { id: None, margin: Margin::Empty, kind, blocks },
                            None,
                        ));
                    }
                }
                Content::Group { text, .. } => {
                    if self.project.book.letter.staff_text == StaffText::Omitted {
                        continue;
                    }
                    let blocks = vec![Block::paragraph(plain_inlines(text))];
                    let kind = PassageKind::Group;
                    steps.push(Step::Passage(
                        Passage { id: None, margin: Margin::Empty, kind, blocks },
                        None,
                    ));
                }
                Content::Item(item) => self.item(item, steps),
            }
        }
    }

    fn item(&self, item: &Item, steps: &mut Vec<Step>) {
        let (own, rest) = own_text(&item.content);
        let key = &self.project.letter.rows[item.row].key;
        let passage = Passage {
            id: Some(key.id()),
            margin: Margin::Key(key.to_string()),
            kind: PassageKind::Item { marker: item.marker.clone(), depth: item.depth },
            blocks: self.staff(&own),
        };
        steps.push(Step::Passage(passage, Some(item.row)));
        self.passages(rest, steps);
        if self.project.letter.rows[item.row].has_items && self.coverage.rows[item.row].is_unit {
            steps.push(Step::After(item.row));
        }
    }

    /// The staff's words as blocks; none where book.toml leaves them out.
    fn staff(&self, blocks: &[&crate::markdown::Block]) -> Vec<Block> {
        if self.project.book.letter.staff_text == StaffText::Omitted {
            return Vec::new();
        }
        blocks.iter().flat_map(|block| plain_blocks(std::slice::from_ref(block))).collect()
    }
}

/// Returns the sentence that the letter adds where a request is put off or answered elsewhere.
fn put_off(front: &Front) -> Option<String> {
    if let Some(letter) = &front.answered_in {
        return Some(format!(
            "This request is answered in our letter dated {}.",
            long(letter.value)
        ));
    }
    let deferred = front.deferred.as_ref()?;
    let until = long(deferred.until.as_ref()?.value);
    let why = deferred.why.trim().trim_end_matches('.');
    let why = if why.is_empty() { String::new() } else { format!(": {why}") };
    Some(format!("We will respond to this request in a further letter by {until}{why}."))
}

/// Cuts content into the text before its first group or item, and the rest.
fn own_text(content: &[Content]) -> (Vec<&crate::markdown::Block>, &[Content]) {
    let end = content
        .iter()
        .position(|piece| !matches!(piece, Content::Text(_)))
        .unwrap_or(content.len());
    let own = content[..end].iter().filter_map(|piece| match piece {
        Content::Text(block) => Some(block),
        _ => None,
    });
    (own.collect(), &content[end..])
}

/// Returns the id of the place where a row's response begins.
pub(super) fn answer_id(project: &Project, row: usize) -> String {
    format!("r{}", project.letter.rows[row].key)
}

/// Puts a sentence before the first paragraph.
fn prepend(blocks: &mut Vec<Block>, sentence: String) {
    match blocks.first_mut() {
        Some(Block::Paragraph(paragraph)) => {
            paragraph.text.insert(0, Inline::Text(format!("{sentence} ")));
        }
        _ => blocks.insert(0, Block::paragraph(vec![Inline::Text(sentence)])),
    }
}

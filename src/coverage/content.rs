//! Whether a section says something of its own: not the staff's words, not a placeholder.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Claim, Claims};
use super::labels;
use super::referrals;
use super::wrapped::wrapped;
use crate::finding::{Finding, Findings, codes};
use crate::letter::{Letter, Row};
use crate::markdown::{self, Block, BlockKind, Inline, InlineKind};
use crate::placeholders;
use crate::response::{Response, Section, each_text};
use crate::secrets::words::is_unseen;
use crate::source::{FileId, Place};
use crate::words;

/// How many words of the staff in one run make a paragraph theirs.
const RUN: usize = 5;

/// Returns the words of a block as they count for an answer; a fact or mark counts as a word.
pub fn block_words(block: &Block) -> Vec<String> {
    let mut all = Vec::new();
    leaves(std::slice::from_ref(block), &mut |inlines| all.extend(inline_words(inlines)));
    all
}

/// The words of each comment as they are compared, made when they are first asked for.
pub struct StaffWords<'l> {
    letter: &'l Letter,
    /// Those of the company's name.
    names: Vec<String>,
    comments: Vec<OnceCell<Vec<String>>>,
}

impl<'l> StaffWords<'l> {
    /// Returns the words of a letter's comments.
    pub fn new(letter: &'l Letter) -> Self {
        Self {
            letter,
            names: names(letter),
            comments: vec![OnceCell::new(); letter.comments.len()],
        }
    }

    /// Collects where quotations in a text have nothing but the staff's words.
    fn quoted(&self, blocks: &[Block], places: &mut Vec<Place>) {
        let quotes = blocks.iter().filter(|block| matches!(block.kind, BlockKind::Quote(_)));
        for quote in quotes {
            let mut all = Vec::new();
            leaves(std::slice::from_ref(quote), &mut |inlines| {
                all.extend(words::compared(&markdown::flatten(inlines).text));
            });
            let is_in =
                |comment: &crate::letter::Comment| words::runs_in(&all, self.around(comment.row));
            if !all.is_empty() && self.letter.comments.iter().any(is_in) {
                places.push(quote.place);
            }
        }
    }

    /// Says whether a text is all that an item says.
    fn is_item(&self, inlines: &[Inline]) -> bool {
        let text = inline_words(inlines);
        self.letter.rows.iter().any(|row| words::compared(&row.own_text) == text)
    }

    /// Returns all words of the comment that a row belongs to.
    fn around(&self, row: usize) -> &[String] {
        let comment = self.letter.rows[row].comment;
        let text = || &self.letter.rows[self.letter.comments[comment].row].text;
        self.comments[comment].get_or_init(|| words::compared(text()))
    }
}

/// Returns the words of the company's name.
fn names(letter: &Letter) -> Vec<String> {
    let company = letter.front.to.company.as_ref();
    company.map(|company| words::compared(&company.value)).unwrap_or_default()
}

/// Says whether a text has a word of its own, as the answer to rows of the letter.
///
/// Comments, headings, rules, tables without body cells, footnotes, placeholders, labels and the staff's own
/// words do not count: the words of any comment that one of the rows belongs to, with a number before them.
pub fn has_own_words(blocks: &[Block], words: &StaffWords<'_>, rows: &[usize]) -> bool {
    let mut around: Vec<&[String]> = rows.iter().map(|&row| words.around(row)).collect();
    around.dedup_by_key(|comment| comment.as_ptr());
    // What a unit says, and each request in its prose, is the staff's also where it is short.
    let own_texts = rows.iter().map(|&row| words.letter.rows[row].own_text.as_str());
    let asks = rows.iter().flat_map(|&row| &words.letter.rows[row].asks);
    let units: Vec<Vec<String>> =
        own_texts.chain(asks.map(|ask| ask.text.as_str())).map(words::compared).collect();
    let is_staff = |text: &[String]| {
        units.iter().any(|unit| text == unit.as_slice())
            || (text.len() >= RUN && around.iter().any(|staff| words::runs_in(text, staff)))
    };
    let mut says_so = false;
    let unquoted = blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Quote(_)));
    for block in unquoted {
        written_leaves(std::slice::from_ref(block), &mut |inlines| {
            let states = |staff: &&[String]| states_what_was_asked(inlines, staff);
            says_so |= around.iter().any(states) && !words.is_item(inlines);
        });
    }
    if says_so {
        return true;
    }
    let numbers = numbers(words.letter, rows);
    let is_number = |word: &String| numbers.contains(word);
    let mut run: Vec<String> = Vec::new();
    let mut number_waits = false;
    let mut own = false;
    written_leaves(blocks, &mut |inlines| {
        // One word of its own is enough.
        if own {
            return;
        }
        let leaf = inline_words(inlines);
        if leaf.is_empty() || is_beside(&markdown::flatten_with_objects(inlines).text) {
            return;
        }
        let together: Vec<String> = run.iter().chain(&leaf).cloned().collect();
        // A list of the staff's items is theirs piece by piece, also where a piece is short.
        if is_staff(&leaf) || is_staff(&together) {
            run = together;
            number_waits = false;
            return;
        }
        let labels = labels::labels(&markdown::flatten(inlines).text, &words.names);
        let behind = labels.into_iter().chain([0]).filter_map(|label| leaf.get(label..));
        let mut is_label = false;
        for text in behind {
            is_label |= text.is_empty();
            let numbered = text.split_first().filter(|(first, _)| is_number(first));
            if is_staff(text) || numbered.is_some_and(|(_, text)| is_staff(text)) {
                run = text.to_vec();
                number_waits = false;
                return;
            }
        }
        if is_label {
            return;
        }
        // The number of the unit may stand above its words; alone it is a figure.
        number_waits = leaf.len() == 1 && is_number(&leaf[0]) && !number_waits;
        run.clear();
        own = !number_waits;
    });
    own || number_waits
}

/// The words behind which the staff say what may be so: `tell us whether the merger is taxable`.
const ASKED: [&str; 6] = ["and", "if", "nor", "or", "that", "whether"];

/// Says whether a text states what the staff ask about, in their own words: `The merger is taxable.`
fn states_what_was_asked(inlines: &[Inline], staff: &[String]) -> bool {
    let text = markdown::flatten(inlines).text;
    let text = text.trim();
    let is_sentence = text.starts_with(char::is_uppercase) && text.ends_with('.');
    let is_strong =
        matches!(inlines, [Inline { kind: InlineKind::Strong(_) | InlineKind::Emphasis(_), .. }]);
    // In capitals, or strong, it is the staff's, pasted.
    if !is_sentence || is_strong || !text.contains(char::is_lowercase) || words::asks(text) {
        return false;
    }
    let own = inline_words(inlines);
    if own.is_empty() {
        return false;
    }
    let places: Vec<usize> = (0..staff.len()).filter(|&at| staff[at..].starts_with(&own)).collect();
    // Where they say it themselves, it is theirs.
    let is_clause = |&at: &usize| at > 0 && ASKED.contains(&staff[at - 1].as_str());
    !places.is_empty() && places.iter().all(is_clause)
}

/// Returns what may stand before the words of rows as their number: `3`, `3.7`, `a`.
fn numbers(letter: &Letter, rows: &[usize]) -> BTreeSet<String> {
    let keys = rows.iter().map(|&row| &letter.rows[row].key);
    let texts = keys.flat_map(|key| {
        let part = key.parts.last().map(ToString::to_string);
        [Some(key.to_string()), Some(key.comment_key().to_string()), part]
    });
    texts.flatten().map(|text| words::compared(&text).concat()).collect()
}

/// What a section is for: rows of the letter, and requests of rows.
#[derive(Default)]
struct Served {
    rows: Vec<usize>,
    asks: Vec<(usize, usize)>,
}

impl Served {
    /// Returns all rows that it is for, those of its requests last.
    fn all(&self) -> Vec<usize> {
        self.rows.iter().chain(self.asks.iter().map(|(row, _)| row)).copied().collect()
    }

    /// Returns the first row, the key that it is called by, and the keys of all rows in their order.
    fn named<'l>(&self, letter: &'l Letter) -> Option<(&'l Row, String, Vec<String>)> {
        let rows = self.all();
        let unit = &letter.rows[*rows.first()?];
        let key = match (self.rows.first(), self.asks.first()) {
            (None, Some(&(row, ask))) => super::ask_key(letter, row, ask),
            _ => unit.key.to_string(),
        };
        let rows: BTreeSet<usize> = rows.into_iter().collect();
        let keys = rows.iter().map(|&row| letter.rows[row].key.to_string()).collect();
        Some((unit, key, keys))
    }
}

/// Reports sections without words of their own, and placeholders wherever they stand.
///
/// Returns the claims whose text has words of its own.
pub(super) fn check(
    letter: &Letter,
    responses: &[Response],
    claims: &Claims,
    findings: &mut Findings,
) -> BTreeSet<Claim> {
    let words = StaffWords::new(letter);
    for response in responses {
        let mut quoted = Vec::new();
        each_text(response, |blocks| words.quoted(blocks, &mut quoted));
        let mut told = Findings::default();
        each_text(response, |blocks| report_placeholders(blocks, &mut told));
        // What the staff wrote is theirs: `the [__] note`, quoted above an answer.
        told.retain(|finding| {
            !finding.place.is_some_and(|at| quoted.iter().any(|quoted| quoted.contains(at)))
        });
        findings.append(told);
    }
    // One text may serve several rows: the words of none of them are its own, and it is empty once.
    let mut served: BTreeMap<Claim, Served> = BTreeMap::new();
    for (row, claim) in claims.rows.iter().enumerate() {
        if let Some(claim) = claim {
            served.entry(*claim).or_default().rows.push(row);
        }
    }
    for (&ask, &claim) in &claims.asks {
        served.entry(claim).or_default().asks.push(ask);
    }
    let placeholders = findings.iter().filter(|finding| finding.rule == &codes::PLACEHOLDER);
    let with_placeholders: BTreeSet<FileId> =
        placeholders.filter_map(|finding| Some(finding.place?.file)).collect();
    let mut answers = BTreeSet::new();
    for (&claim, served) in &served {
        let section = claim.section.map(|section| &responses[claim.response].sections[section]);
        let wrapped = section.and_then(|section| Some((section, wrapped(letter, section)?)));
        if has_own_words(&claim.answer(letter, responses), &words, &served.all()) {
            answers.insert(claim);
        } else if !responses[claim.response].front.puts_off() {
            let file = responses[claim.response].file;
            let has_placeholders = with_placeholders.contains(&file);
            if !has_placeholders || !report_placeholder(letter, responses, claim, served, findings)
            {
                report_empty(letter, responses, claim, served, wrapped.is_some(), findings);
            }
            continue;
        }
        if let Some((section, wrapped)) = wrapped {
            report_wrapped(section, wrapped.place, findings);
        }
    }
    for claim in referrals::circular(letter, responses, claims, &answers) {
        answers.remove(&claim);
        report_circular(letter, responses, claim, &served[&claim], findings);
    }
    answers
}

/// Says whether a place stands in the text of a claim, its heading included.
fn stands_in(place: Place, claim: Claim, responses: &[Response]) -> bool {
    let response = &responses[claim.response];
    let start = |section: usize| response.sections.get(section).map(|it| it.place.start);
    let (first, next) = match claim.section {
        Some(section) => (start(section), start(section + 1)),
        // The front matter stands above it.
        None => (response.intro.first().map(|block| block.place.start), start(0)),
    };
    let range = first.unwrap_or(0)..next.unwrap_or(u32::MAX);
    place.file == response.file && range.contains(&place.start)
}

/// Says of a placeholder that it stands for the whole answer, where that was reported; says whether it was.
fn report_placeholder(
    letter: &Letter,
    responses: &[Response],
    claim: Claim,
    served: &Served,
    findings: &mut Findings,
) -> bool {
    let Some((unit, key, keys)) = served.named(letter) else { return false };
    let mut reported = false;
    findings.each(|finding| {
        let stands_here = finding.place.is_some_and(|at| stands_in(at, claim, responses));
        if !reported && stands_here && finding.rule == &codes::PLACEHOLDER {
            reported = true;
            finding.message = format!("a placeholder stands for the response to {key}");
            finding.keys.clone_from(&keys);
            finding.order = Some(unit.place);
            finding.is_fixed = true;
        }
    });
    reported
}

fn report_empty(
    letter: &Letter,
    responses: &[Response],
    claim: Claim,
    served: &Served,
    is_wrapped: bool,
    findings: &mut Findings,
) {
    let Some((unit, key, keys)) = served.named(letter) else { return };
    let says = match holds(claim.blocks(responses), letter) {
        Some(what) => format!("the section of {key} holds {what} and no answer"),
        None => format!("the section of {key} is empty"),
    };
    let finding = codes::EMPTY_RESPONSE
        .at(head(claim, responses))
        .says(says)
        .ordered(unit.place)
        .also(unit.place, format!("{} {}", unit.kind.word(), unit.key))
        .help(match is_wrapped {
            true => "write the heading in one line, and the answer below it",
            false => "write the answer below the heading",
        });
    findings.push(Finding { keys, ..finding });
}

/// Returns where a claim's text begins: its heading, or its file's front matter.
fn head(claim: Claim, responses: &[Response]) -> Place {
    let response = &responses[claim.response];
    claim.section.map_or(response.place, |section| response.sections[section].place)
}

/// Reports a response that refers to others, none of which answers.
fn report_circular(
    letter: &Letter,
    responses: &[Response],
    claim: Claim,
    served: &Served,
    findings: &mut Findings,
) {
    let Some((unit, key, keys)) = served.named(letter) else { return };
    let finding = codes::EMPTY_RESPONSE
        .at(head(claim, responses))
        .says(format!("the response to {key} only refers on, and comes back to itself"))
        .ordered(unit.place)
        .also(unit.place, format!("{} {}", unit.kind.word(), unit.key))
        .help("answer here, or refer to a response that answers");
    findings.push(Finding { keys, ..finding });
}

/// Returns what a text without words of its own holds.
fn holds(blocks: &[Block], letter: &Letter) -> Option<&'static str> {
    let names = names(letter);
    let mut held = None;
    leaves(blocks, &mut |inlines| {
        let text = markdown::flatten(inlines).text;
        let count = words::comparing(&text).count();
        if count > 0 && inline_words(inlines).is_empty() && placeholders::find(&text).is_empty() {
            let is_struck = matches!(standing(inlines), Cow::Owned(_));
            let what =
                if is_struck { "text that is struck out" } else { "signs that are not seen" };
            held = held.or(Some(what));
            return;
        }
        match labels::labels(&text, &names).contains(&count) {
            _ if count == 0 => {}
            true => held = held.or(Some("a label")),
            false if is_beside(&text) => held = held.or(Some("a note or a label")),
            false => held = Some("the staff's own words"),
        }
    });
    held
}

/// Reports first words that go on below their heading: the letter would print them as the answer's.
fn report_wrapped(section: &Section, place: Place, findings: &mut Findings) {
    findings.push(
        codes::MALFORMED_KEY
            .at(place)
            .says("the words behind the key go on below the heading, and would be printed")
            .also(section.place, "the heading")
            .help("join the two lines: a heading stands in one"),
    );
}

/// Returns the sign that a paragraph is nothing but: `●`, `WIP`. In a cell or an item it may stand for itself.
fn unwritten(block: &Block) -> Option<String> {
    let BlockKind::Paragraph(text) = &block.kind else { return None };
    let text = markdown::flatten(text).text;
    placeholders::is_whole_paragraph(&text).then(|| text.trim().to_owned())
}

fn report_unwritten(blocks: &[Block], findings: &mut Findings) {
    for block in blocks {
        match &block.kind {
            BlockKind::Quote(blocks) | BlockKind::Confidential(blocks) => {
                report_unwritten(blocks, findings);
            }
            _ => {
                if let Some(sign) = unwritten(block) {
                    findings.push(placeholders::finding(block.place, &sign));
                }
            }
        }
    }
}

/// Reports the placeholders in a text, headings and footnotes included.
pub fn report_placeholders(blocks: &[Block], findings: &mut Findings) {
    report_unwritten(blocks, findings);
    let mut forms = Vec::new();
    forms_in(blocks, &mut forms);
    leaves_and_headings(blocks, &mut |inlines| {
        // Brackets around a fact are not empty.
        let flat = markdown::flatten_with_objects(inlines);
        for range in placeholders::find(&flat.text) {
            if let Some(place) = flat.place(range.clone()) {
                let sign = flat.text[range].replace(markdown::OBJECT, "");
                let is_box = sign.trim_matches(['[', ']', ' ']).is_empty();
                if !(is_box && forms.iter().any(|form: &Place| form.contains(place))) {
                    findings.push(placeholders::finding(place, &sign));
                }
            }
        }
    });
}

/// Collects the tables in which something is crossed, `[X]`: `[ ]` beside it is to be filled in by nobody.
fn forms_in(blocks: &[Block], forms: &mut Vec<Place>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Table { head, rows } => {
                let mut cells = head.iter().chain(rows.iter().flat_map(|row| &row.cells));
                let is_crossed = |cell: &Vec<Inline>| {
                    markdown::flatten(cell).text.to_ascii_lowercase().contains("[x]")
                };
                forms.extend(cells.any(is_crossed).then_some(block.place));
            }
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| forms_in(&item.blocks, forms));
            }
            BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks)
            | BlockKind::Footnote { blocks, .. } => forms_in(blocks, forms),
            _ => {}
        }
    }
}

/// Says whether a text is no answer though it has words: a note in brackets, `[KPMG to confirm]`, the begin of one,
/// `Company:`, or the number of one, `A1.`
fn is_beside(text: &str) -> bool {
    let text = text.trim();
    let inner = |open: char, close: char| {
        let inner = text.strip_prefix(open)?.trim_end_matches(['.', ' ']).strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    };
    let is_number = |word: &str| {
        let mut signs = word.chars();
        let is_letter = signs.next().is_some_and(|c| "aAqQrR".contains(c));
        is_letter && (2..4).contains(&word.len()) && signs.all(|c| c.is_ascii_digit())
    };
    let is_short = || text.chars().filter(|c| c.is_alphanumeric()).count() == 1;
    let is_label = text.ends_with(':') && words::comparing(text).count() <= 3;
    let is_beside = inner('[', ']').is_some()
        || inner('{', '}').is_some()
        || inner('(', ')').is_some() && is_short()
        || is_label
        || is_number(text.trim_end_matches(['.', ')']));
    is_beside && !text.contains(markdown::OBJECT)
}

/// Returns the words of a run of inlines, placeholders left out.
fn inline_words(inlines: &[Inline]) -> Vec<String> {
    let standing = standing(inlines);
    let flat = markdown::flatten(&standing);
    let mut text = flat.text.clone();
    for range in placeholders::find(&flat.text).into_iter().rev() {
        text.replace_range(range, " ");
    }
    text.retain(|c| c.is_whitespace() || !is_unseen(c));
    let mut all = words::compared(&text);
    let mut count = 0;
    visit_facts(&standing, &mut || count += 1);
    all.extend((0..count).map(|_| "\u{1a}".to_owned()));
    all
}

/// Returns inlines without those that are struck out: what no longer stands is no answer.
fn standing(inlines: &[Inline]) -> Cow<'_, [Inline]> {
    let is_struck = |inline: &Inline| matches!(inline.kind, InlineKind::Strike(_));
    let has_struck = |inline: &Inline| {
        let mut found = false;
        markdown::each_of(std::slice::from_ref(inline), &mut |inline| found |= is_struck(inline));
        found
    };
    if !inlines.iter().any(has_struck) {
        return Cow::Borrowed(inlines);
    }
    let within = |inner: &[Inline]| standing(inner).into_owned();
    let kept = inlines.iter().filter(|inline| !is_struck(inline)).map(|inline| {
        let kind = match &inline.kind {
            InlineKind::Emphasis(inner) => InlineKind::Emphasis(within(inner)),
            InlineKind::Strong(inner) => InlineKind::Strong(within(inner)),
            InlineKind::Link { address, text } => {
                InlineKind::Link { address: address.clone(), text: within(text) }
            }
            other => other.clone(),
        };
        Inline { place: inline.place, kind }
    });
    Cow::Owned(kept.collect())
}

/// Says whether inlines hold a word, a fact or a picture.
fn says_something(inlines: &[Inline]) -> bool {
    let mut is_object = false;
    markdown::each_of(inlines, &mut |inline| {
        is_object |= matches!(inline.kind, InlineKind::Fact(_) | InlineKind::Image { .. });
    });
    is_object || words::comparing(&markdown::flatten(inlines).text).next().is_some()
}

fn visit_facts(inlines: &[Inline], visit: &mut impl FnMut()) {
    for inline in inlines {
        match &inline.kind {
            // A marked text is a word of its own, also where it quotes the staff and in the public edition.
            InlineKind::Fact(_) | InlineKind::Image { .. } => visit(),
            InlineKind::Confidential(inner) if says_something(inner) => visit(),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Link { text: inner, .. } => visit_facts(inner, visit),
            _ => {}
        }
    }
}

/// Calls `visit` with each run of text that may answer.
fn leaves(blocks: &[Block], visit: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(text) => visit(text),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| leaves(&item.blocks, visit))
            }
            BlockKind::Quote(blocks) | BlockKind::Confidential(blocks) => leaves(blocks, visit),
            // The head alone is a form to be filled in.
            BlockKind::Table { rows, .. } => {
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| visit(cell))
            }
            BlockKind::Code(text) => {
                let inline = Inline { place: block.place, kind: InlineKind::Text(text.clone()) };
                visit(std::slice::from_ref(&inline));
            }
            BlockKind::Heading { .. }
            | BlockKind::Rule
            | BlockKind::Html
            | BlockKind::Footnote { .. } => {}
        }
    }
}

/// Calls `visit` with each run of text that may answer, but for paragraphs that are a sign of what is to come.
fn written_leaves(blocks: &[Block], visit: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Quote(blocks) | BlockKind::Confidential(blocks) => {
                written_leaves(blocks, visit);
            }
            _ if unwritten(block).is_some() => {}
            _ => leaves(std::slice::from_ref(block), visit),
        }
    }
}

/// Calls `visit` with each run of text, headings and footnotes included.
fn leaves_and_headings(blocks: &[Block], visit: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } => visit(text),
            BlockKind::Footnote { blocks, .. }
            | BlockKind::Quote(blocks)
            | BlockKind::Confidential(blocks) => leaves_and_headings(blocks, visit),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| leaves_and_headings(&item.blocks, visit));
            }
            BlockKind::Table { head, .. } => {
                head.iter().for_each(|cell| visit(cell));
                leaves(std::slice::from_ref(block), visit);
            }
            _ => leaves(std::slice::from_ref(block), visit),
        }
    }
}

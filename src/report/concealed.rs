//! What a report may show of files with confidential text: `[***]` in its place (17 CFR 200.83).
//!
//! In: the files of a project. Out: their texts as reports show them, and a finding's words without the
//! phrases that are marked. Reads marks from the text as it was typed, so that a mark without its partner
//! hides what follows it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::document::REDACTED;
use crate::finding::{Finding, Waived};
use crate::reader::meant::{Meant, meant};
use crate::reader::near::{self, near_mark};
use crate::secrets::definition;
use crate::source::{File, FileId, Files, Place};

const OPEN: &str = "[***";
const CLOSE: &str = "***]";

/// The shortest phrase that is looked for in the words of a finding.
const SHORTEST: usize = 4;

/// The table of book.toml that a text in braces names: no secret.
const FACTS: &str = "facts";

/// How many bytes a phrase has at least: three digits.
const START: usize = DIGITS;

/// How many bytes a footnote's label has at most (CommonMark 4.7 has that for links).
const LABEL: usize = 1000;

/// The fewest digits that make a number worth hiding.
const DIGITS: usize = 3;

/// The texts of all files with their marked regions taken out.
#[derive(Debug)]
pub struct Concealed<'a> {
    files: &'a Files,
    /// By number of the file: none where nothing is marked.
    texts: Vec<Option<Text>>,
    /// Whatever is marked anywhere, with single blanks.
    inners: BTreeSet<String>,
    /// What of it is looked for in words, the longest first.
    phrases: Vec<String>,
    /// Which phrases begin with these bytes.
    by_start: BTreeMap<[u8; START], Vec<usize>>,
}

/// A file's text as it is shown.
#[derive(Debug)]
struct Text {
    shown: String,
    /// What was taken out, a stretch of one line each: its bytes in the file, and where its sign stands.
    cuts: Vec<(Range<usize>, usize)>,
    /// The regions, marks included.
    regions: Vec<Range<usize>>,
}

impl<'a> Concealed<'a> {
    /// Reads the marks of all files.
    pub fn new(files: &'a Files) -> Self {
        let texts: Vec<Option<Text>> = files.iter().map(text).collect();
        let mut inners = BTreeSet::new();
        let mut phrases: Vec<String> = Vec::new();
        for (file, text) in files.iter().zip(&texts) {
            let regions = text.iter().flat_map(|text| &text.regions);
            for region in regions {
                let inner = inner(&file.text[region.clone()]);
                inners.insert(flat(inner));
                phrases.push(flat(inner));
                // Between signs that were meant for marks.
                phrases.push(flat(inner.trim_matches(is_sign)));
                phrases.extend(inner.lines().map(flat));
                // A link in the open may lead to an address that is defined there.
                let defined = inner.lines().filter_map(definition);
                phrases.extend(defined.flat_map(|(address, title)| [flat(address), flat(title)]));
            }
        }
        phrases.retain(|phrase| phrase.chars().count() >= SHORTEST || digits(phrase) >= DIGITS);
        phrases.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        phrases.dedup();
        let mut by_start: BTreeMap<[u8; START], Vec<usize>> = BTreeMap::new();
        for (index, phrase) in phrases.iter().enumerate() {
            if let Some(start) = phrase.as_bytes().first_chunk() {
                by_start.entry(*start).or_default().push(index);
            }
        }
        Self { files, texts, inners, phrases, by_start }
    }

    /// Returns the text of a file as it is shown.
    pub fn text(&self, file: FileId) -> &str {
        match &self.texts[file.0 as usize] {
            Some(text) => &text.shown,
            None => &self.files.get(file).text,
        }
    }

    /// Returns where the marked regions of a file stand, marks included.
    pub fn regions(&self, file: FileId) -> impl Iterator<Item = Place> {
        let regions = self.texts[file.0 as usize].iter().flat_map(|text| &text.regions);
        regions.map(move |region| Place::new(file, region.clone()))
    }

    /// Returns the bytes of the shown text at which a place of the file stands.
    pub fn range(&self, place: Place) -> Range<usize> {
        let range = place.range();
        match &self.texts[place.file.0 as usize] {
            Some(text) => text.offset(range.start, false)..text.offset(range.end, true),
            None => range,
        }
    }

    /// Returns a text of a finding (message, label, help) without what is marked.
    pub fn words<'t>(&self, finding: &Finding, text: &'t str) -> Cow<'t, str> {
        if self.inners.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut words = self.without_regions(text);
        for phrase in self.phrases_in(text) {
            words = without(&words, phrase);
        }
        for region in self.regions_of(finding) {
            words = without_pieces(&words, &region);
        }
        Cow::Owned(words)
    }

    /// Returns what the waiver of a finding says, as it is shown.
    pub fn waived(&self, finding: &Finding, waived: &Waived) -> Waived {
        let words = |text: &str| self.words(finding, &shown(text)).into_owned();
        Waived { reason: words(&waived.reason), by: words(&waived.by), until: waived.until }
    }

    /// Replaces what is marked and stands in a text with its marks; other marks are named, not used.
    fn without_regions(&self, text: &str) -> String {
        let mut words = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(end) = rest.find(CLOSE) {
            let (before, after) = rest.split_at(end + CLOSE.len());
            let start = before[..end]
                .rfind(OPEN)
                .filter(|start| self.inners.contains(&flat(inner(&before[*start..]))));
            words.push_str(start.map_or(before, |start| &before[..start]));
            words.push_str(start.map_or("", |_| REDACTED));
            rest = after;
        }
        words + rest
    }

    /// Says whether a text holds something that is marked.
    pub fn hides(&self, text: &str) -> bool {
        !self.phrases_in(&flat(text)).is_empty()
    }

    /// Returns the phrases that stand in a text, the longest first.
    fn phrases_in(&self, text: &str) -> Vec<&str> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for at in 0..text.len() {
            let rest = &text.as_bytes()[at..];
            let Some(start) = rest.first_chunk() else { break };
            let phrases = self.by_start.get(start).into_iter().flatten().copied();
            found.extend(phrases.filter(|&index| rest.starts_with(self.phrases[index].as_bytes())));
        }
        found.into_iter().map(|index| self.phrases[index].as_str()).collect()
    }

    /// Returns the marked texts in which a finding stands, or that stand in it.
    fn regions_of(&self, finding: &Finding) -> Vec<String> {
        let also = finding.also.iter().map(|(place, _)| *place);
        let mut found = Vec::new();
        for place in finding.place.into_iter().chain(also) {
            let Some(text) = &self.texts[place.file.0 as usize] else { continue };
            let range = place.range();
            let touched = text.regions.iter().filter(|region| {
                region.start < range.end.max(range.start + 1) && range.start < region.end
            });
            let file = &self.files.get(place.file).text;
            found.extend(touched.map(|region| flat(inner(&file[region.clone()]))));
        }
        found
    }
}

impl Text {
    /// Returns where an offset of the file stands in the shown text; one in a cut is its sign's edge.
    fn offset(&self, offset: usize, at_end: bool) -> usize {
        let next = self.cuts.partition_point(|(cut, _)| cut.start < offset + usize::from(!at_end));
        let Some((cut, sign)) = next.checked_sub(1).map(|before| &self.cuts[before]) else {
            return offset;
        };
        let end = sign + REDACTED.len();
        if offset >= cut.end {
            end + (offset - cut.end)
        } else if at_end {
            end
        } else {
            *sign
        }
    }
}

/// Returns a text by itself as it is shown: one that stands in no file, or will stand in one.
///
/// Each line keeps its number and its end.
pub fn shown(text: &str) -> Cow<'_, str> {
    concealed(text).map_or(Cow::Borrowed(text), |text| Cow::Owned(text.shown))
}

/// Returns a file's text as it is shown, where something in it is marked.
fn text(file: &File) -> Option<Text> {
    concealed(&file.text)
}

fn concealed(text: &str) -> Option<Text> {
    let regions = regions(text);
    if regions.is_empty() {
        return None;
    }
    let mut shown = String::with_capacity(text.len());
    let mut cuts = Vec::new();
    let mut done = 0;
    for region in &regions {
        // Line by line: a shown line keeps its number.
        let mut at = region.start;
        for line in text[region.clone()].split_inclusive('\n') {
            let end = at + line.trim_end_matches(['\r', '\n']).len();
            if !text[at..end].trim().is_empty() {
                shown.push_str(&text[done..at]);
                cuts.push((at..end, shown.len()));
                shown.push_str(REDACTED);
                done = end;
            }
            at += line.len();
        }
    }
    shown.push_str(&text[done..]);
    Some(Text { shown, cuts, regions })
}

/// Returns what is marked in a text, marks included.
///
/// What is opened and not closed is marked to the text's end, and what is closed and was not opened from
/// its paragraph's start. What is opened twice and closed once may go on: it is marked to its paragraph's end.
fn regions(text: &str) -> Vec<Range<usize>> {
    let mut regions: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut opened: Option<usize> = None;
    // How many marks are open, and the end of the last closing one while some are.
    let (mut depth, mut closed) = (0_usize, None);
    // Each sign is looked for once, or a text of opening marks alone would be read over and over.
    let mut ahead = [OPEN, CLOSE].map(|mark| (mark, text.find(mark)));
    loop {
        for (mark, found) in &mut ahead {
            if found.is_some_and(|found| found < at) {
                *found = text[at..].find(*mark).map(|next| at + next);
            }
        }
        let here = ahead.iter().filter_map(|(_, found)| *found).min();
        if let Some(end) = closed.take()
            && !here.is_some_and(|here| text[here..].starts_with(CLOSE))
        {
            at = paragraph_end(text, end);
            regions.extend(opened.take().map(|start| start..at));
            depth = 0;
            continue;
        }
        let Some(here) = here else { break };
        let rest = &text[here..];
        if rest.starts_with(REDACTED) {
            at = here + REDACTED.len();
        } else if rest.starts_with(OPEN) {
            // A mark behind a backslash is text.
            if !text[..here].ends_with('\\') {
                opened.get_or_insert(here);
                depth += 1;
            }
            at = here + OPEN.len();
        } else if depth > 1 {
            depth -= 1;
            at = here + CLOSE.len();
            closed = Some(at);
        } else {
            depth = 0;
            let end = here + CLOSE.len();
            let from = regions.last().map_or(0, |region| region.end);
            let start = opened.take().unwrap_or_else(|| {
                // Alone on its line it closes what stands above.
                let before = text[from..here].trim_end_matches(['\n', '\r', ' ', '\t', '>']);
                let blank = before.rfind("\n\n").max(before.rfind("\n\r\n"));
                blank.map_or(from, |blank| from + blank + 2)
            });
            regions.push(start..end);
            at = end;
        }
    }
    regions.extend(opened.map(|start| start..text.len()));
    let near = nearly(text, &regions);
    regions.extend(near);
    regions.sort_by_key(|region| region.start);
    let between = between_signs(text, &regions);
    regions.extend(between);
    regions.sort_by_key(|region| region.start);
    let meant = unmarked(text, &regions);
    regions.extend(meant);
    regions.sort_by_key(|region| region.start);
    let mut notes = hidden_notes(text, &regions);
    notes.extend(hidden_definitions(text, &regions));
    if notes.is_empty() {
        return regions;
    }
    // What is marked within such a note is a part of it.
    regions.extend(notes);
    regions.sort_by_key(|region| region.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(regions.len());
    for region in regions {
        match merged.last_mut().filter(|last| region.start < last.end) {
            Some(last) => last.end = last.end.max(region.end),
            None => merged.push(region),
        }
    }
    merged
}

/// Returns where a text defines the addresses to which regions refer, `[label]: https://…`.
fn hidden_definitions(text: &str, regions: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut labels: BTreeSet<String> = BTreeSet::new();
    for region in regions {
        let inner = inner(&text[region.clone()]);
        let starts = inner.match_indices('[').map(|(at, _)| &inner[at + 1..]);
        let ends = |rest: &str| {
            let end = rest.bytes().take(LABEL).position(|byte| matches!(byte, b'[' | b']'))?;
            rest[end..].starts_with(']').then(|| flat(&rest[..end]).to_lowercase())
        };
        labels.extend(starts.filter_map(ends));
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    if labels.is_empty() {
        return found;
    }
    let mut at = 0;
    // A definition may name its address in the next line.
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_start_matches(leads);
        let end = start + line.trim_end().len();
        let defined = bare.strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        let is_hidden =
            defined.is_some_and(|(label, _)| labels.contains(&flat(label).to_lowercase()));
        if (is_hidden || goes_on) && end > start {
            found.push(start + (line.len() - bare.len()).min(end - start)..end);
        }
        goes_on = is_hidden && defined.is_some_and(|(_, address)| address.trim().is_empty());
    }
    let is_outside = |range: &Range<usize>| {
        let next = regions.partition_point(|region| region.end <= range.start);
        regions.get(next).is_none_or(|region| region.start > range.start)
    };
    found.retain(is_outside);
    found
}

/// Returns the texts of footnotes to which regions refer, or notes that are hidden themselves, and of those to which
/// nothing in the open does: a label may be misspelt, and what looks like a reference may be none.
fn hidden_notes(text: &str, regions: &[Range<usize>]) -> Vec<Range<usize>> {
    if regions.is_empty() || !text.contains("[^") {
        return Vec::new();
    }
    let notes = notes(text);
    let labels: BTreeMap<String, usize> =
        notes.iter().enumerate().map(|(index, (label, _))| (label.clone(), index)).collect();
    // Which note each of the references is to, and the note in which it stands; none for the text itself.
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    let mut hidden: BTreeSet<usize> = BTreeSet::new();
    for (at, _) in text.match_indices("[^") {
        let Some(&note) = label(&text[at..]).and_then(|label| labels.get(&label)) else { continue };
        let next = notes.partition_point(|(_, range)| range.end <= at);
        let within = notes.get(next).filter(|(_, range)| range.start <= at).map(|_| next);
        let is_definition = notes[note].1.start == at;
        let after = regions.partition_point(|region| region.end <= at);
        if regions.get(after).is_some_and(|region| region.start <= at) {
            hidden.insert(note);
        } else if !is_definition {
            open.push((note, within));
        }
    }
    let mut shown = vec![false; notes.len()];
    let mut from_note: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut waiting = Vec::new();
    for (note, within) in open {
        match within {
            None => waiting.push(note),
            Some(within) => from_note.entry(within).or_default().push(note),
        }
    }
    while let Some(note) = waiting.pop() {
        if !std::mem::replace(&mut shown[note], true) {
            waiting.extend(from_note.get(&note).into_iter().flatten().copied());
        }
    }
    hidden.extend((0..notes.len()).filter(|&note| !shown[note]));
    let mut waiting: Vec<usize> = hidden.into_iter().collect();
    let mut found: BTreeSet<usize> = BTreeSet::new();
    while let Some(note) = waiting.pop() {
        if found.insert(note) {
            waiting.extend(from_note.get(&note).into_iter().flatten().copied());
        }
    }
    found.into_iter().map(|note| notes[note].1.clone()).collect()
}

/// Returns the footnotes of a text: their labels, and where each stands up to the next block that is none of its.
fn notes(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    let mut open = false;
    let mut is_behind_blank = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(leads);
        let start = at + line.len() - bare.len();
        at += line.len();
        if let Some(label) = label(bare).filter(|_| bare.contains("]:")) {
            found.push((label, start..at));
            (open, is_behind_blank) = (true, false);
            continue;
        }
        let is_blank = bare.trim().is_empty();
        // What follows is a note's where it is indented, or goes on in its paragraph.
        open &= is_blank || !is_behind_blank || line.starts_with([' ', '\t', '>']);
        is_behind_blank = is_blank;
        if let (true, false, Some((_, range))) = (open, is_blank, found.last_mut()) {
            range.end = at;
        }
    }
    found
}

/// Returns the label of a footnote's reference that a text begins with, as labels are matched.
fn label(text: &str) -> Option<String> {
    let label = text.strip_prefix("[^")?;
    let end = label.bytes().take(LABEL).position(|byte| byte == b']' || byte == b'\n')?;
    label[end..].starts_with(']').then(|| flat(&label[..end]).to_lowercase())
}

/// Returns what was meant to be marked, `[** text **]`: from what is nearly a mark to its paragraph's end, or to
/// the region that begins there.
fn nearly(text: &str, regions: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices(near::may_begin) {
        let next = regions.partition_point(|region| region.end <= at);
        let is_in_one = regions.get(next).is_some_and(|region| region.start <= at);
        let is_known = is_in_one || found.last().is_some_and(|last| at < last.end);
        if is_known || text[..at].ends_with('\\') || near_mark(&text[at..]).is_none() {
            continue;
        }
        let end = block_end(text, at).unwrap_or_else(|| paragraph_end(text, at));
        let end = regions.get(next).map_or(end, |region| end.min(region.start));
        found.push(at..end);
    }
    found
}

/// Returns what was meant to be marked by other signs, where it stands in no region: `[_**text**_]`.
fn unmarked(text: &str, regions: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in meant(text).iter().map(Meant::range) {
        let next = regions.partition_point(|region| region.end <= range.start);
        let is_known = regions.get(next).is_some_and(|region| region.start < range.end);
        if !is_known && found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    }
    found
}

/// Returns what stands between two signs `[***]` that were typed by hand, in one paragraph or cell or alone on their
/// lines: it was meant to be marked.
fn between_signs(text: &str, regions: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut last, mut alone) = (None::<usize>, None::<usize>);
    for (at, _) in text.match_indices(REDACTED) {
        let end = at + REDACTED.len();
        let next = regions.partition_point(|region| region.end <= at);
        if regions.get(next).is_some_and(|region| region.start <= at) || text[..at].ends_with('\\')
        {
            continue;
        }
        let line = text[..at].rfind('\n').map_or(0, |line| line + 1);
        let is_alone = text[line..at].trim_start_matches([' ', '\t', '>']).is_empty()
            && text[end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
        let parts = ["\n\n", "\n\r\n", "|"];
        let near = last.filter(|last| !parts.iter().any(|part| text[*last..at].contains(part)));
        let first = near.or(alone.filter(|_| is_alone));
        last = Some(end);
        alone = if !is_alone { alone } else { alone.is_none().then_some(end) };
        let start = first.map(|first| first.max(found.last().map_or(0, |last| last.end)));
        let is_free = |start: &usize| {
            let next = regions.partition_point(|region| region.end <= *start);
            regions.get(next).is_none_or(|region| region.start >= at)
                && !text[*start..at].trim().is_empty()
        };
        found.extend(start.filter(is_free).map(|start| start..at));
    }
    found
}

/// Returns where a block ends whose sign stands alone on its line: with the next line of signs, or with the paragraph
/// behind it.
fn block_end(text: &str, at: usize) -> Option<usize> {
    let is_signs = |line: &str| {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '>');
        line.contains('*') && !line.contains(char::is_alphanumeric)
    };
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| is_signs(line))?;
    let mut end = start + first.len();
    let mut paragraph = None;
    let mut has_words = false;
    for line in lines {
        end += line.len();
        if is_signs(line) {
            return Some(end);
        }
        if has_words && line.trim().is_empty() {
            paragraph.get_or_insert(end);
        }
        has_words |= line.contains(char::is_alphanumeric);
    }
    Some(paragraph.unwrap_or(text.len()))
}

/// Returns where the paragraph ends in which an offset stands.
fn paragraph_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let blank = [rest.find("\n\n"), rest.find("\n\r\n")].into_iter().flatten().min();
    blank.map_or(text.len(), |length| at + length)
}

/// Says whether a character may be a part of a sign around a text.
fn is_sign(c: char) -> bool {
    matches!(c, '[' | ']' | '*' | '_' | '\\' | '~') || c.is_whitespace()
}

/// Says whether a character may stand in a line before a definition: a blank, a sign of a quotation or an item.
fn leads(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')')
}

/// Returns what stands between the marks of a region.
fn inner(region: &str) -> &str {
    let inner = region.strip_prefix(OPEN).unwrap_or(region);
    inner.strip_suffix(CLOSE).unwrap_or(inner).trim()
}

/// Returns a text with single blanks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Replaces a phrase by the sign; a single word only where it is quoted, because the words between are ours.
fn without(text: &str, phrase: &str) -> String {
    if !text.contains(phrase) {
        return text.to_owned();
    }
    if phrase.contains(' ') || digits(phrase) > 0 {
        return text.replace(phrase, REDACTED);
    }
    quoted(text, |piece| {
        (piece.split(|c: char| !c.is_alphanumeric()).any(|word| word == phrase) || piece == phrase)
            .then(|| piece.replace(phrase, REDACTED))
    })
}

/// Replaces what is quoted from a region, and its figures and names of files, by the sign.
fn without_pieces(text: &str, region: &str) -> String {
    let text = quoted(text, |piece| {
        let whole = flat(piece);
        let is_of_region = !whole.is_empty() && region.contains(&whole);
        Some(if is_of_region { REDACTED.to_owned() } else { without_words(piece, region) })
    });
    let words = text.split(' ').map(|word| {
        let whole = word.trim_matches(|c: char| ".,;:()\"'`".contains(c));
        let bare = word.trim_matches(|c: char| !c.is_ascii_digit());
        let is_marked = |figure: &&str| digits(figure) >= DIGITS && region.contains(*figure);
        if let Some(figure) = [whole, bare].into_iter().find(is_marked) {
            word.replace(figure, REDACTED)
        } else if whole.contains(['/', '.']) {
            without_words(word, region)
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Replaces the words and figures of a region that are long enough to tell something by the sign.
fn without_words(text: &str, region: &str) -> String {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let figures = text.split(|c: char| !is_figure(c)).map(|run| run.trim_matches(['.', ',']));
    let mut figures: Vec<&str> =
        figures.filter(|figure| digits(figure) >= DIGITS && region.contains(figure)).collect();
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.len()));
    let text = figures.iter().fold(text.to_owned(), |text, figure| text.replace(figure, REDACTED));
    let words = text.split_inclusive(|c: char| !c.is_alphanumeric()).map(|word| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_marked = bare != FACTS
            && bare.chars().count() >= SHORTEST
            && region.split(|c: char| !c.is_alphanumeric()).any(|own| own == bare);
        if is_marked { word.replace(bare, REDACTED) } else { word.to_owned() }
    });
    words.collect()
}

/// Changes what stands between backticks or straight quotation marks.
fn quoted(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['`', '"']) {
        let sign = &rest[start..=start];
        let Some(length) = rest[start + 1..].find(sign) else { break };
        let piece = &rest[start + 1..start + 1 + length];
        changed.push_str(&rest[..=start]);
        changed.push_str(&change(piece).unwrap_or_else(|| piece.to_owned()));
        changed.push_str(sign);
        rest = &rest[start + length + 2..];
    }
    changed + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::codes;

    fn shown(text: &str) -> String {
        let mut files = Files::default();
        let id = files.add("a.md", text);
        Concealed::new(&files).text(id).to_owned()
    }

    #[test]
    fn a_region_is_a_sign_and_lines_keep_their_numbers() {
        assert_eq!(shown("a [*** b ***] c"), "a [***] c");
        assert_eq!(shown("a [*** b\n\nc ***] d\n"), "a [***]\n\n[***] d\n");
        assert_eq!(shown("the sign [***] alone"), "the sign [***] alone");
        assert_eq!(shown("`\\[***` is text"), "`\\[***` is text");
        assert_eq!(shown("a [** b **] c\nd\n\ne [*** f ***] g"), "a [***]\n[***]\n\ne [***] g");
        assert_eq!(shown("a [* b [*** c ***] d"), "a [***][***] d");
    }

    #[test]
    fn a_mark_without_its_partner_hides_too_much_rather_than_too_little() {
        assert_eq!(shown("a [*** b\n\nc"), "a [***]\n\n[***]");
        assert_eq!(shown("x\n\na b ***] c"), "x\n\n[***] c");
        assert!(!shown("x\n\n(***\n\nsecret\n\nsecret\n\n***)\n\nx").contains("secret"));
        assert!(shown("x\n\n[**\n\nsecret\n\nopen\n\nx").contains("open"));
        assert_eq!(shown("a [*** b [*** c ***] d\ne\n\nf"), "a [***]\n[***]\n\nf");
        assert_eq!(shown("a [*** b [*** c ***] d\r\n\r\nf"), "a [***]\n\nf");
        assert_eq!(shown("a [*** b [*** c ***] d [*** e ***] f\n\ng"), "a [***]\n\ng");
        assert_eq!(shown("a [*** b [*** c ***] d ***] e"), "a [***] e");
        assert_eq!(
            shown("a\n\n[***\n\nb\n\n[***\n\nc\n\n***]\n\nd\n\n***]\n\ne").matches("[***]").count(),
            7
        );
    }

    #[test]
    fn a_note_is_hidden_to_which_marked_text_refers_or_nothing_in_the_open() {
        let text = "A [*** b[^n] ***] c.\n\n[^n]: Secret,\nand more.\n\n    And more.\n\nOpen.\n";
        assert_eq!(shown(text), "A [***] c.\n\n[***]\n[***]\n\n[***]\n\nOpen.\n");
        for open in
            ["A [*** b ***] c[^o].\n\n[^n]: Open.\n\n[^o]: So [^N].\n", "A c.\n\n[^n]: Open.\n"]
        {
            assert_eq!(shown(open).matches("Open").count(), 1, "{open}");
        }
        for text in [
            // What looks like a reference in the open may be none.
            "A [*** b[^n] ***] c[^n].\n\n[^n]: Secret.\n",
            "A [*** b[^n] ***] `[^n]`.\n\n[^n]: Secret.\n",
            "A [*** b[^rates] ***].\n\n[^rate]: Secret.\n",
            "A [*** b[^n  o] ***].\n\n- [^n o]: Secret.\n",
            "A [*** b[^n] ***].\n\n1. [^n]: Secret.\n",
        ] {
            assert!(!shown(text).contains("Secret"), "{text}");
        }
        let chain = "A [*** b[^n] ***].\n\n[^n]: Secret [^o] [*** x ***].\n\n[^o]: Secret.\n";
        assert!(!shown(chain).contains("Secret"), "{}", shown(chain));
    }

    #[test]
    fn a_definition_is_hidden_to_which_marked_text_refers() {
        for text in [
            "A [*** [x][r] ***] y.\n\n[r]: Secret\n\nOpen.",
            "A [*** [x][R ] ***] y.\n\n> [r]: https://Secret.example\n\nOpen.",
            "[***\n![x][r]\n***]\n\n[r]:\nSecret.png\n\nOpen.",
            "A [*** [r] ***] y.\n\n- [r]: Secret\n\nOpen.",
        ] {
            let shown = shown(text);
            assert!(!shown.contains("Secret") && shown.contains("Open"), "{text}: {shown}");
        }
        let mut files = Files::default();
        let id = files.add("a.md", "A [*** [x][r] ***] y.\n\n[r]: Secret\n\n[o]: open.png\n");
        let concealed = Concealed::new(&files);
        let finding = codes::RAW_HTML.at(Place::new(id, 0..1));
        assert_eq!(concealed.words(&finding, "`Secret` or open.png"), "`[***]` or open.png");
    }

    #[test]
    fn what_a_fix_marks_and_a_waiver_says_is_hidden() {
        let mut files = Files::default();
        let id = files
            .add("a.md", "It is [_**Secret Store**_], or \\[\\*\\*\\* Other Store \\*\\*\\*\\].");
        let concealed = Concealed::new(&files);
        assert!(
            concealed.hides("[*** Secret Store ***]") && concealed.hides("[*** Other Store ***]")
        );
        let finding = codes::RAW_HTML.at(Place::new(id, 0..1));
        let until = jiff::civil::date(2020, 3, 20);
        let said = Waived { reason: "Secret Store".into(), by: "Other Store's".into(), until };
        let said = concealed.waived(&finding, &said);
        assert_eq!((said.reason.as_str(), said.by.as_str()), ("[***]", "[***]'s"));
    }

    #[test]
    fn many_marks_are_read_once() {
        let open = "[*** a ".repeat(200_000);
        assert!(shown(&open).starts_with("[***]"));
        let nested = "[*** a [*** b ***] c [***] ".repeat(100_000);
        assert_eq!(shown(&nested), "[***]");
        for many in ["[^a".repeat(40_000), "[^a]: [*** b[^a] ***]\n".repeat(20_000)] {
            assert!(super::shown(&format!("[*** x[^a] ***]\n\n{many}")).starts_with("[***]"));
        }
        let many: String = (0..20_000).map(|n| format!("[*** secret {n} ***] ")).collect();
        let mut files = Files::default();
        let id = files.add("a.md", &many);
        let concealed = Concealed::new(&files);
        let finding = codes::RAW_HTML.at(Place::new(id, 0..1));
        for _ in 0..1_000 {
            assert_eq!(concealed.words(&finding, "`secret 777` and ours"), "`[***]` and ours");
        }
    }

    #[test]
    fn places_are_shown_where_they_stand() {
        let mut files = Files::default();
        let id = files.add("a.md", "x [*** secret ***] and more");
        let concealed = Concealed::new(&files);
        let at = |range| &concealed.text(id)[concealed.range(Place::new(id, range))];
        assert_eq!(at(19..22), "and");
        assert_eq!(at(0..1), "x");
        assert_eq!(at(7..13), "[***]");
        assert_eq!(at(2..18), "[***]");
        assert_eq!(at(18..18), "");
    }

    #[test]
    fn words_of_a_finding_show_nothing_that_is_marked() {
        let mut files = Files::default();
        let id =
            files.add("a.md", "x [*** a control premium of 31.5% ***] y\n\n[*** Retail ***]\n");
        let concealed = Concealed::new(&files);
        let words = |range: Range<usize>, text: &str| {
            let finding = codes::UNKNOWN_FACT.at(Place::new(id, range));
            concealed.words(&finding, text).into_owned()
        };
        assert_eq!(words(50..51, "it reads \"a control premium of 31.5%\""), "it reads \"[***]\"");
        assert_eq!(
            words(10..12, "`control` is 31.5%, not `Other`"),
            "`[***]` is [***], not `Other`"
        );
        assert_eq!(
            words(0..1, "no unit `Retail`; Retail is ours"),
            "no unit `[***]`; Retail is ours"
        );
        assert_eq!(words(3..9, "near \"x a control\""), "near \"x a [***]\"");
        assert_eq!(words(0..1, "in x/[*** Retail ***].md"), "in x/[***].md");
        assert_eq!(words(0..1, "write `[*** … ***]` here"), "write `[*** … ***]` here");
    }
}

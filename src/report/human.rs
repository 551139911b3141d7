//! The report for people at a terminal.
//!
//! In: an [`Outcome`]. Out: text with the line of each finding shown and underlined.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level as Severity, Renderer, Snippet};

use super::concealed::Concealed;
use super::{Outcome, contents, letter_date, shares};
use crate::finding::{Finding, Findings, Level, Waived};
use crate::source::{Files, Place};
use crate::words::counted;

/// How many findings of one code are shown before the rest is counted.
const SHOWN: usize = 20;

/// The longest text between backticks that is never cut at a line's end.
const LONGEST_HELD: usize = 40;

/// Returns the findings, each with its line; `all` shows those beyond the twentieth of a code too.
pub fn findings(findings: &Findings, files: &Files, width: usize, all: bool) -> String {
    let renderer = Renderer::styled().term_width(width);
    let mut text = String::new();
    let concealed = Concealed::new(files);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings.standing() {
        let count = seen.entry(finding.rule.code).or_default();
        *count += 1;
        if *count > SHOWN && !all {
            continue;
        }
        let shown = finding_shown(finding, &concealed);
        let rendered = renderer.render(&report(&shown, files, &concealed, width));
        text.push_str(&positioned(rendered, finding, files, &concealed));
        text.push_str("\n\n");
    }
    for (code, count) in seen {
        if count > SHOWN && !all {
            text.push_str(&format!(
                "{} more of {code}; `--all` shows them\n\n",
                counted(count - SHOWN, "finding")
            ));
        }
    }
    for (finding, waived) in findings.waived() {
        let shown = finding_shown(finding, &concealed);
        text.push_str(&set_aside(&shown, &concealed.waived(finding, waived), files, width));
    }
    text
}

/// Returns a finding that is waived, and what its waiver says; none is left out.
fn set_aside(finding: &Finding, waived: &Waived, files: &Files, width: usize) -> String {
    let blue = anstyle::AnsiColor::Blue.on_default();
    let before = format!("waived {}[{}]: ", finding.level.word(), finding.rule.code);
    let mut text = format!("{before}{}\n", wrapped(&finding.message, width, before.len()));
    if let Some(place) = finding.place {
        let file = files.get(place.file);
        let at = file.position(place.start);
        text.push_str(&format!("  {blue}-->{blue:#} {}:{}:{}\n", file.path, at.line, at.column));
    }
    let until = crate::deadline::long(waived.until);
    for (name, said) in [("until", &until), ("by", &waived.by), ("reason", &waived.reason)] {
        let indent = "   = : ".len() + name.len();
        let said = wrapped(said, width, indent).replace('\n', &format!("\n{}", " ".repeat(indent)));
        text.push_str(&format!("   {blue}={blue:#} {name}: {said}\n"));
    }
    text.push('\n');
    text
}

/// Returns a finding whose words show nothing that is marked.
fn finding_shown(finding: &Finding, concealed: &Concealed<'_>) -> Finding {
    let words = |text: &str| concealed.words(finding, text).into_owned();
    Finding {
        message: words(&finding.message),
        label: finding.label.as_deref().map(words),
        help: finding.help.as_deref().map(words),
        also: finding.also.iter().map(|(place, said)| (*place, words(said))).collect(),
        ..finding.clone()
    }
}

/// Puts right the columns of places that stand behind a mark on their line: the file's own count.
fn positioned(
    rendered: String,
    finding: &Finding,
    files: &Files,
    concealed: &Concealed<'_>,
) -> String {
    let places = finding.place.iter().chain(finding.also.iter().map(|(place, _)| place));
    places.fold(rendered, |text, place| {
        let file = files.get(place.file);
        let at = file.position(place.start);
        let shown = concealed.text(place.file);
        let start = concealed.range(*place).start;
        let line = shown[..start].rfind('\n').map_or(0, |end| end + 1);
        let column = shown[line..start].chars().count() + 1;
        let wrong = format!("{}:{}:{column}", file.path, at.line);
        let right = format!("{}:{}:{}", file.path, at.line, at.column);
        let is_whole = |found: &usize| {
            let (before, after) = (&text[..*found], &text[found + wrong.len()..]);
            // A blank, or the end of a colour, parts it from the arrow.
            before.ends_with([' ', 'm']) && !after.starts_with(|c: char| c.is_ascii_digit())
        };
        let mut places = text.match_indices(&wrong).map(|(found, _)| found).filter(is_whole);
        match places.next() {
            Some(found) => [&text[..found], &right, &text[found + wrong.len()..]].concat(),
            None => text,
        }
    })
}

fn report<'a>(
    finding: &'a Finding,
    files: &'a Files,
    concealed: &'a Concealed<'_>,
    width: usize,
) -> Vec<Group<'a>> {
    let severity = match finding.level {
        Level::Error => Severity::ERROR,
        Level::Warning => Severity::WARNING,
        Level::Note | Level::Off => Severity::NOTE,
    };
    let before = format!("{}[{}]: ", finding.level.word(), finding.rule.code).len();
    let title =
        severity.primary_title(wrapped(&finding.message, width, before)).id(finding.rule.code);
    let mut group = Group::with_title(title);
    let is_beside = |also: Place| {
        finding.place.is_some_and(|place| stand_together(place, also, files, concealed, width))
    };
    if let Some(place) = finding.place {
        let same_file: Vec<_> = finding.also.iter().filter(|(also, _)| is_beside(*also)).collect();
        let places: Vec<Place> =
            std::iter::once(place).chain(same_file.iter().map(|(also, _)| *also)).collect();
        let window = Window::around(&places, files, concealed);
        let annotation = AnnotationKind::Primary.span(window.span(shown(concealed, place)));
        let annotation = match &finding.label {
            Some(label) => annotation.label(label.as_str()),
            None => annotation,
        };
        let mut snippet = window.snippet().annotation(annotation);
        for (also, words) in same_file {
            let span = window.span(begun(concealed, *also));
            snippet = snippet.annotation(AnnotationKind::Context.span(span).label(words.as_str()));
        }
        group = group.element(snippet);
    }
    for (also, words) in &finding.also {
        if is_beside(*also) {
            continue;
        }
        let window = Window::around(&[*also], files, concealed);
        let span = window.span(begun(concealed, *also));
        let annotation = AnnotationKind::Context.span(span).label(words.as_str());
        group = group.element(window.snippet().annotation(annotation));
    }
    if let Some(help) = &finding.help {
        // The numbers of lines, ` = help: `, and the text.
        let numbers = digits(finding, files) + " = help: ".len();
        group = group.element(Severity::HELP.message(wrapped(help, width, numbers)));
    }
    if let Some(rule) = finding.reference {
        group = group.element(Severity::NOTE.with_name("rule").message(rule));
    }
    vec![group]
}

/// Says whether two places are shown in one excerpt: they stand in one file, and not far apart on one line.
fn stand_together(
    place: Place,
    also: Place,
    files: &Files,
    concealed: &Concealed<'_>,
    width: usize,
) -> bool {
    /// What an excerpt needs beside the two places: numbers of lines, and the words of the second.
    const BESIDE: usize = 40;
    if place.file != also.file {
        return false;
    }
    let file = files.get(place.file);
    if file.position(place.start).line != file.position(also.start).line {
        return true;
    }
    let (one, other) = (concealed.range(place), concealed.range(also));
    let range = one.start.min(other.start)..one.start.max(other.start);
    let between = concealed.text(place.file).get(range).unwrap_or_default();
    between.chars().count() + BESIDE <= width
}

/// Wraps a text that stands behind `before` characters of its first line; what is to be typed stays whole.
fn wrapped(text: &str, width: usize, before: usize) -> String {
    const HELD: &str = "\u{1}";
    let pieces = text.split('`').enumerate().map(|(index, piece)| match index % 2 {
        1 if piece.chars().count() <= LONGEST_HELD => piece.replace(' ', HELD),
        _ => piece.to_owned(),
    });
    let text = pieces.collect::<Vec<_>>().join("`");
    let options = textwrap::Options::new(width.saturating_sub(before).max(20))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(&text, options).replace(HELD, " ")
}

/// Returns how many digits the longest number of a shown line has.
fn digits(finding: &Finding, files: &Files) -> usize {
    let places = finding.place.iter().chain(finding.also.iter().map(|(place, _)| place));
    let lines = places.map(|place| files.get(place.file).position(place.start).line);
    lines.max().map_or(0, |line| line.to_string().len())
}

/// The lines of a file around some places of it: no more of it is read for one finding of many.
struct Window<'a> {
    path: &'a str,
    text: &'a str,
    /// Where they begin in the file as it is shown.
    start: usize,
    /// The number of the first.
    line: usize,
}

impl<'a> Window<'a> {
    /// Returns the lines of the places and what stands between, with a line above and one below.
    fn around(places: &[Place], files: &'a Files, concealed: &'a Concealed<'_>) -> Self {
        let first = *places.iter().min().expect("a finding with a snippet has a place");
        let file = files.get(first.file);
        let text = concealed.text(first.file);
        let ranges = || places.iter().map(|place| concealed.range(*place));
        let start = ranges().map(|range| range.start).min().unwrap_or_default();
        let end = ranges().map(|range| shown_end(text, range)).max().unwrap_or_default();
        let own = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let above = text[..own.saturating_sub(1)].rfind('\n').map_or(0, |at| at + 1);
        let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = file.position(first.start).line;
        Self {
            path: &file.path,
            text: &text[above..line_end(line_end(end))],
            start: above,
            line: if own > 0 { line - 1 } else { line },
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        range.start - self.start..range.end - self.start
    }

    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text).path(self.path).line_start(self.line).fold(true)
    }
}

/// Returns the bytes to underline: of a place over several lines, the first line.
fn shown(concealed: &Concealed<'_>, place: Place) -> std::ops::Range<usize> {
    let range = concealed.range(place);
    let start = range.start;
    start..shown_end(concealed.text(place.file), range)
}

/// Returns where the first line of a place ends, or the place.
fn shown_end(text: &str, range: std::ops::Range<usize>) -> usize {
    let start = range.start;
    let text = text.get(range).unwrap_or_default();
    start + text.find('\n').unwrap_or(text.len())
}

/// Returns the bytes to underline of a place that only explains: its first words are enough.
fn begun(concealed: &Concealed<'_>, place: Place) -> std::ops::Range<usize> {
    const MOST: usize = 40;
    let range = shown(concealed, place);
    let text = &concealed.text(place.file)[range.clone()];
    match text.char_indices().nth(MOST) {
        Some((end, _)) => range.start..range.start + text[..end].rfind(' ').unwrap_or(end),
        None => range,
    }
}

/// Returns one line for each finding, as `--quiet` prints them.
pub fn quiet(findings: &Findings, files: &Files) -> String {
    let concealed = Concealed::new(files);
    let mut text = String::new();
    for finding in findings.iter() {
        if let Some(place) = finding.place {
            let file = files.get(place.file);
            let at = file.position(place.start);
            text.push_str(&format!("{}:{}:{}: ", file.path, at.line, at.column));
        }
        let waived = if finding.waived.is_some() { "waived " } else { "" };
        text.push_str(&format!(
            "{waived}{}[{}]: {}\n",
            finding.level.word(),
            finding.rule.code,
            concealed.words(finding, &finding.message)
        ));
    }
    text
}

/// Returns the closing lines of `check`.
pub fn summary(outcome: &Outcome<'_>) -> String {
    let totals = &outcome.coverage.totals;
    let green = anstyle::AnsiColor::Green.on_default().bold();
    let mut text = String::new();
    if outcome.findings.standing().next().is_none() || outcome.findings.count(Level::Error) == 0 {
        let all = totals.answered == totals.units && totals.units > 0;
        let states = if all { "all answered".to_owned() } else { shares(totals) };
        text.push_str(&format!(
            "Staff letter of {}: {}, {states}.\n",
            letter_date(outcome.project),
            contents(totals)
        ));
        let disclosures = outcome.project.disclosures.len();
        let mut facts = vec![counted(disclosures, "proposed disclosure")];
        facts.retain(|_| disclosures > 0);
        if let Some(deadline) = crate::checks::deadline(outcome.project) {
            facts.push(format!("due {}", crate::deadline::long(deadline.due)));
        }
        if !facts.is_empty() {
            let mut line = facts.join(", ");
            if let Some(first) = line.get(..1).map(str::to_uppercase) {
                line.replace_range(..1, &first);
            }
            text.push_str(&format!("{line}.\n"));
        }
    } else {
        text.push_str(&format!("{}: {}\n", contents(totals), shares(totals)));
    }
    if outcome.findings.standing().next().is_none() {
        text.push_str(&format!("{green}{}{green:#}\n", tally(outcome.findings)));
    } else {
        text.push_str(&counts(outcome.findings));
        text.push('\n');
    }
    text
}

/// Returns what was done since an older state, a line for each kind of change.
pub fn since(since: &crate::since::Since) -> String {
    let commit = since.commit.get(..10).unwrap_or(&since.commit);
    let mut text = format!("Since {} ({commit}):\n", since.revision);
    for change in crate::since::Change::ALL {
        let units = since.units.iter().filter(|unit| unit.change == change);
        let keys: Vec<&str> = units.map(|unit| unit.key.as_str()).collect();
        if !keys.is_empty() {
            text.push_str(&format!("  {:<9} {}\n", change.word(), keys.join(", ")));
        }
    }
    for change in &since.letter {
        text.push_str(&format!("  staff's letter: {} {}\n", change.key, change.kind.word()));
    }
    for change in &since.disclosures {
        let name = super::concealed::shown(&change.name);
        text.push_str(&format!("  proposed disclosure: {name} {}\n", change.kind.word()));
    }
    if since.is_empty() {
        text.push_str("  nothing changed, and nothing is open\n");
    }
    text
}

/// Columns of a terminal.
const NARROW: usize = 80;

/// Returns the findings' counts and what follows from them: `2 errors, 1 warning. The letter cannot …`
pub fn counts(findings: &Findings) -> String {
    let counts = tally(findings);
    if findings.count(Level::Error) == 0 {
        return counts;
    }
    if findings.standing().count() == 1 {
        let code = findings.standing().next().map_or("CODE", |finding| finding.rule.code);
        return format!(
            "{counts} The letter cannot be built until it is mended;\n`corresp explain {code}` says more about it."
        );
    }
    let rest = "The letter cannot be built until the errors are mended;";
    let gap = if counts.len() + 1 + rest.len() > NARROW { '\n' } else { ' ' };
    format!("{counts}{gap}{rest}\n`corresp explain CODE` says more about each.")
}

/// Returns the findings' counts: `2 errors, 1 warning, 1 waived.`
pub fn tally(findings: &Findings) -> String {
    let mut parts: Vec<String> =
        [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")]
            .into_iter()
            .map(|(level, noun)| (findings.count(level), noun))
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(count, noun))
            .collect();
    let waived = findings.waived().count();
    if parts.is_empty() {
        parts.push("No findings".into());
    }
    if waived > 0 {
        parts.push(format!("{waived} waived"));
    }
    format!("{}.", parts.join(", "))
}

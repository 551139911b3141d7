//! What the files of a round say about one another: disclosures, references, footnotes, the letter's head.
//!
//! In: the project as read, and its coverage. Out: findings. Each check is one function.

mod lists;
mod literal_headings;
mod notes;
mod own_labels;
mod printed_marks;
mod proposals;
mod quotations;
mod re_lines;
mod repeats;
mod run_on_lists;
#[cfg(test)]
mod told;
mod undertakings;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::acceptance;
use crate::coverage::{Coverage, Status, report_placeholders};
use crate::deadline::{self, Deadline, Standing};
use crate::facts::{self, Evaluator};
use crate::fields::nearest;
use crate::finding::{Finding, Findings, codes};
use crate::footing;
use crate::key::Key;
use crate::letter::Part;
use crate::markdown::{Block, InlineKind, each_inline};
use crate::placeholders;
use crate::project::Project;
use crate::regions::RULE;
use crate::response::{Position, Response, opens_section};
use crate::secrets::{of_other_rounds, secrets};
use crate::words;
use run_on_lists::Fixes;

/// Runs all checks on a project.
pub fn check(project: &Project, coverage: &Coverage, findings: &mut Findings) {
    disclosures(project, findings);
    undertakings::check(project, findings);
    intent(project, coverage, findings);
    quotations::check(project, coverage, findings);
    references(project, findings);
    for response in &project.responses {
        notes::check(&response.blocks, |block| !opens_section(block), findings);
    }
    for disclosure in &project.disclosures {
        notes::check(&disclosure.blocks, |_| true, findings);
    }
    let as_filed = project.disclosures.iter().filter_map(|one| one.as_filed.as_ref());
    let as_filed = as_filed.map(|as_filed| as_filed.blocks.as_slice());
    for blocks in texts(project).into_iter().chain(as_filed) {
        lists::check(blocks, &project.files, findings);
    }
    run_on(project, findings);
    head(project, findings);
    extension(project, findings);
    put_off(project, findings);
    enclosures(project, findings);
    personal_data(project, findings);
    for disclosure in &project.disclosures {
        report_placeholders(&disclosure.blocks, findings);
    }
    repeats::check(&project.letter, &project.responses, &project.files, findings);
    for blocks in texts(project) {
        literal_headings::check(blocks, coverage, &project.files, findings);
        notes::run_on(blocks, &project.files, findings);
    }
    totals(project, findings);
    pictures(project, findings);
    facts::check(&project.book.facts, texts(project), findings);
    let evaluator = Evaluator::new(&project.book.facts);
    for blocks in texts(project) {
        printed_marks::check(blocks, &evaluator, &project.files, findings);
    }
    facts_in_disclosures(project, &evaluator, findings);
    treatment(project, findings);
    placeholders::name_waivers(&project.files, findings);
}

/// Lists whose lines are one paragraph, in all that the letter prints of the company's.
fn run_on(project: &Project, findings: &mut Findings) {
    let files = &project.files;
    for response in &project.responses {
        run_on_lists::check(&response.blocks, Fixes::Named, files, findings);
    }
    for disclosure in &project.disclosures {
        let as_filed = disclosure.as_filed.iter().map(|as_filed| &as_filed.blocks);
        for blocks in std::iter::once(&disclosure.blocks).chain(as_filed) {
            run_on_lists::check(blocks, Fixes::Not, files, findings);
        }
    }
}

/// Says whether Markdown reads a text as the words of a paragraph, wherever it begins a block.
fn begins_as_text(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut characters = text.chars();
    let first = characters.next();
    let second = characters.next();
    match first {
        Some('*' | '_') => {
            second.is_some_and(|c| !c.is_whitespace() && c != '*' && c != '_')
                || text.starts_with("**") && text[2..].starts_with(char::is_alphanumeric)
        }
        Some('$' | '"' | '“' | '‘' | '(' | '{') => true,
        Some(c) if c.is_ascii_digit() => !text[digits..].starts_with(['.', ')']),
        Some(c) => c.is_alphabetic(),
        None => false,
    }
}

/// Supplemental material: its return is asked for or not, and what is to come back is not filed (17 CFR
/// 240.12b-4, and 230.418(b) for a registration statement under the Securities Act).
fn enclosures(project: &Project, findings: &mut Findings) {
    let supplemental = project
        .book
        .enclosures
        .iter()
        .filter(|enclosure| enclosure.supplemental)
        .collect::<Vec<_>>();
    if supplemental.is_empty() {
        return;
    }
    let shown = secrets(project).open_images;
    let is_filed = |file: &&String| {
        let texts = project.disclosures.iter().flat_map(|disclosure| {
            std::iter::once(disclosure.file).chain(disclosure.as_filed.iter().map(|text| text.file))
        });
        let mut paths = texts.map(|text| project.files.get(text).path.as_str());
        shown.contains(file.as_str()) || paths.any(|path| path == file.as_str())
    };
    for enclosure in supplemental {
        match (enclosure.returned, enclosure.file.as_ref().filter(is_filed)) {
            (None, _) => findings.push(
                codes::RETURN_NOT_DECIDED
                    .at(enclosure.place)
                    .says(format!("nobody said whether \"{}\" is to come back", enclosure.name))
                    .help("write `return = true`, and the letter asks for it, or `return = false`")
                    .reference("17 CFR 240.12b-4"),
            ),
            (Some(true), Some(file)) => findings.push(
                codes::SUPPLEMENTAL_ON_EDGAR
                    .at(enclosure.place)
                    .says(format!("{file} is to come back from the Staff, and the letter shows it"))
                    .help("take it out of the responses and disclosures: what EDGAR has is public")
                    .reference("17 CFR 240.12b-4"),
            ),
            _ => {}
        }
    }
}

/// Takes away what is told of the stars of a mark that is told itself.
fn signs_of_marks(findings: &mut Findings) {
    let marks = findings.iter().filter(|finding| finding.rule == &codes::MALFORMED_MARK);
    let places = marks.flat_map(|it| it.place.into_iter().chain(it.also.iter().map(|also| also.0)));
    let signs: BTreeSet<crate::source::Place> = places.collect();
    findings.retain(|finding| {
        let is_of_mark = |at: crate::source::Place| {
            // Signs are apart: the last that begins before a place is the one that may hold it.
            let before = signs.range(..=crate::source::Place { end: u32::MAX, ..at }).next_back();
            before.is_some_and(|sign| sign.file == at.file && at.start < sign.end)
        };
        !(finding.rule == &codes::STRAY_MARKUP && finding.place.is_some_and(is_of_mark))
    });
}

/// What is marked and stands in the open too, and what book.toml has to state where text is marked.
fn treatment(project: &Project, findings: &mut Findings) {
    let is_marked = |response: &crate::response::Response| {
        let mut count = 0;
        crate::regions::each(&response.blocks, &mut |_| count += 1);
        count > 0
    };
    // Where marks cannot be read, what they mark is not known.
    if findings.has(&codes::MALFORMED_MARK) {
        signs_of_marks(findings);
        return;
    }
    let others = of_other_rounds(project);
    let has_marks =
        project.responses.iter().any(is_marked) || !project.book.facts.confidential.is_empty();
    if !has_marks && others.is_empty() {
        return;
    }
    let secrets = secrets(project);
    crate::confidential::elsewhere(&secrets, &others, findings);
    if !has_marks {
        return;
    }
    crate::confidential::over_redaction(project, findings);
    request(project, findings);
    match &project.book.confidential {
        Some(stated) if stated.code.is_some() => {
            labels(project, stated.first_label.value..=stated.first_label.value, findings);
        }
        stated => findings.push(
            codes::MISSING_FIELD
                .at(stated.as_ref().map_or(project.book.place, |stated| stated.place))
                .says("text is marked confidential, and book.toml has no code for the page labels")
                .help(format!(
                    "add `code = \"{}\"` under `[confidential]`",
                    crate::document::compose::code(&project.book)
                ))
                .reference(RULE),
        ),
    }
}

/// What the request for confidential treatment has to say of who asks for it, and why.
fn request(project: &Project, findings: &mut Findings) {
    let Some(stated) = &project.book.confidential else { return };
    let requester = &stated.requester;
    let texts = [&requester.name, &requester.telephone, &stated.grounds]
        .into_iter()
        .chain([&stated.legend_prefix, &stated.legend_suffix])
        .flatten()
        .chain(&requester.address)
        .chain(stated.foia_address.iter().flatten());
    for text in texts {
        if let Some(range) = placeholders::find(text).into_iter().next() {
            findings.push(placeholders::finding(stated.place, &text[range]));
        }
    }
    let is_empty =
        |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let missing: Vec<String> = [
        ("name", is_empty(&requester.name)),
        ("address", requester.address.iter().all(|line| line.trim().is_empty())),
        ("telephone", is_empty(&requester.telephone)),
    ]
    .into_iter()
    .filter(|(_, is_missing)| *is_missing)
    .map(|(name, _)| name.to_owned())
    .collect();
    if !missing.is_empty() {
        findings.push(
            codes::FOIA_CONTACT_MISSING
                .at(requester.place.unwrap_or(stated.place))
                .says(format!(
                    "the request for confidential treatment lacks the requester's {}",
                    crate::coverage::sentence(&missing)
                ))
                .help("write `requester = { name = \"…\", address = [\"…\"], telephone = \"…\" }`")
                .reference("17 CFR 200.83(c)(4)"),
        );
    }
    if stated.grounds.is_none() {
        findings.push(
            codes::FOIA_GROUNDS_MISSING
                .at(stated.place)
                .says("the request for confidential treatment states no grounds")
                .help("add `grounds = \"…\"` in the words of the company or its counsel")
                .reference(RULE),
        );
    }
}

/// A request for confidential treatment that lapses, as of a day: ten years after the office received it.
pub fn expiry(project: &Project, as_of: Date, findings: &mut Findings) {
    let received =
        project.book.confidential.as_ref().and_then(|stated| stated.foia_received.as_ref());
    let Some(received) = received else { return };
    let Some(lapses) = lapses(received.value) else { return };
    let Ok(warned) = lapses.checked_sub(jiff::Span::new().months(6)) else { return };
    if as_of < warned {
        return;
    }
    let (date, word) = (deadline::long(lapses), if as_of > lapses { "lapsed" } else { "lapses" });
    findings.push(
        codes::RULE83_EXPIRY
            .at(received.place)
            .says(format!("the request for confidential treatment {word} on {date}"))
            .help("ask for its renewal before that day, if the text is still confidential")
            .reference("17 CFR 200.83(c)(7)"),
    );
}

/// Returns the day on which a request lapses that was received on some day.
pub fn lapses(received: Date) -> Option<Date> {
    received.checked_add(jiff::Span::new().years(10)).ok()
}

/// Page labels that another round of the matter has used (17 CFR 200.83(c)(2)).
pub fn labels(project: &Project, numbers: std::ops::RangeInclusive<u32>, findings: &mut Findings) {
    let Some(stated) = &project.book.confidential else { return };
    let digits = numbers.end().to_string().len();
    if let Some(width) = stated.label_width.as_ref().filter(|width| width.value < digits) {
        findings.push(
            codes::WRONG_TYPE
                .at(width.place)
                .says(format!(
                    "`label_width` is {}, and the number {} has {digits} digits",
                    width.value,
                    numbers.end()
                ))
                .help(format!("write `label_width = {}`", digits.max(5)))
                .reference(RULE),
        );
    }
    for used in &stated.used {
        let is_same = stated.code.as_ref() == Some(&used.code);
        let meets = *numbers.start() <= used.last && used.first <= *numbers.end();
        if is_same && meets && used.round != project.round.name {
            findings.push(
                codes::LABEL_REUSED
                    .at(stated.first_label.place)
                    .says(format!(
                        "the labels from {} {} on were used in the round {}",
                        used.code,
                        numbers.start().max(&used.first),
                        used.round
                    ))
                    .also(used.place, "these labels")
                    .help(format!(
                        "write `first_label = {}`, or take another code",
                        used.last.saturating_add(1)
                    ))
                    .reference(RULE),
            );
        }
    }
}

/// Facts whose value is marked, in text that will be filed.
fn facts_in_disclosures(project: &Project, evaluator: &Evaluator<'_>, findings: &mut Findings) {
    for disclosure in &project.disclosures {
        each_inline(&disclosure.blocks, &mut |inline| {
            let InlineKind::Fact(expression) = &inline.kind else { return };
            if evaluator.is_confidential(expression) {
                findings.push(
                    codes::CONFIDENTIAL_BUT_PUBLIC
                        .at(inline.place)
                        .says(
                            "a proposed disclosure uses a fact whose value is marked confidential",
                        )
                        .help("leave it out of the disclosure, or take the mark out of the fact")
                        .reference(RULE),
                );
            }
        });
    }
}

/// Returns every text in which facts may stand.
fn texts(project: &Project) -> Vec<&[Block]> {
    let responses = project.responses.iter().map(|response| response.blocks.as_slice());
    responses
        .chain(project.disclosures.iter().map(|disclosure| disclosure.blocks.as_slice()))
        .collect()
}

/// Numbers of the form of a social security number, wherever text of the letter comes from.
fn personal_data(project: &Project, findings: &mut Findings) {
    let as_filed = project.disclosures.iter().filter_map(|one| one.as_filed.as_ref());
    let files = [project.book.file, project.letter.file]
        .into_iter()
        .chain(project.responses.iter().map(|response| response.file))
        .chain(project.disclosures.iter().map(|disclosure| disclosure.file))
        .chain(as_filed.map(|as_filed| as_filed.file));
    for id in files {
        let file = project.files.get(id);
        for range in acceptance::social_security_numbers(&file.text) {
            findings.push(
                codes::PERSONAL_DATA
                    .at(file.place(range))
                    .says("a number of the form of a social security number stands in the text")
                    .help("take it out: the letter is released to the public, and stays there"),
            );
        }
    }
}

/// Disclosures that responses name and that are not there, and the other way round.
fn disclosures(project: &Project, findings: &mut Findings) {
    let known: Vec<&str> =
        project.disclosures.iter().map(|disclosure| disclosure.name.as_str()).collect();
    let all = || project.responses.iter().flat_map(|response| &response.front.disclosures);
    let (mut named, unknown): (BTreeSet<&str>, BTreeSet<&str>) =
        all().map(|name| name.value.as_str()).partition(|name| known.contains(name));
    let unused: Vec<&str> = known.iter().copied().filter(|name| !named.contains(name)).collect();
    for name in all().filter(|name| unknown.contains(name.value.as_str())) {
        // The name is typed without its folder and ending.
        let file = name.value.rsplit('/').next().unwrap_or_default();
        let file = crate::project::stem(file).unwrap_or(file);
        let near = nearest(file, known.iter().copied());
        // One that no response names is meant by the one name that leads nowhere.
        let left = match (unknown.len(), unused.as_slice()) {
            (1, [only]) => Some(*only),
            _ => None,
        };
        let finding = codes::UNKNOWN_DISCLOSURE
            .at(name.place)
            .says(format!("there is no proposed disclosure `{}`", name.value));
        findings.push(match (near, left) {
            // It is not told of that one as well that nothing names it, and so book.toml cannot lower this.
            (Some(near), _) => {
                named.insert(near);
                finding.help(format!("did you mean `{near}`?")).fixed()
            }
            (None, Some(left)) => {
                named.insert(left);
                finding
                    .help(format!(
                        "did you mean `{left}`, which no response names? Else write it to disclosures/{file}.md"
                    ))
                    .fixed()
            }
            (None, None) => finding.help(format!("write it to disclosures/{file}.md")),
        });
    }
    let misnamed = as_filed_alone(project, findings);
    // A response whose front matter is not there may have named any.
    let may_be_named = project.responses.iter().any(|response| !response.front.was_read);
    for disclosure in &project.disclosures {
        if !named.contains(disclosure.name.as_str()) && !may_be_named {
            findings.push(
                codes::UNUSED_DISCLOSURE
                    .at(disclosure.place)
                    .says(format!(
                        "no response names the proposed disclosure `{}`",
                        disclosure.name
                    ))
                    .help(format!(
                        "add `disclosures = [\"{}\"]` to the response that proposes it",
                        disclosure.name
                    )),
            );
        }
        if disclosure.as_filed.is_none() && !misnamed.contains(disclosure.name.as_str()) {
            findings.push(
                codes::DISCLOSURE_WITHOUT_AS_FILED
                    .at(disclosure.place)
                    .says(format!(
                        "the proposed disclosure `{}` has no text as filed beside it",
                        disclosure.name
                    ))
                    .help(format!(
                        "add disclosures/{}.as-filed.md, an empty file where the text is all new",
                        disclosure.name
                    )),
            );
        }
        for key in &disclosure.comments {
            unknown_key(project, &key.value, key.place, findings);
        }
        proposals::check(project, disclosure, findings);
    }
}

/// Texts as filed without a proposed disclosure of their name; returns the names of those that were meant.
fn as_filed_alone<'p>(project: &'p Project, findings: &mut Findings) -> BTreeSet<&'p str> {
    let mut meant = BTreeSet::new();
    let lacking = project.disclosures.iter().filter(|disclosure| disclosure.as_filed.is_none());
    let lacking: Vec<&str> = lacking.map(|disclosure| disclosure.name.as_str()).collect();
    for (name, file) in &project.as_filed_alone {
        let near = nearest(name, lacking.iter().copied().filter(|name| !meant.contains(name)));
        findings.push(
            codes::UNUSED_DISCLOSURE
                .at(project.files.get(*file).first_line())
                .says(format!(
                    "the text as filed of `{name}` has no proposed disclosure beside it"
                ))
                .help(match near {
                    Some(near) => format!(
                        "rename it to {near}.as-filed.md: `{near}` has no text as filed, and is marked against nothing"
                    ),
                    None => format!("add {name}.md, or begin the name with `_`"),
                }),
        );
        meant.extend(near);
    }
    meant
}

fn unknown_key(project: &Project, key: &Key, place: crate::source::Place, findings: &mut Findings) {
    if project.letter.row(key).is_some() {
        return;
    }
    let finding = if project.letter.row(&key.comment_key()).is_some() {
        codes::UNKNOWN_KEY.at(place).says(format!("comment {} has no {key}", key.comment_key()))
    } else {
        codes::UNKNOWN_COMMENT
            .at(place)
            .says(format!("the staff's letter has no comment {}", key.comment_key()))
    };
    findings.push(finding.help("write the key of a unit of the staff's letter"));
}

/// Returns the keys that a file answers, the first of each item.
fn keys_of(response: &Response) -> Vec<Key> {
    let comment = response.front.comment.as_ref().map(|comment| comment.value.clone());
    let sections = response.sections.iter().flat_map(|section| &section.keys);
    let keys: Vec<Key> = sections.map(|(item, _)| item.first().clone()).collect();
    if keys.is_empty() { comment.into_iter().collect() } else { keys }
}

/// A letter that revises and nowhere says that future filings will.
fn intent(project: &Project, coverage: &Coverage, findings: &mut Findings) {
    let closing = project.letter.parts.iter().filter_map(|part| match part {
        Part::Text(block) => Some(crate::letter::block_text(block).to_lowercase()),
        _ => None,
    });
    let asked = closing.into_iter().any(|text| text.contains("intent to include"));
    let undertakes = project.responses.iter().any(|response| response.front.undertaking.is_some());
    let revising = project
        .responses
        .iter()
        .flat_map(|response| &response.front.position)
        .find(|position| position.value == Position::Revise);
    let Some(revising) = revising.filter(|_| asked && !undertakes) else { return };
    let _ = coverage;
    findings.push(
        codes::INTENT_MISSING
            .at(revising.place)
            .says(
                "a response revises, and none undertakes to include the revision in future filings",
            )
            .label("the staff ask for the intent to include it")
            .help("add `undertaking = { filing = \"…\", text = \"…\" }` to the front matter"),
    );
}

/// Links that lead nowhere.
fn references(project: &Project, findings: &mut Findings) {
    for blocks in texts(project) {
        each_inline(blocks, &mut |inline| {
            let InlineKind::Link { address, .. } = &inline.kind else { return };
            let finding = codes::UNKNOWN_REFERENCE.at(inline.place);
            if let Some(key) = address.strip_prefix('#') {
                let known = key.parse::<Key>().is_ok_and(|key| project.letter.row(&key).is_some());
                let is_disclosure = project.disclosures.iter().any(|disclosure| {
                    key.strip_prefix("disclosure-") == Some(disclosure.name.as_str())
                });
                if !known && !is_disclosure {
                    let keys: Vec<String> =
                        project.letter.rows.iter().map(|row| row.key.to_string()).collect();
                    let help = match nearest(key, keys.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean `#{near}`?"),
                        None => {
                            "link to a key of the staff's letter: `[our response](#3.7)`".into()
                        }
                    };
                    findings.push(
                        finding.says(format!("the staff's letter has no `{key}`")).help(help),
                    );
                }
            } else if !address.starts_with("https://") && !address.starts_with("mailto:") {
                findings.push(
                    finding
                        .says(format!(
                            "`{}` is neither https, mailto nor a key",
                            words::first(address, 1)
                        ))
                        .help("write the whole address, `https://…`, or `#` and a key"),
                );
            }
        });
    }
}

/// The letter's head against the staff's letter (Requirement K3: company, filings, file number, date).
fn head(project: &Project, findings: &mut Findings) {
    let front = &project.letter.front;
    let book = &project.book;
    let differs = |a: &str, b: &str| words::compared(a) != words::compared(b);
    let mut mismatch = |place, says: String, also, help: String| {
        findings.push(
            codes::HEADER_MISMATCH.at(place).says(says).also(also, "the staff's letter").help(help),
        );
    };
    if let (Some(stated), Some(place)) = (&front.to.company, book.matter.company_place)
        && !book.matter.company.is_empty()
        && differs(&stated.value, &book.matter.company)
    {
        mismatch(
            place,
            format!(
                "the letter is from {}, the staff wrote to {}",
                book.matter.company, stated.value
            ),
            stated.place,
            format!("write `company = \"{}\"`, or mend letter.md", stated.value),
        );
    }
    if let (Some(stated), Some(first)) = (&book.matter.file_number, front.file_numbers.first())
        && !front.file_numbers.iter().any(|number| !differs(&number.value, &stated.value))
    {
        mismatch(
            stated.place,
            format!("the file number is {}, the staff's letter has {}", stated.value, first.value),
            first.place,
            format!("write `file_number = \"{}\"`, or mend letter.md", first.value),
        );
    }
    // A letter that answers another one is not earlier than it.
    let staffs = front.date.as_ref().map(|date| (date.value, date.place));
    let staffs = staffs.or(project.round.date.map(|date| (date, project.letter.place)));
    if let (Some(own), Some((date, place))) = (&book.letter.date, staffs)
        && own.value < date
    {
        mismatch(
            own.place,
            format!(
                "the letter is dated {}, before the staff's letter that it answers, of {}",
                deadline::long(own.value),
                deadline::long(date)
            ),
            place,
            "write the day on which you send it, `date` under `[letter]`".into(),
        );
    }
    let own: Vec<&str> = book.letter.re.iter().map(|line| line.value.as_str()).collect();
    for line in &front.re {
        let missing = !own.is_empty() && !re_lines::name(&own, &line.value);
        if let (true, Some(first)) = (missing, book.letter.re.first()) {
            mismatch(
                first.place,
                format!("the Re: block lacks \"{}\"", line.value),
                line.place,
                "write the staff's lines to `re`, or leave `re` out".into(),
            );
        }
    }
    if let (Some(date), Some(round)) = (&front.date, project.round.date)
        && date.value != round
    {
        findings.push(
            codes::HEADER_MISMATCH
                .at(date.place)
                .says(format!("the letter is dated {}, its round's folder {round}", date.value))
                .help(format!("name the folder responses/{}, or mend the date", date.value)),
        );
    }
}

/// Pictures that say nothing to those who do not see them (ISO 14289-1, 7.3).
fn pictures(project: &Project, findings: &mut Findings) {
    for blocks in texts(project) {
        each_inline(blocks, &mut |inline| {
            let InlineKind::Image { path, alternative } = &inline.kind else { return };
            if alternative.trim().is_empty() {
                findings.push(
                    codes::MISSING_ALTERNATIVE
                        .at(inline.place)
                        .says(format!("the picture {path} has no description"))
                        .help(format!("say what it shows: `![Stores by state, 2019]({path})`")),
                );
            }
        });
    }
}

/// Totals of tables that differ from their rows.
fn totals(project: &Project, findings: &mut Findings) {
    let evaluator = Evaluator::new(&project.book.facts);
    for blocks in texts(project) {
        footing::check(blocks, &evaluator, &project.files, findings);
    }
}

/// An extension that no letter records.
fn extension(project: &Project, findings: &mut Findings) {
    let Some(extension) = &project.book.deadline.extension else { return };
    if extension.confirmed.is_none() {
        findings.push(
            codes::EXTENSION_UNCONFIRMED
                .at(extension.place)
                .says(format!(
                    "no letter confirms the extension until {}",
                    deadline::long(extension.until)
                ))
                .help("send one, and add its date to the entry, as in `confirmed = 2020-03-13`"),
        );
    }
}

/// Days that answers are put off to: a deferral ends after the day of this letter, and another letter that answers
/// is an earlier one. Two letters of one day could not be told apart by their dates.
fn put_off(project: &Project, findings: &mut Findings) {
    let own = project.book.letter.date.as_ref();
    let staffs = project.letter.front.date.as_ref();
    let stated = own.or(staffs).map(|date| (date.value, Some(date.place)));
    let Some((day, place)) = stated.or(project.round.date.map(|date| (date, None))) else {
        return;
    };
    let whose = if own.is_some() { "this letter" } else { "the staff's letter" };
    let mut told = |rule: Finding| {
        findings.push(match place {
            Some(place) => rule.also(place, format!("the date of {whose}")).fixed(),
            None => rule.fixed(),
        });
    };
    for response in &project.responses {
        let deferred = response.front.deferred.as_ref();
        if let Some(until) = deferred.and_then(|deferred| deferred.until.as_ref())
            && until.value <= day
        {
            told(
                codes::WRONG_TYPE
                    .at(until.place)
                    .says(format!(
                        "the response is deferred until {}, and {whose} is dated {}",
                        deadline::long(until.value),
                        deadline::long(day)
                    ))
                    .help("write the day of the later letter that will answer"),
            );
        }
        // Without a date of its own a letter may be later than any other.
        if let Some(other) = &response.front.answered_in
            && own.is_some()
            && other.value >= day
        {
            let says = match other.value == day {
                true => format!("{} is the date of this letter itself", deadline::long(day)),
                false => format!(
                    "the letter of {} is later than this one, and has answered nothing yet",
                    deadline::long(other.value)
                ),
            };
            told(
                codes::WRONG_TYPE.at(other.place).says(says).help(
                    "name an earlier letter, or write `deferred` with the day of a later one",
                ),
            );
        }
    }
}

/// A due date that is near or gone, as of a day.
pub fn due(project: &Project, as_of: Date, findings: &mut Findings) {
    let Some(deadline) = deadline(project) else { return };
    let holidays = &project.book.deadline.extra_holidays;
    let left = deadline::business_days_until(as_of, deadline.due, holidays);
    let date = deadline::long(deadline.due);
    let place = match (&project.book.deadline.extension, &project.letter.front.respond_within) {
        (Some(extension), _) => extension.place,
        (None, Some(stated)) => stated.place,
        (None, None) => project.letter.place,
    };
    let days = words::counted(left.unsigned_abs() as usize, "business day");
    findings.push(match deadline.standing(as_of, holidays) {
        Standing::Ahead => return,
        Standing::Soon if left == 0 => {
            codes::DUE_SOON.at(place).says(format!("the response is due on {date}, today"))
        }
        Standing::Soon => {
            codes::DUE_SOON.at(place).says(format!("the response is due on {date}, in {days}"))
        }
        Standing::Past => codes::PAST_DUE
            .at(place)
            .says(format!("the response was due on {date}, {days} ago"))
            .help("agree on an extension, and write it to `[deadline]` in book.toml"),
    });
}

/// Returns the day by which the response is due, where the letter states a period or an extension was agreed.
pub fn deadline(project: &Project) -> Option<Deadline> {
    let front = &project.letter.front;
    let stated = &project.book.deadline;
    let days = front.respond_within.as_ref().and_then(|text| deadline::business_days(&text.value));
    let extension = stated.extension.as_ref().map(|extension| deadline::Extension {
        until: extension.until,
        agreed_with: extension.agreed_with.clone(),
        on: extension.on,
        confirmed: extension.confirmed,
    });
    // A round is named by the date of its letter: where letter.md states none, the name does.
    let letter = front.date.as_ref().map(|date| date.value).or(project.round.date);
    Deadline::new(letter, stated.received, days, extension, &stated.extra_holidays)
}

/// Returns the worst status of all units.
pub fn worst(coverage: &Coverage) -> Option<&Status> {
    let units = coverage.rows.iter().filter(|row| row.is_unit);
    units.map(|row| &row.status).min_by_key(|status| status.rank())
}

//! The request for confidential treatment: a letter to the staff, with a copy to the FOIA office.
//!
//! In: the project, and where the marked responses stand on the laid-out pages of the complete edition. Out:
//! a [`Document`] (17 CFR 200.83(c)). Nothing of the marked text enters it.

use std::collections::BTreeMap;

use super::template::{Frame, Value};
use super::{Proposed, addressee_name, document, frame, template, typography};
use crate::coverage::{Coverage, sentence};
use crate::document::{Block, Document, Inline, LinesRole, List, editions};
use crate::finding::Findings;
use crate::key::Key;
use crate::project::Project;
use crate::source::FileId;

/// Where the Office of FOIA Services is, where book.toml states no other place.
const FOIA_OFFICE: [&str; 5] = [
    "Office of FOIA Services",
    "U.S. Securities and Exchange Commission",
    "100 F Street NE",
    "Mail Stop 2465",
    "Washington, DC 20549",
];

/// The responses to a comment, of which some have confidential regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedResponse {
    /// The comment's key.
    pub key: String,
    /// The keys of its bullets whose responses have regions; empty where the comment has no bullets.
    pub bullets: Vec<String>,
    /// The keys of other comments, or of their bullets, which the same text answers.
    pub others: Vec<String>,
    /// The ids of all its answers, in order.
    pub answers: Vec<String>,
}

/// A range of pages that the request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The response.
    pub response: MarkedResponse,
    /// The label of the page on which it begins.
    pub first: String,
    /// The label of the page on which it ends.
    pub last: String,
}

/// Returns the comments whose responses have confidential regions, in the order of the letter.
pub fn marked_responses(
    project: &Project,
    coverage: &Coverage,
    complete: &Document,
) -> Vec<MarkedResponse> {
    let mut responses: Vec<MarkedResponse> = Vec::new();
    let mut marked: Vec<bool> = Vec::new();
    for (id, is_marked) in editions::answers(complete) {
        let Some(key) = id.strip_prefix('r').and_then(|key| key.parse::<Key>().ok()) else {
            continue;
        };
        let comment = key.comment_key().to_string();
        if responses.last().is_none_or(|last| last.key != comment) {
            let (bullets, others, answers) = (Vec::new(), Vec::new(), Vec::new());
            responses.push(MarkedResponse { key: comment.clone(), bullets, others, answers });
            marked.push(false);
        }
        let (Some(response), Some(any)) = (responses.last_mut(), marked.last_mut()) else {
            continue;
        };
        response.answers.push(id);
        if is_marked {
            *any = true;
            for answered in answered_with(project, coverage, &key) {
                match answered.comment_key().to_string() == comment {
                    true if answered == answered.comment_key() => {}
                    true => response.bullets.push(answered.to_string()),
                    false => response.others.push(answered.to_string()),
                }
            }
        }
    }
    let mut marked = marked.into_iter();
    responses.retain(|_| marked.next().unwrap_or(false));
    // The response to a bullet's own words may stand behind those to the bullets in it.
    let row = |key: &String| project.letter.rows.iter().position(|row| row.key.to_string() == *key);
    responses.iter_mut().for_each(|response| response.bullets.sort_by_key(row));
    responses
}

/// Returns the keys of the units that one text answers, of which the first is known.
fn answered_with(project: &Project, coverage: &Coverage, key: &Key) -> Vec<Key> {
    let rows = &project.letter.rows;
    let Some(row) = project.letter.row(key) else { return vec![key.clone()] };
    let claim = coverage.rows[row].claim;
    let together = (row..rows.len())
        .filter(|&other| other == row || (claim.is_some() && coverage.rows[other].claim == claim));
    together.map(|row| rows[row].key.clone()).collect()
}

/// Composes the request.
pub fn request(
    project: &Project,
    coverage: &Coverage,
    template: (&str, FileId),
    complete: &Document,
    ranges: &[Range],
    labels: (&str, &str),
    findings: &mut Findings,
) -> Document {
    let proposed = Proposed::new(project, coverage);
    let mut frame = Frame::new(project, coverage, &proposed);
    let stated = project.book.confidential.as_ref();
    let requester = stated.map(|stated| stated.requester.clone()).unwrap_or_default();
    let name = requester.name.unwrap_or_default();
    let telephone = requester.telephone.unwrap_or_default();
    let legend = complete.running.legend.as_ref();
    let values = [
        ("legend", legend.map(|legend| legend.lines.join(" ")).unwrap_or_default()),
        ("first_label", labels.0.to_owned()),
        ("last_label", labels.1.to_owned()),
        ("staff_member", addressee_name(project)),
        ("grounds", stated.and_then(|stated| stated.grounds.clone()).unwrap_or_default()),
        ("requester_name", name.clone()),
        ("requester_telephone", telephone.clone()),
    ];
    values.into_iter().for_each(|(name, value)| frame.add(name, value));
    let lines = |lines: Vec<String>| -> Vec<Block> {
        let lines: Vec<Vec<Inline>> = lines
            .into_iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| vec![Inline::Text(line)])
            .collect();
        if lines.is_empty() {
            return Vec::new();
        }
        vec![Block::Lines { role: LinesRole::Addressee, lines }]
    };
    let office = stated.and_then(|stated| stated.foia_address.clone());
    let office = office.unwrap_or_else(|| FOIA_OFFICE.map(str::to_owned).to_vec());
    let person = std::iter::once(name).chain(requester.address).chain([telephone]);
    let tokens = BTreeMap::from([
        ("requester", Value::Blocks(lines(person.collect()))),
        ("date", Value::Blocks(frame::date(project))),
        ("addressee", Value::Blocks(frame::addressee(project))),
        ("subject", Value::Blocks(vec![frame::subject(project)])),
        ("salutation", Value::Blocks(frame::salutation(project))),
        ("parts", Value::Blocks(vec![parts(ranges)])),
        ("foia_office", Value::Blocks(lines(office))),
        ("signature", Value::Blocks(frame::signature(project))),
    ]);
    let blocks = template::fill(template.0, template.1, &frame, tokens, findings);
    let title = format!("{} – FOIA Confidential Treatment Request", project.book.matter.company);
    let mut request =
        document(project, title, "FOIA Confidential Treatment Request".into(), false, blocks);
    typography::set(&mut request);
    request
}

fn parts(ranges: &[Range]) -> Block {
    let items = ranges.iter().map(|range| {
        let MarkedResponse { key, bullets, others, .. } = &range.response;
        let also = match others.is_empty() {
            true => String::new(),
            false => format!(", which is the response to {} as well", sentence(others)),
        };
        let of = match bullets.is_empty() {
            true => String::new(),
            false => format!(" ({})", sentence(bullets)),
        };
        let (first, last) = (&range.first, &range.last);
        let text = format!(
            "Response {key}{of}{also}, beginning on the page labeled {first} and ending on the page labeled {last}"
        );
        vec![Block::paragraph(vec![Inline::Text(text)])]
    });
    Block::List(List { start: None, loose: false, items: items.collect() })
}

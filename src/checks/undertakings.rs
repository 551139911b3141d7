//! Revisions that are promised without the text that is proposed.
//!
//! In: the staff's letter and the front matter of the responses. Out: findings, errors where the staff ask for the
//! text: in the comment that is answered, or of all comments in their opening or closing.

use crate::finding::{Findings, Level, codes};
use crate::key::KeyItem;
use crate::letter::{Letter, Part, block_text};
use crate::project::Project;
use crate::response::Response;

/// The words by which the staff ask for it.
const ASKED: &str = "proposed disclosure";

/// Checks the undertakings of a round's responses.
pub(super) fn check(project: &Project, findings: &mut Findings) {
    let around = project.letter.parts.iter().filter_map(|part| match part {
        Part::Text(block) => Some(block_text(block)),
        _ => None,
    });
    let of_all = around.into_iter().any(|text| is_asked(&text));
    for response in &project.responses {
        let Some(undertaking) = &response.front.undertaking else { continue };
        if !response.front.disclosures.is_empty() {
            continue;
        }
        let asked = of_all || is_asked_of(&project.letter, response);
        let key = super::keys_of(response).into_iter().next();
        let mut finding = codes::UNDERTAKING_WITHOUT_DISCLOSURE
            .at(undertaking.place)
            .level(if asked { Level::Error } else { Level::Warning })
            .says(match &key {
                Some(key) => format!("the response to {key} undertakes a revision and names no proposed disclosure"),
                None => "a revision is undertaken and no proposed disclosure named".to_owned(),
            })
            .help("add `disclosures = [\"NAME\"]` to the front matter, and the text to disclosures/NAME.md");
        if asked {
            finding = finding.label("the staff ask for the proposed text");
        }
        findings.push(match &key {
            Some(key) => finding.about(key),
            None => finding,
        });
    }
}

fn is_asked(text: &str) -> bool {
    text.to_lowercase().contains(ASKED)
}

/// Says whether a comment that a response answers asks for the text, in its own words or in those of its items.
fn is_asked_of(letter: &Letter, response: &Response) -> bool {
    let asks = |comment: &crate::letter::Comment| is_asked(&letter.rows[comment.row].text);
    let named = response.front.comment.iter().map(|comment| (&comment.value, &comment.value));
    let items = response.sections.iter().flat_map(|section| &section.keys).map(|(item, _)| item);
    let of_sections = items.map(|item| match item {
        KeyItem::One(key, _) => (key, key),
        KeyItem::Range(first, second, _) => (first, second),
    });
    named.chain(of_sections).any(|(first, second)| {
        let (first, second) = (first.comment_key(), second.comment_key());
        let row = |key| letter.row(key).map(|row| letter.rows[row].comment);
        let (Some(first), Some(second)) = (row(&first), row(&second)) else { return false };
        letter.comments[first.min(second)..=first.max(second)].iter().any(asks)
    })
}

#[cfg(test)]
mod tests {
    use crate::checks::told::told;
    use crate::finding::Level;

    const UNDERTAKES: &str = "undertaking = { filing = \"2020 Form 10-K\", text = \"We will.\" }";

    /// Returns the level of what is told of each of two responses that undertake, to comments 1 and 3.
    fn levels(letter: &str) -> Vec<Level> {
        let one = format!("+++\ncomment = \"1\"\n{UNDERTAKES}\n+++\n\nWe will.\n");
        let three = format!(
            "+++\ncomment = \"3\"\n{UNDERTAKES}\n+++\n\n## 3.a\n\nWe do.\n\n## 3.b\n\nWe will.\n"
        );
        let told = told(letter, "", &[("01-a.md", one.as_str()), ("03-c.md", three.as_str())]);
        told.of("undertaking-without-disclosure").iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn the_text_is_owed_where_its_own_comment_asks_for_it() {
        let letter = "### 1.\n\nPlease revise.\n\n### 3.\n\nPlease:\n\n- a. tell us why.\n- b. show us your PARTS.\n";
        let of_all = "\n---\n\nPlease send us your proposed disclosures.\n";
        let asked = letter.replace("PARTS", "proposed disclosures");
        assert_eq!(levels(letter), [Level::Warning; 2]);
        assert_eq!(levels(&asked), [Level::Warning, Level::Error]);
        assert_eq!(levels(&format!("{letter}{of_all}")), [Level::Error; 2]);
    }
}

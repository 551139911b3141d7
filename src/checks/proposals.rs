//! What a proposed disclosure proposes: some text, other than that as filed, to a comment that names it.

use std::collections::BTreeSet;

use super::keys_of;
use crate::disclosure::Disclosure;
use crate::finding::{Findings, Level, codes};
use crate::key::Key;
use crate::markdown::{Block, BlockKind, InlineKind, each_inline};
use crate::project::Project;
use crate::words;

/// Checks one proposed disclosure.
pub(super) fn check(project: &Project, disclosure: &Disclosure, findings: &mut Findings) {
    let name = &disclosure.name;
    if is_empty(&disclosure.blocks) {
        findings.push(
            codes::EMPTY_RESPONSE
                .at(disclosure.place)
                .says(format!("the proposed disclosure `{name}` has no text"))
                .help("write the text as it shall read below the front matter; a deletion is proposed in words"),
        );
    } else if is_as_filed(project, disclosure) {
        findings.push(
            codes::UNDERTAKING_WITHOUT_DISCLOSURE
                .at(disclosure.place)
                .says(format!("the proposed disclosure `{name}` reads as the text as filed: it proposes nothing"))
                .help("write the text as it shall read"),
        );
    }
    serves(project, disclosure, findings);
}

/// Says whether blocks print nothing.
fn is_empty(blocks: &[Block]) -> bool {
    let mut prints = blocks.iter().any(|block| matches!(block.kind, BlockKind::Code(_)));
    each_inline(blocks, &mut |inline| {
        prints |= match &inline.kind {
            InlineKind::Text(text) => !text.trim().is_empty(),
            InlineKind::Code(_) | InlineKind::Fact(_) | InlineKind::Image { .. } => true,
            _ => false,
        };
    });
    !prints
}

/// Says whether a proposed text is that as filed, blanks and the shapes of quotes and dashes aside.
fn is_as_filed(project: &Project, disclosure: &Disclosure) -> bool {
    let Some(as_filed) = &disclosure.as_filed else { return false };
    let proposed = project.files.get(disclosure.file);
    let body = crate::front::split(proposed, &mut Findings::default()).body;
    let folded = |text: &str| text.chars().map(words::fold).collect::<String>();
    let (proposed, filed) =
        (folded(&proposed.text[body]), folded(&project.files.get(as_filed.file).text));
    proposed.split_whitespace().eq(filed.split_whitespace())
}

/// Reports a disclosure that serves other comments than the responses that name it answer.
fn serves(project: &Project, disclosure: &Disclosure, findings: &mut Findings) {
    let known = |key: &&Key| project.letter.row(key).is_some();
    let naming = project.responses.iter().filter(|response| {
        response.front.disclosures.iter().any(|name| name.value == disclosure.name)
    });
    let answered: BTreeSet<Key> =
        naming.flat_map(keys_of).filter(|key| known(&key)).map(|key| key.comment_key()).collect();
    let served: BTreeSet<Key> = disclosure
        .comments
        .iter()
        .map(|key| &key.value)
        .filter(known)
        .map(Key::comment_key)
        .collect();
    let (Some(first), Some(key)) = (disclosure.comments.first(), answered.first()) else { return };
    if served.is_empty() || !served.is_disjoint(&answered) {
        return;
    }
    findings.push(
        codes::OTHER_COMMENT
            .at(first.place)
            .level(Level::Warning)
            .says(format!(
                "the proposed disclosure `{}` serves {}, and only the response to {key} names it",
                disclosure.name, first.value
            ))
            .help(format!(
                "write `comments = [\"{key}\"]`, or name it in the response to {}",
                first.value
            )),
    );
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{commands, project};

    /// Returns what is told, and its help, where the one proposed disclosure of a book reads so.
    fn told(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/restarted-numbers");
        let round = "responses/2021-06-07";
        std::fs::create_dir_all(folder.path().join(round).join("disclosures")).expect("a folder");
        let names = ["letter.md", "source.txt", "01-model.md", "02-scenarios.md", "q-interim.md"];
        let names = names.iter().map(|name| format!("{round}/{name}"));
        let as_filed = format!("{round}/disclosures/weights.as-filed.md");
        for name in names.chain(["book.toml".to_owned(), as_filed]) {
            std::fs::copy(from.join(&name), folder.path().join(&name)).expect("a copy");
        }
        let path = folder.path().join(round).join("disclosures/weights.md");
        std::fs::write(path, format!("+++\nfiling = \"2021 Form 10-K\"\n{text}")).expect("a file");
        let mut findings = Findings::default();
        let project = project::load(folder.path(), &mut findings).expect("a project");
        commands::check::check(&project, false, &mut findings);
        let said = findings.iter().filter(|finding| finding.level > Level::Note);
        said.map(|it| format!("{}: {}", it.rule.code, it.help.as_deref().unwrap_or_default()))
            .collect()
    }

    #[test]
    fn a_proposal_has_a_text_of_its_own_and_a_response_to_its_comment() {
        assert!(told("comments = [\"2\", \"Q1\"]\n+++\n\nWe weigh.\n").is_empty());
        assert!(told("+++\n\n{{ \"We\" }}\n").is_empty());
        for empty in ["", "\n<!-- We weigh. -->\n", "\n---\n"] {
            let [said] = &told(&format!("+++\n{empty}"))[..] else {
                panic!("{empty}: one finding")
            };
            assert!(said.starts_with("empty-response: write the text"), "{said}");
        }
        let [said] = &told("+++\n\nWe weigh\nseveral cases.\n")[..] else { panic!("one finding") };
        assert_eq!(said, "undertaking-without-disclosure: write the text as it shall read");
        let [said] = &told("comments = [\"Q1\"]\n+++\n\nWe weigh.\n")[..] else { panic!("one") };
        assert_eq!(
            said,
            "other-comment: write `comments = [\"2\"]`, or name it in the response to Q1"
        );
    }

    #[test]
    fn what_will_be_filed_may_quote_the_sign_and_hides_nothing() {
        assert_eq!(
            told("+++\n\nThe price is [***].\n"),
            ["literal-mark: write `\\[***]` if the sign itself is meant, or take it out"]
        );
        assert!(told("+++\n\nThe price is \\[***].\n").is_empty());
    }

    #[test]
    fn the_help_of_a_missing_image_names_the_folder_that_it_is_read_from() {
        let [said] = &told("+++\n\n![Weights](a/units.png)\n")[..] else { panic!("one finding") };
        let round = "responses/2021-06-07";
        assert_eq!(
            *said,
            format!(
                "image-not-found: put a PNG or JPEG file into {round}/disclosures/ and name it from there; \
                 one in {round}/ is `../units.png`"
            )
        );
    }
}

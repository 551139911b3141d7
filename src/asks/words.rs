//! The words of the grammar: each table is what staff letters use, and nothing that was not seen or meant.

use super::sentences::Word;

/// Verbs that ask wherever they open a clause.
pub(super) const STRONG: [&str; 58] = [
    "tell",
    "explain",
    "describe",
    "provide",
    "revise",
    "clarify",
    "disclose",
    "quantify",
    "discuss",
    "identify",
    "confirm",
    "expand",
    "advise",
    "amend",
    "reconcile",
    "furnish",
    "analyze",
    "analyse",
    "justify",
    "demonstrate",
    "substantiate",
    "specify",
    "elaborate",
    "enhance",
    "summarize",
    "ensure",
    "submit",
    "indicate",
    "remove",
    "delete",
    "define",
    "inform",
    "supplement",
    "correct",
    "modify",
    "restate",
    "quantitatively",
    "reevaluate",
    "re-evaluate",
    "reassess",
    "outline",
    "illustrate",
    "attribute",
    "disaggregate",
    "tabulate",
    "relocate",
    "highlight",
    "cite",
    "replace",
    "eliminate",
    "refile",
    "re-file",
    "respond",
    "undertake",
    "acknowledge",
    "enumerate",
    "differentiate",
    "characterize",
];

/// Verbs that are nouns too, or stand in other sentences: they ask where an object follows.
pub(super) const WEAK: [&str; 38] = [
    "address",
    "state",
    "file",
    "list",
    "present",
    "support",
    "update",
    "show",
    "separate",
    "limit",
    "label",
    "include",
    "consider",
    "compare",
    "add",
    "make",
    "give",
    "help",
    "send",
    "break",
    "set",
    "balance",
    "name",
    "detail",
    "evaluate",
    "assess",
    "focus",
    "move",
    "change",
    "express",
    "prepare",
    "insert",
    "attach",
    "calculate",
    "determine",
    "record",
    "address",
    "walk",
];

/// Verbs that only point: what they name is no request.
pub(super) const POINTING: [&str; 5] = ["refer", "see", "note", "recall", "cf"];

/// Verbs that send to a text, as a rule so that something be done then.
pub(super) const PREPARING: [&str; 5] = ["review", "read", "revisit", "reconsider", "look"];

/// Further verbs of duties: `your response should address`.
pub(super) const DUTIES: [&str; 8] =
    ["contain", "reflect", "begin", "cover", "avoid", "use", "comply", "refrain"];

/// What the staff say should be done with a text.
pub(super) const PASSIVE: [&str; 20] = [
    "revised",
    "expanded",
    "amended",
    "disclosed",
    "clarified",
    "removed",
    "modified",
    "updated",
    "included",
    "provided",
    "labeled",
    "filed",
    "presented",
    "restated",
    "corrected",
    "deleted",
    "described",
    "discussed",
    "balanced",
    "signed",
];

/// Texts of which the staff say what they should hold; the word before "should".
pub(super) const TEXTS: [&str; 29] = [
    "response",
    "disclosure",
    "disclosures",
    "discussion",
    "analysis",
    "filing",
    "filings",
    "amendment",
    "explanation",
    "section",
    "presentation",
    "statements",
    "report",
    "document",
    "prospectus",
    "revisions",
    "summary",
    "table",
    "tables",
    "note",
    "notes",
    "caption",
    "heading",
    "language",
    "statement",
    "narrative",
    "schedule",
    "factor",
    "factors",
];

/// What follows a verb that asks.
pub(super) const FOLLOWERS: [&str; 79] = [
    "us",
    "me",
    "the",
    "your",
    "how",
    "whether",
    "why",
    "a",
    "an",
    "any",
    "all",
    "each",
    "to",
    "in",
    "if",
    "what",
    "when",
    "where",
    "which",
    "who",
    "that",
    "these",
    "those",
    "this",
    "such",
    "both",
    "for",
    "with",
    "on",
    "as",
    "accordingly",
    "separately",
    "supplementally",
    "here",
    "more",
    "additional",
    "further",
    "either",
    "its",
    "their",
    "our",
    "specific",
    "specifically",
    "detailed",
    "clearly",
    "out",
    "by",
    "other",
    "every",
    "similar",
    "appropriate",
    "quantitative",
    "qualitative",
    "related",
    "also",
    "it",
    "them",
    "why,",
    "revised",
    "proposed",
    "sample",
    "supporting",
    "risk",
    "disclosure",
    "disclosures",
    "information",
    "material",
    "relevant",
    "i",
    "1",
    "at",
    "from",
    "sufficient",
    "whatever",
    "so",
    "note",
    "item",
    "throughout",
    "future",
];

/// What follows a verb that is surely one: `and state whether`.
pub(super) const CLEAR: [&str; 7] = ["us", "whether", "how", "why", "that", "if", "what"];

/// States that make a condition of `if` and a word: `if material`.
pub(super) const STATES: [&str; 18] = [
    "so",
    "not",
    "applicable",
    "material",
    "true",
    "necessary",
    "appropriate",
    "practicable",
    "possible",
    "known",
    "significant",
    "different",
    "any",
    "available",
    "required",
    "feasible",
    "relevant",
    "needed",
];

/// Words that open a phrase or clause below the one that asks.
const SUBORDINATE: [&str; 46] = [
    "in",
    "if",
    "to",
    "for",
    "with",
    "as",
    "when",
    "where",
    "given",
    "since",
    "based",
    "although",
    "while",
    "after",
    "before",
    "because",
    "regarding",
    "on",
    "at",
    "from",
    "under",
    "considering",
    "absent",
    "unless",
    "should",
    "assuming",
    "though",
    "despite",
    "notwithstanding",
    "concerning",
    "using",
    "within",
    "through",
    "by",
    "once",
    "until",
    "upon",
    "prior",
    "during",
    "whether",
    "of",
    "beyond",
    "consistent",
    "pursuant",
    "whenever",
    "provided",
];

/// Words that join what is asked to what went before, alone or before a comma.
const OPENERS: [&str; 30] = [
    "also",
    "additionally",
    "further",
    "furthermore",
    "moreover",
    "finally",
    "lastly",
    "similarly",
    "separately",
    "supplementally",
    "accordingly",
    "specifically",
    "alternatively",
    "likewise",
    "then",
    "therefore",
    "thus",
    "consequently",
    "otherwise",
    "however",
    "instead",
    "first",
    "second",
    "third",
    "but",
    "and",
    "or",
    "next",
    "rather",
    "hence",
];

/// Phrases that do the same without a comma.
const PHRASES: [&[&str]; 15] = [
    &["in", "addition"],
    &["in", "future", "filings"],
    &["in", "your", "response"],
    &["in", "your", "next", "amendment"],
    &["in", "your", "amended", "filing"],
    &["in", "an", "amendment"],
    &["in", "doing", "so"],
    &["in", "this", "regard"],
    &["in", "that", "regard"],
    &["as", "such"],
    &["as", "applicable"],
    &["where", "applicable"],
    &["as", "appropriate"],
    &["as", "part", "of", "your", "response"],
    &["as", "necessary"],
];

/// Adverbs between "please" and its verb, or before a bare one.
const ADVERBS: [&str; 22] = [
    "also",
    "further",
    "supplementally",
    "specifically",
    "separately",
    "briefly",
    "clearly",
    "additionally",
    "fully",
    "more",
    "then",
    "promptly",
    "expressly",
    "prominently",
    "similarly",
    "instead",
    "now",
    "either",
    "simply",
    "explicitly",
    "quantitatively",
    "better",
];

/// Verbs that make a subject of the word before them.
const FINITE: [[&str; 8]; 2] = [
    ["is", "was", "are", "were", "has", "had", "will", "may"],
    ["can", "would", "could", "shall", "does", "did", "have", "must"],
];

/// What is said politely and asks for nothing of the response.
const PROCEDURE: [&[&str]; 25] = [
    &["contact"],
    &["call"],
    &["feel"],
    &["direct"],
    &["understand"],
    &["be", "advised"],
    &["be", "aware"],
    &["be", "as", "detailed"],
    &["be", "reminded"],
    &["do", "not", "hesitate"],
    &["keep", "in", "mind"],
    &["bear", "in", "mind"],
    &["remember"],
    &["allow"],
    &["telephone"],
    &["respond", "to", "these"],
    &["respond", "to", "this"],
    &["respond", "to", "our"],
    &["respond", "to", "the", "comments"],
    &["furnish", "a", "cover"],
    &["furnish", "a", "letter"],
    &["direct", "your", "questions"],
    &["find"],
    &["accept"],
    &["submit", "your", "response"],
];

/// Several words that ask together.
const ASKING: [&[&str]; 8] = [
    &["let", "us", "know"],
    &["help", "us"],
    &["walk", "us"],
    &["be", "sure", "to"],
    &["be", "specific"],
    &["break", "out"],
    &["break", "down"],
    &["set", "forth"],
];

fn begins(words: &[Word], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && words.iter().zip(phrase).all(|(word, text)| word.text == *text)
}

/// Returns how many words at the start join the clause to what went before.
pub(super) fn opener(words: &[Word]) -> usize {
    let phrase =
        PHRASES.iter().filter(|phrase| begins(words, phrase)).map(|phrase| phrase.len()).max();
    if let Some(length) = phrase {
        return length + opener(&words[length..]);
    }
    match words.first() {
        // A label before the request: "(i)", "1)".
        Some(word) if OPENERS.contains(&word.text.as_str()) => 1 + opener(&words[1..]),
        _ => 0,
    }
}

/// Returns how many adverbs stand before a verb.
pub(super) fn adverbs(words: &[Word]) -> usize {
    words.iter().take_while(|word| ADVERBS.contains(&word.text.as_str())).count()
}

/// Returns the length of a condition at the start, its comma included.
pub(super) fn condition(words: &[Word]) -> usize {
    let Some(first) = words.first() else { return 0 };
    if first.text == "otherwise" {
        return 1;
    }
    let is_opening =
        matches!(first.text.as_str(), "if" | "unless" | "where" | "assuming" | "should")
            || begins(words, &["to", "the", "extent"])
            || begins(words, &["in", "the", "event"])
            || begins(words, &["as", "applicable"])
            || begins(words, &["in", "that", "case"])
            || begins(words, &["when", "applicable"]);
    if !is_opening {
        return 0;
    }
    // "if not please revise" has no comma.
    if let [_, state, rest @ ..] = words
        && STATES.contains(&state.text.as_str())
        && (state.ends_with_comma
            || rest.first().is_none_or(|next| next.is("please") || is_verb(&next.text)))
    {
        return 2;
    }
    // The comma within a date ends nothing: "the February 29, 2008 test".
    let ends = |at: &usize| {
        let is_date = words.get(at + 1).is_some_and(|next| next.text.parse::<u16>().is_ok());
        words[*at].ends_with_comma && !is_date
    };
    match (0..words.len()).find(ends) {
        Some(comma) => comma + 1,
        None => words.iter().position(|word| word.is("please")).unwrap_or(words.len()),
    }
}

/// Says whether a word may open a phrase or clause that a comma ends.
pub(super) fn begins_subordinate(text: &str) -> bool {
    SUBORDINATE.contains(&text)
}

/// Says whether the word behind this one is a noun.
pub(super) fn is_article(text: &str) -> bool {
    ["the", "a", "an", "any", "this", "that", "each", "your", "its", "their", "of", "such", "no"]
        .contains(&text)
}

/// Says whether a word is a verb that asks.
pub(super) fn is_verb(text: &str) -> bool {
    STRONG.contains(&text) || WEAK.contains(&text)
}

/// Says whether words ask together.
pub(super) fn is_phrase(words: &[Word]) -> bool {
    ASKING.iter().any(|phrase| begins(words, phrase))
}

/// Says whether words tell of the procedure.
pub(super) fn is_procedure(words: &[Word]) -> bool {
    PROCEDURE.iter().any(|phrase| begins(words, phrase))
}

/// Says whether the word before this one is its subject.
pub(super) fn is_finite(text: &str) -> bool {
    FINITE.iter().flatten().any(|verb| *verb == text)
}

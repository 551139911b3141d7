//! The requests inside the staff's prose: what a unit's words ask for, one by one.
//!
//! In: the words of a comment, bullet or part. Out: [`Ask`]s in reading order. A small grammar, no guessing:
//!
//! ```text
//! text     = sentence { sentence } ;
//! sentence = clause { ";" clause } ;               (* `sentences` cuts both *)
//! clause   = request { [ "," ] "and" request } | question | duty | anything else ;
//! request  = { opener } [ condition "," ] [ "please" ] verb … ;
//! question = … "?" ;
//! duty     = ( "you" | "your response" | "the disclosure" … ) "should" verb … | "we request that" … ;
//! opener   = "also" | "additionally," | "in your response," … ;
//! condition = "if so" | "if not" | "to the extent …" | "where …" … ;
//! ```
//!
//! Not requests: where the staff only points ("please refer to …"), what they tell of the procedure ("please
//! contact …", "please note that …"), what they leave open ("you may wish to …"), and what the company said.
//! Knows no keys: the first request of `3.7` is `3.7#1` for whoever holds the letter.

pub mod customary;
mod sentences;
mod words;

use std::ops::Range;

use sentences::{Clause, Sentence, Word};

/// A request within a unit's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The bytes of the unit's words that it stands in.
    pub range: Range<usize>,
    /// Its words as the staff wrote them, without the full stop.
    pub text: String,
    /// Under which condition it is asked, in the staff's words: `If so`, `To the extent material`.
    pub condition: Option<String>,
    /// Whether its verb has no object: `Please tell us, and revise to disclose, …` names it only later.
    is_open: bool,
}

/// Finds the requests in a text.
pub fn find(text: &str) -> Vec<Ask> {
    of_sentences(text, &sentences::cut(text))
}

/// Finds the requests in a text that items follow, without those that are asked through the items.
///
/// The last sentence opens the items where no stop ends it, or it announces "the following". Its last request
/// goes on in them, and so does each other one of it that has no object yet.
pub fn before_items(text: &str) -> Vec<Ask> {
    let sentences = sentences::cut(text);
    let mut asks = of_sentences(text, &sentences);
    let end = text.trim_end().len();
    let opens_items = !sentences::is_closed(text.trim_end())
        || asks.last().is_some_and(|ask| ask.text.contains("following"));
    let clause = sentences.last().and_then(|sentence| sentence.clauses.first());
    let start = clause.map_or(end, |clause| clause.range.start);
    if opens_items {
        asks.retain(|ask| ask.range.end < end && !(ask.is_open && ask.range.start >= start));
    }
    asks
}

fn of_sentences(text: &str, sentences: &[Sentence]) -> Vec<Ask> {
    let mut asks = Vec::new();
    for sentence in sentences {
        let mut found = false;
        for clause in &sentence.clauses {
            found |= requests(text, clause, &mut asks);
        }
        // A question asks once as a whole, unless a clause of it asks by itself.
        if sentence.is_question && !found {
            let range = sentence.clauses.first().map_or(0, |clause| clause.range.start)
                ..sentence.clauses.last().map_or(0, |clause| clause.range.end);
            let condition = sentence.clauses.first().and_then(|clause| {
                let length = words::condition(&clause.words);
                (0 < length && length < clause.words.len())
                    .then(|| shown(text, clause.words[0].start..clause.words[length - 1].end))
            });
            asks.push(ask(text, range, condition, false));
        }
    }
    asks
}

/// Where a request begins in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    /// The word from which its text is shown.
    start: usize,
    /// Its verb.
    verb: usize,
    weight: Weight,
}

/// How much a verb asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// It asks.
    Asks,
    /// It points, or tells of the procedure: what follows behind "and" may ask.
    Points,
    /// It asks for reading only: a request where nothing else of the clause is one.
    Prepares,
}

/// Adds the requests of a clause; says whether there is any.
fn requests(text: &str, clause: &Clause, asks: &mut Vec<Ask>) -> bool {
    let words = clause.words.as_slice();
    let heads = heads(words);
    let real: Vec<Head> =
        heads.iter().copied().filter(|head| head.weight == Weight::Asks).collect();
    let real = if real.is_empty() {
        heads.iter().copied().filter(|head| head.weight == Weight::Prepares).take(1).collect()
    } else {
        real
    };
    let opening = opening_condition(words, &heads);
    for (index, head) in real.iter().enumerate() {
        let start = if index == 0 { clause.range.start } else { words[head.start].start };
        let end = real.get(index + 1).map_or(clause.range.end, |next| words[next.start].start);
        let end = without_join(text, start, end);
        let last = words.iter().rposition(|word| word.start < end).unwrap_or(head.verb);
        let condition = own_condition(words, head, index)
            .or_else(|| opening.clone())
            .or_else(|| closing_condition(words, head.verb, last))
            .map(|range| shown(text, words[range.start].start..words[range.end - 1].end));
        let is_open = has_no_object(words, head.verb, last);
        asks.push(ask(text, start..end, condition, is_open));
    }
    !real.is_empty()
}

fn ask(text: &str, range: Range<usize>, condition: Option<String>, is_open: bool) -> Ask {
    Ask { text: shown(text, range.clone()), range, condition, is_open }
}

/// Says whether no object stands between a request's verb and its last word: `tell us`, `provide us with`,
/// `explain supplementally`, `tell us, with a view toward disclosure`.
fn has_no_object(words: &[Word], verb: usize, last: usize) -> bool {
    let is_object = |word: &Word| {
        !matches!(word.text.as_str(), "us" | "with" | "to" | "for") && !word.text.ends_with("ly")
    };
    let object =
        (verb + 1..=last).find(|&at| words[at - 1].ends_with_comma || is_object(&words[at]));
    let Some(object) = object else { return true };
    // A phrase that a comma parts from the verb is none, if nothing follows it.
    words[object - 1].ends_with_comma
        && words::begins_subordinate(&words[object].text)
        && !words[object..last].iter().any(|word| word.ends_with_comma)
}

/// Returns words as they are shown: on one line, without the stop at their end.
fn shown(text: &str, range: Range<usize>) -> String {
    let text = text.get(range).unwrap_or_default();
    let text = text.trim().trim_end_matches(['.', ';', ',', ':']).trim_end();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the end of a request without the `, and` that joins the next one to it.
fn without_join(text: &str, start: usize, end: usize) -> usize {
    let mut piece = text[start..end].trim_end();
    for join in [" and", ","] {
        piece = piece.strip_suffix(join).unwrap_or(piece).trim_end();
    }
    start + piece.len()
}

/// Finds where requests begin in a clause, in order.
fn heads(words: &[Word]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    if let Some(head) = first_head(words) {
        heads.push(head);
    }
    let mut at = heads.first().map_or(0, |head| head.verb + 1);
    while at < words.len() {
        let head = polite(words, at)
            .or_else(|| duty(words, at))
            .or_else(|| joined(words, at, heads.last()));
        match head {
            Some(head) => {
                at = head.verb + 1;
                heads.push(head);
            }
            None => at += 1,
        }
    }
    heads
}

/// Finds a bare imperative at the clause's start, behind its openers and conditions.
fn first_head(words: &[Word]) -> Option<Head> {
    let mut at = 0;
    loop {
        at += words::opener(&words[at.min(words.len())..]);
        if let Some(head) = imperative(words, at) {
            return Some(Head { start: 0, ..head });
        }
        if words.get(at).is_some_and(|word| word.is("please")) {
            // Left to `polite`, which knows what is only said politely.
            return None;
        }
        let Some(next) = subordinate_end(words, at) else { break };
        at = next;
    }
    // "If your controls changed, with regard to … , describe": the comma before the verb is not the first.
    if !words.first().is_some_and(|word| words::begins_subordinate(&word.text)) {
        return None;
    }
    (1..words.len())
        .filter(|&at| words[at - 1].ends_with_comma)
        .find_map(|at| {
            let at = at + words::opener(&words[at..]);
            imperative(words, at)
        })
        .map(|head| Head { start: 0, ..head })
}

/// Returns the word after the comma that ends a phrase such as `In your response,`.
fn subordinate_end(words: &[Word], at: usize) -> Option<usize> {
    let first = words.get(at)?;
    if !words::begins_subordinate(&first.text) {
        return None;
    }
    let comma = (at..words.len()).find(|&index| words[index].ends_with_comma)?;
    Some(comma + 1)
}

/// Reads an imperative of the staff at a word: `Tell us …`, `Revise …`.
fn imperative(words: &[Word], at: usize) -> Option<Head> {
    let at = at + words::adverbs(&words[at.min(words.len())..]);
    let word = words.get(at)?;
    let weight = if words::POINTING.contains(&word.text.as_str()) {
        Weight::Points
    } else if words::PREPARING.contains(&word.text.as_str()) {
        Weight::Prepares
    } else if words::STRONG.contains(&word.text.as_str())
        || (words::WEAK.contains(&word.text.as_str()) && followed(words, at))
        || words::is_phrase(&words[at..])
    {
        Weight::Asks
    } else {
        return None;
    };
    // "Disclose, in 2008, …" asks; "Support was …" and "Provide for …" as nouns or participles do not.
    let is_subject = words.get(at + 1).is_some_and(|next| words::is_finite(&next.text));
    (!is_subject).then_some(Head { start: at, verb: at, weight })
}

/// Says whether an object follows a verb that may also be a noun.
fn followed(words: &[Word], verb: usize) -> bool {
    if words[verb].ends_with_comma {
        return false;
    }
    words.get(verb + 1).is_none_or(|next| {
        let is_gerund = words[verb].is("consider") && next.text.ends_with("ing");
        is_gerund
            || words::FOLLOWERS.contains(&next.text.as_str())
            || next.text.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Reads `please` and what it asks for; `please contact` and the like ask for nothing.
fn polite(words: &[Word], at: usize) -> Option<Head> {
    if !words[at].is("please") {
        return None;
    }
    let verb = at + 1 + words::adverbs(&words[at + 1..]);
    let word = words.get(verb)?;
    let start = back_over_condition(words, at);
    let head = |weight| Some(Head { start, verb, weight });
    if words::POINTING.contains(&word.text.as_str()) || words::is_procedure(&words[verb..]) {
        return head(Weight::Points);
    }
    if words::PREPARING.contains(&word.text.as_str()) {
        return head(Weight::Prepares);
    }
    head(Weight::Asks)
}

/// Reads what somebody should do: `you should revise`, `your response should include`, `we request that you`.
fn duty(words: &[Word], at: usize) -> Option<Head> {
    let text = |offset: usize| words.get(at + offset).map_or("", |word| word.text.as_str());
    if text(0) == "should" || text(0) == "must" {
        let subject = at.checked_sub(1).map(|before| words[before].text.as_str())?;
        let skip = words::adverbs(&words[at + 1..]) + 1;
        let is_about_text = words::TEXTS.contains(&subject);
        let verb = text(skip);
        let is_active = words::STRONG.contains(&verb)
            || words::WEAK.contains(&verb)
            || words::DUTIES.contains(&verb);
        let is_passive = verb == "be" && words::PASSIVE.contains(&text(skip + 1));
        let asks = match subject {
            "you" => is_active,
            _ => is_about_text && (is_active || is_passive),
        };
        // "Tell us why you should …" and "whether the disclosure should …" are part of another request.
        let is_inner = words[..at].iter().rev().take(4).any(|word| {
            ["why", "whether", "how", "if", "what", "when", "that's"].contains(&word.text.as_str())
        });
        return (asks && !is_inner).then_some(Head {
            start: at.saturating_sub(1),
            verb: at + skip,
            weight: Weight::Asks,
        });
    }
    if text(0) != "we" {
        let is_staff = text(0) == "staff" && ["requests", "asks"].contains(&text(1));
        return is_staff.then_some(Head { start: at, verb: at + 1, weight: Weight::Asks });
    }
    let skip = 1 + words::adverbs(&words[at + 1..]);
    let asks = match text(skip) {
        "request" | "ask" | "urge" => ["that", "you", "the"].contains(&text(skip + 1)),
        "reissue" | "repeat" => true,
        "would" => {
            text(skip + 1) == "like" && ["you", "to"].contains(&text(skip + 2))
                || (text(skip + 1) == "appreciate")
        }
        _ => false,
    };
    asks.then_some(Head { start: at, verb: at + skip, weight: Weight::Asks })
}

/// Reads a request that `and` or a comma joins to the one before it: `…, and quantify the amount`.
fn joined(words: &[Word], at: usize, above: Option<&Head>) -> Option<Head> {
    let above = above.filter(|_| at > 0)?;
    let is_and = words[at].is("and");
    let after_comma = words[at - 1].ends_with_comma;
    if !is_and && !after_comma {
        return None;
    }
    let start = if is_and { at + 1 } else { at };
    // "…, or revise" offers another way to answer the same request.
    let is_or = words.get(start).is_some_and(|word| word.is("or"));
    if is_or && words::condition(&words[start + 1..]) == 0 {
        return None;
    }
    // "identify and quantify", "explain, justify and disclose": verbs that share one object are one request.
    let before = start.checked_sub(if is_and { 2 } else { 1 })?;
    let is_noun = before > 0 && words::is_article(&words[before - 1].text);
    if words::is_verb(&words[before].text) && !is_noun {
        return None;
    }
    let mut verb = start + words::opener(&words[start..]);
    // "…, and, if so, describe": a condition may stand between.
    let condition = words::condition(&words[verb..]);
    if condition > 0 && words.get(verb + condition - 1).is_some_and(|word| word.ends_with_comma) {
        verb += condition;
    }
    verb += words::opener(&words[verb.min(words.len())..]);
    if words.get(verb).is_some_and(|word| word.is("please")) {
        return None;
    }
    verb += words::adverbs(&words[verb.min(words.len())..]);
    let word = words.get(verb)?;
    let next = words.get(verb + 1).map_or("", |next| next.text.as_str());
    let is_clear = is_and && (after_comma || condition > 0);
    let asks = if words::STRONG.contains(&word.text.as_str()) {
        // Without "and" only a verb with its object goes on with the list.
        is_and && followed(words, verb) || followed(words, verb) && !words[verb].ends_with_comma
    } else if words::WEAK.contains(&word.text.as_str()) {
        // Behind "please refer to …, and" every verb with an object is what the staff came for.
        let is_clear = is_clear || (is_and && above.weight != Weight::Asks);
        (is_clear && followed(words, verb)) || words::CLEAR.contains(&next)
    } else {
        words::is_phrase(&words[verb..])
    };
    // What somebody else does is told, not asked: "whether you will amend …, and file …" goes on with "you".
    let told = words[..start].iter().rev().take(12).take_while(|word| !word.is("please"));
    let is_told = !after_comma
        && told.clone().any(|word| word.is("who") || word.is("which"))
        && !["us", "to"].contains(&next);
    (asks && !is_told).then_some(Head { start, verb, weight: Weight::Asks })
}

/// Returns the first word of a request that `and, if so,` or `and` joins to the one before it.
fn back_over_condition(words: &[Word], please: usize) -> usize {
    let mut start = please;
    let mut at = please;
    // A condition right before "please" belongs to it: "…, and if not, please revise".
    while at > 0 && please - at < 12 {
        at -= 1;
        let length = words::condition(&words[at..]);
        if length > 0 && at + length == please {
            start = at;
            break;
        }
        if words::opener(&words[at..]) > 0 && at + words::opener(&words[at..]) == please {
            start = at;
        }
    }
    start
}

/// Returns the condition that a joined request has of its own, or that opens the clause.
fn own_condition(words: &[Word], head: &Head, index: usize) -> Option<Range<usize>> {
    if index == 0 {
        return None;
    }
    (head.start..head.verb).find_map(|at| {
        let length = words::condition(&words[at..head.verb]);
        (length > 0).then_some(at..at + length)
    })
}

/// Returns the condition at the start of a clause, which holds for all of its requests.
fn opening_condition(words: &[Word], heads: &[Head]) -> Option<Range<usize>> {
    let verb = heads.first()?.verb;
    let mut at = 0;
    while at < verb {
        let length = words::condition(&words[at..verb]);
        if length > 0 {
            return Some(at..at + length);
        }
        match words::opener(&words[at..verb]) {
            0 => return None,
            skipped => at += skipped,
        }
    }
    None
}

/// Returns the condition at the end of a request: `to the extent material`, `if applicable`.
fn closing_condition(words: &[Word], verb: usize, last: usize) -> Option<Range<usize>> {
    let end = last + 1;
    (verb + 1..end).rev().find_map(|at| {
        let words = &words[at..end];
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let is_condition = match texts.as_slice() {
            ["to", "the", "extent", ..] => true,
            ["if" | "where" | "as", state] => words::STATES.contains(state),
            ["if", "not" | "otherwise", state] => words::STATES.contains(state),
            _ => false,
        };
        is_condition.then_some(at..end)
    })
}

//! Facts: figures that book.toml states once, and the expressions that use them.
//!
//! In: `[facts]` of book.toml, and an expression between `{{` and `}}`. Out: its value as text, never
//! as Markdown, or the finding that says why there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Enumerator, Object};
use minijinja::{Environment, Expression, UndefinedBehavior, Value};

use crate::expressions::LONGEST;
use crate::fields::{Placed, nearest};
use crate::finding::{Finding, Findings, codes};
use crate::markdown::{Block, InlineKind, each_inline};
use crate::placeholders;
use crate::reader::near::{near_fact, near_mark_in};
use crate::regions::RULE;
use crate::secrets::words::is_unseen;
use crate::source::Place;

/// The facts of a matter, by name.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Name to value; each is where its name stands.
    pub values: BTreeMap<String, Placed<String>>,
    /// The facts whose whole value is marked: confidential wherever they are used.
    pub confidential: BTreeSet<String>,
}

/// Returns what stands between the marks of a fact whose whole value is marked; none where it has no
/// marks, and an error where they are not whole, or nearly marks.
pub fn marked_value(value: &str) -> Option<Result<&str, ()>> {
    let has_mark = |text: &str| text.contains("[***") || text.contains("***]");
    if !has_mark(value) {
        return near_mark_in(value).map(|_| Err(()));
    }
    let inner = value.trim().strip_prefix("[***").and_then(|rest| rest.strip_suffix("***]"));
    Some(inner.map(str::trim).filter(|inner| !inner.is_empty() && !has_mark(inner)).ok_or(()))
}

/// Says whether a text shows nothing: blanks, and signs that are not seen.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_unseen(c))
}

/// Steps that an expression may take: enough for any figure, too few to wait for.
const FUEL: u64 = 10_000;

/// How many signs of an expression a message shows.
const SHOWN: usize = 200;

/// What an expression may be called upon, made once for all of them.
pub struct Evaluator<'a> {
    facts: &'a Facts,
    environment: Environment<'static>,
    context: Value,
    asked: Arc<Asked>,
}

/// The facts as expressions see them, which remembers those that an expression asked for.
///
/// What an expression is made of says this only in part: the parser's list of names has none of a slice.
#[derive(Debug)]
struct Asked {
    values: BTreeMap<String, String>,
    names: Mutex<BTreeSet<String>>,
}

impl Asked {
    /// Returns the names that were asked for since the last call.
    fn take(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.names.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, name: &str) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    }
}

impl Object for Asked {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        let value = self.values.get(name)?;
        self.note(name);
        Some(Value::from(value.as_str()))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.values.keys().for_each(|name| self.note(name));
        Enumerator::Values(self.values.keys().map(|name| Value::from(name.as_str())).collect())
    }
}

impl<'a> Evaluator<'a> {
    /// Returns an evaluator of expressions over `facts`.
    pub fn new(facts: &'a Facts) -> Self {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let values = facts.values.iter().map(|(name, value)| (name.clone(), value.value.clone()));
        let asked = Arc::new(Asked { values: values.collect(), names: Mutex::default() });
        let facts_value = Value::from_dyn_object(asked.clone());
        let context = Value::from_pairs([("facts", facts_value)]);
        Self { facts, environment, context, asked }
    }

    /// Returns the value of an expression that stands at `place`.
    pub fn value(&self, expression: &str, place: Place) -> Result<String, Box<Finding>> {
        let malformed = |reason: &str| Box::new(malformed(expression, place, reason));
        let compiled = self.compiled(expression).map_err(|reason| malformed(&reason))?;
        if let Some(name) = self.with_hyphen(expression) {
            return Err(Box::new(hyphen(name, place)));
        }
        for name in compiled.undeclared_variables(true) {
            match name.strip_prefix("facts.") {
                Some(fact) if self.facts.values.contains_key(fact) => {}
                Some(fact) => return Err(Box::new(self.unknown(fact, place))),
                None if name == "facts" => {}
                None => return Err(Box::new(self.unknown(&name, place))),
            }
        }
        let value = compiled
            .eval(&self.context)
            .map_err(|error| malformed(error.detail().unwrap_or("it cannot be evaluated")))?;
        if value.is_undefined() || value.is_none() || value.as_object().is_some() {
            return Err(malformed("it gives no text"));
        }
        let text = value.to_string();
        // The marks of a fact were taken away with its reading: these were typed into the expression.
        let has_mark = ["[***", "***]"].iter().any(|mark| text.contains(mark));
        if has_mark || near_mark_in(&text).is_some() {
            return Err(Box::new(
                codes::MISPLACED_MARK
                    .at(place)
                    .says("a confidential mark stands within an expression, which hides nothing")
                    .help("mark the expression itself: `[*** {{ facts.NAME }} ***]`")
                    .reference(RULE),
            ));
        }
        Ok(text)
    }

    /// Reads an expression, or says why it cannot be read.
    fn compiled<'e>(&'e self, expression: &'e str) -> Result<Expression<'e, 'e>, String> {
        // The engine follows signs into one another until its stack has an end.
        if expression.len() > LONGEST {
            return Err(format!(
                "it has {} signs, and at most {LONGEST} are read",
                expression.len()
            ));
        }
        let compiled = self.environment.compile_expression(expression);
        compiled.map_err(|error| error.detail().unwrap_or("it cannot be read").to_owned())
    }

    fn unknown(&self, name: &str, place: Place) -> Finding {
        let known = self.facts.values.keys().map(String::as_str);
        // `fact.a` and `Facts.a` are meant for facts.
        let asked = behind_facts(name).unwrap_or(name);
        let near =
            if self.facts.values.contains_key(asked) { Some(asked) } else { nearest(asked, known) };
        let help = match near {
            Some(near) => format!("did you mean `{{{{ {} }}}}`?", reference(near)),
            None => format!("add `{asked} = \"…\"` under `[facts]` in book.toml"),
        };
        codes::UNKNOWN_FACT.at(place).says(format!("book.toml has no fact `{name}`")).help(help)
    }

    /// Returns the name in an expression that is no more than `facts.NAME`, where the name has a hyphen.
    fn with_hyphen<'e>(&self, expression: &'e str) -> Option<&'e str> {
        let name = expression.strip_prefix("facts.")?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let is_one = name.contains('-') && !name.ends_with('-') && name.chars().all(is_name);
        // A value is text, so that no difference can be meant.
        is_one.then_some(name)
    }

    /// Says whether an expression may hold the value of a confidential fact, in whatever form.
    pub fn is_confidential(&self, expression: &str) -> bool {
        if self.facts.confidential.is_empty() {
            return false;
        }
        // A fact whose name is worked out (`facts["a" ~ "b"]`) may be any of them.
        let (named, has_value) = self.named(expression);
        let is_confidential =
            |name: &str| name.is_empty() || self.facts.confidential.contains(name);
        !has_value || named.iter().any(|name| is_confidential(name))
    }

    /// Returns the facts that an expression names, and those that it asks for; an empty name is any of them. Says
    /// beside whether it has a value.
    fn named(&self, expression: &str) -> (BTreeSet<String>, bool) {
        let Ok(compiled) = self.compiled(expression) else {
            return (BTreeSet::new(), false);
        };
        self.asked.take();
        let has_value = compiled.eval(&self.context).is_ok();
        let mut names = self.asked.take();
        names.extend(compiled.undeclared_variables(true).iter().map(|name| {
            let fact = name.strip_prefix("facts.").unwrap_or_default();
            fact.split('.').next().unwrap_or(fact).to_owned()
        }));
        (names, has_value)
    }

    /// Returns the facts that an expression was meant to name, and does not: each has its finding, and is used.
    fn meant(&self, expression: &str) -> BTreeSet<String> {
        let hyphen = self.with_hyphen(expression).map(str::to_owned);
        let Ok(compiled) = self.compiled(expression) else {
            return hyphen.into_iter().collect();
        };
        let names = compiled.undeclared_variables(true);
        let meant = names.iter().filter_map(|name| behind_facts(name).map(str::to_owned));
        meant.chain(hyphen).collect()
    }
}

/// Returns what stands behind `facts.`, or behind what is nearly that.
fn behind_facts(name: &str) -> Option<&str> {
    let (root, fact) = name.split_once('.')?;
    ["facts", "fact"].iter().any(|word| root.eq_ignore_ascii_case(word)).then_some(fact)
}

/// Returns a fact as an expression names it: `facts.a`, and `facts["a-b"]` where the name is more than a word.
fn reference(name: &str) -> String {
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if is_word { format!("facts.{name}") } else { format!("facts[\"{name}\"]") }
}

fn hyphen(name: &str, place: Place) -> Finding {
    codes::UNKNOWN_FACT
        .at(place)
        .says(format!("`facts.{name}` has a hyphen, which is read as the sign of a difference"))
        .help(format!(
            "call the fact `{}` in both places, or write `{{{{ {} }}}}`",
            name.replace('-', "_"),
            reference(name)
        ))
}

/// The finding of an expression without a value.
fn malformed(expression: &str, place: Place, reason: &str) -> Finding {
    let shown: String = expression.chars().take(SHOWN).collect();
    let more = if shown.len() < expression.len() { "…" } else { "" };
    codes::MALFORMED_FACT
        .at(place)
        .says(format!("`{shown}{more}` has no value: {reason}"))
        .help("name a fact of book.toml: `{{ facts.NAME }}`")
}

/// The finding of a fact that states nothing.
fn without_text(name: &str, value: &Placed<String>) -> Option<Finding> {
    is_blank(&value.value).then(|| {
        codes::MALFORMED_FACT
            .at(value.place)
            .says(format!("the fact `{name}` is empty"))
            .help("state what is to be printed, or take the fact out")
    })
}

/// Says whether a value has a fact, or nearly one, within it.
fn names_fact(value: &str) -> bool {
    let is_near = |(at, _): (usize, &str)| near_fact(&value[at..]).is_some();
    value.contains("{{") && value.contains("}}") || value.match_indices('{').any(is_near)
}

/// Reports expressions without a value in `texts`, facts without one, and facts that none of them uses.
pub fn check<'b>(
    facts: &Facts,
    texts: impl IntoIterator<Item = &'b [Block]>,
    findings: &mut Findings,
) {
    let evaluator = Evaluator::new(facts);
    let mut used = BTreeSet::new();
    for blocks in texts {
        each_inline(blocks, &mut |inline| {
            let InlineKind::Fact(expression) = &inline.kind else { return };
            // An empty expression was reported by the reader.
            if expression.is_empty() {
                return;
            }
            let (named, _) = evaluator.named(expression);
            let is_empty =
                |name: &String| facts.values.get(name).is_some_and(|value| is_blank(&value.value));
            match evaluator.value(expression, inline.place) {
                Err(finding) => {
                    used.extend(evaluator.meant(expression));
                    findings.push(*finding);
                }
                // That a fact of it is empty is told where it is stated.
                Ok(value) if is_blank(&value) && !named.iter().any(is_empty) => {
                    findings.push(malformed(expression, inline.place, "it gives no text").fixed());
                }
                Ok(_) => {}
            }
            used.extend(named);
        });
    }
    for (name, value) in &facts.values {
        if let Some(finding) = without_text(name, value) {
            // What uses it would be printed with nothing in its place.
            findings.push(if used.contains(name) { finding.fixed() } else { finding });
        } else if let Some(range) = placeholders::find(&value.value).into_iter().next()
            && used.contains(name)
        {
            let sign = &value.value[range];
            let finding = placeholders::finding(value.place, sign).fixed();
            findings
                .push(finding.says(format!("the fact `{name}` holds the placeholder `{sign}`")));
        } else if names_fact(&value.value) {
            findings.push(
                codes::MALFORMED_FACT
                    .at(value.place)
                    .says(format!(
                        "the value of `{name}` names a fact, and would be printed as it is"
                    ))
                    .help("a value is text: write what it stands for"),
            );
        }
    }
    for (name, value) in facts.values.iter().filter(|(name, _)| !used.contains(*name)) {
        findings.push(
            codes::UNUSED_FACT
                .at(value.place)
                .says(format!("no response uses the fact `{name}`"))
                .help(format!("use it, `{{{{ {} }}}}`, or take it out", reference(name))),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_long_expression_is_not_read() {
        let place = Place::new(FileId(0), 0..1);
        let facts = Facts::default();
        let evaluator = Evaluator::new(&facts);
        for sign in ["-", "not ", "(", "[", "1 + "] {
            let finding =
                evaluator.value(&(sign.repeat(100_000) + "1"), place).expect_err("too long");
            assert!(finding.message.ends_with("at most 1000 are read"), "{}", finding.message);
            // What is nested as deep as may be read is read, or refused, and no more.
            let _ = evaluator.value(&(sign.repeat(LONGEST / sign.len() - 1) + "1"), place);
        }
    }

    #[test]
    fn an_expression_gives_text_or_says_why_not() {
        let place = Place::new(FileId(0), 0..1);
        let value = |text: &str| Placed { value: text.to_owned(), place };
        let values = BTreeMap::from([("premium".to_owned(), value("22%"))]);
        let facts = Facts { values, ..Facts::default() };
        let evaluator = Evaluator::new(&facts);
        let shown = |expression: &str| match evaluator.value(expression, place) {
            Ok(value) => value,
            Err(finding) => format!("{}: {}", finding.rule.code, finding.help.unwrap_or_default()),
        };
        assert_eq!(shown("facts.premium"), "22%");
        assert_eq!(shown("facts[\"premium\"]"), "22%");
        assert!(
            shown("facts.premum").starts_with("unknown-fact: did you mean"),
            "{}",
            shown("facts.premum")
        );
        for marked in ["'[*** 5 ***]'", "facts.premium ~ ' ***]'", "'[** 5 **]'", "'[***' ~ '5'"] {
            assert!(shown(marked).starts_with("misplaced-mark"), "{marked}: {}", shown(marked));
        }
        let meant = "unknown-fact: did you mean `{{ facts.premium }}`?";
        for near in ["fact.premium", "Facts.premium", "FACT.premum", "premium"] {
            assert_eq!(shown(near), meant, "{near}");
        }
        let hyphen =
            "unknown-fact: call the fact `a_b` in both places, or write `{{ facts[\"a-b\"] }}`";
        assert_eq!(shown("facts.a-b"), hyphen);
        assert!(shown("facts.").starts_with("malformed-fact"), "{}", shown("facts."));
        assert!(shown("facts").starts_with("malformed-fact"), "{}", shown("facts"));
        assert!(shown("range(1)").starts_with("unknown-fact"), "{}", shown("range(1)"));
    }

    #[test]
    fn a_fact_that_is_used_says_something() {
        let mut files = crate::source::Files::default();
        let file = files.add("r.md", "A {{ facts.a }} {{ facts.b }} {{ facts.d ~ '' }} {{ '' }}.");
        let place = files.get(file).place(0..files.get(file).text.len());
        let mut findings = Findings::default();
        let masked = crate::reader::read(&files.get(file).text, place, &mut findings);
        let blocks = crate::markdown::parse(&masked, &mut findings);
        let values = [("a", "TODO"), ("b", " \u{200b}"), ("c", "TBD"), ("d", "4")];
        let values = values.map(|(name, value)| {
            (
                name.to_owned(),
                Placed { value: value.to_owned(), place: Place::new(FileId(9), 0..1) },
            )
        });
        let facts = Facts { values: BTreeMap::from(values), ..Facts::default() };
        check(&facts, [blocks.as_slice()], &mut findings);
        let told: Vec<String> = findings
            .iter()
            .map(|it| format!("{} {}", it.message, if it.is_fixed { "(fixed)" } else { "" }))
            .collect();
        assert_eq!(
            told,
            [
                "`''` has no value: it gives no text (fixed)",
                "the fact `a` holds the placeholder `TODO` (fixed)",
                "the fact `b` is empty (fixed)",
                "no response uses the fact `c` ",
            ]
        );
    }

    #[test]
    fn r1_a_fact_is_confidential_in_whatever_form_it_is_used() {
        let place = Place::new(FileId(0), 0..1);
        let value = |text: &str| Placed { value: text.to_owned(), place };
        let values = [("open", value("5")), ("secret", value("7"))];
        let values = values.map(|(name, value)| (name.to_owned(), value));
        let confidential = BTreeSet::from(["secret".to_owned()]);
        let facts = Facts { values: BTreeMap::from(values), confidential };
        let evaluator = Evaluator::new(&facts);
        for expression in [
            "facts.secret",
            "facts.secret ~ '%'",
            "facts['secret']",
            "facts['sec' ~ 'ret']",
            "facts.open if facts.secret == '7' else ''",
            "facts.secret|length",
            "facts",
            "facts.secret[:]",
            "facts.secret[1:]",
            "facts.secret[::-1]",
            "'' ~ facts.secret[0:]",
            "facts['sec' ~ 'ret'][:]",
            "facts.open if facts.secret[:1] == '7' else ''",
            "facts.open if '7' in facts.secret[:] else ''",
            "[facts.secret[:]][0]",
            "{'a': facts.secret[:]}.a",
            "facts ~ ''",
        ] {
            assert!(evaluator.is_confidential(expression), "{expression}");
        }
        for expression in ["facts.open ~ '%'", "facts.open[:]"] {
            assert!(!evaluator.is_confidential(expression), "{expression}");
        }
    }

    #[test]
    fn a_whole_value_is_marked_or_nothing() {
        assert_eq!(marked_value("5"), None);
        assert_eq!(marked_value("[*** 5 ***]"), Some(Ok("5")));
        for broken in [
            "a [*** 5 ***]",
            "[*** 5",
            "5 ***]",
            "[***  ***]",
            "[*** 5 ***] [*** 6 ***]",
            "[***]",
            "(*** 5 ***)",
            "[** 5 **]",
        ] {
            assert_eq!(marked_value(broken), Some(Err(())), "{broken}");
        }
    }

    #[test]
    fn facts_that_are_misspelt_are_used_and_values_name_none() {
        let mut files = crate::source::Files::default();
        let text = "{{ facts.a-b }} and {{ Fact.c }} and {{ facts[\"f-g\"] }}\n";
        let id = files.add("a.md", text);
        let mut findings = Findings::default();
        let whole = files.get(id).place(0..text.len());
        let masked = crate::reader::read(text, whole, &mut findings);
        let blocks = crate::markdown::parse(&masked, &mut findings);
        let value = |text: &str| Placed { value: text.to_owned(), place: whole };
        let values = [("a-b", "5"), ("c", "x {{ facts.a }}"), ("d-e", "6"), ("f-g", "7")];
        let values = values.map(|(name, text)| (name.to_owned(), value(text)));
        let facts = Facts { values: BTreeMap::from(values), ..Facts::default() };
        check(&facts, [blocks.as_slice()], &mut findings);
        let told: Vec<_> =
            findings.iter().map(|one| (one.rule.code, one.message.as_str())).collect();
        let expected = [
            ("unknown-fact", "`facts.a-b` has a hyphen, which is read as the sign of a difference"),
            ("unknown-fact", "book.toml has no fact `Fact.c`"),
            ("malformed-fact", "the value of `c` names a fact, and would be printed as it is"),
            ("unused-fact", "no response uses the fact `d-e`"),
        ];
        assert_eq!(told, expected);
    }
}

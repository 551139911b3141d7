//! What is wrong in the user's documents: a rule, a level, a place, a message and a help line.
//!
//! In: what every stage notices. Out: [`Findings`], in the order of the letter, at the levels that
//! book.toml sets. Used by all stages and using none of them.

mod rules;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use rules::{RULES, Rule, codes, rule};

use crate::source::{FileId, Place};

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    #[schemars(skip)]
    Off,
    /// Worth knowing.
    Note,
    /// Should be mended.
    Warning,
    /// Must be mended before a letter is built.
    Error,
}

impl Level {
    /// Returns the word that stands in configuration and reports.
    pub fn word(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// The exact text that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it replaces, in the file's text as it was read; a place of no length where it is inserted.
    pub place: Place,
    /// What stands there then.
    pub text: String,
}

/// The waiver of book.toml that covers a finding: a person answers for it until a day, and it fails no run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Waived {
    /// Why it may stand.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// Who says so.
    #[schemars(length(min = 1))]
    pub by: String,
    /// The last day on which it may.
    #[schemars(with = "String", extend("format" = "date"))]
    pub until: Date,
}

/// Something wrong in the user's documents.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The level in force: the rule's own until [`Findings::settle`] applies book.toml.
    pub level: Level,
    /// Where it is; none where the project as a whole is meant.
    pub place: Option<Place>,
    /// What stands beside the underline.
    pub label: Option<String>,
    /// What is there, in the user's words and keys.
    pub message: String,
    /// Other places that explain it, each with its words.
    pub also: Vec<(Place, String)>,
    /// What to type or change.
    pub help: Option<String>,
    /// The exact text that mends it, where it can be named.
    pub fix: Option<Fix>,
    /// The Commission's rule behind it, with its section.
    pub reference: Option<&'static str>,
    /// The units it is about, the first one foremost.
    pub keys: Vec<String>,
    /// Whether it is all that is said of a unit that is left open: book.toml cannot lower it then.
    pub is_fixed: bool,
    /// The waiver of book.toml that covers it.
    pub waived: Option<Waived>,
    /// Where it sorts: the place in letter.md of what it is about, where it stands elsewhere.
    pub order: Option<Place>,
}

impl Rule {
    /// Begins a finding of this rule at a place.
    pub fn at(&'static self, place: Place) -> Finding {
        Finding { place: Some(place), ..self.anywhere() }
    }

    /// Begins a finding of this rule that has no place in a file.
    pub fn anywhere(&'static self) -> Finding {
        Finding {
            rule: self,
            level: self.level,
            place: None,
            label: None,
            message: self.title.to_owned(),
            also: Vec::new(),
            help: None,
            fix: None,
            reference: None,
            keys: Vec::new(),
            is_fixed: self.fixed,
            waived: None,
            order: None,
        }
    }
}

impl Finding {
    /// Sets the message: what is there, without a full stop.
    #[must_use]
    pub fn says(self, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// Sets the words beside the underline.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// Adds a place that explains the finding.
    #[must_use]
    pub fn also(mut self, place: Place, words: impl Into<String>) -> Self {
        self.also.push((place, words.into()));
        self
    }

    /// Sets the help line: what to type.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Names the exact text that mends the finding: `text` in place of what stands at `place`.
    #[must_use]
    pub fn fix(self, place: Place, text: impl Into<String>) -> Self {
        Self { fix: Some(Fix { place, text: text.into() }), ..self }
    }

    /// Names the Commission's rule behind the finding.
    #[must_use]
    pub fn reference(self, reference: &'static str) -> Self {
        Self { reference: Some(reference), ..self }
    }

    /// Names a unit that the finding is about.
    #[must_use]
    pub fn about(mut self, key: impl ToString) -> Self {
        self.keys.push(key.to_string());
        self
    }

    /// Keeps the level whatever book.toml says: nothing else is said of a unit that is left open.
    #[must_use]
    pub fn fixed(self) -> Self {
        Self { is_fixed: true, ..self }
    }

    /// Sorts the finding as if it stood at `place` (in letter.md).
    #[must_use]
    pub fn ordered(self, place: Place) -> Self {
        Self { order: Some(place), ..self }
    }

    /// Sets a level of its own, where a rule's level depends on the letter.
    #[must_use]
    pub fn level(self, level: Level) -> Self {
        Self { level, ..self }
    }
}

/// The findings of a run.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// Adds those of a later step.
    pub fn append(&mut self, mut later: Findings) {
        self.list.append(&mut later.list);
    }

    /// Returns the findings in their present order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter()
    }

    /// Changes findings in place.
    pub fn each(&mut self, change: impl FnMut(&mut Finding)) {
        self.list.iter_mut().for_each(change);
    }

    /// Puts findings in place of each, in the same order.
    pub fn split(&mut self, parts: impl FnMut(Finding) -> Vec<Finding>) {
        self.list = std::mem::take(&mut self.list).into_iter().flat_map(parts).collect();
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns how many stand at a level; waived ones do not count.
    pub fn count(&self, level: Level) -> usize {
        self.standing().filter(|finding| finding.level == level).count()
    }

    /// Returns the findings that no waiver covers.
    pub fn standing(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter().filter(|finding| finding.waived.is_none())
    }

    /// Returns the findings that a waiver covers.
    pub fn waived(&self) -> impl Iterator<Item = (&Finding, &Waived)> {
        self.list.iter().filter_map(|finding| Some((finding, finding.waived.as_ref()?)))
    }

    /// Says whether one of a rule is there.
    pub fn has(&self, rule: &Rule) -> bool {
        self.list.iter().any(|finding| finding.rule.code == rule.code)
    }

    /// Says whether one of a rule stands in a file.
    pub fn has_at(&self, rule: &Rule, file: FileId) -> bool {
        self.list.iter().any(|finding| {
            finding.rule.code == rule.code && finding.place.is_some_and(|place| place.file == file)
        })
    }

    /// Keeps the findings for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.list.retain(keep);
    }

    /// Applies the levels of book.toml, drops what is off, and puts all in the order of the letter.
    ///
    /// `rank` gives each place its rank: where the letter has it. Within a place, errors come first.
    /// A finding that is [fixed](Finding::is_fixed) keeps its level, whatever book.toml says.
    pub fn settle<R: Ord>(
        &mut self,
        levels: &BTreeMap<String, Level>,
        rank: impl Fn(&Finding) -> R,
    ) {
        for finding in &mut self.list {
            if let Some(&level) = levels.get(finding.rule.code)
                && !finding.is_fixed
            {
                finding.level = level;
            }
        }
        self.list.retain(|finding| finding.level != Level::Off);
        self.list.sort_by_cached_key(|finding| {
            (
                rank(finding),
                std::cmp::Reverse(finding.level),
                finding.rule.code,
                finding.message.clone(),
            )
        });
    }
}

//! `corresp explain`: what a finding means and how to mend it.

use clap::Args;

use super::{Failure, Verdict, output};
use crate::fields::nearest;
use crate::finding::{RULES, Rule, rule};

/// Explains a finding: what it means, why it matters, how to mend it
///
/// Without a code, lists all of them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  corresp explain unanswered-bullet\n  corresp explain")]
pub(super) struct Explain {
    /// The code that stands in the brackets of a finding
    code: Option<String>,
}

/// The widest line, in characters.
const WIDTH: usize = 78;

impl Explain {
    pub(super) fn run(&self) -> Result<Verdict, Failure> {
        let Some(code) = &self.code else {
            output::stdout(&list())?;
            return Ok(Verdict::Good);
        };
        let Some(rule) = rule(code) else {
            let near = nearest(code, RULES.iter().map(|rule| rule.code));
            return Err(Failure {
                message: format!("no finding has the code `{code}`"),
                help: Some(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`corresp explain` lists all codes".into(),
                }),
            });
        };
        output::stdout(&page(rule))?;
        Ok(Verdict::Good)
    }
}

/// Returns all codes with their levels and titles.
fn list() -> String {
    let widest = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let lines = RULES
        .iter()
        .map(|rule| format!("{:widest$}  {:7}  {}\n", rule.code, rule.level.word(), rule.title));
    lines.collect()
}

/// Returns the page of a rule as a terminal shows it.
fn page(rule: &Rule) -> String {
    let bold = anstyle::Style::new().bold();
    let mut text = format!("{bold}{} ({}){bold:#}\n", rule.code, rule.level.word());
    let mut fence = false;
    let mut paragraph = String::new();
    let mut indent = "";
    let flush = |paragraph: &mut String, indent: &str, text: &mut String| {
        if paragraph.is_empty() {
            return;
        }
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(indent)
            .subsequent_indent(indent)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        text.push_str(&textwrap::fill(paragraph, options));
        text.push('\n');
        paragraph.clear();
    };
    for line in rule.explanation.lines().skip(1) {
        if line.starts_with("```") {
            flush(&mut paragraph, indent, &mut text);
            fence = !fence;
        } else if fence {
            text.push_str(&format!("    {line}\n"));
        } else if let Some(heading) = line.strip_prefix("## ") {
            flush(&mut paragraph, indent, &mut text);
            text.push_str(&format!("{bold}{heading}{bold:#}\n"));
            indent = "  ";
        } else if line.trim().is_empty() {
            let was_heading = paragraph.is_empty() && text.ends_with(":#}\n");
            flush(&mut paragraph, indent, &mut text);
            if !was_heading && !text.ends_with("\n\n") {
                text.push('\n');
            }
        } else {
            if line.starts_with("- ") {
                flush(&mut paragraph, indent, &mut text);
            }
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut paragraph, indent, &mut text);
    text
}

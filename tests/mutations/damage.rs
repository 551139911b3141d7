//! Damages to a section: its text, its heading, its key.

use crate::book::{Book, Expect, Mutant};
use crate::sections::{Section, sections};

/// What may stand where an answer was, and is none. `{words}` are the staff's own.
const NO_ANSWERS: [(&str, &str); 42] = [
    ("emptied", ""),
    ("blanks", "  \t"),
    ("a no-break blank", "\u{a0}"),
    ("a blank without width", "\u{200b}"),
    ("an entity for a blank", "&nbsp;"),
    ("TODO", "TODO"),
    ("TODO with a mark", "**TODO:**"),
    ("TBD", "TBD"),
    ("TBC", "[TBC]"),
    ("FIXME", "FIXME"),
    ("a bullet in brackets", "[●]"),
    ("a small bullet in brackets", "[•]"),
    ("a blank in brackets", "[ ]"),
    ("a line in brackets", "[_]"),
    ("a line", "\\_\\_\\_\\_\\_"),
    ("lorem ipsum", "Lorem ipsum"),
    ("dots", "…"),
    ("question marks", "???"),
    ("the staff's words", "{words}"),
    ("the staff's words in quotation", "> {words}"),
    ("the staff's words in bold", "**{words}**"),
    ("the staff's words as an item", "- {words}"),
    ("the staff's words in capitals", "{WORDS}"),
    ("the staff's words twice", "{words}\n\n{words}"),
    ("the staff's words and TODO", "> {words}\n\nTODO"),
    ("a label", "Response:"),
    ("a label in bold", "**Response:**"),
    ("a label with a name", "**Acme's Response to Comment No. 3:**"),
    ("a label before the staff's words", "Comment 3: {words}"),
    ("a label behind the staff's words", "> {words}\n\n**Response:**"),
    ("a number before the staff's words", "**{number}. {words}**\n\n**Response:**"),
    ("a comment", "<!-- The answer is with counsel. -->"),
    ("a heading", "### Response"),
    ("a rule", "---"),
    ("the head of a table", "| *In millions* | 2020 |\n|---|---|"),
    ("a table without figures", "| *In millions* | 2020 |\n|---|---|\n| | |"),
    ("a footnote alone", "[^counsel]: It is with counsel."),
    ("the target of a link alone", "[counsel]: https://example.com/counsel"),
    ("an empty list", "-\n-"),
    ("an empty quotation", ">"),
    ("empty code", "```\n```"),
    ("struck out", "~~It was answered in words that stand no longer.~~"),
];

/// What a heading may become. `{key}` is what was typed, `{words}` what stands behind it.
const HEADINGS: [(&str, &str); 24] = [
    ("demoted", "### {key} {words}"),
    ("demoted, its words lost", "### {key}"),
    ("promoted", "# {key} {words}"),
    ("its signs lost", "{key} {words}"),
    ("the blank after its signs lost", "##{key} {words}"),
    ("in bold instead", "**{key} {words}**"),
    ("its key in bold instead", "**{key}** {words}"),
    ("in italics instead", "*{key} {words}*"),
    ("in bold, a word before its key", "**Response to {key}**"),
    ("bold and signs", "**## {key} {words}**"),
    ("in a quotation", "> ## {key} {words}"),
    ("as an item", "- {key} {words}"),
    ("underlined instead", "{key} {words}\n------"),
    ("underlined twice instead", "{key} {words}\n======"),
    ("its key lost", "## {words} of the letter"),
    ("all but its signs lost", "##"),
    ("a word before its key", "## Response to {key} {words}"),
    ("a comment instead", "<!-- ## {key} {words} -->"),
    ("indented too far", "    ## {key} {words}"),
    ("in code", "```\n## {key} {words}\n```"),
    ("escaped", "\\## {key} {words}"),
    ("struck out", "## ~~{key}~~ {words}"),
    ("behind a blank that is none", "##\u{a0}{key} {words}"),
    ("a fact before its key", "## {{ facts.none }} {key} {words}"),
];

/// A way to misspell a key, from what stands before its first dot and behind it.
type Slip = fn(&str, &str) -> String;

/// Ways to misspell the key of a bullet or part.
const SLIPS: [(&str, Slip); 22] = [
    ("a digit too many", |comment, part| format!("{comment}.{part}7")),
    ("the dot lost", |comment, part| format!("{comment}{part}7")),
    ("a comma for the dot", |comment, part| format!("{comment},{part}")),
    ("two dots", |comment, part| format!("{comment}..{part}")),
    ("a blank behind the dot", |comment, part| format!("{comment}. {part}")),
    ("a blank before the dot", |comment, part| format!("{comment} .{part}")),
    ("a dash for the dot", |comment, part| format!("{comment}-{part}")),
    ("a letter in it", |comment, part| format!("{comment}.x{part}")),
    ("the comment twice", |comment, part| format!("{comment}{comment}.{part}")),
    ("nought", |comment, _| format!("{comment}.0")),
    ("in brackets", |comment, part| format!("{comment}({part})")),
    ("all in brackets", |comment, part| format!("({comment}.{part})")),
    ("a bracket behind it", |comment, part| format!("{comment}.{part})")),
    ("a dash behind it", |comment, part| format!("{comment}.{part}-")),
    ("a comma behind it", |comment, part| format!("{comment}.{part},")),
    ("a sign before it", |comment, part| format!("#{comment}.{part}")),
    ("a prefix too many", |comment, part| format!("Z{comment}.{part}")),
    ("the word before it", |comment, part| format!("Bullet {comment}.{part}")),
    ("wide digits", |comment, part| {
        let wide = |c: char| c.to_digit(10).and_then(|d| char::from_u32(0xff10 + d)).unwrap_or(c);
        format!("{}.{part}", comment.chars().map(wide).collect::<String>())
    }),
    ("another dot", |comment, part| format!("{comment}\u{2024}{part}")),
    ("another comment", |comment, part| format!("9{comment}.{part}")),
    ("a part below it", |comment, part| format!("{comment}.{part}.9")),
];

/// Returns the damages to sections.
pub(crate) fn mutants(book: &Book) -> Vec<Mutant> {
    let all = sections(book);
    let mut mutants = Vec::new();
    for (index, section) in all.iter().enumerate() {
        bodies(book, section, &mut mutants);
        removed(book, section, &mut mutants);
        if section.has_heading() {
            headings(book, section, &mut mutants);
            slips(book, section, &mut mutants);
            doubled(book, section, &mut mutants);
        }
        if let Some(next) = all.get(index + 1).filter(|next| next.file == section.file) {
            swapped(book, section, next, &mut mutants);
            neighbours(book, section, next, &mut mutants);
        }
    }
    mutants
}

/// A change of the one file that holds a section.
fn change(book: &Book, section: &Section, what: &str, text: &str, expect: Expect) -> Mutant {
    let name = format!("{} {what}", section.keys.join(" "));
    let bytes = book.formed(&section.file, text);
    Mutant::new(name, vec![(section.file.clone(), Some(bytes))], expect)
}

/// A damage that hits the section's units.
fn damage(book: &Book, section: &Section, what: &str, text: &str) -> Mutant {
    change(book, section, what, text, Expect::Names(section.hit(book)))
}

fn bodies(book: &Book, section: &Section, mutants: &mut Vec<Mutant>) {
    if section.puts_off {
        // What is put off needs no text.
        let text = section.with_body("");
        mutants.push(change(book, section, "emptied", &text, Expect::Green));
        let text = section.with_body("We will answer.");
        mutants.push(change(book, section, "given a text", &text, Expect::Green));
        return;
    }
    let words: Vec<&str> = section.keys.iter().map(|key| book.staff_words(key)).collect();
    for (what, form) in NO_ANSWERS {
        let number = section.keys[0].split('.').next().expect("a key has a comment");
        let form = form.replace("{number}", number);
        let of_unit =
            |words: &&str| form.replace("{words}", words).replace("{WORDS}", &words.to_uppercase());
        let body = match form.to_lowercase().contains("{words}") {
            true => words.iter().map(of_unit).collect::<Vec<_>>().join("\n\n"),
            false => form.clone(),
        };
        mutants.push(damage(book, section, what, &section.with_body(&body)));
    }
    let words = words.join("\n\n");
    // What a footnote or fact of the answer needs is a matter of its own.
    if section.body.contains("[^") || section.body.contains("{{") {
        return;
    }
    let below = format!("> {}\n\nYes.", words.replace('\n', "\n> "));
    let (what, text) = ("answered below the staff's words", section.with_body(&below));
    mutants.push(change(book, section, what, &text, Expect::Warned("quoted-staff")));
    // As good as before: one word is an answer, and so are more blanks and a comment beside it.
    for (what, body) in [
        ("answered by a word", "Yes.".to_owned()),
        ("answered beside a comment", "<!-- Ask counsel. -->\n\nYes.".to_owned()),
        ("answered by a figure", "| *In millions* | 2020 |\n|---|---:|\n| Sales | 7 |".to_owned()),
    ] {
        mutants.push(change(book, section, what, &section.with_body(&body), Expect::Green));
    }
}

fn removed(book: &Book, section: &Section, mutants: &mut Vec<Mutant>) {
    if section.has_heading() {
        mutants.push(damage(book, section, "deleted", &section.removed()));
    }
    let commented = format!("<!--\n{}\n-->\n", section.lines().replace("--", "").trim_end());
    if section.has_heading() || !section.puts_off {
        let text = format!("{}{commented}{}", section.before, section.after);
        mutants.push(damage(book, section, "commented out", &text));
        let fenced = format!("```\n{}\n```\n\n", section.lines().trim_end());
        let text = format!("{}{fenced}{}", section.before, section.after);
        if section.has_heading() {
            mutants.push(damage(book, section, "made code", &text));
        }
    }
}

fn headings(book: &Book, section: &Section, mutants: &mut Vec<Mutant>) {
    for (what, form) in HEADINGS {
        let heading = form.replace("{key}", &section.typed).replace("{words}", &section.words);
        let text = section.with_heading(heading.trim_end());
        mutants.push(damage(book, section, &format!("with its heading {what}"), &text));
    }
    if !section.words.is_empty() {
        for (what, heading) in [
            ("without its words", format!("## {}", section.typed)),
            ("with a stop behind the key", format!("## {}. {}", section.typed, section.words)),
            ("with its words in bold", format!("## {} **{}**", section.typed, section.words)),
            (
                "with its words in capitals",
                format!("## {} {}", section.typed, section.words.to_uppercase()),
            ),
        ] {
            mutants.push(change(
                book,
                section,
                what,
                &section.with_heading(&heading),
                Expect::Green,
            ));
        }
        if let Some((words, last)) = section.words.rsplit_once(' ') {
            let text = section.with_heading(&format!("## {} {words}\n{last}", section.typed));
            mutants.push(damage(book, section, "with its heading over two lines", &text));
        }
        let heading = format!("## {} Our own title", section.typed);
        mutants.push(damage(book, section, "with other words", &section.with_heading(&heading)));
    }
}

fn slips(book: &Book, section: &Section, mutants: &mut Vec<Mutant>) {
    let end = section.typed.find([',', '–', ' ']).unwrap_or(section.typed.len());
    let (first, rest) = section.typed.split_at(end);
    let forms: Vec<(&str, String)> = match first.split_once('.') {
        Some((comment, part)) => {
            SLIPS.iter().map(|(what, slip)| (*what, slip(comment, part))).collect()
        }
        None => vec![
            ("a digit too many", format!("{first}7")),
            ("a prefix too many", format!("Z{first}")),
            ("all in brackets", format!("({first})")),
            ("the word before it", format!("Comment {first}")),
            ("a part below it", format!("{first}.9")),
        ],
    };
    for (what, typed) in forms {
        for words in [section.words.as_str(), ""] {
            let shown = if words.is_empty() { "and no words" } else { "and its words" };
            if words.is_empty() && section.words.is_empty() && shown == "and its words" {
                continue;
            }
            let heading = format!("## {typed}{rest} {words}");
            let what = format!("with {what} {shown}: {typed}{rest}");
            mutants.push(damage(book, section, &what, &section.with_heading(heading.trim_end())));
            if section.words.is_empty() {
                break;
            }
        }
    }
}

fn doubled(book: &Book, section: &Section, mutants: &mut Vec<Mutant>) {
    let again =
        format!("{}{}\n{}{}", section.before, section.lines(), section.lines(), section.after);
    mutants.push(damage(book, section, "doubled", &again));
    let front = &section.before[..crate::sections::front_end(&section.before)];
    let copy = format!("{front}\n{}", section.lines());
    let path = format!("{}/zz-copy.md", book.round);
    let name = format!("{} doubled in another file", section.keys.join(" "));
    let bytes = copy.into_bytes();
    let expect = Expect::Names(section.keys.clone());
    mutants.push(Mutant::new(name, vec![(path, Some(bytes))], expect));
}

/// Two numbers swapped, their words left.
fn swapped(book: &Book, section: &Section, next: &Section, mutants: &mut Vec<Mutant>) {
    if !section.has_heading() || section.words.is_empty() || next.words.is_empty() {
        return;
    }
    let text = format!(
        "{}## {} {}\n{}## {} {}\n{}{}",
        section.before,
        next.typed,
        section.words,
        section.body,
        section.typed,
        next.words,
        next.body,
        next.after
    );
    let keys = section.keys.iter().chain(&next.keys).cloned().collect();
    let what = format!("and {} swapped", next.keys.join(" "));
    mutants.push(change(book, section, &what, &text, Expect::Names(keys)));
    // Sections may stand in any order, as long as each keeps its number.
    let text = format!("{}{}\n{}{}", section.before, next.lines(), section.lines(), next.after);
    let what = format!("moved behind {}", next.keys.join(" "));
    mutants.push(change(book, section, &what, &text, Expect::Green));
}

/// The next section's number typed once more in place of one's own, with its words or without.
fn neighbours(book: &Book, section: &Section, next: &Section, mutants: &mut Vec<Mutant>) {
    if !section.has_heading() {
        return;
    }
    let keys: Vec<String> = section.keys.iter().chain(&next.keys).cloned().collect();
    let what = format!("typed as {}", next.typed);
    let text = section.with_heading(&format!("## {}", next.typed));
    mutants.push(change(book, section, &what, &text, Expect::Names(keys.clone())));
    if !section.words.is_empty() {
        let text = section.with_heading(&format!("## {} {}", next.typed, section.words));
        let what = format!("{what}, its words left");
        mutants.push(change(book, section, &what, &text, Expect::Names(keys)));
    }
}

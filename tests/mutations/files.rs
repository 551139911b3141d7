//! Damages to a file of responses: lost, moved, its front matter cut, a merge left in it.

use crate::book::{Book, Expect, Mutant};
use crate::sections::{comment_of, front_end, keys_of, sections};

/// Names under which a file is no longer read as a response of the round; `{stem}` is its own.
const LOST: [&str; 9] = [
    "{round}/_{stem}.md",
    "{round}/.{stem}.md",
    "{round}/{stem}.txt",
    "{round}/{stem}.md.orig",
    "{round}/{stem}.md~",
    "{round}/_old/{stem}.md",
    "{stem}.md",
    "responses/{stem}.md",
    "responses/2001-02-03/{stem}.md",
];

/// Names under which it is read as before: keys decide, names do not.
const KEPT: [&str; 3] =
    ["{round}/zz-{stem}.md", "{round}/a/folder of its own/{stem}.md", "{round}/{stem}.MD"];

/// Lines of the front matter, and what an author may have made of them.
const FRONT: [(&str, &str, &str); 17] = [
    ("its opening line lost", "+++\n", ""),
    ("dashes in place of its lines", "+++\n", "---\n"),
    ("the status misspelt", "status = \"final\"", "status = \"fnal\""),
    ("the status without its marks", "status = \"final\"", "status = final"),
    ("the name of the status misspelt", "status = \"final\"", "statsu = \"final\""),
    ("the name of the status with a capital", "status = \"final\"", "Status = \"final\""),
    ("the status with a capital", "status = \"final\"", "status = \"Final\""),
    ("a mark lost", "owner = \"", "owner = "),
    ("a line twice", "owner = ", "owner = \"Twice\"\nowner = "),
    ("the date of the deferral lost", "until = 2021-12-15, ", ""),
    ("the date of the deferral in words", "until = 2021-12-15", "until = \"December\""),
    ("the date of the deferral in the past", "until = 2021-12-15", "until = 2020-12-15"),
    ("the letter's own day for the deferral", "until = 2021-12-15", "until = 2021-11-15"),
    ("a placeholder for the reason", "why = \"", "why = \"TODO: "),
    ("no reason", "why = \"The engineers have not finished their study.\"", "why = \"\""),
    ("another letter that is to come", "letter = 2021-10-20", "letter = 2099-10-20"),
    ("the letter itself for the other one", "letter = 2021-10-20", "letter = 2021-11-15"),
];

/// Status lines that are not final.
const NOT_FINAL: [(&str, &str); 3] = [
    ("set back to draft", "status = \"draft\"\n"),
    ("set back to review", "status = \"review\"\n"),
    ("taken away", ""),
];

/// Returns the damages to files.
pub(crate) fn mutants(book: &Book) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for path in book.responses() {
        let keys = keys_of(book, path);
        moved(book, path, &keys, &mut mutants);
        if keys.is_empty() {
            introduction(book, path, &mut mutants);
            continue;
        }
        front(book, path, &keys, &mut mutants);
        comment(book, path, &keys, &mut mutants);
        conflicts(book, path, &keys, &mut mutants);
    }
    let all = sections(book);
    for (index, section) in all.iter().enumerate().filter(|(_, section)| section.has_heading()) {
        let theirs = section.lines().replace(". ", ", and so on. ");
        for (what, text) in [
            ("in a merge that was left open", merge(&section.lines(), &theirs, "")),
            ("in a merge of three", merge(&section.lines(), &theirs, &section.lines())),
            ("taken away by one side of a merge", merge("", &theirs, "")),
            ("behind the last line of a merge", format!(">>>>>>> theirs\n{}", section.lines())),
            ("behind the middle line of a merge", format!("=======\n{}", section.lines())),
        ] {
            let name = format!("{} {what}", section.keys.join(" "));
            let text = format!("{}{text}{}", section.before, section.after);
            let edits = vec![(section.file.clone(), Some(book.formed(&section.file, &text)))];
            mutants.push(Mutant::new(name, edits, Expect::Names(section.hit(book))));
        }
        let text = section.with_body(&format!("{}\n\n=======\n", section.body.trim_end()));
        let edits = vec![(section.file.clone(), Some(book.formed(&section.file, &text)))];
        let name = format!("{} before the middle line of a merge", section.keys.join(" "));
        // A line that is left between two sections may belong to either.
        let mut keys = section.hit(book);
        keys.extend(all.get(index + 1).into_iter().flat_map(|next| next.keys.clone()));
        mutants.push(Mutant::new(name, edits, Expect::Names(keys)));
    }
    whole(book, &mut mutants);
    mutants
}

/// Returns what git leaves where two sides changed the same lines; with `base`, all three of them.
pub(crate) fn merge(ours: &str, theirs: &str, base: &str) -> String {
    let base = if base.is_empty() { String::new() } else { format!("||||||| base\n{base}") };
    format!("<<<<<<< HEAD\n{ours}{base}=======\n{theirs}>>>>>>> theirs\n")
}

/// A file that introduces a comment and answers no unit: its text stands in the letter too.
fn introduction(book: &Book, path: &str, mutants: &mut Vec<Mutant>) {
    let text = book.text(path);
    let Some(comment) = comment_of(&text) else { return };
    for (what, line) in NOT_FINAL {
        let bytes = book.formed(path, &text.replacen("status = \"final\"\n", line, 1));
        let expect = Expect::Names(vec![comment.clone()]);
        let edits = vec![(path.to_owned(), Some(bytes))];
        mutants.push(Mutant::new(format!("{path} {what}"), edits, expect).with_final());
    }
}

fn moved(book: &Book, path: &str, keys: &[String], mutants: &mut Vec<Mutant>) {
    let (_, name) = path.rsplit_once('/').expect("it lies in the round");
    let stem = name.strip_suffix(".md").expect("Markdown");
    let named = |form: &str| form.replace("{round}", &book.round).replace("{stem}", stem);
    let rename = |to: &str, expect: Expect| {
        let edits = vec![(path.to_owned(), None), (to.to_owned(), Some(book.files[path].clone()))];
        Mutant::new(format!("{path} renamed to {to}"), edits, expect)
    };
    for form in KEPT {
        mutants.push(rename(&named(form), Expect::Green));
    }
    // A comment's introduction may be left out: no unit is answered there.
    let expect = if keys.is_empty() { Expect::Green } else { Expect::Names(keys.to_vec()) };
    for form in LOST {
        mutants.push(rename(&named(form), expect.clone()));
    }
    let deleted = vec![(path.to_owned(), None)];
    mutants.push(Mutant::new(format!("{path} deleted"), deleted, expect.clone()));
    if keys.is_empty() {
        return;
    }
    let to = named("{round}/disclosures/{stem}.md");
    mutants.push(rename(&to, expect.clone()));
    for (what, bytes) in [("emptied", &b""[..]), ("cut to a line", b"+++\n")] {
        let edits = vec![(path.to_owned(), Some(bytes.to_vec()))];
        mutants.push(Mutant::new(format!("{path} {what}"), edits, expect.clone()));
    }
    let copy = format!("{}/zz-copy.md", book.round);
    let edits = vec![(copy, Some(book.files[path].clone()))];
    // A copy introduces the comment a second time, where the file does.
    let mut keys = keys.to_vec();
    keys.extend(comment_of(&book.text(path)));
    mutants.push(Mutant::new(format!("{path} copied"), edits, Expect::Names(keys)));
}

fn front(book: &Book, path: &str, keys: &[String], mutants: &mut Vec<Mutant>) {
    let text = book.text(path);
    let expect = Expect::Names(keys.to_vec());
    let push = |what: &str, text: String, expect: Expect| {
        let edits = vec![(path.to_owned(), Some(book.formed(path, &text)))];
        Mutant::new(format!("{path} with {what}"), edits, expect)
    };
    for (what, line, made) in FRONT {
        if text[..front_end(&text)].contains(line) {
            let count = if made == "---\n" { 2 } else { 1 };
            mutants.push(push(what, text.replacen(line, made, count), expect.clone()));
        }
    }
    let (head, body) = text.split_at(front_end(&text));
    let foreign = head.replace("+++\n", "---\n").replace(" = ", ": ");
    mutants.push(push("its front matter in YAML", format!("{foreign}{body}"), expect.clone()));
    let units = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let edits = vec![(path.to_owned(), Some(units))];
    mutants.push(Mutant::new(format!("{path} in UTF-16"), edits, expect.clone()));
    let unclosed = format!("{}{body}", head.strip_suffix("+++\n").expect("it closes"));
    mutants.push(push("its closing line lost", unclosed, expect.clone()));
    mutants.push(push("its front matter cut", body.trim_start().to_owned(), expect.clone()));
    let without = head.replacen("\nstatus = \"final\"", "", 1);
    if without.len() < head.len() {
        for (what, line) in NOT_FINAL {
            let text = format!("+++\n{line}{}{body}", &without[4..]);
            let mutant = push(&format!("its status {what}"), text, expect.clone());
            mutants.push(mutant.with_final());
        }
    }
    let put_off = ["deferred = ", "answered_in = "]
        .iter()
        .find_map(|name| head.lines().find(|line| line.starts_with(name)));
    if let Some(line) = put_off {
        let text = text.replacen(&format!("{line}\n"), "", 1);
        mutants.push(push("what puts it off taken out", text.clone(), expect.clone()));
        let text = text.replacen("owner = ", "status = \"final\"\nowner = ", 1);
        mutants.push(push("what puts it off made final", text, expect));
    }
}

/// The comment that the front matter names: lost, misspelt, another one.
fn comment(book: &Book, path: &str, keys: &[String], mutants: &mut Vec<Mutant>) {
    let text = book.text(path);
    let Some(comment) = comment_of(&text) else { return };
    let (head, body) = text.split_at(front_end(&text));
    let line = head.lines().find(|line| line.starts_with("comment = ")).expect("it was found");
    let intro = body[..body.find("\n## ").map_or(body.len(), |at| at + 1)].trim();
    let mut other = book.letter.comments.iter().map(|comment| comment.key.to_string());
    let other = other.rfind(|other| *other != comment).expect("there are several");
    let has_sections = body.contains("\n## ");
    for (what, made) in [
        ("no such comment", format!("comment = \"9{comment}\"")),
        ("a comment with a nought before it", format!("comment = 0{comment}")),
        ("a comment in printed quotes", format!("comment = “{comment}”")),
        ("a comment in a list", format!("comment = [\"{comment}\"]")),
        ("a comment that is no key", format!("comment = \"No. {comment}\"")),
        ("a comment with a part", format!("comment = \"{comment}.z\"")),
        ("the name of the comment misspelt", format!("coment = \"{comment}\"")),
        ("the name of the comment with a capital", format!("Comment = \"{comment}\"")),
        ("the name of the comment in the plural", format!("comments = [\"{comment}\"]")),
        ("another comment", format!("comment = \"{other}\"")),
        ("no comment", String::new()),
    ] {
        let is_lost = made.is_empty();
        let made = if is_lost { String::new() } else { made + "\n" };
        let head = head.replacen(&format!("{line}\n"), &made, 1);
        // A comment need not be named where every section has a key.
        let is_needed = !intro.is_empty() || !has_sections;
        let mut wanted = keys.to_vec();
        // An introduction belongs to the comment; a second answer hits the other comment's units too.
        wanted.push(comment.clone());
        if what == "another comment" {
            wanted.extend(book.units_of(&other));
            wanted.push(other.clone());
        }
        let expect = if is_lost && !is_needed { Expect::Green } else { Expect::Names(wanted) };
        let edits = vec![(path.to_owned(), Some(book.formed(path, &format!("{head}{body}"))))];
        mutants.push(Mutant::new(format!("{path} with {what}"), edits, expect));
    }
}

fn conflicts(book: &Book, path: &str, keys: &[String], mutants: &mut Vec<Mutant>) {
    let text = book.text(path);
    let (head, body) = text.split_at(front_end(&text));
    let inner = &head[4..head.len() - 4];
    let other = inner.replacen("owner = \"", "owner = \"New ", 1);
    for (what, text) in [
        ("in its front matter", format!("+++\n{}+++\n{body}", merge(inner, &other, ""))),
        ("around its front matter", format!("{}{body}", merge(head, head, ""))),
        ("around all of it", merge(&text, &text, "")),
        ("around its text", format!("{head}\n{}", merge(body, "", ""))),
    ] {
        let edits = vec![(path.to_owned(), Some(book.formed(path, &text)))];
        let name = format!("{path} with a merge {what}");
        mutants.push(Mutant::new(name, edits, Expect::Names(keys.to_vec())));
    }
}

/// Damages to what no response holds.
fn whole(book: &Book, mutants: &mut Vec<Mutant>) {
    let round = &book.round;
    let refused = |name: &str, path: String, bytes: Option<Vec<u8>>| {
        Mutant::new(name, vec![(path, bytes)], Expect::Refused)
    };
    let settings = book.text("book.toml");
    let source = format!("{round}/source.txt");
    mutants.push(refused("letter.md deleted", book.letter_path(), None));
    mutants.push(refused("letter.md emptied", book.letter_path(), Some(Vec::new())));
    mutants.push(refused("the source deleted", source.clone(), None));
    let mut changed = book.files[&source].clone();
    changed.extend_from_slice(b"\n");
    mutants.push(refused("the source longer by a line's end", source, Some(changed)));
    mutants.push(refused("book.toml deleted", "book.toml".into(), None));
    let merged = merge(&settings, &settings, "").into_bytes();
    mutants.push(refused("book.toml in a merge", "book.toml".into(), Some(merged)));
    let later = settings.replacen("[matter]", "[matter]\nround = \"1999-01-01\"", 1);
    if !settings.contains("\nround =") {
        let bytes = Some(later.into_bytes());
        mutants.push(refused("book.toml with another round", "book.toml".into(), bytes));
    }
}

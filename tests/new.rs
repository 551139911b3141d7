//! `corresp new` and `corresp check --fix`, as a user calls them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ROUND: &str = "responses/2021-09-13";

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/ranges"), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn corresp(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_corresp"))
        .arg("-C")
        .arg(folder)
        .args(["--color", "never"])
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(ROUND).join(file)).expect("the file")
}

fn write(folder: &Path, file: &str, text: &str) {
    fs::write(folder.join(ROUND).join(file), text).expect("written");
}

#[test]
fn a_missing_section_is_added_where_the_letter_has_it() {
    let folder = project();
    let folder = folder.path();
    let sales = text(folder, "sales.md");
    let (head, last) = sales.split_once("## 1.4\n").expect("the last section");
    let first = head.replace("## 1.1–1.3 stores that were closed for all", "## 1.1");
    write(folder, "sales.md", &format!("{first}## 1.4\n{last}"));
    let output = corresp(folder, &["new", "1.2-1.3"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        said(&output),
        format!(
            "Added to {ROUND}/sales.md the section `## 1.2-1.3`\nNext: write the answer below it, then `corresp check`\n"
        )
    );
    let added = "## 1.2-1.3 orders that were picked up at\n\n> orders that were picked up at the curb;\n\n> the change in the average basket; and\n\n";
    assert_eq!(text(folder, "sales.md"), format!("{first}{added}## 1.4\n{last}"));
    let checked = said(&corresp(folder, &["check", "--quiet"]));
    assert!(checked.contains("error[empty-response]"), "{checked}");
    assert!(!checked.contains("unanswered-bullet"), "{checked}");
    let again = corresp(folder, &["new", "1.2"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        said(&again).contains("1.2 has its section already, in responses/2021-09-13/sales.md:")
    );
}

#[test]
fn a_missing_file_is_made_as_import_makes_it() {
    let folder = project();
    let folder = folder.path();
    fs::remove_file(folder.join(ROUND).join("stores.md")).expect("taken away");
    let output = corresp(folder, &["new", "3"]);
    assert!(output.status.success(), "{}", said(&output));
    let made = text(folder, "03-impairment-stores.md");
    assert!(made.starts_with("+++\ncomment = \"3\"\nstatus = \"draft\"\n"), "{made}");
    let first = "\n+++\n\n## 3.a how many there were in each\n\n> how many there were in each region;\n\n## 3.b ";
    assert!(made.contains(first), "{made}");
    assert_eq!(made.matches("\n## 3.").count(), 4);
    let checked = said(&corresp(folder, &["check", "--quiet"]));
    assert_eq!(checked.matches("error[empty-response]").count(), 4, "{checked}");
    // A second file of the name does not replace the first.
    fs::rename(
        folder.join(ROUND).join("03-impairment-stores.md"),
        folder.join(ROUND).join("_kept.md"),
    )
    .expect("renamed");
    write(folder, "03-impairment-stores.md", "+++\n+++\n");
    let output = corresp(folder, &["new", "3.a", ",", "3.b"]);
    assert!(
        said(&output).starts_with(&format!("Wrote {ROUND}/03-impairment-stores-2.md")),
        "{}",
        said(&output)
    );
}

#[test]
fn what_is_answered_or_not_in_the_letter_is_refused() {
    let folder = project();
    for (key, says) in [
        ("1.4", "1.4 is answered already, in responses/2021-09-13/sales.md:"),
        ("2", "2 is answered already, in responses/2021-09-13/margin.md:"),
        ("1", "1.1 is answered already, in responses/2021-09-13/sales.md:"),
        ("1.9", "the staff's letter has no 1.9"),
        ("nothing", "`nothing` is no key"),
        ("3.a please", "`please` stands behind the key"),
        ("5#1", "5#1 is a request in the words of 5, and no unit"),
        ("5#4", "the staff's letter has no 5#4"),
    ] {
        let output = corresp(folder.path(), &["new", key]);
        assert_eq!(output.status.code(), Some(2), "{key}: {}", said(&output));
        assert!(said(&output).contains(says), "{key}: {}", said(&output));
    }
}

#[test]
fn a_fix_is_shown_first_and_then_made() {
    let folder = project();
    let folder = folder.path();
    let stores = text(folder, "stores.md");
    let damaged = stores
        .replace("## 3.a, 3.d how many there were in each", "## 3.a")
        .replace("comment = \"3\"", "comment=3  ");
    write(folder, "stores.md", &damaged);
    let sales = text(folder, "sales.md").replace("## 1.4\n", "## 1(4)\n");
    write(folder, "sales.md", &sales);
    let output = corresp(folder, &["check", "--fix", "--diff"]);
    let diff = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    for line in [
        "--- a/responses/2021-09-13/stores.md",
        "-comment=3  ",
        "+comment = \"3\"",
        "+## 3.d how much headroom was left.",
        "+> how much headroom was left.",
        "-## 1(4)",
        "+## 1.4",
    ] {
        assert!(diff.lines().any(|other| other == line), "{line}\n{diff}");
    }
    assert_eq!(text(folder, "stores.md"), damaged, "a diff changes nothing");
    let output = corresp(folder, &["check", "--fix", "--quiet"]);
    assert_eq!(output.status.code(), Some(1), "3.d is still open");
    let told = said(&output);
    assert!(
        told.contains("Mended responses/2021-09-13/sales.md: corrected `1(4)` to `1.4`\n"),
        "{told}"
    );
    assert!(told.contains("error[empty-response]: the section of 3.d"), "{told}");
    assert_eq!(
        text(folder, "stores.md"),
        damaged.replace("comment=3  ", "comment = \"3\"")
            + "\n## 3.d how much headroom was left.\n\n> how much headroom was left.\n"
    );
    let fixed = text(folder, "stores.md");
    let again = said(&corresp(folder, &["check", "--fix", "--quiet"]));
    assert!(again.contains("Nothing can be mended with certainty."), "{again}");
    assert_eq!(text(folder, "stores.md"), fixed);
}

#[test]
fn sections_are_put_in_the_letters_order_and_keep_their_bytes() {
    let folder = project();
    let folder = folder.path();
    let sales = text(folder, "sales.md");
    let (head, rest) = sales.split_once("## 1.1").expect("the first section");
    let (first, last) = rest.split_once("## 1.4").expect("the last section");
    let turned = format!("{head}## 1.4{last}\n## 1.1{first}").replace('\n', "\r\n");
    write(folder, "sales.md", &format!("\u{feff}{}", turned.trim_end_matches("\r\n")));
    let output = corresp(folder, &["check", "--fix"]);
    assert!(output.status.success(), "{}", said(&output));
    let expected = format!("\u{feff}{}", sales.replace('\n', "\r\n"));
    assert_eq!(text(folder, "sales.md"), expected);
}

#[test]
fn several_keys_and_runs_are_taken_by_new_and_touch() {
    let folder = project();
    let folder = folder.path();
    for file in ["stores.md", "margin.md"] {
        fs::remove_file(folder.join(ROUND).join(file)).expect("taken away");
    }
    let output = corresp(folder, &["new", "3.a", "2", "3.b,", "3.c", "3.a"]);
    assert!(output.status.success(), "{}", said(&output));
    let stores = format!("Wrote {ROUND}/03-impairment-stores.md with `## 3.a`, `## 3.b, 3.c`\n");
    assert!(said(&output).contains(&stores), "{}", said(&output));
    assert!(said(&output).starts_with(&format!("Wrote {ROUND}/02-")), "{}", said(&output));
    let output = corresp(folder, &["new", "3.b-3.d", "3.c"]);
    assert!(said(&output).contains("3.b has its section already"), "{}", said(&output));
    let output = corresp(folder, &["touch", "2,", "3.a-3.c"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("3.a, 3.b and 3.c"), "{}", said(&output));
    let output = corresp(folder, &["touch", "5#1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("`corresp touch 5`"), "{}", said(&output));
}

#[test]
fn a_link_that_is_not_followed_is_named() {
    let folder = project();
    let folder = folder.path();
    let file = folder.join(ROUND).join("margin.md");
    fs::rename(&file, folder.join("margin.md")).expect("moved");
    std::os::unix::fs::symlink(folder.join("margin.md"), &file).expect("linked");
    let checked = said(&corresp(folder, &["check"]));
    let flat = checked.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("comment 2 has no response"), "{checked}");
    let words = format!("{ROUND}/margin.md is a symbolic link, and none is followed");
    assert!(flat.contains(&words), "{checked}");
}

use super::*;
use crate::secrets::Open;
use crate::source::{FileId, Place};

fn search(marked: &[&str], open: &[&str]) -> Search {
    let place = Place::new(FileId(0), 0..1);
    let marked = marked.iter().map(|text| Marked { place, text: (*text).into(), image: None });
    let open = open.iter().map(|text| Open { place: None, text: (*text).into(), is_filed: false });
    let secrets =
        Secrets { marked: marked.collect(), open: open.collect(), open_images: BTreeSet::new() };
    Search::of(&secrets, &std::collections::BTreeMap::new())
}

fn places(search: &Search, name: &str, text: &str) -> Vec<String> {
    let leaks = search.leaks(name, text.as_bytes()).expect("it can be read");
    leaks.into_iter().map(|leak| leak.place).collect()
}

#[test]
fn r9_a_marked_text_is_found_in_whatever_form_it_stands() {
    let search = search(&["the Kumquat “affinity” programme"], &["We answer."]);
    for text in [
        "<p>the Kumquat \u{201c}affinity\u{201d} programme</p>",
        "<p>THE KUM<b>QUAT</b> &quot;a&#xfb03;nity&quot; pro-\ngramme</p>",
        "<p title='the  Kumquat &#34;affinity&#34; programme'></p>",
        "<!-- the kumquat \"affinity\" pro\u{ad}gramme -->",
    ] {
        assert_eq!(places(&search, "letter.html", text).len(), 1, "{text}");
    }
    assert!(places(&search, "letter.html", "<p>the affinity programme</p>").is_empty());
}

#[test]
fn r9_a_number_of_three_digits_is_found_alone() {
    let search = search(&["some 1,250 of them, or 12"], &["In 2009 there were 300."]);
    assert_eq!(places(&search, "a.html", "<td>1,250</td>"), ["its text"]);
    assert_eq!(places(&search, "a.html", "<td>1250</td>"), ["its text"]);
    for other in ["<td>11,250</td>", "<td>12</td>", "<td>300</td>", "<td width=\"1250\">"] {
        assert!(places(&search, "a.html", other).is_empty(), "{other}");
    }
}

#[test]
fn r9_what_also_stands_unmarked_is_no_leak() {
    let search = search(&["the selected multiple"], &["Of the selected multiple we say:"]);
    assert!(search.is_empty());
}

#[test]
fn a_part_of_a_longer_text_is_found() {
    let search = search(&["we plan to close twelve stores in Ohio by the summer"], &[]);
    assert_eq!(places(&search, "a.html", "<p>close twelve stores in Ohio</p>").len(), 1);
    assert!(places(&search, "a.html", "<p>twelve stores</p>").is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_no_clean_one() {
    let search = search(&["Kumquat"], &[]);
    assert!(search.leaks("letter.pdf", b"%PDF-1.7 nothing").is_err());
    assert!(search.leaks("letter.html", b"\xff\xfe").is_err());
}

#[test]
fn r9_the_name_of_a_file_is_read() {
    let search = search(&["Kumquat"], &[]);
    assert_eq!(places(&search, "kumquat.html", ""), ["its name"]);
}

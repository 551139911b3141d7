use super::*;
use crate::secrets::Open;
use crate::source::{FileId, Place};

fn marked(text: &str) -> Marked {
    let place = Place::new(FileId(0), 0..1);
    let (before, after) = (String::new(), String::new());
    Marked { place, text: text.into(), image: None, before, after, is_label: false }
}

/// Prepares a search; a marked text may be `before [*** text ***] after`.
fn search(texts: &[&str], open: &[&str]) -> Search {
    with_templates(texts, open, &[])
}

fn with_templates(texts: &[&str], open: &[&str], templates: &[&str]) -> Search {
    let texts = texts.iter().map(|text| match text.split_once("[***") {
        Some((before, rest)) => {
            let (text, after) = rest.split_once("***]").expect("it is closed");
            Marked { before: before.into(), after: after.into(), ..marked(text.trim()) }
        }
        None => marked(text),
    });
    let open = open.iter().map(|text| Open {
        place: None,
        traced: (*text).into(),
        is_filed: false,
        is_running: true,
    });
    let secrets = Secrets { marked: texts.collect(), open: open.collect(), ..Secrets::default() };
    let labels = Labels { code: "STORES".into(), first: 120 };
    Search::of(&secrets, &std::collections::BTreeMap::new(), templates, labels)
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

/// Odd places and spellings of a page: none of them hides a word or a figure.
#[test]
fn r9_odd_places_and_spellings_of_html_hide_nothing() {
    let search = search(&["Kumquat, at 412.7"], &["We answer."]);
    for text in [
        "<p>Kum&#113uat</p>",
        "<p>Kum&#X71;uat</p>",
        "<p>&Kum;quat Kumquat</p>",
        "<p>K&zwnj;umq&NoBreak;uat</p>",
        "<p>Kum\u{34f}qu\u{180e}at</p>",
        "<p>K\u{e0041}umquat</p>",
        "<p>\u{ff2b}\u{ff55}mquat</p>",
        "<p>𝐊𝐮𝐦𝐪𝐮𝐚𝐭</p>",
        "<p>Ⓚⓤⓜⓠⓤⓐⓣ</p>",
        "<p>Kum<!-- -->quat</p>",
        "<p>Kum<wbr>quat</p>",
        "<p>Kum<br>quat</p>",
        "<p>K<u>u</u>m<sup>q</sup>uat</p>",
        "<p>K u m q u a t</p>",
        "<p title=Kumquat>a</p>",
        "<p data-a='1' data-b = \"Kumquat\">a</p>",
        "<p title>Kumquat</p>",
        "<p a='>' title='Kumquat'>a</p>",
        "<img alt='Kum&#10;quat'>",
        "<a href='https://a.example/?q=%4Bumquat'>a</a>",
        "<a href='https://a.example/?q=Kum%2Dquat'>a</a>",
        "<a href='https://kumquat.example'>a</a>",
        "<a href='mailto:a@kumquat.example'>a</a>",
        "<meta name='description' content='Kumquat'>",
        "<input value='Kumquat'>",
        "<textarea>Kumquat</textarea>",
        "<script>var a = 'Kumquat';</script>",
        "<script>var a = 'Kum\\u0071uat';</script>",
        "<style>p::after { content: 'Kum\\71 uat' }</style>",
        "<p style=\"content: 'Kumquat'\">a</p>",
        "<style>/* Kumquat */</style>",
        "<svg><text>Kumquat</text></svg>",
        "<![CDATA[Kumquat]]>",
        "<?pi Kumquat?>",
        "<!doctype html PUBLIC 'Kumquat'>",
        "<!-- <p>Kumquat",
        "<p id='Kumquat'>",
        "<p class='a kumquat'>",
        "<template><p>Kumquat</p></template>",
        "<p>412<!-- -->.7</p>",
        "<p>4<b>12</b>.7</p>",
        "<p>&#52;12&period;7</p>",
        "<td data-sort='412.7'>a</td>",
        "<p>４１２．７</p>",
        "<p>412.70 or 412.7.</p>",
        "<p>$412.7m</p>",
    ] {
        assert!(!places(&search, "a.html", text).is_empty(), "{text}");
    }
}

#[test]
fn r9_a_number_in_pieces_is_found() {
    let search =
        search(&["about 412.7 of them", "1,250", "386"], &["It rose to 1 250 in 2019.", "38\n6"]);
    for text in [
        "<td>4 1 2 . 7</td>",
        "<p>to <b>41</b> <i>2.7</i> of</p>",
        "<p>4</p><p>1</p><p>2</p><p>.</p><p>7</p>",
        "<p>412<wbr>.7</p>",
        "<p>1 , 2 5 0</p>",
        "<p title='1 2 5 0'>a</p>",
        "<p>3 8 6 and <b>3</b> <i>86</i></p>",
    ] {
        assert_eq!(places(&search, "a.html", text).len(), 1, "{text}");
    }
    for text in [
        // As the letter has it in the open.
        "<p>It rose to 1 250</p>",
        // Cells of a row, changes, marks of notes, labels of pages.
        "<td>41</td><td>2.7</td>",
        "<td><del>41</del> <ins>2.7</ins></td>",
        "<p>41<sup>2.7</sup></p>",
        "<p>41 STORES 130 2.7</p>",
        "<td>3</td><td>86</td>",
        // As cells of the letter have it in the open.
        "<td>38 6</td>",
    ] {
        assert!(places(&search, "a.html", text).is_empty(), "{text}");
    }
}

#[test]
fn r9_what_also_stands_unmarked_is_no_leak() {
    let search = search(&["the selected multiple"], &["Of the selected multiple we say:"]);
    assert!(search.is_empty());
}

#[test]
fn r9_each_word_of_a_marked_text_is_looked_for() {
    let search = search(
        &["we plan to close twelve stores in Ohio by the summer"],
        &["We explained the planning of stores.", "By summer we close."],
    );
    for text in [
        "<p>twelve</p>",
        "<p>Ohio</p>",
        "<p>O<b>hi</b>o’s</p>",
        "<img alt='of Ohio'>",
        "<a href='https://example.com/in%20Ohio'>here</a>",
        "<p id='Ohio'>a</p>",
        "<title>(Ohio)</title>",
        "<!-- Ohio -->",
        "<p>plan</p>",
        // Words that stand in the open as well, in a row in which they do not.
        "<p>close twelve stores</p>",
        "<p>by the summer</p>",
    ] {
        assert_eq!(places(&search, "a.html", text).len(), 1, "{text}");
    }
    for text in ["<p>stores close by summer, as explained</p>", "<p>Ohioan, in Ohi</p>"] {
        assert!(places(&search, "a.html", text).is_empty(), "{text}");
    }
    let leaks = search.leaks("a.html", b"<p>Ohio</p>").expect("it can be read");
    assert!(!leaks[0].is_whole);
}

#[test]
fn r9_a_word_in_pieces_is_found() {
    let search = search(&["Kumquat programme"], &["We answer."]);
    for text in ["<p>Kum-\nquat</p>", "<p>Kum</p><p>quat</p>", "<b>Kum</b>&shy;<i>quat</i>"] {
        assert_eq!(places(&search, "a.html", text).len(), 1, "{text}");
    }
    // A long word is found within another.
    assert_eq!(places(&search, "a.html", "<p>reprogrammed</p>").len(), 1);
}

#[test]
fn r9_what_stands_everywhere_is_found_beside_its_neighbours() {
    let search = search(
        &[
            "of which we close [*** 12 ***] this year",
            "Ohio stores [*** 9 ***] 14",
            "it fell [*** sharply ***]",
        ],
        &[
            "Of which we close",
            "this year",
            "Stores fell sharply: 12 of 9 in Ohio, and 14.",
            "it fell",
        ],
    );
    for text in [
        "<p>of which we close 12 this year</p>",
        "<tr><td>Ohio stores</td><td>9</td><td>14</td></tr>",
        "<p>Then it fell sharply.</p>",
    ] {
        assert_eq!(places(&search, "a.html", text).len(), 1, "{text}");
    }
    for text in [
        "<p>of which we close [***] this year; 12 this month</p>",
        "<tr><td>Ohio stores</td><td>[***]</td><td>14</td></tr>",
        "<p>Stores fell sharply</p>",
    ] {
        assert!(places(&search, "a.html", text).is_empty(), "{text}");
    }
}

#[test]
fn r9_what_a_template_prints_is_a_leak_but_for_everyday_words() {
    let template =
        "{{ date }} We closed Kumquat and the other stores, 1,214 in all, during the review.";
    let search = with_templates(
        &["the purchase of Kumquat", "1,214", "sales during the review period fell"],
        &["We answer."],
        &[template],
    );
    let found = search.leaks("letter.html", template.as_bytes()).expect("HTML");
    let texts: BTreeSet<&str> =
        found.iter().map(|leak| search.marked(leak).text.as_str()).collect();
    assert_eq!(texts, BTreeSet::from(["the purchase of Kumquat", "1,214"]));
}

#[test]
fn labels_digests_and_namespaces_are_no_figures() {
    let search = search(&["$132 million", "in 1999"], &[]);
    let digest = "0f4a1".repeat(11) + "a132b1999";
    assert_eq!(digest.len(), 64);
    assert!(places(&search, "manifest.json", &format!("\"{digest}\"")).is_empty());
    assert!(places(&search, "a.html", "<p>STORES 132, STORES\u{a0}132.</p>").is_empty());
    assert_eq!(places(&search, "a.html", "<p>STORES 132.0, 132 or Stores 1999</p>").len(), 2);
}

#[test]
fn a_file_that_cannot_be_read_is_no_clean_one() {
    let search = search(&["Kumquat"], &[]);
    assert!(search.leaks("letter.pdf", b"%PDF-1.7 nothing").is_err());
    assert!(search.leaks("letter.html", b"\xff\xfe").is_err());
}

#[test]
fn r9_the_name_of_a_file_is_read() {
    let search = search(&["Kumquat", "a public manifest in Ohio", "letter of request"], &[]);
    assert_eq!(places(&search, "kumquat.html", ""), ["its name"]);
    assert_eq!(places(&search, "public/ohio.html", ""), ["its name"]);
    // What outputs are called says nothing.
    for name in ["public/letter.html", "edgar/manifest.json", "foia-request.html"] {
        assert!(places(&search, name, "").is_empty(), "{name}");
    }
}

/// Names hold small numbers of the program's own, and may hold a long one of a template.
#[test]
fn r9_a_long_number_is_found_in_names_as_well() {
    let search = search(&["$41,637 million", "of 412 stores", "Kumquat Markets"], &[]);
    for text in [
        "<p class=n41637>",
        "<a name='p41637'>",
        "<p style='margin: 41637pt'>",
        "<table width=41637>",
        "<ol start=41637>",
        "<p data-41637>a",
        "<!DOCTYPE x [<!ENTITY x \"41637\">]>",
        "<?x 41637?>",
        "<style>/* 41,637 */</style>",
        "<style>.n41637 { top: 0 }</style>",
        "<style>p { background: url(Kumquat.png) }</style>",
        "<style>.kumquat {}</style>",
        "<kumquat>a</kumquat>",
        "<p kumquat=1>a</p>",
    ] {
        assert!(!places(&search, "a.html", text).is_empty(), "{text}");
    }
    for text in ["<p class=n412>", "<table width=412>", "<style>p { top: 412px }</style>"] {
        assert!(places(&search, "a.html", text).is_empty(), "{text}");
    }
}

#[test]
fn what_the_program_says_itself_is_no_leak() {
    let search = search(
        &["our response to bullet nine", "and their", "the text as proposed, without any"],
        &["nine any"],
    );
    let style = "<style>/* The tables and their notes. */</style>";
    for text in ["<p>See our response to bullet 3.7.</p>", "<p>The text as proposed.</p>", style] {
        assert!(places(&search, "a.html", text).is_empty(), "{text}");
    }
    assert_eq!(places(&search, "a.html", "<p>and their</p>").len(), 1);
}

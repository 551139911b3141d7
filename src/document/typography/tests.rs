use proptest::prelude::*;

use super::*;
use crate::document::{
    Cell, Margin, Paragraph, Passage, PassageKind, Row, Running, Signature, Table,
};

/// Sets inlines as the company's words.
fn inlines(mut text: Vec<Inline>) -> Vec<Inline> {
    Setter::default().inlines(&mut text, Voice::Company);
    text
}

/// Sets a text as the company's words; joined blanks are shown as `~`.
fn company(text: &str) -> String {
    plain(&inlines(vec![Inline::text(text)])).replace('\u{A0}', "~")
}

/// Sets a text as the staff's words.
fn staff(text: &str) -> String {
    let mut inlines = vec![Inline::text(text)];
    Setter::default().inlines(&mut inlines, Voice::Staff);
    plain(&inlines).replace('\u{A0}', "~")
}

#[track_caller]
fn each(pairs: &[(&str, &str)]) {
    for (typed, set) in pairs {
        assert_eq!(company(typed), *set, "{typed}");
    }
}

#[test]
fn quotes_open_and_close_by_what_stands_around_them() {
    each(&[
        (r#"the "break-up" value"#, "the “break-up” value"),
        (
            r#"appear to be "estimated multiples." Please"#,
            "appear to be “estimated multiples.” Please",
        ),
        (r#"("Citigroup" or the "Company")"#, "(“Citigroup” or the “Company”)"),
        (r#""'So,' he said, 'it is.'""#, "“‘So,’ he said, ‘it is.’”"),
        (r#""He said 'no'" and left"#, "“He said ‘no’” and left"),
        (r#"a pre-"IPO" price"#, "a pre-“IPO” price"),
        (r#"yes--"no"--yes"#, "yes–“no”–yes"),
        (r#"12" pipe"#, "12” pipe"),
        (r#"between "[***" and "***]"."#, "between “[***” and “***]”."),
        (r#"Already “set” and "not""#, "Already “set” and “not”"),
        ("\"", "“"),
    ]);
}

#[test]
fn an_apostrophe_also_stands_before_figures_and_contractions() {
    each(&[
        ("QSPE's and the trusts' bonds", "QSPE’s and the trusts’ bonds"),
        ("in '08 and the '90s", "in ’08 and the ’90s"),
        ("'tis so, rock 'n' roll", "’tis so, rock ’n’ roll"),
        ("the '2008 plan' of ours", "the ‘2008 plan’ of ours"),
        ("RMB '000 and US$ '000s", "RMB ’000 and US$ ’000s"),
        ("don't, won't, '08's", "don’t, won’t, ’08’s"),
        ("a 'control' premium", "a ‘control’ premium"),
    ]);
}

#[test]
fn dashes_and_dots_are_drawn_together() {
    each(&[
        ("one -- two", "one~– two"),
        ("one - two", "one~– two"),
        ("one--two---three", "one–two—three"),
        ("one --- two", "one~— two"),
        ("and so on...", "and so on…"),
        ("and so on....", "and so on…."),
        ("a leader ......", "a leader ......"),
        ("a ---- rule", "a ---- rule"),
        ("a two-step test", "a two-step test"),
        ("- at the start", "- at the start"),
    ]);
}

#[test]
fn a_range_of_figures_has_a_dash() {
    each(&[
        ("Bullets 3.4-3.6", "Bullets~3.4–3.6"),
        ("bullets 3.9-3.12", "bullets~3.9–3.12"),
        ("pages 12-15, and 98-102.", "pages~12–15, and 98–102."),
        ("10-15% or 9.5%-15.0%", "10–15% or 9.5%–15.0%"),
        ("$5-$10 or $1,000-2,500", "$5–$10 or $1,000–2,500"),
        ("1.2x-1.6x", "1.2×–1.6×"),
        ("(2007-2008)", "(2007–2008)"),
        ("in 2019-2021, at $5-10 million", "in 2019–2021, at $5–10~million"),
        ("1,000-2,500 and 1.25-1.5", "1,000–2,500 and 1.25–1.5"),
        (
            "3-5 years, a 30-60 day period, 2-3 percent",
            "3–5 years, a 30–60 day period, 2–3~percent",
        ),
        ("(Pages 4-6) Notes 3-5", "(Pages~4–6) Notes~3–5"),
    ]);
}

#[test]
fn a_number_that_names_is_no_range() {
    each(&[
        ("No. 001-09924", "No.~001-09924"),
        ("File No. 1-9924", "File No.~1-9924"),
        ("2009-01-14", "2009-01-14"),
        ("(202) 551-3851", "(202)~551-3851"),
        ("EITF 99-20 and ASC 310-830", "EITF~99-20 and ASC~310-830"),
        ("Release 33-8810", "Release~33-8810"),
        ("ASU 2009-16", "ASU~2009-16"),
        ("a 50-50 split", "a 50-50 split"),
        ("SFAS 115-2, 333-123456", "SFAS~115-2, 333-123456"),
        ("Washington, D.C. 20549-4628", "Washington, D.C. 20549-4628"),
        ("NI 43-101 and a 737-800", "NI 43-101 and a 737-800"),
        ("P.L. 107-204, S-X 3-14", "P.L. 107-204, S‑X 3-14"),
        ("Rule 14a-8, call 2533-3388", "Rule~14a-8, call 2533-3388"),
        ("CUSIP 12345-678, 33-95, Code § 13.1-690", "CUSIP 12345-678, 33-95, Code §~13.1-690"),
    ]);
}

#[test]
fn an_x_behind_a_decimal_or_alone_between_figures_is_the_sign_of_a_multiple() {
    each(&[
        ("10.4x earnings", "10.4× earnings"),
        ("3 x 4 and 3.5 x 4", "3~× 4 and 3.5~× 4"),
        ("10x Genomics, Inc. and a 4x4", "10x Genomics, Inc. and a 4x4"),
        ("the 2x Long ETF, 1.5x Long, 3x", "the 2x Long ETF, 1.5x Long, 3x"),
        ("at 0x1F, mix 4 xyz", "at 0x1F, mix 4 xyz"),
    ]);
}

#[test]
fn what_is_not_typing_stays() {
    each(&[
        ("(c) 1/2 5′ 12″", "(c)~1/2 5′ 12″"),
        ("see https://www.sec.gov/a--b/10-K now", "see https://www.sec.gov/a--b/10-K now"),
        ("www.example.com/1-2...", "www.example.com/1-2..."),
    ]);
}

#[test]
fn two_blanks_after_a_stop_become_one() {
    each(&[("One.  Two?   Three.", "One. Two? Three.")]);
    let set = inlines(vec![Inline::text("One. "), Inline::Strong(vec![Inline::text(" Two")])]);
    assert_eq!(plain(&set), "One. Two");
}

#[test]
fn words_that_belong_together_share_a_line() {
    each(&[
        ("Note 4. Business", "Note~4. Business"),
        ("Item 7, Part II, Exhibit 5.1", "Item~7, Part~II, Exhibit~5.1"),
        ("Rule 83 and Section 13", "Rule~83 and Section~13"),
        ("page 92 and pages 4 and 5", "page~92 and pages~4 and 5"),
        ("comment 1D, bullet 3.1", "comment~1D, bullet~3.1"),
        ("17 C.F.R. § 200.83", "17~C.F.R. §~200.83"),
        ("Form 10-K, Forms 10-Q", "Form~10‑K, Forms~10‑Q"),
        ("a Form S-3/A or SB-2", "a Form~S‑3/A or SB‑2"),
        ("Mr. Kevin W. Vaughn", "Mr.~Kevin W.~Vaughn"),
        ("Dear Mr. Vaughn:", "Dear Mr.~Vaughn:"),
        ("dated October 27, 2008 or 27 October", "dated October~27, 2008 or 27~October"),
        ("December 2007", "December 2007"),
        ("in Q4 2007", "in Q4~2007"),
        ("$1.84 billion, 22 percentage points", "$1.84~billion, 22~percentage points"),
        ("at 10 a.m. on", "at 10~a.m. on"),
        ("(i) the first and (ii) the second", "(i)~the first and (ii)~the second"),
        ("paragraph (c) of Exhibit B. The", "paragraph~(c) of Exhibit~B. The"),
        ("/s/ Pat Q. Sample", "/s/~Pat Q.~Sample"),
        ("[*** 2.5 percentage points ***]", "[***~2.5~percentage points~***]"),
        ("Proposed disclosure A.", "Proposed disclosure~A."),
        ("call (212) 555-0100", "call (212)~555-0100"),
        ("... selected multiple ...", "… selected multiple~…"),
    ]);
}

#[test]
fn words_that_may_part_stay_free() {
    for text in ["$27 per share", "4% decline", "10 business days", "17 trusts", "U.S. Securities"]
    {
        assert_eq!(company(text), text);
    }
}

#[test]
fn context_reaches_over_the_edge_of_an_inline() {
    let set = inlines(vec![
        Inline::text("the \""),
        Inline::Emphasis(vec![Inline::text("break-up")]),
        Inline::text("\" value of Note "),
        Inline::Strong(vec![Inline::text("4")]),
        Inline::text(", "),
        Inline::Code("a--b".into()),
        Inline::text("'s words"),
        Inline::NoteReference(0),
        Inline::text("\""),
    ]);
    assert_eq!(plain(&set), "the “break-up” value of Note\u{A0}4, a--b’s words”");
}

#[test]
fn a_page_reference_stays_with_its_noun() {
    let set =
        inlines(vec![Inline::text("on page "), Inline::PageOf("k1".into()), Inline::text(".")]);
    assert_eq!(set[0], Inline::text("on page\u{A0}"));
}

#[test]
fn each_side_of_a_redline_is_read_by_itself() {
    let set = inlines(vec![
        Inline::text("in "),
        Inline::Deleted(vec![Inline::text("\"Note")]),
        Inline::Inserted(vec![Inline::text("Item")]),
        Inline::text(" 4"),
        Inline::Deleted(vec![Inline::text("\"")]),
        Inline::Inserted(vec![Inline::text(" \"now\"")]),
    ]);
    assert_eq!(
        set,
        [
            Inline::text("in "),
            Inline::Deleted(vec![Inline::text("“Note")]),
            Inline::Inserted(vec![Inline::text("Item")]),
            Inline::text("\u{A0}4"),
            Inline::Deleted(vec![Inline::text("”")]),
            Inline::Inserted(vec![Inline::text(" “now”")]),
        ]
    );
}

#[test]
fn the_staff_keeps_its_signs_but_for_quotes_and_dashes() {
    assert_eq!(
        staff("QSPE's \"value\" -- 10.4x, 3.4-3.6... - page 6"),
        "QSPE’s “value”~– 10.4x, 3.4-3.6... - page~6"
    );
}

#[test]
fn the_words_of_an_address_stay() {
    let link = Inline::Link {
        target: Target::Address("https://example.com/a--b".into()),
        text: vec![Inline::text("https://example.com/a--b")],
    };
    assert_eq!(inlines(vec![link.clone()]), [link]);
}

fn cell(text: &str) -> Cell {
    Cell { text: vec![Inline::text(text)], span: 1 }
}

#[test]
fn a_document_is_set_throughout_but_for_code_and_figures() {
    let passage = Passage {
        id: Some("k1--x".into()),
        margin: Margin::Number("1.".into()),
        kind: PassageKind::Text,
        blocks: vec![Block::paragraph(vec![Inline::text("10.4x -- \"so\"")])],
    };
    let table = Table {
        body: vec![Row {
            cells: vec![cell("In '08"), cell("10.4x"), cell("--"), cell("$ 5")],
            ..Row::default()
        }],
        ..Table::default()
    };
    let mut document = Document {
        title: "The Staff's letter of October 27".into(),
        author: String::new(),
        date: jiff::civil::date(2009, 3, 3),
        running: Running::default(),
        blocks: vec![
            Block::Exchange(Exchange {
                passages: vec![passage],
                answer: vec![
                    Block::Paragraph(Paragraph::default()),
                    Block::Table(table),
                    Block::Code("\"--\"".into()),
                ],
            }),
            Block::Signature(Signature {
                closing: "Sincerely,".into(),
                conformed: Some("/s/ Pat".into()),
                lines: vec![],
            }),
        ],
        notes: vec![vec![Block::paragraph(vec![Inline::text("Note's")])]],
        contents: vec![],
        images: std::collections::BTreeMap::default(),
        justify: false,
        staff_italic: false,
    };
    set(&mut document);
    assert_eq!(document.title, "The Staff’s letter of October 27");
    assert_eq!(document.notes[0], [Block::paragraph(vec![Inline::text("Note’s")])]);
    let [Block::Exchange(exchange), Block::Signature(signature)] = &document.blocks[..] else {
        panic!("the blocks are the same")
    };
    assert_eq!(signature.conformed.as_deref(), Some("/s/\u{A0}Pat"));
    assert_eq!(
        exchange.passages[0].blocks,
        [Block::paragraph(vec![Inline::text("10.4x\u{A0}– “so”")])]
    );
    assert_eq!(exchange.passages[0].id.as_deref(), Some("k1--x"));
    let [_, Block::Table(table), Block::Code(code)] = &exchange.answer[..] else {
        panic!("the answer is the same")
    };
    let cells: Vec<String> = table.body[0].cells.iter().map(|cell| plain(&cell.text)).collect();
    assert_eq!(cells, ["In ’08", "10.4x", "--", "$ 5"]);
    assert_eq!(code, "\"--\"");
}

#[test]
fn folding_takes_the_signs_back() {
    assert_eq!(fold("“3.4–3.6” … ‘x’\u{A0}— 10‑K 4×"), "\"3.4-3.6\" ... 'x' - 10-K 4x");
    assert_eq!(fold("a -- b---c"), "a - b-c");
}

/// Typing that is rich in what the rules look at.
fn typing() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\""),
        Just("'"),
        Just("-"),
        Just("--"),
        Just("."),
        Just("..."),
        Just(" "),
        Just("  "),
        Just("x"),
        Just("4"),
        Just("10"),
        Just("3.4"),
        Just("Note "),
        Just("Form "),
        Just("K"),
        Just("Mr. "),
        Just("§ "),
        Just("(i) "),
        Just("$"),
        Just("%"),
        Just("October "),
        Just("://"),
        Just("–"),
        Just("\u{A0}"),
        Just("’"),
        Just("“"),
        Just("word"),
        Just("é"),
        Just("/"),
    ];
    prop_oneof![
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

/// Inlines whose texts are typing.
fn text() -> impl Strategy<Value = Vec<Inline>> {
    let inline = (typing(), 0..7u8).prop_map(|(text, kind)| {
        let text = vec![Inline::Text(text)];
        match kind {
            0 => Inline::Emphasis(text),
            1 => Inline::Strong(text),
            2 => Inline::Inserted(text),
            3 => Inline::Deleted(text),
            4 => Inline::Link { target: Target::Place("k1".into()), text },
            5 => Inline::Code(plain(&text)),
            _ => text.into_iter().next().expect("one text"),
        }
    });
    proptest::collection::vec(inline, 0..5)
}

proptest! {
    #[test]
    fn set_words_fold_to_the_words_as_typed(typed in typing()) {
        let mut set = vec![Inline::text(typed.clone())];
        for voice in [Voice::Company, Voice::Staff] {
            Setter::default().inlines(&mut set, voice);
            prop_assert_eq!(fold(&plain(&set)), fold(&typed));
        }
    }

    #[test]
    fn set_inlines_fold_to_the_words_as_typed(typed in text()) {
        prop_assert_eq!(fold(&plain(&inlines(typed.clone()))), fold(&plain(&typed)));
    }

    #[test]
    fn what_is_set_stays_set(typed in text()) {
        let once = inlines(typed);
        prop_assert_eq!(inlines(once.clone()), once);
    }
}

//! A letter with all kinds of blocks, and helpers to make others.

#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;

use corresp::document::*;
use jiff::civil::date;

pub fn text(words: &str) -> Vec<Inline> {
    vec![Inline::text(words)]
}

pub fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Response letter".into(),
        author: "Citigroup Inc.".into(),
        date: date(2009, 3, 3),
        running: Running {
            addressee: "Mr. Kevin W. Vaughn".into(),
            date: "March 3, 2009".into(),
            status: Some(
                "Illustration – every response and figure in this letter is invented and is not a statement of any company."
                    .into(),
            ),
            draft: false,
            ..Running::default()
        },
        blocks,
        notes: Vec::new(),
        contents: Vec::new(),
        images: BTreeMap::new(),
        justify: false,
        staff_italic: false,
    }
}

pub fn heading(level: u8, words: &str) -> Block {
    Block::Heading { level, id: None, text: text(words) }
}

pub fn paragraph(words: &str) -> Block {
    Block::paragraph(text(words))
}

pub fn response(inlines: Vec<Inline>) -> Block {
    labelled("Citigroup’s Response:", LabelStyle::Response, inlines)
}

pub fn labelled(words: &str, style: LabelStyle, text: Vec<Inline>) -> Block {
    let label = Some(Label { words: words.into(), style });
    Block::Paragraph(Paragraph { label, text, ..Paragraph::default() })
}

pub fn row(kind: RowKind, cells: &[&str]) -> Row {
    let mut cells: Vec<Cell> =
        cells.iter().map(|cell| Cell { text: text(cell), span: 1 }).collect();
    if kind == RowKind::Group {
        cells.truncate(1);
        cells[0].span = 99;
    }
    Row { kind, cells, change: None }
}

pub fn columns(kinds: &str) -> Vec<Column> {
    let kind = |sign: char| match sign {
        'a' => ColumnKind::Amounts,
        'r' => ColumnKind::Ratios,
        _ => ColumnKind::Words,
    };
    kinds.chars().map(|sign| Column { kind: kind(sign) }).collect()
}

pub fn staff(margin: Margin, kind: PassageKind, words: &str) -> Passage {
    let id = match &margin {
        Margin::Number(number) => Some(format!("k{}", number.trim_end_matches('.'))),
        Margin::Key(key) => Some(format!("k{key}")),
        Margin::Empty => None,
    };
    Passage { id, margin, kind, blocks: vec![paragraph(words)] }
}

pub fn comment(number: &str, words: &str) -> Passage {
    staff(Margin::Number(format!("{number}.")), PassageKind::Text, words)
}

pub fn bullet(key: &str, words: &str) -> Passage {
    let kind = PassageKind::Item { marker: "•".into(), depth: 1 };
    staff(Margin::Key(key.into()), kind, words)
}

pub fn group(words: &str) -> Passage {
    staff(Margin::Empty, PassageKind::Group, words)
}

pub fn lead(words: &str) -> Passage {
    staff(Margin::Empty, PassageKind::Text, words)
}

pub fn exchange(passages: Vec<Passage>, answer: Vec<Block>) -> Block {
    Block::Exchange(Exchange { passages, answer })
}

fn lines(role: LinesRole, lines: &[&str]) -> Block {
    Block::Lines { role, lines: lines.iter().map(|line| text(line)).collect() }
}

fn trusts() -> Block {
    use RowKind::*;
    Block::Table(Table {
        id: Some("t-trusts".into()),
        caption: Some(text("TOB trusts by time of insurance, at December 31")),
        columns: columns("waaa"),
        head: vec![row(Plain, &["In millions of dollars", "2008", "2007", "Change"])],
        body: vec![
            row(Plain, &["Uninsured trusts", "$ 16,105", "$ 17,420", "$ (1,315)"]),
            row(Plain, &["Insured when established", "1,255", "1,205", "50"]),
            row(Plain, &["Insured after establishment (1)", "1,840", "945", "895"]),
            row(Total, &["Bonds held in TOB trusts", "19,200", "19,570", "(370)"]),
            row(Plain, &["Less: consolidated trusts", "(2,050)", "(1,975)", "(75)"]),
            row(
                GrandTotal,
                &["Total bonds held in QSPE trusts", "$ 17,150", "$ 17,595", "$ (445)"],
            ),
        ],
        notes: vec![text(
            "(1) Insurance on the bonds, obtained from a third party after the trust had issued its floating-rate certificates.",
        )],
        ..Table::default()
    })
}

fn units() -> Block {
    use RowKind::*;
    let mut body = Vec::new();
    for date in [
        "October 31, 2007 (interim test)",
        "February 29, 2008 (interim test)",
        "July 1, 2008 (annual test)",
        "September 30, 2008 (interim test)",
        "December 31, 2008 (interim test)",
    ] {
        body.push(row(Group, &[date]));
        body.extend([
            row(
                Plain,
                &["North America Consumer Banking (1)", "$ 31,200", "$ 24,650", "$ 6,550", "26.6%"],
            ),
            row(Plain, &["International Consumer Banking", "38,900", "22,300", "16,600", "74.4%"]),
            row(Plain, &["Cards", "41,750", "27,100", "14,650", "54.1%"]),
            row(Plain, &["Securities & Banking", "52,300", "39,800", "12,500", "(31.4%)"]),
            row(Plain, &["Transaction Services", "29,400", "8,150", "21,250", "260.7%"]),
            row(Plain, &["Smith Barney", "19,850", "9,700", "10,150", "—"]),
            row(
                GrandTotal,
                &["Total reporting units", "$ 213,400", "$ 131,700", "$ 81,700", "62.0%"],
            ),
        ]);
    }
    let span = |words: &str, span: u16| Cell { text: text(words), span };
    Block::Table(Table {
        caption: Some(text("Fair value and carrying value of reporting units, by test date")),
        columns: columns("waaar"),
        head: vec![
            Row {
                cells: vec![
                    span("", 1),
                    span("Reporting unit", 2),
                    span("Excess of fair value", 2),
                ],
                ..Row::default()
            },
            row(
                Plain,
                &["In millions of dollars", "Fair value", "Carrying value", "Amount", "Percent"],
            ),
        ],
        body,
        notes: vec![text(
            "(1) The second step was performed. An impairment of $960 million was recorded in the fourth quarter of 2008.",
        )],
        ..Table::default()
    })
}

fn multiples() -> Block {
    use RowKind::*;
    Block::Table(Table {
        caption: Some(text("Multiples selected, February 29, 2008")),
        columns: columns("wrrr"),
        head: vec![row(
            Plain,
            &["", "Price to earnings", "Price to tangible book value", "Implied DCF"],
        )],
        body: vec![
            row(Plain, &["North America Consumer Banking", "10.4x", "1.6x", "10.9x"]),
            row(Plain, &["Cards", "11.2x", "—", "11.0x"]),
            row(Plain, &["Securities & Banking", "8.7x", "1.1x", "n/a"]),
            row(Plain, &["Smith Barney", "12.8x", "2.45x", "—"]),
        ],
        ..Table::default()
    })
}

fn goodwill(alone: bool) -> Block {
    use RowKind::*;
    let new = |words: &str| Inline::Inserted(text(words));
    let old = |words: &str| Inline::Deleted(text(words));
    let plain = |words: &str| Inline::text(words);
    let mut impairment = row(Plain, &["Impairment of goodwill", "(960)", "—"]);
    impairment.change = Some(Change::Inserted);
    let mut replaced = row(Plain, &["Acquisitions and translation", "", "7,789"]);
    replaced.cells[1].text = vec![old("(1,310)"), new("(1,262)")];
    Block::Disclosure(Disclosure {
        id: "goodwill".into(),
        title: "Proposed disclosure A.".into(),
        source: text("Form 10-K, Note 18. Goodwill and Intangible Assets, page 166"),
        legend: vec![
            plain("Marked against the text as filed: new text is "),
            new("underlined"),
            plain(", text taken out is "),
            old("struck through"),
            plain(". Serves 3.1, 3.8, 3.15."),
        ],
        blocks: vec![
            Block::paragraph(vec![
                plain("Goodwill is tested for impairment at the level of the reporting unit "),
                old("annually"),
                new(
                    ", annually on July 1 and between annual tests when events or circumstances make it more likely than not that the fair value of a unit has fallen below its carrying amount",
                ),
                plain(". Fair value is estimated "),
                old("using market multiples or discounted cash flows"),
                new("by a market approach, an income approach, or both"),
                plain("."),
            ]),
            Block::paragraph(vec![
                new(
                    "Under the income approach the Company discounts projected cash flows at a cost of equity that reflects the risk of the unit. The rates used in 2008 ranged from 9.5% to 15.0%.",
                ),
                plain(" The Company "),
                old("believes"),
                new(
                    "compares the sum of the fair values with its market capitalization and considers whether",
                ),
                plain(" the difference "),
                old("is reasonable"),
                new("lies within the range of observed control premiums"),
                plain("."),
            ]),
            Block::Table(Table {
                columns: columns("waa"),
                head: vec![row(Plain, &["In millions of dollars", "2008", "2007"])],
                body: vec![
                    row(Plain, &["Goodwill, beginning of year", "$ 41,204", "$ 33,415"]),
                    replaced,
                    impairment,
                    row(GrandTotal, &["Goodwill, end of year", "$ 38,982", "$ 41,204"]),
                ],
                ..Table::default()
            }),
        ],
        alone,
    })
}

fn key_table() -> Vec<Block> {
    use RowKind::*;
    let mut body = Vec::new();
    let link = |id: &str| {
        vec![Inline::Link {
            target: Target::Place(id.into()),
            text: vec![Inline::PageOf(id.into())],
        }]
    };
    for (key, words) in [
        ("1", "TOB trusts, page 92"),
        ("2", "Reporting units, fair and carrying value"),
        ("2.1", "The fair value of each …"),
        ("2.2", "The carrying value of each …"),
        ("3", "Valuation methodologies"),
        ("3.1", "… selected market multiple …"),
        ("3.2", "… how each market multiple was selected …"),
        ("3.3", "… minority-based multiples or control-based …"),
        ("3.14", "… average stock price …"),
    ] {
        let kind = if key.contains('.') { Below } else { Plain };
        let mut line = row(kind, &[key, words, "", "A", "Future filings"]);
        line.cells[2].text = link(&format!("k{key}"));
        if key == "3.14" {
            line.cells[2].text = text("by March 20");
            line.cells[3].text = text("—");
        }
        body.push(line);
    }
    let small = Paragraph {
        text: text(
            "Three comments, eighteen bullets: sixteen answered in this letter, two deferred to a letter by March 20, 2009.",
        ),
        style: ParagraphStyle::Small,
        ..Paragraph::default()
    };
    vec![
        heading(1, "Key to comments and responses"),
        Block::Table(Table {
            style: TableStyle::Key,
            columns: columns("wwwww"),
            head: vec![row(
                Plain,
                &["Key", "The Staff’s words", "Answered", "Disclosure", "Undertaking"],
            )],
            body,
            ..Table::default()
        }),
        Block::Paragraph(small),
    ]
}

/// The letter of the pictures in the specification, or nearly.
pub fn letter() -> Document {
    let mut blocks = vec![
        Block::Letterhead {
            name: "Citigroup Inc.".into(),
            lines: vec!["399 Park Avenue".into(), "New York, NY 10043".into()],
        },
        lines(LinesRole::Date, &["March 3, 2009"]),
        lines(LinesRole::Via, &["VIA EDGAR CORRESPONDENCE"]),
        lines(
            LinesRole::Addressee,
            &[
                "Mr. Kevin W. Vaughn",
                "Branch Chief",
                "Division of Corporation Finance",
                "U.S. Securities and Exchange Commission",
                "100 F Street, N.E.",
                "Washington, D.C. 20549",
            ],
        ),
        Block::Subject {
            label: "Re:".into(),
            lines: vec![
                text("Citigroup Inc."),
                text("Form 10-K for the Fiscal Year Ended December 31, 2007"),
                text("Forms 10-Q for 2008"),
                text("File No. 001-09924"),
            ],
        },
        lines(LinesRole::Salutation, &["Dear Mr. Vaughn:"]),
        paragraph(
            "This letter sets forth the responses of Citigroup Inc. (“Citigroup” or the “Company”) to the comments of the staff of the Division of Corporation Finance (the “Staff”) of the Securities and Exchange Commission, contained in your letter dated January 14, 2009, on these filings.",
        ),
        paragraph(
            "Our responses are keyed to the numbers of the comments and to the headings used in your letter. The text of each comment is set in bold beside a thin rule and is followed by our response; where a comment has bullets, each bullet is followed by its own. The small numbers in the margin (2.1, 3.4) count the bullets of a comment, and the key on the last page lists them all with the page on which each is answered.",
        ),
        paragraph(
            "Pursuant to 17 C.F.R. § 200.83, we request confidential treatment for the portions of this letter enclosed between “[***” and “***]”. Each page is identified by the code CITI and a number.",
        ),
        heading(1, "2007 Form 10-K"),
        heading(2, "Municipal Securities Tender Option Bond (TOB) Trusts, page 92"),
        exchange(
            vec![comment(
                "1",
                "We note your response to comment 1 to our letter dated October 27, 2008. Please clarify your response for us by specifically quantifying the total amount of TOB trusts for which you obtained insurance subsequent to establishing the trusts. Additionally, please tell us whether you have other QSPE’s (unrelated to Tender Option Bonds Trusts) where you have used similar logic described in your response to comment 1D and concluded that QSPE status was not impacted by the changes made. If so, please describe the circumstances surrounding the changes and amendments, and quantify the amount of QSPE’s impacted.",
            )],
            vec![
                response(vec![
                    Inline::text(
                        "Insurance was obtained after the establishment of a trust for a small part of the program only. At December 31, 2008 the bonds held in those trusts had a face amount of $1.84 billion, or 9.6% of all TOB trusts that the Company sponsors.",
                    ),
                    Inline::NoteReference(0),
                    Inline::text(
                        " The table below sets out when the insurance was obtained and how the insured trusts compare with the program as a whole.",
                    ),
                ]),
                trusts(),
                paragraph(
                    "We have reviewed all our other qualifying special-purpose entities. In two of them a later change was assessed on the reasoning described in our response to comment 1D:",
                ),
                Block::List(List {
                    start: Some(1),
                    loose: false,
                    items: vec![
                        vec![
                            paragraph(
                                "One student loan trust replaced a provider of liquidity. The change",
                            ),
                            Block::List(List {
                                start: None,
                                loose: false,
                                items: vec![
                                    vec![paragraph(
                                        "was required by the trust’s governing documents on a downgrade of the provider;",
                                    )],
                                    vec![paragraph(
                                        "left the order and the amount of payments to holders as they were; and",
                                    )],
                                    vec![paragraph(
                                        "gave neither the Company nor the servicer a new decision to make.",
                                    )],
                                ],
                            }),
                        ],
                        vec![paragraph(
                            "One credit card master trust corrected the definition of a business day. The face amount of the certificates affected was $310 million.",
                        )],
                    ],
                }),
                paragraph(
                    "We concluded for both that the entity’s status was not affected. There are no others.",
                ),
            ],
        ),
        heading(2, "Financial Statements"),
        heading(3, "Note 4. Business Segments, page 128"),
        exchange(
            vec![
                comment(
                    "2",
                    "Please refer to your response to prior comment 2 to our letter dated October 27, 2008 and provide us with the following information regarding your reporting units for each period beginning in Q4 2007 through 2008 where a goodwill impairment test was performed:",
                ),
                bullet("2.1", "The fair value of each of your reporting units; and"),
                bullet("2.2", "The carrying value of each of your reporting units."),
            ],
            vec![
                response(text(
                    "Bullets 2.1 and 2.2 are answered together. Goodwill was tested at five dates in the period. Fair value exceeded carrying value for each reporting unit at the first four. At December 31, 2008 it did not for North America Consumer Banking, for which the second step of the test was performed.",
                )),
                units(),
            ],
        ),
        exchange(
            vec![
                comment(
                    "3",
                    "Please refer to your response to comment 2 to our letter dated October 27, 2008 and address the following regarding your valuation methodologies:",
                ),
                group("Market Approach"),
                bullet(
                    "3.1",
                    "Please provide us the selected market multiple and/or the implied DCF multiple for each reporting unit.",
                ),
            ],
            vec![
                response(text(
                    "The multiples selected for the test at February 29, 2008 were as follows. Each is applied to net income estimated for 2008, except where a multiple of tangible book value is shown.",
                )),
                multiples(),
            ],
        ),
    ];
    for (key, words, answer) in BULLETS {
        let passages = vec![bullet(key, words)];
        let mut answer = vec![response(text(answer))];
        if key == "3.2" {
            answer.push(Block::Quote(vec![paragraph("A quotation in a response stands in from both sides, in a size that is a little smaller than the text, so that it is told from it at a glance.")]));
            answer.push(Block::Code("let multiple = price / earnings;\n    indented();".into()));
            answer.push(Block::paragraph(vec![
                Inline::text("See "),
                Inline::Link {
                    target: Target::Place("k3.3".into()),
                    text: text("our response to bullet 3.3"),
                },
                Inline::text(" on page "),
                Inline::PageOf("k3.3".into()),
                Inline::text(", the file "),
                Inline::Code("multiples.csv".into()),
                Inline::text(", and "),
                Inline::Strike(text("struck words")),
                Inline::text(" with "),
                Inline::Strong(text("strong")),
                Inline::text(" and "),
                Inline::Emphasis(text("emphasised")),
                Inline::text(" words, at "),
                Inline::Link {
                    target: Target::Address("https://www.sec.gov/corpfin".into()),
                    text: text("www.sec.gov/corpfin"),
                },
                Inline::text("."),
            ]));
        }
        if key == "3.16" {
            answer.push(labelled("Undertaking.", LabelStyle::Undertaking, text("The Company will include the revisions below, in substance, in its future filings, beginning with its Annual Report on Form 10-K for 2008.")));
            answer.push(goodwill(false));
        }
        blocks.push(exchange(passages, answer));
    }
    blocks.extend([
        paragraph("Bullets 3.14 and 3.16 are left to a second letter, which you will have by March 20, 2009."),
        paragraph("If you have questions about this letter, please call me at (212) 555-0100."),
        Block::Signature(Signature {
            closing: "Sincerely,".into(),
            conformed: Some("/s/ Pat Q. Sample".into()),
            lines: vec!["Pat Q. Sample".into(), "Chief Financial Officer".into()],
        }),
        Block::Copies(vec![
            text("Mr. Paul Cline, Division of Corporation Finance"),
            text("Robin Example, Controller and Chief Accounting Officer"),
        ]),
    ]);
    blocks.extend(key_table());
    let mut document = document(blocks);
    document.notes = vec![vec![paragraph(
        "The percentage compares face amounts; by fair value it is three tenths of a percentage point lower.",
    )]];
    document.contents =
        vec![Entry { id: "k1".into(), key: "1".into(), words: "TOB trusts".into(), depth: 1 }];
    document
}

const BULLETS: [(&str, &str, &str); 7] = [
    (
        "3.2",
        "Please provide us a description for how each market multiple was selected and if any adjustments were made to the comparable company multiples.",
        "For each reporting unit we chose companies whose business, geography and mix of revenue are most like the unit’s own, and took the median of their multiples. No adjustment was made.",
    ),
    (
        "3.3",
        "Please tell us if the multiples provided are minority-based multiples or control-based multiples. If they are control-based, please provide us the selected control premium.",
        "The multiples are drawn from prices of traded shares and are therefore minority-based. A control premium of 22% was added to the value of each reporting unit afterwards, in the step described in our response to bullet 3.15.",
    ),
    (
        "3.4",
        "The multiples provided appear to be “estimated multiples.” Please provide us a description of the source of the earnings estimates (based on individual analyst or consensus estimates) along with an approximate date for when the estimates were developed.",
        "The estimates are consensus estimates for the calendar years 2008 and 2009, taken from a commercial data service on February 27, 2008. No estimate of an individual analyst was used.",
    ),
    (
        "3.5",
        "It appears that a certain entity is listed both as a Smith Barney comparable and as a Securities & Banking comparable; however, the estimated multiples provided are different. Please explain this apparent difference.",
        "The two figures rest on the same price and on different earnings. The Smith Barney multiple uses the estimate for 2009, the Securities & Banking multiple the estimate for 2008.",
    ),
    (
        "3.6",
        "Please describe any other adjustments performed in arriving at the ultimate fair value indication for each reporting unit, such as adjustments for cash, nonoperating assets/liabilities, etc.",
        "None, apart from the control premium described at bullet 3.3.",
    ),
    (
        "3.14",
        "While we note that in the months before the testing date daily volatility of the company’s stock price increased, the average monthly stock price for January 2008 was approximately $27 per share and in February 2008 it was approximately $26 per share. This decline in average stock price only represents a 4% decline month over month. Please tell us why the average stock price in the months preceding the testing date is not a reasonable indication of value for the reporting units.",
        "We will answer this bullet in a second letter by March 20, 2009, when the study of daily prices is complete.",
    ),
    (
        "3.16",
        "You note that analysts have indicated that the “break-up” value of the company exceeds the combined value. Please provide us the citation of the specific analyst reports that make this assertion.",
        "We will answer this bullet in the same second letter, once the publishers have agreed that we furnish their reports.",
    ),
];

//! A letter with each kind of block, as the stages before the writer would hand it over.

use std::collections::BTreeMap;

use corresp::document::*;
use jiff::civil::date;

fn t(text: &str) -> Inline {
    Inline::text(text)
}

fn words(text: &str) -> Vec<Inline> {
    vec![t(text)]
}

fn place(id: &str, text: &str) -> Inline {
    Inline::Link { target: Target::Place(id.into()), text: words(text) }
}

fn ins(text: &str) -> Inline {
    Inline::Inserted(words(text))
}

fn del(text: &str) -> Inline {
    Inline::Deleted(words(text))
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, id: None, text: words(text) }
}

fn paragraph(text: &str) -> Block {
    Block::paragraph(words(text))
}

fn lines(role: LinesRole, lines: &[&str]) -> Block {
    Block::Lines { role, lines: lines.iter().map(|line| words(line)).collect() }
}

fn response(text: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph {
        label: Some(Label { words: "Citigroup's Response:".into(), style: LabelStyle::Response }),
        text,
        ..Paragraph::default()
    })
}

fn comment(number: &str, text: &str) -> Passage {
    Passage {
        id: Some(format!("k{number}")),
        margin: Margin::Number(format!("{number}.")),
        kind: PassageKind::Text,
        blocks: vec![paragraph(text)],
    }
}

fn bullet(key: &str, text: &str) -> Passage {
    Passage {
        id: Some(format!("k{key}")),
        margin: Margin::Key(key.into()),
        kind: PassageKind::Item { marker: "•".into(), depth: 1 },
        blocks: vec![paragraph(text)],
    }
}

fn between(kind: PassageKind, text: &str) -> Passage {
    Passage { id: None, margin: Margin::Empty, kind, blocks: vec![paragraph(text)] }
}

fn exchange(passages: Vec<Passage>, answer: Vec<Block>) -> Block {
    Block::Exchange(Exchange { passages, answer })
}

/// A bullet and a plain answer.
fn pair(key: &str, asked: &str, answered: &str) -> Block {
    exchange(vec![bullet(key, asked)], vec![response(words(answered))])
}

/// A row: its kind and its cells, `|` between them; `>>` before a cell makes it two wide.
fn row(kind: RowKind, cells: &str) -> Row {
    let cells = cells.split('|').map(|text| match text.strip_prefix(">>") {
        Some(text) => Cell { text: words(text), span: 2 },
        None if text.is_empty() => Cell { text: Vec::new(), span: 1 },
        None => Cell { text: words(text), span: 1 },
    });
    Row { kind, cells: cells.collect(), change: None }
}

fn group(columns: u16, text: &str) -> Row {
    Row {
        kind: RowKind::Group,
        cells: vec![Cell { text: words(text), span: columns }],
        change: None,
    }
}

fn columns(kinds: &[ColumnKind]) -> Vec<Column> {
    kinds.iter().map(|kind| Column { kind: *kind }).collect()
}

use ColumnKind::{Amounts, Ratios, Words};
use RowKind::{Below, GrandTotal, Plain, Total};

fn trusts() -> Block {
    Block::Table(Table {
        caption: Some(words("TOB trusts by time of insurance, at December 31")),
        columns: columns(&[Words, Amounts, Amounts, Amounts]),
        head: vec![row(Plain, "In millions of dollars|2008|2007|Change")],
        body: vec![
            row(Plain, "Uninsured trusts|$ 16,105|$ 17,420|$ (1,315)"),
            row(Plain, "Insured when established|1,255|1,205|50"),
            row(Plain, "Insured after establishment (1)|1,840|945|895"),
            row(Total, "Bonds held in TOB trusts|19,200|19,570|(370)"),
            row(Plain, "Less: consolidated trusts|(2,050)|(1,975)|(75)"),
            row(GrandTotal, "Total bonds held in QSPE trusts|$ 17,150|$ 17,595|$ (445)"),
        ],
        notes: vec![words(
            "(1) Insurance on the bonds, obtained from a third party after the trust had issued its floating-rate certificates.",
        )],
        ..Table::default()
    })
}

fn units() -> Block {
    let mut body = Vec::new();
    for (test, rows) in [
        (
            "October 31, 2007 (interim test)",
            [
                "North America Consumer Banking|$ 31,200|$ 24,650|$ 6,550|26.6%",
                "International Consumer Banking|38,900|22,300|16,600|74.4%",
                "Cards|41,750|27,100|14,650|54.1%",
                "Total reporting units|$ 111,850|$ 74,050|$ 37,800|51.0%",
            ],
        ),
        (
            "December 31, 2008 (interim test)",
            [
                "North America Consumer Banking (1)|$ 22,850|$ 24,350|$ (1,500)|(6.2%)",
                "International Consumer Banking|31,700|22,900|8,800|38.4%",
                "Cards|30,150|28,250|1,900|6.7%",
                "Total reporting units|$ 84,700|$ 75,500|$ 9,200|12%",
            ],
        ),
    ] {
        body.push(group(5, test));
        body.extend(rows[..3].iter().map(|cells| row(Plain, cells)));
        body.push(row(GrandTotal, rows[3]));
    }
    Block::Table(Table {
        caption: Some(words("Fair value and carrying value of reporting units, by test date")),
        columns: columns(&[Words, Amounts, Amounts, Amounts, Ratios]),
        head: vec![
            row(Plain, "|>>Reporting unit|>>Excess of fair value"),
            row(Plain, "In millions of dollars|Fair value|Carrying value|Amount|Percent"),
        ],
        body,
        notes: vec![words(
            "(1) The second step was performed. An impairment of $960 million was recorded in the fourth quarter of 2008.",
        )],
        ..Table::default()
    })
}

fn multiples() -> Block {
    Block::Table(Table {
        caption: Some(words("Multiples selected, February 29, 2008")),
        columns: columns(&[Words, Ratios, Ratios, Ratios]),
        head: vec![row(Plain, "|Price to earnings|Price to tangible book value|Implied DCF")],
        body: vec![
            row(Plain, "North America Consumer Banking|10.4x|1.6x|10.9x"),
            row(Plain, "Cards|11.2x|--|11x"),
            row(Plain, "Smith Barney|12.8x|2.45x|n/a"),
        ],
        ..Table::default()
    })
}

fn goodwill() -> Block {
    let new = Row {
        cells: vec![
            Cell { text: words("Impairment of goodwill"), span: 1 },
            Cell { text: words("(960)"), span: 1 },
            Cell { text: words("—"), span: 1 },
        ],
        change: Some(Change::Inserted),
        ..Row::default()
    };
    let changed = Row {
        kind: GrandTotal,
        cells: vec![
            Cell { text: words("Goodwill, end of year"), span: 1 },
            Cell { text: vec![del("$ 39,942"), ins("$ 38,982")], span: 1 },
            Cell { text: words("$ 41,204"), span: 1 },
        ],
        change: None,
    };
    Block::Table(Table {
        caption: Some(words("Goodwill")),
        columns: columns(&[Words, Amounts, Amounts]),
        head: vec![row(Plain, "In millions of dollars|2008|2007")],
        body: vec![
            row(Plain, "Goodwill, beginning of year|$ 41,204|$ 33,415"),
            row(Plain, "Acquisitions and translation|(1,262)|7,789"),
            new,
            changed,
        ],
        ..Table::default()
    })
}

/// A table of words with one column of figures.
fn companies() -> Block {
    Block::Table(Table {
        id: Some("companies".into()),
        caption: Some(words("Companies chosen")),
        columns: columns(&[Words, Words, Words, Amounts]),
        head: vec![row(Plain, "Reporting unit|Business|Chosen because|Companies")],
        body: vec![
            row(
                Plain,
                "Cards|Issuers of cards to consumers in several countries|Like mix of fee and interest income|6",
            ),
            row(Plain, "Smith Barney|Brokers|Like clients; see Note 4|11"),
        ],
        ..Table::default()
    })
}

/// A loose list with lists in its items.
fn steps() -> Block {
    let list = |start: Option<u64>, items: Vec<Vec<Block>>| {
        Block::List(List { start, loose: false, items })
    };
    Block::List(List {
        start: Some(3),
        loose: true,
        items: vec![
            vec![
                paragraph("Each company was held to three tests."),
                list(
                    Some(1),
                    vec![
                        vec![paragraph("size,")],
                        vec![
                            paragraph("growth, and"),
                            list(
                                Some(1),
                                vec![vec![paragraph("past")], vec![paragraph("planned")]],
                            ),
                        ],
                    ],
                ),
            ],
            vec![Block::paragraph(vec![
                Inline::Strike(words("Seven")),
                t(" Six companies passed."),
                Inline::LineBreak,
                t("None was added later."),
            ])],
        ],
    })
}

fn disclosure() -> Block {
    let text = vec![
        Block::paragraph(vec![
            t("Goodwill is tested for impairment at the level of the reporting unit"),
            del(" annually"),
            ins(
                ", annually on July 1 and between annual tests when events or circumstances make it more likely than not that the fair value of a unit has fallen below its carrying amount",
            ),
            t(". Fair value is estimated "),
            del("using market multiples or discounted cash flows"),
            ins("by a market approach, an income approach, or both"),
            t("."),
        ]),
        Block::paragraph(vec![ins(
            "Under the income approach the Company discounts projected cash flows at a cost of equity that reflects the risk of the unit. The rates used in 2008 ranged from 9.5% to 15.0%.",
        )]),
        Block::List(List {
            start: None,
            loose: false,
            items: vec![
                vec![paragraph("the Company's plan for three years;")],
                vec![Block::paragraph(vec![ins("its cost of equity; and")])],
                vec![Block::paragraph(vec![del("judgment.")])],
            ],
        }),
        Block::paragraph(vec![
            t("The Company "),
            del("believes"),
            ins(
                "compares the sum of the fair values with its market capitalization and considers whether",
            ),
            t(" the difference "),
            del("is reasonable"),
            ins("lies within the range of observed control premiums"),
            t("."),
        ]),
        goodwill(),
    ];
    Block::Disclosure(Disclosure {
        id: "disclosure-a".into(),
        title: "Proposed disclosure A.".into(),
        source: words("Form 10-K, Note 18. Goodwill and Intangible Assets, page 166"),
        legend: vec![
            t("Marked against the text as filed: new text is "),
            ins("underlined"),
            t(", text taken out is "),
            del("struck through"),
            t(". Serves "),
            place("k3.1", "3.1"),
            t(", "),
            place("k3.15", "3.15"),
            t("."),
        ],
        blocks: text,
        alone: false,
    })
}

fn first_comment() -> Block {
    let answer = vec![
        response(vec![
            t(
                "Insurance was obtained after the establishment of a trust for a small part of the program only. At December 31, 2008 the bonds held in those trusts had a face amount of $1.84 billion, or 9.6% of all TOB trusts that the Company sponsors.",
            ),
            Inline::NoteReference(0),
            t(
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
                                "was required by the trust's governing documents on a downgrade of the provider;",
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
        heading(3, "Other entities"),
        Block::paragraph(vec![
            t("We concluded for both that the entity's status was "),
            Inline::Emphasis(words("not")),
            t(" affected."),
            Inline::NoteReference(1),
            t(" There are "),
            Inline::Strong(words("no others")),
            t("; our file "),
            Inline::Code("qspe-2008.xls".into()),
            t(" lists them all."),
        ]),
        Block::Quote(vec![paragraph(
            "An entity is not disqualified by a change that its governing documents foresaw.",
        )]),
        Block::Code("if changed && !foreseen {\n    review <again>\n}\n".into()),
        Block::Figure {
            image: "chart.png".into(),
            alternative: "Insured and uninsured trusts as two bars".into(),
        },
    ];
    exchange(
        vec![comment(
            "1",
            "We note your response to comment 1 to our letter dated October 27, 2008. Please clarify your response for us by specifically quantifying the total amount of TOB trusts for which you obtained insurance subsequent to establishing the trusts. Additionally, please tell us whether you have other QSPE's (unrelated to Tender Option Bonds Trusts) where you have used similar logic described in your response to comment 1D and concluded that QSPE status was not impacted by the changes made. If so, please describe the circumstances surrounding the changes and amendments, and quantify the amount of QSPE's impacted.",
        )],
        answer,
    )
}

fn exchanges() -> Vec<Block> {
    vec![
        heading(1, "2007 Form 10-K"),
        heading(2, "Municipal Securities Tender Option Bond (TOB) Trusts, page 92"),
        first_comment(),
        heading(1, "Financial Statements"),
        heading(2, "Note 4. Business Segments, page 128"),
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
                response(words(
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
                between(PassageKind::Group, "Market Approach"),
                bullet(
                    "3.1",
                    "Please provide us the selected market multiple and/or the implied DCF multiple for each reporting unit.",
                ),
            ],
            vec![
                response(words(
                    "The multiples selected for the test at February 29, 2008 were as follows. Each is applied to net income estimated for 2008, except where a multiple of tangible book value is shown.",
                )),
                multiples(),
            ],
        ),
        exchange(
            vec![bullet(
                "3.2",
                "Please provide us a description for how each market multiple was selected and if any adjustments were made to the comparable company multiples.",
            )],
            vec![
                response(words(
                    "For each reporting unit we chose companies whose business, geography and mix of revenue are most like the unit's own, and took the median of their multiples. No adjustment was made.",
                )),
                companies(),
                steps(),
            ],
        ),
        exchange(
            vec![bullet(
                "3.3",
                "Please tell us if the multiples provided are minority-based multiples or control-based multiples. If they are control-based, please provide us the selected control premium.",
            )],
            vec![response(vec![
                t(
                    "The multiples are drawn from prices of traded shares and are therefore minority-based. A control premium of 22% was added to the value of each reporting unit afterwards, in the step described in our response to bullet ",
                ),
                place("k3.15", "3.15"),
                t(" on page "),
                Inline::PageOf("k3.15".into()),
                t("."),
            ])],
        ),
        pair(
            "3.4",
            "The multiples provided appear to be \"estimated multiples.\" Please provide us a description of the source of the earnings estimates (based on individual analyst or consensus estimates) along with an approximate date for when the estimates were developed.",
            "The estimates are consensus estimates for the calendar years 2008 and 2009, taken from a commercial data service on February 27, 2008. No estimate of an individual analyst was used.",
        ),
        exchange(
            vec![
                between(PassageKind::Group, "Income Approach"),
                between(
                    PassageKind::Text,
                    "At the bottom of page 6 of your un-redacted response, you identified the approach that was primarily employed for the Securities & Banking reporting unit for the February 29, 2008 testing date. Please provide the following information for this analysis:",
                ),
                bullet(
                    "3.7",
                    "Please tell us if the projections utilized in this analysis were developed solely for SFAS 142 testing or were they developed for another purpose. Also, please confirm that the projections utilized represent management's best estimate of future cash flows as of the testing date.",
                ),
            ],
            vec![response(words(
                "The projections are the first three years of the plan that the board reviewed in January 2008. They were made to run the business and not for the test. We confirm that they were management's best estimate at that date.",
            ))],
        ),
        exchange(
            vec![
                bullet(
                    "3.9",
                    "Please provide us a comparison of the results of the approach you identified to the market comparable multiples.",
                ),
                bullet(
                    "3.10",
                    "Please describe any other adjustments performed in arriving at the ultimate fair value indication, such as adjustments for cash, non-operating assets/liabilities, etc)",
                ),
                Passage {
                    kind: PassageKind::Item { marker: "(a)".into(), depth: 2 },
                    ..bullet("3.10.a", "for deferred taxes; and")
                },
            ],
            vec![response(words(
                "Bullets 3.9 and 3.10 are answered together. The income approach gave a value 4% above the one given by the median multiple of earnings. No adjustment was made for cash or for non-operating assets or liabilities.",
            ))],
        ),
        pair(
            "3.14",
            "While we note that in the months before the testing date daily volatility of the company's stock price increased, the average monthly stock price for January 2008 was approximately $27 per share and in February 2008 it was approximately $26 per share. This decline in average stock price only represents a 4% decline month over month. Please tell us why the average stock price in the months preceding the testing date is not a reasonable indication of value for the reporting units.",
            "We will answer this bullet in a second letter by March 20, 2009, when the study of daily prices is complete.",
        ),
        exchange(
            vec![bullet(
                "3.15",
                "Please provide us the calculated premium over the market capitalization implied in your analysis.",
            )],
            vec![
                response(vec![
                    t(
                        "The fair values of the reporting units together exceeded the Company's market capitalization by 31%. The greater part of this is the control premium; the rest reflects items held at the parent (see bullet ",
                    ),
                    place("k3.13", "3.13"),
                    t(" and "),
                    Inline::Link {
                        target: Target::Address(
                            "https://www.sec.gov/divisions/corpfin/cfguidance.shtml".into(),
                        ),
                        text: words("the Division's guidance"),
                    },
                    t(")."),
                    Inline::NoteReference(2),
                ]),
                Block::Paragraph(Paragraph {
                    label: Some(Label {
                        words: "Undertaking.".into(),
                        style: LabelStyle::Undertaking,
                    }),
                    text: vec![
                        t("The Company will include the revisions in "),
                        place("disclosure-a", "Proposed disclosure A"),
                        t(
                            ", in substance, in its future filings, beginning with its Annual Report on Form 10-K for 2008.",
                        ),
                    ],
                    ..Paragraph::default()
                }),
                disclosure(),
            ],
        ),
        // A key alone, where the staff's words are left out.
        exchange(
            vec![Passage { blocks: Vec::new(), ..bullet("3.16", "") }],
            vec![response(words(
                "We will answer this bullet in the same second letter, once the publishers have agreed that we furnish their reports.",
            ))],
        ),
    ]
}

fn key_table() -> Block {
    let key = |kind: RowKind, key: &str, text: &str, disclosure: &str| Row {
        kind,
        cells: vec![
            Cell { text: vec![place(&format!("k{key}"), key)], span: 1 },
            Cell { text: words(text), span: 1 },
            Cell {
                text: vec![Inline::Link {
                    target: Target::Place(format!("k{key}")),
                    text: vec![Inline::PageOf(format!("k{key}"))],
                }],
                span: 1,
            },
            Cell {
                text: if disclosure == "A" {
                    vec![place("disclosure-a", "A")]
                } else {
                    words("—")
                },
                span: 1,
            },
            Cell { text: words(if disclosure == "A" { "Future filings" } else { "—" }), span: 1 },
        ],
        change: None,
    };
    Block::Table(Table {
        style: TableStyle::Key,
        columns: columns(&[Words; 5]),
        head: vec![row(Plain, "Key|The Staff's words|Answered|Disclosure|Undertaking")],
        body: vec![
            key(Plain, "1", "TOB trusts, page 92", "—"),
            key(Plain, "2", "Reporting units, fair and carrying value", "—"),
            key(Below, "2.1", "The fair value of each …", "—"),
            key(Below, "2.2", "The carrying value of each …", "—"),
            key(Plain, "3", "Valuation methodologies", "A"),
            key(Below, "3.1", "… selected market multiple …", "A"),
            key(Below, "3.2", "… how each market multiple was selected …", "—"),
            key(Below, "3.15", "… calculated premium …", "A"),
        ],
        ..Table::default()
    })
}

fn entry(id: &str, key: &str, words: &str, depth: u8) -> Entry {
    Entry { id: id.into(), key: key.into(), words: words.into(), depth }
}

/// The smallest picture: one white point.
const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, b'I', b'D', b'A', b'T', 0x78, 0x9c,
    0x63, 0xf8, 0xff, 0xff, 0xff, 0x7f, 0, 9, 0xfb, 3, 0xfd, 5, 0x43, 0x45, 0xca, 0, 0, 0, 0, b'I',
    b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// Returns the letter, typed and not yet set.
pub(crate) fn letter() -> Document {
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
            lines: [
                "Citigroup Inc.",
                "Form 10-K for the Fiscal Year Ended December 31, 2007",
                "Forms 10-Q for 2008",
                "File No. 001-09924",
            ]
            .map(words)
            .to_vec(),
        },
        lines(LinesRole::Salutation, &["Dear Mr. Vaughn:"]),
        paragraph(
            "This letter sets forth the responses of Citigroup Inc. (\"Citigroup\" or the \"Company\") to the comments of the staff of the Division of Corporation Finance (the \"Staff\") of the Securities and Exchange Commission, contained in your letter dated January 14, 2009, on these filings.",
        ),
        paragraph(
            "Our responses are keyed to the numbers of the comments and to the headings used in your letter. The text of each comment is set in bold beside a thin rule and is followed by our response; where a comment has bullets, each bullet is followed by its own. The small numbers in the margin (2.1, 3.4) count the bullets of a comment, and the key on the last page lists them all with the page on which each is answered.",
        ),
    ];
    blocks.extend(exchanges());
    blocks.extend([
        Block::paragraph(vec![
            t("Bullets "),
            place("k3.14", "3.14"),
            t(" and "),
            place("k3.16", "3.16"),
            t(" are left to a second letter, which you will have by March 20, 2009."),
        ]),
        paragraph("If you have questions about this letter, please call me at (212) 555-0100."),
        Block::Signature(Signature {
            closing: "Sincerely,".into(),
            conformed: Some("/s/ Pat Q. Sample".into()),
            lines: vec!["Pat Q. Sample".into(), "Chief Financial Officer".into()],
        }),
        Block::Copies(vec![
            words("Mr. Paul Cline, Division of Corporation Finance"),
            words("Robin Example, Controller and Chief Accounting Officer"),
        ]),
        Block::Heading { level: 1, id: Some("key".into()), text: words("Key to comments and responses") },
        key_table(),
        Block::Paragraph(Paragraph {
            text: words("Three comments, eighteen bullets: sixteen answered in this letter, two deferred to a letter by March 20, 2009."),
            style: ParagraphStyle::Small,
            ..Paragraph::default()
        }),
        Block::Break,
    ]);
    let contents = vec![
        entry("k1", "1", "TOB trusts, page 92", 1),
        entry("k2", "2", "Reporting units, fair and carrying value", 1),
        entry("k2.1", "2.1", "The fair value of each", 2),
        entry("k2.2", "2.2", "The carrying value of each", 2),
        entry("k3", "3", "Valuation methodologies", 1),
        entry("k3.1", "3.1", "selected market multiple", 2),
        entry("k3.2", "3.2", "how each market multiple was selected", 2),
        entry("k3.3", "3.3", "minority-based multiples or control-based", 2),
        entry("k3.4", "3.4", "source of the earnings estimates", 2),
        entry("k3.7", "3.7", "projections utilized in this analysis", 2),
        entry("k3.9", "3.9", "comparison of the results", 2),
        entry("k3.10", "3.10", "any other adjustments", 2),
        entry("k3.14", "3.14", "average stock price", 2),
        entry("k3.15", "3.15", "calculated premium", 2),
        entry("k3.16", "3.16", "\"break-up\" value", 2),
        entry("disclosure-a", "A", "Proposed disclosure", 1),
    ];
    Document {
        title: "Citigroup Inc. -- Response to the Staff's letter of January 14, 2009".into(),
        author: "Citigroup Inc.".into(),
        date: date(2009, 3, 3),
        running: Running {
            addressee: "Mr. Kevin W. Vaughn".into(),
            date: "March 3, 2009".into(),
            status: Some("Illustration -- every response and figure in this letter is invented and is not a statement of any company.".into()),
            draft: false,
            ..Running::default()
        },
        blocks,
        notes: vec![
            vec![paragraph("The percentage compares face amounts; by fair value it is three tenths of a percentage point lower.")],
            vec![
                paragraph("Status was assessed as of the date of each change."),
                Block::paragraph(vec![t("It was assessed again at year-end; see "), place("k3.7", "3.7"), t(".")]),
            ],
            vec![Block::paragraph(vec![t("As of February 29, 2008."), Inline::NoteReference(3)])],
            vec![paragraph("The market was closed on the day after.")],
        ],
        contents,
        images: BTreeMap::from([(
            "chart.png".to_string(),
            Image { bytes: PICTURE.to_vec(), kind: ImageKind::Png, width: 1, height: 1 },
        )]),
        justify: false,
        staff_italic: false,
    }
}

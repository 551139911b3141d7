//! A letter's plan, and the ways of printing it.

use std::fmt::Write as _;

/// What a letter says.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) sections: Vec<Section>,
    /// The number of its first comment.
    pub(crate) first: u32,
    /// The comments on another filing, whose numbers start again.
    pub(crate) other: Vec<Section>,
    /// The prefix of their keys.
    pub(crate) prefix: &'static str,
    /// Whether its closing asks for acknowledgments, in bullets.
    pub(crate) acknowledges: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) headings: Vec<String>,
    pub(crate) comments: Vec<Comment>,
}

#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) pieces: Vec<Piece>,
}

/// What a comment is made of, in reading order; the first is a paragraph.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Paragraph(String),
    /// What the staff quotes of the filing, set in from both sides.
    Quote(String),
    Table(Vec<[String; 3]>),
    /// A heading over items.
    Group(String),
    Items(Marks, Vec<Item>),
}

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    Signs,
    /// `a.`
    Letters,
    /// `(a)`
    Bracketed,
    /// `A.`
    Capitals,
    /// `i.`
    Roman,
    /// `(1)`
    Numbers,
}

#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) text: String,
    pub(crate) below: Vec<String>,
}

/// How a letter is printed as text, or as the text of a PDF.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) width: Option<usize>,
    /// `1.`, `1)`, `Comment 1:`, `SEC Comment 1.`
    pub(crate) number: usize,
    pub(crate) sign: &'static str,
    /// The sign of the items within items.
    pub(crate) below: &'static str,
    /// Whether numbers stand on lines of their own.
    pub(crate) is_alone: bool,
    pub(crate) is_indented: bool,
    /// Whether a blank line parts items.
    pub(crate) is_open: bool,
    /// The lines of a page.
    pub(crate) page: Option<usize>,
    /// What stands at a page's head.
    pub(crate) head: usize,
}

/// How a letter is printed as HTML.
#[derive(Debug, Clone)]
pub(crate) struct Web {
    /// Divisions, layout tables, lists, a word processor's, unclosed paragraphs.
    pub(crate) style: usize,
    /// How many blocks stand on a page; its foot and the next one's head stand between them.
    pub(crate) page: Option<usize>,
    pub(crate) head: usize,
}

/// How a PDF is written.
#[derive(Debug, Clone)]
pub(crate) struct Press {
    pub(crate) font: &'static str,
    /// Whether list signs are drawn as shapes.
    pub(crate) has_shapes: bool,
    /// Whether each word is placed by itself.
    pub(crate) is_by_word: bool,
}

const TOP: [&str; 10] = [
    "March 14, 2011",
    "",
    "Mr. Harold P. Winthrop",
    "Chief Financial Officer",
    "Ferrous Harbor Industries, Inc.",
    "2200 Dockside Avenue",
    "Toledo, Ohio 43604",
    "",
    "Re:  Ferrous Harbor Industries, Inc.",
    "     File No. 001-31845",
];
const CLOSING: &str = "Please respond to these comments within 10 business days or tell us when you will provide us with a response. You may contact me at (202) 555-0147 if you have questions.";
const ACKNOWLEDGE: &str = "In connection with responding to our comments, please provide, in writing, a statement from the company acknowledging that:";
const ACKNOWLEDGED: [&str; 3] = [
    "the company is responsible for the adequacy and accuracy of the disclosure in the filing;",
    "staff comments or changes to disclosure in response to staff comments do not foreclose the Commission from taking any action with respect to the filing; and",
    "the company may not assert staff comments as a defense in any proceeding initiated by the Commission or any person under the federal securities laws of the United States.",
];

/// A comment where it stands: its key and number, and its section where it is the first one there.
struct Numbered<'a> {
    key: String,
    number: u32,
    opens: bool,
    section: &'a Section,
    comment: &'a Comment,
}

impl Plan {
    /// Returns the comments with their numbers.
    fn comments(&self) -> Vec<Numbered<'_>> {
        let mut out = Vec::new();
        for (sections, first, prefix) in
            [(&self.sections, self.first, ""), (&self.other, 1, self.prefix)]
        {
            let mut number = first;
            for section in sections {
                for (index, comment) in section.comments.iter().enumerate() {
                    let key = format!("{prefix}{number}");
                    out.push(Numbered { key, number, opens: index == 0, section, comment });
                    number += 1;
                }
            }
        }
        out
    }

    /// Returns what an import of the letter should be.
    pub(crate) fn model(&self) -> String {
        let mut out = String::new();
        for Numbered { key, section, comment, .. } in self.comments() {
            let last = section.headings.last().map_or("-", String::as_str);
            let _ = writeln!(out, "# {key} under {last}\n{}", comment.words());
            let mut group: Option<&str> = None;
            for piece in &comment.pieces {
                match piece {
                    Piece::Group(text) => group = Some(text),
                    Piece::Items(marks, items) => {
                        for item in items {
                            let kind = if *marks == Marks::Signs { "bullet" } else { "part" };
                            let group = group.map_or(String::new(), |group| format!(" in {group}"));
                            let _ = writeln!(out, "  {kind}{group}: {}", item.text);
                            for below in &item.below {
                                let _ = writeln!(out, "    bullet{group}: {below}");
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        out
    }
}

impl Comment {
    /// Returns all of its words, its items' and groups' included.
    fn words(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Paragraph(text) | Piece::Quote(text) | Piece::Group(text) => {
                    words.push(text);
                }
                Piece::Table(rows) => {
                    words.extend(rows.iter().flatten().map(String::as_str));
                }
                Piece::Items(_, items) => {
                    for item in items {
                        words.push(&item.text);
                        words.extend(item.below.iter().map(String::as_str));
                    }
                }
            }
        }
        words.join(" ")
    }
}

impl Marks {
    /// Returns the mark of the item with this index, where it is no sign.
    fn of(self, index: usize) -> Option<String> {
        const ROMAN: [&str; 8] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"];
        let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
        Some(match self {
            Self::Signs => return None,
            Self::Letters => format!("{letter}."),
            Self::Bracketed => format!("({letter})"),
            Self::Capitals => format!("{}.", letter.to_ascii_uppercase()),
            Self::Roman => format!("{}.", ROMAN[index % ROMAN.len()]),
            Self::Numbers => format!("({})", index + 1),
        })
    }
}

/// Prints a letter as text.
pub(crate) fn text(plan: &Plan, paper: &Paper) -> String {
    paged(&lines(plan, paper), paper)
}

/// Returns the lines of a letter, without pages.
fn lines(plan: &Plan, paper: &Paper) -> Vec<String> {
    let mut lines: Vec<String> = TOP.iter().map(|line| (*line).to_owned()).collect();
    lines.extend([String::new(), "Dear Mr. Winthrop:".to_owned(), String::new()]);
    let opening = "We have reviewed your filing and have the following comments.";
    wrap(&mut lines, opening, "", "", paper.width);
    lines.push(String::new());
    for Numbered { number, opens, section, comment, .. } in plan.comments() {
        if opens {
            for heading in &section.headings {
                wrap(&mut lines, heading, "", "", paper.width);
                lines.push(String::new());
            }
        }
        let number = match paper.number {
            0 => format!("{number}."),
            1 => format!("{number})"),
            2 => format!("Comment {number}:"),
            _ => format!("SEC Comment {number}."),
        };
        let mut first = format!("{number}  ");
        if paper.is_alone {
            lines.push(number);
            first.clear();
        }
        for piece in &comment.pieces {
            match piece {
                Piece::Paragraph(text) | Piece::Group(text) => {
                    wrap(&mut lines, text, &first, "", paper.width);
                    first.clear();
                    lines.push(String::new());
                }
                Piece::Quote(text) => {
                    let width = paper.width.map(|width| width - 6);
                    wrap(&mut lines, text, "      ", "      ", width);
                    lines.push(String::new());
                }
                Piece::Table(rows) => {
                    for [label, one, two] in rows {
                        lines.push(format!("  {label:<26}{one:>12}{two:>14}"));
                    }
                    lines.push(String::new());
                }
                Piece::Items(marks, items) => items_as_lines(&mut lines, *marks, items, paper),
            }
        }
    }
    if plan.acknowledges {
        wrap(&mut lines, ACKNOWLEDGE, "", "", paper.width);
        lines.push(String::new());
        let items = ACKNOWLEDGED.map(|text| Item { text: text.to_owned(), below: Vec::new() });
        items_as_lines(&mut lines, Marks::Signs, &items, paper);
    }
    wrap(&mut lines, CLOSING, "", "", paper.width);
    lines.extend(
        ["", "Sincerely,", "", "Rosalind T. Achterberg", "Accounting Branch Chief"]
            .map(str::to_owned),
    );
    lines
}

fn items_as_lines(lines: &mut Vec<String>, marks: Marks, items: &[Item], paper: &Paper) {
    let (near, far) = if paper.is_indented { ("    ", "         ") } else { ("", "    ") };
    for (index, item) in items.iter().enumerate() {
        let mark = marks.of(index).unwrap_or_else(|| paper.sign.to_owned());
        let rest = format!("{near}{}", " ".repeat(mark.chars().count() + 1));
        wrap(lines, &item.text, &format!("{near}{mark} "), &rest, paper.width);
        if paper.is_open {
            lines.push(String::new());
        }
        for below in &item.below {
            let first = format!("{far}{} ", paper.below);
            wrap(lines, below, &first, &format!("{far}  "), paper.width);
            if paper.is_open {
                lines.push(String::new());
            }
        }
    }
    if !paper.is_open {
        lines.push(String::new());
    }
}

fn wrap(lines: &mut Vec<String>, text: &str, first: &str, rest: &str, width: Option<usize>) {
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split(' ') {
        let length = line.chars().count() + 1 + word.chars().count();
        if !is_empty && width.is_some_and(|width| length > width) {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
}

/// Returns what stands at the head of a page.
fn head(kind: usize, page: usize) -> Vec<String> {
    let page = match kind {
        0 => format!("Page {page}"),
        1 => return vec![format!("- {page} -")],
        _ => format!("Page {page} of 9"),
    };
    let name = (kind == 0).then(|| "Mr. Harold P. Winthrop".to_owned());
    let rest = ["Ferrous Harbor Industries, Inc.", "March 14, 2011", &page].map(str::to_owned);
    name.into_iter().chain(rest).collect()
}

fn paged(lines: &[String], paper: &Paper) -> String {
    let Some(length) = paper.page else { return lines.join("\n") + "\n" };
    let mut out = String::new();
    for (index, page) in lines.chunks(length).enumerate() {
        if index > 0 {
            out += match paper.head {
                1 => "\u{c}",
                2 => "\n",
                _ => "",
            };
            let _ = write!(out, "{}\n\n", head(paper.head, index + 1).join("\n"));
        }
        out.push_str(&page.join("\n"));
        out.push('\n');
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Prints a letter as HTML: divisions, layout tables, lists, a word processor's, unclosed paragraphs.
pub(crate) fn html(plan: &Plan, web: &Web) -> String {
    let style = web.style;
    let mut blocks: Vec<String> = Vec::new();
    let paragraph = |text: &str| match style {
        0 => {
            format!("<div style=\"margin:0\"><font size=2>{text}</font></div>\n<div>&nbsp;</div>\n")
        }
        3 => format!(
            "<p class=MsoNormal style='margin-left:0in'>{}</p>\n",
            text.replace(". ", ".\n")
        ),
        4 => format!("<P>{text}\n"),
        _ => format!("<p>{text}</p>\n"),
    };
    let top: Vec<String> =
        TOP.iter().filter(|line| !line.is_empty()).map(|line| escaped(line)).collect();
    let start = paragraph(&top[0])
        + &paragraph(&top[1..6].join("<br>\n"))
        + &paragraph(&top[6..].join("<br>"))
        + &paragraph("Dear Mr. Winthrop:")
        + &paragraph("We have reviewed your filing and have the following comments.");
    for Numbered { number, opens, section, comment, .. } in plan.comments() {
        if opens {
            for heading in &section.headings {
                blocks.push(paragraph(&format!("<u>{}</u>", escaped(heading))));
            }
        }
        for (index, piece) in comment.pieces.iter().enumerate() {
            match piece {
                Piece::Paragraph(text) => {
                    let text = escaped(text);
                    blocks.push(match (index, style) {
                        (0, 1) => row(&[&format!("{number}."), &text]),
                        (0, 2) => format!("<ol start=\"{number}\"><li>{text}</li></ol>\n"),
                        (0, _) => paragraph(&format!("{number}.&nbsp;&nbsp;&nbsp;{text}")),
                        _ => paragraph(&text),
                    });
                }
                Piece::Quote(text) => blocks.push(format!(
                    "<p style=\"margin-left:0.5in;margin-right:0.5in\">{}</p>\n",
                    escaped(text)
                )),
                Piece::Table(rows) => {
                    let rows: String = rows
                        .iter()
                        .map(|cells| {
                            let cells: String =
                                cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
                            format!("<tr>{cells}</tr>\n")
                        })
                        .collect();
                    blocks.push(format!("<table border=1>\n{rows}</table>\n"));
                }
                Piece::Group(text) => {
                    blocks.push(paragraph(&format!("<i>{}</i>", escaped(text))));
                }
                Piece::Items(marks, list) => blocks.extend(items(*marks, list, style)),
            }
        }
    }
    if plan.acknowledges {
        blocks.push(paragraph(ACKNOWLEDGE));
        let list = ACKNOWLEDGED.map(|text| Item { text: text.to_owned(), below: Vec::new() });
        blocks.extend(items(Marks::Signs, &list, style));
    }
    let mut body = start;
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 && web.page.is_some_and(|page| index % page == 0) {
            let page = index / web.page.unwrap_or(1) + 1;
            body += "<hr style=\"page-break-after:always\">\n";
            body += &paragraph(&head(web.head, page).join("<br>\n"));
        }
        body += block;
    }
    body += &paragraph(CLOSING);
    body += &paragraph("Sincerely,");
    body += &paragraph("Rosalind T. Achterberg<br>Accounting Branch Chief");
    format!("<html><head><title>Letter</title></head><body>\n{body}</body></html>\n")
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<td valign=top>{cell}</td>")).collect();
    format!("<table border=0><tr>{cells}</tr></table>\n")
}

/// Returns the blocks of a list; one of HTML's own is one block.
fn items(marks: Marks, items: &[Item], style: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let is_list = style == 2 && marks == Marks::Signs;
    let is_signs = marks == Marks::Signs;
    for (index, item) in items.iter().enumerate() {
        let mark = marks.of(index).unwrap_or_else(|| "&#149;".to_owned());
        let text = escaped(&item.text);
        out.push(match style {
            1 => row(&["&nbsp;", &mark, &text]),
            2 if is_list => format!("<li>{text}"),
            3 if is_signs => format!(
                "<p style='margin-left:1.0in;text-indent:-.25in'><span style='font-family:Symbol'>\u{b7}<span>&nbsp;&nbsp;</span></span>{text}</p>\n"
            ),
            0 => format!(
                "<div style=\"margin-left:36pt;text-indent:-18pt\">{mark}&nbsp;&nbsp;{text}</div>\n"
            ),
            _ => format!("<p style=\"margin-left:36pt\">{mark} {text}</p>\n"),
        });
        let below = item.below.iter().map(|below| {
            let below = escaped(below);
            match style {
                1 => row(&["", "", "o", &below]),
                2 if is_list => format!("<li>{below}</li>"),
                3 => format!(
                    "<p style='margin-left:1.5in;text-indent:-.25in'><font face=Wingdings>\u{a7}</font>&nbsp;{below}</p>\n"
                ),
                0 => format!(
                    "<div style=\"margin-left:72pt;text-indent:-18pt\">o&nbsp;&nbsp;{below}</div>\n"
                ),
                _ => format!("<p style=\"margin-left:72pt\">o {below}</p>\n"),
            }
        });
        if is_list {
            let below: String = below.collect();
            let below = if below.is_empty() { below } else { format!("<ul>{below}</ul>") };
            out.push(format!("{below}</li>"));
        } else {
            out.extend(below);
        }
    }
    if is_list { vec![format!("<ul>{}</ul>\n", out.concat())] } else { out }
}

/// Prints a letter as PDF: the lines of its text, each where a printer would set it.
pub(crate) fn pdf(plan: &Plan, paper: &Paper, press: &Press) -> Vec<u8> {
    let lines = lines(plan, paper);
    let length = paper.page.unwrap_or(52);
    let pages: Vec<String> = lines
        .chunks(length)
        .enumerate()
        .map(|(index, page)| {
            let mut content = String::new();
            let mut y = 740;
            let heads = if index == 0 { Vec::new() } else { head(paper.head, index + 1) };
            for line in heads.iter().chain((index > 0).then_some(&String::new())).chain(page) {
                set(&mut content, line, y, paper, press);
                y -= 12;
            }
            content
        })
        .collect();
    file(&pages, press)
}

/// The width of a letter of the PDF's type, in points.
const ADVANCE: f64 = 6.0;

/// Sets a line of text.
fn set(content: &mut String, line: &str, y: i32, paper: &Paper, press: &Press) {
    let text = line.trim_start();
    let mut x = 72.0 + ADVANCE * (line.chars().count() - text.chars().count()) as f64;
    let mut rest = text;
    for sign in [paper.sign, paper.below] {
        if let Some(behind) = text.strip_prefix(sign).filter(|rest| rest.starts_with(' '))
            && press.has_shapes
            && matches!(sign, "•" | "▪" | "◦")
        {
            let (left, low) = (x, f64::from(y) + 2.0);
            let _ = match sign {
                "▪" => writeln!(content, "{left} {low} 3 3 re f"),
                _ => writeln!(
                    content,
                    "{} {low} m {} {low} {} {} {left} {} c {left} {} {} {} {} {low} c {}",
                    left + 3.5,
                    left + 3.5,
                    left + 3.5,
                    low + 3.5,
                    low + 3.5,
                    low + 1.0,
                    left + 1.0,
                    low - 0.5,
                    left + 3.5,
                    if sign == "•" { "f" } else { "s" }
                ),
            };
            rest = behind.trim_start();
            x += ADVANCE * (text.chars().count() - rest.chars().count()) as f64;
        }
    }
    let mut show = |text: &str, x: f64| {
        if !text.is_empty() {
            let text: String = text.chars().map(code).collect();
            let _ = writeln!(content, "BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET");
        }
    };
    let is_row = rest.contains("   ");
    if !press.is_by_word && !is_row {
        show(rest, x);
        return;
    }
    // Where a letter's width is the font's own, words and columns stand where their letters are.
    let mut at = 0;
    for word in rest.split(' ') {
        show(word, x + ADVANCE * at as f64);
        at += word.chars().count() + 1;
    }
}

/// Returns a character in WinAnsiEncoding, as a string of PDF has it.
fn code(character: char) -> String {
    match character {
        '(' | ')' | '\\' => format!("\\{character}"),
        '•' => "\\225".to_owned(),
        '·' => "\\267".to_owned(),
        '–' => "\\226".to_owned(),
        _ => character.to_string(),
    }
}

/// Returns a PDF of pages with text in one of the fonts that each reader has.
fn file(pages: &[String], press: &Press) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|index| format!("{} 0 R ", 4 + index * 2)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>",
            press.font
        ),
    ];
    for (index, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + index * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
    }
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.into_bytes()
}

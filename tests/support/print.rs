//! A letter's plan, and the ways of printing it.

use std::fmt::Write as _;

/// What a letter says.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) sections: Vec<Section>,
    /// The number of its first comment.
    pub(crate) first: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) headings: Vec<String>,
    pub(crate) comments: Vec<Comment>,
}

#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) paragraphs: Vec<String>,
    pub(crate) items: Vec<Item>,
    pub(crate) is_lettered: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) text: String,
    pub(crate) below: Vec<String>,
}

/// How a letter is printed as text.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) width: Option<usize>,
    /// `1.`, `1)`, `Comment 1:`, `SEC Comment 1.`
    pub(crate) number: usize,
    pub(crate) sign: &'static str,
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

impl Plan {
    /// Returns the numbers of the comments with their sections' headings.
    fn comments(&self) -> impl Iterator<Item = (u32, usize, &Section, &Comment)> {
        let all = self.sections.iter().flat_map(|section| {
            section
                .comments
                .iter()
                .enumerate()
                .map(move |(index, comment)| (index, section, comment))
        });
        all.enumerate().map(|(count, (index, section, comment))| {
            (self.first + u32::try_from(count).unwrap_or(0), index, section, comment)
        })
    }

    /// Returns what an import of the letter should be.
    pub(crate) fn model(&self) -> String {
        let mut out = String::new();
        for (number, _, section, comment) in self.comments() {
            let last = section.headings.last().map_or("-", String::as_str);
            let mut words = comment.paragraphs.join(" ");
            for item in &comment.items {
                let _ = write!(words, " {}", item.text);
                item.below.iter().for_each(|below| {
                    let _ = write!(words, " {below}");
                });
            }
            let _ = writeln!(out, "# {number} under {last}\n{words}");
            for item in &comment.items {
                let kind = if comment.is_lettered { "part" } else { "bullet" };
                let _ = writeln!(out, "  {kind} {}", item.text);
                item.below.iter().for_each(|below| {
                    let _ = writeln!(out, "    bullet {below}");
                });
            }
        }
        out
    }
}

fn letter_mark(index: usize) -> String {
    format!("{}.", char::from(b'a' + u8::try_from(index % 26).unwrap_or(0)))
}

/// Prints a letter as text.
pub(crate) fn text(plan: &Plan, paper: &Paper) -> String {
    let mut lines: Vec<String> = TOP.iter().map(|line| (*line).to_owned()).collect();
    lines.extend([String::new(), "Dear Mr. Winthrop:".to_owned(), String::new()]);
    wrap(
        &mut lines,
        "We have reviewed your filing and have the following comments.",
        "",
        "",
        paper.width,
    );
    lines.push(String::new());
    for (number, index, section, comment) in plan.comments() {
        if index == 0 {
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
        for paragraph in &comment.paragraphs {
            wrap(&mut lines, paragraph, &first, "", paper.width);
            first.clear();
            lines.push(String::new());
        }
        let (near, far) = if paper.is_indented { ("    ", "         ") } else { ("", "    ") };
        for (index, item) in comment.items.iter().enumerate() {
            let mark = if comment.is_lettered { letter_mark(index) } else { paper.sign.to_owned() };
            let rest = format!("{near}{}", " ".repeat(mark.chars().count() + 1));
            wrap(&mut lines, &item.text, &format!("{near}{mark} "), &rest, paper.width);
            if paper.is_open {
                lines.push(String::new());
            }
            for below in &item.below {
                wrap(&mut lines, below, &format!("{far}o "), &format!("{far}  "), paper.width);
                if paper.is_open {
                    lines.push(String::new());
                }
            }
        }
        if !comment.items.is_empty() && !paper.is_open {
            lines.push(String::new());
        }
    }
    wrap(&mut lines, CLOSING, "", "", paper.width);
    lines.extend(
        ["", "Sincerely,", "", "Rosalind T. Achterberg", "Accounting Branch Chief"]
            .map(str::to_owned),
    );
    paged(lines, paper)
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

fn paged(lines: Vec<String>, paper: &Paper) -> String {
    let Some(length) = paper.page else { return lines.join("\n") + "\n" };
    let mut out = String::new();
    for (index, page) in lines.chunks(length).enumerate() {
        if index > 0 {
            let number = index + 1;
            match paper.head {
                0 => {
                    let _ = write!(
                        out,
                        "Mr. Harold P. Winthrop\nFerrous Harbor Industries, Inc.\nMarch 14, 2011\nPage {number}\n\n"
                    );
                }
                1 => {
                    let _ = write!(out, "\u{c}- {number} -\n\n");
                }
                _ => {
                    let _ = write!(
                        out,
                        "\nFerrous Harbor Industries, Inc.\nMarch 14, 2011\nPage {number} of 9\n\n"
                    );
                }
            }
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
pub(crate) fn html(plan: &Plan, style: usize) -> String {
    let mut out = String::from("<html><head><title>Letter</title></head><body>\n");
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
    let row = |cells: &[&str]| {
        let cells: String =
            cells.iter().map(|cell| format!("<td valign=top>{cell}</td>")).collect();
        format!("<table border=0><tr>{cells}</tr></table>\n")
    };
    let top: Vec<String> =
        TOP.iter().filter(|line| !line.is_empty()).map(|line| escaped(line)).collect();
    out += &paragraph(&top[0]);
    out += &paragraph(&top[1..6].join("<br>\n"));
    out += &paragraph(&top[6..].join("<br>"));
    out += &paragraph("Dear Mr. Winthrop:");
    out += &paragraph("We have reviewed your filing and have the following comments.");
    for (number, index, section, comment) in plan.comments() {
        if index == 0 {
            for heading in &section.headings {
                out += &paragraph(&format!("<u>{}</u>", escaped(heading)));
            }
        }
        for (index, text) in comment.paragraphs.iter().enumerate() {
            let text = escaped(text);
            out += &match (index, style) {
                (0, 1) => row(&[&format!("{number}."), &text]),
                (0, 2) => format!("<ol start=\"{number}\"><li>{text}</li></ol>\n"),
                (0, _) => paragraph(&format!("{number}.&nbsp;&nbsp;&nbsp;{text}")),
                _ => paragraph(&text),
            };
        }
        out += &items(comment, style, &row);
    }
    out += &paragraph(CLOSING);
    out += &paragraph("Sincerely,");
    out += &paragraph("Rosalind T. Achterberg<br>Accounting Branch Chief");
    out + "</body></html>\n"
}

fn items(comment: &Comment, style: usize, row: &dyn Fn(&[&str]) -> String) -> String {
    let mut out = String::new();
    let is_list = style == 2 && !comment.is_lettered;
    if is_list && !comment.items.is_empty() {
        out += "<ul>";
    }
    for (index, item) in comment.items.iter().enumerate() {
        let mark = if comment.is_lettered { letter_mark(index) } else { "&#149;".to_owned() };
        let text = escaped(&item.text);
        out += &match style {
            1 => row(&["&nbsp;", &mark, &text]),
            2 if is_list => format!("<li>{text}"),
            3 if !comment.is_lettered => format!(
                "<p style='margin-left:1.0in;text-indent:-.25in'><span style='font-family:Symbol'>\u{b7}<span>&nbsp;&nbsp;</span></span>{text}</p>\n"
            ),
            0 => format!(
                "<div style=\"margin-left:36pt;text-indent:-18pt\">{mark}&nbsp;&nbsp;{text}</div>\n"
            ),
            _ => format!("<p style=\"margin-left:36pt\">{mark} {text}</p>\n"),
        };
        if is_list && !item.below.is_empty() {
            out += "<ul>";
        }
        for below in &item.below {
            let below = escaped(below);
            out += &match style {
                1 => row(&["", "", "o", &below]),
                2 if is_list => format!("<li>{below}</li>"),
                3 => format!(
                    "<p style='margin-left:1.5in;text-indent:-.25in'><font face=Wingdings>\u{a7}</font>&nbsp;{below}</p>\n"
                ),
                0 => format!(
                    "<div style=\"margin-left:72pt;text-indent:-18pt\">o&nbsp;&nbsp;{below}</div>\n"
                ),
                _ => format!("<p style=\"margin-left:72pt\">o {below}</p>\n"),
            };
        }
        if is_list {
            out += if item.below.is_empty() { "</li>" } else { "</ul></li>" };
        }
    }
    if is_list && !comment.items.is_empty() {
        out += "</ul>\n";
    }
    out
}

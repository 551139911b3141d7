//! What docs/formats.md says of fields: its tables, by section and name.

/// The page.
pub(super) struct Page<'a> {
    /// Headings and the text below each, up to the next.
    sections: Vec<(&'a str, &'a str)>,
}

/// What a table's row says of a field.
pub(super) struct Row<'a> {
    /// What it is: `text`, `date`; none where the table has no such column.
    pub(super) kind: Option<&'a str>,
    /// What it means.
    pub(super) meaning: &'a str,
}

impl<'a> Page<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut sections = Vec::new();
        let mut fence = false;
        let (mut heading, mut start, mut at) = ("", 0, 0);
        for line in text.split_inclusive('\n') {
            fence ^= line.starts_with("```");
            if line.starts_with('#') && !fence {
                sections.push((heading, &text[start..at]));
                heading = line.trim_start_matches('#').trim();
                start = at + line.len();
            }
            at += line.len();
        }
        sections.push((heading, &text[start..]));
        Self { sections }
    }

    /// Returns the section that a table has to itself: `[matter]`, `[[prior]]`.
    pub(super) fn section_of(&self, name: &str) -> Option<&'a str> {
        let titles = [format!("[{name}]"), format!("[[{name}]]")];
        let own = self.sections.iter().find(|(title, text)| {
            titles.iter().any(|own| own == title)
                // An entry of a front matter is shown as it is typed.
                || text.lines().any(|line| line == titles[1])
        });
        own.map(|(title, _)| *title)
    }

    /// Returns the text of a section.
    pub(super) fn text(&self, section: &str) -> &'a str {
        self.sections.iter().find(|(title, _)| *title == section).map_or("", |(_, text)| text)
    }

    /// Returns what a table of the section says of a field.
    pub(super) fn row(&self, section: &str, name: &str) -> Option<Row<'a>> {
        let begins = [format!("| `{name}` |"), format!("| `[[{name}]]` |")];
        let line = self
            .text(section)
            .lines()
            .find(|line| begins.iter().any(|begin| line.starts_with(begin)))?;
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (_, rest) = cells.split_first()?;
        let meaning = rest.last()?;
        Some(Row { kind: rest.first().copied().filter(|_| rest.len() > 1), meaning })
    }

    /// Returns the fields of a section's tables.
    #[cfg(test)]
    pub(super) fn fields(&self, section: &str) -> Vec<&'a str> {
        let rows = self.text(section).lines().filter_map(|line| line.strip_prefix("| `"));
        let names = rows.filter_map(|row| row.split('`').next());
        names.map(|name| name.trim_matches(['[', ']'])).collect()
    }
}

/// Says whether a text names a field: `` `name` ``, or `name =` where it is shown as it is typed.
pub(super) fn names(text: &str, name: &str) -> bool {
    text.contains(&format!("`{name}`")) || text.contains(&format!("{name} ="))
}

/// Returns Markdown as plain text: without the signs of code and links.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace('`', "");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(close) = rest.find("](") {
        let open = rest[..close].rfind('[').unwrap_or(close);
        out.push_str(&rest[..open]);
        out.push_str(rest.get(open + 1..close).unwrap_or_default());
        rest = rest[close..].split_once(')').map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_section_and_name() {
        let page = Page::new(
            "### [a]\n\n| field | type | default | meaning |\n|---|---|---|---|\n| `x` | text | none | it |\n\
             \n### [b]\n\n```toml\n### [c]\n[[d]]\n```\n\n| `x` | of [b](#b) |\n",
        );
        assert_eq!(page.section_of("a"), Some("[a]"));
        assert_eq!(page.section_of("c"), None);
        assert_eq!(page.section_of("d"), Some("[b]"));
        let row = page.row("[a]", "x").expect("a row");
        assert_eq!((row.kind, row.meaning), (Some("text"), "it"));
        let row = page.row("[b]", "x").expect("a row");
        assert_eq!((row.kind, row.meaning), (None, "of [b](#b)"));
        assert_eq!(plain(row.meaning), "of b");
    }
}

//! What EDGAR accepts, as facts: elements, attributes, contents, characters, links and names of files.
//!
//! Restated from the EDGAR Filer Manual, Volume II, chapter 5 (5.1.1 names of files, 5.2.1 ASCII, 5.2.2 HTML,
//! 5.2.3 PDF; texts of March 2009, November 2011 and April 2016, which agree, and release 20.3) and from
//! Regulation S-T, 17 CFR 232.104 to 232.306. Compare with the current manual before a live submission.
//! Nothing that writes a submission reads these tables: what is written is held to them.

/// What may stand in an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// `head`, then `body`.
    Document,
    /// `meta` and one `title`.
    Head,
    /// Text alone.
    Text,
    /// Blocks and runs of text.
    Flow,
    /// Runs of text.
    Inline,
    /// Runs of text and `p`.
    Address,
    /// `li` alone.
    Items,
    /// `dt` and `dd` alone.
    Terms,
    /// A `caption`, then `tr` alone: no `thead`, `tbody`, `tfoot`, `col`, `colgroup`.
    Rows,
    /// `th` and `td` alone.
    Cells,
    /// Nothing.
    Empty,
}

/// Where an element may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A part of the document's frame, of a list or of a table: only where its parent asks for it.
    Part,
    /// A block.
    Block,
    /// A run of text.
    Inline,
}

/// The attributes that elements have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Common {
    /// `class dir id lang style title`.
    All,
    /// `class id style title`.
    NoLanguage,
    /// `dir id lang`.
    Language,
    /// None.
    None,
}

impl Common {
    fn has(self, name: &str) -> bool {
        match self {
            Common::All => matches!(name, "class" | "dir" | "id" | "lang" | "style" | "title"),
            Common::NoLanguage => matches!(name, "class" | "id" | "style" | "title"),
            Common::Language => matches!(name, "dir" | "id" | "lang"),
            Common::None => false,
        }
    }
}

/// An element that EDGAR knows.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) content: Content,
    common: Common,
    /// Its own attributes beside the common ones.
    own: &'static [&'static str],
}

impl Element {
    /// Says whether the element may have an attribute (lower case).
    pub(super) fn has(&self, attribute: &str) -> bool {
        self.common.has(attribute) || self.own.contains(&attribute)
    }
}

const fn element(
    name: &'static str,
    kind: Kind,
    content: Content,
    common: Common,
    own: &'static [&'static str],
) -> Element {
    Element { name, kind, content, common, own }
}

use Common::{All, Language, NoLanguage};
use Kind::{Block, Inline, Part};

/// Attributes of cells: `scope`, `headers` and `char` are not among them.
const CELL: &[&str] =
    &["align", "bgcolor", "colspan", "height", "nowrap", "rowspan", "valign", "width"];

/// The elements that an HTML document may have (EFM 5.2.2.3), but for the redline tag `r`.
static ELEMENTS: [Element; 57] = [
    element("html", Part, Content::Document, Language, &[]),
    element("head", Part, Content::Head, Language, &["profile"]),
    element("title", Part, Content::Text, Language, &[]),
    element("meta", Part, Content::Empty, Language, &["content", "name"]),
    element("body", Part, Content::Flow, All, &["alink", "bgcolor", "link", "text", "vlink"]),
    element("div", Block, Content::Flow, All, &["align"]),
    element("p", Block, Content::Inline, All, &["align"]),
    element("h1", Block, Content::Inline, All, &["align"]),
    element("h2", Block, Content::Inline, All, &["align"]),
    element("h3", Block, Content::Inline, All, &["align"]),
    element("h4", Block, Content::Inline, All, &["align"]),
    element("h5", Block, Content::Inline, All, &["align"]),
    element("h6", Block, Content::Inline, All, &["align"]),
    element("ul", Block, Content::Items, All, &["compact", "type"]),
    element("ol", Block, Content::Items, All, &["compact", "start", "type"]),
    element("menu", Block, Content::Items, All, &["compact"]),
    element("dir", Block, Content::Items, All, &["compact"]),
    element("li", Part, Content::Flow, All, &["type"]),
    element("dl", Block, Content::Terms, All, &["compact"]),
    element("dt", Part, Content::Inline, All, &[]),
    element("dd", Part, Content::Flow, All, &[]),
    element("address", Block, Content::Address, All, &[]),
    element("hr", Block, Content::Empty, All, &["align", "noshade", "size", "width"]),
    element("pre", Block, Content::Inline, All, &["width"]),
    element("blockquote", Block, Content::Flow, All, &[]),
    element("center", Block, Content::Flow, All, &[]),
    element("a", Inline, Content::Inline, All, &["href", "name", "rel", "rev"]),
    element("br", Inline, Content::Empty, NoLanguage, &["clear"]),
    element("em", Inline, Content::Inline, All, &[]),
    element("strong", Inline, Content::Inline, All, &[]),
    element("b", Inline, Content::Inline, All, &[]),
    element("i", Inline, Content::Inline, All, &[]),
    element("u", Inline, Content::Inline, All, &[]),
    element("tt", Inline, Content::Inline, All, &[]),
    element("sub", Inline, Content::Inline, All, &[]),
    element("sup", Inline, Content::Inline, All, &[]),
    element("big", Inline, Content::Inline, All, &[]),
    element("small", Inline, Content::Inline, All, &[]),
    element("code", Inline, Content::Inline, All, &[]),
    element("dfn", Inline, Content::Inline, All, &[]),
    element("samp", Inline, Content::Inline, All, &[]),
    element("kbd", Inline, Content::Inline, All, &[]),
    element("var", Inline, Content::Inline, All, &[]),
    element("cite", Inline, Content::Inline, All, &[]),
    element("strike", Inline, Content::Inline, All, &[]),
    element("font", Inline, Content::Inline, All, &["color", "size"]),
    element(
        "img",
        Inline,
        Content::Empty,
        All,
        &["align", "alt", "border", "height", "name", "src", "width"],
    ),
    element(
        "table",
        Block,
        Content::Rows,
        All,
        &["align", "bgcolor", "border", "cellpadding", "cellspacing", "summary", "width"],
    ),
    element("caption", Part, Content::Inline, All, &["align"]),
    element("tr", Part, Content::Cells, All, &["align", "bgcolor", "valign"]),
    element("th", Part, Content::Flow, All, CELL),
    element("td", Part, Content::Flow, All, CELL),
    element("isindex", Block, Content::Empty, NoLanguage, &[]),
    element("listing", Block, Content::Text, NoLanguage, &[]),
    element("plaintext", Block, Content::Text, NoLanguage, &[]),
    element("xmp", Block, Content::Text, NoLanguage, &[]),
    element("page", Block, Content::Empty, Common::None, &[]),
];

/// Returns the element of a name, which is compared without regard to case.
pub(super) fn find(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name.eq_ignore_ascii_case(name))
}

/// Elements that the manual refuses by name (EFM 5.2.2.4); all that is in neither list is refused as well.
pub(super) const REFUSED: [&str; 52] = [
    "abbrev", "acronym", "applet", "area", "au", "banner", "base", "basefont", "bgsound", "blink",
    "col", "colgroup", "credit", "del", "embed", "empty", "fig", "fn", "form", "frame", "frameset",
    "input", "ins", "lang", "lh", "map", "marquee", "nextid", "nobr", "noembed", "noframe",
    "noframes", "note", "noscript", "object", "option", "overlay", "param", "person", "q", "range",
    "s", "script", "select", "spot", "style", "tab", "tbody", "textarea", "tfoot", "thead", "wbr",
];

/// What to write in place of a refused element, where EDGAR has something for the same end.
pub(super) fn instead(name: &str) -> Option<&'static str> {
    Some(match name {
        "s" | "del" => "write `<strike>`, the only element that strikes text through",
        "ins" => "write `<u>`",
        "span" => "write `<font>`, `<b>`, `<i>` or `<u>`, with a `style` attribute",
        "style" | "link" => "write each style into a `style` attribute; EDGAR takes no style sheet",
        "thead" | "tbody" | "tfoot" => "put the rows directly into `<table>`",
        "col" | "colgroup" => "write widths at the cells of a row",
        "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "figure" => {
            "write `<div>`"
        }
        "figcaption" => "write `<p>`",
        "mark" => "write `<b>`, with a `style` attribute for the colour",
        "script" => "take it out; EDGAR takes no script",
        "r" => {
            "write `<u>` and `<strike>`; EDGAR takes the tags `<R>` out before the letter is released"
        }
        _ => return None,
    })
}

/// Elements that end where another begins or its parent ends, without a tag of their own (HTML 3.2 and 4).
pub(super) const END_MAY_LACK: [&str; 11] =
    ["html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "plaintext"];

/// Where documents of earlier submissions stand; the only addresses elsewhere that a link may lead to.
pub(super) const ARCHIVES: [&str; 4] = [
    "https://www.sec.gov/Archives/edgar/data/",
    "http://www.sec.gov/Archives/edgar/data/",
    "https://www.sec.gov/ix?doc=/Archives/edgar/data/",
    "http://www.sec.gov/ix?doc=/Archives/edgar/data/",
];

/// The suffixes that a file's name may have. Manuals know `fil`, `xsd` and `xml` too: not for letters.
pub(super) const SUFFIXES: [&str; 5] = ["htm", "txt", "pdf", "jpg", "gif"];

/// The longest name of a file, with its suffix, in characters (EFM 5.1.1).
pub(super) const LONGEST_NAME: usize = 32;

/// Says whether a byte may stand in a document (EFM table 5-1, the same for HTML by 5.2.2.6).
///
/// The caret is not in the table. Tab, line feed, form feed and carriage return may stand.
pub(super) fn is_accepted(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | 0x0C | b'\r') && byte != b'^'
}

/// A character that letters often have: its name, and what stands for it in an ASCII document.
pub(super) struct Character {
    pub(super) sign: char,
    pub(super) name: &'static str,
    /// A house table, no rule of the manual; Regulation S-T Rule 306(b) asks that a foreign currency be
    /// shown by words or letters.
    pub(super) ascii: Option<&'static str>,
}

const fn character(sign: char, name: &'static str, ascii: &'static str) -> Character {
    Character { sign, name, ascii: Some(ascii) }
}

/// Names and replacements.
pub(super) static CHARACTERS: [Character; 33] = [
    character('\u{2018}', "left single quotation mark", "'"),
    character('\u{2019}', "right single quotation mark", "'"),
    character('\u{201C}', "left double quotation mark", "\""),
    character('\u{201D}', "right double quotation mark", "\""),
    character('\u{2013}', "en dash", "-"),
    character('\u{2014}', "em dash", "--"),
    character('\u{2026}', "horizontal ellipsis", "..."),
    character('\u{2022}', "bullet", "*"),
    character('\u{00A7}', "section sign", "Section"),
    character('\u{00A0}', "no-break space", " "),
    character('\u{00AD}', "soft hyphen", ""),
    character('\u{2011}', "non-breaking hyphen", "-"),
    character('\u{2212}', "minus sign", "-"),
    character('\u{00D7}', "multiplication sign", "x"),
    character('\u{00BD}', "vulgar fraction one half", "1/2"),
    character('\u{00BC}', "vulgar fraction one quarter", "1/4"),
    character('\u{00BE}', "vulgar fraction three quarters", "3/4"),
    character('\u{00A9}', "copyright sign", "(c)"),
    character('\u{00AE}', "registered sign", "(R)"),
    character('\u{2122}', "trade mark sign", "(TM)"),
    character('\u{00A3}', "pound sign", "GBP"),
    character('\u{20AC}', "euro sign", "EUR"),
    character('\u{00A5}', "yen sign", "JPY"),
    character('\u{FB01}', "Latin small ligature fi", "fi"),
    character('\u{FB02}', "Latin small ligature fl", "fl"),
    character('\u{2264}', "less-than or equal to", "<="),
    character('\u{2265}', "greater-than or equal to", ">="),
    Character { sign: '^', name: "circumflex accent", ascii: None },
    Character { sign: '\u{FEFF}', name: "byte-order mark", ascii: Some("") },
    Character { sign: '\u{FFFD}', name: "replacement character", ascii: None },
    Character { sign: '\u{00E9}', name: "Latin small letter e with acute", ascii: None },
    Character { sign: '\u{00FC}', name: "Latin small letter u with diaeresis", ascii: None },
    Character { sign: '\u{00B7}', name: "middle dot", ascii: None },
];

/// Names of characters that XHTML 1.0 knows beside those of Latin-1 (its symbol and special sets).
///
/// `apos` is not among them: HTML 3.2 and 4 have no such name.
pub(super) const NAMES: &str = "
    quot amp lt gt nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn
    sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc
    Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute
    Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml
    aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde
    ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
    OElig oelig Scaron scaron Yuml circ tilde ensp emsp thinsp zwnj zwj lrm rlm ndash mdash lsquo rsquo sbquo
    ldquo rdquo bdquo dagger Dagger permil lsaquo rsaquo euro
    fnof Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau
    Upsilon Phi Chi Psi Omega alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron
    pi rho sigmaf sigma tau upsilon phi chi psi omega thetasym upsih piv bull hellip prime Prime oline frasl
    weierp image real trade alefsym larr uarr rarr darr harr crarr lArr uArr rArr dArr hArr forall part exist
    empty nabla isin notin ni prod sum minus lowast radic prop infin ang and or cap cup int there4 sim cong
    asymp ne equiv le ge sub sup nsub sube supe oplus otimes perp sdot lceil rceil lfloor rfloor lang rang loz
    spades clubs hearts diams";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_element_is_both_accepted_and_refused() {
        for name in REFUSED {
            assert!(find(name).is_none(), "{name}");
        }
        assert!(find("TD").is_some_and(|cell| cell.has("valign") && !cell.has("scope")));
    }

    #[test]
    fn e13_the_table_of_characters_is_that_of_the_manual() {
        let letters = ('a'..='z').chain('A'..='Z').chain('0'..='9');
        let signs = " `~!@#$%&*().-+{}[]|\\:;\"'<>,_?/=".chars();
        let table: std::collections::BTreeSet<u8> =
            letters.chain(signs).map(|sign| sign as u8).collect();
        for byte in 0..=255_u8 {
            let control = matches!(byte, b'\t' | b'\n' | 0x0C | b'\r');
            assert_eq!(is_accepted(byte), control || table.contains(&byte), "{byte:#x}");
        }
    }
}

//! What the tool itself prints, whatever the letter says: no word of it is a leak.
//!
//! The texts of the built-in templates, and words that stand in no template: `every_word_of_an_output_is_known`
//! in `tests/editions.rs` holds the lists complete.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::tokens::Tokens;

/// The built-in templates.
const TEMPLATES: [&str; 6] = [
    include_str!("../../templates/disclosures.md"),
    include_str!("../../templates/edgar.html"),
    include_str!("../../templates/extension.md"),
    include_str!("../../templates/foia-request.md"),
    include_str!("../../templates/letter.md"),
    include_str!("../../templates/page.html"),
];

/// Words that the outputs have of the program alone.
const WORDS: &str = "\
    January February March April May June July August September October November December \
    Dear Sincerely Proposed Serves Clean Show Stop Bold Italic Underline underlined struck through labeled beginning ending given \
    together taken deferred another separately words \
    Division of Corporation Finance, Securities and Exchange Commission, 100 F Street, N.E., Mail Stop 2465, \
    Washington, D.C. 20549 \
    Table Footnote Footnotes Back reference link place Part fnref corresp https http mailto \
    continued deletion deleted insertion inserted \
    Courier Cursor Gyre Helvetica Iowan Mono Neue Segoe Source Termes \
    Adobe Identity Registry Ordering Regular sRGB \
    14289 Integer conforms identification internal pdfuaid property schema extension prefix \
    aiim application elements pdfaExtension pdfaProperty pdfaSchema pdfua Resource \
    submission type files official unofficial role schema GRAPHIC image sha256";

/// Words of names: classes of HTML, and what ISO 32000 calls the parts of a file.
const NAMES: &str = "\
    alternate artifact backlink basefont bitspercomponent blockquote capheight caption catalog \
    cidsysteminfo colorspace colspan columns contents creationdate creator dctdecode decimal decodeparms \
    descendantfonts descent destoutputprofile devicecmyk devicegray devicergb displaydoctitle document \
    encoding endnotes flatedecode fontbbox fontdescriptor fontname headers iccbased identity italicangle \
    linethrough listnumbering loweralpha lowerroman markinfo mediabox metadata moddate noteref ordering \
    outlines outputconditionidentifier outputintent outputintents pagelabels pagemode pagination \
    parenttree parenttreenextkey placement predictor producer redacted reference registry regular resource \
    resources rolemap rowgroup salutation structparent structparents structtreeroot subject subtype \
    supplement texgyrecursor texgyretermes textdecorationtype tounicode upperalpha upperroman \
    useoutlines viewerpreferences w5m0mpcehihzreszntczkc9d xobject";

/// The built-in style sheet, of which comments are looked at.
const STYLE: &str = include_str!("../../templates/style.css");

/// Returns the texts that the tool prints.
pub(super) fn texts() -> Vec<Tokens> {
    let templates = TEMPLATES.iter().map(|text| template(text));
    templates.chain([Tokens::of(WORDS)]).collect()
}

/// Says whether a word is one of the program's names.
pub(super) fn is_name(word: &str) -> bool {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let names = [NAMES, STYLE].map(Tokens::of);
        names.iter().flat_map(Tokens::words).map(str::to_owned).collect()
    });
    KNOWN.contains(word)
}

/// Returns the words of a template without what is filled in.
pub(super) fn template(text: &str) -> Tokens {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        out.push_str(&rest[..at]);
        // Nothing goes on behind what is filled in.
        out.push('*');
        let end = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        rest = rest[at..].find(end).map_or("", |length| &rest[at + length + 2..]);
    }
    out.push_str(rest);
    Tokens::of(&out)
}

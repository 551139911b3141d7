//! What the tool itself prints, whatever the letter says: no word of it is a leak.
//!
//! The texts of the built-in templates, and words that stand in no template: `every_word_of_an_output_is_known`
//! in `tests/editions.rs` holds the lists complete.

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
    Courier CorrespSigns Cursor Gyre Helvetica Iowan Mono Neue Segoe Source Termes \
    Adobe CIDToGIDMap Identity Registry Ordering Regular sRGB \
    14289 Integer conforms identification internal pdfuaid property schema extension prefix \
    aiim application elements pdfaExtension pdfaProperty pdfaSchema pdfua Resource \
    submission type files official unofficial role schema GRAPHIC image sha256 \
    File No.";

/// What the program says in letters; dates and keys stand behind.
const PHRASES: [&str; 34] = [
    "Confidential Treatment Requested by",
    "Confidential treatment of parts of this letter is requested by",
    "under 17 C.F.R. § 200.83. In the edition submitted via EDGAR these parts are omitted, and",
    "stands in the place of each; they are given to the Staff in the complete edition.",
    "Omitted and given to the Staff separately; confidential treatment requested under 17 C.F.R. § 200.83.",
    "Response to the Staff’s letter of",
    "Key to comments and responses",
    "all answered in this letter. answered in this letter deferred to a further letter answered in another letter",
    "See our response to comment",
    "our response to bullet",
    "our response to part",
    "This request is answered in our letter dated",
    "This comment is answered in our letter dated",
    "This bullet is answered in our letter dated",
    "This part is answered in our letter dated",
    "These items are answered in our letter dated",
    "We will respond to this request in a further letter by",
    "We will respond to this comment in a further letter by",
    "We will respond to this bullet in a further letter by",
    "We will respond to this part in a further letter by",
    "We will respond to these items in a further letter by",
    "are answered together.",
    "No response has been written yet. The rest of the response has not been written yet.",
    "All of the text is new and underlined.",
    "Marked against the text as filed: new text is underlined, text taken out is struck through. Serves",
    "The text as proposed, without marks of change. The text as proposed.",
    "Extension of the time for our response",
    "FOIA Confidential Treatment Request",
    "which is the response to as well",
    "beginning on the page labeled",
    "and ending on the page labeled",
    "link to this place",
    "Back to reference",
    "Show the text with changes",
];

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
    000000 cellpadding cellspacing datetime fieldset labelledby parsetype section useoutlines viewerpreferences w5m0mpcehihzreszntczkc9d xobject xpacket startxref";

/// The built-in style sheet, of which comments are looked at.
const STYLE: &str = include_str!("../../templates/style.css");

/// What the names of outputs are made of.
const OUTPUTS: [&str; 19] = [
    "corresp",
    "disclosures",
    "edgar",
    "extension",
    "foia",
    "gif",
    "htm",
    "html",
    "image",
    "jpeg",
    "jpg",
    "json",
    "letter",
    "manifest",
    "pdf",
    "png",
    "public",
    "request",
    "txt",
];

/// Returns a file's name without what the tool itself calls its outputs.
pub(super) fn stranger(name: &str) -> String {
    let pieces = name.split_inclusive(|c: char| !c.is_alphanumeric());
    let pieces = pieces.filter(|piece| {
        // The pictures of a submission are numbered.
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        !OUTPUTS.contains(&word)
    });
    pieces.collect()
}

/// Returns the texts that the tool prints.
pub(super) fn texts() -> Vec<Tokens> {
    let templates = TEMPLATES.iter().map(|text| template(text));
    templates.chain([WORDS].into_iter().chain(PHRASES).map(Tokens::of)).collect()
}

/// Returns the words of the program's names, and those of the style sheet's comments.
pub(super) fn names() -> Vec<Tokens> {
    [NAMES, STYLE].map(Tokens::of).into()
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

//! The table of all rules: code, default level, title and the page that explains it.

use super::Level::{self, Error, Note, Warning};

/// A rule: what can be wrong in the user's documents.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name; never changes its meaning.
    pub code: &'static str,
    /// The level where book.toml sets no other.
    pub level: Level,
    /// What is wrong, as a sentence without a full stop.
    pub title: &'static str,
    /// The documentation's page, in Markdown.
    pub explanation: &'static str,
    /// Whether book.toml may not lower it.
    pub fixed: bool,
}

macro_rules! rules {
    ($($name:ident = ($code:literal, $level:ident, $title:literal $(, $fixed:ident)?);)*) => {
        /// All rules, by code.
        pub static RULES: &[&Rule] = &[$(&codes::$name),*];

        /// A constant for each rule.
        pub mod codes {
            use super::*;
            $(
                #[doc = $title]
                pub static $name: Rule = Rule {
                    code: $code,
                    level: $level,
                    title: $title,
                    explanation: include_str!(concat!("../../docs/findings/", $code, ".md")),
                    fixed: false $(|| stringify!($fixed).len() > 0)?,
                };
            )*
        }
    };
}

/// Returns the rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

rules! {
    UNANSWERED_COMMENT = ("unanswered-comment", Error, "a comment of the staff's letter has no response", fixed);
    UNANSWERED_BULLET = ("unanswered-bullet", Error, "a bullet of the staff's letter has no response", fixed);
    UNANSWERED_PART = ("unanswered-part", Error, "a lettered part of a comment has no response", fixed);
    EMPTY_RESPONSE = ("empty-response", Error, "a section says nothing of its own", fixed);
    PLACEHOLDER = ("placeholder", Error, "a placeholder stands in the text");
    UNKNOWN_KEY = ("unknown-key", Error, "the comment has no unit with this key", fixed);
    UNKNOWN_COMMENT = ("unknown-comment", Error, "the staff's letter has no comment with this number", fixed);
    KEY_WORDS_MISMATCH = ("key-words-mismatch", Error, "the words behind a key are not the unit's first words");
    KEY_WORDS_SHORT = ("key-words-short", Note, "the words behind a key fit other units as well");
    DUPLICATE_RESPONSE = ("duplicate-response", Error, "a unit is answered twice", fixed);
    DUPLICATE_TEXT = ("duplicate-text", Note, "a text of the answers stands twice");
    MALFORMED_KEY = ("malformed-key", Error, "a heading begins with no key that can be read", fixed);
    TEXT_WITHOUT_KEY = ("text-without-key", Error, "text before the first key belongs to no comment", fixed);
    DRAFT_RESPONSE = ("draft-response", Error, "a response is not final", fixed);
    UNANSWERED_ASK = ("unanswered-ask", Note, "a response does not name each request of its unit");
    QUOTED_STAFF = ("quoted-staff", Warning, "a response repeats the staff's words");
    REPEATED_LABEL = ("repeated-label", Warning, "a response opens with a label that the letter sets itself");
    SUSPECT_RESPONSE = ("suspect-response", Warning, "the staff's words changed since the response was looked at");
    UNKNOWN_FIELD = ("unknown-field", Error, "a field has a name that is not known");
    MISSING_FIELD = ("missing-field", Error, "a field is missing");
    WRONG_TYPE = ("wrong-type", Error, "a field has a value of the wrong kind");
    MALFORMED_TOML = ("malformed-toml", Error, "the TOML cannot be read", fixed);
    MISSING_FRONT_MATTER = ("missing-front-matter", Error, "a file has no front matter", fixed);
    UNCLOSED_FRONT_MATTER = ("unclosed-front-matter", Error, "the front matter has no closing line");
    MISPLACED_FRONT_MATTER = ("misplaced-front-matter", Error, "front matter stands in the text");
    MISPLACED_FILE = ("misplaced-file", Error, "a file stands in the folder of another kind", fixed);
    NOT_UTF8 = ("not-utf8", Error, "a file is not UTF-8 text", fixed);
    TOO_LARGE = ("too-large", Error, "a file is larger than can be read", fixed);
    TOO_DEEP = ("too-deep", Error, "a file is nested more deeply than can be read");
    MERGE_CONFLICT = ("merge-conflict", Error, "a merge conflict was left in the file", fixed);
    PRIVATE_USE_CHARACTER = ("private-use-character", Error, "a character of Unicode's private use area stands in the text");
    CONTROL_CHARACTER = ("control-character", Error, "a control character stands in the text", fixed);
    RAW_HTML = ("raw-html", Error, "raw HTML stands in the text");
    INDENTED_CODE = ("indented-code", Warning, "an indented block would be read as code");
    STRAY_MARKUP = ("stray-markup", Warning, "a sign of Markdown has no partner and is printed");
    LIST_NUMBER = ("list-number", Warning, "a number that was typed is printed as another");
    RUN_ON_LIST = ("run-on-list", Warning, "lines that begin like a list are one paragraph");
    BROKEN_CODE = ("broken-code", Error, "the lines around a block of code are not whole");
    BROKEN_TABLE = ("broken-table", Error, "the lines of a table are not read as one");
    TABLE_ROW = ("table-row", Error, "a table row has more cells than its head", fixed);
    UNKNOWN_FOOTNOTE = ("unknown-footnote", Error, "a footnote is referred to and not defined", fixed);
    UNUSED_FOOTNOTE = ("unused-footnote", Error, "the text of a footnote is printed nowhere", fixed);
    FOOTNOTE_RUNS_ON = ("footnote-runs-on", Warning, "a footnote takes up the line below it");
    UNKNOWN_FACT = ("unknown-fact", Error, "no fact has this name", fixed);
    MALFORMED_FACT = ("malformed-fact", Error, "an expression in braces cannot be evaluated", fixed);
    UNUSED_FACT = ("unused-fact", Warning, "a fact is never used");
    MISPLACED_MARK = ("misplaced-mark", Error, "a fact or mark stands where it cannot be read", fixed);
    CONFIDENTIAL_BUT_PUBLIC = ("confidential-but-public", Error, "text that will be public is marked confidential", fixed);
    MALFORMED_MARK = ("malformed-mark", Error, "a confidential mark has no partner", fixed);
    MARK_SPLITS_LIST = ("mark-splits-list", Warning, "a confidential mark parts a numbered list");
    REDACTION_LEAK = ("redaction-leak", Error, "marked text stands in an output that goes outside", fixed);
    CONFIDENTIAL_ELSEWHERE = ("confidential-elsewhere", Warning, "marked text also stands unmarked");
    OVER_REDACTION = ("over-redaction", Warning, "more is marked than can be confidential");
    REDACTION_DERIVABLE = ("redaction-derivable", Warning, "a marked figure can be computed from the rest of its table");
    FOIA_CONTACT_MISSING = ("foia-contact-missing", Error, "the request for confidential treatment names nobody to reach");
    FOIA_GROUNDS_MISSING = ("foia-grounds-missing", Warning, "the request for confidential treatment states no grounds");
    RULE83_EXPIRY = ("rule83-expiry", Note, "a request for confidential treatment lapses soon");
    LABEL_REUSED = ("label-reused", Error, "page labels were used by another round");
    LITERAL_MARK = ("literal-mark", Warning, "the sign of the public edition was typed by hand");
    UNKNOWN_DISCLOSURE = ("unknown-disclosure", Error, "no proposed disclosure has this name");
    UNUSED_DISCLOSURE = ("unused-disclosure", Warning, "no response names a proposed disclosure");
    UNKNOWN_REFERENCE = ("unknown-reference", Error, "a reference names no unit of the letter");
    IMAGE_NOT_FOUND = ("image-not-found", Error, "an image cannot be read", fixed);
    MISSING_ALTERNATIVE = ("missing-alternative", Error, "a picture has no description");
    EMPTY_LETTER = ("empty-letter", Error, "the staff's letter has no text");
    NO_COMMENTS = ("no-comments", Warning, "the staff's letter has no comment");
    OUTSIDE_COMMENT = ("outside-comment", Error, "words of the staff stand outside every comment", fixed);
    REPEATED_NUMBER = ("repeated-number", Error, "a comment number stands twice", fixed);
    REPEATED_KEY = ("repeated-key", Error, "two items of a comment have the same key", fixed);
    NESTED_COMMENT = ("nested-comment", Error, "a comment number stands inside a comment");
    NUMBER_GAP = ("number-gap", Warning, "a comment number does not follow the one before");
    REPEATED_BREAK = ("repeated-break", Error, "the staff's letter has a second break");
    OTHER_COMMENT = ("other-comment", Error, "a section answers another comment than its file");
    LETTER_HEADING = ("letter-heading", Error, "a heading of the staff's letter is underlined");
    LETTER_COUNT = ("letter-count", Error, "the staff's letter has other counts than its front matter says");
    CLOSING_LIST = ("closing-list", Note, "a list stands in the closing and wants no response");
    ASK_AFTER_ITEMS = ("ask-after-items", Warning, "a comment asks for something after its last item");
    TEMPLATE_ERROR = ("template-error", Error, "a template cannot be filled in");
    FONTS_NOT_USABLE = ("fonts-not-usable", Error, "the fonts that book.toml names cannot be used");
    MISSING_GLYPH = ("missing-glyph", Error, "the fonts of the letter lack a character");
    LINE_TOO_WIDE = ("line-too-wide", Warning, "a word is wider than its line");
    TABLE_TOO_WIDE = ("table-too-wide", Warning, "a table is wider than the page");
    TABLE_DOES_NOT_FOOT = ("table-does-not-foot", Warning, "a total differs from the rows that it closes");
    NO_DATE = ("no-date", Warning, "the staff's letter has no date");
    NO_TEXT = ("no-text", Error, "the letter as received holds no text");
    MENDED_NUMBER = ("mended-number", Note, "a comment's number was read from something else");
    JOINED_BULLET = ("joined-bullet", Note, "an item of the letter goes on after a gap");
    UNCERTAIN_IMPORT = ("uncertain-import", Warning, "a place of the letter could be read in two ways");
    LETTER_DRIFT = ("letter-drift", Error, "letter.md and the letter as received differ in their words", fixed);
    LETTER_STRUCTURE = ("letter-structure", Error, "a mark of the letter as received is lost in letter.md", fixed);
    MENDED_TEXT = ("mended-text", Note, "a word of the letter as received was mended");
    MENDED_TOO_MUCH = ("mended-too-much", Error, "a mending changes more than a reading fault", fixed);
    UNUSED_MENDED = ("unused-mended", Warning, "a mending fits nowhere");
    NO_SOURCE = ("no-source", Warning, "nothing proves the words of the staff's letter");
    UNREAD_ROUND = ("unread-round", Warning, "a letter of the staff in responses/ is not checked");
    MISSING_SOURCE = ("missing-source", Error, "the letter as received is not there", fixed);
    SOURCE_CHANGED = ("source-changed", Error, "the letter as received is not the one that was imported", fixed);
    FURNITURE = ("furniture", Note, "a line of the source was left out as page furniture");
    FURNITURE_ASKS = ("furniture-asks", Error, "a line left out as page furniture asks for something", fixed);
    INTENT_MISSING = ("intent-missing", Warning, "no response states the intent to revise future filings");
    UNDERTAKING_WITHOUT_DISCLOSURE = ("undertaking-without-disclosure", Warning, "a revision is promised and its text not proposed");
    DISCLOSURE_WITHOUT_AS_FILED = ("disclosure-without-as-filed", Warning, "a proposed disclosure has no text as filed");
    REDLINE_BROKEN = ("redline-broken", Error, "a redline does not give back its two texts", fixed);
    HEADER_MISMATCH = ("header-mismatch", Error, "the letter's head and the staff's letter differ");
    DEFERRAL_WITHOUT_DATE = ("deferral-without-date", Error, "a response is deferred without a date", fixed);
    RETURN_NOT_DECIDED = ("return-not-decided", Warning, "nobody said whether supplemental material is to come back");
    SUPPLEMENTAL_ON_EDGAR = ("supplemental-on-edgar", Error, "supplemental material that is to come back would be filed");
    EXTENSION_UNCONFIRMED = ("extension-unconfirmed", Warning, "an extension has no letter that confirms it");
    DUE_SOON = ("due-soon", Note, "the response is due within two business days");
    PAST_DUE = ("past-due", Warning, "the response is past due");
    WAIVER_EXPIRED = ("waiver-expired", Error, "a waiver has ended", fixed);
    WAIVER_UNUSED = ("waiver-unused", Error, "a waiver covers no finding", fixed);
    UNKNOWN_PRIOR_COMMENT = ("unknown-prior-comment", Warning, "the staff cite an earlier comment that no round holds");
    EDGAR_ELEMENT = ("edgar-element", Error, "a document for EDGAR has an element that EDGAR refuses", fixed);
    EDGAR_ATTRIBUTE = ("edgar-attribute", Error, "a document for EDGAR has an attribute that EDGAR refuses", fixed);
    EDGAR_NESTED_TABLE = ("edgar-nested-table", Error, "a document for EDGAR has a table within a table", fixed);
    EDGAR_IMAGE = ("edgar-image", Error, "an image cannot go to EDGAR", fixed);
    EDGAR_CHARACTER = ("edgar-character", Error, "a document for EDGAR has a character that EDGAR refuses", fixed);
    EDGAR_FILE_NAME = ("edgar-file-name", Error, "EDGAR does not take the name of a file", fixed);
    EDGAR_LINK_DROPPED = ("edgar-link-dropped", Note, "a link is plain text in the document for EDGAR");
    PDF_WITHOUT_OFFICIAL = ("pdf-without-official", Error, "a PDF goes without an official document", fixed);
    PDF_ACTIVE = ("pdf-active", Error, "a PDF for EDGAR has a script, an action, a form or an embedded file", fixed);
    PDF_LINK = ("pdf-link", Error, "a PDF for EDGAR has a link", fixed);
    PDF_ENCRYPTED = ("pdf-encrypted", Error, "a PDF for EDGAR is encrypted", fixed);
    PDF_FONT = ("pdf-font", Error, "a PDF for EDGAR does not hold its fonts", fixed);
    PDF_NO_TEXT = ("pdf-no-text", Error, "a page of a PDF for EDGAR has no text", fixed);
    PERSONAL_DATA = ("personal-data", Error, "a number of the form of a social security number stands in the text");
}

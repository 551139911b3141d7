//! The PDF copy: nothing in it acts or leads elsewhere, its fonts are in it, and each page has text.
//!
//! In: the bytes of a file. Out: findings, which name the file, for a PDF has no lines (EFM 5.2.3;
//! Regulation S-T Rules 104 and 106).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use hayro_interpret::hayro_syntax::content::UntypedIter;
use hayro_interpret::hayro_syntax::object::Object as Operand;
use lopdf::{
    Dictionary, Document, Encoding, LoadOptions, Object, ObjectId, Stream, xref::XrefEntry,
};

use super::characters::social_security_numbers;
use crate::finding::codes::{
    PDF_ACTIVE, PDF_ENCRYPTED, PDF_FONT, PDF_LINK, PDF_NO_TEXT, PERSONAL_DATA,
};
use crate::finding::{Finding, Findings, Rule};
use crate::parallel;
use crate::words::counted;

/// How deep pages, forms and references are followed.
const DEPTH: usize = 16;

/// How many pages are read in one go.
const CHUNK: usize = 256;

/// A gap in a line of glyphs that parts two words, in thousandths of an em.
const GAP: f64 = -180.0;

/// The most that a page, or a stream of objects, may come to when it is inflated, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// Checks a file that is named `name` in messages.
pub(super) fn check(name: &str, bytes: &[u8], findings: &mut Findings) {
    let encrypted = |findings: &mut Findings| {
        findings.push(
            PDF_ENCRYPTED
                .anywhere()
                .says(format!("{name} is encrypted"))
                .help("save it without a password and without restrictions"),
        );
    };
    let pdf = match load(bytes) {
        Ok(pdf) => pdf,
        Err(_) if holds(bytes, b"/Encrypt") => return encrypted(findings),
        Err(_) => {
            findings.push(
                PDF_NO_TEXT
                    .anywhere()
                    .says(format!("{name} cannot be read as PDF"))
                    .help("write the PDF anew"),
            );
            return;
        }
    };
    if pdf.is_encrypted() || pdf.was_encrypted() || pdf.trailer.has(b"Encrypt") {
        return encrypted(findings);
    }
    let mut of_pages = Findings::default();
    let (survey, ()) = parallel::both(|| survey(&pdf), || check_pages(name, &pdf, &mut of_pages));
    report(name, survey, findings);
    findings.append(of_pages);
}

/// Reads a file, but for the elements of its structure that do nothing but name parts of the text: a long
/// letter has a hundred thousand.
///
/// # Errors
///
/// Where it is no PDF, or a stream that holds some of its objects cannot be inflated, or is too large.
fn load(bytes: &[u8]) -> lopdf::Result<Document> {
    let options = LoadOptions {
        filter: Some(|id, object| (!is_idle_element(object)).then(|| (id, object.clone()))),
        max_decompressed_size: Some(LARGEST),
        ..LoadOptions::default()
    };
    let pdf = Document::load_mem_with_options(bytes, options)?;
    let containers: BTreeSet<u32> = pdf
        .reference_table
        .entries
        .values()
        .filter_map(|entry| match entry {
            XrefEntry::Compressed { container, .. } => Some(*container),
            _ => None,
        })
        .collect();
    match containers.iter().find(|&&container| !pdf.objects.contains_key(&(container, 0))) {
        Some(&lost) => Err(lopdf::Error::ObjectNotFound((lost, 0))),
        None => Ok(pdf),
    }
}

/// Says whether an object is an element of the structure (ISO 32000-1, 14.7.2) in which nothing can be an
/// action, an annotation, a file or a font.
fn is_idle_element(object: &Object) -> bool {
    object.as_dict().is_ok_and(|element| {
        let is_idle =
            |(key, value): (&Vec<u8>, &Object)| ELEMENT.contains(&key.as_slice()) && is_idle(value);
        element.has(b"S") && element.has(b"P") && element.iter().all(is_idle)
    })
}

/// The keys of an element that does no more.
const ELEMENT: [&[u8]; 12] =
    [b"S", b"P", b"K", b"Pg", b"A", b"C", b"T", b"Lang", b"Alt", b"ActualText", b"E", b"ID"];

/// The keys of its attributes, and of its references to content.
const ATTRIBUTES: [&[u8]; 12] = [
    b"O",
    b"Scope",
    b"ColSpan",
    b"RowSpan",
    b"Headers",
    b"ListNumbering",
    b"TextDecorationType",
    b"BBox",
    b"Placement",
    b"Pg",
    b"MCID",
    b"Obj",
];

fn is_idle(value: &Object) -> bool {
    match value {
        Object::Array(items) => items.iter().all(is_idle),
        Object::Dictionary(inner) => inner.iter().all(|(key, value)| match key.as_slice() {
            b"Type" => matches!(value.as_name(), Ok(b"MCR" | b"OBJR")),
            key => ATTRIBUTES.contains(&key) && is_idle(value),
        }),
        Object::String(bytes, _) => !is_personal(&text_of(bytes)),
        _ => true,
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// What a PDF has that a copy for EDGAR may not have, and how often.
type Survey = BTreeMap<(&'static str, String), usize>;

fn report(name: &str, survey: Survey, findings: &mut Findings) {
    for ((code, what), times) in survey {
        if code == "personal" {
            findings.push(personal(format!("a title or note of {name}")));
            continue;
        }
        let rule: &'static Rule = match code {
            "link" => &PDF_LINK,
            "font" => &PDF_FONT,
            _ => &PDF_ACTIVE,
        };
        let message = match code {
            "font" => format!("{name} does not hold the font {what}"),
            _ if times == 1 => format!("{name} has {what}"),
            _ => format!("{name} has {what}, {}", counted(times, "time")),
        };
        let help = match code {
            "link" => "write the PDF without links; an address may stand as text",
            "font" => "write the PDF with its fonts embedded",
            _ => "write the PDF without it",
        };
        findings.push(rule.anywhere().says(message).help(help));
    }
}

/// Looks at every object of a file, whether a page leads to it or not.
fn survey(pdf: &Document) -> Survey {
    let mut survey = Survey::new();
    let mut waiting: Vec<&Object> = pdf.objects.values().collect();
    waiting.extend(pdf.trailer.iter().map(|(_, value)| value));
    while let Some(object) = waiting.pop() {
        let dictionary = match object {
            Object::Array(items) => {
                waiting.extend(items);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::String(bytes, _) => {
                if is_personal(&text_of(bytes)) {
                    count("personal", "", &mut survey);
                }
                continue;
            }
            Object::Stream(stream) => {
                if stream.dict.has(b"F") {
                    count("active", "a stream that stands in another file", &mut survey);
                }
                &stream.dict
            }
            _ => continue,
        };
        look_at(pdf, dictionary, &mut survey);
        waiting.extend(dictionary.iter().map(|(_, value)| value));
    }
    survey
}

fn count(code: &'static str, what: impl Into<String>, survey: &mut Survey) {
    *survey.entry((code, what.into())).or_default() += 1;
}

/// Looks at a dictionary: as an action, an annotation, a catalog, a file and a font.
fn look_at(pdf: &Document, dictionary: &Dictionary, survey: &mut Survey) {
    let is_structure = name(pdf, dictionary, b"Type") == Some(b"StructElem")
        || (matches!(value(pdf, dictionary, b"P"), Some(Object::Dictionary(_)))
            && dictionary.has(b"K"));
    if let Some(kind) = name(pdf, dictionary, b"S") {
        match kind {
            b"URI" | b"GoToR" | b"GoToE" => count("link", "an action that leads out of it", survey),
            b"JavaScript" => count("active", "a script", survey),
            b"Launch" => count("active", "an action that starts a program", survey),
            b"SubmitForm" | b"ResetForm" | b"ImportData" => {
                count("active", "an action of a form", survey);
            }
            // Elements of the structure may have names as these; such as those above none has.
            b"Sound" | b"Movie" | b"Rendition" | b"GoTo3DView" | b"RichMediaExecute"
                if !is_structure =>
            {
                count("active", "an action that plays sound or film", survey);
            }
            b"GoTo" | b"Hide" | b"Named" | b"Thread" | b"SetOCGState" | b"Trans"
                if !is_structure =>
            {
                count("active", "an action", survey);
            }
            _ => {}
        }
    }
    match name(pdf, dictionary, b"Subtype") {
        Some(b"Link") => count("link", "a link", survey),
        Some(b"Widget") => count("active", "a field of a form", survey),
        Some(b"FileAttachment") => count("active", "an embedded file", survey),
        Some(b"Movie" | b"Sound" | b"Screen" | b"RichMedia" | b"3D") => {
            count("active", "sound, film or a model in space", survey);
        }
        _ => {}
    }
    if dictionary.has(b"JS") || dictionary.has(b"JavaScript") {
        count("active", "a script", survey);
    }
    if dictionary.has(b"AA") {
        count("active", "an action that an event starts", survey);
    }
    // An array is a place to be shown first, and acts on nothing.
    if matches!(value(pdf, dictionary, b"OpenAction"), Some(Object::Dictionary(_))) {
        count("active", "an action that opening it starts", survey);
    }
    // The address from which those of links go on (ISO 32000-1, 12.6.4.7), and a file that is an address (7.11.5).
    if matches!(value(pdf, dictionary, b"URI"), Some(Object::Dictionary(_)))
        || name(pdf, dictionary, b"FS") == Some(b"URL")
    {
        count("link", "an address that leads out of it", survey);
    }
    // A form that is a page of another file (8.10.4).
    if matches!(value(pdf, dictionary, b"Ref"), Some(Object::Dictionary(_))) {
        count("active", "a page that stands in another file", survey);
    }
    if dictionary.has(b"EF") || dictionary.has(b"EmbeddedFiles") {
        count("active", "an embedded file", survey);
    }
    if dictionary.has(b"XFA") || dictionary.has(b"AcroForm") {
        count("active", "a form", survey);
    }
    if is_font(pdf, dictionary) && !holds_font(pdf, dictionary) {
        let base = name(pdf, dictionary, b"BaseFont").unwrap_or(b"without a name");
        let base: String = String::from_utf8_lossy(base).chars().take(60).collect();
        count("font", base, survey);
    }
}

/// Says whether a dictionary is a font, which may not say so itself.
fn is_font(pdf: &Document, dictionary: &Dictionary) -> bool {
    let kinds: [&[u8]; 7] =
        [b"Type0", b"Type1", b"MMType1", b"Type3", b"TrueType", b"CIDFontType0", b"CIDFontType2"];
    let is_kind = name(pdf, dictionary, b"Subtype").is_some_and(|kind| kinds.contains(&kind));
    name(pdf, dictionary, b"Type") == Some(b"Font") || (is_kind && dictionary.has(b"BaseFont"))
}

/// Says whether a font is in the file; of a composed one, its parts are looked at by themselves.
fn holds_font(pdf: &Document, font: &Dictionary) -> bool {
    if matches!(name(pdf, font, b"Subtype"), Some(b"Type0" | b"Type3")) {
        return true;
    }
    let descriptor = value(pdf, font, b"FontDescriptor").and_then(|found| found.as_dict().ok());
    descriptor.is_some_and(|descriptor| {
        let mut files = [&b"FontFile"[..], b"FontFile2", b"FontFile3"].into_iter();
        files.any(|file| matches!(value(pdf, descriptor, file), Some(Object::Stream(_))))
    })
}

/// Returns a value of a dictionary, its references followed.
fn value<'a>(pdf: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut object = dictionary.get(key).ok()?;
    for _ in 0..DEPTH {
        match object {
            Object::Reference(id) => object = pdf.objects.get(id)?,
            _ => return Some(object),
        }
    }
    None
}

fn name<'a>(pdf: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    value(pdf, dictionary, key).and_then(|value| value.as_name().ok())
}

/// Checks that each page has text that can be copied, and none that must not be public.
fn check_pages(name: &str, pdf: &Document, findings: &mut Findings) {
    let pages = pdf.get_pages();
    let ids: Vec<(u32, ObjectId)> = pages.into_iter().collect();
    let read = |range: Range<usize>| {
        let mut reader = Reader { pdf, fonts: BTreeMap::new(), forms: BTreeSet::new() };
        let text = |(number, page): &(u32, ObjectId)| (*number, reader.page(*page));
        ids[range].iter().map(text).collect::<Vec<_>>()
    };
    let texts = parallel::map(ids.len(), CHUNK, read).concat();
    let without: Vec<String> = texts
        .iter()
        .filter(|(_, text)| text.is_none())
        .map(|(number, _)| number.to_string())
        .collect();
    let message = match (texts.len(), without.as_slice()) {
        (0, _) => Some(format!("{name} has no pages")),
        (_, []) => None,
        (_, [page]) => Some(format!("page {page} of {name} has no text that can be copied")),
        (_, several) if several.len() == texts.len() => {
            Some(format!("no page of {name} has text that can be copied"))
        }
        (_, several) => {
            let shown = several.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
            let rest = if several.len() > 10 { " and more" } else { "" };
            Some(format!("pages {shown}{rest} of {name} have no text that can be copied"))
        }
    };
    if let Some(message) = message {
        let help = "write the PDF from the text; a scanned page does not do";
        findings.push(PDF_NO_TEXT.anywhere().says(message).help(help));
    }
    for (number, text) in texts {
        if is_personal(&text.unwrap_or_default()) {
            findings.push(personal(format!("page {number} of {name}")));
        }
    }
}

/// Says whether a text has a number of the form of a social security number; one may go on in the next line.
fn is_personal(text: &str) -> bool {
    !social_security_numbers(&text.replace("-\n", "-")).is_empty()
}

fn personal(place: String) -> Finding {
    PERSONAL_DATA
        .anywhere()
        .says(format!("{place} has a number of the form of a social security number"))
        .help("take it out: what is on EDGAR is public for good")
}

/// Returns the text of a string that is no text of a page: a title, an entry of the outline (7.9.2.2).
fn text_of(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(units) => {
            let units = units
                .chunks(2)
                .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
            char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{FFFD}')).collect()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Reads the text of pages; what the glyphs of a font mean is read once.
struct Reader<'p> {
    pdf: &'p Document,
    /// By the address of the font, which stays where it is as long as the document is read.
    fonts: BTreeMap<*const Dictionary, Letters<'p>>,
    /// The forms of the page that were read: one that is shown again says nothing new.
    forms: BTreeSet<*const Stream>,
}

/// What the glyphs of a font mean.
struct Letters<'p> {
    encoding: Option<Encoding<'p>>,
    /// What each code of two bytes means, where all codes of the font have two (ISO 32000-1, 9.7.5.2); read
    /// when it is first shown.
    pairs: Option<Vec<Option<Box<str>>>>,
}

impl<'p> Letters<'p> {
    fn of(pdf: &'p Document, font: &'p Dictionary) -> Self {
        let has_pairs = name(pdf, font, b"Subtype") == Some(b"Type0")
            && matches!(name(pdf, font, b"Encoding"), Some(b"Identity-H" | b"Identity-V"));
        Self {
            encoding: font.get_font_encoding_with_limit(pdf, LARGEST).ok(),
            pairs: has_pairs.then(Vec::new),
        }
    }

    /// Adds the text of a string that is shown; none where nobody knows what its bytes mean.
    fn add(&mut self, bytes: &[u8], out: &mut String) {
        let read = |bytes: &[u8]| {
            let text =
                self.encoding.as_ref().map(|encoding| Document::decode_text(encoding, bytes));
            text.and_then(Result::ok).unwrap_or_default()
        };
        let Some(pairs) = &mut self.pairs else { return out.push_str(&read(bytes)) };
        for pair in bytes.chunks(2) {
            if pair.len() < 2 {
                out.push_str(&read(pair));
                continue;
            }
            let code = pair.iter().fold(0, |code, byte| code << 8 | usize::from(*byte));
            if pairs.len() <= code {
                pairs.resize(code + 1, None);
            }
            out.push_str(pairs[code].get_or_insert_with(|| read(pair).into()));
        }
    }
}

impl<'p> Reader<'p> {
    /// Returns the text of a page; none where it shows no glyph whose letter is known.
    fn page(&mut self, page: ObjectId) -> Option<String> {
        let pdf = self.pdf;
        let content = pdf.get_page_content_with_limit(page, LARGEST).ok()?;
        // Resources may stand at a node above the page (ISO 32000-1, 7.7.3.4).
        let mut node = pdf.objects.get(&page).and_then(|page| page.as_dict().ok());
        let mut resources = None;
        for _ in 0..DEPTH {
            let Some(current) = node else { break };
            resources = value(pdf, current, b"Resources").and_then(|found| found.as_dict().ok());
            if resources.is_some() {
                break;
            }
            node = value(pdf, current, b"Parent").and_then(|parent| parent.as_dict().ok());
        }
        let mut text = String::new();
        self.forms.clear();
        self.stream(&content, resources, 0, &mut text).then_some(text)
    }

    /// Adds the text that a content stream shows; says whether it shows any in a font whose glyphs can be
    /// read back.
    fn stream(
        &mut self,
        content: &[u8],
        resources: Option<&'p Dictionary>,
        depth: usize,
        out: &mut String,
    ) -> bool {
        let pdf = self.pdf;
        let of_resources = |kind: &[u8], key: &[u8]| {
            let all = value(pdf, resources?, kind)?.as_dict().ok()?;
            value(pdf, all, key)
        };
        let mut shows = false;
        let mut font = None;
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            let operands = || instruction.operands();
            let first_name = || match operands().next() {
                Some(Operand::Name(name)) => Some(name),
                _ => None,
            };
            match &**instruction.operator {
                b"Tf" => {
                    let found = first_name().and_then(|key| of_resources(b"Font", key));
                    font = found.and_then(|font| font.as_dict().ok()).filter(|font| {
                        font.has(b"ToUnicode") || name(pdf, font, b"Subtype") != Some(b"Type0")
                    });
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    if let Some(font) =
                        font.filter(|_| operands().any(|operand| has_bytes(operand)))
                    {
                        let before = out.len();
                        let letters = self.letters(font);
                        operands().for_each(|operand| shown(operand, letters, out));
                        // Blanks alone are no text; what nobody can read back was told of its font.
                        shows |= !out[before..].trim().is_empty() || letters.encoding.is_none();
                    }
                }
                b"Td" | b"TD" | b"Tm" | b"T*" | b"ET" => out.push('\n'),
                b"Do" if depth < 4 => {
                    let Some(Object::Stream(form)) =
                        first_name().and_then(|key| of_resources(b"XObject", key))
                    else {
                        continue;
                    };
                    if name(pdf, &form.dict, b"Subtype") != Some(b"Form")
                        || !self.forms.insert(form)
                    {
                        continue;
                    }
                    let own = value(pdf, &form.dict, b"Resources");
                    let own = own.and_then(|own| own.as_dict().ok());
                    let inner = form.decompressed_content_with_limit(LARGEST);
                    let inner = inner.unwrap_or_default();
                    shows |= self.stream(&inner, own.or(resources), depth + 1, out);
                }
                _ => {}
            }
        }
        shows
    }

    fn letters(&mut self, font: &'p Dictionary) -> &mut Letters<'p> {
        let pdf = self.pdf;
        self.fonts.entry(font).or_insert_with(|| Letters::of(pdf, font))
    }
}

/// Adds the text of an operand that is shown: a string, or an array of strings and gaps.
fn shown(operand: &Operand<'_>, letters: &mut Letters<'_>, out: &mut String) {
    match operand {
        Operand::String(bytes) => letters.add(bytes, out),
        Operand::Array(items) => {
            for item in items.iter::<Operand<'_>>() {
                match item {
                    Operand::String(bytes) => letters.add(&bytes, out),
                    Operand::Number(gap) if gap.as_f64() < GAP => out.push(' '),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Says whether an operand is a string that is not empty, or an array that has one.
fn has_bytes(operand: &Operand<'_>) -> bool {
    let is_filled =
        |operand: &Operand<'_>| matches!(operand, Operand::String(bytes) if !bytes.is_empty());
    match operand {
        Operand::Array(items) => items.iter::<Operand<'_>>().any(|item| is_filled(&item)),
        _ => is_filled(operand),
    }
}

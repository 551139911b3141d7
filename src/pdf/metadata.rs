//! What the file says about itself: document information, XMP, colour.
//!
//! In: [`Info`]. Out: entries of the catalog (ISO 32000-1, 14.3; ISO 19005-2, 6.6; PDF/UA-1, 5 and 7.1).

use lopdf::{Dictionary, Object, dictionary};

use super::Info;
use super::file::{File, deflate, reference, text};

/// The colours of the file: sRGB (`assets/README.md`).
const PROFILE: &[u8] = include_bytes!("../../assets/srgb.icc");

/// The tool's name.
const CREATOR: &str = "corresp";

/// Puts metadata into the file and the catalog; returns the number of the information dictionary.
pub(super) fn put(info: &Info<'_>, catalog: &mut Dictionary, file: &mut File) -> u32 {
    let metadata = file.number();
    let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Not compressed, so that search tools find it.
    file.stream(metadata, kind, xmp(info).as_bytes());
    let profile = file.number();
    file.deflated(profile, dictionary! { "N" => 3 }, &deflate(PROFILE));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB"),
        "Info" => text("sRGB"),
        "DestOutputProfile" => reference(profile),
    };
    catalog.set("Metadata", reference(metadata));
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("Lang", text(info.language));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    file.add(Object::Dictionary(information(info)))
}

/// Returns the information dictionary, which says the same as the XMP (ISO 32000-1, 14.3.3).
fn information(info: &Info<'_>) -> Dictionary {
    let date = format!("D:{}000000Z", info.date.strftime("%Y%m%d"));
    let mut dictionary = dictionary! {
        "Title" => text(info.title),
        "Author" => text(info.author),
        "Creator" => text(CREATOR),
        "Producer" => text(&producer(info)),
        "CreationDate" => text(&date),
        "ModDate" => text(&date),
    };
    if let Some(subject) = info.subject {
        dictionary.set("Subject", text(subject));
    }
    dictionary
}

fn producer(info: &Info<'_>) -> String {
    format!("{CREATOR} {}", info.version)
}

/// Returns the XMP packet: who, when, and which standards the file keeps.
fn xmp(info: &Info<'_>) -> String {
    let date = format!("{}T00:00:00Z", info.date.strftime("%Y-%m-%d"));
    let subject = info.subject.map_or_else(String::new, |subject| {
        format!("<dc:description>{}</dc:description>\n", alternatives(subject))
    });
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title>{title}</dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
{subject}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{EXTENSION}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}',
        title = alternatives(info.title),
        author = escape(info.author),
        language = escape(info.language),
        producer = escape(&producer(info)),
    )
}

/// Describes the schema of PDF/UA, which PDF/A does not know (ISO 19005-2, 6.6.2.3.3).
const EXTENSION: &str = r#"<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"#;

/// Returns a text in one language as XMP wants it.
fn alternatives(text: &str) -> String {
    format!(r#"<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>"#, escape(text))
}

/// Escapes text for XML, without the characters that XML cannot have.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn titles_are_escaped() {
        assert_eq!(super::escape("A & B\n<\u{1}C>"), "A &amp; B &lt;C&gt;");
    }
}

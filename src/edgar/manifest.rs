//! The manifest of a submission: what each file is, and its digest. No header for transmission is made.

use schemars::JsonSchema;
use serde::Serialize;

use crate::digest::sha256;

/// A file of the submission.
#[derive(Debug, Clone, Copy)]
pub struct Filed<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is to EDGAR.
    pub role: Role,
    /// Its contents.
    pub bytes: &'a [u8],
}

/// What a file is to EDGAR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Role {
    /// The document that counts.
    #[serde(rename = "official")]
    Official,
    /// The PDF beside it.
    #[serde(rename = "unofficial copy")]
    Copy,
    /// An image of the document.
    #[serde(rename = "graphic")]
    Graphic,
}

/// The type of a file, as a submission states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Type {
    /// The letter, and its copy.
    Corresp,
    /// An image.
    Graphic,
}

/// The files of a submission to EDGAR.
///
/// Fields are added without a new version; none is taken away or changes its meaning.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Submission {
    /// Version of this shape.
    #[schemars(extend("const" = 1))]
    pub schema: u32,
    /// The type of the submission.
    pub submission_type: Type,
    /// The Central Index Key of ten digits; empty where book.toml states none.
    #[schemars(extend("pattern" = "^([0-9]{10})?$"))]
    pub cik: String,
    /// The Commission's file number; empty where book.toml states none.
    pub file_number: String,
    /// The files, the official document first.
    pub files: Vec<Entry>,
}

/// A file of a submission.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Entry {
    /// Its name.
    #[schemars(extend("pattern" = "^[a-z0-9][a-z0-9._-]{0,27}\\.(htm|pdf|jpg|gif)$"))]
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What it is.
    pub role: Role,
    /// Its size in bytes.
    pub size: usize,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// Returns the manifest as JSON; `cik` is left empty where it is no number of at most ten digits.
pub fn manifest(files: &[Filed<'_>], cik: Option<&str>, file_number: Option<&str>) -> String {
    let entry = |file: &Filed<'_>| Entry {
        name: file.name.to_owned(),
        kind: if file.role == Role::Graphic { Type::Graphic } else { Type::Corresp },
        role: file.role,
        size: file.bytes.len(),
        sha256: sha256(file.bytes),
    };
    let cik = cik.map(str::trim).unwrap_or_default();
    let is_number = (1..=10).contains(&cik.len()) && cik.bytes().all(|byte| byte.is_ascii_digit());
    let submission = Submission {
        schema: 1,
        submission_type: Type::Corresp,
        cik: if is_number { format!("{cik:0>10}") } else { String::new() },
        file_number: file_number.unwrap_or_default().to_owned(),
        files: files.iter().map(entry).collect(),
    };
    let value = serde_json::to_value(&submission).expect("the manifest holds texts and numbers");
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e21_the_manifest_names_each_file_with_type_role_size_and_digest() {
        let files = [
            Filed { name: "corresp.htm", role: Role::Official, bytes: b"abc" },
            Filed { name: "corresp.pdf", role: Role::Copy, bytes: b"" },
            Filed { name: "image1.gif", role: Role::Graphic, bytes: b"" },
        ];
        let text = manifest(&files, Some("831001"), Some("001-09924"));
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["cik"], "0000831001");
        assert_eq!(value["file_number"], "001-09924");
        assert_eq!(value["submission_type"], "CORRESP");
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let official = serde_json::json!({
            "name": "corresp.htm", "type": "CORRESP", "role": "official", "size": 3, "sha256": digest,
        });
        assert_eq!(value["files"][0], official);
        assert_eq!(value["files"][1]["role"], "unofficial copy");
        assert_eq!(value["files"][2]["type"], "GRAPHIC");
        for cik in [None, Some("x"), Some("12345678901"), Some("")] {
            let value: serde_json::Value =
                serde_json::from_str(&manifest(&[], cik, None)).expect("JSON");
            assert_eq!(value["cik"], "");
        }
    }
}

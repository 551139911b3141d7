//! The manifest of a submission: what each file is, and its digest. No header for transmission is made.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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

/// Returns the manifest as JSON; `cik` is left empty where it is no number of at most ten digits.
pub fn manifest(files: &[Filed<'_>], cik: Option<&str>, file_number: Option<&str>) -> String {
    let rows: Vec<_> = files
        .iter()
        .map(|file| {
            let kind = if file.role == Role::Graphic { "GRAPHIC" } else { "CORRESP" };
            serde_json::json!({
                "name": file.name,
                "type": kind,
                "role": file.role,
                "size": file.bytes.len(),
                "sha256": sha256(file.bytes),
            })
        })
        .collect();
    let cik = cik.map(str::trim).unwrap_or_default();
    let is_number = (1..=10).contains(&cik.len()) && cik.bytes().all(|byte| byte.is_ascii_digit());
    let manifest = serde_json::json!({
        "schema": 1,
        "submission_type": "CORRESP",
        "cik": if is_number { format!("{cik:0>10}") } else { String::new() },
        "file_number": file_number.unwrap_or_default(),
        "files": rows,
    });
    let text =
        serde_json::to_string_pretty(&manifest).expect("the manifest holds texts and numbers");
    format!("{text}\n")
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

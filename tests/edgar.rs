//! The files for EDGAR as `build` leaves them, the letter of an extension, and what commands make of dates.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

/// A project as `init` makes it, in a folder of its own.
struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().expect("a folder"));
        assert!(project.run(&["init", "."]).status.success());
        project
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corresp"));
        command.current_dir(self.0.path()).args(["--color", "never"]).args(arguments);
        command.output().expect("the binary runs")
    }

    /// Runs a command and returns its exit code and all that it prints.
    fn tells(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap_or(-1), String::from_utf8(text).expect("UTF-8"))
    }

    #[track_caller]
    fn builds(&self, arguments: &[&str]) {
        let (code, text) = self.tells(&[&["build"], arguments].concat());
        assert_eq!(code, 0, "{text}");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.read(path)).expect("UTF-8")
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    /// Adds text to a file.
    fn add(&self, path: &str, text: &str) {
        self.write(path, self.text(path) + text);
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).expect("the folder is there");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.expect("an entry").file_name().into_string().expect("UTF-8")
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }
}

fn pdf_text(file: &Path) -> String {
    let output = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output();
    let output = output.expect("pdftotext is missing: install poppler-utils");
    assert!(output.status.success(), "pdftotext cannot read {}", file.display());
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn e21_build_leaves_the_letter_its_copy_and_a_manifest_whose_digests_hold() {
    let project = Project::new();
    project.builds(&[]);
    assert_eq!(project.names("out/edgar"), ["corresp.htm", "corresp.pdf", "manifest.json"]);
    let manifest: serde_json::Value =
        serde_json::from_str(&project.text("out/edgar/manifest.json")).expect("JSON");
    assert_eq!(manifest["submission_type"], "CORRESP");
    assert_eq!(manifest["file_number"], "001-00001");
    assert_eq!(manifest["cik"], "", "init states none");
    let files = manifest["files"].as_array().expect("a list");
    assert_eq!(files.len(), 2);
    for file in files {
        let bytes = project.read(&format!("out/edgar/{}", file["name"].as_str().expect("a name")));
        let digest: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], digest.as_str());
        assert_eq!(file["size"], bytes.len());
    }
    assert_eq!(files[0]["role"], "official");
    assert_eq!(files[1]["role"], "unofficial copy");
    assert!(project.read("out/edgar/corresp.htm").is_ascii());
}

#[test]
fn e19_the_copy_has_the_words_of_the_letter_on_the_same_pages_and_no_link() {
    let project = Project::new();
    project.add(
        "responses/2020-03-02/01-recall.md",
        "\nSee [our answer](#2.1) and https://www.example.com/.\n",
    );
    project.builds(&[]);
    let copy = project.path("out/edgar/corresp.pdf");
    assert_eq!(pdf_text(&copy), pdf_text(&project.path("out/letter.pdf")));
    let (code, text) =
        project.tells(&["check-edgar", "out/edgar/corresp.htm", "out/edgar/corresp.pdf"]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = project.tells(&["check-edgar", "out/edgar/corresp.htm", "out/letter.pdf"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[pdf-link]: out/letter.pdf has a link"), "{text}");
    assert!(!text.contains("pdf-font") && !text.contains("pdf-no-text"), "{text}");
}

#[test]
fn e11_what_an_override_template_brings_in_is_not_left_there() {
    let project = Project::new();
    project.builds(&[]);
    let before = project.text("out/edgar/corresp.htm");
    let page =
        "<html><head><title>{{ title }}</title></head><body><span>x</span>{{ body }}</body></html>";
    project.write("templates/edgar.html", page);
    let (code, text) = project.tells(&["build"]);
    assert_eq!(code, 1);
    assert!(
        text.contains("error[edgar-element]: `<span>` is no element that EDGAR knows"),
        "{text}"
    );
    assert!(text.contains("out/edgar/corresp.htm:"), "{text}");
    assert_eq!(project.text("out/edgar/corresp.htm"), before);
    // Not even a draft leaves such a file beside a new letter.
    assert_eq!(project.tells(&["build", "--draft"]).0, 1);
    assert!(
        !project.path("out/edgar/corresp.htm").exists() && project.path("out/letter.pdf").exists()
    );
    // Nor can the level be lowered.
    project.add("book.toml", "\n[levels]\nedgar-element = \"note\"\n");
    assert_eq!(project.tells(&["build"]).0, 1);
    project.write("templates/edgar.html", "{{ titel }}");
    let (code, text) = project.tells(&["build", "--draft"]);
    assert_eq!(code, 1);
    assert!(
        text.contains("error[template-error]") && text.contains("templates/edgar.html:1"),
        "{text}"
    );
}

/// Returns a PNG of one white point.
fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&[255; 3]).expect("a point");
    writer.finish().expect("a PNG");
    bytes
}

#[test]
fn e9_images_of_responses_go_beside_the_letter_and_go_when_they_are_no_more() {
    let project = Project::new();
    let response = "responses/2020-03-02/01-recall.md";
    let before = project.text(response);
    project.write("responses/2020-03-02/a.png", picture());
    project.add(response, "\n![A white point](a.png)\n");
    project.builds(&[]);
    assert_eq!(
        project.names("out/edgar"),
        ["corresp.htm", "corresp.pdf", "image1.gif", "manifest.json"]
    );
    assert!(project.text("out/edgar/manifest.json").contains("\"GRAPHIC\""));
    // The check of the letter alone finds the image that lies beside it.
    let (code, text) = project.tells(&["check-edgar", "out/edgar/corresp.htm"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("Checked 2 files: out/edgar/corresp.htm, out/edgar/image1.gif"),
        "{text}"
    );
    project.write(response, before);
    project.builds(&[]);
    assert_eq!(project.names("out/edgar"), ["corresp.htm", "corresp.pdf", "manifest.json"]);
}

#[test]
fn the_edition_for_edgar_can_be_built_alone() {
    let project = Project::new();
    project.builds(&["--edition", "edgar"]);
    assert_eq!(project.names("out"), ["edgar", "manifest.json"]);
    project.builds(&["--format", "pdf"]);
    assert!(project.path("out/letter.pdf").exists() && !project.path("out/letter.html").exists());
    assert_eq!(project.tells(&["build", "--edition", "edgar", "--format", "pdf"]).0, 2);
}

#[test]
fn check_edgar_exits_with_one_for_a_fault_and_two_for_a_file_that_is_not_there() {
    let project = Project::new();
    project.builds(&[]);
    assert_eq!(
        project.tells(&["check-edgar", "out/edgar/corresp.pdf"]).0,
        0,
        "its official lies beside it"
    );
    assert_eq!(project.tells(&["check-edgar", "out/letter.html"]).0, 1);
    let (code, text) = project.tells(&["check-edgar", "out/nothing.htm"]);
    assert_eq!(code, 2);
    assert!(text.contains("out/nothing.htm cannot be read"), "{text}");
    project.write("copy.pdf", project.read("out/edgar/corresp.pdf"));
    let (code, text) = project.tells(&["check-edgar", "copy.pdf"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[pdf-without-official]"), "{text}");
    // A manifest is no file of a submission: `out/edgar/*` may be typed.
    let all = [
        "check-edgar",
        "out/edgar/corresp.htm",
        "out/edgar/corresp.pdf",
        "out/edgar/manifest.json",
    ];
    assert_eq!(project.tells(&all).0, 0);
}

const EXTENSION: &str = "\n[deadline]\nextension = { until = 2020-03-30, agreed_with = \"Kim Sample\", on = 2020-03-12 }\n";

#[test]
fn d6_an_extension_replaces_the_due_date_and_its_letter_is_built_while_all_is_open() {
    let project = Project::new();
    let (code, text) = project.tells(&["build", "--extension"]);
    assert_eq!(code, 2);
    assert!(text.contains("book.toml records no extension"), "{text}");
    project.add("book.toml", EXTENSION);
    let (_, text) = project.tells(&["check"]);
    assert!(text.contains("warning[extension-unconfirmed]"), "{text}");
    let (_, text) = project.tells(&["status", "--as-of", "2020-03-16"]);
    assert!(text.contains("Due March 30, 2020"), "{text}");
    // The responses are still to be written.
    std::fs::remove_file(project.path("responses/2020-03-02/01-recall.md")).expect("removed");
    assert_eq!(project.tells(&["build"]).0, 1);
    project.builds(&["--extension"]);
    assert_eq!(project.names("out"), ["extension.html", "extension.pdf"]);
    let text = pdf_text(&project.path("out/extension.pdf"));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // K3: the company, what the letter is about, the file number and the date of the staff's letter.
    for part in [
        "Acme Corp.",
        "March 12, 2020",
        "File No. 001-00001",
        "dated March 2, 2020",
        "on March 12, 2020, Kim Sample of the Staff agreed that we will respond by March 30, 2020.",
        "/s/ Pat Q. Sample",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert_eq!(text.matches('\u{c}').count(), 1, "one page");
    let first = project.read("out/extension.pdf");
    project.builds(&["--extension"]);
    assert_eq!(project.read("out/extension.pdf"), first);
    let confirmed = project
        .text("book.toml")
        .replace("on = 2020-03-12", "on = 2020-03-12, confirmed = 2020-03-13");
    project.write("book.toml", confirmed);
    assert!(!project.tells(&["check"]).1.contains("extension-unconfirmed"));
    // The letter bears the date on which it went out.
    project.builds(&["--extension"]);
    assert!(pdf_text(&project.path("out/extension.pdf")).contains("March 13, 2020"));
}

#[test]
fn d5_the_helps_name_the_hour_until_which_a_submission_has_its_day() {
    let project = Project::new();
    for command in ["build", "check-edgar", "status"] {
        let (_, text) = project.tells(&[command, "--help"]);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains("by 5:30 p.m. Eastern has that day's filing date"),
            "{command}: {text}"
        );
    }
}

#[test]
fn d7_only_status_looks_at_the_clock_and_dates_come_from_as_of() {
    let project = Project::new();
    let (_, text) = project.tells(&["check", "--format", "json"]);
    assert!(!text.contains("due-soon") && !text.contains("past-due"), "{text}");
    let (_, text) = project.tells(&["check", "--as-of", "2020-03-13", "--format", "json"]);
    assert!(text.contains("due-soon"), "{text}");
    let (_, text) = project.tells(&["check", "--as-of", "2020-04-13", "--format", "json"]);
    assert!(text.contains("past-due"), "{text}");
    let (_, text) = project.tells(&["status", "--as-of", "2020-03-13", "--format", "json"]);
    assert!(text.contains("\"as_of\": \"2020-03-13\""), "{text}");
    let (_, text) = project.tells(&["status"]);
    assert!(text.contains("business days ago (as of "), "{text}");
    project.builds(&[]);
    for file in ["letter.html", "edgar/corresp.htm", "edgar/manifest.json", "manifest.json"] {
        let year = jiff::Timestamp::now().to_string()[..10].to_owned();
        assert!(!project.text(&format!("out/{file}")).contains(&year), "{file} has today's date");
    }
}

#[test]
fn d8_status_shows_the_first_day_on_which_the_letters_may_be_public() {
    let project = Project::new();
    assert!(!project.tells(&["status", "--as-of", "2020-03-13"]).1.contains("Review completed"));
    project.add("book.toml", "\n[deadline]\ncompleted = 2020-04-15\n");
    let (_, text) = project.tells(&["status", "--as-of", "2020-04-20"]);
    let line = "Review completed April 15, 2020: public on May 13, 2020 at the earliest";
    assert!(text.contains(line), "{text}");
    let (_, text) = project.tells(&["status", "--as-of", "2020-04-20", "--format", "json"]);
    assert!(text.contains("\"public_from\": \"2020-05-13\""), "{text}");
}

#[test]
fn e20_personal_data_stops_a_build_and_no_access_code_is_asked_for() {
    let project = Project::new();
    project.add("responses/2020-03-02/01-recall.md", "\nThe holder of 219-09-9999 was paid.\n");
    let (code, text) = project.tells(&["build"]);
    assert_eq!(code, 1);
    assert!(text.contains("error[personal-data]"), "{text}");
    assert!(!project.path("out").exists());
    project.add("book.toml", "\n[matter.edgar]\nccc = \"x\"\n");
    assert!(project.tells(&["check"]).1.contains("error[unknown-field]"), "no field takes a code");
}

#[test]
fn k9_the_letter_asks_for_the_return_of_supplemental_material() {
    let project = Project::new();
    let book = project.text("book.toml");
    let entry = "\n[[enclosure]]\nname = \"The model of the test\"\nsupplemental = true\n";
    project.write("book.toml", book.clone() + entry);
    assert!(project.tells(&["check"]).1.contains("warning[return-not-decided]"));
    let asks = "asks that it be returned to us when the Staff has completed its review.";
    let words = |name: &str| {
        let text = pdf_text(&project.path(name));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (stated, is_asked) in [("return = true\n", true), ("return = false\n", false)] {
        project.write("book.toml", book.clone() + entry + stated);
        assert!(!project.tells(&["check"]).1.contains("return-not-decided"));
        project.builds(&[]);
        for file in ["out/letter.pdf", "out/edgar/corresp.pdf"] {
            let words = words(file);
            assert!(words.contains("that is not filed: The model of the test."), "{words}");
            assert_eq!(words.contains(asks), is_asked, "{words}");
            assert_eq!(
                words.contains("Under Rule 12b-4 under the Securities Exchange Act"),
                is_asked
            );
        }
    }
    // Of a registration statement under the Securities Act it is another rule.
    project.write("book.toml", book + entry + "return = true\n");
    let letter = project.text("responses/2020-03-02/letter.md");
    let line = letter.lines().find(|line| line.starts_with("re = ")).expect("it names the filing");
    let registration = "re = [\"Acme Corp.\", \"Registration Statement on Form S-1\"]";
    project.write("responses/2020-03-02/letter.md", letter.replace(line, registration));
    project.builds(&[]);
    assert!(words("out/letter.pdf").contains("Under Rule 418(b) under the Securities Act of 1933"));
    // What goes with the letter openly is named at its end.
    let entry = "\n[[enclosure]]\nname = \"A copy of the plan\"\n";
    project.add("book.toml", entry);
    project.builds(&[]);
    assert!(words("out/letter.pdf").contains("Enclosures: A copy of the plan"));
}

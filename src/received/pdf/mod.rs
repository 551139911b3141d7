//! PDF with a layer of text, read as lines.
//!
//! hayro says which glyph stands where; what a word, a line, a column and a gap between paragraphs is, is
//! inferred here from the places. A file from elsewhere may hang or break its reader: it is read in a thread
//! of its own, whose panic or delay is no more than a letter that cannot be read.

mod glyphs;
mod lines;
mod page;
mod shapes;

use std::sync::mpsc;
use std::time::Duration;

use super::{Kind, OutLine, Received};

/// How long a file is read before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// The stack of the reading thread: fonts and forms may nest.
const STACK: usize = 128 << 20;
/// The most pages that are read.
pub(super) const PAGES: usize = 2_000;
/// The name of the thread, by which its panics are told from others.
pub(crate) const THREAD: &str = "letter as received";

/// Says whether bytes are a PDF: its mark stands among the first of them.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    head[start..].starts_with(b"%PDF-")
        || (head.windows(5).any(|window| window == b"%PDF-") && head.contains(&0))
}

/// Reads a PDF.
pub(super) fn read(bytes: &[u8]) -> Received {
    let owned = bytes.to_vec();
    let (pages, trouble) = match apart(move || glyphs::of_file(owned)) {
        Some(Ok(pages)) => (pages, None),
        Some(Err(trouble)) => (Vec::new(), Some(trouble)),
        None => (
            Vec::new(),
            Some("the PDF is broken in a way that its reader does not get over".to_owned()),
        ),
    };
    let pictures = pages
        .iter()
        .filter(|page| page.glyphs.is_empty() && page.has_picture)
        .map(|page| page.number)
        .collect();
    let lines: Vec<OutLine> = page::lines(&pages);
    let mut received = Received::of(Kind::Pdf, lines);
    received.pictures = pictures;
    received.trouble = trouble;
    received
}

/// Runs a reading in a thread of its own; nothing where it panics or takes too long.
pub(super) fn apart<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    let thread = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK);
    let started = thread.spawn(move || {
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
        // Whoever waited may have given up.
        let _ = sender.send(found.ok());
    });
    started.ok()?;
    receiver.recv_timeout(PATIENCE).ok().flatten()
}

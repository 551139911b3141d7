//! How long a letter takes to be written, short and long.

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use corresp::layout::page::Laid;
use divan::Bencher;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// Pages of a letter as companies write them, and of one beyond all letters.
#[divan::bench(args = [20, 1_300], sample_count = 10, sample_size = 1)]
fn write(bencher: Bencher<'_, '_>, pages: usize) {
    let laid: Laid = support::long(pages);
    let images = BTreeMap::new();
    let info = support::info(&images);
    let file = corresp::pdf::write(&laid, &support::FONTS, &info).expect("written");
    eprintln!("{} pages: {} bytes", laid.pages.len(), file.len());
    bencher.bench(|| corresp::pdf::write(&laid, &support::FONTS, &info));
}

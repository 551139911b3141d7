//! corresp
fn main() {}

//! The `corresp` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    corresp::commands::main()
}

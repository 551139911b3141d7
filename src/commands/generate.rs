//! `corresp generate`, a hidden command: what packagers install beside the program.
//!
//! In: the command line's own description. Out: completions for shells and pages of the manual.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::output::{self, Output};
use super::{Arguments, Failure, Verdict};

/// Writes the completions of shells and the pages of the manual
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// The folder, in which completions/ and man/ are made
    folder: PathBuf,
}

/// The shells, each with the name under which it looks for completions.
const SHELLS: [(Shell, &str); 4] = [
    (Shell::Bash, "corresp.bash"),
    (Shell::Zsh, "_corresp"),
    (Shell::Fish, "corresp.fish"),
    (Shell::PowerShell, "_corresp.ps1"),
];

impl Generate {
    pub(super) fn run(&self, base: &Path) -> Result<Verdict, Failure> {
        let completions = SHELLS.map(|(shell, name)| {
            let mut bytes = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "corresp", &mut bytes);
            Output { path: format!("completions/{name}"), bytes }
        });
        let mut outputs = Vec::from(completions);
        let mut command = Arguments::command().disable_help_subcommand(true);
        command.build();
        let below = command.get_subcommands().cloned();
        for command in std::iter::once(command.clone()).chain(below) {
            outputs.push(page(&command)?);
        }
        output::write(&base.join(&self.folder), &self.folder.display().to_string(), &outputs, &[])?;
        for output in &outputs {
            output::stderr(&format!("Wrote {}/{}\n", self.folder.display(), output.path));
        }
        Ok(Verdict::Good)
    }
}

/// Returns a command's page of the manual.
fn page(command: &clap::Command) -> Result<Output, Failure> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let mut bytes = Vec::new();
    // Without a date: a page says the same whenever it is made.
    clap_mangen::Man::new(command.clone()).date("").render(&mut bytes).map_err(|error| {
        Failure { message: format!("the page of {name} cannot be made: {error}"), help: None }
    })?;
    Ok(Output { path: format!("man/{name}.1"), bytes })
}

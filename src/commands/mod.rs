//! The commands: what is typed, what is read and written, which exit code says how it went.
//!
//! In: the command line. Out: text to the terminal, files, and the exit code. This is the one module
//! that writes the disk, and the one that knows exit codes.

mod again;
mod build;
pub mod check;
mod check_edgar;
mod explain;
mod fix;
mod generate;
mod import;
mod init;
mod keys;
mod new;
mod output;
mod reports;
mod since;
mod status;
mod touch;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args as _, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::project;

/// Answers an SEC staff comment letter from Markdown.
///
/// Proves that every comment and every bullet of the staff's letter is answered, and sets the keyed
/// letter, with the proposed disclosures, as PDF and HTML.
#[derive(Debug, Parser)]
#[command(name = "corresp", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    /// Work in this folder; the project is found upward from there
    #[arg(short = 'C', value_name = "DIR", global = true)]
    folder: Option<PathBuf>,

    /// When to use colour
    #[arg(long, value_enum, default_value = "auto", global = true)]
    color: Color,

    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  corresp import staff-letter.txt  the folder of a round, from the letter as received
  corresp check                    what is open, and what is wrong
  corresp build                    out/letter.pdf, out/letter.html and the disclosures
  corresp explain unknown-key      what a finding means and how to mend it

Exit codes: 0 no finding at error level, 1 some, 2 a wrong call or a file that cannot be read or written.";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    /// For a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Import(import::ImportCommand),
    New(new::New),
    Check(check::Check),
    Build(build::Build),
    CheckEdgar(check_edgar::CheckEdgar),
    Status(status::Status),
    Touch(touch::Touch),
    Explain(explain::Explain),
}

/// How a command went.
enum Verdict {
    /// No finding at error level.
    Good,
    /// Some.
    Findings,
}

/// An error that ends a command: one sentence, and what to do.
struct Failure {
    message: String,
    help: Option<String>,
}

impl From<project::Error> for Failure {
    fn from(error: project::Error) -> Self {
        Self { help: error.help(), message: error.to_string() }
    }
}

/// Keeps the panics of a PDF's reader off the terminal: they are no more than a file that cannot be read.
fn quiet_readers() {
    let shown = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(crate::received::THREAD) {
            shown(panic);
        }
    }));
}

/// Runs the command line; returns 0, 1 or 2.
pub fn main() -> ExitCode {
    quiet_readers();
    let arguments = match typed() {
        Typed::Arguments(arguments) => arguments,
        Typed::Generate(generate) => return exit(generate.run(Path::new("."))),
    };
    match arguments.color {
        Color::Auto => automatic(),
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    let folder = arguments.folder.unwrap_or_else(|| PathBuf::from("."));
    exit(match arguments.command {
        Command::Init(init) => init.run(&folder),
        Command::Import(import) => import.run(&folder),
        Command::New(new) => new.run(&folder),
        Command::Check(check) => check.run(&folder),
        Command::Build(build) => build.run(&folder),
        Command::CheckEdgar(check) => check.run(&folder),
        Command::Status(status) => status.run(&folder),
        Command::Touch(touch) => touch.run(&folder),
        Command::Explain(explain) => explain.run(),
    })
}

/// Returns when to use colour where nothing was said: for terminals.
///
/// `CLICOLOR_FORCE=0` forces nothing, which anstream takes for any other value of it.
fn automatic() -> anstream::ColorChoice {
    if std::env::var_os("CLICOLOR_FORCE").is_none_or(|value| value != "0") {
        return anstream::ColorChoice::Auto;
    }
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_terminal = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if is_terminal && !is_dumb && !is_set("NO_COLOR") {
        anstream::ColorChoice::Always
    } else {
        anstream::ColorChoice::Never
    }
}

/// What was typed.
enum Typed {
    Arguments(Arguments),
    /// For packagers; it stands in no help text, page or completion.
    Generate(generate::Generate),
}

fn typed() -> Typed {
    let hidden = clap::Command::new("generate").hide(true);
    let command = Arguments::command().subcommand(generate::Generate::augment_args(hidden));
    let mut matches = command.get_matches();
    if let Some(("generate", matches)) = matches.subcommand()
        && let Ok(generate) = generate::Generate::from_arg_matches(matches)
    {
        return Typed::Generate(generate);
    }
    match Arguments::from_arg_matches_mut(&mut matches) {
        Ok(arguments) => Typed::Arguments(arguments),
        Err(error) => error.format(&mut Arguments::command()).exit(),
    }
}

fn exit(outcome: Result<Verdict, Failure>) -> ExitCode {
    match outcome {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(failure) => {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            let mut text = format!("{red}error{red:#}: {}\n", failure.message);
            if let Some(help) = failure.help {
                text.push_str(&format!("  help: {help}\n"));
            }
            output::stderr(&text);
            ExitCode::from(2)
        }
    }
}

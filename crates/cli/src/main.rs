//! `hedgerow`: publishes the public notes of a folder as a garden.

use std::process::ExitCode;

use clap::Parser;
use hedgerow::{Arguments, Console, run};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    Console::of_process(|console| run(&arguments, console)).into()
}

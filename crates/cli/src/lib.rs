//! The program: reads settings, wires the rooms, runs the commands.
mod args;
mod console;
mod failure;
mod progress;
mod report;
mod settings;
pub use args::*;
pub use console::*;
pub use failure::*;
pub use settings::*;

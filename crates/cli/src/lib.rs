//! The program: reads settings, wires the rooms, runs the commands.
//!
//! [`run`] takes what was typed and where to write, so that tests reach every command without a process. The way of a
//! note: `reading` takes it from the vault through the parser, `PublicGarden::grow` lets it through the gate or not, and
//! the commands show what came through. Nothing below this crate knows a setting, a stream or an exit code.

mod args;
mod commands;
mod console;
mod count;
mod exit;
mod failure;
mod files;
mod gardener;
mod grown;
mod hold;
mod larder;
mod lent;
mod looks;
mod progress;
mod reading;
mod report;
mod rereading;
mod settings;
mod sought;
mod style;
mod unfinished;
mod watch;

pub use args::{
    Arguments, CheckArguments, Command, InspectArguments, Overrides, PublishMode, SearchArguments, ServeArguments,
};
pub use console::{Console, Stop};
pub use exit::Exit;
pub use failure::{Complaint, Failure};
pub use gardener::{Gardener, Outcome};
pub use grown::{Grown, grow};
pub use settings::{
    AccessSettings, BaseUrl, NavigationSettings, PublishSettings, RenderSettings, Settings, SettingsFile, SiteSettings,
};
pub use sought::Sought;

/// The system's own allocator asks for memory page by page in every thread but the first, and gives little of it back: reading a
/// large vault for the first time took half as long again, and a sixth more memory stayed with the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs a command. A failure is told on [`Console::err`]; a reader who went away (a broken pipe) is no failure.
pub fn run(arguments: &Arguments, console: &mut Console<'_>) -> Exit {
    let ended = match &arguments.command {
        Command::Serve(arguments) => commands::serve(arguments, console),
        Command::Check(arguments) => commands::check(arguments, console),
        Command::Inspect(arguments) => commands::inspect(arguments, console),
        Command::Search(arguments) => commands::search(arguments, console),
    };
    match ended {
        Ok(exit) => exit,
        Err(Stop::Failure(failure)) => {
            console.explain(&failure);
            Exit::Failure
        }
        Err(Stop::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Success,
        Err(Stop::Output(error)) => {
            console.explain(&Failure::new(format!("cannot write the output: {error}")));
            Exit::Failure
        }
    }
}

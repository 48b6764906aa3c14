//! Where a command writes.

use std::io::{self, IsTerminal, Write};

use crate::failure::Failure;
use crate::report;

/// The two streams of the program. Colours are written always; the streams of [`Console::of_process`] drop them where
/// nobody could see them.
pub struct Console<'s> {
    /// For what was asked.
    pub out: &'s mut dyn Write,
    /// For progress and trouble.
    pub err: &'s mut dyn Write,
    /// A person looks at [`Console::out`]: layout for eyes, not for tools.
    pub is_out_terminal: bool,
    /// A person looks at [`Console::err`].
    pub is_err_terminal: bool,
}

/// Why a command ended early.
#[derive(Debug)]
pub enum Stop {
    /// It could not run.
    Failure(Failure),
    /// Its output could not be written.
    Output(io::Error),
}

impl Console<'_> {
    /// Calls a function with the streams of the process.
    pub fn of_process<T>(run: impl FnOnce(&mut Console<'_>) -> T) -> T {
        let (mut out, mut err) = (anstream::stdout(), anstream::stderr());
        run(&mut Console {
            out: &mut out,
            err: &mut err,
            is_out_terminal: io::stdout().is_terminal(),
            is_err_terminal: io::stderr().is_terminal(),
        })
    }

    /// Writes data for tools, in one go.
    pub(crate) fn write_json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Tells why a command could not run. That this cannot be told either changes nothing.
    pub(crate) fn explain(&mut self, failure: &Failure) {
        let text = if self.is_err_terminal {
            report::failure_for_eyes(failure)
        } else {
            report::printable(&failure.to_string())
        };
        let _ = writeln!(self.err, "{}", text.trim_end());
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

//! `hedgerow serve`.
use crate::args::ServeArguments;
use crate::console::{Console, Stop};
use crate::exit::Exit;
pub(crate) fn serve(_arguments: &ServeArguments, _console: &mut Console<'_>) -> Result<Exit, Stop> {
    Ok(Exit::Success)
}

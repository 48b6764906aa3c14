//! The commands.

mod author_view;
mod check;
mod check_view;
mod inspect;
mod public_view;
mod search;
mod serve;
mod snippet;

pub(crate) use check::check;
pub(crate) use inspect::inspect;
pub(crate) use search::search;
pub(crate) use serve::serve;

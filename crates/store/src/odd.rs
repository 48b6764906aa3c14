//! What can be wrong with what was kept, as values: a caller tells of it once and goes on without.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Something kept that cannot be used. It is as if it were not there.
#[derive(Debug, Error)]
pub enum Odd {
    /// Its bytes are not those that were written.
    #[error("`{}` is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// It is of another version of the program.
    #[error("`{}` is of another version", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("cannot read `{}` ({})", path.display(), plain(source))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Something that could not be kept.
#[derive(Debug, Error)]
#[error("cannot write `{}`: {source}", path.display())]
pub struct Trouble {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

impl Trouble {
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        |source| Self { path, source }
    }
}

/// What the system says, without the number that it has there.
fn plain(source: &io::Error) -> String {
    let text = source.to_string();
    text.split_once(" (os error ").map_or(text.as_str(), |(words, _)| words).to_owned()
}

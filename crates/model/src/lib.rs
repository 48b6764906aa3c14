//! The words that all of Hedgerow shares: paths, names, keys, addresses, tags, dates, visibility, diagnostics.
//!
//! Nothing here does IO, knows Markdown or speaks HTTP. Each type checks its rule in one constructor, so that whoever
//! holds a value may rely on it. Rule ids such as `F-09` refer to the notes format that the project follows.

mod anchor;
mod date;
mod diagnostic;
mod key;
mod look;
mod path;
mod script;
mod span;
mod tag;
mod url;
mod visibility;

pub use anchor::{Anchor, AnchorSet};
pub use date::{Date, Time};
pub use diagnostic::{Code, Diagnostic, Severity};
pub use key::Key;
pub use look::Look;
pub use path::{AssetPath, FileKind, NotePath, PathError, VaultPath, nfc};
pub use script::is_unparted;
pub use span::{LineIndex, Span};
pub use tag::Tag;
pub use url::{BasePath, PageUrl};
pub use visibility::{Rule, Visibility};

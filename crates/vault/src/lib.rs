//! Reads the notes folder: the only room that touches files, and it never writes one.
//!
//! [`Vault::open`] takes the folder, [`Vault::scan`] lists it and reads its notes once, [`Vault::survey`] brings an [`Inventory`] up
//! to date and reads only what changed, [`Watcher`] says when that is worth while, [`Vault::open_asset`] opens one file that a reader asked for. What is in the way (a symbolic link, bytes that are not text, a file that cannot be
//! read) becomes a [`hedgerow_model::Diagnostic`]; only a folder that is no vault at all is an error.
//!
//! ```
//! use hedgerow_vault::{Vault, VaultOptions};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("Chain rule.md"), "The derivative of a chain.")?;
//! let vault = Vault::open(folder.path(), &VaultOptions::default())?;
//! let scan = vault.scan(&|_n_read| {});
//! assert_eq!(scan.notes[0].path.as_str(), "Chain rule.md");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod change;
mod decode;
mod door;
mod draft;
mod history;
mod ignored;
mod inventory;
mod look;
mod picture;
mod reading;
mod rules;
mod scan;
mod stamp;
mod survey;
mod vault;
mod walk;
mod watcher;
mod webm;

pub use change::{Touched, VaultChange};
pub use history::History;
pub use inventory::Inventory;
pub use scan::{AssetFile, Scan, SourceFile};
pub use stamp::Stamp;
pub use survey::{Gone, Survey};
pub use vault::{OpenError, Vault, VaultOptions};
pub use watcher::{WatchOptions, Watcher};

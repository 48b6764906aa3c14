//! Serves the newest snapshot of a public garden over HTTP.
//!
//! A [`Snapshot`] is the garden with its site, its index and its gate, all of one age. [`Live`] holds the newest one; a request
//! takes it once and keeps it. [`router`] answers requests and can be called without a port; [`serve`] gives it one.
//!
//! Whatever a reader can see (status, headers, body) is made from the snapshot, the settings and the request alone. No
//! answer tells the time of a change, and where nothing public is the answer depends on the address that was asked for.
//!
//! This crate can name a note that passed the gate:
//!
//! ```
//! use hedgerow_server::Snapshot;
//! fn title(note: &hedgerow_publish::PublicNote) -> &str {
//!     note.title()
//! }
//! ```
//!
//! but not one that did not:
//!
//! ```compile_fail,E0433
//! use hedgerow_server::Snapshot;
//! fn title(note: &hedgerow_parser::Note) -> &str {
//!     note.title()
//! }
//! ```

mod answer_json;
mod assets;
mod attachments;
mod blocking;
mod cache;
mod coding;
mod document;
mod etag;
mod events;
mod files;
mod gate;
mod hands;
mod headers;
mod live;
mod media;
mod open_search;
mod openapi;
mod options;
mod pages;
mod password;
mod range;
mod reply;
mod route;
mod router;
mod search;
mod serve;
mod snapshot;
mod starting;
mod tries;
mod versions;

pub use answer_json::AnswerJson;
pub use files::{FileBody, Files, NoFiles};
pub use hands::Hands;
pub use live::Live;
pub use options::{Access, ServeOptions};
pub use password::Password;
pub use router::router;
pub use serve::{Listener, ServeError, run, serve};
pub use snapshot::Snapshot;

//! Keeps what may be lost: the work of the last run, and the addresses it served.
//!
//! Everything lies outside of the vault, in the two folders that [`Places`] chooses; nothing else is touched. [`Cache`] holds many
//! blobs under keys of 32 bytes: what each file of the vault gave, to be taken up instead of worked out again. [`State`] holds one text
//! of bytes that no file of the vault gives, and decides which of several servers on a vault writes it. What the bytes mean is
//! the business of whoever writes them.
//!
//! Both are read as if by a stranger: what is damaged, cut short, or of another version is noticed by a checksum and left, never
//! trusted. Both may be deleted at any time, also under a running program; that costs time, and the state its memory. They tell
//! of private notes, so that their folders and files are open to their owner alone.
//!
//! ```
//! use hedgerow_store::{Cache, Places, State};
//! # let dir = tempfile::tempdir().unwrap();
//! # let (vault, dir) = (dir.path().join("vault"), dir.path().join("kept"));
//! # std::fs::create_dir(&vault).unwrap();
//! let places = Places::of(&vault, Some(&dir)).unwrap();
//!
//! let (mut cache, odd) = Cache::open(&places, "notes", b"the version of the program");
//! assert!(odd.is_empty());
//! cache.write([([1; 32], b"work".to_vec().into())], |_| true).unwrap();
//! assert_eq!(cache.get(&[1; 32]).as_deref(), Some(&b"work"[..]));
//!
//! let mut state = State::open(&places);
//! assert!(state.become_writer().unwrap());
//! assert_eq!(state.load().unwrap(), None);
//! state.save(b"what was").unwrap();
//! assert_eq!(state.load().unwrap().as_deref(), Some(&b"what was"[..]));
//! ```

mod cache;
mod fill;
mod folder;
mod lock;
mod odd;
mod pack;
mod places;
mod sealed;
mod state;

pub use cache::{Cache, Key};
pub use odd::{Odd, Trouble};
pub use places::{PlaceError, Places};
pub use state::{Saved, State};

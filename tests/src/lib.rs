//! Drives the whole of Hedgerow from outside.
//!
//! A [`TempGarden`] is a vault on disk. It is served either by a [`Door`], the real vault, gate, site and index behind the
//! real router in this process, or by [`Running`], the real program with a port. Both are a [`Host`], and a [`Crawl`] asks
//! a host for everything that a reader can reach.

mod answer;
mod crawl;
mod door;
pub mod fuzz;
mod host;
mod living;
mod question;
mod running;
mod temp_garden;

pub use answer::Answer;
pub use crawl::Crawl;
pub use door::Door;
pub use host::Host;
pub use living::Living;
pub use question::{Question, encoded};
pub use running::{Running, wait_until};
pub use temp_garden::TempGarden;

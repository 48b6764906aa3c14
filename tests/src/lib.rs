//! Drives the whole of Hedgerow from outside.
//!
//! A [`TempGarden`] is a vault on disk. It is served either by a [`Door`], the real vault, gate, site and index behind the
//! real router in this process, or by [`Running`], the real program with a port. Both are a [`Host`], and a [`Crawl`] asks
//! a host for everything that a reader can reach. A [`Corpus`] is a vault whose index is asked directly: how well it answers
//! [`Judged`] questions, an [`Evaluation`] says.

mod answer;
mod corpus;
mod crawl;
mod door;
mod evaluation;
mod failed;
pub mod figures;
pub mod fuzz;
mod half;
mod host;
mod judged;
mod living;
pub mod machine;
pub mod made_up;
mod measures;
mod question;
mod running;
pub mod section;
pub mod seeded;
mod temp_garden;

pub use answer::Answer;
pub use corpus::Corpus;
pub use crawl::Crawl;
pub use door::Door;
pub use evaluation::{Engine, Evaluation};
pub use failed::Failed;
pub use half::Half;
pub use host::Host;
pub use judged::Judged;
pub use living::Living;
pub use measures::Measures;
pub use question::{Question, encoded};
pub use running::{Running, wait_until};
pub use temp_garden::TempGarden;

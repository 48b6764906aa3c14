//! Measures a publisher of notes against the conformance suite.
//!
//! A [`Suite`] is the case files as they are written. [`Suite::run`] gives each case's vault to a [`Publisher`], which is
//! known by its commands alone, and looks at what comes out: data, and pages over HTTP or as files. A [`Report`] says what
//! was found. Nothing here knows the insides of Hedgerow or of any other program.

mod answer;
mod build;
mod case;
mod check;
mod command;
mod content;
mod coverage;
mod data;
mod finding;
mod history;
mod page;
mod picture;
mod publisher;
mod report;
mod roles;
mod rules;
mod run;
mod served;
mod settings;
mod site;
mod suite;
mod text;
mod vault;

pub use answer::Answer;
pub use case::Case;
pub use command::Template;
pub use coverage::Coverage;
pub use finding::{Finding, Verdict};
pub use page::Page;
pub use publisher::Publisher;
pub use report::Report;
pub use roles::Roles;
pub use rules::Rules;
pub use run::{Outcome, RunOptions};
pub use suite::{CaseFile, Suite};

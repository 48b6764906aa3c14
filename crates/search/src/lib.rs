//! Indexes a public garden and answers queries.
//!
//! [`SearchIndex::build`] takes a [`hedgerow_publish::PublicGarden`] and nothing else, so that whatever it counts, scores or
//! shows is made of public words alone. The index lives in memory, is made in one go and never changes; the same garden
//! gives the same answers byte for byte.
//!
//! [`Query::parse`] reads what people type and never fails. The parts are small and each has one place: the words of a
//! text in `words`, what a query means in `query`, how notes are ranked in `search`, which passage is shown in `snippet`.
//!
//! This crate can name a note that passed the gate:
//!
//! ```
//! use hedgerow_search::{Query, SearchIndex};
//! fn title(note: &hedgerow_publish::PublicNote) -> &str {
//!     note.title()
//! }
//! ```
//!
//! but not one that did not:
//!
//! ```compile_fail,E0433
//! use hedgerow_search::{Query, SearchIndex};
//! fn title(note: &hedgerow_parser::Note) -> &str {
//!     note.title()
//! }
//! ```

mod answer;
mod bucket;
mod column;
mod completion;
mod facets;
mod fields;
mod filter;
mod index;
mod kept;
mod language;
mod lately;
mod layout;
mod lexicon;
mod occurrences;
mod owners;
mod phrase;
mod prior;
mod proximity;
mod query;
mod recent;
mod scored;
mod search;
mod shelf;
mod shown;
mod snippet;
mod suggestion;
mod tally;
mod titles;
mod tokenizer;
mod unit;
mod variants;
mod vocabulary;
mod weights;
mod words;

pub use answer::{Answer, Facet, Facets, Hit, HitSection, Suggestion};
pub use completion::Completion;
pub use filter::Allowance;
pub use index::{SearchError, SearchIndex};
pub use kept::KeptSegments;
pub use query::{Notice, Query, Sort};
pub use weights::{SentenceWeights, Weights};

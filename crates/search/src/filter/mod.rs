//! Finds the notes of which the conditions of a query are so.
//!
//! Whatever is known of a note at once is asked first, words are looked up in the index next, and texts are read last, of the notes that
//! are left. How much is read is bounded by counting and not by the clock, so that the same query over the same garden has the
//! same answer (rule S-07).

#[cfg(test)]
mod agreement;
mod allowance;
mod matcher;
mod names;
mod reading;
#[cfg(test)]
mod scanning;
mod select;
#[cfg(test)]
mod tests;
mod texts;
mod witness;

use fixedbitset::FixedBitSet;
use hedgerow_model::Date;
use hedgerow_publish::{PublicGarden, PublicNote};

use crate::query::{Clause, Expression, Notice};

pub use allowance::Allowance;
#[cfg(test)]
pub(crate) use scanning::Scanning;
pub(crate) use witness::Witness;

/// What the conditions are asked of.
pub(crate) trait Source {
    fn garden(&self) -> &PublicGarden;

    /// The numbers of the notes that can be found: those that are listed and have a text.
    fn searchable(&self) -> &FixedBitSet;

    /// Finds the notes that have the words of a clause next to each other in one of these places; the last word may begin a
    /// longer one where the clause is a prefix. The set is as long as [`Source::searchable`].
    fn having(&self, clause: &Clause, places: &[Place]) -> FixedBitSet;
}

/// Where a note has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Title,
    Aliases,
    Headings,
    Tags,
    Text,
}

/// All places that plain words are looked for in.
pub(crate) const ANYWHERE: [Place; 5] = [Place::Title, Place::Aliases, Place::Headings, Place::Tags, Place::Text];

/// The notes that are left, by their numbers, and what has to be said of the search.
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) notes: FixedBitSet,
    pub(crate) notices: Vec<Notice>,
}

/// Finds the notes of which all the conditions are so, as [`crate::Query`] gives them.
pub(crate) fn select(conditions: &[&Expression], source: &dyn Source) -> Selected {
    select::Selection::new(source).all(conditions)
}

/// Returns the day that `before:`, `after:` and `date:` mean: when the note last changed, or else when it was begun.
pub(crate) fn day(note: &PublicNote) -> Option<Date> {
    note.modified().or_else(|| note.created())
}

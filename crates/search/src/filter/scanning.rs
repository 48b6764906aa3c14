//! Finds words by reading all texts.

use fixedbitset::FixedBitSet;
use hedgerow_publish::{PublicGarden, PublicNote};

use super::matcher::Matcher;
use super::{Place, Source};
use crate::query::{Clause, Pattern, Wording};

/// A garden without an index: it answers as an index does, slowly.
pub(crate) struct Scanning<'g> {
    garden: &'g PublicGarden,
    searchable: FixedBitSet,
}

impl<'g> Scanning<'g> {
    pub(crate) fn over(garden: &'g PublicGarden) -> Self {
        let mut searchable = FixedBitSet::with_capacity(garden.notes().len());
        // A drawing has no text (rule O-06).
        garden.listed().filter(|note| !note.is_drawing()).for_each(|note| searchable.insert(note.id().index()));
        Self { garden, searchable }
    }
}

impl Source for Scanning<'_> {
    fn garden(&self) -> &PublicGarden {
        self.garden
    }

    fn searchable(&self) -> &FixedBitSet {
        &self.searchable
    }

    fn having(&self, clause: &Clause, places: &[Place]) -> FixedBitSet {
        let pattern = Pattern::Words(Wording { clause: clause.clone(), text: String::new(), is_cased: false });
        let mut matcher = Matcher::of_words(&pattern);
        let mut found = FixedBitSet::with_capacity(self.searchable.len());
        for number in self.searchable.ones() {
            let note = &self.garden.notes()[number];
            let is_in = places
                .iter()
                .any(|&place| texts(note, place).iter().any(|text| matcher.is_in(text).unwrap_or_default()));
            found.set(number, is_in);
        }
        found
    }
}

fn texts(note: &PublicNote, place: Place) -> Vec<&str> {
    match place {
        Place::Title => vec![note.title()],
        Place::Aliases => crate::fields::other_names(note).collect(),
        Place::Headings => note.headings().iter().map(|heading| heading.text).collect(),
        Place::Tags => note.tags().iter().map(|tag| tag.text()).collect(),
        Place::Text => note.sections().map(|section| section.text).collect(),
    }
}

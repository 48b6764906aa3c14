//! Backlinks with the words around them.

use std::collections::HashSet;
use std::ops::Range;

use hedgerow_model::Key;
use hedgerow_parser::Garden;

use crate::{NoteId, PublicGarden};

/// A public note that links to or embeds another one (rule L-40).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The note that holds the link.
    pub source: NoteId,
    /// The places in it, in reading order; never empty.
    pub contexts: Vec<LinkContext>,
}

/// The sentence around a link, as plain text in three parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct LinkContext {
    /// The words before the link; may start with an ellipsis.
    pub before: String,
    /// The words of the link itself.
    pub link: String,
    /// The words behind the link; may end with an ellipsis.
    pub after: String,
}

/// Who links to a note, by title (rule L-40). The words around the links are cut out when they are asked for: to a much
/// linked note there are thousands, and a page shows few.
pub struct Backlinks<'g> {
    garden: &'g Garden,
    /// Each note with the place of its links in the list below.
    sources: Vec<(NoteId, Range<usize>)>,
    /// The links by their numbers in the note that holds them.
    links: Vec<usize>,
}

impl PublicGarden {
    /// Returns the notes that link to a note, by title (rule L-40). Costs less than a microsecond for each link to it.
    pub fn backlinks(&self, id: NoteId) -> Backlinks<'_> {
        let garden = self.joined();
        let mut sources: Vec<(NoteId, Range<usize>)> = Vec::new();
        let mut links = Vec::new();
        for (source, link) in garden.graph().backlinks(id.index()) {
            // A note that is not listed is found in no backlink (rule W-07).
            if !self.notes()[source].is_listed() {
                continue;
            }
            match sources.last_mut() {
                Some((last, places)) if last.index() == source => places.end += 1,
                _ => sources.push((NoteId::at(source), links.len()..links.len() + 1)),
            }
            links.push(link);
        }
        sources.sort_by_cached_key(|(source, _)| (Key::of(self.note(*source).title()), *source));
        Backlinks { garden, sources, links }
    }
}

impl Backlinks<'_> {
    /// Returns the number of notes.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Tells whether nothing links here.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Returns the notes alone.
    pub fn sources(&self) -> impl Iterator<Item = NoteId> {
        self.sources.iter().map(|(source, _)| *source)
    }

    /// Returns some of the notes with the words around their links; what is behind the end is left out. Costs a microsecond
    /// for each link.
    pub fn told(&self, range: Range<usize>) -> Vec<Backlink> {
        let sources = &self.sources[range.start.min(self.len())..range.end.min(self.len())];
        sources.iter().map(|(source, links)| self.backlink(*source, &self.links[links.clone()])).collect()
    }

    fn backlink(&self, source: NoteId, links: &[usize]) -> Backlink {
        let note = &self.garden.notes()[source.index()];
        let mut seen = HashSet::new();
        let context = |&link: &usize| {
            let context = note.context(link);
            LinkContext { before: context.before, link: context.link, after: context.after }
        };
        let contexts = links.iter().map(context).filter(|context| seen.insert(context.clone())).collect();
        Backlink { source, contexts }
    }
}

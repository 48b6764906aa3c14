//! The index of one garden.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use fixedbitset::FixedBitSet;
use hedgerow_publish::{PublicGarden, PublicNote};
use rayon::prelude::*;
use tantivy::schema::Field;

use crate::answer::{Answer, Facets, Hit, HitSection};
use crate::bucket::Bucket;
use crate::column;
use crate::facets::FacetTable;
use crate::fields::{Entry, FIELDS, names};
use crate::filter::{self, Place, Source};
use crate::kept::KeptSegments;
use crate::language::Language;
use crate::layout::{Layout, SIZES, Sizes};
use crate::lexicon::Lexicon;
use crate::owners::Owner;
use crate::query::{Clause, Notice, Query, Sort};
use crate::search::{FEW, Found, Ranked, Search};
use crate::shelf::{Held, Shelf};
use crate::snippet::{Highlighter, Passage};
use crate::titles::Titles;
use crate::unit::Unit;
use crate::weights::Weights;
use crate::{prior, suggestion};

/// In so many notes is looked how a word is spelt.
const MAX_SPELLING: usize = 8;

/// Why an index could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the search index could not be built")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// A full-text index of a public garden, in memory. It never changes; a new garden gets a new one, which may share with it
/// whatever is of notes that did not change.
pub struct SearchIndex {
    garden: Arc<PublicGarden>,
    shelf: Shelf,
    /// The language of notes that tell none.
    fallback: Language,
    /// The numbers of the notes that can be found.
    searchable: FixedBitSet,
    importance: Arc<OnceLock<Vec<f32>>>,
    facets: OnceLock<FacetTable>,
}

impl SearchIndex {
    /// Indexes every listed note of a garden, on all cores: about 30 ms a megabyte of text and core. `language` is that of notes that
    /// tell none, a BCP 47 tag.
    ///
    /// # Errors
    /// Fails if the index does not fit into memory or Tantivy breaks.
    pub fn build(garden: &Arc<PublicGarden>, language: &str) -> Result<Self, SearchError> {
        Self::grow(garden, language, None, None)
    }

    /// Makes an index that answers like that of [`SearchIndex::build`], bit for bit, and takes what it can from the index of an earlier
    /// garden, or else from what was kept of one. After one note changed, that leaves this note to be indexed, and some that changed before.
    ///
    /// # Errors
    /// Fails if the index does not fit into memory or Tantivy breaks; never by what was kept.
    pub fn grow(
        garden: &Arc<PublicGarden>,
        language: &str,
        previous: Option<&Self>,
        kept: Option<&dyn KeptSegments>,
    ) -> Result<Self, SearchError> {
        Self::grow_in(garden, language, previous, kept, SIZES)
    }

    fn grow_in(
        garden: &Arc<PublicGarden>,
        language: &str,
        previous: Option<&Self>,
        kept: Option<&dyn KeptSegments>,
        sizes: Sizes,
    ) -> Result<Self, SearchError> {
        // A drawing has no text (rule O-06).
        let notes: Vec<&PublicNote> = garden.listed().filter(|note| !note.is_drawing()).collect();
        let layout = match (previous, kept) {
            (Some(previous), _) => {
                Layout::of(&notes, previous.shelf.buckets.iter().map(|held| Arc::clone(&held.bucket)), sizes)
            }
            (None, Some(kept)) => {
                let kept = kept.all().into_par_iter();
                let buckets: Vec<Bucket> =
                    kept.filter_map(|(key, bytes)| Bucket::open(key, bytes.into()).ok()).collect();
                Layout::of(&notes, largest_first(buckets).into_iter().map(Arc::new), sizes)
            }
            (None, None) => Layout::of(&notes, std::iter::empty(), sizes),
        };
        let hold = |part: Vec<usize>| {
            let part: Vec<&PublicNote> = part.iter().map(|&at| notes[at]).collect();
            let owner = |note: &PublicNote| Owner { fingerprint: *note.fingerprint(), language: Language::of(note) };
            let bucket = Bucket::build(part.iter().map(|note| (owner(note), Entry::of(note))))?;
            Ok(Held::new(Arc::new(bucket), part.iter().map(|note| note.id().index() as u32).collect()))
        };
        let mut buckets = layout.stays;
        buckets.extend(layout.parts.into_par_iter().map(hold).collect::<Result<Vec<Held>, SearchError>>()?);
        let mut searchable = FixedBitSet::with_capacity(garden.notes().len());
        notes.iter().for_each(|note| searchable.insert(note.id().index()));
        let importance =
            previous.filter(|previous| previous.ranks_like(garden)).map(|previous| Arc::clone(&previous.importance));
        let fallback = Language::of_tag(language);
        Ok(Self {
            garden: Arc::clone(garden),
            shelf: Shelf::new(buckets, garden.notes().len(), fallback),
            fallback,
            searchable,
            importance: importance.unwrap_or_default(),
            facets: OnceLock::new(),
        })
    }

    /// Tells whether the links make the same notes important as in another garden.
    fn ranks_like(&self, garden: &PublicGarden) -> bool {
        self.garden.shares_graph_with(garden) && self.garden.agrees_with(garden, PublicNote::is_listed)
    }

    /// Returns the parts of which the index is made, each with its key, for [`KeptSegments`] to give back. The bytes are those
    /// in memory, not copies. A part holds words of notes that are or were public.
    pub fn segments(&self) -> impl Iterator<Item = (&[u8; 32], Bytes)> {
        self.shelf.buckets.iter().map(|held| (&held.bucket.key, held.bucket.bytes()))
    }

    /// Returns the garden that was indexed.
    pub fn garden(&self) -> &Arc<PublicGarden> {
        &self.garden
    }

    /// Answers a query. A search over thousands of notes takes about a millisecond, the extract of a very long note
    /// some more.
    pub fn search(&self, query: &Query) -> Answer {
        self.search_weighted(query, &Weights::default())
    }

    /// Answers a query, ranked by other weights than the usual ones.
    pub fn search_weighted(&self, query: &Query, weights: &Weights) -> Answer {
        self.answer(query, weights).expect("an index in memory can always be read")
    }

    fn answer(&self, query: &Query, weights: &Weights) -> tantivy::Result<Answer> {
        let notices = |more: &[Notice]| query.notices().iter().chain(more).map(ToString::to_string).collect();
        if query.is_empty() || self.shelf.n_notes == 0 {
            return Ok(Answer { notices: notices(&[]), ..Answer::default() });
        }
        let importance = self.importance.get_or_init(|| prior::page_rank(&self.garden));
        let n_first = match query.sort() {
            Sort::Relevance => query.offset.saturating_add(query.limit),
            Sort::Date => usize::MAX,
        };
        let fallback = self.fallback;
        let search = Search { shelf: &self.shelf, weights, fallback, importance, titles: self, n_first };
        let conditions = query.conditions();
        let selected = filter::select(&conditions, self);
        let allowed = selected.notes;
        let also: Vec<&Clause> = conditions.iter().flat_map(|condition| condition.positive_clauses()).collect();
        let found = search.run(&query.bag(), &also, &allowed)?;
        let also = also.iter().map(|clause| Unit::of(clause, 1.0, 1.0));
        let asked: Vec<Unit> = found.units.iter().cloned().chain(also).collect();
        let highlighter = Highlighter::new(&asked);
        let first_highlighter = Highlighter::new(&found.first_units);
        let suggestion = match found.n_sure {
            0..FEW => {
                suggestion::of(query.text(), &asked, &Lexicon::of(&self.shelf), |word| self.spelling(word, &found))?
            }
            _ => None,
        };
        let with_some = found.is_sentence || found.whole.is_empty();
        let counted = found.whole.iter().chain(found.partial.iter().filter(|_| with_some));
        let facets = match query.has_facets {
            true => {
                // They are counted in the order of their numbers, in which the table lies in memory.
                let mut notes = FixedBitSet::with_capacity(self.garden.notes().len());
                counted.for_each(|ranked| notes.insert(ranked.note as usize));
                self.facets().count(notes.ones().map(|note| note as u32))
            }
            false => Facets::default(),
        };
        let ranked = match query.sort() {
            Sort::Relevance => found.by_relevance(n_first),
            Sort::Date => found.by_date(|note| filter::day(self.note(note))),
        };
        let window = ranked.into_iter().skip(query.offset).take(query.limit);
        let highlighter = |ranked: &Ranked| if ranked.is_first { &first_highlighter } else { &highlighter };
        let witness = filter::Witness::of(&conditions);
        let hits = window.map(|ranked| self.hit(ranked, &found, highlighter(ranked), &witness)).collect();
        Ok(Answer {
            total: found.whole.len(),
            n_partial: found.partial.len(),
            hits,
            facets,
            notices: notices(&selected.notices),
            suggestion,
        })
    }

    fn facets(&self) -> &FacetTable {
        let findable = |note: &PublicNote| self.searchable.contains(note.id().index());
        let notes = || self.garden.notes().iter().map(|note| Some(note).filter(|note| findable(note)));
        self.facets.get_or_init(|| FacetTable::new(notes()))
    }

    /// Returns how a word is spelt in one of the best notes, which has its accents; nothing where that differs by letter case alone.
    fn spelling(&self, word: &str, found: &Found) -> Option<String> {
        let best = found.whole.iter().chain(&found.partial).take(MAX_SPELLING);
        let texts = best.flat_map(|ranked| {
            let note = self.note(ranked.note);
            self.names(ranked.note).into_iter().chain(note.sections().map(|section| section.text))
        });
        let spelt = texts.into_iter().find_map(|text| suggestion::find(text, word).map(|at| &text[at]))?;
        (spelt.to_ascii_lowercase() != word).then(|| spelt.to_owned())
    }

    fn note(&self, number: u32) -> &PublicNote {
        &self.garden.notes()[number as usize]
    }

    fn hit(&self, ranked: &Ranked, found: &Found, highlighter: &Highlighter, witness: &filter::Witness<'_>) -> Hit {
        let note = self.note(ranked.note);
        let passages: Vec<Passage<'_>> = note
            .sections()
            .map(|section| Passage { heading: section.heading.map(|heading| heading.text), text: section.text })
            .collect();
        let snippet = highlighter.snippet_or(&passages, || witness.find(note, &passages));
        let is_named = self.names(ranked.note).into_iter().any(|name| highlighter.all_in(name));
        let section = snippet.section.filter(|_| !is_named).and_then(|at| note.sections().nth(at)?.heading);
        let section =
            section.map(|heading| HitSection { heading: heading.text.to_owned(), anchor: heading.anchor.clone() });
        Hit {
            note: note.id(),
            score: ranked.score,
            title: highlighter.marked(note.title()),
            snippet: snippet.html,
            section,
            missing: found.missing(ranked),
        }
    }
}

impl Source for SearchIndex {
    fn garden(&self) -> &PublicGarden {
        &self.garden
    }

    fn searchable(&self) -> &FixedBitSet {
        &self.searchable
    }

    fn having(&self, clause: &Clause, places: &[Place]) -> FixedBitSet {
        let fields: Vec<Field> = places.iter().map(|&place| FIELDS.of(place)).collect();
        let found = column::having(&self.shelf, self.fallback, &Unit::of(clause, 1.0, 1.0), &fields);
        found.expect("an index in memory can always be read")
    }
}

impl Titles for SearchIndex {
    fn names(&self, note: u32) -> Vec<&str> {
        names(self.note(note)).collect()
    }
}

/// Where a note is in two parts that were kept, the larger one serves.
fn largest_first(mut buckets: Vec<Bucket>) -> Vec<Bucket> {
    buckets.sort_by(|a, b| b.n_notes().cmp(&a.n_notes()).then_with(|| a.key.cmp(&b.key)));
    buckets
}

impl fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchIndex").field("notes", &self.shelf.n_notes).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

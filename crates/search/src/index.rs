//! The index of one garden.

use std::fmt;
use std::sync::Arc;

use hedgerow_publish::{NoteId, PublicGarden};
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::RamDirectory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::query::BooleanQuery;
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, ReloadPolicy, Searcher};

use crate::answer::{Answer, Hit, HitSection};
use crate::fields::{Entry, Fields};
use crate::query::Query;
use crate::ranking::Ranking;
use crate::snippet::{Highlighter, Passage};
use crate::tokenizer::{self, WordTokenizer};

/// Where the writer's memory starts; it grows as the garden needs.
const WRITER_BYTES: usize = 15_000_000;

/// Why an index could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the search index could not be built")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// A full-text index of a public garden, in memory. It never changes; a new garden gets a new one.
pub struct SearchIndex {
    garden: Arc<PublicGarden>,
    /// The notes by their numbers in the index.
    ids: Vec<NoteId>,
    notes: Words,
}

impl SearchIndex {
    /// Indexes every listed note of a garden, on the calling thread: about 30 ms a megabyte of text.
    ///
    /// One writer makes one segment, in which the notes have the order that they have in the garden. So scores, and the
    /// order of equal scores, depend on the garden alone.
    ///
    /// # Errors
    /// Fails if the index does not fit into memory or Tantivy breaks.
    pub fn build(garden: &Arc<PublicGarden>) -> Result<Self, SearchError> {
        // A drawing has no text (rule O-06).
        let indexed = || garden.listed().filter(|note| !note.is_drawing());
        let notes = Words::of(indexed().map(Entry::of))?;
        let ids = indexed().map(hedgerow_publish::PublicNote::id).collect();
        Ok(Self { garden: Arc::clone(garden), ids, notes })
    }

    /// Returns the garden that was indexed.
    pub fn garden(&self) -> &Arc<PublicGarden> {
        &self.garden
    }

    /// Answers a query. A search over thousands of notes takes about a millisecond, the extract of a very long note
    /// some more.
    pub fn search(&self, query: &Query) -> Answer {
        let found = self.notes.search(query).expect("an index in memory can always be read");
        let highlighter = Highlighter::new(query);
        let hits = found.hits.iter().map(|&(at, score)| self.hit(self.ids[at], score, &highlighter)).collect();
        Answer { total: found.total, is_partial: found.is_partial, hits }
    }

    fn hit(&self, note: NoteId, score: f32, highlighter: &Highlighter) -> Hit {
        let note = self.garden.note(note);
        let passages: Vec<Passage<'_>> = note
            .sections()
            .map(|section| Passage { heading: section.heading.map(|heading| heading.text), text: section.text })
            .collect();
        let snippet = highlighter.snippet(&passages);
        let is_named = std::iter::once(note.title())
            .chain(note.aliases().iter().map(String::as_str))
            .any(|name| highlighter.all_in(name));
        let section = snippet.section.filter(|_| !is_named).and_then(|at| note.sections().nth(at)?.heading);
        let section =
            section.map(|heading| HitSection { heading: heading.text.to_owned(), anchor: heading.anchor.clone() });
        Hit { note: note.id(), score, snippet: snippet.html, section }
    }
}

impl fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchIndex").field("notes", &self.ids.len()).finish_non_exhaustive()
    }
}

/// The words of the notes, by Tantivy; a note is a number here.
struct Words {
    fields: Fields,
    searcher: Searcher,
}

/// The numbers of the notes that match.
#[derive(Debug, Default, PartialEq)]
struct Found {
    total: usize,
    is_partial: bool,
    hits: Vec<(usize, f32)>,
}

impl Words {
    fn of<'n>(entries: impl Iterator<Item = Entry<'n>>) -> Result<Self, SearchError> {
        let (fields, schema) = Fields::new();
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let builder = Index::builder().schema(schema).settings(settings);
        let tokenizers = tantivy::tokenizer::TokenizerManager::default();
        tokenizers.register(tokenizer::NAME, WordTokenizer::default());
        let mut writer: SingleSegmentIndexWriter =
            builder.tokenizers(tokenizers).single_segment_index_writer(RamDirectory::create(), WRITER_BYTES)?;
        for entry in entries {
            writer.add_document(fields.document(&entry))?;
        }
        let index = writer.finalize()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, searcher: reader.searcher() })
    }

    fn search(&self, query: &Query) -> tantivy::Result<Found> {
        if query.is_empty() || self.searcher.num_docs() == 0 {
            return Ok(Found::default());
        }
        let ranking = Ranking { searcher: &self.searcher, fields: &self.fields };
        let found = self.collect(&ranking.strict(query)?, query)?;
        if found.total > 0 {
            return Ok(found);
        }
        match ranking.partial(query)? {
            Some(partial) => {
                let found = self.collect(&partial, query)?;
                Ok(Found { is_partial: found.total > 0, ..found })
            }
            None => Ok(found),
        }
    }

    fn collect(&self, ranked: &BooleanQuery, query: &Query) -> tantivy::Result<Found> {
        let n_notes = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        let wanted = query.offset.saturating_add(query.limit).clamp(1, n_notes);
        // Counting beside ranking keeps Tantivy from skipping notes, so that a score does not depend on the window.
        let (top, total) = self.searcher.search(ranked, &(TopDocs::with_limit(wanted).order_by_score(), Count))?;
        let window = top.into_iter().skip(query.offset).take(query.limit);
        let hits = window.map(|(score, address)| (address.doc_id as usize, score)).collect();
        Ok(Found { total, is_partial: false, hits })
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Words};
    use crate::Query;

    /// Indexes notes written as `title|alias|heading|tag|text` and lists the titles that a query finds, best first.
    fn check(notes: &[&str], query: &str, expected: &str) {
        let split: Vec<Vec<&str>> = notes.iter().map(|note| note.split('|').collect()).collect();
        let words = Words::of(split.iter().map(|parts| entry(parts))).unwrap();
        let found = words.search(&Query::parse(query)).unwrap();
        let titles: Vec<&str> = found.hits.iter().map(|&(at, _)| split[at][0]).collect();
        let sign = if found.is_partial { "~ " } else { "" };
        assert_eq!(format!("{sign}{}", titles.join(", ")), expected, "{query:?} in {notes:?}");
        assert_eq!(found.total, found.hits.len());
    }

    fn entry<'n>(parts: &[&'n str]) -> Entry<'n> {
        let part = |at: usize| parts.get(at).copied().filter(|part| !part.is_empty());
        let tags: Vec<&str> = part(3).into_iter().collect();
        Entry {
            title: parts[0],
            aliases: part(1).into_iter().collect(),
            headings: part(2).into_iter().collect(),
            tag_keys: tags
                .iter()
                .flat_map(|tag| hedgerow_model::Tag::new(tag))
                .flat_map(|tag| tag.lineage().map(|tag| tag.key().to_string()).collect::<Vec<_>>())
                .collect(),
            tags,
            texts: part(4).into_iter().collect(),
        }
    }

    #[test]
    fn a_title_is_worth_more_than_alias_heading_tag_and_text() {
        check(
            &[
                "Body||||on gradient and so on",
                "Tags|||gradient|",
                "Head||gradient||",
                "Alias|gradient|||",
                "gradient||||",
            ],
            "gradient",
            "gradient, Alias, Head, Tags, Body",
        );
    }

    #[test]
    fn all_words_are_wanted_and_if_none_has_all_some_will_do() {
        let notes = ["A||||chain rule", "B||||chain", "C||||rule of law"];
        check(&notes, "chain rule", "A");
        check(&notes, "chain law", "~ C, B, A");
        check(&notes, "nowhere", "");
        check(&notes, "nowhere chain", "~ B, A");
    }

    #[test]
    fn the_last_word_may_be_unfinished() {
        let notes = ["A||||gradients", "B||||gradient", "C||||grape"];
        check(&notes, "gradi", "A, B");
        check(&notes, "gradient", "B, A");
        check(&notes, "gr x", "");
        check(&["A||||state-of-the-art"], "of-the-ar", "A");
    }

    #[test]
    fn diacritics_may_be_left_out_and_count_when_typed() {
        let notes = ["A||||cafe", "B||||café"];
        check(&notes, "cafe -x", "A, B");
        check(&notes, "café -x", "B, A");
        check(&notes, "CAFE\u{301}", "B, A");
    }

    #[test]
    fn phrases_hold_within_one_value_only() {
        let notes = ["A||||the chain rule", "B||||rule the chain", "C||chain||rule"];
        check(&notes, "\"chain rule\"", "A");
        check(&notes, "\"rule chain\"", "~ C, A, B");
    }

    #[test]
    fn unwanted_words_and_tags_take_notes_out() {
        let notes = ["A|||math/calculus|limit", "B|||math|limit", "C||||limit"];
        check(&notes, "limit -#math", "C");
        check(&notes, "#math", "A, B");
        check(&notes, "tag:Math/Calculus limit", "A");
        check(&notes, "limit -\"limit\"", "");
        check(&notes, "-limit", "");
    }

    #[test]
    fn an_unwanted_phrase_takes_out_the_notes_that_have_it_and_no_others() {
        let notes = ["A||||rain", "B||||rain", "C||||rain slow river", "D||||rain river slow", "E||||rain slow river"];
        check(&notes, "-\"slow river\" rain", "A, B, D");
        check(&notes, "rain -\"river slow\" -\"slow river\"", "A, B");
    }

    #[test]
    fn scripts_without_spaces_are_found_inside_a_sentence() {
        let notes = ["A||||私は機械学習を学ぶ", "B||||学習機械", "C||||水と火", "D||||머신러닝을 배운다"];
        check(&notes, "機械学習", "A");
        check(&notes, "火", "C");
        check(&notes, "러닝", "D");
    }

    #[test]
    fn notes_of_one_score_come_in_note_order() {
        check(&["C||||same", "A||||same", "B||||same"], "same", "C, A, B");
    }

    #[test]
    fn a_prefix_of_very_many_words_still_finds_all_of_them() {
        let texts: Vec<String> = (0..300).map(|n| format!("N{n}||||x{n:03}y")).collect();
        let split: Vec<Vec<&str>> = texts.iter().map(|note| note.split('|').collect()).collect();
        let words = Words::of(split.iter().map(|parts| entry(parts))).unwrap();
        let all = words.search(&Query::parse("x").window(0, 500)).unwrap();
        assert_eq!((all.total, all.hits.len()), (300, 300));
        let window = words.search(&Query::parse("x").window(120, 30)).unwrap();
        assert_eq!(window.hits, all.hits[120..150]);
        let beyond = words.search(&Query::parse("x").window(usize::MAX, usize::MAX)).unwrap();
        assert_eq!((beyond.total, beyond.hits.len()), (300, 0));
    }

    #[test]
    fn an_empty_garden_and_an_empty_query_find_nothing() {
        check(&[], "x", "");
        check(&["A||||x"], "", "");
        check(&["A||||x"], "\" - ", "");
    }
}

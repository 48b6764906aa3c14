//! How notes are ranked: every weight of the search is in this file.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::fields::Fields;
use crate::prefix::PrefixQuery;
use crate::query::{Clause, Query, QueryWord};
use crate::unwanted::Unwanted;

/// What a word is worth by where it stands.
const TITLE: f32 = 6.0;
const ALIASES: f32 = 5.0;
const HEADINGS: f32 = 2.5;
const TAGS: f32 = 2.0;
const TEXT: f32 = 1.0;

/// A note's score for a word is that of its best field, and this share of the others'.
const OTHER_FIELDS: f32 = 0.3;

/// An unfinished word is worth less than the same word typed out.
const COMPLETION: f32 = 0.6;

/// Extra for a word found with the diacritics it was typed with.
const ACCENT: f32 = 0.3;

/// Extra for notes in which all the words stand together, in the title and in the text.
const TOGETHER_IN_TITLE: f32 = 4.0;
const TOGETHER_IN_TEXT: f32 = 1.0;

/// What a tag is worth that was asked for; the same for all notes that have it.
const TAG_ASKED_FOR: f32 = 1.0;

/// Turns a query into Tantivy's.
pub(crate) struct Ranking<'i> {
    pub(crate) searcher: &'i Searcher,
    pub(crate) fields: &'i Fields,
}

type Clauses = Vec<(Occur, Box<dyn TantivyQuery>)>;

impl Ranking<'_> {
    /// All that is wanted, nothing that is not.
    pub(crate) fn strict(&self, query: &Query) -> tantivy::Result<BooleanQuery> {
        let mut clauses = self.filters(query)?;
        for clause in &query.wanted {
            clauses.push((Occur::Must, self.anywhere(clause)?));
        }
        clauses.extend(self.together(query));
        Ok(BooleanQuery::new(clauses))
    }

    /// At least one of the wanted words; returns `None` where that asks for no more than [`Ranking::strict`].
    pub(crate) fn partial(&self, query: &Query) -> tantivy::Result<Option<BooleanQuery>> {
        if query.wanted.iter().map(|clause| clause.words.len()).sum::<usize>() < 2 {
            return Ok(None);
        }
        let mut some: Vec<Box<dyn TantivyQuery>> = Vec::new();
        for clause in &query.wanted {
            for (at, word) in clause.words.iter().enumerate() {
                let is_prefix = clause.is_prefix && at + 1 == clause.words.len();
                some.push(self.anywhere(&Clause { words: vec![word.clone()], is_prefix })?);
            }
        }
        let mut clauses = self.filters(query)?;
        clauses.push((Occur::Must, Box::new(BooleanQuery::union(some))));
        Ok(Some(BooleanQuery::new(clauses)))
    }

    /// Tags, and what must not be there.
    fn filters(&self, query: &Query) -> tantivy::Result<Clauses> {
        let mut clauses: Clauses = Vec::new();
        for tag in &query.tags {
            let found = ConstScoreQuery::new(self.tag(tag.as_str()), TAG_ASKED_FOR);
            clauses.push((Occur::Must, Box::new(found)));
        }
        for tag in &query.unwanted_tags {
            clauses.push((Occur::MustNot, self.tag(tag.as_str())));
        }
        for clause in &query.unwanted {
            clauses.push((Occur::MustNot, Box::new(Unwanted(self.anywhere(clause)?))));
        }
        Ok(clauses)
    }

    fn tag(&self, key: &str) -> Box<dyn TantivyQuery> {
        let term = Term::from_field_text(self.fields.tag_keys, key);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// The clause in any field.
    fn anywhere(&self, clause: &Clause) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let fields = [
            (self.fields.title, TITLE),
            (self.fields.aliases, ALIASES),
            (self.fields.headings, HEADINGS),
            (self.fields.tags, TAGS),
            (self.fields.text, TEXT),
        ];
        let mut places: Vec<Box<dyn TantivyQuery>> = Vec::with_capacity(fields.len());
        for (field, weight) in fields {
            if let Some(found) = self.in_field(clause, field)? {
                places.push(Box::new(BoostQuery::new(found, weight)));
            }
        }
        if places.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        Ok(Box::new(DisjunctionMaxQuery::with_tie_breaker(places, OTHER_FIELDS)))
    }

    fn in_field(&self, clause: &Clause, field: Field) -> tantivy::Result<Option<Box<dyn TantivyQuery>>> {
        match clause.words.as_slice() {
            [] => Ok(None),
            [word] if clause.is_prefix => self.completions(word, field),
            [word] => Ok(Some(self.word(word, field))),
            words if clause.is_prefix => {
                let terms =
                    words.iter().map(|word| (word.position, Term::from_field_text(field, &word.folded))).collect();
                Ok(Some(Box::new(PhrasePrefixQuery::new_with_offset(terms))))
            }
            words => Ok(Some(Box::new(phrase(words, field)))),
        }
    }

    fn word(&self, word: &QueryWord, field: Field) -> Box<dyn TantivyQuery> {
        let folded = term(field, &word.folded);
        let Some(accented) = &word.accented else { return folded };
        let accented = Box::new(BoostQuery::new(term(field, accented), ACCENT));
        Box::new(BooleanQuery::new(vec![(Occur::Must, folded), (Occur::Should, accented)]))
    }

    fn completions(&self, word: &QueryWord, field: Field) -> tantivy::Result<Option<Box<dyn TantivyQuery>>> {
        let Some(completions) = PrefixQuery::new(self.searcher, field, &word.folded)? else { return Ok(None) };
        let completions = Box::new(BoostQuery::new(Box::new(completions), COMPLETION));
        let whole = BoostQuery::new(self.word(word, field), 1.0 - COMPLETION);
        Ok(Some(Box::new(BooleanQuery::new(vec![(Occur::Must, completions), (Occur::Should, Box::new(whole))]))))
    }

    /// Lifts notes in which the words stand together as typed.
    fn together(&self, query: &Query) -> Clauses {
        if query.wanted.len() < 2 {
            return Vec::new();
        }
        let mut words = Vec::new();
        for clause in &query.wanted {
            let start = words.last().map_or(0, |last: &QueryWord| last.position + 1);
            let first = clause.words.first().map_or(0, |word| word.position);
            words.extend(
                clause.words.iter().map(|word| QueryWord { position: start + word.position - first, ..word.clone() }),
            );
        }
        let lift = |field, weight| -> (Occur, Box<dyn TantivyQuery>) {
            (Occur::Should, Box::new(BoostQuery::new(Box::new(phrase(&words, field)), weight)))
        };
        vec![lift(self.fields.title, TOGETHER_IN_TITLE), lift(self.fields.text, TOGETHER_IN_TEXT)]
    }
}

fn term(field: Field, word: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn phrase(words: &[QueryWord], field: Field) -> PhraseQuery {
    let terms = words.iter().map(|word| (word.position, Term::from_field_text(field, &word.folded))).collect();
    PhraseQuery::new_with_offset(terms)
}

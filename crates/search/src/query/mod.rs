//! What a reader asks for.

mod begun;
mod clause;
mod expression;
mod notice;
mod operator;
mod parser;
mod regular;
#[cfg(test)]
mod tests;
mod typed;
mod values;

pub(crate) use begun::{Begun, Choice};
pub(crate) use clause::{Clause, QueryWord};
pub(crate) use expression::{Expression, Filter, Pattern, PropertyValue, Scope, TaskState, Trait, Wording};
pub use notice::Notice;
pub(crate) use operator::{HAS, IS};
pub(crate) use regular::{GaveUp, Regular, Run};

/// More text than this is cut off.
const MAX_BYTES: usize = 10_000;

/// A query, and the window of answers that is wanted.
///
/// All words are wanted, and the last one may be unfinished. `"words in quotes"` must stand together, `-word` must not
/// stand in the note, `a OR b` asks for either, parentheses group, `#tag` or `tag:tag` asks for a tag or one nested in it; the guide
/// lists all operators. Nothing a reader types is an error: see [`Query::notices`].
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    expression: Expression,
    notices: Vec<Notice>,
    begun: Option<Begun>,
    sort: Sort,
    pub(crate) has_facets: bool,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// The order of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

impl Query {
    /// Reads what was typed. Text beyond 10,000 bytes is cut off. Takes time in proportion to the text.
    pub fn parse(text: &str) -> Self {
        let shorter = cut(text);
        let (expression, mut notices, begun) = parser::parse(shorter);
        if shorter.len() < text.len() {
            notices.insert(0, Notice::new("", "The query is too long, so its end was left out."));
        }
        Self {
            text: shorter.to_owned(),
            expression,
            notices,
            begun: begun.filter(|_| shorter.len() == text.len()),
            sort: Sort::default(),
            has_facets: false,
            offset: 0,
            limit: 10,
        }
    }

    /// Sets which of the matching notes are wanted: `limit` of them, after the best `offset`. Without it the best ten.
    #[must_use]
    pub fn window(self, offset: usize, limit: usize) -> Self {
        Self { offset, limit, ..self }
    }

    /// Sets the order of the answer.
    #[must_use]
    pub fn sorted_by(self, sort: Sort) -> Self {
        Self { sort, ..self }
    }

    /// Asks for [`crate::Facets`] too.
    #[must_use]
    pub fn with_facets(self) -> Self {
        Self { has_facets: true, ..self }
    }

    /// Returns the order of the answer.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// Returns the text as typed, cut where it was too long.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what was not understood or not done as typed, in the order of the text. There may be more to say of an answer.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Tells whether nothing is asked for. Such a query has no hits.
    pub fn is_empty(&self) -> bool {
        self.expression.is_empty()
    }

    /// Returns the value at the end that may go on.
    pub(crate) fn begun(&self) -> Option<&Begun> {
        self.begun.as_ref()
    }

    /// Returns all that is asked for.
    #[cfg(test)]
    pub(crate) fn expression(&self) -> &Expression {
        &self.expression
    }

    /// Returns the plain words: those that rank, and of which some may be missing.
    pub(crate) fn bag(&self) -> Vec<&Clause> {
        self.expression.parts().iter().filter_map(plain).collect()
    }

    /// Returns what must be so of every hit: all that is not in [`Query::bag`].
    pub(crate) fn conditions(&self) -> Vec<&Expression> {
        self.expression.parts().iter().filter(|part| plain(part).is_none()).collect()
    }
}

/// Queries are equal that ask for the same, in the same words.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        let of = |query: &Self| (query.sort, query.offset, query.limit);
        self.text == other.text && self.expression == other.expression && of(self) == of(other)
    }
}

fn plain(part: &Expression) -> Option<&Clause> {
    match part {
        Expression::Text(clause) if !clause.is_quoted => Some(clause),
        _ => None,
    }
}

fn cut(text: &str) -> &str {
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

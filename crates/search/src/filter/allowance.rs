//! What the searches of one request may read together.

use super::Source;
use super::reading::{Effort, MAX_BYTES};
use crate::SearchIndex;
use crate::query::{Expression, Filter, Pattern, Query, Scope, Trait};

/// So much as one search may read, for several of them. Each takes the most that it can come to read, as the query and the size of the garden
/// tell it, so that nothing has to be tried and the same request over the same garden is always allowed the same (rule S-07).
#[derive(Debug)]
pub struct Allowance {
    n_left: usize,
    n_notes: usize,
    /// The length of all their texts, in bytes.
    length: usize,
}

impl Allowance {
    /// Allows as much as a single search may read.
    pub fn of(index: &SearchIndex) -> Self {
        Self::of_bytes(index, MAX_BYTES)
    }

    /// Allows so much to be read.
    pub fn of_bytes(index: &SearchIndex, n_bytes: usize) -> Self {
        Self::over(index, n_bytes)
    }

    fn over(source: &dyn Source, n_left: usize) -> Self {
        let notes = source.garden().notes();
        let length = source.searchable().ones().map(|number| notes[number].text_len()).sum();
        Self { n_left, n_notes: source.searchable().count_ones(..), length }
    }

    /// Takes what a query may read. Takes nothing and returns false where that is more than what is left.
    pub fn takes(&mut self, query: &Query) -> bool {
        let left = self.n_left.checked_sub(self.most(&query.conditions()));
        self.n_left = left.unwrap_or(self.n_left);
        left.is_some()
    }

    /// Returns how much it can be that is read for some conditions.
    fn most(&self, conditions: &[&Expression]) -> usize {
        conditions.iter().map(|condition| self.of_expression(condition)).fold(0, usize::saturating_add).min(MAX_BYTES)
    }

    fn of_expression(&self, expression: &Expression) -> usize {
        match expression {
            Expression::All(parts) | Expression::Any(parts) => {
                parts.iter().map(|part| self.of_expression(part)).fold(0, usize::saturating_add)
            }
            Expression::Not(part) => self.of_expression(part),
            Expression::Text(_) => 0,
            Expression::Filter(filter) => match filter {
                Filter::Tag(_)
                | Filter::Folder(_)
                | Filter::LinksTo(_)
                | Filter::LinkedFrom(_)
                | Filter::Dated { .. }
                | Filter::Trait(Trait::Tagged | Trait::Orphan) => 0,
                Filter::Property { .. } => self.of_effort(Effort::Note),
                Filter::Trait(Trait::HasImage) => self.of_effort(Effort::Links),
                Filter::Trait(Trait::HasTask) => self.of_effort(Effort::Bytes),
                Filter::In { scope, pattern } => self.of_pattern(*scope, pattern),
            },
        }
    }

    fn of_pattern(&self, scope: Scope, pattern: &Pattern) -> usize {
        match pattern {
            Pattern::All(parts) | Pattern::Any(parts) if scope.is_one() => {
                parts.iter().map(|part| self.of_pattern(scope, part)).fold(0, usize::saturating_add)
            }
            Pattern::Not(part) if scope.is_one() => self.of_pattern(scope, part),
            pattern if pattern.is_in_index(scope) => 0,
            pattern => self.of_effort(pattern.effort(scope)),
        }
    }

    /// Returns what it costs to look at all notes.
    fn of_effort(&self, effort: Effort) -> usize {
        effort.cost(0).saturating_mul(self.n_notes).saturating_add(effort.cost(self.length) - effort.cost(0))
    }
}

#[cfg(test)]
pub(super) fn most(conditions: &[&Expression], source: &dyn Source) -> usize {
    Allowance::over(source, 0).most(conditions)
}

//! The order in which readers expect names: without case, numbers by value (rule W-15).

use std::cmp::Ordering;

use hedgerow_model::Key;

/// A name's place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NaturalKey(Vec<Chunk>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Chunk {
    /// Digits without leading zeros: longer is greater.
    Number(String),
    Words(String),
}

impl NaturalKey {
    pub(crate) fn of(name: &str) -> Self {
        let key = Key::of(name);
        let mut chunks = Vec::new();
        let mut rest = key.as_str();
        while let Some(first) = rest.chars().next() {
            let is_number = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(rest.len());
            let (chunk, after) = rest.split_at(end);
            chunks.push(if is_number {
                Chunk::Number(chunk.trim_start_matches('0').to_owned())
            } else {
                Chunk::Words(chunk.to_owned())
            });
            rest = after;
        }
        Self(chunks)
    }
}

impl Ord for NaturalKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for NaturalKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Chunk {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            (Self::Words(a), Self::Words(b)) => a.cmp(b),
            (Self::Number(_), Self::Words(_)) => Ordering::Less,
            (Self::Words(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Chunk {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_by_value_and_case_does_not_count() {
        let mut names = vec!["week 10", "Week 9", "alpha", "Beta", "2", "10"];
        names.sort_by_key(|name| NaturalKey::of(name));
        assert_eq!(names, ["2", "10", "alpha", "Beta", "Week 9", "week 10"]);
    }
}

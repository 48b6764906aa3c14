//! What was found for the words that were asked for last.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, UnitWeighter};

/// Keeps some of the answers to questions about the words of a shelf, for who goes on typing asks about the same ones. It is kept with the
/// shelf and no longer.
pub(crate) struct Lately<K, V>(Cache<K, Arc<V>>);

impl<K: Clone + Eq + Hash, V> Lately<K, V> {
    /// Keeps so many.
    pub(crate) fn of(n_answers: usize) -> Self {
        let options = OptionsBuilder::new()
            .weight_capacity(n_answers as u64)
            .estimated_items_capacity(n_answers)
            .shards(1)
            .build();
        let options = options.expect("both capacities are given");
        Self(Cache::with_options(options, UnitWeighter, DefaultHashBuilder::default(), DefaultLifecycle::default()))
    }

    /// Returns what was found, or finds it. Who asks the same meanwhile waits for it.
    pub(crate) fn found(&self, asked: &K, find: impl FnOnce() -> tantivy::Result<V>) -> tantivy::Result<Arc<V>> {
        self.0.get_or_insert_with(asked, || find().map(Arc::new))
    }
}

impl<K, V> fmt::Debug for Lately<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lately").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Lately;

    #[test]
    fn so_many_are_kept_and_a_failure_is_not() {
        let lately: Lately<u32, u32> = Lately::of(8);
        let broken = || Err(tantivy::TantivyError::InternalError("on purpose".to_owned()));
        assert!(lately.found(&1, broken).is_err());
        assert_eq!(*lately.found(&1, || Ok(10)).unwrap(), 10);
        assert_eq!(*lately.found(&1, broken).unwrap(), 10);
        for n in 2..100 {
            assert_eq!(*lately.found(&n, || Ok(n)).unwrap(), n);
        }
        assert_eq!(lately.0.len(), 8);
    }
}

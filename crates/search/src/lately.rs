//! What was found for what was asked for last, or often.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, UnitWeighter, Weighter};

/// Keeps some of the answers to questions about a shelf, for who goes on typing asks the same ones. It is kept with the shelf and no
/// longer.
pub(crate) struct Lately<K, V, W = UnitWeighter>(Cache<K, Arc<V>, W>);

impl<K: Eq + Hash, V> Lately<K, V> {
    /// Keeps so many.
    pub(crate) fn of(n_answers: usize) -> Self {
        Self::within(n_answers, n_answers, UnitWeighter)
    }
}

impl<K: Eq + Hash, V, W: Weighter<K, Arc<V>> + Clone> Lately<K, V, W> {
    /// Keeps what weighs no more than so much in all; that is about so many.
    pub(crate) fn within(most: usize, usual_number: usize, weighter: W) -> Self {
        let options =
            OptionsBuilder::new().weight_capacity(most as u64).estimated_items_capacity(usual_number).shards(1).build();
        let options = options.expect("both capacities are given");
        Self(Cache::with_options(options, weighter, DefaultHashBuilder::default(), DefaultLifecycle::default()))
    }

    /// Returns what was found, or finds it. Who asks the same meanwhile waits for it.
    pub(crate) fn found<Q>(&self, asked: &Q, find: impl FnOnce() -> tantivy::Result<V>) -> tantivy::Result<Arc<V>>
    where
        Q: Hash + Equivalent<K> + ToOwned<Owned = K> + ?Sized,
    {
        self.0.get_or_insert_with(asked, || find().map(Arc::new))
    }

    /// Returns how many answers are kept, and what they weigh.
    #[cfg(test)]
    pub(crate) fn kept(&self) -> (usize, u64) {
        (self.0.len(), self.0.weight())
    }
}

impl<K, V, W> fmt::Debug for Lately<K, V, W> {
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
        assert_eq!(lately.kept(), (8, 8));
    }
}

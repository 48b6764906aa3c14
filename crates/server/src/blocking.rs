//! The seam between the async world and work that keeps a thread busy.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use tokio::sync::{Semaphore, oneshot};

use crate::Hands;

/// Threads of one kind of work, so that a flood of it leaves the others alone.
#[derive(Clone, Debug)]
pub(crate) struct Workers(Arc<Crew>);

#[derive(Debug)]
struct Crew {
    hands: Hands,
    turns: Arc<Semaphore>,
    /// Places for work that is done or waits for its turn.
    places: Arc<Semaphore>,
}

impl Workers {
    /// Work of which any amount may wait.
    pub(crate) fn new(n_threads: usize) -> Self {
        Self::of(Hands::new(n_threads))
    }

    /// Likewise, with hands that may have other things to do, too.
    pub(crate) fn of(hands: Hands) -> Self {
        Self::with_places(hands, Semaphore::MAX_PERMITS)
    }

    /// Work of which so much may wait and no more.
    pub(crate) fn with_queue(n_threads: usize, n_waiting: usize) -> Self {
        Self::with_places(Hands::new(n_threads), n_threads + n_waiting)
    }

    fn with_places(hands: Hands, n_places: usize) -> Self {
        let (turns, places) = (Semaphore::new(hands.n_threads()), Semaphore::new(n_places));
        Self(Arc::new(Crew { hands, turns: Arc::new(turns), places: Arc::new(places) }))
    }

    /// Runs work like [`Workers::run`], or returns `None` at once where too much is waiting already.
    pub(crate) async fn offer<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        // Who goes away while waiting gives up the place; work that has begun keeps it.
        let place = Arc::clone(&self.0.places).try_acquire_owned().ok()?;
        let work = move || {
            let _place = place;
            work()
        };
        Some(self.run(work).await)
    }

    /// Runs work on a thread that may wait. A panic in it goes on in the caller.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        // Who goes away before its turn leaves no work behind.
        let turn = Arc::clone(&self.0.turns).acquire_owned().await.expect("the semaphore is never closed");
        let (done, outcome) = oneshot::channel();
        let job = move || {
            let outcome = catch_unwind(AssertUnwindSafe(work));
            // Held by the work itself: a client that goes away must not let more work in while its own still runs.
            drop(turn);
            let _ = done.send(outcome);
        };
        self.0.hands.give(job);
        match outcome.await.expect("a job that was taken comes to its end") {
            Ok(value) => value,
            Err(panic) => resume_unwind(panic),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::mpsc;
    use std::thread;

    use futures_util::FutureExt;

    use super::Workers;

    #[tokio::test]
    async fn what_finds_no_place_is_refused_and_leaving_gives_a_place_back() {
        let workers = Workers::with_queue(1, 1);
        let (go_on, told) = mpsc::channel::<()>();
        let busy = tokio::spawn({
            let workers = workers.clone();
            async move { workers.offer(move || told.recv().is_ok()).await }
        });
        // The one that is busy has its turn.
        while workers.0.turns.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let mut waiting = Box::pin(workers.offer(|| 2));
        assert!(futures_util::poll!(&mut waiting).is_pending());
        assert_eq!(workers.offer(|| 3).await, None, "one may wait, and no more");
        drop(waiting);
        let waiting = tokio::spawn({
            let workers = workers.clone();
            async move { workers.offer(|| 4).await }
        });
        go_on.send(()).unwrap();
        assert_eq!(busy.await.unwrap(), Some(true));
        assert_eq!(waiting.await.unwrap(), Some(4));
    }

    #[tokio::test]
    async fn the_same_few_threads_do_all_the_work() {
        let workers = Workers::new(2);
        let mut threads = HashSet::new();
        for _ in 0..20 {
            let four = std::array::from_fn::<_, 4, _>(|_| workers.run(|| thread::current().id()));
            threads.extend(futures_util::future::join_all(four).await);
        }
        assert!(threads.len() <= 2 && !threads.contains(&thread::current().id()), "{threads:?}");
    }

    #[tokio::test]
    async fn a_panic_reaches_the_caller_and_costs_no_thread() {
        let workers = Workers::new(1);
        for _ in 0..3 {
            let failed = std::panic::AssertUnwindSafe(workers.run(|| panic!("on purpose"))).catch_unwind().await;
            assert_eq!(failed.unwrap_err().downcast_ref(), Some(&"on purpose"));
        }
        assert_eq!(workers.run(|| 7).await, 7);
    }
}

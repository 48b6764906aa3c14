//! The seam between the async world and work that keeps a thread busy.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task;

/// Threads that may be busy at once with one kind of work, so that a flood of it leaves the others alone.
#[derive(Clone, Debug)]
pub(crate) struct Workers {
    turns: Arc<Semaphore>,
    /// Places for work that is done or waits for its turn.
    places: Arc<Semaphore>,
}

impl Workers {
    /// Work of which any amount may wait.
    pub(crate) fn new(n_threads: usize) -> Self {
        Self::with_places(n_threads, Semaphore::MAX_PERMITS)
    }

    /// Work of which so much may wait and no more.
    pub(crate) fn with_queue(n_threads: usize, n_waiting: usize) -> Self {
        Self::with_places(n_threads, n_threads + n_waiting)
    }

    fn with_places(n_threads: usize, n_places: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(n_threads)), places: Arc::new(Semaphore::new(n_places)) }
    }

    /// Runs work like [`Workers::run`], or returns `None` at once where too much is waiting already.
    pub(crate) async fn offer<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        // Who goes away while waiting gives up the place; work that has begun keeps it.
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let work = move || {
            let _place = place;
            work()
        };
        Some(self.run(work).await)
    }

    /// Runs work on a thread that may wait. A panic in it goes on in the caller.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = Arc::clone(&self.turns).acquire_owned().await.expect("the semaphore is never closed");
        let done = task::spawn_blocking(move || {
            // Held by the work itself: a client that goes away must not let more work in while its own still runs.
            let _turn = turn;
            work()
        });
        match done.await {
            Ok(value) => value,
            Err(failed) => match failed.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => panic!("blocking work is never cancelled while requests are answered"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

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
        while workers.turns.available_permits() > 0 {
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
}

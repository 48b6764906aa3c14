//! The seam between the async world and work that keeps a thread busy.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task;

/// Threads that may be busy at once with one kind of work, so that a flood of it leaves the others alone.
#[derive(Clone, Debug)]
pub(crate) struct Workers(Arc<Semaphore>);

impl Workers {
    pub(crate) fn new(n_threads: usize) -> Self {
        Self(Arc::new(Semaphore::new(n_threads)))
    }

    /// Runs work on a thread that may wait. A panic in it goes on in the caller.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = Arc::clone(&self.0).acquire_owned().await.expect("the semaphore is never closed");
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

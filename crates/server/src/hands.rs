//! Threads for work that keeps them busy.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

/// A few threads that are always the same, and do one job after the other.
///
/// The runtime has threads for such work, too, and takes another one whenever none has come to rest yet. But the system's allocator
/// gives each thread a part of the memory to itself, which is never given back while some of what it made is kept, and in which what
/// becomes free is of use to that thread alone. So who has hands for one kind of work may lend them out for another
/// that comes before it.
#[derive(Clone, Debug)]
pub struct Hands(Arc<Crew>);

#[derive(Debug)]
struct Crew {
    n_threads: usize,
    /// Leads to the threads, once there was something to do.
    jobs: OnceLock<Sender<Job>>,
}

type Job = Box<dyn FnOnce() + Send>;

impl Hands {
    /// Makes so many threads, but at least one, when the first job comes. They end with the last of those who may give them jobs.
    pub fn new(n_threads: usize) -> Self {
        Self(Arc::new(Crew { n_threads: n_threads.max(1), jobs: OnceLock::new() }))
    }

    /// Makes as many threads as the machine has processors, and at least two: one long job must not hold up all others.
    pub fn of_machine() -> Self {
        Self::new(thread::available_parallelism().map_or(2, usize::from).max(2))
    }

    /// Returns the number of threads.
    pub fn n_threads(&self) -> usize {
        self.0.n_threads
    }

    /// Gives a job to the first thread that has nothing else to do. A panic ends the job alone.
    ///
    /// # Panics
    /// Where the system gives no thread at all.
    pub fn give(&self, job: impl FnOnce() + Send + 'static) {
        let jobs = self.0.jobs.get_or_init(|| start(self.0.n_threads));
        jobs.send(Box::new(job)).expect("the threads wait as long as there are hands");
    }
}

/// Starts threads that end when the sender goes.
fn start(n_threads: usize) -> Sender<Job> {
    let (jobs, incoming) = channel::<Job>();
    let incoming = Arc::new(Mutex::new(incoming));
    for n in 0..n_threads {
        let incoming = Arc::clone(&incoming);
        let next = move || incoming.lock().ok()?.recv().ok();
        let work = move || std::iter::from_fn(&next).for_each(|job| drop(catch_unwind(AssertUnwindSafe(job))));
        let started = thread::Builder::new().name("worker".to_owned()).spawn(work);
        assert!(started.is_ok() || n > 0, "the system gives no thread");
    }
    jobs
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::mpsc::channel;
    use std::thread;

    use super::Hands;

    #[test]
    fn the_same_few_threads_do_all_jobs_also_after_a_panic() {
        let hands = Hands::new(2);
        let (told, threads) = channel();
        for n in 0..40 {
            let told = told.clone();
            hands.give(move || {
                told.send(thread::current().id()).unwrap();
                assert!(n % 4 > 0, "on purpose");
            });
        }
        drop(told);
        let threads: Vec<_> = threads.iter().collect();
        let different: HashSet<_> = threads.iter().collect();
        assert_eq!(threads.len(), 40);
        assert!(different.len() <= 2 && !different.contains(&thread::current().id()), "{different:?}");
    }
}

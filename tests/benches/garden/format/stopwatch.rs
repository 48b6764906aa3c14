//! Time that this thread itself has spent.

use std::fs;
use std::time::{Duration, Instant};

/// Runs from its making. On Linux it counts the processor's time, so that other work on the machine disturbs it less;
/// elsewhere that of the clock.
pub(crate) struct Stopwatch {
    started: Instant,
    spent_before: Option<Duration>,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self { spent_before: spent(), started: Instant::now() }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        let of_processor = spent().zip(self.spent_before).map(|(now, before)| now.saturating_sub(before));
        of_processor.unwrap_or_else(|| self.started.elapsed())
    }
}

/// Asks Linux, which counts in nanoseconds and is up to date within some milliseconds.
fn spent() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

//! How long something takes, by the clock and by the processor.

use std::time::{Duration, Instant};

/// A time. On a machine that is busy with other work the clock's grows and the processor's hardly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) clock: Duration,
    /// What the processor spent on this thread; on other systems than Linux the clock's time.
    pub(crate) processor: Duration,
}

/// Does something, and returns how long that took.
pub(crate) fn watch<T>(work: impl FnOnce() -> T) -> Taken {
    let (started, spent_before) = (Instant::now(), spent());
    std::hint::black_box(work());
    let (spent, clock) = (spent(), started.elapsed());
    let processor = spent.zip(spent_before).map(|(now, before)| now.saturating_sub(before));
    Taken { clock, processor: processor.unwrap_or(clock) }
}

#[cfg(target_os = "linux")]
fn spent() -> Option<Duration> {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).try_into().ok()
}

#[cfg(not(target_os = "linux"))]
fn spent() -> Option<Duration> {
    None
}

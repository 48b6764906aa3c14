//! Waiting for git.
//!
//! A pull writes, removes and renames notes one by one. Who looks in the middle of it sees notes that are gone from one place and not yet
//! in the other, and every look costs a garden. So while git holds its lock a look waits; but never for long, since a lock may be
//! left behind, and git may be at work again and again.

use std::time::{Duration, Instant};

/// How long a look waits at most, and how old a lock may be that it waits for.
const PATIENCE: Duration = Duration::from_secs(3);

/// How soon it is asked again.
pub(crate) const TICK: Duration = Duration::from_millis(50);

/// A look that may be waiting.
#[derive(Debug, Default)]
pub(crate) struct Hold {
    since: Option<Instant>,
}

impl Hold {
    /// Tells whether a look is to wait for one more tick, given for how long git has been at work.
    pub(crate) fn waits(&mut self, at_work: Option<Duration>, now: Instant) -> bool {
        let was_waiting = self.since;
        let since = was_waiting.unwrap_or(now);
        let waits = match at_work {
            Some(age) => age < PATIENCE && now.saturating_duration_since(since) < PATIENCE,
            // The commit moves when the files are written and the lock is gone.
            None => false,
        };
        self.since = waits.then_some(since);
        waits || (at_work.is_none() && was_waiting.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_waits_for_git_and_a_moment_longer() {
        let (mut hold, start) = (Hold::default(), Instant::now());
        assert!(!hold.waits(None, start));
        assert!(hold.waits(Some(Duration::ZERO), start));
        assert!(hold.waits(Some(TICK), start + TICK));
        assert!(hold.waits(None, start + 2 * TICK), "the commit has yet to move");
        assert!(!hold.waits(None, start + 3 * TICK));
    }

    #[test]
    fn no_lock_and_no_row_of_locks_keeps_a_look_waiting() {
        let (mut hold, start) = (Hold::default(), Instant::now());
        assert!(!hold.waits(Some(PATIENCE), start), "it was left behind");
        let n_waited = (0..1000).take_while(|n| hold.waits(Some(TICK), start + *n * TICK)).count();
        assert_eq!(n_waited as u128, PATIENCE.as_millis() / TICK.as_millis());
        assert!(hold.waits(Some(TICK), start + 2 * PATIENCE), "for the next look it is tried again");
    }
}

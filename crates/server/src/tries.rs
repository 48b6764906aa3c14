//! How often the password may be tried.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many tries are free after a rest.
const BURST: u32 = 10;

/// Each further one has to wait so long.
const REST: Duration = Duration::from_secs(3);

/// A count of tries for the whole site: behind a proxy all readers have one address. Who has given the password before is
/// not asked again, and so never waits.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<Count>);

#[derive(Debug, Default)]
struct Count {
    n_used: u32,
    since: Option<Instant>,
}

impl Tries {
    /// Takes one try; otherwise tells how long to wait for one.
    pub(crate) fn take(&self, now: Instant) -> Result<(), Duration> {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = *count.since.get_or_insert(now);
        let n_rested = now.saturating_duration_since(since).as_millis() / REST.as_millis();
        let n_rested = u32::try_from(n_rested).unwrap_or(u32::MAX);
        count.n_used = count.n_used.saturating_sub(n_rested);
        let since = if count.n_used == 0 { now } else { since + REST * n_rested };
        count.since = Some(since);
        if count.n_used >= BURST {
            return Err(REST.saturating_sub(now.saturating_duration_since(since)));
        }
        count.n_used += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{BURST, REST, Tries};

    #[test]
    fn a_few_tries_are_free_and_then_each_takes_a_rest_w_31() {
        let tries = Tries::default();
        let start = Instant::now();
        for _ in 0..BURST {
            assert_eq!(tries.take(start), Ok(()));
        }
        assert_eq!(tries.take(start), Err(REST));
        assert_eq!(tries.take(start + Duration::from_secs(1)), Err(REST - Duration::from_secs(1)));
        assert_eq!(tries.take(start + REST), Ok(()));
        assert!(tries.take(start + REST).is_err());
        // In an hour of guessing there are no more tries than this.
        let hour = Duration::from_secs(3600);
        let n_taken = (0..36_000_u32).filter(|n| tries.take(start + REST + hour / 36_000 * *n).is_ok()).count();
        assert!(n_taken <= 1200, "{n_taken}");
    }

    #[test]
    fn a_long_rest_gives_no_more_than_the_first_tries() {
        let tries = Tries::default();
        let start = Instant::now();
        assert_eq!(tries.take(start), Ok(()));
        let later = start + Duration::from_secs(86_400);
        let n_taken = (0..100).filter(|_| tries.take(later).is_ok()).count();
        assert_eq!(n_taken, BURST as usize);
    }
}

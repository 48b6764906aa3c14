//! When the watcher acts of its own accord.

use std::time::{Duration, Instant};

use super::CHECK_EVERY;

/// How many times the cost of a survey passes between two that nobody asked for.
const REST: u32 = 10;

/// Times at which something is due.
#[derive(Debug)]
pub(super) struct Clock {
    poll: Option<Duration>,
    heal_every: Duration,
    /// The interval of polling where that was not the author's choice.
    fallback: Option<Duration>,
    cost: Duration,
    last_all: Instant,
    last_check: Instant,
    look_again: Option<Instant>,
}

impl Clock {
    pub(super) fn new(poll: Option<Duration>, heal_every: Duration, now: Instant) -> Self {
        let cost = Duration::ZERO;
        Self { poll, heal_every, fallback: None, cost, last_all: now, last_check: now, look_again: None }
    }

    pub(super) fn polls_by_will(&self) -> bool {
        self.poll.is_some()
    }

    /// Returns the interval of polling, if there is any, by the author's choice or not.
    pub(super) fn polls_every(&self) -> Option<Duration> {
        self.poll.or(self.fallback)
    }

    pub(super) fn set_polling(&mut self, fallback: Option<Duration>) {
        self.fallback = fallback;
    }

    pub(super) fn took(&mut self, cost: Duration) {
        self.cost = cost;
    }

    pub(super) fn look_again(&mut self, at: Instant) {
        self.look_again = Some(self.look_again.map_or(at, |other| other.min(at)));
    }

    /// Tells whether a check is due, and takes it for done.
    pub(super) fn takes_check(&mut self, now: Instant) -> bool {
        let is_due = now >= self.last_check + CHECK_EVERY;
        if is_due {
            self.last_check = now;
        }
        is_due
    }

    /// Tells whether a look is due, and whether at everything.
    pub(super) fn takes_look(&self, now: Instant) -> (bool, bool) {
        let is_all = now >= self.next_all();
        (is_all || self.look_again.is_some_and(|at| now >= at), is_all)
    }

    /// Takes note that a change was handed out.
    pub(super) fn handed_out(&mut self, is_all: bool, now: Instant) {
        self.look_again = None;
        if is_all {
            self.last_all = now;
        }
    }

    /// Returns when something is due next.
    pub(super) fn due(&self) -> Instant {
        let due = self.next_all().min(self.last_check + CHECK_EVERY);
        self.look_again.map_or(due, |at| at.min(due))
    }

    fn next_all(&self) -> Instant {
        let interval = self.polls_every().unwrap_or(self.heal_every);
        self.last_all + interval.max(self.cost * REST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn everything_is_due_at_the_interval_and_never_more_often_than_it_costs() {
        let start = Instant::now();
        let mut clock = Clock::new(None, 60 * SECOND, start);
        assert_eq!(clock.takes_look(start + 59 * SECOND), (false, false));
        assert_eq!(clock.takes_look(start + 60 * SECOND), (true, true));
        clock.handed_out(true, start + 60 * SECOND);
        assert_eq!(clock.takes_look(start + 61 * SECOND), (false, false));
        clock.set_polling(Some(2 * SECOND));
        assert_eq!(clock.takes_look(start + 62 * SECOND), (true, true));
        clock.took(SECOND);
        assert_eq!(clock.takes_look(start + 69 * SECOND), (false, false));
        assert_eq!(clock.takes_look(start + 70 * SECOND), (true, true));
    }

    #[test]
    fn another_look_is_due_once() {
        let start = Instant::now();
        let mut clock = Clock::new(Some(60 * SECOND), 60 * SECOND, start);
        clock.look_again(start + 3 * SECOND);
        clock.look_again(start + 5 * SECOND);
        assert_eq!(clock.takes_look(start + 3 * SECOND), (true, false));
        clock.handed_out(false, start + 3 * SECOND);
        assert_eq!(clock.takes_look(start + 6 * SECOND), (false, false));
    }
}

//! Where events are gathered until it is quiet.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use hedgerow_model::VaultPath;

use crate::{Touched, VaultChange};

/// How long it has to be quiet after the last event.
const QUIET: Duration = Duration::from_millis(20);

/// How long after the first event a change is handed out though it is not quiet.
const PATIENCE: Duration = Duration::from_millis(150);

/// With more paths than this, a walk of everything is no dearer.
const MAX_PATHS: usize = 512;

/// What was gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mail {
    pub(super) paths: BTreeSet<VaultPath>,
    /// Paths that matter if they are folders, or if they are files, which the event did not say.
    pub(super) unsure: BTreeSet<VaultPath>,
    pub(super) everything: bool,
    pub(super) history: bool,
    pub(super) settings: bool,
    /// Why there will be no more events.
    pub(super) trouble: Option<String>,
}

impl Mail {
    pub(super) fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    pub(super) fn history() -> Self {
        Self { history: true, ..Self::default() }
    }

    pub(super) fn settings() -> Self {
        Self { settings: true, ..Self::default() }
    }

    pub(super) fn path(path: VaultPath) -> Self {
        Self { paths: BTreeSet::from([path]), ..Self::default() }
    }

    pub(super) fn unsure(path: VaultPath) -> Self {
        Self { unsure: BTreeSet::from([path]), ..Self::default() }
    }

    pub(super) fn trouble(why: String) -> Self {
        Self { trouble: Some(why), ..Self::default() }
    }

    /// Returns what the mail says, taking for granted that all paths matter; `None` where it says nothing.
    pub(super) fn into_change(mut self) -> Option<VaultChange> {
        self.paths.append(&mut self.unsure);
        let says_nothing = self.paths.is_empty() && !self.everything && !self.history && !self.settings;
        let touched = if self.everything { Touched::Everything } else { Touched::Paths(self.paths) };
        (!says_nothing).then_some(VaultChange { touched, settings: self.settings })
    }

    fn join(&mut self, mut other: Self) {
        self.paths.append(&mut other.paths);
        self.unsure.append(&mut other.unsure);
        self.everything |= other.everything || self.paths.len() + self.unsure.len() > MAX_PATHS;
        self.history |= other.history;
        self.settings |= other.settings;
        self.trouble = self.trouble.take().or(other.trouble);
    }
}

/// The door between the thread that hears events and the one that waits for them.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    tray: Mutex<Tray>,
    bell: Condvar,
}

#[derive(Debug, Default)]
struct Tray {
    mail: Mail,
    /// When the first and the last event of the mail came.
    times: Option<(Instant, Instant)>,
    /// Whether the waiting thread was called; kept until it wakes.
    is_rung: bool,
    is_stopped: bool,
}

impl Inbox {
    pub(super) fn put(&self, mail: Mail) {
        if mail == Mail::default() {
            return;
        }
        let now = Instant::now();
        let mut tray = self.tray();
        tray.mail.join(mail);
        // When everything will be looked at, and each folder watched, single paths need not be kept.
        if tray.mail.everything {
            tray.mail.unsure.clear();
            tray.mail.paths.clear();
        }
        tray.times = Some(tray.times.map_or((now, now), |(first, _)| (first, now)));
        drop(tray);
        self.bell.notify_all();
    }

    /// Returns what was gathered, once it is quiet.
    pub(super) fn take(&self, now: Instant) -> Option<Mail> {
        let mut tray = self.tray();
        if tray.is_ripe_at()? > now {
            return None;
        }
        tray.times = None;
        Some(std::mem::take(&mut tray.mail))
    }

    /// Returns what was gathered, quiet or not.
    pub(super) fn take_all(&self) -> Mail {
        let mut tray = self.tray();
        tray.times = None;
        std::mem::take(&mut tray.mail)
    }

    /// Waits until the time, until mail is ripe, or until it is called.
    pub(super) fn wait(&self, until: Instant) {
        let mut tray = self.tray();
        while !tray.is_stopped && !tray.is_rung {
            let until = tray.is_ripe_at().map_or(until, |ripe| ripe.min(until));
            let Some(rest) = until.checked_duration_since(Instant::now()).filter(|rest| !rest.is_zero()) else { break };
            tray = self.bell.wait_timeout(tray, rest).map_or_else(|error| error.into_inner().0, |(tray, _)| tray);
        }
        tray.is_rung = false;
    }

    pub(super) fn ring(&self) {
        self.tray().is_rung = true;
        self.bell.notify_all();
    }

    pub(super) fn stop(&self) {
        self.tray().is_stopped = true;
        self.bell.notify_all();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.tray().is_stopped
    }

    fn tray(&self) -> MutexGuard<'_, Tray> {
        self.tray.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tray {
    fn is_ripe_at(&self) -> Option<Instant> {
        self.times.map(|(first, last)| (last + QUIET).min(first + PATIENCE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(n: usize) -> Mail {
        Mail::path(VaultPath::new(&format!("{n}.md")).unwrap())
    }

    #[test]
    fn mail_is_handed_out_when_it_is_quiet_or_has_waited_long() {
        let inbox = Inbox::default();
        inbox.put(path(1));
        let (first, last) = inbox.tray().times.unwrap();
        assert_eq!(first, last);
        assert_eq!(inbox.take(first + QUIET / 2), None);
        inbox.tray().times = Some((first, first + PATIENCE));
        assert_eq!(inbox.take(first + PATIENCE - QUIET), None);
        assert_eq!(inbox.take(first + PATIENCE), Some(path(1)));
        assert_eq!(inbox.take(first + 2 * PATIENCE), None);
    }

    #[test]
    fn too_many_paths_are_everything() {
        let inbox = Inbox::default();
        (0..=MAX_PATHS).for_each(|n| inbox.put(path(n)));
        let mail = inbox.take(Instant::now() + PATIENCE).unwrap();
        assert_eq!(mail.into_change(), Some(VaultChange::everything()));
    }

    #[test]
    fn a_stopped_inbox_lets_nobody_wait() {
        let inbox = Inbox::default();
        inbox.stop();
        inbox.wait(Instant::now() + Duration::from_secs(3600));
        assert!(inbox.is_stopped());
    }
}

//! Notices that the vault may have changed.
//!
//! A watcher never says what changed, only where to look: [`Vault::survey`] looks. Native events come on a thread of the system's
//! library, pass the scope, which drops what cannot matter, and are gathered in the inbox. All else happens on the thread that
//! waits in [`Watcher::next`].

mod clock;
pub(crate) mod git;
mod inbox;
mod native;
mod network;
mod scope;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use clock::Clock;
use inbox::{Inbox, Mail};
use native::Native;
use scope::Scope;

use crate::stamp::{FileId, Stamp, file_id};
use crate::{Touched, Vault, VaultChange};

/// How a vault is watched.
#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// Looks at everything at this interval instead of relying on native events.
    pub poll: Option<Duration>,
    /// With native events, looks at everything at this interval all the same: what was missed is healed.
    pub heal_every: Duration,
    /// The settings file, wherever it lies and whether or not it is there.
    pub settings: Option<PathBuf>,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self { poll: None, heal_every: Duration::from_secs(60), settings: None }
    }
}

/// How often it is asked whether the vault's folder and the settings file are still the same ones: events do not tell of a folder above
/// them that is renamed, of a disk that is taken out, or of a link that is turned.
const CHECK_EVERY: Duration = Duration::from_secs(1);

/// The interval of looks where native events cannot be had.
const POLL_EVERY: Duration = Duration::from_secs(2);

/// Watches one vault with its options. The first change that it hands out is everything, at once: so nothing is missed whether the
/// watcher is made before the first survey or, which is better, after it. (Where the system tells of each file that is opened, the
/// reading of a large vault takes longer while it is watched.)
///
/// A vault that is opened again with other options needs a new watcher.
///
/// ```
/// use std::time::Duration;
/// use hedgerow_vault::{Vault, VaultOptions, WatchOptions, Watcher};
///
/// let folder = tempfile::tempdir()?;
/// let vault = Vault::open(folder.path(), &VaultOptions::default())?;
/// let watcher = Watcher::new(&vault, &WatchOptions::default());
/// let first = watcher.next(Duration::from_secs(10)).expect("everything is told first");
/// let survey = vault.survey(None, &first, &|_n_read| {})?;
/// std::fs::write(folder.path().join("Chain rule.md"), "The derivative of a chain.")?;
/// let change = watcher.next(Duration::from_secs(10)).expect("a new note is told");
/// let survey = vault.survey(Some(&survey.inventory), &change, &|_n_read| {})?;
/// assert_eq!(survey.changed[0].path.as_str(), "Chain rule.md");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Watcher {
    scope: Arc<Scope>,
    inbox: Arc<Inbox>,
    sight: Mutex<Sight>,
    clock: Mutex<Clock>,
}

/// What is watched, and why not all of it.
#[derive(Debug)]
struct Sight {
    native: Option<Native>,
    why_polling: Option<String>,
    root: Option<FileId>,
    settings: Option<Stamp>,
}

impl Watcher {
    /// Starts to watch. It cannot fail: where native events cannot be had, it polls.
    pub fn new(vault: &Vault, options: &WatchOptions) -> Self {
        let scope = Arc::new(Scope::new(vault, options.settings.as_deref()));
        let watcher = Self {
            inbox: Arc::default(),
            sight: Mutex::new(Sight { native: None, why_polling: None, root: None, settings: None }),
            clock: Mutex::new(Clock::new(options.poll, options.heal_every, Instant::now())),
            scope,
        };
        let mut sight = watcher.sight();
        sight.settings = watcher.settings_stamp();
        watcher.open_eyes(&mut sight, options.poll.is_some());
        drop(sight);
        watcher.inbox.put(Mail::everything());
        watcher
    }

    /// Waits for a reason to look at the vault, and returns `None` when the time is over or the watcher was stopped. Events are gathered
    /// until it has been quiet for a moment, so that an editor's dance or a burst is one change.
    pub fn next(&self, timeout: Duration) -> Option<VaultChange> {
        let deadline = Instant::now().checked_add(timeout);
        loop {
            let now = Instant::now();
            if self.inbox.is_stopped() {
                return None;
            }
            if self.clock().takes_check(now) {
                self.check();
            }
            let (is_due, is_all_due) = self.clock().takes_look(now);
            if is_all_due {
                self.inbox.put(Mail::everything());
            }
            let mail = if is_due { Some(self.inbox.take_all()) } else { self.inbox.take(now) };
            let mut change = mail.and_then(|mail| self.open(mail));
            if is_due {
                change = Some(change.unwrap_or_default());
            }
            if let Some(change) = change {
                self.hand_out(&change, now);
                return Some(change);
            }
            if deadline.is_some_and(|deadline| now >= deadline) {
                return None;
            }
            let due = self.clock().due();
            self.inbox.wait(deadline.map_or(due, |deadline| deadline.min(due)));
        }
    }

    /// Ends the waiting in [`Watcher::next`], now and for good.
    pub fn stop(&self) {
        self.inbox.stop();
    }

    /// Takes note of what a survey of everything cost: such are not asked for more often than at ten times that.
    pub fn took(&self, cost: Duration) {
        self.clock().took(cost);
    }

    /// Asks for an empty change after a while, for a survey that wants another look.
    pub fn look_again(&self, after: Duration) {
        self.clock().look_again(Instant::now() + after);
        self.inbox.ring();
    }

    /// Tells whether the system tells of every change.
    pub fn is_native(&self) -> bool {
        self.sight().why_polling.is_none()
    }

    /// Returns why the vault is polled, if it is.
    pub fn why_polling(&self) -> Option<String> {
        self.sight().why_polling.clone()
    }

    /// Returns how often the vault is polled at most, if it is.
    pub fn polls_every(&self) -> Option<Duration> {
        self.why_polling().and_then(|_| self.clock().polls_every())
    }

    /// Sets the watches, all anew.
    fn open_eyes(&self, sight: &mut Sight, polls: bool) {
        sight.native = None;
        sight.root = self.root_id();
        let network = network::name(self.scope.root());
        sight.why_polling = network.map(|name| format!("{name} does not tell of changes made elsewhere"));
        if polls {
            sight.why_polling = Some("as set".to_owned());
        } else if sight.root.is_some() {
            match Native::start(&self.scope, &self.inbox) {
                Ok(native) => sight.native = Some(native),
                Err(why) => sight.why_polling = Some(why),
            }
        }
        self.clock().set_polling(sight.why_polling.is_some().then_some(POLL_EVERY));
    }

    /// Looks after what no event tells of.
    fn check(&self) {
        let mut sight = self.sight();
        if self.root_id() != sight.root {
            let polls = self.clock().polls_by_will();
            self.open_eyes(&mut sight, polls);
            self.inbox.put(Mail::everything());
        }
        let settings = self.settings_stamp();
        if settings != sight.settings {
            sight.settings = settings;
            self.inbox.put(Mail::settings());
        }
    }

    /// Makes a change of what was gathered; nothing is left of what turns out not to matter.
    fn open(&self, mail: Mail) -> Option<VaultChange> {
        let mut sight = self.sight();
        let mut trouble = mail.trouble.clone();
        let change = match sight.native.as_mut() {
            Some(native) => native.settle(&self.scope, mail).unwrap_or_else(|why| {
                trouble = Some(why);
                Some(VaultChange::everything())
            }),
            None => mail.into_change(),
        };
        if sight.native.as_ref().is_some_and(|native| !native.has_root(&self.scope)) {
            // Whatever comes in its place is another one.
            sight.root = None;
        }
        if let Some(why) = trouble {
            sight.native = None;
            sight.why_polling = Some(why);
            self.clock().set_polling(Some(POLL_EVERY));
            return Some(VaultChange::everything().and(change.unwrap_or_default()));
        }
        change
    }

    fn hand_out(&self, change: &VaultChange, now: Instant) {
        let is_all = change.touched == Touched::Everything;
        self.clock().handed_out(is_all, now);
        if change.settings {
            self.sight().settings = self.settings_stamp();
        }
    }

    fn root_id(&self) -> Option<FileId> {
        let metadata = self.scope.root().metadata().ok()?;
        metadata.is_dir().then(|| file_id(&metadata))
    }

    fn settings_stamp(&self) -> Option<Stamp> {
        self.scope.settings()?.metadata().ok().map(|metadata| Stamp::of(&metadata))
    }

    fn sight(&self) -> MutexGuard<'_, Sight> {
        self.sight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn clock(&self) -> MutexGuard<'_, Clock> {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VaultOptions;

    #[test]
    fn a_watcher_that_loses_its_events_polls_and_says_why() {
        let root = tempfile::tempdir().unwrap();
        let vault = Vault::open(root.path(), &VaultOptions::default()).unwrap();
        let watcher = Watcher::new(&vault, &WatchOptions::default());
        assert_eq!((watcher.why_polling(), watcher.polls_every()), (None, None));
        assert_eq!(watcher.next(Duration::from_secs(30)), Some(VaultChange::everything()));
        watcher.inbox.put(Mail::trouble("too many folders".to_owned()));
        assert_eq!(watcher.next(Duration::from_secs(30)), Some(VaultChange::everything()));
        assert_eq!(watcher.why_polling().as_deref(), Some("too many folders"));
        assert_eq!(watcher.polls_every(), Some(POLL_EVERY));
        assert_eq!(watcher.next(Duration::from_secs(30)), Some(VaultChange::everything()));
    }
}

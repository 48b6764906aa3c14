//! The thread that owns the garden while it is open: it waits for changes of the vault and tends the garden.

use std::panic::AssertUnwindSafe;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use hedgerow_model::Diagnostic;
use hedgerow_server::ServeError;
use hedgerow_vault::{Touched, VaultChange, WatchOptions, Watcher};

use crate::args::ServeArguments;
use crate::failure::Failure;
use crate::gardener::{Gardener, Outcome};
use crate::hold::{self, Hold};
use crate::larder::Keeper;
use crate::settings::Settings;

/// When nothing has happened for so long, notes whose files are gone went nowhere.
const SETTLED: Duration = Duration::from_secs(60);

/// The rest before the next try after something went wrong.
const REST: Duration = Duration::from_secs(1);

/// What happens while the garden is open.
pub(crate) enum Event {
    /// The first garden stands, or cannot be grown.
    Grown(std::thread::Result<Result<Box<Gardener>, Failure>>),
    /// All is known that the author should know.
    Checked(Vec<Diagnostic>),
    /// Something went wrong, and the garden goes on.
    Trouble(String),
    /// A change was dealt with, in so much time.
    Tended(Outcome, Duration),
    /// The server was told to stop, and did.
    Stopped(Result<(), ServeError>),
}

/// Waits for changes.
pub(crate) struct Watch {
    watcher: Watcher,
    options: WatchOptions,
    /// That the vault is polled and why, as the author was told last.
    told: Option<String>,
}

impl Watch {
    /// Starts to watch a vault. The first change that is told is everything.
    pub(crate) fn start(gardener: &Gardener, arguments: &ServeArguments) -> Self {
        let settings = Settings::path(&arguments.vault, arguments.overrides.config.as_deref());
        let options = WatchOptions {
            poll: arguments.poll.map(|seconds| Duration::from_secs(seconds.into())),
            settings: Some(settings),
            ..WatchOptions::default()
        };
        let watcher = Watcher::new(&gardener.opened().vault, &options);
        Self { told: polling(&watcher), watcher, options }
    }

    /// Says that the vault is polled and why, if it is.
    pub(crate) fn polling(&self) -> Option<String> {
        polling(&self.watcher)
    }

    /// Tends the garden for ever.
    pub(crate) fn tend(mut self, gardener: &mut Gardener, keeper: Option<&Keeper>, events: &Sender<Event>) {
        let keep = |gardener: &Gardener| {
            if let (Some(keeper), Some(stock)) = (keeper, gardener.stock()) {
                keeper.keep(stock);
            }
        };
        keep(gardener);
        let mut last_change = Instant::now();
        let mut hold = Hold::default();
        let mut owed: Option<VaultChange> = None;
        let mut said: Option<String> = None;
        loop {
            let Some(change) = self.watcher.next(SETTLED) else { continue };
            if let Some(polling) = self.polling().filter(|polling| self.told.as_ref() != Some(polling)) {
                let _ = events.send(Event::Trouble(polling.clone()));
                self.told = Some(polling);
            }
            let change = match owed.take() {
                Some(owed) => owed.and(change),
                None => change,
            };
            let started = Instant::now();
            if hold.waits(gardener.opened().vault.git_at_work(), started) {
                owed = Some(change);
                self.watcher.look_again(hold::TICK);
                continue;
            }
            let is_settled = last_change.elapsed() > SETTLED;
            // A fault of ours must not end the watch: what readers saw stands, and the next look is at everything.
            let tended = std::panic::catch_unwind(AssertUnwindSafe(|| gardener.tend(&change, is_settled)));
            let tended =
                tended.unwrap_or_else(|_| Err(Failure::new("this change makes the program fail; please report it")));
            if change.touched == Touched::Everything {
                self.watcher.took(started.elapsed());
            }
            if is_unrest(&tended) {
                last_change = Instant::now();
            }
            match tended {
                Ok(outcome) => {
                    said = None;
                    if outcome.has_new_settings {
                        // Other files may be part of the vault now.
                        self.watcher = Watcher::new(&gardener.opened().vault, &self.options);
                        owed = Some(VaultChange::everything());
                        self.watcher.look_again(Duration::ZERO);
                    }
                    if let Some(time) = outcome.look_again {
                        self.watcher.look_again(time);
                    }
                    if outcome.n_notes > 0 || outcome.is_new || is_settled {
                        keep(gardener);
                    }
                    let _ = events.send(Event::Tended(outcome, started.elapsed()));
                }
                Err(failure) => {
                    owed = Some(VaultChange::everything());
                    self.watcher.look_again(REST);
                    let text = failure.to_string();
                    if said.as_ref() != Some(&text) {
                        let told = format!("{}; readers see the garden as it was", text.trim_end());
                        let _ = events.send(Event::Trouble(told));
                        said = Some(text);
                    }
                }
            }
        }
    }
}

/// Tells whether a look says that the vault is not at rest. One that failed says so: nobody knows what goes on meanwhile.
fn is_unrest(tended: &Result<Outcome, Failure>) -> bool {
    tended.as_ref().map_or(true, |outcome| outcome.n_notes > 0 || outcome.is_new)
}

fn polling(watcher: &Watcher) -> Option<String> {
    let (every, why) = (watcher.polls_every()?, watcher.why_polling()?);
    Some(format!("looking for changes every {} s ({why})", every.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_that_cannot_be_looked_at_is_not_at_rest() {
        assert!(!is_unrest(&Ok(Outcome::default())));
        assert!(is_unrest(&Ok(Outcome { n_notes: 1, ..Outcome::default() })));
        assert!(is_unrest(&Ok(Outcome { is_new: true, ..Outcome::default() })));
        assert!(is_unrest(&Err(Failure::new("the folder is gone"))));
    }
}

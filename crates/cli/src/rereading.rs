//! Reads the settings again while the garden is open.
//!
//! A settings file in the middle of being saved may be cut short, empty or gone, and would still be read without a fault: with
//! rules missing that keep notes private. So a new text counts only once it has stood for a moment.

use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use hedgerow_vault::{Touched, VaultChange};

use crate::args::Overrides;
use crate::failure::Failure;
use crate::reading::Opened;
use crate::settings::Settings;

/// How long a new text has to stand.
const PATIENCE: Duration = Duration::from_millis(150);

/// How long the file has to be empty, gone or no file until it is believed.
const LONG_PATIENCE: Duration = Duration::from_millis(800);

/// What stands where the settings are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// A text; none where there is no file.
    Text(Option<String>),
    /// Something that gives no text: a folder, or a file that may not be read.
    Unreadable,
}

/// The settings in force, and what is known of those that may follow.
pub(crate) struct Rereading {
    opened: Opened,
    is_trusting: bool,
    /// What is not in force, and since when it has stood.
    waiting: Option<(Found, Instant)>,
    /// What cannot be used, so that it is told once. It says nothing about anything else that may stand there next.
    broken: Option<Found>,
    /// The file was not to be believed when it was last read, and is read at the next look, whatever that is for.
    is_owed: bool,
}

/// What came of reading the settings again.
pub(crate) enum Reread {
    /// What the file says is in force, or was refused before.
    Done,
    /// They are to be read again after so long.
    Wait(Duration),
    /// They cannot be used; the last good ones stay in force.
    Broken(Failure),
}

impl Found {
    fn at(path: &Path) -> Self {
        match std::fs::read(path) {
            Ok(bytes) => Self::Text(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::Text(None),
            Err(_) => Self::Unreadable,
        }
    }

    /// Tells whether these are the settings that were read.
    fn is_of(&self, opened: &Opened) -> bool {
        let text = opened.settings.file.as_ref().map(|file| file.text());
        matches!(self, Self::Text(found) if found.as_deref() == text)
    }

    fn patience(&self) -> Duration {
        match self {
            Self::Text(Some(text)) if !text.trim().is_empty() => PATIENCE,
            Self::Text(_) | Self::Unreadable => LONG_PATIENCE,
        }
    }
}

impl Rereading {
    pub(crate) fn new(opened: Opened) -> Self {
        Self { opened, is_trusting: false, waiting: None, broken: None, is_owed: false }
    }

    /// Takes new settings without waiting, for tests that write whole files.
    pub(crate) fn trusts_at_once(&mut self) {
        self.is_trusting = true;
    }

    /// Returns the vault under the settings in force.
    pub(crate) fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Reads the settings again, if they may have changed.
    pub(crate) fn reread(&mut self, vault: &Path, overrides: &Overrides, change: &VaultChange) -> Reread {
        let may_differ =
            change.settings || change.touched == Touched::Everything || self.waiting.is_some() || self.is_owed;
        if !may_differ {
            return Reread::Done;
        }
        self.is_owed = false;
        let path = Settings::path(vault, overrides.config.as_deref());
        let found = Found::at(&path);
        // A vault that is away takes its settings along, and nothing is known of those that it comes back with.
        if !vault.is_dir() {
            return self.put_off();
        }
        if found.is_of(&self.opened) {
            (self.waiting, self.broken) = (None, None);
            return Reread::Done;
        }
        if self.broken.as_ref() == Some(&found) {
            self.waiting = None;
            return Reread::Done;
        }
        let patience = found.patience();
        let since = match &self.waiting {
            Some((waiting, since)) if *waiting == found => *since,
            _ => Instant::now(),
        };
        if !self.is_trusting && since.elapsed() < patience {
            self.waiting = Some((found, since));
            return Reread::Wait(patience.saturating_sub(since.elapsed()) + Duration::from_millis(5));
        }
        self.put_in_force(found, &path, vault, overrides)
    }

    /// Puts the settings in force, if they can be used.
    fn put_in_force(&mut self, found: Found, path: &Path, vault: &Path, overrides: &Overrides) -> Reread {
        self.waiting = None;
        match Opened::new(vault, overrides) {
            // They were read once more, and are being saved again.
            Ok(opened) if !self.is_trusting && !found.is_of(&opened) => self.put_off(),
            Ok(opened) => {
                self.opened = opened;
                self.broken = None;
                Reread::Done
            }
            // The vault went away in between, or something else stands there by now: that was no word on what was found.
            Err(_) if !vault.is_dir() || Found::at(path) != found => self.put_off(),
            Err(failure) => {
                self.broken = Some(found);
                Reread::Broken(failure)
            }
        }
    }

    /// Reads again in a moment, as if nothing had been read now.
    fn put_off(&mut self) -> Reread {
        (self.waiting, self.is_owed) = (None, true);
        Reread::Wait(PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const ALL: &str = "[publish]\nmode = \"all\"\n";

    struct Settled {
        home: TempDir,
        rereading: Rereading,
    }

    impl Settled {
        fn new() -> Self {
            let home = tempfile::tempdir().unwrap();
            fs::create_dir(home.path().join("vault")).unwrap();
            fs::write(home.path().join("vault/hedgerow.toml"), ALL).unwrap();
            let opened = Opened::new(&home.path().join("vault"), &Overrides::default()).unwrap();
            let mut rereading = Rereading::new(opened);
            rereading.trusts_at_once();
            Self { home, rereading }
        }

        fn file(&self) -> std::path::PathBuf {
            self.home.path().join("vault/hedgerow.toml")
        }

        /// Looks at everything; gives what is said, and whether all notes are public.
        fn look(&mut self) -> (&'static str, bool) {
            self.look_for(&VaultChange::everything())
        }

        fn look_for(&mut self, change: &VaultChange) -> (&'static str, bool) {
            let reread = self.rereading.reread(&self.home.path().join("vault"), &Overrides::default(), change);
            let said = match reread {
                Reread::Done => "done",
                Reread::Wait(_) => "wait",
                Reread::Broken(_) => "broken",
            };
            (said, self.rereading.opened().settings.publish.mode == hedgerow_publish::Mode::All)
        }
    }

    #[test]
    fn settings_that_are_gone_are_gone_after_something_that_could_not_be_read() {
        let mut settled = Settled::new();
        fs::remove_file(settled.file()).unwrap();
        fs::create_dir(settled.file()).unwrap();
        assert_eq!(settled.look(), ("broken", true));
        assert_eq!(settled.look(), ("done", true), "it is told once");
        fs::remove_dir(settled.file()).unwrap();
        assert_eq!(settled.look(), ("done", false));
        // And the other way round.
        fs::create_dir(settled.file()).unwrap();
        assert_eq!(settled.look(), ("broken", false));
        fs::remove_dir(settled.file()).unwrap();
        fs::write(settled.file(), ALL).unwrap();
        assert_eq!(settled.look(), ("done", true));
    }

    #[test]
    fn a_vault_that_is_away_says_nothing_about_the_settings_that_it_comes_back_with() {
        for texts in [[Some(ALL), None], [None, Some(ALL)], [Some(ALL), Some("[publish]\nmode = \"explicit\"\n")]] {
            let mut settled = Settled::new();
            let away = settled.home.path().join("away");
            for text in texts {
                fs::rename(settled.home.path().join("vault"), &away).unwrap();
                assert_eq!(settled.look().0, "wait");
                assert_eq!(settled.look_for(&VaultChange::default()).0, "wait");
                match text {
                    Some(text) => fs::write(away.join("hedgerow.toml"), text).unwrap(),
                    None => fs::remove_file(away.join("hedgerow.toml")).unwrap(),
                }
                fs::rename(&away, settled.home.path().join("vault")).unwrap();
                // Whatever the look was meant for.
                assert_eq!(settled.look_for(&VaultChange::default()), ("done", text == Some(ALL)));
            }
        }
    }

    #[test]
    fn broken_settings_are_told_once_each_and_say_nothing_of_others() {
        let mut settled = Settled::new();
        for _ in 0..2 {
            fs::write(settled.file(), "[publish]\nmode = 3\n").unwrap();
            assert_eq!(settled.look(), ("broken", true));
            assert_eq!(settled.look(), ("done", true));
            fs::write(settled.file(), ALL).unwrap();
            assert_eq!(settled.look(), ("done", true));
        }
        fs::write(settled.file(), "[publish]\nmode = 3\n").unwrap();
        assert_eq!(settled.look(), ("broken", true));
        fs::remove_file(settled.file()).unwrap();
        assert_eq!(settled.look(), ("done", false));
    }
}

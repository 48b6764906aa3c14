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

/// How long the file has to be empty or gone until it is believed.
const LONG_PATIENCE: Duration = Duration::from_millis(800);

/// The settings in force, and what is known of those that may follow.
pub(crate) struct Rereading {
    opened: Opened,
    is_trusting: bool,
    /// A text that is not in force, and since when it has stood.
    waiting: Option<(Option<String>, Instant)>,
    /// A text that is wrong, so that it is told once.
    broken: Option<Option<String>>,
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

impl Rereading {
    pub(crate) fn new(opened: Opened) -> Self {
        Self { opened, is_trusting: false, waiting: None, broken: None }
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
        let may_differ = change.settings || change.touched == Touched::Everything || self.waiting.is_some();
        if !may_differ {
            return Reread::Done;
        }
        let path = Settings::path(vault, overrides.config.as_deref());
        let text = match std::fs::read(&path) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(_) => return self.put_in_force(None, vault, overrides),
        };
        if self.opened.settings.file.as_ref().map(|file| file.text()) == text.as_deref() {
            (self.waiting, self.broken) = (None, None);
            return Reread::Done;
        }
        if self.broken.as_ref() == Some(&text) {
            return Reread::Done;
        }
        let is_empty = text.as_deref().is_none_or(|text| text.trim().is_empty());
        let patience = if is_empty { LONG_PATIENCE } else { PATIENCE };
        let since = match &self.waiting {
            Some((waiting, since)) if *waiting == text => *since,
            _ => Instant::now(),
        };
        if !self.is_trusting && since.elapsed() < patience {
            self.waiting = Some((text, since));
            return Reread::Wait(patience.saturating_sub(since.elapsed()) + Duration::from_millis(5));
        }
        self.put_in_force(text, vault, overrides)
    }

    /// Puts the settings in force, if they can be used.
    fn put_in_force(&mut self, text: Option<String>, vault: &Path, overrides: &Overrides) -> Reread {
        self.waiting = None;
        match Opened::new(vault, overrides) {
            // They were read once more, and are being saved again.
            Ok(opened)
                if !self.is_trusting && opened.settings.file.as_ref().map(|file| file.text()) != text.as_deref() =>
            {
                self.waiting = Some((text, Instant::now()));
                Reread::Wait(PATIENCE)
            }
            Ok(opened) => {
                self.opened = opened;
                self.broken = None;
                Reread::Done
            }
            Err(failure) => {
                self.broken = Some(text);
                Reread::Broken(failure)
            }
        }
    }
}

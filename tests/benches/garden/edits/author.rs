//! Changes files as editors do.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failed;
use crate::seeded::Seeded;

/// Nobody saves without a pause, and what a save sets in motion must not meet the next one.
const PAUSE: Duration = Duration::from_millis(150);

/// An author and the vault. Each method returns the moment before the first byte was written.
pub(crate) struct Author<'a> {
    vault: &'a Path,
    n_words: u32,
    seeded: Seeded,
}

impl<'a> Author<'a> {
    pub(crate) fn new(vault: &'a Path) -> Self {
        Self { vault, n_words: 0, seeded: Seeded::new(8) }
    }

    /// Makes up a word that was never there.
    pub(crate) fn word(&mut self) -> String {
        self.n_words += 1;
        let letter = |n: u32| char::from(b'a' + (self.n_words / n % 26) as u8);
        format!("qzx{}{}{}qzx", letter(676), letter(26), letter(1))
    }

    /// Saves a file as careful editors do: under another name first, which then becomes the right one.
    pub(crate) fn write(&mut self, path: &str, text: &str) -> Result<Instant, Failed> {
        self.pause();
        let file = self.vault.join(path);
        let name = file.file_name().ok_or("a note has a name")?.to_string_lossy().into_owned();
        let aside = file.with_file_name(format!(".{name}.saving"));
        let saved = Instant::now();
        fs::write(&aside, text)?;
        fs::rename(&aside, &file)?;
        Ok(saved)
    }

    /// Adds a paragraph at the end.
    pub(crate) fn append(&mut self, path: &str, paragraph: &str) -> Result<Instant, Failed> {
        let text = fs::read_to_string(self.vault.join(path))?;
        self.write(path, &format!("{}\n\n{paragraph}\n", text.trim_end()))
    }

    /// Writes another word in place of one that is there once.
    pub(crate) fn replace(&mut self, path: &str, word: &str, with: &str) -> Result<Instant, Failed> {
        let text = fs::read_to_string(self.vault.join(path))?;
        self.write(path, &text.replacen(word, with, 1))
    }

    pub(crate) fn rename(&mut self, from: &str, to: &str) -> Result<Instant, Failed> {
        self.pause();
        let saved = Instant::now();
        fs::rename(self.vault.join(from), self.vault.join(to))?;
        Ok(saved)
    }

    /// Not always as long, so that it falls in step with nothing.
    fn pause(&mut self) {
        thread::sleep(PAUSE + Duration::from_millis(self.seeded.below(100) as u64));
    }
}

/// Copies the folders and files of a vault, with the times of the files; what is neither stays behind.
pub(crate) fn copy(vault: &Path, to: &Path) -> Result<(), Failed> {
    for entry in vault.read_dir()? {
        let entry = entry?;
        let (kind, target): (_, PathBuf) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            fs::create_dir(&target)?;
            copy(&entry.path(), &target)?;
        } else if kind.is_file() {
            let mut bytes = File::open(entry.path())?;
            let mut copied = File::create(&target)?;
            std::io::copy(&mut bytes, &mut copied)?;
            copied.set_modified(bytes.metadata()?.modified()?)?;
        }
    }
    Ok(())
}

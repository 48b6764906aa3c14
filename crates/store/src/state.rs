//! The state: one small file of bytes that no file of the vault gives. To lose it loses a memory and nothing else.

use std::path::PathBuf;
use std::{fs, io};

use crate::folder::{self, Care};
use crate::lock::Lock;
use crate::sealed::{self, HEAD, MAX_CONTENT, Mark, Refusal};
use crate::{Odd, Places, Trouble};

/// State is for all versions of the program: what its content means is for the content to say.
const MARK: Mark = Mark { name: b"HEDGSTAT", layout: 1, owner: [0; 32] };

/// The state of one vault. Several programs may read it, one of them writes.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    lock: Option<Lock>,
    /// What lies there was read, or set aside, since this is the writer.
    is_known: bool,
    has_set_aside: bool,
}

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is on the disk.
    Written,
    /// Another program writes the state of this vault.
    NotTheWriter,
    /// Nothing was saved: something lies there that was not loaded since this is the writer, because another program wrote it or because it
    /// cannot be read.
    Unread,
}

impl State {
    /// Names the state of a vault. Touches nothing.
    pub fn open(places: &Places) -> Self {
        Self { folder: places.state().to_owned(), lock: None, is_known: false, has_set_aside: false }
    }

    /// Tells whether this is the one that writes.
    pub fn is_writer(&self) -> bool {
        self.lock.is_some()
    }

    /// Becomes the one that writes, unless another program is; returns whether it is now. To be called at the start and now and
    /// then afterwards: the other may have ended, or the folder may have been deleted.
    ///
    /// Whoever becomes the writer later than at its start has to [`State::load`] again before it saves, since the other may
    /// have written: what was not read is not written over ([`Saved::Unread`]).
    ///
    /// # Errors
    /// Where the folder cannot be made or the file of the lock cannot be opened: nothing can be saved there.
    pub fn become_writer(&mut self) -> Result<bool, Trouble> {
        let path = self.folder.join("lock");
        if !self.lock.as_ref().is_some_and(|lock| lock.still_stands(&path)) {
            (self.lock, self.is_known) = (None, false);
            folder::make(&self.folder).map_err(Trouble::at(&self.folder))?;
            self.lock = Lock::take(&path).map_err(Trouble::at(&path))?;
            if self.lock.is_some() {
                folder::sweep(&self.folder);
            }
        }
        Ok(self.is_writer())
    }

    /// Reads what was saved last; nothing where nothing was.
    ///
    /// # Errors
    /// Where it cannot be used. The writer puts a file that is damaged or foreign aside, as `state.damaged`, for whoever wants to look
    /// at it; the next call finds nothing. One that cannot be read may be as good as ever: it stays, and nothing is saved.
    pub fn load(&mut self) -> Result<Option<Vec<u8>>, Odd> {
        let path = self.file();
        self.is_known = false;
        let loaded = match sealed::read(&path, &MARK) {
            Ok((mut bytes, _)) => Ok(Some(bytes.split_off(HEAD))),
            Err(Refusal::Absent) if self.is_absent() => Ok(None),
            // A link whose file is away.
            Err(Refusal::Absent) => return Err(Odd::Unreadable { path, source: io::ErrorKind::NotFound.into() }),
            Err(Refusal::Unreadable(source)) => return Err(Odd::Unreadable { path, source }),
            Err(refusal) => {
                self.set_aside();
                let is_foreign = matches!(refusal, Refusal::Foreign);
                Err(if is_foreign { Odd::Foreign { path } } else { Odd::Damaged { path } })
            }
        };
        self.is_known = self.is_writer();
        loaded
    }

    /// Puts the file aside, as `state.damaged`: its bytes were whole and mean nothing to the caller. Only the writer does; where that
    /// cannot be done either, saving will tell.
    pub fn set_aside(&mut self) {
        self.has_set_aside |= self.is_writer() && fs::rename(self.file(), self.folder.join(ASIDE)).is_ok();
    }

    /// Returns the name in the same folder under which a file lies that was put aside.
    pub fn aside(&self) -> Option<&'static str> {
        self.has_set_aside.then_some(ASIDE)
    }

    /// Saves, if this is the one that writes. Afterwards, and from then on whatever happens, [`State::load`] gives these bytes; if
    /// the program or the machine dies before, it gives those from before. Costs one wait for the disk. Nothing is written over that
    /// was not loaded before.
    ///
    /// # Errors
    /// Where it cannot be written: the old file stands.
    pub fn save(&mut self, content: &[u8]) -> Result<Saved, Trouble> {
        // The folder may have been deleted, and its lock with it.
        if !self.is_writer() || !self.become_writer()? {
            return Ok(Saved::NotTheWriter);
        }
        if !self.is_known && !self.is_absent() {
            return Ok(Saved::Unread);
        }
        let path = self.file();
        if content.len() > MAX_CONTENT {
            return Err(Trouble { path, source: io::ErrorKind::FileTooLarge.into() });
        }
        let head = sealed::head(&MARK, 0, &[content]);
        folder::write(&self.folder, STATE, &[&head, content], Care::Durable).map_err(Trouble::at(&path))?;
        self.is_known = true;
        Ok(Saved::Written)
    }

    /// Tells whether nothing lies there, not even a link that leads nowhere.
    fn is_absent(&self) -> bool {
        self.file().symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    fn file(&self) -> PathBuf {
        self.folder.join(STATE)
    }
}

const STATE: &str = "state";
const ASIDE: &str = "state.damaged";

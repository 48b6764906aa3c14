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
}

/// What came of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is on the disk.
    Written,
    /// Another program writes the state of this vault.
    NotTheWriter,
}

impl State {
    /// Names the state of a vault. Touches nothing.
    pub fn open(places: &Places) -> Self {
        Self { folder: places.state().to_owned(), lock: None }
    }

    /// Tells whether this is the one that writes.
    pub fn is_writer(&self) -> bool {
        self.lock.is_some()
    }

    /// Becomes the one that writes, unless another program is; returns whether it is now. To be called at the start and now and
    /// then afterwards: the other may have ended, or the folder may have been deleted.
    ///
    /// Whoever becomes the writer later than at its start has to [`State::load`] again before it saves, since the other may
    /// have written.
    ///
    /// # Errors
    /// Where the folder cannot be made or the file of the lock cannot be opened: nothing can be saved there.
    pub fn become_writer(&mut self) -> Result<bool, Trouble> {
        let path = self.folder.join("lock");
        if !self.lock.as_ref().is_some_and(|lock| lock.still_stands(&path)) {
            self.lock = None;
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
    /// Where it cannot be used. The writer puts such a file aside, as `state.damaged`, for whoever wants to look at it; the next
    /// call finds nothing.
    pub fn load(&self) -> Result<Option<Vec<u8>>, Odd> {
        let path = self.file();
        match sealed::read(&path, &MARK) {
            Ok((mut bytes, _)) => Ok(Some(bytes.split_off(HEAD))),
            Err(Refusal::Absent) => Ok(None),
            Err(Refusal::Unreadable(source)) => Err(Odd::Unreadable { path, source }),
            Err(refusal) => {
                self.set_aside();
                let is_foreign = matches!(refusal, Refusal::Foreign);
                Err(if is_foreign { Odd::Foreign { path } } else { Odd::Damaged { path } })
            }
        }
    }

    /// Puts the file aside, as `state.damaged`: its bytes were whole and mean nothing to the caller. Only the writer does.
    pub fn set_aside(&self) {
        if self.is_writer() {
            // Where that cannot be done either, saving will tell.
            let _ = fs::rename(self.file(), self.folder.join("state.damaged"));
        }
    }

    /// Saves, if this is the one that writes. Afterwards, and from then on whatever happens, [`State::load`] gives these bytes; if
    /// the program or the machine dies before, it gives those from before. Costs one wait for the disk.
    ///
    /// # Errors
    /// Where it cannot be written: the old file stands.
    pub fn save(&mut self, content: &[u8]) -> Result<Saved, Trouble> {
        // The folder may have been deleted, and its lock with it.
        if !self.is_writer() || !self.become_writer()? {
            return Ok(Saved::NotTheWriter);
        }
        let path = self.file();
        if content.len() > MAX_CONTENT {
            return Err(Trouble { path, source: io::ErrorKind::FileTooLarge.into() });
        }
        let head = sealed::head(&MARK, 0, &[content]);
        folder::write(&self.folder, STATE, &[&head, content], Care::Durable).map_err(Trouble::at(&path))?;
        Ok(Saved::Written)
    }

    fn file(&self) -> PathBuf {
        self.folder.join(STATE)
    }
}

const STATE: &str = "state";

//! The vault: a folder, and what of it is looked at.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use hedgerow_model::{AssetPath, FileKind, Look, NotePath, VaultPath};

use crate::ignored::Ignored;
use crate::rules::Rules;
use crate::{Gone, Inventory, Scan, Survey, VaultChange, door, picture, reading, survey, webm};

/// A notes folder, opened for reading.
#[derive(Debug)]
pub struct Vault {
    root: PathBuf,
    ignored: Ignored,
    honours_gitignore: bool,
    mark: u64,
}

/// What of the folder is left out, besides names that start with a dot and temporary files (rules F-04 and F-05).
#[derive(Clone, Debug, Default, Hash)]
pub struct VaultOptions {
    /// Patterns in the syntax of `.gitignore`, read from the root; case and normal form of letters do not matter.
    pub ignore: Vec<String>,
    /// Files that are the program's own and never part of the vault, wherever they are: the settings file.
    pub own_files: Vec<PathBuf>,
    /// Leaves out what `.gitignore` files say as well.
    pub honours_gitignore: bool,
}

/// Why a folder cannot be used as a vault.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing is at the path.
    #[error("no such folder: `{}`", .0.display())]
    Missing(PathBuf),
    /// Something else is at the path.
    #[error("not a folder: `{}`", .0.display())]
    NotAFolder(PathBuf),
    /// The system does not let us look.
    #[error("cannot read the folder `{}`: {source}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A pattern of [`VaultOptions::ignore`] cannot be used.
    #[error("`{pattern}` is not a pattern: {reason}")]
    BadPattern {
        /// The pattern as it was written.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Vault {
    /// Opens a folder. The folder itself may be reached through symbolic links; inside it none is followed.
    ///
    /// # Errors
    /// Where the path leads to no folder that can be listed, or a pattern cannot be used.
    pub fn open(root: &Path, options: &VaultOptions) -> Result<Self, OpenError> {
        let canonical = root.canonicalize().map_err(|error| OpenError::at(root, error))?;
        if !canonical.is_dir() {
            return Err(OpenError::NotAFolder(root.to_owned()));
        }
        std::fs::read_dir(&canonical).map_err(|error| OpenError::at(root, error))?;
        let ignored = Ignored::new(&canonical, options)?;
        let mut hasher = DefaultHasher::new();
        (&canonical, options).hash(&mut hasher);
        let mark = hasher.finish();
        Ok(Self { root: canonical, ignored, honours_gitignore: options.honours_gitignore, mark })
    }

    /// Returns the folder, with all symbolic links on the way to it resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lists the folder and reads its notes, in parallel. `progress` is called from several threads with the number of
    /// notes read so far. Costs one look at every file, one reading of every note, and one `git log` where the folder is
    /// under version control.
    pub fn scan(&self, progress: &(dyn Fn(usize) + Sync)) -> Scan {
        self.survey(None, &VaultChange::everything(), progress).map(Scan::from).unwrap_or_default()
    }

    /// Brings an inventory up to date and reads the notes that changed, in parallel. Without a previous inventory that is all of
    /// them. `change` says where to look; a look at some paths costs next to nothing, at everything one look at each file. Under
    /// version control git is asked for its state each time, and for the whole history when that moved.
    ///
    /// The result is what [`Vault::scan`] would find. It is the caller's to add up what changed; to start over, it passes no
    /// inventory. An inventory of other options, or of a folder that was replaced by another, is looked through as a whole.
    ///
    /// ```
    /// use hedgerow_vault::{Vault, VaultChange, VaultOptions};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let vault = Vault::open(folder.path(), &VaultOptions::default())?;
    /// let empty = vault.survey(None, &VaultChange::everything(), &|_n_read| {})?;
    /// std::fs::write(folder.path().join("Chain rule.md"), "The derivative of a chain.")?;
    /// let survey = vault.survey(Some(&empty.inventory), &VaultChange::everything(), &|_n_read| {})?;
    /// assert_eq!(survey.changed[0].path.as_str(), "Chain rule.md");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the vault's folder is not there or cannot be listed. Nothing is lost: once it is back, the same inventory goes on.
    pub fn survey(
        &self,
        previous: Option<&Inventory>,
        change: &VaultChange,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Survey, Gone> {
        survey::survey(self, previous, change, progress)
    }

    /// Returns where version control says that notes went since a commit ([`crate::Inventory::commit`]), as `(from, to)`; nothing where
    /// there is none or it knows no such commit. Costs a call of git.
    pub fn renames_since(&self, commit: &str) -> Vec<(NotePath, NotePath)> {
        let renames = crate::history::renames(&self.root, commit).into_iter();
        renames.filter_map(|(from, to)| Some((NotePath::new(&from).ok()?, NotePath::new(&to).ok()?))).collect()
    }

    /// Returns what tells of a path whether a file lies there that is left out: for its name, by a setting, or by `.gitignore` where
    /// that is honoured. Rules are read once; each path costs a look at them and one at the disk.
    pub fn left_out(&self) -> impl Fn(&NotePath) -> bool + Sync + use<> {
        let (rules, root) = (Rules::new(self), self.root.clone());
        move |path| rules.hides(path.as_vault_path(), false) && root.join(path.as_str()).symlink_metadata().is_ok()
    }

    /// Returns for how long git has been at work in the folder, as its lock tells; `None` where it is not. A pull writes, removes and
    /// renames notes one by one meanwhile. A lock may be left behind by a git that was killed. Costs a look or two.
    pub fn git_at_work(&self) -> Option<std::time::Duration> {
        let lock = crate::watcher::git::lock(&self.root)?.symlink_metadata().ok()?;
        // A time to come says that the clock was turned: then nothing is known of how long.
        lock.modified().ok()?.elapsed().ok()
    }

    /// Opens an attachment for reading. Every step of the way is checked at the moment it is taken: none may be a
    /// symbolic link, and the end must be a regular file; what [`Vault::scan`] would leave out is not opened either.
    ///
    /// # Errors
    /// `NotFound` for a path that is ignored, else what the system says.
    pub fn open_asset(&self, path: &AssetPath) -> io::Result<File> {
        if self.ignored.hides_file(path.as_vault_path()) {
            return Err(io::ErrorKind::NotFound.into());
        }
        door::open_file(&self.root, path).map(|(file, _)| file)
    }

    /// Reads a document other than a note, such as a canvas, as text (rules F-16 to F-18); one longer than 32 MiB is refused.
    ///
    /// # Errors
    /// As [`Vault::open_asset`].
    pub fn read_text(&self, path: &AssetPath) -> io::Result<String> {
        let file = self.open_asset(path)?;
        let bytes = reading::read_bytes(&file, file.metadata()?.len())?;
        Ok(crate::decode::decode(path, bytes).0)
    }

    /// Looks into a picture or a film: what its first bytes say of it. Nothing is read of files of other kinds.
    pub fn look(&self, path: &AssetPath) -> Option<Look> {
        match path.kind() {
            FileKind::Image => {
                let (width, height) = picture::size(path, self.open_asset(path).ok()?)?;
                Some(Look::Picture(width, height))
            }
            FileKind::Video if path.extension().eq_ignore_ascii_case("webm") => {
                webm::is_sound_alone(self.open_asset(path).ok()?).then_some(Look::SoundAlone)
            }
            _ => None,
        }
    }

    /// Returns where a path of the vault is on disk.
    pub(crate) fn at(&self, path: &VaultPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// Returns what tells this folder with these options from others.
    pub(crate) fn mark(&self) -> u64 {
        self.mark
    }

    pub(crate) fn ignored(&self) -> &Ignored {
        &self.ignored
    }

    pub(crate) fn honours_gitignore(&self) -> bool {
        self.honours_gitignore
    }
}

impl OpenError {
    fn at(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.to_owned()),
            io::ErrorKind::NotADirectory => Self::NotAFolder(path.to_owned()),
            _ => Self::Unreadable { path: path.to_owned(), source },
        }
    }
}

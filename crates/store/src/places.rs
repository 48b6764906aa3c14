//! Where things are kept: two folders for each vault, none of them inside it.

use std::io;
use std::path::{Component, Path, PathBuf};

use etcetera::BaseStrategy;
use thiserror::Error;

/// The folders of one vault. Neither needs to be there: each is made when something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    state: PathBuf,
    cache: PathBuf,
}

/// Why there is no place to keep anything.
#[derive(Debug, Error)]
pub enum PlaceError {
    /// The vault is only ever read.
    #[error("`{}` lies inside the vault `{}`, which is only ever read", place.display(), vault.display())]
    InsideVault {
        /// The place, with all symbolic links followed.
        place: PathBuf,
        /// The vault, likewise.
        vault: PathBuf,
    },
    /// The system names no folder of the user's.
    #[error("the system names no home folder")]
    Homeless,
    /// The path cannot be followed.
    #[error("cannot use `{}`: {source}", path.display())]
    Unusable {
        /// The path as it was given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Places {
    /// Chooses the places of a vault: below `dir`, or where the system keeps such things (`$XDG_STATE_HOME` and `$XDG_CACHE_HOME` where
    /// there are such).
    ///
    /// A vault goes by its path with all symbolic links followed, so that several vaults may share a `dir`. Makes nothing.
    ///
    /// # Errors
    /// Where the vault or a place cannot be found out, and where a place lies inside the vault.
    pub fn of(vault: &Path, dir: Option<&Path>) -> Result<Self, PlaceError> {
        let vault = vault.canonicalize().map_err(unusable(vault))?;
        let name = name(&vault);
        let places = match dir {
            Some(dir) => Self { state: dir.join(&name).join("state"), cache: dir.join(&name).join("cache") },
            None => {
                let system = etcetera::base_strategy::choose_native_strategy().map_err(|_| PlaceError::Homeless)?;
                let state = system.state_dir().unwrap_or_else(|| system.data_dir());
                Self {
                    state: state.join("hedgerow").join(&name),
                    cache: system.cache_dir().join("hedgerow").join(&name),
                }
            }
        };
        Ok(Self { state: outside(&vault, &places.state)?, cache: outside(&vault, &places.cache)? })
    }

    /// Returns the folder of [`crate::State`].
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Returns the folder of the caches.
    pub fn cache(&self) -> &Path {
        &self.cache
    }
}

/// Names a vault: readable, and no two vaults of a machine alike.
fn name(vault: &Path) -> String {
    let shown = vault.file_name().unwrap_or_default().to_string_lossy();
    let shown: String = shown.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).take(40).collect();
    let hash = blake3::hash(vault.as_os_str().as_encoded_bytes()).to_hex();
    format!("{shown}-{}", &hash[..16])
}

/// Follows all symbolic links of a place, and refuses one in the vault.
fn outside(vault: &Path, place: &Path) -> Result<PathBuf, PlaceError> {
    let settled = settled(place).map_err(unusable(place))?;
    if settled.starts_with(vault) {
        return Err(PlaceError::InsideVault { place: settled, vault: vault.to_owned() });
    }
    Ok(settled)
}

/// Like [`Path::canonicalize`], of a path whose last steps may not be there yet.
fn settled(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for known in path.ancestors() {
        let real = match known.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let rest = path.strip_prefix(known).unwrap_or(Path::new(""));
        if rest.components().any(|step| step == Component::ParentDir) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "`..` behind a folder that is not there"));
        }
        return Ok(real.join(rest));
    }
    Err(io::ErrorKind::NotFound.into())
}

fn unusable(path: &Path) -> impl FnOnce(io::Error) -> PlaceError + use<> {
    let path = path.to_owned();
    |source| PlaceError::Unusable { path, source }
}

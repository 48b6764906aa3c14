//! What the program keeps on the disk from one run to the next.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Failed;

/// Bytes by what they are for, as the program's own folders and files are called.
#[derive(Debug, Default)]
pub(crate) struct Kept(pub(crate) BTreeMap<String, u64>);

impl Kept {
    /// Measures the folder that `--state` named.
    pub(crate) fn measure(state: &Path) -> Result<Self, Failed> {
        let mut kept = Self::default();
        for of_vault in state.read_dir()? {
            for kind in of_vault?.path().read_dir()? {
                for part in kind?.path().read_dir()? {
                    let part = part?;
                    let bytes = size(&part.path())?;
                    if bytes > 0 {
                        *kept.0.entry(part.file_name().to_string_lossy().into_owned()).or_default() += bytes;
                    }
                }
            }
        }
        Ok(kept)
    }
}

fn size(path: &Path) -> Result<u64, Failed> {
    if !path.is_dir() {
        return Ok(path.symlink_metadata()?.len());
    }
    path.read_dir()?.map(|entry| size(&entry?.path())).sum()
}

//! What the first bytes of pictures and films said, and the few files that are read whole, kept as long as the files are the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hedgerow_model::{AssetPath, Look};
use hedgerow_vault::Vault;

/// Looks into files, and remembers what was there.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    looks: Mutex<HashMap<AssetPath, Option<Look>>>,
    texts: Mutex<HashMap<AssetPath, Arc<str>>>,
}

impl Looks {
    /// Returns what the file shows, from memory where it was looked into before.
    pub(crate) fn of(&self, path: &AssetPath, vault: &Vault) -> Option<Look> {
        let known = locked(&self.looks).get(path).copied();
        known.unwrap_or_else(|| {
            let look = vault.look(path);
            locked(&self.looks).insert(path.clone(), look);
            look
        })
    }

    /// Returns the text of a file, such as a canvas or the owner's style sheet, from memory where it could be read before.
    pub(crate) fn text(&self, path: &AssetPath, read: impl FnOnce() -> Option<Arc<str>>) -> Option<Arc<str>> {
        let known = locked(&self.texts).get(path).cloned();
        known.or_else(|| {
            let text = read()?;
            locked(&self.texts).insert(path.clone(), Arc::clone(&text));
            Some(text)
        })
    }

    /// Forgets files that may be others now.
    pub(crate) fn forget(&self, paths: &[AssetPath]) {
        let (mut looks, mut texts) = (locked(&self.looks), locked(&self.texts));
        for path in paths {
            looks.remove(path);
            texts.remove(path);
        }
    }

    /// Forgets everything: other rules may hide other files.
    pub(crate) fn forget_all(&self) {
        locked(&self.looks).clear();
        locked(&self.texts).clear();
    }
}

fn locked<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_again_only_where_it_may_be_another() {
        let (looks, mut n_read) = (Looks::default(), 0);
        let paths = ["a.canvas", "gone.canvas"].map(|path| AssetPath::new(path).unwrap());
        for step in 0..6 {
            match step {
                2 => looks.forget(&paths[..1]),
                4 => looks.forget_all(),
                _ => {}
            }
            for path in &paths {
                let read = || {
                    n_read += 1;
                    (path.as_str() == "a.canvas").then(|| "{}".into())
                };
                assert_eq!(looks.text(path, read).as_deref(), (path.as_str() == "a.canvas").then_some("{}"));
            }
            assert_eq!(n_read, [2, 3, 5, 6, 8, 9][step]);
        }
    }
}

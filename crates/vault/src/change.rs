//! What may have changed in a vault, as far as anybody can tell before looking.

use std::collections::BTreeSet;

use hedgerow_model::VaultPath;

/// A reason to look at the vault again. It says where to look, never what is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VaultChange {
    /// Where something may have changed.
    pub touched: Touched,
    /// The settings file may have changed.
    pub settings: bool,
}

/// The part of a vault that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// These files and folders, each folder with all below it; none where only the history in version control moved.
    Paths(BTreeSet<VaultPath>),
    /// All of it.
    Everything,
}

impl VaultChange {
    /// All of the vault.
    pub fn everything() -> Self {
        Self { touched: Touched::Everything, settings: false }
    }

    /// Some files and folders, each folder with all below it.
    pub fn paths(paths: impl IntoIterator<Item = VaultPath>) -> Self {
        Self { touched: Touched::Paths(paths.into_iter().collect()), settings: false }
    }

    /// Joins two reasons into one that covers both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let touched = match (self.touched, other.touched) {
            (Touched::Paths(mut paths), Touched::Paths(more)) => {
                paths.extend(more);
                Touched::Paths(paths)
            }
            (Touched::Everything, _) | (_, Touched::Everything) => Touched::Everything,
        };
        Self { touched, settings: self.settings || other.settings }
    }
}

impl Default for Touched {
    fn default() -> Self {
        Self::Paths(BTreeSet::new())
    }
}

//! What was found of words last.

use super::slips::Near;
use crate::language::Language;
use crate::lately::Lately;

/// So many words are remembered with those that may have been meant, by how often they are asked for: some 100 kB.
const MAX_NEAR: usize = 64;

/// So many with those of their stem in one language: some 200 kB.
const MAX_OF_STEM: usize = 512;

/// Some of the words that were asked for, with those that they may stand for.
#[derive(Debug)]
pub(crate) struct Known {
    /// Those that may have been meant.
    pub(super) near: Lately<String, Near>,
    /// Those of the same stem in a language.
    pub(super) of_stem: Lately<(String, Language), Vec<String>>,
}

impl Default for Known {
    fn default() -> Self {
        Self { near: Lately::of(MAX_NEAR), of_stem: Lately::of(MAX_OF_STEM) }
    }
}

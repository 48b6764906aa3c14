//! A vault whose index is asked directly.

use std::path::Path;
use std::sync::Arc;

use hedgerow::{Overrides, PublishMode, grow};
use hedgerow_model::NotePath;
use hedgerow_publish::{PublicGarden, PublicNote};
use hedgerow_search::{Query, SearchIndex};

use crate::{Door, Failed, Judged};

/// A vault as the program grows and indexes it.
pub struct Corpus {
    /// The index that readers ask.
    pub index: Arc<SearchIndex>,
    /// The same garden behind the program's router.
    pub door: Door,
}

impl Corpus {
    /// Opens a vault by its own settings, or with another mode of publishing.
    ///
    /// # Errors
    /// Where the program would not start.
    pub fn open(vault: &Path, mode: Option<PublishMode>) -> Result<Self, Failed> {
        let overrides = Overrides { publish: mode, ..Overrides::default() };
        let grown = grow(vault, &overrides).map_err(|failure| failure.to_string())?;
        let snapshot = grown.live.load().ok_or("a garden that was grown has its first snapshot")?;
        let index = Arc::clone(snapshot.search());
        Ok(Self { index, door: Door::of(grown) })
    }

    /// Returns the garden that was indexed.
    pub fn garden(&self) -> &PublicGarden {
        self.index.garden()
    }

    /// Returns the notes that can be found.
    pub fn notes(&self) -> impl Iterator<Item = &PublicNote> {
        self.garden().listed().filter(|note| !note.is_drawing())
    }

    /// Returns how long the texts are that can be found, in bytes.
    pub fn n_bytes(&self) -> usize {
        self.notes().map(PublicNote::text_len).sum()
    }

    /// Returns the first `limit` notes that a query finds, best first.
    pub fn ask(&self, query: &str, limit: usize) -> Vec<NotePath> {
        let answer = self.index.search(&Query::parse(query).window(0, limit));
        answer.hits.iter().map(|hit| self.garden().note(hit.note).path().clone()).collect()
    }

    /// Reads questions about this vault.
    ///
    /// # Errors
    /// Where the file cannot be read, or expects a note that nobody can find.
    pub fn questions(&self, file: &Path) -> Result<Vec<Judged>, Failed> {
        let questions = Judged::read(file)?;
        let paths: std::collections::BTreeSet<&NotePath> = self.notes().map(PublicNote::path).collect();
        let expected = questions.iter().flat_map(|judged| judged.expected.iter().map(move |(path, _)| (judged, path)));
        for (judged, path) in expected {
            if !paths.contains(path) {
                return Err(
                    format!("`{}` expects `{path}`, which is no note that can be found", judged.question).into()
                );
            }
        }
        Ok(questions)
    }
}

impl std::fmt::Debug for Corpus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Corpus").field("index", &self.index).finish_non_exhaustive()
    }
}

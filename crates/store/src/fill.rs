//! Filling packs: blobs in, files out.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use crate::Trouble;
use crate::cache::{Key, Pack};
use crate::folder::{self, Care};
use crate::pack::{self, Content};
use crate::sealed::Mark;

/// A pack is closed when the next blob would make it longer. So much is written when a single blob goes.
pub(crate) const FULL: usize = 4 << 20;

/// Fills packs and writes each when it is full.
pub(crate) struct Writer<'f> {
    folder: &'f Path,
    mark: Mark,
    content: Content,
    added: Vec<(Arc<str>, Pack)>,
}

impl<'f> Writer<'f> {
    pub(crate) fn new(folder: &'f Path, mark: Mark) -> Self {
        Self { folder, mark, content: Content::default(), added: Vec::new() }
    }

    /// Writes blobs in their order. Where that fails, what was written before stays.
    pub(crate) fn write(&mut self, blobs: impl Iterator<Item = (Key, Bytes)>) -> Result<(), Trouble> {
        for (key, blob) in blobs {
            if self.content.length() + blob.len() > FULL {
                self.close()?;
            }
            self.content.add(key, &blob);
        }
        self.close()
    }

    /// Returns what was written.
    pub(crate) fn into_packs(self) -> Vec<(Arc<str>, Pack)> {
        self.added
    }

    fn close(&mut self) -> Result<(), Trouble> {
        if self.content.is_empty() {
            return Ok(());
        }
        let head = self.content.head(&self.mark);
        let name = pack::name(&head);
        let [table, blobs] = self.content.parts();
        let written = folder::write(self.folder, &name, &[&head, table, blobs], Care::Quick);
        let places = self.content.clear();
        written.map_err(Trouble::at(&self.folder.join(&name)))?;
        self.added.push((name.into(), Pack { places, bytes: None }));
        Ok(())
    }
}

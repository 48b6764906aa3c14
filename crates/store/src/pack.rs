//! A pack: some megabytes of blobs in one sealed file, which is named by its checksum and never changed.
//!
//! Behind the head stands a table, for each blob its key and its length, and behind the table stand the blobs in the same order.

use std::ops::Range;
use std::path::Path;

use bytes::Bytes;

use crate::cache::Key;
use crate::sealed::{self, HEAD, Mark, Refusal};

/// What a blob takes in the table.
const ROW: usize = 32 + 4;

/// No blob is longer. One that is, is not kept.
pub(crate) const MAX_BLOB: usize = 1 << 30;

/// Returns the mark of the packs that a build of the program makes.
pub(crate) fn mark(build: &[u8]) -> Mark {
    Mark { name: b"HEDGPACK", layout: 1, owner: *blake3::hash(build).as_bytes() }
}

/// Where in a pack each of its blobs is.
pub(crate) type Table = Vec<(Key, Range<usize>)>;

/// A pack that is to be written. It takes the memory of its blobs once, and is filled again with the next ones.
#[derive(Default)]
pub(crate) struct Content {
    table: Vec<u8>,
    blobs: Vec<u8>,
    ends: Vec<(Key, usize)>,
}

impl Content {
    /// Puts one more blob behind the others.
    pub(crate) fn add(&mut self, key: Key, blob: &[u8]) {
        self.table.extend_from_slice(&key);
        self.table.extend_from_slice(&count(blob.len()).to_le_bytes());
        self.blobs.extend_from_slice(blob);
        self.ends.push((key, self.blobs.len()));
    }

    /// Returns how long all blobs are together.
    pub(crate) fn length(&self) -> usize {
        self.blobs.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns what stands in the file before table and blobs.
    pub(crate) fn head(&self, mark: &Mark) -> [u8; HEAD] {
        sealed::head(mark, count(self.ends.len()), &self.parts())
    }

    /// Returns table and blobs.
    pub(crate) fn parts(&self) -> [&[u8]; 2] {
        [&self.table, &self.blobs]
    }

    /// Returns where in the file each blob is, and makes room for the next ones.
    pub(crate) fn clear(&mut self) -> Table {
        let table_end = HEAD + self.table.len();
        let mut start = table_end;
        let place = |(key, end): (Key, usize)| {
            let end = table_end + end;
            (key, std::mem::replace(&mut start, end)..end)
        };
        let places = self.ends.drain(..).map(place).collect();
        self.table.clear();
        self.blobs.clear();
        places
    }
}

/// A pack that was read: its bytes, and where in them each blob is.
pub(crate) struct Read {
    pub(crate) bytes: Bytes,
    pub(crate) places: Table,
}

/// Reads a pack and checks it.
pub(crate) fn read(path: &Path, mark: &Mark) -> Result<Read, Refusal> {
    let (bytes, n_blobs) = sealed::read(path, mark)?;
    // Under another name it could stand where others expect another pack.
    if path.file_name().is_none_or(|found| found != name(&bytes).as_str()) {
        return Err(Refusal::Damaged);
    }
    let places = places(&bytes, n_blobs).ok_or(Refusal::Damaged)?;
    Ok(Read { bytes: bytes.into(), places })
}

/// Names a pack by its checksum, which is at the end of its head.
pub(crate) fn name(bytes: &[u8]) -> String {
    let seal: String = bytes[HEAD - 32..][..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{seal}.pack")
}

fn places(bytes: &[u8], n_blobs: u32) -> Option<Table> {
    let table_end = HEAD.checked_add((n_blobs as usize).checked_mul(ROW)?)?;
    let table = bytes.get(HEAD..table_end)?;
    let mut start = table_end;
    let mut places = Vec::with_capacity(n_blobs as usize);
    for row in table.chunks_exact(ROW) {
        let (key, length) = row.split_at(32);
        let end = start.checked_add(u32::from_le_bytes(length.try_into().ok()?) as usize)?;
        places.push((key.try_into().ok()?, start..end));
        start = end;
    }
    (start == bytes.len()).then_some(places)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("neither blobs nor packs are so long")
}

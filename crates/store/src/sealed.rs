//! A sealed file: a head that says what it is, and a BLAKE3 checksum over all of it.
//!
//! The head: 8 bytes of a mark, 4 of the version of the layout, 4 of a count that is the content's, 8 of the file's length, 32 of whose
//! it is, 32 of the checksum; numbers begin with their lowest byte.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What makes files of a kind ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) name: &'static [u8; 8],
    pub(crate) layout: u32,
    /// Who may read it: all zeros, or what made it.
    pub(crate) owner: [u8; 32],
}

/// What a head takes.
pub(crate) const HEAD: usize = 8 + 4 + 4 + 8 + 32 + 32;
/// Where the checksum begins.
const SEAL: usize = HEAD - 32;

/// No content is longer; a file with more was not written here.
pub(crate) const MAX_CONTENT: usize = 1 << 31;

/// Why a file is not used.
#[derive(Debug)]
pub(crate) enum Refusal {
    Absent,
    Damaged,
    /// Whole as far as can be seen, but of another layout or owner.
    Foreign,
    Unreadable(io::Error),
}

/// Returns the head of a file with this content, in parts, which is no longer than [`MAX_CONTENT`].
pub(crate) fn head(mark: &Mark, count: u32, content: &[&[u8]]) -> [u8; HEAD] {
    let length: usize = content.iter().map(|part| part.len()).sum();
    let mut head = [0; HEAD];
    head[..8].copy_from_slice(mark.name);
    head[8..12].copy_from_slice(&mark.layout.to_le_bytes());
    head[12..16].copy_from_slice(&count.to_le_bytes());
    head[16..24].copy_from_slice(&((HEAD + length) as u64).to_le_bytes());
    head[24..SEAL].copy_from_slice(&mark.owner);
    let seal = seal(&head, content);
    head[SEAL..].copy_from_slice(&seal);
    head
}

/// Reads a file whole, head included, and checks it; returns it with its count.
///
/// Takes no more memory than the file is long, and none for a file that is not ours.
pub(crate) fn read(path: &Path, mark: &Mark) -> Result<(Vec<u8>, u32), Refusal> {
    let length = match path.metadata() {
        // A named pipe would wait for a writer.
        Ok(metadata) if !metadata.is_file() => return Err(Refusal::Damaged),
        Ok(metadata) => metadata.len(),
        Err(error) => return Err(error.into()),
    };
    let mut file = File::open(path)?;
    let mut head = [0; HEAD];
    if length < HEAD as u64 || length > (HEAD + MAX_CONTENT) as u64 {
        return Err(Refusal::Damaged);
    }
    file.read_exact(&mut head)?;
    if head[..8] != *mark.name {
        return Err(Refusal::Damaged);
    }
    if head[8..12] != mark.layout.to_le_bytes() || head[24..SEAL] != mark.owner {
        return Err(Refusal::Foreign);
    }
    if head[16..24] != length.to_le_bytes() {
        return Err(Refusal::Damaged);
    }
    let mut bytes = Vec::new();
    let room = usize::try_from(length).map_err(|_| Refusal::Damaged)?;
    bytes.try_reserve_exact(room).map_err(|_| Refusal::Damaged)?;
    bytes.extend_from_slice(&head);
    file.take(length - HEAD as u64).read_to_end(&mut bytes)?;
    if bytes.len() != room || seal(&head, &[&bytes[HEAD..]]) != head[SEAL..] {
        return Err(Refusal::Damaged);
    }
    Ok((bytes, u32::from_le_bytes([head[12], head[13], head[14], head[15]])))
}

fn seal(head: &[u8; HEAD], content: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&head[..SEAL]);
    for part in content {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            // It became shorter while it was read.
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable(error),
        }
    }
}

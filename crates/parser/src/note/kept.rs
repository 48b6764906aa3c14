//! A note between two runs: everything that reading found, as bytes beside which the text need not be read again.
//!
//! The bytes mean something together with the path and the text that they came from, and to the same reader alone: the program
//! as it was built. A checksum over all of that stands before them, so that what comes out is what went in, or nothing. They hold
//! private text like the note itself; `Note` has no `Serialize`, and nobody else can write one.

mod front;
mod link;
mod shape;
#[cfg(test)]
mod tests;

use hedgerow_model::NotePath;

use super::{FileDates, Note, fingerprint};
use crate::packed::Packed;
use shape::{Kept, KeptDiagnostic, KeptHeading, KeptSpan, tags};

/// What reading a note depends on besides the note: another value reads notes otherwise, perhaps.
pub const READER: &str = env!("HEDGEROW_READER");

/// What the checksum takes.
const SEAL: usize = 16;

impl Note {
    /// Returns what [`Note::fingerprint`] would be. It is the key for [`Note::keep`]: the title and the diagnostics of a note depend on its
    /// path as well as on its text, and nothing else but the dates of its file does not follow from the two.
    pub fn fingerprint_of(path: &NotePath, text: &str) -> [u8; 32] {
        fingerprint(path, text)
    }

    /// Returns all that reading found, for [`Note::revive`]. Path, text and the dates of the file are not in it.
    pub fn keep(&self) -> Vec<u8> {
        // All fields by name: a new one has to be thought of here.
        let Self {
            path: _,
            text,
            body_start,
            is_drawing,
            front,
            title,
            has_title_heading,
            tags,
            headings,
            block_ids,
            links,
            plain_text,
            opening,
            dates: _,
            diagnostics,
            packed,
            fingerprint,
            trace: _,
        } = self;
        let kept = Kept {
            body_start: *body_start,
            is_drawing: *is_drawing,
            front: front::kept(front),
            title,
            has_title_heading: *has_title_heading,
            tags: tags.iter().map(|tag| tag.text()).collect(),
            headings: headings.iter().map(KeptHeading::of).collect(),
            block_ids: block_ids.iter().map(|(id, span)| (id.as_str(), KeptSpan::of(*span))).collect(),
            links: links.iter().map(|link| link::kept(link, text)).collect(),
            plain_text,
            opening,
            diagnostics: diagnostics.iter().map(KeptDiagnostic::of).collect(),
            tree: packed.bytes(),
        };
        let bytes = vec![0; SEAL];
        let mut bytes = postcard::to_extend(&kept, bytes).expect("a note holds only what can be written");
        let seal = seal(fingerprint, &bytes[SEAL..]);
        bytes[..SEAL].copy_from_slice(&seal);
        bytes
    }

    /// Makes of kept bytes the note that [`Note::parse`] would make of the same path, text and dates, in a fraction of the time.
    ///
    /// # Errors
    /// Path and text come back where the bytes are damaged, or are those of another note or another reader.
    pub fn revive(path: NotePath, text: String, dates: FileDates, kept: &[u8]) -> Result<Self, (NotePath, String)> {
        let fingerprint = fingerprint(&path, &text);
        match open(kept, &fingerprint).and_then(|kept| Self::beside(&kept, &path, &text, dates, fingerprint)) {
            Some(note) => Ok(Self { text, ..note }),
            None => Err((path, text)),
        }
    }

    /// Makes the note but for its text.
    fn beside(kept: &Kept<'_>, path: &NotePath, text: &str, dates: FileDates, fingerprint: [u8; 32]) -> Option<Self> {
        Some(Self {
            path: path.clone(),
            text: String::new(),
            body_start: kept.body_start,
            is_drawing: kept.is_drawing,
            front: front::revived(&kept.front)?,
            title: kept.title.to_owned(),
            has_title_heading: kept.has_title_heading,
            tags: tags(&kept.tags)?,
            headings: kept.headings.iter().map(KeptHeading::revived).collect(),
            block_ids: kept.block_ids.iter().map(|(id, span)| ((*id).to_owned(), span.revived())).collect(),
            links: kept.links.iter().map(|link| link::revived(link, text)).collect::<Option<_>>()?,
            plain_text: kept.plain_text.into(),
            opening: kept.opening.to_owned(),
            dates,
            diagnostics: kept.diagnostics.iter().map(|found| found.revived(path)).collect::<Option<_>>()?,
            packed: Packed::from_bytes(kept.tree),
            fingerprint,
            trace: std::sync::OnceLock::new(),
        })
    }
}

/// Checks kept bytes and opens them.
fn open<'k>(kept: &'k [u8], fingerprint: &[u8; 32]) -> Option<Kept<'k>> {
    let (found, body) = kept.split_at_checked(SEAL)?;
    // Behind the checksum nothing can be nested deeper than what was read once.
    if found == seal(fingerprint, body) { postcard::from_bytes(body).ok() } else { None }
}

/// Ties bytes to a note and to this reader.
fn seal(fingerprint: &[u8; 32], body: &[u8]) -> [u8; SEAL] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(READER.as_bytes()).update(fingerprint).update(body);
    let mut seal = [0; SEAL];
    seal.copy_from_slice(&hasher.finalize().as_bytes()[..SEAL]);
    seal
}

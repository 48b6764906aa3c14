//! A note between two runs: everything that reading found, as bytes beside which the text need not be read again.
//!
//! The bytes mean something together with the path and the text that they came from, and to the same reader alone: the program
//! as it was built. A checksum over all of that stands before them, so that what comes out is what went in, or nothing. What follows
//! is compressed with the text as its dictionary, for most of what was found are its words. They hold
//! private text like the note itself; `Note` has no `Serialize`, and nobody else can write one.

mod front;
mod link;
mod shape;
#[cfg(test)]
mod tests;

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};

use super::{Note, Unread};
use crate::packed::Packed;
use shape::{Kept, KeptDiagnostic, KeptHeading, KeptSpan, tags};

/// What reading a note depends on besides the note: another value reads notes otherwise, perhaps.
pub const READER: &str = env!("HEDGEROW_READER");

/// What the checksum takes.
const SEAL: usize = 16;

impl Note {
    /// Returns all that reading found, for [`Unread::revive`]. Path, text and the dates of the file are not in it.
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
        let bytes = postcard::to_allocvec(&kept).expect("a note holds only what can be written");
        let body = compress_prepend_size_with_dict(&bytes, text.as_bytes());
        [&seal(fingerprint, &body)[..], &body].concat()
    }

    /// Makes the note but for its text.
    fn beside(kept: &Kept<'_>, unread: &Unread) -> Option<Self> {
        let Unread { path, text, dates, fingerprint } = unread;
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
            dates: *dates,
            diagnostics: kept.diagnostics.iter().map(|found| found.revived(path)).collect::<Option<_>>()?,
            packed: Packed::from_bytes(kept.tree),
            fingerprint: *fingerprint,
            trace: std::sync::OnceLock::new(),
        })
    }
}

impl Unread {
    /// Makes the note that [`Unread::parse`] would make of what [`Note::keep`] gave, in a fraction of the time.
    ///
    /// # Errors
    /// The file comes back where the bytes are damaged, or are those of another note or another reader.
    pub fn revive(self, kept: &[u8]) -> Result<Note, Self> {
        let body = open(kept, &self);
        // Behind the checksum nothing can be nested deeper than what was read once.
        let kept = body.as_deref().and_then(|body| postcard::from_bytes(body).ok());
        match kept.and_then(|kept| Note::beside(&kept, &self)) {
            Some(note) => Ok(Note { text: self.text, ..note }),
            None => Err(self),
        }
    }
}

/// Checks kept bytes and opens them.
fn open(kept: &[u8], unread: &Unread) -> Option<Vec<u8>> {
    let (found, body) = kept.split_at_checked(SEAL)?;
    if found != seal(&unread.fingerprint, body) {
        return None;
    }
    decompress_size_prepended_with_dict(body, unread.text.as_bytes()).ok()
}

/// Ties bytes to a note and to this reader.
fn seal(fingerprint: &[u8; 32], body: &[u8]) -> [u8; SEAL] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(READER.as_bytes()).update(fingerprint).update(body);
    let mut seal = [0; SEAL];
    seal.copy_from_slice(&hasher.finalize().as_bytes()[..SEAL]);
    seal
}

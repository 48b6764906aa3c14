//! How much a search may read.

use fixedbitset::FixedBitSet;

use crate::query::Notice;

/// So many bytes of text are run through expressions for one query; looking for words in them counts more.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// What it takes to look at a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// Little, whatever its length.
    Note,
    /// Its links are followed.
    Links,
    /// Each byte is looked at once.
    Bytes,
    /// Words are made of the text, and perhaps the text of its tree.
    Words,
}

impl Effort {
    /// Returns for how many bytes a note of so many counts.
    pub(super) fn cost(self, n_bytes: usize) -> usize {
        let (per_byte, per_note) = match self {
            Self::Note => (0, 64),
            Self::Links => (0, 256),
            Self::Bytes => (1, 64),
            Self::Words => (4, 64),
        };
        n_bytes.saturating_mul(per_byte).saturating_add(per_note)
    }
}

/// What is left to be read, and which notes were not read for want of it.
pub(super) struct Reading {
    n_left: usize,
    pub(super) unread: FixedBitSet,
    pub(super) notices: Vec<Notice>,
}

impl Reading {
    pub(super) fn new(n_notes: usize) -> Self {
        Self::of_bytes(n_notes, MAX_BYTES)
    }

    pub(super) fn of_bytes(n_notes: usize, n_left: usize) -> Self {
        Self { n_left, unread: FixedBitSet::with_capacity(n_notes), notices: Vec::new() }
    }

    /// Tells whether so much may still be read, and counts it. From the first refusal on, all is refused.
    pub(super) fn may_read(&mut self, n_bytes: usize, effort: Effort) -> bool {
        match self.n_left.checked_sub(effort.cost(n_bytes)) {
            Some(n_left) => self.n_left = n_left,
            None => {
                self.n_left = 0;
                self.say("There is too much to read for this query, so only a part of the garden was looked through. Add words to narrow it.");
            }
        }
        self.n_left > 0
    }

    /// Says something once.
    pub(super) fn say(&mut self, message: &str) {
        self.say_of("", message);
    }

    pub(super) fn say_of(&mut self, piece: &str, message: &str) {
        let notice = Notice::new(piece, message);
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }
}

//! How much a search may read.

use fixedbitset::FixedBitSet;

use crate::query::Notice;

/// So many bytes of text are run through expressions for one query; looking for words in them counts more.
const MAX_BYTES: usize = 64 << 20;

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
        let per_byte = match effort {
            Effort::Note | Effort::Links => 0,
            Effort::Bytes => 1,
            Effort::Words => 4,
        };
        let cost = n_bytes.saturating_mul(per_byte).saturating_add(if effort == Effort::Links { 256 } else { 64 });
        match self.n_left.checked_sub(cost) {
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

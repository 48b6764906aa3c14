//! Notes by date, newest first.

use hedgerow_model::Date;
use hedgerow_publish::{NoteId, PublicGarden, PublicNote};

/// Returns the day by which a note is sorted among the recent ones.
pub fn date_of(note: &PublicNote) -> Option<Date> {
    note.modified().or(note.published()).or(note.created())
}

/// Returns the dated notes, newest first; those of one day in vault-path order.
pub(crate) fn by_date(garden: &PublicGarden) -> Vec<(NoteId, Date)> {
    newest_first(garden.listed().filter_map(|note| date_of(note).map(|date| (note.id(), date))))
}

/// Sorts dated notes, newest first; those of one day in vault-path order.
pub(crate) fn newest_first(dated: impl IntoIterator<Item = (NoteId, Date)>) -> Vec<(NoteId, Date)> {
    let mut dated: Vec<(NoteId, Date)> = dated.into_iter().collect();
    dated.sort_by(|(a_id, a), (b_id, b)| b.cmp(a).then_with(|| a_id.cmp(b_id)));
    dated
}

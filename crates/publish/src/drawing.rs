//! Drawings: notes that hold the data of a drawing, and the picture that was exported beside each (rule O-06).

use hedgerow_parser::{FileId, Garden};

/// Finds the picture of a drawing: the file of its name with `.svg` or `.png` behind it.
pub(crate) fn picture(garden: &Garden, note: usize) -> Option<usize> {
    let note = garden.notes()[note].as_ref();
    if !note.is_drawing() {
        return None;
    }
    let stem = crate::claims::stem(note);
    ["svg", "png"].iter().find_map(|extension| {
        match garden.names().find(note.path(), &format!("/{stem}.{extension}")).file()? {
            FileId::Asset(asset) => Some(asset),
            FileId::Note(_) => None,
        }
    })
}

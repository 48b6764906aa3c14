//! A note as the other engines get it: the same public words that ours indexes.

use hedgerow_publish::PublicNote;
use serde::Serialize;

/// The words of a note.
#[derive(Debug, Serialize)]
pub(crate) struct Document {
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) headings: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) text: String,
}

impl Document {
    pub(crate) fn of(note: &PublicNote) -> Self {
        let sections: Vec<&str> = note.sections().map(|section| section.text).filter(|text| !text.is_empty()).collect();
        Self {
            path: note.path().as_str().to_owned(),
            title: note.title().to_owned(),
            aliases: note.aliases().to_vec(),
            headings: note.headings().iter().map(|heading| heading.text.to_owned()).collect(),
            tags: note.tags().iter().map(|tag| tag.text().to_owned()).collect(),
            text: sections.join("\n"),
        }
    }
}

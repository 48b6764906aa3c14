//! The fields of the index.

use std::sync::LazyLock;

use hedgerow_model::Key;
use hedgerow_publish::PublicNote;
use tantivy::TantivyDocument;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use crate::filter::Place;
use crate::tokenizer;

/// How many fields there are; their numbers are below this.
pub(crate) const N_FIELDS: usize = 5;

/// The fields are the same in all indexes.
pub(crate) static FIELDS: LazyLock<Fields> = LazyLock::new(Fields::new);

/// Where a note's words are kept. Nothing is stored: a hit is a number, and its words come from the garden.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) title: Field,
    pub(crate) aliases: Field,
    pub(crate) headings: Field,
    pub(crate) tags: Field,
    pub(crate) text: Field,
    pub(crate) schema: Schema,
}

impl Fields {
    fn new() -> Self {
        let mut schema = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer::NAME)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        Self {
            title: schema.add_text_field("title", words.clone()),
            aliases: schema.add_text_field("aliases", words.clone()),
            headings: schema.add_text_field("headings", words.clone()),
            tags: schema.add_text_field("tags", words.clone()),
            text: schema.add_text_field("text", words),
            schema: schema.build(),
        }
    }

    /// Returns the field in which the words of a place are.
    pub(crate) fn of(&self, place: Place) -> Field {
        match place {
            Place::Title => self.title,
            Place::Aliases => self.aliases,
            Place::Headings => self.headings,
            Place::Tags => self.tags,
            Place::Text => self.text,
        }
    }

    /// Puts a note's words into a document. Values of one field stand apart, so that no phrase spans two of them.
    pub(crate) fn document(&self, note: &Entry<'_>) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.title, note.title);
        note.aliases.iter().for_each(|alias| document.add_text(self.aliases, alias));
        note.headings.iter().for_each(|heading| document.add_text(self.headings, heading));
        note.tags.iter().for_each(|tag| document.add_text(self.tags, tag));
        note.texts.iter().filter(|text| !text.is_empty()).for_each(|text| document.add_text(self.text, text));
        document
    }
}

/// What the index takes of a note.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry<'n> {
    pub(crate) title: &'n str,
    pub(crate) aliases: Vec<&'n str>,
    pub(crate) headings: Vec<&'n str>,
    pub(crate) tags: Vec<&'n str>,
    pub(crate) texts: Vec<&'n str>,
}

impl<'n> Entry<'n> {
    pub(crate) fn of(note: &'n PublicNote) -> Self {
        Self {
            title: note.title(),
            aliases: other_names(note).collect(),
            headings: note.headings().iter().map(|heading| heading.text).collect(),
            tags: note.tags().iter().map(|tag| tag.text()).collect(),
            texts: note.sections().map(|section| section.text).collect(),
        }
    }
}

/// Returns what a note is called besides its title: its aliases, and the name of its file (rule S-09).
pub(crate) fn other_names(note: &PublicNote) -> impl Iterator<Item = &str> {
    names(note).skip(1)
}

/// Returns what a note is called, its title first.
pub(crate) fn names(note: &PublicNote) -> impl Iterator<Item = &str> {
    let given = std::iter::once(note.title()).chain(note.aliases().iter().map(String::as_str));
    let file = note.path().file_name();
    let file = file.strip_suffix(".md").unwrap_or(file);
    let is_in = |is_same: &dyn Fn(&str) -> bool| given.clone().any(is_same);
    // Most titles are the file's name, and this is asked of many notes at every keystroke.
    let is_given = is_in(&|name| name == file) || is_in(&|name| Key::of(name) == Key::of(file));
    given.chain(Some(file).filter(|_| !is_given))
}

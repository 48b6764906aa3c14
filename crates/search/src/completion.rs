//! How the tag, or another value of an operator, at the end of a query may go on.
//!
//! What is offered is drawn from the notes that can be found and from nothing else, and is the same whatever stands before it in the query.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hedgerow_model::{Key, Tag};
use hedgerow_publish::PublicNote;

use crate::SearchIndex;
use crate::filter::{self, Source};
use crate::query::{Begun, Choice, Clause, HAS, IS, Query};

/// So many are offered.
const MAX: usize = 8;

/// More headings are not looked at, so that a keystroke stays a short one in a very large garden.
const MAX_HEADINGS: usize = 100_000;

/// One way for a query to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The whole query, its last value complete.
    pub query: String,
    /// The operator with this value, such as `tag:tea/green`.
    pub text: String,
    /// How many notes of the garden have the value; nothing where that is not counted.
    pub count: Option<usize>,
}

impl SearchIndex {
    /// Returns how the value of an operator at the very end of a query may go on, the most frequent first: tags, folders, headings, years,
    /// and what `is:` and `has:` know. Nothing where the query ends with anything else, and no value that is complete as it is.
    pub fn complete(&self, query: &Query) -> Vec<Completion> {
        let Some(begun) = query.begun() else { return Vec::new() };
        let completion = |(value, count): (String, Option<usize>)| {
            let text = format!("{}{}", &query.text()[begun.start..begun.place], begun.written(&value));
            Completion { query: format!("{}{text}", &query.text()[..begun.start]), text, count }
        };
        begun.values(self).into_iter().map(completion).collect()
    }
}

impl Begun {
    fn values(&self, source: &dyn Source) -> Vec<(String, Option<usize>)> {
        let notes = source.searchable().ones().map(|number| &source.garden().notes()[number]);
        match self.choice {
            Choice::Tag => self.most(notes, |note, values| {
                let key = Key::of(self.value.trim_start_matches('#'));
                let fitting = note.tags().iter().filter(|tag| tag.key().as_str().starts_with(key.as_str()));
                for tag in fitting.flat_map(Tag::lineage).filter(|tag| tag.key().as_str().starts_with(key.as_str())) {
                    values.entry(tag.key().clone()).or_insert_with(|| tag.text().to_owned());
                }
            }),
            Choice::Folder => self.most(notes, |note, values| {
                let mut folder = note.path().folder();
                while starts(folder, &self.value) && !folder.is_empty() {
                    values.insert(Key::of(folder), folder.to_owned());
                    folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
                }
            }),
            Choice::Heading => {
                let mut n_left = MAX_HEADINGS;
                let values = self.most(notes, |note, values| {
                    for heading in note.headings().into_iter().take(n_left).filter(|it| starts(it.text, &self.value)) {
                        values.entry(Key::of(heading.text)).or_insert_with(|| heading.text.to_owned());
                    }
                    n_left = n_left.saturating_sub(note.headings().len());
                });
                // One of signs alone has no words that could be looked for.
                values.into_iter().filter(|(heading, _)| !Clause::of(heading).words.is_empty()).collect()
            }
            Choice::Year => {
                let mut years = self.all(notes, |note, values| {
                    let year = filter::day(note).map(|day| day.year().to_string());
                    values.extend(year.filter(|it| it.starts_with(&self.value)).map(|it| (Key::of(&it), it)));
                });
                years.reverse();
                years.truncate(MAX);
                years
            }
            Choice::Is => self.of(&IS),
            Choice::Has => self.of(&HAS),
        }
    }

    /// Returns the most frequent values, those of one frequency in order of the alphabet.
    fn most<'n>(
        &self,
        notes: impl Iterator<Item = &'n PublicNote>,
        values_of: impl FnMut(&'n PublicNote, &mut BTreeMap<Key, String>),
    ) -> Vec<(String, Option<usize>)> {
        let mut values = self.all(notes, values_of);
        values.sort_by_key(|(_, count)| Reverse(*count));
        values.truncate(MAX);
        values
    }

    /// Counts the notes by their values, each as it was first written, and leaves out what is complete.
    fn all<'n>(
        &self,
        notes: impl Iterator<Item = &'n PublicNote>,
        mut values_of: impl FnMut(&'n PublicNote, &mut BTreeMap<Key, String>),
    ) -> Vec<(String, Option<usize>)> {
        let mut found: BTreeMap<Key, (String, usize)> = BTreeMap::new();
        let mut of_note = BTreeMap::new();
        for note in notes {
            values_of(note, &mut of_note);
            while let Some((key, value)) = of_note.pop_first() {
                found.entry(key).or_insert_with(|| (value, 0)).1 += 1;
            }
        }
        found.remove(&Key::of(&self.value));
        found.into_values().map(|(value, count)| (value, Some(count))).collect()
    }

    fn of(&self, names: &[&str]) -> Vec<(String, Option<usize>)> {
        let others = names.iter().filter(|name| starts(name, &self.value) && name.len() > self.value.len());
        others.map(|name| ((*name).to_owned(), None)).collect()
    }

    /// Writes a value as a reader would: in quotes where it may hold spaces, as facets write folders too.
    fn written(&self, value: &str) -> String {
        match self.choice {
            Choice::Tag | Choice::Year | Choice::Is | Choice::Has => value.to_owned(),
            Choice::Folder | Choice::Heading => format!("\"{}\"", value.replace('"', "\\\"")),
        }
    }
}

/// Tells whether a text starts with another, whatever the letters' case.
fn starts(text: &str, start: &str) -> bool {
    match (text.get(..start.len()), text.is_ascii() && start.is_ascii()) {
        (Some(same), true) => same.eq_ignore_ascii_case(start),
        (None, true) => false,
        (_, false) => Key::of(text).as_str().starts_with(Key::of(start).as_str()),
    }
}

//! What must hold of one note.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use super::element::Scope;
use crate::case::{NoteExpectation, Target};
use crate::data::{LinkData, NoteData};
use crate::finding::{Finding, shortened};
use crate::page::Page;
use crate::text::collapsed;

impl Check<'_> {
    pub(super) fn note(&self, path: &str, expectation: &NoteExpectation) -> Result<(), String> {
        let Some(data) = self.data()? else {
            self.skip("the program prints no data, so that the notes' addresses are not known");
            return Ok(());
        };
        match (expectation.public, data.note(path)) {
            (Some(false), None) => {}
            (Some(false), Some(note)) => {
                self.fail(Finding::new(format!("{path}: public"), "no page", format!("a page at {}", note.url)));
            }
            (_, None) => {
                let public: Vec<_> = data.notes.iter().map(|note| &note.path).collect();
                self.fail(Finding::new(format!("{path}: public"), "a page", format!("none; public are {public:?}")));
            }
            (_, Some(note)) => {
                self.note_data(note, expectation);
                self.note_page(note, expectation)?;
            }
        }
        Ok(())
    }

    fn note_data(&self, note: &NoteData, expectation: &NoteExpectation) {
        let place = |key: &str| format!("{}: {key}", note.path);
        if let Some(title) = &expectation.title {
            match &note.title {
                None => self.skip(format!("{}: the data do not say", place("title"))),
                Some(found) if found == title => {}
                Some(found) => self.fail(Finding::of_texts(place("title"), title, found)),
            }
        }
        if let Some(url) = expectation.url.as_ref().filter(|url| **url != note.url) {
            self.fail(Finding::new(place("url"), url, &note.url));
        }
        let mentions: Option<Vec<String>> =
            note.mentions.as_ref().map(|mentions| mentions.iter().map(|mention| mention.path().to_owned()).collect());
        let lists = [
            ("tags", &expectation.tags, &note.tags),
            ("aliases", &expectation.aliases, &note.aliases),
            ("backlinks", &expectation.backlinks, &note.backlinks),
            ("mentions", &expectation.mentions, &mentions),
        ];
        for (key, expected, found) in lists {
            if let Some(expected) = expected {
                self.same(place(key), expected, found.as_deref());
            }
        }
        if let Some(expected) = &expectation.links {
            match &note.links {
                None => self.skip(format!("{}: the data do not say", place("links"))),
                Some(found) => self.links(&place("links"), expected, found),
            }
        }
    }

    fn links(&self, place: &str, expected: &BTreeMap<String, Target>, found: &[LinkData]) {
        let mut by_source: BTreeMap<&str, BTreeSet<Option<String>>> = BTreeMap::new();
        for link in found {
            by_source.entry(&link.raw).or_default().insert(link.leads());
        }
        for (source, target) in expected {
            let expected = match target {
                Target::Place(place) => Some(place.clone()),
                Target::Is(_) => None,
            };
            match by_source.get(source.as_str()) {
                None => {
                    let sources: Vec<_> = by_source.keys().collect();
                    self.fail(Finding::new(place, format!("a link `{source}`"), format!("these: {sources:?}")));
                }
                Some(targets) if targets.iter().eq([&expected]) => {}
                Some(targets) => {
                    let found: Vec<_> = targets.iter().map(leading).collect();
                    self.fail(Finding::new(format!("{place}: `{source}`"), leading(&expected), found.join(" and ")));
                }
            }
        }
        for (source, targets) in by_source.iter().filter(|(source, _)| !expected.contains_key(**source)) {
            let found: Vec<_> = targets.iter().map(leading).collect();
            self.fail(Finding::new(place, format!("no link `{source}`"), format!("it, {}", found.join(" and "))));
        }
    }

    fn note_page(&self, note: &NoteData, expectation: &NoteExpectation) -> Result<(), String> {
        let NoteExpectation { text, shows, hides, elements, page: in_page, description, public, .. } = expectation;
        let is_looked_at =
            text.is_some() || description.is_some() || !(shows.is_empty() && hides.is_empty() && elements.is_empty());
        if !is_looked_at && in_page.is_empty() && *public != Some(true) {
            return Ok(());
        }
        let page = self.page(&note.url)?;
        if text.is_some() || !shows.is_empty() {
            self.note_text(note, expectation, &page);
        }
        for hidden in hides.iter().filter(|hidden| page.holds(hidden)) {
            let found = page.source.split(hidden.as_str()).next().map_or(0, |before| before.chars().count());
            let found = crate::finding::around(&page.source, found);
            self.fail(Finding::new(format!("{}: hides", note.path), format!("no {hidden:?} in the page"), found));
        }
        if let Some(description) = description {
            match page.description() {
                Some(found) if found == description => {}
                found => {
                    let found = found.unwrap_or("no description");
                    self.fail(Finding::of_texts(format!("{}: description", note.path), description, found));
                }
            }
        }
        elements.iter().try_for_each(|element| self.element(&note.path, element, &page, Scope::Body))?;
        in_page.iter().try_for_each(|element| self.element(&note.path, element, &page, Scope::Page))
    }

    fn note_text(&self, note: &NoteData, expectation: &NoteExpectation, page: &Page) {
        let Some(body) = page.body() else { return self.no_body(&note.path) };
        let found = page.reader.text(body);
        if let Some(expected) = expectation.text.as_deref().map(collapsed).filter(|expected| *expected != found) {
            self.fail(Finding::of_texts(format!("{}: text", note.path), &expected, &found));
        }
        for shown in expectation.shows.iter().filter(|shown| !found.contains(&collapsed(shown))) {
            self.fail(Finding::new(format!("{}: shows", note.path), format!("{shown:?}"), shortened(&found)));
        }
    }

    pub(super) fn no_body(&self, path: &str) {
        self.fail(Finding::new(path, "the element that holds the note (the role `body`)", "none in the page"));
    }
}

fn leading(target: &Option<String>) -> String {
    target.as_ref().map_or_else(|| "leads nowhere".to_owned(), |target| format!("leads to {target:?}"))
}

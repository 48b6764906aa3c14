//! The Atom feed (rule W-29).

use std::borrow::Cow;

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use hedgerow_model::Date;
use hedgerow_publish::{NoteId, PublicNote};

use crate::addresses::Addresses;
use crate::{Site, SiteOptions, rank};

const MAX_ENTRIES: usize = 30;

impl Site {
    /// Returns the newest notes as an Atom feed. All dates come from the notes, none from a clock, so that the feed
    /// changes only when a note does. Notes without a date are left out, because Atom asks for one.
    pub fn feed(&self) -> String {
        let newest = newest(self);
        let entries = newest.iter().map(|(item, date)| entry(item, *date, &self.addresses));
        write(&self.options, &self.addresses, newest.first().map(|&(_, date)| date), entries.collect())
    }
}

/// Returns the notes of the feed with their days, newest first.
pub(crate) fn newest(site: &Site) -> Vec<(FeedItem<'_>, Date)> {
    // A drawing has no words for a feed (rule O-06).
    let dated = rank::by_date(&site.garden).into_iter().filter(|(id, _)| !site.garden.note(*id).is_drawing());
    items(site, dated)
}

/// Returns the newest of some notes with their days.
pub(crate) fn newest_of(site: &Site, notes: impl IntoIterator<Item = NoteId>) -> Vec<(FeedItem<'_>, Date)> {
    let dated = notes.into_iter().filter_map(|id| Some((id, rank::date_of(site.garden.note(id))?)));
    items(site, rank::newest_first(dated))
}

fn items(site: &Site, dated: impl IntoIterator<Item = (NoteId, Date)>) -> Vec<(FeedItem<'_>, Date)> {
    dated.into_iter().take(MAX_ENTRIES).map(|(id, date)| (FeedItem::of(site.garden.note(id)), date)).collect()
}

/// What a feed says of a note.
pub(crate) struct FeedItem<'n> {
    pub(crate) url: &'n hedgerow_model::PageUrl,
    pub(crate) title: &'n str,
    pub(crate) description: Cow<'n, str>,
    pub(crate) author: Option<&'n str>,
    pub(crate) published: Option<Date>,
    pub(crate) tags: Vec<&'n str>,
}

impl<'n> FeedItem<'n> {
    fn of(note: &'n PublicNote) -> Self {
        Self {
            url: note.url(),
            title: note.title(),
            description: note.description(),
            author: note.author(),
            published: note.published().or(note.created()),
            tags: note.tags().iter().map(hedgerow_model::Tag::text).collect(),
        }
    }
}

fn entry(item: &FeedItem<'_>, updated: Date, addresses: &Addresses) -> Entry {
    let href = addresses.href(item.url);
    Entry {
        title: Text::plain(xml_text(item.title)),
        id: stable_id(addresses, &href),
        updated: date_time(updated),
        published: item.published.map(date_time),
        authors: item.author.map(person).into_iter().collect(),
        categories: item.tags.iter().map(|tag| Category { term: xml_text(tag), ..Category::default() }).collect(),
        links: vec![link("alternate", "text/html", &addresses.best(&href))],
        summary: (!item.description.is_empty()).then(|| Text::plain(xml_text(&item.description))),
        ..Entry::default()
    }
}

fn write(options: &SiteOptions, addresses: &Addresses, updated: Option<Date>, entries: Vec<Entry>) -> String {
    let home = addresses.own("");
    let own = addresses.own("feed.xml");
    let feed = Feed {
        title: Text::plain(xml_text(&options.title)),
        subtitle: options.description.as_deref().map(|text| Text::plain(xml_text(text))),
        id: stable_id(addresses, &home),
        // A feed must have a date: one without entries has the earliest.
        updated: updated.map(date_time).unwrap_or_default(),
        authors: vec![person(options.author.as_deref().unwrap_or(&options.title))],
        generator: Some(Generator { value: "Hedgerow".to_owned(), uri: None, version: None }),
        links: vec![
            link("self", "application/atom+xml", &addresses.best(&own)),
            link("alternate", "text/html", &addresses.best(&home)),
        ],
        lang: Some(options.language.clone()),
        entries,
        ..Feed::default()
    };
    feed.to_string()
}

/// The absolute address, or a name of the same form where the site does not know its host.
pub(crate) fn stable_id(addresses: &Addresses, href: &str) -> String {
    addresses.absolute(href).unwrap_or_else(|| format!("urn:hedgerow:{}", href.trim_start_matches('/')))
}

fn link(rel: &str, mime_type: &str, href: &str) -> Link {
    Link { href: href.to_owned(), rel: rel.to_owned(), mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

fn person(name: &str) -> Person {
    Person { name: xml_text(name), ..Person::default() }
}

pub(crate) fn date_time(date: Date) -> FixedDateTime {
    FixedDateTime::parse_from_rfc3339(&date.rfc3339()).unwrap_or_default()
}

/// Replaces what XML 1.0 cannot hold even escaped: control characters and the two non-characters.
pub(crate) fn xml_text(text: &str) -> String {
    let is_allowed =
        |c: char| matches!(c, '\t' | '\n') || (c >= ' ' && !matches!(c, '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}'));
    text.chars().map(|c| if is_allowed(c) { c } else { '\u{FFFD}' }).collect()
}

#[cfg(test)]
mod tests {
    use hedgerow_model::{BasePath, PageUrl};

    use super::*;

    fn feed(title: &str, base_url: Option<&str>) -> String {
        let addresses = Addresses::new(&BasePath::default(), base_url);
        let url = PageUrl::from_slug("A b");
        let item = FeedItem {
            url: &url,
            title,
            description: title.into(),
            author: Some(title),
            published: Date::new(2024, 1, 5),
            tags: vec!["a/b"],
        };
        let day = Date::new(2024, 2, 6).unwrap();
        let options = SiteOptions { title: title.to_owned(), ..SiteOptions::default() };
        write(&options, &addresses, Some(day), vec![entry(&item, day, &addresses)])
    }

    #[test]
    fn the_feed_is_read_back_whatever_a_title_holds() {
        for title in ["plain", "<b>&amp; \"'", "]]> <![CDATA[", "nul \0 bell \u{7} \u{FFFE}", "日本 🌱 \u{202E}rtl", ""]
        {
            let text = feed(title, None);
            let read = Feed::read_from(text.as_bytes()).unwrap_or_else(|error| panic!("{title:?}: {error}\n{text}"));
            assert_eq!(read.entries[0].title.value, xml_text(title));
            assert!(!text.contains('\0'));
        }
    }

    #[test]
    fn ids_and_dates_are_stable() {
        let text = feed("x", Some("https://example.org/"));
        assert!(text.contains("<id>https://example.org/A%20b</id>"), "{text}");
        assert!(text.contains("<updated>2024-02-06T00:00:00+00:00</updated>"), "{text}");
        assert_eq!(text, feed("x", Some("https://example.org")));
        assert!(feed("x", None).contains("<id>urn:hedgerow:A%20b</id>"));
    }
}

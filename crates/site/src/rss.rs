//! The feed as RSS 2.0, for readers that do not know Atom (rule W-29).

use std::collections::BTreeMap;

use hedgerow_publish::NoteId;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rss::extension::Extension;
use rss::{Category, Channel, Guid, Item};

use crate::feed::{self, FeedItem, xml_text};
use crate::templates::escape;
use crate::{Site, SiteOptions, addresses::Addresses};

const MEDIA_TYPE: &str = "application/rss+xml";

impl Site {
    /// Returns the newest notes as RSS: the same notes with the same names and days as in [`Site::feed`].
    pub fn rss(&self) -> String {
        let own = self.view.rss.clone();
        let feed = Feed { title: self.options.title.clone(), home: self.view.home.clone(), own };
        self.rss_of(&feed, feed::newest(self))
    }

    /// Returns the newest of the notes that a search found, as RSS. The server tells which; those without a date are left out,
    /// as in the feed of all.
    pub fn search_rss(&self, query: &str, found: impl IntoIterator<Item = NoteId>) -> String {
        let words = utf8_percent_encode(query, NON_ALPHANUMERIC);
        let feed = Feed {
            title: format!("{query} - {}", self.options.title),
            home: format!("{}?q={words}", self.view.links.search),
            own: format!("{}?q={words}", self.view.links.search_feed),
        };
        self.rss_of(&feed, feed::newest_of(self, found))
    }

    fn rss_of(&self, feed: &Feed, items: Vec<(FeedItem<'_>, hedgerow_model::Date)>) -> String {
        let items = items.into_iter().map(|(item, date)| rss_item(&item, date, &self.addresses));
        write(feed, &self.options, &self.addresses, items.collect())
    }
}

/// Which feed it is.
struct Feed {
    title: String,
    /// The address of the page that shows the same.
    home: String,
    /// The address of the feed.
    own: String,
}

fn rss_item(item: &FeedItem<'_>, date: hedgerow_model::Date, addresses: &Addresses) -> Item {
    let href = addresses.href(item.url);
    // Only a whole address may be named as the place where an item is.
    let permalink = addresses.absolute(&href).is_some();
    Item {
        title: Some(xml_text(item.title)),
        link: Some(addresses.best(&href)),
        guid: Some(Guid { value: feed::stable_id(addresses, &href), permalink }),
        pub_date: Some(feed::date_time(date).to_rfc2822()),
        // Readers take a description for HTML, in which plain text could turn into markup.
        description: (!item.description.is_empty()).then(|| xml_text(&escape(&item.description))),
        categories: item.tags.iter().map(|tag| Category { name: xml_text(tag), domain: None }).collect(),
        ..Item::default()
    }
}

fn write(feed: &Feed, options: &SiteOptions, addresses: &Addresses, items: Vec<Item>) -> String {
    let own = [("href", addresses.best(&feed.own)), ("rel", "self".to_owned()), ("type", MEDIA_TYPE.to_owned())];
    let own = Extension {
        name: "atom:link".to_owned(),
        attrs: own.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        ..Extension::default()
    };
    let channel = Channel {
        title: xml_text(&feed.title),
        link: addresses.best(&feed.home),
        description: xml_text(options.description.as_deref().unwrap_or(&options.title)),
        language: Some(options.language.clone()),
        generator: Some("Hedgerow".to_owned()),
        extensions: BTreeMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), vec![own])]))]),
        namespaces: BTreeMap::from([("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned())]),
        items,
        ..Channel::default()
    };
    channel.to_string()
}

#[cfg(test)]
mod tests {
    use hedgerow_model::{BasePath, Date, PageUrl};

    use super::*;

    fn rss(title: &str, base_url: Option<&str>) -> String {
        let addresses = Addresses::new(&BasePath::default(), base_url);
        let url = PageUrl::from_slug("A b");
        let item =
            FeedItem { url: &url, title, description: title.into(), author: None, published: None, tags: vec!["a/b"] };
        let options = SiteOptions { title: title.to_owned(), ..SiteOptions::default() };
        let day = Date::new(2024, 2, 6).unwrap();
        let feed = Feed { title: title.to_owned(), home: "/".to_owned(), own: "/rss.xml".to_owned() };
        write(&feed, &options, &addresses, vec![rss_item(&item, day, &addresses)])
    }

    #[test]
    fn the_feed_is_read_back_whatever_a_title_holds_w_29() {
        for title in ["plain", "<b>&amp; \"'", "]]> <![CDATA[", "nul \0 bell \u{7} \u{FFFE}", "日本 🌱 \u{202E}rtl"]
        {
            let text = rss(title, None);
            let read = Channel::read_from(text.as_bytes()).unwrap_or_else(|error| panic!("{title:?}: {error}\n{text}"));
            assert_eq!(read.items()[0].title(), Some(xml_text(title).as_str()));
            assert_eq!(read.items()[0].description(), Some(xml_text(&escape(title)).as_str()));
            assert!(!text.contains('\0'));
        }
    }

    #[test]
    fn names_and_days_are_stable_w_29() {
        let text = rss("x", Some("https://example.org/"));
        assert!(text.contains("<guid>https://example.org/A%20b</guid>"), "{text}");
        assert!(text.contains("<pubDate>Tue, 6 Feb 2024 00:00:00 +0000</pubDate>"), "{text}");
        assert!(rss("x", None).contains("<guid isPermaLink=\"false\">urn:hedgerow:A%20b</guid>"));
    }
}

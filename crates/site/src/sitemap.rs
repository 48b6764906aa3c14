//! The sitemap and `robots.txt` (rules W-29, W-30).

use std::fmt::Write as _;

use hedgerow_model::Date;

use crate::templates::escape;
use crate::{Site, SiteOptions, addresses::Addresses, rank};

impl Site {
    /// Returns the sitemap: the home page, then every note by vault path. Without a base URL the addresses start at the
    /// host's root, for tools; `robots.txt` then does not name the sitemap, since search engines want absolute ones.
    pub fn sitemap(&self) -> String {
        let notes = self.garden.listed().filter(|note| note.url().as_str() != "/");
        let home_date = self.garden.home().and_then(|id| rank::date_of(self.garden.note(id)));
        let pages = std::iter::once((self.view.home.clone(), home_date))
            .chain(notes.map(|note| (self.addresses.href(note.url()), rank::date_of(note))));
        write(&self.addresses, pages)
    }

    /// Returns `robots.txt`.
    pub fn robots(&self) -> String {
        robots(&self.options, &self.addresses)
    }
}

fn write(addresses: &Addresses, pages: impl Iterator<Item = (String, Option<Date>)>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (href, date) in pages {
        let address = addresses.best(&href);
        write!(xml, "<url><loc>{}</loc>", escape(&address)).expect("writing to a string");
        if let Some(date) = date {
            write!(xml, "<lastmod>{}</lastmod>", date.iso()).expect("writing to a string");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

fn robots(options: &SiteOptions, addresses: &Addresses) -> String {
    if options.is_hidden {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let mut text =
        format!("User-agent: *\nDisallow: {}\nDisallow: {}/\n", addresses.own("-/search"), addresses.own("-/api"));
    if let Some(sitemap) = addresses.absolute(&addresses.own("sitemap.xml")) {
        writeln!(text, "Sitemap: {sitemap}").expect("writing to a string");
    }
    text
}

#[cfg(test)]
mod tests {
    use hedgerow_model::{BasePath, PageUrl};

    use super::*;

    #[test]
    fn addresses_are_encoded_and_absolute() {
        let addresses = Addresses::new(&BasePath::new("n"), Some("https://example.org/n"));
        let href = addresses.href(&PageUrl::from_slug("A & <b>/'ü\"]]>"));
        let xml = write(&addresses, [(href, Date::new(2024, 1, 5))].into_iter());
        assert!(xml.contains(
            "<url><loc>https://example.org/n/A%20%26%20%3Cb%3E/%27%C3%BC%22%5D%5D%3E</loc><lastmod>2024-01-05</lastmod></url>"
        ), "{xml}");
    }

    #[test]
    fn robots_name_the_sitemap_only_where_the_host_is_known() {
        let options = SiteOptions::default();
        let without = robots(&options, &Addresses::new(&BasePath::default(), None));
        assert!(!without.contains("Sitemap") && without.contains("Disallow: /-/search"));
        let with = robots(&options, &Addresses::new(&BasePath::new("n"), Some("https://example.org/n/")));
        assert!(with.contains("Sitemap: https://example.org/n/sitemap.xml"));
        let hidden = SiteOptions { is_hidden: true, ..options };
        assert_eq!(robots(&hidden, &Addresses::new(&BasePath::default(), None)), "User-agent: *\nDisallow: /\n");
    }
}

//! The description by which a browser adds the garden to its search engines (OpenSearch 1.1).

use std::fmt::Write as _;

use crate::Site;
use crate::feed::xml_text;
use crate::label;
use crate::templates::escape;

/// The most columns that the format allows for a name.
const NAME_WIDTH: usize = 16;

/// What the browser puts the reader's words in place of.
const WORDS: &str = "{searchTerms}";

impl Site {
    /// Returns the description. Browsers want whole addresses in it: `host` is the one that the reader asked, for a site that
    /// does not know its own.
    pub fn open_search(&self, host: Option<&str>) -> String {
        let links = &self.view.links;
        let whole = |href: &str| match (self.addresses.absolute(href), host) {
            (Some(whole), _) => whole,
            (None, Some(host)) => format!("http://{host}{href}"),
            (None, None) => href.to_owned(),
        };
        let urls = [
            ("results", "text/html", format!("{}?q={WORDS}", links.search)),
            ("results", "application/rss+xml", format!("{}?q={WORDS}", links.search_feed)),
            ("suggestions", "application/x-suggestions+json", format!("{}?q={WORDS}", links.suggest)),
            ("self", "application/opensearchdescription+xml", links.open_search.clone()),
        ];
        let title = xml_text(&self.options.title);
        let description = xml_text(self.options.description.as_deref().unwrap_or(&self.options.title));
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
             <ShortName>{}</ShortName>\n<Description>{}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n\
             <Image width=\"16\" height=\"16\" type=\"image/x-icon\">{}</Image>\n",
            escape(&label::cut(&title, NAME_WIDTH)),
            escape(&description),
            escape(&whole(&self.addresses.own("favicon.ico"))),
        );
        for (rel, media_type, href) in urls {
            let template = escape(&whole(&href));
            writeln!(xml, "<Url rel=\"{rel}\" type=\"{media_type}\" method=\"get\" template=\"{template}\"/>")
                .expect("writing to a string");
        }
        xml.push_str("</OpenSearchDescription>\n");
        xml
    }
}

//! Which address is which.

use axum::http::Uri;
use hedgerow_model::{BasePath, PageUrl, Tag};

use crate::document::DocumentKey;
use crate::search::Form;

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// A note, folder, attachment, or an old form of one of their addresses.
    Garden(PageUrl),
    /// `/-/search`, `/-/api/search` and the other forms in which a search is answered.
    Search(Form),
    /// A document that depends on the snapshot alone.
    Document(DocumentKey),
    /// `/-/opensearch.xml`.
    OpenSearch,
    /// `/-/events`.
    Events,
    /// `/-/assets/…`, by hashed name.
    Asset(String),
    /// `/-/healthz`.
    Health,
    /// `/-/icons/…`: an icon of the vault.
    Icon(PageUrl),
    /// `/favicon.ico`.
    Favicon,
    /// One of our own pages, asked for in another form; the path below the base.
    Own(&'static str),
    /// `/search` and its like: leads to our own page unless something in the garden has the address.
    Short(PageUrl, &'static str),
    /// The address of the base without its slash, or the host's root while the site lives below it.
    Base,
    /// Nothing can be here.
    Nothing,
}

impl Route {
    /// Reads the path of a request. The query takes no part.
    pub(crate) fn read(base: &BasePath, uri: &Uri) -> Self {
        let path = uri.path();
        let Some(below) = path.strip_prefix(base.as_str()) else {
            return if path == "/" { Self::Base } else { Self::Nothing };
        };
        if below.is_empty() {
            return Self::Base;
        }
        if has_encoded_separator(below) {
            return Self::Nothing;
        }
        let Some(url) = PageUrl::parse(below) else { return Self::Nothing };
        if let Some(own) = url.as_str().strip_prefix("/-/") {
            return Self::own(own);
        }
        match url.as_str() {
            "/feed.xml" => Self::Document(DocumentKey::Feed),
            "/rss.xml" => Self::Document(DocumentKey::Rss),
            "/sitemap.xml" => Self::Document(DocumentKey::Sitemap),
            "/robots.txt" => Self::Document(DocumentKey::Robots),
            "/favicon.ico" => Self::Favicon,
            "/search" => Self::Short(url, "/-/search"),
            "/tags" => Self::Short(url, "/-/tags"),
            "/graph" => Self::Short(url, "/-/graph"),
            _ => Self::Garden(url),
        }
    }

    fn own(path: &str) -> Self {
        match path {
            "search" => Self::Search(Form::Page),
            "search.xml" => Self::Search(Form::Feed),
            "opensearch.xml" => Self::OpenSearch,
            "pages" => Self::Document(DocumentKey::Pages(1)),
            "tags" => Self::Document(DocumentKey::Tags),
            "graph" => Self::Document(DocumentKey::Graph),
            "recent" => Self::Document(DocumentKey::Recent),
            "api" => Self::Document(DocumentKey::Api),
            "api/search" => Self::Search(Form::Json),
            "api/suggest" => Self::Search(Form::Suggestions),
            "events" => Self::Events,
            "api/graph" => Self::Document(DocumentKey::GraphData),
            "healthz" => Self::Health,
            "publish.css" => Self::Document(DocumentKey::Style),
            "search/" => Self::Own("/-/search"),
            "pages/" | "pages/1" => Self::Own("/-/pages"),
            "tags/" => Self::Own("/-/tags"),
            "graph/" => Self::Own("/-/graph"),
            "recent/" => Self::Own("/-/recent"),
            "api/" => Self::Own("/-/api"),
            _ => match path.split_once('/') {
                Some(("tags", tag)) => read_tag(tag).map_or(Self::Nothing, |tag| Self::Document(DocumentKey::Tag(tag))),
                Some(("pages", rest)) => read_part(rest),
                Some(("backlinks", of)) => Self::Document(DocumentKey::Backlinks(PageUrl::from_slug(of))),
                Some(("icons", _)) => Self::Icon(PageUrl::from_slug(&format!("-/{path}"))),
                Some(("assets", name)) => Self::Asset(name.to_owned()),
                _ => Self::Nothing,
            },
        }
    }
}

/// A tag's address names it as it is, without `#` and without slashes to spare.
fn read_tag(text: &str) -> Option<Tag> {
    Tag::new(text).filter(|tag| tag.text() == text)
}

/// Reads `2`, or `2/Books/`.
fn read_part(text: &str) -> Route {
    let (number, list) = text.split_once('/').unwrap_or((text, ""));
    match read_number(number) {
        Some(number) if list.is_empty() && number.to_string() == text => Route::Document(DocumentKey::Pages(number)),
        Some(number) if !list.is_empty() => Route::Document(DocumentKey::Part(number, PageUrl::from_slug(list))),
        Some(_) | None => Route::Nothing,
    }
}

/// A page's number is written in one way, from 2 on.
fn read_number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|&number: &usize| number > 1 && number.to_string() == text)
}

/// A slash that was encoded is no separator, and no name holds one.
fn has_encoded_separator(path: &str) -> bool {
    path.as_bytes().windows(3).any(|three| three.eq_ignore_ascii_case(b"%2f"))
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;
    use hedgerow_model::{BasePath, PageUrl};

    use super::{DocumentKey, Route};

    fn check(base: &str, address: &str, expected: &str) {
        let uri: Uri = address.parse().unwrap();
        let route = Route::read(&BasePath::new(base), &uri);
        let found = match &route {
            Route::Garden(url) => format!("garden {url}"),
            Route::Document(DocumentKey::Tag(tag)) => format!("tag {}", tag.text()),
            Route::Document(DocumentKey::Part(number, url)) => format!("part {number} of {url}"),
            Route::Document(DocumentKey::Backlinks(url)) => format!("links to {url}"),
            Route::Document(key) => format!("{key:?}"),
            Route::Asset(name) => format!("asset {name}"),
            Route::Icon(url) => format!("icon {url}"),
            Route::Short(url, to) => format!("{url} to {to}"),
            other => format!("{other:?}"),
        };
        assert_eq!(found, expected, "{address} below {base:?}");
    }

    #[test]
    fn addresses_are_told_apart() {
        check("", "/", "garden /");
        check("", "/a/b?x=1", "garden /a/b");
        check("", "/caf%C3%A9", "garden /café");
        check("", "/-/search?q=x", "Search(Page)");
        check("", "/-/pages", "Pages(1)");
        check("", "/-/pages/12", "Pages(12)");
        check("", "/-/pages/1", "Own(\"/-/pages\")");
        check("", "/-/pages/02", "Nothing");
        check("", "/-/pages/2/", "Nothing");
        check("", "/-/pages/2/Books/", "part 2 of /Books/");
        check("", "/-/pages/3/-/tags/a/b", "part 3 of /-/tags/a/b");
        check("", "/-/backlinks/Books/", "links to /Books/");
        check("", "/-/backlinks/", "links to /");
        check("", "/-/backlinks", "Nothing");
        check("", "/-/pages/2/-/backlinks/", "part 2 of /-/backlinks/");
        check("", "/-/pages/99999999999999999999999", "Nothing");
        check("", "/-/tags/a/b", "tag a/b");
        check("", "/-/tags/%C3%BC", "tag ü");
        check("", "/-/tags/", "Own(\"/-/tags\")");
        check("", "/-/assets/x.css", "asset x.css");
        check("", "/search?q=x", "/search to /-/search");
        check("", "/rss.xml", "Rss");
        check("", "/-/api", "Api");
        check("", "/-/api/", "Own(\"/-/api\")");
        check("", "/-/api/suggest", "Search(Suggestions)");
        check("", "/-/opensearch.xml", "OpenSearch");
        check("", "/-/events?page=/a", "Events");
        check("", "/-/publish.css", "Style");
        check("", "/-/icons/favicon-32x32.png", "icon /-/icons/favicon-32x32.png");
        check("", "/-/", "Nothing");
        check("", "/-/nothing", "Nothing");
        check("", "/-", "garden /-");
    }

    #[test]
    fn a_base_is_taken_off_first() {
        check("/notes", "/notes/", "garden /");
        check("/notes", "/notes/-/search", "Search(Page)");
        check("/notes", "/notes/-/search.xml?q=x", "Search(Feed)");
        check("/notes", "/notes", "Base");
        check("/notes", "/", "Base");
        check("/notes", "/notesandmore", "Nothing");
        check("/notes", "/elsewhere", "Nothing");
    }

    #[test]
    fn hostile_addresses_are_nothing() {
        for address in [
            "/../etc/passwd",
            "/a/../b",
            "/%2e%2e/a",
            "/%2E%2E%2Fa",
            "/a%2Fb",
            "/a%2fb",
            "/a%00",
            "/%5C..%5Ca",
            "/%FF%FE",
            "/a%0Ab",
            "/-/tags/a%2Fb",
            "/-/tags/%23a",
            "/-/tags/a//b",
            "/-/tags/a/",
            "/-/tags/1",
        ] {
            check("", address, "Nothing");
        }
        assert_eq!(PageUrl::parse("*"), None);
    }
}

//! Addresses as they stand in pages: below the base path, and absolute where the site knows its host.

use hedgerow_model::{BasePath, PageUrl, Tag};

/// Turns addresses of the garden into what `href` attributes hold.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    base: BasePath,
    /// `https://host`, without a path.
    origin: Option<String>,
}

impl Addresses {
    pub(crate) fn new(base: &BasePath, base_url: Option<&str>) -> Self {
        Self { base: base.clone(), origin: base_url.and_then(origin_of) }
    }

    pub(crate) fn base(&self) -> &str {
        self.base.as_str()
    }

    pub(crate) fn href(&self, url: &PageUrl) -> String {
        self.base.href(url)
    }

    /// Returns the address of one of the site's own pages, such as `-/tags`.
    pub(crate) fn own(&self, path: &str) -> String {
        self.base.href(&PageUrl::from_slug(path))
    }

    pub(crate) fn tag(&self, tag: &Tag) -> String {
        self.own(&format!("-/tags/{}", tag.text()))
    }

    /// Makes an `href` absolute; `None` if the site does not know its host.
    pub(crate) fn absolute(&self, href: &str) -> Option<String> {
        if href.starts_with("https://") || href.starts_with("http://") {
            return Some(href.to_owned());
        }
        self.origin.as_ref().map(|origin| format!("{origin}{href}"))
    }

    /// Makes an `href` absolute if possible.
    pub(crate) fn best(&self, href: &str) -> String {
        self.absolute(href).unwrap_or_else(|| href.to_owned())
    }
}

/// `https://host:port` of an absolute address.
fn origin_of(base_url: &str) -> Option<String> {
    let (scheme, rest) = base_url.trim().split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    (!host.is_empty()).then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_pages_and_tags_are_encoded_below_the_base() {
        let addresses = Addresses::new(&BasePath::new("/notes/"), None);
        assert_eq!(addresses.own("-/tags"), "/notes/-/tags");
        assert_eq!(addresses.tag(&Tag::new("über/☕").unwrap()), "/notes/-/tags/%C3%BCber/%E2%98%95");
    }

    #[test]
    fn addresses_are_absolute_only_where_the_host_is_known() {
        let without = Addresses::new(&BasePath::default(), None);
        assert_eq!(without.absolute("/a"), None);
        let with = Addresses::new(&BasePath::new("/notes"), Some("https://example.org/notes/"));
        assert_eq!(with.absolute("/notes/a").unwrap(), "https://example.org/notes/a");
        assert_eq!(with.absolute("https://elsewhere.org/x").unwrap(), "https://elsewhere.org/x");
    }
}
